//! The times at which columns are taken.

use super::day_session::DaySession;
use super::lists::ShortLists;

/// The times at which each column is taken, in minutes of the day.
pub(super) struct Occupancy {
    /// The times of each column, ascending, apart from each other.
    columns: ShortLists<TakenTime>,
    /// Further times of the last column, ascending, apart from each other.
    last: Vec<TakenTime>,
    /// The times at which at least one column is taken, ascending, apart from each other.
    any: Vec<TakenTime>,
}

/// A time in minutes of the day.
#[derive(Debug, Clone, Copy, Default)]
struct TakenTime {
    start: i32,
    end: i32,
}

impl TakenTime {
    fn of_session(session: &DaySession) -> TakenTime {
        TakenTime { start: session.start, end: session.end }
    }
}

impl Occupancy {
    /// Returns `count` columns. `taken` are the columns of sessions.
    pub(super) fn new<'s>(
        count: usize,
        taken: impl Iterator<Item = (usize, &'s DaySession)> + Clone,
    ) -> Occupancy {
        let times = taken.map(|(column, session)| (column, TakenTime::of_session(session)));
        let mut columns = ShortLists::grouped(count, times.clone());
        for column in 0..count {
            let length = join_times(columns.get_mut(column));
            columns.truncate(column, length);
        }
        let mut any: Vec<TakenTime> = times.map(|(_, time)| time).collect();
        let length = join_times(&mut any);
        any.truncate(length);
        Occupancy { columns, last: Vec::new(), any }
    }

    /// Returns the number of columns.
    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// Takes the last column for the time of a session.
    pub(super) fn take_last(&mut self, session: &DaySession) {
        add_time(&mut self.last, TakenTime::of_session(session));
    }

    /// Returns the columns that are free for a session.
    pub(super) fn free_columns(&self, session: &DaySession) -> impl Iterator<Item = usize> {
        let free_in_last = !is_taken(&self.last, session);
        let count = self.columns.len();
        let columns = (0..count).filter(move |column| free_in_last || column + 1 < count);
        columns.filter(|column| !is_taken(self.columns.get(*column), session))
    }

    /// Returns true if all columns are free for a session.
    pub(super) fn is_all_free(&self, session: &DaySession) -> bool {
        !is_taken(&self.any, session) && !is_taken(&self.last, session)
    }
}

/// Returns true if the session runs in one of `times`, which are ascending.
fn is_taken(times: &[TakenTime], session: &DaySession) -> bool {
    let first = times.partition_point(|time| time.end <= session.start);
    times.get(first).is_some_and(|time| time.start < session.end)
}

/// Adds a time to `times`, which are ascending. Times that touch become one.
fn add_time(times: &mut Vec<TakenTime>, mut time: TakenTime) {
    let from = times.partition_point(|known| known.end < time.start);
    let to = times.partition_point(|known| known.start <= time.end).max(from);
    if let Some([first, .., last] | [first @ last]) = times.get(from..to) {
        time = TakenTime { start: time.start.min(first.start), end: time.end.max(last.end) };
    }
    times.splice(from..to, [time]);
}

/// Sorts times and joins those that touch. Returns the number of times that are left at the front.
fn join_times(times: &mut [TakenTime]) -> usize {
    times.sort_unstable_by_key(|time| time.start);
    let mut joined = 0_usize;
    for at in 0..times.len() {
        let time = times[at];
        match joined.checked_sub(1).map(|last| &mut times[last]) {
            Some(last) if time.start <= last.end => last.end = last.end.max(time.end),
            _ => {
                times[joined] = time;
                joined += 1;
            }
        }
    }
    joined
}
