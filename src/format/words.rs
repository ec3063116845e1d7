//! Words that many formats leave to their users, and what they mean here.

use crate::agenda::{Kind, Problem, Span};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The kind of a session by the type that its file gives, in whatever words, and by its title where
/// that says nothing. `None`: nothing is known, and it is a talk.
pub(super) fn kind(sort: &str, title: &str) -> Option<Kind> {
    by_both(by_sort(sort), title)
}

/// The types of a file, of which it has few and many sessions of each: what each means is found out
/// once.
#[derive(Debug, Default, Clone)]
pub(super) struct Sorts(HashMap<String, Option<Kind>>);

impl Sorts {
    /// As [`kind`].
    pub(super) fn kind(&mut self, sort: &str, title: &str) -> Option<Kind> {
        let by_sort = match self.0.get(sort) {
            Some(known) => *known,
            None => *self.0.entry(sort.to_owned()).insert_entry(by_sort(sort)).get(),
        };
        by_both(by_sort, title)
    }
}

fn by_both(by_sort: Option<Kind>, title: &str) -> Option<Kind> {
    match by_sort {
        // What tools write where nobody chose: a title that is nothing but "Lunch" knows better.
        Some(kind @ (Kind::Talk | Kind::Other)) => {
            by_title(title).filter(|kind| kind.is_band()).or(Some(kind))
        }
        Some(kind) => Some(kind),
        None => by_title(title),
    }
}

/// Words that mean their kind wherever they stand in the name of a type. The first that is there
/// decides.
const ANYWHERE: &[(Kind, &[&str])] = &[
    (Kind::Keynote, &["keynote", "keynotes", "plenary"]),
    (Kind::Panel, &["panel", "panels", "podium", "podiumsdiskussion"]),
    (Kind::Bof, &["bof", "bofs", "birds of a feather"]),
    (
        Kind::Workshop,
        &[
            "workshop",
            "workshops",
            "tutorial",
            "tutorials",
            "hands on",
            "masterclass",
            "atelier",
            "taller",
        ],
    ),
    (Kind::Lightning, &["lightning", "lightningtalk", "lightningtalks"]),
    (
        Kind::Talk,
        &[
            "talk",
            "talks",
            "lecture",
            "lectures",
            "vortrag",
            "presentation",
            "presentations",
            "charla",
        ],
    ),
];

/// Words that mean their kind at the end of the name of a type only: a "social event" is one,
/// "social media" is none.
const AT_THE_END: &[(Kind, &[&str])] = &[
    (Kind::Talk, &["third party"]),
    (Kind::Workshop, &["lab", "labs", "training", "trainings", "training session"]),
    (
        Kind::Break,
        &["break", "breaks", "pause", "coffee", "lunch", "meal", "meals", "registration"],
    ),
    (
        Kind::Social,
        &["reception", "receptions", "party", "parties", "social", "social event", "social events"],
    ),
    (Kind::Other, &["meeting", "meetings", "other"]),
];

fn by_sort(sort: &str) -> Option<Kind> {
    let sort = sort.to_lowercase();
    sort.split([',', ';', '/', '|', '(', ')', ':']).find_map(|part| by_words(&words(part)))
}

fn by_words(words: &[&str]) -> Option<Kind> {
    let anywhere = |phrase: &str| {
        (0..words.len()).any(|from| words.get(from..).is_some_and(|rest| begins(rest, phrase)))
    };
    let at_the_end = |phrase: &str| {
        let from = words.len().checked_sub(phrase.split(' ').count());
        from.and_then(|from| words.get(from..)).is_some_and(|rest| begins(rest, phrase))
    };
    let find = |table: &[(Kind, &[&str])], fits: &dyn Fn(&str) -> bool| {
        table
            .iter()
            .find(|(_, phrases)| phrases.iter().any(|phrase| fits(phrase)))
            .map(|(kind, _)| *kind)
    };
    find(ANYWHERE, &anywhere).or_else(|| find(AT_THE_END, &at_the_end))
}

