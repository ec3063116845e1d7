//! The matching letters of a session, by the rules of `matcher`.
//!
//! Only sessions on the screen are highlighted: their texts are folded anew each time.

use super::ask::substitute::Substitute;
use super::field::{Field, FieldKind, Match, texts_of_session};
use super::field_text::{FieldText, LetterMatch};
use super::matcher::{Guess, InsideRule, LooseStep, MOMENT_POINTS, Tier};
use super::query::{Query, QueryText, WordPair};
use crate::agenda::{Agenda, Session, SessionIx};

/// A word of fewer letters is the beginning of some word in most texts.
const SHORT_LETTERS: usize = 3;

/// Highlights the words of one [`Query`] in sessions, by the steps of the ranking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlighter {
    texts: Vec<RankedText>,
    pairs: Vec<WordPair>,
    substitutes: Vec<Substitute>,
}

/// A wanted text of a query with its [`LooseStep`] in the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RankedText {
    text: QueryText,
    reading: TextReading,
}

/// The way in which a ranking reads a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextReading {
    pub(super) step: LooseStep,
    pub(super) inside: InsideRule,
}

impl TextReading {
    fn of_step(step: LooseStep) -> TextReading {
        TextReading { step, inside: InsideRule::All }
    }
}

impl Highlighter {
    /// Prepares the wanted texts of a query. `readings` has a reading for each text.
    pub(super) fn new(
        query: &Query,
        readings: impl Iterator<Item = TextReading>,
        substitutes: Vec<Substitute>,
    ) -> Highlighter {
        let texts = query.texts().cloned().zip(readings);
        let texts = texts.map(|(text, reading)| RankedText { text, reading }).collect();
        Highlighter { texts, pairs: query.word_pairs().collect(), substitutes }
    }

    /// Returns the fields of a session with matching letters, in the order of [`Field`].
    pub fn matched_fields(&self, agenda: &Agenda, session: SessionIx) -> Vec<Match> {
        let Some(session) = agenda.sessions.get(session) else { return Vec::new() };
        let text = SessionText::new(agenda, session);
        let found: Vec<LetterMatch> = self.match_letters(&text).into_iter().flatten().collect();
        text.to_matches(&found)
    }

    /// Returns the matched fields of a session for each wanted text of the query, in the typed
    /// order.
    pub fn matched_fields_by_word(&self, agenda: &Agenda, session: SessionIx) -> Vec<Vec<Match>> {
        let Some(session) = agenda.sessions.get(session) else { return Vec::new() };
        self.matches_by_word(&SessionText::new(agenda, session))
    }

    /// Returns the matched fields of [`matched_fields_by_word`](Self::matched_fields_by_word), but
    /// no match in the abstract and the note if each word has a match before them. A row shows one
    /// match of each word, and to fold the abstract takes most of the time.
    pub fn row_matches_by_word(&self, agenda: &Agenda, session: SessionIx) -> Vec<Vec<Match>> {
        let Some(in_agenda) = agenda.sessions.get(session) else { return Vec::new() };
        let mut text = SessionText::before_abstract(agenda, in_agenda);
        let is_enough = self.substitutes.is_empty()
            && self.texts.iter().all(|ranked| {
                let RankedText { text: wanted, reading } = ranked;
                let counts_in_abstracts =
                    !matches!(reading.step, LooseStep::Dropped | LooseStep::Moment);
                !counts_in_abstracts || text.has_written(wanted, reading.inside)
            });
        if !is_enough {
            text.add_abstract(agenda, in_agenda);
        }
        self.matches_by_word(&text)
    }

    fn matches_by_word(&self, text: &SessionText<'_>) -> Vec<Vec<Match>> {
        self.match_letters(text).iter().map(|found| text.to_matches(found)).collect()
    }

