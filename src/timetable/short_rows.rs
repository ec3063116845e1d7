//! The half rows of sessions on an axis. A session that is too short for a row of text gets one,
//! and its neighbours in time keep all their whole rows.
//!
//! ```text
//! half  time        cells      scale: five minutes for half a row
//!   0   a 5 min     [a─][b─]   a and b have no whole row: they share the row in which they lie
//!   1   b 5 min     [a─][b─]
//!   2   c 15 min    [c─────]   c has a whole row, and its time
//!   3               [c─────]
//!   4               [d─────]   d takes half a row from c
//!   5   d 5 min     [d─────]
//! ```

use super::axis::Axis;
use super::lanes::TakenSlot;
use super::placed::PlacedDay;
use super::tile::RowShare;
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeMap;
use std::ops::Range;

/// The half rows of the sessions of a day.
pub(super) struct DayHalves {
    /// The halves of each session: those of its time, or of its row. Those of a ghost may be empty.
    pub(super) halves: Vec<Range<i32>>,
    /// The places of short sessions that share a row, by session and column.
    places: HashMap<(usize, usize), SharedPlace>,
}

/// The place of a session that shares its row.
#[derive(Clone, Copy)]
struct SharedPlace {
    lane: usize,
    lanes: usize,
    share: RowShare,
}

impl DayHalves {
    /// Returns the lane, the number of lanes, and the share of a session in a column.
    pub(super) fn place_of(&self, session: usize, slot: &TakenSlot) -> (usize, usize, RowShare) {
        match self.places.get(&(session, slot.column)) {
            Some(place) => (place.lane, place.lanes, place.share),
            None => (slot.lane, slot.lanes, RowShare::WHOLE),
        }
    }
}

/// Returns the half rows of the sessions on the axis of their day.
///
/// A session with a whole row in its time has the halves of its time. Another session gets the row
/// in which it lies, beside other sessions of this kind. Of the sessions before and after, the row
/// takes half a row at most, and no whole one as long as every session has half a row of time.
pub(super) fn place_on_axis(day: &PlacedDay, axis: &Axis) -> DayHalves {
    let sessions = day.sessions().iter();
    let times: Vec<Range<i32>> = sessions
        .map(|session| axis.half_of_minute(session.start)..axis.half_of_minute(session.end))
        .collect();
    let count = times.len();
    let mut rows = ShortRows { day, times, rows: vec![None; count], claims: HashMap::new() };
    rows.claim_all(axis.height() - 1);
    let halves = (0..count).map(|ix| rows.halves_of(ix)).collect();
    let mut places = HashMap::new();
    rows.claims.iter().for_each(|(&(column, _), claims)| share_row(column, claims, &mut places));
    DayHalves { halves, places }
}

/// Returns true if halves contain a whole row.
fn has_whole_row(halves: &Range<i32>) -> bool {
    halves.end.div_euclid(2) > (halves.start + 1).div_euclid(2)
}

/// The sessions without a whole row in their time, and their rows.
struct ShortRows<'d> {
    day: &'d PlacedDay,
    /// The halves of each session by its time.
    times: Vec<Range<i32>>,
    /// The row of each short session.
    rows: Vec<Option<i32>>,
    /// The short sessions by column and row.
    claims: HashMap<(usize, i32), RowClaims>,
}

/// The short sessions in a row of a column, by cluster and lane.
type RowClaims = BTreeMap<(usize, usize), Vec<Claim>>;

/// A short session in a row of a column.
#[derive(Clone, Copy)]
struct Claim {
    start: i32,
    session: usize,
    lanes: usize,
}

