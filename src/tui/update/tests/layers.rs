//! Keys that close: each part of the screen, and what Esc, `q` and Ctrl-C leave of it.

use super::{CLOCK, after, options, selected, srecon};
use crate::tui::Options;
use crate::tui::input::action::{Action, Effect};
use crate::tui::input::keymap::Key;
use crate::tui::screenshot::after_keys;
use crate::tui::state::{Focus, Model, Screen};
use crate::tui::update::apply_action;

/// What a model shows, from the bottom to the top.
fn layers(model: &Model) -> String {
    let screen = match &model.screen {
        Screen::Day => "day".to_owned(),
        Screen::Mine { .. } => "mine".to_owned(),
        Screen::Search(search) => format!("search {}", search.input.text()),
        Screen::Changes(_) => "changes".to_owned(),
    };
    let hits = (model.screen == Screen::Day && !model.search.query.is_empty()).then_some("hits");
    let covered = model.covered.iter().map(|covered| covered.focus);
    let parts = covered.chain([model.focus]).filter_map(|focus| match focus {
        Focus::Main => None,
        Focus::Detail { full: true } => Some("details".to_owned()),
        Focus::Detail { full: false } => Some("pane".to_owned()),
        Focus::Help => Some("help".to_owned()),
        Focus::Map { .. } => Some("map".to_owned()),
        Focus::Picker(picker) => Some(picker.kind.title().to_lowercase()),
    });
    let typed = Some(model.list_input.text()).filter(|_| matches!(model.focus, Focus::Picker(_)));
    let typed = typed.filter(|typed| !typed.is_empty()).map(|typed| format!("\"{typed}\""));
    let all = std::iter::once(screen).chain(hits.map(str::to_owned)).chain(parts).chain(typed);
    all.collect::<Vec<_>>().join(", ")
}

/// The layers after a key, or `quit`.
fn layers_after(keys: &str, key: &str) -> String {
    let mut model = after(keys);
    let action = model.action_of_key(Key::parse(key).unwrap()).unwrap();
    match apply_action(&mut model, action, CLOCK) {
        Some(Effect::Quit) => "quit".to_owned(),
        _ => layers(&model),
    }
}

/// `q` is a letter in the list of agendas.
const AGENDAS_Q: &str = "day, details, agendas, \"q\"";

/// Keys that open parts, the parts from the bottom to the top, and what Esc, `q` and Ctrl-C leave.
const CLOSED: [(&str, &str, [&str; 3]); 19] = [
    ("", "day", ["day", "quit", "quit"]),
    ("v", "day", ["day", "quit", "quit"]),
    ("?", "day, help", ["day", "day", "day"]),
    ("<Tab>", "day, pane", ["day", "day", "day"]),
    ("<Enter>", "day, details", ["day", "day", "day"]),
    ("<Enter>?", "day, details, help", ["day, details", "day, details", "day, details"]),
    ("<Enter>A", "day, details, agendas", ["day, details", AGENDAS_Q, "day, details"]),
    ("p", "mine", ["day", "day", "day"]),
    ("p?", "mine, help", ["mine", "mine", "mine"]),
    ("c", "changes", ["day", "day", "day"]),
    ("pc", "changes", ["mine", "mine", "mine"]),
    // In a query and in a list, `q` is a letter.
    ("/liz", "search liz", ["day", "search lizq", "day"]),
    ("p/liz", "search liz", ["mine", "search lizq", "mine"]),
    ("/liz<Enter>", "day, hits", ["day", "day", "day"]),
    ("/liz<F1>", "search liz, help", ["search liz", "search liz", "search liz"]),
    ("f", "day, filter", ["day", "day, filter, \"q\"", "day"]),
    ("R", "day, rooms", ["day", "day, rooms, \"q\"", "day"]),
    ("Rul", "day, rooms, \"ul\"", ["day, rooms", "day, rooms, \"ulq\"", "day"]),
    (":li", "day, go to, \"li\"", ["day, go to", "day, go to, \"liq\"", "day"]),
];

#[test]
fn esc_q_and_ctrl_c_close_one_part_and_only_the_last_two_quit() {
    for (keys, before, expected) in CLOSED {
        assert_eq!(layers(&after(keys)), before, "{keys}");
        for (key, expected) in ["Esc", "q", "C-c"].into_iter().zip(expected) {
            assert_eq!(layers_after(keys, key), expected, "{keys}, then {key}");
        }
    }
}

#[test]
fn name_of_a_file_is_left_by_one_key() {
    for (key, expected) in [
        ("Esc", "day"),
        ("C-c", "day"),
        ("q", "day, write my schedule to, \"srecon16-europe.icsq\""),
    ] {
        assert_eq!(layers_after("j<Space>e", key), expected, "{key}");
    }
}

#[test]
fn details_below_a_part_keep_their_lines() {
    let mut model = after("jjjj<Enter>");
    model.settings.size = (60, 10);
    let press = |model: &mut Model, key: &str| {
        let action = model.action_of_key(Key::parse(key).unwrap()).unwrap();
        apply_action(model, action, CLOCK);
    };
    (0..2).for_each(|_| press(&mut model, "j"));
    assert_eq!(model.scroll, 2);
    for opening in ["?", "A", "!"] {
        press(&mut model, opening);
        press(&mut model, "Esc");
        assert_eq!((model.scroll, model.focus), (2, Focus::Detail { full: true }), "{opening}");
    }
}

#[test]
fn esc_at_the_bottom_names_the_key_that_quits() {
    let model = after("<Esc>");
    assert_eq!(model.message.unwrap().text, "Nothing is open: q quits.");
}

#[test]
fn j_and_k_scroll_the_details_beside_the_timetable() {
    let at = |size, keys: &str| {
        let options = Options { ..options(srecon(), "2016-01-01T00:00:00Z") };
        after_keys(options, size, keys, CLOCK).unwrap()
    };
    for (keys, scroll, expected) in [
        ("gjjJJJ", 3, "Doorman: Global "),
        ("gjjJJJK", 2, "Doorman: Global "),
        ("gjjK", 0, "Doorman: Global "),
        ("gjjJJ<Tab>", 2, "Doorman: Global  (pane)"),
        ("gjjJJ<Tab>J<Tab>", 3, "Doorman: Global "),
        // The next session is read from its first line.
        ("gjjJJj", 0, "Break with Refre"),
    ] {
        let model = at((120, 16), keys);
        assert_eq!((model.scroll, selected(&model).as_str()), (scroll, expected), "{keys}");
    }
    let model = at((80, 24), "gjjJ");
    let text = model.message.map(|message| message.text);
    assert_eq!(text.as_deref(), Some("No details are on the screen: Enter opens them."));
    assert_eq!(at((80, 12), "gjj<Enter>JJ").scroll, 2);
}

#[test]
fn typed_text_and_pastes_reach_only_the_part_on_top() {
    let mut model = after("/liz<F1>");
    apply_action(&mut model, Action::Type("x".to_owned()), CLOCK);
    assert_eq!(layers(&model), "search liz, help");
}
