//! The program on a pseudo-terminal.

use super::fixture::Home;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The longest time for any step of the program, on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The program on a terminal of 36 rows and 120 columns.
pub(crate) struct Screen {
    parser: Arc<Mutex<vt100::Parser>>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    /// The thread that reads until the program has closed the terminal.
    reader: Option<JoinHandle<()>>,
    /// The terminal is there as long as its master is open.
    _master: Box<dyn MasterPty + Send>,
}

impl Screen {
    /// Starts the program in a home directory.
    pub(crate) fn open(home: &Home, args: &[&str]) -> Screen {
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let child = pty.slave.spawn_command(command_of(home, args)).unwrap();
        let parser = Arc::new(Mutex::new(vt100::Parser::default()));
        parser
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(std::num::NonZero::new(36).unwrap(), std::num::NonZero::new(120).unwrap());
        let (seen, mut output) = (parser.clone(), pty.master.try_clone_reader().unwrap());
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                seen.lock().unwrap().process(&buffer[..count]);
            }
        });
        let keys = pty.master.take_writer().unwrap();
        Screen { parser, child, keys, reader: Some(reader), _master: pty.master }
    }

    fn text(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// Waits until the text is on the screen.
    pub(crate) fn expect(&self, text: &str) -> &Screen {
        wait_until(|| self.text().contains(text), || format!("no {text} in\n{}", self.text()));
        self
    }

    /// Types keys.
    pub(crate) fn type_keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits for the end of the program, and returns the exit code and the last text.
    pub(crate) fn wait_for_end(&mut self) -> (u32, String) {
        let mut code = None;
        let is_over = || {
            code = self.child.try_wait().unwrap().map(|status| status.exit_code());
            code.is_some()
        };
        wait_until(is_over, || "the program does not end".to_owned());
        self.reader.take().unwrap().join().unwrap();
        (code.unwrap(), self.text())
    }

    /// Quits the program by its key.
    pub(crate) fn quit(mut self) {
        self.type_keys("q");
        assert_eq!(self.wait_for_end().0, 0);
    }
}

/// Returns the command of [`Home::command`] for a terminal.
fn command_of(home: &Home, args: &[&str]) -> CommandBuilder {
    let plain = home.command(args);
    let mut command = CommandBuilder::new(plain.get_program());
    command.args(plain.get_args());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        }
    }
    command.env("TERM", "xterm-256color");
    command.cwd(plain.get_current_dir().unwrap());
    command
}

fn wait_until(mut is_reached: impl FnMut() -> bool, report: impl Fn() -> String) {
    let start = Instant::now();
    while !is_reached() {
        assert!(start.elapsed() < TIMEOUT, "{}", report());
        std::thread::sleep(Duration::from_millis(10));
    }
}
