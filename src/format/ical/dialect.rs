//! What programs make of iCalendar beyond its standard: where they put speakers, rooms, types and
//! names.

use super::super::words;
use super::components::{Calendar, Component};
use super::hallway::{AFFILIATION, PRODID, UID_END};
use crate::agenda::{At, Kind, Part};
use std::collections::{HashMap, HashSet};

/// The producer that wrote a file, where that changes how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Producer {
    Hallway,
    Sched,
    Pretalx,
    /// Until it wrote its calendars by ri_cal no more.
    Frab,
    Indico,
    Other,
}

/// Somebody with a part in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub part: Part,
    pub name: String,
    pub affiliation: Option<String>,
}

impl Producer {
    pub(super) fn of(calendar: &Calendar) -> Producer {
        let id = calendar
            .get("PRODID")
            .map(|id| id.value.trim().to_ascii_lowercase())
            .unwrap_or_default();
        match &*id {
            id if id == PRODID.to_ascii_lowercase() => Producer::Hallway,
            id if id.starts_with("-//sched.com ") => Producer::Sched,
            id if id.starts_with("-//pretalx//") => Producer::Pretalx,
            id if id.contains("//indico//") => Producer::Indico,
            id if id.contains("ri_cal gem") && by_guid(calendar) => Producer::Frab,
            _ => Producer::Other,
        }
    }
}

/// Whether most of the UIDs are a GUID of frab's, `GUID@HOST`: others use its library too.
fn by_guid(calendar: &Calendar) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let is_guid = |uid: &str| {
        let guid = uid.trim().split_once('@').map_or("", |(guid, _)| guid);
        guid.split('-').map(str::len).eq(GROUPS)
            && guid.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
    };
    let uids = calendar
        .events
        .iter()
        .filter(|event| event.get("UID").is_some_and(|uid| is_guid(&uid.value)));
    uids.count() * 2 > calendar.events.len()
}

/// A title without the dash behind which frab writes nobody.
pub(super) fn without_dash(title: &str, producer: Producer) -> &str {
    let cut = title.trim_end().strip_suffix(" -").filter(|_| producer == Producer::Frab);
    cut.map_or(title, str::trim_end)
}

/// The event's name in PRODID: Sched has it there in full, pretalx the host.
pub(super) fn event_name(calendar: &Calendar, producer: Producer) -> Option<At<String>> {
    let id = calendar.get("PRODID")?;
    let text = id.text();
    let name = match producer {
        Producer::Sched => text.trim().get("-//sched.com ".len()..)?.split("//").next()?,
        Producer::Pretalx => text.split("//").nth(2)?,
        _ => return None,
    };
    Some(At { value: name.trim().to_owned(), at: id.at.clone() })
        .filter(|name| !name.value.is_empty())
}

/// The short name that the exports of an event have in common: in pretalx's UIDs,
/// `pretalx-NAME-CODE@HOST`, and in the addresses of Sched's pages.
pub(super) fn acronym(calendar: &Calendar, producer: Producer) -> Option<At<String>> {
    let first = calendar.events.first()?;
    let (at, text) = match producer {
        Producer::Pretalx => (first.get("UID")?, first.get("UID")?.text()),
        Producer::Sched => (first.get("URL")?, first.get("URL")?.text()),
        _ => return None,
    };
    let name = match producer {
        Producer::Pretalx => {
            text.trim().strip_prefix("pretalx-")?.split('@').next()?.rsplit_once('-')?.0
        }
        _ => words::sched_name(&text)?,
    };
    Some(At { value: name.to_owned(), at: at.at.clone() })
}

/// The event's id in the UIDs that hallway wrote.
pub(super) fn event_id(calendar: &Calendar, producer: Producer) -> Option<At<String>> {
    let uid = calendar.events.first()?.get("UID").filter(|_| producer == Producer::Hallway)?;
    let text = uid.text();
    let id = text.strip_suffix(UID_END)?.rsplit_once('@')?.1;
    Some(At { value: id.to_owned(), at: uid.at.clone() })
}

/// A session's id: the UID, without what hallway has added to it.
pub(super) fn session_id(uid: &str, producer: Producer) -> String {
    let added = uid
        .strip_suffix(UID_END)
        .and_then(|uid| uid.rsplit_once('@'))
        .filter(|_| producer == Producer::Hallway);
    added.map_or(uid, |(id, _)| id).trim().to_owned()
}

/// The rooms of a LOCATION. Indico has the venue in brackets behind the room; hallway joins rooms
/// by a plus.
pub(super) fn rooms(location: &str, producer: Producer) -> Vec<String> {
    let location = location.split_whitespace().collect::<Vec<_>>().join(" ");
    let rooms: Vec<&str> = match producer {
        Producer::Hallway => location.split(" + ").collect(),
        Producer::Indico => vec![bracketed(&location).map_or(&*location, |(room, _)| room)],
        _ => vec![&*location],
    };
    rooms.into_iter().map(|room| room.trim().to_owned()).filter(|room| !room.is_empty()).collect()
}

