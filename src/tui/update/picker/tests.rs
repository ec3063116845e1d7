//! Tests of the picker: an agenda, keys, and the model after the keys.

use super::*;
use crate::timetable::Column;
use crate::tui::input::action::Action;
use crate::tui::layout::picker::entry_text;
use crate::tui::layout::screen;
use crate::tui::screenshot::after_keys;
use crate::tui::update::apply_action;
use crate::tui::update::tests::{CLOCK, after, options, parse_agenda, selected, srecon};

fn columns(model: &Model) -> Vec<String> {
    let name = |column| match column {
        Column::Room(room) => model.agenda.rooms[room].name.to_string(),
        Column::Mine => "Mine".to_owned(),
        Column::Elsewhere => "Elsewhere".to_owned(),
    };
    model.derived.columns.iter().map(name).collect()
}

#[test]
fn room_keys_hide_move_and_show_rooms() {
    let all = ["Lansdowne", "Pembroke Room", "Munster", "Ulster"];
    for (keys, expected) in [
        ("", &all[..]),
        ("jjjjx", &["Pembroke Room", "Munster", "Ulster"]),
        ("jjjj>", &["Pembroke Room", "Lansdowne", "Munster", "Ulster"]),
        ("jjjj>>", &["Pembroke Room", "Munster", "Lansdowne", "Ulster"]),
        ("jjjj>><lt>", &["Pembroke Room", "Lansdowne", "Munster", "Ulster"]),
        ("jjjj<lt>", &all),
        ("jjjjllx", &["Lansdowne", "Pembroke Room", "Munster"]),
        ("jjjjxxxx", &["Ulster", "Elsewhere"]),
        ("jjjjxR<Up><Space>", &all),
        ("jjjjR<End><Space><Up><Space>", &["Lansdowne", "Pembroke Room"]),
        ("jjjjR<End><A-Up><C-Up>", &["Lansdowne", "Ulster", "Pembroke Room", "Munster"]),
        (
            "R<A-Down><A-Down><A-Down><A-Down><A-Down><C-Down><Esc>",
            &["Pembroke Room", "Munster", "Ulster", "Lansdowne"],
        ),
    ] {
        assert_eq!(columns(&after(keys)), expected, "{keys}");
    }
}

#[test]
fn cursor_stays_in_the_moved_room() {
    let model = after("jjjj>");
    assert_eq!((selected(&model).as_str(), model.place.cursor.column), ("Panel: What is S", 1));
}

#[test]
fn hidden_room_has_no_shown_session() {
    let model = after("jjjjllx");
    assert!(model.place.selected.is_some_and(|session| model.is_shown(session)));
    let ulster = model.agenda.rooms.iter().position(|room| &*room.name == "Ulster").unwrap();
    for (ix, session) in model.agenda.sessions.iter().enumerate() {
        assert_eq!(model.is_shown(ix), session.rooms != [ulster], "{}", session.title);
    }
}

#[test]
fn hiding_a_room_saves_the_arrangement() {
    let mut model = after("jjjj");
    let press = |model: &mut Model, command| apply_action(model, Action::Command(command), CLOCK);
    let Some(Effect::Arrange(arrangement)) = press(&mut model, Command::HideRoom) else {
        panic!("nothing is kept")
    };
    assert_eq!(arrangement.hidden.iter().map(|name| &**name).collect::<Vec<_>>(), ["Lansdowne"]);
    // And it is there again when the agenda is opened again.
    let mut again = options((*model.agenda).clone(), "2016-01-01T00:00:00Z");
    again.arrangement = Arc::unwrap_or_clone(arrangement);
    assert_eq!(columns(&after_keys(again, (120, 36), "", CLOCK).unwrap()), columns(&model));
    assert_eq!(press(&mut model, Command::Filter), None, "the filter is for this time");
}

#[test]
fn moved_rooms_are_laid_out_as_after_a_start() {
    for keys in ["jj>", "jj>>>", "jj<", "jjx>", "jj>x>", "jj>u", "jj+>"] {
        let model = after(keys);
        let mut again = options((*model.agenda).clone(), "2016-01-01T00:00:00Z");
        again.arrangement = (*model.settings.arrangement).clone();
        let zoom = if keys.contains('+') { "+" } else { "" };
        let again = after_keys(again, (120, 36), zoom, CLOCK).unwrap();
        assert_eq!(model.derived.table, again.derived.table, "{keys}");
    }
}

