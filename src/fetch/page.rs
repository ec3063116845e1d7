//! The schedules behind a web page: the page and its address in, addresses out.

use super::address::Address;
use super::candidate::{Candidate, Reason};
use super::producers::{guessed_schedules, known_schedules};
use crate::agenda::sort_compactly;
use crate::format::TagScanner;

/// The part of a page that is searched, in bytes.
const READ_MAX: usize = 4 << 20;
/// The number of links that are kept.
const LINKS_MAX: usize = 32;

/// Words of an address that names a schedule.
const WORDS: [&str; 8] =
    ["schedule", "fahrplan", "program", "agenda", "timetable", "sessions", "talks", "calendar"];
/// Words of an address with the news of a site, or with one talk or person.
const OTHER_WORDS: [&str; 9] =
    ["feed", "rss", "atom", "sitemap", "manifest", "opensearch", "/talk/", "/speaker/", "oembed"];

/// The addresses of a page that may be its schedule, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ScheduleLinks {
    /// Addresses of the site of the page.
    pub(super) here: Vec<Candidate>,
    /// Addresses of other sites. They are named to a person and not fetched.
    pub(super) elsewhere: Vec<Candidate>,
}

impl ScheduleLinks {
    /// Adds the names that often stand next to a page.
    pub(super) fn add_usual_names(&mut self, page: &Address) {
        guessed_schedules(page).into_iter().for_each(|candidate| self.add(page, candidate));
    }

    /// Adds a candidate that the page at the address `page` leads to.
    fn add(&mut self, page: &Address, candidate: Candidate) {
        let link = &candidate.address;
        let list = match link.is_same_site(page) {
            true => &mut self.here,
            false => &mut self.elsewhere,
        };
        // A page without encryption must not be reached from one with encryption.
        let is_safe = link.is_secure() || !page.is_secure();
        let is_new = list.iter().all(|known| known.address != *link);
        if is_safe && is_new && link != page {
            list.push(candidate);
        }
    }
}

