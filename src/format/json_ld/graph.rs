//! The events of JSON-LD, and the references between them.

use crate::agenda::When;
use crate::format::json::{Node, one_or_many, parse_date, parse_moment};
use chrono::{NaiveDateTime, NaiveTime};
use std::collections::{HashMap, HashSet};

/// Types of schema.org that are events and do not end with `Event`.
const EVENT_TYPES: [&str; 4] = ["CourseInstance", "EventSeries", "Festival", "Hackathon"];
/// Properties with further events.
const CHILD_KEYS: [&str; 2] = ["subEvent", "subEvents"];

/// All events of a document, each once.
pub(super) struct EventGraph<'n, 'a> {
    by_id: HashMap<String, &'n Node<'a>>,
    /// The events in the order of the document.
    events: Vec<&'n Node<'a>>,
    /// The places of the events that contain others, in bytes.
    parents: HashSet<usize>,
}

impl<'n, 'a> EventGraph<'n, 'a> {
    pub(super) fn new(roots: &'n [Node<'a>]) -> EventGraph<'n, 'a> {
        let mut graph =
            EventGraph { by_id: HashMap::new(), events: Vec::new(), parents: HashSet::new() };
        let mut names: HashMap<String, usize> = HashMap::new();
        let mut open: Vec<&Node<'a>> = roots.iter().rev().collect();
        while let Some(node) = open.pop() {
            if node.entries().len() > 1
                && let Some(id) = node.text_of(&["@id"])
            {
                graph.by_id.entry(id.value.to_string()).or_insert(node);
            }
            if is_event(node) && node.entries().len() > 1 && node.get("name").is_some() {
                graph.events.push(node);
                if CHILD_KEYS.iter().any(|key| values_of(node, key).next().is_some()) {
                    graph.parents.insert(node.at.start);
                }
                if let Some(name) = node.text_of(&["name"]) {
                    names.entry(name.value.to_string()).or_insert(node.at.start);
                }
            }
            let below = node.items().collect::<Vec<_>>();
            open.extend(below.into_iter().rev());
        }
        graph.find_named_parents(&names);
        graph
    }

    /// Enters the events that others name as their `superEvent`, by id or by name. A `superEvent`
    /// that is written out is an event with a part.
    fn find_named_parents(&mut self, names: &HashMap<String, usize>) {
        for event in &self.events {
            for parent in values_of(event, "superEvent") {
                let by_id = self.resolve(parent).at.start;
                let name = parent.text_of(&["name"]);
                let by_name = name.and_then(|name| names.get(&*name.value).copied());
                self.parents.extend([by_id].into_iter().chain(by_name));
            }
        }
    }

    /// Returns the node that a node refers to by nothing but an `@id`, else the node itself.
    pub(super) fn resolve<'m>(&self, node: &'m Node<'a>) -> &'m Node<'a>
    where
        'n: 'm,
    {
        let reference = (node.entries().len() == 1).then(|| node.text_of(&["@id"])).flatten();
        reference.and_then(|id| self.by_id.get(&*id.value).copied()).unwrap_or(node)
    }

    /// Returns the events without parts, without the `conference`. An event that is written out
    /// twice with one id, as in two scripts, is one event.
    pub(super) fn sessions(&self, conference: Option<&Node<'_>>) -> Vec<&'n Node<'a>> {
        let mut ids = HashSet::new();
        let mut sessions = Vec::new();
        for event in &self.events {
            let is_session = !self.parents.contains(&event.at.start)
                && conference.is_none_or(|conference| conference.at != event.at);
            let mut is_new = || event.text_of(&["@id"]).is_none_or(|id| ids.insert(id.value));
            if is_session && is_new() {
                sessions.push(*event);
            }
        }
        sessions
    }
}

/// Returns the event that contains the others: the first one with parts, else the one that lasts
/// from the start of the first one to the end of the last one.
pub(super) fn find_conference<'n, 'a>(graph: &EventGraph<'n, 'a>) -> Option<&'n Node<'a>> {
    let parent = graph.events.iter().find(|event| graph.parents.contains(&event.at.start));
    if let Some(parent) = parent {
        return Some(parent);
    }
    let spans: Vec<_> = graph.events.iter().map(|event| span_of(event)).collect();
    let start = spans.iter().flatten().map(|(start, _)| *start).min()?;
    let end = spans.iter().flatten().map(|(_, end)| *end).max()?;
    let mut whole =
        graph.events.iter().zip(&spans).filter(|(_, span)| **span == Some((start, end)));
    let (conference, _) = whole.next()?;
    (whole.next().is_none() && graph.events.len() > 1 && start < end).then_some(*conference)
}

/// Returns start and end by the wall clock of the event. A date alone is a whole day.
fn span_of(event: &Node<'_>) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let time = |key: &str, clock: NaiveTime| {
        let text = event.text_of(&[key])?.value;
        match parse_moment(&text) {
            Some(When::Instant(at)) => Some(at.naive_local()),
            Some(When::Wall(wall)) => Some(wall),
            _ => Some(parse_date(&text)?.and_time(clock)),
        }
    };
    let late = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    let start = time("startDate", NaiveTime::MIN)?;
    let end = time("endDate", late).or_else(|| time("startDate", late))?;
    Some((start, end))
}

/// Returns true for an event of schema.org, by the last part of its type.
fn is_event(node: &Node<'_>) -> bool {
    values_of(node, "@type").filter_map(Node::text).any(|kind| {
        let name = kind.value.rsplit(['/', ':', '#']).next().unwrap_or_default();
        name.ends_with("Event") || EVENT_TYPES.contains(&name)
    })
}

/// Returns the values of a property: the entries of a list, or the single value.
pub(super) fn values_of<'m, 'a>(
    node: &'m Node<'a>,
    key: &str,
) -> impl Iterator<Item = &'m Node<'a>> {
    node.get(key).into_iter().flat_map(one_or_many)
}
