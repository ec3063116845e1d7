//! The program on a real terminal: what it draws, and how it leaves the terminal, whatever ends it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "looks at the files that the program writes")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long the program may take for anything, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(20);

struct Terminal {
    screen: Arc<Mutex<vt100::Parser>>,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    home: TempDir,
}

fn open(args: &[&str]) -> Terminal {
    open_in(TempDir::new().unwrap(), args)
}

fn open_in(home: TempDir, args: &[&str]) -> Terminal {
    let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallway"));
    command.args(args);
    command.env("XDG_DATA_HOME", home.path().join("data"));
    command.env("XDG_CONFIG_HOME", home.path().join("config"));
    command.env("TERM", "xterm-256color");
    command.cwd(home.path());
    command.env_remove("HALLWAY_AGENDA");
    command.env_remove("NO_COLOR");
    let child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(36), cells(120), 0)));
    let mut output = pty.master.try_clone_reader().unwrap();
    let seen = Arc::clone(&screen);
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            seen.lock().unwrap().process(&buffer[..count]);
        }
    });
    let keys = pty.master.take_writer().unwrap();
    Terminal { screen, master: Some(pty.master), keys, child, home }
}

/// Waits until it is so.
fn until(what: &str, mut so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < PATIENCE, "it never came about: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl Terminal {
    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    fn expect(&self, text: &str) {
        until(&format!("{text} on the screen"), || self.text().contains(text));
    }

    fn type_keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(
            i32::try_from(self.child.process_id().unwrap()).unwrap(),
        )
        .unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Waits for the end; the exit code.
    fn end(&mut self) -> u32 {
        let mut status = None;
        until("the end of the program", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().exit_code()
    }

    /// The terminal is as it was found.
    fn assert_restored(&self) {
        until("the terminal given back", || {
            let parser = self.screen.lock().unwrap();
            let screen = parser.screen();
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
    }

    fn plan(&self) -> String {
        std::fs::read_to_string(self.home.path().join("data/hallway/plans/srecon16-europe.toml"))
            .unwrap_or_default()
    }
}

#[test]
fn a_day_is_browsed_and_a_session_marked() {
    let mut terminal = open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    assert!(terminal.screen.lock().unwrap().screen().alternate_screen());
    terminal.type_keys("/goldshtein primer");
    terminal.expect("1 hit");
    terminal.type_keys("\r");
    terminal.expect("‹2 Tue 12");
    terminal.type_keys(" ");
    terminal.expect("★ 1");
    until("the mark on disk", || terminal.plan().contains("tue-1100-ebpf-primer"));
    terminal.type_keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_restored();
}

#[test]
fn signals_end_it_with_the_terminal_given_back_and_marks_kept() {
    use rustix::process::Signal;
    for (signal, code) in
        [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129), (Signal::QUIT, 131)]
    {
        let mut terminal = open(&[]);
        terminal.expect("Splicing SRE DNA Sequences");
        terminal.type_keys("j ");
        terminal.expect("★ 1");
        terminal.signal(signal);
        assert_eq!(terminal.end(), code, "{signal:?}");
        terminal.assert_restored();
        assert!(terminal.plan().contains("mon-0900-splicing-sre-dna"));
    }
}

#[test]
fn it_ends_when_its_terminal_is_gone() {
    let home = TempDir::new().unwrap();
    let pty = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "trap '' HUP; exec \"$0\"", env!("CARGO_BIN_EXE_hallway")]);
    command.env("XDG_DATA_HOME", home.path());
    command.env("XDG_CONFIG_HOME", home.path());
    command.env_remove("HALLWAY_AGENDA");
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut output = pty.master.try_clone_reader().unwrap();
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("Splicing") {
        let mut buffer = [0; 4096];
        let count = output.read(&mut buffer).unwrap();
        seen.extend_from_slice(&buffer[..count]);
    }
    drop((output, pty.master));
    until("the end of a program whose terminal is gone", || child.try_wait().unwrap().is_some());
}

