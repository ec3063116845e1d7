//! The terminal: takes the terminal over, draws, listens, and restores the terminal after a panic
//! and a signal, too.

use super::event::{Event, Input};
use super::input::keymap::{Code, Key, NAMED};
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

/// The terminal while the program uses it. `drop` restores the terminal.
pub(crate) struct TerminalScreen {
    terminal: Terminal<Backend>,
    mouse: bool,
}

/// The buffer joins the writes of a frame.
type Backend = CrosstermBackend<BufWriter<Stdout>>;

/// Returns a terminal without a frame before, so that the next frame is drawn completely.
fn blank_terminal() -> io::Result<Terminal<Backend>> {
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())))
}

/// The terminal is in raw mode and has to be restored.
static TAKEN: AtomicBool = AtomicBool::new(false);

impl TerminalScreen {
    /// Takes the terminal over: raw mode, the alternate screen and, if `mouse`, the mouse.
    ///
    /// # Errors
    /// Standard output is not a terminal.
    pub(crate) fn open(mouse: bool) -> io::Result<TerminalScreen> {
        if !io::stdout().is_terminal() {
            return Err(io::Error::other(
                "standard output is not a terminal: hallway list, search and mine print instead",
            ));
        }
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore_terminal();
            hook(info);
        }));
        let mut screen = TerminalScreen { terminal: blank_terminal()?, mouse };
        screen.take_over()?;
        Ok(screen)
    }

    fn take_over(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            execute!(io::stdout(), EnableMouseCapture)?;
        }
        Ok(())
    }

    /// Takes the terminal over again, after a stop or after another program has written on the
    /// screen.
    pub(crate) fn reenter(&mut self) -> io::Result<()> {
        self.take_over()?;
        execute!(io::stdout(), Clear(ClearType::All))?;
        // `Terminal::clear` asks the terminal for the position of the cursor. The thread that reads
        // the keys would receive the answer.
        self.terminal = blank_terminal()?;
        Ok(())
    }

    /// Returns the width and the height, in cells.
    pub(crate) fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Draws a frame. `paint` returns the cell of the text cursor, or `None` to hide the cursor.
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

    /// Asks the terminal to put `text` on the clipboard (OSC 52). The sequence works over ssh, too.
    pub(crate) fn copy_text(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Stops the program as Ctrl-Z does. Takes the terminal over when the program continues.
    pub(crate) fn suspend(&mut self) -> io::Result<()> {
        restore_terminal();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.reenter()
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        restore_terminal();
    }
}

/// Restores the terminal. May be called at any time and more than once. Errors are ignored: the
/// terminal is gone then.
fn restore_terminal() {
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

/// The number of the signal SIGHUP.
pub(crate) const HANGUP: i32 = 1;

/// Returns true if `signal` continues the program after a stop.
pub(crate) fn is_continue(signal: i32) -> bool {
    #[cfg(unix)]
    return signal == signal_hook::consts::SIGCONT;
    #[cfg(not(unix))]
    return false;
}

/// Returns true if `signal` asks the program to stop until it is continued.
pub(crate) fn is_stop(signal: i32) -> bool {
    #[cfg(unix)]
    return signal == signal_hook::consts::SIGTSTP;
    #[cfg(not(unix))]
    return false;
}

/// Starts the threads that send inputs, signals and [`Event::Hangup`] to the loop.
///
/// # Errors
/// The system refuses the handlers of signals.
pub(crate) fn listen_for_events(events: &Sender<Event>) -> io::Result<()> {
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
    {
        listen_for_signals(events)?;
        listen_for_hangup(events);
    }
    Ok(())
}

/// Returns the input of a terminal's event, or `None` if the program ignores the event.
fn input_of(event: event::Event) -> Option<Input> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Input::Key),
        event::Event::Paste(text) => Some(Input::Paste(text)),
        event::Event::Resize(width, height) => Some(Input::Resize { width, height }),
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

/// Starts the thread that sends signals to the loop.
#[cfg(unix)]
fn listen_for_signals(events: &Sender<Event>) -> io::Result<()> {
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
    Ok(())
}

/// Starts the thread that sends [`Event::Hangup`] when the terminal is gone. crossterm does not
/// report the end of the terminal: `crossterm::event::read` then never returns and keeps a core
/// busy.
#[cfg(unix)]
fn listen_for_hangup(events: &Sender<Event>) {
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
