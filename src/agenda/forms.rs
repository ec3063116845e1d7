//! Texts with a fixed form: web addresses, colours and slugs.

use super::bytes::ByteSet;
use super::clean::Clean;
use super::file_text::FileText;
use super::tidy::NOT_IN_ADDRESS;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Returns `text` as a web address: `http://` or `https://`, a host without a user name, and no
/// character that a browser or a shell could misread. At most 2,048 bytes.
pub(super) fn web_address(text: &str) -> Option<Clean> {
    let text = text.trim();
    if !has_form_of_address(text) {
        return None;
    }
    let clean = Clean::line(text);
    (*clean == *text).then_some(clean)
}

/// Returns `text` as a web address without a copy, or the text itself as an error if it needs
/// [`absolute_address`] and [`web_address`].
pub(super) fn plain_web_address(text: FileText) -> Result<Clean, FileText> {
    if has_host(&text) { Clean::of_address(text) } else { Err(text) }
}

/// Returns true if [`web_address`] of `text` depends on [`Clean`] alone.
fn has_form_of_address(text: &str) -> bool {
    const LENGTH_MAX: usize = 2048;
    has_host(text)
        && text.len() <= LENGTH_MAX
        && !FORBIDDEN.is_in(text.as_bytes())
        && (text.is_ascii() || !text.contains(|c: char| !c.is_ascii() && c.is_whitespace()))
}

/// Returns true for a text that begins with `http://` or `https://` and a host without a user name.
fn has_host(text: &str) -> bool {
    static AFTER_NAME: ByteSet = ByteSet::new(b"/?#@");
    let [b'h', b't', b't', b'p', rest @ ..] = text.as_bytes() else { return false };
    let ([b's', b':', b'/', b'/', rest @ ..] | [b':', b'/', b'/', rest @ ..]) = rest else {
        return false;
    };
    match AFTER_NAME.find(rest) {
        Some(end) => end > 0 && rest.get(end) != Some(&b'@'),
        None => !rest.is_empty(),
    }
}

/// The bytes that no web address may contain. [`Clean`] drops other controls.
static FORBIDDEN: ByteSet = NOT_IN_ADDRESS;

/// Returns `text` as an absolute address. A relative `text` is resolved against `base` (RFC 3986,
/// 5.2). Returns `None` for a text that is no address, and for a relative one without `base`.
pub(super) fn absolute_address<'t>(text: &'t str, base: Option<&str>) -> Option<Cow<'t, str>> {
    let text = text.trim();
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some(Cow::Borrowed(text));
    }
    if let Some((scheme, rest)) = text.split_once("://")
        && !scheme.is_empty()
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    {
        return Some(format!("{}://{rest}", scheme.to_ascii_lowercase()).into());
    }
    // FOSDEM's calendars have addresses with one slash.
    if let Some(rest) = text.strip_prefix("https:/").or_else(|| text.strip_prefix("http:/")) {
        return Some(format!("https://{rest}").into());
    }
    resolve_address(text, base?).map(Cow::Owned)
}

fn resolve_address(text: &str, base: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if text.is_empty() {
        return None;
    }
    if text.starts_with("//") {
        return Some(format!("{scheme}:{text}"));
    }
    let (own, query) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    let folder = path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or("/");
    let path = match own {
        "" => path.to_owned(),
        _ if own.starts_with('/') => remove_dot_segments(own),
        // `mailto:`, or a text that is more likely a host name.
        _ if own.contains(':') || own.eq_ignore_ascii_case("n/a") || looks_like_host(own) => {
            return None;
        }
        // A relative address has several segments or an extension: other words are no address.
        _ if own.contains(['/', '.']) => remove_dot_segments(&format!("{folder}{own}")),
        _ => return None,
    };
    Some(format!("{scheme}://{host}{path}{query}"))
}

/// Removes the segments `.` and `..` from a path (RFC 3986, 5.2.4).
fn remove_dot_segments(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    let is_folder = segments.last().is_some_and(|last| !last.is_empty())
        && (path.ends_with("/.") || path.ends_with("/.."));
    format!("/{}{}", segments.join("/"), if is_folder { "/" } else { "" })
}

