//! The session's part of a `UID` (RFC 5545 3.8.4.7). A calendar program updates an event with the
//! same `UID`, so a `UID` may not change when a session moves.

use crate::agenda::{Agenda, Session};
use std::collections::HashSet;

/// Returns the part for each session of the agenda: the id without a start at its end, as in
/// `a-talk-0711-0900`. A second session with the same part gets a number.
pub(super) fn uid_parts(agenda: &Agenda) -> Vec<String> {
    let ids = || agenda.sessions.iter().map(|session| &*session.id);
    // An id without a start is kept, whatever comes before it.
    let mut taken: HashSet<String> =
        ids().filter(|id| without_start(id).is_none()).map(str::to_owned).collect();
    let part_of_session = |session: &Session| {
        let Some(base) = without_start(&session.id) else { return session.id.to_string() };
        let mut part = base.to_owned();
        let mut number = 2;
        while !taken.insert(part.clone()) {
            part = format!("{base}-{number}");
            number += 1;
        }
        part
    };
    agenda.sessions.iter().map(part_of_session).collect()
}

/// Returns an id without `-MMDD-HHMM` or `-MMDD-HHMM-NUMBER` at its end. Returns `None` for an id
/// without a start, or with nothing before it.
fn without_start(id: &str) -> Option<&str> {
    let numbered = id.rsplit_once('-').filter(|(_, number)| is_number(number, 1..=5));
    let unnumbered = numbered.map(|(before, _)| before).and_then(strip_start);
    strip_start(id).or(unnumbered).filter(|base| !base.is_empty())
}

fn strip_start(id: &str) -> Option<&str> {
    let (before, clock) = id.rsplit_once('-')?;
    let (base, date) = before.rsplit_once('-')?;
    let is_start = is_pair(date, 1..=12, 1..=31) && is_pair(clock, 0..=23, 0..=59);
    is_start.then_some(base)
}

/// Returns true for four digits of two numbers in these ranges.
fn is_pair(
    digits: &str,
    first: std::ops::RangeInclusive<u32>,
    second: std::ops::RangeInclusive<u32>,
) -> bool {
    is_number(digits, 4..=4)
        && digits
            .parse::<u32>()
            .is_ok_and(|pair| first.contains(&(pair / 100)) && second.contains(&(pair % 100)))
}

fn is_number(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_at_the_end_of_an_id_is_no_part_of_the_uid() {
        for (id, part) in [
            ("a-talk-0711-0900", Some("a-talk")),
            ("a-talk-0711-0900-2", Some("a-talk")),
            ("a-talk", None),
            ("a-talk-1311-0900", None),
            ("a-talk-0711-2460", None),
            ("rfc-2031-0001", None),
            ("-0711-0900", None),
            ("x-1", None),
        ] {
            assert_eq!(without_start(id), part, "{id}");
        }
    }
}
