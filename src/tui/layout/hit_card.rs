//! A hit of the search as a card: the title and the time, and below them the people, the room and
//! the length. If the card does not show a match otherwise, the field with the match comes before
//! the people.

use super::accents::accent_of_session;
use super::area::Area;
use super::card::title_line;
use super::card_end::length_end;
use super::clashes::has_clash;
use super::line::{Line, Reserved, TextRun, line_width, text_run, wrap_line};
use super::matches::{WordMatches, match_line};
use super::night::weekday_of_start;
use super::remaining::is_over;
use super::row::{FittedField, people_field, room_field, session_signs};
use super::screen;
use crate::agenda::{Level, Session, SessionIx};
use crate::search::Field;
use crate::text;
use crate::tui::state::{Model, Row};
use crate::tui::theme::{Accent, CardState, Role, sign};

/// The most rows of a title. The rest of a longer title is cut.
const TITLE_ROWS: usize = 3;

/// The drawing of a hit.
#[derive(Debug)]
pub(crate) struct HitCard {
    pub(crate) accent: Accent,
    pub(crate) state: CardState,
    /// The sign of the edge.
    pub(crate) edge: &'static str,
    /// The rows of the title, and below them the row of people and room.
    pub(crate) lines: Vec<Line>,
    /// The day and the time, at the end of the first row.
    pub(crate) time: TextRun,
    /// The overlap, the kind and the length, at the end of the last row.
    pub(crate) right: Line,
}

/// Returns the cells of the card in a row of the list, without a cell at each side.
pub(crate) fn card_area(row: Area) -> Area {
    row.inner(1, 0, 1, 0)
}

/// Returns the cells of the text in the cells of a card.
pub(crate) fn text_area(card: Area) -> Area {
    card.inner(2, 0, 1, 0)
}

/// Returns the number of rows of a hit on the screen.
pub(crate) fn rows_of_hit(model: &Model, ix: SessionIx) -> usize {
    let Some(session) = model.agenda.sessions.get(ix) else { return 1 };
    let cells = text_cells(model);
    let mut heading: String = signs(model, ix, session).concat();
    heading.push_str(if heading.is_empty() { "" } else { "\u{a0}" });
    heading.push_str(&session.title);
    let first = time_of(model, session).map_or(0, |time| text::width(&time) + 2);
    let first = first.min(cells.saturating_sub(1));
    text::wrap_after(&heading, cells, first).len().clamp(1, TITLE_ROWS) + 1
}

/// Returns the cells of the text of the cards on the screen.
fn text_cells(model: &Model) -> usize {
    usize::from(text_area(card_area(screen::list_area(model))).width)
}

/// Returns the signs before the title of a hit. The time that is left says already that a session
/// runs.
fn signs(model: &Model, ix: SessionIx, session: &Session) -> Vec<&'static str> {
    let signs = session_signs(model, ix, session).into_iter().map(|sign| sign.text);
    signs.filter(|text| *text != sign::NOW).collect()
}

/// Returns the day and the time of a hit: `Wed 09:20`.
fn time_of(model: &Model, session: &Session) -> Option<String> {
    let start = model.shown_clock(session.start?);
    Some(format!("{} {start}", weekday_of_start(model, session)?.trim_end()))
}

/// Returns the drawing of the hit in the row number `row` of the list. Touching cards take turns
/// between two grounds.
pub(crate) fn hit_card(model: &Model, ix: SessionIx, row: usize) -> Option<HitCard> {
    let session = model.agenda.sessions.get(ix)?;
    let cells = text_cells(model);
    let matches = WordMatches::of_row(model, ix);
    let role = if session.cancelled { Role::Cancelled } else { Role::Title };
    let heading = title_line(model, ix, session, role, cells);
    let time = time_of(model, session).unwrap_or_default();
    let first = if time.is_empty() { 0 } else { text::width(&time) + 2 };
    let mut lines = wrap_line(heading, cells, TITLE_ROWS, Reserved { first, last: 0 });
    let is_cut = lines.last().and_then(|line| line.last()).is_some_and(|run| run.text == "…");
    let shown: usize = lines.iter().flatten().map(|run| run.text.chars().count()).sum();
    let title = if is_cut { shown.saturating_sub(1) } else { usize::MAX };
    let right = length_end(model, ix, session);
    let left = cells.saturating_sub(line_width(&right) + 2);
    lines.push(facts_line(model, ix, session, &matches, title, left));
    let state = card_state(model, ix, session, row);
    let edge = match state {
        CardState::Selected => sign::EDGE_SELECTED,
        _ if is_second(model, row) => sign::EDGE_SECOND,
        _ => sign::EDGE,
    };
    let is_faded = matches!(state, CardState::Faded | CardState::FadedSecond);
    let time = text_run(if is_faded { Role::Faint } else { Role::Text }, &time);
    Some(HitCard { accent: accent_of_session(model, session), state, edge, lines, time, right })
}

/// Returns true for every other one of touching hits.
fn is_second(model: &Model, row: usize) -> bool {
    let above = row.checked_sub(1).and_then(|above| model.derived.rows.get(above));
    row % 2 == 1 && matches!(above, Some(Row::Session { .. }))
}

