//! What the JSON formats have in common on the way to a draft.

use super::{Node, moment};
use crate::agenda::clean::LINE_MAX;
use crate::agenda::{
    At, Clean, Draft, DraftLink, DraftPerson, DraftRoom, DraftSession, DraftTrack, Kind, Problem,
    Severity, Span, When,
};
use crate::format::{
    text::{plain_text, remove_repeated},
    words,
};
use std::collections::HashMap;

/// More than any event has; the rest is left out.
const SESSIONS_MAX: usize = 20_000;
const ROOMS_MAX: usize = 2_000;
const TRACKS_MAX: usize = 2_000;
const PEOPLE_MAX: usize = 50_000;
/// People, tags and links, of all sessions together.
const NAMES_MAX: usize = 200_000;

/// A draft in the making: rooms, tracks and people are there once each.
#[derive(Default)]
pub(in crate::format) struct Gather {
    pub(in crate::format) draft: Draft,
    names: usize,
    /// Of what there was too much.
    beyond: Vec<&'static str>,
    rooms: HashMap<Clean, usize>,
    tracks: HashMap<Clean, usize>,
    people: HashMap<Clean, usize>,
    /// Those of a list that sessions point into, by their ids there, and whether a session names
    /// them.
    speakers: HashMap<String, (DraftPerson, bool)>,
}

impl Gather {
    pub(in crate::format) fn new(problems: Vec<Problem>) -> Gather {
        let draft = Draft { weak_ids: true, problems, ..Draft::default() };
        Gather { draft, ..Gather::default() }
    }

    /// The draft, or what is wrong with the file where it leaves nothing to show.
    pub(in crate::format) fn finish(mut self, whole: bool) -> Result<Draft, Problem> {
        self.tell_unnamed();
        let nothing = self.draft.sessions.is_empty() && !whole;
        let worst =
            self.draft.problems.iter().position(|problem| problem.severity == Severity::Error);
        match worst {
            Some(at) if nothing => {
                let mut draft = self.draft;
                Err(draft.problems.swap_remove(at))
            }
            _ => Ok(self.draft),
        }
    }

    pub(in crate::format) fn warn(&mut self, at: &Span, message: &str, help: &str) {
        self.draft.problems.push(Problem::warning(Some(at.clone()), message).help(help));
    }

    pub(in crate::format) fn error(&mut self, at: &Span, message: &str, help: &str) {
        self.draft.problems.push(Problem::error(Some(at.clone()), message).help(help));
    }

    /// Whether there are too many already; that is told once.
    fn full(&mut self, what: &'static str, count: usize, max: usize, at: &Span) -> bool {
        if count >= max && !self.beyond.contains(&what) {
            self.beyond.push(what);
            self.error(
                at,
                &format!("this file has more {what} than any agenda"),
                "the rest is left out",
            );
        }
        count >= max
    }

    /// As [`Gather::full`], for a list of people that sessions name by numbers.
    pub(in crate::format) fn full_of_people(&mut self, count: usize, node: &Node<'_>) -> bool {
        self.full("people", count, PEOPLE_MAX, &node.head())
    }

    /// Takes the list of speakers that sessions point into; `read` gives the id and the person of
    /// an entry.
    pub(in crate::format) fn speakers<'n, 'a: 'n>(
        &mut self,
        list: impl Iterator<Item = &'n Node<'a>>,
        read: impl Fn(&Node<'a>) -> Option<(String, DraftPerson)>,
        nameless: &str,
    ) {
        for node in list {
            if self.full_of_people(self.speakers.len(), node) {
                break;
            }
            match read(node) {
                Some((id, person)) => {
                    self.speakers.entry(id).or_insert((person, false));
                }
                None => self.error(&node.head(), nameless, "the entry is left out"),
            }
        }
    }

    /// The name of the speaker that the list has under an id, who is kept from then on.
    pub(in crate::format) fn listed(&mut self, id: &str) -> Option<At<String>> {
        let (person, named) = self.speakers.get_mut(id)?;
        let name = person.name.clone();
        if !std::mem::replace(named, true) {
            let person = person.clone();
            self.person(person);
        }
        Some(name)
    }

    /// Tells which speakers of the list no session names.
    fn tell_unnamed(&mut self) {
        let unnamed = self.speakers.values().filter(|(_, named)| !named);
        let mut places: Vec<Span> = unnamed.map(|(person, _)| person.name.at.clone()).collect();
        places.sort_by_key(|at| at.start);
        for at in places {
            self.warn(&at, "no session names this speaker", "the entry is left out");
        }
    }

