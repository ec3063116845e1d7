//! Content lines (RFC 5545, 3.1): unfolded, and cut into name, parameters and value.

use crate::agenda::Span;
use std::borrow::Cow;

/// One property: `NAME;PARAMETER=VALUE:value`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Property {
    /// In upper case.
    pub name: String,
    parameters: Vec<(String, String)>,
    /// As written: escapes are those of the value's type.
    pub value: String,
    /// Its first line.
    pub at: Span,
}

/// A line as unfolded.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    Property(Property),
    /// Neither a property nor the continuation of one.
    Stray(String, Span),
}

impl Line {
    /// A line as unfolded.
    pub(super) fn read(line: &str, at: &Span) -> Line {
        property(line, at).map_or_else(|| Line::Stray(line.to_owned(), at.clone()), Line::Property)
    }

    /// A property of no place, made of a value.
    pub(super) fn of(name: &str, value: &str) -> Option<Property> {
        property(&format!("{name}:{value}"), &(0..0))
    }
}

/// How much of a value is kept, in bytes: some times what an agenda keeps of a text.
const VALUE_MAX: usize = 1 << 20;
/// More than a property ever has; a line that has more keeps the first ones.
const PARAMETERS_MAX: usize = 32;
/// Properties whose value is a time.
const DATES: &[&str] = &["DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"];

impl Property {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Has more text, of a line of its own.
    pub(super) fn go_on(&mut self, text: &str) {
        if self.value.len() < VALUE_MAX {
            self.value.push_str("\\n");
            self.value.push_str(head(text));
        }
    }

    /// Gives a time that names no zone that one.
    pub(super) fn in_zone(&mut self, zone: &str) {
        if DATES.contains(&&*self.name) && self.parameter("TZID").is_none() {
            self.parameters.push(("TZID".to_owned(), zone.to_owned()));
        }
    }

    /// The value as TEXT (3.3.11), without its escapes.
    pub(super) fn text(&self) -> String {
        unescape(&self.value)
    }

    /// The value as a list of TEXT: parted at commas that are not escaped.
    pub(super) fn texts(&self) -> Vec<String> {
        let mut parts = Vec::new();
        let (mut from, mut escaped) = (0, false);
        for (at, byte) in self.value.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b',' => {
                    parts.push(unescape(self.value.get(from..at).unwrap_or_default()));
                    from = at + 1;
                }
                _ => {}
            }
        }
        parts.push(unescape(self.value.get(from..).unwrap_or_default()));
        parts
    }
}

/// In one pass, so that `\\n` is a backslash and an n. What is no escape of the standard is left as
/// it is.
fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c @ ('\\' | ',' | ';')) => text.push(c),
                Some(c) => text.extend(['\\', c]),
                None => text.push('\\'),
            },
            // A carriage return that ends no line.
            '\r' => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

/// The unfolded lines of a text. Lines end in LF with any number of CR before it; only a file
/// without any LF has lines that end in CR. Nothing else ends a line, whatever Unicode says.
pub(super) struct Lines<'a> {
    rest: &'a str,
    at: usize,
    end: char,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Lines<'a> {
        Lines { rest: text, at: 0, end: if text.contains('\n') { '\n' } else { '\r' } }
    }

    /// Cuts one physical line off: its content and its place.
    fn physical(&mut self) -> Option<(&'a str, Span)> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once(self.end).unwrap_or((self.rest, ""));
        let start = self.at;
        self.at += self.rest.len() - rest.len();
        self.rest = rest;
        let line = line.trim_end_matches('\r');
        Some((line, start..start + line.len()))
    }

    /// The next line's continuation, if it is one. Empty lines part nothing.
    fn continuation(&mut self) -> Option<&'a str> {
        loop {
            let (rest, at) = (self.rest, self.at);
            let (line, _) = self.physical()?;
            match line.strip_prefix([' ', '\t']) {
                Some(more) => return Some(more),
                None if line.is_empty() => {}
                None => {
                    (self.rest, self.at) = (rest, at);
                    return None;
                }
            }
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let (first, at) = loop {
            let (line, at) = self.physical()?;
            if !line.trim().is_empty() {
                break (line, at);
            }
        };
        let mut line = Cow::Borrowed(first);
        while let Some(more) = self.continuation() {
            line.to_mut().push_str(more);
        }
        Some(Line::read(&line, &at))
    }
}

