//! An agenda as one page of HTML, to read on a screen and to print on A4. Days are sections,
//! sessions are articles. The page has no script and loads nothing, and its policy forbids both.

use crate::agenda::{Agenda, Kind, Level, Moment, Session, SessionIx};
use chrono::TimeDelta;
use std::fmt::Write as _;

const STYLE: &str = include_str!("html_export/page.css");
/// The policy of the page (Content Security Policy): its own style, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The part of an agenda that [`write_html`] writes.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "functions have no text")]
pub struct HtmlContent<'a> {
    /// Returns true for the sessions of the page.
    pub only: &'a dyn Fn(SessionIx) -> bool,
    /// Returns the level that the page shows of a session.
    pub level: &'a dyn Fn(SessionIx) -> Option<Level>,
    /// A line below the name of the event, such as `My schedule`.
    pub subtitle: Option<&'a str>,
    /// True for a page with the abstracts and the links of sessions.
    pub abstracts: bool,
}

/// Writes the agenda as HTML. Days without sessions are left out.
pub fn write_html(agenda: &Agenda, content: &HtmlContent<'_>) -> String {
    let mut page = PageWriter { text: String::new(), agenda, content };
    page.write_head();
    page.write_days();
    page.text.push_str("</main>\n</body>\n</html>\n");
    page.text
}

struct PageWriter<'a> {
    text: String,
    agenda: &'a Agenda,
    content: &'a HtmlContent<'a>,
}

/// The sessions of one day, or those without a time.
struct PageDay {
    /// The `id` of the heading.
    anchor: String,
    heading: String,
    sessions: Vec<SessionIx>,
}

