//! The time of a key press: a search, and the highlights of the sessions on the screen. Plain
//! matchers get the same keys and the same lines.
//!
//! ```text
//! cargo bench --bench search                          hallway, SkimMatcherV2, nucleo-matcher; fzf and callgrind if installed
//! RUSTFLAGS="--cfg peers" cargo bench --bench search  and frizbee, which takes minutes to build
//! cargo bench --bench search -- quick                 the small sizes only
//! cargo bench --bench search -- alone                 hallway only, with its slowest keys
//! cargo bench --bench search -- only "ebpf abyss"    one query over and over, for a profiler
//! cargo bench --bench search -- only "ebpf" 1000     the same in 1,000 sessions
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that starts programs"
)]

#[path = "processor/mod.rs"]
mod processor;

use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use hallway::agenda::{Agenda, At, Draft, DraftCredit, DraftSession, Part, When};
use hallway::search::{Index, Query, SearchFacts};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use processor::processor_time;
use std::collections::HashSet;
use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SIZES: &[usize] = &[1_000, 10_000, 100_000];
/// The largest time of a key press at each size, and the largest median at the last size, in
/// milliseconds.
const WORST: [f64; 3] = [1.0, 4.0, 8.0];
const MEDIAN_AT_THE_LAST: f64 = 1.0;
/// The rows of a screen. Only their sessions are highlighted.
const SHOWN: usize = 50;

fn main() {
    let is_quick = std::env::args().any(|argument| argument == "quick");
    let following = |word: &str| std::env::args().skip_while(|argument| argument != word).nth(1);
    if let Some(query) = following("only") {
        let size = following(&query).and_then(|size| size.parse().ok());
        let agenda = invent_agenda(size.unwrap_or(10_000));
        let index = Index::new(&agenda);
        let times = best_of(300, &[query], |keys| search_and_highlight(&agenda, &index, keys));
        return report("hallway", &times, None);
    }
    if let Some(engine) = following("count") {
        return run_once(&engine);
    }
    let is_alone = std::env::args().any(|argument| argument == "alone");
    for (size, worst) in SIZES.iter().zip(WORST).take(if is_quick { 2 } else { SIZES.len() }) {
        compare(*size, worst, is_alone);
    }
    if !is_alone {
        count_instructions();
    }
}

/// Runs every key press once at 1,000 sessions, under a counter of instructions.
fn run_once(engine: &str) {
    let agenda = invent_agenda(1_000);
    let (index, lines, keys) = (Index::new(&agenda), lines(&agenda), typed_keys(&agenda));
    match engine {
        "hallway" => {
            keys.iter().for_each(|keys| _ = black_box(search_and_highlight(&agenda, &index, keys)));
        }
        "SkimMatcherV2" => {
            let skim = SkimMatcherV2::default();
            keys.iter().for_each(|keys| _ = black_box(plain_skim(&skim, &lines, keys)));
        }
        _ => _ = black_box((index, lines, keys)),
    }
}

/// Prints the instructions of a key press. They are the same on a busy machine.
fn count_instructions() {
    let counted = |engine: &str| -> Option<u64> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        valgrind.arg(std::env::current_exe().ok()?).args(["count", engine]);
        let output = String::from_utf8(valgrind.output().ok()?.stderr).ok()?;
        output.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
    };
    let Some(without) = counted("nothing") else {
        return println!("instructions: SKIPPED, valgrind is not installed");
    };
    println!("thousand instructions a key press at 1000 sessions, by callgrind");
    let keys = typed_keys(&invent_agenda(1_000)).len() as u64;
    for engine in ["hallway", "SkimMatcherV2"] {
        if let Some(all) = counted(engine) {
            println!("  {engine:<15} {:>8}", all.saturating_sub(without) / keys / 1000);
        }
    }
}

