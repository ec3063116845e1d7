//! The detection of HTML. Only a certain tag counts as a tag: `a < b` and `Vec<T>` are text.

use super::tags::{Tag, TagKind, TagScanner};

/// The amount of HTML in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    None,
    /// Plain text or Markdown with tags in it: line ends have a meaning.
    Inline,
    /// Paragraphs and lists are tags: line ends have no meaning.
    Blocks,
}

/// Returns the amount of HTML in `text`.
pub(super) fn detect_markup(text: &str) -> Markup {
    let mut markup = Markup::None;
    let mut tags = TagScanner::new(text);
    let mut before = 0;
    while let Some(tag) = tags.next_tag() {
        let is_glued = text.get(before..tag.start).is_some_and(|text| text.ends_with(is_word));
        before = tag.end;
        if tag.kind == TagKind::Element && is_certain(&tag, is_glued) {
            if tag.is_block() {
                return Markup::Blocks;
            } else if tag.is_inline() {
                markup = Markup::Inline;
            }
        }
    }
    markup
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Returns false for the `<i>` of `Vec<i>`, and true for `word</i>`, `word<br>` and
/// `word<p class=…>`. A glued tag has a letter or digit right before.
fn is_certain(tag: &Tag<'_>, is_glued: bool) -> bool {
    tag.is_end || tag.name.len() > 1 || !tag.attributes.trim().is_empty() || !is_glued
}
