//! The event: name, id, time zone and texts.

use super::state::{Check, clean_block, clean_line};
use crate::agenda::clean::Clean;
use crate::agenda::clock::Clock;
use crate::agenda::draft::DraftEvent;
use crate::agenda::file_text::FileText;
use crate::agenda::forms::web_address;
use crate::agenda::position::At;
use crate::agenda::zone::Zone;
use chrono::NaiveTime;

/// The default of [`DraftEvent::day_start`]: five in the morning, after the last party.
const DAY_START: NaiveTime = match NaiveTime::from_hms_opt(5, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

impl Check {
    /// Checks the event. `file` is the name of an event without one, `id` the derived id, and
    /// `zone` the zone for an event without one.
    pub(super) fn check_event(
        &mut self,
        event: DraftEvent,
        file: Option<String>,
        id: &str,
        zone: Option<&Zone>,
    ) {
        let name = event.name.or(event.acronym).map(|name| name.value).or(file.map(FileText::from));
        self.agenda.name = name.map_or_else(|| Clean::line("Agenda"), Clean::line);
        self.check_event_id(event.id, id);
        self.agenda.clock = zone.cloned().map(Clock::Zone).unwrap_or_default();
        self.check_zone(event.timezone);
        self.agenda.day_start = event.day_start.map_or(DAY_START, |at| at.value);
        self.agenda.venue = clean_line(event.venue);
        let base = event.base.or_else(|| event.url.clone());
        self.base = base.and_then(|base| web_address(&base.value));
        self.agenda.url = self.check_address(event.url);
        self.agenda.description = clean_block(event.description);
        self.agenda.source = clean_line(event.source);
        self.agenda.revised = event.revised;
    }

    /// Sets the event's id, and warns if the file gives another.
    fn check_event_id(&mut self, given: Option<At<FileText>>, id: &str) {
        if let Some(given) = given
            && given.value != id
        {
            self.report_warning(
                &given.at,
                format!("the event's id is taken as \"{id}\""),
                "the plan is kept in a file of that name: \
                 use lower-case letters, digits and dashes",
            );
        }
        self.agenda.id = Clean::line(if id.is_empty() { "agenda" } else { id });
    }

    /// Sets the time zone that the file names. An unknown name changes nothing.
    fn check_zone(&mut self, name: Option<At<FileText>>) {
        let Some(name) = name else { return };
        match Zone::by_name(&name.value) {
            Ok(zone) => self.agenda.clock = Clock::Zone(zone),
            Err(error) => self.report_error(
                &name.at,
                error.to_string(),
                "times are shown as written, without a zone, until this is mended",
            ),
        }
    }
}
