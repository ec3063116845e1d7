//! Long texts that are read late. Nearly every session has an abstract, and people look at few.

use super::clean::Clean;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text of paragraphs, or none. The first access makes the text readable and
/// [clean](super::clean).
#[derive(Clone, Default)]
pub struct Text {
    written: WrittenText,
    read: OnceLock<ReadText>,
}

/// A text as its file has it.
#[derive(Clone, Default)]
enum WrittenText {
    /// No text, or a text that was clean at once.
    #[default]
    Nothing,
    /// A range of the file. Nearly every text is clean, and needs no copy.
    InFile(Arc<String>, Range<u32>),
    Parts(Arc<TextParts>),
}

/// The parts of a text, and the function that makes the text of them.
struct TextParts {
    parts: Vec<String>,
    read: fn(&[String]) -> String,
}

/// A text after its first access.
#[derive(Clone)]
enum ReadText {
    Nothing,
    /// The range of the file is clean.
    AsWritten,
    Cleaned(Clean),
}

impl Text {
    /// Creates the text that `read` makes of `parts`. The first access calls `read`, later ones do
    /// not.
    pub fn new(parts: Vec<String>, read: fn(&[String]) -> String) -> Text {
        let written = WrittenText::Parts(Arc::new(TextParts { parts, read }));
        Text { written, read: OnceLock::new() }
    }

    /// Creates a plain text of `part`, a part of `file`. Returns a copy of any other text.
    pub(crate) fn of_file(file: &Arc<String>, part: &str) -> Text {
        let start = part.as_ptr().addr().wrapping_sub(file.as_ptr().addr());
        let end = start.saturating_add(part.len());
        let is_in_file = file.get(start..end).is_some_and(|same| std::ptr::eq(same, part));
        match (u32::try_from(start), u32::try_from(end)) {
            (Ok(start), Ok(end)) if is_in_file => {
                let written = WrittenText::InFile(Arc::clone(file), start..end);
                Text { written, read: OnceLock::new() }
            }
            _ => Text::from(part.to_owned()),
        }
    }

    /// Returns the text, or `None` for a text without visible characters.
    pub fn as_deref(&self) -> Option<&str> {
        match self.read.get_or_init(|| self.written.read()) {
            ReadText::Nothing => None,
            ReadText::AsWritten => self.written.in_file(),
            ReadText::Cleaned(text) => Some(text),
        }
    }

    /// Returns the length of the text as its file has it, in bytes. The text is not read for that.
    pub(crate) fn written_length(&self) -> usize {
        match (&self.written, self.read.get()) {
            (WrittenText::InFile(_, at), _) => at.len(),
            (WrittenText::Parts(text), _) => text.parts.iter().map(String::len).sum(),
            (WrittenText::Nothing, Some(ReadText::Cleaned(text))) => text.len(),
            (WrittenText::Nothing, _) => 0,
        }
    }
}

impl WrittenText {
    /// Returns the text, if it is a range of the file.
    fn in_file(&self) -> Option<&str> {
        let WrittenText::InFile(file, at) = self else { return None };
        file.get(usize::try_from(at.start).ok()?..usize::try_from(at.end).ok()?)
    }

    fn read(&self) -> ReadText {
        let text = match self {
            WrittenText::Nothing => return ReadText::Nothing,
            WrittenText::InFile(..) => match self.in_file() {
                Some(text) if Clean::is_clean_block(text) => return ReadText::of_file(text),
                text => Clean::block(text.unwrap_or_default()),
            },
            WrittenText::Parts(text) => Clean::block((text.read)(&text.parts)),
        };
        if text.is_empty() { ReadText::Nothing } else { ReadText::Cleaned(text) }
    }
}

impl ReadText {
    /// Returns the form of a clean range of a file.
    fn of_file(text: &str) -> ReadText {
        if text.is_empty() { ReadText::Nothing } else { ReadText::AsWritten }
    }
}

/// Creates a plain text. Nearly every plain text is clean, and needs no copy.
impl From<String> for Text {
    fn from(text: String) -> Text {
        match Clean::of_clean_block(text) {
            Ok(text) if text.is_empty() => Text::default(),
            Ok(text) => {
                let read = OnceLock::from(ReadText::Cleaned(text));
                Text { written: WrittenText::Nothing, read }
            }
            Err(text) => Text::new(vec![text], |parts| parts.concat()),
        }
    }
}

impl PartialEq for Text {
    /// Compares the texts of the files first. Two versions of an agenda with equal texts compare
    /// without reading a text.
    fn eq(&self, other: &Text) -> bool {
        let is_same = match (&self.written, &other.written) {
            (WrittenText::InFile(..), WrittenText::InFile(..)) => {
                self.written.in_file() == other.written.in_file()
            }
            (WrittenText::Parts(one), WrittenText::Parts(two)) => {
                std::ptr::fn_addr_eq(one.read, two.read) && one.parts == two.parts
            }
            _ => false,
        };
        is_same || self.as_deref() == other.as_deref()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_deref(), f)
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
    fn text_of_a_file_is_a_part_of_it_if_it_is_clean() {
        let file = Arc::new("a clean part, red \x1b[31m, \n ,".to_owned());
        let part = |at: Range<usize>| Text::of_file(&file, &file[at]);
        let clean = part(2..12);
        assert_eq!(clean.as_deref(), Some("clean part"));
        assert!(std::ptr::eq(clean.as_deref().unwrap(), &file[2..12]));
        assert_eq!(part(14..23).as_deref(), Some("red"));
        assert_eq!(part(25..27).as_deref(), None);
        let elsewhere = Text::of_file(&file, "clean part");
        assert_eq!((elsewhere.as_deref(), &elsewhere), (Some("clean part"), &clean));
        assert_ne!(part(2..11), clean);
    }

    #[test]
    fn text_without_visible_characters_is_none() {
        for text in [
            Text::default(),
            Text::from(" \n\x07".to_owned()),
            Text::new(vec!["<p/>".into()], |_| String::new()),
        ] {
            assert_eq!(text.as_deref(), None);
        }
    }
}
