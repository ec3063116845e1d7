//! Tests of the keys that hide, move and widen the pane of the details.

use super::*;
use crate::tui::layout::screen;

/// The place and the size of the details after `keys`: `84,1 36x34`, or `none`.
fn pane_after(size: (u16, u16), keys: &str) -> String {
    let model = after_on(srecon(), size, keys);
    let pane = screen::panes(&model).detail;
    match pane.is_empty() {
        true => "none".to_owned(),
        false => format!("{},{} {}x{}", pane.x, pane.y, pane.width, pane.height),
    }
}

#[test]
fn keys_hide_move_and_widen_the_details() {
    for (size, keys, expected) in [
        ((120, 36), "", "84,1 36x34"),
        ((120, 36), "d", "none"),
        ((120, 36), "dd", "84,1 36x34"),
        ((120, 36), "D", "0,22 120x13"),
        ((120, 36), "DD", "84,1 36x34"),
        ((120, 36), "))", "68,1 52x34"),
        ((120, 36), "))((", "84,1 36x34"),
        ((120, 36), "D)", "0,20 120x15"),
        ((120, 36), "dD", "84,1 36x34"),
        ((80, 24), "", "none"),
        ((80, 24), "d", "0,15 80x8"),
        ((80, 24), ")", "none"),
        // The day on the screen and the list of my marks have the same pane.
        ((120, 36), "dp", "none"),
    ] {
        assert_eq!(pane_after(size, keys), expected, "{size:?} {keys}");
    }
}

#[test]
fn keys_of_the_main_pane_go_on_when_the_details_with_the_keys_are_hidden() {
    assert_eq!(selected(&after("jj<Tab>dj")), selected(&after("jjj")));
}

#[test]
fn width_at_its_limit_stays_and_is_reported() {
    let model = after(&")".repeat(20));
    assert_eq!(screen::panes(&model).detail.width, 96);
    assert_eq!(model.message.unwrap().text, "This is the widest.");
    let back = after(&format!("{}((", ")".repeat(20)));
    assert_eq!(screen::panes(&back).detail.width, 84);
}
