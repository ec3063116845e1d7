//! Minutes to rows: one monotone axis a day, solved in one pass over its starts and ends.

use super::{DaySession, LONG_MINUTES, Placement};

/// How much room time gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Rows for two hours, where the sessions do not ask for more.
    pub rows: i32,
    /// The least rows of a session, 1 or 2. A band is content with one.
    pub least: i32,
    /// Times of different rooms share a row if they are less than so many minutes apart; 0: every
    /// time has a row of its own.
    pub share: i32,
}

impl Scale {
    /// The whole of a large day at a glance.
    pub const COMPACT: Scale = Scale { rows: 0, least: 1, share: 15 };
    /// As small as it can well be read.
    const DENSE: Scale = Scale { rows: 0, least: 2, share: 10 };
    /// Zoom goes in these steps.
    const STEPS: [i32; 13] = [0, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96];
    /// A day with few sessions is not blown up beyond this: five minutes a row.
    const FIT_MAX: i32 = 24;

    /// The scale of so many rows for two hours, at which every time has a row of its own.
    pub const fn with_rows(rows: i32) -> Scale {
        Scale { rows, least: 2, share: 0 }
    }

    /// The largest scale at which the day fits into `rows` rows; the smallest that keeps two rows a
    /// session if none does.
    pub fn fit(items: &[DaySession], rows: i32) -> Scale {
        let sizes = || (0..=Scale::FIT_MAX).rev();
        sizes()
            .map(Scale::with_rows)
            .chain(sizes().map(|rows| Scale { rows, ..Scale::DENSE }))
            .find(|scale| Axis::for_sessions(items, *scale).height() <= rows)
            .unwrap_or(Scale::DENSE)
    }

    /// `steps` steps larger, or smaller if negative, as far as it goes.
    #[must_use]
    pub fn zoom(self, steps: i32) -> Scale {
        (0..steps.abs())
            .fold(self, |scale, _| if steps > 0 { scale.larger() } else { scale.smaller() })
    }

    fn larger(self) -> Scale {
        match self {
            Scale::COMPACT => Scale::DENSE,
            Scale { share: 1.., .. } => Scale::with_rows(0),
            _ => Scale::with_rows(
                Scale::STEPS.into_iter().find(|step| *step > self.rows).unwrap_or(self.rows),
            ),
        }
    }

    fn smaller(self) -> Scale {
        match Scale::STEPS.into_iter().rev().find(|step| *step < self.rows) {
            Some(rows) => Scale { rows, ..self },
            None if self.share == 0 => Scale::DENSE,
            None => Scale::COMPACT,
        }
    }
}

/// Which row a minute is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Every start and end of the day, ascending, with its row.
    ticks: Vec<Tick>,
}

/// One of the times at which something starts or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    pub minute: i32,
    pub row: i32,
    /// Something starts here, so that the time is worth a label.
    pub starts: bool,
    /// Nothing runs from here to the next tick, or only what is long, and rows are saved there: it
    /// looks shorter than it is.
    pub folded: bool,
}

/// What runs between two neighbouring times.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Load {
    Nothing,
    OnlyLong,
    Sessions,
}

impl Axis {
    /// Times are in one row only if they are nearer to each other than the scale lets them be;
    /// every session has its least rows; beyond that rows are in proportion to time, but for
    /// stretches in which nothing, or nothing short, happens. Ghosts ask for nothing.
    pub fn for_sessions(items: &[DaySession], scale: Scale) -> Axis {
        let items = || items.iter().filter(|item| !item.ghost);
        let mut minutes: Vec<i32> = items().flat_map(|item| [item.start, item.end]).collect();
        minutes.sort_unstable();
        minutes.dedup();
        let index = |minute: i32| minutes.binary_search(&minute).unwrap_or_default();
        let spans: Vec<(usize, usize, &DaySession)> =
            items().map(|item| (index(item.start), index(item.end), item)).collect();
        let loads = loads(&spans, minutes.len());
        let mut ends_at: Vec<Vec<(usize, i32)>> = vec![Vec::new(); minutes.len()];
        for (start, end, item) in &spans {
            let least = if item.place == Placement::Band { 1 } else { scale.least };
            ends_at[*end].push((*start, least));
        }
        let mut ticks: Vec<Tick> = Vec::with_capacity(minutes.len());
        let mut counted = 0_i64;
        // The first time of the row that the last one is in.
        let mut first = 0;
        for (ix, &minute) in minutes.iter().enumerate() {
            let mut row = 0;
            if let Some(before) = ticks.last().copied() {
                let shown = counted_minutes(loads[ix - 1], minute - before.minute);
                if let Some(before) = ticks.last_mut() {
                    before.folded = shown < i64::from(minute - before.minute);
                }
                let edge = |counted: i64| {
                    i32::try_from(counted * i64::from(scale.rows) / 120).unwrap_or(i32::MAX / 2)
                };
                let step = edge(counted + shown) - edge(counted);
                counted += shown;
                row = before.row + step.max(i32::from(minute - first >= scale.share));
            }
            for (start, least) in &ends_at[ix] {
                row = row.max(ticks[*start].row + least);
            }
            if ticks.last().is_none_or(|before| before.row < row) {
                first = minute;
            }
            ticks.push(Tick { minute, row, starts: false, folded: false });
        }
        for (start, ..) in &spans {
            ticks[*start].starts = true;
        }
        Axis { ticks }
    }

