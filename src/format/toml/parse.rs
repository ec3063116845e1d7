//! Parses TOML whatever state the file is in.
//!
//! A sound file is parsed at once. The parser's own recovery does not help with a broken one: the
//! parser stops at the first line without `=`, an open list swallows the sessions below, and
//! `[session]` after `[[session]]` drops all sessions (toml 1.2). So a broken file is cut at the
//! lines that look like headers, and each piece is parsed alone. A broken piece is cut again at the
//! lines like `key = …`. One fault costs one key and is reported once.

use super::explain::{duplicate_key, explain_error, is_unclosed};
use super::keys::{TABLES, header_of_table};
use super::plain::PlainFile;
use super::syntax::{Table, TableEntry, Value, convert_table};
use crate::agenda::{At, Problem, Span, nearest_word};
use crate::format::collector::Report;
use std::borrow::Cow;
use std::collections::HashSet;
use toml::Spanned;
use toml::de::DeTable;

/// The largest number of tokens of a file that the parser reads as a whole.
const TOKENS_WHOLE: usize = 1_000_000;
/// The smallest number of bytes for a token of a larger file with a fault. Agendas with abstracts
/// have 20.
const TOKEN_SIZE: usize = 12;
/// The largest number of tables read from a broken file of less than 20 MB.
const TABLES_MAX: usize = 50_000;
/// The smallest number of bytes for a table of a larger broken file.
const TABLE_SIZE: usize = 400;
/// A broken file of `n` bytes may cost the parsing of `PARSE_FACTOR * n + PARSE_MIN` bytes, all
/// attempts taken together.
const PARSE_FACTOR: usize = 4;
const PARSE_MIN: usize = 1 << 18;
/// The cost of an attempt in bytes, besides the parsed bytes.
const ATTEMPT_COST: usize = 100;
/// The largest number of pieces parsed together: a text value may contain lines like headers.
const JOINED_MAX: usize = 4;
/// The largest number of ends tried for one statement.
const ENDS_MAX: usize = 8;

/// Parses a whole file into one table, and reports every fault. A name may occur more than once in
/// the table.
///
/// # Errors
/// A problem if the file has too many tokens.
pub(super) fn parse_file<'t>(text: &'t str, report: &mut Report) -> Result<Table<'t>, Problem> {
    let error = if has_tokens(text, TOKENS_WHOLE)? {
        None
    } else {
        match DeTable::parse(text) {
            Ok(root) => return Ok(convert_table(root, 0)),
            Err(error) => Some(error),
        }
    };
    let bytes_left = PARSE_FACTOR * text.len() + PARSE_MIN;
    let mut file = BrokenFile {
        text,
        plain: PlainFile::new(text),
        root: Table::default(),
        report,
        bytes_left,
        has_given_up: false,
    };
    file.read_pieces();
    let root = file.root;
    // `TomlReader` knows the names of tables and reports a second `[event]`.
    if let Some(error) = error
        && report.count() == 0
        && error.message() != "duplicate key"
    {
        report.push(explain_error(&error, text, 0));
    }
    Ok(root)
}

/// Returns true if a text has more than `count` names, values, brackets and line ends: the parser
/// takes about a hundred bytes of memory for each.
///
/// # Errors
/// A problem if the text has more than one for each [`TOKEN_SIZE`] bytes besides.
fn has_tokens(text: &str, count: usize) -> Result<bool, Problem> {
    let mut tokens = toml_parser::Source::new(text).lex().skip(count);
    if tokens.next().is_none() {
        return Ok(false);
    }
    let rest = (text.len() / TOKEN_SIZE).saturating_sub(count);
    let Some(token) = tokens.nth(rest) else { return Ok(true) };
    let at = token.span().start();
    let message = "this file has more names, values and line ends than any agenda";
    let help = format!("at most {} are read", count + rest);
    Err(Problem::error(Some(at..at + 1), message).help(help))
}

/// A broken file in the course of recovery.
struct BrokenFile<'t, 'r> {
    text: &'t str,
    plain: PlainFile<'t>,
    root: Table<'t>,
    report: &'r mut Report,
    /// The number of bytes left for the parser.
    bytes_left: usize,
    has_given_up: bool,
}

/// A piece of a broken file, from one header to the next.
struct FilePiece {
    at: Span,
    /// `None` for the piece before the first header.
    header: Option<Header>,
}

