//! Recurrence rules (RFC 5545 3.3.10) of days, weeks, months and years.

use crate::agenda::sort_compactly;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use std::collections::HashSet;
use std::ops::RangeInclusive;

/// The number of times kept of one event, with the first.
pub(super) const OCCURRENCES_MAX: usize = 366;

/// The unit of `FREQ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Day,
    Week,
    Month,
    Year,
}

/// The days that all rules of one file together may still examine.
#[derive(Debug)]
pub(super) struct RuleBudget {
    pub days: usize,
}

impl Default for RuleBudget {
    fn default() -> RuleBudget {
        RuleBudget { days: 4_000_000 }
    }
}

/// A parsed `RRULE`.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    frequency: Frequency,
    /// `INTERVAL`: 1 to 1000.
    interval: u32,
    /// `COUNT`, with the first start.
    count: Option<usize>,
    /// `UNTIL`: the last start, in the time scale of the parser's caller.
    pub until: Option<NaiveDateTime>,
    /// `BYDAY`
    weekdays: Vec<NumberedWeekday>,
    /// `BYMONTHDAY`: 1 to 31, or -31 to -1 from the end of the month.
    month_days: Vec<i32>,
    /// `BYMONTH`: 1 to 12.
    months: Vec<u32>,
    /// `BYSETPOS`: positions among the days of one period, negative from the end.
    positions: Vec<i32>,
    /// `WKST`
    week_start: Weekday,
}

/// An entry of `BYDAY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NumberedWeekday {
    /// 1 to 5 within the month, negative from the end of the month, 0 for every one.
    number: i32,
    weekday: Weekday,
}

/// The starts of a rule after the first.
#[derive(Debug, Default)]
pub(super) struct RuleStarts {
    pub starts: Vec<NaiveDateTime>,
    /// True if starts beyond [`OCCURRENCES_MAX`] are missing.
    pub is_truncated: bool,
}

