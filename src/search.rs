//! Finds the sessions that were meant.
//!
//! ```text
//!  Agenda ─► Index (words, and where they are said)     text ─► Query (words and conditions)
//!                    └────────────► search ◄────────────────┘
//!                                     ├─► Found: sessions, best first
//!                                     └─► matches: which letters of a shown session fit
//! ```
//!
//! Every word of a query must fit somewhere in a session; [`points`] says what each fit is worth.
//! What is not written as it was typed (initials, slips of the finger) is looked for only where
//! nothing is, and only where no session has all words may one be missing.

mod fold;
mod fuzzy;
mod highlight;
mod index;
mod query;
mod shown;

use index::Column;
pub use index::Index;
pub use query::{Query, find_days};

use crate::agenda::{Agenda, Moment, Session, SessionIx};
use chrono::Timelike;
use highlight::Tier;
use query::{Is, Text, What};
use std::fmt;
use std::ops::Range;

/// A session that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub session: SessionIx,
    /// More is better; 0 where a query has no words.
    pub score: i64,
}

/// What a query found, best first, sessions that fit equally well in time order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// Sessions that fit as well, but so much less than the best that they would hide it: to be
    /// shown when asked for.
    pub more: Vec<Hit>,
    /// The agenda has each of the words, but no session has them all: these have all but one.
    pub all_but_one: bool,
    /// Of several words those that are nowhere, as they were typed.
    pub nowhere: Vec<String>,
}

/// What is known beside the agenda.
pub struct SearchFacts<'a> {
    /// What the plan says of a session: `Some(true)` attend, `Some(false)` maybe.
    pub mine: &'a dyn Fn(SessionIx) -> Option<bool>,
    /// For `is:now`, `day:today` and `day:tomorrow`; without it they fit nothing.
    pub now: Option<Moment>,
}

impl fmt::Debug for SearchFacts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchFacts").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A part of a session that can be searched. Numbers are positions in [`Session::people`] and
/// [`Session::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Title,
    Person(usize),
    Affiliation(usize),
    Track,
    Tag(usize),
    Room,
    Abstract,
}

impl Field {
    /// The word for it, as in `speaker:liz`.
    pub fn name(&self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Person(_) => "speaker",
            Field::Affiliation(_) => "affiliation",
            Field::Track => "track",
            Field::Tag(_) => "tag",
            Field::Room => "room",
            Field::Abstract => "abstract",
        }
    }

    /// What it says in a session.
    pub fn text<'a>(&self, agenda: &'a Agenda, session: &'a Session) -> Option<&'a str> {
        fields_of(agenda, session).find(|(field, _)| field == self).map(|(_, text)| text)
    }

    /// Whether a session may have more of the kind.
    pub fn is_one_of_many(&self) -> bool {
        matches!(self, Field::Person(_) | Field::Affiliation(_) | Field::Tag(_))
    }

    /// A small number, the same for all persons and so on.
    fn kind(self) -> u8 {
        match self {
            Field::Title => 0,
            Field::Person(_) => 1,
            Field::Affiliation(_) => 2,
            Field::Track => 3,
            Field::Tag(_) => 4,
            Field::Room => 5,
            Field::Abstract => 6,
        }
    }
}

/// Where a query fits one field of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub field: Field,
    /// In characters of the field's text; sorted, not touching, whole graphemes.
    pub ranges: Vec<Range<usize>>,
}

/// Every text of a session that can be found, the abstract last.
fn fields_of<'a>(
    agenda: &'a Agenda,
    session: &'a Session,
) -> impl Iterator<Item = (Field, &'a str)> {
    let people = || {
        session
            .people
            .iter()
            .enumerate()
            .filter_map(|(at, credit)| Some((at, agenda.people.get(credit.person)?)))
    };
    let names = people().map(|(at, person)| (Field::Person(at), &*person.name));
    let homes = people()
        .filter_map(|(at, person)| Some((Field::Affiliation(at), person.affiliation.as_deref()?)));
    let track = session
        .track
        .and_then(|track| agenda.tracks.get(track))
        .map(|track| (Field::Track, &*track.name));
    let tags = session.tags.iter().enumerate().map(|(at, tag)| (Field::Tag(at), &**tag));
    let room = session.room.as_deref().map(|room| (Field::Room, room));
    let summary = session.summary.as_deref().map(|summary| (Field::Abstract, summary));
    std::iter::once((Field::Title, &*session.title))
        .chain(names)
        .chain(homes)
        .chain(track)
        .chain(tags)
        .chain(room)
        .chain(summary)
}

