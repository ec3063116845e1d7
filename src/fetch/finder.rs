//! The search for the schedule behind the address of a person.

use super::address::Address;
use super::error::{FetchError, FetchFault};
use super::page::{find_links, is_web_page};
use super::transport::Validators;
use super::visit::{Document, FetchOutcome, Visit};
use crate::format::detect;

/// Fetches a schedule from an address that has been one. `known` describes the copy that the caller
/// has.
///
/// # Errors
/// Returns an error if there is no complete document, or a web page in its place.
pub(crate) fn fetch_known_schedule(
    visit: &mut Visit<'_>,
    address: &Address,
    known: &Validators,
) -> Result<FetchOutcome, FetchError> {
    match visit.fetch(address, known)? {
        FetchOutcome::Fetched(document) if is_web_page(&document.body) => {
            Err(FetchError::new(address, FetchFault::WebPage))
        }
        FetchOutcome::Fetched(document) => {
            Ok(FetchOutcome::Fetched(Document { address: address.clone(), ..document }))
        }
        FetchOutcome::Unchanged => Ok(FetchOutcome::Unchanged),
    }
}

/// Fetches a schedule: the document at `address`, or if that is a web page, the first schedule of
/// the same site that the page leads to. `report` is called with each further address before its
/// request. The document has the address that a later visit can ask for.
///
/// # Errors
/// Returns an error if there is no complete document, or no schedule behind the page.
pub(crate) fn find_schedule(
    visit: &mut Visit<'_>,
    address: &Address,
    report: &mut dyn FnMut(&Address),
) -> Result<Document, FetchError> {
    let page = visit.fetch_new(address)?;
    if !is_web_page(&page.body) {
        return Ok(Document { address: address.clone(), ..page });
    }
    if !page.address.is_same_site(address) {
        let other = page.address.host().to_owned();
        return Err(FetchError::new(address, FetchFault::OtherSite(other)));
    }
    let links = find_links(&page.body, &page.address);
    let mut tried = 0;
    for link in links.here {
        if !visit.has_requests() {
            break;
        }
        report(&link);
        tried += 1;
        match visit.fetch_new(&link) {
            Ok(document) if detect(&document.body).is_ok() => {
                return Ok(Document { address: link, ..document });
            }
            Ok(_) => {}
            Err(error) if error.fault.is_about_one_address() => {}
            Err(error) => return Err(error),
        }
    }
    let elsewhere = links.elsewhere.first().map(Address::shown);
    Err(FetchError::new(address, FetchFault::NoSchedule { tried, elsewhere }))
}
