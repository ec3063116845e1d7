//! The entries of a list over the screen as sentences, for screen readers: nothing is cut.

use super::area::Area;
use super::linear;
use super::palette::{destination_name, destination_note};
use crate::text;
use crate::tui::state::{Destination, Entry, Model, Picker, Row};

/// An entry on the screen.
#[derive(Debug)]
pub(crate) struct SpokenEntry {
    pub(crate) is_selected: bool,
    pub(crate) lines: Vec<String>,
}

/// The most entries from the beginning of a page to the selected entry.
const PAGE: usize = 64;

/// Returns the entries that an area shows: the page with the selected one. A reader hears a page
/// once, and not a line of it with every entry. Each entry has all its lines, except one that is
/// higher than the area.
pub(crate) fn spoken_entries(model: &Model, picker: Picker, area: Area) -> Vec<SpokenEntry> {
    let entries = &model.derived.list.entries;
    let lines_of = |nth: usize| -> Vec<String> {
        let sentence = entries.get(nth).map(|entry| entry_sentence(model, entry));
        text::wrapped(&sentence.unwrap_or_default(), area.width.into())
    };
    let height = usize::from(area.height).max(1);
    // A page begins with every 64th entry: few entries are wrapped for a long list.
    let mut page = Vec::new();
    let mut left = height;
    for nth in picker.row - picker.row % PAGE..entries.len() {
        let lines = lines_of(nth);
        if lines.len() > left && !page.is_empty() {
            if nth > picker.row {
                break;
            }
            page.clear();
            left = height;
        }
        left = left.saturating_sub(lines.len());
        let is_selectable = entries.get(nth).is_some_and(Entry::is_selectable);
        page.push(SpokenEntry { is_selected: nth == picker.row && is_selectable, lines });
    }
    page
}

fn entry_sentence(model: &Model, entry: &Entry) -> String {
    match entry {
        Entry::Head(text) => (*text).to_owned(),
        Entry::Remark(text) | Entry::Agenda(text) | Entry::Problem(text) => text.clone(),
        Entry::Session(session) => {
            let row = Row::Session { session: *session, same_time: false, proposal: None };
            linear::row_lines(model, &row, usize::MAX).concat()
        }
        Entry::Choice(listed) => {
            let chosen = if listed.chosen { "chosen" } else { "not chosen" };
            format!("{}, {chosen}, {}.", listed.choice.name(), counted(listed.count))
        }
        Entry::Room { room, shown, count } => {
            let name = model.agenda.rooms.get(*room).map_or("", |room| &*room.name);
            let shown = if *shown { "shown" } else { "hidden" };
            format!("{name}, {shown}, {}.", counted(*count))
        }
        Entry::Destination(to) => destination_sentence(model, *to),
    }
}

fn counted(sessions: usize) -> String {
    let noun = if sessions == 1 { "session" } else { "sessions" };
    format!("{sessions} {noun}")
}

/// Returns the name of a destination, its sort, and the words behind it.
fn destination_sentence(model: &Model, to: Destination) -> String {
    let (name, note) = (destination_name(model, to), destination_note(model, to));
    let note = note.replace("  ", ", ");
    let sort = match to.sort_word() {
        "" => String::new(),
        sort => format!(", {sort}"),
    };
    match (note.is_empty(), to) {
        (true, _) => format!("{name}{sort}."),
        (false, Destination::Command(_)) => format!("{name}{sort}, key {note}."),
        (false, _) => format!("{name}{sort}, {note}."),
    }
}
