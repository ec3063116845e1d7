//! The terminal: taken over, drawn on, given back. Given back also after a panic and after a
//! signal.

use super::event::{Event, Input};
use crate::tui::input::keymap::{Code, Key, NAMED};
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

/// A terminal in our hands. Dropping it gives it back.
pub(crate) struct Screen {
    terminal: Terminal<Backend>,
    mouse: bool,
}

/// A frame goes out in few writes.
type Backend = CrosstermBackend<BufWriter<Stdout>>;

/// A terminal of which nothing is known, so that the next frame is drawn whole.
fn blank() -> io::Result<Terminal<Backend>> {
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())))
}

static TAKEN: AtomicBool = AtomicBool::new(false);

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// Standard output is not a terminal.
    pub(crate) fn open(mouse: bool) -> io::Result<Screen> {
        if !io::stdout().is_terminal() {
            return Err(io::Error::other(
                "standard output is not a terminal: hallway list, search and mine print instead",
            ));
        }
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            hook(info);
        }));
        let mut screen = Screen { terminal: blank()?, mouse };
        screen.enter()?;
        Ok(screen)
    }

    fn enter(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            execute!(io::stdout(), EnableMouseCapture)?;
        }
        Ok(())
    }

    /// Takes the terminal over again after somebody else had it, or after something has written on
    /// it.
    pub(crate) fn reenter(&mut self) -> io::Result<()> {
        self.enter()?;
        execute!(io::stdout(), Clear(ClearType::All))?;
        // Not `Terminal::clear`: it asks the terminal where the cursor is, and the answer goes to
        // who reads the keys.
        self.terminal = blank()?;
        Ok(())
    }

    /// Width and height, in cells.
    pub(crate) fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Draws a frame; `paint` returns the cell of the text cursor, if there is one.
    pub(crate) fn draw(
        &mut self,
        paint: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
    ) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            if let Some(cell) = paint(frame.buffer_mut()) {
                frame.set_cursor_position(cell);
            }
        })?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        self.terminal.backend_mut().flush()
    }

    /// Asks the terminal to put text on the clipboard; that works through ssh too.
    pub(crate) fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Stops the program as Ctrl-Z does, and goes on when it is continued.
    pub(crate) fn suspend(&mut self) -> io::Result<()> {
        restore();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.reenter()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Leaves the terminal as it was found. May be called at any time and more than once; on a terminal
/// that is gone it can only fail, and there is nobody left to tell.
fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
}

/// The number of SIGHUP.
pub(crate) const HANGUP: i32 = 1;

/// Whether the signal says that the program goes on after it was stopped.
pub(crate) fn is_continue(signal: i32) -> bool {
    #[cfg(unix)]
    return signal == signal_hook::consts::SIGCONT;
    #[cfg(not(unix))]
    return false;
}

/// Whether the signal asks the program to stop for a while.
pub(crate) fn is_stop(signal: i32) -> bool {
    #[cfg(unix)]
    return signal == signal_hook::consts::SIGTSTP;
    #[cfg(not(unix))]
    return false;
}

/// Sends keys, signals and the end of the terminal to the loop.
///
/// # Errors
/// The system refuses to tell of signals.
pub(crate) fn listen(events: &Sender<Event>) -> io::Result<()> {
    let sender = events.clone();
    std::thread::spawn(move || {
        while let Ok(event) = event::read() {
            let Some(input) = input_of(event) else { continue };
            if sender.send(Event::Input(input)).is_err() {
                break;
            }
        }
    });
    #[cfg(unix)]
    listen_to_system(events)?;
    Ok(())
}

/// What a person did; nothing where it means nothing here.
fn input_of(event: event::Event) -> Option<Input> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Input::Key),
        event::Event::Paste(text) => Some(Input::Paste(text)),
        event::Event::Resize(width, height) => Some(Input::Resize(width, height)),
        event::Event::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(x, y)),
                MouseEventKind::ScrollDown => Some(Input::Wheel { x, y, rows: 1 }),
                MouseEventKind::ScrollUp => Some(Input::Wheel { x, y, rows: -1 }),
                _ => None,
            }
        }
        _ => None,
    }
}

fn key_of(event: KeyEvent) -> Option<Key> {
    let name = match event.code {
        KeyCode::Char(c) => {
            let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
            let c = if ctrl { c.to_ascii_lowercase() } else { c };
            return Some(Key {
                code: Code::Char(c),
                ctrl,
                alt: event.modifiers.contains(KeyModifiers::ALT),
            });
        }
        KeyCode::F(number) => format!("F{number}"),
        // crossterm calls the other keys by the names that a keymap has for them.
        code => format!("{code:?}"),
    };
    let code = Code::Named(NAMED.iter().find(|known| **known == name)?);
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(Key { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
}

#[cfg(unix)]
fn listen_to_system(events: &Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCONT, SIGTSTP])?;
    let sender = events.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if sender.send(Event::Signal(signal)).is_err() {
                break;
            }
        }
    });
    // crossterm never returns from a terminal that is gone, and uses a whole core meanwhile:
    // somebody else must notice.
    let sender = events.clone();
    std::thread::spawn(move || {
        use rustix::event::{PollFd, PollFlags, poll};
        let stdout = io::stdout();
        loop {
            let mut watched = [PollFd::new(&stdout, PollFlags::empty())];
            let woken = poll(&mut watched, None);
            if woken.is_ok() && watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) {
                let _ = sender.send(Event::Hangup);
                break;
            }
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{Event::Key as Pressed, Event::Mouse, KeyEventState, MouseEvent};

    #[test]
    fn events_are_what_a_person_did() {
        let key = |code, modifiers, kind| {
            Pressed(KeyEvent { code, modifiers, kind, state: KeyEventState::NONE })
        };
        let mouse =
            |kind| Mouse(MouseEvent { kind, column: 3, row: 5, modifiers: KeyModifiers::NONE });
        let char = |c, ctrl, alt| Some(Input::Key(Key { code: Code::Char(c), ctrl, alt }));
        let named =
            |name| Some(Input::Key(Key { code: Code::Named(name), ctrl: false, alt: false }));
        let (press, none) = (KeyEventKind::Press, KeyModifiers::NONE);
        for (event, input) in [
            (key(KeyCode::Char('G'), KeyModifiers::SHIFT, press), char('G', false, false)),
            (key(KeyCode::Char('D'), KeyModifiers::CONTROL, press), char('d', true, false)),
            (
                key(KeyCode::Char('x'), KeyModifiers::ALT, KeyEventKind::Repeat),
                char('x', false, true),
            ),
            (key(KeyCode::PageDown, none, press), named("PageDown")),
            (key(KeyCode::F(12), none, press), named("F12")),
            (key(KeyCode::F(13), none, press), None),
            (key(KeyCode::Enter, none, KeyEventKind::Release), None),
            (mouse(MouseEventKind::Down(MouseButton::Left)), Some(Input::Click(3, 5))),
            (mouse(MouseEventKind::Down(MouseButton::Right)), None),
            (mouse(MouseEventKind::ScrollDown), Some(Input::Wheel { x: 3, y: 5, rows: 1 })),
            (mouse(MouseEventKind::ScrollUp), Some(Input::Wheel { x: 3, y: 5, rows: -1 })),
            (event::Event::FocusLost, None),
        ] {
            assert_eq!(input_of(event.clone()), input, "{event:?}");
        }
    }
}
