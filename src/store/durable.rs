//! Durable writes to the disk of this machine.

use super::atomic_replace::{self, Disk, Edited, Prepared, ReplaceError, Replaced};
use super::error::StoreError;
use super::real_disk::RealDisk;
use super::temp_files::{LEFTOVER_AGE, create_temp_file, remove_old_temp_files};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;
use tempfile::NamedTempFile;

/// Replaces the bytes of a file by the result of `edit`, as [`atomic_replace::update`] does. A link
/// stays a link. Mode and owner of the file stay as far as the system allows.
///
/// # Errors
///
/// The error of `edit`, or the file cannot be read or written.
pub(super) fn update_file<'b, T>(
    path: &Path,
    edit: impl FnMut(Option<Vec<u8>>, &[Vec<u8>]) -> Result<Edited<'b, T>, StoreError>,
) -> Result<Replaced<T>, StoreError> {
    atomic_replace::update(&RealDisk, path, edit).map_err(|error| store_error(path, error))
}

/// New bytes of a file of this machine.
pub(crate) type PreparedFile = Prepared<NamedTempFile>;

/// Writes and syncs new bytes for the file at `path`, to be used by [`update_prepared_file`].
pub(super) fn prepare_file(path: &Path, bytes: &[u8]) -> io::Result<PreparedFile> {
    let target = RealDisk.resolve_target(path)?;
    atomic_replace::prepare_beside(&RealDisk, &target, bytes)
}

/// Replaces the bytes of a file as [`update_file`] does. If the new bytes are those of `prepared`,
/// only the names of the two files are exchanged.
///
/// # Errors
///
/// As [`update_file`].
pub(super) fn update_prepared_file<'b, T>(
    path: &Path,
    prepared: Option<PreparedFile>,
    edit: impl FnMut(Option<Vec<u8>>, &[Vec<u8>]) -> Result<Edited<'b, T>, StoreError>,
) -> Result<Replaced<T>, StoreError> {
    atomic_replace::update_prepared(&RealDisk, path, prepared, edit)
        .map_err(|error| store_error(path, error))
}

/// Returns the error of replacing the file at `path`.
pub(super) fn store_error(path: &Path, error: ReplaceError<StoreError>) -> StoreError {
    match error {
        ReplaceError::Edit(error) => error,
        ReplaceError::Read(cause) => match cause.downcast::<StoreError>() {
            Ok(error) => error,
            Err(cause) => StoreError::Save { path: path.to_owned(), cause },
        },
        ReplaceError::Write(cause) => StoreError::Save { path: path.to_owned(), cause },
        ReplaceError::NotSynced(cause) => StoreError::NotSynced { path: path.to_owned(), cause },
        ReplaceError::Busy => StoreError::Busy(path.to_owned()),
    }
}

/// Replaces a file named by the user, without a lock: the old file is replaced as a whole or stays.
/// Writes directly to a missing file, a pipe or a terminal.
///
/// # Errors
///
/// [`StoreError::Save`] if the file cannot be written.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    // A new file gets the usual mode of the user.
    let written = if fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        replace_regular_file(path, bytes)
    } else {
        fs::write(path, bytes)
    };
    written.map_err(|cause| StoreError::Save { path: path.to_owned(), cause })
}

/// Creates a folder and its parents with the usual mode, if they are missing.
///
/// # Errors
/// Returns an error if the folder cannot be created.
pub(crate) fn create_folder(path: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(path).map_err(|cause| StoreError::Save { path: path.to_owned(), cause })
}

fn replace_regular_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let temp = atomic_replace::write_beside(&RealDisk, &target, bytes)?;
    temp.persist(&target).map_err(|error| error.error)?;
    RealDisk.sync_directory(&target)
}

/// Writes a backup to `path` unless there is one younger than `age`. Ignores every error and does
/// not sync: a missing backup must neither prevent nor delay saving.
pub(super) fn keep_backup(path: &Path, bytes: &[u8], age: Duration) {
    if backup_age(path).is_some_and(|present| present < age) {
        return;
    }
    if let Ok(mut temp) = create_temp_file(path)
        && temp.write_all(bytes).is_ok()
    {
        let _ = temp.persist(path);
    }
    remove_old_temp_files(path, LEFTOVER_AGE);
}

fn backup_age(path: &Path) -> Option<Duration> {
    fs::metadata(path).ok()?.modified().ok()?.elapsed().ok()
}

