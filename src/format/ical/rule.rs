//! Rules of repetition (RFC 5545, 3.3.10).

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Repetitions of one event that are believed.
pub(super) const OCCURRENCES_MAX: usize = 366;

/// How long one round of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// How many days the rules of one file may still look at.
#[derive(Debug)]
pub(super) struct Left {
    pub days: usize,
}

impl Default for Left {
    fn default() -> Left {
        Left { days: 4_000_000 }
    }
}

/// A rule that is understood.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    every: Every,
    interval: u32,
    count: Option<usize>,
    /// The last start, as [`Zones::key`] has it.
    until: Option<NaiveDateTime>,
    /// Weekdays; in a month with the number of it, from the end where that is negative, or 0 for
    /// each.
    days: Vec<(i32, Weekday)>,
    /// Days of the month, from its end where negative.
    month_days: Vec<i32>,
    months: Vec<u32>,
    /// Which of the days of a round are meant, from the end where negative.
    positions: Vec<i32>,
    week_start: Weekday,
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match &*text.trim().to_ascii_uppercase() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

/// Numbers between commas in order and each once, none of them 0 or further from it than `most`.
fn numbers(text: &str, most: i32) -> Option<Vec<i32>> {
    let number = |text: &str| {
        text.trim().parse::<i32>().ok().filter(|number| *number != 0 && number.abs() <= most)
    };
    Some(text.split(',').map(number).collect::<Option<BTreeSet<i32>>>()?.into_iter().collect())
}

