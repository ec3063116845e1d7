//! Plain tags, and elements of nothing but a text, are read without the parser.

use super::super::elements::{ElementKind, TextElement, event_element};
use super::super::tags::{
    PlainTag, decode_all, knows_all_entities, parse_plain_tag, split_bare_tag,
};
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
            if let Some(end) = self.read_event_leaf(rest) {
                at = end;
                continue;
            }
            if let Some(length) = end_tag_length(rest, self.stack.inner_name()) {
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

    /// Reads the element at the beginning of `rest`, the end of the file, if the element is one of
    /// an event without attributes and with nothing but a text. Most elements are, and this way is
    /// shorter than that over the stack. Returns the position of the first unread byte.
    fn read_event_leaf(&mut self, rest: &'a str) -> Option<usize> {
        if self.stack.inner_kind() != ElementKind::Event || self.stack.is_full() {
            return None;
        }
        let (name, after) = split_bare_tag(rest)?;
        let element = event_element(name)?;
        let leaf = LeafText::read(after)?;
        let length = end_tag_length(leaf.tag, name)?;
        let from = self.text.len() - after.len();
        self.buffer.text.clear();
        self.buffer.at = from..from;
        self.end_leaf(element, &leaf, from)?;
        Some(from + leaf.raw.len() + length)
    }

    /// Reads the rest of the innermost element if that is nothing but text. Returns the position of
    /// the first unread byte.
    fn read_rest_of_leaf(&mut self, from: usize) -> usize {
        let (ElementKind::Text(_) | ElementKind::Ignored, Some(rest)) =
            (self.stack.inner_kind(), self.text.get(from..))
        else {
            return from;
        };
        let Some(leaf) = LeafText::read(rest) else { return from };
        let Some(length) = end_tag_length(leaf.tag, self.stack.inner_name()) else { return from };
        match self.stack.inner_text_element() {
            Some(element) if self.end_leaf(element, &leaf, from).is_none() => return from,
            Some(_) => {
                self.stack.pop();
            }
            None => self.close_element(),
        }
        from + leaf.raw.len() + length
    }

    /// Ends a text that ends with `leaf` at byte `from`. Returns `None` for an unknown entity: the
    /// parser's way reports its place.
    fn end_leaf(&mut self, element: TextElement, leaf: &LeafText<'a>, from: usize) -> Option<()> {
        let LeafText { raw, has_entities, .. } = *leaf;
        self.buffer.at.end = from + raw.len();
        if element.is_of_abstract() && self.buffer.text.is_empty() {
            (!has_entities || knows_all_entities(raw)).then_some(())?;
            let at = self.buffer.at.clone();
            self.schedule.end_encoded_text(At { value: raw.trim(), at });
            return Some(());
        }
        let mut text = if has_entities { decode_all(raw)? } else { Cow::Borrowed(raw) };
        if !self.buffer.text.is_empty() {
            text = Cow::Owned(std::mem::take(&mut self.buffer.text) + &text);
        }
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
        if let [b'\n', after @ ..] = rest {
            rest = after;
        }
        while let Some((b"        ", after)) = rest.split_first_chunk() {
            rest = after;
        }
        self.text.len() - rest.trim_ascii_start().len()
    }
}

/// Returns the length of the end tag of an element `name`, if `text` begins with it.
fn end_tag_length(text: &str, name: &str) -> Option<usize> {
    let [b'<', b'/', named @ ..] = text.as_bytes() else { return None };
    let after = named.strip_prefix(name.as_bytes())?;
    (!name.is_empty() && after.first() == Some(&b'>')).then_some(name.len() + "</>".len())
}
