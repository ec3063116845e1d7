//! The help of `hallway -h`: one screen of 80 columns and 24 rows with all commands.

/// The text of `hallway -h`.
pub(crate) const SHORT_HELP: &str = "\
A conference agenda in the terminal.

  hallway [AGENDA]    opens an agenda on the screen: a file, an address,
                      a name in the library, or - for standard input
  hallway COMMAND -h  shows the arguments of a command

Sessions     list search show now next
My schedule  mine mark unmark add remove note
Agendas      import update agendas forget check export
Others       screenshot config paths schema completions man help

  -a, --agenda AGENDA  the agenda of a command
      --at TIME        pretend that the time is TIME, such as \"tue 14:00\"
      --tz ZONE        show times in a zone, or local
      --zone ZONE      the zone of an event whose file names none
      --color WHEN     auto, always or never
      --config FILE    another configuration
  -V, --version        print the version

hallway --help shows examples, all options and the exit codes.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::command_names;

    #[test]
    fn short_help_has_every_command_on_one_screen() {
        let words: Vec<&str> = SHORT_HELP.split_whitespace().collect();
        for name in command_names() {
            assert!(words.contains(&&*name), "{name}");
        }
        assert!(SHORT_HELP.lines().count() <= 24);
        assert!(SHORT_HELP.lines().all(|line| line.len() <= 80), "{SHORT_HELP}");
    }
}
