//! Hostile files, each made in code and the same every time. `tests/hostile/main.rs` reads small
//! ones in every run of the tests. `benches/hostile.rs` reads them in full and limits them to a
//! second and 300 MB.

pub(crate) mod every_format;
pub(crate) mod file_kind;
mod ical;
mod json;
mod special;
mod toml;
mod xml;

use file_kind::FILE_KINDS;

/// The size in bytes of a file that is nearly too large to be read.
const FULL_BYTES: usize = hallway::format::SIZE_MAX - 10_000;

/// A hostile file and its outcome.
pub(crate) struct Attack {
    pub(crate) name: String,
    /// Makes the file from its size, in bytes or in things, as the attack counts.
    pub(crate) make: Box<dyn Fn(usize) -> Vec<u8>>,
    pub(crate) full_size: usize,
    pub(crate) outcome: Outcome,
}

/// The outcome of a file of any size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The file is refused with a message.
    Refused,
    /// The session `SOUND_TITLE` before the harm is kept, and a problem has a place.
    Reported,
    /// The session `SOUND_TITLE` is kept. There may be problems.
    Kept,
    /// Any number of sessions and problems.
    Any,
}

/// Returns all attacks.
pub(crate) fn all_attacks() -> Vec<Attack> {
    let mut attacks = Vec::new();
    for kind in FILE_KINDS {
        every_format::add_text_attacks(kind, &mut attacks);
        every_format::add_session_attacks(kind, &mut attacks);
        every_format::add_damage_attacks(kind, &mut attacks);
        every_format::add_tail_attacks(kind, &mut attacks);
        every_format::add_time_attacks(kind, &mut attacks);
    }
    special::add_special_attacks(&mut attacks);
    attacks
}
