//! Clicks and the wheel.

use super::{CLOCK, after, after_on, parse_agenda, selected, srecon};
use crate::tui::input::action::Action;
use crate::tui::input::action::Command;
use crate::tui::layout::grid;
use crate::tui::layout::screen;
use crate::tui::state::Focus;
use crate::tui::state::Model;
use crate::tui::update::apply_action;

#[test]
fn click_selects_the_tile_under_the_mouse() {
    let mut model = after("");
    let click = |model: &mut Model, x, y, double| {
        apply_action(model, Action::Click { x, y, double }, CLOCK)
    };
    for ix in 0..model.agenda.days[0].sessions.end {
        let tile = model
            .derived
            .table
            .tiles
            .iter()
            .find(|tile| tile.session == ix && tile.shows_text)
            .unwrap()
            .clone();
        let Some(cells) = grid::tile_cells(&model, &tile).into_iter().next() else {
            continue;
        };
        click(&mut model, cells.area.x + 1, cells.area.y, false);
        assert_eq!(model.place.selected, Some(ix));
    }
    click(&mut model, 30, 0, false);
    assert_eq!(model.place.day, 1, "a day of the header");
    click(&mut model, 12, 3, true);
    assert_eq!(model.focus, Focus::Detail { full: true });
    click(&mut model, 12, 3, false);
    assert_eq!(model.focus, Focus::Main);
    apply_action(&mut model, Action::Scroll { x: 100, y: 10, notches: 1 }, CLOCK);
    apply_action(&mut model, Action::Scroll { x: 10, y: 10, notches: 2 }, CLOCK);
    assert_ne!(model.place.selected, None);
}

#[test]
fn wheel_scrolls_and_a_visible_selection_stays() {
    let mut model = after_on(srecon(), (120, 16), "");
    let height = i32::from(screen::grid(&model).height);
    let last = model.derived.table.axis.height() - height;
    let mut tops = vec![model.place.top];
    for rows in [1; 20].into_iter().chain([-1; 20]) {
        let (before, selected) = (model.place.top, model.place.selected.unwrap());
        apply_action(&mut model, Action::Scroll { x: 10, y: 8, notches: rows }, CLOCK);
        let place = model.place;
        assert_eq!(
            place.top,
            (before + 3 * rows).clamp(0, last),
            "three rows a notch, and no further than there are"
        );
        let seen = |session| {
            let tile = model.derived.table.tile_of(session, place.cursor.column).unwrap();
            tile.rows().start < place.top + height && place.top < tile.rows().end
        };
        let now = place.selected.unwrap();
        assert!(
            seen(now)
                && (now == selected
                    || !model.derived.table.tile_of(selected, place.cursor.column).is_some_and(
                        |tile| {
                            place.top <= tile.rows().start && tile.rows().end <= place.top + height
                        }
                    )),
            "at {}",
            place.top
        );
        tops.push(place.top);
    }
    assert!(tops.contains(&last) && tops.last() == Some(&0), "{tops:?}");
}

#[test]
fn click_beside_the_rooms_pages_the_rooms() {
    let agenda = {
        let room = |nth: usize| {
            format!(
                "[[session]]\ntitle='T{nth}'\nstart=2026-05-04T09:00:00\nminutes=30\n\
                 room='R{nth}'\n"
            )
        };
        let text = format!("[event]\nname='E'\n{}", (0..12).map(room).collect::<String>());
        parse_agenda(&text)
    };
    let mut model = after_on(agenda, (80, 24), "");
    let shown = |model: &Model| (screen::columns_shown(model), selected(model));
    // Clicks at the right of the heads, then at the left; a key does the same.
    let mut seen = vec![shown(&model)];
    for x in [78, 78, 3, 3] {
        apply_action(&mut model, Action::Click { x, y: 1, double: false }, CLOCK);
        seen.push(shown(&model));
    }
    let expected = [(0..3, "T0"), (3..6, "T3"), (6..9, "T6"), (3..6, "T5"), (0..3, "T2")];
    assert_eq!(seen, expected.map(|(columns, title)| (columns, title.to_owned())));
    apply_action(&mut model, Action::Command(Command::RoomsRight), CLOCK);
    assert_eq!(screen::columns_shown(&model), 3..6);
}
