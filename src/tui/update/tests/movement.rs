//! Movement: keys, days, zoom and pages of rooms.

use super::{
    CLOCK, after, after_on, agenda_of, at, options, parse_agenda, press, selected, srecon,
};
use crate::tui::layout::list_lines::rows_of_page;
use crate::tui::layout::screen;
use crate::tui::layout::{grid, tile_rows};
use crate::tui::screenshot::after_keys;
use crate::tui::state::Model;
use crate::tui::update::navigation::go_to;
use crate::tui::update::refresh::refresh_model;
use std::collections::BTreeSet;

#[test]
fn keys_select_a_session_and_open_screens() {
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
        ("2", "Incident Respons"),
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
        ("j<Space>jjpp", "Break with Refre"),
        ("j<Space>jjp<Enter>p", "Splicing SRE DNA"),
        ("jA", "Splicing SRE DNA (menu)"),
        ("jA<Down><Esc>", "Splicing SRE DNA"),
        ("jjjjw", "Staring into the"),
        ("jjjjww", "Data Center Netw"),
        ("jjjjwww", "Panel: What is S"),
        ("jjjjW", "Data Center Netw"),
        ("jjjjwj", "Conference Recep"),
        ("jw", "Splicing SRE DNA"),
        ("f", "Morning Coffee & (menu)"),
        ("f<Esc>", "Morning Coffee &"),
        ("fq<Esc>", "Morning Coffee & (menu)"),
        ("fq<Esc><Esc>", "Morning Coffee &"),
        ("pf", "mine: nothing"),
    ] {
        assert_eq!(selected(&after(keys)), expected, "{keys}");
    }
}

#[test]
fn start_shows_the_present_during_the_event_else_the_first_day() {
    for (time, day, expected) in [
        ("2016-07-10T12:00:00+01:00", 0, "Splicing SRE DNA"),
        ("2016-07-11T09:10:00+01:00", 0, "Splicing SRE DNA"),
        // During a break, what comes next.
        ("2016-07-11T10:10:00+01:00", 0, "Doorman: Global "),
        ("2016-07-11T14:25:00+01:00", 0, "Flash Sale Engin"),
        ("2016-07-12T12:30:00+01:00", 1, "Challenges of Ma"),
        ("2016-07-12T23:00:00+01:00", 2, "Relieving Techni"),
        ("2016-07-13T16:59:00+01:00", 2, "Government Needs"),
        ("2016-07-13T17:00:00+01:00", 0, "Splicing SRE DNA"),
        ("2026-01-01T00:00:00Z", 0, "Splicing SRE DNA"),
    ] {
        let model = at(time, "");
        assert_eq!((model.place.day, selected(&model).as_str()), (day, expected), "{time}");
    }
    assert_eq!(selected(&at("2016-07-11T14:25:00+01:00", "3t")), "Flash Sale Engin");
    // One's own comes first.
    let own = at("2016-07-11T14:25:00+01:00", "ll<Space>gt");
    assert_eq!(selected(&own), "Staring into the");
}

/// Sessions of several days and nights: a running session is on the present day, in the
/// timetable and in the list.
#[test]
fn session_that_began_two_days_ago_is_shown_today() {
    let text = "[event]\ntimezone='Europe/Berlin'\n[[session]]\ntitle='Expo'\nroom='Hall'\n\
     start=2026-05-01T09:00:00\nend=2026-05-03T18:00:00\n\
                [[session]]\ntitle='Night'\nroom='Lab'\nstart=2026-05-02T20:00:00\n\
                end=2026-05-03T12:00:00\n\
                [[session]]\ntitle='Sunday'\nroom='Room'\nstart=2026-05-03T10:00:00\nminutes=60\n";
    let agenda = || parse_agenda(text);
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
fn local_time_key_switches_the_clock() {
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
            assert!(grid::tile_cells(&model, tile).len() == 1, "{keys}{zoom}");
        }
    }
}

#[test]
fn zoom_out_ends_when_the_whole_day_is_on_the_screen() {
    for keys in ["1", "2", "++++"] {
        let model = after(&format!("{keys}{}", "-".repeat(9)));
        let height = i32::from(screen::grid(&model).height);
        assert!(model.derived.table.axis.height() <= height, "{keys}");
        assert_eq!(model.message.as_ref().unwrap().text, "The whole day is on the screen.");
        let larger = after(&format!("{keys}{}+", "-".repeat(9)));
        assert!(larger.derived.table.axis.height() > model.derived.table.axis.height(), "{keys}");
    }
}

