//! The free time of a day, and the sessions that fit best into it.

use super::attended::AttendedTime;
use super::overlap::{GAP_MIN_MINUTES, Gap};
use super::schedule::Schedule;
use crate::agenda::{Agenda, Level, Moment, Seats, Session, SessionIx};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Sessions longer than this many minutes run beside others: they neither begin nor end a day, and
/// a break during them is a break for everybody else.
const LONG_MINUTES: u32 = 180;

impl Schedule {
    /// Returns the free time of a day in time order, from its first to its last session: the time
    /// without attended sessions and without [`common_breaks`]. `day` is a position in
    /// [`Agenda::days`]. A gap has at least [`GAP_MIN_MINUTES`] minutes.
    pub fn find_free_time(&self, agenda: &Agenda, day: usize) -> Vec<Gap> {
        self.find_free_time_of(agenda, &DayFrame::new(agenda, day))
    }

    /// Returns [`Schedule::find_free_time`] of the day of a [`DayFrame`].
    pub(crate) fn find_free_time_of(&self, agenda: &Agenda, day: &DayFrame) -> Vec<Gap> {
        let Some(span) = day.span else { return Vec::new() };
        let attended = AttendedTime::sessions_between(self.attended_times(), span.start, span.end);
        let taken = attended.iter().chain(&day.breaks);
        let mut taken: Vec<Gap> =
            taken.filter_map(|ix| time_of(agenda.sessions.get(*ix)?)).collect();
        taken.sort_unstable_by_key(|time| (time.start, time.end));
        let end = Gap { start: span.end, end: span.end };
        let mut free_from = span.start;
        let mut gaps = Vec::new();
        for time in taken.into_iter().chain([end]) {
            let gap = Gap { start: free_from, end: time.start.min(span.end) };
            if gap.duration_minutes() >= GAP_MIN_MINUTES {
                gaps.push(gap);
            }
            free_from = free_from.max(time.end);
        }
        gaps
    }

    /// Returns the sessions that fit into `gap`, the best first, without breaks and without those
    /// that are not for this person: sessions marked as maybe, then sessions with seats, then
    /// sessions of the tracks that are attended most, then
    /// longer ones unless `gap` [is long](Gap::is_long), then earlier ones.
    pub fn rank_fitting(&self, agenda: &Agenda, gap: &Gap) -> Vec<SessionIx> {
        let mut fitting = gap.fitting_sessions(agenda);
        fitting.retain(|ix| {
            let session = agenda.sessions.get(*ix);
            session.is_some_and(|known| !known.kind.is_band()) && !self.is_skipped(*ix)
        });
        let attended = self.attended_sessions().iter();
        let is_long = gap.is_long();
        let mut attended_of_track: HashMap<usize, usize> = HashMap::new();
        for track in attended.filter_map(|ix| agenda.sessions.get(*ix)?.track) {
            *attended_of_track.entry(track).or_default() += 1;
        }
        fitting.sort_by_cached_key(|ix| {
            let session = agenda.sessions.get(*ix);
            let track = session.and_then(|session| session.track);
            let alike = track.and_then(|track| attended_of_track.get(&track)).copied();
            (
                self.level_of(*ix) != Some(Level::Maybe),
                session.is_some_and(|session| session.seats == Some(Seats::Full)),
                Reverse(alike),
                Reverse(session.and_then(|session| session.minutes).filter(|_| !is_long)),
                *ix,
            )
        });
        fitting
    }
}

impl Gap {
    /// Returns true for free time of more than three hours: several sessions have room in it, and
    /// the longest is not the best.
    pub fn is_long(&self) -> bool {
        self.duration_minutes() > i64::from(LONG_MINUTES)
    }
}

/// Returns the breaks and socials of a day from its first talk on during which nothing else
/// begins, runs or ends, but for sessions of more than three hours. `day` is a position in
/// [`Agenda::days`].
pub fn common_breaks(agenda: &Agenda, day: usize) -> Vec<SessionIx> {
    DayTimes::new(agenda, day).common_breaks()
}

