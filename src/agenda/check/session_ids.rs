//! Ids of sessions: the given id, or an id of title and start. A session keeps its id in the next
//! version of a file.

use super::state::Check;
use crate::agenda::clean::Clean;
use crate::agenda::draft::Origin;
use crate::agenda::forms::slug;
use crate::agenda::position::At;
use crate::agenda::zone::Moment;

/// Longest part of the title in a derived id, in bytes.
const TITLE_MAX: usize = 40;

impl Check {
    /// Returns the id of a session with this title and start. `given` is the id in
    /// the file.
    pub(super) fn session_id(
        &mut self,
        given: Option<At<String>>,
        title: &str,
        start: Option<Moment>,
    ) -> Clean {
        let Some(given) = given else {
            return self.derived_id(title, start);
        };
        let id = Clean::line(given.value);
        if !id.is_empty() && self.session_ids.take(&id) {
            return id;
        }
        if self.origin == Origin::Export && !id.is_empty() {
            self.report_warning(
                &given.at,
                "an id that another session has as well",
                "the start was added to it",
            );
            return self.session_ids.take_numbered(&format!("{id}-{}", format_start(start)));
        }
        self.report_error(
            &given.at,
            format!("two sessions have the id \"{id}\", or it is empty"),
            "ids are unique: this one gets an id of its own",
        );
        self.derived_id(title, start)
    }

    fn derived_id(&mut self, title: &str, start: Option<Moment>) -> Clean {
        let id = format!("{}-{}", slug(title, TITLE_MAX), format_start(start));
        self.session_ids.take_numbered(id.trim_start_matches('-'))
    }
}

/// Formats a start for an id: `0711-0900`, or `tba`.
fn format_start(start: Option<Moment>) -> String {
    start.map_or_else(|| "tba".to_owned(), |at| at.format("%m%d-%H%M").to_string())
}
