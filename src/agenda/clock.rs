//! The clock of an agenda: the wall clock of an instant, and the instant of a wall clock.

use super::zone::{Moment, Resolved, Zone, floating_time, format_offset};
use crate::agenda::order::sort_compactly;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, Utc};
use std::collections::BTreeMap;

/// The clock of an agenda. Instants are known with every variant except `WallClocks`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Clock {
    /// Wall clocks alone: the file has neither a zone nor offsets. There is no "now", and the
    /// offset of a [`Moment`] means nothing.
    #[default]
    WallClocks,
    /// UTC: the file names no zone, and its times are in UTC.
    Utc,
    /// The offsets that the file writes, without the name of a zone.
    Offsets(OffsetClock),
    /// A time zone of the IANA database.
    Zone(Zone),
}

/// A clock with the offsets of a file. An offset holds from the first session that has the offset
/// until the first session with another offset, so that times are shown as the file writes them.
///
/// If the offsets of one day of the programme alternate, or differ at one instant, then the offset
/// of the day's first session holds for the day: the sessions are written in several zones, and
/// one clock must show all of them. If the days do not settle, the offset of the first session
/// holds for the whole event. So an agenda that is written with this clock and read again has the
/// same clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffsetClock {
    /// The offset before the first of `changes`.
    first: FixedOffset,
    /// The changes of the offset, ascending.
    changes: Vec<ClockOffset>,
}

/// An offset with its first instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ClockOffset {
    /// The start of the first session with the offset.
    at: DateTime<Utc>,
    offset: FixedOffset,
}

impl Clock {
    /// Returns the clock of a file without a zone, from the starts with an offset and the starts
    /// without.
    pub(super) fn of_starts(
        starts: &[Moment],
        walls: &[NaiveDateTime],
        day_start: NaiveTime,
    ) -> Clock {
        if starts.is_empty() {
            return Clock::WallClocks;
        }
        match OffsetClock::of_starts(starts, walls, day_start) {
            clock if clock.is_utc() => Clock::Utc,
            clock => Clock::Offsets(clock),
        }
    }

    /// Returns the zone of the IANA database, if the zone is known.
    pub fn zone(&self) -> Option<&Zone> {
        match self {
            Clock::Zone(zone) => Some(zone),
            _ => None,
        }
    }

    /// Returns true if the offset is the same at every instant.
    pub fn is_constant(&self) -> bool {
        match self {
            Clock::WallClocks | Clock::Utc => true,
            Clock::Offsets(offsets) => offsets.changes.is_empty(),
            Clock::Zone(_) => false,
        }
    }

    /// Returns true if the times of the agenda are instants. Without instants there is no "now",
    /// and no time can be converted.
    pub fn has_instants(&self) -> bool {
        *self != Clock::WallClocks
    }

    /// Returns an instant on this clock. Wall clocks alone return `at` as it is.
    pub fn local_time(&self, at: Moment) -> Moment {
        match self {
            Clock::WallClocks => at,
            Clock::Utc => at.to_utc().fixed_offset(),
            Clock::Offsets(offsets) => at.with_timezone(&offsets.offset_at(at.to_utc())),
            Clock::Zone(zone) => zone.local_time(at),
        }
    }

    /// Returns the instant at which this clock shows `wall`: see [`Zone::resolve_wall_clock`].
    pub fn resolve_wall_clock(&self, wall: NaiveDateTime) -> Resolved {
        match self {
            Clock::WallClocks | Clock::Utc => Resolved { at: floating_time(wall), note: None },
            Clock::Offsets(offsets) => Resolved { at: offsets.instant_of(wall), note: None },
            Clock::Zone(zone) => zone.resolve_wall_clock(wall),
        }
    }

    /// Returns the name of this clock at an instant: `IST (UTC+1)`, `UTC+1` or `UTC`. Wall clocks
    /// alone have no name.
    pub fn name_at(&self, at: Moment) -> Option<String> {
        match self {
            Clock::WallClocks => None,
            Clock::Utc | Clock::Offsets(_) => Some(format_offset(self.local_time(at))),
            Clock::Zone(zone) => Some(zone.clock_name(at)),
        }
    }

    /// Returns the name of this clock over the whole event: `Europe/Dublin`, `UTC+1`, `UTC+1 and
    /// UTC+2`, or `UTC`. Wall clocks alone have no name.
    pub fn name(&self) -> Option<String> {
        match self {
            Clock::WallClocks => None,
            Clock::Utc => Some("UTC".to_owned()),
            Clock::Offsets(offsets) => Some(offsets.names().join(" and ")),
            Clock::Zone(zone) => Some(zone.name().to_owned()),
        }
    }
}

