//! The keys in the last line: what matters here and now, then the way out and the help.

use super::{grid, screen, scroll};
use crate::agenda::{Level, Session};
use crate::tui::input::action::Command;
use crate::tui::input::keymap::{Code, Key};
use crate::tui::state::{Destination, Entry, Focus, Model, Picker, PickerKind, Row, Screen};

/// Keys and their effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hint {
    /// The names of the keys. Empty: no key is bound, or the effect is not possible here.
    pub(crate) keys: String,
    pub(crate) effect: &'static str,
}

impl Hint {
    fn new(model: &Model, command: Command, effect: &'static str) -> Hint {
        Hint { keys: model.key_of(command), effect }
    }

    /// Returns a hint for two commands that belong together.
    fn pair(model: &Model, commands: [Command; 2], effect: &'static str) -> Hint {
        Hint { keys: arrows(model, commands), effect }
    }

    /// Returns the hint if `is_possible`, else a hint without keys.
    fn if_possible(self, is_possible: bool) -> Hint {
        if is_possible { self } else { Hint { keys: String::new(), ..self } }
    }

    /// Returns the hint that Shift selects text, if the program has the mouse.
    fn select_text(model: &Model) -> Hint {
        let hint = Hint { keys: "Shift".to_owned(), effect: "selects text" };
        hint.if_possible(model.settings.mouse && !model.settings.linear)
    }
}

/// The hints at the right end of the last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LastingHints {
    pub(crate) leave: Hint,
    pub(crate) help: Hint,
}

/// Returns the hints that every view has: the key that closes what is on top, or the key that quits
/// if nothing is open, and the help.
pub(crate) fn lasting_hints(model: &Model) -> LastingHints {
    use Command::{Back, Quit};
    let (command, effect) = match (&model.screen, model.focus) {
        (_, Focus::Picker(picker)) if picker.kind == PickerKind::FileName => (Back, "cancel"),
        (_, Focus::Picker(picker)) if picker.kind.is_personal() => (Back, "back"),
        (_, Focus::Picker(_)) if !model.list_input.text().is_empty() => (Back, "show all"),
        (_, Focus::Picker(_)) => (Back, "close"),
        (Screen::Day, Focus::Main) if !model.search.query.is_empty() => (Back, "no hits"),
        (Screen::Day, Focus::Main) => (Quit, "quit"),
        _ => (Back, "back"),
    };
    let help = if model.focus == Focus::Help { "close" } else { "help" };
    LastingHints {
        leave: Hint::new(model, command, effect),
        help: Hint::new(model, Command::Help, help),
    }
}

/// Returns the keys that matter here, the most useful first.
pub(crate) fn useful_hints(model: &Model) -> Vec<Hint> {
    use Command::{Link, Maybe, Open, Reload, Undo};
    let hint = |command, effect| Hint::new(model, command, effect);
    let choose = Hint::pair(model, [Command::Up, Command::Down], "choose");
    let can_scroll = !scroll::hidden_lines(model).is_empty();
    let scroll = Hint::pair(model, [Command::Up, Command::Down], "scroll").if_possible(can_scroll);
    let undo = hint(Undo, "undo").if_possible(!model.plan.undo.is_empty());
    match (&model.screen, model.focus) {
        (_, Focus::Help) => vec![scroll],
        (_, Focus::Detail { full }) => vec![
            scroll,
            Hint::pair(model, [Command::Left, Command::Right], "previous, next").if_possible(full),
            attend_hint(model),
            hint(Link, "web page").if_possible(model.web_address().is_some()),
            hint(Maybe, "maybe"),
            Hint::select_text(model),
        ],
        (_, Focus::Picker(picker)) => picker_hints(model, picker),
        (_, Focus::Map { .. }) => map_hints(model),
        (Screen::Search(_), Focus::Main) => {
            let chip = hint(Command::TakeChip, "takes a chip away");
            let chip = chip.if_possible(model.search.has_chips());
            vec![hint(Open, "go there"), choose, attend_hint(model), chip]
        }
        (Screen::Mine { .. }, Focus::Main) => {
            let open = match model.derived.rows.get(model.place.row) {
                Some(Row::Gap(_)) => "what fits",
                _ => "details",
            };
            let mine = hint(Command::Mine, "timetable");
            let days = [Command::PreviousDay, Command::NextDay];
            let days = Hint::pair(model, days, "day").if_possible(screen::is_timeline(model));
            vec![hint(Open, open), attend_hint(model), hint(Maybe, "maybe"), undo, mine, days]
        }
        (Screen::Changes(_), Focus::Main) if model.news.versions.is_empty() => {
            vec![hint(Reload, "look now")]
        }
        (Screen::Changes(_), Focus::Main) => vec![
            hint(Open, "go there"),
            choose,
            attend_hint(model),
            hint(Maybe, "maybe"),
            hint(Reload, "look now"),
        ],
        (Screen::Day, Focus::Main) => day_hints(model, undo),
    }
}

