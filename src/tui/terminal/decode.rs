//! Inputs from the [`Unit`]s of a terminal: the keys and the mouse of xterm, of the consoles, and
//! of kitty's keyboard protocol.
//!
//! Source of the sequences: the control sequences of xterm, and the specification of the protocol
//! at <https://sw.kovidgoyal.net/kitty/keyboard-protocol/>.

use super::sequences::Unit;
use crate::tui::event::{Input, TerminalAnswer};
use crate::tui::input::keymap::{Code, Key};

/// The modifiers of a sequence: the bits of its parameter, which is one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Modifiers(u32);

impl Modifiers {
    const SHIFT: u32 = 1;
    const ALT: u32 = 2;
    const CTRL: u32 = 4;
    /// Super, Hyper and Meta.
    const OTHERS: u32 = 8 | 16 | 32;

    fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }
}

/// Returns the input of a unit, or `None` for a unit that is no input of a person.
pub(super) fn decode(unit: Unit) -> Option<Input> {
    match unit {
        Unit::Escape => Some(Input::Key(named("Esc"))),
        Unit::Char { c, alt } => Some(Input::Key(Key { alt, ..key_of_char(c)? })),
        Unit::Ss3(last) => Some(Input::Key(named(name_of_letter(last)?))),
        Unit::Csi { parameters, last } => decode_csi(&parameters, last),
        Unit::X10Mouse([button, x, y]) => {
            let cell = |byte: u8| u16::from(byte).checked_sub(33);
            decode_mouse(u16::from(button).checked_sub(32)?, cell(x)?, cell(y)?)
        }
        Unit::Paste(text) => Some(Input::Paste(text)),
        Unit::Osc(_) => None,
    }
}

/// Returns the answer of the terminal in a unit.
pub(super) fn decode_answer(unit: &Unit) -> Option<TerminalAnswer> {
    match unit {
        Unit::Osc(text) => {
            let color = parse_color(text.strip_prefix("11;")?)?;
            Some(TerminalAnswer::Background(color))
        }
        Unit::Csi { parameters, last: b'c' } if parameters.starts_with('?') => {
            Some(TerminalAnswer::Done)
        }
        _ => None,
    }
}

/// Parses a colour of X11: `rgb:ff/80/00` with one to four digits for each part, also with a fourth
/// part as `rgba:`.
fn parse_color(text: &str) -> Option<[u8; 3]> {
    let parts = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let mut parts = parts.split('/').map(|part| {
        let digits = u32::try_from(part.len()).ok().filter(|digits| (1..=4).contains(digits))?;
        let value = u32::from_str_radix(part, 16).ok()?;
        u8::try_from(value * 255 / (16_u32.pow(digits) - 1)).ok()
    });
    Some([parts.next()??, parts.next()??, parts.next()??])
}

fn named(name: &'static str) -> Key {
    Key { code: Code::Named(name), ctrl: false, alt: false }
}

/// Returns the key of a character in the encoding of old terminals: control characters are keys
/// with Ctrl.
fn key_of_char(c: char) -> Option<Key> {
    let ctrl = |c| Key { ctrl: true, ..Key::from_char(c) };
    Some(match c {
        '\r' => named("Enter"),
        '\t' => named("Tab"),
        // The key Backspace sends either of them.
        '\u{7f}' | '\u{8}' => named("Backspace"),
        '\0' => ctrl(' '),
        '\u{1}'..='\u{1a}' => ctrl(char::from_u32(u32::from(c) + 0x60)?),
        '\u{1c}'..='\u{1f}' => ctrl(char::from_u32(u32::from(c) + 0x40)?),
        _ if c.is_control() => return None,
        c => Key::from_char(c),
    })
}

/// Returns the key that ends its sequence with this letter.
fn name_of_letter(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b'A' => "Up",
        b'B' => "Down",
        b'C' => "Right",
        b'D' => "Left",
        b'F' => "End",
        b'H' => "Home",
        b'M' => "Enter",
        b'P' => "F1",
        b'Q' => "F2",
        b'R' => "F3",
        b'S' => "F4",
        _ => return None,
    })
}

/// Returns the key that has this number before `~`.
fn name_of_number(number: u32) -> Option<&'static str> {
    Some(match number {
        1 | 7 => "Home",
        2 => "Insert",
        3 => "Delete",
        4 | 8 => "End",
        5 => "PageUp",
        6 => "PageDown",
        11 => "F1",
        12 => "F2",
        13 => "F3",
        14 => "F4",
        15 => "F5",
        17 => "F6",
        18 => "F7",
        19 => "F8",
        20 => "F9",
        21 => "F10",
        23 => "F11",
        24 => "F12",
        _ => return None,
    })
}

