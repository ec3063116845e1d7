//! Places in a file: byte ranges, values with their byte range, and lines with columns.

/// A byte range of a file: `start` inclusive, `end` exclusive.
pub type Span = std::ops::Range<usize>;

/// A value with the bytes of the file that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// The bytes of `value` in the file.
    pub at: Span,
}

impl<T> At<T> {
    /// Returns `into(value)` at the same bytes.
    #[inline]
    pub fn map<U>(self, into: impl FnOnce(T) -> U) -> At<U> {
        At { value: into(self.value), at: self.at }
    }
}

/// A line and a column of a text, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Position {
    /// The beginning of a text.
    const START: Position = Position { line: 1, column: 1 };

    /// Returns the line and column of the byte `at` in `text`. A byte within a character counts as
    /// the first byte of the character, and a byte past the end as the end.
    pub fn of_byte(text: &str, at: usize) -> Position {
        Position::START.after(text.get(..floor_boundary(text, at)).unwrap_or_default())
    }

    /// Returns the position of the end of `text`, if `text` begins at this position.
    fn after(self, text: &str) -> Position {
        match memchr::memrchr(b'\n', text.as_bytes()) {
            Some(end) => Position {
                line: self.line + memchr::memchr_iter(b'\n', text.as_bytes()).count(),
                column: text.get(end + 1..).unwrap_or_default().chars().count() + 1,
            },
            None => Position { column: self.column + text.chars().count(), ..self },
        }
    }
}

/// An index of the lines of one text. With the index, the positions of many problems cost one pass
/// over the text.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    chunks: Vec<Chunk>,
}

/// The first byte of a chunk of [`LineIndex::CHUNK`] bytes, and its position.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    start: usize,
    position: Position,
}

impl<'t> LineIndex<'t> {
    /// Length of a chunk, in bytes.
    const CHUNK: usize = 4096;

    /// Builds the index of `text`.
    pub fn new(text: &'t str) -> LineIndex<'t> {
        let mut last = Chunk { start: 0, position: Position::START };
        let mut chunks = vec![last];
        for end in (Self::CHUNK..=text.len()).step_by(Self::CHUNK) {
            let end = floor_boundary(text, end);
            let chunk = text.get(last.start..end).unwrap_or_default();
            last = Chunk { start: end, position: last.position.after(chunk) };
            chunks.push(last);
        }
        LineIndex { text, chunks }
    }

    /// Returns the line and column of the byte `at`, as [`Position::of_byte`] does.
    pub fn position(&self, at: usize) -> Option<Position> {
        let at = floor_boundary(self.text, at);
        let after = self.chunks.partition_point(|chunk| chunk.start <= at);
        let chunk = self.chunks.get(after.checked_sub(1)?)?;
        Some(chunk.position.after(self.text.get(chunk.start..at)?))
    }
}

/// Returns the last character boundary of `text` at or before the byte `at`.
pub(super) fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}
