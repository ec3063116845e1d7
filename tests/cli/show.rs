//! `show`.

use crate::fixture::{Case, Home, case, strip_colours};

const CASES: &[Case] = &[
    case(
        "-a small.toml show open",
        0,
        "Opening\nSaturday 6 March 2027 09:00–09:30 CET (UTC+1) · 30 min\n",
        "",
    ),
    case(
        "-a small.toml show open --tz Asia/Tokyo",
        0,
        "Opening\nSaturday 6 March 2027 17:00–17:30 JST",
        "",
    ),
    case("-a small.toml show opn", 1, "", "no session has the id opn. Did you mean open?"),
    case(
        "show w1340",
        1,
        "",
        "no session has the id w1340. Did you mean wed-1340-the-knowledge or",
    ),
    case("-a small.toml show open xyzzy q", 1, "", "no session has the id xyzzy"),
    // The beginning of an id, words, and a title.
    case("-a small.toml show OP", 0, "Opening\n", ""),
    case("show tue-1100-eb", 0, "The Next Linux Superpower", ""),
    case("show doorman", 0, "Doorman", ""),
    case("show 'liz debt'", 0, "Relieving Technical Debt", ""),
    case("show liz debt", 0, "Relieving Technical Debt", ""),
    case("show 'technical debt' doorman", 0, "Relieving Technical Debt", ""),
    case("show tue-1100-", 2, "", "hallway: \"tue-1100-\" fits 3 sessions:\n  Tue 12 Jul 11:00  "),
    case("show ebpf", 2, "", "tue-1100-ebpf-primer  The Next Linux Superpower: eBPF Primer\n"),
    case("show kernel doorman", 2, "", "\"kernel\" fits"),
    case("show kind:tlk", 1, "", "no session has the id kind:tlk"),
];

#[test]
fn show_prints_times_in_the_chosen_zone_and_names_unknown_ids() {
    Home::with_small_agenda().check_cases(CASES);
}

/// Sessions with ids that a shell or a command line may mistake, and with the ids of a source.
const ODD_IDS: &str = r#"[event]
id = "-e/../f"
[[session]]
id = "-x"
ids = { guid = "6F9619FF", code = "ABCDEF" }
title = "Dash"
start = 2030-05-04T09:00:00
[[session]]
id = "a/../b"
ids = { guid = "shared", id = "7" }
title = "Slash"
start = 2030-05-04T10:00:00
[[session]]
id = "c"
ids = { guid = "shared", id = "8" }
title = "Other"
start = 2030-05-04T11:00:00
[[session]]
id = "--maybe"
title = "Maybe"
start = 2030-05-04T12:00:00
[[session]]
id = "-"
title = "Stroke"
start = 2030-05-04T13:00:00
[[session]]
id = "two words"
title = "Words"
start = 2030-05-04T14:00:00
"#;

#[test]
fn every_id_of_the_file_names_its_session() {
    let home = Home::new();
    home.file("odd.toml", ODD_IDS);
    home.run_line("-a odd.toml list --ids")
        .assert_code(0)
        .assert_out("id-x\na/../b\nc\nid--maybe\nid-\ntwo-words\n");
    for (id, title) in [
        ("-x", "Dash"),
        ("id-x", "Dash"),
        ("ABCDEF", "Dash"),
        ("a/../b", "Slash"),
        ("8", "Other"),
        ("--maybe", "Maybe"),
        ("-", "Stroke"),
        ("two words", "Words"),
    ] {
        for command in ["show", "mark", "unmark"] {
            let answer = home.run(&["-a", "odd.toml", command, "--", id]);
            answer.assert_code(0).assert_out(title);
        }
    }
    home.run_line("-a odd.toml show ABCDEF").assert_out("code ABCDEF · guid 6F9619FF");
    home.run_line("-a odd.toml show shared")
        .assert_code(2)
        .assert_err("\"shared\" fits 2 sessions:");
    assert!(!home.path("f").exists(), "the id of the event is no path");
}

#[test]
fn every_id_that_list_prints_is_no_option() {
    let home = Home::new();
    home.file("odd.toml", ODD_IDS);
    let list = home.run_line("-a odd.toml list --ids");
    for id in list.out.lines() {
        home.run(&["-a", "odd.toml", "show", id]).assert_code(0).assert_out(id);
        let marked = home.run(&["-a", "odd.toml", "mark", id]);
        marked.assert_code(0).assert_out(&format!("{id}\tattend\t"));
    }
    // An option is no id: --maybe needs an id beside it.
    home.run_line("-a odd.toml mark --maybe").assert_code(2);
    home.run_line("-a odd.toml mark --maybe c").assert_code(0).assert_out("c\tmaybe\t");
    home.run_line("-a odd.toml mark --maybe -- --maybe").assert_out("id--maybe\tmaybe\t");
    home.run_line("-a odd.toml show -x").assert_code(2).assert_err("-- -x");
}

#[test]
fn odd_ids_come_back_from_every_export() {
    let home = Home::new();
    home.file("odd.toml", ODD_IDS);
    let ids = |file: &str| {
        let json = home.json(&["-a", file, "list", "--json"]);
        let sessions = json["sessions"].as_array().unwrap().clone();
        sessions.iter().map(|session| [session["id"].clone(), session["ids"].clone()]).collect()
    };
    let own: Vec<_> = ids("odd.toml");
    for format in ["toml", "json", "csv", "ics"] {
        let file = format!("out.{format}");
        let line = format!("-a odd.toml export --format {format} -o {file}");
        home.run_line(&line).assert_code(0);
        assert_eq!(ids(&file), own, "{format}");
    }
}