    /// Keeps a session that is done. Its title may say that it is cancelled.
    pub(in crate::format) fn keep(&mut self, mut session: DraftSession) {
        if let Some(title) =
            session.title.as_ref().filter(|title| words::says_cancelled(&title.value))
            && !std::mem::replace(&mut session.cancelled, true)
        {
            self.draft.problems.push(words::told_cancelled(title.at.clone()));
        }
        let named = session.people.len() + session.tags.len() + session.links.len();
        let left = NAMES_MAX - self.names;
        if self.full("names, tags and links", named, left + 1, &session.at) {
            session.people.truncate(left);
            session.tags.truncate(left - session.people.len());
            session.links.truncate(left - session.people.len() - session.tags.len());
        }
        self.names += named.min(left);
        self.draft.sessions.push(session);
    }

    /// An empty session, unless the file breaks off in it or it is none.
    pub(in crate::format) fn session(&mut self, node: &Node<'_>) -> Option<DraftSession> {
        if self.full("sessions", self.draft.sessions.len(), SESSIONS_MAX, &node.head()) {
            return None;
        }
        if node.broken {
            self.error(&node.head(), "the file breaks off within this session", "it is left out");
            return None;
        }
        if !node.is_map() {
            self.error(&node.head(), "this is no session", "it is left out");
            return None;
        }
        let title = node.said(&["title"]);
        let at = title.as_ref().map_or_else(|| node.head(), |title| title.at.clone());
        Some(DraftSession {
            at,
            title,
            start: Some(At { value: When::Unscheduled, at: node.head() }),
            ..DraftSession::default()
        })
    }

    /// The room of a name; a capacity is kept from wherever it is told.
    pub(in crate::format) fn room(&mut self, name: At<String>, capacity: Option<At<i64>>) {
        let key = Clean::line(&name.value);
        if key.is_empty() {
            return;
        }
        if !self.rooms.contains_key(&key)
            && self.full("rooms", self.draft.rooms.len(), ROOMS_MAX, &name.at)
        {
            return;
        }
        let ix = *self.rooms.entry(key).or_insert(self.draft.rooms.len());
        match self.draft.rooms.get_mut(ix) {
            Some(room) => room.capacity = room.capacity.take().or(capacity),
            None => self.draft.rooms.push(DraftRoom { name, capacity, joins: Vec::new() }),
        }
    }

    pub(in crate::format) fn track(&mut self, name: At<String>, color: Option<At<String>>) {
        let key = Clean::line(&name.value);
        if key.is_empty() {
            return;
        }
        if !self.tracks.contains_key(&key)
            && self.full("tracks", self.draft.tracks.len(), TRACKS_MAX, &name.at)
        {
            return;
        }
        let color = color.map(|color| At { value: long_color(&color.value), at: color.at });
        let ix = *self.tracks.entry(key).or_insert(self.draft.tracks.len());
        match self.draft.tracks.get_mut(ix) {
            Some(track) => track.color = track.color.take().or(color),
            None => self.draft.tracks.push(DraftTrack { name, color }),
        }
    }

    /// The person of a name; what one entry does not tell another may.
    pub(in crate::format) fn person(&mut self, person: DraftPerson) {
        let key = Clean::line(&person.name.value);
        if key.is_empty() {
            return;
        }
        if !self.people.contains_key(&key)
            && self.full("people", self.draft.people.len(), PEOPLE_MAX, &person.name.at)
        {
            return;
        }
        let ix = *self.people.entry(key).or_insert(self.draft.people.len());
        let Some(known) = self.draft.people.get_mut(ix) else {
            self.draft.people.push(person);
            return;
        };
        known.role = known.role.take().or(person.role);
        known.affiliation = known.affiliation.take().or(person.affiliation);
        known.url = known.url.take().or(person.url);
        let twice = match (&known.bio, &person.bio) {
            (Some(one), Some(other)) if one.value != other.value => Some(other.at.clone()),
            _ => None,
        };
        let longer = |bio: &Option<At<String>>| bio.as_ref().map_or(0, |bio| bio.value.len());
        if longer(&person.bio) > longer(&known.bio) {
            known.bio = person.bio;
        }
        if let Some(at) = twice {
            self.warn(
                &at,
                "one name has two biographies",
                "it is taken for one person, and the longer one is kept",
            );
        }
    }

