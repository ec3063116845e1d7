//! Time zones: wall clock to instant and back. Only this file uses the time zone library.
//!
//! The types are chrono's, the offsets jiff's bundled time zone database. chrono-tz and many
//! machines have an older database, and an agenda must show the same times on every machine.

use super::problem::nearest_word;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset, TimeDelta, Timelike, Utc};
use jiff::tz;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// A moment on the clocks of the event: an instant with the offset of the event's zone at the
/// instant. Without a zone the offset is the file's own: see [`Clock`](super::Clock).
pub type Moment = DateTime<FixedOffset>;

/// A time zone of the IANA database.
#[derive(Clone)]
pub struct Zone {
    name: String,
    zone: tz::TimeZone,
    /// The period of the first instant that was asked for: nearly every event is within it, and the
    /// time zone library takes twenty times as long.
    steady: OnceLock<SteadyPeriod>,
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        (&self.name, &self.zone) == (&other.name, &other.zone)
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name).finish()
    }
}

/// A period without a change of a zone's clocks.
#[derive(Debug, Clone)]
struct SteadyPeriod {
    /// The seconds of the period since 1970 in UTC.
    seconds: Range<i64>,
    offset: FixedOffset,
}

/// The instant of a wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The instant.
    pub at: Moment,
    /// A sentence about the clock change, if the wall clock is skipped or shown twice.
    pub note: Option<&'static str>,
}

/// A change of a zone's clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockChange {
    /// The instant of the change.
    pub at: DateTime<Utc>,
    /// The offset before the change.
    pub before: FixedOffset,
    /// The offset after the change.
    pub after: FixedOffset,
    /// The abbreviation of the zone after the change, as in `IST`.
    pub abbreviation: String,
    /// True if summer time begins.
    pub summer: bool,
}

/// Abbreviations that several zones share or that stand for a fixed offset, each with the names of
/// zones that may be meant.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("IST", "Europe/Dublin, Asia/Kolkata or Asia/Jerusalem"),
    ("BST", "Europe/London or Asia/Dhaka"),
    ("CST", "America/Chicago, Asia/Shanghai or America/Havana"),
    ("CDT", "America/Chicago or America/Havana"),
    ("EST", "America/New_York or America/Panama"),
    ("EDT", "America/New_York"),
    ("MST", "America/Denver or America/Phoenix"),
    ("MDT", "America/Denver"),
    ("PST", "America/Los_Angeles or Asia/Manila"),
    ("PDT", "America/Los_Angeles"),
    ("AST", "America/Halifax or Asia/Riyadh"),
    ("CET", "Europe/Berlin or Europe/Paris"),
    ("CEST", "Europe/Berlin or Europe/Paris"),
    ("EET", "Europe/Helsinki or Europe/Athens"),
    ("EEST", "Europe/Helsinki or Europe/Athens"),
    ("MET", "Europe/Berlin"),
    ("WET", "Europe/Lisbon"),
    ("HST", "Pacific/Honolulu"),
    ("JST", "Asia/Tokyo"),
    ("AEST", "Australia/Sydney or Australia/Brisbane"),
    ("AEDT", "Australia/Sydney"),
];

/// The reason why a text names no time zone, with a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneError {
    /// The text is an abbreviation, such as `IST`. Several zones share the abbreviation, or it
    /// stands for a fixed offset.
    Abbreviation {
        /// The text.
        name: String,
        /// The IANA names of the zones that may be meant, as a list in words.
        candidates: &'static str,
    },
    /// The database has no zone of that name.
    Unknown {
        /// The text.
        name: String,
        /// The name of a zone that is similar, or of the zone of the city.
        similar: Option<String>,
    },
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ZoneError::Abbreviation { name, candidates } => {
                write!(f, "\"{name}\" is an abbreviation, not a time zone: write {candidates}")
            }
            ZoneError::Unknown { name, similar: Some(similar) } => {
                write!(f, "there is no time zone \"{name}\": did you mean {similar}?")
            }
            ZoneError::Unknown { name, similar: None } => write!(
                f,
                "there is no time zone \"{name}\": write an IANA name, such as Europe/Dublin"
            ),
        }
    }
}

