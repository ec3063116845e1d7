//! Descriptions in HTML or Markdown as readable text: paragraphs, lists and links are kept.
//!
//! Publishers mix them: HTML for a web page, Markdown for a planning tool, Markdown with a `<br>`
//! here and there, plain text with entities. Plain text passes as it is: a mark of Markdown is one
//! only where it can be nothing else, and HTML is what has tags of HTML. Everything takes one pass,
//! whatever the text is.

mod entities;
mod html;
mod markdown;
mod tags;

pub(super) use entities::decode_entities;

use crate::agenda::clean::BLOCK_MAX;
use std::borrow::Cow;

/// How much of a text is read, in bytes: some times what an agenda keeps of it, since marks take
/// room too.
const LOOKED_AT: usize = 9 * BLOCK_MAX;

/// The text as a person would read it, whichever of plain text, HTML and Markdown it is in.
pub(super) fn plain_text(text: &str) -> String {
    if is_bare(text) {
        return text.trim().to_owned();
    }
    let whole = text.len();
    let mut text = Cow::Borrowed(text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text));
    let is_cut = text.len() < whole;
    if text.contains('\r') {
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    let text = moved_out(&text);
    let mut plain = match html::shape(&text) {
        html::Shape::None => markdown::remove_marks(&text, true),
        html::Shape::Inline => markdown::remove_marks(&html::inline(&text), false),
        html::Shape::Blocks => html::blocks(&text),
    };
    plain.truncate(plain.trim_end().len());
    plain.drain(..plain.len() - plain.trim_start().len());
    if is_cut {
        plain.push('…');
    }
    plain
}

/// Whether there is no byte in a text that could mean more than itself, and no line that begins
/// with anything but a capital, a digit or a quotation mark, and so is neither an item nor the rest
/// of a broken line: most abstracts are so.
fn is_bare(text: &str) -> bool {
    const MARKS: &[u8] = b"\r\t\\`*_~[]<&|";
    // Whole chunks at a time, without a way out within one, are what compilers make fast.
    let marked = |chunk: &[u8]| {
        MARKS.iter().any(|mark| chunk.iter().fold(false, |any, byte| any | (byte == mark)))
    };
    let mark = text.as_bytes().chunks(256).any(marked);
    let begins =
        |c: char| c.is_alphanumeric() && !c.is_lowercase() || matches!(c, '"' | '“' | '(' | '\'');
    let plain = |line: &str| line.chars().next().is_none_or(begins);
    !mark
        && text.split('\n').skip(1).all(plain)
        && text.starts_with(|c: char| c.is_lowercase() || begins(c))
}

/// The text without what all lines but the first are moved in by: some tools move in whole
/// descriptions.
fn moved_out(text: &str) -> Cow<'_, str> {
    /// Less than this is part of the text.
    const MOVED: usize = 4;
    if !text.contains("\n    ") {
        return Cow::Borrowed(text);
    }
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let least =
        text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    if least < MOVED {
        return Cow::Borrowed(text);
    }
    let lines = text.split('\n').enumerate().map(|(at, line)| match at {
        0 => line,
        _ => line.get(least.min(indent(line))..).unwrap_or_default(),
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// Takes out what another text has as one of its paragraphs, or as some that follow each other: a
/// description often has the abstract in it.
pub(super) fn remove_repeated(parts: &mut Vec<String>, text: &str) {
    /// No session has more texts that are worth the comparison.
    const PARTS: usize = 8;
    if parts.len() <= PARTS {
        parts.retain(|part| !has_paragraph(text, part));
    }
}

fn has_paragraph(text: &str, part: &str) -> bool {
    let begins =
        |at: usize| at == 0 || text.get(..at).is_some_and(|before| before.ends_with("\n\n"));
    let ends =
        |at: usize| text.get(at..).is_some_and(|after| after.is_empty() || after.starts_with('\n'));
    !part.is_empty() && text.match_indices(part).any(|(at, _)| begins(at) && ends(at + part.len()))
}

/// `text (url)`, or one of them where they say the same.
fn link(text: &str, url: &str) -> String {
    /// Of the length of two addresses that may be the same but for how they are written.
    const SPARE: usize = 24;
    let bare = |text: &str| {
        let text = text.trim();
        let text = ["mailto:", "https://", "http://"]
            .iter()
            .find_map(|head| text.strip_prefix(head))
            .unwrap_or(text);
        text.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
    };
    let web = ["https://", "http://", "mailto:"].iter().any(|head| url.starts_with(head));
    let same = || text.len() <= url.len() + SPARE && bare(text) == bare(url);
    match text.trim().is_empty() {
        _ if !web => text.to_owned(),
        true => url.trim_start_matches("mailto:").to_owned(),
        false if same() => text.to_owned(),
        false => format!("{text} ({})", url.trim_start_matches("mailto:")),
    }
}

#[cfg(test)]
mod tests;
