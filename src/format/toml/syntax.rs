//! TOML to a tree with places, whatever state the file is in.
//!
//! A sound file is parsed at once. In a broken one the parser's own recovery is no help: it stops
//! at the first line without `=`, an open list swallows the sessions below it, and `[session]`
//! after `[[session]]` drops them all (toml 1.2). So a broken file is cut at the lines that look
//! like headers and each piece parsed by itself; a piece that is broken still is cut again at the
//! lines that look like `key = …`. One fault costs one key, and each fault is told once.

use super::explain::{UNCLOSED, explain, twice};
use super::{KEYS, Span};
use crate::agenda::{At, Problem, nearest_word};
use std::collections::HashSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A table, with its fields in the order of their names or, where it was broken, of the file.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Its header, or the whole of an inline table.
    pub(super) at: Span,
    pub(super) fields: Vec<Field>,
    /// Position, among the problems, of the first fault that cost it something.
    pub(super) broken: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) key: At<String>,
    pub(super) value: Item,
}

/// A value and its place.
pub(super) type Item = At<Value>;

#[derive(Debug)]
pub(super) enum Value {
    Text(String),
    /// `None`: too large.
    Whole(Option<i64>),
    Fraction,
    Bool(bool),
    Time(Datetime),
    List(Vec<Item>),
    Table(Table),
}

impl Value {
    /// What it is, with its article.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "text",
            Value::Whole(_) => "a whole number",
            Value::Fraction => "a fraction",
            Value::Bool(_) => "true or false",
            Value::Time(time) if time.date.is_none() => "a time of day",
            Value::Time(time) if time.time.is_none() => "a date",
            Value::Time(_) => "a date and time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// Several of what it is.
    pub(super) fn plural(&self) -> &'static str {
        match self {
            Value::Text(_) => "texts",
            Value::Whole(_) | Value::Fraction => "numbers",
            Value::Bool(_) => "true or false",
            Value::Time(_) => "times",
            Value::List(_) => "lists",
            Value::Table(_) => "tables",
        }
    }
}

/// The whole file as one table. In a broken file a name may occur more than once in it.
pub(super) fn parse(text: &str) -> (Table, Vec<Problem>) {
    let error = match DeTable::parse(text) {
        Ok(root) => return (table(root, 0), Vec::new()),
        Err(error) => error,
    };
    let mut pieces = Pieces {
        text,
        root: Table::default(),
        problems: Vec::new(),
        left: AGAIN * text.len() + AGAIN_LEAST,
    };
    pieces.all();
    // Tables that are there twice are told by the reader, which knows their names.
    if pieces.problems.is_empty() && error.message() != "duplicate key" {
        pieces.problems.push(explain(&error, text, 0));
    }
    (pieces.root, pieces.problems)
}

fn table(table: Spanned<DeTable<'_>>, offset: usize) -> Table {
    let at = shift(table.span(), offset);
    Table { at, fields: fields(table.into_inner(), offset), broken: None }
}

fn fields(table: DeTable<'_>, offset: usize) -> Vec<Field> {
    table
        .into_iter()
        .map(|(key, item)| Field {
            key: At { at: shift(key.span(), offset), value: key.into_inner().into_owned() },
            value: value(item, offset),
        })
        .collect()
}

/// As deep as the parser lets a file go, which is 80 levels.
fn value(item: Spanned<DeValue<'_>>, offset: usize) -> Item {
    let at = shift(item.span(), offset);
    let value = match item.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(digits) => {
            Value::Whole(i64::from_str_radix(digits.as_str(), digits.radix()).ok())
        }
        DeValue::Float(_) => Value::Fraction,
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Datetime(time) => Value::Time(time),
        DeValue::Array(list) => {
            Value::List(list.into_iter().map(|item| value(item, offset)).collect())
        }
        DeValue::Table(table) => {
            Value::Table(Table { at: at.clone(), fields: fields(table, offset), broken: None })
        }
    };
    At { value, at }
}

fn shift(span: Span, offset: usize) -> Span {
    span.start + offset..span.end + offset
}

/// A broken file, piece by piece.
struct Pieces<'t> {
    text: &'t str,
    root: Table,
    problems: Vec<Problem>,
    /// How many bytes may still be parsed.
    left: usize,
}

/// How many tables of a broken text are read.
const TABLES_MAX: usize = 50_000;
/// How often a broken text is parsed again, all attempts at its pieces taken together; a small one
/// a little more often.
const AGAIN: usize = 4;
const AGAIN_LEAST: usize = 1 << 18;
/// As many bytes as an attempt costs, however little it parses.
const ATTEMPT: usize = 100;

