//! What things look like. Views name a [`Role`], and a [`Theme`] gives it colours and letters.

use crate::agenda::{Agenda, Kind, Session};
use ratatui::style::{Color, Modifier, Style};

/// What a run of cells is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Text,
    /// Present, but not what the eye should rest on.
    Faint,
    Title,
    /// Heads of columns, of days, of parts.
    Head,
    /// Where the eye is.
    Selected,
    /// The letters that a search matched.
    Match,
    /// The edge of what a search has hit.
    Hit,
    Attend,
    Maybe,
    Clash,
    /// What runs now.
    Now,
    /// What went wrong, or is not saved.
    Alert,
    /// A key in hints and help.
    Key,
    Link,
    Cancelled,
    /// The edge of a tile, in one of [`ACCENTS`] colours.
    Accent(usize),
    /// The same in the colour that the agenda gives to a track.
    Track([u8; 3]),
}

/// How many accents there are.
const ACCENTS: usize = 6;

impl Role {
    /// The accent of a session: its track's colour, else one that stands for its track or kind.
    pub(crate) fn accent(agenda: &Agenda, session: &Session) -> Role {
        match session.track {
            Some(track) => match agenda.tracks.get(track).and_then(|track| track.color) {
                Some(color) => Role::Track(color),
                None => Role::Accent(track % ACCENTS),
            },
            None => Role::Accent(match session.kind {
                Kind::Talk | Kind::Other => 0,
                Kind::Workshop => 1,
                Kind::Panel | Kind::Bof => 2,
                Kind::Keynote => 3,
                Kind::Lightning => 4,
                Kind::Break | Kind::Social => 5,
            }),
        }
    }

    /// The roles that snapshots name, but for [`Role::Selected`], which lies over others.
    #[cfg(test)]
    pub(crate) const NAMED: [Role; 14] = [
        Role::Faint,
        Role::Title,
        Role::Head,
        Role::Match,
        Role::Hit,
        Role::Attend,
        Role::Maybe,
        Role::Clash,
        Role::Now,
        Role::Alert,
        Role::Key,
        Role::Link,
        Role::Cancelled,
        Role::Accent(0),
    ];
}

/// The looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Theme {
    look: Look,
    ascii: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// The terminal's own colours: readable on dark and on light, whatever the person has chosen.
    Terminal,
    /// No colour at all; bold, reverse, underline and dim only.
    Mono,
    /// For snapshots: each role can be told from the colour of its cells.
    #[cfg(test)]
    Probe,
}

/// Signs, each one cell wide.
pub(crate) mod sign {
    pub(crate) const ATTEND: &str = "★";
    pub(crate) const MAYBE: &str = "☆";
    /// A mark that is not on disk yet.
    pub(crate) const UNSAVED: &str = "◌";
    pub(crate) const CLASH: &str = "⚠";
    /// Not what it was when it was marked.
    pub(crate) const CHANGED: &str = "!";
    pub(crate) const FULL: &str = "■";
    pub(crate) const CANCELLED: &str = "✗";
    pub(crate) const NOW: &str = "▶";
    pub(crate) const FOLDED: &str = "┊";
    /// The edge of a tile, and how it ends.
    pub(crate) const EDGE: &str = "▌";
    pub(crate) const EDGE_END: &str = "▘";
    /// The edge of a tile that the search has hit.
    pub(crate) const EDGE_HIT: &str = "█";
    pub(crate) const BAND: &str = "─";
    pub(crate) const DIVIDER: &str = "│";
    pub(crate) const DOT: &str = "·";
    pub(crate) const LEFT: &str = "‹";
    pub(crate) const RIGHT: &str = "›";
    pub(crate) const DOWN: &str = "↓";
    /// The edge of something that the filter hides.
    pub(crate) const GHOST: &str = "┆";
    pub(crate) const CORNERS: [&str; 4] = ["╭", "╮", "╰", "╯"];
}

