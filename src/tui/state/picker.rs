//! The picker: a list over the screen that is narrowed by typing.

use crate::agenda::{Agenda, Clean, RoomIx, SessionIx};
use crate::filter::ListedChoice;
use crate::plan::Gap;
use crate::search::Narrowing;
use crate::tui::input::action::Command;

/// An open picker and the selected entry. The typed text is [`super::Model::list_input`], the
/// entries are [`super::Derived::list`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Picker {
    pub(crate) kind: PickerKind,
    /// The selected entry.
    pub(crate) row: usize,
    /// The first visible entry.
    pub(crate) first: usize,
    /// An entry was chosen or left since the picker was opened.
    pub(crate) has_chosen: bool,
}

/// The contents of a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PickerKind {
    /// The sessions in `column` at the time of `session`.
    Overlap {
        session: SessionIx,
        column: usize,
    },
    Filter,
    Rooms,
    /// The sessions that fit into free time of my schedule.
    Gap(Gap),
    Agendas,
    /// The sessions that run now and the next one, room by room.
    NowRooms,
    /// The problems of the agenda's file and of the program.
    Problems,
    /// The name of the file with my schedule, before the file is written.
    FileName,
    /// Days, rooms, tracks, people and sessions, to go there.
    Palette,
    /// The line with a new entry of the person's own, or with the edited one.
    Entry {
        edited: Option<SessionIx>,
    },
    /// The line with the note on a session.
    Note {
        session: SessionIx,
    },
}

/// The entries of the open picker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PickerList {
    /// The entries that fit the typed text, below their headings.
    pub(crate) entries: Vec<Entry>,
    /// The number of lines without a typed text: the height of the picker stays while a person
    /// types.
    pub(crate) lines: usize,
    /// The number of entries that can be selected without a typed text.
    pub(crate) total: usize,
    /// The entries are those of the model: the command that runs has changed the typed text or the
    /// selection alone.
    pub(crate) is_current: bool,
}

/// One line of a picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    Head(&'static str),
    Session(SessionIx),
    /// A choice of the filter.
    Choice(ListedChoice),
    Room {
        room: RoomIx,
        shown: bool,
        /// The number of sessions in the room.
        count: usize,
    },
    /// The name of an agenda.
    Agenda(String),
    /// The first line of a problem.
    Problem(String),
    /// A sentence about the list, or the next line of a problem.
    Remark(String),
    Destination(Destination),
}

/// A line of the palette: a place to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Destination {
    /// The position of a day in `Agenda::days`.
    Day(usize),
    Room(RoomIx),
    /// The position of a track in `Agenda::tracks`.
    Track(usize),
    /// The position of a person in `Agenda::people`.
    Person(usize),
    Talk(SessionIx),
    /// A command that changes what is on the screen.
    Command(Command),
}

impl Destination {
    /// Returns the word for the sort of the destination.
    pub(crate) fn sort_word(self) -> &'static str {
        match self {
            Destination::Day(_) => "day",
            Destination::Room(_) => "room",
            Destination::Track(_) => "track",
            Destination::Person(_) => "person",
            Destination::Talk(_) => "session",
            Destination::Command(_) => "command",
        }
    }
}

impl Entry {
    /// Returns true if the entry can be selected.
    pub(crate) fn is_selectable(&self) -> bool {
        !matches!(self, Entry::Head(_) | Entry::Remark(_))
    }

    /// Returns the session of the entry.
    pub(crate) fn session(&self) -> Option<SessionIx> {
        match self {
            Entry::Session(session) | Entry::Destination(Destination::Talk(session)) => {
                Some(*session)
            }
            _ => None,
        }
    }
}

impl PickerKind {
    /// Returns the title of the picker.
    pub(crate) fn title(self) -> &'static str {
        match self {
            PickerKind::Overlap { .. } => "At the same time",
            PickerKind::Filter => "Filter",
            PickerKind::Rooms => "Rooms",
            PickerKind::Gap(_) => "Fits into free time",
            PickerKind::Agendas => "Agendas",
            PickerKind::NowRooms => "Now in all rooms",
            PickerKind::Problems => "Problems",
            PickerKind::FileName => "Write my schedule to",
            PickerKind::Palette => "Go to",
            PickerKind::Entry { edited: None } => "New entry of my own",
            PickerKind::Entry { edited: Some(_) } => "My entry",
            PickerKind::Note { .. } => "My note",
        }
    }

    /// Returns true if a person types a line of text with the keys of a query, and not a part of
    /// a name with the keys of a list.
    pub(crate) fn has_text_line(self) -> bool {
        matches!(self, PickerKind::FileName | PickerKind::Palette) || self.is_personal()
    }

    /// Returns true for the line of an own entry or a note.
    pub(crate) fn is_personal(self) -> bool {
        matches!(self, PickerKind::Entry { .. } | PickerKind::Note { .. })
    }

    /// Returns true if entries have a box to choose them.
    pub(crate) fn has_boxes(self) -> bool {
        matches!(self, PickerKind::Filter | PickerKind::Rooms)
    }

    /// Returns true if entries are sessions to mark.
    pub(crate) fn lists_sessions(self) -> bool {
        matches!(self, PickerKind::Overlap { .. } | PickerKind::Gap(_) | PickerKind::NowRooms)
    }
}

/// The names that the palette compares with a typed text, squeezed.
#[derive(Debug)]
pub(crate) struct PaletteNames {
    days: Vec<String>,
    rooms: Vec<String>,
    tracks: Vec<String>,
    people: Vec<String>,
    commands: Vec<(Command, String)>,
}

impl PaletteNames {
    /// Squeezes the names of `agenda`. `days` are the names of its days.
    pub(crate) fn new(
        agenda: &Agenda,
        days: impl Iterator<Item = String>,
        commands: &[(Command, &str)],
    ) -> PaletteNames {
        let squeeze = |name: &Clean| Narrowing::squeeze_name(name);
        PaletteNames {
            days: days.map(|name| Narrowing::squeeze_name(&name)).collect(),
            rooms: agenda.rooms.iter().map(|room| squeeze(&room.name)).collect(),
            tracks: agenda.tracks.iter().map(|track| squeeze(&track.name)).collect(),
            people: agenda.people.iter().map(|person| squeeze(&person.name)).collect(),
            commands: commands
                .iter()
                .map(|(command, name)| (*command, Narrowing::squeeze_name(name)))
                .collect(),
        }
    }

    /// Returns the squeezed name of a destination. `None`: the search finds the destination.
    pub(crate) fn name_of(&self, to: Destination) -> Option<&str> {
        let name = match to {
            Destination::Day(day) => self.days.get(day),
            Destination::Room(room) => self.rooms.get(room),
            Destination::Track(track) => self.tracks.get(track),
            Destination::Person(person) => self.people.get(person),
            Destination::Command(command) => {
                let known = self.commands.iter().find(|(known, _)| *known == command);
                known.map(|(_, name)| name)
            }
            Destination::Talk(_) => None,
        };
        name.map(String::as_str)
    }
}
