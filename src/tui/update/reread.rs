//! Continues with a new version of the agenda: positions of the old version become positions of the
//! new version.

use super::derive::derive_columns;
use super::movement::select_row;
use super::navigation::go_to;
use super::refresh::refresh_model;
use super::rooms::room_of_column;
use super::search::search_typed;
use crate::agenda::{Agenda, Day, ProblemSummary, SessionIx};
use crate::plan::VersionMap;
use crate::tui::layout::screen;
use crate::tui::state::{Focus, Model, PickerKind, Place, Row, Screen};
use chrono::NaiveDate;
use std::ops::Deref;
use std::sync::Arc;

/// The positions of an old version in a new version.
struct Renumbering {
    /// The new position of each session. `None`: the session is gone.
    sessions: Vec<Option<SessionIx>>,
    /// The new position of each day, or of the next day if the day is gone.
    days: Vec<usize>,
}

impl Renumbering {
    /// `sessions` has the new position of each session. The days are in order.
    fn new(
        old_days: &[NaiveDate],
        new_days: &[Day],
        sessions: Vec<Option<SessionIx>>,
    ) -> Renumbering {
        let last = new_days.len().saturating_sub(1);
        let position = |date: &NaiveDate| new_days.partition_point(|day| day.date < *date);
        let days = old_days.iter().map(|date| position(date).min(last)).collect();
        Renumbering { sessions, days }
    }

    fn new_session(&self, old: SessionIx) -> Option<SessionIx> {
        self.sessions.get(old).copied().flatten()
    }

    /// Returns a row that can be selected at its new position. `None`: its session is gone.
    fn renumber_row(&self, row: &Row) -> Option<Row> {
        match row {
            Row::Session { session, same_time, proposal } => Some(Row::Session {
                session: self.new_session(*session)?,
                same_time: *same_time,
                proposal: *proposal,
            }),
            Row::News { place, session } => {
                let session = session.and_then(|session| self.new_session(session));
                Some(Row::News { place: *place, session })
            }
            other => Some(other.clone()).filter(Row::is_selectable),
        }
    }

    /// Renumbers sessions, and leaves out those that are gone.
    fn renumber_sessions<S>(&self, sessions: &mut S)
    where
        S: Deref<Target = [SessionIx]> + FromIterator<SessionIx>,
    {
        *sessions = sessions.iter().filter_map(|old| self.new_session(*old)).collect();
    }

    fn renumber_place(&self, place: &mut Place) {
        place.day = self.days.get(place.day).copied().unwrap_or(0);
        place.selected = place.selected.and_then(|old| self.new_session(old));
        place.concurrent = None;
        place.walk = None;
    }

    /// Renumbers the sessions and places stored in a screen.
    fn renumber_screen(&self, screen: &mut Screen) {
        match screen {
            Screen::Day => {}
            Screen::Changes(before) => {
                self.renumber_place(&mut before.place);
                self.renumber_screen(&mut before.screen);
            }
            Screen::Mine { before, kept, .. } => {
                self.renumber_place(before);
                self.renumber_sessions(kept);
            }
            Screen::Search(search) => {
                self.renumber_place(&mut search.before.place);
                self.renumber_sessions(&mut search.before.hits);
                self.renumber_screen(&mut search.before.screen);
            }
        }
    }
}

/// Continues with another version of the same event's agenda.
pub(super) fn take_agenda(
    model: &mut Model,
    agenda: Agenda,
    problems: ProblemSummary,
    map: &VersionMap,
) {
    model.file.problems = problems;
    model.derived.group_colors.take();
    model.derived.room_heads.clear();
    let replace = |model: &mut Model| {
        model.agenda = Arc::new(agenda);
        map.positions()
    };
    replace_sessions(model, replace, |model| {
        model.derived.columns_key = None;
        derive_columns(model);
    });
}

/// Continues with other sessions of the same event's agenda. The selected session stays selected,
/// at its place on the screen; if the session is gone or hidden, the nearest session is selected.
/// `replace` changes the agenda and returns the new position of each session, or `None` for a
/// session that is gone. `derive` derives the columns.
pub(super) fn replace_sessions(
    model: &mut Model,
    replace: impl FnOnce(&mut Model) -> Vec<Option<SessionIx>>,
    derive: impl FnOnce(&mut Model),
) {
    let was_shown = is_selection_shown(model);
    let room = room_of_column(model, model.place.cursor.column);
    let old_days: Vec<NaiveDate> = model.agenda.days.iter().map(|day| day.date).collect();
    let sessions = replace(model);
    let renumbering = Renumbering::new(&old_days, &model.agenda.days, sessions);
    let before = PlaceBefore::new(model, &renumbering);
    renumbering.renumber_place(&mut model.place);
    renumbering.renumber_sessions(&mut model.search.hits);
    renumbering.renumber_screen(&mut model.screen);
    model.news.renumber_sessions(|session| renumbering.new_session(session));
    model.search.forget_agenda();
    model.derived.choices.take();
    model.derived.palette_names.take();
    model.derived.late_days.take();
    model.derived.day_frames.take();
    model.derived.person_sessions.take();
    model.plan.take_agenda(&model.agenda);
    model.plan.schedule.put_notes_into(Arc::make_mut(&mut model.agenda));
    derive(model);
    let mut columns = 0..model.derived.columns.len();
    if let Some(column) = columns.find(|column| room_of_column(model, *column) == room) {
        model.place.cursor.column = column;
    }
    renumber_picker(model, &renumbering);
    if was_shown && model.screen == Screen::Day && !is_selection_shown(model) {
        model.place.selected = None;
        model.scroll = 0;
    }
    show_selected(model, &before);
}

