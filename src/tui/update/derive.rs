//! Derives the visible sessions, the columns and the timetable from the rest of the model.

use crate::agenda::{Agenda, Clean, Session, SessionIx, moment_of_minute, sessions_on_day};
use crate::timetable::{Columns, PlacedDay, fit_scale, layout_day, room_heads, track_runs};
use crate::tui::layout::screen;
use crate::tui::state::{
    ColumnFacts, ColumnsKey, FittedDay, Model, Settings, TimetableKey, Visibility,
};
use chrono::Timelike;
use std::cell::OnceCell;
use std::sync::Arc;

/// Derives the visible sessions and the columns, if their input has changed. The cursor stays in
/// its room.
pub(super) fn derive_columns(model: &mut Model) {
    let key = columns_key(model);
    if model.derived.columns_key.as_ref() == Some(&key) {
        return;
    }
    if model.derived.columns_key.is_none() {
        if model.derived.room_heads.is_empty() {
            model.derived.room_heads = room_heads(&model.agenda);
        }
        model.derived.time_span = model.agenda.time_span();
        model.derived.detail_letters = detail_letters(&model.agenda);
    }
    let has_mine = key.has_mine;
    let before = model.derived.columns_key.replace(key);
    let arrangement = &model.settings.arrangement;
    let before = before.map(|key| key.arrangement);
    let is_arranged_alike = before.as_ref() == Some(arrangement);
    let hides_alike = before.is_some_and(|before| before.hidden == arrangement.hidden);
    if !is_arranged_alike {
        let before = &model.derived.room_order;
        model.derived.room_order = before.rearranged(&model.agenda, &model.settings.arrangement);
    }
    let visibility = session_visibility(model);
    let is_same = has_mine == model.derived.columns.has_mine();
    if is_arranged_alike && is_same && visibility == model.derived.visibility {
        return;
    }
    // Another order of the same columns changes no height.
    let is_reordered = hides_alike && is_same && visibility == model.derived.visibility;
    let columns = if is_reordered {
        model.derived.columns.reordered(&model.agenda, &model.derived.room_order)
    } else if is_arranged_alike && visibility == model.derived.visibility {
        model.derived.columns.clone()
    } else {
        Columns::arranged_by(&model.agenda, &model.derived.room_order, |ix| {
            visibility.get(ix) == Some(&Visibility::Shown)
        })
    };
    let columns = columns.showing_mine(has_mine);
    let fitted = model.derived.fitted.take().filter(|_| is_reordered);
    model.derived.fitted_scale = fitted.map(|fitted| fitted.fitted_scale());
    show_columns(model, columns, visibility);
}

/// Derives the columns after the own entries have changed. Own entries are in no room: without a
/// filter, the columns of the rooms stay.
pub(super) fn derive_columns_of_entries(model: &mut Model) {
    let key = columns_key(model);
    let known = model.derived.columns_key.as_ref();
    let stays = key.filter.is_empty()
        && known
            .is_some_and(|known| known.filter.is_empty() && known.arrangement == key.arrangement);
    if !stays {
        model.derived.columns_key = None;
        return derive_columns(model);
    }
    model.derived.time_span = model.agenda.time_span();
    let columns = model.derived.columns.clone().showing_mine(key.has_mine);
    model.derived.columns_key = Some(key);
    model.derived.fitted = None;
    model.derived.fitted_scale = None;
    let visibility = session_visibility(model);
    show_columns(model, columns, visibility);
}

/// Shows other columns. The cursor stays in its room.
fn show_columns(model: &mut Model, columns: Columns, visibility: Vec<Visibility>) {
    let room = model.derived.columns.iter().nth(model.place.cursor.column);
    let same_room = columns.iter().position(|column| Some(column) == room);
    let column = same_room.unwrap_or(model.place.cursor.column);
    model.place.cursor.column = column.min(columns.len().saturating_sub(1));
    model.derived.visibility = visibility;
    model.derived.columns = columns;
    model.derived.laid_out_for = None;
    model.derived.rows_key = None;
}

/// Returns the letters of the details that four in five sessions do not exceed, about.
fn detail_letters(agenda: &Agenda) -> usize {
    /// The letters of title, time, room, people and links, and of lines that are not full.
    const HEAD: usize = 400;
    let letters = |text: &Option<Clean>| text.as_ref().map_or(0, |text| text.len());
    let mut counts: Vec<usize> = agenda
        .sessions
        .iter()
        .map(|session| {
            let bios = agenda.people_of(session).map(|(person, _)| letters(&person.bio));
            HEAD + session.summary.written_length() + bios.sum::<usize>()
        })
        .collect();
    counts.sort_unstable();
    counts.get(counts.len() * 4 / 5).copied().unwrap_or(0)
}

