//! People in descriptions, attendees and titles, by the rules of a file as a whole.
//!
//! `docs/formats.md` states each rule and the evidence for it.

use super::super::super::words;
use super::super::brackets::split_outside_brackets;
use super::super::components::{Calendar, Component};
use super::super::hallway;
use super::super::people_lines::{EmptyLines, NamedPerson, take_people_lines};
use super::label_lines::{LabelRules, LineNumber};
use super::producer::Producer;
use super::sessions::title_suffix;
use super::title_credits::TitleCredits;
use crate::agenda::Part;

/// The smallest number of titles that prove the dash of a file with `ORGANIZER`.
const DASHED_TITLES_MIN: usize = 6;

/// The places of people in a file.
#[derive(Debug)]
pub(in crate::format::ical) struct PeopleRules {
    producer: Producer,
    labels: LabelRules,
    titles: TitleRule,
    /// True if all attendees have the address of a page instead of a mail address.
    has_pages_of_attendees: bool,
}

/// The place of people in titles.
#[derive(Debug)]
enum TitleRule {
    /// `TITLE - A, B`
    BehindDash,
    /// `TITLE - A, ROLE, COMPANY & B, COMPANY`
    Credits(Box<TitleCredits>),
    /// `TITLE (talk by A & B)`
    BehindBy,
}

impl PeopleRules {
    /// Finds the rules that hold for a file as a whole.
    pub(in crate::format::ical) fn detect(calendar: &Calendar, producer: Producer) -> PeopleRules {
        PeopleRules {
            producer,
            labels: LabelRules::detect(calendar, producer),
            titles: TitleRule::detect(calendar, producer),
            has_pages_of_attendees: has_pages_of_attendees(calendar),
        }
    }

    /// Removes the lines of people from the head of a description and returns their people:
    /// `Speaker: NAME` (symposion), `Speakers: A (AFFILIATION), B` (Indico), `von: NAME` (KieLux).
    pub(in crate::format::ical) fn take_people(
        &self,
        description: &mut String,
        title: &str,
    ) -> Vec<NamedPerson> {
        match (self.producer, self.labels.line) {
            (Producer::Hallway, _) => hallway::take_people(description),
            (_, LineNumber::None) => Vec::new(),
            (_, LineNumber::First) => self.take_lines(description),
            (_, LineNumber::Second) => {
                let Some((first, rest)) = description.split_once('\n') else { return Vec::new() };
                let mut rest = rest.to_owned();
                let people = self.take_lines(&mut rest);
                if !people.is_empty() {
                    let head = if first.trim() == title.trim() { "" } else { first.trim() };
                    *description = format!("{head}\n{rest}").trim_start().to_owned();
                }
                people
            }
        }
    }

    fn take_lines(&self, text: &mut String) -> Vec<NamedPerson> {
        take_people_lines(text, EmptyLines::Skip, |line| self.labels.read_names(line))
    }

    /// Returns the speakers among the attendees (RFC 5545 3.8.4.1). KieLux lists them without a
    /// mail address, `ATTENDEE;CN="NAME":invalid:nomail`, and FOSDEM Companion with the address of
    /// a page. Attendees with a mail address are guests of a personal calendar.
    pub(in crate::format::ical) fn people_of_attendees(
        &self,
        event: &Component,
    ) -> Vec<NamedPerson> {
        event
            .get_all("ATTENDEE")
            .filter(|attendee| {
                let address = attendee.value.trim().to_ascii_lowercase();
                address.starts_with("invalid:")
                    || (self.has_pages_of_attendees && is_page(&address))
            })
            .filter_map(|speaker| {
                let name = speaker.parameter("CN")?.trim();
                let url = Some(speaker.value.trim()).filter(|address| is_page(address));
                let person = NamedPerson::new(Part::Speaker, name);
                Some(NamedPerson { url: url.map(str::to_owned), ..person })
            })
            .filter(|person| !person.name.contains('@') && !person.name.is_empty())
            .collect()
    }

    /// Returns the people in a title.
    pub(in crate::format::ical) fn people_of_title(&self, title: &str) -> Vec<NamedPerson> {
        let mut people = match &self.titles {
            TitleRule::BehindDash => people_behind_dash(title),
            TitleRule::Credits(credits) => credits.people(title),
            TitleRule::BehindBy => people_behind_by(title),
        };
        people.retain(|person| !person.name.is_empty() && !person.name.contains(": "));
        people
    }
}

impl TitleRule {
    fn detect(calendar: &Calendar, producer: Producer) -> TitleRule {
        let titles: Vec<String> =
            calendar.events.iter().filter_map(|event| Some(event.get("SUMMARY")?.text())).collect();
        match producer {
            Producer::Pretalx | Producer::Frab
                if titles.iter().all(|title| has_dash(title))
                    && (titles.len() >= DASHED_TITLES_MIN || !has_organizer(calendar)) =>
            {
                TitleRule::BehindDash
            }
            Producer::Sched | Producer::Other => TitleCredits::detect(&titles)
                .map_or(TitleRule::BehindBy, |credits| TitleRule::Credits(Box::new(credits))),
            _ => TitleRule::BehindBy,
        }
    }
}

/// Returns true for a title with the dash that pretalx and frab write before the speakers, even
/// without a speaker.
fn has_dash(title: &str) -> bool {
    title.contains(" - ") || title.trim_end().ends_with(" -")
}

/// Returns true if an event has an `ORGANIZER`. frab writes one into the calendar of a single
/// event, whose title has no speakers, and wrote one into schedules until 2016.
fn has_organizer(calendar: &Calendar) -> bool {
    calendar.events.iter().any(|event| event.get("ORGANIZER").is_some())
}

/// Returns true if every named attendee of the file has the address of a page.
fn has_pages_of_attendees(calendar: &Calendar) -> bool {
    calendar
        .events
        .iter()
        .flat_map(|event| event.get_all("ATTENDEE"))
        .filter(|attendee| attendee.parameter("CN").is_some())
        .all(|attendee| is_page(&attendee.value.trim().to_ascii_lowercase()))
}

fn is_page(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Returns the names behind the last dash outside of brackets.
fn people_behind_dash(title: &str) -> Vec<NamedPerson> {
    match &split_outside_brackets(title, &[" - "])[..] {
        [_, .., names] => split_outside_brackets(names, &[", "])
            .into_iter()
            .map(|name| NamedPerson::new(Part::Speaker, name))
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
        Some((name, affiliation)) if !is_list => {
            let affiliation = Some(affiliation.trim().to_owned());
            vec![NamedPerson { affiliation, ..NamedPerson::new(Part::Speaker, name) }]
        }
        _ => split_outside_brackets(names, &[" & ", ", ", " and "])
            .into_iter()
            .map(|name| NamedPerson::new(Part::Speaker, name))
            .collect(),
    }
}
