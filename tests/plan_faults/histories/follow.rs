//! The deed: marks are carried to a new version by the rules of hallway.

use hallway::agenda::{Agenda, Level, SessionIx};
use hallway::plan::{Change, Plan, VersionMap};
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

/// Returns the answer for the mark with each id.
fn answers_by_id(plan: &Plan, agenda: &Agenda) -> HashMap<String, Answer> {
    let schedule = plan.schedule_for(agenda);
    let mut answers = HashMap::new();
    for found in schedule.mark_matches() {
        let answer = Answer { session: found.session(), changes: Vec::new() };
        answers.insert(found.mark.id().to_string(), answer);
    }
    for shift in schedule.find_shifts(agenda) {
        if let Some(answer) = answers.get_mut(shift.before.id.as_str()) {
            answer.changes.push(shift.kind.as_word());
        }
    }
    answers
}

/// Marks, each with the id of its session in the first version.
struct Marks {
    plan: Plan,
    ids: Vec<String>,
}

impl Marks {
    fn new(agenda: &Agenda, marked: &[SessionIx]) -> Marks {
        let ids = marked.iter().map(|ix| agenda.sessions[*ix].id.to_string()).collect();
        Marks { plan: mark_sessions(agenda, marked), ids }
    }

    fn answers(&self, agenda: &Agenda) -> Vec<Option<Answer>> {
        let answers = answers_by_id(&self.plan, agenda);
        self.ids.iter().map(|id| answers.get(id).cloned()).collect()
    }
}

/// The plan alone: the marks keep the facts of the first version.
pub(crate) struct PlanAlone {
    marks: Marks,
}

impl PlanAlone {
    pub(crate) fn new(agenda: &Agenda, marked: &[SessionIx]) -> PlanAlone {
        PlanAlone { marks: Marks::new(agenda, marked) }
    }
}

impl Follower for PlanAlone {
    fn follow(&mut self, _: &Agenda, new: &Agenda) -> Vec<Option<Answer>> {
        self.marks.answers(new)
    }
}

/// The agenda before is known, as in `hallway update`: the map between both versions carries the
/// marks.
pub(crate) struct AgendaKnown {
    marks: Marks,
}

impl AgendaKnown {
    pub(crate) fn new(agenda: &Agenda, marked: &[SessionIx]) -> AgendaKnown {
        AgendaKnown { marks: Marks::new(agenda, marked) }
    }
}

impl Follower for AgendaKnown {
    fn follow(&mut self, old: &Agenda, new: &Agenda) -> Vec<Option<Answer>> {
        carry_marks(&mut self.marks.plan, old, new);
        self.marks.answers(new)
    }
}

/// Carries the marks of a plan from a version to the next.
pub(crate) fn carry_marks(plan: &mut Plan, old: &Agenda, new: &Agenda) {
    let map = VersionMap::between(old, new);
    let changes = map.carry_marks(plan, old, new, chrono::DateTime::UNIX_EPOCH);
    plan.apply_changes(&changes);
}
