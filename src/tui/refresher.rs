//! The refresh of the agenda from its address: the request, and the times of the requests.

use super::refresh_answer::{RefreshError, RefreshOutcome};
use chrono::{DateTime, TimeDelta, Utc};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The refresh of an agenda of the library from its address.
#[derive(Clone)]
pub(crate) struct Refresher {
    /// The time when the address answered last. `None`: unknown, and a refresh is due.
    pub(crate) checked: Option<DateTime<Utc>>,
    /// The time from one refresh to the next. `None`: only a key asks for a refresh.
    pub(crate) interval: Option<Duration>,
    /// Reads the address and stores a new version in the library, in the file that the screen
    /// watches. Called in a thread of its own, which the end of the program may interrupt.
    pub(crate) run: Arc<dyn Fn(RefreshMode) -> Result<RefreshOutcome, RefreshError> + Send + Sync>,
}

/// The versions that a refresh accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefreshMode {
    /// A version that is worse than the stored one is refused.
    Careful,
    /// A person has read the reason of the refusal, and takes the version all the same.
    AcceptRegression,
}

impl fmt::Debug for Refresher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Refresher");
        fields.field("checked", &self.checked).field("interval", &self.interval);
        fields.finish_non_exhaustive()
    }
}

/// The refresh of the agenda on the screen, and the state of its requests.
pub(super) struct SourceRefresh {
    pub(super) refresher: Refresher,
    pub(super) schedule: RefreshSchedule,
    /// A key asked for the running request.
    pub(super) asked: bool,
}

impl SourceRefresh {
    pub(super) fn new(refresher: Refresher) -> SourceRefresh {
        let schedule = RefreshSchedule::new(&refresher);
        SourceRefresh { refresher, schedule, asked: false }
    }
}

/// The shortest time from a failed request to the next request that no key asks for.
const RETRY_MIN: TimeDelta = TimeDelta::minutes(1);
/// The longest pause that a server can ask for.
const PAUSE_MAX: TimeDelta = TimeDelta::days(1);
/// The shortest time from an answer to a request that a key asks for: a key that is held down is
/// one request.
const KEY_REPEAT: TimeDelta = TimeDelta::seconds(2);
/// The shortest time from a refusal, and from the press of the key before, to a press that takes
/// the refused version. An earlier press was meant for something else.
const READING: TimeDelta = TimeDelta::seconds(1);
/// The time until the screen says that a request is running.
const SLOW: TimeDelta = TimeDelta::seconds(1);

/// The times of the requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RefreshSchedule {
    /// `None`: only a key asks for a request.
    interval: Option<TimeDelta>,
    /// The start of the running request.
    running: Option<DateTime<Utc>>,
    /// The time of the last answer, perhaps to another program.
    answered: Option<DateTime<Utc>>,
    /// The time of the last answer to this schedule.
    ended: Option<DateTime<Utc>>,
    /// The time of the last press of the key.
    pressed: Option<DateTime<Utc>>,
    /// The time of the next request that no key asks for. `None`: now.
    next: Option<DateTime<Utc>>,
    /// The end of the pause that the server asked for.
    pause: Option<DateTime<Utc>>,
    /// The number of failed requests since the last success.
    failures: u32,
}

/// The reason why a key starts no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RefreshDelay {
    Running,
    /// A request was answered less than two seconds ago.
    JustAnswered,
    /// A version was refused just now, and nobody has read why.
    JustRefused,
    /// The server asked for a pause until this time.
    Pause(DateTime<Utc>),
}

impl RefreshSchedule {
    pub(super) fn new(refresher: &Refresher) -> RefreshSchedule {
        let interval = refresher
            .interval
            .map(|interval| TimeDelta::from_std(interval).unwrap_or(TimeDelta::MAX).max(RETRY_MIN));
        RefreshSchedule {
            interval,
            running: None,
            answered: refresher.checked,
            ended: None,
            pressed: None,
            next: refresher
                .checked
                .zip(interval)
                .map(|(checked, interval)| later(checked, interval)),
            pause: None,
            failures: 0,
        }
    }

