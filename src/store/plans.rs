//! The plans of events, one file each, and the copy of the last good one.

use super::atomic_replace::Replaced;
use super::plan_file::PlanFile;
use super::{Folders, StoreError, durable, file_name, save_error};
use crate::agenda::Clean;
use crate::plan::{Change, Plan};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How old the copy of the last good plan may get. It is there for what no program can prevent: a
/// disk that breaks, a sync program that truncates, a slip in an editor.
const BACKUP_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// A plan after its changes have been carried out on disk.
#[derive(Debug)]
pub(crate) struct SavedPlan {
    pub(crate) plan: Plan,
    /// No lock was to be had.
    pub(crate) unlocked: bool,
    /// The titles of what was not taken back, because it is not what it was made any more.
    pub(crate) refused_undos: Vec<Clean>,
}

impl Folders {
    /// Where the plan of an event is kept.
    pub(crate) fn plan_file(&self, event: &str) -> PathBuf {
        self.data.join("plans").join(file_name(event))
    }

    /// The plan of an event; empty where none was ever saved. Writes nothing.
    ///
    /// # Errors Whatever else keeps the plan from being read: a plan that is there is never taken
    /// for an empty one.
    pub(crate) fn load_plan(&self, event: &str) -> Result<Plan, StoreError> {
        let path = self.plan_file(event);
        let bytes = durable::read(&path)?;
        Ok(read(&path, bytes.as_deref())?.plan)
    }

    /// Where the event is called after a month, such as `schedule-2026-12`: those that have a plan
    /// and are called by the same word and any month.
    pub(crate) fn plans_of_other_months(&self, event: &str) -> Vec<String> {
        let Some((stem, month)) = month_of(event) else { return Vec::new() };
        let entries = std::fs::read_dir(self.data.join("plans")).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| {
            Some(entry.file_name().to_str()?.strip_suffix(".toml")?.to_owned())
        });
        let other = |name: &String| {
            month_of(name).is_some_and(|(other, its)| other == stem && its != month)
        };
        let mut events: Vec<String> = names.filter(other).collect();
        events.sort();
        events
    }

    /// The copy of the last good plan, if there is one: to be shown, where the plan itself cannot
    /// be read.
    pub(crate) fn load_plan_backup(&self, event: &str) -> Option<Plan> {
        let bytes = durable::read(&backup(&self.plan_file(event))).ok()??;
        Some(PlanFile::read(&bytes).ok()?.plan)
    }

    /// Carries out the changes, all or none, on the plan as it is on disk now, and returns the plan
    /// after them. On `Ok` they are on disk: file and directory are synced.
    ///
    /// Takes as long as the disk does, and longer where other programs hold the lock: see
    /// [`durable::PATIENCE`] and [`durable::LONG_PATIENCE`].
    ///
    /// # Errors The plan is unreadable, of a newer hallway, or cannot be written; then it is what
    /// it was before, but for [`StoreError::NotSynced`].
    pub(crate) fn change_plan(
        &self,
        event: &str,
        changes: &[Change],
    ) -> Result<SavedPlan, StoreError> {
        self.apply_change_sets(event, &[changes])
    }

    /// The same for several deeds, one after the other, that are written at once. Without any, the
    /// plan is only synced.
    ///
    /// # Errors
    /// As [`Folders::change_plan`]; all are carried out or none.
    pub(crate) fn apply_change_sets(
        &self,
        event: &str,
        deeds: &[&[Change]],
    ) -> Result<SavedPlan, StoreError> {
        let path = self.plan_file(event);
        let Replaced { answer: (plan, refused_undos), unlocked } =
            durable::update(&path, |bytes, leftovers| {
                let mut file = read(&path, bytes)?;
                if let Some(version) = file.newer {
                    return Err(StoreError::NewerPlan { path: path.clone(), version });
                }
                // Of what got between, what cannot be read has nothing that was saved.
                let others = leftovers.iter().filter_map(|bytes| PlanFile::read(bytes).ok());
                let joined = others.filter(|other| file.join(other)).count() > 0;
                let (mut changed, mut refused_undos) = (joined, Vec::new());
                for changes in deeds {
                    refused_undos.extend(
                        file.plan.find_conflict(changes).map(|change| change.title().clone()),
                    );
                    changed |= file.plan.apply_changes(changes);
                }
                let text = if changed {
                    Some(file.write(event).map_err(|cause| save_error(&path, cause))?)
                } else {
                    None
                };
                if let Some(old) = bytes.filter(|_| changed) {
                    durable::keep_copy(&backup(&path), old, BACKUP_AGE);
                }
                Ok((text.map(String::into_bytes), (file.plan, refused_undos)))
            })?;
        Ok(SavedPlan { plan, unlocked, refused_undos })
    }
}

