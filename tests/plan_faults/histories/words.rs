//! Titles and names of made-up programmes.

use super::random::Random;

const HEADS: &str = "Introduction to|Debugging|Scaling|Lessons from|A tour of|Understanding|\
    Hacking|The state of|Securing|Building|Wie geht es weiter mit|Beyond";
const TOPICS: &str = "Rust|Ruby|eBPF|power grids|night trains|e-voting|postal codes|TLS 1.3|\
    old phones|Kubernetes|container images|sewing machines|satellite links|library catalogues|\
    chess engines|the Amiga 500|medical devices|open hardware|compilers|file systems|maps|\
    weather data|court records|fonts|bread|Netzpolitik|the archive|smart meters|radio astronomy|\
    on-call rotas";
const PLACES: &str =
    "|| in production| for beginners| at the edge| without tears| in ten years| on a budget";
const TAILS: &str = "|||: a field report| - a tech opera|: what we broke|: the missing manual\
    | and how to stop it|: von Anfang an| (with a live demo)";
const PREFIXES: &str = "Workshop: |Keynote: |Panel: |[en] |Talk: ";
const SUFFIXES: &str = " (live)|, continued from last year| - with Q&A|: an update| [EN]";
const FIRST_NAMES: &str = "Ada|Bela|Chidi|Dana|Emre|Fatou|Grace|Hiro|Ines|Jan|Kaja|Luis|Mina|\
    Noor|Olga|Pia|Quentin|Rosa|Sean M.|Tomás|Uma|Wen";
const LAST_NAMES: &str = "Abe|Brandt|Costa|Davis|Eriksen|Fischer|Gupta|Haas|Ito|Jung|Kovács|\
    Lopez|Meyer|Novak|Okafor|Petit|Quist|Rossi|Sato|Tran|Ulrich|Vogel|Weiss|Zhang";

pub(super) fn make_title(random: &mut Random) -> String {
    let prefix = if random.chance(8) { random.pick_word(PREFIXES) } else { "" };
    let (head, topic) = (random.pick_word(HEADS), random.pick_word(TOPICS));
    format!("{prefix}{head} {topic}{}{}", random.pick_word(PLACES), random.pick_word(TAILS))
}

/// Returns a full name, or the name of a login.
pub(super) fn make_name(random: &mut Random) -> String {
    let name = full_name(random);
    if random.chance(25) { login_of(&name, random) } else { name }
}

fn full_name(random: &mut Random) -> String {
    format!("{} {}", random.pick_word(FIRST_NAMES), random.pick_word(LAST_NAMES))
}

fn login_of(name: &str, random: &mut Random) -> String {
    let letters: String = name.chars().filter(|c| c.is_ascii_alphabetic()).collect();
    format!("{}{}", letters.to_lowercase(), random.below(90) + 10)
}

/// Returns the full name of a login, or the login of a full name.
pub(super) fn rename_person(name: &str, random: &mut Random) -> String {
    if name.contains(' ') { login_of(name, random) } else { full_name(random) }
}

/// The ways in which organisers change titles.
#[derive(Debug, Clone, Copy)]
pub(super) enum TitleChange {
    PartRemoved,
    Suffix,
    Prefix,
    PrefixCut,
    CaseOnly,
    Typo,
}

/// Returns the changed title, or `None` if the change does not apply.
pub(super) fn change_title(
    title: &str,
    change: TitleChange,
    random: &mut Random,
) -> Option<String> {
    let prefix = PREFIXES.split('|').find(|prefix| title.starts_with(prefix));
    Some(match change {
        TitleChange::PartRemoved => {
            let signs = [": ", " - ", " and ", " (", ", "];
            let cut = signs.iter().filter_map(|sign| title.rfind(sign)).max();
            title[..cut.filter(|cut| *cut >= 12)?].to_owned()
        }
        TitleChange::Suffix => format!("{title}{}", random.pick_word(SUFFIXES)),
        TitleChange::Prefix if prefix.is_some() => return None,
        TitleChange::Prefix => format!("{}{title}", random.pick_word(PREFIXES)),
        TitleChange::PrefixCut => title[prefix?.len()..].to_owned(),
        TitleChange::CaseOnly if random.chance(50) => title.to_uppercase(),
        TitleChange::CaseOnly => format!("{}!", title.replace(':', " –")),
        TitleChange::Typo => swap_letters(title, random),
    })
}

/// Swaps two neighbouring letters of one word.
fn swap_letters(title: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = title.chars().collect();
    let at = random.below(letters.len() - 1);
    if letters[at..at + 2].iter().all(|c| c.is_alphabetic()) {
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

/// Returns the words of a title in lower case, without punctuation.
pub(super) fn fold(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}
