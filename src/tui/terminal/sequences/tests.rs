use super::super::decode::decode;
use super::*;
use proptest::prelude::*;

const TIMEOUT: Duration = Duration::from_millis(30);

/// Sequences of terminals, and the units that they are.
fn samples() -> Vec<(&'static [u8], Vec<Unit>)> {
    let csi = |parameters: &str, last| Unit::Csi { parameters: parameters.to_owned(), last };
    vec![
        (b"\x1b[B", vec![csi("", b'B')]),
        (b"\x1b[1;5C", vec![csi("1;5", b'C')]),
        (b"\x1b[15~", vec![csi("15", b'~')]),
        (b"\x1bOP", vec![Unit::Ss3(b'P')]),
        (b"\x1b[<0;35;5M\x1b[<0;35;5m", vec![csi("<0;35;5", b'M'), csi("<0;35;5", b'm')]),
        (b"\x1b[M !!", vec![Unit::X10Mouse(*b" !!")]),
        (b"\x1b[[A", vec![csi("[", b'A')]),
        (b"\x1b[1089::99;5u", vec![csi("1089::99;5", b'u')]),
        (b"\x1b[200~m j[B\rq\x1b[201~", vec![Unit::Paste("m j[B\rq".to_owned())]),
        // Answers to questions: the background, the version, the attributes, the position.
        (b"\x1b]11;rgb:eeee/eeee/eeee\x1b\\", vec![Unit::Osc("11;rgb:eeee/eeee/eeee".into())]),
        (b"\x1b]11;rgb:eeee/eeee/eeee\x07", vec![Unit::Osc("11;rgb:eeee/eeee/eeee".into())]),
        (b"\x1bP>|tmux 3.5a\x1b\\", vec![]),
        (b"\x1bP1$r0 q\x1b\\", vec![]),
        (b"\x1b_Gi=31;OK\x1b\\", vec![]),
        (b"\x1b[>41;354;0c", vec![csi(">41;354;0", b'c')]),
        (b"\x1b[?1;2c", vec![csi("?1;2", b'c')]),
        (b"\x1b[?2026;2$y", vec![csi("?2026;2$", b'y')]),
        (b"\x1b[12;40R", vec![csi("12;40", b'R')]),
    ]
}

fn char_unit(c: char) -> Unit {
    Unit::Char { c, alt: false }
}

/// Pushes the pieces. Time goes by after each piece but the last: `time_outs` times the time of
/// [`Splitter::wait`].
fn split(pieces: &[&[u8]], time_outs: usize) -> Vec<Unit> {
    let mut splitter = Splitter::new(TIMEOUT);
    let mut units = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        units.extend(splitter.push(piece));
        for _ in 0..time_outs {
            let is_short = splitter.wait().is_some_and(|wait| wait <= LATE);
            if number + 1 < pieces.len() && is_short {
                units.extend(splitter.time_out());
            }
        }
    }
    units
}

#[test]
fn sequences_cut_at_every_byte_are_the_same_units() {
    for (bytes, units) in samples() {
        assert_eq!(split(&[bytes], 0), units, "{bytes:?}");
        let singles: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(split(&singles, 0), units, "{bytes:?}");
        for at in 1..bytes.len() {
            let (head, tail) = bytes.split_at(at);
            assert_eq!(split(&[head, tail], 0), units, "{head:?} {tail:?}");
        }
    }
}

#[test]
fn rest_of_a_sequence_after_a_gap_is_no_key() {
    for (bytes, units) in samples() {
        for at in 1..bytes.len() {
            let (head, tail) = bytes.split_at(at);
            let mut late = split(&[head, tail, b"j"], 1);
            assert_eq!(late.pop(), Some(char_unit('j')), "{head:?} {tail:?}");
            late.retain(|unit| !matches!(unit, Unit::Escape | Unit::Char { alt: true, .. }));
            // The end of a paste that has ended is no input.
            let is_known = |unit: &Unit| units.contains(unit) || decode(unit.clone()).is_none();
            assert!(late.iter().all(is_known), "{head:?} {tail:?}: {late:?}");
        }
    }
}

#[test]
fn escape_alone_is_a_key_after_its_time() {
    let mut splitter = Splitter::new(TIMEOUT);
    assert_eq!(splitter.push(b"\x1b"), []);
    assert_eq!(splitter.wait(), Some(TIMEOUT));
    assert_eq!(splitter.time_out(), [Unit::Escape]);
    assert_eq!(splitter.push(b"j"), [char_unit('j')]);
    assert_eq!(splitter.wait(), None);
    assert_eq!(splitter.push(b"\x1b\x1b"), [Unit::Escape]);
    assert_eq!(splitter.time_out(), [Unit::Escape]);
    assert_eq!(splitter.push(b"[j"), [char_unit('['), char_unit('j')]);
}

