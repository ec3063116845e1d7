//! Lengths of time, and the time up to a moment.

use crate::agenda::{Level, Moment, Session, SessionIx, format_minutes};
use crate::tui::state::Model;
use crate::tui::theme::sign;

/// Returns the minutes up to `then`. A minute that has begun counts.
pub(crate) fn minutes_until(now: Moment, then: Moment) -> i64 {
    ((then - now).num_seconds() + 59).div_euclid(60)
}

/// The attended session that starts next.
#[derive(Debug)]
pub(crate) struct NextSession {
    pub(crate) session: SessionIx,
    pub(crate) minutes: i64,
    /// The time up to its start: `12 min`.
    pub(crate) time: String,
    /// The room, or the title of a session without a room.
    pub(crate) place: String,
    /// The walk to the room leaves no more time.
    pub(crate) must_leave: bool,
}

/// Returns the next attended session within twelve hours, during the event.
pub(crate) fn next_session(model: &Model) -> Option<NextSession> {
    const SOON_MINUTES: i64 = 12 * 60;
    let now = model.time_during_event()?;
    let attended = model.plan.schedule.attended_sessions().iter();
    let sessions = attended.filter(|ix| model.level_of(**ix) == Some(Level::Attend));
    let sessions = sessions.filter_map(|ix| Some((*ix, model.agenda.sessions.get(*ix)?)));
    let ahead = |(_, session): &(SessionIx, &Session)| {
        !session.cancelled && session.start.is_some_and(|start| start > now)
    };
    let (session, next) = sessions.filter(ahead).min_by_key(|(_, session)| session.start)?;
    let minutes = minutes_until(now, next.start?);
    if minutes > SOON_MINUTES {
        return None;
    }
    let walk = model.plan.schedule.walk_minutes(&model.agenda, &model.walk_times(), session);
    Some(NextSession {
        session,
        minutes,
        time: format_minutes(u32::try_from(minutes).unwrap_or(0)),
        place: next.room.as_deref().unwrap_or(&next.title).to_owned(),
        must_leave: walk.is_some_and(|walk| walk > 0 && minutes <= i64::from(walk)),
    })
}

/// Returns true for a session that is over while the event goes on.
pub(crate) fn is_over(model: &Model, session: &Session) -> bool {
    model.time_during_event().is_some_and(|now| session.has_ended_at(now))
}

/// Returns a length in few cells: `40′`, `1 h`, `1 h 20`.
pub(crate) fn short_length(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => minutes.to_string() + sign::MINUTES,
        (hours, 0) => hours.to_string() + " h",
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}
