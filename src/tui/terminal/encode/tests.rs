//! Frames on two terminals of different makers: the terminal that has seen the frames before shows
//! the same as a terminal that is drawn anew.

use super::*;
use crate::tui::layout::area::Area;
use proptest::prelude::*;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::num::NonZeroU16;

const AREA: Rect = Rect { x: 0, y: 0, width: 40, height: 12 };

struct TwoTerminals {
    vt100: vt100::Parser,
    avt: avt::Terminal,
    encoder: FrameEncoder,
}

impl TwoTerminals {
    fn new() -> TwoTerminals {
        let [width, height] =
            [AREA.width, AREA.height].map(|cells| NonZeroU16::new(cells).unwrap());
        TwoTerminals {
            vt100: vt100::Parser::new(height, width, 0),
            avt: avt::Terminal::new(AREA.width.into(), AREA.height.into()).unwrap(),
            encoder: FrameEncoder::default(),
        }
    }

    fn show(&mut self, frame: &Buffer) -> usize {
        let mut bytes = Vec::new();
        self.encoder.encode(frame, &FrameChange::default(), false, &mut bytes);
        self.vt100.process(&bytes);
        self.avt.feed(std::str::from_utf8(&bytes).unwrap());
        bytes.len()
    }

    /// Each cell in both terminals, without what a blank cell does not show.
    fn cells(&self) -> Vec<String> {
        let places = (0..AREA.height).flat_map(|y| (0..AREA.width).map(move |x| (x, y)));
        let cells = places.map(|(x, y)| {
            let cell = self.vt100.screen().cell(y, x).unwrap();
            let text = if cell.has_contents() { cell.contents() } else { " " };
            let mut seen =
                format!("{text:?} {:?} {} {}", cell.bgcolor(), cell.underline(), cell.inverse());
            let is_seen = text != " " || cell.underline() || cell.inverse();
            if is_seen {
                seen += &format!(" {:?} {} {}", cell.fgcolor(), cell.bold(), cell.dim());
            }
            let line = self.avt.screen().line(usize::from(y)).unwrap();
            let other = &line.cells()[usize::from(x)];
            let pen = other.pen();
            seen += &format!(" {:?} {:?}", other.char(), pen.background());
            if is_seen {
                seen += &format!(" {:?} {} {}", pen.foreground(), pen.is_bold(), pen.is_faint());
            }
            seen
        });
        cells.collect()
    }
}

const NARROW: &[&str] = &["a", "             ", "Talk", "▀▀▀", "é x", "──"];
const WIDE: &[&str] = &["a", "             ", "Talk", "日本", "é x", "x語"];

/// A frame with runs of text of several styles in each row.
fn frames(texts: &'static [&'static str]) -> impl Strategy<Value = Buffer> {
    let colors = || {
        prop::sample::select(vec![
            Color::Reset,
            Color::Red,
            Color::LightBlue,
            Color::White,
            Color::Indexed(200),
            Color::Rgb(1, 20, 255),
        ])
    };
    let modifiers = prop::sample::select(vec![
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::UNDERLINED,
        Modifier::REVERSED | Modifier::BOLD,
    ]);
    let texts = prop::sample::select(texts);
    let run = (0..AREA.width, 0..AREA.height, texts, colors(), colors(), modifiers);
    prop::collection::vec(run, 0..60).prop_map(|runs| {
        let mut frame = Buffer::empty(AREA);
        for (x, y, text, fg, bg, modifier) in runs {
            let style = Style::reset().fg(fg).bg(bg).add_modifier(modifier);
            frame.set_string(x, y, text, style);
        }
        mend_wide_letters(&mut frame);
        frame
    })
}

/// Gives each wide letter its second cell, as the program does.
fn mend_wide_letters(frame: &mut Buffer) {
    use unicode_width::UnicodeWidthStr;
    for at in 0..frame.content.len() {
        let cell = frame.content[at].clone();
        let is_last = (at + 1) % usize::from(AREA.width) == 0;
        if cell.symbol().width() == 2 && is_last {
            frame.content[at].set_symbol("x");
        } else if cell.symbol().width() == 2 {
            frame.content[at + 1] = cell;
            frame.content[at + 1].set_symbol("");
        }
    }
}

/// A frame whose rows from `first` on have moved up by `up`, with the text of another frame beside.
fn moved_frame(frame: &Buffer, other: &Buffer, first: u16, up: i32, from_column: u16) -> Buffer {
    let mut moved = frame.clone();
    for y in first..AREA.height {
        let source = u16::try_from(i32::from(y) + up).ok().filter(|y| *y < AREA.height);
        for x in 0..AREA.width {
            let cell = match source {
                Some(_) if x >= from_column => other.cell((x, y)),
                Some(source) => frame.cell((x, source)),
                None => other.cell((x, y)),
            };
            *moved.cell_mut((x, y)).unwrap() = cell.unwrap().clone();
        }
    }
    moved
}

