//! The sixteen colours that a terminal names, and their numbers.

use ratatui::style::Color;

/// The colours in the order of their numbers (ECMA-48, and the bright ones of aixterm).
const COLORS: [Color; 16] = [
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

/// Returns the number of a colour, 0 to 15, or `None` for a colour of another palette.
pub(super) fn ansi_index(color: Color) -> Option<u8> {
    (0..).zip(COLORS).find(|(_, named)| *named == color).map(|(number, _)| number)
}
