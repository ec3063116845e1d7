//! The program on a pseudo-terminal: its screen, and the state of the terminal after every kind of
//! end.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "looks at the files that the program writes")]

mod background;
mod held_key;
mod life;
#[cfg(feature = "https")]
mod refresh;
mod reminders;
mod sequences;
#[cfg(feature = "https")]
#[path = "../fetch/server.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests of fetching use the other half")]
mod server;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The longest time for any step of the program, on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The program on a terminal of 36 rows and 120 columns, in a home directory of its own.
struct Terminal {
    screen: Arc<Mutex<vt100::Parser>>,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// The thread that reads the screen. It ends after the program.
    reader: JoinHandle<()>,
    home: TempDir,
}

/// Waits until the condition is true. `goal` names the condition in the failure message.
fn wait_until(goal: &str, mut is_reached: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_reached() {
        assert!(start.elapsed() < TIMEOUT, "still not reached: {goal}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl Terminal {
    fn open(args: &[&str]) -> Terminal {
        Terminal::open_in(TempDir::new().unwrap(), args)
    }

    fn open_in(home: TempDir, args: &[&str]) -> Terminal {
        Terminal::open_sized(home, args, (36, 120), |output, screen| {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                screen.lock().unwrap().process(&buffer[..count]);
            }
        })
    }

    /// Opens a terminal that takes no output after a text.
    fn open_stalled(rows: u16, cols: u16, text: &'static str) -> Terminal {
        let (size, home) = ((rows, cols), TempDir::new().unwrap());
        let terminal = Terminal::open_sized(home, &[], size, move |output, _| {
            life::read_until(output, text);
        });
        wait_until("the text is read", || terminal.reader.is_finished());
        terminal
    }

    /// Opens a terminal whose output is read by `read`.
    fn open_sized(
        home: TempDir,
        args: &[&str],
        size: (u16, u16),
        read: impl FnOnce(&mut dyn Read, &Mutex<vt100::Parser>) + Send + 'static,
    ) -> Terminal {
        Terminal::open_with(home, args, size, &[], read)
    }

    /// Opens a terminal with these variables of the environment.
    fn open_with(
        home: TempDir,
        args: &[&str],
        (rows, cols): (u16, u16),
        variables: &[(&str, &str)],
        read: impl FnOnce(&mut dyn Read, &Mutex<vt100::Parser>) + Send + 'static,
    ) -> Terminal {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallway"));
        command.args(args);
        command.env("HOME", home.path());
        command.env("XDG_DATA_HOME", home.path().join("data"));
        command.env("XDG_CONFIG_HOME", home.path().join("config"));
        command.env("TERM", "xterm-256color");
        command.cwd(home.path());
        command.env_remove("HALLWAY_AGENDA");
        for variable in ["NO_COLOR", "COLORTERM", "STY", "WT_SESSION"] {
            command.env_remove(variable);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(cols), 0)));
        let mut output = pty.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&screen);
        let reader = std::thread::spawn(move || read(&mut *output, &seen));
        let keys = pty.master.take_writer().unwrap();
        Terminal { screen, master: Some(pty.master), keys, child, reader, home }
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    fn expect(&self, text: &str) {
        wait_until(&format!("{text} is on the screen"), || self.text().contains(text));
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

    /// Quits the program by its key, and expects exit code 0.
    fn quit(&mut self) {
        self.type_keys("q");
        assert_eq!(self.wait_for_end(), 0);
    }

    /// Waits for the end of the program, and returns the exit code.
    fn wait_for_end(&mut self) -> u32 {
        let mut status = None;
        wait_until("the end of the program", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().exit_code()
    }

    /// Waits until the terminal is as before the program.
    fn assert_restored(&self) {
        wait_until("the terminal is restored", || {
            let parser = self.screen.lock().unwrap();
            let screen = parser.screen();
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
    }

    /// Returns the home directory, for another program.
    #[cfg(feature = "https")]
    fn take_home(&mut self) -> TempDir {
        std::mem::replace(&mut self.home, TempDir::new().unwrap())
    }

    /// Returns the text of the stored plan, empty before the first mark.
    fn read_plan(&self) -> String {
        std::fs::read_to_string(self.home.path().join("data/hallway/plans/srecon16-europe.toml"))
            .unwrap_or_default()
    }
}

#[test]
fn search_enter_and_space_mark_a_session_on_disk() {
    let mut terminal = Terminal::open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    assert!(terminal.screen.lock().unwrap().screen().alternate_screen());
    terminal.type_keys("/goldshtein primer");
    terminal.expect("1 hit");
    terminal.type_keys("\r");
    terminal.expect("‹2 Tue 12");
    terminal.type_keys(" ");
    terminal.expect("★ 1");
    wait_until("the mark is on disk", || terminal.read_plan().contains("tue-1100-ebpf-primer"));
    // The first `q` closes the hits, the second one quits.
    terminal.expect("Esc no hits");
    terminal.type_keys("q");
    wait_until("the hits are closed", || !terminal.text().contains("no hits"));
    terminal.quit();
    terminal.assert_restored();
}

#[test]
fn first_save_keeps_the_marks_of_a_plan_of_0_1() {
    const PLAN: &str = include_str!("../cli/old_plans/srecon16-europe-plan.toml");
    let home = TempDir::new().unwrap();
    let plans = home.path().join("data/hallway/plans");
    std::fs::create_dir_all(&plans).unwrap();
    std::fs::write(plans.join("srecon16-europe.toml"), PLAN).unwrap();
    let mut terminal = Terminal::open_in(home, &[]);
    terminal.expect("Splicing SRE DNA Sequences");
    terminal.type_keys("/splicing\r ");
    wait_until("the mark is on disk", || terminal.read_plan().contains("splicing-sre-dna"));
    terminal.type_keys("q");
    terminal.quit();
    let (plan, old) = (terminal.read_plan(), PLAN.split("[[undo]]").next().unwrap());
    for mark in old.split("[[mark]]").skip(1) {
        assert!(plan.contains(mark.trim()), "{mark} is not in {plan}");
    }
}

#[test]
fn signal_restores_the_terminal_and_keeps_the_marks() {
    use rustix::process::Signal;
    for (signal, code) in
        [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129), (Signal::QUIT, 131)]
    {
        let mut terminal = Terminal::open(&[]);
        terminal.expect("Splicing SRE DNA Sequences");
        terminal.type_keys("gj ");
        terminal.expect("★ 1");
        terminal.signal(signal);
        assert_eq!(terminal.wait_for_end(), code, "{signal:?}");
        terminal.assert_restored();
        assert!(terminal.read_plan().contains("mon-0900-splicing-sre-dna"));
    }
}

#[test]
fn mark_of_another_program_is_shown_within_two_seconds() {
    let terminal = Terminal::open(&[]);
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
    // The program checks every second. A busy machine gets three more seconds.
    let took = start.elapsed();
    assert!(took < Duration::from_secs(2 + 3), "{took:?}");
}

#[test]
fn marks_store_the_wall_clock_under_a_pretended_time() {
    let mut terminal = Terminal::open(&["--at", "mon 14:25"]);
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
        wait_until("the mark is on disk", || times().len() == marks);
        times()
    };
    assert!(dated(" ", 1).iter().all(|time| !time.starts_with("2016")));
    assert!(dated("u", 1).iter().all(|time| !time.starts_with("2016")));
}

#[test]
fn changed_file_is_shown_and_broken_file_is_reported() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("event.toml");
    let event = |title: &str, rest: &str| {
        format!(
            "[event]\nname='E'\n[[session]]\nid='a'\ntitle='{title}'\n\
             start=2026-05-04T09:00:00\n{rest}"
        )
    };
    let write = |text: String| std::fs::write(&file, text).unwrap();
    write(event("First version", ""));
    let path = file.to_str().unwrap().to_owned();
    let mut terminal = Terminal::open_in(home, &[&path]);
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
    // Editors write another file and rename the file.
    let new_file = file.with_extension("new");
    std::fs::write(&new_file, event("Fourth version", "minutes = 3\n")).unwrap();
    std::fs::rename(&new_file, &file).unwrap();
    terminal.expect("Fourth version");
    wait_until("the banner is gone", || !terminal.text().contains("last good"));
    terminal.quit();
}

