//! The places of a search's words in a session.

use super::line::{Line, TextRun, fit_line, highlight_matches};
use crate::agenda::{SessionIx, sort_compactly};
use crate::search::{Field, Match};
use crate::text;
use crate::tui::state::Model;
use crate::tui::theme::Role;
use std::ops::Range;
use std::rc::Rc;

/// The places of the words of a search in one session: the places of each word, best first.
/// `None`: no words are highlighted in the session.
#[derive(Debug, Default)]
pub(crate) struct WordMatches(Option<Rc<[Vec<Match>]>>);

impl WordMatches {
    /// Returns the matches of the highlighted words for a row or a card: see
    /// `Highlights::matches_in_row`. A session that is no hit has no matches.
    pub(crate) fn of_row(model: &Model, ix: SessionIx) -> WordMatches {
        match lights_letters(model, ix) {
            true => WordMatches(Some(model.search.highlights.matches_in_row(&model.agenda, ix))),
            false => WordMatches::default(),
        }
    }

    /// Returns the matches of the highlighted words in all fields. A session that is no hit has no
    /// matches.
    pub(crate) fn of_details(model: &Model, ix: SessionIx) -> WordMatches {
        match lights_letters(model, ix) {
            true => WordMatches(Some(model.search.highlights.matches_in(&model.agenda, ix))),
            false => WordMatches::default(),
        }
    }

    fn words(&self) -> &[Vec<Match>] {
        self.0.as_deref().unwrap_or_default()
    }

    /// Returns the matched characters of a field in their order.
    pub(crate) fn ranges(&self, field: Field) -> Vec<Range<usize>> {
        let in_field = self.words().iter().flatten().filter(|found| found.field == field);
        let mut ranges: Vec<Range<usize>> =
            in_field.flat_map(|found| found.ranges.clone()).collect();
        sort_compactly(&mut ranges, |range| range.start);
        ranges
    }

    /// Returns a match of the first word without a visible match. `is_visible` answers for
    /// characters of a field.
    pub(crate) fn first_hidden(
        &self,
        is_visible: impl Fn(Field, &Range<usize>) -> bool,
    ) -> Option<&Match> {
        let is_shown =
            |found: &Match| found.ranges.iter().any(|range| is_visible(found.field, range));
        let mut hidden = self.words().iter().filter(|matches| !matches.iter().any(is_shown));
        hidden.find_map(|matches| matches.first())
    }
}

/// Returns true for a session that a search lists while the words of the search are highlighted.
fn lights_letters(model: &Model, ix: SessionIx) -> bool {
    model.highlighted_words().is_some() && model.search.lists(ix)
}

/// Returns the matched characters of a field of a session, for a card.
pub(crate) fn matched_ranges(model: &Model, ix: SessionIx, field: Field) -> Vec<Range<usize>> {
    WordMatches::of_row(model, ix).ranges(field)
}

/// Returns the name of the field of a match and the text around the match, in `cells`:
/// `speaker: Greg Veith`.
pub(crate) fn match_line(
    model: &Model,
    ix: SessionIx,
    found: &Match,
    matches: &WordMatches,
    cells: usize,
) -> Option<Line> {
    let text = found.field.text(&model.agenda, model.agenda.sessions.get(ix)?)?;
    let label = format!("{}: ", found.field.name());
    let left = cells.saturating_sub(text::width(&label));
    let around = text::line_around(text, found.ranges.first()?, left);
    let ranges = matches.ranges(found.field);
    let mut line = vec![TextRun { role: Role::Faint, text: label }];
    line.extend(highlight_matches(Role::Faint, &around.text, around.before, &ranges));
    Some(fit_line(line, cells))
}
