use super::*;
use proptest::prelude::*;

/// Parts of command lines: options with and without values, agendas, commands and mistakes.
const WORDS: [&str; 26] = [
    "-a",
    "--agenda",
    "--agenda=a",
    "-aa",
    "--at",
    "10:00",
    "--theme",
    "dark",
    "--theme=light",
    "--ascii",
    "--linear",
    "--no-mouse",
    "--color",
    "never",
    "--color=red",
    "--config",
    "a.toml",
    "srecon16-europe",
    "list",
    "help",
    "--help",
    "-h",
    "-V",
    "--",
    "-",
    "",
];

fn command_line<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<OsString> {
    ["hallway"].into_iter().chain(words).map(OsString::from).collect()
}

fn parse_whole(words: &[OsString]) -> Option<CliArgs> {
    let matches = CliArgs::command().try_get_matches_from(words).ok()?;
    CliArgs::from_arg_matches(&matches).ok()
}

#[test]
fn command_lines_that_open_an_agenda_are_known() {
    for (line, opens) in [
        ("", true),
        ("a.toml", true),
        ("-a srecon16-europe --at 10:00 --theme dark", true),
        ("list", false),
        ("a.toml list", false),
        ("help", false),
        ("--help", false),
        ("--version", false),
        ("-a a.toml b.toml", false),
        ("--theme pink", false),
    ] {
        let words = command_line(line.split_whitespace());
        assert_eq!(CliArgs::parse_opening(&words).is_some(), opens, "{line}");
    }
}

proptest! {
    #[test]
    fn opening_is_parsed_as_by_the_whole_description(
        words in prop::collection::vec(prop::sample::select(&WORDS), 0..5)
    ) {
        let words = command_line(words);
        if let Some(opening) = CliArgs::parse_opening(&words) {
            let whole = parse_whole(&words).map(|args| format!("{args:?}"));
            prop_assert_eq!(Some(format!("{opening:?}")), whole);
        }
    }
}
