//! The modules that each module may use, and the names that only some files may know.
use super::source::{SourceFile, read_sources};
use std::collections::BTreeSet;

/// The modules of the crate that some files may use, and the names that their code never has.
struct Rule {
    /// Paths below `src` without `.rs`. A path that ends with a slash means all files below it.
    files: &'static [&'static str],
    /// Top-level modules except the file's own.
    uses: &'static [&'static str],
    never: &'static [&'static str],
}

/// The import rules. If several rules have the file, the first one holds.
const RULES: &[Rule] = &[
    Rule { files: &["agenda", "agenda/"], uses: &[], never: &["serde"] },
    Rule { files: &["filter", "filter/"], uses: &["agenda"], never: &["serde"] },
    Rule { files: &["plan", "plan/"], uses: &["agenda"], never: &["serde"] },
    Rule { files: &["search", "search/"], uses: &["agenda"], never: &["serde"] },
    Rule { files: &["timetable", "timetable/"], uses: &["agenda"], never: &["serde"] },
    Rule { files: &["format", "format/"], uses: &["agenda"], never: &[] },
    Rule { files: &["store", "store/"], uses: &["agenda", "format", "plan"], never: &[] },
    Rule { files: &["fetch", "fetch/"], uses: &["agenda", "format"], never: &[] },
    Rule { files: &["config", "config/"], uses: &["agenda", "text", "tui"], never: &[] },
    Rule { files: &["lib", "main"], uses: &[], never: &[] },
    Rule { files: &["text", "text/"], uses: &[], never: &[] },
    Rule {
        files: &["cli", "cli/"],
        uses: &[
            "agenda",
            "config",
            "fetch",
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
    // The screen, from the top floor to the ground floor.
    Rule {
        files: &[
            "tui",
            "tui/ansi_color",
            "tui/app",
            "tui/app/",
            "tui/clipboard",
            "tui/clock",
            "tui/event",
            "tui/held_key",
            "tui/options",
            "tui/plan_writer",
            "tui/refresh_answer",
            "tui/refresher",
            "tui/screenshot",
            "tui/screenshot/",
            "tui/terminal",
            "tui/terminal/",
            "tui/watcher",
        ],
        uses: &["agenda", "filter", "plan", "search", "store", "text", "timetable"],
        never: &[],
    },
    Rule {
        files: &["tui/view", "tui/view/"],
        uses: &["agenda", "search", "text"],
        never: &["update::", "&mut Model"],
    },
    Rule {
        files: &["tui/update", "tui/update/"],
        uses: &["agenda", "filter", "format", "plan", "search", "timetable"],
        never: &["tui::view", "tui::theme", "tui::app"],
    },
    Rule {
        files: &["tui/layout", "tui/layout/"],
        uses: &["agenda", "filter", "plan", "search", "text", "timetable"],
        never: &["tui::update", "tui::view", "tui::app", "&mut Model"],
    },
    Rule {
        files: &["tui/state", "tui/state/"],
        uses: &["agenda", "filter", "plan", "search", "timetable"],
        never: &["tui::layout", "tui::update", "tui::view", "tui::theme", "tui::app"],
    },
    Rule {
        files: &["tui/input", "tui/input/"],
        uses: &["agenda", "plan", "timetable"],
        never: &["tui::state", "tui::layout", "tui::update", "tui::view", "tui::app"],
    },
    Rule {
        files: &["tui/theme", "tui/theme/"],
        uses: &["agenda"],
        never: &["tui::state", "tui::layout", "tui::view"],
    },
];

/// Names, and the only files that may know them.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("fuzzy_matcher", &["search/"]),
    ("jiff::", &["agenda/zone"]),
    ("ureq::", &["fetch/https", "fetch/https/"]),
    ("rustls::", &["fetch/https", "fetch/https/"]),
    (
        "ratatui",
        &[
            "tui/ansi_color",
            "tui/screenshot",
            "tui/screenshot/",
            "tui/terminal",
            "tui/terminal/",
            "tui/theme",
            "tui/view",
            "tui/view/",
        ],
    ),
    ("crossterm", &["tui/terminal", "tui/terminal/"]),
    ("std::fs", &["store/"]),
    ("std::env", &["store/environment", "cli", "cli/completion"]),
    ("env::var", &["store/environment"]),
    ("Utc::now()", &["cli/context", "tui/clock"]),
    ("SystemTime::now()", &[]),
    ("Instant::now()", &["fetch/https", "store/lock", "tui/app", "tui/app/"]),
    ("Local::now()", &[]),
    ("process::exit", &[]),
    // `modules_used` does not read lists of modules.
    ("crate::{", &[]),
];

/// Returns the source files of the crate: the path below `src` without `.rs`, and the code without
/// comments and tests.
fn read_code() -> Vec<(String, String)> {
    let code = |file: SourceFile| {
        let before_tests = file.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let lines: Vec<&str> = before_tests.lines().filter(is_code).collect();
        (file.name, lines.join("\n"))
    };
    read_sources("src").into_iter().filter(|file| !file.is_test()).map(code).collect()
}

/// Returns true if the file is one of `files`, or below one that ends with a slash.
fn belongs_to(file: &str, files: &[&str]) -> bool {
    files.iter().any(|path| file == *path || path.ends_with('/') && file.starts_with(path))
}

/// Returns the top-level modules that the code names after `crate::`.
fn modules_used(text: &str) -> BTreeSet<&str> {
    let names = text
        .split("crate::")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    names.filter(|name| name.starts_with(char::is_lowercase)).collect()
}

/// Returns every breach of the rules, as `FILE names NAME`.
fn find_breaches(code: &[(String, String)]) -> Vec<String> {
    let mut breaches = Vec::new();
    for (file, text) in code {
        let Some(rule) = RULES.iter().find(|rule| belongs_to(file, rule.files)) else {
            breaches.push(format!("{file} has no rule"));
            continue;
        };
        let own = file.split('/').next().unwrap_or_default();
        let others =
            modules_used(text).into_iter().filter(|name| *name != own && !rule.uses.contains(name));
        let uses = others.map(|name| format!("crate::{name}"));
        let never = rule.never.iter().filter(|name| text.contains(**name)).map(ToString::to_string);
        let elsewhere =
            ONLY_IN.iter().filter(|(name, homes)| text.contains(name) && !belongs_to(file, homes));
        let elsewhere = elsewhere.map(|(name, _)| (*name).to_owned());
        breaches
            .extend(uses.chain(never).chain(elsewhere).map(|name| format!("{file} names {name}")));
    }
    breaches
}

#[test]
fn modules_use_only_allowed_modules_and_names() {
    let code = read_code();
    assert!(code.len() > 100, "only {} sources are found in src", code.len());
    assert_eq!(find_breaches(&code), Vec::<String>::new());
}

#[test]
fn rules_and_exceptions_are_all_needed() {
    let code = read_code();
    for rule in RULES {
        let texts: Vec<&str> = code
            .iter()
            .filter(|(file, _)| belongs_to(file, rule.files))
            .map(|(_, text)| text.as_str())
            .collect();
        for name in rule.uses {
            assert!(
                texts.iter().any(|text| modules_used(text).contains(name)),
                "nothing in {:?} uses {name}",
                rule.files
            );
        }
    }
    for (name, homes) in ONLY_IN {
        for home in *homes {
            let needed =
                code.iter().any(|(file, text)| belongs_to(file, &[home]) && text.contains(name));
            assert!(needed, "nothing in {home} names {name}");
        }
    }
}

#[test]
fn breach_of_each_rule_is_found() {
    for (file, text, breach) in [
        ("timetable/axis", "use ratatui::Frame;", "timetable/axis names ratatui"),
        ("cli", "jiff::Zoned", "cli names jiff::"),
        ("plan", "use crate::search::Index;", "plan names crate::search"),
        ("tui/view/list", "fn draw(model: &mut Model)", "tui/view/list names &mut Model"),
        ("agenda", "use crate::{store, tui};", "agenda names crate::{"),
        ("new", "", "new has no rule"),
    ] {
        assert_eq!(find_breaches(&[(file.to_owned(), text.to_owned())]), [breach]);
    }
}

/// Modules below `format` that all formats share.
const SHARED: &[&str] = &[
    "format/collector",
    "format/csv_rows",
    "format/csv_values",
    "format/decode",
    "format/json",
    "format/legacy_letters",
    "format/listing",
    "format/page_scripts",
    "format/published_rooms",
    "format/recordings",
    "format/text",
    "format/times",
    "format/words",
    "format/zone_rules",
];

#[test]
fn formats_do_not_use_each_other() {
    let formats: Vec<(String, String)> =
        read_code().into_iter().filter(|(file, _)| file.starts_with("format/")).collect();
    for (file, text) in &formats {
        for (other, _) in formats.iter().filter(|(other, _)| {
            other.matches('/').count() == 1
                && !belongs_to(file, &[other, &format!("{other}/")])
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
