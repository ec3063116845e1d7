//! The hidden lines above and below the part of the screen with the focus.

use crate::tui::layout::{detail, help, screen};
use crate::tui::state::{Focus, Model};

/// The directions in which the part of the screen with the focus can be scrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hidden {
    pub(crate) above: bool,
    pub(crate) below: bool,
}

impl Hidden {
    fn new(first: usize, height: u16, count: usize) -> Hidden {
        let height = usize::from(height);
        Hidden { above: first > 0 && height > 0, below: height > 0 && first + height < count }
    }

    /// Returns true if nothing can be scrolled.
    pub(crate) fn is_nothing(self) -> bool {
        self == Hidden::default()
    }
}

/// Returns the directions in which lines of the part with the focus are hidden.
pub(crate) fn hidden_lines(model: &Model) -> Hidden {
    match model.focus {
        Focus::Main if screen::is_list(model) => {
            let height = screen::list_area(model).height;
            Hidden::new(model.place.first_row, height, model.derived.rows.len())
        }
        Focus::Main => {
            let count = usize::try_from(model.derived.table.axis.height()).unwrap_or(0);
            let first = usize::try_from(model.place.top).unwrap_or(0);
            Hidden::new(first, screen::grid(model).height, count)
        }
        Focus::Detail { .. } => {
            let area = detail::area(model);
            Hidden::new(model.scroll, area.height, detail::lines(model, area.width).len())
        }
        Focus::Help => {
            let area = help::area(model);
            Hidden::new(model.scroll, area.height, help::lines(model, area.width).len())
        }
        Focus::Picker(_) => Hidden::default(),
    }
}
