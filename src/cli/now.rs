//! `now` and `next`: print what runs now, and what begins next, for people, prompts and status
//! bars.

use super::args::{FilterArgs, NowArgs};
use super::context::CliContext;
use super::countdown::{
    MomentQuestion, SessionCountdown, countdown_json, describe_minutes, print_lines, session_of,
};
use super::error::{CliError, NOTHING_FOUND};
use super::json::{self, AgendaJson, MomentJson};
use super::other_plan::describe_empty_schedule;
use super::output_form::OutputForm;
use super::session_filter::SessionFilter;
use crate::agenda::{Agenda, DayError, Level, Moment, SessionIx};
use std::collections::HashMap;
use std::io::Write;

/// The time before, of and after the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EventState {
    Before,
    During,
    After,
}

/// Prints the sessions that run now or begin next.
///
/// # Errors
/// Returns a usage error for an unknown room or field, or without a time now; exit code 1 if there
/// is no session.
pub(crate) fn run(
    cx: &CliContext,
    question: MomentQuestion,
    args: &NowArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let form = OutputForm::from_args(&args.form)?;
    let now = cx.now.ok_or(DayError::NoTimeNow).map_err(CliError::usage)?;
    let filter = FilterArgs { room: args.room.clone(), mine: args.mine, ..FilterArgs::default() };
    let wanted = SessionFilter::from_args(cx, &filter)?.find_sessions(cx);
    let askable = sessions_around(cx, now, &wanted);
    let found = match question {
        MomentQuestion::Now => find_running(cx, now, &askable),
        MomentQuestion::Next => find_next(cx, now, &askable, args.mine),
    };
    let json = || answer_json(cx, question, now, &found);
    if !form.print(cx, found.iter().copied(), json, out)? {
        print_lines(cx, question, &found, out)?;
    }
    match (found.is_empty(), form) {
        (false, _) => Ok(()),
        (true, OutputForm::Lines(_)) => Err(CliError::Reported(NOTHING_FOUND)),
        (true, _) if args.mine && wanted.is_empty() && cx.plan.is_empty() => {
            Err(CliError::nothing_found(describe_empty_schedule(cx)))
        }
        (true, _) => Err(CliError::nothing_found(describe_nothing(cx, question, now, &wanted))),
    }
}

/// Returns the sessions that an answer may name: all during the event. From the first own entry to
/// the last one, before or after the event, only the entries on this side. On other days none.
fn sessions_around(cx: &CliContext, now: Moment, wanted: &[SessionIx]) -> Vec<SessionIx> {
    let state = event_state(&cx.agenda, now);
    let first = cx.agenda.programme_span().map(|(first, _)| first);
    let is_here = |ix: &SessionIx| {
        let entry = session_of(cx, *ix).filter(|session| session.is_own());
        entry.is_some_and(|entry| state == EventState::After || entry.start < first)
    };
    let with_entries = state_in(&cx.agenda, cx.agenda.time_span(), now);
    match (state, with_entries) {
        (EventState::During, _) => wanted.to_vec(),
        (_, EventState::During) => wanted.iter().copied().filter(is_here).collect(),
        _ => Vec::new(),
    }
}

/// Returns the sessions that run at `now`: mine first, then in the order of rooms.
fn find_running(cx: &CliContext, now: Moment, wanted: &[SessionIx]) -> Vec<SessionCountdown> {
    let runs = |ix: &&SessionIx| session_of(cx, **ix).is_some_and(|session| session.runs_at(now));
    let mut running: Vec<SessionIx> = wanted.iter().filter(runs).copied().collect();
    running.sort_by_key(|ix| (mark_rank(cx, *ix), first_room(cx, *ix)));
    running.into_iter().map(|ix| SessionCountdown::running(cx, ix, now)).collect()
}

/// Returns my next sessions, and unless only mine are wanted, the next session of each room on the
/// same day of the programme as the first of them.
fn find_next(
    cx: &CliContext,
    now: Moment,
    wanted: &[SessionIx],
    only_mine: bool,
) -> Vec<SessionCountdown> {
    let start_of = |ix: SessionIx| {
        let session = session_of(cx, ix).filter(|session| !session.cancelled)?;
        session.start.filter(|start| *start > now && !session.all_day)
    };
    let later: Vec<(Moment, SessionIx)> =
        wanted.iter().filter_map(|ix| Some((start_of(*ix)?, *ix))).collect();
    let mine = later.iter().filter(|(_, ix)| cx.schedule.level_of(*ix).is_some());
    let first_of_mine = mine.map(|(start, _)| *start).min();
    let is_mine_next = |start: Moment, ix: SessionIx| {
        Some(start) == first_of_mine && cx.schedule.level_of(ix).is_some()
    };
    let day_of = |ix: SessionIx| session_of(cx, ix).and_then(|session| session.day);
    let day = later.iter().min_by_key(|(start, _)| *start).and_then(|(_, ix)| day_of(*ix));
    let mut begins: HashMap<Option<usize>, Moment> = HashMap::new();
    let mut next: Vec<(Moment, SessionIx)> = Vec::new();
    for (start, ix) in later {
        let is_today = day == day_of(ix);
        let mut rooms = rooms_of(cx, ix);
        rooms.retain(|room| is_today && *begins.entry(*room).or_insert(start) == start);
        let is_first = !rooms.is_empty();
        if is_mine_next(start, ix) || (is_first && !only_mine) {
            next.push((start, ix));
        }
    }
    next.sort_by_key(|(start, ix)| {
        let rank = if is_mine_next(*start, *ix) { mark_rank(cx, *ix) } else { 2 };
        (rank, *start, first_room(cx, *ix))
    });
    let timed = next.into_iter();
    timed.map(|(start, ix)| SessionCountdown::beginning(cx, ix, start, now)).collect()
}

