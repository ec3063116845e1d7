//! Forms that some texts must have: addresses, colours, ids.

use super::Clean;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `text` as an address of the web: http or https, a host, and nothing that a browser or a shell
/// could misread.
pub(super) fn web_address(text: &str) -> Option<Clean> {
    const LONGEST: usize = 2048;
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    let host = rest.get(..end.unwrap_or(rest.len()))?;
    let white = |c: char| !c.is_ascii() && c.is_whitespace();
    let sound = !host.is_empty() && !host.bytes().any(|byte| byte == b'@') && text.len() <= LONGEST;
    let sound = sound && !text.bytes().fold(false, |any, byte| any | ODD[usize::from(byte)]);
    let sound = sound && (text.is_ascii() || !text.contains(white));
    let clean = Clean::line(text);
    (sound && *clean == *text).then_some(clean)
}

/// By byte, whether it has no place in an address. What stands before the printable letters are
/// controls; others are dropped by [`Clean`].
const ODD: [bool; 256] = {
    let mut odd = [false; 256];
    let mut byte = 0;
    while byte < odd.len() {
        odd[byte] = byte <= b' ' as usize;
        byte += 1;
    }
    let marks = b"\"<>\\`'^{}|";
    let mut nth = 0;
    while nth < marks.len() {
        odd[marks[nth] as usize] = true;
        nth += 1;
    }
    odd
};

/// An address as a file has it, made whole: one within a site by the address of the page that it
/// stands on (RFC 3986, 5.2). Nothing, where it is no address or there is no such page.
pub(super) fn absolute<'t>(text: &'t str, base: Option<&str>) -> Option<Cow<'t, str>> {
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
    // So FOSDEM's calendars have it.
    if let Some(rest) = text.strip_prefix("https:/").or_else(|| text.strip_prefix("http:/")) {
        return Some(format!("https://{rest}").into());
    }
    let base = base?;
    let (scheme, rest) = base.split_once("://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if text.starts_with("//") {
        return Some(format!("{scheme}:{text}").into());
    }
    let (own, query) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    let folder = path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or("/");
    let path = match own {
        "" => path.to_owned(),
        _ if own.starts_with('/') => without_dots(own),
        // "mailto:", or a name that may as well be a host's.
        _ if own.contains(':') || own.eq_ignore_ascii_case("n/a") || looks_like_host(own) => {
            return None;
        }
        // Not every word is an address: one within a folder has more than one part, or an ending.
        _ if own.contains(['/', '.']) => without_dots(&format!("{folder}{own}")),
        _ => return None,
    };
    (!text.is_empty()).then(|| format!("{scheme}://{host}{path}{query}").into())
}

/// A path without its `.` and `..` (RFC 3986, 5.2.4).
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let open = parts.last().is_some_and(|last| !last.is_empty())
        && (path.ends_with("/.") || path.ends_with("/.."));
    format!("/{}{}", parts.join("/"), if open { "/" } else { "" })
}

/// Whether an address begins with the name of a machine, as `www.example.org/page` does, and not
/// with that of a file.
pub(super) fn looks_like_host(text: &str) -> bool {
    const FILES: &[&str] = &[
        "doc", "gif", "gz", "htm", "html", "ics", "jpeg", "jpg", "json", "key", "mov", "mp3",
        "mp4", "odp", "pdf", "php", "png", "ppt", "pptx", "svg", "tar", "txt", "webm", "xml",
        "zip",
    ];
    let host = text.trim().split(['/', '?', '#']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let plain = |label: &&str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let last = labels.last().copied().unwrap_or_default();
    let sound = labels.len() > 1 && labels.iter().all(plain);
    sound
        && last.len() >= 2
        && last.chars().all(|c| c.is_ascii_alphabetic())
        && !FILES.contains(&&*last.to_lowercase())
}

/// `#rrggbb` as red, green, blue.
pub(super) fn parse_color(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// `text` in lower-case ASCII letters, digits and single dashes, at most `longest` of them, cut
/// between words.
pub(super) fn slug(text: &str, longest: usize) -> String {
    let mut slug = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            '\'' | '’' => {}
            c if c.is_alphanumeric() => slug.push_str(&format!("{:x}", u32::from(c))),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    if slug.len() > longest {
        let cut = slug.get(..longest + 1).and_then(|head| head.rfind('-')).unwrap_or(longest);
        slug.truncate(cut);
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_of_the_web_are_addresses() {
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
    fn addresses_within_a_site_are_made_whole() {
        const BASE: &str = "https://example.org/2030/schedule/?v=1#top";
        for (text, whole) in [
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
            assert_eq!(absolute(text, Some(BASE)).as_deref(), whole, "{text}");
            assert_eq!(absolute(text, None).is_some(), text.contains("://"), "{text}");
        }
        assert_eq!(
            absolute("https:/example.org/a", None).as_deref(),
            Some("https://example.org/a")
        );
        assert_eq!(
            absolute("/a", Some("http://example.org")).as_deref(),
            Some("http://example.org/a")
        );
        assert_eq!(
            absolute("a/b", Some("http://example.org")).as_deref(),
            Some("http://example.org/a/b")
        );
    }

    #[test]
    fn hosts_are_told_from_files() {
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
    fn slugs_are_plain_and_short() {
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
    fn colours_are_six_digits() {
        assert_eq!(parse_color("#cc6600"), Some([0xcc, 0x66, 0]));
        for text in ["cc6600", "#cc66", "#gg0000", "#ééé", "#+1+1+1"] {
            assert_eq!(parse_color(text), None, "{text}");
        }
    }
}
