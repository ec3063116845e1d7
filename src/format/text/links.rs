//! A link as plain text.

/// Returns the link as `text (url)`, or one of both if they name the same address. Only addresses
/// of the web and of mail are shown; the text of any other link stands alone.
pub(super) fn format_link(text: &str, url: &str) -> String {
    if !["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) {
        return text.to_owned();
    }
    let shown = url.trim_start_matches("mailto:");
    if text.trim().is_empty() {
        shown.to_owned()
    } else if is_same_address(text, url) {
        text.to_owned()
    } else {
        format!("{text} ({shown})")
    }
}

/// Returns true if `text` is the address `url`, apart from scheme, `www.`, case and a slash at the
/// end.
fn is_same_address(text: &str, url: &str) -> bool {
    /// The largest difference in bytes between two spellings of one address.
    const SPARE: usize = 24;
    text.len() <= url.len() + SPARE && bare_address(text) == bare_address(url)
}

fn bare_address(address: &str) -> String {
    let address = address.trim();
    let address = ["mailto:", "https://", "http://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme))
        .unwrap_or(address);
    address.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
}
