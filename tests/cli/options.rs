//! The global options: each command heeds an option or refuses it.

use crate::fixture::{Case, Home, case, run_command};

/// The global options except `--color` and `--config`, which every command heeds.
const OPTIONS: [&str; 8] = [
    "--agenda small.toml",
    "--at '1 09:10'",
    "--tz UTC",
    "--zone Europe/Berlin",
    "--theme dark",
    "--ascii",
    "--linear",
    "--no-mouse",
];

/// A command line of every command, and the options that the command heeds.
const COMMANDS: [(&str, &str); 23] = [
    ("list --ids", "--agenda --at --tz --zone --linear"),
    ("search opening", "--agenda --at --tz --zone --linear"),
    ("show open", "--agenda --tz --zone"),
    ("now", "--agenda --at --tz --zone --linear"),
    ("next", "--agenda --at --tz --zone --linear"),
    ("mine", "--agenda --tz --zone --linear"),
    ("mark open", "--agenda --zone"),
    ("unmark open", "--agenda --zone"),
    ("add Lunch 12:30", "--agenda --at --zone"),
    ("remove own-0306-1230-lunch", "--agenda --zone"),
    ("note open Cable", "--agenda --zone"),
    ("export --format json", "--agenda --tz --zone"),
    ("import small.toml -o -", "--zone"),
    ("update", "--agenda --tz --zone"),
    ("forget other", ""),
    ("agendas", ""),
    ("check", "--agenda --zone"),
    ("config check", "--agenda --tz --theme --ascii --linear --no-mouse"),
    ("schema", ""),
    ("completions bash", ""),
    ("man", ""),
    ("paths", "--agenda --zone"),
    ("screenshot", "--agenda --at --tz --zone --theme --ascii --linear"),
];

fn first_word(line: &str) -> &str {
    line.split(' ').next().unwrap()
}

#[test]
fn command_heeds_a_global_option_or_refuses_it_with_2() {
    let home = Home::with_small_agenda();
    home.file("c.toml", "");
    home.run_line("import small.toml").assert_code(0);
    for option in OPTIONS {
        let name = first_word(option);
        for (line, heeded) in COMMANDS {
            let command = first_word(line);
            let is_heeded = heeded.split(' ').any(|heeded| heeded == name);
            let has_agenda = heeded.contains("--agenda") && name != "--agenda";
            let agenda = if has_agenda { "-a small" } else { "" };
            let option = option.replace("small.toml", "small");
            for words in [format!("{agenda} {option} {line}"), format!("{agenda} {line} {option}")]
            {
                let answer = home.run_line(&words);
                let refusal = format!("hallway {command} does not heed {name}: ");
                assert_eq!(answer.err.contains(&refusal), !is_heeded, "{words}: {}", answer.err);
                if is_heeded {
                    assert_ne!(answer.code, 2, "{words}: {}", answer.err);
                } else {
                    assert_eq!((answer.code, &*answer.out), (2, ""), "{words}");
                }
            }
        }
    }
}

#[test]
fn every_command_heeds_color() {
    let home = Home::with_small_agenda();
    home.run_line("import small.toml").assert_code(0);
    for (line, heeded) in COMMANDS {
        let agenda = if heeded.contains("--agenda") { "-a small" } else { "" };
        let answer = home.run_line(&format!("{agenda} {line} --color always"));
        assert_ne!(answer.code, 2, "{line}: {}", answer.err);
    }
}

#[test]
fn help_of_a_command_lists_the_options_that_it_heeds() {
    let home = Home::new();
    let help = home.run(&["--help"]);
    let commands = help.out.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands = commands.lines().map(|line| first_word(line.trim())).filter(|c| *c != "help");
    assert_eq!(commands.collect::<Vec<_>>(), COMMANDS.map(|(line, _)| first_word(line)));
    for option in OPTIONS.map(first_word) {
        help.assert_out(option);
        for (line, heeded) in COMMANDS {
            let command = first_word(line);
            let help = home.run(&[command, "--help"]);
            let is_listed = help.assert_code(0).out.split_whitespace().any(|word| word == option);
            let is_heeded = heeded.split(' ').any(|heeded| heeded == option);
            assert_eq!(is_listed, is_heeded, "{command} {option}: {}", help.out);
        }
    }
}

const CASES: &[Case] = &[
    case(
        "import small.toml --at '1 09:00'",
        2,
        "",
        "list, search, now, next, add, screenshot and the screen do",
    ),
    case("list --no-mouse", 2, "", "hallway list does not heed --no-mouse: only the screen does"),
    case("paths --tz event", 2, "", "hallway paths does not heed --tz"),
    case("small.toml import small.toml -o -", 2, "", "hallway import does not heed --agenda"),
    case("small.toml agendas", 2, "", "hallway agendas does not heed --agenda"),
    // One agenda at most.
    case("check small.toml -a small.toml", 2, "", "hallway check takes one agenda"),
    case("-a small.toml check small.toml", 2, "", "hallway check takes one agenda"),
    case("small.toml check small.toml", 2, "", "hallway check takes one agenda"),
    case("small.toml list -a small.toml", 2, "", "hallway list takes one agenda"),
    case("-a small.toml update conf", 2, "", "hallway update takes one agenda"),
    case("small.toml list --ids --day 1", 0, "open\nnight\n", ""),
    // Only JSON has the times of another clock.
    case("-a small.toml export --format json --tz Asia/Tokyo", 0, "{", ""),
    case("-a small.toml export --format ics --tz Asia/Tokyo", 2, "", "only JSON has the times"),
    case("-a small.toml export --format md --tz event", 0, "# Small", ""),
];

#[test]
fn refusal_names_the_option_and_the_commands_that_heed_it() {
    Home::with_small_agenda().check_cases(CASES);
}

#[test]
fn short_help_is_one_screen_and_long_help_begins_with_examples() {
    let home = Home::new();
    for (line, _) in COMMANDS {
        let command = first_word(line);
        let short = run_command(home.command(&[command, "-h"]).env("COLUMNS", "80"));
        short.assert_code(0);
        assert!(short.out.lines().count() <= 24, "{}", short.out);
        assert!(short.out.lines().all(|line| line.chars().count() <= 80), "{}", short.out);
        assert!(
            short
                .out
                .ends_with(&format!("hallway {command} --help shows examples and all options.\n"))
        );
        let long = home.run(&[command, "--help"]).out;
        assert!(long.starts_with(&format!("Examples:\n  hallway {command}")), "{long}");
    }
}

#[test]
fn help_lists_the_exit_code_of_signals() {
    Home::new().run(&["--help"]).assert_out("128+N ended by signal N");
}