/// Returns the state of a hit: selected before over, over before marked.
fn card_state(model: &Model, ix: SessionIx, session: &Session, row: usize) -> CardState {
    let turn = |first, second| if is_second(model, row) { second } else { first };
    let is_faint = is_over(model, session)
        || session.cancelled
        || model.plan.schedule.is_skipped(ix)
        || has_clash(model, ix);
    if model.derived.rows.get(model.place.row).and_then(Row::session) == Some(ix) {
        CardState::Selected
    } else if is_faint {
        turn(CardState::Faded, CardState::FadedSecond)
    } else if model.level_of(ix) == Some(Level::Attend) {
        turn(CardState::Marked, CardState::MarkedSecond)
    } else {
        turn(CardState::First, CardState::Second)
    }
}

/// Returns people and room in `cells`. The field with a match comes before them, if neither they
/// nor the first `title` letters of the title show the match.
fn facts_line(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    matches: &WordMatches,
    title: usize,
    cells: usize,
) -> Line {
    let room = session.room.as_ref().map(|room| {
        let most = (cells / 3).max(text::width(room).min(cells / 2));
        room_field(session, most, matches)
    });
    let room_cells = room.as_ref().map_or(0, |room| line_width(&room.line) + 3);
    let left = cells.saturating_sub(room_cells);
    let people = people_field(model, session, left, matches);
    let is_visible = |field, range: &std::ops::Range<usize>| {
        field == Field::Title && range.end <= title
            || people.shows(field, range)
            || room.as_ref().is_some_and(|room| room.shows(field, range))
    };
    let hidden = matches.first_hidden(is_visible);
    let reason = hidden.and_then(|found| match_line(model, ix, found, matches, left));
    let mut parts: Vec<Line> = Vec::new();
    let beside = left.saturating_sub(reason.as_ref().map_or(0, |reason| line_width(reason) + 3));
    parts.extend(reason);
    if parts.is_empty() || line_width(&people.line) <= beside {
        parts.push(people.line);
    }
    parts.extend(room.map(|FittedField { line, .. }| line));
    let mut line = Line::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !line.is_empty() {
            line.push(text_run(Role::Faint, &format!(" {} ", sign::DOT)));
        }
        line.extend(part);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::input::action::Action;
    use crate::tui::layout::list_lines::row_height;
    use crate::tui::screenshot::after_keys;
    use crate::tui::update::apply_action;
    use crate::tui::update::tests::{CLOCK, after, options};

    fn search(keys: &str, size: (u16, u16)) -> Model {
        let options = options((*after("").agenda).clone(), "2016-01-01T00:00:00Z");
        after_keys(options, size, &format!("/{keys}"), CLOCK).unwrap()
    }

    fn text_of(line: &Line) -> String {
        line.iter().map(|run| &*run.text).collect()
    }

    #[test]
    fn card_has_title_time_people_room_and_length() {
        for (query, width, expected) in [
            (
                "phillip",
                100,
                "Linux Kernel Building, Testing and Deployment at|Facebook|Yannick Brosseau, \
                 Phillip Duncan · Lansdowne|Wed 09:40|40′",
            ),
            // The field with the match comes first, and the people follow if they fit.
            (
                "affiliation:shopify",
                100,
                "Flash Sale Engineering|affiliation: Shopify · Emil \
                                          Stolarsky · Lansdowne|Mon 14:20|20′",
            ),
            (
                "gallego facilitation",
                80,
                "Post Mortem Facilitation|Will Gallego, Miriam \
                                             Lauter · Munster|Tue 11:00|▲ 1 h 20",
            ),
        ] {
            let model = search(query, (width, 30));
            let card = hit_card(&model, model.search.hits[0], 1).unwrap();
            let lines: Vec<String> = card.lines.iter().map(text_of).collect();
            let drawn = [lines.join("|"), card.time.text, text_of(&card.right)].join("|");
            assert_eq!(drawn, expected, "{query}");
        }
    }

    #[test]
    fn rows_of_a_hit_are_those_of_its_card() {
        for size in [(60, 20), (80, 24), (100, 30), (250, 70)] {
            for query in ["", "a", "at", "linux", "the<Tab>"] {
                let model = search(query, size);
                for (at, row) in model.derived.rows.iter().enumerate() {
                    let Row::Session { session, .. } = row else { continue };
                    let card = hit_card(&model, *session, at).unwrap();
                    assert_eq!(row_height(&model, at), card.lines.len(), "{query} {size:?}");
                }
            }
        }
    }

    #[test]
    fn every_row_of_a_card_is_clicked_for_its_hit() {
        let mut model = search("linux", (80, 24));
        let top = screen::list_area(&model).y;
        // A blank row is above each of the cards, which all fit on the screen.
        for (y, row) in [(1, 1), (2, 1), (4, 3), (5, 3), (7, 5)] {
            model.place.row = 0;
            apply_action(&mut model, Action::Click { x: 30, y: top + y, double: false }, CLOCK);
            assert_eq!(model.place.row, row, "line {y}");
        }
    }

    #[test]
    fn cards_stand_apart_if_all_of_them_fit() {
        for (query, size, is_apart) in
            [("linux", (80, 24), true), ("linux", (80, 14), false), ("a", (80, 24), false)]
        {
            let model = search(query, size);
            let is_blank = |row: &Row| matches!(row, Row::Remark(text) if text.is_empty());
            assert_eq!(model.derived.rows.iter().any(is_blank), is_apart, "{query} {size:?}");
        }
    }
}
