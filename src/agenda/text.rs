//! Long texts that are read late. Nearly every session has an abstract, and people look at few.

use super::clean::Clean;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// A text of paragraphs, or none. The first access makes the text readable and
/// [clean](super::clean).
#[derive(Clone)]
pub struct Text {
    /// The parts of the text as the file has them. Empty for a text that was clean at once.
    parts: Vec<String>,
    /// The function that makes the text of `parts`.
    read: fn(&[String]) -> String,
    text: OnceLock<Option<Clean>>,
}

impl Text {
    /// Creates the text that `read` makes of `parts`. The first access calls `read`, later ones do
    /// not.
    pub fn new(parts: Vec<String>, read: fn(&[String]) -> String) -> Text {
        Text { parts, read, text: OnceLock::new() }
    }
}

/// Creates a plain text. Nearly every plain text is clean, and needs no copy.
impl From<String> for Text {
    fn from(text: String) -> Text {
        match Clean::of_clean_block(text) {
            Ok(text) => {
                let text = OnceLock::from(Some(text).filter(|text| !text.is_empty()));
                Text { text, ..Text::default() }
            }
            Err(text) => Text::new(vec![text], |parts| parts.concat()),
        }
    }
}

impl Default for Text {
    fn default() -> Text {
        Text::new(Vec::new(), |_| String::new())
    }
}

impl Deref for Text {
    type Target = Option<Clean>;
    fn deref(&self) -> &Option<Clean> {
        self.text.get_or_init(|| {
            Some(Clean::block((self.read)(&self.parts))).filter(|text| !text.is_empty())
        })
    }
}

impl PartialEq for Text {
    /// Compares the parts first. Two versions of an agenda with equal parts compare without
    /// reading a text.
    fn eq(&self, other: &Text) -> bool {
        let has_parts = !self.parts.is_empty();
        has_parts && std::ptr::fn_addr_eq(self.read, other.read) && self.parts == other.parts
            || **self == **other
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_on_the_first_access_only() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static READ: AtomicUsize = AtomicUsize::new(0);
        let text = Text::new(vec!["one".into(), "two \x1b[31m".into()], |parts| {
            READ.fetch_add(1, Ordering::Relaxed);
            parts.join("\n\n\n")
        });
        assert_eq!(text, text.clone());
        assert_eq!(READ.load(Ordering::Relaxed), 0, "equal parts are equal without reading");
        assert_eq!(text.as_deref(), Some("one\n\ntwo"));
        let copy = text.clone();
        assert_eq!(copy, Text::from("one\n\ntwo".to_owned()), "equal texts of different parts");
        assert_eq!(text, copy);
        assert_ne!(copy, Text::from("one\n\nthree".to_owned()));
        assert_eq!(READ.load(Ordering::Relaxed), 1, "a copy shares the text");
    }

    #[test]
    fn text_without_visible_characters_is_none() {
        for text in [
            Text::default(),
            Text::from(" \n\x07".to_owned()),
            Text::new(vec!["<p/>".into()], |_| String::new()),
        ] {
            assert_eq!(*text, None);
        }
    }
}
