//! The walk over the tags and texts of a file. Missing and misplaced tags are repaired by the shape
//! of a schedule.

mod leaves;

use super::elements::{ElementKind, TextElement, element_kind};
use super::parser::XmlParser;
use super::schedule::ScheduleDraft;
use super::stack::ElementStack;
use super::tags::{XmlTag, char_at, cut, decode_entity, trimmed};
use crate::agenda::{At, Draft, Problem, Span};
use crate::format::collector::Report;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::sync::Arc;

/// The largest [`Report::unlisted`]. Beyond, the rest of the file is given up.
const FAULTS_MAX: usize = 200_000;
/// The largest number of bytes for second parses after a stray `<`.
const REPARSED_MAX: usize = 32 << 20;

/// Reads a file into a draft.
///
/// # Errors
/// The file has no `<schedule>`.
pub(super) fn read_schedule(text: &Arc<String>) -> Result<Draft, Problem> {
    let mut walk = Walk {
        text,
        schedule: ScheduleDraft::new(text),
        stack: ElementStack::default(),
        buffer: TextBuffer::default(),
        reparsed: 0,
        is_depth_reported: false,
        is_lost: false,
    };
    walk.read_all();
    walk.close_all();
    walk.schedule.finish()
}

/// The state of the walk between two tags.
struct Walk<'a> {
    text: &'a str,
    schedule: ScheduleDraft<'a>,
    stack: ElementStack<'a>,
    buffer: TextBuffer,
    /// The number of bytes of second parses: see [`REPARSED_MAX`].
    reparsed: usize,
    is_depth_reported: bool,
    /// The rest of the file cannot be read. The loss is in the report.
    is_lost: bool,
}

/// The text of the open text element.
#[derive(Default)]
struct TextBuffer {
    text: String,
    at: Span,
}

/// The next step after an event of the parser.
enum Step {
    NextEvent,
    /// After a tag: plain tags, and elements of nothing but a text, are read without the parser.
    Leaves,
    ParseFrom(usize),
    Stop,
}

impl<'a> Walk<'a> {
    fn read_all(&mut self) {
        let mut parser = XmlParser::new(self.text, 0);
        loop {
            let start = parser.position();
            let event = parser.read_event();
            match self.read_event(event, start..parser.position(), &parser) {
                Step::NextEvent => {}
                Step::Leaves => parser.skip_to(self.read_leaves(parser.position())),
                Step::ParseFrom(at) => parser = XmlParser::new(self.text, at),
                Step::Stop => break,
            }
            if self.report().unlisted() > FAULTS_MAX {
                self.give_up(start);
                break;
            }
        }
    }

    fn read_event(
        &mut self,
        event: quick_xml::Result<Event<'a>>,
        at: Span,
        parser: &XmlParser<'_>,
    ) -> Step {
        match event {
            Ok(Event::Start(tag)) => return self.read_start_tag(&tag, at, false),
            Ok(Event::Empty(tag)) => return self.read_start_tag(&tag, at, true),
            Ok(Event::End(tag)) => {
                self.read_end_tag(tag.local_name().as_ref(), at);
                return Step::Leaves;
            }
            Ok(Event::Text(text)) => self.add_text(&text, at),
            Ok(Event::CData(text)) => self.add_text(&text, at),
            Ok(Event::GeneralRef(_)) => self.add_entity(at),
            Ok(Event::DocType(_)) => {
                let help = "what it defines is not expanded";
                self.report().warn(at, "the document type is not read", help);
            }
            Ok(Event::Eof) => return Step::Stop,
            Ok(_) => {}
            Err(error) => return self.read_error(&error, at, parser.error_position()),
        }
        Step::NextEvent
    }

    fn report(&mut self) -> &mut Report {
        self.schedule.report()
    }

    fn give_up(&mut self, at: usize) {
        self.is_lost = true;
        let message = "there are too many faults before this place";
        self.schedule.report().error(char_at(self.text, at), message, "what follows is not read");
    }

