//! The atomic replacement of a file, safe against other programs and a crash at any step.
//!
//! [`update`] locks the file, reads it, edits the bytes, writes them to a temporary file in the
//! same directory, syncs the temporary file, exchanges the two names, and syncs the directory. The
//! lock alone is no protection: a program may be stopped while it holds the lock, and some network
//! drives have no locks. Therefore:
//!
//! - Just before the exchange, `update` reads the file again. If the bytes are not those of the
//!   edit, `update` starts again.
//! - After the exchange, `update` reads the displaced file. If another program wrote the file in
//!   between, `update` puts the displaced bytes back and starts again.
//! - If a program is killed before it puts the displaced bytes back, they stay beside the file as a
//!   leftover. The next `update` passes all leftovers to the edit.
//!
//! On a disk that cannot exchange names, `update` renames, without the comparison afterwards.
//!
//! [`Disk`] stands for the disk. `tests/plan_faults/simulated.rs` runs `update` on a disk that
//! fails or loses power at each step.

use std::io;
use std::path::{Path, PathBuf};

/// The largest number of attempts if other programs keep changing the file.
pub(crate) const ATTEMPTS_MAX: usize = 20;

/// The operations of a disk for [`update`]. A power failure may undo everything before the next
/// sync.
pub(crate) trait Disk {
    /// A new file beside the target. Dropping a `TempFile` removes the file.
    type TempFile;

    /// Returns the bytes of a file, or `None` if there is no file.
    fn read(&self, file: &Path) -> io::Result<Option<Vec<u8>>>;
    /// Returns the path of `file` behind all links. Creates the directory durably.
    fn resolve_target(&self, file: &Path) -> io::Result<PathBuf>;
    /// Returns the lock of `target`. Dropping the lock releases it. Returns `None` if the disk
    /// has no locks, or if the holder of the lock does nothing for too long.
    fn lock(&self, target: &Path) -> Option<impl Sized>;
    /// Removes old leftovers. Called only under the lock, after the edit merged the leftovers.
    fn remove_leftovers(&self, target: &Path);
    /// Returns the bytes of every temporary file of `target`. The file belongs to a program during
    /// an [`update`], or to a program killed before or after the exchange.
    fn read_leftovers(&self, target: &Path) -> Vec<Vec<u8>>;
    /// Creates an empty file in the directory of the target.
    fn create_temp(&self, target: &Path) -> io::Result<Self::TempFile>;
    /// Appends `bytes` to `temp`.
    fn write(&self, temp: &mut Self::TempFile, bytes: &[u8]) -> io::Result<()>;
    /// Syncs the bytes of `temp`. After an error, `temp` must not be used any more.
    fn sync(&self, temp: &Self::TempFile) -> io::Result<()>;
    /// Gives `temp` the name of `target`, in one step.
    fn place(
        &self,
        temp: Self::TempFile,
        target: &Path,
        expected: Expected,
    ) -> io::Result<Placed<Self::TempFile>>;
    /// Syncs the names in the directory of the target.
    fn sync_directory(&self, target: &Path) -> io::Result<()>;
    /// Waits before the next attempt, to let another program finish.
    fn pause(&self);
}

/// The state of the target required by [`Disk::place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// There is no file.
    Absent,
    /// There is a file.
    Present,
}

/// The result of [`Disk::place`].
#[derive(Debug)]
pub(crate) enum Placed<F> {
    /// The file is in place. `temp` is the former file, with the bytes `displaced`.
    Exchanged {
        /// The displaced file. Dropping removes it.
        temp: F,
        /// The bytes of the displaced file.
        displaced: Vec<u8>,
    },
    /// The file is in place. There was no file before, or the disk does not tell its bytes.
    Done,
    /// The file is not in place: the target is not in the [`Expected`] state.
    Refused,
}

/// The reason why [`update`] did not replace a file.
#[derive(Debug)]
pub(crate) enum ReplaceError<E> {
    /// The file cannot be read.
    Read(io::Error),
    /// The edit failed.
    Edit(E),
    /// The file cannot be written. The old file is unchanged.
    Write(io::Error),
    /// The new file is in place, but the directory cannot be synced. A power failure may restore
    /// the old file.
    NotSynced(io::Error),
    /// Other programs changed the file at every attempt.
    Busy,
}

/// The result of an edit.
#[derive(Debug)]
pub(crate) struct Edited<T> {
    /// The new bytes of the file. `None`: the file stays as it is.
    pub(crate) bytes: Option<Vec<u8>>,
    /// The answer to the caller of [`update`].
    pub(crate) answer: T,
}

/// The result of [`update`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Replaced<T> {
    /// The answer of the last edit.
    pub(crate) answer: T,
    /// True if the disk gave no lock.
    pub(crate) without_lock: bool,
}

