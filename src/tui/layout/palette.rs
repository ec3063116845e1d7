//! The palette: days, rooms, tracks, people and sessions that fit the typed text.

use super::linear_help::is_for_panes;
use super::remaining::is_over;
use crate::agenda::{Session, SessionIx, sessions_on_day, sort_compactly};
use crate::search::{Narrowing, Query, SearchFacts};
use crate::tui::input::action::Command;
use crate::tui::input::keymap::{Context, Key};
use crate::tui::state::{Destination, Entry, Model, PaletteNames};

/// The number of lines of the palette, for every text.
pub(crate) const LINES: usize = 18;

/// The largest number of lines of one sort, while there are other sorts.
const OF_ONE_SORT: usize = 6;

/// The commands of the palette with their names: panes, the map and screens. Other commands belong
/// to what is selected.
const COMMANDS: [(Command, &str); 25] = [
    (Command::Map, "Map of the day"),
    (Command::DetailPane, "Hide or show the details"),
    (Command::DetailPlace, "Details beside or below"),
    (Command::DetailWider, "Wider details"),
    (Command::DetailNarrower, "Narrower details"),
    (Command::List, "List or timetable"),
    (Command::ZoomIn, "More room for time (zoom in)"),
    (Command::ZoomOut, "Less room for time (zoom out)"),
    (Command::ZoomFit, "As much time as fits (no zoom)"),
    (Command::LocalTime, "Times of the event or of this machine"),
    (Command::Now, "What runs now"),
    (Command::NowRooms, "Now in all rooms"),
    (Command::Mine, "My schedule"),
    (Command::OwnEntry, "New entry of my own"),
    (Command::Note, "My note on the session"),
    (Command::Skip, "Not for me"),
    (Command::Filter, "Filter by room, track, kind"),
    (Command::ClearFilter, "No filter"),
    (Command::Rooms, "Show, hide and order rooms"),
    (Command::Changes, "What has changed"),
    (Command::Problems, "Problems and notes of the file"),
    (Command::Agendas, "Another agenda"),
    (Command::Export, "Write my schedule as iCalendar"),
    (Command::Reload, "Look for changes now"),
    (Command::Help, "Help"),
];

/// Returns the destinations that fit the typed text, sort by sort. A sentence stands for the rest
/// of a sort.
pub(super) fn palette_entries(model: &Model, typed: &str) -> Vec<Entry> {
    let words = Narrowing::new(typed);
    let agenda = &model.agenda;
    // Days are few, and their names end alike: `day` means all of them.
    let days = fitting(model, &words, (0..agenda.days.len()).map(Destination::Day)).into_one();
    let rooms = fitting(model, &words, rooms_in_use(model).map(Destination::Room));
    let commands = COMMANDS.iter().map(|(command, _)| *command);
    let commands = commands.filter(|command| !(model.settings.linear && is_for_panes(*command)));
    let commands = commands.map(Destination::Command);
    let commands = fitting(model, &words, commands);
    let tracks = fitting(model, &words, tracks_in_use(model).map(Destination::Track));
    // Without a text, the sorts with few entries are shown.
    let (people, talks) = match words.is_empty() {
        true => (Fitting::default(), Vec::new()),
        false => {
            let people = fitting(model, &words, (0..agenda.people.len()).map(Destination::Person));
            (people, fitting_talks(model, typed))
        }
    };
    let talks = Fitting { beginning: talks, other: Vec::new() };
    let sorts = [(days, "days"), (rooms, "rooms"), (tracks, "tracks"), (people, "people")];
    let last = match words.is_empty() {
        true => [(talks, "sessions"), (commands, "commands")],
        false => [(commands, "commands"), (talks, "sessions")],
    };
    let mut entries = Vec::new();
    let mut others = Vec::new();
    for (sort, plural) in sorts.into_iter().chain(last) {
        let Fitting { mut beginning, mut other } = sort;
        let rest = (beginning.len() + other.len()).saturating_sub(OF_ONE_SORT);
        beginning.truncate(OF_ONE_SORT);
        other.truncate(OF_ONE_SORT - beginning.len());
        let remark = (rest > 0).then(|| Entry::Remark(format!("{rest} more {plural}")));
        entries.extend(beginning.into_iter().map(Entry::Destination));
        let last = if other.is_empty() { &mut entries } else { &mut others };
        last.extend(other.into_iter().map(Entry::Destination).chain(remark));
    }
    entries.append(&mut others);
    if entries.is_empty() {
        entries.push(Entry::Remark("Nothing matches.".to_owned()));
    }
    entries
}

