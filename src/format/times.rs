//! Lengths, and the nights of a programme: the rules that XML and JSON of frab's kind share.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

/// How long something lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Minutes(i64),
    /// `1:00:00` is a day as frab and pretalx write it, and an hour as Python does.
    DayOrHour {
        day: i64,
        hour: i64,
    },
}

/// `0:45`, `00:45`, `00:45:00`, `45`, `PT45M`; above a day `D:HH:MM`, as frab and pretalx write it.
pub(super) fn length(text: &str) -> Option<Length> {
    let text = text.trim();
    if let Some(iso) = text.strip_prefix('P') {
        return iso_length(iso).map(Length::Minutes);
    }
    // Open Event writes a zero more behind what Python writes: 0:30:0000:00.
    if let Some(python) = text
        .strip_suffix("00:00")
        .filter(|rest| rest.split(':').nth(2).is_some_and(|s| s.len() == 2))
    {
        let [hours, minutes, _] = parts(python)?;
        return Some(Length::Minutes(hours * 60 + minutes));
    }
    let mut parts = [0; 4];
    let count = numbers(text, &mut parts)?;
    let [a, b, c, _] = parts.map(i64::from);
    let padded = text.split(':').next().is_some_and(|first| first.len() > 1);
    Some(match count {
        1 => Length::Minutes(a),
        2 => Length::Minutes(a * 60 + b),
        4 => Length::Minutes(a * 1440 + b * 60 + c),
        // Days are not padded and never none; hours end at 23; no session is planned to the second.
        _ if padded || a == 0 || b > 23 => Length::Minutes(a * 60 + b),
        _ if c > 0 => Length::Minutes(a * 1440 + b * 60 + c),
        _ => Length::DayOrHour { day: a * 1440 + b * 60, hour: a * 60 + b },
    })
}

/// Exactly three numbers between colons.
fn parts(text: &str) -> Option<[i64; 3]> {
    let mut parts = [0; 3];
    (numbers(text, &mut parts)? == 3).then(|| parts.map(i64::from))
}

/// What follows the `P` of an ISO 8601 duration.
fn iso_length(text: &str) -> Option<i64> {
    let (mut minutes, mut number) = (0_i64, 0_i64);
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    for c in text.chars() {
        match c {
            '0'..='9' => {
                number = number.checked_mul(10)?.checked_add(i64::from(c.to_digit(10)?))?
            }
            'T' => {}
            'D' | 'H' | 'M' | 'S' => {
                let factor = match c {
                    'D' => 1440,
                    'H' => 60,
                    'M' => 1,
                    _ => 0,
                };
                minutes = minutes.checked_add(number.checked_mul(factor)?)?;
                number = 0;
            }
            _ => return None,
        }
    }
    (number == 0).then_some(minutes)
}

/// The numbers between colons, and how many they are: at least one, and no more than there is room
/// for.
pub(super) fn numbers(text: &str, into: &mut [u32]) -> Option<usize> {
    let mut count = 0;
    for part in text.split(':') {
        let digits =
            (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        *into.get_mut(count)? = digits.then(|| part.parse().ok()).flatten()?;
        count += 1;
    }
    Some(count)
}

/// Whether a length is in hours and minutes only, as a file writes all of its lengths that also
/// writes days.
pub(super) fn is_short(text: &str) -> bool {
    text.matches(':').count() == 1
}

/// What [`Length::DayOrHour`] is, and how that is told: `1:00:00` is a day in a file that writes
/// `0:45` elsewhere, and an hour in one that writes `0:45:00`.
pub(super) fn settled(short: bool, day: i64, hour: i64) -> (i64, &'static str) {
    if short {
        (day, "it is taken as days, hours and minutes")
    } else {
        (hour, "it is taken as hours, minutes and seconds")
    }
}

pub(super) const TWO_WAYS: &str = "a length that can be read in two ways";

/// Which of the times of a day's list are of the next morning.
///
/// The file may say until when (`day_change`; a day that begins before six, or lasts until a time
/// of the next morning). Otherwise nobody is up before five, as
/// [`Draft::check`](crate::agenda::Draft::check) has it as well (Giggity takes six); and a list
/// that goes on behind the late evening with an early time has gone past midnight.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Night {
    /// Until when, if the file says so.
    said: Option<NaiveTime>,
    /// The list has come to the late evening.
    late: bool,
}

/// The date of a time, and whether the night was guessed.
pub(super) type Dated = (NaiveDateTime, bool);

pub(super) const NIGHT: &str = "the day does not say when it ends";
pub(super) const NIGHT_HELP: &str = "a time of the night is taken to be of the next morning";

impl Night {
    /// By the change of day that holds for the whole file, and by what the day says of its start
    /// and end.
    pub(super) fn of(
        change: Option<NaiveTime>,
        start: Option<NaiveDateTime>,
        end: Option<NaiveDateTime>,
    ) -> Night {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let whole = start.zip(end).is_some_and(|(start, end)| is_whole_day(end - start));
        let begins = start.map(|start| start.time()).filter(|time| whole || *time <= hour(6));
        let into_next = |(start, end): (NaiveDateTime, NaiveDateTime)| {
            Some(end.date()) == start.date().succ_opt() && end.time() < start.time().min(hour(12))
        };
        let ends =
            start.zip(end).filter(|day| into_next(*day)).map(|(_, end)| end.time().max(hour(5)));
        Night { said: change.or(begins).or(ends), late: false }
    }

