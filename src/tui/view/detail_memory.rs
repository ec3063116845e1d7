//! The details of the frame before. They stay on the screen while a key is held.

use super::brush::Brush;
use crate::tui::layout::area::Area;
use crate::tui::layout::detail::detail_area;
use crate::tui::layout::screen;
use crate::tui::state::{Focus, Model};
use ratatui::buffer::{Buffer, Cell};

/// The place of the details that the screen shows.
#[derive(Debug, Default)]
pub(super) struct DetailMemory {
    /// The next frame keeps the details.
    pub(super) stay: bool,
    /// The last frame has kept the details of the frame before.
    pub(super) have_stayed: bool,
    /// The area of the details beside or below the main pane. `None`: the last frame had none, or
    /// other things lay over them.
    shown: Option<Area>,
}

/// The cells of the details of the frame before.
#[derive(Debug)]
pub(super) struct KeptDetails {
    area: Area,
    cells: Vec<Cell>,
}

impl DetailMemory {
    /// Begins a frame. Returns the details of the frame before in `buffer`, if they stay and have
    /// the same place.
    pub(super) fn begin_frame(&mut self, model: &Model, buffer: &Buffer) -> Option<KeptDetails> {
        let before = std::mem::replace(&mut self.shown, pane_of_details(model));
        let area = self.shown.filter(|now| self.stay && before == Some(*now));
        let kept = area.map(|area| KeptDetails { area, cells: copy_cells(buffer, area) });
        self.have_stayed = kept.is_some();
        kept
    }

    /// Forgets the details: other things are drawn into their cells.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }
}

impl KeptDetails {
    pub(super) fn draw(&self, brush: &mut Brush) {
        brush.paste_cells(self.area, &self.cells);
    }
}

/// Returns the area of the details with the edge of their head, if they are in a pane and the main
/// pane has the keys.
fn pane_of_details(model: &Model) -> Option<Area> {
    let has_pane = model.focus == Focus::Main && !screen::panes(model).detail.is_empty();
    let area = has_pane.then(|| detail_area(model))?;
    Some(Area { x: area.x.saturating_sub(1), width: area.width + 1, ..area })
}

/// Returns the cells of an area, row by row.
fn copy_cells(buffer: &Buffer, area: Area) -> Vec<Cell> {
    let columns = area.x..area.x.saturating_add(area.width).min(buffer.area.width);
    let rows = area.y..area.y.saturating_add(area.height).min(buffer.area.height);
    let places = rows.flat_map(|y| columns.clone().map(move |x| (x, y)));
    places.filter_map(|place| buffer.cell(place).cloned()).collect()
}
