//! Tests of the marks on the map of the day.

use super::*;
use crate::tui::layout::day_map::DayMap;
use crate::tui::layout::map_screen::MapScreen;
use crate::tui::layout::screen;
use crate::tui::theme::{Ground, MapState};
use crate::tui::view::shapes_tests::like_fosdem;

/// Asserts that each attended session has a cell with a star or in the colour of marks. Returns
/// their number.
fn assert_marks_are_seen(model: &Model, theme: &Theme, about: &str) -> usize {
    let buffer = drawn(model, theme);
    let map = MapScreen::new(model).unwrap().map;
    let blocks: Vec<_> = map.blocks(model).into_iter().filter(|block| block.is_marked).collect();
    for block in &blocks {
        let lit = theme.block_color(Ground::Map(block.accent, MapState::Marked));
        let is_seen = |cell: &Cell| {
            let is_star = ["★", "*"].contains(&cell.symbol());
            // The sixteen colours have tracks in the colour of marks.
            let is_own = theme.ground_color(Ground::Screen).is_some();
            is_star || is_own && lit.is_some_and(|lit| cell.fg == lit || cell.bg == lit)
        };
        let mut rows = block.halves.start / 2..block.halves.end.div_ceil(2);
        let cells = block.sides.start / 2..block.sides.end.div_ceil(2);
        let is_lit = rows.any(|row| cells.clone().any(|x| is_seen(&buffer[(x, map.area.y + row)])));
        assert!(is_lit, "{about}: {block:?} in\n{}", render_text(&buffer));
    }
    blocks.len()
}

#[test]
fn every_mark_is_seen_on_the_map_in_every_theme() {
    let keys = "<Space>j<Space>jj<Space>l<Space>jj<Space>l<Space>j<Space>jj<Space>l<Space>jM";
    for size in [(80, 24), (120, 36)] {
        let model = model(like_fosdem(), BEFORE, size, keys);
        for look in [Look::Mono, Look::Terminal, Look::Dark, Look::Light] {
            for ascii in [false, true] {
                let theme = Theme::in_full_color(look, ascii);
                let about = format!("{look:?} {ascii} {size:?}");
                let marks = assert_marks_are_seen(&model, &theme, &about);
                assert!(marks > 6, "{about}: {marks} marks are no test");
            }
        }
    }
}

#[test]
fn names_of_narrow_rooms_take_turns_in_two_lines_if_the_map_leaves_a_row() {
    let mut two_lines = 0;
    for (height, keys) in (20..40).flat_map(|height| [(height, "M"), (height, "Mlllll")]) {
        let model = model(like_fosdem(), BEFORE, (80, height), keys);
        let Some(screen) = MapScreen::new(&model) else { panic!("{height}: no map") };
        let heads = screen.room_heads(&model);
        if heads.iter().all(|head| head.line == 0) {
            continue;
        }
        two_lines += 1;
        assert_eq!(heads.len(), 30, "{height} {keys}: {heads:?}");
        let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Mono, false)));
        let lines: Vec<&str> = text.lines().skip(1).collect();
        for head in &heads {
            let line = lines[usize::from(head.line) + 1];
            assert!(line.contains(&head.text), "{head:?} in {text}");
        }
    }
    assert!(two_lines > 4, "{two_lines} screens are no test");
}

#[test]
fn star_of_a_session_over_two_rooms_stands_beside_the_side_of_the_frame() {
    const TITLES: [&str; 12] = [
        "Ash", "Birch", "Cedar", "Date", "Elm", "Fig", "Gum", "Hazel", "Iroko", "Juniper", "Kapok",
        "Larch",
    ];
    let mut text = super::odd_agendas::BERLIN.to_owned();
    for (room, title) in TITLES.into_iter().enumerate() {
        let (next, hour) = ((room + 1) % 12, 9 + room % 6);
        text += &format!("[[room]]\nname = 'R{room}'\n");
        text += &format!(
            "[[session]]\ntitle = '{title}'\nstart = 2030-06-01T{hour:02}:00:00\nminutes = 50\n\
             room = ['R{room}', 'R{next}']\n"
        );
    }
    let mut near = 0;
    for (width, steps) in (60..130).step_by(5).flat_map(|width| [(width, ""), (width, "lll")]) {
        let mark = |title: &str| format!("/{title}<Enter><Space><Esc><Esc>");
        let keys = format!("{}{steps}M", TITLES.map(mark).concat());
        let model = model(parse_agenda(&text), BEFORE, (width, 30), &keys);
        let Some(frame) = MapScreen::new(&model).and_then(|screen| screen.map.frame(&model)) else {
            continue;
        };
        let buffer = drawn(&model, &Theme::in_full_color(Look::Dark, false));
        for y in frame.y + 1..frame.y + frame.height - 1 {
            for x in [frame.x, frame.x + frame.width - 1] {
                let is_star = |x: u16| buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == "★");
                assert!(!is_star(x), "{width} {steps}: {x},{y}\n{}", render_text(&buffer));
                near += usize::from(is_star(x - 1) || is_star(x + 1));
            }
        }
    }
    assert!(near > 4, "{near} stars beside a frame are no test");
}

/// A day with talks of 20 minutes from 9 to 17 in rooms.
fn day_with_rooms(rooms: u32) -> Agenda {
    let talk = |nth: u32| {
        let (room, minute) = (nth / 24, 9 * 60 + nth % 24 * 20);
        format!(
            "[[session]]\ntitle = 'T'\nroom = 'Room {room:02}'\nminutes = 20\n\
             start = 2026-05-01T{:02}:{:02}:00\n",
            minute / 60,
            minute % 60
        )
    };
    parse_agenda(&(0..rooms * 24).map(talk).collect::<String>())
}

#[test]
fn map_in_the_corner_frames_what_the_timetable_shows() {
    // Rooms with a gap between them, with and without a free cell at the right, and without a gap.
    for rooms in [12, 15, 16, 20, 29] {
        for (size, keys) in
            [((120, 36), ""), ((120, 36), "}}"), ((160, 45), "}}}}}}}}G"), ((160, 45), "++G")]
        {
            let model = model(day_with_rooms(rooms), BEFORE, size, keys);
            let map = DayMap::in_corner(&model).unwrap();
            let frame = map.frame(&model).unwrap();
            let cells = map.cells_of_columns(&screen::columns_shown(&model));
            assert_eq!((frame.x + 1, frame.x + frame.width - 1), (cells.start, cells.end));
            assert!(frame.x + 1 >= map.area.x && frame.x + frame.width <= size.0);
            assert!(frame.y + 1 >= map.area.y && frame.height > 2, "{size:?} {keys}");
            let buffer = drawn(&model, &Theme::in_full_color(Look::Dark, false));
            let (right, bottom) = (frame.x + frame.width - 1, frame.y + frame.height - 1);
            let corners =
                [(frame.x, frame.y), (right, frame.y), (frame.x, bottom), (right, bottom)];
            assert_eq!(corners.map(|corner| buffer[corner].symbol()), ["╭", "╮", "╰", "╯"]);
        }
    }
}

#[test]
fn map_in_a_narrow_corner_has_a_rule_below_the_rooms_in_view() {
    // Beside the hours, the details have 31 cells for thirty rooms and two sides.
    let model = model(like_fosdem(), BEFORE, (120, 36), "");
    let map = DayMap::in_corner(&model).unwrap();
    assert_eq!(map.frame(&model), None);
    let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Dark, false)));
    assert!(text.contains('▔') && !text.contains('╭'), "{text}");
}
