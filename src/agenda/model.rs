//! The agenda: an event with its days, rooms, tracks, people and sessions.

use super::clean::Clean;
use super::clock::Clock;
use super::language::SessionLanguage;
use super::text::Text;
use super::vocabulary::{Kind, LinkKind, Part, Recorded, Seats};
use super::walk::WalkTimes;
use super::zone::Moment;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use std::sync::Arc;

/// Index of a session in [`Agenda::sessions`]. An index is valid for one `Agenda` only: files store
/// [`Session::id`].
pub type SessionIx = usize;
/// Index of a room in [`Agenda::rooms`].
pub type RoomIx = usize;

/// Longest accepted [`Session::minutes`]: a fortnight.
pub const MINUTES_MAX: u32 = 14 * 24 * 60;
/// Assumed length of a session without [`Session::minutes`], for drawing and for overlaps.
pub const MINUTES_ASSUMED: u32 = 30;

/// One event with its whole programme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agenda {
    /// The event's id, of lower-case letters, digits and dashes. The plan's file is called by the
    /// `id`.
    pub id: Clean,
    /// The event's name.
    pub name: Clean,
    /// The clock of the event, which shows its times.
    pub clock: Clock,
    /// The time at which a day of the programme begins. The day ends at the same time of the next
    /// morning.
    pub day_start: NaiveTime,
    /// The name or address of the venue.
    pub venue: Option<Clean>,
    /// The event's web page.
    pub url: Option<Clean>,
    /// A text about the event, with paragraphs.
    pub description: Option<Clean>,
    /// The web address or the file name that `hallway import` read.
    pub source: Option<Clean>,
    /// The time of the last change: of the file, or the one that the content of standard input
    /// states. `None` if both are unknown.
    pub revised: Option<DateTime<Utc>>,
    /// The days with at least one session, ascending.
    pub days: Vec<Day>,
    /// The rooms in the order of the file. Rooms that only sessions name follow, in the order of
    /// the sessions.
    pub rooms: Vec<Room>,
    /// The minutes between the rooms.
    pub walk: WalkTimes,
    /// The tracks in the order of the file.
    pub tracks: Vec<Track>,
    /// The people in the order of the file.
    pub people: Vec<Person>,
    /// The sessions by day, start and room. Sessions without a start are last.
    pub sessions: Vec<Session>,
}

/// One day of the programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The date on which the day begins.
    pub date: NaiveDate,
    /// The day's range of [`Agenda::sessions`].
    pub sessions: std::ops::Range<SessionIx>,
    /// A time at the end of the session that ends last or at most a second later, in seconds since
    /// 1970.
    pub end_second: i64,
}

/// A room of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The room's name.
    pub name: Clean,
    /// The number of seats, if the file gives one.
    pub capacity: Option<u32>,
    /// The single rooms that this room joins. Empty for a single room.
    pub joins: Vec<RoomIx>,
}

/// A track: a topic that sessions share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// The track's name.
    pub name: Clean,
    /// Red, green and blue.
    pub color: Option<[u8; 3]>,
}

/// A person or an organisation with a part in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: Clean,
    /// The job title, as in "Developer Advocate".
    pub role: Option<Clean>,
    /// The company or institution.
    pub affiliation: Option<Clean>,
    /// A text about the person, with paragraphs.
    pub bio: Option<Clean>,
    /// The person's web page.
    pub url: Option<Clean>,
}

