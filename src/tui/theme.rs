//! Themes: a view names a [`Role`] and a [`Ground`], and a [`Theme`] gives them colours and
//! letters.

mod accent;
mod depth;
mod ground;
mod indexed;
mod look;
mod oklch;
mod palette;
mod role;
pub(crate) mod sign;

pub(crate) use accent::Accent;
pub(crate) use depth::{ColorDepth, TerminalVariables};
pub(crate) use ground::{CardState, Ground, MapState};
pub(crate) use look::{Look, UnknownTheme};
#[cfg(test)]
pub(crate) use palette::contrast;
pub(crate) use role::Role;

use foldhash::HashMap;
use indexed::IndexedPalette;
use palette::{Palette, palette_on};
use ratatui::style::{Color, Modifier, Style};
use std::cell::{Cell, RefCell};

/// The appearance of every role, ground and sign.
#[derive(Debug)]
pub(crate) struct Theme {
    look: Look,
    colors: Colors,
    ascii: bool,
    /// The styles that have been computed so far.
    styles: RefCell<HashMap<(Role, Ground), Style>>,
    /// The colours of cards and of sessions on a map that have been computed so far.
    tints: RefCell<HashMap<Ground, Color>>,
    /// The style that was asked for last: the rows of a card ask for the same ones.
    last_style: Cell<Option<(Role, Ground, Style)>>,
}

/// The colours of a theme.
#[derive(Debug)]
enum Colors {
    /// Colours of red, green and blue, or the nearest of 256. `has_background`: the ground of the
    /// screen is the terminal's own.
    Full { palette: Palette, has_background: bool, depth: ColorDepth },
    /// The 256 colours of xterm.
    Indexed(&'static IndexedPalette),
    /// The sixteen colours of the terminal.
    Terminal,
    /// No colours.
    Mono,
    /// The colour of a cell names its role.
    #[cfg(test)]
    Probe,
}

/// The facts about a terminal that decide its colours.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TerminalColors {
    pub(crate) depth: ColorDepth,
    /// The terminal's background: red, green, blue. `None`: the terminal has not told.
    pub(crate) background: Option<[u8; 3]>,
}

impl TerminalColors {
    /// Returns the colours of a terminal whose background is not known.
    pub(crate) fn without_background(depth: ColorDepth) -> TerminalColors {
        TerminalColors { depth, background: None }
    }
}

impl Theme {
    /// Returns a theme. `ascii`: signs are plain letters.
    pub(crate) fn new(look: Look, terminal: TerminalColors, ascii: bool) -> Theme {
        Theme {
            look,
            colors: Colors::new(look, terminal),
            ascii,
            styles: RefCell::default(),
            tints: RefCell::default(),
            last_style: Cell::default(),
        }
    }

    /// Returns the theme of a terminal with all colours, for tests and pictures.
    pub(crate) fn in_full_color(look: Look, ascii: bool) -> Theme {
        Theme::new(look, TerminalColors::default(), ascii)
    }

    /// Returns the theme on another terminal.
    pub(crate) fn on_terminal(&self, terminal: TerminalColors) -> Theme {
        Theme::new(self.look, terminal, self.ascii)
    }

