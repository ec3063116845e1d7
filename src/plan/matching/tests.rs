use super::*;
use crate::agenda::{Agenda, Level, Session};
use crate::plan::{Change, MarkMatch, Plan};
use chrono::{DateTime, Utc};

/// Reads an agenda, one session per line: `ID|TITLE|START|NAME,NAME|ROOM`. An empty `ID` leaves
/// the id to the check. `START` is `HH:MM` on 11 July 2016, or `DDTHH:MM`.
fn read_agenda(lines: &[&str]) -> Agenda {
    let text: String = lines.iter().map(|line| session_toml(line)).collect();
    crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
}

fn session_toml(line: &str) -> String {
    let parts: Vec<&str> = line.trim_start_matches('*').split('|').collect();
    let id = Some(parts[0]).filter(|id| !id.is_empty());
    let id = id.map(|id| format!("id = '{id}'\n")).unwrap_or_default();
    let title = parts[1];
    let start = Some(parts[2].to_owned()).filter(|start| start.contains('T'));
    let start = start.unwrap_or_else(|| format!("11T{}", parts[2]));
    let people: Vec<&str> = parts[3].split(',').filter(|name| !name.is_empty()).collect();
    let room = parts.get(4).map(|room| format!("room = '{room}'\n")).unwrap_or_default();
    format!(
        "[[session]]\n{id}title = \"{title}\"\nstart = 2016-07-{start}:00\n\
         speakers = {people:?}\n{room}"
    )
}

fn is_session_of_line(session: &Session, line: &str) -> bool {
    let parts: Vec<&str> = line.trim_start_matches('*').split('|').collect();
    (parts[0].is_empty() || *session.id == *parts[0])
        && *session.title == *parts[1]
        && parts.get(4).is_none_or(|room| session.room.as_deref() == Some(room))
}

/// Marks the sessions of `before` with a star. Returns the session of each mark in `after`.
fn find_starred(before: &[&str], after: &[&str]) -> Vec<Option<SessionIx>> {
    let (old, new) = (read_agenda(before), read_agenda(after));
    let mut plan = Plan::default();
    for line in before.iter().filter(|line| line.starts_with('*')) {
        let session =
            old.sessions.iter().find(|session| is_session_of_line(session, line)).unwrap();
        let now = DateTime::<Utc>::UNIX_EPOCH;
        plan.apply_changes(&[Change::set_level(&old, session, Some(Level::Attend), now)]);
    }
    plan.schedule_for(&new).mark_matches().iter().map(MarkMatch::session).collect()
}

/// The agenda before, and after the marked session is gone.
const REMOVED_BESIDE_SIMILAR: &[(&[&str], &[&str])] = &[
    (
        &["*1|Introduction to Rust|09:00|Ann", "2|Introduction to Ruby|09:00|Bob"],
        &["2|Introduction to Ruby|09:00|Bob"],
    ),
    (
        &["*1|Introduction to Rust|09:00|", "2|Introduction to Ruby|09:00|"],
        &["2|Introduction to Ruby|09:00|"],
    ),
    (
        &["*1|Introduction to Rust|09:00|Ann", "2|Introduction to Ruby|10:00|Ann"],
        &["2|Introduction to Ruby|10:00|Ann"],
    ),
    (&["*o1|Office hours|11T14:00|", "o2|Office hours|12T14:00|"], &["o2|Office hours|12T14:00|"]),
    (
        &["*o1|Office hours|11T14:00|Ann|X", "o2|Office hours|12T14:00|Ann|X"],
        &["o2|Office hours|12T14:00|Ann|X"],
    ),
    (&["*o1|Workshop|09:00|Ann|X", "o2|Workshop|09:00|Bob|Y"], &["o2|Workshop|09:00|Bob|Y"]),
    (&["*|Office hours|11T14:00|", "|Office hours|12T14:00|"], &["|Office hours|12T14:00|"]),
    // A new session of other people with a similar title.
    (&["*1|Introduction to Rust|09:00|Ann"], &["2|Introduction to Ruby|09:00|Bob"]),
];

#[test]
fn a_mark_of_a_removed_session_does_not_match_a_similar_one() {
    for (before, after) in REMOVED_BESIDE_SIMILAR {
        assert_eq!(find_starred(before, after), [None], "{before:?} in {after:?}");
    }
}

