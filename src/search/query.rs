//! What was typed, taken apart. Nothing is an error here: what makes no sense matches everything
//! and gives a hint.

mod hint;
mod operator;
mod when;

use super::Field;
use super::fold::{spellings, squeezed};
use crate::agenda::Kind;
use chrono::NaiveTime;
pub(super) use hint::is_language;
use operator::{Operator, Sort};
pub(super) use when::DayName;
pub use when::find_days;
use when::{clock, is_time, month};

/// Only the first words of a query count.
const TERMS_MAX: usize = 16;

/// A query. Every term of it must fit, in any order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
    /// Something was typed, but nothing of it can be looked for: nothing fits.
    pub(super) is_void: bool,
    /// Words before a colon that are no operator.
    unknown: Vec<String>,
    /// Its end was cut off.
    is_cut: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    /// What fits is left out.
    pub(super) not: bool,
    pub(super) what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Text(Text),
    Day(DayName),
    /// Any of these.
    Kind(Vec<Kind>),
    Is(Vec<Is>),
    /// The beginning of a language.
    Language(String),
    /// Starts at this wall clock or later in its day of the programme.
    After(NaiveTime),
    Before(NaiveTime),
    /// An operator without a value that it can use.
    Unclear(&'static Operator),
}

/// Words to look for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    /// As it was typed, for hints.
    pub(super) typed: String,
    /// Folded; more than one must follow each other.
    pub(super) words: Vec<String>,
    /// The same words as they are spelled where there is no ä.
    pub(super) others: Vec<String>,
    /// In these fields; empty: anywhere.
    pub(super) fields: &'static [Field],
    /// Between quotation marks: nothing but these very words.
    pub(super) exact: bool,
    /// The last word may go on.
    pub(super) open: bool,
}

impl Text {
    /// Whether fields of this kind are looked into: see [`Field::kind`].
    pub(super) fn wants(&self, kind: u8) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|field| field.kind() == kind)
    }

    /// Whether what is only like it may be in fields of this kind: in a room only if one is asked
    /// for.
    pub(super) fn wants_guesses(&self, kind: u8) -> bool {
        self.wants(kind) && (kind != Field::Room.kind() || !self.fields.is_empty())
    }

    /// The words run together, as in "postmortem" for "post-mortem", and in their other spelling if
    /// they have one.
    pub(super) fn joined_spellings(&self) -> Vec<String> {
        let mut joined = vec![self.words.concat(), self.others.concat()];
        joined.dedup();
        joined
    }

    /// As it was typed, without what only parts words.
    pub(super) fn told(&self) -> &str {
        self.typed.trim_matches(|c: char| c.is_ascii_punctuation())
    }

    /// Whether it is a word that may be anywhere, with nothing said of it.
    pub(super) fn is_plain(&self) -> bool {
        self.fields.is_empty() && !self.exact
    }

    /// What is looked for as one word. What is joined by `&` is hardly ever written without it:
    /// only the whole word counts.
    pub(super) fn run_together(&self) -> Text {
        let whole = self.words.len() > 1 && self.typed.contains('&');
        Text { exact: self.exact || whole, open: self.open && !whole, ..self.clone() }
    }

    /// Whether the last word may be the beginning of another: of several, one letter alone is none.
    pub(super) fn may_go_on(&self) -> bool {
        self.open
            && (self.exact
                || self.words.len() < 2
                || !self.words.last().is_some_and(|last| is_letter(last)))
    }

    /// Words that were typed in one piece, each by itself, if they may stand apart: one letter may
    /// not.
    pub(super) fn apart(&self) -> Option<impl Iterator<Item = Text>> {
        let may =
            self.words.len() > 1 && !self.exact && !self.words.iter().any(|word| is_letter(word));
        may.then(|| self.single())
    }

    /// Each different word by itself.
    pub(super) fn single(&self) -> impl Iterator<Item = Text> {
        let first = |(at, word): &(usize, &String)| {
            !self.words.iter().take(*at).any(|before| before == *word)
        };
        let different = self.words.iter().enumerate().filter(first);
        different.map(|(at, word)| Text {
            words: vec![word.clone()],
            others: vec![self.others.get(at).unwrap_or(word).clone()],
            ..self.clone()
        })
    }
}

