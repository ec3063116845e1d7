//! Sessions with the minutes that are left or to go: lines, fields and JSON.

use super::context::CliContext;
use super::error::CliError;
use super::json::{CountdownJson, SessionJson, session_json};
use super::sentences::session_sentence;
use super::table::{RowMarks, TableColumns, star_sign, tab_fields};
use crate::agenda::{Level, Moment, Session, SessionIx, format_minutes};
use crate::config::LineField;
use crate::text::{pad, width};
use std::io::Write;

const DAY_MINUTES: i64 = 24 * 60;

/// The question of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MomentQuestion {
    Now,
    Next,
}

/// A session of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SessionCountdown {
    pub(crate) ix: SessionIx,
    /// The minutes that are left, or to go. `None` for a session that runs and has no known end.
    /// Negative for a session that has begun, in the answer of `next --watch`.
    pub(crate) minutes: Option<i64>,
    /// The minutes of the walk to the session, if they are known.
    pub(crate) walk: Option<u32>,
}

impl SessionCountdown {
    /// Returns a session that runs at `now`, with the minutes that are left.
    pub(crate) fn running(cx: &CliContext, ix: SessionIx, now: Moment) -> SessionCountdown {
        let end = session_of(cx, ix).and_then(Session::end);
        SessionCountdown { ix, minutes: end.map(|end| minutes_between(now, end)), walk: None }
    }

    /// Returns a session that begins at `start`, with the minutes to go.
    pub(crate) fn beginning(
        cx: &CliContext,
        ix: SessionIx,
        start: Moment,
        now: Moment,
    ) -> SessionCountdown {
        let walk = cx.schedule.walk_minutes(&cx.agenda, &cx.walk, ix);
        SessionCountdown { ix, minutes: Some(minutes_between(now, start)), walk }
    }

    /// Returns a session with the minutes that are left if it runs, or to go. A session that is
    /// over has none, and neither has an agenda without a time now.
    fn at_now(cx: &CliContext, ix: SessionIx) -> SessionCountdown {
        let session = session_of(cx, ix);
        let start = session.and_then(|session| session.start);
        match (cx.now, start) {
            (Some(now), Some(start)) if now < start => {
                SessionCountdown::beginning(cx, ix, start, now)
            }
            (Some(now), _) if session.is_some_and(|session| session.runs_at(now)) => {
                SessionCountdown::running(cx, ix, now)
            }
            _ => SessionCountdown { ix, minutes: None, walk: None },
        }
    }

    /// Returns true if a person has to leave now for an attended session.
    pub(crate) fn must_leave(&self, cx: &CliContext) -> bool {
        let walk = self.walk.map(i64::from).filter(|walk| *walk > 0);
        cx.schedule.level_of(self.ix) == Some(Level::Attend)
            && self.minutes.zip(walk).is_some_and(|(minutes, walk)| 0 < minutes && minutes <= walk)
    }
}

/// Returns the sessions with the minutes that are left or to go.
pub(crate) fn countdowns(
    cx: &CliContext,
    sessions: &[SessionIx],
) -> impl Iterator<Item = SessionCountdown> {
    sessions.iter().map(|ix| SessionCountdown::at_now(cx, *ix))
}

pub(crate) fn session_of(cx: &CliContext, ix: SessionIx) -> Option<&Session> {
    cx.agenda.sessions.get(ix)
}

/// Returns the minutes from `now` until `then`. A minute that has begun counts.
fn minutes_between(now: Moment, then: Moment) -> i64 {
    ((then - now).num_seconds() + 59).div_euclid(60)
}

/// Returns `25 min`, `2 h 05`, `1 day` or `3 days`, and `-5 min` for the past.
pub(crate) fn describe_minutes(minutes: i64) -> String {
    match minutes / DAY_MINUTES {
        _ if minutes < 0 => format!("-{}", describe_minutes(-minutes)),
        0 => format_minutes(u32::try_from(minutes).unwrap_or_default()),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// Returns the time that is left or to go, as a person reads it.
pub(crate) fn describe_countdown(
    cx: &CliContext,
    question: MomentQuestion,
    timed: &SessionCountdown,
) -> String {
    let minutes = timed.minutes.unwrap_or_default();
    let leave = if timed.must_leave(cx) { ", leave now" } else { "" };
    match (question, timed.minutes.map(describe_minutes)) {
        (MomentQuestion::Now, Some(time)) => format!("{time} left"),
        (MomentQuestion::Now, None) => "end unknown".to_owned(),
        (MomentQuestion::Next, _) if minutes < 0 => {
            format!("began {} ago", describe_minutes(-minutes))
        }
        (MomentQuestion::Next, _) if minutes == 0 => "begins now".to_owned(),
        (MomentQuestion::Next, time) => format!("in {}{leave}", time.unwrap_or_default()),
    }
}

/// Prints a line for each session.
///
/// # Errors
/// Returns an error if the lines cannot be written.
pub(crate) fn print_lines(
    cx: &CliContext,
    question: MomentQuestion,
    found: &[SessionCountdown],
    out: &mut impl Write,
) -> Result<(), CliError> {
    let phrases: Vec<String> =
        found.iter().map(|timed| describe_countdown(cx, question, timed)).collect();
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
pub(crate) fn field_text(cx: &CliContext, timed: &SessionCountdown, field: LineField) -> String {
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
        LineField::Walk => timed.walk.map(|walk| walk.to_string()),
        LineField::Mark => Some(star_sign(cx.schedule.level_of(ix)).trim().to_owned()),
        LineField::Id => Some(session.id.to_string()),
    };
    text.unwrap_or_default()
}

/// Returns a session with its countdown as JSON.
pub(crate) fn countdown_json<'a>(
    cx: &'a CliContext,
    question: MomentQuestion,
    timed: &SessionCountdown,
) -> Option<SessionJson<'a>> {
    let mut session = session_json(cx, timed.ix)?;
    session.walk_minutes = timed.walk;
    session.countdown = Some(match question {
        MomentQuestion::Now => CountdownJson::MinutesLeft(timed.minutes),
        MomentQuestion::Next => CountdownJson::MinutesToGo(timed.minutes),
    });
    Some(session)
}
