//! Tests of the times at the left of the timetable.

use super::*;
use crate::tui::layout::grid::VisibleGrid;
use crate::tui::layout::tile_rows::first_text_row;
use crate::tui::layout::{screen, tile_rows};
use crate::tui::view::shapes_tests::{like_c3, like_fosdem};
use std::collections::BTreeMap;

/// Returns the named minutes and their rows on the axis.
fn named(model: &Model) -> BTreeMap<i32, i32> {
    let grid = VisibleGrid::new(model);
    let rows = model.place.top..model.place.top + i32::from(screen::grid(model).height);
    rows.filter_map(|row| Some((grid.named_minute(row)?, row))).collect()
}

#[test]
fn time_stands_beside_the_first_text_of_the_cards_that_begin_then() {
    let mut seen = 0;
    for agenda in [srecon(), like_fosdem(), like_c3()] {
        for (size, keys) in
            [((80, 24), "jj"), ((120, 36), "jjl"), ((200, 50), "G"), ((120, 36), "+")]
        {
            let model = model(agenda.clone(), BEFORE, size, keys);
            let named = named(&model);
            let shown = screen::columns_shown(&model);
            let tiles = model.derived.table.live_tiles();
            for tile in tiles
                .filter(|tile| tile.columns.start < shown.end && shown.start < tile.columns.end)
            {
                // Sessions that share a row, or have the half of a neighbour, begin elsewhere.
                let half = model.derived.table.axis.half_of_minute(tile.start);
                let is_exact = tile.halves.start == half && tile.share.of == 1;
                if let Some(row) = named.get(&tile.start).filter(|_| is_exact) {
                    assert_eq!(*row, first_text_row(tile), "{size:?} {keys} {}", tile.start);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "{seen} times are no test");
}

#[test]
fn near_starts_leave_the_full_hour_its_row() {
    // Three sessions begin at 10:05, one at 10:00, on a screen with three rows for two hours.
    let talk = |(room, minute): (u32, u32)| {
        format!(
            "[[session]]\ntitle = 'T'\nroom = 'R{room}'\nminutes = 60\n\
             start = 2026-05-01T10:{minute:02}:00\n"
        )
    };
    let long = (8..20).map(|hour| {
        format!(
            "[[session]]\ntitle = 'T'\nroom = 'R0'\nminutes = 60\n\
             start = 2026-05-01T{hour:02}:00:00\n"
        )
    });
    let talks = [(1, 0), (2, 5), (3, 5), (4, 5)].map(talk).concat();
    let text = long.collect::<String>() + &talks;
    let model = model(parse_agenda(&text), BEFORE, (100, 20), "");
    let named = named(&model);
    assert!(named.contains_key(&120) && !named.contains_key(&125), "{named:?}");
}

#[test]
fn full_hours_are_bold_other_starts_quiet_and_the_selected_start_in_the_key_colour() {
    let model = model(srecon(), BEFORE, (80, 24), "jj");
    let theme = Theme::in_full_color(Look::Dark, false);
    let buffer = drawn(&model, &theme);
    let selected = tile_rows::selected_tile(&model).unwrap().start;
    for (minute, row) in named(&model) {
        let y = u16::try_from(row - model.place.top).unwrap() + screen::grid(&model).y;
        let style = |role| theme.style_of(role, crate::tui::theme::Ground::Screen).fg.unwrap();
        let is_hour = buffer[(5, y)].symbol() == "0" && buffer[(4, y)].symbol() == "0";
        let expected = match () {
            () if minute == selected => style(Role::Key),
            () if is_hour => style(Role::Head),
            () => style(Role::Faint),
        };
        assert_eq!(buffer[(1, y)].fg, expected, "{minute}");
    }
}
