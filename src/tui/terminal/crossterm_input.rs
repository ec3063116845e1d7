//! The thread that reads the keys with crossterm, for systems without the terminals of Unix.

use crate::tui::event::Input;
use crate::tui::input::key::NAMED;
use crate::tui::input::keymap::{Code, Key};
use crossterm::event::{
    self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

/// Starts the thread that sends [`Event::Inputs`] to the loop.
#[cfg(not(unix))]
pub(super) fn listen_for_input(events: &std::sync::mpsc::Sender<crate::tui::event::Event>) {
    use crate::tui::event::Event;
    use std::sync::mpsc::channel;
    let events = events.clone();
    std::thread::spawn(move || {
        while let Ok(event) = event::read() {
            let event = match event {
                event::Event::Resize(width, height) => {
                    let (width, height) = super::output::limit_size(width, height);
                    Event::Resized { width, height }
                }
                event => {
                    let Some(input) = input_of(event) else { continue };
                    Event::Inputs { inputs: vec![input], done: channel().0 }
                }
            };
            if events.send(event).is_err() {
                break;
            }
        }
    });
}

/// Returns the input of a terminal's event, or `None` if the program ignores the event.
fn input_of(event: event::Event) -> Option<Input> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Input::Key),
        event::Event::Paste(text) => Some(Input::Paste(text)),
        event::Event::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Input::Click { x, y }),
                MouseEventKind::ScrollDown => Some(Input::Wheel { x, y, notches: 1 }),
                MouseEventKind::ScrollUp => Some(Input::Wheel { x, y, notches: -1 }),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns the [`Key`] of a pressed key, or `None` if a keymap has no name for the key.
fn key_of(event: KeyEvent) -> Option<Key> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let code = match event.code {
        KeyCode::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(number) => named_code(&format!("F{number}"))?,
        // The keymap takes the names of the other keys from crossterm.
        code => named_code(&format!("{code:?}"))?,
    };
    Some(Key { code, ctrl, alt })
}

/// Returns the code of a name in [`NAMED`].
fn named_code(name: &str) -> Option<Code> {
    NAMED.iter().find(|known| **known == name).map(|known| Code::Named(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{Event as TerminalEvent, KeyEventState, MouseEvent};

    fn key_event(code: KeyCode, modifiers: KeyModifiers, kind: KeyEventKind) -> TerminalEvent {
        TerminalEvent::Key(KeyEvent { code, modifiers, kind, state: KeyEventState::NONE })
    }

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Input> {
        input_of(key_event(code, modifiers, KeyEventKind::Press))
    }

    /// The input of a mouse event at column 3, row 5.
    fn mouse_input(kind: MouseEventKind) -> Option<Input> {
        let modifiers = KeyModifiers::NONE;
        input_of(TerminalEvent::Mouse(MouseEvent { kind, column: 3, row: 5, modifiers }))
    }

    fn key(name: &str) -> Option<Input> {
        Key::parse(name).map(Input::Key)
    }

    #[test]
    fn key_event_is_a_key_of_the_keymap() {
        assert_eq!(press(KeyCode::Char('G'), KeyModifiers::SHIFT), key("G"));
        assert_eq!(press(KeyCode::Char('D'), KeyModifiers::CONTROL), key("C-d"));
        let repeated = key_event(KeyCode::Char('x'), KeyModifiers::ALT, KeyEventKind::Repeat);
        assert_eq!(input_of(repeated), key("A-x"));
        assert_eq!(press(KeyCode::PageDown, KeyModifiers::NONE), key("PageDown"));
        assert_eq!(press(KeyCode::F(12), KeyModifiers::NONE), key("F12"));
    }

    #[test]
    fn unknown_key_release_and_focus_are_ignored() {
        assert_eq!(press(KeyCode::F(13), KeyModifiers::NONE), None);
        let release = key_event(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(input_of(release), None);
        assert_eq!(input_of(TerminalEvent::FocusLost), None);
    }

    #[test]
    fn left_button_clicks_and_wheel_scrolls() {
        let (x, y) = (3, 5);
        let left = MouseEventKind::Down(MouseButton::Left);
        assert_eq!(mouse_input(left), Some(Input::Click { x, y }));
        assert_eq!(mouse_input(MouseEventKind::Down(MouseButton::Right)), None);
        let (down, up) = (MouseEventKind::ScrollDown, MouseEventKind::ScrollUp);
        assert_eq!(mouse_input(down), Some(Input::Wheel { x, y, notches: 1 }));
        assert_eq!(mouse_input(up), Some(Input::Wheel { x, y, notches: -1 }));
    }
}
