//! Lengths and nights of a programme, by the rules of frab's XML and JSON.

use super::collector::Report;
use crate::agenda::{At, DraftSession};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

/// The shortest length of a session for a whole day, in minutes. A day has 23 hours when clocks are
/// set forward.
pub(super) const WHOLE_DAY_MINUTES: i64 = 23 * 60;

/// The length of a session, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Minutes(i64),
    /// A text like `1:00:00`: a day by frab and pretalx, an hour by Python's `timedelta`.
    DayOrHour {
        day: i64,
        hour: i64,
    },
}

/// Parses `0:45`, `00:45`, `00:45:00`, `45`, `PT45M`, and `D:HH:MM` above a day (frab, pretalx).
pub(super) fn parse_length(text: &str) -> Option<Length> {
    let text = text.trim();
    if let Some(iso) = text.strip_prefix('P') {
        return parse_iso_length(iso).map(Length::Minutes);
    }
    if let Some(minutes) = parse_open_event_length(text) {
        return Some(Length::Minutes(minutes));
    }
    let mut parts = [0; 4];
    let count = parse_numbers(text, &mut parts)?;
    let [a, b, c, _] = parts.map(i64::from);
    let is_padded = || text.split(':').next().is_some_and(|first| first.len() > 1);
    Some(match count {
        1 => Length::Minutes(a),
        2 => Length::Minutes(a * 60 + b),
        4 => Length::Minutes(a * 1440 + b * 60 + c),
        // Days are neither padded nor 0; hours end at 23; no session is planned to the second.
        _ if is_padded() || a == 0 || b > 23 => Length::Minutes(a * 60 + b),
        _ if c > 0 => Length::Minutes(a * 1440 + b * 60 + c),
        _ => Length::DayOrHour { day: a * 1440 + b * 60, hour: a * 60 + b },
    })
}

/// Parses the minutes of `0:30:0000:00`: Open Event appends `00:00` to the length of Python.
fn parse_open_event_length(text: &str) -> Option<i64> {
    let python = text.strip_suffix("00:00")?;
    python.split(':').nth(2).filter(|seconds| seconds.len() == 2)?;
    let mut parts = [0; 3];
    let count = parse_numbers(python, &mut parts)?;
    let [hours, minutes, _] = parts.map(i64::from);
    (count == 3).then_some(hours * 60 + minutes)
}

/// Parses the minutes of an ISO 8601 duration without its `P`.
fn parse_iso_length(text: &str) -> Option<i64> {
    let (mut minutes, mut number) = (0_i64, 0_i64);
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    for c in text.chars() {
        let minutes_per_unit = match c {
            '0'..='9' => {
                number = number.checked_mul(10)?.checked_add(i64::from(c.to_digit(10)?))?;
                continue;
            }
            'T' => continue,
            'D' => 1440,
            'H' => 60,
            'M' => 1,
            'S' => 0,
            _ => return None,
        };
        minutes = minutes.checked_add(number.checked_mul(minutes_per_unit)?)?;
        number = 0;
    }
    (number == 0).then_some(minutes)
}

/// Parses numbers of at most 6 digits between colons into `parts`. Returns their count, at least 1;
/// `None` if there are more than `parts` has places.
pub(super) fn parse_numbers(text: &str, parts: &mut [u32]) -> Option<usize> {
    const DIGITS_MAX: usize = 6;
    let (mut count, mut digits) = (0, 0);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if digits < DIGITS_MAX => {
                let part = parts.get_mut(count)?;
                *part = u32::from(byte - b'0') + if digits > 0 { *part * 10 } else { 0 };
                digits += 1;
            }
            b':' if digits > 0 => {
                count += 1;
                digits = 0;
            }
            _ => return None,
        }
    }
    (digits > 0).then_some(count + 1)
}

/// The lengths of a file. A [`Length::DayOrHour`] is decided by the other lengths: `1:00:00` is a
/// day beside `0:45`, and an hour beside `0:45:00`.
#[derive(Debug, Default)]
pub(super) struct SessionLengths {
    /// The file has a length of hours and minutes only, like `0:45`.
    has_short: bool,
    undecided: Vec<UndecidedLength>,
}

