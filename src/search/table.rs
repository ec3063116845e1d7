//! The points of each text of a query in each session, and the sums over all texts.

use super::ask::aliases::find_aliases;
use super::ask::compounds::find_parts;
use super::ask::fillers::find_fillers;
use super::ask::scripts::find_in_other_script;
use super::ask::sounds::find_sounds;
use super::ask::stems::find_forms;
use super::ask::substitute::Substitute;
use super::chip::PassingWords;
use super::field::FieldKind;
use super::highlight::TextReading;
use super::index::Index;
use super::matcher::{LooseStep, MENTIONED_POINTS, Tier};
use super::points::SessionPoints;
use super::query::{Query, QueryText};
use super::reading::{FoundWord, WordReading};
use super::rules::{Rules, SearchRule};
use super::score::TextScores;
use crate::agenda::SessionIx;

/// The score of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scored {
    /// A [`SessionIx`].
    pub(super) session: u32,
    pub(super) score: u32,
}

impl Scored {
    pub(super) fn session(self) -> SessionIx {
        self.session as usize
    }
}

/// The weight of a word of mean rarity.
pub(super) const MEAN_WEIGHT: u32 = 256;

/// The part of a text in the sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextRole {
    /// The text has to match.
    Word,
    /// The text is a filler, and counts only as typed.
    Dropped,
    /// The text is a day or time. The sessions of this moment have points.
    Moment,
    /// The text is the first of a room, kind, track or speaker. The sessions there have points.
    Place,
    /// A further text of a room, kind, track or speaker. The text counts with the first one.
    PlacePart,
}

impl TextRole {
    /// Returns true if the points of the text are a part of the sums.
    pub(super) fn counts(self) -> bool {
        !matches!(self, TextRole::Dropped | TextRole::PlacePart)
    }
}

/// The points of each text of a query in each session.
pub(super) struct ScoreTable<'q> {
    pub(super) index: &'q Index,
    pub(super) texts: Vec<&'q QueryText>,
    /// The points of each text.
    pub(super) columns: Vec<TextScores>,
    pub(super) roles: Vec<TextRole>,
    /// The sum of the points of each session that has all texts, in the order of the sessions.
    pub(super) sums: Vec<Scored>,
    /// The words of the agenda that stand for texts.
    pub(super) substitutes: Vec<Substitute>,
    /// The texts that narrow the hits.
    pub(super) chips: Vec<PassingWords>,
    pub(super) rules: Rules,
}