/// The number of visible sessions, and the selected session.
fn filtered(keys: &str) -> (usize, String) {
    let model = after(keys);
    ((0..model.agenda.sessions.len()).filter(|ix| model.is_shown(*ix)).count(), selected(&model))
}

#[test]
fn filter_hides_all_other_sessions() {
    let all = after("").agenda.sessions.len();
    for (keys, shown, expected) in [
        ("F", all, "Morning Coffee &"),
        ("f<Space>", 0, "nothing (menu)"),
        ("f<Space><Space><Esc>", all, "Splicing SRE DNA"),
        ("f<Space><Esc>F", all, "Splicing SRE DNA"),
        ("j<Space>jf<Space><Esc>", 1, "Splicing SRE DNA"),
        ("j<Space>jf<Space><Esc>2", 1, "nothing"),
        ("j<Space>jf<Space><Esc>2F", all, "Incident Respons"),
        ("f<Right><Space><Esc>F", all, "Doorman: Global "),
    ] {
        assert_eq!(filtered(keys), (shown, expected.to_owned()), "{keys}");
    }
    // The first kind after "only mine" is talks.
    let talks = filtered("f<Right><Space><Esc>");
    assert!(talks.0 < all && talks.1 == "Doorman: Global ", "{talks:?}");
}

#[test]
fn search_counts_the_hits_hidden_by_the_filter() {
    let all = after("/linux");
    let workshops = after("f<Right><Down><Down><Down><Space><Esc>/linux");
    assert_eq!(workshops.settings.filter.describe_choices(), ["kind workshop"]);
    assert!(
        workshops.search.hits.len() < all.search.hits.len() && !workshops.search.hits.is_empty()
    );
    assert_eq!(workshops.search.hits.len() + workshops.search.hidden_hits, all.search.hits.len());
    let cleared = after("f<Right><Down><Down><Down><Space><Esc>/linux<Enter>F");
    assert_eq!((cleared.search.hits.len(), cleared.search.hidden_hits), (all.search.hits.len(), 0));
    let first_remark = |model: &crate::tui::state::Model| match model.derived.rows.first() {
        Some(crate::tui::state::Row::Remark(text)) => text.clone(),
        _ => String::new(),
    };
    assert_eq!(
        first_remark(&workshops),
        "3 more hidden by the filter: Ctrl-X clears it",
        "above the hits, with a key that is one here"
    );
    let cleared = after("f<Right><Down><Down><Down><Space><Esc>/linux<C-x>");
    assert_eq!(
        (cleared.search.hits.len(), cleared.search.hidden_hits, first_remark(&cleared)),
        (all.search.hits.len(), 0, String::new())
    );
    assert_eq!(
        first_remark(&after("f<Space><Esc>/splicing")),
        "The filter hides the one hit: Ctrl-X clears it."
    );
}

#[test]
fn going_to_a_hidden_session_shows_the_reason() {
    for (keys, expected) in [
        ("jjjjlx/abyss<Enter>", "The room of this session is hidden: R lists the rooms."),
        (
            "jjjj<Space>f<Space><Esc>/splicing<Enter>",
            "The filter hides the one hit: Ctrl-X clears it.",
        ),
        ("jjjj<Space>f<Space><Esc>/splicing<C-x><Enter>", ""),
        ("/splicing<Enter>f<Space><Esc>n", "The filter hides the one hit: F clears it."),
        ("jjjj<Space>f<Right><Space><Esc>p<Enter>p", "The filter hides this session: F clears it."),
        (
            "f<Right><Down><Down><Down><Space><Esc>/linux<Enter>n",
            "hit 2 of 2 for linux, 3 more hidden by the filter",
        ),
    ] {
        let message = after(keys).message.map_or_else(String::new, |message| message.text);
        assert_eq!(message, expected, "{keys}");
    }
}

