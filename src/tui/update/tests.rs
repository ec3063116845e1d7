//! Keys, and what they come to: an agenda with `[selected]` sessions, the keys, and where one is
//! then.

use super::navigation::go_to;
use super::refresh::refresh_model;
use crate::agenda::Agenda;
use crate::agenda::Level;
use crate::plan::{Change, Plan};
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::input::keymap::Keymap;
use crate::tui::layout::screen;
use crate::tui::screenshot::after_keys;
use crate::tui::state::{Focus, Model, Screen};
use crate::tui::update::apply_action;
use crate::tui::{Options, state::Message};
use chrono::{DateTime, Utc};

pub(crate) const CLOCK: DateTime<Utc> = DateTime::<Utc>::UNIX_EPOCH;

fn srecon() -> Agenda {
    let text = include_str!("../../../data/srecon16-europe.toml");
    crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
}

pub(crate) fn options(agenda: Agenda, time: &str) -> Options {
    Options {
        agenda,
        at: Some(time.parse().unwrap()),
        problems: 0,
        plan: Plan::default(),
        plan_trouble: None,
        watched: None,
        folders: None,
        local: crate::agenda::Zone::by_name("Asia/Tokyo").ok(),
        shows_local: false,
        arrangement: Default::default(),
        keymap: Keymap::standard(),
        agendas: vec!["another".into(), "srecon16-europe".into()],
        look: crate::tui::Look::Terminal,
        ascii: false,
        mouse: false,
        linear: false,
    }
}

pub(crate) fn at(time: &str, keys: &str) -> Model {
    after_keys(options(srecon(), time), (120, 36), keys, CLOCK).unwrap()
}

pub(crate) fn after(keys: &str) -> Model {
    at("2016-01-01T00:00:00Z", keys)
}

pub(crate) fn selected(model: &Model) -> String {
    let title = model.place.selected.map_or("nothing", |ix| &*model.agenda.sessions[ix].title);
    let screen = match model.screen {
        Screen::Day => "",
        Screen::Mine { .. } => "mine: ",
        Screen::Search(_) => "search: ",
        Screen::Agendas { .. } => "agendas: ",
    };
    let focus = match model.focus {
        Focus::Main => "",
        Focus::Detail { full: true } => " (details)",
        Focus::Detail { full: false } => " (pane)",
        Focus::Help => " (help)",
        Focus::Picker(_) => " (menu)",
    };
    format!("{screen}{}{focus}", title.chars().take(16).collect::<String>())
}

#[test]
fn keys_lead_where_they_should() {
    for (keys, expected) in [
        ("", "Morning Coffee &"),
        ("j", "Splicing SRE DNA"),
        ("jjjj", "Panel: What is S"),
        ("jjjjl", "Staring into the"),
        ("jjjjll", "Data Center Netw"),
        ("jjjjllhh", "Panel: What is S"),
        ("k", "Morning Coffee &"),
        ("G", "Open Source Dist"),
        ("Gg", "Morning Coffee &"),
        ("2", "Morning Coffee &"),
        ("jjL", "Production Impro"),
        ("jj]", "Production Impro"),
        ("jjLH", "Doorman: Global "),
        ("9", "Morning Coffee &"),
        ("<Enter>", "Morning Coffee & (details)"),
        ("<Enter><Enter>", "Morning Coffee &"),
        ("<Enter><Esc><Esc><Esc>", "Morning Coffee &"),
        ("<Tab>", "Morning Coffee & (pane)"),
        ("<Tab>jjj<Tab>j", "Splicing SRE DNA"),
        ("?", "Morning Coffee & (help)"),
        ("?<Esc>", "Morning Coffee &"),
        ("vjjj", "Break with Refre"),
        ("vjjjv", "Break with Refre"),
        ("vl", "Morning Coffee &"),
        ("p", "mine: nothing"),
        ("p<Esc>", "Morning Coffee &"),
        ("j<Space>jjp", "mine: Splicing SRE DNA"),
        ("j<Space>jjp<Esc>", "Break with Refre"),
        ("j<Space>jjpp", "Splicing SRE DNA"),
        ("jA", "agendas: nothing"),
        ("jAj<Esc>", "Splicing SRE DNA"),
        ("jAA", "Splicing SRE DNA"),
        ("jjjjw", "Staring into the"),
        ("jjjjww", "Data Center Netw"),
        ("jjjjwww", "Panel: What is S"),
        ("jjjjW", "Data Center Netw"),
        ("jjjjwj", "Conference Recep"),
        ("jw", "Splicing SRE DNA"),
        ("f", "Morning Coffee & (menu)"),
        ("f<Esc>", "Morning Coffee &"),
        ("ff", "Morning Coffee &"),
        ("fR", "Morning Coffee & (menu)"),
        ("pf", "mine: nothing"),
    ] {
        assert_eq!(selected(&after(keys)), expected, "{keys}");
    }
}

