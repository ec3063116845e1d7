//! A disk in memory for several programs, with neither locks nor an exchange of names. The programs
//! take their steps one at a time, in an order that a number decides.

use super::disk::FILE;
use crate::Loss;
use crate::atomic_replace::{Disk, Expected, Leftover, Placed};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard};

/// The disk.
pub(super) struct BareDisk {
    state: Mutex<State>,
    turn: Condvar,
}

struct State {
    files: BTreeMap<PathBuf, Vec<u8>>,
    created: usize,
    /// The programs that have not ended.
    running: usize,
    /// The programs that wait for their step.
    waiting: BTreeSet<usize>,
    /// The program whose step it is.
    next: Option<usize>,
    /// The state of the random numbers.
    random: u64,
}

impl BareDisk {
    /// Returns an empty disk for `programs` programs.
    pub(super) fn new(order: u64, programs: usize) -> BareDisk {
        let state = State {
            files: BTreeMap::new(),
            created: 0,
            running: programs,
            waiting: BTreeSet::new(),
            next: None,
            random: order.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        };
        BareDisk { state: Mutex::new(state), turn: Condvar::new() }
    }

    /// Lets one more program run after all others have ended.
    pub(super) fn start_again(&self) {
        self.lock_state().running = 1;
    }

    /// Checks that the file has each line once.
    pub(super) fn check_lines(&self, lines: &[String]) -> Result<(), Loss> {
        let bytes = self.lock_state().files.get(Path::new(FILE)).cloned().unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap();
        let count = |line: &String| text.lines().filter(|present| present == line).count();
        match lines.iter().find(|line| count(line) != 1) {
            Some(line) => Err(format!("{line:?} in {text:?}")),
            None => Ok(()),
        }
    }

    fn lock_state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl State {
    /// Chooses the next program if all of them wait. Most steps follow one of the same program, so
    /// that another one often stands still for all steps of a replacement.
    fn choose_next(&mut self) {
        if self.waiting.len() < self.running {
            return;
        }
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let stays =
            self.next.filter(|last| !self.random.is_multiple_of(8) && self.waiting.contains(last));
        let place = (self.random >> 32) as usize % self.waiting.len().max(1);
        self.next = stays.or(self.waiting.iter().nth(place).copied());
    }
}

/// A program that writes.
pub(super) struct Writer<'a> {
    disk: &'a BareDisk,
    program: usize,
    step: Cell<usize>,
    kill_step: Option<usize>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(disk: &'a BareDisk, program: usize, kill_step: Option<usize>) -> Writer<'a> {
        Writer { disk, program, step: Cell::new(0), kill_step }
    }

    /// Ends the program.
    pub(super) fn finish(self) {
        let mut state = self.disk.lock_state();
        state.running -= 1;
        state.choose_next();
        self.disk.turn.notify_all();
    }

    fn is_killed(&self) -> bool {
        self.kill_step.is_some_and(|kill_step| self.step.get() > kill_step)
    }

    /// Waits for the step of this program. Fails if the program is killed at this step or before.
    fn take_step(&self) -> io::Result<MutexGuard<'a, State>> {
        self.step.set(self.step.get() + 1);
        let mut state = self.disk.lock_state();
        state.waiting.insert(self.program);
        state.choose_next();
        self.disk.turn.notify_all();
        let is_others_turn = |state: &mut State| {
            state.waiting.len() < state.running || state.next != Some(self.program)
        };
        let mut state = self.disk.turn.wait_while(state, is_others_turn).unwrap();
        state.waiting.remove(&self.program);
        if self.is_killed() { Err(io::Error::other("killed")) } else { Ok(state) }
    }
}

/// A temporary file. A killed program leaves it.
pub(super) struct TempFile<'a> {
    disk: &'a BareDisk,
    path: PathBuf,
    is_left: bool,
}

impl Drop for TempFile<'_> {
    fn drop(&mut self) {
        if !self.is_left {
            self.disk.lock_state().files.remove(&self.path);
        }
    }
}

impl<'a> Disk for Writer<'a> {
    type TempFile = TempFile<'a>;

    fn read(&self, file: &Path) -> io::Result<Option<Vec<u8>>> {
        Ok(self.take_step()?.files.get(file).cloned())
    }

    fn resolve_target(&self, file: &Path) -> io::Result<PathBuf> {
        Ok(file.to_owned())
    }

    fn lock(&self, _: &Path) -> Option<impl Sized> {
        None::<()>
    }

    fn remove_old_leftovers(&self, _: &Path) {}

    /// Lists the names in one step, and reads each file in one of its own.
    fn read_leftovers(&self, target: &Path) -> Vec<Leftover> {
        let Ok(state) = self.take_step() else { return Vec::new() };
        let names = state.files.keys().filter(|name| *name != target).cloned();
        let names: Vec<PathBuf> = names.collect();
        drop(state);
        names
            .into_iter()
            .filter_map(|path| Some(Leftover { bytes: self.read(&path).ok()??, path }))
            .collect()
    }

    fn keep(&self, mut temp: TempFile<'a>) {
        temp.is_left = true;
    }

    fn remove(&self, leftover: &Path) {
        if let Ok(mut state) = self.take_step() {
            state.files.remove(leftover);
        }
    }

    fn create_temp(&self, _: &Path) -> io::Result<TempFile<'a>> {
        let mut state = self.take_step()?;
        state.created += 1;
        let path = PathBuf::from(format!("/temp {}", state.created));
        state.files.insert(path.clone(), Vec::new());
        // If the program is killed from here on, nobody removes the file.
        Ok(TempFile { disk: self.disk, path, is_left: self.kill_step.is_some() })
    }

    /// Writes in two steps.
    fn write(&self, temp: &mut TempFile<'a>, bytes: &[u8]) -> io::Result<()> {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        for part in [first, second] {
            let mut state = self.take_step()?;
            state.files.get_mut(&temp.path).into_iter().for_each(|file| file.extend(part));
        }
        Ok(())
    }

    fn sync(&self, _: &TempFile<'a>) -> io::Result<()> {
        self.take_step().map(drop)
    }

    /// Renames. Looks for a present file in a step before the rename.
    fn place(
        &self,
        mut temp: TempFile<'a>,
        target: &Path,
        expected: Expected,
    ) -> io::Result<Placed<TempFile<'a>>> {
        if self.take_step()?.files.contains_key(target) != (expected == Expected::Present) {
            return Ok(Placed::Refused);
        }
        let mut state = self.take_step()?;
        let bytes = state.files.remove(&temp.path);
        let bytes = bytes.ok_or_else(|| io::Error::other("there is no such file"))?;
        state.files.insert(target.to_owned(), bytes);
        temp.is_left = true;
        Ok(Placed::Renamed)
    }

    fn sync_directory(&self, _: &Path) -> io::Result<()> {
        self.take_step().map(drop)
    }

    /// Waits for some steps of other programs.
    fn pause(&self) {
        for _ in 0..8 {
            drop(self.take_step());
        }
    }
}
