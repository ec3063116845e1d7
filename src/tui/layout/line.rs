//! Text with roles: a line of the screen before it is drawn.

use crate::tui::theme::Role;
use std::ops::Range;

/// A run of text in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) role: Role,
    pub(crate) text: String,
}

pub(crate) type Line = Vec<Span>;

/// `text`, which begins at character `before` of a longer one, in runs that are in these ranges and
/// runs that are not.
pub(crate) fn spans(role: Role, text: &str, before: usize, ranges: &[Range<usize>]) -> Line {
    let mut spans: Line = Vec::new();
    for (nth, c) in text.chars().enumerate() {
        let matched = ranges.iter().any(|range| range.contains(&(before + nth)));
        let role = if matched { Role::Match } else { role };
        match spans.last_mut() {
            Some(span) if span.role == role => span.text.push(c),
            _ => spans.push(Span { role, text: c.to_string() }),
        }
    }
    spans
}