/// The venue that Indico writes behind every room, where it is the same one.
pub(super) fn venue(calendar: &Calendar) -> Option<At<String>> {
    let mut venues = calendar.events.iter().filter_map(|event| {
        let location = event.get("LOCATION")?;
        let text = location.text();
        let venue = bracketed(&text)?.1;
        Some(At { value: venue.to_owned(), at: location.at.clone() })
    });
    let first = venues.next()?;
    venues.all(|other| other.value == first.value).then_some(first)
}

/// What a title has in brackets at its end.
pub(super) fn suffix(title: &str) -> Option<&str> {
    Some(bracketed(title)?.1).filter(|suffix| !suffix.is_empty())
}

/// A text and what it has in round brackets at its end, with the brackets that are within those.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim().strip_suffix(')')?;
    let mut depth = 1usize;
    let open = inner.char_indices().rev().find_map(|(at, c)| {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let (before, inner) = inner.split_at_checked(open)?;
    Some((before.strip_suffix(' ')?.trim(), inner.strip_prefix('(')?.trim()))
}

/// The tracks of a file of which nearly every title ends in one, in brackets (RailsConf): few, and
/// repeated.
pub(super) fn track_suffixes(calendar: &Calendar) -> HashSet<String> {
    let titles: Vec<String> =
        calendar.events.iter().filter_map(|e| Some(e.get("SUMMARY")?.text())).collect();
    let mut suffixes: HashMap<&str, usize> = HashMap::new();
    for title in &titles {
        if let Some(suffix) = suffix(title) {
            *suffixes.entry(suffix).or_default() += 1;
        }
    }
    let total: usize = suffixes.values().sum();
    let are_tracks = total >= 6 && total * 5 >= titles.len() * 4 && suffixes.len() * 3 <= total;
    if are_tracks { suffixes.into_keys().map(str::to_owned).collect() } else { HashSet::new() }
}

/// The kind in "(workshop by NAME)", and in "Main Conference: lunch" (symposion's slots without a
/// talk).
pub(super) fn kind_in_title(title: &str) -> Option<Kind> {
    if let Some((sort, _)) = suffix(title).and_then(|suffix| suffix.split_once(" by ")) {
        return words::kind(sort, "");
    }
    let (conference, slot) = title.split_once(": ")?;
    match slot.trim() {
        "plenary" | "miniconf" => None,
        "room changeover" | "free time" => Some(Kind::Break),
        slot if conference.to_lowercase().ends_with("conference") => words::kind("", slot),
        _ => None,
    }
}

/// The people at the head of a description, which is left without those lines: "Speaker: NAME"
/// (symposion), "Speakers: A (AFFILIATION), B" (Indico), "von: NAME" (KieLux).
pub(super) fn labelled(about: &mut String, producer: Producer) -> Vec<Named> {
    const LABELS: &[(&str, Part)] = &[
        ("speaker", Part::Speaker),
        ("speakers", Part::Speaker),
        ("presenter", Part::Speaker),
        ("presenters", Part::Speaker),
        ("presented by", Part::Speaker),
        ("by", Part::Speaker),
        ("von", Part::Speaker),
        ("referent", Part::Speaker),
        ("referentin", Part::Speaker),
        ("referenten", Part::Speaker),
        ("vortragende", Part::Speaker),
        ("intervenant", Part::Speaker),
        ("intervenants", Part::Speaker),
        ("moderator", Part::Moderator),
        ("moderators", Part::Moderator),
        ("chair", Part::Moderator),
        ("chairs", Part::Moderator),
        ("sponsor", Part::Sponsor),
        ("sponsors", Part::Sponsor),
    ];
    let (mut people, mut rest): (Vec<Named>, &str) = (Vec::new(), about);
    loop {
        // hallway writes them together, and an empty line before text that only looks like them.
        let text = if producer == Producer::Hallway { rest } else { rest.trim_start() };
        let (line, after) = text.split_once('\n').unwrap_or((text, ""));
        let Some((label, names)) = line.split_once(':') else { break };
        let Some((_, part)) =
            LABELS.iter().find(|(known, _)| label.trim().eq_ignore_ascii_case(known))
        else {
            break;
        };
        // hallway writes a line for each where a comma is part of a name.
        let single = producer == Producer::Hallway && !label.trim().ends_with('s');
        let names = if single { vec![names] } else { split(names, &[", ", "; "]) };
        let named: Vec<Named> =
            names.into_iter().filter_map(|name| named(*part, name, producer)).collect();
        if named.is_empty() {
            break;
        }
        people.extend(named);
        rest = after;
    }
    let rest = rest.trim_start().to_owned();
    if !people.is_empty() {
        *about = rest;
    }
    people
}

/// Names do not have more words than this; what has is a sentence.
const NAME_WORDS: usize = 12;

/// A name, with the affiliation that stands in round brackets behind it. Square ones belong to the
/// name: so does pretalx itself read and write it.
fn named(part: Part, text: &str, producer: Producer) -> Option<Named> {
    let text = text.trim();
    let (name, affiliation) = match producer {
        Producer::Hallway => text.split_once(AFFILIATION),
        _ => bracketed(text),
    }
    .map_or((text, None), |(name, affiliation)| (name.trim(), Some(affiliation.trim().to_owned())));
    let is_name =
        !name.is_empty() && name.split_whitespace().count() <= NAME_WORDS && !name.contains("://");
    let known = !matches!(&*name.to_lowercase(), "tba" | "tbd" | "n/a" | "none" | "-");
    (is_name && known || producer == Producer::Hallway && !name.is_empty()).then(|| Named {
        part,
        name: name.to_owned(),
        affiliation,
    })
}

/// Parts of a text between separators that are in no brackets.
fn split<'a>(text: &'a str, separators: &[&str]) -> Vec<&'a str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= from => {
                let rest = text.get(at..).unwrap_or_default();
                if let Some(separator) =
                    separators.iter().find(|separator| rest.starts_with(**separator))
                {
                    parts.push(text.get(from..at).unwrap_or_default());
                    from = at + separator.len();
                }
            }
            _ => {}
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts
}

