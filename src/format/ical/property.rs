//! A property of iCalendar (RFC 5545 3.1): name, parameters and value of one content line.

use crate::agenda::{At, FileText, Span};

/// The number of bytes kept of a value: a few times the length of a text in an agenda.
const VALUE_MAX: usize = 1 << 20;
/// The number of parameters kept of a line. No producer writes more.
const PARAMETERS_MAX: usize = 32;
/// Properties with a value of type `DATE-TIME` (RFC 5545 3.3.5) or `DATE` (3.3.4).
const TIME_PROPERTIES: &[&str] = &["DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"];

/// A property: `NAME;PARAMETER=VALUE:value`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Property {
    /// The name in upper case.
    pub name: String,
    parameters: Vec<Parameter>,
    /// The value as written, with its escapes.
    pub value: String,
    /// The bytes of the first line in the file.
    pub at: Span,
}

/// A parameter of a property (RFC 5545 3.2).
#[derive(Debug, Clone, PartialEq)]
struct Parameter {
    /// The name in upper case.
    name: String,
    /// The value without quotation marks.
    value: String,
}

impl Parameter {
    fn unquoted(name: &str, value: &str) -> Parameter {
        Parameter { name: name.trim().to_ascii_uppercase(), value: value.replace('"', "") }
    }
}

impl Property {
    /// Parses an unfolded line at the bytes `at` of the file. Returns `None` for a line without a
    /// name or without a colon.
    pub(super) fn parse(line: &str, at: &Span) -> Option<Property> {
        let (name, rest) = line.split_at_checked(line.find([':', ';'])?)?;
        let name = name.trim();
        if name.is_empty() || !name.bytes().all(is_name_byte) {
            return None;
        }
        let name = name.to_ascii_uppercase();
        let ParameterSplit { parameters, value } = ParameterSplit::of_property(&name, rest)?;
        Some(Property { name, parameters, value: limit_length(value).to_owned(), at: at.clone() })
    }

    /// Returns the value of the first parameter called `name`, in upper case.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|parameter| parameter.name == name)
            .map(|parameter| parameter.value.as_str())
    }

    /// Returns the time zone's name in `TZID` (RFC 5545 3.2.19) unless the name is empty.
    pub(super) fn zone_name(&self) -> Option<&str> {
        self.parameter("TZID").map(str::trim).filter(|name| !name.is_empty())
    }

    /// Appends `text` to the value as a further line, up to [`VALUE_MAX`] bytes.
    pub(super) fn append_line(&mut self, text: &str) {
        if self.value.len() < VALUE_MAX {
            self.value.push_str("\\n");
            self.value.push_str(limit_length(text));
        }
    }

    /// Adds `TZID=zone` to a time without a `TZID`.
    pub(super) fn set_default_zone(&mut self, zone: &str) {
        if TIME_PROPERTIES.contains(&&*self.name) && self.parameter("TZID").is_none() {
            self.parameters.push(Parameter { name: "TZID".to_owned(), value: zone.to_owned() });
        }
    }

    /// Returns the value as `TEXT` (RFC 5545 3.3.11), unescaped.
    pub(super) fn text(&self) -> String {
        unescape(&self.value)
    }

    /// Returns `value` with the property's place.
    pub(super) fn located<T>(&self, value: T) -> At<T> {
        At { value, at: self.at.clone() }
    }

    /// Returns [`Self::text`] with the property's place.
    pub(super) fn located_text(&self) -> At<FileText> {
        self.located(self.text().into())
    }

    /// Returns the value as a list of `TEXT`, split at unescaped commas.
    pub(super) fn text_list(&self) -> Vec<String> {
        let mut parts = Vec::new();
        let (mut from, mut is_escaped) = (0, false);
        for (at, byte) in self.value.bytes().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
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

/// The letters behind a backslash that other programs write, for instance of JSON.
const ESCAPED_BY_OTHERS: &str = "\"'/:-.!?&@=+%";

/// Returns true if a value has an escape of [`ESCAPED_BY_OTHERS`].
pub(super) fn has_unknown_escape(value: &str) -> bool {
    let mut chars = value.chars();
    while chars.any(|c| c == '\\') {
        if chars.next().is_some_and(|escaped| ESCAPED_BY_OTHERS.contains(escaped)) {
            return true;
        }
    }
    false
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Replaces the escapes of `TEXT` (RFC 5545 3.3.11) in one pass: `\\n` is a backslash and an `n`.
/// Of escapes that the RFC does not know, those of [`ESCAPED_BY_OTHERS`] lose the backslash, and
/// others stay as written: a path, a formula or Markdown.
fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c) if matches!(c, '\\' | ',' | ';') || ESCAPED_BY_OTHERS.contains(c) => {
                    text.push(c);
                }
                Some(c) => text.extend(['\\', c]),
                None => text.push('\\'),
            },
            // A carriage return within a line.
            '\r' => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