impl std::error::Error for ZoneError {}

impl Zone {
    /// Returns the zone with the IANA name `name`, in any case of its letters. Old names such as
    /// `US/Eastern` are valid too.
    ///
    /// # Errors
    /// Returns an error for an abbreviation and for an unknown name.
    pub fn by_name(name: &str) -> Result<Zone, ZoneError> {
        if let Some((_, candidates)) = ABBREVIATIONS.iter().find(|(short, _)| *short == name) {
            return Err(ZoneError::Abbreviation { name: name.to_owned(), candidates });
        }
        match tz::TimeZoneDatabase::bundled().get(name) {
            Ok(zone) => {
                let name = zone.iana_name().unwrap_or(name).to_owned();
                Ok(Zone { name, zone, steady: OnceLock::new() })
            }
            Err(_) => Err(unknown_zone(name)),
        }
    }

    /// Returns the zone of a city, as in `Amsterdam` or `New York`.
    pub fn by_city(city: &str) -> Option<Zone> {
        Zone::by_name(&zone_of_city(city)?).ok()
    }

    /// Returns the IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns an instant on the clocks of the zone.
    pub fn local_time(&self, at: impl Into<DateTime<Utc>>) -> Moment {
        let utc = at.into();
        let steady = self.steady.get_or_init(|| self.steady_period(utc));
        let offset = match steady.seconds.contains(&utc.timestamp()) {
            true => steady.offset,
            false => self.offset_at(utc),
        };
        utc.with_timezone(&offset)
    }

    /// Returns the offset of the zone at an instant.
    fn offset_at(&self, at: DateTime<Utc>) -> FixedOffset {
        let seconds = timestamp_of(at).map_or(0, |at| self.zone.to_offset(at).seconds());
        offset_of_seconds(seconds)
    }

    /// Returns the period around an instant.
    fn steady_period(&self, at: DateTime<Utc>) -> SteadyPeriod {
        let seconds = timestamp_of(at).map_or(0..0, |at| {
            let change = |change: tz::TimeZoneTransition<'_>| change.timestamp().as_second();
            // `preceding` excludes its instant: a change at `at` itself begins the period.
            let next = at.checked_add(jiff::SignedDuration::from_secs(1)).unwrap_or(at);
            let start = self.zone.preceding(next).next().map_or(i64::MIN, change);
            let end = self.zone.following(at).next().map_or(i64::MAX, change);
            start..end
        });
        SteadyPeriod { seconds, offset: self.offset_at(at) }
    }

    /// Returns the instant of a wall clock that is surely within the known period without a change:
    /// a day or more after its start and before its end.
    fn steady_moment(&self, wall: NaiveDateTime) -> Option<Moment> {
        const DAY: i64 = 24 * 60 * 60;
        let steady = self.steady.get()?;
        let utc = wall.checked_sub_offset(steady.offset)?.and_utc();
        let seconds =
            steady.seconds.start.saturating_add(DAY)..steady.seconds.end.saturating_sub(DAY);
        seconds.contains(&utc.timestamp()).then(|| utc.with_timezone(&steady.offset))
    }

    /// Returns the name of the zone's time at an instant, as in `IST (UTC+1)`. A time without
    /// letters has its offset alone.
    pub fn clock_name(&self, at: Moment) -> String {
        let (short, offset) = (self.abbreviation(at), format_offset(self.local_time(at)));
        if short == offset || !short.starts_with(|c: char| c.is_alphabetic()) {
            offset
        } else {
            format!("{short} ({offset})")
        }
    }

    /// Returns the abbreviation of the zone's time at an instant, as in `IST`. A time without
    /// letters has digits, as in `+03`.
    pub fn abbreviation(&self, at: Moment) -> String {
        let at = timestamp_of(at.with_timezone(&Utc));
        at.map_or_else(String::new, |at| self.zone.to_offset_info(at).abbreviation().to_owned())
    }

