//! Wall clock and zone to instant, and back: the only file that knows the time zone library.
//!
//! The types are chrono's. The offsets are jiff's bundled time zone database: chrono-tz and many
//! machines have an older one, and an agenda must not show other times on another machine.

use super::problem::nearest_word;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset, Timelike, Utc};
use jiff::tz;

/// A moment on the clocks of the event: an instant with the offset of the event's zone at that
/// time. Without a zone the offset is zero or the file's own: see
/// [`Agenda::zone`](super::Agenda::zone).
pub type Moment = DateTime<FixedOffset>;

/// A time zone by its IANA name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    zone: tz::TimeZone,
}

/// A wall clock made into an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    pub at: Moment,
    /// What the clock change did, as a sentence, where it fell on one.
    pub note: Option<&'static str>,
}

/// From an instant on, a zone's clocks are this far ahead of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockChange {
    pub at: DateTime<Utc>,
    /// The offsets before and after.
    pub before: FixedOffset,
    pub after: FixedOffset,
    /// What the zone is called after it, as in `IST`.
    pub abbreviation: String,
    /// Whether it is summer time after it.
    pub summer: bool,
}

/// Abbreviations that several zones share or that stand for a fixed offset, with what may have been
/// meant.
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

impl std::fmt::Display for ZoneError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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
    /// The zone of that IANA name, in any case of its letters; old names such as `US/Eastern` are
    /// known too.
    ///
    /// # Errors
    /// A sentence that says why the name is not one, and what may have been meant.
    pub fn by_name(name: &str) -> Result<Zone, ZoneError> {
        if let Some((_, candidates)) = ABBREVIATIONS.iter().find(|(short, _)| *short == name) {
            return Err(ZoneError::Abbreviation { name: name.to_owned(), candidates });
        }
        match tz::TimeZoneDatabase::bundled().get(name) {
            Ok(zone) => Ok(Zone { name: zone.iana_name().unwrap_or(name).to_owned(), zone }),
            Err(_) => Err(unknown_zone(name)),
        }
    }

    /// The zone that is named after a city, as in `Amsterdam` or `New York`.
    pub fn by_city(city: &str) -> Option<Zone> {
        Zone::by_name(&zone_of_city(city)?).ok()
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// An instant on this zone's clocks.
    pub fn local_time(&self, at: impl Into<DateTime<Utc>>) -> Moment {
        let utc = at.into();
        let offset = timestamp(utc).map_or(0, |at| self.zone.to_offset(at).seconds());
        utc.with_timezone(&fixed(offset))
    }

    /// What its clocks are called at that instant, as in `IST (UTC+1)`; the offset alone where
    /// there are no letters.
    pub fn clock_name(&self, at: Moment) -> String {
        let (short, offset) = (self.abbreviation(at), offset_name(self.local_time(at)));
        if short == offset || !short.starts_with(|c: char| c.is_alphabetic()) {
            offset
        } else {
            format!("{short} ({offset})")
        }
    }

    /// What the zone is called at that instant, as in `IST`; numeric where it has no letters.
    pub fn abbreviation(&self, at: Moment) -> String {
        let at = timestamp(at.with_timezone(&Utc));
        at.map_or_else(String::new, |at| self.zone.to_offset_info(at).abbreviation().to_owned())
    }

    /// The instant at which this zone's clocks show `wall`. What is shown twice is the first of the
    /// two; what is skipped is moved on by the length of the gap.
    pub fn resolve_wall_clock(&self, wall: NaiveDateTime) -> Resolved {
        let (offset, note) = match civil(wall)
            .map(|civil| self.zone.to_ambiguous_timestamp(civil).offset())
        {
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
        let offset = fixed(offset.seconds());
        let utc = wall.checked_sub_offset(offset).unwrap_or(wall).and_utc();
        Resolved { at: self.local_time(utc), note }
    }

    /// The last change of the clocks at or before `from`, if there ever was one, and all changes
    /// after that until `until`.
    pub fn clock_changes(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<ClockChange> {
        /// Two a year over the longest time that anybody plans for.
        const MOST: usize = 100;
        let Ok(start) = jiff::Timestamp::from_second(from.timestamp()) else { return Vec::new() };
        // Of the instants before the next second, the last one: a change at `from` itself is one of
        // them.
        let next = start.checked_add(jiff::SignedDuration::from_secs(1)).unwrap_or(start);
        let first = self.zone.preceding(next).next();
        let found = first.into_iter().chain(self.zone.following(start)).filter_map(|change| {
            let at = DateTime::from_timestamp(change.timestamp().as_second(), 0)?;
            let before = self.local_time(at.checked_sub_signed(chrono::TimeDelta::seconds(1))?);
            Some(ClockChange {
                at,
                before: *before.offset(),
                after: fixed(change.offset().seconds()),
                abbreviation: change.abbreviation().to_owned(),
                summer: change.dst().is_dst(),
            })
        });
        found.take_while(|change| change.at <= until).take(MOST).collect()
    }
}

fn timestamp(at: DateTime<Utc>) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(at.timestamp()).ok()
}

/// A wall clock of an event whose zone is unknown: the offset is zero and means nothing.
pub fn floating_time(wall: NaiveDateTime) -> Moment {
    wall.and_utc().fixed_offset()
}

/// An offset as people write it: `UTC+1`, `UTC-3:30`, `UTC`.
fn offset_name(at: Moment) -> String {
    let seconds = at.offset().fix().local_minus_utc();
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    match (seconds, minutes) {
        (0, _) => "UTC".to_owned(),
        (_, 0) => format!("UTC{}{hours}", if seconds < 0 { '-' } else { '+' }),
        _ => format!("UTC{}{hours}:{minutes:02}", if seconds < 0 { '-' } else { '+' }),
    }
}

/// The zone of this machine, for showing local times; never assumed for an event.
pub fn system_zone() -> Option<Zone> {
    Zone::by_name(tz::TimeZone::try_system().ok()?.iana_name()?).ok()
}

/// The first name of the database that ends in a city's.
fn zone_of_city(city: &str) -> Option<String> {
    let plain =
        |name: &str| name.rsplit('/').next().unwrap_or(name).to_lowercase().replace('_', " ");
    let city = plain(city);
    zone_names()
        .into_iter()
        // `Etc/GMT+1` is west of Greenwich, and never meant.
        .find(|name| name.contains('/') && !name.starts_with("Etc/") && plain(name) == city)
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

fn fixed(seconds: i32) -> FixedOffset {
    FixedOffset::east_opt(seconds).unwrap_or_else(|| Utc.fix())
}

fn civil(wall: NaiveDateTime) -> Option<jiff::civil::DateTime> {
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
    fn wall_clocks_become_instants() {
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
    fn clock_changes_are_resolved_and_named() {
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
    fn changes_are_told_with_the_one_before() {
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
        // A change at the very beginning is told once.
        assert_eq!(changes("Europe/Berlin", "2024-03-31T01:00:00", "2024-04-01T00:00:00").len(), 1);
        // The last change may be long ago, or never have been.
        assert_eq!(changes("Asia/Tokyo", "2024-01-01T00:00:00", "2024-12-31T00:00:00").len(), 1);
        assert_eq!(changes("UTC", "2024-01-01T00:00:00", "2024-12-31T00:00:00"), [""; 0]);
    }

    #[test]
    fn names_that_are_none_say_what_was_meant() {
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
    fn offsets_read_as_people_write_them() {
        for (at, name) in [
            ("2016-07-11T09:00:00+01:00", "UTC+1"),
            ("2016-07-11T09:00:00-03:30", "UTC-3:30"),
            ("2016-07-11T09:00:00+05:45", "UTC+5:45"),
            ("2016-07-11T09:00:00Z", "UTC"),
        ] {
            assert_eq!(offset_name(DateTime::parse_from_rfc3339(at).unwrap()), name);
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
