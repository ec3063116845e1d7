//! [`Address`]: the addresses of the web that hallway fetches (RFC 3986).

use super::secrets::{hide_secret_value, is_secret_part};
use super::site::site_of;
use std::fmt;
use std::net::Ipv6Addr;

/// The length of the longest address, in bytes: the longest line in the file of an agenda.
const LENGTH_MAX: usize = 1000;

/// The schemes of addresses, and true for the schemes of encrypted connections. `webcal` is the
/// scheme of subscribed calendars: publishers write it for pages that `https` serves as well.
const SCHEMES: [(&str, bool); 4] =
    [("https", true), ("http", false), ("webcal", true), ("webcals", true)];

/// The endings and format names of schedules.
const FORMATS: [&str; 5] = ["xml", "json", "ics", "ical", "csv"];

/// Names of files that say nothing about the event.
const COMMON_STEMS: [&str; 10] = [
    "all",
    "basic",
    "calendar",
    "event",
    "events",
    "fahrplan",
    "gridsmart",
    "index",
    "schedule",
    "xml",
];

/// An address with the scheme `http` or `https`, without user information and without fragment. All
/// characters are printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    is_secure: bool,
    /// The name or the number of the host in small letters. A number of IPv6 has brackets.
    host: String,
    /// The port, if it is not the usual port of the scheme.
    port: Option<u16>,
    /// The path, from its first slash.
    path: String,
    /// The text after the question mark.
    query: Option<String>,
}

/// The reason why a text is no [`Address`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressError {
    /// The text has no scheme, or a scheme other than `http`, `https` and `webcal`.
    Scheme,
    /// The address has more than [`LENGTH_MAX`] bytes.
    Length,
    /// The address has a line break or another control character.
    Control,
    /// The address has a user's name or password before the host.
    UserInformation,
    /// The address has no host, or a host with characters that no host has.
    Host,
    /// The host has letters outside ASCII.
    ForeignHost,
    /// The port is no number from 1 to 65535.
    Port,
}

impl Address {
    /// Returns true for a text with the scheme of an address of the web, such as `https://`.
    pub(crate) fn has_scheme(text: &str) -> bool {
        find_scheme(text.trim()).is_some()
    }

    /// Parses an address. The fragment is dropped: no server ever sees a fragment.
    ///
    /// # Errors
    /// See [`AddressError`].
    pub(crate) fn parse(text: &str) -> Result<Address, AddressError> {
        let text = text.trim();
        refuse_length_and_controls(text)?;
        let (is_secure, rest) = find_scheme(text).ok_or(AddressError::Scheme)?;
        Address::parse_after_scheme(is_secure, rest)
    }

    fn parse_after_scheme(is_secure: bool, rest: &str) -> Result<Address, AddressError> {
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (host, port) = parse_authority(authority)?;
        let usual_port = if is_secure { 443 } else { 80 };
        let (path, query) = split_query(rest);
        let address = Address {
            is_secure,
            host,
            port: port.filter(|port| *port != usual_port),
            path: remove_dots(&encode_text(path)),
            query: query.map(encode_text),
        };
        if address.to_string().len() > LENGTH_MAX { Err(AddressError::Length) } else { Ok(address) }
    }

    /// Returns the address of a link on the page at this address (RFC 3986 5.2).
    ///
    /// # Errors
    /// The errors of [`Address::parse`].
    pub(crate) fn join(&self, link: &str) -> Result<Address, AddressError> {
        let link = link.trim();
        refuse_length_and_controls(link)?;
        if let Some((is_secure, rest)) = find_scheme(link) {
            return Address::parse_after_scheme(is_secure, rest);
        }
        if has_other_scheme(link) {
            return Err(AddressError::Scheme);
        }
        if let Some(rest) = link.strip_prefix("//") {
            return Address::parse_after_scheme(self.is_secure, rest);
        }
        let (path, query) = split_query(link.split('#').next().unwrap_or_default());
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = match path {
            "" => self.path.clone(),
            _ if path.starts_with('/') => path.to_owned(),
            _ => format!("{folder}/{path}"),
        };
        let keeps_query = link.is_empty() || link.starts_with('#');
        let address = Address {
            path: remove_dots(&encode_text(&path)),
            query: if keeps_query { self.query.clone() } else { query.map(encode_text) },
            ..self.clone()
        };
        if address.to_string().len() > LENGTH_MAX { Err(AddressError::Length) } else { Ok(address) }
    }