#[test]
fn what_another_program_marks_is_seen_within_two_seconds() {
    let terminal = open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    let marked = std::process::Command::new(env!("CARGO_BIN_EXE_hallway"))
        .args(["mark", "mon-0940-doorman"])
        .env("XDG_DATA_HOME", terminal.home.path().join("data"))
        .env("XDG_CONFIG_HOME", terminal.home.path().join("config"))
        .env_remove("HALLWAY_AGENDA")
        .output()
        .unwrap();
    assert!(marked.status.success());
    let start = Instant::now();
    terminal.expect("★ 1");
    // It looks every second. Three more are for a machine that does much else; another rhythm would
    // be seen.
    let took = start.elapsed();
    assert!(took < Duration::from_secs(2 + 3), "{took:?}");
}

#[test]
fn marks_have_the_real_time_whatever_time_is_pretended() {
    let mut terminal = open(&["--at", "mon 14:25"]);
    terminal.expect("14:25");
    let plan = terminal.home.path().join("data/hallway/plans/srecon16-europe.toml");
    let mut dated = |key: &str, marks: usize| {
        terminal.type_keys(key);
        let times = || {
            let text = std::fs::read_to_string(&plan).unwrap_or_default();
            let marks = text.split("[[undo]]").next().unwrap().to_owned();
            marks
                .lines()
                .filter_map(|line| line.strip_prefix("changed = "))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        until("the mark on disk", || times().len() == marks);
        times()
    };
    assert!(dated(" ", 1).iter().all(|time| !time.starts_with("2016")));
    assert!(dated("u", 1).iter().all(|time| !time.starts_with("2016")));
}

#[test]
fn an_agenda_that_changes_on_disk_is_shown_and_a_broken_one_is_told() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("event.toml");
    let event = |title: &str, rest: &str| {
        format!(
            "[event]\nname='E'\n[[session]]\nid='a'\ntitle='{title}'\nstart=2026-05-04T09:00:00\n{rest}"
        )
    };
    let write = |text: String| std::fs::write(&file, text).unwrap();
    write(event("First version", ""));
    let path = file.to_str().unwrap().to_owned();
    let mut terminal = open_in(home, &[&path]);
    terminal.expect("First version");
    terminal.type_keys(" ");
    terminal.expect("★ 1");
    write(event("Second version", ""));
    terminal.expect("Second version");
    terminal.expect("was called First version");
    write(event("Third version", "minutes = = 3\n"));
    terminal.expect("event.toml:7:11: ");
    assert!(terminal.text().contains("Second version"));
    std::fs::remove_file(&file).unwrap();
    terminal.expect("there is no file");
    // As editors save: written beside, and renamed.
    let beside = file.with_extension("new");
    std::fs::write(&beside, event("Fourth version", "minutes = 3\n")).unwrap();
    std::fs::rename(&beside, &file).unwrap();
    terminal.expect("Fourth version");
    until("the banner gone", || !terminal.text().contains("last good"));
    terminal.type_keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn it_goes_on_after_it_was_stopped() {
    use rustix::process::Signal;
    let mut terminal = open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    // Somebody else writes on the terminal meanwhile; then the program is continued, and draws
    // everything anew.
    terminal.signal(Signal::STOP);
    terminal.screen.lock().unwrap().process(b"\x1b[?1049l\x1b[2J\x1b[Hsomebody else");
    terminal.expect("somebody else");
    terminal.signal(Signal::CONT);
    terminal.expect("Splicing SRE DNA Sequences");
    assert!(!terminal.text().contains("somebody else"));
    terminal.type_keys("\u{c}2");
    terminal.expect("‹2 Tue 12›");
    terminal.type_keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_restored();
}

/// Returns a number of rows or columns as `vt100` takes it.
fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

#[test]
fn a_resize_is_drawn() {
    let terminal = open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    for (cols, rows, shown) in
        [(40, 10, "Monday 11 July"), (200, 50, "Biggest Software"), (80, 24, "Company on the…")]
    {
        terminal.screen.lock().unwrap().screen_mut().set_size(cells(rows), cells(cols));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        terminal.master.as_ref().unwrap().resize(size).unwrap();
        terminal.expect(shown);
    }
}

#[test]
fn a_plan_that_cannot_be_read_is_told_and_left_as_it_is() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("data/hallway/plans/srecon16-europe.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "this is [ no plan").unwrap();
    let mut terminal = open_in(home, &[]);
    terminal.expect("cannot be read");
    terminal.type_keys("j ");
    terminal.expect("Not saved");
    terminal.type_keys("j");
    terminal.expect("cannot be read");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "this is [ no plan");
    // It is said as long as it is so.
    std::fs::write(&file, "version = 1\n# end of plan\n").unwrap();
    until("the plan is mended", || !terminal.text().contains("cannot be read"));
    terminal.type_keys(" ");
    terminal.expect("★ 1");
    terminal.type_keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn the_file_is_read_again_and_my_schedule_written() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("conf.toml");
    let head = "[event]\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n";
    let session = |title: &str| {
        format!(
            "[[session]]\nid = 'one'\ntitle = '{title}'\nstart = 2030-05-04T09:00:00\nminutes = 30\nroom = 'R'\n"
        )
    };
    std::fs::write(&file, format!("{head}{}", session("First title"))).unwrap();
    let mut terminal = open_in(home, &[file.to_str().unwrap()]);
    terminal.expect("First title");
    std::fs::write(&file, format!("{head}{}", session("Second title"))).unwrap();
    terminal.type_keys("r");
    terminal.expect("Read again: 1 changed.");
    terminal.expect("Second title");
    terminal.type_keys("r");
    terminal.expect("Read again: nothing has changed.");
    // Half written, it leaves the last good one on the screen.
    std::fs::write(&file, format!("{head}[[session]]\nid = 'one'\ntitle = 'Thi")).unwrap();
    terminal.type_keys("r");
    terminal.expect("Shown is the last good agenda: conf.toml:6:");
    terminal.expect("Second title");
    terminal.type_keys(" ");
    terminal.expect("★ 1");
    terminal.type_keys("e");
    terminal.expect("conf.ics: 1 session of my schedule");
    let written = std::fs::read_to_string(terminal.home.path().join("conf.ics")).unwrap();
    assert!(written.contains("SUMMARY:Second title"), "{written}");
    terminal.type_keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn hostile_titles_reach_the_terminal_as_text_only() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("hostile.toml");
    let title = r"\u001b[31mred\u001b]0;title\u0007 \u009b5m \u202edesrever \u200bend";
    std::fs::write(
        &file,
        format!("[event]\nname = \"{title}\"\n[[session]]\ntitle = \"{title}\"\nstart = 2026-05-04T09:00:00\n"),
    )
    .unwrap();
    let path = file.to_str().unwrap().to_owned();
    let terminal = open_in(home, &[&path]);
    terminal.expect("red desrever end");
    assert!(!terminal.text().contains("title"), "the sequence is dropped whole");
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hallway"))
        .env_remove("HALLWAY_AGENDA")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(74));
    assert!(String::from_utf8_lossy(&output.stderr).contains("hallway list"));
}