/// Returns the hint for the key that attends the selected session or removes its mark.
fn attend_hint(model: &Model) -> Hint {
    let level = model.place.selected.and_then(|session| model.level_of(session));
    let effect = if level == Some(Level::Attend) { "leave out" } else { "attend" };
    let is_missing = matches!(model.derived.rows.get(model.place.row), Some(Row::Missing(_)));
    let is_possible = match model.screen {
        Screen::Mine { .. } => model.place.selected.is_some() || is_missing,
        _ => model.place.selected.is_some(),
    };
    let selected = model.place.selected.and_then(|ix| model.agenda.sessions.get(ix));
    let is_possible = is_possible && !selected.is_some_and(Session::is_own);
    Hint::new(model, Command::Attend, effect).if_possible(is_possible)
}

fn day_hints(model: &Model, undo: Hint) -> Vec<Hint> {
    use Command::{Down, Filter, Left, List, Mine, Now, Open, Palette, Right, Search, Up};
    let hint = |command, effect| Hint::new(model, command, effect);
    let is_list = screen::is_list(model);
    let has_more = grid::has_more_behind(model);
    let moves: &[_] = if is_list { &[[Up, Down]] } else { &[[Left, Right], [Up, Down]] };
    let hits = [Command::NextHit, Command::PreviousHit].map(|command| model.key_of(command));
    let selected = model.place.selected.and_then(|ix| model.agenda.sessions.get(ix));
    let is_own = selected.is_some_and(Session::is_own);
    vec![
        hint(Command::OwnEntry, "edit").if_possible(is_own),
        hint(Command::HideRoom, "remove").if_possible(is_own),
        Hint { keys: hits.concat(), effect: "hits" }.if_possible(!model.search.hits.is_empty()),
        attend_hint(model),
        hint(Search, "search"),
        hint(Mine, "my schedule"),
        hint(Open, "list them").if_possible(has_more),
        hint(Open, "details").if_possible(!has_more && model.place.selected.is_some()),
        hint(Filter, "filter"),
        undo,
        hint(Palette, "go to"),
        hint(Command::Map, "map").if_possible(model.has_timetable()),
        hint(Now, "now").if_possible(model.has_session_now()),
        Hint { keys: all_arrows(model, moves), effect: "move" },
        hint(List, if is_list { "timetable" } else { "list" }).if_possible(model.has_timetable()),
    ]
}

fn map_hints(model: &Model) -> Vec<Hint> {
    use Command::{Down, Filter, Left, Open, Pane, Right, Search, Up};
    let hint = |command, effect| Hint::new(model, command, effect);
    let has_hits = !model.search.hits.is_empty();
    let next = if has_hits { "next hit" } else { "next of mine" };
    let has_next = has_hits || model.plan.counts.attended > 0;
    let keys = all_arrows(model, &[[Left, Right], [Up, Down]]);
    vec![
        hint(Open, "go there"),
        Hint { keys, effect: "move" },
        hint(Pane, next).if_possible(has_next),
        attend_hint(model),
        hint(Filter, "filter"),
        hint(Search, "search"),
    ]
}

