//! The tags of an HTML text, found in one pass.

use super::entities::decode_entities;
use memchr::memchr;
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagKind {
    Element,
    /// A comment, a declaration or a processing instruction.
    Comment,
    /// `<https://…>`
    Address,
}

/// A tag and its place in the text.
pub(crate) struct Tag<'t> {
    pub(crate) kind: TagKind,
    /// True for `</name>`.
    pub(crate) is_end: bool,
    /// The element in lower case; empty for comments and addresses.
    pub(crate) name: Cow<'t, str>,
    /// The text between the name and `>`; for an address the whole address.
    pub(crate) attributes: &'t str,
    /// The byte of the `<`.
    pub(crate) start: usize,
    /// The byte after the `>`.
    pub(crate) end: usize,
}

impl Tag<'_> {
    /// Returns true for a paragraph, an item, a cell and the like.
    #[rustfmt::skip]
    pub(super) fn is_block(&self) -> bool {
        matches!(
            &*self.name,
            "p" | "div" | "ul" | "ol" | "li" | "dl" | "dt" | "dd" | "h1" | "h2" | "h3" | "h4"
            | "h5" | "h6" | "table" | "tr" | "td" | "th" | "pre" | "blockquote" | "section"
            | "article" | "header" | "footer" | "main" | "aside" | "figure" | "figcaption"
            | "center" | "address" | "body" | "html" | "thead" | "tbody" | "tfoot" | "caption"
            | "hr" | "details" | "summary"
        )
    }

    /// Returns true for an element of HTML within a line.
    #[rustfmt::skip]
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            &*self.name,
            "a" | "abbr" | "acronym" | "b" | "big" | "br" | "button" | "cite" | "code" | "del"
            | "em" | "font" | "i" | "iframe" | "img" | "ins" | "kbd" | "label" | "mark" | "meta"
            | "object" | "q" | "s" | "samp" | "script" | "small" | "span" | "strike" | "strong"
            | "style" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "video" | "head" | "title"
            | "wbr" | "nobr"
        )
    }

    /// Returns true for an element whose content no reader of the page sees.
    #[rustfmt::skip]
    pub(super) fn is_hidden(&self) -> bool {
        matches!(
            &*self.name,
            "script" | "style" | "head" | "title" | "iframe" | "object" | "noscript" | "template"
            | "svg" | "math"
        )
    }

    /// Returns the decoded value of the attribute `name`.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let lower = self.attributes.to_ascii_lowercase();
        let (at, _) = lower.match_indices(name).find(|(at, _)| {
            let before = lower.get(..*at).and_then(|head| head.chars().next_back());
            let after = lower.get(at + name.len()..).unwrap_or_default().trim_start();
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
                && after.starts_with('=')
        })?;
        let rest = self.attributes.get(at + name.len()..)?.trim_start();
        let rest = rest.strip_prefix('=')?.trim_start();
        let value = match rest.chars().next()? {
            quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next()?,
            _ => rest.split(char::is_whitespace).next()?,
        };
        Some(decode_entities(value.trim()).into_owned())
    }
}

/// A scanner over the tags of a text. The scanner never looks twice for a missing end, so its
/// time is linear.
#[derive(Default)]
pub(crate) struct TagScanner<'t> {
    text: &'t str,
    /// The first byte that may be the next tag.
    at: usize,
    has_no_end: bool,
    has_no_comment_end: bool,
    has_no_quote_end: bool,
}

impl<'t> TagScanner<'t> {
    pub(crate) fn new(text: &'t str) -> TagScanner<'t> {
        TagScanner { text, ..TagScanner::default() }
    }

    /// Returns the next tag. A `<` without a tag is text.
    pub(crate) fn next_tag(&mut self) -> Option<Tag<'t>> {
        while !self.has_no_end {
            let at = self.at + memchr(b'<', self.text.get(self.at..)?.as_bytes())?;
            if let Some(tag) = self.read_tag(at) {
                self.at = tag.end;
                return Some(tag);
            }
            self.at = at + 1;
        }
        None
    }

