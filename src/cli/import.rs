//! `import`: stores a published schedule as an agenda of the library.

use super::args::ImportArgs;
use super::error::{BAD_DATA, CliError, count_noun, print_message};
use super::invocation::Invocation;
use super::library::{
    ReadSchedule, StoredAgenda, describe_zone, format_toml, without_secret_source,
};
use super::other_plan::describe_hidden_marks;
use super::source::Source;
use crate::agenda::{Agenda, Clean, Clock};
use crate::store::{self, Folders};
use std::io::Write;
use std::path::Path;

/// Converts the source, stores the agenda, and prints a summary with every problem.
///
/// # Errors
/// Returns an error if the source cannot be read, has no session, or must not replace the agenda of
/// the library; with `--strict`, also after any problem.
pub(crate) fn run(
    invocation: &Invocation<'_>,
    args: &ImportArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let folders = invocation.folders.as_ref();
    let source = Source::by_file(&args.source, folders)?;
    let read = ReadSchedule::read(source, invocation.event_zone()?.as_ref())?;
    let (place, hidden) = match &args.output {
        Some(path) => (write_agenda(path, &read, args.name.as_deref(), folders, out)?, None),
        None => {
            let folders = invocation.require_folders()?;
            let copy = args.name.is_none().then(|| read.find_copy(folders)).flatten();
            let copy = copy.filter(|name| *name != *read.loaded.agenda.id);
            let name = args.name.as_deref().or(copy.as_deref());
            let stored = read.store(name, args.replace, folders)?;
            let StoredAgenda { name, agenda, replaced } = &stored;
            let deed = match (replaced, copy) {
                (_, Some(_)) => "updated the agenda of this address,",
                (true, None) => "replaced",
                (false, None) => "imported",
            };
            (format!("{deed} {name}: "), describe_hidden_marks(agenda, folders, name))
        }
    };
    let loaded = &read.loaded;
    let mut report = format!("{place}{}", summarize_agenda(&loaded.agenda));
    if loaded.named_by_file {
        report += "\n  the file does not name its event, so the event has the name of the file";
    }
    report.extend(hidden.map(|marks| format!("\n  {marks}")));
    let count = loaded.count_problems();
    if let Some(count) = &count {
        report += &format!("\n\n{}\n\n{count}", loaded.problem_reports().trim_end());
    }
    print_message(&report);
    if args.strict && count.is_some() { Err(CliError::Reported(BAD_DATA)) } else { Ok(()) }
}

/// Writes the TOML to a file, or to standard output for `-`, and returns the start of the summary
/// with the place.
fn write_agenda(
    path: &Path,
    read: &ReadSchedule,
    name: Option<&str>,
    folders: Option<&Folders>,
    out: &mut impl Write,
) -> Result<String, CliError> {
    let toml = format_toml(&without_secret_source(read.agenda_of_name(name, folders)));
    if path == Path::new("-") {
        out.write_all(toml.as_bytes())?;
        return Ok(String::new());
    }
    store::replace_file(path, toml.as_bytes())?;
    Ok(format!("{}: ", Clean::line(path.display().to_string())))
}

/// Returns the lines of a summary: the event's name; the numbers, as in `72 sessions in 5 rooms on
/// 4 days (2025-03-17 to 2025-03-20), 63 people`; and the zone.
pub(crate) fn summarize_agenda(agenda: &Agenda) -> String {
    let rooms = agenda.rooms.iter().filter(|room| room.joins.is_empty()).count();
    let numbers = format!(
        "{}\n  {} in {}{}{}, {}",
        agenda.name,
        count_or_no(agenda.sessions.len(), "session", "sessions"),
        count_or_no(rooms, "room", "rooms"),
        describe_days(agenda),
        describe_unscheduled(agenda),
        count_or_no(agenda.people.len(), "person", "people"),
    );
    if agenda.days.is_empty() && agenda.clock.zone().is_none() {
        return numbers;
    }
    format!("{numbers}\n  {}", describe_clock(agenda))
}

/// Returns the clock of the times, and for a file without a zone, the use of `--zone`. The zone is
/// not guessed: several zones have the same offsets.
fn describe_clock(agenda: &Agenda) -> String {
    let name = agenda.clock.name().unwrap_or_default();
    let advice = format!(
        "times are {name} as in the file, which names no zone: give the event's with --zone NAME"
    );
    match &agenda.clock {
        Clock::Zone(zone) => describe_zone(zone),
        Clock::Utc => format!("{advice}, as in --zone Europe/Berlin"),
        Clock::Offsets(_) => format!("{advice}{}", list_fitting_zones(agenda)),
        Clock::WallClocks => "the file does not name its time zone: times are shown as in the \
             file, and the sessions of now are unknown;\n  give the event's zone with --zone, as \
             in --zone Europe/Berlin"
            .to_owned(),
    }
}

/// Returns the well-known zones with the offsets of the agenda in parentheses: up to four, or the
/// first three and the number of the others.
fn list_fitting_zones(agenda: &Agenda) -> String {
    match &agenda.fitting_zones()[..] {
        [] => String::new(),
        [zone] => format!(" ({zone} fits)"),
        [a, b, c, others @ ..] if others.len() > 1 => {
            format!(" ({a}, {b}, {c} and {} others fit)", others.len())
        }
        zones => format!(" ({} fit)", zones.join(", ")),
    }
}

fn count_or_no(count: usize, one: &str, many: &str) -> String {
    if count == 0 { format!("no {many}") } else { count_noun(count, one, many) }
}

fn describe_days(agenda: &Agenda) -> String {
    match (agenda.days.first(), agenda.days.last()) {
        (Some(first), Some(last)) if first != last => {
            format!(" on {} days ({} to {})", agenda.days.len(), first.date, last.date)
        }
        (Some(day), _) => format!(" on 1 day ({})", day.date),
        _ => String::new(),
    }
}

fn describe_unscheduled(agenda: &Agenda) -> String {
    match agenda.sessions.iter().filter(|session| session.start.is_none()).count() {
        0 => String::new(),
        count if count == agenda.sessions.len() => ", none of them with a time yet".to_owned(),
        count => format!(", {count} of them without a time yet"),
    }
}
