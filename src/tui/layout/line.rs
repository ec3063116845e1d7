//! Lines of text with roles, before a theme gives them colours.

use crate::text::{self, WrappedLine};
use crate::tui::theme::Role;
use std::borrow::Cow;
use std::ops::Range;

/// A run of text in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextRun {
    pub(crate) role: Role,
    pub(crate) text: String,
}

/// The runs of one line, from left to right.
pub(crate) type Line = Vec<TextRun>;

/// Returns a run with a copy of `text`.
pub(crate) fn text_run(role: Role, text: &str) -> TextRun {
    TextRun { role, text: text.to_owned() }
}

/// Adds items behind others. An empty list becomes the list of the items, without a copy of them.
pub(crate) fn push_all<T>(list: &mut Vec<T>, items: Vec<T>) {
    match list.is_empty() {
        true => *list = items,
        false => list.extend(items),
    }
}

/// Returns the number of cells of a line.
pub(crate) fn line_width(line: &Line) -> usize {
    line.iter().map(|run| text::width(&run.text)).sum()
}

/// Returns a range of characters in a text that has `by` characters before it.
pub(crate) fn shift_range(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Splits `text` into runs of `role` and of [`Role::Match`].
///
/// `ranges` are the matched characters of a longer text; `before` characters of the longer text
/// come before `text`.
pub(crate) fn highlight_matches(
    role: Role,
    text: &str,
    before: usize,
    ranges: &[Range<usize>],
) -> Line {
    if ranges.is_empty() && !text.is_empty() {
        return vec![text_run(role, text)];
    }
    let mut line = Line::new();
    for (nth, letter) in text.chars().enumerate() {
        let is_match = ranges.iter().any(|range| range.contains(&(before + nth)));
        let role = if is_match { Role::Match } else { role };
        match line.last_mut() {
            Some(run) if run.role == role => run.text.push(letter),
            _ => line.push(TextRun { role, text: letter.to_string() }),
        }
    }
    line
}

/// Cuts a line to `cells`. An ellipsis replaces the missing end.
pub(crate) fn fit_line(line: Line, cells: usize) -> Line {
    if line_width(&line) <= cells {
        return line;
    }
    let mut left = cells.saturating_sub(1);
    let mut kept = Line::new();
    for run in line {
        let head = text::fitting_prefix(&run.text, left);
        left -= text::width(head);
        let is_whole = head.len() == run.text.len();
        let head = if is_whole { head } else { head.trim_end() };
        kept.push(text_run(run.role, head));
        if !is_whole {
            break;
        }
    }
    kept.push(text_run(Role::Faint, if cells == 0 { "" } else { "…" }));
    kept
}

/// The cells of wrapped lines that other text takes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reserved {
    /// At the end of the first line.
    pub(crate) first: usize,
    /// At the end of the last possible line.
    pub(crate) last: usize,
}