    /// Returns true for an encrypted connection.
    pub(crate) fn is_secure(&self) -> bool {
        self.is_secure
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Returns the path, which begins with a slash.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Returns the text after the question mark.
    pub(crate) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Returns true for hosts of one owner: equal hosts, and hosts with the same last two parts of
    /// their names, or three parts under an ending such as `co.uk`. Hosts of a service that gives a
    /// name to everybody, such as `me.github.io`, have an owner each.
    pub(crate) fn is_same_site(&self, other: &Address) -> bool {
        let is_number = |host: &str| host.ends_with(|c: char| c.is_ascii_digit() || c == ']');
        self.host == other.host
            || !is_number(&self.host)
                && self.host.contains('.')
                && site_of(&self.host) == site_of(&other.host)
    }

    /// Returns a name for the document: the last part of the path without its extension. Many
    /// schedules have the same file name: for these, the first part of the host.
    pub(crate) fn stem(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        let stem = file.split('.').next().unwrap_or_default();
        let is_common =
            stem.len() < 3 || COMMON_STEMS.contains(&stem.to_ascii_lowercase().as_str());
        if !is_common {
            return stem;
        }
        let host = self.host.strip_prefix("www.").unwrap_or(&self.host);
        host.split('.').next().unwrap_or(host)
    }

    /// Returns true if the address names a file of a schedule: by its ending, by its last part, as
    /// in `/schedule/xml`, or by a format in its query, as in `?format=ics`.
    pub(super) fn names_schedule_file(&self) -> bool {
        let is_format = |text: &str| FORMATS.iter().any(|format| format.eq_ignore_ascii_case(text));
        let file = self.path.rsplit('/').next().unwrap_or_default();
        let ending = file.rsplit('.').next().unwrap_or_default();
        let values = self.query.iter().flat_map(|query| query.split('&'));
        is_format(ending)
            || values.filter_map(|pair| pair.split_once('=')).any(|(_, value)| is_format(value))
    }

    /// Returns the address for a person: the secret parts of the query and of a private calendar
    /// are `…`.
    pub(crate) fn shown(&self) -> String {
        let mut folder = "";
        let path: Vec<&str> = self
            .path
            .split('/')
            .map(|part| {
                let is_key = folder == "public-calendars" && !part.is_empty();
                folder = part;
                if is_key || is_secret_part(part) { "…" } else { part }
            })
            .collect();
        let query = self.query.as_ref().map(|query| {
            let shown: Vec<String> = query.split('&').map(hide_secret_value).collect();
            format!("?{}", shown.join("&"))
        });
        format!("{}{}{}", self.origin(), path.join("/"), query.unwrap_or_default())
    }

    /// Returns true if [`Address::shown`] hides a part.
    pub(crate) fn has_secrets(&self) -> bool {
        self.shown() != self.to_string()
    }

    /// Returns scheme, host and port.
    fn origin(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{}{port}", self.host)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)?;
        self.query.as_ref().map_or(Ok(()), |query| write!(f, "?{query}"))
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AddressError::Scheme => {
                f.write_str("the address does not begin with https://, http:// or webcal://")
            }
            AddressError::Length => {
                write!(f, "the address has more than {LENGTH_MAX} characters. Give a shorter one")
            }
            AddressError::Control => f.write_str(
                "the address has a line break or another control character. Copy it again",
            ),
            AddressError::UserInformation => f.write_str(
                "the address has a user's name or password before the host, and hallway sends \
                 neither. Remove the part that ends with @, or download the file and give the file",
            ),
            AddressError::Host => {
                f.write_str("the address has no host, or a host that cannot be. Check the spelling")
            }
            AddressError::ForeignHost => f.write_str(
                "the host has letters outside ASCII. Give the host as browsers send it, with xn--",
            ),
            AddressError::Port => f.write_str("the port of the address is no number up to 65535"),
        }
    }
}