/// Shows frames one after the other, and compares the terminals with new ones after each.
fn assert_shown_as_if_drawn_anew(frames: [&Buffer; 4]) -> Result<(), TestCaseError> {
    let mut terminals = TwoTerminals::new();
    for frame in frames {
        terminals.show(frame);
        let mut fresh = TwoTerminals::new();
        fresh.show(frame);
        let cells = terminals.cells().into_iter().zip(fresh.cells()).zip(0_u16..);
        for ((cell, expected), nth) in cells {
            let place = (nth % AREA.width, nth / AREA.width);
            prop_assert!(cell == expected, "{:?}: {} for {}", place, cell, expected);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn terminal_shows_a_frame_as_if_drawn_anew(
        (first, second) in (frames(NARROW), frames(NARROW)),
        (up, top) in (-9..9_i32, 0..4_u16),
        column in prop::sample::select(vec![AREA.width, AREA.width, 30]),
    ) {
        let moved = moved_frame(&second, &first, top, up, column);
        assert_shown_as_if_drawn_anew([&first, &second, &moved, &first])?;
    }

    #[test]
    fn terminal_shows_wide_letters_as_if_drawn_anew(
        (first, second) in (frames(WIDE), frames(WIDE)),
        (up, top) in (-9..9_i32, 0..4_u16),
    ) {
        let moved = moved_frame(&second, &first, top, up, AREA.width);
        assert_shown_as_if_drawn_anew([&first, &second, &moved, &first])?;
    }
}

#[test]
fn changed_style_is_sent_alone() {
    for (from, to, expected) in [
        (Style::new(), Style::new().bold(), "\x1b[1mx\x1b[m"),
        (
            Style::new().fg(Color::LightRed),
            Style::new().fg(Color::LightRed).bg(Color::Blue),
            "\x1b[91mx\x1b[44mx\x1b[m",
        ),
        (
            Style::new().bold().fg(Color::Red),
            Style::new().fg(Color::Red),
            "\x1b[1;38;5;1mx\x1b[22mx\x1b[m",
        ),
        (Style::new().bold().underlined(), Style::new(), "\x1b[1;4mx\x1b[mx"),
    ] {
        let mut after = Buffer::empty(Rect { width: 2, height: 1, ..AREA });
        after.set_string(0, 0, "x", from);
        after.set_string(1, 0, "x", to);
        let mut bytes = Vec::new();
        FrameEncoder::default().encode(&after, &FrameChange::default(), false, &mut bytes);
        let bytes = String::from_utf8(bytes).unwrap();
        assert!(bytes.ends_with(expected), "{bytes:?} for {expected:?}");
    }
}

#[test]
fn rows_that_move_are_moved_by_the_terminal() {
    let page = |first: usize| {
        let mut frame = Buffer::empty(AREA);
        frame.set_string(0, 0, "Header", Style::new());
        for y in 1..AREA.height {
            let line = format!("Line {} with some words of a list", first + usize::from(y));
            frame.set_string(0, y, line, Style::new());
        }
        frame
    };
    let mut terminals = TwoTerminals::new();
    terminals.show(&page(7));
    for first in [8, 7, 10] {
        let bytes = terminals.show(&page(first));
        assert!(bytes < 160, "{bytes} bytes for the lines from {first}");
        let mut fresh = TwoTerminals::new();
        fresh.show(&page(first));
        assert_eq!(terminals.cells(), fresh.cells());
    }
}

#[test]
fn rows_beside_tiles_in_their_places_are_not_moved() {
    let page = |letters: &'static str| {
        let mut frame = Buffer::empty(AREA);
        for (y, letter) in (0..AREA.height).zip(letters.chars()) {
            frame.set_string(0, y, letter.to_string().repeat(AREA.width.into()), Style::new());
        }
        frame
    };
    let area = Area { x: 0, y: 0, width: 10, height: 1 };
    for (drawn, moves) in [(Vec::new(), true), (vec![area], false)] {
        let change = FrameChange { drawn, ..FrameChange::default() };
        let (mut encoder, mut bytes) = (FrameEncoder::default(), Vec::new());
        encoder.encode(&page("abcdefghijkl"), &FrameChange::default(), false, &mut bytes);
        bytes.clear();
        encoder.encode(&page("bcdefghijklm"), &change, false, &mut bytes);
        let has_region = String::from_utf8(bytes).unwrap().contains("\x1b[1M");
        assert_eq!(has_region, moves, "{change:?}");
    }
}
