//! hallway on its screen, in a pseudo-terminal of 80 columns and 24 rows.

use crate::Loss;
use crate::home::{HALLWAY, Home};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const COLUMNS: u16 = 80;
const ROWS: u16 = 24;
/// The time between two looks at the screen.
const LOOK_INTERVAL: Duration = Duration::from_millis(5);

/// A running hallway with its screen. Dropping a `Terminal` kills hallway.
pub(crate) struct Terminal {
    screen: Arc<Mutex<vt100::Parser>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts `WRAPPER… hallway`.
    pub(crate) fn open(home: &Home, wrapper: &[&str]) -> Terminal {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let words: Vec<&str> = wrapper.iter().copied().chain([HALLWAY]).collect();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env("XDG_DATA_HOME", home.path().join("data"));
        command.env("XDG_CONFIG_HOME", home.path().join("config"));
        command.env("HALLWAY_AGENDA", home.agenda());
        command.env("TERM", "xterm-256color");
        let child = pty.slave.spawn_command(command).unwrap();
        let [rows, columns] = [ROWS, COLUMNS].map(|cells| NonZeroU16::new(cells).unwrap());
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let output = pty.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&screen);
        std::thread::spawn(move || copy_to_screen(output, &seen));
        Terminal { screen, input: pty.master.take_writer().unwrap(), child, _master: pty.master }
    }

    /// Types keys.
    pub(crate) fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Returns the text on the screen.
    pub(crate) fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until the text is on the screen.
    pub(crate) fn expect(&self, text: &str, limit: Duration) -> Result<(), Loss> {
        if wait_until(limit, || self.text().contains(text)) {
            return Ok(());
        }
        Err(format!("no {text:?} within {limit:?} in\n{}", self.text()))
    }

    /// Waits until the text is not on the screen.
    pub(crate) fn expect_not(&self, text: &str, limit: Duration) -> Result<(), Loss> {
        if wait_until(limit, || !self.text().contains(text)) {
            return Ok(());
        }
        Err(format!("still {text:?} after {limit:?} in\n{}", self.text()))
    }

    /// Waits until the program ends with this exit code.
    pub(crate) fn expect_exit(&mut self, expected: u32, limit: Duration) -> Result<(), Loss> {
        let mut status = None;
        wait_until(limit, || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        match status.map(|status| status.exit_code()) {
            Some(code) if code == expected => Ok(()),
            Some(code) => Err(format!("hallway ends with {code}")),
            None => Err(format!("hallway does not end within {limit:?}")),
        }
    }

    /// Returns the process id of the wrapper.
    pub(crate) fn process_id(&self) -> u32 {
        self.child.process_id().unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn copy_to_screen(mut output: impl Read, screen: &Mutex<vt100::Parser>) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        screen.lock().unwrap().process(&buffer[..count]);
    }
}

/// Returns true when the condition holds, or false after `limit`.
fn wait_until(limit: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !holds() {
        if start.elapsed() > limit {
            return false;
        }
        std::thread::sleep(LOOK_INTERVAL);
    }
    true
}