#[test]
fn sessions_behind_a_tile_are_listed_in_a_picker() {
    let text: String = (0..9)
        .map(|n| {
            format!(
                "[[session]]\ntitle='Poster {n}'\nstart=2025-03-01T10:00:00\n\
         minutes=60\nroom='Hall'\n"
            )
        })
        .collect();
    let text = format!(
        "[event]\nname='P'\n{text}[[session]]\ntitle='B'\nstart=2025-03-01T10:00:00\nroom='B'"
    );
    let agenda = parse_agenda(&text);
    let after = |keys: &str| {
        after_keys(options(agenda.clone(), "2016-01-01T00:00:00Z"), (80, 24), keys, CLOCK).unwrap()
    };
    for (keys, expected) in [
        ("", "Poster 0"),
        ("<Enter>", "Poster 0 (details)"),
        ("ll<Enter>", "Poster 2 (menu)"),
        ("ll<Enter><Down><Down>", "Poster 4 (menu)"),
        ("ll<Enter><End><Enter>", "Poster 8 (details)"),
        ("ll<Enter><End><Enter><Esc>", "Poster 8 (menu)"),
        ("ll<Enter><End><Enter><Esc><Esc>", "Poster 8"),
        ("ll<Enter><Up><Esc>", "Poster 1"),
    ] {
        assert_eq!(selected(&after(keys)), expected, "{keys}");
    }
    assert_eq!(
        after("ll<Enter><Down><C-t>").plan.current.active_marks().len(),
        1,
        "marks are made in the list too"
    );
    // A click on the count opens the list.
    let mut model = after("ll");
    let tile = model.derived.table.tile_of(model.place.selected.unwrap(), 0).unwrap().clone();
    let cells = crate::tui::layout::grid::tile_cells(&model, &tile).remove(0);
    assert_eq!(cells.behind, 6);
    let (x, y) = (cells.area.x + cells.area.width - 1, cells.area.y);
    apply_action(&mut model, Action::Click { x, y, double: false }, CLOCK);
    assert_eq!(selected(&model), "Poster 2 (menu)");
}

#[test]
fn click_on_a_room_name_selects_in_the_room() {
    let mut model = after("jjjj");
    apply_action(&mut model, Action::Click { x: 50, y: 1, double: false }, CLOCK);
    assert_eq!((selected(&model).as_str(), model.place.cursor.column), ("Staring into the", 2));
}

#[test]
fn click_toggles_an_entry_and_a_click_beside_closes() {
    let mut model = after("f");
    let click =
        |model: &mut Model, x, y| apply_action(model, Action::Click { x, y, double: false }, CLOCK);
    let body = picker_parts(&model, PickerKind::Filter, model.derived.list.lines).entries;
    click(&mut model, body.x + 5, body.y + 2);
    assert_eq!(
        model.settings.filter.describe_choices(),
        Vec::<String>::new(),
        "the heading of the kinds is no choice"
    );
    click(&mut model, body.x + 5, body.y + 3);
    assert_eq!(model.settings.filter.describe_choices().len(), 1);
    click(&mut model, 1, 5);
    assert_eq!(model.focus, Focus::Main);
}

/// The title of the open list, the typed text, and the entries that can be selected; the selected
/// one in brackets.
fn listed(model: &Model) -> String {
    let Focus::Picker(picker) = model.focus else { return "no list".to_owned() };
    let entries = model.derived.list.entries.iter().enumerate();
    let names = entries.filter(|(_, entry)| entry.is_selectable()).map(|(row, entry)| {
        let name = entry_text(model, entry);
        let name: String = name.chars().take(14).collect();
        if row == picker.row { format!("[{name}]") } else { name }
    });
    let names: Vec<String> = names.take(4).collect();
    format!("{} {:?}: {}", picker.kind.title(), model.list_input.text(), names.join(", "))
}

#[test]
fn letters_narrow_a_list_and_are_no_commands() {
    for (keys, expected) in [
        ("R", "Rooms \"\": [Lansdowne], Pembroke Room, Munster, Ulster"),
        ("Rster", "Rooms \"ster\": [Munster], Ulster"),
        ("Rster<Down>", "Rooms \"ster\": Munster, [Ulster]"),
        ("Rsterx", "Rooms \"sterx\": "),
        ("Rsterx<Backspace><C-w>", "Rooms \"\": [Lansdowne], Pembroke Room, Munster, Ulster"),
        ("Rster<Esc>", "Rooms \"\": [Lansdowne], Pembroke Room, Munster, Ulster"),
        ("Rster<Esc><Esc>", "no list"),
        ("fwork", "Filter \"work\": [workshop]"),
        ("fLans", "Filter \"Lans\": [Lansdowne]"),
        ("Asre", "Agendas \"sre\": [srecon16-europ]"),
        // Every letter that is a command elsewhere.
        ("Rshxqumpf", "Rooms \"shxqumpf\": "),
        ("R<lt>>", "Rooms \"<>\": "),
    ] {
        let model = after(keys);
        assert_eq!(listed(&model), expected, "{keys}");
        assert!(
            model.settings.arrangement.is_empty() && model.settings.filter.is_empty(),
            "{keys}"
        );
        assert_eq!(model.plan.current.active_marks().len(), 0, "{keys}");
    }
}

