//! The help of the layout for screen readers: sentences with the keys of the keymap.

use super::line::{Line, text_run};
use crate::text;
use crate::tui::input::action::Command::{self, *};
use crate::tui::input::keymap::Context;
use crate::tui::state::Model;
use crate::tui::theme::Role;

/// A sentence, and the commands whose keys stand for `{}` in it. A sentence with a command that has
/// no key is left out.
type HelpSentence = (&'static [Command], &'static str);

/// The sentences of the help below their headings.
const HELP: [(&str, &[HelpSentence]); 7] = [
    (
        "The day, line by line",
        &[
            (&[Down, Up], "{} goes to the next session, {} to the session before."),
            (&[HalfDown, HalfUp], "{} goes half a screen on, {} half a screen back."),
            (&[PageDown, PageUp], "{} goes a screen on, {} a screen back."),
            (&[First, Last], "{} goes to the first session of the day, {} to the last."),
            (&[NextDay, PreviousDay], "{} goes to the day after, {} to the day before."),
            (&[Day1, Day9], "{} to {} go to the day with that number."),
            (&[Now], "{} goes to what runs now, or comes next."),
            (&[NowRooms], "{} lists, room by room, what runs and what comes next."),
            (
                &[Alternative, PreviousAlternative],
                "{} goes to the next session at the same time, {} to the one before.",
            ),
        ],
    ),
    (
        "Details",
        &[
            (&[Open], "{} opens the details of a session. On free time, it lists what fits."),
            (&[Pane], "{} also opens the details and closes them."),
            (&[Right, Left], "In the details, {} goes to the next session, {} to the one before."),
            (&[DetailDown, DetailUp], "In the details, {} reads on, {} goes back up."),
            (&[Link], "{} opens the web page of the session."),
            (&[Copy], "{} copies title and time."),
            (&[Back], "{} closes what is open: help, list, details, then search or screen."),
        ],
    ),
    (
        "My schedule",
        &[
            (&[Attend], "{} marks a session that I attend. The same key takes the mark away."),
            (&[Maybe], "{} marks a session as maybe, or takes that away."),
            (&[Skip], "{} says that a session is not for me, or takes that back."),
            (&[Undo], "{} undoes the last mark, filter or order of rooms."),
            (&[Mine], "{} opens my schedule, with free time and overlaps, and closes it."),
            (&[OwnEntry], "{} adds an entry of my own, such as a lunch, or changes it."),
            (&[RemoveEntry], "{} removes an entry of my own."),
            (&[Note], "{} writes a note on a session."),
            (&[Editor], "While a note is typed, {} opens it in the editor."),
            (&[Export], "{} writes my schedule into a file for calendars."),
        ],
    ),
    (
        "Search",
        &[
            (&[Search], "{} searches. Type words in any order, with typos: the best hit is first."),
            (&[], "Quotation marks keep words together, and a minus before a word excludes it."),
            (&[], "speaker:, room:, track:, kind: and day: before a word look there alone."),
            (&[], "after:14:00, before:12:00, is:mine and is:full narrow the hits."),
            (&[NextHit, PreviousHit], "{} goes to the next hit, {} to the hit before."),
            (&[TakeChip], "While a search is typed, {} takes back what was understood."),
            (&[Palette], "{} goes to a room, track, person, day or session, or does a command."),
        ],
    ),
    (
        "Filter and lists",
        &[
            (&[Filter], "{} chooses rooms, tracks and kinds to be listed."),
            (&[ClearFilter], "{} lists everything again."),
            (&[Rooms], "{} lists the rooms, to show, hide and order them."),
            (&[], "In a list, letters narrow it, and Enter takes the line or closes the list."),
            (&[ChooseAll, ChooseNone], "In a list, {} chooses all lines, {} none."),
            (&[ChooseOnly], "In a list, {} chooses this line alone."),
            (&[RoomLeft, RoomRight], "In the list of rooms, {} moves a room up, {} down."),
        ],
    ),
    (
        "Agenda",
        &[
            (&[Agendas], "{} opens another agenda."),
            (&[Reload], "{} looks for changes of the agenda now."),
            (&[Changes], "{} lists what has changed."),
            (&[Problems], "{} lists problems and notes of the file."),
            (&[LocalTime], "{} changes between times of the event and of this machine."),
        ],
    ),
    (
        "Program",
        &[
            (&[Help], "{} opens this help and closes it."),
            (&[Redraw], "{} writes every line again."),
            (&[Suspend], "{} goes back to the shell until fg."),
            (&[Quit], "{} closes what is open, and quits if nothing is open."),
        ],
    ),
];

/// Returns true for a command that does nothing in the linear layout: it has neither a timetable
/// nor a pane of details.
pub(crate) fn is_for_panes(command: Command) -> bool {
    matches!(
        command,
        Map | List
            | DetailPane
            | DetailPlace
            | DetailWider
            | DetailNarrower
            | ZoomIn
            | ZoomOut
            | ZoomFit
            | RoomsLeft
            | RoomsRight
            | HideRoom
    )
}

/// Returns the help in sentences, in lines of at most `width` cells.
pub(super) fn linear_help_lines(model: &Model, width: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    for (head, sentences) in HELP {
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.push(vec![text_run(Role::Head, &format!("{head}."))]);
        let sentences = sentences.iter().filter_map(|sentence| with_keys(model, sentence));
        let wrapped = sentences.flat_map(|sentence| text::wrapped(&sentence, width.into()));
        lines.extend(wrapped.map(|line| vec![text_run(Role::Text, &line)]));
    }
    lines
}

/// Returns the sentence with the names of the keys. Returns `None` if a command has no key.
fn with_keys(model: &Model, (commands, sentence): &HelpSentence) -> Option<String> {
    let mut parts = sentence.split("{}");
    let mut spoken = parts.next().unwrap_or_default().to_owned();
    for (command, rest) in commands.iter().zip(parts) {
        let keymap = &model.settings.keymap;
        let keys =
            Context::ALL.into_iter().map(|context| keymap.keys_of_command(context, *command));
        let key = keys.filter_map(|keys| keys.first()).next()?;
        spoken += &key.display_name(true);
        spoken += rest;
    }
    Some(spoken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_in_sentences_has_every_command_that_does_something() {
        let told: Vec<Command> = HELP
            .iter()
            .flat_map(|(_, sentences)| sentences.iter())
            .flat_map(|(commands, _)| commands.iter().copied())
            .collect();
        for command in Command::ALL.iter().copied() {
            let is_typing = command.help_group() == "While typing" && command != TakeChip;
            let is_day = command.day_index().is_some();
            let is_told = told.contains(&command) || is_typing || is_day;
            assert_ne!(is_told, is_for_panes(command), "{command:?}");
        }
        for (commands, sentence) in HELP.iter().flat_map(|(_, sentences)| sentences.iter()) {
            assert_eq!(sentence.matches("{}").count(), commands.len(), "{sentence}");
        }
    }
}
