//! Completion: each shell runs on a pseudo-terminal, reads its script and completes by Tab.

use crate::fixture::{Home, run_command, split_words};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The time that a shell gets for an answer on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a shell starts without the files of the user, and the line that reads the script.
const SHELLS: [(&str, &str, &str); 3] = [
    ("bash", "bash --norc --noprofile -i", "source <(hallway completions bash)"),
    ("zsh", "zsh -f -i", "autoload -U compinit; compinit -u; source <(hallway completions zsh)"),
    ("fish", "fish --no-config -i", "hallway completions fish | source"),
];

/// What a person types before Tab, and what the line then is.
const COMPLETED: [(&str, &str); 22] = [
    ("hallway scree", "hallway screenshot "),
    ("hallway -a srec", "hallway -a srecon16-europe "),
    ("hallway update co", "hallway update conf "),
    ("hallway list --ro", "hallway list --room "),
    ("hallway -a small.toml list --track De", "hallway -a small.toml list --track Deep "),
    ("hallway list -a small.toml --day 2027-03", "hallway list -a small.toml --day 2027-03-06 "),
    ("hallway list --kind wor", "hallway list --kind workshop "),
    ("hallway export --format ht", "hallway export --format html "),
    ("hallway export --vdir cale", "hallway export --vdir calendars/"),
    ("hallway -a small.toml show ope", "hallway -a small.toml show open "),
    ("hallway -a small.toml list --track=De", "hallway -a small.toml list --track=Deep "),
    ("hallway -a small.toml remove own", "hallway -a small.toml remove own-0306-1230-lunch "),
    ("hallway -a small.toml unmark own", "hallway -a small.toml unmark own-0306-1230-lunch "),
    ("hallway -a small.toml note own", "hallway -a small.toml note own-0306-1230-lunch "),
    (
        "hallway -a small.toml add --edit ow",
        "hallway -a small.toml add --edit own-0306-1230-lunch ",
    ),
    ("hallway man ne", "hallway man next "),
    ("hallway import smal", "hallway import small.toml "),
    ("hallway -a small.toml list --day sat", "hallway -a small.toml list --day saturday "),
    ("hallway list --day tom", "hallway list --day tomorrow "),
    ("hallway -a small.toml show Openi", "hallway -a small.toml show Opening "),
    ("hallway -a small.toml show openi", "hallway -a small.toml show Opening "),
    ("hallway list --room pem", "hallway list --room Pembroke\\ Room "),
];

/// A shell on a pseudo-terminal.
struct Shell {
    screen: Arc<Mutex<vt100::Parser>>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
}

