//! A plain tag is the tag that quick-xml reads.

use crate::format::frab_xml::tags::{PlainTag, XmlTag, parse_plain_tag, read_attributes};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Parts of tags, whole ones and halves.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "a", "b", "name", "x:", "1", "é", " ", "\n", "\t", "\u{c}", "=", "\"", "'", "/", ">", "/>",
    "<",
    "&amp;", " a=\"v\"", " b='w x'", " name = \"v\"", " a=v", " a", " a=''",
    " a=\"", " b='",
];

/// Returns name, attributes `a`, `b` and `name`, kind and length of the tag that quick-xml reads.
fn describe_parsed(text: &str) -> Option<String> {
    let mut xml = Reader::from_str(text);
    let event = xml.read_event().ok()?;
    let is_empty = matches!(event, Event::Empty(_));
    let (Event::Start(tag) | Event::Empty(tag)) = event else { return None };
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    let mut found = ["a", "b", "name"].map(|name| (name, None));
    for attribute in attributes.flatten() {
        let value = attribute.value.replace("&amp;", "&").trim().to_owned();
        let place = found.iter_mut().find(|(name, _)| *name == attribute.key.as_ref());
        if let Some((_, place @ None)) = place.filter(|_| !value.is_empty()) {
            *place = Some(value);
        }
    }
    let found = found.map(|(_, value)| value);
    Some(format!("{} {found:?} {is_empty} {}", tag.name().as_ref(), xml.buffer_position()))
}

fn describe_plain(text: &str) -> Option<String> {
    let PlainTag { tag, is_empty, length } = parse_plain_tag(text)?;
    let found = describe_attributes(tag);
    Some(format!("{} {found:?} {is_empty} {length}", tag.name))
}

fn describe_attributes(tag: XmlTag<'_>) -> [Option<String>; 3] {
    let found = read_attributes(tag, ["a", "b", "name"], &(0..0));
    found.map(|value| value.map(|value| value.value.into_owned()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn plain_tag_is_the_parsed_tag(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..12)
    ) {
        let text = format!("<{}>", parts.concat());
        if let Some(plain) = describe_plain(&text) {
            prop_assert_eq!(Some(plain), describe_parsed(&text), "{}", text);
        }
    }

    #[test]
    fn attributes_of_any_tag_are_the_parsed_ones(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..12)
    ) {
        let attributes = parts.concat().replace(['<', '>', '/'], "");
        let text = format!("<tag {attributes}>");
        let found = describe_attributes(XmlTag { name: "tag", attributes: &attributes });
        if let Some(parsed) = describe_parsed(&text) {
            prop_assert!(parsed.contains(&format!("{found:?}")), "{} {:?} {}", text, found, parsed);
        }
    }
}

#[test]
fn tags_of_schedules_are_plain() {
    for text in [
        "<day>",
        "<license/>",
        "<room name='Saal 1' guid=\"r\">",
        "<day index='1'\n    end='2030-12-28T03:00:00+01:00'>",
        "<link href=\"https://example.org/?a=1&amp;b=2\" />",
    ] {
        assert_eq!(describe_plain(text), describe_parsed(text), "{text}");
        assert!(describe_plain(text).is_some(), "{text}");
    }
}
