//! The letters of two encodings with one byte a letter: Windows-1252 and ISO 8859-15.

/// Returns the letter of `byte` in Windows-1252, as browsers read the encoding.
/// Source: <https://encoding.spec.whatwg.org/index-windows-1252.txt>.
pub(super) fn windows_1252_letter(byte: u8) -> char {
    /// The letters of the bytes 0x80 to 0x9F. All other bytes equal their code point.
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let listed = byte.checked_sub(0x80).and_then(|ix| FROM_80.get(usize::from(ix)));
    listed.copied().unwrap_or(char::from(byte))
}

/// Returns the letter of `byte` in ISO 8859-15 ("Latin-9").
/// Source: <https://encoding.spec.whatwg.org/index-iso-8859-15.txt>.
pub(super) fn latin9_letter(byte: u8) -> char {
    match byte {
        0xa4 => '€',
        0xa6 => 'Š',
        0xa8 => 'š',
        0xb4 => 'Ž',
        0xb8 => 'ž',
        0xbc => 'Œ',
        0xbd => 'œ',
        0xbe => 'Ÿ',
        byte => char::from(byte),
    }
}