impl<'t> Pieces<'t> {
    /// A text may contain lines that look like headers: up to so many pieces together may be sound.
    const JOINED: usize = 4;

    fn all(&mut self) {
        let mut cuts: Vec<(usize, Option<Header>)> = vec![(0, None)];
        for (at, line) in lines(self.text, 0..self.text.len()) {
            if let Some(header) = header(line) {
                if cuts.len() > TABLES_MAX {
                    let problem = Problem::error(
                        Some(at..at + line.trim_end().len()),
                        "there are more tables than in any agenda",
                    );
                    self.problems.push(problem.help("this one and what follows it are left out"));
                    self.text = self.text.get(..at).unwrap_or_default();
                    break;
                }
                cuts.push((at, Some(header)));
            }
        }
        let end = |ix: usize| cuts.get(ix).map_or(self.text.len(), |cut| cut.0);
        let pieces: Vec<Span> = (0..cuts.len()).map(|ix| end(ix)..end(ix + 1)).collect();
        let mut ix = 0;
        while let Some(piece) = pieces.get(ix) {
            if self.gave_up(piece.start) {
                return;
            }
            let sound = (ix..pieces.len().min(ix + Self::JOINED)).find_map(|last| {
                let table = self.parsed(piece.start..pieces.get(last)?.end).ok()?;
                Some((last, table))
            });
            if let Some((last, found)) = sound {
                self.root.fields.extend(table(found, piece.start).fields);
                ix = last;
            } else if let Some((_, header)) = cuts.get(ix) {
                self.broken(piece.clone(), header.as_ref());
            }
            ix += 1;
        }
    }

    /// Parses a part of the text.
    fn parsed(&mut self, part: Span) -> Result<Spanned<DeTable<'t>>, toml::de::Error> {
        let text = self.text.get(part).unwrap_or_default();
        self.left = self.left.saturating_sub(text.len() + ATTEMPT);
        DeTable::parse(text)
    }

    /// Whether there are too many faults to go on, which is told once.
    fn gave_up(&mut self, at: usize) -> bool {
        const MESSAGE: &str = "there are too many faults before this line";
        let over = self.left == 0;
        if over && self.problems.last().is_none_or(|problem| problem.message != MESSAGE) {
            let end = self.text.ceil_char_boundary((at + 1).min(self.text.len()));
            self.problems.push(
                Problem::error(Some(at..end), MESSAGE)
                    .help("what follows is not read: mend those first"),
            );
        }
        over
    }

    /// One table with a fault in it: what is sound of it goes to the root.
    fn broken(&mut self, piece: Span, header: Option<&Header>) {
        let Some(header) = header else {
            let mut root = std::mem::take(&mut self.root);
            self.statements(piece, None, &mut root);
            self.root = root;
            return;
        };
        let first_line = lines(self.text, piece.clone()).next().map_or(0, |(_, line)| line.len());
        let head = piece.start..piece.start + first_line;
        let line = self.text.get(head.clone()).unwrap_or_default();
        if let Err(error) = self.parsed(head.clone()) {
            let brackets = if header.name == "event" {
                "[event]".into()
            } else {
                format!("[[{}]]", header.name)
            };
            let help = format!("write {brackets} on a line of its own");
            self.problems.push(explain(&error, line, head.start).help(help));
        }
        let mut table =
            Table { at: head.start..head.start + line.trim_end().len(), ..Table::default() };
        self.statements(head.end..piece.end, Some(&header.name), &mut table);
        let at = table.at.clone();
        let element = At { value: Value::Table(table), at: at.clone() };
        let value = if header.list {
            At { value: Value::List(vec![element]), at: at.clone() }
        } else {
            element
        };
        self.root.fields.push(Field { key: At { value: header.name.clone(), at }, value });
    }

    /// Takes the sound `key = …` out of a broken piece, and tells the first fault of each other.
    fn statements(&mut self, piece: Span, name: Option<&str>, into: &mut Table) {
        let starts: Vec<Line> = lines(self.text, piece.clone())
            .filter(|(_, line)| !is_blank(line))
            .map(|(at, line)| Line { at, end: at + line.len(), begins: begins(line) })
            .collect();
        let (mut ix, mut seen) = (0, HashSet::new());
        while let Some(line) = starts.get(ix) {
            if self.gave_up(line.at) {
                return;
            }
            let start = line.at;
            let after = starts.get(ix + 1..).unwrap_or_default();
            let sound = ends(line, after, piece.end).into_iter().find_map(|end| {
                let table = self.parsed(start..end).ok()?;
                Some((end, fields(table.into_inner(), start)))
            });
            let end = match sound {
                Some((end, found)) => {
                    self.collect(found, name, into, &mut seen);
                    end
                }
                None => self.fault(line, after, piece.end, into),
            };
            ix = starts.partition_point(|line| line.at < end).max(ix + 1);
        }
    }

    /// Tells the fault in the statement that begins at `line`, and finds where it ends.
    fn fault(&mut self, line: &Line, after: &[Line], end: usize, into: &mut Table) -> usize {
        let mut until = after.iter().find(|line| line.begins.is_some()).map_or(end, |line| line.at);
        if let Err(error) = self.parsed(line.at..line.end)
            && line.begins == Some(Begins::Key)
            && !UNCLOSED.iter().any(|begins| error.message().starts_with(begins))
        {
            until = line.end;
        }
        if let Err(error) = self.parsed(line.at..until) {
            let problem =
                explain(&error, self.text.get(line.at..until).unwrap_or_default(), line.at);
            into.broken.get_or_insert(self.problems.len());
            self.problems.push(problem);
        }
        until
    }

    fn collect(
        &mut self,
        found: Vec<Field>,
        name: Option<&str>,
        into: &mut Table,
        seen: &mut HashSet<String>,
    ) {
        for field in found {
            match field.value.value {
                // `[[session.links]]` below a broken [[session]].
                Value::Table(inner) if name == Some(&*field.key.value) => {
                    self.collect(inner.fields, None, into, seen)
                }
                _ if !seen.insert(field.key.value.clone()) => {
                    self.problems.push(twice(field.key.at, &field.key.value));
                }
                _ => into.fields.push(field),
            }
        }
    }
}

