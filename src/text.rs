//! Text in terminal cells: width, cutting and wrapping. A cut never splits a grapheme cluster.

mod cells;
mod wrap;

pub(crate) use cells::{
    drawable, fitting_prefix, is_selector, letters, plain_letters, simple_letter, width,
};
pub(crate) use wrap::{
    WrappedLine, first_lines, is_joint, trim_separators, wrap, wrap_after, wrap_words, wrapped,
};

use std::ops::Range;

/// Returns `text` in at most `cells` cells. If the text is cut, an ellipsis is its last cell.
pub(crate) fn fit(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let Some(room) = cells.checked_sub(1) else { return String::new() };
    let mut fitted = fitting_prefix(text, room).trim_end().to_owned();
    fitted.push('…');
    fitted
}

/// Returns `text` in exactly `cells` cells: see [`fit`], with spaces at the end.
pub(crate) fn pad(text: &str, cells: usize) -> String {
    let fitted = fit(text, cells);
    let spaces = " ".repeat(cells.saturating_sub(width(&fitted)));
    fitted + &spaces
}

/// A part of a text, as a row shows the part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TextPiece {
    pub(crate) text: String,
    /// The number of characters of the whole text before the part.
    pub(crate) before: usize,
    /// The visible characters of the whole text. An ellipsis hides the character in its place.
    pub(crate) shown: Range<usize>,
}

impl TextPiece {
    /// Returns ranges of the whole text as ranges of this part, in characters.
    pub(crate) fn ranges_inside(&self, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
        let inside = |at: usize| at.saturating_sub(self.before);
        ranges.iter().map(|range| inside(range.start)..inside(range.end)).collect()
    }

    /// Returns the prefix of `text` in at most `cells` cells, where `before` characters of the
    /// whole text were left out before `text`.
    fn fit_prefix(text: &str, before: usize, cells: usize) -> TextPiece {
        let fitted = fit(text, cells);
        let cut_end = usize::from(fitted != text);
        let cut_start = usize::from(before > 0 && text.starts_with('…'));
        let end = fitted.chars().count().saturating_sub(cut_end);
        TextPiece { text: fitted, before, shown: before + cut_start.min(end)..before + end }
    }
}

/// Returns the line of `text` around the match, from about `cells / 3` characters before the match
/// to the end of the line. If the start of the line is cut, the part begins with an ellipsis and
/// a word.
pub(crate) fn line_around(text: &str, found: &Range<usize>, cells: usize) -> TextPiece {
    let chars: Vec<char> = text.chars().collect();
    let is_line_end = |c: &char| *c == '\n';
    let is_space = |at: usize| chars.get(at).is_some_and(|c| c.is_whitespace());
    let line_start = chars.iter().take(found.start).rposition(is_line_end).map_or(0, |at| at + 1);
    let line_end = chars.iter().skip(found.end).position(is_line_end);
    let line_end = line_end.map_or(chars.len(), |at| found.end + at);
    let mut start = line_start;
    if line_end - line_start > cells {
        start = line_start.max(found.start.saturating_sub(cells / 3));
        while start > line_start && start < found.start && !is_space(start - 1) {
            start += 1;
        }
    }
    let line = chars.get(start..line_end).unwrap_or_default().iter();
    if start == line_start {
        return TextPiece { text: line.collect(), before: start, shown: start..line_end };
    }
    // The ellipsis takes the place of the character before `start`.
    let text = std::iter::once(&'…').chain(line).collect();
    TextPiece { text, before: start - 1, shown: start..line_end }
}

