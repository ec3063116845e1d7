//! Forms that some texts must have: addresses, colours, ids.

use super::Clean;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `text` as an address of the web: http or https, a host, and nothing that a browser or a shell could misread.
pub(super) fn web_address(text: &str) -> Option<Clean> {
    const LONGEST: usize = 2048;
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    // What stands before the printable letters are controls; others are dropped by `Clean`, which is seen below.
    let odd =
        |byte: u8| matches!(byte, 0..=b' ' | b'"' | b'<' | b'>' | b'\\' | b'`' | b'\'' | b'^' | b'{' | b'}' | b'|');
    let white = |c: char| !c.is_ascii() && c.is_whitespace();
    let sound = !host.is_empty() && !host.contains('@') && !text.bytes().any(odd) && text.len() <= LONGEST;
    let sound = sound && (text.is_ascii() || !text.contains(white));
    let clean = Clean::line(text);
    (sound && *clean == *text).then_some(clean)
}

/// `#rrggbb` as red, green, blue.
pub(super) fn parse_color(text: &str) -> Option<[u8; 3]> {
    let digits = text
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// `text` in lower-case ASCII letters, digits and single dashes, at most `longest` of them, cut between words.
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