#[test]
fn a_search_goes_there_or_leaves_everything_as_it_was() {
    for (keys, expected) in [
        ("/ebpf", "search: Staring into the"),
        ("/ebpf<Down>", "search: The Next Linux S"),
        ("/ebpf<Down><Down><Up>", "search: Staring into the"),
        ("/ebpf<Enter>", "Staring into the"),
        ("/ebpf<Enter>n", "The Next Linux S"),
        ("/ebpf<Enter>nn", "Staring into the"),
        ("/ebpf<Enter>N", "The Next Linux S"),
        ("3jj/ebpf<Esc>", &selected(&after("3jj"))),
        ("/ebpf<Backspace><C-u>docker<Enter>", "Docker From Scra"),
        ("p/docker<Esc>", "mine: nothing"),
        ("/zzqx<Enter>", "Morning Coffee &"),
        ("n", "Morning Coffee &"),
    ] {
        assert_eq!(selected(&after(keys)), expected, "{keys}");
    }
    let (before, back) = (after("3jjjl"), after("3jjjl/ebpf<Down><Esc>"));
    assert_eq!(
        (back.place, back.search.hits.len(), &back.search.query),
        (before.place, 0, &before.search.query)
    );
    let earlier = after("/linux<Enter>/zz<Esc>");
    assert_eq!(earlier.search.query, "linux", "the hits of the search before are still there");
    assert!(
        after("/linux<Enter><Esc>").search.hits.is_empty(),
        "Esc ends the search that is shown"
    );
}

