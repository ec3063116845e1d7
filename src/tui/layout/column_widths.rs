//! The widths of the columns of the timetable: a column is as wide as the titles of its cards need.

use super::rooms::column_names;
use super::screen;
use crate::text;
use crate::timetable::{ColumnNeed, Tile, share_width};
use crate::tui::state::Model;
use std::ops::Range;

/// The least and the most cells that a column with sessions may need.
const CARD_CELLS: Range<u16> = 16..44;
/// The most cells of a column for its longest word: wider ones would take too many from the others.
const WORD_CELLS: u16 = 28;
/// The least cells of a column without a session of its own on the day.
const EMPTY_CELLS: u16 = 9;
/// The cells of a column beside the text of its cards: edge, margins and gap.
const BESIDE_TEXT: u16 = 4;
/// The most sessions of a column that are measured.
const MOST_TILES: usize = 200;

/// Returns the cells of the visible columns, from the left of the grid.
pub(crate) fn column_cells(model: &Model) -> Vec<Range<u16>> {
    share_width(&needs_of_shown(model), screen::grid(model).width)
}

/// Returns the cells that each visible column needs. Where a part of the columns fits, a long word
/// takes few cells from the titles of other columns.
pub(crate) fn needs_of_shown(model: &Model) -> Vec<ColumnNeed> {
    /// The most cells for a long word beyond an equal part of the grid.
    const BEYOND_EQUAL: u16 = 3;
    let shown = screen::columns_shown(model);
    let is_part = shown.len() < model.derived.columns.len();
    let count = u16::try_from(shown.len()).unwrap_or(u16::MAX).max(1);
    let equal = (screen::grid(model).width / count).max(CARD_CELLS.start);
    let most =
        if is_part { equal.saturating_add(BEYOND_EQUAL).min(WORD_CELLS) } else { WORD_CELLS };
    let needs = shown.map(|column| known_need(model, column));
    needs.map(|need| ColumnNeed { least: need.least.min(most), ..need }).collect()
}

/// Returns the cells that a column needs. The first call after a new layout measures its cards.
fn known_need(model: &Model, column: usize) -> ColumnNeed {
    let unknown = ColumnNeed { least: CARD_CELLS.start, usual: CARD_CELLS.start };
    let known = model.derived.column_needs.get(column);
    known.map_or(unknown, |need| *need.get_or_init(|| column_need(model, column)))
}

fn column_need(model: &Model, column: usize) -> ColumnNeed {
    let tiles = model.derived.table.tiles_in(&(column..column + 1)).into_iter();
    let own = tiles.filter(|tile| !tile.ghost && !tile.band && tile.columns.len() == 1);
    let own = own.take(MOST_TILES);
    let title =
        own.clone().fold(None, |need, tile| Some(card_need(model, tile, need.unwrap_or(0))));
    let word = own.fold(None, |need, tile| Some(word_need(model, tile, need.unwrap_or(0))));
    match title.zip(word) {
        Some((title, word)) => {
            let least = word.clamp(CARD_CELLS.start, WORD_CELLS);
            ColumnNeed { least, usual: title.clamp(least, CARD_CELLS.end) }
        }
        None => {
            let names = column_names(model);
            let name = names.get(column).map_or(0, |name| text::width(name));
            let name = u16::try_from(name + 3).unwrap_or(u16::MAX);
            let cells = name.clamp(EMPTY_CELLS, CARD_CELLS.start);
            ColumnNeed { least: cells, usual: cells }
        }
    }
}

/// Returns the least cells of a column, but `known` at least, in which a card breaks no word of its
/// title and of the names of its people. More than [`WORD_CELLS`] are not counted.
fn word_need(model: &Model, tile: &Tile, known: u16) -> u16 {
    let session = model.agenda.sessions.get(tile.session).filter(|_| known < WORD_CELLS);
    let Some(session) = session else { return known };
    let people = model.agenda.people_of(session).map(|(person, _)| &*person.name);
    let lanes = lanes_of(tile);
    let mut longest = (known / lanes.max(1)).saturating_sub(BESIDE_TEXT);
    for text in people.chain([&*session.title]) {
        // A word has no more cells than bytes, and few texts have a longer one.
        if has_longer_run(text, longest.into()) {
            longest = text.split(' ').map(unbroken_cells).fold(longest, u16::max);
        }
    }
    longest.saturating_add(BESIDE_TEXT).saturating_mul(lanes).max(known)
}