#[derive(Debug)]
struct UndecidedLength {
    /// The position of the session in the draft.
    session: usize,
    /// The length in minutes if the first number is hours.
    hour: i64,
}

impl SessionLengths {
    /// Parses the length of the session at position `session`, in minutes. Until
    /// [`Self::decide`], a [`Length::DayOrHour`] is a day. Reports a text that is no length.
    pub(super) fn read(
        &mut self,
        report: &mut Report,
        text: At<&str>,
        session: usize,
    ) -> Option<At<i64>> {
        let Some(length) = parse_length(text.value) else {
            let help = "write 00:45; the length is shown as unknown";
            report.error(text.at, "this length cannot be read", help);
            return None;
        };
        let value = match length {
            Length::Minutes(minutes) => {
                self.has_short |= text.value.matches(':').count() == 1;
                minutes
            }
            Length::DayOrHour { day, hour } => {
                self.undecided.push(UndecidedLength { session, hour });
                day
            }
        };
        Some(At { value, at: text.at })
    }

    /// Decides and reports every [`Length::DayOrHour`] of `sessions`.
    pub(super) fn decide(&self, report: &mut Report, sessions: &mut [DraftSession]) {
        for length in &self.undecided {
            let session = sessions.get_mut(length.session);
            let Some(minutes) = session.and_then(|session| session.minutes.as_mut()) else {
                continue;
            };
            let help = if self.has_short {
                "it is taken as days, hours and minutes"
            } else {
                minutes.value = length.hour;
                "it is taken as hours, minutes and seconds"
            };
            report.warn(&minutes.at, "a length that can be read in two ways", help);
        }
    }
}

/// The night at the end of a day: its times are listed for the day and belong to the next morning.
///
/// The file may state the end of the night: by a `day_change`, or by a day from before 6:00 or
/// until a time of the next morning. Otherwise times before 5:00 belong to the next morning,
/// as in [`Draft::check`](crate::agenda::Draft::check) (Giggity: before 6:00), and so does an early
/// time after one in the late evening in the list of the same room.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Night {
    /// The end of the night by the file.
    stated_end: Option<NaiveTime>,
    /// The list has come to the late evening.
    is_late: bool,
}

/// The date and time of a listed session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NightTime {
    pub(super) wall: NaiveDateTime,
    /// True if the date is a guess of [`Night`].
    pub(super) is_guess: bool,
}

impl Night {
    /// Returns the night by the file's `day_change`, else by start and end of a day.
    pub(super) fn new(
        day_change: Option<NaiveTime>,
        start: Option<NaiveDateTime>,
        end: Option<NaiveDateTime>,
    ) -> Night {
        let span = start.zip(end);
        let is_whole = span.is_some_and(|(start, end)| is_whole_day(end - start));
        let begins =
            start.map(|start| start.time()).filter(|time| is_whole || *time <= full_hour(6));
        let ends = span.and_then(|(start, end)| {
            let is_next_morning = Some(end.date()) == start.date().succ_opt()
                && end.time() < start.time().min(full_hour(12));
            is_next_morning.then(|| end.time().max(full_hour(5)))
        });
        Night { stated_end: day_change.or(begins).or(ends), is_late: false }
    }

    /// Begins the list of another room.
    pub(super) fn begin_list(&mut self) {
        self.is_late = false;
    }

    /// Returns date and time of a session by the `day` of its list and its `clock`. A session from
    /// midnight with `is_whole_day` belongs to `day`.
    pub(super) fn date_time(
        &mut self,
        day: NaiveDate,
        clock: NaiveTime,
        is_whole_day: bool,
    ) -> NightTime {
        let guessed = match (self.stated_end, clock.hour()) {
            (Some(_), _) => false,
            (None, 0..5) => !(is_whole_day && clock == NaiveTime::MIN),
            (None, 5..8) => self.is_late,
            (None, hour) => {
                self.is_late = hour >= 18;
                false
            }
        };
        let is_next = guessed || self.stated_end.is_some_and(|end| clock < end);
        let date = if is_next { day.succ_opt().unwrap_or(day) } else { day };
        NightTime { wall: date.and_time(clock), is_guess: guessed }
    }
}

