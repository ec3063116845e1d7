//! The meaning of words in free fields, such as types and titles, by the lists of `words.tsv`.

use crate::agenda::Kind;
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// The lists of `words.tsv`, whose head describes them.
static WORDS: LazyLock<WordLists> = LazyLock::new(|| WordLists::parse(include_str!("words.tsv")));

#[derive(Default)]
struct WordLists {
    type_anywhere: Vec<KindPhrase>,
    type_end: Vec<KindPhrase>,
    title_start: Vec<KindPhrase>,
    service: Vec<KindPhrase>,
    breaks: HashSet<&'static str>,
    social: HashSet<&'static str>,
    festive: HashSet<&'static str>,
    filler: HashSet<&'static str>,
    /// The first words of titles with a kind: see [`kind_by_title`].
    first: HashSet<&'static str>,
    cancelled: HashSet<&'static str>,
    cancellation: HashSet<&'static str>,
    name_suffix: HashSet<&'static str>,
}

/// A phrase of lower-case words and its kind.
struct KindPhrase {
    kind: Kind,
    phrase: &'static str,
}

impl WordLists {
    /// Parses lines of a list, a kind and phrases, between tabs. Phrases stand between commas.
    fn parse(text: &'static str) -> WordLists {
        let mut lists = WordLists::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let list = columns.next().unwrap_or_default();
            let kind = columns.next().and_then(Kind::parse);
            let phrases = columns.next().unwrap_or_default().split(", ");
            if let Some(kind) = kind {
                let phrases = phrases.map(|phrase| KindPhrase { kind, phrase });
                match list {
                    "type-anywhere" => lists.type_anywhere.extend(phrases),
                    "type-end" => lists.type_end.extend(phrases),
                    "title-start" => lists.title_start.extend(phrases),
                    "service" => lists.service.extend(phrases),
                    _ => {}
                }
                continue;
            }
            match list {
                "break" => lists.breaks.extend(phrases),
                "social" => lists.social.extend(phrases),
                "festive" => lists.festive.extend(phrases),
                "filler" => lists.filler.extend(phrases),
                "title-first" => lists.first.extend(phrases),
                "cancelled" => lists.cancelled.extend(phrases),
                "cancellation" => lists.cancellation.extend(phrases),
                "name-suffix" => lists.name_suffix.extend(phrases),
                _ => {}
            }
        }
        let starts = lists.title_start.iter().filter_map(|known| known.phrase.split(' ').next());
        lists.first.extend(starts);
        for words in [&lists.breaks, &lists.social, &lists.festive, &lists.filler] {
            lists.first.extend(words);
        }
        lists
    }

    /// Returns true if the word may stand in the title of a break or a social event.
    fn is_for_everybody(&self, word: &str) -> bool {
        [&self.breaks, &self.social, &self.festive, &self.filler]
            .iter()
            .any(|words| words.contains(word))
    }
}

/// Returns the kind of a session by the words of its type in the file, else by its title. `None`:
/// neither has a known word, and the session is a talk.
pub(super) fn session_kind(type_name: &str, title: &str) -> Option<Kind> {
    kind_by_both(kind_by_type(type_name), title)
}

/// The kinds of a file's type names: few names for many sessions.
#[derive(Debug, Default)]
pub(super) struct KindCache(HashMap<String, Option<Kind>>);

impl KindCache {
    /// Returns the kind of a session like [`session_kind`].
    pub(super) fn session_kind(&mut self, type_name: &str, title: &str) -> Option<Kind> {
        let by_type = match self.0.get(type_name) {
            Some(known) => *known,
            None => *self.0.entry(type_name.to_owned()).insert_entry(kind_by_type(type_name)).get(),
        };
        kind_by_both(by_type, title)
    }
}

