//! Lists of rooms, people and the like, to which sessions refer by id.

use super::node::Node;
use crate::agenda::{
    At, DraftCredit, DraftPerson, DraftSession, FileText, Part, Span, sort_compactly,
};
use crate::format::collector::{Collector, Limit, Report};
use std::collections::HashMap;

/// Names of rooms, tracks, types or questions by id.
pub(in crate::format) type NamesById = HashMap<String, String>;

/// Enters a name under every id in `keys` of `node`. The first name of an id is kept.
pub(in crate::format) fn insert_name(
    names: &mut NamesById,
    node: &Node<'_>,
    keys: &[&str],
    name: &str,
) {
    for id in keys.iter().filter_map(|key| node.text_of(&[key])) {
        names.entry(id.value.to_string()).or_insert_with(|| name.to_owned());
    }
}

/// Returns the entry of an id, the text of `node`. Reports an id without an entry; `help` states
/// the outcome.
pub(in crate::format) fn find_by_id<'l, T>(
    report: &mut Report,
    list: &'l HashMap<String, T>,
    node: &Node<'_>,
    help: &str,
) -> Option<&'l T> {
    let found = list.get(&*node.text()?.value);
    if found.is_none() {
        report.error(&node.at, "this is not in the file's own list", help);
    }
    found
}

/// Returns the name of the room of an id, the text of `node`. Without an entry, as in a file whose
/// list is cut off, reports and returns the id.
pub(in crate::format) fn room_by_id(
    report: &mut Report,
    rooms: &NamesById,
    node: &Node<'_>,
) -> Option<At<FileText>> {
    let id = node.text()?;
    let name = rooms.get(&*id.value).cloned();
    if name.is_none() && !node.is_map() {
        let help = "it is shown as the file has it";
        report.warn(&node.at, "the file has no name for this room", help);
    }
    Some(At { value: name.map_or(id.value, FileText::from), at: id.at })
}

/// The file's list of people, whom sessions refer to by id.
pub(in crate::format) struct PersonList {
    id_keys: &'static [&'static str],
    read_person: fn(&Node<'_>) -> Option<DraftPerson>,
    people: Vec<ListedPerson>,
    positions: HashMap<String, usize>,
}

struct ListedPerson {
    person: DraftPerson,
    /// True if a session names the person. Only those people are in the draft.
    is_named: bool,
}

impl PersonList {
    /// Returns an empty list. An entry has its ids in `id_keys`; `read_person` reads the rest.
    pub(in crate::format) fn new(
        id_keys: &'static [&'static str],
        read_person: fn(&Node<'_>) -> Option<DraftPerson>,
    ) -> PersonList {
        PersonList { id_keys, read_person, people: Vec::new(), positions: HashMap::new() }
    }

    /// Adds the entries of the list. Entries without id or name are reported.
    pub(in crate::format) fn read<'n, 'a: 'n>(
        &mut self,
        collector: &mut Collector,
        list: impl Iterator<Item = &'n Node<'a>>,
    ) {
        for node in list {
            let at = node.first_byte();
            if !collector.is_below(Limit::People, self.people.len(), &at) {
                break;
            }
            if !self.add(node) {
                let message = "this speaker has no id or no name";
                collector.report.error(at, message, "the entry is left out");
            }
        }
    }

    pub(in crate::format) fn count(&self) -> usize {
        self.people.len()
    }

    /// Adds an entry unless all of its ids are taken. Returns false without an id or a name.
    pub(in crate::format) fn add(&mut self, node: &Node<'_>) -> bool {
        let (Some(person), ids) = ((self.read_person)(node), self.ids(node)) else { return false };
        let count = self.people.len();
        for id in &ids {
            self.positions.entry(id.clone()).or_insert(count);
        }
        if ids.iter().any(|id| self.positions.get(id) == Some(&count)) {
            self.people.push(ListedPerson { person, is_named: false });
        }
        !ids.is_empty()
    }

    fn ids(&self, node: &Node<'_>) -> Vec<String> {
        let ids = self.id_keys.iter().filter_map(|key| node.text_of(&[key]));
        ids.map(|id| id.value.into()).collect()
    }

    /// Returns the position of the person whom `node` refers to, by an id or by nothing but an id.
    pub(in crate::format) fn position(&self, node: &Node<'_>) -> Option<usize> {
        let own = node.text().filter(|_| !node.is_map()).map(|id| id.value.into());
        self.ids(node).into_iter().chain(own).find_map(|id| self.positions.get(&id).copied())
    }

    pub(in crate::format) fn get(&self, ix: usize) -> Option<&DraftPerson> {
        self.people.get(ix).map(|listed| &listed.person)
    }

    /// Adds the person at a position to the draft when a session names the person first.
    pub(in crate::format) fn introduce(&mut self, ix: usize, collector: &mut Collector) {
        if let Some(listed) = self.people.get_mut(ix)
            && !listed.is_named
        {
            listed.is_named = true;
            collector.add_person(listed.person.clone());
        }
    }

    /// Adds the speaker whom `node` refers to, or whom `node` writes out, to a session.
    pub(in crate::format) fn add_speaker(
        &mut self,
        collector: &mut Collector,
        session: &mut DraftSession,
        node: &Node<'_>,
    ) {
        if let Some(ix) = self.position(node) {
            self.introduce(ix, collector);
            let name = self.get(ix).map(|person| person.name.value.clone());
            session.people.extend(name.map(|name| DraftCredit { part: Part::Speaker, name }));
        } else if let Some(person) = (self.read_person)(node) {
            session
                .people
                .push(DraftCredit { part: Part::Speaker, name: person.name.value.clone() });
            collector.add_person(person);
        } else {
            let help = "the session is shown without them";
            collector.report.error(&node.at, "the file has no name for this speaker", help);
        }
    }

    /// Reports the entries without a session.
    pub(in crate::format) fn report_unnamed(&self, report: &mut Report) {
        let unnamed = self.people.iter().filter(|listed| !listed.is_named);
        let mut places: Vec<&Span> = unnamed.map(|listed| &listed.person.name.at).collect();
        sort_compactly(&mut places, |at| at.start);
        for at in places {
            report.warn(at, "no session names this speaker", "the entry is left out");
        }
    }
}
