//! Notifications of `next --watch`: the bell and the notification of the terminal, and the program
//! of `notify_cmd`.

use super::error::{CliError, print_message};
use crate::config::{LineField, LineFormat};
use crate::store::Environment;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// The longest time for the program of `notify_cmd`.
const COMMAND_TIME: Duration = Duration::from_secs(10);

/// A text for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notification {
    pub(crate) title: String,
    pub(crate) body: String,
}

/// The ways to a person's attention.
#[derive(Debug)]
pub(crate) struct Notifier {
    bell: bool,
    form: SequenceForm,
    /// The program and its arguments. Empty: there is no program.
    command: Vec<LineFormat>,
}

/// The sequences that the terminal may understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SequenceForm {
    /// `OSC 9 ; text`, of iTerm2.
    osc_9: bool,
    /// `OSC 777 ; notify ; title ; text`, of rxvt-unicode.
    osc_777: bool,
    wrap: SequenceWrap,
}

/// The program between hallway and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SequenceWrap {
    Nothing,
    /// tmux hands the sequence on if `allow-passthrough` is on, and drops it else.
    Tmux,
    GnuScreen,
}

impl SequenceForm {
    /// Returns the sequences for the terminal of the environment. A terminal that is known to
    /// understand both gets one: else it would show two notifications.
    fn of_environment(env: &Environment) -> SequenceForm {
        const KNOWS_777: [&str; 6] = ["foot", "ghostty", "kitty", "wezterm", "rxvt", "contour"];
        let name = format!("{} {}", env.term, env.term_program).to_lowercase();
        let knows_777 = KNOWS_777.iter().any(|known| name.contains(known));
        let knows_9 = name.contains("iterm");
        let is_plain = env.dumb || env.linux_console;
        let wrap = match (env.tmux, env.gnu_screen) {
            (true, _) => SequenceWrap::Tmux,
            (false, true) => SequenceWrap::GnuScreen,
            (false, false) => SequenceWrap::Nothing,
        };
        SequenceForm { osc_9: !is_plain && !knows_777, osc_777: !is_plain && !knows_9, wrap }
    }

    /// Returns the sequences of a notification.
    fn sequences(self, notification: &Notification) -> String {
        // A semicolon separates the parts of a sequence.
        let [title, body] =
            [&notification.title, &notification.body].map(|it| it.replace(';', ","));
        let mut sequences = String::new();
        if self.osc_9 {
            sequences += &self.wrapped(&format!("9;{title}: {body}"));
        }
        if self.osc_777 {
            sequences += &self.wrapped(&format!("777;notify;{title};{body}"));
        }
        sequences
    }

    fn wrapped(self, osc: &str) -> String {
        match self.wrap {
            SequenceWrap::Nothing => format!("\x1b]{osc}\x1b\\"),
            SequenceWrap::Tmux => format!("\x1bPtmux;\x1b\x1b]{osc}\x1b\x1b\\\x1b\\"),
            SequenceWrap::GnuScreen => format!("\x1bP\x1b]{osc}\x07\x1b\\"),
        }
    }
}

impl Notifier {
    /// Returns the ways in an environment.
    ///
    /// # Errors
    /// Returns a usage error for a wrong field in `command`.
    pub(crate) fn new(
        env: &Environment,
        bell: bool,
        command: &[String],
    ) -> Result<Notifier, CliError> {
        let command: Result<_, _> = command.iter().map(|word| LineFormat::parse(word)).collect();
        let command = command.map_err(|error| CliError::usage(format!("notify_cmd: {error}")))?;
        Ok(Notifier { bell, form: SequenceForm::of_environment(env), command })
    }

    /// Rings and notifies on the terminal: on standard output, else on standard error. Without a
    /// terminal, writes nothing.
    ///
    /// # Errors
    /// Returns an error if standard output cannot be written.
    pub(crate) fn notify_terminal(
        &self,
        notification: &Notification,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let bell = if self.bell { "\x07" } else { "" };
        let bytes = format!("{bell}{}", self.form.sequences(notification)).into_bytes();
        if io::stdout().is_terminal() {
            out.write_all(&bytes)?;
        } else if io::stderr().is_terminal() {
            // Nobody misses a bell on a terminal that is gone.
            let _ = io::stderr().write_all(&bytes);
        }
        Ok(())
    }