/// The facts about a day that decide its free time, for any marks.
#[derive(Debug, Clone)]
pub(crate) struct DayFrame {
    /// The time in which free time is found. `None`: no session has a time.
    span: Option<Gap>,
    /// See [`common_breaks`].
    pub(crate) breaks: Vec<SessionIx>,
}

impl DayFrame {
    /// Returns the frame of a day. `day` is a position in [`Agenda::days`].
    pub(crate) fn new(agenda: &Agenda, day: usize) -> DayFrame {
        let times = DayTimes::new(agenda, day);
        DayFrame { span: times.span(), breaks: times.common_breaks() }
    }
}

/// The sessions of a day with their times, without cancelled ones. The ends of thousands of
/// sessions are computed once.
struct DayTimes<'a> {
    sessions: Vec<(SessionIx, &'a Session, Gap)>,
}

impl<'a> DayTimes<'a> {
    fn new(agenda: &'a Agenda, day: usize) -> DayTimes<'a> {
        let range = agenda.days.get(day).map(|day| day.sessions.clone()).unwrap_or_default();
        let sessions = range.filter_map(|ix| {
            let session = agenda.sessions.get(ix)?;
            Some((ix, session, time_of(session)?))
        });
        DayTimes { sessions: sessions.collect() }
    }

    /// Returns the times of the talks of at most three hours.
    fn talks(&self) -> impl Iterator<Item = Gap> + '_ {
        let sessions = self.sessions.iter();
        let talks = sessions.filter(|(_, known, _)| is_short(known) && !known.kind.is_band());
        talks.map(|(_, _, time)| *time)
    }

    /// See [`common_breaks`].
    fn common_breaks(&self) -> Vec<SessionIx> {
        let talks: Vec<Gap> = self.talks().collect();
        // The sessions of an agenda are in time order.
        let first = talks.first().map(|talk| talk.start);
        let latest_ends: Vec<Moment> = talks
            .iter()
            .scan(None, |latest: &mut Option<Moment>, talk| {
                *latest = (*latest).max(Some(talk.end));
                *latest
            })
            .collect();
        let is_alone = |time: Gap| {
            let before_end = talks.partition_point(|talk| talk.start < time.end);
            let latest = before_end.checked_sub(1).and_then(|last| latest_ends.get(last));
            first.is_none_or(|first| first <= time.start)
                && latest.is_none_or(|latest| *latest <= time.start)
        };
        let sessions = self.sessions.iter();
        let breaks = sessions.filter(|(_, known, _)| known.kind.is_band() && is_short(known));
        breaks.filter(|(_, _, time)| is_alone(*time)).map(|(ix, _, _)| *ix).collect()
    }

    /// Returns the time from the first start of a short session to the last end of one, or of all
    /// sessions if none is short. Breaks before the first talk are not part of it.
    fn span(&self) -> Option<Gap> {
        let short = self.sessions.iter().filter(|(_, known, _)| is_short(known));
        let all = || self.sessions.iter().map(|(_, _, time)| *time);
        let all = join_times(short.map(|(_, _, time)| *time)).or_else(|| join_times(all()))?;
        let talks = join_times(self.talks());
        Some(Gap { start: talks.map_or(all.start, |talks| talks.start), end: all.end })
    }
}

/// Returns the time from the first start to the last end.
fn join_times(times: impl Iterator<Item = Gap>) -> Option<Gap> {
    times.reduce(|all, time| Gap { start: all.start.min(time.start), end: all.end.max(time.end) })
}

/// Returns the time of a session that is not cancelled.
fn time_of(session: &Session) -> Option<Gap> {
    let times: Option<(Moment, Moment)> = session.start_and_end().filter(|_| !session.cancelled);
    times.map(|(start, end)| Gap { start, end })
}

fn is_short(session: &Session) -> bool {
    session.minutes.is_some_and(|minutes| minutes <= LONG_MINUTES) && !session.cancelled
}
