//! Lines of people at the head of a description: `Speakers: NAME, NAME`.

use crate::agenda::Part;

/// A person with a part in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedPerson {
    pub part: Part,
    pub name: String,
    pub affiliation: Option<String>,
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

/// Labels in lower case: of symposion, Indico and hallway in English, of KieLux in German, and
/// French ones.
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

impl PeopleLine<'_> {
    fn parse(line: &str) -> Option<PeopleLine<'_>> {
        let (label, names) = line.split_once(':')?;
        let label = label.trim();
        let (_, part) = LABELS.iter().find(|(known, _)| label.eq_ignore_ascii_case(known))?;
        Some(PeopleLine { part: *part, is_plural: label.ends_with('s'), names })
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