#[test]
fn escape_before_a_character_is_alt() {
    let alt = |c| Unit::Char { c, alt: true };
    assert_eq!(split(&[b"\x1bj\x1b\xc3\xa9"], 0), [alt('j'), alt('é')]);
    assert_eq!(split(&[b"\x1b]", b""], 1), [alt(']')]);
    assert_eq!(split(&[b"\x1b_x"], 0), [alt('_'), char_unit('x')]);
    assert_eq!(split(&[b"\x1bPx"], 0), [alt('P'), char_unit('x')]);
}

#[test]
fn characters_of_several_bytes_are_joined_and_broken_ones_dropped() {
    let typed = "aé€🏳ह\u{93f}".chars().map(char_unit).collect::<Vec<_>>();
    let bytes = "aé€🏳ह\u{93f}".as_bytes();
    assert_eq!(split(&bytes.chunks(1).collect::<Vec<_>>(), 0), typed);
    for broken in [&b"\xff"[..], b"\x80", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x8f", b"\xed\xa0\x80"] {
        assert_eq!(split(&[broken, b"j"], 0), [char_unit('j')], "{broken:?}");
    }
}

#[test]
fn broken_sequence_ends_at_the_next_one() {
    let down = Unit::Csi { parameters: String::new(), last: b'B' };
    for broken in [&b"\x1b[<0;3"[..], b"\x1b]11;rgb", b"\x1bP>|x", b"\x1b[1;\r"] {
        let units = split(&[broken, b"\x1b[B"], 0);
        assert_eq!(units.last(), Some(&down), "{broken:?}");
        let others = units.len() - 1;
        assert_eq!(others, usize::from(broken.ends_with(b"\r")), "{broken:?}: {units:?}");
    }
    assert_eq!(split(&[b"\x1b]11;rgb\x03"], 0), [char_unit('\u{3}')]);
    assert_eq!(split(&[b"\x1b]11;rgb\x18j"], 0), [char_unit('j')]);
}

#[test]
fn paste_without_end_ends_by_the_key_esc() {
    let mut splitter = Splitter::new(TIMEOUT);
    assert_eq!(splitter.push(b"\x1b[200~abc"), []);
    assert_eq!(splitter.wait(), None);
    assert_eq!(splitter.push(b"\x1b"), []);
    assert_eq!(splitter.time_out(), [Unit::Paste("abc".to_owned())]);
    assert_eq!(
        splitter.push(b"[201~j"),
        [Unit::Csi { parameters: "201".to_owned(), last: b'~' }, char_unit('j'),]
    );
    let escapes = b"\x1b[200~a\x1b[B\x1b\x1b[201~";
    assert_eq!(split(&[escapes], 0), [Unit::Paste("a\x1b[B\x1b".to_owned())]);
}

#[test]
fn long_sequences_and_pastes_keep_their_bounds() {
    let long = format!("\x1b[{}mj", "1;".repeat(1000));
    assert_eq!(split(&[long.as_bytes()], 0), [char_unit('j')]);
    let paste = format!("\x1b[200~{}\x1b[201~j", "x".repeat(2 * PASTE_MAX));
    let units = split(&[paste.as_bytes()], 0);
    let Some(Unit::Paste(text)) = units.first() else { panic!("no paste") };
    assert_eq!((text.len(), &units[1..]), (PASTE_MAX, &[char_unit('j')][..]));
}

proptest! {
    #[test]
    fn bytes_in_any_pieces_are_the_same_units(
        bytes in proptest::collection::vec(
            prop_oneof![Just(0x1b), Just(b'['), Just(b']'), Just(b'~'), b'0'..=b'9', any::<u8>()],
            0..60,
        ),
        cuts in proptest::collection::vec(1usize..60, 0..4),
    ) {
        let mut pieces: Vec<&[u8]> = Vec::new();
        let mut rest = &bytes[..];
        for cut in cuts {
            let (head, tail) = rest.split_at(cut.min(rest.len()));
            pieces.push(head);
            rest = tail;
        }
        pieces.push(rest);
        prop_assert_eq!(split(&pieces, 0), split(&[&bytes], 0));
    }
}
