//! A conference agenda in memory: checked once, then trusted.
//!
//! A reader of [`format`](crate::format) turns the bytes of a file into a [`Draft`].
//! [`Draft::check`] turns the `Draft` into an [`Agenda`] and a list of [`Problem`]s. An `Agenda` is
//! consistent: every index is in range, every time has its day, and every string is
//! [`Clean`], so safe to print.

mod bytes;
mod check;
pub mod clean;
mod clock;
mod day_name;
mod days;
mod draft;
mod file_text;
mod fitting_zones;
mod forms;
pub mod language;
mod model;
mod night;
mod order;
mod own;
mod position;
mod problem;
mod reports;
mod text;
mod tidy;
mod typed_time;
mod vocabulary;
mod walk;
mod walk_time;
pub mod zone;

pub(crate) use bytes::{ByteSet, have_controls};
pub use clean::Clean;
pub use clock::{Clock, OffsetClock};
pub use day_name::{DayError, DayName, list_days, parse_month};
pub(crate) use days::DayStart;
pub use days::{moment_of_minute, sessions_on_day};
pub use draft::{
    Draft, DraftCredit, DraftEvent, DraftId, DraftLink, DraftPerson, DraftRoom, DraftRoomWalk,
    DraftSession, DraftTrack, DraftWalk, Origin, When, Word,
};
pub use file_text::FileText;
pub(crate) use forms::slug;
pub use language::{Language, SessionLanguage};
pub use model::{
    Agenda, Credit, Day, Link, MINUTES_ASSUMED, MINUTES_MAX, NamedId, Person, Room, RoomIx,
    Session, SessionIx, Track, format_minutes,
};
pub use night::at_clock;
pub(crate) use order::sort_compactly;
pub use position::{At, LineIndex, Position, Span};
pub use problem::{Problem, Severity, nearest_word};
pub use reports::{ProblemSummary, format_problems};
pub use text::Text;
pub use typed_time::{TypedTime, is_clock, parse_clock};
pub use vocabulary::{Kind, Level, LinkKind, Part, Recorded, Seats};
pub use walk::{RoomWalk, WALK_MINUTES_MAX, WalkTimes};
pub use zone::{Moment, Zone, ZoneError};
