//! A [`Query`]: words and conditions for sessions.

mod faults;
mod operator;
mod parse;

use super::field::FieldKind;
use super::fold::squeeze;
use crate::agenda::{DayName, Kind, Language, SessionLanguage, TypedTime};
pub use faults::QueryFault;
pub(super) use operator::Operator;

/// A query. A session matches if it matches every term, in any order.
///
/// Every text is a query: an unreadable part matches every session and gives a hint.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
    /// The text has no letter, digit or symbol to look for, but is not blank. No session matches.
    pub(super) is_void: bool,
    /// Words before a colon, unknown to [`Operator`].
    pub(super) unknown_operators: Vec<String>,
    /// The text was longer than [`Query::CHARS_MAX`] or [`Query::TERMS_MAX`].
    pub(super) is_cut: bool,
}

/// A term of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    /// The query excludes the sessions of the condition.
    pub(super) is_negated: bool,
    pub(super) condition: TermCondition,
}

/// A condition of a [`Term`].
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TermCondition {
    Text(QueryText),
    Day(DayName),
    /// The session has one of these kinds.
    Kind(Vec<Kind>),
    /// The session is in one of these states.
    State(Vec<SessionState>),
    Language(LanguageName),
    /// The session starts at this time or later. A time of day is that of the conference day.
    After(TypedTime),
    /// The session starts before this time.
    Before(TypedTime),
    /// An operator whose value is missing or unreadable. Every session matches.
    Unclear(&'static Operator),
}

/// A state for the operator `is:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SessionState {
    /// The plan marks the session.
    Mine,
    Attend,
    Maybe,
    /// The plan says that the session is not for the person.
    Skipped,
    Full,
    Cancelled,
    /// A recording exists or is planned.
    Recorded,
    Now,
}

impl SessionState {
    /// Returns true if a session gets the state from a plan.
    fn is_mark(&self) -> bool {
        use SessionState::{Attend, Maybe, Mine, Skipped};
        matches!(self, Mine | Attend | Maybe | Skipped)
    }
}

/// A language: a code or a name, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LanguageName {
    /// The name, folded.
    folded: String,
    /// The known languages of this name.
    known: Vec<&'static Language>,
}

impl LanguageName {
    /// Finds the languages of a code or name: the language with exactly this code or name, else all
    /// languages with a name that begins with `text`.
    pub(super) fn parse(text: &str) -> LanguageName {
        let folded = squeeze(text);
        let begins = |name: &str| squeeze(name).starts_with(&folded);
        let known = match Language::find(text) {
            Some(language) => vec![language],
            None => Language::all().iter().filter(|known| known.names().any(begins)).collect(),
        };
        LanguageName { folded, known }
    }

    /// Returns true if a session in `language` matches.
    pub(super) fn matches(&self, language: &SessionLanguage) -> bool {
        match language.known {
            Some(known) => self.known.contains(&known),
            None => squeeze(&language.written).starts_with(&self.folded),
        }
    }
}

/// One or more words to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryText {
    /// The text as typed, for hints.
    pub(super) typed: String,
    /// The folded words. Several words must be adjacent.
    pub(super) words: Vec<String>,
    /// The spelling of `words` without umlauts: `mueller` for `müller`.
    pub(super) spellings: Vec<String>,
    /// The only kind of field to look in; `None` stands for all kinds.
    pub(super) field: Option<FieldKind>,
    /// The text was quoted: only these very words match.
    pub(super) is_exact: bool,
    /// The last word may be the beginning of a word.
    pub(super) is_open: bool,
}

impl QueryText {
    /// Returns true if the text is looked for in fields of this kind.
    pub(super) fn searches(&self, kind: FieldKind) -> bool {
        self.field.is_none_or(|field| field == kind)
    }

    /// Returns true if guesses count in fields of this kind. Abstracts have no guesses, and rooms
    /// only after `room:`.
    pub(super) fn guesses_in(&self, kind: FieldKind) -> bool {
        match kind {
            FieldKind::Abstract => false,
            FieldKind::Room | FieldKind::Note => self.field == Some(kind),
            _ => self.searches(kind),
        }
    }

    /// Returns the words as one word, `postmortem` for `post-mortem`, and as one word without
    /// umlauts if the spelling differs.
    pub(super) fn joined_spellings(&self) -> Vec<String> {
        let mut joined = vec![self.words.concat(), self.spellings.concat()];
        joined.dedup();
        joined
    }

    /// Returns the typed text without punctuation at its ends.
    pub(super) fn trimmed(&self) -> &str {
        self.typed.trim_matches(|c: char| c.is_ascii_punctuation())
    }

    /// Returns true for unquoted words without an operator.
    pub(super) fn is_plain(&self) -> bool {
        self.field.is_none() && !self.is_exact
    }

