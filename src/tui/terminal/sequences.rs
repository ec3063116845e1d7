//! [`Splitter`]: cuts the bytes of a terminal into characters, sequences and pastes, however the
//! bytes arrive.
//!
//! A slow connection delivers the bytes of one key apart, and a terminal answers questions that
//! another program has asked. The splitter waits for the rest of a sequence, drops the strings of
//! DCS, APC, PM and SOS, and never takes the rest of a sequence for keys. Sources: ECMA-48
//! (5.4 control sequences, 5.6 control strings) and the control sequences of xterm.

use std::time::Duration;

/// The time after which ESC with an introducer, such as `ESC [`, is a key with Alt.
const INTRODUCER_TIMEOUT: Duration = Duration::from_millis(200);
/// The time in which the rest of a sequence may follow an ESC or an introducer that was a key.
const LATE: Duration = Duration::from_secs(1);
/// The time without a byte after which a string of the terminal has ended.
const STRING_TIMEOUT: Duration = Duration::from_secs(10);
/// The number of parameter bytes that are kept. Longer sequences are unknown.
const PARAMETERS_MAX: usize = 64;
/// The number of bytes of an OSC string that are kept. Longer strings are unknown.
const OSC_MAX: usize = 64;
/// The number of bytes of a paste that are kept.
const PASTE_MAX: usize = 1 << 20;
const PASTE_END: &[u8] = b"\x1b[201~";

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const BEL: u8 = 0x07;
/// CAN and SUB end every sequence and every string.
const CANCELS: [u8; 2] = [0x18, 0x1a];

/// A thing that a terminal sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// A character or a control character. `alt`: ESC stood before it.
    Char { c: char, alt: bool },
    /// The byte ESC alone.
    Escape,
    /// A control sequence: `ESC [`, then parameters and intermediate bytes, then the `last` byte.
    Csi { parameters: String, last: u8 },
    /// `ESC O` and the byte.
    Ss3(u8),
    /// The three bytes of a mouse event in the encoding of X10.
    X10Mouse([u8; 3]),
    /// The text between the brackets of a paste.
    Paste(String),
    /// The text of an OSC string: an answer of the terminal.
    Osc(String),
}

/// The bytes that have arrived of something unfinished.
#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    /// A character of UTF-8 with bytes still to come.
    Utf8 { bytes: Vec<u8>, length: usize, alt: bool },
    /// ESC. `reported`: the time is over, and ESC was the key Esc.
    Escape { reported: bool },
    /// ESC and an introducer. `after_key`: ESC was reported as the key Esc. `reported`: the
    /// introducer was reported as a key, too.
    Introduced { introducer: u8, after_key: bool, reported: bool },
    /// A control sequence with its parameters so far.
    Csi(Vec<u8>),
    /// A mouse event in the encoding of X10 with its bytes so far.
    X10Mouse(Vec<u8>),
    /// A string. `after_escape`: the last byte is ESC. `osc`: the bytes so far of an OSC string;
    /// other strings are dropped.
    String { after_escape: bool, osc: Option<Vec<u8>> },
    /// A paste with its bytes so far.
    Paste(Vec<u8>),
}

/// The splitter. The caller pushes bytes, and calls [`Splitter::time_out`] if no byte arrives for
/// the time of [`Splitter::wait`].
#[derive(Debug)]
pub(super) struct Splitter {
    state: State,
    escape_timeout: Duration,
    units: Vec<Unit>,
}

impl Splitter {
    pub(super) fn new(escape_timeout: Duration) -> Splitter {
        Splitter { state: State::Ground, escape_timeout, units: Vec::new() }
    }

