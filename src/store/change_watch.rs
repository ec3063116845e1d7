//! [`ChangeWatch`]: sleeps until a file changes, a time comes, or nobody reads standard output.
//!
//! On Linux, the kernel reports changes (inotify), and a timer of the wall clock ends the sleep
//! also after a suspend and when the clock is set (timerfd). Elsewhere, the watch looks every
//! second. The caller compares the [fingerprints](super::read_fingerprint) of its files after every
//! sleep: a sleep of at most a minute finds changes that the kernel does not report, such as those
//! of another machine on a shared disk.

use chrono::{DateTime, Utc};
#[cfg(target_os = "linux")]
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// The longest sleep.
const SLEEP_MAX: Duration = Duration::from_secs(60);

/// The end of a sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Woken {
    /// A file may have changed, a time may have come, or the clock was set.
    Look,
    /// Nobody reads standard output any more.
    OutputClosed,
}

/// The watch of a few files.
#[derive(Debug)]
pub(crate) struct ChangeWatch {
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "the caller compares them"))]
    files: Vec<PathBuf>,
    #[cfg(target_os = "linux")]
    kernel: kernel::KernelWatch,
}

impl ChangeWatch {
    /// Starts the watch of files. They need not exist.
    pub(crate) fn start(files: Vec<PathBuf>) -> ChangeWatch {
        let watch = ChangeWatch {
            #[cfg(target_os = "linux")]
            kernel: kernel::KernelWatch::start(),
            files,
        };
        // A change after this call ends the first sleep.
        #[cfg(target_os = "linux")]
        watch.kernel.follow(&watch.folders());
        watch
    }

    /// Sleeps until a file changes, until `time`, until the clock is set, or for a minute.
    pub(crate) fn sleep_until(&self, now: DateTime<Utc>, time: Option<DateTime<Utc>>) -> Woken {
        let left = time.map(|time| (time - now).to_std().unwrap_or_default());
        let span = left.map_or(SLEEP_MAX, |left| left.min(SLEEP_MAX));
        #[cfg(target_os = "linux")]
        {
            self.kernel.follow(&self.folders());
            self.kernel.sleep(now, span)
        }
        #[cfg(not(target_os = "linux"))]
        {
            const LOOK_INTERVAL: Duration = Duration::from_secs(1);
            sleep_for(span.min(LOOK_INTERVAL))
        }
    }

    /// Returns the nearest folder of each file, and that of the file behind a symbolic link. A
    /// change replaces the file, so the folder reports it.
    #[cfg(target_os = "linux")]
    fn folders(&self) -> Vec<PathBuf> {
        let nearest = |file: &Path| {
            let folder = file.ancestors().skip(1).find(|folder| folder.is_dir())?;
            let is_here = folder.as_os_str().is_empty();
            Some(if is_here { PathBuf::from(".") } else { folder.to_owned() })
        };
        let mut folders = Vec::new();
        for file in &self.files {
            let target = std::fs::canonicalize(file).ok();
            let found = [nearest(file), target.as_deref().and_then(nearest)];
            folders.extend(found.into_iter().flatten());
        }
        folders.sort();
        folders.dedup();
        folders
    }
}

/// Sleeps for `span`, or until nobody reads standard output.
#[cfg(all(unix, not(target_os = "linux")))]
fn sleep_for(span: Duration) -> Woken {
    use rustix::event::{PollFd, PollFlags, poll};
    let stdout = std::io::stdout();
    let mut sources = [PollFd::new(&stdout, PollFlags::empty())];
    let time = rustix::time::Timespec::try_from(span).ok();
    match poll(&mut sources, time.as_ref()) {
        Ok(1..) => Woken::OutputClosed,
        _ => Woken::Look,
    }
}

#[cfg(not(unix))]
fn sleep_for(span: Duration) -> Woken {
    std::thread::sleep(span);
    Woken::Look
}

#[cfg(target_os = "linux")]
mod kernel {
    use super::Woken;
    use chrono::{DateTime, Utc};
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::fd::OwnedFd;
    use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    use std::path::PathBuf;
    use std::time::Duration;

    /// The sources of the kernel. `None`: the kernel has none to give, and the longest sleep
    /// decides.
    #[derive(Debug)]
    pub(super) struct KernelWatch {
        changes: Option<OwnedFd>,
        timer: Option<OwnedFd>,
    }

    impl KernelWatch {
        pub(super) fn start() -> KernelWatch {
            let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
            KernelWatch {
                changes: inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok(),
                timer: timerfd_create(TimerfdClockId::Realtime, flags).ok(),
            }
        }

        /// Follows the files of folders. A folder that is followed already stays so.
        pub(super) fn follow(&self, folders: &[PathBuf]) {
            let Some(changes) = &self.changes else { return };
            let flags = WatchFlags::CLOSE_WRITE
                | WatchFlags::CREATE
                | WatchFlags::DELETE
                | WatchFlags::MOVED_TO
                | WatchFlags::MOVED_FROM
                | WatchFlags::ONLYDIR;
            for folder in folders {
                // Without a watch, the change is seen within a minute.
                let _ = inotify::add_watch(changes, folder.as_path(), flags);
            }
        }

        /// Sleeps for `span` at most.
        pub(super) fn sleep(&self, now: DateTime<Utc>, span: Duration) -> Woken {
            self.set_timer(now, span);
            let stdout = std::io::stdout();
            // Errors are reported without being asked for.
            let mut sources = vec![PollFd::new(&stdout, PollFlags::empty())];
            let others = [&self.changes, &self.timer].into_iter().flatten();
            sources.extend(others.map(|source| PollFd::new(source, PollFlags::IN)));
            let time = Timespec::try_from(span).ok();
            let _ = poll(&mut sources, time.as_ref());
            let is_closed = sources.first().is_some_and(|source| !source.revents().is_empty());
            for source in [&self.changes, &self.timer].into_iter().flatten() {
                drain(source);
            }
            if is_closed { Woken::OutputClosed } else { Woken::Look }
        }

        /// Sets the timer to `span` after `now`. It ends the sleep also when the clock is set.
        fn set_timer(&self, now: DateTime<Utc>, span: Duration) {
            let Some(timer) = &self.timer else { return };
            let Ok(now) = (now - DateTime::UNIX_EPOCH).to_std() else { return };
            let (Ok(it_value), Ok(it_interval)) =
                ((now + span).try_into(), Duration::ZERO.try_into())
            else {
                return;
            };
            let spec = Itimerspec { it_interval, it_value };
            let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
            let _ = timerfd_settime(timer, flags, &spec);
        }
    }

    /// Reads everything that waits.
    fn drain(source: &OwnedFd) {
        let mut bytes = [0; 4096];
        while rustix::io::read(source, &mut bytes).is_ok_and(|count| count > 0) {}
    }
}
