//! The program as scripts and people at a prompt meet it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "makes the files that the program reads")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A home of its own for the program.
struct Home(TempDir);

/// What came of a command.
struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Home {
        Home(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hallway"));
        command
            .args(args)
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"));
        for name in ["HALLWAY_AGENDA", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TZ"] {
            command.env_remove(name);
        }
        command.current_dir(self.0.path());
        command
    }

    fn run(&self, args: &[&str]) -> Answer {
        answer(self.command(args).stdin(Stdio::null()))
    }

    fn piped(&self, args: &[&str], input: &str) -> Answer {
        let mut child = self.command(args);
        let child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Answer::from(child.wait_with_output().unwrap())
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args).out).unwrap()
    }

    fn files(&self) -> usize {
        std::fs::read_dir(self.0.path()).unwrap().count()
    }
}

fn answer(command: &mut Command) -> Answer {
    Answer::from(command.output().unwrap())
}

impl From<std::process::Output> for Answer {
    fn from(output: std::process::Output) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

const SMALL: &str = "[event]\nname = \"Small\"\ntimezone = \"Europe/Berlin\"\n\
    [[room]]\nname = \"A\"\n[[room]]\nname = \"B\"\n[[room]]\nname = \"A+B\"\njoins = [\"A\", \"B\"]\n\
    [[session]]\nid = \"open\"\ntitle = \"Opening\"\nstart = 2027-03-06T09:00:00\nminutes = 30\nroom = \"A+B\"\n\
    speakers = [\"Zoë Ærø\"]\n\
    [[session]]\nid = \"night\"\ntitle = \"Night\"\nstart = 2027-03-07T00:30:00\nend = 2027-03-07T01:00:00\nroom = \"B\"\n\
    [[session]]\nid = \"later\"\ntitle = \"Later\"\nstart = \"TBA\"\nkind = \"workshop\"\ntrack = \"Deep\"\n";

#[test]
fn exit_codes_and_answers_are_those_of_the_manual() {
    let home = Home::new();
    let small = &home.file("small.toml", SMALL);
    let bad = &home.file("bad.toml", &format!("{SMALL}minuts = 5\n"));
    let broken = &home.file("broken.toml", "[[session]]\ntitle = \"A\"\n");
    // Arguments, exit code, what standard output begins with, what standard error contains.
    let cases: &[(&[&str], i32, &str, &str)] = &[
        (&["list", "--ids", "-a", small], 0, "open\nnight\nlater\n", ""),
        (&["-a", small, "list", "--ids", "--day", "sat"], 0, "open\nnight\n", ""),
        (&["-a", small, "list", "--ids", "--day", "2027-03-06"], 0, "open\n", ""),
        (&["-a", small, "list", "--ids", "--day", "1"], 0, "open\n", ""),
        (&["-a", small, "list", "--ids", "--day", "today", "--at", "sat 10:00"], 0, "open\n", ""),
        (
            &["-a", small, "list", "--ids", "--day", "today", "--at", "2027-03-07T02:00"],
            0,
            "open\n",
            "",
        ),
        (&["-a", small, "list", "--ids", "--day", "sun"], 1, "", "nothing found"),
        (
            &["-a", small, "list", "--day", "2"],
            2,
            "",
            "there is no day \"2\": it has 1 (Sat 6 Mar 2027)",
        ),
        (&["-a", small, "list", "--day", "someday"], 2, "", "there is no day \"someday\""),
        (&["-a", small, "list", "--ids", "--room", "b"], 0, "open\nnight\n", ""),
        (&["-a", small, "list", "--ids", "--room", "a+b"], 0, "open\n", ""),
        (&["-a", small, "list", "--room", "C"], 2, "", "there is no room \"C\""),
        (&["-a", small, "list", "--ids", "--track", "dee"], 0, "later\n", ""),
        (&["-a", small, "list", "--track", "x"], 2, "", "there is no track \"x\": it has Deep"),
        (&["-a", small, "list", "--ids", "--kind", "Workshop"], 0, "later\n", ""),
        (&["-a", small, "list", "--kind", "workshp"], 2, "", "did you mean \"workshop\"?"),
        (&["-a", small, "list", "--ids", "--speaker", "zoe"], 0, "open\n", ""),
        (&["-a", small, "list", "--speaker", "zoë ero"], 1, "", "did you mean Zoë Ærø?"),
        (&["-a", small, "list", "--mine"], 1, "", "nothing found"),
        (&["-a", small, "mine"], 1, "", "hallway mark"),
        (
            &["-a", small, "show", "open"],
            0,
            "Opening\nSaturday 6 March 2027 09:00–09:30 CET (UTC+1) · 30 min\n",
            "",
        ),
        (
            &["-a", small, "show", "open", "--tz", "Asia/Tokyo"],
            0,
            "Opening\nSaturday 6 March 2027 17:00–17:30 JST",
            "",
        ),
        (&["-a", small, "show", "opn"], 1, "", "there is no session opn: did you mean open?"),
        (&["-a", small, "show", "open", "xyzzy", "q"], 1, "", "no session xyzzy"),
        (&["show"], 2, "", "required"),
        (&["list", "--json", "--ids"], 2, "", "cannot be used with"),
        (&["list", "--tz", "IST"], 2, "", "abbreviation"),
        (&["list", "--zone", "Mars/Olympus"], 2, "", "there is no time zone"),
        (&["list", "--at", "soon"], 2, "", "\"soon\" is no time: write 2016-07-11T09:12"),
        (&["--version"], 0, "hallway ", ""),
        (&["--help"], 0, "A conference agenda in the terminal", ""),
        (&["check", small], 0, &format!("{small}: 3 sessions on 1 day, no problems\n"), ""),
        (&["check", bad], 65, "error: a session has no `minuts`\n", ""),
        (&["list", "-a", bad, "--ids"], 0, "open\nnight\nlater\n", "has 1 error: hallway check"),
        (&["list", "-a", broken], 65, "", "this session has no start"),
        (&["list", "-a", "/no/such.toml"], 66, "", "there is no file /no/such.toml"),
        (&["serch"], 66, "", "did you mean search?"),
        (&["srecon16"], 66, "", "did you mean srecon16-europe?"),
        (&["check", "https://example.org/a.toml"], 66, "", "addresses are not opened yet"),
        (&["check", "."], 74, "", "is a directory"),
        (&["check"], 0, "srecon16-europe: 73 sessions on 3 days, no problems\n", ""),
    ];
    let files = home.files();
    for (args, code, out, err) in cases {
        let answer = home.run(args);
        let told = format!("{args:?}\n{}\n{}", answer.out, answer.err);
        assert_eq!(answer.code, *code, "{told}");
        assert!(
            answer.out.starts_with(out) && (!out.is_empty() || answer.out.is_empty()),
            "{told}"
        );
        assert!(answer.err.contains(err) && (!err.is_empty() || answer.err.is_empty()), "{told}");
        assert!(!answer.out.contains('\u{1b}') && !answer.err.contains('\u{1b}'), "{told}");
    }
    assert_eq!(home.files(), files, "commands that show write nothing");
}

#[test]
fn standard_input_and_the_environment_name_agendas() {
    let home = Home::new();
    assert_eq!(home.piped(&["list", "--ids", "-a", "-"], SMALL).out, "open\nnight\nlater\n");
    assert_eq!(home.piped(&["check", "-"], "<html>").code, 65);
    let small = home.file("small.toml", SMALL);
    assert_eq!(
        answer(home.command(&["list", "--ids"]).env("HALLWAY_AGENDA", &small)).out,
        "open\nnight\nlater\n"
    );
    assert_eq!(home.run(&["list", "--ids"]).out.lines().count(), 73);
    assert_eq!(home.run(&["-a", "srecon16-europe", "list", "--ids"]).out.lines().count(), 73);
}

#[test]
fn a_line_for_programs_has_nine_fields() {
    let home = Home::new();
    let small = home.file("small.toml", SMALL);
    home.run(&["-a", &small, "mark", "night", "--maybe"]);
    let lines = home.run(&["-a", &small, "list"]).out;
    let expected = "open\t2027-03-06\t09:00\t09:30\tA+B\ttalk\t\tOpening\tZoë Ærø\n\
        night\t2027-03-06\t00:30\t01:00\tB\ttalk\tmaybe\tNight\t\nlater\t\t\t\t\tworkshop\t\tLater\t\n";
    assert_eq!(lines, expected);
}

#[test]
fn tables_for_people_fit_and_are_coloured_only_if_wanted() {
    let home = Home::new();
    let list = |args: &[&str], env: &[(&str, &str)]| {
        let mut command = home.command(&[&["list", "--day", "1"], args].concat());
        answer(command.envs(env.iter().copied())).out
    };
    assert!(!list(&[], &[]).contains('\u{1b}'));
    assert!(!list(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!list(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains('\u{1b}'));
    for (args, env) in [(&["--color", "always"][..], ("X", "")), (&[], ("CLICOLOR_FORCE", "1"))] {
        for width in ["1", "20", "40", "80", "200"] {
            let table = list(args, &[env, ("COLUMNS", width)]);
            assert!(table.starts_with("\u{1b}[1mMonday 11 July 2016\u{1b}[0m\n08:00"), "{table}");
            let widest =
                table.lines().skip(1).map(|line| plain(line).chars().count()).max().unwrap();
            assert!(widest <= width.parse::<usize>().unwrap().max(17), "{width}\n{table}");
        }
    }
}

/// Without SGR sequences.
fn plain(line: &str) -> String {
    line.split('\u{1b}').map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)).collect()
}

#[test]
fn marks_are_kept_all_or_none() {
    let home = Home::new();
    let small = home.file("small.toml", SMALL);
    let on = |args: &[&str]| home.run(&[&["-a", &small], args].concat());
    let failed = on(&["mark", "open", "opne", "xyzzy"]);
    assert_eq!((failed.code, failed.out.as_str()), (1, ""));
    assert_eq!(failed.err.lines().count(), 2, "{}", failed.err);
    assert_eq!(on(&["mine"]).code, 1, "nothing was changed");
    assert_eq!(
        on(&["mark", "open", "later", "open"]).out,
        "open\tattend\tOpening\nlater\tattend\tLater\n"
    );
    assert_eq!(on(&["mark", "open", "--maybe"]).out, "open\tmaybe\tOpening\n");
    assert_eq!(on(&["list", "--mine", "--ids"]).out, "open\nlater\n");
    assert_eq!(on(&["unmark", "open", "night"]).out, "open\tnone\tOpening\nnight\tnone\tNight\n");
    assert_eq!(on(&["unmark", "xyzzy"]).code, 1);
    assert_eq!(on(&["list", "--mine", "--ids"]).out, "later\n");
    // A session that is gone stays in the plan until it is taken out.
    home.file("small.toml", &SMALL.replace("\"later\"", "\"other\"").replace("Later", "Other"));
    assert!(on(&["mine"]).err.contains("Later — is no longer in the agenda"));
    assert_eq!(on(&["unmark", "later"]).out, "later\tnone\tLater\n");
    assert_eq!(on(&["mine"]).code, 1);
    let plan = on(&["paths"]).out;
    let plan = plan.lines().find_map(|line| line.strip_prefix("plan\t")).unwrap();
    assert!(Path::new(plan).exists());
    std::fs::write(plan, "nonsense").unwrap();
    assert_eq!(
        (on(&["mark", "open"]).code, on(&["list", "--mine"]).code, on(&["list"]).code),
        (65, 65, 0)
    );
    assert_eq!(std::fs::read_to_string(plan).unwrap(), "nonsense");
}

#[test]
fn my_schedule_tells_clashes_gaps_and_changes() {
    let home = Home::new();
    home.run(&[
        "mark",
        "mon-0900-splicing-sre-dna",
        "mon-1100-ebpf-abyss",
        "mon-1140-building-sre-teams",
    ]);
    let mine = home.json(&["mine", "--json"]);
    assert_eq!(
        mine["clashes"],
        serde_json::json!([["mon-1100-ebpf-abyss", "mon-1140-building-sre-teams", 40]])
    );
    let gap = serde_json::json!({"day": "2016-07-11", "start": "2016-07-11T09:40:00+01:00",
        "end": "2016-07-11T11:00:00+01:00", "minutes": 80});
    assert_eq!((&mine["gaps"][0], &mine["changes"]), (&gap, &serde_json::json!([])));
    assert_eq!(mine["sessions"][0]["mark"], "attend");
    let lines = home.run(&["mine"]).out;
    assert!(
        lines.lines().nth(1).unwrap().ends_with("\tSasha Goldshtein\tmon-1140-building-sre-teams"),
        "{lines}"
    );
    let table = home.run(&["mine", "--color", "always"]).out;
    let plain: Vec<String> = table.lines().map(plain).collect();
    assert!(plain[2].starts_with("09:40–11:00     free for 80 min"), "{table}");
    assert!(table.contains("overlaps by 40 min: Staring into the eBPF Abyss"), "{table}");
}

#[test]
fn search_ranks_and_marks_what_fits() {
    let home = Home::new();
    let found = home.json(&["search", "--json", "liz", "debt"]);
    let first = &found["sessions"][0];
    assert_eq!(
        (&found["schema"], &first["id"]),
        (&Value::from(1), &"wed-0900-relieving-technical-debt".into())
    );
    let fields = serde_json::json!([{"field": "title", "ranges": [[20, 24]]}, {"field": "speaker", "text": "Liz Fong-Jones", "ranges": [[0, 3]]}]);
    assert_eq!((&first["matched"][0], &first["matched"][1]), (&fields[0], &fields[1]));
    assert!(first["score"].as_i64().unwrap() > 0 && first["mark"].is_null());
    let table = home.run(&["search", "liz debt", "--color", "always"]).out;
    assert!(
        table.starts_with("Wed 13 Jul 09:00–09:20")
            && table.contains("\u{1b}[1;4mLiz\u{1b}[0m Fong-Jones"),
        "{table}"
    );
    let second =
        answer(home.command(&["search", "jackson", "--color", "always"]).env("COLUMNS", "160")).out;
    assert!(second.contains("Rauf Guliyev, Thomas \u{1b}[1;4mJackson\u{1b}[0m"), "{second}");
    for (words, width, told) in [
        ("latency", "100", "\n                           abstract: …"),
        ("affiliation:shopify", "100", "\n                           affiliation: Shopify"),
        ("veith", "55", "\n                           speaker: Greg Veith"),
        ("ulster", "160", "  Ulster"),
    ] {
        let table =
            answer(home.command(&["search", words, "--color", "always"]).env("COLUMNS", width)).out;
        let rows = table
            .lines()
            .filter(|line| plain(line).chars().nth(2).is_some_and(|c| c != ' '))
            .count();
        let seen = table.matches("\u{1b}[1;4m").count();
        assert!(plain(&table).contains(told), "{table}");
        assert!(rows > 0 && seen >= rows, "{rows} rows, {seen} marks: {table}");
        assert!(
            table.lines().all(|line| plain(line).chars().count() <= width.parse().unwrap()),
            "{table}"
        );
    }
    assert!(home.run(&["search", "ebpf"]).out.lines().all(|line| line.split('\t').count() == 9));
    assert_eq!(home.run(&["search", "google", "--limit", "2"]).out.lines().count(), 2);
    let without = |args: &[&str]| home.run(&[&["search", "kernel"], args].concat()).out;
    assert!(without(&[]).contains("facebook") && !without(&["-facebook"]).contains("facebook"));
    assert_eq!(without(&["-facebook", "--limit", "1"]).lines().count(), 1);
    home.run(&["mark", "mon-0940-doorman", "--maybe"]);
    assert!(home.run(&["search", "is:mine"]).out.starts_with("mon-0940-doorman\t"));
    for (words, code, err) in
        [("zzzqqq", 1, "nothing found"), ("room:", 0, "wants the name of a room")]
    {
        let answer = home.run(&["search", words]);
        assert_eq!(
            (answer.code, answer.err.contains(err)),
            (code, true),
            "{words}: {}",
            answer.err
        );
    }
    assert_eq!(home.run(&["search", "x", "--limit", "0"]).code, 2);
}

#[test]
fn json_has_the_shape_of_the_manual() {
    let home = Home::new();
    let small = home.file("small.toml", SMALL);
    let all = home.json(&["-a", &small, "list", "--json"]);
    let event = serde_json::json!({"id": "small", "name": "Small", "timezone": "Europe/Berlin",
        "days": ["2027-03-06"], "rooms": ["A", "B"]});
    assert_eq!((&all["schema"], &all["event"]), (&Value::from(1), &event));
    let first = serde_json::json!({"id": "open", "title": "Opening", "start": "2027-03-06T09:00:00+01:00",
        "end": "2027-03-06T09:30:00+01:00", "minutes": 30, "day": "2027-03-06", "room": "A+B", "rooms": ["A", "B"],
        "kind": "talk", "track": null, "tags": [], "language": null, "seats": null, "cancelled": false,
        "people": [{"name": "Zoë Ærø", "role": "speaker", "affiliation": null}],
        "abstract": null, "url": null, "mark": null});
    assert_eq!(all["sessions"][0], first);
    assert_eq!(
        (&all["sessions"][2]["start"], &all["sessions"][2]["end"]),
        (&Value::Null, &Value::Null)
    );
    let lines = home.run(&["-a", &small, "list", "--jsonl"]).out;
    assert_eq!(serde_json::from_str::<Value>(lines.lines().next().unwrap()).unwrap(), first);
    // Without a zone there is no offset, and nothing to convert.
    let floating = home.file("floating.toml", &SMALL.replace("timezone = \"Europe/Berlin\"\n", ""));
    let all = home.json(&["-a", &floating, "list", "--json"]);
    assert_eq!(
        (&all["sessions"][0]["start"], &all["event"]["timezone"]),
        (&"2027-03-06T09:00:00".into(), &Value::Null)
    );
    let refused = home.run(&["-a", &floating, "list", "--tz", "UTC"]);
    assert_eq!((refused.code, refused.err.contains("--zone")), (2, true));
    let all =
        home.json(&["-a", &floating, "--zone", "Asia/Tokyo", "--tz", "UTC", "list", "--json"]);
    assert_eq!(all["sessions"][0]["start"], "2027-03-06T00:00:00+00:00");
    let none = home.run(&["list", "--json", "--day", "sun"]);
    assert_eq!((none.code, none.out.contains("\"sessions\":[]")), (1, true));
}

#[test]
#[expect(clippy::print_stderr, reason = "says why it did nothing")]
fn list_as_json_is_the_published_programme() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/expected.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: there is no {}", path.display());
        return;
    };
    let expected: Value = serde_json::from_str(&text).unwrap();
    let listed = Home::new().json(&["list", "--json"]);
    let key = |session: &Value| {
        ["start", "room", "title"].map(|key| session[key].as_str().unwrap().to_owned())
    };
    let ours: BTreeMap<_, _> =
        listed["sessions"].as_array().unwrap().iter().map(|s| (key(s), s)).collect();
    let facts = expected["sessions"].as_array().unwrap();
    assert_eq!((ours.len(), facts.len()), (73, 73));
    for fact in facts {
        let session = ours.get(&key(fact)).unwrap_or_else(|| panic!("not listed: {fact}"));
        for key in ["end", "minutes", "day"] {
            assert_eq!(session[key], fact[key], "{}", fact["title"]);
        }
        assert_eq!(
            session["abstract"].is_string(),
            fact["has_abstract"] == true,
            "{}",
            fact["title"]
        );
        for (role, key) in
            [("speaker", "speakers"), ("moderator", "moderators"), ("sponsor", "sponsors")]
        {
            for person in fact[key].as_array().unwrap() {
                let named = |p: &&Value| p["name"] == person["name"] && p["role"] == role;
                let ours = session["people"].as_array().unwrap().iter().find(named).unwrap();
                if person["company"].is_string() {
                    assert_eq!(ours["affiliation"], person["company"], "{}", person["name"]);
                }
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_quiet() {
    let home = Home::new();
    for args in [&["list", "--json"][..], &["--help"], &["show", "mon-0940-doorman"]] {
        let mut child =
            home.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let answer = Answer::from(child.wait_with_output().unwrap());
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{args:?}");
    }
    // The reader leaves after the first line of many.
    let many: String = (0..20_000)
        .map(|n| format!("[[session]]\ntitle = \"Session number {n}\"\nstart = \"TBA\"\n"))
        .collect();
    let many = home.file("many.toml", &many);
    let mut child = home
        .command(&["-a", &many, "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    let answer = Answer::from(child.wait_with_output().unwrap());
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let answer = answer(Home::new().command(&["list"]).stdout(full));
    assert_eq!((answer.code, answer.err.starts_with("hallway: cannot write")), (74, true));
}

#[test]
fn text_from_files_is_only_text() {
    let home = Home::new();
    let hostile = "\\u001b]52;c;QUJD\\u0007\\u001b[31mred\\u202eder\\u009b2J\\u0000";
    let text = format!(
        "[event]\nname = \"{hostile}\"\n[[session]]\nid = \"a\"\ntitle = \"T {hostile}\"\nstart = 2027-03-06T09:00:00\n\
         room = \"{hostile}\"\nspeakers = [\"{hostile}\"]\nabstract = \"{hostile}\"\ntags = [\"{hostile}\"]\n\
         links = [{{ title = \"{hostile}\", url = \"https://x.org\" }}]\n\"{hostile}\" = 1\nkind = \"{hostile}\"\n\
         # raw \u{1b}[31m \u{202e}\n"
    );
    let file = home.file("hostile\u{1b}[31m.toml", &text);
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["list", "--ids"],
        &["show", "a"],
        &["mark", "a"],
        &["mine"],
        &["check"],
        &["list", "--room", "\u{1b}[31m"],
        &["show", "\u{1b}[31m"],
    ] {
        let answer = home.run(&[&["-a", &file], args].concat());
        let odd = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
        for text in [&answer.out, &answer.err] {
            assert!(!text.contains(odd), "{args:?}: {text:?}");
        }
        assert!(answer.out.len() + answer.err.len() > 0);
    }
}

/// The picture of the README.
#[test]
fn the_picture_of_the_readme_is_the_screen() {
    const KEYS: &str = "jj<Space>jjl";
    let home = Home::new();
    let args =
        ["screenshot", "--size", "120x36", "--format", "svg", "--color", "always", "--keys", KEYS];
    let drawn = home.run(&args).out;
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/screen.svg");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        std::fs::write(&picture, &drawn).unwrap();
    }
    assert!(
        std::fs::read_to_string(&picture).unwrap() == drawn,
        "data/screen.svg is not the screen any more: INSTA_UPDATE=always cargo test"
    );
    assert_eq!(home.files(), 0, "marks made for a picture are not kept");
}

#[test]
fn a_frame_is_drawn_in_every_form() {
    let home = Home::new();
    let shot = |more: &[&str]| {
        home.run(&[&["screenshot", "--size", "80x24", "--keys", "/ebpf"], more].concat())
    };
    let txt = shot(&[]);
    assert_eq!((txt.code, txt.out.lines().count()), (0, 24));
    assert!(
        txt.out.contains("/ebpf")
            && txt.out.contains("Staring into the eBPF Abyss")
            && !txt.out.contains('\u{1b}')
    );
    let ansi = shot(&["--format", "ansi", "--color", "always"]);
    let stripped = plain(&ansi.out);
    assert!(
        ansi.out.contains("\u{1b}[0;1;4;35m") && stripped.contains("Staring into the eBPF Abyss")
    );
    let svg = shot(&["--format", "svg", "--light", "-o", "frame.svg"]);
    assert_eq!((svg.code, &*svg.out), (0, ""));
    let written = std::fs::read_to_string(home.path("frame.svg")).unwrap();
    assert!(
        written.starts_with("<svg") && written.ends_with("</svg>\n") && written.contains("#ffffff")
    );
    // A theme of its own colours; none of them where no colour is wanted.
    let dark = ["screenshot", "--format", "ansi", "--theme", "dark", "--color", "auto"];
    assert!(home.run(&dark).out.contains("\u{1b}[0;48;2;20;23;29m"));
    let without = answer(home.command(&dark).env("NO_COLOR", "1")).out;
    assert!(
        without.contains("\u{1b}[0;1m") && !without.contains(";38;") && !without.contains(";48;")
    );
    let wrong = home.run(&["screenshot", "--theme", "drak"]);
    assert!(wrong.code == 2 && wrong.err.contains("high-contrast"), "{}", wrong.err);
    let linear = home.run(&["screenshot", "--linear", "--size", "80x24"]).out;
    assert!(linear.contains(
        "\nMon 11 Jul 09:00 to 09:40, Lansdowne+Pembroke: Splicing SRE DNA Sequences in the\n"
    ));
    assert_eq!(home.run(&["screenshot", "--keys", "<Foo>"]).code, 2);
    assert_eq!(home.run(&["screenshot", "--size", "80"]).code, 2);
}

#[test]
fn a_bad_configuration_is_told_and_ends_with_78() {
    let home = Home::new();
    let config = home.file("c.toml", "muose = true\n");
    let answer = home.run(&["screenshot", "--config", &config]);
    assert_eq!(answer.code, 78);
    assert!(
        answer.err.contains("c.toml:1:1") && answer.err.contains("did you mean mouse?"),
        "{}",
        answer.err
    );
    assert_eq!(home.run(&["screenshot", "--config", "missing.toml"]).code, 66);
    let keys = home.file("k.toml", "[keys.browse]\nnext-day = ['x']\n");
    let moved = home.run(&["screenshot", "--config", &keys, "--keys", "x"]).out;
    assert!(moved.contains("‹2 Tue 12›"), "{moved}");
}

/// Files that name no event are told apart by their own names, so that their plans never mix.
#[test]
fn an_event_without_a_name_is_called_after_its_file() {
    let home = Home::new();
    let file = home.file("My Conf.toml", "[[session]]\ntitle = 'A'\nstart = 2026-05-04T09:00:00\n");
    let event = &home.json(&["list", "--json", "-a", &file])["event"];
    assert_eq!((&event["id"], &event["name"]), (&"my-conf".into(), &"My Conf".into()));
}

#[test]
fn a_published_schedule_is_imported_listed_and_exported() {
    let home = Home::new();
    let ics = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Conf X\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A talk\r\nLOCATION:R\r\n\
               DTSTART:20260504T090000Z\r\nDTEND:20260504T093000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let file = home.file("schedule.ics", ics);
    let imported = home.run(&["import", &file, "--zone", "Europe/Berlin"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert!(
        imported.err.contains("1 session in 1 room") && imported.err.contains("Europe/Berlin"),
        "{}",
        imported.err
    );
    let name = home.run(&["agendas"]).out.split('\t').next().unwrap().to_owned();
    let listed = home.json(&["list", "--json", "-a", &name]);
    assert_eq!(listed["sessions"][0]["start"], "2026-05-04T11:00:00+02:00");
    for (format, part) in [
        ("ics", "SUMMARY:A talk"),
        ("csv", "A talk"),
        ("md", "A talk"),
        ("toml", "[[session]]"),
        ("json", "\"schema\":1"),
    ] {
        let exported = home.run(&["export", "--format", format, "-a", &name]);
        assert!(exported.code == 0 && exported.out.contains(part), "{format}: {}", exported.out);
    }
    assert_eq!(home.run(&["import", "missing.xml"]).code, 66);
}

/// frab XML with that many sessions, each with a link within the site, one that is none, and a room
/// of another name.
fn frab(title: &str, base: &str, day: &str, sessions: usize) -> String {
    let events: String = (0..sessions)
        .map(|ix| {
            format!(
                "<event id='{ix}'><date>{day}T10:{ix:02}:00+01:00</date><start>10:{ix:02}</start>\n\
                 <duration>00:30</duration><room>Old</room><title>Talk {ix}</title>\n\
                 <links><link href='/slides/{ix}.pdf'>Slides</link><link href='none'>Nothing</link></links></event>\n"
            )
        })
        .collect();
    format!(
        "<schedule><conference><title>{title}</title>{base}</conference>\n\
         <day index='1' date='{day}'><room name='Hall'>\n{events}</room></day></schedule>"
    )
}

#[test]
fn an_import_tells_what_it_guessed_and_left_out() {
    let home = Home::new();
    let base = "<base_url>https://example.org/2030/</base_url>";
    let file = home.file("a.xml", &frab("Conf 2030", base, "2030-01-01", 40));
    let imported = home.run(&["import", &file]);
    let told = |text: &str| assert!(imported.err.contains(text), "{text} in {}", imported.err);
    assert_eq!(imported.code, 0);
    told(
        "imported conf-2030: Conf 2030\n  40 sessions in 1 room on 1 day (2030-01-01), no people\n",
    );
    told("--zone Europe/Berlin");
    told("warning: this is not a web address\n --> ");
    told("a.xml:5:60\n");
    told("\n  and 39 more in lines 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, …\n");
    told("\n80 warnings\n");
    assert_eq!(imported.err.matches("another room than the one it is in").count(), 1);
    assert_eq!(home.run(&["import", &file, "--strict"]).code, 65);
    let toml = home.run(&["import", &file, "-o", "-"]).out;
    assert!(toml.contains("https://example.org/slides/39.pdf"), "{toml}");
    // In one line, lines tell nothing.
    let flat = home.file("b.xml", &frab("Conf 2030", base, "2030-01-01", 3).replace('\n', " "));
    let told = home.run(&["import", &flat, "-o", "-"]).err;
    assert!(told.contains("\n  and 2 more in columns "), "{told}");
}

/// Files of one name, and events of one name, are not one event.
#[test]
fn plans_of_different_events_never_mix() {
    let home = Home::new();
    let id = |name: &str, text: &str| {
        let file = home.file(name, text);
        home.json(&["list", "--json", "-a", &file])["event"]["id"].as_str().unwrap().to_owned()
    };
    let sessionize = |day: &str| {
        format!(
            "{{\"sessions\":[{{\"id\":\"1\",\"title\":\"A\",\"startsAt\":\"{day}T09:00:00\"}}],\"speakers\":[],\"rooms\":[]}}"
        )
    };
    assert_eq!(id("a.xml", &frab("Conf", "", "2030-01-01", 1)), "conf-2030");
    assert_eq!(id("a.xml", &frab("Conf", "", "2031-01-01", 1)), "conf-2031");
    assert_eq!(id("a.xml", &frab("Conf", "<acronym>cf30</acronym>", "2030-01-01", 1)), "cf30");
    let json = "{\"schedule\":{\"conference\":{\"acronym\":\"cf30\",\"title\":\"Conf\",\"days\":[{\"date\":\"2030-01-01\",\
                \"rooms\":{\"Hall\":[{\"id\":1,\"title\":\"A\",\"start\":\"10:00\",\"duration\":\"0:30\"}]}}]}}}";
    assert_eq!(id("a.json", json), "cf30", "its JSON is the same event");
    assert_eq!(id("all.json", &sessionize("2030-05-01")), "all-2030-05");
    assert_eq!(id("all.json", &sessionize("2030-06-01")), "all-2030-06");
    let pretalx = "BEGIN:VCALENDAR\nPRODID:-//pretalx//talks.example.org//\nBEGIN:VEVENT\nUID:pretalx-cf-30-ABC@talks.example.org\n\
                   SUMMARY:A - B\nDTSTART:20300101T090000Z\nDTEND:20300101T093000Z\nEND:VEVENT\nEND:VCALENDAR\n";
    assert_eq!(id("a.ics", pretalx), "cf-30");
    // Another event does not take a name that is taken, and a newer version of the same one does.
    let other = "{\"sessions\":[{\"id\":\"1\",\"title\":\"Z\",\"startsAt\":\"2030-05-20T09:00:00\"}],\"speakers\":[],\"rooms\":[]}";
    for (text, code, told) in [
        (sessionize("2030-05-01").as_str(), 0, "imported all-2030-05"),
        (
            other,
            2,
            "all-2030-05 is another event in the library, all of 2030-05-01: give this one another name with --name",
        ),
        (sessionize("2030-05-02").as_str(), 0, "replaced all-2030-05"),
    ] {
        let imported = home.run(&["import", &home.file("all.json", text)]);
        assert!(imported.code == code && imported.err.contains(told), "{}", imported.err);
    }
    // Whoever names an event knows better.
    let file = home.file("all.json", &sessionize("2030-05-01"));
    assert_eq!(home.run(&["import", &file, "--name", "mine-30"]).code, 0);
    assert_eq!(home.json(&["list", "--json", "-a", "mine-30"])["event"]["id"], "mine-30");
}

#[test]
fn an_export_says_what_it_leaves_out() {
    let home = Home::new();
    let session = |id: &str, start: &str| {
        format!("[[session]]\nid = '{id}'\ntitle = 'Talk {id}'\nstart = {start}\nminutes = 30\n")
    };
    let head = "[event]\nid = 'conf'\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n";
    let (one, two) = (session("one", "2030-05-04T09:00:00"), session("two", "2030-05-04T10:00:00"));
    let (three, four) = (session("three", "'TBA'"), session("four", "2030-05-04T11:00:00"));
    let file = home.file("conf.toml", &format!("{head}{one}{two}{three}{four}"));
    assert_eq!(home.run(&["mark", "one", "three", "four", "-a", &file]).code, 0);
    assert_eq!(home.run(&["mark", "two", "--maybe", "-a", &file]).code, 0);
    home.file(
        "conf.toml",
        &format!("{head}{one}{two}{three}{}", session("five", "2030-05-04T11:00:00")),
    );
    for (format, timeless) in
        [("ics", false), ("json", true), ("csv", true), ("md", true), ("toml", true)]
    {
        let mine = home.run(&["export", "--format", format, "--mine", "-a", &file]);
        let has = |title: &str| mine.out.contains(title);
        assert_eq!(
            (has("Talk one"), has("Talk two"), has("Talk five")),
            (true, true, false),
            "{format}: {}",
            mine.out
        );
        assert_eq!(has("Talk three"), timeless, "{format}: {}", mine.out);
        assert_eq!(mine.code, 0);
        assert!(
            mine.err.contains("1 mark is left out: its session is not in the agenda any more"),
            "{}",
            mine.err
        );
        assert_eq!(
            mine.err.contains("1 session without a time is left out"),
            format == "ics",
            "{}",
            mine.err
        );
    }
    assert_eq!(home.run(&["export", "--format", "csv", "-a", &file]).err, "");
}

#[test]
fn an_update_tells_what_has_changed_mine_first() {
    let home = Home::new();
    let version = |sessions: &[&str]| {
        home.file(
            "conf.toml",
            &format!("[event]\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n{}", sessions.concat()),
        )
    };
    let session = |id: &str, title: &str, hour: &str| {
        format!(
            "[[session]]\nid = '{id}'\ntitle = '{title}'\nstart = 2030-05-04T{hour}:00\nminutes = 30\nroom = 'Hall'\n"
        )
    };
    let (a, b, c) = (
        session("a", "Opening of all", "09:00"),
        session("b", "Kernel tales", "10:00"),
        session("c", "Lunch talk", "12:00"),
    );
    let file = version(&[&a, &b, &c]);
    assert_eq!(home.run(&["import", &file]).code, 0);
    assert_eq!(home.run(&["mark", "b", "-a", "conf"]).code, 0);
    let update = || home.run(&["update", "conf"]);
    let same = update();
    assert!(
        same.code == 0 && same.out.is_empty() && same.err.contains("nothing has changed"),
        "{}",
        same.err
    );

    // One is longer, mine has moved and has another id, one is new.
    let moved = session("b2", "Kernel tales", "11:00");
    version(&[&a.replace("30\n", "45\n"), &moved, &c, &session("d", "Late addition", "14:00")]);
    let changed = update();
    let expected = "renumbered\tb2\tattend\tKernel tales — had the id b\n\
                    moved\tb2\tattend\tKernel tales — moved: Sat 4 May 10:00 → Sat 4 May 11:00\n\
                    resized\ta\t\tOpening of all — length: 30 min → 45 min\n\
                    new\td\t\tLate addition — new: Sat 4 May 14:00–14:30, Hall\n";
    assert_eq!((changed.code, changed.out.as_str()), (0, expected), "{}", changed.err);
    assert!(changed.err.contains("4 changes; 4 sessions now"), "{}", changed.err);
    // The mark tells it until it is noted.
    assert!(home.run(&["mine", "-a", "conf"]).err.contains("Kernel tales — moved"));

    // Mine is gone: told, and the mark stays.
    version(&[&a, &c, &session("d", "Late addition", "14:00")]);
    let gone = update();
    assert!(
        gone.out.starts_with("gone\tb2\tattend\tKernel tales — is no longer in the agenda"),
        "{}",
        gone.out
    );
    assert!(
        home.run(&["mine", "-a", "conf"]).err.contains("Kernel tales — is no longer in the agenda")
    );

    // What is worse is not taken, and told how to take it.
    let before = home.run(&["list", "-a", "conf"]).out;
    for (sessions, why) in [
        (vec![a.as_str()], "2 of 3 sessions are not in it"),
        (vec![], "there is no session in it"),
        (vec![&a, &c, "[[session]]\ntitle = "], "it has errors, and 1 of 3 sessions is not in it"),
    ] {
        version(&sessions);
        let refused = update();
        assert_eq!((refused.code, refused.out.as_str()), (65, ""), "{}", refused.err);
        assert!(refused.err.contains(&format!("stays as it was: {why}.")), "{}", refused.err);
        assert!(
            refused.err.contains(&format!("hallway import {file} --name conf")),
            "{}",
            refused.err
        );
        assert_eq!(home.run(&["list", "-a", "conf"]).out, before);
    }
    std::fs::remove_file(&file).unwrap();
    assert_eq!(update().code, 66);
    let built_in = home.run(&["update", "srecon16-europe"]);
    assert!(
        built_in.code == 2 && built_in.err.contains("is not in the library"),
        "{}",
        built_in.err
    );
}

/// `conf.toml` in the folder of that name: the head of an event and sessions of these titles, an
/// hour each from nine on.
fn conf(home: &Home, folder: &str, head: &str, titles: &[&str]) -> String {
    let session = |(title, hour): (&&str, usize)| {
        format!(
            "[[session]]\nid = '{title}'\ntitle = '{title}'\nstart = 2030-05-04T{hour:02}:00:00\nminutes = 30\n"
        )
    };
    let sessions: String = titles.iter().zip(9..).map(session).collect();
    std::fs::create_dir_all(home.path(folder)).unwrap();
    home.file(&format!("{folder}/conf.toml"), &format!("[event]\n{head}\n{sessions}"))
}

const BERLIN: &str = "name = 'Conf'\ntimezone = 'Europe/Berlin'";

#[test]
fn an_update_takes_no_errors_and_counts_warnings() {
    let home = Home::new();
    let file = conf(&home, "a folder", BERLIN, &["One", "Two", "Three"]);
    assert_eq!(home.run(&["import", &file]).code, 0);
    let broken =
        std::fs::read_to_string(&file).unwrap().replace("minutes = 30", "minutes = 'many'");
    std::fs::write(&file, broken).unwrap();
    let refused = home.run(&["update", "conf"]);
    assert_eq!((refused.code, refused.out.as_str()), (65, ""), "{}", refused.err);
    assert!(
        refused.err.contains("error: ") && refused.err.contains("conf.toml:"),
        "{}",
        refused.err
    );
    let way = format!(
        "conf stays as it was: it has errors. To take it all the same: hallway import '{file}' --name conf"
    );
    assert!(refused.err.ends_with(&format!("{way}\n")), "{}", refused.err);
    assert_eq!(home.run(&["import", &file, "--name", "conf"]).code, 0);

    let warned = conf(
        &home,
        "a folder",
        &format!("{BERLIN}\nid = 'CONF'"),
        &["One", "Two", "Three", "Four"],
    );
    let taken = home.run(&["update", "conf"]);
    assert!(taken.code == 0 && taken.err.contains("change"), "{}", taken.err);
    assert!(
        taken.err.contains(&format!("\n1 warning: hallway check '{warned}' tells them\n")),
        "{}",
        taken.err
    );
}

#[test]
fn nothing_is_updated_before_it_can_be_told() {
    let home = Home::new();
    let file = conf(&home, "in", BERLIN, &["One", "Two"]);
    assert_eq!(home.run(&["import", &file]).code, 0);
    conf(&home, "in", BERLIN, &["One", "Two", "Three"]);
    let sessions = || home.run(&["list", "--ids", "-a", "conf"]).out.lines().count();
    assert_eq!(home.run(&["update", "conf", "--tz", "Nowhere/At"]).code, 2);
    assert_eq!(sessions(), 2, "what is told on no clock is not taken");
    #[cfg(target_os = "linux")]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        assert_eq!(
            home.command(&["update", "conf"]).stdout(full).status().unwrap().code(),
            Some(74)
        );
        assert_eq!(sessions(), 2, "what could not be told is not taken");
    }
    // A plan that cannot be read keeps nobody from the programme.
    std::fs::create_dir_all(home.path("data/hallway/plans")).unwrap();
    std::fs::write(home.path("data/hallway/plans/conf.toml"), "version = 1\n[[mark]").unwrap();
    let taken = home.run(&["update", "conf"]);
    assert_eq!((taken.code, taken.out.starts_with("new\tThree\t\t")), (0, true), "{}", taken.err);
    assert!(taken.err.contains("shown without your marks"), "{}", taken.err);
    assert_eq!(sessions(), 3);
}

#[test]
fn an_update_is_never_another_event() {
    let home = Home::new();
    let file = home.file("conf.xml", &frab("Conf", "", "2030-01-01", 6));
    assert_eq!(home.run(&["import", &file, "--name", "mine", "--zone", "Europe/Berlin"]).code, 0);
    home.file("conf.xml", &frab("Conf", "", "2031-01-01", 6));
    let refused = home.run(&["update", "mine"]);
    let way = format!(
        "mine stays as it was: its source is another event now, Conf of 2031-01-01. To have that as well: \
         hallway import {file} --name conf-2031 --zone Europe/Berlin\n"
    );
    assert!(refused.code == 65 && refused.err.ends_with(&way), "{}", refused.err);
    assert_eq!(
        home.run(&["import", &file, "--name", "conf-2031", "--zone", "Europe/Berlin"]).code,
        0
    );
    assert!(home.run(&["update", "mine"]).err.contains("--name OTHER-NAME"));
    // Its first day has gone, and with it the year in the id: it is the same event all the same.
    let days = |first: &str| {
        let (first, second) = (
            frab("Conf", "", first, 2),
            frab("Conf", "", "2031-01-01", 2).replace("id='", "id='x"),
        );
        let (_, second) = second.split_once("</conference>").unwrap();
        first.replace("</schedule>", &second.replace("Talk", "Word"))
    };
    let file = home.file("eve.xml", &days("2030-12-31"));
    assert_eq!(home.run(&["import", &file, "--name", "eve"]).code, 0);
    home.file("eve.xml", &days("2031-01-02"));
    let taken = home.run(&["update", "eve"]);
    assert!(taken.code == 0 && taken.out.contains("moved"), "{}", taken.err);
    assert_eq!(home.json(&["list", "--json", "-a", "eve"])["event"]["id"], "conf-2030");
}

#[test]
fn an_agenda_of_the_library_keeps_its_source() {
    let home = Home::new();
    let file = conf(&home, "in", BERLIN, &["One", "Two"]);
    assert_eq!(home.run(&["import", &file]).code, 0);
    let library = home.path("data/hallway/agendas/conf.toml");
    let source = |name: &str| {
        let text = std::fs::read_to_string(home.path(&format!("data/hallway/agendas/{name}.toml")))
            .unwrap();
        text.lines().find(|line| line.starts_with("source")).unwrap_or_default().to_owned()
    };
    let before = source("conf");
    assert!(before.contains(&file), "{before}");
    for (args, name) in [
        (&["import", "conf"][..], "conf"),
        (&["import", "conf", "--name", "conf-2"], "conf-2"),
        (&["import", library.to_str().unwrap(), "--name", "conf-3"], "conf-3"),
    ] {
        assert_eq!(home.run(args).code, 0);
        assert_eq!(source(name), before, "{args:?}");
        assert_eq!(home.run(&["update", name]).code, 0);
    }
    // What is called so in the current folder is not meant, nor is what a source would be there.
    home.file("conf", "x");
    conf(&home, "in", BERLIN, &["One", "Two", "Three"]);
    let updated = home.run(&["update", "conf"]);
    assert!(updated.code == 0 && updated.out.starts_with("new\tThree"), "{}", updated.err);
    home.file("conf-2", "x");
    home.file("conf-3", "x");
    for args in [["update", "-a", "conf-2"], ["update", "--agenda", "conf-3"]] {
        let updated = home.run(&args);
        assert!(updated.code == 0 && updated.out.starts_with("new\tThree"), "{}", updated.err);
    }
    for source in ["conf", "-", "in/conf.toml"] {
        let text = std::fs::read_to_string(&library).unwrap().replace(&file, source);
        std::fs::write(home.path("data/hallway/agendas/odd.toml"), text).unwrap();
        let refused = home.run(&["update", "odd"]);
        let told = format!(
            "from \"{source}\", which is not a path from the root: import it again with --name odd"
        );
        assert!(refused.code == 2 && refused.err.contains(&told), "{}", refused.err);
    }
}

#[test]
fn an_update_says_whose_times_they_are_now() {
    let home = Home::new();
    let file = conf(&home, "in", BERLIN, &["One", "Two"]);
    assert_eq!(home.run(&["import", &file]).code, 0);
    conf(&home, "in", &BERLIN.replace("Berlin", "Dublin"), &["One", "Two"]);
    let updated = home.run(&["update", "conf"]);
    assert!(updated.err.contains("; times are those of Europe/Dublin now"), "{}", updated.err);
    // Where the source does not name the zone, the way to take a version names it.
    conf(&home, "in", "name = 'Conf'", &["One"]);
    let way = format!("hallway import {file} --name conf --zone Europe/Dublin\n");
    let refused = home.run(&["update", "conf"]);
    assert!(refused.code == 65 && refused.err.ends_with(&way), "{}", refused.err);
}

#[test]
fn a_plan_is_found_when_an_event_without_a_name_begins_in_another_month() {
    let cal = |sessions: &[(&str, &str)]| {
        let event = |(title, day): &(&str, &str)| {
            format!(
                "BEGIN:VEVENT\r\nUID:{title}\r\nSUMMARY:{title}\r\nDTSTART:{day}T090000Z\r\nEND:VEVENT\r\n"
            )
        };
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n",
            sessions.iter().map(event).collect::<String>()
        )
    };
    let home = Home::new();
    let all = [("Evening", "20261231"), ("Morning", "20270101"), ("Noon", "20270102")];
    let file = home.file("schedule.ics", &cal(&all));
    assert_eq!(home.run(&["mark", "-a", &file, "Morning", "Noon"]).code, 0);
    assert!(home.path("data/hallway/plans/schedule-2026-12.toml").exists());
    home.file("schedule.ics", &cal(&all[1..]));
    let ids = |home: &Home| home.run(&["list", "-a", &file, "--mine", "--ids"]).out;
    assert_eq!(ids(&home), "Morning\nNoon\n");
    assert_eq!(home.run(&["mark", "-a", &file, "--maybe", "Noon"]).code, 0);
    assert!(!home.path("data/hallway/plans/schedule-2027-01.toml").exists(), "it is the same plan");
    // The next year's programme, with sessions of the same names, is another event.
    home.file("schedule.ics", &cal(&[("Morning", "20280101"), ("Noon", "20280102")]));
    assert_eq!(ids(&home), "");
}

#[test]
fn an_agenda_is_shown_though_the_plan_cannot_be_read() {
    let home = Home::new();
    let file = home.file(
        "conf.toml",
        "[[session]]\nid = 'a'\ntitle = 'A talk'\nstart = 2026-05-04T09:00:00\n",
    );
    std::fs::create_dir_all(home.path("data/hallway/plans")).unwrap();
    std::fs::write(home.path("data/hallway/plans/conf.toml"), "version = 1\n[[mark]").unwrap();
    for (args, code) in [
        (&["list"][..], 0),
        (&["search", "talk"], 0),
        (&["show", "a"], 0),
        (&["list", "--mine"], 65),
        (&["search", "is:mine"], 65),
        (&["mine"], 65),
        (&["mark", "a"], 65),
    ] {
        let answer = home.run(&[args, &["-a", &file]].concat());
        assert_eq!(
            (answer.code, answer.out.contains("A talk")),
            (code, code == 0),
            "{args:?}: {}",
            answer.err
        );
        assert!(answer.err.contains("your schedule cannot be read"), "{args:?}: {}", answer.err);
        assert_eq!(
            answer.err.contains("shown without your marks"),
            code == 0,
            "{args:?}: {}",
            answer.err
        );
    }
}
