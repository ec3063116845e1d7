//! Tables of two versions of an agenda, and the news.

use super::*;
use crate::plan::{Change, Plan};
use chrono::DateTime;

/// Reads an agenda of `ID TITLE HOUR ROOM`, separated by spaces. `-`: no room.
fn read_agenda(sessions: &[String]) -> Agenda {
    let toml = |session: &String| {
        let words: Vec<&str> = session.split(' ').collect();
        let [id, title, hour, room] = words[..] else { panic!("{session}") };
        let room = format!("room = '{room}'").replace("room = '-'", "");
        format!(
            "[[session]]\nid = '{id}'\ntitle = '{title}'\n{room}\n\
             start = 2030-05-04T{hour:0>2}:00:00\n"
        )
    };
    let text: String = sessions.iter().map(toml).collect();
    crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
}

/// Returns the news as `KIND LEVEL ID` or `KIND SENTENCE`. Sessions whose title begins with `My`
/// are marked.
fn find_news(before: &[String], after: &[String]) -> Vec<String> {
    let (old, new) = (read_agenda(before), read_agenda(after));
    let mut plan = Plan::default();
    for session in old.sessions.iter().filter(|session| session.title.starts_with("My")) {
        let level = Some(Level::Attend);
        plan.apply_changes(&[Change::set_level(&old, session, level, DateTime::UNIX_EPOCH)]);
    }
    let map = VersionMap::between(&old, &new);
    let old_schedule = plan.schedule_for(&old);
    plan.apply_changes(&map.carry_marks(&plan, &old, &new, DateTime::UNIX_EPOCH));
    let new_schedule = plan.schedule_for(&new);
    let versions = Versions {
        map: &map,
        old: &old,
        new: &new,
        old_schedule: &old_schedule,
        new_schedule: &new_schedule,
    };
    let describe = |item: NewsItem| {
        let level = if item.level.is_some() { "mine " } else { "" };
        let about = match &item.news {
            News::Shift(shift) => shift.before.id.to_string(),
            News::New(ix) => new.sessions[*ix].id.to_string(),
            joined => joined.describe_joined().unwrap(),
        };
        format!("{} {level}{about}", item.as_word())
    };
    versions.find_news().into_iter().map(describe).collect()
}

/// Splits at `;`.
fn sessions_of(list: &str) -> Vec<String> {
    list.split(';').map(|session| session.trim().to_owned()).collect()
}

const ONE_BY_ONE: &[(&str, &str, &[&str])] = &[
    ("a Alpha 9 X; b Beta 9 Y", "a Alpha 9 X; b Beta 9 Y", &[]),
    // A new id, and another case, are no news.
    ("a Alpha 9 X; b Beta 9 Y", "c Alpha 9 X; b BETA! 9 Y", &[]),
    // Mine first, the weightiest first.
    (
        "a Alpha 9 X; b MyTalk 9 Y; c MyOther 9 Z; d Delta 9 W",
        "a Alpha 10 X; b MyTalk 9 X; d Delta 9 W; e New 11 W",
        &["gone mine c", "relocated mine b", "moved a", "new e"],
    ),
    // A room of two sessions has another name; a room of one session has moved, perhaps.
    (
        "a MyTalk 9 X; b Beta 10 X; c Gamma 9 Y",
        "a MyTalk 9 Hall; b Beta 10 Hall; c Gamma 9 Z",
        &["relocated X is called Hall now: 2 sessions", "relocated c"],
    ),
    // Two sessions go to a room that was there before.
    (
        "a Alpha 9 X; b Beta 10 X; c Gamma 12 Y",
        "a Alpha 9 Y; b Beta 10 Y; c Gamma 12 Y",
        &["relocated a", "relocated b"],
    ),
];

#[test]
fn news_of_few_sessions_are_told_one_by_one() {
    for (before, after, expected) in ONE_BY_ONE {
        let news = find_news(&sessions_of(before), &sessions_of(after));
        assert_eq!(news, *expected, "{before} → {after}");
    }
}

/// Sessions `ID Talk-ID HOUR ROOM`, one for each number.
fn numbered(numbers: std::ops::Range<usize>, hour: usize, room: &str) -> Vec<String> {
    let title = |number| if number == 0 { "My" } else { "Talk" };
    let name = |number: usize| &"abcdefghijklmnopqrstuvwxyz"[number..];
    numbers
        .map(|number| format!("s{number} {}{} {hour} {room}", title(number), name(number)))
        .collect()
}

#[test]
fn sessions_that_move_by_the_same_hours_are_one_piece_of_news() {
    for (count, hour, expected) in [
        (12, 10, vec!["moved 12 sessions, 1 of yours, 1 hour later: the feed's zone?".to_owned()]),
        (
            12,
            7,
            vec!["moved 12 sessions, 1 of yours, 2 hours earlier: the feed's zone?".to_owned()],
        ),
        (3, 10, ["mine s0", "s1", "s2"].map(|id| format!("moved {id}")).to_vec()),
    ] {
        let news = find_news(&numbered(0..count, 9, "-"), &numbered(0..count, hour, "-"));
        assert_eq!(news, expected, "{count} at {hour}");
    }
}

#[test]
fn sessions_that_vanish_together_are_one_piece_of_news_besides_mine() {
    let rest = numbered(12..20, 9, "Y");
    let with_rest = |sessions: Vec<String>| [sessions, rest.clone()].concat();
    for (before, after, expected) in [
        (
            with_rest(numbered(0..4, 9, "X")),
            rest.clone(),
            &["gone mine s0", "gone all 4 sessions of X are not in the feed"][..],
        ),
        (
            with_rest(numbered(0..12, 9, "X")),
            rest.clone(),
            &["gone mine s0", "gone 12 sessions at once are not in the feed"],
        ),
        (
            with_rest(numbered(1..4, 9, "X")),
            with_rest(numbered(1..2, 9, "X")),
            &["gone s2", "gone s3"],
        ),
    ] {
        assert_eq!(find_news(&before, &after), expected, "{before:?}");
    }
}
