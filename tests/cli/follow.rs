//! Marks through new versions of an agenda: `update`, `import` over an agenda, and `mine`.

use crate::fixture::Home;
use serde_json::{Value, json};

/// Returns an agenda with a session for each `ID|TITLE|HOUR|PERSON|ROOM`.
fn agenda(sessions: &[&str]) -> String {
    let toml = |session: &&str| {
        let parts: Vec<&str> = session.split('|').collect();
        let [id, title, hour, person, room] = parts[..] else { panic!("{session}") };
        format!(
            "[[session]]\nid = '{id}'\ntitle = '{title}'\nstart = 2030-05-04T{hour}:00:00\n\
             speakers = ['{person}']\nroom = '{room}'\n"
        )
    };
    let sessions: String = sessions.iter().map(toml).collect();
    format!("[event]\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n{sessions}")
}

const FILLERS: [&str; 3] =
    ["k|Opening|09|Kim|Hall", "l|Closing|18|Lou|Hall", "m|Lunch|12|Max|Hall"];

fn with_fillers(sessions: &[&'static str]) -> String {
    agenda(&[&FILLERS, sessions].concat())
}

/// Returns the session and the changes of the only mark, as `ID: CHANGE, CHANGE`.
fn describe_mine(home: &Home, agenda: &str) -> String {
    let mine = home.json(&["-a", agenda, "mine", "--json"]);
    let ids: Vec<&str> =
        mine["sessions"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
    let changes = mine["changes"].as_array().unwrap().iter();
    let changes: Vec<&str> = changes.map(|change| change["what"].as_str().unwrap()).collect();
    format!("{}: {}", ids.join(" "), changes.join(", "))
}

/// The only marked session in each version, and the session and the changes of the mark then.
const VERSIONS: &[(&str, &str)] = &[
    ("a|Kernel tales|10|Ann|Hall", "a: "),
    // The title grows, then the session moves under another id, then the person is a full name:
    // only from version to version each is the same session.
    ("a|Kernel tales: the sequel|10|Ann|Hall", "a: retitled"),
    ("b|Kernel tales: the sequel|14|Ann|Attic", "b: moved, relocated, retitled, renumbered"),
    ("b|Sequel|14|Ann Noe|Attic", ": gone"),
    ("b|Kernel tales: the sequel|14|Ann Noe|Attic", "b: moved, relocated, retitled, renumbered"),
    ("a|Kernel tales|10|Ann|Hall", "a: "),
];

#[test]
fn mark_follows_from_version_to_version_by_update_and_by_import() {
    for command in ["update conf", "import conf.toml --name conf"] {
        let home = Home::new();
        home.file("conf.toml", &with_fillers(&[VERSIONS[0].0]));
        home.run_line("import conf.toml --name conf").assert_code(0);
        home.run_line("mark a -a conf").assert_code(0);
        for (session, expected) in VERSIONS {
            home.file("conf.toml", &with_fillers(&[session]));
            home.run_line(command).assert_code(0);
            assert_eq!(describe_mine(&home, "conf"), *expected, "{command}: {session}");
        }
    }
}

#[test]
fn missing_session_is_reported_with_the_time_until_it_is_back() {
    let home = Home::new();
    let talk = "a|Kernel tales|10|Ann|Attic";
    home.file("conf.toml", &with_fillers(&[talk]));
    home.run_line("import conf.toml --name conf").assert_code(0);
    home.run_line("mark a -a conf").assert_code(0);
    let publish = |sessions: &[&'static str]| {
        home.file("conf.toml", &with_fillers(sessions));
        home.run_line("update conf").assert_code(0);
        home.json(&["-a", "conf", "mine", "--json"])["changes"].clone()
    };
    let gone = publish(&[]);
    let since = gone[0]["since"].clone();
    assert!(since.as_str().is_some_and(|since| since.ends_with('Z')), "{gone}");
    home.run_line("mine -a conf").assert_err("Kernel tales — is not in the agenda since ");
    // The time stays.
    let still_gone = publish(&["n|Another talk|16|Ned|Attic"]);
    assert_eq!((&still_gone[0]["what"], &still_gone[0]["since"]), (&json!("gone"), &since));
    assert_eq!(publish(&[talk]), json!([]));
}

/// The sessions when one is marked and later, and the change of the mark: its `what`, `found_by`
/// and `maybe`, and a part of the sentence. Only the plan is known.
const PLAN_ALONE: &[(&str, &[&str], [&str; 3], &str)] = &[
    (
        "a|Kernel tales|10|Ann|Hall",
        &["b|Kernel tales|11|Ann|Hall"],
        ["moved", "\"title\"", "[]"],
        "11:00 (found by its title)",
    ),
    (
        "a|Kernel tales|10|Ann|Hall",
        &["b|Kernel tales: the sequel|10|Ann|Attic"],
        ["relocated", "\"similar-title\"", "[]"],
        "Attic (found by a similar title)",
    ),
    (
        "a|Kernel tales|10|Ann|Hall",
        &["x|Kernel tales|11|Ann|Attic", "y|Kernel tales|15|Ann|Attic"],
        ["gone", "null", "[\"x\",\"y\"]"],
        "perhaps it is x (Kernel tales, Sat 4 May 11:00) or y (Kernel tales, Sat 4 May 15:00)",
    ),
    (
        "a|Kernel tales|10|Ann|Hall",
        &["a|Another talk|16|Ned|Attic"],
        ["gone", "null", "[\"a\"]"],
        "perhaps it is a (Another talk, Sat 4 May 16:00)",
    ),
];

#[test]
fn mine_says_how_sure_it_is_of_a_session_found_by_the_plan_alone() {
    for (before, after, [what, found_by, maybe], sentence) in PLAN_ALONE {
        let home = Home::new();
        home.file("conf.toml", &with_fillers(&[before]));
        home.run_line("mark a -a conf.toml").assert_code(0);
        home.file("conf.toml", &with_fillers(after));
        let mine: Value = home.json(&["-a", "conf.toml", "mine", "--json"]);
        let change = &mine["changes"][0];
        assert_eq!(change["what"], *what, "{after:?}");
        let found = [change["found_by"].to_string(), change["maybe"].to_string()];
        assert_eq!(found, [*found_by, *maybe], "{after:?}");
        home.run_line("mine -a conf.toml").assert_err(sentence);
    }
}

#[test]
fn sessions_that_a_missing_one_may_be_are_offered_after_an_update_too() {
    let home = Home::new();
    home.file("conf.toml", &with_fillers(&["a|Kernel tales|10|Ann|Hall"]));
    home.run_line("import conf.toml --name conf").assert_code(0);
    home.run_line("mark a -a conf").assert_code(0);
    let twins = ["x|Kernel tales|11|Ann|Attic", "y|Kernel tales|15|Ann|Attic"];
    home.file("conf.toml", &with_fillers(&twins));
    let report = home.run_line("update conf").out;
    assert!(report.contains("perhaps it is x (Kernel tales, Sat 4 May 11:00) or y"), "{report}");
    let maybe =
        |home: &Home| home.json(&["-a", "conf", "mine", "--json"])["changes"][0]["maybe"].clone();
    assert_eq!(maybe(&home), json!(["x", "y"]));
    // One of the twins goes away: the other one is offered, not taken.
    home.file("conf.toml", &with_fillers(&twins[..1]));
    home.run_line("update conf").assert_code(0);
    assert_eq!(maybe(&home), json!(["x"]));
}

#[test]
fn undo_after_an_update_keeps_what_the_update_found() {
    let home = Home::new();
    home.file("conf.toml", &with_fillers(&["a|Kernel tales|10|Ann|Hall"]));
    home.run_line("import conf.toml --name conf").assert_code(0);
    home.run_line("mark a -a conf").assert_code(0);
    let plan = home.run_line("-a conf paths").out;
    let plan = plan.lines().find_map(|line| line.strip_prefix("plan\t")).unwrap();
    for session in VERSIONS[1..3].iter().map(|(session, _)| *session) {
        home.file("conf.toml", &with_fillers(&[session]));
        home.run_line("update conf").assert_code(0);
    }
    let text = std::fs::read_to_string(plan).unwrap();
    assert!(text.contains("[mark.latest]\nsession = \"b\""), "{text}");
    // An older hallway keeps the keys that it does not know, and so does this one.
    let foreign = text.replace("[mark.latest]", "colour = \"red\"\n\n[mark.latest]");
    std::fs::write(plan, foreign).unwrap();
    home.run_line("mark k -a conf").assert_code(0);
    let text = std::fs::read_to_string(plan).unwrap();
    assert!(text.contains("colour = \"red\"") && text.contains("[mark.latest]"), "{text}");
    assert_eq!(describe_mine(&home, "conf"), "k b: moved, relocated, retitled, renumbered");
}
