//! The errors of reading and saving.

use super::plan_file::VERSION;
use crate::agenda::Clean;
use crate::format::{SIZE_MAX, TOML_SIZE_MAX};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The size of the largest readable file, in bytes. The largest known agenda has 4 MiB.
pub(super) const FILE_BYTES_MAX: u64 = SIZE_MAX as u64;

/// The reason why a file could not be read or saved. `Display` writes a message with the path, free
/// of control characters.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// `$HOME` is missing or relative.
    NoHome,
    /// There is no file.
    NotFound(PathBuf),
    /// The path leads to something else than a regular file.
    NotAFile {
        /// The path.
        path: PathBuf,
        /// The kind of the file.
        kind: FileKind,
    },
    /// The target of this symbolic link is missing.
    Dangling(PathBuf),
    /// The file has more than [`FILE_BYTES_MAX`] bytes, or a file of TOML more than
    /// [`TOML_SIZE_MAX`].
    TooBig(PathBuf),
    /// The file cannot be read.
    Read {
        /// The path of the file.
        path: PathBuf,
        /// The error of the system.
        cause: io::Error,
    },
    /// The file cannot be saved. The old file is unchanged.
    Save {
        /// The path of the file.
        path: PathBuf,
        /// The error of the system.
        cause: io::Error,
    },
    /// The new file is in place, but the directory cannot be synced.
    NotSynced {
        /// The path of the file.
        path: PathBuf,
        /// The error of the system.
        cause: io::Error,
    },
    /// The file cannot be removed.
    Remove {
        /// The path of the file.
        path: PathBuf,
        /// The error of the system.
        cause: io::Error,
    },
    /// The person's editor cannot be started, or ended with an error.
    Editor {
        /// The command of the editor.
        editor: PathBuf,
        /// The error of the system or of the editor.
        cause: io::Error,
    },
    /// An edited note is too long, or no UTF-8 text. The text is kept.
    RefusedNote {
        /// The file with the text.
        path: PathBuf,
        /// The reason as a sentence.
        reason: String,
    },
    /// Other programs changed the file at every attempt to save.
    Busy(PathBuf),
    /// The plan is damaged.
    BadPlan {
        /// The path of the plan.
        path: PathBuf,
        /// The problem, with line, column and source text.
        report: String,
        /// The copy of the last good plan.
        backup: Option<PathBuf>,
    },
    /// The plan was written by a newer hallway.
    NewerPlan {
        /// The path of the plan.
        path: PathBuf,
        /// The version in the file.
        version: i64,
    },
}

/// A kind of file other than a regular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A directory.
    Directory,
    /// A named pipe.
    Pipe,
    /// A Unix socket.
    Socket,
    /// A block device or a character device.
    Device,
    /// Another kind that is not a regular file.
    Other,
}

impl StoreError {
    /// Returns the exit code of a command after this error.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            StoreError::TooBig(_)
            | StoreError::RefusedNote { .. }
            | StoreError::BadPlan { .. }
            | StoreError::NewerPlan { .. } => 65,
            StoreError::NotFound(_) => 66,
            StoreError::NoHome => 78,
            _ => 74,
        }
    }

    /// Returns the error of saving the file at `path`.
    pub(super) fn save(
        path: &Path,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> StoreError {
        StoreError::Save { path: path.to_owned(), cause: io::Error::other(cause) }
    }

    /// Returns the path that the message ends with.
    fn path(&self) -> Option<&Path> {
        match self {
            StoreError::NoHome | StoreError::BadPlan { .. } => None,
            StoreError::NotFound(path)
            | StoreError::NotAFile { path, .. }
            | StoreError::Dangling(path)
            | StoreError::TooBig(path)
            | StoreError::Read { path, .. }
            | StoreError::Save { path, .. }
            | StoreError::NotSynced { path, .. }
            | StoreError::Remove { path, .. }
            | StoreError::Editor { editor: path, .. }
            | StoreError::RefusedNote { path, .. }
            | StoreError::Busy(path)
            | StoreError::NewerPlan { path, .. } => Some(path),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::NoHome => f.write_str("no home directory: set HOME to an absolute path")?,
            StoreError::NotFound(_) => f.write_str("there is no file ")?,
            StoreError::NotAFile { kind, .. } => write!(
                f,
                "this is {kind}, not a file; to read from a pipe, give - and pipe into hallway: "
            )?,
            StoreError::Dangling(_) => f.write_str(
                "the target of this link is missing; restore the target or remove the link: ",
            )?,
            StoreError::TooBig(_) => {
                let (any, toml) = (FILE_BYTES_MAX >> 20, TOML_SIZE_MAX >> 20);
                write!(f, "larger than {any} MiB (in TOML: {toml} MiB): ")?;
            }
            StoreError::Read { cause, .. } => write!(f, "cannot read: {cause}: ")?,
            StoreError::Save { cause, .. } => {
                write!(f, "cannot save: {cause}; the last saved version is unchanged: ")?;
            }
            StoreError::NotSynced { cause, .. } => {
                write!(f, "{cause}: written, but may not survive a power failure; try again: ")?;
            }
            StoreError::Remove { cause, .. } => write!(f, "cannot remove: {cause}: ")?,
            StoreError::Editor { cause, .. } => {
                write!(f, "nothing is edited: {cause}: ")?;
            }
            StoreError::RefusedNote { reason, .. } => {
                write!(f, "{reason}. The note is unchanged; the edited text is kept in ")?;
            }
            StoreError::Busy(_) => {
                f.write_str("other programs keep changing the file; try again: ")?;
            }
            StoreError::BadPlan { report, path, backup } => {
                write_bad_plan(f, path, backup.as_deref(), report)?;
            }
            StoreError::NewerPlan { version, .. } => write!(
                f,
                "your schedule was written by a newer hallway (version {version} of the file, \
                 this one knows {VERSION}): it is only shown, not changed; update hallway to \
                 change it: "
            )?,
        }
        self.path().map_or(Ok(()), |path| f.write_str(&clean_path(path)))
    }
}

fn write_bad_plan(
    f: &mut fmt::Formatter<'_>,
    path: &Path,
    backup: Option<&Path>,
    report: &str,
) -> fmt::Result {
    write!(
        f,
        "your schedule cannot be read, and hallway does not change it; correct the file or move \
         it away: {}",
        clean_path(path)
    )?;
    if let Some(backup) = backup {
        write!(f, "; an earlier copy is {}", clean_path(backup))?;
    }
    write!(f, "\n{report}")
}

fn clean_path(path: &Path) -> Clean {
    Clean::line(path.display().to_string())
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileKind::Directory => "a directory",
            FileKind::Pipe => "a pipe",
            FileKind::Socket => "a socket",
            FileKind::Device => "a device",
            FileKind::Other => "something else",
        })
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StoreError::Read { cause, .. }
            | StoreError::Save { cause, .. }
            | StoreError::NotSynced { cause, .. }
            | StoreError::Remove { cause, .. }
            | StoreError::Editor { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
