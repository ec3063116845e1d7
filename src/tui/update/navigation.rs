//! Goes to a session, a day or the present, and keeps the cursor there.

use super::derive::{derive_columns, derive_timetable, first_of_day};
use crate::agenda::{Moment, SessionIx, sessions_on_day};
use crate::timetable::{Cursor, Tile};
use crate::tui::input::action::Command;
use crate::tui::layout::screen;
use crate::tui::state::{DayWalk, Focus, Model, Screen};

/// Selects a session, on its day.
pub(super) fn go_to(model: &mut Model, session: SessionIx) {
    let day = model.agenda.sessions.get(session).and_then(|s| s.day);
    go_to_on(model, session, day.unwrap_or(model.agenda.days.len().saturating_sub(1)));
}

/// Selects a session on a day. A session outside the upper two thirds of the screen is scrolled to
/// a third of the screen.
pub(super) fn go_to_on(model: &mut Model, session: SessionIx, day: usize) {
    model.place.day = day;
    model.place.selected = Some(session);
    derive_columns(model);
    derive_timetable(model);
    let Some(tile) = model.derived.table.tile_of(session, model.place.cursor.column) else {
        return;
    };
    let rows = tile.rows();
    let column = if tile.columns.contains(&model.place.cursor.column) {
        model.place.cursor.column
    } else {
        tile.columns.start
    };
    model.place.cursor = Cursor { column, minute: tile.start };
    let height = i32::from(screen::grid(model).height);
    let seen = model.place.top..model.place.top + height * 2 / 3;
    if !(seen.contains(&rows.start) && rows.end <= seen.end) {
        model.place.top = rows.start - height / 3;
    }
}

/// Goes to a day and selects the session nearest to the cursor's room and time of day. A break is
/// selected only on a day of breaks. Without a selection before, selects the first session in the
/// visible columns.
///
/// Several steps keep the room and the time of the first one, and lead back to its session.
pub(super) fn go_to_day(model: &mut Model, day: usize) {
    let walk = day_walk(model);
    let minute_of_day = walk.map(|walk| walk.minute);
    if let Some(walk) = walk {
        model.place.cursor.column = walk.column;
    }
    model.place.day = day.min(model.agenda.days.len().saturating_sub(1));
    derive_columns(model);
    derive_timetable(model);
    let minute = match (minute_of_day, day_start_minute(model)) {
        (Some(minute), Some(start)) => (minute - start).max(0),
        _ => 0,
    };
    let cursor = Cursor { minute, ..model.place.cursor };
    let table = &model.derived.table;
    let is_talk = |tile: &Tile| !tile.band;
    let shown = screen::columns_shown(model);
    let first = || table.live_tiles().find(|tile| is_talk(tile) && tile.columns.start < shown.end);
    let talk = minute_of_day.is_none().then(first).flatten();
    let talk = talk.or_else(|| table.nearest_tile_where(cursor, is_talk));
    let cursor = match talk {
        Some(tile) => Cursor { column: tile.nearest_column(cursor.column), ..cursor },
        None => cursor,
    };
    let tile = talk.or_else(|| table.nearest_tile(cursor));
    let origin = walk.map(|walk| walk.origin).filter(|origin| origin.0 == model.place.day);
    let origin = origin.map(|origin| origin.1).filter(|origin| model.is_shown(*origin));
    let selected = origin.or(tile.map(|tile| tile.session)).or_else(|| first_of_day(model));
    model.place.selected = selected;
    model.place.walk = walk.zip(selected).map(|(walk, current)| DayWalk { current, ..walk });
    model.place.cursor = cursor;
    let start = model
        .place
        .selected
        .and_then(|ix| model.derived.table.tile_of(ix, cursor.column))
        .map(|tile| tile.start);
    model.place.cursor.minute = start.unwrap_or(0);
    model.place.top = 0;
}

/// Returns the walk through the days, or a new one from the selection. Returns `None` without a
/// selection.
fn day_walk(model: &Model) -> Option<DayWalk> {
    let current = model.place.selected?;
    let walk = model.place.walk.filter(|walk| walk.current == current);
    walk.or_else(|| {
        let origin = (model.place.day, current);
        let (minute, column) = (clock_minute(model)?, model.place.cursor.column);
        Some(DayWalk { origin, minute, column, current })
    })
}

/// Returns the time of day at the cursor, in minutes after midnight, or `None` without a selection.
fn clock_minute(model: &Model) -> Option<i32> {
    model.place.selected?;
    Some(day_start_minute(model)? + model.place.cursor.minute)
}

/// Returns the start of the day's first session, in minutes after midnight.
fn day_start_minute(model: &Model) -> Option<i32> {
    use chrono::Timelike;
    let day = model.agenda.days.get(model.place.day)?;
    let start = model.agenda.sessions.get(day.sessions.start)?.start?;
    i32::try_from(start.num_seconds_from_midnight() / 60).ok()
}

/// Selects [`Model::session_now`] on the current day, even if the session began on an earlier day.
/// Returns false if there is no such session.
pub(super) fn go_to_now(model: &mut Model) -> bool {
    let Some(session) = model.session_now() else { return false };
    go_to(model, session);
    let today = model.now.and_then(|now| model.day_at(now));
    if let Some(day) = today.filter(|day| sessions_on_day(&model.agenda, *day).contains(&session)) {
        go_to_on(model, session, day);
    }
    true
}

/// Sets the time now. If the screen shows today and the next day begins, goes to the next day: to
/// the selected session if the session still runs, else to the present, else to the first session.
pub(super) fn take_time(model: &mut Model, now: Option<Moment>) {
    let [before, after] = [model.now, now].map(|now| model.day_at(now?));
    model.now = now;
    if let Some(day) = after.filter(|_| before != after && before == Some(model.place.day))
        && model.screen == Screen::Day
        && model.focus == Focus::Main
    {
        let stays =
            model.place.selected.filter(|ix| sessions_on_day(&model.agenda, day).contains(ix));
        match stays {
            Some(session) => go_to_on(model, session, day),
            None if go_to_now(model) => {}
            None => {
                model.place.selected = None;
                go_to_day(model, day);
            }
        }
    }
}

/// Shows a session in the timetable.
pub(super) fn show_session(model: &mut Model, session: SessionIx) {
    model.screen = Screen::Day;
    model.focus = Focus::Main;
    go_to(model, session);
    if !model.passes_filter(session) {
        let key = model.key_of(Command::ClearFilter);
        model.show_message(format!("The filter hides this session: {key} clears it."));
    } else if !model.is_shown(session) {
        let key = model.key_of(Command::Rooms);
        model.show_message(format!("The room of this session is hidden: {key} lists the rooms."));
    }
}

/// Selects a tile. The cursor goes to the start of the tile, in the column nearest to the cursor.
pub(super) fn select_tile(model: &mut Model, tile: Option<&Tile>) {
    let Some(tile) = tile else { return };
    model.place.selected = Some(tile.session);
    model.place.cursor =
        Cursor { column: tile.nearest_column(model.place.cursor.column), minute: tile.start };
    model.scroll = 0;
}

/// Selects the tile nearest to a cursor.
pub(super) fn select_near(model: &mut Model, cursor: Cursor) {
    let tile = model.derived.table.nearest_tile(cursor).cloned();
    select_tile(model, tile.as_ref());
}
