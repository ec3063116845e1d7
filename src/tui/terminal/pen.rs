//! The style of a letter on the terminal as a number, and the sequence that changes it (ECMA-48
//! SGR).

use super::digits::push_parameter;
use crate::tui::ansi_color::ansi_index;
use ratatui::style::{Color, Modifier};

/// The style of a letter: from the lowest bit on, the colour of the letter, the colour of the
/// ground, and the modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pen(u64);

const COLOR_BITS: u32 = 26;
const COLOR: u64 = (1 << COLOR_BITS) - 1;
/// The kinds of colours, above 24 bits. Zero is the terminal's own colour.
const INDEXED: u32 = 1 << 24;
const RGB: u32 = 2 << 24;

/// The modifiers with the parameters that set and clear them. Bold and dim are cleared together.
const MODIFIERS: [(Modifier, u8, u8); 8] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// The modifiers that a blank cell shows.
const SEEN_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

impl Pen {
    /// The terminal's own style.
    pub(super) const OWN: Pen = Pen(0);

    #[inline]
    pub(super) fn new(letter: Color, ground: Color, modifier: Modifier) -> Pen {
        let colors = color_number(letter) | color_number(ground) << COLOR_BITS;
        // No sequence sets the rapid blink.
        let modifier = modifier.difference(Modifier::RAPID_BLINK);
        Pen(colors | u64::from(modifier.bits()) << (2 * COLOR_BITS))
    }

    fn letter(self) -> u32 {
        (self.0 & COLOR) as u32
    }

    fn ground(self) -> u32 {
        (self.0 >> COLOR_BITS & COLOR) as u32
    }

    fn modifier(self) -> Modifier {
        Modifier::from_bits_truncate((self.0 >> (2 * COLOR_BITS)) as u16)
    }

    /// Returns the style without what a blank cell does not show.
    pub(super) fn seen_on_blank(self) -> Pen {
        if self.modifier().intersects(SEEN_ON_BLANKS) { self } else { self.with_ground_alone() }
    }

    fn with_ground_alone(self) -> Pen {
        Pen(self.0 & COLOR << COLOR_BITS)
    }

    /// Returns this pen with what it needs for a blank cell of the style `wanted`.
    pub(super) fn for_blank(self, wanted: Pen) -> Pen {
        if (self.modifier() | wanted.modifier()).intersects(SEEN_ON_BLANKS) {
            return wanted;
        }
        Pen(self.0 & !(COLOR << COLOR_BITS) | wanted.with_ground_alone().0)
    }

    pub(super) const fn number(self) -> u64 {
        self.0
    }

    pub(super) fn of_number(number: u64) -> Pen {
        Pen(number)
    }
}

/// Returns a number of [`COLOR_BITS`] for a colour, different for colours that look different.
#[inline]
fn color_number(color: Color) -> u64 {
    let number = match color {
        Color::Reset => 0,
        Color::Rgb(red, green, blue) => RGB | u32::from_be_bytes([0, red, green, blue]),
        Color::Indexed(index) => INDEXED | u32::from(index),
        named => ansi_index(named).map_or(0, |index| INDEXED | u32::from(index)),
    };
    number.into()
}

/// The sequences of the last changes of style. A screen has few kinds of them, and many of each.
#[derive(Debug, Default)]
pub(super) struct StyleChanges {
    changes: Vec<StyleChange>,
}

#[derive(Debug, Clone, Default)]
struct StyleChange {
    from: Pen,
    to: Pen,
    sequence: Vec<u8>,
}

impl StyleChanges {
    /// The number of changes that are kept, each in a place of its own: a power of two.
    const PLACES: usize = 512;

    /// Adds the sequence from one style to another one.
    pub(super) fn push_change(&mut self, bytes: &mut Vec<u8>, from: Pen, to: Pen) {
        // The golden ratio: every bit of a style changes the high bits of the product.
        let hash = (from.0.rotate_left(32) ^ to.0).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = (hash >> 32) as usize % StyleChanges::PLACES;
        if self.changes.is_empty() {
            self.changes.resize(StyleChanges::PLACES, StyleChange::default());
        }
        let Some(change) = self.changes.get_mut(place) else { return };
        if (change.from, change.to) != (from, to) {
            (change.from, change.to) = (from, to);
            change.sequence.clear();
            change_style(&mut change.sequence, from, to);
        }
        bytes.extend_from_slice(&change.sequence);
    }
}

