//! Descriptions in HTML or Markdown as plain text with paragraphs, lists and links.
//!
//! Publishers mix the two: HTML for a web page, Markdown for a planning tool, Markdown with a
//! `<br>` here and there, plain text with entities. Plain text stays as it is: a character counts
//! as a mark of Markdown only if no other reading is possible, and only tags of HTML make a text
//! HTML. Every text takes one pass, hostile texts too.

mod entities;
mod html;
mod html_writer;
mod links;
mod markdown;
mod markdown_inline;
mod tags;

pub(super) use entities::decode_entities;
pub(crate) use tags::TagScanner;

use crate::agenda::ByteSet;
use crate::agenda::clean::BLOCK_MAX;
use entities::Entities;
use html_writer::{HtmlWriter, LineEnds};
use std::borrow::Cow;

/// The largest part of a text that is read, in bytes: several times [`BLOCK_MAX`], since tags and
/// marks take room too.
const READ_MAX: usize = 9 * BLOCK_MAX;

/// Returns `text` as a person would read it, from plain text, HTML or Markdown. A text longer than
/// [`READ_MAX`] bytes is cut and ends with `…`.
pub(super) fn plain_text(text: &str) -> String {
    if is_bare_text(text) {
        return text.trim().to_owned();
    }
    let length = text.len();
    let mut text = Cow::Borrowed(text.get(..text.floor_char_boundary(READ_MAX)).unwrap_or(text));
    let is_cut = text.len() < length;
    if text.contains('\r') {
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    let text = remove_indent(&text);
    let mut plain = match html::detect_markup(&text) {
        html::Markup::None => markdown::remove_marks(&text, Entities::Decode),
        html::Markup::Inline => {
            let text = HtmlWriter::new(LineEnds::Keep).write_html(&text);
            markdown::remove_marks(&text, Entities::Keep)
        }
        html::Markup::Blocks => HtmlWriter::new(LineEnds::Join).write_html(&text),
    };
    plain.truncate(plain.trim_end().len());
    plain.drain(..plain.len() - plain.trim_start().len());
    if is_cut {
        plain.push('…');
    }
    plain
}

/// The bytes of markup.
static MARKS: ByteSet = ByteSet::new(b"\r\t\\`*_~[]<&|");

/// Returns true for plain text without any byte of markup, without list items and without broken
/// lines: the second and later lines begin with a capital, a digit or a quotation mark. Most
/// abstracts are bare.
fn is_bare_text(text: &str) -> bool {
    !MARKS.is_in(text.as_bytes())
        && text.split('\n').skip(1).all(|line| line.chars().next().is_none_or(begins_sentence))
        && text.starts_with(|c: char| c.is_lowercase() || begins_sentence(c))
}

fn begins_sentence(c: char) -> bool {
    c.is_alphanumeric() && !c.is_lowercase() || matches!(c, '"' | '“' | '(' | '\'')
}

/// Returns `text` without the common indent of all lines after the first: some tools indent whole
/// descriptions.
fn remove_indent(text: &str) -> Cow<'_, str> {
    /// A smaller indent, in spaces, is part of the text.
    const INDENT_MIN: usize = 4;
    if !text.contains("\n    ") {
        return Cow::Borrowed(text);
    }
    let filled = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let common = filled.map(indent_of).min().unwrap_or(0);
    if common < INDENT_MIN {
        return Cow::Borrowed(text);
    }
    let lines = text.split('\n').enumerate().map(|(ix, line)| match ix {
        0 => line,
        _ => line.get(common.min(indent_of(line))..).unwrap_or_default(),
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Removes every part that is a whole paragraph of `text`, or several: a description often repeats
/// the abstract.
pub(super) fn remove_repeated(parts: &mut Vec<String>, text: &str) {
    /// A session with more parts is hostile, and its parts are not compared.
    const PARTS_MAX: usize = 8;
    if parts.len() <= PARTS_MAX {
        parts.retain(|part| !has_paragraphs(text, part));
    }
}

/// Returns true if `part` is in `text` and begins and ends with a paragraph.
fn has_paragraphs(text: &str, part: &str) -> bool {
    !part.is_empty()
        && text.match_indices(part).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + part.len()..).unwrap_or_default();
            (before.is_empty() || before.ends_with("\n\n"))
                && (after.is_empty() || after.starts_with('\n'))
        })
}

#[cfg(test)]
mod tests;
