//! The offer of a plan under another id for the same sessions.

use super::Program;
use crate::tui::event::Event;

impl Program<'_> {
    /// Looks for another plan of the same sessions, if the agenda has no marks. Another thread
    /// reads the plans, because the screen does not wait for 50 files.
    pub(super) fn look_for_other_plan(&self) {
        let plan = &self.model.plan;
        let (Some(folders), Some(command)) = (self.folders.clone(), self.mark_command.clone())
        else {
            return;
        };
        if plan.unreadable.is_some() || !plan.current.is_empty() {
            return;
        }
        let (agenda, events) = (self.model.agenda.clone(), self.events.clone());
        let watch = self.watch.number;
        std::thread::spawn(move || {
            let other = folders.find_other_plan(&agenda, |_| true)?;
            let marks = if other.marks == 1 { "mark" } else { "marks" };
            // A narrow screen cuts the end, so the command comes first.
            let offer = format!(
                "{command} --from {} brings {} {marks} of this event",
                other.event, other.marks
            );
            events.send(Event::OtherPlan { watch, offer }).ok()
        });
    }

    /// Shows the offer, unless the screen has other news or the agenda has marks by now.
    pub(super) fn show_offer(&mut self, offer: String) {
        if self.model.message.is_none() && self.model.plan.current.is_empty() {
            self.model.show_message(offer);
        }
    }
}
