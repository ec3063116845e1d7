//! The help. The keys come from the keymap.

use super::area::Area;
use super::legend::day_legend;
use super::line::{Line, line_width, text_run};
use super::linear_help::linear_help_lines;
use super::screen;
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::input::keymap::{Context, Key};
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// The least width of a column of the help, in cells.
const COLUMN_CELLS: usize = 39;

/// The signs of sessions, with their role and meaning.
const SIGNS: [(Role, &str, &str); 24] = [
    (Role::Attend, sign::ATTEND, "I attend"),
    (Role::Maybe, sign::MAYBE, "maybe"),
    (Role::Alert, sign::UNSAVED, "not saved yet"),
    (Role::Alert, sign::CHANGED, "not as it was marked"),
    (Role::Clash, sign::CLASH, "two that I attend overlap"),
    (Role::Now, sign::NOW, "runs now"),
    (Role::Hit, sign::EDGE_HIT, "hit of the search"),
    (Role::Clash, "⚠15′", "minutes of overlap with mine"),
    (Role::Now, "▸15′", "minutes that are left"),
    (Role::Faint, "·18", "of a day: hits, or not filtered"),
    (Role::Faint, sign::GHOST, "hidden by the filter"),
    (Role::Faint, sign::SKIPPED, "not for me"),
    (Role::Key, sign::NOTE, "my note is on it"),
    (Role::Alert, sign::FULL, "full"),
    (Role::Alert, sign::CANCELLED, "cancelled"),
    (Role::Faint, sign::FOLDED, "time is left out"),
    (Role::Key, "+2", "so many more are behind"),
    (Role::Faint, sign::KEYNOTE, "keynote"),
    (Role::Faint, sign::PANEL, "panel"),
    (Role::Faint, sign::WORKSHOP, "workshop"),
    (Role::Faint, sign::LIGHTNING, "lightning talks"),
    (Role::Faint, sign::SOCIAL, "social event"),
    (Role::Faint, sign::BOF, "birds of a feather"),
    (Role::Faint, sign::OWN, "an entry of my own"),
];

const MOUSE: [(Role, &str, &str); 4] = [
    (Role::Key, "click", "select; days and rooms too"),
    (Role::Key, "double click", "open"),
    (Role::Key, "wheel", "scroll"),
    (Role::Key, "Shift", "select text"),
];

const SEARCH: [(Role, &str, &str); 5] = [
    (Role::Key, "liz debt", "words, any order and field"),
    (Role::Key, "\"post mortem\"", "exactly this"),
    (Role::Key, "-word", "not this"),
    (Role::Key, "speaker: room:", "track: kind: day:"),
    (Role::Key, "after:14:00", "before: is:mine is:full"),
];

/// Returns the area of the help: the screen between header and footer.
pub(crate) fn help_area(model: &Model) -> Area {
    let panes = screen::panes(model);
    let (width, height) = model.settings.size;
    let screen = Area { x: 0, y: 0, width, height };
    screen.inner(1, panes.header.height, 1, panes.footer.height)
}

/// The width of the keys, in cells.
const NAME_CELLS: usize = 14;

/// Returns the help in lines of at most `width` cells, in up to three columns. For screen readers,
/// the help is in sentences.
pub(crate) fn help_lines(model: &Model, width: u16) -> Vec<Line> {
    if model.settings.linear {
        return linear_help_lines(model, width);
    }
    let parts = parts(model);
    let width = usize::from(width);
    let columns = (width / COLUMN_CELLS).clamp(1, 3);
    let total: usize = parts.iter().map(|part| part.len() + 1).sum();
    let mut stacks: Vec<Vec<Line>> = vec![Vec::new()];
    for part in parts {
        let is_full = stacks.last().is_some_and(|stack| {
            !stack.is_empty() && stack.len() + part.len() / 2 > total / columns
        });
        if is_full && stacks.len() < columns {
            stacks.push(Vec::new());
        }
        if let Some(stack) = stacks.last_mut() {
            stack.extend(part);
            stack.push(Line::new());
        }
    }
    side_by_side(&stacks, (width / columns).min(COLUMN_CELLS + 6))
}

/// Returns the stacks next to each other, each `cells` wide.
fn side_by_side(stacks: &[Vec<Line>], cells: usize) -> Vec<Line> {
    let height = stacks.iter().map(Vec::len).max().unwrap_or(0);
    let rows = (0..height).map(|row| {
        let mut line = Line::new();
        for (nth, stack) in stacks.iter().enumerate() {
            let space = (nth * cells).saturating_sub(line_width(&line));
            line.push(text_run(Role::Text, &" ".repeat(space)));
            line.extend(stack.get(row).cloned().unwrap_or_default());
        }
        line
    });
    rows.collect()
}

