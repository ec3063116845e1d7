//! An own entry as a person types it: `Lunch with the team 12:30 45m`.

use super::entry_error::EntryError;
use super::entry_length::{DAY_MINUTES, LengthWords, read_length};
use super::entry_time::{TimeWords, find_time};
use super::own::OwnEntry;
use crate::agenda::clean::LINE_MAX;
use crate::agenda::{
    Agenda, Clean, DayError, DayName, MINUTES_ASSUMED, Moment, TypedTime, at_clock, list_days,
};
use chrono::{Days, NaiveDate, NaiveTime, Timelike};

impl OwnEntry {
    /// Parses title, day, time, length and place: the first time of day in `typed` ends the title.
    /// `title` is the title if `typed` has none. Without a day the entry is on `date`, or else on
    /// the day of [`TypedTime::resolve`]. Without a length it takes 30 minutes.
    ///
    /// # Errors
    /// Returns an error without a title or a time of day, for words that are no length where a
    /// length belongs, for an end before the start, or for a day that the agenda does not have.
    pub fn parse(
        title: Option<&str>,
        typed: &str,
        agenda: &Agenda,
        now: Option<Moment>,
        date: Option<NaiveDate>,
    ) -> Result<OwnEntry, EntryError> {
        let typed = TypedParts::parse(title, typed, agenda, now, date)?;
        Ok(OwnEntry {
            title: typed.title,
            start: typed.start,
            minutes: typed.minutes.unwrap_or(MINUTES_ASSUMED),
            room: typed.room,
        })
    }

    /// Parses the new values of this entry as [`OwnEntry::parse`] does. Time, length and place stay
    /// if `typed` has none, and a time without a day is on the day of this entry.
    ///
    /// # Errors
    /// As [`OwnEntry::parse`], but a title alone is no error.
    pub fn parse_change(
        &self,
        title: Option<&str>,
        typed: &str,
        agenda: &Agenda,
        now: Option<Moment>,
    ) -> Result<OwnEntry, EntryError> {
        if title.is_none() && !OwnEntry::has_time(typed) {
            return Ok(OwnEntry { title: clean_title(typed)?, ..self.clone() });
        }
        let day = agenda.date_of(self.start);
        let typed = TypedParts::parse(title, typed, agenda, now, Some(day))?;
        Ok(OwnEntry {
            title: typed.title,
            start: typed.start,
            minutes: typed.minutes.unwrap_or(self.minutes),
            room: typed.room.or_else(|| self.room.clone()),
        })
    }

    /// Returns true if `typed` has a time of day.
    pub fn has_time(typed: &str) -> bool {
        find_time(&typed.split_whitespace().collect::<Vec<_>>(), 0).is_some()
    }

    /// Returns the entry as [`OwnEntry::parse`] reads it on its day.
    pub fn to_typed(&self) -> String {
        let room = self.room.as_ref().map(|room| format!(" {room}")).unwrap_or_default();
        let time = self.start.format("%H:%M");
        let length = if self.minutes > 0 { format!(" {}m", self.minutes) } else { String::new() };
        format!("{} {time}{length}{room}", self.title)
    }
}

/// The parts of an entry that a person has typed.
struct TypedParts {
    title: Clean,
    start: Moment,
    minutes: Option<u32>,
    room: Option<Clean>,
}

impl TypedParts {
    /// Parses the parts as [`OwnEntry::parse`] does.
    fn parse(
        title: Option<&str>,
        typed: &str,
        agenda: &Agenda,
        now: Option<Moment>,
        date: Option<NaiveDate>,
    ) -> Result<TypedParts, EntryError> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let first = usize::from(title.is_none());
        let Some(found) = find_time(&words, first) else {
            return Err(match OwnEntry::has_time(typed) {
                true => EntryError::NoTitle,
                false => EntryError::NoTime(typed.trim().to_owned()),
            });
        };
        let before = words.get(..found.start).unwrap_or_default();
        let length = read_length_around(&found, &words)?;
        if title.is_some() && !before.is_empty() {
            return Err(EntryError::NoDay(before.join(" ")));
        }
        let title = title.map_or_else(|| clean_title(&before.join(" ")), clean_title)?;
        let start = find_start(&found.time, agenda, now, date)?;
        let minutes = match found.until {
            None => length.minutes,
            Some(until) => {
                let typed = || words.get(found.start..found.end).unwrap_or_default().join(" ");
                let minutes = minutes_until(agenda.local_time(start).time(), until);
                Some(minutes.ok_or_else(|| EntryError::End(typed()))?)
            }
        };
        let after = words.get(found.end + length.words..).unwrap_or_default();
        Ok(TypedParts { title, start, minutes, room: clean_room(&after.join(" "))? })
    }
}