#[test]
fn marks_of_an_older_hallway_find_sessions_whose_ids_began_with_a_dash() {
    let home = Home::new();
    home.file("odd.toml", ODD_IDS);
    let mark = "version = 1\nevent = 'e-f'\n[[mark]]\nsession = '-x'\n\
                level = 'attend'\nchanged = 2029-07-01T10:00:00Z\n\
                # end of plan\n";
    let paths = home.run_line("-a odd.toml paths").out;
    let plan = paths.lines().find_map(|line| line.strip_prefix("plan\t")).unwrap();
    std::fs::create_dir_all(std::path::Path::new(plan).parent().unwrap()).unwrap();
    std::fs::write(plan, mark).unwrap();
    let mine = "-a odd.toml list --mine --ids";
    assert_eq!(home.run_line(mine).out, "id-x\n");
    home.run(&["-a", "odd.toml", "unmark", "--", "-x"]).assert_code(0).assert_out("none");
    home.run_line(mine).assert_code(1);
    home.run(&["-a", "odd.toml", "mark", "--", "-x"]).assert_out("id-x\tattend\tDash");
    assert_eq!(home.run_line(mine).out, "id-x\n");
}

#[test]
fn ids_of_xml_and_json_are_all_kept() {
    let home = Home::new();
    let xml = "<schedule><day date='2030-05-04'><room name='R'><event guid='g-1' code='C1' id='1'>\
               <title>A</title><start>09:00</start><slug>a-slug</slug></event></room></day>\
               </schedule>";
    home.file("s.xml", xml);
    for id in ["g-1", "C1", "1", "a-slug"] {
        home.run(&["-a", "s.xml", "show", id]).assert_code(0).assert_out("g-1");
    }
    let toml = home.run_line("-a s.xml export --format toml").out;
    let ids = "ids = { code = \"C1\", guid = \"g-1\", id = \"1\", slug = \"a-slug\" }";
    assert!(toml.contains(ids), "{toml}");
    let json = home.json(&["-a", "s.xml", "list", "--json"]);
    assert_eq!(json["sessions"][0]["ids"]["slug"], "a-slug");
}

#[test]
fn recording_is_shown_where_it_is_known_and_matters() {
    let home = Home::new();
    for (fields, note, word) in [
        ("recorded = 'no'", "not recorded", "no"),
        ("recorded = 'yes'", "recorded", "yes"),
        ("links = [{ url = 'https://v.example', kind = 'recording' }]", "recorded", "yes"),
        ("links = [{ url = 'https://v.example', kind = 'stream' }]", "", "unknown"),
        ("", "", "unknown"),
        ("recorded = 'no'\nkind = 'break'", "", "no"),
        ("recorded = 'no'\ncancelled = true", "", "no"),
    ] {
        let session = "[[session]]\nid = 'x'\ntitle = 'A'\nstart = 2031-05-04T09:00:00\n";
        home.file("one.toml", &format!("{session}{fields}\n"));
        let shown = home.run_line("show x -a one.toml").out;
        let frame =
            home.run_line("screenshot -a one.toml --size 80x24 --keys <Enter> --format txt");
        for text in [shown, frame.out] {
            assert!(text.contains("A"), "{text}");
            let facts = text.lines().find(|line| line.contains("recorded")).unwrap_or_default();
            let found = facts.rsplit(" · ").next().unwrap_or_default().trim();
            let found = found.trim_end_matches(['│', '▐', '█', ' ']);
            assert_eq!(found, note, "{fields}\n{text}");
        }
        let json = home.json(&["list", "-a", "one.toml", "--json"]);
        assert_eq!(json["sessions"][0]["recorded"], word, "{fields}");
    }
}

#[test]
fn short_id_of_a_table_names_its_session_alone() {
    let home = Home::new();
    let agenda = |id: &str, ids: &str| {
        format!("[[session]]\nid = '{id}'\ntitle = 'T {id}'\nstart = 'TBA'\nids = {{ {ids} }}\n")
    };
    // The second id of `other` is the beginning of the first session's id.
    let text = agenda("abcdefgh", "") + &agenda("abcdxy", "") + &agenda("other", "id = 'abcde'");
    home.file("ids.toml", &(text + &agenda("abcd", "") + &agenda("x", "") + &agenda("éàüößz", "")));
    let table = home.run_coloured(&["-a", "ids.toml", "list"], "80");
    let rows = table.lines().skip(1).map(strip_colours);
    let rows: Vec<Vec<String>> =
        rows.map(|row| row.split_whitespace().map(str::to_owned).collect()).collect();
    let short: Vec<&str> = rows.iter().map(|row| row.last().unwrap().as_str()).collect();
    assert_eq!(short, ["abcdef", "abcdx", "othe", "abcd", "x", "éàüö"], "{table}");
    for row in &rows {
        let shown = home.run(&["-a", "ids.toml", "show", row.last().unwrap()]);
        shown.assert_code(0).assert_out(&format!("T {}", row[row.len() - 2]));
    }
    assert!(home.run_line("-a ids.toml list").out.contains("abcdefgh\t"));
}

#[test]
fn address_of_a_session_and_its_last_part_name_the_session() {
    let home = Home::new();
    let session = |id: &str| {
        format!(
            "[[session]]\nid = '{id}'\ntitle = '{id}'\nstart = 'TBA'\n\
             url = 'https://x.example/talk/slug-{id}/'\n"
        )
    };
    home.file("urls.toml", &(session("a") + &session("b")));
    for (name, out) in [("slug-a", "a\n"), ("https://x.example/talk/slug-b/", "b\n")] {
        let shown = home.run(&["-a", "urls.toml", "show", name]);
        assert!(shown.assert_code(0).out.starts_with(out), "{name}: {}", shown.out);
    }
}
