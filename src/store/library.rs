//! The library: one file per imported agenda, and the name of the agenda opened last.

use super::atomic_replace::Edited;
use super::durable::{make_private, update_file};
use super::error::StoreError;
use super::paths::{Folders, absolute_path, directory_of, file_name};
use super::read::read_file;
use super::real_disk::sync_directory;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

impl Folders {
    /// Returns the path of the agenda with this name in the library.
    pub(crate) fn agenda_file(&self, name: &str) -> PathBuf {
        self.agendas_folder().join(file_name(name))
    }

    /// Returns the names of the agendas in the library, sorted.
    pub(crate) fn list_agendas(&self) -> Vec<String> {
        let entries = fs::read_dir(self.agendas_folder()).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.filter_map(|entry| agenda_name(&entry.path())).collect();
        // A file with another name, such as `a.b.toml`, has no name that leads to it.
        names.retain(|name| file_name(name) == format!("{name}.toml"));
        names.sort();
        names
    }

    /// Saves an agenda in the library, durably. Replaces an agenda of the same name. Returns true
    /// if there was one. If `is_secret`, nobody else may read the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written. The old file is unchanged.
    pub(crate) fn save_agenda(
        &self,
        name: &str,
        toml: &str,
        is_secret: bool,
    ) -> Result<bool, StoreError> {
        let path = self.prepare_agenda_file(name, is_secret);
        let replaced = update_file(&path, |old, _| {
            // The time of the last change of the file is the version of the agenda in exports.
            let is_changed = old != Some(toml.as_bytes());
            let bytes = is_changed.then(|| toml.as_bytes().to_vec());
            Ok(Edited { bytes, answer: old.is_some() })
        })?;
        Ok(replaced.answer)
    }

    /// Returns the path of an agenda. If `is_secret`, nobody else may read the file from now on.
    fn prepare_agenda_file(&self, name: &str, is_secret: bool) -> PathBuf {
        let path = self.agenda_file(name);
        if is_secret {
            make_private(&path);
        }
        path
    }

    /// Removes an agenda from the library, durably. The plan of its event stays. Returns false if
    /// there was no agenda of this name.
    ///
    /// # Errors
    ///
    /// The file cannot be removed.
    pub(crate) fn remove_agenda(&self, name: &str) -> Result<bool, StoreError> {
        remove_file(&self.agenda_file(name))
    }

    /// Replaces an agenda of the library, durably, if its file still has the bytes `known`. Returns
    /// false if another program has changed or removed the file. If `is_secret`, nobody else may
    /// read the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written. The old file is unchanged.
    pub(crate) fn replace_agenda(
        &self,
        name: &str,
        known: &[u8],
        toml: &str,
        is_secret: bool,
    ) -> Result<bool, StoreError> {
        let path = self.prepare_agenda_file(name, is_secret);
        let replaced = update_file(&path, |old, _| {
            let is_known = old == Some(known);
            let bytes = (is_known && known != toml.as_bytes()).then(|| toml.as_bytes().to_vec());
            Ok(Edited { bytes, answer: is_known })
        })?;
        Ok(replaced.answer)
    }

    fn last_agenda_file(&self) -> PathBuf {
        self.data.join("last-agenda")
    }

    /// Returns the name or the path of the agenda opened last.
    pub(crate) fn last_agenda(&self) -> Option<String> {
        let bytes = read_file(&self.last_agenda_file()).ok()??;
        let name = String::from_utf8(bytes).ok()?;
        Some(name.trim_end_matches('\n').to_owned())
            .filter(|name| !name.is_empty() && !name.contains('\n'))
    }

    /// Saves the name or the path of the agenda opened last. Ignores errors, because opening does
    /// not depend on the name.
    pub(crate) fn remember_agenda(&self, name: &str) {
        if self.last_agenda().as_deref() != Some(name) {
            let _ = update_file(&self.last_agenda_file(), |_, _| {
                Ok(Edited { bytes: Some(format!("{name}\n").into_bytes()), answer: () })
            });
        }
    }

    /// Forgets the agenda opened last. Ignores errors, as [`Folders::remember_agenda`] does.
    pub(crate) fn forget_last_agenda(&self) {
        let _ = remove_file(&self.last_agenda_file());
    }
}

/// Removes a file, durably. Returns false if there is no file.
fn remove_file(path: &Path) -> Result<bool, StoreError> {
    let removed = fs::remove_file(path).and_then(|()| sync_directory(directory_of(path)));
    match removed {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(StoreError::Remove { path: path.to_owned(), cause }),
        Ok(()) => Ok(true),
    }
}

