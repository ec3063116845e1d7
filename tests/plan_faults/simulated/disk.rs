//! A disk in memory that counts its steps and has trouble at one of them.
//!
//! After the crash tests of SQLite: a loss of power may keep, lose, cut or zero all bytes that were
//! not synced, and may undo all renames that were not synced.

use crate::atomic_replace::{Disk, Expected, Leftover, Placed};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The path of the file that the tests replace.
pub(super) const FILE: &str = "/plan";

/// The trouble at a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Trouble {
    /// The power is lost. Bytes and names that were not synced may be lost.
    PowerLoss,
    /// The program is killed. Everything written stays.
    Kill,
    /// The step fails once with this error.
    Error(&'static str),
}

/// A disk in memory.
#[derive(Default)]
pub(super) struct SimulatedDisk {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// The number of steps so far.
    step: usize,
    trouble: Option<ScheduledTrouble>,
    /// True after a loss of power or a kill: every step fails.
    is_dead: bool,
    files: Vec<MemoryFile>,
    /// The position in `files` of each name, as programs see it.
    names: BTreeMap<PathBuf, usize>,
    /// The position in `files` of each name, after the last sync of the directory.
    synced_names: BTreeMap<PathBuf, usize>,
    /// The writes of other programs, by step, the last first.
    writers: Vec<ScheduledWriter>,
}

#[derive(Clone, Copy)]
struct ScheduledTrouble {
    step: usize,
    trouble: Trouble,
}

/// Another program that adds a line just before a step.
struct ScheduledWriter {
    step: usize,
    line: &'static str,
}

#[derive(Default)]
struct MemoryFile {
    bytes: Vec<u8>,
    synced: Vec<u8>,
}

impl MemoryFile {
    /// Returns every content that a loss of power may leave.
    fn possible_bytes(&self) -> Vec<Vec<u8>> {
        if self.synced == self.bytes {
            return vec![self.bytes.clone()];
        }
        let half = self.bytes[..self.bytes.len() / 2].to_vec();
        vec![self.synced.clone(), vec![0; self.bytes.len()], half, self.bytes.clone()]
    }
}

impl State {
    /// Adds a line with all steps of a replacement at once, and synced.
    fn write_as_another(&mut self, line: &str) {
        let file = PathBuf::from(FILE);
        let old = self.names.get(&file).map(|ix| self.files[*ix].bytes.clone());
        let mut bytes = old.unwrap_or_default();
        bytes.extend_from_slice(format!("{line}\n").as_bytes());
        self.names.insert(file, self.files.len());
        self.files.push(MemoryFile { synced: bytes.clone(), bytes });
        self.synced_names = self.names.clone();
    }
}

impl SimulatedDisk {
    /// Returns the number of steps so far.
    pub(super) fn step(&self) -> usize {
        self.state.borrow().step
    }

    /// Schedules trouble `steps` steps from now.
    pub(super) fn schedule_trouble(&self, steps: usize, trouble: Trouble) {
        let mut state = self.state.borrow_mut();
        state.trouble = Some(ScheduledTrouble { step: state.step + steps, trouble });
    }

