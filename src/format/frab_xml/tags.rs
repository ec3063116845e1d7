//! Start tags, their attributes, and the entities of XML.

use super::entry::Said;
use crate::agenda::{At, Span};
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;

const ATTRIBUTES_MAX: usize = 64;

/// A start tag: its name without the namespace, and what stands behind the name.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: &'a str,
}

/// The tag with which a text begins, `<name>` or `<name/>`, and how long it is.
pub(super) fn plain_tag(text: &str) -> Option<(Tag<'_>, usize)> {
    let inner = text.strip_prefix('<')?;
    // White space, quotes, colons and digits are bytes before `>`: what has them is left to the
    // parser.
    let (name, behind) = inner.split_at_checked(inner.bytes().position(|byte| byte <= b'>')?)?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let after = behind.strip_prefix("/>").or_else(|| behind.strip_prefix('>'))?;
    Some((Tag { name, attributes: "" }, text.len() - after.len()))
}

/// A text with its entities resolved; nothing, where one of them is none of XML's.
pub(super) fn resolved_all(raw: &str) -> Option<Cow<'_, str>> {
    let next = |rest: &str| memchr::memchr(b'&', rest.as_bytes());
    if next(raw).is_none() {
        return Some(Cow::Borrowed(raw));
    }
    let (mut text, mut rest) = (String::with_capacity(raw.len()), raw);
    while let Some((before, after)) = next(rest).and_then(|at| rest.split_at_checked(at)) {
        let (c, after) = resolved(after.get(1..)?)?;
        text.push_str(before);
        text.push(c);
        rest = after;
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

/// The letter for which the entity stands that goes on here after its `&`, and what follows: one of
/// XML's five, or a number.
pub(super) fn resolved(text: &str) -> Option<(char, &str)> {
    /// Longer than any number, with a few zeros before it.
    const LONGEST: usize = 16;
    const NAMED: [(&str, char); 5] =
        [("lt;", '<'), ("gt;", '>'), ("amp;", '&'), ("quot;", '"'), ("apos;", '\'')];
    let Some(number) = text.strip_prefix('#') else {
        return NAMED.iter().find_map(|(name, c)| Some((*c, text.strip_prefix(name)?)));
    };
    let length = number.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let (number, after) = (number.get(..length)?, number.get(length + 1..)?);
    let c = match number.strip_prefix(['x', 'X']) {
        _ if number.contains('+') => return None,
        Some(hex) => char::from_u32(u32::from_str_radix(hex, 16).ok()?)?,
        None => char::from_u32(number.parse().ok()?)?,
    };
    // https://www.w3.org/TR/xml/#wf-Legalchar: NUL is no letter.
    (c != '\0').then_some((c, after))
}

/// The attributes of these names, where they have a text.
pub(super) fn attributes<'t, const N: usize>(
    tag: Tag<'t>,
    names: [&str; N],
    at: &Span,
) -> [Option<Said<'t>>; N] {
    let mut found = [const { None }; N];
    let mut attributes = Attributes::new(tag.attributes, 0);
    attributes.with_checks(false);
    for attribute in attributes.take(ATTRIBUTES_MAX).flatten() {
        let ix = names.iter().position(|name| attribute.key.as_ref() == *name);
        if let Some(place @ None) = ix.and_then(|ix| found.get_mut(ix)) {
            let value = match attribute.value {
                Cow::Borrowed(raw) => trimmed(unescaped(raw)),
                Cow::Owned(raw) => Cow::Owned(trimmed(unescaped(&raw)).into_owned()),
            };
            *place = (!value.is_empty()).then(|| At { value, at: at.clone() });
        }
    }
    found
}

pub(super) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() < text.len() => Cow::Owned(text.trim().to_owned()),
        text => text,
    }
}

/// The value of an attribute; what is no entity of XML stays as it is written.
pub(super) fn unescaped(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        value.push_str(before);
        match resolved(after) {
            Some((c, after)) => {
                value.push(c);
                rest = after;
            }
            None => {
                value.push('&');
                rest = after;
            }
        }
    }
    value.push_str(rest);
    Cow::Owned(value)
}
