//! iCalendar (RFC 5545), and what calls itself so. The reader forgives; the writer does not need to
//! be forgiven.

mod components;
mod habits;
mod lines;
mod repeat;
mod series;
mod sessions;
mod time;
mod windows;
mod write;
mod zones;

pub(super) use lines::whole_letters;
pub use write::{Status, write};

use crate::agenda::{At, Draft, DraftEvent, Problem, Span};
use components::Calendar;
use habits::Program;

/// Reads the whole of a calendar, decoded after [`whole_letters`].
///
/// # Errors
/// A sentence, where the text has no calendar in it.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut report = Report::default();
    let calendar = Calendar::read(text, &mut report);
    if calendar.events.is_empty() && calendar.properties.is_empty() && report.problems.is_empty() {
        return Err(Problem::error(None, "this is not a calendar")
            .help("a calendar begins with BEGIN:VCALENDAR"));
    }
    let program = Program::of(&calendar);
    let zones = zones::Zones::of(&calendar, program, &mut report);
    let mut draft = Draft { event: event(&calendar, program), weak_ids: true, ..Draft::default() };
    draft.event.timezone = zones.event.clone();
    sessions::read(&calendar, &zones, program, &mut draft, &mut report);
    draft.problems = report.done();
    Ok(draft)
}

/// What the calendar says of the event as a whole.
fn event(calendar: &Calendar, program: Program) -> DraftEvent {
    let text = |name: &str| {
        let property = calendar.get(name)?;
        Some(At { value: property.text(), at: property.at.clone() })
            .filter(|text| !text.value.trim().is_empty())
    };
    let (title, about) = (text("X-WR-CALNAME").or_else(|| text("NAME")), text("X-WR-CALDESC"));
    let about = about.or_else(|| text("DESCRIPTION"));
    let by_program = habits::event_name(calendar, program);
    // A calendar without a name has it in its description, where that is short.
    let short = about
        .clone()
        .filter(|about| about.value.chars().count() <= 60 && !about.value.contains('\n'));
    let name = match program {
        Program::Sched => by_program.or(title).or(short),
        _ => title.or(short).or(by_program),
    };
    let repeated = |about: &At<String>| {
        name.as_ref().is_some_and(|name| name.value.trim() == about.value.trim())
    };
    let description = about.filter(|about| program != Program::Sched && !repeated(about));
    let id = habits::event_id(calendar, program);
    let acronym = habits::acronym(calendar, program);
    DraftEvent { id, acronym, name, url: text("URL"), description, ..DraftEvent::default() }
}

/// The problems met so far; no more than anybody reads.
#[derive(Debug, Default)]
struct Report {
    problems: Vec<Problem>,
    untold: usize,
}

impl Report {
    fn error(&mut self, at: Span, message: &str, help: impl Into<String>) {
        self.push(|| Problem::error(Some(at), message).help(help));
    }

    fn warning(&mut self, at: Span, message: &str, help: impl Into<String>) {
        self.push(|| Problem::warning(Some(at), message).help(help));
    }

    fn push(&mut self, problem: impl FnOnce() -> Problem) {
        const TOLD: usize = 10_000;
        if self.problems.len() < TOLD {
            self.problems.push(problem());
        } else {
            self.untold += 1;
        }
    }

    fn done(mut self) -> Vec<Problem> {
        if self.untold > 0 {
            let help = format!("{} more", self.untold);
            self.problems
                .push(Problem::error(None, "there are more problems than are told").help(help));
        }
        self.problems
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trap_tests;
