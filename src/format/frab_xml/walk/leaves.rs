//! Plain tags, and elements of nothing but a text, are read without the parser.

use super::super::elements::{ElementKind, TextElement};
use super::super::tags::{PlainTag, decode_all, knows_all_entities, parse_plain_tag};
use super::{FAULTS_MAX, Walk};
use crate::agenda::At;
use std::borrow::Cow;

/// The text before a tag.
struct LeafText<'a> {
    raw: &'a str,
    has_entities: bool,
    /// The text from the tag on.
    tag: &'a str,
}

impl<'a> LeafText<'a> {
    fn read(text: &'a str) -> Option<LeafText<'a>> {
        let bytes = text.as_bytes();
        let first = memchr::memchr2(b'<', b'&', bytes)?;
        let has_entities = bytes.get(first) == Some(&b'&');
        let end = match has_entities {
            true => first + memchr::memchr(b'<', bytes.get(first..)?)?,
            false => first,
        };
        let (raw, tag) = text.split_at_checked(end)?;
        Some(LeafText { raw, has_entities, tag })
    }
}

impl<'a> Walk<'a> {
    /// Reads the rest of the innermost element, and the plain tags and the elements of nothing but
    /// a text after it. Nearly all are, and the parser is slower. Returns the position of the first
    /// unread byte.
    pub(super) fn read_leaves(&mut self, from: usize) -> usize {
        let mut at = self.read_rest_of_leaf(from);
        while self.report().unlisted() <= FAULTS_MAX {
            at = self.skip_blanks(at);
            let rest = self.text.get(at..).unwrap_or_default();
            if let Some(length) = self.end_tag_length(rest) {
                at += length;
                self.close_element();
                continue;
            }
            let Some(PlainTag { tag, is_empty, length }) = parse_plain_tag(rest) else { break };
            let start = at;
            at += length;
            self.open_element(tag, start..at, is_empty);
            if !is_empty {
                at = self.read_rest_of_leaf(at);
            }
        }
        at
    }

    /// Returns the length of the end tag of the innermost element, if `rest` begins with it.
    fn end_tag_length(&self, rest: &str) -> Option<usize> {
        let [b'<', b'/', named @ ..] = rest.as_bytes() else { return None };
        let name = self.stack.inner_name();
        let after = named.strip_prefix(name.as_bytes())?;
        (!name.is_empty() && after.first() == Some(&b'>')).then_some(name.len() + "</>".len())
    }

    /// Reads the rest of the innermost element if that is nothing but text. Returns the position of
    /// the first unread byte.
    fn read_rest_of_leaf(&mut self, from: usize) -> usize {
        let (ElementKind::Text(_) | ElementKind::Ignored, Some(rest)) =
            (self.stack.inner_kind(), self.text.get(from..))
        else {
            return from;
        };
        let Some(LeafText { raw, has_entities, tag }) = LeafText::read(rest) else { return from };
        let Some(length) = self.end_tag_length(tag) else { return from };
        match self.stack.inner_text_element() {
            Some(element) if self.end_leaf(element, raw, has_entities, from).is_none() => {
                return from;
            }
            Some(_) => {}
            None => self.close_element(),
        }
        from + raw.len() + length
    }

    /// Ends the innermost element, a text that ends with `raw` at byte `from`. Returns `None` for
    /// an unknown entity: the parser's way reports its place.
    fn end_leaf(
        &mut self,
        element: TextElement,
        raw: &'a str,
        has_entities: bool,
        from: usize,
    ) -> Option<()> {
        self.buffer.at.end = from + raw.len();
        if element.is_of_abstract() && self.buffer.text.is_empty() {
            (!has_entities || knows_all_entities(raw)).then_some(())?;
            self.stack.pop();
            let at = self.buffer.at.clone();
            self.schedule.end_encoded_text(At { value: raw.trim(), at });
            return Some(());
        }
        let text = if has_entities { decode_all(raw)? } else { Cow::Borrowed(raw) };
        self.stack.pop();
        let before = std::mem::take(&mut self.buffer.text);
        let text = if before.is_empty() { text } else { Cow::Owned(before + &text) };
        self.end_text(element, text);
        Some(())
    }

    /// Returns the end of the white space at `from`; `from` itself within a text.
    fn skip_blanks(&self, from: usize) -> usize {
        if self.stack.inner_text_element().is_some() {
            return from;
        }
        let mut rest = self.text.as_bytes().get(from..).unwrap_or_default();
        // A line end and the indentation of the next line.
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        while let Some((b"        ", after)) = rest.split_first_chunk() {
            rest = after;
        }
        self.text.len() - rest.trim_ascii_start().len()
    }
}
