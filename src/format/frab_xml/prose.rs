//! Abstracts and descriptions. Their entities are decoded when somebody reads the text.

use super::tags::{TextAt, decode_known};
use crate::agenda::{At, Text};
use crate::format::text::{plain_text, remove_repeated};
use std::borrow::Cow;
use std::sync::Arc;

/// An abstract or a description.
#[derive(Debug)]
pub(super) enum Prose<'a> {
    /// A part of the file, all of whose entities are known.
    Encoded(&'a str),
    Decoded(Cow<'a, str>),
}

impl Prose<'_> {
    fn into_decoded(self) -> String {
        match self {
            Prose::Encoded(text) => decode_known(text).into_owned(),
            Prose::Decoded(text) => text.into_owned(),
        }
    }
}

/// Returns the abstract of an event of `file`.
pub(super) fn summary_of(
    file: &Arc<String>,
    subtitle: Option<TextAt<'_>>,
    texts: Vec<At<Prose<'_>>>,
) -> Option<At<Text>> {
    let places = subtitle.iter().map(|text| &text.at).chain(texts.iter().map(|text| &text.at));
    let at = places.cloned().reduce(|all, at| all.start..at.end)?;
    if let (None, [At { value: Prose::Encoded(text), .. }]) = (&subtitle, &texts[..]) {
        return Some(At { value: Text::encoded_in_file(file, text, read_encoded), at });
    }
    let subtitle = subtitle.map_or_else(String::new, |text| text.value.into_owned());
    let texts = texts.into_iter().map(|text| text.value.into_decoded());
    let parts = std::iter::once(subtitle).chain(texts).collect();
    Some(At { value: Text::new(parts, join_readable), at })
}

/// Returns the readable form of an abstract without a subtitle.
fn read_encoded(text: &str) -> String {
    plain_text(decode_known(text).trim())
}

/// Joins the readable forms of a subtitle, perhaps empty, and of the other texts. Repeated texts
/// are left out.
fn join_readable(written: &[String]) -> String {
    let (subtitle, texts) = written.split_at(written.len().min(1));
    let mut parts: Vec<String> = subtitle.iter().filter(|text| !text.is_empty()).cloned().collect();
    for text in texts {
        let readable = plain_text(text);
        if !parts.iter().any(|part| part.split_whitespace().eq(readable.split_whitespace())) {
            remove_repeated(&mut parts, &readable);
            parts.push(readable);
        }
    }
    if parts.len() == 1 { parts.swap_remove(0) } else { parts.join("\n\n") }
}
