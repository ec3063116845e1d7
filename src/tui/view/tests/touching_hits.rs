//! Tests of hits of the search that touch.

use super::*;
use crate::tui::theme::{ColorDepth, TerminalColors};

/// Four talks of a room without pauses.
fn talks() -> Agenda {
    let talk = |nth: u32| {
        format!(
            "[[session]]\ntitle = 'Kernel talk {nth}'\nroom = 'Hall'\nminutes = 60\n\
             start = 2026-05-01T{:02}:00:00\n",
            9 + nth
        )
    };
    let talks: String = (0..4).map(talk).collect();
    parse_agenda(&format!("[event]\nname = 'Kernels'\n{talks}"))
}

/// Returns the grounds of the titles from top to bottom.
fn grounds_of_titles(buffer: &Buffer) -> Vec<Color> {
    const LEFT: u16 = 40;
    let text = render_text(buffer);
    let lines = text.lines().zip(0u16..);
    let titles = lines.filter(|(line, _)| {
        let start: String = line.chars().take(LEFT.into()).collect();
        start.contains("Kernel talk")
    });
    titles.map(|(_, y)| buffer[(LEFT, y)].bg).collect()
}

#[test]
fn touching_hits_have_different_grounds() {
    let theme = |look, depth| Theme::new(look, TerminalColors::without_background(depth), false);
    for (look, depth) in [
        (Look::Dark, ColorDepth::Full),
        (Look::Light, ColorDepth::Full),
        (Look::Dark, ColorDepth::Indexed),
        (Look::Light, ColorDepth::Indexed),
    ] {
        // Before the talks, and when two of them are over.
        for time in ["2026-05-01T07:00:00Z", "2026-05-01T11:10:00Z"] {
            let model = model(talks(), time, (120, 36), "/kernel<Enter>");
            let grounds = grounds_of_titles(&drawn(&model, &theme(look, depth)));
            assert_eq!(grounds.len(), 4, "{look:?}: {grounds:?}");
            for pair in grounds.windows(2) {
                assert_ne!(pair[0], pair[1], "{look:?} {depth:?} {time}: {grounds:?}");
            }
        }
    }
}
