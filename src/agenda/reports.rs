//! The report of all problems of a file.

use super::position::{LineIndex, Position};
use super::problem::{Problem, Severity};
use std::collections::HashMap;

/// Most reports in one output. Nobody mends a file with more kinds of problem line by line.
const REPORTS_MAX: usize = 500;

/// The problems of a file in one line each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemSummary {
    /// The number of problems, errors included.
    pub count: usize,
    /// The number of errors: each stands for a session or a field that the agenda lacks.
    pub errors: usize,
    /// The first [`ProblemSummary::LINES_MAX`] problems, errors first, as
    /// `FILE:LINE:COLUMN: message`.
    pub lines: Vec<String>,
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
        let (errors, warnings): (Vec<&Problem>, Vec<&Problem>) =
            problems.iter().partition(|problem| problem.severity == Severity::Error);
        let count = errors.len();
        let all = errors.into_iter().chain(warnings).take(ProblemSummary::LINES_MAX);
        let lines = all.map(|problem| problem.headline_at(position_of(problem, &index), file));
        ProblemSummary { count: problems.len(), errors: count, lines: lines.collect() }
    }
}

/// Problems with the same severity and message.
struct ProblemGroup<'p> {
    first: &'p Problem,
    others: Vec<&'p Problem>,
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
            let places = list_places(&lines, first, others);
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

/// Lists the lines of the first ten problems of `others`, as in ` in lines 2, 5`. For a file of
/// one line the list has columns instead.
fn list_places(lines: &LineIndex<'_>, first: &Problem, others: &[&Problem]) -> String {
    const LISTED_MAX: usize = 10;
    let found: Vec<Position> = others
        .iter()
        .take(LISTED_MAX + 1)
        .filter_map(|problem| position_of(problem, lines))
        .collect();
    let one_line = position_of(first, lines)
        .is_some_and(|first| found.iter().all(|place| place.line == first.line));
    let mut numbers: Vec<usize> =
        found.iter().map(|place| if one_line { place.column } else { place.line }).collect();
    numbers.dedup();
    let noun = match (one_line, numbers.len()) {
        (_, 0) => return String::new(),
        (true, 1) => "column",
        (true, _) => "columns",
        (false, 1) => "line",
        (false, _) => "lines",
    };
    let is_cut = numbers.len() > LISTED_MAX || others.len() > LISTED_MAX + 1;
    let dots = if is_cut { ", …" } else { "" };
    let numbers: Vec<String> = numbers.iter().take(LISTED_MAX).map(ToString::to_string).collect();
    format!(" in {noun} {}{dots}", numbers.join(", "))
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
        assert_eq!(summary.lines, ["f.toml:3:2: bad", "f.toml:2:1: odd", "f.toml: whole"]);
        assert_eq!((summary.count, summary.errors), (3, 1));
        let many = vec![problems[0].clone(); 2 * ProblemSummary::LINES_MAX];
        let summary = ProblemSummary::new(&many, "f.toml", text);
        assert_eq!((summary.count, summary.lines.len()), (many.len(), ProblemSummary::LINES_MAX));
    }
}
