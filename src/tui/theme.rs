//! What things look like. Views name a [`Role`], and a [`Theme`] gives it colours and letters.

mod palette;

use crate::agenda::{Agenda, Kind, Session};
use palette::Palette;
#[cfg(test)]
pub(crate) use palette::contrast;
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

/// How everything looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Theme {
    look: Look,
    ascii: bool,
}

/// The themes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// The terminal's own colours: readable on dark and on light, whatever the person has chosen.
    Terminal,
    Dark,
    Light,
    HighContrast,
    /// No colour at all; bold, reverse, underline and dim only.
    Mono,
    /// For snapshots: each role can be told from the colour of its cells.
    #[cfg(test)]
    Probe,
}

impl Look {
    /// The themes that can be chosen, by name.
    pub(crate) const NAMED: [(&str, Look); 5] = [
        ("terminal", Look::Terminal),
        ("dark", Look::Dark),
        ("light", Look::Light),
        ("high-contrast", Look::HighContrast),
        ("mono", Look::Mono),
    ];

    /// The theme of that name.
    ///
    /// # Errors
    /// A sentence that names them all.
    pub(crate) fn parse(name: &str) -> Result<Look, String> {
        let known = Look::NAMED.iter().find(|(known, _)| *known == name);
        known.map(|(_, look)| *look).ok_or_else(|| {
            format!(
                "there is no theme {name:?}: choose {}",
                Look::NAMED.map(|(name, _)| name).join(", ")
            )
        })
    }

    fn palette(self) -> Option<&'static Palette> {
        match self {
            Look::Dark => Some(&palette::DARK),
            Look::Light => Some(&palette::LIGHT),
            Look::HighContrast => Some(&palette::HIGH_CONTRAST),
            _ => None,
        }
    }
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
    pub(crate) const EDGE_HIT_END: &str = "▀";
    /// The edge of what overlaps something that I attend.
    pub(crate) const EDGE_DIM: &str = "▏";
    pub(crate) const EDGE_DIM_END: &str = "╵";
    pub(crate) const BAND: &str = "─";
    /// The line of now, where nothing is drawn.
    pub(crate) const NOW_LINE: &str = "╌";
    pub(crate) const DIVIDER: &str = "│";
    pub(crate) const DOT: &str = "·";
    pub(crate) const LEFT: &str = "‹";
    pub(crate) const RIGHT: &str = "›";
    pub(crate) const UP: &str = "↑";
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
    (sign::CLASH, "&"),
    (sign::FULL, "F"),
    (sign::CANCELLED, "x"),
    (sign::NOW, ">"),
    (sign::FOLDED, "~"),
    (sign::EDGE, "|"),
    (sign::EDGE_END, "'"),
    (sign::EDGE_HIT, "#"),
    (sign::EDGE_HIT_END, "\""),
    (sign::EDGE_DIM, ":"),
    (sign::EDGE_DIM_END, "."),
    (sign::BAND, "-"),
    (sign::NOW_LINE, "="),
    (sign::DIVIDER, "|"),
    (sign::DOT, "-"),
    (sign::LEFT, "<"),
    (sign::RIGHT, ">"),
    (sign::GHOST, "`"),
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
    /// `ascii`: whether our own signs must be plain letters.
    pub(crate) fn new(look: Look, ascii: bool) -> Theme {
        Theme { look, ascii }
    }

    #[cfg(test)]
    pub(crate) fn probe() -> Theme {
        Theme { look: Look::Probe, ascii: false }
    }

    /// The letter as it is drawn: as it is, or plain if it is a sign that has a plain form. A space
    /// that holds words together has done so by now.
    pub(crate) fn letter<'a>(&self, letter: &'a str) -> &'a str {
        let letter = if letter == "\u{a0}" { " " } else { letter };
        let plain = || ASCII.iter().find(|(sign, _)| *sign == letter).map(|(_, plain)| *plain);
        if self.ascii { plain().unwrap_or(letter) } else { letter }
    }

    /// What lies below everything; of a tile if it is drawn in one.
    pub(crate) fn ground(&self, tile: bool) -> Style {
        match self.look.palette() {
            Some(palette) => {
                Style::new().bg(color(if tile { palette.tile } else { palette.ground }))
            }
            None => Style::new(),
        }
    }

    /// How that role is drawn, on whatever ground.
    pub(crate) fn style(&self, role: Role) -> Style {
        #[cfg(test)]
        if self.look == Look::Probe {
            return match Role::NAMED.iter().position(|named| *named == role) {
                Some(index) => Style::new().fg(Color::Indexed(index as u8)),
                None if role == Role::Selected => Style::new().add_modifier(Modifier::REVERSED),
                None => Style::new(),
            };
        }
        match (self.look.palette(), self.look) {
            (Some(palette), _) => in_palette(palette, role),
            (None, Look::Mono) => Style { fg: None, ..in_terminal(role) },
            (None, _) => in_terminal(role),
        }
    }
}

