//! The minutes of the walk from one room to another.

use super::clean::Clean;

/// The longest walk between two rooms, in minutes.
pub const WALK_MINUTES_MAX: u32 = 180;

/// The table `[walk]` of an agenda or a configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WalkTimes {
    /// The minutes between any two rooms, at most [`WALK_MINUTES_MAX`]. `None` if nobody gives
    /// them.
    pub minutes: Option<u32>,
    /// The minutes between two rooms by name.
    pub between: Vec<RoomWalk>,
}

/// The minutes between two rooms, in both directions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomWalk {
    /// The names of the rooms.
    pub rooms: [Clean; 2],
    /// The minutes, at most [`WALK_MINUTES_MAX`].
    pub minutes: u32,
}

impl RoomWalk {
    /// Returns true if the walk is between these two rooms. Case makes no difference.
    pub fn connects(&self, one: &str, other: &str) -> bool {
        let [first, second] = &self.rooms;
        let is_pair = |one, other| is_same_room(first, one) && is_same_room(second, other);
        is_pair(one, other) || is_pair(other, one)
    }
}

impl WalkTimes {
    /// Returns true if no minutes are given.
    pub fn is_empty(&self) -> bool {
        self.minutes.is_none() && self.between.is_empty()
    }

    /// Returns the walks of `self`, and those of `base` that `self` does not give.
    #[must_use]
    pub fn or(&self, base: &WalkTimes) -> WalkTimes {
        let minutes = self.minutes.or(base.minutes);
        WalkTimes { minutes, between: [self.between.as_slice(), &base.between].concat() }
    }
}

/// Returns true for two names of one room: case makes no difference.
pub(super) fn is_same_room(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}