impl Rule {
    /// Parses the rule of an event with the time of day `first`. `parse_until` parses the value of
    /// `UNTIL`. Returns `None` for a malformed or unsupported rule.
    pub(super) fn parse(
        text: &str,
        first: NaiveTime,
        parse_until: impl Fn(&str) -> Option<NaiveDateTime>,
    ) -> Option<Rule> {
        let mut frequency = None;
        let mut rule = Rule {
            frequency: Frequency::Day,
            interval: 1,
            count: None,
            until: None,
            weekdays: Vec::new(),
            month_days: Vec::new(),
            months: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Mon,
        };
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=')?;
            match &*key.trim().to_ascii_uppercase() {
                "FREQ" => frequency = Some(Frequency::parse(value)?),
                "UNTIL" => rule.until = Some(parse_until(value)?),
                key => rule.parse_part(key, value, first)?,
            }
        }
        rule.frequency = frequency?;
        rule.has_supported_weekdays().then_some(rule)
    }

    fn parse_part(&mut self, key: &str, value: &str, first: NaiveTime) -> Option<()> {
        match key {
            "INTERVAL" => {
                self.interval =
                    value.parse().ok().filter(|interval| (1..=1000).contains(interval))?;
            }
            "COUNT" => self.count = Some(value.parse().ok().filter(|count| *count > 0)?),
            "BYDAY" => self.weekdays = parse_weekdays(value)?,
            "BYMONTHDAY" => self.month_days = parse_numbers(value, 31)?,
            "BYMONTH" => {
                let months = parse_numbers(value, 12)?.into_iter();
                self.months =
                    months.map(|month| u32::try_from(month).ok()).collect::<Option<_>>()?;
            }
            "BYSETPOS" => self.positions = parse_numbers(value, 366)?,
            "WKST" => self.week_start = parse_weekday(value)?,
            // Parts equal to the time of day of the start change nothing.
            "BYHOUR" if value.trim().parse() == Ok(first.hour()) => {}
            "BYMINUTE" if value.trim().parse() == Ok(first.minute()) => {}
            "BYSECOND" if value.trim().parse() == Ok(first.second()) => {}
            _ => return None,
        }
        Some(())
    }

    /// Returns true for a rule without `COUNT` and `UNTIL`.
    pub(super) fn is_endless(&self) -> bool {
        self.count.is_none() && self.until.is_none()
    }

    /// Returns true for a rule with `COUNT` and `UNTIL`, which RFC 5545 3.3.10 forbids.
    pub(super) fn has_two_ends(&self) -> bool {
        self.count.is_some() && self.until.is_some()
    }

    /// Returns true if the text of a rule has a part more than once, which RFC 5545 3.3.10 forbids.
    pub(super) fn has_part_twice(text: &str) -> bool {
        let mut seen = HashSet::new();
        let keys = text.split(';').filter_map(|part| part.split_once('='));
        keys.map(|(key, _)| key.trim().to_ascii_uppercase()).any(|key| !seen.insert(key))
    }

    /// Returns false for weekdays numbered within a year or a week.
    fn has_supported_weekdays(&self) -> bool {
        match self.frequency {
            Frequency::Day | Frequency::Week => self.weekdays.iter().all(|day| day.number == 0),
            Frequency::Month => true,
            Frequency::Year => self.weekdays.is_empty() || !self.months.is_empty(),
        }
    }

    /// Returns the starts after `first`. `to_key` converts a wall clock to the scale of `UNTIL`.
    pub(super) fn starts_after(
        &self,
        first: NaiveDateTime,
        budget: &mut RuleBudget,
        to_key: impl Fn(NaiveDateTime) -> NaiveDateTime,
    ) -> RuleStarts {
        /// A rule may name a day that never comes.
        const PERIODS_MAX: u32 = OCCURRENCES_MAX as u32 * 7;
        let count = self.count.unwrap_or(usize::MAX);
        let mut found = RuleStarts::default();
        for period in 0..=PERIODS_MAX {
            budget.days = budget.days.saturating_sub(self.days_of_period());
            if budget.days == 0 {
                break;
            }
            let number = period.saturating_mul(self.interval);
            let Some(days) = self.period_days(first.date(), number) else { break };
            let starts = self.select_positions(days).into_iter();
            for at in starts.map(|day| day.and_time(first.time())).filter(|at| *at > first) {
                // `COUNT` includes the first start.
                let number = found.starts.len() + 1;
                if number >= count || self.until.is_some_and(|until| to_key(at) > until) {
                    return found;
                }
                if number >= OCCURRENCES_MAX {
                    return RuleStarts { is_truncated: true, ..found };
                }
                found.starts.push(at);
            }
        }
        found
    }

    /// Returns the number of days examined for one period.
    fn days_of_period(&self) -> usize {
        match self.frequency {
            Frequency::Day => 1,
            Frequency::Week => 7,
            Frequency::Month => 31,
            Frequency::Year => 31 * self.months.len().max(1),
        }
    }

    /// Returns the starts of a yearly rule within `years`, without `first`.
    pub(super) fn starts_in_years(
        &self,
        first: NaiveDateTime,
        years: RangeInclusive<i32>,
    ) -> Vec<NaiveDateTime> {
        years
            .filter_map(|year| self.days_in_year(year, first.date()))
            .flatten()
            .map(|day| day.and_time(first.time()))
            .filter(|at| *at > first && self.until.is_none_or(|until| *at <= until))
            .collect()
    }

    /// Returns the days of the period `number` periods after the period of `first`, in order.
    /// Returns `None` beyond the last date of chrono.
    fn period_days(&self, first: NaiveDate, number: u32) -> Option<Vec<NaiveDate>> {
        let mut days = match self.frequency {
            Frequency::Day => vec![first.checked_add_days(Days::new(u64::from(number)))?],
            Frequency::Week => self.days_in_week(first, number)?,
            Frequency::Month => {
                let month = first.with_day(1)?.checked_add_months(Months::new(number))?;
                self.days_in_month(month, first)
            }
            Frequency::Year => {
                let year = first.year().checked_add(i32::try_from(number).ok()?)?;
                return self.days_in_year(year, first);
            }
        };
        days.retain(|day| self.has_weekday(*day) && self.has_month(*day));
        if self.frequency != Frequency::Month && !self.month_days.is_empty() {
            days.retain(|day| self.has_month_day(*day));
        }
        Some(days)
    }

    /// Returns all seven days of a week, or only the weekday of `first` without `BYDAY`.
    fn days_in_week(&self, first: NaiveDate, number: u32) -> Option<Vec<NaiveDate>> {
        let back = u64::from(first.weekday().days_since(self.week_start));
        let week = first
            .checked_sub_days(Days::new(back))?
            .checked_add_days(Days::new(u64::from(number) * 7))?;
        let mut days: Vec<NaiveDate> =
            (0..7).filter_map(|day| week.checked_add_days(Days::new(day))).collect();
        days.retain(|day| !self.weekdays.is_empty() || day.weekday() == first.weekday());
        Some(days)
    }

    /// Returns the days of a yearly rule in one year.
    fn days_in_year(&self, year: i32, first: NaiveDate) -> Option<Vec<NaiveDate>> {
        NaiveDate::from_ymd_opt(year, 1, 1)?;
        let mut months =
            if self.months.is_empty() { vec![first.month()] } else { self.months.clone() };
        sort_compactly(&mut months, |month| *month);
        let days = months
            .into_iter()
            .filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1))
            .flat_map(|month| self.days_in_month(month, first));
        Some(days.collect())
    }

    /// Returns the days of the month with the first day `month`.
    fn days_in_month(&self, month: NaiveDate, first: NaiveDate) -> Vec<NaiveDate> {
        let days = month.iter_days().take_while(|day| day.month() == month.month());
        if self.weekdays.is_empty() && self.month_days.is_empty() {
            return days.filter(|day| day.day() == first.day()).collect();
        }
        days.filter(|day| {
            (self.weekdays.is_empty() || self.weekdays.iter().any(|own| own.is_in_month(*day)))
                && (self.month_days.is_empty() || self.has_month_day(*day))
        })
        .collect()
    }

    fn has_weekday(&self, day: NaiveDate) -> bool {
        self.weekdays.is_empty() || self.weekdays.iter().any(|own| own.weekday == day.weekday())
    }

    fn has_month(&self, day: NaiveDate) -> bool {
        self.months.is_empty() || self.months.contains(&day.month())
    }

    fn has_month_day(&self, day: NaiveDate) -> bool {
        let from_end = day.day() as i32 - month_length(day) as i32 - 1;
        self.month_days.contains(&(day.day() as i32)) || self.month_days.contains(&from_end)
    }

    /// Returns the days at the positions of `BYSETPOS`, or all days without one.
    fn select_positions(&self, days: Vec<NaiveDate>) -> Vec<NaiveDate> {
        if self.positions.is_empty() {
            return days;
        }
        let length = days.len() as i64;
        let is_selected = |at: i64| {
            self.positions.iter().any(|own| [at + 1, at - length].contains(&i64::from(*own)))
        };
        (0..).zip(days).filter(|(at, _)| is_selected(*at)).map(|(_, day)| day).collect()
    }
}

