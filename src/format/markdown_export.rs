//! An agenda as Markdown: days are headings, sessions are list items.

use crate::agenda::{Agenda, Moment, Session, SessionIx};
use chrono::TimeDelta;
use std::fmt::Write as _;

/// Returns the agenda as Markdown with the sessions selected by `only`. Days without sessions are
/// left out.
pub(super) fn write(agenda: &Agenda, only: &dyn Fn(SessionIx) -> bool) -> String {
    let mut out = format!("# {}\n", escape_markdown(&agenda.name));
    for line in [&agenda.venue, &agenda.url].into_iter().flatten() {
        let _ = write!(out, "\n{}\n", escape_markdown(line));
    }
    if let Some(clock) = agenda.clock.name() {
        let _ = write!(out, "\nTimes are those of {}.\n", escape_markdown(&clock));
    }
    let sessions = agenda.sessions.iter().enumerate();
    let mut written_day = None;
    for (_, session) in sessions.filter(|(ix, _)| only(*ix)) {
        if written_day != Some(session.day) {
            written_day = Some(session.day);
            let day = session.day.and_then(|ix| agenda.days.get(ix));
            let heading = day.map_or_else(
                || "Not scheduled yet".to_owned(),
                |day| day.date.format("%A, %-d %B %Y").to_string(),
            );
            let _ = write!(out, "\n## {heading}\n\n");
        }
        out.push_str(&session_item(agenda, session));
    }
    out
}

fn session_item(agenda: &Agenda, session: &Session) -> String {
    let title = escape_markdown(&session.title);
    // The check of the agenda has refused addresses with angle brackets, spaces or line ends.
    let title = match &session.url {
        Some(url) => format!("[{title}](<{url}>)"),
        None => title,
    };
    let mut parts =
        vec![if session.cancelled { format!("~~{title}~~ (cancelled)") } else { title }];
    parts.extend(session.room.as_deref().map(escape_markdown));
    let names = agenda.presenter_names(session);
    parts.extend((!names.is_empty()).then(|| escape_markdown(&names)));
    let note = session.note.as_deref().map(|note| format!("  *{}*\n", escape_markdown(note)));
    let note = note.unwrap_or_default();
    format!("- {}{}\n{note}", session_time(agenda, session), parts.join(" · "))
}

/// Returns `**09:00–10:30** `, or the empty string for a session without a start.
fn session_time(agenda: &Agenda, session: &Session) -> String {
    let Some(start) = session.start else { return String::new() };
    match session.end().map(|end| agenda.local_time(end)) {
        Some(end) if end - start >= TimeDelta::days(1) => {
            format!("**{} – {}** ", clock_time(start), end.format("%-d %B %H:%M"))
        }
        Some(end) => format!("**{}–{}** ", clock_time(start), clock_time(end)),
        None => format!("**{}** ", clock_time(start)),
    }
}

fn clock_time(at: Moment) -> String {
    at.format("%H:%M").to_string()
}

/// Returns `text` on one line, with a backslash before each mark of Markdown or HTML.
fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let before = text.get(..at).unwrap_or_default();
        let is_mark = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
            '#' | '+' | '-' | '=' => at == 0,
            // `1. ` begins a list.
            '.' | ')' => at > 0 && before.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = r#"
[event]
name = "Otters & Co"
timezone = "Europe/Dublin"
venue = "Pond"

[[session]]
title = "A"
start = 2031-05-04T09:00:00
minutes = 90
room = "Hall_1"
speakers = ["Ann", "Bo"]
url = "https://x.org/a_(b)"

[[session]]
title = "B"
start = 2031-05-05T09:00:00
cancelled = true

[[session]]
title = "Art"
start = 2031-05-05T09:00:00
minutes = 1440

[[session]]
title = "C"
start = "TBA"
"#;
    const MARKDOWN: &str = r"# Otters \& Co

Pond

Times are those of Europe/Dublin.

## Sunday, 4 May 2031

- **09:00–10:30** [A](<https://x.org/a_(b)>) · Hall\_1 · Ann, Bo

## Monday, 5 May 2031

- **09:00 – 6 May 09:00** Art
- **09:00** ~~B~~ (cancelled)

## Not scheduled yet

- C
";

    fn agenda() -> Agenda {
        crate::format::read(TOML.as_bytes()).unwrap().draft.check(None).0
    }

    #[test]
    fn days_are_headings_and_sessions_are_items() {
        assert_eq!(write(&agenda(), &|_| true), MARKDOWN);
    }

    #[test]
    fn days_without_selected_sessions_are_left_out() {
        let markdown = write(&agenda(), &|ix| ix == 3);
        assert!(!markdown.contains("2031"));
        assert_eq!(markdown.matches("## ").count(), 1);
    }

    #[test]
    fn marks_in_text_are_escaped() {
        for (text, escaped) in [
            ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
            ("[x](javascript:y) <b> &amp;", r"\[x\](javascript:y) \<b\> \&amp;"),
            ("# x #", r"\# x #"),
            ("1. x 2.", r"1\. x 2."),
            ("- x - y", r"\- x - y"),
            (r"a \ b | c ~~d~~ $e$", r"a \\ b \| c \~\~d\~\~ \$e\$"),
        ] {
            assert_eq!(escape_markdown(text), escaped);
        }
    }
}
