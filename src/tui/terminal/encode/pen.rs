//! The style of the next letter on the terminal, and the sequence that changes it (ECMA-48 SGR).

use crate::tui::ansi_color::ansi_index;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The style that the terminal gives to the next letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// The modifiers with the parameters that set and clear them. Bold and dim are cleared together.
const MODIFIERS: [(Modifier, &str, &str); 8] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

/// The modifiers that a blank cell shows.
const SEEN_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

impl Pen {
    /// Returns true if the terminal draws a cell as the cell is.
    pub(super) fn shows(self, cell: &Cell) -> bool {
        Pen::for_cell(cell, self) == self
    }

    /// Returns the style for a cell. A blank cell takes what it does not show from `pen`.
    pub(super) fn for_cell(cell: &Cell, pen: Pen) -> Pen {
        let is_blank = cell.symbol() == " ";
        if is_blank && !(cell.modifier | pen.modifier).intersects(SEEN_ON_BLANKS) {
            return Pen { bg: cell.bg, ..pen };
        }
        Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }
}

/// Returns true for a blank cell in the terminal's own style.
pub(super) fn is_plain_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && cell.modifier.is_empty()
}

/// Returns the shorter of two sequences: the one that changes what differs, and the one that begins
/// with the terminal's own style.
pub(super) fn change_style((from, to): (Pen, Pen)) -> String {
    let mut changed = String::new();
    let removed = from.modifier - to.modifier;
    let mut lasting = from.modifier - removed;
    for (modifier, _, clear) in MODIFIERS {
        if removed.contains(modifier) && !(modifier == Modifier::DIM && changed.contains("22")) {
            add_parameter(&mut changed, clear);
        }
    }
    let weights = Modifier::BOLD | Modifier::DIM;
    if removed.intersects(weights) {
        lasting -= weights;
    }
    add_modifiers(&mut changed, to.modifier - lasting);
    if from.fg != to.fg {
        add_color(&mut changed, to.fg, Layer::Letter);
    }
    if from.bg != to.bg {
        add_color(&mut changed, to.bg, Layer::Ground);
    }
    let mut anew = String::new();
    if to != Pen::default() {
        add_parameter(&mut anew, "0");
        add_modifiers(&mut anew, to.modifier);
        let colors = [(to.fg, Layer::Letter), (to.bg, Layer::Ground)];
        for (color, layer) in colors.into_iter().filter(|(color, _)| *color != Color::Reset) {
            add_color(&mut anew, color, layer);
        }
    }
    let shorter = if anew.len() < changed.len() { anew } else { changed };
    format!("\x1b[{shorter}m")
}

fn add_parameter(parameters: &mut String, parameter: &str) {
    if !parameters.is_empty() {
        parameters.push(';');
    }
    parameters.push_str(parameter);
}

fn add_modifiers(parameters: &mut String, modifiers: Modifier) {
    for (_, set, _) in MODIFIERS.iter().filter(|(modifier, ..)| modifiers.contains(*modifier)) {
        add_parameter(parameters, set);
    }
}

/// The part of a cell that has a colour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layer {
    Letter,
    Ground,
}

/// Adds a colour. The eight dark colours of a letter are numbers of 256: as `31`, some terminals
/// would show a bold letter in the bright colour.
fn add_color(parameters: &mut String, color: Color, layer: Layer) {
    let (base, bright, extended, own) = match layer {
        Layer::Letter => (None, 90, "38", "39"),
        Layer::Ground => (Some(40), 100, "48", "49"),
    };
    let number = match color {
        Color::Rgb(r, g, b) => {
            return add_parameter(parameters, &format!("{extended};2;{r};{g};{b}"));
        }
        Color::Indexed(index) => index,
        named => match ansi_index(named) {
            Some(number) => number,
            None => return add_parameter(parameters, own),
        },
    };
    let parameter = match (number, base) {
        (0..8, Some(base)) => (base + number).to_string(),
        (8..16, _) => (bright + number - 8).to_string(),
        _ => format!("{extended};5;{number}"),
    };
    add_parameter(parameters, &parameter);
}