fn decode_csi(parameters: &str, last: u8) -> Option<Input> {
    if let Some(mouse) = parameters.strip_prefix('<') {
        let mut numbers = mouse.split(';').map(str::parse);
        let button: u16 = numbers.next()?.ok()?;
        let (x, y): (u16, u16) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        let is_press = last == b'M';
        let input = decode_mouse(button, x.checked_sub(1)?, y.checked_sub(1)?);
        return input.filter(|_| is_press && numbers.next().is_none());
    }
    if parameters == "[" {
        // The Linux console sends the letters A to E for F1 to F5.
        let names = ["F1", "F2", "F3", "F4", "F5"];
        let index = usize::from(last.checked_sub(b'A')?);
        return Some(Input::Key(named(names.get(index)?)));
    }
    let mut fields = parameters.split(';');
    let first = fields.next().unwrap_or_default();
    let second = fields.next().unwrap_or_default();
    let third = fields.next().unwrap_or_default();
    let modifiers = parse_modifiers(second)?;
    match last {
        b'u' => decode_unicode_key(first, modifiers, third),
        // `modifyOtherKeys` of xterm.
        b'~' if first == "27" => decode_unicode_key(third, modifiers, ""),
        b'~' => key_with(name_of_number(first.parse().ok()?)?, modifiers),
        b'Z' => Some(Input::Key(named("BackTab"))),
        // Other numbers are answers, such as the position of the cursor.
        _ if matches!(first, "" | "1") => key_with(name_of_letter(last)?, modifiers),
        _ => None,
    }
}

/// Returns the input of a button at a cell, counted from 0.
fn decode_mouse(button: u16, x: u16, y: u16) -> Option<Input> {
    const MODIFIERS: u16 = 4 | 8 | 16;
    match button & !MODIFIERS {
        0 => Some(Input::Click { x, y }),
        64 => Some(Input::Wheel { x, y, notches: -1 }),
        65 => Some(Input::Wheel { x, y, notches: 1 }),
        _ => None,
    }
}

/// Parses `MODIFIERS` or `MODIFIERS:EVENT`. Returns `None` for the release of a key.
fn parse_modifiers(field: &str) -> Option<Modifiers> {
    const RELEASE: &str = "3";
    let (bits, event) = field.split_once(':').unwrap_or((field, ""));
    let bits: u32 = if bits.is_empty() { 1 } else { bits.parse().ok()? };
    (event != RELEASE).then(|| Modifiers(bits.saturating_sub(1)))
}

/// Returns the key with modifiers. Shift changes no key but Tab; a key with Super is no key of
/// hallway.
fn key_with(name: &'static str, modifiers: Modifiers) -> Option<Input> {
    let name = if name == "Tab" && modifiers.has(Modifiers::SHIFT) { "BackTab" } else { name };
    let (ctrl, alt) = (modifiers.has(Modifiers::CTRL), modifiers.has(Modifiers::ALT));
    let key = Key { ctrl, alt, ..named(name) };
    (!modifiers.has(Modifiers::OTHERS)).then_some(Input::Key(key))
}

/// Returns the key of kitty's protocol: `CODE:SHIFTED:BASE`, and the text that the key types as
/// the numbers of its characters.
fn decode_unicode_key(codes: &str, modifiers: Modifiers, text: &str) -> Option<Input> {
    let mut codes = codes.split(':');
    let code: u32 = codes.next()?.parse().ok()?;
    let mut next_char = || char::from_u32(codes.next()?.parse().ok()?);
    let (shifted, base) = (next_char(), next_char());
    if let Some(name) = name_of_code(code) {
        return key_with(name, modifiers);
    }
    if modifiers.has(Modifiers::OTHERS) {
        return None;
    }
    let c = match code {
        // The digits and signs of the keypad.
        57399..=57408 => char::from_digit(code - 57399, 10)?,
        57409..=57413 => char::from(*b"./*-+".get(usize::try_from(code - 57409).ok()?)?),
        57415 => '=',
        // The other keys without a character.
        57344..=63743 => return None,
        code => char::from_u32(code).filter(|c| !c.is_control())?,
    };
    let (ctrl, alt) = (modifiers.has(Modifiers::CTRL), modifiers.has(Modifiers::ALT));
    // With Ctrl, the key of a layout without Latin letters is named by its place.
    let place = base.filter(|_| ctrl && !c.is_ascii());
    let typed = char::from_u32(text.split(':').next()?.parse().unwrap_or(0)).filter(|c| *c > ' ');
    let c = match (place, typed) {
        (Some(place), _) => place,
        (None, Some(typed)) if !ctrl => typed,
        _ if modifiers.has(Modifiers::SHIFT) && !ctrl => {
            shifted.unwrap_or_else(|| c.to_uppercase().next().unwrap_or(c))
        }
        _ => c,
    };
    // Other terminals cannot tell these keys apart.
    let twin = match c {
        '[' if ctrl => named("Esc"),
        'h' if ctrl => named("Backspace"),
        'i' if ctrl => named("Tab"),
        'm' if ctrl => named("Enter"),
        c => Key { ctrl, ..Key::from_char(c) },
    };
    Some(Input::Key(Key { alt, ..twin }))
}

/// Returns the name of a key that types no character, by its number in kitty's protocol.
fn name_of_code(code: u32) -> Option<&'static str> {
    Some(match code {
        27 => "Esc",
        13 | 57414 => "Enter",
        9 => "Tab",
        8 | 127 => "Backspace",
        57417 => "Left",
        57418 => "Right",
        57419 => "Up",
        57420 => "Down",
        57421 => "PageUp",
        57422 => "PageDown",
        57423 => "Home",
        57424 => "End",
        57425 => "Insert",
        57426 => "Delete",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