fn kind_by_both(by_type: Option<Kind>, title: &str) -> Option<Kind> {
    match by_type {
        // Programs write these if nobody chose a type. A title like "Lunch" knows better.
        Some(kind @ (Kind::Talk | Kind::Other)) => {
            kind_by_title(title).filter(|kind| kind.is_band()).or(Some(kind))
        }
        Some(kind) => Some(kind),
        None => kind_by_title(title),
    }
}

/// Returns the kind of the first part of a type name with a phrase of the lists.
fn kind_by_type(type_name: &str) -> Option<Kind> {
    let type_name = type_name.to_lowercase();
    type_name.split([',', ';', '/', '|', '(', ')', ':']).find_map(|part| {
        let words = split_words(part);
        let anywhere = WORDS.type_anywhere.iter().find(|known| {
            (0..words.len()).any(|from| begins_with(words.get(from..), known.phrase))
        });
        let known = anywhere.or_else(|| {
            WORDS.type_end.iter().find(|known| {
                let from = words.len().checked_sub(known.phrase.split(' ').count());
                begins_with(from.and_then(|from| words.get(from..)), known.phrase)
            })
        });
        known.map(|known| known.kind)
    })
}

/// Returns the kind before the colon of a title, or the kind of a title with nothing but words for
/// breaks and social events. Sponsors and places after the words do not count.
fn kind_by_title(title: &str) -> Option<Kind> {
    if !begins_with_known_word(title) {
        return None;
    }
    let lower = title
        .to_lowercase()
        .replace("check-in", "checkin")
        .replace("happy hour", "happyhour")
        .replace("after-party", "afterparty");
    let head = lower.split_once(':').map_or("", |(head, _)| head);
    let (head, whole) = (split_words(head), split_words(&lower));
    let announced = WORDS
        .title_start
        .iter()
        .find(|known| is_phrase(&head, known.phrase) || is_phrase(&whole, known.phrase));
    if let Some(known) = announced {
        return Some(known.kind);
    }
    let ends = ["(", "[", " sponsored", " hosted", " @"].iter().filter_map(|end| lower.find(end));
    let end = ends.min().unwrap_or(lower.len());
    kind_by_title_words(&split_words(lower.get(..end).unwrap_or_default()))
}

fn kind_by_title_words(words: &[&str]) -> Option<Kind> {
    let has_any = |list: &HashSet<&str>| words.iter().any(|word| list.contains(word));
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    if !words.iter().all(|word| WORDS.is_for_everybody(word) || is_number(word)) {
        return None;
    }
    let is_festive = has_any(&WORDS.festive);
    if has_any(&WORDS.social) || (is_festive && words.contains(&"dinner")) {
        return Some(Kind::Social);
    }
    (has_any(&WORDS.breaks) && !is_festive).then_some(Kind::Break)
}

/// Returns true if the first word of a title is a number or a word of the lists. Few titles begin
/// so, and this check is cheap.
fn begins_with_known_word(title: &str) -> bool {
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    let Some(first) = words.find(|word| !word.is_empty()) else { return false };
    let is_known = |first: &str| {
        first.bytes().all(|byte| byte.is_ascii_digit()) || WORDS.first.contains(first)
    };
    // A short word of ASCII needs no memory for its small letters.
    let mut lower = [0; 16];
    match lower.get_mut(..first.len()).filter(|_| first.is_ascii()) {
        Some(lower) => {
            lower.copy_from_slice(first.as_bytes());
            lower.make_ascii_lowercase();
            str::from_utf8(lower).is_ok_and(is_known)
        }
        None => is_known(&first.to_lowercase()),
    }
}

/// Returns the kind of an entry without speakers, like a dinner, by the words of its title.
pub(super) fn service_kind(title: &str) -> Option<Kind> {
    let title = title.to_lowercase();
    let known =
        session_kind(&title, &title).filter(|kind| !matches!(kind, Kind::Talk | Kind::Other));
    let by_word = || WORDS.service.iter().find(|known| title.contains(known.phrase));
    known.or_else(|| by_word().map(|known| known.kind))
}

