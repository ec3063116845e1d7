//! New versions of the agenda.

use super::{CLOCK, after, after_on, agenda_of, parse_agenda, press, selected, srecon};
use crate::agenda::Agenda;
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::layout::screen;
use crate::tui::state::{Focus, Model};
use crate::tui::update::apply_action;

/// The built-in agenda with a session more at the beginning of each day, and without one of
/// Tuesday.
fn another_version() -> Agenda {
    let mut text = include_str!("../../../../data/srecon16-europe.toml")
        .replace("Docker From Scratch", "Docker Unpacked");
    for day in 11..=13 {
        text += &format!(
            "\n[[session]]\nid='new{day}'\ntitle='New'\nstart=2016-07-{day}T07:00:00\n\
             minutes=30\nroom='Ulster'\n"
        );
    }
    parse_agenda(&text)
}

#[test]
fn new_version_keeps_the_selection_and_the_screen() {
    for keys in [
        "jjj",
        "2jjjl",
        "3G",
        "vjjj",
        "j<Space>jj<Space>p",
        "j<Space>pj",
        "/ebpf",
        "/ebpf<Down>",
        "/ebpf<Enter>",
        "jA",
    ] {
        let mut model = after(keys);
        let (before, hits) = (selected(&model), model.search.hits.len());
        let day = model.agenda.days[model.place.day].date;
        let agenda = Box::new(another_version());
        apply_action(
            &mut model,
            Action::Reread {
                agenda,
                problems: crate::agenda::ProblemSummary::default(),
                asked: false,
            },
            CLOCK,
        );
        assert_eq!(selected(&model), before, "{keys}");
        assert_eq!(
            (model.agenda.days[model.place.day].date, model.search.hits.len()),
            (day, hits),
            "{keys}"
        );
        let message = model.message.as_ref().map_or("", |message| &message.text);
        assert!(message.starts_with("1 renamed, 3 new"), "{keys}");
        // And back again by Esc, from wherever it was.
        apply_action(&mut model, Action::Command(Command::Back), CLOCK);
        assert_eq!(selected(&model), selected(&after(&format!("{keys}<Esc>"))), "{keys}");
    }
}

#[test]
fn refused_version_is_reported_until_a_version_is_accepted() {
    let mut model = after("jj");
    let before = selected(&model);
    apply_action(
        &mut model,
        Action::AgendaBroken { why: "a.toml:3:1: what is this".into(), on_demand: false },
        CLOCK,
    );
    apply_action(&mut model, Action::Command(Command::Up), CLOCK);
    apply_action(&mut model, Action::Command(Command::Down), CLOCK);
    assert_eq!((selected(&model), model.file.stale.is_some()), (before, true));
    apply_action(
        &mut model,
        Action::Reread {
            agenda: Box::new(srecon()),
            problems: crate::agenda::ProblemSummary::default(),
            asked: false,
        },
        CLOCK,
    );
    assert_eq!((model.file.stale, model.message), (None, None), "it is as it was before");
}

/// A day of sessions `5` to `28`, one an hour, without those `without`, and a session of another
/// room each hour of `added`.
fn hourly(without: &[usize], added: &[usize]) -> Agenda {
    let own = (5..29).filter(|hour| !without.contains(hour));
    let own = own.map(|hour| format!("{hour} Talk{hour} {hour} Main"));
    let added = added.iter().map(|hour| format!("n{hour} New{hour} {hour} Aside"));
    let lines: Vec<String> = own.chain(added).collect();
    agenda_of(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The id of the selected session, and the line of the list, timetable or menu at which it is.
fn line_of_selection(model: &Model) -> (String, i32) {
    let session = model.place.selected.unwrap();
    let id = model.agenda.sessions[session].id.to_string();
    let line =
        |row: usize, first: usize| i32::try_from(row).unwrap() - i32::try_from(first).unwrap();
    let line = match model.focus {
        Focus::Picker(picker) => line(picker.row, picker.first),
        _ if screen::is_list(model) => line(model.place.row, model.place.first_row),
        _ => {
            let tile = model.derived.table.tile_of(session, model.place.cursor.column).unwrap();
            tile.rows().start - model.place.top
        }
    };
    (id, line)
}

#[test]
fn new_version_scrolls_nothing() {
    let marks_all = format!("{}p{}", "<Space>j".repeat(24), "k".repeat(9));
    let screens = [
        "v1gjjjjjjjjjjjjjjjkk",
        "1gjjjjjjjjjjjjjjjkk",
        "/talk<Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Up><Up>",
        "/<Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Up><Up>",
        &marks_all,
        "1gjjjjjjjjjjjjjjf<End>",
    ];
    for keys in screens {
        let model = || after_on(hourly(&[], &[]), (100, 14), keys);
        let (id, line) = line_of_selection(&model());
        assert!(line > 0, "{keys}: {line}");
        let hour: usize = id.parse().unwrap();
        let next = (hour + 1).to_string();
        // The sessions that the next version lacks, the hours of new ones, and the selection.
        for (without, added, expected) in [
            (&[][..], &[6, 7][..], &id),
            (&[7, 8], &[], &id),
            (&[7, 28], &[6, 9, 10], &id),
            (&[hour], &[], &next),
        ] {
            let mut model = model();
            let is_timetable = !screen::is_list(&model);
            let agenda = Box::new(hourly(without, added));
            apply_action(
                &mut model,
                Action::Reread {
                    agenda,
                    problems: crate::agenda::ProblemSummary::default(),
                    asked: true,
                },
                CLOCK,
            );
            let now = line_of_selection(&model);
            if is_timetable && expected == &next {
                continue;
            }
            assert_eq!(now, (expected.clone(), line), "{keys} {without:?} {added:?}");
        }
    }
}

#[test]
fn undo_after_a_new_version_undoes_the_last_edit() {
    let moved = |hour: usize| {
        agenda_of(&["a Alpha 9 One", &format!("b Beta {hour} One"), "c Gamma 10 Two"])
    };
    let gone = agenda_of(&["a Alpha 9 One", "c Gamma 10 Two"]);
    for (versions, is_saved) in [
        (vec![moved(12)], true),
        (vec![moved(12)], false),
        (vec![gone.clone()], true),
        (vec![gone, moved(10)], true),
    ] {
        let mut model = after_on(moved(10), (120, 36), "1g<Space>j<Space>");
        assert_eq!(model.plan.current.active_marks().len(), 2);
        for version in versions {
            let version = Action::Reread {
                agenda: Box::new(version),
                problems: crate::agenda::ProblemSummary::default(),
                asked: false,
            };
            let effect = apply_action(&mut model, version, CLOCK);
            assert!(matches!(effect, Some(Effect::Save(_))));
            // What a version says is no edit: no session shows as unsaved.
            assert_eq!(model.plan.unsaved_changes().count(), 0);
            let saved = model.plan.current.clone();
            if is_saved {
                apply_action(&mut model, Action::Saved(saved), CLOCK);
            }
        }
        press(&mut model, 'u');
        let marks = model.plan.current.active_marks();
        let ids: Vec<&str> = marks.iter().map(|mark| &**mark.id()).collect();
        assert_eq!(ids, ["a"]);
        press(&mut model, 'u');
        assert!(model.plan.current.is_empty());
    }
}
