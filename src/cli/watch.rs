//! `next --watch`: waits, and announces each session of my schedule once.

use super::args::NextArgs;
use super::context::{CliContext, read_wall_clock};
use super::countdown::{
    MomentQuestion, SessionCountdown, countdown_json, describe_countdown, field_text, print_lines,
    session_of,
};
use super::error::{CliError, count_noun, print_message};
use super::invocation::Invocation;
use super::json::{self, write_json};
use super::load::{load_usable_agenda, watch_file};
use super::notify::{Notification, Notifier};
use super::now::{describe_nothing, is_all_over};
use super::output_form::OutputForm;
use super::watch_clock::WatchClock;
use crate::agenda::{Agenda, DayError, Moment};
use crate::plan::{Announcements, Reminder};
use crate::store::{ChangeWatch, Fingerprint, Woken, read_fingerprint};
use crate::tui::Watched;
use chrono::{DateTime, TimeDelta, Utc};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// The pause before a changed file is read: an editor may still be writing.
const SETTLE_TIME: TimeDelta = TimeDelta::milliseconds(250);

/// Announces sessions until the event ends, or until nobody reads standard output. A signal ends
/// the process as usual.
///
/// # Errors
/// Returns the errors of the other commands, and exit code 1 if the event is over.
pub(crate) fn run(
    invocation: &Invocation<'_>,
    args: &NextArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let mut watch = ReminderWatch::open(invocation, args)?;
    let now = watch.current_time()?;
    if is_all_over(&watch.cx.agenda, now) {
        return Err(CliError::nothing_found(watch.describe_end(now)));
    }
    watch.announced = Announcements::starting_at(&watch.cx.agenda, &watch.reminders(), now);
    print_message(&watch.describe_start(now));
    loop {
        let pause = watch.read_changes();
        let now = watch.current_time()?;
        watch.announce_due(now, out)?;
        out.flush()?;
        if is_all_over(&watch.cx.agenda, now) {
            print_message(&watch.describe_end(now));
            return Ok(());
        }
        if watch.sleep(now, pause) == Woken::OutputClosed {
            return Err(CliError::ClosedPipe);
        }
    }
}

/// The state of the watch.
struct ReminderWatch<'a> {
    invocation: &'a Invocation<'a>,
    cx: CliContext,
    clock: WatchClock,
    /// The agenda without own entries.
    agenda: Arc<Agenda>,
    /// The reader of the agenda's file. `None`: the agenda did not come from a file.
    watched: Option<Watched>,
    files: Files,
    changes: ChangeWatch,
    /// The time before a session, or before the walk to it.
    before: TimeDelta,
    form: OutputForm,
    notifier: Notifier,
    announced: Announcements,
}

/// The files that the watch follows.
struct Files {
    agenda: Option<FollowedFile>,
    plan: FollowedFile,
    clock: Option<FollowedFile>,
}

/// A file, and its versions.
struct FollowedFile {
    path: PathBuf,
    /// The version that was read.
    read: Option<Fingerprint>,
    /// The version at the last look.
    looked: Option<Fingerprint>,
}

/// The answer of a look at a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileLook {
    Same,
    /// The file has changed since the last look, and may change again at once.
    Changing,
    Changed,
}

impl FollowedFile {
    fn new(path: PathBuf, read: Option<Fingerprint>) -> FollowedFile {
        FollowedFile { path, read, looked: read }
    }

    /// Looks at the file. The caller reads a file that has changed.
    fn look(&mut self) -> FileLook {
        let now = read_fingerprint(&self.path);
        let is_settled = std::mem::replace(&mut self.looked, now) == now;
        match now == self.read {
            true => FileLook::Same,
            false if is_settled => {
                self.read = now;
                FileLook::Changed
            }
            false => FileLook::Changing,
        }
    }
}

/// The pause until the next look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pause {
    /// Until a reminder is due or a file changes.
    Long,
    /// Until a file that changes is settled.
    Settle,
}

