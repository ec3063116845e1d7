//! The terminal: takes the terminal over, draws, listens, and restores the terminal after a panic
//! and a signal, too.
//!
//! Threads of their own read the keys, receive the signals and write the frames: a terminal that
//! takes no output delays neither keys nor signals.

#[cfg(any(not(unix), test))]
#[cfg_attr(unix, allow(dead_code, reason = "only its tests run on Unix"))]
mod crossterm_input;
#[cfg(unix)]
mod decode;
mod digits;
mod encode;
mod output;
mod pen;
mod picture;
mod printed;
#[cfg(unix)]
mod reader;
#[cfg(unix)]
mod sequences;
#[cfg(unix)]
mod signals;
mod updates;

use super::event::Event;
use super::layout::painted_tiles::FrameChange;
use super::view::CursorCell;
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue, style};
pub(super) use encode::FrameEncoder;
use output::{Output, limit_size, write_in_time};
use printed::PrintedRows;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

#[cfg(unix)]
pub(crate) use signals::{hold_signals, is_ending, listen_for_signals};

/// The terminal while the program uses it. `drop` restores the terminal.
pub(crate) struct TerminalScreen {
    output: Output,
    mouse: bool,
    form: FrameForm,
    /// The cursor is hidden.
    is_cursor_hidden: bool,
    encoder: FrameEncoder,
    printed: PrintedRows,
    /// The cursor of the frame that the terminal shows.
    cursor: Option<CursorCell>,
    /// The cells of the frame before, whose memory the next frame takes.
    frame: Buffer,
}

/// The form in which a frame is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrameForm {
    /// The changed cells.
    Cells,
    /// The changed rows as a whole: a screen reader reads what is sent.
    Rows,
    /// The changed rows as lines of text, without sequences: the terminal understands none.
    Lines,
}

/// The width of a frame that is printed, in cells.
const PRINTED_WIDTH: u16 = 1024;

/// Returns an error if standard output is not a terminal.
///
/// # Errors
/// The error names the commands that print.
pub(crate) fn require_terminal() -> io::Result<()> {
    match io::stdout().is_terminal() {
        true => Ok(()),
        false => Err(io::Error::other(
            "standard output is not a terminal: hallway list, search and mine print instead",
        )),
    }
}

/// Another program has the terminal: its signals are not for this program.
static LENT: AtomicBool = AtomicBool::new(false);

/// The terminal is in raw mode and has to be restored.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal understands no sequences.
static IS_PLAIN: AtomicBool = AtomicBool::new(false);

/// The time after which the byte ESC alone is the key Esc, if the configuration names no other.
pub(crate) const ESCAPE_TIMEOUT: Duration = Duration::from_millis(30);

/// The time that a terminal has to take the last bytes.
const LAST_WRITE: Duration = Duration::from_millis(300);

/// Asks for the buttons and the wheel of the mouse, in decimal numbers. Moves of the mouse are not
/// asked for: each of them would cross a slow connection.
const ENABLE_MOUSE: &str = "\x1b[?1000h\x1b[?1006h";

/// Asks for kitty's keyboard protocol: keys without doubt, and the place of a key where its letter
/// is not Latin. Terminals without the protocol ignore the sequence.
const PUSH_KEYBOARD: &str = "\x1b[>5u";
/// Returns to the keyboard before [`PUSH_KEYBOARD`].
const POP_KEYBOARD: &str = "\x1b[<u";

/// Asks for the background (OSC 11), and then for the class of the terminal (DA1): every terminal
/// answers the second question, also one that does not know the first.
const ASK_BACKGROUND: &str = "\x1b]11;?\x1b\\\x1b[c";

/// Returns true if the program can read the terminal's answers.
pub(crate) fn hears_answers() -> bool {
    cfg!(unix)
}

