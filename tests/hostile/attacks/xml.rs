//! Attacks on the reader of frab XML.

use super::file_kind::{FileKind, HARM, SessionFields, fill};
use super::special::{SpecialAttack, file_of_references, special};
use super::{FULL_BYTES, Outcome};
use std::fmt::Write as _;

/// Entities, nesting, attributes, and tags without an end.
pub(super) const XML: &[SpecialAttack] = &[
    special("Xml billion laughs", 30, Outcome::Reported, |depth| {
        let mut dtd =
            String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE schedule [\n<!ENTITY l0 \"lol\">\n");
        for ix in 1..=depth {
            let _ = writeln!(dtd, "<!ENTITY l{ix} \"{}\">", format!("&l{};", ix - 1).repeat(10));
        }
        let file = FileKind::Xml.file_around(SessionFields {
            text: &format!("&l{depth};"),
            title: &format!("&l{depth};"),
            ..HARM
        });
        file.replace("<?xml version=\"1.0\"?>\n", &format!("{dtd}]>\n")).into()
    }),
    special("Xml one entity of 10 MB, used often", 10_000_000, Outcome::Reported, |bytes| {
        let dtd = format!("<!DOCTYPE schedule [<!ENTITY a \"{}\">]>\n", fill("a", bytes));
        let file =
            FileKind::Xml.file_around(SessionFields { text: &fill("&a;", bytes / 10), ..HARM });
        file.replacen("<?xml version=\"1.0\"?>\n", &dtd, 1).into()
    }),
    special("Xml entity of a file", 0, Outcome::Reported, |_| {
        let dtd = "<!DOCTYPE schedule [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n";
        let file = FileKind::Xml.file_around(SessionFields { text: "&a;", ..HARM });
        file.replacen("<?xml version=\"1.0\"?>\n", dtd, 1).into()
    }),
    special("Xml 1,000,000 elements nested", 1_000_000, Outcome::Reported, |count| {
        FileKind::Xml.harmed_file(&format!("{}{}", "<a>".repeat(count), "</a>".repeat(count)))
    }),
    special(
        "Xml 1,000,000 elements nested and not closed",
        1_000_000,
        Outcome::Reported,
        |count| FileKind::Xml.harmed_file(&"<a>".repeat(count)),
    ),
    special("Xml 1,000,000 elements nested in a description", 1_000_000, Outcome::Kept, |count| {
        FileKind::Xml
            .file_around(SessionFields {
                text: &format!("{}{}", "<b>".repeat(count), "</b>".repeat(count)),
                ..HARM
            })
            .into()
    }),
    special("Xml 1,000,000 rooms within rooms", 1_000_000, Outcome::Reported, |count| {
        FileKind::Xml.harmed_file(&"<room name=\"a\">".repeat(count))
    }),
    special("Xml 1,000,000 days within days", 1_000_000, Outcome::Reported, |count| {
        FileKind::Xml.harmed_file(&"<day>".repeat(count))
    }),
    special("Xml 1,000,000 empty events", 1_000_000, Outcome::Reported, |count| {
        FileKind::Xml.harmed_file(&"<event/>".repeat(count))
    }),
    special("Xml 50,000 attributes of an event", 50_000, Outcome::Kept, |count| {
        FileKind::Xml.harmed_file(&format!("<event {}id=\"s2\"></event>", many_attributes(count)))
    }),
    special("Xml 50,000 attributes of a room", 50_000, Outcome::Kept, |count| {
        FileKind::Xml
            .harmed_file(&format!("</room><room {}name=\"B\"></room>", many_attributes(count)))
    }),
    special("Xml 50,000 attributes of one name", 50_000, Outcome::Kept, |count| {
        FileKind::Xml.harmed_file(&format!("<event {}></event>", "id=\"a\" ".repeat(count)))
    }),
    special("Xml attribute of 20 MB", FULL_BYTES, Outcome::Kept, |bytes| id_attribute("a", bytes)),
    special("Xml attribute of &", FULL_BYTES, Outcome::Kept, |bytes| id_attribute("&", bytes)),
    special("Xml attribute of &#", FULL_BYTES, Outcome::Kept, |bytes| id_attribute("&#", bytes)),
    special("Xml attribute of &amp;", FULL_BYTES, Outcome::Kept, |bytes| {
        id_attribute("&amp;", bytes)
    }),
    special("Xml attribute of <", FULL_BYTES, Outcome::Any, |bytes| id_attribute("<", bytes)),
    special("Xml attributes without end", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Xml.harmed_file(&format!("<event {}", fill("a=\"", bytes)))
    }),
    special("Xml tag of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Xml.harmed_file(&format!("<{}>", fill("a", bytes)))
    }),
    special("Xml tags within a title", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Xml.harmed_file(&format!("<event><title>{}", fill("<b>", bytes)))
    }),
    special("Xml comments", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Xml.harmed_file(&fill("<!---->", bytes))
    }),
    special("Xml comments without end", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Xml.harmed_file(&fill("<!--", bytes))
    }),
    special("Xml sections", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Xml.harmed_file(&fill("<![CDATA[]]>", bytes))
    }),
    special("Xml sections without end", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Xml.harmed_file(&fill("<![CDATA[", bytes))
    }),
    special("Xml instructions without end", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Xml.harmed_file(&fill("<?a ", bytes))
    }),
    special("Xml stray < before much text", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Xml.harmed_file(&format!("{}{}", "< ".repeat(20_000), fill("a", bytes)))
    }),
    special("Xml people of one session", 200_000, Outcome::Any, |count| {
        let people: String = (0..count).map(|ix| format!("<person>P{ix}</person>")).collect();
        FileKind::Xml
            .harmed_file(&format!("<event><title>A</title><persons>{people}</persons></event>"))
    }),
    special("Xml links of one session", 200_000, Outcome::Any, |count| {
        let links: String = (0..count)
            .map(|ix| format!("<link href=\"https://example.org/{ix}\">L</link>"))
            .collect();
        FileKind::Xml.harmed_file(&format!("<event><title>A</title><links>{links}</links></event>"))
    }),
    special("Xml a room of 10 MB and 20,000 events in it", 10_000_000, Outcome::Any, |bytes| {
        let list =
            |long: &str| format!("<schedule><day date=\"2026-03-02\"><room name=\"{long}\">");
        file_of_references(
            FileKind::Xml,
            bytes,
            &list,
            "<event><title>A</title><start>09:00</start></event>",
        )
    }),
    special("Xml a zone of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Xml.file_around(HARM).replacen("Europe/Berlin", &fill("a", bytes), 1).into()
    }),
];

fn many_attributes(count: usize) -> String {
    (0..count).map(|ix| format!("a{ix}=\"1\" ")).collect()
}

/// Returns a file with an event whose id is `unit` again and again.
fn id_attribute(unit: &str, bytes: usize) -> Vec<u8> {
    let id = fill(unit, bytes);
    FileKind::Xml.harmed_file(&format!("<event id=\"{id}\"><title>A</title></event>"))
}
