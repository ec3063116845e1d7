//! Sequences of a terminal that arrive in parts: the program does what it does for whole sequences,
//! and never takes a part for keys.

use super::{Terminal, wait_until};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Keys, clicks and answers of terminals. The answers stand for questions of other programs.
const SEQUENCES: [(&str, &str); 16] = [
    ("Down", "\x1b[B"),
    ("Up", "\x1b[A"),
    ("Down of the application mode", "\x1bOB"),
    ("two clicks", "\x1b[<0;30;10M\x1b[<0;30;10m\x1b[<0;60;14M\x1b[<0;60;14m"),
    ("wheel", "\x1b[<65;30;10M"),
    ("OSC 11", "\x1b]11;rgb:eeee/eeee/eeee\x1b\\"),
    ("OSC 11 with BEL", "\x1b]11;rgb:1234/5678/9abc\x07"),
    ("XTVERSION", "\x1bP>|xterm(388) e s x\x1b\\"),
    ("DA2", "\x1b[>41;388;0c"),
    ("DA1", "\x1b[?64;1;9;15c"),
    ("cursor position", "\x1b[12;40R"),
    ("APC", "\x1b_Gi=31;OK es x\x1b\\"),
    ("unknown CSI", "\x1b[99;5;3x"),
    ("mode report", "\x1b[?2026;2$y"),
    ("kitty Down", "\x1b[57420;1u"),
    ("kitty release", "\x1b[106;1:3u"),
];
/// A paste changes the query of a search.
const PASTE: (&str, &str) = ("paste", "\x1b[200~ sex\x1b[201~");

/// The keys that open a screen, and a text that stays on the screen.
const SCREENS: [(&str, &str); 2] = [("", "Lansdowne"), ("/sre", " /sre")];

/// A gap below the time-out of Esc, which is 30 ms.
const SHORT_GAP: Duration = Duration::from_millis(3);
/// A gap that a busy machine has stretched proves nothing.
const STRETCHED: Duration = Duration::from_millis(20);
/// The longest time until both programs show the same.
const PATIENCE: Duration = Duration::from_secs(3);
/// Gaps above the time-outs of Esc and of its introducers.
const LONG_GAPS: [Duration; 2] = [Duration::from_millis(60), Duration::from_millis(300)];

fn open_screen((keys, text): (&str, &str)) -> Terminal {
    let mut terminal = Terminal::open(&["--at", "mon 14:25"]);
    terminal.expect("Flash Sale Engineering");
    terminal.type_keys(keys);
    terminal.expect(text);
    terminal
}

/// Types the sequence in two parts. Returns false if the gap has become too long.
fn type_in_parts(terminal: &mut Terminal, sequence: &str, at: usize) -> bool {
    let start = Instant::now();
    terminal.type_keys(&sequence[..at]);
    std::thread::sleep(SHORT_GAP);
    terminal.type_keys(&sequence[at..]);
    start.elapsed() < STRETCHED
}

/// Returns all files below the folder that the program may write by a key.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Returns the files of marks, rooms and schedules.
fn written_files(terminal: &Terminal) -> Vec<PathBuf> {
    let mut files = files_below(terminal.home.path());
    let by_key = ["/plans/", "/rooms/", ".ics"];
    files.retain(|path| by_key.iter().any(|part| path.to_str().unwrap().contains(part)));
    files
}

/// Returns the lines without spaces at their ends.
fn trim_lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// A program that gets whole sequences, and a program that gets parts of the same sequences.
struct Pair {
    whole: Terminal,
    parts: Terminal,
}

impl Pair {
    fn open(screen: (&str, &str)) -> Pair {
        Pair { whole: open_screen(screen), parts: open_screen(screen) }
    }

    /// Types the sequence once for every place to cut it. Returns false if a gap became too long.
    fn type_sequence(&mut self, sequence: &str) -> bool {
        (1..sequence.len()).all(|at| {
            self.whole.type_keys(sequence);
            type_in_parts(&mut self.parts, sequence, at)
        })
    }

    /// Waits until the screens are the same, and stay so. Returns false if they never are.
    fn show_the_same(&self) -> bool {
        let start = Instant::now();
        let mut same = 0;
        while same < 3 && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
            // A cell that was written once may be a space where the other screen has none.
            let [whole, parts] =
                [&self.whole, &self.parts].map(|screen| trim_lines(&screen.text()));
            same = if whole == parts { same + 1 } else { 0 };
        }
        same == 3
    }
}

