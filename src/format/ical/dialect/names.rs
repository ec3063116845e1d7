//! The look of names of people, against prose, roles and companies.

/// The number of words in a name. A longer text is a sentence.
const NAME_WORDS_MAX: usize = 6;
/// Words of roles, in lower case.
const ROLES: &[&str] = &[
    "ambassador",
    "architect",
    "author",
    "ceo",
    "chair",
    "chief",
    "cio",
    "ciso",
    "co-founder",
    "contributor",
    "cto",
    "developer",
    "director",
    "engineer",
    "evangelist",
    "fellow",
    "founder",
    "head",
    "lead",
    "leader",
    "maintainer",
    "manager",
    "member",
    "officer",
    "owner",
    "president",
    "professor",
    "researcher",
    "scientist",
    "specialist",
    "student",
    "technologist",
    "vp",
];
/// Words of companies, in lower case.
const NO_NAMES: &[&str] = &[
    "ag",
    "agency",
    "ai",
    "association",
    "bank",
    "capital",
    "center",
    "centre",
    "cie",
    "cloud",
    "college",
    "community",
    "company",
    "computing",
    "consultants",
    "consulting",
    "corp",
    "corporation",
    "data",
    "digital",
    "distinguished",
    "energy",
    "engineering",
    "executive",
    "federation",
    "foundation",
    "games",
    "global",
    "gmbh",
    "group",
    "health",
    "holding",
    "holdings",
    "hub",
    "inc",
    "independent",
    "industries",
    "institute",
    "insurance",
    "international",
    "lab",
    "labs",
    "llc",
    "ltd",
    "media",
    "ministry",
    "native",
    "network",
    "networks",
    "open",
    "partners",
    "platform",
    "plc",
    "principal",
    "product",
    "project",
    "research",
    "sa",
    "school",
    "security",
    "senior",
    "service",
    "services",
    "software",
    "solutions",
    "source",
    "space",
    "sr",
    "staff",
    "studio",
    "studios",
    "systems",
    "team",
    "tech",
    "technical",
    "technologies",
    "technology",
    "university",
    "ventures",
    "vice",
];
/// Small words within names.
const PARTICLES: &[&str] = &[
    "a", "af", "al", "ben", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "e",
    "el", "ibn", "la", "le", "ter", "van", "von", "y", "zu",
];
/// Endings of a company's name behind a comma, in lower case, without dots.
const COMPANY_ENDINGS: &[&str] = &["ltd", "inc", "llc", "gmbh", "corp", "co", "ag", "plc", "bv"];

/// Returns true for a text without a name, such as "TBA".
pub(super) fn is_placeholder(name: &str) -> bool {
    const PLACEHOLDERS: &[&str] = &[
        "",
        "-",
        "?",
        "coming soon",
        "n/a",
        "nobody",
        "none",
        "see below",
        "tba",
        "tbc",
        "tbd",
        "to be announced",
        "to be confirmed",
        "to be determined",
        "to follow",
        "various",
    ];
    PLACEHOLDERS.contains(&&*name.trim_end_matches('.').to_lowercase())
}

/// Returns true for a text of at most six words that is no sentence. A name has a capital or
/// letters without case, unless it has at most two words and `is_single`, alone in its line.
pub(super) fn is_name(text: &str, is_single: bool) -> bool {
    let words = text.split_whitespace().count();
    let has_letter = text.chars().any(char::is_alphabetic);
    let has_capital = text.chars().any(|c| c.is_alphabetic() && !c.is_lowercase());
    (1..=NAME_WORDS_MAX).contains(&words)
        && has_letter
        && (has_capital || (is_single && words <= 2))
        && !text.contains([':', '|', '!', '?'])
        && !text.contains("://")
}

/// Returns true for two to five words that begin with a capital or a letter without case, except
/// for particles such as "de". None of the words is of a role or a company.
pub(super) fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && is_name(text, false)
        && words.iter().all(|word| is_name_word(word))
}

fn is_name_word(word: &str) -> bool {
    // Nicknames have quotation marks or brackets.
    let word = word.trim_matches(['(', ')', '"', '“', '”', '\'', '’']);
    let first = word.chars().next().unwrap_or(' ');
    let lower = word.trim_end_matches('.').to_lowercase();
    (first.is_alphabetic() && !first.is_lowercase() || PARTICLES.contains(&word))
        && !word.chars().any(|c| c.is_ascii_digit() || matches!(c, '&' | '+' | '(' | '/'))
        && !NO_NAMES.contains(&&*lower)
        && !ROLES.contains(&&*lower)
}

/// Returns true if a text has a word of a role.
pub(super) fn is_role(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| {
        let word = word.to_lowercase();
        ROLES.contains(&&*word)
    })
}

/// Returns true for "Ltd." and other endings of a company's name.
pub(super) fn is_company_ending(text: &str) -> bool {
    COMPANY_ENDINGS.contains(&&*text.replace('.', "").to_lowercase())
}
