//! Descriptions in HTML or Markdown as readable text: paragraphs, lists and links are kept.
//!
//! Publishers mix them: HTML for a web page, Markdown for a planning tool, Markdown with a `<br>` here and there, plain text
//! with entities. Plain text passes as it is: a mark of Markdown is one only where it can be nothing else, and HTML
//! is what has tags of HTML. Everything takes one pass, whatever the text is.

mod entities;
mod html;
mod markdown;
mod tags;

pub(super) use entities::decoded;

use crate::agenda::clean::BLOCK_MAX;
use std::borrow::Cow;

/// How much of a text is read, in bytes: some times what an agenda keeps of it, since marks take room too.
const LOOKED_AT: usize = 9 * BLOCK_MAX;

/// The text as a person would read it, whichever of plain text, HTML and Markdown it is in.
pub(super) fn prose(text: &str) -> String {
    let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = moved_out(&text);
    let prose = match html::shape(&text) {
        html::Shape::None => markdown::plain(&text, true),
        html::Shape::Inline => markdown::plain(&html::inline(&text), false),
        html::Shape::Blocks => html::blocks(&text),
    };
    prose.trim().to_owned()
}

/// The text without what all lines but the first are moved in by: some tools move in whole descriptions.
fn moved_out(text: &str) -> Cow<'_, str> {
    /// Less than this is part of the text.
    const MOVED: usize = 4;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let least = text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    if least < MOVED {
        return Cow::Borrowed(text);
    }
    let lines = text.split('\n').enumerate().map(|(at, line)| match at {
        0 => line,
        _ => line.get(least.min(indent(line))..).unwrap_or_default(),
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// `text (url)`, or one of them where they say the same.
fn link(text: &str, url: &str) -> String {
    /// Of the length of two addresses that may be the same but for how they are written.
    const SPARE: usize = 24;
    let bare = |text: &str| {
        let text = text.trim();
        let text = ["mailto:", "https://", "http://"].iter().find_map(|head| text.strip_prefix(head)).unwrap_or(text);
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