/// Returns true if a title announces a cancellation: `CANCELLED Title`, `[Cancelled] Title`,
/// `Cancelled: Title`, `CANCELLATION Title` or the word alone, all of these behind a tag such as
/// `[event]` too; `Title (cancelled)`; `Title ! CANCELLED !`, `Title – CANCELLED` and
/// `Title (CANCELLED: why)`.
pub(super) fn announces_cancellation(title: &str) -> bool {
    // The words of the lists begin with ASCII letters, which are found without decoding.
    let mut rest = title.as_bytes();
    let mut is_inside = false;
    while let [first, after @ ..] = rest
        && let [second, ..] = after
    {
        if !is_inside
            && may_announce(*first, *second)
            && announces_at(title, title.len() - rest.len())
        {
            return true;
        }
        is_inside = first.is_ascii_alphabetic();
        rest = after;
    }
    false
}

/// Returns true if a word for a cancellation may begin with these letters.
fn may_announce(first: u8, second: u8) -> bool {
    let second = second.to_ascii_lowercase();
    match first.to_ascii_lowercase() {
        b'c' => second == b'a',
        b'a' => matches!(second, b'b' | b'f' | b'n' | b'u' | b'v'),
        b'e' => second == b'n',
        b'g' => second == b'e',
        _ => false,
    }
}

/// Returns true if a word at byte `start` of a title announces a cancellation.
fn announces_at(title: &str, start: usize) -> bool {
    /// The least bytes of a word of both lists.
    const BYTES_MIN: usize = 6;
    let Some((before, rest)) = title.split_at_checked(start) else { return false };
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let Some((word, after)) = rest.split_at_checked(end) else { return false };
    word.len() >= BYTES_MIN
        && !before.ends_with(char::is_alphabetic)
        && announces_with_word(before, word, after)
}

/// Returns true if a word between two parts of a title announces a cancellation.
fn announces_with_word(before: &str, word: &str, after: &str) -> bool {
    let lower = word.to_lowercase();
    let is_upper = word.chars().all(char::is_uppercase);
    let is_noun = is_upper && WORDS.cancellation.contains(&*lower);
    if !is_noun && !WORDS.cancelled.contains(&*lower) {
        return false;
    }
    let (head, after) = (without_tags(before).trim(), after.trim_start());
    if head.chars().all(|c| matches!(c, '[' | '(' | '*' | '!')) {
        let is_marked =
            !head.is_empty() || after.is_empty() || after.starts_with([':', '-', '–', '—']);
        return is_upper || is_marked;
    }
    if is_noun {
        return false;
    }
    let is_bracketed = head.ends_with(['[', '(', '*']) && after.starts_with([']', ')', '*']);
    let is_segment =
        head.ends_with(SEGMENT_ENDS) && (after.is_empty() || after.starts_with(SEGMENT_ENDS));
    let is_note = is_segment || head.ends_with(['[', '(']);
    is_bracketed || (is_upper && is_note && before.chars().any(char::is_lowercase))
}

/// Returns true for emoji, arrows and other pictures, and for the marks that choose their form.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
        || c.is_whitespace()
}

/// The marks between the parts of a title.
const SEGMENT_ENDS: [char; 6] = ['!', '|', ':', '-', '–', '—'];

/// Returns a title without pictures and tags in brackets at its head, such as `[event]`.
fn without_tags(title: &str) -> &str {
    let mut rest = title.trim_start_matches(is_picture);
    while let Some(tag) = rest.strip_prefix('[')
        && let Some((_, behind)) = tag.split_once(']')
    {
        rest = behind.trim_start_matches(is_picture);
    }
    rest
}

/// Parses `true` or `1`, `false` or `0`.
pub(super) fn parse_truth(text: &str) -> Option<bool> {
    match text.trim() {
        text if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
        text if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
        _ => None,
    }
}

