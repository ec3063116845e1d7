//! The program as scripts and people at a prompt use it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "makes the files that the program reads")]

mod agendas;
mod check;
mod clocks;
mod completions;
mod config;
mod docs;
mod export;
mod fixture;
mod follow;
mod forget;
mod import;
mod json;
mod list;
mod mark;
mod names;
mod no_network;
mod now;
mod old_plans;
mod options;
mod other_plan;
mod output;
mod own;
mod plan;
mod screenshot;
mod search;
mod show;
mod update;
mod vdir;
mod watch;
