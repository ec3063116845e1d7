//! Which time zone is meant by a name, and what a time is by it.

use super::components::{Calendar, Component};
use super::dialect::Producer;
use super::report::Report;
use super::rule::Rule;
use super::time::{Clock, Stamp, parse_offset, stamp, stamps};
use super::windows::{SHOWN, WINDOWS};
use crate::agenda::{At, Span, When, Zone};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset, TimeDelta, Utc};
use std::collections::HashMap;

/// What is known of a `TZID`.
#[derive(Debug, Clone)]
enum ResolvedZone {
    Utc,
    Zone(Box<Zone>),
    /// Its definition in the file has this offset throughout.
    Offset(FixedOffset),
    /// Its definition in the file has several, each from some time on, in order.
    Defined(Vec<(NaiveDateTime, FixedOffset)>),
    Unknown,
}

/// Each that is not known is compared with all that are.
const NAMES_MAX: usize = 500;

/// The time zones of a file.
#[derive(Debug)]
pub(super) struct Zones {
    /// That of the event: its name for the draft, and the zone if there is one of that name.
    pub event: Option<At<String>>,
    event_zone: Option<Zone>,
    known: HashMap<String, ResolvedZone>,
}

impl Zones {
    /// Finds the zones of the file and the zone of the event: what the calendar says (unless that
    /// is UTC, which tells nothing of the place), else the one in which most events start, else the
    /// only one that is defined.
    pub(super) fn of(calendar: &Calendar, producer: Producer, report: &mut Report) -> Zones {
        let mut zones = Zones { event: None, event_zone: None, known: HashMap::new() };
        let mut counted: HashMap<&str, (usize, Span)> = HashMap::new();
        for time in calendar.events.iter().flat_map(|event| &event.properties) {
            if let Some(name) =
                time.parameter("TZID").map(str::trim).filter(|name| !name.is_empty())
            {
                zones.learn(name, &time.at, calendar, report);
                if time.name == "DTSTART" {
                    counted.entry(name).or_insert((0, time.at.clone())).0 += 1;
                }
            }
        }
        let said = ["X-WR-TIMEZONE", "TIMEZONE-ID", "VTIMEZONE", "TZID"];
        let said = said
            .iter()
            .filter_map(|name| calendar.get(name))
            .map(|said| (said.text(), said.at.clone()));
        let most = counted
            .into_iter()
            .max_by_key(|(_, (count, at))| (*count, std::cmp::Reverse(at.start)));
        let only = match &calendar.zones[..] {
            [zone] => zone.get("TZID").map(|name| (name.text(), name.at.clone())),
            _ => None,
        };
        let candidates = said.chain(most.map(|(name, (_, at))| (name.to_owned(), at))).chain(only);
        for (name, at) in candidates {
            let name = name.trim().to_owned();
            match zones.learn(&name, &at, calendar, report) {
                // hallway writes it for an event that is in UTC, and only then.
                ResolvedZone::Utc if producer == Producer::Hallway => {
                    zones.event = Some(At { value: "UTC".to_owned(), at })
                }
                ResolvedZone::Utc => continue,
                ResolvedZone::Zone(zone) => {
                    // As written, where that is a name of the database: the check tells aliases.
                    let value =
                        if Zone::by_name(&name).is_ok() { name } else { zone.name().to_owned() };
                    zones.event = Some(At { value, at });
                    zones.event_zone = Some(*zone);
                }
                ResolvedZone::Offset(_) | ResolvedZone::Defined(_) | ResolvedZone::Unknown => {
                    continue;
                }
            }
            break;
        }
        zones
    }

    /// What is known of a name, found once.
    fn learn(
        &mut self,
        name: &str,
        at: &Span,
        calendar: &Calendar,
        report: &mut Report,
    ) -> ResolvedZone {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        if self.known.len() >= NAMES_MAX {
            report.error(
                at.clone(),
                "there are more time zones than in any calendar",
                "this one is taken as not known",
            );
            return ResolvedZone::Unknown;
        }
        let known = find(name, at, calendar, report);
        self.known.insert(name.to_owned(), known.clone());
        known
    }

