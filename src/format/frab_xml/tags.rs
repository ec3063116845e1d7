//! Start tags, their attributes, and the entities of XML.

use crate::agenda::{At, Span};
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;

/// The largest number of attributes of a tag. Others are skipped.
const ATTRIBUTES_MAX: usize = 64;

/// A text of the file, borrowed until it is needed.
pub(super) type TextAt<'a> = At<Cow<'a, str>>;

/// A start tag: the name without its namespace prefix, and everything after the name.
#[derive(Clone, Copy)]
pub(super) struct XmlTag<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: &'a str,
}

/// A start tag that ends at the first `>`.
pub(super) struct PlainTag<'a> {
    pub(super) tag: XmlTag<'a>,
    /// True for `<name/>`.
    pub(super) is_empty: bool,
    /// The length of the tag in bytes.
    pub(super) length: usize,
}

/// Parses `<name>`, `<name/>` or `<name key="value">` at the beginning of a text. Returns `None`
/// for other names, and for a value with `<` or `>`.
pub(super) fn parse_plain_tag(text: &str) -> Option<PlainTag<'_>> {
    let [b'<', b'a'..=b'z' | b'A'..=b'Z', ..] = text.as_bytes() else { return None };
    let end = memchr::memchr(b'>', text.as_bytes())?;
    let inner = text.get(1..end)?;
    let is_empty = inner.ends_with('/');
    let inner = inner.get(..inner.len() - usize::from(is_empty))?;
    let (name, attributes) = inner.split_at_checked(name_length(inner.as_bytes()))?;
    let is_plain = match attributes.as_bytes() {
        [] => true,
        [b' ' | b'\t' | b'\r' | b'\n', values @ ..] => {
            memchr::memchr(b'<', values).is_none() && closes_quotes(values)
        }
        _ => false,
    };
    let tag = XmlTag { name, attributes };
    is_plain.then_some(PlainTag { tag, is_empty, length: end + 1 })
}

/// Returns true if no quoted value goes on behind the end of a text.
fn closes_quotes(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(open) = memchr::memchr2(b'"', b'\'', rest)
        && let [quote, value @ ..] = &rest[open..]
    {
        let Some(length) = memchr::memchr(*quote, value) else { return false };
        rest = &value[length + 1..];
    }
    true
}

/// Returns the name of a tag without attributes at the beginning of a text, and the text after it.
pub(super) fn split_bare_tag(text: &str) -> Option<(&str, &str)> {
    let [b'<', inner @ ..] = text.as_bytes() else { return None };
    let end = 1 + name_length(inner);
    let is_bare = text.as_bytes().get(end) == Some(&b'>');
    if is_bare { Some((text.get(1..end)?, text.get(end + 1..)?)) } else { None }
}

/// Returns the length of the name at the beginning of a text. White space, quotes, colons and
/// digits are bytes before `>`: quick-xml reads such names.
fn name_length(text: &[u8]) -> usize {
    text.iter().position(|byte| *byte <= b'>').unwrap_or(text.len())
}

/// The attributes at the beginning of a text, as far as they are plain: ` key="value"` or
/// ` key='value'`, the key of ASCII letters, `_` and `-`.
struct PlainAttributes<'a>(&'a str);

impl<'a> Iterator for PlainAttributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let text = skip_white(self.0);
        if text.len() == self.0.len() {
            return None;
        }
        let is_other = |byte: &u8| !byte.is_ascii_alphabetic() && *byte != b'_' && *byte != b'-';
        let (key, after) = text.split_at_checked(text.as_bytes().iter().position(is_other)?)?;
        let [b'=', quote @ (b'"' | b'\''), value @ ..] = after.as_bytes() else { return None };
        let length = memchr::memchr(*quote, value)?;
        if key.is_empty() {
            return None;
        }
        self.0 = after.get(length + 3..)?;
        Some((key, after.get(2..length + 2)?))
    }
}

/// Returns a text without the white space of XML at its beginning.
fn skip_white(text: &str) -> &str {
    let mut rest = text.as_bytes();
    while let [b' ' | b'\t' | b'\r' | b'\n', after @ ..] = rest {
        rest = after;
    }
    text.get(text.len() - rest.len()..).unwrap_or_default()
}

/// Decodes the entities of a text; `None` if [`decode_entity`] does not know one of them.
pub(super) fn decode_all(raw: &str) -> Option<Cow<'_, str>> {
    decode(raw, decode_entity)
}

