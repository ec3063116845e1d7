//! Marks whose session is not in the agenda, and the sessions that it may have become.

use super::{add_mark, agenda_of, options, parse_agenda, press};
use crate::agenda::{Agenda, Level};
use crate::plan::{Mark, Plan};
use crate::tui::Options;
use crate::tui::input::action::{Action, Command};
use crate::tui::layout::linear::row_lines;
use crate::tui::layout::notes::missing_sentence;
use crate::tui::layout::timeline::timeline_areas;
use crate::tui::screenshot::after_keys;
use crate::tui::state::{Model, Proposal, Row};
use crate::tui::update::apply_action;
use chrono::{DateTime, Utc};

/// The time of the version that lacks a session: Saturday 14:20 in Dublin.
const CLOCK: &str = "2030-05-04T13:20:00Z";
const BEFORE: &[&str] = &["a Alpha 9 One", "b Beta 10 One", "c Gamma 10 Two", "d Delta 33 One"];
/// The session `b` may be `y` or `z`.
const TWINS: &[&str] =
    &["a Alpha 9 One", "y Beta 11 One", "z Beta 36 One", "c Gamma 10 Two", "d Delta 33 One"];
/// The session `b` may be another session under its id.
const SAME_ID: &[&str] = &["a Alpha 9 One", "b Omega 15 Three", "c Gamma 10 Two", "d Delta 33 One"];

fn clock() -> DateTime<Utc> {
    CLOCK.parse().unwrap()
}

/// My schedule at its first missing mark, with `marked` of `before` attended, in `after`.
fn opened(before: &[&str], marked: &[usize], after: &[&str], linear: bool) -> Model {
    let mut plan = Plan::default();
    let before = agenda_of(before);
    marked.iter().for_each(|session| add_mark(&mut plan, &before, *session, Some(Level::Attend)));
    let options = Options { plan, linear, ..options(agenda_of(after), CLOCK) };
    select_missing(after_keys(options, (100, 30), "pg", clock()).unwrap())
}

/// Selects the first row of a missing mark: the days and their free time come before.
fn select_missing(mut model: Model) -> Model {
    for _ in 0..model.derived.rows.len() {
        if !matches!(model.derived.rows[model.place.row], Row::Missing(_)) {
            press(&mut model, 'j');
        }
    }
    model
}

/// The rows from the first missing mark on.
fn missing_rows(model: &Model) -> &[Row] {
    let first = model.derived.rows.iter().position(|row| matches!(row, Row::Missing(_)));
    &model.derived.rows[first.unwrap()..]
}

fn missing_beta(after: &[&str], linear: bool) -> Model {
    opened(BEFORE, &[1], after, linear)
}

/// The same after the program itself has read `after`, the next version.
fn after_version(before: Agenda, after: Agenda) -> Model {
    let mut model = after_keys(options(before, CLOCK), (100, 30), "1gj<Space>p", clock()).unwrap();
    let version = Action::Reread {
        agenda: Box::new(after),
        problems: crate::agenda::ProblemSummary::default(),
        asked: false,
    };
    apply_action(&mut model, version, clock());
    select_missing(model)
}

/// The marks of the plan as `ID LEVEL`, with `?` if the session is missing.
fn marks(model: &Model) -> String {
    let marks = model.plan.schedule.mark_matches().iter();
    let texts = marks.map(|known| {
        let id = known.session().map_or("?", |ix| &*model.agenda.sessions[ix].id);
        format!("{id} {}", known.mark.level.unwrap().word())
    });
    texts.collect::<Vec<_>>().join(", ")
}

#[test]
fn rows_list_what_a_missing_session_may_be() {
    let gone = &["a Alpha 9 One", "c Gamma 10 Two", "d Delta 33 One"][..];
    for (after, linear, expected) in [
        (gone, false, "!Beta"),
        (TWINS, false, "!Beta,            it may be:, y, z"),
        (TWINS, true, "!Beta, y, z"),
        (SAME_ID, false, "!Beta,            it may be:, b"),
    ] {
        let model = missing_beta(after, linear);
        let rows = missing_rows(&model).iter().filter_map(|row| match row {
            Row::Head(text) => Some(format!("# {text}")),
            Row::Remark(text) => Some(text.clone()),
            Row::Missing(missing) => Some(format!("!{}", missing.mark.title())),
            Row::Session { session, proposal, .. } => {
                assert_eq!(*proposal, Some(Proposal::MayBeMissing));
                Some(model.agenda.sessions[*session].id.to_string())
            }
            _ => None,
        });
        assert_eq!(rows.collect::<Vec<_>>().join(", "), expected, "{after:?} {linear}");
    }
}

