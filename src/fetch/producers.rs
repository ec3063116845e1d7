//! The addresses at which known producers publish the schedule of the event whose page is given.

use super::address::Address;
use super::candidate::{Candidate, Reason};

/// The path of the event in the API of CFP.dev. The plug-in `cfp-dev-shortcodes` asks for it first.
pub(super) const CFP_DEV_EVENT: &str = "/api/public/event";
/// The end of the path of a WordCamp's sessions, and the query for whole pages with speakers and
/// tracks (`inc/rest-api.php` of `wc-post-types`; `_embed` of WordPress's REST API).
pub(super) const WORDCAMP_SESSIONS: &str = "wp/v2/sessions";
const WORDCAMP_QUERY: &str = "per_page=100&_embed=speakers,wp:term";

/// A page and the parts of its address.
struct Page<'p> {
    address: &'p Address,
    text: &'p str,
    /// The parts of the path without empty ones.
    parts: Vec<&'p str>,
}

/// Returns the addresses of schedules by the address and the text of a page, best first. An
/// unreadable page has the text "".
pub(super) fn known_schedules(address: &Address, text: &str) -> Vec<Candidate> {
    let parts = address.path().split('/').filter(|part| !part.is_empty()).collect();
    let page = Page { address, text, parts };
    let mut found = Vec::new();
    for (name, links) in [
        ("Sched", sched(&page)),
        ("CFP.dev", cfp_dev(&page)),
        ("WordCamp", wordcamp(&page)),
        ("Sessionize", sessionize(&page)),
        ("pretalx", pretalx(&page)),
        ("Indico", indico(&page)),
        ("hub of the CCC", hub(&page)),
        ("frab", frab(&page)),
        ("FOSDEM", fosdem(&page)),
    ] {
        let links = links.iter().filter_map(|link| address.join(link).ok());
        found.extend(links.map(|address| Candidate { address, reason: Reason::Producer(name) }));
    }
    found
}

/// Returns the addresses at which a producer without a name of its own may publish: names next to
/// the page.
pub(super) fn guessed_schedules(address: &Address) -> Vec<Candidate> {
    ["schedule.json", "schedule.xml", "schedule/xml", "schedule.ics"]
        .iter()
        .filter_map(|link| address.join(link).ok())
        .map(|address| Candidate { address, reason: Reason::UsualName })
        .collect()
}

impl Page<'_> {
    /// Returns the path before the first part with one of the `names`, in any case.
    fn path_before(&self, names: &[&str]) -> Option<String> {
        let is_named = |part: &&str| names.iter().any(|name| part.eq_ignore_ascii_case(name));
        Some(self.join_parts(self.parts.iter().position(is_named)?))
    }

    /// Returns the path of the first parts, with a slash after each: `/a/b/`.
    fn join_parts(&self, count: usize) -> String {
        let parts = self.parts.iter().take(count).map(|part| format!("{part}/"));
        format!("/{}", parts.collect::<String>())
    }

    fn is_host_of(&self, site: &str) -> bool {
        let host = self.address.host();
        host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    fn mentions(&self, word: &str) -> bool {
        let word = word.as_bytes();
        self.text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
    }

    /// Returns the letters, digits, dashes and underscores after each `mark` of the page.
    fn words_after<'m>(&'m self, mark: &'m str) -> impl Iterator<Item = &'m str> {
        const WORDS_MAX: usize = 16;
        let words = self.text.split(mark).skip(1).take(WORDS_MAX).map(|rest| {
            let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_';
            rest.split(is_end).next().unwrap_or_default()
        });
        words.filter(|word| !word.is_empty() && word.len() <= 64)
    }
}

/// Sched has a calendar of all sessions on the host of each event. Its pages answer 403 to
/// programs, and the calendar does not.
fn sched(page: &Page<'_>) -> Vec<String> {
    let is_sched = page.is_host_of("sched.com") || page.is_host_of("sched.org");
    is_sched.then(|| "/all.ics".to_owned()).into_iter().collect()
}

/// CFP.dev has an API on the host of each event: see [`CFP_DEV_EVENT`]. A page of the event's own
/// site names the host, or the name before `.cfp.dev` in the address of the mobile schedule
/// (`shortcode-cfp-schedule.php`).
fn cfp_dev(page: &Page<'_>) -> Vec<String> {
    const MOBILE: &str = "https://mobile.devoxx.com/events/";
    if page.is_host_of("cfp.dev") {
        return vec![CFP_DEV_EVENT.to_owned()];
    }
    let host = page.text.split(".cfp.dev").next().filter(|rest| rest.len() < page.text.len());
    let name =
        host.and_then(|rest| rest.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next());
    let name = name.filter(|name| !name.is_empty()).or_else(|| page.words_after(MOBILE).next());
    name.map(|name| format!("https://{name}.cfp.dev{CFP_DEV_EVENT}")).into_iter().collect()
}

