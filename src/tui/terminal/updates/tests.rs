use super::*;
use crate::tui::layout::painted_tiles::FrameChange;
use crate::tui::terminal::encode::FrameEncoder;
use crate::tui::terminal::picture::{Clusters, Picture};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::num::NonZeroU16;

const AREA: Rect = Rect { x: 0, y: 0, width: 16, height: 1 };

/// Lines with clusters whose first letter is narrow, and plain lines.
const LINES: [&str; 6] = [
    "abcdefghijklmnop",
    " \u{1f3f3}\u{fe0f}\u{200d}\u{1f308} flag of a rainbow",
    "x\u{2764}\u{fe0f}\u{200d}\u{1f525}\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}yz",
    "ABC\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}DEF",
    "\u{1f469}\u{200d}\u{1f680} and more",
    "",
];

fn frame_of(line: &str) -> Buffer {
    let mut frame = Buffer::empty(AREA);
    frame.set_string(0, 0, line, Style::new());
    frame
}

/// Two terminals of different makers. One counts a cluster as its first letter, the other gives
/// every character of a cluster cells of its own.
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

    fn show(&mut self, line: &str) {
        let mut bytes = Vec::new();
        self.encoder.encode(&frame_of(line), &FrameChange::default(), false, &mut bytes);
        self.vt100.process(&bytes);
        self.avt.feed(std::str::from_utf8(&bytes).unwrap());
    }

    /// The text of each cell in both terminals. An empty cell looks like a space.
    fn cells(&self) -> Vec<[String; 2]> {
        let avt = self.avt.screen().line(0).unwrap().cells().iter();
        let columns = (0..AREA.width).zip(avt);
        let cells = columns.map(|(x, avt)| {
            let cell = self.vt100.screen().cell(0, x).unwrap();
            let text = if cell.has_contents() { cell.contents() } else { " " };
            [text.to_owned(), avt.char().to_string()]
        });
        cells.collect()
    }
}

#[test]
fn no_letter_of_an_earlier_line_stays_beside_a_cluster() {
    for before in LINES {
        for after in LINES {
            let mut terminals = TwoTerminals::new();
            terminals.show(before);
            terminals.show(after);
            let mut fresh = TwoTerminals::new();
            fresh.show(after);
            assert_eq!(terminals.cells(), fresh.cells(), "{before:?}, then {after:?}");
        }
    }
}

#[test]
fn row_that_differs_is_sent_once_and_as_a_whole_for_a_reader() {
    let sent = |before: &str, after: &str, whole| -> Vec<u16> {
        let mut clusters = Clusters::default();
        let [before, after] = [before, after].map(|line| {
            let mut picture = Picture::default();
            picture.read(&frame_of(line), &mut clusters);
            picture
        });
        let mut updates = Vec::new();
        push_row_updates(&mut updates, (before.row(0), after.row(0)), whole, true);
        updates.into_iter().map(|(x, _)| x).collect()
    };
    assert_eq!(sent("one two", "one twa", false), [6]);
    assert_eq!(sent("one two", "one twa", true), (0..16).collect::<Vec<u16>>());
    assert!(sent("one two", "one two", true).is_empty());
    // The cells of the cluster are blanked before it is drawn.
    assert_eq!(sent("", "🏳️‍🌈", false)[..4], [0, 1, 0, 2]);
}
