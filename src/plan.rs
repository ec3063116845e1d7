//! My personal schedule: which sessions I mean to attend, and which I might.
//!
//! A [`Plan`] is kept by session id and outlives the agenda that it was made with: a mark remembers
//! title, time, room and people of its session, so that [`Plan::on`] finds it again when ids or
//! times change, can tell what is different, and can name it when it is gone. What a person does to
//! a plan is a [`Change`]: an operation and not a state, so that it can be applied to whatever
//! another program has written meanwhile.

mod matching;
mod regression;
mod schedule;

pub use regression::Regression;
pub use schedule::{Clash, GAP_MIN_MINUTES, Gap, MarkMatch, Overlap, Schedule, Shift, ShiftKind};

use crate::agenda::{Agenda, Clean, Level, Moment, Part, Session};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// One entry of the plan, with what is needed to find its session again and to tell what has become
/// of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The session's id when it was marked.
    pub session: Clean,
    /// The session's title when it was marked; empty where a hand-written plan gives none.
    pub title: Clean,
    /// The session's start when it was marked; `None`: not scheduled then.
    pub start: Option<Moment>,
    /// The room as published then; empty: it had none; `None`: the plan does not say.
    pub room: Option<Clean>,
    /// The session's length then, in minutes; `None`: not known.
    pub minutes: Option<u32>,
    /// The names of those who spoke or moderated then; empty also where the plan does not say.
    pub people: Vec<Clean>,
    /// Another session was there then that could be taken for it by its title: that of a series, or
    /// one with a title that is near. Title and people alone are not enough then to find it again.
    pub alike: bool,
    /// It was cancelled already, and that is known.
    pub cancelled: bool,
    /// `None`: taken back. Such marks are kept, so that an old copy of the plan that is merged in
    /// cannot bring them back.
    pub level: Option<Level>,
    /// When the level was last changed. Where two copies of a plan differ, the later one is right.
    pub changed: DateTime<Utc>,
}

impl Mark {
    /// A mark of that session of the agenda, with everything as it is there.
    fn of(agenda: &Agenda, session: &Session, level: Option<Level>, now: DateTime<Utc>) -> Mark {
        Mark {
            session: session.id.clone(),
            title: session.title.clone(),
            start: session.start,
            room: Some(session.room.clone().unwrap_or_default()),
            minutes: session.minutes,
            people: people(agenda, session).cloned().collect(),
            alike: false,
            cancelled: session.cancelled,
            level,
            changed: now,
        }
    }

    /// Gives this mark another level. The way to reach a session that the agenda no longer has.
    #[must_use]
    pub fn change_level(&self, level: Option<Level>, now: DateTime<Utc>) -> Change {
        Change { mark: Mark { level, changed: now, ..self.clone() }, undoes: None }
    }

    /// Whether both say the same of their session, whenever they were made.
    fn agrees(&self, other: &Mark) -> bool {
        (self.level, other.level) == (None, None)
            || *self == Mark { changed: self.changed, ..other.clone() }
    }
}

/// Something done to a plan: a session is given a level, or its mark is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    mark: Mark,
    /// It takes an earlier change back, and is not itself something to be undone.
    undoes: Option<Undone>,
}

/// The level that a change gave which is taken back. Where it is another by now, somebody has
/// decided anew, and that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Undone(Option<Level>);

impl Change {
    /// Gives the session of that agenda a level; `None` takes its mark back.
    #[must_use]
    pub fn set_level(
        agenda: &Agenda,
        session: &Session,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Change {
        let mut mark = Mark::of(agenda, session, level, now);
        mark.alike = agenda
            .find_session(&session.id)
            .is_some_and(|ix| matching::has_alike(&mark, ix, agenda));
        Change { mark, undoes: None }
    }

    /// The same, done at another time.
    #[must_use]
    pub fn done_at(mut self, now: DateTime<Utc>) -> Change {
        self.mark.changed = now;
        self
    }

    /// The id of the session.
    pub fn session_id(&self) -> &Clean {
        &self.mark.session
    }

    /// The title of the session, for messages.
    pub fn title(&self) -> &Clean {
        &self.mark.title
    }

    /// What the session is set to.
    pub fn level(&self) -> Option<Level> {
        self.mark.level
    }
}

/// The names of those who speak or moderate.
fn people<'a>(agenda: &'a Agenda, session: &'a Session) -> impl Iterator<Item = &'a Clean> {
    agenda
        .people_of(session)
        .filter(|(_, part)| *part != Part::Sponsor)
        .map(|(person, _)| &person.name)
}

/// My schedule of one event: at most one mark a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    marks: BTreeMap<Clean, Mark>,
    /// The marks that the last change was about, as they were before it.
    before: Vec<Mark>,
}

