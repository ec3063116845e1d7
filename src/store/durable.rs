//! Files on the real disk, replaced by the [`atomic_replace`]. The lock is a file of its own that is never
//! renamed or removed.

use super::atomic_replace::{self, Disk, Put, ReplaceError, Replaced};
use super::{StoreError, read_capped, read_fingerprint};
use std::collections::hash_map::RandomState;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, DirEntry, File, Metadata, OpenOptions, TryLockError};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};
use tempfile::NamedTempFile;

/// How long a lock is waited for while nothing is seen to happen in the folder of the file. Who
/// holds the lock makes a file and renames it, and syncs after each: a slow disk takes 5 s for
/// that, and this is well over two of them.
pub(super) const PATIENCE: Duration = Duration::from_secs(12);
/// How long it is waited for where many programs have it in turn: six on such a slow disk.
pub(super) const LONG_PATIENCE: Duration = Duration::from_secs(60);
/// What a killed program leaves behind is removed after this time.
const LITTER_AGE: Duration = Duration::from_secs(60 * 60);
/// A temporary file is called `.hallway-NAME-abc123.tmp` beside the file `NAME` that it is for.
const TEMP_PREFIX: &str = ".hallway-";
const TEMP_CHANCE: usize = 6;
const TEMP_SUFFIX: &str = ".tmp";
/// The longest name that has room for all that, in bytes. What is for a longer one is called after
/// none.
const TEMP_NAME_MAX: usize = 200;

/// The bytes of a regular file, or `None` where there is none. Never waits for a pipe.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let failed = |cause: io::Error| StoreError::Read { path: path.to_owned(), cause };
    // Asked before opening, because to open a device may do something; and after, because it may be
    // another file by then.
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            return dangling(path).map_or(Ok(None), |link| Err(StoreError::Dangling(link)));
        }
        Err(cause) => return Err(failed(cause)),
    };
    regular(path, &meta)?;
    let file = open(path).map_err(failed)?;
    regular(path, &file.metadata().map_err(failed)?)?;
    read_capped(file, path).map(Some)
}

/// Replaces the file by what `edit` makes of it: see [`atomic_replace::update`].
/// A link stays a link, and the mode and the owner of the file stay, as far as the system allows.
pub(super) fn update<T>(
    path: &Path,
    edit: impl FnMut(Option<&[u8]>, &[Vec<u8>]) -> Result<(Option<Vec<u8>>, T), StoreError>,
) -> Result<Replaced<T>, StoreError> {
    atomic_replace::update(&Real, path, edit).map_err(|refusal| match refusal {
        ReplaceError::Read(Cause::Told(error)) | ReplaceError::Edit(error) => error,
        ReplaceError::NotSynced(cause) => {
            StoreError::NotSynced { path: path.to_owned(), cause: cause.into() }
        }
        ReplaceError::Read(cause) | ReplaceError::Write(cause) => {
            StoreError::Save { path: path.to_owned(), cause: cause.into() }
        }
        ReplaceError::Busy => StoreError::Busy(path.to_owned()),
    })
}

/// Replaces a file that a person named and that nobody else is thought to change: whole or not at
/// all, without a lock.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |cause: io::Error| StoreError::Save { path: path.to_owned(), cause };
    if !fs::metadata(path).is_ok_and(|meta| meta.is_file()) {
        // There is nothing that could be lost; a new file gets the usual mode, and a pipe or a
        // terminal is written to.
        return fs::write(path, bytes).map_err(failed);
    }
    let replaced = || {
        let target = fs::canonicalize(path)?;
        let temp = atomic_replace::write_beside(&Real, &target, bytes)?;
        temp.persist(&target).map_err(|error| error.error)?;
        Real.sync_names(&target)
    };
    replaced().map_err(|cause: Cause| failed(cause.into()))
}

/// Keeps these bytes in a file of their own, unless there is one that is younger than `age`. Best
/// effort, and not synced: that there is no copy is no reason not to save, nor to take longer.
pub(super) fn keep_copy(path: &Path, bytes: &[u8], age: Duration) {
    let written = || fs::metadata(path).ok()?.modified().ok()?.elapsed().ok();
    if written().is_some_and(|written| written < age) {
        return;
    }
    if let Ok(mut temp) = Real.create(path)
        && temp.write_all(bytes).is_ok()
    {
        let _ = temp.persist(path);
    }
    sweep(path, LITTER_AGE);
}