/// Returns true if `text` begins with a host name, as `www.example.org/page` does. A file name is
/// no host name.
pub(super) fn looks_like_host(text: &str) -> bool {
    /// Extensions of files on web sites.
    const EXTENSIONS: &[&str] = &[
        "doc", "gif", "gz", "htm", "html", "ics", "jpeg", "jpg", "json", "key", "mov", "mp3",
        "mp4", "odp", "pdf", "php", "png", "ppt", "pptx", "svg", "tar", "txt", "webm", "xml",
        "zip",
    ];
    let host = text.trim().split(['/', '?', '#']).next().unwrap_or_default();
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    host.split('.').all(is_host_label)
        && last.len() >= 2
        && last.chars().all(|c| c.is_ascii_alphabetic())
        && !EXTENSIONS.contains(&&*last.to_lowercase())
}

/// Returns true for a part of a host name: ASCII letters, digits and dashes.
fn is_host_label(label: &str) -> bool {
    !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Parses `#rrggbb` as red, green and blue.
pub(super) fn parse_color(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

/// Returns `text` in lower-case ASCII letters, digits and single dashes, at most `length_max`
/// bytes. Accents are dropped, other letters become hexadecimal numbers, and the cut is between two
/// words.
pub(crate) fn slug(text: &str, length_max: usize) -> String {
    let mut slug = String::new();
    write_slug(&mut slug, text, length_max);
    slug
}

/// Makes `slug` the [`slug`] of `text`, in the memory that it has.
pub(super) fn write_slug(slug: &mut String, text: &str, length_max: usize) {
    slug.clear();
    let mut rest = text;
    while let Some(c) = rest.chars().next()
        && slug.len() <= length_max
    {
        if c.is_ascii() {
            rest = push_ascii_slug(slug, rest, length_max);
        } else {
            let letters = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c));
            letters.flat_map(char::to_lowercase).for_each(|c| push_slug_letter(slug, c));
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    if slug.len() > length_max {
        let cut = slug.get(..length_max + 1).and_then(|head| head.rfind('-'));
        slug.truncate(cut.unwrap_or(length_max));
    }
    slug.truncate(slug.trim_end_matches('-').len());
}

/// Appends the slug of the ASCII at the beginning of `text`, as far as the slug is at most one byte
/// longer than `length_max`. Returns the rest of `text`.
fn push_ascii_slug<'t>(slug: &mut String, text: &'t str, length_max: usize) -> &'t str {
    /// The letter of a slug for each byte: a dash between words, and 0 for nothing.
    static LETTERS: [u8; 256] = {
        let mut letters = [b'-'; 256];
        letters[b'\'' as usize] = 0;
        let mut byte = 0_u8;
        while byte < 128 {
            if byte.is_ascii_alphanumeric() {
                letters[byte as usize] = byte.to_ascii_lowercase();
            }
            byte += 1;
        }
        letters
    };
    const PART: usize = 64;
    let mut part = [0; PART];
    let most = (length_max + 1 - slug.len()).min(PART);
    let mut length = 0;
    let mut last = slug.bytes().last().unwrap_or(b'-');
    let mut rest = text.as_bytes();
    while let [byte @ ..128, after @ ..] = rest
        && length < most
    {
        rest = after;
        let letter = LETTERS[usize::from(*byte)];
        if letter == 0 || (letter == b'-' && last == b'-') {
            continue;
        }
        last = letter;
        part[length % PART] = letter;
        length += 1;
    }
    let part = part.get(..length).unwrap_or_default();
    slug.push_str(str::from_utf8(part).unwrap_or_default());
    text.get(text.len() - rest.len()..).unwrap_or_default()
}

