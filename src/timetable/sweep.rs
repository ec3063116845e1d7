//! The axis of a day, computed in one pass over all starts and ends.

use super::axis::{Axis, Tick};
use super::day_session::{DaySession, LONG_MINUTES};
use super::placed::{PlacedDay, Turn};
use super::scale::Scale;

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

/// The halves of a gap in which no session runs.
const EMPTY_HALVES: i32 = 2;
impl Load {
    /// Returns the halves of a gap that would have `halves`. With long sessions only, the gap shows
    /// `long_minutes` minutes, but [`EMPTY_HALVES`] at least.
    fn shown_halves(self, halves: i32, scale: Scale, long_minutes: i32) -> i32 {
        match self {
            Load::Sessions => halves,
            Load::OnlyLong => halves.min(scale.halves_of(long_minutes).max(EMPTY_HALVES)),
            Load::Nothing => halves.min(EMPTY_HALVES),
        }
    }
}

/// Computes the axis of a day. The axis is proportional to time, except in gaps without sessions or
/// with long sessions only. No session stretches the axis: sessions of one length have one height.
/// Full hours begin with a row, if an hour has whole rows.
pub(super) fn axis_of_day(day: &PlacedDay, scale: Scale) -> Axis {
    let loads = loads_after_turns(day);
    let mut builder = AxisBuilder {
        scale,
        only_long_minutes: day.only_long_minutes,
        after_hour: day.after_hour,
        ticks: Vec::new(),
        anchor: None,
    };
    let mut load = Load::Nothing;
    for (turn, next) in day.turns().iter().zip(loads) {
        builder.push_turn(turn, load);
        load = next;
    }
    builder.finish()
}

/// The axis so far.
struct AxisBuilder {
    scale: Scale,
    /// See [`PlacedDay::only_long_minutes`].
    only_long_minutes: i32,
    /// See [`PlacedDay::with_minute_of_clock`].
    after_hour: i32,
    ticks: Vec<Tick>,
    /// The last tick after which the axis is proportional to time.
    anchor: Option<Tick>,
}

impl AxisBuilder {
    /// Adds a tick. `load` is the load since the last tick.
    fn push_turn(&mut self, turn: &Turn, load: Load) {
        let half = match self.ticks.is_empty() {
            true => self.aligned_half(turn.minute, 0),
            false => self.next_half(turn.minute, load),
        };
        let starts = !turn.starting.is_empty();
        let tick = Tick { minute: turn.minute, half, starts, folded: false };
        self.anchor.get_or_insert(tick);
        self.ticks.push(tick);
    }

    /// Returns `half` or the half below, so that full hours begin with a row. Returns `half` for a
    /// scale at which an hour has no number of whole rows.
    fn aligned_half(&self, minute: i32, half: i32) -> i32 {
        let to_hour = 60 - minute.saturating_add(self.after_hour).rem_euclid(60);
        let is_exact = 60 % (self.scale.minutes * 2) == 0 && to_hour % self.scale.minutes == 0;
        let hour = half + to_hour / self.scale.minutes;
        if is_exact && hour % 2 != 0 { half + 1 } else { half }
    }

    /// Returns the half of a tick.
    fn next_half(&mut self, minute: i32, load: Load) -> i32 {
        let (Some(last), Some(anchor)) = (self.ticks.last_mut(), self.anchor) else { return 0 };
        let step = anchor.half + self.scale.halves_of(minute - anchor.minute) - last.half;
        let shown = load.shown_halves(step, self.scale, self.only_long_minutes);
        let mut half = last.half + shown;
        if shown != step {
            last.folded = true;
            half = self.aligned_half(minute, half);
            self.anchor = Some(Tick { minute, half, starts: false, folded: false });
        }
        half
    }

    /// Returns the axis, with one whole row at least if there are sessions.
    fn finish(self) -> Axis {
        const LEAST_HALVES: i32 = 2;
        let end = self.ticks.last().map_or(0, |tick| tick.half.max(LEAST_HALVES));
        Axis { ticks: self.ticks, end }
    }
}

/// Numbers of running sessions.
#[derive(Clone, Copy, Default)]
struct RunningCount {
    short: usize,
    long: usize,
}

/// Returns the load after each turn. If all sessions are long, they count as short.
fn loads_after_turns(day: &PlacedDay) -> Vec<Load> {
    let is_short = |session: &DaySession| session.minutes() <= LONG_MINUTES;
    let none_short = !day.live().any(|(_, session)| is_short(session));
    let mut running = RunningCount::default();
    let mut count = |sessions: &[usize], starts: bool| {
        for ix in sessions {
            let counts_as_short = none_short || is_short(&day.sessions()[*ix]);
            let number = if counts_as_short { &mut running.short } else { &mut running.long };
            *number = if starts { *number + 1 } else { *number - 1 };
        }
        match running {
            RunningCount { short: 0, long: 0 } => Load::Nothing,
            RunningCount { short: 0, .. } => Load::OnlyLong,
            RunningCount { .. } => Load::Sessions,
        }
    };
    let turns = day.turns().iter();
    turns
        .map(|turn| {
            count(&turn.ending, false);
            count(&turn.starting, true)
        })
        .collect()
}