    /// Returns true for a plain word of two or three letters.
    pub(super) fn is_short(&self) -> bool {
        let letters = |word: &String| (2..=3).contains(&word.chars().count());
        self.is_plain() && self.words.len() == 1 && self.words.iter().all(letters)
    }

    /// Returns true if the last word of a phrase may be the beginning of a word. A single letter
    /// after other words may not, unless quoted.
    pub(super) fn last_may_go_on(&self) -> bool {
        let is_letter = self.words.last().is_some_and(|last| last.len() == 1);
        self.is_open && (self.is_exact || self.words.len() < 2 || !is_letter)
    }

    /// Returns each different word by itself if the words, typed as one, may match apart from each
    /// other. A single letter or digit may not.
    pub(super) fn apart(&self) -> Option<impl Iterator<Item = QueryText>> {
        let has_letter = self.words.iter().any(|word| word.len() == 1);
        let is_several = self.words.len() > 1 && !self.is_exact;
        (is_several && !has_letter).then(|| self.each_word())
    }

    fn each_word(&self) -> impl Iterator<Item = QueryText> {
        let words = self.words.iter().zip(&self.spellings).enumerate();
        let different =
            words.filter(|(at, (word, _))| !self.words.iter().take(*at).any(|w| w == *word));
        different.map(|(_, (word, spelling))| QueryText {
            words: vec![word.clone()],
            spellings: vec![spelling.clone()],
            ..self.clone()
        })
    }
}

/// Two adjacent plain words of a query, for comparison with one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordPair {
    /// The position of the first word among [`Query::texts`].
    pub(super) first: usize,
    /// Both words as one word.
    pub(super) joined: String,
}

impl Query {
    /// The number of counted characters of a query.
    pub const CHARS_MAX: usize = 200;
    /// The number of counted terms of a query.
    pub const TERMS_MAX: usize = 16;

    /// Returns true if every session matches because nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && !self.is_void
    }

    /// Returns true if the marks or notes of a plan decide which sessions match.
    pub fn needs_marks(&self) -> bool {
        let names_mark = |term: &Term| match &term.condition {
            TermCondition::State(states) => states.iter().any(SessionState::is_mark),
            TermCondition::Text(text) => text.field == Some(FieldKind::Note),
            _ => false,
        };
        self.terms.iter().any(names_mark)
    }

    /// Returns the wanted texts in the typed order.
    pub(super) fn texts(&self) -> impl Iterator<Item = &QueryText> {
        self.terms.iter().filter_map(Term::wanted_text)
    }

    /// Returns the query without the texts for whose positions in [`Query::texts`] `drops` is true.
    pub(super) fn without_texts(&self, drops: impl Fn(usize) -> bool) -> Query {
        let mut texts = 0;
        let mut query = self.clone();
        query.terms.retain(|term| {
            let at = texts;
            texts += usize::from(term.wanted_text().is_some());
            term.wanted_text().is_none() || !drops(at)
        });
        query
    }

    /// Returns each two adjacent plain words as a pair.
    pub(super) fn word_pairs(&self) -> impl Iterator<Item = WordPair> {
        let mut texts = 0;
        self.terms.windows(2).filter_map(move |two| {
            let [first, second] = two else { return None };
            let at = texts;
            texts += usize::from(first.wanted_text().is_some());
            Some(WordPair { first: at, joined: first.plain_word()? + &second.plain_word()? })
        })
    }

    /// Returns the word of a query of a single plain word.
    pub(super) fn one_word(&self) -> Option<&str> {
        let [term] = self.terms.as_slice() else { return None };
        match term.wanted_text().filter(|text| text.is_plain())?.words.as_slice() {
            [word] => Some(word),
            _ => None,
        }
    }

    /// Returns all words of a query without operators and exclusions, quoted or not.
    pub(super) fn words_without_operators(&self) -> Option<Vec<&str>> {
        let texts = self.terms.iter().map(|term| term.wanted_text().filter(|t| t.field.is_none()));
        let texts: Vec<&QueryText> = texts.collect::<Option<_>>()?;
        Some(texts.into_iter().flat_map(|text| &text.words).map(String::as_str).collect())
    }
}

impl Term {
    /// Returns the wanted text, if the term has a wanted text.
    fn wanted_text(&self) -> Option<&QueryText> {
        match &self.condition {
            TermCondition::Text(text) if !self.is_negated => Some(text),
            _ => None,
        }
    }

