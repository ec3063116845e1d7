//! The palette: days, rooms, tracks, people and sessions that fit the typed text.

use crate::agenda::{Session, SessionIx, sort_compactly};
use crate::search::{Narrowing, Query, SearchFacts};
use crate::tui::state::{Destination, Entry, Model, PaletteNames};

/// The number of lines of the palette, for every text.
pub(crate) const LINES: usize = 18;

/// The largest number of lines of one sort, while there are other sorts.
const OF_ONE_SORT: usize = 6;

/// Returns the destinations that fit the typed text, sort by sort. A sentence stands for the rest
/// of a sort.
pub(super) fn palette_entries(model: &Model, typed: &str) -> Vec<Entry> {
    let words = Narrowing::new(typed);
    let agenda = &model.agenda;
    let days = fitting(model, &words, (0..agenda.days.len()).map(Destination::Day));
    let rooms = fitting(model, &words, (0..agenda.rooms.len()).map(Destination::Room));
    let tracks = fitting(model, &words, (0..agenda.tracks.len()).map(Destination::Track));
    // Without a text, the sorts with few entries are shown.
    let (people, talks) = match words.is_empty() {
        true => (Vec::new(), Vec::new()),
        false => {
            let people = fitting(model, &words, (0..agenda.people.len()).map(Destination::Person));
            (people, fitting_talks(model, typed))
        }
    };
    let sorts = [(days, "days"), (rooms, "rooms"), (tracks, "tracks"), (people, "people")];
    let mut entries = Vec::new();
    for (sort, plural) in sorts.into_iter().chain([(talks, "sessions")]) {
        let rest = sort.len().saturating_sub(OF_ONE_SORT);
        entries.extend(sort.into_iter().take(OF_ONE_SORT).map(Entry::Destination));
        if rest > 0 {
            entries.push(Entry::Remark(format!("{rest} more {plural}")));
        }
    }
    if entries.is_empty() {
        entries.push(Entry::Remark("Nothing matches.".to_owned()));
    }
    entries
}

/// Returns the destinations whose name fits. Names that begin with the text come first.
fn fitting(
    model: &Model,
    words: &Narrowing,
    all: impl Iterator<Item = Destination>,
) -> Vec<Destination> {
    if words.is_empty() {
        return all.collect();
    }
    let names = model.derived.palette_names.get_or_init(|| {
        let days = (0..model.agenda.days.len()).map(Destination::Day);
        PaletteNames::new(&model.agenda, days.map(|day| destination_name(model, day)))
    });
    let mut fitting: Vec<(bool, Destination)> = all
        .filter_map(|to| {
            let squeezed = names.name_of(to)?;
            let is_fitting = match words.has_signs() {
                true => words.fits_squeezed(&destination_name(model, to), squeezed),
                false => words.fits_squeezed("", squeezed),
            };
            let begins = || {
                let ranges = words.matched_ranges(&destination_name(model, to));
                ranges.first().is_some_and(|range| range.start == 0)
            };
            is_fitting.then(|| (!(words.may_begin(squeezed) && begins()), to))
        })
        .collect();
    sort_compactly(&mut fitting, |(is_later, _)| *is_later);
    fitting.into_iter().map(|(_, to)| to).collect()
}

/// Returns the hits of a search for the typed text. Until the index is built, there are none.
fn fitting_talks(model: &Model, typed: &str) -> Vec<Destination> {
    if model.search.lacks_index() {
        return Vec::new();
    }
    let facts = SearchFacts { level: &|session| model.level_of(session), now: model.now };
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
    };
    name.map_or_else(String::new, ToString::to_string)
}

/// Returns the session that a destination leads to: of a track and of a person, the first session
/// that is not over, else the first.
pub(crate) fn destination_session(model: &Model, to: Destination) -> Option<SessionIx> {
    let belongs = |session: &Session| match to {
        Destination::Track(track) => session.track == Some(track),
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
        Destination::Person(_) | Destination::Talk(_) => {
            let session = destination_session(model, to).and_then(|ix| sessions.get(ix));
            let start = session.and_then(|session| session.start);
            let start = start.map(|at| model.shown_time(at).format("%a %H:%M").to_string());
            let room = session.and_then(|session| session.room.as_deref().map(str::to_owned));
            return start.into_iter().chain(room).collect::<Vec<_>>().join("  ");
        }
    };
    if count == 1 { "1 session".to_owned() } else { format!("{count} sessions") }
}
