//! Rooms to columns, and columns to cells.

use super::day_session::{DaySession, Placement};
use super::occupancy::Occupancy;
use super::room_order::RoomOrder;
use crate::agenda::{Agenda, DayStart, RoomIx, Session, SessionIx, sessions_on_day};
use std::ops::Range;

/// A column of the timetable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The column of a person's own entries. Always the first one.
    Mine,
    /// The column of a room.
    Room(RoomIx),
    /// The column of sessions without a room that no free column can take.
    Elsewhere,
}

/// The columns of an agenda, the same on all days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    columns: Vec<Column>,
    /// The column of each room of the agenda.
    column_of_room: Vec<Option<usize>>,
}

/// Shortest session of a timetable, in minutes. A session of 0 minutes is drawn with 5.
const SHORTEST_MINUTES: i32 = 5;
/// Longest part of a session after the end of its day, in hours. A longer session is cut at the end
/// of the day.
const BEYOND_HOURS: i64 = 3;

impl Columns {
    /// Returns a column for every single room with a session that is no band, in the order of the
    /// agenda. The parts of a joined room become neighbours where possible. The last column is
    /// [`Column::Elsewhere`], if a session needs it.
    pub fn for_agenda(agenda: &Agenda) -> Columns {
        Columns::arranged_by(agenda, &RoomOrder::default(), |_| true)
    }

    /// Returns the columns as [`for_agenda`](Columns::for_agenda) does, in the order of
    /// `order`. Hidden rooms and rooms without a `wanted` session have no column.
    pub fn arranged_by(
        agenda: &Agenda,
        order: &RoomOrder,
        wanted: impl Fn(SessionIx) -> bool + Copy,
    ) -> Columns {
        let mut columns = Columns::of_rooms(agenda, Columns::arrange_rooms(agenda, order, wanted));
        let needs_elsewhere =
            (0..agenda.days.len()).any(|day| columns.lacks_column_on(agenda, day, wanted));
        if needs_elsewhere {
            columns.columns.push(Column::Elsewhere);
        }
        columns
    }

    /// Returns the columns with or without [`Column::Mine`] before those of the rooms.
    #[must_use]
    pub fn showing_mine(mut self, shows_mine: bool) -> Columns {
        if shows_mine && !self.has_mine() {
            self.columns.insert(0, Column::Mine);
            self.column_of_room.iter_mut().flatten().for_each(|column| *column += 1);
        } else if !shows_mine && self.has_mine() {
            self.columns.remove(0);
            self.column_of_room.iter_mut().flatten().for_each(|column| *column -= 1);
        }
        self
    }

    /// Returns true if the first column is [`Column::Mine`].
    pub fn has_mine(&self) -> bool {
        self.columns.first() == Some(&Column::Mine)
    }

    /// Returns the same columns in the order of `order`. The order of rooms gives no session a free
    /// column.
    #[must_use]
    pub fn reordered(&self, agenda: &Agenda, order: &RoomOrder) -> Columns {
        let rooms = (0..agenda.rooms.len()).filter(|room| self.has_room(*room)).collect();
        let mut columns = Columns::of_rooms(agenda, sort_rooms(agenda, order, rooms));
        columns.columns.extend(self.columns.last().filter(|last| **last == Column::Elsewhere));
        columns.showing_mine(self.has_mine())
    }

    /// Returns the columns of rooms, from left to right.
    fn of_rooms(agenda: &Agenda, rooms: Vec<RoomIx>) -> Columns {
        let mut column_of_room = vec![None; agenda.rooms.len()];
        for (column, room) in rooms.iter().enumerate() {
            column_of_room[*room] = Some(column);
        }
        Columns { columns: rooms.into_iter().map(Column::Room).collect(), column_of_room }
    }

    /// Returns the rooms of the columns of [`arranged_by`](Columns::arranged_by).
    pub fn arrange_rooms(
        agenda: &Agenda,
        order: &RoomOrder,
        wanted: impl Fn(SessionIx) -> bool + Copy,
    ) -> Vec<RoomIx> {
        let hosts = rooms_with_sessions(agenda, wanted);
        let rooms: Vec<RoomIx> = (0..agenda.rooms.len())
            .filter(|room| hosts[*room] && !order.hides_room(*room))
            .filter(|room| agenda.rooms.get(*room).is_some_and(|room| !is_placeholder(&room.name)))
            .collect();
        sort_rooms(agenda, order, rooms)
    }

    #[cfg(test)]
    pub(super) fn with_rooms(count: usize) -> Columns {
        let columns = (0..count).map(Column::Room).collect();
        Columns { columns, column_of_room: (0..count).map(Some).collect() }
    }

    /// Returns the number of columns.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Returns true if there is no column.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Returns true if `room` has a column.
    pub fn has_room(&self, room: RoomIx) -> bool {
        self.column_of_room.get(room).is_some_and(Option::is_some)
    }