/// Returns true for an encrypted scheme, and the text after `://`.
fn find_scheme(text: &str) -> Option<(bool, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let known = SCHEMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(scheme))?;
    Some((known.1, rest))
}

/// Returns true for a link such as `mailto:me`: letters, digits and `+.-` before the first colon.
fn has_other_scheme(link: &str) -> bool {
    let before = link.split(['/', '?', '#']).next().unwrap_or_default();
    before.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    })
}

fn refuse_length_and_controls(text: &str) -> Result<(), AddressError> {
    match text {
        _ if text.len() > LENGTH_MAX => Err(AddressError::Length),
        _ if text.contains(char::is_control) => Err(AddressError::Control),
        _ => Ok(()),
    }
}

/// Parses `HOST` or `HOST:PORT`.
fn parse_authority(authority: &str) -> Result<(String, Option<u16>), AddressError> {
    if authority.contains('@') {
        return Err(AddressError::UserInformation);
    }
    let (host, port) = match authority.rfind(':').filter(|at| !authority[*at..].contains(']')) {
        Some(at) => (&authority[..at], &authority[at + 1..]),
        None => (authority, ""),
    };
    if !host.is_ascii() {
        return Err(AddressError::ForeignHost);
    }
    let number = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_host = match number {
        Some(number) => number.parse::<Ipv6Addr>().is_ok(),
        None => is_host_name(host),
    };
    if !is_host {
        return Err(AddressError::Host);
    }
    let port = match port {
        "" => None,
        _ if !port.bytes().all(|byte| byte.is_ascii_digit()) => return Err(AddressError::Port),
        _ => Some(port.parse().ok().filter(|port| *port > 0).ok_or(AddressError::Port)?),
    };
    Ok((host.to_ascii_lowercase(), port))
}

/// Returns true for labels of 1 to 63 letters, digits, dashes and underscores with dots between.
fn is_host_name(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    host.len() <= 253 && host.strip_suffix('.').unwrap_or(host).split('.').all(is_label)
}

/// Splits the text after the host into the path and the query.
fn split_query(text: &str) -> (&str, Option<&str>) {
    match text.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (text, None),
    }
}

/// Returns the text with `%XX` for each byte that has no place in an address. Text that has `%XX`
/// already stays.
fn encode_text(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'\\' => encoded.push('/'),
            b'!'..=b'~' if !b"\"<>^`{|}".contains(&byte) => encoded.push(char::from(byte)),
            _ => encoded += &format!("%{byte:02X}"),
        }
    }
    encoded
}

