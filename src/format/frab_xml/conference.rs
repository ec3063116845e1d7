//! The conference as a whole.

use super::elements::TextElement;
use super::time::parse_clock;
use crate::agenda::{At, DraftEvent, FileText};
use crate::format::collector::Report;
use chrono::{NaiveTime, Timelike};

/// The conference as far as the file has been read.
#[derive(Default)]
pub(super) struct Conference {
    pub(super) event: DraftEvent,
    /// The start of every day after the `<day_change>` element.
    pub(super) day_change: Option<NaiveTime>,
}

impl Conference {
    /// Reads an element of the conference: see [`TextElement::is_of_conference`]. The first text of
    /// an element is kept.
    pub(super) fn read_text(
        &mut self,
        element: TextElement,
        text: At<FileText>,
        report: &mut Report,
    ) {
        let event = &mut self.event;
        let place = match element {
            TextElement::DayChange => return self.read_day_change(&text, report),
            TextElement::Acronym => &mut event.acronym,
            TextElement::Name => &mut event.name,
            TextElement::Tagline => &mut event.description,
            TextElement::Venue => &mut event.venue,
            TextElement::City => {
                if let Some(venue) = &mut event.venue {
                    venue.value = format!("{}, {}", venue.value, text.value).into();
                    return;
                }
                &mut event.venue
            }
            TextElement::Zone => &mut event.timezone,
            TextElement::Base => {
                event.base.get_or_insert_with(|| text.clone());
                &mut event.url
            }
            _ => &mut event.url,
        };
        // The home page replaces the base of the schedule's addresses.
        if place.is_none() || element == TextElement::Home {
            *place = Some(text);
        }
    }

    fn read_day_change(&mut self, text: &At<FileText>, report: &mut Report) {
        match parse_clock(&text.value) {
            Some(change) => {
                self.day_change = Some(change);
                // After noon the time would be no morning.
                if change.hour() < 12 {
                    self.event.day_start = Some(At { value: change, at: text.at.clone() });
                }
            }
            None => {
                let help = "it is taken as if it were not there";
                report.warn(&text.at, "this is not a time of day", help);
            }
        }
    }
}