/// Returns the session that begins first: of several at one time, one of mine.
fn find_soonest(cx: &CliContext, now: Moment, wanted: &[SessionIx]) -> Option<SessionCountdown> {
    find_next(cx, now, wanted, false).into_iter().min_by_key(|next| next.minutes)
}

/// Returns the rooms of a session. All sessions without a room have one place.
fn rooms_of(cx: &CliContext, ix: SessionIx) -> Vec<Option<usize>> {
    let rooms = session_of(cx, ix).map(|session| session.rooms.as_slice()).unwrap_or_default();
    if rooms.is_empty() { vec![None] } else { rooms.iter().copied().map(Some).collect() }
}

/// Returns the place of a session in the order of rooms. A session without a room comes last.
fn first_room(cx: &CliContext, ix: SessionIx) -> usize {
    rooms_of(cx, ix).into_iter().flatten().min().unwrap_or(usize::MAX)
}

fn mark_rank(cx: &CliContext, ix: SessionIx) -> u8 {
    match cx.schedule.level_of(ix) {
        Some(Level::Attend) => 0,
        Some(Level::Maybe) => 1,
        None => 2,
    }
}

/// Returns [`EventState::Before`] until the first day of the programme. Own entries before and
/// after the programme are no part of the event.
fn event_state(agenda: &Agenda, now: Moment) -> EventState {
    state_in(agenda, agenda.programme_span(), now)
}

/// Returns true after the last session and the last own entry.
pub(crate) fn is_all_over(agenda: &Agenda, now: Moment) -> bool {
    state_in(agenda, agenda.time_span(), now) == EventState::After
}

/// Returns the state of the event from the first day to the end of `span`.
fn state_in(agenda: &Agenda, span: Option<(Moment, Moment)>, now: Moment) -> EventState {
    match span {
        Some((first, _)) if agenda.date_of(now) < agenda.date_of(first) => EventState::Before,
        Some((_, end)) if now < end => EventState::During,
        _ => EventState::After,
    }
}

/// Returns a sentence for an empty answer: when the event begins, when it ended, or what comes
/// next.
pub(crate) fn describe_nothing(
    cx: &CliContext,
    question: MomentQuestion,
    now: Moment,
    wanted: &[SessionIx],
) -> String {
    let name = &cx.agenda.name;
    let Some((first, end)) = cx.agenda.programme_span() else {
        return format!("no session of {name} has a time");
    };
    let time = |at| cx.clock.local_time(&cx.agenda, at).format("%a %-d %b %Y %H:%M").to_string();
    match (event_state(&cx.agenda, now), question) {
        (EventState::Before, _) => {
            let days = (cx.agenda.date_of(first) - cx.agenda.date_of(now)).num_days();
            let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            format!("{name} begins in {days}: {}", time(first))
        }
        (EventState::After, _) => format!("{name} ended on {}", time(end)),
        (EventState::During, MomentQuestion::Next) => "no further session begins".to_owned(),
        (EventState::During, MomentQuestion::Now) => match find_soonest(cx, now, wanted) {
            Some(next) => {
                let title = session_of(cx, next.ix).map(|session| session.title.to_string());
                let minutes = next.minutes.map(describe_minutes).unwrap_or_default();
                format!("nothing runs now. In {minutes}: {}", title.unwrap_or_default())
            }
            None => "nothing runs now".to_owned(),
        },
    }
}

fn answer_json<'a>(
    cx: &'a CliContext,
    question: MomentQuestion,
    now: Moment,
    found: &[SessionCountdown],
) -> AgendaJson<'a> {
    let mut answer = json::agenda_json(cx, &[]);
    let time = |at| cx.clock.iso_time(&cx.agenda, at);
    let span = cx.agenda.programme_span();
    answer.moment = Some(MomentJson {
        now: time(now),
        state: match event_state(&cx.agenda, now) {
            EventState::Before => "before",
            EventState::During => "during",
            EventState::After => "after",
        },
        begins: span.map(|(first, _)| time(first)),
        ends: span.map(|(_, end)| time(end)),
    });
    answer.sessions.extend(found.iter().filter_map(|timed| countdown_json(cx, question, timed)));
    answer
}
