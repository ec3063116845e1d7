//! One frame, drawn without a terminal.

use super::input::action::{Action, Effect};
use super::input::keymap::Key;
use super::options::Options;
use super::state::Model;
use super::theme::Theme;
use super::update::{self, action_of_key};
use super::view;
use chrono::{DateTime, Utc};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// How a frame is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrameFormat {
    Txt,
    Ansi,
    /// On a dark or a light ground.
    Svg {
        light: bool,
    },
}

/// The frame after these keys, on a screen of that size. Marks made by the keys are shown, but not
/// kept.
///
/// # Errors
/// A sentence that names the key that is none.
pub(crate) fn draw_screenshot(
    options: Options,
    size: (u16, u16),
    keys: &str,
    format: FrameFormat,
    clock: DateTime<Utc>,
) -> Result<String, String> {
    let theme = Theme::new(options.look, options.ascii);
    let model = after_keys(options, size, keys, clock)?;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    view::draw(&model, &theme, &mut buffer);
    Ok(match format {
        FrameFormat::Txt => render_text(&buffer),
        FrameFormat::Ansi => ansi(&buffer),
        FrameFormat::Svg { light } => svg(&buffer, light),
    })
}

/// The model after these keys. Marks are taken for saved at once.
pub(super) fn after_keys(
    options: Options,
    size: (u16, u16),
    keys: &str,
    clock: DateTime<Utc>,
) -> Result<Model, String> {
    let keys = parse_keys(keys)?;
    let now = options.at.map_or(clock, |at| at.to_utc());
    let mut model = options.into_model(size, now);
    for key in keys {
        let Some(action) = action_of_key(&model, key) else { continue };
        let effect = update::apply_action(&mut model, action, now);
        if let Some(Effect::Save(_)) = effect {
            let plan = model.plan.current.clone();
            update::apply_action(&mut model, Action::Saved(plan), now);
        }
    }
    Ok(model)
}