#[test]
fn arrows_reach_every_session_of_the_built_in_agenda() {
    for day in 1..=3 {
        let mut model = after(&format!("{day}g"));
        let mut seen = BTreeSet::new();
        let mut open = vec![(model.place.selected.unwrap(), model.place.cursor)];
        while let Some(place) = open.pop() {
            if seen.insert((place.0, place.1.column, place.1.minute)) {
                for key in "hjkl".chars() {
                    (model.place.selected, model.place.cursor) = (Some(place.0), place.1);
                    press(&mut model, key);
                    open.push((model.place.selected.unwrap(), model.place.cursor));
                }
            }
        }
        let reached: BTreeSet<usize> = seen.into_iter().map(|place| place.0).collect();
        let all: BTreeSet<usize> = model.agenda.days[day - 1].sessions.clone().collect();
        assert_eq!(reached, all, "day {day}");
    }
}

#[test]
fn cursor_keeps_its_time_over_rooms_and_its_room_over_times() {
    let agenda = |sessions: &[(&str, &str, i64, &str)]| {
        let session = |(title, start, minutes, room): &(&str, &str, i64, &str)| {
            format!(
                "[[session]]\ntitle='{title}'\nstart=2026-05-04T{start}:00\nminutes={minutes}\n\
                 room='{room}'\n"
            )
        };
        let text =
            format!("[event]\nname='E'\n{}", sessions.iter().map(session).collect::<String>());
        parse_agenda(&text)
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
    // Keys, the selected session, and the room of the cursor.
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
        let model = after_on(agenda.clone(), (160, 45), keys);
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
fn paging_rooms_ends_at_the_last_room_with_a_session() {
    // Only the first day has something in the last rooms.
    let room = |nth: usize, day: u32| {
        format!(
            "[[session]]\ntitle='T{nth}'\nstart=2026-05-0{day}T09:00:00\nminutes=30\n\
             room='R{nth}'\n"
        )
    };
    let sessions: String =
        (0..12).map(|nth| room(nth, 4)).chain((0..5).map(|nth| room(nth, 5))).collect();
    let agenda = parse_agenda(&format!("[event]\nname='E'\n{sessions}"));
    for (keys, shown, expected) in [
        ("1}}}", 9..12, ""),
        ("1}}}}", 9..12, "There is nothing further to the right on this day."),
        ("2}", 3..6, ""),
        ("2}}", 3..6, "There is nothing further to the right on this day."),
        ("2}{", 0..3, ""),
        ("2}{{", 0..3, "There is nothing further to the left on this day."),
    ] {
        let model = after_on(agenda.clone(), (80, 24), keys);
        let message = model.message.as_ref().map_or("", |message| &message.text);
        assert_eq!((screen::columns_shown(&model), message), (shown, expected), "{keys}");
    }
}

#[test]
fn row_has_a_tile_exactly_if_a_session_runs() {
    let session = |nth: usize| {
        let (hour, minute) = (9 + nth / 4, nth % 4 * 15);
        format!(
            "[[session]]\ntitle='T{nth}'\nstart=2026-05-04T{hour:02}:{minute:02}:00\nminutes=90\n\
             room='A'\n"
        )
    };
    // Nine sessions in one room, each a quarter of an hour after the one before.
    let text = format!("[event]\nname='E'\n{}", (0..9).map(session).collect::<String>());
    let agenda = parse_agenda(&text);
    for width in [60, 80, 120] {
        let mut model = after_on(agenda.clone(), (width, 60), "");
        for selected in 0..9 {
            go_to(&mut model, selected);
            refresh_model(&mut model);
            let grid = screen::grid(&model);
            let tiles: Vec<_> = model.derived.table.live_tiles().cloned().collect();
            let pieces: Vec<_> =
                tiles.iter().flat_map(|tile| grid::tile_cells(&model, tile)).collect();
            for half in 0..model.derived.table.axis.height().min(i32::from(grid.height)) * 2 {
                let y = grid.y * 2 + u16::try_from(half).unwrap();
                let half = half + model.place.top * 2;
                let runs = tiles.iter().any(|tile| tile.halves.contains(&half));
                let drawn = pieces.iter().filter(|piece| {
                    let start = piece.area.y * 2 + u16::from(piece.starts_in_half);
                    let end = (piece.area.y + piece.area.height) * 2;
                    (start..end - u16::from(piece.ends_in_half)).contains(&y)
                });
                let drawn: Vec<u16> = drawn.map(|piece| piece.area.x).collect();
                assert_eq!(runs, !drawn.is_empty(), "{width}: {half} with {selected} selected");
                let apart: BTreeSet<&u16> = drawn.iter().collect();
                assert_eq!(apart.len(), drawn.len(), "{width}: half {half} is drawn twice");
            }
        }
    }
}

#[test]
fn left_and_right_do_not_change_the_day_of_a_list() {
    for key in ["h", "l", "<Left>", "<Right>"] {
        let model = after(&format!("2vjj{key}"));
        assert_eq!((model.place.day, selected(&model)), (1, selected(&after("2vjj"))), "{key}");
        let text = model.message.map(|message| message.text);
        assert_eq!(text.as_deref(), Some("The day before and after: H and L."), "{key}");
    }
    assert_eq!(after("2vjjL").place.day, 2);
}

#[test]
fn selection_of_a_list_has_two_rows_above_and_below() {
    for keys in [
        "vjjjjjjjjjjjj",
        "vGkkkkkkkkkkkk",
        "v<PageDown>",
        "vG<PageUp><PageUp>",
        "/<Down><Down><Down><Down><Down><Down><Down><Down><Down><Down>",
    ] {
        let model = after_on(srecon(), (80, 14), keys);
        let height = usize::from(screen::list_area(&model).height);
        let line = model.place.row - model.place.first_row;
        let last = model.derived.rows.len() - 1;
        assert!(line >= 2.min(model.place.row), "{keys}: {line}");
        assert!(line + 2 < height || model.place.row + 2 > last, "{keys}: {line} of {height}");
    }
}

#[test]
fn page_keys_move_by_a_page_without_two_rows() {
    // The search has cards of two rows and more.
    for (keys, moved) in [("v", 11), ("v<Up>", 11), ("/", 4)] {
        let before = after_on(srecon(), (80, 15), keys);
        let model = after_on(srecon(), (80, 15), &format!("{keys}<PageDown>"));
        assert_eq!(rows_of_page(&before) - 2, moved, "{keys}");
        let rows = model.derived.rows[before.place.row..model.place.row].iter();
        let count = rows.filter(|row| row.is_selectable()).count();
        assert_eq!(count, usize::from(moved), "{keys}");
    }
}

#[test]
fn selected_tile_has_two_rows_above_and_below() {
    for keys in ["jjjjjjjj", "jjjjjjjjjjjj", "Gkkkkk", "jjjjjjjjjjkkkk"] {
        let model = after_on(srecon(), (80, 16), &format!("++{keys}"));
        let grid = i32::from(screen::grid(&model).height);
        let rows = tile_rows::selected_tile(&model).unwrap().rows();
        let (above, below) = (rows.start - model.place.top, model.place.top + grid - rows.end);
        if rows.end - rows.start > grid {
            continue;
        }
        let context = 2.min((grid - (rows.end - rows.start)) / 2);
        let last = model.derived.table.axis.height();
        assert!(above >= context.min(rows.start), "{keys}: {above} rows above");
        assert!(below >= context || rows.end + context > last, "{keys}: {below} rows below");
    }
}

/// The room on the left begins four hours after a room that is not visible.
#[test]
fn empty_time_above_the_visible_rooms_is_left_out_while_they_are_visible() {
    let mut sessions: Vec<String> = (0..9)
        .flat_map(|room| {
            (0..8)
                .map(move |talk| format!("r{room}t{talk} R{room}-{talk} {} Room{room}", 12 + talk))
        })
        .collect();
    sessions.push("early Early 8 Room9".to_owned());
    let sessions: Vec<&str> = sessions.iter().map(String::as_str).collect();
    let after = |keys| after_on(agenda_of(&sessions), (80, 16), keys);
    let first_row = |model: &Model| {
        let tiles = model.derived.table.live_tiles();
        tiles.map(|tile| tile.rows().start).filter(|row| *row >= model.place.top).min()
    };
    for keys in ["", "jjjkkk", "Gkkkkkkk", "++"] {
        let model = after(keys);
        assert_eq!(first_row(&model), Some(model.place.top), "{keys}");
        assert!(model.place.top > 0, "{keys}");
    }
    let model = after("gllllllllllllll");
    assert_eq!((selected(&model).as_str(), model.place.top), ("Early", 0));
}

#[test]
fn palette_says_that_a_room_has_no_session() {
    let agenda = parse_agenda(
        "[event]\nname = 'Conf'\n[[room]]\nname = 'Attic'\n[[session]]\ntitle = 'A'\n\
         start = 2030-05-04T10:00:00\nminutes = 30\nroom = 'Hall'\n",
    );
    let model = after_on(agenda, (80, 24), ":attic<Enter>");
    assert_eq!(model.message.unwrap().text, "There is no session in Attic.");
}

#[test]
fn days_there_and_back_lead_to_the_same_session() {
    for walk in ["][", "]][[", "L[", "]]H["] {
        for steps in 0..18 {
            for side in ["", "l", "ll"] {
                let before = format!("1{side}{}", "j".repeat(steps));
                let session = selected(&after(&before));
                assert_eq!(selected(&after(&format!("{before}{walk}"))), session, "{before}{walk}");
            }
        }
    }
}

#[test]
fn now_key_stays_in_the_room_where_a_session_runs() {
    let room = |keys: &str| {
        let model = at("2016-07-11T14:25:00+01:00", keys);
        model.agenda.sessions[model.place.selected.unwrap()].room.clone().unwrap()
    };
    for side in ["", "l", "ll"] {
        let here = room(side);
        assert_eq!(room(&format!("{side}t")), here, "{side}");
    }
}
