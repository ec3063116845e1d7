//! Names of time zones: IANA, Windows, Outlook, prefixes, cities and offsets.

use super::super::super::collector::Report;
use super::super::components::{Calendar, Component};
use super::super::time::parse_offset;
use super::super::vtimezone::ZoneDefinition;
use crate::agenda::{Span, Zone};
use chrono::FixedOffset;

/// Windows name and IANA name, one pair a line; lines with `#` are comments. The table is searched
/// only for a name outside the IANA database.
const WINDOWS_ZONES: &str = include_str!("windows-zones.tsv");

/// The meaning of a `TZID`.
#[derive(Debug, Clone)]
pub(in crate::format::ical) enum ResolvedZone {
    Utc,
    Zone(Box<Zone>),
    Offset(FixedOffset),
    /// The `VTIMEZONE` of the file.
    Defined(ZoneDefinition),
    Unknown,
}

/// Resolves the name of a zone, first as an IANA name, then by the habits of calendar programs.
/// Reports an uncommon name as a warning and an unknown name as an error at `at`.
pub(in crate::format::ical) fn resolve_zone(
    name: &str,
    at: &Span,
    calendar: &Calendar,
    report: &mut Report,
) -> ResolvedZone {
    // Exchange writes tzone://Microsoft/Utc.
    let plain = name
        .strip_prefix("tzone://Microsoft/")
        .unwrap_or(name)
        .trim_matches('/')
        .to_ascii_uppercase();
    if is_utc_name(&plain) {
        return ResolvedZone::Utc;
    }
    let iana = match Zone::by_name(name.trim()) {
        Ok(zone) => return ResolvedZone::Zone(Box::new(zone)),
        Err(error) => error,
    };
    let guess =
        guess_zone(name, calendar).or_else(|| parse_utc_offset(&plain).map(ResolvedZone::Offset));
    let Some(guess) = guess else {
        report.error(at, iana.to_string(), "its times are taken as wall clocks");
        return ResolvedZone::Unknown;
    };
    report.warn(
        at,
        format!("the time zone \"{name}\" has no IANA name"),
        format!("it is taken to be {}", guess.describe()),
    );
    guess
}

impl ResolvedZone {
    fn iana(name: &str) -> Option<ResolvedZone> {
        Zone::by_name(name.trim()).ok().map(|zone| ResolvedZone::Zone(Box::new(zone)))
    }

    /// Returns the zone's name for a message.
    fn describe(&self) -> String {
        match self {
            ResolvedZone::Zone(zone) => zone.name().to_owned(),
            ResolvedZone::Offset(offset) => format!("the offset {offset}"),
            ResolvedZone::Defined(_) => "the zone defined in the file".to_owned(),
            ResolvedZone::Utc | ResolvedZone::Unknown => "UTC".to_owned(),
        }
    }
}

/// Returns true for names of UTC in upper case.
fn is_utc_name(name: &str) -> bool {
    matches!(name, "UTC" | "GMT" | "UCT" | "Z" | "ZULU" | "UNIVERSAL")
        || matches!(name, "ETC/UTC" | "ETC/GMT" | "ETC/UCT")
}

/// Returns the zone of a name outside the IANA database, by the most reliable hint.
fn guess_zone(name: &str, calendar: &Calendar) -> Option<ResolvedZone> {
    let shown = without_offset_prefix(name);
    let definition = calendar.zone_definition(name);
    windows_zone(shown)
        .or_else(|| ResolvedZone::iana(&definition?.get("X-LIC-LOCATION")?.text()))
        .or_else(|| zone_of_path(name))
        .or_else(|| zone_of_cities(shown))
        .or_else(|| read_definition(definition?, calendar))
}

fn read_definition(definition: &Component, calendar: &Calendar) -> Option<ResolvedZone> {
    ZoneDefinition::read(definition, calendar).map(ResolvedZone::Defined)
}

/// Returns `Eastern Time (US & Canada)` of Outlook's `(UTC-05:00) Eastern Time (US & Canada)`.
fn without_offset_prefix(name: &str) -> &str {
    let name = name.trim().trim_matches('"');
    name.strip_prefix('(').and_then(|rest| rest.split_once(") ")).map_or(name, |(_, shown)| shown)
}

/// Returns the zone of a name in [`WINDOWS_ZONES`].
fn windows_zone(name: &str) -> Option<ResolvedZone> {
    let spelled = name.replace(" and ", " & ");
    let (_, iana) =
        WINDOWS_ZONES.lines().filter_map(|line| line.split_once('\t')).find(|(known, _)| {
            known.eq_ignore_ascii_case(name) || known.eq_ignore_ascii_case(&spelled)
        })?;
    ResolvedZone::iana(iana)
}

/// Returns the zone at the end of a path: libical writes a prefix and a version before the name,
/// `/example.org/20210210_1/Europe/London`.
fn zone_of_path(name: &str) -> Option<ResolvedZone> {
    let parts: Vec<&str> = name.split('/').collect();
    [3, 2].into_iter().find_map(|count| {
        let tail = parts.get(parts.len().checked_sub(count)?..)?;
        ResolvedZone::iana(&tail.join("/"))
    })
}

/// Returns the zone of the first known city in `Amsterdam, Berlin, Bern`.
fn zone_of_cities(cities: &str) -> Option<ResolvedZone> {
    /// The number of cities examined. Outlook lists at most five.
    const CITIES_MAX: usize = 10;
    cities
        .split([',', ';'])
        .take(CITIES_MAX)
        .find_map(|city| Zone::by_city(city.trim()))
        .map(|zone| ResolvedZone::Zone(Box::new(zone)))
}

/// Parses `UTC+1`, `GMT-03:30` and `UTC+0530`. The sign is the usual one, the opposite of the sign
/// in the IANA name `Etc/GMT-3`.
fn parse_utc_offset(name: &str) -> Option<FixedOffset> {
    let rest = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT"))?.trim();
    let sign = rest.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?;
    let digits = rest.get(1..)?.replace(':', "");
    let digits =
        if digits.len() <= 2 { format!("{digits:0>2}00") } else { format!("{digits:0>4}") };
    parse_offset(&format!("{sign}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_windows_name_has_a_zone_of_the_database() {
        let pairs: Vec<_> =
            WINDOWS_ZONES.lines().filter_map(|line| line.split_once('\t')).collect();
        assert_eq!(pairs.len(), 140);
        for (name, iana) in pairs {
            assert!(Zone::by_name(iana).is_ok(), "{name}: {iana}");
        }
    }
}
