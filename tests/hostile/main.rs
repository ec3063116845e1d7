//! Files that mean harm, and files that were harmed: none makes the program panic, hang or tell
//! what is not so.
//!
//! - `attacks`: files made to cost time or memory, here in small; `cargo bench --bench hostile`
//!   reads them in full.
//! - `mutation`: sound files of every format, changed at random. A long run:
//!   `HALLWAY_FUZZ_CASES=1000000 cargo test --release --test hostile -- mutation`. What one finds
//!   is put into [`REPLAY`].
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that reads how long it is to run"
)]

mod attacks;
mod invariants;
mod mutation;
mod samples;

use attacks::{KEPT, Outcome, attacks};
use hallway::agenda::Zone;
use invariants::held;

/// The full sizes are divided by this.
const SMALLER: usize = if cfg!(debug_assertions) { 2_000 } else { 50 };
/// But not below this many bytes or things.
const SMALLEST: usize = 500;

#[test]
fn what_means_harm_is_refused_or_survived() {
    let zone = Zone::by_name("Europe/Berlin").unwrap();
    let mut wrong = Vec::new();
    for attack in attacks() {
        let bytes = (attack.make)((attack.full / SMALLER).max(SMALLEST.min(attack.full)));
        let came = held(&bytes, Some(&zone));
        let kept = came
            .as_ref()
            .is_ok_and(|made| made.agenda.sessions.iter().any(|session| &*session.title == KEPT));
        let told = came
            .as_ref()
            .is_ok_and(|made| made.problems.iter().any(|problem| problem.at.is_some()));
        let right = match attack.outcome {
            Outcome::Refused => came.is_err(),
            Outcome::Told => kept && told,
            Outcome::Kept => kept,
            Outcome::Any => true,
        };
        if !right {
            let came =
                came.map(|made| (made.agenda.sessions.len(), made.problems.into_iter().next()));
            wrong.push(format!("{}: {:?} was due, but {came:?}", attack.name, attack.outcome));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
