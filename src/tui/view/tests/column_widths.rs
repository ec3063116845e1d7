//! Tests of the widths of columns.

use super::*;
use crate::tui::layout::card::tile_drawings;
use crate::tui::layout::card_memory::CardMemory;
use crate::tui::layout::column_widths::{column_cells, needs_of_shown};
use crate::tui::layout::grid::VisibleGrid;
use crate::tui::layout::tile_drawing::TileBody;
use crate::tui::view::shapes_tests::{like_c3, like_fosdem};

/// Asserts that no column lacks cells for its titles while another one has more than it needs.
fn assert_widths_follow_needs(model: &Model, about: &str) {
    let (needs, cells) = (needs_of_shown(model), column_cells(model));
    let widths: Vec<u16> = cells.iter().map(|cells| cells.end - cells.start).collect();
    let columns = || widths.iter().zip(&needs);
    let lacks = columns().any(|(width, need)| *width < need.usual);
    let has_spare = columns().any(|(width, need)| *width > need.usual);
    assert!(!(lacks && has_spare), "{about}: {widths:?} for {needs:?}");
    let breaks_word = columns().any(|(width, need)| *width < need.least);
    let has_room = columns().any(|(width, need)| *width > need.least);
    assert!(!(breaks_word && has_room), "{about}: {widths:?} for {needs:?}");
}

#[test]
fn no_card_of_made_agendas_is_narrower_than_it_needs_while_another_has_room() {
    let agendas = [("srecon", srecon()), ("fosdem", like_fosdem()), ("c3", like_c3())];
    for (name, agenda) in agendas {
        for size in [(80, 24), (120, 36), (200, 50)] {
            let mut model = model(agenda.clone(), BEFORE, size, "");
            for day in 0..model.agenda.days.len() {
                assert_widths_follow_needs(&model, &format!("{name} day {day} {size:?}"));
                apply_action(&mut model, Action::Command(Command::NextDay), fixtures::CLOCK);
            }
        }
    }
}

#[test]
fn long_word_takes_few_cells_from_other_columns_if_some_have_no_room() {
    let talk = |room: u32| {
        let word = if room == 0 { "Donaudampfschifffahrtsgesellschaft" } else { "Titles" };
        format!(
            "[[session]]\ntitle = '{word} {}'\n\
             room = 'R{room:02}'\nminutes = 30\nstart = 2026-05-01T09:00:00\n",
            "with many words ".repeat(20)
        )
    };
    let widths = |rooms: u32, size| {
        let text: String = (0..rooms).map(talk).collect();
        let model = model(parse_agenda(&text), BEFORE, size, "");
        let cells = column_cells(&model).into_iter();
        cells.map(|cells| cells.end - cells.start).collect::<Vec<u16>>()
    };
    assert_eq!(widths(29, (120, 36)), [22, 19, 18, 18]);
    assert_eq!(widths(4, (80, 24)), [25, 16, 16, 16]);
}

#[test]
fn column_with_a_long_title_takes_cells_from_columns_with_short_ones() {
    let session = |room: &str, title: &str| {
        format!(
            "[[session]]\ntitle = '{title}'\nroom = '{room}'\nminutes = 5\n\
             start = 2026-05-01T09:00:00\n"
        )
    };
    let long = "Twenty nine letters of a talk";
    let text =
        [("A", "Short"), ("B", long), ("C", "Brief")].map(|(room, title)| session(room, title));
    // The scale of a day of two hours has one row for the talks.
    let workshop = session("C", "Workshop").replace("minutes = 5", "minutes = 120");
    let workshop = workshop.replace("T09:00", "T09:05");
    let text = text.concat() + &workshop;
    let model = model(parse_agenda(&text), BEFORE, (80, 24), "");
    let drawings = tile_drawings(&model, &VisibleGrid::new(&model), &mut CardMemory::default());
    let titles: Vec<String> = drawings
        .iter()
        .filter_map(|drawing| match &*drawing.body {
            TileBody::Card(card) => Some(card.lines.concat()),
            _ => None,
        })
        .map(|line| line.iter().map(|run| &*run.text).collect())
        .collect();
    assert_eq!(titles[..3], ["Short", long, "Brief"]);
}
