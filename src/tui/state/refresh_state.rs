//! The refresh of the agenda from its address.

use crate::tui::refresh_answer::NoAnswerKind;
use chrono::{DateTime, Utc};

/// The refresh of the agenda from its address, as the screen shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RefreshState {
    /// The time when the address answered last. `None`: unknown, or there is no address.
    pub(crate) checked: Option<DateTime<Utc>>,
    /// A request has been running for a second.
    pub(crate) is_slow: bool,
    /// The trouble of the last refresh.
    pub(crate) trouble: Option<RefreshTrouble>,
}

/// A version that is worse than the version on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedVersion {
    /// The reason in one line.
    pub(crate) why: String,
    /// A key takes the version.
    pub(crate) on_demand: bool,
}

/// The reason why the screen does not show the latest agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefreshTrouble {
    NoAnswer(NoAnswerKind),
    Refused(RefusedVersion),
    /// The new version was not stored.
    NotStored,
}
