//! The sessions that run now in every room, and the next one there, as the lines of a list.

use super::remaining::minutes_until;
use super::rooms::arranged_rooms;
use crate::agenda::{Level, Moment, RoomIx, SessionIx};
use crate::tui::state::{Entry, Model};

/// The most minutes up to the next session of a room.
const AHEAD_MINUTES: i64 = 12 * 60;

/// Returns the sessions that run now and the next one, room by room: rooms with a session that I
/// attend first, then rooms with one that I may attend, each in the order of the columns. While the
/// event is not on, the time is the start of the selected session.
pub(super) fn now_entries(model: &Model) -> Vec<Entry> {
    let Some(at) = listed_time(model) else { return Vec::new() };
    let mut of_rooms = sessions_of_rooms(model, at);
    let mut is_listed = vec![false; model.agenda.sessions.len()];
    let mut groups: Vec<(u8, Vec<SessionIx>)> = Vec::new();
    for room in rooms_in_order(model) {
        let mut group = of_rooms.get_mut(room).map(std::mem::take).unwrap_or_default();
        group.retain(|ix| !std::mem::replace(&mut is_listed[*ix], true));
        let ranks = group.iter().map(|ix| match model.level_of(*ix) {
            Some(Level::Attend) => 0,
            Some(Level::Maybe) => 1,
            None => 2,
        });
        groups.extend(ranks.min().map(|rank| (rank, group)));
    }
    groups.sort_by_key(|(rank, _)| *rank);
    let sessions: Vec<SessionIx> = groups.into_iter().flat_map(|(_, group)| group).collect();
    if sessions.is_empty() {
        return Vec::new();
    }
    let time = model.shown_time(at).format("%a %-d %b %H:%M");
    let head = match model.time_during_event() {
        Some(_) => format!("{time}: what runs, and what comes next"),
        None => format!("The event is not on: this is at {time}."),
    };
    std::iter::once(Entry::Remark(head)).chain(sessions.into_iter().map(Entry::Session)).collect()
}

/// Returns the time of the list: now, else the start of the selected session.
fn listed_time(model: &Model) -> Option<Moment> {
    let selected = || model.agenda.sessions.get(model.place.selected?)?.start;
    model.time_during_event().or_else(selected)
}

/// Returns for each room the shown sessions that run at a time, and the first one that starts soon.
fn sessions_of_rooms(model: &Model, at: Moment) -> Vec<Vec<SessionIx>> {
    let mut of_rooms = vec![Vec::new(); model.agenda.rooms.len()];
    let mut has_next = vec![false; model.agenda.rooms.len()];
    for (ix, session) in model.agenda.sessions.iter().enumerate() {
        let Some((start, end)) = session.start_and_end() else { continue };
        let is_open = end > at && minutes_until(at, start) <= AHEAD_MINUTES;
        if !is_open || session.cancelled || !model.is_shown(ix) {
            continue;
        }
        for room in session.rooms.iter() {
            if start <= at || !std::mem::replace(&mut has_next[*room], true) {
                of_rooms[*room].push(ix);
            }
        }
    }
    of_rooms
}

/// Returns the rooms in the order of the columns, then the rooms without a column.
fn rooms_in_order(model: &Model) -> Vec<RoomIx> {
    let mut rooms = arranged_rooms(model);
    let mut is_arranged = vec![false; model.agenda.rooms.len()];
    rooms.iter().for_each(|room| is_arranged[*room] = true);
    rooms.extend((0..is_arranged.len()).filter(|room| !is_arranged[*room]));
    rooms
}