impl<'t> BrokenFile<'t, '_> {
    fn read_pieces(&mut self) {
        let pieces = self.cut_at_headers();
        let mut ix = 0;
        while let Some(piece) = pieces.get(ix) {
            let start = piece.at.start;
            if self.is_exhausted(start) {
                return;
            }
            if piece.header.is_some()
                && let Some(plain) = self.parse_plain_piece(&piece.at)
            {
                self.root.entries.push(plain);
                ix += 1;
                continue;
            }
            let mut joined = pieces.iter().enumerate().skip(ix).take(JOINED_MAX);
            let sound = joined
                .find_map(|(last, end)| Some((last, self.parse_part(start..end.at.end).ok()?)));
            match (sound, &piece.header) {
                (Some((last, table)), _) => {
                    self.root.entries.extend(convert_table(table, start).entries);
                    ix = last;
                }
                (None, Some(header)) => self.read_broken_table(piece.at.clone(), header),
                (None, None) => {
                    let mut root = std::mem::take(&mut self.root);
                    self.read_statements(piece.at.clone(), None, &mut root);
                    self.root = root;
                }
            }
            ix += 1;
        }
    }

    fn parse_plain_piece(&self, piece: &Span) -> Option<TableEntry<'t>> {
        let plain = self.plain.until(piece.end)?.parse_table(piece.start)?;
        (plain.end == piece.end).then(|| plain.into_entry())
    }

    /// Cuts the text at its headers. The text ends before the table beyond [`TABLES_MAX`], or one
    /// for each [`TABLE_SIZE`].
    fn cut_at_headers(&mut self) -> Vec<FilePiece> {
        let tables_max = TABLES_MAX.max(self.text.len() / TABLE_SIZE);
        let mut pieces = vec![FilePiece { at: 0..0, header: None }];
        for (at, line) in lines_of(self.text, 0..self.text.len()) {
            let Some(header) = read_header(line) else { continue };
            if let Some(piece) = pieces.last_mut() {
                piece.at.end = at;
            }
            if pieces.len() > tables_max {
                self.report.error(
                    at..at + line.trim_end().len(),
                    "there are more tables than in any agenda",
                    "this one and the rest of the file are left out",
                );
                self.text = self.text.get(..at).unwrap_or_default();
                return pieces;
            }
            pieces.push(FilePiece { at: at..at, header: Some(header) });
        }
        if let Some(piece) = pieces.last_mut() {
            piece.at.end = self.text.len();
        }
        pieces
    }

    fn parse_part(&mut self, part: Span) -> Result<Spanned<DeTable<'t>>, toml::de::Error> {
        let text = self.text.get(part).unwrap_or_default();
        self.bytes_left = self.bytes_left.saturating_sub(text.len() + ATTEMPT_COST);
        DeTable::parse(text)
    }

    /// Returns true if `bytes_left` is 0, after one report at byte `at`.
    fn is_exhausted(&mut self, at: usize) -> bool {
        if self.bytes_left == 0 && !self.has_given_up {
            self.has_given_up = true;
            let end = self.text.ceil_char_boundary((at + 1).min(self.text.len()));
            self.report.error(
                at..end,
                "there are too many faults before this line",
                "the rest of the file is not read: mend the faults first",
            );
        }
        self.bytes_left == 0
    }

    /// Reads a table with a fault in it. The sound entries go to the root.
    fn read_broken_table(&mut self, piece: Span, header: &Header) {
        let first_line = lines_of(self.text, piece.clone()).next().map_or("", |(_, line)| line);
        let head = piece.start..piece.start + first_line.len();
        if let Err(error) = self.parse_part(head.clone()) {
            let help = format!("write {} on a line of its own", header_of_table(&header.name));
            self.report.push(explain_error(&error, first_line, head.start).help(help));
        }
        let at = head.start..head.start + first_line.trim_end().len();
        let mut table = Table { at: at.clone(), ..Table::default() };
        self.read_statements(head.end..piece.end, Some(&header.name), &mut table);
        let mut item = At { value: Value::Table(table), at: at.clone() };
        if header.is_list {
            item = At { value: Value::List(vec![item]), at: at.clone() };
        }
        let key = At { value: Cow::Owned(header.name.clone()), at };
        self.root.entries.push(TableEntry { key, item });
    }

    /// Adds the sound `key = …` of a broken piece to `table`, and reports the first fault of each
    /// other statement. `name` is the name of the table.
    fn read_statements(&mut self, piece: Span, name: Option<&str>, table: &mut Table<'t>) {
        let lines: Vec<FilledLine> = lines_of(self.text, piece.clone())
            .filter(|(_, line)| !is_blank(line))
            .map(|(at, line)| FilledLine { at, end: at + line.len(), start: line_start(line) })
            .collect();
        let (mut ix, mut seen) = (0, HashSet::new());
        while let Some(line) = lines.get(ix) {
            if self.is_exhausted(line.at) {
                return;
            }
            let after = lines.get(ix + 1..).unwrap_or_default();
            let sound = statement_ends(line, after, piece.end)
                .into_iter()
                .find_map(|end| Some((end, self.parse_part(line.at..end).ok()?)));
            let end = match sound {
                Some((end, found)) => {
                    let entries = convert_table(found, line.at).entries;
                    self.collect_entries(entries, name, table, &mut seen);
                    end
                }
                None => self.report_fault(line, after, piece.end, table),
            };
            ix = lines.partition_point(|line| line.at < end).max(ix + 1);
        }
    }

    /// Reports the fault of the statement from `line` on. Returns the last byte of the statement
    /// plus one.
    fn report_fault(
        &mut self,
        line: &FilledLine,
        after: &[FilledLine],
        piece_end: usize,
        table: &mut Table<'t>,
    ) -> usize {
        let next = after.iter().find(|line| line.start.is_some());
        let mut end = next.map_or(piece_end, |line| line.at);
        if let Err(error) = self.parse_part(line.at..line.end)
            && line.start == Some(LineStart::Key)
            && !is_unclosed(&error)
        {
            end = line.end;
        }
        if let Err(error) = self.parse_part(line.at..end) {
            let statement = self.text.get(line.at..end).unwrap_or_default();
            table.first_loss.get_or_insert(self.report.count());
            self.report.push(explain_error(&error, statement, line.at));
        }
        end
    }

    fn collect_entries(
        &mut self,
        entries: Vec<TableEntry<'t>>,
        name: Option<&str>,
        table: &mut Table<'t>,
        seen: &mut HashSet<Cow<'t, str>>,
    ) {
        for entry in entries {
            match entry.item.value {
                // `[[session.links]]` below a broken [[session]].
                Value::Table(inner) if name == Some(&*entry.key.value) => {
                    self.collect_entries(inner.entries, None, table, seen);
                }
                _ if !seen.insert(entry.key.value.clone()) => {
                    self.report.push(duplicate_key(entry.key.at, &entry.key.value));
                }
                _ => table.entries.push(entry),
            }
        }
    }
}

