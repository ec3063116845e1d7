//! Runs of bytes by their kinds: what a byte of ASCII is to a word.

/// A letter or a digit of ASCII.
pub(super) const LETTER: u8 = 1;
/// A byte of ASCII that separates words.
pub(in crate::search) const SIGN: u8 = 1 << 1;
/// White space of ASCII.
pub(in crate::search) const WHITE: u8 = 1 << 2;
/// A part of a letter outside ASCII, or a `+` or `#`, which may belong to a word.
pub(in crate::search) const OTHER: u8 = 1 << 3;

/// The kind of each byte.
const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 0x80 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => LETTER,
            b'+' | b'#' => OTHER,
            b'\t'..=b'\r' | b' ' => WHITE,
            _ => SIGN,
        };
        byte += 1;
    }
    kinds
};

/// Adjacent bytes.
pub(in crate::search) struct ByteRun {
    /// The offset behind the last byte.
    pub(in crate::search) end: usize,
    /// The kinds of all bytes.
    pub(in crate::search) kinds: u8,
}

impl ByteRun {
    /// Returns the bytes from `start` on, up to the first one of the kinds `stop`.
    #[inline]
    pub(in crate::search) fn new(bytes: &[u8], start: usize, stop: u8) -> ByteRun {
        let (mut end, mut kinds) = (start, 0);
        for byte in bytes.get(start..).unwrap_or_default() {
            let kind = KINDS[usize::from(*byte)];
            if kind & stop != 0 {
                break;
            }
            kinds |= kind;
            end += 1;
        }
        ByteRun { end, kinds }
    }
}
