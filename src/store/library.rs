//! The library: agendas that were imported, one file each, and which one was opened last.

use super::{Folders, StoreError, durable, file_name};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

impl Folders {
    /// Where the agenda of that name is kept.
    pub(crate) fn agenda_file(&self, name: &str) -> PathBuf {
        self.agendas_folder().join(file_name(name))
    }

    /// The names of the agendas in the library, sorted; none where there is no library yet.
    pub(crate) fn list_agendas(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.agendas_folder()) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let toml = path.extension().is_some_and(|extension| extension == "toml");
                Some(path.file_stem()?.to_str()?.to_owned())
                    .filter(|name| toml && !name.starts_with('.'))
            })
            .collect();
        names.sort();
        names
    }

    /// Puts an agenda into the library, durably, in the place of what had that name; whether there
    /// was something.
    ///
    /// # Errors
    /// It cannot be written; what was there is still there.
    pub(crate) fn save_agenda(&self, name: &str, toml: &str) -> Result<bool, StoreError> {
        let file = self.agenda_file(name);
        Ok(durable::update(&file, |old, _| Ok((Some(toml.as_bytes().to_vec()), old.is_some())))?
            .answer)
    }

    fn last_file(&self) -> PathBuf {
        self.data.join("last-agenda")
    }

    /// The name or path of the agenda that was opened last.
    pub(crate) fn last_agenda(&self) -> Option<String> {
        let bytes = durable::read(&self.last_file()).ok()??;
        let name = String::from_utf8(bytes).ok()?;
        Some(name.trim_end_matches('\n').to_owned())
            .filter(|name| !name.is_empty() && !name.contains('\n'))
    }

    /// Remembers which agenda was opened last. That it cannot be remembered is no reason not to
    /// open it.
    pub(crate) fn remember_agenda(&self, name: &str) {
        if self.last_agenda().as_deref() != Some(name) {
            let _ = durable::update(&self.last_file(), |_, _| {
                Ok((Some(format!("{name}\n").into_bytes()), ()))
            });
        }
    }
}

/// Whether there is something of that name in the file system.
pub(crate) fn path_exists(path: &Path) -> bool {
    path.exists()
}

/// A path from the root, for remembering it.
pub(crate) fn absolute_path(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Writes a file that a person named; what was there is replaced whole or not at all.
///
/// # Errors
/// It cannot be written.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    durable::replace(path, bytes)
}

/// Writes a file into the folder that the program was started in, and returns where it is. Never in
/// the place of another: it is called `STEM-2.ENDING` where there is a `STEM.ENDING`, and so on.
///
/// # Errors
/// It cannot be written; nothing is left of it.
pub(crate) fn write_new_file(
    stem: &str,
    ending: &str,
    bytes: &[u8],
) -> Result<PathBuf, StoreError> {
    write_new_in(&absolute_path(Path::new("")), stem, ending, bytes)
}

fn write_new_in(
    folder: &Path,
    stem: &str,
    ending: &str,
    bytes: &[u8],
) -> Result<PathBuf, StoreError> {
    const TRIES: usize = 1000;
    let mut path = folder.join(format!("{stem}.{ending}"));
    for number in 2..=TRIES {
        let written =
            OpenOptions::new().write(true).create_new(true).open(&path).and_then(|mut file| {
                file.write_all(bytes).inspect_err(|_| drop(std::fs::remove_file(&path)))
            });
        match written {
            Ok(()) => return Ok(path),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
                path = folder.join(format!("{stem}-{number}.{ending}"));
            }
            Err(cause) => return Err(StoreError::Save { path, cause }),
        }
    }
    Err(StoreError::Busy(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agendas_are_kept_listed_and_remembered() {
        let home = tempfile::TempDir::new().unwrap();
        let folders =
            Folders { data: home.path().join("data"), config: home.path().join("config") };
        assert_eq!((folders.list_agendas(), folders.last_agenda()), (Vec::<String>::new(), None));
        assert!(!folders.save_agenda("two", "x = 1").unwrap());
        assert!(!folders.save_agenda("one/../../evil", "x = 2").unwrap());
        assert!(folders.save_agenda("two", "x = 3").unwrap());
        assert_eq!(folders.list_agendas(), ["one-------evil", "two"]);
        assert_eq!(std::fs::read_to_string(folders.agenda_file("two")).unwrap(), "x = 3");
        folders.remember_agenda("two");
        assert_eq!(folders.last_agenda().as_deref(), Some("two"));
        folders.remember_agenda("/a path/file.xml");
        assert_eq!(folders.last_agenda().as_deref(), Some("/a path/file.xml"));
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let folder = tempfile::TempDir::new().unwrap();
        let write = |bytes: &str| write_new_in(folder.path(), "conf", "ics", bytes.as_bytes());
        let names = ["conf.ics", "conf-2.ics", "conf-3.ics"];
        for (name, text) in names.into_iter().zip(["one", "two", "three"]) {
            assert_eq!(write(text).unwrap(), folder.path().join(name));
        }
        let found = names.map(|name| std::fs::read_to_string(folder.path().join(name)).unwrap());
        assert_eq!(found, ["one", "two", "three"]);
        let nowhere = write_new_in(&folder.path().join("not there"), "conf", "ics", b"x")
            .unwrap_err()
            .to_string();
        assert!(nowhere.contains("conf.ics"), "{nowhere}");
    }
}