/// Reads the length after the time. A time with an end has no length.
///
/// # Errors
/// Returns an error for words that are no length but look like one or stand before the time.
fn read_length_around(found: &TimeWords, words: &[&str]) -> Result<LengthWords, EntryError> {
    if found.until.is_some() {
        return Ok(LengthWords::default());
    }
    let length = read_length(words.get(found.end..).unwrap_or_default())?;
    let before = words.get(..found.start).unwrap_or_default();
    let is_length = |count: usize| {
        let words = before.get(before.len().checked_sub(count)?..)?;
        read_length(words).ok().filter(|length| length.words == count).map(|_| words.join(" "))
    };
    match (2..=4).rev().chain([1]).find_map(is_length) {
        Some(typed) if length.minutes.is_none() => Err(EntryError::LengthFirst(typed)),
        _ => Ok(length),
    }
}

/// Returns the minutes from `begin` up to `until`, at most 12 hours if midnight is between.
fn minutes_until(begin: NaiveTime, until: NaiveTime) -> Option<u32> {
    let minute = |clock: NaiveTime| clock.hour() * 60 + clock.minute();
    let (begin, end) = (minute(begin), minute(until));
    match end > begin {
        true => Some(end - begin),
        false => Some(end + DAY_MINUTES - begin).filter(|minutes| *minutes <= DAY_MINUTES / 2),
    }
}

/// Returns a typed title.
///
/// # Errors
/// Returns an error for an empty title and for a title that would be cut.
fn clean_title(typed: &str) -> Result<Clean, EntryError> {
    let title = Clean::line(typed);
    if title.is_empty() {
        return Err(EntryError::NoTitle);
    }
    if title.chars().count() > LINE_MAX { Err(EntryError::LongTitle) } else { Ok(title) }
}

/// Returns a typed place, or `None` for an empty one.
///
/// # Errors
/// Returns an error for a place that would be cut.
fn clean_room(typed: &str) -> Result<Option<Clean>, EntryError> {
    let room = Clean::line(typed);
    let is_cut = typed.chars().count() > LINE_MAX;
    if is_cut { Err(EntryError::LongRoom) } else { Ok(Some(room).filter(|room| !room.is_empty())) }
}

/// The most days between the programme and an entry before or after it, such as an arrival.
const DAYS_BESIDE: u64 = 7;

/// Returns the start of an entry, in whole minutes.
///
/// # Errors
/// Returns an error for a day that is more than [`DAYS_BESIDE`] days before or after the programme.
fn find_start(
    time: &TypedTime,
    agenda: &Agenda,
    now: Option<Moment>,
    date: Option<NaiveDate>,
) -> Result<Moment, EntryError> {
    let outside = || EntryError::Day(DayError::NoSuchDay, Some(list_days(agenda)));
    let start = match (time, date) {
        (TypedTime::Clock(clock), Some(date)) => at_clock(agenda, date, *clock),
        (TypedTime::ClockOfDay(day, clock), _) => match find_date(day, agenda, now) {
            Ok(date) => at_clock(agenda, date, *clock),
            Err(DayError::NoSuchDay) => return Err(outside()),
            Err(error) => return Err(EntryError::Day(error, None)),
        },
        (time, _) => time.resolve(agenda, now).map_err(|error| match error {
            DayError::NoSuchDay => outside(),
            error => EntryError::Day(error, None),
        })?,
    };
    let start = start.with_second(0).and_then(|start| start.with_nanosecond(0)).unwrap_or(start);
    let Some((first, last)) = dates_beside(agenda, DAYS_BESIDE) else { return Ok(start) };
    let dates = [agenda.date_of(start), start.date_naive()];
    let is_of_event = dates.iter().any(|date| (first..=last).contains(date));
    if is_of_event { Ok(start) } else { Err(outside()) }
}

