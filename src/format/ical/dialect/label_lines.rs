//! Lines of people in descriptions, `Speaker: NAME`, and the rules of a file for them.

use super::super::brackets::{split_bracketed_end, split_outside_brackets};
use super::super::components::Calendar;
use super::super::people_lines::{NamedPerson, PeopleLine};
use super::names::{is_full_name, is_name, is_placeholder};
use super::producer::Producer;
use crate::agenda::Part;

/// The number of lines for the rule `NAME, COMPANY (ROLE)`.
const COMPANY_LINES_MIN: usize = 3;
/// The length of a line of people, in bytes. A longer line is prose.
const LINE_BYTES_MAX: usize = 10_000;
/// The number of second lines with a label behind a first line that is not the title.
const SECOND_LINES_MIN: usize = 3;

/// The rules of a file for lines of people.
#[derive(Debug)]
pub(super) struct LabelRules {
    pub line: LineNumber,
    form: NameForm,
    /// Separators of names besides comma and semicolon.
    separators: Vec<&'static str>,
}

/// The line of a description with the first label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineNumber {
    /// Descriptions of this file have labels before prose: no line names people.
    None,
    First,
    /// Behind the title or a line such as `Track: 4`.
    Second,
}

/// The form of the text behind a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameForm {
    /// `A (AFFILIATION), B`
    List,
    /// `A, COMPANY (ROLE)`
    WithCompany,
}

/// A description with a label in its first or second line.
struct LabelledText {
    line: LineNumber,
    part: Part,
    names: String,
    /// True if the first line is the title.
    begins_with_title: bool,
    /// True if the first line has the form `Track: 4`.
    begins_with_label: bool,
}

impl LabelRules {
    /// Finds the rules that hold for all descriptions of a file with a label.
    pub(super) fn detect(calendar: &Calendar, producer: Producer) -> LabelRules {
        let mut rules =
            LabelRules { line: LineNumber::First, form: NameForm::List, separators: Vec::new() };
        if producer == Producer::Hallway {
            return rules;
        }
        let texts = labelled_texts(calendar);
        rules.line = line_number(&texts);
        let texts: Vec<&LabelledText> =
            texts.iter().filter(|text| text.line == rules.line).collect();
        if producer != Producer::Indico && have_companies(&texts) {
            rules.form = NameForm::WithCompany;
        }
        rules.separators = separators(&texts);
        let names = texts.iter().filter(|text| !rules.names_of(text.part, &text.names).is_empty());
        if names.count() * 4 < texts.len() * 3 {
            rules.line = LineNumber::None;
        }
        rules
    }

    /// Returns the people of a line with a label; none if the line is prose.
    pub(super) fn read_names(&self, line: PeopleLine<'_>) -> Vec<NamedPerson> {
        self.names_of(line.part, line.names)
    }

    fn names_of(&self, part: Part, names: &str) -> Vec<NamedPerson> {
        if names.len() > LINE_BYTES_MAX {
            return Vec::new();
        }
        if self.form == NameForm::WithCompany {
            return read_name_with_company(part, names).into_iter().collect();
        }
        let entries = self.split_names(names);
        let people: Vec<NamedPerson> = entries
            .into_iter()
            .map(|name| read_name(part, name))
            .filter(|person| !is_placeholder(&person.name))
            .collect();
        let is_single = people.len() == 1 && part != Part::Sponsor;
        let is_right = |person: &&NamedPerson| is_name(&person.name, is_single);
        let names: Vec<NamedPerson> = people.iter().filter(is_right).cloned().collect();
        if names.len() * 2 > people.len() { names } else { Vec::new() }
    }

    fn split_names<'a>(&self, names: &'a str) -> Vec<&'a str> {
        let mut separators = vec![", ", "; ", "、"];
        separators.extend(&self.separators);
        split_outside_brackets(names, &separators)
    }
}

/// Returns the first non-empty line, and the text behind.
fn split_first_line(text: &str) -> (&str, &str) {
    text.trim_start().split_once('\n').unwrap_or((text.trim_start(), ""))
}

