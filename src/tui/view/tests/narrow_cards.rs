//! Tests of cards that have few cells.

use super::*;
use crate::tui::layout::card::tile_drawings;
use crate::tui::layout::card_memory::CardMemory;
use crate::tui::layout::grid::VisibleGrid;
use crate::tui::layout::tile_drawing::{Card, TileBody, TileDrawing};
use crate::tui::layout::timeline_card::timeline_drawing;
use crate::tui::view::shapes_tests::{like_c3, like_fosdem};

/// Returns the cards on the screen, in the timetable or in my schedule.
fn cards(model: &Model) -> Vec<(Card, u16)> {
    let drawings: Vec<TileDrawing> = match &model.derived.timeline {
        Some(timeline) => timeline_drawing(model, timeline).tiles,
        None => tile_drawings(model, &VisibleGrid::new(model), &mut CardMemory::default()),
    };
    let cards = drawings.into_iter().filter_map(|drawing| match &*drawing.body {
        TileBody::Card(card) => Some((card.clone(), drawing.cells.text_area().width)),
        _ => None,
    });
    cards.collect()
}

/// Asserts that the first line of every card has letters of a title. Returns the number of cards
/// with less than twelve cells.
fn assert_titles_come_first(model: &Model, about: &str) -> usize {
    let mut narrow = 0;
    for (card, width) in cards(model) {
        let Some(first) = card.lines.first().filter(|_| width >= 3) else { continue };
        let text: String = first.iter().map(|run| run.text.as_str()).collect();
        assert!(text.contains(char::is_alphanumeric), "{about}: {text:?} in {width} cells");
        narrow += usize::from(width < 12);
    }
    narrow
}

/// Three days with three keynotes of 15 minutes at once in each of four rooms.
fn crowded() -> Agenda {
    let talk = |nth: u32| {
        let (day, room, hour) = (1 + nth % 3, nth / 3 % 4, 9 + nth / 36);
        format!(
            "[[session]]\ntitle = 'Talk {nth} of many'\nroom = 'Room {room}'\nkind = 'keynote'\n\
             start = 2026-05-{day:02}T{hour:02}:00:00\nminutes = 15\n"
        )
    };
    let talks: String = (0..72).map(talk).collect();
    parse_agenda(&format!("[event]\nname = 'Crowded'\n{talks}"))
}

#[test]
fn narrow_cards_show_letters_of_their_titles_before_signs() {
    let marks = "<Space>j<Space>jm<Space>lm<Space>j<Space>j<Space>l<Space>k<Space>\
                 2<Space>l<Space>l<Space>3<Space>l<Space>l<Space>1";
    let mut narrow = 0;
    let made = [("fosdem", like_fosdem()), ("c3", like_c3()), ("crowded", crowded())];
    for (name, agenda) in made.into_iter().chain([("srecon", srecon())]) {
        for size in [(60, 24), (80, 24), (120, 36)] {
            for keys in [marks.to_owned(), format!("{marks}p")] {
                let model = model(agenda.clone(), BEFORE, size, &keys);
                narrow += assert_titles_come_first(&model, &format!("{name} {size:?} {keys}"));
            }
        }
    }
    assert!(narrow > 4, "{narrow} narrow cards are no test");
}

#[test]
fn card_half_a_row_beside_the_named_time_has_its_start_only_beside_the_whole_title() {
    let session = |room: &str, start: &str, title: &str| {
        format!(
            "[[session]]\ntitle = '{title}'\nroom = '{room}'\nminutes = 15\n\
             start = 2026-05-01T{start}:00\n"
        )
    };
    let long = "A title with more letters than a row has cells";
    let other = |nth: u32| session("A", &format!("{:02}:{:02}", 9 + nth / 3, nth % 3 * 20), "Hour");
    let others: String = (0..30).map(other).collect();
    for (start, title, has_start) in [("09:55", long, false), ("09:55", "Brief", true)] {
        let text = format!("[event]\nname = 'A'\n{others}{}", session("B", start, title));
        let model = model(parse_agenda(&text), BEFORE, (60, 24), "");
        let lines: Vec<String> = cards(&model)
            .into_iter()
            .filter_map(|(card, _)| card.lines.first().map(|line| text_of(line)))
            .collect();
        let expected = lines.iter().any(|line| line.starts_with("09:55 "));
        assert_eq!(expected, has_start, "{title}: {lines:?}");
    }
}

fn text_of(line: &[crate::tui::layout::line::TextRun]) -> String {
    line.iter().map(|run| &*run.text).collect()
}

#[test]
fn talks_of_two_minutes_one_after_the_other_have_a_row_each() {
    let talk = |nth: u32| {
        format!(
            "[[session]]\ntitle = 'Talk {nth}'\nroom = 'Hall'\nminutes = 2\n\
             start = 2026-05-01T10:{:02}:00\n",
            nth * 2
        )
    };
    let text: String = (0..12).map(talk).collect();
    let model = model(parse_agenda(&text), BEFORE, (80, 24), "");
    let grid = VisibleGrid::new(&model);
    let mut rows: Vec<u16> = grid.parts.iter().map(|part| part.cells.area.y).collect();
    rows.dedup();
    assert_eq!(rows.len(), 12, "{rows:?}");
}
