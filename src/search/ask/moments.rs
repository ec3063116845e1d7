//! Days and times that people name in passing: `dns wednesday`, `after lunch`.

use crate::agenda::{Agenda, DayName, Kind, Session, is_clock, parse_clock, parse_month};
use crate::search::chip::{ChipSort, Mentions, PassingWords};
use crate::search::condition::start_minute;
use crate::search::fold::each_word;
use crate::search::found::SearchFacts;
use crate::search::query::QueryText;
use chrono::Weekday;
use std::ops::Range;

/// The names of each weekday from Monday on, folded, beside the English ones.
const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "montag lundi lunes lunedi maandag"),
    ("tuesday", "dienstag mardi martes martedi dinsdag"),
    ("wednesday", "mittwoch mercredi miercoles mercoledi woensdag"),
    ("thursday", "donnerstag jeudi jueves giovedi donderdag"),
    ("friday", "freitag vendredi viernes venerdi vrijdag"),
    ("saturday", "samstag sonnabend samedi sabado sabato zaterdag"),
    ("sunday", "sonntag dimanche domingo domenica zondag"),
];
const RELATIVE_DAYS: [(&str, &str); 3] = [
    ("today", "today heute hoy oggi vandaag tonight"),
    ("tomorrow", "tomorrow morgen demain manana domani"),
    ("yesterday", "yesterday gestern hier ayer ieri"),
];
/// The parts of a day with their first and last minutes of the clock, the last one excluded.
const DAY_PARTS: [(&str, &str, Range<u32>); 5] = [
    ("in the morning", "morning mornings vormittag vormittags matin", 0..12 * 60),
    ("around noon", "noon midday lunchtime mittags midi", 11 * 60 + 30..14 * 60),
    (
        "in the afternoon",
        "afternoon afternoons nachmittag nachmittags tarde pomeriggio",
        12 * 60..18 * 60,
    ),
    ("in the evening", "evening evenings abend abends soir tonight sera", 17 * 60..DAY_END),
    ("at night", "night nights nacht nachts nuit noche notte", 20 * 60..DAY_END),
];
const DAY_END: u32 = 2 * 24 * 60;
const AFTER: &str = "after nach apres despues dopo since from ab seit";
const BEFORE: &str = "before vor avant antes prima until till bis";
const AT: &str = "at um around gegen";
/// The meals with their names, and their usual first and last minutes of the clock.
const MEALS: [Meal; 3] = [
    Meal {
        name: "lunch",
        words: "lunch lunchbreak lunchtime mittag mittagessen mittagspause dejeuner almuerzo \
                pranzo",
        usual: 12 * 60..13 * 60,
    },
    Meal {
        name: "dinner",
        words: "dinner supper abendessen diner cena jantar",
        usual: 19 * 60..20 * 60,
    },
    Meal { name: "breakfast", words: "breakfast fruhstuck fruehstueck", usual: 8 * 60..9 * 60 },
];
const DAY_WORDS: &str = "day tag jour dia giorno";
/// A weekday or a date is named by at least this many letters.
const NAME_LETTERS: usize = 3;

/// A meal of each day.
#[derive(Debug, PartialEq)]
struct Meal {
    name: &'static str,
    words: &'static str,
    /// The minutes of the clock on a day whose agenda does not have the meal.
    usual: Range<u32>,
}

/// A moment, apart from the sessions.
#[derive(Debug, PartialEq)]
enum MomentTest {
    Day(DayName),
    LastDay,
    /// The session begins in these minutes of the clock.
    Begins(Range<u32>),
    /// The session begins within an hour from this minute of the clock, or runs then.
    At(u32),
    /// The session begins after the meal, or before.
    Meal {
        meal: &'static Meal,
        is_after: bool,
    },
}

/// Returns the name of a weekday that is typed in full.
fn full_weekday(name: &DayName) -> Option<String> {
    let DayName::Name(typed) = name else { return None };
    let is_full = typed.len() >= "monday".len() && typed.parse::<Weekday>().is_ok();
    let mut name = is_full.then(|| typed.clone())?;
    name.get_mut(..1)?.make_ascii_uppercase();
    Some(name)
}

fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Returns the days and times of a query with the sessions at that time.
pub(in crate::search) fn find_moments(
    texts: &[&QueryText],
    agenda: &Agenda,
    facts: &SearchFacts<'_>,
) -> Vec<PassingWords> {
    let tokens: Vec<String> = texts.iter().map(|text| token_of(text)).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let rest = tokens.get(at..).unwrap_or_default();
        let Some((tests, count)) = parse_moment(rest) else {
            at += 1;
            continue;
        };
        let is_alone = count == tokens.len();
        let is_sure = rest.iter().take(count).any(|token| token.len() > 4);
        let is_day = tests.iter().any(|test| !matches!(test, MomentTest::Begins(_)));
        if !is_alone || (is_sure && is_day) {
            found.extend(tests.iter().filter_map(|test| {
                let (meaning, fits) = test.find_sessions(agenda, facts)?;
                let (texts, named) = (at..at + count, at..at + 1);
                let (sort, mentions) = (test.sort(), Mentions::Never);
                Some(PassingWords { texts, named, sort, meaning, fits, mentions })
            }));
        }
        at += count;
    }
    found
}

/// Returns a plain text as one word: folded, or with its signs if the text has a digit. Returns an
/// empty word for other texts.
fn token_of(text: &QueryText) -> String {
    if !text.is_plain() {
        String::new()
    } else if text.typed.contains(|c: char| c.is_ascii_digit()) {
        text.typed.to_lowercase()
    } else {
        text.words.concat()
    }
}

/// Parses a moment at the beginning of `tokens`. Returns its tests and the number of its tokens.
fn parse_moment(tokens: &[&str]) -> Option<(Vec<MomentTest>, usize)> {
    let first = *tokens.first()?;
    if has_word(AFTER, first) || has_word(BEFORE, first) || has_word(AT, first) {
        let articles = tokens
            .iter()
            .skip(1)
            .take_while(|word| matches!(**word, "the" | "dem" | "der" | "le" | "el"));
        let skipped = 1 + articles.count();
        let (test, count) = parse_limit(first, tokens.get(skipped..)?)?;
        return Some((vec![test], skipped + count));
    }
    if let Some((day, count)) = parse_day(tokens) {
        let mut tests = vec![day];
        if first == "tonight" {
            tests.push(MomentTest::Begins(17 * 60..DAY_END));
        }
        return Some((tests, count));
    }
    if let Some((_, _, minutes)) = DAY_PARTS.iter().find(|(_, names, _)| has_word(names, first)) {
        return Some((vec![MomentTest::Begins(minutes.clone())], 1));
    }
    if first == "this"
        && let Some((_, _, minutes)) =
            DAY_PARTS.iter().find(|(_, names, _)| has_word(names, tokens.get(1).unwrap_or(&"")))
    {
        let today = MomentTest::Day(DayName::parse("today")?);
        return Some((vec![today, MomentTest::Begins(minutes.clone())], 2));
    }
    let (minute, count) = parse_time(tokens, false)?;
    Some((vec![MomentTest::At(minute)], count))
}

/// Parses the time or the meal after a word such as `after`.
fn parse_limit(word: &str, tokens: &[&str]) -> Option<(MomentTest, usize)> {
    let is_after = has_word(AFTER, word);
    let first = tokens.first()?;
    let meal = MEALS.iter().find(|meal| has_word(meal.words, first));
    if let Some(meal) = meal.filter(|_| !has_word(AT, word)) {
        return Some((MomentTest::Meal { meal, is_after }, 1));
    }
    let (minute, count) = parse_time(tokens, true)?;
    let test = if is_after {
        MomentTest::Begins(minute..DAY_END)
    } else if has_word(BEFORE, word) {
        MomentTest::Begins(0..minute)
    } else {
        MomentTest::At(minute)
    };
    Some((test, count))
}