/// Reports a guess of [`Night`], [`NightTime::is_guess`], at `at`.
pub(super) fn report_night(report: &mut Report, at: &crate::agenda::Span) {
    let help = "a time of the night is taken to be of the next morning";
    report.warn(at, "the day does not say when it ends", help);
}

fn full_hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()
}

/// Returns true if a day of the programme lasts until the same time of the next morning, or until a
/// minute before.
fn is_whole_day(length: TimeDelta) -> bool {
    (TimeDelta::minutes(24 * 60 - 1)..=TimeDelta::hours(24)).contains(&length)
}

/// Returns the start of the programme's days, if a day lasts from a time of the morning to the same
/// time of the next morning, by wall clocks. Clocks may change in the night between.
pub(super) fn day_start_of(start: NaiveDateTime, end: NaiveDateTime) -> Option<NaiveTime> {
    (is_whole_day(end - start) && start.hour() < 12).then_some(start.time())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_every_dialect_are_parsed() {
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
            let read = parse_length(text).map(|length| match length {
                Length::Minutes(minutes) => minutes,
                Length::DayOrHour { .. } => -1,
            });
            assert_eq!(read, minutes, "{text}");
        }
        assert_eq!(parse_length("1:02:00"), Some(Length::DayOrHour { day: 1560, hour: 62 }));
    }

    #[test]
    fn times_of_the_night_belong_to_the_next_morning() {
        let none = Night::default();
        // The list of a room: `+` marks a time of the next morning, `?` a guess.
        for (mut night, list) in [
            (none, "11:00 23:00 00:15+?"),
            (none, "00:15+? 11:00 23:00"),
            (none, "04:59+? 05:00"),
            (none, "23:30 01:00+? 06:00+? 08:00 06:00"),
            (none, "20:00 09:00 07:00"),
            (night_until("00:00:00"), "23:00 00:15 03:00"),
            (night_until("09:00:00"), "09:00 08:59+"),
            (night_of_day("01T11:00", "02T04:00"), "10:30 23:00 00:15+ 04:30+ 05:00"),
            (night_of_day("01T11:00", "01T23:00"), "10:30 23:00 00:15+?"),
            (night_of_day("01T06:00", "01T23:00"), "06:00 05:30+"),
            (night_of_day("01T09:00", "02T08:59"), "09:00 08:30+"),
            (night_of_day("01T00:00", "01T23:59"), "00:15"),
        ] {
            let read: Vec<String> =
                list.split(' ').map(|time| describe(&mut night, &time[..5])).collect();
            assert_eq!(read.join(" "), list, "{night:?}");
        }
    }

    #[test]
    fn session_of_a_whole_day_from_midnight_belongs_to_that_day() {
        let wall = first_of_may().and_time(NaiveTime::MIN);
        assert_eq!(
            Night::default().date_time(first_of_may(), NaiveTime::MIN, true),
            NightTime { wall, is_guess: false }
        );
    }

    fn night_until(day_change: &str) -> Night {
        Night::new(Some(day_change.parse().unwrap()), None, None)
    }

    fn night_of_day(start: &str, end: &str) -> Night {
        let [start, end] = [start, end].map(|at| Some(format!("2031-05-{at}:00").parse().unwrap()));
        Night::new(None, start, end)
    }

    fn describe(night: &mut Night, clock: &str) -> String {
        let clock = format!("{clock}:00").parse().unwrap();
        let NightTime { wall, is_guess } = night.date_time(first_of_may(), clock, false);
        let next = if wall.date() == first_of_may() { "" } else { "+" };
        format!("{}{next}{}", wall.format("%H:%M"), if is_guess { "?" } else { "" })
    }

    fn first_of_may() -> NaiveDate {
        NaiveDate::from_ymd_opt(2031, 5, 1).unwrap()
    }
}