/// The result of one attempt to replace the file.
enum Attempt<F> {
    /// The new bytes are in place.
    Success,
    /// Another program changed the file.
    Conflict {
        /// A displaced file. It stays on the disk until its bytes are merged, because this program
        /// may be killed as well.
        displaced: Option<F>,
        /// Bytes of another program, perhaps in no file, to be merged by the next edit.
        leftover: Option<Vec<u8>>,
    },
}

impl<F> Attempt<F> {
    const NOTHING_DISPLACED: Attempt<F> = Attempt::Conflict { displaced: None, leftover: None };
}

/// Replaces the bytes of `file` by the result of `edit`. On `Ok` all is synced.
///
/// `edit` gets the bytes of the file, or `None` without a file, and the leftovers: bytes of other
/// programs, perhaps missing in the file. A leftover may be cut off in the middle, and `edit` may
/// get the same leftover several times. `edit` runs again after every conflict with another
/// program.
///
/// # Errors
///
/// See [`ReplaceError`]. Except for `NotSynced`, the old file is unchanged.
pub(crate) fn update<D: Disk, T, E>(
    disk: &D,
    file: &Path,
    mut edit: impl FnMut(Option<&[u8]>, &[Vec<u8>]) -> Result<Edited<T>, E>,
) -> Result<Replaced<T>, ReplaceError<E>> {
    // A directory in place of the file is a reading error, and must not become a writing error.
    disk.read(file).map_err(ReplaceError::Read)?;
    let target = disk.resolve_target(file).map_err(ReplaceError::Write)?;
    let lock = disk.lock(&target);
    let mut leftovers = disk.read_leftovers(&target);
    let mut displaced_files = Vec::new();
    for attempt in 0..ATTEMPTS_MAX {
        if attempt > 0 {
            disk.pause();
        }
        let old = disk.read(&target).map_err(ReplaceError::Read)?;
        let Edited { bytes, answer } =
            edit(old.as_deref(), &leftovers).map_err(ReplaceError::Edit)?;
        if let Some(new) = bytes
            && let Attempt::Conflict { displaced, leftover } =
                replace_once(disk, &target, old.as_deref(), &new)?
        {
            displaced_files.extend(displaced);
            leftovers.extend(leftover);
            continue;
        }
        // Sync even if `edit` changed nothing: another program may have written these bytes without
        // a sync so far.
        disk.sync_directory(&target).map_err(ReplaceError::NotSynced)?;
        if lock.is_some() {
            disk.remove_leftovers(&target);
        }
        return Ok(Replaced { answer, without_lock: lock.is_none() });
    }
    Err(ReplaceError::Busy)
}

/// Replaces the file by `new` if its bytes are still `old`.
fn replace_once<D: Disk, E>(
    disk: &D,
    target: &Path,
    old: Option<&[u8]>,
    new: &[u8],
) -> Result<Attempt<D::TempFile>, ReplaceError<E>> {
    let temp = write_beside(disk, target, new).map_err(ReplaceError::Write)?;
    if disk.read(target).map_err(ReplaceError::Read)?.as_deref() != old {
        return Ok(Attempt::NOTHING_DISPLACED);
    }
    let expected = if old.is_some() { Expected::Present } else { Expected::Absent };
    match disk.place(temp, target, expected).map_err(ReplaceError::Write)? {
        Placed::Done => Ok(Attempt::Success),
        Placed::Exchanged { displaced, .. } if old == Some(&displaced) => Ok(Attempt::Success),
        Placed::Exchanged { temp, displaced } => Ok(put_back(disk, target, temp, displaced, new)),
        Placed::Refused => Ok(Attempt::NOTHING_DISPLACED),
    }
}

/// Puts back `temp`, a file of another program with the bytes `theirs`. If a third program wrote in
/// between, returns the bytes displaced by the putting back.
fn put_back<D: Disk>(
    disk: &D,
    target: &Path,
    temp: D::TempFile,
    theirs: Vec<u8>,
    mine: &[u8],
) -> Attempt<D::TempFile> {
    match disk.place(temp, target, Expected::Present) {
        Ok(Placed::Exchanged { temp, displaced }) if displaced != mine => {
            Attempt::Conflict { displaced: Some(temp), leftover: Some(displaced) }
        }
        Ok(Placed::Exchanged { .. } | Placed::Done) => Attempt::NOTHING_DISPLACED,
        Ok(Placed::Refused) | Err(_) => {
            Attempt::Conflict { displaced: None, leftover: Some(theirs) }
        }
    }
}

/// Creates a synced file with these `bytes` in the directory of `target`.
pub(crate) fn write_beside<D: Disk>(
    disk: &D,
    target: &Path,
    bytes: &[u8],
) -> io::Result<D::TempFile> {
    let mut temp = disk.create_temp(target)?;
    disk.write(&mut temp, bytes)?;
    disk.sync(&temp)?;
    Ok(temp)
}
