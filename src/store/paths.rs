//! The folders of hallway, and the names of files in them.

use super::error::StoreError;
use std::path::{Path, PathBuf};

/// The folders of hallway. A folder is created when the first file in it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folders {
    /// `$XDG_DATA_HOME/hallway`: plans, agendas and the order of rooms.
    pub(crate) data: PathBuf,
    /// `$XDG_CONFIG_HOME/hallway`: settings.
    pub(crate) config: PathBuf,
}

impl Folders {
    /// Returns the folders of the user by the XDG Base Directory Specification, on every system. A
    /// relative `$XDG_DATA_HOME` or `$XDG_CONFIG_HOME` is ignored, as the specification demands.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoHome`] if `$HOME` is missing or relative.
    pub(crate) fn for_user() -> Result<Folders, StoreError> {
        use etcetera::base_strategy::{BaseStrategy, Xdg};
        let xdg = Xdg::new().map_err(|_| StoreError::NoHome)?;
        Folders::under(&xdg.data_dir(), &xdg.config_dir())
    }

    /// Refuses relative paths, which an empty `$HOME` gives: a plan must not depend on the current
    /// directory.
    pub(super) fn under(data: &Path, config: &Path) -> Result<Folders, StoreError> {
        if data.is_absolute() && config.is_absolute() {
            Ok(Folders { data: data.join("hallway"), config: config.join("hallway") })
        } else {
            Err(StoreError::NoHome)
        }
    }

    pub(crate) fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    pub(crate) fn agendas_folder(&self) -> PathBuf {
        self.data.join("agendas")
    }
}

/// Returns the name of the file for an id. Every character except ASCII letters and digits becomes
/// a dash, because a slash or a dot could lead out of the folder.
pub(super) fn file_name(id: &str) -> String {
    let name: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    name + ".toml"
}

/// Returns the directory of a file with an absolute path.
pub(super) fn directory_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new("/"))
}

pub(crate) fn path_exists(path: &Path) -> bool {
    path.exists()
}

/// Returns true for a path that is there and is no folder.
pub(crate) fn file_exists(path: &Path) -> bool {
    path.exists() && !path.is_dir()
}

pub(crate) fn absolute_path(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_lie_in_the_folders_whatever_their_id() {
        let folders = Folders::under(Path::new("/d"), Path::new("/c")).unwrap();
        for (id, file) in [
            ("srecon16-europe", "/d/hallway/plans/srecon16-europe.toml"),
            ("../../etc/x", "/d/hallway/plans/------etc-x.toml"),
        ] {
            assert_eq!(folders.plan_file(id), Path::new(file));
        }
        assert_eq!(folders.agendas_folder(), Path::new("/d/hallway/agendas"));
        assert_eq!(folders.config_file(), Path::new("/c/hallway/config.toml"));
    }

    #[test]
    fn relative_folders_are_refused() {
        let error = Folders::under(Path::new(".local/share"), Path::new("/c")).unwrap_err();
        assert_eq!(error.exit_code(), 78);
        assert!(error.to_string().contains("HOME"));
    }
}
