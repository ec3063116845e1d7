//! The lock of a file: an empty file in the same directory, never renamed or removed.

use super::paths::directory_of;
#[cfg(unix)]
use super::read::no_wait_flags;
use super::read::{Fingerprint, read_fingerprint};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The longest wait for a lock if the directory does not change. The holder of the lock creates a
/// file, syncs, renames and syncs again. A slow disk takes 5 s per sync; this is more than two.
pub(super) const IDLE_WAIT_MAX: Duration = Duration::from_secs(12);
/// The longest wait for a lock in all. Six programs can take turns on a slow disk.
pub(super) const TOTAL_WAIT_MAX: Duration = Duration::from_secs(60);
/// The longest pause between two attempts to lock.
const PAUSE_MAX: Duration = Duration::from_millis(20);

/// Returns the lock of `target`. Dropping the `File` releases the lock. Returns `None` if the disk
/// has no locks, or after [`IDLE_WAIT_MAX`] or [`TOTAL_WAIT_MAX`].
pub(super) fn lock_target(target: &Path) -> Option<File> {
    let file = open_lock_file(target).ok()?;
    let (start, mut pause) = (Instant::now(), Duration::from_millis(1));
    let (mut state, mut idle_since) = (read_state(target), start);
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(_)) => return None,
        }
        let now = read_state(target);
        if now != state {
            (state, idle_since) = (now, Instant::now());
        }
        if idle_since.elapsed() >= IDLE_WAIT_MAX || start.elapsed() >= TOTAL_WAIT_MAX {
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(PAUSE_MAX);
    }
}

/// Returns the fingerprints of the target and of its directory. They change while the holder of the
/// lock works.
fn read_state(target: &Path) -> [Option<Fingerprint>; 2] {
    [target, directory_of(target)].map(read_fingerprint)
}

/// Opens the lock file, for this user only. Does not wait for a pipe.
fn open_lock_file(target: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags(no_wait_flags());
    }
    options.open(lock_file(target))
}

/// Returns the path of the lock: `.NAME.lock` beside the file `NAME`.
pub(super) fn lock_file(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.lock"))
}
