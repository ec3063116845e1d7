//! The plan: at most one mark per session, own entries, and the undo of the last change.

use super::change::{Change, ChangeKind};
use super::mark::{Mark, MarkState};
use super::mark_map::MarkMap;
use crate::agenda::{Clean, Level, sort_compactly};
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A person's schedule of one event: at most one [`Mark`] per session, and entries of the person's
/// own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The marks by session id, with removed marks.
    marks: MarkMap,
    /// The entries of a person's own by id, with removed ones.
    entries: MarkMap,
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

    /// Returns the own entry with this id, even if it was removed.
    pub fn entry(&self, id: &str) -> Option<&Mark> {
        self.entries.get(&Clean::line(id)).map(|entry| &**entry)
    }

    /// Returns the own entries without removed ones, by start and id.
    pub fn entries(&self) -> Vec<&Mark> {
        let entries = self.entries.values().filter(|entry| entry.level.is_some());
        sort_marks(entries).into_iter().map(|entry| &**entry).collect()
    }

    /// Returns true if the own entries of both plans are the same.
    pub fn has_entries_of(&self, other: &Plan) -> bool {
        self.entries == other.entries
    }

    /// Returns the marks with a level, by start and id. Marks without a start come last.
    pub fn active_marks(&self) -> Vec<&Mark> {
        let marks = self.marks.values().filter(|mark| mark.level.is_some());
        sort_marks(marks).into_iter().map(|mark| &**mark).collect()
    }

    /// Returns the marks that [are active](Mark::is_active), in the order of
    /// [`Plan::active_marks`].
    pub(super) fn shared_marks(&self) -> Vec<&Arc<Mark>> {
        sort_marks(self.marks.values().filter(|mark| mark.is_active()))
    }

    /// Returns all marks and then all own entries, with removed ones, each in the order of
    /// [`Plan::active_marks`].
    pub fn all_marks(&self) -> Vec<&Mark> {
        let entries = sort_marks(self.entries.values());
        let marks = sort_marks(self.marks.values()).into_iter().chain(entries);
        marks.map(|mark| &**mark).collect()
    }

    /// Returns the time of the last change of a mark, with removed marks.
    pub fn last_change(&self) -> Option<DateTime<Utc>> {
        let marks = self.marks.values().chain(self.entries.values());
        let times =
            marks.flat_map(|mark| [Some(mark.changed), mark.note.as_ref().map(|it| it.changed)]);
        times.flatten().max()
    }

    /// Returns true if the plan has no active mark and no own entry.
    pub fn is_empty(&self) -> bool {
        self.marks.values().chain(self.entries.values()).all(|mark| !mark.is_active())
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
        if changes.iter().all(Change::is_carry) {
            return true;
        }
        if changes.iter().any(|change| matches!(change.kind, ChangeKind::Undo { .. })) {
            let changed: HashSet<MarkKey> = changes.iter().map(Change::key).collect();
            self.before_last_change.retain(|mark| !changed.contains(&mark.key()));
        } else {
            self.before_last_change = replaced;
        }
        true
    }

    /// Returns the first undo in `changes` whose session a later edit has set to another level, or
    /// given another note. If there is one, [`Plan::apply_changes`] applies none of the `changes`.
    pub fn find_conflict<'a>(&self, changes: &'a [Change]) -> Option<&'a Change> {
        changes.iter().find(|change| change.conflicts_with(self.mark_to_change(change)))
    }

    /// Takes over every newer mark and own entry of `other`, active or removed, and every newer
    /// note. Returns true if there was one.
    pub fn merge_newer(&mut self, other: &Plan) -> bool {
        self.marks.merge_newer(&other.marks) | self.entries.merge_newer(&other.entries)
    }

    fn mark_to_change(&self, change: &Change) -> Option<&Mark> {
        let marks = if change.mark.own { &self.entries } else { &self.marks };
        marks.get(change.mark.id()).map(|mark| &**mark)
    }

    /// Stores the mark after `change` under its id. Returns false if an equivalent mark is there.
    fn apply_change(&mut self, change: &Change) -> bool {
        let old = self.mark_to_change(change);
        let new = change.mark_after(old);
        match old {
            Some(old) if change.is_carry() => {
                if *old == new {
                    return false;
                }
            }
            Some(old) if old.is_equivalent(&new) => return false,
            None if change.is_carry() || !new.is_active() => return false,
            Some(_) | None => {}
        }
        let marks = if new.own { &mut self.entries } else { &mut self.marks };
        marks.insert(Arc::new(new));
        true
    }

    /// Returns the present marks of the sessions in `changes`. A session without a mark gets a
    /// removed mark.
    fn marks_before(&self, changes: &[Change]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::with_capacity(changes.len());
        let mut seen: HashSet<MarkKey> = HashSet::with_capacity(changes.len());
        for change in changes {
            if seen.insert(change.key()) {
                let known = self.mark_to_change(change).cloned();
                marks.push(known.unwrap_or_else(|| Mark {
                    level: None,
                    skipped: false,
                    note: None,
                    ..change.mark.clone()
                }));
            }
        }
        marks
    }

    /// Returns the undo of `changes`. Call `undo_changes` before [`Plan::apply_changes`].
    #[must_use]
    pub fn undo_changes(&self, changes: &[Change], now: DateTime<Utc>) -> Vec<Change> {
        let mut after: HashMap<MarkKey, Mark> = HashMap::with_capacity(changes.len());
        for change in changes {
            let known = after.get(&change.key()).or_else(|| self.mark_to_change(change));
            after.insert(change.key(), change.mark_after(known));
        }
        restore_marks(&self.marks_before(changes), now, |before| {
            after.get(&before.key()).map(Mark::state).unwrap_or_default()
        })
    }

    /// Returns the undo of the last edit of the plan, by any program. Returns no change if the last
    /// edit was an undo.
    #[must_use]
    pub fn undo_last_change(&self, now: DateTime<Utc>) -> Vec<Change> {
        restore_marks(&self.before_last_change, now, |before| {
            let marks = if before.own { &self.entries } else { &self.marks };
            marks.get(before.id()).map(|mark| mark.state()).unwrap_or_default()
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

/// The id of a mark, and true for an own entry: a session and an entry may have one id.
type MarkKey<'a> = (bool, &'a Clean);

impl Mark {
    fn key(&self) -> MarkKey<'_> {
        (self.own, self.id())
    }
}

impl Change {
    /// Returns the key of the mark that the change is of.
    fn key(&self) -> MarkKey<'_> {
        self.mark.key()
    }
}

