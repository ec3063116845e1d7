//! Parses a sound file table by table. The parser takes a hundred bytes of memory for each token:
//! plain tables are read without the parser, and others one after the other, all in the same
//! memory.

use super::plain::{PlainFile, PlainHeader, PlainStatements, read_plain_header};
use super::syntax::{TableEntry, Value, convert_table};
use toml::de::DeTable;

/// The size of the largest piece for the parser in bytes. No table of an agenda is so large.
const PIECE_MAX: usize = 1 << 20;

/// A file that is read table by table, in the order of the file.
pub(super) struct SoundFile<'t> {
    text: &'t str,
    plain: PlainFile<'t>,
    /// The first byte of the next header.
    at: usize,
    has_begun: bool,
    /// The tables of one header so far: a second table of a name is a fault.
    single_tables: Vec<&'static str>,
}

/// The file has a fault, or a table that may belong to another one before. The file must be parsed
/// as a whole.
#[derive(Debug)]
pub(super) struct NotSound;

impl<'t> SoundFile<'t> {
    pub(super) fn new(text: &'t str) -> SoundFile<'t> {
        SoundFile {
            text,
            plain: PlainFile::new(text),
            at: 0,
            has_begun: false,
            single_tables: Vec::new(),
        }
    }

    /// Returns the header of the next table. After each header, the table is read by
    /// [`statements`](SoundFile::statements) and [`skip_to`](SoundFile::skip_to), or by
    /// [`parse_piece`](SoundFile::parse_piece).
    ///
    /// # Errors
    /// See [`NotSound`].
    pub(super) fn next_table(&mut self) -> Result<Option<PlainHeader>, NotSound> {
        if !self.has_begun {
            self.has_begun = true;
            self.skip_comments_before_headers()?;
        }
        if self.at == self.text.len() {
            return Ok(None);
        }
        let header = read_plain_header(self.text, self.at).ok_or(NotSound)?;
        if !header.is_list {
            if self.single_tables.contains(&header.name) {
                return Err(NotSound);
            }
            self.single_tables.push(header.name);
        }
        Ok(Some(header))
    }

    /// Returns the plain statements of the table of `header`.
    pub(super) fn statements(&self, header: PlainHeader) -> PlainStatements<'t> {
        self.plain.statements(self.at, header)
    }

    /// Moves to byte `end`, the end of the plain statements of a table.
    pub(super) fn skip_to(&mut self, end: usize) {
        self.at = end;
    }

    /// Moves to the first header. The part before it must be empty for the parser.
    fn skip_comments_before_headers(&mut self) -> Result<(), NotSound> {
        self.at = self.next_header(0);
        let part = self.text.get(..self.at).filter(|part| part.len() <= PIECE_MAX);
        let table = part.and_then(|part| DeTable::parse(part).ok());
        let is_empty = table.is_some_and(|table| table.into_inner().is_empty());
        if is_empty { Ok(()) } else { Err(NotSound) }
    }

    /// Parses the table of `header` with the parser: the part up to the next header. Returns the
    /// table under its name, or a list of tables; `None` if the file is not sound.
    pub(super) fn parse_piece(&mut self, header: PlainHeader) -> Option<TableEntry<'t>> {
        let start = self.at;
        let PlainHeader { name, is_list, .. } = header;
        self.at = self.next_header(start + 1);
        let part = self.text.get(start..self.at).filter(|part| part.len() <= PIECE_MAX)?;
        let table = convert_table(DeTable::parse(part).ok()?, start);
        let [entry] = <[TableEntry<'t>; 1]>::try_from(table.entries).ok()?;
        let is_same_kind = match entry.item.value {
            Value::List(_) => is_list,
            Value::Table(_) => !is_list,
            _ => false,
        };
        (is_same_kind && entry.key.value == name).then_some(entry)
    }

    /// Returns the first byte of the first header at or after byte `from`, else the length of the
    /// text.
    fn next_header(&self, from: usize) -> usize {
        let is_header = |start: &usize| read_plain_header(self.text, *start).is_some();
        if from == 0 && is_header(&0) {
            return 0;
        }
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let mut starts = memchr::memmem::find_iter(rest, b"\n[").map(|end| from + end + 1);
        starts.find(is_header).unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests;
