//! The steps by which a file is replaced whole or not at all, by any number of programs at once.
//!
//! Lock, read, edit, write beside, sync, swap the two files, sync the directory. Nothing depends on
//! the lock alone, for a program may be stopped while it holds it, and some network drives have
//! none: the file is compared with what was read just before the swap, and what the swap brought
//! out is compared as well. If that is what somebody else wrote in between, it is put back, and all
//! is done again on top of it; who is killed before that leaves it beside the file, where the next
//! finds it. A disk that cannot swap renames; there the last comparison is missing.
//!
//! No disk is named here: `tests/plan_faults/simulated.rs` takes the same steps on a disk that
//! fails, or loses its power, at each.

use std::path::{Path, PathBuf};

/// How often all is done again because somebody else was quicker.
pub(crate) const TRIES: usize = 20;

/// What the steps need of a disk. Nothing that is not synced can be relied on to survive a loss of
/// power.
pub(crate) trait Disk {
    /// Held until it is dropped.
    type Lock;
    /// A new file beside another, which goes away when it is dropped.
    type Temp;
    type Cause;

    /// The bytes of a file; `None` where there is none.
    fn read(&self, file: &Path) -> Result<Option<Vec<u8>>, Self::Cause>;
    /// Where a file really is: behind any links, in a directory that exists and will last.
    fn target(&self, file: &Path) -> Result<PathBuf, Self::Cause>;
    /// Nothing where no lock is to be had in reasonable time.
    fn lock(&self, target: &Path) -> Option<Self::Lock>;
    /// Removes what killed programs left long ago; called under the lock only, when it is joined.
    fn sweep(&self, target: &Path);
    /// What is in files that were made for this one and are still beside it: written by a program
    /// that is at it, or was killed; or swapped out by one that was killed before it could put it
    /// back.
    fn leftovers(&self, target: &Path) -> Vec<Vec<u8>>;
    /// A new and empty file in the same directory.
    fn create(&self, target: &Path) -> Result<Self::Temp, Self::Cause>;
    fn write(&self, temp: &mut Self::Temp, bytes: &[u8]) -> Result<(), Self::Cause>;
    /// Makes the bytes last. After a failure that file is not to be relied on any more.
    fn sync(&self, temp: &Self::Temp) -> Result<(), Self::Cause>;
    /// Puts the file in the place of the other, in one step; where there is `none`, only while
    /// there is none.
    fn put(
        &self,
        temp: Self::Temp,
        target: &Path,
        none: bool,
    ) -> Result<Put<Self::Temp>, Self::Cause>;
    /// Makes the names in the directory of that file last.
    fn sync_names(&self, target: &Path) -> Result<(), Self::Cause>;
    /// Lets others have their turn, before it is tried again.
    fn pause(&self);
}

/// What became of a file that was to be put in the place of another.
#[derive(Debug)]
pub(crate) enum Put<T> {
    /// It is there. What was there before is in its place, and has these bytes.
    Swapped(T, Vec<u8>),
    /// It is there, and either nothing was, or the disk cannot tell what.
    There,
    /// It is not: there is a file where none was to be, or the other way round.
    Not,
}

/// Why a file was not replaced.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReplaceError<C, E> {
    /// The file cannot be read, or `edit` does not want to change it.
    Read(C),
    Edit(E),
    /// What was there is as it was.
    Write(C),
    /// The new file is in place, but the disk would not say that it stays there.
    NotSynced(C),
    /// Others changed the file again and again.
    Busy,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Replaced<T> {
    /// What `edit` answered.
    pub(crate) answer: T,
    /// No lock was to be had, and it was done without.
    pub(crate) unlocked: bool,
}

/// Replaces the file by what `edit` makes of it; `edit` is given `None` while there is no file, and
/// gives `None` to leave it as it is. It is called again where the file has changed meanwhile. It
/// is also given what may be no longer in the file, to be joined with it, as often as it likes:
/// what killed programs left, perhaps in part, and what came out where three came between each
/// other within a moment. On `Ok` all is synced.
pub(crate) fn update<D: Disk, T, E>(
    disk: &D,
    file: &Path,
    mut edit: impl FnMut(Option<&[u8]>, &[Vec<u8>]) -> Result<(Option<Vec<u8>>, T), E>,
) -> Result<Replaced<T>, ReplaceError<D::Cause, E>> {
    // For its errors: a folder in the place of the file is told as such.
    disk.read(file).map_err(ReplaceError::Read)?;
    let target = disk.target(file).map_err(ReplaceError::Write)?;
    let lock = disk.lock(&target);
    let unlocked = lock.is_none();
    let mut leftovers = disk.leftovers(&target);
    // On the disk until it is joined: this program may be killed as well.
    let mut kept = Vec::new();
    for attempt in 0..TRIES {
        if attempt > 0 {
            disk.pause();
        }
        let old = disk.read(&target).map_err(ReplaceError::Read)?;
        let (new, answer) = edit(old.as_deref(), &leftovers).map_err(ReplaceError::Edit)?;
        if let Some(new) = new {
            let temp = write_beside(disk, &target, &new).map_err(ReplaceError::Write)?;
            if disk.read(&target).map_err(ReplaceError::Read)? != old {
                continue;
            }
            match disk.put(temp, &target, old.is_none()).map_err(ReplaceError::Write)? {
                Put::There => {}
                Put::Swapped(_, was) if old.as_ref() == Some(&was) => {}
                Put::Swapped(temp, theirs) => {
                    let (temp, bytes) = put_back(disk, &target, temp, theirs, &new);
                    kept.extend(temp);
                    leftovers.extend(bytes);
                    continue;
                }
                Put::Not => continue,
            }
        }
        // Also where nothing was to be done: whoever wrote it may not have come to this.
        disk.sync_names(&target).map_err(ReplaceError::NotSynced)?;
        if !unlocked {
            disk.sweep(&target);
        }
        return Ok(Replaced { answer, unlocked });
    }
    Err(ReplaceError::Busy)
}

/// Puts back what was swapped out though nobody had read it. What is in no place then, because
/// somebody else was quicker once more.
fn put_back<D: Disk>(
    disk: &D,
    target: &Path,
    temp: D::Temp,
    theirs: Vec<u8>,
    mine: &[u8],
) -> (Option<D::Temp>, Option<Vec<u8>>) {
    match disk.put(temp, target, false) {
        Ok(Put::Swapped(temp, was)) if was != mine => (Some(temp), Some(was)),
        Ok(Put::Swapped(..) | Put::There) => (None, None),
        Ok(Put::Not) | Err(_) => (None, Some(theirs)),
    }
}

/// A synced file with these bytes beside the target, which goes away again unless it is renamed.
pub(crate) fn write_beside<D: Disk>(
    disk: &D,
    target: &Path,
    bytes: &[u8],
) -> Result<D::Temp, D::Cause> {
    let mut temp = disk.create(target)?;
    disk.write(&mut temp, bytes)?;
    disk.sync(&temp)?;
    Ok(temp)
}
