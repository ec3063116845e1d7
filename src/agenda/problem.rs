//! Problems of a file: a sentence for a person, with the place in the file and advice.

use super::clean::Clean;
use super::position::{Position, Span, floor_boundary};
use unicode_width::UnicodeWidthStr;

/// The weight of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The reader guessed, or found something odd. The agenda is complete.
    Warning,
    /// The agenda lacks a session or a field. `hallway check` exits with code 65.
    Error,
}

impl Severity {
    /// Returns the first word of a report: `warning` or `error`.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One problem of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The weight of the problem.
    pub severity: Severity,
    /// The bytes of the file with the problem. `None` means the whole file.
    pub at: Option<Span>,
    /// The problem in one sentence, without a full stop.
    pub message: String,
    /// Advice for the author of the file, or the value that the reader took instead.
    pub help: Option<String>,
}

impl Problem {
    /// Creates an error without help.
    pub fn error(at: Option<Span>, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Error, at, message: message.into(), help: None }
    }

    /// Creates a warning without help.
    pub fn warning(at: Option<Span>, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(at, message) }
    }

    /// Returns the problem with `help`.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// Returns the line and column of the problem in `text`. Returns `None` for a problem of the
    /// whole file.
    pub fn position_in(&self, text: &str) -> Option<Position> {
        Some(Position::of_byte(text, self.at.as_ref()?.start))
    }

    /// Formats the problem as one line: `FILE:LINE:COLUMN: message`.
    pub fn headline(&self, file: &str, text: &str) -> String {
        self.headline_at(self.position_in(text), file)
    }

    /// Formats the problem as [`headline`](Problem::headline) does, at a position that the caller
    /// took from a [`LineIndex`](super::LineIndex).
    pub(super) fn headline_at(&self, position: Option<Position>, file: &str) -> String {
        let message = &self.message;
        let line = match position {
            Some(Position { line, column }) => format!("{file}:{line}:{column}: {message}"),
            None => format!("{file}: {message}"),
        };
        Clean::line(&line).into()
    }

    /// Formats the problem over several lines: message, position, the source line with carets
    /// under the place, and the help. The result is safe to print for any content of the file.
    pub fn report(&self, file: &str, text: &str) -> String {
        self.report_at(self.position_in(text), file, text)
    }

    /// Formats the problem as [`report`](Problem::report) does, at a position that the caller
    /// took from a [`LineIndex`](super::LineIndex).
    pub(super) fn report_at(&self, position: Option<Position>, file: &str, text: &str) -> String {
        let label = self.severity.label();
        let mut lines = vec![Clean::line(format!("{label}: {}", self.message)).to_string()];
        if let Some(Position { line, column }) = position {
            let margin = line.to_string().len();
            lines.push(format!("{:margin$}--> {}:{line}:{column}", "", Clean::line(file)));
            let excerpt = self.excerpt(text);
            lines.push(format!("{:margin$} |", ""));
            lines.push(format!("{line} | {}", excerpt.source));
            lines.push(format!("{:margin$} | {}", "", excerpt.carets));
        } else {
            lines.push(format!("--> {}", Clean::line(file)));
        }
        if let Some(help) = &self.help {
            lines.push(format!("  help: {}", Clean::line(help)));
        }
        lines.join("\n")
    }

    /// Cuts the source line of the problem out of `text`.
    fn excerpt(&self, text: &str) -> Excerpt {
        let Some(span) = &self.at else {
            return Excerpt::default();
        };
        let (start, end) = (floor_boundary(text, span.start), floor_boundary(text, span.end));
        let before = tail_of_line(text.get(..start).unwrap_or_default());
        let after = head_of_line(text.get(start..).unwrap_or_default());
        let marked = after.get(..end.saturating_sub(start)).unwrap_or(after);
        let carets = Clean::excerpt(marked).width().clamp(1, EXCERPT_MAX);
        Excerpt {
            carets: format!("{:1$}{2}", "", before.width(), "^".repeat(carets)),
            source: before + &Clean::excerpt(after),
        }
    }
}

/// Longest part of a source line in a report, in characters.
const EXCERPT_MAX: usize = 96;

/// A source line, safe to print, and the line of carets below the source line.
#[derive(Default)]
struct Excerpt {
    source: String,
    carets: String,
}

/// Returns the first [`EXCERPT_MAX`] characters of the first line of `text`.
fn head_of_line(text: &str) -> &str {
    let cut = |&(nth, (_, c)): &(usize, (usize, char))| nth == EXCERPT_MAX || c == '\n';
    let end = text.char_indices().enumerate().find(cut).map(|(_, (end, _))| end);
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// Returns the end of the last line of `text`, at most half of [`EXCERPT_MAX`] characters, with an
/// ellipsis for a beginning that is cut off.
fn tail_of_line(text: &str) -> String {
    // The line may be a whole file long: read backwards from its end.
    let mut back = text.chars().rev().take_while(|c| *c != '\n');
    let bytes: usize = back.by_ref().take(EXCERPT_MAX / 2).map(char::len_utf8).sum();
    let tail = Clean::excerpt(text.get(text.len() - bytes..).unwrap_or_default());
    if back.next().is_some() { format!("…{tail}") } else { tail }
}

/// Returns the candidate that is most similar to `word`, if one is similar enough to propose:
/// a Jaro-Winkler similarity above 0.8, in any case of the letters.
pub fn nearest_word<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    /// Longest word that is compared, in bytes. Longer text is no typing error.
    const LENGTH_MAX: usize = 200;
    if word.len() > LENGTH_MAX {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LENGTH_MAX)
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