/// A letter or digit alone. In scripts that do not part words it is one.
fn is_letter(word: &str) -> bool {
    word.len() == 1
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Is {
    /// In the plan, as attended or as maybe.
    Mine,
    Attend,
    Maybe,
    Full,
    Cancelled,
    Now,
}

const IS: &[(&str, Is)] = &[
    ("mine", Is::Mine),
    ("attend", Is::Attend),
    ("maybe", Is::Maybe),
    ("full", Is::Full),
    ("cancelled", Is::Cancelled),
    ("canceled", Is::Cancelled),
    ("now", Is::Now),
];

impl Query {
    /// Only the beginning of a query counts, so many characters.
    pub const CHARS_MAX: usize = 200;

    /// Takes a query apart. Every text is a query; only its first 200 characters and 16 terms
    /// count.
    pub fn parse(text: &str) -> Query {
        let chars: Vec<char> = text.chars().take(Query::CHARS_MAX).collect();
        let mut rest = chars.as_slice();
        let mut query =
            Query { is_cut: text.chars().nth(Query::CHARS_MAX).is_some(), ..Query::default() };
        let mut terms = Vec::new();
        while let Some(piece) = next_piece(&mut rest) {
            query.unknown.extend(piece.unknown.clone().filter(|key| !query.unknown.contains(key)));
            piece.terms(&mut terms);
        }
        // What is said twice asks for nothing more.
        for term in terms {
            if query.terms.contains(&term) {
                continue;
            }
            query.is_cut |= query.terms.len() == TERMS_MAX;
            if query.terms.len() < TERMS_MAX {
                query.terms.push(term);
            }
        }
        query.is_void =
            query.terms.is_empty() && text.chars().any(|c| !c.is_whitespace() && !c.is_control());
        query
    }

    /// Nothing to look for: every session fits.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && !self.is_void
    }

    /// What must be said in a session, in the order in which it was typed.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        let wanted = self.terms.iter().filter(|term| !term.not);
        wanted.filter_map(|term| if let What::Text(text) = &term.what { Some(text) } else { None })
    }

    /// Words that follow each other, each two as one: the place of the first among
    /// [`Query::texts`], and both together.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, String)> {
        let plain = |term: &Term| match &term.what {
            What::Text(text) if text.is_plain() && !term.not => Some(text.words.concat()),
            _ => None,
        };
        let mut at = 0;
        self.terms.windows(2).filter_map(move |two| {
            let [first, second] = two else { return None };
            let here = at;
            at += usize::from(!first.not && matches!(first.what, What::Text(_)));
            Some((here, plain(first)? + &plain(second)?))
        })
    }

    /// The one word that is looked for, if it is one and nothing else.
    pub(super) fn one_word(&self) -> Option<&str> {
        match self.terms.as_slice() {
            [Term { not: false, what: What::Text(text) }] if text.is_plain() => {
                match text.words.as_slice() {
                    [word] => Some(word),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The words that are looked for, if words are all that was typed.
    pub(super) fn plain_words(&self) -> Option<Vec<&str>> {
        let words = self.terms.iter().map(|term| match &term.what {
            What::Text(text) if text.fields.is_empty() && !term.not => Some(&text.words),
            _ => None,
        });
        Some(words.collect::<Option<Vec<_>>>()?.into_iter().flatten().map(String::as_str).collect())
    }
}

/// A part of a query between spaces: `-key:"value`.
#[derive(Debug, Default)]
struct Piece {
    not: bool,
    operator: Option<&'static Operator>,
    /// The word before a colon, where it is no operator.
    unknown: Option<String>,
    value: String,
    quoted: bool,
    /// The closing quotation mark is there.
    closed: bool,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn is_blank(c: &char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Cuts the next piece off.
fn next_piece(rest: &mut &[char]) -> Option<Piece> {
    *rest = after_blanks(rest);
    let mut piece = Piece::default();
    if let ['-' | '−' | '–', tail @ ..] = rest
        && tail.first().is_some_and(|c| !c.is_whitespace())
    {
        piece.not = true;
        *rest = tail;
    }
    if rest.is_empty() {
        return None;
    }
    piece.key(rest);
    if let [c, tail @ ..] = rest
        && is_quote(*c)
    {
        piece.quoted = true;
        *rest = tail;
    }
    let end = rest.iter().position(|c| if piece.quoted { is_quote(*c) } else { is_blank(c) });
    let (value, tail) = rest.split_at(end.unwrap_or(rest.len()));
    piece.value = value.iter().collect();
    piece.closed = piece.quoted && end.is_some();
    *rest = if piece.closed { tail.get(1..).unwrap_or_default() } else { tail };
    piece.second_word(rest);
    Some(piece)
}

fn after_blanks(rest: &[char]) -> &[char] {
    rest.get(rest.iter().take_while(|c| is_blank(c)).count()..).unwrap_or_default()
}

impl Piece {
    /// Takes the word before a colon off, if it is an operator, or nearly one.
    fn key(&mut self, rest: &mut &[char]) {
        let Some(colon) = rest.iter().take(Operator::LONGEST + 4).position(|c| *c == ':') else {
            return;
        };
        let (key, tail) = rest.split_at(colon);
        let value = tail.get(1..).unwrap_or_default();
        let key: String = key.iter().flat_map(|c| c.to_lowercase()).collect();
        self.operator = Operator::named(&key);
        let is_word = key.chars().count() > 1 && key.chars().all(char::is_alphabetic);
        if self.operator.is_none()
            && is_word
            && value.first().is_some_and(|c| c.is_alphanumeric() || is_quote(*c))
        {
            self.unknown = Some(key);
        }
        if self.operator.is_some()
            || self.unknown.as_deref().is_some_and(|key| Operator::nearest(key).is_some())
        {
            *rest = value;
        }
    }

    /// Days and times may be two words: "12 jul", "2 pm".
    fn second_word(&mut self, rest: &mut &[char]) {
        let Some(operator) = self.operator.filter(|_| !self.quoted) else { return };
        let next = after_blanks(rest);
        let (word, tail) = next.split_at(next.iter().position(is_blank).unwrap_or(next.len()));
        let word: String = word.iter().collect();
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
        let goes_on = match operator.sort {
            Sort::Day if is_number(self.value.trim_end_matches('.')) => month(&word).is_some(),
            Sort::Day => month(&self.value).is_some() && is_number(&word),
            Sort::After | Sort::Before => matches!(&*word.to_lowercase(), "am" | "pm"),
            _ => false,
        };
        if goes_on {
            self.value = format!("{} {word}", self.value);
            *rest = tail;
        }
    }

    fn terms(&self, terms: &mut Vec<Term>) {
        let Some(operator) = self.operator else {
            if self.quoted || is_time(&self.value) {
                terms.extend(self.text(&self.value, &[]));
            } else {
                terms.extend(self.value.split(':').filter_map(|word| self.text(word, &[])));
            }
            return;
        };
        let value = squeezed(&self.value);
        let text = if let Sort::In(fields) = operator.sort {
            self.text(&self.value, fields)
        } else {
            None
        };
        let what = match operator.sort {
            _ if value.is_empty() => None,
            Sort::In(_) => text.map(|term| term.what),
            Sort::Day => DayName::parse(&self.value).map(What::Day),
            Sort::Kind => begin_like(&value, Kind::ALL.iter().map(|kind| (kind.word(), *kind)))
                .map(What::Kind),
            Sort::Is => begin_like(&value, IS.iter().copied()).map(What::Is),
            Sort::Language => Some(What::Language(value)),
            Sort::After => clock(&self.value).map(What::After),
            Sort::Before => clock(&self.value).map(What::Before),
        };
        terms.push(match what {
            Some(what) => Term { not: self.not, what },
            None => Term { not: false, what: What::Unclear(operator) },
        });
    }

    /// The words of a value, if it has any.
    fn text(&self, value: &str, fields: &'static [Field]) -> Option<Term> {
        let (mut words, mut others): (Vec<String>, Vec<String>) =
            spellings(value).into_iter().unzip();
        if !self.quoted && words.len() > 1 && words.last().is_some_and(|last| last == "s") {
            // "facebook's" is asked for, "facebook" is meant as well.
            words.pop();
            others.pop();
        }
        let text = Text {
            typed: value.to_owned(),
            words,
            others,
            fields,
            exact: self.quoted,
            open: !self.closed,
        };
        (!text.words.is_empty()).then_some(Term { not: self.not, what: What::Text(text) })
    }
}

/// All values whose word begins like that: while a word is half typed it stands for each that it
/// may become. What goes on after the word, as in "talks", is that value.
fn begin_like<T: PartialEq>(
    typed: &str,
    all: impl Iterator<Item = (&'static str, T)>,
) -> Option<Vec<T>> {
    let mut found: Vec<T> = Vec::new();
    for (word, value) in all {
        if (word.starts_with(typed) || typed.starts_with(word)) && !found.contains(&value) {
            found.push(value);
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A query in one line: what each term became.
    fn told(text: &str) -> String {
        let terms = Query::parse(text).terms;
        terms
            .iter()
            .map(|term| format!("{}{}", if term.not { "not " } else { "" }, tell(&term.what)))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn tell(what: &What) -> String {
        match what {
            What::Text(text) => {
                let fields: Vec<_> = text.fields.iter().map(Field::name).collect();
                let open = if text.exact && text.open { ".." } else { "" };
                let mark = if text.exact { "\"" } else { "" };
                format!(
                    "{}{mark}{}{open}{mark}",
                    fields.iter().map(|f| format!("{f}=")).collect::<String>(),
                    text.words.join(" ")
                )
            }
            What::Day(day) => format!("{day:?}"),
            What::Kind(kinds) => format!("{kinds:?}"),
            What::Is(is) => format!("{is:?}"),
            What::After(time) => format!("after {time}"),
            What::Before(time) => format!("before {time}"),
            What::Language(name) => format!("language {name}"),
            What::Unclear(operator) => format!("{}?", operator.name),
        }
    }

    #[test]
    fn a_query_is_taken_apart() {
        for (query, expected) in [
            ("", ""),
            ("  \u{7}\t ", ""),
            ("Facebook incident", "facebook; incident"),
            ("speaker:liz debt", "speaker=liz; debt"),
            ("SPEAKER:Liz", "speaker=liz"),
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
            ("day:foo day:di", "day?"),
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
            assert_eq!(told(query), expected, "{query}");
        }
    }

    #[test]
    fn only_the_beginning_of_a_query_counts() {
        let words: String = ('a'..='z').map(|word| format!("{word} ")).collect();
        assert_eq!(Query::parse(&words).terms.len(), TERMS_MAX);
        assert_eq!(Query::parse(&"ab ".repeat(5000)).terms.len(), 1);
        let long = told(&"x".repeat(10_000));
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