impl PageWriter<'_> {
    fn write_head(&mut self) {
        let name = escape_html(&self.agenda.name);
        let subtitle = self.content.subtitle.map(escape_html);
        let title = match &subtitle {
            Some(subtitle) => format!("{subtitle} – {name}"),
            None => name.clone(),
        };
        let _ = write!(
            self.text,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<h1>{name}</h1>\n"
        );
        let venue = self.agenda.venue.as_deref().map(escape_html);
        let url = self.agenda.url.as_deref().map(|url| link_to(url, &escape_html(url)));
        let clock = self.agenda.clock.name();
        let clock = clock.map(|name| format!("Times are those of {}.", escape_html(&name)));
        for line in [subtitle, venue, url, clock].into_iter().flatten() {
            let _ = writeln!(self.text, "<p>{line}</p>");
        }
        self.text.push_str("</header>\n");
    }

    fn write_days(&mut self) {
        let days = self.list_days();
        if days.len() > 1 {
            self.text.push_str("<nav aria-label=\"Days\">\n<ul>\n");
            for PageDay { anchor, heading, .. } in &days {
                let _ = writeln!(self.text, "<li><a href=\"#{anchor}\">{heading}</a></li>");
            }
            self.text.push_str("</ul>\n</nav>\n");
        }
        self.text.push_str("<main>\n");
        if days.is_empty() {
            self.text.push_str("<p>No sessions.</p>\n");
        }
        for PageDay { anchor, heading, sessions } in days {
            let _ = write!(
                self.text,
                "<section aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">{heading}</h2>\n"
            );
            for ix in sessions {
                self.write_session(ix);
            }
            self.text.push_str("</section>\n");
        }
    }

    fn list_days(&self) -> Vec<PageDay> {
        let mut days: Vec<PageDay> = Vec::new();
        let mut listed_day = None;
        for (ix, session) in self.agenda.sessions.iter().enumerate() {
            if !(self.content.only)(ix) {
                continue;
            }
            if listed_day != Some(session.day) {
                listed_day = Some(session.day);
                let day = session.day.and_then(|day| self.agenda.days.get(day));
                let (anchor, heading) = match day {
                    Some(day) => (
                        day.date.format("day-%Y-%m-%d").to_string(),
                        day.date.format("%A, %-d %B %Y").to_string(),
                    ),
                    None => ("not-scheduled".to_owned(), "Not scheduled yet".to_owned()),
                };
                days.push(PageDay { anchor, heading, sessions: Vec::new() });
            }
            days.last_mut().into_iter().for_each(|day| day.sessions.push(ix));
        }
        days
    }

    fn write_session(&mut self, ix: SessionIx) {
        let Some(session) = self.agenda.sessions.get(ix) else { return };
        let class = if session.cancelled { " class=\"cancelled\"" } else { "" };
        let _ = writeln!(
            self.text,
            "<article{class}{}>\n<p class=\"time\">{}</p>\n<div>",
            self.track_style(session),
            self.session_time(session)
        );
        let (title, language) = (escape_html(&session.title), language_attribute(session));
        let title =
            session.url.as_deref().map_or_else(|| title.clone(), |url| link_to(url, &title));
        let _ = writeln!(self.text, "<h3{language}>{title}</h3>");
        self.write_facts(ix, session);
        self.write_people(session);
        if let Some(note) = &session.note {
            let note = write_paragraphs(note);
            let _ = write!(self.text, "<div class=\"note\">\n<p>My note:</p>\n{note}</div>\n");
        }
        if self.content.abstracts {
            self.write_abstract(session, &language);
        }
        self.text.push_str("</div>\n</article>\n");
    }

    /// Writes abstract and links of a session.
    fn write_abstract(&mut self, session: &Session, language: &str) {
        if let Some(text) = session.summary.as_deref() {
            let text = write_paragraphs(text);
            let _ = write!(self.text, "<div class=\"abstract\"{language}>\n{text}</div>\n");
        }
        let links = session.links.iter().map(|link| {
            let title = link.title.as_ref().unwrap_or(&link.url);
            link_to(&link.url, &escape_html(title))
        });
        let links: Vec<String> = links.collect();
        if !links.is_empty() {
            let _ = writeln!(self.text, "<p>Links: {}</p>", links.join(", "));
        }
    }

    /// Writes room, track, kind and states of a session on one line.
    fn write_facts(&mut self, ix: SessionIx, session: &Session) {
        let track = session.track.and_then(|track| self.agenda.tracks.get(track));
        let kind = match session.kind {
            Kind::Talk | Kind::Other => None,
            Kind::Own => Some("my entry"),
            kind => Some(kind.word()),
        };
        let facts: Vec<String> = [
            session.cancelled.then(|| "Cancelled".to_owned()),
            ((self.content.level)(ix) == Some(Level::Maybe)).then(|| "Maybe".to_owned()),
            session.room.as_deref().map(escape_html),
            track.map(|track| escape_html(&track.name)),
            kind.map(str::to_owned),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !facts.is_empty() {
            let _ = writeln!(self.text, "<p>{}</p>", facts.join(" · "));
        }
    }

    fn write_people(&mut self, session: &Session) {
        let people = self.agenda.presenters_of(session).map(|(_, person)| {
            let job = person.job().map(|job| format!(" ({})", escape_html(&job)));
            format!("{}{}", escape_html(&person.name), job.unwrap_or_default())
        });
        let people: Vec<String> = people.collect();
        if !people.is_empty() {
            let _ = writeln!(self.text, "<p class=\"people\">{}</p>", people.join(", "));
        }
    }

    /// Returns the colour of the track as the colour of the left border.
    fn track_style(&self, session: &Session) -> String {
        let track = session.track.and_then(|track| self.agenda.tracks.get(track));
        let color = track.and_then(|track| track.color);
        let color =
            color.map(|[r, g, b]| format!(" style=\"border-left-color: #{r:02x}{g:02x}{b:02x}\""));
        color.unwrap_or_default()
    }

    /// Returns the hours of a session, each with the machine's form.
    fn session_time(&self, session: &Session) -> String {
        let Some(start) = session.start else { return "No time yet".to_owned() };
        let from = self.time_element(start, &self.start_text(session, start));
        match session.end().map(|end| self.agenda.local_time(end)) {
            Some(end) if session.all_day && session.minutes > Some(24 * 60) => {
                // The last day is the day before the end, at midnight.
                let last = end.checked_sub_signed(TimeDelta::hours(12)).unwrap_or(end);
                let text = last.format("%-d %B").to_string();
                format!("{from} until {}", self.time_element(last, &text))
            }
            Some(end) if !session.all_day => {
                let form = if session.lasts_days() { "%-d %B %H:%M" } else { "%H:%M" };
                format!("{from}–{}", self.time_element(end, &end.format(form).to_string()))
            }
            _ => from,
        }
    }

    /// Returns the clock of the start, with the weekday after the midnight of the programme's day.
    fn start_text(&self, session: &Session, start: Moment) -> String {
        if session.all_day {
            return "All day".to_owned();
        }
        let start = self.agenda.local_time(start);
        let day = session.day.and_then(|day| self.agenda.days.get(day));
        let is_later = day.is_some_and(|day| day.date != start.date_naive());
        start.format(if is_later { "%a %H:%M" } else { "%H:%M" }).to_string()
    }

    fn time_element(&self, at: Moment, text: &str) -> String {
        let form = if self.agenda.clock.has_instants() { "%FT%T%:z" } else { "%FT%T" };
        let machine = self.agenda.local_time(at).format(form);
        format!("<time datetime=\"{machine}\">{text}</time>")
    }
}

