//! `forget`: removes an agenda from the library. The plan of its event stays.

use super::agenda_names::{AgendaNames, BUILT_IN};
use super::args::ForgetArgs;
use super::error::{CliError, print_message, quote_for_shell};
use super::invocation::Invocation;
use super::library::STANDARD_INPUT;
use super::load::load_source;
use super::source::{Source, find_by_address, not_in_library_error};
use crate::agenda::{Agenda, Clean};
use crate::fetch::Address;
use crate::store::{self, Folders, SourceRecord};

/// Removes the agenda and its record, and says where the plan is and how to import the agenda
/// again. A part of a name is not enough.
///
/// # Errors
/// Returns an error, and removes nothing, if the library has no agenda of this name.
pub(crate) fn run(invocation: &Invocation<'_>, args: &ForgetArgs) -> Result<(), CliError> {
    let folders = invocation.require_folders()?;
    let names = AgendaNames::of_library(folders);
    let by_address = find_by_address(&args.name, folders)?;
    let Some(name) = by_address.as_deref().or(names.find_whole(&args.name)?) else {
        return Err(refusal(&args.name, &names));
    };
    let record = folders.load_record(name);
    // A damaged agenda can be removed as well.
    let agenda = load_source(Source::in_library(name, folders), None).ok();
    let agenda = agenda.map(|loaded| loaded.agenda);
    folders.remove_record(name);
    folders.remove_agenda(name)?;
    forget_if_opened_last(name, folders);
    let event = agenda.as_ref().map_or(name, |agenda| &agenda.id);
    let mut report = format!("{name} is no longer in the library");
    if store::path_exists(&folders.plan_file(event)) {
        let path = folders.plan_file(event);
        report += &format!(". Your schedule stays: {}", Clean::line(path.display().to_string()));
    }
    report += &format!("\n{}", describe_way_back(name, agenda.as_ref(), record.as_ref()));
    print_message(&report);
    Ok(())
}

fn refusal(typed: &str, names: &AgendaNames) -> CliError {
    match typed.eq_ignore_ascii_case(BUILT_IN) {
        true => CliError::usage(format!("{BUILT_IN} is built in and cannot be forgotten")),
        false => not_in_library_error(typed, names),
    }
}

/// Forgets the agenda opened last if the agenda is `name`, by name or by path.
fn forget_if_opened_last(name: &str, folders: &Folders) {
    let is_last = |last: String| {
        last.to_lowercase() == name.to_lowercase()
            || std::path::Path::new(&last) == folders.agenda_file(name)
    };
    if folders.last_agenda().is_some_and(is_last) {
        folders.forget_last_agenda();
    }
}

/// Returns the command that imports the agenda again. The secret parts of an address are `…`.
fn describe_way_back(name: &str, agenda: Option<&Agenda>, record: Option<&SourceRecord>) -> String {
    let source = agenda.and_then(|agenda| agenda.source.as_deref());
    let origin = match record.map(|record| record.given.as_str()).or(source) {
        None => return "It named no source: only a copy of its file brings it back".to_owned(),
        Some(STANDARD_INPUT) => {
            return format!(
                "It came from standard input. To have it again: COMMAND | hallway import - --name \
                 {name}"
            );
        }
        Some(origin) => origin,
    };
    let address = Address::parse(origin).ok();
    let shown = address.as_ref().map_or(origin.to_owned(), Address::shown);
    let secret = match address.is_some_and(|address| shown != address.to_string()) {
        true => ", with the secret part of the address in place of …",
        false => "",
    };
    let option = match agenda.is_some_and(|agenda| &*agenda.id == name) {
        true => String::new(),
        false => format!(" --name {name}"),
    };
    format!("To have it again: hallway import {}{option}{secret}", quote_for_shell(&shown))
}
