//! What was typed, taken apart. Nothing is an error here: what makes no sense matches everything and gives a hint.

use super::Field;
use super::fold::{each_word, squeezed};
use crate::agenda::{Agenda, Day, Kind, Moment};
use chrono::{Datelike, Days, NaiveTime, Weekday};

/// Only the beginning of a query counts: so many characters,
const CHARS_MAX: usize = 200;
/// and so many words.
const TERMS_MAX: usize = 16;

/// A query. Every term of it must fit, in any order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
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

    /// The words run together, as in "postmortem" for "post-mortem".
    pub(super) fn joined(&self) -> Text {
        Text { words: vec![self.words.concat()], ..self.clone() }
    }

    /// Each different word by itself.
    pub(super) fn single(&self) -> impl Iterator<Item = Text> {
        let first = |(at, word): &(usize, &String)| !self.words.iter().take(*at).any(|before| before == *word);
        let different = self.words.iter().enumerate().filter(first);
        different.map(|(_, word)| Text { words: vec![word.clone()], ..self.clone() })
    }
}

/// A day as it was named; `1` is the first day of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DayName {
    Number(usize),
    /// The beginning of a date, year first.
    Date(String),
    /// The beginning of the name of a day of the week, or of "today", "tomorrow".
    Name(String),
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
    ("now", Is::Now),
];

/// A word before a colon, and what it wants after it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Operator {
    name: &'static str,
    wants: &'static str,
    sort: Sort,
}

#[derive(Debug, PartialEq, Eq)]
enum Sort {
    In(&'static [Field]),
    Day,
    Kind,
    Is,
    After,
    Before,
}

const fn operator(name: &'static str, wants: &'static str, sort: Sort) -> Operator {
    Operator { name, wants, sort }
}

const OPERATORS: &[Operator] = &[
    operator("title", "a word of a title, such as title:network", Sort::In(&[Field::Title])),
    operator("speaker", "a name, such as speaker:liz", Sort::In(&[Field::Person(0)])),
    operator("affiliation", "an organisation, such as affiliation:google", Sort::In(&[Field::Affiliation(0)])),
    operator("track", "the name of a track, such as track:security", Sort::In(&[Field::Track])),
    operator("tag", "a tag, such as tag:plenary", Sort::In(&[Field::Tag(0)])),
    operator("room", "the name of a room, such as room:ulster", Sort::In(&[Field::Room])),
    operator("abstract", "a word of the description, such as abstract:latency", Sort::In(&[Field::Abstract])),
    operator("day", "a weekday, a date or a number, such as day:tue, day:2016-07-12 or day:2", Sort::Day),
    operator("kind", "talk, keynote, panel, workshop, lightning, break, social, bof or other", Sort::Kind),
    operator("is", "mine, attend, maybe, full, cancelled or now", Sort::Is),
    operator("after", "a time, such as 14:00", Sort::After),
    operator("before", "a time, such as 12:00", Sort::Before),
];

impl Query {
    /// Takes a query apart. Every text is a query; only its first 200 characters and 16 terms count.
    pub fn parse(text: &str) -> Query {
        let chars: Vec<char> = text.chars().take(CHARS_MAX).collect();
        let mut rest = chars.as_slice();
        let mut terms = Vec::new();
        while let Some(piece) = next_piece(&mut rest) {
            piece.terms(&mut terms);
        }
        // What is said twice asks for nothing more.
        let mut different: Vec<Term> = Vec::new();
        for term in terms {
            if different.len() < TERMS_MAX && !different.contains(&term) {
                different.push(term);
            }
        }
        Query { terms: different }
    }

    /// Nothing to look for: every session fits.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// A query for each of its terms alone.
    pub fn each(&self) -> impl Iterator<Item = Query> {
        self.terms.iter().map(|term| Query { terms: vec![term.clone()] })
    }

    /// What would help whoever typed this, one sentence each: operators that want a value, names that are not there.
    pub fn hints(&self, agenda: &Agenda) -> Vec<String> {
        self.terms.iter().filter_map(|term| term.what.hint(agenda)).collect()
    }

