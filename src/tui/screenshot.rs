//! Draws one frame without a terminal.

mod frame;
mod headless;
mod svg;

use super::ansi_color::ansi_index;
use super::input::action::{Action, Effect};
use super::input::keymap::Key;
use super::options::Options;
use super::state::Model;
use super::theme::{Ground, Look, Theme};
use super::update;
use super::view;
use chrono::{DateTime, Utc};
use frame::{cells_of_row, runs_of_row};
pub use headless::HeadlessScreen;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::fmt::{self, Write};

/// The format of a written frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrameFormat {
    /// Text without colours.
    Txt,
    /// Text with SGR sequences.
    Ansi,
    /// An image, on a dark or a light background.
    Svg { light: bool },
}

/// The error about a name in angle brackets that no key has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownKey {
    name: String,
}

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no key <{}>: write <lt> for <", self.name)
    }
}

impl std::error::Error for UnknownKey {}

/// Returns the frame after `keys`, on a screen of `size` columns and rows. The frame shows the
/// marks that the keys make. Nothing is saved.
///
/// # Errors
/// `keys` has an unknown key.
pub(crate) fn draw_screenshot(
    options: Options,
    size: (u16, u16),
    keys: &str,
    format: FrameFormat,
    clock: DateTime<Utc>,
) -> Result<String, UnknownKey> {
    let look = match (options.look, format) {
        (Look::Auto, FrameFormat::Svg { light: true }) => Look::Light,
        (Look::Auto, _) => Look::Dark,
        (look, _) => look,
    };
    let theme = Theme::in_full_color(look, options.ascii);
    let model = after_keys(options, size, keys, clock)?;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    view::draw(&model, &theme, &mut buffer);
    Ok(match format {
        FrameFormat::Txt => render_text(&buffer),
        FrameFormat::Ansi => render_ansi(&buffer),
        FrameFormat::Svg { light } => {
            svg::render_svg(&buffer, theme.ground_color(Ground::Screen), light)
        }
    })
}

/// Returns the model after `keys`. The model takes every mark as saved at once.
pub(super) fn after_keys(
    options: Options,
    size: (u16, u16),
    keys: &str,
    clock: DateTime<Utc>,
) -> Result<Model, UnknownKey> {
    let keys = parse_keys(keys)?;
    let now = options.at.map_or(clock, |at| at.to_utc());
    let mut model = options.into_model(size, now);
    for key in keys {
        let Some(action) = model.action_of_key(key) else { continue };
        let effect = update::apply_action(&mut model, action, now);
        if let Some(Effect::Save(_)) = effect {
            let plan = model.plan.current.clone();
            update::apply_action(&mut model, Action::Saved(plan), now);
        }
    }
    Ok(model)
}

/// Parses keys without separators: a character is its own key, other keys are `<Enter>` or `<C-d>`,
/// and `<lt>` is `<`.
fn parse_keys(text: &str) -> Result<Vec<Key>, UnknownKey> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
        let (key, tail) = match named {
            Some(("lt", tail)) => (Key::from_char('<'), tail),
            Some((name, tail)) => {
                let unknown = || UnknownKey { name: name.to_owned() };
                (Key::parse(name).ok_or_else(unknown)?, tail)
            }
            None => (Key::from_char(c), &rest[c.len_utf8()..]),
        };
        keys.push(key);
        rest = tail;
    }
    Ok(keys)
}

/// Writes the frame as text without trailing spaces.
pub(super) fn render_text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in 0..buffer.area.height {
        let line: String = cells_of_row(buffer, row).map(|(_, cell)| cell.symbol()).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Writes the frame as text with SGR sequences (ECMA-48).
fn render_ansi(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in 0..buffer.area.height {
        for run in runs_of_row(buffer, row) {
            let _ = write!(text, "\x1b[0{}m{}", sgr_codes(run.cell), run.text);
        }
        text.push_str("\x1b[0m\n");
    }
    text
}

const MODIFIERS: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// Returns the SGR parameters of a cell, each after a semicolon.
fn sgr_codes(cell: &Cell) -> String {
    let mut codes = String::new();
    for (modifier, code) in MODIFIERS {
        if cell.modifier.contains(modifier) {
            let _ = write!(codes, ";{code}");
        }
    }
    if let Color::Rgb(r, g, b) = cell.bg {
        let _ = write!(codes, ";48;2;{r};{g};{b}");
    }
    match cell.fg {
        Color::Rgb(r, g, b) => drop(write!(codes, ";38;2;{r};{g};{b}")),
        color => {
            if let Some(index) = ansi_index(color) {
                let code = if index < 8 { 30 + index } else { 82 + index };
                let _ = write!(codes, ";{code}");
            }
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_names(text: &str) -> Result<Vec<String>, UnknownKey> {
        parse_keys(text).map(|keys| keys.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn keys_without_separators_are_parsed() {
        let names = key_names("/eb<Enter><C-d><lt>>").unwrap();
        assert_eq!(names, ["/", "e", "b", "Enter", "Ctrl-D", "<", ">"]);
        assert_eq!(key_names("<").unwrap(), ["<"]);
    }

    #[test]
    fn unknown_key_is_named_in_the_error() {
        assert!(key_names("<Foo>").unwrap_err().to_string().contains("<Foo>"));
    }
}
