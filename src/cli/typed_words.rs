//! Words of a command line that are in a session as typed, without the typos and sounds that a
//! search allows.

use super::session_filter::fold_name;
use crate::agenda::{Agenda, SessionIx};
use crate::search::{FoundWord, WordReading};

/// Returns true if words of the session begin with each of the typed words. Words such as `tue`
/// that the search reads as a day, a room or a kind are not enough alone; a query of conditions
/// such as `kind:keynote` is.
pub(crate) fn has_words(agenda: &Agenda, session: SessionIx, typed: &[FoundWord]) -> bool {
    let words = session_words(agenda, session);
    let mut is_named = typed.is_empty();
    for word in typed {
        match word.reading {
            WordReading::Dropped | WordReading::Chip { is_met: true, .. } => {}
            WordReading::Typed if begins_words(&word.typed, &words) => is_named = true,
            _ => return false,
        }
    }
    is_named
}

/// Returns true if words of the session begin with each word of the text. A text without a letter
/// or digit is in no session.
pub(crate) fn has_text(agenda: &Agenda, session: SessionIx, typed: &str) -> bool {
    let words = session_words(agenda, session);
    typed.contains(char::is_alphanumeric)
        && typed.split_whitespace().all(|word| begins_words(word, &words))
}

/// Returns true if each part of the typed word begins one of `words`.
fn begins_words(typed: &str, words: &[String]) -> bool {
    // The condition `speaker:liz` has the word after the colon.
    let typed = typed.rsplit(':').next().unwrap_or_default();
    split_words(typed).all(|part| words.iter().any(|word| word.starts_with(&part)))
}

/// Returns the words of title, people, room, track, tags, abstract and note of a session.
fn session_words(agenda: &Agenda, session: SessionIx) -> Vec<String> {
    let Some(session) = agenda.sessions.get(session) else { return Vec::new() };
    let people = agenda.people_of(session).map(|(person, _)| person);
    let people = people.flat_map(|person| [Some(&*person.name), person.affiliation.as_deref()]);
    let track = session.track.and_then(|track| agenda.tracks.get(track));
    let texts = [
        Some(&*session.title),
        session.room.as_deref(),
        track.map(|track| &*track.name),
        session.summary.as_deref(),
        session.note.as_deref(),
        Some(session.kind.word()),
    ];
    let tags = session.tags.iter().map(|tag| Some(&**tag));
    texts.into_iter().chain(people).chain(tags).flatten().flat_map(split_words).collect()
}

/// Returns the words of a text in lower case and without accents.
fn split_words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold_name(text);
    let words: Vec<String> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}
