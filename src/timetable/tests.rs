//! Days as small pictures: three characters a column, one line ten minutes.

mod arrangement;
mod plain;
mod track_runs;
mod widths;

use super::*;
use crate::agenda::{Agenda, Clean, SessionIx};
use proptest::prelude::*;
use std::ops::Range;

/// Ten minutes a row.
const TEN_MINUTES: Scale = Scale { minutes: 5 };

fn layout_day(sessions: &[DaySession], columns: usize, scale: Scale) -> Timetable {
    super::layout_day(&PlacedDay::new(sessions.to_vec(), columns), scale)
}

fn axis(sessions: &[DaySession], scale: Scale) -> Axis {
    layout_day(sessions, 1, scale).axis
}

/// A session in the given columns.
fn in_columns(session: SessionIx, start: i32, end: i32, columns: &[usize]) -> DaySession {
    let place = match columns {
        [column] => Placement::Column(*column),
        columns => Placement::Columns(columns.to_vec()),
    };
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
        assert!(tile.halves.start % 2 == 0 && tile.halves.end % 2 == 0, "{tile:?}");
        for y in tile.rows() {
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
    let folded = axis(&gap, TEN_MINUTES);
    assert_eq!(folded.height(), 6 + 1 + 6);
    assert!(folded.ticks()[1].folded);
    let all_day = [in_columns(0, 0, 60, &[0]), in_columns(1, 0, 1440, &[1])];
    assert_eq!(axis(&all_day, TEN_MINUTES).height(), 6 + 3);
}

#[test]
fn free_time_has_its_height_up_to_a_limit() {
    let day = |free: i32| {
        let sessions = vec![
            in_columns(0, 0, 60, &[0]),
            in_columns(1, 60, 60 + free, &[0]),
            in_columns(2, 60 + free, 120 + free, &[0]),
        ];
        let day = PlacedDay::new(sessions, 1).with_free_time(vec![1], 120);
        super::layout_day(&day, TEN_MINUTES).axis.height()
    };
    assert_eq!([60, 180, 240, 600].map(day), [18, 30, 24, 24]);
}

#[test]
fn short_session_has_a_row_and_moves_no_other_one() {
    let layout = |times: &[(i32, i32)]| {
        let sessions = times.iter().enumerate();
        let sessions: Vec<DaySession> =
            sessions.map(|(ix, (start, end))| in_columns(ix, *start, *end, &[0])).collect();
        layout_day(&sessions, 1, TEN_MINUTES)
    };
    let halves = |times: &[(i32, i32)]| -> Vec<(i32, i32)> {
        layout(times).tiles.iter().map(|tile| (tile.halves.start, tile.halves.end)).collect()
    };
    // Five minutes get a whole row, and the next talk gives half a row.
    assert_eq!(halves(&[(0, 5), (5, 30), (30, 55)]), [(0, 2), (2, 6), (6, 11)]);
    // Free time before or after is taken first.
    assert_eq!(halves(&[(0, 5), (10, 30)]), [(0, 2), (2, 6)]);
    // Ten minutes that begin in the middle of a row begin at their time.
    assert_eq!(halves(&[(0, 15), (15, 25), (25, 50)]), [(0, 3), (3, 6), (6, 10)]);
    // Without half a row of time, a session takes a whole one.
    let sessions = [in_columns(0, 0, 5, &[0]), in_columns(1, 5, 85, &[0])];
    let tiles = layout_day(&sessions, 1, Scale { minutes: 20 }).tiles;
    assert_eq!([tiles[0].rows(), tiles[1].rows()], [0..1, 1..2]);
}

#[test]
fn short_sessions_of_one_row_share_it() {
    let talks: Vec<DaySession> =
        (0..5).map(|nth| in_columns(nth as usize, nth * 5, nth * 5 + 5, &[0])).collect();
    let table = layout_day(&talks, 1, TEN_MINUTES);
    let places: Vec<(Range<i32>, usize, usize)> =
        table.tiles.iter().map(|tile| (tile.rows(), tile.share.nth, tile.share.of)).collect();
    assert_eq!(places, [(0..1, 0, 2), (0..1, 1, 2), (1..2, 0, 2), (1..2, 1, 2), (2..3, 0, 1)]);
    // The row of another room does not count, and neither does another lane.
    let rooms = [in_columns(0, 0, 5, &[0]), in_columns(1, 0, 5, &[1]), in_columns(2, 0, 5, &[0])];
    let table = layout_day(&rooms, 2, TEN_MINUTES);
    assert!(table.tiles.iter().all(|tile| tile.share.of == 1));
    assert_eq!(table.tiles.iter().map(|tile| tile.lanes).collect::<Vec<_>>(), [2, 2, 1]);
}

#[test]
fn touching_sessions_take_turns() {
    let sessions = [
        in_columns(0, 0, 30, &[0]),
        in_columns(1, 30, 60, &[0]),
        in_columns(2, 60, 90, &[0, 1]),
        in_columns(3, 90, 120, &[1]),
        // A gap, and a band, begin again.
        in_columns(4, 100, 120, &[0]),
        band(5, 120, 150),
        in_columns(6, 150, 180, &[0]),
    ];
    let table = layout_day(&sessions, 2, TEN_MINUTES);
    let mut second: Vec<SessionIx> =
        table.tiles.iter().filter(|tile| tile.is_second).map(|tile| tile.session).collect();
    second.dedup();
    assert_eq!(second, [1, 3]);
}

#[test]
fn fit_returns_the_largest_readable_scale_for_the_rows() {
    let fit = |lengths: &[i32], rows| {
        let mut start = 0;
        let sessions = lengths.iter().enumerate().map(|(ix, length)| {
            start += length;
            in_columns(ix, start - length, start, &[0])
        });
        fit_scale(&PlacedDay::new(sessions.collect(), 1), rows).minutes
    };
    for (lengths, rows, expected) in [
        // 120 minutes.
        (&[60, 60][..], 20, 3),
        (&[60, 60], 12, 5),
        (&[60, 60], 6, 10),
        // Sixty minutes would have less than two rows at twenty minutes for half a row.
        (&[60, 60], 3, 15),
        (&[60, 60], 1, 15),
        // The length of every session is a number of halves.
        (&[40, 40, 40, 20], 1, 10),
        (&[45, 45, 60, 60], 1, 5),
        (&[25, 25, 50], 1, 5),
        // Lengths without a common step.
        (&[44, 61, 30], 1, 5),
        // Two minutes have a row if the day fits.
        (&[2, 2, 2, 2], 8, 1),
        (&[2, 2, 2, 2], 3, 2),
        (&[2, 2, 2, 2], 1, 5),
        (&[5, 5, 10], 10, 1),
        (&[5, 5, 10], 9, 5),
    ] {
        assert_eq!(fit(lengths, rows), expected, "{lengths:?} in {rows} rows");
    }
}

#[test]
fn zoom_goes_in_steps_and_ends_at_both_limits() {
    let scale = Scale { minutes: 10 };
    assert_eq!(scale.zoom(1).minutes, 5);
    assert_eq!(scale.zoom(1).zoom(-2).minutes, 15);
    assert_eq!(scale.zoom(-99), Scale::SMALLEST);
    assert_eq!(Scale::SMALLEST.zoom(99).minutes, 1);
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
    assert!(split_width(4, 74).eq([0..18, 18..37, 37..55, 55..74]));
    assert!(split_width(0, 10).eq([]));
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
    (1..61_i32).prop_map(|minutes| Scale { minutes })
}

proptest! {
    #[test]
    fn tiles_in_columns_are_those_with_one_of_the_columns(
        (sessions, columns) in days(),
        first in 0..6_usize,
        count in 0..4_usize,
    ) {
        let table = layout_day(&sessions, columns, Scale { minutes: 5 });
        let shown = first..first + count;
        let has_one = |tile: &&Tile| shown.clone().any(|column| tile.columns.contains(&column));
        let expected: Vec<&Tile> = table.tiles.iter().filter(has_one).collect();
        prop_assert_eq!(table.tiles_in(&shown), expected);
    }

    #[test]
    fn ticks_are_monotone_and_proportional_between_folds((sessions, columns) in days()) {
        // Long sessions at a large scale: no session needs more than its time.
        let table = layout_day(&sessions, columns, Scale { minutes: 1 });
        for pair in table.axis.ticks().windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let halves = b.half - a.half;
            prop_assert!(halves == b.minute - a.minute || (a.folded && halves > 0), "{a:?} {b:?}");
        }
    }

    #[test]
    fn sessions_of_one_length_have_one_height(
        (sessions, columns) in days(),
        minutes in prop::sample::select(vec![1, 5]),
    ) {
        // Both scales divide all lengths. Some sessions are shorter than a row of ten minutes.
        let table = layout_day(&sessions, columns, Scale { minutes });
        let usual = |tile: &Tile| tile.end - tile.start <= LONG_MINUTES;
        for tile in table.live_tiles().filter(|tile| usual(tile)) {
            let time = table.axis.half_of_minute(tile.start)..table.axis.half_of_minute(tile.end);
            prop_assert_eq!((time.end - time.start) * minutes, tile.end - tile.start);
            let whole_rows = time.end.div_euclid(2) - (time.start + 1).div_euclid(2);
            if whole_rows == 0 {
                prop_assert!(tile.rows().len() <= 2, "{:?}", tile);
                continue;
            }
            // Half a row at an end goes to a session without a whole row.
            let cut = [time.start..tile.halves.start, tile.halves.end..time.end];
            for cut in cut.into_iter().filter(|cut| !cut.is_empty()) {
                let is_short = |other: &Tile| {
                    let time = table.axis.half_of_minute(other.start)
                        ..table.axis.half_of_minute(other.end);
                    time.end.div_euclid(2) <= (time.start + 1).div_euclid(2)
                };
                let takes = |other: &Tile| other.rows().contains(&cut.start.div_euclid(2));
                prop_assert!(cut.len() == 1, "{:?}", tile);
                prop_assert!(table.live_tiles().any(|other| is_short(other) && takes(other)));
            }
            prop_assert!(time.start <= tile.halves.start && tile.halves.end <= time.end);
        }
    }

    #[test]
    fn axis_has_one_scale_between_folds((sessions, columns) in days(), scale in scales()) {
        let axis = layout_day(&sessions, columns, scale).axis;
        let runs = axis.ticks().split_inclusive(|tick| tick.folded);
        for ticks in runs {
            let (first, rest) = ticks.split_first().unwrap();
            for tick in rest {
                let halves = scale.halves_of(tick.minute - first.minute);
                prop_assert_eq!(tick.half - first.half, halves);
            }
        }
    }

    #[test]
    fn every_session_has_its_rows_and_columns_and_one_text(
        (sessions, columns) in days(),
        scale in scales(),
    ) {
        let table = layout_day(&sessions, columns, scale);
        for session in &sessions {
            let tiles: Vec<&Tile> =
                table.tiles.iter().filter(|tile| tile.session == session.session).collect();
            prop_assert_eq!(tiles.iter().filter(|tile| tile.shows_text).count(), 1);
            let halves = tiles[0].halves.clone();
            prop_assert!(tiles.iter().all(|tile| tile.halves == halves));
            let whole_rows = halves.end.div_euclid(2) - (halves.start + 1).div_euclid(2);
            prop_assert!(session.ghost || whole_rows >= 1, "{halves:?}");
            let time = table.axis.half_of_minute(session.start);
            prop_assert!(session.ghost || (time - 2..=time + 2).contains(&halves.start));
            prop_assert!(halves.end <= table.axis.height() * 2);
            if let rooms @ [_, ..] = session.place.columns() {
                let covered: Vec<usize> =
                    (0..columns).filter(|c| tiles.iter().any(|t| t.columns.contains(c))).collect();
                prop_assert_eq!(&covered, rooms);
            }
        }
    }

    #[test]
    fn tiles_overlap_only_in_different_lanes((sessions, columns) in days(), scale in scales()) {
        let table = layout_day(&sessions, columns, scale);
        let tiles: Vec<&Tile> = table.tiles.iter().filter(|tile| !tile.halves.is_empty()).collect();
        for (ix, a) in tiles.iter().enumerate() {
            for b in &tiles[ix + 1..] {
                let halves = a.halves.start < b.halves.end && b.halves.start < a.halves.end;
                let columns = a.columns.start < b.columns.end && b.columns.start < a.columns.end;
                let lanes = a.lanes == b.lanes && a.columns == b.columns;
                let lanes = lanes && (a.lane, a.share) != (b.lane, b.share);
                prop_assert!(!(halves && columns) || lanes, "{:?} overlaps {:?}", a, b);
            }
        }
    }

    #[test]
    fn tiles_that_touch_have_different_grounds((sessions, columns) in days(), scale in scales()) {
        let table = layout_day(&sessions, columns, scale);
        let cards: Vec<&Tile> = table.live_tiles().filter(|tile| !tile.band).collect();
        for a in &cards {
            for b in &cards {
                // One tile above the other, alone in one column each.
                let touches = a.halves.end == b.halves.start && a.columns == b.columns;
                let is_alone = |tile: &Tile| tile.lanes == 1 && tile.share.of == 1;
                let is_alone = is_alone(a) && is_alone(b) && a.columns.len() == 1;
                let spans = |tile: &Tile| {
                    cards.iter().filter(|other| other.session == tile.session).count() > 1
                };
                if touches && is_alone && !spans(a) && !spans(b) {
                    prop_assert!(a.is_second != b.is_second, "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn rows_and_minutes_are_monotone_and_inverse((sessions, columns) in days(), scale in scales()) {
        let axis = layout_day(&sessions, columns, scale).axis;
        for row in 0..axis.height() {
            let is_past = axis.minute_of_row(row) == axis.ticks().last().map_or(0, |t| t.minute);
            prop_assert!(axis.row_of_minute(axis.minute_of_row(row)) >= row || is_past);
            prop_assert!(axis.minute_of_row(row) <= axis.minute_of_row(row + 1));
        }
        for minute in -10..700 {
            prop_assert!(axis.half_of_minute(minute) <= axis.half_of_minute(minute + 1));
        }
    }
}