/// Titles that announce their kind before a colon.
const BEFORE_COLON: &[(Kind, &[&str])] = &[
    (Kind::Keynote, &["keynote", "opening keynote", "closing keynote", "keynote address"]),
    (Kind::Panel, &["panel", "panel discussion", "podiumsdiskussion"]),
    (Kind::Workshop, &["workshop", "tutorial", "hands on workshop"]),
    (Kind::Lightning, &["lightning talk", "lightning talks"]),
    (Kind::Bof, &["bof", "birds of a feather"]),
];
/// A title of nothing but these words, and one of those that name it, is what everybody does.
const BREAK: &[&str] = &[
    "break",
    "breaks",
    "coffee",
    "tea",
    "lunch",
    "lunchtime",
    "breakfast",
    "brunch",
    "dinner",
    "refreshments",
    "registration",
    "checkin",
    "pause",
    "mittagspause",
    "kaffeepause",
    "mittagessen",
    "abendessen",
    "frühstück",
    "pausa",
    "almuerzo",
    "déjeuner",
];
const SOCIAL: &[&str] =
    &["reception", "party", "afterparty", "mixer", "social", "happyhour", "banquet"];
/// Those of whom a dinner is more than a meal.
const FESTIVE: &[&str] = &["conference", "gala", "speaker", "speakers", "banquet", "social"];
const AROUND: &[&str] = &[
    "morning",
    "afternoon",
    "evening",
    "midmorning",
    "night",
    "day",
    "and",
    "networking",
    "short",
    "long",
    "time",
    "am",
    "pm",
    "provided",
    "served",
    "snacks",
    "snack",
    "drinks",
    "badge",
    "pickup",
    "opens",
    "open",
    "desk",
    "opening",
    "closing",
    "welcome",
    "event",
    "events",
    "attendee",
    "attendees",
    "sponsor",
    "sponsors",
    "exhibit",
    "exhibits",
    "poster",
    "buffet",
    "light",
    "cake",
    "cookies",
];

/// Whether any word that these rules know begins so. Nearly no title does, and this is quick to
/// see.
fn may_be_known(title: &str) -> bool {
    let Some(first) = title.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty())
    else {
        return false;
    };
    let first = first.to_lowercase();
    first.bytes().all(|byte| byte.is_ascii_digit()) || FIRST.contains(&*first)
}

/// The words with which a title may begin that these rules know.
static FIRST: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let heads = BEFORE_COLON
        .iter()
        .flat_map(|(_, phrases)| *phrases)
        .filter_map(|phrase| phrase.split(' ').next());
    let rest = [BREAK, SOCIAL, FESTIVE, AROUND, &["check", "happy", "after"]]
        .into_iter()
        .flatten()
        .copied();
    heads.chain(rest).collect()
});

fn by_title(title: &str) -> Option<Kind> {
    if !may_be_known(title) {
        return None;
    }
    let lower = title
        .to_lowercase()
        .replace("check-in", "checkin")
        .replace("happy hour", "happyhour")
        .replace("after-party", "afterparty");
    let head = lower.split_once(':').map_or("", |(head, _)| head);
    let (head, whole) = (words(head), words(&lower));
    let is = |words: &[&str], phrase: &str| {
        begins(words, phrase) && words.len() == phrase.split(' ').count()
    };
    let announced = BEFORE_COLON
        .iter()
        .find(|(_, phrases)| phrases.iter().any(|phrase| is(&head, phrase) || is(&whole, phrase)));
    if let Some((kind, _)) = announced {
        return Some(*kind);
    }
    // Who pays for the coffee, and where it is, does not matter.
    let end =
        ["(", "[", " sponsored", " hosted", " @"].iter().filter_map(|word| lower.find(word)).min();
    let words = words(lower.get(..end.unwrap_or(lower.len())).unwrap_or_default());
    let any = |of: &[&str]| words.iter().any(|word| of.contains(word));
    let nothing_else = words.iter().all(|word| {
        [BREAK, SOCIAL, FESTIVE, AROUND].iter().any(|of| of.contains(word))
            || word.bytes().all(|byte| byte.is_ascii_digit())
    });
    match () {
        () if !nothing_else => None,
        () if any(SOCIAL) || (any(FESTIVE) && any(&["dinner"])) => Some(Kind::Social),
        () if any(BREAK) && !any(FESTIVE) => Some(Kind::Break),
        () => None,
    }
}

