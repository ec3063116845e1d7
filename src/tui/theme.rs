//! Themes: a view names a [`Role`], and a [`Theme`] gives the role colours and letters.

mod look;
mod palette;
mod role;
pub(crate) mod sign;

pub(crate) use look::Look;
#[cfg(test)]
pub(crate) use palette::contrast;
pub(crate) use role::Role;

use palette::Palette;
use ratatui::style::{Color, Modifier, Style};
use role::ACCENT_COUNT;

/// The appearance of every role and sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Theme {
    look: Look,
    ascii: bool,
}

impl Theme {
    /// Returns a theme. `ascii`: signs are plain letters.
    pub(crate) fn new(look: Look, ascii: bool) -> Theme {
        Theme { look, ascii }
    }

    /// Returns the theme of snapshots.
    #[cfg(test)]
    pub(crate) fn probe() -> Theme {
        Theme { look: Look::Probe, ascii: false }
    }

    /// Returns the letter to draw. A non-breaking space becomes a space: lines are broken by now.
    pub(crate) fn drawn_letter<'a>(&self, letter: &'a str) -> &'a str {
        match letter {
            "\u{a0}" => " ",
            _ if self.ascii => sign::plain_letter(letter),
            _ => letter,
        }
    }

    /// Returns the ground of a tile or of the screen.
    pub(crate) fn ground_style(&self, is_tile: bool) -> Style {
        self.look.palette().map_or_else(Style::new, |palette| {
            Style::new().bg(rgb_color(if is_tile { palette.tile } else { palette.ground }))
        })
    }

    /// Returns the style of a role on any ground.
    pub(crate) fn style_of(&self, role: Role) -> Style {
        #[cfg(test)]
        if self.look == Look::Probe {
            return probe_style(role);
        }
        match (self.look.palette(), self.look) {
            (Some(palette), _) => palette_style(palette, role),
            (None, Look::Mono) => Style { fg: None, ..terminal_style(role) },
            (None, _) => terminal_style(role),
        }
    }
}

#[cfg(test)]
fn probe_style(role: Role) -> Style {
    match Role::NAMED.iter().position(|named| *named == role) {
        Some(index) => Style::new().fg(Color::Indexed(index as u8)),
        None if role == Role::Selected => Style::new().add_modifier(Modifier::REVERSED),
        None => Style::new(),
    }
}

fn rgb_color([r, g, b]: [u8; 3]) -> Color {
    Color::Rgb(r, g, b)
}

/// Returns the modifiers of a role in every theme. No role differs from another by colour alone.
fn role_modifier(role: Role) -> Modifier {
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

fn palette_style(palette: &Palette, role: Role) -> Style {
    let style = Style::new().fg(rgb_color(palette.ink_of(role))).add_modifier(role_modifier(role));
    if role == Role::Selected { style.bg(rgb_color(palette.selected.ground)) } else { style }
}

/// Returns the style of a role in the sixteen colours of the terminal.
fn terminal_style(role: Role) -> Style {
    let style = Style::new().add_modifier(role_modifier(role));
    match role {
        // The selection reverses the colours of other roles. Their colours would become the
        // ground, and dim letters hard to read.
        Role::Selected => {
            style.fg(Color::Reset).add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM)
        }
        Role::Faint | Role::Cancelled => style.add_modifier(Modifier::DIM),
        Role::Match | Role::Hit => style.fg(Color::Magenta),
        Role::Attend => style.fg(Color::Green),
        Role::Maybe => style.fg(Color::Cyan),
        Role::Clash | Role::Alert | Role::Now => style.fg(Color::Red),
        Role::Key | Role::Link => style.fg(Color::Blue),
        Role::Accent(accent) => style.fg(terminal_accent(accent)),
        Role::Track(color) => style.fg(nearest_terminal_color(color)),
        Role::Text | Role::Title | Role::Head => style,
    }
}

fn terminal_accent(accent: usize) -> Color {
    const ACCENTS: [Color; ACCENT_COUNT] =
        [Color::Blue, Color::Green, Color::Cyan, Color::Magenta, Color::Yellow, Color::Reset];
    ACCENTS.get(accent % ACCENT_COUNT).copied().unwrap_or(Color::Reset)
}

/// Returns the terminal's colour nearest in hue. The ground is unknown, and the terminal's own
/// colours are readable on it.
fn nearest_terminal_color([r, g, b]: [u8; 3]) -> Color {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if (most - least) * 5 <= most {
        return Color::Reset;
    }
    // A strong part is nearer to the strongest than to the weakest part.
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
