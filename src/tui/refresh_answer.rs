//! The answers of a refresh from the agenda's address.

use crate::agenda::Clean;
use std::time::Duration;

/// The outcome of a refresh from the agenda's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefreshOutcome {
    /// The address has no other version.
    Unchanged,
    /// The new version is in the library.
    Stored,
}

/// The reason why a refresh did not bring a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefreshError {
    /// There is no document: the network is away, or the server answered with an error.
    NoAnswer {
        /// The reason in one line.
        why: Clean,
        kind: NoAnswerKind,
        /// The pause that the server asks for.
        retry_after: Option<Duration>,
    },
    /// The document is no version to replace the stored one: another event, a web page, too few
    /// sessions.
    Refused {
        /// The reason in one line.
        why: Clean,
        /// A refresh with `RefreshMode::AcceptRegression` takes
        /// the version.
        on_demand: bool,
    },
    /// The new version or the plan cannot be stored, or the stored agenda cannot be read.
    NotStored(Clean),
}

/// The kinds of missing answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAnswerKind {
    /// No server was reached.
    Offline,
    /// A server answered with an error.
    ServerError,
}
