//! How text looks: fitted to a terminal or tab-separated for other programs, with colours where
//! they are wanted.

use super::args::When;
use crate::store::Environment;
use std::io::IsTerminal;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub(crate) const BOLD: &str = "1";
pub(crate) const DIM: &str = "2";
pub(crate) const FOUND: &str = "1;4";
pub(crate) const STAR: &str = "33";
pub(crate) const ALARM: &str = "31";

/// The width that is assumed where none can be known, in cells.
const WIDTH: usize = 80;
/// Text for reading gets no wider than this, in cells.
const WIDTH_READ: usize = 100;

/// For whom standard output is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// For a person: tables in columns, fitted to this many cells. `None`: for a program,
    /// tab-separated.
    pub(crate) width: Option<usize>,
    pub(crate) color: bool,
}

impl Look {
    /// For standard output as it is. Colours that are asked for by `--color always` or
    /// `$CLICOLOR_FORCE` are for a person, wherever the output goes.
    pub(crate) fn new(when: When, env: &Environment) -> Look {
        let terminal = std::io::stdout().is_terminal();
        let color = wants_color(when, env, terminal);
        let width = || terminal_width().or(env.columns).filter(|width| *width > 0).unwrap_or(WIDTH);
        Look { width: (terminal || color).then(width), color }
    }

    /// The width for paragraphs, in cells.
    pub(crate) fn reading_width(self) -> usize {
        self.width.unwrap_or(WIDTH).min(WIDTH_READ)
    }

    /// `text` with the letters in these ranges, in characters, marked.
    pub(crate) fn marked(self, text: &str, found: &[Range<usize>]) -> String {
        let mut marked = String::with_capacity(text.len());
        let mut letters = text.chars().enumerate().peekable();
        while let Some((at, letter)) = letters.next() {
            let inside = |at: usize| found.iter().any(|range| range.contains(&at));
            let mut run = String::from(letter);
            while let Some((_, next)) = letters.next_if(|(next, _)| inside(*next) == inside(at)) {
                run.push(next);
            }
            marked += &if inside(at) { self.paint(FOUND, &run) } else { run };
        }
        marked
    }

    /// `text` in a style, which is the number of an SGR sequence.
    pub(crate) fn paint(self, style: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\u{1b}[{style}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Whether colours are wanted, for output that goes to a terminal or does not.
pub(crate) fn wants_color(when: When, env: &Environment, terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => !env.no_color && (env.force_color || (terminal && !env.dumb)),
    }
}

#[cfg(unix)]
fn terminal_width() -> Option<usize> {
    rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| size.ws_col.into())
}

#[cfg(not(unix))]
fn terminal_width() -> Option<usize> {
    None
}

/// `text` in exactly `width` cells: cut with an ellipsis, or filled up with spaces.
pub(crate) fn fit(text: &str, width: usize) -> String {
    let mut fitted = String::with_capacity(width);
    let mut used = 0;
    let whole = text.width() <= width;
    for letter in text.graphemes(true) {
        let cells = letter.width();
        if used + cells > if whole { width } else { width.saturating_sub(1) } {
            break;
        }
        fitted.push_str(letter);
        used += cells;
    }
    if !whole && width > 0 {
        fitted.push('…');
        used += 1;
    }
    fitted + &" ".repeat(width.saturating_sub(used))
}

/// A number with the words for so many: `1 room`, `5 rooms`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The text in lines of at most `width` cells, each with `indent` before it. Words that are wider
/// stand alone.
pub(crate) fn wrap(text: &str, width: usize, indent: &str) -> String {
    let width = width.saturating_sub(indent.width()).max(1);
    let mut wrapped = String::new();
    for line in text.lines() {
        let (mut current, mut used) = (String::new(), 0);
        for word in line.split_whitespace() {
            let cells = word.width();
            if used > 0 && used + 1 + cells > width {
                wrapped.push_str(&format!("{indent}{current}\n"));
                (current, used) = (String::new(), 0);
            }
            if used > 0 {
                current.push(' ');
                used += 1;
            }
            current.push_str(word);
            used += cells;
        }
        let indent = if current.is_empty() { "" } else { indent };
        wrapped.push_str(&format!("{indent}{current}\n"));
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_whatever_their_letters() {
        for (text, width, fitted) in [
            ("abc", 5, "abc  "),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日… "),
            ("e\u{301}tude", 4, "e\u{301}tu…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(fit(text, width), fitted, "{text} in {width}");
        }
    }

    #[test]
    fn paragraphs_are_wrapped_between_words() {
        assert_eq!(wrap("one two three", 9, "  "), "  one two\n  three\n");
        assert_eq!(wrap("a\n\nb", 9, "> "), "> a\n\n> b\n");
        assert_eq!(wrap("immeasurable", 4, ""), "immeasurable\n");
        assert_eq!(wrap("日本 語", 5, ""), "日本\n語\n");
    }

    #[test]
    fn without_colour_nothing_is_painted() {
        let look = Look { width: None, color: false };
        assert_eq!(look.paint(BOLD, "x"), "x");
        assert_eq!(look.marked("abc", &[0..1, 2..3]), "abc");
        let look = Look { color: true, ..look };
        assert_eq!(look.paint(BOLD, "x"), "\u{1b}[1mx\u{1b}[0m");
        assert_eq!(look.marked("aébc", &[1..3, 7..9]), "a\u{1b}[1;4méb\u{1b}[0mc");
    }
}
