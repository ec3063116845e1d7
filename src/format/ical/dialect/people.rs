//! People in descriptions, attendees and titles.

use super::super::super::words;
use super::super::brackets::{split_bracketed_end, split_outside_brackets};
use super::super::components::Component;
use super::super::hallway;
use super::super::people_lines::{EmptyLines, NamedPerson, PeopleLine, take_people_lines};
use super::producer::Producer;
use super::sessions::title_suffix;
use crate::agenda::Part;

/// The number of words in a name. A longer text is a sentence.
const NAME_WORDS_MAX: usize = 12;

/// Removes the lines of people from the head of a description and returns their people:
/// `Speaker: NAME` (symposion), `Speakers: A (AFFILIATION), B` (Indico), `von: NAME` (KieLux).
pub(in crate::format::ical) fn take_people(
    description: &mut String,
    producer: Producer,
) -> Vec<NamedPerson> {
    match producer {
        Producer::Hallway => hallway::take_people(description),
        _ => take_people_lines(description, EmptyLines::Skip, read_names),
    }
}

fn read_names(line: PeopleLine<'_>) -> Vec<NamedPerson> {
    split_outside_brackets(line.names, &[", ", "; "])
        .into_iter()
        .filter_map(|name| read_name(line.part, name))
        .collect()
}

/// Reads a name with an affiliation in round brackets. Square brackets belong to the name, as in
/// pretalx.
fn read_name(part: Part, text: &str) -> Option<NamedPerson> {
    let text = text.trim();
    let (name, affiliation) = match split_bracketed_end(text) {
        Some(end) => (end.before, Some(end.inner.to_owned())),
        None => (text, None),
    };
    let is_placeholder = matches!(&*name.to_lowercase(), "" | "tba" | "tbd" | "n/a" | "none" | "-");
    let is_sentence = name.split_whitespace().count() > NAME_WORDS_MAX || name.contains("://");
    (!is_placeholder && !is_sentence).then(|| NamedPerson {
        part,
        name: name.to_owned(),
        affiliation,
    })
}

/// Returns the speakers among the attendees (RFC 5545 3.8.4.1). KieLux lists them without a mail
/// address: `ATTENDEE;CN="NAME":invalid:nomail`. Attendees with an address are guests of a
/// personal calendar.
pub(in crate::format::ical) fn people_of_attendees(event: &Component) -> Vec<NamedPerson> {
    event
        .get_all("ATTENDEE")
        .filter(|attendee| attendee.value.trim().to_ascii_lowercase().starts_with("invalid:"))
        .filter_map(|speaker| speaker.parameter("CN"))
        .filter(|name| !name.contains('@') && !name.trim().is_empty())
        .map(|name| speaker_named(name, None))
        .collect()
}

/// Returns the people in a title: `TITLE - A, B` (pretalx, frab) or `TITLE (talk by A & B)`.
pub(in crate::format::ical) fn people_of_title(
    title: &str,
    producer: Producer,
) -> Vec<NamedPerson> {
    let mut people = match producer {
        Producer::Pretalx | Producer::Frab => people_behind_dash(title),
        _ => people_behind_by(title),
    };
    people.retain(|person| !person.name.is_empty() && !person.name.contains(": "));
    people
}

/// Returns the names behind the last dash outside of brackets. pretalx and frab write the dash even
/// without a speaker.
fn people_behind_dash(title: &str) -> Vec<NamedPerson> {
    match &split_outside_brackets(title, &[" - "])[..] {
        [_, .., names] => split_outside_brackets(names, &[", "])
            .into_iter()
            .map(|name| speaker_named(name, None))
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the names in `TITLE (KIND by NAMES)`. Behind a single comma without `&` or `and` is an
/// affiliation.
fn people_behind_by(title: &str) -> Vec<NamedPerson> {
    let by = title_suffix(title).and_then(|suffix| suffix.split_once(" by "));
    let Some((_, names)) = by.filter(|(kind, _)| words::session_kind(kind, "").is_some()) else {
        return Vec::new();
    };
    let is_list = names.contains(" & ") || names.contains(" and ");
    match names.split_once(", ") {
        Some((name, affiliation)) if !is_list => vec![speaker_named(name, Some(affiliation))],
        _ => split_outside_brackets(names, &[" & ", ", ", " and "])
            .into_iter()
            .map(|name| speaker_named(name, None))
            .collect(),
    }
}

fn speaker_named(name: &str, affiliation: Option<&str>) -> NamedPerson {
    NamedPerson {
        part: Part::Speaker,
        name: name.trim().to_owned(),
        affiliation: affiliation.map(|affiliation| affiliation.trim().to_owned()),
    }
}
