//! The colours of the themes with own colours, and their contrast.

use super::ground::{CardState, Ground, MapState};
use super::oklch::{Rgb, lighten, lightness_of};
use super::role::Role;

/// Lightness and chroma of a colour, without its hue.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Tint {
    lightness: f32,
    chroma: f32,
}

/// The tints of cards by [`CardState`]. All cards of one state are equally light, so that text has
/// the same contrast on all of them and no card shouts.
#[derive(Debug, Clone, Copy, PartialEq)]
struct CardTints {
    first: Tint,
    second: Tint,
    marked: Tint,
    marked_second: Tint,
    hit: Tint,
    hit_second: Tint,
    selected: Tint,
    faded: Tint,
    faded_second: Tint,
}

/// The inks of text.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Inks {
    text: Rgb,
    /// Heads and the titles of raised cards.
    strong: Rgb,
    /// Second text on a card.
    second: Rgb,
    /// Second text elsewhere.
    dim: Rgb,
    faded_title: Rgb,
    faded_text: Rgb,
    rule: Rgb,
    key: Rgb,
    now: Rgb,
    star: Rgb,
    warning: Rgb,
    fits: Rgb,
    /// Text on the colour of a key or of now.
    on_color: Rgb,
}

/// The colours of a theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Palette {
    screen: Rgb,
    bar: Rgb,
    band: Rgb,
    faded_band: Rgb,
    popup: Rgb,
    cards: CardTints,
    /// Lightness and chroma of the edge of a faded card.
    faded_edge: Tint,
    inks: Inks,
    /// The least contrast of text: 4.5 or 7 (WCAG 2, 1.4.3 and 1.4.6).
    min_contrast: f64,
    pub(super) is_dark: bool,
}

pub(super) const DARK: Palette = Palette {
    screen: rgb(0x13161c),
    bar: rgb(0x21252d),
    band: rgb(0x1c1f25),
    faded_band: rgb(0x17191e),
    popup: rgb(0x1f232b),
    cards: CardTints {
        first: tint(0.272, 0.042),
        second: tint(0.319, 0.052),
        marked: tint(0.370, 0.080),
        marked_second: tint(0.405, 0.086),
        hit: tint(0.425, 0.095),
        hit_second: tint(0.340, 0.075),
        selected: tint(0.460, 0.110),
        faded: tint(0.222, 0.016),
        faded_second: tint(0.240, 0.020),
    },
    faded_edge: tint(0.460, 0.060),
    inks: Inks {
        text: rgb(0xe4e8ef),
        strong: rgb(0xf9fafc),
        second: rgb(0xb0b6c2),
        dim: rgb(0x989fab),
        faded_title: rgb(0x9498a2),
        faded_text: rgb(0x888c96),
        rule: rgb(0x484d58),
        key: rgb(0x84b2fd),
        now: rgb(0xff7a7e),
        star: rgb(0xfbd65b),
        warning: rgb(0xfc9e47),
        fits: rgb(0x75d78d),
        on_color: rgb(0x13161c),
    },
    min_contrast: 4.5,
    is_dark: true,
};

pub(super) const LIGHT: Palette = Palette {
    screen: rgb(0xfbfaf7),
    bar: rgb(0xe6e8ec),
    band: rgb(0xf1f0ed),
    faded_band: rgb(0xf6f5f2),
    popup: rgb(0xeef0f4),
    cards: CardTints {
        first: tint(0.945, 0.032),
        second: tint(0.905, 0.050),
        marked: tint(0.875, 0.075),
        marked_second: tint(0.840, 0.090),
        hit: tint(0.820, 0.100),
        hit_second: tint(0.900, 0.070),
        selected: tint(0.790, 0.115),
        faded: tint(0.968, 0.008),
        faded_second: tint(0.955, 0.011),
    },
    faded_edge: tint(0.740, 0.060),
    inks: Inks {
        text: rgb(0x1e2229),
        strong: rgb(0x090b0f),
        second: rgb(0x484d58),
        dim: rgb(0x555b66),
        faded_title: rgb(0x5a5e65),
        faded_text: rgb(0x656970),
        rule: rgb(0xa0a5ae),
        key: rgb(0x1f53aa),
        now: rgb(0xac011a),
        star: rgb(0x5e3d00),
        warning: rgb(0x9c4700),
        fits: rgb(0x197037),
        on_color: rgb(0xfbfcfe),
    },
    min_contrast: 4.5,
    is_dark: false,
};

