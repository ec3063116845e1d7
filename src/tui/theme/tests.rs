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

/// Returns the least contrast of a role on the ground, in a tile, or on its own ground.
fn least_contrast(look: Look, role: Role) -> f64 {
    let theme = Theme::new(look, false);
    let ink = rgb(theme.style_of(role).fg);
    let grounds = match theme.style_of(role).bg {
        Some(own) => vec![rgb(Some(own))],
        None => vec![rgb(theme.ground_style(false).bg), rgb(theme.ground_style(true).bg)],
    };
    grounds.into_iter().map(|ground| contrast(ink, ground)).fold(f64::MAX, f64::min)
}

#[test]
fn roles_of_every_palette_have_enough_contrast() {
    let roles = Role::NAMED
        .into_iter()
        .chain([Role::Text, Role::Selected])
        .chain((0..ACCENT_COUNT).map(Role::Accent));
    for role in roles {
        for look in OWN {
            assert!(
                least_contrast(look, role) >= 4.5,
                "{look:?} {role:?}: {:.2}",
                least_contrast(look, role)
            );
        }
        assert!(
            least_contrast(Look::HighContrast, role) >= 7.0,
            "{role:?}: {:.2}",
            least_contrast(Look::HighContrast, role)
        );
    }
}

proptest! {
    #[test]
    fn track_of_any_color_has_enough_contrast(color in any::<[u8; 3]>()) {
        for look in OWN {
            prop_assert!(least_contrast(look, Role::Track(color)) >= 4.5, "{look:?} {color:?}");
        }
        let own = Theme::new(Look::Terminal, false).style_of(Role::Track(color)).fg;
        let is_own = !matches!(own, Some(Color::Rgb(..) | Color::Black | Color::White));
        prop_assert!(is_own, "{own:?} is no colour of the terminal");
    }
}

#[test]
fn track_color_becomes_terminal_color_of_the_same_hue() {
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
        assert_eq!(nearest_terminal_color(color), expected, "{color:?}");
    }
}

#[test]
fn roles_differ_without_colors() {
    let style = |role| Theme::new(Look::Mono, false).style_of(role);
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
fn unknown_theme_error_names_all_themes() {
    for (name, look) in Look::NAMED {
        assert_eq!(Look::parse(name), Ok(look));
    }
    let error = Look::parse("solarized").unwrap_err().to_string();
    let names = "terminal, dark, light, high-contrast, mono";
    assert_eq!(error, format!("there is no theme \"solarized\": choose {names}"));
}

#[test]
fn plain_signs_of_a_group_differ() {
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
        let plain: Vec<&str> = group.iter().map(|sign| theme.drawn_letter(sign)).collect();
        let apart: std::collections::BTreeSet<&&str> = plain.iter().collect();
        assert_eq!(apart.len(), plain.len(), "{group:?} become {plain:?}");
        assert!(plain.iter().all(|letter| letter.is_ascii() && letter.len() == 1), "{plain:?}");
    }
}
