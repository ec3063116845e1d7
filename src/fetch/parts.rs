//! Schedules that a producer gives in several documents. The documents are joined to one JSON list.

use super::address::Address;
use super::error::{FetchError, FetchFault};
use super::producers::{CFP_DEV_EVENT, WORDCAMP_SESSIONS};
use super::transport::Validators;
use super::visit::{Document, Visit, checksum};
use crate::format::{PAGE_MAX, count_entries, event_weekdays};

/// The fields of the index of a WordPress site that an agenda needs.
const INDEX_QUERY: &str = "?_fields=name,home,url,gmt_offset,timezone_string";

/// Returns true if the document at `address` is a part of a schedule. The headers of a part tell
/// nothing about changes of the others.
pub(super) fn is_part(address: &Address) -> bool {
    address.path().ends_with(CFP_DEV_EVENT) || address.path().ends_with(WORDCAMP_SESSIONS)
}

/// Fetches the other parts of a schedule whose first part is `document`, and returns all parts as
/// one document. `report` is called with each address before its request. A document that is no
/// part is returned as it is.
///
/// # Errors
/// Returns an error if a part cannot be fetched: half a schedule must not replace a whole one.
pub(super) fn complete_schedule(
    visit: &mut Visit<'_>,
    document: Document,
    report: &mut dyn FnMut(&Address),
) -> Result<Document, FetchError> {
    visit.fetch_parts(|visit| join_parts(visit, document, report))
}

fn join_parts(
    visit: &mut Visit<'_>,
    document: Document,
    report: &mut dyn FnMut(&Address),
) -> Result<Document, FetchError> {
    let Document { address, body, .. } = &document;
    let is_event = address.path().ends_with(CFP_DEV_EVENT);
    let days = event_weekdays(body).filter(|_| is_event);
    let is_page = address.path().ends_with(WORDCAMP_SESSIONS);
    let sessions = is_page.then(|| count_entries(body)).flatten();
    let body = match (days, sessions) {
        (Some(days), _) => {
            let mut bodies = vec![document.body];
            bodies.extend(fetch_days(visit, &document.address, &days, report)?);
            join_bodies(&bodies)
        }
        (_, Some(count)) => {
            let mut bodies = fetch_index(visit, &document.address, report)?;
            bodies.push(document.body);
            bodies.extend(fetch_pages(visit, &document.address, count, report)?);
            join_bodies(&bodies)
        }
        _ => return Ok(document),
    };
    let validators = Validators { checksum: Some(checksum(&body)), ..Validators::default() };
    Ok(Document { address: document.address, body, validators })
}

/// Fetches the slots of the days of an event of CFP.dev, whose address is `event`.
fn fetch_days(
    visit: &mut Visit<'_>,
    event: &Address,
    days: &[String],
    report: &mut dyn FnMut(&Address),
) -> Result<Vec<Vec<u8>>, FetchError> {
    let mut bodies = Vec::new();
    for day in days {
        let Ok(address) = event.join(&format!("schedules/{day}")) else { continue };
        report(&address);
        bodies.extend(fetch_part(visit, &address)?);
    }
    Ok(bodies)
}

/// Fetches the index of a WordPress site, which has the name and the zone of the event.
fn fetch_index(
    visit: &mut Visit<'_>,
    sessions: &Address,
    report: &mut dyn FnMut(&Address),
) -> Result<Vec<Vec<u8>>, FetchError> {
    let Ok(address) = sessions.join(&format!("../../{INDEX_QUERY}")) else { return Ok(Vec::new()) };
    report(&address);
    Ok(fetch_part(visit, &address)?.into_iter().collect())
}

/// Fetches the second and later pages of a WordCamp's sessions. `count` is the number of sessions
/// of the first page.
fn fetch_pages(
    visit: &mut Visit<'_>,
    first: &Address,
    mut count: usize,
    report: &mut dyn FnMut(&Address),
) -> Result<Vec<Vec<u8>>, FetchError> {
    let mut bodies = Vec::new();
    while count >= PAGE_MAX {
        let page = bodies.len() + 2;
        let query = first.query().unwrap_or_default();
        let Ok(address) = first.join(&format!("?{query}&page={page}")) else { break };
        report(&address);
        let Some(body) = fetch_part(visit, &address)? else { break };
        count = count_entries(&body).unwrap_or(0);
        bodies.push(body);
    }
    Ok(bodies)
}

/// Fetches a part that is JSON. CFP.dev answers 204 or 404 for a day without slots, and WordPress
/// 400 for a page after the last one.
fn fetch_part(visit: &mut Visit<'_>, address: &Address) -> Result<Option<Vec<u8>>, FetchError> {
    match visit.fetch_new(address) {
        Ok(document) if document.body.trim_ascii_start().starts_with(b"<") => {
            Err(FetchError::new(address, FetchFault::WebPage))
        }
        Ok(document) => Ok(Some(document.body)),
        Err(error) => match error.fault {
            FetchFault::Status { code: 204 | 400 | 404, .. } | FetchFault::Empty => Ok(None),
            _ => Err(error),
        },
    }
}

fn join_bodies(bodies: &[Vec<u8>]) -> Vec<u8> {
    let bodies: Vec<&[u8]> = bodies.iter().map(|body| body.trim_ascii()).collect();
    [b"[", bodies.join(&b",\n"[..]).as_slice(), b"]\n"].concat()
}
