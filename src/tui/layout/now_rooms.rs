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
    let mut listed: Vec<SessionIx> = Vec::new();
    let mut groups: Vec<(u8, Vec<SessionIx>)> = Vec::new();
    let open = open_sessions(model, at);
    for room in rooms_in_order(model) {
        let mut group = sessions_of_room(model, &open, room, at);
        group.retain(|ix| !listed.contains(ix));
        listed.extend(&group);
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

/// Returns the shown sessions that run at a time or start soon, in time order.
fn open_sessions(model: &Model, at: Moment) -> Vec<SessionIx> {
    let sessions = model.agenda.sessions.iter().enumerate().filter(|(ix, session)| {
        let is_open = session
            .start_and_end()
            .is_some_and(|(start, end)| end > at && minutes_until(at, start) <= AHEAD_MINUTES);
        is_open && !session.cancelled && model.is_shown(*ix)
    });
    sessions.map(|(ix, _)| ix).collect()
}

/// Returns the rooms in the order of the columns, then the rooms without a column.
fn rooms_in_order(model: &Model) -> Vec<RoomIx> {
    let mut rooms = arranged_rooms(model);
    let rest: Vec<RoomIx> =
        (0..model.agenda.rooms.len()).filter(|room| !rooms.contains(room)).collect();
    rooms.extend(rest);
    rooms
}

/// Returns the sessions of `open` that run in a room, and the first one that starts later.
fn sessions_of_room(model: &Model, open: &[SessionIx], room: RoomIx, at: Moment) -> Vec<SessionIx> {
    let known = |ix: &SessionIx| model.agenda.sessions.get(*ix);
    let in_room = open
        .iter()
        .copied()
        .filter(|ix| known(ix).is_some_and(|session| session.rooms.contains(&room)));
    let (mut running, ahead): (Vec<SessionIx>, Vec<SessionIx>) =
        in_room.partition(|ix| known(ix).and_then(|session| session.start) <= Some(at));
    running.extend(ahead.first());
    running
}
