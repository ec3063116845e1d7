//! Addresses of files, such as `file:///home/me/a%20b.ics` (RFC 8089).

use super::error::CliError;
use std::path::PathBuf;

/// Returns the path of a `file:` address, or `None` for any other text.
///
/// # Errors
/// Returns a usage error for a file of another machine, and for an address without a path.
pub(crate) fn parse_file_address(text: &str) -> Result<Option<PathBuf>, CliError> {
    let text = text.trim();
    let Some(rest) = text.split_once(':').filter(|(scheme, _)| is_file_scheme(scheme)) else {
        return Ok(None);
    };
    let path = match rest.1.strip_prefix("//") {
        Some(after) => path_on_this_machine(after)?,
        None => rest.1,
    };
    // A browser opens the file without the query and the fragment.
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let bytes = decode_percents(path);
    if !bytes.starts_with(b"/") || bytes.contains(&0) {
        let example = "Write the whole path, as in file:///home/me/schedule.ics";
        return Err(CliError::usage(format!("{text} has no path from the root. {example}")));
    }
    Ok(Some(path_from_bytes(bytes)))
}

fn is_file_scheme(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("file")
}

/// Returns the path after the host, which may be empty or `localhost`.
fn path_on_this_machine(after: &str) -> Result<&str, CliError> {
    let (host, path) = after.split_at(after.find('/').unwrap_or(after.len()));
    if host.is_empty() || host.eq_ignore_ascii_case("localhost") {
        return Ok(path);
    }
    Err(CliError::usage(format!(
        "file://{after} is a file of another machine, {host}. The address of a file of this \
         machine has three slashes: file:///{after}"
    )))
}

/// Returns the bytes of a text in which `%41` stands for `A`. A `%` without two digits stays.
fn decode_percents(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|_| *first == b'%');
        match digits.and_then(parse_hex_byte) {
            Some(byte) => {
                decoded.push(byte);
                rest = &after[2..];
            }
            None => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    decoded
}

fn parse_hex_byte(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits).ok()?;
    text.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
    u8::from_str_radix(text, 16).ok()
}

#[cfg(unix)]
fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    let path = String::from_utf8_lossy(&bytes).into_owned();
    // The slash before the letter of a drive, as in /C:/schedule.ics, is no part of the path.
    let has_drive = path.get(2..3) == Some(":");
    PathBuf::from(if has_drive { &path[1..] } else { &path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_of_a_file_is_its_path() {
        for (text, path) in [
            ("file:///a/b.ics", "/a/b.ics"),
            ("FILE:///a/b.ics", "/a/b.ics"),
            ("file://localhost/a/b.ics", "/a/b.ics"),
            ("file://LocalHost/a", "/a"),
            ("file:/a/b.ics", "/a/b.ics"),
            ("  file:///a%20b/%C3%A9.ics ", "/a b/é.ics"),
            ("file:///a b", "/a b"),
            ("file:///100%/%zz/%+1/%2", "/100%/%zz/%+1/%2"),
            ("file:///a%23b%3fc", "/a#b?c"),
            ("file:///a.ics#monday", "/a.ics"),
            ("file:///a.ics?x=1", "/a.ics"),
        ] {
            assert_eq!(parse_file_address(text).unwrap(), Some(PathBuf::from(path)), "{text}");
        }
        for text in ["a.ics", "/a/file:b", "https://a/b", "profile:///a", "-", ""] {
            assert_eq!(parse_file_address(text).unwrap(), None, "{text}");
        }
    }

    #[test]
    fn address_of_another_machine_or_without_a_path_is_refused() {
        for (text, message) in [
            ("file://server/a.ics", "a file of another machine, server. "),
            ("file://home/me/a.ics", "three slashes: file:///home/me/a.ics"),
            ("file://", "file:// has no path from the root"),
            ("file:a.ics", "file:a.ics has no path from the root"),
            ("file:///a%00b", "has no path from the root"),
        ] {
            let error = parse_file_address(text).unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
            assert_eq!(error.exit_code(), 2);
        }
    }
}