pub(super) const HIGH_CONTRAST: Palette = Palette {
    screen: rgb(0x000000),
    bar: rgb(0x1b1b1b),
    band: rgb(0x141414),
    faded_band: rgb(0x0a0a0a),
    popup: rgb(0x141414),
    cards: CardTints {
        first: tint(0.180, 0.030),
        second: tint(0.240, 0.040),
        marked: tint(0.300, 0.070),
        marked_second: tint(0.330, 0.075),
        hit: tint(0.355, 0.085),
        hit_second: tint(0.270, 0.065),
        selected: tint(0.420, 0.120),
        faded: tint(0.130, 0.010),
        faded_second: tint(0.160, 0.012),
    },
    faded_edge: tint(0.620, 0.060),
    inks: Inks {
        text: rgb(0xffffff),
        strong: rgb(0xffffff),
        second: rgb(0xd8d8d8),
        dim: rgb(0xd0d0d0),
        faded_title: rgb(0xc8c8c8),
        faded_text: rgb(0xbcbcbc),
        rule: rgb(0x808080),
        key: rgb(0x9fc8ff),
        now: rgb(0xffa0a0),
        star: rgb(0xffff7d),
        warning: rgb(0xffb870),
        fits: rgb(0x9cf0b0),
        on_color: rgb(0x000000),
    },
    min_contrast: 7.0,
    is_dark: true,
};

const fn rgb(hex: u32) -> Rgb {
    [(hex >> 16) as u8, (hex >> 8) as u8, hex as u8]
}

const fn tint(lightness: f32, chroma: f32) -> Tint {
    Tint { lightness, chroma }
}

impl Tint {
    fn lighter(self, by: f32) -> Tint {
        Tint { lightness: self.lightness + by, ..self }
    }
}

impl CardTints {
    fn of_state(&self, state: CardState) -> Tint {
        match state {
            CardState::First => self.first,
            CardState::Second => self.second,
            CardState::Marked => self.marked,
            CardState::MarkedSecond => self.marked_second,
            CardState::Hit => self.hit,
            CardState::HitSecond => self.hit_second,
            CardState::Selected => self.selected,
            CardState::Faded => self.faded,
            CardState::FadedSecond => self.faded_second,
        }
    }

    fn lighter(self, by: f32) -> CardTints {
        CardTints {
            first: self.first.lighter(by),
            second: self.second.lighter(by),
            marked: self.marked.lighter(by),
            marked_second: self.marked_second.lighter(by),
            hit: self.hit.lighter(by),
            hit_second: self.hit_second.lighter(by),
            selected: self.selected.lighter(by),
            faded: self.faded.lighter(by),
            faded_second: self.faded_second.lighter(by),
        }
    }
}

/// The lightness of backgrounds of terminals for which the grounds of a palette are moved. A
/// background between the two ranges gets the palette's own grounds.
const DARK_BACKGROUNDS: f32 = 0.32;
const LIGHT_BACKGROUNDS: f32 = 0.92;

/// Returns the palette of a terminal with this background: its grounds are as far from
/// `background` as the grounds of [`DARK`] or [`LIGHT`] are from the ground of their screen.
pub(super) fn palette_on(background: Rgb) -> Palette {
    let lightness = lightness_of(background);
    let palette = if lightness < 0.6 { DARK } else { LIGHT };
    if (DARK_BACKGROUNDS..LIGHT_BACKGROUNDS).contains(&lightness) {
        return palette;
    }
    let by = lightness - lightness_of(palette.screen);
    Palette {
        screen: background,
        bar: lighten(palette.bar, by),
        band: lighten(palette.band, by),
        faded_band: lighten(palette.faded_band, by),
        popup: lighten(palette.popup, by),
        cards: palette.cards.lighter(by),
        ..palette
    }
}

