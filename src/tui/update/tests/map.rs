//! Tests of the map of the day.

use super::*;
use crate::tui::input::action::Action;
use crate::tui::layout::map_screen::MapScreen;

/// Twelve rooms with six talks from 8:00 on. The title of a talk is the numbers of room and talk.
fn twelve_rooms() -> Agenda {
    let talks: Vec<String> = (0..12)
        .flat_map(|room| (0..6).map(move |talk| (room, talk)))
        .map(|(room, talk)| format!("r{room}t{talk} R{room}-{talk} {} Room{room:02}", 8 + talk))
        .collect();
    agenda_of(&talks.iter().map(String::as_str).collect::<Vec<_>>())
}

fn map_after(keys: &str) -> Model {
    after_on(twelve_rooms(), (120, 36), keys)
}

#[test]
fn map_moves_the_selection_and_goes_there_or_back() {
    for (keys, expected) in [
        ("M", "R0-0 (map)"),
        ("Mlllllllj", "R7-1 (map)"),
        ("Mlllllllj<Enter>", "R7-1"),
        ("jMlllllllj<Esc>", "R0-1"),
        ("jMllM", "R0-1"),
        ("jMllq", "R0-1"),
        ("Mf<Esc>l", "R1-0 (map)"),
        ("<Space>pMl", "R1-0 (map)"),
    ] {
        assert_eq!(selected(&map_after(keys)), expected, "{keys}");
    }
}

#[test]
fn tab_on_the_map_goes_to_the_next_hit_or_the_next_attended_session() {
    for (keys, expected) in [
        ("M<Tab>", "R0-0 (map)"),
        ("<Space>jjj<Space>llljM<Tab>", "R0-0 (map)"),
        ("<Space>jjj<Space>llkM<Tab>", "R0-3 (map)"),
        ("<Space>jjj<Space>M<Tab>", "R0-0 (map)"),
        ("/R3-4<Enter>gM<Tab>", "R3-4 (map)"),
    ] {
        assert_eq!(selected(&map_after(keys)), expected, "{keys}");
    }
    assert!(map_after("M<Tab>").message.unwrap().text.contains("Space attends"));
}

#[test]
fn click_on_the_map_goes_to_the_session_there() {
    let mut model = map_after("M");
    let map = MapScreen::new(&model).unwrap().map;
    let (x, y) = (map.cell_of_position(9), map.area.y + map.half_of_minute(3 * 60 + 10) / 2);
    apply_action(&mut model, Action::Click { x, y, double: false }, CLOCK);
    assert_eq!(selected(&model), "R9-3");
}

#[test]
fn map_leaves_out_rooms_without_a_session_on_the_day() {
    let agenda = agenda_of(&["a A 9 East", "b B 10 West", "c C 33 West", "d D 34 South"]);
    for (keys, expected) in [("M", &[0, 1][..]), ("2M", &[1, 2])] {
        let model = after_on(agenda.clone(), (80, 24), keys);
        assert_eq!(MapScreen::new(&model).unwrap().map.columns, expected, "{keys}");
    }
}

#[test]
fn frame_of_the_map_holds_what_the_timetable_shows() {
    let model = map_after("M");
    let screen = MapScreen::new(&model).unwrap();
    let frame = screen.map.frame(&model).unwrap();
    let shown = crate::tui::layout::screen::columns_shown(&model);
    assert!(shown.end < 12);
    let inside = |position: usize| {
        let x = screen.map.cell_of_position(position);
        (frame.x..frame.x + frame.width).contains(&x)
    };
    assert!((0..12).all(|position| inside(position) == shown.contains(&position)));
    // Four rooms and six hours: the timetable shows everything.
    let model = after_on(agenda_of(&["a A 9 East", "b B 10 West"]), (120, 36), "M");
    assert_eq!(MapScreen::new(&model).unwrap().map.frame(&model), None);
}

#[test]
fn list_has_no_map_in_linear_mode() {
    let options = Options { linear: true, ..options(twelve_rooms(), "2016-01-01T00:00:00Z") };
    let model = after_keys(options, (80, 24), "M", CLOCK).unwrap();
    assert_eq!(selected(&model), "R0-0");
    assert!(model.message.unwrap().text.starts_with("There is no map"));
}
