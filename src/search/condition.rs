//! The conditions of a query, beside its words.

use super::found::SearchFacts;
use super::index::Index;
use super::matcher::COMPLETE_LETTERS;
use super::query::{Query, QueryText, SessionState, Term, TermCondition};
use crate::agenda::{
    Agenda, DayName, Level, Recorded, Seats, Session, SessionIx, TypedTime, sessions_on_day,
};
use chrono::Timelike;
use std::cmp::Ordering;
use std::collections::HashSet;

/// A function that returns true for a session that matches a [`TermCondition`].
type SessionTest<'a> = Box<dyn Fn(SessionIx, &Session) -> bool + 'a>;

/// The conditions of one query.
pub(super) struct Conditions<'a>(Vec<SessionTest<'a>>);

impl<'a> Conditions<'a> {
    /// Prepares the conditions of a query. Wanted words are no condition: `rank` scores them.
    pub(super) fn new(
        index: &Index,
        agenda: &'a Agenda,
        query: &'a Query,
        facts: &'a SearchFacts<'_>,
    ) -> Conditions<'a> {
        let tests = query.terms.iter().filter_map(|term| test_term(index, agenda, term, facts));
        Conditions(tests.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn match_session(&self, at: SessionIx, session: &Session) -> bool {
        self.0.iter().all(|test| test(at, session))
    }
}

fn test_term<'a>(
    index: &Index,
    agenda: &'a Agenda,
    term: &'a Term,
    facts: &'a SearchFacts<'_>,
) -> Option<SessionTest<'a>> {
    let test: SessionTest<'a> = match &term.condition {
        TermCondition::Text(text) if term.is_negated => test_excluded_text(index, text),
        TermCondition::Text(_) | TermCondition::Unclear(_) => return None,
        TermCondition::Day(name) => test_day(agenda, name, facts),
        TermCondition::Kind(kinds) => Box::new(|_, session| kinds.contains(&session.kind)),
        TermCondition::State(states) => {
            Box::new(|at, session| states.iter().any(|state| state.matches(at, session, facts)))
        }
        TermCondition::Language(name) => {
            Box::new(|_, session| session.languages().iter().any(|language| name.matches(language)))
        }
        TermCondition::After(time) => test_start(agenda, time, facts, Ordering::is_ge),
        TermCondition::Before(time) => test_start(agenda, time, facts, Ordering::is_lt),
    };
    Some(if term.is_negated { Box::new(move |at, session| !test(at, session)) } else { test })
}

/// Tests for an excluded [`QueryText`]. Only the very word, or its beginning of at least
/// [`COMPLETE_LETTERS`] letters, excludes a session.
fn test_excluded_text<'a>(index: &Index, text: &QueryText) -> SessionTest<'a> {
    let is_long = text.words.last().is_some_and(|last| last.chars().count() >= COMPLETE_LETTERS);
    let exact = QueryText { is_exact: true, is_open: text.is_open && is_long, ..text.clone() };
    let points = index.score_text(&exact).points;
    Box::new(move |at, _| points.get(at) > 0)
}

fn test_day<'a>(agenda: &Agenda, name: &DayName, facts: &SearchFacts<'_>) -> SessionTest<'a> {
    let wanted = name.find_days(agenda, facts.now).into_iter();
    let sessions: HashSet<SessionIx> = wanted.flat_map(|at| sessions_on_day(agenda, at)).collect();
    Box::new(move |at, _| sessions.contains(&at))
}

/// Compares the start of a session with a typed time. A time of day is compared within the
/// conference day. No session matches a time that the agenda does not have.
fn test_start<'a>(
    agenda: &'a Agenda,
    time: &TypedTime,
    facts: &SearchFacts<'_>,
    is_wanted: fn(Ordering) -> bool,
) -> SessionTest<'a> {
    if let TypedTime::Clock(clock) = time {
        let minute = conference_minute(agenda, clock);
        return Box::new(move |_, session| {
            session.start.is_some_and(|at| is_wanted(conference_minute(agenda, &at).cmp(&minute)))
        });
    }
    let time = time.resolve(agenda, facts.now).ok();
    Box::new(move |_, session| {
        session.start.zip(time).is_some_and(|(start, time)| is_wanted(start.cmp(&time)))
    })
}

impl SessionState {
    fn matches(self, at: SessionIx, session: &Session, facts: &SearchFacts<'_>) -> bool {
        match self {
            SessionState::Mine => (facts.level)(at).is_some(),
            SessionState::Attend => (facts.level)(at) == Some(Level::Attend),
            SessionState::Maybe => (facts.level)(at) == Some(Level::Maybe),
            SessionState::Skipped => (facts.is_skipped)(at),
            SessionState::Full => session.seats == Some(Seats::Full),
            SessionState::Cancelled => session.cancelled,
            SessionState::Recorded => session.recorded == Recorded::Yes,
            SessionState::Now => facts.now.is_some_and(|now| session.runs_at(now)),
        }
    }
}

pub(super) fn start_minute(agenda: &Agenda, session: &Session) -> Option<u32> {
    session.start.map(|start| conference_minute(agenda, &start))
}

/// Returns the minutes since the beginning of the conference day: half past midnight is late.
fn conference_minute(agenda: &Agenda, time: &impl Timelike) -> u32 {
    const DAY: u32 = 24 * 60;
    let begin = agenda.day_start.hour() * 60 + agenda.day_start.minute();
    (time.hour() * 60 + time.minute() + DAY - begin) % DAY
}