impl OffsetClock {
    /// Returns the clock of these starts, at least one with an offset.
    fn of_starts(starts: &[Moment], walls: &[NaiveDateTime], day_start: NaiveTime) -> OffsetClock {
        /// A start may belong to another day on the new clock, which may change the day's offset.
        const ROUNDS: usize = 8;
        let mut clock = OffsetClock::of_days(starts, day_start);
        for _ in 0..ROUNDS {
            let instants = starts.iter().map(|at| at.with_timezone(&clock.offset_at(at.to_utc())));
            let shown: Vec<Moment> =
                instants.chain(walls.iter().map(|wall| clock.instant_of(*wall))).collect();
            let next = OffsetClock::of_days(&shown, day_start);
            if next == clock {
                return clock;
            }
            clock = next;
        }
        let first = starts.iter().min().map_or_else(|| Utc.fix(), |start| *start.offset());
        OffsetClock { first, changes: Vec::new() }
    }

    /// Returns true if the clock always shows UTC.
    fn is_utc(&self) -> bool {
        self.changes.is_empty() && self.first.local_minus_utc() == 0
    }

    /// Returns the clock with the changes of each day of the programme.
    fn of_days(starts: &[Moment], day_start: NaiveTime) -> OffsetClock {
        let mut days: BTreeMap<NaiveDate, Vec<Moment>> = BTreeMap::new();
        for start in starts {
            days.entry(programme_date(start.naive_local(), day_start)).or_default().push(*start);
        }
        let mut changes: Vec<Moment> = days.into_values().flat_map(day_changes).collect();
        sort_compactly(&mut changes, |change| *change);
        changes.dedup_by_key(|change| *change.offset());
        let mut changes =
            changes.iter().map(|at| ClockOffset { at: at.to_utc(), offset: *at.offset() });
        let first = changes.next().map_or_else(|| Utc.fix(), |change| change.offset);
        OffsetClock { first, changes: changes.collect() }
    }

    /// Returns the offset in force at an instant.
    fn offset_at(&self, at: DateTime<Utc>) -> FixedOffset {
        let next = self.changes.partition_point(|change| change.at <= at);
        let change = next.checked_sub(1).and_then(|ix| self.changes.get(ix));
        change.map_or(self.first, |change| change.offset)
    }

    /// Returns the instant at which this clock shows `wall`. The first of two instants is taken for
    /// a time that is shown twice. A skipped time moves on by the length of the gap.
    fn instant_of(&self, wall: NaiveDateTime) -> Moment {
        /// Every offset is shorter, so only the changes within a day of the wall clock matter.
        const DAY: TimeDelta = TimeDelta::days(1);
        let utc = wall.and_utc();
        let from = utc.checked_sub_signed(DAY).unwrap_or(utc);
        let until = utc.checked_add_signed(DAY).unwrap_or(utc);
        let before = self.offset_at(from);
        let near = self.changes.iter().filter(|change| (from..=until).contains(&change.at));
        std::iter::once(before)
            .chain(near.map(|change| change.offset))
            .map(|offset| instant_at_offset(wall, offset))
            .filter(|at| self.offset_at(at.to_utc()) == *at.offset())
            .min()
            .unwrap_or_else(|| {
                let at = instant_at_offset(wall, before);
                at.with_timezone(&self.offset_at(at.to_utc()))
            })
    }

    /// Returns the distinct offsets, from west to east: `UTC+1`, `UTC+2`.
    fn names(&self) -> Vec<String> {
        let mut offsets: Vec<FixedOffset> =
            self.changes.iter().map(|change| change.offset).chain([self.first]).collect();
        sort_compactly(&mut offsets, FixedOffset::local_minus_utc);
        offsets.dedup();
        let epoch = DateTime::UNIX_EPOCH;
        offsets.iter().map(|offset| format_offset(epoch.with_timezone(offset))).collect()
    }
}

/// Returns the changes of one day: the first start, and the start with the second offset if the
/// day changes its offset once.
fn day_changes(mut starts: Vec<Moment>) -> Vec<Moment> {
    sort_compactly(&mut starts, |start| *start);
    let mut changes = starts.clone();
    changes.dedup_by_key(|start| *start.offset());
    let changes_once = match changes[..] {
        [first, second] => !starts.iter().any(|at| *at == second && at.offset() == first.offset()),
        _ => false,
    };
    changes.truncate(if changes_once { 2 } else { 1 });
    changes
}

/// Returns the instant at which a clock with this offset shows `wall`.
fn instant_at_offset(wall: NaiveDateTime, offset: FixedOffset) -> Moment {
    DateTime::from_naive_utc_and_offset(wall.checked_sub_offset(offset).unwrap_or(wall), offset)
}

