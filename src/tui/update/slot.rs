//! Stepping through what else runs at the time of the selected session, room after room.

use super::tell;
use crate::agenda::SessionIx;
use crate::timetable::{Cursor, LONG, Tile};
use crate::tui::model::{Model, Screen};

/// What is being stepped through: the session whose time it is, and where one is now. Another selection ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    of: SessionIx,
    at: SessionIx,
}

/// Selects the next session, or the one before, that overlaps the one from which the stepping began.
pub(super) fn step(model: &mut Model, forward: bool) {
    let Some(selected) = model.place.selected.filter(|_| model.screen == Screen::Day) else {
        return tell(model, "There is no session to find others beside.".into(), false);
    };
    let of = model.slot.filter(|slot| slot.at == selected).map_or(selected, |slot| slot.of);
    let Some(anchor) = main_tile(model, of) else { return };
    let span = time_of(anchor, model.place.cursor.minute);
    let mut beside: Vec<&Tile> = model
        .table
        .live()
        .filter(|tile| tile.main && (!tile.band || tile.session == of))
        .filter(|tile| tile.start < span.end && span.start < tile.end)
        .collect();
    beside.sort_by_key(|tile| (tile.columns.start, tile.lane, tile.start));
    let count = beside.len();
    let Some(at) = beside.iter().position(|tile| tile.session == selected).filter(|_| count > 1) else {
        return tell(model, "Nothing else runs at this time.".into(), false);
    };
    let to = if forward { (at + 1) % count } else { (at + count - 1) % count };
    let Some(tile) = beside.get(to) else { return };
    let (session, column) = (tile.session, tile.columns.start);
    let minute = model.place.cursor.minute.clamp(tile.start, tile.end - 1);
    model.place.selected = Some(session);
    model.place.cursor = Cursor { column, minute };
    model.slot = Some(Slot { of, at: session });
    model.scroll = 0;
    tell(model, format!("{} of {count} at this time", to + 1), false);
}

fn main_tile(model: &Model, session: SessionIx) -> Option<&Tile> {
    model.table.live().find(|tile| tile.session == session && tile.main)
}

/// The time of a session; of one that lasts many hours, the half hours around the eye.
fn time_of(tile: &Tile, minute: i32) -> std::ops::Range<i32> {
    const AROUND: i32 = 30;
    if tile.end - tile.start > LONG {
        tile.start.max(minute - AROUND)..tile.end.min(minute + AROUND)
    } else {
        tile.start..tile.end
    }
}
