//! A conference agenda in the terminal.
//!
//! ```text
//!             bytes               Agenda                 Model                    Buffer
//!  file ─► store ─► format::read ─► agenda ─► Model::new ─► update ◄─ Action ◄─ keymap ◄─ key
//!                                     │                      │  └─► Effect ─► tui::perform ─► store
//!                                     ├─► search::Index      └─► view::draw(&Model, &Theme) ─► terminal
//!                                     ├─► plan (clashes, gaps, changes)
//!                                     ├─► filter (what one wants to see)
//!                                     └─► timetable::layout  ◄── called by update and by view: the same numbers
//!  cli: the same Agenda, Plan and Index, written to `&mut impl Write`
//! ```
//!
//! What is public is pure: values in, values out, no disk, no clock, no terminal. What touches the
//! world is private. Which module may use which is kept by `tests/architecture/`.

pub mod agenda;
pub mod filter;
pub mod format;
pub mod plan;
pub mod search;
pub mod timetable;

mod cli;
mod config;
mod store;
mod text;
mod tui;

pub use cli::run;
