//! Sessions of a day to tiles, and the scale that shows a day.

use super::day_session::Placement;
use super::placed::PlacedDay;
use super::scale::Scale;
use super::short_rows::{DayHalves, place_on_axis};
use super::sweep::axis_of_day;
use super::tile::{RowShare, Tile, Timetable};
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

/// The least halves of a row for a session that is readable: a title and a second line.
const READABLE_HALVES: i32 = 4;

/// The halves of a row.
const ROW_HALVES: i32 = 2;
/// The largest scale of [`fit_scale`], in minutes of half a row, if every session has a row at it.
/// A larger one is no easier to read.
const LARGEST_MINUTES: i32 = 3;
/// The scale of [`fit_scale`] for sessions of lengths without a common step.
const USUAL_MINUTES: i32 = 5;

/// Returns the largest scale at which the day fits into `rows` rows, if three in four sessions
/// have two rows. If the day does not fit, returns the smallest scale with two rows for three
/// in four sessions.
///
/// The minutes of half a row divide the length of every session, or are 5: sessions of one
/// length have one height. They are 1 or 2 only if a session has no row of its own at the next
/// scale, and the day fits.
pub fn fit_scale(day: &PlacedDay, rows: i32) -> Scale {
    let lengths: Vec<i32> = day.card_minutes().collect();
    let step = lengths.iter().fold(0, |step, minutes| greatest_divisor(step, *minutes));
    let divides = |minutes: i32| step % minutes == 0;
    let is_exact = |minutes: i32| match step % USUAL_MINUTES {
        0 => divides(minutes),
        _ => divides(minutes) || minutes == USUAL_MINUTES,
    };
    let is_readable = |minutes: i32| {
        let readable = lengths.iter().filter(|length| **length >= READABLE_HALVES * minutes);
        minutes <= USUAL_MINUTES || readable.count() * 4 >= lengths.len() * 3
    };
    let steps = Scale::STEPS.into_iter();
    let good: Vec<Scale> = steps
        .filter(|minutes| is_exact(*minutes) && is_readable(*minutes))
        .map(|minutes| Scale { minutes })
        .collect();
    let usual = good.partition_point(|scale| scale.minutes < LARGEST_MINUTES);
    let shortest = lengths.iter().filter(|minutes| **minutes > 0).min();
    let share_rows = |scale: &Scale| shortest.is_some_and(|it| *it < ROW_HALVES * scale.minutes);
    let first = if good.get(usual).is_some_and(share_rows) { 0 } else { usual };
    let fits = |scale: &&Scale| axis_of_day(day, **scale).height() <= rows;
    let scale = good.iter().skip(first).find(fits).or(good.last());
    scale.copied().unwrap_or(Scale { minutes: USUAL_MINUTES })
}

/// Returns the greatest number that divides both. 0 is divided by every number.
fn greatest_divisor(a: i32, b: i32) -> i32 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

/// Adjacent columns that become one tile.
struct TilePart {
    columns: Range<usize>,
    lane: usize,
    lanes: usize,
    share: RowShare,
}

/// Returns the timetable at a scale.
pub fn layout_day(day: &PlacedDay, scale: Scale) -> Timetable {
    let axis = axis_of_day(day, scale);
    let placed = place_on_axis(day, &axis);
    let turns = second_grounds(day, &placed.halves);
    let mut tiles = Vec::with_capacity(day.sessions().len());
    let mut parts = Vec::new();
    for (ix, session) in day.sessions().iter().enumerate() {
        add_tile_parts(&mut parts, day, &placed, ix);
        let widest = (0..parts.len()).max_by_key(|&p| (parts[p].columns.len(), parts.len() - p));
        for (part_ix, part) in parts.drain(..).enumerate() {
            tiles.push(Tile {
                session: session.session,
                columns: part.columns,
                lane: part.lane,
                lanes: part.lanes,
                share: part.share,
                start: session.start,
                end: session.end,
                ends_here: session.ends_here,
                halves: placed.halves[ix].clone(),
                is_second: turns[ix],
                band: session.place == Placement::Band,
                shows_text: widest == Some(part_ix),
                ghost: session.ghost,
            });
        }
    }
    tiles.sort_by_key(|tile| (tile.start, tile.columns.start, tile.lane, tile.share));
    Timetable::new(axis, tiles, day.columns())
}

/// Returns true for each session that has the second ground: a session that touches one with
/// the first ground. Bands and ghosts touch nothing.
fn second_grounds(day: &PlacedDay, halves: &[Range<i32>]) -> Vec<bool> {
    let mut turns = vec![false; day.sessions().len()];
    // The first session with an end in a column, by column and end.
    let mut first_with_end: HashMap<(usize, i32), usize> = HashMap::with_capacity(turns.len());
    for &ix in day.by_start() {
        let session = &day.sessions()[ix];
        if session.ghost || session.place == Placement::Band {
            continue;
        }
        let Range { start, end } = halves[ix];
        let columns = || day.slots(ix).iter().map(|slot| slot.column);
        let above = columns().find_map(|column| first_with_end.get(&(column, start)));
        turns[ix] = above.is_some_and(|above| !turns[*above]);
        for column in columns() {
            first_with_end.entry((column, end)).or_insert(ix);
        }
    }
    turns
}

/// Adds the columns of a session as parts: runs of adjacent columns without other sessions, and
/// single columns that the session shares.
fn add_tile_parts(parts: &mut Vec<TilePart>, day: &PlacedDay, placed: &DayHalves, session: usize) {
    for slot in day.slots(session) {
        let column = slot.column;
        let (lane, lanes, share) = placed.place_of(session, slot);
        let is_alone = lanes == 1 && share.of == 1;
        match parts.last_mut() {
            Some(part)
                if part.columns.end == column
                    && is_alone
                    && part.lanes == 1
                    && part.share.of == 1 =>
            {
                part.columns.end = column + 1;
            }
            _ => parts.push(TilePart { columns: column..column + 1, lane, lanes, share }),
        }
    }
}
