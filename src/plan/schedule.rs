//! A plan laid over an agenda: which session each mark means, what clashes, what is free, and what
//! has changed.

use super::matching::{find, same_start};
use super::{Change, Mark, Plan};
use crate::agenda::{Agenda, Clean, Level, Moment, Session, SessionIx, format_minutes};
use chrono::{DateTime, Utc};

/// The shortest free time that is a [`Gap`], in minutes. Less is the walk from one room to the
/// next.
pub const GAP_MIN_MINUTES: i64 = 10;

/// A plan as it falls on one agenda. Made by [`Plan::on`], anew whenever either changes; its
/// positions are those of that agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// By position of the session.
    levels: Vec<Option<Level>>,
    /// Sessions marked `attend` that have a time and are not cancelled, in time order.
    attended: Vec<SessionIx>,
    /// Every mark that stands, and its session.
    matches: Vec<MarkMatch>,
}

/// A mark that stands, and the session of the agenda that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkMatch {
    pub mark: Mark,
    /// `None`: no session of the agenda is it.
    pub session: Option<SessionIx>,
}

/// An attended session whose time overlaps that of another session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    pub session: SessionIx,
    /// How long both run, at least 1.
    pub minutes: u32,
}

/// Two sessions marked `attend` whose times overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// The one that starts first.
    pub first: SessionIx,
    pub second: SessionIx,
    /// How long both run, at least 1.
    pub minutes: u32,
}

/// Free time between two sessions that I attend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub start: Moment,
    pub end: Moment,
}

/// What the agenda has done to the session of a mark. The mark has everything as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub mark: Mark,
    /// The session as it is now; `None` exactly where it is gone.
    pub session: Option<SessionIx>,
    pub kind: ShiftKind,
}

/// A way in which a session can differ from its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftKind {
    /// It has another id and was found by its title.
    Renumbered,
    /// It has another title and was found by its id.
    Retitled,
    /// It starts at another time, or has a time now, or has none any more.
    Moved,
    /// It takes longer, or less long, or nobody knows any more how long.
    Resized,
    /// It is in another room.
    Relocated,
    Cancelled,
    /// It was cancelled when it was marked, and is held after all.
    Reinstated,
    /// No session of the agenda is it. The mark stays.
    Gone,
}

impl Plan {
    /// Finds the session of each mark that stands, as [`super::matching`] says.
    pub fn schedule_for(&self, agenda: &Agenda) -> Schedule {
        let marks = self.active_marks();
        let sessions = find(&marks, agenda);
        let matches: Vec<MarkMatch> = marks
            .into_iter()
            .zip(sessions)
            .map(|(mark, session)| MarkMatch { mark: mark.clone(), session })
            .collect();
        let mut levels = vec![None; agenda.sessions.len()];
        for MarkMatch { mark, session } in &matches {
            if let Some(level) = session.and_then(|ix| levels.get_mut(ix)) {
                *level = mark.level;
            }
        }
        let counts = |session: &Session| session.start.is_some() && !session.cancelled;
        let attended = (0..)
            .zip(levels.iter().zip(&agenda.sessions))
            .filter(|(_, (level, session))| **level == Some(Level::Attend) && counts(session))
            .map(|(ix, _)| ix)
            .collect();
        Schedule { levels, attended, matches }
    }
}

impl Schedule {
    /// The level of a session, also where it was marked under another id.
    pub fn level_of(&self, session: SessionIx) -> Option<Level> {
        self.levels.get(session).copied().flatten()
    }

    /// Every mark that stands, and the session that it means; `None`: that is gone.
    pub fn mark_matches(&self) -> &[MarkMatch] {
        &self.matches
    }

    /// The sessions that I attend: with a time, not cancelled, in time order.
    pub fn attended_sessions(&self) -> &[SessionIx] {
        &self.attended
    }

