//! The tags of an HTML text, in one pass.

use super::entities::decode_entities;
use memchr::memchr;
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    Element,
    /// A comment or declaration.
    Comment,
    /// `<https://…>`
    Address,
}

pub(super) struct Tag<'t> {
    pub(super) kind: TagKind,
    pub(super) close: bool,
    /// In lower case.
    pub(super) name: Cow<'t, str>,
    pub(super) attributes: &'t str,
    pub(super) at: usize,
    pub(super) end: usize,
}

/// The tags of a text. What is looked for and was not found once is not looked for again: that
/// keeps it linear.
pub(super) struct Tags<'t> {
    text: &'t str,
    pub(super) at: usize,
    no_end: bool,
    no_comment_end: bool,
    no_quotes: bool,
}

impl<'t> Tags<'t> {
    pub(super) fn new(text: &'t str) -> Tags<'t> {
        Tags { text, at: 0, no_end: false, no_comment_end: false, no_quotes: false }
    }

    pub(super) fn next(&mut self) -> Option<Tag<'t>> {
        while !self.no_end {
            let at = self.at + memchr(b'<', self.text.get(self.at..)?.as_bytes())?;
            if let Some(tag) = self.tag(at) {
                self.at = tag.end;
                return Some(tag);
            }
            self.at = at + 1;
        }
        None
    }

    fn tag(&mut self, at: usize) -> Option<Tag<'t>> {
        let inner = self.text.get(at + 1..)?;
        if inner.starts_with("!--") && !self.no_comment_end {
            match inner.find("-->") {
                Some(end) => return Some(self.comment(at, at + 1 + end + 3)),
                None => self.no_comment_end = true,
            }
        }
        if inner.starts_with(['!', '?']) {
            let end = self.close_of(at + 1)?;
            return Some(self.comment(at, end));
        }
        let close = inner.starts_with('/');
        let rest = inner.get(usize::from(close)..)?;
        let length =
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let name = rest
            .get(..length)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let name_end = at + 1 + usize::from(close) + length;
        match rest.as_bytes().get(length)? {
            b'>' | b'/' => {}
            byte if byte.is_ascii_whitespace() => {}
            b':' if !close && ["http", "https", "mailto"].contains(&name) => {
                let end = name_end
                    + self
                        .text
                        .get(name_end..)?
                        .find(|c: char| c == '>' || c == '<' || c.is_whitespace())?;
                let attributes = self
                    .text
                    .get(at + 1..end)
                    .filter(|_| self.text.as_bytes().get(end) == Some(&b'>'))?;
                return Some(Tag {
                    kind: TagKind::Address,
                    close,
                    name: "".into(),
                    attributes,
                    at,
                    end: end + 1,
                });
            }
            _ => return None,
        }
        let end = self.close_of(name_end)?;
        let attributes = self.text.get(name_end..end.saturating_sub(1)).unwrap_or_default();
        let upper = name.bytes().any(|byte| byte.is_ascii_uppercase());
        let name = if upper { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) };
        Some(Tag { kind: TagKind::Element, close, name, attributes, at, end })
    }

    fn comment(&self, at: usize, end: usize) -> Tag<'t> {
        Tag { kind: TagKind::Comment, close: false, name: "".into(), attributes: "", at, end }
    }

    /// Behind the `>` that ends the tag of which this is the inside; `<` outside quotes shows that
    /// it was none.
    fn close_of(&mut self, from: usize) -> Option<usize> {
        loop {
            let mut quote = None;
            let mut value = false;
            for (at, byte) in self.text.get(from..)?.bytes().enumerate() {
                match (quote, byte) {
                    (Some(open), byte) if byte == open => quote = None,
                    (Some(_), _) => {}
                    (None, b'"' | b'\'') if value && !self.no_quotes => quote = Some(byte),
                    (None, b'>') => return Some(from + at + 1),
                    (None, b'<') => return None,
                    _ => {}
                }
                value = byte == b'=' || (value && byte.is_ascii_whitespace());
            }
            if quote.is_none() || self.no_quotes {
                self.no_end = true;
                return None;
            }
            // This quote is never closed: quotes cannot be relied on from here.
            self.no_quotes = true;
        }
    }
}

/// The value of an attribute, decode_entities.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let lower = attributes.to_ascii_lowercase();
    let found = lower.match_indices(name).find(|(at, _)| {
        let before = lower.get(..*at).and_then(|head| head.chars().next_back());
        let after = lower.get(at + name.len()..).unwrap_or_default().trim_start();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
            && after.starts_with('=')
    });
    let rest =
        attributes.get(found?.0 + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next()?,
        _ => rest.split(char::is_whitespace).next()?,
    };
    Some(decode_entities(value.trim()).into_owned())
}

/// Behind the end tag of an element.
pub(super) fn end_of(text: &str, from: usize, name: &str) -> Option<usize> {
    let rest = text.get(from..)?;
    let is_end = |at: &usize| {
        rest.get(at + 2..at + 2 + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
    };
    let at = rest.match_indices("</").map(|(at, _)| at).find(is_end)?;
    Some(from + at + rest.get(at..)?.find('>')? + 1)
}
