//! The gain and the cost of each rule of search: one rule is left out at a time.
//!
//! `cargo test --test search_rules -- --nocapture` prints the table of `docs/search.md`. The
//! queries are those of `asked.tsv`, or of the file `HALLWAY_QUERIES`; `HALLWAY_LOST=1` lists the
//! lost ones, `HALLWAY_STRANGERS=1` the hits of title words of another agenda, with the points of
//! each word. Agendas that are not beside the checkout are skipped.
#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that reads files and prints a table"
)]

use hallway::agenda::{Agenda, Moment, Session, Zone};
use hallway::search::{Found, FoundWord, Index, Query, Rules, SearchFacts, SearchRule};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A line of `asked.tsv`.
struct AskedLine {
    agenda: String,
    query: String,
    /// Parts of the titles meant, `||` between them; `@` before the beginning of a start. `-` if
    /// nothing may be found, or a word is said to be missing.
    meant: String,
    /// The worst rank allowed.
    worst: usize,
    kind: String,
    /// The words of which a hit has one, `|` between them. Other hits are noise.
    topic: String,
}

struct AskedAgenda {
    agenda: Agenda,
    index: Index,
}

/// What the queries of a list find under some rules.
#[derive(Default)]
struct Outcome {
    held: usize,
    noise: usize,
    /// The queries with a cut last word whose session is among the first five.
    half_typed: usize,
    /// The mean number of hits of two title words of another agenda.
    strangers: f64,
    lost: Vec<String>,
    by_kind: BTreeMap<String, (usize, usize)>,
}

fn read_asked() -> Vec<AskedLine> {
    let text = match std::env::var_os("HALLWAY_QUERIES") {
        Some(path) => fs::read_to_string(path).unwrap(),
        None => include_str!("asked.tsv").to_owned(),
    };
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let line = |line: &str| {
        let mut columns = line.split('\t').map(str::to_owned);
        let mut next = || columns.next().unwrap_or_default();
        AskedLine {
            agenda: next(),
            query: next(),
            meant: next(),
            worst: next().parse().unwrap_or_else(|_| panic!("no rank: {line}")),
            kind: next(),
            topic: next().to_lowercase().replace("\\b", "").replace('?', ""),
        }
    };
    rows.map(line).collect()
}

/// Reads the first agenda of the corpus whose file name begins with `name`.
fn read_agenda(name: &str) -> Option<AskedAgenda> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = |folder: PathBuf| {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        paths.sort();
        paths
    };
    let corpora = ["../shared/corpus", "../shared/corpus-2026"].map(|path| own.join(path));
    let folders = corpora.into_iter().flat_map(list).filter(|path| !path.ends_with("expected"));
    let files = folders.flat_map(list).chain([own.join("data/srecon16-europe.toml")]);
    let agenda = files
        .filter(|path| {
            path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name))
        })
        .find_map(|path| {
            let bytes = fs::read(path).ok()?;
            let draft = hallway::format::read(bytes).ok()?.draft;
            Some(draft.check(Zone::by_name("Europe/Berlin").ok().as_ref()).0)
        });
    agenda.map(|agenda| AskedAgenda { index: Index::new(&agenda), agenda })
}

/// Noon of the first day: queries such as `tonight` are asked then.
fn noon_of_first_day(agenda: &Agenda) -> Option<Moment> {
    agenda.sessions.first()?.start.map(|start| start + chrono::TimeDelta::hours(2))
}

impl AskedAgenda {
    fn find(&self, rules: Rules, query: &str) -> Found {
        let facts = SearchFacts {
            level: &|_| None,
            is_skipped: &|_| false,
            now: noon_of_first_day(&self.agenda),
        };
        self.index.search_by(rules, &self.agenda, &Query::parse(query), &facts)
    }

    fn session(&self, at: usize) -> &Session {
        &self.agenda.sessions[at]
    }

    fn text_of(&self, session: &Session) -> String {
        let people: Vec<String> = self
            .agenda
            .people_of(session)
            .map(|(person, _)| format!("{} {:?}", person.name, person.affiliation))
            .collect();
        let track = session.track.map(|track| self.agenda.tracks[track].name.to_string());
        let tags: Vec<String> = session.tags.iter().map(ToString::to_string).collect();
        let summary = session.summary.as_deref().unwrap_or_default();
        let parts = [
            session.title.to_string(),
            people.join(" "),
            track.unwrap_or_default(),
            tags.join(" "),
            format!("{:?}", session.room),
            summary.to_owned(),
        ];
        parts.join(" ").to_lowercase()
    }

    fn rank_of(&self, found: &Found, line: &AskedLine) -> Option<usize> {
        let is_meant = |session: &Session| {
            line.meant.split("||").any(|part| {
                let (title, start) = part.split_once("@2").unwrap_or((part, ""));
                let begins = session.start.is_some_and(|at| {
                    start.is_empty()
                        || at.format("%Y-%m-%d").to_string().starts_with(&format!("2{start}"))
                });
                session.title.contains(title) && (start.is_empty() || begins)
            })
        };
        found.hits.iter().position(|hit| is_meant(self.session(hit.session))).map(|at| at + 1)
    }

    fn noise_of(&self, found: &Found, line: &AskedLine) -> usize {
        let is_noise = |at: usize| {
            let text = self.text_of(self.session(at));
            line.topic.is_empty() || !line.topic.split('|').any(|word| text.contains(word))
        };
        found.hits.iter().take(10).filter(|hit| is_noise(hit.session)).count()
    }
}