    /// Returns the columns from left to right.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Column> + '_ {
        self.columns.iter().copied()
    }

    /// Returns the sessions of [`sessions_on_day`] with their minutes and columns. A session that
    /// runs more than three hours past the end of the day is cut at the end of the day. A session
    /// that is not `wanted` is a ghost, or left out if it has no column.
    pub fn day_sessions(
        &self,
        agenda: &Agenda,
        day: usize,
        wanted: impl Fn(SessionIx) -> bool,
    ) -> Vec<DaySession> {
        let Some(start) = DayStart::of_day(agenda, day) else { return Vec::new() };
        let of_day = sessions_on_day(agenda, day);
        let mut sessions = Vec::with_capacity(of_day.len());
        sessions.extend(of_day.into_iter().filter_map(|ix| {
            let ghost = !wanted(ix);
            let session = self.day_session(ix, agenda.sessions.get(ix)?, start)?;
            let is_shown = !ghost || !session.place.columns().is_empty();
            is_shown.then_some(DaySession { ghost, ..session })
        }));
        sessions
    }

    /// Returns a session with its minutes and columns on the day with the given start.
    fn day_session(
        &self,
        ix: SessionIx,
        session: &Session,
        day_start: DayStart,
    ) -> Option<DaySession> {
        let (start, end) = session.start_and_end()?;
        let day_end = day_start.end;
        let beyond = end.timestamp_micros() - day_end.timestamp_micros();
        let ends_here = beyond <= BEYOND_HOURS * 3_600_000_000;
        let start = day_start.minute_of(start.max(day_start.first));
        let end = day_start.minute_of(if ends_here { end } else { day_end });
        Some(DaySession {
            session: ix,
            start,
            end: if end > start { end } else { start.checked_add(SHORTEST_MINUTES)? },
            ends_here,
            place: self.placement_of(session),
            ghost: false,
        })
    }

    /// Returns the place of a session across the columns.
    fn placement_of(&self, session: &Session) -> Placement {
        if session.kind.is_band() {
            return Placement::Band;
        }
        if session.is_own() && self.has_mine() {
            return Placement::Column(0);
        }
        let rooms = session.rooms.iter();
        let mut columns =
            rooms.filter_map(|room| self.column_of_room.get(*room).copied().flatten());
        match (columns.next(), columns.next()) {
            (None, _) => Placement::Unplaced,
            (Some(column), None) => Placement::Column(column),
            (Some(first), Some(second)) => {
                let mut columns: Vec<usize> = [first, second].into_iter().chain(columns).collect();
                columns.sort_unstable();
                Placement::Columns(columns)
            }
        }
    }

    /// Returns true if a wanted session of a day finds no free column.
    fn lacks_column_on(
        &self,
        agenda: &Agenda,
        day: usize,
        wanted: impl Fn(SessionIx) -> bool,
    ) -> bool {
        let is_own = |ix: SessionIx| agenda.sessions.get(ix).is_some_and(Session::is_own);
        let wanted = |ix: SessionIx| wanted(ix) && !is_own(ix);
        let is_in_columns = |ix: SessionIx| {
            let session = agenda.sessions.get(ix);
            session.is_none_or(|session| {
                !session.kind.is_band() && session.rooms.iter().any(|room| self.has_room(*room))
            })
        };
        let sessions = sessions_on_day(agenda, day);
        let has_other = sessions.into_iter().any(|ix| wanted(ix) && !is_in_columns(ix));
        has_other && self.lacks_column(&self.day_sessions(agenda, day, wanted))
    }

    /// Returns true if one of the sessions of a day finds no free column.
    pub(super) fn lacks_column(&self, sessions: &[DaySession]) -> bool {
        let in_columns = sessions.iter().flat_map(|session| {
            session.place.columns().iter().map(move |column| (*column, session))
        });
        let taken = Occupancy::new(self.len(), in_columns);
        let unplaced = UnplacedTimes::new(sessions);
        sessions.iter().any(|session| match session.place {
            Placement::Column(_) | Placement::Columns(_) => false,
            Placement::Band => {
                unplaced.count_at(session) > 0
                    || unplaced.has_earlier_band_at(session)
                    || taken.free_columns(session).next().is_none()
            }
            Placement::Unplaced => {
                unplaced.count_at(session) > 1
                    || unplaced.has_earlier_band_at(session)
                    || !taken.is_all_free(session)
                    || self.is_empty()
            }
        })
    }
}

/// The times of the sessions that take all columns, in minutes of the day.
struct UnplacedTimes {
    /// The starts of the sessions without a column of their own, ascending.
    starts: Vec<i32>,
    /// The ends of the same sessions, ascending.
    ends: Vec<i32>,
    /// The bands by start, each with the latest end of all bands up to its own.
    bands: Vec<(i32, i32)>,
}

