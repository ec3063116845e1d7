//! Hostile and damaged files: none makes the program panic, hang or report a falsehood.
//!
//! - `attacks`: files made to cost time or memory, here in small. `cargo bench --bench hostile`
//!   reads them in full.
//! - `mutation`: sound files of every format with random changes. A long run:
//!   `HALLWAY_FUZZ_CASES=1000000 cargo test --release --test hostile -- mutation`. Add every
//!   failure to [`mutation::FOUND`].
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that reads the number of its cases"
)]

mod attacks;
mod cases;
mod invariants;
mod json_mutation;
mod mutation;
mod samples;
mod tokens;

use attacks::file_kind::SOUND_TITLE;
use attacks::{Attack, Outcome, all_attacks};
use hallway::agenda::{Problem, Zone};
use invariants::{CheckedFile, check_file};

/// The divisor of the full sizes.
const SMALLER: usize = if cfg!(debug_assertions) { 2_000 } else { 50 };
/// The smallest size, in bytes or things, of an attack that is larger in full.
const SIZE_MIN: usize = 500;

#[test]
fn hostile_files_have_their_outcome() {
    let zone = Zone::by_name("Europe/Berlin").unwrap();
    let mut failures = Vec::new();
    for attack in all_attacks() {
        let size = (attack.full_size / SMALLER).max(SIZE_MIN.min(attack.full_size));
        let result = check_file(&(attack.make)(size), Some(&zone));
        if !has_outcome(&attack, &result) {
            let found =
                result.map(|file| (file.agenda.sessions.len(), file.problems.into_iter().next()));
            failures.push(format!("{}: not {:?}, but {found:?}", attack.name, attack.outcome));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn has_outcome(attack: &Attack, result: &Result<CheckedFile, Problem>) -> bool {
    let file = match (attack.outcome, result) {
        (Outcome::Any, _) => return true,
        (Outcome::Refused, result) => return result.is_err(),
        (_, Err(_)) => return false,
        (_, Ok(file)) => file,
    };
    let is_kept = file.agenda.sessions.iter().any(|session| &*session.title == SOUND_TITLE);
    let has_place = file.problems.iter().any(|problem| problem.at.is_some());
    is_kept && (attack.outcome == Outcome::Kept || has_place)
}
