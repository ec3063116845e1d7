//! Control sequences with decimal numbers (ECMA-48 CSI).

/// Adds a sequence: `ESC [`, the numbers, and the `last` byte.
pub(super) fn push_sequence(bytes: &mut Vec<u8>, numbers: &[u16], last: u8) {
    bytes.extend_from_slice(b"\x1b[");
    for (nth, number) in numbers.iter().enumerate() {
        if nth > 0 {
            bytes.push(b';');
        }
        push_number(bytes, *number);
    }
    bytes.push(last);
}

/// Adds the decimal digits of a number.
pub(super) fn push_number(bytes: &mut Vec<u8>, number: u16) {
    if number >= 10 {
        push_number(bytes, number / 10);
    }
    bytes.push(b'0' + (number % 10) as u8);
}

/// Returns the number of decimal digits of a number.
pub(super) fn digits(number: u16) -> usize {
    match number {
        0..10 => 1,
        10..100 => 2,
        100..1000 => 3,
        1000..10_000 => 4,
        _ => 5,
    }
}
