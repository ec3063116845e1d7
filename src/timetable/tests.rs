//! Days as small pictures: three characters a column, one line ten minutes.

mod arrangement;
mod plain;

use super::*;
use crate::agenda::{Agenda, Clean, SessionIx};
use proptest::prelude::*;

/// Ten minutes a row.
const TEN_MINUTES: Scale = Scale::with_rows(12);

/// A session in the given columns.
fn in_columns(session: SessionIx, start: i32, end: i32, columns: &[usize]) -> DaySession {
    let place = Placement::Columns(columns.to_vec());
    DaySession { session, start, end, ends_here: true, place, ghost: false }
}

fn band(session: SessionIx, start: i32, end: i32) -> DaySession {
    DaySession { place: Placement::Band, ..in_columns(session, start, end, &[]) }
}

fn unplaced(session: SessionIx, start: i32, end: i32) -> DaySession {
    DaySession { place: Placement::Unplaced, ..in_columns(session, start, end, &[]) }
}

/// The timetable as text: a letter for each session, `.` for free cells.
fn picture(table: &Timetable) -> String {
    let height = usize::try_from(table.axis.height()).unwrap();
    let mut rows = vec![vec!['.'; table.columns * 3]; height];
    for tile in &table.tiles {
        let (from, to) = (tile.columns.start * 3, tile.columns.end * 3);
        let edge = |lane: usize| from + (to - from) * lane / tile.lanes;
        for y in tile.rows.clone() {
            for cell in &mut rows[usize::try_from(y).unwrap()][edge(tile.lane)..edge(tile.lane + 1)]
            {
                assert_eq!(*cell, '.', "two tiles overlap in row {y}");
                *cell = char::from(b'a' + u8::try_from(tile.session % 26).unwrap());
            }
        }
    }
    rows.iter().map(|row| row.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

#[test]
fn joined_room_spans_columns_band_fills_free_ones_and_overlaps_share_a_column() {
    let sessions = [
        in_columns(0, 0, 40, &[0, 1]),
        in_columns(1, 0, 60, &[2]),
        in_columns(2, 40, 60, &[0]),
        in_columns(3, 40, 60, &[1]),
        in_columns(4, 50, 60, &[1]),
        band(5, 60, 80),
        in_columns(6, 80, 100, &[0]),
    ];
    // Sessions d and e overlap in the second room: one lane each.
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
    assert_eq!(picture(&layout_day(&sessions, 3, TEN_MINUTES)), expected);
}

#[test]
fn band_beside_a_long_session_takes_the_other_columns() {
    let sessions = [
        in_columns(0, 0, 360, &[2]),
        in_columns(1, 0, 40, &[0]),
        band(2, 40, 80),
        in_columns(3, 80, 120, &[1]),
    ];
    let text = picture(&layout_day(&sessions, 3, TEN_MINUTES));
    assert!(text.contains("ccccccaaa"), "{text}");
}

#[test]
fn joined_room_with_separate_columns_has_two_tiles_and_one_text() {
    let sessions = [in_columns(0, 0, 60, &[0, 2]), in_columns(1, 0, 60, &[1])];
    let table = layout_day(&sessions, 3, TEN_MINUTES);
    assert_eq!(picture(&table).lines().next(), Some("aaabbbaaa"));
    let texts = table.tiles.iter().filter(|tile| tile.session == 0 && tile.shows_text);
    assert_eq!(texts.count(), 1);
}

#[test]
fn session_without_room_takes_all_columns_or_the_last() {
    let sessions = [in_columns(0, 0, 60, &[0]), unplaced(1, 0, 60), unplaced(2, 60, 120)];
    let text = picture(&layout_day(&sessions, 3, TEN_MINUTES));
    assert_eq!(text.lines().next(), Some("aaa...bbb"));
    assert_eq!(text.lines().last(), Some("ccccccccc"));
}

#[test]
fn axis_folds_empty_gaps_and_long_sessions() {
    let gap = [in_columns(0, 0, 60, &[0]), in_columns(1, 600, 660, &[0])];
    let axis = Axis::for_sessions(&gap, TEN_MINUTES);
    assert_eq!(axis.height(), 6 + 1 + 6);
    assert!(axis.ticks()[1].folded);
    let all_day = [in_columns(0, 0, 60, &[0]), in_columns(1, 0, 1440, &[1])];
    assert_eq!(Axis::for_sessions(&all_day, TEN_MINUTES).height(), 6 + 3);
}

#[test]
fn fit_returns_the_largest_scale_for_the_rows() {
    let day = [in_columns(0, 0, 60, &[0]), in_columns(1, 60, 120, &[0])];
    assert_eq!(Scale::fit(&day, 20).rows, 20);
    assert_eq!(Axis::for_sessions(&day, Scale::fit(&day, 13)).height(), 13);
    assert_eq!(Scale::fit(&day, 1), Scale::COMPACT.zoom(1));
}

#[test]
fn zoom_goes_in_steps_and_ends_at_both_limits() {
    let scale = Scale::with_rows(20);
    assert_eq!(scale.zoom(1).rows, 24);
    assert_eq!(scale.zoom(1).zoom(-1).rows, 16);
    assert_eq!(scale.zoom(-99), Scale::COMPACT);
    assert_eq!(Scale::COMPACT.zoom(99).rows, 96);
}

/// Two talks beside a long workshop, then a band over the first two rooms.
fn day_with_workshop() -> Timetable {
    let sessions = [
        in_columns(0, 0, 20, &[0]),
        in_columns(1, 20, 40, &[0]),
        in_columns(2, 0, 40, &[1]),
        in_columns(3, 0, 360, &[2]),
        band(4, 40, 60),
        in_columns(5, 60, 80, &[0]),
    ];
    layout_day(&sessions, 3, TEN_MINUTES)
}

/// The sessions on a way that begins at a session, with the cursor at (column, minute).
fn walk(
    table: &Timetable,
    mut session: SessionIx,
    (column, minute): (usize, i32),
    way: &str,
) -> Vec<SessionIx> {
    let mut cursor = Cursor { column, minute };
    way.split(' ')
        .map(|step| {
            let direction = match step {
                "left" => Direction::Left,
                "right" => Direction::Right,
                "up" => Direction::Up,
                _ => Direction::Down,
            };
            if let Some(next) = table.neighbour_tile(session, cursor, direction) {
                (session, cursor) = (next.tile.session, next.cursor);
            }
            session
        })
        .collect()
}

#[test]
fn movement_keeps_column_and_minute() {
    let table = day_with_workshop();
    for (session, cursor, way, expected) in [
        (0, (0, 0), "down down down down", &[1, 4, 5, 5][..]),
        (1, (0, 20), "right right left left", &[2, 3, 2, 1]),
        (5, (0, 60), "up up up", &[4, 1, 0]),
        (3, (2, 0), "left left", &[2, 0]),
        // No session runs next door late in the workshop: the nearest one.
        (3, (2, 300), "left", &[4]),
        // No later session in this room: the next one in the room beside.
        (2, (1, 0), "down down", &[4, 5]),
        (0, (0, 0), "left up", &[0, 0]),
    ] {
        assert_eq!(walk(&table, session, cursor, way), expected, "{session} {way}");
    }
}

#[test]
fn scroll_moves_as_few_rows_as_possible() {
    for (offset, wanted, expected) in
        [(0, 3..5, 0), (0, 9..12, 2), (8, 3..5, 3), (5, 0..30, 0), (30, 28..30, 20)]
    {
        assert_eq!(scroll_to_show(offset, 10, wanted, 30), expected);
    }
    assert_eq!(scroll_to_show(5, 10, 0..2, 4), 0);
}

#[test]
fn columns_share_the_width_without_gaps() {
    assert_eq!(split_width(4, 74), [0..18, 18..37, 37..55, 55..74]);
    assert_eq!(split_width(0, 10), []);
}

/// Sessions of a day and the number of columns.
fn days() -> impl Strategy<Value = (Vec<DaySession>, usize)> {
    let session = (0..60_i32, 1..50_i32, prop::collection::btree_set(0..6_usize, 1..4), 0..8_u8);
    (prop::collection::vec(session, 0..40), 6..8_usize).prop_map(|(drawn, columns)| {
        let sessions =
            drawn.into_iter().enumerate().map(|(session, (start, length, rooms, kind))| {
                DaySession {
                    session,
                    start: start * 10,
                    end: start * 10 + length * 5,
                    ends_here: true,
                    place: match kind {
                        0 => Placement::Band,
                        1 => Placement::Unplaced,
                        _ => Placement::Columns(rooms.into_iter().collect()),
                    },
                    ghost: kind == 2,
                }
            });
        (sessions.collect(), columns)
    })
}

fn scales() -> impl Strategy<Value = Scale> {
    let rows = prop_oneof![Just(0), 0..40_i32];
    let shared_minutes = prop_oneof![Just(0), 1..30_i32];
    (rows, 1..3_i32, shared_minutes).prop_map(|(rows, min_rows, shared_minutes)| Scale {
        rows,
        min_rows,
        shared_minutes,
    })
}

proptest! {
    #[test]
    fn ticks_share_a_row_only_within_the_shared_minutes(
        (sessions, _) in days(),
        scale in scales(),
    ) {
        let axis = Axis::for_sessions(&sessions, scale);
        for pair in axis.ticks().windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let shared = a.row == b.row && b.minute - a.minute < scale.shared_minutes;
            prop_assert!((a.row < b.row || shared) && a.minute < b.minute);
            let first = axis.minute_of_row(b.row);
            prop_assert!(b.minute - first < scale.shared_minutes.max(1), "{b:?} after {first}");
        }
    }

    #[test]
    fn every_session_has_its_rows_and_columns_and_one_text(
        (sessions, columns) in days(),
        scale in scales(),
    ) {
        let table = layout_day(&sessions, columns, scale);
        let axis = &table.axis;
        for session in &sessions {
            let tiles: Vec<&Tile> =
                table.tiles.iter().filter(|tile| tile.session == session.session).collect();
            prop_assert_eq!(tiles.iter().filter(|tile| tile.shows_text).count(), 1);
            let min_rows = match session.place {
                _ if session.ghost => 0,
                Placement::Band => 1,
                _ => scale.min_rows,
            };
            let rows = axis.row_of_minute(session.start)..axis.row_of_minute(session.end);
            prop_assert!(rows.end - rows.start >= min_rows);
            prop_assert!(tiles.iter().all(|tile| tile.rows == rows));
            if let Placement::Columns(rooms) = &session.place {
                let covered: Vec<usize> =
                    (0..columns).filter(|c| tiles.iter().any(|t| t.columns.contains(c))).collect();
                prop_assert_eq!(&covered, rooms);
            }
        }
    }

    #[test]
    fn tiles_overlap_only_in_different_lanes((sessions, columns) in days(), scale in scales()) {
        let table = layout_day(&sessions, columns, scale);
        for (ix, a) in table.tiles.iter().enumerate() {
            for b in &table.tiles[ix + 1..] {
                let rows = a.rows.start < b.rows.end && b.rows.start < a.rows.end;
                let columns = a.columns.start < b.columns.end && b.columns.start < a.columns.end;
                let lanes = a.lanes == b.lanes && a.lane != b.lane && a.columns == b.columns;
                prop_assert!(!(rows && columns) || lanes, "{:?} overlaps {:?}", a, b);
            }
        }
    }

    #[test]
    fn rows_and_minutes_are_monotone_and_inverse((sessions, _) in days(), scale in scales()) {
        let axis = Axis::for_sessions(&sessions, scale);
        for row in 0..axis.height() {
            prop_assert!(axis.row_of_minute(axis.minute_of_row(row)) >= row);
            prop_assert!(axis.minute_of_row(row) <= axis.minute_of_row(row + 1));
        }
        for minute in -10..700 {
            prop_assert!(axis.row_of_minute(minute) <= axis.row_of_minute(minute + 1));
        }
    }
}