/// Returns the date of a typed day. A weekday that the agenda does not have is the day before its
/// first day or after its last one, and a date is one of the [`DAYS_BESIDE`] days there.
///
/// # Errors
/// Returns the errors of [`DayName::find_date`].
fn find_date(day: &DayName, agenda: &Agenda, now: Option<Moment>) -> Result<NaiveDate, DayError> {
    let days = if matches!(day, DayName::Name(_)) { 1 } else { DAYS_BESIDE };
    let known = day.find_date(agenda, now);
    let is_missing = known == Err(DayError::NoSuchDay);
    let Some((first, last)) = dates_beside(agenda, days).filter(|_| is_missing) else {
        return known;
    };
    let mut dates = first.iter_days().take_while(|date| *date <= last);
    dates.find(|date| day.is_date(*date)).ok_or(DayError::NoSuchDay)
}

/// Returns the dates that are `days` days before the programme and after it.
fn dates_beside(agenda: &Agenda, days: u64) -> Option<(NaiveDate, NaiveDate)> {
    let mut dates = agenda.programme_days().map(|day| day.date);
    let first = dates.next()?;
    let last = dates.last().unwrap_or(first);
    let days = Days::new(days);
    Some((first.checked_sub_days(days)?, last.checked_add_days(days)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agenda() -> Agenda {
        let session = |day: u32| format!("[[session]]\ntitle='A'\nstart=2016-07-{day}T09:00:00\n");
        let text =
            format!("[event]\nname='S'\ntimezone='Europe/Dublin'\n{}{}", session(11), session(12));
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    #[test]
    fn typed_entry_gives_title_start_length_and_place() {
        let agenda = agenda();
        let date = agenda.days.last().map(|day| day.date);
        for (typed, expected) in [
            ("Lunch with the team 12:30 45m", "Lunch with the team 12 12:30 45"),
            ("Lunch mon 12:30 45m Foyer 2", "Lunch 11 12:30 45 Foyer 2"),
            ("Dinner 12 jul 7pm 2h", "Dinner 12 19:00 120"),
            ("Dinner 2016-07-11 19:00 1h30", "Dinner 11 19:00 90"),
            ("Shift 14:00-16:00 Foyer", "Shift 12 14:00 120 Foyer"),
            ("Shift mon 22:00–00:30", "Shift 11 22:00 150"),
            ("Room 5 with Ann noon", "Room 5 with Ann 12 12:00 30"),
            ("Meet 3 people 14h30 20min", "Meet 3 people 12 14:30 20"),
            ("Night walk 00:30 1h", "Night walk 13 00:30 60"),
            ("Call 2:30pm", "Call 12 14:30 30"),
            ("Lunch mon 12:30 45 min", "Lunch 11 12:30 45"),
            ("Lunch 12:30 1 h", "Lunch 12 12:30 60"),
            ("Lunch 12:30 2 h Foyer", "Lunch 12 12:30 120 Foyer"),
            ("Lunch 12:30 1h 30m Foyer", "Lunch 12 12:30 90 Foyer"),
            ("Lunch 12:30 1 hour 1 minute", "Lunch 12 12:30 61"),
            ("Lunch 12:30 45m 2.14", "Lunch 12 12:30 45 2.14"),
            ("Lunch 12:30 3rd floor", "Lunch 12 12:30 30 3rd floor"),
            ("Nap 45m 12:30 20m", "Nap 45m 12 12:30 20"),
            ("Shift 09:00-23:00", "Shift 12 09:00 840"),
            ("Zi mon 14:00 until 15:00", "Zi 11 14:00 60"),
            ("Zi 9:00 to 10:00 Foyer", "Zi 12 09:00 60 Foyer"),
            ("Zi 12:30 - 13:30", "Zi 12 12:30 60"),
            ("Zi 9-10", "Zi 12 09:00 60"),
            ("Zi mon 9-10 Foyer", "Zi 11 09:00 60 Foyer"),
            ("Zi from 9 to 10", "Zi 12 09:00 60"),
            ("Zi on mon at 14:00, Foyer", "Zi 11 14:00 30 Foyer"),
            ("Zi at 2pm", "Zi 12 14:00 30"),
            ("Zi 2-3pm", "Zi 12 14:00 60"),
            ("Zi 11-1pm", "Zi 12 11:00 120"),
            ("Zi mon 10 pm to 2am", "Zi 11 22:00 240"),
            ("Zi mon 1230", "Zi 11 12:30 30"),
            ("Zi 1230 45m", "Zi 12 12:30 45"),
            ("Zi mon 9", "Zi 11 09:00 30"),
            ("Zi 11 jul 9 1h Foyer", "Zi 11 09:00 60 Foyer"),
            ("Zi 07-12 9-10", "Zi 12 09:00 60"),
            ("Carry on 12:30", "Carry on 12 12:30 30"),
            ("Room 1204 with 3 to 5 people 14:00", "Room 1204 with 3 to 5 people 12 14:00 30"),
            ("Q mon 00:30", "Q 12 00:30 30"),
            ("Q 2016-07-11 00:30", "Q 12 00:30 30"),
            ("Q 2016-07-11T00:30", "Q 11 00:30 30"),
            ("Arrival sun 20:00 2h", "Arrival 10 20:00 120"),
            ("Arrival 2016-07-10 20:00", "Arrival 10 20:00 30"),
            ("Hike 16 jul 9am", "Hike 16 09:00 30"),
            ("Train wed 9:00", "Train 13 09:00 30"),
        ] {
            let entry = OwnEntry::parse(None, typed, &agenda, None, date).unwrap();
            let room = entry.room.as_ref().map(|room| format!(" {room}")).unwrap_or_default();
            let start = entry.start.format("%-d %H:%M");
            let title = &entry.title;
            assert_eq!(format!("{title} {start} {}{room}", entry.minutes), expected, "{typed}");
            let again = OwnEntry::parse(None, &entry.to_typed(), &agenda, None, None);
            let clock = |entry: &OwnEntry| (entry.start.time(), entry.minutes, entry.room.clone());
            assert_eq!(clock(&again.unwrap()), clock(&entry), "{typed}");
        }
    }

    #[test]
    fn entry_of_now_begins_at_the_whole_minute() {
        let agenda = agenda();
        let now = chrono::DateTime::parse_from_rfc3339("2016-07-12T10:05:40+01:00").ok();
        for (title, typed, expected) in [
            (Some("B"), "now 20m", "10:05 20"),
            (None, "Break now 20m", "10:05 20"),
            (Some("B"), "now until 11:00", "10:05 55"),
            (Some("B"), "1230", "12:30 30"),
        ] {
            let entry = OwnEntry::parse(title, typed, &agenda, now, None).unwrap();
            let text = format!("{} {}", entry.start.format("%H:%M"), entry.minutes);
            assert_eq!((text.as_str(), entry.start.second()), (expected, 0), "{typed}");
        }
        let error = OwnEntry::parse(None, "Do it now", &agenda, now, None).unwrap_err();
        assert_eq!(error, EntryError::NoTime("Do it now".to_owned()));
        let error = OwnEntry::parse(Some("B"), "now", &agenda, None, None).unwrap_err();
        assert_eq!(error, EntryError::Day(DayError::NoTimeNow, None));
    }

    #[test]
    fn entry_before_the_first_day_leaves_the_numbers_of_the_days() {
        let mut agenda = agenda();
        let arrival = OwnEntry::parse(None, "Arrival sun 20:00", &agenda, None, None).unwrap();
        agenda.replace_own_sessions([arrival.to_session()]);
        assert_eq!(agenda.days.len(), 3);
        let lunch = |typed| OwnEntry::parse(None, typed, &agenda, None, None).unwrap().start;
        assert_eq!(lunch("Lunch 12:30").format("%-d").to_string(), "11");
        assert_eq!(lunch("Lunch 2 12:30").format("%-d").to_string(), "12");
        assert!(list_days(&agenda).starts_with("This agenda has: 1 (Mon 11 Jul 2016), 2 (Tue"));
    }

    #[test]
    fn place_that_would_be_cut_is_refused() {
        let typed = format!("Lunch 12:30 45m {}", "a".repeat(LINE_MAX + 1));
        let error = OwnEntry::parse(None, &typed, &agenda(), None, None).unwrap_err();
        assert_eq!(error, EntryError::LongRoom);
    }

    #[test]
    fn entry_of_the_morning_without_a_day_is_on_the_day_of_the_screen() {
        let session =
            |start: &str| format!("[[session]]\ntitle='A'\nstart={start}:00\nminutes=30\n");
        let text = [
            "[event]\nname='F'\ntimezone='Europe/Brussels'\nday_start=09:00:00\n".to_owned(),
            session("2025-02-01T09:30"),
            session("2025-02-02T05:30"),
            session("2025-02-02T10:00"),
        ];
        let mut agenda = crate::format::read(text.concat().as_bytes()).unwrap().draft.check(None).0;
        let saturday = agenda.days.first().map(|day| day.date);
        for (typed, start, day) in [
            ("Breakfast 8:00", "1 08:00", 0),
            ("Run 6:30", "1 06:30", 0),
            // Saturday ends at six.
            ("Party 5:45", "2 05:45", 0),
            ("Party 1:00", "2 01:00", 0),
            ("Lunch 12:00", "1 12:00", 0),
            ("Run sun 6:30", "2 06:30", 1),
        ] {
            let entry = OwnEntry::parse(None, typed, &agenda, None, saturday).unwrap();
            assert_eq!(entry.start.format("%-d %H:%M").to_string(), start, "{typed}");
            agenda.replace_own_sessions([entry.to_session()]);
            let own = agenda.sessions.iter().find(|session| session.is_own()).unwrap();
            assert_eq!(own.day, Some(day), "{typed}");
            let first = crate::agenda::DayStart::of_day(&agenda, day).unwrap();
            assert!(first.minute_of(entry.start) >= 0, "{typed} is below the top of its day");
        }
    }

    #[test]
    fn entry_without_title_time_or_known_day_is_refused() {
        let agenda = agenda();
        for (typed, expected) in [
            ("12:30 45m", "an entry needs a title"),
            ("Lunch 45m", "\"Lunch 45m\" has no time of day"),
            ("Lunch", "\"Lunch\" has no time of day"),
            ("", "\"\" has no time of day"),
            ("Lunch friday 12:30", "the agenda has no such day. This agenda has: 1 (Mon 11 Jul"),
            ("Lunch 2026-07-12 12:30", "the agenda has no such day. This agenda has: 1 (Mon 11 J"),
            ("Lunch 12:30 45", "\"45\" after the time is no length"),
            ("Lunch 12:30 45 Foyer", "\"45\" after the time is no length"),
            ("Lunch 12:30 0.5h", "\"0.5h\" after the time is no length"),
            ("Lunch 12:30 0.5 h", "\"0.5 h\" after the time is no length"),
            ("Lunch 12:30 0m", "\"0m\" after the time is no length"),
            ("Lunch 12:30 25h", "\"25h\" after the time is no length"),
            ("Lunch 12:30 400h", "\"400h\" after the time is no length"),
            ("Lunch 12:30 6h30", "\"6h30\" after the time is no length"),
            ("Lunch 12:30 13:30", "\"13:30\" after the time is no length"),
            ("Lunch 1230", "\"Lunch 1230\" has no time of day"),
            ("Meet mon 9 people", "\"Meet mon 9 people\" has no time of day"),
            ("Lunch 11 july", "\"Lunch 11 july\" has no time of day"),
            ("Lunch 2 9", "\"Lunch 2 9\" has no time of day"),
            ("Room 101", "\"Room 101\" has no time of day"),
            ("L9 tue 45m 12:30", "\"45m\" is before the time"),
            ("L9 45 min 12:30 Foyer", "\"45 min\" is before the time"),
            ("Shift 14:00-13:00", "the end in \"14:00-13:00\" is before the start"),
            ("Shift 14:00-14:00", "the end in \"14:00-14:00\" is before the start"),
        ] {
            let error = OwnEntry::parse(None, typed, &agenda, None, None).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{typed}: {error}");
        }
        let error = OwnEntry::parse(Some("Team"), "lunch mon 12:30", &agenda, None, None);
        assert_eq!(error.unwrap_err(), EntryError::NoDay("lunch".to_owned()));
        let titled = OwnEntry::parse(Some("Meet at 5:00"), "mon 12:30", &agenda, None, None);
        assert_eq!(titled.unwrap().title.as_str(), "Meet at 5:00");
    }
}