#[test]
fn stopped_program_redraws_after_it_is_continued() {
    use rustix::process::Signal;
    let mut terminal = Terminal::open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    // Another program writes on the terminal while the program is stopped.
    terminal.signal(Signal::STOP);
    terminal.screen.lock().unwrap().process(b"\x1b[?1049l\x1b[2J\x1b[Hanother program");
    terminal.expect("another program");
    terminal.signal(Signal::CONT);
    terminal.expect("Splicing SRE DNA Sequences");
    assert!(!terminal.text().contains("another program"));
    terminal.type_keys("\u{c}2");
    terminal.expect("‹2 Tue 12›");
    terminal.quit();
    terminal.assert_restored();
}

/// Returns a number of rows or columns as `vt100` takes it.
fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

#[test]
fn resize_redraws_the_screen() {
    let terminal = Terminal::open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    for (cols, rows, shown) in
        [(40, 10, "Monday 11 July"), (200, 50, "Biggest Software"), (80, 24, "Company on…")]
    {
        terminal.screen.lock().unwrap().screen_mut().set_size(cells(rows), cells(cols));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        terminal.master.as_ref().unwrap().resize(size).unwrap();
        terminal.expect(shown);
    }
}

#[test]
fn unreadable_plan_is_reported_and_not_overwritten() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("data/hallway/plans/srecon16-europe.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "this is [ no plan").unwrap();
    let mut terminal = Terminal::open_in(home, &[]);
    terminal.expect("cannot be read");
    terminal.type_keys("j ");
    terminal.expect("Not saved");
    terminal.type_keys("j");
    terminal.expect("cannot be read");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "this is [ no plan");
    // The message goes away after the file is repaired.
    std::fs::write(&file, "version = 1\n# end of plan\n").unwrap();
    wait_until("the message is gone", || !terminal.text().contains("cannot be read"));
    terminal.type_keys(" ");
    terminal.expect("★ 1");
    terminal.quit();
}

