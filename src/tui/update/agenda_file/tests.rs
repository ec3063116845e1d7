//! An agenda, a new version of its file, and the model after the version.

use crate::agenda::ProblemSummary;
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::screenshot::after_keys;
use crate::tui::state::{Entry, Focus, Model, Picker, PickerKind, Screen};
use crate::tui::update::apply_action;
use crate::tui::update::tests::{CLOCK, agenda_of, options, parse_agenda};

fn after(sessions: &[&str], keys: &str) -> Model {
    let options = options(agenda_of(sessions), "2029-01-01T00:00:00Z");
    after_keys(options, (120, 36), keys, CLOCK).unwrap()
}

/// An open picker of a kind.
fn picker(kind: PickerKind) -> Picker {
    Picker { kind, row: 0, first: 0, has_chosen: false }
}

/// A number of problems.
fn problems(count: usize) -> ProblemSummary {
    ProblemSummary { count, ..ProblemSummary::default() }
}

fn reread(model: &mut Model, sessions: &[&str]) {
    let agenda = Box::new(agenda_of(sessions));
    let effect =
        apply_action(model, Action::Reread { agenda, problems: problems(2), asked: true }, CLOCK);
    assert!(matches!(effect, None | Some(Effect::Save(_))), "{effect:?}");
}

/// The day, the selected session and the message.
fn state(model: &Model) -> String {
    let id = model.place.selected.map_or("nothing", |ix| &*model.agenda.sessions[ix].id);
    let message = model.message.as_ref().map_or("", |message| &message.text);
    format!("{} {id}: {message}", model.place.day + 1)
}

const BEFORE: &[&str] = &["a A 9 One", "b B 10 One", "c C 10 Two", "d D 33 One"];

#[test]
fn new_version_keeps_the_selected_session() {
    for (keys, after_it, expected) in [
        ("j", BEFORE, "1 b: Read again: nothing has changed."),
        // Other sessions come and go, and the room has another place.
        ("j", &["x X 8 Zero", "b B 10 One", "d D 33 One"], "1 b: 2 missing, 1 new"),
        ("j", &["a A 9 One", "b B 12 Two", "c C 10 Two", "d D 33 One"], "1 b: 1 moved"),
        ("2", &["d D 33 One"], "1 d: 3 missing"),
        ("j", &["a A 9 One", "c C 10 Two", "b B 34 One"], "2 b: 1 missing, 1 moved"),
        // The selected session is gone: the nearest session is selected.
        ("jl", &["a A 9 One", "b B 10 One", "d D 33 One"], "1 b: 1 missing"),
        ("2", &["a A 9 One"], "1 a: 3 missing"),
        // Another id and a unique title: the same session.
        ("j", &["a A 9 One", "z B 11 One", "c C 10 Two", "d D 33 One"], "1 z: 1 moved"),
        (
            "j",
            &["a A 9 One", "z B 10 One", "c C 10 Two", "d D 33 One"],
            "1 z: Read again: only details have changed.",
        ),
        // Two sessions have the title.
        (
            "j",
            &["a A 9 One", "y B 11 One", "z B 12 One", "c C 10 Two", "d D 33 One"],
            "1 a: 1 missing, 2 new",
        ),
        // It is that of a session which is there by its id.
        ("j", &["a B 9 One", "c C 10 Two", "d D 33 One"], "1 a: 1 missing, 1 moved"),
    ] {
        let mut model = after(BEFORE, keys);
        reread(&mut model, after_it);
        assert_eq!(state(&model), expected, "{keys}");
        assert_eq!(model.file.problems.count, 2);
    }
}

#[test]
fn unasked_version_is_reported_if_it_differs() {
    let moved = &["a A 9 One", "b B 12 One", "c C 10 Two", "d D 33 One"][..];
    let mine = "1 b: B moved: Sat 10:00 → 12:00";
    for (keys, now, expected) in [
        ("j", BEFORE, "1 b: "),
        ("j", moved, "1 b: 1 moved"),
        ("jm", moved, mine),
        // Taken back, it is nobody's.
        ("jmu", moved, "1 b: 1 moved"),
    ] {
        let mut model = after(BEFORE, keys);
        model.message = None;
        apply_action(
            &mut model,
            Action::AgendaBroken { why: "conf.toml:3:1: broken".into(), on_demand: false },
            CLOCK,
        );
        assert_eq!((state(&model), model.file.stale.is_some()), ("1 b: ".into(), true));
        let agenda = Box::new(agenda_of(now));
        apply_action(
            &mut model,
            Action::Reread { agenda, problems: problems(1), asked: false },
            CLOCK,
        );
        assert_eq!(
            (state(&model), model.file.stale, model.file.problems.count),
            (expected.into(), None, 1),
            "{keys}"
        );
        assert_eq!(model.message.is_some_and(|message| message.alert), expected == mine);
    }
}