/// Returns the attribute of a session in one known language other than that of the page.
fn language_attribute(session: &Session) -> String {
    let languages = session.languages();
    let code = match &languages[..] {
        [language] => language.known.map(|language| language.code),
        _ => None,
    };
    let code = code.filter(|code| *code != "en");
    code.map(|code| format!(" lang=\"{code}\"")).unwrap_or_default()
}

/// Returns a link around `html`. An address of another scheme than these is text: a browser might
/// run it.
fn link_to(url: &str, html: &str) -> String {
    let lower = url.to_ascii_lowercase();
    if ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return format!("<a href=\"{}\">{html}</a>", escape_html(url));
    }
    html.to_owned()
}

/// Returns the paragraphs of a text, between empty lines. Lines that begin with `- ` are a list.
fn write_paragraphs(text: &str) -> String {
    let mut html = String::new();
    for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let mut lines = block.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some(first) = line.strip_prefix("- ") {
                let _ = write!(html, "<ul>\n<li>{}</li>\n", escape_html(first));
                while let Some(next) = lines.next_if(|line| line.starts_with("- ")) {
                    let next = next.strip_prefix("- ").unwrap_or(next);
                    let _ = writeln!(html, "<li>{}</li>", escape_html(next));
                }
                html.push_str("</ul>\n");
            } else {
                let _ = write!(html, "<p>{}", escape_html(line));
                while let Some(next) = lines.next_if(|line| !line.starts_with("- ")) {
                    let _ = write!(html, "<br>\n{}", escape_html(next));
                }
                html.push_str("</p>\n");
            }
        }
    }
    html
}

/// Returns `text` for an element or a quoted attribute.
fn escape_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::events::Event;
    use std::collections::BTreeMap;

    const TOML: &str = r##"