/// A file that may not grow (`ulimit -f`) is to be an error that can be told, and not the end of
/// the program.
pub(crate) fn turn_size_limit_into_error() {
    #[cfg(unix)]
    {
        // To have a handler is what counts; what it sets is never asked.
        let _ =
            signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}

/// The disk of this machine.
struct Real;

/// Why the disk would not.
enum Cause {
    Io(io::Error),
    /// That is already a sentence.
    Told(StoreError),
}

impl From<io::Error> for Cause {
    fn from(cause: io::Error) -> Cause {
        Cause::Io(cause)
    }
}

impl From<Cause> for io::Error {
    fn from(cause: Cause) -> io::Error {
        match cause {
            Cause::Io(cause) => cause,
            Cause::Told(error) => io::Error::other(error),
        }
    }
}

impl Disk for Real {
    type Lock = File;
    type Temp = NamedTempFile;
    type Cause = Cause;

    fn read(&self, file: &Path) -> Result<Option<Vec<u8>>, Cause> {
        read(file).map_err(Cause::Told)
    }

    fn target(&self, file: &Path) -> Result<PathBuf, Cause> {
        Ok(target(file)?)
    }

    fn lock(&self, target: &Path) -> Option<File> {
        lock(target)
    }

    fn sweep(&self, target: &Path) {
        sweep(target, LITTER_AGE);
    }

    fn leftovers(&self, target: &Path) -> Vec<Vec<u8>> {
        temps(target).filter_map(|entry| read(&entry.path()).ok()?).collect()
    }

    fn create(&self, target: &Path) -> Result<NamedTempFile, Cause> {
        // Created for this user only.
        let prefix = temp_prefix(target).unwrap_or_else(|| TEMP_PREFIX.into());
        let mut builder = tempfile::Builder::new();
        let temp = builder
            .prefix(&prefix)
            .rand_bytes(TEMP_CHANCE)
            .suffix(TEMP_SUFFIX)
            .tempfile_in(folder(target))?;
        if let Ok(old) = fs::metadata(target) {
            keep_owner_and_mode(temp.as_file(), &old);
        }
        Ok(temp)
    }

    fn write(&self, temp: &mut NamedTempFile, bytes: &[u8]) -> Result<(), Cause> {
        Ok(temp.write_all(bytes)?)
    }

    fn sync(&self, temp: &NamedTempFile) -> Result<(), Cause> {
        Ok(temp.as_file().sync_all()?)
    }

    fn put(
        &self,
        temp: NamedTempFile,
        target: &Path,
        none: bool,
    ) -> Result<Put<NamedTempFile>, Cause> {
        if none {
            return put_where_none_is(temp, target);
        }
        match swap(temp.path(), target) {
            Ok(()) => {}
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Put::Not),
            // A disk that cannot do that.
            Err(cause)
                if matches!(
                    cause.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
                ) =>
            {
                temp.persist(target).map_err(|error| error.error)?;
                return Ok(Put::There);
            }
            Err(cause) => return Err(cause.into()),
        }
        swapped(temp, target)
    }

    fn sync_names(&self, target: &Path) -> Result<(), Cause> {
        Ok(sync_dir(folder(target))?)
    }

    fn pause(&self) {
        // Each program another time, or they would meet again.
        let chance = RandomState::new().build_hasher().finish() % 30;
        std::thread::sleep(Duration::from_millis(chance));
    }
}

fn put_where_none_is(temp: NamedTempFile, target: &Path) -> Result<Put<NamedTempFile>, Cause> {
    match temp.persist_noclobber(target) {
        Ok(_) => Ok(Put::There),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(Put::Not),
        // A disk that can neither do that nor link, or one that is full: a rename replaces nothing
        // where nothing is.
        Err(error) => match fs::symlink_metadata(target) {
            Ok(_) => Ok(Put::Not),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                error.file.persist(target).map_err(|error| error.error)?;
                Ok(Put::There)
            }
            Err(_) => Err(error.error.into()),
        },
    }
}