#[test]
fn in_the_linear_layout_the_cursor_is_on_the_selected_line() {
    let mut terminal = open(&["--linear"]);
    terminal.expect("Mon 11 Jul 08:00 to 09:00, Pre-Function Area: Morning Coffee & Tea.");
    for (keys, line) in [
        ("jj", "Mon 11 Jul 09:40"),
        ("k", "Mon 11 Jul 09:00"),
        ("/ebpf", "/ebpf"),
        ("\u{1b}[B", "Tue 12 Jul"),
    ] {
        terminal.type_keys(keys);
        until(&format!("the cursor on {line}"), || {
            let parser = terminal.screen.lock().unwrap();
            let screen = parser.screen();
            let (row, _) = screen.cursor_position();
            let text = screen.contents();
            !screen.hide_cursor()
                && text
                    .lines()
                    .nth(row.into())
                    .is_some_and(|text| text.trim_start().starts_with(line))
        });
    }
}

#[test]
fn rooms_stay_as_they_were_arranged() {
    let mut terminal = open(&[]);
    terminal.expect("Lansdowne");
    terminal.type_keys("jjjjx");
    terminal.expect("Lansdowne is hidden");
    terminal.type_keys("q");
    assert_eq!(terminal.end(), 0);
    let file = terminal.home.path().join("data/hallway/rooms/srecon16-europe.toml");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "order = []\nhidden = [\"Lansdowne\"]\n");
    let home = std::mem::replace(&mut terminal.home, TempDir::new().unwrap());
    let mut again = open_in(home, &[]);
    again.expect("1 room is hidden");
    again.type_keys("r");
    again.expect("This agenda did not come from a file");
    again.type_keys("q");
    assert_eq!(again.end(), 0);
}
