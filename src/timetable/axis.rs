//! Minutes to rows: one monotone axis a day, computed in one pass over all starts and ends.

use super::axis_load::{AxisInput, Load, MinDistance};
use super::day_session::DaySession;

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
        let input = AxisInput::new(sessions);
        let sizes = || (0..=Scale::FIT_MAX).rev();
        sizes()
            .map(Scale::with_rows)
            .chain(sizes().map(|rows| Scale { rows, ..Scale::DENSE }))
            .find(|scale| scale.least_height(&input) <= rows && scale.height(&input) <= rows)
            .unwrap_or(Scale::DENSE)
    }

    /// Returns the height of a day, in rows.
    fn height(self, input: &AxisInput) -> i32 {
        TickBuilder::build(self, input).last().map_or(0, |tick| tick.row)
    }

    /// Returns a height that the day reaches at least, in rows: the height without the least rows
    /// of the sessions.
    fn least_height(self, input: &AxisInput) -> i32 {
        let with_own_rows = if self.shared_minutes == 0 { input.minutes.len() } else { 0 };
        let own = i32::try_from(with_own_rows.saturating_sub(1)).unwrap_or(i32::MAX);
        own.max(self.rows_of_minutes(input.scaled_minutes()))
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

impl Axis {
    /// Computes the axis of a day. Every session has the least rows of the scale, and two times
    /// share a row only if the scale permits. Further rows are proportional to time, except in gaps
    /// without sessions or with long sessions only. Ghosts get no rows.
    pub fn for_sessions(sessions: &[DaySession], scale: Scale) -> Axis {
        let input = AxisInput::new(sessions);
        let mut ticks = TickBuilder::build(scale, &input);
        for (tick, starts) in ticks.iter_mut().zip(&input.starts) {
            tick.starts = *starts;
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
    /// Returns the ticks of a day, without [`Tick::starts`].
    fn build(scale: Scale, input: &AxisInput) -> Vec<Tick> {
        let ticks = Vec::with_capacity(input.minutes.len());
        let mut builder = TickBuilder { scale, ticks, scaled_minutes: 0, row_start: 0 };
        let mut distances = &*input.distances;
        for (ix, &minute) in input.minutes.iter().enumerate() {
            let load = ix.checked_sub(1).map_or(Load::Nothing, |before| input.loads[before]);
            let here = distances.partition_point(|distance| distance.to <= ix);
            let (ending, later) = distances.split_at(here);
            builder.push_tick(minute, load, ending);
            distances = later;
        }
        builder.ticks
    }

    /// Adds a tick. `load` is the load since the last tick, and `distances` are the sessions that
    /// end at `minute`.
    fn push_tick(&mut self, minute: i32, load: Load, distances: &[MinDistance]) {
        let mut row = self.next_row(minute, load);
        for distance in distances {
            let rows = if distance.is_band { 1 } else { self.scale.min_rows };
            row = row.max(self.ticks[distance.from].row + rows);
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
