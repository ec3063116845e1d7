//! Rooms, tracks, kinds and speakers that people name in passing: `saal one tonight`.

use super::fillers::find_fillers;
use crate::agenda::{Agenda, Kind, Session};
use crate::search::chip::{ChipSort, Mentions, PassingWords};
use crate::search::field::FieldKind;
use crate::search::index::Index;
use crate::search::place_names::{PlaceName, ROOM_MARKERS, has_word, in_digits, words_of};
use crate::search::query::QueryText;
use std::ops::Range;

/// The words that stand for each kind, joined by `_`, folded.
const KINDS: [(Kind, &str); 6] = [
    (Kind::Keynote, "keynote keynotes"),
    (Kind::Workshop, "workshop workshops tutorial tutorials atelier taller"),
    (Kind::Lightning, "lightning_talk lightning_talks"),
    (Kind::Bof, "bof bofs birds_of_a_feather"),
    (Kind::Panel, "panel panels panel_discussion podiumsdiskussion"),
    (Kind::Break, "break breaks pause"),
];
/// Words of [`KINDS`] that are often a part of a topic: they are a kind beside other chips only.
const UNSURE_KINDS: &str = "panel panels break breaks pause";
const TRACK_MARKERS: &str = "track tracks devroom devrooms stream";
/// The largest number of texts that name a room or a track.
const TEXTS_MAX: usize = 5;

/// The plain texts of a query that no other chip has.
struct PassingTexts<'a> {
    index: &'a Index,
    agenda: &'a Agenda,
    /// The words of each text, or `None` for a text that names nothing.
    words: Vec<Option<Vec<String>>>,
}

/// Returns the rooms, tracks, kinds and speakers that a query names. `is_taken` is true for the
/// texts of days and times.
pub(in crate::search) fn find_places(
    index: &Index,
    agenda: &Agenda,
    texts: &[&QueryText],
    is_taken: &[bool],
) -> Vec<PassingWords> {
    let words = texts.iter().zip(is_taken).map(|(text, is_taken)| {
        let is_free = text.is_plain() && !is_taken;
        is_free.then(|| text.words.iter().map(|word| in_digits(word)).collect())
    });
    let passing = PassingTexts { index, agenda, words: words.collect() };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < texts.len() {
        match passing.find_at(at) {
            Some(place) => {
                at = place.texts.end;
                found.push(place);
            }
            None => at += 1,
        }
    }
    drop_unsure(&mut found, texts, is_taken);
    found
}

/// Drops the kinds of [`UNSURE_KINDS`] beside a text that is neither a chip nor a filler.
fn drop_unsure(found: &mut Vec<PassingWords>, texts: &[&QueryText], is_taken: &[bool]) {
    let plain = texts.iter().map(|text| text.words.first().map(String::as_str));
    let fillers = find_fillers(&plain.collect::<Vec<_>>());
    let is_chip = |at: usize| found.iter().any(|place| place.texts.contains(&at));
    let mut others = is_taken.iter().zip(fillers).enumerate();
    let is_beside = texts.len() > 1;
    if is_beside && others.all(|(at, (is_taken, is_filler))| *is_taken || is_filler || is_chip(at))
    {
        return;
    }
    found.retain(|place| {
        let first = texts.get(place.texts.start).and_then(|text| text.words.first());
        let is_unsure = first.is_some_and(|word| has_word(UNSURE_KINDS, word));
        place.sort != ChipSort::Kind || !is_unsure || place.texts.len() > 1
    });
}