/// The header of a table.
struct Header {
    name: String,
    /// True for two brackets.
    is_list: bool,
}

/// Returns the header of a line whose name is, or is nearly, one of [`TABLES`].
fn read_header(line: &str) -> Option<Header> {
    let line = line.trim();
    let inner = line.strip_prefix('[')?;
    let is_list = inner.starts_with('[');
    let inner = inner.trim_start_matches('[').trim_start();
    let rest = inner.trim_start_matches(is_key_letter);
    let name = inner.get(..inner.len() - rest.len())?;
    let rest = rest.trim_start();
    let is_meant = TABLES.contains(&name) || nearest_word(name, TABLES.iter().copied()).is_some();
    let is_closed = rest.is_empty() || rest.starts_with(']') || rest.starts_with('#');
    (is_meant && is_closed).then(|| Header { name: name.to_owned(), is_list })
}

fn is_key_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// A line of a broken table, neither blank nor a comment.
struct FilledLine {
    at: usize,
    /// The byte after the line end.
    end: usize,
    start: Option<LineStart>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LineStart {
    /// `key = …`
    Key,
    /// `[[session.links]]`
    Header,
}

/// Returns the kind of statement at the beginning of `line`.
fn line_start(line: &str) -> Option<LineStart> {
    let line = line.trim();
    let rest = line.trim_start_matches(is_key_letter);
    if rest.len() < line.len() && rest.trim_start().starts_with('=') {
        return Some(LineStart::Key);
    }
    (line.starts_with('[') && line.ends_with(']') && !line.contains(['"', '\'', ',']))
        .then_some(LineStart::Header)
}

/// Returns the possible ends, in bytes, of the statement from `line` on. A value may take several
/// lines, and some of these lines may look like keys.
fn statement_ends(line: &FilledLine, after: &[FilledLine], piece_end: usize) -> Vec<usize> {
    let is_header = line.start == Some(LineStart::Header);
    let next_starts = after.iter().filter(|line| match line.start {
        Some(LineStart::Header) => true,
        Some(LineStart::Key) => !is_header,
        None => false,
    });
    let mut ends: Vec<usize> = (!is_header).then_some(line.end).into_iter().collect();
    ends.extend(next_starts.map(|line| line.at).take(ENDS_MAX));
    if ends.len() < ENDS_MAX {
        ends.push(piece_end);
    }
    ends.dedup();
    ends
}

/// Returns true for white space and for a comment. A comment with control characters is a fault.
fn is_blank(line: &str) -> bool {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line).trim_matches([' ', '\t']);
    line.is_empty()
        || (line.starts_with('#') && !line.contains(|c: char| c.is_control() && c != '\t'))
}

/// Returns the lines of a part of `text`, each with its first byte and with its line end.
fn lines_of(text: &str, part: Span) -> impl Iterator<Item = (usize, &str)> {
    let mut at = part.start;
    text.get(part).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}