#[test]
fn marks_are_made_taken_back_and_undone() {
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
fn a_mark_is_unsaved_until_the_disk_has_it_and_gone_if_it_refuses() {
    let mut model = after("j");
    let press =
        |model: &mut Model| apply_action(model, Action::Command(super::Command::Attend), CLOCK);
    let Some(Effect::Save(changes)) = press(&mut model) else { panic!("nothing is saved") };
    let id = changes[0].session_id().to_string();
    let session = model.agenda.find_session(&id).unwrap();
    assert!(model.is_saving(session));
    assert_eq!(model.plan.current.level_by_id(&id), Some(Level::Attend));
    // Another program's change arrives before ours is on disk: both are there.
    let mut theirs = Plan::default();
    theirs.apply_changes(&[Change::set_level(
        &model.agenda,
        &model.agenda.sessions[5],
        Some(Level::Maybe),
        CLOCK,
    )]);
    apply_action(&mut model, Action::PlanChanged(theirs.clone()), CLOCK);
    assert_eq!(model.plan.current.active_marks().len(), 2);
    // The disk refuses: ours is gone, theirs is not, and it is told.
    apply_action(&mut model, Action::NotSaved { after: 0, why: "the disk is full".into() }, CLOCK);
    assert!(!model.is_saving(session));
    assert_eq!(model.plan.current, theirs);
    assert!(
        matches!(&model.message, Some(Message { text, alert: true }) if text.contains("the disk is full"))
    );
    // The next one arrives.
    let Some(Effect::Save(changes)) = press(&mut model) else { panic!("nothing is saved") };
    assert!(theirs.apply_changes(&changes));
    apply_action(&mut model, Action::Saved(theirs.clone()), CLOCK);
    assert!(model.plan.saving.is_empty());
    assert_eq!(model.plan.current, theirs);
}

#[test]
fn it_opens_at_now_during_the_event_and_on_the_first_day_otherwise() {
    for (time, day, expected) in [
        ("2016-07-10T12:00:00+01:00", 0, "Morning Coffee &"),
        ("2016-07-11T09:10:00+01:00", 0, "Splicing SRE DNA"),
        ("2016-07-11T14:25:00+01:00", 0, "Flash Sale Engin"),
        ("2016-07-12T12:30:00+01:00", 1, "Challenges of Ma"),
        ("2016-07-12T23:00:00+01:00", 2, "Morning Coffee &"),
        ("2016-07-13T16:59:00+01:00", 2, "Government Needs"),
        ("2016-07-13T17:00:00+01:00", 0, "Morning Coffee &"),
        ("2026-01-01T00:00:00Z", 0, "Morning Coffee &"),
    ] {
        let model = at(time, "");
        assert_eq!((model.place.day, selected(&model).as_str()), (day, expected), "{time}");
    }
    assert_eq!(selected(&at("2016-07-11T14:25:00+01:00", "3t")), "Flash Sale Engin");
    // One's own comes first.
    let own = at("2016-07-11T14:25:00+01:00", "ll<Space>gt");
    assert_eq!(selected(&own), "Staring into the");
}

/// Sessions of several days and nights: what still runs is on the day that it is now, in the
/// timetable and in the list.
#[test]
fn what_began_yesterday_is_there_today() {
    let text = "[event]\ntimezone='Europe/Berlin'\n[[session]]\ntitle='Expo'\nroom='Hall'\nstart=2026-05-01T09:00:00\nend=2026-05-03T18:00:00\n\
                [[session]]\ntitle='Night'\nroom='Lab'\nstart=2026-05-02T20:00:00\nend=2026-05-03T12:00:00\n\
                [[session]]\ntitle='Sunday'\nroom='Room'\nstart=2026-05-03T10:00:00\nminutes=60\n";
    let agenda = || crate::format::read(text.as_bytes()).unwrap().draft.check(None).0;
    let open = |keys: &str| {
        after_keys(options(agenda(), "2026-05-03T10:40:00+02:00"), (120, 36), keys, CLOCK).unwrap()
    };
    let model = open("1/expo<Enter><Space>t");
    assert_eq!(
        (model.place.day, selected(&model).as_str()),
        (2, "Expo"),
        "mine, though it began two days ago"
    );
    let titles = |model: &Model, sessions: Vec<usize>| -> Vec<String> {
        sessions.into_iter().map(|ix| model.agenda.sessions[ix].title.to_string()).collect()
    };
    let mut tiles: Vec<usize> = model.derived.table.tiles.iter().map(|tile| tile.session).collect();
    tiles.sort_unstable();
    assert_eq!(titles(&model, tiles), ["Expo", "Night", "Sunday"]);
    let list = open("v");
    assert_eq!(
        titles(&list, list.derived.rows.iter().filter_map(|row| row.session()).collect()),
        ["Expo", "Night", "Sunday"]
    );
    assert_eq!(selected(&open("")), "Sunday", "of what is not mine, what began last");
}

#[test]
fn the_first_press_on_what_has_moved_takes_note_of_it() {
    let text = |start: &str| {
        format!(
            "[event]\ntimezone='Europe/Berlin'\n[[session]]\nid='a'\ntitle='A'\nstart=2026-05-01T{start}:00\nminutes=30\n"
        )
    };
    let agenda =
        |start: &str| crate::format::read(text(start).as_bytes()).unwrap().draft.check(None).0;
    let mut plan = Plan::default();
    plan.apply_changes(&[Change::set_level(
        &agenda("09:00"),
        &agenda("09:00").sessions[0],
        Some(Level::Attend),
        CLOCK,
    )]);
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
fn whatever_has_changed_is_told_old_and_new_until_it_is_noted() {
    let agenda = |lines: &str| {
        let text = format!("[[session]]\nid='a'\ntitle='A'\nstart=2026-05-01T{lines}\n");
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    };
    let before = agenda("09:00:00\nroom='Hall'\nminutes=30");
    let mut plan = Plan::default();
    plan.apply_changes(&[Change::set_level(
        &before,
        &before.sessions[0],
        Some(Level::Attend),
        CLOCK,
    )]);
    for (now, told) in [
        ("09:00:00\nroom='Hall'\nminutes=30", &[][..]),
        ("11:30:00\nroom='Hall'\nminutes=30", &["moved: Fri 09:00 → Fri 11:30"]),
        (
            "09:00:00\nroom='Cellar'\nminutes=90",
            &["length: 30 min → 1 h 30", "room: Hall → Cellar"],
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
        assert_eq!(press(""), told, "{now}");
        if !told.is_empty() {
            assert_eq!(press("<Space>"), Vec::<String>::new(), "{now}");
        }
    }
}

/// The built-in agenda with a session more at the beginning of each day, and without one of
/// Tuesday.
fn another_version() -> Agenda {
    let mut text = include_str!("../../../data/srecon16-europe.toml")
        .replace("Docker From Scratch", "Docker Unpacked");
    for day in 11..=13 {
        text += &format!(
            "\n[[session]]\nid='new{day}'\ntitle='New'\nstart=2016-07-{day}T07:00:00\nminutes=30\nroom='Ulster'\n"
        );
    }
    crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
}

#[test]
fn another_version_of_the_agenda_leaves_one_where_one_is() {
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
        apply_action(&mut model, Action::Reread { agenda, problems: 0, asked: false }, CLOCK);
        assert_eq!(selected(&model), before, "{keys}");
        assert_eq!(
            (model.agenda.days[model.place.day].date, model.search.hits.len()),
            (day, hits),
            "{keys}"
        );
        assert!(
            matches!(&model.message, Some(Message { text, .. }) if text.starts_with("Read again: 3 new, 1 changed")),
            "{keys}"
        );
        // And back again by Esc, from wherever it was.
        apply_action(&mut model, Action::Command(crate::tui::input::action::Command::Back), CLOCK);
        assert_eq!(selected(&model), selected(&after(&format!("{keys}<Esc>"))), "{keys}");
    }
}

#[test]
fn a_worse_version_of_the_agenda_is_told_as_long_as_it_is_there() {
    let mut model = after("jj");
    let before = selected(&model);
    apply_action(
        &mut model,
        Action::AgendaBroken { why: "a.toml:3:1: what is this".into(), on_demand: false },
        CLOCK,
    );
    apply_action(&mut model, Action::Command(crate::tui::input::action::Command::Up), CLOCK);
    apply_action(&mut model, Action::Command(crate::tui::input::action::Command::Down), CLOCK);
    assert_eq!((selected(&model), model.file.stale.is_some()), (before, true));
    apply_action(
        &mut model,
        Action::Reread { agenda: Box::new(srecon()), problems: 0, asked: false },
        CLOCK,
    );
    assert_eq!((model.file.stale, model.message), (None, None), "it is as it was before");
}

#[test]
fn what_another_program_marks_moves_nothing() {
    for keys in ["jjjj", "3G", "vjjj", "j<Space>jj<Space>p", "/ebpf<Down>", "<Enter>j"] {
        let mut model = after(keys);
        let (place, scroll) = (model.place, model.scroll);
        let mut theirs = model.plan.saved.clone();
        theirs.apply_changes(&[Change::set_level(
            &model.agenda,
            &model.agenda.sessions[70],
            Some(Level::Attend),
            CLOCK,
        )]);
        apply_action(&mut model, Action::PlanChanged(theirs), CLOCK);
        assert_eq!(
            (model.level_of(70), model.place, model.scroll),
            (Some(Level::Attend), place, scroll),
            "{keys}"
        );
    }
}

/// Presses a key, and leaves it to the test what becomes of it.
fn press(model: &mut Model, key: &str) -> Option<Effect> {
    let action = crate::tui::update::action_of_key(
        model,
        crate::tui::input::keymap::Key::from_char(key.chars().next().unwrap()),
    )
    .unwrap();
    apply_action(model, action, CLOCK)
}

#[test]
fn an_undo_that_is_not_saved_can_be_done_again_and_takes_nothing_else_with_it() {
    let mut model = after("j<Space>j<Space>");
    let plan = model.plan.current.clone();
    assert_eq!(model.plan.undo.len(), 2);
    assert!(matches!(press(&mut model, "u"), Some(Effect::Save(_))));
    assert_eq!(model.plan.current.active_marks().len(), 1);
    apply_action(&mut model, Action::NotSaved { after: 0, why: "the disk is full".into() }, CLOCK);
    assert_eq!((model.plan.current.active_marks().len(), model.plan.undo.len()), (2, 2));
    // Of three on their way the one in the middle fails.
    for key in ["u", "m", "m"] {
        press(&mut model, key);
    }
    apply_action(&mut model, Action::NotSaved { after: 1, why: "the disk is full".into() }, CLOCK);
    assert_eq!((model.plan.saving.len(), model.plan.undo.len()), (2, 2));
    apply_action(&mut model, Action::NotSaved { after: 1, why: "the disk is full".into() }, CLOCK);
    apply_action(&mut model, Action::NotSaved { after: 0, why: "the disk is full".into() }, CLOCK);
    assert_eq!((&model.plan.current, model.plan.undo.len()), (&plan, 2));
    for marks in [1, 0, 0] {
        press(&mut model, "u");
        assert_eq!(model.plan.current.active_marks().len(), marks);
    }
}

#[test]
fn what_another_program_has_decided_anew_is_not_undone() {
    let mut model = after("j<Space>");
    let session = model.place.selected.unwrap();
    let mut theirs = model.plan.current.clone();
    theirs.apply_changes(&[Change::set_level(
        &model.agenda,
        &model.agenda.sessions[session],
        Some(Level::Maybe),
        CLOCK,
    )]);
    apply_action(&mut model, Action::PlanChanged(theirs.clone()), CLOCK);
    assert_eq!(press(&mut model, "u"), None);
    assert_eq!((&model.plan.current, model.level_of(session)), (&theirs, Some(Level::Maybe)));
    assert!(
        matches!(&model.message, Some(Message { text, alert: true }) if text.starts_with("Not undone: "))
    );
}

#[test]
fn a_mark_under_an_older_id_is_unsaved_until_the_disk_has_it() {
    let agenda = |id: &str| {
        let text = format!("[[session]]\nid='{id}'\ntitle='A'\nstart=2026-05-01T09:00:00\n");
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    };
    let mut model =
        after_keys(options(agenda("a"), "2026-05-01T08:00:00Z"), (120, 36), "<Space>m", CLOCK)
            .unwrap();
    apply_action(
        &mut model,
        Action::Reread { agenda: Box::new(agenda("aa")), problems: 0, asked: false },
        CLOCK,
    );
    assert_eq!((model.level_of(0), model.is_saving(0)), (Some(Level::Maybe), false));
    press(&mut model, "u");
    assert_eq!((model.level_of(0), model.is_saving(0)), (Some(Level::Attend), true));
}

#[test]
fn the_last_change_can_be_undone_after_a_restart() {
    let plan = after("j<Space>jm").plan.current;
    for (keys, marks) in [("", 2), ("u", 1), ("uu", 1), ("3jj<Space>u", 2), ("3jj<Space>uu", 2)] {
        let options = Options { plan: plan.clone(), ..options(srecon(), "2016-01-01T00:00:00Z") };
        let model = after_keys(options, (120, 36), keys, CLOCK).unwrap();
        assert_eq!(model.plan.current.active_marks().len(), marks, "{keys}");
    }
}

#[test]
fn times_can_be_shown_in_another_zone() {
    let model = after("T");
    let start = model.agenda.sessions[0].start.unwrap();
    assert_eq!(model.shown_time(start).to_rfc3339(), "2016-07-11T16:00:00+09:00");
    assert_eq!(after("TT").shown_time(start).to_rfc3339(), "2016-07-11T08:00:00+01:00");
}

#[test]
fn zoom_keeps_the_selected_session_on_the_screen() {
    for keys in ["3jjjj", "3G", "2jjl"] {
        assert_eq!(
            after(&format!("{keys}{}---", "+".repeat(40))).settings.zoom,
            after(&format!("{keys}{}---", "+".repeat(14))).settings.zoom
        );
        for zoom in ["", "+", "++++", "--", "----------", "+++0"] {
            let model = after(&format!("{keys}{zoom}"));
            let tile = model
                .derived
                .table
                .tile_of(model.place.selected.unwrap(), model.place.cursor.column)
                .unwrap();
            assert!(crate::tui::layout::grid::tile_cells(&model, tile).len() == 1, "{keys}{zoom}");
        }
    }
}

#[test]
fn every_session_of_the_built_in_agenda_is_reached_by_arrows() {
    for day in 1..=3 {
        let mut model = after(&format!("{day}g"));
        let mut seen = std::collections::BTreeSet::new();
        let mut open = vec![(model.place.selected.unwrap(), model.place.cursor)];
        while let Some(place) = open.pop() {
            if seen.insert((place.0, place.1.column, place.1.minute)) {
                for key in "hjkl".chars() {
                    (model.place.selected, model.place.cursor) = (Some(place.0), place.1);
                    let action = crate::tui::update::action_of_key(
                        &model,
                        crate::tui::input::keymap::Key::from_char(key),
                    )
                    .unwrap();
                    apply_action(&mut model, action, CLOCK);
                    open.push((model.place.selected.unwrap(), model.place.cursor));
                }
            }
        }
        let reached: std::collections::BTreeSet<usize> =
            seen.into_iter().map(|place| place.0).collect();
        let all: std::collections::BTreeSet<usize> =
            model.agenda.days[day - 1].sessions.clone().collect();
        assert_eq!(reached, all, "day {day}");
    }
}

#[test]
fn a_click_selects_what_is_under_it() {
    let mut model = after("");
    let click = |model: &mut Model, x, y, double| {
        apply_action(model, Action::Click { x, y, double }, CLOCK)
    };
    for ix in 0..model.agenda.days[0].sessions.end {
        let tile = model
            .derived
            .table
            .tiles
            .iter()
            .find(|tile| tile.session == ix && tile.shows_text)
            .unwrap()
            .clone();
        let Some(cells) = crate::tui::layout::grid::tile_cells(&model, &tile).into_iter().next()
        else {
            continue;
        };
        click(&mut model, cells.area.x + 1, cells.area.y, false);
        assert_eq!(model.place.selected, Some(ix));
    }
    click(&mut model, 30, 0, false);
    assert_eq!(model.place.day, 1, "a day of the header");
    click(&mut model, 12, 3, true);
    assert_eq!(model.focus, Focus::Detail { full: true });
    click(&mut model, 12, 3, false);
    assert_eq!(model.focus, Focus::Main);
    apply_action(&mut model, Action::Scroll { x: 100, y: 10, notches: 1 }, CLOCK);
    apply_action(&mut model, Action::Scroll { x: 10, y: 10, notches: 2 }, CLOCK);
    assert_ne!(model.place.selected, None);
}

#[test]
fn up_brings_back_what_was_searched_for() {
    for (keys, expected) in [
        ("/<Up>", "typed "),
        ("/ebpf<Enter>/<Up>", "typed ebpf"),
        ("/ebpf<Enter>/docker<Esc>/<Up>", "typed docker"),
        ("/ebpf<Enter>/docker<Esc>/<Up><Up>", "typed ebpf"),
        ("/ebpf<Enter>/docker<Esc>/<Up><Up><Up>", "typed docker"),
        ("/ebpf<Enter>/<Up><Down><Up>", "typed ebpf"),
        ("/ebpf<Enter>/docker<Enter>/<Up>x<Up>", "typed docker"),
    ] {
        let typed = match &after(keys).screen {
            Screen::Search(search) => format!("typed {}", search.input),
            other => format!("{other:?}"),
        };
        assert_eq!(typed, expected, "{keys}");
    }
}

#[test]
fn the_eye_keeps_its_time_over_rooms_and_its_room_over_times() {
    let agenda = |sessions: &[(&str, &str, i64, &str)]| {
        let session = |(title, start, minutes, room): &(&str, &str, i64, &str)| {
            format!(
                "[[session]]\ntitle='{title}'\nstart=2026-05-04T{start}:00\nminutes={minutes}\nroom='{room}'\n"
            )
        };
        let text =
            format!("[event]\nname='E'\n{}", sessions.iter().map(session).collect::<String>());
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    };
    let agenda = agenda(&[
        ("A nine", "09:00", 30, "A"),
        ("A three", "15:00", 30, "A"),
        ("B long", "12:00", 600, "B"),
        ("C six", "18:00", 30, "C"),
        ("D noon", "12:00", 30, "D"),
        ("D three", "15:00", 30, "D"),
        ("E last", "23:30", 20, "E"),
    ]);
    // Keys, what is selected then, and in which room the eye is.
    for (keys, session, room) in [
        ("j", "A three", "A"),
        ("jl", "B long", "B"),
        ("jll", "D three", "D"),
        ("jllh", "B long", "B"),
        ("jllhh", "A three", "A"),
        ("G", "E last", "E"),
        ("Gg", "A nine", "A"),
        ("jj", "C six", "C"),
    ] {
        let model =
            after_keys(options(agenda.clone(), "2016-01-01T00:00:00Z"), (160, 45), keys, CLOCK)
                .unwrap();
        assert_eq!(selected(&model), session, "{keys}");
        let Some(crate::timetable::Column::Room(ix)) =
            model.derived.columns.iter().nth(model.place.cursor.column)
        else {
            panic!("{keys}: no room");
        };
        assert_eq!(&*model.agenda.rooms[ix].name, room, "{keys}");
    }
}

#[test]
fn no_time_is_drawn_as_free_in_which_something_runs() {
    let session = |nth: usize| {
        let (hour, minute) = (9 + nth / 4, nth % 4 * 15);
        format!(
            "[[session]]\ntitle='T{nth}'\nstart=2026-05-04T{hour:02}:{minute:02}:00\nminutes=90\nroom='A'\n"
        )
    };
    // Nine sessions in one room, each a quarter of an hour after the one before.
    let text = format!("[event]\nname='E'\n{}", (0..9).map(session).collect::<String>());
    let agenda = crate::format::read(text.as_bytes()).unwrap().draft.check(None).0;
    for width in [60, 80, 120] {
        let mut model =
            after_keys(options(agenda.clone(), "2016-01-01T00:00:00Z"), (width, 60), "", CLOCK)
                .unwrap();
        for selected in 0..9 {
            go_to(&mut model, selected);
            refresh_model(&mut model);
            let grid = crate::tui::layout::screen::grid(&model);
            let tiles: Vec<_> = model.derived.table.live_tiles().cloned().collect();
            let pieces: Vec<_> = tiles
                .iter()
                .flat_map(|tile| crate::tui::layout::grid::tile_cells(&model, tile))
                .collect();
            for row in 0..model.derived.table.axis.height().min(i32::from(grid.height)) {
                let y = grid.y + u16::try_from(row).unwrap();
                let row = row + model.place.top;
                let runs = tiles.iter().any(|tile| tile.rows.contains(&row));
                let drawn = pieces
                    .iter()
                    .filter(|piece| (piece.area.y..piece.area.y + piece.area.height).contains(&y));
                let drawn: Vec<u16> = drawn.map(|piece| piece.area.x).collect();
                assert_eq!(runs, !drawn.is_empty(), "{width}: row {row} with {selected} selected");
                let apart: std::collections::BTreeSet<&u16> = drawn.iter().collect();
                assert_eq!(apart.len(), drawn.len(), "{width}: row {row} is drawn twice");
            }
        }
    }
}

#[test]
fn the_wheel_scrolls_and_what_is_selected_stays_while_it_is_seen() {
    let mut model =
        after_keys(options(srecon(), "2016-01-01T00:00:00Z"), (120, 16), "", CLOCK).unwrap();
    let height = i32::from(crate::tui::layout::screen::grid(&model).height);
    let last = model.derived.table.axis.height() - height;
    let mut tops = vec![model.place.top];
    for rows in [1; 20].into_iter().chain([-1; 20]) {
        let (before, selected) = (model.place.top, model.place.selected.unwrap());
        apply_action(&mut model, Action::Scroll { x: 10, y: 8, notches: rows }, CLOCK);
        let place = model.place;
        assert_eq!(
            place.top,
            (before + 3 * rows).clamp(0, last),
            "three rows a notch, and no further than there are"
        );
        let seen = |session| {
            let tile = model.derived.table.tile_of(session, place.cursor.column).unwrap();
            tile.rows.start < place.top + height && place.top < tile.rows.end
        };
        let now = place.selected.unwrap();
        assert!(
            seen(now)
                && (now == selected
                    || !model.derived.table.tile_of(selected, place.cursor.column).is_some_and(
                        |tile| {
                            place.top <= tile.rows.start && tile.rows.end <= place.top + height
                        }
                    )),
            "at {}",
            place.top
        );
        tops.push(place.top);
    }
    assert!(tops.contains(&last) && tops.last() == Some(&0), "{tops:?}");
}

#[test]
fn a_click_beside_the_rooms_shows_more_of_them() {
    let agenda = {
        let room = |nth: usize| {
            format!(
                "[[session]]\ntitle='T{nth}'\nstart=2026-05-04T09:00:00\nminutes=30\nroom='R{nth}'\n"
            )
        };
        let text = format!("[event]\nname='E'\n{}", (0..12).map(room).collect::<String>());
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    };
    let mut model =
        after_keys(options(agenda, "2016-01-01T00:00:00Z"), (80, 24), "", CLOCK).unwrap();
    let shown = |model: &Model| (screen::columns_shown(&model), selected(model));
    // Clicks at the right of the heads, then at the left; a key does the same.
    let mut seen = vec![shown(&model)];
    for x in [78, 78, 3, 3] {
        apply_action(&mut model, Action::Click { x, y: 1, double: false }, CLOCK);
        seen.push(shown(&model));
    }
    let expected = [(0..3, "T0"), (3..6, "T3"), (6..9, "T6"), (3..6, "T5"), (0..3, "T2")];
    assert_eq!(seen, expected.map(|(columns, title)| (columns, title.to_owned())));
    apply_action(&mut model, Action::Command(Command::RoomsRight), CLOCK);
    assert_eq!(screen::columns_shown(&model), 3..6);
}

#[test]
fn what_cannot_be_typed_or_marked_is_told() {
    let type_text =
        |model: &mut Model, text: &str| _ = apply_action(model, Action::Type(text.into()), CLOCK);
    let typed = |model: &Model| match &model.screen {
        Screen::Search(search) => search.input.clone(),
        _ => String::new(),
    };
    let mut model = after("/");
    for (text, expected) in
        [("a👩🏽🇮🇪", "a👩🏽🇮🇪"), ("\u{8}", "a👩🏽"), ("\u{8}", "a"), ("\u{8}\u{8}", "")]
    {
        type_text(&mut model, text);
        assert_eq!(typed(&model), expected, "a letter is taken back whole");
    }
    type_text(&mut model, &"ü".repeat(200));
    assert_eq!((typed(&model).chars().count(), &model.message), (200, &None));
    type_text(&mut model, "x");
    let told = |model: &Model| {
        model.message.as_ref().map(|message| message.text.clone()).unwrap_or_default()
    };
    assert_eq!(
        (typed(&model).chars().count(), &*told(&model)),
        (200, "A search is as long as 200 characters at most.")
    );
    assert_eq!(told(&after("/zzqx<Tab>")), "There is no hit that could be marked.");
}

#[test]
fn screens_of_rooms_end_where_nothing_is_further_on() {
    // Only the first day has something in the last rooms.
    let room = |nth: usize, day: u32| {
        format!(
            "[[session]]\ntitle='T{nth}'\nstart=2026-05-0{day}T09:00:00\nminutes=30\nroom='R{nth}'\n"
        )
    };
    let sessions: String =
        (0..12).map(|nth| room(nth, 4)).chain((0..5).map(|nth| room(nth, 5))).collect();
    let agenda = crate::format::read(format!("[event]\nname='E'\n{sessions}").as_bytes())
        .unwrap()
        .draft
        .check(None)
        .0;
    for (keys, shown, told) in [
        ("1}}}", 9..12, ""),
        ("1}}}}", 9..12, "There is nothing further to the right on this day."),
        ("2}", 3..6, ""),
        ("2}}", 3..6, "There is nothing further to the right on this day."),
        ("2}{", 0..3, ""),
        ("2}{{", 0..3, "There is nothing further to the left on this day."),
    ] {
        let model =
            after_keys(options(agenda.clone(), "2016-01-01T00:00:00Z"), (80, 24), keys, CLOCK)
                .unwrap();
        let message = model.message.as_ref().map_or("", |message| &message.text);
        assert_eq!((screen::columns_shown(&model), message), (shown, told), "{keys}");
    }
}
