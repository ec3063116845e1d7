//! What a session was found by, for the list of hits.

use crate::agenda::SessionIx;
use crate::search::{Field, Match};
use crate::tui::layout::line::{Line, Span, spans};
use crate::tui::layout::{row, screen, text};
use crate::tui::state::{Model, Screen};
use crate::tui::theme::Role;
use std::ops::Range;

/// Whether each hit has a line of its own for what it was found by: while all of them fit on the
/// screen with it.
pub(crate) fn is_apart(model: &Model) -> bool {
    matches!(model.screen, Screen::Search(_))
        && model.search.hits.len() * 2 <= usize::from(screen::list_area(model).height)
}

/// Where the words of the search are in one session, word by word.
#[derive(Debug, Default)]
pub(crate) struct Matches(Vec<Vec<Match>>);

impl Matches {
    /// Nothing, where it is no hit.
    pub(crate) fn of(model: &Model, ix: SessionIx) -> Matches {
        if model.highlighted().is_none() || !model.search.hits.contains(&ix) {
            return Matches::default();
        }
        Matches(model.search.highlighter.matched_fields_by_word(&model.agenda, ix))
    }

    /// The characters of a field that match, the first of them first.
    pub(crate) fn ranges(&self, field: Field) -> Vec<Range<usize>> {
        let of_field = self.0.iter().flatten().filter(|found| found.field == field);
        let mut ranges: Vec<Range<usize>> =
            of_field.flat_map(|found| found.ranges.clone()).collect();
        ranges.sort_by_key(|range| range.start);
        ranges
    }

    /// Where the first of the words is that nothing shows which is on the screen.
    pub(crate) fn unseen(&self, shows: impl Fn(Field, &Range<usize>) -> bool) -> Option<&Match> {
        let shown = |found: &Match| found.ranges.iter().any(|range| shows(found.field, range));
        self.0
            .iter()
            .filter(|of_word| !of_word.iter().any(shown))
            .find_map(|of_word| of_word.first())
    }
}

/// The characters of a field that the search matched.
pub(crate) fn ranges(model: &Model, ix: SessionIx, field: Field) -> Vec<Range<usize>> {
    Matches::of(model, ix).ranges(field)
}

/// The field by which a session was found, and what of it is around the match, in at most so many
/// cells. `None` if what the list shows of title, names and room tells it.
pub(crate) fn line(model: &Model, ix: SessionIx, cells: usize) -> Option<Line> {
    let session = model.agenda.sessions.get(ix)?;
    let matches = Matches::of(model, ix);
    let unseen = if model.settings.linear {
        matches.unseen(|field, _| matches!(field, Field::Title | Field::Person(_) | Field::Room))
    } else {
        let width = screen::list_area(model).inner(1, 0, 1, 0).width;
        let parts =
            row::plain(model, ix, session, &row::cells(model, ix, session, width, false), &matches);
        matches.unseen(|field, range| parts.shows(field, range))
    };
    told(model, ix, unseen?, &matches, cells)
}

/// A field and what of it is around a match.
pub(super) fn told(
    model: &Model,
    ix: SessionIx,
    found: &Match,
    matches: &Matches,
    cells: usize,
) -> Option<Line> {
    let text = found.field.text(&model.agenda, model.agenda.sessions.get(ix)?)?;
    let label = format!("{}: ", found.field.name());
    let room = cells.saturating_sub(text::width(&label));
    let around = text::line_around(text, found.ranges.first()?, room);
    let mut line = vec![Span { role: Role::Faint, text: label }];
    line.extend(spans(Role::Faint, &around.text, around.before, &matches.ranges(found.field)));
    Some(fitted(line, cells))
}

/// As much of a line of several roles as fits into `cells`, with an ellipsis where something is
/// missing.
pub(crate) fn fitted(line: Line, cells: usize) -> Line {
    let total: usize = line.iter().map(|span| text::width(&span.text)).sum();
    if total <= cells {
        return line;
    }
    let mut room = cells.saturating_sub(1);
    let mut kept = Line::new();
    for span in line {
        let head = text::fitting_prefix(&span.text, room);
        room -= text::width(head);
        let whole = head.len() == span.text.len();
        let head = if whole { head } else { head.trim_end() };
        kept.push(Span { text: head.to_owned(), ..span });
        if !whole {
            break;
        }
    }
    kept.push(Span {
        role: Role::Faint,
        text: if cells == 0 { String::new() } else { "…".into() },
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::layout::detail;
    use crate::tui::screenshot::after_keys;
    use crate::tui::update::tests::{CLOCK, after, options};

    fn marked(line: &Line) -> String {
        line.iter().filter(|span| span.role == Role::Match).map(|span| &*span.text).collect()
    }

    #[test]
    fn each_hit_shows_what_it_was_found_by() {
        let agenda = after("").agenda;
        for query in [
            "veith",
            "ulster",
            "shopify",
            "latency",
            "facebook incident",
            "kernel",
            "goldstein",
            "sre",
            "tag:p",
        ] {
            for size in [(120, 36), (80, 24), (100, 30), (250, 70)] {
                let options = options(agenda.clone(), "2016-01-01T00:00:00Z");
                let model = after_keys(options, size, &format!("/{query}"), CLOCK).unwrap();
                assert!(!model.search.hits.is_empty(), "{query}");
                for ix in model.search.hits.iter().copied() {
                    let session = &model.agenda.sessions[ix];
                    let width = screen::list_area(&model).inner(1, 0, 1, 0).width;
                    let cells = row::cells(&model, ix, session, width, false);
                    let parts = row::parts(&model, ix, session, &cells);
                    let own = is_apart(&model)
                        .then(|| line(&model, ix, 60))
                        .flatten()
                        .unwrap_or_default();
                    let shown: String =
                        [&parts.title, &parts.rest, &parts.room, &own].map(marked).concat();
                    assert!(!shown.is_empty(), "{query} at {size:?}: {parts:?} {own:?}");
                }
            }
        }
    }

    #[test]
    fn what_a_row_cuts_off_is_told() {
        for (keys, size, expected) in [
            ("/veith", (80, 24), "speaker: Greg Veith"),
            ("/veith", (250, 70), ""),
            ("/liz debt", (250, 70), ""),
            ("/affiliation:shopify", (120, 36), "affiliation: Shopify"),
        ] {
            let options = options(after("").agenda, "2016-01-01T00:00:00Z");
            let model = after_keys(options, size, keys, CLOCK).unwrap();
            let line = line(&model, model.search.hits[0], 40).unwrap_or_default();
            assert_eq!(
                line.iter().map(|span| &*span.text).collect::<String>(),
                expected,
                "{keys} {size:?}"
            );
        }
    }

    #[test]
    fn the_details_show_matches_of_every_field() {
        for (keys, expected) in [
            ("/ulster", "Ulster"),
            ("/shopify", "Shopify"),
            ("/tag:plenary", "plenary"),
            ("/speaker:veith", "Veith"),
        ] {
            let model = after(keys);
            let lines = detail::lines(&model, 60);
            let shown: Vec<String> =
                lines.iter().map(marked).filter(|shown| !shown.is_empty()).collect();
            assert!(shown.contains(&expected.to_owned()), "{keys}: {shown:?}");
        }
    }
}
