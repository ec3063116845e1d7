//! The quality of search: half-remembered words must find the meant session.
//!
//! `cargo test --test search_quality -- --nocapture` prints each line of `queries.tsv` with the
//! rank of the meant session and the number of hits, beside the results of `SkimMatcherV2` and
//! `nucleo-matcher` for the same query on lines of title and speakers.
//!
//! The built-in agenda is always there. The other agendas are read from the corpus beside the
//! checkout, or from the folder `HALLWAY_CORPUS`. Lines without an agenda are skipped and counted.
#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that reads files and prints a table"
)]

use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use hallway::agenda::{Agenda, Zone};
use hallway::search::{ChipSort, Found, FoundWord, Index, Query, SearchFacts, WordReading};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A line of `queries.tsv`.
struct QueryLine {
    agenda: String,
    query: String,
    /// A part of the meant session's title, or `-` if nothing may be found.
    title: String,
    /// The worst rank allowed.
    worst: usize,
}

fn read_lines() -> Vec<QueryLine> {
    let text = include_str!("queries.tsv");
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let line = |line: &str| {
        let [agenda, query, title, worst] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line}")
        };
        let worst = worst.parse().unwrap();
        QueryLine {
            agenda: agenda.to_owned(),
            query: query.to_owned(),
            title: title.to_owned(),
            worst,
        }
    };
    rows.map(line).collect()
}

/// Returns every available agenda by its name in `queries.tsv`.
fn read_agendas() -> HashMap<String, Agenda> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        std::env::var_os("HALLWAY_CORPUS").map_or(own.join("../shared/corpus"), PathBuf::from);
    let folders = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let files =
        folders.filter(|path| path.is_dir() && !path.ends_with("expected")).flat_map(|folder| {
            fs::read_dir(folder)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.path())
                .collect::<Vec<_>>()
        });
    let mut agendas = HashMap::new();
    for path in files.chain([own.join("data/srecon16-europe.toml")]) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let name = if name == "srecon16-europe" { "srecon16".to_owned() } else { name };
        let bytes = fs::read(&path).unwrap();
        // Two files of one event have one name. Either file will do.
        if let Ok(reading) = hallway::format::read(bytes) {
            agendas.entry(name).or_insert_with(|| {
                reading.draft.check(Zone::by_name("Europe/Berlin").ok().as_ref()).0
            });
        }
    }
    agendas
}

fn found(agenda: &Agenda, index: &Index, query: &str) -> Found {
    index.search(
        agenda,
        &Query::parse(query),
        &SearchFacts { level: &|_| None, is_skipped: &|_| false, now: None },
    )
}

/// The rank of the first meant hit, from 1, and the number of hits.
type Answer = (Option<usize>, usize);

fn answer(agenda: &Agenda, title: &str, hits: &[usize]) -> Answer {
    let meant = |session: &usize| agenda.sessions[*session].title.contains(title);
    (hits.iter().position(meant).map(|at| at + 1), hits.len())
}

fn haystack(agenda: &Agenda) -> Vec<String> {
    let line = |session: &hallway::agenda::Session| {
        let names: Vec<&str> = agenda.people_of(session).map(|(person, _)| &*person.name).collect();
        format!("{} {}", session.title, names.join(" "))
    };
    agenda.sessions.iter().map(line).collect()
}

fn best_first(mut scored: Vec<(i64, usize)>) -> Vec<usize> {
    scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    scored.into_iter().map(|(_, at)| at).collect()
}

fn skim(lines: &[String], query: &str) -> Vec<usize> {
    let skim = SkimMatcherV2::default();
    best_first(
        lines
            .iter()
            .enumerate()
            .filter_map(|(at, line)| Some((skim.fuzzy_match(line, query)?, at)))
            .collect(),
    )
}

fn nucleo(lines: &[String], query: &str) -> Vec<usize> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut letters = Vec::new();
    let mut score =
        |line: &str| pattern.score(Utf32Str::new(line, &mut letters), &mut matcher).map(i64::from);
    best_first(lines.iter().enumerate().filter_map(|(at, line)| Some((score(line)?, at))).collect())
}

/// Returns true twice if the session was found first and within the wanted rank.
fn counts(line: &QueryLine, (rank, hits): Answer) -> (bool, bool) {
    match (&*line.title, rank) {
        ("-", _) => (hits == 0, hits == 0),
        (_, rank) => (rank == Some(1), rank.is_some_and(|rank| rank <= line.worst)),
    }
}

