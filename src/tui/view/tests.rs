//! Screens as text, and below it the role of every run that is not plain: `2:18..36 selected
//! title`.

use super::*;
use crate::agenda::{Agenda, Level, Moment};
use crate::plan::Plan;
use crate::tui::input::action::Action;
use crate::tui::input::keymap::Keymap;
use crate::tui::screenshot::{after_keys, render_text};
use crate::tui::update::apply_action;
use crate::tui::{Look, Options};
use chrono::{DateTime, Utc};
use ratatui::buffer::Cell;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

pub(super) const BEFORE: &str = "2016-07-01T12:00:00Z";
const MONDAY: &str = "2016-07-11T14:25:00+01:00";

pub(super) fn agenda(text: &str) -> Agenda {
    crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
}

pub(super) fn srecon() -> Agenda {
    agenda(include_str!("../../../data/srecon16-europe.toml"))
}

pub(super) fn model(agenda: Agenda, at: &str, size: (u16, u16), keys: &str) -> Model {
    after_keys(options(agenda, at), size, keys, DateTime::<Utc>::UNIX_EPOCH).unwrap()
}

pub(super) fn options(agenda: Agenda, at: &str) -> Options {
    let at: Moment = at.parse().unwrap();
    Options {
        at: Some(at),
        agenda,
        problems: 0,
        plan: Plan::default(),
        plan_trouble: None,
        watched: None,
        folders: None,
        local: None,
        shows_local: false,
        arrangement: Default::default(),
        keymap: Keymap::standard(),
        agendas: vec!["another".into(), "srecon16-europe".into()],
        look: crate::tui::Look::Terminal,
        ascii: false,
        mouse: false,
        linear: false,
    }
}

pub(super) fn drawn(model: &Model, theme: &Theme) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.settings.size.0, model.settings.size.1));
    draw(model, theme, &mut buffer);
    buffer
}

fn role(cell: &Cell) -> String {
    let selected = if cell.modifier.contains(Modifier::REVERSED) { "selected " } else { "" };
    let role = match cell.fg {
        Color::Indexed(index) => format!("{:?}", Role::NAMED[usize::from(index)]).to_lowercase(),
        _ => String::new(),
    };
    format!("{selected}{role}").trim_end().to_owned()
}

/// The screen and its roles.
fn snapshot(model: &Model) -> String {
    let buffer = drawn(model, &Theme::probe());
    let mut roles = String::new();
    for row in 0..buffer.area.height {
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        for x in 0..buffer.area.width {
            let role = role(&buffer[(x, row)]);
            match runs.last_mut() {
                Some((_, end, before)) if *before == role => *end = x + 1,
                _ => runs.push((x, x + 1, role)),
            }
        }
        let named: Vec<String> = runs
            .into_iter()
            .filter(|run| !run.2.is_empty())
            .map(|(a, b, role)| format!("{a}..{b} {role}"))
            .collect();
        if !named.is_empty() {
            roles.push_str(&format!("{row:2}: {}\n", named.join(", ")));
        }
    }
    format!("{}\n{roles}", render_text(&buffer))
}

#[test]
fn marks_whose_session_is_gone_are_counted_in_the_header_as_long_as_they_are() {
    let session = |id: &str| {
        format!(
            "[[session]]\nid='{id}'\ntitle='Talk {id}'\nstart=2026-05-01T09:00:00\nminutes=30\n"
        )
    };
    let (all, some) = (agenda(&["a", "b", "c"].map(session).concat()), agenda(&session("a")));
    for (linear, keys, told) in [
        (false, "", Some("★ 1  2 gone  ")),
        (false, "jj", Some("★ 1  2 gone  ")),
        (false, "pG<Space>", Some("★ 1  1 gone  ")),
        (false, "pG<Space>G<Space>", None),
        (true, "", Some("attending 1, 2 of mine gone")),
    ] {
        let mut plan = Plan::default();
        for (session, level) in
            all.sessions.iter().zip([Level::Attend, Level::Attend, Level::Maybe])
        {
            plan.apply_changes(&[crate::plan::Change::set_level(
                &all,
                session,
                Some(level),
                DateTime::<Utc>::UNIX_EPOCH,
            )]);
        }
        let options = Options { plan, linear, ..options(some.clone(), BEFORE) };
        let model = after_keys(options, (80, 24), keys, DateTime::<Utc>::UNIX_EPOCH).unwrap();
        let text = render_text(&drawn(&model, &Theme::new(Look::Mono, false)));
        let header = text.lines().next().unwrap();
        assert_eq!(header.contains("gone"), told.is_some(), "{keys}: {header}");
        assert!(header.contains(told.unwrap_or("★ 1  ")), "{keys}: {header}");
    }
}

