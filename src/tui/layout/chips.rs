//! The chips of the query line: the days and times that a search understood.

use super::area::Area;
use crate::text;
use crate::tui::state::{Model, Screen};
use std::ops::Range;

/// A chip of the query line.
pub(crate) struct Chip<'m> {
    /// The meaning, such as `Wednesday`.
    pub(crate) meaning: &'m str,
    /// The words of the query, as typed.
    pub(crate) typed: &'m str,
    /// The cells of the line, with a blank cell at each end.
    pub(crate) cells: Range<u16>,
}

/// The blank cells between the query, the chips and the number of hits.
const GAP: u16 = 2;
/// The cells at the right end of the line for the number of hits.
const COUNT_CELLS: u16 = 14;

/// Returns the chips that fit behind the query in its line.
pub(crate) fn query_chips<'m>(model: &'m Model, line: Area) -> Vec<Chip<'m>> {
    let Screen::Search(search) = &model.screen else { return Vec::new() };
    let cells = |text: &str| u16::try_from(text::width(text)).unwrap_or(u16::MAX);
    let end = line.x + line.width.saturating_sub(COUNT_CELLS);
    let mut start = line.x.saturating_add(2 + GAP).saturating_add(cells(search.input.text()));
    let mut chips = Vec::new();
    for moment in &model.search.moments {
        let after = start.saturating_add(cells(&moment.meaning)).saturating_add(2);
        if after > end {
            break;
        }
        let (meaning, typed) = (&*moment.meaning, &*moment.typed);
        chips.push(Chip { meaning, typed, cells: start..after });
        start = after.saturating_add(1);
    }
    chips
}