    /// Skips the content of the element after `tag`, its start. Returns the byte after the end
    /// tag, or `None` for an element without an end tag.
    pub(crate) fn skip_element(&mut self, tag: &Tag<'_>) -> Option<usize> {
        let name = &*tag.name;
        let rest = self.text.get(tag.end..)?;
        let at = rest.match_indices("</").map(|(at, _)| at).find(|at| {
            rest.get(at + 2..at + 2 + name.len())
                .is_some_and(|word| word.eq_ignore_ascii_case(name))
        })?;
        self.at = tag.end + at + rest.get(at..)?.find('>')? + 1;
        Some(self.at)
    }

    fn read_tag(&mut self, start: usize) -> Option<Tag<'t>> {
        let inner = self.text.get(start + 1..)?;
        if inner.starts_with(['!', '?']) {
            let end = self.comment_end(start)?;
            let kind = TagKind::Comment;
            return Some(Tag { kind, is_end: false, name: "".into(), attributes: "", start, end });
        }
        let is_end = inner.starts_with('/');
        let rest = inner.get(usize::from(is_end)..)?;
        let length =
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let name = rest
            .get(..length)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let name_end = start + 1 + usize::from(is_end) + length;
        match rest.as_bytes().get(length)? {
            b'>' | b'/' => {}
            byte if byte.is_ascii_whitespace() => {}
            b':' if !is_end && ["http", "https", "mailto"].contains(&name) => {
                return self.read_address(start, name_end);
            }
            _ => return None,
        }
        let end = self.tag_end(name_end)?;
        let attributes = self.text.get(name_end..end.saturating_sub(1)).unwrap_or_default();
        let has_upper = name.bytes().any(|byte| byte.is_ascii_uppercase());
        let name =
            if has_upper { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) };
        Some(Tag { kind: TagKind::Element, is_end, name, attributes, start, end })
    }

    /// Reads `<https://…>`, an address without white space; `from` is a byte within the address.
    fn read_address(&self, start: usize, from: usize) -> Option<Tag<'t>> {
        let rest = self.text.get(from..)?;
        let end = from + rest.find(|c: char| c == '>' || c == '<' || c.is_whitespace())?;
        if self.text.as_bytes().get(end) != Some(&b'>') {
            return None;
        }
        let attributes = self.text.get(start + 1..end)?;
        let (kind, end) = (TagKind::Address, end + 1);
        Some(Tag { kind, is_end: false, name: "".into(), attributes, start, end })
    }

    /// Returns the byte after the comment or declaration at `start`.
    fn comment_end(&mut self, start: usize) -> Option<usize> {
        let inner = self.text.get(start + 1..)?;
        if inner.starts_with("!--") && !self.has_no_comment_end {
            match inner.find("-->") {
                Some(end) => return Some(start + 1 + end + 3),
                None => self.has_no_comment_end = true,
            }
        }
        self.tag_end(start + 1)
    }

    /// Returns the byte after the `>` of the tag around byte `from`. `None`: a `<` outside quotes
    /// comes first, so there is no tag.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        loop {
            let mut quote = None;
            let mut is_value = false;
            for (at, byte) in self.text.get(from..)?.bytes().enumerate() {
                match (quote, byte) {
                    (Some(open), byte) if byte == open => quote = None,
                    (Some(_), _) => {}
                    (None, b'"' | b'\'') if is_value && !self.has_no_quote_end => {
                        quote = Some(byte);
                    }
                    (None, b'>') => return Some(from + at + 1),
                    (None, b'<') => return None,
                    _ => {}
                }
                is_value = byte == b'=' || (is_value && byte.is_ascii_whitespace());
            }
            if quote.is_none() || self.has_no_quote_end {
                self.has_no_end = true;
                return None;
            }
            // A quote without an end: from here quotes are text.
            self.has_no_quote_end = true;
        }
    }
}
