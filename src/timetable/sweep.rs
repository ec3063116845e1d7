//! The axis of a day and the halves of its sessions, computed in one pass over all starts and ends.

use super::axis::{Axis, Tick};
use super::day_session::{DaySession, LONG_MINUTES};
use super::lanes::TakenSlot;
use super::placed::{PlacedDay, Turn};
use super::scale::Scale;
use std::ops::Range;

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

/// The halves that a session lies below its time at most, before the axis is stretched.
const DRIFT_HALVES: i32 = 2;

/// Returns the least halves of a session that starts at `start`: one whole row for text.
fn least_halves(start: i32) -> i32 {
    if start % 2 == 0 { 2 } else { 3 }
}

/// The axis of a day, and the halves of every session on the axis.
pub(super) struct Sweep {
    pub(super) axis: Axis,
    /// The halves of each session. Those of a ghost may be empty.
    pub(super) halves: Vec<Range<i32>>,
}

/// Computes the axis of a day and the halves of its sessions.
///
/// The axis is proportional to time, except in gaps without sessions or with long sessions only.
/// Every session has one whole row at least. A session that needs more than its time has moves
/// the next one of its lane down by up to a row; more sessions of this kind in a lane stretch the
/// axis. Ghosts get no rows of their own.
pub(super) fn sweep_day(day: &PlacedDay, scale: Scale) -> Sweep {
    build_axis(day, scale).finish()
}

/// Computes the axis of [`sweep_day`] alone.
pub(super) fn axis_of_day(day: &PlacedDay, scale: Scale) -> Axis {
    build_axis(day, scale).take_axis()
}

fn build_axis(day: &PlacedDay, scale: Scale) -> AxisBuilder<'_> {
    let loads = loads_after_turns(day);
    let mut builder = AxisBuilder::new(day, scale);
    let mut load = Load::Nothing;
    for (turn, next) in day.turns().iter().zip(loads) {
        builder.push_turn(turn, load);
        load = next;
    }
    builder
}

/// The axis so far.
struct AxisBuilder<'d> {
    day: &'d PlacedDay,
    scale: Scale,
    ticks: Vec<Tick>,
    /// The last tick after which the axis is proportional to time.
    anchor: Option<Tick>,
    halves: Vec<Range<i32>>,
    /// The halves that sessions have taken, by column.
    taken: Vec<TakenHalves>,
    /// The half after the last session of each lane in the present cluster of its column.
    lane_ends: Vec<i32>,
}

/// The halves of a column that sessions have taken so far.
#[derive(Debug, Clone, Copy, Default)]
struct TakenHalves {
    /// The number of the present cluster.
    cluster: usize,
    /// The half after the last session of earlier clusters.
    before: i32,
    /// The number of lanes that the present cluster has used.
    lanes: usize,
}

impl TakenHalves {
    /// Returns the first free half of a lane. `lane_ends` are those of the column.
    fn free_half(&self, taken: &TakenSlot, lane_ends: &[i32]) -> i32 {
        let used = lane_ends.get(..self.lanes).unwrap_or_default();
        let ends = match taken.cluster == self.cluster {
            true => used.get(taken.lane).copied(),
            false => used.iter().copied().max(),
        };
        self.before.max(ends.unwrap_or(0))
    }

    /// Takes the halves of a lane before `end`. `lane_ends` are those of the column.
    fn take(&mut self, taken: &TakenSlot, end: i32, lane_ends: &mut [i32]) {
        if taken.cluster != self.cluster {
            self.before = self.free_half(taken, lane_ends);
            self.cluster = taken.cluster;
            self.lanes = 0;
        }
        if self.lanes <= taken.lane {
            lane_ends[self.lanes..=taken.lane].fill(0);
            self.lanes = taken.lane + 1;
        }
        lane_ends[taken.lane] = end;
    }
}

