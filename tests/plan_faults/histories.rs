//! Organisers change a published agenda: made-up histories with the measured mix of changes, in
//! which the true place of each marked session is known.
//!
//! A step is one mark through one new version. Both ways are tried: with the agenda before, and
//! from the plan alone. An answer that a person could not decide from the files either counts as
//! undecided, if it is one of those that a person may give. `cargo test --test plan_faults --
//! histories --all` shows the counts, and the first wrong answer for each mark with the sessions
//! near it.

mod changes;
mod files;
mod follow;
#[cfg(unix)]
pub(crate) mod program;
mod programme;
mod random;
mod verdict;
mod words;

use crate::{Fault, Loss, Outcome};
use files::World;
use follow::{AgendaKnown, Answer, Follower, PlanAlone};
use hallway::agenda::{Agenda, SessionIx};
use programme::{Programme, Talk, Version};
use random::Random;
use std::collections::BTreeMap;
use verdict::{Case, Verdict, judge_changes};

pub(crate) const FAULTS: &[Fault] = &[
    Fault { name: "histories: lasting ids, TOML", run: || replay_world(World::GuidToml) },
    Fault { name: "histories: lasting ids, frab XML", run: || replay_world(World::GuidXml) },
    Fault { name: "histories: lasting ids, iCalendar", run: || replay_world(World::GuidCalendar) },
    Fault { name: "histories: ids are positions", run: || replay_world(World::Position) },
    Fault { name: "histories: ids are rooms and starts", run: || replay_world(World::Slot) },
    Fault { name: "histories: no ids", run: || replay_world(World::NoIds) },
];

/// The histories of each world. Each has a seed of its own.
const SEEDS: u64 = 6;
/// The versions after the first one.
const VERSIONS: usize = 7;
/// The largest number of marks in a history.
const MARKS: usize = 100;

/// The largest share of undecided steps, in percent.
const UNDECIDED_PERCENT: usize = 8;

/// Of so many steps, one may say falsely that a session is gone. No mark may be lost, or be on
/// another session, and every change must be reported as it is.
const STEPS_PER_FALSE_GONE: usize = 200;

/// The counts of one way to follow marks.
#[derive(Debug, Clone, Default)]
struct Tally {
    verdicts: BTreeMap<Verdict, usize>,
    /// Changes that are reported and untrue, or true and not reported.
    change_faults: usize,
    /// Every wrong answer in full.
    details: Vec<Loss>,
}

impl Tally {
    fn count(&self, verdict: Verdict) -> usize {
        self.verdicts.get(&verdict).copied().unwrap_or_default()
    }

    fn steps(&self) -> usize {
        self.verdicts.values().sum()
    }

    fn add(&mut self, other: Tally) {
        for (verdict, count) in other.verdicts {
            *self.verdicts.entry(verdict).or_default() += count;
        }
        self.change_faults += other.change_faults;
        self.details.extend(other.details);
    }

    /// Returns each count that is beyond its bound, and the first wrong answers.
    fn find_losses(&self, way: &str) -> Vec<Loss> {
        let undecided = self.steps() * UNDECIDED_PERCENT / 100;
        let counts = [
            ("lost", self.count(Verdict::Lost), 0),
            ("wrong", self.count(Verdict::Wrong), 0),
            ("falsely gone", self.count(Verdict::FalseGone), self.steps() / STEPS_PER_FALSE_GONE),
            ("undecided", self.count(Verdict::Undecided), undecided),
            ("faults of reports", self.change_faults, 0),
        ];
        let beyond = counts.into_iter().filter(|(_, count, bound)| count > bound);
        let mut losses: Vec<Loss> = beyond
            .map(|(name, count, bound)| format!("{way}: {name} {count}, at most {bound}"))
            .collect();
        if !losses.is_empty() {
            losses.extend(self.details.iter().take(3).cloned());
        }
        losses
    }

    fn print(&self, world: World, way: &str) {
        println!("{world:?}, {way}: {:?}, faults of reports {}", self.verdicts, self.change_faults);
        self.details.iter().for_each(|detail| println!("    {detail}"));
    }
}