    /// What gives the session this level: one change, and one more for each mark of it under an id
    /// that it no longer has. Where ids have shifted, the mark of another session may stand under
    /// its id: that is kept under the id of its own session. Setting the level that it has takes
    /// note of the session as it is now, and it counts as changed no longer.
    #[must_use]
    pub fn set_level(
        &self,
        agenda: &Agenda,
        session: SessionIx,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        let Some(now_is) = agenda.sessions.get(session) else {
            return Vec::new();
        };
        let mut next = Some(Change::set_level(agenda, now_is, level, now));
        let mut changes: Vec<Change> = Vec::new();
        while let Some(change) = next {
            next = self.displaced(agenda, change.session_id(), session, now);
            changes.push(change);
        }
        let taken_back: Vec<Change> = self
            .matches
            .iter()
            .filter(|found| found.session == Some(session))
            .map(|found| &found.mark)
            .filter(|mark| mark.session != now_is.id)
            .filter(|mark| changes.iter().all(|change| *change.session_id() != mark.session))
            .map(|mark| mark.change_level(None, now))
            .collect();
        changes.extend(taken_back);
        changes
    }

    /// The mark that stands under that id and means another session than `not`, put under the id of
    /// its own; where that is gone, under one that no session has.
    fn displaced(
        &self,
        agenda: &Agenda,
        id: &Clean,
        not: SessionIx,
        now: DateTime<Utc>,
    ) -> Option<Change> {
        let MarkMatch { mark, session } =
            self.matches.iter().find(|found| found.mark.session == *id)?;
        let own = match *session {
            Some(session) if session == not => return None,
            Some(session) => agenda.sessions.get(session)?.id.clone(),
            None => {
                let is_free = |id: &Clean| {
                    agenda.find_session(id).is_none()
                        && self.matches.iter().all(|found| found.mark.session != *id)
                };
                (1..).map(|nth| Clean::line(format!("{id}-gone-{nth}"))).find(is_free)?
            }
        };
        (own != *id).then(|| Mark { session: own, ..mark.clone() }.change_level(mark.level, now))
    }

    /// All pairs of attended sessions that overlap, in time order.
    pub fn find_clashes(&self, agenda: &Agenda) -> Vec<Clash> {
        let mut clashes = Vec::new();
        for (rank, &a) in self.attended.iter().enumerate() {
            let Some((first, end)) =
                agenda.sessions.get(a).and_then(|s| Some((s, s.start_and_end()?.1)))
            else {
                continue;
            };
            for &b in &self.attended[rank + 1..] {
                let Some(second) = agenda.sessions.get(b) else { continue };
                // What takes a whole date comes after the night that it begins in.
                if second.start.is_some_and(|start| start >= end) && second.day > first.day {
                    break;
                }
                let minutes = first.overlap_minutes(second);
                if minutes > 0 {
                    clashes.push(Clash { first: a, second: b, minutes });
                }
            }
        }
        clashes
    }

    /// The attended sessions, other than itself, that a session overlaps, and for how many minutes.
    /// A session that is cancelled clashes with nothing.
    pub fn find_overlaps(&self, agenda: &Agenda, session: SessionIx) -> Vec<Overlap> {
        let Some(this) = agenda.sessions.get(session).filter(|s| !s.cancelled) else {
            return Vec::new();
        };
        let others = self.attended.iter().copied().filter(|&ix| ix != session);
        others
            .filter_map(|ix| {
                let minutes = agenda.sessions.get(ix)?.overlap_minutes(this);
                (minutes > 0).then_some(Overlap { session: ix, minutes })
            })
            .collect()
    }

