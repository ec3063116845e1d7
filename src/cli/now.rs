//! `now` and `next`: print what runs now, and what begins next, for people, prompts and status
//! bars.

use super::args::{FilterArgs, NowArgs};
use super::context::CliContext;
use super::error::{CliError, NOTHING_FOUND};
use super::json::{self, AgendaJson, CountdownJson, MomentJson};
use super::line_format::LineFormat;
use super::sentences::session_sentence;
use super::session_filter::SessionFilter;
use super::table::{RowMarks, TableColumns, star_sign, tab_fields};
use crate::agenda::{Agenda, DayError, Level, Moment, Session, SessionIx, format_minutes};
use crate::text::{pad, width};
use std::collections::HashMap;
use std::io::Write;

const DAY_MINUTES: i64 = 24 * 60;

/// A column that `--format` can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineField {
    Minutes,
    In,
    Title,
    Room,
    Start,
    End,
    Day,
    People,
    Track,
    Kind,
    Mark,
    Id,
}

const FIELDS: &[(&str, LineField)] = &[
    ("minutes", LineField::Minutes),
    ("in", LineField::In),
    ("title", LineField::Title),
    ("room", LineField::Room),
    ("start", LineField::Start),
    ("end", LineField::End),
    ("day", LineField::Day),
    ("people", LineField::People),
    ("track", LineField::Track),
    ("kind", LineField::Kind),
    ("mark", LineField::Mark),
    ("id", LineField::Id),
];

/// The question of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MomentQuestion {
    Now,
    Next,
}

/// A session of the answer.
struct SessionCountdown {
    ix: SessionIx,
    /// The minutes that are left, or to go. `None` for a session that runs and has no known end.
    minutes: Option<i64>,
}

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
    let format = args.format.as_deref().map(|text| LineFormat::parse(text, FIELDS)).transpose()?;
    let now = cx.now.ok_or(DayError::NoTimeNow).map_err(CliError::usage)?;
    let filter = FilterArgs { room: args.room.clone(), mine: args.mine, ..FilterArgs::default() };
    let wanted = SessionFilter::from_args(cx, &filter)?.find_sessions(cx);
    let found = match (question, event_state(&cx.agenda, now)) {
        (MomentQuestion::Now, EventState::During) => find_running(cx, now, &wanted),
        (MomentQuestion::Next, EventState::During) => find_next(cx, now, &wanted, args.mine),
        _ => Vec::new(),
    };
    if args.json {
        json::write_json(out, &answer_json(cx, question, now, &found))?;
    } else if let Some(format) = &format {
        for timed in &found {
            writeln!(out, "{}", format.fill(|field| field_text(cx, timed, field)))?;
        }
    } else {
        print_lines(cx, question, &found, out)?;
    }
    match (found.is_empty(), format) {
        (false, _) => Ok(()),
        (true, Some(_)) => Err(CliError::Reported(NOTHING_FOUND)),
        (true, None) => Err(CliError::nothing_found(describe_nothing(cx, question, now, &wanted))),
    }
}

