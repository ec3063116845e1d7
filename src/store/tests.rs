//! Tests of plans on disk and of error messages, with fixtures for the other tests of the store.

use super::plans::SavedPlan;
use super::read::read_fingerprint;
use super::{Folders, StoreError};
use crate::agenda::{Clean, Level};
use crate::plan::{Change, Mark, SessionFacts};
use chrono::{DateTime, TimeDelta, Utc};
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

pub(super) fn folders_in(home: &TempDir) -> Folders {
    Folders::under(&home.path().join("data"), &home.path().join("config")).unwrap()
}

/// Returns the names of the files in a directory, sorted.
pub(super) fn file_names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

const ATTEND: Option<Level> = Some(Level::Attend);
const MAYBE: Option<Level> = Some(Level::Maybe);

fn change_at(id: &str, level: Option<Level>, minute: i64) -> Change {
    let mark = Mark {
        marked: SessionFacts {
            id: Clean::line(id),
            title: Clean::line("A talk"),
            ..SessionFacts::default()
        },
        ..Mark::default()
    };
    mark.change_level(level, DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minute))
}

fn change(id: &str, level: Option<Level>) -> Change {
    change_at(id, level, 0)
}

fn attend(folders: &Folders, id: &str) -> SavedPlan {
    folders.change_plan("event", &[change(id, ATTEND)]).unwrap()
}

#[test]
fn loading_a_missing_plan_writes_nothing() {
    let home = TempDir::new().unwrap();
    assert!(folders_in(&home).load_plan("event").unwrap().is_empty());
    assert_eq!(file_names(home.path()), [""; 0]);
}

#[test]
fn saved_changes_are_loaded_and_a_repeated_change_writes_nothing() {
    let home = TempDir::new().unwrap();
    let folders = folders_in(&home);
    let changes = [change("a", ATTEND), change("b", MAYBE)];
    let plan = folders.change_plan("event", &changes).unwrap().plan;
    assert_eq!(["a", "b"].map(|id| plan.level_by_id(id)), [ATTEND, MAYBE]);
    assert_eq!(folders.load_plan("event").unwrap(), plan);
    assert!(folders.load_plan("another").unwrap().is_empty());
    let before = read_fingerprint(&folders.plan_file("event"));
    assert_eq!(attend(&folders, "a").plan, plan);
    assert_eq!(read_fingerprint(&folders.plan_file("event")), before);
    let plan = folders.change_plan("event", &[change("a", None)]).unwrap().plan;
    assert_eq!(plan.level_by_id("a"), None);
    assert_ne!(read_fingerprint(&folders.plan_file("event")), before);
}

#[test]
fn two_programs_saving_at_once_lose_no_mark() {
    let home = TempDir::new().unwrap();
    let folders = folders_in(&home);
    std::thread::scope(|scope| {
        for program in 0..2 {
            let folders = &folders;
            scope.spawn(move || {
                for number in 0..50 {
                    attend(folders, &format!("{program}-{number}"));
                }
            });
        }
    });
    assert_eq!(folders.load_plan("event").unwrap().active_marks().len(), 100);
}

#[test]
fn marks_in_leftovers_are_merged_and_removed_marks_stay_removed() {
    let home = TempDir::new().unwrap();
    let folders = folders_in(&home);
    let plan = folders.plan_file("event");
    let changes = [change_at("theirs", ATTEND, 1), change_at("old", ATTEND, 1)];
    folders.change_plan("event", &changes).unwrap();
    let complete = fs::read(&plan).unwrap();
    let leftovers = [("abc123", &complete[..]), ("abc124", &complete[..complete.len() / 2])];
    for (random, bytes) in leftovers {
        fs::write(plan.with_file_name(format!(".hallway-event.toml-{random}.tmp")), bytes).unwrap();
    }
    // The plan without the marks of the leftover.
    fs::remove_file(&plan).unwrap();
    folders.change_plan("another", &[change_at("old", ATTEND, 1)]).unwrap();
    fs::rename(folders.plan_file("another"), &plan).unwrap();
    let saved = folders.change_plan("event", &[change_at("old", None, 2)]).unwrap().plan;
    assert_eq!(["theirs", "old"].map(|id| saved.level_by_id(id)), [ATTEND, None]);
    let changes = [change_at("theirs", None, 3), change_at("mine", ATTEND, 3)];
    let saved = folders.change_plan("event", &changes).unwrap().plan;
    let levels = ["theirs", "old", "mine"].map(|id| saved.level_by_id(id));
    assert_eq!(levels, [None, None, ATTEND]);
    assert_eq!(folders.load_plan("event").unwrap(), saved);
}

/// A plan with given bytes after a refused change.
struct RefusedChange {
    folders: Folders,
    error: StoreError,
    _home: TempDir,
}

/// Writes `bytes` as the plan and tries to change it. Asserts that the bytes stay.
fn change_unwritable_plan(bytes: &[u8]) -> RefusedChange {
    let home = TempDir::new().unwrap();
    let folders = folders_in(&home);
    let path = folders.plan_file("event");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    let error = folders.change_plan("event", &[change("b", ATTEND)]).unwrap_err();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    RefusedChange { folders, error, _home: home }
}

