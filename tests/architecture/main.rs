//! Keeps the shape of the crate: which module may use which, no import circles between files, and
//! limits on functions, files, lines and type names. `src/lib.rs` has the picture.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that reads the sources"
)]

mod circles;
mod graph;
mod rules;
mod shape;
mod source;
