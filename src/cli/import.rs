//! `import`: a published schedule becomes an agenda of the library; `agendas`: what is there.

use super::args::Import;
use super::look::Look;
use super::source::{BUILT_IN, Loaded, Source, load, names};
use super::{Stop, say};
use crate::agenda::{Agenda, Clean, Zone};
use crate::format::{self, Written};
use crate::store::{self, Folders};
use std::io::Write;
use std::path::Path;

/// Converts the source, says what came of it and everything that was guessed, and keeps it.
pub(crate) fn run(
    args: &Import,
    zone: Option<&Zone>,
    folders: Option<&Folders>,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let loaded = load(Source::named(&args.source, folders)?, zone)?;
    if loaded.agenda.sessions.is_empty() {
        return Err(Stop::report(loaded.reports().trim_end()));
    }
    let agenda = Agenda { source: loaded.source.memory().map(|source| Clean::line(&source)), ..loaded.agenda.clone() };
    let toml = format::write(Written::Toml, &agenda, &|_| true);
    let kept = keep(args, &loaded.agenda, &toml, folders, out)?;
    say(&format!("{kept}{}", summary(&loaded.agenda)));
    let reports = loaded.reports();
    if !reports.is_empty() {
        say(reports.trim_end());
    }
    if let Some(count) = loaded.count() {
        say(&count);
    }
    if args.strict && loaded.count().is_some() { Err(Stop::Quiet(65)) } else { Ok(()) }
}

/// Writes the TOML where it is wanted, and says where that is.
fn keep(
    args: &Import,
    agenda: &Agenda,
    toml: &str,
    folders: Option<&Folders>,
    out: &mut impl Write,
) -> Result<String, Stop> {
    match &args.output {
        Some(path) if path == Path::new("-") => {
            out.write_all(toml.as_bytes())?;
            Ok(String::new())
        }
        Some(path) => {
            store::replace_file(path, toml.as_bytes())?;
            Ok(format!("{}: ", Clean::line(path.display().to_string())))
        }
        None => {
            let folders = folders.ok_or(store::StoreError::NoHome)?;
            let name = args.name.as_deref().unwrap_or(&agenda.id);
            let sound = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if !sound {
                return Err(Stop::usage(
                    "a name in the library is letters, digits and dashes: give another with --name",
                ));
            }
            if name == BUILT_IN {
                return Err(Stop::usage("that is the name of the built-in agenda: give another with --name"));
            }
            let replaced = folders.save_agenda(name, toml)?;
            Ok(format!("{} {name}: ", if replaced { "replaced" } else { "imported" }))
        }
    }
}

/// As in `72 sessions in 5 rooms on 3 days, 81 people, America/New_York`.
fn summary(agenda: &Agenda) -> String {
    let several = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let rooms = agenda.rooms.iter().filter(|room| room.joins.is_empty()).count();
    let unscheduled = agenda.sessions.iter().filter(|session| session.start.is_none()).count();
    let days = match (agenda.days.first(), agenda.days.last()) {
        (Some(first), Some(last)) if first != last => {
            format!("{} ({} to {})", several(agenda.days.len(), "day", "days"), first.date, last.date)
        }
        (Some(day), _) => format!("1 day ({})", day.date),
        _ => "no day".to_owned(),
    };
    let zone = match &agenda.zone {
        Some(zone) => zone.name().to_owned(),
        None => {
            let shown = if agenda.utc { "in UTC" } else { "as written" };
            format!("time zone unknown: times are {shown}, and there is no now; give it with --zone")
        }
    };
    let unscheduled = if unscheduled > 0 { format!(" ({unscheduled} not scheduled)") } else { String::new() };
    format!(
        "{}{unscheduled} in {} on {days}, {}; {zone}",
        several(agenda.sessions.len(), "session", "sessions"),
        several(rooms, "room", "rooms"),
        several(agenda.people.len(), "person", "people"),
    )
}

/// The agendas that can be opened by name: name, event, first day, number of sessions.
pub(crate) fn agendas(folders: Option<&Folders>, look: Look, out: &mut impl Write) -> Result<(), Stop> {
    for name in names(folders) {
        let row = match load(Source::named(&name, folders)?, None) {
            Ok(loaded) => row(&name, &loaded),
            Err(_) => [name, "cannot be read: hallway check tells why".into(), String::new(), String::new()],
        };
        match look.width {
            Some(_) => writeln!(out, "{:24} {:10} {:>5}  {}", row[0], row[2], row[3], row[1])?,
            None => writeln!(out, "{}", row.join("\t"))?,
        }
    }
    Ok(())
}

fn row(name: &str, loaded: &Loaded) -> [String; 4] {
    let agenda = &loaded.agenda;
    let day = agenda.days.first().map(|day| day.date.to_string()).unwrap_or_default();
    [name.to_owned(), agenda.name.to_string(), day, agenda.sessions.len().to_string()]
}
