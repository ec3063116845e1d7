//! `export`: the agenda, or my schedule, for other programs.

use super::args::{Export, Exported};
use super::look::counted;
use super::{Context, Stop, json, say};
use crate::agenda::{Level, Session, SessionIx};
use crate::format::{self, Written, ical::Status};
use crate::store;
use std::io::Write;
use std::path::Path;

pub(crate) fn run(cx: &Context, args: &Export, out: &mut impl Write) -> Result<(), Stop> {
    let wanted = |ix: SessionIx| !args.mine || cx.schedule.level_of(ix).is_some();
    let text = match args.format {
        Exported::Ics => {
            let status = |ix| {
                cx.schedule.level_of(ix).map(|level| match level {
                    Level::Attend => Status::Confirmed,
                    Level::Maybe => Status::Tentative,
                })
            };
            let mine: &dyn Fn(SessionIx) -> Option<Status> = &status;
            format::ical::write(&cx.agenda, args.mine.then_some(mine), cx.today)
        }
        Exported::Csv => format::write(Written::Csv, &cx.agenda, &wanted),
        Exported::Md => format::write(Written::Markdown, &cx.agenda, &wanted),
        Exported::Toml => format::write(Written::Toml, &cx.agenda, &wanted),
        Exported::Json => {
            let sessions: Vec<SessionIx> =
                (0..cx.agenda.sessions.len()).filter(|ix| wanted(*ix)).collect();
            let mut bytes = Vec::new();
            json::write(&mut bytes, &json::answer(cx, &sessions))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    match &args.output {
        Some(path) if path != Path::new("-") => store::replace_file(path, text.as_bytes())?,
        _ => out.write_all(text.as_bytes())?,
    }
    left_out(cx, args, wanted);
    Ok(())
}

/// Says what somebody may miss in the file.
fn left_out(cx: &Context, args: &Export, wanted: impl Fn(SessionIx) -> bool) {
    let gone =
        cx.schedule.find_shifts(&cx.agenda).iter().filter(|shift| shift.session.is_none()).count();
    if args.mine && gone > 0 {
        let marks = counted(
            gone,
            "mark is left out: its session is",
            "marks are left out: their sessions are",
        );
        say(&format!("{marks} not in the agenda any more; hallway mine names what is gone"));
    }
    let timeless = |(ix, session): (SessionIx, &Session)| session.start.is_none() && wanted(ix);
    let timeless = cx.agenda.sessions.iter().enumerate().filter(|each| timeless(*each)).count();
    if args.format == Exported::Ics && timeless > 0 {
        let sessions =
            counted(timeless, "session without a time is", "sessions without a time are");
        say(&format!("{sessions} left out: a calendar has no place for them"));
    }
}
