//! Standard output: closed pipes, full disks, and texts from files.

use crate::fixture::{Answer, Home};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

#[cfg(unix)]
fn spawn_piped(home: &Home, args: &[&str]) -> Child {
    let mut command = home.command(args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[cfg(unix)]
fn assert_quiet(child: Child) {
    let answer = Answer::from(child.wait_with_output().unwrap());
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn closed_pipe_ends_with_0_and_no_message() {
    let home = Home::new();
    for args in [&["list", "--json"][..], &["--help"], &["show", "mon-0940-doorman"]] {
        let mut child = spawn_piped(&home, args);
        drop(child.stdout.take());
        assert_quiet(child);
    }
}

#[cfg(unix)]
#[test]
fn pipe_closed_after_the_first_line_ends_with_0() {
    let home = Home::new();
    let session =
        |number| format!("[[session]]\ntitle = \"Session number {number}\"\nstart = \"TBA\"\n");
    home.file("many.toml", &(0..20_000).map(session).collect::<String>());
    let mut child = spawn_piped(&home, &["-a", "many.toml", "list"]);
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    assert_quiet(child);
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_ends_with_74_and_a_message() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Home::new().command(&["list"]).stdout(full).output().unwrap();
    let answer = Answer::from(output);
    answer.assert_code(74);
    assert!(answer.err.starts_with("hallway: cannot write"), "{}", answer.err);
}

/// Escapes of TOML for a text that would change the terminal.
const HOSTILE: &str = r"\u001b]52;c;QUJD\u0007\u001b[31mred\u202eder\u009b2J\u0000";

fn hostile_agenda() -> String {
    format!(
        r#"[event]
name = "{HOSTILE}"
[[session]]
id = "a"
title = "T {HOSTILE}"
start = 2027-03-06T09:00:00
room = "{HOSTILE}"
speakers = ["{HOSTILE}"]
abstract = "{HOSTILE}"
tags = ["{HOSTILE}"]
links = [{{ title = "{HOSTILE}", url = "https://x.org" }}]
"{HOSTILE}" = 1
kind = "{HOSTILE}"
"#
    ) + "# raw \u{1b}[31m \u{202e}\n"
}

#[test]
fn texts_from_files_and_arguments_reach_no_terminal_as_escapes() {
    let home = Home::new();
    let file = home.file("hostile\u{1b}[31m.toml", &hostile_agenda());
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["list", "--ids"],
        &["show", "a"],
        &["mark", "a"],
        &["mine"],
        &["check"],
        &["list", "--room", "\u{1b}[31m"],
        &["show", "\u{1b}[31m"],
    ] {
        let answer = home.run(&[&["-a", &file], args].concat());
        let is_odd = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
        for text in [&answer.out, &answer.err] {
            assert!(!text.contains(is_odd), "{args:?}: {text:?}");
        }
        assert!(answer.out.len() + answer.err.len() > 0, "{args:?}");
    }
}
