//! The colours by the background that the terminal tells.

use super::{Terminal, wait_until};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vt100::Color;

const DARK: &str = "\x1b]11;rgb:1010/1212/1414\x1b\\";
const LIGHT: &str = "\x1b]11;rgb:fafa/fafa/f0f0\x07";
/// The answer to the second question, which every terminal gives.
const CLASS: &str = "\x1b[?64;1;9c";
const QUESTION: &[u8] = b"\x1b]11;?";

/// Opens a terminal with colours, and waits until the program has asked for the background.
fn open_asked(args: &[&str], colorterm: &str) -> Terminal {
    let asked = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&asked);
    let variables = [("COLORTERM", colorterm)];
    let home = TempDir::new().unwrap();
    let terminal = Terminal::open_with(home, args, (36, 120), &variables, move |output, screen| {
        let (mut buffer, mut all) = ([0; 4096], Vec::new());
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            all.extend_from_slice(&buffer[..count]);
            if all.windows(QUESTION.len()).any(|part| part == QUESTION) {
                seen.store(true, Ordering::Relaxed);
            }
            screen.lock().unwrap().process(&buffer[..count]);
        }
    });
    wait_until("the program asks", || asked.load(Ordering::Relaxed));
    terminal
}

/// Returns the ground of the header.
fn header_ground(terminal: &Terminal) -> Color {
    let parser = terminal.screen.lock().unwrap();
    parser.screen().cell(0, 0).unwrap().bgcolor()
}

fn is_light(color: Color) -> Option<bool> {
    match color {
        Color::Rgb(r, g, b) => Some(u32::from(r) + u32::from(g) + u32::from(b) > 384),
        // 231 to 255: the greys of the light and of the dark theme.
        Color::Idx(index) => Some(index == 231 || index > 244),
        Color::Default => None,
    }
}

#[test]
fn answer_decides_between_dark_light_and_the_colors_of_the_terminal() {
    for (answer, colorterm, expected) in [
        (format!("{DARK}{CLASS}"), "truecolor", Some(false)),
        (format!("{LIGHT}{CLASS}"), "truecolor", Some(true)),
        (format!("{DARK}{CLASS}"), "", Some(false)),
        (format!("{LIGHT}{CLASS}"), "", Some(true)),
        // A terminal without the question.
        (CLASS.to_owned(), "truecolor", None),
    ] {
        let mut terminal = open_asked(&[], colorterm);
        terminal.type_keys(&answer);
        terminal.expect("SREcon16");
        assert_eq!(is_light(header_ground(&terminal)), expected, "{answer:?} {colorterm:?}");
        terminal.quit();
    }
}

#[test]
fn late_answer_and_answer_in_parts_change_the_colors_and_type_nothing() {
    let mut terminal = open_asked(&[], "truecolor");
    let start = Instant::now();
    terminal.expect("SREcon16");
    // The first frame waits a tenth of a second, on a busy machine longer.
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(header_ground(&terminal), Color::Default);
    for (light, is_whole) in [(true, true), (false, false)] {
        let answer = if light { LIGHT } else { DARK };
        match is_whole {
            true => terminal.type_keys(answer),
            false => answer.bytes().for_each(|byte| {
                terminal.type_keys(&char::from(byte).to_string());
                std::thread::sleep(Duration::from_millis(2));
            }),
        }
        wait_until("the colours have changed", || {
            is_light(header_ground(&terminal)) == Some(light)
        });
    }
    assert!(!terminal.text().contains("rgb"));
    terminal.quit();
}

#[test]
fn key_before_the_answer_is_not_delayed_by_the_wait() {
    let mut terminal = open_asked(&[], "truecolor");
    terminal.type_keys("/");
    terminal.expect("73 sessions");
    terminal.type_keys(&format!("{DARK}{CLASS}"));
    wait_until("the colours have changed", || is_light(header_ground(&terminal)) == Some(false));
    terminal.expect("73 sessions");
    terminal.signal(rustix::process::Signal::TERM);
    assert_eq!(terminal.wait_for_end(), 143);
}

#[test]
fn named_theme_asks_nothing() {
    for (theme, variables) in [
        ("dark", ("COLORTERM", "truecolor")),
        ("auto", ("TERM", "linux")),
        ("auto", ("TERM", "vt100")),
    ] {
        let asked = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&asked);
        let home = TempDir::new().unwrap();
        let args = ["--theme", theme];
        let mut terminal =
            Terminal::open_with(home, &args, (36, 120), &[variables], move |output, screen| {
                let mut buffer = [0; 4096];
                while let Ok(count @ 1..) = output.read(&mut buffer) {
                    if buffer[..count].windows(4).any(|part| part == b"]11;") {
                        seen.store(true, Ordering::Relaxed);
                    }
                    screen.lock().unwrap().process(&buffer[..count]);
                }
            });
        terminal.expect("SREcon16");
        assert!(!asked.load(Ordering::Relaxed), "{theme} {variables:?}");
        terminal.quit();
    }
}