#[test]
fn half_remembered_words_find_the_meant_session() {
    let agendas = read_agendas();
    let indices: HashMap<&str, Index> =
        agendas.iter().map(|(name, agenda)| (name.as_str(), Index::new(agenda))).collect();
    let (mut sums, mut tried, mut skipped, mut missed) = ([(0, 0, 0); 3], 0, 0, Vec::new());
    println!(
        "{:<12} {:<26}  hallway     SkimMatcherV2  nucleo-matcher   (rank of hits)",
        "agenda", "query"
    );
    for line in read_lines() {
        let (Some(agenda), Some(index)) =
            (agendas.get(&line.agenda), indices.get(line.agenda.as_str()))
        else {
            skipped += 1;
            continue;
        };
        tried += 1;
        let ours: Vec<usize> =
            found(agenda, index, &line.query).hits.iter().map(|hit| hit.session).collect();
        let lines = haystack(agenda);
        let answers = [ours, skim(&lines, &line.query), nucleo(&lines, &line.query)]
            .map(|hits| answer(agenda, &line.title, &hits));
        let shown = answers.map(|(rank, hits)| {
            format!("{:>4} of {hits:<4}", rank.map_or("-".to_owned(), |rank| rank.to_string()))
        });
        println!("{:<12.12} {:<26} {}", line.agenda, line.query, shown.join("    "));
        for (sum, answer) in sums.iter_mut().zip(answers) {
            let (first, good) = counts(&line, answer);
            *sum = (sum.0 + usize::from(first), sum.1 + usize::from(good), sum.2 + answer.1);
        }
        if !counts(&line, answers[0]).1 {
            missed.push(format!("{}: \"{}\" {:?}", line.agenda, line.query, answers[0]));
        }
    }
    if skipped > 0 {
        println!("SKIPPED {skipped} lines: the corpus is not beside the checkout");
    }
    println!("of {tried} queries       first  within the rank  hits in all");
    for ((first, good, hits), name) in
        sums.iter().zip(["hallway", "SkimMatcherV2", "nucleo-matcher"])
    {
        println!("  {name:<18} {first:>5}  {good:>15}  {hits:>11}");
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(sums[1..].iter().all(|other| other.0 < sums[0].0 && other.1 < sums[0].1), "{sums:?}");
}

/// Returns every word of a line in each typed form: with `ü` and with `ue`, and `how-to` as one
/// word as well.
fn words_of(line: &str) -> HashSet<String> {
    /// More parts without white space between them are an address.
    const PARTS: usize = 4;
    let line = line.replace('™', " ");
    let plain: String = line.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let spelled: String = line.nfkc().collect();
    let spelled = [("ä", "ae"), ("ö", "oe"), ("ü", "ue")]
        .iter()
        .fold(spelled.to_lowercase(), |line, (letter, letters)| line.replace(letter, letters));
    let mut words = HashSet::new();
    for line in [plain.to_lowercase(), spelled] {
        for run in line.replace('ß', "ss").replace('œ', "oe").replace('æ', "ae").split_whitespace()
        {
            let parts =
                || run.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.extend(parts().map(str::to_owned));
            words.extend((parts().count() <= PARTS).then(|| parts().collect::<String>()));
        }
    }
    words
}

fn is_kind(word: &FoundWord) -> bool {
    matches!(word.reading, WordReading::Chip { sort: ChipSort::Kind, .. })
}

/// A word of four letters of a title or name finds the sessions with the word first, and at most
/// five other sessions.
#[test]
fn word_of_a_title_finds_at_most_five_other_sessions() {
    const FURTHER: usize = 5;
    /// One word of so many is tried in a large agenda: an unoptimised build is slow.
    const EVERY: usize = 3;
    let (mut words_tried, mut most, mut wrong) = (0, 0, Vec::new());
    for (name, agenda) in &read_agendas() {
        let index = Index::new(agenda);
        let lines: Vec<HashSet<String>> =
            haystack(agenda).iter().map(|line| words_of(line)).collect();
        let mut words: Vec<&String> = lines.iter().flatten().collect();
        words.retain(|word| {
            word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        words.sort();
        words.dedup();
        let every = if words.len() > 1000 { EVERY } else { 1 };
        for word in words.into_iter().step_by(every) {
            let found = found(agenda, &index, word);
            // `workshop` finds each session of the kind.
            let hits = found.hits;
            if found.words.iter().any(is_kind) {
                continue;
            }
            let have = lines.iter().filter(|words| words.contains(word)).count();
            // Sessions with the word come first.
            let first = hits.iter().take_while(|hit| lines[hit.session].contains(word)).count();
            let below = hits.len() - first;
            words_tried += 1;
            most = most.max(below);
            if below > FURTHER || first < have {
                wrong.push(format!("{name}: \"{word}\" {first} of {have}, then {below} more"));
            }
        }
    }
    println!("{words_tried} words, at most {most} further hits");
    assert!(words_tried > 10 && wrong.is_empty(), "{} {wrong:#?}", wrong.len());
}
