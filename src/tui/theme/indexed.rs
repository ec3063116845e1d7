//! The dark and the light theme in 256 colours.
//!
//! The cube of 256 colours has no dark and no pale tints: the grounds of cards are greys, and edges
//! and the selection keep the hue.

use super::accent::{ACCENT_COUNT, Accent};
use super::ground::{CardState, Ground, MapState};
use super::palette::contrast;
use super::role::Role;

/// Numbers of the 256 colours.
#[derive(Debug)]
pub(super) struct IndexedPalette {
    screen: u8,
    bar: u8,
    band: u8,
    popup: u8,
    first: u8,
    second: u8,
    marked: u8,
    marked_second: u8,
    hit: u8,
    hit_second: u8,
    faded: u8,
    faded_second: u8,
    /// The colours of the edges, by accent.
    edges: [u8; ACCENT_COUNT],
    /// The grounds of selected cards, by accent.
    selected: [u8; ACCENT_COUNT],
    map: IndexedMap,
    text: u8,
    second_text: u8,
    dim: u8,
    faded_title: u8,
    faded_text: u8,
    rule: u8,
    key: u8,
    now: u8,
    star: u8,
    /// The ink of a star on the second ground of hits.
    star_on_second_hit: u8,
    warning: u8,
    fits: u8,
    on_color: u8,
}

/// The colours of sessions on the map of the day, by accent.
#[derive(Debug)]
struct IndexedMap {
    second: [u8; ACCENT_COUNT],
    selected: [u8; ACCENT_COUNT],
    faded: [u8; ACCENT_COUNT],
    faded_second: [u8; ACCENT_COUNT],
}

pub(super) const DARK: IndexedPalette = IndexedPalette {
    screen: 233,
    bar: 236,
    band: 234,
    popup: 235,
    first: 235,
    second: 237,
    marked: 239,
    marked_second: 238,
    hit: 240,
    hit_second: 238,
    faded: 234,
    faded_second: 235,
    edges: [111, 217, 136, 105, 43, 142, 211, 169, 35, 185, 176, 183],
    selected: [24, 95, 58, 60, 23, 58, 89, 89, 23, 58, 60, 60],
    map: IndexedMap {
        second: [68, 174, 94, 61, 36, 100, 168, 132, 29, 143, 133, 140],
        selected: [195, 224, 230, 189, 159, 194, 225, 225, 158, 230, 225, 189],
        faded: [60, 95, 101, 60, 66, 65, 95, 96, 65, 101, 96, 60],
        faded_second: [24, 95, 58, 60, 23, 58, 89, 89, 23, 58, 60, 60],
    },
    text: 255,
    second_text: 250,
    dim: 247,
    faded_title: 247,
    faded_text: 246,
    rule: 240,
    key: 111,
    now: 210,
    star: 221,
    star_on_second_hit: 221,
    warning: 215,
    fits: 114,
    on_color: 233,
};

pub(super) const LIGHT: IndexedPalette = IndexedPalette {
    screen: 231,
    bar: 254,
    band: 255,
    popup: 255,
    first: 255,
    second: 254,
    marked: 253,
    marked_second: 254,
    hit: 253,
    hit_second: 252,
    faded: 255,
    faded_second: 254,
    edges: [25, 131, 58, 55, 30, 58, 125, 89, 23, 94, 90, 97],
    selected: [111, 217, 179, 147, 79, 150, 211, 182, 79, 179, 183, 147],
    map: IndexedMap {
        second: [68, 174, 136, 97, 66, 100, 168, 132, 65, 137, 133, 140],
        selected: [17, 52, 58, 54, 23, 22, 52, 53, 22, 58, 53, 54],
        faded: [189, 224, 230, 189, 195, 194, 225, 225, 194, 230, 225, 189],
        faded_second: [153, 223, 229, 183, 159, 193, 219, 219, 158, 229, 219, 183],
    },
    text: 235,
    second_text: 238,
    dim: 240,
    faded_title: 59,
    faded_text: 241,
    rule: 247,
    key: 25,
    now: 124,
    star: 58,
    star_on_second_hit: 235,
    warning: 88,
    fits: 22,
    on_color: 231,
};

impl IndexedPalette {
    /// Returns the number of the colour of a ground.
    pub(super) fn ground_color(&self, ground: Ground) -> u8 {
        match ground {
            Ground::Screen => self.screen,
            Ground::Bar => self.bar,
            Ground::Band | Ground::FadedBand => self.band,
            Ground::Popup => self.popup,
            Ground::Card(accent, state) => self.card_color(accent, state),
            Ground::Map(_, MapState::Marked) => self.star,
            Ground::Map(accent, state) => self.map_colors(state)[accent.number()],
        }
    }

