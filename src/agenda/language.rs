//! Languages of sessions: `de`, `German`, `Deutsch` and `de-AT` are one language, `de, en` is two.
//! An [`Agenda`](super::Agenda) keeps the text of its file; filter and search compare the
//! languages of the text.

use super::clean::Clean;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
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

/// The words for "and" and "or", in lower case.
static JOINING_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("joining_words.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).flat_map(|(_, words)| words.split(',')).collect()
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
        let by_code = || BY_NAME.get(&fold(code_without_region(text)?));
        LANGUAGES.get(*BY_NAME.get(&fold(text)).or_else(by_code)?)
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
        if !parts.iter().any(|part| is_language(part)) {
            let written = Clean::line(text);
            return if written.is_empty() { vec![] } else { vec![SessionLanguage::new(&written)] };
        }
        let mut languages: Vec<SessionLanguage> = Vec::new();
        for language in parts.iter().map(|part| SessionLanguage::new(part)) {
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

/// Returns `de` of `de-AT`, `pt` of `pt_BR` and `en` of `en`.
fn code_without_region(word: &str) -> Option<&str> {
    let code = word.split(['-', '_']).next()?;
    let is_code = matches!(code.len(), 2 | 3) && code.is_ascii();
    Some(code).filter(|_| is_code && !word.contains(char::is_whitespace))
}

fn is_language(text: &str) -> bool {
    Language::find(text).is_some()
}

fn is_language_code(word: &str) -> bool {
    code_without_region(word).is_some_and(is_language)
}

/// Splits a list of languages at punctuation and at words for "and" and "or", but not within
/// parentheses.
fn split_list(text: &str) -> Vec<String> {
    let parts = split_at_punctuation(text).into_iter().flat_map(split_at_joining_words);
    parts.flat_map(|part| split_names(&part)).collect()
}

fn split_at_punctuation(text: &str) -> Vec<&str> {
    const PUNCTUATION: &[char] = &[',', ';', '/', '+', '&', '|', '،', '、', '，', '；', '／'];
    let mut depth = 0usize;
    text.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && PUNCTUATION.contains(&c)
    })
    .collect()
}

/// Splits a text at words for "and" and "or". Such a word at the start or end of the text is left
/// out, as in `and/or`. A text of only these words is kept.
fn split_at_joining_words(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut parts, mut part, mut depth) = (Vec::new(), Vec::new(), 0usize);
    for (ix, word) in words.iter().enumerate() {
        let previous = ix.checked_sub(1).and_then(|ix| words.get(ix));
        if depth == 0 && is_joining(word, [previous, words.get(ix + 1)]) {
            parts.push(part.join(" "));
            part.clear();
        } else {
            part.push(*word);
        }
        depth += word.matches('(').count();
        depth = depth.saturating_sub(word.matches(')').count());
    }
    parts.push(part.join(" "));
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() && !words.is_empty() { vec![words.join(" ")] } else { parts }
}

/// Returns true for a word for "and" or "or". A word that is a code of a language as well must
/// stand between two words without a code: `nl en fr` is a list of codes.
fn is_joining(word: &str, neighbors: [Option<&&str>; 2]) -> bool {
    let lower: String = word.nfc().flat_map(char::to_lowercase).collect();
    JOINING_WORDS.contains(&*lower)
        && (!is_language_code(word)
            || neighbors.iter().all(|word| word.is_some_and(|word| !is_language_code(word))))
}

/// Splits a text that consists of languages only: `de en`, `日本語と英語`.
fn split_names(text: &str) -> Vec<String> {
    let names = if text.split_whitespace().all(is_language) {
        text.split_whitespace().collect()
    } else {
        split_within_word(text).map_or(vec![text], Vec::from)
    };
    names.into_iter().map(str::to_owned).collect()
}

/// Splits a text at a word for "and" or "or" that is written without a space before or behind, as
/// in Arabic, Chinese, Hebrew, Japanese, Korean and Thai, if both sides are languages.
fn split_within_word(text: &str) -> Option<[&str; 2]> {
    let words = JOINING_WORDS.iter().filter(|word| !word.is_ascii());
    words.flat_map(|word| text.match_indices(word)).find_map(|(at, word)| {
        let sides = [text.get(..at)?, text.get(at + word.len()..)?];
        sides.iter().all(|side| is_language(side)).then_some(sides.map(str::trim))
    })
}

