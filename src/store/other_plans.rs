//! Plans under another id for the same sessions: an event has another id after a rename, and its
//! marks stay behind.

use super::paths::Folders;
use crate::agenda::{Agenda, sort_compactly};
use crate::plan::TitleIndex;
use std::cmp::Reverse;
use std::time::SystemTime;

/// The highest number of plans to compare with an agenda: reading all of 1,000 plans takes seconds.
const OTHER_PLANS_MAX: usize = 50;

/// A plan under another id for the same sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherPlan {
    /// The id of the plan's event.
    pub(crate) event: String,
    /// The number of marks whose sessions are in the agenda at their times.
    pub(crate) marks: usize,
}

impl Folders {
    /// Returns the newest plan of the same sessions under another id for which `is_wanted` returns
    /// true. A plan that cannot be read is left out.
    pub(crate) fn find_other_plan(
        &self,
        agenda: &Agenda,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<OtherPlan> {
        let mut events = self.newest_plans(&agenda.id);
        events.retain(|event| is_wanted(event));
        if events.is_empty() {
            return None;
        }
        let titles = TitleIndex::new(agenda);
        events.into_iter().find_map(|event| {
            let marks = titles.count_marks(&self.load_plan(&event).ok()?)?;
            Some(OtherPlan { event, marks })
        })
    }

    /// Returns the ids of up to [`OTHER_PLANS_MAX`] other events with a plan, the plan changed last
    /// first.
    pub(crate) fn newest_plans(&self, event: &str) -> Vec<String> {
        let own = self.plan_file(event);
        let entries = std::fs::read_dir(self.data.join("plans")).into_iter().flatten().flatten();
        let mut plans: Vec<(SystemTime, String)> = entries
            .filter_map(|entry| {
                let name = entry.file_name().to_str()?.strip_suffix(".toml")?.to_owned();
                let path = self.plan_file(&name);
                let is_plan = path == entry.path() && path != own;
                is_plan.then_some((entry.metadata().ok()?.modified().ok()?, name))
            })
            .collect();
        sort_compactly(&mut plans, |(time, name)| Reverse((*time, name.clone())));
        plans.truncate(OTHER_PLANS_MAX);
        plans.into_iter().map(|(_, name)| name).collect()
    }
}
