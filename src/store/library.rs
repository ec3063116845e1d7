//! The library: one file per imported agenda, and the name of the agenda opened last.

use super::atomic_replace::Edited;
use super::durable::{PreparedFile, make_private, prepare_file, update_file, update_prepared_file};
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
            let is_changed = old.as_deref() != Some(toml.as_bytes());
            let bytes = is_changed.then(|| toml.as_bytes().into());
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

    /// Writes a new version of an agenda beside its file, before anybody knows that the version is
    /// wanted: [`Folders::replace_agenda`] takes less time then. Dropping the version removes it.
    /// `None`: the version cannot be written, and `replace_agenda` tells why. If `is_secret`,
    /// nobody else may read the version.
    pub(crate) fn prepare_agenda(
        &self,
        name: &str,
        toml: &str,
        is_secret: bool,
    ) -> Option<PreparedFile> {
        prepare_file(&self.prepare_agenda_file(name, is_secret), toml.as_bytes()).ok()
    }

    /// Replaces an agenda of the library, durably, if its file still has the bytes `known`. Returns
    /// false if another program has changed or removed the file. If `is_secret`, nobody else may
    /// read the file. `prepared` is the version that [`Folders::prepare_agenda`] has written.
    ///
    /// # Errors
    ///
    /// The file cannot be written. The old file is unchanged.
    pub(crate) fn replace_agenda(
        &self,
        name: &str,
        known: &[u8],
        toml: &str,
        prepared: Option<PreparedFile>,
        is_secret: bool,
    ) -> Result<bool, StoreError> {
        let path = self.prepare_agenda_file(name, is_secret);
        let replaced = update_prepared_file(&path, prepared, |old, _| {
            let is_known = old.as_deref() == Some(known);
            let bytes = (is_known && known != toml.as_bytes()).then(|| toml.as_bytes().into());
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
                Ok(Edited { bytes: Some(format!("{name}\n").into_bytes().into()), answer: () })
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

/// A new file that a person asks for.
#[derive(Debug)]
pub(crate) enum NewFile {
    Written(PathBuf),
    /// A file has the name already. No file has the name `free`.
    Taken {
        free: String,
    },
}

/// Writes a new file `name`, from the folder in which the program was started. An existing file is
/// never replaced.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write_new_file(name: &str, bytes: &[u8]) -> Result<NewFile, StoreError> {
    write_new_file_in(&absolute_path(Path::new("")), name, bytes)
}

fn write_new_file_in(folder: &Path, name: &str, bytes: &[u8]) -> Result<NewFile, StoreError> {
    let path = folder.join(name);
    match create_file(&path, bytes) {
        Ok(()) => Ok(NewFile::Written(path)),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
            let free =
                free_names(name).find(|free| fs::symlink_metadata(folder.join(free)).is_err());
            free.map(|free| NewFile::Taken { free }).ok_or(StoreError::Busy(path))
        }
        Err(cause) => Err(StoreError::Save { path, cause }),
    }
}

/// Returns the names `stem-2.ending`, `stem-3.ending` and so on.
fn free_names(name: &str) -> impl Iterator<Item = String> {
    const NUMBER_MAX: usize = 1000;
    let dot = name.rfind('.').filter(|dot| *dot > name.rfind('/').map_or(0, |slash| slash + 1));
    let (stem, ending) = name.split_at(dot.unwrap_or(name.len()));
    (2..=NUMBER_MAX).map(move |number| format!("{stem}-{number}{ending}"))
}

fn create_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes).inspect_err(|_| drop(fs::remove_file(path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{file_names, folders_in};

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
        assert!(!folders.replace_agenda("a", b"old", "new", None, false).unwrap());
        assert_eq!(text(), None, "a removed agenda stays removed");
        folders.save_agenda("a", "theirs", false).unwrap();
        assert!(!folders.replace_agenda("a", b"old", "new", None, false).unwrap());
        assert_eq!(text().as_deref(), Some("theirs"));
        assert!(folders.replace_agenda("a", b"theirs", "new", None, false).unwrap());
        assert_eq!(text().as_deref(), Some("new"));
    }

    #[test]
    fn prepared_version_replaces_the_agenda_only_if_it_is_the_new_version() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        folders.save_agenda("a", "old", false).unwrap();
        let text = || std::fs::read_to_string(folders.agenda_file("a")).unwrap();
        let mut known = "old";
        for (prepared, new) in [("new", "new"), ("another", "newer")] {
            let prepared = folders.prepare_agenda("a", prepared, false);
            assert!(prepared.is_some() && text() == known, "the agenda has its bytes still");
            let known_bytes = known.as_bytes();
            assert!(folders.replace_agenda("a", known_bytes, new, prepared, false).unwrap());
            assert_eq!(text(), new);
            known = new;
        }
        let prepared = folders.prepare_agenda("a", "newest", false);
        assert!(!folders.replace_agenda("a", b"not these", "newest", prepared, false).unwrap());
        drop(folders.prepare_agenda("a", "unwanted", false));
        assert_eq!(text(), "newer");
        assert_eq!(file_names(&folders.agendas_folder()), [".a.toml.lock", "a.toml"]);
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
        folders.replace_agenda("a", b"x = 3", "x = 4", None, true).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn taken_name_of_a_new_file_leads_to_a_free_name() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("a.b")).unwrap();
        let write = |name: &str| write_new_file_in(folder.path(), name, name.as_bytes()).unwrap();
        for (name, next) in [
            ("conf.ics", "conf-2.ics"),
            ("conf-2.ics", "conf-2-2.ics"),
            ("conf", "conf-3"),
            ("a.b/conf", "a.b/conf-2"),
            (".ics", ".ics-2"),
        ] {
            if name == "conf" {
                std::fs::write(folder.path().join("conf-2"), "theirs").unwrap();
            }
            assert!(
                matches!(write(name), NewFile::Written(path) if path == folder.path().join(name))
            );
            assert!(matches!(write(name), NewFile::Taken { free } if free == next), "{name}");
            assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), name);
        }
        let nowhere = write_new_file_in(folder.path(), "not there/conf.ics", b"x").unwrap_err();
        assert!(nowhere.to_string().contains("conf.ics"), "{nowhere}");
    }
}
