//! The configuration: its mistakes, its values with their origins, and what commands take from it.

use crate::fixture::{Home, run_command};

const MISTAKES: &str = "theme = 'drak'\nmuose = true\n[keys.browse]\nquit = ['x']\nmine = ['x']\n";

/// A home with a small agenda and the usual configuration file.
fn home_with_config(config: &str) -> Home {
    let home = Home::with_small_agenda();
    std::fs::create_dir_all(home.path("config/hallway")).unwrap();
    home.file("config/hallway/config.toml", config);
    home
}

#[test]
fn every_mistake_ends_commands_and_the_check_with_78() {
    let home = home_with_config(MISTAKES);
    for line in ["-a small.toml list", "-a small.toml mine", "config check", "screenshot"] {
        let answer = home.run_line(line);
        answer.assert_code(78).assert_err("config.toml:1:9").assert_err("no theme \"drak\"");
        answer.assert_err("config.toml:2:1").assert_err("did you mean mouse?");
        answer.assert_err("config.toml:5:9").assert_err("bound to both mine and quit");
        assert_eq!(answer.out, "", "{line}");
    }
    // These help to find and to write the file.
    for line in ["config path", "config default", "paths", "check small.toml"] {
        home.run_line(line).assert_code(0);
    }
}

#[test]
fn missing_file_of_the_option_is_an_error_everywhere() {
    let home = Home::with_small_agenda();
    for line in ["list -a small.toml", "config check"] {
        let answer = home.run_line(&format!("{line} --config none.toml"));
        answer.assert_code(66).assert_err("none.toml");
    }
    home.run_line("config check").assert_code(0).assert_out("# ").assert_out("theme = \"auto\"");
}

#[test]
fn commands_take_agenda_times_and_colours_from_the_file() {
    let home = home_with_config("agenda = 'small.toml'\ntimes = 'Asia/Tokyo'\ncolor = 'always'\n");
    let out = home.run_line("list").assert_code(0).out.clone();
    assert!(out.contains("\u{1b}[") && out.contains("17:00"), "{out}");
    // Options and variables are above the file.
    let out = home.run_line("list --tz event --color never").assert_code(0).out.clone();
    assert!(!out.contains('\u{1b}') && out.contains("09:00"), "{out}");
    let out = run_command(home.command(&["list"]).env("NO_COLOR", "1")).out;
    assert!(!out.contains('\u{1b}'), "{out}");
    let out = run_command(home.command(&["list"]).env("HALLWAY_AGENDA", "srecon16-europe")).out;
    assert!(out.contains("Lansdowne"), "{out}");
    // The other formats keep the event's times, as without a configuration.
    home.run_line("export --format md").assert_code(0);
}

#[test]
fn zone_of_the_file_gives_way_to_an_agenda_of_wall_clocks() {
    let home = home_with_config("times = 'local'\n");
    home.file("w.toml", "[[session]]\ntitle = 'A'\nstart = 2026-05-04T09:00:00\n");
    home.run_line("-a w.toml list").assert_code(0).assert_out("a-0504-0900\t2026-05-04\t09:00");
    home.run_line("-a w.toml list --tz local").assert_code(2);
}

#[test]
fn check_names_the_origin_of_each_value() {
    let home =
        home_with_config("# mine\nmouse = false\nascii = true\n[keys.browse]\nquit = ['x']\n");
    home.run_line("import small.toml --name conf").assert_code(0);
    let args = ["config", "check", "--theme", "light"];
    let answer = run_command(home.command(&args).env("HALLWAY_AGENDA", "conf"));
    answer.assert_code(0);
    for (value, origin) in [
        ("agenda = \"conf\"", "$HALLWAY_AGENDA"),
        ("theme = \"light\"", "--theme"),
        ("mouse = false", "line 2"),
        ("ascii = true", "line 3"),
        ("linear = false", "default"),
        ("keys.browse.quit = [\"x\"]", "line 5"),
    ] {
        let line = answer.out.lines().find(|line| line.starts_with(value));
        let line = line.unwrap_or_else(|| panic!("{value}: {}", answer.out));
        assert!(line.ends_with(&format!("# {origin}")), "{line}");
    }
    // The output is a configuration with the same values.
    home.file("again.toml", &answer.out);
    let again = home.run_line("config check --config again.toml");
    let values = |out: &str| -> Vec<String> {
        out.lines().map(|line| line.split(" # ").next().unwrap().trim().to_owned()).collect()
    };
    assert_eq!(values(&again.out)[1..], values(&answer.out)[1..]);
}

