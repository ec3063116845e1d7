//! The grounds that text lies on.

use super::accent::Accent;

/// The ground of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Ground {
    /// The ground of the screen.
    #[default]
    Screen,
    /// The header and the footer.
    Bar,
    /// A break or a social.
    Band,
    /// A break that is over, or that the search has not found.
    FadedBand,
    /// A list over the screen.
    Popup,
    /// A session.
    Card(Accent, CardState),
    /// A session on the map of the day. No text lies on this ground.
    Map(Accent, MapState),
}

/// The state of a session on the map of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum MapState {
    First,
    /// A session that touches one before.
    Second,
    /// A session that runs now.
    Now,
    Marked,
    Hit,
    Selected,
    /// A session that is over, outside the visible part, or not found by the search.
    Faded,
    /// A faded session that touches a faded one before.
    FadedSecond,
}

/// The state of a session, which sets the lightness of its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CardState {
    First,
    /// A card that touches a card before. Touching cards take turns between two grounds.
    Second,
    Marked,
    MarkedSecond,
    Hit,
    HitSecond,
    Selected,
    /// A session that is over, or not found by the search, or beside a session that is attended.
    Faded,
    FadedSecond,
}

impl CardState {
    #[cfg(test)]
    pub(super) const ALL: [CardState; 9] = [
        CardState::First,
        CardState::Second,
        CardState::Marked,
        CardState::MarkedSecond,
        CardState::Hit,
        CardState::HitSecond,
        CardState::Selected,
        CardState::Faded,
        CardState::FadedSecond,
    ];
}

impl Ground {
    /// Returns true if text on this ground is quieter than elsewhere.
    pub(super) fn is_faded(self) -> bool {
        use CardState::{Faded, FadedSecond};
        matches!(self, Ground::FadedBand | Ground::Card(_, Faded | FadedSecond))
    }

    /// Returns true if titles on this ground are louder than elsewhere.
    pub(super) fn is_raised(self) -> bool {
        use CardState::{Hit, HitSecond, Marked, MarkedSecond, Selected};
        matches!(self, Ground::Card(_, Hit | HitSecond | Marked | MarkedSecond | Selected))
    }
}
