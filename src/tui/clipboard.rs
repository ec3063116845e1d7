//! The clipboard of the person, who may sit at another machine.
//!
//! A program that takes the text proves that the text is on the clipboard. A terminal that is asked
//! with OSC 52 does not answer, and the console of Linux has no clipboard.

use crate::store::Environment;
use std::io::Write;
use std::process::{Command, Stdio};

/// The command of a program that puts its standard input on the clipboard.
type CopyProgram = &'static [&'static str];

/// The ways to the clipboard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Clipboard {
    /// The programs to try, best first.
    programs: Vec<CopyProgram>,
    /// The terminal may take the text with OSC 52.
    pub(crate) has_terminal: bool,
}

impl Clipboard {
    /// Returns the ways in the environment of the process.
    pub(crate) fn of_environment(env: &Environment) -> Clipboard {
        let mut programs: Vec<CopyProgram> = Vec::new();
        if env.tmux {
            // `-w` hands the text on to the terminal around tmux.
            programs.push(&["tmux", "load-buffer", "-w", "-"]);
        } else if !env.ssh {
            if env.wayland {
                programs.push(&["wl-copy"]);
            }
            if env.x11 {
                programs.push(&["xclip", "-selection", "clipboard"]);
                programs.push(&["xsel", "--clipboard", "--input"]);
            }
            if cfg!(target_os = "macos") {
                programs.push(&["pbcopy"]);
            }
            if cfg!(windows) {
                programs.push(&["clip.exe"]);
            }
        }
        Clipboard { programs, has_terminal: !env.linux_console && !env.dumb }
    }

    /// Gives the text to the first program that takes the text. Returns false if none does. Waits
    /// for the programs.
    pub(crate) fn copy_with_program(&self, text: &str) -> bool {
        self.programs.iter().any(|program| run_program(program, text).is_some())
    }
}

fn run_program(program: CopyProgram, text: &str) -> Option<()> {
    let (name, args) = program.split_first()?;
    let mut command = Command::new(name);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    // The pipe is closed before the wait: the program reads to the end.
    let written = child.stdin.take()?.write_all(text.as_bytes());
    let status = child.wait().ok()?;
    (written.is_ok() && status.success()).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_decides_about_the_ways_to_the_clipboard() {
        let desktop = Environment { wayland: true, x11: true, ..Environment::default() };
        let names = |env: &Environment| -> Vec<&str> {
            let programs = Clipboard::of_environment(env).programs;
            programs.iter().map(|program| program[0]).collect()
        };
        let programs = names(&desktop);
        assert!(programs.starts_with(&["wl-copy", "xclip", "xsel"]), "{programs:?}");
        assert_eq!(names(&Environment { tmux: true, ..desktop.clone() }), ["tmux"]);
        // The desktop would be that of another machine.
        assert!(names(&Environment { ssh: true, ..desktop }).is_empty());
        let console = Environment { linux_console: true, ..Environment::default() };
        assert!(!Clipboard::of_environment(&console).has_terminal);
        assert!(Clipboard::of_environment(&Environment::default()).has_terminal);
    }

    #[cfg(unix)]
    #[test]
    fn text_is_copied_by_the_first_program_that_succeeds() {
        let copies = |programs: &[CopyProgram]| {
            Clipboard { programs: programs.to_vec(), has_terminal: true }.copy_with_program("a b")
        };
        let reads = |text| -> CopyProgram {
            match text {
                "a b" => &["sh", "-c", "test \"$(cat)\" = 'a b'"],
                _ => &["sh", "-c", "test \"$(cat)\" = other"],
            }
        };
        let missing: CopyProgram = &["hallway-has-no-such-program"];
        assert!(copies(&[missing, reads("other"), reads("a b")]));
        assert!(!copies(&[missing, reads("other")]));
        assert!(!copies(&[]));
    }
}
