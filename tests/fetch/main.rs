//! Fetches schedules from a server on the loopback, over good networks and bad ones.
#![cfg(feature = "https")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "makes and reads the files of the program")]

#[path = "../cli/fixture.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests of commands use the other half")]
mod fixture;

mod answers;
mod certificates;
mod connections;
mod encryption;
mod fault_table;
mod faults;
mod library;
mod opening;
mod pages;
mod producers;
mod progress;
#[cfg(unix)]
mod screen;
mod server;
