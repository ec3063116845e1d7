//! Tests of the tracks of columns.

use super::*;

/// Returns an agenda with the sessions `(column, hour, track)` in that order, and the sessions of
/// its only day. `track` 0: the session has no track.
fn day(sessions: &[(usize, i32, usize)]) -> (Agenda, Vec<DaySession>) {
    let text: String = sessions
        .iter()
        .map(|(column, hour, track)| {
            let track = if *track > 0 { format!("track = 'T{track}'\n") } else { String::new() };
            format!(
                "[[session]]\ntitle = 'S'\nroom = 'R{column}'\n{track}\
                 start = 2026-05-01T{hour:02}:00:00\nminutes = 60\n"
            )
        })
        .collect();
    let text = format!("[event]\nname = 'E'\n{text}");
    let (agenda, _) = crate::format::read(text.as_bytes()).unwrap().draft.check(None);
    let columns = Columns::for_agenda(&agenda);
    let of_day = columns.day_sessions(&agenda, 0, |_| true);
    (agenda, of_day)
}

/// Returns the names of the tracks of each column.
fn names(sessions: &[(usize, i32, usize)], columns: usize) -> Vec<Vec<String>> {
    let (agenda, of_day) = day(sessions);
    let runs = track_runs(&agenda, &of_day, columns);
    let name = |run: &TrackRun| agenda.tracks[run.track].name.to_string();
    runs.iter().map(|runs| runs.iter().map(name).collect()).collect()
}

#[test]
fn tracks_that_fill_columns_are_named_in_the_order_of_time() {
    let morning_and_evening = [(1, 9, 1), (1, 10, 1), (1, 11, 2), (1, 12, 2), (2, 9, 3)];
    assert_eq!(names(&morning_and_evening, 2), [vec!["T1", "T2"], vec!["T3"]]);
    // One session in four of the second column has no track.
    let gap = [(1, 9, 1), (2, 9, 2), (2, 10, 2), (2, 11, 0), (2, 12, 2)];
    assert_eq!(names(&gap, 2), [vec!["T1"], vec!["T2"]]);
    // The tracks of the third column take turns.
    let mixed = [(1, 9, 1), (2, 9, 2), (3, 9, 1), (3, 10, 2), (3, 11, 1)];
    assert_eq!(names(&mixed, 3), [vec!["T1"], vec!["T2"], vec![]]);
}

#[test]
fn tracks_that_tell_nothing_have_no_row() {
    for (sessions, columns) in [
        (&[][..], 3),
        // No tracks, one track for all, and tracks in half of the columns only.
        (&[(1, 9, 0), (2, 9, 0)], 2),
        (&[(1, 9, 1), (2, 9, 1)], 2),
        // Three columns in four have one track.
        (&[(1, 9, 1), (2, 9, 1), (3, 9, 1), (4, 9, 2)], 4),
        (&[(1, 9, 1), (1, 10, 1), (1, 11, 2), (1, 12, 2), (2, 9, 0)], 2),
        // Every track has one session.
        (&[(1, 9, 1), (1, 10, 2), (2, 9, 3), (2, 10, 4)], 2),
    ] {
        assert!(names(sessions, columns).is_empty(), "{sessions:?}");
    }
}

proptest! {
    #[test]
    fn runs_of_any_day_name_the_tracks_of_their_sessions(
        sessions in prop::collection::vec((1..5_usize, 8..20_i32, 0..4_usize), 0..30),
    ) {
        let (agenda, of_day) = day(&sessions);
        let runs = track_runs(&agenda, &of_day, 4);
        prop_assert!(runs.is_empty() || runs.len() == 4);
        let named: Vec<usize> = runs.iter().flatten().map(|run| run.track).collect();
        prop_assert!(runs.is_empty() || named.iter().any(|track| *track != named[0]));
        for (column, runs) in runs.iter().enumerate() {
            let own: Vec<&DaySession> =
                of_day.iter().filter(|known| known.place.columns() == [column]).collect();
            let track_of = |known: &DaySession| agenda.sessions[known.session].track;
            let has_track = own.iter().filter(|known| track_of(known).is_some()).count();
            prop_assert!(runs.is_empty() || has_track * 4 >= own.len() * 3);
            prop_assert!(runs.len() <= 3);
            prop_assert!(runs.windows(2).all(|two| two[0].track != two[1].track));
            for known in own.iter().filter(|_| !runs.is_empty()) {
                let Some(track) = track_of(known) else { continue };
                let covers = |run: &TrackRun| {
                    run.track == track
                        && run.minutes.start <= known.start
                        && known.end <= run.minutes.end
                };
                prop_assert!(runs.iter().any(covers), "{known:?} in {runs:?}");
            }
        }
    }
}
