//! A conference agenda in the terminal.
//!
//! ```text
//!             bytes               Agenda                 Model                    Buffer
//!  file ─► store ─► format::read ─► agenda ─► Model::new ─► update ◄─ Action ◄─ keymap ◄─ key
//!                                     │                      │  └─► Effect ─► tui ─► store
//!                                     ├─► search::Index      └─► view ─► terminal
//!                                     ├─► plan (clashes, gaps, changes)
//!                                     ├─► filter (the sessions to show)
//!                                     └─► timetable ◄── called by update and by view
//!  cli: the same Agenda, Plan and Index, written to `&mut impl Write`
//! ```
//!
//! The public modules are pure: values in, values out, without disk, clock or terminal. The
//! private modules `cli`, `config`, `store` and `tui` use disk, clock and terminal.
//! `tests/architecture` keeps the rules of imports.

pub mod agenda;
pub mod filter;
pub mod format;
pub mod plan;
pub mod search;
pub mod timetable;

mod cli;
mod config;
mod fetch;
mod store;
mod text;
mod tui;

pub use cli::run;
pub use tui::HeadlessScreen;