#[test]
fn reload_key_reads_the_file_and_export_key_writes_my_schedule() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("conf.toml");
    let head = "[event]\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n";
    let session = |title: &str| {
        format!(
            "[[session]]\nid = 'one'\ntitle = '{title}'\nstart = 2030-05-04T09:00:00\n\
             minutes = 30\nroom = 'R'\n"
        )
    };
    std::fs::write(&file, format!("{head}{}", session("First title"))).unwrap();
    let terminal_home = home.path().to_owned();
    let mut terminal = Terminal::open_in(home, &[file.to_str().unwrap()]);
    terminal.expect("First title");
    std::fs::write(&file, format!("{head}{}", session("Second title"))).unwrap();
    terminal.type_keys("r");
    terminal.expect("1 renamed · Enter shows");
    terminal.expect("Second title");
    terminal.type_keys("r");
    terminal.expect("Read again: nothing has changed.");
    // If the file is incomplete, the screen keeps the last good agenda.
    std::fs::write(&file, format!("{head}[[session]]\nid = 'one'\ntitle = 'Thi")).unwrap();
    terminal.type_keys("r");
    terminal.expect("Shown is the last good agenda: conf.toml:6:");
    terminal.expect("Second title");
    terminal.type_keys(" ");
    terminal.expect("★ 1");
    // One key writes nothing: it asks for the name. A file of the name is not replaced.
    let calendar = |name: &str| terminal_home.join(name);
    std::fs::write(calendar("conf.ics"), "theirs").unwrap();
    terminal.type_keys("e");
    terminal.expect("> conf.ics");
    assert!(!calendar("conf-2.ics").exists());
    terminal.type_keys("\r");
    terminal.expect("there is a file conf.ics. Enter writes conf-2.ics.");
    terminal.type_keys("\r");
    terminal.expect("conf-2.ics: 1 session of my schedule");
    let written = std::fs::read_to_string(calendar("conf-2.ics")).unwrap();
    assert!(written.contains("SUMMARY:Second title"), "{written}");
    assert_eq!(std::fs::read_to_string(calendar("conf.ics")).unwrap(), "theirs");
    terminal.quit();
}