/// Returns the present input of the visibility and of the columns.
fn columns_key(model: &Model) -> ColumnsKey {
    let Settings { filter, arrangement, .. } = &model.settings;
    let marks_and_now = (!filter.is_empty()).then(|| ColumnFacts {
        levels: model.plan.schedule.levels().to_vec(),
        skipped: model.plan.schedule.skipped_sessions().to_vec(),
        now: model.now,
    });
    let is_own = |ix: SessionIx| model.agenda.sessions.get(ix).is_some_and(Session::is_own);
    let of_day = || sessions_on_day(&model.agenda, model.place.day).into_iter();
    let has_mine = !model.plan.shown_entries.is_empty() && of_day().any(is_own);
    let (filter, arrangement) = (filter.clone(), Arc::clone(arrangement));
    ColumnsKey { filter, arrangement, marks_and_now, has_mine }
}

/// Returns the visibility of every session under the filter and the hidden rooms.
fn session_visibility(model: &Model) -> Vec<Visibility> {
    let (filter, order) = (&model.settings.filter, &model.derived.room_order);
    let is_mine = |ix| model.level_of(ix).is_some();
    let facts = model.filter_facts(&is_mine);
    let admitted = (!filter.is_empty())
        .then(|| model.session_choices().admitted(filter, &model.agenda, facts));
    let sessions = model.agenda.sessions.iter().enumerate();
    sessions
        .map(|(ix, session)| {
            if admitted.as_ref().is_some_and(|admitted| !admitted[ix]) {
                Visibility::FilteredOut
            } else if order.hides_session(session) {
                Visibility::RoomHidden
            } else {
                Visibility::Shown
            }
        })
        .collect()
}

/// Lays out the timetable if the day, the height of the grid or the zoom has changed.
pub(super) fn derive_timetable(model: &mut Model) {
    let (day, zoom) = (model.place.day, model.settings.zoom);
    let known = TimetableKey { day, height: screen::grid(model).height, zoom };
    if model.derived.laid_out_for == Some(known) {
        return;
    }
    let fitted = fitted_day(model);
    let key = TimetableKey { day, height: fitted.height, zoom };
    model.derived.table = layout_day(&fitted.placed, fitted.scale.zoom(zoom));
    model.derived.day_columns.take();
    model.derived.column_needs = vec![OnceCell::new(); model.derived.table.columns];
    model.derived.laid_out_for = Some(key);
    model.derived.layouts += 1;
}

/// Returns the visible sessions of the day in their columns, and the scale that fits the day into
/// the grid. The sessions stay while the day and the columns are the same, the scale while the
/// height of the grid is the same too.
pub(super) fn fitted_day(model: &mut Model) -> &FittedDay {
    let day = model.place.day;
    let known = model.derived.fitted.take().filter(|known| known.day == day);
    // The tracks of the columns may have a row above the grid.
    let (scaled_for, placed) = match known {
        Some(known) => (Some((known.height, known.scale)), known.placed),
        None => (None, place_day(model, day)),
    };
    let height = screen::grid(model).height;
    let fitted = match scaled_for {
        Some((known, scale)) if known == height => FittedDay { day, height, placed, scale },
        _ => {
            let scale = model.derived.fitted_scale;
            let scale = scale.filter(|known| (known.day, known.height) == (day, height));
            let scale = scale.map_or_else(|| fit_scale(&placed, i32::from(height)), |it| it.scale);
            FittedDay { day, height, placed, scale }
        }
    };
    model.derived.fitted.insert(fitted)
}

/// Places the sessions of a day, and finds the tracks of its columns.
fn place_day(model: &mut Model, day: usize) -> PlacedDay {
    let columns = &model.derived.columns;
    let sessions = columns.day_sessions(&model.agenda, day, |ix| model.is_shown(ix));
    let count = columns.len();
    model.derived.track_runs = track_runs(&model.agenda, &sessions, count);
    PlacedDay::new(sessions, count).with_minute_of_clock(minute_of_clock(model).unwrap_or(0))
}

/// Returns the minute of the clock that is shown at minute 0 of the day.
fn minute_of_clock(model: &Model) -> Option<i32> {
    let first = moment_of_minute(&model.agenda, model.place.day, 0)?;
    i32::try_from(model.shown_time(first).minute()).ok()
}

/// Returns the first visible session of the day, or of the agenda if there are no days.
pub(super) fn first_of_day(model: &Model) -> Option<SessionIx> {
    let all = 0..model.agenda.sessions.len();
    let day = model.agenda.days.get(model.place.day);
    day.map_or(all, |day| day.sessions.clone()).find(|ix| model.is_shown(*ix))
}
