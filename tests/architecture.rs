//! Keeps the import rules of the crate: which module may name what. The rules are those at the head of `src/lib.rs`.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that reads the sources")]

use std::fs;
use std::path::{Path, PathBuf};

/// Files (by the beginning of their path under `src`), and what their code never names.
const RULES: &[(&str, &[&str])] = &[
    (
        "agenda",
        &[
            "serde",
            "ratatui",
            "crossterm",
            "crate::plan",
            "crate::search",
            "crate::timetable",
            "crate::format",
            "crate::store",
            "crate::tui",
            "crate::cli",
        ],
    ),
    (
        "plan",
        &[
            "serde",
            "ratatui",
            "crossterm",
            "crate::search",
            "crate::timetable",
            "crate::format",
            "crate::store",
            "crate::tui",
            "crate::cli",
            "::now()",
        ],
    ),
    (
        "search",
        &[
            "serde",
            "ratatui",
            "crossterm",
            "crate::plan",
            "crate::timetable",
            "crate::format",
            "crate::store",
            "crate::tui",
            "crate::cli",
            "::now()",
        ],
    ),
    (
        "filter",
        &[
            "serde",
            "ratatui",
            "crossterm",
            "crate::plan",
            "crate::search",
            "crate::timetable",
            "crate::format",
            "crate::store",
            "crate::tui",
            "crate::cli",
            "::now()",
        ],
    ),
    (
        "timetable",
        &[
            "serde",
            "ratatui",
            "crossterm",
            "crate::plan",
            "crate::search",
            "crate::format",
            "crate::store",
            "crate::tui",
            "crate::cli",
            "::now()",
        ],
    ),
    (
        "format",
        &[
            "ratatui",
            "crossterm",
            "crate::plan",
            "crate::search",
            "crate::timetable",
            "crate::store",
            "crate::tui",
            "crate::cli",
            "std::fs",
            "std::env",
            "::now()",
        ],
    ),
    ("store", &["ratatui", "crossterm", "crate::search", "crate::timetable", "crate::tui", "crate::cli"]),
    ("config", &["ratatui", "crossterm", "crate::cli", "std::fs", "std::env"]),
    ("cli", &["ratatui", "crossterm", "println!", "eprintln!", "std::fs", "std::env::var"]),
    ("tui/update", &["ratatui", "crossterm", "crate::store", "std::fs", "::now()"]),
    ("tui/model", &["ratatui", "crossterm", "crate::store", "std::fs", "::now()"]),
    ("tui/rows", &["ratatui", "crossterm", "crate::store", "std::fs", "::now()"]),
    ("tui/detail", &["ratatui", "crossterm", "crate::store", "std::fs", "::now()"]),
    ("tui/help", &["ratatui", "crossterm", "crate::store", "std::fs", "::now()"]),
    ("tui/menu", &["ratatui", "crossterm", "crate::store", "std::fs", "::now()"]),
    ("tui/linear", &["ratatui", "crossterm", "crate::store", "std::fs", "::now()"]),
    ("tui/keymap", &["ratatui", "crossterm", "crate::store", "std::fs"]),
    ("tui/panes", &["ratatui", "crossterm", "crate::"]),
    ("tui/view", &["crossterm", "crate::store", "tui::update", "&mut Model", "std::fs", "::now()"]),
];

/// Names that only one place may know.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("fuzzy_matcher::", &["search"]),
    ("jiff::", &["agenda/zone"]),
    ("std::env::var", &["store"]),
    ("process::exit", &[]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every source file: its path under `src` without `.rs`, and its code without comments and tests.
fn code() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().with_extension("");
            let text = fs::read_to_string(&path).unwrap();
            let before_tests = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let code: Vec<&str> = before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (name.to_string_lossy().replace('\\', "/"), code.join("\n"))
        })
        .filter(|(name, _)| !name.ends_with("tests"))
        .collect()
}

fn belongs(file: &str, module: &str) -> bool {
    file == module || file.strip_prefix(module).is_some_and(|rest| rest.starts_with('/'))
}

/// Every breach of the rules, one a line.
fn breaches(code: &[(String, String)]) -> Vec<String> {
    let mut breaches = Vec::new();
    for (file, text) in code {
        for (_, never) in RULES.iter().filter(|(module, _)| belongs(file, module)) {
            breaches
                .extend(never.iter().filter(|name| text.contains(**name)).map(|name| format!("{file} names {name}")));
        }
        for (name, homes) in ONLY_IN {
            if text.contains(name) && !homes.iter().any(|home| belongs(file, home)) {
                breaches.push(format!("{file} names {name}"));
            }
        }
    }
    breaches
}

#[test]
fn modules_name_only_what_they_may() {
    let code = code();
    assert!(code.len() > 20, "the sources are not where this test looks for them");
    assert_eq!(breaches(&code), Vec::<String>::new());
}

#[test]
fn a_breach_is_found() {
    let bad =
        [("timetable/axis".to_owned(), "use ratatui::Frame;".to_owned()), ("cli".to_owned(), "jiff::Zoned".to_owned())];
    assert_eq!(breaches(&bad), ["timetable/axis names ratatui", "cli names jiff::"]);
}

/// What formats share, and is none.
const SHARED: &[&str] = &["format/json", "format/prose", "format/words"];

#[test]
fn formats_do_not_know_each_other() {
    let formats: Vec<(String, String)> = code().into_iter().filter(|(file, _)| file.starts_with("format/")).collect();
    for (file, text) in &formats {
        for (other, _) in formats.iter().filter(|(other, _)| {
            other.matches('/').count() == 1 && !belongs(file, other) && !SHARED.contains(&&**other)
        }) {
            let name = other.trim_start_matches("format/");
            assert!(
                !text.contains(&format!("super::{name}::")) && !text.contains(&format!("format::{name}::")),
                "{file} names {other}"
            );
        }
    }
}

/// Rules of size: what grows beyond them is designed anew first. Lines up to the tests.
#[test]
fn files_and_functions_stay_readable() {
    const FILE: usize = 450;
    const FUNCTION: usize = 70;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    for path in paths.iter().filter(|path| !path.to_string_lossy().ends_with("tests.rs")) {
        let text = fs::read_to_string(path).unwrap();
        let body = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        assert!(body.lines().count() <= FILE, "{} has more than {FILE} lines", path.display());
        let mut start: Option<(usize, &str, usize)> = None;
        for (number, line) in body.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let code = line.trim_start();
            let opens =
                ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn "].iter().any(|word| code.starts_with(word));
            if opens && start.is_none() {
                start = Some((number, code, indent));
            }
            if let Some((from, name, at)) = start
                && code.starts_with('}')
                && indent == at
            {
                assert!(number - from < FUNCTION, "{}: {name} has more than {FUNCTION} lines", path.display());
                start = None;
            }
        }
    }
}
