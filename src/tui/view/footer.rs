//! The last line: a message, or the keys that matter here.

use super::brush::Brush;
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::input::keymap::{Code, Key};
use crate::tui::layout::area::Area;
use crate::tui::layout::changes::unread_label;
use crate::tui::layout::refresh_label::{changes_key, refresh_label, refused_version};
use crate::tui::layout::{grid, screen, scroll};
use crate::tui::state::{Focus, Message, Model, PickerKind, RefusedVersion, Screen};
use crate::tui::theme::{Role, sign};

/// The cells that the state of the refresh leaves for hints.
const FIRST_HINT: u16 = 16;

/// The least width of a message beside the key that lists the changes, in cells.
const HINTED_MIN: u16 = 16;

/// Draws the message if there is one, else the keys.
pub(super) fn draw_footer(model: &Model, brush: &mut Brush, area: Area) {
    let row = area.inner(1, 0, 1, 0);
    if let Some(message) = &model.message {
        return draw_message(model, brush, row, message);
    }
    if let Some(refused) = refused_version(model) {
        return draw_refused_version(model, brush, row, refused);
    }
    if let Some(warning) = &model.plan.unreadable {
        brush.fitted(row, Role::Alert, warning);
        return;
    }
    let rest = draw_counts(model, brush, row);
    let mut rest = brush.right(rest, Role::Key, &scroll_label(model));
    let cells = usize::from(rest.width.saturating_sub(FIRST_HINT));
    if let Some(label) = refresh_label(model, cells).filter(|_| !model.settings.linear) {
        rest = brush.right(rest, Role::Faint, &format!("  {label}"));
    }
    for hint in hints(model) {
        let cells = text::width(&hint.keys) + text::width(hint.effect) + 3;
        if hint.keys.is_empty() || cells > usize::from(rest.width) + 2 {
            continue;
        }
        rest = brush.text(rest, Role::Key, &hint.keys);
        rest = brush.text(rest, Role::Faint, &format!(" {}  ", hint.effect));
    }
}

/// Draws a message, and for a message about a new version the key that lists the changes.
fn draw_message(model: &Model, brush: &mut Brush, row: Area, message: &Message) {
    let role = if message.alert { Role::Alert } else { Role::Head };
    draw_with_key(brush, row, role, &message.text, &changes_key(model, message), "shows");
}

/// Draws the reason why a newer version is not shown, and the key that takes the version.
fn draw_refused_version(model: &Model, brush: &mut Brush, row: Area, refused: &RefusedVersion) {
    let (key, text) = match refused.on_demand {
        true => (model.key_of(Command::Reload), format!("New version refused: {}", refused.why)),
        false => (String::new(), format!("Shown is the last good agenda: {}", refused.why)),
    };
    draw_with_key(brush, row, Role::Alert, &text, &key, "takes it anyway");
}

/// Draws a sentence, and a key with its effect. The sentence is cut if both do not fit. A row
/// without room for both, or an empty `key`, has the sentence alone.
fn draw_with_key(brush: &mut Brush, row: Area, role: Role, text: &str, key: &str, effect: &str) {
    let hint = format!(" {} {key} {effect}", sign::DOT);
    let hint_cells = u16::try_from(text::width(&hint)).unwrap_or(u16::MAX);
    let left = row.width.saturating_sub(hint_cells);
    if key.is_empty() || left < HINTED_MIN {
        brush.fitted(row, role, text);
        return;
    }
    let end = brush.fitted(Area { width: left, ..row }, role, text).x;
    let rest =
        brush.text(row.inner(end - row.x, 0, 0, 0), Role::Faint, &format!(" {} ", sign::DOT));
    let rest = brush.text(rest, Role::Key, key);
    brush.text(rest, Role::Faint, &format!(" {effect}"));
}

/// Draws the number of hidden rooms and of hits on other days. Returns the rest of the row.
fn draw_counts(model: &Model, brush: &mut Brush, row: Area) -> Area {
    let mut rest = row;
    if let Some(label) = unread_label(model).filter(|_| model.focus == Focus::Main) {
        let key = model.key_of(Command::Changes);
        if !key.is_empty() {
            rest = brush.text(rest, Role::Key, &key);
            rest = brush.text(rest, Role::Head, &format!(" {label}  "));
        }
    }
    let arrangement = &model.settings.arrangement;
    let rooms = 0..model.agenda.rooms.len();
    let hidden = rooms.filter(|room| arrangement.hides_room(&model.agenda, *room)).count();
    if hidden > 0 && model.screen == Screen::Day && model.focus == Focus::Main {
        rest = brush.text(rest, Role::Key, &model.key_of(Command::Rooms));
        let noun = if hidden == 1 { "room is" } else { "rooms are" };
        rest = brush.text(rest, Role::Head, &format!(" {hidden} {noun} hidden  "));
    }
    let elsewhere = model.hits_elsewhere();
    if elsewhere > 0 {
        rest = brush.text(rest, Role::Head, &format!("0 hits here, {elsewhere} on other days  "));
    }
    rest
}

/// Returns arrows toward hidden lines: `↑↓ more`, or an empty text.
fn scroll_label(model: &Model) -> String {
    let hidden = scroll::hidden_lines(model);
    let up = if hidden.above { sign::UP } else { "" };
    let down = if hidden.below { sign::DOWN } else { "" };
    if hidden.is_empty() { String::new() } else { format!("  {up}{down} more") }
}

