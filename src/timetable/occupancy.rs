//! The times at which columns are taken.

use super::day_session::DaySession;
use std::ops::Range;

/// The times at which each column is taken, in minutes of the day.
pub(super) struct Occupancy {
    columns: Vec<TakenTimes>,
    /// The times at which at least one column is taken.
    any: TakenTimes,
}

impl Occupancy {
    /// Returns `count` free columns.
    pub(super) fn new(count: usize) -> Occupancy {
        Occupancy { columns: vec![TakenTimes::default(); count], any: TakenTimes::default() }
    }

    /// Takes a column for the time of a session.
    pub(super) fn take(&mut self, column: usize, session: &DaySession) {
        if let Some(times) = self.columns.get_mut(column) {
            times.add(session.start..session.end);
            self.any.add(session.start..session.end);
        }
    }

    /// Returns the columns that are free for a session.
    pub(super) fn free_columns(&self, session: &DaySession) -> impl Iterator<Item = usize> {
        let columns = (0..).zip(&self.columns);
        columns.filter(|(_, times)| !times.overlap(session)).map(|(column, _)| column)
    }

    /// Returns true if all columns are free for a session.
    pub(super) fn is_all_free(&self, session: &DaySession) -> bool {
        !self.any.overlap(session)
    }
}

/// TakenTimes in minutes of the day: ascending, apart from each other.
#[derive(Clone, Default)]
pub(super) struct TakenTimes(Vec<Range<i32>>);

impl TakenTimes {
    /// Adds a time. TakenTimes that touch become one.
    pub(super) fn add(&mut self, time: Range<i32>) {
        let from = self.0.partition_point(|known| known.end < time.start);
        let to = self.0.partition_point(|known| known.start <= time.end);
        let start = self.0.get(from).map_or(time.start, |known| known.start.min(time.start));
        let last = to.checked_sub(1).and_then(|last| self.0.get(last));
        let end = last.map_or(time.end, |known| known.end.max(time.end));
        let joined = if from < to { start..end } else { time };
        self.0.splice(from..to.max(from), [joined]);
    }

    /// Returns true if the session runs in one of the times.
    pub(super) fn overlap(&self, session: &DaySession) -> bool {
        let first = self.0.partition_point(|known| known.end <= session.start);
        self.0.get(first).is_some_and(|known| known.start < session.end)
    }
}
