//! People behind the last dash of titles: `TITLE - NAME, ROLE, COMPANY & NAME, COMPANY; NAME`, as
//! organisers write them for Sched, whose calendars have no other place for people.

use super::super::brackets::split_outside_brackets;
use super::super::people_lines::NamedPerson;
use super::names::{is_company_ending, is_full_name, is_name, is_role};
use crate::agenda::Part;
use std::collections::HashSet;

/// The smallest number of titles with people for the rule of a file.
const CREDITS_MIN: usize = 6;

/// The length of a title with people, in bytes.
const TITLE_BYTES_MAX: usize = 500;
/// The number of dashes tried in one title, from the end.
const DASHES_MAX: usize = 3;

/// The words of a file with people behind the dashes of its titles.
#[derive(Debug, Default)]
pub(super) struct TitleCredits {
    /// First names in lists: certainly people.
    names: HashSet<String>,
    /// Last parts of lists: certainly roles or companies.
    details: HashSet<String>,
    /// The words before the dashes of all titles.
    title_words: HashSet<String>,
}

/// A part of a list, with the separator before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CreditPart<'a> {
    separator: CreditSeparator,
    text: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CreditSeparator {
    Semicolon,
    Comma,
    /// `&`, "and" or ", and".
    And,
}

impl TitleCredits {
    /// Returns the words of the file if people stand behind the dashes of its titles: behind at
    /// least 6 dashes, 2 of 3 dashes and a third of all titles, each with a name of two words or
    /// more before a comma.
    pub(super) fn detect(titles: &[String]) -> Option<TitleCredits> {
        let titles: Vec<String> = titles.iter().map(|title| with_single_spaces(title)).collect();
        let dashed: Vec<DashedTitle<'_>> =
            titles.iter().filter_map(|title| DashedTitle::split(title)).collect();
        let clear: Vec<&DashedTitle<'_>> =
            dashed.iter().filter(|title| title.has_name_and_detail()).collect();
        let count = clear.len();
        if count < CREDITS_MIN || count * 3 < dashed.len() * 2 || count * 3 < titles.len() {
            return None;
        }
        let mut credits = TitleCredits::default();
        for title in &clear {
            credits.learn(title.tail);
        }
        for title in &titles {
            let head = DashedTitle::split(title).map_or(&**title, |title| title.head);
            credits.title_words.extend(lower_words(head));
        }
        Some(credits)
    }

    /// Learns the names and details of a list, as far as they are certain.
    fn learn(&mut self, tail: &str) {
        for segment in split_outside_brackets(tail, &["; "]) {
            let parts = split_parts(segment);
            let has_and = parts.iter().skip(1).any(|part| part.separator == CreditSeparator::And);
            if let Some(first) = parts.first().filter(|part| is_full_name(part.text)) {
                self.names.insert(first.text.to_owned());
            }
            let details: &[CreditPart<'_>] = match &parts[..] {
                [_, rest @ ..] if !has_and => rest,
                [_, .., last] if last.separator == CreditSeparator::Comma => {
                    std::slice::from_ref(last)
                }
                _ => &[],
            };
            self.details.extend(details.iter().map(|part| part.text.to_owned()));
        }
    }

    /// Returns the people of a title.
    pub(super) fn people(&self, title: &str) -> Vec<NamedPerson> {
        if title.len() > TITLE_BYTES_MAX {
            return Vec::new();
        }
        let title = with_single_spaces(title);
        let Some(title) = DashedTitle::split(&title) else { return Vec::new() };
        let people: Vec<NamedPerson> = split_outside_brackets(title.tail, &["; "])
            .into_iter()
            .flat_map(|segment| self.people_of_segment(&split_parts(segment)))
            .collect();
        let is_clear = title.has_name_and_detail()
            || self.has_known_detail(title.tail)
            || people.iter().all(|person| self.is_unlike_titles(&person.name));
        if is_clear { people } else { Vec::new() }
    }

    /// Returns true for `NAME, DETAIL` with a role, or a detail of another title.
    fn has_known_detail(&self, tail: &str) -> bool {
        match split_parts(tail)[..] {
            [name, detail] => {
                is_name(name.text, false)
                    && (self.details.contains(detail.text) || is_role(detail.text))
            }
            _ => false,
        }
    }

    /// Returns true for a full name of words that no title has before its dash.
    fn is_unlike_titles(&self, name: &str) -> bool {
        is_full_name(name) && lower_words(name).all(|word| !self.title_words.contains(&word))
    }

