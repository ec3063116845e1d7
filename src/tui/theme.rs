//! What things look like. Views name a [`Role`]; a [`Theme`] gives it colours, [`Glyphs`] give it letters.

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

    /// Its name in snapshots.
    #[cfg(test)]
    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// The looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Theme {
    look: Look,
    pub(crate) glyphs: Glyphs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// The terminal's own colours: readable on dark and on light, whatever the person has chosen.
    Terminal,
    /// No colour at all; bold, reverse, underline and dim only.
    Mono,
}

/// Letters for signs, each one cell wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glyphs {
    pub(crate) attend: &'static str,
    pub(crate) maybe: &'static str,
    /// A mark that is not on disk yet.
    pub(crate) unsaved: &'static str,
    pub(crate) clash: &'static str,
    pub(crate) full: &'static str,
    pub(crate) cancelled: &'static str,
    pub(crate) now: &'static str,
    pub(crate) folded: &'static str,
    /// The edge of a tile, and how it ends.
    pub(crate) edge: &'static str,
    pub(crate) edge_end: &'static str,
    pub(crate) band: &'static str,
    pub(crate) divider: &'static str,
    pub(crate) dot: &'static str,
    pub(crate) left: &'static str,
    pub(crate) right: &'static str,
    pub(crate) cursor: &'static str,
}

const UNICODE: Glyphs = Glyphs {
    attend: "★",
    maybe: "☆",
    unsaved: "◌",
    clash: "⚠",
    full: "■",
    cancelled: "✗",
    now: "▶",
    folded: "⋮",
    edge: "▌",
    edge_end: "▘",
    band: "─",
    divider: "│",
    dot: "·",
    left: "‹",
    right: "›",
    cursor: "›",
};

const ASCII: Glyphs = Glyphs {
    attend: "*",
    maybe: "?",
    unsaved: ".",
    clash: "!",
    full: "#",
    cancelled: "x",
    now: ">",
    folded: ":",
    edge: "|",
    edge_end: "'",
    band: "-",
    divider: "|",
    dot: "-",
    left: "<",
    right: ">",
    cursor: ">",
};

impl Theme {
    /// `color`: whether colours may be used; `ascii`: whether letters must be plain.
    pub(crate) fn new(color: bool, ascii: bool) -> Theme {
        Theme {
            look: if color { Look::Terminal } else { Look::Mono },
            glyphs: if ascii { ASCII } else { UNICODE },
        }
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
        let style = plain.add_modifier(modifier);
        match (color, self.look) {
            (Some(color), Look::Terminal) => style.fg(color),
            _ => style,
        }
    }
}