/// What a swap brought out.
fn swapped(temp: NamedTempFile, target: &Path) -> Result<Put<NamedTempFile>, Cause> {
    match read(temp.path()) {
        Ok(Some(was)) => Ok(Put::Swapped(temp, was)),
        // Somebody has tidied up.
        Ok(None) => Ok(Put::There),
        // Nobody knows what it is: it goes back.
        Err(unread) => {
            swap(temp.path(), target)?;
            Err(Cause::Told(unread))
        }
    }
}

/// Lets two files change places, in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn folder(target: &Path) -> &Path {
    target.parent().unwrap_or(Path::new("/"))
}

/// The file itself, behind any links, in a directory that exists.
fn target(path: &Path) -> io::Result<PathBuf> {
    if fs::symlink_metadata(path).is_ok() {
        return fs::canonicalize(path);
    }
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    make_dir(dir)?;
    Ok(fs::canonicalize(dir)?.join(name))
}

/// Makes a directory and those above it, for this user only and durably.
fn make_dir(dir: &Path) -> io::Result<()> {
    let (false, Some(parent)) = (dir.is_dir(), dir.parent()) else {
        return Ok(());
    };
    make_dir(parent)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(dir) {
        Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => Err(cause),
        _ => sync_dir(parent),
    }
}

/// The lock beside the file, held until it is dropped; `None` where there is none to be had, or its
/// holder does nothing.
fn lock(target: &Path) -> Option<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags(no_wait());
    }
    let file = options.open(lock_file(target)).ok()?;
    let (start, mut pause) = (Instant::now(), Duration::from_millis(1));
    let look = || (read_fingerprint(target), read_fingerprint(folder(target)));
    let (mut seen, mut idle_since) = (look(), start);
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(_)) => return None,
        }
        let now = look();
        if now != seen {
            (seen, idle_since) = (now, Instant::now());
        }
        if idle_since.elapsed() >= PATIENCE || start.elapsed() >= LONG_PATIENCE {
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn lock_file(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.lock"))
}

/// As far as the system allows: some file systems know no modes, and only root gives files away.
/// The mode counts also then: who shares a plan in a folder is not shut out by another's mark.
#[cfg(unix)]
fn keep_owner_and_mode(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let own = file.metadata().is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
    if !own && fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
        let _ = fchown(file, None, Some(old.gid()));
    }
    let _ = file.set_permissions(PermissionsExt::from_mode(old.mode() & 0o777));
}

#[cfg(not(unix))]
fn keep_owner_and_mode(_: &File, _: &Metadata) {}

