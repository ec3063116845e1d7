//! The tiles on the screen: the next frame paints those that differ, and those that share cells
//! with them.

use super::area::Area;
use super::tile_drawing::TileDrawing;
use std::ops::Range;
use std::rc::Rc;

/// The tiles that a frame has painted.
#[derive(Debug)]
pub(super) struct PaintedTiles {
    drawings: Vec<TileDrawing>,
    /// The timetable has the keys.
    has_focus: bool,
}

/// The part of a timetable that a frame has to paint. The other cells are as in the frame before.
#[derive(Debug, Default)]
pub(crate) struct Repaint {
    /// The areas whose cells are cleared before. Every tile with a cell in an area is in `tiles`.
    pub(crate) areas: Vec<Area>,
    /// The positions of the tiles, in the order of drawing.
    pub(crate) tiles: Vec<usize>,
}

/// The relation of a frame to the frame before.
#[derive(Debug, Clone, Default)]
pub(crate) struct FrameChange {
    /// The area with cells that are as in the frame before.
    pub(crate) kept: Area,
    /// The parts of `kept` that were drawn.
    pub(crate) drawn: Vec<Area>,
    /// The frame shows another thing than the frame before: no rows have moved.
    pub(crate) is_other: bool,
}

impl FrameChange {
    /// Returns the cells of a row in `kept`.
    pub(crate) fn kept_of_row(&self, y: u16) -> Range<usize> {
        cells_of(self.kept, y).unwrap_or_default()
    }

    /// Returns the cells of a row that were drawn.
    pub(crate) fn drawn_of_row(&self, y: u16) -> impl Iterator<Item = Range<usize>> {
        self.drawn.iter().filter_map(move |area| cells_of(*area, y))
    }
}

/// Returns the cells of a row of the screen that an area has.
fn cells_of(area: Area, y: u16) -> Option<Range<usize>> {
    let has_row = area.contains(area.x, y);
    has_row.then(|| area.x.into()..area.x.saturating_add(area.width).into())
}

impl PaintedTiles {
    pub(super) fn new(drawings: &[TileDrawing], has_focus: bool) -> PaintedTiles {
        PaintedTiles { drawings: drawings.to_vec(), has_focus }
    }

    /// Returns the part that differs in a frame with `drawings`. `row` is painted in any case.
    /// Returns `None` if everything has to be painted.
    pub(super) fn repaint(
        &self,
        drawings: &[TileDrawing],
        has_focus: bool,
        row: Option<Area>,
    ) -> Option<Repaint> {
        if drawings.len() != self.drawings.len() || has_focus != self.has_focus {
            return None;
        }
        let mut areas: Vec<Area> = row.into_iter().collect();
        let mut is_painted = vec![false; drawings.len()];
        let tiles = self.drawings.iter().zip(drawings);
        for (is_painted, (before, now)) in is_painted.iter_mut().zip(tiles) {
            if before.cells != now.cells || !Rc::ptr_eq(&before.body, &now.body) {
                *is_painted = true;
                areas.extend([before.cells.area, now.cells.area]);
            }
        }
        // Half a row of one tile and half a row of another share cells.
        let mut known = 0;
        while let Some(area) = areas.get(known).copied() {
            known += 1;
            for (is_painted, now) in is_painted.iter_mut().zip(drawings) {
                if !*is_painted && now.cells.area.overlaps(area) {
                    *is_painted = true;
                    areas.push(now.cells.area);
                }
            }
        }
        let tiles = is_painted.iter().enumerate().filter(|(_, is_painted)| **is_painted);
        Some(Repaint { areas, tiles: tiles.map(|(position, _)| position).collect() })
    }
}
