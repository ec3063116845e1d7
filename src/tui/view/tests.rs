//! Screens as text, and below the text the role of every run: `2:18..36 selected title`.

mod accents;
mod column_widths;
mod days;
mod edges;
mod footer;
mod gutter;
mod heads;
mod linear_tour;
mod map_marks;
mod memory;
mod mine;
mod monkey;
mod narrow_cards;
mod news;
mod now_line;
mod odd_agendas;
mod touching_hits;

use super::*;
use crate::agenda::{Agenda, Level};
use crate::plan::Plan;
use crate::tui::input::action::{Action, Command};
use crate::tui::screenshot::{after_keys, render_text};
use crate::tui::update::apply_action;
use crate::tui::update::tests as fixtures;
pub(super) use crate::tui::update::tests::{parse_agenda, srecon};
use crate::tui::{Look, Options};
use chrono::{DateTime, Utc};
use odd_agendas::odd_agendas;
use ratatui::buffer::Cell;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

pub(super) const BEFORE: &str = "2016-07-01T12:00:00Z";
const MONDAY: &str = "2016-07-11T14:25:00+01:00";

pub(super) fn model(agenda: Agenda, at: &str, size: (u16, u16), keys: &str) -> Model {
    after_keys(options(agenda, at), size, keys, DateTime::<Utc>::UNIX_EPOCH).unwrap()
}

/// The options of a program that starts at `time`, on a machine without a time zone.
pub(super) fn options(agenda: Agenda, time: &str) -> Options {
    Options { local: None, ..fixtures::options(agenda, time) }
}

pub(super) fn drawn(model: &Model, theme: &Theme) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.settings.size.0, model.settings.size.1));
    draw(model, theme, &mut buffer);
    buffer
}

fn role(cell: &Cell) -> String {
    let selected = match cell.modifier.contains(Modifier::REVERSED) {
        true if cell.modifier.contains(Modifier::DIM) => "unfocused ",
        true => "selected ",
        false => "",
    };
    let role = match cell.fg {
        Color::Indexed(index) => format!("{:?}", Role::NAMED[usize::from(index)]).to_lowercase(),
        _ => String::new(),
    };
    format!("{selected}{role}").trim_end().to_owned()
}

/// Returns the screen and its roles.
fn snapshot(model: &Model) -> String {
    let buffer = drawn(model, &Theme::in_full_color(Look::Probe, false));
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

/// Returns an agenda with a session in each of three rooms, whose names end with `suffix`.
fn three_rooms(suffix: &str) -> Agenda {
    let session = |room: &str| {
        format!(
            "[[session]]\ntitle = 'In {room}'\nroom = '{room}{suffix}'\n\
             start = 2026-05-01T09:00:00\nminutes = 30\n"
        )
    };
    parse_agenda(&format!("[event]\nname = 'E'\n{}", ["A", "B", "C"].map(session).concat()))
}

#[test]
fn heads_of_columns_leave_out_the_suffix_of_the_present_version() {
    let mut model = model(three_rooms(", Amsterdam"), BEFORE, (80, 24), "");
    let heads = |model: &Model| {
        let text = render_text(&drawn(model, &Theme::in_full_color(Look::Mono, false)));
        text.lines().nth(1).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(heads(&model), "A B C");
    let agenda = Box::new(three_rooms(" (Ghent)"));
    let reread =
        Action::Reread { agenda, problems: crate::agenda::ProblemSummary::default(), asked: true };
    apply_action(&mut model, reread, DateTime::<Utc>::UNIX_EPOCH);
    assert_eq!(heads(&model), "A B C");
}

#[test]
fn header_counts_marks_without_a_session() {
    let session = |id: &str| {
        format!(
            "[[session]]\nid='{id}'\ntitle='Talk {id}'\nstart=2026-05-01T09:00:00\nminutes=30\n"
        )
    };
    let (all, some) =
        (parse_agenda(&["a", "b", "c"].map(session).concat()), parse_agenda(&session("a")));
    for (linear, keys, expected) in [
        (false, "", Some("★ 1  2 missing  ")),
        (false, "jj", Some("★ 1  2 missing  ")),
        (false, "pG<Space>", Some("★ 1  1 missing  ")),
        (false, "pG<Space>G<Space>", None),
        (true, "", Some("attending 1, 2 of mine missing")),
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
        let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Mono, false)));
        let header = text.lines().next().unwrap();
        assert_eq!(header.contains("missing"), expected.is_some(), "{keys}: {header}");
        assert!(header.contains(expected.unwrap_or("★ 1  ")), "{keys}: {header}");
    }
}

