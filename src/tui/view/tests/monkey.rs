//! A monkey: keys, clicks, turns of the wheel, pastes and new sizes in any order, over eight
//! agendas, by a seed. `cargo test` tries 2,400 inputs, `cargo test --lib monkey -- --ignored`
//! 100,000. A failure names the shortest inputs that the test finds.

mod keys;

use super::odd_agendas::{BERLIN, JOINED_ROOMS_APART, WIDE_LETTERS};
use super::{MONDAY, assert_rows_fill_the_screen, options, parse_agenda, srecon};
use crate::agenda::Agenda;
use crate::tui::input::action::{Action, Effect};
use crate::tui::input::keymap::Key;
use crate::tui::layout::area::Area;
use crate::tui::layout::card::tile_drawings;
use crate::tui::layout::card_memory::CardMemory;
use crate::tui::layout::grid::VisibleGrid;
use crate::tui::layout::map_screen::is_map_shown;
use crate::tui::layout::painted_tiles::FrameChange;
use crate::tui::layout::picker::picker_parts;
use crate::tui::layout::screen;
use crate::tui::layout::tile_drawing::TileDrawing;
use crate::tui::screenshot::render_text;
use crate::tui::state::{Focus, Model, Screen};
use crate::tui::terminal::FrameEncoder;
use crate::tui::theme::{Theme, sign};
use crate::tui::update::apply_action;
use crate::tui::view::shapes_tests::{Dice, like_fosdem};
use crate::tui::view::{CursorCell, FrameMemory, draw, draw_after};
use crate::tui::{Look, Options};
use chrono::{DateTime, Utc};
use keys::{KEYS, LETTERS};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::fmt;
use std::num::NonZeroU16;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The inputs of a short and of a long walk. There is a walk over each of eight agendas.
const SHORT: usize = 2_400 / 8;
const LONG: usize = 100_000 / 8;

const PASTES: [&str; 7] = [
    "",
    "ebpf",
    "two words\nand a line\t",
    "日本語のセッション",
    "שלום e\u{301}\u{301} 🏳️‍🌈",
    "\u{1b}[31mred \u{202e}x\0",
    "a text that is longer than the field of the query and longer than many screens are wide",
];

/// An input of a person, or a new size of the terminal.
#[derive(Clone)]
enum MonkeyInput {
    Key(Key),
    Paste(&'static str),
    Click { x: u16, y: u16, double: bool },
    Wheel { x: u16, y: u16, notches: i32 },
    Resize { width: u16, height: u16 },
}

impl fmt::Debug for MonkeyInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MonkeyInput::Key(key) => write!(f, "{key}"),
            MonkeyInput::Paste(text) => write!(f, "paste {text:?}"),
            MonkeyInput::Click { x, y, double } => write!(f, "click {x},{y} double: {double}"),
            MonkeyInput::Wheel { x, y, notches } => write!(f, "wheel {x},{y} by {notches}"),
            MonkeyInput::Resize { width, height } => write!(f, "resize {width}x{height}"),
        }
    }
}

/// Returns the next input of the walk.
fn next_input(dice: &mut Dice) -> MonkeyInput {
    let mut below = |n: u16| u16::try_from(dice.below(n.into())).unwrap();
    let (x, y) = match below(2) {
        0 => (below(300), below(100)),
        _ => (below(90), below(30)),
    };
    match below(100) {
        0..8 => MonkeyInput::Click { x, y, double: below(4) == 0 },
        8..14 => MonkeyInput::Wheel { x, y, notches: i32::from(below(9)) - 4 },
        14..17 => MonkeyInput::Paste(PASTES[usize::from(below(7))]),
        17..19 => MonkeyInput::Resize { width: x, height: y },
        19 => MonkeyInput::Resize { width: below(301), height: below(101) },
        20 => MonkeyInput::Resize { width: below(12), height: below(9) },
        21..29 => key_of(dice, LETTERS),
        _ => key_of(dice, KEYS),
    }
}

fn key_of(dice: &mut Dice, names: &str) -> MonkeyInput {
    let names: Vec<&str> = names.split_whitespace().collect();
    let name = dice.pick(&names);
    let key = Key::parse(name).unwrap_or_else(|| Key::from_char(name.chars().next().unwrap()));
    MonkeyInput::Key(key)
}