/// Parses a time of the clock as a minute of the day. A bare number is a time only after a word
/// such as `after`.
fn parse_time(tokens: &[&str], may_be_number: bool) -> Option<(u32, usize)> {
    let first = *tokens.first()?;
    let second = tokens.get(1).copied().unwrap_or_default();
    let with_second = matches!(second, "am" | "pm" | "uhr" | "oclock" | "heures");
    let (clock, count) = match second {
        "am" | "pm" => (format!("{first}{second}"), 2),
        _ if with_second => (first.to_owned(), 2),
        _ => (first.trim_end_matches("uhr").trim_end_matches('h').to_owned(), 1),
    };
    let is_sure = is_clock(&clock) || with_second || first.ends_with('h') || first.ends_with("uhr");
    let is_number = first.starts_with(|c: char| c.is_ascii_digit()) || first == "noon";
    let time = parse_clock(&clock).filter(|_| is_number && (is_sure || may_be_number))?;
    Some((chrono::Timelike::num_seconds_from_midnight(&time) / 60, count))
}

fn parse_day(tokens: &[&str]) -> Option<(MomentTest, usize)> {
    let first = *tokens.first()?;
    let second = tokens.get(1).copied().unwrap_or_default();
    if has_word(DAY_WORDS, first)
        && second.parse::<usize>().is_ok_and(|day| (1..=31).contains(&day))
    {
        return Some((MomentTest::Day(DayName::parse(second)?), 2));
    }
    if has_word(DAY_WORDS, second) {
        match first {
            "last" | "letzter" | "letzten" => return Some((MomentTest::LastDay, 2)),
            "first" | "1st" | "erster" | "ersten" => {
                return Some((MomentTest::Day(DayName::Number(1)), 2));
            }
            "second" | "2nd" | "zweiter" => return Some((MomentTest::Day(DayName::Number(2)), 2)),
            "third" | "3rd" | "dritter" => return Some((MomentTest::Day(DayName::Number(3)), 2)),
            _ => {}
        }
    }
    let is_day_number = |word: &str| {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day)).then(|| digits.to_owned())
    };
    for (month, day) in [(first, second), (second, first)] {
        if parse_month(month).is_some()
            && let Some(day) = is_day_number(day)
        {
            return Some((MomentTest::Day(DayName::parse(&format!("{day} {month}"))?), 2));
        }
    }
    if first.len() >= 8 && first.starts_with("20") && first.contains('-') {
        return Some((MomentTest::Day(DayName::parse(first)?), 1));
    }
    let is_begun = |name: &str| first.len() >= NAME_LETTERS && name.starts_with(first);
    let names = WEEKDAYS.iter().chain(&RELATIVE_DAYS).find(|(name, others)| {
        (is_begun(name) && DayName::is_weekday(first)) || has_word(others, first) || *name == first
    });
    Some((MomentTest::Day(DayName::parse(names?.0)?), 1))
}

impl MomentTest {
    fn sort(&self) -> ChipSort {
        match self {
            MomentTest::Day(_) | MomentTest::LastDay => ChipSort::Day,
            MomentTest::Begins(_) | MomentTest::At(_) | MomentTest::Meal { .. } => ChipSort::Time,
        }
    }