#[test]
fn pasted_text_narrows_a_list() {
    let mut model = after("R");
    apply_action(&mut model, Action::Type("s ster".to_owned()), CLOCK);
    assert_eq!(listed(&model), "Rooms \"s ster\": [Munster], Ulster");
    assert!(model.settings.arrangement.is_empty());
}

/// The filter, and the hidden rooms.
fn chosen(keys: &str) -> (String, String) {
    let model = after(keys);
    let hidden: Vec<&str> = model.settings.arrangement.hidden.iter().map(|name| &**name).collect();
    (model.settings.filter.describe_choices().join(", "), hidden.join(", "))
}

#[test]
fn keys_choose_all_none_and_only_one_of_the_listed_entries() {
    let rooms = "Lansdowne, Munster, Pembroke Room, Ulster";
    for (keys, filter, hidden) in [
        ("R<C-n>", "", rooms),
        ("R<C-n><C-a>", "", ""),
        ("R<Down><C-o>", "", "Lansdowne, Munster, Ulster"),
        // The typed text limits all and none, and not only.
        ("Rster<C-n>", "", "Munster, Ulster"),
        ("R<C-n>ster<C-a>", "", "Lansdowne, Pembroke Room"),
        ("Rulster<C-o>", "", "Lansdowne, Munster, Pembroke Room"),
        ("fkeyn<C-a>", "kind keynote", ""),
        ("fk<C-a>", "kind talk, keynote, workshop, break, room Pembroke Room", ""),
        ("fk<C-a><Esc><C-n>", "", ""),
        ("f<Right><Space><Down><C-o>", "kind keynote", ""),
        // Enter chooses the line, unless one was chosen before.
        ("fkeyn<Enter>", "kind keynote", ""),
        ("f<Right><Space><Down><Enter>", "kind talk", ""),
        ("f<Right><Space><Esc>f<Right><Enter>", "kind talk", ""),
    ] {
        assert_eq!(chosen(keys), (filter.to_owned(), hidden.to_owned()), "{keys}");
    }
    assert_eq!(after("fkeyn<Enter>").focus, Focus::Main);
}

#[test]
fn enter_goes_to_the_room_of_the_line() {
    for (keys, column, expected) in [
        ("jjjjRuls<Enter>", 3, "Data Center Netw"),
        ("jjjjRmun<Enter>", 2, "Staring into the"),
        // A hidden room is shown again.
        ("jjjjllxRuls<Enter>", 3, "Data Center Netw"),
        ("jjjjlxRuls<Enter>", 2, "Data Center Netw"),
        ("jjjjRuls<Space><Enter>", 3, "Data Center Netw"),
        ("3RMun<Enter>", 2, "Distributed Log-"),
    ] {
        let model = after(keys);
        assert_eq!(
            (selected(&model).as_str(), model.place.cursor.column),
            (expected, column),
            "{keys}"
        );
    }
    assert_eq!(listed(&after("Rxyz<Enter>")), "Rooms \"xyz\": ");
}

#[test]
fn list_of_a_gap_attends_the_session_of_the_line() {
    let open = "jj<Space>jjjjjj<Space>pkk<Enter>";
    assert!(listed(&after(open)).starts_with("Fits into free time"));
    for (keys, marks, expected) in [
        ("panel<Enter>", 3, "no list"),
        ("panel<Space>", 3, "Fits into free time \"panel\": [Panel: What is]"),
        ("panel<C-t>", 3, "Fits into free time \"panel\": [Panel: What is]"),
        ("panel<Space><Space>", 2, "Fits into free time \"panel\": [Panel: What is]"),
        ("xyz<Enter>", 2, "Fits into free time \"xyz\": "),
        ("<Esc>", 2, "no list"),
    ] {
        let model = after(&format!("{open}{keys}"));
        let found = (model.plan.current.active_marks().len(), listed(&model));
        assert_eq!(found, (marks, expected.to_owned()), "{keys}");
    }
}

