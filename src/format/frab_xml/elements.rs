//! Names of elements and their meaning to the reader.

/// The meaning of an open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementKind {
    /// `schedule`, `day` and `room`, and unknown elements around them.
    Outer,
    Conference,
    /// A list of tracks beside the conference.
    Tracks,
    /// A list of people beside the conference.
    People,
    Event,
    /// `persons`, `links`, `attachments` and `recording` of an event.
    Group,
    Text(TextElement),
    /// An element without use for an agenda.
    Ignored,
}

/// An element whose text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextElement {
    Acronym,
    Name,
    Tagline,
    Venue,
    City,
    Home,
    Base,
    DayChange,
    Zone,
    ListedTrack,
    Person,
    PersonName,
    PersonBio,
    PersonUrl,
    Affiliation,
    Date,
    Start,
    Duration,
    Room,
    Title,
    Slug,
    Subtitle,
    Track,
    Type,
    Language,
    Abstract,
    Description,
    Url,
    OtherUrl,
    Feedback,
    Link,
    Attachment,
    OptOut,
    License,
    /// The address of a recording.
    Video,
}

impl TextElement {
    /// Returns true if the text has several lines and may contain tags of HTML.
    pub(super) fn is_prose(self) -> bool {
        matches!(self, TextElement::Abstract | TextElement::Description | TextElement::PersonBio)
    }

    /// Returns true if the text is a part of a session's abstract.
    pub(super) fn is_of_abstract(self) -> bool {
        matches!(self, TextElement::Abstract | TextElement::Description)
    }

    /// Returns true if the element belongs to the conference as a whole.
    pub(super) fn is_of_conference(self) -> bool {
        use TextElement::{Acronym, Base, City, DayChange, Home, Name, Tagline, Venue, Zone};
        matches!(self, Acronym | Base | City | DayChange | Home | Name | Tagline | Venue | Zone)
    }

    /// Returns true if an element `name` within the text proves a missing end tag. In prose, tags
    /// of HTML belong to the text.
    pub(super) fn is_ended_by(self, name: &str) -> bool {
        use TextElement::{Affiliation, Person, PersonBio, PersonName, PersonUrl};
        const AFTER_PERSON: [&str; 7] =
            ["person", "persons", "links", "attachments", "duration", "title", "subtitle"];
        match (self, name) {
            (Person | PersonName | PersonUrl | Affiliation | PersonBio, _) => {
                AFTER_PERSON.contains(&name)
            }
            (_, "persons" | "links" | "attachments") => true,
            (_, "title" | "link" | "track" | "type" | "url") if self.is_prose() => false,
            _ => event_element(name).is_some(),
        }
    }
}

/// Known elements without any use for an agenda.
const IGNORED: &[&str] = &[
    "answers",
    "avatar",
    "code",
    "colors",
    "conf_url",
    "copyright",
    "days",
    "do_not_stream",
    "end",
    "event_id",
    "generator",
    "guid",
    "id",
    "logo",
    "online_qa",
    "recording",
    "release",
    "released",
    "start",
    "tag",
    "timeslot_duration",
    "version",
];

/// Returns the kind of an element by its name and the kind of the element around it; `None` for an
/// unknown element.
pub(super) fn element_kind(parent: ElementKind, name: &str) -> Option<ElementKind> {
    use ElementKind::{Conference, Event, Group, Ignored, Outer, People, Text, Tracks};
    let known = match parent {
        Ignored => Some(Ignored),
        Outer => match name {
            "schedule" | "day" | "room" => Some(Outer),
            "conference" => Some(Conference),
            "tracks" => Some(Tracks),
            "persons" | "speakers" => Some(People),
            "event" => Some(Event),
            _ => None,
        },
        Conference if name == "tracks" => Some(Tracks),
        Conference => conference_element(name).map(Text),
        Tracks => (name == "track").then_some(Text(TextElement::ListedTrack)),
        People => matches!(name, "person" | "speaker").then_some(Text(TextElement::Person)),
        Event if matches!(name, "persons" | "links" | "attachments" | "recording") => Some(Group),
        Event => event_element(name).map(Text),
        Group => match name {
            "person" => Some(Text(TextElement::Person)),
            "link" => Some(Text(TextElement::Link)),
            "attachment" => Some(Text(TextElement::Attachment)),
            "optout" => Some(Text(TextElement::OptOut)),
            "license" => Some(Text(TextElement::License)),
            "url" => Some(Text(TextElement::Video)),
            _ => None,
        },
        Text(TextElement::Person) => person_element(name).map(Text),
        Text(_) => None,
    };
    known.or_else(|| IGNORED.contains(&name).then_some(Ignored))
}

fn conference_element(name: &str) -> Option<TextElement> {
    Some(match name {
        "acronym" => TextElement::Acronym,
        "title" => TextElement::Name,
        "subtitle" => TextElement::Tagline,
        "venue" => TextElement::Venue,
        "city" => TextElement::City,
        "url" => TextElement::Home,
        "base_url" => TextElement::Base,
        "day_change" => TextElement::DayChange,
        "time_zone_name" | "timezone" | "time_zone" => TextElement::Zone,
        "track" => TextElement::ListedTrack,
        _ => return None,
    })
}

fn person_element(name: &str) -> Option<TextElement> {
    Some(match name {
        "name" | "public_name" | "display_name" => TextElement::PersonName,
        "biography" | "bio" | "abstract" | "description" => TextElement::PersonBio,
        "url" => TextElement::PersonUrl,
        "affiliation" | "organization" | "organisation" | "company" => TextElement::Affiliation,
        _ => return None,
    })
}

/// Returns the element of an event. wafer wrote `full_conf_url` until 2017. In a merged schedule,
/// `origin_url` is the page of a talk in its original system.
pub(super) fn event_element(name: &str) -> Option<TextElement> {
    Some(match name {
        "date" => TextElement::Date,
        "start" => TextElement::Start,
        "duration" => TextElement::Duration,
        "room" => TextElement::Room,
        "title" => TextElement::Title,
        "slug" => TextElement::Slug,
        "subtitle" => TextElement::Subtitle,
        "track" => TextElement::Track,
        "type" => TextElement::Type,
        "language" => TextElement::Language,
        "abstract" => TextElement::Abstract,
        "description" => TextElement::Description,
        "url" => TextElement::Url,
        "full_conf_url" | "origin_url" => TextElement::OtherUrl,
        "feedback_url" => TextElement::Feedback,
        "do_not_record" => TextElement::OptOut,
        "video_download_url" => TextElement::Video,
        "person" => TextElement::Person,
        "link" => TextElement::Link,
        "attachment" => TextElement::Attachment,
        _ => return None,
    })
}
