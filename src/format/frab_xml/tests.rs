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
    assert_eq!(one.summary.as_ref().unwrap().matches("About one.").count(), 1);
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

const KOLKATA: &str = "<time_zone_name>Asia/Kolkata</time_zone_name>";
const VANCOUVER: &str = "<time_zone_name>America/Vancouver</time_zone_name>";
const CONTRADICTION: &str = "the date and the start of a session contradict each other";
const FALSE_UTC: &str = "a date claims UTC, but shows the clock of the start";

/// Elements of the conference, elements of the event, the start, and the message.
const TIMES: &[(&str, &str, &str, Option<&str>)] = &[
    // The offset is a lie: the file names no zone, the clock is that of the start.
    (
        "",
        "<date>2030-07-01T10:00:00+00:00</date><start>10:00</start>",
        "07-01T10:00-04:00",
        Some(FALSE_UTC),
    ),
    (
        "",
        "<date>2030-07-01T10:00:00Z</date><start>10:00:00</start>",
        "07-01T10:00-04:00",
        Some(FALSE_UTC),
    ),
    // An instant, and the local clock.
    (
        KOLKATA,
        "<date>2030-07-01T05:00:00+00:00</date><start>10:30</start>",
        "07-01T10:30+05:30",
        None,
    ),
    (
        KOLKATA,
        "<date>2030-06-30T20:00:00+00:00</date><start>01:30</start>",
        "07-01T01:30+05:30",
        None,
    ),
    // Where the zone is named, the instant holds.
    (
        KOLKATA,
        "<date>2030-07-01T10:00:00Z</date><start>10:00</start>",
        "07-01T15:30+05:30",
        Some(CONTRADICTION),
    ),
    ("", "<date>2030-07-01T10:00:00+02:00</date><start>10:00</start>", "07-01T04:00-04:00", None),
    (
        "",
        "<date>2030-07-01T10:00:00+02:00</date><start>11:00</start>",
        "07-01T04:00-04:00",
        Some(CONTRADICTION),
    ),
    ("", "<date>2030-07-01T10:00:00Z</date>", "07-01T06:00-04:00", None),
    // No offset.
    ("", "<date>2030-07-02T10:00:00</date><start>10:00</start>", "07-02T10:00-04:00", None),
    (
        "",
        "<date>2030-07-02T00:00:00</date><start>10:00</start>",
        "07-02T10:00-04:00",
        Some(CONTRADICTION),
    ),
    ("", "<date>2030-07-02</date><start>10:00</start>", "07-02T10:00-04:00", None),
    (
        "",
        "<date>tomorrow</date><start>10:00</start>",
        "07-01T10:00-04:00",
        Some("this is not a date"),
    ),
    // The day of the list, and its change.
    ("", "<start>00:30</start>", "07-02T00:30-04:00", Some(NIGHT)),
    ("<day_change>00:00</day_change>", "<start>00:30</start>", "07-01T00:30-04:00", None),
    ("<day_change>09:00:00</day_change>", "<start>08:59</start>", "07-02T08:59-04:00", None),
    ("<day_change>09:00:00</day_change>", "<start>09:00</start>", "07-01T09:00-04:00", None),
    (
        "<day_change>nine</day_change>",
        "<start>08:59</start>",
        "07-01T08:59-04:00",
        Some("this is not a time of day"),
    ),
    // Nothing.
    ("", "", "TBA", None),
    ("", "<date>2030-07-01</date>", "TBA", None),
    ("", "<start>25:00</start>", "TBA", Some("this is not a time of day")),
];

#[test]
fn times_are_the_clocks_of_the_venue() {
    for (conference, event, start, message) in TIMES {
        let text = around(conference, &format!("<event>{event}<title>One</title></event>"));
        let agenda = agenda(&text, Some("America/Toronto"));
        assert_eq!(rows(&agenda), [format!("{start} ? R One []")], "{event}");
        assert_eq!(messages(&draft(&text)), Vec::from_iter(*message), "{event}");
    }
}

/// The date of an event in Vancouver and its clock, the start, and the message.
const OLD_RULES: &[(&str, &str, &str, Option<&str>)] = &[
    // The offset is of the zone's old rules: date and start agree.
    (
        "2030-12-10T09:00:00-08:00",
        "09:00",
        "12-10T09:00-07:00",
        Some("a date has the offset -08:00, but the offset of America/Vancouver is -07:00 then"),
    ),
    ("2030-12-10T09:00:00-08:00", "10:00", "12-10T10:00-07:00", None),
    ("2030-07-10T09:00:00-07:00", "09:00", "07-10T09:00-07:00", None),
    // An offset of another place.
    ("2030-12-10T09:00:00-05:00", "09:00", "12-10T07:00-07:00", Some(CONTRADICTION)),
];

