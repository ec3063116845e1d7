//! The parts of an address that open private documents or name a person.

/// The length of the shortest random text that opens a private calendar, in letters and digits.
const RANDOM_LENGTH: usize = 15;

/// Returns true for a part of a path with a long random text, which opens a private calendar: as in
/// `/calendar/ical/…/private-0123456789abcdef/basic.ics` of Google,
/// `/owa/calendar/…@conf.example/…/calendar.ics` of Outlook and `/public-calendars/…` of Nextcloud.
pub(super) fn is_secret_part(part: &str) -> bool {
    let is_private = part.strip_prefix("private-").is_some_and(|key| key.len() >= RANDOM_LENGTH);
    let mut runs = part.split(|c: char| !c.is_ascii_alphanumeric());
    is_private || runs.any(is_random) || has_uuid(part) || has_email_address(part)
}

/// Returns true for a text with a UUID (RFC 9562): hexadecimal digits in groups of 8, 4, 4, 4 and
/// 12.
fn has_uuid(text: &str) -> bool {
    let text = text.as_bytes();
    text.windows(36).any(|window| {
        window.iter().enumerate().all(|(ix, byte)| match ix {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    })
}

/// Returns true for a text such as `me@conf.example` or `me%40conf.example`.
fn has_email_address(text: &str) -> bool {
    text.replace("%40", "@").split_once('@').is_some_and(|(name, host)| {
        name.ends_with(|c: char| c.is_ascii_alphanumeric()) && host.contains('.')
    })
}

/// Returns true for a long run of letters and digits that change often: `summit2026` changes once.
fn is_random(run: &str) -> bool {
    let is_change = |pair: &&[u8]| pair[0].is_ascii_digit() != pair[1].is_ascii_digit();
    run.len() >= RANDOM_LENGTH && run.as_bytes().windows(2).filter(is_change).count() >= 3
}

/// Returns `NAME=VALUE` of a query, with `…` for the value of a token, key or password, and for a
/// value that names a person or cannot be guessed.
pub(super) fn hide_secret_value(pair: &str) -> String {
    const SECRETS: [&str; 7] = ["token", "key", "secret", "auth", "pass", "sig", "session"];
    /// Names that are parts of harmless names too, such as `country` and `encode`.
    const WHOLE_SECRETS: [&str; 3] = ["code", "pwd", "access"];
    let Some((name, value)) = pair.split_once('=') else { return pair.to_owned() };
    let lower = name.to_ascii_lowercase();
    let is_hash = lower.contains("hash")
        && value.len() >= RANDOM_LENGTH
        && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_secret = SECRETS.iter().any(|secret| lower.contains(secret))
        || lower.split(['-', '_', '.']).any(|word| WHOLE_SECRETS.contains(&word))
        || is_hash
        || has_uuid(value)
        || has_email_address(value);
    if is_secret { format!("{name}=…") } else { pair.to_owned() }
}