/// Returns the settings for snapshots in tests/golden.
pub(super) fn golden() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../tests/golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[test]
fn screens_of_the_built_in_agenda_match_their_goldens() {
    let _guard = golden().bind_to_scope();
    for (name, at, size, keys) in [
        ("timetable-120x40", BEFORE, (120, 40), ""),
        ("timetable-80x24", BEFORE, (80, 24), "gjj"),
        ("timetable-200x50", BEFORE, (200, 50), "3"),
        ("timetable-zoomed-out", BEFORE, (80, 24), "2------"),
        ("now", MONDAY, (120, 36), ""),
        ("sideways", BEFORE, (60, 20), "gjjjllll"),
        ("list-40x10", BEFORE, (40, 10), "gjj"),
        ("list-100x30", BEFORE, (100, 30), "vgjjj"),
        ("detail-80x24", BEFORE, (80, 24), "gjj<Enter>"),
        ("detail-below", BEFORE, (80, 50), "2gjj"),
        ("search", BEFORE, (120, 36), "/ebpf"),
        ("search-words", BEFORE, (80, 24), "/facebook incident"),
        ("search-chips-80x24", BEFORE, (80, 24), "/the talk about dns wednesday"),
        ("search-chips-100x30", BEFORE, (100, 30), "/wednesday lansdowne facbook"),
        ("search-nothing", BEFORE, (80, 24), "/xylophone quartz"),
        ("search-empty", BEFORE, (80, 24), "/"),
        ("hits-in-the-timetable", BEFORE, (120, 36), "/linux<Enter>"),
        ("mine", BEFORE, (120, 36), "gjj<Space>jj<Space>jlll<Space>3gjjj<Space>jm2j<Space>p"),
        ("mine-gap", BEFORE, (80, 24), "gjj<Space>jjjjjj<Space>pkk<Enter>"),
        ("mine-empty", BEFORE, (80, 24), "p"),
        ("map-120x36", MONDAY, (120, 36), "gjjj<Space>jM"),
        ("map-60x20", BEFORE, (60, 20), "gjjM"),
        ("marks", BEFORE, (120, 40), "gjj<Space>jjj<Space>llm"),
        ("filter", BEFORE, (120, 36), "gjf<Down><Down><Down><Down><Space>"),
        ("rooms", BEFORE, (80, 24), "gjjjjR<Down><Space><End>"),
        ("help-80x24", BEFORE, (80, 24), "?"),
        ("help-160x45", BEFORE, (160, 45), "?"),
    ] {
        insta::assert_snapshot!(name, snapshot(&model(srecon(), at, size, keys)));
    }
}

/// Keys that open every screen, pane and picker.
const EVERY_PANE: [&str; 27] = [
    "",
    "vG",
    "<Enter>",
    "<Tab>jj",
    "/a",
    "/a<Enter>n",
    "p",
    "<Space>mp<Enter>",
    "?",
    "G<Space>l+",
    "--G",
    "9L",
    "f",
    "f<Right><Space><Esc>G",
    "R<End>",
    "fx",
    "A",
    ":a",
    "!",
    "<Space>e",
    "wwx",
    "G<Enter>j",
    "<Space>Ml",
    "d))<Enter>",
    "dj<Tab>j",
    "D((lj",
    "/a<Enter>M<Tab>f",
];

