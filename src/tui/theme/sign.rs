//! The signs of the screen, one cell each.

pub(crate) const ATTEND: &str = "★";
pub(crate) const MAYBE: &str = "☆";
/// A mark that is not on disk yet.
pub(crate) const UNSAVED: &str = "◌";
pub(crate) const CLASH: &str = "⚠";
/// The session has changed since it was marked.
pub(crate) const CHANGED: &str = "!";
pub(crate) const FULL: &str = "■";
pub(crate) const CANCELLED: &str = "✗";
pub(crate) const NOW: &str = "▶";
pub(crate) const FOLDED: &str = "┊";
/// The edge of a tile, and the edge in its last row.
pub(crate) const EDGE: &str = "▌";
pub(crate) const EDGE_END: &str = "▘";
/// The edge of a hit of the search.
pub(crate) const EDGE_HIT: &str = "█";
pub(crate) const EDGE_HIT_END: &str = "▀";
/// The edge of a session that overlaps an attended session.
pub(crate) const EDGE_DIM: &str = "▏";
pub(crate) const EDGE_DIM_END: &str = "╵";
pub(crate) const BAND: &str = "─";
/// A cell of the line of now.
pub(crate) const NOW_LINE: &str = "╌";
pub(crate) const DIVIDER: &str = "│";
pub(crate) const DOT: &str = "·";
pub(crate) const LEFT: &str = "‹";
pub(crate) const RIGHT: &str = "›";
pub(crate) const UP: &str = "↑";
pub(crate) const DOWN: &str = "↓";
/// The edge of a session hidden by the filter.
pub(crate) const GHOST: &str = "┆";
pub(crate) const CORNERS: [&str; 4] = ["╭", "╮", "╰", "╯"];

/// The plain letter of each sign, for `--ascii`.
const PLAIN: &[(&str, &str)] = &[
    (ATTEND, "*"),
    (MAYBE, "?"),
    (UNSAVED, "o"),
    (CLASH, "&"),
    (FULL, "F"),
    (CANCELLED, "x"),
    (NOW, ">"),
    (FOLDED, "~"),
    (EDGE, "|"),
    (EDGE_END, "'"),
    (EDGE_HIT, "#"),
    (EDGE_HIT_END, "\""),
    (EDGE_DIM, ":"),
    (EDGE_DIM_END, "."),
    (BAND, "-"),
    (NOW_LINE, "="),
    (DIVIDER, "|"),
    (DOT, "-"),
    (LEFT, "<"),
    (RIGHT, ">"),
    (GHOST, "`"),
    (CORNERS[0], "+"),
    (CORNERS[1], "+"),
    (CORNERS[2], "+"),
    (CORNERS[3], "+"),
    ("…", "~"),
    ("–", "-"),
    ("—", "-"),
    ("→", ">"),
    ("←", "<"),
    ("↑", "^"),
    ("↓", "v"),
    ("“", "\""),
    ("”", "\""),
    ("‘", "'"),
    ("’", "'"),
];

/// Returns the plain letter of a sign, or `letter` itself if the letter is no sign.
pub(super) fn plain_letter(letter: &str) -> &str {
    PLAIN.iter().find(|(sign, _)| *sign == letter).map_or(letter, |(_, plain)| plain)
}