    /// A time for the draft.
    pub(super) fn when(&self, stamp: &Stamp) -> When {
        match &stamp.clock {
            Clock::Utc => When::Instant(stamp.wall.and_utc().fixed_offset()),
            Clock::Offset(offset) => instant(stamp.wall, *offset),
            Clock::Floating => When::Wall(stamp.wall),
            Clock::Zone(name) => match self.known.get(name) {
                Some(ResolvedZone::Utc) => When::Instant(stamp.wall.and_utc().fixed_offset()),
                // The event's own clock stays one, so that a clock change is told.
                Some(ResolvedZone::Zone(zone)) if self.event_zone.as_ref() == Some(zone) => {
                    When::Wall(stamp.wall)
                }
                Some(ResolvedZone::Zone(zone)) => {
                    When::Instant(zone.resolve_wall_clock(stamp.wall).at)
                }
                Some(ResolvedZone::Offset(offset)) => instant(stamp.wall, *offset),
                Some(ResolvedZone::Defined(changes)) => {
                    instant(stamp.wall, offset_at(changes, stamp.wall))
                }
                Some(ResolvedZone::Unknown) | None => When::Wall(stamp.wall),
            },
        }
    }

    /// Something to compare times by: the instant in UTC; the wall clock where no zone is known.
    pub(super) fn key(&self, stamp: &Stamp) -> NaiveDateTime {
        self.instant(self.when(stamp))
    }

    /// The time between two times of one event; `None` where one has a zone and the other none is
    /// known for.
    pub(super) fn between(&self, start: &Stamp, end: &Stamp) -> Option<TimeDelta> {
        // An end without a zone is by the same clock as the start.
        let clock = match &end.clock {
            Clock::Floating => start.clock.clone(),
            clock => clock.clone(),
        };
        let (start, end) = (self.when(start), self.when(&Stamp { clock, ..end.clone() }));
        match (start, end) {
            (When::Wall(_), When::Instant(_)) | (When::Instant(_), When::Wall(_))
                if self.event_zone.is_none() =>
            {
                None
            }
            _ => Some(self.instant(end).signed_duration_since(self.instant(start))),
        }
    }

    fn instant(&self, when: When) -> NaiveDateTime {
        match when {
            When::Instant(at) => at.naive_utc(),
            When::Wall(wall) => self
                .event_zone
                .as_ref()
                .map_or(wall, |zone| zone.resolve_wall_clock(wall).at.naive_utc()),
            When::Unscheduled => DateTime::<Utc>::UNIX_EPOCH.naive_utc(),
        }
    }
}

fn instant(wall: NaiveDateTime, offset: FixedOffset) -> When {
    let utc = wall.checked_sub_offset(offset).unwrap_or(wall);
    When::Instant(DateTime::from_naive_utc_and_offset(utc, offset))
}

fn find(name: &str, at: &Span, calendar: &Calendar, report: &mut Report) -> ResolvedZone {
    // Exchange: tzone://Microsoft/Utc
    let plain = name
        .strip_prefix("tzone://Microsoft/")
        .unwrap_or(name)
        .trim_matches('/')
        .to_ascii_uppercase();
    if matches!(
        &*plain,
        "UTC" | "GMT" | "Z" | "ETC/UTC" | "ETC/GMT" | "UCT" | "ETC/UCT" | "ZULU" | "UNIVERSAL"
    ) {
        return ResolvedZone::Utc;
    }
    let named =
        |name: &str| Zone::by_name(name.trim()).ok().map(|zone| ResolvedZone::Zone(Box::new(zone)));
    if let Some(zone) = named(name) {
        return zone;
    }
    // "(UTC-05:00) Eastern Time (US & Canada)"
    let shown = name.trim().trim_matches('"');
    let shown = shown
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(") "))
        .map_or(shown, |(_, shown)| shown);
    let spelled = shown.replace(" and ", " & ");
    let is =
        |known: &str| known.eq_ignore_ascii_case(shown) || known.eq_ignore_ascii_case(&spelled);
    let windows = WINDOWS.iter().chain(SHOWN).find(|(known, _)| is(known));
    let defined = calendar
        .zones
        .iter()
        .find(|zone| zone.get("TZID").is_some_and(|id| id.text().trim() == name));
    let location =
        defined.and_then(|zone| zone.get("X-LIC-LOCATION")).map(|location| location.text());
    // Some programs put their own name and a version before it:
    // /example.org/20210210_1/Europe/London
    let parts: Vec<&str> = name.split('/').collect();
    let tail = |count: usize| {
        parts.len().checked_sub(count).and_then(|from| parts.get(from..)).map(|p| p.join("/"))
    };
    let guessed = windows
        .and_then(|(_, iana)| named(iana))
        .or_else(|| named(&location?))
        .or_else(|| [tail(3), tail(2)].into_iter().flatten().find_map(|tail| named(&tail)))
        .or_else(|| by_city(shown).map(|zone| ResolvedZone::Zone(Box::new(zone))))
        .or_else(|| defined.and_then(|zone| defined_as(zone, calendar)))
        .or_else(|| from_utc(&plain).map(ResolvedZone::Offset));
    match guessed {
        Some(known) => {
            let taken = match &known {
                ResolvedZone::Zone(zone) => zone.name().to_owned(),
                ResolvedZone::Offset(offset) => format!("the offset {offset}"),
                ResolvedZone::Defined(_) => "what the file defines it to be".to_owned(),
                _ => "UTC".to_owned(),
            };
            let what = format!("the time zone \"{name}\" is not named as others name it");
            report.warning(at.clone(), &what, format!("it is taken to be {taken}"));
            known
        }
        None => {
            // What may have been meant.
            let why = Zone::by_name(name).err().unwrap_or_default();
            report.error(at.clone(), &why, "its times are taken as the clock on the wall");
            ResolvedZone::Unknown
        }
    }
}

