//! Keys and their meaning: the keymap turns a key into an action.

pub(crate) mod action;
pub(crate) mod key;
pub(crate) mod keymap;
mod layouts;
