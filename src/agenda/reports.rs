//! The report of all problems of a file.

use super::clean::Clean;
use super::position::{LineIndex, Position};
use super::problem::{Problem, Severity};
use std::collections::HashMap;

/// Most reports in one output. Nobody mends a file with more kinds of problem line by line.
const REPORTS_MAX: usize = 500;

/// Most places of the further problems of a report.
const LISTED_MAX: usize = 10;

/// The problems of a file in one line each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemSummary {
    /// The number of problems, errors included.
    pub count: usize,
    /// The number of errors: each stands for a session or a field that the agenda lacks.
    pub errors: usize,
    /// The name of the file.
    pub file: String,
    /// The first [`ProblemSummary::LINES_MAX`] kinds of problem, errors first. Problems with one
    /// message share a line with their places: `message, 3 times: lines 2, 5, 9`.
    pub lines: Vec<String>,
    /// The number of problems without a line.
    pub unlisted: usize,
}

impl ProblemSummary {
    /// Most lines of a summary.
    pub const LINES_MAX: usize = 1000;

    /// Summarizes the problems of `text`, the content of `file`.
    pub fn new(problems: &[Problem], file: &str, text: &str) -> ProblemSummary {
        if problems.is_empty() {
            return ProblemSummary::default();
        }
        let index = LineIndex::new(text);
        let is_error = |problem: &&Problem| problem.severity == Severity::Error;
        let mut groups = group_by_message(problems);
        groups.sort_by_key(|group| !is_error(&group.first));
        let rest = groups.split_off(groups.len().min(ProblemSummary::LINES_MAX));
        ProblemSummary {
            count: problems.len(),
            errors: problems.iter().filter(is_error).count(),
            file: Clean::line(file).into(),
            lines: groups.iter().map(|group| group.line(&index)).collect(),
            unlisted: rest.iter().map(|group| 1 + group.others.len()).sum(),
        }
    }
}

/// Problems with the same severity and message.
struct ProblemGroup<'p> {
    first: &'p Problem,
    others: Vec<&'p Problem>,
}

impl ProblemGroup<'_> {
    /// Returns the message with the number of problems and the lines of the first
    /// [`Self::PLACES_MAX`].
    fn line(&self, index: &LineIndex<'_>) -> String {
        let all: Vec<&Problem> = std::iter::once(self.first).chain(self.others.clone()).collect();
        let times = if all.len() > 1 { format!(", {} times", all.len()) } else { String::new() };
        let places = match (position_of(self.first, index), self.others.is_empty()) {
            (Some(Position { line, column }), true) => {
                Some(format!("line {line}, column {column}"))
            }
            _ => list_places(index, self.first, &all, Self::PLACES_MAX),
        };
        let places = places.map_or_else(String::new, |places| format!(": {places}"));
        format!("{}{times}{places}", Clean::line(&self.first.message))
    }

    /// The most places in one line of a summary.
    const PLACES_MAX: usize = 40;
}

/// Formats all problems of `text`, the content of `file`, with an empty line after each report.
/// Problems with one message make one report. The report counts the further places and lists the
/// lines of the first ten.
pub fn format_problems(problems: &[Problem], file: &str, text: &str) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let groups = group_by_message(problems);
    let lines = LineIndex::new(text);
    let mut output = String::new();
    for ProblemGroup { first, others } in groups.iter().take(REPORTS_MAX) {
        output.push_str(&first.report_at(position_of(first, &lines), file, text));
        if !others.is_empty() {
            let places = list_places(&lines, first, others, LISTED_MAX);
            let places = places.map_or_else(String::new, |places| format!(" in {places}"));
            output.push_str(&format!("\n  and {} more{places}", others.len()));
        }
        output.push_str("\n\n");
    }
    if groups.len() > REPORTS_MAX {
        let more = groups.len() - REPORTS_MAX;
        output.push_str(&format!("and {more} more kinds of problem\n\n"));
    }
    output
}

/// Groups problems by severity and message, in the order of the first problem of each group.
fn group_by_message(problems: &[Problem]) -> Vec<ProblemGroup<'_>> {
    let mut groups: Vec<ProblemGroup<'_>> = Vec::new();
    let mut group_of_message: HashMap<(Severity, &str), usize> = HashMap::new();
    for problem in problems {
        let key = (problem.severity, &*problem.message);
        let ix = *group_of_message.entry(key).or_insert(groups.len());
        match groups.get_mut(ix) {
            Some(group) => group.others.push(problem),
            None => groups.push(ProblemGroup { first: problem, others: Vec::new() }),
        }
    }
    groups
}

