//! My schedule as a timeline: keys, the mouse, and where one is afterwards.

use super::{CLOCK, after, agenda_of, at, options, press, selected, srecon};
use crate::tui::input::action::Action;
use crate::tui::layout::free_time::fitted_free_label;
use crate::tui::layout::timeline::{day_cells, selected_day, timeline_areas, visible_items};
use crate::tui::screenshot::after_keys;
use crate::tui::state::{ItemContent, Model, Row, Timeline, TimelineItem};
use crate::tui::update::apply_action;
use chrono::{DateTime, Utc};

/// Two overlapping talks on the first of two days, marked.
const CLASH: &str = "jj<Space>jjww<Space>p";

fn timeline(model: &Model) -> &Timeline {
    model.derived.timeline.as_ref().unwrap()
}

/// The parts of a day in time order: `session`, `break` or `free`, with start and end.
fn parts_of_day(model: &Model, day: usize) -> Vec<String> {
    let timeline = timeline(model);
    let tiles = timeline.table.tiles.iter().filter(|tile| tile.columns.start == day);
    tiles
        .map(|tile| {
            let word = match timeline.items[tile.session].content {
                ItemContent::Session(_) => "session",
                ItemContent::Break(_) => "break",
                ItemContent::Free(_) => "free",
            };
            let [start, end] =
                [tile.start, tile.end].map(|at| format!("{}:{:02}", at / 60, at % 60));
            format!("{word} {start}-{end}")
        })
        .collect()
}

#[test]
fn every_day_has_its_free_time_before_between_and_after_the_marks() {
    let model = after("1jj<Space>p");
    assert_eq!(
        parts_of_day(&model, 0)[..5],
        [
            "free 9:00-9:40",
            "session 9:40-10:20",
            "break 10:20-11:00",
            "free 11:00-12:20",
            "break 12:20-13:40"
        ]
    );
    assert_eq!(parts_of_day(&model, 0).last().unwrap(), "free 19:00-21:00");
    assert!(parts_of_day(&model, 2).iter().any(|part| part.starts_with("free")));
}

#[test]
fn free_time_with_an_hour_in_the_past_begins_now() {
    for (now, part, label) in [
        ("10:30", "free 11:00-12:20", "free until 12:20, 50′ left"),
        ("10:59", "free 11:00-12:20", "free until 12:20, 21′ left"),
        ("11:05", "free 12:05-12:20", "free until 12:20, 15′ left"),
        // Ten minutes are shown at least.
        ("11:15", "free 12:10-12:20", "free until 12:20, 5′ left"),
        // Free time that is over stays whole.
        ("11:20", "free 11:00-12:20", "1 h 20 free"),
    ] {
        let options = options(srecon(), &format!("2016-07-11T{now}:00Z"));
        let model = after_keys(options, (120, 36), "p", CLOCK).unwrap();
        assert_eq!(parts_of_day(&model, 0)[2], part, "{now}");
        let is_free = |item: &&TimelineItem| matches!(item.content, ItemContent::Free(_));
        let mut free = timeline(&model).items.iter().filter(is_free);
        let Some(ItemContent::Free(gap)) = free.nth(1).map(|item| &item.content) else { panic!() };
        assert_eq!(fitted_free_label(&model, gap, 0, 40), label, "{now}");
    }
}

#[test]
fn empty_schedule_has_free_time_on_every_day() {
    let model = after("p");
    let days: Vec<usize> = timeline(&model).items.iter().map(|item| item.day).collect();
    assert!((0..3).all(|day| days.contains(&day)));
    assert!(matches!(model.derived.rows[model.place.row], Row::Gap(_)));
}

#[test]
fn keys_lead_through_the_days_and_back_to_where_one_was() {
    for (keys, expected) in [
        ("jj<Space>p", "mine: Doorman: Global "),
        ("jj<Space>p<Right>", "mine: nothing"),
        ("jj<Space>p<Right><Left><Down>", "mine: Doorman: Global "),
        ("jj<Space>jjjpp", "Building and Run"),
        ("jj<Space>jjjp<Esc>", "Building and Run"),
        ("jj<Space>p<Enter>jp", "Doorman: Global "),
    ] {
        assert!(expected.starts_with(&selected(&after(keys))), "{keys}");
    }
    let day_after = |keys: &str| selected_day(&after(keys));
    assert_eq!(
        [day_after("jj<Space>p"), day_after("jj<Space>p]"), day_after("jj<Space>p3")],
        [0, 1, 2]
    );
    assert_eq!([day_after("jj<Space>p]["), day_after("jj<Space>p<Right><Right>")], [0, 2]);
}

#[test]
fn sessions_that_overlap_stand_side_by_side() {
    let model = after_keys(
        options(agenda_of(&["a A 9 One", "b B 9 Two", "c C 12 One"]), "2016-01-01T00:00:00Z"),
        (120, 36),
        "<Space>l<Space>p",
        DateTime::<Utc>::UNIX_EPOCH,
    )
    .unwrap();
    let lanes: Vec<usize> = timeline(&model).table.tiles.iter().map(|tile| tile.lanes).collect();
    assert_eq!(lanes, [2, 2, 1]);
    let here = selected(&model);
    let mut beside = model;
    press(&mut beside, 'h');
    assert_ne!(selected(&beside), here, "{here}");
}

#[test]
fn click_selects_the_part_and_enter_lists_what_fits() {
    let mut model = after(CLASH);
    let items = visible_items(&model, timeline(&model));
    let free = items
        .iter()
        .find(|item| matches!(timeline(&model).items[item.at].content, ItemContent::Free(_)));
    let area = free.unwrap().cells.area;
    let click = Action::Click { x: area.x + 1, y: area.y, double: true };
    apply_action(&mut model, click, DateTime::<Utc>::UNIX_EPOCH);
    assert!(selected(&model).ends_with("(menu)"), "{}", selected(&model));
}

#[test]
fn selection_stays_on_the_screen_at_any_size() {
    let mut model = at("2016-07-11T14:25:00+01:00", CLASH);
    for (width, height) in [(120, 36), (80, 24), (60, 14), (48, 12), (200, 50)] {
        apply_action(&mut model, Action::Resize { width, height }, DateTime::<Utc>::UNIX_EPOCH);
        for key in "gjjjjjjjjjjjjjjGkkkk".chars() {
            press(&mut model, key);
            let row = timeline(&model).item_of_row(model.place.row);
            let items = visible_items(&model, timeline(&model));
            let is_visible = items.iter().any(|item| Some(item.at) == row);
            let areas = timeline_areas(&model);
            assert!(is_visible, "{width}x{height} {key}: row {} {areas:?}", model.place.row);
        }
    }
}

#[test]
fn list_key_shows_my_schedule_as_a_list_and_back() {
    assert!(after("jj<Space>pv").derived.timeline.is_none());
    assert!(after("jj<Space>pvv").derived.timeline.is_some());
}

#[test]
fn days_without_marks_are_narrow_beside_days_with_marks() {
    let widths = |keys: &str| {
        let cells = day_cells(&after(keys));
        cells.into_iter().map(|cells| cells.end - cells.start).collect::<Vec<_>>()
    };
    // Without marks, all days are equal.
    assert!(widths("p").windows(2).all(|pair| pair[0].abs_diff(pair[1]) <= 1));
    let marked = widths("1jj<Space>p");
    assert!(marked[0] > 2 * marked[1], "{marked:?}");
    // The day of the selection is wide.
    let chosen = widths("1jj<Space>pL");
    assert!(chosen[1] > 25, "{chosen:?}");
}