    /// Returns the instant at which the clocks of the zone show `wall`. The first of two instants
    /// is taken for a time that is shown twice. A skipped time moves on by the length of the gap.
    pub fn resolve_wall_clock(&self, wall: NaiveDateTime) -> Resolved {
        if let Some(at) = self.steady_moment(wall) {
            return Resolved { at, note: None };
        }
        let offset = civil_time(wall).map(|civil| self.zone.to_ambiguous_timestamp(civil).offset());
        let (offset, note) = match offset {
            Some(tz::AmbiguousOffset::Unambiguous { offset }) => (offset, None),
            Some(tz::AmbiguousOffset::Gap { before, .. }) => (
                before,
                Some("The clocks are put forward over this time: it is taken to be as much later."),
            ),
            Some(tz::AmbiguousOffset::Fold { before, .. }) => (
                before,
                Some("The clocks are put back and show this time twice: the first is meant."),
            ),
            None => (tz::Offset::UTC, None),
        };
        let offset = offset_of_seconds(offset.seconds());
        let utc = wall.checked_sub_offset(offset).unwrap_or(wall).and_utc();
        Resolved { at: self.local_time(utc), note }
    }

    /// Returns true if the clocks of the zone show the time of `at` twice.
    pub fn shows_twice(&self, at: Moment) -> bool {
        let civil = civil_time(self.local_time(at).naive_local());
        let offset = civil.map(|civil| self.zone.to_ambiguous_timestamp(civil).offset());
        matches!(offset, Some(tz::AmbiguousOffset::Fold { .. }))
    }