fn compare(size: usize, worst: f64, is_alone: bool) {
    let agenda = invent_agenda(size);
    let start = processor_time();
    let index = Index::new(&agenda);
    let built = processor_time().saturating_sub(start);
    let lines = lines(&agenda);
    let text: usize = lines.iter().map(String::len).sum();
    let keys = typed_keys(&agenda);
    println!("{size} sessions, {} key presses; index built in {built:.1?}", keys.len());
    let share = index.bytes() as f64 / text as f64;
    println!("  index {:.1} MB, {share:.2}x the text, the goal is 2x", index.bytes() as f64 / 1e6);

    let runs = (200_000 / size).clamp(3, 9);
    let mine = best_of(runs, &keys, |keys| search_and_highlight(&agenda, &index, keys));
    report("hallway", &mine, None);
    let goal = if size == 100_000 {
        format!(", p50 at most {MEDIAN_AT_THE_LAST} ms")
    } else {
        String::new()
    };
    println!("    the goal is no key press over {worst} ms{goal}");
    let mut slowest: Vec<(&String, &Duration)> = keys.iter().zip(&mine).collect();
    slowest.sort_by_key(|(_, time)| std::cmp::Reverse(**time));
    for (keys, time) in slowest.iter().take(if is_alone { 12 } else { 1 }) {
        println!("    slowest: \"{keys}\" {:.2} ms", ms(**time));
    }
    if is_alone {
        let (typical, time) = slowest[slowest.len() / 2];
        return println!("    typical: \"{typical}\" {:.2} ms", ms(*time));
    }
    let others = (20_000 / size).clamp(1, 5);
    let skim = SkimMatcherV2::default();
    report(
        "SkimMatcherV2",
        &best_of(others, &keys, |keys| plain_skim(&skim, &lines, keys)),
        Some(&mine),
    );
    let mut nucleo = Matcher::new(Config::DEFAULT);
    report(
        "nucleo-matcher",
        &best_of(others, &keys, |keys| plain_nucleo(&mut nucleo, &lines, keys)),
        Some(&mine),
    );
    #[cfg(peers)]
    {
        let borrowed: Vec<&str> = lines.iter().map(String::as_str).collect();
        report(
            "frizbee",
            &best_of(others, &keys, |keys| plain_frizbee(&borrowed, keys)),
            Some(&mine),
        );
    }
    match run_fzf(&lines, &keys, others.min(3)) {
        Some(times) => {
            let mine: Vec<Duration> = mine.iter().step_by(FZF_EVERY).copied().collect();
            report("fzf --filter", &times, Some(&mine));
        }
        None => println!("  fzf             SKIPPED, it is not installed"),
    }
    if size == 100_000 {
        println!("    the goal is 30x for nucleo-matcher and fzf");
    }
}

/// Returns the query after each key press.
fn typed_keys(agenda: &Agenda) -> Vec<String> {
    let mut random = Random(7);
    let mut whole: Vec<String> =
        ["sre", "in", "load bal", "zzqx", "title:net", "-the", "a b c"].map(String::from).into();
    for _ in 0..24 {
        let session = &agenda.sessions[random.below(agenda.sessions.len())];
        let words: Vec<&str> = session.title.split(' ').collect();
        let person = &agenda.people[session.people[0].person];
        let name = person.name.rsplit(' ').next().unwrap().to_lowercase();
        let word = |random: &mut Random| words[random.below(words.len())].to_lowercase();
        whole.push(match random.below(4) {
            0 => name,
            1 => format!("{} {name}", word(&mut random)),
            2 => swap_letters(&format!("{} {}", word(&mut random), word(&mut random)), &mut random),
            _ => format!("{} {}", word(&mut random), word(&mut random)),
        });
    }
    let each = |query: &String| -> Vec<String> {
        query.char_indices().map(|(at, c)| query[..at + c.len_utf8()].to_owned()).collect()
    };
    whole.iter().flat_map(each).collect()
}