/// Replays the histories of a world.
fn replay_world(world: World) -> Outcome {
    let tallies: Vec<[Tally; 2]> = std::thread::scope(|scope| {
        let seeds = (1..=SEEDS).map(|seed| 1000 * world as u64 + seed);
        let runs: Vec<_> = seeds.map(|seed| scope.spawn(move || replay(world, seed))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let (mut tries, mut losses) = (0, Vec::new());
    for (ix, way) in ["agenda known", "plan alone"].into_iter().enumerate() {
        let mut sum = Tally::default();
        tallies.iter().for_each(|tallies| sum.add(tallies[ix].clone()));
        tries += sum.steps();
        losses.extend(sum.find_losses(way));
        if std::env::args().any(|arg| arg == "--all") {
            sum.print(world, way);
        }
    }
    Outcome::Tried { tries, losses }
}

/// Replays one history, with the agenda before and from the plan alone.
fn replay(world: World, seed: u64) -> [Tally; 2] {
    let size = 20 + Random::new(seed).below(281);
    let mut programme = Programme::new(seed, size);
    let mut old = Published::new(world, programme.publish());
    let marked = Random::new(seed + 1).sample(old.agenda.sessions.len(), MARKS);
    let mut known = Followed::new(AgendaKnown::new(&old.agenda, &marked), &old, &marked);
    let mut alone = Followed::new(PlanAlone::new(&old.agenda, &marked), &old, &marked);
    for _ in 0..VERSIONS {
        programme.change();
        let new = Published::new(world, programme.publish());
        known.step(Some(&old.version), &old, &new);
        alone.step(None, &old, &new);
        old = new;
    }
    [known.tally, alone.tally]
}

/// A version, and the agenda that hallway reads from its file.
struct Published {
    world: World,
    version: Version,
    agenda: Agenda,
    /// The number of the talk of each session.
    numbers: Vec<usize>,
}

impl Published {
    fn new(world: World, mut version: Version) -> Published {
        if world == World::GuidXml {
            // The format has no word for it.
            version.talks.iter_mut().for_each(|talk| talk.cancelled = false);
        }
        let (agenda, numbers) = world.read(&version);
        Published { world, version, agenda, numbers }
    }

    fn talk_of(&self, session: SessionIx) -> &Talk {
        self.version.find(self.numbers[session]).unwrap()
    }
}

/// Marks on their way, each with its true facts.
struct Followed<F> {
    follower: F,
    marks: Vec<FollowedMark>,
    tally: Tally,
}

/// A mark on its way.
struct FollowedMark {
    /// The facts when the session was marked. Changes are reported since then.
    marked: Talk,
    /// The true facts that the mark should have.
    facts: Talk,
    /// The version that these facts come from.
    seen: Version,
    /// The last verdict.
    verdict: Verdict,
}

impl<F: Follower> Followed<F> {
    fn new(follower: F, first: &Published, marked: &[SessionIx]) -> Followed<F> {
        let marks = marked.iter().map(|ix| FollowedMark {
            marked: first.talk_of(*ix).clone(),
            facts: first.talk_of(*ix).clone(),
            seen: first.version.clone(),
            verdict: Verdict::Right,
        });
        Followed { follower, marks: marks.collect(), tally: Tally::default() }
    }

    /// Carries the marks to the version `new`, and judges each answer. If the agenda before is
    /// `known`, the marks then have the new facts. If the files did not decide which session it is,
    /// the answer is the session from now on.
    fn step(&mut self, known: Option<&Version>, old: &Published, new: &Published) {
        let answers = self.follower.follow(&old.agenda, &new.agenda);
        for (mark, answer) in self.marks.iter_mut().zip(answers) {
            let FollowedMark { marked, facts: before, seen, verdict: last } = &*mark;
            let has_lasting_ids = new.world.has_lasting_ids();
            let case = Case { before, seen, old: known, new: &new.version, has_lasting_ids };
            let found = answer.as_ref().and_then(|answer| answer.session);
            let found = found.map(|ix| new.talk_of(ix));
            let verdict = self.tally.judge_answer(case, marked, answer.as_ref(), found, *last);
            if let (true, true, Some(talk)) = (known.is_some(), verdict < Verdict::FalseGone, found)
            {
                (mark.facts, mark.seen) = (talk.clone(), new.version.clone());
            }
            // A mark that was astray and is gone may still have the facts of another session.
            if found.is_some() || verdict >= Verdict::FalseGone {
                mark.verdict = verdict;
            }
        }
    }
}

impl Tally {
    /// Judges and counts the answer for a mark, whose last verdict was `last`. Each step of a mark
    /// that is astray counts, but only the first one is described.
    fn judge_answer(
        &mut self,
        case: Case<'_>,
        marked: &Talk,
        answer: Option<&Answer>,
        found: Option<&Talk>,
        last: Verdict,
    ) -> Verdict {
        let verdict = if answer.is_some() { case.judge(found) } else { Verdict::Lost };
        *self.verdicts.entry(verdict).or_default() += 1;
        let was_astray = last >= Verdict::FalseGone;
        let mut faults: Vec<String> = Vec::new();
        match (answer, found) {
            _ if verdict >= Verdict::FalseGone => {
                faults.extend((!was_astray).then(|| format!("{verdict:?}")));
            }
            // A mark that was astray in the version before may have the facts of another session.
            (Some(answer), Some(talk)) if case.old.is_none() || !was_astray => {
                faults = judge_changes(marked, talk, &answer.changes);
                self.change_faults += faults.len();
            }
            _ => {}
        }
        if !faults.is_empty() {
            self.details.push(describe_case(case, &faults.join(", "), found));
        }
        verdict
    }
}

fn describe_case(case: Case<'_>, faults: &str, found: Option<&Talk>) -> String {
    let before = case.before;
    let is_near = |talk: &&Talk| {
        talk.has_title_of(before)
            || talk.slot == before.slot
            || talk.guid == before.guid
            || talk.shares_person_with(before)
    };
    let near = case.new.talks.iter().filter(is_near).map(|talk| ("near", Some(talk)));
    let before = [("mark", Some(before)), ("answer", found), ("truth", case.truth())];
    let old = case.old.map(|old| ("old", old.find(case.before.number)));
    let lines = before.into_iter().chain(old).chain(near).map(|(name, talk)| {
        talk.map_or_else(
            || format!("\n      {name:6} gone"),
            |talk| {
                let Talk { number, guid, title, people, slot, minutes, .. } = talk;
                format!(
                    "\n      {name:6} #{number} {guid} {title:?} {people:?} {slot:?} {minutes:?}"
                )
            },
        )
    });
    faults.to_owned() + &lines.collect::<String>()
}
