mod damage;
mod plain_tags;
mod times;

use super::*;
use crate::agenda::{Agenda, Part, Zone};
use crate::format::collector::{Limit, PROBLEMS_MAX};
use proptest::prelude::*;
use std::time::{Duration, Instant};

const NIGHT: &str = "the day does not say when it ends";

/// As FOSDEM wrote it until 2024.
const PENTABARF: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <conference>
    <title>Placeholder Days 2030</title><subtitle>Of nothing</subtitle>
    <venue>The Hall</venue><city>Anytown</city>
    <start>2030-02-02</start><end>2030-02-03</end><days>2</days><release>1.2</release>
    <day_change>09:00:00</day_change><timeslot_duration>00:05:00</timeslot_duration>
  </conference>
  <day index="1" date="2030-02-02">
    <room name="Aula">
      <event id="1"><start>10:30</start><duration>00:25</duration><room>Aula</room>
        <slug>one</slug><tag>one</tag>
        <title>One</title><subtitle/><track>Keynotes</track><type>keynote</type><language/>
        <abstract>&lt;p&gt;About one.&lt;/p&gt;</abstract>
        <description>&lt;p&gt;About one.&lt;/p&gt;</description>
        <persons><person id="6">Ann Example</person><person id="7">Bob Example</person></persons>
        <attachments><attachment type="slides" href="https://example.org/s.pdf"/></attachments>
        <links><link href="https://example.org/v">Video</link></links>
      </event>
    </room>
    <room name="Cellar">
      <event id="2"><start>00:30</start><duration>01:00:00</duration>
        <room>Cellar</room><title>Two</title></event>
    </room>
    <room name="Empty"/>
  </day>
</schedule>"#;

/// As frab, the tools of CCC and wafer write it.
const FRAB: &str = r##"<schedule>
  <generator name="any" version="1"/><version>3</version>
  <conference>
    <acronym>px30</acronym><title>PX 30</title><start>2030-12-27</start><days>1</days>
    <base_url>https://example.org/px/</base_url><time_zone_name>Europe/Berlin</time_zone_name>
    <track name="Making &amp; Breaking" color="#685b9d" slug="m"/>
  </conference>
  <day index='1' date='2030-12-27' start='2030-12-27T10:00:00+01:00'
    end='2030-12-28T03:00:00+01:00'>
    <room name='Saal 1' guid='r'>
      <event id='11' guid='guid-11'>
        <date>2030-12-28T00:15:00+01:00</date><start>00:15</start><duration>1:00</duration>
        <room>Hall One</room>
        <recording><license/><optout>true</optout></recording><logo>/x.png</logo>
        <url>https://example.org/11</url><title>Night</title><subtitle>of placeholders</subtitle>
        <track>Making &amp; Breaking</track><type>lecture</type><language>de</language>
        <abstract/><abstract>Short.</abstract><description>Long.</description>
        <persons><person id='0'>Ann</person></persons>
        <answers><answer><title>Not a title</title></answer></answers>
      </event>
    </room>
  </day>
</schedule>"##;

/// As pretalx writes it.
const PRETALX: &str = r#"<?xml version='1.0' encoding='utf-8' ?>
<!-- Made with love. -->
<schedule>
  <conference><acronym>2030</acronym><title>Good 2030</title>
    <time_zone_name>US/Eastern</time_zone_name></conference>
  <day index='1' date='2030-03-17' start='2030-03-17T04:00:00-04:00'
    end='2030-03-18T03:59:00-04:00'>
    <room name='Room'>
      <event guid='g' id='56' code='ABCDEF'>
        <date>2030-03-17T13:00:00-04:00</date><start>13:00</start><duration>1:02:00</duration>
        <title>Jam</title>
        <persons><person id='73'>Ann Example [Any &quot;Center&quot;]</person></persons>
        <feedback_url>https://example.org/f</feedback_url><links></links><attachments></attachments>
      </event>
      <event guid='h' id='57'>
        <date>2030-03-17T18:00:00-04:00</date><start>18:00</start><duration>00:30</duration>
        <title>Talk</title>
      </event>
    </room>
  </day>
</schedule>"#;

fn read(text: &str) -> Result<Draft, Problem> {
    super::read(&Arc::new(text.to_owned()))
}

