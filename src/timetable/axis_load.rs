//! The input of an axis: the starts and ends of a day, and the load between them.

use super::day_session::{DaySession, LONG_MINUTES, Placement};

/// The starts and ends of a day without ghosts: all that an axis depends on, besides its scale.
pub(super) struct AxisInput {
    /// The starts and ends in minutes of the day, ascending. Each is a tick of the axis.
    pub(super) minutes: Vec<i32>,
    /// True for each tick at which a session starts.
    pub(super) starts: Vec<bool>,
    /// The load after each tick.
    pub(super) loads: Vec<Load>,
    /// The least rows of all sessions, by the tick at their end. Sessions at the same time count
    /// once.
    pub(super) distances: Vec<MinDistance>,
}

/// The ticks at the start and at the end of a session, which has at least one or two rows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MinDistance {
    /// Index of the tick at the end.
    pub(super) to: usize,
    /// Index of the tick at the start.
    pub(super) from: usize,
    /// True for a band, which has at least one row.
    pub(super) is_band: bool,
}

/// The load between two neighbouring ticks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    /// No session runs.
    Nothing,
    /// Only sessions longer than [`LONG_MINUTES`] run.
    OnlyLong,
    /// Other sessions run.
    Sessions,
}

impl Load {
    /// Returns the minutes of a gap that count for the scale.
    pub(super) fn scaled_minutes(self, minutes: i32) -> i64 {
        const ONLY_LONG_MAX: i32 = 30;
        i64::from(match self {
            Load::Sessions => minutes,
            Load::OnlyLong => minutes.min(ONLY_LONG_MAX),
            Load::Nothing => 0,
        })
    }
}

/// A session between two ticks.
struct Interval {
    /// Index of the tick at the start.
    start: usize,
    /// Index of the tick at the end.
    end: usize,
    is_short: bool,
}

impl AxisInput {
    /// Reads the starts and ends of a day.
    pub(super) fn new(sessions: &[DaySession]) -> AxisInput {
        let live = || sessions.iter().filter(|session| !session.ghost);
        let mut minutes: Vec<i32> =
            live().flat_map(|session| [session.start, session.end]).collect();
        minutes.sort_unstable();
        minutes.dedup();
        let tick_at = |minute: i32| minutes.binary_search(&minute).unwrap_or_default();
        let mut starts = vec![false; minutes.len()];
        let mut intervals = Vec::with_capacity(sessions.len());
        let mut distances = Vec::with_capacity(sessions.len());
        for session in live() {
            let (start, end) = (tick_at(session.start), tick_at(session.end));
            starts[start] = true;
            intervals.push(Interval { start, end, is_short: session.minutes() <= LONG_MINUTES });
            let is_band = session.place == Placement::Band;
            distances.push(MinDistance { to: end, from: start, is_band });
        }
        distances.sort_unstable();
        distances.dedup();
        let loads = loads_after_ticks(&intervals, minutes.len());
        AxisInput { minutes, starts, loads, distances }
    }

    /// Returns the sum of [`Load::scaled_minutes`] over the day.
    pub(super) fn scaled_minutes(&self) -> i64 {
        let gaps = self.minutes.windows(2).map(|pair| pair[1] - pair[0]);
        gaps.zip(&self.loads).map(|(gap, load)| load.scaled_minutes(gap)).sum()
    }
}

/// Numbers of running sessions.
#[derive(Clone, Copy, Default)]
struct RunningCount {
    short: i32,
    long: i32,
}

/// Returns the load after each of `count` ticks. If all sessions are long, they count as short.
fn loads_after_ticks(intervals: &[Interval], count: usize) -> Vec<Load> {
    let none_short = !intervals.iter().any(|interval| interval.is_short);
    let mut changes = vec![RunningCount::default(); count];
    for Interval { start, end, is_short } in intervals {
        if none_short || *is_short {
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