    /// The time that a text gives, or nothing and a problem.
    pub(in crate::format) fn when(&mut self, text: &At<String>) -> Option<At<When>> {
        let value = moment(&text.value);
        if value.is_none() {
            self.error(&text.at, UNREADABLE, "the session is shown without it");
        }
        Some(At { value: value?, at: text.at.clone() })
    }

    /// The entry of a list that is named by a number or a code; what the list does not have is
    /// told.
    pub(in crate::format) fn linked<T: Clone>(
        &mut self,
        node: &Node<'_>,
        list: &HashMap<String, T>,
        help: &str,
    ) -> Option<T> {
        let id = node.text()?;
        let found = list.get(&id.value).cloned();
        if found.is_none() {
            self.error(&node.at, "this is not in the file's own list", help);
        }
        found
    }

    /// Links of a list of objects with an address and perhaps a title, or of addresses.
    pub(in crate::format) fn links(&mut self, session: &mut DraftSession, list: Option<&Node<'_>>) {
        for item in list.into_iter().flat_map(Node::items) {
            let (url, title) = if item.is_map() {
                // As in the XML of the same event: a link without a title is called by its sort.
                (item.said(&["url", "href"]), item.said(&["title", "name", "type"]))
            } else {
                (item.text(), None)
            };
            match url {
                Some(url) => session.links.push(DraftLink { title, url }),
                None => self.error(&item.head(), "this link has no address", "it is left out"),
            }
        }
    }
}

pub(in crate::format) const UNREADABLE: &str = "this time cannot be read";

/// A name that a list gives, and that many sessions may take: no longer than an agenda would keep
/// it, whatever its length.
pub(in crate::format) fn name(name: At<String>) -> At<String> {
    if name.value.len() <= LINE_MAX {
        return name;
    }
    At { value: Clean::line(name.value).into(), at: name.at }
}

/// `#fb0` as `#ffbb00`; anything else as it is.
fn long_color(color: &str) -> String {
    let color = color.trim();
    match color.strip_prefix('#').map(|digits| digits.chars().collect::<Vec<char>>()).as_deref() {
        Some(&[r, g, b]) => format!("#{r}{r}{g}{g}{b}{b}"),
        _ => color.to_owned(),
    }
}

/// Texts one after the other as paragraphs, each once, also where one begins with another.
pub(in crate::format) fn joined(
    texts: impl IntoIterator<Item = Option<At<String>>>,
) -> Option<At<String>> {
    let mut parts: Vec<String> = Vec::new();
    let mut at = None;
    for text in texts.into_iter().flatten() {
        let readable = plain_text(&text.value);
        let value = readable.trim();
        let told = |part: &String| part == value || part.split("\n\n").any(|known| known == value);
        if value.is_empty() || parts.iter().any(told) {
            continue;
        }
        at = at.or(Some(text.at));
        remove_repeated(&mut parts, value);
        parts.push(value.to_owned());
    }
    Some(At { value: parts.join("\n\n"), at: at? })
}

/// The kind of what is in the programme without being anybody's talk, by the words of its title.
pub(in crate::format) fn service_kind(title: &str) -> Option<Kind> {
    const MORE: &[(&str, Kind)] = &[
        ("dinner", Kind::Break),
        ("breakfast", Kind::Break),
        ("pause", Kind::Break),
        ("kaffee", Kind::Break),
        ("check-in", Kind::Break),
        ("doors open", Kind::Break),
        ("networking", Kind::Social),
        ("drinks", Kind::Social),
        ("happy hour", Kind::Social),
    ];
    let title = title.to_lowercase();
    let told = words::kind(&title, &title).filter(|kind| !matches!(kind, Kind::Talk | Kind::Other));
    told.or_else(|| MORE.iter().find(|(word, _)| title.contains(word)).map(|(_, kind)| *kind))
}

/// Whether a session says of itself that it will not be.
pub(in crate::format) fn is_cancelled(node: &Node<'_>) -> bool {
    let word =
        node.said(&["state", "status"]).map(|word| word.value.to_lowercase()).unwrap_or_default();
    matches!(word.as_str(), "cancelled" | "canceled")
        || ["cancelled", "canceled", "is_cancelled", "is_canceled"]
            .iter()
            .any(|key| node.truth(key))
}
