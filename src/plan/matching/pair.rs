//! A session of the earlier version beside a candidate of the later version.

use super::lookup::Lookup;
use super::profile::Profile;
use super::titles::{are_similar_titles, have_other_numbers, share_most_words};
use crate::plan::facts::is_same_start;

/// The smallest number of words of a title that identifies a session although all people differ.
const TELLING_TITLE_WORDS_MIN: usize = 3;

/// A session before, and a candidate for the same session after.
pub(super) struct Pair<'a> {
    pub(super) before: &'a Profile<'a>,
    pub(super) after: &'a Profile<'a>,
    /// The sessions of the version of `before`.
    pub(super) earlier: &'a Lookup<'a>,
    /// The sessions of the version of `after`.
    pub(super) later: &'a Lookup<'a>,
}

impl Pair<'_> {
    pub(super) fn has_same_title(&self) -> bool {
        self.before.has_title_of(self.after)
    }

    /// Returns true if both versions have the title once.
    pub(super) fn has_own_title(&self) -> bool {
        self.has_same_title()
            && self.earlier.has_title_once(self.before)
            && self.later.has_title_once(self.after)
    }

    /// Returns true if the title alone identifies the session: both versions have the title once,
    /// and the title has three words or more.
    pub(super) fn has_telling_title(&self) -> bool {
        self.has_own_title()
            && self.before.title.folded().split(' ').count() >= TELLING_TITLE_WORDS_MIN
    }

    pub(super) fn has_similar_title(&self) -> bool {
        are_similar_titles(&self.before.title, &self.after.title)
    }

    pub(super) fn has_other_number(&self) -> bool {
        have_other_numbers(self.before.title.text, self.after.title.text)
    }

    /// Returns true if half of the words of the shorter title, and at least `common_min`, are in
    /// both titles.
    pub(super) fn shares_words(&self, common_min: usize) -> bool {
        share_most_words(self.before.title.text, self.after.title.text, common_min)
    }

    pub(super) fn has_same_start(&self) -> bool {
        is_same_start(self.before.start, self.after.start)
    }

    /// Returns true also if a plan names no room.
    pub(super) fn has_same_room(&self) -> bool {
        self.before.has_room_of(self.after)
    }

    /// Returns true if both sessions have a room, and the same.
    pub(super) fn shares_room(&self) -> bool {
        self.before.room.is_some_and(|room| !room.is_empty()) && self.before.room == self.after.room
    }

    /// Returns true if both sessions are the only ones of their version with this start and room.
    pub(super) fn has_own_slot(&self) -> bool {
        self.has_same_start()
            && self.before.room == self.after.room
            && self.earlier.has_slot_once(self.before)
            && self.later.has_slot_once(self.after)
    }

    /// Returns true if both sessions have the same people, at least one.
    pub(super) fn has_same_people(&self) -> bool {
        !self.before.people.is_empty() && self.before.people == self.after.people
    }

    /// Returns true if start, room and people are equal.
    pub(super) fn has_same_facts(&self) -> bool {
        self.before.has_facts_of(self.after)
    }

    pub(super) fn shares_people(&self) -> bool {
        self.before.shares_people(self.after)
    }

    /// Returns true if both have people, and share nobody.
    pub(super) fn has_other_people(&self) -> bool {
        self.before.has_other_people(self.after)
    }

    /// Returns true if the titles are equal or similar.
    pub(super) fn has_title_in_common(&self) -> bool {
        self.has_same_title() || self.has_similar_title()
    }
}