/// Takes a present file from everybody but its owner. Ignores errors: some file systems have no
/// modes. A new file is private from its beginning.
pub(super) fn make_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map(|metadata| metadata.permissions().mode());
        if mode.is_ok_and(|mode| mode & 0o077 != 0) {
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Makes writing beyond the file size limit of the user (`ulimit -f`) an error. Otherwise the
/// signal `SIGXFSZ` ends the program.
pub(crate) fn turn_size_limit_into_error() {
    #[cfg(unix)]
    {
        // Only the presence of a handler counts. Nothing reads the flag that the handler sets.
        let _ =
            signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::atomic_replace::ATTEMPTS_MAX;
    use crate::store::lock::{IDLE_WAIT_MAX, TOTAL_WAIT_MAX, lock_file};
    use crate::store::read::read_fingerprint;
    use crate::store::tests::file_names;
    use std::fs::File;
    use std::path::PathBuf;
    use std::time::Instant;
    use tempfile::TempDir;

    /// A folder with the path of a file `plan`.
    struct Fixture {
        home: TempDir,
        path: PathBuf,
    }

    impl Fixture {
        fn new() -> Fixture {
            let home = TempDir::new().unwrap();
            let path = home.path().join("plan");
            Fixture { home, path }
        }

        fn with_text(text: &str) -> Fixture {
            let fixture = Fixture::new();
            fs::write(&fixture.path, text).unwrap();
            fixture
        }

        fn text(&self) -> String {
            fs::read_to_string(&self.path).unwrap()
        }
    }

    /// Adds every line of the leftovers, and `line`, unless the file has it.
    fn add_line(path: &Path, line: &str) -> Result<Replaced<()>, StoreError> {
        update_file(path, |old, leftovers| {
            let mut new = String::from_utf8(old.unwrap_or_default()).unwrap();
            let leftovers = leftovers.iter().map(|bytes| std::str::from_utf8(bytes).unwrap());
            for line in leftovers.flat_map(str::lines).chain([line]) {
                if new.lines().all(|known| known != line) {
                    new += &format!("{line}\n");
                }
            }
            Ok(Edited { bytes: Some(new.into_bytes().into()), answer: () })
        })
    }

    #[test]
    fn a_missing_file_is_created_with_its_folders_and_then_replaced() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("a/b/plan");
        add_line(&path, "one").unwrap();
        assert!(!add_line(&path, "two").unwrap().without_lock);
        assert_eq!(fs::read(&path).unwrap(), b"one\ntwo\n");
        assert_eq!(file_names(path.parent().unwrap()), [".plan.lock", "plan"]);
    }

    #[test]
    fn an_edit_without_bytes_leaves_the_file_untouched() {
        let fixture = Fixture::with_text("old");
        let before = read_fingerprint(&fixture.path);
        let replaced = update_file(&fixture.path, |old, _| {
            Ok(Edited { bytes: None, answer: old.map(|old| old.len()) })
        });
        assert_eq!(replaced.unwrap().answer, Some(3));
        assert_eq!(read_fingerprint(&fixture.path), before);
    }

    #[test]
    fn a_failing_edit_leaves_the_file_untouched() {
        let fixture = Fixture::with_text("old");
        let result: Result<Replaced<()>, _> =
            update_file(&fixture.path, |_, _| Err(StoreError::NoHome));
        assert!(matches!(result, Err(StoreError::NoHome)));
        assert_eq!(fixture.text(), "old");
        assert_eq!(file_names(fixture.home.path()), [".plan.lock", "plan"]);
    }

    #[test]
    fn a_write_of_another_program_during_the_edit_is_kept() {
        let fixture = Fixture::with_text("old ");
        let mut attempts = 0;
        let replaced = update_file(&fixture.path, |old, _| {
            attempts += 1;
            if attempts == 1 {
                fs::write(&fixture.path, "theirs ").unwrap();
            }
            let bytes = [&*old.unwrap(), b"mine"].concat();
            Ok(Edited { bytes: Some(bytes.into()), answer: attempts })
        });
        assert_eq!(replaced.unwrap().answer, 2);
        assert_eq!(fixture.text(), "theirs mine");
    }

    #[test]
    fn writes_of_another_program_at_every_attempt_are_an_error() {
        let fixture = Fixture::new();
        let mut attempts = 0;
        let result = update_file(&fixture.path, |_, _| {
            attempts += 1;
            fs::write(&fixture.path, format!("theirs {attempts}")).unwrap();
            Ok(Edited { bytes: Some(b"mine".into()), answer: () })
        });
        assert!(matches!(result, Err(StoreError::Busy(_))));
        assert_eq!(fixture.text(), format!("theirs {ATTEMPTS_MAX}"));
        assert_eq!(file_names(fixture.home.path()), [".plan.lock", "plan"]);
    }

    #[test]
    fn a_lock_that_is_never_released_delays_the_update() {
        let fixture = Fixture::new();
        add_line(&fixture.path, "one").unwrap();
        let holder = File::open(lock_file(&fixture.path)).unwrap();
        holder.lock().unwrap();
        let started = Instant::now();
        assert!(add_line(&fixture.path, "two").unwrap().without_lock);
        let waited = started.elapsed();
        assert!((IDLE_WAIT_MAX..TOTAL_WAIT_MAX).contains(&waited), "{waited:?}");
        assert_eq!(fixture.text(), "one\ntwo\n");
    }

    #[test]
    fn a_lock_that_cannot_be_created_does_not_prevent_the_update() {
        let fixture = Fixture::new();
        fs::create_dir(lock_file(&fixture.path)).unwrap();
        assert!(add_line(&fixture.path, "one").unwrap().without_lock);
        assert_eq!(fixture.text(), "one\n");
    }

    #[test]
    fn the_leftover_of_a_killed_program_is_merged_with_and_without_a_lock() {
        let fixture = Fixture::new();
        for has_lock in [true, false] {
            if !has_lock {
                fs::remove_file(lock_file(&fixture.path)).unwrap();
                fs::create_dir(lock_file(&fixture.path)).unwrap();
            }
            fs::write(&fixture.path, "one\n").unwrap();
            for (name, text) in [("plan", "theirs\n"), ("other", "another plan\n")] {
                let leftover = format!(".hallway-{name}-abc123.tmp");
                fs::write(fixture.home.path().join(leftover), text).unwrap();
            }
            add_line(&fixture.path, "two").unwrap();
            assert_eq!(fixture.text(), "one\ntheirs\ntwo\n", "lock: {has_lock}");
        }
    }

    /// Adds `lines` lines from each of several threads. Returns the number of lines in the end.
    fn add_lines_at_once(fixture: &Fixture, threads: usize, lines: usize) -> usize {
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let path = &fixture.path;
                scope.spawn(move || {
                    for line in 0..lines {
                        add_line(path, &format!("{thread}.{line}")).unwrap();
                    }
                });
            }
        });
        let text = fixture.text();
        text.lines().collect::<std::collections::BTreeSet<&str>>().len()
    }

    #[test]
    fn programs_writing_at_once_lose_no_line() {
        for (threads, lines) in [(2, 50), (8, 25)] {
            assert_eq!(add_lines_at_once(&Fixture::new(), threads, lines), threads * lines);
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    #[test]
    fn programs_writing_at_once_without_a_lock_lose_no_line() {
        let fixture = Fixture::new();
        fs::create_dir(lock_file(&fixture.path)).unwrap();
        assert_eq!(add_lines_at_once(&fixture, 4, 40), 160);
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{PermissionsExt, symlink};

        fn mode_of(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o777
        }

        #[test]
        fn new_files_are_private_and_a_present_file_keeps_its_mode() {
            let home = TempDir::new().unwrap();
            let path = home.path().join("folder/plan");
            add_line(&path, "one").unwrap();
            let modes = [path.parent().unwrap(), &path, &lock_file(&path)].map(mode_of);
            assert_eq!(modes, [0o700, 0o600, 0o600]);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
            add_line(&path, "two").unwrap();
            assert_eq!(mode_of(&path), 0o664);
        }

        #[test]
        fn a_link_stays_a_link() {
            let fixture = Fixture::new();
            let file = fixture.home.path().join("dotfiles");
            fs::write(&file, "one\n").unwrap();
            symlink("dotfiles", &fixture.path).unwrap();
            add_line(&fixture.path, "two").unwrap();
            assert!(fixture.path.is_symlink() && !file.is_symlink());
            assert_eq!(fs::read(&file).unwrap(), b"one\ntwo\n");
        }

        #[test]
        fn a_dangling_link_and_a_device_are_errors() {
            let fixture = Fixture::new();
            symlink("not mounted", &fixture.path).unwrap();
            let result = add_line(&fixture.path, "x");
            assert!(matches!(result, Err(StoreError::Dangling(_))), "{result:?}");
            let result = add_line(Path::new("/dev/zero"), "x");
            assert!(matches!(result, Err(StoreError::NotAFile { .. })), "{result:?}");
        }

        #[test]
        fn a_read_only_directory_is_an_error_and_keeps_the_file() {
            if rustix::process::geteuid().is_root() {
                #[expect(clippy::print_stderr, reason = "a skipped test must be visible")]
                {
                    eprintln!("skipped: root may write everywhere");
                }
                return;
            }
            let fixture = Fixture::with_text("old\n");
            let folder = fixture.home.path();
            fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).unwrap();
            let result = add_line(&fixture.path, "new");
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
            assert!(matches!(result, Err(StoreError::Save { .. })), "{result:?}");
            assert_eq!(fixture.text(), "old\n");
        }
    }
}
