//! The details of a session: what they say, and the keys that lead to the next one.

use super::{after, at, press, selected};
use crate::tui::input::action::Effect;
use crate::tui::layout::detail::detail_text;
use crate::tui::state::Model;

/// The text of the details, one line after the other.
fn details(model: &Model) -> String {
    let lines = detail_text(model, 80).lines.into_iter();
    let lines = lines.map(|line| line.into_iter().map(|run| run.text).collect::<String>());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn arrows_and_brackets_lead_to_the_next_and_the_previous_details() {
    for (keys, expected) in [
        ("gjj<Enter><Right>", "Break with Refre (details)"),
        ("gjj<Enter><Right><Left>", "Doorman: Global  (details)"),
        ("gjj<Enter>]][", "Break with Refre (details)"),
        // The first and the last one stay.
        ("g<Enter><Left>", "Morning Coffee & (details)"),
        ("gjj<Space>jjj<Space>p<Enter><Left>", "mine: Doorman: Global  (details)"),
    ] {
        assert_eq!(selected(&after(keys)), expected, "{keys}");
    }
}

#[test]
fn details_say_when_a_session_is_and_whether_it_fits() {
    let now = "2016-07-11T09:45:00+01:00";
    for (keys, expected) in [
        ("1gjj", &["now, 35 min left"][..]),
        ("1gj", &["over", "Greg Veith · "]),
        ("1gjj<Space>jj", &["in 1 h 15", "fits my schedule"]),
        ("1gjjjj<Space>ww", &["⚠ 40 min with Panel: What is SRE?"]),
        ("1gjjjj", &["At the same time 2", "Also by John Looney"]),
        ("1gjj<Enter>", &[" of 21"]),
    ] {
        let text = details(&at(now, keys));
        let missing: Vec<_> = expected.iter().filter(|part| !text.contains(**part)).collect();
        assert!(missing.is_empty(), "{keys}: {missing:?} in {text}");
    }
}

#[test]
fn copied_text_carries_the_zone() {
    let Some(Effect::Copy(text)) = press(&mut after("gj"), 'y') else { panic!() };
    assert!(text.contains(" · Mon 11 Jul 09:00–09:40 IST (UTC+1) · "), "{text}");
}

#[test]
fn sessions_at_the_same_time_say_since_only_while_they_run_and_come_last_when_over() {
    for (now, keys, expected) in [
        ("2016-07-11T14:25:00+01:00", "/managing up<Enter>", "since 11:00"),
        ("2016-07-11T10:30:00+01:00", "/managing up<Enter>", "from 11:00"),
        ("2016-07-12T10:00:00+01:00", "/statistics for<Enter>", "09:00 over"),
    ] {
        let text = details(&at(now, keys));
        assert!(text.contains(expected), "{now} {keys}: {expected} in {text}");
        let same_time = text.split_once("At the same time").unwrap().1;
        let others: Vec<bool> = same_time
            .lines()
            .filter(|line| line.contains(':') && line.contains('′'))
            .map(|line| line.contains(" over "))
            .collect();
        assert!(others.is_sorted(), "{now} {keys}: {same_time}");
    }
}