/// The agendas, each with its name.
fn agendas() -> [(&'static str, Agenda); 8] {
    let session = |n: u32, more: &str| {
        let (day, hour) = (1 + n % 28, 9 + n / 28 % 12);
        let month = 1 + n / 336;
        format!(
            "[[session]]\ntitle = 'Talk {n} about everything'\nspeakers = ['Speaker {n}']\n\
             start = 2025-{month:02}-{day:02}T{hour:02}:00:00\nminutes = 50\n{more}\n"
        )
    };
    let one_room: String = (0..90).map(|n| session(n % 2 + 28 * (n % 9), "room = 'R'")).collect();
    let many_days: String =
        (0..400).map(|n| session(n, &format!("room = 'Room {}'", n % 3))).collect();
    let untimed: String = (0..40)
        .map(|n| format!("[[session]]\ntitle = 'Some day {n}'\nroom = 'Room {}'\n", n % 4))
        .collect();
    [
        ("built-in", srecon()),
        ("many rooms", like_fosdem()),
        ("one room", parse_agenda(&format!("{BERLIN}{one_room}"))),
        ("no times", parse_agenda(&format!("{BERLIN}{untimed}"))),
        ("joined rooms", parse_agenda(&format!("{BERLIN}{JOINED_ROOMS_APART}"))),
        ("wide letters", parse_agenda(WIDE_LETTERS)),
        ("many days", parse_agenda(&format!("{BERLIN}{many_days}"))),
        ("empty", parse_agenda(BERLIN)),
    ]
}

/// Two terminals of different makers that get the differences between frames.
struct Terminals {
    vt100: vt100::Parser,
    for_vt100: FrameEncoder,
    avt: avt::Terminal,
    for_avt: FrameEncoder,
    /// The frame that the terminals show.
    shown: Buffer,
}

impl Terminals {
    /// Returns empty terminals, or `None` for a screen without cells.
    fn new(area: Rect) -> Option<Terminals> {
        let (columns, rows) = (NonZeroU16::new(area.width)?, NonZeroU16::new(area.height)?);
        let avt = avt::Terminal::new(area.width.into(), area.height.into()).unwrap();
        let vt100 = vt100::Parser::new(rows, columns, 0);
        let [for_vt100, for_avt] = [(); 2].map(|()| FrameEncoder::default());
        Some(Terminals { vt100, for_vt100, avt, for_avt, shown: Buffer::empty(area) })
    }

    /// Writes the difference between the frame that is shown and `frame`. `change` is their
    /// relation.
    fn show(&mut self, frame: Buffer, change: &FrameChange) {
        let mut bytes = Vec::new();
        self.for_vt100.encode(&frame, change, false, &mut bytes);
        self.vt100.process(&bytes);
        bytes.clear();
        self.for_avt.encode(&single_characters(&frame), &FrameChange::default(), false, &mut bytes);
        self.avt.feed(std::str::from_utf8(&bytes).unwrap());
        self.shown = frame;
    }

    /// Asserts that the terminals show the same as terminals that get the frame alone.
    fn assert_no_residue(&self) {
        let mut fresh = Terminals::new(self.shown.area).unwrap();
        fresh.show(self.shown.clone(), &FrameChange::default());
        let area = self.shown.area;
        for (x, y) in (0..area.height).flat_map(|y| (0..area.width).map(move |x| (x, y))) {
            let cells = [self, &fresh].map(|terminals| {
                let cell = terminals.vt100.screen().cell(y, x).unwrap();
                // An empty cell looks like a space.
                let text = if cell.has_contents() { cell.contents() } else { " " };
                let weights = [cell.bold(), cell.dim(), cell.italic(), cell.underline()];
                let is_seen = text != " " || cell.underline() || cell.inverse();
                let ink = is_seen.then(|| (cell.fgcolor(), weights));
                (text.to_owned(), ink, cell.bgcolor(), cell.inverse())
            });
            assert!(cells[0] == cells[1], "residue in vt100 at {x},{y}: {cells:?}");
        }
        for row in 0..usize::from(self.shown.area.height) {
            let (line, expected) = (self.avt.screen().line(row), fresh.avt.screen().line(row));
            let cells = line.unwrap().cells().iter().zip(expected.unwrap().cells());
            for (x, (cell, expected)) in cells.enumerate() {
                assert!(
                    seen(cell) == seen(expected),
                    "residue in avt at {x},{row}: {cell:?} {expected:?}"
                );
            }
        }
    }
}

/// Returns what is seen of a cell: of a space, weight and colour are not.
fn seen(cell: &avt::Cell) -> (char, String) {
    let pen = cell.pen();
    let is_seen = pen.is_inverse() || pen.is_underline() || pen.is_strikethrough();
    let style = match cell.char() {
        ' ' if !is_seen => format!("{:?}", pen.background()),
        _ => format!("{pen:?}"),
    };
    (cell.char(), style)
}

/// Returns the frame with one character for each cluster of characters: `avt` gives a cell of its
/// own to a combining mark.
fn single_characters(frame: &Buffer) -> Buffer {
    let mut frame = frame.clone();
    for cell in &mut frame.content {
        if cell.symbol().chars().nth(1).is_some() {
            let is_wide = crate::text::width(cell.symbol()) == 2;
            cell.set_symbol(if is_wide { "字" } else { "x" });
        }
    }
    frame
}

/// The program without its terminal.
struct Monkey {
    model: Model,
    theme: Theme,
    memory: FrameMemory,
    /// The frame that was drawn last.
    frame: Buffer,
    terminals: Option<Terminals>,
}

impl Monkey {
    fn new(agenda: &Agenda, linear: bool) -> Monkey {
        let options = Options { linear, ..options(agenda.clone(), MONDAY) };
        Monkey {
            model: options.into_model((120, 36), MONDAY.parse().unwrap()),
            theme: Theme::in_full_color(Look::Terminal, false),
            memory: FrameMemory::default(),
            frame: Buffer::default(),
            terminals: Terminals::new(Rect::new(0, 0, 120, 36)),
        }
    }

    fn take(&mut self, input: &MonkeyInput) {
        let action = match *input {
            MonkeyInput::Key(key) => self.model.action_of_key(key),
            MonkeyInput::Paste(text) => Some(Action::Type(text.to_owned())),
            MonkeyInput::Click { x, y, double } => Some(Action::Click { x, y, double }),
            MonkeyInput::Wheel { x, y, notches } => Some(Action::Scroll { x, y, notches }),
            MonkeyInput::Resize { width, height } => {
                // A frame may be drawn before the model has the new size.
                let area = Rect::new(0, 0, width, height);
                draw(&self.model, &self.theme, &mut Buffer::empty(area));
                self.terminals = Terminals::new(area);
                Some(Action::Resize { width, height })
            }
        };
        let Some(action) = action else { return };
        let time = DateTime::<Utc>::UNIX_EPOCH;
        if let Some(Effect::Save(_)) = apply_action(&mut self.model, action, time) {
            let plan = self.model.plan.current.clone();
            apply_action(&mut self.model, Action::Saved(plan), time);
        }
    }

    /// Draws a frame, and asserts the rules of every frame. `thorough`: all rules, else the quick
    /// ones.
    fn draw(&mut self, thorough: bool) {
        let (width, height) = self.model.settings.size;
        let area = Rect::new(0, 0, width, height);
        if self.frame.area != area {
            self.frame = Buffer::empty(area);
        }
        let cursor = draw_after(&self.model, &self.theme, &mut self.memory, &mut self.frame);
        let frame = self.frame.clone();
        if let Some(CursorCell { x, y, .. }) = cursor.filter(|_| width > 0 && height > 0) {
            assert!(x < width && y < height, "cursor at {x},{y} of {width}x{height}");
        }
        if thorough {
            let mut second = Buffer::empty(frame.area);
            draw(&self.model, &self.theme, &mut second);
            assert!(frame == second, "two drawings of a model differ, one without the memory");
            assert_rows_fill_the_screen(&self.model, &self.theme, "monkey");
            // A list may lie over a part of the frame in the map.
            if !(is_map_shown(&self.model) && matches!(self.model.focus, Focus::Picker(_))) {
                assert_boxes_are_closed(&frame);
            }
            self.assert_divider_is_straight(&frame);
            self.assert_cards_are_apart();
        }
        if let Some(terminals) = &mut self.terminals {
            terminals.show(frame, self.memory.change());
            if thorough {
                terminals.assert_no_residue();
            }
        }
    }

    /// Asserts that the line between the panes has no hole. A box may lie over the line.
    fn assert_divider_is_straight(&self, frame: &Buffer) {
        let panes = screen::panes(&self.model);
        let is_covered = matches!(self.model.focus, Focus::Help | Focus::Detail { full: true })
            || is_map_shown(&self.model);
        let list = match self.model.focus {
            Focus::Picker(picker) => {
                picker_parts(&self.model, picker.kind, self.model.derived.list.lines).area
            }
            _ => Area::default(),
        };
        if !panes.beside || panes.detail.is_empty() || is_covered {
            return;
        }
        // The line of a search lies over the first row.
        let first = u16::from(matches!(self.model.screen, Screen::Search(_)));
        for row in first..panes.detail.height {
            let (x, y) = (panes.detail.x, panes.detail.y + row);
            if list.contains(x, y) && list.x < x {
                continue;
            }
            if frame[(panes.main.x, y)].symbol() == "─" && frame[(x, y)].symbol() == "─" {
                // A long message lies over the rows from here on.
                return;
            }
            let symbol = frame[(x, y)].symbol();
            let is_line = [sign::DIVIDER, "┃"].contains(&symbol) || is_corner(symbol);
            assert!(is_line, "{symbol:?} in the divider\n{}", render_text(frame));
        }
    }

    /// Asserts that no card lies over another card, or outside the grid.
    fn assert_cards_are_apart(&self) {
        if screen::is_list(&self.model) {
            return;
        }
        let visible = VisibleGrid::new(&self.model);
        let grid = visible.area;
        // Two half rows for each row.
        let mut taken = Buffer::empty(Rect::new(grid.x, 0, grid.width, grid.height * 2));
        let drawings = tile_drawings(&self.model, &visible, &mut CardMemory::default()).into_iter();
        for TileDrawing { cells, .. } in drawings.filter(|drawing| drawing.body.is_card()) {
            let area = cells.area;
            let top = (area.y - grid.y) * 2 + u16::from(cells.starts_in_half);
            let end = (area.y - grid.y + area.height) * 2 - u16::from(cells.ends_in_half);
            for (x, y) in
                (area.x..area.x + area.width).flat_map(|x| (top..end).map(move |y| (x, y)))
            {
                let cell = taken.cell_mut((x, y)).unwrap_or_else(|| panic!("card at {x},{y}"));
                assert!(cell.symbol() == " ", "two cards at {x},{y}");
                cell.set_symbol("x");
            }
        }
    }
}

/// The cells of the time now at the left of the screen: `14:25`.
const TIME_NOW_CELLS: u16 = 5;

fn is_corner(symbol: &str) -> bool {
    sign::CORNERS.contains(&symbol)
}

/// Returns the boxes with four corners and two straight sides.
fn whole_boxes(frame: &Buffer) -> Vec<Rect> {
    let [top_left, top_right, bottom_left, bottom_right] = sign::CORNERS;
    let area = frame.area;
    let symbol = |x: u16, y: u16| frame.cell((x, y)).map_or("", |cell| cell.symbol());
    let cells = (0..area.height).flat_map(|y| (0..area.width).map(move |x| (x, y)));
    let whole = cells.filter(|(x, y)| symbol(*x, *y) == top_left).filter_map(|(left, top)| {
        let right = (left..area.width).find(|x| symbol(*x, top) == top_right)?;
        let is_side = |y: &u16| [left, right].iter().all(|x| symbol(*x, *y) == sign::DIVIDER);
        let bottom = (top + 1..area.height).find(|y| !is_side(y))?;
        let corners = (symbol(left, bottom), symbol(right, bottom));
        (corners == (bottom_left, bottom_right))
            .then(|| Rect::new(left, top, right - left + 1, bottom - top + 1))
    });
    whole.collect()
}

/// Asserts that every box has four corners and two straight sides.
fn assert_boxes_are_closed(frame: &Buffer) {
    let [top_left, top_right, bottom_left, bottom_right] = sign::CORNERS;
    let area = frame.area;
    let symbol = |x: u16, y: u16| frame.cell((x, y)).map_or("", |cell| cell.symbol());
    let cells = (0..area.height).flat_map(|y| (0..area.width).map(move |x| (x, y)));
    for (left, top) in cells.filter(|(x, y)| symbol(*x, *y) == top_left) {
        let right = (left..area.width).find(|x| symbol(*x, top) == top_right);
        // The time now lies over the left side of the frame in the map.
        let is_now = |y: u16| left < TIME_NOW_CELLS && symbol(2, y) == ":";
        let is_covered_corner =
            |y: u16| is_now(y) && right.is_some_and(|x| symbol(x, y) == bottom_right);
        let bottom =
            (top..area.height).find(|y| symbol(left, *y) == bottom_left || is_covered_corner(*y));
        let picture = || render_text(frame);
        // A message at the foot of the screen, below a line of its own, covers the lower edge.
        let is_side = |y: u16| symbol(left, y) == sign::DIVIDER || is_now(y);
        let below = (top + 1..area.height).find(|y| !is_side(*y));
        if bottom.is_none() && below.is_some_and(|y| symbol(0, y) == "─") {
            continue;
        }
        // A list over the screen covers a part of the frame in the map.
        let is_covered =
            |y: u16| whole_boxes(frame).iter().any(|over| over.contains((left, y).into()));
        if below.is_some_and(is_covered) {
            continue;
        }
        let (Some(right), Some(bottom)) = (right, bottom) else {
            panic!("open box at {left},{top}\n{}", picture())
        };
        assert_eq!(symbol(right, bottom), bottom_right, "at {right},{bottom}\n{}", picture());
        for y in top + 1..bottom {
            for x in [left, right].into_iter().filter(|x| !(is_now(y) && *x == left)) {
                // In a map with one cell a room, a star may lie over a side.
                let is_side = [sign::DIVIDER, sign::ATTEND].contains(&symbol(x, y));
                assert!(is_side, "{:?} at {x},{y}\n{}", symbol(x, y), picture());
            }
        }
    }
}

/// Returns the message of the first failure, or `None`. Every frame is drawn; one in `thorough` is
/// looked at thoroughly.
fn failure(
    agenda: &Agenda,
    linear: bool,
    inputs: &[MonkeyInput],
    thorough: usize,
) -> Option<(usize, String)> {
    let mut done = 0;
    let walk = AssertUnwindSafe(|| {
        let mut monkey = Monkey::new(agenda, linear);
        for (nth, input) in inputs.iter().enumerate() {
            done = nth + 1;
            monkey.take(input);
            monkey.draw(nth % thorough == 0);
        }
    });
    let panic = catch_unwind(walk).err()?;
    let text = panic.downcast_ref::<String>().cloned();
    Some((done, text.or_else(|| Some((*panic.downcast_ref::<&str>()?).to_owned()))?))
}

/// Returns fewer inputs with a failure: leaves out what is not necessary.
fn shorten(agenda: &Agenda, linear: bool, mut inputs: Vec<MonkeyInput>) -> Vec<MonkeyInput> {
    let mut length = inputs.len() / 2;
    while length > 0 {
        let mut at = 0;
        while at < inputs.len() {
            let end = (at + length).min(inputs.len());
            let rest = [&inputs[..at], &inputs[end..]].concat();
            match failure(agenda, linear, &rest, 1) {
                Some((done, _)) => inputs = rest[..done].to_vec(),
                None => at = end,
            }
        }
        length /= 2;
    }
    inputs
}

/// Walks over an agenda. One frame in `thorough` is looked at thoroughly.
fn walk(name: &str, agenda: &Agenda, seed: u64, inputs: usize, thorough: usize) {
    let mut dice = Dice(seed);
    let is_linear = dice.below(8) == 0;
    let inputs: Vec<MonkeyInput> = (0..inputs).map(|_| next_input(&mut dice)).collect();
    let Some((done, text)) = failure(agenda, is_linear, &inputs, thorough) else { return };
    let shortest = shorten(agenda, is_linear, inputs[..done].to_vec());
    let why = failure(agenda, is_linear, &shortest, 1).map_or(text, |(_, why)| why);
    panic!("{name}, linear: {is_linear}, seed {seed}: {shortest:?}\n{why}");
}

/// Walks over all agendas, in parts with a seed each.
fn walk_over_all(inputs: usize, parts: usize, thorough: usize) {
    let agendas = agendas();
    std::thread::scope(|scope| {
        for (name, agenda) in &agendas {
            scope.spawn(move || {
                for part in 0..parts {
                    let seed = u64::try_from(part * 1_000 + name.len()).unwrap();
                    walk(name, agenda, seed, inputs / parts, thorough);
                }
            });
        }
    });
}

#[test]
fn frame_of_the_map_is_closed_at_the_edge_of_a_narrow_screen() {
    let keys = |keys: &'static str| keys.split_whitespace().map(|key| key_of(&mut Dice(0), key));
    let mut inputs = vec![MonkeyInput::Resize { width: 182, height: 0 }];
    inputs.extend(keys("> C-n C-c PgDn u PgDn C-p Enter v"));
    inputs.push(MonkeyInput::Resize { width: 11, height: 28 });
    inputs.extend(keys("v v M"));
    assert_eq!(failure(&srecon(), false, &inputs, 1), None);
}

#[test]
fn short_walks_find_no_panic_no_bent_border_and_no_residue() {
    walk_over_all(SHORT, 2, 8);
}

#[test]
#[ignore = "takes minutes: 100,000 inputs"]
fn long_walks_find_no_panic_no_bent_border_and_no_residue() {
    walk_over_all(LONG, 25, 4);
}