/// What a fit is worth. An abstract says much about little, so even a guess at a title goes before
/// it.
fn points(tier: Tier, kind: u8) -> u16 {
    // title and speaker, affiliation track and tag, room, abstract
    let worth: [u16; 4] = match tier {
        Tier::Whole => [1000, 900, 850, 200],
        Tier::Joined => [840, 740, 690, 0],
        Tier::Prefix => [800, 700, 650, 150],
        Tier::Inside => [600, 550, 500, 0],
        Tier::Initials(loose) => {
            [450, 420, 390, 0].map(|worth: u16| worth.saturating_sub(loose.into()))
        }
        Tier::Typo(far) => {
            [340, 320, 300, 0].map(|worth: u16| worth.saturating_sub(40 * u16::from(far)))
        }
    };
    let [own, about, room, mentioned] = worth;
    match kind {
        0 | 1 => own,
        2..=4 => about,
        5 => room,
        _ => mentioned,
    }
}

/// A word of so many letters means itself where it stands in a title or name, and is not half
/// typed.
const SURE_LETTERS: usize = 4;
/// So many sessions that fit less are shown below those where it does.
const LESS_SURE_MAX: usize = 5;

impl Index {
    /// The sessions that fit all terms of a query. An empty query fits all, in time order.
    pub fn search(&self, agenda: &Agenda, query: &Query, facts: &SearchFacts<'_>) -> Found {
        if query.is_void {
            return Found::default();
        }
        let scores = self.scores(query);
        let terms: Vec<Test<'_>> =
            query.terms.iter().filter_map(|term| self.test(agenda, term, facts)).collect();
        let mut hits = Vec::new();
        for (at, session) in agenda.sessions.iter().enumerate().take(self.sessions) {
            let score = scores
                .of_each
                .as_ref()
                .map_or(0, |scores| scores.get(at).copied().unwrap_or(NO_FIT));
            if score != NO_FIT && terms.iter().all(|fits| fits(at, session)) {
                hits.push(Hit { session: at, score: score.into() });
            }
        }
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
        literal_first(agenda, query, &mut hits);
        let all_but_one = scores.all_but_one && !hits.is_empty();
        Found {
            all_but_one,
            nowhere: scores.nowhere,
            ..hold_back(query, hits, scores.least.into())
        }
    }

    fn scores(&self, query: &Query) -> Scores {
        let texts: Vec<&Text> = query.texts().collect();
        if texts.is_empty() {
            return Scores::default();
        }
        let fits = |scores: &[u32]| scores.iter().any(|score| *score != NO_FIT);
        let mut columns = self.columns(&texts);
        for (first, together) in query.pairs() {
            self.pair(&together, columns.get_mut(first..first + 2).unwrap_or_default());
        }
        let written = self.sum(&columns);
        if texts.len() < 2 {
            return Scores { of_each: Some(written), ..Scores::default() };
        }
        if fits(&written) {
            return self.with_others(&texts, &columns, written);
        }
        // No session has all words as written. One may be a slip that is a word as well.
        texts.iter().zip(&mut columns).for_each(|(text, column)| self.guess(text, column));
        let guessed = self.sum(&columns);
        let decides = decisive(&texts);
        let empty =
            texts.iter().zip(&columns).filter(|(text, column)| column.is_empty() && decides(text));
        let nowhere: Vec<String> = empty.map(|(text, _)| text.told().to_owned()).collect();
        if fits(&guessed) || !nowhere.is_empty() {
            return Scores { of_each: Some(guessed), nowhere, ..Scores::default() };
        }
        Scores {
            of_each: Some(self.sum_but_one(&texts, &columns)),
            all_but_one: true,
            ..Scores::default()
        }
    }

    /// Where all words of a query are in abstracts alone, those sessions are followed by the ones
    /// where one is missing.
    fn with_others(&self, texts: &[&Text], columns: &[Column], mut scores: Vec<u32>) -> Scores {
        let mentioned = points(Tier::Whole, Field::Abstract.kind());
        let fits = |at: usize| scores.get(at).is_some_and(|score| *score != NO_FIT);
        let more_than_mentioned = |at: usize| {
            columns
                .iter()
                .any(|column| column.points.get(at).is_some_and(|points| *points > mentioned))
        };
        if (0..self.sessions).any(|at| fits(at) && more_than_mentioned(at)) {
            return Scores { of_each: Some(scores), ..Scores::default() };
        }
        let least = scores.iter().copied().filter(|score| *score != NO_FIT).min().unwrap_or(0);
        for (score, other) in scores.iter_mut().zip(self.sum_but_one(texts, columns)) {
            if *score == NO_FIT && other != NO_FIT {
                *score = (other / BELOW_FULL).min(least.saturating_sub(1));
            }
        }
        Scores { of_each: Some(scores), least, ..Scores::default() }
    }