    /// Reports an error of the parser at the byte `place`, unless a stray `<` is the cause.
    fn read_error(&mut self, error: &quick_xml::Error, at: Span, place: usize) -> Step {
        let is_lost = matches!(error, quick_xml::Error::Syntax(_));
        let after = self.text.get(place..).and_then(|rest| rest.strip_prefix('<'));
        let is_tag =
            |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || "/!?".contains(c));
        if is_lost
            && after.is_some_and(|rest| !is_tag(rest))
            && let Some(after) = self.read_stray_bracket(place..self.text.len())
        {
            return Step::ParseFrom(after);
        }
        self.is_lost |= is_lost;
        let help = if is_lost {
            "what stands before it is kept, what follows is lost"
        } else {
            "it is passed over"
        };
        let help = format!("{error}: {help}");
        self.schedule.report().error(char_at(self.text, place), "this is not XML", help);
        if is_lost || at.is_empty() { Step::Stop } else { Step::NextEvent }
    }

    fn read_start_tag(&mut self, tag: &BytesStart<'_>, at: Span, is_empty: bool) -> Step {
        let has_name = tag.name().as_ref().starts_with(char::is_alphabetic);
        let contains_tag = memchr::memchr(b'<', tag.as_bytes()).is_some() && tag.contains("</");
        if (!has_name || contains_tag)
            && let Some(after) = self.read_stray_bracket(at.clone())
        {
            return Step::ParseFrom(after);
        }
        let name_start = at.start + 1;
        let name_end = name_start + tag.name().as_ref().len();
        let part = |part: Span| self.text.get(part).unwrap_or_default();
        let attributes = part(name_end..name_start + tag.len());
        let name = part(name_end - tag.local_name().as_ref().len()..name_end);
        self.open_element(XmlTag { name, attributes }, at, is_empty);
        Step::Leaves
    }

    fn open_element(&mut self, tag: XmlTag<'a>, at: Span, is_empty: bool) {
        self.close_unclosed(tag.name, &at);
        let parent = self.stack.inner_kind();
        let known = element_kind(parent, tag.name);
        if let (ElementKind::Text(element), None) = (parent, known) {
            return self.keep_markup(element, at);
        }
        let kind = known.unwrap_or_else(|| self.report_unknown_element(tag.name, &at));
        if self.stack.is_full() {
            return self.report_depth(at);
        }
        if matches!(kind, ElementKind::Text(_)) {
            self.buffer.text.clear();
            self.buffer.at = at.end..at.end;
        }
        self.schedule.begin_element(tag, kind, &at);
        self.stack.push(tag.name, kind);
        if is_empty {
            self.close_element();
        }
    }

    /// Reports an unknown element. Returns its kind: `Outer` within outer elements, else `Ignored`.
    fn report_unknown_element(&mut self, name: &str, at: &Span) -> ElementKind {
        let (kind, outcome) = match self.stack.inner_kind() {
            ElementKind::Outer => (ElementKind::Outer, "what stands in it is read"),
            _ => (ElementKind::Ignored, "it is ignored"),
        };
        let help = format!("<{}> within <{}>: {outcome}", cut(name), cut(self.stack.inner_name()));
        self.report().warn(at, "an element that schedules do not have", help);
        kind
    }

    fn report_depth(&mut self, at: Span) {
        if !std::mem::replace(&mut self.is_depth_reported, true) {
            let message = "elements are nested deeper than in any schedule";
            self.report().error(at, message, "what stands in them is ignored");
        }
    }

    /// Closes and reports elements without an end tag before an element `name`: see
    /// [`ElementStack::depth_before`].
    fn close_unclosed(&mut self, name: &str, at: &Span) {
        let Some(depth) = self.stack.depth_before(name) else { return };
        let message = "an element begins within one that should have ended before";
        let inner = cut(self.stack.inner_name());
        let help = format!("<{name}> within <{inner}>, which is taken to end here");
        self.report().error(at, message, help);
        self.close_down_to(depth);
    }

    /// Reads a stray `<` as text. Returns the next position for a second parse: the parser took the
    /// tags after `<` for a part of one tag. `None` beyond [`REPARSED_MAX`].
    fn read_stray_bracket(&mut self, at: Span) -> Option<usize> {
        self.reparsed += at.len();
        if self.reparsed > REPARSED_MAX {
            return None;
        }
        let at = at.start..at.start + 1;
        let help = "it is taken as text; XML writes it as &lt;";
        self.report().warn(&at, "a \"<\" that begins no tag", help);
        if self.stack.inner_text_element().is_some() {
            self.add_text("<", at.clone());
        }
        Some(at.end)
    }

    /// Keeps a tag as a part of the text, if `element` is prose.
    fn keep_markup(&mut self, element: TextElement, at: Span) {
        if element.is_prose()
            && let Some(raw) = self.text.get(at)
        {
            self.buffer.text.push_str(raw);
        }
    }

    fn add_text(&mut self, text: &str, at: Span) {
        match self.stack.inner_kind() {
            ElementKind::Text(_) => {
                self.buffer.text.push_str(text);
                self.buffer.at.end = at.end;
            }
            ElementKind::Ignored => {}
            _ if text.trim_ascii().is_empty() => {}
            _ => self.report().warn(at, "a text that belongs to no element", "it is ignored"),
        }
    }

    /// Adds an entity as its character. An entity of a document type stays unchanged and is
    /// reported.
    fn add_entity(&mut self, at: Span) {
        let raw = self.text.get(at.clone()).unwrap_or_default();
        match raw.strip_prefix('&').and_then(decode_entity) {
            Some((c, _)) => self.add_text(c.encode_utf8(&mut [0; 4]), at),
            None => {
                let message = "an entity that XML does not define";
                self.report().warn(&at, message, "it stays as it is written");
                self.add_text(raw, at);
            }
        }
    }

    fn read_end_tag(&mut self, name: &str, at: Span) {
        let Some(depth) = self.stack.depth_around(name) else {
            return match self.stack.inner_text_element() {
                Some(element) => self.keep_markup(element, at),
                None => self.report().warn(at, "an end tag that ends nothing", "it is ignored"),
            };
        };
        if depth + 1 < self.stack.depth() {
            let (name, inner) = (cut(name), cut(self.stack.inner_name()));
            let help = format!("</{name}> while <{inner}> is open, which is taken to end here");
            self.report().error(at, "an element ends before one within it", help);
        }
        self.close_down_to(depth);
    }

    fn close_down_to(&mut self, depth: usize) {
        while self.stack.depth() > depth {
            self.close_element();
        }
    }

    fn close_element(&mut self) {
        let Some(element) = self.stack.pop() else { return };
        match (element.kind, element.name) {
            (ElementKind::Text(element), _) => {
                let text = std::mem::take(&mut self.buffer.text);
                self.end_text(element, Cow::Owned(text));
            }
            (ElementKind::Event, _) => self.schedule.end_event(),
            (ElementKind::Outer, "room") => self.schedule.end_room(),
            (ElementKind::Outer, "day") => self.schedule.end_day(),
            _ => {}
        }
    }

    fn end_text(&mut self, element: TextElement, text: Cow<'a, str>) {
        let text = At { value: trimmed(text), at: self.buffer.at.clone() };
        self.schedule.end_text(element, text);
    }

    /// Closes and reports the open elements at the end of the file. Complete parts are kept, and a
    /// session with title and time.
    fn close_all(&mut self) {
        if self.stack.depth() == 0 {
            return;
        }
        if !self.is_lost {
            let last = self.text.trim_end().len().saturating_sub(1);
            let name = cut(self.stack.inner_name());
            let help = format!("<{name}> is not closed: what would follow is missing");
            let at = self.text.floor_char_boundary(last)..self.text.trim_end().len();
            self.report().error(at, "the file ends here, and is not complete", help);
        }
        if self.stack.inner_text_element().is_some_and(|element| !element.is_prose()) {
            self.stack.pop();
        }
        self.schedule.drop_incomplete_event();
        self.close_down_to(0);
    }
}