impl TerminalScreen {
    /// Takes the terminal over: raw mode, the alternate screen and, if `mouse`, the mouse. If
    /// `asks`, the terminal is asked for its background.
    ///
    /// # Errors
    /// Standard output is not a terminal.
    pub(crate) fn open(
        mouse: bool,
        asks: bool,
        form: FrameForm,
        events: &Sender<Event>,
    ) -> io::Result<TerminalScreen> {
        require_terminal()?;
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore_terminal();
            hook(info);
        }));
        let output = Output::start(events.clone());
        let mut screen = TerminalScreen {
            output,
            mouse,
            form,
            is_cursor_hidden: false,
            encoder: FrameEncoder::default(),
            printed: PrintedRows::default(),
            cursor: None,
            frame: Buffer::default(),
        };
        IS_PLAIN.store(form == FrameForm::Lines, Ordering::SeqCst);
        screen.take_over()?;
        if asks {
            screen.output.send(ASK_BACKGROUND.into());
        }
        Ok(screen)
    }

    fn take_over(&mut self) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        if self.form == FrameForm::Lines {
            return Ok(());
        }
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        queue!(bytes, style::Print(PUSH_KEYBOARD))?;
        if self.mouse {
            queue!(bytes, style::Print(ENABLE_MOUSE))?;
        }
        self.output.send(bytes);
        Ok(())
    }

    /// Takes the terminal over again, after a stop or after another program has written on the
    /// screen.
    pub(crate) fn reenter(&mut self) -> io::Result<()> {
        self.take_over()?;
        self.forget();
        Ok(())
    }

    /// Returns the width and the height of the part that is drawn, in cells.
    pub(crate) fn size(&self) -> io::Result<(u16, u16)> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(self.drawn_size(width, height))
    }

    /// Returns the part of a terminal's columns and rows that is drawn. A terminal that is printed
    /// on breaks the lines itself: an entry is one line.
    pub(crate) fn drawn_size(&self, width: u16, height: u16) -> (u16, u16) {
        match self.form {
            FrameForm::Lines => limit_size(PRINTED_WIDTH, height),
            FrameForm::Cells | FrameForm::Rows => limit_size(width, height),
        }
    }

    /// Returns true if the terminal has not taken the frame before yet. [`Event::Written`] tells
    /// the loop when the terminal has.
    pub(crate) fn is_busy(&self) -> bool {
        self.output.is_busy()
    }

    /// Draws a frame, and returns the bytes for the terminal, or `None` if the terminal shows the
    /// frame already. `paint` draws every cell, also of a buffer without any, and returns the cell
    /// of the cursor and the relation to the frame before. The bytes are the differences
    /// from the frame before: the caller sends them or calls [`TerminalScreen::forget`].
    pub(crate) fn draw(
        &mut self,
        paint: impl FnOnce(&mut Buffer) -> (Option<CursorCell>, FrameChange),
    ) -> io::Result<Option<Vec<u8>>> {
        let (width, height) = self.size()?;
        let area = Rect::new(0, 0, width, height);
        if self.frame.area != area {
            self.frame = Buffer { area, content: Vec::new() };
        }
        let (cursor, change) = paint(&mut self.frame);
        if self.form == FrameForm::Lines {
            let lines = self.printed.next_lines(&self.frame, cursor);
            return Ok((!lines.is_empty()).then(|| lines.into_bytes()));
        }
        let mut bytes = Vec::new();
        queue!(bytes, BeginSynchronizedUpdate)?;
        let is_known = self.encoder.shows_area(area);
        if !is_known {
            queue!(bytes, Clear(ClearType::All))?;
            self.encoder.forget();
            self.is_cursor_hidden = false;
        }
        let start = bytes.len();
        let whole_rows = self.form == FrameForm::Rows;
        self.encoder.encode(&self.frame, &change, whole_rows, &mut bytes);
        if is_known && bytes.len() == start && cursor == self.cursor {
            return Ok(None);
        }
        self.place_cursor(cursor, &mut bytes)?;
        queue!(bytes, EndSynchronizedUpdate)?;
        Ok(Some(bytes))
    }

    /// Sends the bytes of a frame to the terminal.
    pub(crate) fn send(&mut self, frame: Vec<u8>) {
        self.output.send(frame);
    }

    /// Forgets the frame before: the next one clears the terminal and is drawn completely.
    pub(crate) fn forget(&mut self) {
        self.encoder.forget();
        self.printed = PrintedRows::default();
    }

    /// Adds the bytes that move the cursor, and show or hide it.
    fn place_cursor(&mut self, cell: Option<CursorCell>, bytes: &mut Vec<u8>) -> io::Result<()> {
        let is_shown = cell.is_some_and(|cell| cell.is_shown);
        match is_shown {
            true => queue!(bytes, cursor::Show)?,
            false if !self.is_cursor_hidden => queue!(bytes, cursor::Hide)?,
            false => {}
        }
        self.is_cursor_hidden = !is_shown;
        if let Some(CursorCell { x, y, .. }) = cell {
            queue!(bytes, cursor::MoveTo(x, y))?;
        }
        self.cursor = cell;
        Ok(())
    }

    /// Asks the terminal to put `text` on the clipboard (OSC 52). The sequence works over ssh, too.
    pub(crate) fn copy_text(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = Vec::new();
        queue!(bytes, CopyToClipboard::to_clipboard_from(text))?;
        self.output.send(bytes);
        Ok(())
    }

    /// Rings the bell.
    pub(crate) fn ring(&mut self) {
        self.output.send(vec![0x07]);
    }

    /// Gives the terminal to another program while `work` runs. Ctrl-Z stops both then.
    pub(crate) fn lend<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        self.output.wait_until_idle(LAST_WRITE);
        restore_terminal();
        LENT.store(true, Ordering::SeqCst);
        let result = work();
        LENT.store(false, Ordering::SeqCst);
        self.reenter()?;
        Ok(result)
    }

    /// Stops the program as Ctrl-Z does. Takes the terminal over when the program continues.
    pub(crate) fn suspend(&mut self) -> io::Result<()> {
        self.output.wait_until_idle(LAST_WRITE);
        restore_terminal();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.reenter()
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        self.output.wait_until_idle(LAST_WRITE);
        restore_terminal();
    }
}

/// Restores the terminal. May be called at any time and more than once. Errors are ignored: the
/// terminal is gone then.
fn restore_terminal() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    if IS_PLAIN.load(Ordering::SeqCst) {
        let _ = disable_raw_mode();
        return;
    }
    let mut bytes = Vec::new();
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        style::Print(POP_KEYBOARD),
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    write_in_time(bytes, LAST_WRITE);
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

/// Starts the thread that sends the inputs and [`Event::Hangup`] to the loop. ESC alone is a key
/// after `escape_timeout`.
///
/// # Errors
/// There is no terminal to read from.
pub(crate) fn listen_for_input(events: &Sender<Event>, escape_timeout: Duration) -> io::Result<()> {
    #[cfg(unix)]
    return reader::listen_for_input(events, escape_timeout);
    #[cfg(not(unix))]
    {
        let _ = escape_timeout;
        crossterm_input::listen_for_input(events);
        Ok(())
    }
}

/// Runs `work`: the system has no signals.
#[cfg(not(unix))]
pub(crate) fn hold_signals<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Does nothing: the system has no signals.
#[cfg(not(unix))]
pub(crate) fn listen_for_signals(_: &Sender<Event>) -> io::Result<()> {
    Ok(())
}

/// Returns false: the system has no signals.
#[cfg(not(unix))]
pub(crate) fn is_ending() -> bool {
    false
}
