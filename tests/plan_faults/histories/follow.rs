//! The deed: marks are carried to a new version by the rules of hallway.

use hallway::agenda::{Agenda, Level, SessionIx};
use hallway::plan::{Change, Mark, Plan};
use std::collections::HashMap;

/// The answer for one mark in a new version.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    /// The session. `None`: gone.
    pub(crate) session: Option<SessionIx>,
    /// The words of the changes that hallway reports, such as `moved`.
    pub(crate) changes: Vec<&'static str>,
}

/// The marks of some sessions, carried from version to version.
pub(crate) trait Follower {
    /// Returns the answer for each mark. No answer means that the mark is lost.
    fn follow(&mut self, old: &Agenda, new: &Agenda) -> Vec<Option<Answer>>;
}

/// Marks sessions, each on its own as a person does.
pub(crate) fn mark_sessions(agenda: &Agenda, sessions: &[SessionIx]) -> Plan {
    let mut plan = Plan::default();
    for ix in sessions {
        let session = &agenda.sessions[*ix];
        let now = chrono::DateTime::UNIX_EPOCH;
        plan.apply_changes(&[Change::set_level(agenda, session, Some(Level::Attend), now)]);
    }
    plan
}

/// Matches every session of the version before.
pub(crate) fn match_versions(old: &Agenda, new: &Agenda) -> HashMap<String, Answer> {
    answers_by_id(&Plan::with_every_session(old), new)
}

/// Returns the answer for the mark with each id.
fn answers_by_id(plan: &Plan, agenda: &Agenda) -> HashMap<String, Answer> {
    let schedule = plan.schedule_for(agenda);
    let mut answers = HashMap::new();
    for found in schedule.mark_matches() {
        let answer = Answer { session: found.session, changes: Vec::new() };
        answers.insert(found.mark.session_id.to_string(), answer);
    }
    for shift in schedule.find_shifts(agenda) {
        if let Some(answer) = answers.get_mut(shift.mark.session_id.as_str()) {
            answer.changes.push(shift.kind.as_word());
        }
    }
    answers
}

/// The plan alone, as in `hallway mine`: the marks keep the facts of the first version.
pub(crate) struct PlanAlone {
    plan: Plan,
    ids: Vec<String>,
}

impl PlanAlone {
    pub(crate) fn new(agenda: &Agenda, marked: &[SessionIx]) -> PlanAlone {
        let ids = marked.iter().map(|ix| agenda.sessions[*ix].id.to_string()).collect();
        PlanAlone { plan: mark_sessions(agenda, marked), ids }
    }
}

impl Follower for PlanAlone {
    fn follow(&mut self, _: &Agenda, new: &Agenda) -> Vec<Option<Answer>> {
        let answers = answers_by_id(&self.plan, new);
        self.ids.iter().map(|id| answers.get(id).cloned()).collect()
    }
}

/// The agenda before is known, as in `hallway update`: all of its sessions are matched. The mark of
/// a session that it has not is searched for by the facts last seen.
pub(crate) struct AgendaKnown {
    marks: Vec<KnownMark>,
}

struct KnownMark {
    /// The mark with the facts last seen.
    mark: Mark,
    is_gone: bool,
}

impl AgendaKnown {
    pub(crate) fn new(agenda: &Agenda, marked: &[SessionIx]) -> AgendaKnown {
        let plan = mark_sessions(agenda, marked);
        let marks = marked.iter().filter_map(|ix| plan.get(&agenda.sessions[*ix].id));
        let marks = marks.map(|mark| KnownMark { mark: mark.clone(), is_gone: false });
        AgendaKnown { marks: marks.collect() }
    }
}

impl Follower for AgendaKnown {
    fn follow(&mut self, old: &Agenda, new: &Agenda) -> Vec<Option<Answer>> {
        let map = match_versions(old, new);
        let every = Plan::with_every_session(new);
        let follow_mark = |KnownMark { mark, is_gone }: &mut KnownMark| {
            let id = mark.session_id.as_str();
            let answer = match is_gone {
                // Alone: another missing mark may have the same id.
                true => answers_by_id(&[mark.clone()].into_iter().collect(), new).remove(id),
                false => map.get(id).cloned(),
            }?;
            *is_gone = answer.session.is_none();
            if let Some(ix) = answer.session {
                *mark = every.get(&new.sessions[ix].id)?.clone();
            }
            Some(answer)
        };
        self.marks.iter_mut().map(follow_mark).collect()
    }
}