/// Adds the shorter of two sequences from one style to another one: the sequence that changes what
/// differs, and the sequence that begins with the terminal's own style.
fn change_style(bytes: &mut Vec<u8>, from: Pen, to: Pen) {
    bytes.extend_from_slice(b"\x1b[");
    // Every parameter ends with a semicolon.
    let start = bytes.len();
    if to != Pen::OWN {
        push_changed(bytes, from, to);
        let is_reset = |from: u32, to: u32| from != to && to == 0;
        let takes_away = !to.modifier().contains(from.modifier())
            || is_reset(from.letter(), to.letter())
            || is_reset(from.ground(), to.ground());
        if takes_away {
            let end = bytes.len();
            push_anew(bytes, to);
            match bytes.len() - end < end - start {
                true => drop(bytes.drain(start..end)),
                false => bytes.truncate(end),
            }
        }
        bytes.pop();
    }
    bytes.push(b'm');
}

fn push_changed(bytes: &mut Vec<u8>, from: Pen, to: Pen) {
    if from.modifier() != to.modifier() {
        push_changed_modifiers(bytes, from.modifier(), to.modifier());
    }
    if from.letter() != to.letter() {
        push_color(bytes, to.letter(), Layer::Letter);
    }
    if from.ground() != to.ground() {
        push_color(bytes, to.ground(), Layer::Ground);
    }
}

fn push_changed_modifiers(bytes: &mut Vec<u8>, from: Modifier, to: Modifier) {
    let weights = Modifier::BOLD | Modifier::DIM;
    let removed = from - to;
    let mut lasting = from - removed;
    if removed.intersects(weights) {
        push_parameter(bytes, 22);
        lasting -= weights;
    }
    for (modifier, _, clear) in MODIFIERS {
        if (removed - weights).contains(modifier) {
            push_parameter(bytes, clear);
        }
    }
    push_modifiers(bytes, to - lasting);
}

/// Adds the parameters of a style after that of the terminal's own style.
fn push_anew(bytes: &mut Vec<u8>, to: Pen) {
    push_parameter(bytes, 0);
    push_modifiers(bytes, to.modifier());
    for (color, layer) in [(to.letter(), Layer::Letter), (to.ground(), Layer::Ground)] {
        if color != 0 {
            push_color(bytes, color, layer);
        }
    }
}

fn push_modifiers(bytes: &mut Vec<u8>, modifiers: Modifier) {
    for (_, set, _) in MODIFIERS.iter().filter(|(modifier, ..)| modifiers.contains(*modifier)) {
        push_parameter(bytes, *set);
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
fn push_color(bytes: &mut Vec<u8>, color: u32, layer: Layer) {
    let [_, red, green, blue] = color.to_be_bytes();
    let index = blue;
    let (extended, bright) = match layer {
        Layer::Letter => (38, 90),
        Layer::Ground => (48, 100),
    };
    match (color >> 24, layer) {
        (0, Layer::Letter) => push_parameter(bytes, 39),
        (0, Layer::Ground) => push_parameter(bytes, 49),
        (1, Layer::Ground) if index < 8 => push_parameter(bytes, 40 + index),
        (1, _) if (8..16).contains(&index) => push_parameter(bytes, bright + index - 8),
        (1, _) => {
            [extended, 5, index].into_iter().for_each(|part| push_parameter(bytes, part));
        }
        _ => {
            let parts = [extended, 2, red, green, blue];
            parts.into_iter().for_each(|part| push_parameter(bytes, part));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_sequence_is_that_of_its_change_after_many_others() {
        let pens: Vec<Pen> = (0..60)
            .map(|n| Pen::new(Color::Indexed(n), Color::Rgb(n, 1, 2), Modifier::BOLD))
            .collect();
        let mut changes = StyleChanges::default();
        for (from, to) in pens.iter().flat_map(|from| pens.iter().map(move |to| (*from, *to))) {
            let [mut kept, mut anew] = [Vec::new(), Vec::new()];
            changes.push_change(&mut kept, from, to);
            change_style(&mut anew, from, to);
            assert_eq!(kept, anew);
        }
    }
}
