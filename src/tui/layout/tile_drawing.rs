//! The drawing of a tile: what a view draws into its cells.

use super::grid::TileCells;
use super::line::Line;
use crate::tui::theme::{Accent, CardState, Ground};
use std::rc::Rc;

/// The drawing of a visible part of a tile.
#[derive(Debug, Clone)]
pub(crate) struct TileDrawing {
    /// The position of the item in my schedule. `None`: a tile of the timetable.
    pub(crate) item: Option<usize>,
    pub(crate) cells: TileCells,
    pub(crate) body: Rc<TileBody>,
}

/// The appearance of a tile.
#[derive(Debug)]
pub(crate) enum TileBody {
    /// A session in its room.
    Card(Card),
    /// A session for everybody: a flat ground with one line, from the first whole row.
    Band { ground: Ground, line: Line, right: Line },
    /// A session that the filter hides: an edge alone.
    Ghost,
    /// Free time in my schedule.
    Free(FreeCard),
}

impl TileBody {
    /// Returns true for a session in its room.
    #[cfg(test)]
    pub(crate) fn is_card(&self) -> bool {
        matches!(self, TileBody::Card(_))
    }
}

/// A session in its room: an edge and lines of text.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) accent: Accent,
    /// The ground of the rows before `faded_rows`.
    pub(crate) faded: CardState,
    /// The number of rows from the top of the cells that are over. The card fades while it runs.
    pub(crate) faded_rows: u16,
    /// The ground of the other rows.
    pub(crate) state: CardState,
    /// The sign of the edge.
    pub(crate) edge: &'static str,
    /// The text of the whole rows, from the first one.
    pub(crate) lines: Vec<Line>,
    /// The end of the last whole row: length and kind, or the minutes that are left.
    pub(crate) right: Line,
    /// The number of sessions behind the tile, at the end of the first whole row: `+2`, or empty.
    pub(crate) count: String,
}

/// Free time in my schedule: a hollow card.
#[derive(Debug)]
pub(crate) struct FreeCard {
    pub(crate) is_selected: bool,
    /// Free time that is over has no frame.
    pub(crate) is_past: bool,
    /// The length, and the number of sessions that fit.
    pub(crate) label: Line,
    /// The sessions that fit, the best first, in as many lines as the card has rows for them.
    pub(crate) fits: Vec<FitLine>,
}

/// A session that fits into free time.
#[derive(Debug)]
pub(crate) struct FitLine {
    pub(crate) title: Line,
    /// The room, or an empty line.
    pub(crate) right: Line,
}
