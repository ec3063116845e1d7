//! Steps from a JSON value to a session.

use super::node::Node;
use super::times::parse_moment;
use crate::agenda::clean::LINE_MAX;
use crate::agenda::{At, Clean, DraftLink, DraftSession, FileText, When};
use crate::format::collector::{Collector, Report};
use crate::format::text::{plain_text, remove_repeated};
use std::collections::HashMap;

/// The message about a start or an end in an unknown notation.
pub(in crate::format) const TIME_UNREADABLE: &str = "this time cannot be read";

/// Returns an unscheduled session with the title of `node`. Returns `None` and reports why if
/// `node` is no object, if the file ends within `node`, or if there are too many sessions.
pub(in crate::format) fn begin_session(
    collector: &mut Collector,
    node: &Node<'_>,
) -> Option<DraftSession> {
    if !collector.takes_session(&node.first_byte()) {
        return None;
    }
    let report = &mut collector.report;
    if node.broken {
        report.error(
            node.first_byte(),
            "the file breaks off within this session",
            "it is left out",
        );
        return None;
    }
    if !node.is_map() {
        report.error(node.first_byte(), "this is no session", "it is left out");
        return None;
    }
    report_keys_given_twice(node, report);
    let title = node.text_of(&["title"]);
    let at = title.as_ref().map_or_else(|| node.first_byte(), |title| title.at.clone());
    let start = Some(At { value: When::Unscheduled, at: node.first_byte() });
    Some(DraftSession { at, title, start, ..DraftSession::default() })
}

/// Reports every key of an object that has two different values.
fn report_keys_given_twice(node: &Node<'_>, report: &mut Report) {
    let mut seen = HashMap::new();
    for (key, node) in node.entries() {
        let first = *seen.entry(&*key.value).or_insert(&node.value);
        if *first != node.value {
            report.warn(&key.at, "a session has this key twice", "the first is taken");
        }
    }
}

/// Parses the time of `key`. Reports a text that is no time.
pub(in crate::format) fn read_time(
    report: &mut Report,
    node: &Node<'_>,
    key: &str,
) -> Option<At<When>> {
    let text = node.text_of(&[key])?;
    let value = parse_moment(&text.value);
    if value.is_none() {
        report.error(&text.at, TIME_UNREADABLE, "the session is shown without it");
    }
    Some(At { value: value?, at: text.at })
}

/// Appends the links of a list, whose entries are addresses or objects with an address.
pub(in crate::format) fn read_links(
    report: &mut Report,
    session: &mut DraftSession,
    list: Option<&Node<'_>>,
) {
    for item in list.into_iter().flat_map(Node::items) {
        let (url, title) = if item.is_map() {
            // The XML of the same event also falls back to the type of a link.
            (item.text_of(&["url", "href"]), item.text_of(&["title", "name", "type"]))
        } else {
            (item.text(), None)
        };
        match url {
            Some(url) => session.links.push(DraftLink::new(title, url)),
            None => report.error(item.first_byte(), "this link has no address", "it is left out"),
        }
    }
}

/// Cuts a name of a list to [`LINE_MAX`], as an agenda does: many sessions may take a copy.
pub(in crate::format) fn bounded_name(name: At<FileText>) -> At<FileText> {
    if name.value.len() <= LINE_MAX {
        return name;
    }
    name.map(|name| Clean::line(name).into())
}

/// Joins texts as paragraphs, at the place of the first text. Repeated paragraphs are left out.
pub(in crate::format) fn join_texts(
    texts: impl IntoIterator<Item = Option<At<FileText>>>,
) -> Option<At<FileText>> {
    let mut parts: Vec<String> = Vec::new();
    let mut at = None;
    for text in texts.into_iter().flatten() {
        let readable = plain_text(&text.value);
        let value = readable.trim();
        let is_repeated = parts
            .iter()
            .any(|part| part == value || part.split("\n\n").any(|known| known == value));
        if value.is_empty() || is_repeated {
            continue;
        }
        at = at.or(Some(text.at));
        remove_repeated(&mut parts, value);
        parts.push(value.to_owned());
    }
    Some(At { value: parts.join("\n\n").into(), at: at? })
}

/// Returns true if the `state` or `status` of a session is "cancelled", or if a flag is true.
pub(in crate::format) fn is_cancelled(node: &Node<'_>) -> bool {
    const FLAGS: [&str; 4] = ["cancelled", "canceled", "is_cancelled", "is_canceled"];
    let status = node.text_of(&["state", "status"]).map(|status| status.value.to_lowercase());
    matches!(status.as_deref(), Some("cancelled" | "canceled"))
        || FLAGS.iter().any(|key| node.is_true(key))
}
