//! Long texts that are read late. Nearly every session has an abstract, and people look at few.

use super::clean::Clean;
use super::file_text::{FilePart, FileText};
use std::borrow::Cow;
use std::fmt;
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
    /// A part of a file, and the function that makes the text of the part. `None`: the part is
    /// plain text. Nearly every plain text is clean, and needs no copy.
    InFile(FilePart, Option<fn(&str) -> String>),
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
    /// The part of the file is clean.
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

    /// Creates the text that `read` makes of `part`, a part of `file`. The first access calls
    /// `read`.
    pub(crate) fn encoded_in_file(
        file: &Arc<String>,
        part: &str,
        read: fn(&str) -> String,
    ) -> Text {
        FilePart::new(file, part)
            .map_or_else(|| Text::from(read(part)), |part| Text::of_part(part, Some(read)))
    }

    fn of_part(part: FilePart, read: Option<fn(&str) -> String>) -> Text {
        Text { written: WrittenText::InFile(part, read), read: OnceLock::new() }
    }

    /// Returns the text, or `None` for a text without visible characters.
    pub fn as_deref(&self) -> Option<&str> {
        self.text_of(self.read.get_or_init(|| self.written.read()))
    }

    /// Returns the text as [`Text::as_deref`] does, and keeps no copy: who reads all texts of an
    /// agenda once needs no memory for all of them.
    pub(crate) fn read_once(&self) -> Option<Cow<'_, str>> {
        if let Some(read) = self.read.get() {
            return self.text_of(read).map(Cow::Borrowed);
        }
        match self.written.read() {
            ReadText::Nothing => None,
            ReadText::AsWritten => self.written.in_file().map(Cow::Borrowed),
            ReadText::Cleaned(text) => Some(Cow::Owned(text.into())),
        }
    }

    fn text_of<'t>(&'t self, read: &'t ReadText) -> Option<&'t str> {
        match read {
            ReadText::Nothing => None,
            ReadText::AsWritten => self.written.in_file(),
            ReadText::Cleaned(text) => Some(text),
        }
    }

    /// Returns the length of the text as its file has it, in bytes. The text is not read for that.
    pub(crate) fn written_length(&self) -> usize {
        match (&self.written, self.read.get()) {
            (WrittenText::InFile(part, _), _) => part.len(),
            (WrittenText::Parts(text), _) => text.parts.iter().map(String::len).sum(),
            (WrittenText::Nothing, Some(ReadText::Cleaned(text))) => text.len(),
            (WrittenText::Nothing, _) => 0,
        }
    }
}

impl WrittenText {
    /// Returns the text, if it is a part of the file.
    fn in_file(&self) -> Option<&str> {
        let WrittenText::InFile(part, _) = self else { return None };
        Some(part.text())
    }

    fn read(&self) -> ReadText {
        match self {
            WrittenText::Nothing => ReadText::Nothing,
            WrittenText::InFile(part, read) => ReadText::of_part(part.text(), *read),
            WrittenText::Parts(text) => ReadText::cleaned((text.read)(&text.parts)),
        }
    }
}

impl ReadText {
    fn of_part(text: &str, read: Option<fn(&str) -> String>) -> ReadText {
        match (text, read) {
            ("", _) => ReadText::Nothing,
            (text, None) if Clean::is_clean_block(text) => ReadText::AsWritten,
            (text, None) => ReadText::cleaned(text),
            (text, Some(read)) => ReadText::cleaned(read(text)),
        }
    }

    fn cleaned<'t>(text: impl Into<Cow<'t, str>>) -> ReadText {
        let text = Clean::block(text);
        if text.is_empty() { ReadText::Nothing } else { ReadText::Cleaned(text) }
    }
}

impl From<FileText> for Text {
    fn from(text: FileText) -> Text {
        text.into_part().map_or_else(Text::from, |part| Text::of_part(part, None))
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
            (WrittenText::InFile(one, read), WrittenText::InFile(two, read_two)) => {
                let is_read_alike = match (read, read_two) {
                    (Some(read), Some(read_two)) => std::ptr::fn_addr_eq(*read, *read_two),
                    (read, read_two) => read.is_none() && read_two.is_none(),
                };
                is_read_alike && one.text() == two.text()
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
    use std::ops::Range;

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
    fn text_that_is_read_once_is_read_again() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static READ: AtomicUsize = AtomicUsize::new(0);
        let text = Text::new(vec!["one \x1b[31m".into()], |parts| {
            READ.fetch_add(1, Ordering::Relaxed);
            parts.concat()
        });
        for reads in 1..3 {
            assert_eq!(text.read_once().as_deref(), Some("one"));
            assert_eq!(READ.load(Ordering::Relaxed), reads);
        }
        assert_eq!(text.as_deref(), Some("one"));
        assert_eq!(text.read_once(), Some(Cow::Borrowed("one")));
        assert_eq!(READ.load(Ordering::Relaxed), 3, "a kept text is not read again");
        assert_eq!(Text::default().read_once(), None);
    }

    #[test]
    fn text_of_a_file_is_a_part_of_it_if_it_is_clean() {
        let file = Arc::new("a clean part, red \x1b[31m, \n ,".to_owned());
        let text = |text: &str| Text::from(FileText::of_file(&file, text.into()));
        let part = |at: Range<usize>| text(&file[at]);
        let clean = part(2..12);
        assert_eq!(clean.as_deref(), Some("clean part"));
        assert!(std::ptr::eq(clean.as_deref().unwrap(), &file[2..12]));
        assert_eq!(part(14..23).as_deref(), Some("red"));
        assert_eq!(part(25..27).as_deref(), None);
        let elsewhere = text("clean part");
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