/// Returns the letters of a name in lower case and without accents.
fn fold(name: &str) -> String {
    let letters = name.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the codes of the known languages of a text, and the others as they are written.
    fn codes_in(text: &str) -> String {
        let languages = SessionLanguage::parse_list(text);
        let code = |language: &SessionLanguage| match language.known {
            Some(known) => known.code.to_owned(),
            None => language.written.to_string(),
        };
        languages.iter().map(code).collect::<Vec<_>>().join("|")
    }

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
            ("English, German, and French", "en|de|fr"),
            ("English and/or German", "en|de"),
            ("English (US and UK), German", "en|de"),
            ("English (US) and German", "en|de"),
            ("English (US", "en"),
            ("中文和手话", "中文和手话"),
            ("Deutsch (Schweiz / Österreich)", "de"),
            ("日本語、英語", "ja|en"),
            // Codes that are words for "and", too.
            ("nl en fr", "nl|en|fr"),
            ("en, et, ja", "en|et|ja"),
            ("fi ja en", "fi|ja|en"),
            ("de-AT en en-US", "de|en"),
            ("et", "et"),
            ("ja", "ja"),
            // A code that is not known here.
            ("ve, en", "ve|en"),
            ("deyen", "deyen"),
            ("y", "y"),
        ] {
            assert_eq!(codes_in(text), expected, "{text}");
        }
    }

    /// Two languages by code, and texts of both.
    const PAIRS: &[(&str, &[&str])] = &[
        ("ar|en", &["العربية والإنجليزية", "العربية و الإنجليزية", "العربية أو الإنجليزية"]),
        ("bg|en", &["български и английски", "български или английски"]),
        ("ca|es", &["català i castellano", "Català o espanyol"]),
        ("cs|en", &["čeština a angličtina", "česky nebo anglicky"]),
        ("da|en", &["dansk og engelsk", "dansk eller engelsk"]),
        ("de|en", &["Deutsch und Englisch", "deutsch oder englisch", "Deutsch bzw. Englisch"]),
        ("de|en", &["de or en", "DE AND EN", "de und en", "German and English", "de oder en"]),
        ("el|en", &["Ελληνικά και Αγγλικά", "ελληνικά ή αγγλικά"]),
        ("es|en", &["español y inglés", "Español o inglés", "es y en"]),
        ("et|en", &["eesti ja inglise", "eesti või inglise"]),
        ("eu|es", &["euskara eta gaztelania", "euskara edo gaztelania"]),
        ("fi|en", &["suomi ja englanti", "suomi tai englanti"]),
        ("fr|en", &["français et anglais", "Français ou Anglais"]),
        ("he|en", &["עברית ואנגלית", "עברית או אנגלית"]),
        ("hi|en", &["हिन्दी और अंग्रेज़ी"]),
        ("hu|en", &["magyar és angol", "magyar vagy angol", "magyar e\u{301}s angol", "hu és en"]),
        ("id|en", &["Bahasa Indonesia dan Inggris", "Bahasa Indonesia atau Inggris"]),
        ("it|en", &["italiano e inglese", "Italiano o Inglese"]),
        ("ja|en", &["日本語と英語", "日本語 または 英語", "日本語/英語"]),
        ("ko|en", &["한국어와 영어", "한국어 및 영어"]),
        ("lt|en", &["lietuvių ir anglų"]),
        ("lv|en", &["latviešu un angļu", "latviešu vai angļu"]),
        ("nl|en", &["Nederlands en Engels", "Nederlands of Engels", "nl of en"]),
        ("pl|en", &["polski i angielski", "polski lub angielski"]),
        ("pt|en", &["português e inglês", "Português ou Inglês"]),
        ("ro|en", &["română și engleză", "română sau engleză"]),
        ("ru|en", &["русский и английский", "Русский или английский"]),
        ("sk|en", &["slovenčina a angličtina", "slovenčina alebo angličtina"]),
        ("sl|en", &["slovenščina in angleščina", "slovenščina ali angleščina"]),
        ("sv|en", &["svenska och engelska", "svenska eller engelska"]),
        ("th|en", &["ไทยและอังกฤษ"]),
        ("tr|en", &["Türkçe ve İngilizce", "Türkçe veya İngilizce"]),
        ("uk|en", &["українська та англійська", "українська або англійська"]),
        ("vi|en", &["Tiếng Việt và Tiếng Anh", "Tiếng Việt hoặc tiếng Anh"]),
        ("zh|en", &["中文和英文", "中文與英文", "中文 或 英语"]),
    ];

    #[test]
    fn words_for_and_and_or_stand_between_languages() {
        for (codes, texts) in PAIRS {
            for text in *texts {
                assert_eq!(codes_in(text), *codes, "{text}");
            }
        }
    }

    #[test]
    fn every_joining_word_separates_two_languages() {
        for word in JOINING_WORDS.iter() {
            assert_eq!(codes_in(&format!("Deutsch {word} English")), "de|en", "{word}");
            let folded: String = word.nfc().flat_map(char::to_lowercase).collect();
            assert_eq!(*word, folded);
        }
        for line in include_str!("joining_words.tsv").lines().filter(|line| !line.starts_with('#'))
        {
            let (code, words) = line.split_once('\t').unwrap();
            assert!(Language::find(code).is_some_and(|language| language.code == code), "{line}");
            assert!(words.split(',').all(|word| word.split_whitespace().eq([word])), "{line}");
        }
    }

    #[test]
    fn no_code_or_name_is_split_alone_or_in_a_list() {
        for language in Language::all() {
            for name in language.names() {
                assert_eq!(codes_in(name), language.code, "{name}");
                let list = format!("Deutsch, {name}; English");
                let codes = codes_in(&list);
                assert!(codes.split('|').any(|code| code == language.code), "{list}: {codes}");
                assert!(codes.split('|').all(|code| ["de", "en", language.code].contains(&code)));
            }
            let list = format!("de {} en", language.code);
            assert!(codes_in(&list).split('|').any(|code| code == language.code), "{list}");
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
