//! Scrolled lists and texts, and the hidden lines of the part of the screen with the focus.

use super::area::Area;
use super::list_lines::has_rows_below;
use super::{detail, grid, help, screen, timeline};
use crate::tui::state::{Focus, Model};
use std::ops::Range;

/// The directions in which lines of the part with the focus are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct HiddenLines {
    pub(crate) above: bool,
    pub(crate) below: bool,
}

impl HiddenLines {
    fn new(first: usize, height: u16, count: usize) -> HiddenLines {
        let height = usize::from(height);
        HiddenLines { above: first > 0 && height > 0, below: height > 0 && first + height < count }
    }

    /// Returns true if every line is visible.
    pub(crate) fn is_empty(self) -> bool {
        self == HiddenLines::default()
    }
}

/// Returns the directions in which lines of the part with the focus are hidden.
pub(crate) fn hidden_lines(model: &Model) -> HiddenLines {
    match model.focus {
        Focus::Main if screen::is_timeline(model) => {
            let axis = model.derived.timeline.as_ref().map(|timeline| &timeline.table.axis);
            let count = axis.map_or(0, |axis| usize::try_from(axis.height()).unwrap_or(0));
            let first = usize::try_from(model.place.top).unwrap_or(0);
            HiddenLines::new(first, timeline::timeline_areas(model).grid.height, count)
        }
        Focus::Main if screen::is_list(model) => {
            let is_visible = screen::list_area(model).height > 0;
            HiddenLines {
                above: is_visible && model.place.first_row > 0,
                below: has_rows_below(model),
            }
        }
        Focus::Main => {
            let count = usize::try_from(model.derived.table.axis.height()).unwrap_or(0);
            let top = usize::try_from(model.place.top).unwrap_or(0);
            let hidden = HiddenLines::new(top, screen::grid(model).height, count);
            HiddenLines {
                above: hidden.above && model.place.top > grid::first_row(model),
                ..hidden
            }
        }
        Focus::Detail { .. } | Focus::Help => {
            let (area, count) = text_area_and_lines(model);
            HiddenLines::new(model.scroll, area.height, count)
        }
        Focus::Picker(_) | Focus::Map { .. } => HiddenLines::default(),
    }
}

/// Returns the area of the help if the help has the focus, else of the details, and the number of
/// lines of the text.
pub(crate) fn text_area_and_lines(model: &Model) -> (Area, usize) {
    if model.focus == Focus::Help {
        let area = help::help_area(model);
        (area, help::help_lines(model, area.width).len())
    } else {
        let area = detail::detail_area(model);
        (area, detail::detail_lines(model, area.width).len())
    }
}

/// Returns the first visible line, nearest to `first`, of a list of `count` lines with `height`
/// visible lines that shows the lines `wanted`. See
/// [`scroll_to_show`](crate::timetable::scroll_to_show).
pub(crate) fn scroll_list(
    first: usize,
    height: usize,
    wanted: Range<usize>,
    count: usize,
) -> usize {
    let first = first.max(wanted.end.saturating_sub(height)).min(wanted.start);
    first.min(count.saturating_sub(height))
}

/// The rows above and below the selection that stay visible.
const CONTEXT: usize = 2;

/// A scrolled list of rows with one or more lines each.
pub(crate) struct ScrolledRows<'a> {
    /// The number of rows.
    pub(crate) count: usize,
    /// The number of visible lines.
    pub(crate) height: u16,
    /// Returns the number of lines of a row.
    pub(crate) lines_of: &'a dyn Fn(usize) -> usize,
}

