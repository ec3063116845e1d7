use super::*;
use crate::tui::Keymap;
use std::collections::BTreeMap;

#[test]
fn missing_keys_keep_their_defaults() {
    assert_eq!(Config::read("c.toml", ""), Ok(Config::default()));
    let config =
        Config::read("c.toml", "mouse = false\ntimes = 'local'\n[keys.browse]\nquit = ['x']")
            .unwrap();
    assert!(!config.mouse && config.times == Times::Local && !config.ascii);
    assert_ne!(config.keymap, Keymap::standard());
    assert_eq!(config.lines["mouse"], 1);
    assert_eq!(config.lines["keys.browse.quit"], 4);
}

#[test]
fn sample_changes_nothing_with_and_without_its_comments() {
    let sample = sample_config();
    let config = Config::read("c.toml", &sample).unwrap();
    assert_eq!(Config { lines: BTreeMap::new(), ..config }, Config::default());
    // A comment for a person begins with a space.
    let keys = sample.lines().map(|line| match line.strip_prefix('#') {
        Some(key) if !key.starts_with(' ') => key,
        _ => line,
    });
    let keys = keys.collect::<Vec<_>>().join("\n");
    let config = Config::read("c.toml", &keys).unwrap();
    for setting in &SETTINGS {
        assert!(config.lines.contains_key(setting.name), "{}", setting.name);
        assert_eq!((setting.show)(&config), setting.default, "{}", setting.name);
    }
    assert_eq!(Config { lines: BTreeMap::new(), ..config }, Config::default());
}

#[test]
fn each_line_of_the_sample_alone_is_in_its_table() {
    let sample = sample_config();
    let lines: Vec<&str> = sample.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some(key) = line.strip_prefix('#').filter(|key| !key.starts_with(' ')) else {
            continue;
        };
        let mut alone = lines.clone();
        alone[at] = key;
        let config = Config::read("c.toml", &alone.join("\n"));
        assert!(config.is_ok_and(|config| config.lines.len() >= 2), "{key}");
    }
}

#[test]
fn values_are_read_and_shown() {
    for (line, name) in [
        ("agenda = \"fosdem\"", "agenda"),
        ("theme = \"high-contrast\"", "theme"),
        ("color = \"never\"", "color"),
        ("times = \"Europe/Dublin\"", "times"),
        ("times = \"local\"", "times"),
        ("ascii = true", "ascii"),
        ("linear = true", "linear"),
        ("mouse = false", "mouse"),
        ("refresh = \"90s\"", "refresh"),
        ("refresh = \"1h\"", "refresh"),
        ("refresh = \"2d\"", "refresh"),
        ("refresh = \"never\"", "refresh"),
        ("escape_timeout = \"1000ms\"", "escape_timeout"),
    ] {
        let config = Config::read("c.toml", line).unwrap();
        let setting = SETTINGS.iter().find(|setting| setting.name == name).unwrap();
        assert_eq!(format!("{name} = {}", (setting.show)(&config)), line);
    }
}

#[test]
fn spans_of_time_have_units_and_bounds() {
    let refresh = "is no time span: write \"15m\", \"1h\", \"90s\" or \"never\"";
    let too_short = "is too short: the least time between two refreshes is \"1m\"";
    let escape = "is no time for Esc: write \"1ms\" to \"1000ms\"";
    let refreshes =
        ["15", "m", "+1h", "-1h", "1.5h", "99999999999999999999d", "9999999999999999999d"];
    let escapes = ["30", "ms", "0ms", "1001ms", "30s", "+30ms", "-1ms", "1.5ms", "30 ms", ""];
    let cases = refreshes.map(|value| ("refresh", value, refresh)).into_iter();
    let cases = cases.chain(["30s", "0m"].map(|value| ("refresh", value, too_short)));
    for (name, value, part) in cases.chain(escapes.map(|value| ("escape_timeout", value, escape))) {
        let error = Config::read("c.toml", &format!("{name} = '{value}'")).unwrap_err();
        let (error, column) = (error.to_string(), name.len() + 4);
        let part = format!("\"{value}\" {part}");
        assert!(error.contains(&format!("c.toml:1:{column}")) && error.contains(&part), "{error}");
    }
}

