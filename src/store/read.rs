//! Reading of regular files, and fingerprints of their versions.

use super::error::{FILE_BYTES_MAX, FileKind, StoreError};
use crate::format::{TOML_SIZE_MAX, may_be_toml};
use chrono::{DateTime, Utc};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Returns the bytes of a file, or of standard input for `-`. Does not wait for a pipe.
///
/// # Errors
///
/// There is no file, it is not a regular file, it is larger than an agenda of its format may be, or
/// it cannot be read.
pub(crate) fn read_source(source: &Path) -> Result<Vec<u8>, StoreError> {
    if source == Path::new("-") {
        return read_limited(io::stdin().lock(), 0, Path::new("standard input"));
    }
    read_file(source)?.ok_or_else(|| StoreError::NotFound(source.to_owned()))
}

/// Returns the bytes of a regular file, or `None` if there is no file. Does not wait for a pipe.
///
/// # Errors
///
/// As [`read_source`]. A symbolic link without its target is an error, not a missing file.
pub(super) fn read_file(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(file) = open_file(path)? else { return Ok(None) };
    let size = file.metadata().map_err(|cause| read_error(path, cause))?.len();
    read_limited(file, size, path).map(Some)
}

/// Opens a regular file for reading. Returns `None` if there is no file.
///
/// # Errors
///
/// As [`read_file`], except for those of the bytes.
pub(super) fn open_file(path: &Path) -> Result<Option<File>, StoreError> {
    // Opening a device may have effects, so the kind is checked before. Another file may replace
    // the checked one, so the kind is checked again after.
    let before = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            return match find_dangling_link(path) {
                Some(link) => Err(StoreError::Dangling(link)),
                None => Ok(None),
            };
        }
        Err(cause) => return Err(read_error(path, cause)),
    };
    check_regular(path, &before)?;
    let file = open_without_waiting(path).map_err(|cause| read_error(path, cause))?;
    let metadata = file.metadata().map_err(|cause| read_error(path, cause))?;
    check_regular(path, &metadata)?;
    Ok(Some(file))
}

/// Returns all bytes of `reader`, or an error if there are more than [`FILE_BYTES_MAX`], or of TOML
/// more than [`TOML_SIZE_MAX`]. Memory is taken for `size` bytes at once.
pub(super) fn read_limited(
    mut reader: impl Read,
    size: u64,
    path: &Path,
) -> Result<Vec<u8>, StoreError> {
    // With one byte more, the end is found without more memory.
    let size = usize::try_from(size.min(TOML_SIZE_MAX as u64) + 1).unwrap_or_default();
    let mut bytes = Vec::with_capacity(size);
    let mut read_to = |bytes: &mut Vec<u8>, limit: u64| {
        let left = limit + 1 - bytes.len() as u64;
        match reader.by_ref().take(left).read_to_end(bytes) {
            Err(cause) => Err(read_error(path, cause)),
            Ok(_) => Ok(bytes.len() as u64 <= limit),
        }
    };
    let is_whole = read_to(&mut bytes, FILE_BYTES_MAX)?
        || may_be_toml(&bytes) && read_to(&mut bytes, TOML_SIZE_MAX as u64)?;
    if is_whole { Ok(bytes) } else { Err(StoreError::TooBig(path.to_owned())) }
}

fn read_error(path: &Path, cause: io::Error) -> StoreError {
    StoreError::Read { path: path.to_owned(), cause }
}

fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, no_wait_flags());
    options.open(path)
}

/// Returns the flags for opening a pipe, a terminal or a device without waiting and without
/// effects.
#[cfg(unix)]
pub(super) fn no_wait_flags() -> i32 {
    use rustix::fs::OFlags;
    (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed()
}

fn check_regular(path: &Path, metadata: &Metadata) -> Result<(), StoreError> {
    if metadata.is_file() {
        return Ok(());
    }
    Err(StoreError::NotAFile { path: path.to_owned(), kind: file_kind(metadata) })
}

fn file_kind(metadata: &Metadata) -> FileKind {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return FileKind::Pipe;
        }
        if kind.is_socket() {
            return FileKind::Socket;
        }
        if kind.is_block_device() || kind.is_char_device() {
            return FileKind::Device;
        }
    }
    if metadata.is_dir() { FileKind::Directory } else { FileKind::Other }
}

