//! The plan's file: read again after another program has changed the file.

use super::Program;
use crate::plan::Plan;
use crate::store::{Fingerprint, read_fingerprint};
use crate::tui::input::action::Action;
use std::io;

/// The sentence about a plan that cannot be read. The command `hallway mine` reports the reason.
const UNREADABLE: &str =
    "Your schedule cannot be read, so nothing can be marked: hallway mine tells why";
/// The sentence about a plan that cannot be read any more. The screen shows the earlier plan.
const OUTDATED: &str =
    "Your schedule cannot be read; it is shown as it was before: hallway mine tells why";

/// Returns the sentence about a plan that cannot be read, where the screen has `earlier` instead.
pub(crate) fn describe_unreadable_plan(earlier: &Plan) -> &'static str {
    if earlier.is_empty() { UNREADABLE } else { OUTDATED }
}

impl Program<'_> {
    /// Reads the plan again after another program has changed the file.
    pub(super) fn load_plan(&mut self) -> io::Result<()> {
        let Some(folders) = &self.folders else { return Ok(()) };
        let action = match folders.load_plan(&self.model.agenda.id) {
            Ok(plan) => Action::PlanChanged(plan),
            Err(_) => Action::PlanBroken(describe_unreadable_plan(&self.model.plan.saved).into()),
        };
        self.apply_action(action)?;
        Ok(())
    }

    pub(super) fn plan_fingerprint(&self) -> Option<Fingerprint> {
        read_fingerprint(&self.folders.as_ref()?.plan_file(&self.model.agenda.id))
    }
}