    /// Returns true if it is time for a request. A clock that was set back makes a request due: the
    /// time of the last answer means nothing then.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        let is_waiting =
            self.next.is_some_and(|next| now < next) && self.answered.is_none_or(|at| at <= now);
        self.interval.is_some() && self.running.is_none() && !is_waiting
    }

    /// Notes the press of a key that asks for a request with this `mode`. Returns the reason why
    /// the key starts none at `now`, or `None` if the key starts one.
    pub(super) fn press_key(
        &mut self,
        now: DateTime<Utc>,
        mode: RefreshMode,
    ) -> Option<RefreshDelay> {
        let is_within = |start: Option<DateTime<Utc>>, time: TimeDelta| {
            start.is_some_and(|start| start <= now && now < later(start, time))
        };
        let pressed = self.pressed.replace(now);
        if self.running.is_some() {
            return Some(RefreshDelay::Running);
        }
        match mode {
            RefreshMode::AcceptRegression
                if is_within(self.ended, READING) || is_within(pressed, READING) =>
            {
                return Some(RefreshDelay::JustRefused);
            }
            RefreshMode::Careful if is_within(self.ended, KEY_REPEAT) => {
                return Some(RefreshDelay::JustAnswered);
            }
            _ => {}
        }
        self.pause.filter(|pause| now < *pause).map(RefreshDelay::Pause)
    }

    /// Returns true if a request has been running for a second or longer.
    pub(super) fn is_slow(&self, now: DateTime<Utc>) -> bool {
        self.running.is_some_and(|start| now >= later(start, SLOW))
    }

    /// Notes the start of a request.
    pub(super) fn start(&mut self, now: DateTime<Utc>) {
        self.running = Some(now);
    }

    /// Notes the answer, and sets the time of the next request: after the interval, or after a
    /// failure sooner, with pauses that double from a minute up to the interval.
    pub(super) fn end(
        &mut self,
        now: DateTime<Utc>,
        answer: &Result<RefreshOutcome, RefreshError>,
    ) {
        let interval = self.interval.unwrap_or(RETRY_MIN);
        let mut wait = interval;
        self.pause = None;
        if let Err(RefreshError::NoAnswer { retry_after, .. }) = answer {
            let doubled = RETRY_MIN * 2_i32.pow(self.failures.min(10));
            wait = doubled.min(interval);
            self.failures = self.failures.saturating_add(1);
            if let Some(pause) = retry_after {
                let pause = TimeDelta::from_std(*pause).unwrap_or(PAUSE_MAX).min(PAUSE_MAX);
                wait = wait.max(pause);
                self.pause = Some(later(now, pause));
            }
        } else {
            self.failures = 0;
        }
        self.running = None;
        self.answered = Some(now);
        self.ended = Some(now);
        self.next = Some(later(now, wait));
    }
}