/// Returns the date of the programme's day that the wall clock `wall` belongs to.
pub(super) fn programme_date(wall: NaiveDateTime, day_start: NaiveTime) -> NaiveDate {
    let date = wall.date();
    let before = (wall.time() < day_start).then(|| date.pred_opt()).flatten();
    before.unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_START: NaiveTime = NaiveTime::MIN;

    fn moment(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn clock_of(starts: &str) -> Clock {
        let starts: Vec<Moment> = starts.split(' ').map(moment).collect();
        Clock::of_starts(&starts, &[], DAY_START)
    }

    /// The starts of a file, its clock by name, and the starts on the clock.
    const FILES: [(&str, &str, &str); 7] = [
        ("2030-07-01T09:00:00Z 2030-07-02T09:00:00+00:00", "UTC", "="),
        ("2030-07-01T09:00:00+02:00 2030-07-02T09:00:00+02:00", "UTC+2", "="),
        // A clock change in the night between two sessions.
        ("2030-10-27T02:30:00+02:00 2030-10-27T02:30:00+01:00", "UTC+1 and UTC+2", "="),
        // A ship on its way: each day has its own offset.
        (
            "2030-07-01T09:00:00-05:00 2030-07-02T09:00:00-04:00 2030-07-03T09:00:00-05:00",
            "UTC-5 and UTC-4",
            "=",
        ),
        // Sessions in several zones at once: the first one's offset holds.
        (
            "2030-07-01T09:00:00+02:00 2030-07-01T09:30:00+01:00 2030-07-01T11:00:00+02:00",
            "UTC+2",
            "2030-07-01T09:00:00+02:00 2030-07-01T10:30:00+02:00 2030-07-01T11:00:00+02:00",
        ),
        (
            "2030-07-01T09:00:00+02:00 2030-07-01T08:00:00+01:00",
            "UTC+2",
            "2030-07-01T09:00:00+02:00 2030-07-01T09:00:00+02:00",
        ),
        ("2030-07-01T09:00:00+05:45", "UTC+5:45", "="),
    ];

    #[test]
    fn offsets_of_the_starts_make_the_clock() {
        for (starts, name, shown) in FILES {
            let clock = clock_of(starts);
            assert_eq!(clock.name().as_deref(), Some(name), "{starts}");
            let times: Vec<String> =
                starts.split(' ').map(|at| clock.local_time(moment(at)).to_rfc3339()).collect();
            let shown = if shown == "=" { starts.replace('Z', "+00:00") } else { shown.to_owned() };
            assert_eq!(times.join(" "), shown, "{starts}");
        }
        assert_eq!(Clock::of_starts(&[], &[], DAY_START), Clock::WallClocks);
    }

    #[test]
    fn a_time_on_the_clock_is_resolved_to_its_instant() {
        for (starts, _, _) in FILES {
            let clock = clock_of(starts);
            for start in starts.split(' ').map(moment) {
                // Every half hour around the start, except the second one of the hour shown twice.
                for minutes in (-3000..3000).step_by(30) {
                    let at = clock.local_time(start + TimeDelta::minutes(minutes));
                    let found = clock.resolve_wall_clock(at.naive_local()).at;
                    let is_same = found == at && found.offset() == at.offset();
                    let is_first =
                        found < at && clock.local_time(found).naive_local() == at.naive_local();
                    assert!(is_same || is_first, "{starts}: {at} {found}");
                }
            }
        }
    }

    #[test]
    fn time_that_the_offsets_skip_moves_on() {
        let clock = clock_of("2030-03-31T01:00:00+01:00 2030-03-31T03:00:00+02:00");
        let at = clock.resolve_wall_clock("2030-03-31T02:30:00".parse().unwrap()).at;
        assert_eq!(at.to_rfc3339(), "2030-03-31T03:30:00+02:00");
    }

    #[test]
    fn only_wall_clocks_have_neither_name_nor_instants() {
        let at = moment("2030-07-01T09:00:00+02:00");
        assert!(!Clock::WallClocks.has_instants());
        assert_eq!(Clock::WallClocks.name_at(at), None);
        assert_eq!(Clock::Utc.name_at(at).as_deref(), Some("UTC"));
        assert_eq!(clock_of("2030-07-01T09:00:00+02:00").name_at(at).as_deref(), Some("UTC+2"));
        let berlin = Clock::Zone(Zone::by_name("Europe/Berlin").unwrap());
        assert_eq!(berlin.name_at(at).as_deref(), Some("CEST (UTC+2)"));
        assert_eq!(berlin.local_time(at), at);
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        let clock = clock_of("2030-07-01T09:00:00+02:00 2030-07-02T09:00:00-12:00");
        for wall in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            clock.resolve_wall_clock(wall);
            clock.name_at(floating_time(wall));
        }
    }
}
