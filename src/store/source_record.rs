//! The source of each agenda of the library: one file per agenda, `sources/NAME.toml`.
//!
//! The record saves requests and nothing else: without a readable record, the next update reads the
//! whole source.

use super::atomic_replace::Edited;
use super::durable::{make_private, update_file};
use super::error::StoreError;
use super::paths::{Folders, file_name};
use super::read::read_file;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::PathBuf;

/// The source of an agenda of the library, and the last visit of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceRecord {
    /// The source that a person gave: an address, perhaps of a page that leads to the schedule, the
    /// path of a file, or `-` for standard input.
    pub(crate) given: String,
    /// The source of the schedule itself, as in the agenda.
    pub(crate) address: String,
    /// The header `ETag` of the last version.
    pub(crate) etag: Option<String>,
    /// The header `Last-Modified` of the last version.
    pub(crate) last_modified: Option<String>,
    /// The checksum of the last version's bytes.
    pub(crate) checksum: Option<u64>,
    /// The checksum of the agenda's file that was made of the last version. The record is valid for
    /// this file alone.
    pub(crate) agenda_checksum: u64,
    /// The time when the source answered last.
    pub(crate) checked: DateTime<Utc>,
    /// The time of the last new version.
    pub(crate) changed: DateTime<Utc>,
    /// The news of the last new version in a few words, such as `2 moved, 1 of yours`. Empty for
    /// the first version.
    pub(crate) news: String,
}

/// The file as TOML.
#[derive(Debug, Serialize, Deserialize)]
struct RecordToml {
    /// The version of hallway that read the source: another one may read it better.
    hallway: String,
    given: String,
    address: String,
    etag: Option<String>,
    last_modified: Option<String>,
    checksum: Option<String>,
    agenda_checksum: String,
    checked: String,
    changed: String,
    #[serde(default)]
    news: String,
}

impl RecordToml {
    fn of_record(record: &SourceRecord) -> RecordToml {
        let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        RecordToml {
            hallway: env!("CARGO_PKG_VERSION").to_owned(),
            given: record.given.clone(),
            address: record.address.clone(),
            etag: record.etag.clone(),
            last_modified: record.last_modified.clone(),
            checksum: record.checksum.map(|sum| format!("{sum:016x}")),
            agenda_checksum: format!("{:016x}", record.agenda_checksum),
            checked: time(record.checked),
            changed: time(record.changed),
            news: record.news.clone(),
        }
    }

    /// Returns the record, or `None` if a field is no number or no time.
    fn into_record(self) -> Option<SourceRecord> {
        let is_own = self.hallway == env!("CARGO_PKG_VERSION");
        let checksum = |text: &str| u64::from_str_radix(text, 16).ok();
        let time = |text: &str| Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc());
        Some(SourceRecord {
            etag: self.etag.filter(|_| is_own),
            last_modified: self.last_modified.filter(|_| is_own),
            checksum: self.checksum.as_deref().and_then(checksum).filter(|_| is_own),
            agenda_checksum: checksum(&self.agenda_checksum)?,
            checked: time(&self.checked)?,
            changed: time(&self.changed)?,
            given: self.given,
            address: self.address,
            news: self.news,
        })
    }
}

impl Folders {
    fn records_folder(&self) -> PathBuf {
        self.data.join("sources")
    }

    /// Returns the path of the record for the agenda with this name in the library.
    pub(crate) fn record_file(&self, name: &str) -> PathBuf {
        self.records_folder().join(file_name(name))
    }

    /// Returns the record for the agenda with this name in the library, or `None` without a
    /// readable one.
    pub(crate) fn load_record(&self, name: &str) -> Option<SourceRecord> {
        let bytes = read_file(&self.record_file(name)).ok()??;
        let file: RecordToml = toml::from_str(std::str::from_utf8(&bytes).ok()?).ok()?;
        file.into_record()
    }

    /// Saves the record for the agenda with this name in the library, durably. Nobody else may read
    /// the file: the address may be a secret.
    ///
    /// # Errors
    ///
    /// The file cannot be written. The old file is unchanged.
    pub(crate) fn save_record(&self, name: &str, record: &SourceRecord) -> Result<(), StoreError> {
        let path = self.record_file(name);
        let file = RecordToml::of_record(record);
        let text = toml::to_string_pretty(&file).map_err(|cause| StoreError::save(&path, cause))?;
        make_private(&path);
        let new = text.into_bytes();
        update_file(&path, |old, _| {
            let bytes = (old.as_ref() != Some(&new)).then(|| (&*new).into());
            Ok(Edited { bytes, answer: () })
        })?;
        Ok(())
    }