fn position_of(problem: &Problem, lines: &LineIndex<'_>) -> Option<Position> {
    lines.position(problem.at.as_ref()?.start)
}

/// Lists the lines of the first `most` problems of `others`, as in `lines 2, 5`. For a file of
/// one line the list has columns instead. Returns `None` for problems of the whole file.
fn list_places(
    lines: &LineIndex<'_>,
    first: &Problem,
    others: &[&Problem],
    most: usize,
) -> Option<String> {
    let found: Vec<Position> =
        others.iter().take(most + 1).filter_map(|problem| position_of(problem, lines)).collect();
    let one_line = position_of(first, lines)
        .is_some_and(|first| found.iter().all(|place| place.line == first.line));
    let mut numbers: Vec<usize> =
        found.iter().map(|place| if one_line { place.column } else { place.line }).collect();
    numbers.dedup();
    let noun = match (one_line, numbers.len()) {
        (_, 0) => return None,
        (true, 1) => "column",
        (true, _) => "columns",
        (false, 1) => "line",
        (false, _) => "lines",
    };
    let is_cut = numbers.len() > most || others.len() > most + 1;
    let dots = if is_cut { ", …" } else { "" };
    let numbers: Vec<String> = numbers.iter().take(most).map(ToString::to_string).collect();
    Some(format!("{noun} {}{dots}", numbers.join(", ")))
}

/// Removes problems that repeat a problem of the same place. A recurring event stands in the file
/// once and makes many sessions, each with the same problems. `problems` are in the order of the
/// file, and the problems of one place repeat in the same order for each session.
pub(super) fn deduplicate(problems: &mut Vec<Problem>) {
    /// More than the number of different problems of one place.
    const COMPARED_MAX: usize = 8;
    let mut kept = 0;
    for ix in 0..problems.len() {
        let (before, rest) = problems.split_at(ix);
        let recent = before.get(kept.max(COMPARED_MAX) - COMPARED_MAX..kept).unwrap_or_default();
        if !rest.first().is_some_and(|problem| repeats_any(problem, recent)) {
            problems.swap(kept, ix);
            kept += 1;
        }
    }
    problems.truncate(kept);
}

/// Returns true if one of `others` has the message and the place of `problem`. An empty place
/// equals no other.
fn repeats_any(problem: &Problem, others: &[Problem]) -> bool {
    problem.at.as_ref().is_some_and(|at| !at.is_empty())
        && others.iter().any(|other| other.at == problem.at && other.message == problem.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_has_a_line_for_each_problem_and_errors_first() {
        let text = "one\ntwo\nthree\n";
        let problems = [
            Problem::warning(Some(4..7), "odd"),
            Problem::warning(None, "whole"),
            Problem::error(Some(9..10), "bad\u{1b}"),
        ];
        let summary = ProblemSummary::new(&problems, "f.toml", text);
        assert_eq!(summary.lines, ["bad: line 3, column 2", "odd: line 2, column 1", "whole"]);
        assert_eq!((summary.count, summary.errors, &*summary.file), (3, 1, "f.toml"));
        let kinds = 0..ProblemSummary::LINES_MAX + 5;
        let many: Vec<Problem> =
            kinds.map(|kind| Problem::warning(None, format!("odd {kind}"))).collect();
        let summary = ProblemSummary::new(&many, "f.toml", text);
        assert_eq!((summary.lines.len(), summary.unlisted), (ProblemSummary::LINES_MAX, 5));
    }

    #[test]
    fn summary_names_the_lines_of_one_message_in_one_line() {
        let text = "x\n".repeat(200);
        let problems: Vec<Problem> =
            (0..150).map(|line| Problem::warning(Some(2 * line..2 * line + 1), "odd")).collect();
        let summary = ProblemSummary::new(&problems[..3], "f.toml", &text);
        assert_eq!(summary.lines, ["odd, 3 times: lines 1, 2, 3"]);
        let summary = ProblemSummary::new(&problems, "f.toml", &text);
        assert_eq!(summary.lines.len(), 1);
        assert!(summary.lines[0].ends_with("39, 40, …"), "{}", summary.lines[0]);
    }
}
