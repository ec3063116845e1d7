//! A home directory for the program, and the files that the tests read.

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A home directory for the program. Commands run in the directory.
pub(crate) struct Home(TempDir);

/// The result of a command.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A command line, its exit code, the start of standard output and a part of standard error. An
/// empty text means no output at all.
pub(crate) struct Case {
    /// Words with spaces between, or in single quotes.
    args: &'static str,
    code: i32,
    out: &'static str,
    err: &'static str,
}

/// Returns a [`Case`].
pub(crate) const fn case(
    args: &'static str,
    code: i32,
    out: &'static str,
    err: &'static str,
) -> Case {
    Case { args, code, out, err }
}

impl Home {
    pub(crate) fn new() -> Home {
        Home(TempDir::new().unwrap())
    }

    /// Returns a home with [`SMALL`] as `small.toml`.
    pub(crate) fn with_small_agenda() -> Home {
        let home = Home::new();
        home.file("small.toml", SMALL);
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and returns its absolute path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hallway"));
        command
            .args(args)
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"));
        for name in ["HALLWAY_AGENDA", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TZ"] {
            command.env_remove(name);
        }
        for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
            command.env_remove(name).env_remove(name.to_lowercase());
        }
        command.current_dir(self.0.path());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Answer {
        run_command(self.command(args).stdin(Stdio::null()))
    }

    /// Runs a command line of words with spaces between.
    pub(crate) fn run_line(&self, line: &str) -> Answer {
        self.run(&split_words(line))
    }

    pub(crate) fn run_piped(&self, args: &[&str], input: &str) -> Answer {
        let mut child = self.command(args);
        let child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Answer::from(child.wait_with_output().unwrap())
    }

    /// Runs a table command in a terminal of `width` cells with colours.
    pub(crate) fn run_coloured(&self, args: &[&str], width: &str) -> String {
        let args = [args, &["--color", "always"]].concat();
        run_command(self.command(&args).env("COLUMNS", width)).out
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args).out).unwrap()
    }

    /// Returns the number of files and folders in the home.
    pub(crate) fn count_files(&self) -> usize {
        std::fs::read_dir(self.0.path()).unwrap().count()
    }

    pub(crate) fn check_cases(&self, cases: &[Case]) {
        for Case { args, code, out, err } in cases {
            let answer = self.run_line(args);
            let report = format!("{args}\n{}\n{}", answer.out, answer.err);
            assert_eq!(answer.code, *code, "{report}");
            assert!(has_text(&answer.out, out, answer.out.starts_with(out)), "{report}");
            assert!(has_text(&answer.err, err, answer.err.contains(err)), "{report}");
            assert!(!report.contains('\u{1b}'), "{report}");
        }
    }
}

fn has_text(text: &str, wanted: &str, found: bool) -> bool {
    if wanted.is_empty() { text.is_empty() } else { found }
}

pub(crate) fn split_words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (number, part) in line.split('\'').enumerate() {
        if number % 2 == 1 {
            words.push(part);
        } else {
            words.extend(part.split_whitespace());
        }
    }
    words
}

impl Answer {
    /// Fails unless the command ended with this exit code.
    pub(crate) fn assert_code(&self, code: i32) -> &Answer {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// Fails unless standard error contains the text.
    pub(crate) fn assert_err(&self, text: &str) -> &Answer {
        assert!(self.err.contains(text), "no \"{text}\" in:\n{}", self.err);
        self
    }

    /// Fails unless standard output contains the text.
    pub(crate) fn assert_out(&self, text: &str) -> &Answer {
        assert!(self.out.contains(text), "no \"{text}\" in:\n{}", self.out);
        self
    }
}

pub(crate) fn run_command(command: &mut Command) -> Answer {
    Answer::from(command.output().unwrap())
}

impl From<Output> for Answer {
    fn from(output: Output) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Removes SGR sequences.
pub(crate) fn strip_colours(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let head = parts.next().unwrap_or_default();
    let rest = parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest));
    [head].into_iter().chain(rest).collect()
}

/// An agenda with a joined room, a session after midnight and a session without a time.
pub(crate) const SMALL: &str = r#"[event]
name = "Small"
timezone = "Europe/Berlin"
[[room]]
name = "A"
[[room]]
name = "B"
[[room]]
name = "A+B"
joins = ["A", "B"]
[[session]]
id = "open"
title = "Opening"
start = 2027-03-06T09:00:00
minutes = 30
room = "A+B"
speakers = ["Zoë Ærø"]
[[session]]
id = "night"
title = "Night"
start = 2027-03-07T00:30:00
end = 2027-03-07T01:00:00
room = "B"
[[session]]
id = "later"
title = "Later"
start = "TBA"
kind = "workshop"
track = "Deep"
"#;

/// Returns frab XML with a number of sessions, each with a link inside the site, a link that is no
/// address, and another room than the room around the session.
pub(crate) fn frab_xml(title: &str, conference: &str, day: &str, sessions: usize) -> String {
    let event = |ix: usize| {
        format!(
            "<event id='{ix}'><date>{day}T10:{ix:02}:00+01:00</date><start>10:{ix:02}</start>
<duration>00:30</duration><room>Old</room><title>Talk {ix}</title>
<links><link href='/slides/{ix}.pdf'>Slides</link><link href='none'>Nothing</link></links></event>
"
        )
    };
    let events: String = (0..sessions).map(event).collect();
    format!(
        "<schedule><conference><title>{title}</title>{conference}</conference>
<day index='1' date='{day}'><room name='Hall'>
{events}</room></day></schedule>"
    )
}

/// The head of [`conf_toml`] with a time zone.
pub(crate) const BERLIN: &str = "name = 'Conf'\ntimezone = 'Europe/Berlin'";

/// Returns an agenda with the event `head` and one session of half an hour for each title, from
/// 9:00 on 4 May 2030 and every hour.
pub(crate) fn conf_toml(head: &str, titles: &[&str]) -> String {
    let session = |(title, hour): (&&str, usize)| {
        format!(
            "[[session]]\nid = '{title}'\ntitle = '{title}'\nstart = 2030-05-04T{hour:02}:00:00\n\
             minutes = 30\n"
        )
    };
    let sessions: String = titles.iter().zip(9..).map(session).collect();
    format!("[event]\n{head}\n{sessions}")
}
