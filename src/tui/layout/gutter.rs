//! The times at the left of the timetable.

use super::screen;
use super::tile_rows::{first_text_row, first_whole_row, minute_now, row_of_now, selected_tile};
use crate::agenda::moment_of_minute;
use crate::timetable::Tile;
use crate::tui::state::Model;
use crate::tui::theme::Role;
use chrono::Timelike;

/// Returns for each visible row the minute that the gutter names: the minute now in its row, else a
/// full hour, else the start of a visible session.
///
/// A time stands in the first row of the text of a card that begins then, which is the first whole
/// row from its half row on. If sessions of several minutes start in the row, the selected session
/// decides, then the minute at which most of the sessions start, then the earliest one. No minute
/// is named twice, and no minute below a later one. A start makes way for a full hour.
///
/// `shown` are the tiles of the visible columns, by start.
pub(super) fn named_minutes(model: &Model, shown: &[&Tile]) -> Vec<Option<i32>> {
    let height = usize::from(screen::grid(model).height);
    let mut minutes = named_starts(model, shown, height);
    let line_of_row = |row: i32| usize::try_from(row - model.place.top).ok();
    let mut lines_of_hours = 0;
    for hour in full_hours(model) {
        let row = first_whole_row(model.derived.table.axis.half_of_minute(hour));
        let line = line_of_row(row).filter(|line| (lines_of_hours..height).contains(line));
        let Some(line) = line else { continue };
        lines_of_hours = line + 1;
        for known in &mut minutes[..line] {
            *known = known.filter(|minute| *minute < hour);
        }
        minutes[line] = Some(hour);
    }
    let now = minute_now(model);
    let line_of_now = now.and_then(|now| line_of_row(row_of_now(model, now)));
    if let Some(known) = line_of_now.and_then(|line| minutes.get_mut(line)) {
        *known = now;
    }
    let mut last = None;
    for minute in &mut minutes {
        *minute = minute.filter(|minute| last < Some(*minute));
        last = minute.or(last);
    }
    minutes
}

/// Returns for each of `height` visible rows the start that most sessions have, or the start of the
/// selected session. `shown` are the tiles of the visible columns, by start.
fn named_starts(model: &Model, shown: &[&Tile], height: usize) -> Vec<Option<i32>> {
    let axis = &model.derived.table.axis;
    let is_exact = |tile: &Tile| axis.half_of_minute(tile.start) == tile.halves.start;
    let has_exact_one = |start: i32| {
        let first = shown.partition_point(|tile| tile.start < start);
        let others = shown[first..].iter().take_while(|tile| tile.start == start);
        others.filter(|tile| !tile.ghost).any(|tile| is_exact(tile))
    };
    let mut selected = vec![None; height];
    let mut starts: Vec<(usize, i32)> = Vec::new();
    for tile in shown.iter().filter(|tile| !tile.ghost) {
        let line = usize::try_from(first_text_row(tile) - model.place.top).ok();
        let Some(line) = line.filter(|line| *line < height) else { continue };
        // A card that begins half a row beside its time names its start itself.
        if !is_exact(tile) && has_exact_one(tile.start) {
            continue;
        }
        starts.push((line, tile.start));
        if Some(tile.session) == model.place.selected {
            selected[line] = Some(tile.start);
        }
    }
    starts.sort_unstable();
    let mut most = vec![(0, None); height];
    for alike in starts.chunk_by(|a, b| a == b) {
        let (line, start) = alike[0];
        if alike.len() > most[line].0 {
            most[line] = (alike.len(), Some(start));
        }
    }
    selected.into_iter().zip(most).map(|(selected, (_, most))| selected.or(most)).collect()
}

/// Returns the full hours that begin in the visible rows. Where the axis is folded, an hour begins
/// with its row.
fn full_hours(model: &Model) -> Vec<i32> {
    let axis = &model.derived.table.axis;
    let ticks = axis.ticks();
    let (Some(first), Some(last)) = (ticks.first(), ticks.last()) else { return Vec::new() };
    let bottom = model.place.top + i32::from(screen::grid(model).height);
    let from = axis.minute_of_row(model.place.top - 1).max(first.minute);
    let to = axis.minute_of_row(bottom).min(last.minute - 1);
    let Some(at) = moment_of_minute(&model.agenda, model.place.day, from) else {
        return Vec::new();
    };
    let past_hour = i32::try_from(model.shown_time(at).minute()).unwrap_or(0);
    let hours = (from + (60 - past_hour) % 60..=to).step_by(60);
    let has_row = |hour: &i32| {
        let after = ticks.partition_point(|tick| tick.minute <= *hour);
        let before = after.checked_sub(1).and_then(|ix| ticks.get(ix));
        !before.is_some_and(|tick| tick.folded) || axis.half_of_minute(*hour) % 2 == 0
    };
    hours.filter(has_row).collect()
}

/// Returns the role of a time: the key colour for the selected session, bold for a full hour that
/// is not over, quiet for other starts.
pub(crate) fn gutter_role(model: &Model, minute: i32) -> Role {
    let at = moment_of_minute(&model.agenda, model.place.day, minute);
    let is_hour = at.is_some_and(|at| model.shown_time(at).minute() == 0);
    let is_past = at.zip(model.time_during_event()).is_some_and(|(at, now)| at < now);
    match () {
        () if selected_tile(model).is_some_and(|tile| tile.start == minute) => Role::Key,
        () if is_hour && !is_past => Role::Head,
        () if is_hour => Role::Text,
        () => Role::Faint,
    }
}
