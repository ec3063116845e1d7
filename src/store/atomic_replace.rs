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
//! On a disk that cannot exchange names, `update` renames. A second program that writes between the
//! comparison and the rename is overwritten without a trace. Therefore, without a lock:
//!
//! - Before the comparison, `update` writes a copy of the new bytes beside the file. After the
//!   rename, the copy stays as a leftover.
//! - After the rename, `update` starts again, and merges what the leftovers have and the file
//!   lacks.
//!
//! No change is lost in whatever order the programs take their steps. The last rename leaves out a
//! change only if the copy of the change was written after the rename: an earlier copy is merged by
//! the program of this last rename, or, if the program was killed, by the next `update`. The
//! comparison of the change comes after its copy, finds the other file, and starts again.
//!
//! [`Disk`] stands for the disk. `tests/plan_faults/simulated.rs` runs `update` on a disk that
//! fails or loses power at each step.

use foldhash::quality::FixedState;
use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest number of attempts if other programs keep changing the file.
pub(crate) const ATTEMPTS_MAX: usize = 20;

/// The bytes of a step of a hash: the steps decide the hash.
const HASH_STEP: usize = 64 * 1024;

/// The operations of a disk for [`update`]. A power failure may undo everything before the next
/// sync.
pub(crate) trait Disk {
    /// A new file beside the target. Dropping a `TempFile` removes the file.
    type TempFile;

    /// Returns the bytes of a file, or `None` if there is no file.
    fn read(&self, file: &Path) -> io::Result<Option<Vec<u8>>>;
    /// Returns the error of [`Disk::read`], as far as it is known without reading the bytes.
    fn check(&self, file: &Path) -> io::Result<()> {
        self.read(file).map(drop)
    }
    /// Returns the [hash](hash_bytes) of the bytes of a file, or `None` if there is no file.
    fn hash(&self, file: &Path) -> io::Result<Option<u64>> {
        Ok(self.read(file)?.as_deref().map(hash_bytes))
    }
    /// Returns the path of `file` behind all links. Creates the directory durably.
    fn resolve_target(&self, file: &Path) -> io::Result<PathBuf>;
    /// Returns the lock of `target`. Dropping the lock releases it. Returns `None` if the disk
    /// has no locks, or if the holder of the lock does nothing for too long.
    fn lock(&self, target: &Path) -> Option<impl Sized>;
    /// Removes old leftovers. Called after the edit merged the leftovers.
    fn remove_old_leftovers(&self, target: &Path);
    /// Returns every temporary file of `target`. The file is a copy, or belongs to a program during
    /// an [`update`], or to a program killed before or after the exchange.
    fn read_leftovers(&self, target: &Path) -> Vec<Leftover>;
    /// Leaves `temp` beside the target.
    fn keep(&self, temp: Self::TempFile);
    /// Removes a leftover. Ignores errors.
    fn remove(&self, leftover: &Path);
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
    /// The file is in place. There was no file before.
    Created,
    /// The file is in place. The disk does not tell the bytes of a file before.
    Renamed,
    /// The file is not in place: the target is not in the [`Expected`] state.
    Refused,
}

/// A temporary file of another program, perhaps with bytes that the target lacks.
#[derive(Debug)]
pub(crate) struct Leftover {
    /// The path of the file.
    pub(crate) path: PathBuf,
    /// The bytes, perhaps cut off in the middle.
    pub(crate) bytes: Vec<u8>,
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

/// New bytes of a file, synced in a temporary file in the same directory.
#[derive(Debug)]
pub(crate) struct Prepared<F> {
    temp: F,
    /// The hash of the bytes.
    hash: u64,
}

/// The result of an edit.
#[derive(Debug)]
pub(crate) struct Edited<'b, T> {
    /// The new bytes of the file. `None`: the file stays as it is.
    pub(crate) bytes: Option<Cow<'b, [u8]>>,
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
pub(crate) enum Attempt<F> {
    /// The new bytes are in place, and no bytes of another program were overwritten.
    Success,
    /// The new bytes are in place, and may have overwritten bytes of another program.
    Renamed,
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
/// See [`ReplaceError`]. Except for `NotSynced`, the old file is unchanged, or a disk that cannot
/// exchange names has the new bytes and those of other programs in several files: the next `update`
/// merges them.
pub(crate) fn update<'b, D: Disk, T, E>(
    disk: &D,
    file: &Path,
    edit: impl FnMut(Option<Vec<u8>>, &[Vec<u8>]) -> Result<Edited<'b, T>, E>,
) -> Result<Replaced<T>, ReplaceError<E>> {
    update_prepared(disk, file, None, edit)
}

/// Replaces the bytes of `file` as [`update`] does. If the new bytes are those of `prepared`, its
/// file is used.
///
/// # Errors
///
/// As [`update`].
pub(crate) fn update_prepared<'b, D: Disk, T, E>(
    disk: &D,
    file: &Path,
    mut prepared: Option<Prepared<D::TempFile>>,
    mut edit: impl FnMut(Option<Vec<u8>>, &[Vec<u8>]) -> Result<Edited<'b, T>, E>,
) -> Result<Replaced<T>, ReplaceError<E>> {
    // A directory in place of the file is a reading error, and must not become a writing error.
    disk.check(file).map_err(ReplaceError::Read)?;
    let target = disk.resolve_target(file).map_err(ReplaceError::Write)?;
    let lock = disk.lock(&target);
    let (mut displaced_files, mut displaced_bytes) = (Vec::new(), Vec::new());
    for attempt in 0..ATTEMPTS_MAX {
        if attempt > 0 {
            disk.pause();
        }
        let old = disk.read(&target).map_err(ReplaceError::Read)?;
        let leftovers = disk.read_leftovers(&target);
        let (paths, mut leftovers): (Vec<PathBuf>, Vec<Vec<u8>>) =
            leftovers.into_iter().map(|Leftover { path, bytes }| (path, bytes)).unzip();
        leftovers.extend_from_slice(&displaced_bytes);
        let old_hash = old.as_deref().map(hash_bytes);
        let Edited { bytes, answer } = edit(old, &leftovers).map_err(ReplaceError::Edit)?;
        if let Some(new) = bytes {
            let copy = lock.is_none().then(|| write_beside(disk, &target, &new));
            let copy = copy.transpose().map_err(ReplaceError::Write)?;
            let ready = prepared.take().filter(|ready| ready.hash == hash_bytes(&new));
            let ready = ready.map_or_else(|| prepare_beside(disk, &target, &new), Ok);
            // The bytes of a plan with many marks are a fifth of the memory.
            drop(new);
            match replace_once(disk, &target, old_hash, ready.map_err(ReplaceError::Write)?)? {
                Attempt::Success => {}
                Attempt::Renamed => {
                    if let Some(copy) = copy {
                        disk.keep(copy);
                        // The new bytes contain the old ones: a copy of the old ones is not needed.
                        for (path, bytes) in paths.iter().zip(leftovers) {
                            if old_hash == Some(hash_bytes(&bytes)) {
                                disk.remove(path);
                            }
                        }
                    }
                    continue;
                }
                Attempt::Conflict { displaced, leftover } => {
                    displaced_files.extend(displaced);
                    displaced_bytes.extend(leftover);
                    continue;
                }
            }
        }
        // Sync even if `edit` changed nothing: another program may have written these bytes without
        // a sync so far.
        disk.sync_directory(&target).map_err(ReplaceError::NotSynced)?;
        disk.remove_old_leftovers(&target);
        return Ok(Replaced { answer, without_lock: lock.is_none() });
    }
    Err(ReplaceError::Busy)
}