    /// Returns the colours of a state on the map, by accent.
    fn map_colors(&self, state: MapState) -> &[u8; ACCENT_COUNT] {
        match state {
            MapState::Second => &self.map.second,
            MapState::Selected => &self.map.selected,
            MapState::Faded => &self.map.faded,
            MapState::FadedSecond => &self.map.faded_second,
            MapState::First | MapState::Now | MapState::Hit | MapState::Marked => &self.edges,
        }
    }

    fn card_color(&self, accent: Accent, state: CardState) -> u8 {
        match state {
            CardState::First => self.first,
            CardState::Second => self.second,
            CardState::Marked => self.marked,
            CardState::MarkedSecond => self.marked_second,
            CardState::Hit => self.hit,
            CardState::HitSecond => self.hit_second,
            CardState::Selected => self.selected[accent.number()],
            CardState::Faded => self.faded,
            CardState::FadedSecond => self.faded_second,
        }
    }

    /// Returns the colour of an edge for text on the screen, or the colour of text if the edge has
    /// too little contrast for letters.
    fn track_color(&self, accent: Accent) -> u8 {
        /// WCAG 2, 1.4.3.
        const TEXT_CONTRAST: f64 = 4.5;
        let edge = self.edges[accent.number()];
        let [ink, screen] = [edge, self.screen].map(rgb_of_index);
        if contrast(ink, screen) >= TEXT_CONTRAST { edge } else { self.text }
    }

    /// Returns the ground that a role brings along.
    pub(super) fn own_ground(&self, role: Role) -> Option<u8> {
        match role {
            Role::Selected | Role::Pill | Role::PillSort => Some(self.key),
            Role::Unfocused => Some(self.hit),
            Role::NowPill => Some(self.now),
            Role::StarPill => Some(self.star),
            Role::ClashPill => Some(self.warning),
            _ => role.chip_accent().map(|accent| self.selected[accent.number()]),
        }
    }

    /// Returns the number of the ink of a role.
    pub(super) fn ink_of(&self, role: Role, ground: Ground) -> u8 {
        match role {
            Role::Edge(_) if ground.is_faded() => self.rule,
            Role::Text | Role::Title | Role::Head if ground.is_faded() => self.faded_title,
            Role::Attend | Role::Maybe | Role::Clash | Role::Free if ground.is_faded() => {
                self.faded_title
            }
            Role::Faint | Role::Cancelled if ground.is_faded() => self.faded_text,
            // The greys of raised cards leave too little contrast for other colours.
            Role::Alert
            | Role::Now
            | Role::Clash
            | Role::Free
            | Role::Key
            | Role::Link
            | Role::ChosenColumn
                if ground.is_raised() =>
            {
                self.text
            }
            Role::Text | Role::Title | Role::Head | Role::Column | Role::Unfocused => self.text,
            Role::Faint | Role::Cancelled => match ground {
                _ if ground.is_raised() => self.text,
                Ground::Card(..) | Ground::Band => self.second_text,
                _ => self.dim,
            },
            // The colours of chips leave too little contrast for quieter text.
            Role::TimeChip | Role::RoomChip | Role::TimeChipSort | Role::RoomChipSort => self.text,
            Role::Selected | Role::Pill | Role::PillSort => self.on_color,
            Role::NowPill | Role::StarPill | Role::ClashPill => self.on_color,
            Role::Match | Role::Attend | Role::Maybe
                if matches!(ground, Ground::Card(_, CardState::Selected)) =>
            {
                self.text
            }
            Role::Match | Role::Attend | Role::Maybe
                if matches!(ground, Ground::Card(_, CardState::HitSecond)) =>
            {
                self.star_on_second_hit
            }
            Role::Match | Role::Hit | Role::Attend | Role::Maybe => self.star,
            Role::Clash => self.warning,
            Role::Free => self.fits,
            Role::Alert | Role::Now => self.now,
            Role::Key | Role::Link | Role::ChosenColumn => self.key,
            Role::Rule => self.rule,
            Role::Edge(accent) => self.edges[accent.number()],
            Role::Track(accent) => self.track_color(accent),
        }
    }
}

/// Returns the number from 16 to 255 of the colour nearest to red, green and blue.
pub(super) fn nearest_index(color: [u8; 3]) -> u8 {
    let distance = |index: &u8| -> u32 {
        let parts = rgb_of_index(*index).into_iter().zip(color);
        parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    (16..=255).min_by_key(distance).unwrap_or(16)
}

/// Returns the red, green and blue of a number from 16 to 255, as xterm sets them: a cube of six
/// steps, then greys.
pub(super) fn rgb_of_index(index: u8) -> [u8; 3] {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    if index >= 232 {
        return [8 + 10 * (index - 232); 3];
    }
    let cube = usize::from(index.saturating_sub(16));
    [STEPS[cube / 36], STEPS[cube / 6 % 6], STEPS[cube % 6]]
}
