//! A conference agenda in memory: checked once, then trusted.
//!
//! A format reader turns bytes into a [`Draft`]; [`Draft::check`] turns that into an [`Agenda`] and
//! tells every problem that it found. What an `Agenda` holds is always consistent: positions are in
//! range, days are cut, times are resolved, and every string has passed the gate of [`clean`].

mod check;
pub mod clean;
mod draft;
mod forms;
mod position;
mod problem;
mod reports;
mod text;
mod vocabulary;
pub mod zone;

pub use clean::Clean;
pub use draft::{
    Draft, DraftCredit, DraftEvent, DraftLink, DraftPerson, DraftRoom, DraftSession, DraftTrack,
    Origin, When,
};
pub use position::{At, LineIndex, Position, Span};
pub use problem::{Problem, Severity, nearest_word};
pub use reports::format_problems;
pub use text::Text;
pub use vocabulary::{Kind, Level, Part, Seats};
pub use zone::{Moment, Zone, ZoneError};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Position of a session in [`Agenda::sessions`]. Positions live only as long as the agenda: files
/// keep ids.
pub type SessionIx = usize;
/// Position of a room in [`Agenda::rooms`].
pub type RoomIx = usize;

/// One whole event as loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Agenda {
    /// The plan of this event is kept under this name; letters, digits and dashes only.
    pub id: Clean,
    pub name: Clean,
    /// `None`: the file names no zone. Times are then wall clocks as written, without offset, and
    /// there is no "now".
    pub zone: Option<Zone>,
    /// There is no zone, and all times of the file are in UTC: that is what is shown.
    pub utc: bool,
    /// A day of the programme lasts from this time to the same time of the next morning.
    pub day_start: NaiveTime,
    pub venue: Option<Clean>,
    pub url: Option<Clean>,
    pub description: Option<Clean>,
    /// The address or the name of the file that it was imported from.
    pub source: Option<Clean>,
    /// Days that have sessions, in order.
    pub days: Vec<Day>,
    /// In the order of the file; rooms that only sessions name follow in order of appearance.
    pub rooms: Vec<Room>,
    pub tracks: Vec<Track>,
    pub people: Vec<Person>,
    /// By day and in time order; sessions that start together in room order; those without a time
    /// last.
    pub sessions: Vec<Session>,
}

/// One day of the programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    pub date: NaiveDate,
    /// The day's sessions, a range of positions in [`Agenda::sessions`].
    pub sessions: std::ops::Range<SessionIx>,
}

/// A place where sessions happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    pub name: Clean,
    /// Seats, where the file tells.
    pub capacity: Option<u32>,
    /// The single rooms that this one consists of; empty for a single room.
    pub joins: Vec<RoomIx>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    pub name: Clean,
    /// Red, green, blue.
    pub color: Option<[u8; 3]>,
}

/// Somebody, or an organisation, that sessions name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: Clean,
    /// The job, as in "Developer Advocate".
    pub role: Option<Clean>,
    pub affiliation: Option<Clean>,
    pub bio: Option<Clean>,
    pub url: Option<Clean>,
}

/// One entry of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Unique within the agenda, and stable from one version of the file to the next.
    pub id: Clean,
    pub title: Clean,
    /// `None`: not scheduled yet.
    pub start: Option<Moment>,
    /// Length; `None` where the file does not tell. At most [`MINUTES_MAX`].
    pub minutes: Option<u32>,
    /// Position in [`Agenda::days`]; `None` exactly where `start` is.
    pub day: Option<usize>,
    /// The room as published; more than one name are joined with " + ".
    pub room: Option<Clean>,
    /// The single rooms that it occupies: a joined room is replaced by its parts.
    pub rooms: Vec<RoomIx>,
    pub kind: Kind,
    /// Position in [`Agenda::tracks`].
    pub track: Option<usize>,
    pub tags: Vec<Clean>,
    pub language: Option<Clean>,
    pub seats: Option<Seats>,
    pub cancelled: bool,
    pub people: Vec<Credit>,
    pub summary: Text,
    pub url: Option<Clean>,
    pub links: Vec<Link>,
    /// What was special when its time was resolved (a clock change), as a sentence.
    pub time_note: Option<&'static str>,
}

