//! Every size for every shape of agenda: screens as text, several in one file; and rules for
//! all of them.

use super::tests::{BEFORE, drawn, golden, model, options, parse_agenda, srecon};
use super::*;
use crate::agenda::Agenda;
use crate::tui::Look;
use crate::tui::input::action::Action;
use crate::tui::layout::linear::listed_row_lines;
use crate::tui::screenshot::{after_keys, render_text};
use crate::tui::state::Row;
use crate::tui::theme::Theme;
use crate::tui::update::apply_action;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use ratatui::style::Color;

const SIZES: [(u16, u16); 6] = [(250, 70), (160, 45), (120, 36), (80, 24), (60, 20), (40, 10)];

/// Numbers that are the same in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    pub(super) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn title(&mut self) -> String {
        const HOW: [&str; 6] =
            ["Introducing", "Towards", "Debugging", "The state of", "Ten years of", "Lessons from"];
        const WHAT: [&str; 8] = [
            "reproducible",
            "memory-safe",
            "federated",
            "real-time",
            "Überwachungs-freie",
            "open",
            "offline-first",
            "tiny",
        ];
        const THING: [&str; 8] = [
            "builds",
            "kernels",
            "email",
            "hardware",
            "telephone networks",
            "databases",
            "日本語 fonts",
            "compilers",
        ];
        const END: [&str; 5] =
            ["", "", " in practice", ": what went wrong, and what nobody told us", " for everyone"];
        format!("{} {} {}{}", self.pick(&HOW), self.pick(&WHAT), self.pick(&THING), self.pick(&END))
    }

    fn people(&mut self) -> String {
        const NAMES: [&str; 6] = ["Ada", "Ramón", "Łukasz", "Grace", "Linus", "Mei"];
        let count = self.below(4);
        (0..count)
            .map(|_| format!("'{} {}'", self.pick(&NAMES), self.below(90)))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn session(
    dice: &mut Dice,
    start: NaiveDateTime,
    minutes: usize,
    room: &str,
    more: &str,
) -> String {
    format!(
        "[[session]]\ntitle = \"{}\"\nstart = {}\nminutes = {minutes}\nroom = '{room}'\n\
         speakers = [{}]\n{more}\n",
        dice.title(),
        start.format("%Y-%m-%dT%H:%M:%S"),
        dice.people()
    )
}

fn day(day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2025, 2, day).and_then(|date| date.and_hms_opt(hour, 0, 0)).unwrap()
}

/// Two days, thirty rooms with a track each, short talks one after the other.
pub(super) fn like_fosdem() -> Agenda {
    let mut dice = Dice(2025);
    let mut text = "[event]\nname = 'Many Rooms 2025'\ntimezone = 'Europe/Brussels'\n".to_owned();
    for date in [1, 2] {
        for room in 0..30 {
            let mut start =
                day(date, 9) + TimeDelta::minutes(30 * i64::try_from(dice.below(4)).unwrap());
            let end = start + TimeDelta::hours(4);
            while start < end {
                let minutes = [5, 15, 20, 25, 30, 50][dice.below(6)];
                let more = format!("track = 'Track {}'\nlanguage = 'en'", room % 24);
                text += &session(
                    &mut dice,
                    start,
                    minutes,
                    &format!("K.{}.{}01", room / 6 + 1, room % 6),
                    &more,
                );
                start += TimeDelta::minutes(i64::try_from(minutes + 5 * dice.below(3)).unwrap());
            }
        }
    }
    parse_agenda(&text)
}

