//! frab and Pentabarf XML in its three dialects.
//!
//! - Pentabarf (FOSDEM until 2024): `day@date` and `<start>`, a `day_change`, no zone, no ids but
//!   numbers.
//! - frab, wafer, c3voc's hub: `<date>` with an offset, `time_zone_name` since 2020.
//! - pretalx (and FOSDEM since 2025): the same with `url`, `track@slug`, lengths above a day as
//!   `D:HH:MM`.
//!
//! They are one shape: `schedule > conference, day > room > event`. The events of quick-xml are
//! read as they come, but for elements of nothing but a text: nearly all are so, and need no
//! parser. Tags that do not match are mended where the shape says how, so that damage costs the
//! session it is in. No entity is expanded but the five of XML and numbers.

mod entry;
mod fields;
mod halves;
mod names;
mod settle;
mod tags;
#[cfg(test)]
mod tests;
mod time;

use super::words;
use crate::agenda::{At, Draft, Problem, Span};
use entry::{Entry, Listed, Open, Somebody};
use names::{Field, Sort};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::BufRead;
use tags::{Tag, plain_tag, resolved, resolved_all};

/// More than any event has; what is beyond is refused, so that no file can fill the memory.
const SESSIONS_MAX: usize = 20_000;
const ROOMS_MAX: usize = 2_000;
const TRACKS_MAX: usize = 2_000;
/// People and links, of all sessions together.
const NAMES_MAX: usize = 200_000;
const PROBLEMS_MAX: usize = 5_000;
/// Where there are more faults than this beyond those that are told, the rest of the file is not
/// read.
const FAULTS_MAX: usize = 200_000;
const DEPTH_MAX: usize = 64;
/// How many bytes are read again because a `<` before them was none of a tag.
const AGAIN_MAX: usize = 32 << 20;

/// # Errors
/// A sentence, where nothing in it is a schedule.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    read_by_two_from(text, halves::WORTH_IT)
}

/// As [`read`]; files of so many bytes are read by two threads.
fn read_by_two_from(text: &str, least: usize) -> Result<Draft, Problem> {
    let mut walk = Walk { text, ..Walk::default() };
    if !halves::read(&mut walk, least) {
        walk.run(0);
    }
    walk.finish()
}

/// A reader of the text from there on, and where it begins: it would drop a byte order mark without
/// counting it.
fn reader(text: &str, from: usize) -> (Reader<&[u8]>, usize) {
    let rest = text.get(from..).unwrap_or_default().trim_start_matches('\u{feff}');
    let mut xml = Reader::from_str(rest);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    (xml, text.len() - rest.len())
}

/// An element that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Level<'a> {
    name: &'a str,
    sort: Sort,
}

#[derive(Default, Clone)]
struct Walk<'a> {
    text: &'a str,
    draft: Draft,
    stack: Vec<Level<'a>>,
    /// The text of the field that is open, and where it stands.
    buffer: String,
    buffer_at: Span,
    /// The address of the link that is open.
    href: Option<At<String>>,
    /// What a link without a text is called.
    sort_of_link: Option<String>,
    role: Option<String>,
    somebody: Somebody,
    listed: Listed,
    /// The time at which each day begins, by `day_change`; days that have their own follow it.
    day_change: Option<chrono::NaiveTime>,
    entry: Option<Box<Entry<'a>>>,
    /// What is to be settled at the end, one for each session of the draft.
    open: Vec<Open>,
    rooms: HashSet<String>,
    sorts: words::Sorts,
    tracks: HashSet<String>,
    people: HashMap<String, usize>,
    names: usize,
    untold: usize,
    is_schedule: bool,
    /// How many bytes were read again.
    again: usize,
    /// That elements are nested too deep has been told.
    deep: bool,
    /// The file is cut off, and that has been told.
    lost: bool,
}