/// Returns the name of a `.toml` file, or `None` for a hidden file.
fn agenda_name(path: &Path) -> Option<String> {
    let has_ending = path.extension().is_some_and(|extension| extension == "toml");
    let name = path.file_stem()?.to_str()?;
    (has_ending && !name.starts_with('.')).then(|| name.to_owned())
}

/// Writes `bytes` to a new file in the current directory. Returns the path: `STEM.ENDING`, or
/// `STEM-2.ENDING` and so on if that file exists.
///
/// # Errors
///
/// The file cannot be written, and is removed again.
pub(crate) fn write_new_file(
    stem: &str,
    ending: &str,
    bytes: &[u8],
) -> Result<PathBuf, StoreError> {
    write_new_file_in(&absolute_path(Path::new("")), stem, ending, bytes)
}

fn write_new_file_in(
    folder: &Path,
    stem: &str,
    ending: &str,
    bytes: &[u8],
) -> Result<PathBuf, StoreError> {
    const NUMBER_MAX: usize = 1000;
    let mut path = folder.join(format!("{stem}.{ending}"));
    for number in 2..=NUMBER_MAX {
        match create_file(&path, bytes) {
            Ok(()) => return Ok(path),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
                path = folder.join(format!("{stem}-{number}.{ending}"));
            }
            Err(cause) => return Err(StoreError::Save { path, cause }),
        }
    }
    Err(StoreError::Busy(path))
}

fn create_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes).inspect_err(|_| drop(fs::remove_file(path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::folders_in;

    #[test]
    fn saved_agendas_are_listed_and_the_last_one_is_remembered() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        assert_eq!((folders.list_agendas(), folders.last_agenda()), (Vec::<String>::new(), None));
        assert!(!folders.save_agenda("two", "x = 1", false).unwrap());
        assert!(!folders.save_agenda("one/../../evil", "x = 2", false).unwrap());
        assert!(folders.save_agenda("two", "x = 3", false).unwrap());
        assert_eq!(folders.list_agendas(), ["one-------evil", "two"]);
        assert_eq!(std::fs::read_to_string(folders.agenda_file("two")).unwrap(), "x = 3");
        folders.remember_agenda("two");
        assert_eq!(folders.last_agenda().as_deref(), Some("two"));
        folders.remember_agenda("/a path/file.xml");
        assert_eq!(folders.last_agenda().as_deref(), Some("/a path/file.xml"));
    }

    #[test]
    fn agenda_is_replaced_only_if_it_has_the_known_bytes() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        let text = || std::fs::read_to_string(folders.agenda_file("a")).ok();
        assert!(!folders.replace_agenda("a", b"old", "new", false).unwrap());
        assert_eq!(text(), None, "a removed agenda stays removed");
        folders.save_agenda("a", "theirs", false).unwrap();
        assert!(!folders.replace_agenda("a", b"old", "new", false).unwrap());
        assert_eq!(text().as_deref(), Some("theirs"));
        assert!(folders.replace_agenda("a", b"theirs", "new", false).unwrap());
        assert_eq!(text().as_deref(), Some("new"));
    }

    #[cfg(unix)]
    #[test]
    fn agenda_with_a_secret_address_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        let path = folders.agenda_file("a");
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let open = || std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
        folders.save_agenda("a", "x = 1", true).unwrap();
        assert_eq!(mode(), 0o600);
        open();
        folders.save_agenda("a", "x = 2", false).unwrap();
        assert_eq!(mode(), 0o644, "the person has opened the file");
        folders.save_agenda("a", "x = 3", true).unwrap();
        assert_eq!(mode(), 0o600);
        open();
        folders.replace_agenda("a", b"x = 3", "x = 4", true).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn a_new_file_gets_a_number_if_its_name_is_taken() {
        let folder = tempfile::TempDir::new().unwrap();
        let names = ["conf.ics", "conf-2.ics", "conf-3.ics"];
        for (name, text) in names.into_iter().zip(["one", "two", "three"]) {
            let path = write_new_file_in(folder.path(), "conf", "ics", text.as_bytes()).unwrap();
            assert_eq!(path, folder.path().join(name));
        }
        let found = names.map(|name| std::fs::read_to_string(folder.path().join(name)).unwrap());
        assert_eq!(found, ["one", "two", "three"]);
        let nowhere = write_new_file_in(&folder.path().join("not there"), "conf", "ics", b"x")
            .unwrap_err()
            .to_string();
        assert!(nowhere.contains("conf.ics"), "{nowhere}");
    }
}