impl<'q> ScoreTable<'q> {
    /// Scores the texts of a query. A text is guessed only if no session contains the text.
    pub(super) fn as_written(index: &'q Index, query: &'q Query, rules: Rules) -> ScoreTable<'q> {
        let texts: Vec<&QueryText> = query.texts().collect();
        let mut columns: Vec<TextScores> = texts
            .iter()
            .map(|text| index.score_written(text, rules.has(SearchRule::ShortWords)))
            .collect();
        for pair in query.word_pairs() {
            let both = columns.get_mut(pair.first..pair.first + 2);
            index.add_pair(&pair, both.unwrap_or_default());
        }
        let roles = vec![TextRole::Word; texts.len()];
        let mut table = ScoreTable {
            index,
            texts,
            columns,
            roles,
            sums: Vec::new(),
            substitutes: Vec::new(),
            chips: Vec::new(),
            rules,
        };
        table.sum_points();
        table
    }

    /// Returns the way in which each text is read.
    pub(super) fn readings(&self) -> Vec<TextReading> {
        let columns = self.columns.iter().zip(&self.roles).enumerate();
        let is_place = |at: usize| {
            self.chips.iter().any(|chip| chip.sort.is_place() && chip.texts.contains(&at))
        };
        let readings = columns.map(|(at, (column, role))| TextReading {
            step: match role {
                _ if is_place(at) => LooseStep::Place,
                TextRole::Dropped => LooseStep::Dropped,
                TextRole::Moment => LooseStep::Moment,
                _ => column.loose_step(),
            },
            inside: column.inside_rule(),
        });
        readings.collect()
    }

    /// Returns the words of the query with their points, without the points of the table.
    pub(super) fn take_words(&mut self) -> Vec<FoundWord> {
        let mut words: Vec<FoundWord> = Vec::new();
        let columns = std::mem::take(&mut self.columns).into_iter().zip(&self.texts);
        for (at, ((column, text), role)) in columns.zip(&self.roles).enumerate() {
            let chips = || self.chips.iter().filter(|chip| chip.texts.contains(&at));
            if chips().next().is_some_and(|chip| chip.texts.start != at)
                && let Some(last) = words.last_mut()
            {
                last.typed = format!("{} {}", last.typed, text.typed);
                last.texts.end = at + 1;
                continue;
            }
            let sort = chips().next().map(|chip| chip.sort);
            let meanings: Vec<&str> = chips().map(|chip| &*chip.meaning).collect();
            words.push(FoundWord {
                typed: text.trimmed().to_owned(),
                reading: match (role, sort) {
                    (_, Some(sort)) => {
                        WordReading::Chip { sort, meaning: meanings.join(" "), is_met: false }
                    }
                    (TextRole::Dropped, _) => WordReading::Dropped,
                    _ => WordReading::Typed,
                },
                texts: at..at + 1,
                is_unknown: column.is_unknown(text),
                points: column.points,
            });
        }
        words
    }

    /// Adds guesses to the points of every text that counts.
    pub(super) fn add_guesses(&mut self) {
        for ((text, scores), role) in self.texts.iter().zip(&mut self.columns).zip(&self.roles) {
            if *role == TextRole::Word {
                self.index.add_guesses(text, scores);
            }
        }
        self.sum_points();
    }

    /// Adds guesses to the points of the words that no field other than abstracts contains, and no
    /// other word stands for.
    pub(super) fn guess_unknown(&mut self) {
        let texts = self.texts.iter().zip(&mut self.columns).zip(&self.roles).enumerate();
        for (at, ((text, scores), role)) in texts {
            let has_other = self.substitutes.iter().any(|other| other.texts.contains(&at));
            let is_known = has_other && scores.is_strong();
            if *role == TextRole::Word && scores.is_unknown(text) && !is_known {
                self.index.add_guesses(text, scores);
            }
        }
        self.sum_points();
    }

    /// Adds other names, forms and scripts of the words to their points.
    pub(super) fn add_other_words(&mut self) {
        let (index, rules) = (self.index, self.rules);
        let words = self.counted_words();
        let mut found = Vec::new();
        if rules.has(SearchRule::Aliases) {
            // A filler may be a part of a name: `birds of a feather`.
            found.extend(find_aliases(index, &self.plain_words()));
        }
        for (at, word) in words.iter().enumerate() {
            let Some(word) = word else { continue };
            if rules.has(SearchRule::Forms) {
                found.extend(find_forms(index, at, word));
            }
            let is_nowhere = self.columns.get(at).is_some_and(TextScores::is_empty);
            if is_nowhere && rules.has(SearchRule::Scripts) {
                found.extend(find_in_other_script(index, at, word));
            }
            let is_weak = self.columns.get(at).is_some_and(|column| !column.is_strong());
            if is_weak && rules.has(SearchRule::Forms) {
                found.extend(find_parts(index, at, word));
            }
        }
        self.add_substitutes(found);
    }

    /// Adds words of the same sound to the points of the words that are nowhere.
    pub(super) fn add_sounds(&mut self) {
        if !self.rules.has(SearchRule::Sounds) {
            return;
        }
        let words = self.counted_words();
        let mut found = Vec::new();
        for ((at, word), column) in words.iter().enumerate().zip(&self.columns) {
            if column.is_empty() {
                found.extend(word.iter().flat_map(|word| find_sounds(self.index, at, word)));
            }
        }
        self.add_substitutes(found);
    }

    fn add_substitutes(&mut self, found: Vec<Substitute>) {
        for substitute in found {
            if self.index.add_substitute(&substitute, &self.texts, &mut self.columns) {
                self.substitutes.push(substitute);
            }
        }
        self.sum_points();
    }

    /// Returns the words of [`plain_words`](ScoreTable::plain_words) that count.
    fn counted_words(&self) -> Vec<Option<&'q str>> {
        let words = self.plain_words().into_iter().zip(&self.roles);
        words.map(|(word, role)| word.filter(|_| *role == TextRole::Word)).collect()
    }

    /// Drops the fillers, unless the query has no other text. Returns true if texts were dropped.
    pub(super) fn drop_fillers(&mut self) -> bool {
        let fillers = find_fillers(&self.plain_words());
        if fillers.iter().all(|is_filler| *is_filler) || !fillers.contains(&true) {
            return false;
        }
        for (role, is_filler) in self.roles.iter_mut().zip(fillers) {
            if is_filler && *role == TextRole::Word {
                *role = TextRole::Dropped;
            }
        }
        self.sum_points();
        true
    }

    /// Returns the word of each plain text of one word.
    fn plain_words(&self) -> Vec<Option<&'q str>> {
        let words = self.texts.iter().map(|text| match text.words.as_slice() {
            [word] if text.is_plain() => Some(word.as_str()),
            _ => None,
        });
        words.collect()
    }

    /// Returns true if some session has every text outside its abstract, and fillers as whole
    /// words: the query as typed fits.
    pub(super) fn fits_as_typed(&self) -> bool {
        if self.texts.len() < 2 {
            return true;
        }
        let whole = Tier::Whole.points(FieldKind::Room);
        let fillers = find_fillers(&self.plain_words());
        let last = self.texts.len() - 1;
        let is_strong = |session: usize| {
            let columns = self.columns.iter().zip(&fillers).enumerate();
            columns.into_iter().all(|(at, (column, is_filler))| {
                let least = if *is_filler && at < last { whole } else { MENTIONED_POINTS + 1 };
                column.points.get(session) >= least
            })
        };
        self.sums.iter().any(|sum| is_strong(sum.session()))
    }

    /// Returns true if some session has every text that counts, and one of them outside its
    /// abstract.
    pub(super) fn has_more_than_mentions(&self) -> bool {
        self.sums.iter().any(|sum| {
            self.words().any(|(_, column)| column.points.get(sum.session()) > MENTIONED_POINTS)
        })
    }

    /// Returns true if some session has every word outside its abstract, and every day and time.
    pub(super) fn has_strong_match(&self) -> bool {
        self.sums.iter().any(|sum| {
            self.counted().all(|(_, column)| column.points.get(sum.session()) > MENTIONED_POINTS)
        })
    }

    pub(super) fn has_match(&self) -> bool {
        !self.sums.is_empty()
    }

    /// Returns the texts that count, with their points.
    pub(super) fn counted(&self) -> impl Iterator<Item = (&'q QueryText, &TextScores)> {
        let texts = self.texts.iter().copied().zip(&self.columns).zip(&self.roles);
        texts.filter(|(_, role)| role.counts()).map(|(text, _)| text)
    }

    /// Returns the words that count, without chips, with their points.
    pub(super) fn words(&self) -> impl Iterator<Item = (&'q QueryText, &TextScores)> {
        let texts = self.texts.iter().copied().zip(&self.columns).zip(&self.roles);
        texts.filter(|(_, role)| **role == TextRole::Word).map(|(text, _)| text)
    }

    /// Returns the words that count and have no match, as typed.
    pub(super) fn words_without_match(&self) -> Vec<String> {
        let nowhere = self.words().filter(|(_, column)| column.is_empty());
        nowhere.map(|(text, _)| text.trimmed().to_owned()).collect()
    }

    /// Sums the points of the texts that count.
    pub(super) fn sum_points(&mut self) {
        let weights = self.weights();
        let columns: Vec<(&SessionPoints, u32)> =
            self.counted().map(|(_, column)| &column.points).zip(weights).collect();
        let rarest = columns.iter().map(|(points, _)| points).min_by_key(|points| points.count());
        let sessions = match rarest {
            Some(rarest) => rarest.sessions(),
            None => (0..self.index.sessions as u32).collect(),
        };
        let sum_of = |session: u32| {
            let score = columns.iter().try_fold(0, |sum, (points, weight)| {
                let points = u32::from(points.get(session as usize));
                (points > 0).then_some(sum + points * weight / MEAN_WEIGHT)
            });
            Some(Scored { session, score: score? })
        };
        let mut sums = Vec::with_capacity(sessions.len());
        sums.extend(sessions.into_iter().filter_map(sum_of));
        self.sums = sums;
    }
}
