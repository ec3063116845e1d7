//! The answers of a refresh from the agenda's address.

use super::{CLOCK, after, alert_text};
use crate::agenda::Clean;
use crate::tui::input::action::{Action, Command};
use crate::tui::layout::refresh_label::{refresh_label, refused_version};
use crate::tui::refresh_answer::{NoAnswerKind, RefreshError, RefreshOutcome};
use crate::tui::state::{Model, RefusedVersion};
use crate::tui::update::apply_action;
use chrono::TimeDelta;

type Answer = Result<RefreshOutcome, RefreshError>;

fn no_answer(kind: NoAnswerKind) -> Answer {
    Err(RefreshError::NoAnswer { why: Clean::line("no host"), kind, retry_after: None })
}

fn refused(on_demand: bool) -> Answer {
    Err(RefreshError::Refused { why: Clean::line("3 of 5 sessions are not in it"), on_demand })
}

fn answer(model: &mut Model, answer: Answer, asked: bool) {
    apply_action(model, Action::Refreshed { answer, asked }, CLOCK + TimeDelta::minutes(90));
}

#[test]
fn missing_network_is_a_quiet_label_unless_a_key_asked() {
    use NoAnswerKind::{Offline, ServerError};
    for (kind, checked, expected) in [
        (Offline, None, "offline"),
        // The clock of the screen is in Dublin, in summer time since 1968.
        (Offline, Some(30), "offline · as of 01:30"),
        (ServerError, Some(30), "not refreshed · as of 01:30"),
        (Offline, Some(-120), "offline · as of Wed 31 Dec 23:00"),
    ] {
        let mut model = after("j");
        model.refresh.checked = checked.map(|minutes| CLOCK + TimeDelta::minutes(minutes));
        answer(&mut model, no_answer(kind), false);
        assert_eq!(refresh_label(&model, 80).as_deref(), Some(expected));
        assert_eq!((model.message.as_ref(), refused_version(&model)), (None, None));
        answer(&mut model, no_answer(kind), true);
        let message = model.message.take().unwrap();
        match (kind, checked) {
            (ServerError, _) => assert_eq!(message.text, "Not refreshed: no host"),
            (Offline, None) => assert_eq!(message.text, "Offline: the address does not answer"),
            (Offline, Some(_)) => {
                let time = expected.split("as of ").nth(1).unwrap();
                assert_eq!(message.text, format!("Offline: agenda as of {time}"));
            }
        }
        assert_eq!(message.alert, kind == ServerError);
        // The next answer ends the trouble.
        answer(&mut model, Ok(RefreshOutcome::Unchanged), false);
        assert_eq!(refresh_label(&model, 80), None);
        assert_eq!(model.refresh.checked, Some(CLOCK + TimeDelta::minutes(90)));
    }
}

#[test]
fn unchanged_agenda_is_reported_if_a_key_asked() {
    for (asked, expected) in [(true, "Asked just now: nothing has changed."), (false, "")] {
        let mut model = after("");
        answer(&mut model, Ok(RefreshOutcome::Unchanged), asked);
        let text = model.message.as_ref().map_or("", |message| &message.text);
        assert_eq!(text, expected);
    }
}

#[test]
fn refused_version_is_reported_until_a_refresh_succeeds() {
    for on_demand in [true, false] {
        let mut model = after("");
        answer(&mut model, refused(on_demand), false);
        apply_action(&mut model, Action::Command(Command::Down), CLOCK);
        let why = "3 of 5 sessions are not in it".to_owned();
        assert_eq!(refused_version(&model), Some(&RefusedVersion { why, on_demand }));
        assert_eq!(refresh_label(&model, 80), None);
        answer(&mut model, Ok(RefreshOutcome::Stored), true);
        assert_eq!((refused_version(&model), &model.message), (None, &None));
    }
}

#[test]
fn agenda_that_cannot_be_stored_is_an_alert_once() {
    let mut model = after("");
    let full = || Err(RefreshError::NotStored(Clean::line("the disk is full")));
    answer(&mut model, full(), false);
    assert_eq!(alert_text(&model), "Not refreshed: the disk is full");
    apply_action(&mut model, Action::Command(Command::Down), CLOCK);
    answer(&mut model, full(), false);
    assert_eq!(alert_text(&model), "");
    assert_eq!(refresh_label(&model, 80).as_deref(), Some("not refreshed"));
}

#[test]
fn slow_request_is_shown_until_its_answer() {
    let mut model = after("");
    apply_action(&mut model, Action::RefreshSlow, CLOCK);
    assert_eq!(refresh_label(&model, 80).as_deref(), Some("refreshing…"));
    answer(&mut model, no_answer(NoAnswerKind::Offline), false);
    assert_eq!(refresh_label(&model, 80).as_deref(), Some("offline"));
}
