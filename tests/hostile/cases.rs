//! Runs a check on many random files.

use super::invariants::check_file;
use super::samples::SAMPLES;
use hallway::agenda::Zone;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

/// Checks a file without a zone from outside, and with one.
pub(crate) fn check_in_both_zones(bytes: &[u8]) {
    _ = check_file(bytes, None);
    _ = check_file(bytes, Some(&Zone::by_name("America/New_York").unwrap()));
}

/// Runs `test` on `HALLWAY_FUZZ_CASES` values, or on 150.
pub(crate) fn run_cases<S: Strategy>(strategy: &S, test: impl Fn(S::Value)) {
    let cases = std::env::var("HALLWAY_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: cases.unwrap_or(150),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Returns the samples of a format.
pub(crate) fn samples_of(format: &str) -> &'static [&'static str] {
    SAMPLES.iter().find(|(name, _)| *name == format).unwrap().1
}

/// A file that a failing test prints in the form of [`FOUND`](super::mutation::FOUND).
#[derive(Clone)]
pub(crate) struct PrintedFile(pub(crate) Vec<u8>);

impl std::fmt::Debug for PrintedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}