/// `line` as a property; `None` where it has not the form of one.
fn property(line: &str, at: &Span) -> Option<Property> {
    let end = line.find([':', ';'])?;
    let (name, rest) = line.split_at_checked(end)?;
    let name = name.trim();
    if name.is_empty()
        || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    {
        return None;
    }
    let name = name.to_ascii_uppercase();
    let parted = parameters(rest, true).or_else(|| parameters(rest, false));
    let parted = parted.or_else(|| Some((Vec::new(), rest.split_once(':')?.1)));
    // A value without a date at its head is none: a colon of a parameter was taken for the end of
    // all of them.
    let parted = match parted {
        Some((_, value)) if DATES.contains(&&*name) && !begins_as_date(value) => {
            around_date(rest).or(parted)
        }
        parted => parted,
    };
    let (parameters, value) = parted?;
    Some(Property { name, parameters, value: head(value).to_owned(), at: at.clone() })
}

/// Whether the value of a time can be one: its year, or more.
fn begins_as_date(value: &str) -> bool {
    value.trim_start().bytes().take(4).filter(u8::is_ascii_digit).count() == 4
}

/// Parameters and value of a time whose parameters have a colon without quotation marks, as in
/// `;TZID=tzone://Microsoft/Utc:20240710T090000`: it begins behind the last colon before eight
/// digits.
fn around_date(rest: &str) -> Option<(Vec<(String, String)>, &str)> {
    let is_date = |value: &str| value.bytes().take(8).filter(u8::is_ascii_digit).count() == 8;
    let (cut, _) =
        rest.rmatch_indices(':').find(|(at, _)| rest.get(at + 1..).is_some_and(is_date))?;
    let (before, value) = (rest.get(..cut)?, rest.get(cut + 1..)?);
    let named = before
        .split(';')
        .map(|parameter| parameter.trim_start_matches(':'))
        .filter_map(|p| p.split_once('='));
    let parameters =
        named.map(|(name, value)| (name.trim().to_ascii_uppercase(), value.replace('"', "")));
    Some((parameters.take(PARAMETERS_MAX).collect(), value))
}

fn head(value: &str) -> &str {
    value.get(..value.floor_char_boundary(VALUE_MAX)).unwrap_or(value)
}

/// `;NAME=VALUE;NAME="VALUE":value`; `None` where a quote is never closed or the value is missing.
/// Where `brackets` hold together what is in them, as in `;TZID=(UTC-05:00) Eastern Time:value`,
/// `None` where one of those is never closed.
fn parameters(mut rest: &str, brackets: bool) -> Option<(Vec<(String, String)>, &str)> {
    let mut found = Vec::new();
    loop {
        if let Some(value) = rest.strip_prefix(':') {
            return Some((found, value));
        }
        rest = rest.strip_prefix(';')?;
        let (mut quoted, mut depth) = (false, 0usize);
        let end = rest.find(|c| {
            quoted ^= c == '"';
            match c {
                '(' if brackets && !quoted => depth += 1,
                ')' if !quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
            !quoted && depth == 0 && matches!(c, ';' | ':')
        })?;
        let (parameter, after) = rest.split_at_checked(end)?;
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if found.len() < PARAMETERS_MAX {
            found.push((name.trim().to_ascii_uppercase(), value.replace('"', "")));
        }
        rest = after;
    }
}

/// Joins what a fold has cut within a letter (RFC 5545 allows folds anywhere between octets): the
/// fold is moved behind the letter, so that the bytes can be decoded and every line stays where it
/// is.
pub(in crate::format) fn whole_letters(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let wanted = match byte {
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => {
                mended.iter_mut().for_each(|mended| mended.push(byte));
                at += 1;
                continue;
            }
        };
        let (letter, folds, next) = letter(bytes, at, wanted);
        if !folds.is_empty() && mended.is_none() {
            mended = Some(bytes.get(..at).unwrap_or_default().to_vec());
        }
        if let Some(mended) = &mut mended {
            mended.extend_from_slice(&letter);
            mended.extend_from_slice(&folds);
        }
        at = next;
    }
    mended.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// The letter at `at`, the folds that are within it, and where it ends. A letter that is not
/// complete stays as it is.
fn letter(bytes: &[u8], at: usize, wanted: usize) -> (Vec<u8>, Vec<u8>, usize) {
    let first = |end: usize| bytes.get(at..end).unwrap_or_default().to_vec();
    let (mut letter, mut folds, mut next) = (first(at + 1), Vec::new(), at + 1);
    while letter.len() <= wanted {
        let rest = bytes.get(next..).unwrap_or_default();
        let fold = match rest {
            [b'\r', b'\n', b' ' | b'\t', ..] => 3,
            [b'\n', b' ' | b'\t', ..] => 2,
            _ => 0,
        };
        match rest.get(fold) {
            Some(&byte @ 0x80..=0xbf) => letter.push(byte),
            _ => return (first(at + 1), Vec::new(), at + 1),
        }
        folds.extend_from_slice(rest.get(..fold).unwrap_or_default());
        next += fold + 1;
    }
    (letter, folds, next)
}
