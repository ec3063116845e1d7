//! Screens as text, with the role of every run that is not plain: `2:18..36 selected`.

use super::*;
use crate::agenda::{Agenda, Moment};
use crate::plan::Plan;
use crate::tui::keymap::Keymap;
use crate::tui::{Options, Picture, screenshot};

pub(super) fn agenda(text: &str) -> Agenda {
    crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
}

fn srecon() -> Agenda {
    agenda(include_str!("../../../data/srecon16-europe.toml"))
}

fn options(agenda: Agenda, at: &str) -> Options {
    let at: Moment = at.parse().unwrap();
    Options {
        at: Some(at),
        agenda,
        problems: 0,
        plan: Plan::default(),
        plan_trouble: None,
        folders: None,
        local: None,
        shows_local: false,
        keymap: Keymap::standard(),
        color: true,
        ascii: false,
        mouse: false,
    }
}

fn look(size: (u16, u16), keys: &str) -> String {
    screenshot(options(srecon(), "2016-07-01T12:00:00Z"), size, keys, Picture::Txt, at0()).unwrap()
}

fn at0() -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::UNIX_EPOCH
}

#[test]
fn show() {
    let w: u16 = std::env::var("W").ok().and_then(|w| w.parse().ok()).unwrap_or(120);
    let h: u16 = std::env::var("H").ok().and_then(|w| w.parse().ok()).unwrap_or(40);
    println!("{}", look((w, h), &std::env::var("K").unwrap_or_default()));
}