#[test]
fn offset_by_old_rules_of_a_zone_is_not_taken() {
    for (date, clock, start, message) in OLD_RULES {
        let event =
            format!("<event><date>{date}</date><start>{clock}</start><title>One</title></event>");
        let text = around(VANCOUVER, &event).replace("2030-07-01", &date[..10]);
        assert_eq!(rows(&agenda(&text, None)), [format!("{start} ? R One []")], "{date} {clock}");
        assert_eq!(messages(&draft(&text)), Vec::from_iter(*message), "{date} {clock}");
    }
}

/// The date of an event listed on 1 July 2030, and true if the difference is reported.
const OTHER_DAYS: &[(&str, bool)] = &[
    ("2030-07-01T23:00:00-04:00", false),
    // The list has the night after the day too.
    ("2030-07-02T04:00:00-04:00", false),
    ("2030-06-30T23:00:00-04:00", true),
    ("2030-07-03T00:00:00-04:00", true),
    ("2030-07-03T00:00:00", true),
    ("2030-07-03", true),
    // A date in UTC may be another than at the venue.
    ("2030-06-30T23:00:00Z", false),
];

#[test]
fn date_of_another_day_than_the_list_is_taken_and_reported() {
    const MESSAGE: &str = "a session has another date than the day it is listed under";
    for (date, is_reported) in OTHER_DAYS {
        let text = around("", &format!("<event><date>{date}</date><title>One</title></event>"));
        let expected = if *is_reported { vec![MESSAGE] } else { vec![] };
        assert_eq!(messages(&draft(&text)), expected, "{date}");
    }
}

#[test]
fn false_utc_is_found_beside_one_odd_date() {
    let event = |date: &str| {
        format!(
            "<event><date>2030-07-01T{date}</date><start>10:00</start><title>One</title></event>"
        )
    };
    let starts = |dates: &[&str]| {
        let text = around("", &dates.iter().map(|date| event(date)).collect::<String>());
        rows(&agenda(&text, Some("America/Toronto")))
            .iter()
            .map(|row| row[6..11].to_owned())
            .collect::<Vec<_>>()
    };
    let lies = ["10:00:00+00:00"; 11];
    let mut all = lies.to_vec();
    all.push("12:00:00+00:00");
    assert_eq!(starts(&all), [["08:00"].as_slice(), &["10:00"; 11]].concat());
    // Offsets that are meant: London in summer and one talk from Iceland.
    assert_eq!(
        starts(&["10:00:00+01:00", "10:00:00+01:00", "10:00:00+00:00"]),
        ["05:00", "05:00", "06:00"]
    );
}

#[test]
fn lengths_with_two_readings_follow_the_file() {
    let event = |length: &str| {
        format!(
            "<event><start>10:00</start><duration>{length}</duration><title>One</title></event>"
        )
    };
    for (lengths, minutes) in [
        (["1:00:00", "00:30"], [Some(1440), Some(30)]),
        (["1:00:00", "0:30:00"], [Some(60), Some(30)]),
        (["1:02:30", "00:30"], [Some(1590), Some(30)]),
        (["00:00", "half an hour"], [Some(0), None]),
    ] {
        let draft = draft(&around("", &lengths.map(event).concat()));
        let read: Vec<_> = draft
            .sessions
            .iter()
            .map(|s| s.minutes.as_ref().map(|minutes| minutes.value))
            .collect();
        assert_eq!(read, minutes, "{lengths:?}");
    }
}

