//! A table of renamed events and next editions.

use super::*;
use crate::plan::VersionMap;

/// Reads an event, its first day, and a session for each `TITLE` or `TITLE/PERSON`, one each hour.
/// A title after `?` has no time.
fn read_event(name: &str, day: &str, sessions: &str) -> Agenda {
    let toml = |(session, hour): (&str, usize)| {
        let (title, person) = session.split_once('/').unwrap_or((session, ""));
        let start = match title.strip_prefix('?') {
            Some(_) => "start = 'TBA'".to_owned(),
            None => format!("start = {day}T{hour:02}:00:00"),
        };
        let people = format!("speakers = ['{person}']").replace("['']", "[]");
        format!("[[session]]\ntitle = '{title}'\n{start}\n{people}\n")
    };
    let sessions: String = sessions.split_whitespace().zip(0..).map(toml).collect();
    let text = format!("[event]\nname = '{name}'\n{sessions}");
    crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
}

/// Each event is its name, its first day and its sessions.
type Event = (&'static str, &'static str, &'static str);

const FULL: &str = "Opening Alpha/Ann Beta/Ben Lunch Gamma/Gil Delta/Dan Closing Zeta/Zoe";
const NEXT: &str = "Opening Iota/Ida Kappa/Kim Lunch Lambda/Lea Mu/Mia Closing Nu/Ned";

const VERSIONS: &[(Event, Event, &str)] = &[
    // Renamed events.
    (("36. Congress", "2030-05-04", FULL), ("36th Congress", "2030-05-04", FULL), ""),
    (("C", "2030-05-04", FULL), ("36c3", "2031-05-09", FULL), ""),
    (("C", "2030-05-04", "A B"), ("D", "2030-05-04", "A X"), "1 of 2 sessions is not in it"),
    (("C", "2030-05-04", "A B C D"), ("D", "2030-06-04", "A B C X"), ""),
    (("C", "2030-05-04", "?A ?B ?C"), ("D", "2030-05-04", "A B C"), ""),
    (("C", "2030-05-04", "?A ?B ?C"), ("D", "2030-05-04", "?A ?B ?C"), ""),
    // Next editions.
    (
        ("Conf", "2030-05-04", FULL),
        ("Conf", "2031-05-06", NEXT),
        "other event: 8 of 8 sessions are not in it, or only as a title on another day",
    ),
    (
        ("C", "2030-05-04", "Opening Alpha"),
        ("C", "2030-05-30", "Opening Beta"),
        "other event: 2 of 2 sessions are not in it, or only as a title on another day",
    ),
    (
        ("C 2030", "2030-05-04", "Opening Lunch Closing Workshop"),
        ("C 2031", "2031-05-04", "Opening Lunch Closing Workshop"),
        "other event: 4 of 4 sessions are not in it, or only as a title on another day",
    ),
    (
        ("C", "2030-05-04", "?A ?B ?C"),
        ("D", "2030-05-04", "?X ?Y ?Z"),
        "other event: 3 of 3 sessions are not in it",
    ),
    // A file that a person writes anew keeps its name and its days.
    (("C", "2030-05-04", "A"), ("C", "2030-05-04", "X"), "1 of 1 sessions is not in it"),
    (
        ("C", "2030-05-04", "A B C/Ann"),
        ("C", "2030-05-04", "?X ?Y ?Z"),
        "3 of 3 sessions are not in it",
    ),
    (("C", "2030-05-04", FULL), ("D", "2030-05-04", ""), "there is no session in it"),
];

#[test]
fn sessions_decide_whether_two_versions_are_of_one_event() {
    for ((old_name, old_day, before), (new_name, new_day, after), expected) in VERSIONS {
        let old = read_event(old_name, old_day, before);
        let new = read_event(new_name, new_day, after);
        let map = VersionMap::between(&old, &new);
        let answer = match Regression::between(&old, &new, &map, false) {
            None => String::new(),
            Some(other @ Regression::OtherEvent { .. }) => format!("other event: {other}"),
            Some(regression) => regression.to_string(),
        };
        assert_eq!(answer, *expected, "{old_name}: {before} → {new_name}: {after}");
    }
}
