//! A person's schedule of one event: the sessions to attend, and the sessions of interest.
//!
//! A [`Plan`] holds one [`Mark`] per session, under the session's id. A `Mark` also stores title,
//! start, room and people of its session. [`Plan::schedule_for`] therefore finds the session in a
//! later version of the agenda, even if its id or its start is another there, and reports the
//! difference as a [`Shift`]. A [`VersionMap`] does the same for all sessions of two versions, and
//! carries the marks of a plan from one to the next. A [`Change`] is one edit of a plan. A `Change`
//! is an operation, not a state: the store applies it to the plan on disk, which another program
//! may have edited.
//!
//! ```
//! use chrono::DateTime;
//! use hallway::agenda::Level;
//! use hallway::plan::{Change, Plan};
//!
//! let toml = b"
//! [[session]]
//! id = 'tracing'
//! title = 'Tracing with eBPF'
//! start = 2026-05-04T09:00:00
//! minutes = 60
//!
//! [[session]]
//! id = 'balancing'
//! title = 'Load balancing'
//! start = 2026-05-04T09:40:00
//! minutes = 30
//! ";
//! let (agenda, _problems) = hallway::format::read(toml).unwrap().draft.check(None);
//! let now = DateTime::UNIX_EPOCH;
//! let mut plan = Plan::default();
//! for session in &agenda.sessions {
//!     let change = Change::set_level(&agenda, session, Some(Level::Attend), now);
//!     assert!(plan.apply_changes(&[change]));
//! }
//!
//! let schedule = plan.schedule_for(&agenda);
//! assert_eq!(schedule.level_of(0), Some(Level::Attend));
//! let clashes = schedule.find_clashes(&agenda);
//! assert_eq!((clashes.len(), clashes[0].minutes), (1, 20));
//! ```

mod attended;
mod change;
mod entry_error;
mod entry_length;
mod entry_time;
mod facts;
mod free_time;
mod mark;
mod mark_map;
mod mark_match;
mod marking;
mod marks;
mod matching;
mod news;
mod overlap;
mod own;
mod regression;
mod reminder;
mod schedule;
mod shift;
#[cfg(test)]
mod tests;
mod transfer;
mod typed_entry;
mod version;

pub use change::Change;
pub use entry_error::EntryError;
pub(crate) use entry_length::parse_length;
pub use facts::SessionFacts;
pub(crate) use free_time::DayFrame;
pub use free_time::common_breaks;
pub use mark::{Mark, MarkNote};
pub use mark_match::MarkMatch;
pub use marks::Plan;
pub use matching::{Lookup, MatchEvidence, SessionIndex, SessionMatch};
pub use news::{News, NewsItem, Versions, describe_counts};
pub use overlap::{Clash, GAP_MIN_MINUTES, Gap, Overlap};
pub use own::OwnEntry;
pub use regression::Regression;
pub use reminder::{Announcements, Reminder};
pub use schedule::Schedule;
pub use shift::{Shift, ShiftKind};
pub use transfer::TitleIndex;
pub use version::VersionMap;
