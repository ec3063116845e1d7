//! A value of JSON and its place.

use crate::agenda::{At, FileText, Span};
use crate::format::words::parse_truth;
use std::borrow::Cow;

/// A value and its place in the text, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::format) struct Node<'a> {
    pub(in crate::format) at: Span,
    pub(in crate::format) value: JsonValue<'a>,
    /// True if the text ends before the value does.
    pub(in crate::format) broken: bool,
}

/// A value of JSON.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::format) enum JsonValue<'a> {
    Null,
    Bool(bool),
    /// The digits of a number.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// The entries of an object in the order of the file. A key may occur twice.
    Map(Vec<(At<Cow<'a, str>>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Returns the value of `key`; `None` if it is absent or null.
    pub(in crate::format) fn get(&self, key: &str) -> Option<&Node<'a>> {
        let found = self.entries().iter().find(|(known, _)| known.value == key);
        found.map(|(_, node)| node).filter(|node| node.value != JsonValue::Null)
    }

    /// Returns the first value of `keys`: see [`Self::get`].
    pub(in crate::format) fn get_any(&self, keys: &[&str]) -> Option<&Node<'a>> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// Returns the first text of `keys`: see [`Self::text`].
    pub(in crate::format) fn text_of(&self, keys: &[&str]) -> Option<At<FileText>> {
        keys.iter().find_map(|key| self.get(key)?.text())
    }

    pub(in crate::format) fn entries(&self) -> &[(At<Cow<'a, str>>, Node<'a>)] {
        match &self.value {
            JsonValue::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the values of a list, or of an object. PHP writes a list with gaps as an object.
    pub(in crate::format) fn items(&self) -> impl Iterator<Item = &Node<'a>> {
        let list = if let JsonValue::List(list) = &self.value { &list[..] } else { &[] };
        list.iter().chain(self.entries().iter().map(|(_, node)| node))
    }

    /// Returns the [`Self::items`] of the first value of `keys`.
    pub(in crate::format) fn items_of(&self, keys: &[&str]) -> impl Iterator<Item = &Node<'a>> {
        self.get_any(keys).into_iter().flat_map(Node::items)
    }

    pub(in crate::format) fn is_map(&self) -> bool {
        matches!(self.value, JsonValue::Map(_))
    }

    /// Returns a string with more than blanks, or a number as text. For an object, returns the
    /// first text of its `name`, its `en` and its other values: an object may have one text by
    /// language.
    pub(in crate::format) fn text(&self) -> Option<At<FileText>> {
        if let Some(text) = self.plain_text() {
            return Some(At { value: text.into(), at: self.at.clone() });
        }
        let preferred = ["name", "en"].iter().filter_map(|key| self.get(key));
        let node = preferred
            .chain(self.entries().iter().map(|(_, node)| node))
            .find(|node| node.plain_text().is_some())?;
        Some(At { value: node.plain_text()?.into(), at: node.at.clone() })
    }

    fn plain_text(&self) -> Option<String> {
        match &self.value {
            JsonValue::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
            JsonValue::Number(digits) => Some((*digits).to_owned()),
            _ => None,
        }
    }

    /// Returns the whole number of `key`, a number or a text.
    pub(in crate::format) fn whole_number_of(&self, key: &str) -> Option<At<i64>> {
        let node = self.get(key)?;
        let digits = match &node.value {
            JsonValue::Number(digits) => digits,
            JsonValue::Text(text) => text.trim(),
            _ => return None,
        };
        let value = digits.strip_suffix(".0").unwrap_or(digits).parse().ok()?;
        Some(At { value, at: node.at.clone() })
    }

    /// Returns true if the value of `key` is `true`: see [`Self::truth_of`].
    pub(in crate::format) fn is_true(&self, key: &str) -> bool {
        self.truth_of(key).is_some_and(|truth| truth.value)
    }

    /// Returns the value of `key` if it is `true` or `false`, 1 or 0, or one of these as a text.
    pub(in crate::format) fn truth_of(&self, key: &str) -> Option<At<bool>> {
        let node = self.get(key)?;
        let value = match &node.value {
            JsonValue::Bool(truth) => *truth,
            JsonValue::Number("1") => true,
            JsonValue::Number("0") => false,
            JsonValue::Text(text) => parse_truth(text)?,
            _ => return None,
        };
        Some(At { value, at: node.at.clone() })
    }

    /// Returns the place of the first byte, for a problem of the whole value.
    pub(in crate::format) fn first_byte(&self) -> Span {
        self.at.start..self.at.start + 1
    }
}

/// Returns the values of a list, or a value that is no list.
pub(in crate::format) fn one_or_many<'m, 'a>(
    node: &'m Node<'a>,
) -> impl Iterator<Item = &'m Node<'a>> {
    let is_list = matches!(node.value, JsonValue::List(_));
    let single = Some(node).filter(|_| !is_list);
    single.into_iter().chain(node.items().filter(move |_| is_list))
}
