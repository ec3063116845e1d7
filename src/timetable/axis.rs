//! Minutes to rows: one monotone axis a day, computed in one pass over all starts and ends.

use super::day_session::{DaySession, LONG_MINUTES, Placement};

/// The scale of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The rows of two hours, if the sessions need no more.
    pub rows: i32,
    /// The rows that every session has at least: 1 or 2. A band has at least 1.
    pub min_rows: i32,
    /// Two times share a row if they are fewer minutes apart. With 0, every time has its own row.
    pub shared_minutes: i32,
}

impl Scale {
    /// The smallest scale: a large day at a glance.
    pub const COMPACT: Scale = Scale { rows: 0, min_rows: 1, shared_minutes: 15 };
    /// The smallest scale with two rows a session.
    const DENSE: Scale = Scale { rows: 0, min_rows: 2, shared_minutes: 10 };
    /// The steps of the zoom, in rows for two hours.
    const STEPS: [i32; 13] = [0, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96];
    /// Largest scale of [`Scale::fit`]: five minutes a row. Larger is no easier to read.
    const FIT_MAX: i32 = 24;

    /// Returns the scale with `rows` rows for two hours and a row for every time.
    pub const fn with_rows(rows: i32) -> Scale {
        Scale { rows, min_rows: 2, shared_minutes: 0 }
    }

    /// Returns the largest scale at which the day fits into `rows` rows. If the day fits at no
    /// scale, returns the smallest scale with two rows a session.
    pub fn fit(sessions: &[DaySession], rows: i32) -> Scale {
        let sizes = || (0..=Scale::FIT_MAX).rev();
        sizes()
            .map(Scale::with_rows)
            .chain(sizes().map(|rows| Scale { rows, ..Scale::DENSE }))
            .find(|scale| Axis::for_sessions(sessions, *scale).height() <= rows)
            .unwrap_or(Scale::DENSE)
    }

    /// Returns the scale `steps` steps larger, or smaller for negative `steps`. The largest and
    /// the smallest scale are the limits.
    #[must_use]
    pub fn zoom(self, steps: i32) -> Scale {
        (0..steps.abs())
            .fold(self, |scale, _| if steps > 0 { scale.zoom_in() } else { scale.zoom_out() })
    }

    fn zoom_in(self) -> Scale {
        match self {
            Scale::COMPACT => Scale::DENSE,
            Scale { shared_minutes: 1.., .. } => Scale::with_rows(0),
            _ => Scale::with_rows(
                Scale::STEPS.into_iter().find(|step| *step > self.rows).unwrap_or(self.rows),
            ),
        }
    }

    fn zoom_out(self) -> Scale {
        match Scale::STEPS.into_iter().rev().find(|step| *step < self.rows) {
            Some(rows) => Scale { rows, ..self },
            None if self.shared_minutes == 0 => Scale::DENSE,
            None => Scale::COMPACT,
        }
    }

    /// Returns the rows of `minutes` minutes.
    fn rows_of_minutes(self, minutes: i64) -> i32 {
        i32::try_from(minutes * i64::from(self.rows) / 120).unwrap_or(i32::MAX / 2)
    }
}

/// The axis of a day: the row of each minute, as a list of [`Tick`]s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    ticks: Vec<Tick>,
}

/// A time at which a session starts or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// The minute of the day.
    pub minute: i32,
    /// The row.
    pub row: i32,
    /// True if a session starts at `minute`. Then the time deserves a label.
    pub starts: bool,
    /// True if the axis saves rows before the next tick, because no session runs, or only long
    /// ones. Then the gap looks shorter than it is.
    pub folded: bool,
}

/// The load between two neighbouring ticks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Load {
    /// No session runs.
    Nothing,
    /// Only sessions longer than [`LONG_MINUTES`] run.
    OnlyLong,
    /// Other sessions run.
    Sessions,
}

impl Load {
    /// Returns the minutes of a gap that count for the scale.
    fn scaled_minutes(self, minutes: i32) -> i64 {
        const ONLY_LONG_MAX: i32 = 30;
        i64::from(match self {
            Load::Sessions => minutes,
            Load::OnlyLong => minutes.min(ONLY_LONG_MAX),
            Load::Nothing => 0,
        })
    }
}

/// A session between two ticks.
struct Interval<'s> {
    /// Index of the tick at the start.
    start: usize,
    /// Index of the tick at the end.
    end: usize,
    session: &'s DaySession,
}

/// The least distance of a tick from an earlier one, in rows.
#[derive(Clone, Copy)]
struct MinDistance {
    /// Index of the earlier tick.
    from: usize,
    rows: i32,
}

impl Axis {
    /// Computes the axis of a day. Every session has the least rows of the scale, and two times
    /// share a row only if the scale permits. Further rows are proportional to time, except in gaps
    /// without sessions or with long sessions only. Ghosts get no rows.
    pub fn for_sessions(sessions: &[DaySession], scale: Scale) -> Axis {
        let live = || sessions.iter().filter(|session| !session.ghost);
        let mut minutes: Vec<i32> =
            live().flat_map(|session| [session.start, session.end]).collect();
        minutes.sort_unstable();
        minutes.dedup();
        let tick_at = |minute: i32| minutes.binary_search(&minute).unwrap_or_default();
        let intervals: Vec<Interval<'_>> = live()
            .map(|session| Interval {
                start: tick_at(session.start),
                end: tick_at(session.end),
                session,
            })
            .collect();
        let loads = loads_after_ticks(&intervals, minutes.len());
        let mut distances: Vec<Vec<MinDistance>> = vec![Vec::new(); minutes.len()];
        for Interval { start, end, session } in &intervals {
            let rows = if session.place == Placement::Band { 1 } else { scale.min_rows };
            distances[*end].push(MinDistance { from: *start, rows });
        }
        let mut ticks = TickBuilder::new(scale, minutes.len());
        for (ix, &minute) in minutes.iter().enumerate() {
            let load = ix.checked_sub(1).map_or(Load::Nothing, |before| loads[before]);
            ticks.push_tick(minute, load, &distances[ix]);
        }
        let mut ticks = ticks.ticks;
        for interval in &intervals {
            ticks[interval.start].starts = true;
        }
        Axis { ticks }
    }