    /// Returns true if signs are plain letters.
    pub(crate) fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// Returns the letter to draw. A non-breaking space becomes a space: lines are broken by now.
    pub(crate) fn drawn_letter<'a>(&self, letter: &'a str) -> &'a str {
        match letter {
            "\u{a0}" => " ",
            // The ground tells these cards apart.
            sign::EDGE_SECOND | sign::EDGE_HIT
                if !self.ascii && self.ground_color(Ground::Screen).is_some() =>
            {
                sign::EDGE
            }
            _ if self.ascii => sign::plain_letter(letter),
            _ => letter,
        }
    }

    /// Returns the colour of a ground, or `None` if the theme has no grounds.
    pub(crate) fn ground_color(&self, ground: Ground) -> Option<Color> {
        match &self.colors {
            Colors::Full { palette, depth, .. } => {
                let color = || shown_color(palette.ground_color(ground), *depth);
                match ground {
                    Ground::Card(..) | Ground::Map(..) => {
                        Some(*self.tints.borrow_mut().entry(ground).or_insert_with(color))
                    }
                    _ => Some(color()),
                }
            }
            Colors::Indexed(palette) => Some(Color::Indexed(palette.ground_color(ground))),
            _ => None,
        }
    }

    /// Returns the colour of a block of the map, or `None` if the theme has no colours. The sixteen
    /// colours of the terminal have blocks, and no other grounds.
    pub(crate) fn block_color(&self, ground: Ground) -> Option<Color> {
        match (&self.colors, ground) {
            (Colors::Terminal, Ground::Map(accent, state)) => Some(match state {
                MapState::Marked => Color::Yellow,
                MapState::Selected => bright_terminal_color(terminal_accent(accent)),
                MapState::Hit => Color::Magenta,
                // Sessions that touch take turns. Every second faded one keeps its hue.
                MapState::Second => bright_terminal_color(terminal_accent(accent)),
                MapState::Faded => Color::DarkGray,
                MapState::First | MapState::Now | MapState::FadedSecond => terminal_accent(accent),
            }),
            _ => self.ground_color(ground),
        }
    }

    /// Returns the style of cells without text.
    pub(crate) fn ground_style(&self, ground: Ground) -> Style {
        match &self.colors {
            Colors::Full { has_background: true, .. } if ground == Ground::Screen => Style::new(),
            _ => self.ground_color(ground).map_or_else(Style::new, |color| Style::new().bg(color)),
        }
    }

    /// Returns the style of a role on a ground.
    pub(crate) fn style_of(&self, role: Role, ground: Ground) -> Style {
        if let Some((_, _, style)) =
            self.last_style.get().filter(|last| (last.0, last.1) == (role, ground))
        {
            return style;
        }
        let mut styles = self.styles.borrow_mut();
        let style = *styles.entry((role, ground)).or_insert_with(|| self.new_style(role, ground));
        self.last_style.set(Some((role, ground, style)));
        style
    }

    fn new_style(&self, role: Role, ground: Ground) -> Style {
        let modifier = role_modifier(role, ground);
        let base = self.ground_style(ground).add_modifier(modifier);
        match &self.colors {
            Colors::Full { palette, depth, .. } => {
                let style = base.fg(shown_color(palette.ink_of(role, ground), *depth));
                palette.own_ground(role).map_or(style, |own| style.bg(shown_color(own, *depth)))
            }
            Colors::Indexed(palette) => {
                let style = base.fg(Color::Indexed(palette.ink_of(role, ground)));
                palette.own_ground(role).map_or(style, |own| style.bg(Color::Indexed(own)))
            }
            Colors::Terminal => terminal_style(role, ground),
            Colors::Mono => Style { fg: None, ..terminal_style(role, ground) },
            #[cfg(test)]
            Colors::Probe => probe_style(role, ground),
        }
    }
}

impl Colors {
    fn new(look: Look, terminal: TerminalColors) -> Colors {
        let TerminalColors { depth, background } = terminal;
        let full = |palette| Colors::Full { palette, has_background: false, depth };
        match look {
            Look::Terminal => Colors::Terminal,
            Look::Mono => Colors::Mono,
            #[cfg(test)]
            Look::Probe => Colors::Probe,
            _ if depth == ColorDepth::Sixteen => Colors::Terminal,
            Look::HighContrast => full(palette::HIGH_CONTRAST),
            Look::Dark if depth == ColorDepth::Indexed => Colors::Indexed(&indexed::DARK),
            Look::Dark => full(palette::DARK),
            Look::Light if depth == ColorDepth::Indexed => Colors::Indexed(&indexed::LIGHT),
            Look::Light => full(palette::LIGHT),
            Look::Auto => background.map_or(Colors::Terminal, |color| Colors::on(color, depth)),
        }
    }

    /// Returns the colours for a background of the terminal.
    fn on(background: [u8; 3], depth: ColorDepth) -> Colors {
        let palette = palette_on(background);
        match depth {
            ColorDepth::Indexed if palette.is_dark => Colors::Indexed(&indexed::DARK),
            ColorDepth::Indexed => Colors::Indexed(&indexed::LIGHT),
            _ => Colors::Full {
                palette,
                has_background: palette.ground_color(Ground::Screen) == background,
                depth,
            },
        }
    }
}

#[cfg(test)]
fn probe_style(role: Role, ground: Ground) -> Style {
    let is_selected = matches!(ground, Ground::Card(_, CardState::Selected));
    let style = match Role::NAMED.iter().position(|named| *named == role) {
        Some(index) => Style::new().fg(Color::Indexed(index as u8)),
        None => Style::new(),
    };
    match role {
        Role::Unfocused => style.add_modifier(Modifier::REVERSED.union(Modifier::DIM)),
        _ if is_selected || role == Role::Selected => style.add_modifier(Modifier::REVERSED),
        _ => style,
    }
}

/// Returns the colour of red, green and blue that a terminal shows.
fn shown_color(color: [u8; 3], depth: ColorDepth) -> Color {
    match depth {
        ColorDepth::Full => Color::Rgb(color[0], color[1], color[2]),
        _ => Color::Indexed(indexed::nearest_index(color)),
    }
}