impl Plan {
    /// A plan that has every session of the agenda. Laid over a later version with [`Plan::on`] it
    /// tells what became of each, by the rules that hold for marks. None of its sessions can be
    /// taken for another: all have a mark of their own.
    pub fn with_every_session(agenda: &Agenda) -> Plan {
        let mark = |session| Mark::of(agenda, session, Some(Level::Maybe), DateTime::UNIX_EPOCH);
        agenda.sessions.iter().map(mark).collect()
    }

    /// The level of the session with exactly this id. [`Schedule::level`] also knows sessions whose
    /// id has changed.
    pub fn level_by_id(&self, id: &str) -> Option<Level> {
        self.get(id)?.level
    }

    /// The mark of that session id, taken back or not.
    pub fn get(&self, id: &str) -> Option<&Mark> {
        self.marks.get(&Clean::line(id))
    }

    /// The marks that stand, by start and then id; sessions without a time last.
    pub fn active_marks(&self) -> Vec<&Mark> {
        self.all_marks().into_iter().filter(|mark| mark.level.is_some()).collect()
    }

    /// All marks, those taken back as well, in the same order.
    pub fn all_marks(&self) -> Vec<&Mark> {
        let mut marks: Vec<&Mark> = self.marks.values().collect();
        marks.sort_by(|a, b| {
            (a.start.is_none(), a.start, &a.session).cmp(&(b.start.is_none(), b.start, &b.session))
        });
        marks
    }

    /// Whether no mark stands.
    pub fn is_empty(&self) -> bool {
        self.marks.values().all(|mark| mark.level.is_none())
    }

    /// Carries out changes that belong together; `false`: nothing is different, because it was so
    /// already, or of a [`Plan::conflict`]. A mark's time never goes back, even if a clock does:
    /// what was done last stays the latest.
    pub fn apply_changes(&mut self, changes: &[Change]) -> bool {
        let before = self.before(changes);
        if self.find_conflict(changes).is_some()
            || changes.iter().filter(|change| self.set(change)).count() == 0
        {
            return false;
        }
        if changes.iter().any(|change| change.undoes.is_some()) {
            self.before
                .retain(|mark| changes.iter().all(|change| *change.session_id() != mark.session));
        } else {
            self.before = before;
        }
        true
    }

    /// The first of these changes that is not to be carried out, and none of them with it: it takes
    /// back what is not so any more.
    pub fn find_conflict<'a>(&self, changes: &'a [Change]) -> Option<&'a Change> {
        changes.iter().find(|change| {
            let level = self.marks.get(&change.mark.session).and_then(|mark| mark.level);
            change.undoes.is_some_and(|Undone(made)| level != made && level != change.mark.level)
        })
    }

    /// Takes every mark that the other plan has later, taken back or not; `false`: it has none.
    pub fn merge_newer(&mut self, other: &Plan) -> bool {
        let later = |mark: &&Mark| {
            self.marks.get(&mark.session).is_none_or(|known| known.changed < mark.changed)
        };
        let later: Vec<Mark> = other.marks.values().filter(later).cloned().collect();
        let some = !later.is_empty();
        self.marks.extend(later.into_iter().map(|mark| (mark.session.clone(), mark)));
        some
    }

    fn set(&mut self, Change { mark: new, .. }: &Change) -> bool {
        match self.marks.get_mut(&new.session) {
            Some(old) if old.agrees(new) => false,
            Some(old) => {
                *old = Mark { changed: new.changed.max(old.changed), ..new.clone() };
                true
            }
            None if new.level.is_none() => false,
            None => {
                self.marks.insert(new.session.clone(), new.clone());
                true
            }
        }
    }

    /// The marks that these changes are about, as they are now; such as are not there yet as taken
    /// back.
    fn before(&self, changes: &[Change]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::with_capacity(changes.len());
        for Change { mark: new, .. } in changes {
            if marks.iter().all(|known| known.session != new.session) {
                let known = self.marks.get(&new.session).cloned();
                marks.push(known.unwrap_or_else(|| Mark { level: None, ..new.clone() }));
            }
        }
        marks
    }

    /// What takes those changes back again. To be asked before they are applied.
    #[must_use]
    pub fn undo_changes(&self, changes: &[Change], now: DateTime<Utc>) -> Vec<Change> {
        let made = |mark: &Mark| {
            let last = changes.iter().rfind(|change| change.mark.session == mark.session);
            last.and_then(Change::level)
        };
        undo(&self.before(changes), made, now)
    }

    /// What takes the last change of the plan back, whoever made it and when; nothing where it was
    /// itself an undoing.
    #[must_use]
    pub fn undo_last_change(&self, now: DateTime<Utc>) -> Vec<Change> {
        undo(&self.before, |mark| self.marks.get(&mark.session)?.level, now)
    }

    /// The marks that the last change was about, as they were before it.
    pub fn marks_before_last_change(&self) -> &[Mark] {
        &self.before
    }

    /// The same plan, whose last change was about these marks.
    #[must_use]
    pub fn with_marks_before_last_change(self, before: Vec<Mark>) -> Plan {
        Plan { before, ..self }
    }
}