impl Person {
    /// Returns role and affiliation, as in `Developer Advocate, Google`. Returns `None` for a
    /// person without both.
    pub fn job(&self) -> Option<String> {
        let parts = [self.role.as_deref(), self.affiliation.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// One entry of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The id: unique within the `Agenda`, and stable from one version of the file to the next.
    pub id: Clean,
    /// All ids that the file gives the session, by their names. Empty if `id` is the only one.
    pub ids: Vec<NamedId>,
    /// The title, never empty.
    pub title: Clean,
    /// The start. `None` means not scheduled yet.
    pub start: Option<Moment>,
    /// The length in minutes, at most [`MINUTES_MAX`]. `None` means unknown.
    pub minutes: Option<u32>,
    /// True if the file gives dates without times. `start` is then a midnight, and `minutes` are
    /// whole days.
    pub all_day: bool,
    /// Index in [`Agenda::days`]. `None` exactly for a session without `start`.
    pub day: Option<usize>,
    /// The room as published. Several names are joined with " + ".
    pub room: Option<Clean>,
    /// The single rooms of the session: the parts of a joined room instead of the joined room.
    pub rooms: Vec<RoomIx>,
    /// The kind of the session.
    pub kind: Kind,
    /// Index in [`Agenda::tracks`].
    pub track: Option<usize>,
    /// Key words.
    pub tags: Vec<Clean>,
    /// The language, as the file writes it.
    pub language: Option<Clean>,
    /// The free seats, if the file mentions them.
    pub seats: Option<Seats>,
    /// True if the session does not take place.
    pub cancelled: bool,
    /// `Yes` for every session with a link to a recording, unless the file says `No`.
    pub recorded: Recorded,
    /// Speakers first, then moderators, then sponsors.
    pub people: Vec<Credit>,
    /// The abstract.
    pub summary: Text,
    /// The session's web page.
    pub url: Option<Clean>,
    /// Slides, recordings and other pages.
    pub links: Vec<Link>,
    /// A sentence about the clock change at `start`, if there is one.
    pub time_note: Option<&'static str>,
    /// The note of the person who reads the agenda, with paragraphs. No file has notes.
    pub note: Option<Clean>,
}

/// An id of a session in the system that wrote the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedId {
    /// The name of the id, as in `guid`. Sessions share the names of their ids.
    pub name: Arc<Clean>,
    /// The id.
    pub id: Clean,
}

/// A person's part in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Index in [`Agenda::people`].
    pub person: usize,
    /// The part.
    pub part: Part,
}

/// A web page about a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The text of the link.
    pub title: Option<Clean>,
    /// The address: `http://` or `https://`.
    pub url: Clean,
    /// The kind. `None` for a link to anything but a video of the session.
    pub kind: Option<LinkKind>,
}

impl Session {
    /// Returns the languages of [`Session::language`].
    pub fn languages(&self) -> Vec<SessionLanguage> {
        self.language.as_deref().map(SessionLanguage::parse_list).unwrap_or_default()
    }

    /// Returns the end. A session without `minutes` has no end.
    pub fn end(&self) -> Option<Moment> {
        self.start?.checked_add_signed(TimeDelta::minutes(i64::from(self.minutes?)))
    }

    /// Returns start and end. A session without `minutes` ends [`MINUTES_ASSUMED`] after its start.
    pub fn start_and_end(&self) -> Option<(Moment, Moment)> {
        let start = self.start?;
        let minutes = self.minutes.unwrap_or(MINUTES_ASSUMED);
        Some((start, start.checked_add_signed(TimeDelta::minutes(i64::from(minutes)))?))
    }

    /// Returns true if the session runs at `now`. A session of 0 minutes never runs, and neither
    /// does a cancelled session.
    pub fn runs_at(&self, now: Moment) -> bool {
        let minutes = self.minutes.unwrap_or(MINUTES_ASSUMED);
        !self.cancelled
            && self.start.is_some_and(|start| start <= now && !has_passed(start, minutes, now))
    }

    /// Returns true if the session has an end, and the end is not after `now`.
    pub fn has_ended_at(&self, now: Moment) -> bool {
        self.start.zip(self.minutes).is_some_and(|(start, minutes)| has_passed(start, minutes, now))
    }

    /// Returns "recorded" or "not recorded" if the file says so. Nobody asks for it of a break, a
    /// social event or a cancelled session.
    pub fn recording_note(&self) -> Option<&'static str> {
        match self.recorded {
            _ if self.cancelled || self.kind.is_band() => None,
            Recorded::Yes => Some("recorded"),
            Recorded::No => Some("not recorded"),
            Recorded::Unknown => None,
        }
    }

    /// Returns true for 24 hours or more: then the end needs a date beside the time.
    pub fn lasts_days(&self) -> bool {
        self.minutes.is_some_and(|minutes| minutes >= 24 * 60)
    }

    /// Returns the minutes during which both sessions run. Sessions that only touch have 0.
    pub fn overlap_minutes(&self, other: &Session) -> u32 {
        // Details compare a session with all sessions of its day: seconds take much less time than
        // times with offsets.
        let seconds = |session: &Session| {
            let start = session.start?.timestamp();
            let minutes = session.minutes.unwrap_or(MINUTES_ASSUMED);
            Some((start, start + i64::from(minutes) * 60))
        };
        let (Some(a), Some(b)) = (seconds(self), seconds(other)) else { return 0 };
        u32::try_from((a.1.min(b.1) - a.0.max(b.0)) / 60).unwrap_or(0)
    }
}