    /// The one word that is looked for, if it is one and nothing else.
    pub(super) fn one_word(&self) -> Option<&str> {
        match self.terms.as_slice() {
            [Term { not: false, what: What::Text(Text { words, fields: [], exact: false, .. }) }] => {
                match words.as_slice() {
                    [word] => Some(word),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

impl What {
    fn hint(&self, agenda: &Agenda) -> Option<String> {
        match self {
            What::Unclear(operator) => Some(format!("{}: wants {}", operator.name, operator.wants)),
            What::Day(day) if !agenda.days.iter().enumerate().any(|(at, of)| day.may_be(at, of)) => {
                let days: Vec<String> = agenda.days.iter().map(|day| day.date.format("%a").to_string()).collect();
                Some(format!("no such day: the agenda has {}, or 1 to {}", days.join(", "), days.len()))
            }
            What::Is(is) if agenda.zone.is_none() && *is == [Is::Now] => {
                Some("is:now needs a time zone, and this agenda names none".into())
            }
            What::Text(text) if !text.fields.is_empty() => text.hint(agenda),
            _ => None,
        }
    }
}

impl Text {
    fn hint(&self, agenda: &Agenda) -> Option<String> {
        let (what, names): (_, Vec<&str>) = match self.fields.first()? {
            Field::Room => ("room", agenda.rooms.iter().map(|room| &*room.name).collect()),
            Field::Track => ("track", agenda.tracks.iter().map(|track| &*track.name).collect()),
            Field::Person(_) => ("speaker", agenda.people.iter().map(|person| &*person.name).collect()),
            _ => return None,
        };
        let known = names.iter().any(|name| super::spot::fits(self, name));
        (!known).then(|| format!("there is no {what} like \"{}\"", self.typed))
    }
}

impl DayName {
    /// Whether this day is meant, where `at` is its position in the agenda.
    pub(super) fn is(&self, at: usize, day: &Day, agenda: &Agenda, now: Option<Moment>) -> bool {
        let from_today = |days| now.and_then(|now| agenda.date_of(now).checked_add_days(Days::new(days)));
        match self {
            DayName::Name(name) => {
                let relative = [("today", 0), ("tomorrow", 1)];
                let mut near = relative.iter().filter(|(word, _)| word.starts_with(name.as_str()));
                weekday(day.date.weekday()).starts_with(name.as_str())
                    || near.any(|(_, days)| from_today(*days) == Some(day.date))
            }
            _ => self.may_be(at, day),
        }
    }

    /// The same without a clock, giving the benefit of the doubt.
    fn may_be(&self, at: usize, day: &Day) -> bool {
        match self {
            DayName::Number(number) => number.checked_sub(1) == Some(at),
            DayName::Date(date) => day.date.to_string().starts_with(date),
            DayName::Name(name) => {
                [weekday(day.date.weekday()), "today", "tomorrow"].iter().any(|word| word.starts_with(name.as_str()))
            }
        }
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "monday",
        Weekday::Tue => "tuesday",
        Weekday::Wed => "wednesday",
        Weekday::Thu => "thursday",
        Weekday::Fri => "friday",
        Weekday::Sat => "saturday",
        Weekday::Sun => "sunday",
    }
}

/// A part of a query between spaces: `-key:"value`.
#[derive(Debug, Default)]
struct Piece {
    not: bool,
    operator: Option<&'static Operator>,
    value: String,
    quoted: bool,
    /// The closing quotation mark is there.
    closed: bool,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Cuts the next piece off.
fn next_piece(rest: &mut &[char]) -> Option<Piece> {
    while let [c, tail @ ..] = rest
        && (c.is_whitespace() || c.is_control())
    {
        *rest = tail;
    }
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
    if let Some(colon) = rest.iter().take(20).position(|c| *c == ':') {
        let (key, tail) = rest.split_at(colon);
        let key: String = key.iter().flat_map(|c| c.to_lowercase()).collect();
        piece.operator = OPERATORS.iter().find(|operator| operator.name == key);
        if piece.operator.is_some() {
            *rest = tail.get(1..).unwrap_or_default();
        }
    }
    if let [c, tail @ ..] = rest
        && is_quote(*c)
    {
        piece.quoted = true;
        *rest = tail;
    }
    let ends = |c: &char| if piece.quoted { is_quote(*c) } else { c.is_whitespace() || c.is_control() };
    let end = rest.iter().position(ends);
    let (value, tail) = rest.split_at(end.unwrap_or(rest.len()));
    piece.value = value.iter().collect();
    piece.closed = piece.quoted && end.is_some();
    *rest = if piece.closed { tail.get(1..).unwrap_or_default() } else { tail };
    Some(piece)
}

impl Piece {
    fn terms(&self, terms: &mut Vec<Term>) {
        let Some(operator) = self.operator else {
            if self.quoted {
                terms.extend(self.text(&self.value, &[]));
            } else {
                // An operator that we do not know is two words.
                terms.extend(self.value.split(':').filter_map(|word| self.text(word, &[])));
            }
            return;
        };
        let value = squeezed(&self.value);
        let text = if let Sort::In(fields) = operator.sort { self.text(&self.value, fields) } else { None };
        let what = match operator.sort {
            _ if value.is_empty() => None,
            Sort::In(_) => text.map(|term| term.what),
            Sort::Day => Some(What::Day(day_name(&self.value, &value))),
            Sort::Kind => begin_like(&value, Kind::ALL.iter().map(|kind| (kind.word(), *kind))).map(What::Kind),
            Sort::Is => begin_like(&value, IS.iter().copied()).map(What::Is),
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
        let mut words = Vec::new();
        each_word(value, |word| words.push(word.to_owned()));
        if !self.quoted && words.len() > 1 && words.last().is_some_and(|last| last == "s") {
            // "facebook's" is asked for, "facebook" is meant as well.
            words.pop();
        }
        let text = Text { typed: value.to_owned(), words, fields, exact: self.quoted, open: !self.closed };
        (!text.words.is_empty()).then_some(Term { not: self.not, what: What::Text(text) })
    }
}

/// All values whose word begins like that: while a word is half typed it stands for each that it may become.
fn begin_like<T>(typed: &str, all: impl Iterator<Item = (&'static str, T)>) -> Option<Vec<T>> {
    let found: Vec<T> = all.filter(|(word, _)| word.starts_with(typed)).map(|(_, value)| value).collect();
    (!found.is_empty()).then_some(found)
}

fn day_name(typed: &str, squeezed: &str) -> DayName {
    if typed.contains('-') && typed.chars().all(|c| c.is_ascii_digit() || c == '-') {
        return DayName::Date(typed.to_owned());
    }
    match squeezed.parse() {
        Ok(number) if squeezed.len() < 4 => DayName::Number(number),
        Ok(_) => DayName::Date(squeezed.to_owned()),
        Err(_) => DayName::Name(squeezed.to_owned()),
    }
}

/// "14", "14:", "14:3", "14:30", "1430", "2pm"; what is half typed counts as far as it goes.
fn clock(typed: &str) -> Option<NaiveTime> {
    let typed = typed.trim().to_ascii_lowercase();
    let (digits, half) = match typed.strip_suffix("pm").or(typed.strip_suffix('p')) {
        Some(digits) => (digits, Some(12)),
        None => match typed.strip_suffix("am").or(typed.strip_suffix('a')) {
            Some(digits) => (digits, Some(0)),
            None => (typed.as_str(), None),
        },
    };
    let digits = digits.trim_end();
    let (hour, minute) = match digits.split_once([':', '.', 'h']) {
        Some(both) => both,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, ""),
    };
    let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?;
    let hour = match (number(hour)?, half) {
        (12, Some(half)) => half,
        (hour @ 1..12, Some(half)) => hour + half,
        (_, Some(_)) => return None,
        (hour, None) => hour,
    };
    let minute = match minute.len() {
        0 => 0,
        1 => number(minute)?.checked_mul(10)?,
        _ => number(minute)?,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
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
            (":::", ""),
            ("day:tue day:2 day:2016-07-1 day:2016", "Name(\"tue\"); Number(2); Date(\"2016-07-1\"); Date(\"2016\")"),
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
    fn times_are_read_as_people_write_them() {
        for (typed, expected) in [
            ("14", "14:00"),
            ("14:", "14:00"),
            ("14:3", "14:30"),
            ("14:35", "14:35"),
            ("14.35", "14:35"),
            ("1435", "14:35"),
            ("935", "09:35"),
            ("2pm", "14:00"),
            ("2:30pm", "14:30"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("24", "-"),
            ("13pm", "-"),
            ("99999999999999", "-"),
            ("ü9", "-"),
            ("+1:+2", "-"),
        ] {
            let time = clock(typed).map_or("-".into(), |time| time.format("%H:%M").to_string());
            assert_eq!(time, expected, "{typed}");
        }
    }

    #[test]
    fn only_the_beginning_of_a_query_counts() {
        let words: String = ('a'..='z').map(|word| format!("{word} ")).collect();
        assert_eq!(Query::parse(&words).terms.len(), TERMS_MAX);
        assert_eq!(Query::parse(&"ab ".repeat(5000)).terms.len(), 1);
        let long = told(&"x".repeat(10_000));
        assert_eq!(long.len(), CHARS_MAX);
    }
}
