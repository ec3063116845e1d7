//! Limits that keep files readable: the length of functions, files and lines, and one name for one
//! type.

use super::source::{SourceFile, Token, item_end, read_sources, tokenize};
use std::collections::{BTreeMap, BTreeSet};

/// From the line of `fn` to the closing brace, comments included.
const FUNCTION_LINES: usize = 60;
/// Without the tests at the end of the file.
const FILE_LINES: usize = 400;
const LINE_CHARACTERS: usize = 100;

/// Returns the functions of more than [`FUNCTION_LINES`] lines, as `path:line name has n lines`.
fn long_functions(file: &SourceFile) -> Vec<String> {
    let tokens = tokenize(&file.text);
    let is_function =
        |at: &usize| tokens[*at].is("fn") && tokens.get(at + 1).is_some_and(Token::is_identifier);
    let describe = |at: usize| {
        let end = item_end(&tokens, at);
        let lines = tokens[end - 1].line - tokens[at].line + 1;
        let place = format!("{}:{} {}", file.name, tokens[at].line, tokens[at + 1].text);
        (lines > FUNCTION_LINES).then(|| format!("{place} has {lines} lines"))
    };
    (0..tokens.len()).filter(is_function).filter_map(describe).collect()
}

/// Returns the length of a file if it has more than [`FILE_LINES`] lines before its tests.
fn long_file(file: &SourceFile) -> Option<String> {
    let code = file.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = code.lines().count();
    (lines > FILE_LINES).then(|| format!("{} has {lines} lines", file.name))
}

/// Returns the lines of more than [`LINE_CHARACTERS`] characters, as `path:line`.
fn wide_lines(file: &SourceFile) -> Vec<String> {
    let lines = file.text.lines().zip(1..);
    let wide = lines.filter(|(line, _)| line.chars().count() > LINE_CHARACTERS);
    wide.map(|(_, number)| format!("{}:{number}", file.name)).collect()
}

/// Returns the files of each type name outside tests that more than one file defines.
fn shared_types(files: &[SourceFile]) -> BTreeMap<String, BTreeSet<String>> {
    const KEYWORDS: [&str; 5] = ["struct", "enum", "union", "trait", "type"];
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        let tokens = file.code_tokens();
        let mut depth = 0;
        for pair in tokens.windows(2) {
            match pair[0].text.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                // An associated type stands inside the braces of its `impl`.
                keyword if depth == 0 && KEYWORDS.contains(&keyword) => {
                    types.entry(pair[1].text.clone()).or_default().insert(file.name.clone());
                }
                _ => {}
            }
        }
    }
    types.retain(|_, files| files.len() > 1);
    types
}

/// Returns the sources of the crate and of its tests.
fn all_sources() -> Vec<SourceFile> {
    ["src", "tests"].into_iter().flat_map(read_sources).collect()
}

#[test]
fn functions_are_short() {
    let long: Vec<String> = all_sources().iter().flat_map(long_functions).collect();
    assert!(long.is_empty(), "Split by meaning, {FUNCTION_LINES} lines at most: {long:#?}");
}

#[test]
fn files_are_short() {
    let sources = read_sources("src");
    let code = sources.iter().filter(|file| !file.is_test());
    let long: Vec<String> = code.filter_map(long_file).collect();
    assert!(long.is_empty(), "Split by meaning, {FILE_LINES} lines at most: {long:#?}");
}

#[test]
fn lines_are_narrow() {
    let wide: Vec<String> = all_sources().iter().flat_map(wide_lines).collect();
    assert!(wide.is_empty(), "Break at {LINE_CHARACTERS} characters: {wide:#?}");
}

#[test]
fn type_names_are_unique() {
    let shared = shared_types(&read_sources("src"));
    assert!(shared.is_empty(), "Rename all but one of each, to say which: {shared:#?}");
}

fn source_file(name: &str, text: String) -> SourceFile {
    SourceFile { name: name.to_owned(), text }
}

#[test]
fn function_of_61_lines_is_found() {
    let function = |lines: usize| {
        let body = "    x();\n".repeat(lines - 2);
        source_file("a", format!("fn f(x: [u8; 2]) -> i32 {{\n{body}}}\nfn g() {{}}\n"))
    };
    assert_eq!(long_functions(&function(60)), [""; 0]);
    assert_eq!(long_functions(&function(61)), ["a:1 f has 61 lines"]);
}

#[test]
fn file_of_401_lines_without_its_tests_is_found() {
    let file = |lines: usize| {
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(100));
        source_file("a", format!("{}{tests}", "//\n".repeat(lines)))
    };
    assert_eq!(long_file(&file(400)), None);
    assert_eq!(long_file(&file(401)).as_deref(), Some("a has 401 lines"));
}

#[test]
fn line_of_101_characters_is_found() {
    let text = format!("{}\n// {}\n{}\n", "ä".repeat(100), "x".repeat(98), "日".repeat(101));
    assert_eq!(wide_lines(&source_file("a", text)), ["a:2", "a:3"]);
}

#[test]
fn type_of_two_files_is_found() {
    let file = |name: &str, text: &str| source_file(name, text.to_owned());
    let shared = shared_types(&[
        file("a", "struct One; enum Two {} impl X for Y { type Item = One; }"),
        file("b", "pub(crate) type One = u8; impl X for Z { type Item = One; }"),
        file("b/tests", "struct Two;"),
        file("c", "#[cfg(test)] mod tests { struct Two; }"),
    ]);
    assert_eq!(shared.keys().collect::<Vec<_>>(), ["One"]);
    assert_eq!(shared["One"].iter().collect::<Vec<_>>(), ["a", "b"]);
}