/// Swaps two letters.
fn swap_letters(query: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = query.chars().collect();
    let at = 1 + random.below(letters.len().saturating_sub(2).max(1));
    if at + 1 < letters.len() {
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

fn search_and_highlight(agenda: &Agenda, index: &Index, keys: &str) -> usize {
    let query = Query::parse(keys);
    let found = index.search(
        agenda,
        &query,
        &SearchFacts { level: &|_| None, is_skipped: &|_| false, now: None },
    );
    let marked = found
        .hits
        .iter()
        .take(SHOWN)
        .map(|hit| found.highlighter.matched_fields(agenda, hit.session).len());
    marked.sum::<usize>() + found.hits.len()
}

fn plain_skim(skim: &SkimMatcherV2, lines: &[String], keys: &str) -> usize {
    let scored =
        lines.iter().enumerate().filter_map(|(at, line)| Some((skim.fuzzy_match(line, keys)?, at)));
    let mut hits: Vec<(i64, usize)> = scored.collect();
    hits.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let marked =
        hits.iter().take(SHOWN).filter_map(|(_, at)| skim.fuzzy_indices(&lines[*at], keys));
    marked.map(|(_, letters)| letters.len()).sum::<usize>() + hits.len()
}

fn plain_nucleo(matcher: &mut Matcher, lines: &[String], keys: &str) -> usize {
    let pattern = Pattern::parse(keys, CaseMatching::Ignore, Normalization::Smart);
    let mut letters = Vec::new();
    let mut hits: Vec<(u32, usize)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(score) = pattern.score(Utf32Str::new(line, &mut letters), matcher) {
            hits.push((score, at));
        }
    }
    hits.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut marked = Vec::new();
    for (_, at) in hits.iter().take(SHOWN) {
        pattern.indices(Utf32Str::new(&lines[*at], &mut letters), matcher, &mut marked);
    }
    marked.len() + hits.len()
}

#[cfg(peers)]
fn plain_frizbee(lines: &[&str], keys: &str) -> usize {
    let mut matcher = frizbee::Matcher::new(keys, &frizbee::Config::default());
    let hits = matcher.match_list(lines);
    let shown: Vec<&str> = hits.iter().take(SHOWN).map(|hit| lines[hit.index as usize]).collect();
    matcher.match_list_indices(&shown).len() + hits.len()
}

/// One key press of so many gets a process of fzf.
const FZF_EVERY: usize = 5;

/// Returns the times of `fzf --filter` for one key press of [`FZF_EVERY`], the shortest of some
/// runs. The time of a query without hits, for the start of the program and the reading of the
/// lines, is subtracted. fzf uses all processors, and its time is that of the clock.
fn run_fzf(lines: &[String], keys: &[String], runs: usize) -> Option<Vec<Duration>> {
    let input = lines.join("\n");
    let run = |query: &str| -> Option<Duration> {
        let start = Instant::now();
        let mut fzf = Command::new("fzf");
        fzf.args(["--filter", query])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut fzf = fzf.spawn().ok()?;
        let mut stdin = fzf.stdin.take()?;
        _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        fzf.wait().ok()?;
        Some(start.elapsed())
    };
    let empty = (0..5).filter_map(|_| run("\u{1}\u{2}\u{3}")).min()?;
    let shortest = |keys: &String| (0..runs).filter_map(|_| run(keys)).min();
    let times =
        keys.iter().step_by(FZF_EVERY).map(|keys| Some(shortest(keys)?.saturating_sub(empty)));
    times.collect()
}

/// Returns the shortest time of each key over some runs. Other processes only add time.
fn best_of(runs: usize, keys: &[String], mut work: impl FnMut(&str) -> usize) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; keys.len()];
    for _ in 0..runs {
        for (keys, best) in keys.iter().zip(&mut best) {
            let start = processor_time();
            black_box(work(keys));
            *best = processor_time().saturating_sub(start).min(*best);
        }
    }
    best
}

