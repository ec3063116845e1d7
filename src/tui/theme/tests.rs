use super::accent::ACCENT_COUNT;
use super::indexed::rgb_of_index;
use super::palette::contrast;
use super::*;
use proptest::prelude::*;

const OWN: [Look; 3] = [Look::Dark, Look::Light, Look::HighContrast];

/// The grounds of an accent.
fn grounds(accent: Accent) -> Vec<Ground> {
    let flat = [Ground::Screen, Ground::Bar, Ground::Band, Ground::FadedBand, Ground::Popup];
    let cards = CardState::ALL.map(|state| Ground::Card(accent, state));
    flat.into_iter().chain(cards).collect()
}

fn accents() -> impl Iterator<Item = Accent> {
    (0..ACCENT_COUNT).map(Accent::Numbered)
}

/// The roles of text.
fn text_roles() -> impl Iterator<Item = Role> {
    // Tracks are above the columns only, on the ground of the screen.
    let is_text =
        |role: &Role| !matches!(role, Role::Edge(_) | Role::Track(_) | Role::Rule | Role::Hit);
    Role::NAMED.into_iter().chain([Role::Text, Role::Selected, Role::Unfocused]).filter(is_text)
}

fn rgb(color: Option<Color>) -> [u8; 3] {
    match color {
        Some(Color::Rgb(r, g, b)) => [r, g, b],
        Some(Color::Indexed(index)) => rgb_of_index(index),
        other => panic!("{other:?} is no colour of a palette"),
    }
}

/// Returns the contrast of a role on a ground.
fn contrast_on(theme: &Theme, role: Role, ground: Ground) -> f64 {
    let style = theme.style_of(role, ground);
    let below = style.bg.or_else(|| theme.ground_color(ground));
    contrast(rgb(style.fg), rgb(below))
}

#[test]
fn text_of_every_palette_has_enough_contrast_on_every_ground() {
    for (look, least) in OWN.into_iter().zip([4.5, 4.5, 7.0]) {
        let theme = Theme::in_full_color(look, false);
        for ground in accents().flat_map(grounds) {
            for role in text_roles() {
                let contrast = contrast_on(&theme, role, ground);
                assert!(contrast >= least, "{look:?} {role:?} on {ground:?}: {contrast:.2}");
            }
        }
    }
}

#[test]
fn tracks_above_columns_have_enough_contrast_on_the_screen() {
    let indexed = TerminalColors::without_background(ColorDepth::Indexed);
    let themes = OWN.map(|look| (Theme::in_full_color(look, false), look));
    let few = [Look::Dark, Look::Light].map(|look| (Theme::new(look, indexed, false), look));
    for (theme, look) in themes.into_iter().chain(few) {
        let least = if look == Look::HighContrast { 7.0 } else { 4.5 };
        let own = Accent::Own([0x20, 0x20, 0x90]);
        for accent in accents().chain([own]) {
            let contrast = contrast_on(&theme, Role::Track(accent), Ground::Screen);
            assert!(contrast >= least, "{look:?} {accent:?}: {contrast:.2}");
        }
    }
}

#[test]
fn text_has_enough_contrast_in_256_colors() {
    let terminal = TerminalColors::without_background(ColorDepth::Indexed);
    for look in [Look::Dark, Look::Light] {
        let theme = Theme::new(look, terminal, false);
        for ground in accents().flat_map(grounds) {
            for role in text_roles() {
                let contrast = contrast_on(&theme, role, ground);
                assert!(contrast >= 4.5, "{look:?} {role:?} on {ground:?}: {contrast:.2}");
            }
        }
    }
}

#[test]
fn edges_are_visible_on_their_cards() {
    for look in OWN {
        let theme = Theme::in_full_color(look, false);
        for accent in accents() {
            for ground in grounds(accent) {
                let contrast = contrast_on(&theme, Role::Edge(accent), ground);
                assert!(contrast >= 3.0 || ground.is_faded(), "{look:?} {ground:?}");
            }
        }
    }
}

#[test]
fn states_of_a_card_look_different() {
    use CardState::{Faded, First, Hit, Marked, Second, Selected};
    for look in OWN {
        let theme = Theme::in_full_color(look, false);
        for accent in accents() {
            let states = [Faded, First, Second, Marked, Selected];
            for pair in states.windows(2) {
                let [a, b] = [pair[0], pair[1]]
                    .map(|state| rgb(theme.ground_color(Ground::Card(accent, state))));
                assert!(contrast(a, b) >= 1.05, "{look:?} {accent:?} {pair:?}: {a:?} {b:?}");
            }
            let hit = theme.ground_color(Ground::Card(accent, Hit));
            assert_ne!(hit, theme.ground_color(Ground::Card(accent, First)));
        }
    }
}

