//! Steps through the sessions that run at the same time, room after room.

use super::step::StepDirection;
use crate::agenda::{SessionIx, sort_compactly};
use crate::timetable::{Cursor, LONG_MINUTES, Tile};
use crate::tui::layout::grid;
use crate::tui::state::{Concurrent, Model, Screen};
use std::ops::Range;

/// Selects the next or the previous session that overlaps the first session of the walk.
pub(super) fn step_to_concurrent(model: &mut Model, step: StepDirection) {
    let Some(selected) = model.place.selected.filter(|_| model.screen == Screen::Day) else {
        return model.show_message("There is no session to find others beside.");
    };
    let walk = model.place.concurrent.filter(|walk| walk.current == selected);
    let origin = walk.map_or(selected, |walk| walk.origin);
    let Some(tiles) = concurrent_tiles(model, origin) else { return };
    let count = tiles.len();
    let at = tiles.iter().position(|tile| tile.session == selected);
    let Some(at) = at.filter(|_| count > 1) else {
        return model.show_message("Nothing else runs at this time.");
    };
    let to = step.around(at, count);
    let Some(tile) = tiles.get(to) else { return };
    let (session, column) = (tile.session, tile.columns.start);
    let minute = tile.nearest_minute(model.place.cursor.minute);
    model.place.selected = Some(session);
    model.place.cursor = Cursor { column, minute };
    model.place.concurrent = Some(Concurrent { origin, current: session });
    model.scroll = 0;
    model.show_message(format!("{} of {count} at this time", to + 1));
}

/// Returns the tiles of the sessions that overlap `origin`, from left to right, with the tile of
/// `origin` and without other bands. Returns `None` if `origin` has no tile.
fn concurrent_tiles(model: &Model, origin: SessionIx) -> Option<Vec<&Tile>> {
    let mut tiles: Vec<&Tile> =
        model.derived.table.live_tiles().filter(|tile| tile.shows_text).collect();
    let tile = tiles.iter().find(|tile| tile.session == origin)?;
    let span = minutes_of(tile, grid::focus_minute(model));
    tiles.retain(|tile| !tile.band || tile.session == origin);
    tiles.retain(|tile| tile.start < span.end && span.start < tile.end);
    sort_compactly(&mut tiles, |tile| (tile.columns.start, tile.lane, tile.start));
    Some(tiles)
}

/// Returns the minutes of a tile. For a tile of many hours, returns the 30 minutes on either side
/// of `minute`.
fn minutes_of(tile: &Tile, minute: i32) -> Range<i32> {
    const AROUND: i32 = 30;
    if tile.end - tile.start > LONG_MINUTES {
        tile.start.max(minute - AROUND)..tile.end.min(minute + AROUND)
    } else {
        tile.start..tile.end
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screenshot::after_keys;
    use crate::tui::update::tests::{CLOCK, options, parse_agenda, selected};

    #[test]
    fn steps_visit_the_sessions_that_overlap_the_first_session_of_the_walk() {
        let session = |title: &str, start: &str, minutes: u32| {
            format!(
                "[[session]]\ntitle='{title}'\nroom='{title}'\nstart=2025-03-01T{start}:00\n\
                 minutes={minutes}\n"
            )
        };
        let sessions = [
            session("One", "09:00", 60),
            session("Two", "09:30", 60),
            session("Three", "10:00", 60),
            session("Long", "08:00", 600),
        ];
        let text = format!("[event]\nname='S'\n{}", sessions.concat());
        let agenda = parse_agenda(&text);
        let rooms = "One runs beside Two, Two beside Three, Long beside all";
        for (keys, expected) in [
            ("/one<Enter>", "One"),
            ("/one<Enter>w", "Two"),
            ("/one<Enter>ww", "Long"),
            ("/one<Enter>www", "One"),
            ("/one<Enter>W", "Long"),
            ("/two<Enter>w", "Three"),
            ("/two<Enter>www", "One"),
            ("/three<Enter>w", "Long"),
            ("/three<Enter>ww", "Two"),
        ] {
            let model =
                after_keys(options(agenda.clone(), "2016-01-01T00:00:00Z"), (120, 36), keys, CLOCK)
                    .unwrap();
            assert_eq!(selected(&model), expected, "{keys}: {rooms}");
        }
    }
}