fn color([r, g, b]: [u8; 3]) -> Color {
    Color::Rgb(r, g, b)
}

/// What is bold, underlined or crossed out in any theme, so that no role is told by its colour
/// alone.
fn modifier(role: Role) -> Modifier {
    match role {
        Role::Match => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Title | Role::Head | Role::Hit | Role::Attend | Role::Maybe => Modifier::BOLD,
        Role::Clash | Role::Alert | Role::Now | Role::Key => Modifier::BOLD,
        Role::Link => Modifier::UNDERLINED,
        Role::Cancelled => Modifier::CROSSED_OUT,
        Role::Text | Role::Faint | Role::Selected | Role::Accent(_) | Role::Track(_) => {
            Modifier::empty()
        }
    }
}

fn in_palette(palette: &Palette, role: Role) -> Style {
    let style = Style::new().fg(color(palette.ink(role))).add_modifier(modifier(role));
    if role == Role::Selected { style.bg(color(palette.selected.0)) } else { style }
}

/// In the sixteen colours of the terminal.
fn in_terminal(role: Role) -> Style {
    let style = Style::new().add_modifier(modifier(role));
    match role {
        // Laid over other roles: their colours would be the ground here, and dim letters hard to
        // read.
        Role::Selected => {
            style.fg(Color::Reset).add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM)
        }
        Role::Faint | Role::Cancelled => style.add_modifier(Modifier::DIM),
        Role::Match | Role::Hit => style.fg(Color::Magenta),
        Role::Attend => style.fg(Color::Green),
        Role::Maybe => style.fg(Color::Cyan),
        Role::Clash | Role::Alert | Role::Now => style.fg(Color::Red),
        Role::Key | Role::Link => style.fg(Color::Blue),
        Role::Accent(accent) => {
            let named = [
                Color::Blue,
                Color::Green,
                Color::Cyan,
                Color::Magenta,
                Color::Yellow,
                Color::Reset,
            ];
            named.get(accent % ACCENTS).map_or(style, |named| style.fg(*named))
        }
        Role::Track(color) => style.fg(nearest(color)),
        Role::Text | Role::Title | Role::Head => style,
    }
}

/// The terminal's colour of about the same hue: on grounds that nobody knows, its own can be read.
fn nearest([r, g, b]: [u8; 3]) -> Color {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if (most - least) * 5 <= most {
        return Color::Reset;
    }
    // Whether a part is nearer to the strongest than to the weakest.
    let strong = |part: i32| part - least > most - part;
    match (strong(r), strong(g), strong(b)) {
        (true, true, _) => Color::Yellow,
        (true, _, true) => Color::Magenta,
        (_, true, true) => Color::Cyan,
        (true, ..) => Color::Red,
        (_, true, _) => Color::Green,
        _ => Color::Blue,
    }
}

#[cfg(test)]
mod tests;
