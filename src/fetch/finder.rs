//! The search for the schedule behind the address of a person.

use super::address::Address;
use super::candidate::{Candidate, Reason};
use super::error::{FetchError, FetchFault};
use super::limits::REQUESTS_MAX;
use super::page::{ScheduleLinks, find_links, is_web_page};
use super::parts::{complete_schedule, is_part};
use super::transport::Validators;
use super::visit::{Document, FetchOutcome, Visit, checksum};
use crate::format;

/// Fetches a schedule from an address that has been one. `known` describes the copy that the caller
/// has. A web page with events is a schedule. If the schedule `is_found`, a page led to the address
/// and no person gave it: redirects to other sites are refused, as in the search. `report` is
/// called before the request for each further part of the schedule.
///
/// # Errors
/// Returns an error if there is no complete document, or another web page in its place.
pub(crate) fn fetch_known_schedule(
    visit: &mut Visit<'_>,
    address: &Address,
    is_found: bool,
    known: &Validators,
    report: &mut dyn FnMut(&Address),
) -> Result<FetchOutcome, FetchError> {
    if is_found {
        visit.keep_to_site(address);
    }
    let nothing = Validators::default();
    let asked = if is_part(address) { &nothing } else { known };
    let document = match visit.fetch(address, asked)? {
        FetchOutcome::Fetched(document) => document,
        unchanged @ FetchOutcome::Unchanged(_) => return Ok(unchanged),
    };
    if is_web_page(&document.body) && count_sessions(&document.body).is_none() {
        return Err(FetchError::new(address, FetchFault::WebPage));
    }
    let document = Document { address: address.clone(), ..document };
    let document = complete_schedule(visit, document, report)?;
    let sum = document.validators.checksum.unwrap_or_else(|| checksum(&document.body));
    let validators = Validators { checksum: Some(sum), ..document.validators.clone() };
    Ok(match known.checksum == Some(sum) {
        true => FetchOutcome::Unchanged(validators),
        false => FetchOutcome::Fetched(document),
    })
}

