//! The actions that change the model, the effects that an action asks for, and the commands of
//! keys.

use crate::agenda::{Agenda, Moment, ProblemSummary};
use crate::plan::{Change, Plan};
use crate::timetable::Arrangement;
use crate::tui::refresh_answer::{RefreshError, RefreshOutcome};
use std::sync::Arc;

/// A change of the model, with the data that the change needs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// The command of a key.
    Command(Command),
    /// Text that was typed or pasted into a field.
    Type(String),
    /// The time on the screen's clock. `None`: the event's zone is unknown.
    Tick(Option<Moment>),
    /// The new size of the terminal, in cells.
    Resize { width: u16, height: u16 },
    /// The person's editor has written the text of the note.
    NoteEdited(String),
    /// The oldest unsaved changes are on disk. The disk has this [`Plan`] now.
    Saved(Plan),
    /// The changes after the first `after` unsaved ones could not be saved. `why` is a sentence.
    NotSaved { after: usize, why: String },
    /// Another program has changed the plan on disk.
    PlanChanged(Plan),
    /// A sentence about the plan on disk, which cannot be read.
    PlanBroken(String),
    /// The agenda's file was read again. `asked`: a key asked for the file, and an unchanged file
    /// is reported, too.
    Reread { agenda: Box<Agenda>, problems: ProblemSummary, asked: bool },
    /// The version in the agenda's file is worse than the version on the screen. `why` is one line.
    /// `on_demand`: a key takes the version.
    AgendaBroken { why: String, on_demand: bool },
    /// The index of the agenda is built.
    Indexed,
    /// A refresh from the agenda's address has been running for a second.
    RefreshSlow,
    /// A refresh has ended. `asked`: a key asked for the refresh, and every answer is reported.
    Refreshed { answer: Result<RefreshOutcome, RefreshError>, asked: bool },
    /// The file of [`Effect::WriteNew`] is written. The text is a sentence about the file.
    FileWritten(String),
    /// The file of [`Effect::WriteNew`] is not written, because a file has its name. `free` is a
    /// name that no file has.
    NameTaken { name: String, free: String },
    /// A sentence about a success.
    Notice(String),
    /// A sentence about a failure.
    Failure(String),
    /// A click at a cell of the screen. `double`: the second click of a double click.
    Click { x: u16, y: u16, double: bool },
    /// The wheel at a cell of the screen, in notches. Positive numbers scroll down.
    Scroll { x: u16, y: u16, notches: i32 },
}

/// A request to the world outside the model. The model already shows the result.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Effect {
    /// Save these changes of the plan.
    Save(Vec<Change>),
    /// Open the text of a note in `$EDITOR`.
    EditNote(String),
    /// Open an address in the browser.
    Open(String),
    /// Open another agenda by its name.
    OpenAgenda(String),
    /// Save the arrangement of the event's rooms.
    Arrange(Arc<Arrangement>),
    /// Refresh the agenda from its address, or read its file again.
    Reread,
    /// Write a new file, never over another. `about` describes the content in a few words.
    WriteNew {
        name: String,
        text: String,
        about: String,
    },
    /// Put text on the clipboard.
    Copy(String),
    /// Ring the bell of the terminal.
    Ring,
    /// Draw the whole screen again.
    Redraw,
    /// Stop the program as Ctrl-Z does.
    Suspend,
    Quit,
}

/// Declares [`Command`]: per group of the help, each command with its name in a keymap and its help
/// text. Commands with the same help text share a line of the help.
macro_rules! commands {
    ($($group:literal: $($command:ident $word:literal $help:literal),+;)+) => {
        /// A command that a key can be bound to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Command { $($($command),+),+ }

        impl Command {
            pub(crate) const ALL: &'static [Command] = &[$($(Command::$command),+),+];

            /// Returns the name of the command in a keymap.
            pub(crate) fn keymap_name(self) -> &'static str {
                match self { $($(Command::$command => $word),+),+ }
            }

            /// Returns the help text: a few words.
            pub(crate) fn help_text(self) -> &'static str {
                match self { $($(Command::$command => $help),+),+ }
            }

            /// Returns the heading above the command in the help.
            pub(crate) fn help_group(self) -> &'static str {
                match self { $($(Command::$command => $group),+),+ }
            }
        }
    };
}