impl Palette {
    /// Returns the colour of a ground.
    pub(super) fn ground_color(&self, ground: Ground) -> Rgb {
        match ground {
            Ground::Screen => self.screen,
            Ground::Bar => self.bar,
            Ground::Band => self.band,
            Ground::FadedBand => self.faded_band,
            Ground::Popup => self.popup,
            Ground::Card(accent, state) => {
                let Tint { lightness, chroma } = self.cards.of_state(state);
                accent.tint(lightness, chroma)
            }
            Ground::Map(_, MapState::Marked) => self.inks.star,
            Ground::Map(accent, state) => {
                let Tint { lightness, chroma } = self.map_tint(state);
                accent.tint(lightness, chroma)
            }
        }
    }

    /// Returns the tint of a session on the map. The map has no text: its tints are stronger than
    /// those of cards.
    fn map_tint(&self, state: MapState) -> Tint {
        let (dark, light) = match state {
            MapState::First => (tint(0.50, 0.10), tint(0.74, 0.10)),
            MapState::Second => (tint(0.43, 0.09), tint(0.80, 0.08)),
            MapState::Now => (tint(0.62, 0.12), tint(0.62, 0.13)),
            MapState::Hit => (tint(0.80, 0.15), tint(0.50, 0.15)),
            MapState::Selected => (tint(0.91, 0.08), tint(0.33, 0.12)),
            MapState::FadedSecond => (tint(0.27, 0.035), tint(0.925, 0.025)),
            MapState::Faded | MapState::Marked => (tint(0.31, 0.04), tint(0.89, 0.03)),
        };
        if self.is_dark { dark } else { light }
    }

    /// Returns the ground that a role brings along: the colour below chosen text.
    pub(super) fn own_ground(&self, role: Role) -> Option<Rgb> {
        match role {
            Role::Selected | Role::Pill | Role::PillSort => Some(self.inks.key),
            Role::Unfocused => Some(mix_colors(self.popup, self.inks.rule, 6)),
            Role::NowPill => Some(self.inks.now),
            Role::StarPill => Some(self.inks.star),
            Role::ClashPill => Some(self.inks.warning),
            _ => {
                let Tint { lightness, chroma } =
                    if self.is_dark { tint(0.42, 0.10) } else { tint(0.82, 0.09) };
                role.chip_accent().map(|accent| accent.tint(lightness, chroma))
            }
        }
    }

    /// Returns the ink of a role. Text is readable on the ground, and an edge is visible.
    pub(super) fn ink_of(&self, role: Role, ground: Ground) -> Rgb {
        const EDGE_CONTRAST: f64 = 3.0;
        let ink = self.plain_ink(role, ground);
        let below = self.own_ground(role).unwrap_or_else(|| self.ground_color(ground));
        match role {
            Role::Rule => ink,
            Role::Edge(_) => make_readable(ink, below, EDGE_CONTRAST),
            _ => make_readable(ink, below, self.min_contrast),
        }
    }