    fn columns(&self, texts: &[&Text]) -> Vec<Column> {
        texts.iter().map(|text| self.column(text)).collect()
    }

    fn sum(&self, columns: &[Column]) -> Vec<u32> {
        let mut scores = vec![0; self.sessions];
        for column in columns {
            for (score, points) in scores.iter_mut().zip(&column.points) {
                *score = if *points == 0 || *score == NO_FIT {
                    NO_FIT
                } else {
                    *score + u32::from(*points)
                };
            }
        }
        scores
    }

    /// The points of sessions where one plain word is missing, and the others are more than
    /// mentioned. Small words do not count; where only they are missing, no other word may be.
    fn sum_but_one(&self, texts: &[&Text], columns: &[Column]) -> Vec<u32> {
        let mentioned = points(Tier::Whole, Field::Abstract.kind());
        let decides = decisive(texts);
        let deciding = texts.iter().zip(columns).filter(|(text, _)| decides(text));
        let deciding: Vec<(bool, &[u16])> =
            deciding.map(|(text, column)| (text.is_plain(), column.points.as_slice())).collect();
        // How many words are missing, and what the others are worth.
        let sum = |at: usize| {
            let (mut score, mut missing) = (0, 0);
            for (plain, points) in &deciding {
                match points.get(at).copied().unwrap_or(0) {
                    0 if *plain => missing += 1,
                    few if few <= mentioned => return None,
                    points => score += u32::from(points),
                }
            }
            (missing <= 1 && score > 0).then_some((missing, score))
        };
        let sums: Vec<Option<(u32, u32)>> = (0..self.sessions).map(sum).collect();
        let least = sums.iter().flatten().map(|(missing, _)| *missing).min();
        let score = |sum: Option<(u32, u32)>| {
            sum.filter(|(missing, _)| Some(*missing) == least).map(|(_, score)| score)
        };
        sums.into_iter().map(|sum| score(sum).unwrap_or(NO_FIT)).collect()
    }

    /// A condition on a session that gives no points; `None` where a term is none.
    fn test<'a>(
        &self,
        agenda: &'a Agenda,
        term: &'a query::Term,
        facts: &'a SearchFacts<'_>,
    ) -> Option<Test<'a>> {
        let test: Test<'a> = match &term.what {
            What::Text(_) if !term.not => return None,
            What::Unclear(_) => return None,
            What::Text(text) => {
                // What is left out must be meant: the very word, or a long beginning of it.
                let open = text.open
                    && text.words.last().is_some_and(|last| last.chars().count() >= SURE_LETTERS);
                let points = self.column(&Text { exact: true, open, ..text.clone() }).points;
                Box::new(move |at, _| points.get(at).is_some_and(|points| *points > 0))
            }
            What::Day(name) => {
                let days: Vec<bool> = agenda
                    .days
                    .iter()
                    .enumerate()
                    .map(|(at, day)| name.is(at, day, agenda, facts.now))
                    .collect();
                Box::new(move |_, session| {
                    session.day.is_some_and(|day| days.get(day) == Some(&true))
                })
            }
            What::Kind(kinds) => Box::new(move |_, session| kinds.contains(&session.kind)),
            What::Is(is) => {
                Box::new(move |at, session| is.iter().any(|is| is.fits(at, session, facts)))
            }
            What::Language(name) => Box::new(move |_, session| {
                session
                    .language
                    .as_deref()
                    .is_some_and(|language| query::is_language(language, name))
            }),
            What::After(time) => {
                let wanted = minute(agenda, time);
                Box::new(move |_, session| {
                    session.start.is_some_and(|start| minute(agenda, &start) >= wanted)
                })
            }
            What::Before(time) => {
                let wanted = minute(agenda, time);
                Box::new(move |_, session| {
                    session.start.is_some_and(|start| minute(agenda, &start) < wanted)
                })
            }
        };
        Some(if term.not { Box::new(move |at, session| !test(at, session)) } else { test })
    }
}

/// A session where a word is missing is worth less by this beside those that have all, be it in
/// abstracts alone.
const BELOW_FULL: u32 = 16;

