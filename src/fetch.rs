//! Documents of the web: addresses, and requests that end in time and in bounds.
//!
//! [`Visit`] decides about redirects, second tries and bounds, and is pure: a [`Transport`] sends
//! the requests, waits, and knows the time. Only `https`, behind the feature of the same name,
//! opens connections.

mod address;
mod candidate;
mod error;
mod finder;
#[cfg(feature = "https")]
mod https;
mod limits;
mod page;
mod parts;
mod producers;
mod progress;
mod secrets;
mod site;
mod transport;
mod visit;

pub(crate) use address::Address;
pub(crate) use candidate::Candidate;
pub(crate) use error::{FetchError, FetchFault};
pub(crate) use finder::{
    FirstAnswer, SearchStep, WebPage, explore, fetch_known_schedule, find_schedule,
};
pub(crate) use progress::Progress;
pub(crate) use transport::{Transport, Validators};
pub(crate) use visit::{Document, FetchOutcome, Visit, checksum};

/// Returns the network. No connection is opened before the first request. `progress` shows the body
/// that is on its way. `variable` returns the value of an environment variable: some name proxies.
///
/// # Errors
/// [`FetchFault::NotBuilt`] without the feature `https`.
#[cfg_attr(
    not(feature = "https"),
    expect(unused_variables, reason = "a build without `https` opens no connection")
)]
pub(crate) fn open_network(
    progress: &Progress,
    variable: fn(&str) -> Option<String>,
) -> Result<Box<dyn Transport>, FetchFault> {
    #[cfg(feature = "https")]
    return Ok(Box::new(https::Network::new(progress, variable)));
    #[cfg(not(feature = "https"))]
    return Err(FetchFault::NotBuilt);
}
