//! Text cut to cells, never through a letter, so that what was found in it is shown.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells that `text` takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// As much of `text` as fits into `cells`, with an ellipsis where something is missing.
pub(crate) fn fit(text: &str, cells: usize) -> String {
    if text.width() <= cells {
        return text.to_owned();
    }
    let Some(room) = cells.checked_sub(1) else { return String::new() };
    let mut fitted = head(text, room).trim_end().to_owned();
    fitted.push('…');
    fitted
}

/// The line of a text around some of its characters, of about so many cells, and how many
/// characters stand before it. White space is one space; what is missing at the front is shown by
/// an ellipsis, which takes the place of a character.
pub(crate) fn around(text: &str, found: &Range<usize>, cells: usize) -> (usize, String) {
    let chars: Vec<char> = text.chars().collect();
    let line = |c: &char| *c == '\n';
    let begin = chars.iter().take(found.start).rposition(line).map_or(0, |at| at + 1);
    let end = chars.iter().skip(found.end).position(line).map_or(chars.len(), |at| found.end + at);
    // A third of the room for what leads to it, from the beginning of a word on.
    let mut from = begin.max(found.start.saturating_sub(cells / 3));
    if end - begin <= cells {
        from = begin;
    }
    while from > begin
        && from < found.start
        && !chars.get(from - 1).is_some_and(|c| c.is_whitespace())
    {
        from += 1;
    }
    let cut = from > begin;
    let from = if cut { from - 1 } else { from };
    let shown = chars.get(from..end).unwrap_or_default();
    let shown = shown.iter().enumerate().map(|(at, c)| if cut && at == 0 { '…' } else { *c });
    (from, shown.collect())
}

/// The longest beginning of `text` that takes at most `cells`.
pub(crate) fn head(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, letter) in text.grapheme_indices(true) {
        used += letter.width();
        if used > cells {
            return &text[..at];
        }
    }
    text
}

/// A part of a text as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Characters of the whole before it.
    pub(crate) before: usize,
    /// The characters of the whole that can be read in it: not those in whose place an ellipsis
    /// stands.
    pub(crate) shown: Range<usize>,
}

/// As much of a text as fits into `cells`. Where the first of what was found, in characters, is
/// beyond them, the middle is left out, unless too little would be left to know the text by.
pub(crate) fn pieces(text: &str, cells: usize, found: &[Range<usize>]) -> Vec<Piece> {
    const LEAST: usize = 24;
    let hidden = found.first().filter(|first| {
        let until: String = text.chars().take(first.end).collect();
        cells >= LEAST && width(text) > cells && width(&until) >= cells
    });
    let Some(first) = hidden else { return vec![beginning(text, 0, cells)] };
    let most = cells * 3 / 5;
    let (before, around) = around(text, first, most);
    let head = head(text, cells - width(&around).min(most)).trim_end().to_owned();
    let rest = beginning(&around, before, cells - width(&head));
    vec![Piece { before: 0, shown: 0..head.chars().count(), text: head }, rest]
}

/// The beginning of a text of which so many characters were left out before.
fn beginning(text: &str, before: usize, cells: usize) -> Piece {
    let fitted = fit(text, cells);
    let cut = usize::from(fitted.len() < text.len() || fitted != text);
    let begins = usize::from(before > 0 && text.starts_with('…'));
    let end = fitted.chars().count().saturating_sub(cut);
    Piece { text: fitted, before, shown: before + begins.min(end)..before + end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_around_a_match_is_shown() {
        let text = "First line.\nThe quick brown fox jumps over the lazy dog";
        for (found, cells, expected) in [
            (12..15, 80, (12, "The quick brown fox jumps over the lazy dog")),
            (12..15, 10, (12, "The quick brown fox jumps over the lazy dog")),
            (32..37, 21, (27, "…fox jumps over the lazy dog")),
            (32..37, 6, (31, "…jumps over the lazy dog")),
            (0..5, 30, (0, "First line.")),
        ] {
            let (before, line) = around(text, &found, cells);
            assert_eq!((before, line.as_str()), expected, "{found:?} {cells}");
            let letters = |text: &str, from: usize| {
                text.chars().skip(from).take(found.len()).collect::<String>()
            };
            assert_eq!(
                letters(&line, found.start - before),
                letters(text, found.start),
                "{found:?} {cells}"
            );
        }
    }

    #[test]
    fn text_is_cut_between_letters() {
        for (text, cells, fitted) in [
            ("Doorman", 7, "Doorman"),
            ("Doorman", 6, "Doorm…"),
            ("two words", 5, "two…"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("e\u{301}te\u{301}", 2, "e\u{301}…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(fit(text, cells), fitted, "{text} in {cells}");
        }
    }

    #[test]
    fn a_match_at_the_end_of_a_long_text_is_shown() {
        let long = "Multi-Profile UKIs and other ways to supercharge your Unified Kernel Images";
        for (text, found, cells, expected) in [
            (long, 62..68, 80, long),
            (long, 62..68, 40, "Multi-Profile UKIs…Unified Kernel Images"),
            (long, 62..68, 30, "Multi-Profile UK…Kernel Images"),
            (long, 0..5, 30, "Multi-Profile UKIs and other…"),
            ("日本語日本語日本語日本語日本 kernel", 15..21, 26, "日本語日本語日本語…kernel"),
            (long, 0..5, 10, "Multi-Pro…"),
        ] {
            let pieces = pieces(text, cells, std::slice::from_ref(&found));
            let shown: String = pieces.iter().map(|piece| &*piece.text).collect();
            assert_eq!(shown, expected, "{found:?} of {text} in {cells}");
            assert!(
                pieces
                    .iter()
                    .any(|piece| piece.shown.start <= found.start && found.end <= piece.shown.end)
            );
            for Piece { text: part, before, shown } in pieces {
                let of = |text: &str, from: usize| {
                    text.chars().skip(from).take(shown.len()).collect::<String>()
                };
                assert_eq!(of(&part, shown.start - before), of(text, shown.start), "{part}");
            }
        }
        assert_eq!(pieces(long, 20, std::slice::from_ref(&(62..68)))[0].shown, 0..18);
    }
}