    /// Schedules other programs that add a line. Each has its step from now, in ascending order.
    pub(super) fn schedule_writers(&self, writers: &[(usize, &'static str)]) {
        let mut state = self.state.borrow_mut();
        let now = state.step;
        let writers = writers.iter().rev();
        state.writers =
            writers.map(|&(steps, line)| ScheduledWriter { step: now + steps, line }).collect();
    }

    /// Returns true if a scheduled writer has not written yet.
    pub(super) fn has_waiting_writers(&self) -> bool {
        !self.state.borrow().writers.is_empty()
    }

    /// Returns true after a loss of power or a kill.
    pub(super) fn is_dead(&self) -> bool {
        self.state.borrow().is_dead
    }

    /// Starts the program again.
    pub(super) fn restart(&self) {
        self.state.borrow_mut().is_dead = false;
    }

    /// Returns the bytes of [`FILE`] as another program sees them.
    pub(super) fn present_bytes(&self) -> Option<Vec<u8>> {
        self.bytes_of(Path::new(FILE))
    }

    /// Returns every content of [`FILE`] that another program or, if the power may be lost, the
    /// next start may find.
    pub(super) fn possible_bytes(&self) -> Vec<Option<Vec<u8>>> {
        let mut possible = vec![self.present_bytes()];
        let state = self.state.borrow();
        if state.trouble.is_some_and(|scheduled| scheduled.trouble == Trouble::Kill) {
            return possible;
        }
        for names in [&state.synced_names, &state.names] {
            match names.get(Path::new(FILE)) {
                None => possible.push(None),
                Some(ix) => {
                    possible.extend(state.files[*ix].possible_bytes().into_iter().map(Some));
                }
            }
        }
        possible
    }

    fn bytes_of(&self, file: &Path) -> Option<Vec<u8>> {
        let state = self.state.borrow();
        state.names.get(file).map(|ix| state.files[*ix].bytes.clone())
    }

    /// Counts a step. Fails if the disk is dead, or if the trouble is scheduled for this step.
    fn take_step(&self) -> io::Result<()> {
        let mut state = self.state.borrow_mut();
        let step = state.step;
        while let Some(writer) = state.writers.pop_if(|writer| writer.step == step) {
            state.write_as_another(writer.line);
        }
        state.step += 1;
        let trouble = state.trouble.filter(|scheduled| scheduled.step == step);
        match trouble.map(|scheduled| scheduled.trouble) {
            _ if state.is_dead => Err(io::Error::other("dead")),
            Some(Trouble::Error(error)) => Err(io::Error::other(error)),
            Some(Trouble::PowerLoss | Trouble::Kill) => {
                state.is_dead = true;
                Err(io::Error::other("dead"))
            }
            None => Ok(()),
        }
    }
}

impl Disk for SimulatedDisk {
    type TempFile = PathBuf;

    fn read(&self, file: &Path) -> io::Result<Option<Vec<u8>>> {
        self.take_step()?;
        Ok(self.bytes_of(file))
    }

    fn resolve_target(&self, file: &Path) -> io::Result<PathBuf> {
        self.take_step()?;
        Ok(file.to_owned())
    }

    fn lock(&self, _: &Path) -> Option<impl Sized> {
        self.take_step().ok()
    }

    fn remove_old_leftovers(&self, _: &Path) {}

    /// Returns every temporary file: dropping one does not remove it here.
    fn read_leftovers(&self, _: &Path) -> Vec<Leftover> {
        let state = self.state.borrow();
        let temps =
            state.names.iter().filter(|(name, _)| name.to_string_lossy().starts_with("/temp "));
        temps
            .map(|(name, ix)| Leftover {
                path: name.clone(),
                bytes: state.files[*ix].bytes.clone(),
            })
            .collect()
    }

    fn keep(&self, _: PathBuf) {}

    fn remove(&self, leftover: &Path) {
        self.state.borrow_mut().names.remove(leftover);
    }

    fn create_temp(&self, _: &Path) -> io::Result<PathBuf> {
        self.take_step()?;
        let mut state = self.state.borrow_mut();
        let ix = state.files.len();
        let name = PathBuf::from(format!("/temp {ix}"));
        state.files.push(MemoryFile::default());
        state.names.insert(name.clone(), ix);
        Ok(name)
    }

    /// Writes the first half of the bytes if the step fails.
    fn write(&self, temp: &mut PathBuf, bytes: &[u8]) -> io::Result<()> {
        let result = self.take_step();
        let mut state = self.state.borrow_mut();
        let ix = state.names[temp];
        let count = if result.is_ok() { bytes.len() } else { bytes.len() / 2 };
        state.files[ix].bytes.extend_from_slice(&bytes[..count]);
        result
    }

    fn sync(&self, temp: &PathBuf) -> io::Result<()> {
        self.take_step()?;
        let mut state = self.state.borrow_mut();
        let ix = state.names[temp];
        state.files[ix].synced = state.files[ix].bytes.clone();
        Ok(())
    }

    fn place(
        &self,
        temp: PathBuf,
        target: &Path,
        expected: Expected,
    ) -> io::Result<Placed<PathBuf>> {
        self.take_step()?;
        let mut state = self.state.borrow_mut();
        if state.names.contains_key(target) != (expected == Expected::Present) {
            return Ok(Placed::Refused);
        }
        let Some(ix) = state.names.remove(&temp) else {
            return Err(io::Error::other("there is no such file"));
        };
        let Some(old) = state.names.insert(target.to_owned(), ix) else {
            return Ok(Placed::Created);
        };
        state.names.insert(temp.clone(), old);
        Ok(Placed::Exchanged { temp, displaced: state.files[old].bytes.clone() })
    }

    fn sync_directory(&self, _: &Path) -> io::Result<()> {
        self.take_step()?;
        let mut state = self.state.borrow_mut();
        state.synced_names = state.names.clone();
        Ok(())
    }

    fn pause(&self) {}
}
