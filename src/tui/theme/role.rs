//! The purposes of text on the screen.

use crate::agenda::{Agenda, Kind, Session};

/// The purpose of a run of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Text,
    /// Text in the background.
    Faint,
    Title,
    /// The heads of columns, days and parts.
    Head,
    /// The selection. Lies over other roles.
    Selected,
    /// The letters matched by a search.
    Match,
    /// The edge of a hit.
    Hit,
    Attend,
    Maybe,
    Clash,
    /// A session that runs now, and the line of now.
    Now,
    /// An error, or a mark on its way to the disk.
    Alert,
    /// A key in the hints and the help.
    Key,
    Link,
    Cancelled,
    /// The edge of a tile, in one of [`ACCENT_COUNT`] colours.
    Accent(usize),
    /// The edge of a tile, in the colour of its track: red, green, blue.
    Track([u8; 3]),
}

/// The number of accents.
pub(super) const ACCENT_COUNT: usize = 6;

impl Role {
    /// Returns the accent of a session: the colour of its track, else an accent for the track or
    /// the `Kind`.
    pub(crate) fn accent_of(agenda: &Agenda, session: &Session) -> Role {
        match session.track {
            Some(track) => match agenda.tracks.get(track).and_then(|track| track.color) {
                Some(color) => Role::Track(color),
                None => Role::Accent(track % ACCENT_COUNT),
            },
            None => Role::Accent(match session.kind {
                Kind::Talk | Kind::Other => 0,
                Kind::Workshop => 1,
                Kind::Panel | Kind::Bof => 2,
                Kind::Keynote => 3,
                Kind::Lightning => 4,
                Kind::Break | Kind::Social => 5,
            }),
        }
    }

    /// The roles named in snapshots. [`Role::Selected`] lies over others and is not in the list.
    #[cfg(test)]
    pub(crate) const NAMED: [Role; 14] = [
        Role::Faint,
        Role::Title,
        Role::Head,
        Role::Match,
        Role::Hit,
        Role::Attend,
        Role::Maybe,
        Role::Clash,
        Role::Now,
        Role::Alert,
        Role::Key,
        Role::Link,
        Role::Cancelled,
        Role::Accent(0),
    ];
}