/// Returns all descriptions with a label and a text behind it.
fn labelled_texts(calendar: &Calendar) -> Vec<LabelledText> {
    let texts = calendar.events.iter().filter_map(|event| {
        let text = event.get("DESCRIPTION")?.text();
        let title = event.get("SUMMARY").map(|title| title.text()).unwrap_or_default();
        let (first, rest) = split_first_line(&text);
        let (line, labelled) = match PeopleLine::parse(first) {
            Some(labelled) => (LineNumber::First, labelled),
            None => (LineNumber::Second, PeopleLine::parse(split_first_line(rest).0)?),
        };
        Some(LabelledText {
            line,
            part: labelled.part,
            names: labelled.names.trim().to_owned(),
            begins_with_title: first.trim() == title.trim(),
            begins_with_label: has_label(first),
        })
    });
    texts.filter(|text| !is_placeholder(&text.names)).collect()
}

/// Returns true for a line such as `Track: 4`.
fn has_label(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(label, _)| label.split_whitespace().count() <= 2)
}

/// Returns the second line if nine of ten labels stand there, behind the title, or behind the title
/// or another label at least three times.
fn line_number(texts: &[LabelledText]) -> LineNumber {
    let second = texts.iter().filter(|text| text.line == LineNumber::Second);
    let behind_titles = second.clone().filter(|text| text.begins_with_title).count();
    let behind_any = second.filter(|text| text.begins_with_title || text.begins_with_label).count();
    let is_second = |count: usize| count > 0 && count * 10 >= texts.len() * 9;
    if is_second(behind_titles) || (behind_any >= SECOND_LINES_MIN && is_second(behind_any)) {
        LineNumber::Second
    } else {
        LineNumber::First
    }
}

/// Returns true if every line has the form `NAME, COMPANY (ROLE)`.
fn have_companies(texts: &[&LabelledText]) -> bool {
    texts.len() >= COMPANY_LINES_MIN
        && texts.iter().all(|text| read_name_with_company(text.part, &text.names).is_some())
}

/// Reads `NAME, COMPANY (ROLE)`. The company may be missing: `NAME, (ROLE)`.
fn read_name_with_company(part: Part, text: &str) -> Option<NamedPerson> {
    let (name, rest) = text.split_once(',')?;
    let (company, role) = match rest.trim().strip_prefix('(') {
        Some(role) => ("", role.strip_suffix(')')?),
        None => split_bracketed_end(rest).map(|end| (end.before, end.inner))?,
    };
    let is_form = is_full_name(name) && split_outside_brackets(company, &[", "]).len() == 1;
    is_form.then(|| NamedPerson {
        affiliation: Some(company.trim().to_owned()).filter(|company| !company.is_empty()),
        role: Some(role.trim().to_owned()).filter(|role| !role.is_empty()),
        ..NamedPerson::new(part, name)
    })
}

/// Returns those of ` / ` and `&` that separate names in every line that has them, in a file whose
/// lists have no other separator.
fn separators(texts: &[&LabelledText]) -> Vec<&'static str> {
    let is_list = |text: &&&LabelledText| text.names.contains([',', ';', '、']);
    if texts.iter().any(|text| is_list(&text)) {
        return Vec::new();
    }
    let separates = |separator: &&str| {
        let mut lists = texts
            .iter()
            .map(|text| split_outside_brackets(&text.names, &[*separator]))
            .filter(|names| names.len() > 1)
            .peekable();
        lists.peek().is_some() && lists.all(|names| are_people(&names))
    };
    ["／", " / ", "＆", "&"].into_iter().filter(|separator| separates(separator)).collect()
}

/// Returns true for names of which at least half are certain.
fn are_people(names: &[&str]) -> bool {
    let certain = names.iter().filter(|name| is_person(name)).count();
    names.iter().all(|name| is_name(name, true)) && certain * 2 >= names.len()
}

/// Returns true for a full name, or a name in letters without case, in which a name is one word.
fn is_person(text: &str) -> bool {
    let text = text.trim();
    let is_caseless =
        text.chars().any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    is_full_name(text) || (is_caseless && is_name(text, true))
}

/// Reads a name with an affiliation in round brackets. Square brackets belong to the name, as in
/// pretalx.
fn read_name(part: Part, text: &str) -> NamedPerson {
    let text = text.trim();
    match split_bracketed_end(text) {
        Some(end) => NamedPerson {
            affiliation: Some(end.inner.to_owned()),
            ..NamedPerson::new(part, end.before)
        },
        None => NamedPerson::new(part, text),
    }
}
