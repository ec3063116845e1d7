//! `search`.

use crate::fixture::{Case, Home, case, strip_colours};
use serde_json::{Value, json};

#[test]
fn search_json_has_score_and_matched_ranges() {
    let found = Home::new().json(&["search", "--json", "liz", "debt"]);
    let first = &found["sessions"][0];
    assert_eq!(found["schema"], Value::from(1));
    assert_eq!(first["id"], "wed-0900-relieving-technical-debt");
    let title = json!({"field": "title", "ranges": [[20, 24]]});
    let speaker = json!({"field": "speaker", "text": "Liz Fong-Jones", "ranges": [[0, 3]]});
    assert_eq!((&first["matched"][0], &first["matched"][1]), (&title, &speaker));
    assert!(first["score"].as_i64().unwrap() > 0 && first["mark"].is_null());
}

#[test]
fn search_on_a_terminal_marks_the_matched_letters() {
    let home = Home::new();
    let table = home.run_coloured(&["search", "liz debt"], "80");
    assert!(table.starts_with("Wed 13 Jul 09:00  "), "{table}");
    assert!(table.contains("\u{1b}[1;4mLiz\u{1b}[0m Fong-Jones"), "{table}");
    let second = home.run_coloured(&["search", "jackson"], "160");
    assert!(second.contains("\u{2013}"), "a wide table has the ends: {second}");
    assert!(second.contains("Rauf Guliyev, Thomas \u{1b}[1;4mJackson\u{1b}[0m"), "{second}");
}

#[test]
fn search_shows_a_match_of_each_row() {
    let home = Home::new();
    for (words, width, shown) in [
        ("latency", "100", "\n                           abstract: …"),
        ("affiliation:shopify", "100", "\n                           affiliation: Shopify"),
        ("veith", "55", "\n                     speaker: Greg Veith"),
        ("ulster", "160", "  Ulster"),
    ] {
        let table = home.run_coloured(&["search", words], width);
        let lines: Vec<String> = table.lines().map(strip_colours).collect();
        let is_row = |line: &&String| line.chars().nth(2).is_some_and(|c| c != ' ');
        let rows = lines.iter().filter(is_row).count();
        let marks = table.matches("\u{1b}[1;4m").count();
        assert!(strip_colours(&table).contains(shown), "{table}");
        assert!(rows > 0 && marks >= rows, "{rows} rows, {marks} marks: {table}");
        let width: usize = width.parse().unwrap();
        assert!(lines.iter().all(|line| line.chars().count() <= width), "{table}");
    }
}

#[test]
fn search_in_a_pipe_prints_nine_fields_up_to_the_limit() {
    let home = Home::new();
    let lines = home.run_line("search ebpf").out;
    assert!(lines.lines().all(|line| line.split('\t').count() == 9), "{lines}");
    assert_eq!(home.run_line("search google --limit 2").out.lines().count(), 2);
    home.run_line("search x --limit 0").assert_code(2);
}

#[test]
fn search_with_excluded_word_leaves_out_its_sessions() {
    let home = Home::new();
    home.run_line("search kernel").assert_out("facebook");
    let without = home.run_line("search kernel -facebook").out;
    assert!(!without.contains("facebook"), "{without}");
    assert_eq!(home.run_line("search kernel -facebook --limit 1").out.lines().count(), 1);
}

#[test]
fn search_finds_marks_and_explains_empty_fields() {
    let home = Home::new();
    home.run_line("mark mon-0940-doorman --maybe");
    assert!(home.run_line("search is:mine").out.starts_with("mon-0940-doorman\t"));
    home.run_line("search zzzqqq").assert_code(1).assert_err("nothing found");
}

/// Words, a part of the answer, and a part of the messages.
const EXPLAINED: [(&str, &str, &str); 9] = [
    (
        "--explain the talk about dns wednesday",
        "     -  the: does not count\n     -  talk: does not count\n     \
         -  about: does not count\n  1000  dns: DNS in the title\n   600  wednesday: Wednesday\n",
        "\"wednesday\" is Wednesday; in quotes it is a word\n",
    ),
    (
        "--explain ulster workshop data",
        "   850  ulster: Ulster in the room\n   600  workshop: workshop\n  1000  data: Data in",
        "\"ulster\" is the room Ulster; in quotes it is a word\n",
    ),
    ("--explain facbook", " facbook: Fac", "\"facbook\" is taken as Facebook"),
    ("--explain ebpf abyss xylo", "     0  xylo: missing\n", "\"xylo\" is nowhere"),
    ("--json dns wednesday", "{\"typed\":\"wednesday\",\"as\":\"time\"", ""),
    ("--json ulster monday", "{\"typed\":\"ulster\",\"as\":\"room\"", ""),
    ("--json ebpf abyss xylo", "\"missing\":[\"xylo\"]", ""),
    (
        "--json keynote tuesday",
        "\"as\":\"time\",\"meaning\":\"Tuesday\"}],\"missing\":[\"tuesday\"]",
        "nothing of this is Tuesday (\"tuesday\")\n",
    ),
    (
        "--json kernal xylo",
        "\"as\":\"word\",\"meaning\":\"Kernel\"}],\"missing\":[\"xylo\"]",
        "\"xylo\" is nowhere in this agenda\n",
    ),
];

