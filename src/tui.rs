//! The program on the terminal: a loop of events, actions, effects and frames.
//!
//! ```text
//! terminal ─► Event ─► app ─► keymap ─► Action ─► update ─► Model ─► layout ─► view ─► terminal
//!                       └─ Effect ◄──────────────────┘
//! ```

mod ansi_color;
mod app;
mod clipboard;
mod clock;
mod event;
mod held_key;
mod input;
mod layout;
mod options;
mod plan_writer;
mod refresh_answer;
mod refresher;
mod screenshot;
mod state;
mod terminal;
mod theme;
mod update;
mod view;
mod watcher;

pub(crate) use app::{End, describe_unreadable_plan, run};
pub(crate) use clipboard::Clipboard;
pub(crate) use event::{AgendaVersion, LineError};
pub(crate) use input::keymap::{Keymap, STANDARD_KEYS, Tables};
pub(crate) use options::Options;
pub(crate) use refresh_answer::{NoAnswerKind, RefreshError, RefreshOutcome};
pub(crate) use refresher::{RefreshMode, Refresher};
pub use screenshot::HeadlessScreen;
pub(crate) use screenshot::{FrameFormat, draw_screenshot};
pub(crate) use terminal::{ESCAPE_TIMEOUT, hold_signals, require_terminal};
pub(crate) use theme::{ColorDepth, Look, TerminalVariables, UnknownTheme};
pub(crate) use watcher::Watched;
