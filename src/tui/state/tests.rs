//! Time and zoom, and the model after them.

use super::model::Model;
use crate::agenda::Level;
use crate::plan::Plan;
use crate::tui::input::action::Action;
use crate::tui::input::keymap::Key;
use crate::tui::layout::screen;
use crate::tui::state::Row;
use crate::tui::update::apply_action;
use crate::tui::update::tests::{CLOCK, after, at};
use chrono::TimeDelta;
use proptest::prelude::*;

fn tick(model: &mut Model, time: &str) {
    apply_action(model, Action::Tick(Some(time.parse().unwrap())), CLOCK);
}

/// The row of the screen in which the selected session begins.
fn screen_row(model: &Model) -> i32 {
    let tile = model
        .derived
        .table
        .tile_of(model.place.selected.unwrap(), model.place.cursor.column)
        .unwrap();
    tile.rows().start - model.place.top
}

#[test]
fn selected_day_follows_the_clock_from_the_current_day() {
    for (keys, time, expected) in [
        ("1", "2016-07-12T04:59:00+01:00", 0),
        ("1", "2016-07-12T05:00:00+01:00", 1),
        ("1", "2016-07-13T09:00:00+01:00", 2),
        ("1", "2016-07-14T09:00:00+01:00", 0),
        ("3", "2016-07-12T05:00:00+01:00", 2),
        ("1p", "2016-07-12T05:00:00+01:00", 0),
        ("1<Enter>", "2016-07-12T05:00:00+01:00", 0),
    ] {
        let mut model = at("2016-07-11T23:50:00+01:00", keys);
        tick(&mut model, time);
        assert_eq!(model.place.day, expected, "{keys} at {time}");
    }
}

#[test]
fn tick_moves_the_sign_of_now_and_keeps_the_place() {
    let mut model = at("2016-07-11T14:25:00+01:00", "k");
    let before = model.place;
    let signs = |model: &Model| {
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 120, 36));
        crate::tui::view::draw(
            model,
            &crate::tui::theme::Theme::in_full_color(crate::tui::Look::Mono, false),
            &mut buffer,
        );
        let text = crate::tui::screenshot::render_text(&buffer);
        text.lines().skip(1).position(|line| {
            let time = line.get(1..6).unwrap_or_default();
            time == model.now.unwrap().format("%H:%M").to_string()
        })
    };
    let first = signs(&model).unwrap();
    tick(&mut model, "2016-07-11T16:27:00+01:00");
    let second = signs(&model).unwrap();
    assert!(second > first);
    assert_eq!(model.place, before);
    tick(&mut model, "2016-07-11T23:25:00+01:00");
    assert_eq!(signs(&model), None, "the day is over");
}

#[test]
fn note_about_a_moved_session_uses_the_clock_of_the_screen() {
    let notes = |keys: &str| {
        let agenda = (*after("").agenda).clone();
        let mut plan = Plan::default();
        plan.apply_changes(&[crate::plan::Change::set_level(
            &agenda,
            &agenda.sessions[1],
            Some(Level::Attend),
            CLOCK,
        )]);
        let mut moved = crate::tui::update::tests::options(agenda, "2016-01-01T00:00:00Z");
        let later = moved.agenda.sessions[1].start.unwrap() + TimeDelta::minutes(5);
        std::sync::Arc::make_mut(&mut moved.agenda).sessions[1].start = Some(later);
        moved.plan = plan;
        let model = crate::tui::screenshot::after_keys(moved, (120, 36), keys, CLOCK).unwrap();
        model
            .derived
            .rows
            .iter()
            .filter_map(|row| match row {
                Row::Note(crate::tui::state::Note::Changed(text)) => Some(text.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(notes("p"), ["moved: Mon 09:00 → Mon 09:05"]);
    assert_eq!(notes("pT"), ["moved: Mon 17:00 → Mon 17:05"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn zoom_keeps_the_row_of_the_selected_session(
        day in 1..4_usize,
        steps in "[jkl]{0,12}",
        zoom in "[-+]{1,6}",
    ) {
        let mut model = after(&format!("{day}{steps}"));
        for key in zoom.chars() {
            let before = screen_row(&model);
            let action = model.action_of_key(Key::from_char(key)).unwrap();
            apply_action(&mut model, action, CLOCK);
            let height = i32::from(screen::grid(&model).height);
            let (selected, column) = (model.place.selected.unwrap(), model.place.cursor.column);
            let tile = model.derived.table.tile_of(selected, column).unwrap();
            // But at the ends of the day, where there is nothing to scroll to, and where it would
            // grow out of the screen or has grown out.
            let last = model.derived.table.axis.height() - height;
            let at_end = model.place.top == 0 || model.place.top >= last;
            let grown = tile.rows().end - model.place.top >= height;
            let row = screen_row(&model);
            let grown = grown || before < 0;
            prop_assert!(row == before || at_end || grown, "{} to {}", before, row);
        }
    }
}
