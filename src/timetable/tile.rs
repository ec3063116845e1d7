//! The tiles of a day.

use super::axis::Axis;
use crate::agenda::SessionIx;
use std::ops::Range;

/// A rectangle of the timetable. A session has several tiles if its columns are not adjacent, or if
/// other sessions interrupt a band.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tile {
    /// Index in [`Agenda::sessions`](crate::agenda::Agenda::sessions).
    pub session: SessionIx,
    /// The columns of the tile.
    pub columns: Range<usize>,
    /// The lane of the tile, from 0 to `lanes - 1`.
    pub lane: usize,
    /// The number of lanes that overlapping sessions share. A tile over several columns has 1.
    pub lanes: usize,
    /// The place among sessions that share a row of the lane.
    pub share: RowShare,
    /// The start, in minutes of the day.
    pub start: i32,
    /// The end, in minutes of the day.
    pub end: i32,
    /// See [`DaySession::ends_here`](super::DaySession::ends_here).
    pub ends_here: bool,
    /// The half rows of the tile, two for each row. Empty for a ghost without a place of its own.
    pub halves: Range<i32>,
    /// True if the tile touches one above and has the other ground: see
    /// [`PlacedDay`](super::PlacedDay).
    pub is_second: bool,
    /// True for a break or a social.
    pub band: bool,
    /// True for the widest tile of a session. Only the widest tile shows the session's text.
    pub shows_text: bool,
    /// See [`DaySession::ghost`](super::DaySession::ghost).
    pub ghost: bool,
}

impl Tile {
    /// Returns the rows that the tile takes, wholly or in part.
    pub fn rows(&self) -> Range<i32> {
        self.halves.start.div_euclid(2)..(self.halves.end + 1).div_euclid(2)
    }

    /// Returns the column of the tile that is nearest to `column`.
    pub fn nearest_column(&self, column: usize) -> usize {
        column.min(self.columns.end.saturating_sub(1)).max(self.columns.start)
    }

    /// Returns the minute of the tile that is nearest to `minute`.
    pub fn nearest_minute(&self, minute: i32) -> i32 {
        minute.min(self.end - 1).max(self.start)
    }
}

/// The place of a tile among sessions that are too short for a row each, and lie side by side in
/// one row of their lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowShare {
    /// The position, from the left.
    pub nth: usize,
    /// The number of sessions in the row, at least 1.
    pub of: usize,
}

impl RowShare {
    /// The share of a session that is alone in its rows.
    pub const WHOLE: RowShare = RowShare { nth: 0, of: 1 };
}

/// The layout of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timetable {
    /// The axis from minutes to rows.
    pub axis: Axis,
    /// The tiles by start, column and lane.
    pub tiles: Vec<Tile>,
    /// The number of columns.
    pub columns: usize,
    /// The sessions with the positions of their tiles, ascending.
    tiles_of_sessions: Vec<(SessionIx, usize)>,
    /// The columns with the positions of the tiles of one column, ascending.
    tiles_of_columns: Vec<(usize, usize)>,
    /// The positions of the tiles over several columns.
    wide_tiles: Vec<usize>,
}

impl Timetable {
    /// Returns the layout of a day. `tiles` are sorted.
    pub(super) fn new(axis: Axis, tiles: Vec<Tile>, columns: usize) -> Timetable {
        let mut tiles_of_sessions: Vec<(SessionIx, usize)> =
            tiles.iter().zip(0..).map(|(tile, at)| (tile.session, at)).collect();
        tiles_of_sessions.sort_unstable();
        let (mut tiles_of_columns, mut wide_tiles) = (Vec::new(), Vec::new());
        for (tile, at) in tiles.iter().zip(0..) {
            match tile.columns.len() {
                1 => tiles_of_columns.push((tile.columns.start, at)),
                _ => wide_tiles.push(at),
            }
        }
        tiles_of_columns.sort_unstable();
        Timetable { axis, tiles, columns, tiles_of_sessions, tiles_of_columns, wide_tiles }
    }

    /// Returns the tiles that have one of `columns`, in the order of [`Timetable::tiles`]. For less
    /// than half of the columns, the time grows with the number of the tiles, and of the tiles over
    /// several columns.
    pub fn tiles_in(&self, columns: &Range<usize>) -> Vec<&Tile> {
        let is_in =
            |tile: &Tile| tile.columns.start.max(columns.start) < tile.columns.end.min(columns.end);
        if columns.len() * 2 >= self.columns {
            return self.tiles.iter().filter(|tile| is_in(tile)).collect();
        }
        let first = self.tiles_of_columns.partition_point(|(column, _)| *column < columns.start);
        let narrow = self.tiles_of_columns.iter().skip(first);
        let narrow = narrow.take_while(|(column, _)| *column < columns.end).map(|(_, at)| *at);
        let is_wide = |at: &usize| self.tiles.get(*at).is_some_and(is_in);
        let wide = self.wide_tiles.iter().copied().filter(is_wide);
        let mut found: Vec<usize> = narrow.chain(wide).collect();
        found.sort_unstable();
        found.into_iter().filter_map(|at| self.tiles.get(at)).collect()
    }

    /// Returns the tiles of a session, from left to right.
    pub fn tiles_of(&self, session: SessionIx) -> impl Iterator<Item = &Tile> + Clone {
        let first = self.tiles_of_sessions.partition_point(|(known, _)| *known < session);
        let tiles = self.tiles_of_sessions.iter().skip(first);
        let tiles = tiles.take_while(move |(known, _)| *known == session);
        tiles.filter_map(|(_, at)| self.tiles.get(*at))
    }

    /// Returns the tile of `session` in `column`. If the session has no tile in `column`, returns
    /// the tile with the session's text.
    pub fn tile_of(&self, session: SessionIx, column: usize) -> Option<&Tile> {
        let mut tiles = self.tiles_of(session);
        tiles
            .clone()
            .find(|tile| tile.columns.contains(&column))
            .or_else(|| tiles.find(|tile| tile.shows_text))
    }

    /// Returns the tiles that can be selected: all but ghosts.
    pub fn live_tiles(&self) -> impl DoubleEndedIterator<Item = &Tile> + Clone {
        self.tiles.iter().filter(|tile| !tile.ghost)
    }
}
