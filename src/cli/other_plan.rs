//! A plan under another id for the same sessions: an event has another id after a rename, and its
//! marks stay behind.

use super::error::{count_noun, quote_for_shell};
use crate::agenda::Agenda;
use crate::plan::TitleIndex;
use crate::store::Folders;

/// A plan under another id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherPlan {
    /// The id of the plan's event.
    pub(crate) event: String,
    /// The number of marks whose sessions are in the agenda at their times.
    marks: usize,
}

impl OtherPlan {
    /// Returns the newest plan of the same sessions, for an agenda without marks of its own.
    pub(crate) fn to_offer(agenda: &Agenda, folders: &Folders) -> Option<OtherPlan> {
        // An unreadable plan may have marks.
        let is_unmarked = folders.load_plan(&agenda.id).is_ok_and(|plan| plan.is_empty());
        is_unmarked.then(|| OtherPlan::find(agenda, folders, |_| true))?
    }

    /// Returns the newest plan of the same sessions under another id for which `is_wanted` returns
    /// true. A plan that cannot be read is left out.
    pub(crate) fn find(
        agenda: &Agenda,
        folders: &Folders,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<OtherPlan> {
        let mut events = folders.newest_plans(&agenda.id);
        events.retain(|event| is_wanted(event));
        if events.is_empty() {
            return None;
        }
        let titles = TitleIndex::new(agenda);
        events.into_iter().find_map(|event| {
            let marks = titles.count_marks(&folders.load_plan(&event).ok()?)?;
            Some(OtherPlan { event, marks })
        })
    }

    /// Returns a sentence with the command that brings the marks. `agenda` is the agenda of the
    /// command line, if it names one.
    pub(crate) fn describe(&self, agenda: Option<&str>) -> String {
        let (event, command) = (&self.event, self.command(agenda));
        match self.marks {
            1 => format!("1 mark of {event} is of the same session: {command} brings it"),
            marks => {
                format!("{marks} marks of {event} are of the same sessions: {command} brings them")
            }
        }
    }

    /// Returns a sentence for one line of the screen. The command comes first, because a narrow
    /// screen cuts the end.
    pub(crate) fn describe_briefly(&self) -> String {
        let marks = count_noun(self.marks, "mark", "marks");
        format!("{} brings {marks} of the same sessions", self.command(None))
    }

    fn command(&self, agenda: Option<&str>) -> String {
        let agenda = agenda.map(|agenda| format!("-a {} ", quote_for_shell(agenda)));
        format!("hallway mark {}--from {}", agenda.unwrap_or_default(), self.event)
    }
}