/// Returns the marks by start and id, those without a start last.
fn sort_marks<'a>(marks: impl Iterator<Item = &'a Arc<Mark>>) -> Vec<&'a Arc<Mark>> {
    let mut marks: Vec<&Arc<Mark>> = marks.collect();
    sort_compactly(&mut marks, |mark| (mark.marked.start.is_none(), mark.marked.start, mark.id()));
    marks
}

/// Returns the changes to restore each [`Mark`] in `marks`. `state_to_revert` returns the state of
/// a mark after the edit to revert.
fn restore_marks(
    marks: &[Mark],
    now: DateTime<Utc>,
    state_to_revert: impl Fn(&Mark) -> MarkState,
) -> Vec<Change> {
    let restore = |mark: &Mark| Change {
        kind: ChangeKind::Undo { after: Box::new(state_to_revert(mark)) },
        mark: Mark { changed: now, ..mark.clone() },
    };
    marks.iter().map(restore).collect()
}

/// Collects the marks of a file. After a merge by hand or by a sync program, a session may have two
/// marks: the later one counts, and of two with the same time the second. The later note counts.
impl FromIterator<Mark> for Plan {
    fn from_iter<I: IntoIterator<Item = Mark>>(marks: I) -> Plan {
        marks.into_iter().map(Arc::new).collect()
    }
}

