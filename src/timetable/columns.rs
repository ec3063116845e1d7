//! Rooms to columns, and columns to cells.

use super::{Arrangement, DaySession, Placement};
use crate::agenda::{Agenda, MINUTES_ASSUMED, Moment, RoomIx, Session, SessionIx};
use chrono::TimeDelta;
use std::ops::Range;

/// What a column of the timetable is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Room(RoomIx),
    /// What has no room of its own and no free column to be drawn across.
    Elsewhere,
}

/// The columns of an agenda, the same over all its days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    columns: Vec<Column>,
    /// By room.
    of_room: Vec<Option<usize>>,
}

/// What a session without length is drawn as, in minutes.
const INSTANT: i32 = 5;
/// A day is drawn this many hours beyond its end, where a session lasts so long.
const BEYOND: i64 = 3;

impl Columns {
    /// One column for every single room that hosts more than bands, in the agenda's order, but
    /// parts of a joined room next to each other where that can be had; and one for the rest if
    /// anything needs it.
    pub fn for_agenda(agenda: &Agenda) -> Columns {
        Columns::arranged_by(agenda, &Arrangement::default(), |_| true)
    }

    /// The same for the sessions that are wanted: rooms in which none is get no column, nor do
    /// those that are hidden.
    pub fn arranged_by(
        agenda: &Agenda,
        arrangement: &Arrangement,
        wanted: impl Fn(SessionIx) -> bool + Copy,
    ) -> Columns {
        let mut hosts = vec![false; agenda.rooms.len()];
        for (ix, session) in agenda.sessions.iter().enumerate() {
            if session.start.is_some() && !session.kind.is_band() && wanted(ix) {
                session.rooms.iter().for_each(|room| hosts[*room] = true);
            }
        }
        let rooms: Vec<RoomIx> = (0..agenda.rooms.len())
            .filter(|room| hosts[*room] && !arrangement.hides_room(agenda, *room))
            .filter(|room| agenda.rooms.get(*room).is_some_and(|room| !is_placeholder(&room.name)))
            .collect();
        let mut rooms = arrangement.sort_rooms(agenda, rooms);
        // An order that a person has chosen stands, also where it takes a joined room apart.
        let joined = if arrangement.order.is_empty() { &*agenda.rooms } else { &[] };
        let joins: Vec<&[RoomIx]> =
            joined.iter().map(|r| &*r.joins).filter(|joins| joins.len() > 1).collect();
        for (ix, join) in joins.iter().enumerate() {
            let kept = joins.get(..ix).unwrap_or_default();
            let moved = gathered(&rooms, join);
            if kept.iter().all(|join| !neighbours(&rooms, join) || neighbours(&moved, join)) {
                rooms = moved;
            }
        }
        let mut of_room = vec![None; agenda.rooms.len()];
        for (column, room) in rooms.iter().enumerate() {
            of_room[*room] = Some(column);
        }
        let mut columns =
            Columns { columns: rooms.into_iter().map(Column::Room).collect(), of_room };
        if (0..agenda.days.len())
            .any(|day| columns.needs_more(&columns.day_sessions(agenda, day, wanted)))
        {
            columns.columns.push(Column::Elsewhere);
        }
        columns
    }

    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether that room has a column of its own.
    pub fn has_room(&self, room: RoomIx) -> bool {
        self.of_room.get(room).is_some_and(Option::is_some)
    }

    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = Column> + '_ {
        self.columns.iter().copied()
    }

    /// The sessions of a day, with their minutes and columns; see [`sessions_on_day`]. What runs far
    /// beyond the end of the day is cut there: the next day shows the rest. What is not wanted is a
    /// ghost in the columns of its rooms, or left out.
    pub fn day_sessions(
        &self,
        agenda: &Agenda,
        day: usize,
        wanted: impl Fn(SessionIx) -> bool,
    ) -> Vec<DaySession> {
        let Some(base) = day_base(agenda, day) else { return Vec::new() };
        let until = base.1 + TimeDelta::days(1);
        sessions_on_day(agenda, day)
            .into_iter()
            .filter_map(|ix| {
                let session = agenda.sessions.get(ix)?;
                let (start, end) = session.start_and_end()?;
                let ends = end - until <= TimeDelta::hours(BEYOND);
                let end = if ends { end } else { until };
                let mut item = self.item(
                    ix,
                    session,
                    minutes_since(base.0, start.max(base.0)),
                    minutes_since(base.0, end),
                )?;
                (item.ends_here, item.ghost) = (ends, !wanted(ix));
                (!item.ghost || matches!(item.place, Placement::Columns(_))).then_some(item)
            })
            .collect()
    }

    fn item(&self, ix: SessionIx, session: &Session, start: i32, end: i32) -> Option<DaySession> {
        let mut columns: Vec<usize> = session
            .rooms
            .iter()
            .filter_map(|room| self.of_room.get(*room).copied().flatten())
            .collect();
        columns.sort_unstable();
        let place = match (session.kind.is_band(), columns.is_empty()) {
            (true, _) => Placement::Band,
            (false, true) => Placement::Unplaced,
            (false, false) => Placement::Columns(columns),
        };
        let end = end.max(start.checked_add(INSTANT.min(MINUTES_ASSUMED as i32))?);
        Some(DaySession { session: ix, start, end, ends_here: true, place, ghost: false })
    }

    /// Whether some item finds no column.
    fn needs_more(&self, items: &[DaySession]) -> bool {
        let taken = |item: &DaySession, column: usize| {
            items.iter().any(|other| {
                let there = match &other.place {
                    Placement::Columns(columns) => columns.contains(&column),
                    _ => {
                        other.session != item.session
                            && (other.place == Placement::Unplaced || other.start < item.start)
                    }
                };
                there && other.overlaps(item)
            })
        };
        items.iter().any(|item| {
            let free = || (0..self.len()).filter(|column| !taken(item, *column)).count();
            match item.place {
                Placement::Columns(_) => false,
                Placement::Band => free() == 0,
                Placement::Unplaced => free() < self.len() || self.is_empty(),
            }
        })
    }
}

