//! A made-up disk that fails, is left by a killed program, or loses its power, at each step of a
//! few changes.
//!
//! It is the idea of SQLite's crash tests: what was not synced may be there after a loss of power,
//! or not, or in part, or as zeros; what was renamed may have its old name still.

use crate::Outcome;
use crate::atomic_replace::{Disk, Put, update};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(crate) const FAULTS: &[crate::Fault] = &[
    ("simulated: power lost at each step", power),
    ("simulated: killed at each step", kill),
    ("simulated: ENOSPC, EIO, EROFS, EACCES at each step", errors),
    ("simulated: others write at any two steps, whatever the lock", others),
    ("simulated: another writes at a step, and a later one kills", killed_after_another),
];

/// Fails: without `sync` before the rename, at the first loss of power after one (the file is
/// empty), and nearly every line of errors besides; without `sync_names` after it, likewise (`{0}
/// were saved, and {} are there`).
fn power() -> Outcome {
    each_step(|at| Trouble { at, kind: Kind::Dies })
}

/// Fails: where `create` gives the file itself to be written, at step 25 (half a line); so do power
/// and errors, at more.
fn kill() -> Outcome {
    each_step(|at| Trouble { at, kind: Kind::Killed })
}

/// Fails: where what `sync` answers is passed over, 12 losses (saved, and after a loss of power
/// empty).
fn errors() -> Outcome {
    let (mut tries, mut losses) = (0, Vec::new());
    for error in ["ENOSPC", "EIO", "EROFS", "EACCES"] {
        if let Outcome::Tried(count, lost) =
            each_step(|at| Trouble { at, kind: Kind::Fails(error) })
        {
            tries += count;
            losses.extend(lost);
        }
    }
    Outcome::Tried(tries, losses)
}

/// Fails: where what the swap brought out is not compared, or is not put back, over 8: lost is what
/// was written between comparison and swap; where what comes out at the putting back is not joined,
/// 1.
fn others() -> Outcome {
    let (mut tries, mut losses) = (0, Vec::new());
    for before in [&[][..], &["before"]] {
        for first in 0.. {
            let seconds = (first..).map(|second| (second, two_others(before, first, second)));
            let seconds: Vec<_> = seconds.take_while(|(_, (waiting, _))| *waiting == 0).collect();
            tries += seconds.len();
            losses.extend(seconds.iter().filter_map(|(second, (_, loss))| {
                loss.as_ref().map(|loss| format!("others at {first} and {second}: {loss}"))
            }));
            if seconds.is_empty() {
                break;
            }
        }
    }
    Outcome::Tried(tries, losses)
}

/// Fails: where what lies beside the file is not read, 1: killed after the swap and before putting
/// back, what the other wrote is in no file that anybody reads.
fn killed_after_another() -> Outcome {
    let (mut tries, mut losses) = (0, Vec::new());
    for before in [&[][..], &["before"]] {
        for first in 0.. {
            let kills = (first..).map(|kill| (kill, killed_at(before, first, kill)));
            let kills: Vec<_> = kills.take_while(|(_, (reached, _))| *reached).collect();
            tries += kills.len();
            losses.extend(kills.iter().filter_map(|(kill, (_, loss))| {
                loss.as_ref().map(|loss| format!("another at {first}, killed at {kill}: {loss}"))
            }));
            if kills.is_empty() {
                break;
            }
        }
    }
    Outcome::Tried(tries, losses)
}

/// Adds a line while another adds one at a step, is killed at a step, and adds the next: whether it
/// came to both, and what is lost.
fn killed_at(before: &[&str], first: usize, kill: usize) -> (bool, Option<String>) {
    let mut disk = MadeUp::new(Trouble { at: usize::MAX, kind: Kind::Killed });
    let file = Path::new("/plan");
    let refused = before.iter().any(|line| add(&disk, file, line).is_err());
    let begin = disk.state.borrow().step;
    disk.trouble.at = begin + kill;
    disk.state.borrow_mut().others = vec![(begin + first, "theirs")];
    let _ = add(&disk, file, "mine");
    let reached = disk.state.borrow().dead && disk.state.borrow().others.is_empty();
    disk.state.borrow_mut().dead = false;
    let refused = refused || add(&disk, file, "next").is_err();
    let text = String::from_utf8(disk.images(file).remove(0).unwrap_or_default()).unwrap();
    let once = |line: &&str| text.lines().filter(|known| known == line).count() == 1;
    let lost = before.iter().chain(&["theirs", "next"]).find(|line| !once(line));
    (
        reached,
        if refused {
            Some("refused".into())
        } else {
            lost.map(|line| format!("{line:?} in {text:?}"))
        },
    )
}