    /// Returns the meaning, and true for each session at the moment. Returns `None` for a day that
    /// the agenda does not have, unless it is a number or a weekday in full: `sun` may be a word of
    /// a title.
    fn find_sessions(
        &self,
        agenda: &Agenda,
        facts: &SearchFacts<'_>,
    ) -> Option<(String, Vec<bool>)> {
        let all = |fits: &dyn Fn(&Session) -> bool| agenda.sessions.iter().map(fits).collect();
        match self {
            MomentTest::Day(name) => {
                let days = name.find_days(agenda, facts.now);
                let Some(first) = days.first() else {
                    let name = match name {
                        DayName::Number(number) => format!("day {number}"),
                        _ => full_weekday(name)?,
                    };
                    return Some((name, all(&|_| false)));
                };
                let meaning = agenda.days.get(*first)?.date.format("%A").to_string();
                Some((meaning, sessions_of_days(agenda, &days)))
            }
            MomentTest::LastDay => {
                let last = agenda.days.len().checked_sub(1)?;
                let meaning = agenda.days.last()?.date.format("%A").to_string();
                Some((meaning, sessions_of_days(agenda, &[last])))
            }
            MomentTest::Begins(minutes) => {
                let begins = |session: &Session| {
                    clock_minute(agenda, session).is_some_and(|minute| minutes.contains(&minute))
                };
                Some((self.describe(), all(&begins)))
            }
            MomentTest::At(minute) => {
                let runs = |session: &Session| {
                    clock_minute(agenda, session).is_some_and(|start| {
                        let end = start + session.minutes.unwrap_or(0).min(24 * 60);
                        (*minute..minute + 60).contains(&start) || (start..end).contains(minute)
                    })
                };
                Some((self.describe(), all(&runs)))
            }
            MomentTest::Meal { meal, is_after } => {
                let limits = meal_limits(agenda, meal, *is_after);
                let fits = |session: &Session| {
                    let limit = session.day.and_then(|day| limits.get(day));
                    clock_minute(agenda, session).zip(limit).is_some_and(|(start, limit)| {
                        if *is_after { start >= *limit } else { start < *limit }
                    })
                };
                Some((self.describe(), all(&fits)))
            }
        }
    }

    fn describe(&self) -> String {
        let clock = |minute: u32| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
        match self {
            MomentTest::Begins(minutes) => {
                let part = DAY_PARTS.iter().find(|(.., part)| part == minutes);
                match (part, minutes) {
                    (Some((meaning, ..)), _) => (*meaning).to_owned(),
                    (None, Range { start, end: DAY_END }) => format!("from {}", clock(*start)),
                    (None, Range { end, .. }) => format!("before {}", clock(*end)),
                }
            }
            MomentTest::At(minute) => format!("at {}", clock(*minute)),
            MomentTest::Meal { meal, is_after: true } => format!("after {}", meal.name),
            MomentTest::Meal { meal, is_after: false } => format!("before {}", meal.name),
            MomentTest::Day(_) | MomentTest::LastDay => String::new(),
        }
    }
}

/// Returns true for each session of some days.
fn sessions_of_days(agenda: &Agenda, days: &[usize]) -> Vec<bool> {
    let mut fits = vec![false; agenda.sessions.len()];
    for day in days.iter().filter_map(|day| agenda.days.get(*day)) {
        fits.get_mut(day.sessions.clone()).unwrap_or_default().fill(true);
    }
    fits
}

/// Returns the minute of the clock at which a session begins. Minutes after midnight count on.
fn clock_minute(agenda: &Agenda, session: &Session) -> Option<u32> {
    let begin = chrono::Timelike::num_seconds_from_midnight(&agenda.day_start) / 60;
    Some(start_minute(agenda, session)? + begin)
}

/// Returns the end of a meal on each day, or its beginning, as a minute of the clock.
fn meal_limits(agenda: &Agenda, meal: &Meal, is_end: bool) -> Vec<u32> {
    let usual = if is_end { meal.usual.end } else { meal.usual.start };
    let mut limits = vec![usual; agenda.days.len()];
    for session in &agenda.sessions {
        let mut is_meal = false;
        if matches!(session.kind, Kind::Break | Kind::Social | Kind::Other) {
            each_word(&session.title, |word| is_meal |= has_word(meal.words, word));
        }
        let limit = session.day.and_then(|day| limits.get_mut(day)).filter(|_| is_meal);
        if let (Some(limit), Some(start)) = (limit, clock_minute(agenda, session)) {
            *limit = start + if is_end { session.minutes.unwrap_or(60).min(180) } else { 0 };
        }
    }
    limits
}