/// Returns true if so many minutes after `start` have passed at `now`. Microseconds are compared:
/// to add minutes to a time with a zone takes ten times as long.
fn has_passed(start: Moment, minutes: u32, now: Moment) -> bool {
    now.timestamp_micros() - start.timestamp_micros() >= i64::from(minutes) * 60_000_000
}

impl Agenda {
    /// Returns the session with the id `id`, or else the only one with `id` among its
    /// [`ids`](Session::ids).
    pub fn find_session(&self, id: &str) -> Option<SessionIx> {
        let own = self.sessions.iter().position(|session| &*session.id == id);
        own.or_else(|| {
            let has_id = |session: &Session| session.ids.iter().any(|named| &*named.id == id);
            let mut found = self.sessions.iter().zip(0..).filter(|(session, _)| has_id(session));
            found.next().map(|(_, ix)| ix).filter(|_| found.next().is_none())
        })
    }

    /// Returns `at` on the clock of the event.
    pub fn local_time(&self, at: Moment) -> Moment {
        self.clock.local_time(at)
    }

    /// Returns the people of `session` with their parts, in the order of [`Session::people`].
    pub fn people_of(&self, session: &Session) -> impl Iterator<Item = (&Person, Part)> {
        session
            .people
            .iter()
            .filter_map(|credit| Some((self.people.get(credit.person)?, credit.part)))
    }

    /// Returns the speakers and moderators of `session`, each with the index in
    /// [`people_of`](Agenda::people_of). A session with sponsors alone returns the sponsors.
    pub fn presenters_of(&self, session: &Session) -> impl Iterator<Item = (usize, &Person)> {
        let sponsored_only = session.people.iter().all(|credit| credit.part == Part::Sponsor);
        self.people_of(session)
            .enumerate()
            .filter(move |(_, (_, part))| sponsored_only || *part != Part::Sponsor)
            .map(|(ix, (person, _))| (ix, person))
    }

    /// Returns the names of [`presenters_of`](Agenda::presenters_of), joined with ", ".
    pub fn presenter_names(&self, session: &Session) -> String {
        self.presenters_of(session).map(|(_, person)| &*person.name).collect::<Vec<_>>().join(", ")
    }

    /// Returns the first start and the last end, also of own entries. Returns `None` if no session
    /// has a start.
    pub fn time_span(&self) -> Option<(Moment, Moment)> {
        span_of(self.sessions.iter())
    }
}

/// Returns the first start and the last end of `sessions`.
pub(super) fn span_of<'s>(
    sessions: impl Iterator<Item = &'s Session> + Clone,
) -> Option<(Moment, Moment)> {
    let first = sessions.clone().filter_map(|session| session.start).min()?;
    let ends = sessions.filter_map(Session::start_and_end).map(|(_, end)| end);
    Some((first, ends.max()?))
}

/// Formats a length in minutes: `45 min`, `1 h`, `2 h 20`.
pub fn format_minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_pass_alike_in_all_zones() {
        let at = |text: &str| Moment::parse_from_rfc3339(text).unwrap();
        let start = at("2025-02-01T10:00:00+01:00");
        for (minutes, now, expected) in [
            (30, "2025-02-01T10:29:59.999+01:00", false),
            (30, "2025-02-01T10:30:00+01:00", true),
            (30, "2025-02-01T09:29:59Z", false),
            (30, "2025-02-01T09:30:00Z", true),
            (0, "2025-02-01T10:00:00+01:00", true),
            (0, "2025-02-01T09:59:00+01:00", false),
        ] {
            assert_eq!(has_passed(start, minutes, at(now)), expected, "{minutes} minutes at {now}");
        }
    }
}
