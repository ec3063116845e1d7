//! [`Candidate`]: an address that may be a schedule.

use super::address::Address;
use std::fmt;

/// An address that may be a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) address: Address,
    pub(crate) reason: Reason,
}

/// The reason why an address may be a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The producer with this name publishes there.
    Producer(&'static str),
    /// The page has a link to the address.
    Link,
    /// Many sites publish under this name, next to the page.
    UsualName,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Producer(name) => write!(f, "address of {name}"),
            Reason::Link => f.write_str("link of the page"),
            Reason::UsualName => f.write_str("usual name"),
        }
    }
}
