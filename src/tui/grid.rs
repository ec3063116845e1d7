//! Tiles to cells of the screen: the part of the day that is scrolled to.

use super::model::Model;
use super::panes::{self, Area, LANE_MIN};
use crate::timetable::{Tile, spread};

/// Where a tile is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cells {
    pub(crate) area: Area,
    /// Rows of the tile that are scrolled out above.
    pub(crate) above: u16,
    /// Its last row is shown.
    pub(crate) ends: bool,
    /// How many sessions at this time have no lane of their own and are behind it.
    pub(crate) behind: usize,
}

/// Where that tile is; `None`: it is scrolled out, or behind another.
pub(crate) fn cells(model: &Model, tile: &Tile) -> Option<Cells> {
    let grid = panes::grid(model.panes().main);
    let shown = model.columns_shown();
    let columns = tile.columns.start.max(shown.start)..tile.columns.end.min(shown.end);
    let rows = tile.rows.start.max(model.place.top)..tile.rows.end.min(model.place.top + i32::from(grid.height));
    if columns.is_empty() || rows.is_empty() {
        return None;
    }
    let edges = spread(shown.len(), grid.width);
    let left = edges.get(columns.start - shown.start)?.start;
    let right = edges.get(columns.end - 1 - shown.start)?.end;
    let (lane, lanes, behind) = lane(model, tile, right - left)?;
    let lane = spread(lanes, right - left).get(lane)?.clone();
    let u16_of = |n: i32| u16::try_from(n).unwrap_or(0);
    Some(Cells {
        area: Area {
            x: grid.x + left + lane.start,
            y: grid.y + u16_of(rows.start - model.place.top),
            // One cell stays free between neighbours.
            width: (lane.end - lane.start).saturating_sub(1),
            height: u16_of(rows.end - rows.start),
        },
        above: u16_of(rows.start - tile.rows.start),
        ends: rows.end == tile.rows.end,
        behind,
    })
}

/// The lane in which a tile is drawn, of how many, and how many are behind it: lanes that would be too narrow are not
/// drawn, but for the selected one, which comes to the front.
fn lane(model: &Model, tile: &Tile, width: u16) -> Option<(usize, usize, usize)> {
    let lanes = tile.lanes.min(usize::from(width / LANE_MIN).max(1));
    if lanes == tile.lanes {
        return Some((tile.lane, lanes, 0));
    }
    let last = lanes - 1;
    if tile.lane < last {
        return Some((tile.lane, lanes, 0));
    }
    // The other lanes share the last one: the selected session first, then whatever does not overlap what is there.
    let mut sharing: Vec<&Tile> =
        model.table.tiles.iter().filter(|other| other.columns == tile.columns && other.lane >= last).collect();
    sharing.sort_by_key(|other| (Some(other.session) != model.place.selected, other.ghost, other.lane, other.start));
    let mut front: Vec<&Tile> = Vec::new();
    for other in &sharing {
        if front.iter().all(|shown| !overlap(shown, other)) {
            front.push(other);
        }
    }
    let shown = front.iter().any(|shown| shown.session == tile.session);
    let behind = sharing.iter().filter(|other| overlap(other, tile) && other.session != tile.session).count();
    shown.then_some((last, lanes, behind))
}

fn overlap(a: &Tile, b: &Tile) -> bool {
    a.start < b.end && b.start < a.end
}

/// What runs in the columns of a tile while it does, itself included, whether or not it has a lane of its own.
pub(crate) fn sharing<'a>(model: &'a Model, tile: &Tile) -> Vec<&'a Tile> {
    model.table.live().filter(|other| other.columns == tile.columns && overlap(other, tile)).collect()
}

/// Whether other sessions are behind the selected one.
pub(crate) fn has_more_behind(model: &Model) -> bool {
    let tile = model.place.selected.and_then(|session| model.table.tile_of(session, model.place.cursor.column));
    !model.is_list() && tile.and_then(|tile| cells(model, tile)).is_some_and(|cells| cells.behind > 0)
}

/// The tile at a cell of the screen.
pub(crate) fn tile_at(model: &Model, x: u16, y: u16) -> Option<&Tile> {
    model.table.live().find(|tile| cells(model, tile).is_some_and(|cells| cells.area.contains(x, y)))
}