    /// The list of another room begins.
    pub(super) fn another_list(&mut self) {
        self.late = false;
    }

    /// When a session is that is listed for a day by its clock alone. What begins at midnight and
    /// lasts a `whole` day is that day.
    pub(super) fn dated(&mut self, day: NaiveDate, clock: NaiveTime, whole: bool) -> Dated {
        let next = day.succ_opt().unwrap_or(day).and_time(clock);
        let today = day.and_time(clock);
        if let Some(said) = self.said {
            return if clock < said { (next, false) } else { (today, false) };
        }
        let night = match clock.hour() {
            0..5 => !(whole && clock == NaiveTime::MIN),
            5..8 => self.late,
            hour => {
                self.late = hour >= 18;
                false
            }
        };
        if night { (next, true) } else { (today, false) }
    }
}

/// Whether a day of the programme lasts until the same time of the next morning.
pub(super) fn is_whole_day(length: TimeDelta) -> bool {
    (TimeDelta::minutes(24 * 60 - 1)..=TimeDelta::hours(24)).contains(&length)
}

/// The shortest session that takes a whole day, in minutes; with a change of the clocks it has 23
/// hours.
pub(super) const WHOLE_DAY: i64 = 23 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_every_dialect() {
        for (text, minutes) in [
            ("0:45", Some(45)),
            ("00:45", Some(45)),
            ("1:30", Some(90)),
            ("00:00", Some(0)),
            ("0:90", Some(90)),
            ("36:00", Some(2160)),
            ("00:45:00", Some(45)),
            ("01:00:00", Some(60)),
            ("0:45:00", Some(45)),
            ("1:45:00", Some(105)),
            ("1:02:30", Some(1590)),
            ("2:00:00:00", Some(2880)),
            ("45", Some(45)),
            ("0:20:00", Some(20)),
            ("0:30:0000:00", Some(30)),
            ("1:15:0000:00", Some(75)),
            ("0:30:0000", Some(30)),
            ("PT1H", Some(60)),
            ("PT1H30M", Some(90)),
            ("P1DT1H", Some(1500)),
            ("P", None),
            ("PT99999999999999999999H", None),
            ("", None),
            ("-1:00", None),
            ("1:", None),
            ("one", None),
            ("1:2:3:4:5", None),
            ("99999999999:00", None),
            ("٣:٣٠", None),
        ] {
            let read = length(text).map(|length| match length {
                Length::Minutes(minutes) => minutes,
                Length::DayOrHour { .. } => -1,
            });
            assert_eq!(read, minutes, "{text}");
        }
        assert_eq!(length("1:02:00"), Some(Length::DayOrHour { day: 1560, hour: 62 }));
    }

    #[test]
    fn the_night_belongs_to_the_next_morning() {
        let clock = |text: &str| text.parse::<NaiveTime>().unwrap();
        let at = |text: &str| Some(text.parse::<NaiveDateTime>().unwrap());
        let none = Night::default();
        let change = |text| Night::of(Some(clock(text)), None, None);
        let day = |start, end| Night::of(None, at(start), at(end));
        // A list of one room; those of the next morning have a plus, a guess has a question mark.
        for (mut night, list) in [
            (none, "11:00 23:00 00:15+?"),
            (none, "00:15+? 11:00 23:00"),
            (none, "04:59+? 05:00"),
            (none, "23:30 01:00+? 06:00+? 08:00 06:00"),
            (none, "20:00 09:00 07:00"),
            (change("00:00:00"), "23:00 00:15 03:00"),
            (change("09:00:00"), "09:00 08:59+"),
            // Nobody sleeps until eleven.
            (day("2031-05-01T11:00:00", "2031-05-02T04:00:00"), "10:30 23:00 00:15+ 04:30+ 05:00"),
            (day("2031-05-01T11:00:00", "2031-05-01T23:00:00"), "10:30 23:00 00:15+?"),
            (day("2031-05-01T06:00:00", "2031-05-01T23:00:00"), "06:00 05:30+"),
            (day("2031-05-01T09:00:00", "2031-05-02T08:59:00"), "09:00 08:30+"),
            (day("2031-05-01T00:00:00", "2031-05-01T23:59:00"), "00:15"),
        ] {
            let first = "2031-05-01".parse::<NaiveDate>().unwrap();
            let read = |told: &str| {
                let (when, guessed) =
                    night.dated(first, clock(&format!("{}:00", &told[..5])), false);
                let next = if when.date() == first { "" } else { "+" };
                format!("{}{next}{}", when.format("%H:%M"), if guessed { "?" } else { "" })
            };
            assert_eq!(list.split(' ').map(read).collect::<Vec<_>>().join(" "), list, "{night:?}");
        }
        let midnight = first_of_may().and_time(NaiveTime::MIN);
        assert_eq!(
            Night::default().dated(first_of_may(), NaiveTime::MIN, true),
            (midnight, false),
            "a whole day"
        );
    }

    fn first_of_may() -> NaiveDate {
        NaiveDate::from_ymd_opt(2031, 5, 1).unwrap()
    }
}
