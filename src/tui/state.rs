//! The state of the program while it runs.

pub(crate) mod history;
mod marks;
pub(crate) mod model;
mod navigation;
mod now;
mod refresh;
mod reread;

pub(crate) use marks::Saving;
pub(crate) use reread::Difference;

#[cfg(test)]
mod tests;
