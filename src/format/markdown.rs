//! Writes an agenda as Markdown: a heading a day, an entry a session.

use crate::agenda::{Agenda, Session, SessionIx};

/// The sessions that `only` wants, day by day.
pub fn write(agenda: &Agenda, only: &dyn Fn(SessionIx) -> bool) -> String {
    let mut text = format!("# {}\n", plain(&agenda.name));
    for day in &agenda.days {
        let entries = entries(agenda, day.sessions.clone(), only);
        if !entries.is_empty() {
            text.push_str(&format!("\n## {}\n\n{entries}", day.date.format("%A %-d %B %Y")));
        }
    }
    let unscheduled = agenda.days.last().map_or(0, |day| day.sessions.end)..agenda.sessions.len();
    let entries = entries(agenda, unscheduled, only);
    if !entries.is_empty() {
        text.push_str(&format!("\n## Not scheduled yet\n\n{entries}"));
    }
    text
}

fn entries(agenda: &Agenda, sessions: std::ops::Range<SessionIx>, only: &dyn Fn(SessionIx) -> bool) -> String {
    let wanted = sessions.filter(|ix| only(*ix)).filter_map(|ix| agenda.sessions.get(ix));
    wanted.map(|session| entry(agenda, session)).collect()
}

fn entry(agenda: &Agenda, session: &Session) -> String {
    let start = session.start.map(|at| at.format("%H:%M").to_string());
    let end = session.end().map(|at| agenda.local(at).format("–%H:%M").to_string());
    let time = start.map(|start| format!("{start}{} ", end.unwrap_or_default())).unwrap_or_default();
    let title = match &session.url {
        Some(url) => format!("[{}]({})", plain(&session.title), url.replace('(', "%28").replace(')', "%29")),
        None => plain(&session.title),
    };
    let title = if session.cancelled { format!("~~{title}~~ (cancelled)") } else { format!("**{title}**") };
    let names = agenda.names_of(session);
    let parts = [Some(names).filter(|names| !names.is_empty()), session.room.as_ref().map(ToString::to_string)];
    let rest: Vec<String> = parts.into_iter().flatten().map(|part| plain(&part)).collect();
    let rest = if rest.is_empty() { String::new() } else { format!(" — {}", rest.join(" · ")) };
    format!("- {time}{title}{rest}\n")
}

/// Text in which nothing is Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_heading_and_a_session_an_entry() {
        let text = "[event]\nname='C*nf'\ntimezone='Europe/Dublin'\n[[session]]\ntitle='A [b]'\nstart=2026-05-04T09:00:00\nminutes=30\n\
                    room='R'\nspeakers=['P']\n[[session]]\ntitle='Off'\ncancelled=true\nstart=2026-05-04T10:00:00\n\
                    [[session]]\ntitle='Later'\nurl='https://example.org/(x)'\nstart='TBA'";
        let agenda = crate::format::read(text.as_bytes()).unwrap().draft.check(None).0;
        assert_eq!(
            write(&agenda, &|_| true),
            "# C\\*nf\n\n## Monday 4 May 2026\n\n- 09:00–09:30 **A \\[b\\]** — P · R\n- 10:00 ~~Off~~ (cancelled)\n\n\
             ## Not scheduled yet\n\n- **[Later](https://example.org/%28x%29)**\n"
        );
        assert_eq!(write(&agenda, &|_| false), "# C\\*nf\n");
    }
}
