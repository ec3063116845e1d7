//! The ends of texts in quotation marks.

use crate::agenda::{Span, have_controls};

/// A text in quotation marks.
pub(super) enum QuotedText {
    /// The text has escapes.
    Escaped,
    /// The place of the text, and the byte after its quotation marks.
    Plain { at: Span, end: usize },
}

/// The bytes of a file. A file without control characters is looked through only once for them.
#[derive(Debug, Clone, Copy)]
pub(super) struct QuotedBytes<'t> {
    bytes: &'t [u8],
    /// True if there is a control character other than line ends and tabs.
    has_controls: bool,
}

impl<'t> QuotedBytes<'t> {
    pub(super) fn new(bytes: &'t [u8]) -> QuotedBytes<'t> {
        QuotedBytes { bytes, has_controls: have_controls(bytes) }
    }

    /// Returns the bytes up to byte `end`.
    pub(super) fn until(self, end: usize) -> Option<QuotedBytes<'t>> {
        Some(QuotedBytes { bytes: self.bytes.get(..end)?, ..self })
    }

    /// Returns `None` if there are control characters from byte `start` up to byte `end`.
    fn without_controls(self, start: usize, end: usize) -> Option<()> {
        (!self.has_controls || !have_controls(self.bytes.get(start..end)?)).then_some(())
    }

    /// Returns the text after the quotation mark at byte `at`.
    pub(super) fn find_line(self, at: usize, quote: u8) -> Option<QuotedText> {
        let start = at + 1;
        let rest = self.bytes.get(start..)?;
        let length = match quote {
            b'"' => memchr::memchr3(b'"', b'\\', b'\n', rest)?,
            _ => memchr::memchr2(b'\'', b'\n', rest)?,
        };
        let end = start + length;
        match rest.get(length)? {
            b'\\' => Some(QuotedText::Escaped),
            b'\n' => None,
            _ => {
                self.without_controls(start, end)?;
                Some(QuotedText::Plain { at: start..end, end: end + 1 })
            }
        }
    }

    /// Returns the text after the three quotation marks at byte `at`. A line end after the first
    /// marks is no part of the text, and one or two marks may stand before the last ones.
    pub(super) fn find_block(self, at: usize, quote: u8) -> Option<QuotedText> {
        let bytes = self.bytes;
        let start = at + 3;
        let start = match bytes.get(start..)? {
            [b'\n', ..] => start + 1,
            [b'\r', b'\n', ..] => start + 2,
            _ => start,
        };
        let mut at = start;
        loop {
            let rest = bytes.get(at..)?;
            let length = match quote {
                b'"' => memchr::memchr3(b'"', b'\\', b'\r', rest)?,
                _ => memchr::memchr2(b'\'', b'\r', rest)?,
            };
            self.without_controls(at, at + length)?;
            at += length;
            match bytes.get(at..)? {
                [b'\r', b'\n', ..] => at += 2,
                [b'\\', ..] => return Some(QuotedText::Escaped),
                rest @ [byte, ..] if *byte == quote => {
                    match rest.iter().take(6).take_while(|byte| **byte == quote).count() {
                        marks @ ..3 => at += marks,
                        marks @ 3..6 => {
                            let end = at + marks;
                            return Some(QuotedText::Plain { at: start..end - 3, end });
                        }
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
    }
}
