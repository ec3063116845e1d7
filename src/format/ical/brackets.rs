//! Round and square brackets in titles and names.

/// A text with round brackets at its end: `before (inner)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BracketedEnd<'a> {
    pub before: &'a str,
    /// The content, with inner brackets.
    pub inner: &'a str,
}

/// Splits a text with a space and round brackets at its end.
pub(super) fn split_bracketed_end(text: &str) -> Option<BracketedEnd<'_>> {
    let text = text.trim().strip_suffix(')')?;
    let mut depth = 1usize;
    let open = text.char_indices().rev().find_map(|(at, c)| {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let (before, inner) = text.split_at_checked(open)?;
    Some(BracketedEnd {
        before: before.strip_suffix(' ')?.trim(),
        inner: inner.strip_prefix('(')?.trim(),
    })
}

/// Splits a text at separators outside of round and square brackets.
pub(super) fn split_outside_brackets<'a>(text: &'a str, separators: &[&str]) -> Vec<&'a str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= from => {
                let rest = text.get(at..).unwrap_or_default();
                let found = separators.iter().find(|separator| rest.starts_with(**separator));
                if let Some(separator) = found {
                    parts.push(text.get(from..at).unwrap_or_default());
                    from = at + separator.len();
                }
            }
            _ => {}
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts
}
