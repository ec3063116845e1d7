//! Disk and environment: where files are, how they are read, and how the plan is kept. Nothing else
//! touches either.
//!
//! What reads never writes: no folder, no lock, no time stamp. What writes replaces whole files,
//! durably ([`durable`]), and only what it could read before.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one module that may touch disk and environment"
)]

mod atomic_replace;
mod durable;
mod environment;
mod library;
mod plan_file;
mod plans;
mod rooms;

pub(crate) use environment::{Environment, read_environment};

use crate::agenda::Clean;
pub(crate) use durable::turn_size_limit_into_error;
pub(crate) use library::{absolute_path, path_exists, replace_file, write_new_file};
pub(crate) use plans::SavedPlan;
pub(crate) use rooms::SavedRooms;
use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The largest file that is read, in bytes. The largest real agenda known has 4 MiB.
pub(crate) const FILE_MAX: u64 = crate::format::SIZE_MAX as u64;

/// What is told, once, where a plan was saved without a lock.
pub(crate) const SAVED_WITHOUT_LOCK: &str = "saved, but without a lock: another program holds it, or this disk has none; do not change your schedule in two places at once";

/// Where hallway keeps things. The folders need not exist: they are made when something is first
/// saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folders {
    /// `$XDG_DATA_HOME/hallway`: what is mine.
    pub(crate) data: PathBuf,
    /// `$XDG_CONFIG_HOME/hallway`: what I choose.
    pub(crate) config: PathBuf,
}

impl Folders {
    /// The folders of this user, by the XDG rules on every system; a relative `$XDG_…` is ignored,
    /// as they say.
    pub(crate) fn for_user() -> Result<Folders, StoreError> {
        use etcetera::base_strategy::{BaseStrategy, Xdg};
        let xdg = Xdg::new().map_err(|_| StoreError::NoHome)?;
        Folders::under(&xdg.data_dir(), &xdg.config_dir())
    }

    /// An empty `$HOME` gives relative paths, and a plan must not depend on the directory one
    /// happens to be in.
    fn under(data: &Path, config: &Path) -> Result<Folders, StoreError> {
        if data.is_absolute() && config.is_absolute() {
            Ok(Folders { data: data.join("hallway"), config: config.join("hallway") })
        } else {
            Err(StoreError::NoHome)
        }
    }

    pub(crate) fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The library.
    pub(crate) fn agendas_folder(&self) -> PathBuf {
        self.data.join("agendas")
    }
}

/// The file of what has this id, in whichever folder. An id is letters, digits and dashes; anything
/// else could lead out of the folder, and becomes a dash.
fn file_name(id: &str) -> String {
    let name: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    name + ".toml"
}

/// The bytes of a file that a person named, or of standard input for `-`; at most [`FILE_MAX`].
///
/// # Errors It is not there, is no regular file (a pipe is refused, not waited for), is too big, or
/// cannot be read.
pub(crate) fn read_source(source: &Path) -> Result<Vec<u8>, StoreError> {
    if source == Path::new("-") {
        return read_capped(io::stdin().lock(), Path::new("standard input"));
    }
    durable::read(source)?.ok_or_else(|| StoreError::NotFound(source.to_owned()))
}

/// Everything that `reader` gives, where that is at most [`FILE_MAX`] bytes.
fn read_capped(reader: impl Read, path: &Path) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    match reader.take(FILE_MAX + 1).read_to_end(&mut bytes) {
        Err(cause) => Err(StoreError::Read { path: path.to_owned(), cause }),
        Ok(_) if bytes.len() as u64 > FILE_MAX => Err(StoreError::TooBig(path.to_owned())),
        Ok(_) => Ok(bytes),
    }
}

/// Tells one version of a file from the next without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    modified: Option<SystemTime>,
    len: u64,
    /// 0 on systems that have none.
    inode: u64,
}

/// The fingerprint of the file, through links; `None` while there is none.
pub(crate) fn read_fingerprint(path: &Path) -> Option<Fingerprint> {
    let meta = std::fs::metadata(path).ok()?;
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&meta);
    #[cfg(not(unix))]
    let inode = 0;
    Some(Fingerprint { modified: meta.modified().ok(), len: meta.len(), inode })
}

