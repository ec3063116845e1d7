//! `import --dry-run`: tells what `import` would do. Of an address, only the document there is
//! fetched. Nothing is stored.

use super::args::ImportArgs;
use super::error::{CliError, count_noun, print_message};
use super::import::summarize_agenda;
use super::invocation::Invocation;
use super::load::{Loaded, check_source, load_source};
use super::source::Source;
use super::web_source::explore_address;
use crate::fetch::{Address, Candidate, FirstAnswer, WebPage};
use std::io::Write;

/// Prints a summary of the schedule on standard error, or the addresses that `import` would try on
/// standard output, in their order.
///
/// # Errors
/// Returns an error if the source cannot be read, or is neither a schedule nor a web page.
pub(crate) fn run(
    invocation: &Invocation<'_>,
    args: &ImportArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let source = Source::by_file(&args.source, invocation.folders.as_ref())?;
    let zone = invocation.event_zone()?;
    let Source::Web(address) = &source else {
        return print_schedule(&load_source(source, zone.as_ref())?, args);
    };
    match explore_address(address)? {
        FirstAnswer::Schedule(document) => {
            print_schedule(&check_source(document.into(), || zone.clone())?, args)
        }
        FirstAnswer::Page(page) => print_page(address, &page, out),
    }
}

fn print_schedule(loaded: &Loaded, args: &ImportArgs) -> Result<(), CliError> {
    if loaded.is_unusable() {
        return Err(CliError::bad_data(loaded.problem_reports().trim_end()));
    }
    let source = loaded.source.display_name();
    let place = match &args.output {
        Some(path) => format!("write {}", path.display()),
        None => format!("import {}", args.name.as_deref().unwrap_or(&loaded.agenda.id)),
    };
    let summary = summarize_agenda(&loaded.agenda);
    let problems = loaded.count_problems().unwrap_or_else(|| "no problems".to_owned());
    print_message(&format!("{source} is a schedule, would {place}: {summary}\n  {problems}"));
    Ok(())
}

/// Prints a line for each address that the page leads to, and tells of the events of the page and
/// of other sites.
fn print_page(address: &Address, page: &WebPage, out: &mut impl Write) -> Result<(), CliError> {
    let name = address.shown();
    let count = count_noun(page.candidates.len(), "address", "addresses");
    print_message(&format!("{name} is a web page, would try {count} until one is a schedule"));
    for Candidate { address, reason } in &page.candidates {
        writeln!(out, "{}\t{reason}", address.shown())?;
    }
    out.flush()?;
    if let Some(count) = page.event_count() {
        let events = count_noun(count, "event", "events");
        print_message(&format!("at last would read the page itself, which has {events}"));
    }
    for Candidate { address, reason } in &page.elsewhere {
        let address = address.shown();
        print_message(&format!("would not try another site, {address} ({reason})"));
    }
    Ok(())
}
