//! The plans: one file per event, `plans/EVENT.toml`, and a backup of the last good version.

use super::atomic_replace::{Edited, Replaced};
use super::durable::{keep_backup, update_file};
use super::error::StoreError;
use super::paths::{Folders, file_name};
use super::plan_file::PlanFile;
use super::read::read_file;
use crate::agenda::Clean;
use crate::format::TOML_SIZE_MAX;
use crate::plan::{Change, Plan};
use std::hash::{BuildHasher, RandomState};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The age at which a backup is replaced. A backup helps after damage from outside: a broken disk,
/// a truncating sync program, a mistake in an editor.
const BACKUP_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The message after a plan was saved without a lock. A program shows the message once.
pub(crate) const SAVED_WITHOUT_LOCK: &str = "saved, but without a lock: another program holds \
     the lock, or the disk has no locks; do not change your schedule in two places at once";

const TOO_MANY_MARKS: &str = "the schedule has too many marks to be read again";

/// A plan after changes were applied on disk.
#[derive(Debug)]
pub(crate) struct SavedPlan {
    /// The plan on disk.
    pub(crate) plan: Plan,
    /// True if the disk gave no lock.
    pub(crate) without_lock: bool,
    /// The titles of the sessions whose undo was refused, because a later edit had set another
    /// level.
    pub(crate) refused_undos: Vec<Clean>,
}

/// A plan as [`Folders::load_plan_to_change`] read it. A change parses the file again only if its
/// content is another one by then.
#[derive(Debug, Default)]
pub(crate) struct LoadedPlan {
    file: PlanFile,
    /// `None`: there was no file.
    content: Option<ContentHash>,
}

/// The hash of the bytes of a file, with keys of this process.
#[derive(Debug)]
struct ContentHash {
    keys: RandomState,
    hash: u64,
}

impl LoadedPlan {
    /// Returns `plan` as if it was read from a file of unknown content.
    pub(crate) fn of_plan(plan: Plan) -> LoadedPlan {
        LoadedPlan { file: PlanFile { plan, ..PlanFile::default() }, content: None }
    }

    fn has_content(&self, bytes: Option<&[u8]>) -> bool {
        let same = |content: &ContentHash| {
            Some(content.hash) == bytes.map(|bytes| content.keys.hash_one(bytes))
        };
        self.content.as_ref().is_some_and(same)
    }
}

impl Deref for LoadedPlan {
    type Target = Plan;
    fn deref(&self) -> &Plan {
        &self.file.plan
    }
}

impl Folders {
    pub(crate) fn plan_file(&self, event: &str) -> PathBuf {
        self.data.join("plans").join(file_name(event))
    }

    /// Returns the plan of an event. Returns an empty plan if none was ever saved. Writes nothing.
    ///
    /// # Errors
    ///
    /// There is a plan, and it cannot be read.
    pub(crate) fn load_plan(&self, event: &str) -> Result<Plan, StoreError> {
        let path = self.plan_file(event);
        let bytes = read_file(&path)?;
        Ok(parse_plan(&path, bytes.as_deref())?.plan)
    }

    /// Returns the plan as [`Folders::load_plan`] does, for [`Folders::change_loaded_plan`].
    ///
    /// # Errors
    ///
    /// As [`Folders::load_plan`].
    pub(crate) fn load_plan_to_change(&self, event: &str) -> Result<LoadedPlan, StoreError> {
        let path = self.plan_file(event);
        let bytes = read_file(&path)?;
        let file = parse_plan(&path, bytes.as_deref())?;
        let keys = RandomState::new();
        let content = bytes.map(|bytes| ContentHash { hash: keys.hash_one(&*bytes), keys });
        Ok(LoadedPlan { file, content })
    }

    /// Returns the backup of the last good plan, to show if the plan cannot be read.
    pub(crate) fn load_plan_backup(&self, event: &str) -> Option<Plan> {
        let bytes = read_file(&backup_file(&self.plan_file(event))).ok()??;
        Some(PlanFile::parse(&bytes).ok()?.plan)
    }

    /// Applies `changes`, all or none, to the plan on disk. On `Ok` file and directory are synced.
    /// Waits for the disk and for other programs, at most
    /// [`TOTAL_WAIT_MAX`](super::lock::TOTAL_WAIT_MAX) for the lock.
    ///
    /// # Errors
    ///
    /// The plan cannot be read or written, or a newer hallway wrote the plan. The old plan is
    /// unchanged, except for [`StoreError::NotSynced`].
    pub(crate) fn change_plan(
        &self,
        event: &str,
        changes: &[Change],
    ) -> Result<SavedPlan, StoreError> {
        self.apply_change_sets(event, &[changes])
    }

