//! Tests of the line of now.

use super::*;
use crate::tui::layout::tile_rows::{first_text_row, minute_now, row_of_now};

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

#[test]
fn title_of_a_running_session_keeps_its_ink_above_the_line_of_now() {
    let file = ["A", "B"].map(|room| {
        format!(
            "[[session]]\ntitle = 'Talk {room}'\nroom = '{room}'\nspeakers = ['P {room}']\n\
             start = 2026-05-01T09:00:00Z\nminutes = 60\n"
        )
    });
    let dark = Theme::in_full_color(Look::Dark, false);
    let light = Theme::in_full_color(Look::Light, false);
    let sixteen = Theme::in_full_color(Look::Terminal, false);
    for theme in [dark, light, sixteen] {
        let inks_of = |time: &str| {
            let at = format!("2026-05-01T{time}:00Z");
            let model = model(parse_agenda(&file.concat()), &at, (80, 24), "h");
            let buffer = drawn(&model, &theme);
            ["Talk B", "P B"].map(|text| {
                let cell = &buffer.content[find_cell(&buffer, text)];
                (cell.fg, cell.modifier)
            })
        };
        assert_eq!(inks_of("09:55"), inks_of("09:01"), "{theme:?}");
    }
}

/// Returns the position of the first cell of a text of narrow letters.
fn find_cell(buffer: &Buffer, text: &str) -> usize {
    let letters: Vec<String> = text.chars().map(String::from).collect();
    let mut places = buffer.content.windows(letters.len());
    places.position(|cells| cells.iter().map(Cell::symbol).eq(letters.iter())).unwrap()
}

#[test]
fn gutter_names_every_full_hour_and_no_minute_twice() {
    for (nth, step) in [(0, 25), (1, 35), (2, 55), (3, 65), (4, 20)] {
        let file: String = (0..5)
            .map(|at| {
                let start = 8 * 60 + 40 + 5 * nth + at * step;
                format!(
                    "[[session]]\ntitle = 'T {at}'\nroom = 'A'\nminutes = {step}\n\
                     start = 2026-05-01T{:02}:{:02}:00Z\n",
                    start / 60,
                    start % 60
                )
            })
            .collect();
        let model = model(parse_agenda(&file), "2026-05-02T09:00:00Z", (80, 90), "");
        let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Mono, false)));
        let labels: Vec<&str> = text
            .lines()
            .map(|line| line.get(1..6).unwrap_or(""))
            .filter(|l| l.contains(':'))
            .collect();
        assert!(labels.windows(2).all(|pair| pair[0] < pair[1]), "{labels:?}");
        let first = 9.max((8 * 60 + 40 + 5 * nth + 59) / 60);
        let last = (8 * 60 + 40 + 5 * nth + 5 * step - 1) / 60;
        for hour in first..=last {
            let label = format!("{hour:02}:00");
            assert!(labels.contains(&label.as_str()), "{nth}: {label} not in {labels:?}\n{text}");
        }
    }
}

#[test]
fn second_session_of_a_shared_row_names_its_start() {
    let talk = |title: &str, room: &str, minutes: u32, start: u32| {
        let (hour, minute) = (9 + start / 60, start % 60);
        format!(
            "[[session]]\ntitle = '{title}'\nroom = '{room}'\nminutes = {minutes}\n\
             start = 2026-05-01T{hour:02}:{minute:02}:00Z\n"
        )
    };
    let quick = [0, 5, 10, 15].map(|start| talk("Quick talk", "A", 5, start));
    let long = [30, 60].map(|start| talk("Long talk", "A", 30, start));
    let other = [0, 30, 60].map(|start| talk("Other talk", "B", 30, start));
    let file = [quick.concat(), long.concat(), other.concat()].concat();
    // The seats of a row have eleven cells for text.
    let model = model(parse_agenda(&file), "2026-05-02T09:00:00Z", (70, 24), "");
    let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Mono, false)));
    for start in ["09:05 Qui", "09:15 Qui"] {
        assert!(text.contains(start), "{start}\n{text}");
    }
}

#[test]
fn running_session_of_my_schedule_names_its_start_beside_the_line_of_now() {
    let model = model(srecon(), "2016-07-11T09:45:00+01:00", (80, 24), "1gjj<Space>p");
    let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Mono, false)));
    let now = text.lines().find(|line| line.starts_with(" 09:45")).unwrap();
    assert!(now.contains("09:40 ★ Doorman"), "{now}");
}

#[test]
fn line_of_now_leaves_no_hole_in_a_selected_card_of_sixteen_colors() {
    let file = "[[session]]\ntitle = 'Talk'\nroom = 'A'\nstart = 2026-05-01T09:00:00Z\n\
                minutes = 60\n";
    let model = model(parse_agenda(file), "2026-05-01T09:35:00Z", (60, 24), "");
    let buffer = drawn(&model, &Theme::in_full_color(Look::Terminal, false));
    let rows = (0..buffer.area.height)
        .filter(|y| buffer[(20, *y)].modifier.contains(Modifier::REVERSED))
        .collect::<Vec<u16>>();
    assert!(rows.len() > 4 && rows.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{rows:?}");
}
