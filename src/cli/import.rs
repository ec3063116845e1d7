//! `import`: a published schedule becomes an agenda of the library; `agendas`: what is there.

use super::args::Import;
use super::look::{Look, counted};
use super::source::{BUILT_IN, Loaded, Source, load, names};
use super::{Stop, say};
use crate::agenda::{Agenda, Clean, Zone};
use crate::format::{self, Written};
use crate::store::{self, Folders};
use std::collections::HashSet;
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
    let mut agenda = Agenda { source: origin(&loaded, folders), ..loaded.agenda.clone() };
    if let (Some(name), true) = (&args.name, loaded.named_by_file) {
        // Whoever names it knows better which event it is than the name of a file does.
        agenda.id = Clean::line(name);
    }
    let toml = format::write(Written::Toml, &agenda, &|_| true);
    let kept = keep(args, &loaded.agenda, &toml, folders, out)?;
    let mut report = format!("{kept}{}", summary(&loaded.agenda));
    if loaded.named_by_file {
        report
            .push_str("\n  the file does not name its event: it is called by the name of the file");
    }
    if let Some(count) = loaded.count() {
        report.push_str(&format!("\n\n{}\n\n{count}", loaded.reports().trim_end()));
    }
    say(&report);
    if args.strict && loaded.count().is_some() { Err(Stop::Quiet(65)) } else { Ok(()) }
}

/// What it is to be updated from: what an agenda of the library was imported from stays what it is.
fn origin(loaded: &Loaded, folders: Option<&Folders>) -> Option<Clean> {
    let library = match &loaded.source {
        Source::Library(..) => true,
        Source::File(path) => folders.is_some_and(|folders| {
            store::absolute_path(path).starts_with(folders.agendas_folder())
        }),
        Source::BuiltIn => false,
    };
    if library { loaded.agenda.source.clone() } else { loaded.source.memory().map(Clean::line) }
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
            let sound =
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if !sound {
                return Err(Stop::usage(
                    "a name in the library is letters, digits and dashes: give another with --name",
                ));
            }
            if name == BUILT_IN {
                return Err(Stop::usage(
                    "that is the name of the built-in agenda: give another with --name",
                ));
            }
            not_another(name, agenda, folders)?;
            let replaced = folders.save_agenda(name, toml)?;
            Ok(format!("{} {name}: ", if replaced { "replaced" } else { "imported" }))
        }
    }
}

/// # Errors
/// What the library has under that name is another event.
fn not_another(name: &str, agenda: &Agenda, folders: &Folders) -> Result<(), Stop> {
    let path = folders.agenda_file(name);
    if !store::path_exists(&path) {
        return Ok(());
    }
    // What cannot be read cannot be told from it either, and is replaced.
    let Ok(known) = load(Source::Library(name.to_owned(), path), None) else { return Ok(()) };
    if may_replace(&known.agenda, agenda) {
        return Ok(());
    }
    Err(Stop::usage(format!(
        "{name} is another event in the library, {}: give this one another name with --name",
        event(&known.agenda)
    )))
}

/// An agenda is replaced by a newer one of the same event, which has at least one title in common
/// with it.
pub(super) fn may_replace(known: &Agenda, agenda: &Agenda) -> bool {
    // Every event has breaks, and numbers from 1.
    let titles = |agenda: &Agenda| -> HashSet<Clean> {
        let own = agenda.sessions.iter().filter(|session| !session.kind.is_band());
        own.map(|session| session.title.clone()).collect()
    };
    let (old, new) = (titles(known), titles(agenda));
    old.is_empty() || new.is_empty() || !old.is_disjoint(&new)
}

/// As in `Conf of 2030-05-04`.
pub(super) fn event(agenda: &Agenda) -> String {
    let day = agenda.days.first().map_or_else(String::new, |day| format!(" of {}", day.date));
    format!("{}{day}", agenda.name)
}

/// The event's name; `72 sessions in 5 rooms on 4 days (2025-03-17 to 2025-03-20), 63 people`; and
/// its zone.
fn summary(agenda: &Agenda) -> String {
    let several = |count: usize, one: &str, many: &str| match count {
        0 => format!("no {many}"),
        _ => counted(count, one, many),
    };
    let rooms = agenda.rooms.iter().filter(|room| room.joins.is_empty()).count();
    let days = match (agenda.days.first(), agenda.days.last()) {
        (Some(first), Some(last)) if first != last => {
            format!(" on {} days ({} to {})", agenda.days.len(), first.date, last.date)
        }
        (Some(day), _) => format!(" on 1 day ({})", day.date),
        _ => String::new(),
    };
    let unscheduled = match agenda.sessions.iter().filter(|session| session.start.is_none()).count()
    {
        0 => String::new(),
        count if count == agenda.sessions.len() => ", none of them with a time yet".to_owned(),
        count => format!(", {count} of them without a time yet"),
    };
    let about = format!(
        "{}\n  {} in {}{days}{unscheduled}, {}",
        agenda.name,
        several(agenda.sessions.len(), "session", "sessions"),
        several(rooms, "room", "rooms"),
        several(agenda.people.len(), "person", "people"),
    );
    let zone = match &agenda.zone {
        Some(zone) => times_of(zone),
        None if agenda.days.is_empty() => return about,
        None => {
            let shown = if agenda.utc {
                "in UTC, as the file has them"
            } else {
                "shown as the file has them"
            };
            format!(
                "the file does not name its time zone: times are {shown}, and what runs now is not known;\n  \
                 give the event's zone with --zone, as in --zone Europe/Berlin"
            )
        }
    };
    format!("{about}\n  {zone}")
}

pub(super) fn times_of(zone: &Zone) -> String {
    format!("times are those of {}", zone.name())
}

/// The agendas that can be opened by name: name, event, first day, number of sessions.
pub(crate) fn agendas(
    folders: Option<&Folders>,
    look: Look,
    out: &mut impl Write,
) -> Result<(), Stop> {
    for name in names(folders) {
        let row = match load(Source::named(&name, folders)?, None) {
            Ok(loaded) => row(&name, &loaded),
            Err(_) => [
                name,
                "cannot be read: hallway check tells why".into(),
                String::new(),
                String::new(),
            ],
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