/// Returns the tracks with sessions.
fn tracks_in_use(model: &Model) -> impl Iterator<Item = usize> {
    let mut is_used = vec![false; model.agenda.tracks.len()];
    for track in model.agenda.sessions.iter().filter_map(|session| session.track) {
        if let Some(used) = is_used.get_mut(track) {
            *used = true;
        }
    }
    (0..is_used.len()).filter(move |track| is_used[*track])
}

/// Returns the rooms with sessions, then the rooms without.
fn rooms_in_use(model: &Model) -> impl Iterator<Item = usize> {
    let mut is_used = vec![false; model.agenda.rooms.len()];
    for room in model.agenda.sessions.iter().flat_map(|session| &session.rooms) {
        if let Some(used) = is_used.get_mut(*room) {
            *used = true;
        }
    }
    let rooms = 0..is_used.len();
    let (used, free): (Vec<usize>, Vec<usize>) = rooms.partition(|room| is_used[*room]);
    used.into_iter().chain(free)
}

/// The part of a name that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NamePart {
    Beginning,
    /// The beginning of another word.
    Word,
    Middle,
}

/// The destinations of a sort whose names fit.
#[derive(Default)]
struct Fitting {
    /// Each typed word is the beginning of a word of the name. Names that begin with the text come
    /// first.
    beginning: Vec<Destination>,
    other: Vec<Destination>,
}

impl Fitting {
    /// Returns the destinations without a difference.
    fn into_one(mut self) -> Fitting {
        self.beginning.append(&mut self.other);
        self
    }
}

/// Returns the destinations whose name fits.
fn fitting(model: &Model, words: &Narrowing, all: impl Iterator<Item = Destination>) -> Fitting {
    if words.is_empty() {
        return Fitting { beginning: all.collect(), other: Vec::new() };
    }
    let names = model.derived.palette_names.get_or_init(|| {
        let days = (0..model.agenda.days.len()).map(Destination::Day);
        PaletteNames::new(&model.agenda, days.map(|day| destination_name(model, day)), &COMMANDS)
    });
    let fitting = all.filter_map(|to| {
        let squeezed = names.name_of(to)?;
        let is_fitting = match words.has_signs() {
            true => words.fits_squeezed(&destination_name(model, to), squeezed),
            false => words.fits_squeezed("", squeezed),
        };
        let begins = || {
            let ranges = words.matched_ranges(&destination_name(model, to));
            ranges.first().is_some_and(|range| range.start == 0)
        };
        is_fitting.then(|| match words.may_begin(squeezed) && begins() {
            true => (NamePart::Beginning, to),
            false if words.begins_words(&destination_name(model, to)) => (NamePart::Word, to),
            false => (NamePart::Middle, to),
        })
    });
    let mut fitting: Vec<(NamePart, Destination)> = fitting.collect();
    sort_compactly(&mut fitting, |(part, _)| *part);
    let middle = fitting.partition_point(|(part, _)| *part < NamePart::Middle);
    let other = fitting.split_off(middle).into_iter().map(|(_, to)| to).collect();
    Fitting { beginning: fitting.into_iter().map(|(_, to)| to).collect(), other }
}

/// Returns the hits of a search for the typed text. Until the index is built, there are none.
fn fitting_talks(model: &Model, typed: &str) -> Vec<Destination> {
    if model.search.lacks_index() {
        return Vec::new();
    }
    let facts = SearchFacts {
        level: &|session| model.level_of(session),
        is_skipped: &|session| model.plan.schedule.is_skipped(session),
        now: model.now,
    };
    let found = model.search_index().search(&model.agenda, &Query::parse(typed), &facts);
    found.hits.into_iter().map(|hit| Destination::Talk(hit.session)).collect()
}

