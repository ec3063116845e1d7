//! Stepping through what else runs at the time of the selected session, room after room.

use crate::agenda::SessionIx;
use crate::timetable::{Cursor, LONG_MINUTES, Tile};
use crate::tui::layout::grid;
use crate::tui::state::{Concurrent, Model, Screen};

/// Selects the next session, or the one before, that overlaps the one from which the stepping
/// began.
pub(super) fn step(model: &mut Model, forward: bool) {
    let Some(selected) = model.place.selected.filter(|_| model.screen == Screen::Day) else {
        return model.show_message("There is no session to find others beside.");
    };
    let of = model
        .place
        .concurrent
        .filter(|walk| walk.current == selected)
        .map_or(selected, |walk| walk.origin);
    let Some(anchor) = main_tile(model, of) else { return };
    let span = time_of(anchor, grid::focus_minute(model));
    let mut beside: Vec<&Tile> = model
        .derived
        .table
        .live_tiles()
        .filter(|tile| tile.shows_text && (!tile.band || tile.session == of))
        .filter(|tile| tile.start < span.end && span.start < tile.end)
        .collect();
    beside.sort_by_key(|tile| (tile.columns.start, tile.lane, tile.start));
    let count = beside.len();
    let Some(at) = beside.iter().position(|tile| tile.session == selected).filter(|_| count > 1)
    else {
        return model.show_message("Nothing else runs at this time.");
    };
    let to = if forward { (at + 1) % count } else { (at + count - 1) % count };
    let Some(tile) = beside.get(to) else { return };
    let (session, column) = (tile.session, tile.columns.start);
    let minute = model.place.cursor.minute.clamp(tile.start, tile.end - 1);
    model.place.selected = Some(session);
    model.place.cursor = Cursor { column, minute };
    model.place.concurrent = Some(Concurrent { origin: of, current: session });
    model.scroll = 0;
    model.show_message(format!("{} of {count} at this time", to + 1));
}

fn main_tile(model: &Model, session: SessionIx) -> Option<&Tile> {
    model.derived.table.live_tiles().find(|tile| tile.session == session && tile.shows_text)
}

/// The time of a session; of one that lasts many hours, the half hours around the eye.
fn time_of(tile: &Tile, minute: i32) -> std::ops::Range<i32> {
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
    use crate::tui::update::tests::{CLOCK, options, selected};

    #[test]
    fn the_time_is_that_of_the_session_one_began_from() {
        let session = |title: &str, start: &str, minutes: u32| {
            format!(
                "[[session]]\ntitle='{title}'\nroom='{title}'\nstart=2025-03-01T{start}:00\nminutes={minutes}\n"
            )
        };
        let sessions = [
            session("One", "09:00", 60),
            session("Two", "09:30", 60),
            session("Three", "10:00", 60),
            session("Long", "08:00", 600),
        ];
        let text = format!("[event]\nname='S'\n{}", sessions.concat());
        let agenda = crate::format::read(text.as_bytes()).unwrap().draft.check(None).0;
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