/// The agenda before and after, and the positions of the marked sessions after, in time order.
const RENUMBERED: &[(&[&str], &[&str], &[SessionIx])] = &[
    // Ids made by hallway follow the order of the file.
    (
        &["*|Workshop|09:00||X", "|Workshop|09:00||Y"],
        &["|Workshop|09:00||Y", "|Workshop|09:00||X"],
        &[1],
    ),
    (
        &["*|Workshop|09:00|Ann", "|Workshop|09:00|Bob"],
        &["|Workshop|09:00|Bob", "|Workshop|09:00|Ann"],
        &[1],
    ),
    // Only the id distinguishes two equal sessions.
    (
        &["*a|Workshop|09:00|", "b|Workshop|09:00|"],
        &["b|Workshop|09:00|", "a|Workshop|09:00|"],
        &[1],
    ),
    // Ids count sessions, and a session is inserted at the beginning.
    (
        &["*1|Talk 1|09:00|", "*2|Talk 2|10:00|", "3|Talk 3|11:00|"],
        &["1|Opening|08:00|", "2|Talk 1|09:00|", "3|Talk 2|10:00|", "4|Talk 3|11:00|"],
        &[1, 2],
    ),
    // The inserted session moves the others by an hour.
    (
        &["*1|Talk 1|09:00|Ann", "*2|Talk 2|10:00|Bob"],
        &["1|Opening|09:00|Zoe", "2|Talk 1|10:00|Ann", "3|Talk 2|11:00|Bob"],
        &[1, 2],
    ),
    // The sessions of a series keep their times and get other ids.
    (
        &["*o1|Office hours|11T14:00|", "o2|Office hours|12T14:00|"],
        &["x|Office hours|11T14:00|", "y|Office hours|12T14:00|"],
        &[0],
    ),
];

#[test]
fn a_mark_matches_an_unchanged_session_under_another_id() {
    for (before, after, positions) in RENUMBERED {
        let positions: Vec<_> = positions.iter().copied().map(Some).collect();
        assert_eq!(find_starred(before, after), positions, "{before:?} in {after:?}");
    }
}

const TALK: &str = "*1|Doorman: Global Rate Limiting|09:00|Jos";

/// The marked sessions, the agenda after, and the position of the first mark's session.
const CHANGED: &[(&[&str], &[&str], Option<SessionIx>)] = &[
    (&[TALK], &["1|Another|10:00|Ann"], None),
    (&[TALK], &["1|Another|09:00|Ann"], None),
    (&[TALK], &["1|Another|09:00|"], None),
    (&[TALK], &["1|Another|10:00|Jos"], Some(0)),
    (&[TALK], &["9|doorman – global rate limiting|09:00|"], Some(0)),
    (
        &[TALK],
        &["8|Doorman: Global Rate Limiting|11:00|Ann", "9|Doorman: Global Rate Limiting|12:00|Jos"],
        Some(1),
    ),
    (
        &[TALK],
        &["8|Doorman: Global Rate Limiting|11:00|Jos", "9|Doorman: Global Rate Limiting|12:00|Jos"],
        None,
    ),
    (&[TALK], &["9|Doorman: Global Rate Limiting|11:00|Ann"], Some(0)),
    (&["*1|Doorman Talk|09:00|Jos"], &["9|Doorman Talk|11:00|Ann"], None),
    (&[TALK], &["9|Doorman: Global Rate Limiting|11:00|"], Some(0)),
    (&[TALK], &["9|Doorman: Global Rate Limits|09:00|"], Some(0)),
    (&[TALK], &["9|Doorman: Global Rate Limits|11:00|Ann,Jos"], Some(0)),
    (&[TALK], &["9|Doorman: Global Rate Limits|11:00|Ann"], None),
    (&[TALK], &["9|Doorman|11:00|"], None),
    (&["*1|Doorman|09:00|Jos"], &["9|Doorman: Global Rate Limiting|11:00|Jos"], None),
    (&["*1|The Doorman|09:00|Jos"], &["9|The Doorman: Global Rate Limiting|11:00|Jos"], Some(0)),
    (&[TALK], &["9|Something Else|09:00|Jos"], Some(0)),
    (&["*1|Kernel Workshop, part 1|09:00|Jos"], &["2|Kernel Workshop, part 2|09:00|Jos"], None),
    (&["*1|Kernel Workshop I|09:00|Jos"], &["2|Kernel Workshop II|09:00|Jos"], None),
    (&["*1|Kernel Workshop A|09:00|Jos"], &["2|Kernel Workshop B|09:00|Jos"], None),
    (
        &["*1|Opening Keynotes|09:00|", "*2|Opening Keynotess|09:00|"],
        &["9|Opening Keynote|09:00|"],
        None,
    ),
    (
        &["*1|Opening Keynotes|09:00|", "*2|Opening Keynote|09:00|"],
        &["2|Opening Keynote|09:00|"],
        None,
    ),
    // The id, the place and half of the words.
    (&["*1|First version|09:00|"], &["1|Second version|09:00|"], Some(0)),
    (&["*1|First version|09:00|"], &["1|Second version|10:00|"], None),
    (&["*1|First version|09:00|"], &["2|Second version|09:00|"], None),
    // A slot of its own, in UTC too.
    (&["*1|Fast data frames|09:00||Hall"], &["9|Data frames, quickly|09:00||Hall"], Some(0)),
    (&["*1|Fast data frames|09:00||Hall"], &["9|Opening of all|09:00||Hall"], None),
    (&["*1|!!!|09:00|Jos"], &["9|???|11:00|Jos"], None),
];

#[test]
fn a_mark_matches_a_changed_session_by_id_title_start_and_people() {
    let wrong: Vec<_> = CHANGED
        .iter()
        .filter(|(before, after, position)| find_starred(before, after)[0] != *position)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
