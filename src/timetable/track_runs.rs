//! The tracks of the columns of a day, one after the other.

use super::day_session::{DaySession, Placement};
use crate::agenda::{Agenda, SessionIx};
use std::collections::BTreeMap;
use std::ops::Range;

/// The most tracks of a column whose tracks have a head.
const RUNS_MAX: usize = 3;
/// The least sessions of a track in a column with several tracks.
const SESSIONS_OF_RUN_MIN: usize = 2;

/// The sessions of one track that follow each other in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackRun {
    /// Index in [`Agenda::tracks`](crate::agenda::Agenda::tracks).
    pub track: usize,
    /// The first session.
    pub first: SessionIx,
    /// The minutes of the day from the first start to the last end.
    pub minutes: Range<i32>,
}

/// Returns the tracks of each of `columns` columns, for a row of their names. Returns no columns if
/// the row would tell little.
///
/// A column has tracks if three in four of its sessions have one, and at most 3 tracks follow each
/// other, of several with 2 sessions each. Sessions in several columns, and ghosts, do not count.
/// The row is worth its height if over half of the columns with sessions have tracks, of which no
/// more than two in three begin with the same one.
pub fn track_runs(agenda: &Agenda, sessions: &[DaySession], columns: usize) -> Vec<Vec<TrackRun>> {
    let mut known = vec![ColumnTracks::default(); columns];
    let mut by_start: Vec<&DaySession> = sessions.iter().filter(|known| !known.ghost).collect();
    by_start.sort_by_key(|known| known.start);
    for session in by_start {
        let Placement::Column(column) = session.place else { continue };
        let track = agenda.sessions.get(session.session).and_then(|known| known.track);
        if let Some(known) = known.get_mut(column) {
            known.add(session, track);
        }
    }
    let used = known.iter().filter(|known| known.sessions > 0).count();
    let runs: Vec<Vec<TrackRun>> = known.into_iter().map(ColumnTracks::into_runs).collect();
    let telling = runs.iter().filter(|runs| !runs.is_empty()).count();
    let mut counts = BTreeMap::<usize, usize>::new();
    for run in runs.iter().filter_map(|runs| runs.first()) {
        *counts.entry(run.track).or_default() += 1;
    }
    let most = counts.into_values().max().unwrap_or(0);
    let is_worth = telling * 2 > used && most * 3 <= telling * 2;
    if is_worth { runs } else { Vec::new() }
}

/// The tracks of a column.
#[derive(Debug, Clone, Default)]
struct ColumnTracks {
    /// The number of all sessions.
    sessions: usize,
    /// The runs, and the number of sessions of each.
    runs: Vec<(TrackRun, usize)>,
}

impl ColumnTracks {
    /// Adds the next session of the column.
    fn add(&mut self, session: &DaySession, track: Option<usize>) {
        self.sessions += 1;
        let Some(track) = track else { return };
        match self.runs.last_mut().filter(|(run, _)| run.track == track) {
            Some((run, count)) => {
                run.minutes.end = run.minutes.end.max(session.end);
                *count += 1;
            }
            None => {
                let minutes = session.start..session.end;
                self.runs.push((TrackRun { track, first: session.session, minutes }, 1));
            }
        }
    }

    /// Returns the runs, or none if they are too many for a head, or too few sessions have a track.
    fn into_runs(self) -> Vec<TrackRun> {
        let with_track: usize = self.runs.iter().map(|(_, count)| count).sum();
        let is_full = with_track * 4 >= self.sessions * 3;
        let is_long = |(_, count): &(TrackRun, usize)| *count >= SESSIONS_OF_RUN_MIN;
        let is_clear =
            self.runs.len() == 1 || self.runs.len() <= RUNS_MAX && self.runs.iter().all(is_long);
        match is_full && is_clear {
            true => self.runs.into_iter().map(|(run, _)| run).collect(),
            false => Vec::new(),
        }
    }
}