/// Adds a line while others add theirs at these steps: how many did not come to it, and what is
/// lost.
fn two_others(before: &[&str], first: usize, second: usize) -> (usize, Option<String>) {
    let disk = MadeUp::new(Trouble { at: usize::MAX, kind: Kind::Killed });
    let file = Path::new("/plan");
    let refused = before.iter().any(|line| add(&disk, file, line).is_err());
    let begin = disk.state.borrow().step;
    disk.state.borrow_mut().others =
        vec![(begin + second, "theirs 2"), (begin + first, "theirs 1")];
    let refused = refused || add(&disk, file, "mine").is_err();
    let waiting = disk.state.borrow().others.len();
    let text = String::from_utf8(disk.images(file).remove(0).unwrap_or_default()).unwrap();
    let once = |line: &&str| text.lines().filter(|known| known == line).count() == 1;
    let lost = before.iter().chain(&["theirs 1", "theirs 2", "mine"]).find(|line| !once(line));
    (
        waiting,
        if refused {
            Some("refused".into())
        } else {
            lost.map(|line| format!("{line:?} in {text:?}"))
        },
    )
}

/// Adds a line to the file, where it is not there yet.
fn add(disk: &MadeUp, file: &Path, line: &str) -> Result<(), ()> {
    let edit = |old: Option<&[u8]>, leftovers: &[Vec<u8>]| -> Result<_, ()> {
        let old = String::from_utf8_lossy(old.unwrap_or_default()).into_owned();
        // What is not whole was never saved.
        let leftovers = leftovers.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let leftovers: String = leftovers.filter(|text| text.ends_with('\n')).collect();
        let mut new = old.clone();
        for line in leftovers.lines().chain([line]) {
            if new.lines().all(|known| known != line) {
                new += &format!("{line}\n");
            }
        }
        Ok(((new != old).then(|| new.into_bytes()), ()))
    };
    update(disk, file, edit).map(drop).map_err(drop)
}

/// Has that trouble at the first step, at the second, and so on, until it comes after the last.
fn each_step(trouble: impl Fn(usize) -> Trouble) -> Outcome {
    let mut losses = Vec::new();
    for at in 0.. {
        let disk = MadeUp::new(trouble(at));
        losses.extend(
            change(&disk)
                .into_iter()
                .map(|loss| format!("{:?} at step {at}: {loss}", disk.trouble.kind)),
        );
        if disk.state.borrow().step <= at {
            return Outcome::Tried(at, losses);
        }
    }
    unreachable!("the changes have an end")
}

const CHANGES: u8 = 3;

/// Makes some changes, each a line more in the file, and tries again at the end what did not
/// succeed; the losses.
fn change(disk: &MadeUp) -> Vec<String> {
    let file = Path::new("/plan");
    let (mut losses, mut saved, mut tried) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for line in (0..CHANGES).chain(0..CHANGES) {
        if saved.contains(&line) {
            continue;
        }
        tried.insert(line);
        if add(disk, file, &name(line)).is_ok() {
            saved.insert(line);
        }
        for image in disk.images(file) {
            if let Err(loss) = judge(image.as_deref(), &saved, &tried) {
                losses.push(loss);
                return losses;
            }
        }
    }
    if !disk.state.borrow().dead && saved.len() != usize::from(CHANGES) {
        losses.push(format!("only {saved:?} could be saved when the trouble was over"));
    }
    losses
}

fn name(line: u8) -> String {
    format!("mark number {line}")
}

