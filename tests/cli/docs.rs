//! The commands of README.md and docs/: every command with its output is run and compared, and
//! every command of a block `sh` of the README is run.
//!
//! A block `console` has lines `$ COMMAND`, each followed by what a terminal of 90 cells shows
//! without colours. A line `…` stands for any number of lines, and `[..]` for any text of a line.
//! Blocks of one file share a home. A command with a pipe or `;` runs as in a pipe.

use crate::fixture::{Home, conf_toml, frab_xml, run_command, strip_colours};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A command of a block, and what it prints.
struct Example {
    /// The number of the line in the file.
    line: usize,
    command: String,
    output: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns README.md and the files of docs/.
fn documents() -> Vec<PathBuf> {
    let docs = std::fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        docs.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    files.sort();
    files.insert(0, root().join("README.md"));
    files
}

/// Returns the blocks of a language, each with the numbers of its lines.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<Vec<(usize, &'a str)>> {
    let mut blocks = Vec::new();
    let mut open = None;
    for (line, number) in text.lines().zip(1..) {
        match line.strip_prefix("```") {
            Some(name) if open.is_none() => open = Some((name == language, Vec::new())),
            Some(_) => blocks.extend(open.take().filter(|(is_wanted, _)| *is_wanted)),
            None => open.iter_mut().for_each(|(_, lines)| lines.push((number, line))),
        }
    }
    blocks.into_iter().map(|(_, lines)| lines).collect()
}

fn examples(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for (line, text) in blocks(text, "console").into_iter().flatten() {
        match (text.strip_prefix("$ "), examples.last_mut()) {
            (Some(command), _) => {
                examples.push(Example { line, command: command.to_owned(), output: Vec::new() });
            }
            (None, Some(example)) => example.output.push(text.to_owned()),
            (None, None) => panic!("line {line} has an output before a command"),
        }
    }
    examples
}

/// Returns the command of a shell in a home where `hallway` is the program.
fn shell(home: &Home, command: &str) -> Command {
    let hallway = home.command(&[]);
    let mut sh = Command::new("sh");
    sh.args(["-c", command]).current_dir(home.path(""));
    for (name, value) in hallway.get_envs() {
        match value {
            Some(value) => sh.env(name, value),
            None => sh.env_remove(name),
        };
    }
    let program = Path::new(env!("CARGO_BIN_EXE_hallway")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    sh.env("PATH", format!("{}:{path}", program.display())).env("HOME", home.path(""));
    if !command.contains(['|', ';']) {
        sh.env("CLICOLOR_FORCE", "1").env("COLUMNS", "90");
    }
    sh.stdin(std::process::Stdio::null());
    sh
}

/// Runs the command, and returns the lines of both outputs.
fn run_example(home: &Home, command: &str) -> Vec<String> {
    let answer = run_command(&mut shell(home, &format!("{{ {command}\n}} 2>&1")));
    answer.out.lines().map(|line| strip_colours(line).trim_end().to_owned()).collect()
}

/// Returns true if the lines are those of a document.
fn matches_output(expected: &[String], lines: &[String]) -> bool {
    match (expected, lines) {
        ([], []) => true,
        ([first, rest @ ..], lines) if first == "…" => {
            (0..=lines.len()).any(|skipped| matches_output(rest, &lines[skipped..]))
        }
        ([first, rest @ ..], [line, lines @ ..]) => {
            matches_line(first, line) && matches_output(rest, lines)
        }
        _ => false,
    }
}

fn matches_line(expected: &str, line: &str) -> bool {
    match expected.split_once("[..]") {
        None => expected == line,
        Some((head, tail)) => line.strip_prefix(head).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.into_iter().any(|at| matches_line(tail, &rest[at..]))
        }),
    }
}

fn has_jq() -> bool {
    Command::new("jq").arg("--version").output().is_ok()
}

#[test]
fn commands_with_output_print_what_the_documents_show() {
    let mut failures = Vec::new();
    let mut count = 0;
    for path in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        let home = Home::new();
        let script = std::fs::read_to_string(root().join("docs/scripts/whats-on.sh")).unwrap();
        home.file("scripts/whats-on.sh", &script);
        for Example { line, command, output } in examples(&text) {
            if command.starts_with("sh ") && !has_jq() {
                use std::io::Write;
                writeln!(std::io::stderr(), "SKIPPED: {command}: jq is not installed").unwrap();
                continue;
            }
            count += 1;
            let lines = run_example(&home, &command);
            if !matches_output(&output, &lines) {
                let place = format!("{}:{line}: $ {command}", path.display());
                failures.push(format!("{place}\nprints\n{}", lines.join("\n")));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(count >= 12, "{count} commands have an output");
}

#[test]
fn elided_lines_and_texts_match() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    for (expected, printed, is_match) in [
        ("a\nb", "a\nb", true),
        ("a", "a\nb", false),
        ("a\nb", "a", false),
        ("a\n…", "a\nb\nc", true),
        ("…\nc", "a\nb\nc", true),
        ("…\nb", "a\nb\nc", false),
        ("a\n…", "a", true),
        ("x[..]z", "xyz", true),
        ("x[..]", "x", true),
        ("x[..]z", "xy", false),
    ] {
        assert_eq!(matches_output(&lines(expected), &lines(printed)), is_match, "{expected}");
    }
}

/// The beginnings of commands of the README that this test does not run, with the reason.
const NOT_RUN: &[(&str, &str)] = &[
    ("cargo ", "no command of hallway"),
    ("hallway https:", "needs the network"),
    ("hallway fosdem", "opens the screen"),
    ("hallway import --dry-run https:", "needs the network"),
    ("hallway next --watch", "waits"),
];

#[test]
fn every_command_of_the_readme_runs() {
    let home = Home::new();
    home.file("schedule.xml", &frab_xml("Other Conf", "", "2026-05-04", 3));
    home.file("my-conference.toml", &conf_toml("name = 'Mine'", &["one"]));
    for name in ["36c3", "fosdem-2026"] {
        home.file(&format!("{name}.toml"), &conf_toml(&format!("name = '{name}'"), &["one"]));
        home.run(&["import", &format!("{name}.toml")]).assert_code(0);
    }
    home.run_line("mark -a srecon16-europe doorman").assert_code(0);
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut count = 0;
    for (number, line) in blocks(&text, "sh").into_iter().flatten() {
        let command = line.split("  #").next().unwrap_or_default().trim_end();
        if command.is_empty() || NOT_RUN.iter().any(|(start, _)| command.starts_with(start)) {
            continue;
        }
        count += 1;
        let answer = run_command(&mut shell(&home, command));
        // Nothing runs outside the event.
        let is_clock = command.starts_with("hallway now") || command.starts_with("hallway next");
        let is_right = answer.code == 0 || is_clock && answer.code == 1;
        assert!(is_right, "README.md:{number}: {command}\n{}{}", answer.out, answer.err);
    }
    assert!(count >= 20, "{count} commands were run");
}