#[test]
fn hits_that_touch_have_different_grounds() {
    use CardState::{Hit, HitSecond, Marked, MarkedSecond};
    let indexed = TerminalColors::without_background(ColorDepth::Indexed);
    let themes = OWN.map(|look| Theme::in_full_color(look, false)).into_iter();
    let themes =
        themes.chain([Look::Dark, Look::Light].map(|look| Theme::new(look, indexed, false)));
    for (nth, theme) in themes.enumerate() {
        for accent in accents() {
            // Hits that are over have the grounds of marks.
            for (first, second, least) in [
                (Hit, HitSecond, 1.1),
                (Marked, HitSecond, 1.05),
                (Hit, MarkedSecond, 1.05),
                (Marked, MarkedSecond, 1.05),
            ] {
                let [a, b] = [first, second]
                    .map(|state| rgb(theme.ground_color(Ground::Card(accent, state))));
                let contrast = contrast(a, b);
                assert!(contrast >= least, "{nth} {accent:?} {first:?} {second:?}: {contrast:.3}");
            }
        }
    }
}

proptest! {
    #[test]
    fn track_of_any_color_has_enough_contrast(color in any::<[u8; 3]>()) {
        let accent = Accent::Own(color);
        for look in OWN {
            let theme = Theme::in_full_color(look, false);
            for ground in grounds(accent) {
                for role in text_roles() {
                    prop_assert!(contrast_on(&theme, role, ground) >= 4.5, "{look:?} {ground:?}");
                }
            }
        }
        let own = terminal_style(Role::Edge(accent), Ground::Screen).fg;
        let is_own = !matches!(own, Some(Color::Rgb(..) | Color::Black | Color::White));
        prop_assert!(is_own, "{own:?} is no colour of the terminal");
    }

    #[test]
    fn background_of_any_terminal_gives_readable_text(background in any::<[u8; 3]>()) {
        for depth in [ColorDepth::Full, ColorDepth::Indexed] {
            let terminal = TerminalColors { depth, background: Some(background) };
            let theme = Theme::new(Look::Auto, terminal, false);
            for ground in grounds(Accent::Numbered(0)) {
                for role in text_roles() {
                    prop_assert!(contrast_on(&theme, role, ground) >= 4.5, "{role:?} {ground:?}");
                }
            }
        }
    }
}

#[test]
fn screen_keeps_the_ground_of_the_terminal() {
    let ground = |look, background| {
        let terminal = TerminalColors { depth: ColorDepth::Full, background };
        Theme::new(look, terminal, false).ground_style(Ground::Screen).bg
    };
    assert_eq!(ground(Look::Auto, Some([10, 12, 14])), None);
    assert_eq!(ground(Look::Auto, None), None);
    assert!(ground(Look::Dark, Some([10, 12, 14])).is_some());
    // A medium grey is too far from black and from white.
    assert!(ground(Look::Auto, Some([128; 3])).is_some());
}

#[test]
fn sixteen_colors_are_those_of_the_terminal() {
    let terminal = TerminalColors { depth: ColorDepth::Sixteen, background: Some([0; 3]) };
    for look in [Look::Auto, Look::Dark, Look::Light, Look::HighContrast, Look::Terminal] {
        let theme = Theme::new(look, terminal, false);
        for role in text_roles() {
            let style = theme.style_of(role, Ground::Screen);
            assert_eq!(style, terminal_style(role, Ground::Screen), "{look:?} {role:?}");
        }
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
    let style = |role| Theme::in_full_color(Look::Mono, false).style_of(role, Ground::Screen);
    let different = [
        Role::Text,
        Role::Faint,
        Role::Title,
        Role::Selected,
        Role::Unfocused,
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
    let names = "auto, terminal, dark, light, high-contrast, mono";
    assert_eq!(error, format!("there is no theme \"solarized\": choose {names}"));
}

#[test]
fn plain_signs_of_a_group_differ() {
    let theme = Theme::in_full_color(Look::Terminal, true);
    let groups: [&[&str]; 5] = [
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
        &[sign::EDGE, sign::EDGE_SECOND, sign::EDGE_HIT, sign::EDGE_SELECTED, sign::GHOST],
        &[sign::EDGE_START, sign::EDGE_END],
        &[sign::BAND, sign::NOW_LINE, sign::FOLDED],
        &[sign::KEYNOTE, sign::PANEL, sign::WORKSHOP, sign::LIGHTNING, sign::SOCIAL, sign::BOF],
    ];
    for group in groups {
        let plain: Vec<&str> = group.iter().map(|sign| theme.drawn_letter(sign)).collect();
        let apart: std::collections::BTreeSet<&&str> = plain.iter().collect();
        assert_eq!(apart.len(), plain.len(), "{group:?} become {plain:?}");
        assert!(plain.iter().all(|letter| letter.is_ascii() && letter.len() == 1), "{plain:?}");
    }
}

#[test]
fn dim_text_in_sixteen_colors_has_no_color() {
    let terminal = TerminalColors::without_background(ColorDepth::Sixteen);
    let theme = Theme::new(Look::Terminal, terminal, false);
    for ground in accents().flat_map(grounds) {
        for role in text_roles() {
            let style = theme.style_of(role, ground);
            let is_dim = style.add_modifier.contains(Modifier::DIM);
            let color = style.fg.unwrap_or(Color::Reset);
            assert!(!is_dim || color == Color::Reset, "{role:?} on {ground:?}: {color:?}");
        }
    }
}
