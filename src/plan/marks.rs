//! The plan: at most one mark per session, and the undo of its last change.

use super::change::{Change, ChangeKind};
use super::mark::Mark;
use crate::agenda::{Clean, Level, sort_compactly};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A person's schedule of one event: at most one [`Mark`] per session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The marks by session id, with removed marks. Schedules and copies of the plan share them.
    marks: BTreeMap<Clean, Arc<Mark>>,
    /// The marks before the last change, for undo.
    before_last_change: Vec<Mark>,
}

impl Plan {
    /// Returns the level of the mark with this session id. If the session may have another id by
    /// now, use [`Schedule::level_of`](super::Schedule::level_of).
    pub fn level_by_id(&self, id: &str) -> Option<Level> {
        self.get(id)?.level
    }

    /// Returns the mark with this session id, even if it was removed.
    pub fn get(&self, id: &str) -> Option<&Mark> {
        self.marks.get(&Clean::line(id)).map(|mark| &**mark)
    }

    /// Returns the marks without removed ones, by start and id. Marks without a start come last.
    pub fn active_marks(&self) -> Vec<&Mark> {
        self.shared_marks().into_iter().map(|mark| &**mark).collect()
    }

    /// Returns the marks as [`Plan::active_marks`] does.
    pub(super) fn shared_marks(&self) -> Vec<&Arc<Mark>> {
        sort_marks(self.marks.values().filter(|mark| mark.level.is_some()))
    }

    /// Returns all marks, with removed ones, in the order of [`Plan::active_marks`].
    pub fn all_marks(&self) -> Vec<&Mark> {
        sort_marks(self.marks.values()).into_iter().map(|mark| &**mark).collect()
    }

    /// Returns the time of the last change of a mark, with removed marks.
    pub fn last_change(&self) -> Option<DateTime<Utc>> {
        self.marks.values().map(|mark| mark.changed).max()
    }

    /// Returns true if the plan has no active mark.
    pub fn is_empty(&self) -> bool {
        self.marks.values().all(|mark| mark.level.is_none())
    }

    /// Applies `changes` as one edit: all of them, or none if [`Plan::find_conflict`] finds one.
    /// Returns true if the plan differs afterwards. [`Mark::changed`] of a mark never decreases,
    /// even if the clock does: the latest edit keeps the latest time.
    pub fn apply_changes(&mut self, changes: &[Change]) -> bool {
        let replaced = self.marks_before(changes);
        if self.find_conflict(changes).is_some() {
            return false;
        }
        let applied = changes.iter().filter(|change| self.apply_change(change)).count();
        if applied == 0 {
            return false;
        }
        if changes.iter().all(|change| change.kind == ChangeKind::Carry) {
            return true;
        }
        if changes.iter().any(|change| matches!(change.kind, ChangeKind::Undo { .. })) {
            self.before_last_change
                .retain(|mark| changes.iter().all(|change| change.mark.id() != mark.id()));
        } else {
            self.before_last_change = replaced;
        }
        true
    }

