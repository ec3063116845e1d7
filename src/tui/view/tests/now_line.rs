//! Tests of the line of now.

use super::*;
use crate::tui::layout::grid::{first_text_row, minute_now, row_of_now};

#[test]
fn row_of_now_has_no_text_of_a_session_that_begins_later() {
    let talk = |start: u32| {
        let (hour, minute) = (9 + start / 60, start % 60);
        format!(
            "[[session]]\ntitle = 'T {start}'\nroom = 'A'\n\
             start = 2026-05-01T{hour:02}:{minute:02}:00Z\nminutes = 25\n"
        )
    };
    let file: String = (0..8).map(|nth| talk(nth * 25)).collect();
    let mut rows_with_text = 0;
    for minute in 0..180 {
        let at = format!("2026-05-01T{:02}:{:02}:00Z", 9 + minute / 60, minute % 60);
        let model = model(parse_agenda(&file), &at, (80, 60), "");
        let now = minute_now(&model).unwrap();
        let row = row_of_now(&model, now);
        let tiles = model.derived.table.tiles.iter();
        let in_row = tiles.filter(|tile| first_text_row(tile) == row);
        for tile in in_row {
            rows_with_text += 1;
            assert!(tile.start <= now, "{at}: a talk from minute {} in the row", tile.start);
        }
    }
    assert!(rows_with_text > 20, "{rows_with_text} rows are no test");
}