/// Types the sequence cut everywhere. Tries again with new programs if the machine has stretched a
/// gap: between the programs, the kernel may stretch one unseen.
fn assert_parts_are_one_sequence(pair: &mut Pair, screen: (&str, &str), sequence: (&str, &str)) {
    const TRIES: usize = 8;
    let (name, bytes) = sequence;
    let mut screens = String::new();
    for _ in 0..TRIES {
        if pair.type_sequence(bytes) {
            if pair.show_the_same() {
                assert_eq!(
                    written_files(&pair.parts),
                    Vec::<PathBuf>::new(),
                    "{name} in {screen:?}"
                );
                let text = pair.parts.text();
                assert!(text.contains(screen.1), "{name} in {screen:?}:\n{text}");
                return;
            }
            screens = format!("{}\n{}", pair.whole.text(), pair.parts.text());
        }
        *pair = Pair::open(screen);
    }
    panic!("{name} in {screen:?} is not the same whole and in parts:\n{screens}");
}

#[test]
fn sequence_in_parts_is_one_sequence() {
    let walk = |screen: (&str, &str)| {
        let mut pair = Pair::open(screen);
        let before = pair.parts.text();
        assert_parts_are_one_sequence(&mut pair, screen, SEQUENCES[0]);
        assert_ne!(pair.parts.text(), before, "the arrow does not move in {screen:?}");
        for sequence in &SEQUENCES[1..] {
            assert_parts_are_one_sequence(&mut pair, screen, *sequence);
        }
        assert_parts_are_one_sequence(&mut pair, screen, PASTE);
        assert_eq!(pair.parts.text().contains("/sre sex"), screen.1 == " /sre");
    };
    std::thread::scope(|scope| {
        for screen in SCREENS {
            scope.spawn(move || walk(screen));
        }
    });
}

/// Types each sequence with gaps above the time-outs: the byte ESC may be the key Esc.
fn assert_late_parts_write_nothing(screen: (&str, &str), sequences: &[(&str, &str)]) {
    let mut terminal = open_screen(screen);
    for (name, bytes) in sequences {
        for gap in LONG_GAPS {
            for at in 1..bytes.len() {
                terminal.type_keys(&bytes[..at]);
                std::thread::sleep(gap);
                terminal.type_keys(&bytes[at..]);
            }
        }
        assert!(terminal.child.try_wait().unwrap().is_none(), "{name} in {screen:?} ends");
        let text = terminal.text();
        assert!(!text.contains('★') && !text.contains("hidden"), "{name} in {screen:?}:\n{text}");
        assert_eq!(written_files(&terminal), Vec::<PathBuf>::new(), "{name} in {screen:?}");
    }
    // The keys work after the sequences. A busy machine may join ESC and the digit to one key.
    wait_until("‹3 Wed 13› is on the screen", || {
        terminal.type_keys("\x1b");
        std::thread::sleep(LONG_GAPS[1]);
        terminal.type_keys("3");
        std::thread::sleep(LONG_GAPS[1]);
        terminal.text().contains("‹3 Wed 13›")
    });
}

#[test]
fn late_parts_of_sequences_write_nothing() {
    let sequences: Vec<(&str, &str)> = SEQUENCES.into_iter().chain([PASTE]).collect();
    std::thread::scope(|scope| {
        for screen in SCREENS {
            for part in sequences.chunks(3) {
                scope.spawn(move || assert_late_parts_write_nothing(screen, part));
            }
        }
    });
}

#[test]
fn escape_timeout_of_the_configuration_joins_later_parts() {
    let home = tempfile::TempDir::new().unwrap();
    let folder = home.path().join("config/hallway");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "escape_timeout = '1000ms'").unwrap();
    let mut terminal = Terminal::open_in(home, &["--at", "mon 14:25"]);
    terminal.expect("Flash Sale Engineering");
    terminal.type_keys("/sre");
    terminal.expect(" /sre");
    // The arrow moves in the search: with the standard time, Esc closes the search.
    terminal.type_keys("\x1b");
    std::thread::sleep(LONG_GAPS[1]);
    terminal.type_keys("[B");
    std::thread::sleep(LONG_GAPS[1]);
    let text = terminal.text();
    assert!(text.contains(" /sre") && !text.contains("[B"), "{text}");
}