/// Returns true for "PhD", "Jr." and other parts of a name after a comma.
pub(super) fn is_name_suffix(text: &str) -> bool {
    let letters = text.chars().filter(|c| *c != '.').flat_map(char::to_lowercase);
    WORDS.name_suffix.contains(&*letters.collect::<String>())
}

fn split_words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn begins_with(words: Option<&[&str]>, phrase: &str) -> bool {
    let mut words = words.unwrap_or_default().iter();
    phrase.split(' ').all(|word| words.next() == Some(&word))
}

fn is_phrase(words: &[&str], phrase: &str) -> bool {
    words.first().is_some_and(|first| phrase.starts_with(first))
        && begins_with(Some(words), phrase)
        && words.len() == phrase.split(' ').count()
}

/// Returns the name of an event in the address of its pages at Sched:
/// `https://NAME.sched.com/event/…`.
pub(super) fn sched_name(url: &str) -> Option<&str> {
    let host = url.trim().split_once("://")?.1.split('/').next()?;
    let name = host.strip_suffix(".sched.com").or_else(|| host.strip_suffix(".sched.org"))?;
    Some(name).filter(|name| !name.is_empty() && !name.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_by_type_matches_whole_words() {
        for (sort, kind) in [
            ("Keynote", Some(Kind::Keynote)),
            ("Keynotes & Plenaries", Some(Kind::Keynote)),
            ("Panel discussion", Some(Kind::Panel)),
            ("podium", Some(Kind::Panel)),
            ("Workshop (3 hours)", Some(Kind::Workshop)),
            ("Hands-on lab", Some(Kind::Workshop)),
            ("Training", Some(Kind::Workshop)),
            ("training data", None),
            ("Lightning Talk (5 min)", Some(Kind::Lightning)),
            ("lightning_talk", Some(Kind::Lightning)),
            ("lightningtalk", Some(Kind::Lightning)),
            ("BoF", Some(Kind::Bof)),
            ("Birds-of-a-feather session", Some(Kind::Bof)),
            ("forbidden", None),
            ("Talk (25 minutes)", Some(Kind::Talk)),
            ("lecture", Some(Kind::Talk)),
            ("Talkative", None),
            ("Coffee break", Some(Kind::Break)),
            ("Break", Some(Kind::Break)),
            ("Breakout session", None),
            ("Breakouts", None),
            ("Groundbreaking", None),
            ("Meals", Some(Kind::Break)),
            ("Registration", Some(Kind::Break)),
            ("Registration systems", None),
            ("Social event", Some(Kind::Social)),
            ("Social", Some(Kind::Social)),
            ("Social media", None),
            ("Party", Some(Kind::Social)),
            ("Third-party", Some(Kind::Talk)),
            ("meeting", Some(Kind::Other)),
            ("other", Some(Kind::Other)),
            ("Mother Earth", None),
            ("Games, Workshop", Some(Kind::Workshop)),
            ("devroom", None),
            ("", None),
        ] {
            assert_eq!(session_kind(sort, "A title"), kind, "{sort}");
        }
    }

    #[test]
    fn kind_by_title_needs_known_words_only() {
        for (title, kind) in [
            ("Lunch", Some(Kind::Break)),
            ("Lunch (provided)", Some(Kind::Break)),
            ("Morning Coffee Break", Some(Kind::Break)),
            ("Coffee & Tea", Some(Kind::Break)),
            ("Break 2", Some(Kind::Break)),
            ("Registration and Breakfast", Some(Kind::Break)),
            ("Check-in & coffee", Some(Kind::Break)),
            ("Coffee Break sponsored by Acme", Some(Kind::Break)),
            ("Mittagspause", Some(Kind::Break)),
            ("Breaking the Web", None),
            ("Break the build", None),
            ("Lunch & Learn: Rust", None),
            ("Coffee: a History", None),
            ("Morning", None),
            ("2031", None),
            ("Dinner", Some(Kind::Break)),
            ("Conference Dinner", Some(Kind::Social)),
            ("Welcome Reception", Some(Kind::Social)),
            ("Party", Some(Kind::Social)),
            ("Third-Party Risk", None),
            ("Happy Hour", Some(Kind::Social)),
            ("Social Event", Some(Kind::Social)),
            ("Social Networks", None),
            ("Speakers", None),
            ("Opening", None),
            ("Keynote: The End", Some(Kind::Keynote)),
            ("Keynote", Some(Kind::Keynote)),
            ("How to give a keynote: ten rules", None),
            ("Panel: Otters", Some(Kind::Panel)),
            ("Solar Panels: Otters", None),
            ("Lightning Talks", Some(Kind::Lightning)),
            ("BoF: Otters", Some(Kind::Bof)),
            ("", None),
        ] {
            assert_eq!(session_kind("", title), kind, "{title}");
        }
    }

    #[test]
    fn default_type_gives_way_to_a_break() {
        assert_eq!(session_kind("lecture", "Lunch break"), Some(Kind::Break));
        assert_eq!(session_kind("other", "Reception"), Some(Kind::Social));
        assert_eq!(session_kind("Talk", "Keynote: X"), Some(Kind::Talk));
        assert_eq!(session_kind("Workshop", "Coffee"), Some(Kind::Workshop));
        assert_eq!(session_kind("Track A", "Lunch"), Some(Kind::Break));
    }

    const CANCELLED: &[&str] = &[
        "CANCELLED Otters",
        "[Cancelled] Otters",
        "Canceled: Otters",
        "(canceled) O",
        "cancelled – O",
        "*Cancelled* O",
        "Cancelled",
        " CANCELED",
        "ENTFÄLLT: Otter",
        "Abgesagt: Otter",
        "[annulé] Loutres",
        "[event] CANCELLED: Otters",
        "[event] [day 2] Cancelled: Otters",
        "[event] (cancelled) Otters",
        "Otters ! CANCELLED !",
        "! CANCELLED ! Otters",
        "CANCELLATION Otters",
        "CANCELLATION: Otters",
        "ABSAGE: Otter",
        "Otters (cancelled)",
        "Otters [CANCELLED]",
        "Otters – CANCELLED",
        "Otters: CANCELLED",
        "Workshop | CANCELLED | Otters",
        "🚫 CANCELLED 🚫 Otters",
        "❌ Cancelled: Otters",
        "⚠️ [event] CANCELLED Otters",
        "Otters (CANCELLED – the speaker is ill)",
        "Geannuleerd: Otters",
    ];

    const NOT_CANCELLED: &[&str] = &[
        "Cancelled dreams",
        "[film] Cancelled dreams",
        "How plans get CANCELLED",
        "How plans got cancelled: a talk",
        "Cancellation: a talk",
        "Noise CANCELLATION",
        "canceled flights: why",
        "Cancelling system calls",
        "The Cancelled",
        "Otters: cancelled by fish",
        "Otters - cancelled",
        "NO FUN - CANCELLED",
        "Otters: CANCELLED flights",
        "Cancel culture",
        "Otters (cancelled by fish)",
        "NO FUN (CANCELLED BY FISH)",
        "🦦 Cancelled dreams",
        "“CANCELLED” and other films",
        "",
    ];

    #[test]
    fn every_word_for_cancelled_announces_a_cancellation() {
        for word in WORDS.cancelled.iter().chain(&WORDS.cancellation) {
            assert!(announces_cancellation(&word.to_uppercase()), "{word}");
        }
    }

    #[test]
    fn marked_word_for_cancelled_announces_a_cancellation() {
        for title in CANCELLED {
            assert!(announces_cancellation(title), "{title}");
        }
        for title in NOT_CANCELLED {
            assert!(!announces_cancellation(title), "{title}");
        }
    }
}
