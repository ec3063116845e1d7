//! A key that is held moves the selection many times a second. Nobody reads the details meanwhile,
//! and the details are most of the bytes of a frame. The loop draws them when the key rests.

use crate::tui::input::action::{Action, Command};
use std::time::{Duration, Instant};

/// The longest time between two moves of a held key. A keyboard in general repeats a key sooner,
/// and a person in general presses a key again later.
const HELD: Duration = Duration::from_millis(100);

/// The moves of the selection that came last.
#[derive(Debug, Default)]
pub(crate) struct HeldKey {
    /// The time of the last move. `None`: another action came after it.
    last_move: Option<Instant>,
    /// The last move came soon after another one.
    repeats: bool,
}

impl HeldKey {
    /// Takes an action of a key into account.
    pub(crate) fn note_action(&mut self, action: &Action, now: Instant) {
        let last = self.last_move.take_if(|last| now.saturating_duration_since(*last) < HELD);
        let is_move = moves_selection(action);
        self.repeats = is_move && last.is_some();
        self.last_move = is_move.then_some(now);
    }

    /// Returns true if the last action is a move of a held key, and the next one may follow.
    pub(crate) fn is_held(&self, now: Instant) -> bool {
        !self.rest(now).is_zero()
    }

    /// Returns the time until the key counts as released.
    pub(crate) fn rest(&self, now: Instant) -> Duration {
        let last = self.last_move.filter(|_| self.repeats);
        let passed = last.map(|last| now.saturating_duration_since(last));
        passed.map_or(Duration::ZERO, |passed| HELD.saturating_sub(passed))
    }
}

fn moves_selection(action: &Action) -> bool {
    use Command as C;
    let Action::Command(command) = action else { return false };
    matches!(
        command,
        C::Left
            | C::Right
            | C::Up
            | C::Down
            | C::PageUp
            | C::PageDown
            | C::HalfUp
            | C::HalfDown
            | C::RoomsLeft
            | C::RoomsRight
            | C::NextHit
            | C::PreviousHit
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_is_held_from_its_second_move_in_a_row_until_it_rests() {
        let (down, mark) = (Action::Command(Command::Down), Action::Command(Command::Attend));
        let start = Instant::now();
        let mut key = HeldKey::default();
        for (action, ms, is_held, held_until) in [
            (&down, 0, false, 0),
            (&down, 99, true, 199),
            (&down, 130, true, 230),
            (&mark, 140, false, 140),
            (&down, 150, false, 150),
            (&down, 160, true, 260),
            (&down, 360, false, 360),
        ] {
            let at = |ms| start + Duration::from_millis(ms);
            key.note_action(action, at(ms));
            assert_eq!(key.is_held(at(ms)), is_held, "{action:?} at {ms}");
            assert_eq!(at(ms) + key.rest(at(ms)), at(held_until.max(ms)), "{action:?} at {ms}");
        }
    }
}
