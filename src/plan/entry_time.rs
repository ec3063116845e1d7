//! The time among the words of a typed entry: a day, a time of day and perhaps the end.

use super::entry_length::{parse_length, read_length};
use crate::agenda::{DayName, TypedTime, parse_clock};
use chrono::NaiveTime;

/// The words of a time among typed words.
pub(super) struct TimeWords {
    pub(super) time: TypedTime,
    /// The end after a dash, or after a word such as `until`.
    pub(super) until: Option<NaiveTime>,
    /// The first word of the time.
    pub(super) start: usize,
    /// The first word after the time.
    pub(super) end: usize,
}

/// The most words of a day, a time and an end, as in `on 12 july at 2 pm until 3 pm`.
const WORDS_MAX: usize = 9;
/// Words between the start and the end.
const UNTIL: &[&str] = &["until", "till", "to", "bis", "-", "–"];
/// Words before a day or a time.
const FILLERS: &[&str] = &["at", "on", "from"];

/// Finds the first time of day in `words` from the word `first` on, with its day and its end. A
/// number is a time only if no other word is one: the time of `Room 1204 14:00` is `14:00`.
pub(super) fn find_time(words: &[&str], first: usize) -> Option<TimeWords> {
    let find = |parse: fn(&[&str], usize, usize) -> Option<TimeWords>| {
        (first..words.len()).find_map(|start| {
            let longest = words.len().min(start + WORDS_MAX);
            (start + 1..=longest).rev().find_map(|end| parse(words, start, end))
        })
    };
    find(parse_sure_time).or_else(|| find(parse_number_time))
}

/// Parses the words from `start` up to `end` as a time with a sign of its own: `14:00`, `2pm`.
fn parse_sure_time(words: &[&str], start: usize, end: usize) -> Option<TimeWords> {
    let range = RangeWords::split(words.get(start..end)?)?;
    if !is_time(range.clock()) && !range.until.as_deref().is_some_and(is_time) {
        return None;
    }
    range.parse(start, end)
}

/// Parses the words from `start` up to `end` as a time of numbers alone, or as `now`: `9-10`,
/// `tue 1230`. Without a day and an end, a number is a time if it is the first word or has a length
/// after it. An hour after a day is a time if it is the last word or has a length after it.
fn parse_number_time(words: &[&str], start: usize, end: usize) -> Option<TimeWords> {
    let range = RangeWords::split(words.get(start..end)?)?;
    let (clock, until) = (range.clock(), range.until.as_deref());
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_now = clock.eq_ignore_ascii_case("now");
    if !is_now && !is_number(clock) {
        return None;
    }
    let after = words.get(end..).unwrap_or_default();
    let has_length = read_length(after).is_ok_and(|length| length.words > 0);
    let found = range.parse(start, end)?;
    let is_sure = match &found.time {
        _ if until.is_some() => true,
        TypedTime::ClockOfDay(DayName::Number(_), _) if clock.len() < 3 => false,
        TypedTime::ClockOfDay(..) => clock.len() > 2 || has_length || after.is_empty(),
        _ => (is_now || clock.len() > 2) && (start == 0 || has_length),
    };
    is_sure.then_some(found)
}

/// Returns true for a word that has the sign of a time of day. A number alone is no time: `Room 5`.
fn is_time(word: &str) -> bool {
    word.contains([':', 'h', '.']) || word.ends_with(['m', 'n', 't']) || word.contains('T')
}

/// The words of a time, split at the word or the dash before its end.
struct RangeWords<'a> {
    /// The day, and the time of day as the last word.
    begin: Vec<&'a str>,
    until: Option<String>,
    /// The first word is `on`.
    begins_with_on: bool,
}

impl<'a> RangeWords<'a> {
    /// Splits the words. Leaves [`FILLERS`] and commas out.
    fn split(words: &[&'a str]) -> Option<RangeWords<'a>> {
        let is_one_of =
            |all: &[&str], word: &str| all.iter().any(|known| word.eq_ignore_ascii_case(known));
        let border = words.iter().position(|word| is_one_of(UNTIL, word));
        let (before, after) = words.split_at(border.unwrap_or(words.len()));
        let (last, others) = before.split_last()?;
        let (last, until) = match last.split_once(['-', '–']) {
            Some((begin, end)) if last.matches('-').count() <= 1 && border.is_none() => {
                (begin, Some(end.to_owned()))
            }
            _ => (*last, border.map(|_| after.get(1..).unwrap_or_default().join(" "))),
        };
        let others = others.iter().copied().filter(|word| !is_one_of(FILLERS, word));
        let begin = others.chain([last]).map(|word| word.trim_end_matches(',')).collect();
        let begins_with_on = words.first().is_some_and(|word| is_one_of(&["on"], word));
        Some(RangeWords { begin, until, begins_with_on })
    }

    /// Returns the last word before the end: the time of day.
    fn clock(&self) -> &'a str {
        self.begin.last().copied().unwrap_or_default()
    }

    /// Parses the time and its end.
    fn parse(&self, start: usize, end: usize) -> Option<TimeWords> {
        if self.until.is_none() && parse_length(self.clock()).is_some() {
            return None;
        }
        let mut begin = self.begin.join(" ");
        let until = match self.until.as_deref() {
            Some(typed) => Some(parse_clock(typed)?),
            None => None,
        };
        if let (Some(typed), Some(until)) = (self.until.as_deref(), until)
            && let Some(half) = half_of_begin(self.clock(), typed, until)
        {
            begin += half;
        }
        let time = TypedTime::parse(&begin).filter(|time| !matches!(time, TypedTime::Day(_)))?;
        // The title of "Carry on 12:30" has two words.
        let is_before_day = matches!(time, TypedTime::ClockOfDay(..) | TypedTime::Wall(_));
        if self.begins_with_on && !is_before_day {
            return None;
        }
        Some(TimeWords { time, until, start, end })
    }
}

/// Returns the half of the day of a start without one, as in `2-3pm` and `11-1pm`: the half of the
/// end, or the other half if the start is after the end.
fn half_of_begin(begin: &str, typed_end: &str, end: NaiveTime) -> Option<&'static str> {
    let typed_end = typed_end.to_ascii_lowercase();
    let halves = ["am", "pm"];
    let same = halves.into_iter().find(|half| typed_end.ends_with(half))?;
    let other = halves.into_iter().find(|half| *half != same)?;
    // `2pm` has its half, and `14` has none.
    let with_same = parse_clock(&format!("{begin}{same}"))?;
    Some(if with_same < end { same } else { other })
}