/// Returns the symbolic link without a target in `path`: the file itself or a folder above. A plan
/// on an unmounted drive is not a missing plan.
fn find_dangling_link(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|part| part.is_symlink() && !part.exists()).map(Path::to_owned)
}

/// The metadata of a file, to distinguish two versions without reading their bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    modified: Option<SystemTime>,
    /// The size in bytes.
    size: u64,
    /// The inode number; 0 on systems without inodes.
    inode: u64,
}

impl Fingerprint {
    /// Returns the time of the last change of the file.
    pub(crate) fn modified(self) -> Option<DateTime<Utc>> {
        self.modified.map(DateTime::from)
    }
}

/// Returns the fingerprint of a file behind all links, or `None` if there is no file.
pub(crate) fn read_fingerprint(path: &Path) -> Option<Fingerprint> {
    let metadata = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let inode = 0;
    Some(Fingerprint { modified: metadata.modified().ok(), size: metadata.len(), inode })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn exit_code(result: Result<Vec<u8>, StoreError>) -> u8 {
        result.unwrap_err().exit_code()
    }

    #[test]
    fn a_missing_file_a_directory_and_a_large_file_have_their_exit_codes() {
        let home = TempDir::new().unwrap();
        let path = home.path().join("agenda.toml");
        assert_eq!(exit_code(read_source(&path)), 66);
        assert_eq!(exit_code(read_source(home.path())), 74);
        fs::write(&path, "x").unwrap();
        assert_eq!(read_source(&path).unwrap(), b"x");
        assert_eq!(exit_code(read_source(&path.join("below"))), 74);
        File::create(&path).unwrap().set_len(FILE_BYTES_MAX).unwrap();
        assert_eq!(read_source(&path).unwrap().len() as u64, FILE_BYTES_MAX);
        File::create(&path).unwrap().set_len(FILE_BYTES_MAX + 1).unwrap();
        assert_eq!(exit_code(read_source(&path)), 65);
        assert_eq!(exit_code(read_limited(io::repeat(0), 0, &path)), 65);
        fs::write(&path, "# agenda\n".repeat(1000)).unwrap();
        File::options().write(true).open(&path).unwrap().set_len(FILE_BYTES_MAX + 1).unwrap();
        assert_eq!(read_source(&path).unwrap().len() as u64, FILE_BYTES_MAX + 1);
    }

    #[test]
    fn a_replaced_file_has_another_fingerprint() {
        let home = TempDir::new().unwrap();
        let (path, other) = (home.path().join("agenda.toml"), home.path().join("other"));
        assert_eq!(read_fingerprint(&path), None);
        fs::write(&path, "x").unwrap();
        let first = read_fingerprint(&path);
        assert_eq!(read_fingerprint(&path), first);
        fs::write(&other, "y").unwrap();
        fs::rename(&other, &path).unwrap();
        assert!(first.is_some() && read_fingerprint(&path) != first);
    }

    #[cfg(unix)]
    #[test]
    fn a_dangling_link_is_an_error_and_not_a_missing_file() {
        use std::os::unix::fs::symlink;
        let home = TempDir::new().unwrap();
        let (link, folder) = (home.path().join("plan"), home.path().join("folder"));
        symlink("not mounted", &link).unwrap();
        symlink("not mounted", &folder).unwrap();
        for (path, dangling) in [(&link, &link), (&folder.join("plan"), &folder)] {
            let result = read_file(path);
            assert!(matches!(result, Err(StoreError::Dangling(link)) if link == *dangling));
        }
        assert!(matches!(read_file(&home.path().join("nothing")), Ok(None)));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_sockets_directories_and_devices_are_refused_at_once() {
        use rustix::fs::{CWD, FileType, mknodat};
        let home = TempDir::new().unwrap();
        let (pipe, socket) = (home.path().join("pipe"), home.path().join("socket"));
        mknodat(CWD, &pipe, FileType::Fifo, 0o600.into(), 0).unwrap();
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for (path, expected) in [
            (&*pipe, FileKind::Pipe),
            (&socket, FileKind::Socket),
            (home.path(), FileKind::Directory),
            (Path::new("/dev/zero"), FileKind::Device),
        ] {
            let result = read_file(path);
            assert!(
                matches!(result, Err(StoreError::NotAFile { kind, .. }) if kind == expected),
                "{result:?}"
            );
        }
    }
}
