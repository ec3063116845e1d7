//! The rows of a CSV file, as many as can be had of a damaged one.

use crate::agenda::Span;
use csv::{Reader, ReaderBuilder, StringRecord};

/// How many lines of a damaged row are tried as the beginning of the next, and how many in all of a
/// file.
const TRIES: usize = 64;
const TRIES_IN_ALL: usize = 2000;
/// How many bytes are read again for that.
const AGAIN_MAX: usize = 64 << 20;
/// More than any event has; the rest is left out.
const ROWS_MAX: usize = 20_000;

pub(super) struct Table<'t> {
    text: &'t str,
    /// Where the last row ends.
    end: usize,
    /// Lines of damaged rows that may still be tried, and bytes read again for it.
    tries: usize,
    again: usize,
    /// The first row that is not read, for there are too many.
    pub(super) beyond: Option<Span>,
    /// The header.
    pub(super) head: Span,
    /// In lower case.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

pub(super) struct Row {
    /// The first line of it.
    pub(super) at: Span,
    end: usize,
    pub(super) cells: StringRecord,
    pub(super) damage: Option<Damage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// The file ends within it.
    End,
    Short,
    Long,
}

impl Row {
    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|ix| self.cells.get(ix)).unwrap_or_default()
    }
}

impl<'t> Table<'t> {
    pub(super) fn read(text: &'t str) -> Table<'t> {
        let mut source = Source::new(text, 0);
        let (head, columns) = match source.next() {
            Some((span, cells)) => {
                (line(text, &span), cells.iter().map(|name| name.trim().to_lowercase()).collect())
            }
            None => (0..0, Vec::new()),
        };
        let end = text.trim_end().len();
        let mut table = Table {
            text,
            end,
            tries: TRIES_IN_ALL,
            again: AGAIN_MAX,
            beyond: None,
            head,
            columns,
            rows: Vec::new(),
        };
        while let Some((span, cells)) = source.next() {
            if cells.iter().all(|cell| cell.trim().is_empty()) && cells.len() <= 1 {
                continue;
            }
            if table.rows.len() >= ROWS_MAX {
                table.beyond = Some(line(text, &span));
                break;
            }
            let damage = table.damage(&span, &cells);
            let next = damage.and_then(|_| table.next_row(&span));
            let damage = match damage {
                // Rows follow: it is not the file that ended.
                Some(Damage::End) if next.is_some() => Some(Damage::Short),
                damage => damage,
            };
            table.rows.push(Row {
                at: line(text, &span),
                end: next.unwrap_or(span.end),
                cells,
                damage,
            });
            if let Some(next) = next {
                source = Source::new(text, next);
            }
        }
        table
    }

    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Where in the file a cell of this row is; the row as a whole where it cannot be found.
    pub(super) fn place(&self, row: &Row, cell: &str) -> Span {
        let found = self
            .text
            .get(row.at.start..row.end)
            .filter(|_| !cell.is_empty())
            .and_then(|raw| raw.find(cell));
        found.map_or_else(|| row.at.clone(), |at| row.at.start + at..row.at.start + at + cell.len())
    }

    fn damage(&self, span: &Span, cells: &StringRecord) -> Option<Damage> {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let last = span.end >= self.end;
        let open = raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let spare = cells.iter().skip(self.columns.len()).any(|cell| !cell.trim().is_empty());
        match cells.len() {
            count if last && (count < self.columns.len() || open) => Some(Damage::End),
            count if count < self.columns.len() => Some(Damage::Short),
            _ if spare => Some(Damage::Long),
            _ => None,
        }
    }

    /// The first line within a damaged row that is a sound row by itself: a quote that was never
    /// closed has eaten it.
    fn next_row(&mut self, span: &Span) -> Option<usize> {
        let raw = self.text.get(span.clone())?;
        let starts =
            raw.match_indices('\n').map(|(at, _)| span.start + at + 1).filter(|at| *at < span.end);
        let starts: Vec<usize> = starts.take(TRIES.min(self.tries)).collect();
        self.tries -= starts.len();
        starts.into_iter().find(|&at| {
            if self.again == 0 {
                return false;
            }
            let Some((span, cells)) = Source::new(self.text, at).next() else { return false };
            self.again = self.again.saturating_sub(span.len());
            cells.len() == self.columns.len() && self.damage(&span, &cells).is_none()
        })
    }
}

/// Records from some place of the text on.
struct Source<'t> {
    reader: Reader<&'t [u8]>,
    text: &'t str,
    from: usize,
}

impl<'t> Source<'t> {
    fn new(text: &'t str, from: usize) -> Source<'t> {
        let rest = text.get(from..).unwrap_or_default().as_bytes();
        Source {
            reader: ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rest),
            text,
            from,
        }
    }
}

impl Iterator for Source<'_> {
    type Item = (Span, StringRecord);

    fn next(&mut self) -> Option<(Span, StringRecord)> {
        let mut cells = StringRecord::new();
        // The text is UTF-8 and rows may have any length: there is no error left.
        if !self.reader.read_record(&mut cells).ok()? {
            return None;
        }
        let at = |byte: u64| {
            self.from
                .saturating_add(usize::try_from(byte).unwrap_or(usize::MAX))
                .min(self.text.len())
        };
        let start = at(cells.position().map_or(0, |position| position.byte()));
        let end = at(self.reader.position().byte());
        let raw = self.text.get(start..end).unwrap_or_default();
        let blank = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        Some((start + blank..start + raw.trim_end_matches(['\r', '\n']).len().max(blank), cells))
    }
}

/// The first line of a span.
fn line(text: &str, span: &Span) -> Span {
    let raw = text.get(span.clone()).unwrap_or_default();
    span.start..span.start + raw.find('\n').unwrap_or(raw.len())
}