/// Makes names in a directory last.
fn sync_dir(dir: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(dir)?.sync_all() {
        // A file system on which directories cannot be synced; there is nothing better to be had.
        Err(cause)
            if matches!(cause.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
        {
            Ok(())
        }
        result => result,
    }
}

/// Removes what killed programs left of this file. Only what is old, so that nobody's work is taken
/// away.
fn sweep(target: &Path, age: Duration) {
    for entry in temps(target) {
        if entry.metadata().ok().and_then(|meta| idle(&meta)).is_some_and(|idle| idle > age) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The temporary files of this file that are there.
fn temps(target: &Path) -> impl Iterator<Item = DirEntry> {
    let prefix = temp_prefix(target);
    let entries = prefix.is_some().then(|| fs::read_dir(folder(target)).ok()).flatten();
    let own = move |name: &OsStr| {
        let rest = name.as_encoded_bytes().strip_prefix(prefix.as_ref()?.as_encoded_bytes())?;
        let chance = rest.strip_suffix(TEMP_SUFFIX.as_bytes())?;
        Some(chance.len() == TEMP_CHANCE && chance.iter().all(u8::is_ascii_alphanumeric))
    };
    let files = entries.into_iter().flatten().flatten();
    files.filter(move |entry| {
        own(&entry.file_name()).unwrap_or(false)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
    })
}

fn temp_prefix(target: &Path) -> Option<OsString> {
    let name = target.file_name().filter(|name| name.len() <= TEMP_NAME_MAX)?;
    let mut prefix = OsString::from(TEMP_PREFIX);
    prefix.push(name);
    prefix.push("-");
    Some(prefix)
}

/// How long nothing has happened to a file. To be swapped is something; the time of what is in it
/// does not tell that.
fn idle(meta: &Metadata) -> Option<Duration> {
    #[cfg(unix)]
    let since = {
        use std::os::unix::fs::MetadataExt;
        SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(meta.ctime()).ok()?)
    };
    #[cfg(not(unix))]
    let since = meta.modified().ok()?;
    since.elapsed().ok()
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, no_wait());
    options.open(path)
}

/// To open a pipe, a terminal or a device neither waits nor has consequences.
#[cfg(unix)]
fn no_wait() -> i32 {
    use rustix::fs::OFlags;
    (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed()
}

fn regular(path: &Path, meta: &Metadata) -> Result<(), StoreError> {
    if meta.is_file() {
        return Ok(());
    }
    Err(StoreError::NotAFile { path: path.to_owned(), what: what_is(meta) })
}

fn what_is(meta: &Metadata) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = meta.file_type();
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if meta.is_dir() { "a directory" } else { "something else" }
}

/// The link because of which a path does not exist: the file, or a folder on the way to it, that
/// points to nowhere. Who keeps the plan on a drive that is not mounted has a plan all the same.
fn dangling(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|part| part.is_symlink() && !part.exists()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Adds a line to the file.
    fn add(path: &Path, line: &str) -> Result<Replaced<()>, StoreError> {
        update(path, |old, leftovers| {
            let mut new = String::from_utf8(old.unwrap_or_default().to_vec()).unwrap();
            let leftovers =
                leftovers.iter().flat_map(|bytes| std::str::from_utf8(bytes).unwrap().lines());
            for line in leftovers.chain([line]) {
                if new.lines().all(|known| known != line) {
                    new += &format!("{line}\n");
                }
            }
            Ok((Some(new.into_bytes()), ()))
        })
    }

    #[test]
    fn a_file_is_made_with_its_folders_and_then_replaced() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("a/b/plan");
        add(&path, "one").unwrap();
        assert!(!add(&path, "two").unwrap().unlocked);
        assert_eq!(fs::read(&path).unwrap(), b"one\ntwo\n");
        assert_eq!(names(path.parent().unwrap()), [".plan.lock", "plan"]);
    }

    #[test]
    fn what_is_right_already_is_left_alone() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        fs::write(&path, "old").unwrap();
        let before = super::super::read_fingerprint(&path);
        assert_eq!(
            update(&path, |old, _| Ok((None, old.map(<[u8]>::len)))).unwrap().answer,
            Some(3)
        );
        assert_eq!(super::super::read_fingerprint(&path), before);
    }

    #[test]
    fn a_failing_edit_leaves_everything_as_it_was() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        fs::write(&path, "old").unwrap();
        let result: Result<Replaced<()>, _> = update(&path, |_, _| Err(StoreError::NoHome));
        assert!(matches!(result, Err(StoreError::NoHome)));
        assert_eq!(
            (fs::read(&path).unwrap(), names(home.path())),
            (b"old".to_vec(), vec![".plan.lock".into(), "plan".into()])
        );
    }

    #[test]
    fn what_another_program_wrote_meanwhile_is_kept() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        fs::write(&path, "old ").unwrap();
        let mut tries = 0;
        let tried = update(&path, |old, _| {
            tries += 1;
            if tries == 1 {
                fs::write(&path, "theirs ").unwrap();
            }
            Ok((Some([old.unwrap(), b"mine"].concat()), tries))
        });
        assert_eq!((tried.unwrap().answer, fs::read(&path).unwrap()), (2, b"theirs mine".to_vec()));
    }

    #[test]
    fn a_file_that_others_never_leave_alone_is_given_up() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        let mut tries = 0;
        let result = update(&path, |_, _| {
            tries += 1;
            fs::write(&path, format!("theirs {tries}")).unwrap();
            Ok((Some(b"mine".to_vec()), ()))
        });
        assert!(matches!(result, Err(StoreError::Busy(_))));
        assert_eq!(
            fs::read(&path).unwrap(),
            format!("theirs {}", atomic_replace::TRIES).into_bytes()
        );
        assert_eq!(names(home.path()), [".plan.lock", "plan"], "nothing half-written is left");
    }

    #[test]
    fn a_lock_that_is_never_given_back_does_not_stop_the_work() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        add(&path, "one").unwrap();
        let holder = File::open(lock_file(&path)).unwrap();
        holder.lock().unwrap();
        let started = Instant::now();
        assert!(add(&path, "two").unwrap().unlocked);
        let took = started.elapsed();
        assert!((PATIENCE..LONG_PATIENCE).contains(&took), "{took:?}");
        assert_eq!(fs::read(&path).unwrap(), b"one\ntwo\n");
    }

    #[test]
    fn where_no_lock_can_be_made_the_work_is_done_without() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        fs::create_dir(lock_file(&path)).unwrap();
        assert!(add(&path, "one").unwrap().unlocked);
        assert_eq!(fs::read(&path).unwrap(), b"one\n");
    }

    #[test]
    fn only_litter_of_that_file_is_removed_and_only_when_it_is_old() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        let others = [
            ".hallway-plan.bak-abc123.tmp",
            ".hallway-plan-b-abc123.tmp",
            ".hallway-abc123.tmp",
            "mine.tmp",
        ];
        for name in others.iter().chain(&[".hallway-plan-abc123.tmp"]) {
            let file = File::create(home.path().join(name)).unwrap();
            // As old as the plan is that was swapped out just now.
            file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        }
        let all = names(home.path());
        if cfg!(unix) {
            sweep(&path, LITTER_AGE);
            assert_eq!(names(home.path()), all);
        }
        sweep(&path, Duration::ZERO);
        let mut left = others.to_vec();
        left.sort_unstable();
        assert_eq!(names(home.path()), left);
        let temp = Real.create(&path).ok().unwrap();
        assert_eq!(temps(&path).count(), 1, "{:?}", temp.path());
        assert!(Real.create(&home.path().join("x".repeat(230))).is_ok());
    }

    #[test]
    fn what_a_killed_program_had_swapped_out_is_not_lost() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        for lock in [true, false] {
            if !lock {
                fs::remove_file(lock_file(&path)).unwrap();
                fs::create_dir(lock_file(&path)).unwrap();
            }
            fs::write(&path, "one\n").unwrap();
            fs::write(home.path().join(".hallway-plan-abc123.tmp"), "theirs\n").unwrap();
            fs::write(home.path().join(".hallway-other-abc123.tmp"), "another plan\n").unwrap();
            add(&path, "two").unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"one\ntheirs\ntwo\n", "lock: {lock}");
        }
    }

    #[test]
    fn what_was_swapped_out_and_is_gone_is_no_failure() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        let temp = atomic_replace::write_beside(&Real, &path, b"theirs").ok().unwrap();
        fs::write(&path, "mine").unwrap();
        fs::remove_file(temp.path()).unwrap();
        assert!(matches!(swapped(temp, &path), Ok(Put::There)));
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }

    /// That many programs add that many lines each; how many there are in the end.
    fn written_by_many(home: &TempDir, writers: usize, lines: usize) -> usize {
        let path = home.path().join("plan");
        std::thread::scope(|scope| {
            for writer in 0..writers {
                let path = &path;
                scope.spawn(move || {
                    for line in 0..lines {
                        add(path, &format!("{writer}.{line}")).unwrap();
                    }
                });
            }
        });
        let text = String::from_utf8(fs::read(&path).unwrap()).unwrap();
        text.lines().collect::<std::collections::BTreeSet<&str>>().len()
    }

    #[test]
    fn many_writers_lose_nothing() {
        for (writers, lines) in [(2, 50), (8, 25)] {
            assert_eq!(written_by_many(&TempDir::new().unwrap(), writers, lines), writers * lines);
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    #[test]
    fn many_writers_lose_nothing_even_without_a_lock() {
        let home = TempDir::new().unwrap();
        fs::create_dir(lock_file(&home.path().join("plan"))).unwrap();
        assert_eq!(written_by_many(&home, 4, 40), 160);
    }

    #[test]
    fn a_file_that_appears_or_goes_at_the_last_moment_is_told_and_not_replaced() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("plan");
        let temp = || atomic_replace::write_beside(&Real, &path, b"mine").ok().unwrap();
        assert!(matches!(Real.put(temp(), &path, false), Ok(Put::Not)), "it is gone");
        assert!(!path.exists());
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(Real.put(temp(), &path, true), Ok(Put::Not)), "it is there");
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert!(
            matches!(Real.put(temp(), &path, false), Ok(Put::Swapped(_, was)) if was == b"theirs")
        );
        assert_eq!(
            (fs::read(&path).unwrap(), names(home.path())),
            (b"mine".to_vec(), vec!["plan".to_owned()])
        );
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{PermissionsExt, symlink};

        fn mode(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o777
        }

        #[test]
        fn what_is_made_is_mine_alone_and_what_was_there_keeps_its_mode() {
            let home = TempDir::new().unwrap();
            let path = home.path().join("folder/plan");
            add(&path, "one").unwrap();
            assert_eq!(
                (mode(path.parent().unwrap()), mode(&path), mode(&lock_file(&path))),
                (0o700, 0o600, 0o600)
            );
            fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
            add(&path, "two").unwrap();
            assert_eq!(mode(&path), 0o664);
        }

        #[test]
        fn a_link_stays_a_link() {
            let home = TempDir::new().unwrap();
            let (link, file) = (home.path().join("plan"), home.path().join("dotfiles"));
            fs::write(&file, "one\n").unwrap();
            symlink("dotfiles", &link).unwrap();
            add(&link, "two").unwrap();
            assert!(link.is_symlink() && !file.is_symlink());
            assert_eq!(fs::read(&file).unwrap(), b"one\ntwo\n");
        }

        #[test]
        fn a_link_to_nowhere_is_not_a_missing_file() {
            let home = TempDir::new().unwrap();
            let (link, folder) = (home.path().join("plan"), home.path().join("folder"));
            symlink("not mounted", &link).unwrap();
            symlink("not mounted", &folder).unwrap();
            for (path, at) in [(&link, &link), (&folder.join("plan"), &folder)] {
                assert!(matches!(read(path), Err(StoreError::Dangling(link)) if link == *at));
                assert!(matches!(add(path, "one"), Err(StoreError::Dangling(_))));
            }
            assert!(matches!(read(&home.path().join("nothing")), Ok(None)));
        }

        #[test]
        fn pipes_directories_and_devices_are_refused_at_once() {
            let home = TempDir::new().unwrap();
            let pipe = home.path().join("pipe");
            rustix::fs::mknodat(
                rustix::fs::CWD,
                &pipe,
                rustix::fs::FileType::Fifo,
                0o600.into(),
                0,
            )
            .unwrap();
            let socket = home.path().join("socket");
            let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
            for (path, name) in [
                (&*pipe, "a pipe"),
                (&socket, "a socket"),
                (home.path(), "a directory"),
                (Path::new("/dev/zero"), "a device"),
            ] {
                assert!(
                    matches!(read(path), Err(StoreError::NotAFile { what, .. }) if what == name),
                    "{name}"
                );
                assert!(matches!(add(path, "x"), Err(StoreError::NotAFile { .. })), "{name}");
            }
        }

        #[test]
        fn a_directory_that_cannot_be_written_is_told_and_the_file_not_written_in_place() {
            if rustix::process::geteuid().is_root() {
                #[expect(clippy::print_stderr, reason = "a test that proves nothing says so")]
                {
                    eprintln!("skipped: root may write everywhere");
                }
                return;
            }
            let home = TempDir::new().unwrap();
            let path = home.path().join("plan");
            fs::write(&path, "old\n").unwrap();
            fs::set_permissions(home.path(), fs::Permissions::from_mode(0o500)).unwrap();
            let result = add(&path, "new");
            fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).unwrap();
            assert!(matches!(result, Err(StoreError::Save { .. })), "{result:?}");
            assert_eq!(fs::read(&path).unwrap(), b"old\n");
        }
    }
}