fn draft(text: &str) -> Draft {
    read(text).unwrap()
}

fn agenda(text: &str, zone: Option<&str>) -> Agenda {
    draft(text).check(zone.map(|zone| Zone::by_name(zone).unwrap()).as_ref()).0
}

/// Every session on a line: start, minutes, room, title, people.
fn rows(agenda: &Agenda) -> Vec<String> {
    let row = |session: &crate::agenda::Session| {
        let start = session
            .start
            .map_or_else(|| "TBA".to_owned(), |at| at.format("%m-%dT%H:%M%:z").to_string());
        let minutes = session.minutes.map_or_else(|| "?".to_owned(), |minutes| minutes.to_string());
        let people: Vec<&str> =
            session.people.iter().map(|credit| &*agenda.people[credit.person].name).collect();
        let room = session.room.as_deref().unwrap_or("-");
        format!("{start} {minutes} {room} {} [{}]", session.title, people.join(", "))
    };
    agenda.sessions.iter().map(row).collect()
}

fn messages(draft: &Draft) -> Vec<&str> {
    draft.problems.iter().map(|problem| &*problem.message).collect()
}

/// A file with these events in one room of one day.
fn around(conference: &str, events: &str) -> String {
    format!(
        "<schedule><conference><title>T</title>{conference}</conference>\
         <day index='1' date='2030-07-01'><room name='R'>{events}</room></day></schedule>"
    )
}

#[test]
fn pentabarf_is_read() {
    let agenda = agenda(PENTABARF, Some("Europe/Brussels"));
    assert_eq!(
        rows(&agenda),
        [
            "02-02T10:30+01:00 25 Aula One [Ann Example, Bob Example]",
            "02-03T00:30+01:00 60 Cellar Two []"
        ]
    );
    assert_eq!(agenda.days.len(), 1, "half past midnight is still the first day");
    assert_eq!(
        agenda.rooms.iter().map(|room| &*room.name).collect::<Vec<_>>(),
        ["Aula", "Cellar", "Empty"]
    );
    assert_eq!(agenda.venue.as_deref(), Some("The Hall, Anytown"));
    assert_eq!(agenda.description.as_deref(), Some("Of nothing"));
    assert_eq!(&*agenda.id, "placeholder-days-2030");
    let one = &agenda.sessions[0];
    assert_eq!(one.kind, crate::agenda::Kind::Keynote);
    assert_eq!(one.summary.as_deref().unwrap().matches("About one.").count(), 1);
    let links: Vec<_> =
        one.links.iter().map(|link| (link.title.as_deref().unwrap(), &*link.url)).collect();
    assert_eq!(
        links,
        [("slides", "https://example.org/s.pdf"), ("Video", "https://example.org/v")]
    );
    assert_eq!((&*one.id, one.language.as_deref()), ("1", None));
    assert_eq!(messages(&draft(PENTABARF)), [""; 0]);
}

#[test]
fn frab_is_read() {
    let agenda = agenda(FRAB, None);
    assert_eq!(rows(&agenda), ["12-28T00:15+01:00 60 Saal 1 Night [Ann]"]);
    let night = &agenda.sessions[0];
    assert_eq!(&*night.id, "guid-11");
    assert_eq!(night.summary.as_deref(), Some("of placeholders\n\nShort.\n\nLong."));
    assert_eq!(night.url.as_deref(), Some("https://example.org/11"));
    assert_eq!(night.language.as_deref(), Some("de"));
    assert_eq!(
        (&*agenda.tracks[0].name, agenda.tracks[0].color),
        ("Making & Breaking", Some([0x68, 0x5b, 0x9d]))
    );
    assert_eq!((agenda.tracks.len(), night.track), (1, Some(0)));
    assert_eq!((&*agenda.id, agenda.url.as_deref()), ("px30", Some("https://example.org/px/")));
    assert_eq!(messages(&draft(FRAB)), ["a session names another room than the one it is in"]);
}

