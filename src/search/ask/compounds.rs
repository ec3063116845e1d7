//! Compounds whose parts stand apart in the agenda.

use super::substitute::Substitute;
use crate::search::index::Index;
use crate::search::matcher::Tier;

/// A part of a compound has at least this many letters.
const PART_LETTERS: usize = 4;
/// The letters that join two parts in German.
const JOINTS: [&str; 5] = ["", "s", "n", "en", "es"];

/// Returns the two parts of a typed compound, if both are words of the agenda.
pub(in crate::search) fn find_parts(index: &Index, at: usize, word: &str) -> Vec<Substitute> {
    if !word.is_ascii() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for split in PART_LETTERS..=word.len().saturating_sub(PART_LETTERS) {
        let (first, second) = word.split_at(split);
        if index.number_of(second).is_none() {
            continue;
        }
        for joint in JOINTS {
            let Some(first) = first.strip_suffix(joint) else { continue };
            if first.len() >= PART_LETTERS && index.number_of(first).is_some() {
                found.push(Substitute {
                    texts: at..at + 1,
                    words: vec![first.to_owned(), second.to_owned()],
                    is_phrase: false,
                    tier: Tier::Form,
                });
            }
        }
    }
    found
}