/// Replaces the file by `new` if its bytes still have the hash `old`.
pub(crate) fn replace_once<D: Disk, E>(
    disk: &D,
    target: &Path,
    old: Option<u64>,
    new: Prepared<D::TempFile>,
) -> Result<Attempt<D::TempFile>, ReplaceError<E>> {
    let Prepared { temp, hash: mine } = new;
    if disk.hash(target).map_err(ReplaceError::Read)? != old {
        return Ok(Attempt::NOTHING_DISPLACED);
    }
    let expected = if old.is_some() { Expected::Present } else { Expected::Absent };
    match disk.place(temp, target, expected).map_err(ReplaceError::Write)? {
        Placed::Created => Ok(Attempt::Success),
        Placed::Renamed => Ok(Attempt::Renamed),
        Placed::Exchanged { displaced, .. } if old == Some(hash_bytes(&displaced)) => {
            Ok(Attempt::Success)
        }
        Placed::Exchanged { temp, displaced } => Ok(put_back(disk, target, temp, displaced, mine)),
        Placed::Refused => Ok(Attempt::NOTHING_DISPLACED),
    }
}

/// Puts back `temp`, a file of another program with the bytes `theirs`. If the displaced bytes are
/// not `mine`, by their hash, a third program wrote in between: returns the bytes displaced by the
/// putting back.
fn put_back<D: Disk>(
    disk: &D,
    target: &Path,
    temp: D::TempFile,
    theirs: Vec<u8>,
    mine: u64,
) -> Attempt<D::TempFile> {
    match disk.place(temp, target, Expected::Present) {
        Ok(Placed::Exchanged { temp, displaced }) if hash_bytes(&displaced) != mine => {
            Attempt::Conflict { displaced: Some(temp), leftover: Some(displaced) }
        }
        Ok(Placed::Exchanged { .. } | Placed::Created | Placed::Renamed) => {
            Attempt::NOTHING_DISPLACED
        }
        Ok(Placed::Refused) | Err(_) => {
            Attempt::Conflict { displaced: None, leftover: Some(theirs) }
        }
    }
}

/// Returns a hash of 64 bits. Two versions of a file have one hash once in 2⁶⁴ pairs.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    // A slice can be read.
    hash_reader(bytes).unwrap_or_default()
}

/// Returns the hash of all bytes of a reader: that of [`hash_bytes`].
pub(crate) fn hash_reader(mut reader: impl Read) -> io::Result<u64> {
    let mut hasher = FixedState::default().build_hasher();
    let mut step = Vec::with_capacity(HASH_STEP);
    loop {
        step.clear();
        reader.by_ref().take(HASH_STEP as u64).read_to_end(&mut step)?;
        if step.is_empty() {
            return Ok(hasher.finish());
        }
        hasher.write(&step);
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

/// Writes new bytes for the file `target`, which is not a link.
pub(crate) fn prepare_beside<D: Disk>(
    disk: &D,
    target: &Path,
    bytes: &[u8],
) -> io::Result<Prepared<D::TempFile>> {
    Ok(Prepared { temp: write_beside(disk, target, bytes)?, hash: hash_bytes(bytes) })
}
