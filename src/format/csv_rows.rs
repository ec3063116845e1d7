//! The rows of a CSV file. Damage costs as few rows as possible.

use super::collector::Limit;
use crate::agenda::Span;
use csv::{Reader, ReaderBuilder, StringRecord};

/// The largest number of lines of a damaged row for [`CsvTable::find_next_row`].
const TRIES: usize = 64;
/// The largest number of lines of a file for [`CsvTable::find_next_row`].
const TRIES_IN_ALL: usize = 2000;
/// The largest number of bytes of a file for [`CsvTable::find_next_row`].
const REPARSED_MAX: usize = 64 << 20;

/// The header and the rows of a file.
pub(in crate::format) struct CsvTable<'t> {
    text: &'t str,
    /// The end of the last row, in bytes.
    end: usize,
    /// The rest of [`TRIES_IN_ALL`].
    tries_left: usize,
    /// The rest of [`REPARSED_MAX`].
    bytes_left: usize,
    /// The first row beyond [`Limit::Sessions`].
    pub(in crate::format) beyond: Option<Span>,
    /// The place of the header.
    pub(in crate::format) header: Span,
    /// The names of the columns in lower case.
    pub(in crate::format) columns: Vec<String>,
    pub(in crate::format) rows: Vec<CsvRow>,
}

/// A row, damaged or not.
pub(in crate::format) struct CsvRow {
    /// The place of the row's first line.
    pub(in crate::format) at: Span,
    end: usize,
    pub(in crate::format) cells: StringRecord,
    pub(in crate::format) damage: Option<RowDamage>,
}

/// The damage of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum RowDamage {
    EndOfFile,
    TooShort,
    TooLong,
}

impl CsvRow {
    /// Returns the text of a cell; an empty text if there is none.
    pub(in crate::format) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|ix| self.cells.get(ix)).unwrap_or_default()
    }
}

impl<'t> CsvTable<'t> {
    pub(in crate::format) fn read(text: &'t str) -> CsvTable<'t> {
        let mut records = RecordReader::new(text, 0);
        let (header, columns) = match records.next() {
            Some(record) => {
                let names = record.cells.iter().map(|name| name.trim().to_lowercase());
                (first_line(text, &record.at), names.collect())
            }
            None => (0..0, Vec::new()),
        };
        let mut table = CsvTable {
            text,
            end: text.trim_end().len(),
            tries_left: TRIES_IN_ALL,
            bytes_left: REPARSED_MAX,
            beyond: None,
            header,
            columns,
            rows: Vec::new(),
        };
        table.read_rows(records);
        table
    }

    fn read_rows(&mut self, mut records: RecordReader<'t>) {
        while let Some(record) = records.next() {
            if record.is_blank() {
                continue;
            }
            let at = first_line(self.text, &record.at);
            if self.rows.len() >= Limit::Sessions.max(self.text.len()) {
                self.beyond = Some(at);
                break;
            }
            let mut damage = self.damage_of(&record);
            let next = damage.and_then(|_| self.find_next_row(&record.at));
            // Other rows follow: the file does not end here.
            if damage == Some(RowDamage::EndOfFile) && next.is_some() {
                damage = Some(RowDamage::TooShort);
            }
            let end = next.unwrap_or(record.at.end);
            self.rows.push(CsvRow { at, end, cells: record.cells, damage });
            if let Some(next) = next {
                records = RecordReader::new(self.text, next);
            }
        }
    }

    /// Returns the position of the first column `name`.
    pub(in crate::format) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    pub(in crate::format) fn has_values(&self, column: usize) -> bool {
        self.rows.iter().any(|row| !row.cell(Some(column)).trim().is_empty())
    }

    /// Returns the place of a cell's text; the place of the row if the text is not found.
    pub(in crate::format) fn place(&self, row: &CsvRow, cell: &str) -> Span {
        let raw = self.text.get(row.at.start..row.end).filter(|_| !cell.is_empty());
        match raw.and_then(|raw| raw.find(cell)) {
            Some(at) => row.at.start + at..row.at.start + at + cell.len(),
            None => row.at.clone(),
        }
    }

    fn damage_of(&self, record: &Record) -> Option<RowDamage> {
        let raw = self.text.get(record.at.clone()).unwrap_or_default();
        let is_last = record.at.end >= self.end;
        let is_quote_open = raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let spare = record.cells.iter().skip(self.columns.len());
        match record.cells.len() {
            count if is_last && (count < self.columns.len() || is_quote_open) => {
                Some(RowDamage::EndOfFile)
            }
            count if count < self.columns.len() => Some(RowDamage::TooShort),
            _ if spare.into_iter().any(|cell| !cell.trim().is_empty()) => Some(RowDamage::TooLong),
            _ => None,
        }
    }

    /// Returns the first line of a damaged row with a sound row of its own. A missing quote makes
    /// one row of several.
    fn find_next_row(&mut self, at: &Span) -> Option<usize> {
        let raw = self.text.get(at.clone())?;
        let starts: Vec<usize> = raw
            .match_indices('\n')
            .map(|(line_end, _)| at.start + line_end + 1)
            .filter(|start| *start < at.end)
            .take(TRIES.min(self.tries_left))
            .collect();
        self.tries_left -= starts.len();
        starts.into_iter().find(|start| {
            if self.bytes_left == 0 {
                return false;
            }
            let Some(record) = RecordReader::new(self.text, *start).next() else { return false };
            self.bytes_left = self.bytes_left.saturating_sub(record.at.len());
            record.cells.len() == self.columns.len() && self.damage_of(&record).is_none()
        })
    }
}

/// The cells between two line ends outside quotes.
struct Record {
    at: Span,
    cells: StringRecord,
}

impl Record {
    fn is_blank(&self) -> bool {
        self.cells.len() <= 1 && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The records of a text from a byte on.
struct RecordReader<'t> {
    csv: Reader<&'t [u8]>,
    text: &'t str,
    from: usize,
}

impl<'t> RecordReader<'t> {
    fn new(text: &'t str, from: usize) -> RecordReader<'t> {
        let rest = text.get(from..).unwrap_or_default().as_bytes();
        let csv = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rest);
        RecordReader { csv, text, from }
    }

    fn place(&self, byte: u64) -> usize {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        self.from.saturating_add(byte).min(self.text.len())
    }

    fn next(&mut self) -> Option<Record> {
        let mut cells = StringRecord::new();
        // A text in UTF-8 whose rows may have any length has no other error.
        if !self.csv.read_record(&mut cells).ok()? {
            return None;
        }
        let start = self.place(cells.position().map_or(0, |position| position.byte()));
        let end = self.place(self.csv.position().byte());
        let raw = self.text.get(start..end).unwrap_or_default();
        let blank = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        let length = raw.trim_end_matches(['\r', '\n']).len().max(blank);
        Some(Record { at: start + blank..start + length, cells })
    }
}

fn first_line(text: &str, at: &Span) -> Span {
    let raw = text.get(at.clone()).unwrap_or_default();
    at.start..at.start + raw.find('\n').unwrap_or(raw.len())
}