impl ShortRows<'_> {
    /// Gives a row to every session without a whole row. `last` is the last row of the axis.
    fn claim_all(&mut self, last: i32) {
        let mut open: Vec<usize> = self.day.live().map(|(ix, _)| ix).collect();
        loop {
            let (kept, short): (Vec<usize>, Vec<usize>) =
                open.iter().partition(|ix| has_whole_row(&self.free_time(**ix)));
            if short.is_empty() {
                return;
            }
            short.into_iter().for_each(|ix| self.claim_row(ix, last));
            // A session without half a row of time takes a whole row of another session.
            open = kept;
        }
    }

    /// Gives a session the row in which it lies. If it lies in two rows, gives the later one, so
    /// that it starts at its time.
    fn claim_row(&mut self, session: usize, last: i32) {
        let time = &self.times[session];
        let first = if time.end - time.start < 2 { time.start } else { time.start + 1 };
        let row = first.div_euclid(2).min(last);
        self.rows[session] = Some(row);
        let start = self.day.sessions()[session].start;
        for &TakenSlot { column, lane, lanes, cluster } in self.day.slots(session) {
            let row = self.claims.entry((column, row)).or_default();
            row.entry((cluster, lane)).or_default().push(Claim { start, session, lanes });
        }
    }

    /// Returns true if another short session has a row in the lane of a session. Lanes of different
    /// clusters may lie across each other.
    fn is_claimed(&self, session: usize, slot: &TakenSlot, row: i32) -> bool {
        let Some(claims) = self.claims.get(&(slot.column, row)) else { return false };
        let ends = [claims.first_key_value(), claims.last_key_value()];
        let lane = claims.get(&(slot.cluster, slot.lane)).into_iter().flatten();
        ends.into_iter().flatten().any(|((cluster, _), _)| *cluster != slot.cluster)
            || lane.take(2).any(|claim| claim.session != session)
    }

    /// Returns the halves of a session by its time, without the rows of short sessions.
    fn free_time(&self, session: usize) -> Range<i32> {
        let Range { mut start, mut end } = self.times[session].clone();
        for slot in self.day.slots(session) {
            let (first, last) = (start.div_euclid(2), (end - 1).div_euclid(2));
            if self.is_claimed(session, slot, first) {
                start = first * 2 + 2;
            }
            if self.is_claimed(session, slot, last) {
                end = last * 2;
            }
        }
        start..end.max(start)
    }

    fn halves_of(&self, session: usize) -> Range<i32> {
        let free = self.free_time(session);
        // Across the lanes of several clusters, a session has its row alone.
        let lies_across = |row: i32| {
            let claims = self.day.slots(session).iter().map(|slot| (slot.column, row));
            let mut claims = claims.filter_map(|place| self.claims.get(&place));
            claims.any(|claims| !is_one_cluster(claims))
        };
        match self.rows[session] {
            Some(row) if free.is_empty() || lies_across(row) => row * 2..row * 2 + 2,
            Some(row) => free.start.min(row * 2)..free.end.max(row * 2 + 2),
            None => free,
        }
    }
}

/// Returns true if all short sessions of a row are of one cluster, so that their lanes lie beside
/// each other.
fn is_one_cluster(claims: &RowClaims) -> bool {
    let ends = [claims.first_key_value(), claims.last_key_value()];
    let [first, last] = ends.map(|entry| entry.map(|((cluster, _), _)| *cluster));
    first == last
}

/// Gives the short sessions of one row their places side by side, by their starts.
fn share_row(column: usize, claims: &RowClaims, places: &mut HashMap<(usize, usize), SharedPlace>) {
    let mut place_beside = |mut group: Vec<Claim>, whole_column: Option<(usize, usize)>, lane| {
        group.sort_unstable_by_key(|claim| (claim.start, claim.session));
        let of = group.len();
        for (nth, claim) in group.into_iter().enumerate() {
            let (lane, lanes) = whole_column.unwrap_or((lane, claim.lanes));
            let place = SharedPlace { lane, lanes, share: RowShare { nth, of } };
            places.insert((claim.session, column), place);
        }
    };
    if is_one_cluster(claims) {
        claims.iter().for_each(|((_, lane), group)| place_beside(group.clone(), None, *lane));
    } else {
        place_beside(claims.values().flatten().copied().collect(), Some((0, 1)), 0);
    }
}