/// Returns the modifiers of a role in every theme. No role differs from another by colour alone.
fn role_modifier(role: Role, ground: Ground) -> Modifier {
    match role {
        Role::Match | Role::ChosenColumn => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Title | Role::Attend | Role::Maybe | Role::Clash if ground.is_faded() => {
            Modifier::empty()
        }
        Role::Title | Role::Head | Role::Hit | Role::Attend | Role::Maybe => Modifier::BOLD,
        Role::Clash | Role::Free | Role::Alert | Role::Now | Role::Key => Modifier::BOLD,
        Role::NowPill | Role::ClashPill | Role::StarPill | Role::Pill => Modifier::BOLD,
        Role::TimeChip | Role::RoomChip => Modifier::BOLD,
        Role::Link | Role::Column | Role::Track(_) => Modifier::UNDERLINED,
        Role::Cancelled => Modifier::CROSSED_OUT,
        Role::Unfocused => Modifier::UNDERLINED.union(Modifier::ITALIC),
        Role::Text | Role::Faint | Role::Selected | Role::Rule | Role::Edge(_) => Modifier::empty(),
        Role::TimeChipSort | Role::RoomChipSort | Role::PillSort => Modifier::empty(),
    }
}

/// Returns the style of a role in the sixteen colours of the terminal. The ground is unknown: a
/// selected card is reversed, a faded one is dim.
fn terminal_style(role: Role, ground: Ground) -> Style {
    let style = Style::new().add_modifier(role_modifier(role, ground));
    let style = match role {
        // The selection reverses the colours of other roles. Their colours would become the
        // ground, and dim letters hard to read.
        Role::Selected => return reversed(style),
        Role::NowPill => style.fg(Color::Red).add_modifier(Modifier::REVERSED),
        Role::StarPill => style.fg(Color::Yellow).add_modifier(Modifier::REVERSED),
        Role::ClashPill => return style.fg(Color::Yellow).add_modifier(Modifier::REVERSED),
        Role::Pill | Role::PillSort => return reversed(style),
        Role::TimeChip | Role::TimeChipSort => {
            return style.fg(Color::Cyan).add_modifier(Modifier::REVERSED);
        }
        Role::RoomChip | Role::RoomChipSort => {
            return style.fg(Color::Magenta).add_modifier(Modifier::REVERSED);
        }
        Role::Faint | Role::Cancelled | Role::Rule => style.add_modifier(Modifier::DIM),
        Role::Match | Role::Hit => style.fg(Color::Magenta),
        Role::Attend | Role::Free => style.fg(Color::Green),
        Role::Maybe => style.fg(Color::Cyan),
        Role::Clash | Role::Alert | Role::Now => style.fg(Color::Red),
        Role::Key | Role::Link | Role::ChosenColumn => style.fg(Color::Blue),
        Role::Edge(accent) | Role::Track(accent) => style.fg(terminal_accent(accent)),
        Role::Unfocused => style.remove_modifier(Modifier::DIM),
        Role::Text | Role::Title | Role::Head | Role::Column => style,
    };
    match ground {
        Ground::Card(_, CardState::Selected) => match role {
            // The edge keeps its colour beside the reversed card.
            Role::Edge(_) => style,
            _ => reversed(style),
        },
        // A dim colour is hard to read, but an edge is no text.
        _ if ground.is_faded() && !matches!(role, Role::Edge(_)) => {
            style.fg(Color::Reset).add_modifier(Modifier::DIM)
        }
        _ if ground.is_faded() => style.add_modifier(Modifier::DIM),
        _ => style,
    }
}

fn reversed(style: Style) -> Style {
    style.fg(Color::Reset).add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM)
}

fn terminal_accent(accent: Accent) -> Color {
    match accent {
        Accent::Own(color) => nearest_terminal_color(color),
        Accent::Numbered(_) => TERMINAL_ACCENTS[accent.number()],
    }
}

/// Returns the bright form of a colour of the terminal.
fn bright_terminal_color(color: Color) -> Color {
    match color {
        Color::Blue => Color::LightBlue,
        Color::Red => Color::LightRed,
        Color::Yellow => Color::LightYellow,
        Color::Magenta => Color::LightMagenta,
        Color::Cyan => Color::LightCyan,
        Color::Green => Color::LightGreen,
        _ => Color::White,
    }
}

/// The terminal's colours of the accents. The terminal's own colours are readable on its ground.
const TERMINAL_ACCENTS: [Color; accent::ACCENT_COUNT] = [
    Color::Blue,
    Color::Red,
    Color::Yellow,
    Color::Magenta,
    Color::Cyan,
    Color::Green,
    Color::Magenta,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Magenta,
    Color::Blue,
];

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