/// Attendees that are no mail addresses: KieLux lists its speakers so,
/// `ATTENDEE;CN="NAME":invalid:nomail`. Those with an address are guests of somebody's own
/// calendar.
pub(super) fn attendees(event: &Component) -> Vec<Named> {
    let speakers = event
        .all("ATTENDEE")
        .filter(|guest| guest.value.trim().to_ascii_lowercase().starts_with("invalid:"));
    let names = speakers.filter_map(|speaker| speaker.parameter("CN"));
    names
        .filter(|name| !name.contains('@') && !name.trim().is_empty())
        .map(|name| Named { part: Part::Speaker, name: name.trim().to_owned(), affiliation: None })
        .collect()
}

/// The people in a title: "TITLE - A, B" of pretalx and frab, and "TITLE (talk by A & B)".
pub(super) fn in_title(title: &str, producer: Producer) -> Vec<Named> {
    let speaker = |name: &str, affiliation: Option<&str>| {
        let affiliation = affiliation.map(|affiliation| affiliation.trim().to_owned());
        let named = Named { part: Part::Speaker, name: name.trim().to_owned(), affiliation };
        Some(named).filter(|named| !named.name.is_empty() && !named.name.contains(": "))
    };
    if matches!(producer, Producer::Pretalx | Producer::Frab) {
        // The last dash that is in no brackets: pretalx writes it even where nobody speaks.
        let parts = split(title, &[" - "]);
        let names = parts
            .get(1..)
            .and_then(<[&str]>::last)
            .map(|names| split(names, &[", "]))
            .unwrap_or_default();
        return names.into_iter().filter_map(|name| speaker(name, None)).collect();
    }
    let by = suffix(title).and_then(|suffix| suffix.split_once(" by "));
    let Some((_, names)) = by.filter(|(sort, _)| words::kind(sort, "").is_some()) else {
        return Vec::new();
    };
    let several = names.contains(" & ") || names.contains(" and ");
    match names.split_once(", ") {
        // A comma alone has the affiliation behind it.
        Some((name, affiliation)) if !several => {
            speaker(name, Some(affiliation)).into_iter().collect()
        }
        _ => split(names, &[" & ", ", ", " and "])
            .into_iter()
            .filter_map(|name| speaker(name, None))
            .collect(),
    }
}

/// The text with HTML's entities replaced, once; `None` where it has none.
pub(super) fn without_entities(text: &str) -> Option<String> {
    const NAMED: &[(&str, &str)] =
        &[("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", " ")];
    const LONGEST: usize = 8;
    let (mut plain, mut rest, mut found) = (String::new(), text, false);
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        let name = end.and_then(|end| after.get(..end)).unwrap_or_default();
        let number =
            name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            });
        let by_number = number.and_then(char::from_u32).map(String::from);
        let meant = NAMED
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, meant)| (*meant).to_owned())
            .or(by_number);
        rest = match meant {
            Some(meant) => {
                plain.push_str(&meant);
                found = true;
                after.get(name.len() + 1..).unwrap_or_default()
            }
            None => {
                plain.push('&');
                after
            }
        };
    }
    plain.push_str(rest);
    found.then_some(plain)
}