/// Returns the name of a destination, or an empty text for a destination that is not there.
pub(crate) fn destination_name(model: &Model, to: Destination) -> String {
    let agenda = &model.agenda;
    let name = match to {
        Destination::Day(day) => return model.day_name(day, "%A %-d %B"),
        Destination::Room(room) => agenda.rooms.get(room).map(|room| &room.name),
        Destination::Track(track) => agenda.tracks.get(track).map(|track| &track.name),
        Destination::Person(person) => agenda.people.get(person).map(|person| &person.name),
        Destination::Talk(session) => agenda.sessions.get(session).map(|known| &known.title),
        Destination::Command(command) => {
            let known = COMMANDS.iter().find(|(known, _)| *known == command);
            return known.map_or("", |(_, name)| name).to_owned();
        }
    };
    name.map_or_else(String::new, ToString::to_string)
}

/// Returns the session that a destination leads to: of a track, a room and a person, the first
/// session that is not over, else the first.
pub(crate) fn destination_session(model: &Model, to: Destination) -> Option<SessionIx> {
    let belongs = |session: &Session| match to {
        Destination::Track(track) => session.track == Some(track),
        Destination::Room(room) => session.rooms.contains(&room),
        Destination::Person(person) => session.people.iter().any(|credit| credit.person == person),
        _ => false,
    };
    if let Destination::Talk(session) = to {
        return Some(session);
    }
    let is_over =
        |session: &Session| model.now.zip(session.end()).is_some_and(|(now, end)| end <= now);
    let sessions = || model.agenda.sessions.iter().enumerate().filter(|(_, known)| belongs(known));
    let next = sessions().find(|(_, known)| !is_over(known));
    next.or_else(|| sessions().next()).map(|(ix, _)| ix)
}

/// Returns the session of a room or a track that is shown next: the first that is not over, else
/// the first.
pub(crate) fn next_shown_session(model: &Model, to: Destination) -> Option<SessionIx> {
    let of = |session: &Session| match to {
        Destination::Track(track) => session.track == Some(track),
        Destination::Room(room) => session.rooms.contains(&room),
        _ => false,
    };
    let sessions = || {
        let sessions = model.agenda.sessions.iter().enumerate();
        sessions.filter(|(ix, known)| of(known) && model.is_shown(*ix))
    };
    let next = sessions().find(|(_, known)| !is_over(model, known));
    next.or_else(|| sessions().next()).map(|(ix, _)| ix)
}

/// Returns the day that a room or a track leads to, if it is not the day on the screen: `Sun 2`.
pub(crate) fn other_day(model: &Model, to: Destination) -> Option<String> {
    let here = sessions_on_day(&model.agenda, model.place.day).into_iter();
    let here = here.filter(|ix| model.is_shown(*ix));
    let mut here = here.filter_map(|ix| model.agenda.sessions.get(ix));
    match to {
        Destination::Room(room) if here.any(|known| known.rooms.contains(&room)) => return None,
        Destination::Room(_) | Destination::Track(_) => {}
        _ => return None,
    }
    let session = match to {
        Destination::Room(_) => next_shown_session(model, to),
        _ => destination_session(model, to),
    };
    let day = model.agenda.sessions.get(session?)?.day?;
    (day != model.place.day).then(|| model.day_name(day, "%a %-d"))
}

/// Returns the words behind the name of a destination: when and where, or the number of sessions.
pub(crate) fn destination_note(model: &Model, to: Destination) -> String {
    let sessions = &model.agenda.sessions;
    let count = match to {
        Destination::Day(day) => model.agenda.days.get(day).map_or(0, |day| day.sessions.len()),
        Destination::Room(room) => {
            sessions.iter().filter(|session| session.rooms.contains(&room)).count()
        }
        Destination::Track(track) => {
            sessions.iter().filter(|session| session.track == Some(track)).count()
        }
        Destination::Command(command) => {
            let keys = model.settings.keymap.keys_of_command(Context::Browse, command);
            let name = |key: &Key| key.display_name(model.settings.names_keys());
            return keys.first().map_or_else(String::new, name);
        }
        Destination::Person(_) | Destination::Talk(_) => {
            let session = destination_session(model, to).and_then(|ix| sessions.get(ix));
            let start = session.and_then(|session| session.start);
            let start = start.map(|at| model.shown_time(at).format("%a %H:%M").to_string());
            let room = session.and_then(|session| session.room.as_deref().map(str::to_owned));
            return start.into_iter().chain(room).collect::<Vec<_>>().join("  ");
        }
    };
    let count = if count == 1 { "1 session".to_owned() } else { format!("{count} sessions") };
    match other_day(model, to) {
        Some(day) => format!("{count}, next {day}"),
        None => count,
    }
}