/// Keys and their effect.
struct Hint {
    /// The names of the keys. Empty: no key is bound, or the effect is not possible here.
    keys: String,
    effect: &'static str,
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
        hint.if_possible(model.settings.mouse)
    }
}

/// Returns the keys that matter here, the most useful first.
fn hints(model: &Model) -> Vec<Hint> {
    use Command::{Attend, Back, Help, Link, Maybe, Mine, Open, Undo};
    let hint = |command, effect| Hint::new(model, command, effect);
    let choose = Hint::pair(model, [Command::Up, Command::Down], "choose");
    let can_scroll = !scroll::hidden_lines(model).is_empty();
    let scroll = Hint::pair(model, [Command::Up, Command::Down], "scroll").if_possible(can_scroll);
    match (&model.screen, model.focus) {
        (_, Focus::Help) => vec![hint(Back, "back"), scroll],
        (_, Focus::Detail { .. }) => vec![
            hint(Back, "back"),
            scroll,
            hint(Attend, "attend"),
            hint(Link, "web page").if_possible(model.web_address().is_some()),
            Hint::select_text(model),
        ],
        (_, Focus::Picker(picker)) => picker_hints(model, picker.kind),
        (Screen::Search(_), Focus::Main) => vec![
            hint(Open, "go there"),
            hint(Back, "back"),
            choose,
            hint(Attend, "attend"),
            hint(Help, "help"),
        ],
        (Screen::Mine { .. }, Focus::Main) => vec![
            hint(Mine, "timetable"),
            hint(Attend, "attend"),
            hint(Maybe, "maybe"),
            hint(Undo, "undo"),
            hint(Open, "details, what fits a gap"),
            hint(Back, "back"),
            hint(Help, "help"),
        ],
        (Screen::Changes(_), Focus::Main) if model.news.versions.is_empty() => {
            vec![hint(Back, "back"), hint(Command::Reload, "look now"), hint(Help, "help")]
        }
        (Screen::Changes(_), Focus::Main) => vec![
            hint(Open, "go there"),
            hint(Back, "back"),
            choose,
            hint(Attend, "attend"),
            hint(Maybe, "maybe"),
            hint(Command::Reload, "look now"),
            hint(Help, "help"),
        ],
        (Screen::Agendas { .. }, Focus::Main) => {
            vec![hint(Open, "open"), choose, hint(Back, "back"), hint(Help, "help")]
        }
        (Screen::Day, Focus::Main) => day_hints(model),
    }
}

fn day_hints(model: &Model) -> Vec<Hint> {
    use Command::{
        Attend, Down, Filter, Help, Left, List, Mine, Now, Open, Quit, Right, Search, Up,
    };
    let hint = |command, effect| Hint::new(model, command, effect);
    let is_list = screen::is_list(model);
    let has_more = grid::has_more_behind(model);
    let sideways = if is_list { String::new() } else { arrows(model, [Left, Right]) };
    let hits = [Command::NextHit, Command::PreviousHit].map(|command| model.key_of(command));
    vec![
        hint(Attend, "attend"),
        hint(Search, "search"),
        hint(Mine, "my schedule"),
        hint(Open, "list them").if_possible(has_more),
        hint(Help, "help"),
        Hint::select_text(model),
        hint(Filter, "filter"),
        hint(Open, "open").if_possible(!has_more),
        Hint { keys: hits.concat(), effect: "hits" }.if_possible(!model.search.hits.is_empty()),
        Hint { keys: sideways + &arrows(model, [Up, Down]), effect: "move" },
        hint(Now, "now"),
        hint(Quit, "quit"),
        hint(List, if is_list { "timetable" } else { "list" }).if_possible(model.has_timetable()),
    ]
}

fn picker_hints(model: &Model, kind: PickerKind) -> Vec<Hint> {
    use Command::{Attend, Back, ClearFilter, Left, Maybe, Open, Right, RoomLeft, RoomRight};
    let hint = |command, effect| Hint::new(model, command, effect);
    let close = hint(Back, "close");
    match kind {
        PickerKind::Overlap { .. } => {
            vec![hint(Open, "details"), hint(Attend, "attend"), hint(Maybe, "maybe"), close]
        }
        PickerKind::Filter => vec![
            hint(Attend, "choose"),
            hint(ClearFilter, "clear"),
            close,
            Hint::pair(model, [Left, Right], "part"),
        ],
        PickerKind::Rooms => {
            let keys = [RoomLeft, RoomRight].map(|command| model.key_of(command)).concat();
            vec![hint(Attend, "show or hide"), Hint { keys, effect: "move" }, close]
        }
    }
}

/// Returns the keys of two commands that belong together. Arrow keys go first.
fn arrows(model: &Model, commands: [Command; 2]) -> String {
    let keymap = &model.settings.keymap;
    let names = commands.map(|command| {
        let key = preferred_key(keymap.keys_of_command(model.key_context(), command));
        key.map_or_else(String::new, |key| key.display_name(model.settings.ascii))
    });
    names.join(if model.settings.ascii { " " } else { "" })
}

/// Returns the first key with a name, such as an arrow, else the first key.
fn preferred_key(keys: &[Key]) -> Option<&Key> {
    keys.iter().find(|key| matches!(key.code, Code::Named(_))).or(keys.first())
}