/// Returns true if a word of a text has more than `bytes` bytes. Of a word, the last byte that such
/// a word would have is looked at first.
fn has_longer_run(text: &str, bytes: usize) -> bool {
    let mut rest = text.as_bytes();
    while let Some(run) = rest.get(..=bytes) {
        match run.iter().rposition(|byte| *byte == b' ') {
            Some(space) => rest = rest.get(space + 1..).unwrap_or_default(),
            None => return true,
        }
    }
    false
}

/// Returns the cells of the longest part of a word between two joints: see [`text::wrap`].
fn unbroken_cells(word: &str) -> u16 {
    word.split_inclusive(text::is_joint).map(word_cells).max().unwrap_or(0)
}

/// Returns the number of lanes of a tile in its column. Sessions that share a row widen no column.
fn lanes_of(tile: &Tile) -> u16 {
    u16::try_from(tile.lanes).unwrap_or(u16::MAX)
}

/// Returns the least cells of a column, but `known` at least, in which a card shows the whole title
/// and the length. More than the most cells of a column are not counted.
fn card_need(model: &Model, tile: &Tile, known: u16) -> u16 {
    /// The cells of the length at the end of the last row, with a space: ` 40′`.
    const LENGTH_CELLS: u16 = 4;
    let session = model.agenda.sessions.get(tile.session).filter(|_| known < CARD_CELLS.end);
    let Some(session) = session else { return known };
    let rows = (tile.halves.end.div_euclid(2) - (tile.halves.start + 1).div_euclid(2)).max(1);
    let words = session.title.split(' ').map(word_cells);
    let lanes = lanes_of(tile);
    let known_width = (known / lanes.max(1)).checked_sub(BESIDE_TEXT);
    if known_width.is_some_and(|width| rows_of_words(words.clone(), width, LENGTH_CELLS) <= rows) {
        return known;
    }
    let words: Vec<u16> = words.collect();
    let fits = |width: u16| rows_of_words(words.iter().copied(), width, LENGTH_CELLS) <= rows;
    let (mut low, mut high) = (CARD_CELLS.start - BESIDE_TEXT, CARD_CELLS.end - BESIDE_TEXT);
    while low < high {
        let middle = low + (high - low) / 2;
        (low, high) = if fits(middle) { (low, middle) } else { (middle + 1, high) };
    }
    (low + BESIDE_TEXT).saturating_mul(lanes).max(known)
}

/// Returns the cells of a word.
pub(super) fn word_cells(word: &str) -> u16 {
    u16::try_from(text::width(word)).unwrap_or(u16::MAX)
}

/// Returns the rows of `width` cells that words take, with `end` cells behind the last word. A word
/// that is wider than a row takes several rows.
pub(super) fn rows_of_words(words: impl Iterator<Item = u16>, width: u16, end: u16) -> i32 {
    let (mut rows, mut used) = (1, 0_u16);
    for cells in words {
        let space = u16::from(used > 0);
        if used + space + cells.min(width) <= width && cells <= width {
            used += space + cells;
        } else {
            rows += i32::from(used > 0) + i32::from((cells.max(1) - 1) / width.max(1));
            used = (cells.max(1) - 1) % width.max(1) + 1;
        }
    }
    if used + end > width { rows + 1 } else { rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_words_may_be_broken_at_their_joints() {
        for (word, expected) in [
            ("word", 4),
            ("Machine-Learning-Modell", 9),
            ("CCC-Jahresrückblick", 15),
            ("a-b", 2),
            ("", 0),
        ] {
            assert_eq!(unbroken_cells(word), expected, "{word}");
        }
    }

    #[test]
    fn words_take_as_many_rows_as_they_need() {
        for (words, width, expected) in [
            (&[4, 4][..], 13, 1),
            (&[4, 4], 12, 2),
            (&[4, 4, 4], 9, 2),
            (&[20], 10, 3),
            (&[], 10, 1),
        ] {
            let rows = rows_of_words(words.iter().copied(), width, 4);
            assert_eq!(rows, expected, "{words:?} in {width}");
        }
    }

    proptest! {
        #[test]
        fn words_are_broken_at_their_joints_alone(
            word in "[a-z]{1,9}([-/][a-z]{1,9}){0,4}",
            more in 0..3_usize,
        ) {
            let cells = usize::from(unbroken_cells(&word)) + more;
            let lines = text::wrapped(&word, cells);
            let (_, before_last) = lines.split_last().unwrap();
            let ends_in_joint = |line: &String| line.ends_with(text::is_joint);
            prop_assert!(before_last.iter().all(ends_in_joint), "{:?}", lines);
        }
    }
}