commands! {
    "Move":
        Left "left" "room to the left", Right "right" "room to the right",
        Up "up" "earlier", Down "down" "later",
        PageUp "page-up" "a screen up", PageDown "page-down" "a screen down",
        RoomsLeft "rooms-left" "a screen of rooms left",
        RoomsRight "rooms-right" "a screen of rooms right",
        HalfUp "half-up" "half a screen up", HalfDown "half-down" "half a screen down",
        First "first" "first of the day", Last "last" "last of the day", Now "now" "what runs now",
        NowRooms "now-in-rooms" "now in all rooms",
        Alternative "alternative" "what else runs then",
        PreviousAlternative "previous-alternative" "what else runs then";
    "Days":
        Day1 "day-1" "that day", Day2 "day-2" "that day", Day3 "day-3" "that day",
        Day4 "day-4" "that day", Day5 "day-5" "that day", Day6 "day-6" "that day",
        Day7 "day-7" "that day", Day8 "day-8" "that day", Day9 "day-9" "that day",
        PreviousDay "previous-day" "day before", NextDay "next-day" "day after";
    "My schedule":
        Attend "attend" "attend, or no longer", Maybe "maybe" "maybe, or no longer",
        Skip "skip" "not for me, or no longer",
        OwnEntry "own-entry" "own entry: edit, remove",
        RemoveEntry "remove-entry" "own entry: edit, remove",
        Note "note" "my note on it",
        Undo "undo" "undo mark, filter, rooms", Mine "mine" "my schedule",
        Export "export" "write it as iCalendar …";
    "Search":
        Palette "palette" "go to a room, person …",
        Search "search" "talks and speakers", NextHit "next-hit" "next hit",
        PreviousHit "previous-hit" "hit before";
    "View":
        Open "open" "details, what is behind", Pane "pane" "details and back",
        DetailUp "details-up" "scroll the details", DetailDown "details-down" "scroll the details",
        Back "back" "close what is on top",
        Map "map" "the whole day, all rooms", List "list" "list or timetable",
        DetailPane "details-pane" "hide or show details",
        DetailPlace "details-place" "details beside, below",
        DetailWider "details-wider" "wider, narrower details",
        DetailNarrower "details-narrower" "wider, narrower details",
        ZoomIn "zoom-in" "more room for time", ZoomOut "zoom-out" "less room for time",
        ZoomFit "zoom-fit" "as much as fits", LocalTime "local-time" "event or local time";
    "Filter and rooms":
        Filter "filter" "room, track, kind …", ClearFilter "clear-filter" "no filter",
        Rooms "rooms" "find, show, order rooms", HideRoom "hide-room" "hide this room",
        RoomLeft "room-left" "move this room", RoomRight "room-right" "move this room";
    "In lists":
        ChooseAll "choose-all" "choose all listed", ChooseNone "choose-none" "choose none listed",
        ChooseOnly "choose-only" "only this one",
        Editor "editor" "the note in $EDITOR";
    "Other":
        Agendas "agendas" "another agenda", Reload "reload" "look for changes now",
        Changes "changes" "what has changed", Problems "problems" "problems of the file",
        Link "link" "open its web page", Copy "copy" "copy title and time",
        Help "help" "this help", Redraw "redraw" "draw anew", Suspend "suspend" "to the shell",
        Quit "quit" "close; quit at the end";
    "While typing":
        CaretLeft "caret-left" "a letter back or on",
        CaretRight "caret-right" "a letter back or on",
        CaretWordLeft "caret-word-left" "a word back or on",
        CaretWordRight "caret-word-right" "a word back or on",
        CaretStart "caret-start" "start or end", CaretEnd "caret-end" "start or end",
        DeleteBack "delete-back" "delete before",
        DeleteForward "delete-forward" "delete behind",
        CutWord "cut-word" "cut a word", CutWordForward "cut-word-forward" "cut a word",
        CutToStart "cut-to-start" "cut to start or end",
        CutToEnd "cut-to-end" "cut to start or end",
        InsertCut "insert-cut" "insert what was cut",
        TakeChip "take-chip" "take a chip as words";
}

impl Command {
    /// Returns the command of a day, or `None` behind the ninth day.
    pub(crate) fn of_day(day: usize) -> Option<Command> {
        Command::ALL.iter().copied().find(|command| command.day_index() == Some(day))
    }

    /// Returns the position of the day of `Day1` to `Day9`, counted from 0.
    pub(crate) fn day_index(self) -> Option<usize> {
        let days = Command::Day1 as usize..=Command::Day9 as usize;
        days.contains(&(self as usize)).then(|| self as usize - Command::Day1 as usize)
    }
}
