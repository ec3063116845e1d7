//! What a session was found by, for the list of hits.

use super::detail::{Line, Span, spans};
use super::model::{Model, Screen};
use super::text;
use super::theme::Role;
use crate::agenda::SessionIx;
use crate::search::{Field, Match, Query};
use std::ops::Range;

/// Whether each hit has a line of its own for what it was found by: while all of them fit on the screen with it.
pub(crate) fn is_apart(model: &Model) -> bool {
    matches!(model.screen, Screen::Search(_)) && model.hits.len() * 2 <= usize::from(model.list_area().height)
}

/// The characters of a field that the search matched.
pub(crate) fn ranges(model: &Model, ix: SessionIx, field: Field) -> Vec<Range<usize>> {
    let Some(words) = model.highlighted().filter(|_| model.hits.contains(&ix)) else { return Vec::new() };
    let matches = model.index().matches(&model.agenda, &Query::parse(words), ix);
    matches.into_iter().filter(|found| found.field == field).flat_map(|found| found.ranges).collect()
}

/// The field by which a session was found, and what of it is around the match, in at most so many cells. `None` if
/// title, names and room, which the list has, tell it.
pub(crate) fn line(model: &Model, ix: SessionIx, cells: usize) -> Option<Line> {
    let found = field(model, ix)?;
    let text = found.field.text(&model.agenda, model.agenda.sessions.get(ix)?)?;
    let label = format!("{}: ", found.field.name());
    let room = cells.saturating_sub(text::width(&label));
    let (before, around) = text::around(text, found.ranges.first()?, room);
    let mut line = vec![Span { role: Role::Faint, text: label }];
    line.extend(spans(Role::Faint, &around, before, &ranges(model, ix, found.field)));
    Some(fitted(line, cells))
}

/// Where the first of the words is that neither title nor names nor room have.
fn field(model: &Model, ix: SessionIx) -> Option<Match> {
    let query = Query::parse(model.highlighted()?);
    query.each().find_map(|word| {
        let matches = model.index().matches(&model.agenda, &word, ix);
        let seen = matches.iter().any(|found| matches!(found.field, Field::Title | Field::Person(_) | Field::Room));
        matches.into_iter().next().filter(|_| !seen)
    })
}

/// A title in at most so many cells. Where a search matched what is beyond them, its middle is left out, unless too little
/// would be left to know it by.
pub(crate) fn title(role: Role, title: &str, cells: usize, ranges: &[Range<usize>]) -> Line {
    const LEAST: usize = 24;
    let hidden = ranges.first().filter(|first| {
        let until: String = title.chars().take(first.end).collect();
        cells >= LEAST && text::width(title) > cells && text::width(&until) >= cells
    });
    let Some(first) = hidden else { return spans(role, &text::fit(title, cells), 0, ranges) };
    let most = cells * 3 / 5;
    let (before, around) = text::around(title, first, most);
    let head = text::head(title, cells - text::width(&around).min(most)).trim_end();
    let mut line = spans(role, head, 0, &[]);
    line.extend(spans(role, &around, before, ranges));
    fitted(line, cells)
}

/// As much of a line of several roles as fits into `cells`, with an ellipsis where something is missing.
pub(crate) fn fitted(line: Line, cells: usize) -> Line {
    let total: usize = line.iter().map(|span| text::width(&span.text)).sum();
    if total <= cells {
        return line;
    }
    let mut room = cells.saturating_sub(1);
    let mut kept = Line::new();
    for span in line {
        let head = text::head(&span.text, room);
        room -= text::width(head);
        let whole = head.len() == span.text.len();
        let head = if whole { head } else { head.trim_end() };
        kept.push(Span { text: head.to_owned(), ..span });
        if !whole {
            break;
        }
    }
    kept.push(Span { role: Role::Faint, text: if cells == 0 { String::new() } else { "…".into() } });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_at_the_end_of_a_long_title_is_shown() {
        let long = "Multi-Profile UKIs and other ways to supercharge your Unified Kernel Images";
        for (text, found, cells, expected) in [
            (long, 62..68, 80, long),
            (long, 62..68, 40, "Multi-Profile UKIs…Unified Kernel Images"),
            (long, 62..68, 30, "Multi-Profile UK…Kernel Images"),
            (long, 0..5, 30, "Multi-Profile UKIs and other…"),
            ("日本語日本語日本語日本語日本 kernel", 15..21, 26, "日本語日本語日本語…kernel"),
            (long, 0..5, 10, "Multi-Pro…"),
        ] {
            let line = title(Role::Text, text, cells, std::slice::from_ref(&found));
            let shown: String = line.iter().map(|span| &*span.text).collect();
            assert_eq!(shown, expected, "{found:?} of {text} in {cells}");
            let letters: String = line.iter().filter(|span| span.role == Role::Match).map(|span| &*span.text).collect();
            assert_eq!(letters, text.chars().skip(found.start).take(found.len()).collect::<String>(), "{shown}");
        }
    }
}
