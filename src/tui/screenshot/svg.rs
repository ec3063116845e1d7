//! Writes a frame as an SVG image.

use super::frame::{CellRun, runs_of_row};
use crate::tui::ansi_color::ansi_index;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// The width of a cell, in pixels.
const CELL_WIDTH: f32 = 8.4;
/// The height of a cell, in pixels.
const CELL_HEIGHT: f32 = 16.4;
/// The margin around the frame, in pixels.
const MARGIN: f32 = 8.0;
/// The baseline of the text below the upper edge of its cell, in pixels.
const BASELINE: f32 = 13.0;

/// The sixteen colours of common terminals on a dark background, in the order of [`ansi_index`].
const DARK_COLORS: [&str; 16] = [
    "#3b4048", "#f07178", "#a5d6a0", "#e6c07b", "#82aaff", "#d6a0e8", "#7fd5e0", "#c8ccd4",
    "#7a808c", "#f07178", "#a5d6a0", "#e6c07b", "#82aaff", "#d6a0e8", "#7fd5e0", "#ffffff",
];
/// The sixteen colours of common terminals on a light background.
const LIGHT_COLORS: [&str; 16] = [
    "#24292f", "#b62324", "#1a7f37", "#7d5700", "#0550ae", "#8250df", "#0f6b75", "#57606a",
    "#6e7781", "#b62324", "#1a7f37", "#7d5700", "#0550ae", "#8250df", "#0f6b75", "#000000",
];

/// The colours of an image.
struct ImageColors {
    background: String,
    /// The colour of text without a colour of its own.
    text: &'static str,
    palette: &'static [&'static str; 16],
}

impl ImageColors {
    /// Returns the colours of an image. `ground`, the background of a theme, replaces the
    /// background of the terminal.
    fn new(ground: Option<Color>, light: bool) -> ImageColors {
        let (background, text, palette) = if light {
            ("#ffffff", "#24292f", &LIGHT_COLORS)
        } else {
            ("#16191f", "#dfe2e8", &DARK_COLORS)
        };
        let own = ground.and_then(hex_color);
        ImageColors { background: own.unwrap_or_else(|| background.to_owned()), text, palette }
    }

    /// Returns the colour of text in an SVG attribute.
    fn text_color(&self, color: Color) -> String {
        hex_color(color).unwrap_or_else(|| {
            let named = ansi_index(color).and_then(|index| self.palette.get(usize::from(index)));
            named.unwrap_or(&self.text).to_string()
        })
    }
}

/// Writes the frame as an SVG image, on the ground of its theme, or else on a dark or a light
/// background.
pub(super) fn render_svg(buffer: &Buffer, ground: Option<Color>, light: bool) -> String {
    let colors = ImageColors::new(ground, light);
    let width = f32::from(buffer.area.width) * CELL_WIDTH + 2.0 * MARGIN;
    let height = f32::from(buffer.area.height) * CELL_HEIGHT + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{background}\"/>\n\
         <g font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\" \
         xml:space=\"preserve\">\n",
        background = colors.background,
    );
    for row in 0..buffer.area.height {
        for run in runs_of_row(buffer, row) {
            write_run(&mut svg, &run, row, &colors);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Writes the background and the text of a run.
fn write_run(svg: &mut String, run: &CellRun<'_>, row: u16, colors: &ImageColors) {
    let text_color = colors.text_color(run.cell.fg);
    let x = MARGIN + f32::from(run.x) * CELL_WIDTH;
    let y = MARGIN + f32::from(row) * CELL_HEIGHT;
    let width = f32::from(run.width) * CELL_WIDTH;
    let is_reversed = run.cell.modifier.contains(Modifier::REVERSED);
    let background = if is_reversed {
        Some(text_color.clone())
    } else {
        hex_color(run.cell.bg).filter(|color| *color != colors.background)
    };
    if let Some(fill) = background {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
             height=\"{CELL_HEIGHT:.1}\" fill=\"{fill}\"/>",
        );
    }
    let fill = if is_reversed { &colors.background } else { &text_color };
    if run.cell.modifier.contains(Modifier::UNDERLINED) {
        let y = y + CELL_HEIGHT - 1.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"1\" fill=\"{fill}\"/>",
        );
    }
    if run.text.trim().is_empty() || write_blocks(svg, run, (x, y), fill) {
        return;
    }
    let baseline = y + BASELINE;
    let attributes = text_attributes(run.cell.modifier);
    let text = escape_xml(&run.text);
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{baseline:.1}\" textLength=\"{width:.1}\" \
         fill=\"{fill}\"{attributes}>{text}</text>",
    );
}

/// Writes the letters that are parts of a cell as rectangles: fonts draw them with gaps. Returns
/// false if the run has other letters.
fn write_blocks(svg: &mut String, run: &CellRun<'_>, (x, y): (f32, f32), fill: &str) -> bool {
    let Some(block) = run.text.chars().next().and_then(block_part) else { return false };
    if run.text.chars().any(|letter| block_part(letter) != Some(block)) {
        return false;
    }
    let [left, top, width, height] = block;
    for (cell, _) in (0_u16..).zip(run.text.chars()) {
        let x = x + (f32::from(cell) + left) * CELL_WIDTH;
        let y = y + top * CELL_HEIGHT;
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\"/>",
            width * CELL_WIDTH,
            height * CELL_HEIGHT,
        );
    }
    true
}

/// Returns the part of a cell that a block letter fills: left, top, width and height, from 0 to 1.
fn block_part(letter: char) -> Option<[f32; 4]> {
    Some(match letter {
        '█' => [0.0, 0.0, 1.0, 1.0],
        '▀' => [0.0, 0.0, 1.0, 0.5],
        '▄' => [0.0, 0.5, 1.0, 0.5],
        '▊' => [0.0, 0.0, 0.75, 1.0],
        '▌' => [0.0, 0.0, 0.5, 1.0],
        '▐' => [0.5, 0.0, 0.5, 1.0],
        '▝' => [0.5, 0.0, 0.5, 0.5],
        '▗' => [0.5, 0.5, 0.5, 0.5],
        '▎' => [0.0, 0.0, 0.25, 1.0],
        '▘' => [0.0, 0.0, 0.5, 0.5],
        '▖' => [0.0, 0.5, 0.5, 0.5],
        _ => return None,
    })
}

/// Returns the colour as `#rrggbb`, or `None` for a colour of the terminal.
fn hex_color(color: Color) -> Option<String> {
    match color {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        _ => None,
    }
}

/// Returns the SVG attributes of modifiers, each after a space.
fn text_attributes(modifier: Modifier) -> String {
    let mut attributes = String::new();
    for (flag, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::DIM, " opacity=\"0.6\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ] {
        if modifier.contains(flag) {
            attributes.push_str(attribute);
        }
    }
    attributes
}

fn escape_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
