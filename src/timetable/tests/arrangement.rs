//! The columns and days of agendas.

use super::*;

fn read_agenda(file: &str) -> Agenda {
    crate::format::read(file.as_bytes()).unwrap().draft.check(None).0
}

#[test]
fn session_over_a_whole_date_begins_at_the_first_other_start() {
    let agenda = read_agenda(
        "[event]
        name = 'R'
        [[session]]
        title = 'night'
        start = 2025-03-01T23:00:00
        minutes = 120
        room = 'A'
        [[session]]
        title = 'all day'
        start = 2025-03-02T00:00:00
        minutes = 1440
        room = 'B'
        [[session]]
        title = 'talk'
        start = 2025-03-02T09:00:00
        minutes = 60
        room = 'A'",
    );
    let columns = Columns::for_agenda(&agenda);
    let shown = |day| {
        columns
            .day_sessions(&agenda, day, |_| true)
            .into_iter()
            .map(|session| (&*agenda.sessions[session.session].title, session.start, session.end))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(0), [("night", 0, 120)]);
    assert_eq!(shown(1), [("all day", 0, 900), ("talk", 0, 60)]);
}

/// Six rooms: `AB` joins the first two. Every room has one talk at nine, `AB` at ten. `E` has only
/// a break.
fn agenda_with_rooms() -> Agenda {
    let mut file = "[event]\nname = 'R'\n".to_owned();
    for room in ["A", "B", "AB", "C", "D", "E"] {
        let joins = if room == "AB" { "joins = ['A', 'B']\n" } else { "" };
        file.push_str(&format!("[[room]]\nname = '{room}'\n{joins}"));
    }
    for (room, hour, kind) in [
        ("A", "09", "talk"),
        ("B", "09", "talk"),
        ("C", "09", "talk"),
        ("D", "09", "talk"),
        ("AB", "10", "keynote"),
        ("E", "09", "break"),
    ] {
        file.push_str(&format!(
            "[[session]]\ntitle = '{room}'\nstart = 2025-03-01T{hour}:00:00\nminutes = 60\n\
             room = '{room}'\nkind = '{kind}'\n"
        ));
    }
    read_agenda(&file)
}

/// The names of the columns' rooms.
fn room_names<'a>(agenda: &'a Agenda, columns: &Columns) -> Vec<&'a str> {
    columns
        .iter()
        .filter_map(|column| match column {
            Column::Room(room) => Some(&*agenda.rooms[room].name),
            Column::Mine | Column::Elsewhere => None,
        })
        .collect()
}

/// Returns true if a talk in `room` passes the filter.
fn hosts_wanted(agenda: &Agenda, room: &str, wanted: impl Fn(SessionIx) -> bool) -> bool {
    agenda.sessions.iter().enumerate().any(|(ix, session)| {
        wanted(ix)
            && !session.kind.is_band()
            && session.rooms.iter().any(|ix| &*agenda.rooms[*ix].name == room)
    })
}

proptest! {
    #[test]
    fn rooms_follow_the_chosen_order_and_no_session_is_lost(
        order in Just(vec!["A", "B", "C", "D", "gone"]).prop_shuffle(),
        hidden in prop::collection::btree_set(
            prop::sample::select(vec!["A", "B", "C", "D", "gone"]),
            0..4,
        ),
        unwanted in prop::collection::btree_set(0..6_usize, 0..4),
    ) {
        let agenda = agenda_with_rooms();
        let arrangement = Arrangement {
            order: order.iter().map(|name| Clean::line(*name)).collect(),
            hidden: hidden.iter().map(|name| Clean::line(*name)).collect(),
        };
        let room_order = RoomOrder::new(&agenda, &arrangement);
        let wanted = |ix: SessionIx| {
            !unwanted.contains(&ix) && !room_order.hides_session(&agenda.sessions[ix])
        };
        let columns = Columns::arranged_by(&agenda, &room_order, wanted);
        let unordered = Arrangement { order: Vec::new(), ..arrangement };
        let unordered = RoomOrder::new(&agenda, &unordered);
        let before = Columns::arranged_by(&agenda, &unordered, wanted);
        prop_assert_eq!(&before.reordered(&agenda, &room_order), &columns);
        prop_assert_eq!(columns.reordered(&agenda, &unordered), before);
        let expected: Vec<&str> = order
            .iter()
            .copied()
            .filter(|room| !hidden.contains(room) && hosts_wanted(&agenda, room, wanted))
            .collect();
        prop_assert_eq!(room_names(&agenda, &columns), expected);
        let sessions = columns.day_sessions(&agenda, 0, wanted);
        for ix in 0..agenda.sessions.len() {
            let (ghosts, live): (Vec<_>, Vec<_>) =
                sessions.iter().filter(|it| it.session == ix).partition(|it| it.ghost);
            prop_assert_eq!(live.len(), usize::from(wanted(ix)), "{}", agenda.sessions[ix].title);
            prop_assert!(ghosts.iter().all(|ghost| !ghost.place.columns().is_empty()));
        }
        let table = layout_day(&sessions, columns.len(), TEN_MINUTES);
        prop_assert!(table.live_tiles().all(|tile| !tile.rows().is_empty()));
    }
}