#[test]
fn mistake_is_reported_with_its_position() {
    for (text, parts) in [
        ("muose = true", &["c.toml:1:1", "did you mean mouse?"][..]),
        (
            "mouse = true\ntheme = 'dark'\nmouse = false",
            &["c.toml:3:1", "mouse is set twice: here and in line 1"],
        ),
        (
            "[keys.search]\nquit = []\n[keys.browse]\nquit = []\n\nquit = ['x']",
            &["c.toml:6:1", "quit is set twice: here and in line 4"],
        ),
        (
            "[keys.search]\nattend = ['x', 'Tab']\n[keys.list]\nattend = ['Space', 'C-t', 'é']",
            &[
                "c.toml:2:11",
                "x is text in [keys.search]: give C-x, A-x or a named key",
                "c.toml:4:27",
                "é is text in [keys.list]",
            ],
        ),
        ("escape_time = '9ms'", &["c.toml:1:1", "did you mean escape_timeout?"]),
        ("wombat = 1", &["no key \"wombat\"", "hallway config default prints all keys"]),
        (
            "mouse = 3",
            &["c.toml:1:9", "^", "mouse: the value must be true or false; found: integer"],
        ),
        ("theme = 'drak'", &["c.toml:1:9", "no theme \"drak\"", "high-contrast"]),
        ("color = 'blue'", &["c.toml:1:9", "auto, always or never"]),
        ("times = 'here'", &["c.toml:1:9", "here", "event"]),
        ("mouse = true\nmouse", &["c.toml:2:"]),
        ("mouse = true\nmouse = true", &["c.toml:2:", "mouse is set twice: here and in line 1"]),
        (
            "[keys.browse]\nquit = ['x']\nmine = ['y', 'x']",
            &["c.toml:3:14", "the key x is bound to both mine and quit in [keys.browse]"],
        ),
        ("[keys.browse]\nserach = ['a']", &["c.toml:2:1", "did you mean \"search\"?"]),
        ("[keys.browse]\nlast = ['a', 'Entre']", &["c.toml:2:14", "\"Enter\"?"]),
        ("[keys.brows]\n", &["c.toml:1:7", "\"browse\"?"]),
        ("keys = 3", &["c.toml:1:8", "table such as [keys.browse]"]),
        ("[keys.browse]\nlast = 'G'", &["c.toml:2:8", "list such as"]),
        ("[keys.browse]\nlast = [3]", &["c.toml:2:9", "text in quotes"]),
        ("\"\\u001b[31m\" = 1", &["c.toml:1:1"]),
    ] {
        let error = Config::read("c.toml", text).unwrap_err().to_string();
        for part in parts {
            assert!(error.contains(part), "{text}: {error}");
        }
        assert!(!error.contains('\u{1b}'));
    }
}

#[test]
fn all_mistakes_are_reported_at_once_in_the_order_of_the_file() {
    let text = "theme = 'drak'\nmuose = true\nrefresh = '5'\n[keys.browse]\nserach = ['a']\n";
    let error = Config::read("c.toml", text).unwrap_err().to_string();
    let places = ["c.toml:1:9", "c.toml:2:1", "c.toml:3:11", "c.toml:5:1"];
    let found: Vec<_> = places.iter().map(|place| error.find(place)).collect();
    assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{error}");
    let many = (0..30).map(|at| format!("key{at} = 1\n")).collect::<String>();
    let error = Config::read("c.toml", &many).unwrap_err().to_string();
    assert!(
        error.contains("c.toml:20:1") && error.ends_with("c.toml: 10 more problems"),
        "{error}"
    );
}

#[test]
fn reminders_have_a_program_and_walks() {
    for (line, name) in [
        ("remind_before = \"0s\"", "remind_before"),
        ("remind_before = \"1d\"", "remind_before"),
        ("bell = false", "bell"),
        (
            "notify_cmd = [\"notify-send\", \"--\", \"{title}\", \"in {minutes} min, {{x}}\"]",
            "notify_cmd",
        ),
        ("walk = { minutes = 5 }", "walk"),
        ("walk = { minutes = 0, between = [{ rooms = [\"A\", \"B\"], minutes = 180 }] }", "walk"),
    ] {
        let config = Config::read("c.toml", line).unwrap();
        let setting = SETTINGS.iter().find(|setting| setting.name == name).unwrap();
        assert_eq!(format!("{name} = {}", (setting.show)(&config)), line);
    }
    let tables = "[walk]\nminutes = 3\n[[walk.between]]\nrooms = ['A', 'B']\nminutes = 7\n";
    let walk = Config::read("c.toml", tables).unwrap().walk;
    assert_eq!((walk.minutes, walk.between[0].minutes), (Some(3), 7));
}

#[test]
fn mistakes_in_reminders_are_reported_at_their_places() {
    for (text, place, part) in [
        ("remind_before = '10'", "c.toml:1:17", "\"10\" is no time before a session"),
        ("remind_before = '25h'", "c.toml:1:17", "write \"0m\" to \"24h\""),
        ("notify_cmd = 'notify-send'", "c.toml:1:14", "a list of a program and its arguments"),
        ("notify_cmd = ['x', 3]", "c.toml:1:14", "text in quotes"),
        ("notify_cmd = ['x', '{tilte}']", "c.toml:1:14", "there is no field {tilte}. The fields"),
        ("notify_cmd = ['{title}']", "c.toml:1:14", "the name of the program has no fields"),
        ("walk = 5", "c.toml:1:8", "a table such as { minutes = 5 }; found: integer"),
        ("[walk]\nminuts = 5", "c.toml:2:1", "did you mean minutes?"),
        ("[walk]\nminutes = 181", "c.toml:2:11", "0 to 180 minutes"),
        ("[walk]\nminutes = -1", "c.toml:2:11", "0 to 180 minutes"),
        ("[walk]\nminutes = '5'", "c.toml:2:11", "whole number from 0 to 180"),
        ("[walk]\nbetween = 5", "c.toml:2:11", "a list such as"),
        ("[walk]\nbetween = [5]", "c.toml:2:12", "a table such as { rooms = "),
        ("[[walk.between]]\nrooms = ['A', 'B']", "c.toml:1:1", "a walk has rooms and minutes"),
        ("[[walk.between]]\nrooms = ['A']\nminutes = 1", "c.toml:2:9", "a list of two rooms"),
        ("[[walk.between]]\nrooms = ['A', 3]\nminutes = 1", "c.toml:2:9", "a list of two rooms"),
    ] {
        let error = Config::read("c.toml", text).unwrap_err().to_string();
        assert!(error.contains(place) && error.contains(part), "{text}: {error}");
    }
}