    /// Returns the matching letters of a session for each wanted text.
    pub(super) fn match_letters(&self, session: &SessionText<'_>) -> Vec<Vec<LetterMatch>> {
        let mut of_pairs = vec![Vec::new(); self.texts.len()];
        for pair in &self.pairs {
            let fields = session.fields.iter();
            let found: Vec<LetterMatch> = fields.flat_map(|field| field.match_pair(pair)).collect();
            let both = of_pairs.get_mut(pair.first..pair.first + 2).unwrap_or_default();
            both.iter_mut().for_each(|of_pair| of_pair.extend(found.iter().cloned()));
        }
        let texts = self.texts.iter().zip(of_pairs);
        let mut found: Vec<Vec<LetterMatch>> = texts
            .map(|(ranked, of_pair)| session.match_text(&ranked.text, ranked.reading, of_pair))
            .collect();
        for substitute in &self.substitutes {
            let texts = self.texts.get(substitute.texts.clone()).unwrap_or_default();
            let letters = session.match_substitute(substitute, texts);
            let of_texts = found.get_mut(substitute.texts.clone()).unwrap_or_default();
            of_texts.iter_mut().for_each(|found| found.extend(letters.iter().cloned()));
        }
        found
    }
}

/// Returns true if a text matches a name as written, apart or by a guess.
pub(super) fn matches_name(text: &QueryText, field: Field, name: &str) -> bool {
    let name = SessionText { fields: vec![FieldText::new(field, name)] };
    !name.match_text(text, TextReading::of_step(LooseStep::for_text(text)), Vec::new()).is_empty()
}

/// The fields of a session, folded.
pub(super) struct SessionText<'a> {
    pub(super) fields: Vec<FieldText<'a>>,
}