    /// Removes the record for the agenda with this name. Ignores errors: a record without its
    /// agenda is not used.
    pub(crate) fn remove_record(&self, name: &str) {
        let _ = fs::remove_file(self.record_file(name));
    }

    /// Returns the agendas of the library that have a record, with their records, by name.
    pub(crate) fn list_records(&self) -> Vec<(String, SourceRecord)> {
        let names = self.list_agendas().into_iter();
        names
            .filter_map(|name| {
                let record = self.load_record(&name)?;
                Some((name, record))
            })
            .collect()
    }

    /// Returns the agenda of the library that was imported from this address: the address that a
    /// person gave, or the address of the schedule. Of several agendas, the one checked last.
    pub(crate) fn find_record(&self, address: &str) -> Option<(String, SourceRecord)> {
        let records = self.list_records().into_iter();
        records
            .filter(|(_, record)| record.given == address || record.address == address)
            .max_by_key(|(_, record)| record.checked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::folders_in;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn record(given: &str, address: &str, checked: &str) -> SourceRecord {
        SourceRecord {
            given: given.to_owned(),
            address: address.to_owned(),
            etag: Some("W/\"1\u{fc}\"".to_owned()),
            last_modified: None,
            checksum: Some(u64::MAX),
            agenda_checksum: 7,
            checked: time(checked),
            changed: time("2026-02-01T10:00:00Z"),
            news: "2 moved, 1 of yours".to_owned(),
        }
    }

    #[test]
    fn record_is_loaded_as_saved_until_removed() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        let saved = record("https://c.example/", "https://c.example/s.xml", "2026-02-01T10:00:00Z");
        assert_eq!(folders.load_record("c"), None);
        folders.save_record("c", &saved).unwrap();
        assert_eq!(folders.load_record("c"), Some(saved));
        folders.remove_record("c");
        folders.remove_record("c");
        assert_eq!(folders.load_record("c"), None);
    }

    #[test]
    fn damaged_record_is_no_record_and_one_of_another_version_has_no_validators() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        let saved = record("a", "b", "2026-02-01T10:00:00Z");
        folders.save_record("c", &saved).unwrap();
        let text = fs::read_to_string(folders.record_file("c")).unwrap();
        for (from, to) in [
            ("checked = \"2026", "checked = \"soon"),
            ("agenda_checksum = \"0", "agenda_checksum = \"z"),
            ("given = ", "taken = "),
            ("given = ", "given"),
        ] {
            fs::write(folders.record_file("c"), text.replace(from, to)).unwrap();
            assert_eq!(folders.load_record("c"), None, "{to}");
        }
        let other = text.replace(env!("CARGO_PKG_VERSION"), "0.0.1");
        fs::write(folders.record_file("c"), other).unwrap();
        let bare = SourceRecord { etag: None, last_modified: None, checksum: None, ..saved };
        assert_eq!(folders.load_record("c"), Some(bare));
    }

    #[test]
    fn address_finds_the_agenda_of_the_library_that_was_checked_last() {
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        for (name, given, address, checked) in [
            ("old", "https://c.example/", "https://c.example/s.xml", "2026-02-01T10:00:00Z"),
            ("young", "https://c.example/s.xml", "https://c.example/s.xml", "2026-02-02T10:00:00Z"),
            ("gone", "https://c.example/gone", "https://c.example/s.xml", "2026-02-03T10:00:00Z"),
        ] {
            if name != "gone" {
                folders.save_agenda(name, "x = 1", false).unwrap();
            }
            folders.save_record(name, &record(given, address, checked)).unwrap();
        }
        let find = |address| folders.find_record(address).map(|(name, _)| name);
        assert_eq!(find("https://c.example/").as_deref(), Some("old"));
        assert_eq!(find("https://c.example/s.xml").as_deref(), Some("young"));
        assert_eq!(find("https://c.example/gone"), None);
    }

    #[cfg(unix)]
    #[test]
    fn record_is_private_even_over_an_open_file() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::TempDir::new().unwrap();
        let folders = folders_in(&home);
        let path = folders.record_file("c");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let mut saved = record("a", "b", "2026-02-01T10:00:00Z");
        folders.save_record("c", &saved).unwrap();
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        saved.news.clear();
        folders.save_record("c", &saved).unwrap();
        assert_eq!(mode(), 0o600);
    }
}
