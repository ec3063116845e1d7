//! Parses the text of a query.

use super::operator::{Operator, OperatorKind};
use super::{LanguageName, Query, QueryText, SessionState, Term, TermCondition};
use crate::agenda::{DayName, Kind, TypedTime, is_clock, parse_month};
use crate::search::field::FieldKind;
use crate::search::fold::{spell_words, squeeze};

/// The states after `is:`, by their words.
pub(super) const STATES: &[(&str, SessionState)] = &[
    ("mine", SessionState::Mine),
    ("attend", SessionState::Attend),
    ("maybe", SessionState::Maybe),
    ("skip", SessionState::Skipped),
    ("hidden", SessionState::Skipped),
    ("full", SessionState::Full),
    ("cancelled", SessionState::Cancelled),
    ("canceled", SessionState::Cancelled),
    ("recorded", SessionState::Recorded),
    ("now", SessionState::Now),
];

/// A word before a colon may be this many characters longer than the longest operator.
const MISSPELLED_BY: usize = 4;

impl Query {
    /// Parses a query. Every text is a query; only the first [`Query::CHARS_MAX`] characters and
    /// [`Query::TERMS_MAX`] terms count.
    pub fn parse(text: &str) -> Query {
        let chars: Vec<char> = text.chars().take(Query::CHARS_MAX).collect();
        let mut rest = chars.as_slice();
        let mut query =
            Query { is_cut: text.chars().nth(Query::CHARS_MAX).is_some(), ..Query::default() };
        while let Some(part) = next_part(&mut rest) {
            let mut terms = Vec::new();
            part.push_terms(&mut terms);
            terms.into_iter().for_each(|term| query.add_term(term));
            query.add_unknown_operator(part.unknown_operator);
        }
        query.is_void =
            query.terms.is_empty() && text.chars().any(|c| !c.is_whitespace() && !c.is_control());
        query
    }

    /// Adds a term unless the query has it.
    fn add_term(&mut self, term: Term) {
        if self.terms.contains(&term) {
            return;
        }
        if self.terms.len() < Query::TERMS_MAX {
            self.terms.push(term);
        } else {
            self.is_cut = true;
        }
    }

    fn add_unknown_operator(&mut self, name: Option<String>) {
        let new = name.filter(|name| !self.unknown_operators.contains(name));
        self.unknown_operators.extend(new);
    }
}

