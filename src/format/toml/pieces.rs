//! Reads a large sound file in pieces, each in a thread of its own. A piece begins with a session.

use super::budget::MemoryBudget;
use super::plain::read_plain_header;
use super::sound::SoundFile;
use crate::agenda::{Draft, DraftEvent, DraftWalk};
use std::sync::Arc;
use std::thread;

/// The least size of a piece in bytes. A thread costs as much time as a tenth of it.
const PIECE_MIN: usize = 1 << 19;
/// The largest number of pieces. The check of the sessions follows in one thread.
const PIECES_MAX: usize = 4;

/// The function that reads the tables of a file, or of a piece of it.
type ReadTables = fn(&Arc<String>, SoundFile<'_>, MemoryBudget) -> Option<Draft>;

/// Reads a large file without problems. Returns `None` for any other file: its problems are
/// reported in the order of the file, up to a number.
pub(super) fn read_pieces(text: &Arc<String>, read_tables: ReadTables) -> Option<Draft> {
    let wanted = (text.len() / PIECE_MIN).min(PIECES_MAX);
    if wanted < 2 {
        return None;
    }
    let processors = thread::available_parallelism().map_or(1, usize::from);
    read_in_threads(text, wanted.min(processors), read_tables)
}

/// Reads a file in at most `count` pieces, or returns `None`: see [`read_pieces`]. A cut within a
/// text is a fault of the piece before the cut: its text has no end.
fn read_in_threads(text: &Arc<String>, count: usize, read_tables: ReadTables) -> Option<Draft> {
    let starts = piece_starts(text, count);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pieces: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    let (first, later) = pieces.split_first().filter(|(_, later)| !later.is_empty())?;
    let read = |(start, end)| {
        let part = text.get(..end)?;
        let file = if start == 0 { SoundFile::new(part) } else { SoundFile::from(part, start) };
        let budget = MemoryBudget::of_file(text.len()).share(pieces.len());
        read_tables(text, file, budget).filter(|piece| piece.problems.is_empty())
    };
    thread::scope(|scope| {
        let spawn = |piece| thread::Builder::new().spawn_scoped(scope, move || read(piece)).ok();
        let later: Vec<_> = later.iter().copied().map(spawn).collect();
        let mut whole = read(*first)?;
        for thread in later {
            append_piece(&mut whole, thread?.join().ok().flatten()?)?;
        }
        Some(whole)
    })
}

/// Returns the first byte of each piece: 0, and headers of sessions near equal parts of the file.
fn piece_starts(text: &str, count: usize) -> Vec<usize> {
    let mut starts = vec![0];
    for nth in 1..count {
        let from = (text.len() / count * nth).max(starts.last().copied().unwrap_or(0));
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        let header = memchr::memmem::find(rest, b"\n[[session]]").map(|at| from + at + 1);
        starts.extend(header.filter(|start| read_plain_header(text, *start).is_some()));
    }
    starts
}

/// Adds the tables of the next piece. Returns `None` if the piece has a table of which a file has
/// one, so that the whole file must be read for a second one.
fn append_piece(whole: &mut Draft, piece: Draft) -> Option<()> {
    let has_single_table =
        piece.event != DraftEvent::default() || piece.walk != DraftWalk::default();
    (!has_single_table).then_some(())?;
    whole.rooms.extend(piece.rooms);
    whole.tracks.extend(piece.tracks);
    whole.people.extend(piece.people);
    whole.sessions.extend(piece.sessions);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::read_tables;
    use super::*;

    fn session(title: &str, rest: &str) -> String {
        format!("[[session]]\ntitle = \"{title}\"\nstart = 2030-05-04T09:00:00\n{rest}\n")
    }

    fn read_whole(text: &Arc<String>) -> Option<Draft> {
        read_tables(text, SoundFile::new(text), MemoryBudget::of_file(text.len()))
    }

    #[test]
    fn pieces_make_the_draft_of_the_whole_file() {
        let head = "[event]\nname = \"E\"\n[[room]]\nname = \"A\"\n";
        let text_with_header = "abstract = \"\"\"\n[[session]]\nx\n\"\"\"";
        let sessions: Vec<String> =
            (0..40).map(|nth| session(&format!("S{nth}"), text_with_header)).collect();
        let speaker = "[[speaker]]\nname = \"P\"\n";
        let text = Arc::new(format!("{head}{}{speaker}{}", sessions.concat(), session("Z", "")));
        let whole = read_whole(&text).unwrap();
        assert_eq!((whole.sessions.len(), whole.people.len()), (41, 1));
        let mut in_pieces = 0;
        for count in 2..9 {
            // A cut within an abstract is noticed, and the file read as a whole.
            if let Some(draft) = read_in_threads(&text, count, read_tables) {
                assert_eq!(draft, whole);
                in_pieces += 1;
            }
        }
        let plain = Arc::new(text.replace("[[session]]\nx", "x"));
        assert_eq!(read_in_threads(&plain, 5, read_tables), read_whole(&plain));
        assert!(in_pieces < 7 && read_in_threads(&plain, 5, read_tables).is_some());
    }

    #[test]
    fn second_event_and_problems_are_left_to_the_reader_of_whole_files() {
        let sessions = session("A", "").repeat(20);
        for (last, is_read) in [
            ("[[track]]\nname = \"T\"\n", true),
            ("[event]\nname = \"E\"\n", false),
            ("[walk]\nminutes = 5\n", false),
            ("[[session]]\ntitle = 5\n", false),
            ("[[session]]\ncolour = \"red\"\n", false),
            ("[[session]]\ntitle = \"cut", false),
        ] {
            let text = Arc::new(format!("{sessions}{last}"));
            assert_eq!(read_in_threads(&text, 3, read_tables).is_some(), is_read, "{last}");
        }
    }
}
