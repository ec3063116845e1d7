//! The problems of a calendar.

use crate::agenda::{Problem, Span};

/// The problems met so far; no more than anybody reads.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub problems: Vec<Problem>,
    untold: usize,
}

impl Report {
    pub(super) fn error(&mut self, at: Span, message: &str, help: impl Into<String>) {
        self.push(|| Problem::error(Some(at), message).help(help));
    }

    pub(super) fn warning(&mut self, at: Span, message: &str, help: impl Into<String>) {
        self.push(|| Problem::warning(Some(at), message).help(help));
    }

    pub(super) fn push(&mut self, problem: impl FnOnce() -> Problem) {
        const TOLD: usize = 10_000;
        if self.problems.len() < TOLD {
            self.problems.push(problem());
        } else {
            self.untold += 1;
        }
    }

    pub(super) fn done(mut self) -> Vec<Problem> {
        if self.untold > 0 {
            let help = format!("{} more", self.untold);
            self.problems
                .push(Problem::error(None, "there are more problems than are told").help(help));
        }
        self.problems
    }
}