/// Where the screens are kept.
pub(super) fn golden() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../tests/golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// The screens of the built-in agenda that matter, as they are meant to be.
#[test]
fn screens() {
    let _guard = golden().bind_to_scope();
    for (name, at, size, keys) in [
        ("timetable-120x40", BEFORE, (120, 40), ""),
        ("timetable-80x24", BEFORE, (80, 24), "jj"),
        ("timetable-200x50", BEFORE, (200, 50), "3"),
        ("timetable-zoomed-out", BEFORE, (80, 24), "2------"),
        ("now", MONDAY, (120, 36), ""),
        ("sideways", BEFORE, (60, 20), "jjjllll"),
        ("list-40x10", BEFORE, (40, 10), "jj"),
        ("list-100x30", BEFORE, (100, 30), "vjjj"),
        ("detail-80x24", BEFORE, (80, 24), "jj<Enter>"),
        ("detail-below", BEFORE, (80, 50), "2jj"),
        ("search", BEFORE, (120, 36), "/ebpf"),
        ("search-words", BEFORE, (80, 24), "/facebook incident"),
        ("search-nothing", BEFORE, (80, 24), "/xylophone quartz"),
        ("search-empty", BEFORE, (80, 24), "/"),
        ("hits-in-the-timetable", BEFORE, (120, 36), "/linux<Enter>"),
        ("mine", BEFORE, (120, 36), "jj<Space>jj<Space>jlll<Space>3jjj<Space>jm2j<Space>p"),
        ("mine-gap", BEFORE, (80, 24), "jj<Space>jjjjjj<Space>pk<Enter>"),
        ("mine-empty", BEFORE, (80, 24), "p"),
        ("marks", BEFORE, (120, 40), "jj<Space>jjj<Space>llm"),
        ("filter", BEFORE, (120, 36), "jf<Down><Down><Down><Down><Space>"),
        ("rooms", BEFORE, (80, 24), "jjjjRj<Space>G"),
        ("help-80x24", BEFORE, (80, 24), "?"),
        ("help-160x45", BEFORE, (160, 45), "?"),
    ] {
        insta::assert_snapshot!(name, snapshot(&model(srecon(), at, size, keys)));
    }
}

/// Agendas of shapes that break screens: nothing, one session, no rooms, many rooms, overlaps, past
/// midnight, 48 hours, wide letters, a zone that is unknown, a joined room whose parts are apart,
/// everything cancelled.
fn shapes() -> Vec<(&'static str, String)> {
    let event = "[event]\nname = 'Shapes'\ntimezone = 'Europe/Berlin'\n";
    let session = |title: &str, start: &str, more: &str| {
        format!("[[session]]\ntitle = \"{title}\"\nstart = 2025-03-01T{start}\n{more}\n")
    };
    let crowd: String = (0..90)
        .map(|n| {
            let more = format!(
                "room = 'Room {}'\nminutes = {}\nspeakers = ['Speaker {n}']",
                n % 30,
                15 + n % 7 * 20
            );
            session(
                &format!("Talk number {n} of many"),
                &format!("{:02}:{:02}:00", 9 + n % 12, n % 4 * 15),
                &more,
            )
        })
        .collect();
    let heap: String = (0..12)
        .map(|n| session(&format!("Poster {n}"), "10:00:00", "room = 'Hall'\nminutes = 60"))
        .collect();
    vec![
        ("empty", event.to_owned()),
        ("one", format!("{event}{}", session("Alone", "09:00:00", ""))),
        (
            "no rooms",
            format!(
                "{event}{}{}",
                session("A", "09:00:00", "minutes=30"),
                session("B", "09:10:00", "minutes=30")
            ),
        ),
        ("crowd", format!("{event}{crowd}")),
        (
            "heap",
            format!(
                "{event}{heap}{}",
                session("Beside", "10:00:00", "room = 'Small'\nminutes = 15")
            ),
        ),
        (
            "long",
            format!(
                "{event}{}{}{}",
                session("Hackcenter", "09:00:00", "room='A'\nminutes=2880"),
                session("Midnight", "23:30:00", "room='B'\nminutes=90"),
                session("Zero", "12:00:00", "room='B'\nminutes=0")
            ),
        ),
        (
            "wide",
            format!(
                "[event]\nname='会議 🎉 Ünï'\n{}{}",
                session(
                    "日本語のセッション 👩‍🚀 e\u{301}",
                    "09:00:00",
                    "room='大広間'\nspeakers=['山田']"
                ),
                session("שלום עולם", "09:00:00", "room='B'\ncancelled=true\nseats='full'")
            ),
        ),
        (
            "apart",
            format!(
                "{event}[[room]]\nname='A'\n[[room]]\nname='B'\n[[room]]\nname='C'\n[[room]]\nname='AB'\njoins=['A','B']\n\
                 [[room]]\nname='BC'\njoins=['B','C']\n[[room]]\nname='AC'\njoins=['A','C']\n{}{}{}",
                session("One", "09:00:00", "room='AC'\nminutes=30"),
                session("Two", "10:00:00", "room='BC'\nminutes=30"),
                session("Three", "11:00:00", "room='AB'\nminutes=30")
            ),
        ),
        ("unscheduled", format!("{event}[[session]]\ntitle='Some day'\nstart='TBA'\n")),
    ]
}