/// The sessions of a day in time order; before its own those of earlier days that still run when
/// its programme begins.
pub fn sessions_on_day(agenda: &Agenda, day: usize) -> Vec<SessionIx> {
    let own = agenda.days.get(day).map(|day| day.sessions.clone()).unwrap_or_default();
    let first = day_base(agenda, day).map(|(first, _)| first);
    let still_runs = |ix: &SessionIx| {
        agenda
            .sessions
            .get(*ix)
            .and_then(Session::start_and_end)
            .is_some_and(|(_, end)| first.is_some_and(|first| end > first))
    };
    (0..own.start).filter(still_runs).chain(own).collect()
}

/// A room whose name says only that there is none yet.
fn is_placeholder(name: &str) -> bool {
    [
        "tba",
        "tbd",
        "tbc",
        "to be announced",
        "to be decided",
        "to be determined",
        "n/a",
        "none",
        "-",
    ]
    .contains(&name.to_lowercase().as_str())
}

/// First start of a day, from which its minutes count, and the moment at which the day began. What
/// takes the whole of its date began in the night before: it is shown from the first of the others
/// on.
fn day_base(agenda: &Agenda, day: usize) -> Option<(Moment, Moment)> {
    let entry = agenda.days.get(day)?;
    let starts = || {
        agenda
            .sessions
            .get(entry.sessions.clone())
            .into_iter()
            .flatten()
            .filter_map(|own| own.start)
    };
    let began = entry.date.and_time(agenda.day_start);
    let began = match &agenda.zone {
        Some(zone) => zone.resolve_wall_clock(began).at,
        None => crate::agenda::zone::floating_time(began),
    };
    let first = starts().find(|start| *start >= began).or_else(|| starts().next())?;
    // A session that runs on from the day before is shown from the morning on.
    Some((first, began.min(first)))
}

/// The moment that a minute of a day stands for.
pub fn moment_of_minute(agenda: &Agenda, day: usize, minute: i32) -> Option<Moment> {
    day_base(agenda, day)?.0.checked_add_signed(TimeDelta::minutes(i64::from(minute)))
}

fn minutes_since(base: Moment, at: Moment) -> i32 {
    i32::try_from((at - base).num_minutes()).unwrap_or(i32::MAX / 4)
}

/// Whether these rooms stand side by side.
fn neighbours(rooms: &[RoomIx], join: &[RoomIx]) -> bool {
    rooms.windows(join.len().max(1)).any(|run| join.iter().all(|room| run.contains(room)))
}

/// The rooms with those of `join` moved behind the first of them.
fn gathered(rooms: &[RoomIx], join: &[RoomIx]) -> Vec<RoomIx> {
    let Some(first) = rooms.iter().position(|room| join.contains(room)) else {
        return rooms.to_vec();
    };
    let (head, tail) = rooms.split_at(first);
    let (joined, rest): (Vec<RoomIx>, Vec<RoomIx>) =
        tail.iter().partition(|room| join.contains(room));
    [head, &joined, &rest].concat()
}

/// Spreads `count` columns over `width` cells: the cells of each column, ascending, without gaps.
pub fn split_width(count: usize, width: u16) -> Vec<Range<u16>> {
    let edge = |ix: usize| u16::try_from(usize::from(width) * ix / count.max(1)).unwrap_or(width);
    (0..count).map(|ix| edge(ix)..edge(ix + 1)).collect()
}
