//! Rooms, joined rooms, and the rooms of a session.

use super::state::Check;
use crate::agenda::clean::Clean;
use crate::agenda::draft::{DraftRoom, DraftSession};
use crate::agenda::file_text::FileText;
use crate::agenda::model::{Room, RoomIx};
use crate::agenda::position::At;
use crate::agenda::problem::nearest_word;
use std::collections::HashSet;

/// Most rooms of one session, and most parts of one joined room.
const ROOMS_MAX: usize = 100;

/// A listed room with the names of its parts.
struct RoomParts {
    room: RoomIx,
    parts: Vec<At<FileText>>,
}

/// The rooms of a session.
pub(super) struct SessionRooms {
    /// See [`Session::room`](crate::agenda::model::Session::room).
    pub(super) published: Option<Clean>,
    /// See [`Session::rooms`](crate::agenda::model::Session::rooms).
    pub(super) rooms: Vec<RoomIx>,
}

impl Check {
    /// Checks `drafts`, the list of rooms, and adds the rooms that only `sessions` name.
    pub(super) fn check_rooms(&mut self, drafts: Vec<DraftRoom>, sessions: &[DraftSession]) {
        let listed: Vec<RoomParts> =
            drafts.into_iter().filter_map(|draft| self.check_room(draft)).collect();
        let mut last_name = "";
        for room in sessions.iter().flat_map(|session| &session.rooms) {
            // Files list one room after the other: most names repeat the last one.
            if *room.value == *std::mem::replace(&mut last_name, &room.value)
                || self.rooms_by_name.contains_key(room.value.as_str())
            {
                continue;
            }
            let name = Clean::line_of(room.value.share());
            if !name.is_empty() && !self.rooms_by_name.contains_key(&name) {
                self.add_room(name);
            }
        }
        self.join_rooms(&listed);
    }

    /// Adds a listed room. Reports a room without a name and a room that is listed twice.
    fn check_room(&mut self, draft: DraftRoom) -> Option<RoomParts> {
        let name = Clean::line_of(draft.name.value);
        if name.is_empty() || self.rooms_by_name.contains_key(&name) {
            let message = if name.is_empty() {
                "a room has no name".into()
            } else {
                format!("the room \"{name}\" is listed twice")
            };
            self.report_error(&draft.name.at, message, "the second entry is ignored: remove it");
            return None;
        }
        let room = self.add_room(name);
        if let Some(capacity) = draft.capacity {
            self.agenda.rooms[room].capacity = u32::try_from(capacity.value).ok();
            if self.agenda.rooms[room].capacity.is_none() {
                let message = "a room cannot have that many seats";
                self.report_error(&capacity.at, message, "it is ignored");
            }
        }
        Some(RoomParts { room, parts: draft.joins })
    }

    fn add_room(&mut self, name: Clean) -> RoomIx {
        let ix = self.agenda.rooms.len();
        self.rooms_by_name.insert(name.share(), ix);
        self.agenda.rooms.push(Room { name, capacity: None, joins: Vec::new() });
        ix
    }

    /// Fills [`Room::joins`] of all listed rooms.
    fn join_rooms(&mut self, listed: &[RoomParts]) {
        let joined: HashSet<RoomIx> =
            listed.iter().filter(|list| !list.parts.is_empty()).map(|list| list.room).collect();
        for RoomParts { room, parts } in listed {
            for part in parts {
                if self.agenda.rooms[*room].joins.len() >= ROOMS_MAX {
                    let message = format!("a room joins at most {ROOMS_MAX} others");
                    self.report_error(&part.at, message, "the rest is ignored");
                    break;
                }
                self.join_room(*room, part, &joined);
            }
        }
    }

    /// Adds the room `name` to the parts of `room`. Reports a name that is no single room.
    fn join_room(&mut self, room: RoomIx, name: &At<FileText>, joined: &HashSet<RoomIx>) {
        let known = self.rooms_by_name.get(&Clean::line(&name.value)).copied();
        let joins = &mut self.agenda.rooms[room].joins;
        let (message, help) = match known {
            None => (
                format!("there is no room \"{}\" to join", name.value),
                self.help_for_unknown_room(&name.value),
            ),
            Some(part) if part == room => {
                ("a room cannot be joined with itself".to_owned(), "it is ignored".to_owned())
            }
            Some(part) if joined.contains(&part) => (
                format!("\"{}\" is itself a joined room", name.value),
                "name its single rooms instead".to_owned(),
            ),
            Some(part) if joins.contains(&part) => {
                (format!("\"{}\" is named twice", name.value), "it is taken once".to_owned())
            }
            Some(part) => {
                joins.push(part);
                return;
            }
        };
        self.report_error(&name.at, message, help);
    }

    /// Returns the help for a name that no room has.
    pub(super) fn help_for_unknown_room(&mut self, name: &str) -> String {
        let may_guess = self.may_compare(self.agenda.rooms.len());
        let rooms = if may_guess { &*self.agenda.rooms } else { &[] };
        match nearest_word(name, rooms.iter().map(|room| &*room.name)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "list it as a [[room]] of its own".to_owned(),
        }
    }

    /// Returns the rooms of a session: the published name and the single rooms.
    pub(super) fn check_session_rooms(&mut self, names: Vec<At<FileText>>) -> SessionRooms {
        let first = names.first().map(|name| name.at.clone());
        let mut place = SessionRooms { published: None, rooms: Vec::with_capacity(names.len()) };
        for name in names {
            let name = Clean::line_of(name.value);
            if name.is_empty() {
                continue;
            }
            for room in self.single_rooms(&name) {
                if !place.rooms.contains(room) {
                    place.rooms.push(*room);
                }
            }
            place.published = Some(match place.published {
                Some(before) => Clean::line(format!("{before} + {name}")),
                None => name,
            });
            if place.rooms.len() > ROOMS_MAX {
                place.rooms.truncate(ROOMS_MAX);
                if let Some(first) = first {
                    let message = format!("a session is in at most {ROOMS_MAX} rooms");
                    self.report_error(&first, message, "the others are ignored");
                }
                break;
            }
        }
        place
    }

    /// Returns the parts of the joined room `name`, or the single room `name`.
    fn single_rooms(&self, name: &Clean) -> &[RoomIx] {
        match self.rooms_by_name.get(name) {
            Some(ix) if self.agenda.rooms[*ix].joins.is_empty() => std::slice::from_ref(ix),
            Some(ix) => &self.agenda.rooms[*ix].joins,
            None => &[],
        }
    }
}
