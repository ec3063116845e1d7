//! Undo: marks, hidden and moved rooms and the filter, in one order.

use super::{after, press, selected};
use crate::tui::input::action::Effect;
use crate::tui::state::Model;

/// The marks, the filter, the hidden rooms and the first room, and the message.
fn state(model: &Model) -> String {
    let marks = model.plan.current.active_marks().len();
    let filter = model.settings.filter.describe_choices().join(", ");
    let hidden: Vec<&str> = model.settings.arrangement.hidden.iter().map(|name| &**name).collect();
    let order = model.settings.arrangement.order.first().map_or("", |name| &**name);
    let message = model.message.as_ref().map_or("", |message| &message.text);
    format!("{marks} [{filter}] [{}] [{order}] {message}", hidden.join(", "))
}

#[test]
fn undo_takes_back_marks_filters_and_rooms_in_one_order() {
    for (keys, expected) in [
        ("jjjjxu", "0 [] [] [] Undone: Lansdowne is shown"),
        ("jjjj>u", "0 [] [] [] Undone: the rooms are in the order before"),
        ("f<Right><Space><Esc>u", "0 [] [] [] Undone: there is no filter"),
        ("f<Right><Space><Esc>Fu", "0 [kind talk] [] [] Undone: the filter is kind talk"),
        ("R<C-n><Esc>u", "0 [] [] [] Undone: 4 rooms are shown"),
        ("R<C-n><C-a><Esc>u", HIDDEN_AGAIN),
        ("R<C-o><Esc>u", "0 [] [] [] Undone: 3 rooms are shown"),
        // Marks and views are undone in the order of the steps, the newest first.
        ("jjjj<Space>xf<Space><Esc>u", "1 [] [Lansdowne] [] Undone: there is no filter"),
        ("jjjj<Space>xf<Space><Esc>uu", "1 [] [] [] Undone: Lansdowne is shown"),
        ("jjjjx<Space>u", "0 [] [Lansdowne] [] Undone: Panel: What is SRE? – no longer marked"),
        ("jjjjx<Space>uu", "0 [] [] [] Undone: Lansdowne is shown"),
        ("jjjjx<Space>uuu", "0 [] [] [] There is nothing to undo."),
        // What changes nothing is no step.
        ("jjjjxR<C-a><C-a><Esc>uu", "0 [] [] [] Undone: Lansdowne is shown"),
        ("Fu", "0 [] [] [] There is nothing to undo."),
    ] {
        assert_eq!(state(&after(keys)), expected, "{keys}");
    }
}

const HIDDEN_AGAIN: &str = "0 [] [Lansdowne, Munster, Pembroke Room, Ulster] [] Undone: 4 rooms \
    are hidden";

#[test]
fn undo_of_rooms_is_saved_and_undo_of_a_filter_is_not() {
    let mut model = after("jjjjx");
    let Some(Effect::Arrange(arrangement)) = press(&mut model, 'u') else {
        panic!("the rooms are not saved")
    };
    assert!(arrangement.is_empty());
    let mut model = after("f<Right><Space><Esc>");
    assert_eq!(press(&mut model, 'u'), None);
}

#[test]
fn undo_of_a_view_returns_to_the_session_that_the_change_hid() {
    for before in ["jjjj", "jjjjl", "jjjjlljj", "2jjjjll"] {
        let session = selected(&after(before));
        for change in ["x", "f<Right><Down><Space><Esc>", "f<Right><Down><Down><Space><Esc>"] {
            assert_eq!(
                selected(&after(&format!("{before}{change}u"))),
                session,
                "{before}{change}"
            );
        }
        // A session that is selected after the change stays.
        let moved = after(&format!("{before}xjj"));
        if selected(&moved) != selected(&after(&format!("{before}x"))) {
            let stays = after(&format!("{before}xjju"));
            assert_eq!(selected(&stays), selected(&moved), "{before}");
        }
    }
}