impl AxisBuilder<'_> {
    fn new(day: &PlacedDay, scale: Scale) -> AxisBuilder<'_> {
        let halves = vec![0..0; day.sessions().len()];
        let taken = vec![TakenHalves::default(); day.columns()];
        let lane_ends = vec![0; day.first_lane(day.columns())];
        AxisBuilder { day, scale, ticks: Vec::new(), anchor: None, halves, taken, lane_ends }
    }

    /// Adds a tick. `load` is the load since the last tick.
    fn push_turn(&mut self, turn: &Turn, load: Load) {
        let Turn { minute, starting, ending } = turn;
        let minute = *minute;
        let proportional = self.next_half(minute, load);
        let mut half = proportional;
        for ix in starting {
            half = half.max(self.free_half(*ix) - DRIFT_HALVES);
        }
        let tick = Tick { minute, half, starts: !starting.is_empty(), folded: false };
        if half != proportional || self.anchor.is_none() {
            self.anchor = Some(tick);
        }
        self.ticks.push(tick);
        for ix in ending {
            let end = self.halves[*ix].end.max(half);
            self.set_end(*ix, end);
        }
        for ix in starting {
            let start = half.max(self.free_half(*ix));
            self.halves[*ix].start = start;
            self.set_end(*ix, start + least_halves(start));
        }
    }

    /// Returns the half of a tick by the scale alone.
    fn next_half(&mut self, minute: i32, load: Load) -> i32 {
        let (Some(last), Some(anchor)) = (self.ticks.last_mut(), self.anchor) else { return 0 };
        let half = anchor.half + self.scale.halves_of(minute - anchor.minute);
        let step = (half - last.half).max(0);
        let shown = load.shown_halves(step, self.scale, self.day.only_long_minutes);
        if shown == step {
            return last.half + step;
        }
        last.folded = true;
        let half = last.half + shown;
        self.anchor = Some(Tick { minute, half, starts: false, folded: false });
        half
    }

    /// Returns the first half in which all lanes of a session are free.
    fn free_half(&self, session: usize) -> i32 {
        let slots = self.day.slots(session).iter();
        let halves = slots.map(|slot| {
            let lanes = self.day.first_lane(slot.column)..self.day.first_lane(slot.column + 1);
            let lane_ends = self.lane_ends.get(lanes).unwrap_or_default();
            self.taken[slot.column].free_half(slot, lane_ends)
        });
        halves.max().unwrap_or(0)
    }

    fn set_end(&mut self, session: usize, end: i32) {
        self.halves[session].end = end;
        for slot in self.day.slots(session) {
            let lanes = self.day.first_lane(slot.column)..self.day.first_lane(slot.column + 1);
            if let Some(lane_ends) = self.lane_ends.get_mut(lanes) {
                self.taken[slot.column].take(slot, end, lane_ends);
            }
        }
    }

    /// Returns the axis, and leaves an empty one.
    fn take_axis(&mut self) -> Axis {
        let ends = self.day.live().map(|(ix, _)| self.halves[ix].end);
        let last = self.ticks.last().map_or(0, |tick| tick.half);
        let end = ends.max().unwrap_or(0).max(last);
        Axis { ticks: std::mem::take(&mut self.ticks), end }
    }

    /// Places the ghosts, and returns the axis.
    fn finish(mut self) -> Sweep {
        let axis = self.take_axis();
        if self.day.has_ghosts() {
            self.place_ghosts(&axis);
        }
        Sweep { axis, halves: self.halves }
    }

    /// Gives each ghost the halves of its time that earlier sessions have left.
    fn place_ghosts(&mut self, axis: &Axis) {
        self.taken.fill(TakenHalves::default());
        for ix in self.day.by_start() {
            let session = &self.day.sessions()[*ix];
            if session.ghost {
                let start = axis.half_of_minute(session.start).max(self.free_half(*ix));
                let end = axis.half_of_minute(session.end).max(start);
                self.halves[*ix] = start..end;
            }
            let end = self.halves[*ix].end;
            self.set_end(*ix, end);
        }
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