    /// Applies `changes` as [`Folders::change_plan`] does. `loaded` is the plan as it was read
    /// before, and saves the time to parse the file again.
    ///
    /// # Errors
    ///
    /// As [`Folders::change_plan`].
    pub(crate) fn change_loaded_plan(
        &self,
        event: &str,
        loaded: LoadedPlan,
        changes: &[Change],
    ) -> Result<SavedPlan, StoreError> {
        self.edit_plan(event, Some(loaded), &[changes])
    }

    /// Applies several sets of changes in order, and writes the plan once. Each set is applied as a
    /// whole or, if one of its changes is a refused undo, not at all. Without a set, syncs the
    /// plan.
    ///
    /// # Errors
    ///
    /// As [`Folders::change_plan`].
    pub(crate) fn apply_change_sets(
        &self,
        event: &str,
        change_sets: &[&[Change]],
    ) -> Result<SavedPlan, StoreError> {
        self.edit_plan(event, None, change_sets)
    }

    fn edit_plan(
        &self,
        event: &str,
        mut loaded: Option<LoadedPlan>,
        change_sets: &[&[Change]],
    ) -> Result<SavedPlan, StoreError> {
        let path = self.plan_file(event);
        let replaced = update_file(&path, |old, leftovers| {
            let mut file = match loaded.take().filter(|loaded| loaded.has_content(old.as_deref())) {
                Some(loaded) => loaded.file,
                None => parse_plan(&path, old.as_deref())?,
            };
            if let Some(version) = file.newer_version {
                return Err(StoreError::NewerPlan { path: path.clone(), version });
            }
            let mut is_changed = merge_leftovers(&mut file, leftovers);
            let mut refused_undos = Vec::new();
            for changes in change_sets {
                let conflict = file.plan.find_conflict(changes);
                refused_undos.extend(conflict.map(|change| change.title().clone()));
                is_changed |= file.plan.apply_changes(changes);
            }
            let mut bytes = None;
            if is_changed {
                if let Some(old) = old {
                    keep_backup(&backup_file(&path), &old, BACKUP_AGE);
                }
                let text = file.to_toml(event).map_err(|cause| StoreError::save(&path, cause))?;
                if text.len() > TOML_SIZE_MAX {
                    return Err(StoreError::save(&path, TOO_MANY_MARKS));
                }
                bytes = Some(text.into_bytes().into());
            }
            Ok(Edited { bytes, answer: (file.plan, refused_undos) })
        })?;
        let Replaced { answer: (plan, refused_undos), without_lock } = replaced;
        Ok(SavedPlan { plan, without_lock, refused_undos })
    }
}

/// Merges the newer marks of all `leftovers`. Returns true if there was one. An unreadable leftover
/// was never complete, and none of its marks was reported as saved.
fn merge_leftovers(file: &mut PlanFile, leftovers: &[Vec<u8>]) -> bool {
    let mut merged = false;
    let leftovers = leftovers.iter().filter(|bytes| bytes.len() <= TOML_SIZE_MAX);
    for leftover in leftovers.filter_map(|bytes| PlanFile::parse(bytes).ok()) {
        merged |= file.merge_newer(&leftover);
    }
    merged
}

fn backup_file(path: &Path) -> PathBuf {
    path.with_extension("toml.bak")
}

/// Parses the plan. Returns an empty plan for `None`.
fn parse_plan(path: &Path, bytes: Option<&[u8]>) -> Result<PlanFile, StoreError> {
    let Some(bytes) = bytes else {
        return Ok(PlanFile::default());
    };
    if bytes.len() > TOML_SIZE_MAX {
        return Err(StoreError::TooBig(path.to_owned()));
    }
    PlanFile::parse(bytes).map_err(|problem| {
        let report = problem.report(&path.display().to_string(), &String::from_utf8_lossy(bytes));
        let backup = Some(backup_file(path)).filter(|backup| is_readable_plan(backup));
        StoreError::BadPlan { path: path.to_owned(), report, backup }
    })
}

fn is_readable_plan(path: &Path) -> bool {
    matches!(read_file(path), Ok(Some(bytes)) if PlanFile::parse(&bytes).is_ok())
}
