//! The parts of the screen and of the main pane.

use crate::tui::layout::area;
use crate::tui::layout::area::{Area, DetailNeed, Panes};
use crate::tui::state::{Model, Screen};
use std::ops::Range;

/// Returns the parts of the screen for its size and for the filter.
pub(crate) fn panes(model: &Model) -> Panes {
    // The filter does not apply to my schedule.
    let is_filtered = !model.settings.filter.is_empty()
        && matches!(model.screen, Screen::Day | Screen::Search(_));
    let (width, height) = model.settings.size;
    let need = DetailNeed {
        pane: model.settings.detail_pane,
        letters: model.derived.detail_letters,
        columns: model.derived.columns.len(),
        is_timetable: model.screen == Screen::Day && model.settings.prefers_list != Some(true),
    };
    let panes = area::divide(width, height, is_filtered, need);
    if model.settings.linear || needs_whole_width(model, panes) { panes.joined() } else { panes }
}

/// Returns true for a timeline with more days than fit beside the details.
fn needs_whole_width(model: &Model, panes: Panes) -> bool {
    let fits = area::days_that_fit(area::grid(panes.main, 1).width);
    is_timeline(model) && fits < model.agenda.days.len()
}

/// Returns true if the main pane shows my schedule as a timeline.
pub(crate) fn is_timeline(model: &Model) -> bool {
    const LEAST: (u16, u16) = (48, 12);
    let (width, height) = model.settings.size;
    matches!(model.screen, Screen::Mine { .. })
        && !model.settings.linear
        && !model.agenda.days.is_empty()
        && model.settings.prefers_list != Some(true)
        && width >= LEAST.0
        && height >= LEAST.1
}

/// Returns the grid of the timetable, without gutter and heads.
pub(crate) fn grid(model: &Model) -> Area {
    let main = panes(model).main;
    area::grid(main, head_rows(model, main))
}

/// Returns the rows above the grid: the names of the rooms, and in a high main pane the tracks that
/// fill the columns.
fn head_rows(model: &Model, main: Area) -> u16 {
    /// The least rows of a main pane with a row for tracks.
    const TRACKS_FROM: u16 = 30;
    let has_tracks = !model.derived.track_runs.is_empty() && main.height >= TRACKS_FROM;
    1 + u16::from(has_tracks)
}

/// Returns the heads of the columns: the rows above the grid.
pub(crate) fn heads(model: &Model) -> Area {
    let main = panes(model).main;
    Area { height: head_rows(model, main).min(main.height), ..main }
}

/// Returns true if the main pane is a list, false if it is a timetable.
pub(crate) fn is_list(model: &Model) -> bool {
    !model.has_timetable()
        || model.screen != Screen::Day
        || model.settings.prefers_list.unwrap_or_else(|| area::wants_list(panes(model).main))
}

/// Returns the part of the main pane that the rows of a list fill.
pub(crate) fn list_area(model: &Model) -> Area {
    let prompt = u16::from(matches!(model.screen, Screen::Search(_)));
    panes(model).main.inner(0, prompt, 0, 0)
}

/// Returns the visible columns of the timetable.
pub(crate) fn columns_shown(model: &Model) -> Range<usize> {
    let count = model.derived.columns.len();
    let shown = area::columns_shown(grid(model), count);
    let first = model.place.first_column.min(count.saturating_sub(shown));
    first..(first + shown).min(count)
}

/// Returns the line with the typed words of a search, over the details beside it too.
pub(crate) fn prompt_area(model: &Model) -> Area {
    let panes = panes(model);
    let beside = if panes.beside { panes.detail.width } else { 0 };
    let row = panes.main.row(0);
    Area { width: row.width + beside, ..row }
}

/// Returns true if the screen shows the hits of a search as cards.
pub(crate) fn has_hit_cards(model: &Model) -> bool {
    const LEAST: (u16, u16) = (60, 8);
    let area = list_area(model);
    matches!(model.screen, Screen::Search(_))
        && !model.settings.linear
        && area.width >= LEAST.0
        && area.height >= LEAST.1
}

/// Returns true if the screen has a line below every hit for the field with the match.
pub(crate) fn has_hit_lines(model: &Model) -> bool {
    matches!(model.screen, Screen::Search(_))
        && !has_hit_cards(model)
        && (model.search.hits.len() + model.search.without_chips.len()) * 2
            <= usize::from(list_area(model).height)
}