#[test]
fn key_on_an_offered_session_marks_it_in_place_of_the_missing_one() {
    for (after, keys, expected) in [
        (TWINS, "", "? attend"),
        // On its own row, the mark is removed.
        (TWINS, " ", ""),
        (TWINS, "m", ""),
        (TWINS, "mu", "? attend"),
        (TWINS, "j ", "y attend"),
        (TWINS, "jm", "y maybe"),
        (TWINS, "jj ", "z attend"),
        // One undo reverts both changes.
        (TWINS, "j u", "? attend"),
        (TWINS, "jjmu", "? attend"),
        // The session is not a proposal any more: the second press removes its mark.
        (TWINS, "jmm", ""),
        // A position that is not below the missing mark.
        (TWINS, "jj u ", "z attend"),
        (SAME_ID, "jm", "b maybe"),
        (SAME_ID, "jmu", "? attend"),
    ] {
        let mut model = missing_beta(after, false);
        keys.chars().for_each(|key| drop(press(&mut model, key)));
        assert_eq!(marks(&model), expected, "{after:?} {keys:?}");
    }
}

#[test]
fn click_selects_an_offered_session_and_the_key_marks_it() {
    let mut model = missing_beta(TWINS, false);
    let row = model.derived.rows.iter().rposition(Row::is_selectable).unwrap();
    let area = timeline_areas(&model).tail;
    let first = model.derived.timeline.as_ref().unwrap().tail;
    let y = area.y + u16::try_from(row - first).unwrap();
    apply_action(&mut model, Action::Click { x: area.x + 20, y, double: false }, clock());
    press(&mut model, 'm');
    assert_eq!(marks(&model), "z maybe");
    let message = model.message.as_ref().unwrap();
    assert_eq!(message.text, "Marked in place of Beta: u undoes both.");
}

#[test]
fn session_offered_for_two_marks_can_be_selected_below_both() {
    let (before, after) = (["b Beta 10 One", "c Beta 12 One"], ["y Beta 14 One", "z Beta 15 One"]);
    let mut model = opened(&before, &[0, 1], &after, false);
    let mut visited = Vec::new();
    for _ in 0..7 {
        visited.push(model.place.row);
        press(&mut model, 'j');
    }
    visited.dedup();
    let selectable = missing_rows(&model).iter().filter(|row| row.is_selectable());
    assert_eq!((visited.len(), selectable.count()), (6, 6), "{visited:?}");
}

#[test]
fn linear_layout_reads_out_the_missing_mark_and_what_it_may_be() {
    let model = missing_beta(TWINS, true);
    let rows = missing_rows(&model).iter().filter(|row| row.is_selectable());
    let sentences: Vec<String> = rows.map(|row| row_lines(&model, row, 200).join("|")).collect();
    assert_eq!(
        sentences,
        [
            "Saturday 4 May 10:00: Beta. I attend. Not in the agenda. It may be one of the 2 \
             sessions below.",
            "It may be: Sat 4 May 11:00 to 12:00: Beta. One.",
            "It may be: Sun 5 May 12:00 to 13:00: Beta. One.",
        ]
    );
    let model = after_version(agenda_of(BEFORE), agenda_of(SAME_ID));
    assert_eq!(
        row_lines(&model, &model.derived.rows[model.place.row], 200),
        ["Saturday 4 May 10:00: Beta. I attend. Not in the agenda since 14:20. It may be the \
             session below."]
    );
}

#[test]
fn missing_mark_says_since_when_on_the_clock_of_the_screen() {
    let wall = |sessions: &str| parse_agenda(&format!("[event]\nid = 'w'\n{sessions}"));
    let session = |id: &str| {
        format!("[[session]]\nid = '{id}'\ntitle = '{id}'\nstart = 2030-05-04T09:00:00\n")
    };
    let (both, one) = (format!("{}{}", session("a"), session("b")), session("a"));
    let dublin = || after_version(agenda_of(BEFORE), agenda_of(TWINS));
    for (mut model, is_local, now, since) in [
        (dublin(), false, "2030-05-04T20:00:00Z", " since 14:20"),
        (dublin(), false, "2030-05-05T08:00:00Z", " since Sat 4 May 14:20"),
        (dublin(), true, CLOCK, " since 22:20"),
        // In Tokyo it is another day by now.
        (dublin(), true, "2030-05-04T20:00:00Z", " since Sat 4 May 22:20"),
        (after_version(wall(&both), wall(&one)), false, CLOCK, ""),
    ] {
        if is_local {
            apply_action(&mut model, Action::Command(Command::LocalTime), clock());
        }
        apply_action(&mut model, Action::Tick(Some(now.parse().unwrap())), clock());
        let mut mark = Mark::clone(&model.plan.schedule.mark_matches()[0].mark);
        assert_eq!(missing_sentence(&model, &mark), format!("Not in the agenda{since}"), "{now}");
        mark.missing_since = None;
        assert_eq!(missing_sentence(&model, &mark), "Not in the agenda");
    }
}