    /// Free time of at least [`GAP_MIN_MINUTES`] minutes between the sessions that I attend on one day, by
    /// its position in [`Agenda::days`]. What is before the first and after the last is not a gap.
    pub fn find_gaps(&self, agenda: &Agenda, day: usize) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut free_from: Option<Moment> = None;
        let today = self
            .attended
            .iter()
            .filter_map(|&ix| agenda.sessions.get(ix))
            .filter(|s| s.day == Some(day));
        for (start, end) in today.filter_map(Session::start_and_end) {
            if let Some(free) =
                free_from.filter(|free| (start - *free).num_minutes() >= GAP_MIN_MINUTES)
            {
                gaps.push(Gap { start: free, end: start });
            }
            free_from = free_from.max(Some(end));
        }
        gaps
    }

    /// What the agenda has done to the sessions of marks that stand, in the order of the marks; of
    /// one session it may be several things.
    pub fn find_shifts(&self, agenda: &Agenda) -> Vec<Shift> {
        let mut shifts = Vec::new();
        for MarkMatch { mark, session: ix } in &self.matches {
            let mut tell =
                |what| shifts.push(Shift { mark: mark.clone(), session: *ix, kind: what });
            let Some(session) = ix.and_then(|ix| agenda.sessions.get(ix)) else {
                tell(ShiftKind::Gone);
                continue;
            };
            // A plan written by hand may give an id only, and an old one no room and no length.
            let titled = !mark.title.is_empty();
            let room = session.room.clone().unwrap_or_default();
            let longer = mark.minutes.is_some() && mark.minutes != session.minutes;
            for (what, is) in [
                (ShiftKind::Renumbered, session.id != mark.session),
                (ShiftKind::Retitled, titled && session.title != mark.title),
                (
                    ShiftKind::Moved,
                    (titled || mark.start.is_some()) && !same_start(mark.start, session.start),
                ),
                (ShiftKind::Resized, longer),
                (ShiftKind::Relocated, mark.room.as_ref().is_some_and(|was| *was != room)),
                (ShiftKind::Cancelled, session.cancelled && !mark.cancelled),
                (ShiftKind::Reinstated, mark.cancelled && !session.cancelled),
            ] {
                if is {
                    tell(what);
                }
            }
        }
        shifts
    }
}

impl ShiftKind {
    /// The word for it in output.
    pub const fn as_word(self) -> &'static str {
        match self {
            ShiftKind::Renumbered => "renumbered",
            ShiftKind::Retitled => "retitled",
            ShiftKind::Moved => "moved",
            ShiftKind::Resized => "resized",
            ShiftKind::Relocated => "relocated",
            ShiftKind::Cancelled => "cancelled",
            ShiftKind::Reinstated => "reinstated",
            ShiftKind::Gone => "gone",
        }
    }
}

impl Shift {
    /// What has become of the session in this agenda, old → new, with times as `shown` has them.
    pub fn describe(&self, agenda: &Agenda, shown: &dyn Fn(Moment) -> String) -> String {
        let time = |at: Option<Moment>| at.map_or("no time".into(), shown);
        let minutes = |minutes: Option<u32>| minutes.map_or("unknown".into(), format_minutes);
        let room = |room: &Option<Clean>| match room.as_deref() {
            None | Some("") => "no room".to_owned(),
            Some(room) => room.to_owned(),
        };
        let Some(now) = self.session.and_then(|ix| agenda.sessions.get(ix)) else {
            return format!("is no longer in the agenda; it was {}", time(self.mark.start));
        };
        match self.kind {
            ShiftKind::Renumbered => format!("had the id {}", self.mark.session),
            ShiftKind::Retitled => format!("was called {}", self.mark.title),
            ShiftKind::Moved => format!("moved: {} → {}", time(self.mark.start), time(now.start)),
            ShiftKind::Resized => {
                format!("length: {} → {}", minutes(self.mark.minutes), minutes(now.minutes))
            }
            ShiftKind::Relocated => {
                format!("room: {} → {}", room(&self.mark.room), room(&now.room))
            }
            ShiftKind::Cancelled => "is cancelled".into(),
            ShiftKind::Reinstated => "is not cancelled any more".into(),
            ShiftKind::Gone => "is gone".into(),
        }
    }
}

