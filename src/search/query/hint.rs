//! What would help whoever typed a query.

use super::operator::Operator;
use super::when::{DayName, is_time};
use super::{Is, Query, TERMS_MAX, Text, What};
use crate::agenda::Agenda;
use crate::search::{Field, Found};

impl Query {
    /// What would help whoever typed this, one sentence each: operators that want a value, names
    /// that are not there, and where nothing was found, why.
    pub fn hints(&self, agenda: &Agenda, found: &Found) -> Vec<String> {
        let mut hints = Vec::new();
        if self.is_cut {
            let chars = Query::CHARS_MAX;
            hints.push(format!(
                "only the first {chars} characters and {TERMS_MAX} words of a search count"
            ));
        }
        if self.is_void {
            hints.push(
                "there is no letter, digit or sign in it that could be looked for".to_owned(),
            );
        }
        hints.extend(self.unknown.iter().map(|key| match Operator::nearest(key) {
            Some(operator) => format!("{key}: is no field: {}: is one", operator.name),
            None => format!("{key}: is no field; there are {}", Operator::all()),
        }));
        hints.extend(self.terms.iter().filter_map(|term| term.what.hint(agenda)));
        if found.hits.is_empty() {
            hints.extend(self.texts().filter_map(|text| {
                let is_nowhere = found.nowhere.iter().any(|word| word == text.told());
                let nowhere =
                    || is_nowhere.then(|| format!("\"{}\" is nowhere in this agenda", text.told()));
                text.other_meaning(agenda).or_else(nowhere)
            }));
        }
        hints
    }
}

impl What {
    fn hint(&self, agenda: &Agenda) -> Option<String> {
        match self {
            What::Unclear(operator) => Some(format!("{}: wants {}", operator.name, operator.wants)),
            What::Day(day) if !day.may_be(agenda) => {
                let days: Vec<String> =
                    agenda.days.iter().map(|day| day.date.format("%a").to_string()).collect();
                Some(format!(
                    "no such day: the agenda has {}, or 1 to {}",
                    days.join(", "),
                    days.len()
                ))
            }
            What::Is(is) if agenda.zone.is_none() && *is == [Is::Now] => {
                Some("is:now needs a time zone, and this agenda names none".into())
            }
            What::Language(name) => no_language(agenda, name),
            What::Text(text) if !text.fields.is_empty() => text.unknown_name(agenda),
            _ => None,
        }
    }
}

/// What to say where no session is held in a language.
fn no_language(agenda: &Agenda, name: &str) -> Option<String> {
    let mut known: Vec<&str> =
        agenda.sessions.iter().filter_map(|session| session.language.as_deref()).collect();
    known.sort_unstable();
    known.dedup();
    if known.iter().any(|language| is_language(language, name)) {
        None
    } else if known.is_empty() {
        Some("this agenda does not say what is in which language".to_owned())
    } else {
        Some(format!("no such language: the agenda has {}", known.join(", ")))
    }
}

/// Whether a language is meant: by the beginning of what the agenda calls it, or by a name that
/// begins like its code.
pub(in crate::search) fn is_language(language: &str, name: &str) -> bool {
    let language = super::squeezed(language);
    language.starts_with(name) || (language.len() == 2 && name.starts_with(&language))
}

impl Text {
    fn unknown_name(&self, agenda: &Agenda) -> Option<String> {
        let (what, names): (_, Vec<&str>) = match self.fields.first()? {
            Field::Room => ("room", agenda.rooms.iter().map(|room| &*room.name).collect()),
            Field::Track => ("track", agenda.tracks.iter().map(|track| &*track.name).collect()),
            Field::Person(_) => {
                ("speaker", agenda.people.iter().map(|person| &*person.name).collect())
            }
            _ => return None,
        };
        let known = names.iter().any(|name| crate::search::highlight::fits(self, name));
        (!known).then(|| format!("there is no {what} like \"{}\"", self.typed))
    }

    /// A word that may have been meant as a day or a time.
    fn other_meaning(&self, agenda: &Agenda) -> Option<String> {
        let typed = &self.typed;
        if !self.is_plain() {
            None
        } else if is_time(typed) {
            Some(format!("for what starts at {typed} or later, write after:{typed}"))
        } else if DayName::is_weekday(typed) && DayName::parse(typed)?.may_be(agenda) {
            Some(format!("for what is on that day, write day:{}", typed.to_lowercase()))
        } else {
            None
        }
    }
}