/// Returns true if [`decode_entity`] knows all entities of a text.
pub(super) fn knows_all_entities(raw: &str) -> bool {
    let entities = memchr::memchr_iter(b'&', raw.as_bytes());
    entities.map(|at| raw.get(at + 1..)).all(|after| after.and_then(decode_entity).is_some())
}

/// Decodes the known entities of a text. Others stay unchanged.
pub(super) fn decode_known(raw: &str) -> Cow<'_, str> {
    decode(raw, |after| decode_entity(after).or(Some(('&', after)))).unwrap_or(Cow::Borrowed(raw))
}

fn decode<'a>(
    raw: &'a str,
    decode_entity: impl Fn(&'a str) -> Option<(char, &'a str)>,
) -> Option<Cow<'a, str>> {
    let (mut text, mut rest) = (String::new(), raw);
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, entity) = rest.split_at_checked(at)?;
        let (c, after) = decode_entity(entity.get(1..)?)?;
        text.reserve(rest.len());
        text.push_str(before);
        text.push(c);
        rest = after;
    }
    if rest.len() == raw.len() {
        return Some(Cow::Borrowed(raw));
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

/// Decodes the entity whose `&` precedes `text`. Returns its character and the text after it;
/// `None` unless it is one of XML's five or a number.
pub(super) fn decode_entity(text: &str) -> Option<(char, &str)> {
    let (c, length) = match text.as_bytes() {
        [b'l', b't', b';', ..] => ('<', 3),
        [b'g', b't', b';', ..] => ('>', 3),
        [b'a', b'm', b'p', b';', ..] => ('&', 4),
        [b'q', b'u', b'o', b't', b';', ..] => ('"', 5),
        [b'a', b'p', b'o', b's', b';', ..] => ('\'', 5),
        [b'#', ..] => return decode_number(text.get(1..)?),
        _ => return None,
    };
    Some((c, text.get(length..)?))
}

/// Decodes the number of a character, as [`decode_entity`] does.
fn decode_number(number: &str) -> Option<(char, &str)> {
    /// The largest length of a number in bytes, with a few zeros before it.
    const LONGEST: usize = 16;
    let length = number.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let (number, after) = (number.get(..length)?, number.get(length + 1..)?);
    let c = match number.strip_prefix(['x', 'X']) {
        _ if number.contains('+') => return None,
        Some(hex) => char::from_u32(u32::from_str_radix(hex, 16).ok()?)?,
        None => char::from_u32(number.parse().ok()?)?,
    };
    // NUL is no character of XML: https://www.w3.org/TR/xml/#wf-Legalchar
    (c != '\0').then_some((c, after))
}

/// Returns the values of the attributes `names`, at the place of the tag; `None` for an absent or
/// blank one.
pub(super) fn read_attributes<'t, const N: usize>(
    tag: XmlTag<'t>,
    names: [&str; N],
    at: &Span,
) -> [Option<TextAt<'t>>; N] {
    let mut found = [const { None }; N];
    let mut keep = |key: &str, value: Cow<'t, str>| {
        let ix = names.iter().position(|name| key == *name);
        if let Some(place @ None) = ix.and_then(|ix| found.get_mut(ix)) {
            let value = match value {
                Cow::Borrowed(raw) => trimmed(decode_known(raw)),
                Cow::Owned(raw) => Cow::Owned(trimmed(decode_known(&raw)).into_owned()),
            };
            *place = (!value.is_empty()).then(|| At { value, at: at.clone() });
        }
    };
    let mut plain = PlainAttributes(tag.attributes);
    let mut left = ATTRIBUTES_MAX;
    while left > 0
        && let Some((key, value)) = plain.next()
    {
        left -= 1;
        keep(key, Cow::Borrowed(value));
    }
    // The first attribute that is not plain, and all after it.
    if !plain.0.is_empty() {
        let mut others = Attributes::new(plain.0, 0);
        others.with_checks(false);
        for attribute in others.take(left).flatten() {
            keep(attribute.key.as_ref(), attribute.value);
        }
    }
    found
}

/// Returns a text without white space at both ends.
pub(super) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) if trim(&text).len() < text.len() => Cow::Owned(text.trim().to_owned()),
        text => text,
    }
}

/// Returns a text without white space at both ends. If visible ASCII is there, the search for white
/// space takes longer.
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Returns the place of the character at the byte `at`.
pub(super) fn char_at(text: &str, at: usize) -> Span {
    at..text.ceil_char_boundary((at + 1).min(text.len()))
}

/// Cuts a name to 40 bytes for a message.
pub(super) fn cut(name: &str) -> &str {
    name.get(..name.floor_char_boundary(40)).unwrap_or(name)
}
