//! Texts that need no memory of their own, because they are parts of a file in memory.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A text as a file writes it: a part of the file, or a text of its own. A copy has memory of its
/// own, so that it does not keep a file in memory.
pub struct FileText(Storage);

enum Storage {
    Part(FilePart),
    Own(Box<str>),
    Shared(Arc<str>),
}

impl FileText {
    /// Creates the text of `text`, which needs no memory of its own if it is a part of `file`.
    #[inline]
    pub(crate) fn of_file(file: &Arc<String>, text: Cow<'_, str>) -> FileText {
        let part = match &text {
            Cow::Borrowed(part) => FilePart::new(file, part),
            Cow::Owned(_) => None,
        };
        part.map_or_else(|| text.into_owned().into(), |part| FileText(Storage::Part(part)))
    }

    /// Creates a text of its own that shares its memory with the copies of [`FileText::share`].
    pub(super) fn shared(text: &str) -> FileText {
        FileText(Storage::Shared(text.into()))
    }

    /// Returns a copy that shares the memory of the file.
    pub(crate) fn share(&self) -> FileText {
        FileText(match &self.0 {
            Storage::Part(part) => Storage::Part(part.clone()),
            Storage::Own(text) => Storage::Own(text.clone()),
            Storage::Shared(text) => Storage::Shared(Arc::clone(text)),
        })
    }

    /// Returns the part of the file, or a text of its own as an error.
    pub(super) fn into_part(self) -> Result<FilePart, String> {
        match self.0 {
            Storage::Part(part) => Ok(part),
            Storage::Own(text) => Err(text.into()),
            Storage::Shared(text) => Err((*text).to_owned()),
        }
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Storage::Part(part) => part.text(),
            Storage::Own(text) => text,
            Storage::Shared(text) => text,
        }
    }
}

impl Deref for FileText {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Default for FileText {
    fn default() -> FileText {
        FileText(Storage::Own(Box::default()))
    }
}

impl Clone for FileText {
    fn clone(&self) -> FileText {
        FileText(Storage::Own(self.as_str().into()))
    }
}

impl From<String> for FileText {
    fn from(text: String) -> FileText {
        FileText(Storage::Own(text.into()))
    }
}

impl From<&str> for FileText {
    fn from(text: &str) -> FileText {
        FileText(Storage::Own(text.into()))
    }
}

impl From<Cow<'_, str>> for FileText {
    fn from(text: Cow<'_, str>) -> FileText {
        FileText(Storage::Own(text.into()))
    }
}

impl<'t> From<&'t FileText> for Cow<'t, str> {
    fn from(text: &'t FileText) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }
}

impl From<FileText> for Cow<'_, str> {
    fn from(text: FileText) -> Self {
        Cow::Owned(text.into())
    }
}

impl From<FileText> for String {
    fn from(text: FileText) -> String {
        match text.0 {
            Storage::Own(text) => text.into(),
            _ => text.as_str().to_owned(),
        }
    }
}

impl PartialEq for FileText {
    fn eq(&self, other: &FileText) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for FileText {}

impl Borrow<str> for FileText {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq<str> for FileText {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for FileText {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for FileText {
    fn partial_cmp(&self, other: &FileText) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FileText {
    fn cmp(&self, other: &FileText) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for FileText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for FileText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for FileText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// A part of a file.
#[derive(Clone)]
pub(super) struct FilePart {
    file: Arc<String>,
    start: u32,
    end: u32,
}

impl FilePart {
    /// Returns `None` if `part` is no part of `file`.
    #[inline]
    pub(super) fn new(file: &Arc<String>, part: &str) -> Option<FilePart> {
        let start = part.as_ptr().addr().checked_sub(file.as_ptr().addr())?;
        let end = start.checked_add(part.len())?;
        (end <= file.len()).then_some(())?;
        let [start, end] = [u32::try_from(start).ok()?, u32::try_from(end).ok()?];
        Some(FilePart { file: Arc::clone(file), start, end })
    }

    pub(super) fn text(&self) -> &str {
        self.file.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Returns the length in bytes.
    pub(super) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_of_a_file_is_not_copied_and_its_copy_does_not_keep_the_file() {
        let file = Arc::new("one two".to_owned());
        let part = FileText::of_file(&file, Cow::Borrowed(&file[4..]));
        assert!(std::ptr::eq(part.as_str(), &file[4..]));
        assert_eq!(Arc::strong_count(&file), 2);
        let copy = part.clone();
        assert_eq!((&copy, copy.as_str(), copy.len()), (&part, "two", 3));
        assert_eq!(Arc::strong_count(&file), 2);
        assert_eq!(Arc::strong_count(&part.share().0.file().unwrap()), 4);
    }

    #[test]
    fn text_of_another_place_has_memory_of_its_own() {
        let file = Arc::new("one two".to_owned());
        for text in [Cow::Borrowed("two"), Cow::Owned("two".to_owned())] {
            assert_eq!(FileText::of_file(&file, text), *"two");
        }
        assert_eq!(Arc::strong_count(&file), 1);
    }

    #[test]
    fn shared_text_is_not_copied() {
        let text = FileText::shared("one");
        let share = text.share();
        assert!(std::ptr::eq(text.as_str(), share.as_str()));
        assert_eq!((&*text, share.into_part().err().as_deref()), ("one", Some("one")));
        assert_eq!(String::from(text), "one");
    }

    impl Storage {
        fn file(&self) -> Option<Arc<String>> {
            match self {
                Storage::Part(part) => Some(Arc::clone(&part.file)),
                _ => None,
            }
        }
    }
}
