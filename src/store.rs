//! Disk and environment: the paths of files, reading, and durable writing.
//!
//! Reading writes nothing: no folder, no lock, no time stamp. [`durable`] replaces whole files. A
//! damaged plan is never replaced.
#![expect(
    clippy::disallowed_methods,
    reason = "only this module may use the disk and the environment"
)]

mod atomic_replace;
mod change_watch;
mod durable;
mod editor;
mod environment;
mod error;
mod item_folder;
mod library;
mod lock;
mod other_plans;
mod paths;
mod plan_file;
mod plan_lines;
mod plan_parser;
mod plan_values;
mod plans;
mod read;
mod real_disk;
mod rooms;
mod source_record;
mod temp_files;
#[cfg(test)]
mod tests;

pub(crate) use change_watch::{ChangeWatch, Woken};
pub(crate) use durable::{PreparedFile, create_folder, replace_file, turn_size_limit_into_error};
pub(crate) use editor::{edit_text, editor_command};
pub(crate) use environment::{Environment, read_environment, read_variable};
pub(crate) use error::StoreError;
pub(crate) use item_folder::{FolderChanges, count_items, sync_items};
pub(crate) use library::{NewFile, write_new_file};
pub(crate) use other_plans::OtherPlan;
pub(crate) use paths::{Folders, absolute_path, file_exists, path_exists};
pub(crate) use plans::{LoadedPlan, SAVED_WITHOUT_LOCK, SavedPlan};
pub(crate) use read::{Fingerprint, read_fingerprint, read_source};
pub(crate) use rooms::SavedRooms;
pub(crate) use source_record::SourceRecord;
