//! A loss of sessions from one version of an agenda to the next. An automatic update stops there.
//!
//! The sessions decide whether both versions are of one event. The names do not: organisers add an
//! acronym, or write "36th Congress" in place of "36. Congress". Renamed events lacked 0 to 11 % of
//! the sessions of the version before, and next editions of events lacked 96 to 100 %.

use super::facts::{SessionFacts, is_same_start, names_without_sponsors};
use super::matching::fold_title;
use super::version::VersionMap;
use crate::agenda::{Agenda, Session};
use std::fmt;

/// The number of days between the first days of two versions from which equal titles alone say
/// nothing: every edition of an event has an opening and a lunch.
const DAYS_BETWEEN_EDITIONS: i64 = 60;

/// The reason why a version of an agenda is worse than the one before. `Display` writes the end of
/// a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regression {
    /// The version has no session.
    Empty,
    /// The version is of another event, such as the next edition.
    OtherEvent {
        /// The number of missing sessions.
        gone: usize,
        /// The number of sessions of which only the title is found, on another day.
        by_title: usize,
        /// The number of sessions before.
        total: usize,
    },
    /// The version has errors, and sessions are missing.
    Broken {
        /// The number of missing sessions.
        gone: usize,
        /// The number of sessions before.
        total: usize,
    },
    /// More than a third of all sessions are missing.
    Shrunken {
        /// The number of missing sessions.
        gone: usize,
        /// The number of sessions before.
        total: usize,
    },
}

impl Regression {
    /// Returns the reason why the version `new` is worse than the version `old` before, or `None`.
    /// `map` is the map between both versions.
    pub fn between(
        old: &Agenda,
        new: &Agenda,
        map: &VersionMap,
        has_errors: bool,
    ) -> Option<Regression> {
        let (total, gone) = (old.sessions.len(), map.count_gone());
        if new.sessions.is_empty() {
            return Some(Regression::Empty);
        }
        let other_event = Kinship::between(old, new, map).as_regression(old, new);
        match gone {
            _ if other_event.is_some() => other_event,
            1.. if has_errors => Some(Regression::Broken { gone, total }),
            _ if gone * 3 > total => Some(Regression::Shrunken { gone, total }),
            _ => None,
        }
    }
}

/// The numbers of sessions of a version that are of the same event as a version before.
#[derive(Debug, Clone, Copy, Default)]
struct Kinship {
    /// The sessions with a shared person, or with their title or start on a day of the version
    /// before.
    found: usize,
    /// The sessions with their title on another day, and without a shared person.
    by_title: usize,
    /// The other sessions. An id alone says nothing: ids may be positions.
    gone: usize,
}

impl Kinship {
    fn between(old: &Agenda, new: &Agenda, map: &VersionMap) -> Kinship {
        let mut kinship = Kinship::default();
        for (before, found) in map.sessions() {
            let session = found.session().and_then(|ix| new.sessions.get(ix));
            let counter = match session {
                Some(session) if shares_people(before, new, session) => &mut kinship.found,
                Some(session) if has_same_title(before, session) => {
                    let is_timed = before.start.is_some() && session.start.is_some();
                    match is_timed && !is_day_of(old, new, session) {
                        true => &mut kinship.by_title,
                        false => &mut kinship.found,
                    }
                }
                Some(session)
                    if session.start.is_some() && is_same_start(before.start, session.start) =>
                {
                    &mut kinship.found
                }
                _ => &mut kinship.gone,
            };
            *counter += 1;
        }
        kinship
    }

    /// Returns [`Regression::OtherEvent`] if more than two thirds of the sessions are no evidence
    /// for the same event, and either more than a third are gone or the versions lie far apart.
    fn as_regression(self, old: &Agenda, new: &Agenda) -> Option<Regression> {
        let Kinship { found, by_title, gone } = self;
        let total = found + by_title + gone;
        let is_foreign = (by_title + gone) * 3 > total * 2
            && (gone * 3 > total || has_days_of_another_edition(old, new));
        // A person who writes a whole file anew keeps its name and its days.
        let is_rewritten = old.id == new.id && !has_other_days(old, new);
        (is_foreign && !is_rewritten).then_some(Regression::OtherEvent { gone, by_title, total })
    }
}

fn shares_people(before: &SessionFacts, agenda: &Agenda, session: &Session) -> bool {
    names_without_sponsors(agenda, session).any(|name| before.people.contains(name))
}

fn has_same_title(before: &SessionFacts, session: &Session) -> bool {
    fold_title(&before.title) == fold_title(&session.title)
}

/// Returns true if `session` of `new` is on a day of `old`.
fn is_day_of(old: &Agenda, new: &Agenda, session: &Session) -> bool {
    let day = session.day.and_then(|day| new.days.get(day));
    day.is_some_and(|day| old.days.iter().any(|known| known.date == day.date))
}

/// Returns true if both versions have days, and none in common.
fn has_other_days(old: &Agenda, new: &Agenda) -> bool {
    let is_new_day = |date| new.days.iter().any(|day| day.date == date);
    !old.days.is_empty() && !new.days.is_empty() && !old.days.iter().any(|day| is_new_day(day.date))
}

fn has_days_of_another_edition(old: &Agenda, new: &Agenda) -> bool {
    old.days
        .first()
        .zip(new.days.first())
        .is_some_and(|(old, new)| (new.date - old.date).num_days().abs() >= DAYS_BETWEEN_EDITIONS)
}

impl fmt::Display for Regression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Regression::Empty => f.write_str("there is no session in it"),
            Regression::OtherEvent { gone, by_title: 0, total }
            | Regression::Shrunken { gone, total } => write_missing(f, gone, total),
            Regression::OtherEvent { gone, by_title, total } => {
                write_missing(f, gone + by_title, total)?;
                f.write_str(", or only as a title on another day")
            }
            Regression::Broken { gone, total } => {
                f.write_str("it has errors, and ")?;
                write_missing(f, gone, total)
            }
        }
    }
}

/// Writes `58 of 60 sessions are not in it`.
fn write_missing(f: &mut fmt::Formatter<'_>, gone: usize, total: usize) -> fmt::Result {
    write!(f, "{gone} of {total} sessions {} not in it", if gone == 1 { "is" } else { "are" })
}

#[cfg(test)]
mod tests;
