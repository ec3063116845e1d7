//! Lists in the linear layout: rows of several lines.

use super::{CLOCK, options, srecon};
use crate::tui::input::action::{Action, Command};
use crate::tui::layout::linear::listed_row_lines;
use crate::tui::layout::list_lines::{has_rows_below, row_at_line, row_height};
use crate::tui::layout::screen;
use crate::tui::options::Options;
use crate::tui::screenshot::after_keys;
use crate::tui::state::{Model, Row};
use crate::tui::update::apply_action;

fn linear_after(size: (u16, u16), keys: &str) -> Model {
    let options = Options { linear: true, ..options(srecon(), "2016-01-01T00:00:00Z") };
    after_keys(options, size, keys, CLOCK).unwrap()
}

#[test]
fn all_lines_of_the_selected_row_are_visible() {
    for size in [(80, 24), (40, 12), (24, 9)] {
        for keys in ["", "jjjjjjjj", "G", "Gkkkk", "/linux<Down>", "/<Down><Down>"] {
            let model = linear_after(size, keys);
            let (first, row) = (model.place.first_row, model.place.row);
            let above: usize = (first..row).map(|row| row_height(&model, row)).sum();
            let height = usize::from(screen::list_area(&model).height);
            let end = above + row_height(&model, row);
            assert!(first <= row && (end <= height || first == row), "{size:?} {keys}: {end}");
        }
    }
}

#[test]
fn click_on_any_line_of_a_row_selects_the_row() {
    let mut model = linear_after((80, 24), "jj");
    let top = screen::list_area(&model).y;
    let row = (0..).find(|row| row_height(&model, *row) == 2).unwrap();
    let line = (0..).find(|line| row_at_line(&model, *line) == Some(row)).unwrap();
    for y in [top + line, top + line + 1] {
        model.place.row = 0;
        apply_action(&mut model, Action::Click { x: 5, y, double: false }, CLOCK);
        assert_eq!(model.place.row, row, "line {y}");
    }
}

#[test]
fn sentences_say_what_the_search_understood() {
    let model = linear_after((80, 24), "/the talk about facbook tuesday");
    let remarks = model.derived.rows.iter().filter_map(|row| match row {
        Row::Remark(text) | Row::Head(text) => Some(&**text),
        _ => None,
    });
    let expected = [
        "\"tuesday\" is the day Tuesday.",
        "Ctrl-T takes the last of them as words.",
        "These words do not count: the, talk, about.",
        "\"facbook\" is taken as Facebook",
        "3 more without Tuesday",
    ];
    assert_eq!(remarks.collect::<Vec<_>>(), expected);
}

#[test]
fn last_row_leaves_no_rows_below() {
    for (keys, expected) in [("", true), ("G", false), ("/qqqq", false)] {
        assert_eq!(has_rows_below(&linear_after((60, 20), keys)), expected, "{keys}");
    }
}

#[test]
fn only_the_selected_row_names_overlaps_and_no_row_changes_its_height() {
    let mut model = linear_after((80, 24), "gjjjj<Space>g");
    let lines = |model: &Model| -> Vec<Vec<String>> {
        let rows = 0..model.derived.rows.len();
        rows.map(|row| listed_row_lines(model, row, 80)).collect()
    };
    let names_overlap = |lines: &[String]| lines.concat().contains("overlaps Panel");
    let mut before = lines(&model);
    assert!(!before.iter().any(|row| names_overlap(row)));
    let mut named = 0;
    for _ in 0..12 {
        apply_action(&mut model, Action::Command(Command::Down), CLOCK);
        let after = lines(&model);
        let heights = |rows: &[Vec<String>]| rows.iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(heights(&before), heights(&after));
        for (at, row) in after.iter().enumerate().filter(|(_, row)| names_overlap(row)) {
            assert_eq!(at, model.place.row, "{row:?}");
            named += 1;
        }
        before = after;
    }
    assert_eq!(named, 2);
}