impl Gap {
    /// Its length.
    pub fn duration_minutes(&self) -> i64 {
        (self.end - self.start).num_minutes()
    }

    /// The sessions that lie wholly within it, in time order, without those cancelled.
    pub fn fitting_sessions(&self, agenda: &Agenda) -> Vec<SessionIx> {
        let within = |session: &Session| {
            !session.cancelled
                && session
                    .start_and_end()
                    .is_some_and(|(start, end)| self.start <= start && end <= self.end)
        };
        agenda
            .sessions
            .iter()
            .zip(0..)
            .filter(|(session, _)| within(session))
            .map(|(_, ix)| ix)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::{At, Draft, DraftSession, When, Zone};
    use proptest::prelude::*;

    fn put<T>(value: T) -> Option<At<T>> {
        Some(At { value, at: 0..0 })
    }

    /// Each line: id, title, `day:HH:MM` in July 2016 or `-`, minutes, and `x` if it is cancelled.
    fn agenda(zone: Option<&str>, lines: &[&str]) -> Agenda {
        let session = |line: &&str| {
            let word: Vec<&str> = line.split(' ').collect();
            let start = match word[2] {
                "-" => When::Unscheduled,
                time => {
                    When::Wall(format!("2016-07-{}T{}:00", &time[..2], &time[3..]).parse().unwrap())
                }
            };
            DraftSession {
                id: put(word[0].to_owned()),
                title: put(word[1].to_owned()),
                start: put(start),
                minutes: word.get(3).and_then(|minutes| put(minutes.parse().unwrap())),
                cancelled: word.get(4).is_some(),
                ..DraftSession::default()
            }
        };
        let draft = Draft { sessions: lines.iter().map(session).collect(), ..Draft::default() };
        draft.check(zone.map(|name| Zone::by_name(name).unwrap()).as_ref()).0
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_468_000_000, 0).unwrap()
    }

    /// A plan that attends the sessions of these ids, and might go to those with a question mark.
    fn plan(agenda: &Agenda, ids: &str) -> Plan {
        let mut plan = Plan::default();
        for id in ids.split_whitespace() {
            let level = if id.ends_with('?') { Level::Maybe } else { Level::Attend };
            let session = &agenda.sessions[agenda.find_session(id.trim_end_matches('?')).unwrap()];
            plan.apply_changes(&[Change::set_level(agenda, session, Some(level), now())]);
        }
        plan
    }

    fn id(agenda: &Agenda, ix: SessionIx) -> &str {
        &agenda.sessions[ix].id
    }

    const MONDAY: &[&str] = &[
        "a A 11:09:00 60",
        "b B 11:09:40 60",
        "c C 11:10:00 30",
        "d D 11:10:35 5 x",
        "e E 11:11:00 40",
        "f F 11:11:48 12",
        "g G 11:13:00",
        "h H 11:13:20 10",
        "i I 12:09:00 10",
        "j J -",
    ];

    #[test]
    fn clashes_are_what_overlaps_and_not_what_touches() {
        let agenda = agenda(None, MONDAY);
        for (ids, clashes) in [
            ("a", ""),
            ("a b", "a-b 20"),
            ("a c", ""),
            ("a b c", "a-b 20, b-c 30"),
            ("a b? c", ""),
            ("b d", ""),
            ("g h", "g-h 10"),
            ("i j", ""),
        ] {
            let found = plan(&agenda, ids).schedule_for(&agenda).find_clashes(&agenda);
            let text: Vec<String> = found
                .iter()
                .map(|c| {
                    format!("{}-{} {}", id(&agenda, c.first), id(&agenda, c.second), c.minutes)
                })
                .collect();
            assert_eq!(text.join(", "), clashes, "{ids}");
        }
    }