/// WordPress names the root of its API in each page: `<link rel="https://api.w.org/" href="…">`
/// (`rest_output_link_wp_head` of WordPress). Without a page, the root of wordcamp.org is
/// `/YEAR/wp-json/`.
fn wordcamp(page: &Page<'_>) -> Vec<String> {
    let is_wordcamp = page.is_host_of("wordcamp.org");
    if !is_wordcamp && !page.mentions("wordcamp") {
        return Vec::new();
    }
    let root = api_root(page.text).or_else(|| {
        is_wordcamp.then(|| format!("{}wp-json/", page.join_parts(page.parts.len().min(1))))
    });
    let sessions = |root: String| format!("{root}{WORDCAMP_SESSIONS}?{WORDCAMP_QUERY}");
    root.filter(|root| root.ends_with('/')).map(sessions).into_iter().collect()
}

fn api_root(text: &str) -> Option<String> {
    let mut scanner = crate::format::TagScanner::new(text);
    loop {
        let tag = scanner.next_tag()?;
        if &*tag.name == "link"
            && tag.attribute("rel").is_some_and(|rel| rel == "https://api.w.org/")
        {
            return tag.attribute("href");
        }
    }
}

/// Sessionize has a view of everything for each id of an endpoint. A page embeds another view with
/// the same id: `sessionize.com/api/v2/ID/view/GridSmart` (sessionize.com/playbook/api).
fn sessionize(page: &Page<'_>) -> Vec<String> {
    let ids = page.words_after("sessionize.com/api/v2/").filter(|id| id.len() <= 16);
    let ids = ids.take(1);
    let start = if page.is_host_of("sessionize.com") { "//" } else { "https://" };
    ids.map(|id| format!("{start}sessionize.com/api/v2/{id}/view/All")).collect()
}

/// pretalx publishes at `EVENT/schedule/export/schedule.json` and `….xml`
/// (`src/pretalx/agenda/urls.py`). A site of exported pages may have further folders before.
fn pretalx(page: &Page<'_>) -> Vec<String> {
    const PARTS: [&str; 6] = ["schedule", "talk", "speaker", "featured", "sneak", "cfp"];
    if page.parts.is_empty() || !page.mentions("pretalx") {
        return Vec::new();
    }
    let own = page.path_before(&PARTS).unwrap_or_else(|| page.join_parts(page.parts.len()));
    let mut links = Vec::new();
    for ending in ["json", "xml"] {
        for event in [own.clone(), page.join_parts(1)] {
            let link = format!("{event}schedule/export/schedule.{ending}");
            if event != "/" && !links.contains(&link) {
                links.push(link);
            }
        }
    }
    links
}

/// Indico exports an event as a calendar of its contributions, or of its sessions
/// (`indico/modules/events/blueprint.py`). An event without contributions has itself as the only
/// entry of the first calendar, an event without blocks of sessions that of the second one
/// (`events_to_ical` of `indico/modules/events/ical.py`).
fn indico(page: &Page<'_>) -> Vec<String> {
    let at = page.parts.iter().position(|part| *part == "event");
    let id = at.and_then(|at| page.parts.get(at + 1));
    let Some((at, id)) = at.zip(id.filter(|id| id.bytes().all(|byte| byte.is_ascii_digit())))
    else {
        return Vec::new();
    };
    let start = page.join_parts(at);
    let scopes = ["contribution", "session"];
    scopes.map(|scope| format!("{start}event/{id}/event.ics?scope={scope}")).into()
}

/// The hub of the CCC answers at `hub/api/c/CONFERENCE/schedule.json`, and on the host
/// `api.events.ccc.de` since 2023 (`schedule_camp2023.py` and `schedule_39C3.py` of the C3VOC).
fn hub(page: &Page<'_>) -> Vec<String> {
    let mut links = Vec::new();
    if let [kind, year, ..] = page.parts[..]
        && page.address.host() == "events.ccc.de"
        && year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
    {
        links.push(format!("//api.events.ccc.de/{kind}/{year}/schedule.json"));
    }
    if let Some(start) = page.path_before(&["hub"]) {
        let conferences = page.words_after("/api/c/").take(1);
        links.extend(conferences.map(|name| format!("{start}hub/api/c/{name}/schedule.json")));
    }
    links
}

/// frab publishes at `LANGUAGE/EVENT/public/schedule.xml` (`config/routes.rb`), and the pages that
/// it exports have the file beside them: `Fahrplan/schedule.xml` at the CCC.
fn frab(page: &Page<'_>) -> Vec<String> {
    let public = page.path_before(&["public"]).filter(|start| start != "/");
    let fahrplan = page
        .path_before(&["fahrplan"])
        .zip(page.parts.iter().find(|part| part.eq_ignore_ascii_case("fahrplan")));
    let public = public.map(|start| format!("{start}public/schedule.xml"));
    let fahrplan = fahrplan.map(|(start, name)| format!("{start}{name}/schedule.xml"));
    public.into_iter().chain(fahrplan).collect()
}

/// FOSDEM publishes at `YEAR/schedule/xml`, older years on `archive.fosdem.org`.
fn fosdem(page: &Page<'_>) -> Vec<String> {
    let year = page.parts.first().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let year = year.filter(|_| page.is_host_of("fosdem.org"));
    year.map(|year| format!("/{year}/schedule/xml")).into_iter().collect()
}
