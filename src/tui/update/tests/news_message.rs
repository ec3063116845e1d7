//! Two versions of an agenda, the marked sessions, and the message about the second version.

use crate::agenda::Level;
use crate::plan::{Change, Plan};
use crate::tui::Options;
use crate::tui::input::action::Action;
use crate::tui::screenshot::after_keys;
use crate::tui::update::apply_action;
use crate::tui::update::tests::{CLOCK, agenda_of, options};

const BEFORE: &[&str] = &["a Alpha 9 One", "b Beta 10 One", "c Gamma 11 Two", "d Delta 33 One"];

/// Returns the message, with `!` before it if it is about marked sessions.
fn message(before: &[&str], marked: &str, after: &[&str]) -> String {
    let (before, after) = (agenda_of(before), agenda_of(after));
    let mut plan = Plan::default();
    for id in marked.split_whitespace() {
        let session = &before.sessions[before.find_session(id).unwrap()];
        let change = Change::set_level(&before, session, Some(Level::Attend), CLOCK);
        plan.apply_changes(&[change]);
    }
    let options = Options { plan, ..options(before, "2029-01-01T00:00:00Z") };
    let mut model = after_keys(options, (120, 36), "", CLOCK).unwrap();
    let version = Action::Reread {
        agenda: Box::new(after),
        problems: crate::agenda::ProblemSummary::default(),
        asked: false,
    };
    apply_action(&mut model, version, CLOCK);
    let message = model.message.unwrap();
    format!("{}{}", if message.alert { "!" } else { "" }, message.text)
}

#[test]
fn message_begins_with_what_matters_to_the_attendee() {
    for (marked, after, expected) in [
        (
            "",
            &["a Alpha 9 One", "b Beta 12 One", "c Gamma 11 Two", "e Epsilon 34 One"][..],
            "1 missing, 1 moved, 1 new",
        ),
        // Another id, and a title in other letters.
        (
            "b",
            &["a Alpha 9 One", "x Beta 10 One", "c gamma 11 Two", "d Delta 33 One"],
            "Read again: only details have changed.",
        ),
        (
            "b",
            &["a Alpha 9 One", "b Beta 12 One", "c Gamma 11 Two", "d Delta 33 One"],
            "!Beta moved: Sat 10:00 → 12:00",
        ),
        (
            "b",
            &["a Alpha 9 One", "b Beta 12 Two", "c Gamma 11 Two"],
            "!1 missing, 1 moved, 1 of yours: Beta Sat 10:00 → 12:00 · One → Two",
        ),
        (
            "b",
            &["a Alpha 9 One", "b Beta 10 Two", "c Gamma 11 Two", "d Delta 33 One"],
            "!Beta, room: One → Two",
        ),
        (
            "b",
            &["a Alpha 9 One", "c Gamma 11 Two", "d Delta 33 One"],
            "!Beta is not in the agenda now",
        ),
        // Several own sessions are counted, each once, by the weightiest change.
        (
            "a b c",
            &["a Alpha 8 One", "b Beta 12 Two", "d Delta 33 One"],
            "!3 of yours: 1 missing, 2 moved",
        ),
        (
            "d",
            &["a Alpha 9 Hall", "b Beta 10 Hall", "c Gamma 11 Two", "d Delta 33 Hall"],
            "One is called Hall now: 3 sessions",
        ),
        // One own session comes before a room.
        (
            "c",
            &["a Alpha 9 Hall", "b Beta 10 Hall", "c Gamma 15 Two", "d Delta 33 Hall"],
            "!Gamma moved: Sat 11:00 → 15:00; One is called Hall now: 3 sessions",
        ),
        ("", &["c Gamma 11 Two"], "all 3 sessions of One are not in the feed"),
    ] {
        assert_eq!(message(BEFORE, marked, after), expected, "{marked} {after:?}");
    }
}

#[test]
fn own_changes_among_others_are_counted_and_one_is_named() {
    for (marked, after, expected) in [
        // Of one own session among others, the message has the change.
        (
            "b",
            &["a Alpha 9 One", "b Beta 12 One", "c Gamma 13 Two", "d Delta 33 One"][..],
            "!2 moved, 1 of yours: Beta Sat 10:00 → 12:00",
        ),
        (
            "a b",
            &["a Alpha 8 One", "b Beta 36 One", "c Gamma 13 Two", "d Delta 33 One"],
            "!3 moved, 2 of yours",
        ),
        (
            "a b",
            &["a Alpha 8 One", "c Gamma 13 Two", "d Delta 33 One"],
            "!1 missing, 2 moved, 2 of yours: 1 missing, 1 moved",
        ),
    ] {
        assert_eq!(message(BEFORE, marked, after), expected, "{marked} {after:?}");
    }
}

/// Returns twelve sessions that start from `hour` on, and `last`.
fn twelve(hour: usize, last: &str) -> Vec<String> {
    let sessions = (0..12).map(|nth| format!("s{nth} Talk{nth} {} One", hour + nth));
    sessions.chain([last.to_owned()]).collect()
}

#[test]
fn burst_of_moves_is_one_sentence_with_the_marked_ones() {
    let lines = |hour, last| twelve(hour, last);
    for (marked, last, expected) in [
        ("", "z Zeta 30 Two", "12 sessions 1 hour later: the feed's zone?"),
        ("s1 s2", "z Zeta 30 Two", "!12 sessions, 2 of yours, 1 hour later: the feed's zone?"),
        (
            "s1 z",
            "z Zeta 30 Three",
            "!12 sessions, 1 of yours, 1 hour later: the feed's zone?; Zeta, room: Two → Three",
        ),
    ] {
        let (before, after) = (lines(6, "z Zeta 30 Two"), lines(7, last));
        let [before, after] =
            [&before, &after].map(|lines| lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(message(&before, marked, &after), expected, "{marked} {last}");
    }
}

#[test]
fn own_session_that_comes_back_is_reported_by_its_title() {
    let without = &["a Alpha 9 One", "c Gamma 11 Two", "d Delta 33 One"][..];
    let (before, gone) = (agenda_of(BEFORE), agenda_of(without));
    let mut plan = Plan::default();
    let beta = Change::set_level(&before, &before.sessions[1], Some(Level::Maybe), CLOCK);
    plan.apply_changes(&[beta]);
    let options = Options { plan, ..options(gone, "2029-01-01T00:00:00Z") };
    let mut model = after_keys(options, (120, 36), "", CLOCK).unwrap();
    let version = Action::Reread {
        agenda: Box::new(before),
        problems: crate::agenda::ProblemSummary::default(),
        asked: false,
    };
    apply_action(&mut model, version, CLOCK);
    assert_eq!(model.message.unwrap().text, "Beta is in the agenda again");
}