/// Returns the commands by group, then the signs, the mouse and the search.
fn parts(model: &Model) -> Vec<Vec<Line>> {
    let mut parts = command_parts(model);
    parts.push(table_part("Signs", &SIGNS));
    parts.push(colors_part(model));
    if model.settings.mouse {
        parts.push(table_part("Mouse", &MOUSE));
    }
    parts.push(table_part("Search understands", &SEARCH));
    parts
}

/// Returns a part for each group of commands. Commands with the same help text share a line.
fn command_parts(model: &Model) -> Vec<Vec<Line>> {
    let mut parts: Vec<Vec<Line>> = Vec::new();
    let (mut group, mut help) = ("", "");
    for command in Command::ALL.iter().copied() {
        if command.help_group() != group {
            group = command.help_group();
            parts.push(vec![vec![text_run(Role::Head, group)]]);
            if command == Command::ChooseAll {
                parts.last_mut().into_iter().for_each(|part| part.extend(list_lines(model)));
            }
        }
        if command.help_text() == help {
            continue;
        }
        help = command.help_text();
        let keys = keys_of_help(model, help);
        if let (Some(part), false) = (parts.last_mut(), keys.is_empty()) {
            part.push(entry_line(Role::Key, &keys, help));
        }
    }
    parts
}

/// Returns the keys of a list that have another meaning elsewhere.
fn list_lines(model: &Model) -> Vec<Line> {
    let keys = |commands: &[Command]| -> String {
        let keymap = &model.settings.keymap;
        let keys = commands.iter().map(|command| keymap.keys_of_command(Context::List, *command));
        let names =
            keys.filter_map(|keys| Some(keys.first()?.display_name(model.settings.names_keys())));
        names.collect::<Vec<_>>().join(" ")
    };
    let lines = [
        ("letters".to_owned(), "narrow the list"),
        (keys(&[Command::Attend]), "choose, or attend"),
        (keys(&[Command::Open]), "go there, done"),
        (keys(&[Command::RoomLeft, Command::RoomRight]), "move a room"),
    ];
    let bound = lines.into_iter().filter(|(keys, _)| !keys.is_empty());
    bound.map(|(keys, help)| entry_line(Role::Key, &keys, help)).collect()
}

/// Returns the keys of all commands with this help text: the keys outside a search and a list, or
/// if there are none, the keys while a search is typed, or in a list. Where the keys are too many,
/// only the first of each command or the first and the last are named.
fn keys_of_help(model: &Model, help: &str) -> String {
    let keymap = &model.settings.keymap;
    let keys_in = |context| -> Vec<&[Key]> {
        let commands = Command::ALL.iter().copied().filter(|command| command.help_text() == help);
        let keys = commands.map(|command| keymap.keys_of_command(context, command));
        keys.filter(|keys| !keys.is_empty()).collect()
    };
    let mut by_context = Context::ALL.into_iter().map(keys_in);
    let keys = by_context.find(|keys| !keys.is_empty()).unwrap_or_default();
    let name = |key: &Key| key.display_name(model.settings.names_keys());
    let names: Vec<String> = keys.iter().copied().flatten().map(name).collect();
    if let [first, .., last] = names.as_slice()
        && keys.len() > 4
    {
        return format!("{first}–{last}");
    }
    let all = names.join(" ");
    match text::width(&all) < NAME_CELLS {
        true => all,
        false => {
            keys.iter().filter_map(|keys| keys.first()).map(name).collect::<Vec<_>>().join(" ")
        }
    }
}

fn table_part(head: &str, entries: &[(Role, &str, &str)]) -> Vec<Line> {
    let head = vec![text_run(Role::Head, head)];
    let lines = entries.iter().map(|(role, name, help)| entry_line(*role, name, help));
    std::iter::once(head).chain(lines).collect()
}

/// Returns the colours of the tracks with most sessions on the day, and their names.
fn colors_part(model: &Model) -> Vec<Line> {
    const MOST: usize = 12;
    let entries = day_legend(model);
    let mut part = vec![vec![text_run(Role::Head, "Colours of this day")]];
    part.extend(entries.iter().take(MOST).map(|entry| {
        let name = text::fit(&entry.name, COLUMN_CELLS - 4);
        let edge = text_run(Role::Edge(entry.accent), sign::EDGE_SELECTED);
        vec![edge, text_run(Role::Text, &format!(" {name}"))]
    }));
    if entries.len() > MOST {
        let key = model.key_of(Command::Filter);
        let more = format!("{} more: {key} lists them", entries.len() - MOST);
        part.push(vec![text_run(Role::Faint, &more)]);
    }
    part
}

fn entry_line(role: Role, name: &str, help: &str) -> Line {
    let space = " ".repeat(NAME_CELLS.saturating_sub(text::width(name)).max(1));
    vec![text_run(role, name), text_run(Role::Text, &format!("{space}{help}"))]
}
