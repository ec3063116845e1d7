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

impl Folders {
    fn rooms_file(&self, event: &str) -> PathBuf {
        self.data.join("rooms").join(file_name(event))
    }

    /// The order of an event's rooms and those that are hidden, as they were last. What cannot be
    /// read arranges nothing: it is no loss to do it again.
    pub(crate) fn load_rooms(&self, event: &str) -> (Vec<Clean>, BTreeSet<Clean>) {
        let bytes = durable::read(&self.rooms_file(event)).ok().flatten().unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let file: RoomsFile = toml::from_str(&text).unwrap_or_default();
        let clean = |name: String| Clean::line(&name);
        (file.order.into_iter().map(clean).collect(), file.hidden.into_iter().map(clean).collect())
    }

    /// Remembers them, in place of what was remembered.
    ///
    /// # Errors
    /// They cannot be written; what was remembered still is.
    pub(crate) fn save_rooms(
        &self,
        event: &str,
        order: &[Clean],
        hidden: &BTreeSet<Clean>,
    ) -> Result<(), StoreError> {
        let path = self.rooms_file(event);
        let file = RoomsFile {
            order: order.iter().map(ToString::to_string).collect(),
            hidden: hidden.iter().map(ToString::to_string).collect(),
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
    fn an_arrangement_is_kept_an_event() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders(&home);
        let nothing = || (Vec::new(), BTreeSet::new());
        assert_eq!(folders.load_rooms("one"), nothing());
        assert!(!home.path().join("data").exists(), "reading writes nothing");
        let order = ["Ümläut", "a \"quoted\" room", "\\"].map(Clean::line).to_vec();
        let hidden: BTreeSet<Clean> = order.iter().take(2).cloned().collect();
        folders.save_rooms("one", &order, &hidden).unwrap();
        assert_eq!(folders.load_rooms("one"), (order, hidden));
        assert_eq!(folders.load_rooms("two"), nothing());
        folders.save_rooms("one", &[], &BTreeSet::new()).unwrap();
        assert_eq!(folders.load_rooms("one"), nothing());
    }

    #[test]
    fn a_broken_file_arranges_nothing_and_can_be_replaced() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders(&home);
        let order = vec![Clean::line("A")];
        folders.save_rooms("one", &order, &BTreeSet::new()).unwrap();
        for text in ["order = 3", "order = [\"A\"", "\u{0}", "other = 1"] {
            std::fs::write(folders.rooms_file("one"), text).unwrap();
            assert_eq!(folders.load_rooms("one").0, [], "{text}");
        }
        folders.save_rooms("one", &order, &BTreeSet::new()).unwrap();
        assert_eq!(folders.load_rooms("one").0, order);
    }
}
