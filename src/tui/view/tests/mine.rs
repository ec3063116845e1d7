//! Tests of my schedule and of the next session in the header.

use super::*;
use crate::tui::layout::map_blocks::MapBlock;
use crate::tui::theme::{Ground, MapState, TerminalColors};
use crate::tui::view::shapes_tests::like_fosdem;

fn lines(agenda: Agenda, at: &str, size: (u16, u16), keys: &str) -> Vec<String> {
    let model = model(agenda, at, size, keys);
    let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Terminal, false)));
    text.lines().map(str::to_owned).collect()
}

/// Marks sessions of Monday and Tuesday.
const MARKS: &str = "1gjj<Space>jjj<Space>2gjjjjjj<Space>w<Space>jjjj<Space>";

#[test]
fn next_session_of_mine_is_in_the_header_of_every_width() {
    for width in [60, 70, 80, 100, 120, 200] {
        for keys in [MARKS.to_owned(), format!("{MARKS}p")] {
            let at = "2016-07-12T10:25:00+01:00";
            let header = lines(srecon(), at, (width, 24), &keys).remove(0);
            assert!(header.contains("★ in "), "{width}: {header}");
            assert!(width < 80 || header.contains("10:25"), "{width}: {header}");
        }
    }
}

#[test]
fn list_of_my_schedule_has_the_day_of_the_selection_in_the_header() {
    for (keys, tab) in [("p1", "‹1"), ("p2", "‹2")] {
        let header = lines(srecon(), BEFORE, (40, 10), &format!("{MARKS}{keys}")).remove(0);
        assert!(header.contains(tab), "{keys}: {header}");
    }
}

#[test]
fn time_now_is_beside_its_own_day() {
    // Monday is beside the gutter. Tuesday is not.
    for (at, is_in_gutter) in
        [("2016-07-11T14:25:00+01:00", true), ("2016-07-12T14:25:00+01:00", false)]
    {
        let body = lines(srecon(), at, (120, 36), &format!("{MARKS}p")).split_off(1);
        let row = body.iter().find(|line| line.contains("14:25") || line.contains('▶'));
        let row = row.unwrap_or_else(|| panic!("{at}: {body:#?}"));
        assert_eq!(row.starts_with(" 14:25"), is_in_gutter, "{at}: {row}");
    }
}

#[test]
fn minutes_of_an_overlap_leave_the_minutes_that_are_left() {
    let session = |room: &str, start: u32, minutes: u32| {
        format!(
            "[[session]]\ntitle = 'A talk in {room}'\nroom = '{room}'\n\
             start = 2026-05-01T09:{start:02}:00Z\nminutes = {minutes}\n"
        )
    };
    for (start, minutes) in [(0, 20), (0, 60), (10, 50), (30, 30)] {
        let text = session("A", 0, 60) + &session("B", start, minutes);
        let at = "2026-05-01T09:05:00Z";
        let body = lines(parse_agenda(&text), at, (120, 36), "g<Space>w<Space>p").join("\n");
        assert!(body.contains('⚠') && body.contains("▸55′"), "{start}: {body}");
    }
}

#[test]
fn end_of_a_night_is_whole_or_left_out() {
    let rooms = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let talk = |room: &str| {
        format!(
            "[[session]]\ntitle = 'Competition of the whole day'\nroom = 'Room {room}'\n\
             start = 2026-05-01T11:00:00Z\nminutes = 780\n"
        )
    };
    let text: String = rooms.map(talk).concat();
    for width in 60..200 {
        let body = lines(parse_agenda(&text), BEFORE, (width, 24), "").join("\n");
        let ends = body.match_indices("until").chain(body.match_indices('–'));
        for (at, _) in ends {
            let end: String = body[at..].chars().take(15).collect();
            let is_whole = end.starts_with("until Sat 00:00") || !end.contains('…');
            assert!(is_whole, "{width}: {end:?} in\n{body}");
        }
    }
}

#[test]
fn sessions_of_the_map_that_touch_differ_in_sixteen_colours() {
    let theme = Theme::new(Look::Terminal, TerminalColors::default(), false);
    let model = model(like_fosdem(), BEFORE, (160, 45), "M");
    let map = crate::tui::layout::map_screen::MapScreen::new(&model).unwrap().map;
    let blocks = map.blocks(&model);
    let mut pairs = 0;
    for (a, b) in blocks.iter().flat_map(|a| blocks.iter().map(move |b| (a, b))) {
        let touch = a.sides == b.sides && a.halves.end == b.halves.start;
        // A session without a half row of its own is drawn over a neighbour.
        let end = a.halves.end;
        let between =
            |c: &MapBlock| c.sides == a.sides && c.halves.start < end && end <= c.halves.end;
        let touch = touch && blocks.iter().filter(|c| between(c)).count() == 1;
        if touch && ![a.state, b.state].contains(&MapState::Selected) {
            let colors =
                [a, b].map(|block| theme.block_color(Ground::Map(block.accent, block.state)));
            assert_ne!(colors[0], colors[1], "{a:?} {b:?}");
            pairs += 1;
        }
    }
    assert!(pairs > 20, "{pairs} pairs are no test");
}

#[test]
fn palette_lists_no_track_without_sessions() {
    let text = "[[track]]\nname = 'Empty track'\n[[track]]\nname = 'Full track'\n\
                [[session]]\ntitle = 'T'\nroom = 'A'\ntrack = 'Full track'\n\
                start = 2026-05-01T09:00:00Z\nminutes = 60\n";
    for keys in [":", ":track"] {
        let body = lines(parse_agenda(text), BEFORE, (100, 30), keys).join("\n");
        assert!(body.contains("Full track") && !body.contains("Empty track"), "{keys}: {body}");
    }
}

#[test]
fn hits_that_are_over_are_faint_in_the_search() {
    let model = model(srecon(), "2016-07-11T18:00:00+01:00", (100, 30), "/ebpf");
    let buffer = drawn(&model, &Theme::in_full_color(Look::Probe, false));
    let text = render_text(&buffer);
    let rows: Vec<(usize, &str)> = text.lines().enumerate().collect();
    let time_is_faint = |time: &str| {
        let (y, line) = rows.iter().skip(2).find(|(_, line)| line.contains(time)).unwrap();
        let x = line.split(time).next().unwrap().chars().count();
        role(&buffer[(u16::try_from(x).unwrap(), u16::try_from(*y).unwrap())]).contains("faint")
    };
    assert!(time_is_faint("Mon 11:00") && !time_is_faint("Tue 11:00"), "{text}");
}

#[test]
fn numbers_of_hits_stand_apart_from_dates() {
    let header = lines(srecon(), BEFORE, (120, 30), "/linux").remove(0);
    assert!(header.contains("Mon 11 · "), "{header}");
}

#[test]
fn band_has_letters_of_its_room_or_none() {
    for width in 60..130 {
        for keys in ["", "p"] {
            let body = lines(srecon(), BEFORE, (width, 24), keys).join("\n");
            for short in ["  P… ", "  Pr… ", "  Pre… ", "  S… ", "  Sus… "] {
                assert!(!body.contains(short), "{width} {keys:?} {short:?}:\n{body}");
            }
        }
    }
}

#[test]
fn lengths_in_a_list_over_the_screen_have_one_unit() {
    let body = lines(srecon(), MONDAY, (120, 36), "b").join("\n");
    assert!(
        body.contains("▸15′ │") && body.contains(" 20′ │") && !body.contains(" min │"),
        "{body}"
    );
}