#[test]
fn new_version_keeps_marks_hits_and_screens() {
    let now = ["x X 8 Zero", "y Bee 8 One", "c C 11 Two", "b B 12 One", "d D 33 One"];
    let mut model = after(BEFORE, "jml<Space>");
    reread(&mut model, &now);
    let marked = |model: &Model| -> Vec<String> {
        (0..model.agenda.sessions.len())
            .filter(|ix| model.level_of(*ix).is_some())
            .map(|ix| model.agenda.sessions[ix].id.to_string())
            .collect()
    };
    assert_eq!(marked(&model), ["c", "b"]);
    // In my schedule, the line stays where it was, and Esc goes back to where one was.
    let mut model = after(BEFORE, "jml<Space>2pj");
    let selected = model.place.selected.map(|ix| model.agenda.sessions[ix].id.to_string());
    reread(&mut model, &now);
    assert!(matches!(model.screen, Screen::Mine { .. }));
    assert_eq!(model.place.selected.map(|ix| model.agenda.sessions[ix].id.to_string()), selected);
    apply_action(&mut model, Action::Command(Command::Back), CLOCK);
    assert_eq!(state(&model), "2 d: ");
    // If the session is gone, to the nearest session.
    let mut model = after(BEFORE, "jml<Space>p");
    reread(&mut model, &["a A 9 One", "d D 33 One"]);
    apply_action(&mut model, Action::Command(Command::Back), CLOCK);
    assert_eq!(state(&model), "1 a: ");
    // A session without a time is listed, and selected in the list.
    let mut model = after(BEFORE, "");
    let timeless = "[event]\nid='conf'\n[[session]]\nid='t'\ntitle='T'\nstart='TBA'\n";
    let agenda = Box::new(parse_agenda(timeless));
    apply_action(
        &mut model,
        Action::Reread { agenda, problems: crate::agenda::ProblemSummary::default(), asked: false },
        CLOCK,
    );
    assert_eq!(state(&model), "1 t: all 3 sessions of One are not in the feed; 1 missing, 1 new");
    // A search goes on in the new version.
    let mut model = after(BEFORE, "/bee");
    assert_eq!(model.search.hits.len(), 0);
    reread(&mut model, &now);
    assert_eq!(model.search.hits.len(), 1);
    // Hits that were left open to step through are still the same sessions.
    let mut model = after(BEFORE, "/d<Enter>");
    reread(&mut model, &now);
    assert!(
        !model.search.hits.is_empty()
            && model.search.hits.iter().all(|ix| &*model.agenda.sessions[*ix].id == "d")
    );
    for size in [(0, 0), (1, 1), (40, 10)] {
        apply_action(&mut model, Action::Resize { width: size.0, height: size.1 }, CLOCK);
        reread(&mut model, BEFORE);
    }
}

#[test]
fn export_writes_marked_sessions_as_icalendar() {
    let mut model = after(BEFORE, "");
    assert_eq!(apply_action(&mut model, Action::Command(Command::Export), CLOCK), None);
    assert_eq!(state(&model), "1 a: Nothing is marked yet: Space marks a session.");
    let mut model = after(BEFORE, "jml<Space>");
    let asked = apply_action(&mut model, Action::Command(Command::Export), CLOCK);
    assert_eq!((asked, model.list_input.text()), (None, "conf.ics"), "one key writes nothing");
    let effect = apply_action(&mut model, Action::Command(Command::Open), CLOCK);
    let Some(Effect::WriteNew { name, text, about }) = effect else { panic!("nothing is written") };
    assert_eq!((&*name, &*about), ("conf.ics", "2 sessions of my schedule"));
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
    assert!(text.contains("SUMMARY:B\r\n") && text.contains("SUMMARY:C\r\n"), "{text}");
    apply_action(&mut model, Action::Command(Command::Back), CLOCK);
    let effect = apply_action(&mut model, Action::Command(Command::Reload), CLOCK);
    assert_eq!(effect, Some(Effect::Reread));
}

#[test]
fn name_of_the_file_is_asked_for_until_a_file_is_written() {
    let type_keys = |model: &mut Model, keys: &[Action]| {
        let effects = keys.iter().cloned().map(|key| apply_action(model, key, CLOCK));
        effects.collect::<Vec<_>>().pop().flatten()
    };
    let command = Action::Command;
    let mut model = after(BEFORE, "jme");
    let asks = |model: &Model| matches!(model.focus, Focus::Picker(_));
    // The name is a line: letters, spaces and `q` are typed.
    type_keys(&mut model, &[command(Command::CutToStart), Action::Type("my q.ics".to_owned())]);
    assert_eq!((model.list_input.text(), asks(&model)), ("my q.ics", true));
    // A file has the name: another name is offered, and Enter writes it.
    let taken = Action::NameTaken { name: "my q.ics".to_owned(), free: "my q-2.ics".to_owned() };
    type_keys(&mut model, &[command(Command::Open), taken]);
    let message = "1 b: Not written: there is a file my q.ics. Enter writes my q-2.ics.";
    assert_eq!((state(&model).as_str(), asks(&model)), (message, true));
    let written = type_keys(&mut model, &[command(Command::Open)]);
    assert!(matches!(written, Some(Effect::WriteNew { name, .. }) if name == "my q-2.ics"));
    type_keys(&mut model, &[Action::FileWritten("Wrote it".to_owned())]);
    assert_eq!((state(&model).as_str(), asks(&model)), ("1 b: Wrote it", false));
    // Esc writes nothing, even if the name is changed. No name writes nothing.
    let mut model = after(BEFORE, "jme");
    let left = type_keys(&mut model, &[command(Command::DeleteBack), command(Command::Back)]);
    assert_eq!((left, asks(&model)), (None, false));
    let mut model = after(BEFORE, "jme");
    let empty = type_keys(&mut model, &[command(Command::CutToStart), command(Command::CutToEnd)]);
    assert_eq!((empty, type_keys(&mut model, &[command(Command::Open)])), (None, None));
    assert_eq!((state(&model).as_str(), asks(&model)), ("1 b: Type a name for the file.", true));
}