    fn plain_ink(&self, role: Role, ground: Ground) -> Rgb {
        let Inks { text, strong, second, dim, faded_title, faded_text, .. } = self.inks;
        let inks = &self.inks;
        match role {
            Role::Text | Role::Title | Role::Head if ground.is_faded() => faded_title,
            Role::Faint | Role::Cancelled if ground.is_faded() => faded_text,
            Role::Attend | Role::Maybe | Role::Clash | Role::Free if ground.is_faded() => {
                faded_title
            }
            Role::Title | Role::Head if ground.is_raised() => strong,
            Role::Now if ground.is_raised() => strong,
            Role::Text | Role::Title => text,
            Role::Head | Role::Column | Role::Unfocused => strong,
            Role::TimeChip | Role::RoomChip => strong,
            Role::TimeChipSort | Role::RoomChipSort => second,
            Role::Faint | Role::Cancelled => match ground {
                Ground::Card(..) | Ground::Band => second,
                _ => dim,
            },
            Role::Selected | Role::Pill | Role::PillSort => inks.on_color,
            Role::NowPill | Role::StarPill | Role::ClashPill => inks.on_color,
            Role::Match | Role::Hit | Role::Attend | Role::Maybe => inks.star,
            Role::Clash => inks.warning,
            Role::Free => inks.fits,
            Role::Alert | Role::Now => inks.now,
            Role::Key | Role::Link | Role::ChosenColumn => inks.key,
            Role::Rule => inks.rule,
            Role::Edge(accent) if ground.is_faded() => {
                accent.tint(self.faded_edge.lightness, self.faded_edge.chroma)
            }
            Role::Edge(accent) | Role::Track(accent) => accent.edge(self.is_dark),
        }
    }
}

/// Mixes a colour with white or black until the colour has the contrast to the ground.
fn make_readable(color: Rgb, ground: Rgb, min_contrast: f64) -> Rgb {
    let end = if luminance(ground) < 0.18 { [255; 3] } else { [0; 3] };
    (0..=16)
        .map(|parts| mix_colors(color, end, parts))
        .find(|mixed| contrast(*mixed, ground) >= min_contrast)
        .unwrap_or(end)
}

/// Returns a colour between `a` (0 parts) and `b` (16 parts).
fn mix_colors(a: Rgb, b: Rgb, parts: u16) -> Rgb {
    std::array::from_fn(|nth| {
        let mixed = u16::from(a[nth]) * (16 - parts) + u16::from(b[nth]) * parts;
        u8::try_from(mixed / 16).unwrap_or(b[nth])
    })
}

/// Returns the contrast of two colours, from 1 to 21 (WCAG 2, 1.4.3).
pub(crate) fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Returns the relative luminance of a colour, from 0 to 1 (WCAG 2).
fn luminance(color: Rgb) -> f64 {
    let [r, g, b] = color.map(linear_light);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Returns the light of a part of a colour, from 0 to 1.
fn linear_light(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_of_known_pairs_follows_wcag() {
        for (a, b, expected) in [
            (0x000000, 0xffffff, 21.0),
            (0x777777, 0xffffff, 4.48),
            (0x767676, 0xffffff, 4.54),
            (0xff0000, 0xffffff, 4.0),
            (0x123456, 0x123456, 1.0),
        ] {
            assert!((contrast(rgb(a), rgb(b)) - expected).abs() < 0.01, "{a:06x} on {b:06x}");
        }
    }

    #[test]
    fn readable_color_stays_and_others_keep_their_hue() {
        let readable = |color, ground| make_readable(rgb(color), rgb(ground), 4.5);
        assert_eq!(readable(0x82aaff, 0x000000), rgb(0x82aaff));
        // Others become lighter or darker, and are still blue and yellow.
        let (blue, yellow) = (readable(0x0000ff, 0x000000), readable(0xffff00, 0xffffff));
        assert!(blue[2] == 255 && blue[0] > 0 && blue[0] < 200, "{blue:?}");
        assert!(yellow[0] < 255 && yellow[0] > 60 && yellow[2] == 0, "{yellow:?}");
    }

    #[test]
    fn grounds_move_with_the_background_of_the_terminal() {
        for (background, is_dark, moves) in [
            (0x000000, true, true),
            (0x282a36, true, true),
            (0x002b36, true, true),
            (0x808080, true, false),
            (0xfdf6e3, false, true),
            (0xffffff, false, true),
            (0xc0c0c0, false, false),
        ] {
            let palette = palette_on(rgb(background));
            assert_eq!(palette.is_dark, is_dark, "{background:06x}");
            assert_eq!(palette.screen == rgb(background), moves, "{background:06x}");
        }
    }
}