/// Returns the sessions that run at `now`: mine first, then in the order of rooms.
fn find_running(cx: &CliContext, now: Moment, wanted: &[SessionIx]) -> Vec<SessionCountdown> {
    let runs = |ix: &&SessionIx| session_of(cx, **ix).is_some_and(|session| session.runs_at(now));
    let mut running: Vec<SessionIx> = wanted.iter().filter(runs).copied().collect();
    running.sort_by_key(|ix| (mark_rank(cx, *ix), first_room(cx, *ix)));
    let timed = running.into_iter().map(|ix| SessionCountdown {
        ix,
        minutes: session_of(cx, ix).and_then(Session::end).map(|end| minutes_between(now, end)),
    });
    timed.collect()
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
    let day = later.iter().map(|(start, _)| *start).min().map(|start| cx.agenda.date_of(start));
    let mut begins: HashMap<Option<usize>, Moment> = HashMap::new();
    let mut next: Vec<(Moment, SessionIx)> = Vec::new();
    for (start, ix) in later {
        let is_today = day == Some(cx.agenda.date_of(start));
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
    timed
        .map(|(start, ix)| SessionCountdown { ix, minutes: Some(minutes_between(now, start)) })
        .collect()
}

fn session_of(cx: &CliContext, ix: SessionIx) -> Option<&Session> {
    cx.agenda.sessions.get(ix)
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

/// Returns the minutes from `now` until `then`. A minute that has begun counts.
fn minutes_between(now: Moment, then: Moment) -> i64 {
    ((then - now).num_seconds() + 59).div_euclid(60)
}

/// Returns [`EventState::Before`] until the first day of the programme.
fn event_state(agenda: &Agenda, now: Moment) -> EventState {
    match agenda.time_span() {
        Some((first, _)) if agenda.date_of(now) < agenda.date_of(first) => EventState::Before,
        Some((_, end)) if now < end => EventState::During,
        _ => EventState::After,
    }
}

/// Returns a sentence for an empty answer: when the event begins, when it ended, or what comes
/// next.
fn describe_nothing(
    cx: &CliContext,
    question: MomentQuestion,
    now: Moment,
    wanted: &[SessionIx],
) -> String {
    let name = &cx.agenda.name;
    let Some((first, end)) = cx.agenda.time_span() else {
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
        (EventState::During, MomentQuestion::Now) => match &find_next(cx, now, wanted, false)[..] {
            [next, ..] => {
                let title = session_of(cx, next.ix).map(|session| session.title.to_string());
                let minutes = next.minutes.map(describe_minutes).unwrap_or_default();
                format!("nothing runs now. In {minutes}: {}", title.unwrap_or_default())
            }
            [] => "nothing runs now".to_owned(),
        },
    }
}

/// Returns `25 min`, `2 h 05`, `1 day` or `3 days`.
fn describe_minutes(minutes: i64) -> String {
    match minutes / DAY_MINUTES {
        0 => format_minutes(u32::try_from(minutes).unwrap_or_default()),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// Returns the time that is left or to go, as a person reads it.
fn describe_countdown(question: MomentQuestion, timed: &SessionCountdown) -> String {
    match (question, timed.minutes.map(describe_minutes)) {
        (MomentQuestion::Now, Some(minutes)) => format!("{minutes} left"),
        (MomentQuestion::Now, None) => "end unknown".to_owned(),
        (MomentQuestion::Next, minutes) => format!("in {}", minutes.unwrap_or_default()),
    }
}

fn print_lines(
    cx: &CliContext,
    question: MomentQuestion,
    found: &[SessionCountdown],
    out: &mut impl Write,
) -> Result<(), CliError> {
    let phrases: Vec<String> =
        found.iter().map(|timed| describe_countdown(question, timed)).collect();
    let phrase_width = phrases.iter().map(|phrase| width(phrase)).max().unwrap_or(0);
    let sessions: Vec<SessionIx> = found.iter().map(|timed| timed.ix).collect();
    let left = |width: usize| width.saturating_sub(phrase_width + 2);
    let columns = cx.style.width.map(|width| TableColumns::for_days(cx, &sessions, left(width)));
    for (timed, phrase) in found.iter().zip(&phrases) {
        if let Some(session) = session_of(cx, timed.ix).filter(|_| cx.style.sentences) {
            writeln!(out, "{phrase}: {}", session_sentence(cx, timed.ix, session))?;
        } else if let Some(columns) = &columns {
            let row = columns.format_row(cx, timed.ix, &RowMarks::default());
            writeln!(out, "{}  {row}", pad(phrase, phrase_width))?;
        } else {
            let minutes = timed.minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
            writeln!(out, "{}\t{minutes}", tab_fields(cx, timed.ix).join("\t"))?;
        }
    }
    Ok(())
}

/// Returns the text of a field of `--format`.
fn field_text(cx: &CliContext, timed: &SessionCountdown, field: LineField) -> String {
    let (agenda, ix) = (&cx.agenda, timed.ix);
    let Some(session) = session_of(cx, ix) else { return String::new() };
    let clock = |at: Option<Moment>| at.map(|at| cx.clock.hour_minute(agenda, at));
    let text = match field {
        LineField::Minutes => timed.minutes.map(|minutes| minutes.to_string()),
        LineField::In => timed.minutes.map(describe_minutes),
        LineField::Title => Some(session.title.to_string()),
        LineField::Room => session.room.as_ref().map(ToString::to_string),
        LineField::Start => clock(session.start),
        LineField::End => clock(session.end()),
        LineField::Day => {
            let day = session.day.and_then(|day| agenda.days.get(day));
            day.map(|day| day.date.format("%a").to_string())
        }
        LineField::People => Some(agenda.presenter_names(session)),
        LineField::Track => {
            let track = session.track.and_then(|track| agenda.tracks.get(track));
            track.map(|track| track.name.to_string())
        }
        LineField::Kind => Some(session.kind.word().to_owned()),
        LineField::Mark => Some(star_sign(cx.schedule.level_of(ix)).trim().to_owned()),
        LineField::Id => Some(session.id.to_string()),
    };
    text.unwrap_or_default()
}

fn answer_json<'a>(
    cx: &'a CliContext,
    question: MomentQuestion,
    now: Moment,
    found: &[SessionCountdown],
) -> AgendaJson<'a> {
    let mut answer = json::agenda_json(cx, &[]);
    let time = |at| cx.clock.iso_time(&cx.agenda, at);
    let span = cx.agenda.time_span();
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
    for timed in found {
        let Some(mut session) = json::session_json(cx, timed.ix) else { continue };
        session.countdown = Some(match question {
            MomentQuestion::Now => CountdownJson::MinutesLeft(timed.minutes),
            MomentQuestion::Next => CountdownJson::MinutesToGo(timed.minutes),
        });
        answer.sessions.push(session);
    }
    answer
}
