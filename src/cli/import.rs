//! `import` stores a published schedule as an agenda of the library; `agendas` lists the library.

use super::agenda_names::{AgendaNames, BUILT_IN};
use super::args::ImportArgs;
use super::context::read_wall_clock;
use super::error::{BAD_DATA, CliError, count_noun, print_message};
use super::invocation::Invocation;
use super::load::{Loaded, load_source};
use super::other_plan::describe_hidden_marks;
use super::source::Source;
use crate::agenda::{Agenda, Clean, Clock, Zone};
use crate::format::{self, WritableFormat};
use crate::plan::{Regression, VersionMap};
use crate::store::{self, Folders, StoreError};
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
    let loaded = load_source(source, invocation.event_zone()?.as_ref())?;
    if loaded.is_unusable() {
        return Err(CliError::bad_data(loaded.problem_reports().trim_end()));
    }
    let mut agenda = Agenda { source: find_origin(&loaded, folders), ..loaded.agenda.clone() };
    if let (Some(name), true) = (&args.name, loaded.named_by_file) {
        // `--name` describes the event better than the name of the file.
        agenda.id = Clean::line(name);
    }
    let name = args.name.as_deref().unwrap_or(&loaded.agenda.id);
    let name = &known_spelling(name, folders)?;
    let place = store_agenda(args, name, &mut agenda, folders, out)?;
    let mut report = format!("{place}{}", summarize_agenda(&loaded.agenda));
    if loaded.named_by_file {
        report += "\n  the file does not name its event, so the event has the name of the file";
    }
    let library = folders.filter(|_| args.output.is_none());
    let hidden = library.and_then(|folders| describe_hidden_marks(&agenda, folders, name));
    report.extend(hidden.map(|marks| format!("\n  {marks}")));
    let count = loaded.count_problems();
    if let Some(count) = &count {
        report += &format!("\n\n{}\n\n{count}", loaded.problem_reports().trim_end());
    }
    print_message(&report);
    if args.strict && count.is_some() { Err(CliError::Reported(BAD_DATA)) } else { Ok(()) }
}

/// Returns the source that `update` reads again. An agenda of the library keeps its source.
fn find_origin(loaded: &Loaded, folders: Option<&Folders>) -> Option<Clean> {
    let is_in_library = match &loaded.source {
        Source::Library { .. } => true,
        Source::File(path) => folders.is_some_and(|folders| {
            store::absolute_path(path).starts_with(folders.agendas_folder())
        }),
        Source::BuiltIn | Source::Web(_) | Source::Remote(_) => false,
    };
    if is_in_library {
        loaded.agenda.source.clone()
    } else {
        loaded.source.memory().map(Clean::line)
    }
}

/// Writes the TOML to standard output, to a file or into the library under `name`, and returns the
/// start of the summary with the place. In the library, the agenda may get another id.
fn store_agenda(
    args: &ImportArgs,
    name: &str,
    agenda: &mut Agenda,
    folders: Option<&Folders>,
    out: &mut impl Write,
) -> Result<String, CliError> {
    match &args.output {
        Some(path) if path == Path::new("-") => {
            out.write_all(format_toml(agenda).as_bytes())?;
            Ok(String::new())
        }
        Some(path) => {
            store::replace_file(path, format_toml(agenda).as_bytes())?;
            Ok(format!("{}: ", Clean::line(path.display().to_string())))
        }
        None => {
            let folders = folders.ok_or(StoreError::NoHome)?;
            check_library_name(name)?;
            let before = find_version_before(name, agenda, args.replace, folders)?;
            agenda.id = match &before {
                Some((known, _)) => known.id.clone(),
                None => choose_id(name, agenda, folders),
            };
            let replaced = folders.save_agenda(name, &format_toml(agenda))?;
            if let Some((known, map)) = before {
                carry_marks(&map, &known, agenda, folders)?;
            }
            Ok(format!("{} {name}: ", if replaced { "replaced" } else { "imported" }))
        }
    }
}

/// Returns the text of an agenda's file in the library.
pub(crate) fn format_toml(agenda: &Agenda) -> String {
    format::write(WritableFormat::Toml, agenda, &|_| true)
}

/// Returns the name of the library that differs from `name` only in case, or `name` itself.
fn known_spelling(name: &str, folders: Option<&Folders>) -> Result<String, CliError> {
    let names = folders.map(AgendaNames::of_library);
    let known = names.as_ref().map(|names| names.find_whole(name)).transpose()?.flatten();
    Ok(known.unwrap_or(name).to_owned())
}