/// What gives these marks their levels again, while they have those that were `made` of them.
fn undo(before: &[Mark], made: impl Fn(&Mark) -> Option<Level>, now: DateTime<Utc>) -> Vec<Change> {
    let back = |mark: &Mark| Change {
        undoes: Some(Undone(made(mark))),
        ..mark.change_level(mark.level, now)
    };
    before.iter().map(back).collect()
}

/// Collects marks as a file has them, which after a merge by hand or by a sync program may name a
/// session twice: the later one is right, and of two of the same time the one further down.
impl FromIterator<Mark> for Plan {
    fn from_iter<I: IntoIterator<Item = Mark>>(marks: I) -> Plan {
        let mut plan = Plan::default();
        for mark in marks {
            if plan.marks.get(&mark.session).is_none_or(|known| known.changed <= mark.changed) {
                plan.marks.insert(mark.session.clone(), mark);
            }
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: u32) -> DateTime<Utc> {
        DateTime::from_timestamp(1_468_000_000 + i64::from(second), 0).unwrap()
    }

    fn change(id: &str, level: Option<Level>, second: u32) -> Change {
        Mark { session: Clean::line(id), title: Clean::line("Talk"), ..Mark::default() }
            .change_level(level, at(second))
    }

    #[test]
    fn each_change_is_told_once() {
        // Session, level, whether that changes anything, the session's level afterwards.
        let mut plan = Plan::default();
        for (second, (id, level, changes)) in [
            ("a", None, false),
            ("a", Some(Level::Attend), true),
            ("a", Some(Level::Attend), false),
            ("b", Some(Level::Maybe), true),
            ("a", Some(Level::Maybe), true),
            ("a", None, true),
            ("a", None, false),
            ("a", Some(Level::Attend), true),
        ]
        .into_iter()
        .enumerate()
        {
            let change = change(id, level, second as u32);
            assert_eq!(plan.apply_changes(std::slice::from_ref(&change)), changes, "{change:?}");
            assert_eq!(plan.level_by_id(id), level);
        }
        assert_eq!(plan.active_marks().len(), 2);
    }

    #[test]
    fn a_mark_taken_back_is_kept_as_such() {
        let mut plan = Plan::default();
        plan.apply_changes(&[change("a", Some(Level::Attend), 1)]);
        plan.apply_changes(&[change("a", None, 2)]);
        assert!(plan.is_empty() && plan.active_marks().is_empty());
        assert_eq!(plan.all_marks().len(), 1);
        assert_eq!(plan.get("a").map(|mark| mark.changed), Some(at(2)));
    }

    #[test]
    fn the_last_deed_counts_even_if_the_clock_went_back() {
        let mut plan = Plan::default();
        plan.apply_changes(&[change("a", Some(Level::Attend), 100)]);
        assert!(plan.apply_changes(&[change("a", Some(Level::Maybe), 1)]));
        assert_eq!(plan.level_by_id("a"), Some(Level::Maybe));
        assert_eq!(plan.get("a").map(|mark| mark.changed), Some(at(100)));
    }

    #[test]
    fn of_two_copies_the_later_is_right() {
        let marks = [
            ("a", None, 5),
            ("a", Some(Level::Attend), 3),
            ("b", Some(Level::Attend), 1),
            ("b", None, 1),
        ];
        let plan: Plan =
            marks.map(|(id, level, second)| change(id, level, second).mark).into_iter().collect();
        assert!(plan.is_empty());
    }

    #[test]
    fn the_last_change_is_taken_back_once() {
        let (attend, maybe) = (Some(Level::Attend), Some(Level::Maybe));
        let mut plan = Plan::default();
        plan.apply_changes(&[change("a", attend, 1)]);
        plan.apply_changes(&[change("b", attend, 2), change("a", maybe, 2)]);
        let undo = plan.undo_last_change(at(3));
        // Another program changes something else meanwhile: that is now the last change, and stays.
        plan.apply_changes(&[change("c", attend, 4)]);
        assert!(plan.apply_changes(&undo));
        assert_eq!(["a", "b", "c"].map(|id| plan.level_by_id(id)), [attend, None, attend]);
        assert!(plan.apply_changes(&plan.undo_last_change(at(5))));
        assert_eq!((plan.level_by_id("c"), plan.undo_last_change(at(6))), (None, vec![]));
    }

    #[test]
    fn what_somebody_has_decided_anew_is_not_undone() {
        let (attend, maybe) = (Some(Level::Attend), Some(Level::Maybe));
        // What is there, what is done here, what is done elsewhere then, and what is there after
        // the undo.
        for (before, here, elsewhere, after) in [
            (None, attend, &[][..], None),
            (None, attend, &[maybe], maybe),
            (None, attend, &[None], None),
            (None, attend, &[maybe, attend], None),
            (attend, None, &[maybe], maybe),
            (attend, maybe, &[None], None),
            (attend, maybe, &[attend], attend),
        ] {
            let mut plan = Plan::default();
            plan.apply_changes(&[change("a", before, 1)]);
            let deed = [change("a", here, 2)];
            let undo = plan.undo_changes(&deed, at(9));
            plan.apply_changes(&deed);
            for level in elsewhere {
                plan.apply_changes(&[change("a", *level, 3)]);
            }
            let now = plan.level_by_id("a");
            assert_eq!(
                plan.find_conflict(&undo).is_some(),
                after == now && now != before,
                "{before:?} {here:?} {elsewhere:?}"
            );
            plan.apply_changes(&undo);
            assert_eq!(plan.level_by_id("a"), after, "{before:?} {here:?} {elsewhere:?}");
        }
    }

    #[test]
    fn of_two_plans_each_mark_is_the_later() {
        let (attend, maybe) = (Some(Level::Attend), Some(Level::Maybe));
        let plan = |list: &[(&str, Option<Level>, u32)]| -> Plan {
            list.iter().map(|(id, level, second)| change(id, *level, *second).mark).collect()
        };
        let mut mine = plan(&[("a", attend, 1), ("b", attend, 5), ("c", attend, 3)]);
        assert!(mine.merge_newer(&plan(&[
            ("a", maybe, 2),
            ("b", maybe, 4),
            ("c", None, 4),
            ("d", attend, 1)
        ])));
        assert_eq!(
            ["a", "b", "c", "d"].map(|id| mine.level_by_id(id)),
            [maybe, attend, None, attend]
        );
        assert!(!mine.clone().merge_newer(&mine), "it has nothing that is later");
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let level = prop_oneof![Just(None), Just(Some(Level::Attend)), Just(Some(Level::Maybe))];
        prop::collection::vec(("[a-d]", level, 0..9u32), 0..12).prop_map(|list| {
            list.into_iter().map(|(id, level, second)| change(&id, level, second)).collect()
        })
    }

    proptest! {
        #[test]
        fn undo_restores_every_level(before in changes(), deed in changes()) {
            let mut plan = Plan::default();
            plan.apply_changes(&before);
            let levels = |plan: &Plan| ["a", "b", "c", "d"].map(|id| plan.level_by_id(id));
            let old = levels(&plan);
            let undo = plan.undo_changes(&deed, at(99));
            let changed = plan.apply_changes(&deed);
            let redo = plan.undo_changes(&undo, at(99));
            let new = levels(&plan);
            if changed {
                prop_assert_eq!(&plan.undo_last_change(at(99)), &undo, "the plan itself knows how");
            }
            plan.apply_changes(&undo);
            prop_assert_eq!(levels(&plan), old);
            plan.apply_changes(&redo);
            prop_assert_eq!(levels(&plan), new);
        }

        #[test]
        fn nothing_but_a_change_forgets_a_session(list in changes()) {
            let mut plan = Plan::default();
            for change in &list {
                let known = plan.all_marks().len();
                plan.apply_changes(std::slice::from_ref(change));
                prop_assert!(plan.all_marks().len() >= known);
                prop_assert_eq!(plan.level_by_id(change.session_id()), change.level());
            }
        }
    }
}
