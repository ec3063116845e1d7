//! The words before a colon, and what each wants after it.

use crate::agenda::nearest_word;
use crate::search::Field;

/// A word before a colon, and what it wants after it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::search) struct Operator {
    pub(super) name: &'static str,
    /// What else people call it.
    others: &'static [&'static str],
    pub(super) wants: &'static str,
    pub(super) sort: Sort,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sort {
    In(&'static [Field]),
    Day,
    Kind,
    Is,
    Language,
    After,
    Before,
}

const fn operator(
    name: &'static str,
    others: &'static [&'static str],
    wants: &'static str,
    sort: Sort,
) -> Operator {
    Operator { name, others, wants, sort }
}

const OPERATORS: &[Operator] = &[
    operator(
        "title",
        &["titles"],
        "a word of a title, such as title:network",
        Sort::In(&[Field::Title]),
    ),
    operator(
        "speaker",
        &["speakers", "who", "by", "person", "people", "name", "presenter", "host", "author"],
        "a name, such as speaker:liz",
        Sort::In(&[Field::Person(0)]),
    ),
    operator(
        "affiliation",
        &["affiliations", "company", "org", "organisation", "organization", "employer"],
        "an organisation, such as affiliation:google",
        Sort::In(&[Field::Affiliation(0)]),
    ),
    operator(
        "track",
        &["tracks"],
        "the name of a track, such as track:security",
        Sort::In(&[Field::Track]),
    ),
    operator(
        "tag",
        &["tags", "topic", "topics", "keyword"],
        "a tag, such as tag:plenary",
        Sort::In(&[Field::Tag(0)]),
    ),
    operator(
        "room",
        &["rooms", "where", "location", "venue", "place", "stage", "hall"],
        "the name of a room, such as room:ulster",
        Sort::In(&[Field::Room]),
    ),
    operator(
        "abstract",
        &["abstracts", "description", "summary", "text", "about"],
        "a word of the description, such as abstract:latency",
        Sort::In(&[Field::Abstract]),
    ),
    operator(
        "day",
        &["days", "date", "when", "on"],
        "a weekday, a date or a number, such as day:tue, day:2016-07-12 or day:2",
        Sort::Day,
    ),
    operator(
        "kind",
        &["kinds", "type", "types", "format"],
        "talk, keynote, panel, workshop, lightning, break, social, bof or other",
        Sort::Kind,
    ),
    operator("is", &[], "mine, attend, maybe, full, cancelled or now", Sort::Is),
    operator(
        "language",
        &["languages", "lang"],
        "a language as the agenda writes it, such as language:en",
        Sort::Language,
    ),
    operator("after", &["since", "from"], "a time, such as 14:00", Sort::After),
    operator("before", &["until", "till"], "a time, such as 12:00", Sort::Before),
];

impl Operator {
    /// Letters of the longest name.
    pub(super) const LONGEST: usize = 12;

    pub(super) fn named(key: &str) -> Option<&'static Operator> {
        OPERATORS.iter().find(|operator| operator.name == key || operator.others.contains(&key))
    }

    /// The one that a word was probably meant to be.
    pub(super) fn nearest(key: &str) -> Option<&'static Operator> {
        nearest_word(key, OPERATORS.iter().map(|operator| operator.name)).and_then(Operator::named)
    }

    /// The names of all.
    pub(super) fn all() -> String {
        OPERATORS.iter().map(|operator| format!("{}:", operator.name)).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_different_and_short_enough() {
        let names =
            || OPERATORS.iter().flat_map(|operator| operator.others.iter().chain([&operator.name]));
        for name in names() {
            assert!(name.len() <= Operator::LONGEST, "{name}");
            assert_eq!(names().filter(|other| *other == name).count(), 1, "{name}");
        }
    }
}
