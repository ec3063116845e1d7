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
        let Some(mut given) = given else {
            return self.derived_id(title, start);
        };
        if given.value.contains(char::is_whitespace) {
            given.value = given.value.replace(char::is_whitespace, "-");
        }
        let id = Clean::line(given.value);
        if !id.is_empty() && self.session_ids.insert(id.clone()) {
            return id;
        }
        if self.origin == Origin::Export && !id.is_empty() {
            self.report_warning(
                &given.at,
                "an id that another session has as well",
                "the start was added to it",
            );
            return self.numbered_id(&format!("{id}-{}", format_start(start)));
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
        self.numbered_id(id.trim_start_matches('-'))
    }

    /// Returns `base`, with a number from 2 on if another session has the id `base`.
    fn numbered_id(&mut self, base: &str) -> Clean {
        let mut id = Clean::line(base);
        // A file may have very many sessions of one name: count on from the last number.
        let number = self.next_number.entry(base.to_owned()).or_insert(2);
        while self.session_ids.contains(&id) {
            id = Clean::line_with_end(base, &format!("-{number}"));
            *number += 1;
        }
        self.session_ids.insert(id.clone());
        id
    }
}

/// Formats a start for an id: `0711-0900`, or `tba`.
fn format_start(start: Option<Moment>) -> String {
    start.map_or_else(|| "tba".to_owned(), |at| at.format("%m%d-%H%M").to_string())
}