#[test]
fn enter_opens_the_agenda_of_the_line() {
    let mut model = after("Ano");
    let effect = apply_action(&mut model, Action::Command(Command::Open), CLOCK);
    assert_eq!(effect, Some(Effect::OpenAgenda("another".to_owned())));
}

#[test]
fn palette_puts_beginnings_of_words_before_their_middles() {
    let agenda = parse_agenda(
        "[[track]]\nname = 'Ecosystem'\n[[track]]\nname = 'Steel'\n\
         [[session]]\ntitle = 'Talk'\nstart = 2026-05-01T09:00:00\nminutes = 30\n\
         track = 'Ecosystem'\nspeakers = ['Jan Steffen']\n\
         [[session]]\ntitle = 'Other'\nstart = 2026-05-01T10:00:00\nminutes = 30\n\
         track = 'Steel'\n",
    );
    let options = options(agenda, "2026-01-01T00:00:00Z");
    let model = after_keys(options, (100, 30), ":ste", CLOCK).unwrap();
    let names = ["Steel", "Jan Steffen", "Ecosystem"];
    let entries = model.derived.list.entries.iter().map(|entry| entry_text(&model, entry));
    let list = entries.collect::<Vec<_>>().join(", ");
    let places = names.map(|name| list.find(name).unwrap_or(usize::MAX));
    assert!(places.is_sorted() && places[2] < usize::MAX, "{list}");
}

#[test]
fn palette_shows_a_track_alone_from_its_next_session_on() {
    let session = |hour: u32| {
        format!(
            "[[session]]\ntitle = 'Rust {hour}'\nstart = 2026-05-01T{hour:02}:00:00+00:00\n\
             minutes = 30\ntrack = 'Rust'\nroom = 'A'\n"
        )
    };
    let other = "[[session]]\ntitle = 'Other'\nstart = 2026-05-01T10:00:00+00:00\nminutes = 30\n";
    let agenda = parse_agenda(&format!("{}{}{other}", session(9), session(12)));
    let options = options(agenda, "2026-05-01T10:10:00Z");
    let model = after_keys(options, (100, 30), ":rust<Tab>", CLOCK).unwrap();
    assert_eq!(selected(&model), "Rust 12");
}

#[test]
fn palette_goes_to_days_rooms_people_and_sessions() {
    for (keys, expected) in [
        (":tues<Enter>", "Incident Respons"),
        (":ulster<Enter>", "Data Center Netw"),
        (":liz<Enter>", "Managing Up and "),
        (":doorman<Enter>", "Doorman: Global "),
        ("p:doorman<Enter>", "Doorman: Global "),
        ("/splicing<F1><Esc><Esc>:goldsh<Enter>", "Staring into the"),
        (":xyzzy quux<Enter>", "Morning Coffee & (menu)"),
        (":doorman<Esc><Esc>", "Morning Coffee &"),
    ] {
        assert_eq!(selected(&after(keys)), expected, "{keys}");
    }
    assert_eq!(after(":tues<Enter>").place.day, 1);
    assert_eq!(after(":doorman<Tab>").plan.current.active_marks().len(), 1);
    assert_eq!(chosen(":munster<Tab>"), ("room Munster".to_owned(), String::new()));
    assert_eq!(chosen(":munster<Tab>u"), (String::new(), String::new()));
    // The palette is a line: a space is typed.
    assert_eq!(after(":liz fong").list_input.text(), "liz fong");
}