/// The longest session that is believed: a fortnight, in minutes.
pub const MINUTES_MAX: u32 = 14 * 24 * 60;
/// What a session of unknown length is drawn and compared with, in minutes.
pub const MINUTES_ASSUMED: u32 = 30;

/// A person's part in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Position in [`Agenda::people`].
    pub person: usize,
    pub part: Part,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub title: Option<Clean>,
    pub url: Clean,
}

impl Session {
    /// Where it ends; a session of unknown length has no end.
    pub fn end(&self) -> Option<Moment> {
        self.start?.checked_add_signed(TimeDelta::minutes(i64::from(self.minutes?)))
    }

    /// Start and end, with [`MINUTES_ASSUMED`] where the length is unknown; for drawing and for
    /// clashes.
    pub fn start_and_end(&self) -> Option<(Moment, Moment)> {
        let start = self.start?;
        let minutes = self.minutes.unwrap_or(MINUTES_ASSUMED);
        Some((start, start.checked_add_signed(TimeDelta::minutes(i64::from(minutes)))?))
    }

    /// Whether it runs at that instant. A session of no length runs never, nor does one that is
    /// cancelled.
    pub fn runs_at(&self, now: Moment) -> bool {
        !self.cancelled
            && self.start_and_end().is_some_and(|(start, end)| start <= now && now < end)
    }

    /// Whether it lasts so long that its hours alone do not tell when it ends.
    pub fn lasts_days(&self) -> bool {
        self.minutes.is_some_and(|minutes| minutes >= 24 * 60)
    }

    /// Minutes during which both run; 0 where they only touch.
    pub fn overlap_minutes(&self, other: &Session) -> u32 {
        let (Some(a), Some(b)) = (self.start_and_end(), other.start_and_end()) else {
            return 0;
        };
        let minutes = (a.1.min(b.1) - a.0.max(b.0)).num_minutes();
        u32::try_from(minutes).unwrap_or(0)
    }
}

/// The day of the programme that a wall clock of the event belongs to.
fn day_of(wall: NaiveDateTime, day_start: NaiveTime) -> NaiveDate {
    let cut = day_start.signed_duration_since(NaiveTime::MIN);
    wall.checked_sub_signed(cut).unwrap_or(wall).date()
}

/// Minutes as people say them: `45 min`, `1 h`, `2 h 20`.
pub fn format_minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

impl Agenda {
    /// The session of that id.
    pub fn find_session(&self, id: &str) -> Option<SessionIx> {
        self.sessions.iter().position(|session| &*session.id == id)
    }

    /// The day of the programme that an instant belongs to, whether or not anything happens then.
    pub fn date_of(&self, at: Moment) -> NaiveDate {
        day_of(self.local_time(at).naive_local(), self.day_start)
    }

    /// The instant as the event's clocks show it.
    pub fn local_time(&self, at: Moment) -> Moment {
        self.zone.as_ref().map_or(at, |zone| zone.local_time(at))
    }

    /// The people of a session with their parts, in the order of the file.
    pub fn people_of(&self, session: &Session) -> impl Iterator<Item = (&Person, Part)> {
        session
            .people
            .iter()
            .filter_map(|credit| Some((self.people.get(credit.person)?, credit.part)))
    }

    /// Those by whom a session is, each with the position in [`people_of`](Agenda::people_of):
    /// sponsors are left out unless there is nobody else.
    pub fn presenters_of(&self, session: &Session) -> impl Iterator<Item = (usize, &Person)> {
        let sponsored_only = session.people.iter().all(|credit| credit.part == Part::Sponsor);
        let all = self.people_of(session).enumerate();
        all.filter(move |(_, (_, part))| sponsored_only || *part != Part::Sponsor)
            .map(|(nth, (person, _))| (nth, person))
    }

    /// The names of [`presenters_of`](Agenda::presenters_of), with a comma and a space between.
    pub fn presenter_names(&self, session: &Session) -> String {
        self.presenters_of(session).map(|(_, person)| &*person.name).collect::<Vec<_>>().join(", ")
    }

    /// First start and last end, if anything is scheduled.
    pub fn time_span(&self) -> Option<(Moment, Moment)> {
        let extents = || self.sessions.iter().filter_map(Session::start_and_end);
        Some((extents().map(|e| e.0).min()?, extents().map(|e| e.1).max()?))
    }
}