/// Why something could not be read or saved. `Display` is a sentence to a person: it names the file
/// and what to do, and is safe to print whatever the file contains.
#[derive(Debug)]
pub(crate) enum StoreError {
    NoHome,
    NotFound(PathBuf),
    /// A directory, a pipe, a device; `what` names it, with its article.
    NotAFile {
        path: PathBuf,
        what: &'static str,
    },
    /// A symbolic link to nowhere.
    Dangling(PathBuf),
    TooBig(PathBuf),
    Read {
        path: PathBuf,
        cause: io::Error,
    },
    /// Not saved; what was there is as it was.
    Save {
        path: PathBuf,
        cause: io::Error,
    },
    /// The new file is in place, but the disk would not say that it stays there.
    NotSynced {
        path: PathBuf,
        cause: io::Error,
    },
    /// Others changed the file again and again while it was being saved.
    Busy(PathBuf),
    /// `report` names line and column and shows the place.
    /// `backup` is the copy of the last good plan, if there is one.
    BadPlan {
        path: PathBuf,
        report: String,
        backup: Option<PathBuf>,
    },
    NewerPlan {
        path: PathBuf,
        version: i64,
    },
}

impl StoreError {
    /// The exit code of a command that fails with it.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            StoreError::TooBig(_) | StoreError::BadPlan { .. } | StoreError::NewerPlan { .. } => 65,
            StoreError::NotFound(_) => 66,
            StoreError::NoHome => 78,
            _ => 74,
        }
    }
}