/// Sizes of usual terminals, and sizes at which the screen's division changes.
const SIZES: [(u16, u16); 12] = [
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
];

/// Asserts that every row of the screen is exactly as wide as the screen.
fn assert_rows_fill_the_screen(model: &Model, theme: &Theme, about: &str) {
    let (width, height) = model.settings.size;
    let buffer = drawn(model, theme);
    for row in 0..height {
        let cells = (0..width).map(|x| buffer[(x, row)].symbol()).collect::<String>();
        let expected = usize::from(width);
        assert_eq!(cells.width(), expected, "{about} {width}x{height}, row {row}: {cells:?}");
    }
}

#[test]
fn every_pane_of_odd_agendas_fills_screens_of_any_size() {
    let theme = Theme::in_full_color(Look::Terminal, false);
    let tiny = [0, 1, 2, 3, 5, 8, 13]
        .into_iter()
        .flat_map(|width| [0, 1, 2, 3, 4, 6, 9].map(|height| (width, height)));
    let sizes: Vec<(u16, u16)> = tiny.chain(SIZES).collect();
    let agendas = odd_agendas().into_iter().map(|text| parse_agenda(&text)).chain([srecon()]);
    for agenda in agendas {
        for keys in EVERY_PANE {
            let mut model = model(agenda.clone(), MONDAY, (80, 24), keys);
            for (width, height) in sizes.iter().copied() {
                let resize = Action::Resize { width, height };
                apply_action(&mut model, resize, DateTime::<Utc>::UNIX_EPOCH);
                assert_rows_fill_the_screen(&model, &theme, keys);
                // After a resize, a frame is drawn before the model knows the new size.
                let smaller = Rect::new(0, 0, width / 2, height / 2);
                draw(&model, &theme, &mut Buffer::empty(smaller));
            }
        }
    }
}

#[test]
fn sign_with_a_selector_stays_in_the_agenda_and_is_drawn_without_it() {
    let file = "[[session]]\ntitle='⚠️ Careful'\nstart=2025-03-01T09:00:00\nroom='R'\n";
    let model = model(parse_agenda(file), BEFORE, (60, 12), "");
    assert_eq!(&*model.agenda.sessions[0].title, "⚠\u{fe0f} Careful");
    let screen = render_text(&drawn(&model, &Theme::in_full_color(Look::Terminal, false)));
    assert!(screen.contains("⚠ Careful") && !screen.contains('\u{fe0f}'), "{screen}");
}

#[test]
fn every_halfwidth_kana_with_a_sound_mark_reaches_the_terminal() {
    let file = "[[session]]\ntitle='ｶﾞｷﾞｸﾞ talk'\nstart=2025-03-01T09:00:00\nroom='R'\n";
    let model = model(parse_agenda(file), BEFORE, (60, 12), "");
    let frame = drawn(&model, &Theme::in_full_color(Look::Terminal, false));
    let before = Buffer::empty(frame.area);
    let written: Vec<&str> = before.diff(&frame).iter().map(|(.., cell)| cell.symbol()).collect();
    assert!(written.concat().contains("ｶﾞｷﾞｸﾞ talk"), "{}", written.concat());
}

#[test]
fn no_cell_is_bold_and_dim() {
    let both = Modifier::BOLD.union(Modifier::DIM);
    let theme = Theme::in_full_color(Look::Terminal, false);
    for keys in ["", "jjj<Space>", "<Space>/<Esc>>-", "/linux<Enter>", "jj<Enter>"] {
        let frame = drawn(&model(srecon(), MONDAY, (120, 36), keys), &theme);
        let odd = frame.content().iter().find(|cell| cell.modifier.contains(both));
        assert_eq!(odd, None, "{keys}");
    }
}

