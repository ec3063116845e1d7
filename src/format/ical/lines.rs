//! Content lines (RFC 5545 3.1) and their folds.

use super::property::Property;
use crate::agenda::Span;
use std::borrow::Cow;

/// An unfolded line.
#[derive(Debug, PartialEq)]
pub(super) enum ContentLine<'a> {
    Property(Property),
    /// A line without the form of a property.
    Stray {
        text: Cow<'a, str>,
        at: Span,
    },
}

impl<'a> ContentLine<'a> {
    /// Parses an unfolded line at the bytes `at` of the file.
    pub(super) fn parse(line: Cow<'a, str>, at: &Span) -> ContentLine<'a> {
        match Property::parse(&line, at) {
            Some(property) => ContentLine::Property(property),
            None => ContentLine::Stray { text: line, at: at.clone() },
        }
    }
}

/// Returns the unfolded lines of a file.
///
/// A line ends with LF and any number of CR before the LF. Only in a file without any LF, a line
/// ends with CR. Other line ends of Unicode are content.
pub(super) fn content_lines(text: &str) -> impl Iterator<Item = ContentLine<'_>> {
    let mut cursor =
        LineCursor { rest: text, at: 0, line_end: if text.contains('\n') { '\n' } else { '\r' } };
    std::iter::from_fn(move || cursor.next_unfolded())
}

/// A position between two physical lines of a file.
struct LineCursor<'a> {
    rest: &'a str,
    /// The offset of `rest` in the file, in bytes.
    at: usize,
    line_end: char,
}

impl<'a> LineCursor<'a> {
    /// Returns the next line that is not blank, joined with its continuations.
    fn next_unfolded(&mut self) -> Option<ContentLine<'a>> {
        let (first, at) = loop {
            let (line, at) = self.next_physical()?;
            if !line.trim().is_empty() {
                break (line, at);
            }
        };
        let mut line = Cow::Borrowed(first);
        while let Some(more) = self.next_continuation() {
            line.to_mut().push_str(more);
        }
        Some(ContentLine::parse(line, &at))
    }

    /// Returns the next physical line without its end, and its bytes in the file.
    fn next_physical(&mut self) -> Option<(&'a str, Span)> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once(self.line_end).unwrap_or((self.rest, ""));
        let start = self.at;
        self.at += self.rest.len() - rest.len();
        self.rest = rest;
        let line = line.trim_end_matches('\r');
        Some((line, start..start + line.len()))
    }

    /// Returns the content of the next physical line if that line begins with a space or a tab.
    /// Empty lines before a continuation are skipped.
    fn next_continuation(&mut self) -> Option<&'a str> {
        // Nearly every line begins with a letter, and is read once then.
        while self.rest.starts_with([' ', '\t', '\r', '\n']) {
            let (rest, at) = (self.rest, self.at);
            let (line, _) = self.next_physical()?;
            match line.strip_prefix([' ', '\t']) {
                Some(more) => return Some(more),
                None if line.is_empty() => {}
                None => {
                    (self.rest, self.at) = (rest, at);
                    return None;
                }
            }
        }
        None
    }
}

/// Moves each fold within a letter of UTF-8 behind the letter, so that the bytes can be decoded and
/// line numbers stay. RFC 5545 3.1 allows folds between any two octets.
pub(in crate::format) fn move_folds_behind_letters(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut repaired: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let Some(letter) = FoldedLetter::read(bytes, at, continuation_bytes(byte)) else {
            repaired.iter_mut().for_each(|repaired| repaired.push(byte));
            at += 1;
            continue;
        };
        if !letter.folds.is_empty() && repaired.is_none() {
            repaired = Some(bytes.get(..at).unwrap_or_default().to_vec());
        }
        if let Some(repaired) = &mut repaired {
            repaired.extend_from_slice(&letter.letter);
            repaired.extend_from_slice(&letter.folds);
        }
        at = letter.end;
    }
    repaired.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// Returns the number of bytes, 0 to 3, expected behind the first byte of a letter in UTF-8.
fn continuation_bytes(first: u8) -> usize {
    match first {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => 0,
    }
}

/// A letter of two bytes or more.
struct FoldedLetter {
    letter: Vec<u8>,
    /// The folds between the letter's bytes.
    folds: Vec<u8>,
    /// The offset behind the letter, in bytes.
    end: usize,
}

impl FoldedLetter {
    /// Reads a letter of one byte and `wanted` continuation bytes. Returns `None` if `wanted` is 0
    /// or the letter is incomplete.
    fn read(bytes: &[u8], at: usize, wanted: usize) -> Option<FoldedLetter> {
        let mut read = FoldedLetter { letter: Vec::new(), folds: Vec::new(), end: at + 1 };
        if wanted == 0 {
            return None;
        }
        read.letter.push(*bytes.get(at)?);
        while read.letter.len() <= wanted {
            let rest = bytes.get(read.end..).unwrap_or_default();
            let fold = match rest {
                [b'\r', b'\n', b' ' | b'\t', ..] => 3,
                [b'\n', b' ' | b'\t', ..] => 2,
                _ => 0,
            };
            read.letter.push(*rest.get(fold).filter(|byte| matches!(byte, 0x80..=0xbf))?);
            read.folds.extend_from_slice(rest.get(..fold).unwrap_or_default());
            read.end += fold + 1;
        }
        Some(read)
    }
}
