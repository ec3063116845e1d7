use super::palette::contrast;
use super::*;
use proptest::prelude::*;

const OWN: [Look; 3] = [Look::Dark, Look::Light, Look::HighContrast];

fn rgb(color: Option<Color>) -> [u8; 3] {
    match color {
        Some(Color::Rgb(r, g, b)) => [r, g, b],
        other => panic!("{other:?} is no colour of a palette"),
    }
}

/// The contrast of a role on the ground and in a tile, or on its own ground; the least of them.
fn least(look: Look, role: Role) -> f64 {
    let theme = Theme::new(look, false);
    let ink = rgb(theme.style(role).fg);
    let grounds = match theme.style(role).bg {
        Some(own) => vec![rgb(Some(own))],
        None => vec![rgb(theme.ground(false).bg), rgb(theme.ground(true).bg)],
    };
    grounds.into_iter().map(|ground| contrast(ink, ground)).fold(f64::MAX, f64::min)
}

#[test]
fn every_role_of_every_palette_can_be_read() {
    let roles = Role::NAMED
        .into_iter()
        .chain([Role::Text, Role::Selected])
        .chain((0..ACCENTS).map(Role::Accent));
    for role in roles {
        for look in OWN {
            assert!(least(look, role) >= 4.5, "{look:?} {role:?}: {:.2}", least(look, role));
        }
        assert!(
            least(Look::HighContrast, role) >= 7.0,
            "{role:?}: {:.2}",
            least(Look::HighContrast, role)
        );
    }
}

proptest! {
    #[test]
    fn every_colour_of_a_track_can_be_read(color in any::<[u8; 3]>()) {
        for look in OWN {
            prop_assert!(least(look, Role::Track(color)) >= 4.5, "{look:?} {color:?}");
        }
        let own = Theme::new(Look::Terminal, false).style(Role::Track(color)).fg;
        prop_assert!(!matches!(own, Some(Color::Rgb(..) | Color::Black | Color::White)), "the terminal's own colours");
    }
}

#[test]
fn tracks_keep_their_hue_in_the_terminals_colours() {
    for (color, expected) in [
        ([0xcc, 0x66, 0x66], Color::Red),
        ([0xff, 0xcc, 0x00], Color::Yellow),
        ([0x20, 0x80, 0x30], Color::Green),
        ([0x00, 0xaa, 0xaa], Color::Cyan),
        ([0x22, 0x33, 0xdd], Color::Blue),
        ([0xaa, 0x22, 0xaa], Color::Magenta),
        ([0x80, 0x80, 0x80], Color::Reset),
        ([0, 0, 0], Color::Reset),
        ([255, 255, 255], Color::Reset),
    ] {
        assert_eq!(nearest(color), expected, "{color:?}");
    }
}

/// Roles that stand for different things look different without any colour, or come with a sign of
/// their own.
#[test]
fn without_colours_roles_can_still_be_told() {
    let style = |role| Theme::new(Look::Mono, false).style(role);
    let different = [
        Role::Text,
        Role::Faint,
        Role::Title,
        Role::Selected,
        Role::Match,
        Role::Link,
        Role::Cancelled,
    ];
    for (nth, a) in different.into_iter().enumerate() {
        assert_eq!((style(a).fg.filter(|fg| *fg != Color::Reset), style(a).bg), (None, None));
        for b in different.into_iter().skip(nth + 1) {
            assert_ne!(style(a), style(b), "{a:?} {b:?}");
        }
    }
}

#[test]
fn a_theme_is_named_and_a_wrong_name_is_told() {
    for (name, look) in Look::NAMED {
        assert_eq!(Look::parse(name), Ok(look));
    }
    assert_eq!(
        Look::parse("solarized"),
        Err("there is no theme \"solarized\": choose terminal, dark, light, high-contrast, mono"
            .into())
    );
}

#[test]
fn signs_stay_apart_in_plain_letters() {
    let theme = Theme::new(Look::Terminal, true);
    let groups: [&[&str]; 4] = [
        &[
            sign::ATTEND,
            sign::MAYBE,
            sign::UNSAVED,
            sign::CHANGED,
            sign::CLASH,
            sign::FULL,
            sign::CANCELLED,
            sign::NOW,
        ],
        &[sign::EDGE, sign::EDGE_DIM, sign::EDGE_HIT, sign::GHOST],
        &[sign::EDGE_END, sign::EDGE_DIM_END, sign::EDGE_HIT_END],
        &[sign::BAND, sign::NOW_LINE, sign::FOLDED],
    ];
    for group in groups {
        let plain: Vec<&str> = group.iter().map(|sign| theme.letter(sign)).collect();
        let apart: std::collections::BTreeSet<&&str> = plain.iter().collect();
        assert_eq!(apart.len(), plain.len(), "{group:?} become {plain:?}");
        assert!(plain.iter().all(|letter| letter.is_ascii() && letter.len() == 1), "{plain:?}");
    }
}