#[test]
fn letter_over_one_half_of_a_wide_letter_blanks_the_other_half() {
    let theme = Theme::in_full_color(Look::Terminal, false);
    for (x, letter, expected) in [
        (0, "│", "│ 本語"),
        (1, "│", " │本語"),
        (2, "│", "日│ 語"),
        (1, "山", " 山 語"),
        (0, "山", "山本語"),
    ] {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let mut brush = Brush::new(&theme, &mut buffer, Area::default());
        let area = Area { x: 0, y: 0, width: 6, height: 1 };
        brush.text(area, Role::Text, "日本語");
        brush.text(Area { x, width: 6 - x, ..area }, Role::Text, letter);
        let drawn: String = buffer.content().iter().map(|cell| cell.symbol()).collect();
        assert_eq!(drawn, expected, "{letter} at {x}");
    }
}

/// Commands of the timetable and the list.
const COMMANDS: [Command; 16] = [
    Command::Down,
    Command::Up,
    Command::Left,
    Command::Right,
    Command::PageDown,
    Command::PageUp,
    Command::HalfDown,
    Command::HalfUp,
    Command::Last,
    Command::First,
    Command::ZoomIn,
    Command::ZoomOut,
    Command::Now,
    Command::NextDay,
    Command::PreviousDay,
    Command::List,
];

/// Heights of tiny screens, in rows.
const TINY: [u16; 6] = [1, 2, 3, 4, 6, 12];

#[test]
fn wheel_clicks_and_commands_work_on_screens_of_every_size() {
    let time = DateTime::<Utc>::UNIX_EPOCH;
    let agendas = odd_agendas().into_iter().map(|text| parse_agenda(&text)).chain([srecon()]);
    for agenda in agendas {
        let mut model = model(agenda, MONDAY, (80, 24), "");
        for (width, height) in [1, 2, 60].into_iter().flat_map(|x| TINY.map(|y| (x, y))) {
            apply_action(&mut model, Action::Resize { width, height }, time);
            // The last command changes between timetable and list.
            for command in COMMANDS.into_iter().chain(COMMANDS) {
                let (x, y) = (width / 2, height / 2);
                for notches in [1, -1, 4] {
                    apply_action(&mut model, Action::Scroll { x, y, notches }, time);
                }
                apply_action(&mut model, Action::Click { x, y, double: false }, time);
                apply_action(&mut model, Action::Command(command), time);
            }
        }
    }
}

#[test]
fn mono_theme_has_no_color_and_ascii_has_no_other_signs() {
    for keys in [
        "jj<Space>lm/linux<Enter>",
        "f<Right><Space>",
        "jjjjxR",
        "?",
        "jj<Space>jj<Space>p",
        "jjj<Enter>",
    ] {
        let model = model(srecon(), MONDAY, (120, 36), keys);
        for (_, look) in Look::NAMED {
            let buffer = drawn(&model, &Theme::in_full_color(look, true));
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

#[test]
fn cursor_stands_on_the_selection_in_every_view() {
    let theme = Theme::in_full_color(Look::Probe, false);
    for size in [(80, 24), (120, 36), (200, 50), (40, 10)] {
        for keys in ["", "jjl", "G", "2j", "v", "vjj", "jmp", "f", "f<Down><Down>", "R", "A"] {
            let model = model(srecon(), BEFORE, size, keys);
            let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
            let cell = draw(&model, &theme, &mut buffer);
            let Some(CursorCell { x, y, is_shown: false }) = cell else {
                panic!("{keys:?} {size:?}: {cell:?}")
            };
            let is_selected = buffer[(x, y)].modifier.contains(Modifier::REVERSED);
            assert!(is_selected, "{keys:?} {size:?}: {x} {y}");
        }
        let typed = model(srecon(), BEFORE, size, "/liz<Left>");
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        let cell = draw(&typed, &theme, &mut buffer).unwrap();
        assert!(cell.is_shown, "{size:?}");
        assert_eq!(buffer[(cell.x, cell.y)].symbol(), "z", "{size:?}");
    }
}
