//! What a reader hears in the linear layout: after each key the lines that have changed, and the
//! line of the cursor.

use super::{MONDAY, golden, options, srecon};
use crate::tui::input::action::{Action, Command};
use crate::tui::screenshot::after_keys;
use crate::tui::state::Model;
use crate::tui::theme::{Look, Theme};
use crate::tui::update::apply_action;
use crate::tui::view::{CursorCell, draw};
use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The keys of the tour.
const KEYS: [&str; 36] = [
    "g", "j", "j", "<Space>", "j", "j", "<Space>", "w", "<Space>", "k", "m", "u", "<Enter>",
    "<Right>", "<Esc>", "]", "G", "[", "/", "l", "i", "n", "u", "x", "<Enter>", "<Esc>", "p", "k",
    "<Enter>", "<Esc>", "p", "3", "t", "?", "<Esc>", "c",
];

/// The lines of a screen.
struct Heard {
    lines: Vec<String>,
    cursor: Option<CursorCell>,
}

fn heard(model: &Model) -> Heard {
    let (width, height) = model.settings.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = draw(model, &Theme::in_full_color(Look::Terminal, false), &mut buffer);
    let line = |y: u16| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    Heard { lines: (0..height).map(|y| line(y).trim_end().to_owned()).collect(), cursor }
}

fn linear(keys: &str) -> Model {
    let options = crate::tui::Options { linear: true, ..options(srecon(), MONDAY) };
    after_keys(options, (100, 14), keys, DateTime::<Utc>::UNIX_EPOCH).unwrap()
}

#[test]
fn tour_of_36_keys_is_heard_as_written() {
    let mut tour = String::new();
    let mut before: Option<Heard> = None;
    for count in 0..=KEYS.len() {
        let now = heard(&linear(&KEYS[..count].concat()));
        let key = count.checked_sub(1).map_or("opened", |last| KEYS[last]);
        tour += &format!("{key}\n");
        let at = now.cursor.map(|cursor| usize::from(cursor.y));
        for (y, line) in now.lines.iter().enumerate() {
            let is_new = before.as_ref().is_none_or(|before| before.lines[y] != *line);
            let sign = if Some(y) == at { ">" } else { " " };
            if is_new || Some(y) == at {
                tour += &format!("  {sign} {line}\n");
            }
        }
        before = Some(now);
    }
    let signs = ['★', '☆', '⚠', '▶', '●', '·', '–', '↑', '↓', '←', '→', '‹', '›', '━', '▸', '◌'];
    assert!(!tour.contains(signs), "{tour}");
    assert!(!tour.to_lowercase().contains("mouse") && !tour.contains("click"));
    let mut settings = golden();
    settings.set_snapshot_path("../../../../tests/golden");
    settings.bind(|| insta::assert_snapshot!("linear-tour", tour));
}

#[test]
fn list_over_the_screen_is_heard_whole() {
    // A gap with sessions, the palette with sessions, the filter, the help.
    let screens = [(":rip van winkle", "Rip van Winkle"), (":lightning", "Lightning"), ("f", "")];
    for (keys, wanted) in screens.into_iter().chain([("b", ""), ("?", "")]) {
        let options = crate::tui::Options { linear: true, ..options(srecon(), MONDAY) };
        let model = after_keys(options, (40, 24), keys, DateTime::<Utc>::UNIX_EPOCH).unwrap();
        let heard = heard(&model).lines;
        let body = heard[1..heard.len() - 1].iter().filter(|line| !line.contains(" more lines"));
        let body = body.cloned().collect::<Vec<_>>().join(" ");
        assert!(!body.contains('…') && body.contains(wanted), "{keys}: {body}");
    }
}

#[test]
fn palette_lists_no_command_of_the_timetable() {
    let commands = |linear: bool, typed: &str| {
        let options = crate::tui::Options { linear, ..options(srecon(), MONDAY) };
        let keys = format!(":{typed}");
        let model = after_keys(options, (100, 30), &keys, DateTime::<Utc>::UNIX_EPOCH).unwrap();
        heard(&model).lines.join(" ")
    };
    for (typed, name) in [("zoom", "(zoom in)"), ("map", "Map of the day")] {
        assert!(commands(false, typed).contains(name), "{typed}");
        assert!(!commands(true, typed).contains(name), "{typed}");
    }
    assert!(commands(true, "my sch").contains("My schedule, command, key p."));
}

#[test]
fn mark_changes_the_screen_once_before_the_disk_has_it() {
    let mut model = linear("gjj");
    let time = DateTime::<Utc>::UNIX_EPOCH;
    let effect = apply_action(&mut model, Action::Command(Command::Attend), time);
    assert!(effect.is_some());
    let unsaved = heard(&model).lines;
    let saved = model.plan.current.clone();
    apply_action(&mut model, Action::Saved(saved), time);
    assert_eq!(heard(&model).lines, unsaved);
}
