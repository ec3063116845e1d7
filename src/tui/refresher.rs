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

/// The shortest time from a failed request to the next request that no key asks for.
const RETRY_MIN: TimeDelta = TimeDelta::minutes(1);
/// The longest pause that a server can ask for.
const PAUSE_MAX: TimeDelta = TimeDelta::days(1);
/// The shortest time from an answer to a request that a key asks for: a key that is held down is
/// one request.
const KEY_REPEAT: TimeDelta = TimeDelta::seconds(2);
/// The time until the screen says that a request is running.
const SLOW: TimeDelta = TimeDelta::seconds(1);

/// The times of the requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RefreshSchedule {
    /// `None`: only a key asks for a request.
    interval: Option<TimeDelta>,
    /// The start of the running request.
    running: Option<DateTime<Utc>>,
    /// The time of the last answer.
    answered: Option<DateTime<Utc>>,
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

    /// Returns the reason why a key starts no request at `now`, or `None` if the key starts one.
    pub(super) fn delay_of_key(&self, now: DateTime<Utc>) -> Option<RefreshDelay> {
        let is_repeat = self.answered.is_some_and(|at| at <= now && now < later(at, KEY_REPEAT));
        if self.running.is_some() {
            return Some(RefreshDelay::Running);
        }
        if is_repeat {
            return Some(RefreshDelay::JustAnswered);
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
        self.next = Some(later(now, wait));
    }
}

fn later(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