impl<'a> Walk<'a> {
    /// Reads the text from there on.
    fn run(&mut self, from: usize) {
        let text = self.text;
        let (mut xml, mut base) = reader(text, from);
        loop {
            let place =
                |at: u64| usize::try_from(at).map_or(text.len(), |at| (base + at).min(text.len()));
            let from = place(xml.buffer_position());
            let event = xml.read_event();
            let at = from..place(xml.buffer_position());
            let tag = matches!(event, Ok(Event::Start(_) | Event::Empty(_) | Event::End(_)));
            let stray = match event {
                Ok(Event::Start(tag)) => self.start(&tag, at, false),
                Ok(Event::Empty(tag)) => self.start(&tag, at, true),
                Err(error) => {
                    let lost = matches!(error, quick_xml::Error::Syntax(_));
                    let stray = self.broken(place(xml.error_position()), &error.to_string(), lost);
                    if stray.is_none() && (lost || at.is_empty()) {
                        break;
                    }
                    stray
                }
                Ok(Event::Eof) => break,
                Ok(event) => {
                    self.event(&event, at);
                    None
                }
            };
            if let Some(after) = stray {
                (xml, base) = reader(text, after);
            } else if tag {
                let end = place(xml.buffer_position());
                xml.stream().consume(self.leaves(end) - end);
            }
            if self.untold > FAULTS_MAX {
                self.give_up(from);
                break;
            }
        }
    }

    fn tell(&mut self, problem: Problem) {
        if self.draft.problems.len() < PROBLEMS_MAX {
            self.draft.problems.push(problem);
        } else {
            self.untold += 1;
        }
    }

    /// The file is nothing but faults from here on.
    fn give_up(&mut self, at: usize) {
        self.lost = true;
        let end = self.text.ceil_char_boundary((at + 1).min(self.text.len()));
        let problem = Problem::error(Some(at..end), "there are too many faults before this place");
        self.draft.problems.push(problem.help("what follows is not read"));
    }

    fn event(&mut self, event: &Event<'_>, at: Span) {
        match event {
            Event::End(tag) => self.close(tag.local_name().as_ref(), at),
            Event::Text(piece) => self.text(piece, at),
            Event::CData(piece) => self.text(piece, at),
            Event::GeneralRef(_) => self.reference(at),
            Event::DocType(_) => {
                let problem = Problem::warning(Some(at), "the document type is not read");
                self.tell(problem.help("what it defines is not expanded"));
            }
            _ => {}
        }
    }