/// Four days and ninety-two rooms: a few stages, many small rooms, overlaps within a room, talks
/// after midnight, things of twelve and of forty-eight hours.
pub(super) fn like_c3() -> Agenda {
    let mut dice = Dice(36);
    let mut text = "[event]\nname = 'Chaos Shapes'\ntimezone = 'Europe/Berlin'\n".to_owned();
    for date in 1..=4 {
        for stage in ["Ada", "Borg", "Clarke", "Dijkstra", "Eliza"] {
            for slot in 0..9 {
                let more = format!(
                    "track = '{}'\nlanguage = '{}'",
                    dice.pick(&["Security", "Art", "Science"]),
                    dice.pick(&["de", "en"])
                );
                let start = day(date, 11) + TimeDelta::minutes(100 * slot);
                text += &session(
                    &mut dice,
                    start,
                    [30, 40, 60][usize::try_from(slot % 3).unwrap()],
                    stage,
                    &more,
                );
            }
        }
        for _ in 0..40 {
            let (hour, room) = (10 + u32::try_from(dice.below(13)).unwrap(), dice.below(86));
            let minutes = [30, 60, 90, 120, 240][dice.below(5)];
            text += &session(
                &mut dice,
                day(date, hour),
                minutes,
                &format!("Assembly {room}"),
                "kind = 'workshop'",
            );
        }
        text += &session(&mut dice, day(date, 12), 720, "Hackcenter", "kind = 'other'");
        for hour in [10, 12, 14] {
            text += &session(&mut dice, day(date, hour), 180, "Hackcenter", "kind = 'workshop'");
        }
    }
    text += &session(&mut dice, day(1, 10), 48 * 60, "Sky", "kind = 'other'");
    parse_agenda(&text)
}

/// A screen in which lines that are all the same are counted.
fn short(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let runs = lines.chunk_by(|a, b| a == b).map(|run| match run {
        [line, _, _, ..] => format!("{line}\n⋮ {} times\n", run.len()),
        run => run.iter().map(|line| format!("{line}\n")).collect(),
    });
    runs.collect()
}

/// An agenda after keys each, at 120×36.
fn opened(agenda: &Agenda, screens: &[(&'static str, &'static str)]) -> Vec<(String, Model)> {
    let after = |(name, keys): &(&str, &str)| {
        (format!("──── {name}: {keys}"), model(agenda.clone(), BEFORE, (120, 36), keys))
    };
    screens.iter().map(after).collect()
}

/// These screens in another size, one below the other.
fn sheet(models: &mut [(String, Model)], (width, height): (u16, u16)) -> String {
    let screen = |(head, model): &mut (String, Model)| {
        apply_action(model, Action::Resize { width, height }, DateTime::<Utc>::UNIX_EPOCH);
        format!(
            "{head}\n{}",
            short(&render_text(&drawn(model, &Theme::in_full_color(Look::Terminal, false))))
        )
    };
    models.iter_mut().map(screen).collect::<Vec<_>>().join("\n")
}

const MARKS: &str = "jj<Space>jll<Space>m2jjj<Space>p";

#[test]
fn screens_of_made_agendas_match_their_goldens() {
    let _guard = golden().bind_to_scope();
    let session = |title: &str, start: &str, more: &str| {
        format!(
            "[[session]]\ntitle = '{title}'\nstart = 2025-03-01T{start}\nminutes = 45\n{more}\n"
        )
    };
    let small = [
        ("empty", "[event]\nname = 'Nothing'".to_owned()),
        (
            "one session",
            format!("[event]\nname = 'One'\n{}", session("Alone", "09:00:00", "room = 'Hall'")),
        ),
        (
            "no room",
            format!(
                "[event]\nname = 'None'\n{}{}",
                session("A", "09:00:00", ""),
                session("B", "09:30:00", "")
            ),
        ),
    ];
    let small =
        small.iter().flat_map(|(name, text)| opened(&parse_agenda(text), &[(name, "")])).collect();
    let same = [
        ("timetable", "jjl"),
        ("detail", "jjl<Enter>"),
        ("my schedule", MARKS),
        ("filter", "fl<Space><Down><Space>"),
    ];
    let srecon_more = [("search", "/linux"), ("help", "?")];
    let fosdem_more = [("search", "/kernels"), ("list", "vjj")];
    let c3_more =
        [("search", "/überw"), ("night", "G"), ("sideways", "jjlllllllll"), ("rooms", "jjxxR")];
    let shapes: [(&str, Vec<(String, Model)>); 4] = [
        ("small", small),
        ("srecon", opened(&srecon(), &[&same[..], &srecon_more].concat())),
        ("fosdem", opened(&like_fosdem(), &[&same[..], &fosdem_more].concat())),
        ("c3", opened(&like_c3(), &[&same[..], &c3_more].concat())),
    ];
    for (shape, mut models) in shapes {
        for size in SIZES {
            insta::assert_snapshot!(
                format!("sheet-{shape}-{}x{}", size.0, size.1),
                sheet(&mut models, size)
            );
        }
    }
    let mut linear = opened(
        &srecon(),
        &[("linear", "jj<Space>jm"), ("search", "/linux<Down>"), ("my schedule", MARKS)],
    );
    linear.iter_mut().for_each(|(_, model)| model.settings.linear = true);
    insta::assert_snapshot!("linear-80x24", sheet(&mut linear, (80, 24)));
}