#[test]
fn every_pane_of_any_agenda_is_drawn_at_any_size() {
    let theme = Theme::new(Look::Terminal, false);
    let shapes: Vec<Agenda> =
        shapes().iter().map(|(_, text)| agenda(text)).chain([srecon()]).collect();
    let screens = [
        "",
        "vG",
        "<Enter>",
        "<Tab>jj",
        "/a",
        "/a<Enter>n",
        "p",
        " mp<Enter>",
        "?",
        "G<Space>l+",
        "--G",
        "9L",
        "f",
        "fl <Esc>G",
        "RG",
        "wwx",
        "G<Enter>j",
    ];
    for agenda in shapes {
        for keys in screens {
            let mut model = model(agenda.clone(), MONDAY, (80, 24), &keys.replace(' ', "<Space>"));
            for (width, height) in [0, 1, 2, 3, 5, 8, 13]
                .into_iter()
                .flat_map(|w| [0, 1, 2, 3, 4, 6, 9].map(|h| (w, h)))
                .chain([
                    (20, 5),
                    (40, 10),
                    (55, 11),
                    (56, 12),
                    (60, 20),
                    (80, 24),
                    (99, 40),
                    (100, 10),
                    (120, 36),
                    (250, 70),
                    (300, 1),
                    (1, 90),
                ])
            {
                apply_action(
                    &mut model,
                    Action::Resize { width, height },
                    DateTime::<Utc>::UNIX_EPOCH,
                );
                let buffer = drawn(&model, &theme);
                // A screen smaller than the model believes, as after a resize that is not yet told.
                draw(&model, &theme, &mut Buffer::empty(Rect::new(0, 0, width / 2, height / 2)));
                for row in 0..height {
                    let cells = (0..width).map(|x| buffer[(x, row)].symbol()).collect::<String>();
                    assert_eq!(
                        cells.width(),
                        usize::from(width),
                        "{keys} {width}x{height}, row {row}: {cells:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn without_colour_nothing_is_coloured_and_with_ascii_nothing_is_not_ascii() {
    for keys in [
        "jj<Space>lm/linux<Enter>",
        "fl<Space>",
        "jjjjxR",
        "?",
        "jj<Space>jj<Space>p",
        "jjj<Enter>",
    ] {
        let model = model(srecon(), MONDAY, (120, 36), keys);
        for (_, look) in Look::NAMED {
            let buffer = drawn(&model, &Theme::new(look, true));
            let plain = |cell: &Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
            assert_eq!(buffer.content().iter().all(plain), look == Look::Mono, "{keys} {look:?}");
            let odd: String = render_text(&buffer)
                .chars()
                .filter(|c| !c.is_ascii() && !c.is_alphabetic())
                .collect();
            assert_eq!(odd, "", "{}", render_text(&buffer));
        }
    }
}