impl<'a> ReminderWatch<'a> {
    fn open(
        invocation: &'a Invocation<'a>,
        args: &NextArgs,
    ) -> Result<ReminderWatch<'a>, CliError> {
        let config = &invocation.config;
        let form = OutputForm::from_args(&args.now.form)?;
        let before = args.before.unwrap_or(config.remind_before);
        let notifier = Notifier::new(invocation.env, config.bell, &config.notify_cmd)?;
        let loaded = load_usable_agenda(invocation, read_wall_clock())?;
        let agenda = Arc::new(loaded.agenda.clone());
        let watched = watch_file(&loaded, &agenda, invocation.event_zone()?);
        let plan = invocation.require_folders()?.plan_file(&agenda.id);
        // The fingerprint comes first: a write between the two calls then counts as a change.
        let plan = FollowedFile::new(plan.clone(), read_fingerprint(&plan));
        let clock_file = invocation.env.clock_file.clone();
        let files = Files {
            agenda: watched.as_ref().map(|it| FollowedFile::new(it.path.clone(), it.seen)),
            plan,
            clock: clock_file.map(|path| FollowedFile::new(path.clone(), read_fingerprint(&path))),
        };
        let cx = CliContext::new(invocation, loaded)?;
        let paths = [files.agenda.as_ref(), Some(&files.plan), files.clock.as_ref()];
        let paths = paths.into_iter().flatten().map(|file| file.path.clone()).collect();
        Ok(ReminderWatch {
            clock: WatchClock::start(&cx, invocation.env.clock_file.as_deref()),
            changes: ChangeWatch::start(paths),
            before: TimeDelta::from_std(before).unwrap_or_default(),
            announced: Announcements::default(),
            invocation,
            cx,
            agenda,
            watched,
            files,
            form,
            notifier,
        })
    }

    fn current_time(&self) -> Result<Moment, CliError> {
        self.clock.current_time(&self.cx).ok_or(DayError::NoTimeNow).map_err(CliError::usage)
    }

    fn reminders(&self) -> Vec<Reminder> {
        self.cx.schedule.reminders(&self.cx.agenda, &self.cx.walk, self.before)
    }

    /// Returns a sentence about the reminders to come.
    fn describe_start(&self, now: Moment) -> String {
        let reminders = self.reminders();
        let ahead = reminders.iter().filter(|reminder| reminder.start > now);
        let name = &self.cx.agenda.name;
        let Some(first) = ahead.clone().map(|reminder| reminder.due.max(now)).min() else {
            return format!("{name}: your schedule has no session to announce yet");
        };
        let first = self.cx.clock.local_time(&self.cx.agenda, first).format("%a %-d %b %H:%M");
        let count = count_noun(ahead.count(), "session", "sessions");
        format!("{name}: {count} to announce, the first on {first}")
    }

    fn describe_end(&self, now: Moment) -> String {
        describe_nothing(&self.cx, MomentQuestion::Next, now, &[])
    }

    /// Reads the files that have changed.
    fn read_changes(&mut self) -> Pause {
        if let Some(clock) = &mut self.files.clock
            && clock.look() != FileLook::Same
        {
            self.clock.read_file();
        }
        let plan = self.files.plan.look();
        let agenda = self.files.agenda.as_mut().map_or(FileLook::Same, FollowedFile::look);
        if agenda == FileLook::Changed {
            self.read_agenda();
        }
        if [plan, agenda].contains(&FileLook::Changed)
            && let Err(error) = self.cx.replace_agenda(self.invocation, (*self.agenda).clone())
        {
            print_message(&format!("the schedule stays as it was: {error}"));
        }
        match [plan, agenda].contains(&FileLook::Changing) {
            true => Pause::Settle,
            false => Pause::Long,
        }
    }

    /// Reads the agenda's file. A version that is worse than the version before is not taken.
    fn read_agenda(&mut self) {
        let Some(watched) = &mut self.watched else { return };
        match watched.read_again(false) {
            Ok(_) => self.agenda = Arc::clone(&watched.agenda),
            Err(error) => print_message(&format!("the agenda stays as it was: {}", error.why)),
        }
    }

    fn announce_due(&mut self, now: Moment, out: &mut impl Write) -> Result<(), CliError> {
        let due = self.announced.take_due(&self.cx.agenda, &self.reminders(), now);
        for reminder in due {
            let timed =
                SessionCountdown::beginning(&self.cx, reminder.session, reminder.start, now);
            self.print_line(&timed, out)?;
            self.notifier.notify_terminal(&self.notification(&timed), out)?;
            self.notifier.start_command(|field| field_text(&self.cx, &timed, field));
        }
        Ok(())
    }

    fn print_line(&self, timed: &SessionCountdown, out: &mut impl Write) -> Result<(), CliError> {
        let cx = &self.cx;
        if let OutputForm::Json | OutputForm::JsonLines = self.form {
            write_json(out, &countdown_json(cx, MomentQuestion::Next, timed))?;
            return Ok(());
        }
        let is_printed =
            self.form.print(cx, std::iter::once(*timed), || json::agenda_json(cx, &[]), out)?;
        match is_printed {
            true => Ok(()),
            false => print_lines(cx, MomentQuestion::Next, std::slice::from_ref(timed), out),
        }
    }

    fn notification(&self, timed: &SessionCountdown) -> Notification {
        let session = session_of(&self.cx, timed.ix);
        let room = session.and_then(|session| session.room.as_deref());
        let countdown = describe_countdown(&self.cx, MomentQuestion::Next, timed);
        let parts: Vec<&str> = room.into_iter().chain([&*countdown]).collect();
        let title = session.map(|session| session.title.to_string()).unwrap_or_default();
        Notification { title, body: parts.join(", ") }
    }

    /// Sleeps until something may have to be done.
    fn sleep(&self, now: Moment, pause: Pause) -> Woken {
        let wall = read_wall_clock();
        let until = match pause {
            Pause::Settle => wall.checked_add_signed(SETTLE_TIME),
            Pause::Long => self.next_time(now),
        };
        self.changes.sleep_until(wall, until)
    }

    /// Returns the wall clock's time of the next reminder, or of the end of the event.
    fn next_time(&self, now: Moment) -> Option<DateTime<Utc>> {
        let due = Announcements::next_due(&self.reminders(), now);
        let end = self.cx.agenda.time_span().map(|(_, end)| end);
        let next = due.into_iter().chain(end).min()?;
        self.clock.wall_time(next)
    }
}
