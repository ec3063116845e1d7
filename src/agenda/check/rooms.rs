//! Rooms, and what joins them.

use super::Check;
use crate::agenda::{At, Clean, DraftRoom, DraftSession, Room, RoomIx, nearest_word};
use std::collections::HashSet;

/// More rooms than one session is ever in, and than one room is ever joined of.
const AT_ONCE: usize = 100;

impl Check {
    pub(super) fn rooms(&mut self, drafts: Vec<DraftRoom>, sessions: &[DraftSession]) {
        let mut joins = Vec::new();
        for draft in drafts {
            let name = Clean::line(&draft.name.value);
            if name.is_empty() || self.room_of.contains_key(&name) {
                let what = if name.is_empty() {
                    "a room has no name".into()
                } else {
                    format!("the room \"{name}\" is listed twice")
                };
                self.error(&draft.name.at, what, "the second entry is ignored: remove it");
                continue;
            }
            let ix = self.room(name);
            if let Some(capacity) = draft.capacity {
                match u32::try_from(capacity.value) {
                    Ok(seats) => self.rooms[ix].capacity = Some(seats),
                    Err(_) => self.error(
                        &capacity.at,
                        "a room cannot have that many seats",
                        "it is ignored",
                    ),
                }
            }
            joins.push((ix, draft.joins));
        }
        let mut before = "";
        for room in sessions.iter().flat_map(|session| &session.rooms) {
            // Files list one room after the other.
            if std::mem::replace(&mut before, &room.value) == room.value
                || self.room_of.contains_key(room.value.as_str())
            {
                continue;
            }
            let name = Clean::line(&room.value);
            if !name.is_empty() && !self.room_of.contains_key(&name) {
                self.room(name);
            }
        }
        self.join(&joins);
    }

    /// Gives each room the single rooms that its list names.
    fn join(&mut self, joins: &[(RoomIx, Vec<At<String>>)]) {
        let joined: HashSet<RoomIx> =
            joins.iter().filter(|(_, of)| !of.is_empty()).map(|(ix, _)| *ix).collect();
        for (ix, names) in joins {
            for name in names {
                if self.rooms[*ix].joins.len() >= AT_ONCE {
                    self.error(
                        &name.at,
                        format!("a room joins at most {AT_ONCE} others"),
                        "the rest is ignored",
                    );
                    break;
                }
                let known = self.room_of.get(&Clean::line(&name.value)).copied();
                match known {
                    Some(part) if part == *ix => {
                        self.error(
                            &name.at,
                            "a room cannot be joined with itself",
                            "it is ignored",
                        );
                    }
                    Some(part) if joined.contains(&part) => self.error(
                        &name.at,
                        format!("\"{}\" is itself a joined room", name.value),
                        "name its single rooms instead",
                    ),
                    Some(part) if self.rooms[*ix].joins.contains(&part) => {
                        self.error(
                            &name.at,
                            format!("\"{}\" is named twice", name.value),
                            "it is taken once",
                        );
                    }
                    Some(part) => self.rooms[*ix].joins.push(part),
                    None => {
                        let may_guess = self.may_compare(self.rooms.len());
                        let rooms = self.rooms.iter().map(|room| &*room.name).filter(|_| may_guess);
                        let help = match nearest_word(&name.value, rooms) {
                            Some(near) => format!("did you mean \"{near}\"?"),
                            None => "list it as a [[room]] of its own".to_owned(),
                        };
                        self.error(
                            &name.at,
                            format!("there is no room \"{}\" to join", name.value),
                            help,
                        );
                    }
                }
            }
        }
    }

    fn room(&mut self, name: Clean) -> RoomIx {
        let ix = self.rooms.len();
        self.room_of.insert(name.clone(), ix);
        self.rooms.push(Room { name, capacity: None, joins: Vec::new() });
        ix
    }

    /// The room as published, and the single rooms that it stands for.
    pub(super) fn place(&mut self, names: Vec<At<String>>) -> (Option<Clean>, Vec<RoomIx>) {
        let first = names.first().map(|name| name.at.clone());
        let mut published: Option<Clean> = None;
        let mut rooms: Vec<RoomIx> = Vec::new();
        for name in names {
            let name = Clean::line(name.value);
            if name.is_empty() {
                continue;
            }
            if let Some(ix) = self.room_of.get(&name) {
                let joins = &self.rooms[*ix].joins;
                for room in if joins.is_empty() { std::slice::from_ref(ix) } else { joins } {
                    if !rooms.contains(room) {
                        rooms.push(*room);
                    }
                }
            }
            published = Some(match published {
                Some(before) => Clean::line(format!("{before} + {name}")),
                None => name,
            });
            if rooms.len() > AT_ONCE {
                rooms.truncate(AT_ONCE);
                if let Some(first) = first {
                    self.error(
                        &first,
                        format!("a session is in at most {AT_ONCE} rooms"),
                        "the others are ignored",
                    );
                }
                break;
            }
        }
        (published, rooms)
    }
}
