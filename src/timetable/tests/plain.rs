//! The layout beside a plain computation, which compares each session with every other one.

use super::super::lanes::{TakenSlot, assign_lanes, place_in_columns};
use super::*;

fn overlap(a: &DaySession, b: &DaySession) -> bool {
    a.start < b.end && b.start < a.end
}

/// The columns without a session at the time of `session`.
fn free_columns(
    session: &DaySession,
    sessions: &[DaySession],
    placed: &[Vec<usize>],
    columns: usize,
) -> Vec<usize> {
    let is_taken = |column: &usize| {
        let mut others = sessions.iter().zip(placed);
        others.any(|(other, place)| place.contains(column) && overlap(other, session))
    };
    (0..columns).filter(|column| !is_taken(column)).collect()
}

fn plain_places(sessions: &[DaySession], columns: usize) -> Vec<Vec<usize>> {
    let mut placed: Vec<Vec<usize>> =
        sessions.iter().map(|session| session.place.columns().to_vec()).collect();
    for (ix, session) in sessions.iter().enumerate() {
        let free = free_columns(session, sessions, &placed, columns).len();
        let needs_last = match session.place {
            Placement::Column(_) | Placement::Columns(_) => placed[ix].is_empty(),
            Placement::Band => free == 0,
            Placement::Unplaced => free < columns,
        };
        if needs_last {
            placed[ix] = vec![columns - 1];
        }
    }
    for (ix, session) in sessions.iter().enumerate() {
        if placed[ix].is_empty() {
            let free = free_columns(session, sessions, &placed, columns);
            placed[ix] = if free.is_empty() { vec![columns - 1] } else { free };
        }
    }
    placed
}

fn plain_lanes(
    sessions: &[DaySession],
    placed: &[Vec<usize>],
    columns: usize,
) -> Vec<Vec<TakenSlot>> {
    let mut lanes = vec![Vec::new(); sessions.len()];
    for column in 0..columns {
        let mut here: Vec<usize> =
            (0..sessions.len()).filter(|ix| placed[*ix].contains(&column)).collect();
        here.sort_by_key(|ix| (sessions[*ix].start, -sessions[*ix].end));
        let (mut ends, mut members): (Vec<i32>, Vec<(usize, usize)>) = Default::default();
        let mut cluster = 0;
        for (nth, ix) in here.iter().enumerate() {
            let session = &sessions[*ix];
            let free = ends.iter().position(|end| *end <= session.start);
            let lane = free.unwrap_or(ends.len());
            ends.resize(ends.len().max(lane + 1), 0);
            ends[lane] = session.end;
            members.push((*ix, lane));
            let next = here.get(nth + 1).map(|next| sessions[*next].start);
            if next.is_none_or(|next| ends.iter().all(|end| *end <= next)) {
                let lanes_here = ends.len();
                for (session, lane) in members.drain(..) {
                    lanes[session].push(TakenSlot { column, lane, lanes: lanes_here, cluster });
                }
                ends.clear();
                cluster += 1;
            }
        }
    }
    lanes
}

/// The columns of sessions that are one after the other, without a column of elsewhere.
fn lacks_column(sessions: &[DaySession], columns: usize) -> bool {
    sessions.iter().any(|session| {
        let is_taken = |column: &usize| {
            sessions.iter().any(|other| {
                let occupies = match &other.place {
                    Placement::Column(_) | Placement::Columns(_) => {
                        other.place.columns().contains(column)
                    }
                    Placement::Unplaced => other.session != session.session,
                    Placement::Band => {
                        other.session != session.session && other.start < session.start
                    }
                };
                occupies && overlap(other, session)
            })
        };
        let free = (0..columns).filter(|column| !is_taken(column)).count();
        match session.place {
            Placement::Column(_) | Placement::Columns(_) => false,
            Placement::Band => free == 0,
            Placement::Unplaced => free < columns || columns == 0,
        }
    })
}

proptest! {
    #[test]
    fn places_and_lanes_are_those_of_a_plain_computation((sessions, columns) in days()) {
        let placed = place_in_columns(&sessions, columns);
        let plain_placed = plain_places(&sessions, columns);
        prop_assert!(placed.iter().eq(&plain_placed), "{placed:?}");
        let lanes = assign_lanes(&sessions, &placed, columns);
        prop_assert!(lanes.iter().eq(plain_lanes(&sessions, &plain_placed, columns)), "{lanes:?}");
    }

    #[test]
    fn lack_of_a_column_is_that_of_a_plain_computation(
        (mut sessions, _) in days(),
        columns in 6..8_usize,
        length in 0..8_usize,
    ) {
        // A few sessions leave columns free, and many do not.
        sessions.truncate(length * length);
        prop_assert_eq!(
            Columns::with_rooms(columns).lacks_column(&sessions),
            lacks_column(&sessions, columns)
        );
    }

    #[test]
    fn tiles_of_a_session_are_all_its_tiles((sessions, columns) in days()) {
        let table = layout_day(&sessions, columns, TEN_MINUTES);
        for session in &sessions {
            let all = table.tiles.iter().filter(|tile| tile.session == session.session);
            prop_assert!(table.tiles_of(session.session).eq(all));
        }
    }
}
