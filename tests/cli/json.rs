//! `--json`, `--jsonl` and `--ids` of the commands.

use crate::fixture::{BERLIN, Home, conf_toml};
use serde_json::{Value, json};

fn small() -> Home {
    Home::with_small_agenda()
}

#[test]
fn show_json_has_the_sessions_in_the_given_order() {
    let shown = small().json(&["-a", "small.toml", "show", "night", "open", "--json"]);
    let ids: Vec<&Value> =
        shown["sessions"].as_array().unwrap().iter().map(|session| &session["id"]).collect();
    assert_eq!(ids, ["night", "open"]);
    assert_eq!(shown["schema"], 1);
}

#[test]
fn mark_json_has_the_new_states() {
    let home = small();
    let marked = home.json(&["-a", "small.toml", "mark", "open", "--maybe", "--json"]);
    let open = json!({"id": "open", "title": "Opening", "mark": "maybe"});
    assert_eq!(marked, json!({"schema": 1, "event": "small", "marks": [open]}));
    let unmarked = home.json(&["-a", "small.toml", "unmark", "open", "--json"]);
    assert_eq!(unmarked["marks"][0]["mark"], Value::Null);
    let failed = home.run_line("-a small.toml mark open xyzzy --json");
    assert_eq!((failed.code, failed.out.as_str()), (1, ""));
}

#[test]
fn search_and_mine_print_ids_and_lines() {
    let home = Home::new();
    let ids = home.run_line("search ebpf --ids").out;
    assert!(ids.lines().any(|id| id == "tue-1100-ebpf-primer"), "{ids}");
    let lines = home.run_line("search ebpf --jsonl --limit 1").out;
    let first: Value = serde_json::from_str(lines.trim_end()).unwrap();
    assert_eq!(first["id"], ids.lines().next().unwrap());
    assert!(first["score"].as_i64().unwrap() > 0, "{first}");
    home.run_line("search ebpf --ids --json").assert_code(2);
    home.run_piped(&["mark", "-"], &ids).assert_code(0);
    assert_eq!(home.run_line("mine --ids").out, home.run_line("list --mine --ids").out);
    assert_eq!(home.run_line("mine --ids").out.lines().count(), ids.lines().count());
}

/// Commands that print the session `mon-0940-doorman` alone, once it is marked.
const PRINT_DOORMAN: [&str; 5] = [
    "list --mine --at 'mon 9:50'",
    "search doorman rate --at 'mon 9:50'",
    "mine",
    "now --mine --at 'mon 9:50'",
    "next --mine --at 'mon 9:30'",
];

#[test]
fn every_command_with_sessions_has_every_form() {
    let home = Home::new();
    home.run_line("mark mon-0940-doorman").assert_code(0);
    for command in PRINT_DOORMAN {
        let print =
            |form: &str| home.run_line(&format!("{command} {form}")).assert_code(0).out.clone();
        assert_eq!(print("--ids"), "mon-0940-doorman\n", "{command}");
        let line = print("--jsonl");
        let session: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            (&session["id"], &session["mark"]),
            (&json!("mon-0940-doorman"), &json!("attend"))
        );
        let object: Value = serde_json::from_str(&print("--json")).unwrap();
        assert_eq!(object["sessions"], json!([session]), "{command}");
        assert_eq!(print("--format '{start} {id}'"), "09:40 mon-0940-doorman\n", "{command}");
        home.run_line(&format!("{command} --ids --format x")).assert_code(2);
        home.run_line(&format!("{command} --format '{{tilte}}'")).assert_code(2);
    }
}

#[test]
fn list_format_has_the_minutes_left_or_to_go() {
    let home = Home::new();
    let minutes = |at: &str| {
        let list = ["list", "--day", "mon", "--room", "Lansdowne", "--format", "{start} {in}"];
        home.run(&[&list[..], &["--at", at]].concat()).out
    };
    let at_10 = minutes("mon 10:00");
    for line in ["09:00 \n", "09:40 20 min\n", "11:00 1 h\n"] {
        assert!(at_10.contains(line), "{line}: {at_10}");
    }
}

#[test]
fn check_json_has_every_problem_with_its_place() {
    let home = Home::new();
    home.file("bad.toml", "[[session]]\ntitle = 'A'\nstart = 'TBA'\nspaekers = []\n");
    let checked = home.json(&["check", "bad.toml", "--json"]);
    assert_eq!((&checked["source"], &checked["sessions"]), (&json!("bad.toml"), &json!(1)));
    let problems = checked["problems"].as_array().unwrap();
    let key = problems.iter().find(|problem| problem["line"] == 4).unwrap();
    assert!(key["message"].as_str().unwrap().contains("spaekers"), "{key}");
    assert!(key["help"].as_str().unwrap().contains("speakers"), "{key}");
    home.file("none.toml", "a = [\n");
    let refused = home.run_line("check none.toml --json");
    let refused: Value = serde_json::from_str(&refused.assert_code(65).out).unwrap();
    assert_eq!((&refused["sessions"], &refused["days"]), (&Value::Null, &Value::Null));
    assert_eq!(refused["problems"][0]["severity"], "error");
    home.run_line("check missing.toml --json").assert_code(66);
}

#[test]
fn agendas_json_has_null_for_what_is_unknown() {
    let home = Home::new();
    home.file("conf.toml", &conf_toml(BERLIN, &["One", "Two"]));
    home.run_line("import conf.toml --name conf").assert_code(0);
    home.file("data/hallway/agendas/broken.toml", "nonsense");
    let all = home.json(&["agendas", "--json"]);
    let find = |name: &str| {
        let agendas = all["agendas"].as_array().unwrap();
        agendas.iter().find(|agenda| agenda["name"] == name).unwrap().clone()
    };
    let conf = find("conf");
    assert_eq!((&conf["event"], &conf["sessions"]), (&json!("Conf"), &json!(2)));
    assert_eq!((&conf["first_day"], &conf["days"]), (&json!("2030-05-04"), &json!(1)));
    assert!(conf["checked"].is_string() && conf["source"].is_string(), "{conf}");
    assert_eq!(find("broken")["event"], Value::Null);
    assert_eq!(find("srecon16-europe")["source"], Value::Null);
}

#[test]
fn update_json_has_a_line_for_each_agenda() {
    let home = Home::new();
    for name in ["one", "two", "three"] {
        home.file(&format!("{name}.toml"), &conf_toml(BERLIN, &[name, "Same"]));
        home.run_line(&format!("import {name}.toml --name {name}")).assert_code(0);
    }
    home.file("one.toml", &conf_toml(BERLIN, &["one", "Same", "New"]));
    std::fs::remove_file(home.path("two.toml")).unwrap();
    let updated = home.run_line("update --json");
    updated.assert_code(66);
    let lines: Vec<Value> =
        updated.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = |name: &str| lines.iter().find(|line| line["agenda"] == name).unwrap();
    let change = &line("one")["changes"][0];
    assert_eq!((&line("one")["status"], &line("one")["sessions"]), (&json!("changed"), &json!(3)));
    assert_eq!((&change["kind"], &change["id"]), (&json!("new"), &json!("New")));
    assert_eq!(line("three")["status"], "unchanged");
    assert_eq!(line("two")["status"], "failed");
    assert!(line("two")["error"].as_str().unwrap().contains("two.toml"), "{}", line("two"));
}
