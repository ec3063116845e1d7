//! A large schedule is read by two threads, each of which has some of its days. Days do not depend
//! on each other, so what they find is put together as if one had read them all; wherever that is
//! not sure, one reads the rest alone.

use super::{NAMES_MAX, PROBLEMS_MAX, ROOMS_MAX, SESSIONS_MAX, TRACKS_MAX, Walk};
use memchr::memmem;

/// It takes longer to start a thread than to read less than this, in bytes.
pub(super) const WORTH_IT: usize = 256 * 1024;
const DAY: &str = "<day ";

/// Where the first day begins, and where the day begins that is nearest to the middle of all of
/// them; nothing where there is one day only, or all is in one of them.
fn cut(text: &str) -> Option<(usize, usize)> {
    let mut days = memmem::find_iter(text.as_bytes(), DAY);
    let first = days.next()?;
    let whole = text.len() - first;
    let middle = days.min_by_key(|day| (first + whole / 2).abs_diff(*day))?;
    (whole / 5..whole - whole / 5).contains(&(middle - first)).then_some((first, middle))
}

/// Reads the days, if they are to be read by two. What stands before them is read already, or
/// everything is.
pub(super) fn read<'a>(walk: &mut Walk<'a>, least: usize) -> bool {
    let text = walk.text;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let Some((days, middle)) = cut(text).filter(|_| text.len() >= least && threads > 1) else {
        return false;
    };
    let part = |end: usize| text.get(..end).unwrap_or_default();
    let mut head = Walk { text: part(days), ..Walk::default() };
    head.run(0);
    if head.lost || head.untold > 0 || head.entry.is_some() {
        return false;
    }
    let (mut first, mut second) =
        (Walk { text: part(middle), ..head.clone() }, Walk { text, ..head.clone() });
    std::thread::scope(|scope| {
        scope.spawn(|| first.run(days));
        second.run(middle);
    });
    match joined(&head, first, second) {
        Some(both) => {
            *walk = both;
            true
        }
        None => false,
    }
}

/// What one would have found that had read both, if that is sure.
fn joined<'a>(head: &Walk<'a>, mut first: Walk<'a>, mut second: Walk<'a>) -> Option<Walk<'a>> {
    // The first has come out of its days as it went in, and neither has met anything that the other
    // should know.
    let same = |walk: &Walk<'a>| {
        (walk.again, walk.deep, walk.untold) == (head.again, head.deep, head.untold)
    };
    if first.stack != head.stack
        || first.lost
        || first.entry.is_some()
        || !same(&first)
        || !same(&second)
    {
        return None;
    }
    let day_start = first.draft.event.day_start.take().or(second.draft.event.day_start.take());
    if first.draft.event != second.draft.event || first.day_change != second.day_change {
        return None;
    }
    second.draft.event.day_start = day_start;
    second.names += first.names - head.names;
    let (known, draft) = (&head.draft, &mut first.draft);
    draft.sessions.extend(second.draft.sessions.drain(known.sessions.len()..));
    draft.problems.extend(second.draft.problems.drain(known.problems.len()..));
    first.open.append(&mut second.open.split_off(head.open.len()));
    let rooms = second.draft.rooms.drain(known.rooms.len()..);
    draft.rooms.extend(rooms.filter(|room| first.rooms.insert(room.name.value.clone())));
    let tracks = second.draft.tracks.drain(known.tracks.len()..);
    draft.tracks.extend(tracks.filter(|track| first.tracks.insert(track.name.value.clone())));
    for person in second.draft.people.drain(..) {
        match first.people.get(&person.name.value).and_then(|ix| draft.people.get_mut(*ix)) {
            // What is told first holds.
            Some(known) => {
                known.affiliation = known.affiliation.take().or(person.affiliation);
                known.bio = known.bio.take().or(person.bio);
                known.url = known.url.take().or(person.url);
            }
            None => {
                first.people.insert(person.name.value.clone(), draft.people.len());
                draft.people.push(person);
            }
        }
    }
    let few = draft.sessions.len() <= SESSIONS_MAX
        && draft.rooms.len() <= ROOMS_MAX
        && second.names <= NAMES_MAX;
    let few = few && draft.tracks.len() <= TRACKS_MAX && draft.problems.len() <= PROBLEMS_MAX;
    let event = std::mem::take(&mut second.draft.event);
    second.draft = crate::agenda::Draft { event, ..std::mem::take(draft) };
    (second.open, second.rooms, second.tracks, second.people) =
        (first.open, first.rooms, first.tracks, first.people);
    few.then_some(second)
}