    #[test]
    fn what_clashes_with_my_schedule_is_told() {
        let agenda = agenda(None, MONDAY);
        let mine = plan(&agenda, "b e? g").schedule_for(&agenda);
        for (session, with) in
            [("a", "b 20"), ("b", ""), ("c", "b 30"), ("d", ""), ("e", ""), ("h", "g 10")]
        {
            let found = mine.find_overlaps(&agenda, agenda.find_session(session).unwrap());
            let text: Vec<String> =
                found.iter().map(|o| format!("{} {}", id(&agenda, o.session), o.minutes)).collect();
            assert_eq!(text.join(", "), with, "{session}");
        }
        assert!(mine.find_overlaps(&agenda, 99).is_empty());
    }

    #[test]
    fn gaps_lie_between_what_i_attend_on_one_day() {
        let agenda = agenda(Some("Europe/Dublin"), MONDAY);
        for (ids, gaps) in [
            ("", ""),
            ("a", ""),
            ("a e", "10:00-11:00 c"),
            ("a c e", "10:30-11:00 "),
            ("a b e", "10:40-11:00 "),
            ("e f", ""),
            ("a e? g", "10:00-13:00 c e f"),
            ("a d f", "10:00-11:48 c e"),
            ("f i", ""),
        ] {
            let found = plan(&agenda, ids).schedule_for(&agenda).find_gaps(&agenda, 0);
            let text: Vec<String> = found
                .iter()
                .map(|gap| {
                    let fits: Vec<&str> = gap
                        .fitting_sessions(&agenda)
                        .into_iter()
                        .map(|ix| id(&agenda, ix))
                        .collect();
                    format!(
                        "{}-{} {}",
                        gap.start.format("%H:%M"),
                        gap.end.format("%H:%M"),
                        fits.join(" ")
                    )
                })
                .collect();
            assert_eq!(text.join(", "), gaps, "{ids}");
        }
    }

    #[test]
    fn marks_find_their_sessions_again() {
        let before = agenda(None, &["1 Keynote 11:09:00 40", "2 Tea 11:10:00", "3 Tea 11:15:00"]);
        for (now_has, told) in [
            (&["1 Keynote 11:09:00 40", "2 Tea 11:10:00", "3 Tea 11:15:00"][..], ""),
            (&["1 Keynote 11:09:30 40", "2 Tea 11:10:00"], "1>1 Moved"),
            (&["1 Keynote 11:09:30 40 x", "2 Tea 11:10:00"], "1>1 Moved, 1>1 Cancelled"),
            (&["1 Opening 11:09:00 40", "2 Tea 11:10:00"], "1>1 Retitled"),
            (&["9 Keynote 11:09:00 40", "2 Tea 11:10:00"], "1>9 Renumbered"),
            (&["9 Keynote 12:09:00 40", "2 Tea 11:10:00"], "1>9 Renumbered, 1>9 Moved"),
            (&["9 Keynote - 40", "2 Tea 11:10:00"], "1>9 Renumbered, 1>9 Moved"),
            (&["8 Keynote 12:09:00", "9 Keynote 13:09:00", "2 Tea 11:10:00"], "1 Gone"),
            (&["8 Keynote 12:09:00", "9 Keynote 11:09:00 40", "2 Tea 11:10:00"], "1>9 Renumbered"),
            // The other tea was there already when the first was marked: it is not that one.
            (&["1 Keynote 11:09:00 40", "3 Tea 11:15:00"], "2 Gone"),
            (&[], "1 Gone, 2 Gone"),
        ] {
            let after = agenda(None, now_has);
            let shifts = plan(&before, "1 2?").schedule_for(&after).find_shifts(&after);
            let text: Vec<String> = shifts
                .iter()
                .map(|shift| match shift.session {
                    Some(ix) => {
                        format!("{}>{} {:?}", shift.mark.session, id(&after, ix), shift.kind)
                    }
                    None => format!("{} {:?}", shift.mark.session, shift.kind),
                })
                .collect();
            assert_eq!(text.join(", "), told, "{now_has:?}");
        }
    }