/// Escapes a value of type `TEXT` (RFC 5545 3.3.11).
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Cuts `value` after at most [`VALUE_MAX`] bytes.
fn limit_length(value: &str) -> &str {
    value.get(..value.floor_char_boundary(VALUE_MAX)).unwrap_or(value)
}

/// The role of round brackets in a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brackets {
    /// Brackets quote their content, as in `;TZID=(UTC-05:00) Eastern Time:value`.
    Group,
    /// Brackets are letters like others.
    Plain,
}

/// The line behind a property's name: `;NAME=VALUE;NAME="VALUE":value`.
struct ParameterSplit<'a> {
    parameters: Vec<Parameter>,
    value: &'a str,
}

impl<'a> ParameterSplit<'a> {
    /// Splits the line of the property `name`. Each attempt is more tolerant than the one before.
    fn of_property(name: &str, line: &'a str) -> Option<ParameterSplit<'a>> {
        let split = ParameterSplit::at_first_colon(line, Brackets::Group)
            .or_else(|| ParameterSplit::at_first_colon(line, Brackets::Plain))
            .or_else(|| Some(ParameterSplit::without_parameters(line.split_once(':')?.1)))?;
        // A time without a year at its head: the colon was part of an unquoted parameter.
        if TIME_PROPERTIES.contains(&name) && !starts_with_digits(split.value.trim_start(), 4) {
            return Some(ParameterSplit::before_date(line).unwrap_or(split));
        }
        Some(split)
    }

    fn without_parameters(value: &'a str) -> ParameterSplit<'a> {
        ParameterSplit { parameters: Vec::new(), value }
    }

    /// Splits at the first colon outside of quotation marks and of [`Brackets::Group`]. Returns
    /// `None` for an open quotation mark or bracket and for a missing value.
    fn at_first_colon(line: &'a str, brackets: Brackets) -> Option<ParameterSplit<'a>> {
        let (mut parameters, mut rest) = (Vec::new(), line);
        loop {
            if let Some(value) = rest.strip_prefix(':') {
                return Some(ParameterSplit { parameters, value });
            }
            rest = rest.strip_prefix(';')?;
            let (parameter, after) = rest.split_at_checked(parameter_length(rest, brackets)?)?;
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            if parameters.len() < PARAMETERS_MAX {
                parameters.push(Parameter::unquoted(name, value));
            }
            rest = after;
        }
    }

    /// Splits a time with an unquoted colon in a parameter, as Exchange writes
    /// `;TZID=tzone://Microsoft/Utc:20240710T090000`: the value begins behind the last colon before
    /// eight digits.
    fn before_date(line: &'a str) -> Option<ParameterSplit<'a>> {
        let (cut, _) = line
            .rmatch_indices(':')
            .find(|(at, _)| line.get(at + 1..).is_some_and(|value| starts_with_digits(value, 8)))?;
        let (before, value) = (line.get(..cut)?, line.get(cut + 1..)?);
        let parameters = before
            .split(';')
            .filter_map(|parameter| parameter.trim_start_matches(':').split_once('='))
            .map(|(name, value)| Parameter::unquoted(name, value))
            .take(PARAMETERS_MAX);
        Some(ParameterSplit { parameters: parameters.collect(), value })
    }
}

/// Returns the length of the parameter at the head of `rest`, in bytes, up to the next semicolon or
/// colon outside of quotation marks and of [`Brackets::Group`].
fn parameter_length(rest: &str, brackets: Brackets) -> Option<usize> {
    let (mut is_quoted, mut depth) = (false, 0usize);
    rest.find(|c| {
        is_quoted ^= c == '"';
        match c {
            '(' if brackets == Brackets::Group && !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        !is_quoted && depth == 0 && matches!(c, ';' | ':')
    })
}

/// Returns true if exactly `count` of the first `count` bytes are digits.
fn starts_with_digits(text: &str, count: usize) -> bool {
    text.bytes().take(count).filter(u8::is_ascii_digit).count() == count
}
