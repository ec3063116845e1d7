//! The purposes of text on the screen.

use super::accent::Accent;

/// The purpose of a run of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Text,
    /// Second text: people, lengths, hints.
    Faint,
    Title,
    /// The heads of columns, days and parts.
    Head,
    /// The head of a column, with a rule below.
    Column,
    /// The track below the head of a column, with a rule below.
    Track(Accent),
    /// The head of the column of the selection.
    ChosenColumn,
    /// The selection in a list, and the chosen day. Lies over other roles.
    Selected,
    /// The selection in a part of the screen that does not have the keys. Lies over other roles.
    Unfocused,
    /// The letters matched by a search.
    Match,
    /// The edge of a hit.
    Hit,
    Attend,
    Maybe,
    Clash,
    /// A session that fits into free time, and a state without a clash.
    Free,
    /// A session that runs now, and the line of now.
    Now,
    /// A mark on the map, on the colour of [`Role::Attend`].
    StarPill,
    /// The time now, on the colour of [`Role::Now`].
    NowPill,
    /// The minutes of an overlap, on the colour of [`Role::Clash`].
    ClashPill,
    /// A state of a session, on the colour of [`Role::Key`].
    Pill,
    /// The day or time of a search.
    TimeChip,
    /// The room of a search.
    RoomChip,
    /// The sort of a chip in the role [`Role::TimeChip`], [`Role::RoomChip`] or [`Role::Pill`].
    TimeChipSort,
    RoomChipSort,
    PillSort,
    /// An error, or a mark on its way to the disk.
    Alert,
    /// A key in the hints and the help.
    Key,
    Link,
    Cancelled,
    /// Lines between the parts of the screen.
    Rule,
    /// The edge of a card.
    Edge(Accent),
}

impl Role {
    /// The roles named in snapshots. [`Role::Selected`] lies over others and is not in the list.
    #[cfg(test)]
    pub(crate) const NAMED: [Role; 27] = [
        Role::Faint,
        Role::Title,
        Role::Head,
        Role::Match,
        Role::Hit,
        Role::Attend,
        Role::Maybe,
        Role::Clash,
        Role::Free,
        Role::Now,
        Role::Alert,
        Role::Key,
        Role::Link,
        Role::Cancelled,
        Role::Edge(Accent::Numbered(0)),
        Role::NowPill,
        Role::ClashPill,
        Role::Pill,
        Role::Column,
        Role::ChosenColumn,
        Role::StarPill,
        Role::TimeChip,
        Role::RoomChip,
        Role::TimeChipSort,
        Role::RoomChipSort,
        Role::PillSort,
        Role::Track(Accent::Numbered(0)),
    ];

    /// Returns the hue of a chip that has a hue of its own.
    pub(super) fn chip_accent(self) -> Option<Accent> {
        match self {
            Role::TimeChip | Role::TimeChipSort => Some(Accent::TEAL),
            Role::RoomChip | Role::RoomChipSort => Some(Accent::VIOLET),
            _ => None,
        }
    }
}
