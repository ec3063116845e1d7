//! The order of an event's rooms: one file per event, `rooms/EVENT.toml`.

use super::atomic_replace::Edited;
use super::durable::update_file;
use super::error::StoreError;
use super::paths::{Folders, file_name};
use super::read::read_file;
use crate::agenda::Clean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The file as TOML.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct RoomsToml {
    order: Vec<String>,
    hidden: Vec<String>,
}

/// The saved order of an event's rooms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SavedRooms {
    /// The names of the rooms from left to right.
    pub(crate) order: Vec<Clean>,
    /// The names of the hidden rooms.
    pub(crate) hidden: BTreeSet<Clean>,
}

impl Folders {
    fn rooms_file(&self, event: &str) -> PathBuf {
        self.data.join("rooms").join(file_name(event))
    }

    /// Returns the saved order of an event's rooms. Without a readable file, returns no order: the
    /// loss is small.
    pub(crate) fn load_rooms(&self, event: &str) -> SavedRooms {
        let bytes = read_file(&self.rooms_file(event)).ok().flatten().unwrap_or_default();
        let file: RoomsToml =
            toml::from_str(&String::from_utf8(bytes).unwrap_or_default()).unwrap_or_default();
        SavedRooms {
            order: file.order.iter().map(Clean::line).collect(),
            hidden: file.hidden.iter().map(Clean::line).collect(),
        }
    }

    /// Saves the order of an event's rooms, durably.
    ///
    /// # Errors
    ///
    /// The file cannot be written. The old file is unchanged.
    pub(crate) fn save_rooms(&self, event: &str, rooms: &SavedRooms) -> Result<(), StoreError> {
        let path = self.rooms_file(event);
        let file = RoomsToml {
            order: rooms.order.iter().map(ToString::to_string).collect(),
            hidden: rooms.hidden.iter().map(ToString::to_string).collect(),
        };
        let text = toml::to_string_pretty(&file).map_err(|cause| StoreError::save(&path, cause))?;
        let new = text.into_bytes();
        update_file(&path, |old, _| {
            let bytes = (old.as_ref() != Some(&new)).then(|| (&*new).into());
            Ok(Edited { bytes, answer: () })
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::folders_in;

    #[test]
    fn rooms_of_an_event_are_loaded_as_saved() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        assert_eq!(folders.load_rooms("one"), SavedRooms::default());
        assert!(!home.path().join("data").exists(), "loading makes no folder");
        let order = ["Ümläut", "a \"quoted\" room", "\\"].map(Clean::line).to_vec();
        let hidden: BTreeSet<Clean> = order.iter().take(2).cloned().collect();
        let rooms = SavedRooms { order, hidden };
        folders.save_rooms("one", &rooms).unwrap();
        assert_eq!(folders.load_rooms("one"), rooms);
        assert_eq!(folders.load_rooms("two"), SavedRooms::default());
        folders.save_rooms("one", &SavedRooms::default()).unwrap();
        assert_eq!(folders.load_rooms("one"), SavedRooms::default());
    }

    #[test]
    fn an_unreadable_file_loads_as_no_arrangement_and_is_replaced() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        let rooms = SavedRooms { order: vec![Clean::line("A")], ..SavedRooms::default() };
        folders.save_rooms("one", &rooms).unwrap();
        for text in ["order = 3", "order = [\"A\"", "\u{0}", "other = 1"] {
            std::fs::write(folders.rooms_file("one"), text).unwrap();
            assert_eq!(folders.load_rooms("one").order, [], "{text}");
        }
        folders.save_rooms("one", &rooms).unwrap();
        assert_eq!(folders.load_rooms("one"), rooms);
    }
}
