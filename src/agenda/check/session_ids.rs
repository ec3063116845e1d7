//! Ids of sessions: the given id, or an id of title and start. A session keeps its id in the next
//! version of a file.

use super::state::Check;
use crate::agenda::clean::Clean;
use crate::agenda::draft::Origin;
use crate::agenda::file_text::FileText;
use crate::agenda::forms::write_slug;
use crate::agenda::position::At;
use crate::agenda::zone::Moment;
use chrono::{Datelike, NaiveDateTime, Timelike};

/// Longest part of the title in a derived id, in bytes.
const TITLE_MAX: usize = 40;

impl Check {
    /// Returns the id of a session with this title and start. `given` is the id in
    /// the file.
    pub(super) fn session_id(
        &mut self,
        given: Option<At<FileText>>,
        title: &str,
        start: Option<Moment>,
    ) -> Clean {
        let Some(given) = given else {
            return self.derived_id(title, start);
        };
        let id = Clean::line_of(given.value);
        if !id.is_empty() && self.session_ids.take(&id) {
            return id;
        }
        if self.origin == Origin::Export && !id.is_empty() {
            self.report_warning(
                &given.at,
                "an id that another session has as well",
                "the start was added to it",
            );
            let id = format!("{id}-{}", self.start_text(start));
            return self.session_ids.take_numbered(&id);
        }
        self.report_error(
            &given.at,
            format!("two sessions have the id \"{id}\", or it is empty"),
            "ids are unique: this one gets an id of its own",
        );
        self.derived_id(title, start)
    }

    fn derived_id(&mut self, title: &str, start: Option<Moment>) -> Clean {
        let mut id = std::mem::take(&mut self.id_buffer);
        write_slug(&mut id, title, TITLE_MAX);
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(self.start_text(start));
        let taken = self.session_ids.take_numbered(&id);
        self.id_buffer = id;
        taken
    }

    /// Returns a start for an id, as `0711-0900`, or `tba`.
    fn start_text(&mut self, start: Option<Moment>) -> &str {
        let start = start.map(|start| start.naive_local());
        // Many sessions start at one time, and files list them together.
        let last = self.last_start.take().filter(|(last, _)| *last == start);
        let (_, text) =
            self.last_start.insert(last.unwrap_or_else(|| (start, format_start(start))));
        text
    }
}

/// Returns the text of [`Check::start_text`].
fn format_start(start: Option<NaiveDateTime>) -> String {
    let Some(start) = start else { return "tba".to_owned() };
    let (date, time) = (start.date(), start.time());
    let digits = |number: u32| [number / 10 % 10, number % 10].map(|digit| b'0' + digit as u8);
    let ([m1, m2], [d1, d2]) = (digits(date.month()), digits(date.day()));
    let ([h1, h2], [n1, n2]) = (digits(time.hour()), digits(time.minute()));
    let letters = [m1, m2, d1, d2, b'-', h1, h2, n1, n2];
    String::from_utf8_lossy(&letters).into_owned()
}
