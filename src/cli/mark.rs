//! `mark` and `unmark`: change all named sessions of my schedule, or none.

use super::args::{MarkArgs, ShowArgs};
use super::context::CliContext;
use super::error::{CliError, NO_INPUT, count_noun, print_message};
use super::json::{MarkJson, MarksJson, SCHEMA, write_json};
use super::other_plan::offer_other_plan;
use super::session_names::{NamedSession, find_sessions_or_marks, find_sessions_to_change};
use super::style::STAR;
use super::table::star_sign;
use crate::agenda::{Agenda, Clean, Level, SessionIx};
use crate::plan::{Change, Mark, MarkMatch, Plan, Schedule, SessionIndex};
use crate::store::{self, LoadedPlan, SAVED_WITHOUT_LOCK, SavedPlan};
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

/// Marks sessions, or copies the marks of another plan.
///
/// # Errors
/// Returns an error, and changes nothing, if an id is unknown, the other plan has no mark for this
/// agenda, or the plan cannot be saved.
pub(crate) fn add_marks(
    cx: &mut CliContext,
    args: &MarkArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    if let Some(event) = &args.from {
        return copy_marks(cx, event, args.json, out);
    }
    let level = if args.maybe { Level::Maybe } else { Level::Attend };
    // The offer comes with the first mark: a schedule with marks gets no offer.
    let offer = match cx.plan.is_empty() {
        true => offer_other_plan(&cx.agenda, &cx.folders, cx.named_agenda.as_deref()),
        false => None,
    };
    let sessions = find_sessions_to_change(cx, &args.ids)?;
    refuse_entries(cx, &sessions)?;
    let (plan, schedule) = cx.take_plan();
    let mut changes = ChangeList::new(plan, schedule);
    for ix in &sessions {
        match args.skip {
            true => changes.skip(cx, *ix),
            false => changes.set_level(cx, *ix, Some(level)),
        }
    }
    let ids: Vec<String> = sessions.iter().filter_map(|ix| own_id(&cx.agenda, *ix)).collect();
    save_changes(cx, &ids, changes.finish(), args.json, out)?;
    if let Some(offer) = offer {
        print_message(&offer);
    }
    Ok(())
}

/// Removes marks, also of sessions that the agenda has lost, and own entries.
///
/// # Errors
/// Returns an error, and changes nothing, if an id is unknown or the plan cannot be saved.
pub(crate) fn remove_marks(
    cx: &mut CliContext,
    args: &ShowArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let named = find_sessions_or_marks(cx, &args.sessions.ids, &|id| cx.plan.get(id).is_some())?;
    let (plan, schedule) = cx.take_plan();
    let mut changes = ChangeList::new(plan, schedule);
    let mut ids = Vec::new();
    for named in named {
        match named {
            NamedSession::Session(ix) => {
                match cx.agenda.sessions.get(ix).filter(|session| session.is_own()) {
                    Some(entry) => changes.remove_entry(cx, &entry.id),
                    None => changes.set_level(cx, ix, None),
                }
                ids.extend(own_id(&cx.agenda, ix));
            }
            NamedSession::Lost(id) => {
                changes.remove_lost(cx, &id);
                ids.push(id);
            }
        }
    }
    save_changes(cx, &ids, changes.finish(), args.json, out)
}

/// The highest number of marks without a session that [`describe_rest`] lists.
const LEFT_BEHIND_MAX: usize = 20;

/// Copies the active marks of another event's plan as one edit. A session with a mark in this plan
/// keeps this mark. The other plan stays as it is.
fn copy_marks(
    cx: &mut CliContext,
    event: &str,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let other_plan = load_other_plan(cx, event)?;
    let other = other_plan.schedule_for(&cx.agenda);
    let (plan, schedule) = cx.take_plan();
    let marked = schedule.clone();
    let mut changes = ChangeList::new(plan, schedule);
    let (mut copied, mut left_behind) = (Vec::new(), Vec::new());
    for MarkMatch { mark, found } in other.mark_matches() {
        match found.session() {
            None => left_behind.push(&**mark.title()),
            Some(ix) if marked.level_of(ix).is_some() => {}
            Some(ix) => {
                changes.copy_mark(cx, ix, mark);
                copied.extend(cx.agenda.sessions.get(ix).map(|session| session.id.to_string()));
            }
        }
    }
    changes.copy_notes_and_entries(cx, &other_plan, &other);
    let known = other.mark_matches().len() - copied.len() - left_behind.len();
    if changes.changes.is_empty() && known == 0 {
        let message = format!("no mark of {event} is of a session of this agenda");
        return Err(CliError::nothing_found(message));
    }
    save_changes(cx, &copied, changes.finish(), as_json, out)?;
    let copied = count_noun(copied.len(), "mark", "marks");
    print_message(&format!("{copied} of {event} copied{}", describe_rest(known, &left_behind)));
    Ok(())
}

