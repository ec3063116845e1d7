//! Days are written as small pictures: one column of letters a room, one line ten minutes.

use super::*;
use crate::agenda::{Agenda, Clean};
use proptest::prelude::*;

const FIT: Scale = Scale::with_rows(12);

fn item(session: SessionIx, start: i32, end: i32, columns: &[usize]) -> DaySession {
    let place =
        if columns.is_empty() { Placement::Band } else { Placement::Columns(columns.to_vec()) };
    DaySession { session, start, end, ends_here: true, place, ghost: false }
}

/// The timetable as text: a letter a tile, one character a lane of three to a column.
fn picture(table: &Timetable) -> String {
    let mut rows =
        vec![vec!['.'; table.columns * 3]; usize::try_from(table.axis.height()).unwrap()];
    for tile in &table.tiles {
        let (from, to) = (tile.columns.start * 3, tile.columns.end * 3);
        let width = to - from;
        let cells =
            from + width * tile.lane / tile.lanes..from + width * (tile.lane + 1) / tile.lanes;
        for y in tile.rows.clone() {
            for cell in &mut rows[usize::try_from(y).unwrap()][cells.clone()] {
                assert_eq!(*cell, '.', "two tiles overlap in row {y}");
                *cell = char::from(b'a' + u8::try_from(tile.session % 26).unwrap());
            }
        }
    }
    rows.iter().map(|row| row.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

#[test]
fn joined_rooms_span_bands_fill_and_overlaps_stand_side_by_side() {
    let items = [
        item(0, 0, 40, &[0, 1]),
        item(1, 0, 60, &[2]),
        item(2, 40, 60, &[0]),
        item(3, 40, 60, &[1]),
        item(4, 50, 60, &[1]),
        item(5, 60, 80, &[]),
        item(6, 80, 100, &[0]),
    ];
    // d and e overlap in the second room: one lane each, while the others keep their whole column.
    let expected = "\
aaaaaabbb
aaaaaabbb
aaaaaabbb
aaaaaabbb
cccd..bbb
cccdeebbb
cccdeebbb
fffffffff
fffffffff
ggg......
ggg......";
    assert_eq!(picture(&layout_day(&items, 3, FIT)), expected);
}

#[test]
fn a_band_beside_a_long_session_takes_the_rest() {
    let items =
        [item(0, 0, 360, &[2]), item(1, 0, 40, &[0]), item(2, 40, 80, &[]), item(3, 80, 120, &[1])];
    let text = picture(&layout_day(&items, 3, FIT));
    assert!(text.contains("ccccccaaa"), "{text}");
}

#[test]
fn a_joined_room_whose_columns_are_apart_is_drawn_in_each() {
    let table = layout_day(&[item(0, 0, 60, &[0, 2]), item(1, 0, 60, &[1])], 3, FIT);
    assert_eq!(picture(&table).lines().next(), Some("aaabbbaaa"));
    assert_eq!(table.tiles.iter().filter(|tile| tile.session == 0 && tile.shows_text).count(), 1);
}

#[test]
fn what_has_no_room_takes_the_whole_width_or_the_last_column() {
    let nowhere = |session, start, end| DaySession {
        session,
        start,
        end,
        ends_here: true,
        place: Placement::Unplaced,
        ghost: false,
    };
    let table = layout_day(&[item(0, 0, 60, &[0]), nowhere(1, 0, 60), nowhere(2, 60, 120)], 3, FIT);
    let text = picture(&table);
    assert_eq!(text.lines().next(), Some("aaa...bbb"));
    assert_eq!(text.lines().last(), Some("ccccccccc"));
}

#[test]
fn the_axis_folds_what_is_empty_and_does_not_grow_with_long_sessions() {
    let day = [item(0, 0, 60, &[0]), item(1, 600, 660, &[0])];
    let folded = Axis::for_sessions(&day, FIT);
    assert_eq!(folded.height(), 6 + 1 + 6);
    assert!(folded.ticks()[1].folded);
    let all_day = [item(0, 0, 60, &[0]), item(1, 0, 1440, &[1])];
    assert_eq!(Axis::for_sessions(&all_day, FIT).height(), 6 + 3);
}

#[test]
fn the_scale_is_the_largest_that_fits() {
    let day = [item(0, 0, 60, &[0]), item(1, 60, 120, &[0])];
    assert_eq!(Scale::fit(&day, 20).rows, 20);
    assert_eq!(Axis::for_sessions(&day, Scale::fit(&day, 13)).height(), 13);
    assert_eq!(Scale::fit(&day, 1), Scale::COMPACT.zoom(1));
    let fit = Scale::fit(&day, 20);
    assert_eq!(fit.zoom(1).rows, 24);
    assert_eq!(fit.zoom(1).zoom(-1).rows, 16);
    assert_eq!(fit.zoom(-99), Scale::COMPACT);
    assert_eq!(Scale::COMPACT.zoom(99).rows, 96);
}

#[test]
fn movement_keeps_room_and_time() {
    use Direction::*;
    // Two talks beside a long workshop, then a band over the first two rooms.
    let items = [
        item(0, 0, 20, &[0]),
        item(1, 20, 40, &[0]),
        item(2, 0, 40, &[1]),
        item(3, 0, 360, &[2]),
        item(4, 40, 60, &[]),
        item(5, 60, 80, &[0]),
    ];
    let table = layout_day(&items, 3, FIT);
    let walk = |from: SessionIx, column: usize, minute: i32, way: &[Direction]| -> Vec<SessionIx> {
        let (mut at, mut cursor) = (from, Cursor { column, minute });
        way.iter()
            .map(|direction| {
                if let Some((tile, moved)) = table.neighbour_tile(at, cursor, *direction) {
                    (at, cursor) = (tile.session, moved);
                }
                at
            })
            .collect()
    };
    assert_eq!(walk(0, 0, 0, &[Down, Down, Down, Down]), [1, 4, 5, 5]);
    assert_eq!(
        walk(1, 0, 20, &[Right, Right, Left, Left]),
        [2, 3, 2, 1],
        "the time is kept on the way back"
    );
    assert_eq!(walk(5, 0, 60, &[Up, Up, Up]), [4, 1, 0]);
    assert_eq!(walk(3, 2, 0, &[Left, Left]), [2, 0]);
    assert_eq!(
        walk(3, 2, 300, &[Left]),
        [4],
        "late in the workshop nothing runs next door: what is nearest"
    );
    assert_eq!(
        walk(2, 1, 0, &[Down, Down]),
        [4, 5],
        "with nothing below in this room, the next thing beside it"
    );
    assert_eq!(walk(0, 0, 0, &[Left, Up]), [0, 0]);
}

#[test]
fn scrolling_moves_as_little_as_possible() {
    for (offset, wanted, expected) in
        [(0, 3..5, 0), (0, 9..12, 2), (8, 3..5, 3), (5, 0..30, 0), (30, 28..30, 20)]
    {
        assert_eq!(scroll_to_show(offset, 10, wanted, 30), expected);
    }
    assert_eq!(scroll_to_show(5, 10, 0..2, 4), 0);
}

#[test]
fn columns_share_the_cells_without_gaps() {
    assert_eq!(split_width(4, 74), [0..18, 18..37, 37..55, 55..74]);
    assert_eq!(split_width(0, 10), []);
}

fn days() -> impl Strategy<Value = (Vec<DaySession>, usize)> {
    let item = (0..60_i32, 1..50_i32, prop::collection::btree_set(0..6_usize, 1..4), 0..8_u8);
    (prop::collection::vec(item, 0..40), 6..8_usize).prop_map(|(raw, columns)| {
        let items =
            raw.into_iter().enumerate().map(|(session, (start, length, rooms, sort))| DaySession {
                session,
                start: start * 10,
                end: start * 10 + length * 5,
                ends_here: true,
                place: match sort {
                    0 => Placement::Band,
                    1 => Placement::Unplaced,
                    _ => Placement::Columns(rooms.into_iter().collect()),
                },
                ghost: sort == 2,
            });
        (items.collect(), columns)
    })
}

proptest! {
    #[test]
    fn any_day_is_drawn_whole((items, columns) in days(), rows in prop_oneof![Just(0), 0..40_i32], least in 1..3_i32, share in prop_oneof![Just(0), 1..30_i32]) {
        let table = layout_day(&items, columns, Scale { rows, least, share });
        let axis = &table.axis;
        for pair in axis.ticks().windows(2) {
            let together = pair[0].row == pair[1].row && pair[1].minute - pair[0].minute < share;
            prop_assert!((pair[0].row < pair[1].row || together) && pair[0].minute < pair[1].minute);
            // None in a row is far from the first of it.
            let first = axis.minute_of_row(pair[1].row);
            prop_assert!(pair[1].minute - first < share.max(1), "{} in the row of {}", pair[1].minute, first);
        }
        for item in &items {
            let tiles: Vec<&Tile> = table.tiles.iter().filter(|tile| tile.session == item.session).collect();
            prop_assert_eq!(tiles.iter().filter(|tile| tile.shows_text).count(), 1, "none is lost, one carries the text");
            let least = if item.ghost { 0 } else if item.place == Placement::Band { 1 } else { least };
            prop_assert!(tiles.iter().all(|tile| tile.rows.end - tile.rows.start >= least));
            prop_assert!(tiles.iter().all(|tile| tile.rows == (axis.row_of_minute(item.start)..axis.row_of_minute(item.end))));
            if let Placement::Columns(rooms) = &item.place {
                let covered: Vec<usize> = (0..columns).filter(|c| tiles.iter().any(|t| t.columns.contains(c))).collect();
                prop_assert_eq!(&covered, rooms, "a joined room covers its columns and no others");
            }
        }
        for (ix, a) in table.tiles.iter().enumerate() {
            for b in &table.tiles[ix + 1..] {
                let rows = a.rows.start < b.rows.end && b.rows.start < a.rows.end;
                let columns = a.columns.start < b.columns.end && b.columns.start < a.columns.end;
                prop_assert!(!(rows && columns) || (a.lanes == b.lanes && a.lane != b.lane && a.columns == b.columns),
                    "{:?} overlaps {:?}", a, b);
            }
        }
    }

    #[test]
    fn rows_and_minutes_agree((items, _) in days(), rows in prop_oneof![Just(0), 0..40_i32], least in 1..3_i32, share in prop_oneof![Just(0), 1..30_i32]) {
        let axis = Axis::for_sessions(&items, Scale { rows, least, share });
        for row in 0..axis.height() {
            prop_assert!(axis.row_of_minute(axis.minute_of_row(row)) >= row);
            prop_assert!(axis.minute_of_row(row) <= axis.minute_of_row(row + 1));
        }
        for minute in -10..700 {
            prop_assert!(axis.row_of_minute(minute) <= axis.row_of_minute(minute + 1));
        }
    }
}

#[test]
fn what_takes_a_whole_date_is_drawn_from_the_first_of_the_others_on() {
    let file = "[event]\nname='R'\n\
        [[session]]\ntitle='night'\nstart=2025-03-01T23:00:00\nminutes=120\nroom='A'\n\
        [[session]]\ntitle='all day'\nstart=2025-03-02T00:00:00\nminutes=1440\nroom='B'\n\
        [[session]]\ntitle='talk'\nstart=2025-03-02T09:00:00\nminutes=60\nroom='A'\n";
    let agenda = crate::format::read(file.as_bytes()).unwrap().draft.check(None).0;
    let columns = Columns::for_agenda(&agenda);
    let shown = |day| {
        let items = columns.day_sessions(&agenda, day, |_| true).into_iter();
        items
            .map(|item| (&*agenda.sessions[item.session].title, item.start, item.end))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(0), [("night", 0, 120)]);
    assert_eq!(shown(1), [("all day", 0, 900), ("talk", 0, 60)]);
}

/// Six rooms, the third joined of the first two; each hosts one talk an hour, the last a break
/// only.
const ROOMS: &str = "[event]\nname='R'\n[[room]]\nname='A'\n[[room]]\nname='B'\n[[room]]\nname='AB'\njoins=['A','B']\n\
    [[room]]\nname='C'\n[[room]]\nname='D'\n[[room]]\nname='E'\n";

fn rooms() -> Agenda {
    let talk = |room: &str, kind: &str| {
        format!(
            "[[session]]\ntitle='{room}'\nstart=2025-03-01T09:00:00\nminutes=60\nroom='{room}'\nkind='{kind}'\n"
        )
    };
    let talks: String = ["A", "B", "C", "D"].map(|room| talk(room, "talk")).concat();
    let both = talk("AB", "keynote").replace("T09", "T10");
    crate::format::read(format!("{ROOMS}{talks}{both}{}", talk("E", "break")).as_bytes())
        .unwrap()
        .draft
        .check(None)
        .0
}

proptest! {
    #[test]
    fn rooms_are_shown_in_the_order_that_is_wished_and_lose_nothing(
        order in Just(vec!["A", "B", "C", "D", "gone"]).prop_shuffle(),
        hidden in prop::collection::btree_set(prop::sample::select(vec!["A", "B", "C", "D", "gone"]), 0..4),
        unwanted in prop::collection::btree_set(0..6_usize, 0..4),
    ) {
        let agenda = rooms();
        let arrangement = Arrangement {
            order: order.iter().map(|name| Clean::line(*name)).collect(),
            hidden: hidden.iter().map(|name| Clean::line(*name)).collect(),
        };
        let wanted = |ix: SessionIx| !unwanted.contains(&ix) && !arrangement.hides_session(&agenda, &agenda.sessions[ix]);
        let columns = Columns::arranged_by(&agenda, &arrangement, wanted);
        let shown: Vec<&str> = columns.iter().filter_map(|column| match column {
            Column::Room(room) => Some(&*agenda.rooms[room].name),
            Column::Elsewhere => None,
        }).collect();
        let hosts = |name: &str| agenda.sessions.iter().enumerate().any(|(ix, session)| {
            wanted(ix) && !session.kind.is_band() && session.rooms.iter().any(|room| &*agenda.rooms[*room].name == name)
        });
        let expected: Vec<&str> = order.iter().copied().filter(|name| !hidden.contains(name) && hosts(name)).collect();
        prop_assert_eq!(&shown, &expected);
        let items = columns.day_sessions(&agenda, 0, wanted);
        for ix in 0..agenda.sessions.len() {
            let live = items.iter().filter(|item| item.session == ix && !item.ghost).count();
            prop_assert_eq!(live, usize::from(wanted(ix)), "{}", agenda.sessions[ix].title);
            let ghosts = items.iter().filter(|item| item.session == ix && item.ghost);
            prop_assert!(ghosts.into_iter().all(|ghost| matches!(ghost.place, Placement::Columns(_))));
        }
        let table = layout_day(&items, columns.len(), FIT);
        for tile in table.live_tiles() {
            prop_assert!(tile.rows.end > tile.rows.start);
        }
    }
}
