//! Tests of the heads of columns.

use super::*;
use crate::tui::layout::screen;
use crate::tui::view::shapes_tests::{like_c3, like_fosdem};

/// Returns the text of a row of the screen.
fn row(model: &Model, row: u16) -> String {
    let text = render_text(&drawn(model, &Theme::in_full_color(Look::Dark, false)));
    text.lines().nth(usize::from(row)).unwrap_or_default().to_owned()
}

/// Two rooms: two tracks one after the other, and one track.
fn two_rooms() -> Agenda {
    let talk = |(room, hour, track): (&str, u32, &str)| {
        format!(
            "[[session]]\ntitle = 'T {hour}'\nroom = '{room}'\ntrack = '{track}'\n\
             start = 2026-05-01T{hour:02}:00:00\nminutes = 60\n"
        )
    };
    let morning = (9..13).map(|hour| talk(("A", hour, "Docs")));
    let evening = (14..18).map(|hour| talk(("A", hour, "Kernel")));
    let other = (9..18).map(|hour| talk(("B", hour, "Rust")));
    parse_agenda(&morning.chain(evening).chain(other).collect::<String>())
}

#[test]
fn tracks_stand_below_rooms_on_a_high_screen() {
    let high = model(two_rooms(), BEFORE, (80, 32), "");
    let heads = row(&high, 2);
    assert!(heads.contains("  Docs → Kernel ") && heads.contains("  Rust"), "{heads}");
    let low = model(two_rooms(), BEFORE, (80, 31), "");
    assert!(row(&low, 1).contains("  A ") && !row(&low, 2).contains("Rust"));
    assert_eq!([screen::heads(&high).height, screen::heads(&low).height], [2, 1]);
}

#[test]
fn track_that_is_scrolled_out_leaves_its_name_to_the_next() {
    let model = model(two_rooms(), BEFORE, (80, 32), "++++G");
    assert!(model.place.top > 0);
    let heads = row(&model, 2);
    assert!(heads.contains("  Kernel ") && !heads.contains("Docs"), "{heads}");
}

#[test]
fn track_with_the_name_of_its_room_is_left_out() {
    let talk = |room: &str, track: &str| {
        format!(
            "[[session]]\ntitle = 'T'\nroom = '{room}'\ntrack = '{track}'\nminutes = 60\n\
             start = 2026-05-01T09:00:00\n"
        )
    };
    let model = model(
        parse_agenda(&(talk("Podcast Stage", "Podcast Stage") + &talk("B", "Rust"))),
        BEFORE,
        (80, 32),
        "",
    );
    assert_eq!(row(&model, 2).trim(), "Rust");
    assert!(row(&model, 1).contains("Podcast Stage"));
}

#[test]
fn filter_with_one_track_leaves_no_row_for_tracks() {
    assert!(row(&model(two_rooms(), BEFORE, (80, 34), ""), 2).contains("Docs → Kernel"));
    // One track is left: it says nothing.
    let model = model(two_rooms(), BEFORE, (80, 34), "fRust<Space><Esc>");
    assert_eq!(screen::heads(&model).height, 1, "{}", row(&model, 1));
}

#[test]
fn agendas_whose_tracks_fill_no_columns_have_one_row_of_heads() {
    for (agenda, rows) in [(srecon(), 1), (like_c3(), 1), (like_fosdem(), 2)] {
        for size in [(120, 36), (200, 50)] {
            let model = model(agenda.clone(), BEFORE, size, "");
            assert_eq!(screen::heads(&model).height, rows, "{size:?}");
            assert_eq!(screen::grid(&model).y, 1 + rows);
        }
    }
}