    #[test]
    fn a_session_that_one_mark_means_is_never_anothers() {
        let before = agenda(None, &["1 Tea 11:10:00", "2 Tea 11:15:00"]);
        let after = agenda(None, &["2 Tea 11:15:00"]);
        let mine = plan(&before, "1 2?").schedule_for(&after);
        assert_eq!(mine.level_of(0), Some(Level::Maybe));
        assert_eq!(
            mine.find_shifts(&after).iter().map(|s| s.kind).collect::<Vec<_>>(),
            [ShiftKind::Gone]
        );
        let after = agenda(None, &["9 Tea 11:10:00"]);
        let whats = plan(&before, "1 2?")
            .schedule_for(&after)
            .find_shifts(&after)
            .into_iter()
            .map(|shift| shift.kind);
        assert_eq!(whats.collect::<Vec<_>>(), [ShiftKind::Renumbered, ShiftKind::Gone]);
    }

    #[test]
    fn to_learn_the_zone_moves_nothing() {
        let wall = agenda(None, &["1 Keynote 11:09:00"]);
        let dublin = agenda(Some("Europe/Dublin"), &["1 Keynote 11:09:00"]);
        let utc = agenda(None, &["1 Keynote 11:08:00"]);
        for (before, after, moved) in [(&wall, &dublin, 0), (&utc, &dublin, 0), (&utc, &wall, 1)] {
            assert_eq!(plan(before, "1").schedule_for(after).find_shifts(after).len(), moved);
        }
    }

    #[test]
    fn a_session_under_a_new_id_is_set_and_its_old_mark_taken_back() {
        let before = agenda(None, &["1 Keynote 11:09:00"]);
        let after = agenda(None, &["9 Keynote 11:09:00"]);
        for level in [None, Some(Level::Attend), Some(Level::Maybe)] {
            let mut plan = plan(&before, "1");
            assert_eq!(plan.schedule_for(&after).level_of(0), Some(Level::Attend));
            plan.apply_changes(&plan.schedule_for(&after).set_level(&after, 0, level, now()));
            assert_eq!(
                (plan.level_by_id("1"), plan.schedule_for(&after).level_of(0)),
                (None, level)
            );
            assert!(plan.schedule_for(&after).find_shifts(&after).is_empty());
        }
    }

    #[test]
    fn a_mark_under_the_id_of_another_session_is_not_overwritten() {
        let before = agenda(None, &["1 Alpha 11:09:00", "2 Beta 11:10:00", "3 Gamma 11:11:00"]);
        // Ids by position, and one more at the beginning; and one at the end gone.
        let shifted =
            ["1 Opening 11:08:00", "2 Alpha 11:09:00", "3 Beta 11:10:00", "4 Gamma 11:11:00"];
        // What is marked, the agenda, what is set to what, and what is marked then.
        for (marked, now_has, set, level, expected) in [
            ("1 2", &shifted[..], "2", Some(Level::Attend), "Alpha Beta"),
            ("1 2", &shifted, "1", Some(Level::Attend), "Opening Alpha Beta"),
            ("1", &shifted, "1", None, "Alpha"),
            ("1 2 3", &shifted, "2", None, "Beta Gamma"),
            ("1 2 3", &shifted, "3", Some(Level::Maybe), "Alpha Beta Gamma"),
            ("3", &["3 Delta 11:12:00 30"], "3", Some(Level::Attend), "Delta"),
        ] {
            let after = agenda(None, now_has);
            let mut plan = plan(&before, marked);
            let gone = plan
                .schedule_for(&after)
                .mark_matches()
                .iter()
                .filter(|found| found.session.is_none())
                .count();
            plan.apply_changes(&plan.schedule_for(&after).set_level(
                &after,
                after.find_session(set).unwrap(),
                level,
                now(),
            ));
            let mine = plan.schedule_for(&after);
            let titles = (0..).zip(&after.sessions).filter(|(ix, _)| mine.level_of(*ix).is_some());
            let titles: Vec<&str> = titles.map(|(_, session)| &*session.title).collect();
            assert_eq!(titles.join(" "), expected, "{marked} then {set} {level:?}");
            assert_eq!(
                mine.mark_matches().iter().filter(|found| found.session.is_none()).count(),
                gone,
                "what is gone stays told"
            );
        }
    }