/// Keys one after the other: characters as they are, others as `<Enter>`, `<C-d>`; `<lt>` is `<`.
fn parse_keys(text: &str) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
        match named {
            Some(("lt", tail)) => {
                keys.push(Key::from_char('<'));
                rest = tail;
            }
            Some((name, tail)) => {
                keys.push(
                    Key::parse(name)
                        .ok_or_else(|| format!("there is no key <{name}>: write <lt> for <"))?,
                );
                rest = tail;
            }
            None => {
                keys.push(Key::from_char(c));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    Ok(keys)
}

/// The cells of a row from left to right; those behind a wide letter are left out.
fn cells(buffer: &Buffer, row: u16) -> impl Iterator<Item = (u16, &Cell)> {
    (0..buffer.area.width)
        .filter_map(move |x| Some((x, buffer.cell((x, row))?)))
        .filter(|(_, cell)| !cell.symbol().is_empty())
}

pub(super) fn render_text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in 0..buffer.area.height {
        let line: String = cells(buffer, row).map(|(_, cell)| cell.symbol()).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn ansi(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in 0..buffer.area.height {
        let mut before = None;
        for (_, cell) in cells(buffer, row) {
            let look = (cell.fg, cell.bg, cell.modifier);
            if before != Some(look) {
                before = Some(look);
                let _ = write!(text, "\x1b[0{}m", sgr(cell));
            }
            text.push_str(cell.symbol());
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

fn sgr(cell: &Cell) -> String {
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

/// The number of a colour among the terminal's sixteen.
fn ansi_index(color: Color) -> Option<usize> {
    const NAMES: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    NAMES.iter().position(|name| *name == color)
}

/// The sixteen colours as common terminals draw them, on dark and on light.
const DARK: [&str; 16] = [
    "#3b4048", "#f07178", "#a5d6a0", "#e6c07b", "#82aaff", "#d6a0e8", "#7fd5e0", "#c8ccd4",
    "#7a808c", "#f07178", "#a5d6a0", "#e6c07b", "#82aaff", "#d6a0e8", "#7fd5e0", "#ffffff",
];
const LIGHT: [&str; 16] = [
    "#24292f", "#b62324", "#1a7f37", "#7d5700", "#0550ae", "#8250df", "#0f6b75", "#57606a",
    "#6e7781", "#b62324", "#1a7f37", "#7d5700", "#0550ae", "#8250df", "#0f6b75", "#000000",
];

fn svg(buffer: &Buffer, light: bool) -> String {
    const CELL: (f32, f32) = (8.4, 16.4);
    let (ground, ink, palette) =
        if light { ("#ffffff", "#24292f", LIGHT) } else { ("#16191f", "#dfe2e8", DARK) };
    // A theme with colours of its own has its own ground.
    let own = buffer.content().first().and_then(|cell| hex(cell.bg));
    let ground = own.as_deref().unwrap_or(ground);
    let (width, height) = (
        f32::from(buffer.area.width) * CELL.0 + 16.0,
        f32::from(buffer.area.height) * CELL.1 + 16.0,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{ground}\"/>\n\
         <g font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\" xml:space=\"preserve\">\n"
    );
    for row in 0..buffer.area.height {
        for run in runs(buffer, row) {
            let named = || {
                ansi_index(run.cell.fg)
                    .and_then(|index| palette.get(index))
                    .unwrap_or(&ink)
                    .to_string()
            };
            let own = hex(run.cell.fg).unwrap_or_else(named);
            let (x, y) = (8.0 + f32::from(run.x) * CELL.0, 8.0 + f32::from(row) * CELL.1);
            let cells = f32::from(run.cells) * CELL.0;
            let reversed = run.cell.modifier.contains(Modifier::REVERSED);
            let behind = if reversed {
                Some(own.clone())
            } else {
                hex(run.cell.bg).filter(|behind| behind != ground)
            };
            if let Some(behind) = behind {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{cells:.1}\" height=\"{:.1}\" fill=\"{behind}\"/>",
                    CELL.1
                );
            }
            if run.text.trim().is_empty() {
                continue;
            }
            let fill = if reversed { ground } else { &own };
            let _ = writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{cells:.1}\" fill=\"{fill}\"{}>{}</text>",
                y + 13.0,
                attributes(run.cell.modifier),
                escape(&run.text)
            );
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn hex(color: Color) -> Option<String> {
    match color {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        _ => None,
    }
}

/// Neighbouring cells that look the same.
struct Run<'a> {
    x: u16,
    cells: u16,
    text: String,
    cell: &'a Cell,
}

fn runs(buffer: &Buffer, row: u16) -> Vec<Run<'_>> {
    let mut runs: Vec<Run> = Vec::new();
    for (x, cell) in cells(buffer, row) {
        let wide = u16::from(crate::text::width(cell.symbol()) > 1);
        match runs.last_mut() {
            Some(run)
                if (run.cell.fg, run.cell.bg, run.cell.modifier)
                    == (cell.fg, cell.bg, cell.modifier) =>
            {
                run.text.push_str(cell.symbol());
                run.cells = x + 1 + wide - run.x;
            }
            _ => runs.push(Run { x, cells: 1 + wide, text: cell.symbol().to_owned(), cell }),
        }
    }
    runs
}

fn attributes(modifier: Modifier) -> String {
    let mut attributes = String::new();
    for (flag, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::DIM, " opacity=\"0.6\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ] {
        if modifier.contains(flag) {
            attributes.push_str(attribute);
        }
    }
    attributes
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_one_after_the_other() {
        let keys = |text: &str| {
            parse_keys(text).map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(
            keys("/eb<Enter><C-d><lt>>").unwrap(),
            ["/", "e", "b", "Enter", "Ctrl-D", "<", ">"]
        );
        assert!(keys("<Foo>").unwrap_err().contains("<Foo>"));
        assert_eq!(keys("<").unwrap(), ["<"]);
    }
}