impl FromIterator<Arc<Mark>> for Plan {
    fn from_iter<I: IntoIterator<Item = Arc<Mark>>>(marks: I) -> Plan {
        let mut list: Vec<Arc<Mark>> = marks.into_iter().collect();
        list.sort_by(|a, b| a.id().cmp(b.id()).then(a.changed.cmp(&b.changed)));
        let mut plan = Plan::default();
        for mut mark in list {
            let marks = if mark.own { &mut plan.entries } else { &mut plan.marks };
            if let Some(earlier) = marks.get(mark.id())
                && earlier.note.is_some()
            {
                let mut later_note = Mark::clone(earlier);
                later_note.take_later_note(&mark);
                Arc::make_mut(&mut mark).note = later_note.note;
            }
            marks.insert(mark);
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{OwnEntry, SessionFacts};
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

    #[test]
    fn merge_keeps_the_mark_of_one_copy_and_the_later_note_of_another() {
        let (mut marked, mut noted) = (Plan::default(), Plan::default());
        marked.apply_change(&change("a", ATTEND, 1));
        let later = change("a", None, 2).mark;
        noted.apply_change(&later.change_note(Clean::line("Cable"), time(2)));
        for (mut plan, other) in [(marked.clone(), &noted), (noted.clone(), &marked)] {
            assert!(plan.merge_newer(other));
            assert_eq!(describe(&plan, "a"), "attend Talk Some(\"Cable\")");
        }
    }

    fn note(id: &str, text: &str, second: u32) -> Change {
        change(id, None, 0).mark.change_note(Clean::line(text), time(second))
    }

    fn skip(id: &str, second: u32) -> Change {
        let mut skip = change(id, None, second);
        skip.mark.skipped = true;
        skip
    }

    fn own_entry(title: &str, second: u32) -> Change {
        let (id, title) = (Clean::line("own-1"), Clean::line(title));
        let (start, room) = (time(0).fixed_offset(), None);
        OwnEntry { title, start, minutes: 45, room }.replace(id, time(second))
    }

    /// Returns level, `skipped`, note and title of a mark or an own entry, if it says anything.
    fn describe(plan: &Plan, id: &str) -> String {
        let mark = plan.get(id).or_else(|| plan.entry(id)).filter(|mark| mark.is_active());
        mark.map_or_else(String::new, |mark| {
            let level = mark.level.map_or("none", Level::word);
            let skipped = if mark.skipped { " skipped" } else { "" };
            format!("{level}{skipped} {} {:?}", mark.title(), mark.note())
        })
    }

    #[test]
    fn note_stays_when_the_level_changes_and_goes_with_an_empty_text() {
        let mut plan = Plan::default();
        assert!(!plan.apply_changes(&[note("a", "", 1)]));
        for (change, expected) in [
            (note("a", "Bring cable", 1), "none Talk Some(\"Bring cable\")"),
            (change("a", ATTEND, 2), "attend Talk Some(\"Bring cable\")"),
            (skip("a", 3), "none skipped Talk Some(\"Bring cable\")"),
            (note("a", "Or not", 4), "none skipped Talk Some(\"Or not\")"),
            (change("a", MAYBE, 5), "maybe Talk Some(\"Or not\")"),
            (note("a", "", 6), "maybe Talk None"),
            (change("a", None, 7), ""),
        ] {
            assert!(plan.apply_changes(&[change]), "{expected}");
            assert_eq!(describe(&plan, "a"), expected);
        }
    }

    #[test]
    fn two_copies_of_a_mark_merge_to_the_later_level_and_the_later_note() {
        let copy = |changes: &[Change]| {
            let mut plan = Plan::default();
            changes.iter().for_each(|change| _ = plan.apply_changes(std::slice::from_ref(change)));
            plan
        };
        let first = copy(&[change("a", ATTEND, 1), note("a", "Bring cable", 9)]);
        let second = copy(&[change("a", MAYBE, 5), note("a", "Old", 2)]);
        for (ours, theirs) in [(&first, &second), (&second, &first)] {
            let mut merged = ours.clone();
            assert!(merged.merge_newer(theirs));
            assert_eq!(describe(&merged, "a"), "maybe Talk Some(\"Bring cable\")");
            let both = ours.all_marks().into_iter().chain(theirs.all_marks());
            let collected: Plan = both.cloned().collect();
            assert_eq!(describe(&collected, "a"), "maybe Talk Some(\"Bring cable\")");
        }
    }

    #[test]
    fn undo_of_a_level_keeps_a_later_note_and_undo_of_an_overwritten_note_is_a_conflict() {
        let mut plan = Plan::default();
        let level = [change("a", ATTEND, 1)];
        let level_undo = plan.undo_changes(&level, time(9));
        plan.apply_changes(&level);
        let text = [note("a", "Mine", 2)];
        let note_undo = plan.undo_changes(&text, time(9));
        plan.apply_changes(&text);
        plan.apply_changes(&[note("a", "Theirs", 3)]);
        assert!(plan.find_conflict(&note_undo).is_some());
        assert!(plan.apply_changes(&level_undo));
        assert_eq!(describe(&plan, "a"), "none Talk Some(\"Theirs\")");
    }

    #[test]
    fn own_entry_is_added_edited_removed_and_restored() {
        let mut plan = Plan::default();
        let mut undo = Vec::new();
        let removal = own_entry("Dinner", 2).mark.change_level(None, time(3));
        for (change, expected) in [
            (own_entry("Lunch", 1), "attend Lunch None"),
            (own_entry("Dinner", 2), "attend Dinner None"),
            (removal, ""),
        ] {
            undo.push(plan.undo_changes(std::slice::from_ref(&change), time(9)));
            assert!(plan.apply_changes(&[change]));
            assert_eq!(describe(&plan, "own-1"), expected);
        }
        assert_eq!(plan.undo_last_change(time(9)), undo[2]);
        for expected in ["attend Dinner None", "attend Lunch None", ""] {
            assert!(plan.apply_changes(&undo.pop().unwrap()));
            assert_eq!(describe(&plan, "own-1"), expected);
        }
        assert_eq!((plan.entries().len(), plan.all_marks().len()), (0, 1));
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let level = prop_oneof![Just(None), Just(ATTEND), Just(MAYBE)];
        let change =
            ("[a-d]", level, 0..9u32, 0..6).prop_map(|(id, level, second, kind)| match kind {
                0 => note(&id, level.map_or("", Level::word), second),
                1 => skip(&id, second),
                2 if level == MAYBE => own_entry("", second).mark.change_level(None, time(second)),
                2 => own_entry(&id, second),
                _ => change(&id, level, second),
            });
        prop::collection::vec(change, 0..12)
    }

    proptest! {
        #[test]
        fn undo_and_redo_restore_every_level(before in changes(), edit in changes()) {
            let mut plan = Plan::default();
            plan.apply_changes(&before);
            let levels = |plan: &Plan| ["a", "b", "c", "d", "own-1"].map(|id| describe(plan, id));
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
                let mark = plan.mark_to_change(change);
                if change.kind != ChangeKind::Note {
                    prop_assert_eq!(mark.and_then(|mark| mark.level), change.level());
                } else if let Some(mark) = mark {
                    prop_assert_eq!(mark.note(), change.mark.note());
                }
            }
        }
    }
}