    /// Starts the program of `notify_cmd` in a thread of its own, so that a program that hangs
    /// delays nothing. A failure is a message on standard error.
    pub(crate) fn start_command(&self, field: impl Fn(LineField) -> String) {
        let words: Vec<String> = self.command.iter().map(|word| word.fill(&field)).collect();
        if let [name, args @ ..] = &words[..] {
            let (name, args) = (name.clone(), args.to_vec());
            std::thread::spawn(move || {
                if let Err(failure) = run_command(&name, &args) {
                    print_message(&format!("notify_cmd: {name}: {failure}"));
                }
            });
        }
    }
}

/// The failure of a program.
#[derive(Debug)]
enum CommandFailure {
    NotStarted(io::Error),
    Ended(ExitStatus),
    TooSlow,
}

impl fmt::Display for CommandFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CommandFailure::NotStarted(error) => error.fmt(f),
            CommandFailure::Ended(status) => write!(f, "ended with {status}"),
            CommandFailure::TooSlow => {
                write!(f, "ended after {} seconds", COMMAND_TIME.as_secs())
            }
        }
    }
}

/// Runs a program without a shell, for [`COMMAND_TIME`] at most.
fn run_command(name: &str, args: &[String]) -> Result<(), CommandFailure> {
    let mut command = Command::new(name);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Ctrl-C ends the watch and no notification, and a program that hangs ends with its children.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(CommandFailure::NotStarted)?;
    let mut waited = Duration::ZERO;
    let mut pause = Duration::from_millis(5);
    while waited < COMMAND_TIME {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(CommandFailure::Ended(status)),
            Ok(None) => std::thread::sleep(pause),
            Err(error) => return Err(CommandFailure::NotStarted(error)),
        }
        waited += pause;
        pause = (pause * 2).min(Duration::from_millis(500));
    }
    end_group(&mut child);
    Err(CommandFailure::TooSlow)
}

/// Ends a program and its children.
fn end_group(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequences(env: &Environment) -> String {
        let (title, body) = ("A; B".to_owned(), "Hall, in 5 min".to_owned());
        SequenceForm::of_environment(env)
            .sequences(&Notification { title, body })
            .replace('\x1b', "^")
            .replace('\x07', "!")
    }

    #[test]
    fn sequences_fit_the_terminal() {
        const OSC_9: &str = "^]9;A, B: Hall, in 5 min^\\";
        const OSC_777: &str = "^]777;notify;A, B;Hall, in 5 min^\\";
        let of_term = |term: &str, program: &str| Environment {
            term: term.to_owned(),
            term_program: program.to_owned(),
            dumb: term == "dumb",
            linux_console: term == "linux",
            ..Environment::default()
        };
        for (term, program, expected) in [
            ("xterm-256color", "", format!("{OSC_9}{OSC_777}")),
            ("xterm-256color", "iTerm.app", OSC_9.to_owned()),
            ("xterm-256color", "WezTerm", OSC_777.to_owned()),
            ("xterm-kitty", "", OSC_777.to_owned()),
            ("foot", "", OSC_777.to_owned()),
            ("linux", "", String::new()),
            ("dumb", "", String::new()),
        ] {
            assert_eq!(sequences(&of_term(term, program)), expected, "{term} {program}");
        }
    }

    #[test]
    fn sequences_are_wrapped_for_tmux_and_screen() {
        let kitty = Environment { term_program: "kitty".into(), ..Environment::default() };
        let tmux = Environment { tmux: true, ..kitty.clone() };
        let expected = "^Ptmux;^^]777;notify;A, B;Hall, in 5 min^^\\^\\";
        assert_eq!(sequences(&tmux), expected);
        let screen = Environment { gnu_screen: true, ..kitty };
        assert_eq!(sequences(&screen), "^P^]777;notify;A, B;Hall, in 5 min!^\\");
    }

    #[test]
    fn program_that_fails_or_is_missing_is_described() {
        for (name, args, expected) in [
            ("true", "", "ok"),
            ("false", "", "ended with exit status: 1"),
            ("/no/such/program", "", "No such file"),
        ] {
            let result = run_command(name, &[args.to_owned()]);
            let text = result.map_or_else(|failure| failure.to_string(), |()| "ok".to_owned());
            assert!(text.contains(expected), "{name}: {text}");
        }
    }
}
