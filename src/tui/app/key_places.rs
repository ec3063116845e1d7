//! Keys without Latin letters, which are taken by their place.

use super::Program;
use crate::tui::event::Input;
use crate::tui::input::keymap::Key;

impl Program<'_> {
    /// Returns a key without a Latin letter, and the key with the Latin letter at its place.
    pub(super) fn latin_key(&self, input: &Input) -> Option<(Key, Key)> {
        let Input::Key(key) = input else { return None };
        let keymap = &self.model.settings.keymap;
        Some((*key, keymap.latin_key(self.model.key_context(), *key)?))
    }

    /// Reports once that keys without Latin letters are taken by their place.
    pub(super) fn report_places(&mut self, key: Key, latin: Key) {
        if !self.places_are_reported && self.model.message.is_none() {
            self.places_are_reported = true;
            self.model
                .show_message(format!("Keys are taken by their place: {key} is {latin} here"));
        }
    }
}
