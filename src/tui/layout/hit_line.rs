//! The line below a hit: the field with the match, if the row of the hit does not show the match.

use super::line::Line;
use super::matches::{WordMatches, match_line};
use super::row::{RowCells, parts_without_match};
use super::screen;
use crate::agenda::SessionIx;
use crate::search::Field;
use crate::tui::state::Model;

/// Returns the field with the match and the text around the match, in `cells`. `None`: the row of
/// the hit shows every match.
pub(crate) fn hit_line(model: &Model, ix: SessionIx, cells: usize) -> Option<Line> {
    let session = model.agenda.sessions.get(ix)?;
    let matches = WordMatches::of_row(model, ix);
    let hidden = if model.settings.linear {
        matches
            .first_hidden(|field, _| matches!(field, Field::Title | Field::Person(_) | Field::Room))
    } else {
        let width = screen::list_area(model).inner(1, 0, 1, 0).width;
        let row = RowCells::new(model, ix, session, width, None);
        let parts = parts_without_match(model, ix, session, &row, &matches);
        matches.first_hidden(|field, range| parts.shows(field, range))
    };
    match_line(model, ix, hidden?, &matches, cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::layout::detail;
    use crate::tui::layout::hit_card::hit_card;
    use crate::tui::layout::row::row_parts;
    use crate::tui::screenshot::after_keys;
    use crate::tui::theme::Role;
    use crate::tui::update::tests::{CLOCK, after, options};

    const BEFORE_EVENT: &str = "2016-01-01T00:00:00Z";

    fn matched_text(line: &Line) -> String {
        line.iter().filter(|run| run.role == Role::Match).map(|run| &*run.text).collect()
    }

    fn search(query: &str, size: (u16, u16)) -> Model {
        let options = options((*after("").agenda).clone(), BEFORE_EVENT);
        after_keys(options, size, &format!("/{query}"), CLOCK).unwrap()
    }

    #[test]
    fn every_hit_shows_a_match_in_its_card_or_row() {
        let queries = [
            "veith",
            "ulster",
            "shopify",
            "latency",
            "facebook incident",
            "kernel",
            "goldstein",
            "sre",
            "tag:p",
        ];
        let sizes = [(120, 36), (80, 24), (60, 20), (250, 70)];
        for (query, size) in queries.iter().flat_map(|query| sizes.map(|size| (query, size))) {
            let model = search(query, size);
            assert!(!model.search.hits.is_empty(), "{query}");
            for ix in model.search.hits.iter().copied() {
                let session = &model.agenda.sessions[ix];
                let shown: String = if screen::has_hit_cards(&model) {
                    hit_card(&model, ix, 1).unwrap().lines.iter().map(matched_text).collect()
                } else {
                    let width = screen::list_area(&model).inner(1, 0, 1, 0).width;
                    let cells = RowCells::new(&model, ix, session, width, None);
                    let parts = row_parts(&model, ix, session, &cells);
                    let has_line = screen::has_hit_lines(&model);
                    let below = has_line.then(|| hit_line(&model, ix, 60)).flatten();
                    let below = below.unwrap_or_default();
                    [&parts.title, &parts.rest, &parts.room, &below].map(matched_text).concat()
                };
                assert!(!shown.is_empty(), "{query} at {size:?}: {}", session.title);
            }
        }
    }

    #[test]
    fn match_cut_off_by_the_row_is_shown_below_it() {
        for (query, size, expected) in [
            ("veith", (80, 24), "speaker: Greg Veith"),
            ("veith", (250, 70), ""),
            ("liz debt", (250, 70), ""),
            ("affiliation:shopify", (120, 36), "affiliation: Shopify"),
        ] {
            let model = search(query, size);
            let line = hit_line(&model, model.search.hits[0], 40).unwrap_or_default();
            let text: String = line.iter().map(|run| &*run.text).collect();
            assert_eq!(text, expected, "{query} {size:?}");
        }
    }

    #[test]
    fn details_highlight_matches_of_every_field() {
        for (keys, expected) in [
            ("/ulster", "Ulster"),
            ("/shopify", "Shopify"),
            ("/tag:plenary", "plenary"),
            ("/speaker:veith", "Veith"),
        ] {
            let lines = detail::detail_lines(&after(keys), 60);
            let shown: Vec<String> = lines.iter().map(matched_text).collect();
            assert!(shown.contains(&expected.to_owned()), "{keys}: {shown:?}");
        }
    }
}
