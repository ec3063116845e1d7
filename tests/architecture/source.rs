//! Source files as tokens: without comments, without the text of literals, without test code.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file of the crate or of its tests.
pub(crate) struct SourceFile {
    /// The path below the folder that was read, without `.rs`: `tui/view/list`.
    pub(crate) name: String,
    pub(crate) text: String,
}

impl SourceFile {
    /// Returns true for a file of tests among the sources of the crate.
    pub(crate) fn is_test(&self) -> bool {
        self.name.split('/').any(|part| part == "tests" || part.ends_with("_tests"))
    }

    /// Returns the tokens of the file without the items under `#[cfg(test)]`.
    pub(crate) fn code_tokens(&self) -> Vec<Token> {
        without_test_items(&tokenize(&self.text))
    }
}

/// An identifier, `::`, or one character of punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// The line that the token stands on, from 1.
    pub(crate) line: usize,
}

impl Token {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub(crate) fn is_identifier(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// Returns every `.rs` file below `folder` of the package, sorted by name.
pub(crate) fn read_sources(folder: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    collect_paths(&root, &mut paths);
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().with_extension("");
        let name = name.to_string_lossy().replace('\\', "/");
        SourceFile { name, text: fs::read_to_string(path).unwrap() }
    };
    paths.iter().map(read).collect()
}

fn collect_paths(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_paths(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Returns the tokens of Rust source text. A literal becomes one token `"`; comments and lifetimes
/// are left out.
pub(crate) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let (length, token) = next_token(rest, first);
        if let Some(token) = token {
            tokens.push(Token { text: token.to_owned(), line });
        }
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// Returns the length in bytes of the token, comment or space at the start of `rest`, and the text
/// of the token if it is one.
fn next_token(rest: &str, first: char) -> (usize, Option<&str>) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), None);
    }
    if rest.starts_with("/*") {
        return (block_comment_length(rest), None);
    }
    if let Some(length) = literal_length(rest) {
        return (length, Some("\""));
    }
    if first == '\'' {
        // A lifetime: character literals were found above.
        let word = rest[1..].find(|c| !is_word(c)).unwrap_or(rest.len() - 1);
        return (1 + word, None);
    }
    if is_word(first) {
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        return (length, Some(&rest[..length]));
    }
    if rest.starts_with("::") {
        return (2, Some("::"));
    }
    let length = first.len_utf8();
    (length, (!first.is_whitespace()).then(|| &rest[..length]))
}

fn block_comment_length(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                break;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// Returns the length in bytes of the string, byte string, raw string or character literal at the
/// start of `rest`.
fn literal_length(rest: &str) -> Option<usize> {
    let prefix = ["br", "b", "r", "c", "cr"].into_iter().find(|prefix| {
        let after = rest.strip_prefix(prefix).unwrap_or_default();
        after.starts_with('"')
            || (after.starts_with("#\"") || after.starts_with("##")) && prefix.ends_with('r')
            || (after.starts_with('\'') && *prefix == "b")
    });
    let start = prefix.map_or(0, str::len);
    let body = &rest[start..];
    if prefix.is_some_and(|prefix| prefix.ends_with('r')) {
        let hashes = body.bytes().take_while(|byte| *byte == b'#').count();
        let close = format!("\"{}", "#".repeat(hashes));
        let inner = &body[hashes + 1..];
        return Some(start + hashes + 1 + inner.find(&close)? + close.len());
    }
    let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(start + at + 1),
            // A lifetime: a character literal closes after one character.
            _ if quote == '\'' && at > 1 && !body[1..].starts_with('\\') => return None,
            _ => {}
        }
    }
    None
}

/// Leaves out every item that follows `#[cfg(test)]`.
fn without_test_items(tokens: &[Token]) -> Vec<Token> {
    const ATTRIBUTE: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let here = tokens.iter().skip(at).map(|token| token.text.as_str());
        if here.take(ATTRIBUTE.len()).eq(ATTRIBUTE) {
            at = item_end(tokens, at + ATTRIBUTE.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Returns the index after the item that begins at `start`: after its `;`, or its closing brace.
pub(crate) fn item_end(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                // The group of a `use` is followed by `;`.
                if depth == 0 && tokens.get(at + 1).is_none_or(|next| !next.is(";")) {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

#[test]
fn tokenize_skips_comments_literals_and_lifetimes() {
    let text = r##"/* a /* b */ */ fn f<'a>(x: &'a str) { // c
        g('"', b'\'', "\"h", r#"i " j"#, '\u{41}')::K }"##;
    let tokens: Vec<String> = tokenize(text).into_iter().map(|token| token.text).collect();
    let expected = "fn f < > ( x : & str ) { g ( \" , \" , \" , \" , \" ) :: K }";
    assert_eq!(tokens.join(" "), expected);
}

#[test]
fn code_tokens_leave_out_test_items() {
    let text = "#[cfg(test)] use a::{b, c}; fn d() {} #[cfg(test)] #[x] mod tests { fn e() {} } f";
    let file = SourceFile { name: String::new(), text: text.to_owned() };
    let tokens: Vec<String> = file.code_tokens().into_iter().map(|token| token.text).collect();
    assert_eq!(tokens.join(" "), "fn d ( ) { } f");
}