/// Returns true if the document is a web page. XML of a schedule is none.
pub(super) fn is_web_page(body: &[u8]) -> bool {
    let head = body.get(..body.len().min(1024)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let begins = head.starts_with("<!doctype html") || head.starts_with("<html");
    begins || head.starts_with('<') && head.contains("<html")
}

/// Finds the schedules that a page leads to: by its producer, then by its links.
pub(super) fn find_links(page: &[u8], address: &Address) -> ScheduleLinks {
    let page = page.get(..page.len().min(READ_MAX)).unwrap_or_default();
    let text = String::from_utf8_lossy(page);
    let mut found = ScheduleLinks::default();
    for candidate in known_schedules(address, &text) {
        found.add(address, candidate);
    }
    let mut ranked = rank_links(&text, address);
    sort_compactly(&mut ranked, |(rank, _)| *rank);
    for (_, address_of_link) in ranked.into_iter().take(LINKS_MAX) {
        found.add(address, Candidate { address: address_of_link, reason: Reason::Link });
    }
    found
}

/// Returns the links of a page with their ranks, in the order of the page.
fn rank_links(text: &str, address: &Address) -> Vec<(u8, Address)> {
    let mut scanner = TagScanner::new(text);
    let mut base = address.clone();
    let mut links = Vec::new();
    while let Some(tag) = scanner.next_tag() {
        if tag.is_end {
            continue;
        }
        match &*tag.name {
            // Without an end tag, the rest of the page is a script.
            "script" | "style" if scanner.skip_element(&tag).is_none() => break,
            "base" => {
                let href = tag.attribute("href");
                base = href.and_then(|href| address.join(&href).ok()).unwrap_or(base);
            }
            "a" | "link" | "iframe" => {
                let attribute = if tag.name == "iframe" { "src" } else { "href" };
                let link = tag.attribute(attribute).and_then(|href| base.join(&href).ok());
                let kind = tag.attribute("type").unwrap_or_default();
                links.extend(link.and_then(|link| Some((rank_link(&link, &kind)?, link))));
            }
            _ => {}
        }
    }
    links
}

/// Returns the rank of a link by its address and the media type that the page states: 0 is best.
/// `None` means that the link is no schedule.
fn rank_link(link: &Address, kind: &str) -> Option<u8> {
    let text = link.to_string().to_ascii_lowercase();
    let path = link.path().to_ascii_lowercase();
    let file = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let ending = file.rsplit('.').next().unwrap_or_default();
    if OTHER_WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    if text.contains("sessionize.com/api/v2/") && file == "all" {
        return Some(0);
    }
    let is_schedule = WORDS.iter().any(|word| path.contains(word));
    match ending {
        "json" if is_schedule => Some(1),
        "xml" if is_schedule => Some(2),
        "ics" if is_schedule || file == "all.ics" => Some(3),
        _ if kind.eq_ignore_ascii_case("text/calendar") => Some(3),
        "csv" | "toml" if is_schedule => Some(4),
        "ics" => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the first addresses that the page leads to, without its own host.
    fn first_links(address: &str, page: &str, count: usize) -> Vec<String> {
        let address = Address::parse(address).unwrap();
        let mut links = find_links(page.as_bytes(), &address);
        links.add_usual_names(&address);
        let path = |link: &Candidate| {
            let text = link.address.to_string();
            text.split_once("://").unwrap().1.split_once('/').unwrap().1.to_owned()
        };
        links.here.iter().take(count).map(path).collect()
    }

    /// Addresses and texts of pages, and their schedules without the host.
    const KNOWN_PAGES: &[(&str, &str, &str)] = &[
        (
            "https://pretalx.com/euro-2026/schedule/",
            "<meta name=generator content='pretalx'>",
            "euro-2026/schedule/export/schedule.json",
        ),
        (
            "https://cfp.conf.example/2026/",
            "<footer>powered by <a href='https://pretalx.com'>pretalx</a></footer>",
            "2026/schedule/export/schedule.json",
        ),
        ("https://kubecon26.sched.com/", "", "all.ics"),
        ("https://kubecon26.sched.com/event/1abc/keynote?iframe=no", "", "all.ics"),
        (
            "https://indico.cern.ch/event/12345/timetable/",
            "",
            "event/12345/event.ics?scope=contribution",
        ),
        ("https://conf.example/indico/event/7/", "", "indico/event/7/event.ics?scope=contribution"),
        ("https://frab.example/en/gpn/public/schedule/0", "", "en/gpn/public/schedule.xml"),
        (
            "https://events.ccc.example/congress/2026/Fahrplan/",
            "",
            "congress/2026/Fahrplan/schedule.xml",
        ),
        (
            "https://fahrplan.events.ccc.example/congress/2024/fahrplan/talk/ABC/",
            "pretalx",
            "congress/2024/fahrplan/schedule/export/schedule.json",
        ),
        ("https://events.ccc.de/congress/2026/hub/en/fahrplan", "", "congress/2026/schedule.json"),
        (
            "https://events.example/camp/2026/hub/en/",
            "<script>const api = '/camp/2026/hub/api/c/camp26/';</script>",
            "camp/2026/hub/api/c/camp26/schedule.json",
        ),
        ("https://days26.cfp.dev/#/", "", "api/public/event"),
        (
            "https://town.wordcamp.org/2026/schedule/",
            "",
            "2026/wp-json/wp/v2/sessions?per_page=100&_embed=speakers,wp:term",
        ),
        (
            "https://camp.example/",
            "<link rel='https://api.w.org/' href='https://camp.example/api/'>WordCamp",
            "api/wp/v2/sessions?per_page=100&_embed=speakers,wp:term",
        ),
        (
            "https://days.sessionize.com/schedule",
            "<script src='https://sessionize.com/api/v2/abc123/view/GridSmart'>",
            "api/v2/abc123/view/All",
        ),
        ("https://fosdem.org/2026/", "", "2026/schedule/xml"),
        ("https://www.fosdem.org/2026/schedule/", "", "2026/schedule/xml"),
    ];

    #[test]
    fn page_of_a_known_producer_leads_to_its_schedule() {
        for (address, page, schedule) in KNOWN_PAGES {
            assert_eq!(first_links(address, page, 1), [*schedule], "{address}");
        }
    }

    #[test]
    fn links_that_end_like_a_schedule_are_found_best_first() {
        for (page, expected) in [
            ("<a href=schedule.xml>", &["2026/schedule.xml"][..]),
            ("<A HREF='/Fahrplan.JSON'>", &["Fahrplan.JSON"]),
            (
                "<link rel=alternate type='text/calendar' href='/cal?id=1&amp;x=2'>",
                &["cal?id=1&x=2"],
            ),
            ("<a href='webcal://conf.example/programme.ics'>", &["programme.ics"]),
            ("<a href=/pyproject.toml><a href=/agenda.toml>", &["agenda.toml"]),
            ("<base href='/other/'><a href='sessions.csv'>", &["other/sessions.csv"]),
            (
                "<a href=one-talk.ics><a href=/agenda.ics><a href=/schedule.xml>\
                 <a href=/schedule.json>",
                &["schedule.json", "schedule.xml", "agenda.ics", "2026/one-talk.ics"],
            ),
            ("<a href='/a.ics#1'><a href='/a.ics#2'><a href=/b.ics>", &["a.ics", "b.ics"]),
            ("<!-- <a href=/schedule.xml> --><a href=/a.ics>", &["a.ics"]),
            ("<script>'<a href=/schedule.xml>'</script><a href=/a.ics>", &["a.ics"]),
            ("<a href='javascript:schedule.xml'><a href=/a.ics>", &["a.ics"]),
            ("<a href='/schedule/feed.xml'><a href='/talk/a.ics'><a href=/a.ics>", &["a.ics"]),
            ("<a href='/schedule'><a href='/schedule.pdf'><a href=/a.ics>", &["a.ics"]),
        ] {
            let found = first_links("https://conf.example/2026/", page, expected.len());
            assert_eq!(found, expected, "{page}");
        }
    }

    #[test]
    fn page_without_links_leads_to_names_next_to_it() {
        assert_eq!(
            first_links("https://conf.example/2026/", "<html>", 9),
            ["schedule.json", "schedule.xml", "schedule/xml", "schedule.ics"]
                .map(|name| format!("2026/{name}"))
        );
    }

    #[test]
    fn schedules_of_other_sites_are_kept_apart() {
        for (page, elsewhere) in [
            ("<a href='https://pretalx.com/x/schedule.xml'>", "https://pretalx.com/x/schedule.xml"),
            (
                "<script src='https://sessionize.com/api/v2/abc123/view/GridSmart'></script>",
                "https://sessionize.com/api/v2/abc123/view/All",
            ),
            (
                "<script>fetch('https://days26.cfp.dev/api/public/talks')</script>",
                "https://days26.cfp.dev/api/public/event",
            ),
            (
                "<a href='https://mobile.devoxx.com/events/days26/schedule'>",
                "https://days26.cfp.dev/api/public/event",
            ),
        ] {
            let links =
                find_links(page.as_bytes(), &Address::parse("https://conf.example/").unwrap());
            let found: Vec<_> =
                links.elsewhere.iter().map(|link| link.address.to_string()).collect();
            assert_eq!(found, [elsewhere], "{page}");
        }
        let plain = "<a href='http://conf.example/schedule.xml'>";
        assert!(!first_links("https://conf.example/a/", plain, 9).contains(&"schedule.xml".into()));
    }

    #[test]
    fn only_html_is_a_web_page() {
        for (body, expected) in [
            ("<!DOCTYPE html><p>", true),
            ("\u{feff}\n<HTML lang=en>", true),
            ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", true),
            ("<!-- Wi-Fi --><html>", true),
            ("<?xml version='1.0'?><schedule><conference>", false),
            ("BEGIN:VCALENDAR\nDESCRIPTION:<html>", false),
            ("{\"abstract\": \"<html>\"}", false),
            ("", false),
        ] {
            assert_eq!(is_web_page(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn hostile_pages_are_read_in_time() {
        let address = Address::parse("https://conf.example/").unwrap();
        for part in ["<a href='", "<script>", "<a href=schedule.xml?", "<!--", "<a href=\"&#"] {
            find_links(part.repeat(50_000).as_bytes(), &address);
        }
        let many: String = (0..100_000).map(|n| format!("<a href=/{n}.ics>")).collect();
        assert!(find_links(many.as_bytes(), &address).here.len() <= LINKS_MAX);
    }
}
