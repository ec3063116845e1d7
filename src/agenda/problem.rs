//! What is wrong with a file: a sentence to a person, with the place.

use super::{Clean, Span};
use unicode_width::UnicodeWidthStr;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was guessed or is odd; everything is there.
    Warning,
    /// Something was left out. `check` exits 65.
    Error,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// Where in the file, in bytes; `None`: the file as a whole.
    pub at: Option<Span>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it, or what was done.
    pub help: Option<String>,
}

impl Problem {
    pub fn error(at: Option<Span>, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Error, at, message: message.into(), help: None }
    }

    pub fn warning(at: Option<Span>, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(at, message) }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// Line and column in `text`, both counted from 1, the column in characters.
    pub fn place(&self, text: &str) -> Option<(usize, usize)> {
        let before = text.get(..floor(text, self.at.as_ref()?.start))?;
        Some(moved_on((1, 1), before))
    }

    /// One line: `FILE:LINE:COLUMN: message`.
    pub fn headline(&self, file: &str, text: &str) -> String {
        let place =
            self.place(text).map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        let line = format!("{file}{place}: {}", self.message);
        Clean::line(&line).into()
    }

    /// The whole report: place, message, the source line with a caret under the place, and what to
    /// do. Whatever the file contains, the result can be printed on a terminal.
    pub fn report(&self, file: &str, text: &str) -> String {
        self.report_at(self.place(text), file, text)
    }

    /// The same, where line and column are known: see [`Places`].
    pub fn report_at(&self, place: Option<(usize, usize)>, file: &str, text: &str) -> String {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut lines = vec![Clean::line(format!("{word}: {}", self.message)).to_string()];
        if let Some((line, column)) = place {
            let margin = line.to_string().len();
            lines.push(format!("{:margin$}--> {}:{line}:{column}", "", Clean::line(file)));
            let (source, caret) = self.excerpt(text);
            lines.push(format!("{:margin$} |", ""));
            lines.push(format!("{line} | {source}"));
            lines.push(format!("{:margin$} | {caret}", ""));
        } else {
            lines.push(format!("--> {}", Clean::line(file)));
        }
        if let Some(help) = &self.help {
            lines.push(format!("  help: {}", Clean::line(help)));
        }
        lines.join("\n")
    }

    /// The source line, made printable and cut to what a terminal shows, and the carets below it.
    fn excerpt(&self, text: &str) -> (String, String) {
        const SHOWN: usize = 96;
        let Some(span) = &self.at else {
            return Default::default();
        };
        let (start, end) = (floor(text, span.start), floor(text, span.end));
        let rest = text.get(start..).unwrap_or_default().chars().take_while(|c| *c != '\n');
        let marked: String = rest
            .clone()
            .take(SHOWN)
            .scan(start, |at, c| {
                *at += c.len_utf8();
                (*at <= end).then_some(c)
            })
            .collect();
        let tail: String = rest.take(SHOWN).collect();
        // Not from the beginning of the line, which may be a whole file away.
        let mut back =
            text.get(..start).unwrap_or_default().chars().rev().take_while(|c| *c != '\n');
        let bytes: usize = back.by_ref().take(SHOWN / 2).map(char::len_utf8).sum();
        let before = text.get(start - bytes..start).unwrap_or_default();
        let dots = if back.next().is_some() { "…" } else { "" };
        let before = format!("{dots}{}", Clean::excerpt(before));
        let carets = Clean::excerpt(&marked).width().clamp(1, SHOWN);
        let caret = format!("{:1$}{2}", "", before.width(), "^".repeat(carets));
        (format!("{before}{}", Clean::excerpt(&tail)), caret)
    }
}

/// Where a text that begins at this line and column ends.
fn moved_on((line, column): (usize, usize), text: &str) -> (usize, usize) {
    match text.rfind('\n') {
        Some(end) => (
            line + text.matches('\n').count(),
            text.get(end + 1..).unwrap_or_default().chars().count() + 1,
        ),
        None => (line, column + text.chars().count()),
    }
}

/// Lines and columns of many problems of one text, which is gone through once only.
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    /// Where each piece of [`Places::PIECE`] bytes begins: the byte, line and column.
    pieces: Vec<(usize, (usize, usize))>,
}

impl<'t> Places<'t> {
    const PIECE: usize = 4096;

    pub fn new(text: &'t str) -> Places<'t> {
        let mut pieces = vec![(0, (1, 1))];
        for end in (Self::PIECE..=text.len()).step_by(Self::PIECE).map(|end| floor(text, end)) {
            if let Some(&(start, place)) = pieces.last() {
                pieces.push((end, moved_on(place, text.get(start..end).unwrap_or_default())));
            }
        }
        Places { text, pieces }
    }

    /// As [`Problem::place`].
    pub fn of(&self, problem: &Problem) -> Option<(usize, usize)> {
        let at = floor(self.text, problem.at.as_ref()?.start);
        let piece = self.pieces.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, place) = *self.pieces.get(piece)?;
        Some(moved_on(place, self.text.get(start..at)?))
    }
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// The candidate that `word` was most probably meant to be, if one is near enough to ask.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// What is longer, in bytes, is not compared: nobody has mistyped it.
    const LENGTH_MAX: usize = 200;
    if word.len() > LENGTH_MAX {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LENGTH_MAX)
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
