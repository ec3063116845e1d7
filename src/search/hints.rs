//! Hints for whoever typed a query: unusable operators, unknown names, other meanings.

use super::field::{Field, FieldKind};
use super::found::Found;
use super::highlight::matches_name;
use super::query::{LanguageName, Operator, Query, QueryText, SessionState, TermCondition};
use super::reading::FoundWord;
use crate::agenda::{Agenda, DayName, Session, SessionLanguage, is_clock, sort_compactly};

impl Query {
    /// Returns hints, one sentence each: operators without a usable value, names unknown to
    /// the [`Agenda`], and if nothing was found, the reason.
    pub fn hints(&self, agenda: &Agenda, found: &Found) -> Vec<String> {
        let mut hints = Vec::new();
        if self.is_cut {
            let (chars, terms) = (Query::CHARS_MAX, Query::TERMS_MAX);
            hints.push(format!(
                "only the first {chars} characters and {terms} words of a search count"
            ));
        }
        if self.is_void {
            hints.push("the search has no letter, digit or symbol to look for".to_owned());
        }
        hints.extend(self.unknown_operators.iter().map(|name| match Operator::nearest(name) {
            Some(operator) => format!("unknown field {name}: did you mean {}:?", operator.name),
            None => format!("unknown field {name}: the fields are {}", Operator::list_names()),
        }));
        hints.extend(self.terms.iter().filter_map(|term| term.condition.hint(agenda)));
        if !found.hits.is_empty() {
            hints.extend(found.words.iter().filter_map(FoundWord::explain));
            let is_short_list = self.one_word().is_some() && !found.more.is_empty();
            let texts = self.texts().filter(|_| is_short_list);
            hints.extend(texts.filter_map(|text| text.hint_day_or_time(agenda)));
        } else {
            let (kinds, others): (Vec<_>, Vec<_>) =
                found.words.iter().partition(|word| word.is_unknown_kind());
            hints.extend(kinds.into_iter().filter_map(FoundWord::explain));
            let texts = self.texts().enumerate();
            let texts = texts.filter(|(at, _)| others.iter().any(|word| word.position() == *at));
            hints.extend(texts.filter_map(|(_, text)| text.explain_nothing(agenda, found)));
        }
        hints
    }
}

impl TermCondition {
    /// Returns a hint if no session can match the condition.
    pub(super) fn hint(&self, agenda: &Agenda) -> Option<String> {
        match self {
            TermCondition::Unclear(operator) => {
                Some(format!("{}: needs {}", operator.name, operator.wants))
            }
            TermCondition::Day(day) if !day.may_be_in(agenda) => {
                let days = agenda.days.iter().map(|day| day.date.format("%a").to_string());
                let (names, last) = (days.collect::<Vec<_>>().join(", "), agenda.days.len());
                Some(format!("no such day: the agenda has {names}, or 1 to {last}"))
            }
            TermCondition::State(states)
                if !agenda.clock.has_instants() && *states == [SessionState::Now] =>
            {
                Some("is:now needs a time zone, and this agenda has none".into())
            }
            TermCondition::Language(name) => name.hint(agenda),
            TermCondition::Text(text) => text.hint_unknown_name(agenda),
            _ => None,
        }
    }
}

impl LanguageName {
    /// Returns a hint if no session is in the language.
    fn hint(&self, agenda: &Agenda) -> Option<String> {
        let mut languages: Vec<SessionLanguage> =
            agenda.sessions.iter().flat_map(Session::languages).collect();
        if languages.iter().any(|language| self.matches(language)) {
            None
        } else if languages.is_empty() {
            Some("this agenda states no languages".to_owned())
        } else {
            // Of a language that is written in several ways, the last one is named.
            languages.reverse();
            sort_compactly(&mut languages, SessionLanguage::clone);
            languages.dedup();
            let names: Vec<&str> = languages.iter().map(|known| &*known.written).collect();
            Some(format!("no such language: the agenda has {}", names.join(", ")))
        }
    }
}

impl QueryText {
    /// Returns a hint if the text is for rooms, tracks or speakers and resembles none.
    fn hint_unknown_name(&self, agenda: &Agenda) -> Option<String> {
        let (noun, field, names): (_, _, Vec<&str>) = match self.field? {
            FieldKind::Room => {
                ("room", Field::Room, agenda.rooms.iter().map(|room| &*room.name).collect())
            }
            FieldKind::Track => {
                ("track", Field::Track, agenda.tracks.iter().map(|track| &*track.name).collect())
            }
            FieldKind::Person => {
                let names = agenda.people.iter().map(|person| &*person.name);
                ("speaker", Field::Person(0), names.collect())
            }
            _ => return None,
        };
        let is_known = names.iter().any(|name| matches_name(self, field, name));
        (!is_known).then(|| format!("there is no {noun} like \"{}\"", self.typed))
    }

    /// Returns the reason why no session matches the text, if there is a known reason.
    fn explain_nothing(&self, agenda: &Agenda, found: &Found) -> Option<String> {
        self.hint_day_or_time(agenda).or_else(|| {
            let word = found.nowhere.iter().find(|word| *word == self.trimmed())?;
            Some(format!("\"{word}\" is nowhere in this agenda"))
        })
    }

    /// Returns a hint if the text looks like a day of the agenda or a time.
    fn hint_day_or_time(&self, agenda: &Agenda) -> Option<String> {
        let typed = &self.typed;
        if !self.is_plain() {
            None
        } else if is_clock(typed) {
            Some(format!("after:{typed} finds sessions that start at {typed} or later"))
        } else if DayName::is_weekday(typed) && DayName::parse(typed)?.may_be_in(agenda) {
            Some(format!("day:{} finds the sessions of that day", typed.to_lowercase()))
        } else {
            None
        }
    }
}
