//! Colours of the themes that bring their own, and how well they can be read on each other.

use super::{ACCENTS, Role};

/// Red, green, blue.
pub(super) type Rgb = [u8; 3];

/// The colours of a theme. Every ink can be read on the ground and on the tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) ground: Rgb,
    /// The ground of a session in the timetable.
    pub(super) tile: Rgb,
    /// Ground and ink of what is selected.
    pub(super) selected: (Rgb, Rgb),
    text: Rgb,
    faint: Rgb,
    title: Rgb,
    found: Rgb,
    attend: Rgb,
    maybe: Rgb,
    alert: Rgb,
    key: Rgb,
    accents: [Rgb; ACCENTS],
}

pub(super) const DARK: Palette = Palette {
    ground: rgb(0x14171d),
    tile: rgb(0x1f242d),
    selected: (rgb(0xa9c7ff), rgb(0x10141b)),
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
    selected: (rgb(0x1f4f9f), rgb(0xffffff)),
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
    selected: (rgb(0xffff00), rgb(0x000000)),
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
    /// The colour in which a role is written.
    pub(super) fn ink(&self, role: Role) -> Rgb {
        match role {
            Role::Text => self.text,
            Role::Faint | Role::Cancelled => self.faint,
            Role::Title | Role::Head => self.title,
            Role::Selected => self.selected.1,
            Role::Match | Role::Hit => self.found,
            Role::Attend => self.attend,
            Role::Maybe => self.maybe,
            Role::Clash | Role::Alert | Role::Now => self.alert,
            Role::Key | Role::Link => self.key,
            Role::Accent(accent) => {
                self.accents.get(accent % ACCENTS).copied().unwrap_or(self.text)
            }
            Role::Track(color) => readable(color, &[self.ground, self.tile]),
        }
    }
}

/// The least contrast at which text counts as readable (WCAG 2, 1.4.3).
const ENOUGH: f64 = 4.5;

/// The colour, mixed with as much white or black as it takes to be read on these grounds.
fn readable(color: Rgb, grounds: &[Rgb]) -> Rgb {
    let is_readable = |color: Rgb| grounds.iter().all(|ground| contrast(color, *ground) >= ENOUGH);
    let end =
        if grounds.iter().all(|ground| luminance(*ground) < 0.18) { [255; 3] } else { [0; 3] };
    let mixed = |parts: u16| -> Rgb {
        let mix = |a: u8, b: u8| {
            u8::try_from((u16::from(a) * (16 - parts) + u16::from(b) * parts) / 16).unwrap_or(b)
        };
        [mix(color[0], end[0]), mix(color[1], end[1]), mix(color[2], end[2])]
    };
    (0..=16).map(mixed).find(|color| is_readable(*color)).unwrap_or(end)
}

/// The contrast of two colours by WCAG 2, from 1 to 21.
pub(crate) fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
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
    fn a_colour_that_can_be_read_stays_as_it_is() {
        assert_eq!(readable(rgb(0x82aaff), &[rgb(0x000000)]), rgb(0x82aaff));
        // Others become lighter or darker, and are still blue and yellow.
        let (blue, yellow) =
            (readable(rgb(0x0000ff), &[rgb(0x000000)]), readable(rgb(0xffff00), &[rgb(0xffffff)]));
        assert!(blue[2] == 255 && blue[0] > 0 && blue[0] < 200, "{blue:?}");
        assert!(yellow[0] < 255 && yellow[0] > 60 && yellow[2] == 0, "{yellow:?}");
    }
}