/// A part of a query between spaces: `-key:`value``.
#[derive(Debug, Default)]
pub(super) struct QueryPart {
    pub(super) is_negated: bool,
    pub(super) operator: Option<&'static Operator>,
    /// The word before a colon, if it is no operator.
    pub(super) unknown_operator: Option<String>,
    pub(super) value: String,
    is_quoted: bool,
    /// The closing quotation mark is there.
    is_closed: bool,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn is_blank(c: &char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Splits the next part off.
pub(super) fn next_part(rest: &mut &[char]) -> Option<QueryPart> {
    *rest = skip_blanks(rest);
    let mut part = QueryPart::default();
    if let ['-' | '−' | '–', tail @ ..] = rest
        && tail.first().is_some_and(|c| !c.is_whitespace())
    {
        part.is_negated = true;
        *rest = tail;
    }
    if rest.is_empty() {
        return None;
    }
    part.take_operator(rest);
    if let [c, tail @ ..] = rest
        && is_quote(*c)
    {
        part.is_quoted = true;
        *rest = tail;
    }
    let end = rest.iter().position(|c| if part.is_quoted { is_quote(*c) } else { is_blank(c) });
    let (value, tail) = rest.split_at(end.unwrap_or(rest.len()));
    part.value = value.iter().collect();
    part.is_closed = part.is_quoted && end.is_some();
    *rest = if part.is_closed { tail.get(1..).unwrap_or_default() } else { tail };
    part.take_further_words(rest);
    Some(part)
}

pub(super) fn skip_blanks(rest: &[char]) -> &[char] {
    rest.get(rest.iter().take_while(|c| is_blank(c)).count()..).unwrap_or_default()
}

/// Returns true for a year or a time of four digits after a day, as in `12 jul 2016`, `tue 1430`.
fn is_number_after(day: &str, word: &str) -> bool {
    let both = || TypedTime::parse(&format!("{day} {word}"));
    word.len() == 4 && is_number(word) && both().is_some()
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty()
}

impl QueryPart {
    /// Splits the word before a colon off, if the word is an operator or resembles one.
    fn take_operator(&mut self, rest: &mut &[char]) {
        let longest = Operator::LONGEST + MISSPELLED_BY;
        let Some(colon) = rest.iter().take(longest).position(|c| *c == ':') else { return };
        let (key, tail) = rest.split_at(colon);
        let value = tail.get(1..).unwrap_or_default();
        let key: String = key.iter().flat_map(|c| c.to_lowercase()).collect();
        self.operator = Operator::by_name(&key);
        let is_word = key.chars().count() > 1 && key.chars().all(char::is_alphabetic);
        let has_value = value.first().is_some_and(|c| c.is_alphanumeric() || is_quote(*c));
        let resembles = self.operator.is_none() && is_word && has_value;
        if self.operator.is_some() || (resembles && Operator::nearest(&key).is_some()) {
            *rest = value;
        }
        self.unknown_operator = resembles.then_some(key);
    }

    /// Appends the further words of a day or time: `12 jul`, `2 pm`, `tue 14:00`.
    fn take_further_words(&mut self, rest: &mut &[char]) {
        let Some(operator) = self.operator.filter(|_| !self.is_quoted) else { return };
        loop {
            let next = skip_blanks(rest);
            let (word, tail) = next.split_at(next.iter().position(is_blank).unwrap_or(next.len()));
            let word: String = word.iter().collect();
            if !self.goes_on_with(operator.kind, &word) {
                return;
            }
            self.value = format!("{} {word}", self.value);
            *rest = tail;
        }
    }

    /// Returns true if `word` belongs to the day or time of the value.
    fn goes_on_with(&self, kind: OperatorKind, word: &str) -> bool {
        let value = self.value.as_str();
        let is_date = || match is_number(value.trim_end_matches('.')) {
            true => parse_month(word).is_some(),
            false => parse_month(value).is_some() && is_number(word),
        };
        match kind {
            OperatorKind::Day => is_date(),
            OperatorKind::After | OperatorKind::Before => match TypedTime::parse(value) {
                Some(TypedTime::Day(_)) => {
                    is_clock(word) || is_date() || is_number_after(value, word)
                }
                _ => matches!(&*word.to_lowercase(), "am" | "pm") || is_date(),
            },
            _ => false,
        }
    }

    /// Appends the terms of the part to `terms`.
    pub(super) fn push_terms(&self, terms: &mut Vec<Term>) {
        let is_negated = self.is_negated;
        match self.operator {
            Some(operator) => terms.push(match self.parse_value(operator.kind) {
                Some(condition) => Term { is_negated, condition },
                None => Term { is_negated: false, condition: TermCondition::Unclear(operator) },
            }),
            None => {
                let is_one = self.is_quoted || is_clock(&self.value);
                let values = self.value.split(|c| c == ':' && !is_one);
                let texts = values.filter_map(|value| self.parse_text(value, None));
                let conditions = texts.map(TermCondition::Text);
                terms.extend(conditions.map(|condition| Term { is_negated, condition }));
            }
        }
    }

    /// Parses the value after an operator. Returns `None` if the operator cannot use the value.
    pub(super) fn parse_value(&self, kind: OperatorKind) -> Option<TermCondition> {
        let value = squeeze(&self.value);
        if value.is_empty() {
            return None;
        }
        match kind {
            OperatorKind::In(field) => {
                self.parse_text(&self.value, Some(field)).map(TermCondition::Text)
            }
            OperatorKind::Day => DayName::parse(&self.value).map(TermCondition::Day),
            OperatorKind::Kind => {
                let kinds = Kind::ALL.iter().map(|kind| (kind.word(), *kind));
                values_beginning_like(&value, kinds).map(TermCondition::Kind)
            }
            OperatorKind::State => {
                values_beginning_like(&value, STATES.iter().copied()).map(TermCondition::State)
            }
            OperatorKind::Language => {
                Some(TermCondition::Language(LanguageName::parse(&self.value)))
            }
            OperatorKind::After => TypedTime::parse(&self.value).map(TermCondition::After),
            OperatorKind::Before => TypedTime::parse(&self.value).map(TermCondition::Before),
        }
    }

    /// Parses the words of a value. Returns `None` if the value has none.
    fn parse_text(&self, value: &str, field: Option<FieldKind>) -> Option<QueryText> {
        let mut words = spell_words(value);
        if !self.is_quoted && words.len() > 1 && words.last().is_some_and(|last| last.plain == "s")
        {
            // The typed word `facebook's` means `facebook` as well.
            words.pop();
        }
        let text = QueryText {
            typed: value.to_owned(),
            spellings: words.iter().map(|word| word.spelled().to_owned()).collect(),
            words: words.into_iter().map(|word| word.plain).collect(),
            field,
            is_exact: self.is_quoted,
            is_open: !self.is_closed,
        };
        (!text.words.is_empty()).then_some(text)
    }
}

/// Returns the values whose word begins with `typed`, or is the beginning of `typed` as in
/// `talks`. Returns `None` if there is no value.
fn values_beginning_like<T: PartialEq>(
    typed: &str,
    all: impl Iterator<Item = (&'static str, T)>,
) -> Option<Vec<T>> {
    let mut found: Vec<T> = Vec::new();
    for (word, value) in all {
        if (word.starts_with(typed) || typed.starts_with(word)) && !found.contains(&value) {
            found.push(value);
        }
    }
    (!found.is_empty()).then_some(found)
}