/// Whether a file has whole lines only, all that were saved, and none that was never tried.
fn judge(file: Option<&[u8]>, saved: &BTreeSet<u8>, tried: &BTreeSet<u8>) -> Result<(), String> {
    let text = String::from_utf8_lossy(file.unwrap_or_default()).into_owned();
    let names: BTreeMap<String, u8> = (0..CHANGES).map(|line| (name(line), line)).collect();
    let whole = file.is_none_or(|bytes| bytes.ends_with(b"\n"));
    let lines: Option<BTreeSet<u8>> = text.lines().map(|line| names.get(line).copied()).collect();
    match lines.filter(|_| whole) {
        None => Err(format!("the file is {text:?}")),
        Some(lines) if !lines.is_superset(saved) => {
            Err(format!("{saved:?} were saved, and {lines:?} are there"))
        }
        Some(lines) if !lines.is_subset(tried) => {
            Err(format!("{lines:?} are there that nobody wrote"))
        }
        Some(_) => Ok(()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// The power: what is not synced is gone, or not.
    Dies,
    /// The program: what it wrote is there.
    Killed,
    /// That step, once.
    Fails(&'static str),
}

struct Trouble {
    at: usize,
    kind: Kind,
}

struct MadeUp {
    trouble: Trouble,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    step: usize,
    dead: bool,
    files: Vec<File>,
    /// Names and the files that they mean: as programs see them, and as they are sure to be after a
    /// loss of power.
    names: BTreeMap<PathBuf, usize>,
    sure: BTreeMap<PathBuf, usize>,
    /// The steps before which another program adds a line, and that line; the last first.
    others: Vec<(usize, &'static str)>,
}

impl State {
    /// Another program does all its steps at once.
    fn another(&mut self, line: &str) {
        let file = PathBuf::from("/plan");
        let mut bytes =
            self.names.get(&file).map(|ix| self.files[*ix].bytes.clone()).unwrap_or_default();
        bytes.extend_from_slice(format!("{line}\n").as_bytes());
        self.names.insert(file, self.files.len());
        self.files.push(File { synced: bytes.clone(), bytes });
        self.sure = self.names.clone();
    }
}

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    synced: Vec<u8>,
}

impl File {
    /// What it may contain after a loss of power.
    fn remains(&self) -> Vec<Vec<u8>> {
        if self.synced == self.bytes {
            return vec![self.bytes.clone()];
        }
        let half = self.bytes[..self.bytes.len() / 2].to_vec();
        vec![self.synced.clone(), vec![0; self.bytes.len()], half, self.bytes.clone()]
    }
}

impl MadeUp {
    fn new(trouble: Trouble) -> MadeUp {
        MadeUp { trouble, state: RefCell::default() }
    }

    /// Counts a step; the trouble, if it is its time.
    fn step(&self) -> Result<(), &'static str> {
        let mut state = self.state.borrow_mut();
        let now = state.step == self.trouble.at;
        let step = state.step;
        while let Some((_, line)) = state.others.pop_if(|(at, _)| *at == step) {
            state.another(line);
        }
        state.step += 1;
        match self.trouble.kind {
            _ if state.dead => Err("dead"),
            Kind::Fails(error) if now => Err(error),
            Kind::Dies | Kind::Killed if now => {
                state.dead = true;
                Err("dead")
            }
            _ => Ok(()),
        }
    }

    /// What may be found in a file now: by other programs, and after a loss of power.
    fn images(&self, file: &Path) -> Vec<Option<Vec<u8>>> {
        let state = self.state.borrow();
        let now = state.names.get(file);
        let mut images = vec![now.map(|ix| state.files[*ix].bytes.clone())];
        if self.trouble.kind != Kind::Killed {
            let candidates = [state.sure.get(file), now];
            images.extend(candidates.into_iter().filter(Option::is_none).map(|_| None));
            let remains =
                candidates.into_iter().flatten().flat_map(|ix| state.files[*ix].remains());
            images.extend(remains.map(Some));
        }
        images
    }
}

impl Disk for MadeUp {
    type Lock = ();
    type Temp = PathBuf;
    type Cause = &'static str;

    fn read(&self, file: &Path) -> Result<Option<Vec<u8>>, &'static str> {
        self.step()?;
        let state = self.state.borrow();
        Ok(state.names.get(file).map(|ix| state.files[*ix].bytes.clone()))
    }

    fn target(&self, file: &Path) -> Result<PathBuf, &'static str> {
        self.step()?;
        Ok(file.to_owned())
    }

    fn lock(&self, _: &Path) -> Option<()> {
        self.step().ok()
    }

    fn sweep(&self, _: &Path) {}

    /// Here no file goes away by itself: all that was ever beside it is.
    fn leftovers(&self, _: &Path) -> Vec<Vec<u8>> {
        let state = self.state.borrow();
        let temps =
            state.names.iter().filter(|(name, _)| name.to_string_lossy().starts_with("/temp "));
        temps.map(|(_, ix)| state.files[*ix].bytes.clone()).collect()
    }

    fn create(&self, _: &Path) -> Result<PathBuf, &'static str> {
        self.step()?;
        let mut state = self.state.borrow_mut();
        let (ix, name) = (state.files.len(), PathBuf::from(format!("/temp {}", state.files.len())));
        state.files.push(File::default());
        state.names.insert(name.clone(), ix);
        Ok(name)
    }

    /// Trouble comes when half of it is written.
    fn write(&self, temp: &mut PathBuf, bytes: &[u8]) -> Result<(), &'static str> {
        let trouble = self.step();
        let mut state = self.state.borrow_mut();
        let ix = state.names[temp];
        let count = if trouble.is_ok() { bytes.len() } else { bytes.len() / 2 };
        state.files[ix].bytes.extend_from_slice(&bytes[..count]);
        trouble
    }

    fn sync(&self, temp: &PathBuf) -> Result<(), &'static str> {
        self.step()?;
        let mut state = self.state.borrow_mut();
        let ix = state.names[temp];
        state.files[ix].synced = state.files[ix].bytes.clone();
        Ok(())
    }

    fn put(&self, temp: PathBuf, target: &Path, none: bool) -> Result<Put<PathBuf>, &'static str> {
        self.step()?;
        let mut state = self.state.borrow_mut();
        if state.names.contains_key(target) == none {
            return Ok(Put::Not);
        }
        let Some(ix) = state.names.remove(&temp) else { return Err("there is no such file") };
        let Some(was) = state.names.insert(target.to_owned(), ix) else { return Ok(Put::There) };
        state.names.insert(temp.clone(), was);
        Ok(Put::Swapped(temp, state.files[was].bytes.clone()))
    }

    fn pause(&self) {}

    fn sync_names(&self, _: &Path) -> Result<(), &'static str> {
        self.step()?;
        let mut state = self.state.borrow_mut();
        state.sure = state.names.clone();
        Ok(())
    }
}