#[test]
fn new_version_keeps_filter_rooms_and_picker() {
    let now = ["x X 8 Zero", "a A 9 One", "b B 10 One", "c C 11 Two"];
    let shown = |model: &Model| -> Vec<String> {
        let shown = (0..model.agenda.sessions.len()).filter(|ix| model.is_shown(*ix));
        shown.map(|ix| model.agenda.sessions[ix].id.to_string()).collect()
    };
    // The room of the cursor is hidden.
    let mut model = after(BEFORE, "jx");
    assert_eq!(shown(&model), ["c"]);
    reread(&mut model, &now);
    assert_eq!(
        (shown(&model), model.derived.columns.len(), model.place.cursor.column),
        (vec!["x".into(), "c".into()], 2, 1)
    );
    // The second room is filtered by: the list has "only mine", "hide past" and the rooms.
    let mut model = after(BEFORE, "f<End><Space><Esc>");
    assert_eq!(
        (shown(&model), model.settings.filter.describe_choices()),
        (vec!["c".into()], vec!["room Two".into()])
    );
    reread(&mut model, &now);
    assert_eq!(shown(&model), ["c"]);
    // The selected session moves to a hidden room: a visible session is selected.
    reread(&mut model, &["a A 9 One", "b B 10 Two", "c C 11 One"]);
    assert_eq!(
        (shown(&model), state(&model)),
        (vec!["b".into()], "1 b: 1 missing, 2 in another room".into())
    );
    // An open picker stays open, at the same entry.
    let mut model = after(BEFORE, "f<End>");
    reread(&mut model, &["b B 10 One", "c C 11 Two", "y Y 12 Three"]);
    apply_action(&mut model, Action::Command(Command::Attend), CLOCK);
    assert_eq!(
        (shown(&model), model.settings.filter.describe_choices()),
        (vec!["c".into()], vec!["room Two".into()])
    );
    // The session is gone, and with it the list of sessions at the same time.
    let mut model = after(BEFORE, "R<End>");
    reread(&mut model, &["a A 9 One"]);
    assert!(matches!(model.focus, Focus::Picker(Picker { row: 0, .. })), "{:?}", model.focus);
    let mut model = after(BEFORE, "j");
    let overlap = PickerKind::Overlap { session: 1, column: 0 };
    model.focus = Focus::Picker(picker(overlap));
    reread(&mut model, &["a A 9 One"]);
    assert_eq!(model.focus, Focus::Main);
    // There are no rooms at all.
    let mut model = after(BEFORE, "R");
    reread(&mut model, &[]);
    assert_eq!(model.derived.list.entries, [Entry::Remark("There is nothing.".to_owned())]);
}

#[test]
fn new_version_keeps_the_list_of_concurrent_sessions() {
    let many = |first: &[&'static str]| -> Vec<&'static str> {
        let own = "a A 9 One,b B 9 One,c C 9 One,d D 9 One,e E 9 One,f F 9 One,g G 9 One,h H 9 One";
        first.iter().copied().chain(own.split(',')).collect()
    };
    let mut model = after(&many(&[]), "");
    let overlap = PickerKind::Overlap { session: 0, column: 0 };
    model.focus = Focus::Picker(picker(overlap));
    apply_action(&mut model, Action::Tick(None), CLOCK);
    (0..2).for_each(|_| drop(apply_action(&mut model, Action::Command(Command::Down), CLOCK)));
    let Focus::Picker(before) = model.focus else { panic!("{:?}", model.focus) };
    let id = |model: &Model| model.agenda.sessions[model.place.selected.unwrap()].id.to_string();
    assert_eq!((id(&model), before.row), ("c".to_owned(), 2));
    reread(&mut model, &many(&["x X 8 Zero", "y Y 9 One"]));
    let Focus::Picker(now) = model.focus else { panic!("{:?}", model.focus) };
    assert_eq!(id(&model), "c");
    assert!(matches!(now.kind, PickerKind::Overlap { session: 2.., column: 1 }), "{now:?}");
    // The session of the list is gone.
    reread(&mut model, &["b B 9 One", "c C 9 One"]);
    assert_eq!((model.focus, id(&model).as_str()), (Focus::Main, "c"));
}
