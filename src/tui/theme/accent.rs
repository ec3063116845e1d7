//! The accents: the hues that tell tracks and kinds of sessions apart.

use super::oklch::{Rgb, hue_of, oklch};
use crate::agenda::Kind;

/// A hue of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Accent {
    /// One of [`ACCENTS`], counted from 0. Larger numbers begin again at 0.
    Numbered(usize),
    /// The hue of a colour that the agenda gives to a track: red, green, blue.
    Own(Rgb),
}

/// The number of accents.
pub(super) const ACCENT_COUNT: usize = ACCENTS.len();

/// A hue with its lightness on a dark and on a light screen, in OKLCH.
///
/// Neighbours in the list are far apart, also for eyes that tell few hues apart: the first ones are
/// given first.
#[derive(Clone, Copy)]
pub(super) struct Hue {
    degrees: u16,
    dark: f32,
    light: f32,
}

const ACCENTS: [Hue; 12] = [
    // Blue, coral, gold, violet.
    hue(260, 0.74, 0.47),
    hue(20, 0.82, 0.54),
    hue(90, 0.66, 0.40),
    hue(284, 0.66, 0.40),
    // Teal, lime, pink, magenta.
    hue(180, 0.82, 0.54),
    hue(120, 0.74, 0.47),
    hue(0, 0.74, 0.47),
    hue(340, 0.66, 0.40),
    // Green, yellow, orchid, lavender.
    hue(160, 0.66, 0.40),
    hue(106, 0.82, 0.54),
    hue(320, 0.74, 0.47),
    hue(294, 0.82, 0.54),
];

/// Chroma of an edge on a dark and on a light screen, in OKLCH.
const EDGE_CHROMA: (f32, f32) = (0.15, 0.14);

const fn hue(degrees: u16, dark: f32, light: f32) -> Hue {
    Hue { degrees, dark, light }
}

impl Accent {
    pub(super) const TEAL: Accent = Accent::Numbered(4);
    pub(super) const VIOLET: Accent = Accent::Numbered(3);

    /// The accents that can be told apart wherever they are, from the first.
    pub(crate) const DISTINCT: usize = 8;

    /// Returns the hues of the accents, in degrees.
    pub(crate) fn hues() -> [u16; ACCENT_COUNT] {
        ACCENTS.map(|hue| hue.degrees)
    }

    /// Returns the accent of a kind, for sessions without a track.
    pub(crate) fn of_kind(kind: Kind) -> Accent {
        Accent::Numbered(match kind {
            Kind::Talk | Kind::Other => 0,
            Kind::Bof => 1,
            Kind::Lightning => 2,
            Kind::Keynote => 3,
            Kind::Panel => 4,
            Kind::Workshop => 5,
            Kind::Break | Kind::Social => 10,
            Kind::Own => 6,
        })
    }

    /// Returns the number of the accent, or of the accent that is nearest in hue. A grey colour has
    /// no hue, and gets the accent 0.
    pub(crate) fn number(self) -> usize {
        match self {
            Accent::Numbered(number) => number % ACCENT_COUNT,
            Accent::Own(color) => {
                let Some(degrees) = hue_of(color) else { return 0 };
                let distance =
                    |hue: &Hue| ((f32::from(hue.degrees) - degrees + 540.0) % 360.0 - 180.0).abs();
                let all = ACCENTS.iter().enumerate();
                let nearest = all.min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
                nearest.map_or(0, |(number, _)| number)
            }
        }
    }

    /// Returns a colour with the hue of the accent. `chroma` is that of a colourful accent: a grey
    /// colour of the agenda stays grey.
    pub(super) fn tint(self, lightness: f32, chroma: f32) -> Rgb {
        match self {
            Accent::Numbered(_) => {
                oklch(lightness, chroma, f32::from(ACCENTS[self.number()].degrees))
            }
            Accent::Own(color) => match hue_of(color) {
                Some(degrees) => oklch(lightness, chroma, degrees),
                None => oklch(lightness, 0.0, 0.0),
            },
        }
    }

    /// Returns the colour of the edge of a card.
    pub(super) fn edge(self, is_dark: bool) -> Rgb {
        let Hue { dark, light, .. } = ACCENTS[self.number()];
        if is_dark { self.tint(dark, EDGE_CHROMA.0) } else { self.tint(light, EDGE_CHROMA.1) }
    }
}