    /// Returns the first undo in `changes` whose session a later edit has set to another level. If
    /// there is one, [`Plan::apply_changes`] applies none of the `changes`.
    pub fn find_conflict<'a>(&self, changes: &'a [Change]) -> Option<&'a Change> {
        changes.iter().find(|change| {
            let now = self.marks.get(change.mark.id()).and_then(|mark| mark.level);
            match change.kind {
                ChangeKind::Undo { level } => now != level && now != change.mark.level,
                ChangeKind::Set | ChangeKind::Carry => false,
            }
        })
    }

    /// Takes over every newer mark of `other`, active or removed. Returns true if there was one.
    pub fn merge_newer(&mut self, other: &Plan) -> bool {
        let mut merged = false;
        for mark in other.marks.values() {
            let known = self.marks.get(mark.id());
            if known.is_none_or(|known| known.changed < mark.changed) {
                self.marks.insert(mark.id().clone(), Arc::clone(mark));
                merged = true;
            }
        }
        merged
    }

    fn apply_change(&mut self, change: &Change) -> bool {
        match change.kind {
            ChangeKind::Carry => self.carry_mark(&change.mark),
            ChangeKind::Set => self.apply_mark(&change.mark, false),
            ChangeKind::Undo { .. } => self.apply_mark(&change.mark, true),
        }
    }

    /// Takes over the latest facts of a mark that was not set again in the meantime. Returns false
    /// if there is no such mark, or if it has these facts.
    fn carry_mark(&mut self, new: &Mark) -> bool {
        match self.marks.get_mut(new.id()) {
            Some(old) if old.is_same_edit(new) && **old != *new => {
                let old = Arc::make_mut(old);
                old.latest.clone_from(&new.latest);
                // Two programs may carry the mark, one after the other: the first one saw it.
                let first = old.missing_since.into_iter().chain(new.missing_since).min();
                old.missing_since = new.missing_since.and(first);
                true
            }
            _ => false,
        }
    }

    /// Stores `new` under its id. Returns false if an equivalent mark is there.
    fn apply_mark(&mut self, new: &Mark, is_undo: bool) -> bool {
        let mut new = new.clone();
        match self.marks.get(new.id()) {
            Some(old) if old.is_equivalent(&new) => return false,
            None if new.level.is_none() => return false,
            Some(old) => {
                new.changed = new.changed.max(old.changed);
                if is_undo && old.marked == new.marked {
                    // A new version of the agenda may have come after the edit to undo.
                    new.latest.clone_from(&old.latest);
                    new.missing_since = old.missing_since;
                }
            }
            None => {}
        }
        self.marks.insert(new.id().clone(), Arc::new(new));
        true
    }

    /// Returns the present marks of the sessions in `changes`. A session without a mark gets a
    /// removed mark.
    fn marks_before(&self, changes: &[Change]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::with_capacity(changes.len());
        for Change { mark: new, .. } in changes {
            if marks.iter().all(|known| known.id() != new.id()) {
                let known = self.marks.get(new.id()).map(|mark| Mark::clone(mark));
                marks.push(known.unwrap_or_else(|| Mark { level: None, ..new.clone() }));
            }
        }
        marks
    }

    /// Returns the undo of `changes`. Call `undo_changes` before [`Plan::apply_changes`].
    #[must_use]
    pub fn undo_changes(&self, changes: &[Change], now: DateTime<Utc>) -> Vec<Change> {
        restore_marks(&self.marks_before(changes), now, |mark| {
            let last = changes.iter().rfind(|change| change.mark.id() == mark.id());
            last.and_then(Change::level)
        })
    }

    /// Returns the undo of the last edit of the plan, by any program. Returns no change if the last
    /// edit was an undo.
    #[must_use]
    pub fn undo_last_change(&self, now: DateTime<Utc>) -> Vec<Change> {
        restore_marks(&self.before_last_change, now, |mark| {
            self.marks.get(mark.id()).and_then(|mark| mark.level)
        })
    }

    /// Returns the marks before the last change.
    pub fn marks_before_last_change(&self) -> &[Mark] {
        &self.before_last_change
    }

    /// Returns the same plan with other [`Plan::marks_before_last_change`].
    #[must_use]
    pub fn with_marks_before_last_change(self, before_last_change: Vec<Mark>) -> Plan {
        Plan { before_last_change, ..self }
    }
}

/// Returns the marks by start and id, those without a start last.
fn sort_marks<'a>(marks: impl Iterator<Item = &'a Arc<Mark>>) -> Vec<&'a Arc<Mark>> {
    let mut marks: Vec<&Arc<Mark>> = marks.collect();
    sort_compactly(&mut marks, |mark| (mark.marked.start.is_none(), mark.marked.start, mark.id()));
    marks
}

/// Returns the changes to restore the level of each [`Mark`] in `marks`. `level_to_revert` returns
/// the level of a mark after the edit to revert.
fn restore_marks(
    marks: &[Mark],
    now: DateTime<Utc>,
    level_to_revert: impl Fn(&Mark) -> Option<Level>,
) -> Vec<Change> {
    marks
        .iter()
        .map(|mark| Change {
            kind: ChangeKind::Undo { level: level_to_revert(mark) },
            ..mark.change_level(mark.level, now)
        })
        .collect()
}

/// Collects the marks of a file. After a merge by hand or by a sync program, a session may have two
/// marks: the later one counts, and of two with the same time the second.
impl FromIterator<Mark> for Plan {
    fn from_iter<I: IntoIterator<Item = Mark>>(marks: I) -> Plan {
        marks.into_iter().map(Arc::new).collect()
    }
}

