//! The end of a card's last row: the minutes of an overlap, the kind, and the length.

use super::area::Area;
use super::clashes::longest_overlap;
use super::line::{Line, TextRun, line_width, text_run};
use super::remaining::{minutes_until, short_length};
use crate::agenda::{Session, SessionIx};
use crate::timetable::Tile;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Returns the end of a tile's last row: the overlap with attended sessions, the kind, and the
/// length or the time that is left.
pub(super) fn right_end(model: &Model, tile: &Tile, session: &Session) -> Line {
    if !tile.band {
        return length_end(model, tile.session, session);
    }
    let mut line = Line::new();
    push_length(model, tile.session, session, &mut line);
    line
}

/// Returns the overlap of a session with attended sessions, the kind, and the length or the time
/// that is left.
pub(super) fn length_end(model: &Model, ix: SessionIx, session: &Session) -> Line {
    let mut line = Line::new();
    if let Some(overlap) = longest_overlap(model, ix) {
        let length = short_length(overlap.minutes.into());
        line.push(TextRun { role: Role::Clash, text: format!("{}{length} ", sign::CLASH) });
    }
    push_length(model, ix, session, &mut line);
    line
}

/// Adds the kind of a session, and the length or the time that is left.
fn push_length(model: &Model, ix: SessionIx, session: &Session, line: &mut Line) {
    if let Some(kind) = sign::of_kind(session.kind) {
        line.push(TextRun { role: Role::Faint, text: [kind, " "].concat() });
    }
    let left = model.now.filter(|_| model.runs_now(ix)).zip(session.end());
    match (left, session.minutes) {
        (Some((now, end)), Some(_)) => {
            let minutes = minutes_until(now, end);
            let text = format!("{}{}", sign::LEFT_TIME, short_length(minutes));
            line.push(TextRun { role: Role::Now, text });
        }
        (_, Some(minutes)) => {
            line.push(TextRun { role: Role::Faint, text: short_length(minutes.into()) });
        }
        (_, None) => line.push(text_run(Role::Faint, "?")),
    }
}

/// The letters of a title that come before signs and lengths.
pub(super) const TITLE_LETTERS: usize = 5;

/// Leaves out parts of the end of a card that have no room in its last row: first the kind, then
/// the overlap, the length last. In a card of one row, the `start` cells before the title and
/// [`TITLE_LETTERS`] letters of the title have room.
pub(super) fn fit_right_end(mut right: Line, text: Area, start: usize) -> Line {
    let title = if text.height < 2 { start + TITLE_LETTERS + 1 } else { 0 };
    let is_wide = |line: &Line| line_width(line) + title > usize::from(text.width);
    while is_wide(&right) && right.len() > 1 {
        let kind = right.len() - 2;
        right.remove(kind);
    }
    if is_wide(&right) { Line::new() } else { right }
}
