//! The form of standard output: tables for a terminal or tab-separated lines, with or without
//! colours.

use crate::config::ColorChoice;
use crate::store::Environment;
use crate::text::is_selector;
use std::io::IsTerminal;
use std::ops::Range;

/// Parameters of SGR escape sequences (ECMA-48 8.3.117).
pub(crate) const BOLD: &str = "1";
pub(crate) const DIM: &str = "2";
pub(crate) const MATCH: &str = "1;4";
pub(crate) const STAR: &str = "33";
pub(crate) const ALARM: &str = "31";

/// The width of a terminal that does not name its width, in cells.
const DEFAULT_WIDTH: usize = 80;
/// The greatest width of paragraphs, in cells.
const PARAGRAPH_WIDTH: usize = 100;

/// The form of standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutputStyle {
    /// The width of tables for a person, in cells. `None` means tab-separated lines for a program.
    pub(crate) width: Option<usize>,
    pub(crate) color: bool,
    /// True for sentences instead of tables and tab-separated lines.
    pub(crate) sentences: bool,
}

/// Where sentences stand in place of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LinearChoice {
    /// On a terminal and in a pipe: `--linear` or `$HALLWAY_LINEAR`.
    pub(crate) everywhere: bool,
    /// On a terminal alone: the configuration, or a terminal without a screen.
    pub(crate) on_terminal: bool,
}

impl OutputStyle {
    /// Returns the style of standard output. Colours of `--color always` or `$CLICOLOR_FORCE` mean
    /// that a person reads the output, so a pipe gets tables too.
    pub(crate) fn new(choice: ColorChoice, env: &Environment, linear: LinearChoice) -> OutputStyle {
        let is_terminal = std::io::stdout().is_terminal();
        let color = wants_color(choice, env, is_terminal);
        let width = (is_terminal || color).then(|| {
            let known = terminal_width().or(env.columns);
            known.filter(|width| *width > 0).unwrap_or(DEFAULT_WIDTH)
        });
        let sentences = linear.everywhere || (linear.on_terminal && is_terminal);
        OutputStyle { width, color, sentences }
    }

    /// Returns the width of paragraphs, in cells.
    pub(crate) fn paragraph_width(self) -> usize {
        self.width.unwrap_or(DEFAULT_WIDTH).min(PARAGRAPH_WIDTH)
    }

    /// Returns `text` with the style [`MATCH`] on these ranges of characters, and without
    /// selectors: see [`is_selector`].
    pub(crate) fn mark_ranges(self, text: &str, ranges: &[Range<usize>]) -> String {
        let is_marked = |at: usize| ranges.iter().any(|range| range.contains(&at));
        let mut marked = String::with_capacity(text.len());
        let letters = text.chars().enumerate().filter(|(_, letter)| !is_selector(*letter));
        let mut letters = letters.peekable();
        while let Some((at, letter)) = letters.next() {
            let mut run = String::from(letter);
            while let Some((_, next)) =
                letters.next_if(|(next, _)| is_marked(*next) == is_marked(at))
            {
                run.push(next);
            }
            marked += &if is_marked(at) { self.paint(MATCH, &run) } else { run };
        }
        marked
    }

    /// Returns `text` in a style, one of the SGR parameters of this file.
    pub(crate) fn paint(self, sgr: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\u{1b}[{sgr}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

pub(crate) fn wants_color(choice: ColorChoice, env: &Environment, is_terminal: bool) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => !env.no_color && (env.force_color || (is_terminal && !env.dumb)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paint_and_mark_ranges_write_escapes_only_with_colour() {
        let style = OutputStyle { width: None, color: false, sentences: false };
        assert_eq!(style.paint(BOLD, "x"), "x");
        assert_eq!(style.mark_ranges("abc", &[0..1, 2..3]), "abc");
        let style = OutputStyle { color: true, ..style };
        assert_eq!(style.paint(BOLD, "x"), "\u{1b}[1mx\u{1b}[0m");
        let letter = 2..3;
        let marked = style.mark_ranges("⚠\u{fe0f}bc", std::slice::from_ref(&letter));
        assert_eq!(marked, "⚠\u{1b}[1;4mb\u{1b}[0mc");
        assert_eq!(style.mark_ranges("aébc", &[1..3, 7..9]), "a\u{1b}[1;4méb\u{1b}[0mc");
    }
}