/// Appends a letter in lower case to a slug.
fn push_slug_letter(slug: &mut String, c: char) {
    match c {
        'a'..='z' | '0'..='9' => slug.push(c),
        '\'' | '’' => {}
        c if c.is_alphanumeric() => slug.push_str(&format!("{:x}", u32::from(c))),
        _ if slug.ends_with('-') || slug.is_empty() => {}
        _ => slug.push('-'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn web_address_accepts_http_and_https_without_odd_characters() {
        for (text, sound) in [
            ("https://example.org/a?b=c#d", true),
            (" http://example.org ", true),
            ("https://例え.jp/", true),
            ("javascript:alert(1)", false),
            ("file:///etc/passwd", false),
            ("https://", false),
            ("https:///path", false),
            ("https://user@example.org", false),
            ("https://example.org/a b", false),
            ("https://example.org/\u{202e}gpj", false),
            ("https://example.org/$(x)`y`", false),
            ("-o", false),
            ("HTTPS://example.org", false),
        ] {
            assert_eq!(web_address(text).is_some(), sound, "{text:?}");
        }
        assert!(web_address(&format!("https://example.org/{}", "a".repeat(3000))).is_none());
    }

    #[test]
    fn relative_address_resolves_against_the_base() {
        const BASE: &str = "https://example.org/2030/schedule/?v=1#top";
        for (text, address) in [
            ("https://elsewhere.org/x", Some("https://elsewhere.org/x")),
            ("HTTPS://Elsewhere.org/X", Some("https://Elsewhere.org/X")),
            ("/system/a.pdf?1", Some("https://example.org/system/a.pdf?1")),
            ("//cdn.example.org/a", Some("https://cdn.example.org/a")),
            ("event/x/", Some("https://example.org/2030/schedule/event/x/")),
            ("slides.pdf", Some("https://example.org/2030/schedule/slides.pdf")),
            ("./a/../b.html", Some("https://example.org/2030/schedule/b.html")),
            ("../../x/", Some("https://example.org/x/")),
            ("../../../../..", Some("https://example.org/")),
            ("?page=2", Some("https://example.org/2030/schedule/?page=2")),
            ("#talk", Some("https://example.org/2030/schedule/#talk")),
            ("www.example.com/a", None),
            ("example.com", None),
            ("mailto:a@example.org", None),
            ("N/A", None),
            ("none", None),
            ("", None),
        ] {
            assert_eq!(absolute_address(text, Some(BASE)).as_deref(), address, "{text}");
            assert_eq!(absolute_address(text, None).is_some(), text.contains("://"), "{text}");
        }
        assert_eq!(
            absolute_address("https:/example.org/a", None).as_deref(),
            Some("https://example.org/a")
        );
        assert_eq!(
            absolute_address("/a", Some("http://example.org")).as_deref(),
            Some("http://example.org/a")
        );
        assert_eq!(
            absolute_address("a/b", Some("http://example.org")).as_deref(),
            Some("http://example.org/a/b")
        );
    }

    #[test]
    fn host_names_differ_from_file_names() {
        for (text, host) in [
            ("www.example.org", true),
            ("example.org/a.pdf", true),
            ("a-b.example.museum?x", true),
            ("slides.pdf", false),
            ("a.PDF", false),
            ("/www.example.org", false),
            ("A sentence. And more", false),
            ("v1.2", false),
            ("example", false),
            ("..", false),
        ] {
            assert_eq!(looks_like_host(text), host, "{text}");
        }
    }

    #[test]
    fn slug_is_lower_case_ascii_and_cut_between_words() {
        for (text, slugged) in [
            ("Managing Up & Sideways", "managing-up-sideways"),
            ("Don't Panic", "dont-panic"),
            ("Ünïcode—Größe", "unicode-grodfe"),
            ("  --  ", ""),
            ("日本", "65e5672c"),
            ("../../etc/passwd", "etc-passwd"),
        ] {
            assert_eq!(slug(text, 40), slugged);
        }
        assert_eq!(slug("one two three four", 10), "one-two");
        assert_eq!(slug("immeasurable", 4), "imme");
    }

    #[test]
    fn color_has_six_hexadecimal_digits() {
        assert_eq!(parse_color("#cc6600"), Some([0xcc, 0x66, 0]));
        for text in ["cc6600", "#cc66", "#gg0000", "#ééé", "#+1+1+1"] {
            assert_eq!(parse_color(text), None, "{text}");
        }
    }

    /// Returns the slug of a text, made letter by letter and cut at the end.
    fn slug_by_letters(text: &str, length_max: usize) -> String {
        let mut slug = String::new();
        let letters = text.chars().flat_map(|c| std::iter::once(c).nfkd());
        let letters = letters.filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
        letters.for_each(|c| push_slug_letter(&mut slug, c));
        if slug.len() > length_max {
            let cut = slug[..=length_max].rfind('-');
            slug.truncate(cut.unwrap_or(length_max));
        }
        slug.trim_end_matches('-').to_owned()
    }

    proptest! {
        #[test]
        fn slug_is_the_slug_of_the_letters(
            text in "[a-cA-C '’äß字-]{0,90}",
            length_max in 0..80_usize,
        ) {
            prop_assert_eq!(slug(&text, length_max), slug_by_letters(&text, length_max));
        }
    }
}