    fn people_of_segment(&self, parts: &[CreditPart<'_>]) -> Vec<NamedPerson> {
        let mut people: Vec<PersonParts<'_>> = Vec::new();
        for (ix, part) in parts.iter().enumerate() {
            let rest = parts.get(ix + 1..).unwrap_or_default();
            match people.last_mut() {
                Some(known) if !self.begins_person(known, *part, rest) => known.add(*part),
                _ => people.push(PersonParts { name: part.text, details: Vec::new() }),
            }
        }
        share_details(&mut people);
        people.iter().filter(|person| is_name(person.name, false)).map(PersonParts::named).collect()
    }

    /// Returns true if `part` is the next name, and no role or company of the person before.
    fn begins_person(
        &self,
        before: &PersonParts<'_>,
        part: CreditPart<'_>,
        rest: &[CreditPart<'_>],
    ) -> bool {
        let text = part.text;
        if self.details.contains(text) && !self.names.contains(text) {
            return false;
        }
        match part.separator {
            CreditSeparator::Semicolon => true,
            CreditSeparator::And if before.details.is_empty() => is_name(text, false),
            // "Cloud and Infrastructure" is one department, "CEO and Founder" one role.
            CreditSeparator::And => is_full_name(text),
            CreditSeparator::Comma if self.names.contains(text) => true,
            // `A, B & C, COMPANY`
            CreditSeparator::Comma => {
                before.details.is_empty()
                    && is_full_name(text)
                    && is_full_name(name_behind_and(rest))
                    && !self.has_details_before_and(rest)
            }
        }
    }

    /// Returns true if certain details come before the next "and".
    fn has_details_before_and(&self, rest: &[CreditPart<'_>]) -> bool {
        rest.iter()
            .take_while(|part| part.separator != CreditSeparator::And)
            .any(|part| self.details.contains(part.text) && !self.names.contains(part.text))
    }
}

/// A person with the roles and companies behind the name.
struct PersonParts<'a> {
    name: &'a str,
    details: Vec<String>,
}

impl PersonParts<'_> {
    /// Adds a role or a company, or the rest of one.
    fn add(&mut self, part: CreditPart<'_>) {
        match self.details.last_mut() {
            Some(last) if part.separator == CreditSeparator::And => {
                last.push_str(" & ");
                last.push_str(part.text);
            }
            Some(last) if is_company_ending(part.text) => {
                last.push_str(", ");
                last.push_str(part.text);
            }
            _ => self.details.push(part.text.to_owned()),
        }
    }

    fn named(&self) -> NamedPerson {
        let mut details = self.details.clone();
        let affiliation = match &details[..] {
            [only] if is_role(only) => None,
            _ => details.pop(),
        };
        NamedPerson {
            affiliation,
            role: Some(details.join(", ")).filter(|role| !role.is_empty()),
            ..NamedPerson::new(Part::Speaker, self.name)
        }
    }
}

/// Gives people without a company that of the next person: `A & B, COMPANY`.
fn share_details(people: &mut [PersonParts<'_>]) {
    let mut next: Option<String> = None;
    for person in people.iter_mut().rev() {
        match person.details.last() {
            Some(company) => next = Some(company.clone()).filter(|company| !is_role(company)),
            None => person.details.extend(next.clone()),
        }
    }
}

/// A title and the text behind its last dash.
struct DashedTitle<'a> {
    head: &'a str,
    tail: &'a str,
}

impl DashedTitle<'_> {
    fn split(title: &str) -> Option<DashedTitle<'_>> {
        if title.len() > TITLE_BYTES_MAX {
            return None;
        }
        let splits = title.rmatch_indices(['-', '–', '—']).filter_map(|(at, dash)| {
            let (head, tail) = (title.get(..at)?, title.get(at + dash.len()..)?);
            let is_dash = head.ends_with(' ') || tail.starts_with(' ');
            (is_dash && !head.trim().is_empty()).then(|| DashedTitle { head, tail: tail.trim() })
        });
        let mut last = None;
        for title in splits.take(DASHES_MAX) {
            if title.has_name_and_detail() {
                return Some(title);
            }
            last = last.or(Some(title));
        }
        last
    }

    /// Returns true for a tail that begins with a full name and has a comma behind a name.
    fn has_name_and_detail(&self) -> bool {
        let parts = split_parts(self.tail);
        let begins_with_name = parts.first().is_some_and(|part| is_name(part.text, false));
        let has_full_name = parts.iter().any(|part| is_full_name(part.text));
        let has_detail = parts.iter().skip(1).any(|part| part.separator == CreditSeparator::Comma);
        begins_with_name && has_full_name && has_detail && !self.tail.contains('|')
    }
}

/// Returns the part behind the next "and".
fn name_behind_and<'a>(rest: &[CreditPart<'a>]) -> &'a str {
    rest.iter().find(|part| part.separator == CreditSeparator::And).map_or("", |part| part.text)
}

fn with_single_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits a list of people at commas, semicolons, "&" and "and".
fn split_parts(text: &str) -> Vec<CreditPart<'_>> {
    const SEPARATORS: [(&str, CreditSeparator); 6] = [
        (", and ", CreditSeparator::And),
        (", & ", CreditSeparator::And),
        ("; ", CreditSeparator::Semicolon),
        (", ", CreditSeparator::Comma),
        (" & ", CreditSeparator::And),
        (" and ", CreditSeparator::And),
    ];
    let (mut parts, mut from, mut separator) = (Vec::new(), 0, CreditSeparator::Semicolon);
    for (at, c) in text.char_indices() {
        if at < from || !matches!(c, ',' | ';' | ' ') {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let found = SEPARATORS.iter().find(|(word, _)| rest.starts_with(word));
        if let Some((word, next)) = found {
            parts.push(CreditPart { separator, text: text.get(from..at).unwrap_or_default() });
            (from, separator) = (at + word.len(), *next);
        }
    }
    parts.push(CreditPart { separator, text: text.get(from..).unwrap_or_default() });
    parts.retain(|part| !part.text.trim().is_empty());
    parts
}

fn lower_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}
