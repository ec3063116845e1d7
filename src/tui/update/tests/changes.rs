//! The list of changes after new versions of the agenda.

use super::{CLOCK, add_mark, agenda_of, options, press, selected};
use crate::agenda::Level;
use crate::plan::Plan;
use crate::tui::Options;
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::layout::changes::entry_sentence;
use crate::tui::screenshot::after_keys;
use crate::tui::state::{Focus, Model, Row, Screen};
use crate::tui::update::apply_action;
use chrono::{DateTime, TimeDelta, Utc};

const BEFORE: &[&str] = &["a Alpha 9 One", "b Beta 10 One", "c Gamma 11 Two", "d Delta 33 One"];
const AFTER: &[&str] = &["a Alpha 9 One", "b Beta 12 Two", "c Gamma 13 Two", "e Epsilon 34 One"];

/// The model of [`BEFORE`] with the marks `marked`, after `keys`.
fn model(marked: &str, keys: &str) -> Model {
    let agenda = agenda_of(BEFORE);
    let mut plan = Plan::default();
    for id in marked.split_whitespace() {
        add_mark(&mut plan, &agenda, agenda.find_session(id).unwrap(), Some(Level::Attend));
    }
    let options = Options { plan, ..options(agenda, "2029-01-01T00:00:00Z") };
    after_keys(options, (120, 36), keys, CLOCK).unwrap()
}

fn later(seconds: i64) -> DateTime<Utc> {
    CLOCK + TimeDelta::seconds(seconds)
}

fn take(model: &mut Model, sessions: &[&str], clock: DateTime<Utc>) {
    let agenda = Box::new(agenda_of(sessions));
    apply_action(
        model,
        Action::Reread { agenda, problems: crate::agenda::ProblemSummary::default(), asked: false },
        clock,
    );
}

fn run(model: &mut Model, command: Command, seconds: i64) -> Option<Effect> {
    apply_action(model, Action::Command(command), later(seconds))
}

/// The headings and the sentences of the list.
fn lines(model: &Model) -> Vec<String> {
    let rows = model.derived.rows.iter();
    rows.map(|row| match row {
        Row::News { place, .. } => entry_sentence(model, model.news.entry_at(*place).unwrap()),
        Row::Head(text) | Row::Remark(text) => text.clone(),
        other => format!("{other:?}"),
    })
    .collect()
}

#[test]
fn list_has_marked_sessions_first_and_the_newest_version_first() {
    let mut model = model("b d", "c");
    assert_eq!(
        lines(&model),
        ["Nothing has changed since the agenda was opened.", "r looks for changes now."]
    );
    press(&mut model, 'c');
    take(&mut model, AFTER, later(0));
    take(&mut model, &["a Alpha 9 One", "b Beta 12 Two", "c Gamma 13 Two"], later(3600));
    press(&mut model, 'c');
    assert_eq!(
        lines(&model),
        [
            "Changes of 02:00  1 missing",
            "Epsilon is not in the agenda now: Sun 10:00, One.",
            "",
            "Changes of 01:00  1 missing, 2 moved, 1 new, 2 of yours",
            "Delta is not in the agenda now: Sun 09:00, One. I attend.",
            "Beta moved: Sat 10:00, now 12:00; One, now Two. I attend.",
            "Gamma moved: Sat 11:00, now 13:00.",
            "Epsilon is new: Sun 10:00, One.",
        ]
    );
}

#[test]
fn list_has_each_marked_session_of_a_burst() {
    let sessions = |hour: usize| -> Vec<String> {
        (0..12).map(|nth| format!("s{nth} Talk{nth} {} One", hour + nth)).collect()
    };
    let (before, after) = (sessions(6), sessions(7));
    let [before, after] =
        [&before, &after].map(|lines| lines.iter().map(String::as_str).collect::<Vec<_>>());
    let agenda = agenda_of(&before);
    let mut plan = Plan::default();
    add_mark(&mut plan, &agenda, 3, Some(Level::Maybe));
    let options = Options { plan, ..options(agenda, "2029-01-01T00:00:00Z") };
    let mut model = after_keys(options, (120, 36), "", CLOCK).unwrap();
    take(&mut model, &after, CLOCK);
    press(&mut model, 'c');
    assert_eq!(
        lines(&model)[1..],
        [
            "Talk3 moved: Sat 09:00, now 10:00. Maybe.",
            "12 sessions, 1 of yours, 1 hour later: the feed's zone?"
        ]
    );
}