#[test]
fn pretalx_is_read() {
    let agenda = agenda(PRETALX, None);
    let people = "Ann Example [Any \"Center\"]";
    assert_eq!(
        rows(&agenda),
        [
            format!("03-17T13:00-04:00 1560 Room Jam [{people}]"),
            "03-17T18:00-04:00 30 Room Talk []".to_owned()
        ]
    );
    assert_eq!(&*agenda.id, "good-2030", "a year alone is no id");
    assert_eq!(agenda.day_start.to_string(), "04:00:00");
    assert_eq!(agenda.sessions[0].links[0].title.as_deref(), Some("Feedback"));
    assert_eq!(messages(&draft(PRETALX)), ["a length that can be read in two ways"]);
}

#[test]
fn repeated_paragraph_of_a_description_is_shown_once() {
    let event = "<event id='1'><date>2030-07-01</date><start>10:00</start><title>T</title>\
                 <abstract>What it is.</abstract>\
                 <description>For all.\n\nWhat it is.\n\nBring nothing.</description></event>";
    let agenda = agenda(&around("", event), None);
    assert_eq!(
        agenda.sessions[0].summary.as_deref(),
        Some("For all.\n\nWhat it is.\n\nBring nothing.")
    );
}

#[test]
fn link_address_is_read_from_attribute_or_text() {
    let event = "<event id='1'><date>2030-07-01</date><start>10:00</start><title>T</title><links>\
                 <link>https://a.example.org/</link><link href='/b'>B</link>\
                 <link href='See B'>https://c.example.org/</link>\
                 <link>none</link></links></event>";
    let text = around("<base_url>https://example.org/x/</base_url>", event);
    let session = &agenda(&text, None).sessions[0];
    let links: Vec<_> =
        session.links.iter().map(|link| (link.title.as_deref(), &*link.url)).collect();
    assert_eq!(
        links,
        [
            (None, "https://a.example.org/"),
            (Some("B"), "https://example.org/b"),
            (Some("See B"), "https://c.example.org/")
        ]
    );
    assert_eq!(messages(&draft(&text)), ["a link without an address"]);
}

#[test]
fn listed_person_keeps_details_and_part() {
    let person = "<person id='1'><name>Ann</name><biography>&lt;p&gt;Knows.&lt;/p&gt;\
                  </biography><url>https://example.org</url></person>";
    let event = "<event id='1'><title>T</title><persons>\
                 <person id='1' role='Session Chair'>Ann</person></persons></event>";
    let text = format!(
        "<schedule><persons>{person}{person}</persons>\
         <day date='2030-07-01'>{event}</day></schedule>"
    );
    let draft = draft(&text);
    assert_eq!(draft.people.len(), 1);
    assert_eq!(draft.people[0].url.as_ref().unwrap().value, "https://example.org");
    assert!(draft.people[0].bio.as_ref().unwrap().value.contains("Knows."));
    assert_eq!(draft.sessions[0].people[0].part, Part::Moderator);
    let (agenda, problems) = draft.check(None);
    assert_eq!((agenda.people.len(), agenda.sessions[0].people[0].person), (1, 0));
    assert_eq!(problems, []);
}

/// A blank before the end of a tag leaves the tag to the parser.
#[test]
fn plain_elements_are_read_like_elements_with_spaces() {
    let odd = around(
        "",
        "<event><title>A &amp; &odd; B</title>\
         <description>One <b>two</b> <i/> three</description><new>x</new>\
        <track><![CDATA[T & U]]></track>\
         <persons><person><name>Ann</name> </person></persons></event>\
        <event><title> Left\nopen<track>T<!-- no --> </track></event>\
         <event><title>Three</titel></event>",
    );
    for text in [PENTABARF, FRAB, PRETALX, &odd] {
        let mut spaced = String::new();
        for c in text.chars() {
            let tag = c == '>' && !spaced.ends_with(['?', '-', ']']);
            let empty = tag && spaced.ends_with('/') && spaced.pop().is_some();
            spaced.push_str(if tag { " " } else { "" });
            spaced.push_str(if empty { "/" } else { "" });
            spaced.push(c);
        }
        assert_eq!(rows(&agenda(text, None)).len(), text.matches("<event").count());
        assert_eq!(messages(&draft(text)), messages(&draft(&spaced)), "{spaced}");
        assert_eq!(agenda(text, None), agenda(&spaced, None), "{spaced}");
    }
}
