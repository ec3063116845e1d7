//! Compares a new version of an agenda with the version before, and carries the marks.

use super::error::CliError;
use super::library::{format_toml, is_secret};
use super::load::Loaded;
use super::parallel::run_beside;
use super::refusal::UpdateCheck;
use crate::agenda::Agenda;
use crate::fetch;
use crate::plan::{Change, Lookup, NewsItem, Plan, Schedule, VersionMap, Versions};
use crate::store::{PreparedFile, StoreError};
use chrono::{DateTime, Utc};

/// The plan with the marks carried to a new version.
#[derive(Debug)]
pub(crate) struct CarriedMarks {
    pub(crate) plan: Plan,
    pub(crate) schedule: Schedule,
    /// The reason why the plan could not be read. The plan stays as it is.
    pub(crate) error: Option<StoreError>,
    /// The changes of the stored plan.
    pub(super) changes: Vec<Change>,
}

/// An agenda as the library stores it.
pub(super) struct WrittenAgenda {
    pub(super) toml: String,
    pub(super) checksum: u64,
    /// The version on the disk already, beside the version before.
    pub(super) prepared: Option<PreparedFile>,
}

/// The marks and the news of a new version, and the problems of its file.
pub(super) struct CarriedPlan {
    pub(super) problems: Option<String>,
    pub(super) marks: CarriedMarks,
    pub(super) news: Vec<NewsItem>,
}

/// A new version beside the version before.
pub(super) struct Comparison<'a> {
    pub(super) old: &'a Agenda,
    /// The bytes of the version before in the library.
    pub(super) old_bytes: &'a [u8],
    pub(super) new: &'a Loaded,
    pub(super) check: &'a UpdateCheck<'a>,
    pub(super) now: DateTime<Utc>,
}

impl Comparison<'_> {
    /// Compares both versions, carries the marks, finds the news, and writes the new agenda. The
    /// new version may `replace` the old one even if it is worse.
    ///
    /// # Errors
    /// Returns an error if the new version is worse and may not replace the old one.
    pub(super) fn carry_over(
        &self,
        replace: bool,
    ) -> Result<(WrittenAgenda, CarriedPlan), CliError> {
        let Comparison { old, new, check, .. } = *self;
        let (after, (before, plan)) = run_beside(
            || Lookup::of_agenda(&new.agenda).complete(),
            || (Lookup::of_agenda(old), check.folders.load_plan(&old.id)),
        );
        let (written, carried) =
            run_beside(|| self.write_agenda(), || self.carry_plan(plan, &before, &after, replace));
        Ok((written, carried?))
    }

    /// Writes the new version, to the disk as well: the disk works while the versions are compared.
    fn write_agenda(&self) -> WrittenAgenda {
        let UpdateCheck { name, origin, folders, .. } = *self.check;
        let toml = format_toml(&self.new.agenda);
        let checksum = fetch::checksum(toml.as_bytes());
        let is_secret = origin.memory().as_deref().is_some_and(is_secret);
        let is_other = toml.as_bytes() != self.old_bytes;
        let prepared = is_other.then(|| folders.prepare_agenda(name, &toml, is_secret)).flatten();
        WrittenAgenda { toml, checksum, prepared }
    }

    fn carry_plan(
        &self,
        plan: Result<Plan, StoreError>,
        before: &Lookup<'_>,
        after: &Lookup<'_>,
        replace: bool,
    ) -> Result<CarriedPlan, CliError> {
        let Comparison { old, new, check, now, .. } = *self;
        let map = VersionMap::between_lookups(old, before, after);
        if !replace || new.is_unusable() {
            check.refuse_worse_version(old, new, &map)?;
        }
        let problems = check.describe_problems(new);
        let (marks, news) = carry_marks(&map, plan, (old, before), (&new.agenda, after), now);
        Ok(CarriedPlan { problems, marks, news })
    }
}

/// Carries the marks from `old` to `agenda`, and finds the news.
fn carry_marks(
    map: &VersionMap,
    plan: Result<Plan, StoreError>,
    (old, old_lookup): (&Agenda, &Lookup<'_>),
    (agenda, lookup): (&Agenda, &Lookup<'_>),
    now: DateTime<Utc>,
) -> (CarriedMarks, Vec<NewsItem>) {
    let (old_plan, error) = match plan {
        Ok(plan) => (plan, None),
        Err(error) => (Plan::default(), Some(error)),
    };
    let old_schedule = old_plan.schedule_in(old, old_lookup);
    let changes = map.carry_marks_in(&old_plan, &old_schedule, agenda, lookup, now);
    let mut plan = old_plan;
    plan.apply_changes(&changes);
    let schedule = plan.schedule_in(agenda, lookup);
    let versions =
        Versions { map, old, new: agenda, old_schedule: &old_schedule, new_schedule: &schedule };
    let news = versions.find_news();
    (CarriedMarks { plan, schedule, error, changes }, news)
}