/// Returns the end of the report about a copy: the number of sessions that are marked already, and
/// the titles of the marks without a session in this agenda.
fn describe_rest(known: usize, left_behind: &[&str]) -> String {
    let mut report = String::new();
    if known > 0 {
        report += &format!("; {} marked already", count_noun(known, "session is", "sessions are"));
    }
    if !left_behind.is_empty() {
        let marks = count_noun(left_behind.len(), "mark stays", "marks stay");
        report += &format!("\n{marks} behind, because this agenda does not have the session:");
    }
    for title in left_behind.iter().take(LEFT_BEHIND_MAX) {
        report += &format!("\n  {title}");
    }
    if left_behind.len() > LEFT_BEHIND_MAX {
        report += &format!("\n  and {} more", left_behind.len() - LEFT_BEHIND_MAX);
    }
    report
}

/// Loads the plan of another event.
///
/// # Errors
/// Returns an error if the event is the agenda's own, or has no readable plan.
fn load_other_plan(cx: &CliContext, event: &str) -> Result<Plan, CliError> {
    let path = cx.folders.plan_file(event);
    if path == cx.folders.plan_file(&cx.agenda.id) {
        let message = format!("{event} is the event of this agenda. Name another event");
        return Err(CliError::usage(message));
    }
    if !store::path_exists(&path) {
        let others = cx.folders.newest_plans(&cx.agenda.id);
        let others = match others.is_empty() {
            true => "There is no other schedule".to_owned(),
            false => format!("There are schedules of {}", others.join(", ")),
        };
        let message = format!("there is no schedule of {event}. {others}");
        return Err(CliError::new(NO_INPUT, message));
    }
    Ok(cx.folders.load_plan(event)?)
}

/// Changes of one command, made one after the other and saved together.
struct ChangeList {
    index: Arc<SessionIndex>,
    /// The plan before the changes.
    plan: LoadedPlan,
    schedule: Schedule,
    changes: Vec<Change>,
}

/// The changes of one command, and the plan before them.
struct PlanEdit {
    plan: LoadedPlan,
    changes: Vec<Change>,
}

impl ChangeList {
    fn new(plan: LoadedPlan, schedule: Schedule) -> ChangeList {
        ChangeList { index: Arc::default(), plan, schedule, changes: Vec::new() }
    }

    /// Returns the changes and the plan, and drops the rest: saving needs its memory.
    fn finish(self) -> PlanEdit {
        PlanEdit { plan: self.plan, changes: self.changes }
    }

    /// Removes the mark of a session that the agenda has lost.
    fn remove_lost(&mut self, cx: &CliContext, id: &str) {
        let change = self.plan.get(id).map(|mark| mark.change_level(None, cx.wall_clock));
        self.changes.extend(change);
    }

    /// Removes an own entry.
    fn remove_entry(&mut self, cx: &CliContext, id: &Clean) {
        let change = self.plan.entry(id).map(|entry| entry.change_level(None, cx.wall_clock));
        self.changes.extend(change);
    }

    fn set_level(&mut self, cx: &CliContext, session: SessionIx, level: Option<Level>) {
        let (agenda, index) = (&cx.agenda, &self.index);
        self.add(cx, self.schedule.set_level_in(agenda, index, session, level, cx.wall_clock));
    }

    /// Copies the notes, the skips and the own entries of another plan that this plan lacks.
    fn copy_notes_and_entries(&mut self, cx: &CliContext, other_plan: &Plan, other: &Schedule) {
        let (agenda, index, now) = (&cx.agenda, Arc::clone(&self.index), cx.wall_clock);
        for MarkMatch { mark, found } in other.active_matches().filter(|it| it.mark.level.is_none())
        {
            let Some(session) = found.session() else { continue };
            let known = self.schedule.active_matches().find(|it| it.session() == Some(session));
            match (known, mark.note()) {
                (None, _) => self.copy_mark(cx, session, mark),
                (Some(known), Some(note)) if known.mark.note().is_none() => {
                    self.add(cx, self.schedule.set_note(agenda, &index, session, note, now));
                }
                _ => {}
            }
        }
        let missing = other_plan.entries().into_iter();
        let missing = missing.filter(|entry| self.plan.entry(entry.id()).is_none());
        self.changes.extend(missing.map(|entry| entry.change_level(entry.level, now)));
    }