#[test]
fn every_color_on_the_screen_has_enough_contrast() {
    for look in [Look::Dark, Look::Light, Look::HighContrast] {
        let theme = Theme::in_full_color(look, false);
        for keys in [
            "jjj<Space>jlm",
            "/linux<Enter>",
            "/linux",
            "f<Down>",
            "?",
            "jj<Enter>",
            "j<Space>jj<Space>p",
            "vj",
            "G",
        ] {
            let buffer =
                drawn(&model(srecon(), "2016-07-11T14:25:00+01:00", (120, 36), keys), &theme);
            for cell in buffer.content().iter().filter(|cell| !cell.symbol().trim().is_empty()) {
                let (Color::Rgb(a, b, c), Color::Rgb(x, y, z)) = (cell.fg, cell.bg) else {
                    panic!("{cell:?}")
                };
                let contrast = crate::tui::theme::contrast([a, b, c], [x, y, z]);
                // Edges, lines and half rows are no text.
                let is_text = !"▀▄▌▐▖▘▗▝▜▟█━│─╎┄┌┐└┘".contains(cell.symbol());
                assert!(contrast >= 4.5 || !is_text, "{look:?} {keys}: {cell:?} {contrast:.2}");
            }
        }
    }
}

#[test]
fn linear_layout_has_words_in_place_of_signs() {
    for (agenda, keys) in [
        (srecon(), "jj<Space>j<Space>m"),
        (srecon(), "2"),
        (srecon(), "/linux<Down>"),
        (srecon(), "jj<Space>jj<Space>p"),
        (like_c3(), "G"),
        (like_fosdem(), "jjj"),
        (srecon(), "?"),
        (srecon(), "f"),
        (srecon(), "jj<Enter>"),
    ] {
        for (width, height) in SIZES {
            let mut options = options(agenda.clone(), BEFORE);
            options.linear = true;
            let model =
                after_keys(options, (width, height), keys, DateTime::<Utc>::UNIX_EPOCH).unwrap();
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, width, height));
            let cursor = draw(&model, &Theme::in_full_color(Look::Terminal, false), &mut buffer);
            let text = render_text(&buffer);
            assert!(!text.contains(['│', '─', '▌', '▐', '╭', '▘', '┊']), "{keys}:\n{text}");
            let CursorCell { x, y, .. } = cursor.unwrap();
            assert!(y >= 1 && y < height, "{keys}: the cursor is at {x},{y}");
            let (Some(session), Focus::Main) = (model.place.selected, model.focus) else {
                continue;
            };
            let known = &model.agenda.sessions[session];
            let row = model.derived.rows.iter().position(|row| row.session() == Some(session));
            let lines = listed_row_lines(&model, row.unwrap(), usize::from(width));
            let said = lines.join(" ");
            for part in
                [known.start.unwrap().format("%H:%M").to_string(), known.title.replace("  ", " ")]
            {
                assert!(said.contains(&part), "{part} is not in {said}");
            }
            assert!(said.contains(known.room.as_deref().unwrap()), "{said}");
            assert!(
                text.lines().nth(usize::from(y)).unwrap().starts_with(lines[0].trim_end()),
                "{keys}: {x},{y}\n{text}"
            );
            let all = model.derived.rows.iter().filter(|row| matches!(row, Row::Session { .. }));
            assert!(all.count() > 0);
        }
    }
}
