//! The screens after a new version of the agenda, and the states of a refresh.

use super::{golden, options, parse_agenda, snapshot, srecon};
use crate::agenda::{Agenda, Level};
use crate::plan::{Change, Plan};
use crate::tui::Options;
use crate::tui::input::action::{Action, Command};
use crate::tui::refresh_answer::{NoAnswerKind, RefreshError};
use crate::tui::screenshot::after_keys;
use crate::tui::state::Model;
use crate::tui::update::apply_action;
use chrono::{DateTime, Utc};

/// The Monday of the event, in the morning.
const MONDAY: &str = "2016-07-11T10:30:00+01:00";

fn clock(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

/// The built-in agenda with lines replaced.
fn with_changes(changes: &[(&str, &str)]) -> Agenda {
    let mut text = include_str!("../../../../data/srecon16-europe.toml").to_owned();
    for (before, after) in changes {
        assert!(text.contains(before), "{before}");
        text = text.replacen(before, after, 1);
    }
    parse_agenda(&text)
}

/// The next version: two sessions moved, one has another room, one is cancelled, missing, renamed,
/// longer and new.
fn next_version() -> Agenda {
    with_changes(&[
        (
            "id = \"mon-1440-managing-up-and-sideways\"\ntitle = \"Managing Up and Sideways as an \
             SRE\"\nstart = 2016-07-11T14:40:00\nend = 2016-07-11T15:00:00",
            "id = \"mon-1440-managing-up-and-sideways\"\ntitle = \"Managing Up and Sideways as an \
             SRE\"\nstart = 2016-07-11T15:00:00\nend = 2016-07-11T15:20:00",
        ),
        (
            "start = 2016-07-11T15:40:00\nend = 2016-07-11T16:20:00\nroom = \"Lansdowne\"",
            "start = 2016-07-12T15:40:00\nend = 2016-07-12T16:20:00\nroom = \"Ulster\"",
        ),
        (
            "title = \"Tier1 Metamorphoses\"\n",
            "title = \"Tier1 Metamorphoses\"\ncancelled = true\n",
        ),
        (
            "[[session]]\nid = \"mon-1420-flash-sale-engineering\"",
            "[[session]]\nid = \"new\"\ntitle = \"Lightning Talks\"\nstart = \
             2016-07-11T18:00:00\nminutes = 30\nroom = \"Munster\"\n\n[[session]]\nid = \
             \"mon-1420-flash-sale-engineering\"",
        ),
        ("title = \"Panel: What is SRE?\"", "title = \"Panel: SRE, a Definition\""),
    ])
}

/// The model of the built-in agenda with marks, after the next version and `keys`.
fn changed(options: Options, size: (u16, u16), keys: &str) -> Model {
    let mut plan = Plan::default();
    for (id, level) in [
        ("mon-1440-managing-up-and-sideways", Level::Attend),
        ("mon-1540-tier1-metamorphoses", Level::Maybe),
        ("mon-1100-data-center-networks", Level::Attend),
    ] {
        let session = &options.agenda.sessions[options.agenda.find_session(id).unwrap()];
        let change = Change::set_level(&options.agenda, session, Some(level), clock(MONDAY));
        plan.apply_changes(&[change]);
    }
    let mut model = after_keys(Options { plan, ..options }, size, "", clock(MONDAY)).unwrap();
    let agenda = Box::new(next_version());
    let version =
        Action::Reread { agenda, problems: crate::agenda::ProblemSummary::default(), asked: false };
    apply_action(&mut model, version, clock(MONDAY));
    type_keys(&mut model, keys);
    model
}

/// The settings of snapshots, from a file one folder deeper.
fn golden_of_this_folder() -> insta::Settings {
    let mut settings = golden();
    settings.set_snapshot_path("../../../../tests/golden");
    settings
}

fn type_keys(model: &mut Model, keys: &str) {
    for key in keys.chars() {
        let key = crate::tui::input::keymap::Key::from_char(key);
        let action = model.action_of_key(key).unwrap();
        apply_action(model, action, clock(MONDAY));
    }
}

#[test]
fn screens_after_a_new_version_match_their_goldens() {
    let _guard = golden_of_this_folder().bind_to_scope();
    for (name, size, keys, linear) in [
        ("news-message-80x24", (80, 24), "", false),
        ("news-message-40x10", (40, 10), "", false),
        ("news-dismissed-80x24", (80, 24), "j", false),
        ("changes-120x36", (120, 36), "cjj", false),
        ("changes-80x24", (80, 24), "c", false),
        ("changes-40x10", (40, 10), "cj", false),
        ("changes-linear", (80, 24), "cj", true),
    ] {
        let options = Options { linear, ..options(srecon(), MONDAY) };
        insta::assert_snapshot!(name, snapshot(&changed(options, size, keys)));
    }
    let empty = options(srecon(), MONDAY);
    let model = after_keys(empty, (80, 24), "c", clock(MONDAY)).unwrap();
    insta::assert_snapshot!("changes-none", snapshot(&model));
}

#[test]
fn states_of_a_refresh_match_their_goldens() {
    let _guard = golden_of_this_folder().bind_to_scope();
    let why = crate::agenda::Clean::line;
    let offline = RefreshError::NoAnswer {
        why: why("no host has the name conf.example"),
        kind: NoAnswerKind::Offline,
        retry_after: None,
    };
    let refused =
        RefreshError::Refused { why: why("40 of 73 sessions are not in it"), on_demand: true };
    let answer =
        |error: &RefreshError, asked| Action::Refreshed { answer: Err(error.clone()), asked };
    for (name, size, linear, action) in [
        ("offline-80x24", (80, 24), false, answer(&offline, false)),
        ("offline-40x10", (40, 10), false, answer(&offline, false)),
        ("offline-linear", (80, 24), true, answer(&offline, false)),
        ("offline-asked", (80, 24), false, answer(&offline, true)),
        ("refused-version", (80, 24), false, answer(&refused, false)),
        ("refreshing", (80, 24), false, Action::RefreshSlow),
    ] {
        let options = Options { linear, ..options(srecon(), MONDAY) };
        let mut model = after_keys(options, size, "jj", clock(MONDAY)).unwrap();
        model.refresh.checked = Some(clock("2016-07-10T21:20:00Z"));
        apply_action(&mut model, action, clock(MONDAY));
        insta::assert_snapshot!(name, snapshot(&model));
    }
}

#[test]
fn list_of_changes_fits_screens_of_any_size() {
    let theme = crate::tui::theme::Theme::in_full_color(crate::tui::Look::Terminal, true);
    for keys in ["", "c", "cG", "cj"] {
        let mut model = changed(options(srecon(), MONDAY), (80, 24), keys);
        for (width, height) in super::SIZES.into_iter().chain([(0, 0), (1, 1), (3, 3), (9, 4)]) {
            apply_action(&mut model, Action::Resize { width, height }, clock(MONDAY));
            super::assert_rows_fill_the_screen(&model, &theme, keys);
            for command in [Command::Down, Command::Up] {
                apply_action(&mut model, Action::Command(command), clock(MONDAY));
            }
        }
    }
}