    fn skip(&mut self, cx: &CliContext, session: SessionIx) {
        let (agenda, index) = (&cx.agenda, &self.index);
        self.add(cx, self.schedule.set_skipped(agenda, index, session, true, cx.wall_clock));
    }

    fn copy_mark(&mut self, cx: &CliContext, session: SessionIx, mark: &Mark) {
        let (agenda, index) = (&cx.agenda, &self.index);
        self.add(cx, self.schedule.copy_mark(agenda, index, session, mark, cx.wall_clock));
    }

    fn add(&mut self, cx: &CliContext, changes: Vec<Change>) {
        let gives_new_ids = changes.len() > 1;
        self.changes.extend(changes);
        if gives_new_ids {
            let mut plan = Plan::clone(&self.plan);
            plan.apply_changes(&self.changes);
            self.schedule = plan.schedule_for(&cx.agenda);
        }
    }
}

/// Saves the changes, and then prints the new state of each session of `ids`, the ids under which
/// hallway keeps sessions, as lines or `as_json`.
fn save_changes(
    cx: &CliContext,
    ids: &[String],
    edit: PlanEdit,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let PlanEdit { plan, changes } = edit;
    let SavedPlan { plan, without_lock, .. } =
        cx.folders.change_loaded_plan(&cx.agenda.id, plan, &changes)?;
    if without_lock {
        print_message(SAVED_WITHOUT_LOCK);
    }
    // The last change of an id counts: an earlier change may remove a mark of an older id.
    let mut last: HashMap<&str, &Change> =
        changes.iter().map(|change| (change.session_id().as_str(), change)).collect();
    let changed = ids.iter().filter_map(|id| last.remove(id.as_str()));
    let changed: Vec<&Change> = changed.collect();
    if as_json {
        let marks = changed.into_iter().map(|change| MarkJson {
            id: change.session_id(),
            title: change.title(),
            mark: state_word(&plan, change),
        });
        let event = &cx.agenda.id;
        write_json(out, &MarksJson { schema: SCHEMA, event, marks: marks.collect() })?;
        return Ok(());
    }
    for change in changed {
        writeln!(out, "{}", describe_state(cx, &plan, change))?;
    }
    Ok(())
}

/// Returns an error if one of the sessions is an entry of the person's own.
fn refuse_entries(cx: &CliContext, sessions: &[SessionIx]) -> Result<(), CliError> {
    let mut sessions = sessions.iter().filter_map(|ix| cx.agenda.sessions.get(*ix));
    sessions.find(|session| session.is_own()).map_or(Ok(()), |entry| {
        let id = &entry.id;
        let message = format!(
            "{id} is an entry of your own: hallway add --edit {id} changes it, and hallway remove \
             {id} removes it"
        );
        Err(CliError::usage(message))
    })
}

/// Returns the id under which hallway keeps a session.
fn own_id(agenda: &Agenda, session: SessionIx) -> Option<String> {
    agenda.sessions.get(session).map(|session| session.id.to_string())
}

fn is_skipped(plan: &Plan, change: &Change) -> bool {
    plan.get(change.session_id()).is_some_and(|mark| mark.skipped)
}

/// Returns the word of a changed session's mark: its level, or `skip`.
fn state_word(plan: &Plan, change: &Change) -> Option<&'static str> {
    let skipped = is_skipped(plan, change).then_some("skip");
    plan.level_by_id(change.session_id()).map(Level::word).or(skipped)
}

fn describe_state(cx: &CliContext, plan: &Plan, change: &Change) -> String {
    let level = plan.level_by_id(change.session_id());
    let is_skipped = is_skipped(plan, change);
    let word = state_word(plan, change).unwrap_or("none");
    match cx.style.width {
        Some(_) if is_skipped => format!("{} is not for you", change.title()),
        None => format!("{}\t{word}\t{}", change.session_id(), change.title()),
        Some(_) if level.is_none() => format!("{} is not in your schedule", change.title()),
        Some(_) => {
            let star = cx.style.paint(STAR, star_sign(level));
            format!("{star} {word}  {}", change.title())
        }
    }
}