/// Returns the path from its first slash, without the segments `.` and `..` (RFC 3986 5.2.4).
fn remove_dots(path: &str) -> String {
    let path = path.strip_prefix('/').unwrap_or(path);
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(part),
        }
    }
    // A path that ends with dots names a folder.
    if path.ends_with("/.") || path.ends_with("/..") || path == "." || path == ".." {
        kept.push("");
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_stored_in_one_spelling() {
        for (text, address) in [
            ("https://fosdem.org/2026/schedule/xml", "https://fosdem.org/2026/schedule/xml"),
            ("  HTTPS://FOSDEM.org  ", "https://fosdem.org/"),
            ("webcal://conf.example/all.ics", "https://conf.example/all.ics"),
            ("WebCals://conf.example/all.ics", "https://conf.example/all.ics"),
            ("http://conf.example:80/", "http://conf.example/"),
            ("https://conf.example:443", "https://conf.example/"),
            ("http://conf.example:8080?q=1", "http://conf.example:8080/?q=1"),
            ("https://conf.example:/a", "https://conf.example/a"),
            ("https://conf.example/a#monday", "https://conf.example/a"),
            ("https://conf.example/a?b#c?d", "https://conf.example/a?b"),
            ("https://conf.example/my talks/é.ics", "https://conf.example/my%20talks/%C3%A9.ics"),
            ("https://conf.example/a%20b\\c", "https://conf.example/a%20b/c"),
            ("https://conf.example/a/../b/./c/..", "https://conf.example/b/"),
            ("https://conf.example/../../x", "https://conf.example/x"),
            ("https://conf.example/a//b", "https://conf.example/a//b"),
            ("http://[::1]:8080/a", "http://[::1]:8080/a"),
            ("http://127.0.0.1:1/", "http://127.0.0.1:1/"),
            ("http://localhost", "http://localhost/"),
        ] {
            let parsed = Address::parse(text).map(|address| address.to_string());
            assert_eq!(parsed.as_deref(), Ok(address), "{text}");
            let again = Address::parse(address).map(|address| address.to_string());
            assert_eq!(again.as_deref(), Ok(address), "{address}");
        }
    }

    #[test]
    fn addresses_that_no_server_has_are_refused() {
        let long = format!("https://conf.example/{}", "x".repeat(LENGTH_MAX));
        let encoded = format!("https://conf.example/{}", "é".repeat(LENGTH_MAX / 4));
        for (text, error) in [
            ("", AddressError::Scheme),
            ("fosdem.org/2026", AddressError::Scheme),
            ("ftp://conf.example/a.ics", AddressError::Scheme),
            ("javascript:alert(1)", AddressError::Scheme),
            ("file:///etc/passwd", AddressError::Scheme),
            ("https://me:secret@conf.example/", AddressError::UserInformation),
            ("https://conf.example\\@evil.example/", AddressError::Host),
            ("https://@conf.example/", AddressError::UserInformation),
            ("https://conf.example/a\nb", AddressError::Control),
            ("https://conf.example/\u{1b}[2J", AddressError::Control),
            ("https:///a", AddressError::Host),
            ("https://?a", AddressError::Host),
            ("https://conf example/", AddressError::Host),
            ("https://conf..example/", AddressError::Host),
            ("https://conf%2eexample/", AddressError::Host),
            ("https://[::1/", AddressError::Host),
            ("https://[zz]/", AddressError::Host),
            ("https://köln.example/", AddressError::ForeignHost),
            ("https://conf.example:0/", AddressError::Port),
            ("https://conf.example:65536/", AddressError::Port),
            ("https://conf.example:+1/", AddressError::Port),
            (&long, AddressError::Length),
            (&encoded, AddressError::Length),
        ] {
            let expected = match text.contains("\\@") {
                // A backslash ends the host, as in browsers.
                true => Ok("https://conf.example/@evil.example/".to_owned()),
                false => Err(error),
            };
            assert_eq!(Address::parse(text).map(|address| address.to_string()), expected, "{text}");
        }
    }

    #[test]
    fn links_are_joined_to_the_address_of_their_page() {
        const PAGE: &str = "https://conf.example:8443/2026/programme?day=1";
        for (link, expected) in [
            ("schedule.xml", Ok("https://conf.example:8443/2026/schedule.xml")),
            ("./a/../b.ics", Ok("https://conf.example:8443/2026/b.ics")),
            ("../b.ics", Ok("https://conf.example:8443/b.ics")),
            ("/all.ics?x=1#top", Ok("https://conf.example:8443/all.ics?x=1")),
            ("?day=2", Ok("https://conf.example:8443/2026/programme?day=2")),
            ("", Ok(PAGE)),
            ("#top", Ok(PAGE)),
            ("//cdn.example/a.json", Ok("https://cdn.example/a.json")),
            ("HTTP://conf.example/a", Ok("http://conf.example/a")),
            ("webcal://conf.example/a.ics", Ok("https://conf.example/a.ics")),
            ("a:b.ics", Err(AddressError::Scheme)),
            ("./a:b.ics", Ok("https://conf.example:8443/2026/a:b.ics")),
            ("mailto:me@conf.example", Err(AddressError::Scheme)),
            ("javascript:void(0)", Err(AddressError::Scheme)),
            ("//me@conf.example/", Err(AddressError::UserInformation)),
            ("a\tb", Err(AddressError::Control)),
        ] {
            let joined = Address::parse(PAGE).unwrap().join(link);
            assert_eq!(
                joined.map(|address| address.to_string()),
                expected.map(str::to_owned),
                "{link}"
            );
        }
    }

    #[test]
    fn name_of_an_address_is_its_file_or_host() {
        for (text, stem) in [
            ("https://conf.example/rustfest-2026.ics", "rustfest-2026"),
            ("https://kubecon26.sched.com/all.ics", "kubecon26"),
            ("https://www.fosdem.org/2026/schedule/xml", "fosdem"),
            ("https://www.fosdem.org/2026/Schedule.xml", "fosdem"),
            ("https://conf.example/", "conf"),
            ("http://127.0.0.1:8080/x.ics", "127"),
        ] {
            assert_eq!(Address::parse(text).unwrap().stem(), stem, "{text}");
        }
    }

    #[test]
    fn hosts_of_one_owner_are_one_site() {
        for (one, other, expected) in [
            ("conf.example", "conf.example", true),
            ("conf.example:1", "conf.example:2", true),
            ("www.conf.example", "conf.example", true),
            ("cfp.conf.example", "www.conf.example", true),
            ("conf.example", "pretalx.example", false),
            ("conf.co.uk", "www.conf.co.uk", true),
            ("conf.co.uk", "other.co.uk", false),
            ("conf.gouv.fr", "other.gouv.fr", false),
            ("jax.de", "www.jax.de", true),
            ("cfp.jax.de", "jax.de", true),
            ("gpn.ka.de", "cfp.gpn.ka.de", true),
            ("www.co.uk", "other.co.uk", false),
            ("me.github.io", "other.github.io", false),
            ("me.github.io", "www.me.github.io", true),
            ("me.github.io", "github.io", false),
            ("a.s3.amazonaws.com", "b.s3.amazonaws.com", false),
            ("mygithub.io", "www.mygithub.io", true),
            ("localhost", "localhost", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "10.0.0.1", false),
            ("[::1]", "[::2]", false),
        ] {
            let parse = |host: &str| Address::parse(&format!("http://{host}")).unwrap();
            assert_eq!(parse(one).is_same_site(&parse(other)), expected, "{one} {other}");
        }
    }

    #[test]
    fn secrets_of_an_address_are_not_shown() {
        for (text, shown) in [
            ("https://conf.example/a.ics?day=1", "https://conf.example/a.ics?day=1"),
            (
                "https://conf.example/a.ics?user=7&token=abc&API_KEY=x",
                "https://conf.example/a.ics?user=7&token=…&API_KEY=…",
            ),
            ("https://conf.example/a.ics?keynotes", "https://conf.example/a.ics?keynotes"),
            (
                "https://calendar.example/ical/me/private-0123456789abcdef/basic.ics",
                "https://calendar.example/ical/me/…/basic.ics",
            ),
            (
                "https://mail.example/owa/calendar/3f2a@b.example/0a1b2c3d4e5f6a7b/calendar.ics",
                "https://mail.example/owa/calendar/…/…/calendar.ics",
            ),
            (
                "https://cloud.example/dav/public-calendars/kMkBzQ2C6xYt4Sa?export",
                "https://cloud.example/dav/public-calendars/…?export",
            ),
            (
                "https://cloud.example/dav/public-calendars/kMkBzQxY/",
                "https://cloud.example/dav/public-calendars/…/",
            ),
            (
                "https://conf.example/me/0a1b2c3d-aaaa-bbbb-cccc-0123456789ab.ics",
                "https://conf.example/me/…",
            ),
            (
                "https://calendar.example/ical/me%40conf.example/public/basic.ics",
                "https://calendar.example/ical/…/public/basic.ics",
            ),
            (
                "https://a.example/?code=x&pwd=y&access=z&hash=0123456789abcdef&u=me%40b.de",
                "https://a.example/?code=…&pwd=…&access=…&hash=…&u=…",
            ),
            (
                "https://conf.example/@me/a.ics?country=de&encode=1&hash=abc",
                "https://conf.example/@me/a.ics?country=de&encode=1&hash=abc",
            ),
            (
                "https://conf.example/InternationalSummit2026/schedule-v3.xml",
                "https://conf.example/InternationalSummit2026/schedule-v3.xml",
            ),
        ] {
            assert_eq!(Address::parse(text).unwrap().shown(), shown);
        }
    }
}