/// Returns the kind of an entry that is nobody's talk, such as a dinner, by the words of its title.
pub(super) fn service_kind(title: &str) -> Option<Kind> {
    const MORE: &[(&str, Kind)] = &[
        ("dinner", Kind::Break),
        ("breakfast", Kind::Break),
        ("pause", Kind::Break),
        ("kaffee", Kind::Break),
        ("check-in", Kind::Break),
        ("doors open", Kind::Break),
        ("networking", Kind::Social),
        ("drinks", Kind::Social),
        ("happy hour", Kind::Social),
    ];
    let title = title.to_lowercase();
    let known = kind(&title, &title).filter(|kind| !matches!(kind, Kind::Talk | Kind::Other));
    known.or_else(|| MORE.iter().find(|(word, _)| title.contains(word)).map(|(_, kind)| *kind))
}

/// What is said of sessions that will not be, in lower case: in English, German, French, Spanish
/// and Italian.
const CANCELLED: &[&str] = &[
    "cancelled",
    "canceled",
    "abgesagt",
    "entfällt",
    "annulé",
    "annulée",
    "cancelado",
    "cancelada",
    "annullato",
];

/// Whether a title says that its session is cancelled: `CANCELLED Title`, `[Cancelled] Title`,
/// `Cancelled: Title`, and nothing but the word.
pub(super) fn says_cancelled(title: &str) -> bool {
    let inner = title.trim_start_matches(['[', '(', '*', ' ']);
    // Nearly no title begins so, and this is quick to see.
    if !inner.starts_with(['c', 'C', 'a', 'A', 'e', 'E']) {
        return false;
    }
    let end = inner.find(|c: char| !c.is_alphabetic()).unwrap_or(inner.len());
    let (word, rest) = inner.split_at(end);
    let lower = word.to_lowercase();
    let rest = rest.trim_start();
    let marked =
        inner.len() < title.len() || rest.is_empty() || rest.starts_with([':', '-', '–', '—']);
    CANCELLED.contains(&&*lower) && (marked || word.chars().all(char::is_uppercase))
}

/// A problem that says so.
pub(super) fn told_cancelled(at: Span) -> Problem {
    Problem::warning(Some(at), "a title says that the session is cancelled")
        .help("it is shown as cancelled")
}

/// Runs of letters and digits.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Whether the words begin with those of a phrase.
fn begins(words: &[&str], phrase: &str) -> bool {
    let mut rest = words.iter();
    phrase.split(' ').all(|word| rest.next() == Some(&word))
}

/// The name of an event in the address of one of its pages on Sched,
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
    fn the_type_decides_in_whole_words() {
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
            assert_eq!(super::kind(sort, "A title"), kind, "{sort}");
        }
    }

    #[test]
    fn a_title_decides_where_it_can_be_nothing_else() {
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
            assert_eq!(super::kind("", title), kind, "{title}");
        }
    }

    #[test]
    fn a_break_is_one_whatever_the_default_type_is() {
        assert_eq!(kind("lecture", "Lunch break"), Some(Kind::Break));
        assert_eq!(kind("other", "Reception"), Some(Kind::Social));
        assert_eq!(kind("Talk", "Keynote: X"), Some(Kind::Talk));
        assert_eq!(kind("Workshop", "Coffee"), Some(Kind::Workshop));
        assert_eq!(kind("Track A", "Lunch"), Some(Kind::Break));
    }

    #[test]
    fn a_title_may_say_that_nothing_comes_of_it() {
        for title in [
            "CANCELLED Otters",
            "[Cancelled] Otters",
            "Canceled: Otters",
            "(canceled) O",
            "cancelled – O",
            "*Cancelled* O",
        ] {
            assert!(says_cancelled(title), "{title}");
        }
        for title in
            ["Cancelled", " CANCELED", "ENTFÄLLT: Otter", "Abgesagt: Otter", "[annulé] Loutres"]
        {
            assert!(says_cancelled(title), "{title}");
        }
        for title in [
            "Cancelled dreams",
            "How plans get CANCELLED",
            "Cancellation: a talk",
            "canceled flights: why",
            "",
        ] {
            assert!(!says_cancelled(title), "{title}");
        }
    }
}