impl ScrolledRows<'_> {
    /// Returns the first visible row, nearest to `first`, that shows the rows `wanted`, with two
    /// rows of context above and below as far as there are rows and lines. If the rows `wanted`
    /// have more than the visible lines, the first of them is the first visible row.
    pub(crate) fn show_with_context(&self, first: usize, wanted: Range<usize>) -> usize {
        let height = usize::from(self.height);
        let lines: usize = wanted.clone().map(self.lines_of).sum();
        let spare = height.saturating_sub(lines) / 2;
        let above = self.count_fitting((0..wanted.start).rev().take(CONTEXT), spare);
        let below = self.count_fitting((wanted.end..self.count).take(CONTEXT), spare);
        let around = wanted.start - above..wanted.end + below;
        let first = first.max(self.first_above(around.end)).min(around.start);
        first.min(self.first_above(self.count))
    }

    /// Returns the first visible row that shows the rows `wanted`: `first` if it shows them, else
    /// the row of a page that begins or ends with them. A reader hears a page once, and not a line
    /// of it with every row.
    pub(crate) fn show_by_pages(&self, first: usize, wanted: Range<usize>) -> usize {
        let first = first.min(self.count);
        let end = first + self.count_fitting(first..self.count, usize::from(self.height));
        if wanted.start < first {
            self.first_above(wanted.end).min(wanted.start)
        } else if wanted.end > end {
            wanted.start.min(self.first_above(self.count).max(first))
        } else {
            first
        }
    }

    /// Returns the first visible row if the row before `end` is the last visible one.
    fn first_above(&self, end: usize) -> usize {
        end - self.count_fitting((0..end).rev(), usize::from(self.height))
    }

    /// Returns the number of rows whose lines fit into `lines`, from the first one on.
    fn count_fitting(&self, rows: impl Iterator<Item = usize>, lines: usize) -> usize {
        let mut left = lines;
        let fitting = rows.take_while(|row| {
            let rest = left.checked_sub((self.lines_of)(*row));
            left = rest.unwrap_or(0);
            rest.is_some()
        });
        fitting.count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_change_only_at_their_ends() {
        let shown = |first, wanted| {
            let rows = ScrolledRows { count: 9, height: 4, lines_of: &|_| 1 };
            rows.show_by_pages(first, wanted)
        };
        for (first, wanted, expected) in [
            (0, 3..4, 0),
            (0, 4..5, 4),
            (4, 7..8, 4),
            // The last page is full.
            (4, 8..9, 5),
            (4, 3..4, 0),
            (5, 4..5, 1),
            (0, 8..9, 5),
        ] {
            assert_eq!(shown(first, wanted.clone()), expected, "{first} {wanted:?}");
        }
    }

    #[test]
    fn wanted_rows_are_visible_with_two_rows_of_context_where_lines_are_left() {
        // The lines of each row, the height, the first row, the wanted rows, and the new first row.
        for (lines, height, first, wanted, expected) in [
            (&[1, 1, 1, 1, 1, 1, 1, 1][..], 5, 0, 4..5, 2),
            (&[1, 1, 1, 1, 1, 1, 1, 1], 5, 3, 4..5, 2),
            (&[1, 1, 1, 1, 1, 1, 1, 1], 5, 0, 7..8, 3),
            (&[1, 1, 1, 1, 1, 1, 1, 1], 1, 0, 4..5, 4),
            (&[1, 1, 1], 5, 2, 2..3, 0),
            // Two rows above have three lines: they fit into half of the other lines.
            (&[1, 1, 2, 1, 2, 1, 1, 1], 8, 4, 4..5, 2),
            (&[1, 1, 2, 2, 2, 1, 1, 1], 8, 4, 4..5, 3),
            // A row that is higher than the screen begins at its top.
            (&[1, 9, 1, 1], 4, 0, 1..2, 1),
            (&[1, 1, 9], 4, 0, 2..3, 2),
            (&[], 4, 0, 0..0, 0),
        ] {
            let rows = ScrolledRows { count: lines.len(), height, lines_of: &|row| lines[row] };
            let shown = rows.show_with_context(first, wanted.clone());
            assert_eq!(shown, expected, "{lines:?} {height} {first} {wanted:?}");
        }
    }
}
