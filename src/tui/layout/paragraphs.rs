//! Wrapped paragraphs with roles, one below the other.

use super::line::{Line, TextRun, highlight_matches};
use super::linear::spoken_text;
use crate::text;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};
use std::ops::Range;

/// Lines of at most `width` cells that grow at the end.
#[derive(Debug)]
pub(super) struct Paragraphs {
    width: usize,
    /// The text is for the linear layout: in words.
    is_spoken: bool,
    lines: Vec<Line>,
}

impl Paragraphs {
    /// Returns no lines, for a text of `width` cells.
    pub(super) fn new(model: &Model, width: u16) -> Paragraphs {
        let is_spoken = model.settings.linear;
        Paragraphs { width: usize::from(width.max(1)), is_spoken, lines: Vec::new() }
    }

    /// Returns the number of lines.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns the cells of a line.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Adds a line that has no more cells than [`Paragraphs::width`].
    pub(super) fn push_line(&mut self, mut line: Line) {
        if self.is_spoken {
            line.iter_mut().for_each(|run| run.text = spoken_text(&run.text));
        }
        self.lines.push(line);
    }

    /// Adds the heading of a section, with the number of its rows, and a rule up to the end of the
    /// line. The linear layout has no rule.
    pub(super) fn add_section(&mut self, name: &str, count: Option<usize>) {
        self.add_space();
        let count = count.map_or_else(String::new, |count| format!(" {count}"));
        let cells = text::width(name) + text::width(&count) + 1;
        if self.is_spoken || cells + 3 > self.width {
            return self.add(Role::Key, &format!("{name}{count}"));
        }
        self.lines.push(vec![
            TextRun { role: Role::Key, text: name.to_owned() },
            TextRun { role: Role::Faint, text: format!("{count} ") },
            TextRun { role: Role::Rule, text: sign::BAND.repeat(self.width - cells) },
        ]);
    }

    pub(super) fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    /// Adds an empty line, unless the last line is empty or there is no line.
    pub(super) fn add_space(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::new());
        }
    }

    /// Adds a wrapped text.
    pub(super) fn add(&mut self, role: Role, text: &str) {
        self.add_with_matches(role, text, &[]);
    }

    /// Adds a wrapped text with `lead` before its first line. The other lines are indented by the
    /// width of `lead`.
    pub(super) fn add_hanging(&mut self, role: Role, lead: &str, text: &str) {
        let indent = text::width(lead);
        if indent * 2 > self.width || self.is_spoken {
            return self.add(role, &format!("{lead}{text}"));
        }
        for (nth, line) in text::wrapped(text, self.width - indent).into_iter().enumerate() {
            let lead = if nth == 0 { lead.to_owned() } else { " ".repeat(indent) };
            let lead = TextRun { role: Role::Faint, text: lead };
            self.lines.push(vec![lead, TextRun { role, text: line }]);
        }
    }

    /// Adds a wrapped text. The characters in `ranges` are highlighted.
    pub(super) fn add_with_matches(&mut self, role: Role, text: &str, ranges: &[Range<usize>]) {
        let spoken = self.is_spoken.then(|| spoken_text(text));
        let ranges = if self.is_spoken { &[] } else { ranges };
        let text = spoken.as_deref().unwrap_or(text);
        for wrapped in text::wrap(text, self.width) {
            let before = text.get(..wrapped.range.start).unwrap_or_default().chars().count();
            let part = text.get(wrapped.range).unwrap_or_default();
            let mut line = highlight_matches(role, part, before, ranges);
            if wrapped.indent > 0 {
                line.insert(0, TextRun { role, text: " ".repeat(wrapped.indent) });
            }
            self.lines.push(line);
        }
    }
}