impl Frequency {
    fn parse(text: &str) -> Option<Frequency> {
        match &*text.trim().to_ascii_uppercase() {
            "DAILY" => Some(Frequency::Day),
            "WEEKLY" => Some(Frequency::Week),
            "MONTHLY" => Some(Frequency::Month),
            "YEARLY" => Some(Frequency::Year),
            _ => None,
        }
    }
}

impl NumberedWeekday {
    /// Parses `MO`, `2MO` and `-1SU`.
    fn parse(text: &str) -> Option<NumberedWeekday> {
        let text = text.trim();
        let (number, weekday) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let number = if number.is_empty() { 0 } else { *parse_numbers(number, 5)?.first()? };
        Some(NumberedWeekday { number, weekday: parse_weekday(weekday)? })
    }

    /// Returns true if `day` is this weekday of its month.
    fn is_in_month(self, day: NaiveDate) -> bool {
        let from_start = (day.day0() / 7) as i32 + 1;
        let from_end = -(((month_length(day) - day.day()) / 7) as i32) - 1;
        self.weekday == day.weekday() && [0, from_start, from_end].contains(&self.number)
    }
}

/// Parses the value of `BYDAY`, sorted, without duplicates.
fn parse_weekdays(text: &str) -> Option<Vec<NumberedWeekday>> {
    let mut days = text.split(',').map(NumberedWeekday::parse).collect::<Option<Vec<_>>>()?;
    sort_compactly(&mut days, |day| (day.number, day.weekday.num_days_from_monday()));
    days.dedup();
    Some(days)
}

fn parse_weekday(text: &str) -> Option<Weekday> {
    const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let text = text.trim();
    let number = (0u8..).zip(WEEKDAYS).find(|(_, name)| name.eq_ignore_ascii_case(text))?.0;
    Weekday::try_from(number).ok()
}

/// Parses numbers from -`max` to `max` without 0, separated by commas. Returns each number once, in
/// order.
fn parse_numbers(text: &str, max: i32) -> Option<Vec<i32>> {
    let numbers = text.split(',').map(|text| {
        text.trim().parse::<i32>().ok().filter(|number| *number != 0 && number.abs() <= max)
    });
    let mut numbers = numbers.collect::<Option<Vec<i32>>>()?;
    sort_compactly(&mut numbers, |number| *number);
    numbers.dedup();
    Some(numbers)
}

/// Returns the number of days in the month of `day`.
fn month_length(day: NaiveDate) -> u32 {
    u32::from(day.num_days_in_month())
}
