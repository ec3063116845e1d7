//! Tests of `update`: an agenda, keys, and the model after the keys. This file has the fixtures.

mod changes;
mod detail_pane;
mod details;
mod layers;
mod linear;
mod map;
mod marks;
mod missing;
mod mouse;
mod movement;
mod news_message;
mod own;
mod reminders;
mod search;
mod source_refresh;
mod timeline;
mod undo;
mod versions;

use super::apply_action;
use crate::agenda::{Agenda, Level};
use crate::plan::{Change, Plan};
use crate::tui::Options;
use crate::tui::input::action::Effect;
use crate::tui::input::keymap::{Key, Keymap};
use crate::tui::screenshot::after_keys;
use crate::tui::state::{Focus, Model, Screen};
use chrono::{DateTime, Utc};

/// The time of marks.
pub(crate) const CLOCK: DateTime<Utc> = DateTime::<Utc>::UNIX_EPOCH;

/// Parses a TOML agenda.
pub(crate) fn parse_agenda(text: &str) -> Agenda {
    crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
}

/// An agenda of sessions as `id title start room`, the start in hours from the first midnight.
pub(crate) fn agenda_of(sessions: &[&str]) -> Agenda {
    let mut text =
        "[event]\nid = \"conf\"\nname = \"Conf\"\ntimezone = \"Europe/Dublin\"\n".to_owned();
    for session in sessions {
        let [id, title, hour, room] = session.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{session}")
        };
        let hour: u32 = hour.parse().unwrap();
        let start = format!("2030-05-{:02}T{:02}:00:00", 4 + hour / 24, hour % 24);
        text += &format!(
            "[[session]]\nid = \"{id}\"\ntitle = \"{title}\"\nstart = {start}\nminutes = 60\n\
             room = \"{room}\"\n"
        );
    }
    parse_agenda(&text)
}

/// The built-in agenda: three days, four rooms.
pub(crate) fn srecon() -> Agenda {
    parse_agenda(include_str!("../../../data/srecon16-europe.toml"))
}

/// The options of a program that starts at `time`, without files.
pub(crate) fn options(agenda: Agenda, time: &str) -> Options {
    Options {
        clipboard: crate::tui::Clipboard::default(),
        mark_command: None,
        agenda: agenda.into(),
        at: Some(time.parse().unwrap()),
        problems: crate::agenda::ProblemSummary::default(),
        plan: Plan::default(),
        plan_trouble: None,
        watched: None,
        refresh: None,
        folders: None,
        start_folder: crate::agenda::Clean::default(),
        local: crate::agenda::Zone::by_name("Asia/Tokyo").ok(),
        shows_local: false,
        arrangement: Default::default(),
        keymap: Keymap::standard(),
        agendas: vec!["another".into(), "srecon16-europe".into()],
        look: crate::tui::Look::Terminal,
        depth: crate::tui::ColorDepth::Full,
        ascii: false,
        mouse: false,
        escape_timeout: crate::tui::ESCAPE_TIMEOUT,
        walk: Default::default(),
        remind_before: std::time::Duration::from_secs(600),
        bell: true,
        linear: false,
        dumb: false,
    }
}

/// The model of the built-in agenda at `time`, after `keys`, on 120 columns and 36 rows.
pub(crate) fn at(time: &str, keys: &str) -> Model {
    after_keys(options(srecon(), time), (120, 36), keys, CLOCK).unwrap()
}

/// The model of the built-in agenda before the event, after `keys` from the first break of Monday
/// on.
pub(crate) fn after(keys: &str) -> Model {
    at("2016-01-01T00:00:00Z", &format!("g{keys}"))
}

/// The model of an agenda before the event, after `keys`, on a screen of `size`.
fn after_on(agenda: Agenda, size: (u16, u16), keys: &str) -> Model {
    after_keys(options(agenda, "2016-01-01T00:00:00Z"), size, keys, CLOCK).unwrap()
}

/// Presses the key of a character and returns the effect.
fn press(model: &mut Model, key: char) -> Option<Effect> {
    let action = model.action_of_key(Key::from_char(key)).unwrap();
    apply_action(model, action, CLOCK)
}

/// The text of a failure, or an empty text.
fn alert_text(model: &Model) -> &str {
    model.message.as_ref().filter(|message| message.alert).map_or("", |message| &message.text)
}

/// Marks a session in a plan.
fn add_mark(plan: &mut Plan, agenda: &Agenda, session: usize, level: Option<Level>) {
    let session = &agenda.sessions[session];
    plan.apply_changes(&[Change::set_level(agenda, session, level, CLOCK)]);
}

/// The screen, the first 16 characters of the selected session's title, and the focus.
pub(crate) fn selected(model: &Model) -> String {
    let title = model.place.selected.map_or("nothing", |ix| &*model.agenda.sessions[ix].title);
    let screen = match model.screen {
        Screen::Day => "",
        Screen::Mine { .. } => "mine: ",
        Screen::Search(_) => "search: ",
        Screen::Changes(_) => "changes: ",
    };
    let focus = match model.focus {
        Focus::Main => "",
        Focus::Detail { full: true } => " (details)",
        Focus::Detail { full: false } => " (pane)",
        Focus::Help => " (help)",
        Focus::Map { .. } => " (map)",
        Focus::Picker(_) => " (menu)",
    };
    format!("{screen}{}{focus}", title.chars().take(16).collect::<String>())
}
