//! The table `[walk]`.

use super::state::Check;
use crate::agenda::clean::Clean;
use crate::agenda::draft::{DraftRoomWalk, DraftWalk};
use crate::agenda::position::At;
use crate::agenda::walk::{RoomWalk, WALK_MINUTES_MAX};

/// Most pairs of rooms with a walk.
const PAIRS_MAX: usize = 2000;

impl Check {
    /// Checks the walks between the rooms of the agenda.
    pub(super) fn check_walk(&mut self, draft: DraftWalk) {
        self.agenda.walk.minutes =
            draft.minutes.and_then(|minutes| self.check_walk_minutes(&minutes));
        for pair in draft.between {
            if self.agenda.walk.between.len() >= PAIRS_MAX {
                let message = format!("an agenda has at most {PAIRS_MAX} walks");
                self.report_error(&pair.at, message, "the rest is ignored");
                break;
            }
            if let Some(walk) = self.check_room_walk(&pair) {
                self.agenda.walk.between.push(walk);
            }
        }
    }

    /// Checks the walk between two rooms. Reports a pair that is no pair, a name that no room has,
    /// and a pair that is given twice.
    fn check_room_walk(&mut self, draft: &DraftRoomWalk) -> Option<RoomWalk> {
        let minutes = self.check_walk_minutes(&draft.minutes);
        let [one, other] = &draft.rooms[..] else {
            let message = "a walk is between two rooms";
            let help = "write rooms = [\"…\", \"…\"]; it is ignored";
            self.report_error(&draft.at, message, help);
            return None;
        };
        let [one_name, other_name] = [one, other].map(|room| Clean::line(&room.value));
        let mut is_known = true;
        for (room, name) in [(one, &one_name), (other, &other_name)] {
            if !self.rooms_by_name.contains_key(name) {
                let help = self.help_for_unknown_room(&room.value);
                let message = format!("there is no room \"{name}\" to walk to");
                self.report_error(&room.at, message, help);
                is_known = false;
            }
        }
        if one_name == other_name {
            let message = "a walk is between two different rooms";
            self.report_error(&other.at, message, "it is ignored");
            return None;
        }
        let mut known = self.agenda.walk.between.iter();
        if known.any(|walk| walk.connects(&one_name, &other_name)) {
            let message =
                format!("the walk from \"{one_name}\" to \"{other_name}\" is given twice");
            self.report_warning(&draft.at, message, "the first one holds");
            return None;
        }
        let minutes = minutes.filter(|_| is_known)?;
        Some(RoomWalk { rooms: [one_name, other_name], minutes })
    }

    fn check_walk_minutes(&mut self, minutes: &At<i64>) -> Option<u32> {
        let checked = u32::try_from(minutes.value).ok().filter(|it| *it <= WALK_MINUTES_MAX);
        if checked.is_none() {
            let message = format!("a walk takes 0 to {WALK_MINUTES_MAX} minutes");
            self.report_error(&minutes.at, message, "it is ignored");
        }
        checked
    }
}
