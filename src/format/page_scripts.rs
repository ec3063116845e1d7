//! The scripts with JSON-LD in a web page.

use super::text::TagScanner;
use crate::agenda::Span;

/// The media type of JSON-LD.
const MEDIA_TYPE: &str = "application/ld+json";
/// The size of the scripts after which no further one is read, in bytes. The parser bounds the
/// values of one script.
const BYTES_MAX: usize = 4 << 20;

/// Returns true if a web page may be an agenda: its scripts of JSON-LD have two starts of events.
pub(super) fn has_events(page: &str) -> bool {
    const START: &str = "startDate";
    let mut starts = 0;
    page.contains(START)
        && script_ranges(page).into_iter().any(|range| {
            starts += page.get(range).unwrap_or_default().matches(START).count();
            starts > 1
        })
}

/// Returns the contents of the scripts of JSON-LD.
pub(super) fn script_ranges(page: &str) -> Vec<Span> {
    let mut scanner = TagScanner::new(page);
    let (mut ranges, mut bytes) = (Vec::new(), 0);
    while let Some(tag) = scanner.next_tag() {
        if tag.is_end || !matches!(&*tag.name, "script" | "style") {
            continue;
        }
        let is_events = tag
            .attribute("type")
            .is_some_and(|kind| kind.split(';').next().unwrap_or_default().trim() == MEDIA_TYPE);
        let Some(end) = scanner.skip_element(&tag) else {
            // Without an end tag, the rest of the page is the script, as in a page cut off.
            ranges.extend(is_events.then_some(tag.end..page.len()));
            break;
        };
        let content = page.get(tag.end..end).unwrap_or_default();
        let length = content.rfind("</").unwrap_or(content.len());
        if is_events && bytes < BYTES_MAX {
            bytes += length;
            ranges.push(tag.end..tag.end + length);
        }
    }
    ranges
}
