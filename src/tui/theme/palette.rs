//! The colours of the themes with own colours, and their contrast.

use super::role::{ACCENT_COUNT, Role};

/// Red, green, blue.
pub(super) type Rgb = [u8; 3];

/// The colours of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) ground: Rgb,
    pub(super) ink: Rgb,
}

/// The colours of a theme. Every ink is readable on the ground and on the tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) ground: Rgb,
    /// The ground of a session in the timetable.
    pub(super) tile: Rgb,
    pub(super) selected: Selection,
    text: Rgb,
    faint: Rgb,
    title: Rgb,
    /// The ink of matches and hits.
    found: Rgb,
    attend: Rgb,
    maybe: Rgb,
    alert: Rgb,
    key: Rgb,
    accents: [Rgb; ACCENT_COUNT],
}

pub(super) const DARK: Palette = Palette {
    ground: rgb(0x14171d),
    tile: rgb(0x1f242d),
    selected: Selection { ground: rgb(0xa9c7ff), ink: rgb(0x10141b) },
    text: rgb(0xd5dae3),
    faint: rgb(0x939cab),
    title: rgb(0xffffff),
    found: rgb(0xf0a3ff),
    attend: rgb(0xa6da95),
    maybe: rgb(0x7fd5e0),
    alert: rgb(0xff8f94),
    key: rgb(0x8fb8ff),
    accents: [
        rgb(0x82aaff),
        rgb(0xa6da95),
        rgb(0x7fd5e0),
        rgb(0xd6a0f0),
        rgb(0xe6c07b),
        rgb(0x939cab),
    ],
};

pub(super) const LIGHT: Palette = Palette {
    ground: rgb(0xffffff),
    tile: rgb(0xeff2f7),
    selected: Selection { ground: rgb(0x1f4f9f), ink: rgb(0xffffff) },
    text: rgb(0x24292f),
    faint: rgb(0x59636f),
    title: rgb(0x000000),
    found: rgb(0x8a1fa8),
    attend: rgb(0x13652c),
    maybe: rgb(0x0a5d68),
    alert: rgb(0xa8181f),
    key: rgb(0x0a4aa6),
    accents: [
        rgb(0x1f5fc4),
        rgb(0x13652c),
        rgb(0x0a5d68),
        rgb(0x7a3fc0),
        rgb(0x7a5200),
        rgb(0x59636f),
    ],
};

pub(super) const HIGH_CONTRAST: Palette = Palette {
    ground: rgb(0x000000),
    tile: rgb(0x000000),
    selected: Selection { ground: rgb(0xffff00), ink: rgb(0x000000) },
    text: rgb(0xffffff),
    faint: rgb(0xd0d0d0),
    title: rgb(0xffffff),
    found: rgb(0xff9fff),
    attend: rgb(0x7dff7d),
    maybe: rgb(0x7dffff),
    alert: rgb(0xffa0a0),
    key: rgb(0x9fc8ff),
    accents: [
        rgb(0x9fc8ff),
        rgb(0x7dff7d),
        rgb(0x7dffff),
        rgb(0xff9fff),
        rgb(0xffff7d),
        rgb(0xd0d0d0),
    ],
};

const fn rgb(hex: u32) -> Rgb {
    [(hex >> 16) as u8, (hex >> 8) as u8, hex as u8]
}

impl Palette {
    /// Returns the ink of a role.
    pub(super) fn ink_of(&self, role: Role) -> Rgb {
        match role {
            Role::Text => self.text,
            Role::Faint | Role::Cancelled => self.faint,
            Role::Title | Role::Head => self.title,
            Role::Selected => self.selected.ink,
            Role::Match | Role::Hit => self.found,
            Role::Attend => self.attend,
            Role::Maybe => self.maybe,
            Role::Clash | Role::Alert | Role::Now => self.alert,
            Role::Key | Role::Link => self.key,
            Role::Accent(accent) => {
                self.accents.get(accent % ACCENT_COUNT).copied().unwrap_or(self.text)
            }
            Role::Track(color) => make_readable(color, &[self.ground, self.tile]),
        }
    }
}

/// The least contrast of readable text (WCAG 2, 1.4.3).
const MIN_CONTRAST: f64 = 4.5;

/// Mixes a colour with white or black until the colour is readable on all grounds.
fn make_readable(color: Rgb, grounds: &[Rgb]) -> Rgb {
    let is_dark = grounds.iter().all(|ground| luminance(*ground) < 0.18);
    let end = if is_dark { [255; 3] } else { [0; 3] };
    (0..=16)
        .map(|parts| mix_colors(color, end, parts))
        .find(|mixed| grounds.iter().all(|ground| contrast(*mixed, *ground) >= MIN_CONTRAST))
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
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
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
        assert_eq!(make_readable(rgb(0x82aaff), &[rgb(0x000000)]), rgb(0x82aaff));
        // Others become lighter or darker, and are still blue and yellow.
        let (blue, yellow) = (
            make_readable(rgb(0x0000ff), &[rgb(0x000000)]),
            make_readable(rgb(0xffff00), &[rgb(0xffffff)]),
        );
        assert!(blue[2] == 255 && blue[0] > 0 && blue[0] < 200, "{blue:?}");
        assert!(yellow[0] < 255 && yellow[0] > 60 && yellow[2] == 0, "{yellow:?}");
    }
}
