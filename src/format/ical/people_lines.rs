//! Lines of people at the head of a description: `Speakers: NAME, NAME`.

use crate::agenda::Part;

/// A person with a part in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedPerson {
    pub part: Part,
    pub name: String,
    pub affiliation: Option<String>,
    pub role: Option<String>,
    /// The address of a page about the person.
    pub url: Option<String>,
}

impl NamedPerson {
    /// Returns a person with nothing but a name.
    pub(super) fn new(part: Part, name: &str) -> NamedPerson {
        let name = name.trim().to_owned();
        NamedPerson { part, name, affiliation: None, role: None, url: None }
    }
}

/// A line with a label for people.
#[derive(Debug, Clone, Copy)]
pub(super) struct PeopleLine<'a> {
    pub part: Part,
    /// True for a label with a plural s.
    pub is_plural: bool,
    /// The text behind the colon.
    pub names: &'a str,
}

/// The role of empty lines among lines of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EmptyLines {
    Skip,
    /// An empty line ends the lines of people.
    End,
}

impl PeopleLine<'_> {
    /// Parses a line with a label before its first colon.
    pub(super) fn parse(line: &str) -> Option<PeopleLine<'_>> {
        let (label, names) = line.split_once(':')?;
        let label = label.trim();
        let part = part_of_label(&label.to_ascii_lowercase())?;
        Some(PeopleLine { part, is_plural: label.ends_with('s'), names })
    }
}

/// Returns the part of a label in lower case: in English as of symposion, Indico and hallway, in
/// German as of KieLux, or in French.
fn part_of_label(label: &str) -> Option<Part> {
    match label {
        "speaker" | "speakers" | "presenter" | "presenters" | "presented by" | "by" => {
            Some(Part::Speaker)
        }
        "von" | "referent" | "referentin" | "referenten" | "vortragende" => Some(Part::Speaker),
        "intervenant" | "intervenants" => Some(Part::Speaker),
        "moderator" | "moderators" | "chair" | "chairs" => Some(Part::Moderator),
        "sponsor" | "sponsors" => Some(Part::Sponsor),
        _ => None,
    }
}

/// Removes the lines of people from the head of `description` and returns their people. Stops at
/// the first line without names by `read_names`.
pub(super) fn take_people_lines(
    description: &mut String,
    empty_lines: EmptyLines,
    read_names: impl Fn(PeopleLine<'_>) -> Vec<NamedPerson>,
) -> Vec<NamedPerson> {
    let (mut people, mut rest): (Vec<NamedPerson>, &str) = (Vec::new(), description);
    loop {
        let text = if empty_lines == EmptyLines::Skip { rest.trim_start() } else { rest };
        let (line, after) = text.split_once('\n').unwrap_or((text, ""));
        let names = PeopleLine::parse(line).map(&read_names).unwrap_or_default();
        if names.is_empty() {
            break;
        }
        people.extend(names);
        rest = after;
    }
    if !people.is_empty() {
        *description = rest.trim_start().to_owned();
    }
    people
}
