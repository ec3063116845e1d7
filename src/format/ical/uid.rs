//! The session's part of a `UID` (RFC 5545 3.8.4.7). A calendar program updates an event with the
//! same `UID`, so a `UID` may not change when a session moves.

use crate::agenda::Agenda;
use std::collections::{HashMap, HashSet};

/// Returns the part for each session of the agenda: the id without a start at its end, as in
/// `a-talk-0711-0900`. A second session with the same part gets a number.
pub(super) fn uid_parts(agenda: &Agenda) -> Vec<String> {
    let ids = || agenda.sessions.iter().map(|session| &*session.id);
    // An id without a start is kept, whatever comes before it.
    let mut taken: HashSet<String> =
        ids().filter(|id| without_start(id).is_none()).map(str::to_owned).collect();
    // Very many ids may have one base: count on from the last number.
    let mut next_numbers: HashMap<&str, usize> = HashMap::new();
    let mut parts = Vec::new();
    for id in ids() {
        let Some(base) = without_start(id) else {
            parts.push(id.to_owned());
            continue;
        };
        let mut part = base.to_owned();
        let number = next_numbers.entry(base).or_insert(2);
        while !taken.insert(part.clone()) {
            part = format!("{base}-{number}");
            *number += 1;
        }
        parts.push(part);
    }
    parts
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
    fn thousands_of_ids_with_one_base_get_numbers_at_once() {
        const COUNT: usize = 20_000;
        let session =
            |number| format!("[[session]]\nid='a-0711-0900-{number}'\ntitle='T'\nstart='TBA'\n");
        let file: String = (0..COUNT).map(session).collect();
        let agenda = crate::format::read(file.as_bytes()).unwrap().draft.check(None).0;
        let parts = uid_parts(&agenda);
        assert_eq!(parts[..3], ["a", "a-2", "a-3"]);
        assert_eq!(parts.into_iter().collect::<HashSet<_>>().len(), COUNT);
    }

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
