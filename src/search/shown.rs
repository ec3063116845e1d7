//! Where the words of a query fit one session, for those that are shown.

use super::highlight::Folded;
use super::query::{Query, Text};
use super::{Field, Index, Match, fields_of, fold};
use crate::agenda::{Agenda, Session, SessionIx};
use std::ops::Range;

/// A word of fewer letters begins words in every text.
const SHORT_LETTERS: usize = 3;

impl Index {
    /// Where the words of a query fit one session: for those that are shown. Only fields that fit,
    /// the abstract last.
    pub fn matched_fields(&self, agenda: &Agenda, query: &Query, session: SessionIx) -> Vec<Match> {
        let mut found: Vec<Match> =
            self.matched_fields_by_word(agenda, query, session).into_iter().flatten().collect();
        found.sort_by_key(|found| found.field);
        let mut matches: Vec<Match> = Vec::new();
        for mut more in found {
            match matches.last_mut() {
                Some(last) if last.field == more.field => {
                    let text = agenda
                        .sessions
                        .get(session)
                        .and_then(|session| more.field.text(agenda, session));
                    more.ranges.append(&mut last.ranges);
                    last.ranges = fold::whole_graphemes(text.unwrap_or_default(), more.ranges);
                }
                _ => matches.push(more),
            }
        }
        matches
    }

    /// The same for each word that is looked for, in the order in which they were typed.
    pub fn matched_fields_by_word(
        &self,
        agenda: &Agenda,
        query: &Query,
        session: SessionIx,
    ) -> Vec<Vec<Match>> {
        let Some(session) = agenda.sessions.get(session) else {
            return Vec::new();
        };
        let shown = Shown::new(agenda, session);
        let mut found: Vec<Vec<Match>> = query.texts().map(|text| shown.written(text)).collect();
        for (first, together) in query.pairs() {
            let pair = shown.pair(&together);
            for (text, found) in
                query.texts().zip(&mut found).skip(first).take(2).filter(|_| !pair.is_empty())
            {
                if is_short(text) && shown.whole(text).is_empty() {
                    found.clear();
                }
                found.extend(pair.clone());
            }
        }
        for (text, found) in query.texts().zip(&mut found).filter(|(_, found)| found.is_empty()) {
            // Words that were typed as one may stand each for itself, in whatever field.
            found.extend(
                text.apart().into_iter().flatten().flat_map(|word| shown.as_written(&word)),
            );
            if found.is_empty() {
                *found = shown.guessed(text);
            }
        }
        found.iter_mut().for_each(|found| found.sort_by_key(|found| found.field));
        found
    }
}

/// The fields of a session, folded.
struct Shown<'a>(Vec<(Field, Folded<'a>)>);

impl<'a> Shown<'a> {
    fn new(agenda: &'a Agenda, session: &'a Session) -> Shown<'a> {
        Shown(fields_of(agenda, session).map(|(field, text)| (field, Folded::new(text))).collect())
    }

    /// The fields that are wanted and fit.
    fn of(
        &self,
        wants: impl Fn(Field) -> bool,
        fits: impl Fn(Field, &Folded<'_>) -> Vec<Range<usize>>,
    ) -> Vec<Match> {
        let wanted = self.0.iter().filter(|(field, _)| wants(*field));
        let found =
            wanted.map(|(field, folded)| Match { field: *field, ranges: fits(*field, folded) });
        found.filter(|found| !found.ranges.is_empty()).collect()
    }

    /// A letter or two begin words everywhere: where a session has them as a word, nothing else is
    /// meant.
    fn written(&self, text: &Text) -> Vec<Match> {
        match self.whole(text) {
            none if none.is_empty() => self.as_written(text),
            whole => whole,
        }
    }

    fn as_written(&self, text: &Text) -> Vec<Match> {
        let wants = |field: Field| text.wants(field.kind());
        self.of(wants, |field, folded| folded.places(text, field == Field::Abstract, false))
    }

    /// Where a short word stands as it is.
    fn whole(&self, text: &Text) -> Vec<Match> {
        match text.words.as_slice() {
            [word] if is_short(text) => {
                self.of(|field| text.wants(field.kind()), |_, folded| folded.whole(word))
            }
            _ => Vec::new(),
        }
    }

    /// Where two words are one.
    fn pair(&self, together: &str) -> Vec<Match> {
        self.of(|field| field != Field::Abstract, |_, folded| folded.pair(together))
    }

    fn guessed(&self, text: &Text) -> Vec<Match> {
        let wants = |field: Field| text.wants_guesses(field.kind());
        self.of(wants, |field, folded| folded.places(text, field == Field::Abstract, true))
    }
}

fn is_short(text: &Text) -> bool {
    !text.exact && matches!(text.words.as_slice(), [word] if word.chars().count() < SHORT_LETTERS)
}
