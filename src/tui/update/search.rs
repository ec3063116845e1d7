//! Searching: typing, and stepping through what was found.

use super::{show, tell};
use crate::agenda::Clean;
use crate::search::Query;
use crate::tui::input::action::Command;
use crate::tui::state::model::{Focus, Model, Screen, Search};
use unicode_segmentation::UnicodeSegmentation;

pub(super) fn start_search(model: &mut Model) {
    if matches!(model.screen, Screen::Search(_)) {
        return;
    }
    // Not at the first letter that is typed.
    model.index();
    let before = (model.screen.clone(), model.place, model.hits.clone(), model.query.clone());
    model.screen = Screen::Search(Search { input: String::new(), before: Box::new(before) });
    model.focus = Focus::Main;
    first_hit(model);
}

pub(super) fn type_text(model: &mut Model, text: &str) {
    let Screen::Search(search) = &mut model.screen else { return };
    let mut full = false;
    for c in text.chars() {
        match c {
            '\u{8}' => {
                let last = search.input.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
                search.input.truncate(last);
            }
            '\u{15}' => search.input.clear(),
            '\u{17}' => {
                let kept = search.input.trim_end().rfind(' ').map_or(0, |at| at + 1);
                search.input.truncate(kept);
            }
            c if search.input.chars().count() < Query::CHARS_MAX => {
                let clean = Clean::excerpt(c.encode_utf8(&mut [0; 4]));
                search.input.push_str(&clean);
            }
            _ => full = true,
        }
    }
    if full {
        tell(
            model,
            format!("A search is as long as {} characters at most.", Query::CHARS_MAX),
            false,
        );
    }
    model.history.typed();
    first_hit(model);
}

/// An earlier query in the place of the one that is typed, if there is nothing above to go to;
/// whether that was so.
pub(super) fn recall(model: &mut Model, on_top: bool) -> bool {
    let Screen::Search(search) = &mut model.screen else { return false };
    if !on_top && !search.input.is_empty() {
        return false;
    }
    let Some(query) = model.history.older(&search.input) else { return false };
    query.clone_into(&mut search.input);
    first_hit(model);
    true
}

/// Searches, and selects the best hit; while nothing is looked for, the session one comes from.
fn first_hit(model: &mut Model) {
    model.search();
    let Screen::Search(search) = &model.screen else { return };
    let from = search.before.1.selected;
    model.place.first_row = 0;
    let nothing = Query::parse(&search.input).is_empty();
    model.place.selected =
        if nothing { from.filter(|ix| model.passes(*ix)) } else { model.hits.first().copied() };
    // The line is that of what is selected.
    model.place.row = if model.place.selected.is_some() { usize::MAX } else { 0 };
    model.scroll = 0;
}

/// Says that there are hits, and how to see them.
pub(super) fn tell_hidden(model: &mut Model) {
    tell(model, model.all_hidden(), false);
}

pub(super) fn step_hit(model: &mut Model, step: i32) {
    let count = model.hits.len();
    if count == 0 && model.hidden_hits > 0 {
        return tell_hidden(model);
    }
    if count == 0 {
        let key = model.key_of(Command::Search);
        return tell(
            model,
            format!("There is no search to step through: {key} begins one."),
            false,
        );
    }
    let at = model.place.selected.and_then(|ix| model.hits.iter().position(|hit| *hit == ix));
    let next = match (at, step > 0) {
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
        (None, _) => 0,
    };
    let Some(session) = model.hits.get(next).copied() else { return };
    if model.screen == Screen::Day {
        model.go_to(session);
    } else {
        show(model, session);
    }
    model.scroll = 0;
    let hidden = match model.hidden_hits {
        0 => String::new(),
        hidden => format!(", {hidden} more hidden by the filter"),
    };
    let elsewhere = if model.is_shown(session) {
        String::new()
    } else {
        format!("; its room is hidden: {} lists the rooms", model.key_of(Command::Rooms))
    };
    tell(
        model,
        format!("hit {} of {count} for {}{hidden}{elsewhere}", next + 1, model.query),
        false,
    );
}
