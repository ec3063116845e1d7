//! The searchable fields of a session.

use crate::agenda::{Agenda, Session};
use std::ops::Range;

/// A searchable field of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The title.
    Title,
    /// The name of a person. The number is a position in [`Session::people`].
    Person(usize),
    /// The affiliation of a person. The number is a position in [`Session::people`].
    Affiliation(usize),
    /// The name of the track.
    Track,
    /// A tag. The number is a position in [`Session::tags`].
    Tag(usize),
    /// The name of the room, or the names of joined rooms.
    Room,
    /// The abstract.
    Abstract,
    /// The note of the person who reads the agenda.
    Note,
}

impl Field {
    /// Returns the operator's name of the field, as in `speaker:liz`.
    pub fn name(&self) -> &'static str {
        self.kind().name()
    }

    /// Returns the text of the field in `session`, or `None` if the session lacks the field.
    pub fn text<'a>(&self, agenda: &'a Agenda, session: &'a Session) -> Option<&'a str> {
        texts_of_session(agenda, session).find(|(field, _)| field == self).map(|(_, text)| text)
    }

    /// Returns true if a session may have several fields of this kind.
    pub fn is_one_of_many(&self) -> bool {
        matches!(self, Field::Person(_) | Field::Affiliation(_) | Field::Tag(_))
    }

    pub(super) fn kind(self) -> FieldKind {
        match self {
            Field::Title => FieldKind::Title,
            Field::Person(_) => FieldKind::Person,
            Field::Affiliation(_) => FieldKind::Affiliation,
            Field::Track => FieldKind::Track,
            Field::Tag(_) => FieldKind::Tag,
            Field::Room => FieldKind::Room,
            Field::Abstract => FieldKind::Abstract,
            Field::Note => FieldKind::Note,
        }
    }
}

/// A [`Field`] without its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum FieldKind {
    Title,
    Person,
    Affiliation,
    Track,
    Tag,
    Room,
    Abstract,
    Note,
}

impl FieldKind {
    /// Every kind, in the order of the discriminants.
    pub(super) const ALL: [FieldKind; 8] = [
        FieldKind::Title,
        FieldKind::Person,
        FieldKind::Affiliation,
        FieldKind::Track,
        FieldKind::Tag,
        FieldKind::Room,
        FieldKind::Abstract,
        FieldKind::Note,
    ];

    /// Returns the operator's name of the kind.
    pub(super) fn name(self) -> &'static str {
        match self {
            FieldKind::Title => "title",
            FieldKind::Person => "speaker",
            FieldKind::Affiliation => "affiliation",
            FieldKind::Track => "track",
            FieldKind::Tag => "tag",
            FieldKind::Room => "room",
            FieldKind::Abstract => "abstract",
            FieldKind::Note => "note",
        }
    }

    /// Returns the kind whose discriminant stands in the lowest three bits.
    pub(super) fn from_bits(bits: u32) -> FieldKind {
        FieldKind::ALL.get(bits as usize & 7).copied().unwrap_or(FieldKind::Note)
    }
}

/// The matching letters of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The field.
    pub field: Field,
    /// Ranges of characters in the field's text: sorted, apart from each other, whole graphemes.
    pub ranges: Vec<Range<usize>>,
}

/// Returns every searchable text of a session in the order of [`Field`].
pub(super) fn texts_of_session<'a>(
    agenda: &'a Agenda,
    session: &'a Session,
) -> impl Iterator<Item = (Field, &'a str)> {
    // The first look at an abstract cleans the abstract: who stops before does without.
    let summary = std::iter::once_with(|| session.summary.as_deref()).flatten();
    texts_before_abstract(agenda, session)
        .chain(summary.map(|summary| (Field::Abstract, summary)))
        .chain(session.note.as_deref().map(|note| (Field::Note, note)))
}

/// Returns the texts of a session that come before the abstract in the order of [`Field`].
pub(super) fn texts_before_abstract<'a>(
    agenda: &'a Agenda,
    session: &'a Session,
) -> impl Iterator<Item = (Field, &'a str)> {
    let credits = session.people.iter().enumerate();
    let people = credits.filter_map(|(at, credit)| Some((at, agenda.people.get(credit.person)?)));
    let names = people.clone().map(|(at, person)| (Field::Person(at), &*person.name));
    let affiliations = people
        .filter_map(|(at, person)| Some((Field::Affiliation(at), person.affiliation.as_deref()?)));
    let track = session.track.and_then(|track| agenda.tracks.get(track));
    let tags = session.tags.iter().enumerate().map(|(at, tag)| (Field::Tag(at), &**tag));
    std::iter::once((Field::Title, &*session.title))
        .chain(names)
        .chain(affiliations)
        .chain(track.map(|track| (Field::Track, &*track.name)))
        .chain(tags)
        .chain(session.room.as_deref().map(|room| (Field::Room, room)))
}
