//! The minutes of the walk from one session to another.

use super::clean::Clean;
use super::model::{Agenda, Session};
use super::walk::{WalkTimes, is_same_room};

impl WalkTimes {
    /// Returns the minutes from the room of `before` to the room of `next`: 0 in the same room,
    /// else those of the two rooms, else [`WalkTimes::minutes`]. Of several rooms, the longest walk
    /// counts. Without a session before, the walk is [`WalkTimes::minutes`].
    pub fn minutes_to(
        &self,
        agenda: &Agenda,
        before: Option<&Session>,
        next: &Session,
    ) -> Option<u32> {
        let from = before.map(|before| room_names(agenda, before)).unwrap_or_default();
        let to = room_names(agenda, next);
        let mut pairs =
            from.iter().flat_map(|one| to.iter().map(move |other| (&***one, &***other)));
        if pairs.clone().any(|(one, other)| is_same_room(one, other)) {
            return (!self.is_empty()).then_some(0);
        }
        let walk_of = |(one, other)| self.between.iter().find(|walk| walk.connects(one, other));
        let longest = pairs.by_ref().filter_map(walk_of).map(|walk| walk.minutes).max();
        longest.or(self.minutes)
    }
}

/// Returns the names of the rooms of a session: the room as published, then its single rooms.
fn room_names<'a>(agenda: &'a Agenda, session: &'a Session) -> Vec<&'a Clean> {
    let single = session.rooms.iter().filter_map(|room| Some(&agenda.rooms.get(*room)?.name));
    session.room.iter().chain(single).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::RoomWalk;

    const AGENDA: &str = "
[event]
name = 'E'
[walk]
minutes = 5
between = [{ rooms = ['Ulster', 'Hall'], minutes = 9 }, { rooms = ['North', 'Hall'], minutes = 2 }]
[[room]]
name = 'North'
[[room]]
name = 'Both'
joins = ['North', 'South']
[[session]]
title = 'a'
start = 2026-05-04T09:00:00
room = 'Ulster'
[[session]]
title = 'b'
start = 2026-05-04T10:00:00
room = 'Hall'
[[session]]
title = 'c'
start = 2026-05-04T11:00:00
room = 'Both'
[[session]]
title = 'd'
start = 2026-05-04T12:00:00
room = 'South'
[[session]]
title = 'e'
start = 2026-05-04T13:00:00
";

    fn agenda() -> Agenda {
        let (agenda, problems) = crate::format::read(AGENDA.as_bytes()).unwrap().draft.check(None);
        assert_eq!(problems, []);
        agenda
    }

    fn walk_of(minutes: Option<u32>, rooms: [&str; 2], between: u32) -> WalkTimes {
        let rooms = rooms.map(Clean::line);
        WalkTimes { minutes, between: vec![RoomWalk { rooms, minutes: between }] }
    }

    #[test]
    fn walk_depends_on_the_rooms_of_both_sessions() {
        let agenda = agenda();
        for (from, to, minutes) in [
            ("a", "a", 0),
            ("a", "b", 9),
            ("b", "a", 9),
            // The walk from the hall to the southern half is not given.
            ("b", "c", 2),
            ("c", "d", 0),
            ("b", "d", 5),
            ("a", "e", 5),
            ("e", "a", 5),
        ] {
            let session = |title| agenda.sessions.iter().find(|known| &*known.title == title);
            let walk = agenda.walk.minutes_to(&agenda, session(from), session(to).unwrap());
            assert_eq!(walk, Some(minutes), "{from} {to}");
        }
        assert_eq!(agenda.walk.minutes_to(&agenda, None, &agenda.sessions[0]), Some(5));
        assert_eq!(WalkTimes::default().minutes_to(&agenda, None, &agenda.sessions[0]), None);
    }

    #[test]
    fn walks_of_the_configuration_come_before_those_of_the_agenda() {
        let agenda = agenda();
        let walk = walk_of(None, ["hall", "ULSTER"], 4).or(&agenda.walk);
        let [a, b, c, d] = [0, 1, 2, 3].map(|ix| &agenda.sessions[ix]);
        let minutes = |from, to| walk.minutes_to(&agenda, Some(from), to);
        assert_eq!([minutes(a, b), minutes(b, c), minutes(b, d)], [Some(4), Some(2), Some(5)]);
        let walk = walk_of(Some(7), ["x", "y"], 4).or(&agenda.walk);
        let minutes = |from, to| walk.minutes_to(&agenda, Some(from), to);
        assert_eq!([minutes(a, b), minutes(b, d)], [Some(9), Some(7)]);
    }
}
