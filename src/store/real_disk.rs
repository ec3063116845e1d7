//! The disk of this machine, as [`atomic_replace`](super::atomic_replace) needs it.

use super::atomic_replace::{Disk, Expected, Leftover, Placed, hash_reader};
use super::lock::lock_target;
use super::paths::directory_of;
use super::read::{open_file, read_file};
use super::temp_files::{LEFTOVER_AGE, create_temp_file, find_temp_files, remove_old_temp_files};
use std::collections::hash_map::RandomState;
use std::fs::{self, DirBuilder, File};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

/// The longest pause between two attempts, in milliseconds.
const PAUSE_MILLISECONDS_MAX: u64 = 30;

/// The disk of this machine.
pub(super) struct RealDisk;

impl Disk for RealDisk {
    type TempFile = NamedTempFile;

    /// Returns a [`StoreError`](super::error::StoreError) inside the `io::Error`.
    fn read(&self, file: &Path) -> io::Result<Option<Vec<u8>>> {
        read_file(file).map_err(io::Error::other)
    }

    fn check(&self, file: &Path) -> io::Result<()> {
        open_file(file).map(drop).map_err(io::Error::other)
    }

    fn hash(&self, file: &Path) -> io::Result<Option<u64>> {
        open_file(file).map_err(io::Error::other)?.map(hash_reader).transpose()
    }

    fn resolve_target(&self, file: &Path) -> io::Result<PathBuf> {
        if fs::symlink_metadata(file).is_ok() {
            return fs::canonicalize(file);
        }
        let (Some(directory), Some(name)) = (file.parent(), file.file_name()) else {
            return Err(ErrorKind::InvalidInput.into());
        };
        create_directory(directory)?;
        Ok(fs::canonicalize(directory)?.join(name))
    }

    fn lock(&self, target: &Path) -> Option<impl Sized> {
        lock_target(target)
    }

    fn remove_old_leftovers(&self, target: &Path) {
        remove_old_temp_files(target, LEFTOVER_AGE);
    }

    fn read_leftovers(&self, target: &Path) -> Vec<Leftover> {
        let paths = find_temp_files(target).map(|entry| entry.path());
        paths.filter_map(|path| Some(Leftover { bytes: read_file(&path).ok()??, path })).collect()
    }

    fn keep(&self, temp: NamedTempFile) {
        let _ = temp.keep();
    }

    fn remove(&self, leftover: &Path) {
        let _ = fs::remove_file(leftover);
    }

    fn create_temp(&self, target: &Path) -> io::Result<NamedTempFile> {
        create_temp_file(target)
    }

    fn write(&self, temp: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()> {
        temp.write_all(bytes)
    }

    fn sync(&self, temp: &NamedTempFile) -> io::Result<()> {
        temp.as_file().sync_all()
    }

    fn place(
        &self,
        temp: NamedTempFile,
        target: &Path,
        expected: Expected,
    ) -> io::Result<Placed<NamedTempFile>> {
        match expected {
            Expected::Absent => place_without_replacing(temp, target),
            Expected::Present => place_by_exchange(temp, target),
        }
    }

    fn sync_directory(&self, target: &Path) -> io::Result<()> {
        sync_directory(directory_of(target))
    }

    /// Waits for a random time, to keep two programs from meeting again.
    fn pause(&self) {
        let milliseconds = RandomState::new().build_hasher().finish() % PAUSE_MILLISECONDS_MAX;
        std::thread::sleep(Duration::from_millis(milliseconds));
    }
}

fn place_without_replacing(
    temp: NamedTempFile,
    target: &Path,
) -> io::Result<Placed<NamedTempFile>> {
    let Err(error) = temp.persist_noclobber(target) else { return Ok(Placed::Created) };
    if error.error.kind() == ErrorKind::AlreadyExists {
        return Ok(Placed::Refused);
    }
    // The disk is full, or can neither link nor rename without replacing. A plain rename replaces
    // nothing if there is no target.
    match fs::symlink_metadata(target) {
        Ok(_) => Ok(Placed::Refused),
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            error.file.persist(target).map_err(|error| error.error)?;
            Ok(Placed::Renamed)
        }
        Err(_) => Err(error.error),
    }
}

fn place_by_exchange(temp: NamedTempFile, target: &Path) -> io::Result<Placed<NamedTempFile>> {
    match exchange_names(temp.path(), target) {
        Ok(()) => read_displaced(temp, target),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Placed::Refused),
        // The disk cannot exchange names.
        Err(cause) if is_unsupported(&cause) => {
            temp.persist(target).map_err(|error| error.error)?;
            Ok(Placed::Renamed)
        }
        Err(cause) => Err(cause),
    }
}

/// Reads the displaced file, now with the name of `temp`. If the file cannot be read, puts the file
/// back and returns the error.
fn read_displaced(temp: NamedTempFile, target: &Path) -> io::Result<Placed<NamedTempFile>> {
    match read_file(temp.path()) {
        Ok(Some(displaced)) => Ok(Placed::Exchanged { temp, displaced }),
        // Another program removed the file.
        Ok(None) => Ok(Placed::Created),
        Err(unreadable) => {
            exchange_names(temp.path(), target)?;
            Err(io::Error::other(unreadable))
        }
    }
}

/// Exchanges the names of two files, in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_names(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_names(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Creates a directory and its parents, for this user only and durably.
pub(super) fn create_directory(directory: &Path) -> io::Result<()> {
    let (false, Some(parent)) = (directory.is_dir(), directory.parent()) else {
        return Ok(());
    };
    create_directory(parent)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(directory) {
        Err(cause) if cause.kind() != ErrorKind::AlreadyExists => Err(cause),
        _ => sync_directory(parent),
    }
}

/// Syncs the names in a directory, if the file system can.
pub(super) fn sync_directory(directory: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(directory)?.sync_all() {
        Err(cause) if is_unsupported(&cause) => Ok(()),
        result => result,
    }
}

fn is_unsupported(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::atomic_replace::write_beside;
    use crate::store::tests::file_names;
    use tempfile::TempDir;

    fn write_temp(target: &Path, bytes: &[u8]) -> NamedTempFile {
        write_beside(&RealDisk, target, bytes).unwrap()
    }

    #[test]
    fn a_file_is_refused_if_the_target_is_not_in_the_expected_state() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        let temp = write_temp(&path, b"mine");
        assert!(matches!(RealDisk.place(temp, &path, Expected::Present), Ok(Placed::Refused)));
        assert!(!path.exists());
        fs::write(&path, "theirs").unwrap();
        let temp = write_temp(&path, b"mine");
        assert!(matches!(RealDisk.place(temp, &path, Expected::Absent), Ok(Placed::Refused)));
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
    }

    #[test]
    fn an_exchange_returns_the_displaced_bytes_and_leaves_no_temp_file() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        fs::write(&path, "theirs").unwrap();
        let temp = write_temp(&path, b"mine");
        let placed = RealDisk.place(temp, &path, Expected::Present).unwrap();
        assert!(matches!(&placed, Placed::Exchanged { displaced, .. } if displaced == b"theirs"));
        drop(placed);
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(file_names(home.path()), ["plan"]);
    }

    #[test]
    fn a_displaced_file_removed_by_another_program_is_no_error() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        let temp = write_temp(&path, b"theirs");
        fs::write(&path, "mine").unwrap();
        fs::remove_file(temp.path()).unwrap();
        assert!(matches!(read_displaced(temp, &path), Ok(Placed::Created)));
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }
}
