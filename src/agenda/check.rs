//! The one check that makes an agenda of what a reader found. It believes nothing, forgives what it
//! can, and tells every problem that it meets.

mod identity;
mod rooms;
mod times;

use super::draft::{
    DraftCredit, DraftEvent, DraftLink, DraftPerson, DraftSession, DraftTrack, Origin,
};
use super::forms::{absolute, looks_like_host, parse_color, slug, web_address};
use super::reports::deduplicate;
use super::{
    Agenda, At, Clean, Credit, Day, Draft, Kind, Link, Moment, Part, Person, Problem, Room, RoomIx,
    Seats, Session, Severity, Span, Track, When, Zone, day_of, nearest_word,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// See [`Draft::check`].
pub(super) fn check(draft: Draft, zone: Option<&Zone>) -> (Agenda, Vec<Problem>) {
    let id = identity::id(&draft);
    let mut check = Check { problems: draft.problems, origin: draft.origin, ..Check::default() };
    check.event(draft.event, draft.file, &id, zone);
    check.rooms(draft.rooms, &draft.sessions);
    check.tracks(draft.tracks);
    check.people(draft.people);
    let mut sessions = Vec::with_capacity(draft.sessions.len());
    check.ids.reserve(draft.sessions.len());
    for session in draft.sessions {
        sessions.extend(check.session(session));
    }
    check.unused_people();
    check.finish(sessions)
}

/// The agenda as far as it is known, and what is needed to go on.
#[derive(Default)]
struct Check {
    problems: Vec<Problem>,
    id: Clean,
    name: Clean,
    zone: Option<Zone>,
    day_start: NaiveTime,
    venue: Option<Clean>,
    url: Option<Clean>,
    /// What addresses within the file begin from.
    base: Option<Clean>,
    description: Option<Clean>,
    source: Option<Clean>,
    rooms: Vec<Room>,
    room_of: HashMap<Clean, RoomIx>,
    tracks: Vec<Track>,
    track_of: HashMap<Clean, usize>,
    people: Vec<Person>,
    person_of: HashMap<Clean, usize>,
    /// Listed people that no session has named yet, by name.
    unused: BTreeMap<Clean, Span>,
    ids: HashMap<Clean, Span>,
    /// The number that the next session with a derived id of that name gets.
    same: HashMap<String, usize>,
    origin: Origin,
    /// How many names have been compared to guess what was meant.
    compared: usize,
    /// Some time is a wall clock, or has another offset than UTC's.
    local_times: bool,
}

impl Check {
    fn error(&mut self, at: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::error(Some(at.clone()), message).help(help));
    }

    /// What to do in a file of hallway's own, which people write by hand, and what was done: that
    /// alone in one of others.
    fn advice(&self, todo: &str, done: &str) -> String {
        if self.origin == Origin::Export { done.to_owned() } else { format!("{todo}; {done}") }
    }

    fn event(&mut self, event: DraftEvent, file: Option<String>, id: &str, zone: Option<&Zone>) {
        let name = event.name.or(event.acronym).map(|name| name.value).or(file);
        self.name = name.map_or_else(|| Clean::line("Agenda"), Clean::line);
        if let Some(given) = &event.id
            && given.value != id
        {
            self.problems.push(
                Problem::warning(Some(given.at.clone()), format!("the event's id is taken as \"{id}\""))
                    .help("the plan is kept in a file of that name: use lower-case letters, digits and dashes"),
            );
        }
        self.id = Clean::line(if id.is_empty() { "agenda" } else { id });
        self.zone = zone.cloned();
        if let Some(named) = event.timezone {
            match Zone::by_name(&named.value) {
                Ok(zone) => self.zone = Some(zone),
                Err(why) => {
                    self.error(
                        &named.at,
                        why.to_string(),
                        "times are shown as written, without a zone, until this is mended",
                    );
                }
            }
        }
        self.day_start = event.day_start.map_or(DAY_START, |at| at.value);
        self.venue = line(event.venue);
        self.base =
            event.base.or_else(|| event.url.clone()).and_then(|base| web_address(&base.value));
        self.url = self.address(event.url);
        self.description = block(event.description);
        self.source = line(event.source);
    }

    fn tracks(&mut self, drafts: Vec<DraftTrack>) {
        for draft in drafts {
            let name = Clean::line(&draft.name.value);
            if name.is_empty() || self.track_of.contains_key(&name) {
                self.error(
                    &draft.name.at,
                    "this track is listed before, or has no name",
                    "it is ignored",
                );
                continue;
            }
            let color = draft.color.and_then(|color| {
                let parsed = parse_color(&color.value);
                if parsed.is_none() {
                    self.error(
                        &color.at,
                        format!("\"{}\" is not a colour", color.value),
                        "write it as \"#cc6666\"",
                    );
                }
                parsed
            });
            let ix = self.track(name);
            self.tracks[ix].color = color;
        }
    }

    fn people(&mut self, drafts: Vec<DraftPerson>) {
        for draft in drafts {
            let name = Clean::line(&draft.name.value);
            if name.is_empty() || self.person_of.contains_key(&name) {
                self.error(
                    &draft.name.at,
                    format!("the speaker \"{name}\" is listed twice, or has no name"),
                    "the second entry is ignored",
                );
                continue;
            }
            let url = self.address(draft.url);
            self.unused.insert(name.clone(), draft.name.at);
            self.person_of.insert(name.clone(), self.people.len());
            self.people.push(Person {
                name,
                role: line(draft.role),
                affiliation: line(draft.affiliation),
                bio: block(draft.bio),
                url,
            });
        }
    }

    /// A listed speaker whom nobody names is probably a misspelling: say so.
    fn unused_people(&mut self) {
        for (name, at) in std::mem::take(&mut self.unused) {
            let may_guess = self.may_compare(self.people.len());
            let named =
                self.people.iter().map(|p| &*p.name).filter(|other| may_guess && **other != *name);
            let help = match nearest_word(&name, named) {
                Some(other) => format!("is \"{other}\" meant? The two names must be the same"),
                None if self.origin == Origin::Export => {
                    "the entry is kept, and shown nowhere".to_owned()
                }
                None => "name this speaker in a session, or remove the entry".to_owned(),
            };
            self.problems.push(
                Problem::warning(Some(at), format!("no session names the speaker \"{name}\""))
                    .help(help),
            );
        }
    }

    /// Whether a wrong name may be compared with that many others, to guess which was meant: there
    /// may be very many of both.
    fn may_compare(&mut self, names: usize) -> bool {
        const COMPARED_MAX: usize = 500_000;
        self.compared = self.compared.saturating_add(names);
        self.compared <= COMPARED_MAX
    }

    /// One session, or nothing where it has no title or no time that makes sense.
    fn session(&mut self, mut draft: DraftSession) -> Option<Session> {
        const LEFT_OUT: &str = "this session is left out";
        let title =
            draft.title.map(|title| Clean::line(title.value)).filter(|title| !title.is_empty());
        if title.is_none() {
            self.error(
                &draft.at,
                "this session has no title",
                self.advice("add title = \"…\"", LEFT_OUT),
            );
        }
        let mut time_note = None;
        let start = match draft.start {
            None => {
                self.error(
                    &draft.at,
                    "this session has no start",
                    self.advice("add start = 2016-07-11T09:00:00, or start = \"TBA\" if it is not known yet", LEFT_OUT),
                );
                None
            }
            Some(At { value: When::Unscheduled, .. }) => Some(None),
            Some(At { value, at }) => match self.resolve(value) {
                Some((moment, note)) => {
                    time_note = note;
                    Some(Some(moment))
                }
                None => {
                    self.error(&at, "this time is out of range", LEFT_OUT);
                    None
                }
            },
        };
        let (title, start) = (title?, start?);
        if let (Some(note), Some(at)) = (time_note, start) {
            self.problems.push(
                Problem::warning(
                    Some(draft.at.clone()),
                    format!("\"{title}\" starts at a clock change"),
                )
                .help(format!("{note} It is shown at {}", at.format("%H:%M %:z"))),
            );
        }
        let minutes = self.minutes(start, draft.end, draft.minutes);
        let (room, rooms) = self.place(draft.rooms);
        let kind = draft.kind.map_or(Kind::Talk, |kind| {
            self.word(&kind, Kind::ALL, Kind::word).unwrap_or(Kind::Other)
        });
        let seats = draft.seats.and_then(|seats| self.word(&seats, Seats::ALL, Seats::word));
        // The order in the file decides nothing: who speaks comes first.
        draft.people.sort_by_key(|credit| credit.part);
        let id = self.id(draft.id, &title, start);
        Some(Session {
            id,
            start,
            minutes,
            day: None,
            room,
            rooms,
            kind,
            track: line(draft.track).map(|name| self.track(name)),
            tags: draft
                .tags
                .into_iter()
                .map(|tag| Clean::line(tag.value))
                .filter(|tag| !tag.is_empty())
                .collect(),
            language: line(draft.language),
            seats,
            cancelled: draft.cancelled,
            people: self.credits(draft.people),
            summary: draft.summary.map(|text| text.value).unwrap_or_default(),
            url: self.address(draft.url),
            links: draft.links.into_iter().filter_map(|link| self.link(link)).collect(),
            title,
            time_note,
        })
    }

    /// The value that a word stands for; an unknown word is an error with a suggestion.
    fn word<T: Copy>(
        &mut self,
        word: &At<String>,
        all: &[T],
        spelled: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|value| spelled(*value) == word.value);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|value| spelled(*value)).collect();
            let help = match nearest_word(&word.value, words.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("it is one of {}", words.join(", ")),
            };
            self.error(&word.at, format!("\"{}\" is not a word for this", word.value), help);
        }
        found
    }

    fn track(&mut self, name: Clean) -> usize {
        let tracks = &mut self.tracks;
        *self.track_of.entry(name).or_insert_with_key(|name| {
            tracks.push(Track { name: name.clone(), color: None });
            tracks.len() - 1
        })
    }

    /// Speakers first, then moderators, then sponsors; each in the order of the file.
    fn credits(&mut self, people: Vec<DraftCredit>) -> Vec<Credit> {
        let mut credits: Vec<Credit> = people
            .into_iter()
            .filter_map(|credit| self.credit(credit.part, credit.name.value))
            .collect();
        credits.sort_by_key(|credit| credit.part);
        credits
    }

    fn credit(&mut self, part: Part, name: String) -> Option<Credit> {
        let name = Clean::line(name);
        if name.is_empty() {
            return None;
        }
        if !self.unused.is_empty() {
            self.unused.remove(&name);
        }
        let person = match self.person_of.get(&name) {
            Some(&person) => person,
            None => {
                self.person_of.insert(name.clone(), self.people.len());
                self.people.push(Person {
                    name,
                    role: None,
                    affiliation: None,
                    bio: None,
                    url: None,
                });
                self.people.len() - 1
            }
        };
        Some(Credit { person, part })
    }

    /// The id given, or one made of title and start. The same session gets the same id in every
    /// version of a file.
    fn id(&mut self, given: Option<At<String>>, title: &str, start: Option<Moment>) -> Clean {
        let when =
            || start.map_or_else(|| "tba".to_owned(), |at| at.format("%m%d-%H%M").to_string());
        let mut base = None;
        if let Some(mut given) = given {
            if given.value.contains(char::is_whitespace) {
                given.value = given.value.replace(char::is_whitespace, "-");
            }
            let id = Clean::line(given.value);
            match self.ids.entry(id.clone()) {
                Entry::Vacant(free) if !id.is_empty() => {
                    free.insert(given.at);
                    return id;
                }
                Entry::Occupied(_) if self.origin == Origin::Export => {
                    let problem =
                        Problem::warning(Some(given.at), "an id that another session has as well");
                    self.problems.push(problem.help("the start was added to it"));
                    base = Some(format!("{id}-{}", when()));
                }
                _ => self.error(
                    &given.at,
                    format!("two sessions have the id \"{id}\", or it is empty"),
                    "ids are unique: this one gets an id of its own",
                ),
            }
        }
        let derived =
            || format!("{}-{}", slug(title, 40), when()).trim_start_matches('-').to_owned();
        let base = base.unwrap_or_else(derived);
        let mut id = Clean::line(&base);
        // From where the last of that name left off: a file may have very many.
        let count = self.same.entry(base.clone()).or_insert(2);
        while self.ids.contains_key(&id) {
            id = Clean::line(format!("{base}-{count}"));
            *count += 1;
        }
        self.ids.insert(id.clone(), 0..0);
        id
    }

    /// An address, if it is one that may be opened.
    fn address(&mut self, url: Option<At<String>>) -> Option<Clean> {
        let url = url?;
        if url.value.is_empty() {
            return None;
        }
        if let Some(whole) = absolute(&url.value, self.base.as_deref()) {
            return web_address(&whole).or_else(|| self.no_address(url.at));
        }
        if looks_like_host(&url.value)
            && let Some(address) = web_address(&format!("https://{}", url.value.trim()))
        {
            let problem = Problem::warning(Some(url.at), "this web address does not say https://");
            self.problems.push(problem.help("it is taken as if it did"));
            return Some(address);
        }
        self.no_address(url.at)
    }

    fn no_address(&mut self, at: Span) -> Option<Clean> {
        self.problems.push(
            Problem::warning(Some(at), "this is not a web address")
                .help("it is left out: addresses begin with http:// or https://"),
        );
        None
    }

    fn link(&mut self, link: DraftLink) -> Option<Link> {
        let mut link = link;
        // The two are easily taken for each other in a form.
        if let Some(title) = &mut link.title
            && web_address(&title.value).is_some()
            && absolute(&link.url.value, self.base.as_deref()).is_none()
        {
            std::mem::swap(title, &mut link.url);
        }
        let url = self.address(Some(link.url))?;
        Some(Link { title: line(link.title), url })
    }

    /// Sorts the sessions by time and cuts the days.
    fn finish(mut self, mut sessions: Vec<Session>) -> (Agenda, Vec<Problem>) {
        let date = |session: &Session| {
            Some(date_of(session.start?.naive_local(), session.minutes, self.day_start))
        };
        sessions.sort_by_cached_key(|session| {
            let room = session.rooms.first().copied().unwrap_or(RoomIx::MAX);
            (
                date(session).is_none(),
                date(session),
                session.start,
                room,
                std::cmp::Reverse(session.minutes),
            )
        });
        let mut agenda = Agenda {
            id: self.id,
            name: self.name,
            utc: self.zone.is_none()
                && !self.local_times
                && sessions.iter().any(|session| session.start.is_some()),
            zone: self.zone,
            day_start: self.day_start,
            venue: self.venue,
            url: self.url,
            description: self.description,
            source: self.source,
            days: Vec::new(),
            rooms: self.rooms,
            tracks: self.tracks,
            people: self.people,
            sessions,
        };
        for ix in 0..agenda.sessions.len() {
            let Some(date) = date(&agenda.sessions[ix]) else { break };
            match agenda.days.last_mut() {
                Some(day) if day.date == date => day.sessions.end = ix + 1,
                _ => agenda.days.push(Day { date, sessions: ix..ix + 1 }),
            }
            agenda.sessions[ix].day = Some(agenda.days.len() - 1);
        }
        if agenda.sessions.is_empty()
            && self.problems.iter().all(|problem| problem.severity == Severity::Warning)
        {
            let help = if self.origin == Origin::Export {
                "the file is read as far as it goes, and has nothing that could be one"
            } else {
                "add one: [[session]] with a title and a start"
            };
            self.problems.push(Problem::error(None, "there is no session in this file").help(help));
        }
        self.problems.sort_by_key(|problem| problem.at.as_ref().map(|at| at.start));
        deduplicate(&mut self.problems);
        (agenda, self.problems)
    }
}

/// The day of the programme that a session belongs to: that of its morning where it begins in the
/// night, but that of its date where it takes a whole one, which with a change of the clocks may
/// have 23 hours.
fn date_of(start: NaiveDateTime, minutes: Option<u32>, day_start: NaiveTime) -> NaiveDate {
    const WHOLE_DAY: u32 = 23 * 60;
    match minutes {
        Some(WHOLE_DAY..) if start.time() == NaiveTime::MIN => start.date(),
        _ => day_of(start, day_start),
    }
}

/// Programmes run into the night; at five in the morning everybody is in bed.
const DAY_START: NaiveTime = match NaiveTime::from_hms_opt(5, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

fn line(text: Option<At<String>>) -> Option<Clean> {
    text.map(|text| Clean::line(text.value)).filter(|text| !text.is_empty())
}

fn block(text: Option<At<String>>) -> Option<Clean> {
    text.map(|text| Clean::block(text.value)).filter(|text| !text.is_empty())
}
