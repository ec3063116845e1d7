//! The signs of the screen, one cell each.

use super::ground::MapState;
use crate::agenda::Kind;

pub(crate) const ATTEND: &str = "★";
pub(crate) const MAYBE: &str = "☆";
/// A mark that is not on disk yet.
pub(crate) const UNSAVED: &str = "◌";
pub(crate) const CLASH: &str = "⚠";
/// The session has changed since it was marked.
pub(crate) const CHANGED: &str = "!";
pub(crate) const FULL: &str = "■";
pub(crate) const CANCELLED: &str = "✗";
/// The session is not for me.
pub(crate) const SKIPPED: &str = "⊘";
/// I have written a note on the session.
pub(crate) const NOTE: &str = "✎";
pub(crate) const NOW: &str = "▶";
pub(crate) const FOLDED: &str = "┊";
/// The edge of a card.
pub(crate) const EDGE: &str = "▌";
/// The edge of a card with the second ground.
pub(crate) const EDGE_SECOND: &str = "▎";
/// The edge of a hit of the search.
pub(crate) const EDGE_HIT: &str = "▊";
pub(crate) const EDGE_SELECTED: &str = "█";
/// The edge of a card that begins in the middle of a row.
pub(crate) const EDGE_START: &str = "▖";
/// The edge of a card that ends in the middle of a row.
pub(crate) const EDGE_END: &str = "▘";
/// Stands below the rooms that the timetable shows, in the map of the day.
pub(crate) const IN_VIEW: &str = "▔";
/// The selected session on a map without colours.
pub(crate) const MAP_CURSOR: &str = "◉";
const FULL_BLOCK: &str = "█";
const DARK_SHADE: &str = "▓";
const MEDIUM_SHADE: &str = "▒";
const LIGHT_SHADE: &str = "░";
/// The minutes of a length: `40′`.
pub(crate) const MINUTES: &str = "′";
/// Stands before the time that is left.
pub(crate) const LEFT_TIME: &str = "▸";
/// The kinds of sessions. A talk has no sign.
pub(crate) const KEYNOTE: &str = "◆";
pub(crate) const PANEL: &str = "≡";
pub(crate) const WORKSHOP: &str = "▲";
pub(crate) const LIGHTNING: &str = "»";
pub(crate) const SOCIAL: &str = "♪";
pub(crate) const BOF: &str = "○";
/// An entry of my own.
pub(crate) const OWN: &str = "◇";
pub(crate) const BAND: &str = "─";
/// A cell of the line of now.
pub(crate) const NOW_LINE: &str = "━";
pub(crate) const DIVIDER: &str = "│";
/// The lines beside and above a part that has the keys.
pub(crate) const FOCUS_DIVIDER: &str = "┃";
pub(crate) const FOCUS_BAND: &str = "━";
pub(crate) const DOT: &str = "·";
pub(crate) const LEFT: &str = "‹";
pub(crate) const RIGHT: &str = "›";
/// Stands between the tracks that follow each other.
pub(crate) const THEN: &str = "→";
pub(crate) const UP: &str = "↑";
pub(crate) const DOWN: &str = "↓";
/// The edge of a session hidden by the filter.
pub(crate) const GHOST: &str = "┆";
/// The lines of a hollow card: free time in my schedule.
pub(crate) const FREE_LINE: &str = "┄";
pub(crate) const FREE_SIDE: &str = "╎";
pub(crate) const FREE_CORNERS: [&str; 4] = ["┌", "┐", "└", "┘"];
/// The corners of a list over the screen.
pub(crate) const CORNERS: [&str; 4] = ["╭", "╮", "╰", "╯"];

/// Returns the sign of a kind, or `None` for a kind that most sessions have.
pub(crate) fn of_kind(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Keynote => Some(KEYNOTE),
        Kind::Panel => Some(PANEL),
        Kind::Workshop => Some(WORKSHOP),
        Kind::Lightning => Some(LIGHTNING),
        Kind::Social => Some(SOCIAL),
        Kind::Bof => Some(BOF),
        Kind::Own => Some(OWN),
        Kind::Talk | Kind::Break | Kind::Other => None,
    }
}

/// Returns the letter of a session on the map, in a theme without colours.
pub(crate) fn of_map_state(state: MapState) -> &'static str {
    match state {
        MapState::First | MapState::Now | MapState::Hit => FULL_BLOCK,
        MapState::Second => DARK_SHADE,
        MapState::Faded => MEDIUM_SHADE,
        MapState::FadedSecond => LIGHT_SHADE,
        MapState::Marked => ATTEND,
        MapState::Selected => MAP_CURSOR,
    }
}

/// The plain letter of each sign, for `--ascii`.
const PLAIN: &[(&str, &str)] = &[
    (ATTEND, "*"),
    (MAYBE, "?"),
    (UNSAVED, "o"),
    (CLASH, "&"),
    (FULL, "F"),
    (CANCELLED, "x"),
    (SKIPPED, "-"),
    (NOTE, "n"),
    (NOW, ">"),
    (FOLDED, "~"),
    (EDGE, "|"),
    (EDGE_SECOND, ":"),
    (EDGE_HIT, "\""),
    (EDGE_SELECTED, "#"),
    (EDGE_START, ","),
    (EDGE_END, "'"),
    (IN_VIEW, "^"),
    (MAP_CURSOR, "@"),
    (FULL_BLOCK, "#"),
    (DARK_SHADE, "="),
    (MEDIUM_SHADE, ":"),
    (LIGHT_SHADE, "."),
    (MINUTES, "'"),
    (LEFT_TIME, ">"),
    (KEYNOTE, "K"),
    (PANEL, "P"),
    (WORKSHOP, "W"),
    (LIGHTNING, "L"),
    (SOCIAL, "S"),
    (BOF, "B"),
    (OWN, "O"),
    (BAND, "-"),
    (NOW_LINE, "="),
    (DIVIDER, "|"),
    (FOCUS_DIVIDER, "#"),
    (FOCUS_BAND, "#"),
    (DOT, "-"),
    (LEFT, "<"),
    (RIGHT, ">"),
    (THEN, ">"),
    (GHOST, "`"),
    (FREE_LINE, "."),
    (FREE_SIDE, ":"),
    (FREE_CORNERS[0], "."),
    (FREE_CORNERS[1], "."),
    (FREE_CORNERS[2], "'"),
    (FREE_CORNERS[3], "'"),
    (CORNERS[0], "+"),
    (CORNERS[1], "+"),
    (CORNERS[2], "+"),
    (CORNERS[3], "+"),
    ("…", "~"),
    ("–", "-"),
    ("—", "-"),
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