[event]
name = "Otters & Co"
timezone = "Europe/Dublin"
venue = "Pond <1>"
url = "https://otters.example/?a=1&b=2"
day_start = 05:00:00
[[track]]
name = "Web"
color = "#aa00ff"
[[session]]
id = "a"
title = 'A <script>alert("1")</script>'
start = 2031-05-04T09:00:00
minutes = 90
room = "Hall 'x'"
track = "Web"
speakers = ["Ann & Bo"]
abstract = "First <b>line</b>\nsecond.\n\nPoints:\n- one\n- two"
url = "https://x.org/a_(b)?c=1&d=2"
links = [{ title = "Slides <1>", url = "https://x.org/s" }, { url = "https://x.org/v?a=1&b=2" }]
[[session]]
id = "b"
title = "Später"
language = "German"
kind = "workshop"
start = 2031-05-05T01:30:00
minutes = 30
cancelled = true
[[session]]
id = "c"
title = "Fair"
start = 2031-05-06T00:00:00
minutes = 2880
all_day = true
[[session]]
id = "d"
title = "Long"
start = 2031-05-06T10:00:00
minutes = 1500
[[session]]
id = "e"
title = "E"
start = "TBA"
"##;

    fn agenda() -> Agenda {
        let (agenda, problems) = crate::format::read(TOML.as_bytes()).unwrap().draft.check(None);
        assert!(problems.is_empty(), "{problems:?}");
        agenda
    }

    fn page(only: &dyn Fn(SessionIx) -> bool, abstracts: bool) -> String {
        let level = |ix| (ix == 0).then_some(Level::Maybe);
        let subtitle = Some("My schedule");
        let content = HtmlContent { only, level: &level, subtitle, abstracts };
        write_html(&agenda(), &content)
    }

    /// Returns the number of each element, after a check that every element is closed and that
    /// none but `meta` and `br` is empty.
    fn count_elements(html: &str) -> BTreeMap<String, usize> {
        let mut reader = quick_xml::Reader::from_str(html);
        let (mut open, mut counts) = (Vec::new(), BTreeMap::new());
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}:\n{html}")) {
                Event::Start(tag) => {
                    let name = tag.name().0.to_owned();
                    *counts.entry(name.clone()).or_default() += 1;
                    open.push(name);
                }
                Event::End(tag) => {
                    let name = tag.name().0.to_owned();
                    assert_eq!(open.pop(), Some(name));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(open.is_empty(), "{open:?}");
        counts
    }

    /// Returns the page as XML: the elements of HTML without an end get one.
    fn as_xml(html: &str) -> String {
        let html = html.replace("<br>", "<br/>");
        let metas = html.lines().map(|line| match line.starts_with("<meta") {
            true => line.replace("\">", "\"/>"),
            false => line.to_owned(),
        });
        metas.collect::<Vec<String>>().join("\n")
    }

    #[test]
    fn days_are_sections_and_sessions_are_articles_with_headings() {
        let html = page(&|_| true, true);
        let counts = count_elements(&as_xml(&html));
        for (name, count) in [
            ("html", 1),
            ("h1", 1),
            ("section", 3),
            ("h2", 3),
            ("article", 5),
            ("h3", 5),
            ("nav", 1),
        ] {
            assert_eq!(counts.get(name), Some(&count), "{name}\n{html}");
        }
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n"));
        assert!(html.contains("<title>My schedule – Otters &amp; Co</title>"));
        assert!(html.contains("<h2 id=\"day-2031-05-04\">Sunday, 4 May 2031</h2>"));
        assert!(html.contains("<h3 lang=\"de\">Später</h3>"));
    }

    #[test]
    fn text_of_the_file_is_escaped_and_never_markup() {
        let html = page(&|_| true, true);
        assert!(html.contains("A &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"), "{html}");
        assert!(html.contains("<p>First &lt;b&gt;line&lt;/b&gt;<br>\nsecond.</p>"), "{html}");
        assert!(html.contains("<p>Points:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"), "{html}");
        assert!(html.contains("Hall &#39;x&#39; · Web"), "{html}");
        let links = "<p>Links: <a href=\"https://x.org/s\">Slides &lt;1&gt;</a>, \
                     <a href=\"https://x.org/v?a=1&amp;b=2\">https://x.org/v?a=1&amp;b=2</a></p>";
        assert!(html.contains(links), "{html}");
        assert!(html.contains("Pond &lt;1&gt;"), "{html}");
        assert!(!html.to_lowercase().contains("<script"), "{html}");
    }

    #[test]
    fn page_loads_nothing() {
        let html = page(&|_| true, true);
        assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
        for loaded in ["src=", "@import", "url(", "<link", "<iframe", "<img", "<object"] {
            assert!(!html.contains(loaded), "{loaded}");
        }
    }

    #[test]
    fn hours_show_nights_days_and_unknown_times() {
        let html = page(&|_| true, false);
        for text in [
            "<time datetime=\"2031-05-04T09:00:00+01:00\">09:00</time>–\
             <time datetime=\"2031-05-04T10:30:00+01:00\">10:30</time>",
            ">Mon 01:30</time>–",
            ">All day</time> until <time datetime=\"2031-05-07T12:00:00+01:00\">7 May</time>",
            ">10:00</time>–<time datetime=\"2031-05-07T11:00:00+01:00\">7 May 11:00</time>",
            "<p class=\"time\">No time yet</p>",
        ] {
            assert!(html.contains(text), "{text}\n{html}");
        }
    }

    #[test]
    fn abstracts_are_written_if_asked_and_filtered_days_are_left_out() {
        let html = page(&|ix| ix == 0, false);
        assert!(!html.contains("First"), "{html}");
        assert_eq!(html.matches("<section").count(), 1, "{html}");
        assert!(!html.contains("<nav"), "{html}");
        assert!(html.contains("<p>Maybe · Hall"), "{html}");
        let empty = page(&|_| false, false);
        assert!(empty.contains("<main>\n<p>No sessions.</p>\n</main>"), "{empty}");
    }

    #[test]
    fn only_addresses_of_the_web_and_of_mail_are_links() {
        for (url, link) in [
            ("https://x.org/?a=1&b='", Some("https://x.org/?a=1&amp;b=&#39;")),
            ("HTTP://x.org", Some("HTTP://x.org")),
            ("mailto:a@x.org", Some("mailto:a@x.org")),
            ("javascript:alert(1)", None),
            ("data:text/html,x", None),
            (" https://x.org", None),
            ("//x.org", None),
        ] {
            let expected = link.map(|link| format!("<a href=\"{link}\">T</a>"));
            assert_eq!(link_to(url, "T"), expected.unwrap_or_else(|| "T".to_owned()), "{url}");
        }
    }
}
