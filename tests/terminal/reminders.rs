//! The bell and the notifications of reminders.

use super::{Terminal, wait_until};
use rustix::process::Signal;
use std::process::Command;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const DAY: &str = "[event]\nid = 'day'\nname = 'Day'\ntimezone = 'Europe/Dublin'\n\
    [[session]]\nid = 'talk'\ntitle = 'A; talk'\nstart = 2030-05-04T09:00:00\nminutes = 50\n\
    room = 'Hall'\n";

/// A terminal, and all bytes that it has got.
struct Listener {
    terminal: Terminal,
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Listener {
    /// Opens the program on an agenda with one session of mine at 9:00.
    fn open(args: &[&str], config: &str, variables: &[(&str, &str)]) -> Listener {
        let home = TempDir::new().unwrap();
        let config_folder = home.path().join("config/hallway");
        std::fs::create_dir_all(&config_folder).unwrap();
        std::fs::write(config_folder.join("config.toml"), config).unwrap();
        std::fs::write(home.path().join("day.toml"), DAY).unwrap();
        let mut mark = Command::new(env!("CARGO_BIN_EXE_hallway"));
        mark.args(["mark", "-a", "day.toml", "talk"]).current_dir(home.path());
        mark.env("HOME", home.path()).env("XDG_DATA_HOME", home.path().join("data"));
        mark.env("XDG_CONFIG_HOME", home.path().join("config"));
        assert!(mark.output().unwrap().status.success());
        let bytes = Arc::<Mutex<Vec<u8>>>::default();
        let all = Arc::clone(&bytes);
        let variables = [&[("TMUX", ""), ("STY", ""), ("TERM_PROGRAM", "")], variables].concat();
        let read = move |output: &mut dyn std::io::Read, screen: &Mutex<vt100::Parser>| {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                all.lock().unwrap().extend_from_slice(&buffer[..count]);
                screen.lock().unwrap().process(&buffer[..count]);
            }
        };
        Listener { terminal: Terminal::open_with(home, args, (24, 80), &variables, read), bytes }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).replace('\x1b', "^")
    }
}

const WATCH: [&str; 6] = ["next", "--watch", "-a", "day.toml", "--at", "2030-05-04T08:53"];
const OSC_9: &str = "^]9;A, talk: Hall, in 7 min^\\";
const OSC_777: &str = "^]777;notify;A, talk;Hall, in 7 min^\\";

#[test]
fn watch_rings_and_notifies_on_a_terminal() {
    for (config, variables, expected) in [
        ("", &[][..], format!("\x07{OSC_9}{OSC_777}")),
        ("bell = false\n", &[], format!("\n{OSC_9}{OSC_777}")),
        ("", &[("TERM", "foot")], format!("\x07{OSC_777}")),
        (
            "",
            &[("TMUX", "/tmp/tmux,1,0"), ("TERM_PROGRAM", "tmux")],
            format!("\x07^Ptmux;^{}^\\", OSC_9.replace("^\\", "^^\\")),
        ),
    ] {
        let mut listener = Listener::open(&WATCH, config, variables);
        wait_until(&format!("{expected:?}"), || listener.text().contains(&expected));
        assert!(listener.text().contains("in 7 min"), "{}", listener.text());
        let bells = usize::from(config.is_empty());
        assert_eq!(listener.text().matches('\x07').count(), bells, "{}", listener.text());
        listener.terminal.signal(Signal::INT);
        listener.terminal.wait_for_end();
    }
}

#[test]
fn screen_rings_once_before_my_session() {
    let args = ["-a", "day.toml", "--at", "2030-05-04T08:49:58"];
    for (config, bells) in [("theme = 'dark'\n", 1), ("theme = 'dark'\nbell = false\n", 0)] {
        let mut listener = Listener::open(&args, config, &[]);
        listener.terminal.expect("in 11 min, Hall");
        assert_eq!(listener.text().matches('\x07').count(), 0);
        listener.terminal.expect("in 10 min, Hall");
        wait_until("the bell", || listener.text().matches('\x07').count() >= bells);
        listener.terminal.quit();
        assert_eq!(listener.text().matches('\x07').count(), bells);
    }
}
