//! The countdown in the header, and the bell.

use super::*;
use crate::agenda::{Clean, Moment, RoomWalk, WalkTimes};
use crate::tui::input::action::Action;
use crate::tui::layout::status::{status_area, status_cells, status_parts};
use crate::tui::layout::tabs::HeaderDays;
use crate::tui::theme::Role;
use std::sync::Arc;
use std::time::Duration;

/// Two attended sessions in different rooms and another one.
const SESSIONS: [&str; 3] = ["a First 9 Hall", "b Second 11 Attic", "c Other 11 Hall"];

/// The model at 08:00 on the day of `SESSIONS`, with the first two sessions attended.
fn model_with(change: impl FnOnce(&mut Options)) -> Model {
    let agenda = agenda_of(&SESSIONS);
    let mut plan = Plan::default();
    add_mark(&mut plan, &agenda, 0, Some(Level::Attend));
    let second = agenda.sessions.iter().position(|session| &*session.id == "b").unwrap();
    add_mark(&mut plan, &agenda, second, Some(Level::Attend));
    let mut options = Options { plan, ..options(agenda, "2030-05-04T08:00:00+01:00") };
    change(&mut options);
    after_keys(options, (120, 36), "", CLOCK).unwrap()
}

/// The walk of 5 minutes between any two rooms, and of 8 minutes between two of them.
fn walk() -> WalkTimes {
    let rooms = ["Attic", "Hall"].map(Clean::line);
    WalkTimes { minutes: Some(5), between: vec![RoomWalk { rooms, minutes: 8 }] }
}

fn moment(time: &str) -> Moment {
    format!("2030-05-04T{time}:00+01:00").parse().unwrap()
}

fn tick(model: &mut Model, time: &str) -> Option<Effect> {
    apply_action(model, Action::Tick(Some(moment(time))), CLOCK)
}

/// The times of `times` at which the bell rings.
fn rings<'t>(model: &mut Model, times: &'t str) -> Vec<&'t str> {
    times.split(' ').filter(|time| tick(model, time) == Some(Effect::Ring)).collect()
}

/// The part of the header about the next session, and its role.
fn next_part(model: &Model) -> (String, Role) {
    let parts = status_parts(model, &HeaderDays::new(model)).into_iter();
    let mut parts = parts.filter(|part| part.text.starts_with(['n', 'l']));
    parts.next().map_or((String::new(), Role::Text), |part| (part.text, part.role))
}

#[test]
fn header_counts_down_and_says_when_to_leave() {
    let mut model = model_with(|options| options.walk = walk());
    for (time, text, role) in [
        ("08:00", "next ★ in 1 h, Hall", Role::Faint),
        ("08:54", "next ★ in 6 min, Hall", Role::Faint),
        // From outside, the walk to any room is 5 minutes.
        ("08:55", "leave now ★ in 5 min, Hall", Role::Alert),
        ("08:59", "leave now ★ in 1 min, Hall", Role::Alert),
        ("09:00", "next ★ in 2 h, Attic", Role::Faint),
        ("10:51", "next ★ in 9 min, Attic", Role::Faint),
        ("10:52", "leave now ★ in 8 min, Attic", Role::Alert),
        ("11:00", "", Role::Text),
    ] {
        tick(&mut model, time);
        assert_eq!(next_part(&model), (text.to_owned(), role), "{time}");
    }
}