fn check_library_name(name: &str) -> Result<(), CliError> {
    let is_safe = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_safe {
        return Err(CliError::usage(
            "a name in the library has only letters, digits and dashes, and no dash at the \
             beginning. Give another name with --name",
        ));
    }
    if name.eq_ignore_ascii_case(BUILT_IN) {
        let message = format!("{name} is the built-in agenda. Give another name with --name");
        return Err(CliError::usage(message));
    }
    Ok(())
}

/// Returns the agenda with this name in the library, and the map from it to `agenda`, its next
/// version. An agenda that cannot be read has no next version.
///
/// # Errors
/// Returns a usage error if the library has another event under this name, and must not `replace`
/// the other event.
fn find_version_before(
    name: &str,
    agenda: &Agenda,
    replace: bool,
    folders: &Folders,
) -> Result<Option<(Agenda, VersionMap)>, CliError> {
    let Some(known) = read_known_agenda(name, folders) else { return Ok(None) };
    let map = VersionMap::between(&known, agenda);
    match find_other_event(&known, agenda, &map) {
        Some(reason) if !replace => Err(CliError::usage(format!(
            "{name} is another event in the library, {}: {reason}. Give the new event another name \
             with --name, or put it in place of {name} with --name {name} --replace",
            describe_event(&known)
        ))),
        _ => Ok(Some((known, map))),
    }
}

/// Returns the id for a new agenda with this name in the library. Two events with one id would
/// share one plan.
fn choose_id(name: &str, agenda: &Agenda, folders: &Folders) -> Clean {
    let same_id = read_known_agenda(&agenda.id, folders).filter(|_| name != &*agenda.id);
    let is_taken = same_id.is_some_and(|known| {
        find_other_event(&known, agenda, &VersionMap::between(&known, agenda)).is_some()
    });
    if is_taken { Clean::line(name) } else { agenda.id.clone() }
}

/// Stores in the plan what `agenda`, the next version of `known`, says about the marked sessions.
/// An unreadable plan stays as it is.
fn carry_marks(
    map: &VersionMap,
    known: &Agenda,
    agenda: &Agenda,
    folders: &Folders,
) -> Result<(), StoreError> {
    let Ok(plan) = folders.load_plan(&agenda.id) else { return Ok(()) };
    let carried = map.carry_marks(&plan, known, agenda, read_wall_clock());
    if !carried.is_empty() {
        folders.change_plan(&agenda.id, &carried)?;
    }
    Ok(())
}

fn read_known_agenda(name: &str, folders: &Folders) -> Option<Agenda> {
    let is_known = store::path_exists(&folders.agenda_file(name));
    let known = is_known.then(|| load_source(Source::in_library(name, folders), None).ok());
    Some(known.flatten()?.agenda)
}

/// Returns the reason if both agendas are of different events.
fn find_other_event(known: &Agenda, agenda: &Agenda, map: &VersionMap) -> Option<Regression> {
    let regression = Regression::between(known, agenda, map, false);
    regression.filter(|regression| matches!(regression, Regression::OtherEvent { .. }))
}

/// Returns name and first day, as in `Conf of 2030-05-04`.
pub(crate) fn describe_event(agenda: &Agenda) -> String {
    match agenda.days.first() {
        Some(day) => format!("{} of {}", agenda.name, day.date),
        None => agenda.name.to_string(),
    }
}

/// Returns the lines of a summary: the event's name; the numbers, as in `72 sessions in 5 rooms on
/// 4 days (2025-03-17 to 2025-03-20), 63 people`; and the zone.
fn summarize_agenda(agenda: &Agenda) -> String {
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

pub(crate) fn describe_zone(zone: &Zone) -> String {
    format!("times are in the zone {}", zone.name())
}

/// Prints the agendas that can be opened by name: name, event, first day, number of sessions.
pub(crate) fn list_library(
    invocation: &Invocation<'_>,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let (folders, width) = (invocation.folders.as_ref(), invocation.style().width);
    for name in AgendaNames::all(folders).into_vec() {
        let row = library_row(&name, folders)?;
        match width {
            Some(_) => writeln!(out, "{:24} {:10} {:>5}  {}", row[0], row[2], row[3], row[1])?,
            None => writeln!(out, "{}", row.join("\t"))?,
        }
    }
    Ok(())
}

fn library_row(name: &str, folders: Option<&Folders>) -> Result<[String; 4], CliError> {
    let Ok(loaded) = load_source(Source::known(name, folders), None) else {
        let event = "cannot be read. hallway check lists its problems".to_owned();
        return Ok([name.to_owned(), event, String::new(), String::new()]);
    };
    let agenda = &loaded.agenda;
    let day = agenda.days.first().map(|day| day.date.to_string()).unwrap_or_default();
    Ok([name.to_owned(), agenda.name.to_string(), day, agenda.sessions.len().to_string()])
}