    /// Returns the wanted words as one word, if they are plain.
    fn plain_word(&self) -> Option<String> {
        self.wanted_text().filter(|text| text.is_plain()).map(|text| text.words.concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a query in one line, term by term.
    fn describe(text: &str) -> String {
        let terms = Query::parse(text).terms;
        terms
            .iter()
            .map(|term| {
                format!(
                    "{}{}",
                    if term.is_negated { "not " } else { "" },
                    describe_condition(&term.condition)
                )
            })
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn describe_condition(condition: &TermCondition) -> String {
        match condition {
            TermCondition::Text(text) => {
                let field =
                    text.field.map(|field| format!("{}=", field.name())).unwrap_or_default();
                let open = if text.is_exact && text.is_open { ".." } else { "" };
                let mark = if text.is_exact { "\"" } else { "" };
                format!("{field}{mark}{}{open}{mark}", text.words.join(" "))
            }
            TermCondition::Day(day) => format!("{day:?}"),
            TermCondition::Kind(kinds) => format!("{kinds:?}"),
            TermCondition::State(states) => format!("{states:?}"),
            TermCondition::After(time) => format!("after {}", describe_time(time)),
            TermCondition::Before(time) => format!("before {}", describe_time(time)),
            TermCondition::Language(name) => format!("language {}", name.folded),
            TermCondition::Unclear(operator) => format!("{}?", operator.name),
        }
    }

    fn describe_time(time: &TypedTime) -> String {
        match time {
            TypedTime::Clock(clock) => clock.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn parse_reads_words_quotes_and_operators() {
        for (query, expected) in [
            ("", ""),
            ("  \u{7}\t ", ""),
            ("Facebook incident", "facebook; incident"),
            ("speaker:liz debt", "speaker=liz; debt"),
            ("SPEAKER:Liz", "speaker=liz"),
            ("after:tue 1430 dns", "after ClockOfDay(Name(\"tue\"), 14:30:00); dns"),
            ("after:12 jul 2016 dns", "after Day(Date(\"2016-07-12\")); dns"),
            ("after:tue 2fa", "after Day(Name(\"tue\")); 2fa"),
            ("speaker:", "speaker?"),
            ("-speaker:", "speaker?"),
            ("speaker:\"Liz Fong\" x", "speaker=\"liz fong\"; x"),
            ("room:\"Pembroke Ro", "room=\"pembroke ro..\""),
            ("“post mortem” \"a", "\"post mortem\"; \"a..\""),
            ("-sre -\"what is\" -room:ulster", "not sre; not \"what is\"; not room=ulster"),
            ("- a -", "a"),
            ("fong-jones 99.999 c++", "fong jones; 99 999; c++"),
            ("facebook's don't", "facebook; don t"),
            ("foo:bar http://x", "foo; bar; http; x"),
            (
                "speakers:liz type:talk company:google lang:en",
                "speaker=liz; [Talk]; affiliation=google; language en",
            ),
            ("speeker:liz trak:web x", "liz; web; x"),
            ("std::fs 11:00", "std; fs; 11 00"),
            ("kind:talks kind:Workshops", "[Talk]; [Workshop]"),
            ("is:canceled is:attending", "[Cancelled]; [Attend]"),
            ("day:12 jul x", "OfMonth(7, Some(12)); x"),
            ("day:jul 12", "OfMonth(7, Some(12))"),
            ("day:12 julia", "Number(12); julia"),
            ("after:2 pm before:12 x", "after 14:00:00; before 12:00:00; x"),
            ("day:foo day:di", "day?; Name(\"di\")"),
            ("after:tue 2pm x", "after ClockOfDay(Name(\"tue\"), 14:00:00); x"),
            ("before:12 jul 14:00 x", "before ClockOfDay(OfMonth(7, Some(12)), 14:00:00); x"),
            ("after:now 14:00", "after Now; 14 00"),
            ("🎹 *", "🎹"),
            (":::", ""),
            (
                "day:tue day:2 day:2016-07-1 day:2016",
                "Name(\"tue\"); Number(2); Date(\"2016-07-1\"); Date(\"2016\")",
            ),
            ("kind:work kind:b kind:zzz", "[Workshop]; [Break, Bof]; kind?"),
            ("is:m is:full is:zzz", "[Mine, Maybe]; [Full]; is?"),
            ("after:14:00 before:12", "after 14:00:00; before 12:00:00"),
            ("after: after:x after:25:00", "after?"),
            ("after:x before:25:00", "after?; before?"),
            ("abstract:\"\"", "abstract?"),
        ] {
            assert_eq!(describe(query), expected, "{query}");
        }
    }

    #[test]
    fn parse_cuts_long_queries() {
        let words: String = ('a'..='z').map(|word| format!("{word} ")).collect();
        assert_eq!(Query::parse(&words).terms.len(), Query::TERMS_MAX);
        assert_eq!(Query::parse(&"ab ".repeat(5000)).terms.len(), 1);
        let long = describe(&"x".repeat(10_000));
        assert_eq!(long.len(), Query::CHARS_MAX);
        let cut = |text: &str| Query::parse(text).is_cut;
        assert!(
            cut(&words)
                && cut(&"ü".repeat(201))
                && !cut(&"ü".repeat(200))
                && !cut(&"ab ".repeat(60))
        );
    }
}
