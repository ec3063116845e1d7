//! Tests of the colours of tracks.

use super::*;
use crate::timetable::Tile;
use crate::tui::layout::accents::{accent_of_session, color_group};
use crate::tui::view::shapes_tests::{like_c3, like_fosdem};
use proptest::prelude::*;

/// The pairs of tiles that are neighbours: side by side at the same time, or one below the other.
fn neighbours(model: &Model) -> Vec<(&Tile, &Tile)> {
    let tiles: Vec<&Tile> = model.derived.table.live_tiles().filter(|tile| !tile.band).collect();
    let meets = |a: &Tile, b: &Tile| a.start < b.end && b.start < a.end;
    let is_beside = |a: &Tile, b: &Tile| a.columns.end == b.columns.start && meets(a, b);
    let shares =
        |a: &Tile, b: &Tile| a.columns.start < b.columns.end && b.columns.start < a.columns.end;
    let touches =
        |a: &Tile, b: &Tile| shares(a, b) && (a.halves.end == b.halves.start || meets(a, b));
    let pairs = tiles.iter().flat_map(|a| tiles.iter().map(move |b| (*a, *b)));
    pairs.filter(|(a, b)| is_beside(a, b) || a != b && touches(a, b)).collect()
}

/// Asserts that neighbours on every day have one colour only if they have one track, or one kind in
/// the same rooms if no track tells them apart.
fn assert_neighbours_differ(agenda: Agenda) {
    let mut model = model(agenda, BEFORE, (120, 36), "");
    for _ in 0..model.agenda.days.len() {
        for (a, b) in neighbours(&model) {
            let [a, b] = [a, b].map(|tile| &model.agenda.sessions[tile.session]);
            if color_group(&model, a) != color_group(&model, b) {
                let colors = [a, b].map(|session| accent_of_session(&model, session).number());
                assert_ne!(colors[0], colors[1], "{} and {}", a.title, b.title);
            }
        }
        apply_action(&mut model, Action::Command(Command::NextDay), fixtures::CLOCK);
    }
}

#[test]
fn neighbours_in_time_and_room_of_made_agendas_have_different_colours() {
    for agenda in [like_fosdem(), like_c3()] {
        assert_neighbours_differ(agenda);
    }
}

/// Returns a session of an hour as text of an agenda.
fn session(room: &str, hour: u32, rest: &str) -> String {
    format!(
        "[[session]]\ntitle = '{room} {hour}'\nroom = '{room}'\nminutes = 60\n\
         start = 2026-05-01T{hour:02}:00:00\n{rest}\n"
    )
}

#[test]
fn sessions_without_track_have_different_colours_in_adjacent_rooms() {
    let of_rooms = |rest: &str| {
        let rooms = ["A", "B", "C", "D"];
        rooms.map(|room| session(room, 9, rest) + &session(room, 10, rest)).concat()
    };
    // No track; one track that tells nothing; one track beside sessions without.
    let agendas = [
        of_rooms(""),
        of_rooms("track = 'T'"),
        of_rooms("") + &session("D", 11, "track = 'T'") + &session("C", 11, "kind = 'panel'"),
    ];
    for text in agendas {
        let agenda = parse_agenda(&text);
        assert_neighbours_differ(agenda.clone());
        let model = model(agenda, BEFORE, (120, 36), "");
        for (a, b) in neighbours(&model) {
            let [a, b] = [a, b].map(|tile| &model.agenda.sessions[tile.session]);
            let [x, y] = [a, b].map(|session| accent_of_session(&model, session).number());
            assert_eq!(x == y, a.rooms == b.rooms && a.kind == b.kind && a.track == b.track);
        }
    }
    assert_neighbours_differ(srecon());
}

#[test]
fn neighbours_of_tracks_with_own_colours_have_distant_hues() {
    let tracks = [("Red", "#e40429"), ("Gold", "#f9b000"), ("Yellow", "#f2f006")];
    let tracks = tracks
        .map(|(name, color)| format!("[[track]]\nname = '{name}'\ncolor = '{color}'\n"))
        .concat();
    let sessions = [
        session("A", 9, "track = 'Red'"),
        session("B", 9, ""),
        session("A", 10, "track = 'Gold'"),
        session("B", 10, "track = 'Yellow'"),
        session("C", 9, "kind = 'workshop'"),
        session("C", 10, "track = 'Red'"),
    ];
    let agenda = parse_agenda(&(tracks + &sessions.concat()));
    assert_neighbours_differ(agenda.clone());
    let model = model(agenda, BEFORE, (120, 36), "");
    let hues = crate::tui::theme::Accent::hues();
    for (a, b) in neighbours(&model) {
        let [a, b] = [a, b].map(|tile| &model.agenda.sessions[tile.session]);
        let [x, y] = [a, b].map(|known| hues[accent_of_session(&model, known).number()]);
        let distance = x.abs_diff(y).min(360 - x.abs_diff(y));
        assert!(distance >= 20, "{} and {}", a.title, b.title);
    }
    // The first of two neighbours keeps its own colour.
    let accent = |track| {
        let mut sessions = model.agenda.sessions.iter();
        accent_of_session(&model, sessions.find(|known| known.track == Some(track)).unwrap())
    };
    let is_own = |track| matches!(accent(track), crate::tui::theme::Accent::Own(_));
    assert_eq!([0, 1, 2].map(is_own), [true, true, false]);
}

#[test]
fn eight_tracks_have_the_first_eight_colours() {
    let session = |track: usize| {
        format!(
            "[[session]]\ntitle = 'T{track}'\nroom = 'A'\ntrack = 'Track {track}'\nminutes = 30\n\
             start = 2026-05-01T{:02}:00:00\n",
            track + 9
        )
    };
    let agenda = parse_agenda(&(0..8).map(session).collect::<String>());
    let model = model(agenda, BEFORE, (120, 36), "");
    let sessions = model.agenda.sessions.iter();
    let numbers: Vec<usize> =
        sessions.map(|session| accent_of_session(&model, session).number()).collect();
    assert_eq!(numbers, (0..8).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Twenty tracks in eight rooms, and sessions without a track.
    #[test]
    fn neighbours_of_any_day_have_different_colours(
        sessions in prop::collection::vec((0..8_usize, 0..30_usize, 1..4_usize), 1..40),
    ) {
        let mut free = [0; 8];
        let mut text = String::new();
        for (nth, (room, track, quarters)) in sessions.into_iter().enumerate() {
            let start = 8 * 60 + free[room];
            free[room] += quarters * 15;
            let (hour, minute) = (start / 60, start % 60);
            if hour < 23 {
                let track = if track < 20 { format!("track = 'T{track}'\n") } else { "".into() };
                text += &format!(
                    "[[session]]\ntitle = 'S{nth}'\nroom = 'R{room}'\n{track}\
                     start = 2026-05-01T{hour:02}:{minute:02}:00\nminutes = {}\n",
                    quarters * 15
                );
            }
        }
        assert_neighbours_differ(parse_agenda(&text));
    }
}