impl UnplacedTimes {
    fn new(sessions: &[DaySession]) -> UnplacedTimes {
        let unplaced = || sessions.iter().filter(|other| other.place == Placement::Unplaced);
        let mut starts: Vec<i32> = unplaced().map(|session| session.start).collect();
        let mut ends: Vec<i32> = unplaced().map(|session| session.end).collect();
        let bands = sessions.iter().filter(|other| other.place == Placement::Band);
        let mut bands: Vec<(i32, i32)> = bands.map(|band| (band.start, band.end)).collect();
        starts.sort_unstable();
        ends.sort_unstable();
        bands.sort_unstable();
        let mut latest = i32::MIN;
        for (_, end) in &mut bands {
            latest = latest.max(*end);
            *end = latest;
        }
        UnplacedTimes { starts, ends, bands }
    }

    /// Counts the sessions without a column that overlap `session`, which may be one of them.
    fn count_at(&self, session: &DaySession) -> usize {
        let begun = self.starts.partition_point(|start| *start < session.end);
        begun - self.ends.partition_point(|end| *end <= session.start)
    }

    /// Returns true if a band begins before `session` and ends after its start.
    fn has_earlier_band_at(&self, session: &DaySession) -> bool {
        let earlier = self.bands.partition_point(|(start, _)| *start < session.start);
        let last = earlier.checked_sub(1).and_then(|last| self.bands.get(last));
        last.is_some_and(|(_, latest_end)| *latest_end > session.start)
    }
}

/// Returns true for each room with a wanted and scheduled session that is no band.
fn rooms_with_sessions(agenda: &Agenda, wanted: impl Fn(SessionIx) -> bool) -> Vec<bool> {
    let mut hosts = vec![false; agenda.rooms.len()];
    for (ix, session) in agenda.sessions.iter().enumerate() {
        if session.start.is_some() && !session.kind.is_band() && wanted(ix) {
            session.rooms.iter().for_each(|room| hosts[*room] = true);
        }
    }
    hosts
}

/// Returns rooms in the chosen order. Without a chosen order, the parts of a joined room become
/// neighbours.
fn sort_rooms(agenda: &Agenda, order: &RoomOrder, rooms: Vec<RoomIx>) -> Vec<RoomIx> {
    let rooms = order.sort_rooms(rooms);
    if order.is_chosen() { rooms } else { gather_joined_rooms(agenda, rooms) }
}

/// Moves the parts of each joined room together, unless the move parts the rooms of an earlier
/// joined room.
fn gather_joined_rooms(agenda: &Agenda, mut rooms: Vec<RoomIx>) -> Vec<RoomIx> {
    let joins: Vec<&[RoomIx]> =
        agenda.rooms.iter().map(|room| &*room.joins).filter(|joins| joins.len() > 1).collect();
    for (ix, join) in joins.iter().enumerate() {
        let earlier = joins.get(..ix).unwrap_or_default();
        let moved = move_together(&rooms, join);
        if earlier.iter().all(|join| !are_adjacent(&rooms, join) || are_adjacent(&moved, join)) {
            rooms = moved;
        }
    }
    rooms
}

/// Returns true if all rooms of `join` are neighbours in `rooms`.
fn are_adjacent(rooms: &[RoomIx], join: &[RoomIx]) -> bool {
    rooms.windows(join.len().max(1)).any(|run| join.iter().all(|room| run.contains(room)))
}

/// Returns `rooms` with the rooms of `join` behind the first of them.
fn move_together(rooms: &[RoomIx], join: &[RoomIx]) -> Vec<RoomIx> {
    let Some(first) = rooms.iter().position(|room| join.contains(room)) else {
        return rooms.to_vec();
    };
    let (head, tail) = rooms.split_at(first);
    let (joined, rest): (Vec<RoomIx>, Vec<RoomIx>) =
        tail.iter().partition(|room| join.contains(room));
    [head, &joined, &rest].concat()
}

/// Returns true for a room name that only says that the room is not known yet.
fn is_placeholder(name: &str) -> bool {
    const PLACEHOLDERS: &[&str] = &[
        "tba",
        "tbd",
        "tbc",
        "to be announced",
        "to be decided",
        "to be determined",
        "n/a",
        "none",
        "-",
    ];
    PLACEHOLDERS.iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// Splits `width` cells into `count` columns of nearly equal width. Returns the cells of each
/// column, ascending and without gaps.
pub fn split_width(count: usize, width: u16) -> impl ExactSizeIterator<Item = Range<u16>> {
    let edge =
        move |ix: usize| u16::try_from(usize::from(width) * ix / count.max(1)).unwrap_or(width);
    (0..count).map(move |ix| edge(ix)..edge(ix + 1))
}
