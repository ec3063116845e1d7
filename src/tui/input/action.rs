//! What can happen to the program, and what it wants done.

use crate::agenda::{Agenda, Moment};
use crate::plan::{Change, Plan};
use crate::timetable::Arrangement;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// A key that is bound to a command.
    Command(Command),
    /// Text typed or pasted where text is wanted.
    Type(String),
    /// The clock: `None` where the event's zone is unknown, so that there is no now.
    Tick(Option<Moment>),
    /// The terminal's size, in cells.
    Resize { width: u16, height: u16 },
    /// The changes that were first to be saved are on disk, and this is the plan there now.
    Saved(Plan),
    /// Those that come after so many others are not, and a sentence says why.
    NotSaved { after: usize, why: String },
    /// The plan on disk is another: some other program has changed it.
    PlanChanged(Plan),
    /// The plan on disk cannot be read, and a sentence says what that means.
    PlanBroken(String),
    /// The agenda's file was read again: what it has now, and how many problems. `asked`: by a key,
    /// so that it is answered also where nothing has changed.
    Reread { agenda: Box<Agenda>, problems: usize, asked: bool },
    /// The agenda's file has become worse than what is shown, which stays; a line says why;
    /// `on_demand`: it can be taken all the same.
    AgendaBroken { why: String, on_demand: bool },
    /// Something to tell: what was done.
    Told(String),
    /// Something that could not be done, and why.
    Failed(String),
    /// The mouse, at a cell of the screen.
    Click { x: u16, y: u16, double: bool },
    /// The wheel, in rows, positive downwards.
    Scroll { x: u16, y: u16, rows: i32 },
}

/// Something to be done in the world. The model already looks as if it were under way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Effect {
    /// Put these changes of the plan on disk.
    Save(Vec<Change>),
    /// Open an address in the browser.
    Open(String),
    /// Go on with another agenda.
    OpenAgenda(String),
    /// Remember how the rooms of this event are arranged.
    Arrange(Arrangement),
    /// Read the agenda's file again.
    Reread,
    /// Write a file that is not there yet; `about` says what is in it.
    WriteNew {
        stem: String,
        ending: &'static str,
        text: String,
        about: String,
    },
    /// Put text on the clipboard.
    Copy(String),
    /// Draw everything anew.
    Redraw,
    Suspend,
    Quit,
}

/// Declares the commands: name in the keymap, and what the help says. Commands that say the same
/// are one line of the help.
macro_rules! commands {
    ($($group:literal: $($command:ident $word:literal $help:literal),+;)+) => {
        /// What a key can be bound to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Command { $($($command),+),+ }

        impl Command {
            pub(crate) const ALL: &'static [Command] = &[$($(Command::$command),+),+];

            /// Its name in a keymap.
            pub(crate) fn keymap_name(self) -> &'static str {
                match self { $($(Command::$command => $word),+),+ }
            }

            /// What it does, in a few words.
            pub(crate) fn help_text(self) -> &'static str {
                match self { $($(Command::$command => $help),+),+ }
            }

            /// The heading under which the help lists it.
            pub(crate) fn help_group(self) -> &'static str {
                match self { $($(Command::$command => $group),+),+ }
            }
        }
    };
}

commands! {
    "Move":
        Left "left" "room to the left", Right "right" "room to the right", Up "up" "earlier", Down "down" "later",
        PageUp "page-up" "a screen up", PageDown "page-down" "a screen down",
        RoomsLeft "rooms-left" "a screen of rooms left", RoomsRight "rooms-right" "a screen of rooms right",
        HalfUp "half-up" "half a screen up", HalfDown "half-down" "half a screen down",
        First "first" "first of the day", Last "last" "last of the day", Now "now" "what runs now",
        Alternative "alternative" "what else runs then", PreviousAlternative "previous-alternative" "what else runs then";
    "Days":
        Day1 "day-1" "that day", Day2 "day-2" "that day", Day3 "day-3" "that day", Day4 "day-4" "that day",
        Day5 "day-5" "that day", Day6 "day-6" "that day", Day7 "day-7" "that day", Day8 "day-8" "that day",
        Day9 "day-9" "that day", PreviousDay "previous-day" "day before", NextDay "next-day" "day after";
    "My schedule":
        Attend "attend" "attend, or no longer", Maybe "maybe" "maybe, or no longer", Undo "undo" "undo a mark",
        Mine "mine" "my schedule", Export "export" "write it as iCalendar";
    "Search":
        Search "search" "talks and speakers", NextHit "next-hit" "next hit", PreviousHit "previous-hit" "hit before";
    "View":
        Open "open" "details, what is behind", Pane "pane" "details and back", Back "back" "one step back",
        List "list" "list or timetable", ZoomIn "zoom-in" "more room for time", ZoomOut "zoom-out" "less room for time",
        ZoomFit "zoom-fit" "as much as fits", LocalTime "local-time" "event or local time";
    "Filter and rooms":
        Filter "filter" "room, track, kind …", ClearFilter "clear-filter" "no filter",
        Rooms "rooms" "show and order rooms", HideRoom "hide-room" "hide this room",
        RoomLeft "room-left" "move this room", RoomRight "room-right" "move this room";
    "Other":
        Agendas "agendas" "another agenda", Reload "reload" "read its file again", Link "link" "open its web page", Copy "copy" "copy title and time", Help "help" "this help",
        Redraw "redraw" "draw anew", Suspend "suspend" "to the shell", Quit "quit" "quit";
}

impl Command {
    /// The day that it goes to, counted from 0.
    pub(crate) fn day_index(self) -> Option<usize> {
        let days = Command::Day1 as usize..=Command::Day9 as usize;
        days.contains(&(self as usize)).then(|| self as usize - Command::Day1 as usize)
    }
}
