//! The lines of Markdown, and of plain text like Markdown. A mark counts only if no other reading
//! is possible.

use super::entities::Entities;
use super::markdown_inline::remove_inline_marks;

/// Returns `text` without the marks of Markdown. Text without a meaning in Markdown stays.
pub(super) fn remove_marks(text: &str, entities: Entities) -> String {
    let mut writer = MarkdownWriter {
        out: String::with_capacity(text.len()),
        paragraph: String::new(),
        entities,
    };
    let mut fences_left = text.lines().filter(|line| is_fence(line)).count();
    let mut is_fenced = false;
    let mut previous = "";
    for line in text.lines() {
        let above = std::mem::replace(&mut previous, line);
        // The last fence without a partner is text.
        if is_fence(line) && (is_fenced || fences_left > 1) {
            fences_left -= 1;
            is_fenced = !is_fenced;
            writer.end_paragraph();
        } else if is_fenced {
            writer.out.push_str(line);
            writer.out.push('\n');
        } else {
            writer.write_line(above, line);
        }
    }
    writer.end_paragraph();
    writer.out
}

struct MarkdownWriter {
    out: String,
    /// The lines of the current paragraph, not in `out` yet.
    paragraph: String,
    entities: Entities,
}

impl MarkdownWriter {
    /// Writes a line outside code; `above` is the line above in the source.
    fn write_line(&mut self, above: &str, line: &str) {
        let has_text = !self.paragraph.trim().is_empty() && !self.paragraph.ends_with("\n\n");
        if let Some(heading) = heading_of(line) {
            self.end_paragraph();
            self.out.push('\n');
            self.paragraph.push_str(heading);
            self.paragraph.push_str("\n\n");
            self.end_paragraph();
        } else if line.trim().is_empty() || (has_text && is_underline(line)) {
            self.paragraph.push('\n');
            self.end_paragraph();
        } else if has_text && is_table_rule(line) {
            // A rule shows nothing.
        } else if let Some(item) = item_of(line) {
            self.end_paragraph();
            self.paragraph.push_str(&item.indent.replace('\t', "  "));
            self.paragraph.push_str("- ");
            self.paragraph.push_str(item.text);
            self.paragraph.push('\n');
        } else {
            self.add_to_paragraph(above, line);
        }
    }

    fn add_to_paragraph(&mut self, above: &str, line: &str) {
        if self.paragraph.ends_with('\n') && is_continuation(above, line) {
            self.paragraph.pop();
            self.paragraph.push(' ');
            self.paragraph.push_str(line);
        } else {
            let hard_break = line.strip_suffix('\\').filter(|rest| !rest.ends_with('\\'));
            self.paragraph.push_str(hard_break.unwrap_or(line));
        }
        self.paragraph.push('\n');
    }

    fn end_paragraph(&mut self) {
        self.out.push_str(&remove_inline_marks(&self.paragraph, self.entities));
        self.paragraph.clear();
    }
}

/// Returns true if an editor has broken the long line `above`, and `line` is its rest: `line` goes
/// on with a small letter.
fn is_continuation(above: &str, line: &str) -> bool {
    /// Lines below this number of bytes may be broken on purpose.
    const LENGTH_MIN: usize = 60;
    // Two spaces or a backslash at the end are a line break of Markdown.
    above.len() >= LENGTH_MIN
        && line.starts_with(char::is_lowercase)
        && !line.starts_with("http")
        && !above.ends_with("  ")
        && !above.ends_with(['.', '!', '?', ':', ';', '\\'])
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") && !line.trim_start_matches('`').contains('`')
        || line.starts_with("~~~")
}

/// Returns the title of a heading, `## Title` or the `== Title ==` of wikis. `#hashtag` is text.
fn heading_of(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix("==") {
        let title =
            rest.trim_start_matches('=').strip_prefix(' ')?.trim_end().strip_suffix("==")?;
        let title = title.trim_end_matches('=').strip_suffix(' ')?.trim();
        return Some(title).filter(|title| !title.is_empty());
    }
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let title = rest.strip_prefix(' ').filter(|_| (1..=6).contains(&level))?.trim();
    let unclosed = title.trim_end_matches('#');
    Some(if unclosed.ends_with(' ') { unclosed.trim_end() } else { title })
        .filter(|title| !title.is_empty())
}

/// Returns true for the `====` or `----` below a heading.
fn is_underline(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// Returns true for the rule of a table: `|---|:--:|`.
fn is_table_rule(line: &str) -> bool {
    line.contains("--")
        && line.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

struct ListItem<'t> {
    /// The white space before the mark.
    indent: &'t str,
    /// The text after the mark.
    text: &'t str,
}

/// Returns the parts of a list item with a bullet. A line of nothing but marks is a rule.
fn item_of(line: &str) -> Option<ListItem<'_>> {
    let rest = line.trim_start_matches([' ', '\t']);
    let mark = ["* ", "- ", "+ ", "• ", "•\t", "*\t", "-\t"]
        .iter()
        .find(|mark| rest.starts_with(**mark))?;
    let text = rest.get(mark.len()..)?.trim_start();
    let is_rule = text.chars().all(|c| matches!(c, '*' | '-' | '+' | ' '));
    let indent = line.get(..line.len() - rest.len())?;
    (!is_rule).then_some(ListItem { indent, text })
}
