//! JSON as a tree of which every value knows its place, read forgivingly: what stands before the
//! damage is kept.
//!
//! serde_json gives no place of a value, gives up a whole file for half an emoji, and returns
//! nothing of a file that was cut off. Tests hold this reader to serde_json wherever that reads a
//! text at all.

mod gather;
mod parse;
mod times;

pub(super) use gather::{Gather, UNREADABLE, is_cancelled, joined, name, service_kind};
pub(super) use parse::parse;
pub(super) use times::{clock, date, moment};

use crate::agenda::{At, Span};
use std::borrow::Cow;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'a> {
    pub(super) at: Span,
    pub(super) value: Value<'a>,
    /// The text breaks off before this value ends.
    pub(super) broken: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Truth(bool),
    /// As written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// In the order of the text; a key may be there twice.
    Map(Vec<(At<Cow<'a, str>>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The value of a key, if there is one that is not null.
    pub(super) fn get(&self, key: &str) -> Option<&Node<'a>> {
        let found = self.entries().iter().find(|(known, _)| known.value == key);
        found.map(|(_, node)| node).filter(|node| node.value != Value::Null)
    }

    /// The value of the first of some keys that has one.
    pub(super) fn any(&self, keys: &[&str]) -> Option<&Node<'a>> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// The text of the first of some keys that has a text with anything in it.
    pub(super) fn said(&self, keys: &[&str]) -> Option<At<String>> {
        keys.iter().find_map(|key| self.get(key)?.text())
    }

    pub(super) fn entries(&self) -> &[(At<Cow<'a, str>>, Node<'a>)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// What a list holds; a list with holes may be written as an object with numbers for keys.
    pub(super) fn items(&self) -> impl Iterator<Item = &Node<'a>> {
        let list = if let Value::List(list) = &self.value { &list[..] } else { &[] };
        list.iter().chain(self.entries().iter().map(|(_, node)| node))
    }

    /// What the list of a key holds; nothing where there is none.
    pub(super) fn list(&self, key: &str) -> impl Iterator<Item = &Node<'a>> {
        self.get(key).into_iter().flat_map(Node::items)
    }

    pub(super) fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// Text with anything in it: a string, a number, an object that has a name, or one that has the
    /// text by language.
    pub(super) fn text(&self) -> Option<At<String>> {
        if let Some(text) = self.plain() {
            return Some(At { value: text, at: self.at.clone() });
        }
        let named = ["name", "en"].iter().filter_map(|key| self.get(key));
        let node = named
            .chain(self.entries().iter().map(|(_, node)| node))
            .find(|node| node.plain().is_some())?;
        Some(At { value: node.plain()?, at: node.at.clone() })
    }

    fn plain(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
            Value::Number(digits) => Some((*digits).to_owned()),
            _ => None,
        }
    }

    /// A whole number, also where it is written as text.
    pub(super) fn whole(&self) -> Option<At<i64>> {
        let digits = match &self.value {
            Value::Number(digits) => digits,
            Value::Text(text) => text.trim(),
            _ => return None,
        };
        let value = digits.strip_suffix(".0").unwrap_or(digits).parse().ok()?;
        Some(At { value, at: self.at.clone() })
    }

    pub(super) fn truth(&self, key: &str) -> bool {
        self.get(key).is_some_and(|node| match &node.value {
            Value::Truth(truth) => *truth,
            Value::Text(text) => text.eq_ignore_ascii_case("true"),
            _ => false,
        })
    }

    /// The first character, for a problem with the whole of it.
    pub(super) fn head(&self) -> Span {
        self.at.start..self.at.start + 1
    }
}

#[cfg(test)]
pub(super) mod tests;
