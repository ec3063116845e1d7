//! What the elements are called, and what they are to the reader.

/// What an open element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// `schedule`, `day`, `room` around events, and whatever else may be wrapped around them.
    Outer,
    Conference,
    /// A list of tracks beside the conference.
    Tracks,
    /// A list of people beside the conference.
    People,
    Event,
    /// `persons`, `links`, `attachments` of an event.
    Group,
    Field(Field),
    /// Nothing in it is read.
    Ignored,
}

/// An element whose text is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
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
}

impl Field {
    /// Text of more than a line, in which tags may stand that belong to it.
    pub(super) fn is_prose(self) -> bool {
        matches!(self, Field::Abstract | Field::Description | Field::PersonBio)
    }
}

/// Known, and of no use for an agenda.
const IGNORED: &[&str] = &[
    "answers",
    "avatar",
    "code",
    "colors",
    "conf_url",
    "copyright",
    "days",
    "do_not_record",
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
    "slug",
    "start",
    "tag",
    "timeslot_duration",
    "version",
];

/// What an element is by its name and by what it stands in. `None`: unknown there.
pub(super) fn sort(within: Sort, name: &str) -> Option<Sort> {
    let known = match within {
        Sort::Ignored => Some(Sort::Ignored),
        Sort::Outer => match name {
            "schedule" | "day" | "room" => Some(Sort::Outer),
            "conference" => Some(Sort::Conference),
            "tracks" => Some(Sort::Tracks),
            "persons" | "speakers" => Some(Sort::People),
            "event" => Some(Sort::Event),
            _ => None,
        },
        Sort::Conference if name == "tracks" => Some(Sort::Tracks),
        Sort::Conference => conference(name).map(Sort::Field),
        Sort::Tracks => (name == "track").then_some(Sort::Field(Field::ListedTrack)),
        Sort::People => matches!(name, "person" | "speaker").then_some(Sort::Field(Field::Person)),
        Sort::Event => match name {
            "persons" | "links" | "attachments" => Some(Sort::Group),
            _ => event(name).map(Sort::Field),
        },
        Sort::Group => match name {
            "person" => Some(Sort::Field(Field::Person)),
            "link" => Some(Sort::Field(Field::Link)),
            "attachment" => Some(Sort::Field(Field::Attachment)),
            _ => None,
        },
        Sort::Field(Field::Person) => person(name).map(Sort::Field),
        Sort::Field(_) => None,
    };
    known.or_else(|| IGNORED.contains(&name).then_some(Sort::Ignored))
}

fn conference(name: &str) -> Option<Field> {
    Some(match name {
        "acronym" => Field::Acronym,
        "title" => Field::Name,
        "subtitle" => Field::Tagline,
        "venue" => Field::Venue,
        "city" => Field::City,
        "url" => Field::Home,
        "base_url" => Field::Base,
        "day_change" => Field::DayChange,
        "time_zone_name" | "timezone" | "time_zone" => Field::Zone,
        "track" => Field::ListedTrack,
        _ => return None,
    })
}

fn person(name: &str) -> Option<Field> {
    Some(match name {
        "name" | "public_name" | "display_name" => Field::PersonName,
        "biography" | "bio" | "abstract" | "description" => Field::PersonBio,
        "url" => Field::PersonUrl,
        "affiliation" | "organization" | "organisation" | "company" => Field::Affiliation,
        _ => return None,
    })
}

/// The fields of an event. `full_conf_url` is wafer's until 2017, `origin_url` the page of a talk
/// in the system that it was merged from.
pub(super) fn event(name: &str) -> Option<Field> {
    Some(match name {
        "date" => Field::Date,
        "start" => Field::Start,
        "duration" => Field::Duration,
        "room" => Field::Room,
        "title" => Field::Title,
        "subtitle" => Field::Subtitle,
        "track" => Field::Track,
        "type" => Field::Type,
        "language" => Field::Language,
        "abstract" => Field::Abstract,
        "description" => Field::Description,
        "url" => Field::Url,
        "full_conf_url" | "origin_url" => Field::OtherUrl,
        "feedback_url" => Field::Feedback,
        "person" => Field::Person,
        "link" => Field::Link,
        "attachment" => Field::Attachment,
        _ => return None,
    })
}

/// Whether an element of this name, met in an open field of an event, says that the field was never
/// closed. In prose a tag that HTML has as well may belong to the text.
pub(super) fn ends_field(field: Field, name: &str) -> bool {
    match (field, name) {
        (
            Field::Person
            | Field::PersonName
            | Field::PersonUrl
            | Field::Affiliation
            | Field::PersonBio,
            _,
        ) => {
            matches!(
                name,
                "person" | "persons" | "links" | "attachments" | "duration" | "title" | "subtitle"
            )
        }
        (_, "persons" | "links" | "attachments") => true,
        (_, "title" | "link" | "track" | "type" | "url") if field.is_prose() => false,
        _ => event(name).is_some(),
    }
}
