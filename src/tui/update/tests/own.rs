//! Own entries, notes, and sessions that are not for me.

use super::{CLOCK, after, options, press, srecon};
use crate::agenda::Clean;
use crate::timetable::Columns;
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::layout::rooms::column_names;
use crate::tui::screenshot::after_keys;
use crate::tui::state::{Focus, Model};
use crate::tui::update::apply_action;

/// The titles of the own entries, and the columns, of the day on the screen.
fn own_of_day(model: &Model) -> String {
    let tiles = model.derived.table.live_tiles().filter(|tile| tile.shows_text);
    let sessions = tiles.filter_map(|tile| model.agenda.sessions.get(tile.session));
    let own = sessions.filter(|session| session.is_own());
    let own: Vec<String> = own
        .map(|session| format!("{} {}", session.start.unwrap().format("%H:%M"), session.title))
        .collect();
    let columns = column_names(model).first().copied().unwrap_or_default();
    format!("{} | {columns}", own.join(", "))
}

fn message(model: &Model) -> &str {
    model.message.as_ref().map_or("", |message| &message.text)
}

#[test]
fn own_entry_is_drawn_in_a_column_of_its_day_and_edited_removed_and_restored() {
    for (keys, expected) in [
        ("2aLunch<Enter>", "09:00 Lunch | Mine"),
        ("2aLunch<C-e><C-w><C-w>12:30 45m<Enter>", "12:30 Lunch | Mine"),
        ("2nLunch<Enter>", "09:00 Lunch | Mine"),
        // Other days have no such column.
        ("2aLunch<Enter>1", " | Lansdowne"),
        ("2aLunch<Enter>12", "09:00 Lunch | Mine"),
        // The selected entry is edited.
        ("2aLunch<Enter>a<C-a>Late <Enter>", "09:00 Late Lunch | Mine"),
        ("2aLunch<Enter>a<C-a>Late <Enter>u", "09:00 Lunch | Mine"),
        ("2aLunch<Enter>a<C-a>Late <Enter>uu", " | Lansdowne"),
        ("2aLunch<Enter>x", " | Lansdowne"),
        ("2aLunch<Enter><Delete>u", "09:00 Lunch | Mine"),
        // A day in the text is another day than that on the screen.
        ("1a<C-k>Tea wed 9:00 30m<Enter>", "09:00 Tea | Mine"),
        // What is not understood is not stored.
        ("2a<C-k>Lunch<Enter><Esc>", " | Lansdowne"),
        ("2aLunch<Esc>", " | Lansdowne"),
    ] {
        assert_eq!(own_of_day(&after(keys)), expected, "{keys}");
    }
}

#[test]
fn columns_after_entries_are_those_of_the_agenda() {
    for keys in [
        "2aLunch<Enter>",
        "2aLunch<Enter>x",
        "2aLunch<Enter>xu",
        "2aLunch<Enter>1",
        "2aLunch<Enter>12",
        "2lxaLunch<Enter>",
        "f<Down><Space><Enter>2aLunch<Enter>",
        "2aLunch<Enter>f<Down><Space><Enter>x",
    ] {
        let model = after(keys);
        let is_shown = |ix| model.is_shown(ix);
        let order = &model.derived.room_order;
        let columns = Columns::arranged_by(&model.agenda, order, is_shown);
        let columns = columns.showing_mine(model.derived.columns.has_mine());
        assert_eq!(model.derived.columns, columns, "{keys}");
    }
}

#[test]
fn time_before_the_suggested_one_replaces_it() {
    for (keys, expected) in [
        ("2aTeam lunch tue 12:30 45m Foyer<Enter>", "12:30 45 Foyer"),
        ("2aTeam lunch 12:30<Enter>", "12:30 30 "),
        ("2aTeam lunch<Enter>", "09:00 30 "),
        ("2aTeam lunch<C-e> Foyer<Enter>", "09:00 30 Foyer"),
    ] {
        let model = after(keys);
        let entry = model.agenda.sessions.iter().find(|session| session.is_own()).unwrap();
        let start = entry.start.unwrap().format("%H:%M");
        let room = entry.room.as_deref().unwrap_or_default();
        let found = format!("{start} {} {room}", entry.minutes.unwrap());
        assert_eq!((found.as_str(), &*entry.title), (expected, "Team lunch"), "{keys}");
    }
}

#[test]
fn suggested_time_is_not_before_now() {
    for (now, keys, expected) in [
        // The first session that runs began at 14:20, the next one begins at 14:40.
        ("2016-07-11T14:31:00+01:00", "a", " 14:35 30m"),
        ("2016-07-11T14:31:00+01:00", "ja", " 14:40 30m"),
        // On another day, and before the event, now does not count.
        ("2016-07-11T14:31:00+01:00", "2ga", " 08:00 30m"),
        ("2016-07-01T14:31:00+01:00", "ga", " 08:00 30m"),
    ] {
        let model = after_keys(options(srecon(), now), (100, 30), keys, CLOCK).unwrap();
        assert_eq!(model.list_input.text(), expected, "{now} {keys}");
    }
    // The suggestion of an earlier minute is left out as well.
    let mut model =
        after_keys(options(srecon(), "2016-07-11T14:31:00+01:00"), (100, 30), "a", CLOCK).unwrap();
    model.list_input.replace("Lunch 15:30 45m 14:20 30m");
    apply_action(&mut model, Action::Command(Command::Open), CLOCK);
    let entry = model.agenda.sessions.iter().find(|session| session.is_own()).unwrap();
    assert_eq!((&*entry.title, entry.minutes), ("Lunch", Some(45)));
}

