//! Reminders of the attended sessions: what is due at a time, and what was announced before.

use super::schedule::Schedule;
use crate::agenda::{Agenda, Clean, Moment, Session, SessionIx, WalkTimes};
use chrono::TimeDelta;

/// The reminder of an attended session or of an own entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// The session.
    pub session: SessionIx,
    /// The start of the session.
    pub start: Moment,
    /// The end of the session.
    pub end: Moment,
    /// The minutes of the walk to the session. `None` if nobody gives them.
    pub walk: Option<u32>,
    /// The time at which the reminder comes.
    pub due: Moment,
}

impl Reminder {
    /// Returns the time to leave for a walk that takes time.
    pub fn leave(&self) -> Option<Moment> {
        let minutes = self.walk.filter(|minutes| *minutes > 0)?;
        self.start.checked_sub_signed(TimeDelta::minutes(i64::from(minutes)))
    }

    /// Returns true if a person who is at the session before has to leave now, or is late.
    pub fn must_leave(&self, now: Moment) -> bool {
        now < self.start && self.leave().is_some_and(|leave| leave <= now)
    }

    /// Returns true if the session runs at `now` or begins later.
    fn is_ahead(&self, now: Moment) -> bool {
        now < self.end || now <= self.start
    }
}

impl Schedule {
    /// Returns the minutes of the walk to `session` from the attended session that begins last
    /// before it on the same day. `None`: nobody gives the minutes, or the session has no time.
    pub fn walk_minutes(
        &self,
        agenda: &Agenda,
        walk: &WalkTimes,
        session: SessionIx,
    ) -> Option<u32> {
        if walk.is_empty() {
            return None;
        }
        let next = agenda.sessions.get(session).filter(|next| !next.all_day)?;
        let start = next.start?;
        let attended = self.attended_sessions().iter();
        let timed = attended.filter_map(|ix| agenda.sessions.get(*ix)).filter(|it| !it.all_day);
        let earlier = timed.filter(|it| it.day == next.day && it.start < Some(start));
        walk.minutes_to(agenda, earlier.max_by_key(|it| it.start), next)
    }

    /// Returns the reminders of all attended sessions with a time of day, by start. A reminder
    /// comes `before` the time to leave, or before the start if the walk takes no time.
    pub fn reminders(&self, agenda: &Agenda, walk: &WalkTimes, before: TimeDelta) -> Vec<Reminder> {
        let reminder_of = |ix: SessionIx| {
            let session = agenda.sessions.get(ix).filter(|session| !session.all_day)?;
            let (start, end) = session.start_and_end()?;
            let minutes = self.walk_minutes(agenda, walk, ix);
            let reminder = Reminder { session: ix, start, end, walk: minutes, due: start };
            let due = reminder.leave().unwrap_or(start).checked_sub_signed(before)?;
            Some(Reminder { due, ..reminder })
        };
        let attended = self.attended_sessions().iter();
        let mut reminders: Vec<Reminder> = attended.filter_map(|ix| reminder_of(*ix)).collect();
        reminders.sort_by_key(|reminder| reminder.start);
        reminders
    }
}

/// The sessions that were announced. A session is announced once for each start and room: a later
/// version of plan or agenda, and a clock that jumps back, announce nothing twice.
#[derive(Debug, Clone, Default)]
pub struct Announcements {
    made: Vec<Announcement>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Announcement {
    id: Clean,
    title: Clean,
    room: Option<Clean>,
    start: Moment,
}

impl Announcement {
    /// Returns true if `session` was announced. A new version may have another id or title.
    fn is_of(&self, session: &Session) -> bool {
        (self.id == session.id || self.title == session.title)
            && session.start == Some(self.start)
            && session.room == self.room
    }
}

impl Announcements {
    /// Returns the announcements at the beginning: sessions that run at `now` count as announced.
    pub fn starting_at(agenda: &Agenda, reminders: &[Reminder], now: Moment) -> Announcements {
        let mut announcements = Announcements::default();
        for reminder in reminders.iter().filter(|reminder| reminder.start <= now) {
            announcements.take(agenda, reminder);
        }
        announcements
    }

