//! All problems of a file, as they are printed.

use super::{Places, Problem, Severity};
use std::collections::HashMap;

/// Reports that are printed; a file with more is no agenda that anybody would mend line by line.
const REPORTS_MAX: usize = 500;

/// Every problem with place, line and what to do, with an empty line after each. What is wrong in
/// many places is told once, with the number of places and the lines of the first. `text` is what
/// the places point into.
pub fn reports(problems: &[Problem], file: &str, text: &str) -> String {
    let mut groups: Vec<(&Problem, Vec<&Problem>)> = Vec::new();
    let mut known: HashMap<(Severity, &str), usize> = HashMap::new();
    for problem in problems {
        let at = *known.entry((problem.severity, &problem.message)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, more)) => more.push(problem),
            None => groups.push((problem, Vec::new())),
        }
    }
    let places = Places::new(text);
    let mut reports = String::new();
    for (first, more) in groups.iter().take(REPORTS_MAX) {
        reports.push_str(&first.report_at(places.of(first), file, text));
        if !more.is_empty() {
            reports.push_str(&format!(
                "\n  and {} more{}",
                more.len(),
                lines(&places, first, more)
            ));
        }
        reports.push_str("\n\n");
    }
    if let Some(more) = groups.len().checked_sub(REPORTS_MAX).filter(|more| *more > 0) {
        reports.push_str(&format!("and {more} more sorts of problem\n\n"));
    }
    reports
}

/// Where the first of these problems are: in which lines, or, where the whole file is one line, in
/// which columns.
fn lines(places: &Places<'_>, first: &Problem, more: &[&Problem]) -> String {
    const SHOWN: usize = 10;
    let found: Vec<(usize, usize)> =
        more.iter().take(SHOWN + 1).filter_map(|problem| places.of(problem)).collect();
    let one_line =
        places.of(first).is_some_and(|(line, _)| found.iter().all(|place| place.0 == line));
    let mut numbers: Vec<usize> =
        found.iter().map(|(line, column)| if one_line { *column } else { *line }).collect();
    numbers.dedup();
    let word = match (one_line, numbers.len()) {
        (_, 0) => return String::new(),
        (true, 1) => "column",
        (true, _) => "columns",
        (false, 1) => "line",
        (false, _) => "lines",
    };
    let dots = if numbers.len() > SHOWN || more.len() > SHOWN + 1 { ", …" } else { "" };
    let numbers: Vec<String> = numbers.iter().take(SHOWN).map(ToString::to_string).collect();
    format!(" in {word} {}{dots}", numbers.join(", "))
}

/// What is written once and stands for many sessions, as in a series, has each of its problems
/// once. Those of one place stand together, in the order in which they were found, and each session
/// has them in the same order.
pub(super) fn told_once(problems: &mut Vec<Problem>) {
    /// More sorts of problem than one place has.
    const SORTS: usize = 8;
    let mut kept = 0;
    for ix in 0..problems.len() {
        let again = problems.get(ix).is_some_and(|problem| {
            let before = problems.get(kept.max(SORTS) - SORTS..kept).unwrap_or_default();
            let is_same =
                |other: &Problem| other.at == problem.at && other.message == problem.message;
            problem.at.as_ref().is_some_and(|at| !at.is_empty()) && before.iter().any(is_same)
        });
        if !again {
            problems.swap(kept, ix);
            kept += 1;
        }
    }
    problems.truncate(kept);
}