#[test]
fn default_is_a_file_without_a_mistake() {
    let home = Home::new();
    let sample = home.run_line("config default").assert_code(0).out.clone();
    home.file("c.toml", &sample);
    home.run_line("config check --config c.toml").assert_code(0);
    assert!(
        sample.contains("#refresh = \"15m\"") && sample.contains("\n[keys.browse]\n#left"),
        "{sample}"
    );
    let path = home.run_line("config path").assert_code(0).out.clone();
    assert!(path.ends_with("hallway/config.toml\n"), "{path}");
}

#[test]
fn check_reports_an_agenda_that_is_not_there() {
    let home = home_with_config("theme = 'dark'\nagenda = 'cnof'\n");
    home.run_line("import small.toml --name conf").assert_code(0);
    let answer = home.run_line("config check");
    answer.assert_code(78).assert_out("agenda = \"cnof\"").assert_err("config.toml:2: agenda: ");
    answer.assert_err("no agenda cnof in the library; did you mean conf?");
    // The options and the environment are above the file.
    home.run_line("config check -a conf").assert_code(0);
    home.run_line("config check -a cnof").assert_code(66).assert_err("--agenda: agenda: there is");
    let answer = run_command(home.command(&["config", "check"]).env("HALLWAY_AGENDA", "x.toml"));
    answer.assert_code(66).assert_err("$HALLWAY_AGENDA: agenda: there is no file x.toml");
    // An address is not fetched.
    home.run_line("config check -a https://conf.example/").assert_code(0);
}

#[test]
fn mistake_in_a_key_or_a_value_names_the_nearest() {
    for (config, message) in [
        ("theme = 'drak'", "there is no theme \"drak\"; did you mean dark?"),
        ("color = 'alwyas'", "did you mean always?"),
        ("[keys.browse]\nattend = ['Spce']", "no key is called \"Spce\": did you mean \"Space\"?"),
        ("[keys.browse]\nattend = ['Ctrl+x']", "did you mean \"C-x\"?"),
        ("[keys.browse]\nattend = ['C-Foo']", "is called \"C-Foo\". A key is one character, Space"),
        (
            "[keys.browse]\natend = ['x']",
            "no command is called \"atend\": did you mean \"attend\"?",
        ),
        ("[keys.brwse]\nattend = ['x']", "is called \"brwse\": did you mean \"browse\"?"),
        (
            "[keys.browse]\nattend = ['x']\nmaybe = ['x']",
            "the key x is bound to both attend and maybe in [keys.browse]",
        ),
    ] {
        let home = home_with_config(config);
        home.run_line("config check").assert_code(78).assert_err(message);
    }
}

#[test]
fn linear_of_the_environment_is_off_with_no() {
    let home = home_with_config("");
    for (value, linear) in [("1", "true"), ("yes", "true"), ("no", "false"), ("0", "false")] {
        let check = run_command(home.command(&["config", "check"]).env("HALLWAY_LINEAR", value));
        check.assert_code(0).assert_out(&format!("linear = {linear} "));
    }
}

#[test]
fn dev_null_is_a_configuration_without_keys() {
    let home = home_with_config(MISTAKES);
    home.run_line("list --ids").assert_code(78);
    home.run_line("list --ids --config /dev/null").assert_code(0);
}

#[test]
fn agenda_that_is_not_there_is_named_with_the_place_of_its_name() {
    let home = home_with_config("# mine\nagenda = 'nix'\n");
    let answer = run_command(home.command(&["list"]).env("HALLWAY_AGENDA", "nix"));
    answer.assert_code(66).assert_err("hallway: $HALLWAY_AGENDA: there is no file nix");
    let answer = home.run_line("list");
    answer.assert_code(66).assert_err("config.toml:2: agenda: there is no file nix");
    home.run_line("-a nix list").assert_err("hallway: there is no file nix");
}

#[test]
fn man_creates_the_folder_of_its_pages() {
    let home = Home::new();
    home.run_line("man --dir share/man/man1").assert_code(0);
    assert!(std::fs::read(home.path("share/man/man1/hallway-list.1")).is_ok());
}