/// A step of the search that a person is told about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SearchStep<'a> {
    /// The next request is for this address.
    Try(&'a Candidate),
    /// The next request is for a further part of the schedule that was found.
    Part(&'a Address),
    /// The page itself is read: it has this number of events.
    Events(usize),
}

/// The answer of the address of a person.
#[derive(Debug)]
pub(crate) enum FirstAnswer {
    Schedule(Document),
    Page(Box<WebPage>),
}

/// A web page, and the schedules that it may lead to.
#[derive(Debug)]
pub(crate) struct WebPage {
    address: Address,
    /// The addresses of the page's site to try, best first.
    pub(crate) candidates: Vec<Candidate>,
    /// Addresses of other sites. They are named to a person and not fetched.
    pub(crate) elsewhere: Vec<Candidate>,
    /// The page itself with the number of its events, if no candidate is a schedule.
    events: Option<(Document, usize)>,
    /// The refusal of the server to give the page. The candidates are known without the page.
    refusal: Option<FetchError>,
}

/// Fetches the document at `address` and nothing else.
///
/// # Errors
/// Returns an error if there is no complete document, or a web page of another site.
pub(crate) fn explore(visit: &mut Visit<'_>, address: &Address) -> Result<FirstAnswer, FetchError> {
    let document = match visit.fetch_new(address) {
        Ok(document) => document,
        Err(error) if error.fault.is_refusal() => {
            let links = find_links(b"", address);
            let page = WebPage::new(address, links, None, Some(error));
            return Ok(FirstAnswer::Page(Box::new(page?)));
        }
        Err(error) => return Err(error),
    };
    if !is_web_page(&document.body) {
        return Ok(FirstAnswer::Schedule(Document { address: address.clone(), ..document }));
    }
    if !document.address.is_same_site(address) {
        let other = document.address.host().to_owned();
        return Err(FetchError::new(address, FetchFault::OtherSite(other)));
    }
    if address.names_schedule_file() && document.address.host() != address.host() {
        // The links of a login page lead to no schedule of the event.
        return Err(FetchError::new(address, FetchFault::WebPage));
    }
    let mut links = find_links(&document.body, &document.address);
    let count = count_sessions(&document.body);
    if count.is_none() {
        links.add_usual_names(&document.address);
    }
    let document = Document { address: address.clone(), ..document };
    let events = count.map(|count| (document, count));
    Ok(FirstAnswer::Page(Box::new(WebPage::new(address, links, events, None)?)))
}

/// Fetches a schedule: the document at `address`, or if that is a web page, the first schedule of
/// the same site that the page leads to, or else the events of the page itself. `report` is called
/// before each further request. The document has the address that a later visit can ask for.
///
/// # Errors
/// Returns an error if there is no complete document, or no schedule behind the page.
pub(crate) fn find_schedule(
    visit: &mut Visit<'_>,
    address: &Address,
    report: &mut dyn FnMut(SearchStep<'_>),
) -> Result<Document, FetchError> {
    match explore(visit, address)? {
        FirstAnswer::Schedule(document) => {
            complete_schedule(visit, document, &mut |part| report(SearchStep::Part(part)))
        }
        FirstAnswer::Page(page) => page.follow(visit, report),
    }
}

/// A schedule, and the reason to try it.
struct FoundSchedule {
    document: Document,
    sessions: usize,
    reason: Reason,
}

impl WebPage {
    /// Returns the page with as many candidates as a visit can try.
    ///
    /// # Errors
    /// Returns the `refusal` if there is no candidate.
    fn new(
        address: &Address,
        links: ScheduleLinks,
        events: Option<(Document, usize)>,
        refusal: Option<FetchError>,
    ) -> Result<WebPage, FetchError> {
        let ScheduleLinks { here: mut candidates, elsewhere } = links;
        candidates.truncate(REQUESTS_MAX - 1);
        match refusal {
            Some(refusal) if candidates.is_empty() => Err(refusal),
            refusal => {
                Ok(WebPage { address: address.clone(), candidates, elsewhere, events, refusal })
            }
        }
    }

    /// Returns the number of events in the page itself, if it can be read as a schedule.
    pub(crate) fn event_count(&self) -> Option<usize> {
        self.events.as_ref().map(|(_, count)| *count)
    }

    /// Tries the candidates. A schedule of one session may be the event alone, as in the calendar
    /// of an Indico event without contributions: the other addresses of its producer are tried too.
    fn follow(
        self,
        visit: &mut Visit<'_>,
        report: &mut dyn FnMut(SearchStep<'_>),
    ) -> Result<Document, FetchError> {
        visit.keep_to_site(&self.address);
        let mut best: Option<FoundSchedule> = None;
        let mut elsewhere = self.elsewhere.first().map(|candidate| candidate.address.shown());
        let mut tried = 0;
        for candidate in &self.candidates {
            let is_done = best.as_ref().is_some_and(|found| {
                found.sessions > 1 || found.sessions == 1 && found.reason != candidate.reason
            });
            if is_done || !visit.has_requests() {
                break;
            }
            report(SearchStep::Try(candidate));
            tried += 1;
            match try_candidate(visit, candidate, report) {
                Ok(Some(found)) => {
                    if best.as_ref().is_none_or(|best| found.sessions > best.sessions) {
                        best = Some(found);
                    }
                }
                Ok(None) => {}
                Err(error) => match error.fault {
                    FetchFault::LeavesSite(next) => elsewhere = elsewhere.or(Some(next)),
                    ref fault if fault.is_about_one_address() => {}
                    // No other address of the host has an answer either.
                    _ => return Err(error),
                },
            }
        }
        if let Some(found) = best.filter(|found| found.sessions > 0 || self.events.is_none()) {
            return Ok(found.document);
        }
        if let Some((document, count)) = self.events {
            report(SearchStep::Events(count));
            return Ok(document);
        }
        let nothing = match elsewhere {
            // The person gave the address of a schedule already.
            None if self.address.names_schedule_file() => FetchFault::WebPage,
            elsewhere => FetchFault::NoSchedule { tried, elsewhere },
        };
        Err(self.refusal.unwrap_or_else(|| FetchError::new(&self.address, nothing)))
    }
}

/// Fetches the schedule at the address of a candidate, `None` if there is none.
///
/// # Errors
/// Returns an error if there is no complete document.
fn try_candidate(
    visit: &mut Visit<'_>,
    candidate: &Candidate,
    report: &mut dyn FnMut(SearchStep<'_>),
) -> Result<Option<FoundSchedule>, FetchError> {
    let address = &candidate.address;
    let fetched = visit.fetch_new(address).and_then(|document| {
        let document = Document { address: address.clone(), ..document };
        complete_schedule(visit, document, &mut |part| report(SearchStep::Part(part)))
    });
    fetched.map(|document| {
        let sessions = count_sessions(&document.body)?;
        Some(FoundSchedule { document, sessions, reason: candidate.reason })
    })
}

/// Returns the number of sessions, or `None` if the document is no schedule.
fn count_sessions(body: &[u8]) -> Option<usize> {
    format::read(body).ok().map(|reading| reading.draft.sessions.len())
}