#[test]
fn escape_sequences_in_titles_are_removed() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("hostile.toml");
    let title = r"\u001b[31mred\u001b]0;title\u0007 \u009b5m \u202edesrever \u200bend";
    let text = format!(
        r#"[event]
name = "{title}"
[[session]]
title = "{title}"
start = 2026-05-04T09:00:00
"#
    );
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap().to_owned();
    let terminal = Terminal::open_in(home, &[&path]);
    terminal.expect("red desrever end");
    assert!(!terminal.text().contains("title"), "a part of an escape sequence is left");
}

#[test]
fn start_without_a_terminal_ends_with_74_and_help() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hallway"))
        .env_remove("HALLWAY_AGENDA")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(74));
    assert!(String::from_utf8_lossy(&output.stderr).contains("hallway list"));
}

#[test]
fn linear_screen_has_its_cursor_on_the_selected_line() {
    let mut terminal = Terminal::open(&["--linear"]);
    terminal.expect("Mon 11 Jul 08:00 to 09:00: Morning Coffee & Tea. Pre-Function Area. 1 of 21.");
    for (keys, line) in [
        ("gjj", "09:40 to 10:20"),
        ("k", "09:00 to 09:40"),
        ("/ebpf", "/ebpf"),
        ("\u{1b}[B", "Tue 12 Jul"),
    ] {
        terminal.type_keys(keys);
        wait_until(&format!("the cursor is on {line}"), || {
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
fn hidden_room_stays_hidden_after_restart() {
    let mut terminal = Terminal::open(&[]);
    terminal.expect("Lansdowne");
    terminal.type_keys("jjjjx");
    terminal.expect("Lansdowne is hidden");
    terminal.quit();
    let file = terminal.home.path().join("data/hallway/rooms/srecon16-europe.toml");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "order = []\nhidden = [\"Lansdowne\"]\n");
    let home = std::mem::replace(&mut terminal.home, TempDir::new().unwrap());
    let mut again = Terminal::open_in(home, &[]);
    again.expect("1 room is hidden");
    again.type_keys("r");
    again.expect("This agenda did not come from a file");
    again.quit();
}

#[test]
fn plan_under_another_id_is_offered_until_the_agenda_has_marks() {
    const OFFER: &str = "hallway mark -a new.toml --from conf brings 1 mark of this event";
    let home = TempDir::new().unwrap();
    let session = "timezone = 'Europe/Berlin'\n[[session]]\nid = 'one'\ntitle = 'First title'\n\
         start = 2030-05-04T10:00:00\nminutes = 30\n";
    let plan = "version = 1\n[[mark]]\nsession = 'one'\nlevel = 'attend'\ntitle = 'First title'\n\
         start = 2030-05-04T10:00:00+02:00\nchanged = 2030-05-01T10:00:00Z\n# end of plan\n";
    std::fs::create_dir_all(home.path().join("data/hallway/plans")).unwrap();
    std::fs::write(home.path().join("data/hallway/plans/conf.toml"), plan).unwrap();
    let agenda = format!("[event]\nname = '36th Conf'\n{session}");
    std::fs::write(home.path().join("new.toml"), agenda).unwrap();
    let mut terminal = Terminal::open_in(home, &["new.toml"]);
    terminal.expect(OFFER);
    terminal.type_keys("j");
    wait_until("the offer is gone", || !terminal.text().contains(OFFER));
    terminal.type_keys(" ");
    terminal.expect("★ 1");
    terminal.quit();
    let home = std::mem::replace(&mut terminal.home, TempDir::new().unwrap());
    let mut marked = Terminal::open_in(home, &["new.toml"]);
    marked.expect("★ 1");
    std::thread::sleep(Duration::from_millis(300));
    assert!(!marked.text().contains(OFFER), "{}", marked.text());
    marked.quit();
}