#[test]
fn undo_of_an_own_entry_says_what_becomes_of_the_entry() {
    for (keys, expected) in [
        ("2aLunch<Enter>u", "Undone: Lunch – the entry is gone"),
        ("2aLunch<Enter>xu", "Undone: Lunch – the entry is as before"),
    ] {
        assert_eq!(message(&after(keys)), expected, "{keys}");
    }
}

#[test]
fn own_entry_is_part_of_clashes_counts_and_my_schedule() {
    let model = after("2l<Space>aLunch 9:10 20m<Enter>");
    assert_eq!((model.plan.counts.attended, model.plan.counts.clashes), (2, 1));
    let model = after("2aLunch<Enter><Space>");
    assert_eq!(message(&model), "This is your own entry: a edits it, x removes it");
    assert_eq!(model.plan.counts.attended, 1);
    let model = after("2aLunch<Enter>p");
    let selected = model.place.selected.and_then(|ix| model.agenda.sessions.get(ix));
    assert_eq!(selected.map(|session| session.title.as_str()), Some("Lunch"));
}

#[test]
fn own_entries_and_notes_stay_when_a_new_version_of_the_agenda_comes() {
    let mut model = after("2aLunch<Enter>liBring cable<Enter>");
    let (notes, own) = (model.agenda.sessions.len(), own_of_day(&model));
    let mut agenda = srecon();
    agenda.sessions[0].title = Clean::line("Another title");
    let problems = crate::agenda::ProblemSummary::default();
    let reread = |agenda: &crate::agenda::Agenda| Action::Reread {
        agenda: Box::new(agenda.clone()),
        problems: problems.clone(),
        asked: true,
    };
    apply_action(&mut model, reread(&agenda), CLOCK);
    assert_eq!((model.agenda.sessions.len(), own_of_day(&model)), (notes, own));
    assert_eq!(model.agenda.sessions.iter().filter(|known| known.note.is_some()).count(), 1);
    assert!(!message(&model).contains("Lunch"), "{}", message(&model));
    apply_action(&mut model, reread(&agenda), CLOCK);
    assert_eq!(message(&model), "Read again: nothing has changed.");
}

#[test]
fn note_is_stored_searched_and_removed() {
    let note = |model: &Model| {
        let notes = model.agenda.sessions.iter().filter_map(|session| session.note.clone());
        notes.map(|note| note.to_string()).collect::<Vec<_>>().join("|")
    };
    for (keys, expected) in [
        ("2liBring cable<Enter>", "Bring cable"),
        ("2lNBring cable<Enter>", "Bring cable"),
        ("2liBring cable<Enter>i!<Enter>", "Bring cable!"),
        ("2liBring cable<Enter>i<C-u><Enter>", ""),
        ("2liBring cable<Enter>u", ""),
        ("2liBring cable<Esc>", ""),
        // The level and the note are apart.
        ("2l<Space>iBring cable<Enter><Space>", "Bring cable"),
        ("2liOne¶Two<Enter>i<Enter>", "One\nTwo"),
    ] {
        assert_eq!(note(&after(keys)), expected, "{keys}");
    }
    let model = after("2liBring cable<Enter>1/note:cable<Enter>");
    let selected = model.place.selected.and_then(|ix| model.agenda.sessions.get(ix));
    assert_eq!(selected.unwrap().note.as_deref(), Some("Bring cable"));
}

#[test]
fn skipped_session_is_never_mine_and_hidden_on_demand() {
    let model = after("2l<Space>X");
    let skipped = model.plan.schedule.skipped_sessions();
    assert_eq!((model.plan.counts.attended, skipped.len()), (0, 1));
    assert!(message(&model).starts_with("Not for me: "));
    for (keys, attended, skipped) in
        [("2lXX", 0, 0), ("2lXu", 0, 0), ("2l<Space>Xu", 1, 0), ("2lX<Space>", 1, 0)]
    {
        let model = after(keys);
        let counts = (model.plan.counts.attended, model.plan.schedule.skipped_sessions().len());
        assert_eq!(counts, (attended, skipped), "{keys}");
    }
    let model = after("2lXfwhat<Enter>");
    assert_eq!((model.focus, model.hidden_by_filter()), (Focus::Main, 1));
    assert_eq!(model.settings.filter.describe_choices(), ["hide what is not for me"]);
}

#[test]
fn entry_and_note_are_saved_as_one_change_each() {
    let mut model = after("2aLunch");
    let effect = apply_action(&mut model, Action::Command(Command::Open), CLOCK);
    let Some(Effect::Save(changes)) = effect else { panic!("the entry is not saved") };
    assert!(changes.len() == 1 && changes[0].is_of_own_entry());
    let Some(Effect::Save(changes)) = press(&mut model, 'u') else { panic!("no undo") };
    assert_eq!((changes.len(), changes[0].level()), (1, None));
}
