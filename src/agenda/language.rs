//! Languages of sessions: `de`, `German`, `Deutsch` and `de-AT` are one language, `de, en` is two.
//! An [`Agenda`](super::Agenda) keeps the text of its file; filter and search compare the
//! languages of the text.

use super::clean::Clean;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A language of ISO 639.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language {
    /// The code of ISO 639-1, such as `de`.
    pub code: &'static str,
    /// The English name, such as `German`.
    pub name: &'static str,
    /// The language's own name, such as `Deutsch`.
    pub own_name: &'static str,
    /// More codes and names, separated by commas.
    others: &'static str,
}

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let lines = include_str!("languages.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(Language::parse_line).collect()
});

/// The position in [`LANGUAGES`] of each folded code and name.
static BY_NAME: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let languages = LANGUAGES.iter().enumerate();
    languages
        .flat_map(|(ix, language)| language.names().map(move |name| (fold(name), ix)))
        .collect()
});

impl Language {
    fn parse_line(line: &'static str) -> Option<Language> {
        let mut cells = line.split('\t');
        Some(Language {
            code: cells.next()?,
            name: cells.next()?,
            own_name: cells.next()?,
            others: cells.next()?,
        })
    }

    /// Returns all known languages.
    pub fn all() -> &'static [Language] {
        &LANGUAGES
    }

    /// Returns the language with a code or a name. Case, accents, a region (`de-AT`, `pt_BR`) and
    /// a remark in parentheses do not matter.
    pub fn find(text: &str) -> Option<&'static Language> {
        let text = text.split('(').next().unwrap_or_default().trim();
        let primary = text.split(['-', '_']).next().unwrap_or_default();
        let is_code = matches!(primary.len(), 2 | 3);
        let ix =
            BY_NAME.get(&fold(text)).or_else(|| BY_NAME.get(&fold(primary)).filter(|_| is_code))?;
        LANGUAGES.get(*ix)
    }

    /// Returns all codes and names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.code, self.name, self.own_name].into_iter().chain(self.others.split(','))
    }
}

/// A language of a session. Two spellings of one [`Language`] are equal.
#[derive(Debug, Clone)]
pub struct SessionLanguage {
    /// The language of ISO 639, if the text is a code or a name of one.
    pub known: Option<&'static Language>,
    /// The text in the file.
    pub written: Clean,
}

impl SessionLanguage {
    /// Returns the languages of a text such as `de, en`, `Deutsch/English` or `English and
    /// German`, each once. A text without any known language is one language.
    pub fn parse_list(text: &str) -> Vec<SessionLanguage> {
        let parts = split_list(text);
        if !parts.iter().any(|part| Language::find(part).is_some()) {
            let written = Clean::line(text);
            return if written.is_empty() { vec![] } else { vec![SessionLanguage::new(&written)] };
        }
        let mut languages: Vec<SessionLanguage> = Vec::new();
        for language in parts.into_iter().map(SessionLanguage::new) {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        languages
    }

    fn new(written: &str) -> SessionLanguage {
        SessionLanguage { known: Language::find(written), written: Clean::line(written) }
    }

    /// Returns the code of a known language, else the folded text.
    fn key(&self) -> Cow<'static, str> {
        match (self.known, fold(&self.written)) {
            (Some(known), _) => known.code.into(),
            (None, folded) if folded.is_empty() => self.written.to_string().into(),
            (None, folded) => folded.into(),
        }
    }
}

impl PartialEq for SessionLanguage {
    fn eq(&self, other: &SessionLanguage) -> bool {
        self.key() == other.key()
    }
}

impl Eq for SessionLanguage {}

impl PartialOrd for SessionLanguage {
    fn partial_cmp(&self, other: &SessionLanguage) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SessionLanguage {
    fn cmp(&self, other: &SessionLanguage) -> Ordering {
        self.key().cmp(&other.key())
    }
}

/// Splits a list of languages at punctuation and at the word "and" of some languages.
fn split_list(text: &str) -> Vec<&str> {
    const AND: &[&str] = &["and", "or", "und", "oder", "et", "ou", "y", "e", "og", "och"];
    let mut parts = Vec::new();
    for part in text.split([',', ';', '/', '+', '&', '|']) {
        let mut start = 0;
        let mut at = 0;
        for word in part.split_inclusive(char::is_whitespace) {
            let is_inner = at > start && at + word.len() < part.len();
            if is_inner && AND.contains(&word.trim()) {
                parts.extend(part.get(start..at));
                start = at + word.len();
            }
            at += word.len();
        }
        parts.extend(part.get(start..));
    }
    parts.into_iter().flat_map(split_names).filter(|part| !part.is_empty()).collect()
}

/// Splits a text that is no language itself, but has only languages as words, such as `de en`.
fn split_names(part: &str) -> Vec<&str> {
    let is_language = |text: &str| Language::find(text).is_some();
    if is_language(part) || !part.split_whitespace().all(is_language) {
        return vec![part.trim()];
    }
    part.split_whitespace().collect()
}

/// Returns the letters of a name in lower case and without accents.
fn fold(name: &str) -> String {
    let letters = name.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_file_is_one_language_or_several() {
        for (text, expected) in [
            ("de", "de"),
            ("DE", "de"),
            ("deutsch", "de"),
            ("ger", "de"),
            ("de-AT", "de"),
            ("de_formal", "de"),
            ("English (US)", "en"),
            ("francais", "fr"),
            ("日本語", "ja"),
            ("nb", "no"),
            ("de, en", "de|en"),
            ("en/de", "en|de"),
            ("fr;en", "fr|en"),
            ("Deutsch & English", "de|en"),
            ("Englisch und Deutsch", "en|de"),
            ("de, deu, German", "de"),
            ("de, Klingon", "de|Klingon"),
            ("Bahasa Indonesia", "id"),
            ("Klingon", "Klingon"),
            ("n/a", "n/a"),
            ("sign and mime", "sign and mime"),
            ("en de", "en|de"),
            ("Nederlands en Engels", "nl|en"),
            ("anglais et français", "en|fr"),
            (" ", ""),
            ("de,", "de"),
        ] {
            let languages = SessionLanguage::parse_list(text);
            let codes: Vec<&str> = languages
                .iter()
                .map(|language| language.known.map_or(&*language.written, |known| known.code))
                .collect();
            assert_eq!(codes.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn every_code_and_name_belongs_to_one_language() {
        assert!(Language::all().len() > 60);
        for language in Language::all() {
            assert_eq!(language.names().filter(|name| name.is_empty()).count(), 0, "{language:?}");
            for name in language.names() {
                assert_eq!(Language::find(name), Some(language), "{name}");
            }
        }
    }
}