/// The parts that the header of the whole event shows on a screen of this width.
fn header_before_leaving(width: u16) -> String {
    let agenda = super::srecon();
    let now: Moment = "2016-07-12T13:31:00+01:00".parse().unwrap();
    let is_next = |session: &crate::agenda::Session| {
        session.start.is_some_and(|start| start > now) && !session.kind.is_band()
    };
    let next = agenda.sessions.iter().position(is_next).unwrap();
    let mut plan = Plan::default();
    add_mark(&mut plan, &agenda, 0, Some(Level::Attend));
    add_mark(&mut plan, &agenda, next, Some(Level::Attend));
    let walk = WalkTimes { minutes: Some(60), between: Vec::new() };
    let options = Options { plan, walk, ..options(agenda, "2016-07-12T13:31:00+01:00") };
    let model = after_keys(options, (width, 24), "", CLOCK).unwrap();
    let days = HeaderDays::new(&model);
    let parts = status_parts(&model, &days);
    let cells = status_cells(&parts, status_area(&model, &days));
    let shown = parts.iter().zip(cells).filter(|(_, cells)| !cells.is_empty());
    shown.map(|(part, _)| part.text.as_str()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn advice_to_leave_is_the_last_part_that_goes() {
    for width in 50..=160 {
        let header = header_before_leaving(width);
        assert!(header.contains("leave now"), "{width}: {header}");
    }
    let header = header_before_leaving(80);
    assert_eq!(header, "leave now ★ | Tue 13:31");
    let header = header_before_leaving(160);
    assert!(header.starts_with("★ 2 | leave now ★ in "), "{header}");
    assert!(header.ends_with(" | Tue 13:31 IST (UTC+1)"), "{header}");
}

#[test]
fn header_without_walks_never_says_to_leave() {
    let mut model = model_with(|_| {});
    tick(&mut model, "08:59");
    assert_eq!(next_part(&model), ("next ★ in 1 min, Hall".to_owned(), Role::Faint));
}

#[test]
fn header_names_a_session_without_a_room() {
    let mut agenda = agenda_of(&SESSIONS);
    agenda.sessions[0].room = None;
    let mut model = model_with(|options| options.agenda = Arc::new(agenda));
    tick(&mut model, "08:59");
    assert_eq!(next_part(&model).0, "next ★ in 1 min, First");
}

#[test]
fn linear_header_says_only_when_to_leave() {
    let mut model = model_with(|options| {
        options.walk = walk();
        options.linear = true;
    });
    for (time, text) in
        [("08:54", ""), ("08:55", "leave now for Hall"), ("10:53", "leave now for Attic")]
    {
        tick(&mut model, time);
        assert_eq!(next_part(&model).0, text, "{time}");
    }
}

#[test]
fn bell_rings_once_when_it_is_time_to_leave() {
    let mut model = model_with(|options| options.walk = walk());
    let times = "08:01 08:54 08:55 08:56 09:00 10:51 10:52 10:53 10:30 10:52 11:00 11:01";
    assert_eq!(rings(&mut model, times), ["08:55", "10:52"]);
}

#[test]
fn bell_without_walks_rings_before_the_start() {
    let times = "08:01 08:49 08:50 08:51 08:55 09:00 10:49 10:50 10:51 10:55";
    assert_eq!(rings(&mut model_with(|_| {}), times), ["08:50", "10:50"]);
    let later = |options: &mut Options| options.remind_before = Duration::from_secs(5 * 60);
    assert_eq!(rings(&mut model_with(later), times), ["08:55", "10:55"]);
    assert_eq!(rings(&mut model_with(|options| options.bell = false), times), [""; 0]);
}

#[test]
fn bell_rings_after_a_jump_for_a_session_that_has_not_ended() {
    assert_eq!(rings(&mut model_with(|_| {}), "08:00 09:30 09:31"), ["09:30"]);
    assert_eq!(rings(&mut model_with(|_| {}), "08:00 10:10 10:11"), [""; 0]);
}

#[test]
fn session_marked_after_its_reminder_does_not_ring() {
    let mut model = model_with(|options| options.plan = Plan::default());
    tick(&mut model, "08:55");
    let agenda = Arc::clone(&model.agenda);
    let mut plan = Plan::default();
    add_mark(&mut plan, &agenda, 0, Some(Level::Attend));
    apply_action(&mut model, Action::PlanChanged(plan), CLOCK);
    assert_eq!(rings(&mut model, "08:56 08:57"), [""; 0]);
}
