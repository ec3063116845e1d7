//! The parts of a calendar particular to hallway, as [`write`](super::write()) writes and
//! [`dialect`](super::dialect) reads them back.
//!
//! | property | value |
//! |---|---|
//! | `PRODID` | [`PRODUCT_ID`] |
//! | `UID` | `SESSION@EVENT.hallway` |
//! | `LOCATION` | rooms, joined by ` + ` |
//! | `DESCRIPTION` | `Speakers: NAME, NAME` or `Speaker: NAME – AFFILIATION`; abstract; address |
//! | `X-HALLWAY-TRACK` | the one of the `CATEGORIES` that is the track |
//! | other `X-HALLWAY-` | see [`own_properties`](super::own_properties) |

use super::brackets::split_outside_brackets;
use super::people_lines::{EmptyLines, NamedPerson, PeopleLine, take_people_lines};
use super::property::Property;
use crate::agenda::{Agenda, At, FileText, Part, Person, Session};

pub(super) const PRODUCT_ID: &str = "-//hallway//hallway//EN";
/// The property with the session's track. RFC 5545 has only `CATEGORIES`.
pub(super) const TRACK: &str = "X-HALLWAY-TRACK";
const UID_END: &str = ".hallway";
/// The text between the rooms of a `LOCATION`.
pub(super) const ROOM_SEPARATOR: &str = " + ";
const AFFILIATION_SEPARATOR: &str = " – ";

/// Returns true for the `PRODID` of hallway in any case.
pub(super) fn is_product_id(id: &str) -> bool {
    id.eq_ignore_ascii_case(PRODUCT_ID)
}

/// The ids in a `UID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SessionUid<'a> {
    pub session: &'a str,
    pub event: &'a str,
}

/// Writes the `UID` of a session. Every version of an agenda has the same one.
pub(super) fn write_uid(uid: SessionUid<'_>) -> String {
    format!("{}@{}{UID_END}", uid.session, uid.event)
}

pub(super) fn parse_uid(uid: &str) -> Option<SessionUid<'_>> {
    let (session, event) = uid.strip_suffix(UID_END)?.rsplit_once('@')?;
    Some(SessionUid { session, event })
}

pub(super) fn split_rooms(location: &str) -> impl Iterator<Item = &str> {
    location.split(ROOM_SEPARATOR)
}

/// Removes the track from the categories and returns the track.
pub(super) fn take_track(property: &Property, categories: &mut Vec<At<FileText>>) -> At<FileText> {
    let track = property.located_text();
    if let Some(ix) = categories.iter().position(|category| category.value == track.value) {
        categories.remove(ix);
    }
    track
}

/// Writes people, abstract and address of a session, for calendar programs without a place for
/// them.
pub(super) fn write_description(agenda: &Agenda, session: &Session) -> String {
    let people = people_lines(agenda, session).join("\n");
    let note = session.note.as_ref().map(|note| format!("My note: {note}"));
    let blocks =
        [Some(&*people), note.as_deref(), session.summary.as_deref(), session.url.as_deref()];
    let blocks: Vec<&str> = blocks.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let text = blocks.join("\n\n");
    // An empty line parts people from an abstract with the form of lines of people.
    if people.is_empty() && !take_people(&mut text.clone()).is_empty() {
        return format!("\n{text}");
    }
    text
}

fn people_lines(agenda: &Agenda, session: &Session) -> Vec<String> {
    let mut lines = Vec::new();
    for part in Part::ALL {
        let names: Vec<String> = agenda
            .people_of(session)
            .filter(|(_, own)| own == part)
            .map(|(person, _)| write_name(person))
            .collect();
        let label = capitalize(part.word());
        match &names[..] {
            [] => {}
            [name] => lines.push(format!("{label}: {name}")),
            names if names.iter().any(|name| is_ambiguous_in_list(name)) => {
                lines.extend(names.iter().map(|name| format!("{label}: {name}")));
            }
            names => lines.push(format!("{label}s: {}", names.join(", "))),
        }
    }
    lines
}

fn write_name(person: &Person) -> String {
    match &person.affiliation {
        Some(affiliation) => format!("{}{AFFILIATION_SEPARATOR}{affiliation}", person.name),
        None => person.name.to_string(),
    }
}

/// Returns true if a list with `name` could not be split into the same names again.
fn is_ambiguous_in_list(name: &str) -> bool {
    name.contains([',', ';', '(', '[', ')', ']']) || name.contains(AFFILIATION_SEPARATOR)
}

fn capitalize(word: &str) -> String {
    let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
    format!("{}{rest}", first.to_uppercase())
}

/// Removes the lines of people from the head of a description and returns their people.
pub(super) fn take_people(description: &mut String) -> Vec<NamedPerson> {
    take_people_lines(description, EmptyLines::End, read_names)
}

fn read_names(line: PeopleLine<'_>) -> Vec<NamedPerson> {
    let names = if line.is_plural {
        split_outside_brackets(line.names, &[", ", "; "])
    } else {
        vec![line.names]
    };
    names.into_iter().filter_map(|name| read_name(line.part, name.trim())).collect()
}

fn read_name(part: Part, text: &str) -> Option<NamedPerson> {
    let (name, affiliation) = match text.split_once(AFFILIATION_SEPARATOR) {
        Some((name, affiliation)) => (name.trim(), Some(affiliation.trim().to_owned())),
        None => (text, None),
    };
    (!name.is_empty()).then(|| NamedPerson { affiliation, ..NamedPerson::new(part, name) })
}
