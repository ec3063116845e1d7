//! The operators of a query: words before a colon, and the values they take.

use crate::agenda::nearest_word;
use crate::search::field::FieldKind;

/// An operator: a word before a colon.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::search) struct Operator {
    pub(in crate::search) name: &'static str,
    /// Other names in use.
    synonyms: &'static [&'static str],
    /// The value of the operator with an example, for a hint.
    pub(in crate::search) wants: &'static str,
    pub(super) kind: OperatorKind,
}

/// The kind of an operator's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OperatorKind {
    /// Words of one field.
    In(FieldKind),
    Day,
    Kind,
    State,
    Language,
    After,
    Before,
}

const fn operator(
    name: &'static str,
    synonyms: &'static [&'static str],
    wants: &'static str,
    kind: OperatorKind,
) -> Operator {
    Operator { name, synonyms, wants, kind }
}

const OPERATORS: &[Operator] = &[
    operator(
        "title",
        &["titles"],
        "a word of a title, such as title:network",
        OperatorKind::In(FieldKind::Title),
    ),
    operator(
        "speaker",
        &["speakers", "who", "by", "person", "people", "name", "presenter", "host", "author"],
        "a name, such as speaker:liz",
        OperatorKind::In(FieldKind::Person),
    ),
    operator(
        "affiliation",
        &["affiliations", "company", "org", "organisation", "organization", "employer"],
        "an organisation, such as affiliation:google",
        OperatorKind::In(FieldKind::Affiliation),
    ),
    operator(
        "track",
        &["tracks"],
        "the name of a track, such as track:security",
        OperatorKind::In(FieldKind::Track),
    ),
    operator(
        "tag",
        &["tags", "topic", "topics", "keyword"],
        "a tag, such as tag:plenary",
        OperatorKind::In(FieldKind::Tag),
    ),
    operator(
        "room",
        &["rooms", "where", "location", "venue", "place", "stage", "hall"],
        "the name of a room, such as room:ulster",
        OperatorKind::In(FieldKind::Room),
    ),
    operator(
        "abstract",
        &["abstracts", "description", "summary", "text", "about"],
        "a word of the description, such as abstract:latency",
        OperatorKind::In(FieldKind::Abstract),
    ),
    operator(
        "note",
        &["notes"],
        "a word of your note, such as note:cable",
        OperatorKind::In(FieldKind::Note),
    ),
    operator(
        "day",
        &["days", "date", "when", "on"],
        "a weekday, a date or a number, such as day:tue, day:2016-07-12 or day:2",
        OperatorKind::Day,
    ),
    operator(
        "kind",
        &["kinds", "type", "types", "format"],
        "talk, keynote, panel, workshop, lightning, break, social, bof, other or own",
        OperatorKind::Kind,
    ),
    operator(
        "is",
        &[],
        "mine, attend, maybe, hidden (or skip), full, cancelled, recorded or now",
        OperatorKind::State,
    ),
    operator(
        "language",
        &["languages", "lang"],
        "a language by code or name, such as language:en",
        OperatorKind::Language,
    ),
    operator(
        "after",
        &["since", "from"],
        "a time, such as 14:00, \"tue 14:00\" or now",
        OperatorKind::After,
    ),
    operator(
        "before",
        &["until", "till"],
        "a time, such as 12:00, tue or now",
        OperatorKind::Before,
    ),
];

impl Operator {
    /// The letters of the longest name.
    pub(super) const LONGEST: usize = 12;

    /// Returns the operator with this name or synonym.
    pub(super) fn by_name(key: &str) -> Option<&'static Operator> {
        OPERATORS.iter().find(|operator| operator.name == key || operator.synonyms.contains(&key))
    }

    /// Returns the operator whose name resembles a misspelled word.
    pub(in crate::search) fn nearest(key: &str) -> Option<&'static Operator> {
        nearest_word(key, OPERATORS.iter().map(|operator| operator.name))
            .and_then(Operator::by_name)
    }

    /// Returns the names of all operators, with colons.
    pub(in crate::search) fn list_names() -> String {
        OPERATORS.iter().map(|operator| format!("{}:", operator.name)).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operator_names_are_unique_and_short() {
        let names = || {
            OPERATORS.iter().flat_map(|operator| operator.synonyms.iter().chain([&operator.name]))
        };
        for name in names() {
            assert!(name.len() <= Operator::LONGEST, "{name}");
            assert_eq!(names().filter(|other| *other == name).count(), 1, "{name}");
        }
    }
}
