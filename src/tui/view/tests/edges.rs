//! Tests of the edges of cards in half rows.

use super::*;
use crate::tui::layout::card::{TileBody, tile_drawings};
use crate::tui::layout::grid::VisibleGrid;

/// Returns the colours at the left of the upper and the lower half of a cell.
fn left_halves(cell: &Cell) -> [Color; 2] {
    match cell.symbol() {
        "▌" | "█" => [cell.fg, cell.fg],
        "▘" | "▀" => [cell.fg, cell.bg],
        "▖" => [cell.bg, cell.fg],
        _ => [cell.bg, cell.bg],
    }
}

/// Two rooms: talks that begin and end in the middle of rows, alone and one after the other.
fn agenda() -> Agenda {
    let talk = |(room, hour, minute, minutes, track): (&str, u32, u32, u32, &str)| {
        format!(
            "[[session]]\ntitle = 'T {hour} {minute}'\nroom = '{room}'\ntrack = '{track}'\n\
             start = 2026-05-01T{hour:02}:{minute:02}:00\nminutes = {minutes}\n"
        )
    };
    let talks = [
        ("A", 9, 0, 25, "one"),
        ("A", 9, 25, 25, "one"),
        ("A", 9, 50, 25, "two"),
        ("B", 9, 5, 30, "one"),
        ("B", 9, 45, 20, "two"),
        ("B", 12, 0, 300, "two"),
    ];
    parse_agenda(&talks.map(talk).concat())
}

#[test]
fn edge_of_a_card_begins_and_ends_with_its_ground() {
    for keys in ["", "j", "jj", "l", "<Space>j"] {
        let model = model(agenda(), BEFORE, (80, 40), keys);
        let buffer = drawn(&model, &Theme::in_full_color(Look::Dark, false));
        let mut halves_of_rows = 0;
        for drawing in tile_drawings(&model, &VisibleGrid::new(&model)) {
            let (area, cells) = (drawing.cells.area, drawing.cells);
            assert!(matches!(drawing.body, TileBody::Card(_)));
            let edge = left_halves(&buffer[(area.x, area.y + 1)])[0];
            let first = usize::from(cells.starts_in_half);
            let last = usize::from(area.height) * 2 - usize::from(cells.ends_in_half);
            let halves: Vec<Color> = (area.y..area.y + area.height)
                .flat_map(|y| left_halves(&buffer[(area.x, y)]))
                .collect();
            let is_edge = |half: &Color| *half == edge;
            assert!(halves[first..last].iter().all(is_edge), "{keys}: {halves:?}");
            halves_of_rows += first + last % 2;
        }
        assert!(halves_of_rows > 3, "{halves_of_rows} halves are no test");
    }
}
