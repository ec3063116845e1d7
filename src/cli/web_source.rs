//! The visits of sources on the web, with messages about redirects and the steps of the search.

use super::error::print_message;
use super::progress;
use crate::fetch::{
    self, Address, Document, FetchError, FetchOutcome, FirstAnswer, SearchStep, Validators, Visit,
};

/// Fetches a schedule from an address that has been one: see [`fetch::fetch_known_schedule`].
/// `tell` is called with messages about the parts of the schedule, second tries and other sites.
///
/// # Errors
/// Returns an error of the network.
pub(crate) fn fetch_schedule(
    address: &Address,
    is_found: bool,
    known: &Validators,
    tell: fn(&str),
) -> Result<FetchOutcome, FetchError> {
    progress::visit(address, tell, |visit| {
        let mut report = |part: &Address| tell(&describe_part(part));
        let outcome = fetch::fetch_known_schedule(visit, address, is_found, known, &mut report);
        tell_redirect(visit, address, tell);
        outcome
    })
}

fn describe_part(part: &Address) -> String {
    format!("fetching {} too", part.shown())
}

/// Tells a person that an address leads to another site.
fn tell_redirect(visit: &Visit<'_>, address: &Address, tell: fn(&str)) {
    if let Some(host) = visit.other_host() {
        tell(&format!("{} redirects to {host}", address.shown()));
    }
}

/// Fetches the schedule behind an address that a person gave. Each address that a page leads to is
/// reported before its request.
///
/// # Errors
/// Returns an error of the network, or an error if no schedule is behind the address.
pub(crate) fn find_schedule(address: &Address) -> Result<Document, FetchError> {
    let page = address.shown();
    progress::visit(address, print_message, |visit| {
        let found = fetch::find_schedule(visit, address, &mut |step| {
            print_message(&match step {
                SearchStep::Try(candidate) => {
                    format!("{page} is a web page, trying {}", candidate.address.shown())
                }
                SearchStep::Part(part) => describe_part(part),
                SearchStep::Events(count) => format!("reading the {count} events of {page} itself"),
            });
        });
        if found.is_ok() {
            tell_redirect(visit, address, print_message);
        }
        found
    })
}

/// Fetches the document at an address that a person gave, and nothing else.
///
/// # Errors
/// Returns an error of the network.
pub(crate) fn explore_address(address: &Address) -> Result<FirstAnswer, FetchError> {
    progress::visit(address, print_message, |visit| fetch::explore(visit, address))
}
