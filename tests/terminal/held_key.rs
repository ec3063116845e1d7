//! The details of the selection while a key is held.

use super::Terminal;
use std::time::Duration;

#[test]
fn details_follow_when_a_held_key_rests() {
    let mut terminal = Terminal::open(&["--at", "2016-07-11T08:00"]);
    terminal.expect("Splicing SRE DNA Sequences");
    terminal.type_keys("v");
    terminal.expect("Monday 11 July");
    for _ in 0..6 {
        terminal.type_keys("j");
        std::thread::sleep(Duration::from_millis(20));
    }
    // The abstract of "Building and Running SRE Teams".
    terminal.expect("Taylorist military task force");
    terminal.quit();
}