#[test]
fn search_explains_each_word_below_its_hit() {
    let home = Home::new();
    for (words, out, err) in EXPLAINED {
        home.run_line(&format!("search {words}")).assert_code(0).assert_out(out).assert_err(err);
    }
    let nothing = home.run_line("search --json xylo");
    nothing.assert_code(1).assert_out("\"missing\":[\"xylo\"]");
}

const REFUSED: &[Case] = &[
    case("search room:", 2, "", "hallway: room: needs the name of a room"),
    case("search kind:tlk", 2, "", "kind:tlk: no session has this kind; did you mean kind:talk?\n"),
    case(
        "search ebpf kind:tlk",
        2,
        "",
        "did you mean kind:talk?\n\nebpf kind:tlk\n     ^^^^^^^^\n",
    ),
    case("search ebpf -kind:tlk --json", 2, "", "\nebpf -kind:tlk\n     ^^^^^^^^^\n"),
    case("search is:own", 2, "", "is:own: hallway knows no such state; did you mean kind:own?"),
    case("search -is:talk", 2, "", "did you mean kind:talk?"),
    case("search kind:mine", 2, "", "kind:mine: no session has this kind; did you mean is:mine?"),
    case("search day:foo", 2, "", "day:foo: the agenda has no such day. This agenda has: 1 (Mon"),
    case("search after:nowish x", 2, "", "after:nowish: this is no time"),
    case("search speeker:liz", 2, "", "did you mean speaker:liz?"),
    // Nothing was said about recordings of this event.
    case("search is:recorded", 1, "", "nothing found"),
    case("search day:sat", 1, "", "no such day"),
    case("search after:now before:wed --at 'tue 17:30'", 0, "tue-1730-", ""),
    case("search 'after:tue 14:00 before:tue 14:30'", 0, "tue-1420-", ""),
];

/// Conditions that name nothing in the agenda: a command behind the pipe must get no session.
const NAMELESS: &[Case] = &[
    case("search --ids room:zzz", 1, "", "there is no room like \"zzz\""),
    case("search --ids -- -room:zzz", 2, "", "there is no room like \"zzz\""),
    case("search --ids -- -track:foo", 2, "", "there is no track like \"foo\""),
    case("search --ids -- -speaker:zzz", 2, "", "there is no speaker like \"zzz\""),
    case("search --ids -- -language:xx", 2, "", "languages"),
    case("search --ids -- -kind:zzz", 2, "", "no session has this kind"),
    case("search --ids -- -day:sat", 2, "", "no such day: the agenda has Mon, Tue, Wed"),
    case("search --ids -- -day:31/31", 2, "", "-day:31/31: the agenda has no such day"),
    case("search --ids day:31/31", 2, "", "day:31/31: the agenda has no such day"),
    case("search --ids day:30.2.", 2, "", "day:30.2.: the agenda has no such day"),
    case("search --ids day:2016-07-32", 2, "", "the agenda has no such day"),
    case("list --day 31/31", 2, "", "no day matches \"31/31\""),
    case("search --ids -- -room:ulster -speaker:liz -kind:talk -day:1", 0, "tue-", ""),
];

#[test]
fn search_refuses_a_condition_that_it_does_not_understand() {
    Home::new().check_cases(REFUSED);
    Home::new().check_cases(NAMELESS);
}

#[test]
fn empty_condition_is_named_once_with_what_it_needs() {
    let home = Home::new();
    for (query, message) in [
        ("day:", "hallway: day: needs a weekday"),
        ("is:foo", "is: needs mine, attend, maybe, hidden (or skip), full"),
        ("after:x", "hallway: after:x: this is no time"),
    ] {
        home.run(&["search", query]).assert_code(2).assert_err(message);
    }
}

#[test]
fn search_prints_sentences_for_a_reader() {
    let home = Home::new();
    let out = home.run_line("search liz debt --linear").assert_code(0).out.clone();
    let expected = "Wednesday 13 July 2016.\n09:00 to 09:20: Relieving Technical Debt through";
    assert!(out.starts_with(expected), "{out}");
    assert!(out.contains(" 1 of 1. Id wed-0900-relieving-technical-debt."), "{out}");
}

#[test]
fn search_without_a_word_is_refused() {
    let home = Home::new();
    for words in ["", "   "] {
        for form in ["--ids", "--json"] {
            let answer = home.run(&["search", words, form]);
            assert_eq!(answer.assert_code(2).assert_err("no word to search for").out, "");
        }
    }
}
