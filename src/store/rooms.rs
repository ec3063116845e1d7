//! How the rooms of an event are arranged: a small file an event, `rooms/<event-id>.toml`.

use super::{Folders, StoreError, durable, file_name, save_error};
use crate::agenda::Clean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct RoomsFile {
    /// Names of rooms from left to right.
    order: Vec<String>,
    hidden: Vec<String>,
}

/// An event's rooms as they were last arranged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SavedRooms {
    /// From left to right.
    pub(crate) order: Vec<Clean>,
    pub(crate) hidden: BTreeSet<Clean>,
}

impl Folders {
    fn rooms_file(&self, event: &str) -> PathBuf {
        self.data.join("rooms").join(file_name(event))
    }

    /// The order of an event's rooms and those that are hidden, as they were last. What cannot be
    /// read arranges nothing: it is no loss to do it again.
    pub(crate) fn load_rooms(&self, event: &str) -> SavedRooms {
        let bytes = durable::read(&self.rooms_file(event)).ok().flatten().unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let file: RoomsFile = toml::from_str(&text).unwrap_or_default();
        SavedRooms {
            order: file.order.iter().map(Clean::line).collect(),
            hidden: file.hidden.iter().map(Clean::line).collect(),
        }
    }

    /// Remembers them, in place of what was remembered.
    ///
    /// # Errors
    /// They cannot be written; what was remembered still is.
    pub(crate) fn save_rooms(&self, event: &str, rooms: &SavedRooms) -> Result<(), StoreError> {
        let path = self.rooms_file(event);
        let file = RoomsFile {
            order: rooms.order.iter().map(ToString::to_string).collect(),
            hidden: rooms.hidden.iter().map(ToString::to_string).collect(),
        };
        let text = toml::to_string_pretty(&file).map_err(|cause| save_error(&path, cause))?;
        let edit = |old: Option<&[u8]>, _: &[Vec<u8>]| {
            Ok(((old != Some(text.as_bytes())).then(|| text.clone().into_bytes()), ()))
        };
        durable::update(&path, edit).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(home: &tempfile::TempDir) -> Folders {
        Folders { data: home.path().join("data"), config: home.path().join("config") }
    }

    #[test]
    fn rooms_of_an_event_are_loaded_as_saved() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders(&home);
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
        let folders = folders(&home);
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
