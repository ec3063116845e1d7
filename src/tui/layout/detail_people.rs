//! The people of a session in its details.

use super::line::{Line, highlight_matches, line_width, shift_range, text_run};
use super::matches::WordMatches;
use super::paragraphs::Paragraphs;
use crate::agenda::{Part, Person, Session};
use crate::search::Field;
use crate::tui::state::Model;
use crate::tui::theme::Role;
use std::ops::Range;

/// The most people whose names and jobs are in the head of the details.
const HEAD_PEOPLE: usize = 3;

/// Adds the people of a session to the head: each with a line, or many names in few lines.
pub(super) fn add_head_people(
    text: &mut Paragraphs,
    model: &Model,
    session: &Session,
    matches: &WordMatches,
) {
    let count = session.people.len();
    let mut names = String::new();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (nth, (person, part)) in model.agenda.people_of(session).enumerate() {
        let before = if nth == 0 { "" } else { ", " };
        names.push_str(before);
        let start = names.chars().count();
        let found = name_matches(person, nth, matches).into_iter();
        ranges.extend(found.map(|range| shift_range(range, start)));
        names.push_str(&name_with_part(person, part));
        if count <= HEAD_PEOPLE {
            let found = std::mem::take(&mut ranges);
            let found = found.into_iter().map(|range| range.start - start..range.end - start);
            add_person(text, person, part, nth, &found.collect::<Vec<_>>(), matches);
        }
    }
    if count > HEAD_PEOPLE {
        text.add_with_matches(Role::Head, &names, &ranges);
    }
}

/// Adds the people of a session with their jobs, if the head has their names alone.
pub(super) fn add_people(
    text: &mut Paragraphs,
    model: &Model,
    session: &Session,
    matches: &WordMatches,
) {
    let has_jobs = model.agenda.people_of(session).any(|(person, _)| person.job().is_some());
    if session.people.len() <= HEAD_PEOPLE || !has_jobs {
        return;
    }
    text.add_section("People", None);
    for (nth, (person, part)) in model.agenda.people_of(session).enumerate() {
        let found = name_matches(person, nth, matches);
        add_person(text, person, part, nth, &found, matches);
    }
}

/// Adds a name and a job in one line, or one below the other.
fn add_person(
    text: &mut Paragraphs,
    person: &Person,
    part: Part,
    nth: usize,
    ranges: &[Range<usize>],
    matches: &WordMatches,
) {
    let name = name_with_part(person, part);
    let Some(job) = person.job() else { return text.add_with_matches(Role::Head, &name, ranges) };
    // The affiliation is the end of the job.
    let home = person.affiliation.as_deref().map_or(0, |home| home.chars().count());
    let start = job.chars().count() - home;
    let found = matches.ranges(Field::Affiliation(nth)).into_iter();
    let job_ranges: Vec<_> = found.map(|range| shift_range(range, start)).collect();
    if name.chars().count() + job.chars().count() + 3 <= text.width() {
        let mut line: Line = highlight_matches(Role::Head, &name, 0, ranges);
        line.push(text_run(Role::Faint, " · "));
        line.extend(highlight_matches(Role::Faint, &job, 0, &job_ranges));
        if line_width(&line) <= text.width() {
            return text.push_line(line);
        }
    }
    text.add_with_matches(Role::Head, &name, ranges);
    text.add_with_matches(Role::Faint, &job, &job_ranges);
}

fn name_matches(person: &Person, nth: usize, matches: &WordMatches) -> Vec<Range<usize>> {
    let letters = person.name.chars().count();
    let mut ranges = matches.ranges(Field::Person(nth));
    ranges.retain(|range| range.end <= letters);
    ranges
}

fn name_with_part(person: &Person, part: Part) -> String {
    match part {
        Part::Speaker => person.name.to_string(),
        part => format!("{} ({})", person.name, part.word()),
    }
}

/// Adds a section about each person.
pub(super) fn add_bios(text: &mut Paragraphs, model: &Model, session: &Session) {
    for (person, _) in model.agenda.people_of(session) {
        if let Some(bio) = &person.bio {
            text.add_section(&format!("About {}", person.name), None);
            text.add(Role::Text, bio);
        }
    }
}
