//! The problems of the agenda's file and of the program, as the lines of a list.

use super::refresh_label::refused_version;
use crate::text;
use crate::tui::state::{Entry, Model};

/// Returns the problems in lines of `cells`: the reasons why a newer version or the schedule is not
/// shown, then the name of the file and its problems with their places.
pub(super) fn problem_entries(model: &Model, cells: u16) -> Vec<Entry> {
    let refused = refused_version(model).map(|refused| match refused.on_demand {
        true => format!("New version refused: {}", refused.why),
        false => format!("Shown is the last good agenda: {}", refused.why),
    });
    let own = refused.into_iter().chain(model.plan.unreadable.clone());
    let problems = &model.file.problems;
    let rest = problems.unlisted;
    let more = (rest > 0).then(|| format!("and {rest} more: hallway check lists all problems"));
    let file = (!problems.lines.is_empty()).then(|| format!("In {}:", problems.file));
    let file = file.iter().flat_map(|file| text::wrapped(file, cells.into())).map(Entry::Remark);
    let wrapped = |text: String| wrapped_entry(&text, cells.into());
    let lines = problems.lines.iter().cloned().chain(more).flat_map(wrapped);
    own.flat_map(wrapped).chain(file).chain(lines).collect()
}

/// Returns a problem in lines. The further lines are remarks.
fn wrapped_entry(text: &str, cells: usize) -> Vec<Entry> {
    const INDENT: &str = "  ";
    let mut lines = text::wrapped(text, cells.saturating_sub(INDENT.len()).max(1)).into_iter();
    let first = lines.next().map(Entry::Problem);
    let rest = lines.map(|line| Entry::Remark(format!("{INDENT}{line}")));
    first.into_iter().chain(rest).collect()
}
