//! `export`: the agenda, or my schedule, for other programs.

use super::args::{Export, Exported};
use super::{Context, Stop, json};
use crate::agenda::SessionIx;
use crate::format::{self, Written};
use crate::store;
use std::io::Write;
use std::path::Path;

pub(crate) fn run(cx: &Context, args: &Export, out: &mut impl Write) -> Result<(), Stop> {
    let wanted = |ix: SessionIx| !args.mine || cx.schedule.level(ix).is_some();
    let text = match args.format {
        Exported::Ics => format::ical::write(&cx.agenda, Some(&wanted), cx.today),
        Exported::Csv => format::write(Written::Csv, &cx.agenda, &wanted),
        Exported::Md => format::write(Written::Markdown, &cx.agenda, &wanted),
        Exported::Toml => format::write(Written::Toml, &cx.agenda, &wanted),
        Exported::Json => {
            let sessions: Vec<SessionIx> = (0..cx.agenda.sessions.len()).filter(|ix| wanted(*ix)).collect();
            let mut bytes = Vec::new();
            json::write(&mut bytes, &json::answer(cx, &sessions))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    match &args.output {
        Some(path) if path != Path::new("-") => Ok(store::replace_file(path, text.as_bytes())?),
        _ => Ok(out.write_all(text.as_bytes())?),
    }
}
