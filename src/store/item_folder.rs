//! A folder of calendar files, one a session (vdir), kept in step with an agenda.
//!
//! A file is hallway's own if it is a regular file and its text is a calendar of hallway for a
//! folder. Every other file stays untouched, and so do hallway's files of other events.

use super::atomic_replace::{
    Attempt, Disk, ReplaceError, hash_bytes, prepare_beside, replace_once, write_beside,
};
use super::durable::store_error;
use super::error::StoreError;
use super::paths::absolute_path;
use super::read::read_file;
use super::real_disk::{RealDisk, create_directory, sync_directory};
use super::temp_files::{LEFTOVER_AGE, remove_old_temp_files_of_items};
use crate::format::ical::{CalendarItem, event_of_item, is_same_item};
use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The changes of a folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct FolderChanges {
    /// The number of files written.
    pub(crate) written: usize,
    /// The number of files removed.
    pub(crate) removed: usize,
    /// The number of files that had their content before.
    pub(crate) unchanged: usize,
    /// The names that another program's file has, so that the session has no file.
    pub(crate) taken: Vec<String>,
}

/// The file at the place of an item.
enum PresentFile {
    Nothing,
    /// A file of the event, with its bytes.
    Own(String),
    Foreign,
}

/// Writes the items of an event into `folder`, and removes the files of the event's other items. A
/// file with the content of its item stays as it is. Creates the folder, for this user only.
///
/// Each file is replaced in one step. After an error, the next call does the rest.
///
/// # Errors
/// A file cannot be read, written or removed.
pub(crate) fn sync_items(
    folder: &Path,
    event: &str,
    items: &[CalendarItem],
) -> Result<FolderChanges, StoreError> {
    let cannot_save = |cause| StoreError::Save { path: folder.to_owned(), cause };
    let path = absolute_path(folder);
    create_directory(&path).map_err(cannot_save)?;
    let folder = fs::canonicalize(&path).map_err(cannot_save)?;
    let own_names = find_own_names(&folder, event)?;
    let mut changes = FolderChanges::default();
    for item in items {
        write_item(&folder, event, item, &mut changes)?;
    }
    let wanted: HashSet<&str> = items.iter().map(|item| &*item.file_name).collect();
    for name in own_names.iter().filter(|name| !wanted.contains(&***name)) {
        let path = folder.join(name);
        if matches!(read_present(&path, event)?, PresentFile::Own(_)) && remove_item(path)? {
            changes.removed += 1;
        }
    }
    if changes.written + changes.removed > 0 {
        let path = folder.clone();
        sync_directory(&folder).map_err(|cause| StoreError::NotSynced { path, cause })?;
    }
    remove_old_temp_files_of_items(&folder, LEFTOVER_AGE);
    Ok(changes)
}

/// Writes one item unless its file has the content, or belongs to another program.
fn write_item(
    folder: &Path,
    event: &str,
    item: &CalendarItem,
    changes: &mut FolderChanges,
) -> Result<(), StoreError> {
    let path = folder.join(&item.file_name);
    let present = read_present(&path, event)?;
    let old = match &present {
        PresentFile::Own(text) if is_same_item(text, &item.text) => {
            changes.unchanged += 1;
            return Ok(());
        }
        PresentFile::Own(text) => Some(text.as_bytes()),
        PresentFile::Nothing => None,
        PresentFile::Foreign => {
            changes.taken.push(item.file_name.clone());
            return Ok(());
        }
    };
    match replace_known(&path, old, item.text.as_bytes())? {
        true => changes.written += 1,
        // Another program wrote the file in this moment.
        false => changes.taken.push(item.file_name.clone()),
    }
    Ok(())
}

/// Replaces the file by `new` if its bytes are still `old`. `None`: there is no file. Returns false
/// if another program has changed the file, which then stays. The caller syncs the directory.
fn replace_known(path: &Path, old: Option<&[u8]>, new: &[u8]) -> Result<bool, StoreError> {
    let replaced = prepare_beside(&RealDisk, path, new)
        .map_err(ReplaceError::Write)
        .and_then(|new| replace_once(&RealDisk, path, old.map(hash_bytes), new));
    match replaced.map_err(|error| store_error(path, error))? {
        Attempt::Success | Attempt::Renamed => Ok(true),
        Attempt::Conflict { displaced, leftover } => {
            // The bytes of a third program, written in this moment, stay beside the file.
            let write = |bytes: Vec<u8>| write_beside(&RealDisk, path, &bytes).ok();
            let kept = displaced.or_else(|| leftover.and_then(write));
            kept.into_iter().for_each(|temp| RealDisk.keep(temp));
            Ok(false)
        }
    }
}

/// Removes a file. Returns false if another program has removed it. The caller syncs the directory.
fn remove_item(path: PathBuf) -> Result<bool, StoreError> {
    match fs::remove_file(&path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(StoreError::Remove { path, cause }),
        Ok(()) => Ok(true),
    }
}

/// Returns the number of the event's files in the folder, which need not exist.
///
/// # Errors
/// The folder or a file cannot be read.
pub(crate) fn count_items(folder: &Path, event: &str) -> Result<usize, StoreError> {
    let folder = absolute_path(folder);
    if !folder.is_dir() {
        return Ok(0);
    }
    Ok(find_own_names(&folder, event)?.len())
}

/// Returns the names of the event's files in the folder.
fn find_own_names(folder: &Path, event: &str) -> Result<Vec<String>, StoreError> {
    let cannot_read = |cause| StoreError::Read { path: folder.to_owned(), cause };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot_read)? {
        let name = entry.map_err(cannot_read)?.file_name();
        let Some(name) = name.to_str().filter(|name| is_item_name(name)) else { continue };
        if matches!(read_present(&folder.join(name), event)?, PresentFile::Own(_)) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// Returns true for a name that is not hidden and ends with `.ics`.
fn is_item_name(name: &str) -> bool {
    !name.starts_with('.') && name.ends_with(".ics")
}

/// Reads the file at `path`. Links, folders, pipes, and files that cannot be read are of others.
fn read_present(path: &PathBuf, event: &str) -> Result<PresentFile, StoreError> {
    match fs::symlink_metadata(path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            return Ok(PresentFile::Nothing);
        }
        Err(cause) => return Err(StoreError::Read { path: path.clone(), cause }),
        Ok(metadata) if !metadata.is_file() => return Ok(PresentFile::Foreign),
        Ok(_) => {}
    }
    let text = match read_file(path) {
        Ok(Some(bytes)) => String::from_utf8(bytes).ok(),
        Ok(None) => return Ok(PresentFile::Nothing),
        Err(_) => None,
    };
    let own = text.filter(|text| event_of_item(text).as_deref() == Some(event));
    Ok(own.map_or(PresentFile::Foreign, PresentFile::Own))
}