#[test]
fn problems_are_listed_by_key_and_by_click() {
    let mut model = after("");
    model.file.problems.count = 2;
    model.file.problems.file = "a.toml".to_owned();
    model.file.problems.lines = vec!["odd: line 1".to_owned(), "bad: line 9".to_owned()];
    let columns = (0..120).filter(|x| crate::tui::layout::status::is_on_problems(&model, *x));
    let columns: Vec<u16> = columns.collect();
    assert_eq!(columns.len(), "2 notes".len());
    let list = "Problems \"\": [odd: line 1], bad: line 9";
    apply_action(&mut model, Action::Click { x: columns[0], y: 0, double: false }, CLOCK);
    assert_eq!(listed(&model), list);
    let file = Some(Entry::Remark("In a.toml:".to_owned()));
    assert_eq!(model.derived.list.entries.first().cloned(), file);
    apply_action(&mut model, Action::Command(Command::Back), CLOCK);
    apply_action(&mut model, Action::Command(Command::Problems), CLOCK);
    assert_eq!(listed(&model), list);
    assert_eq!(listed(&after("!")), "Problems \"\": ");
}

#[test]
fn narrowed_list_keeps_its_place_on_the_screen() {
    let area = |keys: &str| {
        let model = after(keys);
        let Focus::Picker(picker) = model.focus else { panic!("{keys}") };
        picker_parts(&model, picker.kind, model.derived.list.lines).area
    };
    for (keys, typed) in [("R", "Rster"), ("f", "fwork"), ("f", "fxyz"), (":", ":liz")] {
        assert_eq!(area(keys), area(typed), "{typed}");
    }
}

#[test]
fn palette_runs_commands_of_panes_and_map() {
    let after = |keys| {
        let options = options(srecon(), "2016-01-01T00:00:00Z");
        after_keys(options, (160, 45), keys, CLOCK).unwrap()
    };
    assert!(matches!(after(":map<Enter>").focus, Focus::Map { .. }));
    assert!(screen::panes(&after(":hide or<Enter>")).detail.is_empty());
    let (before, wider) = (screen::panes(&after("")), screen::panes(&after(":wider<Enter>")));
    assert!(wider.detail.width > before.detail.width);
    assert!(!screen::panes(&after(":below<Enter>")).beside);
    assert_eq!(after(":help<Enter>").focus, Focus::Help);
}

#[test]
fn rooms_are_listed_with_what_runs_and_what_comes_next_and_marked_rooms_first() {
    let session = |title: &str, room: &str, start: &str, minutes: u32| {
        format!(
            "[[session]]\ntitle='{title}'\nroom='{room}'\nstart=2025-03-01T{start}:00\n\
             minutes={minutes}\n"
        )
    };
    let sessions = [
        session("Ended", "Red", "08:00", 60),
        session("Early", "Red", "09:00", 60),
        session("Later", "Red", "11:00", 60),
        session("Latest", "Red", "12:00", 60),
        session("Blue one", "Blue", "10:15", 45),
    ];
    let text = format!("[event]\nname='S'\ntimezone='UTC'\n{}", sessions.concat());
    let agenda = parse_agenda(&text);
    let after = |now: &str, keys: &str| {
        after_keys(options(agenda.clone(), now), (120, 36), keys, CLOCK).unwrap()
    };
    let (during, before) = ("2025-03-01T09:30:00Z", "2020-01-01T00:00:00Z");
    for (now, keys, expected) in [
        (during, "b", "[Early ], Later , Blue one "),
        // The marked session stays selected, and its room is the first.
        (during, "b<Down><Down><Space>", "[Blue one ], Early , Later "),
        (during, "bblu", "[Blue one ]"),
        // The time of the selected session.
        (before, "gb", "[Ended ], Early , Blue one "),
    ] {
        let model = after(now, keys);
        let list = listed(&model);
        assert!(list.starts_with("Now in all rooms"), "{list}");
        assert!(list.ends_with(expected), "{keys}: {list}");
    }
    assert_eq!(selected(&after(during, "b<Down><Down><Enter>")), "Blue one");
}

#[test]
fn fits_of_free_time_name_their_order_and_a_marked_one_stays_selected() {
    let model = after("pj<Enter>");
    assert!(matches!(model.focus, Focus::Picker(_)), "{}", listed(&model));
    let first = model.derived.list.entries.first().cloned();
    assert!(matches!(first, Some(Entry::Head(head)) if head.starts_with("First maybe")));
    let marked = |keys: &str| {
        let model = after(keys);
        let Focus::Picker(picker) = model.focus else { panic!("{keys}") };
        model.derived.list.entries[picker.row].session()
    };
    assert!(marked("pj<Enter><Down><Down>").is_some());
    assert_eq!(marked("pj<Enter><Down><Down><C-t>"), marked("pj<Enter><Down><Down>"));
}