/// What stands for our own signs where letters must be plain.
const ASCII: &[(&str, &str)] = &[
    (sign::ATTEND, "*"),
    (sign::MAYBE, "?"),
    (sign::UNSAVED, "o"),
    (sign::CLASH, "!"),
    (sign::FULL, "#"),
    (sign::CANCELLED, "x"),
    (sign::NOW, ">"),
    (sign::FOLDED, ":"),
    (sign::EDGE, "|"),
    (sign::EDGE_END, "'"),
    (sign::EDGE_HIT, "#"),
    (sign::BAND, "-"),
    (sign::DIVIDER, "|"),
    (sign::DOT, "-"),
    (sign::LEFT, "<"),
    (sign::RIGHT, ">"),
    (sign::GHOST, ":"),
    (sign::CORNERS[0], "+"),
    (sign::CORNERS[1], "+"),
    (sign::CORNERS[2], "+"),
    (sign::CORNERS[3], "+"),
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

impl Theme {
    /// `color`: whether colours may be used; `ascii`: whether letters must be plain.
    pub(crate) fn new(color: bool, ascii: bool) -> Theme {
        Theme { look: if color { Look::Terminal } else { Look::Mono }, ascii }
    }

    #[cfg(test)]
    pub(crate) fn probe() -> Theme {
        Theme { look: Look::Probe, ascii: false }
    }

    /// The letter as it is drawn: as it is, or plain if it is a sign that has a plain form.
    pub(crate) fn letter<'a>(&self, letter: &'a str) -> &'a str {
        let plain = || ASCII.iter().find(|(sign, _)| *sign == letter).map(|(_, plain)| *plain);
        if self.ascii { plain().unwrap_or(letter) } else { letter }
    }

    /// How that role is drawn.
    pub(crate) fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        let (color, modifier) = match role {
            Role::Text => (None, Modifier::empty()),
            Role::Faint => (None, Modifier::DIM),
            Role::Title | Role::Head => (None, Modifier::BOLD),
            Role::Selected => (None, Modifier::REVERSED),
            Role::Match => (Some(Color::Magenta), Modifier::BOLD.union(Modifier::UNDERLINED)),
            Role::Hit => (Some(Color::Magenta), Modifier::BOLD),
            Role::Attend => (Some(Color::Green), Modifier::BOLD),
            Role::Maybe => (Some(Color::Cyan), Modifier::BOLD),
            Role::Clash | Role::Alert => (Some(Color::Red), Modifier::BOLD),
            Role::Now => (Some(Color::Red), Modifier::BOLD),
            Role::Key => (Some(Color::Blue), Modifier::BOLD),
            Role::Link => (Some(Color::Blue), Modifier::UNDERLINED),
            Role::Cancelled => (None, Modifier::CROSSED_OUT.union(Modifier::DIM)),
            Role::Accent(accent) => {
                let palette: [Color; ACCENTS] =
                    [Color::Blue, Color::Green, Color::Cyan, Color::Magenta, Color::Yellow, Color::DarkGray];
                (palette.get(accent % ACCENTS).copied(), Modifier::empty())
            }
            Role::Track([r, g, b]) => (Some(Color::Rgb(r, g, b)), Modifier::empty()),
        };
        #[cfg(test)]
        if self.look == Look::Probe {
            return match Role::NAMED.iter().position(|named| *named == role) {
                Some(index) => plain.fg(Color::Indexed(index as u8)),
                None if role == Role::Selected => plain.add_modifier(Modifier::REVERSED),
                None => plain,
            };
        }
        let style = plain.add_modifier(modifier);
        if role == Role::Selected {
            // Laid over other roles: their colours would be the ground here, and dim letters hard to read.
            return style.fg(Color::Reset).remove_modifier(Modifier::DIM);
        }
        match (color, self.look) {
            (Some(color), Look::Terminal) => style.fg(color),
            _ => style,
        }
    }
}
