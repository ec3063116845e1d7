//! Frames drawn with the cards of the frame before.

use super::*;
use crate::tui::input::action::Effect;
use crate::tui::input::keymap::Key;
use crate::tui::layout::painted_tiles::FrameChange;
use crate::tui::view::shapes_tests::{Dice, like_fosdem};

/// Keys that move, mark, and open and close other parts, which the memory of cards outlives, and
/// keys that it does not.
const KEYS: [&str; 37] = [
    "Left", "Right", "Up", "Down", "Left", "Right", "Up", "Down", "Left", "Right", "Up", "Down",
    "Space", "Space", "Space", "m", "m", "x", "u", "PgDn", "PgUp", "]", "}", "{", "Esc", "Esc",
    "Enter", "?", "v", "p", "/", "/", "n", "Tab", "+", "F", "M",
];

#[test]
fn frames_with_a_memory_are_as_frames_without() {
    for (agenda, at, look, ascii) in [
        (srecon(), MONDAY, Look::Dark, false),
        (srecon(), BEFORE, Look::Terminal, false),
        (srecon(), MONDAY, Look::Light, true),
        (like_fosdem(), BEFORE, Look::Dark, false),
    ] {
        let mut dice = Dice(1);
        let mut model = model(agenda, at, (160, 40), "");
        let theme = Theme::in_full_color(look, ascii);
        let mut memory = FrameMemory::default();
        let mut frame = Buffer::empty(Rect::new(0, 0, 160, 40));
        let (mut pressed, mut waiting) = (Vec::new(), None);
        for _ in 0..150 {
            let key = dice.pick(&KEYS);
            pressed.push(key);
            let letter = || Key::from_char(key.chars().next().unwrap());
            let action = model.action_of_key(Key::parse(key).unwrap_or_else(letter));
            let time = DateTime::<Utc>::UNIX_EPOCH;
            // The disk is slow: other keys come before its answer.
            let answer = waiting.take_if(|_| dice.below(3) == 0).map(Action::Saved);
            // A long message covers lines of the timetable.
            let failure = (dice.below(8) == 0).then(|| Action::Failure("No disk. ".repeat(30)));
            for action in answer.into_iter().chain(failure).chain(action) {
                if let Some(Effect::Save(_)) = apply_action(&mut model, action, time) {
                    waiting = Some(model.plan.current.clone());
                }
                memory.let_details_stay(dice.below(3) == 0);
                draw_after(&model, &theme, &mut memory, &mut frame);
                if memory.have_details_stayed() {
                    memory.let_details_stay(false);
                    draw_after(&model, &theme, &mut memory, &mut frame);
                }
                assert!(frame == drawn(&model, &theme), "after {pressed:?}");
            }
        }
    }
}

#[test]
fn details_stay_while_they_may_and_have_their_place() {
    let theme = Theme::in_full_color(Look::Dark, false);
    for (keys, last, stay) in [
        (["Down", "Down"], "Down", true),
        (["v", "Down"], "Down", true),
        (["Down", "v"], "v", false),
        (["Down", ":"], "Esc", false),
        (["Down", "Down"], ":", false),
        (["Down", "Tab"], "Down", false),
        (["Down", "Down"], "M", false),
        (["Down", "Down"], "d", false),
    ] {
        let mut model = model(like_fosdem(), BEFORE, (160, 40), "");
        let (mut memory, mut frame) = (FrameMemory::default(), Buffer::default());
        frame.resize(Rect::new(0, 0, 160, 40));
        let mut press = |key: &str, memory: &mut FrameMemory| {
            let key =
                Key::parse(key).unwrap_or_else(|| Key::from_char(key.chars().next().unwrap()));
            let action = model.action_of_key(key).unwrap();
            apply_action(&mut model, action, DateTime::<Utc>::UNIX_EPOCH);
            draw_after(&model, &theme, memory, &mut frame);
            (frame.clone(), drawn(&model, &theme))
        };
        let [_, (before, _)] = keys.map(|key| press(key, &mut memory));
        memory.let_details_stay(true);
        let (shown, whole) = press(last, &mut memory);
        assert_eq!(memory.have_details_stayed(), stay, "{keys:?} {last}");
        let columns = |frame: &Buffer, columns: std::ops::Range<usize>| -> Vec<Cell> {
            let rows = frame.content.chunks(160).skip(26).take(12);
            rows.flat_map(|row| row[columns.clone()].to_vec()).collect()
        };
        let expected = if stay { &before } else { &whole };
        assert!(columns(&shown, 126..160) == columns(expected, 126..160), "{keys:?} {last}");
        assert!(columns(&shown, 0..124) == columns(&whole, 0..124), "{keys:?} {last}");
    }
}

#[test]
fn frame_after_a_key_keeps_cells_and_tells_if_rows_may_have_moved() {
    let mut model = model(like_fosdem(), BEFORE, (160, 40), "");
    let theme = Theme::in_full_color(Look::Dark, false);
    let (mut memory, mut frame) = (FrameMemory::default(), Buffer::empty(Rect::new(0, 0, 160, 40)));
    draw_after(&model, &theme, &mut memory, &mut frame);
    for (key, keeps_cells, is_other) in [
        ("Right", true, false),
        ("Space", true, false),
        ("+", false, true),
        ("+", false, true),
        ("PageDown", false, false),
        ("}", false, true),
        ("]", false, true),
        ("?", false, true),
        ("Esc", false, true),
        ("Space", true, false),
        ("v", false, true),
        ("Down", false, false),
    ] {
        let key_pressed =
            Key::parse(key).unwrap_or_else(|| Key::from_char(key.chars().next().unwrap()));
        let action = model.action_of_key(key_pressed).unwrap();
        apply_action(&mut model, action, DateTime::<Utc>::UNIX_EPOCH);
        draw_after(&model, &theme, &mut memory, &mut frame);
        let FrameChange { kept, drawn, is_other: other } = memory.change();
        let cells = |area: &Area| u32::from(area.width) * u32::from(area.height);
        let drawn: u32 = drawn.iter().map(cells).sum();
        assert_eq!((drawn * 2 < cells(kept), *other), (keeps_cells, is_other), "{key}");
    }
}