fn save_error(
    path: &Path,
    cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> StoreError {
    StoreError::Save { path: path.to_owned(), cause: io::Error::other(cause) }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |path: &Path| Clean::line(path.display().to_string());
        match self {
            StoreError::NoHome => {
                write!(
                    f,
                    "there is no home directory to keep anything in: set HOME to an absolute path"
                )
            }
            StoreError::NotFound(path) => write!(f, "there is no file {}", name(path)),
            StoreError::NotAFile { path, what } => {
                write!(
                    f,
                    "this is {what}, not a file; to read from a pipe, give - and pipe into it: {}",
                    name(path)
                )
            }
            StoreError::Dangling(path) => {
                write!(
                    f,
                    "a link to nowhere: bring back what it points to, or remove it: {}",
                    name(path)
                )
            }
            StoreError::TooBig(path) => {
                write!(
                    f,
                    "larger than {} MiB, that is no agenda: {}",
                    FILE_MAX / 1024 / 1024,
                    name(path)
                )
            }
            StoreError::Read { path, cause } => write!(f, "cannot read: {cause}: {}", name(path)),
            StoreError::Save { path, cause } => {
                write!(
                    f,
                    "cannot save: {cause}; what was saved before is still there: {}",
                    name(path)
                )
            }
            StoreError::NotSynced { path, cause } => {
                write!(
                    f,
                    "{cause}: written, but may not survive a power failure; try again: {}",
                    name(path)
                )
            }
            StoreError::Busy(path) => {
                write!(f, "other programs keep changing it; try again: {}", name(path))
            }
            StoreError::BadPlan { report, path, backup } => {
                write!(
                    f,
                    "your schedule cannot be read, and stays as it is until it is mended or moved away: "
                )?;
                f.write_str(&name(path))?;
                if let Some(backup) = backup {
                    write!(f, "; a copy of what it was earlier is {}", name(backup))?;
                }
                write!(f, "\n{report}")
            }
            StoreError::NewerPlan { path, version } => write!(
                f,
                "your schedule was written by a newer hallway (version {version} of the file, this one knows {}): \
                 it is only shown, not changed; update hallway to change it: {}",
                plan_file::VERSION,
                name(path)
            ),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StoreError::Read { cause, .. }
            | StoreError::Save { cause, .. }
            | StoreError::NotSynced { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Level;
    use crate::plan::{Change, Mark};
    use chrono::{DateTime, Utc};
    use std::fs;
    use tempfile::TempDir;

    fn folders(home: &TempDir) -> Folders {
        Folders::under(&home.path().join("data"), &home.path().join("config")).unwrap()
    }

    fn change(id: &str, level: Option<Level>) -> Change {
        Mark { session_id: Clean::line(id), title: Clean::line("A talk"), ..Mark::default() }
            .change_level(level, DateTime::<Utc>::UNIX_EPOCH)
    }

    const ATTEND: Option<Level> = Some(Level::Attend);

    #[test]
    fn folders_are_absolute_or_refused() {
        let folders = Folders::under(Path::new("/d"), Path::new("/c")).unwrap();
        assert_eq!(
            folders.plan_file("srecon16-europe"),
            Path::new("/d/hallway/plans/srecon16-europe.toml")
        );
        assert_eq!(
            folders.plan_file("../../etc/x"),
            Path::new("/d/hallway/plans/------etc-x.toml")
        );
        assert_eq!(folders.agendas_folder(), Path::new("/d/hallway/agendas"));
        assert_eq!(folders.config_file(), Path::new("/c/hallway/config.toml"));
        let error = Folders::under(Path::new(".local/share"), Path::new("/c")).unwrap_err();
        assert_eq!((error.exit_code(), error.to_string().contains("HOME")), (78, true));
    }

    #[test]
    fn to_load_a_plan_writes_nothing() {
        let home = TempDir::new().unwrap();
        assert!(folders(&home).load_plan("event").unwrap().is_empty());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn changes_are_on_disk_when_they_are_told_to_be() {
        let home = TempDir::new().unwrap();
        let folders = folders(&home);
        let plan = folders
            .change_plan("event", &[change("a", ATTEND), change("b", Some(Level::Maybe))])
            .unwrap()
            .plan;
        assert_eq!((plan.level_by_id("a"), plan.level_by_id("b")), (ATTEND, Some(Level::Maybe)));
        assert_eq!(folders.load_plan("event").unwrap(), plan);
        assert!(folders.load_plan("another").unwrap().is_empty());
        let before = read_fingerprint(&folders.plan_file("event"));
        assert_eq!(folders.change_plan("event", &[change("a", ATTEND)]).unwrap().plan, plan);
        assert_eq!(read_fingerprint(&folders.plan_file("event")), before, "it was so already");
        assert_eq!(
            folders.change_plan("event", &[change("a", None)]).unwrap().plan.level_by_id("a"),
            None
        );
        assert_ne!(read_fingerprint(&folders.plan_file("event")), before);
    }

    #[test]
    fn many_programs_lose_no_mark() {
        let home = TempDir::new().unwrap();
        let folders = folders(&home);
        std::thread::scope(|scope| {
            for program in 0..2 {
                let folders = &folders;
                scope.spawn(move || {
                    for n in 0..50 {
                        folders
                            .change_plan("event", &[change(&format!("{program}-{n}"), ATTEND)])
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(folders.load_plan("event").unwrap().active_marks().len(), 100);
    }

    /// Puts these bytes in the place of the plan, tries to change it, and returns why that failed.
    fn refused(bytes: &[u8]) -> (Folders, TempDir, StoreError) {
        let home = TempDir::new().unwrap();
        let folders = folders(&home);
        let path = folders.plan_file("event");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        let error =
            folders.change_plan("event", &[change("b", ATTEND)]).expect_err("it cannot be read");
        assert_eq!(fs::read(&path).unwrap(), bytes, "it is as it was");
        (folders, home, error)
    }

    #[test]
    fn a_plan_that_cannot_be_read_is_never_overwritten() {
        let home = TempDir::new().unwrap();
        let whole = folders(&home);
        whole.change_plan("event", &[change("a", ATTEND)]).unwrap();
        let whole = fs::read(whole.plan_file("event")).unwrap();
        let truncated = (0..whole.len() - 1).map(|length| whole[..length].to_vec());
        let others = [vec![0; 4096], b"\xff\xfe".to_vec(), vec![b'['; 100_000]];
        for bytes in truncated.chain(others) {
            let (folders, _home, error) = refused(&bytes);
            assert!(matches!(error, StoreError::BadPlan { .. }), "{error:?}");
            assert_eq!(error.exit_code(), 65);
            assert!(error.to_string().contains("event.toml:"), "{error}");
            assert!(folders.load_plan("event").is_err());
        }
    }

    #[test]
    fn a_copy_of_the_last_good_plan_is_kept_for_a_day() {
        let home = TempDir::new().unwrap();
        let folders = folders(&home);
        let (plan, copy) =
            (folders.plan_file("event"), home.path().join("data/hallway/plans/event.toml.bak"));
        let mark = |id: &str| drop(folders.change_plan("event", &[change(id, ATTEND)]).unwrap());
        mark("a");
        assert!(!copy.exists(), "there was nothing yet that could be kept");
        mark("b");
        mark("c");
        let kept =
            |folders: &Folders| folders.load_plan_backup("event").unwrap().active_marks().len();
        assert_eq!(
            kept(&folders),
            1,
            "what was there before the second change; the third is of the same day"
        );
        let yesterday = SystemTime::now() - std::time::Duration::from_secs(25 * 60 * 60);
        fs::File::options().append(true).open(&copy).unwrap().set_modified(yesterday).unwrap();
        mark("d");
        assert_eq!(kept(&folders), 3);
        fs::write(&plan, "version = 1\n[[mark]").unwrap();
        let error = folders.load_plan("event").unwrap_err().to_string();
        assert!(error.contains("event.toml.bak") && error.contains("event.toml:2:"), "{error}");
        assert!(folders.change_plan("event", &[change("e", ATTEND)]).is_err());
        assert_eq!(kept(&folders), 3, "a bad plan is never copied over the good one");
    }

    #[test]
    fn a_plan_of_a_newer_hallway_is_shown_and_not_changed() {
        let text = "version = 99\n[[mark]]\nsession = 'a'\nlevel = 'attend'\nmood = 3\n";
        let (folders, _home, error) = refused(text.as_bytes());
        assert!(matches!(error, StoreError::NewerPlan { version: 99, .. }));
        assert!(error.to_string().contains("newer hallway"), "{error}");
        assert_eq!(folders.load_plan("event").unwrap().level_by_id("a"), ATTEND);
    }

    #[test]
    fn the_cause_comes_first_and_the_path_last() {
        let path = Path::new(
            "/a/very/long/path/that/takes/more/than/the/whole/width/of/a/terminal/of/eighty/columns/x.toml",
        );
        let cause = || io::Error::from_raw_os_error(28);
        for error in [
            StoreError::Save { path: path.into(), cause: cause() },
            StoreError::NotSynced { path: path.into(), cause: cause() },
            StoreError::Read { path: path.into(), cause: cause() },
        ] {
            let text = error.to_string();
            assert!(
                text.find("(os error 28)").is_some_and(|at| at < 60) && text.ends_with("x.toml"),
                "{text}"
            );
        }
    }

    #[test]
    fn no_error_can_reach_the_terminal_as_more_than_text() {
        let (_, _home, error) =
            refused("version = 1\nx = \u{1b}]52;c;QQ==\u{7} \u{202e} y\n".as_bytes());
        let hostile = Path::new("a\u{1b}[31mb\u{202e}\n");
        let errors =
            [error, StoreError::NotFound(hostile.into()), StoreError::Dangling(hostile.into())];
        for error in errors.map(|error| error.to_string()) {
            assert!(
                !error.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'),
                "{error:?}"
            );
        }
    }

    #[test]
    fn sources_are_files_of_bounded_size() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("agenda.toml");
        let code = |result: Result<Vec<u8>, StoreError>| result.map_err(|error| error.exit_code());
        assert_eq!(code(read_source(&path)), Err(66));
        assert_eq!(code(read_source(home.path())), Err(74));
        fs::write(&path, "x").unwrap();
        assert_eq!(code(read_source(&path)), Ok(b"x".to_vec()));
        assert_eq!(code(read_source(&path.join("below"))), Err(74));
        fs::File::create(&path).unwrap().set_len(FILE_MAX).unwrap();
        assert_eq!(read_source(&path).unwrap().len() as u64, FILE_MAX);
        fs::File::create(&path).unwrap().set_len(FILE_MAX + 1).unwrap();
        assert_eq!(code(read_source(&path)), Err(65));
        assert_eq!(code(read_capped(io::repeat(0), &path)), Err(65));
    }

    #[test]
    fn a_fingerprint_tells_versions_apart() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("agenda.toml");
        assert_eq!(read_fingerprint(&path), None);
        fs::write(&path, "x").unwrap();
        let first = read_fingerprint(&path);
        assert_eq!(read_fingerprint(&path), first);
        let beside = home.path().join("beside");
        fs::write(&beside, "y").unwrap();
        fs::rename(&beside, &path).unwrap();
        assert!(first.is_some() && read_fingerprint(&path) != first);
    }
}