/// A line that begins a table.
struct Header {
    name: String,
    /// Whether it has two brackets.
    list: bool,
}

/// The header that a line is, or was meant to be: one whose name is, or is nearly, one of the
/// format's.
fn header(line: &str) -> Option<Header> {
    let line = line.trim();
    let inner = line.strip_prefix('[')?;
    let list = inner.starts_with('[');
    let inner = inner.trim_start_matches('[').trim_start();
    let cut = inner
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(inner.len());
    let (name, rest) = inner.split_at(cut);
    let rest = rest.trim_start();
    let names = KEYS.first().map_or(&[][..], |(_, names)| names);
    let meant = names.contains(&name) || nearest_word(name, names.iter().copied()).is_some();
    let closed = rest.is_empty() || rest.starts_with(']') || rest.starts_with('#');
    (meant && closed).then(|| Header { name: name.to_owned(), list })
}

/// A line of a broken table that says something.
struct Line {
    at: usize,
    end: usize,
    begins: Option<Begins>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// `key = …`
    Key,
    /// `[[session.links]]`
    Header,
}

/// What a line looks like the beginning of.
fn begins(line: &str) -> Option<Begins> {
    let line = line.trim();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if rest.len() < line.len() && rest.trim_start().starts_with('=') {
        return Some(Begins::Key);
    }
    (line.starts_with('[') && line.ends_with(']') && !line.contains(['"', '\'', ',']))
        .then_some(Begins::Header)
}

/// Where the statement that begins at `line` may end: a value may take several lines, some of which
/// look like keys.
fn ends(line: &Line, after: &[Line], end: usize) -> Vec<usize> {
    const TRIED: usize = 8;
    let header = line.begins == Some(Begins::Header);
    let alone = (!header).then_some(line.end);
    let further = after
        .iter()
        .filter(|line| line.begins == Some(Begins::Header) || (!header && line.begins.is_some()));
    let mut ends: Vec<usize> =
        alone.into_iter().chain(further.map(|line| line.at).take(TRIED)).collect();
    if ends.len() < TRIED {
        ends.push(end);
    }
    ends.dedup();
    ends
}

/// Nothing but white space or a comment; one that holds what no TOML may hold is to be told.
fn is_blank(line: &str) -> bool {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line).trim_matches([' ', '\t']);
    line.is_empty()
        || (line.starts_with('#') && !line.contains(|c: char| c.is_control() && c != '\t'))
}

/// The lines of a part of the text with their places, each with its line end.
fn lines(text: &str, part: Span) -> impl Iterator<Item = (usize, &str)> {
    let mut at = part.start;
    text.get(part).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}
