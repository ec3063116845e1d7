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

/// The reason why the screen does not show the latest agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefreshTrouble {
    NoAnswer(NoAnswerKind),
    /// The new version was refused. `why` is one line. `on_demand`: a key takes the version.
    Refused {
        why: String,
        on_demand: bool,
    },
    /// The new version was not stored.
    NotStored,
}