/// `schedule` and `2026-12` of `schedule-2026-12`.
fn month_of(event: &str) -> Option<(&str, &str)> {
    let (rest, month) = event.rsplit_once('-')?;
    let (stem, year) = rest.rsplit_once('-')?;
    let number =
        |text: &str, digits| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    (number(year, 4) && number(month, 2)).then(|| (stem, &event[stem.len() + 1..]))
}

fn backup(path: &Path) -> PathBuf {
    path.with_extension("toml.bak")
}

fn read(path: &Path, bytes: Option<&[u8]>) -> Result<PlanFile, StoreError> {
    let Some(bytes) = bytes else {
        return Ok(PlanFile::default());
    };
    PlanFile::read(bytes).map_err(|problem| {
        let report = problem.report(&path.display().to_string(), &String::from_utf8_lossy(bytes));
        let copy = backup(path);
        let good =
            matches!(durable::read(&copy), Ok(Some(bytes)) if PlanFile::read(&bytes).is_ok());
        StoreError::BadPlan { path: path.to_owned(), report, backup: good.then_some(copy) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Level;
    use crate::plan::Mark;
    use chrono::{DateTime, Duration, Utc};
    use std::fs;

    fn change(id: &str, level: Option<Level>, minute: i64) -> Change {
        let mark =
            Mark { session_id: Clean::line(id), title: Clean::line("A talk"), ..Mark::default() };
        mark.change_level(level, DateTime::<Utc>::UNIX_EPOCH + Duration::minutes(minute))
    }

    #[test]
    fn marks_that_a_killed_program_left_beside_the_plan_are_joined_and_none_comes_back() {
        let home = tempfile::TempDir::new().unwrap();
        let folders =
            Folders { data: home.path().join("data"), config: home.path().join("config") };
        let plan = folders.plan_file("event");
        let attend = Some(Level::Attend);
        folders
            .change_plan("event", &[change("theirs", attend, 1), change("old", attend, 1)])
            .unwrap();
        let whole = fs::read(&plan).unwrap();
        fs::write(plan.with_file_name(".hallway-event.toml-abc123.tmp"), &whole).unwrap();
        fs::write(plan.with_file_name(".hallway-event.toml-abc124.tmp"), &whole[..whole.len() / 2])
            .unwrap();
        // The plan as it is without what was swapped out, and with a mark that was taken back
        // since.
        fs::remove_file(&plan).unwrap();
        folders.change_plan("another", &[change("old", attend, 1)]).unwrap();
        fs::rename(folders.plan_file("another"), &plan).unwrap();
        let saved = folders.change_plan("event", &[change("old", None, 2)]).unwrap().plan;
        assert_eq!((saved.level_by_id("theirs"), saved.level_by_id("old")), (attend, None));
        let saved = folders
            .change_plan("event", &[change("theirs", None, 3), change("mine", attend, 3)])
            .unwrap()
            .plan;
        let levels = ["theirs", "old", "mine"].map(|id| saved.level_by_id(id));
        assert_eq!(levels, [None, None, attend]);
        assert_eq!(folders.load_plan("event").unwrap(), saved);
    }
}