/// The zone as the file defines it, where that makes sense: when its clocks change in the years of
/// the events.
fn defined_as(zone: &Component, calendar: &Calendar) -> Option<ResolvedZone> {
    /// More than any zone needs; what is beyond is not read.
    const PARTS: usize = 100;
    const RULES: usize = 2;
    const YEARS: i32 = 40;
    /// As long as an event of the last year may repeat.
    const AFTER: i32 = 7;
    let starts = || {
        calendar.events.iter().filter_map(|event| Some(stamp(event.get("DTSTART")?)?.wall.year()))
    };
    let (from, until) = (starts().min()? - 1, starts().max()?.saturating_add(AFTER));
    let mut changes: Vec<(NaiveDateTime, FixedOffset)> = Vec::new();
    for part in zone.parts.iter().take(PARTS) {
        let Some(after) = part.get("TZOFFSETTO").and_then(|to| parse_offset(&to.value)) else {
            continue;
        };
        let before =
            part.get("TZOFFSETFROM").and_then(|from| parse_offset(&from.value)).unwrap_or(after);
        let first =
            part.get("DTSTART").and_then(stamp).map_or(NaiveDateTime::MIN, |stamp| stamp.wall);
        // Changes are told on the clock before them; the last one may be told in UTC.
        let last = |text: &str| {
            let stamp = stamp(&super::lines::Line::of("UNTIL", text)?)?;
            if stamp.clock == Clock::Utc {
                stamp.wall.checked_add_offset(before)
            } else {
                Some(stamp.wall)
            }
        };
        let rules = part
            .all("RRULE")
            .filter_map(|rule| Rule::parse(&rule.value, first.time(), last))
            .take(RULES);
        let ruled = rules
            .flat_map(|rule| rule.of_years(first, from..=until.min(from.saturating_add(YEARS))));
        let dates = part.all("RDATE").flat_map(stamps).flatten().map(|stamp| stamp.wall);
        changes.extend(ruled.chain(dates).chain([first]).map(|at| (at, after)));
    }
    changes.sort_by_key(|(at, _)| *at);
    let (_, first) = *changes.first()?;
    let fixed = changes.iter().all(|(_, offset)| *offset == first);
    Some(if fixed { ResolvedZone::Offset(first) } else { ResolvedZone::Defined(changes) })
}

/// The offset of a wall clock: that of the last change. Before the first of all, it is the first
/// one's.
fn offset_at(changes: &[(NaiveDateTime, FixedOffset)], wall: NaiveDateTime) -> FixedOffset {
    let after = changes.partition_point(|(at, _)| *at <= wall);
    changes.get(after.saturating_sub(1)).map_or_else(|| Utc.fix(), |(_, offset)| *offset)
}

/// `Amsterdam, Berlin, Bern`: the zone of the first city that has one.
fn by_city(cities: &str) -> Option<Zone> {
    /// More than any producer names together.
    const CITIES_MAX: usize = 10;
    cities.split([',', ';']).take(CITIES_MAX).find_map(|city| Zone::by_city(city.trim()))
}

/// `UTC+1`, `GMT-03:30`, `UTC+0530`: as people write an offset. (In `Etc/GMT-3`, a name of the
/// database, the sign is turned.)
fn from_utc(name: &str) -> Option<FixedOffset> {
    let rest = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT"))?.trim();
    let digits = rest.get(1..)?.replace(':', "");
    let digits =
        if digits.len() <= 2 { format!("{digits:0>2}00") } else { format!("{digits:0>4}") };
    parse_offset(&format!("{}{digits}", rest.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?))
}