    /// Returns the last clock change at or before `from`, and all later ones until `until`. At
    /// most 100.
    pub fn clock_changes(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<ClockChange> {
        const CHANGES_MAX: usize = 100;
        let Some(start) = timestamp_of(from) else { return Vec::new() };
        // `preceding` excludes its instant: a change at `from` itself must be found.
        let next = start.checked_add(jiff::SignedDuration::from_secs(1)).unwrap_or(start);
        let last = self.zone.preceding(next).next();
        last.into_iter()
            .chain(self.zone.following(start))
            .filter_map(|transition| self.clock_change(&transition))
            .take_while(|change| change.at <= until)
            .take(CHANGES_MAX)
            .collect()
    }

    /// Returns a transition of the time zone library as a `ClockChange`.
    fn clock_change(&self, transition: &tz::TimeZoneTransition<'_>) -> Option<ClockChange> {
        let at = DateTime::from_timestamp(transition.timestamp().as_second(), 0)?;
        let before = self.local_time(at.checked_sub_signed(TimeDelta::seconds(1))?);
        Some(ClockChange {
            at,
            before: *before.offset(),
            after: offset_of_seconds(transition.offset().seconds()),
            abbreviation: transition.abbreviation().to_owned(),
            summer: transition.dst().is_dst(),
        })
    }
}

/// Returns a wall clock of an event without a zone, with the offset 0.
pub fn floating_time(wall: NaiveDateTime) -> Moment {
    wall.and_utc().fixed_offset()
}

/// Returns the zone of this machine. Local times use the zone, but never an event without one.
pub fn system_zone() -> Option<Zone> {
    Zone::by_name(tz::TimeZone::try_system().ok()?.iana_name()?).ok()
}

/// Returns the zone of this machine, whose name is probably `name`. Without a valid name,
/// [`system_zone`] looks through the folders of all zones.
pub(crate) fn system_zone_with_name(name: Option<&str>) -> Option<Zone> {
    let named = name.and_then(|name| tz::TimeZoneDatabase::bundled().get(name).ok());
    match named.as_ref().and_then(tz::TimeZone::iana_name) {
        Some(name) => Zone::by_name(name).ok(),
        None => system_zone(),
    }
}

/// Formats the offset of a moment: `UTC+1`, `UTC-3:30`, `UTC`.
pub(super) fn format_offset(at: Moment) -> String {
    let seconds = at.offset().fix().local_minus_utc();
    let sign = if seconds < 0 { '-' } else { '+' };
    match (seconds.abs() / 3600, seconds.abs() / 60 % 60) {
        _ if seconds == 0 => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// Returns the first name of the database that ends in the name of a city.
fn zone_of_city(city: &str) -> Option<String> {
    let city = city_of_zone(city);
    zone_names()
        .into_iter()
        // `Etc/GMT+1` is west of Greenwich: nobody means it.
        .find(|name| name.contains('/') && !name.starts_with("Etc/") && city_of_zone(name) == city)
}

/// Returns the city of an IANA name in lower case: `new york` for `America/New_York`.
fn city_of_zone(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).to_lowercase().replace('_', " ")
}

/// Returns the error for a name that the database does not have.
fn unknown_zone(name: &str) -> ZoneError {
    let similar = zone_of_city(name).or_else(|| {
        let names = zone_names();
        nearest_word(name, names.iter().map(String::as_str)).map(str::to_owned)
    });
    ZoneError::Unknown { name: name.to_owned(), similar }
}

/// Returns all names of the database.
fn zone_names() -> Vec<String> {
    tz::TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect()
}

/// Returns an instant as the time zone library has it, in whole seconds.
fn timestamp_of(at: DateTime<Utc>) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(at.timestamp()).ok()
}

/// Returns an offset of `seconds` east of UTC. An invalid number gives UTC.
fn offset_of_seconds(seconds: i32) -> FixedOffset {
    FixedOffset::east_opt(seconds).unwrap_or_else(|| Utc.fix())
}

/// Returns a wall clock as the time zone library has it, in whole seconds.
fn civil_time(wall: NaiveDateTime) -> Option<jiff::civil::DateTime> {
    jiff::civil::DateTime::new(
        i16::try_from(wall.year()).ok()?,
        i8::try_from(wall.month()).ok()?,
        i8::try_from(wall.day()).ok()?,
        i8::try_from(wall.hour()).ok()?,
        i8::try_from(wall.minute()).ok()?,
        i8::try_from(wall.second()).ok()?,
        0,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn wall_clock_resolves_to_the_instant_with_the_offset_in_force() {
        // Zone, wall clock, the instant with the offset in force; the last two need a database from
        // 2026.
        for (zone, at, instant) in [
            ("Europe/Dublin", "2016-07-11T09:00:00", "2016-07-11T09:00:00+01:00"),
            ("US/Eastern", "2025-03-19T09:00:00", "2025-03-19T09:00:00-04:00"),
            ("Asia/Kolkata", "2023-09-10T09:00:00", "2023-09-10T09:00:00+05:30"),
            ("Pacific/Apia", "2011-12-29T23:00:00", "2011-12-29T23:00:00-10:00"),
            ("America/Vancouver", "2026-12-01T10:00:00", "2026-12-01T10:00:00-07:00"),
            ("Africa/Casablanca", "2026-12-01T10:00:00", "2026-12-01T10:00:00+00:00"),
        ] {
            let resolved = Zone::by_name(zone).unwrap().resolve_wall_clock(wall(at));
            assert_eq!(resolved.at.to_rfc3339(), instant, "{zone}");
            assert_eq!(resolved.note, None, "{zone}");
        }
    }

    #[test]
    fn known_period_changes_no_time() {
        let zones = ["Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo", "UTC"];
        let periods = ["2011-07-15T12:00:00", "2030-01-15T12:00:00", "2030-07-15T12:00:00"];
        for (name, period) in zones.into_iter().flat_map(|name| periods.map(|at| (name, at))) {
            let zone = Zone::by_name(name).unwrap();
            zone.local_time(wall(period).and_utc());
            let first = wall(period) - TimeDelta::days(250);
            for wall in (0..24 * 500).map(|hour| first + TimeDelta::minutes(60 * hour + 30)) {
                let fresh = Zone { steady: OnceLock::new(), ..zone.clone() };
                let (known, unknown) =
                    (zone.resolve_wall_clock(wall), fresh.resolve_wall_clock(wall));
                assert_eq!((known, known.at.offset()), (unknown, unknown.at.offset()), "{name}");
                let utc = wall.and_utc();
                assert_eq!(*zone.local_time(utc).offset(), zone.offset_at(utc), "{name} {utc}");
            }
        }
    }

    #[test]
    fn skipped_and_repeated_times_resolve_with_a_note() {
        let berlin = Zone::by_name("Europe/Berlin").unwrap();
        let gap = berlin.resolve_wall_clock(wall("2027-03-28T02:30:00"));
        assert_eq!(gap.at.to_rfc3339(), "2027-03-28T03:30:00+02:00");
        assert!(gap.note.unwrap().contains("forward"));
        let fold = berlin.resolve_wall_clock(wall("2027-10-31T02:30:00"));
        assert_eq!(fold.at.to_rfc3339(), "2027-10-31T02:30:00+02:00");
        assert!(fold.note.unwrap().contains("twice"));
        // A day that a whole country skipped.
        let apia =
            Zone::by_name("Pacific/Apia").unwrap().resolve_wall_clock(wall("2011-12-30T10:00:00"));
        assert_eq!(apia.at.to_rfc3339(), "2011-12-31T10:00:00+14:00");
    }

    #[test]
    fn clock_changes_include_the_one_before() {
        let changes = |zone: &str, from: &str, until: &str| -> Vec<String> {
            let at = |text: &str| wall(text).and_utc();
            let changes = Zone::by_name(zone).unwrap().clock_changes(at(from), at(until));
            let line = |c: ClockChange| {
                let after = c.at.with_timezone(&c.after).to_rfc3339();
                format!(
                    "{} -> {after} {}{}",
                    c.before,
                    c.abbreviation,
                    if c.summer { " summer" } else { "" }
                )
            };
            changes.into_iter().map(line).collect()
        };
        assert_eq!(
            changes("Europe/Berlin", "2024-01-01T00:00:00", "2024-12-31T00:00:00"),
            [
                "+02:00 -> 2023-10-29T02:00:00+01:00 CET",
                "+01:00 -> 2024-03-31T03:00:00+02:00 CEST summer",
                "+02:00 -> 2024-10-27T02:00:00+01:00 CET"
            ]
        );
        // A change at `from` itself counts once.
        assert_eq!(changes("Europe/Berlin", "2024-03-31T01:00:00", "2024-04-01T00:00:00").len(), 1);
        // The last change may be long ago, or never have been.
        assert_eq!(changes("Asia/Tokyo", "2024-01-01T00:00:00", "2024-12-31T00:00:00").len(), 1);
        assert_eq!(changes("UTC", "2024-01-01T00:00:00", "2024-12-31T00:00:00"), [""; 0]);
    }

    #[test]
    fn unknown_name_proposes_a_zone() {
        for (name, meant) in [
            ("IST", "Europe/Dublin, Asia/Kolkata or Asia/Jerusalem"),
            ("CET", "Europe/Berlin"),
            ("Europe/Dublim", "Europe/Dublin"),
            ("Dublin", "Europe/Dublin"),
            ("New York", "America/New_York"),
            ("", "IANA"),
            ("../../etc/passwd", "no time zone"),
        ] {
            let error = Zone::by_name(name).unwrap_err().to_string();
            assert!(error.contains(meant), "{name}: {error}");
        }
        assert_eq!(Zone::by_name("europe/berlin").unwrap().name(), "Europe/Berlin");
        assert_eq!(Zone::by_name("UTC").unwrap().name(), "UTC");
    }

    #[test]
    fn offset_is_formatted_in_hours_and_minutes() {
        for (at, name) in [
            ("2016-07-11T09:00:00+01:00", "UTC+1"),
            ("2016-07-11T09:00:00-03:30", "UTC-3:30"),
            ("2016-07-11T09:00:00+05:45", "UTC+5:45"),
            ("2016-07-11T09:00:00Z", "UTC"),
        ] {
            assert_eq!(format_offset(DateTime::parse_from_rfc3339(at).unwrap()), name);
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        let berlin = Zone::by_name("Europe/Berlin").unwrap();
        for wall in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            berlin.resolve_wall_clock(wall);
            berlin.abbreviation(floating_time(wall));
        }
    }
}
