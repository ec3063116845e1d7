//! The plan of another event id for the same sessions: its marks are counted and copied.

use super::change::Change;
use super::facts::{SessionFacts, is_same_start, names_without_sponsors};
use super::mark::Mark;
use super::marks::Plan;
use super::matching::{SessionIndex, fold_title};
use super::schedule::Schedule;
use crate::agenda::{Agenda, Session, SessionIx, slug};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// The longest way in days that an event is postponed. Editions are farther apart.
const DAYS_MOVED_MAX: i64 = 60;
/// The length of the title at the start of an id that is made from the title.
const TITLE_IN_ID: usize = 20;

/// The sessions of an agenda by title, to recognise a [`Plan`] of the same sessions.
#[derive(Debug)]
pub struct TitleIndex<'a> {
    agenda: &'a Agenda,
    sessions: HashMap<String, Vec<&'a Session>>,
}

impl<'a> TitleIndex<'a> {
    /// Returns an index of all sessions of `agenda`.
    pub fn new(agenda: &'a Agenda) -> TitleIndex<'a> {
        let mut sessions: HashMap<String, Vec<&Session>> = HashMap::new();
        for session in &agenda.sessions {
            sessions.entry(fold_title(&session.title)).or_default().push(session);
        }
        TitleIndex { agenda, sessions }
    }

    /// Returns the number of active marks whose sessions are in the agenda with title, a person,
    /// and start or id, if they are more than half of all active marks. A session or a mark may
    /// have no people. An id counts if the organiser gave it and the session moved by
    /// [`DAYS_MOVED_MAX`] at most. Returns `None` for a plan of other sessions, such as the edition
    /// before.
    pub fn count_marks(&self, plan: &Plan) -> Option<usize> {
        let marks = plan.active_marks();
        let found = marks.iter().filter(|mark| self.has_session_of(mark.latest())).count();
        (found * 2 > marks.len()).then_some(found)
    }

    fn has_session_of(&self, mark: &SessionFacts) -> bool {
        let sessions = self.sessions.get(&fold_title(&mark.title));
        sessions.into_iter().flatten().any(|session| {
            mark.start.is_some()
                && (is_same_start(mark.start, session.start) || has_moved(mark, session))
                && self.can_be_people_of(mark, session)
        })
    }

    /// Returns true if a person is in both, or if one of both has no people.
    fn can_be_people_of(&self, mark: &SessionFacts, session: &Session) -> bool {
        let mut names = names_without_sponsors(self.agenda, session).peekable();
        mark.people.is_empty()
            || names.peek().is_none()
            || names.any(|name| mark.people.contains(name))
    }
}

/// Returns true if `session` has the organiser's id of `mark` and another start, up to
/// [`DAYS_MOVED_MAX`] away. A number and an id that is made from the title say nothing: the next
/// edition has them too.
fn has_moved(mark: &SessionFacts, session: &Session) -> bool {
    let days = mark.start.zip(session.start).map(|(a, b)| (a - b).num_days().abs());
    let title = slug(&mark.title, TITLE_IN_ID);
    days.is_some_and(|days| days <= DAYS_MOVED_MAX)
        && mark.id == session.id
        && !slug(&mark.id, TITLE_IN_ID).starts_with(&title)
        && !mark.id.bytes().all(|byte| byte.is_ascii_digit())
}

impl Schedule {
    /// Returns the changes to mark `session` as `mark` of another plan does. The new mark keeps the
    /// facts of `mark`, so that [`Schedule::find_shifts`] reports what has changed since then.
    /// `index` is of `agenda`.
    #[must_use]
    pub fn copy_mark(
        &self,
        agenda: &Agenda,
        index: &SessionIndex,
        session: SessionIx,
        mark: &Mark,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        let mut changes = self.set_level_in(agenda, index, session, mark.level, now);
        // The first change is the change of the session, under its present id.
        if let Some(Change { mark: copy, .. }) = changes.first_mut() {
            let id = copy.id().clone();
            *copy = Mark { changed: now, ..mark.clone() };
            copy.marked.id = id;
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Level;

    /// Reads an agenda of `TITLE@START` or `TITLE@START/PERSON`. `START` is a date in May 2030, or
    /// `-` for no start.
    fn read_agenda(sessions: &str) -> Agenda {
        let toml = |session: &str| {
            let (title, start) = session.split_once('@').unwrap();
            let (start, person) = start.split_once('/').unwrap_or((start, ""));
            let start = match start {
                "-" => "'TBA'".to_owned(),
                day => format!("2030-05-{day}T10:00:00"),
            };
            let people = format!("['{person}']").replace("['']", "[]");
            format!("[[session]]\ntitle = '{title}'\nstart = {start}\nspeakers = {people}\n")
        };
        let text: String = sessions.split_whitespace().map(toml).collect();
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    fn plan_of_all(agenda: &Agenda) -> Plan {
        let mut plan = Plan::default();
        for session in &agenda.sessions {
            let level = Some(Level::Attend);
            plan.apply_changes(&[Change::set_level(agenda, session, level, DateTime::UNIX_EPOCH)]);
        }
        plan
    }

    #[test]
    fn plan_is_of_the_same_sessions_if_more_than_half_of_its_marks_are_at_their_times() {
        for (marked, agenda, expected) in [
            ("A@04 B@04 C@04", "A@04 B@04 X@04", Some(2)),
            ("A@04 B@04 C@04 D@04", "A@04 B@04 X@04", None),
            ("A@04", "a!@04 B@04", Some(1)),
            // The next edition, a day later.
            ("Opening@04 Lunch@04 Talk@04", "Opening@05 Lunch@05 Other@05", None),
            // Another event on the same day.
            ("Opening@04/Ann Talk@04/Ann", "Opening@04/Bob Talk@04/Ann", None),
            ("Opening@04/Ann", "Opening@04/Bob Opening@04/Ann", Some(1)),
            ("Opening@04/Ann Talk@04", "Opening@04 Talk@04/Ann", Some(2)),
            // The edition before had no times either.
            ("A@-/Ann B@-", "A@-/Ann B@-", None),
            ("A@-/Ann", "A@04/Ann", None),
        ] {
            let plan = plan_of_all(&read_agenda(marked));
            let agenda = read_agenda(agenda);
            assert_eq!(TitleIndex::new(&agenda).count_marks(&plan), expected, "{marked}");
        }
        let agenda = read_agenda("A@04");
        assert_eq!(TitleIndex::new(&agenda).count_marks(&Plan::default()), None);
    }

    #[test]
    fn plan_is_of_sessions_that_moved_if_the_organiser_gave_their_ids() {
        for (ids, agenda, expected) in [
            (["8f2c@example", "9d1a@example"], "Opening@30 Talk@30", Some(2)),
            (["8f2c@example", "9d1a@example"], "Opening@30 Other@30", None),
            // Numbers of lines, and ids made from titles.
            (["1", "2"], "Opening@30 Talk@30", None),
            (["Opening", "talk-2"], "Opening@30 Talk@30", None),
        ] {
            let read = |sessions: &str| {
                let mut agenda = read_agenda(sessions);
                for (session, id) in agenda.sessions.iter_mut().zip(ids) {
                    session.id = crate::agenda::Clean::line(id);
                }
                agenda
            };
            let plan = plan_of_all(&read("Opening@04 Talk@04"));
            assert_eq!(TitleIndex::new(&read(agenda)).count_marks(&plan), expected, "{ids:?}");
        }
    }

    #[test]
    fn copied_mark_keeps_level_and_facts_under_the_present_id() {
        let old = read_agenda("A@04");
        let mut new = read_agenda("A@05");
        new.sessions[0].id = crate::agenda::Clean::line("new-id");
        let other = plan_of_all(&old);
        let mark = other.active_marks()[0];
        let own = Plan::default().schedule_for(&new);
        let changes = own.copy_mark(&new, &SessionIndex::default(), 0, mark, DateTime::UNIX_EPOCH);
        let mut plan = Plan::default();
        plan.apply_changes(&changes);
        let copy = plan.get("new-id").unwrap();
        assert_eq!((copy.level, copy.marked.start), (Some(Level::Attend), old.sessions[0].start));
    }
}
