//! Keeps the import rules of the crate: which module may name what. `src/lib.rs` has the picture.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What some files may use of the crate, and what their code never names.
struct Rule {
    /// Paths under `src` without `.rs`; what ends with a slash stands for everything below.
    files: &'static [&'static str],
    /// Other modules; its own is not named here.
    uses: &'static [&'static str],
    never: &'static [&'static str],
}

/// The first rule that has a file is its rule.
const RULES: &[Rule] = &[
    Rule { files: &["agenda", "agenda/"], uses: &[], never: &["serde"] },
    Rule { files: &["filter"], uses: &["agenda"], never: &["serde"] },
    Rule { files: &["plan", "plan/"], uses: &["agenda"], never: &["serde"] },
    Rule { files: &["search", "search/"], uses: &["agenda"], never: &["serde"] },
    Rule { files: &["timetable", "timetable/"], uses: &["agenda"], never: &["serde"] },
    Rule { files: &["format", "format/"], uses: &["agenda"], never: &[] },
    Rule { files: &["store", "store/"], uses: &["agenda", "format", "plan"], never: &[] },
    Rule { files: &["config"], uses: &["agenda", "tui"], never: &[] },
    Rule { files: &["lib", "main"], uses: &[], never: &[] },
    Rule { files: &["text"], uses: &[], never: &["crate::"] },
    Rule {
        files: &["cli", "cli/"],
        uses: &[
            "agenda",
            "config",
            "format",
            "plan",
            "search",
            "store",
            "text",
            "timetable",
            "tui",
        ],
        never: &[],
    },
    Rule {
        files: &["tui/view", "tui/view/"],
        uses: &["agenda", "plan", "search", "timetable"],
        never: &["update::", "&mut Model"],
    },
    Rule { files: &["tui/layout/screen"], uses: &[], never: &["crate::"] },
    Rule {
        files: &["tui/state", "tui/state/"],
        uses: &["agenda", "filter", "plan", "search", "timetable"],
        never: &["update::"],
    },
    // The loop, and what carries out its effects.
    Rule {
        files: &["tui", "tui/plan_writer", "tui/watcher", "tui/terminal", "tui/screenshot"],
        uses: &["agenda", "plan", "store", "timetable"],
        never: &[],
    },
    Rule {
        files: &["tui/"],
        uses: &["agenda", "filter", "format", "plan", "search", "text", "timetable"],
        never: &[],
    },
];

/// Names, and the files that alone may know them.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("fuzzy_matcher", &["search/"]),
    ("jiff::", &["agenda/zone"]),
    ("ratatui", &["tui/screenshot", "tui/terminal", "tui/theme", "tui/view", "tui/view/"]),
    ("crossterm", &["tui/terminal"]),
    ("std::fs", &["store", "store/"]),
    ("std::env", &["store/environment", "cli"]),
    ("env::var", &["store/environment"]),
    ("Utc::now()", &["cli", "tui"]),
    ("SystemTime::now()", &[]),
    ("Instant::now()", &["store/durable", "tui", "tui/plan_writer"]),
    ("Local::now()", &[]),
    ("process::exit", &[]),
    // A list of modules would be passed over by this test.
    ("crate::{", &[]),
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
            let code: Vec<&str> =
                before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (name.to_string_lossy().replace('\\', "/"), code.join("\n"))
        })
        .filter(|(name, _)| !name.ends_with("tests"))
        .collect()
}

fn belongs(file: &str, files: &[&str]) -> bool {
    files.iter().any(|of| if of.ends_with('/') { file.starts_with(of) } else { file == *of })
}

/// The modules of the crate that some code names.
fn used(text: &str) -> BTreeSet<&str> {
    let names = text
        .split("crate::")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    names.filter(|name| name.starts_with(char::is_lowercase)).collect()
}

/// Every breach of the rules, one a line.
fn breaches(code: &[(String, String)]) -> Vec<String> {
    let mut breaches = Vec::new();
    for (file, text) in code {
        let Some(rule) = RULES.iter().find(|rule| belongs(file, rule.files)) else {
            breaches.push(format!("{file} has no rule"));
            continue;
        };
        let own = file.split('/').next().unwrap_or_default();
        let others =
            used(text).into_iter().filter(|name| *name != own && !rule.uses.contains(name));
        let uses = others.map(|name| format!("crate::{name}"));
        let never = rule.never.iter().filter(|name| text.contains(**name)).map(ToString::to_string);
        let elsewhere =
            ONLY_IN.iter().filter(|(name, homes)| text.contains(name) && !belongs(file, homes));
        let elsewhere = elsewhere.map(|(name, _)| (*name).to_owned());
        breaches
            .extend(uses.chain(never).chain(elsewhere).map(|name| format!("{file} names {name}")));
    }
    breaches
}

#[test]
fn modules_name_only_what_they_may() {
    let code = code();
    assert!(code.len() > 100, "the sources are not where this test looks for them");
    assert_eq!(breaches(&code), Vec::<String>::new());
}

/// A rule or an exception that nothing needs any more would let in what it was not meant for.
#[test]
fn rules_allow_no_more_than_is_needed() {
    let code = code();
    for rule in RULES {
        let of_rule: Vec<&str> = code
            .iter()
            .filter(|(file, _)| belongs(file, rule.files))
            .map(|(_, text)| text.as_str())
            .collect();
        for name in rule.uses {
            assert!(
                of_rule.iter().any(|text| used(text).contains(name)),
                "nothing in {:?} uses {name}",
                rule.files
            );
        }
    }
    for (name, homes) in ONLY_IN {
        for home in *homes {
            let needed =
                code.iter().any(|(file, text)| belongs(file, &[home]) && text.contains(name));
            assert!(needed, "nothing in {home} names {name}");
        }
    }
}

#[test]
fn a_breach_is_found() {
    for (file, text, breach) in [
        ("timetable/axis", "use ratatui::Frame;", "timetable/axis names ratatui"),
        ("cli", "jiff::Zoned", "cli names jiff::"),
        ("plan", "use crate::search::Index;", "plan names crate::search"),
        ("tui/view/list", "fn draw(model: &mut Model)", "tui/view/list names &mut Model"),
        ("agenda", "use crate::{store, tui};", "agenda names crate::{"),
        ("new", "", "new has no rule"),
    ] {
        assert_eq!(breaches(&[(file.to_owned(), text.to_owned())]), [breach]);
    }
}

/// What formats share, and is none.
const SHARED: &[&str] = &["format/json", "format/text", "format/times", "format/words"];

#[test]
fn formats_do_not_know_each_other() {
    let formats: Vec<(String, String)> =
        code().into_iter().filter(|(file, _)| file.starts_with("format/")).collect();
    for (file, text) in &formats {
        for (other, _) in formats.iter().filter(|(other, _)| {
            other.matches('/').count() == 1
                && !belongs(file, &[other, &format!("{other}/")])
                && !SHARED.contains(&&**other)
        }) {
            let name = other.trim_start_matches("format/");
            assert!(
                !text.contains(&format!("super::{name}::"))
                    && !text.contains(&format!("format::{name}::")),
                "{file} names {other}"
            );
        }
    }
}

/// What grows beyond this is designed anew first. How long a function may be is clippy's affair:
/// `clippy.toml`.
#[test]
fn files_stay_readable() {
    const LINES: usize = 450;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    for path in paths.iter().filter(|path| !path.to_string_lossy().ends_with("tests.rs")) {
        let text = fs::read_to_string(path).unwrap();
        let body = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        assert!(body.lines().count() <= LINES, "{} has more than {LINES} lines", path.display());
    }
}
