//! The properties and separators that hallway writes into a calendar and reads back.

/// The `PRODID` of hallway's calendars.
pub(super) const PRODID: &str = "-//hallway//hallway//EN";
/// The separator between a name and an affiliation in a `DESCRIPTION`.
pub(super) const AFFILIATION: &str = " – ";
/// The property that repeats the value of `CATEGORIES` that is the session's track.
pub(super) const TRACK: &str = "X-HALLWAY-TRACK";
/// The end of every `UID`: `SESSION@EVENT.hallway`.
pub(super) const UID_END: &str = ".hallway";