impl Shell {
    fn start(home: &Home, line: &str) -> Shell {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let words = split_words(line);
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_hallway"));
        let path = std::env::var("PATH").unwrap_or_default();
        command.env_clear();
        command.env("PATH", format!("{}:{path}", program.parent().unwrap().display()));
        for (name, folder) in
            [("HOME", ""), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")]
        {
            command.env(name, home.path(folder));
        }
        for (name, value) in [("TERM", "xterm"), ("LC_ALL", "C.UTF-8"), ("PS1", "$ ")] {
            command.env(name, value);
        }
        command.cwd(home.path(""));
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let [rows, columns] = [40, 120].map(|side| NonZero::new(side).unwrap());
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let writer = pty.master.take_writer().unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&screen);
        std::thread::spawn(move || {
            let _master = pty.master;
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                seen.lock().unwrap().process(&bytes[..count]);
            }
        });
        Shell { screen, writer, child }
    }

    fn type_keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until the screen has a text.
    fn wait_for(&self, text: &str) {
        let start = Instant::now();
        while !self.screen.lock().unwrap().screen().contents().contains(text) {
            let contents = self.screen.lock().unwrap().screen().contents();
            assert!(start.elapsed() < PATIENCE, "no {text:?} in:\n{contents}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_installed(shell: &str) -> bool {
    std::process::Command::new(shell).arg("--version").output().is_ok()
}

#[test]
fn shells_complete_commands_options_and_values() {
    for (name, start, setup) in SHELLS {
        if !is_installed(name) {
            writeln!(std::io::stderr(), "SKIPPED: {name} is not installed").unwrap();
            continue;
        }
        let home = Home::with_small_agenda();
        home.run_line("import small.toml --name conf").assert_code(0);
        home.file("calendars/a.ics", "");
        home.run_line("add -a small.toml Lunch 12:30 45m").assert_code(0);
        let mut shell = Shell::start(&home, start);
        shell.type_keys(&format!("{setup}\rprintf 'ready-%s' 42\r"));
        shell.wait_for("ready-42");
        for (typed, completed) in COMPLETED {
            shell.type_keys(&format!("{typed}\t"));
            shell.wait_for(completed.trim_end());
            // A letter shows the space, and stays in the line.
            shell.type_keys("x");
            shell.wait_for(&format!("{completed}x"));
            shell.type_keys("\x15");
        }
    }
}

#[test]
fn bash_quotes_names_with_spaces() {
    if !is_installed("bash") {
        writeln!(std::io::stderr(), "SKIPPED: bash is not installed").unwrap();
        return;
    }
    let home = Home::new();
    let mut shell = Shell::start(&home, SHELLS[0].1);
    shell.type_keys(&format!("{}\r", SHELLS[0].2));
    for (typed, completed) in [
        ("hallway list --room Pem", "hallway list --room Pembroke\\ Room x"),
        ("hallway list --room 'Pem", "hallway list --room 'Pembroke Room' x"),
        ("hallway list --room=Pem", "hallway list --room=Pembroke\\ Room x"),
        ("hallway list --room=Pembroke\\ R", "hallway list --room=Pembroke\\ Room x"),
        ("hallway list --room='Pem", "hallway list --room='Pembroke Room' x"),
        ("hallway list --room Pembroke\\ R", "hallway list --room Pembroke\\ Room x"),
    ] {
        shell.type_keys(&format!("{typed}\t"));
        shell.wait_for("Room");
        shell.type_keys("x");
        shell.wait_for(completed);
        shell.type_keys("\x15\x0c");
    }
}

#[test]
fn other_ids_of_a_session_complete_if_no_id_begins_so() {
    let home = Home::new();
    let session = |id: &str, other: &str| {
        format!("[[session]]\nid='{id}'\ntitle='T {id}'\nstart='TBA'\nids={{id='{other}'}}\n")
    };
    home.file("ids.toml", &(session("abc", "1120") + &session("1abc", "77")));
    for (typed, candidates) in
        [("112", "1120\tT abc\n"), ("7", "77\tT 1abc\n"), ("1", "1abc\tT 1abc\n"), ("x", "")]
    {
        let mut command = home.command(&["--", "hallway", "-a", "ids.toml", "show", typed]);
        let answer = run_command(command.env("HALLWAY_COMPLETE", "fish"));
        assert_eq!(answer.out.trim_end(), candidates.trim_end(), "{typed}");
    }
}

#[test]
fn script_is_printed_for_each_shell() {
    let home = Home::new();
    for (name, ..) in SHELLS {
        home.run(&["completions", name]).assert_code(0).assert_out("HALLWAY_COMPLETE");
    }
    home.run(&["completions", "tcsh"]).assert_code(2).assert_err("bash");
}

#[test]
fn manual_has_a_page_for_each_command() {
    let home = Home::new();
    home.run(&["man"]).assert_code(0).assert_out(".TH HALLWAY 1").assert_out(".SH ENVIRONMENT");
    let page = home.run(&["man", "list"]);
    page.assert_code(0).assert_out(".TH HALLWAY-LIST 1").assert_out("\\-\\-track");
    home.run(&["man", "lsit"]).assert_code(2).assert_err("no command lsit; did you mean list?");
    home.run(&["man", "xyz"]).assert_code(2).assert_err("The commands are list, ");
    page.assert_out(".SH EXAMPLES")
        .assert_out("hallway list \\-\\-day tue")
        .assert_out(".SH NOTES");
    assert!(!page.out.contains(".SH EXTRA"), "{}", page.out);
    std::fs::create_dir(home.path("pages")).unwrap();
    home.run(&["man", "--dir", "pages"]).assert_code(0);
    for name in ["hallway.1", "hallway-list.1", "hallway-mark.1", "hallway-man.1"] {
        assert!(home.path("pages").join(name).exists(), "{name}");
    }
}