/// Renumbers the session of the list "At the same time" and the place below the map, also below
/// other parts. The list is closed if the session is gone.
fn renumber_picker(model: &mut Model, renumbering: &Renumbering) {
    let column = model.place.cursor.column;
    let renumber = |focus: &mut Focus| {
        if let Focus::Map { before } = focus {
            renumbering.renumber_place(before);
        }
        let Focus::Picker(picker) = focus else { return true };
        let renumbered = |session| renumbering.new_session(session);
        picker.kind = match picker.kind {
            PickerKind::Overlap { session, .. } => match renumbered(session) {
                Some(session) => PickerKind::Overlap { session, column },
                None => return false,
            },
            PickerKind::Note { session } => match renumbered(session) {
                Some(session) => PickerKind::Note { session },
                None => return false,
            },
            PickerKind::Entry { edited } => {
                PickerKind::Entry { edited: edited.and_then(renumbered) }
            }
            kind => kind,
        };
        true
    };
    model.covered.retain_mut(|covered| renumber(&mut covered.focus));
    if !renumber(&mut model.focus) {
        model.close_layer();
    }
}

fn is_selection_shown(model: &Model) -> bool {
    model.place.selected.is_some_and(|session| model.is_shown(session))
}

/// The place of the selection on the screen before a new version.
struct PlaceBefore {
    /// The rows of the list at their positions in the new version: the selected row and the rows
    /// below, then the rows above, the nearest first.
    rows: Vec<LineOfRow>,
    /// The position of the selected row in the list.
    row: usize,
    /// The place of the selected tile in the visible part of the timetable.
    tile: Option<TilePlace>,
}

/// A row of the list, and the line of the list at which the row or its successor is shown.
struct LineOfRow {
    row: Row,
    line: usize,
}

/// The place of a tile in the visible part of the timetable.
#[derive(Clone, Copy)]
struct TilePlace {
    session: SessionIx,
    /// The rows above the tile. Negative: the tile begins above the visible part.
    rows_above: i32,
    /// The columns to the left of the cursor.
    columns_left: usize,
}

impl PlaceBefore {
    fn new(model: &Model, renumbering: &Renumbering) -> PlaceBefore {
        let (rows, row) = (&model.derived.rows, model.place.row.min(model.derived.rows.len()));
        let first = model.place.first_row;
        let below = rows.iter().skip(row).map(|known| (known, row));
        let above = rows.iter().enumerate().take(row).rev().map(|(at, known)| (known, at));
        let rows = below.chain(above).filter_map(|(known, at)| {
            let row = renumbering.renumber_row(known)?;
            Some(LineOfRow { row, line: at.saturating_sub(first) })
        });
        PlaceBefore { rows: rows.collect(), row, tile: tile_place(model, renumbering) }
    }

    /// Selects the first row that is still in the list. The row stays on its line.
    fn restore_row(&self, model: &mut Model) {
        let rows = &model.derived.rows;
        let found = self
            .rows
            .iter()
            .find_map(|LineOfRow { row, line }| Some((row.find_nearest(rows, self.row)?, *line)));
        let Some((row, line)) = found else { return };
        if rows.get(row).and_then(Row::session) == model.place.selected {
            model.place.row = row;
        } else {
            select_row(model, row);
        }
        model.place.first_row = row.saturating_sub(line);
    }

    /// Scrolls the timetable so that the selected tile is at its place.
    fn restore_tile(&self, model: &mut Model) {
        let Some(place) = self.tile else { return };
        let cursor = model.place.cursor;
        let tile = model.derived.table.tile_of(place.session, cursor.column);
        if let Some(tile) = tile.filter(|tile| model.place.selected == Some(tile.session)) {
            model.place.top = tile.rows().start - place.rows_above;
            model.place.first_column = cursor.column.saturating_sub(place.columns_left);
        }
    }
}

fn tile_place(model: &Model, renumbering: &Renumbering) -> Option<TilePlace> {
    let (selected, cursor) = (model.place.selected?, model.place.cursor);
    let tile = model.derived.table.tile_of(selected, cursor.column)?;
    Some(TilePlace {
        session: renumbering.new_session(selected)?,
        rows_above: tile.rows().start - model.place.top,
        columns_left: cursor.column.saturating_sub(model.place.first_column),
    })
}

/// Moves the screen to the selected session, at its place `before`.
fn show_selected(model: &mut Model, before: &PlaceBefore) {
    match (model.place.selected, &model.screen) {
        (Some(session), Screen::Day) => go_to(model, session),
        (_, Screen::Search(_)) => search_typed(model),
        _ => {}
    }
    refresh_model(model);
    if screen::is_list(model) {
        before.restore_row(model);
    } else {
        before.restore_tile(model);
    }
    refresh_model(model);
}