/// Elements of an event; room, title and people of the session; and the messages.
const ODD_EVENTS: &[(&str, &str, &[&str])] = &[
    ("<title>A &amp; B &#38; &#x43; &lt;</title>", "R A & B & C < []", &[]),
    ("<title><![CDATA[A & <B>]]></title>", "R A & <B> []", &[]),
    ("<title>A & B</title>", "R A & B []", &[]),
    ("<title>A &nbsp; B</title>", "R A &nbsp; B []", &["an entity that XML does not define"]),
    ("<title> A\r\n  B </title>", "R A B []", &[]),
    ("<title>A <b>B</b></title>", "R A B []", &[]),
    ("<title>A < B</title><subtitle/>", "R A < B []", &["a \"<\" that begins no tag"]),
    ("<title/><subtitle>Sub</subtitle>", "R Sub []", &["a session has a subtitle, but no title"]),
    ("<title>One</title><title>One</title>", "R One []", &[]),
    ("<title>One</title><title>Two</title>", "R One []", &["an event has this element twice"]),
    (
        "<title>CANCELLED One</title>",
        "R CANCELLED One []",
        &["a title says that the session is cancelled"],
    ),
    ("<title>Cancelling One</title>", "R Cancelling One []", &[]),
    ("<title>One</title><room>R</room>", "R One []", &[]),
    ("<title>One</title><room/>", "R One []", &[]),
    (
        "<title>One</title><room>S</room>",
        "R One []",
        &["a session names another room than the one it is in"],
    ),
    ("<title>One</title><person>A</person>", "R One [A]", &[]),
    (
        "<title>One</title><persons><person><name>A</name><bio>B</bio></person></persons>",
        "R One [A]",
        &[],
    ),
    ("<title>One</title><persons><person/></persons>", "R One []", &[]),
    ("<title>One</title><mood>good</mood>", "R One []", &["an element that schedules do not have"]),
    ("<title>One</title>stray", "R One []", &["a text that belongs to no element"]),
    ("<title>One</title></b>", "R One []", &["an end tag that ends nothing"]),
    (
        "<title>One<subtitle/></title>",
        "R One []",
        &[
            "an element begins within one that should have ended before",
            "an end tag that ends nothing",
        ],
    ),
    ("<x:title>One</x:title>", "R One []", &[]),
    (
        "<title>One</title><links><link>no address</link></links>",
        "R One []",
        &["a link without an address"],
    ),
];

#[test]
fn odd_events_become_sessions_with_messages() {
    for (event, row, wanted) in ODD_EVENTS {
        let text = around("", &format!("<event><start>10:00</start>{event}</event>"));
        let row = format!("07-01T10:00+00:00 ? {row}");
        assert_eq!(rows(&agenda(&text, Some("UTC"))), [row], "{event}");
        assert_eq!(messages(&draft(&text)), *wanted, "{event}");
    }
}

#[test]
fn tags_in_a_description_are_text() {
    let event = "<event><title>T</title><description><p>One <br>two</p> <link>&amp;\
                 </description><type>talk</type></event>";
    let draft = draft(&around("", event));
    assert_eq!(draft.sessions[0].summary.as_ref().unwrap().value.as_deref(), Some("One\ntwo\n\n&"));
    assert_eq!(draft.sessions[0].kind.as_ref().unwrap().value, "talk");
    assert_eq!(messages(&draft), [""; 0]);
}