/// `MO`, `2MO`, `-1SU`
fn numbered_weekday(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim();
    let (number, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let number = if number.is_empty() { 0 } else { *numbers(number, 5)?.first()? };
    Some((number, weekday(day)?))
}

impl Rule {
    /// Reads a rule of an event that begins at that time; `until` makes a time to compare with of
    /// what the rule gives as the last one.
    pub(super) fn parse(
        text: &str,
        first: NaiveTime,
        until: impl Fn(&str) -> Option<NaiveDateTime>,
    ) -> Option<Rule> {
        let mut every = None;
        let mut rule = Rule {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            days: Vec::new(),
            month_days: Vec::new(),
            months: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Mon,
        };
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=')?;
            match &*key.trim().to_ascii_uppercase() {
                "FREQ" => {
                    every = Some(match &*value.trim().to_ascii_uppercase() {
                        "DAILY" => Every::Day,
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        "YEARLY" => Every::Year,
                        _ => return None,
                    });
                }
                "INTERVAL" => {
                    rule.interval =
                        value.parse().ok().filter(|interval| (1..=1000).contains(interval))?
                }
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(until(value)?),
                "BYDAY" => {
                    rule.days =
                        value.split(',').map(numbered_weekday).collect::<Option<Vec<_>>>()?;
                    rule.days.sort_unstable_by_key(|(number, day)| {
                        (*number, day.num_days_from_monday())
                    });
                    rule.days.dedup();
                }
                "BYMONTHDAY" => rule.month_days = numbers(value, 31)?,
                "BYMONTH" => {
                    let month = |month: i32| u32::try_from(month).ok();
                    rule.months =
                        numbers(value, 12)?.into_iter().map(month).collect::<Option<_>>()?;
                }
                "BYSETPOS" => rule.positions = numbers(value, 366)?,
                "WKST" => rule.week_start = weekday(value)?,
                // What the start says already.
                "BYHOUR" if value.trim().parse() == Ok(first.hour()) => {}
                "BYMINUTE" if value.trim().parse() == Ok(first.minute()) => {}
                "BYSECOND" if value.trim().parse() == Ok(first.second()) => {}
                _ => return None,
            }
        }
        rule.every = every?;
        // The second Monday is one of a month; without a month it would be one of the year.
        let numbered = rule.days.iter().any(|(number, _)| *number != 0);
        let of_year = rule.every == Every::Year && !rule.days.is_empty() && rule.months.is_empty();
        let of_month = matches!(rule.every, Every::Month | Every::Year);
        (!of_year && (of_month || !numbered)).then_some(rule)
    }

    /// The starts after the first, and whether there would be more than are believed.
    pub(super) fn starts(
        &self,
        first: NaiveDateTime,
        left: &mut Left,
        key: impl Fn(NaiveDateTime) -> NaiveDateTime,
    ) -> (Vec<NaiveDateTime>, bool) {
        let looked_at = match self.every {
            Every::Day => 1,
            Every::Week => 7,
            Every::Month => 31,
            Every::Year => 31 * self.months.len().max(1),
        };
        let count = self.count.unwrap_or(usize::MAX);
        let mut starts = Vec::new();
        // No more rounds than could be needed: a rule may name a day that never comes.
        for round in 0..=(OCCURRENCES_MAX as u32 * 7) {
            left.days = left.days.saturating_sub(looked_at);
            if left.days == 0 {
                break;
            }
            let Some(days) = self.round(first.date(), round.saturating_mul(self.interval)) else {
                break;
            };
            for at in self.positioned(days).into_iter().map(|day| day.and_time(first.time())) {
                if at <= first {
                    continue;
                }
                // The first start counts as one.
                if starts.len() + 1 >= count || self.until.is_some_and(|until| key(at) > until) {
                    return (starts, false);
                }
                if starts.len() + 1 >= OCCURRENCES_MAX {
                    return (starts, true);
                }
                starts.push(at);
            }
        }
        (starts, false)
    }

    /// The days of that round after the one in which the first start is, in order; `None` at the
    /// end of time.
    fn round(&self, first: NaiveDate, round: u32) -> Option<Vec<NaiveDate>> {
        let mut days = Vec::new();
        match self.every {
            Every::Day => days.push(first.checked_add_days(Days::new(u64::from(round)))?),
            Every::Week => {
                let back = u64::from(first.weekday().days_since(self.week_start));
                let week = first.checked_sub_days(Days::new(back))?;
                let week = week.checked_add_days(Days::new(u64::from(round) * 7))?;
                days.extend((0..7).filter_map(|day| week.checked_add_days(Days::new(day))));
                days.retain(|day| !self.days.is_empty() || day.weekday() == first.weekday());
            }
            Every::Month => {
                let month = first.with_day(1)?.checked_add_months(Months::new(round))?;
                days = self.of_month(month, first);
            }
            Every::Year => {
                return self.of_year(first.year().checked_add(i32::try_from(round).ok()?)?, first);
            }
        }
        let own = |day: &NaiveDate| {
            self.days.is_empty() || self.days.iter().any(|(_, own)| *own == day.weekday())
        };
        days.retain(|day| {
            own(day) && (self.months.is_empty() || self.months.contains(&day.month()))
        });
        if self.every != Every::Month && !self.month_days.is_empty() {
            days.retain(|day| self.has_month_day(*day));
        }
        Some(days)
    }

    /// The days of a year by a rule of years.
    fn of_year(&self, year: i32, first: NaiveDate) -> Option<Vec<NaiveDate>> {
        let own = [first.month()];
        let mut months = if self.months.is_empty() { own.to_vec() } else { self.months.clone() };
        months.sort_unstable();
        let begin = |month: &u32| NaiveDate::from_ymd_opt(year, *month, 1);
        NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some(
            months.iter().filter_map(begin).flat_map(|month| self.of_month(month, first)).collect(),
        )
    }

    /// The days of the month that begins with that day.
    fn of_month(&self, month: NaiveDate, first: NaiveDate) -> Vec<NaiveDate> {
        let days = month.iter_days().take_while(|day| day.month() == month.month());
        if self.days.is_empty() && self.month_days.is_empty() {
            return days.filter(|day| day.day() == first.day()).collect();
        }
        let weekday = |day: NaiveDate| {
            let (from_start, from_end) =
                ((day.day0() / 7) as i32 + 1, -(((length(day) - day.day()) / 7) as i32) - 1);
            let is = |(number, own): &(i32, Weekday)| {
                *own == day.weekday() && [0, from_start, from_end].contains(number)
            };
            self.days.is_empty() || self.days.iter().any(is)
        };
        days.filter(|day| weekday(*day) && (self.month_days.is_empty() || self.has_month_day(*day)))
            .collect()
    }

    fn has_month_day(&self, day: NaiveDate) -> bool {
        let from_end = day.day() as i32 - length(day) as i32 - 1;
        self.month_days.contains(&(day.day() as i32)) || self.month_days.contains(&from_end)
    }

    /// The starts of a yearly rule in those years, without the first of all.
    pub(super) fn of_years(
        &self,
        first: NaiveDateTime,
        years: RangeInclusive<i32>,
    ) -> Vec<NaiveDateTime> {
        let days = years.filter_map(|year| self.of_year(year, first.date())).flatten();
        let starts = days.map(|day| day.and_time(first.time()));
        starts.filter(|at| *at > first && self.until.is_none_or(|until| *at <= until)).collect()
    }

    fn positioned(&self, days: Vec<NaiveDate>) -> Vec<NaiveDate> {
        if self.positions.is_empty() {
            return days;
        }
        let length = days.len() as i64;
        let wanted = |at: i64| {
            self.positions.iter().any(|own| [at + 1, at - length].contains(&i64::from(*own)))
        };
        (0..).zip(days).filter(|(at, _)| wanted(*at)).map(|(_, day)| day).collect()
    }
}

/// How many days the month of a day has.
fn length(day: NaiveDate) -> u32 {
    u32::from(day.num_days_in_month())
}