/// Words that say nothing of what is meant.
const SMALL_WORDS: &[&str] = &[
    "a", "am", "an", "and", "as", "at", "au", "by", "das", "de", "dem", "den", "der", "des", "die",
    "du", "ein", "eine", "en", "et", "for", "from", "fur", "im", "in", "is", "it", "la", "le",
    "les", "mit", "of", "on", "or", "the", "to", "un", "und", "une", "von", "with", "zu", "zum",
    "zur",
];

/// Tells which texts of a query are more than small words, if any is.
fn decisive(texts: &[&Text]) -> impl Fn(&Text) -> bool + use<> {
    let is_small = |text: &Text| match text.words.as_slice() {
        [word] => text.is_plain() && SMALL_WORDS.contains(&word.as_str()),
        _ => false,
    };
    let all_small = texts.iter().all(|text| is_small(text));
    move |text| all_small || !is_small(text)
}

/// The score of a session that does not fit.
const NO_FIT: u32 = u32::MAX;

/// What the words of a query are worth.
#[derive(Debug, Default)]
struct Scores {
    /// The points of every session, or [`NO_FIT`]; nothing where a query has no words.
    of_each: Option<Vec<u32>>,
    /// What has less is without one of the words; 0 where all have all, or none has.
    least: u32,
    /// A word is missing in each session.
    all_but_one: bool,
    nowhere: Vec<String>,
}

type Test<'a> = Box<dyn Fn(SessionIx, &Session) -> bool + 'a>;

impl Is {
    fn fits(self, at: SessionIx, session: &Session, facts: &SearchFacts<'_>) -> bool {
        match self {
            Is::Mine => (facts.mine)(at).is_some(),
            Is::Attend => (facts.mine)(at) == Some(true),
            Is::Maybe => (facts.mine)(at) == Some(false),
            Is::Full => session.seats == Some(crate::agenda::Seats::Full),
            Is::Cancelled => session.cancelled,
            Is::Now => facts.now.is_some_and(|now| session.runs_at(now)),
        }
    }
}

/// Minutes since the day of the programme began, so that half past midnight is late, not early.
fn minute(agenda: &Agenda, time: &impl Timelike) -> u32 {
    const DAY: u32 = 24 * 60;
    let begin = agenda.day_start.hour() * 60 + agenda.day_start.minute();
    (time.hour() * 60 + time.minute() + DAY - begin) % DAY
}

/// One whole word that stands in titles or names is answered by them; what fits less is mostly
/// noise, and a track that is called so is asked for with `track:`. A short one may be half typed.
/// What is below `least` is without a word.
fn hold_back(query: &Query, hits: Vec<Hit>, least: i64) -> Found {
    let sure = i64::from(points(Tier::Whole, Field::Title.kind()));
    let letters = query.one_word().map_or(0, |word| word.chars().count());
    let shown = match letters {
        2.. if hits.iter().any(|hit| hit.score == sure) => {
            if letters < SURE_LETTERS {
                points(Tier::Prefix, Field::Room.kind()).into()
            } else {
                sure
            }
        }
        _ => least,
    };
    let shown = hits.partition_point(|hit| hit.score >= shown) + LESS_SURE_MAX;
    let more = hits.get(shown..).map(<[Hit]>::to_vec).unwrap_or_default();
    Found { hits: hits.into_iter().take(shown).collect(), more, ..Found::default() }
}

/// So many of the sessions that fit best are compared with what was typed, letter by letter.
const COMPARED_MAX: usize = 200;

/// Of sessions that fit best, and equally well, first those whose title is what was typed, then
/// those that have it in one piece.
fn literal_first(agenda: &Agenda, query: &Query, hits: &mut [Hit]) {
    let Some(typed) = query.plain_words().filter(|words| !words.is_empty()) else { return };
    let Some(best) = hits.first().map(|hit| hit.score) else { return };
    let alike = hits.partition_point(|hit| hit.score == best);
    let Some(best) = hits.get_mut(..alike.min(COMPARED_MAX)) else { return };
    if best.len() < 2 {
        return;
    }
    best.sort_by_cached_key(|hit| {
        let title = agenda.sessions.get(hit.session).map_or("", |session| &session.title);
        let mut words = Vec::new();
        fold::each_word(title, |word| words.push(word.to_owned()));
        let is_title = words == typed;
        let in_a_piece = words.windows(typed.len()).any(|words| words == typed);
        (!is_title, !in_a_piece)
    });
}

#[cfg(test)]
mod tests;
