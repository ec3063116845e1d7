//! The habits of programs that write iCalendar: names and places of properties beyond RFC 5545.
//!
//! [`Producer`] is the program. Each function here reads one part of a calendar as its producer
//! meant that part. The parts particular to hallway itself are in [`hallway`](super::hallway).

mod event;
mod label_lines;
mod names;
mod people;
mod producer;
mod sessions;
mod title_credits;
mod zone_names;

pub(super) use event::read_event;
pub(super) use people::PeopleRules;
pub(super) use producer::Producer;
pub(super) use sessions::{
    kind_of_title, rooms_of_event, session_id, take_track, title_suffix, title_without_dash,
    track_suffixes,
};
pub(super) use zone_names::{ResolvedZone, resolve_zone};
