//! `check`, and the arguments of every command.

use crate::fixture::{Case, Home, SMALL, case, run_command};

const CASES: &[Case] = &[
    case("show", 2, "", "required"),
    case("list --json --ids", 2, "", "cannot be used with"),
    case("list --tz IST", 2, "", "abbreviation"),
    case("list --zone Mars/Olympus", 2, "", "there is no time zone"),
    case("list --at soon", 2, "", r#""soon" is not a time. Write 14:00, 2:30pm"#),
    case("--version", 0, "hallway ", ""),
    case("--help", 0, "Examples:\n  hallway ", ""),
    case("check small.toml", 0, "small.toml: 3 sessions on 1 day, no problems\n", ""),
    case("check bad.toml", 65, "error: a session has no `minuts`\n", ""),
    case(
        "list -a bad.toml --ids",
        0,
        "open\nnight\nlater\n",
        "has 1 error: hallway check bad.toml",
    ),
    case("list -a broken.toml", 65, "", "this session has no start"),
    case("list -a /no/such.toml", 66, "", "there is no file /no/such.toml"),
    case("serch", 2, "", "there is no command serch; did you mean search?"),
    case("srecom16", 66, "", "did you mean srecon16-europe?"),
    case("check https://me:secret@example.org/", 2, "", "hallway sends neither"),
    case("check .", 74, "", "is a directory"),
    case("check", 0, "srecon16-europe: 73 sessions on 3 days, no problems\n", ""),
];

#[test]
fn check_and_bad_arguments_give_the_exit_codes_of_the_manual() {
    let home = Home::with_small_agenda();
    home.file("bad.toml", &format!("{SMALL}minuts = 5\n"));
    home.file("broken.toml", "[[session]]\ntitle = \"A\"\n");
    let files = home.count_files();
    home.check_cases(CASES);
    assert_eq!(home.count_files(), files, "a command that prints wrote a file");
}

#[test]
fn standard_input_and_environment_name_the_agenda() {
    let home = Home::with_small_agenda();
    let ids = "open\nnight\nlater\n";
    assert_eq!(home.run_piped(&["list", "--ids", "-a", "-"], SMALL).out, ids);
    assert_eq!(home.run_piped(&["check", "-"], "<html>").code, 65);
    let mut command = home.command(&["list", "--ids"]);
    assert_eq!(run_command(command.env("HALLWAY_AGENDA", "small.toml")).out, ids);
    for line in ["list --ids", "-a srecon16-europe list --ids"] {
        assert_eq!(home.run_line(line).out.lines().count(), 73, "{line}");
    }
}

#[test]
fn bad_configuration_ends_with_78_and_its_place() {
    let home = Home::new();
    home.file("c.toml", "muose = true\n");
    let answer = home.run_line("screenshot --config c.toml");
    answer.assert_code(78).assert_err("c.toml:1:1").assert_err("did you mean mouse?");
    home.run_line("screenshot --config missing.toml").assert_code(66);
    home.file("k.toml", "[keys.browse]\nnext-day = ['x']\n");
    home.run_line("screenshot --config k.toml --keys x").assert_out("‹2 Tue 12›");
}

#[test]
fn event_without_name_has_the_name_of_its_file() {
    let home = Home::new();
    let file = home.file("My Conf.toml", "[[session]]\ntitle = 'A'\nstart = 2026-05-04T09:00:00\n");
    let event = &home.json(&["list", "--json", "-a", &file])["event"];
    assert_eq!((&event["id"], &event["name"]), (&"my-conf".into(), &"My Conf".into()));
}