fn later(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Clean;
    use crate::tui::refresh_answer::NoAnswerKind;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    /// The schedule of an agenda that was checked at 0 s, with an interval of `minutes`.
    fn schedule(minutes: Option<u64>) -> RefreshSchedule {
        let run = Arc::new(|_| Ok(RefreshOutcome::Unchanged));
        let interval = minutes.map(|minutes| Duration::from_secs(60 * minutes));
        RefreshSchedule::new(&Refresher { checked: Some(at(0)), interval, run })
    }

    fn offline(retry_after: Option<u64>) -> Result<RefreshOutcome, RefreshError> {
        Err(RefreshError::NoAnswer {
            why: Clean::line("no network"),
            kind: NoAnswerKind::Offline,
            retry_after: retry_after.map(Duration::from_secs),
        })
    }

    /// Returns the first second from `start` on at which a request is due.
    fn next_due(schedule: &RefreshSchedule, start: i64) -> Option<i64> {
        (start..start + 200_000).find(|second| schedule.is_due(at(*second)))
    }

    #[test]
    fn request_is_due_after_the_interval_and_never_without_one() {
        assert_eq!(next_due(&schedule(Some(15)), 10), Some(900));
        assert_eq!(next_due(&schedule(None), 10), None);
        let unknown = RefreshSchedule { next: None, answered: None, ..schedule(Some(15)) };
        assert_eq!(next_due(&unknown, 10), Some(10));
        // The clock was set back by an hour.
        assert!(schedule(Some(15)).is_due(at(-3600)));
    }

    #[test]
    fn answer_sets_the_time_of_the_next_request() {
        let refused = RefreshError::Refused { why: Clean::line("empty"), on_demand: true };
        for (minutes, answer, expected) in [
            (15, Ok(RefreshOutcome::Unchanged), 900),
            (15, Ok(RefreshOutcome::Stored), 900),
            (15, Err(refused), 900),
            (15, offline(None), 60),
            (15, offline(Some(10)), 60),
            (15, offline(Some(3000)), 3000),
            (15, offline(Some(u64::MAX)), 86_400),
        ] {
            let mut schedule = schedule(Some(minutes));
            schedule.start(at(1000));
            assert_eq!(next_due(&schedule, 1001), None, "a request is running");
            schedule.end(at(1010), &answer);
            assert_eq!(next_due(&schedule, 1010), Some(1010 + expected), "{answer:?}");
        }
    }

    #[test]
    fn failures_double_the_pause_up_to_the_interval() {
        let mut schedule = schedule(Some(5));
        let mut now = 1000;
        let mut pauses = Vec::new();
        for _ in 0..5 {
            schedule.start(at(now));
            schedule.end(at(now), &offline(None));
            let next = next_due(&schedule, now).unwrap();
            pauses.push(next - now);
            now = next;
        }
        assert_eq!(pauses, [60, 120, 240, 300, 300]);
        schedule.start(at(now));
        schedule.end(at(now), &Ok(RefreshOutcome::Unchanged));
        schedule.start(at(now));
        schedule.end(at(now), &offline(None));
        assert_eq!(next_due(&schedule, now), Some(now + 60));
    }

    #[test]
    fn key_waits_for_an_answer_and_for_the_pause_of_the_server() {
        let mut schedule = schedule(None);
        let press = |schedule: &mut RefreshSchedule, second: i64| {
            schedule.press_key(at(second), RefreshMode::Careful)
        };
        assert_eq!(press(&mut schedule, 10), None);
        schedule.start(at(10));
        assert_eq!(press(&mut schedule, 11), Some(RefreshDelay::Running));
        assert!(!schedule.is_slow(at(10)) && schedule.is_slow(at(11)));
        schedule.end(at(20), &offline(Some(60)));
        assert!(!schedule.is_slow(at(30)));
        assert_eq!(press(&mut schedule, 21), Some(RefreshDelay::JustAnswered));
        assert_eq!(press(&mut schedule, 22), Some(RefreshDelay::Pause(at(80))));
        assert_eq!(press(&mut schedule, 80), None);
    }

    #[test]
    fn key_takes_a_refused_version_once_its_refusal_could_be_read() {
        let mut schedule = schedule(None);
        let refused = RefreshError::Refused { why: Clean::line("3 of 5"), on_demand: true };
        schedule.end(at(20), &Err(refused));
        let mut press = |milliseconds: i64| {
            let now = at(20) + TimeDelta::milliseconds(milliseconds);
            schedule.press_key(now, RefreshMode::AcceptRegression)
        };
        assert_eq!(press(900), Some(RefreshDelay::JustRefused));
        // The key is held down.
        assert_eq!(press(1400), Some(RefreshDelay::JustRefused));
        assert_eq!(press(1900), Some(RefreshDelay::JustRefused));
        assert_eq!(press(2900), None);
    }
}