#[test]
fn files_of_odd_shapes_are_read() {
    const EVENT: &str = "<event><start>10:00</start><title>One</title><room>Own</room></event>";
    let day = "<day date='2030-07-01'>";
    for (text, row) in [
        // No rooms, as FOSDEM did until 2007.
        (format!("<schedule>{day}{EVENT}</day></schedule>"), "07-01T10:00+00:00 ? Own One []"),
        (
            format!("<schedule>{day}<room name=''>{EVENT}</room></day></schedule>"),
            "07-01T10:00+00:00 ? Own One []",
        ),
        (
            format!("<schedule>{day}<room name=' A  B '>{EVENT}</room></day></schedule>"),
            "07-01T10:00+00:00 ? A B One []",
        ),
        // No date: the day's own start has it; or nothing has.
        (
            format!("<schedule><day start='2030-07-02T09:00:00+02:00'>{EVENT}</day></schedule>"),
            "07-02T10:00+00:00 ? Own One []",
        ),
        (format!("<schedule><day>{EVENT}</day></schedule>"), "TBA ? Own One []"),
        (format!("<schedule>{EVENT}</schedule>"), "TBA ? Own One []"),
        // Something in between.
        (
            format!("<schedule>{day}<block>{EVENT}</block></day></schedule>"),
            "07-01T10:00+00:00 ? Own One []",
        ),
    ] {
        assert_eq!(rows(&agenda(&text, Some("UTC"))), [row], "{text}");
    }
    assert_eq!(
        read("<calendar><schedules/></calendar>").unwrap_err().message,
        "this is XML, but not a schedule that hallway knows"
    );
    assert_eq!(
        messages(&draft("<schedule><what/></schedule>")).last(),
        Some(&"there is no session in this file")
    );
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

#[test]
fn damaged_tags_cost_no_other_session() {
    let good = |title: &str| format!("<event><start>10:00</start><title>{title}</title></event>");
    for (damage, sessions, told) in [
        (
            "<event><start>10:00</start><title>Open</title>",
            &["A", "B", "Open"][..],
            "an element begins within one that should have ended before",
        ),
        (
            "<event><start>10:00</start><title>Open",
            &["A", "B", "Open"],
            "an element begins within one that should have ended before",
        ),
        (
            "<event><title>Open</title><description>text",
            &["A", "B", "Open"],
            "an element begins within one that should have ended before",
        ),
        (
            "<event><start>9</start><title>Odd</title></event>",
            &["A", "B", "Odd"],
            "this is not a time of day",
        ),
        ("<event/>", &["A", "B"], "this session has no title"),
        (
            "<event><start>9:00</start></event>",
            &["(no title)", "A", "B"],
            "this session has no title",
        ),
        (
            "<event><title> </title><persons><person>P</person></persons></event>",
            &["(no title)", "A", "B"],
            "this session has no title",
        ),
        ("<foo><bar></foo>", &["A", "B"], "an element that schedules do not have"),
        ("</foo>", &["A", "B"], "an end tag that ends nothing"),
        (
            "<event><title>Open < it's</title></event>",
            &["A", "B", "Open < it's"],
            "a \"<\" that begins no tag",
        ),
        (
            "<event><title>Open <it is</title></event>",
            &["A", "B", "Open <it is"],
            "a \"<\" that begins no tag",
        ),
        ("< & ;", &["A", "B"], "a text that belongs to no element"),
    ] {
        let text = around("", &format!("{}{damage}{}", good("A"), good("B")));
        let (agenda, problems) = draft(&text).check(None);
        let mut titles: Vec<&str> = agenda.sessions.iter().map(|session| &*session.title).collect();
        titles.sort_unstable();
        assert_eq!(titles, sessions, "{damage}");
        assert!(problems.iter().any(|problem| problem.message == told), "{damage}: {problems:?}");
    }
}

#[test]
fn cut_off_file_keeps_complete_sessions() {
    let whole = agenda(FRAB, None);
    for end in (0..FRAB.len()).filter(|end| FRAB.is_char_boundary(*end)) {
        let Ok(cut) = read(&FRAB[..end]) else { continue };
        let told = cut
            .problems
            .iter()
            .find(|problem| problem.help.as_ref().is_some_and(|help| help.contains("what")));
        assert!(told.is_some() || end + 1 >= FRAB.len(), "{end}: nothing is told");
        assert!(
            cut.problems.iter().all(|problem| problem.at.as_ref().is_none_or(|at| at.end <= end)),
            "{end}"
        );
        let titled = FRAB[..end].contains("Night</title>");
        assert_eq!(cut.sessions.len(), usize::from(titled), "{end}");
        if titled {
            assert_eq!(rows(&cut.check(None).0)[0][..35], rows(&whole)[0][..35], "{end}");
        }
    }
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

/// Returns events, tags and texts that take time or memory, with their names.
fn hostile_texts() -> Vec<(&'static str, String)> {
    let deep = |name: &str| {
        format!("{}{}", format!("<{name}>").repeat(300_000), format!("</{name}>").repeat(300_000))
    };
    let title = |text: &str| around("", &format!("<event><title>{text}</title></event>"));
    let numbered = |count: usize, write: fn(usize) -> String| (0..count).map(write).collect();
    let attributes: String = numbered(50_000, |n| format!(" a{n}='b'"));
    let rooms: String = numbered(100_000, |n| format!("<room name='{n}'/>"));
    let tracks: String = numbered(100_000, |n| format!("<track name='{n}'/>"));
    let late = format!("{}>", "<".repeat(60_000)).repeat(4);
    vec![
        ("entities", format!("{}{}", entity_bomb(), title("&b8;"))),
        ("nested", around("", &deep("a"))),
        ("nested and never closed", around("", &"<a>".repeat(300_000))),
        ("nested events", around("", &deep("event"))),
        ("nested in a text", around("", &format!("<event><description>{}", deep("b")))),
        ("attributes", around("", &format!("<event{attributes}><title>T</title></event>"))),
        ("one attribute", around("", &format!("<event id='{}'/>", "a".repeat(3 << 20)))),
        ("a long line", title(&"a".repeat(3 << 20))),
        ("references", title(&"&x;".repeat(200_000))),
        ("rooms", around("", &rooms)),
        ("tracks", around(&tracks, "")),
        ("comment without an end", "<schedule><!--".repeat(100_000)),
        ("open brackets", format!("<schedule>{}", "<".repeat(300_000))),
        ("open brackets with an end", format!("<schedule>{}", "< >".repeat(100_000))),
        ("open brackets with a late end", format!("<schedule>{late}>")),
        ("long names", format!("<schedule>{}", format!("<{}>", "a".repeat(1000)).repeat(3000))),
        ("open quotes", format!("<schedule>{}", "<a b='".repeat(100_000))),
    ]
}

fn entity_bomb() -> String {
    let inner: String =
        (0..9).map(|n| format!("<!ENTITY b{n} \"{}\">", "&a;".repeat(10))).collect();
    format!("<!DOCTYPE schedule [<!ENTITY a \"{}\">{inner}]>", "a".repeat(1000))
}

/// The time limit is for a debug build. A release build is some ten times as fast.
#[test]
fn hostile_files_take_little_time_and_memory() {
    for (name, text) in hostile_texts() {
        let start = Instant::now();
        let draft = draft(&text);
        assert!(start.elapsed() < Duration::from_secs(60), "{name}: {:?}", start.elapsed());
        assert!(draft.problems.len() < PROBLEMS_MAX + 10, "{name}");
        for problem in &draft.problems {
            assert!(problem.help.as_ref().map_or(0, String::len) < 300, "{name}");
        }
        assert!(draft.sessions.len() <= Limit::Sessions.max(), "{name}");
        assert!(draft.rooms.len() <= Limit::Rooms.max(), "{name}");
        for title in draft.sessions.iter().filter_map(|session| session.title.as_ref()) {
            assert!(title.value.len() <= text.len(), "{name}");
        }
    }
}

#[test]
fn attributes_are_decoded_once() {
    for (raw, value) in [
        ("A &amp;amp; B", "A &amp; B"),
        ("&lt;&gt;&quot;&apos;", "<>\"'"),
        ("&#65;&#x42;", "AB"),
        ("&#0;&#x110000;&#;", "&#0;&#x110000;&#;"),
        ("a & b &; &c &d;", "a & b &; &c &d;"),
    ] {
        assert_eq!(tags::decode_known(raw), value);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn mutated_files_do_not_panic(
        which in 0..3_usize,
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..12_usize, 0..40_usize),
            0..8,
        ),
    ) {
        let mut text = [PENTABARF, FRAB, PRETALX][which].to_owned();
        const PIECES: [&str; 12] =
            ["<", ">", "</event>", "<event>", "&", ";", "\"", "'", "<day date='9999-12-31'>",
             "<![CDATA[", "é", ""];
        for (index, piece, length) in changes {
            let at = text.floor_char_boundary(index.index(text.len() + 1));
            let end = text.floor_char_boundary((at + length).min(text.len())).max(at);
            text.replace_range(at..end, PIECES[piece]);
        }
        if let Ok(draft) = read(&text) {
            for problem in &draft.problems {
                let at = problem.at.clone().unwrap_or_default();
                prop_assert!(text.get(at.clone()).is_some(), "{:?} is no place in the text", at);
                problem.report("file", &text);
            }
            let sessions = draft.sessions.len();
            prop_assert!(draft.check(None).0.sessions.len() <= sessions);
        }
    }
}

#[test]
fn night_without_stated_end_is_a_reported_guess() {
    let event = |start: &str| {
        format!(
            "<event><start>{start}</start><duration>0:30</duration><title>{start}</title></event>"
        )
    };
    let text = around("", &["22:00", "00:15", "05:30"].map(event).concat());
    assert_eq!(
        rows(&agenda(&text, None)),
        [
            "07-01T22:00+00:00 30 R 22:00 []",
            "07-02T00:15+00:00 30 R 00:15 []",
            "07-02T05:30+00:00 30 R 05:30 []"
        ]
    );
    assert_eq!(messages(&draft(&text)), [NIGHT; 2]);
    // Another room begins in the morning; and wafer says that the day is that of the calendar.
    let rooms = format!("{}</room><room name='S'>{}", event("22:00"), event("05:30"));
    assert_eq!(rows(&agenda(&around("", &rooms), None))[0], "07-01T05:30+00:00 30 S 05:30 []");
    let wafer = around("<day_change>00:00</day_change>", &event("00:15"));
    assert_eq!(rows(&agenda(&wafer, None)), ["07-01T00:15+00:00 30 R 00:15 []"]);
    assert_eq!(messages(&draft(&wafer)), [""; 0]);
    // No morning ends at eleven.
    let late = text.replace(
        "<day ",
        "<day start='2030-07-01T11:00:00+02:00' end='2030-07-02T04:00:00+02:00' ",
    );
    let late = late.replace("22:00", "10:30");
    assert_eq!(rows(&agenda(&late, None))[1], "07-01T10:30+00:00 30 R 10:30 []");
}