/// Wraps a line into at most `height` lines of `width` cells, without the reserved cells. An
/// ellipsis replaces the text below the last line. If the last line would have the ellipsis alone,
/// the line before ends with it.
pub(crate) fn wrap_line(line: Line, width: usize, height: usize, reserved: Reserved) -> Vec<Line> {
    if height == 0 {
        return Vec::new();
    }
    let whole = text_of(&line);
    let first = reserved.first.min(width.saturating_sub(1));
    let (parts, goes_on) = text::first_lines(&whole, width, first, height);
    let width_of = |nth: usize| {
        let taken = if nth + 1 == height { reserved.last } else { 0 };
        width.saturating_sub(taken + if nth == 0 { first } else { 0 })
    };
    let last = parts.last().filter(|_| parts.len() == height);
    let is_wide = |part: &WrappedLine| {
        let runs = runs_in(&line, part.range.clone());
        runs.map(|(_, text)| text::width(text)).sum::<usize>() > width_of(height - 1)
    };
    if !goes_on && !last.is_some_and(is_wide) {
        if parts.len() == 1 && parts.iter().all(|part| part.range == (0..whole.len())) {
            drop(whole);
            return vec![line];
        }
        return parts.iter().map(|part| slice_line(&line, part.range.clone())).collect();
    }
    let kept_of = |nth: usize, part: &WrappedLine| {
        let rest = whole.get(part.range.start..).unwrap_or_default();
        let kept = text::fitting_prefix(rest, width_of(nth).saturating_sub(1));
        part.range.start..part.range.start + text::trim_separators(kept).len()
    };
    let mut ends = parts.iter().enumerate().rev().map(|(nth, part)| (nth, kept_of(nth, part)));
    let (cut, end) = ends.find(|(nth, kept)| !kept.is_empty() || *nth == 0).unwrap_or_default();
    let whole_parts = parts.iter().take(cut).map(|part| part.range.clone());
    let mut lines: Vec<Line> =
        whole_parts.chain([end]).map(|range| slice_line(&line, range)).collect();
    if let Some(last) = lines.last_mut() {
        last.push(text_run(Role::Faint, "…"));
    }
    lines
}

/// Returns names that are not broken at their spaces, if every name fits into `width` cells.
pub(crate) fn unbroken_names(line: Line, width: usize) -> Line {
    let is_wide = |name: &str| text::width(name) > width;
    if line_width(&line) > width && text_of(&line).split(", ").any(is_wide) {
        return line;
    }
    let runs = line.into_iter();
    runs.map(|run| TextRun { text: join_words(&run.text), ..run }).collect()
}

/// Returns a text whose words are not broken apart, except behind a comma.
fn join_words(text: &str) -> String {
    let mut joined = String::with_capacity(text.len() + 8);
    for word in text.split_inclusive(' ') {
        match word.strip_suffix(' ').filter(|word| !word.ends_with(',')) {
            Some(word) => joined.extend([word, "\u{a0}"]),
            None => joined.push_str(word),
        }
    }
    joined
}

/// Returns the text of a line.
fn text_of(line: &Line) -> Cow<'_, str> {
    match line.as_slice() {
        [run] => Cow::Borrowed(&run.text),
        runs => runs.iter().map(|run| run.text.as_str()).collect(),
    }
}

/// Returns the part of a line in a range of bytes of its text.
fn slice_line(line: &Line, range: Range<usize>) -> Line {
    runs_in(line, range).map(|(role, text)| text_run(role, text)).collect()
}

/// Returns the runs of a line in a range of bytes of its text, without empty ones.
fn runs_in(line: &Line, range: Range<usize>) -> impl Iterator<Item = (Role, &str)> {
    let mut start = 0;
    line.iter().filter_map(move |run| {
        let before = start;
        start += run.text.len();
        let (from, to) = (range.start.max(before), range.end.min(start));
        if from >= to {
            return None;
        }
        Some((run.role, run.text.get(from - before..to - before)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ellipsis_of_a_cut_text_has_letters_before_it() {
        for (text, width, height, last, expected) in [
            ("one two three", 7, 3, 0, &["one two", "three"][..]),
            ("one two three four", 7, 2, 0, &["one two", "three…"]),
            ("one two three four", 9, 2, 4, &["one two", "thre…"]),
            // The end of the last line takes all its cells.
            ("one, two, three", 7, 2, 6, &["one, t…"]),
            ("one, two, three", 5, 3, 4, &["one,", "two,…"]),
            ("one two", 3, 1, 3, &["…"]),
            ("one two", 3, 0, 0, &[]),
        ] {
            let line = vec![text_run(Role::Text, text)];
            let reserved = Reserved { first: 0, last };
            let lines = wrap_line(line, width, height, reserved);
            let lines: Vec<String> =
                lines.iter().map(|line| line.iter().map(|run| &*run.text).collect()).collect();
            assert_eq!(lines, expected, "{text} in {width}x{height} without {last}");
        }
    }
}
