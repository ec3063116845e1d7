//! Scrolled lists and texts, and the hidden lines of the part of the screen with the focus.

use super::area::Area;
use super::{detail, help, screen, timeline};
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
            let height = screen::list_area(model).height;
            HiddenLines::new(model.place.first_row, height, model.derived.rows.len())
        }
        Focus::Main => {
            let count = usize::try_from(model.derived.table.axis.height()).unwrap_or(0);
            let first = usize::try_from(model.place.top).unwrap_or(0);
            HiddenLines::new(first, screen::grid(model).height, count)
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

/// Returns the first visible line as [`scroll_list`] does, with two lines of context above and
/// below the lines `wanted` as far as there are lines and `height` has room.
pub(crate) fn scroll_with_context(
    first: usize,
    height: u16,
    wanted: Range<usize>,
    count: usize,
) -> usize {
    let height = usize::from(height);
    let context = CONTEXT.min(height.saturating_sub(wanted.len()) / 2);
    let around = wanted.start.saturating_sub(context)..(wanted.end + context).min(count);
    scroll_list(first, height, around, count)
}
