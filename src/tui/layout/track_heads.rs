//! The tracks below the names of the rooms.

use super::accents::accent_of_session;
use super::line::{Line, fit_line, text_run};
use super::screen;
use crate::timetable::TrackRun;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Returns the tracks of a column that are on the screen, in the order of time, in at most `cells`
/// cells. Without a session on the screen, the line has the next track, or else the last one. A
/// track with the name of its room is left out. `names` are the names of all columns.
pub(crate) fn track_line(model: &Model, names: &[&str], column: usize, cells: usize) -> Line {
    let axis = &model.derived.table.axis;
    let (top, height) = (model.place.top, i32::from(screen::grid(model).height));
    let (from, to) = (axis.minute_of_row(top), axis.minute_of_row(top + height));
    let runs = model.derived.track_runs.get(column).map_or(&[][..], Vec::as_slice);
    let first = runs.iter().position(|run| run.minutes.end > from);
    let shown = runs.get(first.unwrap_or(runs.len().saturating_sub(1))..).unwrap_or_default();
    let begun = shown.iter().filter(|run| run.minutes.start < to).count().max(1);
    let mut line = Line::new();
    for run in shown.iter().take(begun) {
        let head = head_of_run(model, run).filter(|(_, name)| names.get(column) != Some(name));
        if let Some((role, name)) = head {
            if !line.is_empty() {
                line.push(text_run(role, &format!(" {} ", sign::THEN)));
            }
            line.push(text_run(role, name));
        }
    }
    fit_line(line, cells)
}

/// Returns the colour and the name of a track.
fn head_of_run<'m>(model: &'m Model, run: &TrackRun) -> Option<(Role, &'m str)> {
    let session = model.agenda.sessions.get(run.first)?;
    let name = &model.agenda.tracks.get(run.track)?.name;
    Some((Role::Track(accent_of_session(model, session)), name))
}