/// Returns `text` in at most `cells` cells, as one part, or as two if the first match is beyond
/// `cells`: the start of the text, and the text around the match. Below 24 cells, two parts would
/// be too short to recognise the text.
pub(crate) fn fit_matches(text: &str, cells: usize, found: &[Range<usize>]) -> Vec<TextPiece> {
    const MIN_CELLS: usize = 24;
    let hidden = found.first().filter(|first| {
        let until: String = text.chars().take(first.end).collect();
        cells >= MIN_CELLS && width(text) > cells && width(&until) >= cells
    });
    let Some(first) = hidden else { return vec![TextPiece::fit_prefix(text, 0, cells)] };
    let most = cells * 3 / 5;
    let around = line_around(text, first, most);
    let room = cells - width(&around.text).min(most);
    let start = fitting_prefix(text, room).trim_end().to_owned();
    let rest = TextPiece::fit_prefix(&around.text, around.before, cells - width(&start));
    vec![TextPiece { before: 0, shown: 0..start.chars().count(), text: start }, rest]
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str =
        "Multi-Profile UKIs and other ways to supercharge your Unified Kernel Images";

    fn characters(text: &str, start: usize, count: usize) -> String {
        text.chars().skip(start).take(count).collect()
    }

    #[test]
    fn line_around_match_shows_the_match() {
        let text = "First line.\nThe quick brown fox jumps over the lazy dog";
        for (found, cells, before, line) in [
            (12..15, 80, 12, "The quick brown fox jumps over the lazy dog"),
            (12..15, 10, 12, "The quick brown fox jumps over the lazy dog"),
            (32..37, 21, 27, "…fox jumps over the lazy dog"),
            (32..37, 6, 31, "…jumps over the lazy dog"),
            (0..5, 30, 0, "First line."),
        ] {
            let piece = line_around(text, &found, cells);
            assert_eq!((piece.before, piece.text.as_str()), (before, line), "{found:?} {cells}");
            assert_eq!(
                characters(line, found.start - before, found.len()),
                characters(text, found.start, found.len()),
                "{found:?} {cells}"
            );
        }
    }

    #[test]
    fn fit_cuts_between_grapheme_clusters() {
        for (text, cells, fitted) in [
            ("Doorman", 7, "Doorman"),
            ("Doorman", 6, "Doorm…"),
            ("two words", 5, "two…"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("e\u{301}te\u{301}", 2, "e\u{301}…"),
            ("e\u{301}tude", 4, "e\u{301}tu…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(fit(text, cells), fitted, "{text} in {cells}");
        }
    }

    #[test]
    fn pad_fills_all_cells() {
        for (text, cells, padded) in [
            ("abc", 5, "abc  "),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("日本語", 6, "日本語"),
            ("日本語", 4, "日… "),
            ("abc", 0, ""),
        ] {
            assert_eq!(pad(text, cells), padded, "{text} in {cells}");
        }
    }

    #[test]
    fn fit_matches_shows_match_at_the_end_of_a_long_text() {
        for (text, found, cells, expected) in [
            (LONG, 62..68, 80, LONG),
            (LONG, 62..68, 40, "Multi-Profile UKIs…Unified Kernel Images"),
            (LONG, 62..68, 30, "Multi-Profile UK…Kernel Images"),
            (LONG, 0..5, 30, "Multi-Profile UKIs and other…"),
            ("日本語日本語日本語日本語日本 kernel", 15..21, 26, "日本語日本語日本語…kernel"),
            (LONG, 0..5, 10, "Multi-Pro…"),
        ] {
            let pieces = fit_matches(text, cells, std::slice::from_ref(&found));
            let fitted: String = pieces.iter().map(|piece| &*piece.text).collect();
            assert_eq!(fitted, expected, "{found:?} of {text} in {cells}");
            let is_shown = |piece: &TextPiece| {
                piece.shown.start <= found.start && found.end <= piece.shown.end
            };
            assert!(pieces.iter().any(is_shown), "{found:?} of {text} in {cells}");
            for TextPiece { text: part, before, shown } in pieces {
                assert_eq!(
                    characters(&part, shown.start - before, shown.len()),
                    characters(text, shown.start, shown.len()),
                    "{part}"
                );
            }
        }
    }

    #[test]
    fn fit_matches_in_20_cells_shows_the_start_only() {
        let pieces = fit_matches(LONG, 20, std::slice::from_ref(&(62..68)));
        assert_eq!(pieces[0].shown, 0..18);
    }
}
