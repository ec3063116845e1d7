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

/// Adds a parameter and a semicolon.
pub(super) fn push_parameter(bytes: &mut Vec<u8>, parameter: u8) {
    push_packed(bytes, PARAMETERS[usize::from(parameter)].into());
}

/// Adds bytes from the lowest one of a number on, up to the last one that is not zero.
pub(super) fn push_packed(bytes: &mut Vec<u8>, mut packed: u64) {
    while packed != 0 {
        bytes.push(packed as u8);
        packed >>= 8;
    }
}

/// The digits of each parameter and a semicolon, from the lowest byte on.
static PARAMETERS: [u32; 256] = {
    let mut all = [0; 256];
    let mut number = 0;
    while number < all.len() {
        let [ones, tens, hundreds] = [number % 10, number / 10 % 10, number / 100];
        let (ones, tens, hundreds) = (ones as u8 + b'0', tens as u8 + b'0', hundreds as u8 + b'0');
        all[number] = u32::from_le_bytes(match number {
            0..10 => [ones, b';', 0, 0],
            10..100 => [tens, ones, b';', 0],
            _ => [hundreds, tens, ones, b';'],
        });
        number += 1;
    }
    all
};
