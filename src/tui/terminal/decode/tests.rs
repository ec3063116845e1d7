use super::super::ESCAPE_TIMEOUT;
use super::super::sequences::Splitter;
use super::*;

/// Returns the inputs of bytes that arrive at once.
fn inputs(bytes: &str) -> Vec<Input> {
    let mut splitter = Splitter::new(ESCAPE_TIMEOUT);
    let mut units = splitter.push(bytes.as_bytes());
    units.extend(splitter.time_out());
    units.into_iter().filter_map(decode).collect()
}

#[test]
fn keys_of_terminals_have_their_names() {
    for (bytes, name) in [
        ("j", "j"),
        ("G", "G"),
        (" ", "Space"),
        ("é", "é"),
        ("\r", "Enter"),
        ("\n", "C-j"),
        ("\t", "Tab"),
        ("\x7f", "Backspace"),
        ("\x08", "Backspace"),
        ("\x1b\x7f", "A-Backspace"),
        ("\x04", "C-d"),
        ("\0", "C- "),
        ("\x1f", "C-_"),
        ("\x1b", "Esc"),
        ("\x1bx", "A-x"),
        ("\x1b[A", "Up"),
        ("\x1bOB", "Down"),
        ("\x1b[1;2C", "Right"),
        ("\x1b[1;3D", "A-Left"),
        ("\x1b[1;5H", "C-Home"),
        ("\x1b[8~", "End"),
        ("\x1b[5~", "PageUp"),
        ("\x1b[6;5~", "C-PageDown"),
        ("\x1b[3~", "Delete"),
        ("\x1b[2~", "Insert"),
        ("\x1b[Z", "BackTab"),
        ("\x1bOP", "F1"),
        ("\x1b[11~", "F1"),
        ("\x1b[[E", "F5"),
        ("\x1b[1;1S", "F4"),
        ("\x1b[24~", "F12"),
        ("\x1bOM", "Enter"),
    ] {
        assert_eq!(inputs(bytes), [Input::Key(Key::parse(name).unwrap())], "{bytes:?}");
    }
}

#[test]
fn keys_of_the_protocol_of_kitty_have_their_names() {
    for (bytes, name) in [
        ("\x1b[27u", "Esc"),
        ("\x1b[13;1:1u", "Enter"),
        ("\x1b[9;2u", "BackTab"),
        ("\x1b[127;3u", "A-Backspace"),
        ("\x1b[97u", "a"),
        ("\x1b[97;5u", "C-a"),
        ("\x1b[97;2u", "A"),
        ("\x1b[97:65;2u", "A"),
        ("\x1b[50:34;2u", "\""),
        ("\x1b[97;65u", "a"),
        ("\x1b[97;1;228u", "ä"),
        // Cyrillic с stands on the key of c.
        ("\x1b[1089::99;5u", "C-c"),
        ("\x1b[1089::99;1;1089u", "с"),
        ("\x1b[57400u", "1"),
        ("\x1b[57413u", "+"),
        ("\x1b[57419u", "Up"),
        ("\x1b[57414u", "Enter"),
        ("\x1b[1;1:1A", "Up"),
        ("\x1b[1;5:2A", "C-Up"),
        ("\x1b[27;5;105~", "Tab"),
        ("\x1b[91;5u", "Esc"),
        ("\x1b[104;5u", "Backspace"),
        ("\x1b[109;7u", "A-Enter"),
    ] {
        assert_eq!(inputs(bytes), [Input::Key(Key::parse(name).unwrap())], "{bytes:?}");
    }
}

#[test]
fn mouse_is_a_click_or_the_wheel() {
    let click = |x, y| vec![Input::Click { x, y }];
    for (bytes, expected) in [
        ("\x1b[<0;35;5M", click(34, 4)),
        ("\x1b[<0;35;5m", vec![]),
        ("\x1b[<4;1;1M", click(0, 0)),
        ("\x1b[<2;35;5M", vec![]),
        ("\x1b[<32;35;5M", vec![]),
        ("\x1b[<64;20;2M", vec![Input::Wheel { x: 19, y: 1, notches: -1 }]),
        ("\x1b[<65;20;2M", vec![Input::Wheel { x: 19, y: 1, notches: 1 }]),
        ("\x1b[<66;20;2M", vec![]),
        ("\x1b[<0;0;5M", vec![]),
        ("\x1b[<0;99999;5M", vec![]),
        ("\x1b[<0;1M", vec![]),
        ("\x1b[M !!", click(0, 0)),
        ("\x1b[M`4\"", vec![Input::Wheel { x: 19, y: 1, notches: -1 }]),
        ("\x1b[M#!!", vec![]),
    ] {
        assert_eq!(inputs(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn answers_and_unknown_sequences_are_no_input() {
    for bytes in [
        "\x1b[>41;354;0c",
        "\x1b[?1;2c",
        "\x1b[?2026;2$y",
        "\x1b[12;40R",
        "\x1b[I",
        "\x1b[O",
        "\x1b[8;24;80t",
        "\x1b[1;5~x\x1b[99~",
        "\x1b[25~",
        "\x1b[97;9u",
        "\x1b[97;1:3u",
        "\x1b[1;1:3A",
        "\x1b[57358u",
        "\x1b[99999999999u",
        "\x1b[55296u",
        "\u{85}",
    ] {
        let expected = if bytes.contains('x') { 2 } else { 0 };
        assert_eq!(inputs(bytes).len(), expected, "{bytes:?}");
    }
}
