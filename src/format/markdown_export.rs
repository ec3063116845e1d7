//! An agenda as Markdown: the days are headings, and each session is an item of a list.

use crate::agenda::{Agenda, Moment, Session, SessionIx};
use chrono::TimeDelta;
use std::fmt::Write as _;

/// The sessions that `only` takes; days without any are left out.
pub(super) fn write(agenda: &Agenda, only: &dyn Fn(SessionIx) -> bool) -> String {
    let mut out = format!("# {}\n", escaped(&agenda.name));
    let about = [agenda.venue.as_deref(), agenda.url.as_deref()];
    for line in about.into_iter().flatten() {
        let _ = write!(out, "\n{}\n", escaped(line));
    }
    if let Some(zone) = &agenda.zone {
        let _ = write!(out, "\nTimes are those of {}.\n", escaped(zone.name()));
    }
    let mut day = None;
    for (ix, session) in agenda.sessions.iter().enumerate().filter(|(ix, _)| only(*ix)) {
        if ix == 0 || day != Some(session.day) {
            day = Some(session.day);
            let date = session
                .day
                .and_then(|ix| agenda.days.get(ix))
                .map(|day| day.date.format("%A, %-d %B %Y"));
            let heading =
                date.map_or_else(|| "Not scheduled yet".to_owned(), |date| date.to_string());
            let _ = write!(out, "\n## {heading}\n\n");
        }
        out.push_str(&item(agenda, session));
    }
    out
}

fn item(agenda: &Agenda, session: &Session) -> String {
    let mut parts = Vec::new();
    let title = escaped(&session.title);
    // An address has no angle brackets, spaces or line ends: that was checked.
    let title =
        session.url.as_ref().map_or_else(|| title.clone(), |url| format!("[{title}](<{url}>)"));
    parts.push(if session.cancelled { format!("~~{title}~~ (cancelled)") } else { title });
    parts.extend(session.room.as_deref().map(escaped));
    parts.extend(
        Some(agenda.presenter_names(session))
            .filter(|names| !names.is_empty())
            .map(|names| escaped(&names)),
    );
    let clock = |at: Moment| at.format("%H:%M").to_string();
    let time = match (session.start, session.end().map(|end| agenda.local_time(end))) {
        (Some(start), Some(end)) if end - start >= TimeDelta::days(1) => {
            format!("**{} – {}** ", clock(start), end.format("%-d %B %H:%M"))
        }
        (Some(start), Some(end)) => format!("**{}–{}** ", clock(start), clock(end)),
        (Some(start), None) => format!("**{}** ", clock(start)),
        _ => String::new(),
    };
    format!("- {time}{}\n", parts.join(" · "))
}

/// Text in which nothing is a mark of Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let begins = at == 0 && matches!(c, '#' | '+' | '-' | '=');
        // `1. ` begins a list.
        let numbers = matches!(c, '.' | ')')
            && at > 0
            && text.get(..at).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if begins
            || numbers
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$')
        {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agenda(text: &str) -> Agenda {
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    #[test]
    fn days_are_headings_and_sessions_items() {
        let agenda = agenda(
            "[event]\nname = \"Otters & Co\"\ntimezone = \"Europe/Dublin\"\nvenue = \"Pond\"\n\
            [[session]]\ntitle = \"A\"\nstart = 2031-05-04T09:00:00\nminutes = 90\nroom = \"Hall_1\"\nspeakers = [\"Ann\", \"Bo\"]\n\
            url = \"https://x.org/a_(b)\"\n[[session]]\ntitle = \"B\"\nstart = 2031-05-05T09:00:00\ncancelled = true\n\
            [[session]]\ntitle = \"Art\"\nstart = 2031-05-05T09:00:00\nminutes = 1440\n[[session]]\ntitle = \"C\"\nstart = \"TBA\"\n",
        );
        assert_eq!(
            write(&agenda, &|_| true),
            "# Otters \\& Co\n\nPond\n\nTimes are those of Europe/Dublin.\n\n## Sunday, 4 May 2031\n\n\
            - **09:00–10:30** [A](<https://x.org/a_(b)>) · Hall\\_1 · Ann, Bo\n\n## Monday, 5 May 2031\n\n\
            - **09:00 – 6 May 09:00** Art\n- **09:00** ~~B~~ (cancelled)\n\n## Not scheduled yet\n\n- C\n"
        );
        assert!(!write(&agenda, &|ix| ix == 3).contains("2031"));
        assert_eq!(write(&agenda, &|ix| ix == 3).matches("## ").count(), 1);
    }

    #[test]
    fn no_text_is_a_mark() {
        for (text, escape) in [
            ("a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`"),
            ("[x](javascript:y) <b> &amp;", "\\[x\\](javascript:y) \\<b\\> \\&amp;"),
            ("# x #", "\\# x #"),
            ("1. x 2.", "1\\. x 2."),
            ("- x - y", "\\- x - y"),
            ("a \\ b | c ~~d~~ $e$", "a \\\\ b \\| c \\~\\~d\\~\\~ \\$e\\$"),
        ] {
            assert_eq!(escaped(text), escape);
        }
    }
}
