//! The readings of the words in the query line: chips, corrections, and the words that do not
//! count.

use super::area::Area;
use super::line::{Line, line_width, text_run};
use crate::search::{ChipSort, WordReading};
use crate::text;
use crate::tui::state::{Model, QueryWord, Screen};
use crate::tui::theme::Role;
use std::ops::Range;

/// A part of the query line behind the typed words.
pub(crate) struct QueryNote {
    /// The position in `SearchState::words`.
    pub(crate) word: usize,
    pub(crate) line: Line,
    /// The cells of the line.
    pub(crate) cells: Range<u16>,
    pub(crate) is_chip: bool,
}

/// The blank cells between the query and the notes.
const GAP: u16 = 2;

/// The notes of the query line, and the number of hits at its right end.
pub(crate) struct QueryNotes {
    pub(crate) notes: Vec<QueryNote>,
    pub(crate) count: String,
}

/// Returns the chips and corrections behind the query in its line. If not all of them fit, the
/// number of hits is shorter, then the chips are. Corrections that do not fit then are left out.
pub(crate) fn query_notes(model: &Model, line: Area) -> QueryNotes {
    let words = || model.search.words.iter();
    let chips = words().filter(|word| word.chip().is_some()).count();
    let all = chips + words().filter(|word| note_line(word, false).is_some()).count();
    let beside = |has_sort, count: String| QueryNotes {
        notes: notes_beside(model, line, &count, has_sort),
        count,
    };
    let (long, short) = (count_label(model), count_of_hits(model));
    let tries = || {
        let tries = [(true, &long), (true, &short), (false, &long), (false, &short)];
        tries.into_iter().map(|(has_sort, count)| beside(has_sort, count.clone()))
    };
    let count_chips = |tried: &QueryNotes| tried.notes.iter().filter(|note| note.is_chip).count();
    let with_all = tries().find(|tried| tried.notes.len() == all);
    let with_chips = || tries().find(|tried| count_chips(tried) == chips);
    with_all.or_else(with_chips).unwrap_or_else(|| beside(false, short.clone()))
}

/// Returns the notes that fit between the query and `count`. `has_sort`: chips name their sort.
fn notes_beside(model: &Model, line: Area, count: &str, has_sort: bool) -> Vec<QueryNote> {
    let Screen::Search(search) = &model.screen else { return Vec::new() };
    let end = (line.x + line.width).saturating_sub(cells_of(count) + GAP);
    let typed = cells_of(search.input.text());
    let mut start = line.x.saturating_add(2 + GAP).saturating_add(typed);
    let mut notes = Vec::new();
    let words = model.search.words.iter().enumerate();
    let (chips, others): (Vec<_>, Vec<_>) = words.partition(|(_, word)| word.chip().is_some());
    let is_alone = others.len() == 1;
    for (at, word) in chips.into_iter().chain(others) {
        let is_chip = word.chip().is_some();
        let line = chip_line(model, word, has_sort).or_else(|| note_line(word, is_alone));
        let Some(line) = line else { continue };
        let after = start.saturating_add(u16::try_from(line_width(&line)).unwrap_or(u16::MAX));
        if after <= end {
            notes.push(QueryNote { word: at, line, cells: start..after, is_chip });
            start = after.saturating_add(if is_chip { 1 } else { GAP });
        }
    }
    notes
}

fn cells_of(text: &str) -> u16 {
    u16::try_from(text::width(text)).unwrap_or(u16::MAX)
}

/// Returns the number of hits, and of all sessions: `2 of 73`. In the linear layout, each hit has
/// such numbers.
fn count_of_hits(model: &Model) -> String {
    match model.search.hits.len() {
        hits if !model.settings.linear => format!("{hits} of {}", model.agenda.sessions.len()),
        1 => "1 hit".to_owned(),
        hits => format!("{hits} hits"),
    }
}

/// Returns the number of hits, and of the sessions below them.
fn count_label(model: &Model) -> String {
    match model.search.without_chips.len() {
        0 => count_of_hits(model),
        more => format!("{}, {more} more below", count_of_hits(model)),
    }
}

/// Returns a chip, with its sort if `has_sort`.
fn chip_line(model: &Model, word: &QueryWord, has_sort: bool) -> Option<Line> {
    let (sort, meaning) = word.chip()?;
    // Without colours, the brackets are the sign of a chip.
    let is_plain = model.settings.ascii || model.settings.linear;
    let [open, close] = if is_plain { ["[", "]"] } else { [" ", " "] };
    let (role, sort_role) = match sort {
        ChipSort::Day | ChipSort::Time => (Role::TimeChip, Role::TimeChipSort),
        ChipSort::Room => (Role::RoomChip, Role::RoomChipSort),
        ChipSort::Kind | ChipSort::Track | ChipSort::Speaker => (Role::Pill, Role::PillSort),
    };
    if sort == ChipSort::Time || !has_sort {
        return Some(vec![text_run(role, &format!("{open}{meaning}{close}"))]);
    }
    let sort = format!(" {}{close}", sort.word());
    Some(vec![text_run(role, &format!("{open}{meaning}")), text_run(sort_role, &sort)])
}

/// Returns the note on a word that stands for another: `taken as facebook`, with the typed word
/// before if the query has other words.
fn note_line(word: &QueryWord, is_alone: bool) -> Option<Line> {
    let WordReading::TakenAs(other) = &word.reading else { return None };
    let typed = if is_alone { String::new() } else { format!("{} ", word.typed) };
    let taken = text_run(Role::Faint, &format!("{typed}taken as "));
    Some(vec![taken, text_run(Role::Match, other)])
}

/// Returns the role of a typed word in the query line.
pub(crate) fn word_role(word: &QueryWord) -> Role {
    match &word.reading {
        WordReading::Chip { is_met: true, .. } => Role::Key,
        WordReading::Dropped => Role::Faint,
        WordReading::Missing | WordReading::Chip { is_met: false, .. } => Role::Cancelled,
        WordReading::Typed | WordReading::TakenAs(_) => Role::Title,
    }
}

/// Returns the bytes `part` of the typed query in the roles of their words.
pub(crate) fn typed_line(model: &Model, typed: &str, part: Range<usize>) -> Line {
    let mut line = Line::new();
    let mut at = part.start;
    let places = model.search.word_places(typed);
    for (place, word) in places.into_iter().zip(&model.search.words) {
        let Some(place) = place else { continue };
        let (start, end) = (place.start.clamp(at, part.end), place.end.clamp(at, part.end));
        line.push(text_run(Role::Title, typed.get(at..start).unwrap_or_default()));
        line.push(text_run(word_role(word), typed.get(start..end).unwrap_or_default()));
        at = end;
    }
    line.push(text_run(Role::Title, typed.get(at..part.end).unwrap_or_default()));
    line.retain(|run| !run.text.is_empty());
    line
}
