//! The state of the check, and the steps that all its parts share.

use super::safe_ids::TakenIds;
use crate::agenda::clean::Clean;
use crate::agenda::draft::{Origin, When, Word};
use crate::agenda::file_text::FileText;
use crate::agenda::model::{Agenda, RoomIx};
use crate::agenda::position::{At, Span};
use crate::agenda::problem::{Problem, nearest_word};
use crate::agenda::zone::Resolved;
use chrono::NaiveDateTime;
use foldhash::HashMap;
use std::sync::Arc;

/// The outcome for a session without a title or start.
pub(super) const LEFT_OUT: &str = "this session is left out";

/// The part of the agenda that is checked, and the data to check the rest.
#[derive(Default)]
pub(super) struct Check {
    /// The checked part of the agenda.
    pub(super) agenda: Agenda,
    pub(super) problems: Vec<Problem>,
    pub(super) origin: Origin,
    /// See [`Draft::may_be_empty`](crate::agenda::Draft::may_be_empty).
    pub(super) may_be_empty: bool,
    /// The web address that relative addresses of the file start from.
    pub(super) base: Option<Clean>,
    pub(super) rooms_by_name: HashMap<Clean, RoomIx>,
    pub(super) tracks_by_name: HashMap<Clean, usize>,
    pub(super) people_by_name: HashMap<Clean, usize>,
    /// The places of the listed people, in the order of [`Agenda::people`]. `None`: a session has
    /// named the person.
    pub(super) unnamed_people: Vec<Option<Span>>,
    pub(super) session_ids: TakenIds,
    /// The first names of ids, as the file writes them. Files have few names for all ids.
    id_names: Vec<(Word, Arc<Clean>)>,
    /// The last time that was resolved, on the clock of `agenda`.
    pub(super) last_time: Option<(When, Resolved)>,
    /// Memory for a derived id.
    pub(super) id_buffer: String,
    /// The last start in an id, with its text.
    pub(super) last_start: Option<(Option<NaiveDateTime>, String)>,
    /// The comparisons of names so far: see [`Check::nearest_of`].
    compared_names: usize,
}

impl Check {
    /// Starts the check with the problems of the reader.
    pub(super) fn new(problems: Vec<Problem>, origin: Origin) -> Check {
        Check { problems, origin, ..Check::default() }
    }

    pub(super) fn report_error(
        &mut self,
        at: &Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::error(Some(at.clone()), message).help(help));
    }

    pub(super) fn report_warning(
        &mut self,
        at: &Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::warning(Some(at.clone()), message).help(help));
    }

    /// Returns the help `advice; outcome` for a file of hallway's own, and `outcome` for an export:
    /// nobody edits an export by hand.
    pub(super) fn help_text(&self, advice: &str, outcome: &str) -> String {
        match self.origin {
            Origin::Hallway => format!("{advice}; {outcome}"),
            Origin::Export => outcome.to_owned(),
        }
    }

    /// Returns a clean name of an id. Equal names share their memory.
    pub(super) fn id_name(&mut self, name: Word) -> Arc<Clean> {
        /// The largest number of names that are shared.
        const SHARED_MAX: usize = 16;
        if let Some((_, known)) = self.id_names.iter().find(|(known, _)| *known == name) {
            return Arc::clone(known);
        }
        let clean = Arc::new(Clean::line(&*name));
        if self.id_names.len() < SHARED_MAX {
            self.id_names.push((name, Arc::clone(&clean)));
        }
        clean
    }

    /// Counts the comparison of one name with `names` others, and returns true while the sum over
    /// the whole check is at most 500,000. A hostile file may have very many names.
    pub(super) fn may_compare(&mut self, names: usize) -> bool {
        const COMPARED_MAX: usize = 500_000;
        self.compared_names = self.compared_names.saturating_add(names);
        self.compared_names <= COMPARED_MAX
    }

    /// Returns the value of `all` with the given word. Reports an unknown word with a proposal.
    pub(super) fn value_of_word<T: Copy>(
        &mut self,
        given: &At<Word>,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let value = all.iter().copied().find(|value| word(*value) == given.value);
        if value.is_none() {
            let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
            let help = match nearest_word(&given.value, words.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("it is one of {}", words.join(", ")),
            };
            let message = format!("\"{}\" is not a word for this", given.value);
            self.report_error(&given.at, message, help);
        }
        value
    }
}

/// Cleans a text of one line. Returns `None` for an empty one.
pub(super) fn clean_line(text: Option<At<FileText>>) -> Option<Clean> {
    text.map(|text| Clean::line_of(text.value)).filter(|text| !text.is_empty())
}

/// Cleans a text of paragraphs. Returns `None` for an empty one.
pub(super) fn clean_block(text: Option<At<FileText>>) -> Option<Clean> {
    text.map(|text| Clean::block_of(text.value)).filter(|text| !text.is_empty())
}

/// Returns the values that `check` makes of the drafts of one session. A list of the standard
/// library's `collect` would keep the larger memory of the drafts.
pub(super) fn collect_exactly<D, T>(
    drafts: Vec<D>,
    mut check: impl FnMut(D) -> Option<T>,
) -> Vec<T> {
    if drafts.is_empty() {
        return Vec::new();
    }
    let mut checked = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if let Some(value) = check(draft) {
            checked.push(value);
        }
    }
    checked
}
