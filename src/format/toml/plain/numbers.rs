//! Whole numbers and times.

use toml::value::{Date, Datetime, Time};

/// The number of digits of a number that surely fits.
const DIGITS_MAX: usize = 18;
/// The length of a time without an offset and without fractions.
const LOCAL_LENGTH: usize = 19;

/// A whole number or a time.
pub(super) enum PlainNumber {
    Whole(i64),
    Time(Datetime),
}

/// Reads the number or the time at the beginning of `rest`, and returns its length, too.
pub(super) fn read_number_or_time(rest: &str) -> Option<(PlainNumber, usize)> {
    if let Some((word, after)) = rest.as_bytes().split_first_chunk::<LOCAL_LENGTH>()
        && !after.first().is_some_and(is_number_byte)
        && let Some(time) = read_local_time(word)
    {
        return Some((PlainNumber::Time(time), LOCAL_LENGTH));
    }
    let length = rest.bytes().take_while(is_number_byte).count();
    let word = rest.get(..length)?;
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_sound = word.len() <= DIGITS_MAX && (word == "0" || !word.starts_with('0'));
        let number = word.parse().ok().filter(|_| is_sound)?;
        return Some((PlainNumber::Whole(number), length));
    }
    // A fraction or a time with an odd form is left to the parser.
    let is_date = word.as_bytes().get(4) == Some(&b'-') && !word.contains('.');
    let time = word.parse().ok().filter(|_| is_date)?;
    Some((PlainNumber::Time(time), length))
}

fn is_number_byte(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b':' | b'-' | b'+' | b'.' | b'T' | b'Z')
}

/// Returns the time of `2030-05-04T09:00:00`, if the day is in every month.
fn read_local_time(word: &[u8; LOCAL_LENGTH]) -> Option<Datetime> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1] =
        word
    else {
        return None;
    };
    let year = u16::from(two_digits(*y0, *y1)?) * 100 + u16::from(two_digits(*y2, *y3)?);
    let (month, day) = (two_digits(*m0, *m1)?, two_digits(*d0, *d1)?);
    let (hour, minute) = (two_digits(*h0, *h1)?, two_digits(*n0, *n1)?);
    let second = two_digits(*s0, *s1)?;
    let is_sound =
        matches!((month, day), (1..=12, 1..=28)) && hour < 24 && minute < 60 && second < 60;
    let date = Some(Date { year, month, day });
    let time = Some(Time { hour, minute, second: Some(second), nanosecond: None });
    is_sound.then_some(Datetime { date, time, offset: None })
}

fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}