impl PassingTexts<'_> {
    /// Returns the longest name at the text number `at`.
    fn find_at(&self, at: usize) -> Option<PassingWords> {
        let most = (self.words.len() - at).min(TEXTS_MAX);
        (1..=most).rev().find_map(|count| {
            let texts = at..at + count;
            let run = self.words.get(texts.clone())?.iter().cloned();
            let run: Vec<String> = run.collect::<Option<Vec<_>>>()?.concat();
            self.find_marked(&texts).or_else(|| {
                let is_alone = count == self.words.len();
                if is_alone { self.find_kind(&texts, &run) } else { self.find_named(&texts, &run) }
            })
        })
    }

    /// Finds a track or a room beside a word such as `track`.
    fn find_marked(&self, texts: &Range<usize>) -> Option<PassingWords> {
        let run: Vec<&Vec<String>> = self.words.get(texts.clone())?.iter().flatten().collect();
        let marker_of = |words: &&Vec<String>| match words.as_slice() {
            [word] if has_word(TRACK_MARKERS, word) => Some(ChipSort::Track),
            [word] if has_word(ROOM_MARKERS, word) => Some(ChipSort::Room),
            _ => None,
        };
        let behind = run
            .split_last()
            .and_then(|(last, rest)| Some((marker_of(last)?, rest, texts.start..texts.end - 1)));
        let before = run
            .split_first()
            .and_then(|(first, rest)| Some((marker_of(first)?, rest, texts.start + 1..texts.end)));
        behind.into_iter().chain(before).find_map(|(sort, rest, named)| {
            let names = self.index.place_names();
            let names = if sort == ChipSort::Track { &names.tracks } else { &names.rooms };
            let rest: Vec<String> = rest.iter().flat_map(|words| words.iter().cloned()).collect();
            let has_all = |name: &&PlaceName| rest.iter().all(|word| name.words.contains(word));
            let is_same = |name: &&PlaceName| {
                let words = name.words.iter().filter(|word| !has_word(TRACK_MARKERS, word));
                words.eq(&rest)
            };
            let mut places: Vec<usize> = names.iter().filter(is_same).map(|name| name.at).collect();
            if places.is_empty() && !rest.is_empty() {
                places = names.iter().filter(has_all).map(|name| name.at).collect();
            }
            self.place_of(texts, named, sort, &places, Mentions::Never)
        })
    }

    /// Finds a room, a speaker, a track or a kind by its name.
    fn find_named(&self, texts: &Range<usize>, run: &[String]) -> Option<PassingWords> {
        let names = self.index.place_names();
        let rooms = names.rooms.iter().filter(|room| room.forms.iter().any(|form| form == run));
        let rooms: Vec<usize> = rooms.map(|room| room.at).collect();
        let place = |sort, places: &[usize], mentions| {
            self.place_of(texts, texts.clone(), sort, places, mentions)
        };
        place(ChipSort::Room, &rooms, Mentions::CountIfNamed)
            .or_else(|| self.find_kind(texts, run))
            .or_else(|| {
                let tracks = names.tracks.iter().filter(|_| run.len() > 1);
                let tracks = tracks.filter(|track| track.words == run).map(|track| track.at);
                place(ChipSort::Track, &tracks.collect::<Vec<_>>(), Mentions::Count)
            })
            .or_else(|| self.find_speaker(texts, run))
    }

    fn find_kind(&self, texts: &Range<usize>, run: &[String]) -> Option<PassingWords> {
        let typed = run.join("_");
        let (kind, _) = KINDS.iter().find(|(_, words)| has_word(words, &typed))?;
        let fits: Vec<bool> = self.agenda.sessions.iter().map(|s| s.kind == *kind).collect();
        // A kind that the agenda does not have is a word if some session has the word.
        let has_word = |word| !self.index.words_beginning_with(word).is_empty();
        if !fits.contains(&true) && run.iter().all(|word| has_word(word)) {
            return None;
        }
        let (texts, named) = (texts.clone(), texts.clone());
        let (sort, mentions, meaning) = (ChipSort::Kind, Mentions::Never, kind.word().to_owned());
        Some(PassingWords { texts, named, sort, meaning, fits, mentions })
    }

    /// Finds a speaker by the whole name of two words or more.
    fn find_speaker(&self, texts: &Range<usize>, run: &[String]) -> Option<PassingWords> {
        let first = run.first().filter(|_| run.len() > 1)?;
        let fields = self.index.fields_with_word(self.index.number_of(first)?);
        let named = fields.filter(|at| {
            let is_person = self.index.field(*at).is_some_and(|f| f.kind() == FieldKind::Person);
            is_person && self.index.words_in(*at).eq(run.iter().map(String::as_str))
        });
        let sessions: Vec<usize> =
            named.filter_map(|at| Some(self.index.field(at)?.session())).collect();
        let session = self.agenda.sessions.get(*sessions.first()?)?;
        let mut people = self.agenda.people_of(session).map(|(person, _)| &person.name);
        let meaning = people.find(|name| words_of(name) == run)?.to_string();
        let mut fits = vec![false; self.agenda.sessions.len()];
        sessions
            .iter()
            .for_each(|at| fits.iter_mut().skip(*at).take(1).for_each(|fit| *fit = true));
        let (texts, named) = (texts.clone(), texts.clone());
        let (sort, mentions) = (ChipSort::Speaker, Mentions::Count);
        Some(PassingWords { texts, named, sort, meaning, fits, mentions })
    }

    /// Returns the chip of rooms or tracks. The meaning is the name, or the words if there are
    /// several.
    fn place_of(
        &self,
        texts: &Range<usize>,
        named: Range<usize>,
        sort: ChipSort,
        places: &[usize],
        mentions: Mentions,
    ) -> Option<PassingWords> {
        let is_track = sort == ChipSort::Track;
        let name = match places {
            [] => return None,
            [only] if is_track => self.agenda.tracks.get(*only)?.name.to_string(),
            [only] => self.agenda.rooms.get(*only)?.name.to_string(),
            _ => self.words.get(named.clone())?.iter().flatten().flatten().cloned().fold(
                String::new(),
                |all, word| {
                    if all.is_empty() { word } else { format!("{all} {word}") }
                },
            ),
        };
        let fits = |session: &Session| match session.track {
            Some(track) if is_track => places.contains(&track),
            _ => !is_track && session.rooms.iter().any(|room| places.contains(room)),
        };
        self.passing(texts, named, sort, name, mentions, fits)
    }

    /// Returns a chip, if a session fits.
    fn passing(
        &self,
        texts: &Range<usize>,
        named: Range<usize>,
        sort: ChipSort,
        meaning: String,
        mentions: Mentions,
        fits: impl Fn(&Session) -> bool,
    ) -> Option<PassingWords> {
        let fits: Vec<bool> = self.agenda.sessions.iter().map(fits).collect();
        let texts = texts.clone();
        let has_any = fits.contains(&true);
        has_any.then_some(PassingWords { texts, named, sort, meaning, fits, mentions })
    }
}
