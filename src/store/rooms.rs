//! How the rooms of an event are arranged: a small file an event, `rooms/<event-id>.toml`.

use super::{Folders, StoreError, durable};
use crate::agenda::Clean;
use crate::timetable::Arrangement;
use serde::{Deserialize, Serialize};
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
        let name: String = event.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        self.data.join("rooms").join(format!("{name}.toml"))
    }

    /// How the rooms of an event were arranged last. What cannot be read arranges nothing: it is no loss to do it again.
    pub(crate) fn load_arrangement(&self, event: &str) -> Arrangement {
        let bytes = durable::read(&self.rooms_file(event)).ok().flatten().unwrap_or_default();
        let file: RoomsFile =
            String::from_utf8(bytes).ok().and_then(|text| toml::from_str(&text).ok()).unwrap_or_default();
        let clean = |names: Vec<String>| names.into_iter().map(|name| Clean::line(&name));
        Arrangement { order: clean(file.order).collect(), hidden: clean(file.hidden).collect() }
    }

    /// Remembers how the rooms of an event are arranged, in place of what was remembered.
    ///
    /// # Errors
    /// It cannot be written; what was remembered still is.
    pub(crate) fn save_arrangement(&self, event: &str, arrangement: &Arrangement) -> Result<(), StoreError> {
        let path = self.rooms_file(event);
        let names = |names: &mut dyn Iterator<Item = &Clean>| names.map(ToString::to_string).collect();
        let file =
            RoomsFile { order: names(&mut arrangement.order.iter()), hidden: names(&mut arrangement.hidden.iter()) };
        let text = toml::to_string_pretty(&file).map_err(|cause| super::save_error(&path, cause))?;
        durable::update(&path, |old| Ok(((old != Some(text.as_bytes())).then(|| text.clone().into_bytes()), ())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrangement_is_kept_an_event() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = Folders { data: home.path().join("data"), config: home.path().join("config") };
        assert_eq!(folders.load_arrangement("one"), Arrangement::default());
        assert!(!home.path().join("data").exists(), "reading writes nothing");
        let order = ["Ümläut", "a \"quoted\" room", "\\"].map(Clean::line).to_vec();
        let arrangement = Arrangement { hidden: order.iter().take(2).cloned().collect(), order };
        folders.save_arrangement("one", &arrangement).unwrap();
        assert_eq!(folders.load_arrangement("one"), arrangement);
        assert_eq!(folders.load_arrangement("two"), Arrangement::default());
        folders.save_arrangement("one", &Arrangement::default()).unwrap();
        assert_eq!(folders.load_arrangement("one"), Arrangement::default());
    }

    #[test]
    fn a_broken_file_arranges_nothing_and_can_be_replaced() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = Folders { data: home.path().join("data"), config: home.path().join("config") };
        let arrangement = Arrangement { order: vec![Clean::line("A")], ..Arrangement::default() };
        folders.save_arrangement("one", &arrangement).unwrap();
        for text in ["order = 3", "order = [\"A\"", "\u{0}", "other = 1"] {
            std::fs::write(folders.rooms_file("one"), text).unwrap();
            assert_eq!(folders.load_arrangement("one"), Arrangement::default(), "{text}");
        }
        folders.save_arrangement("one", &arrangement).unwrap();
        assert_eq!(folders.load_arrangement("one"), arrangement);
    }
}