    /// Rows of the whole day.
    pub fn height(&self) -> i32 {
        self.ticks.last().map_or(0, |tick| tick.row)
    }

    /// The row in which a minute begins; before the first and after the last time, the first and
    /// last row.
    pub fn row_of_minute(&self, minute: i32) -> i32 {
        let after = self.ticks.partition_point(|tick| tick.minute <= minute);
        match (after.checked_sub(1).and_then(|ix| self.ticks.get(ix)), self.ticks.get(after)) {
            (Some(a), Some(b)) => {
                let part = i64::from(minute - a.minute) * i64::from(b.row - a.row)
                    / i64::from(b.minute - a.minute);
                a.row + i32::try_from(part).unwrap_or(0)
            }
            (Some(a), None) => a.row,
            (None, _) => 0,
        }
    }

    /// The first minute of a row.
    pub fn minute_of_row(&self, row: i32) -> i32 {
        let after = self.ticks.partition_point(|tick| tick.row <= row);
        // Of several times in one row, the first.
        let first = self.ticks.partition_point(|tick| tick.row < row);
        if let Some(tick) = self.ticks.get(first).filter(|tick| tick.row == row) {
            return tick.minute;
        }
        match (after.checked_sub(1).and_then(|ix| self.ticks.get(ix)), self.ticks.get(after)) {
            (Some(a), Some(b)) => {
                let (rows, minutes) = (i64::from(b.row - a.row), i64::from(b.minute - a.minute));
                let part = (i64::from(row - a.row) * minutes + rows - 1) / rows;
                a.minute + i32::try_from(part).unwrap_or(0)
            }
            (Some(a), None) => a.minute,
            (None, _) => self.ticks.first().map_or(0, |tick| tick.minute),
        }
    }

    /// The times of the day, ascending.
    pub fn ticks(&self) -> &[Tick] {
        &self.ticks
    }
}

/// What runs after each time, from how many short and long sessions begin and end there. Where all
/// are long, none is.
fn loads(spans: &[(usize, usize, &DaySession)], times: usize) -> Vec<Load> {
    let is_short = |item: &DaySession| item.end - item.start <= LONG_MINUTES;
    let none_short = !spans.iter().any(|(.., item)| is_short(item));
    let mut change = vec![(0_i32, 0_i32); times];
    for (start, end, item) in spans {
        let short = i32::from(none_short || is_short(item));
        change[*start].0 += short;
        change[*start].1 += 1 - short;
        change[*end].0 -= short;
        change[*end].1 -= 1 - short;
    }
    let (mut short, mut long) = (0, 0);
    change
        .into_iter()
        .map(|(s, l)| {
            short += s;
            long += l;
            match (short, long) {
                (0, 0) => Load::Nothing,
                (0, _) => Load::OnlyLong,
                _ => Load::Sessions,
            }
        })
        .collect()
}

/// How many of a stretch's minutes count for the scale.
fn counted_minutes(load: Load, minutes: i32) -> i64 {
    const ONLY_LONG_MAX: i32 = 30;
    i64::from(match load {
        Load::Sessions => minutes,
        Load::OnlyLong => minutes.min(ONLY_LONG_MAX),
        Load::Nothing => 0,
    })
}