#[test]
fn open_key_lists_the_changes_while_the_message_stands_and_after_a_second() {
    // Seconds after the message, the action before the key, and the state after the key.
    let down = Action::Command(Command::Down);
    let click = Action::Click { x: 20, y: 3, double: false };
    for (keys, seconds, before, expected) in [
        ("j", 2, None, "changes: Beta"),
        ("j", 0, None, "Beta (details)"),
        ("j", 2, Some(down), "Gamma (details)"),
        ("", 2, Some(click), "Alpha (details)"),
        ("jp", 2, None, "changes: Beta"),
        ("j<Tab>", 2, None, "Beta (details)"),
        ("/gam", 2, None, "Gamma"),
        ("j?", 2, None, "Beta"),
    ] {
        let mut model = model("b", keys);
        take(&mut model, AFTER, later(0));
        if let Some(action) = before.clone() {
            apply_action(&mut model, action, later(1));
        }
        run(&mut model, Command::Open, seconds);
        assert_eq!(selected(&model), expected, "{keys:?} {seconds} {before:?}");
    }
    // Other messages have no changes to list.
    let mut model = model("", "j");
    model.show_message("Something else.");
    run(&mut model, Command::Open, 2);
    assert_eq!(selected(&model), "Beta (details)");
}

#[test]
fn click_on_the_last_line_lists_unread_changes() {
    for (is_changed, expected) in [(true, "changes: Beta"), (false, "Beta")] {
        let mut model = model("b", "j");
        if is_changed {
            take(&mut model, AFTER, CLOCK);
        }
        apply_action(&mut model, Action::Click { x: 5, y: 35, double: false }, CLOCK);
        assert_eq!(selected(&model), expected);
        // The list was read: another click changes nothing.
        let clicked = Action::Click { x: 5, y: 35, double: false };
        run(&mut model, Command::Back, 2);
        apply_action(&mut model, clicked, CLOCK);
        assert_eq!(selected(&model), "Beta");
    }
}

#[test]
fn back_from_the_list_leads_to_the_place_before() {
    for keys in ["2", "jl", "j<Tab>", "vj", "<Space>j<Space>pj", "/alpha<Enter>"] {
        let mut model = model("b", keys);
        take(&mut model, AFTER, CLOCK);
        let (before, place, focus) = (selected(&model), model.place, model.focus);
        run(&mut model, Command::Changes, 2);
        assert!(matches!(model.screen, Screen::Changes(_)), "{keys}");
        for command in [Command::Down, Command::Last, Command::Up] {
            run(&mut model, command, 2);
        }
        run(&mut model, Command::Back, 2);
        assert_eq!((selected(&model), model.place, model.focus), (before, place, focus), "{keys}");
    }
}

#[test]
fn open_key_in_the_list_goes_to_the_session_in_the_timetable() {
    for (downs, expected, message) in [
        // Beta and Delta are marked. Delta is gone.
        (0, "changes: nothing", "This session is not in the agenda now: p lists your mark."),
        (1, "Beta", ""),
        (2, "Gamma", ""),
        (3, "Epsilon", ""),
    ] {
        let mut model = model("b d", "");
        take(&mut model, AFTER, CLOCK);
        run(&mut model, Command::Changes, 2);
        (0..downs).for_each(|_| drop(run(&mut model, Command::Down, 2)));
        run(&mut model, Command::Open, 2);
        let shown = model.message.as_ref().map_or("", |message| &message.text);
        assert_eq!((selected(&model).as_str(), shown), (expected, message), "{downs}");
        assert_eq!(model.focus, Focus::Main);
    }
}

#[test]
fn attend_key_in_the_list_marks_the_session() {
    let mut model = model("", "");
    take(&mut model, AFTER, CLOCK);
    run(&mut model, Command::Changes, 2);
    run(&mut model, Command::Last, 2);
    let effect = run(&mut model, Command::Attend, 2);
    assert!(matches!(effect, Some(Effect::Save(_))));
    let epsilon = model.agenda.find_session("e").unwrap();
    assert_eq!(model.level_of(epsilon), Some(Level::Attend));
    assert_eq!(selected(&model), "changes: Epsilon");
}

#[test]
fn new_version_keeps_the_selected_change_and_its_session() {
    let mut model = model("b", "");
    take(&mut model, AFTER, later(0));
    run(&mut model, Command::Changes, 2);
    run(&mut model, Command::Last, 2);
    assert_eq!(selected(&model), "changes: Epsilon");
    take(&mut model, &["z Zeta 8 One", "a Alpha 9 One", "e Epsilon 34 One"], later(5));
    assert_eq!(selected(&model), "changes: Epsilon");
    // The older change of a session that is gone now leads nowhere.
    run(&mut model, Command::Up, 6);
    assert_eq!(selected(&model), "changes: nothing");
}

#[test]
fn failure_to_save_carried_marks_keeps_the_news() {
    let mut model = model("b", "");
    take(&mut model, AFTER, CLOCK);
    let why = "the disk is full".to_owned();
    apply_action(&mut model, Action::NotSaved { after: 0, why }, CLOCK);
    let message = model.message.unwrap();
    assert_eq!(
        message.text,
        "1 missing, 2 moved, 1 new, 1 of yours: Beta Sat 10:00 → 12:00 · One → Two. Not saved: \
         the disk is full"
    );
    assert!(message.news_since.is_some() && message.alert);
}
