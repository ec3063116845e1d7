//! The help, made from the keymap.

use crate::tui::input::action::Command;
use crate::tui::input::keymap::{Context, Key};
use crate::tui::layout::area::Area;
use crate::tui::layout::line::{Line, Span};
use crate::tui::layout::{screen, text};
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// The least cells of one column of the help.
const COLUMN: usize = 39;

/// Where the help is.
pub(crate) fn area(model: &Model) -> Area {
    let panes = screen::panes(model);
    let screen = Area { x: 0, y: 0, width: model.settings.size.0, height: model.settings.size.1 };
    screen.inner(1, panes.header.height, 1, panes.footer.height)
}

/// The help in lines of at most `width` cells: its parts side by side where there is room.
pub(crate) fn lines(model: &Model, width: u16) -> Vec<Line> {
    let parts = parts(model);
    let columns = if model.settings.linear { 1 } else { (usize::from(width) / COLUMN).clamp(1, 3) };
    let total: usize = parts.iter().map(|part| part.len() + 1).sum();
    let mut stacks: Vec<Vec<Line>> = vec![Vec::new()];
    for part in parts {
        let full = stacks.last().is_some_and(|stack| {
            !stack.is_empty() && stack.len() + part.len() / 2 > total / columns
        });
        if full && stacks.len() < columns {
            stacks.push(Vec::new());
        }
        if let Some(stack) = stacks.last_mut() {
            stack.extend(part);
            stack.push(Line::new());
        }
    }
    side_by_side(&stacks, (usize::from(width) / columns).min(COLUMN + 6))
}

fn side_by_side(stacks: &[Vec<Line>], cells: usize) -> Vec<Line> {
    let height = stacks.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|row| {
            let mut line = Line::new();
            for (nth, stack) in stacks.iter().enumerate() {
                let used: usize = line.iter().map(|span| text::width(&span.text)).sum();
                line.push(span(Role::Text, &" ".repeat((nth * cells).saturating_sub(used))));
                line.extend(stack.get(row).cloned().unwrap_or_default());
            }
            line
        })
        .collect()
}

/// The commands under their headings, then the signs.
fn parts(model: &Model) -> Vec<Vec<Line>> {
    let mut parts: Vec<Vec<Line>> = Vec::new();
    let mut group = "";
    let mut said = "";
    for command in Command::ALL.iter().copied() {
        if command.group() != group {
            group = command.group();
            parts.push(vec![vec![span(Role::Head, group)]]);
        }
        if command.help() == said {
            continue;
        }
        said = command.help();
        let keys = keys(model, said);
        if let (Some(part), false) = (parts.last_mut(), keys.is_empty()) {
            part.push(entry(Role::Key, &keys, said));
        }
    }
    parts.push(signs());
    if model.settings.mouse {
        parts.push(vec![
            vec![span(Role::Head, "Mouse")],
            entry(Role::Key, "click", "select; days and rooms too"),
            entry(Role::Key, "double click", "open"),
            entry(Role::Key, "wheel", "scroll"),
            entry(Role::Key, "Shift", "select text"),
        ]);
    }
    parts.push(vec![
        vec![span(Role::Head, "Search understands")],
        entry(Role::Key, "liz debt", "words, any order and field"),
        entry(Role::Key, "\"post mortem\"", "exactly this"),
        entry(Role::Key, "-word", "not this"),
        entry(Role::Key, "speaker: room:", "track: kind: day:"),
        entry(Role::Key, "after:14:00", "before: is:mine is:full"),
    ]);
    parts
}

/// The keys of all commands that say the same, the first and the last where they are many.
fn keys(model: &Model, help: &str) -> String {
    let same = Command::ALL.iter().copied().filter(|command| command.help() == help);
    let keys: Vec<&Key> =
        same.flat_map(|command| model.settings.keymap.keys(Context::Browse, command)).collect();
    let name = |key: &Key| key.name(model.settings.ascii);
    match keys.as_slice() {
        [first, .., last] if keys.len() > 4 => format!("{}–{}", name(first), name(last)),
        keys => keys.iter().map(|key| name(key)).collect::<Vec<_>>().join(" "),
    }
}

fn signs() -> Vec<Line> {
    vec![
        vec![span(Role::Head, "Signs")],
        entry(Role::Attend, sign::ATTEND, "I attend"),
        entry(Role::Maybe, sign::MAYBE, "maybe"),
        entry(Role::Alert, sign::UNSAVED, "not saved yet"),
        entry(Role::Alert, sign::CHANGED, "not as it was marked"),
        entry(Role::Clash, sign::CLASH, "two that I attend overlap"),
        entry(Role::Now, sign::NOW, "runs now"),
        entry(Role::Hit, sign::EDGE_HIT, "hit of the search"),
        entry(Role::Faint, sign::EDGE_DIM, "overlaps what I attend"),
        entry(Role::Faint, sign::GHOST, "hidden by the filter"),
        entry(Role::Alert, sign::FULL, "full"),
        entry(Role::Alert, sign::CANCELLED, "cancelled"),
        entry(Role::Faint, sign::FOLDED, "time is left out"),
        entry(Role::Key, "+2", "so many more are behind"),
    ]
}

fn entry(role: Role, keys: &str, help: &str) -> Line {
    const KEYS: usize = 14;
    let padding = " ".repeat(KEYS.saturating_sub(text::width(keys)).max(1));
    vec![span(role, keys), span(Role::Text, &format!("{padding}{help}"))]
}

fn span(role: Role, text: &str) -> Span {
    Span { role, text: text.to_owned() }
}
