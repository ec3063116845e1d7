//! Tests of the edges of cards in half rows.

use super::*;
use crate::tui::layout::card::tile_drawings;
use crate::tui::layout::card_memory::CardMemory;
use crate::tui::layout::grid::{TileCells, VisibleGrid};
use crate::tui::layout::tile_drawing::{TileBody, TileDrawing};
use crate::tui::theme::{Ground, sign};

/// Returns the colours of the quarters of a cell: `[upper, lower]`, each `[left, right]`.
fn quarters(cell: &Cell) -> [[Color; 2]; 2] {
    let (ink, ground) = (cell.fg, cell.bg);
    match cell.symbol() {
        "▐" => [[ground, ink], [ground, ink]],
        "▝" => [[ground, ink], [ground, ground]],
        "▗" => [[ground, ground], [ground, ink]],
        "▜" => [[ink, ink], [ground, ink]],
        "▟" => [[ground, ink], [ink, ink]],
        "█" => [[ink, ink], [ink, ink]],
        "▀" => [[ink, ink], [ground, ground]],
        "▄" => [[ground, ground], [ink, ink]],
        _ => [[ground, ground], [ground, ground]],
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
    for look in [Look::Dark, Look::Light] {
        for keys in ["", "j", "jj", "l", "<Space>j"] {
            let halves = assert_bars_follow_grounds(look, keys);
            assert!(halves > 3, "{halves} halves are no test");
        }
    }
}

/// Asserts that each half row of a card has a bar in the right half of its first cell, that no
/// other half row has one, and that the left half has the ground of the screen beside a narrow bar.
/// Returns the number of half rows at starts and ends.
fn assert_bars_follow_grounds(look: Look, keys: &str) -> usize {
    let model = model(agenda(), BEFORE, (80, 40), keys);
    let theme = Theme::in_full_color(look, false);
    let screen = theme.ground_color(Ground::Screen).unwrap();
    let buffer = drawn(&model, &theme);
    let drawings = tile_drawings(&model, &VisibleGrid::new(&model), &mut CardMemory::default());
    let half_rows = |cells: &TileCells| {
        let first = cells.area.y * 2 + u16::from(cells.starts_in_half);
        let end = (cells.area.y + cells.area.height) * 2 - u16::from(cells.ends_in_half);
        first..end
    };
    let mut at_ends = 0;
    for TileDrawing { cells, body, .. } in &drawings {
        let TileBody::Card(card) = &**body else { panic!("{body:?}") };
        let x = cells.area.x;
        let edge = quarters(&buffer[(x, cells.area.y + 1)])[0][1];
        let half = |half: u16| quarters(&buffer[(x, half / 2)])[usize::from(half % 2)];
        for nth in half_rows(cells) {
            let [left, right] = half(nth);
            let is_wide = card.edge == sign::EDGE_SELECTED;
            assert_eq!([left, right], [if is_wide { edge } else { screen }, edge], "{keys} {nth}");
        }
        let is_card = |nth: u16| {
            drawings
                .iter()
                .any(|other| other.cells.area.x == x && half_rows(&other.cells).contains(&nth))
        };
        for nth in [half_rows(cells).start - 1, half_rows(cells).end] {
            if !is_card(nth) {
                assert_eq!(half(nth), [screen, screen], "{keys} {nth}");
                at_ends += usize::from(nth / 2 == cells.area.y || nth % 2 == 1);
            }
        }
    }
    at_ends
}

#[test]
fn bar_of_two_colours_in_one_row_belongs_to_the_later_card() {
    let model = model(agenda(), BEFORE, (80, 40), "l");
    let buffer = drawn(&model, &Theme::in_full_color(Look::Dark, false));
    let drawings = tile_drawings(&model, &VisibleGrid::new(&model), &mut CardMemory::default());
    let shared = drawings.iter().find(|drawing| {
        drawing.cells.starts_in_half
            && buffer[(drawing.cells.area.x, drawing.cells.area.y)].symbol() == "▐"
    });
    let cells = shared.expect("two cards share a row").cells.area;
    assert_eq!(buffer[(cells.x, cells.y)].fg, buffer[(cells.x, cells.y + 1)].fg);
}

#[test]
fn band_begins_in_the_middle_of_a_cell_like_cards() {
    let band = "[[session]]\ntitle = 'Lunch'\nkind = 'break'\nminutes = 60\n\
                start = 2026-05-01T13:00:00\n";
    let talk = "[[session]]\ntitle = 'T'\nroom = 'A'\nminutes = 240\nstart = 2026-05-01T09:00:00\n";
    let model = model(parse_agenda(&(talk.to_owned() + band)), BEFORE, (80, 40), "");
    let theme = Theme::in_full_color(Look::Dark, false);
    let buffer = drawn(&model, &theme);
    let drawings = tile_drawings(&model, &VisibleGrid::new(&model), &mut CardMemory::default());
    let band = drawings.iter().find(|drawing| !drawing.body.is_card()).unwrap().cells.area;
    let colors = [Ground::Screen, Ground::Band].map(|ground| theme.ground_color(ground).unwrap());
    assert_eq!(quarters(&buffer[(band.x, band.y + 1)])[0], colors);
}
