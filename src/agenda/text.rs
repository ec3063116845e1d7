//! Long texts. Nearly every session has one and few are ever looked at, so each is made readable
//! when somebody does.

use super::clean::Clean;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// A text of paragraphs, or none: made readable and [clean](super::clean) when it is first looked
/// at, and once.
#[derive(Clone)]
pub struct Text {
    /// As the file has it.
    parts: Vec<String>,
    read: fn(&[String]) -> String,
    text: OnceLock<Option<Clean>>,
}

impl Text {
    /// What `read` makes of the parts that a file has of it. It is called late, and at most once.
    pub fn new(parts: Vec<String>, read: fn(&[String]) -> String) -> Text {
        Text { parts, read, text: OnceLock::new() }
    }
}

/// A text that is readable as it is.
impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::new(vec![text], |parts| parts.concat())
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
    /// What is written the same reads the same: an agenda that is compared with what it was need
    /// not be read for that.
    fn eq(&self, other: &Text) -> bool {
        std::ptr::fn_addr_eq(self.read, other.read) && self.parts == other.parts
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
    fn it_is_read_when_somebody_looks_and_once() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static READ: AtomicUsize = AtomicUsize::new(0);
        let text = Text::new(vec!["one".into(), "two \x1b[31m".into()], |parts| {
            READ.fetch_add(1, Ordering::Relaxed);
            parts.join("\n\n\n")
        });
        assert_eq!(text, text.clone());
        assert_eq!(
            READ.load(Ordering::Relaxed),
            0,
            "nobody has looked, nor is that needed to compare"
        );
        assert_eq!(text.as_deref(), Some("one\n\ntwo"));
        let copy = text.clone();
        assert_eq!(copy, Text::from("one\n\ntwo".to_owned()), "the same, however it was written");
        assert_eq!(text, copy);
        assert_eq!(READ.load(Ordering::Relaxed), 1, "nor is a copy read again");
    }

    #[test]
    fn what_has_nothing_to_read_is_none() {
        for text in [
            Text::default(),
            Text::from(" \n\x07".to_owned()),
            Text::new(vec!["<p/>".into()], |_| String::new()),
        ] {
            assert_eq!(*text, None);
        }
    }
}