    /// Returns the reminders that are due and were not announced, and counts them as announced. A
    /// session that has ended is never announced.
    pub fn take_due(
        &mut self,
        agenda: &Agenda,
        reminders: &[Reminder],
        now: Moment,
    ) -> Vec<Reminder> {
        let due = reminders.iter().filter(|reminder| reminder.due <= now && reminder.is_ahead(now));
        due.filter(|reminder| self.take(agenda, reminder)).copied().collect()
    }

    /// Returns the time of the next reminder after `now`.
    pub fn next_due(reminders: &[Reminder], now: Moment) -> Option<Moment> {
        reminders.iter().map(|reminder| reminder.due).filter(|due| *due > now).min()
    }

    /// Counts a session as announced. Returns false if the session was announced before.
    fn take(&mut self, agenda: &Agenda, reminder: &Reminder) -> bool {
        let Some(session) = agenda.sessions.get(reminder.session) else { return false };
        if self.made.iter().any(|made| made.is_of(session)) {
            return false;
        }
        self.made.push(Announcement {
            id: session.id.clone(),
            title: session.title.clone(),
            room: session.room.clone(),
            start: reminder.start,
        });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Level;
    use crate::plan::{Change, OwnEntry, Plan};
    use chrono::{DateTime, Utc};

    /// Title, start on 4 May, minutes and room of each session. Lower-case titles are not attended.
    const DAY: &str = "A 09:00 60 Hall, b 09:00 60 Ulster, C 10:10 50 Ulster, D 11:00 0 Hall";

    struct Fixture {
        agenda: Agenda,
        schedule: Schedule,
    }

    fn fixture(sessions: &str) -> Fixture {
        let mut text =
            "[event]\nname='E'\ntimezone='Europe/Dublin'\n[walk]\nminutes=5\n".to_owned();
        for session in sessions.split(", ") {
            let words: Vec<&str> = session.split(' ').collect();
            let [title, start, minutes, room] = words[..] else { panic!("{session}") };
            text += &format!(
                "[[session]]\ntitle='{title}'\nstart=2026-05-04T{start}:00\nminutes={minutes}\n\
                 room='{room}'\n"
            );
        }
        let mut agenda = crate::format::read(text.as_bytes()).unwrap().draft.check(None).0;
        let mut plan = Plan::default();
        for session in &agenda.sessions {
            let level = session.title.starts_with(char::is_uppercase).then_some(Level::Attend);
            let level = level.or(Some(Level::Maybe));
            plan.apply_changes(&[Change::set_level(&agenda, session, level, DateTime::UNIX_EPOCH)]);
        }
        let entry = OwnEntry {
            title: Clean::line("Lunch"),
            start: at(&agenda, "12:30"),
            minutes: 30,
            room: None,
        };
        plan.apply_changes(&[entry.store_new(DateTime::UNIX_EPOCH)]);
        plan.put_entries_into(&mut agenda);
        let schedule = plan.schedule_for(&agenda);
        Fixture { agenda, schedule }
    }

    fn at(agenda: &Agenda, time: &str) -> Moment {
        let utc: DateTime<Utc> = format!("2026-05-04T{time}:00+01:00").parse().unwrap();
        agenda.local_time(utc.fixed_offset())
    }

    impl Fixture {
        fn reminders(&self, walk: &WalkTimes, before: i64) -> Vec<Reminder> {
            self.schedule.reminders(&self.agenda, walk, TimeDelta::minutes(before))
        }

        fn at(&self, time: &str) -> Moment {
            at(&self.agenda, time)
        }

        /// Returns the titles that are announced at each of these times.
        fn titles(&self, announced: &mut Announcements, times: &str) -> Vec<String> {
            let reminders = self.reminders(&WalkTimes::default(), 10);
            let titles = times.split(' ').map(|time| {
                let due = announced.take_due(&self.agenda, &reminders, self.at(time));
                let titles = due.iter().map(|due| &*self.agenda.sessions[due.session].title);
                titles.collect::<String>()
            });
            titles.collect()
        }
    }

    #[test]
    fn reminders_come_before_the_walk_to_attended_sessions_and_own_entries() {
        let day = fixture(DAY);
        let described = |walk: &WalkTimes, before| {
            let lines = day.reminders(walk, before).into_iter().map(|it| {
                let title = &day.agenda.sessions[it.session].title;
                format!("{title} {} {:?}", it.due.format("%H:%M"), it.walk)
            });
            lines.collect::<Vec<_>>()
        };
        let without = ["A 08:50 None", "C 10:00 None", "D 10:50 None", "Lunch 12:20 None"];
        assert_eq!(described(&WalkTimes::default(), 10), without);
        let with = ["A 08:55 Some(5)", "C 10:05 Some(5)", "D 10:55 Some(5)", "Lunch 12:25 Some(5)"];
        assert_eq!(described(&day.agenda.walk, 0), with);
        let stays = fixture("A 09:00 60 Hall, C 10:10 50 Hall");
        let reminders = stays.reminders(&stays.agenda.walk, 10);
        assert_eq!((reminders[1].walk, reminders[1].due), (Some(0), stays.at("10:00")));
    }

    #[test]
    fn each_session_is_announced_once_when_it_is_due() {
        let day = fixture(DAY);
        let times = "08:49 08:50 08:51 09:30 10:00 10:49 10:50 10:51 12:20 12:21";
        let titles = day.titles(&mut Announcements::default(), times);
        assert_eq!(titles, ["", "A", "", "", "C", "", "D", "", "Lunch", ""]);
    }

    #[test]
    fn jump_forward_announces_what_has_not_ended_and_jump_back_nothing() {
        let day = fixture(DAY);
        // The deadline D is over at 11:01.
        let titles = day.titles(&mut Announcements::default(), "08:00 10:30 08:00 08:55 10:05");
        assert_eq!(titles, ["", "C", "", "A", ""]);
        let titles = day.titles(&mut Announcements::default(), "08:00 11:01 12:59 10:55");
        assert_eq!(titles, ["", "", "Lunch", "CD"]);
    }

    #[test]
    fn session_that_runs_at_the_beginning_is_not_announced() {
        let day = fixture(DAY);
        let reminders = day.reminders(&WalkTimes::default(), 10);
        let start = |time| Announcements::starting_at(&day.agenda, &reminders, day.at(time));
        assert_eq!(day.titles(&mut start("09:00"), "09:00"), [""]);
        assert_eq!(day.titles(&mut start("08:59"), "08:59"), ["A"]);
    }

    #[test]
    fn session_with_another_start_or_room_is_announced_again() {
        let day = fixture(DAY);
        let mut announced = Announcements::default();
        assert_eq!(day.titles(&mut announced, "08:50"), ["A"]);
        let edited = |text: &str, title: &str| fixture(&DAY.replace(text, title));
        assert_eq!(
            edited("A 09:00 60 Hall", "A 09:00 45 Hall").titles(&mut announced, "08:51"),
            [""]
        );
        assert_eq!(edited("A 09:00", "Z 09:00").titles(&mut announced, "08:51"), ["Z"]);
        assert_eq!(edited("A 09:00", "A 09:05").titles(&mut announced, "08:55"), ["A"]);
        assert_eq!(edited("60 Hall", "60 Attic").titles(&mut announced, "08:56"), ["A"]);
        assert_eq!(day.titles(&mut announced, "08:56"), [""]);
    }

    #[test]
    fn time_to_leave_is_the_walk_before_the_start() {
        let day = fixture(DAY);
        let reminder = day.reminders(&day.agenda.walk, 10)[1];
        for (time, expected) in
            [("10:04", false), ("10:05", true), ("10:09", true), ("10:10", false)]
        {
            assert_eq!(reminder.must_leave(day.at(time)), expected, "{time}");
        }
        let unknown = Reminder { walk: None, ..reminder };
        assert!(!unknown.must_leave(day.at("10:09")));
        let next = Announcements::next_due(&[reminder], day.at("09:00"));
        assert_eq!(
            (next, Announcements::next_due(&[reminder], reminder.due)),
            (Some(day.at("09:55")), None)
        );
    }
}
