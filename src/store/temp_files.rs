//! Temporary files beside a target: `.hallway-NAME-abc123.tmp` for the file `NAME`.

use super::paths::directory_of;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, File, Metadata};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::NamedTempFile;

/// The age at which a leftover of a killed program is removed.
pub(super) const LEFTOVER_AGE: Duration = Duration::from_secs(60 * 60);
const PREFIX: &str = ".hallway-";
const SUFFIX: &str = ".tmp";
/// The number of random letters and digits in the name.
const RANDOM_LENGTH: usize = 6;
/// The longest target name that fits into the name of its temporary file, in bytes. The temporary
/// file of a longer name carries no name.
const TARGET_NAME_BYTES_MAX: usize = 200;

/// Creates an empty file for this user only, then copies owner and mode of the target.
pub(super) fn create_temp_file(target: &Path) -> io::Result<NamedTempFile> {
    let prefix = prefix_for(target).unwrap_or_else(|| PREFIX.into());
    let temp = tempfile::Builder::new()
        .prefix(&prefix)
        .rand_bytes(RANDOM_LENGTH)
        .suffix(SUFFIX)
        .tempfile_in(directory_of(target))?;
    if let Ok(old) = fs::metadata(target) {
        copy_owner_and_mode(temp.as_file(), &old);
    }
    Ok(temp)
}

/// Copies owner and mode as far as the system allows: some file systems have no modes, and only
/// root may change the owner. The mode is copied even if the owner is not, so that everybody who
/// shares the plan in a folder can still write it.
#[cfg(unix)]
fn copy_owner_and_mode(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let same_owner =
        file.metadata().is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
    if !same_owner && fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
        let _ = fchown(file, None, Some(old.gid()));
    }
    let _ = file.set_permissions(PermissionsExt::from_mode(old.mode() & 0o777));
}

#[cfg(not(unix))]
fn copy_owner_and_mode(_: &File, _: &Metadata) {}

/// Removes the temporary files of `target` without a change for longer than `age`. A younger file
/// may belong to a running program.
pub(super) fn remove_old_temp_files(target: &Path, age: Duration) {
    find_temp_files(target).for_each(|entry| remove_if_old(&entry, age));
}

/// Removes the temporary files of all `.ics` files in `folder` without a change for longer than
/// `age`.
pub(super) fn remove_old_temp_files_of_items(folder: &Path, age: Duration) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let target = name.to_str().and_then(|name| {
            let (target, _) = name.strip_prefix(PREFIX)?.rsplit_once('-')?;
            target.ends_with(".ics").then(|| folder.join(target))
        });
        let prefix = target.and_then(|target| prefix_for(&target));
        if prefix.is_some_and(|prefix| has_temp_name(&name, &prefix)) {
            remove_if_old(&entry, age);
        }
    }
}

fn remove_if_old(entry: &DirEntry, age: Duration) {
    let idle = entry.metadata().ok().filter(Metadata::is_file);
    let idle = idle.and_then(|metadata| idle_time(&metadata));
    if idle.is_some_and(|idle| idle > age) {
        let _ = fs::remove_file(entry.path());
    }
}

/// Returns the existing temporary files of `target`. Returns none for a target name longer than
/// [`TARGET_NAME_BYTES_MAX`].
pub(super) fn find_temp_files(target: &Path) -> impl Iterator<Item = DirEntry> {
    let prefix = prefix_for(target);
    let entries = prefix.as_ref().and_then(|_| fs::read_dir(directory_of(target)).ok());
    let prefix = prefix.unwrap_or_default();
    entries.into_iter().flatten().flatten().filter(move |entry| {
        has_temp_name(&entry.file_name(), &prefix)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
    })
}

/// Returns true for `prefix`, six random letters or digits, and [`SUFFIX`].
fn has_temp_name(name: &OsStr, prefix: &OsStr) -> bool {
    let rest = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
    let random = rest.and_then(|rest| rest.strip_suffix(SUFFIX.as_bytes()));
    random.is_some_and(|random| {
        random.len() == RANDOM_LENGTH && random.iter().all(u8::is_ascii_alphanumeric)
    })
}

fn prefix_for(target: &Path) -> Option<OsString> {
    let name = target.file_name().filter(|name| name.len() <= TARGET_NAME_BYTES_MAX)?;
    let mut prefix = OsString::from(PREFIX);
    prefix.push(name);
    prefix.push("-");
    Some(prefix)
}

/// Returns the time since the last change of a file. On Unix an exchange of names counts as a
/// change: the `ctime`, unlike the `mtime`, includes changes of the name.
fn idle_time(metadata: &Metadata) -> Option<Duration> {
    #[cfg(unix)]
    let changed = {
        use std::os::unix::fs::MetadataExt;
        SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(metadata.ctime()).ok()?)
    };
    #[cfg(not(unix))]
    let changed: SystemTime = metadata.modified().ok()?;
    changed.elapsed().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_temp_files_of_the_target_are_removed() {
        let home = tempfile::TempDir::new().unwrap();
        let path = home.path().join("plan");
        let others = [
            ".hallway-plan.bak-abc123.tmp",
            ".hallway-plan-b-abc123.tmp",
            ".hallway-abc123.tmp",
            "mine.tmp",
        ];
        for name in others.iter().chain(&[".hallway-plan-abc123.tmp"]) {
            let file = File::create(home.path().join(name)).unwrap();
            // As old as a plan that was displaced just now.
            file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        }
        if cfg!(unix) {
            remove_old_temp_files(&path, LEFTOVER_AGE);
            assert_eq!(fs::read_dir(home.path()).unwrap().count(), others.len() + 1);
        }
        remove_old_temp_files(&path, Duration::ZERO);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), others.len());
        assert!(others.iter().all(|name| home.path().join(name).exists()));
    }

    #[test]
    fn old_temp_files_of_every_item_are_removed() {
        let home = tempfile::TempDir::new().unwrap();
        let kept =
            [".hallway-a.ics-abc.tmp", ".hallway-plan-abc123.tmp", ".a.ics-abc123.tmp", "a.ics"];
        let removed = [".hallway-a.ics-abc123.tmp", ".hallway-b-c.ics-123abc.tmp"];
        for name in kept.iter().chain(&removed) {
            File::create(home.path().join(name)).unwrap();
        }
        remove_old_temp_files_of_items(home.path(), LEFTOVER_AGE);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), kept.len() + removed.len());
        remove_old_temp_files_of_items(home.path(), Duration::ZERO);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), kept.len());
        assert!(kept.iter().all(|name| home.path().join(name).exists()));
    }

    #[test]
    fn a_created_temp_file_is_found_and_a_long_target_name_is_possible() {
        let home = tempfile::TempDir::new().unwrap();
        let path = home.path().join("plan");
        let temp = create_temp_file(&path).unwrap();
        assert_eq!(find_temp_files(&path).count(), 1, "{:?}", temp.path());
        assert!(create_temp_file(&home.path().join("x".repeat(230))).is_ok());
    }
}