#[test]
fn a_damaged_plan_is_refused_and_not_overwritten() {
    let home = TempDir::new().unwrap();
    let folders = folders_in(&home);
    attend(&folders, "a");
    let complete = fs::read(folders.plan_file("event")).unwrap();
    let cut_off = (0..complete.len() - 1).map(|length| complete[..length].to_vec());
    let others = [vec![0; 4096], b"\xff\xfe".to_vec(), vec![b'['; 100_000]];
    for bytes in cut_off.chain(others) {
        let refused = change_unwritable_plan(&bytes);
        assert!(matches!(refused.error, StoreError::BadPlan { .. }), "{:?}", refused.error);
        assert_eq!(refused.error.exit_code(), 65);
        assert!(refused.error.to_string().contains("event.toml:"), "{}", refused.error);
        assert!(refused.folders.load_plan("event").is_err());
    }
}

fn count_backup_marks(folders: &Folders) -> usize {
    folders.load_plan_backup("event").unwrap().active_marks().len()
}

#[test]
fn a_backup_of_the_last_good_plan_is_replaced_after_a_day() {
    let home = TempDir::new().unwrap();
    let folders = folders_in(&home);
    let backup = home.path().join("data/hallway/plans/event.toml.bak");
    attend(&folders, "a");
    assert!(!backup.exists());
    attend(&folders, "b");
    attend(&folders, "c");
    assert_eq!(count_backup_marks(&folders), 1);
    let yesterday = SystemTime::now() - Duration::from_secs(25 * 60 * 60);
    fs::File::options().append(true).open(&backup).unwrap().set_modified(yesterday).unwrap();
    attend(&folders, "d");
    assert_eq!(count_backup_marks(&folders), 3);
}

#[test]
fn a_damaged_plan_is_reported_with_its_backup_and_never_copied_over_it() {
    let home = TempDir::new().unwrap();
    let folders = folders_in(&home);
    attend(&folders, "a");
    attend(&folders, "b");
    fs::write(folders.plan_file("event"), "version = 1\n[[mark]").unwrap();
    let error = folders.load_plan("event").unwrap_err().to_string();
    assert!(error.contains("event.toml.bak") && error.contains("event.toml:2:"), "{error}");
    assert!(folders.change_plan("event", &[change("c", ATTEND)]).is_err());
    assert_eq!(count_backup_marks(&folders), 1);
}

#[test]
fn a_plan_of_a_newer_version_is_loaded_but_not_changed() {
    let text = "version = 99\n[[mark]]\nsession = 'a'\nlevel = 'attend'\nmood = 3\n";
    let refused = change_unwritable_plan(text.as_bytes());
    assert!(matches!(refused.error, StoreError::NewerPlan { version: 99, .. }));
    assert!(refused.error.to_string().contains("newer hallway"), "{}", refused.error);
    assert_eq!(refused.folders.load_plan("event").unwrap().level_by_id("a"), ATTEND);
}

#[test]
fn messages_begin_with_the_cause_and_end_with_the_path() {
    let path = Path::new("/a/long/path/of/more/than/eighty/columns").join("x".repeat(60));
    let cause = || io::Error::from_raw_os_error(28);
    for error in [
        StoreError::Save { path: path.clone(), cause: cause() },
        StoreError::NotSynced { path: path.clone(), cause: cause() },
        StoreError::Read { path, cause: cause() },
    ] {
        let text = error.to_string();
        assert!(text.find("(os error 28)").is_some_and(|at| at < 60), "{text}");
        assert!(text.ends_with("xxx"), "{text}");
    }
}

#[test]
fn messages_contain_no_control_characters() {
    let plan = "version = 1\nx = \u{1b}]52;c;QQ==\u{7} \u{202e} y\n";
    let hostile = Path::new("a\u{1b}[31mb\u{202e}\n");
    for error in [
        change_unwritable_plan(plan.as_bytes()).error,
        StoreError::NotFound(hostile.into()),
        StoreError::Dangling(hostile.into()),
    ] {
        let text = error.to_string();
        let is_unsafe = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(is_unsafe), "{text:?}");
    }
}

#[test]
fn newest_plans_are_the_other_plans_changed_last() {
    let home = TempDir::new().unwrap();
    let folders = folders_in(&home);
    assert_eq!(folders.newest_plans("own"), Vec::<String>::new());
    let plans = folders.data.join("plans");
    fs::create_dir_all(&plans).unwrap();
    let names = (0..1000).map(|number| format!("conf-{number}.toml"));
    let others = ["own.toml", ".hidden.toml", "conf.toml.bak", "two words.toml"].map(str::to_owned);
    for (name, second) in names.chain(others).zip(1..) {
        let file = fs::File::create(plans.join(name)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).unwrap();
    }
    let newest = folders.newest_plans("own");
    assert_eq!(
        (newest.len(), newest[0].as_str(), newest[49].as_str()),
        (50, "conf-999", "conf-950")
    );
}