    proptest! {
        #[test]
        fn to_set_one_session_loses_no_other_mark(
            order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
            kept in prop::collection::vec(any::<bool>(), 8),
            set in 0..8_usize,
            level in prop_oneof![Just(None), Just(Some(Level::Attend)), Just(Some(Level::Maybe))],
        ) {
            let line = |id: usize, talk: usize| format!("{id} Talk{talk}x{talk} 11:{:02}:00", 9 + talk);
            let lines: Vec<String> = (0..8).map(|talk| line(talk, talk)).collect();
            let before = agenda(None, &lines.iter().map(String::as_str).collect::<Vec<_>>());
            // Other ids by another order, and some are gone.
            let left: Vec<usize> = order.into_iter().filter(|talk| kept[*talk]).collect();
            prop_assume!(!left.is_empty());
            let lines: Vec<String> = left.iter().enumerate().map(|(id, talk)| line(id, *talk)).collect();
            let after = agenda(None, &lines.iter().map(String::as_str).collect::<Vec<_>>());
            let mut plan = plan(&before, "0 1 2 3 4 5 6 7");
            let old = plan.schedule_for(&after);
            let set = set % after.sessions.len();
            plan.apply_changes(&old.set_level(&after, set, level, now()));
            let new = plan.schedule_for(&after);
            for ix in 0..after.sessions.len() {
                prop_assert_eq!(new.level_of(ix), if ix == set { level } else { old.level_of(ix) }, "{}", after.sessions[ix].title);
            }
            let gone = |mine: &Schedule| mine.mark_matches().iter().filter(|found| found.session.is_none()).count();
            prop_assert_eq!(gone(&new), gone(&old));
        }

        #[test]
        fn clashes_and_gaps_agree_with_the_minutes(times in prop::collection::vec((0..60u32, 0..30u32), 0..9)) {
            let lines: Vec<String> =
                times.iter().enumerate().map(|(n, (at, len))| format!("s{n} T{n} 11:09:{at:02} {len}")).collect();
            let agenda = agenda(None, &lines.iter().map(String::as_str).collect::<Vec<_>>());
            let ids: Vec<&str> = agenda.sessions.iter().map(|s| &*s.id).collect();
            let mine = plan(&agenda, &ids.join(" ")).schedule_for(&agenda);
            let in_pairs: u32 = mine.find_clashes(&agenda).iter().map(|clash| clash.minutes).sum();
            let one_by_one: u32 = (0..ids.len()).flat_map(|ix| mine.find_overlaps(&agenda, ix)).map(|overlap| overlap.minutes).sum();
            prop_assert_eq!(in_pairs * 2, one_by_one);
            let busy = |minute: u32| times.iter().filter(|(at, len)| (*at..at + len).contains(&minute)).count() as u32;
            prop_assert_eq!(in_pairs, (0..90).map(busy).map(|n| n * n.saturating_sub(1) / 2).sum::<u32>());
            for gap in mine.find_gaps(&agenda, 0) {
                let minute = |at: Moment| (at - agenda.sessions[0].start.unwrap()).num_minutes() as u32 + times.iter().map(|t| t.0).min().unwrap();
                prop_assert!(gap.duration_minutes() >= GAP_MIN_MINUTES);
                prop_assert!((minute(gap.start)..minute(gap.end)).all(|at| busy(at) == 0));
            }
        }
    }
}