    /// Returns the number of rows of the day.
    pub fn height(&self) -> i32 {
        self.ticks.last().map_or(0, |tick| tick.row)
    }

    /// Returns the row in which a minute begins. Minutes before the first tick have the first row,
    /// and minutes after the last tick the last row.
    pub fn row_of_minute(&self, minute: i32) -> i32 {
        let after = self.ticks.partition_point(|tick| tick.minute <= minute);
        match self.ticks_around(after) {
            (Some(a), Some(b)) => {
                let part = i64::from(minute - a.minute) * i64::from(b.row - a.row)
                    / i64::from(b.minute - a.minute);
                a.row + i32::try_from(part).unwrap_or(0)
            }
            (Some(a), None) => a.row,
            (None, _) => 0,
        }
    }

    /// Returns the first minute of a row.
    pub fn minute_of_row(&self, row: i32) -> i32 {
        // The first of several ticks in one row.
        let first = self.ticks.partition_point(|tick| tick.row < row);
        if let Some(tick) = self.ticks.get(first).filter(|tick| tick.row == row) {
            return tick.minute;
        }
        match self.ticks_around(first) {
            (Some(a), Some(b)) => {
                let (rows, minutes) = (i64::from(b.row - a.row), i64::from(b.minute - a.minute));
                let part = (i64::from(row - a.row) * minutes + rows - 1) / rows;
                a.minute + i32::try_from(part).unwrap_or(0)
            }
            (Some(a), None) => a.minute,
            (None, _) => self.ticks.first().map_or(0, |tick| tick.minute),
        }
    }

    /// Returns the ticks before and at the index `after`.
    fn ticks_around(&self, after: usize) -> (Option<&Tick>, Option<&Tick>) {
        (after.checked_sub(1).and_then(|ix| self.ticks.get(ix)), self.ticks.get(after))
    }

    /// Returns all starts and ends of the day, ascending.
    pub fn ticks(&self) -> &[Tick] {
        &self.ticks
    }
}

/// The ticks of an axis so far.
struct TickBuilder {
    scale: Scale,
    ticks: Vec<Tick>,
    /// The sum of [`Load::scaled_minutes`] so far.
    scaled_minutes: i64,
    /// The first minute in the row of the last tick.
    row_start: i32,
}

impl TickBuilder {
    /// Starts an axis with room for `count` ticks.
    fn new(scale: Scale, count: usize) -> TickBuilder {
        TickBuilder { scale, ticks: Vec::with_capacity(count), scaled_minutes: 0, row_start: 0 }
    }

    /// Adds a tick. `load` is the load since the last tick, and `distances` are the sessions that
    /// end at `minute`.
    fn push_tick(&mut self, minute: i32, load: Load, distances: &[MinDistance]) {
        let mut row = self.next_row(minute, load);
        for MinDistance { from, rows } in distances {
            row = row.max(self.ticks[*from].row + rows);
        }
        if self.ticks.last().is_none_or(|last| last.row < row) {
            self.row_start = minute;
        }
        self.ticks.push(Tick { minute, row, starts: false, folded: false });
    }

    /// Returns the row of a tick by the scale alone.
    fn next_row(&mut self, minute: i32, load: Load) -> i32 {
        let Some(last) = self.ticks.last_mut() else { return 0 };
        let gap = minute - last.minute;
        let scaled = load.scaled_minutes(gap);
        last.folded = scaled < i64::from(gap);
        let before = self.scale.rows_of_minutes(self.scaled_minutes);
        self.scaled_minutes += scaled;
        let step = self.scale.rows_of_minutes(self.scaled_minutes) - before;
        let needs_row = minute - self.row_start >= self.scale.shared_minutes;
        last.row + step.max(i32::from(needs_row))
    }
}

/// Numbers of running sessions.
#[derive(Clone, Copy, Default)]
struct RunningCount {
    short: i32,
    long: i32,
}

/// Returns the load after each of `count` ticks. If all sessions are long, they count as short.
fn loads_after_ticks(intervals: &[Interval<'_>], count: usize) -> Vec<Load> {
    let is_short = |session: &DaySession| session.minutes() <= LONG_MINUTES;
    let none_short = !intervals.iter().any(|interval| is_short(interval.session));
    let mut changes = vec![RunningCount::default(); count];
    for Interval { start, end, session } in intervals {
        if none_short || is_short(session) {
            changes[*start].short += 1;
            changes[*end].short -= 1;
        } else {
            changes[*start].long += 1;
            changes[*end].long -= 1;
        }
    }
    let mut running = RunningCount::default();
    changes
        .into_iter()
        .map(|change| {
            running.short += change.short;
            running.long += change.long;
            match running {
                RunningCount { short: 0, long: 0 } => Load::Nothing,
                RunningCount { short: 0, .. } => Load::OnlyLong,
                RunningCount { .. } => Load::Sessions,
            }
        })
        .collect()
}