    /// Returns the complete units of the bytes so far.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<Unit> {
        for byte in bytes {
            self.push_byte(*byte);
        }
        std::mem::take(&mut self.units)
    }

    /// Returns the time to wait for the next byte, or `None` to wait without an end.
    pub(super) fn wait(&self) -> Option<Duration> {
        match &self.state {
            State::Ground | State::Utf8 { .. } | State::Csi(_) | State::X10Mouse(_) => None,
            State::Escape { reported: false } => Some(self.escape_timeout),
            State::Introduced { reported: false, .. } => Some(INTRODUCER_TIMEOUT),
            State::Escape { .. } | State::Introduced { .. } => Some(LATE),
            State::String { after_escape: true, .. } => Some(LATE),
            State::String { .. } => Some(STRING_TIMEOUT),
            State::Paste(text) => text.ends_with(&[ESC]).then_some(LATE),
        }
    }

    /// Returns the units that are complete because no byte came for the time of
    /// [`Splitter::wait`].
    pub(super) fn time_out(&mut self) -> Vec<Unit> {
        match std::mem::take(&mut self.state) {
            State::Escape { reported: false } => {
                self.units.push(Unit::Escape);
                self.state = State::Escape { reported: true };
            }
            State::Introduced { introducer, after_key, reported: false } => {
                self.push_char(char::from(introducer), !after_key);
                self.state = State::Introduced { introducer, after_key, reported: true };
            }
            // The end of the paste is lost, and a person has pressed Esc.
            State::Paste(text) if text.ends_with(&[ESC]) => {
                self.push_paste(&text[..text.len() - 1]);
                self.state = State::Escape { reported: true };
            }
            State::String { after_escape: true, .. } => {
                self.state = State::Escape { reported: true };
            }
            State::Escape { .. } | State::Introduced { .. } | State::String { .. } => {}
            other => self.state = other,
        }
        std::mem::take(&mut self.units)
    }

    fn push_byte(&mut self, byte: u8) {
        match std::mem::take(&mut self.state) {
            State::Ground => self.start(byte, false),
            State::Utf8 { bytes, length, alt } => self.extend_character(bytes, length, alt, byte),
            State::Escape { reported } => self.follow_escape(byte, reported),
            State::Introduced { introducer, after_key, reported } => {
                self.follow_introducer(byte, introducer, after_key, reported);
            }
            State::Csi(parameters) => self.extend_csi(parameters, byte),
            State::X10Mouse(mut bytes) => {
                bytes.push(byte);
                match <[u8; 3]>::try_from(bytes) {
                    Ok(bytes) => self.units.push(Unit::X10Mouse(bytes)),
                    Err(bytes) => self.state = State::X10Mouse(bytes),
                }
            }
            State::String { after_escape, osc } => self.extend_string(after_escape, osc, byte),
            State::Paste(text) => self.extend_paste(text, byte),
        }
    }

    fn push_char(&mut self, c: char, alt: bool) {
        self.units.push(Unit::Char { c, alt });
    }

    fn push_paste(&mut self, text: &[u8]) {
        self.units.push(Unit::Paste(String::from_utf8_lossy(text).into_owned()));
    }

    /// Takes the first byte of a unit. Bytes that begin no character are dropped.
    fn start(&mut self, byte: u8, alt: bool) {
        let length = match byte {
            ESC => {
                self.state = State::Escape { reported: false };
                return;
            }
            0x00..=0x7f => return self.push_char(char::from(byte), alt),
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return,
        };
        self.state = State::Utf8 { bytes: vec![byte], length, alt };
    }

    fn extend_character(&mut self, mut bytes: Vec<u8>, length: usize, alt: bool, byte: u8) {
        if !(0x80..=0xbf).contains(&byte) {
            return self.start(byte, false);
        }
        bytes.push(byte);
        if bytes.len() < length {
            self.state = State::Utf8 { bytes, length, alt };
        } else if let Some(c) = std::str::from_utf8(&bytes).ok().and_then(|s| s.chars().next()) {
            self.push_char(c, alt);
        }
    }

    fn follow_escape(&mut self, byte: u8, reported: bool) {
        match byte {
            b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X' => {
                let introducer = byte;
                let after_key = reported;
                self.state = State::Introduced { introducer, after_key, reported: false };
            }
            ESC if !reported => {
                self.units.push(Unit::Escape);
                self.state = State::Escape { reported: false };
            }
            // The end of a string that came late.
            b'\\' if reported => {}
            _ => self.start(byte, !reported),
        }
    }

    /// Takes the first byte after an introducer. A sequence that began long ago goes on with fewer
    /// bytes than others: the byte may be a key.
    fn follow_introducer(&mut self, byte: u8, introducer: u8, after_key: bool, reported: bool) {
        let is_late = after_key || reported;
        let goes_on = match introducer {
            b'[' if is_late => matches!(byte, b'0'..=b'9' | b'<' | b'?' | b'>' | b'A'..=b'F' | b'H'
                | b'I' | b'M' | b'O'..=b'S' | b'Z' | b'['),
            b'[' => matches!(byte, 0x20..=0x7e),
            b'O' if is_late => matches!(byte, b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S'),
            b'O' => matches!(byte, 0x21..=0x7e),
            b']' => byte.is_ascii_digit() || !is_late && matches!(byte, b'l' | b'L' | b'I'),
            // The strings of terminals: their versions, capabilities and pictures.
            b'P' => matches!(byte, b'0'..=b'9' | b'>' | b'$' | b'!' | b'+' | b'='),
            b'_' => matches!(byte, b'G' | b'T'),
            _ => !is_late,
        };
        if !goes_on {
            if !reported {
                self.push_char(char::from(introducer), !after_key);
            }
            return self.start(byte, false);
        }
        match introducer {
            b'[' => self.extend_csi(Vec::new(), byte),
            b'O' => self.units.push(Unit::Ss3(byte)),
            b']' => self.extend_string(false, Some(Vec::new()), byte),
            _ => self.extend_string(false, None, byte),
        }
    }

    fn extend_csi(&mut self, mut parameters: Vec<u8>, byte: u8) {
        match byte {
            // The Linux console sends `ESC [ [ A` for F1.
            b'[' if parameters.is_empty() => self.state = State::Csi(vec![byte]),
            0x20..=0x3f => {
                // A byte beyond the limit is kept as the sign of a sequence that is too long.
                if parameters.len() <= PARAMETERS_MAX {
                    parameters.push(byte);
                }
                self.state = State::Csi(parameters);
            }
            b'M' if parameters.is_empty() => self.state = State::X10Mouse(Vec::new()),
            b'~' if parameters == b"200" => self.state = State::Paste(Vec::new()),
            0x40..=0x7e if parameters.len() <= PARAMETERS_MAX => {
                let parameters = String::from_utf8_lossy(&parameters).into_owned();
                self.units.push(Unit::Csi { parameters, last: byte });
            }
            0x40..=0x7e => {}
            _ if CANCELS.contains(&byte) => {}
            _ => self.start(byte, false),
        }
    }

    fn extend_string(&mut self, after_escape: bool, osc: Option<Vec<u8>>, byte: u8) {
        match byte {
            b'\\' if after_escape => self.push_osc(osc),
            CTRL_C => self.start(byte, false),
            BEL => self.push_osc(osc),
            _ if CANCELS.contains(&byte) => {}
            ESC => self.state = State::String { after_escape: true, osc },
            // ESC begins another sequence, and the string has no end.
            _ if after_escape => self.follow_escape(byte, false),
            _ => {
                let longer = osc.filter(|text| text.len() < OSC_MAX).map(|mut text| {
                    text.push(byte);
                    text
                });
                self.state = State::String { after_escape: false, osc: longer };
            }
        }
    }

    fn push_osc(&mut self, osc: Option<Vec<u8>>) {
        let text = osc.map(|text| String::from_utf8_lossy(&text).into_owned());
        self.units.extend(text.map(Unit::Osc));
    }

    fn extend_paste(&mut self, mut text: Vec<u8>, byte: u8) {
        text.push(byte);
        if let Some(pasted) = text.strip_suffix(PASTE_END) {
            return self.push_paste(&pasted[..pasted.len().min(PASTE_MAX)]);
        }
        if text.len() > PASTE_MAX + PASTE_END.len() {
            let kept = text.len() - PASTE_END.len();
            text.drain(PASTE_MAX..kept);
        }
        self.state = State::Paste(text);
    }
}

#[cfg(test)]
mod tests;