fn picker_hints(model: &Model, picker: Picker) -> Vec<Hint> {
    use Command::{
        Attend, ChooseAll, ChooseNone, ChooseOnly, Left, Maybe, Open, Right, RoomLeft, RoomRight,
    };
    let hint = |command, effect| Hint::new(model, command, effect);
    let boxes = [hint(ChooseAll, "all"), hint(ChooseNone, "none"), hint(ChooseOnly, "only this")];
    match picker.kind {
        PickerKind::Overlap { .. } => {
            vec![hint(Open, "details"), hint(Attend, "attend"), hint(Maybe, "maybe")]
        }
        PickerKind::Gap(_) => {
            vec![hint(Open, "attend, close"), hint(Attend, "attend"), hint(Maybe, "maybe")]
        }
        PickerKind::Filter => {
            let open = if picker.has_chosen { "done" } else { "choose, close" };
            let part = Hint::pair(model, [Left, Right], "part");
            let first = [hint(Open, open), hint(Attend, "choose")];
            first.into_iter().chain(boxes).chain([part]).collect()
        }
        PickerKind::Rooms => {
            let first = [hint(Open, "go there"), hint(Attend, "hide, show")];
            let shift = Hint::pair(model, [RoomLeft, RoomRight], "move");
            first.into_iter().chain(boxes).chain([shift]).collect()
        }
        PickerKind::NowRooms => {
            vec![hint(Open, "go there"), hint(Attend, "attend"), hint(Maybe, "maybe")]
        }
        PickerKind::Agendas => vec![hint(Open, "open")],
        PickerKind::Problems => vec![Hint::pair(model, [Command::Up, Command::Down], "move")],
        PickerKind::FileName => vec![hint(Open, "write the file")],
        PickerKind::Entry { .. } | PickerKind::Note { .. } => vec![hint(Open, "keep it")],
        PickerKind::Palette => {
            let entry = model.derived.list.entries.get(picker.row);
            let only = match entry {
                Some(Entry::Destination(Destination::Talk(_))) => hint(Attend, "attend"),
                Some(Entry::Destination(Destination::Room(_) | Destination::Track(_))) => {
                    hint(Attend, "only this")
                }
                _ => hint(Attend, "").if_possible(false),
            };
            let is_found = entry.is_some_and(Entry::is_selectable);
            let is_command = matches!(entry, Some(Entry::Destination(Destination::Command(_))));
            let open = if is_command { "do it" } else { "go there" };
            vec![hint(Open, open).if_possible(is_found), only]
        }
    }
}

/// Returns the keys of two commands that belong together. Arrow keys go first.
fn arrows(model: &Model, commands: [Command; 2]) -> String {
    let keymap = &model.settings.keymap;
    let keys = commands.map(|command| {
        preferred_key(keymap.keys_of_command(model.key_context(), command)).copied()
    });
    let name = |key: Option<Key>| {
        key.map_or_else(String::new, |key| key.display_name(model.settings.names_keys()))
    };
    // `Alt-↑↓` stands for two keys with the same modifiers.
    let [first, second] = keys;
    let second = match (first, second) {
        (Some(first), Some(second)) if (first.ctrl, first.alt) == (second.ctrl, second.alt) => {
            Some(Key { ctrl: false, alt: false, ..second })
        }
        _ => second,
    };
    [name(first), name(second)].join(space_of_keys(model))
}

/// Returns the keys of pairs of commands, one after the other.
fn all_arrows(model: &Model, pairs: &[[Command; 2]]) -> String {
    let keys: Vec<String> = pairs.iter().map(|pair| arrows(model, *pair)).collect();
    keys.join(space_of_keys(model))
}

/// Returns what stands between two keys: nothing between signs.
fn space_of_keys(model: &Model) -> &'static str {
    if model.settings.names_keys() { " " } else { "" }
}

/// Returns the first key with a name, such as an arrow, else the first key.
fn preferred_key(keys: &[Key]) -> Option<&Key> {
    keys.iter().find(|key| matches!(key.code, Code::Named(_))).or(keys.first())
}