    /// What the parser cannot go on from, or can. Where to begin anew, if it is a stray `<`.
    fn broken(&mut self, at: usize, why: &str, lost: bool) -> Option<usize> {
        let after = self.text.get(at..).and_then(|rest| rest.strip_prefix('<'));
        if lost
            && after.is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_alphabetic() || "/!?".contains(c))
            })
        {
            let stray = self.stray(at..self.text.len());
            if stray.is_some() {
                return stray;
            }
        }
        self.lost |= lost;
        let end = self.text.ceil_char_boundary((at + 1).min(self.text.len()));
        let help = if lost {
            "what stands before it is kept, what follows is lost"
        } else {
            "it is passed over"
        };
        self.tell(Problem::error(Some(at..end), "this is not XML").help(format!("{why}: {help}")));
        None
    }

    fn top(&self) -> Sort {
        self.stack.last().map_or(Sort::Outer, |level| level.sort)
    }

    fn field(&self) -> Option<Field> {
        if let Sort::Field(field) = self.top() { Some(field) } else { None }
    }

    /// A start tag, or a `<` that begins none, after which to begin anew.
    fn start(&mut self, tag: &BytesStart<'_>, at: Span, empty: bool) -> Option<usize> {
        let named = tag.name().as_ref().starts_with(char::is_alphabetic);
        let within = memchr::memchr(b'<', tag.as_bytes()).is_some() && tag.contains("</");
        let stray = if named && !within { None } else { self.stray(at.clone()) };
        if stray.is_none() {
            let name = at.start + 1..at.start + 1 + tag.name().as_ref().len();
            let text = |at| self.text.get(at).unwrap_or_default();
            let attributes = text(name.end..name.start + tag.len());
            let name = text(name.end - tag.local_name().as_ref().len()..name.end);
            self.open(Tag { name, attributes }, at, empty);
        }
        stray
    }

    fn open(&mut self, tag: Tag<'a>, at: Span, empty: bool) {
        self.mend(tag.name, &at);
        let within = self.top();
        let sort = names::sort(within, tag.name);
        if let (Sort::Field(field), None) = (within, sort) {
            return self.markup(field, at);
        }
        if sort.is_none() {
            let problem =
                Problem::warning(Some(at.clone()), "an element that schedules do not have");
            let kept =
                if within == Sort::Outer { "what stands in it is read" } else { "it is ignored" };
            self.tell(problem.help(format!(
                "<{}> within <{}>: {kept}",
                short(tag.name),
                short(self.parent())
            )));
        }
        let sort = sort.unwrap_or(if within == Sort::Outer { Sort::Outer } else { Sort::Ignored });
        if self.stack.len() >= DEPTH_MAX {
            return self.too_deep(at);
        }
        self.begin(tag, sort, &at);
        self.stack.push(Level { name: tag.name, sort });
        if empty {
            self.pop();
        }
    }

    /// Reads on behind a tag as long as there is nothing but the text of the innermost element and
    /// elements of nothing but a text, `<name>text</name>`, as nearly all are: the parser has only
    /// the rest to do. Where that begins.
    fn leaves(&mut self, from: usize) -> usize {
        let mut at = self.rest_of_leaf(from);
        while self.untold <= FAULTS_MAX {
            at = self.blank(at);
            let Some((tag, behind)) = plain_tag(self.text.get(at..).unwrap_or_default()) else {
                break;
            };
            let (start, empty) = (at, behind > tag.name.len() + 2);
            at += behind;
            self.open(tag, start..at, empty);
            if !empty {
                at = self.rest_of_leaf(at);
            }
        }
        at
    }

    /// Reads the rest of the innermost element, if it is but text. Where that ends.
    fn rest_of_leaf(&mut self, from: usize) -> usize {
        let (Sort::Field(_) | Sort::Ignored, Some(rest)) = (self.top(), self.text.get(from..))
        else {
            return from;
        };
        let end = memchr::memchr(b'<', rest.as_bytes());
        let Some((raw, after)) = end.and_then(|length| rest.split_at_checked(length)) else {
            return from;
        };
        let end = after
            .strip_prefix("</")
            .and_then(|end| end.strip_prefix(self.parent())?.strip_prefix('>'));
        let Some(after) = end else { return from };
        if let Some(field) = self.field() {
            // The long way tells where an odd entity stands.
            let Some(text) = resolved_all(raw) else { return from };
            self.buffer_at.end = from + raw.len();
            self.stack.pop();
            let before = std::mem::take(&mut self.buffer);
            self.end_field(
                field,
                if before.is_empty() { text } else { Cow::Owned(before + &text) },
            );
        } else {
            self.pop();
        }
        self.text.len() - after.len()
    }

    /// Where white space that means nothing ends.
    fn blank(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        if self.field().is_some() { from } else { self.text.len() - rest.trim_ascii_start().len() }
    }

    fn parent(&self) -> &'a str {
        self.stack.last().map_or("", |level| level.name)
    }

    fn too_deep(&mut self, at: Span) {
        if !std::mem::replace(&mut self.deep, true) {
            let problem =
                Problem::error(Some(at), "elements are nested deeper than in any schedule");
            self.tell(problem.help("what stands in them is ignored"));
        }
    }

    /// Closes what cannot be open where an element of this name begins.
    fn mend(&mut self, name: &str, at: &Span) {
        let holds = match name {
            "event" => self.stack.iter().position(|level| level.sort == Sort::Event),
            "day" => self
                .stack
                .iter()
                .rposition(|level| level.name == "day" && level.sort == Sort::Outer),
            _ => self
                .field()
                .filter(|field| names::ends_field(*field, name))
                .map(|_| self.stack.len() - 1),
        };
        let Some(keep) = holds else { return };
        let problem = Problem::error(
            Some(at.clone()),
            "an element begins within one that should have ended before",
        );
        self.tell(problem.help(format!(
            "<{name}> within <{}>, which is taken to end here",
            short(self.parent())
        )));
        self.pop_to(keep);
    }

    /// A `<` that begins no tag is text. The tags that the parser took for a part of it stand
    /// behind it.
    fn stray(&mut self, at: Span) -> Option<usize> {
        self.again += at.len();
        if self.again > AGAIN_MAX {
            return None;
        }
        let at = at.start..at.start + 1;
        let problem = Problem::warning(Some(at.clone()), "a \"<\" that begins no tag");
        self.tell(problem.help("it is taken as text; XML writes it as &lt;"));
        if matches!(self.top(), Sort::Field(_)) {
            self.text("<", at.clone());
        }
        Some(at.end)
    }

    /// A tag within a text: it belongs to it where the text is prose.
    fn markup(&mut self, field: Field, at: Span) {
        if field.is_prose()
            && let Some(raw) = self.text.get(at)
        {
            self.buffer.push_str(raw);
        }
    }

    fn text(&mut self, piece: &str, at: Span) {
        match self.top() {
            Sort::Field(_) => {
                self.buffer.push_str(piece);
                self.buffer_at.end = at.end;
            }
            Sort::Ignored => {}
            _ if piece.trim_ascii().is_empty() => {}
            _ => {
                let problem = Problem::warning(Some(at), "a text that belongs to no element");
                self.tell(problem.help("it is ignored"));
            }
        }
    }

    /// `&amp;` and the like. An entity that a document type may define stays as it is written.
    fn reference(&mut self, at: Span) {
        let raw = self.text.get(at.clone());
        match raw.and_then(|raw| resolved(raw.strip_prefix('&')?)) {
            Some((c, _)) => self.text(c.encode_utf8(&mut [0; 4]), at),
            None => {
                let problem =
                    Problem::warning(Some(at.clone()), "an entity that XML does not define");
                self.tell(problem.help("it stays as it is written"));
                self.text(raw.unwrap_or_default(), at);
            }
        }
    }

    fn close(&mut self, name: &str, at: Span) {
        let Some(keep) = self.stack.iter().rposition(|level| level.name == name) else {
            if let Some(field) = self.field() {
                return self.markup(field, at);
            }
            let problem = Problem::warning(Some(at), "an end tag that ends nothing");
            return self.tell(problem.help("it is ignored"));
        };
        if keep + 1 < self.stack.len() {
            let problem = Problem::error(Some(at), "an element ends before one within it");
            let (name, inner) = (short(name), short(self.parent()));
            self.tell(
                problem
                    .help(format!("</{name}> while <{inner}> is open, which is taken to end here")),
            );
        }
        self.pop_to(keep);
    }

    fn pop_to(&mut self, keep: usize) {
        while self.stack.len() > keep {
            self.pop();
        }
    }

    /// The innermost element ends.
    fn pop(&mut self) {
        let Some(level) = self.stack.pop() else { return };
        match (level.sort, level.name) {
            (Sort::Field(field), _) => {
                let text = std::mem::take(&mut self.buffer);
                self.end_field(field, Cow::Owned(text));
            }
            (Sort::Event, _) => self.end_event(),
            (Sort::Outer, "room") => self.listed.room = None,
            (Sort::Outer, "day") => self.listed = Listed::default(),
            _ => {}
        }
    }
}

/// As much of a name as a message needs.
fn short(name: &str) -> &str {
    name.get(..name.floor_char_boundary(40)).unwrap_or(name)
}
