//! The parts of a query that hallway does not understand, for a command that must not guess.

use super::operator::{Operator, OperatorKind};
use super::parse::{QueryPart, STATES, next_part, skip_blanks};
use super::{Query, SessionState, TermCondition};
use crate::agenda::{Agenda, DayError, Kind, Moment, TypedTime, list_days, nearest_word};
use std::ops::Range;

/// A part of a query that hallway does not understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryFault {
    /// The place in the query, in characters.
    pub at: Range<usize>,
    /// The part as typed, and a sentence with the nearest value or the values that there are.
    pub message: String,
}

impl Query {
    /// Returns the parts of a query that hallway does not understand, in their order. Where
    /// [`Query::parse`] ignores a condition, every session matches: a command that acts upon the
    /// sessions must refuse the query.
    ///
    /// `now` is the time for `is:now`, `day:today` and `after:now`.
    pub fn find_faults(text: &str, agenda: &Agenda, now: Option<Moment>) -> Vec<QueryFault> {
        let chars: Vec<char> = text.chars().collect();
        let mut rest = chars.as_slice();
        let mut faults = Vec::new();
        loop {
            let start = chars.len() - skip_blanks(rest).len();
            let Some(part) = next_part(&mut rest) else { break };
            let at = start..chars.len() - rest.len();
            if let Some(reason) = part.fault(agenda, now) {
                let typed: String = chars.iter().take(at.end).skip(at.start).collect();
                let typed = typed.trim_end();
                let colon = if typed.ends_with(':') { "" } else { ":" };
                let message = format!("{typed}{colon} {reason}");
                faults.push(QueryFault { at, message });
            }
        }
        if Query::parse(text).is_cut {
            let (chars_max, terms_max) = (Query::CHARS_MAX, Query::TERMS_MAX);
            let message = format!(
                "the query is too long: hallway reads {chars_max} characters and {terms_max} words"
            );
            faults.push(QueryFault { at: 0..chars.len(), message });
        }
        faults
    }
}

impl QueryPart {
    /// Returns a sentence about a part that is not understood.
    fn fault(&self, agenda: &Agenda, now: Option<Moment>) -> Option<String> {
        if let Some(name) = &self.unknown_operator {
            return Some(match Operator::nearest(name) {
                Some(near) => {
                    format!("there is no field {name}:; did you mean {}:{}?", near.name, self.value)
                }
                None => format!(
                    "there is no field {name}:. The fields are {}. Words with a colon stand in \
                     quotation marks",
                    Operator::list_names()
                ),
            });
        }
        let operator = self.operator?;
        let condition = self.parse_value(operator.kind);
        match (condition, operator.kind) {
            (None, _) if self.value.trim().is_empty() => Some(format!("needs {}", operator.wants)),
            (None, OperatorKind::Kind) => {
                let words = Kind::ALL.iter().map(|kind| kind.word());
                let sentence = "no session has this kind";
                let state = self.value.trim().to_lowercase();
                Some(match STATES.iter().find(|(word, _)| *word == state) {
                    Some((word, _)) => format!("{sentence}; did you mean is:{word}?"),
                    None => describe_unknown(operator, sentence, &self.value, words),
                })
            }
            (None, OperatorKind::State) => {
                let words = STATES.iter().map(|(word, _)| *word);
                let sentence = "hallway knows no such state";
                let kind = Kind::parse(&self.value.trim().to_lowercase());
                Some(match kind {
                    Some(kind) => format!("{sentence}; did you mean kind:{}?", kind.word()),
                    None => describe_unknown(operator, sentence, &self.value, words),
                })
            }
            (None, OperatorKind::Day) => Some(describe_day_error(&DayError::NoSuchDay, agenda)),
            (None, OperatorKind::After | OperatorKind::Before) => {
                Some(format!("this is no time. Write {}", TypedTime::FORMS))
            }
            (None, _) => Some(format!("needs {}", operator.wants)),
            (Some(condition), _) => condition.fault(agenda, now).or_else(|| {
                // Without what the agenda does not have, everything is left.
                let hint = condition.hint(agenda);
                hint.filter(|_| self.is_negated)
            }),
        }
    }
}

impl TermCondition {
    /// Returns a sentence about a condition that nobody can check.
    fn fault(&self, agenda: &Agenda, now: Option<Moment>) -> Option<String> {
        let error = match self {
            TermCondition::Day(day) if !day.may_exist() => DayError::NoSuchDay,
            // A letter, and a number without a day, is a day that the agenda does not have.
            TermCondition::Day(day) => day
                .find_named_days(agenda, now)
                .err()
                .filter(|error| *error != DayError::NoSuchDay)?,
            TermCondition::After(TypedTime::Clock(_))
            | TermCondition::Before(TypedTime::Clock(_)) => {
                return None;
            }
            TermCondition::After(time) | TermCondition::Before(time) => {
                time.resolve(agenda, now).err()?
            }
            TermCondition::State(states) if *states == [SessionState::Now] && now.is_none() => {
                DayError::NoTimeNow
            }
            _ => return None,
        };
        Some(describe_day_error(&error, agenda))
    }
}

fn describe_day_error(error: &DayError, agenda: &Agenda) -> String {
    match error {
        DayError::NoSuchDay => format!("{error}. {}", list_days(agenda)),
        error => error.to_string(),
    }
}

/// Returns a sentence with the nearest of the words that the operator knows, or with all.
fn describe_unknown(
    operator: &Operator,
    sentence: &str,
    value: &str,
    words: impl Iterator<Item = &'static str>,
) -> String {
    match nearest_word(value, words) {
        Some(near) => format!("{sentence}; did you mean {}:{near}?", operator.name),
        None => format!("{sentence}. {}: needs {}", operator.name, operator.wants),
    }
}
