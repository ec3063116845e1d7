//! Marks: set, saved, undone, and changed by another program.

use super::{CLOCK, add_mark, after, alert_text, options, parse_agenda, press, srecon};
use crate::agenda::Level;
use crate::plan::Plan;
use crate::tui::Options;
use crate::tui::input::action::Action;
use crate::tui::input::action::Command;
use crate::tui::input::action::Effect;
use crate::tui::screenshot::after_keys;
use crate::tui::state::Model;
use crate::tui::update::apply_action;

#[test]
fn mark_keys_set_remove_and_undo_marks() {
    let levels = |keys: &str| {
        let model = after(keys);
        let level = |title: &str| {
            let ix = model
                .agenda
                .sessions
                .iter()
                .position(|session| session.title.starts_with(title))
                .unwrap();
            model.level_of(ix)
        };
        (level("Splicing"), level("Doorman"))
    };
    let (attend, maybe) = (Some(Level::Attend), Some(Level::Maybe));
    for (keys, expected) in [
        ("j<Space>", (attend, None)),
        ("j<Space><Space>", (None, None)),
        ("j<Space>m", (maybe, None)),
        ("jmm", (None, None)),
        ("js", (attend, None)),
        ("j<Space>j<Space>u", (attend, None)),
        ("j<Space>j<Space>uu", (None, None)),
        ("j<Space>j<Space>uuu", (None, None)),
        ("j<Space><Space>u", (attend, None)),
        ("/doorman<Tab><Esc>", (None, attend)),
        ("j<Space>p<Space>", (None, None)),
        ("j<Space>j<Space>pg<Space>", (None, attend)),
        ("j<Space>j<Space>pg<Space><Space>", (attend, attend)),
        ("j<Space>j<Space>pg<Space>j<Space>", (None, None)),
    ] {
        assert_eq!(levels(keys), expected, "{keys}");
    }
}

#[test]
fn mark_is_unsaved_until_saved_and_dropped_after_a_failure() {
    let mut model = after("j");
    let press = |model: &mut Model| apply_action(model, Action::Command(Command::Attend), CLOCK);
    let Some(Effect::Save(changes)) = press(&mut model) else { panic!("nothing is saved") };
    let id = changes[0].session_id().to_string();
    let session = model.agenda.find_session(&id).unwrap();
    assert!(model.is_saving(session));
    assert_eq!(model.plan.current.level_by_id(&id), Some(Level::Attend));
    // Another program's change arrives before ours is on disk: both are there.
    let mut theirs = Plan::default();
    add_mark(&mut theirs, &model.agenda, 5, Some(Level::Maybe));
    apply_action(&mut model, Action::PlanChanged(theirs.clone()), CLOCK);
    assert_eq!(model.plan.current.active_marks().len(), 2);
    // The disk refuses: the own mark is gone, the other program's mark stays, and a message says
    // so.
    apply_action(&mut model, Action::NotSaved { after: 0, why: "the disk is full".into() }, CLOCK);
    assert!(!model.is_saving(session));
    assert_eq!(model.plan.current, theirs);
    assert!(alert_text(&model).contains("the disk is full"));
    // The next one arrives.
    let Some(Effect::Save(changes)) = press(&mut model) else { panic!("nothing is saved") };
    assert!(theirs.apply_changes(&changes));
    apply_action(&mut model, Action::Saved(theirs.clone()), CLOCK);
    assert!(model.plan.saving.is_empty());
    assert_eq!(model.plan.current, theirs);
}

#[test]
fn first_press_on_a_moved_session_updates_its_mark() {
    let text = |start: &str| {
        format!(
            "[event]\ntimezone='Europe/Berlin'\n[[session]]\nid='a'\ntitle='A'\n\
             start=2026-05-01T{start}:00\nminutes=30\n"
        )
    };
    let agenda = |start: &str| parse_agenda(&text(start));
    let mut plan = Plan::default();
    add_mark(&mut plan, &agenda("09:00"), 0, Some(Level::Attend));
    let moved = |keys: &str| {
        let options =
            Options { plan: plan.clone(), ..options(agenda("11:00"), "2026-05-01T08:00:00+02:00") };
        let model = after_keys(options, (120, 36), keys, CLOCK).unwrap();
        (model.plan.changed.len(), model.level_of(0))
    };
    assert_eq!(moved(""), (1, Some(Level::Attend)));
    assert_eq!(moved("<Space>"), (0, Some(Level::Attend)));
    assert_eq!(moved("<Space><Space>"), (0, None));
    assert_eq!(
        moved("<Space>u"),
        (1, Some(Level::Attend)),
        "undone, it is as if it had never been noted"
    );
}

