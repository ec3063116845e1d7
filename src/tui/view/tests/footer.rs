//! The last line: its keys, messages and warnings. The part of the screen with the keys.

use super::{BEFORE, EVERY_PANE, MONDAY, drawn, model, options, srecon};
use crate::tui::Options;
use crate::tui::input::action::{Action, Command};
use crate::tui::input::keymap::Keymap;
use crate::tui::layout::screen;
use crate::tui::screenshot::{after_keys, render_text};
use crate::tui::state::Model;
use crate::tui::theme::{Look, Theme};
use crate::tui::update::apply_action;
use chrono::{DateTime, Utc};
use ratatui::buffer::Cell;
use std::collections::BTreeSet;

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 36), (200, 50), (60, 20), (40, 10)];

fn lines(model: &Model) -> Vec<String> {
    let text = render_text(&drawn(model, &Theme::in_full_color(Look::Terminal, false)));
    text.lines().map(str::to_owned).collect()
}

fn last_line(model: &Model) -> String {
    lines(model).pop().unwrap()
}

/// Every word of the last line on a very wide screen, in any view.
fn known_words(keys: &str) -> BTreeSet<String> {
    // The last of the sizes has a list in place of the timetable.
    let sizes = [(400, 60), (80, 24), (400, 9)];
    let all = sizes.map(|size| last_line(&model(srecon(), MONDAY, size, keys))).join(" ");
    all.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn last_line_has_way_out_and_help_and_whole_words_in_every_view() {
    for keys in EVERY_PANE {
        for size in SIZES {
            let model = model(srecon(), MONDAY, size, keys);
            if model.message.is_some() {
                continue;
            }
            let line = last_line(&model);
            let has_help = line.contains("? ") || line.contains("F1 ");
            let has_way_out = line.contains("Esc ") || line.contains("q quit");
            assert!(has_way_out && has_help, "{keys:?} {size:?}: {line}");
            assert!(!line.contains('…'), "{keys:?} {size:?}: {line}");
            let known = known_words(keys);
            let unknown: Vec<&str> =
                line.split_whitespace().filter(|word| !known.contains(*word)).collect();
            let is_known =
                unknown.iter().all(|word| ["more", "↓", "↑↓", "↑", "scroll"].contains(word));
            assert!(is_known, "{keys:?} {size:?}: {unknown:?} in {line}");
        }
    }
}

#[test]
fn keys_of_the_last_line_fit_the_view() {
    for (keys, parts) in [
        ("", &["Space attend", "/ search", "q quit", "? help"][..]),
        ("<Space>", &["Space leave out", "u undo"]),
        ("/linux<Enter><Esc>", &["Space attend"]),
        ("/linux<Enter>j", &["nN hits", "Esc no hits"]),
        ("?", &["Esc back", "? close"]),
        ("f", &["Enter choose, close", "Ctrl-A all", "Ctrl-O only this", "Esc close", "F1 help"]),
        ("f<Space>", &["Enter done"]),
        ("Rul", &["Enter go there", "Alt-↑↓ move", "Esc show all"]),
        ("<Space>e", &["Enter write the file", "Esc cancel"]),
        (":day", &["Enter go there"]),
        ("aLunch", &["Esc back"]),
        ("iCable", &["Esc back"]),
        ("/liz", &["Enter go there", "Esc back"]),
    ] {
        let model = model(srecon(), BEFORE, (140, 36), keys);
        let line = last_line(&model);
        for part in parts {
            assert!(line.contains(part), "{keys}: {part:?} is not in {line}");
        }
    }
}

#[test]
fn last_line_and_esc_name_the_key_that_quits_in_the_own_keymap() {
    let own = toml::from_str("[browse]\nquit = [\"X\"]\n").unwrap();
    let keymap = Keymap::with_overrides(&own).unwrap();
    let options = Options { keymap, ..options(srecon(), BEFORE) };
    let mut model = after_keys(options, (80, 24), "", DateTime::UNIX_EPOCH).unwrap();
    assert!(last_line(&model).ends_with("X quit  ? help"), "{}", last_line(&model));
    apply_action(&mut model, Action::Command(Command::Back), DateTime::UNIX_EPOCH);
    assert_eq!(model.message.unwrap().text, "Nothing is open: X quits.");
}

#[test]
fn long_message_is_shown_whole_until_the_next_input() {
    let text = "A sentence that is longer than the line of a small terminal, with the path \
                /home/someone/conferences/2016/srecon/schedule.ics at its end";
    let time = DateTime::<Utc>::UNIX_EPOCH;
    for size in SIZES {
        let mut model = model(srecon(), BEFORE, size, "jj");
        apply_action(&mut model, Action::Notice(text.to_owned()), time);
        let shown = lines(&model).join(" ");
        let shown: String = shown.chars().filter(|c| !"─ ".contains(*c)).collect();
        let whole: String = text.chars().filter(|c| *c != ' ').collect();
        let start: String = whole.chars().take(12).collect();
        let found = shown.split_once(&start).map(|(_, rest)| format!("{start}{rest}")).unwrap();
        assert!(found.starts_with(&whole), "{size:?}: {found}");
        for input in [
            Action::Command(Command::Down),
            Action::Click { x: 3, y: 3, double: false },
            Action::Scroll { x: 3, y: 3, notches: 1 },
        ] {
            apply_action(&mut model, Action::Notice(text.to_owned()), time);
            apply_action(&mut model, input, time);
            assert_eq!(model.message.as_ref().map(|message| &*message.text), None, "{size:?}");
        }
    }
    let mut typed = model(srecon(), BEFORE, (80, 24), "/");
    apply_action(&mut typed, Action::Notice(text.to_owned()), time);
    apply_action(&mut typed, Action::Type("x".to_owned()), time);
    assert_eq!(typed.message, None);
}

#[test]
fn cut_warning_names_the_key_that_shows_it_whole() {
    let why = "40 of 73 sessions are missing in the new version of the file";
    let broken = Action::AgendaBroken { why: why.to_owned(), on_demand: true };
    for (size, has_key) in [((80, 24), true), ((160, 40), false)] {
        let mut model = model(srecon(), BEFORE, size, "");
        apply_action(&mut model, broken.clone(), DateTime::<Utc>::UNIX_EPOCH);
        let line = last_line(&model);
        assert_eq!(line.contains("! all of it"), has_key, "{size:?}: {line}");
        assert!(line.contains("q quit  ? help"), "{size:?}: {line}");
    }
    let mut model = model(srecon(), BEFORE, (80, 24), "");
    apply_action(&mut model, broken, DateTime::<Utc>::UNIX_EPOCH);
    let problems = Action::Command(Command::Problems);
    apply_action(&mut model, problems, DateTime::<Utc>::UNIX_EPOCH);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    assert!(letters(&lines(&model).concat()).contains(&letters(why)));
}

/// The cells of the main pane and of the details, as text and style.
fn panes_of(model: &Model, theme: &Theme) -> (Vec<Cell>, Vec<Cell>) {
    let (buffer, panes) = (drawn(model, theme), screen::panes(model));
    let cells = |x: u16, width: u16| {
        let rows = panes.main.y..panes.main.y + panes.main.height;
        rows.flat_map(|y| (x..x + width).map(move |x| (x, y)))
            .map(|at| buffer[at].clone())
            .collect()
    };
    (cells(panes.main.x, panes.main.width), cells(panes.detail.x, panes.detail.width))
}

#[test]
fn both_panes_show_which_one_has_the_keys_in_every_theme() {
    for ascii in [false, true] {
        for (_, look) in Look::NAMED {
            for keys in ["jj", "vjj", "/linux<Enter>"] {
                let theme = Theme::in_full_color(look, ascii);
                let with = |keys: &str| {
                    let options = Options { ascii, ..options(srecon(), BEFORE) };
                    after_keys(options, (120, 36), keys, DateTime::UNIX_EPOCH).unwrap()
                };
                let (main, detail) = panes_of(&with(keys), &theme);
                let (left, focused) = panes_of(&with(&format!("{keys}<Tab>")), &theme);
                assert_ne!(main, left, "{look:?} {keys}: the selection is as strong");
                let signs = |cells: &[Cell]| -> String {
                    cells.iter().map(|cell| cell.symbol().to_owned()).collect()
                };
                assert_ne!(signs(&detail), signs(&focused), "{look:?} {keys}: the same line");
            }
        }
    }
}

#[test]
fn names_of_arrow_keys_stand_apart_in_ascii() {
    for keys in ["", "M"] {
        let options = Options { ascii: true, ..options(srecon(), BEFORE) };
        let model = after_keys(options, (200, 50), keys, DateTime::<Utc>::UNIX_EPOCH).unwrap();
        let line = last_line(&model);
        assert!(line.contains("Left Right Up Down move"), "{keys:?}: {line}");
    }
}