fn cut_last_word(query: &str) -> String {
    let (before, last) =
        query.rsplit_once(' ').map_or(("", query), |(before, last)| (before, last));
    let letters = last.chars().count() * 6 / 10;
    let cut: String = last.chars().take(letters.max(1)).collect();
    format!("{before} {cut}").trim().to_owned()
}

fn try_rules(
    lines: &[AskedLine],
    agendas: &BTreeMap<String, AskedAgenda>,
    rules: Rules,
) -> Outcome {
    let mut outcome = Outcome::default();
    for line in lines {
        let Some(asked) = agendas.get(&line.agenda) else { continue };
        let found = asked.find(rules, &line.query);
        let rank = asked.rank_of(&found, line);
        let is_said = found.lacks_words || !found.nowhere.is_empty();
        let is_held = match &*line.meant {
            "-" => found.hits.is_empty() || is_said,
            _ => rank.is_some_and(|rank| rank <= line.worst),
        };
        let noise = asked.noise_of(&found, line);
        outcome.noise += noise;
        outcome.held += usize::from(is_held);
        let of_kind = outcome.by_kind.entry(line.kind.clone()).or_default();
        *of_kind = (of_kind.0 + usize::from(is_held), of_kind.1 + 1);
        let half = asked.find(rules, &cut_last_word(&line.query));
        outcome.half_typed += usize::from(
            line.meant != "-" && asked.rank_of(&half, line).is_some_and(|rank| rank <= 5),
        );
        if !is_held || noise > 3 {
            let first = found.hits.first().map(|hit| asked.session(hit.session).title.to_string());
            outcome.lost.push(format!(
                "{} {} {:?}: rank {rank:?} (<= {}) of {}, noise {noise}; first {first:?}",
                if is_held { "held" } else { "LOST" },
                line.agenda,
                line.query,
                line.worst,
                found.hits.len()
            ));
        }
    }
    outcome
}

/// Returns the mean number of hits of two neighbouring title words of another agenda.
fn hits_of_strangers(agendas: &BTreeMap<String, AskedAgenda>, rules: Rules) -> f64 {
    const EVERY: usize = 29;
    let (mut tried, mut hits) = (0, 0);
    for (name, asked) in agendas {
        let others = agendas.iter().filter(|(other, _)| *other != name);
        let titles = others.flat_map(|(_, other)| &other.agenda.sessions);
        for session in titles.step_by(EVERY) {
            let words: Vec<&str> =
                session.title.split_whitespace().filter(|word| word.len() > 3).take(2).collect();
            if let [first, second] = words[..] {
                tried += 1;
                let found = asked.find(rules, &format!("{first} {second}"));
                hits += found.hits.len();
                if std::env::var_os("HALLWAY_STRANGERS").is_some() {
                    print_stranger(name, asked, &found);
                }
            }
        }
    }
    f64::from(u32::try_from(hits).unwrap()) / f64::from(tried.max(1))
}

/// Prints the hits of title words of another agenda, with the points of each word.
fn print_stranger(name: &str, asked: &AskedAgenda, found: &Found) {
    let reading = |word: &FoundWord| format!("{} {:?}", word.typed, word.reading);
    let words: Vec<String> = found.words.iter().map(reading).collect();
    println!("{} in {name}: {}", found.hits.len(), words.join("; "));
    for hit in &found.hits {
        let points: Vec<u16> = found.words.iter().map(|word| word.points(hit.session)).collect();
        println!("    {points:?} {}", asked.session(hit.session).title);
    }
}

/// Returns the name of a rule in `docs/search.md`.
fn name_of(rule: SearchRule) -> &'static str {
    match rule {
        SearchRule::Weights => "weights",
        SearchRule::Fillers => "fillers",
        SearchRule::Moments => "days and times",
        SearchRule::Places => "rooms, tracks, kinds, speakers",
        SearchRule::Aliases => "other names",
        SearchRule::Forms => "other forms",
        SearchRule::Sounds => "sounds",
        SearchRule::Scripts => "scripts",
        SearchRule::ShortWords => "short words",
        SearchRule::Ties => "ties",
    }
}

#[test]
fn each_rule_gains_more_than_it_costs() {
    let lines = read_asked();
    let mut agendas = BTreeMap::new();
    for line in &lines {
        if !agendas.contains_key(&line.agenda)
            && let Some(asked) = read_agenda(&line.agenda)
        {
            agendas.insert(line.agenda.clone(), asked);
        }
    }
    let tried = lines.iter().filter(|line| agendas.contains_key(&line.agenda)).count();
    println!("{tried} of {} queries | held | noise in ten | half-typed | strangers", lines.len());
    let print = |name: &str, rules: Rules| {
        let mut outcome = try_rules(&lines, &agendas, rules);
        let noise = outcome.noise as f64 / tried.max(1) as f64;
        let strangers = hits_of_strangers(&agendas, rules);
        outcome.strangers = strangers;
        println!(
            "| {name} | {} | {noise:.2} | {} | {strangers:.2} |",
            outcome.held, outcome.half_typed
        );
        outcome
    };
    let all = print("all", Rules::ALL);
    if std::env::var_os("HALLWAY_LOST").is_some() {
        all.lost.iter().for_each(|lost| println!("{lost}"));
        println!("{:?}", all.by_kind);
        return;
    }
    for rule in SearchRule::ALL {
        print(&format!("without {}", name_of(rule)), Rules::ALL.without(rule));
    }
    let none = print("none", Rules::NONE);
    let are_all_there = tried == lines.len() && std::env::var_os("HALLWAY_QUERIES").is_none();
    assert!(!are_all_there || all.strangers <= 1.4, "{} hits of strangers", all.strangers);
    assert!(none.held <= all.held, "{} > {}", none.held, all.held);
}