impl FromIterator<Arc<Mark>> for Plan {
    fn from_iter<I: IntoIterator<Item = Arc<Mark>>>(marks: I) -> Plan {
        let mut marks: Vec<Arc<Mark>> = marks.into_iter().collect();
        // Of two marks with one id, the map keeps the last one.
        sort_compactly(&mut marks, |mark| (mark.id().clone(), mark.changed));
        let marks = marks.into_iter().map(|mark| (mark.id().clone(), mark)).collect();
        Plan { marks, before_last_change: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::SessionFacts;
    use proptest::prelude::*;

    const ATTEND: Option<Level> = Some(Level::Attend);
    const MAYBE: Option<Level> = Some(Level::Maybe);

    fn time(second: u32) -> DateTime<Utc> {
        DateTime::from_timestamp(1_468_000_000 + i64::from(second), 0).unwrap()
    }

    fn change(id: &str, level: Option<Level>, second: u32) -> Change {
        let (id, title) = (Clean::line(id), Clean::line("Talk"));
        let marked = SessionFacts { id, title, ..SessionFacts::default() };
        Mark { marked, ..Mark::default() }.change_level(level, time(second))
    }

    #[test]
    fn apply_changes_returns_true_only_if_a_level_changes() {
        // Session id, level, and the return value of `apply_changes`.
        let mut plan = Plan::default();
        for (second, (id, level, changes)) in [
            ("a", None, false),
            ("a", ATTEND, true),
            ("a", ATTEND, false),
            ("b", MAYBE, true),
            ("a", MAYBE, true),
            ("a", None, true),
            ("a", None, false),
            ("a", ATTEND, true),
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
    fn a_removed_mark_stays_in_all_marks() {
        let mut plan = Plan::default();
        plan.apply_changes(&[change("a", ATTEND, 1)]);
        plan.apply_changes(&[change("a", None, 2)]);
        assert!(plan.is_empty() && plan.active_marks().is_empty());
        assert_eq!(plan.all_marks().len(), 1);
        assert_eq!(plan.get("a").map(|mark| mark.changed), Some(time(2)));
    }

    #[test]
    fn a_change_with_an_earlier_time_counts_and_keeps_the_later_time() {
        let mut plan = Plan::default();
        plan.apply_changes(&[change("a", ATTEND, 100)]);
        assert!(plan.apply_changes(&[change("a", MAYBE, 1)]));
        assert_eq!(plan.level_by_id("a"), MAYBE);
        assert_eq!(plan.get("a").map(|mark| mark.changed), Some(time(100)));
    }

    #[test]
    fn two_marks_of_a_session_collect_to_the_later_and_then_the_second() {
        let marks = [("a", None, 5), ("a", ATTEND, 3), ("b", ATTEND, 1), ("b", None, 1)];
        let plan: Plan =
            marks.map(|(id, level, second)| change(id, level, second).mark).into_iter().collect();
        assert!(plan.is_empty());
    }

    #[test]
    fn undo_last_change_reverts_the_last_edit_once() {
        let mut plan = Plan::default();
        plan.apply_changes(&[change("a", ATTEND, 1)]);
        plan.apply_changes(&[change("b", ATTEND, 2), change("a", MAYBE, 2)]);
        let undo = plan.undo_last_change(time(3));
        // Another program edits the plan. Its edit is the last change then, and stays.
        plan.apply_changes(&[change("c", ATTEND, 4)]);
        assert!(plan.apply_changes(&undo));
        assert_eq!(["a", "b", "c"].map(|id| plan.level_by_id(id)), [ATTEND, None, ATTEND]);
        assert!(plan.apply_changes(&plan.undo_last_change(time(5))));
        assert_eq!((plan.level_by_id("c"), plan.undo_last_change(time(6))), (None, vec![]));
    }

    #[test]
    fn undo_after_another_edit_of_the_session_is_a_conflict() {
        // The level before, the level set here, the levels that another program sets then, and the
        // level after the undo.
        for (before, here, elsewhere, after) in [
            (None, ATTEND, &[][..], None),
            (None, ATTEND, &[MAYBE], MAYBE),
            (None, ATTEND, &[None], None),
            (None, ATTEND, &[MAYBE, ATTEND], None),
            (ATTEND, None, &[MAYBE], MAYBE),
            (ATTEND, MAYBE, &[None], None),
            (ATTEND, MAYBE, &[ATTEND], ATTEND),
        ] {
            let mut plan = Plan::default();
            plan.apply_changes(&[change("a", before, 1)]);
            let edit = [change("a", here, 2)];
            let undo = plan.undo_changes(&edit, time(9));
            plan.apply_changes(&edit);
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
    fn merge_newer_takes_the_later_mark_of_each_session() {
        let plan = |list: &[(&str, Option<Level>, u32)]| -> Plan {
            list.iter().map(|(id, level, second)| change(id, *level, *second).mark).collect()
        };
        let mut mine = plan(&[("a", ATTEND, 1), ("b", ATTEND, 5), ("c", ATTEND, 3)]);
        assert!(mine.merge_newer(&plan(&[
            ("a", MAYBE, 2),
            ("b", MAYBE, 4),
            ("c", None, 4),
            ("d", ATTEND, 1)
        ])));
        assert_eq!(
            ["a", "b", "c", "d"].map(|id| mine.level_by_id(id)),
            [MAYBE, ATTEND, None, ATTEND]
        );
        assert!(!mine.clone().merge_newer(&mine), "no mark is newer");
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let level = prop_oneof![Just(None), Just(ATTEND), Just(MAYBE)];
        prop::collection::vec(("[a-d]", level, 0..9u32), 0..12).prop_map(|list| {
            list.into_iter().map(|(id, level, second)| change(&id, level, second)).collect()
        })
    }

    proptest! {
        #[test]
        fn undo_and_redo_restore_every_level(before in changes(), edit in changes()) {
            let mut plan = Plan::default();
            plan.apply_changes(&before);
            let levels = |plan: &Plan| ["a", "b", "c", "d"].map(|id| plan.level_by_id(id));
            let old = levels(&plan);
            let undo = plan.undo_changes(&edit, time(99));
            let changed = plan.apply_changes(&edit);
            let redo = plan.undo_changes(&undo, time(99));
            let new = levels(&plan);
            if changed {
                prop_assert_eq!(&plan.undo_last_change(time(99)), &undo);
            }
            plan.apply_changes(&undo);
            prop_assert_eq!(levels(&plan), old);
            plan.apply_changes(&redo);
            prop_assert_eq!(levels(&plan), new);
        }

        #[test]
        fn applying_changes_keeps_every_mark(list in changes()) {
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
