//! Turns a key into an action.

use crate::tui::input::action::Action;
use crate::tui::input::keymap::{Code, Context, Key};
use crate::tui::state::Model;

/// Returns the action of a key: a command, or text if a search is being typed.
pub(crate) fn action_of_key(model: &Model, key: Key) -> Option<Action> {
    let context = model.key_context();
    if let Some(command) = model.settings.keymap.command_of_key(context, key) {
        return Some(Action::Command(command));
    }
    let text = match (context, key.code) {
        (Context::Search, Code::Char(c)) if !key.ctrl && !key.alt => c.to_string(),
        (Context::Search, Code::Char('u')) if key.ctrl => "\u{15}".to_owned(),
        (Context::Search, Code::Char('w')) if key.ctrl => "\u{17}".to_owned(),
        (Context::Search, Code::Named("Backspace")) if key.alt || key.ctrl => "\u{17}".to_owned(),
        (Context::Search, Code::Named("Backspace")) => "\u{8}".to_owned(),
        _ => return None,
    };
    Some(Action::Type(text))
}