fn report(name: &str, times: &[Duration], mine: Option<&[Duration]>) {
    let part = |times: &[Duration], share: f64| {
        let mut sorted = times.to_vec();
        sorted.sort();
        sorted[((sorted.len() - 1) as f64 * share) as usize]
    };
    let [half, most, all] = [0.5, 0.9, 1.0].map(|share| ms(part(times, share)));
    let ratio = mine
        .map(|mine| format!("  p50 is {:.1}x ours", half / ms(part(mine, 0.5))))
        .unwrap_or_default();
    println!("  {name:<15} p50 {half:>8.3}  p90 {most:>8.3}  max {all:>8.3} ms{ratio}");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn lines(agenda: &Agenda) -> Vec<String> {
    let line = |session: &hallway::agenda::Session| {
        let names: Vec<&str> = agenda.people_of(session).map(|(person, _)| &*person.name).collect();
        format!("{} {}", session.title, names.join(" "))
    };
    agenda.sessions.iter().map(line).collect()
}

/// Returns an invented agenda: titles of 58 characters and 1.7 speakers in the mean, as in real
/// agendas. The n-th word is n times less frequent than the first, as in a language.
fn invent_agenda(size: usize) -> Agenda {
    let mut random = Random(20_160_711);
    let words = vocabulary(&mut random, 12_000, 1..=4);
    let first = vocabulary(&mut random, 800, 2..=3);
    let last = vocabulary(&mut random, 9_000, 2..=4);
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let mut draft = Draft::default();
    let start = chrono::NaiveDate::from_ymd_opt(2030, 5, 1).unwrap().and_hms_opt(9, 0, 0).unwrap();
    for at in 0..size {
        let mut title = String::new();
        let length = 30 + random.below(56);
        while title.len() < length {
            title.push_str(if title.is_empty() { "" } else { " " });
            let word = &words[random.zipf(words.len())];
            title.push_str(&if random.below(2) == 0 { capital(word) } else { word.clone() });
        }
        let count = 1 + usize::from(random.below(10) < 5) + usize::from(random.below(10) < 2);
        let name = |random: &mut Random| {
            format!(
                "{} {}",
                capital(&first[random.zipf(first.len())]),
                capital(&last[random.below(last.len())])
            )
        };
        let here = |value| At { value, at: 0..0 };
        draft.sessions.push(DraftSession {
            id: Some(here(format!("s{at}").into())),
            title: Some(here(title.into())),
            start: Some(At {
                value: When::Wall(start + chrono::TimeDelta::minutes(5 * (at as i64 % 500))),
                at: 0..0,
            }),
            minutes: Some(At { value: 25, at: 0..0 }),
            people: (0..count)
                .map(|_| DraftCredit { part: Part::Speaker, name: name(&mut random).into() })
                .collect(),
            ..DraftSession::default()
        });
    }
    draft.check(None).0
}

/// Returns `size` different words of `syllables` syllables.
fn vocabulary(
    random: &mut Random,
    size: usize,
    syllables: std::ops::RangeInclusive<usize>,
) -> Vec<String> {
    const HEADS: &[&str] = &[
        "b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr",
        "ch", "sh", "br", "pl", "qu", "th", "",
    ];
    const HEARTS: &[&str] = &["a", "e", "i", "o", "u", "ee", "ai", "ou", "ia", "y"];
    const TAILS: &[&str] = &["", "", "", "n", "r", "s", "t", "l", "ng", "ck", "nd", "m", "x"];
    let mut known = HashSet::new();
    let mut words = Vec::new();
    while words.len() < size {
        let count = syllables.start() + random.below(syllables.end() - syllables.start() + 1);
        let mut any = |of: &[&'static str]| of[random.below(of.len())];
        let word: String =
            (0..count).map(|_| format!("{}{}{}", any(HEADS), any(HEARTS), any(TAILS))).collect();
        if known.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

/// The generator `splitmix64`: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// Returns a number below `end`, small numbers much more often.
    fn zipf(&mut self, end: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (((end as f64 + 1.0).powf(share)) as usize).saturating_sub(1).min(end - 1)
    }
}
