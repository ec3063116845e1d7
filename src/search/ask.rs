//! The reading of a query as people ask: words without weight, days, times, rooms, tracks and
//! kinds in passing, other names, forms and sounds of words.

pub(super) mod abbreviations;
pub(super) mod aliases;
pub(super) mod compounds;
pub(super) mod fillers;
pub(super) mod moments;
pub(super) mod places;
pub(super) mod scripts;
pub(super) mod sounds;
pub(super) mod stems;
pub(super) mod substitute;
