//! Colours by lightness, chroma and hue as people see them (OKLCH).

use palette::convert::FromColorUnclamped;
use palette::{FromColor, OklabHue, Oklch, Srgb};

/// Red, green, blue.
pub(crate) type Rgb = [u8; 3];

/// The chroma below which a colour is grey.
const GREY_CHROMA: f32 = 0.02;

/// Returns a colour of a screen. A chroma that no screen shows is reduced; lightness and hue stay.
pub(super) fn oklch(lightness: f32, chroma: f32, degrees: f32) -> Rgb {
    const STEPS: usize = 16;
    let color = |chroma| {
        let oklch = Oklch { l: lightness.clamp(0.0, 1.0), chroma, hue: degrees.into() };
        Srgb::<f32>::from_color_unclamped(oklch)
    };
    let whole = color(chroma);
    if is_shown(whole) {
        return whole.into_format().into();
    }
    let (mut shown, mut hidden) = (0.0, chroma);
    for _ in 0..STEPS {
        let middle = f32::midpoint(shown, hidden);
        if is_shown(color(middle)) { shown = middle } else { hidden = middle }
    }
    color(shown).into_format().into()
}

/// Returns true if a screen shows the colour, apart from less than half a step of 8 bits.
fn is_shown(color: Srgb<f32>) -> bool {
    const HALF_STEP: f32 = 0.5 / 255.0;
    let range = -HALF_STEP..=1.0 + HALF_STEP;
    [color.red, color.green, color.blue].iter().all(|part| range.contains(part))
}

/// Returns the lightness of a colour, from 0 to 1.
pub(super) fn lightness_of(color: Rgb) -> f32 {
    to_oklch(color).l
}

/// Returns the hue of a colour in degrees, from 0 to 360, or `None` for a grey.
pub(super) fn hue_of(color: Rgb) -> Option<f32> {
    let Oklch { chroma, hue, .. } = to_oklch(color);
    (chroma >= GREY_CHROMA).then(|| OklabHue::into_positive_degrees(hue))
}

/// Returns a colour `by` lighter, from -1 to 1.
pub(super) fn lighten(color: Rgb, by: f32) -> Rgb {
    let Oklch { l, chroma, hue } = to_oklch(color);
    oklch(l + by, chroma, hue.into_positive_degrees())
}

fn to_oklch(color: Rgb) -> Oklch {
    Oklch::from_color(Srgb::from(color).into_format::<f32>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn colors_keep_their_lightness_and_hue(l in 0.3..0.95_f32, degrees in 0.0..360.0_f32) {
            let color = oklch(l, 0.12, degrees);
            prop_assert!((lightness_of(color) - l).abs() < 0.02, "{l} {degrees}: {color:?}");
            if let Some(hue) = hue_of(color) {
                let apart = ((hue - degrees + 540.0) % 360.0 - 180.0).abs();
                prop_assert!(apart < 12.0, "{l} {degrees}: {color:?} has {hue}");
            }
        }

        #[test]
        fn color_survives_a_lightening_by_nothing(color in any::<Rgb>()) {
            for (before, after) in color.into_iter().zip(lighten(color, 0.0)) {
                prop_assert!(before.abs_diff(after) <= 1, "{color:?}");
            }
        }
    }

    #[test]
    fn greys_have_no_hue() {
        for grey in [[0; 3], [128; 3], [255; 3], [120, 122, 121]] {
            assert_eq!(hue_of(grey), None);
        }
    }
}