impl<'a> SessionText<'a> {
    pub(super) fn new(agenda: &'a Agenda, session: &'a Session) -> SessionText<'a> {
        let texts = texts_of_session(agenda, session);
        SessionText { fields: texts.map(|(field, text)| FieldText::new(field, text)).collect() }
    }

    /// Returns the fields before the abstract.
    fn before_abstract(agenda: &'a Agenda, session: &'a Session) -> SessionText<'a> {
        let texts = texts_of_session(agenda, session);
        let texts = texts.take_while(|(field, _)| *field < Field::Abstract);
        SessionText { fields: texts.map(|(field, text)| FieldText::new(field, text)).collect() }
    }

    /// Adds the fields from the abstract on.
    fn add_abstract(&mut self, agenda: &'a Agenda, session: &'a Session) {
        let texts = texts_of_session(agenda, session);
        let texts = texts.skip_while(|(field, _)| *field < Field::Abstract);
        self.fields.extend(texts.map(|(field, text)| FieldText::new(field, text)));
    }

    /// Returns true if a field has a text as written.
    fn has_written(&self, text: &QueryText, inside: InsideRule) -> bool {
        let mut fields = self.fields.iter().filter(|field| text.searches(field.field.kind()));
        let spellings = text.joined_spellings();
        fields.any(|field| !field.match_written(text, &spellings, inside).is_empty())
    }

    /// Matches a text as written, as a part of a pair, or by a [`LooseStep`].
    fn match_text(
        &self,
        text: &QueryText,
        reading: TextReading,
        of_pair: Vec<LetterMatch>,
    ) -> Vec<LetterMatch> {
        let step = reading.step;
        if step == LooseStep::Dropped {
            return Vec::new();
        }
        let fields = self.fields.iter().filter(|field| text.searches(field.field.kind()));
        let spellings = text.joined_spellings();
        let written = fields
            .flat_map(|field| field.match_written(text, &spellings, reading.inside))
            .collect();
        let mut found = drop_noise(text, written, of_pair);
        match (step, text.words.as_slice()) {
            (LooseStep::Moment, _) => {
                found.retain(|found| found.points() > MOMENT_POINTS);
                found
            }
            (LooseStep::Apart, _) if found.is_empty() => self.match_apart(text),
            (LooseStep::Guess { divisor, is_known }, [word]) if !has_more_than_mentions(&found) => {
                let guesses = self.guess(text, &Guess::new(word, is_known));
                if best_points(&guesses).map(|points| points / divisor) > best_points(&found) {
                    found.extend(guesses);
                }
                found
            }
            _ => found,
        }
    }

    /// Matches the words that stand for some texts.
    fn match_substitute(&self, substitute: &Substitute, texts: &[RankedText]) -> Vec<LetterMatch> {
        let fields = self.fields.iter().filter(|field| {
            let kind = field.field.kind();
            substitute.tier.points(kind) > 0
                && texts.iter().all(|ranked| ranked.text.searches(kind))
        });
        if substitute.is_phrase {
            return fields
                .flat_map(|field| field.match_run(&substitute.words, substitute.tier))
                .collect();
        }
        let fields: Vec<&FieldText<'_>> = fields.collect();
        let mut all = Vec::new();
        for word in &substitute.words {
            let found: Vec<LetterMatch> = fields
                .iter()
                .flat_map(|field| field.match_beginning(word, substitute.tier))
                .collect();
            if found.is_empty() {
                return found;
            }
            all.extend(found);
        }
        let is_outside = |found: &LetterMatch| found.field.kind() != FieldKind::Abstract;
        if all.iter().any(is_outside) { all } else { Vec::new() }
    }

    /// Matches the words of a text apart from each other. Returns nothing if a word does not match.
    fn match_apart(&self, text: &QueryText) -> Vec<LetterMatch> {
        let mut all = Vec::new();
        for word in text.apart().into_iter().flatten() {
            let found = self.match_text(
                &word,
                TextReading::of_step(LooseStep::for_text(&word)),
                Vec::new(),
            );
            if found.is_empty() {
                return found;
            }
            all.extend(found);
        }
        all
    }

    /// Returns the letters of initials and words with more letters. If there are none, returns the
    /// words with the fewest typos.
    fn guess(&self, text: &QueryText, guess: &Guess<'_>) -> Vec<LetterMatch> {
        let fields = || self.fields.iter().filter(|field| text.guesses_in(field.field.kind()));
        let found: Vec<LetterMatch> =
            fields().flat_map(|field| field.match_letters(guess)).collect();
        if !found.is_empty() {
            return found;
        }
        let mut typos: Vec<LetterMatch> =
            fields().flat_map(|field| field.match_typos(guess)).collect();
        let nearest = typos.iter().map(|found| found.tier).min();
        typos.retain(|found| Some(found.tier) == nearest);
        typos
    }

    /// Returns the matching letters of each field as ranges of the original text.
    fn to_matches(&self, found: &[LetterMatch]) -> Vec<Match> {
        let fields = self.fields.iter();
        fields
            .map(|field| Match { field: field.field, ranges: field.ranges_of(found) })
            .filter(|found| !found.ranges.is_empty())
            .collect()
    }
}

fn best_points(found: &[LetterMatch]) -> Option<u16> {
    found.iter().map(LetterMatch::points).max()
}

/// Returns true if some letters are worth more than all guesses and abstracts.
fn has_more_than_mentions(found: &[LetterMatch]) -> bool {
    found.iter().any(|found| found.field != Field::Abstract)
}

/// Joins the matches of a text by itself and as a part of a [`WordPair`].
///
/// If a word below [`SHORT_LETTERS`] matches as a [`Tier::Whole`] word or as a part of a pair, its
/// other matches are left out, unless they are worth more points.
fn drop_noise(
    text: &QueryText,
    written: Vec<LetterMatch>,
    of_pair: Vec<LetterMatch>,
) -> Vec<LetterMatch> {
    let letters = text.words.iter().map(|word| word.chars().count()).sum::<usize>();
    if text.is_exact || letters >= SHORT_LETTERS {
        return [written, of_pair].concat();
    }
    let (mut sure, noise): (Vec<_>, Vec<_>) =
        written.into_iter().partition(|found| found.tier == Tier::Whole);
    sure.extend(of_pair);
    if best_points(&noise) > best_points(&sure) {
        sure.extend(noise);
    }
    sure
}