#[test]
fn changes_of_a_marked_session_are_noted_until_the_mark_is_updated() {
    let agenda = |lines: &str| {
        let text = format!("[[session]]\nid='a'\ntitle='A'\nstart=2026-05-01T{lines}\n");
        parse_agenda(&text)
    };
    let before = agenda("09:00:00\nroom='Hall'\nminutes=30");
    let mut plan = Plan::default();
    add_mark(&mut plan, &before, 0, Some(Level::Attend));
    for (now, message) in [
        ("09:00:00\nroom='Hall'\nminutes=30", &[][..]),
        ("11:30:00\nroom='Hall'\nminutes=30", &["moved: Fri 09:00 → Fri 11:30"]),
        (
            "09:00:00\nroom='Cellar'\nminutes=90",
            &["room: Hall → Cellar", "length: 30 min → 1 h 30"],
        ),
        ("09:00:00\nminutes=30", &["room: Hall → no room"]),
        ("09:00:00\nroom='Hall'", &["length: 30 min → unknown"]),
        ("09:00:00\nroom='Hall'\nminutes=30\ncancelled=true", &["is cancelled"]),
    ] {
        let press = |keys: &str| {
            let options =
                Options { plan: plan.clone(), ..options(agenda(now), "2026-05-01T08:00:00+02:00") };
            let model = after_keys(options, (120, 36), keys, CLOCK).unwrap();
            assert_eq!(model.level_of(0), Some(Level::Attend));
            crate::tui::layout::notes::change_notes(&model, 0)
        };
        assert_eq!(press(""), message, "{now}");
        if !message.is_empty() {
            assert_eq!(press("<Space>"), Vec::<String>::new(), "{now}");
        }
    }
}

#[test]
fn mark_of_another_program_moves_nothing() {
    for keys in ["jjjj", "3G", "vjjj", "j<Space>jj<Space>p", "/ebpf<Down>", "<Enter>j"] {
        let mut model = after(keys);
        let (place, scroll) = (model.place, model.scroll);
        let mut theirs = model.plan.saved.clone();
        add_mark(&mut theirs, &model.agenda, 70, Some(Level::Attend));
        apply_action(&mut model, Action::PlanChanged(theirs), CLOCK);
        assert_eq!(
            (model.level_of(70), model.place, model.scroll),
            (Some(Level::Attend), place, scroll),
            "{keys}"
        );
    }
}

#[test]
fn failed_undo_can_be_repeated_and_keeps_other_steps() {
    let mut model = after("j<Space>j<Space>");
    let plan = model.plan.current.clone();
    assert_eq!(model.plan.undo.len(), 2);
    assert!(matches!(press(&mut model, 'u'), Some(Effect::Save(_))));
    assert_eq!(model.plan.current.active_marks().len(), 1);
    apply_action(&mut model, Action::NotSaved { after: 0, why: "the disk is full".into() }, CLOCK);
    assert_eq!((model.plan.current.active_marks().len(), model.plan.undo.len()), (2, 2));
    // Of three on their way the one in the middle fails.
    for key in ['u', 'm', 'm'] {
        press(&mut model, key);
    }
    apply_action(&mut model, Action::NotSaved { after: 1, why: "the disk is full".into() }, CLOCK);
    assert_eq!((model.plan.saving.len(), model.plan.undo.len()), (2, 2));
    apply_action(&mut model, Action::NotSaved { after: 1, why: "the disk is full".into() }, CLOCK);
    apply_action(&mut model, Action::NotSaved { after: 0, why: "the disk is full".into() }, CLOCK);
    assert_eq!((&model.plan.current, model.plan.undo.len()), (&plan, 2));
    for marks in [1, 0, 0] {
        press(&mut model, 'u');
        assert_eq!(model.plan.current.active_marks().len(), marks);
    }
}

#[test]
fn undo_is_refused_after_a_change_by_another_program() {
    let mut model = after("j<Space>");
    let session = model.place.selected.unwrap();
    let mut theirs = model.plan.current.clone();
    add_mark(&mut theirs, &model.agenda, session, Some(Level::Maybe));
    apply_action(&mut model, Action::PlanChanged(theirs.clone()), CLOCK);
    assert_eq!(press(&mut model, 'u'), None);
    assert_eq!((&model.plan.current, model.level_of(session)), (&theirs, Some(Level::Maybe)));
    assert!(alert_text(&model).starts_with("Not undone: "));
}

#[test]
fn undo_under_an_older_id_is_unsaved_until_saved() {
    let agenda = |id: &str| {
        let text = format!("[[session]]\nid='{id}'\ntitle='A'\nstart=2026-05-01T09:00:00\n");
        parse_agenda(&text)
    };
    let mut model =
        after_keys(options(agenda("a"), "2026-05-01T08:00:00Z"), (120, 36), "<Space>m", CLOCK)
            .unwrap();
    let version = Action::Reread {
        agenda: Box::new(agenda("aa")),
        problems: crate::agenda::ProblemSummary::default(),
        asked: false,
    };
    let effect = apply_action(&mut model, version, CLOCK);
    assert!(matches!(effect, Some(Effect::Save(_))));
    let saved = model.plan.current.clone();
    apply_action(&mut model, Action::Saved(saved), CLOCK);
    assert_eq!((model.level_of(0), model.is_saving(0)), (Some(Level::Maybe), false));
    press(&mut model, 'u');
    assert_eq!((model.level_of(0), model.is_saving(0)), (Some(Level::Attend), true));
}

#[test]
fn undo_after_a_restart_undoes_the_last_change() {
    let plan = after("j<Space>jm").plan.current;
    for (keys, marks) in [("", 2), ("u", 1), ("uu", 1), ("3jj<Space>u", 2), ("3jj<Space>uu", 2)] {
        let options = Options { plan: plan.clone(), ..options(srecon(), "2016-01-01T00:00:00Z") };
        let model = after_keys(options, (120, 36), keys, CLOCK).unwrap();
        assert_eq!(model.plan.current.active_marks().len(), marks, "{keys}");
    }
}
