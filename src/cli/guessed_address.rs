//! Addresses that a person types without `https://`.

use super::error::{CliError, NO_INPUT, quote_for_shell};
use crate::fetch::Address;
use crate::store;
use std::path::Path;

/// Returns an error with the address, if there is no file `text` and the text begins like the name
/// of a host.
pub(super) fn missing_file_error(text: &str) -> Option<CliError> {
    let address = guess_address(text).filter(|_| !store::path_exists(Path::new(text)))?;
    let shown = quote_for_shell(&address.shown());
    let message = match address.has_secrets() {
        true => format!("there is no file of this name. For {shown}, begin with https://"),
        false => format!("there is no file {text}. For the address, give {shown}"),
    };
    Some(CliError::new(NO_INPUT, message))
}

/// Returns the address for a text that begins like the name of a host, as in `fosdem.org/2026`.
fn guess_address(text: &str) -> Option<Address> {
    /// The ends of the names of files that look like the ends of hosts.
    const FILE_ENDS: [&str; 14] = [
        "csv", "gz", "htm", "html", "ical", "ics", "json", "jsonld", "md", "toml", "txt", "xml",
        "yaml", "yml",
    ];
    let host = text.split(['/', '?', ':']).next()?;
    let (name, end) = host.rsplit_once('.')?;
    let is_end = end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_host = !name.is_empty() && is_end && !FILE_ENDS.contains(&end);
    Address::parse(&format!("https://{text}")).ok().filter(|_| is_host)
}
