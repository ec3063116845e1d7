//! Small sound files of every format, with every field that a reader looks at.

/// The files of each format.
pub(crate) const SAMPLES: &[(&str, &[&str])] = &[
    ("toml", &[TOML, TOML_INLINE]),
    ("frab xml", &[PENTABARF, FRAB, PRETALX]),
    ("frab json", &[FRAB_JSON, FRAB_JSON_EVENTS]),
    ("pretalx widget", &[WIDGET]),
    ("icalendar", &[ICAL, ICAL_ZONES]),
    ("sched csv", &[SCHED]),
    ("sessionize", &[SESSIONIZE_ALL, SESSIONIZE_GRID]),
    ("cfp.dev", &[CFP_DEV_DAY, CFP_DEV_TALKS]),
    ("wordcamp", &[WORDCAMP]),
    ("json-ld", &[LINKED_EVENTS, LINKED_PAGE]),
];

const TOML: &str = r##"# A comment.
[event]
id = "example-2026"
name = "Example 2026"
timezone = "Europe/Berlin"
day_start = 05:00:00
venue = "Town Hall"
url = "https://example.org"
description = """
Two lines,
and a [link](https://example.org/a_b)."""

[[room]]
name = "Hall"
capacity = 400
[[room]]
name = "Annex"
[[room]]
name = "Both"
joins = ["Hall", "Annex"]

[[track]]
name = "Main"
color = "#cc6666"

[[speaker]]
name = "Jane Roe"
affiliation = "Example Ltd"
role = "Engineer"
bio = "Writes \"things\"."
url = "https://example.org/jane"

[[session]]
id = "opening"
title = "Opening"
start = 2026-03-02T09:00:00
end = 2026-03-02T09:30:00
room = "Both"
kind = "keynote"
track = "Main"
tags = ["plenary", 'raw']
language = "en"
seats = "limited"
cancelled = false
speakers = ["Jane Roe", "John Doe"]
moderators = ["Max Mustermann"]
sponsors = ["Example Ltd"]
abstract = '''
It's raw.'''
url = "https://example.org/1"
links = [{ title = "Slides", url = "https://example.org/s" }]

[[session]]
title = "Über Nacht"
start = 2026-03-03T01:00:00+01:00
minutes = 90
rooms = ["Hall", "Annex"]

[[session]]
title = "Later"
start = "TBA"
"##;

const TOML_INLINE: &str = r#"event = { name = "E" }
session = [
  { title = "A", start = 2026-03-02T09:00:00, minutes = 20 },
  { title = "B", start = 2026-03-02 09:20:00Z },
]
[[session]]
title = "C"
start = 2026-10-25T02:30:00
[[session.links]]
url = "https://example.org"
"#;

const PENTABARF: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<schedule>
 <conference>
  <title>Example 2020</title><subtitle/><venue>Campus</venue><city>Town</city>
  <start>2020-02-01</start><end>2020-02-02</end><days>2</days>
  <day_change>09:00:00</day_change><timeslot_duration>00:05:00</timeslot_duration>
 </conference>
 <day index="1" date="2020-02-01">
  <room name="Hall">
   <event id="1001">
    <start>09:30</start><duration>00:25</duration><room>Hall</room><slug>opening</slug>
    <title>Opening &amp; more</title><subtitle>Sub</subtitle><track>Main</track>
<type>keynote</type>
    <language/><abstract>&lt;p&gt;Some &lt;b&gt;HTML&lt;/b&gt;&lt;/p&gt;</abstract><description>
</description>
    <persons><person id="1">Jane Roe</person><person id="2">John Doe</person></persons>
    <attachments><attachment type="slides" href="https://example.org/s.pdf">Slides</attachment>
</attachments>
    <links><link href="https://example.org/1">Link</link></links>
   </event>
   <event id="1002"><start>00:30</start><duration>01:00</duration><title>Night</title></event>
  </room>
  <room name="Annex"/>
 </day>
</schedule>
"#;

const FRAB: &str = r##"<?xml version='1.0' encoding='utf-8' ?>
<schedule>
 <generator name="x" version="1"/>
 <version>1.0</version>
 <conference><acronym>ex</acronym><title>Example</title><start>2026-03-02</start>
<end>2026-03-03</end><days>1</days>
  <time_zone_name>Europe/Berlin</time_zone_name><base_url>https://example.org/</base_url>
  <track name="Main" slug="main" color="#ff0000"/></conference>
 <day date='2026-03-02' end='2026-03-03T04:00:00+01:00' index='1'
start='2026-03-02T10:00:00+01:00'>
  <room name='Hall' guid='x'>
   <event guid='a-b' id='1'>
    <date>2026-03-02T11:00:00+01:00</date><start>11:00</start><duration>00:40</duration>
<room>Hall</room>
    <slug>ex-1</slug><url>https://example.org/1</url><title>One</title><subtitle></subtitle>
<track>Main</track>
    <type>lecture</type><language>en</language>
<abstract>A *text* with [a](https://example.org).</abstract>
    <description><![CDATA[<ul><li>one</li><li>two</li></ul>]]></description><logo>/x.png</logo>
    <persons><person id='1' url='https://example.org/p'>Jane Roe</person></persons>
    <recording><license>x</license><optout>false</optout></recording>
    <links><link href='https://example.org/l'>L</link></links><attachments/>
   </event>
  </room>
 </day>
</schedule>
"##;

const PRETALX: &str = r#"<schedule><conference><title>Ex</title>
<time_zone_name>Europe/Vienna</time_zone_name></conference>
<day index='1' date='2026-03-02' start='2026-03-02T04:00:00+01:00'
end='2026-03-03T03:59:00+01:00'>
<room name='Hall' guid='g'><event guid='g1' id='7' code='ABCDEF'><room>Hall</room>
<title>Two days</title><subtitle/>
<type>Workshop</type><date>2026-03-02T14:00:00+01:00</date><start>14:00</start>
<duration>1:02:30</duration>
<abstract>x</abstract><slug>ex-7</slug><track slug='t'>Main</track><logo/>
<persons><person id='7' guid='p' code='JR'><name>Jane Roe</name>
<biography>Her **bio**.</biography></person></persons>
<language>en</language><description>y</description><recording/><links/><attachments/>
<url>https://example.org/7</url>
<feedback_url>https://example.org/7/f</feedback_url></event></room></day></schedule>"#;

const FRAB_JSON: &str = r##"{"schedule":{"version":"1","base_url":"https://example.org/",
"conference":{"acronym":"ex","title":"Example","start":"2026-03-02",
"end":"2026-03-03","daysCount":1,"timeslot_duration":"00:05","time_zone_name":"Europe/Berlin",
"colors":{"primary":"#abcdef"},
"rooms":[{"name":"Hall","guid":"r1","capacity":400},{"name":"Annex"}],"tracks":[{"name":"Main",
"slug":"main","color":"#ff0000"}],
"days":[{"index":1,"date":"2026-03-02","day_start":"2026-03-02T04:00:00+01:00",
"day_end":"2026-03-03T03:59:00+01:00","rooms":{
"Hall":[{"guid":"a","code":"ABC","id":1,"date":"2026-03-02T09:00:00+01:00","start":"09:00",
"duration":"00:40","room":"Hall","slug":"ex-1",
"url":"https://example.org/1","title":"One \u00e4 \ud83d\ude00","subtitle":"","track":"Main",
"type":"Talk","language":"en","abstract":"A <b>text</b>",
"description":"# Head\n\n- a\n- b","persons":[{"guid":"p","id":1,"code":"JR",
"public_name":"Jane Roe","biography":"Bio","url":"https://example.org/p"}],
"links":[{"url":"https://example.org/l","title":"L"}],"attachments":[{"url":"/a.pdf",
"title":"A"}],"do_not_record":false,"answers":[]}],
"Annex":[{"id":2,"title":"Two","date":"2026-03-02T23:30:00+01:00","start":"23:30",
"duration":"1:00:00","persons":[]}]}}]}}}"##;

const FRAB_JSON_EVENTS: &str = r#"{"schedule":{"conference":{"name":"Next",
"time_zone_name":"Europe/Berlin","days":[],"rooms":[{"name":"Hall","guid":"r"}],
"tracks":[{"name":"Main","guid":"t"}]},"persons":[{"guid":"p","name":"Jane Roe"}],
"events":[{"guid":"e","title":{"en":"One","de":"Eins"},
"date":"2026-03-02T09:00:00Z","duration":"00:20","room":{"guid":"r"},"track":{"guid":"t"},
"persons":[{"guid":"p"}],"status":"canceled"}]}}"#;

const WIDGET: &str = r##"{"talks":[{"code":"ABC","id":1,"title":"One","abstract":"Text",
"speakers":["JR"],"track":1,"start":"2026-03-02T09:00:00+01:00",
"end":"2026-03-02T09:40:00+01:00","room":1,"duration":40,"updated":"x","fav_count":3,
"do_not_record":false,"tags":["a"],"session_type":{"en":"Talk"},
"content_locale":"en","state":"confirmed"},{"code":null,"id":2,"title":{"en":"Lunch",
"de":"Mittag"},"start":"2026-03-02T12:00:00+01:00",
"end":"2026-03-02T13:00:00+01:00","room":2}],"version":"1","timezone":"Europe/Berlin",
"event_start":"2026-03-02","event_end":"2026-03-02",
"tracks":[{"id":1,"name":{"en":"Main"},"color":"#ff0000"}],"rooms":[{"id":1,"name":{"en":"Hall"},
"capacity":10},{"id":2,"name":"Annex"}],
"speakers":[{"code":"JR","name":"Jane Roe","avatar":null,"biography":"Bio"}],
"submission_types":[{"id":1,"name":"Talk"}]}"##;

const ICAL: &str = "BEGIN:VCALENDAR\r\n\
VERSION:2.0\r\n\
PRODID:-//example//EN\r\n\
X-WR-CALNAME:Example\r\n\
X-WR-TIMEZONE:Europe/Berlin\r\n\
BEGIN:VEVENT\r\n\
UID:1@example.org\r\n\
DTSTAMP:20260101T000000Z\r\n\
DTSTART:20260302T090000Z\r\n\
DTEND:20260302T093000Z\r\n\
SUMMARY:One\\, two\\; three - Jane Roe\r\n\
LOCATION:Hall\\, First floor\r\n\
DESCRIPTION:A line\\n\
and one that is \r\n folded\\n\
\\n\
Speakers: Jane Roe\\, John Doe\r\n\
CATEGORIES:Main,Talk\r\n\
URL:https://example.org/1\r\n\
STATUS:CONFIRMED\r\n\
ATTENDEE;CN=\"Roe, Jane\";ROLE=CHAIR:mailto:jane@example.org\r\n\
END:VEVENT\r\n\
BEGIN:VEVENT\r\n\
UID:2\r\n\
DTSTART;VALUE=DATE:20260303\r\n\
DTEND;VALUE=DATE:20260304\r\n\
SUMMARY:All day\r\n\
END:VEVENT\r\n\
BEGIN:VEVENT\r\n\
UID:3\r\n\
DTSTART:20260303T100000\r\n\
DURATION:PT1H30M\r\n\
SUMMARY;LANGUAGE=en:Floating\r\n\
STATUS:CANCELLED\r\n\
END:VEVENT\r\n\
END:VCALENDAR\r\n";

const ICAL_ZONES: &str = "BEGIN:VCALENDAR\n\
PRODID:-//Google Inc//Google Calendar 70.9054//EN\n\
BEGIN:VTIMEZONE\n\
TZID:Custom\n\
X-LIC-LOCATION:Europe/Paris\n\
BEGIN:STANDARD\n\
DTSTART:19701025T030000\n\
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n\
TZOFFSETFROM:+0200\n\
TZOFFSETTO:+0100\n\
END:STANDARD\n\
BEGIN:DAYLIGHT\n\
DTSTART:19700329T020000\n\
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n\
TZOFFSETFROM:+0100\n\
TZOFFSETTO:+0200\n\
END:DAYLIGHT\n\
END:VTIMEZONE\n\
BEGIN:VEVENT\n\
UID:r\n\
DTSTART;TZID=Custom:20260302T090000\n\
DTEND;TZID=Custom:20260302T100000\n\
RRULE:FREQ=DAILY;UNTIL=20260305T235959Z\n\
EXDATE;TZID=Custom:20260303T090000\n\
SUMMARY:Daily\n\
END:VEVENT\n\
BEGIN:VEVENT\n\
UID:r\n\
RECURRENCE-ID;TZID=Custom:20260304T090000\n\
DTSTART;TZID=Custom:20260304T110000\n\
SUMMARY:Daily\\, later\n\
END:VEVENT\n\
BEGIN:VEVENT\n\
UID:w\n\
DTSTART;TZID=W. Europe Standard Time:20260329T023000\n\
RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO,SU\n\
SUMMARY:Weekly\n\
LOCATION:Hall\n\
END:VEVENT\n\
END:VCALENDAR\n";

const SCHED: &str = "event_key,active,name,event_start,event_end,event_type,\
event_subtype,description,speakers,moderators,venue,address,seats,goers,media_url,id\r\n\
a1,Y,\"One, \"\"quoted\"\"\",2026-03-02 09:00,2026-03-02 09:30,Main,\"Tag1, Tag2\",\
\"<p>Some <a href=\"\"https://example.org\"\">HTML</a></p>\r\n\
- a\",\"Jane Roe, John Doe\",Max Mustermann,Hall,Street 1,10,9,https://example.org/v,x1\r\n\
a2,N,Two &amp; three,2026-03-02 23:30,2026-03-03 00:30,\"Main, Other\",,,,,Annex,,0,0,,x2\r\n\
a3,Y,Three,2026-03-03,,Break,,,,,,,,,,x3\r\n";

const SESSIONIZE_ALL: &str = r#"{"sessions":[{"id":"1","title":"One","description":"Text\nmore",
"startsAt":"2026-03-02T09:00:00","endsAt":"2026-03-02T09:30:00",
"isServiceSession":false,"isPlenumSession":false,"speakers":["p1"],"categoryItems":[11,12],
"questionAnswers":[{"questionId":5,"answerValue":"x"}],"roomId":1,
"liveUrl":null,"recordingUrl":"https://example.org/r","status":"Accepted","isInformed":true,
"isConfirmed":true},
{"id":"2","title":"Lunch","description":null,"startsAt":"2026-03-02T12:00:00Z",
"endsAt":"2026-03-02T13:00:00Z","isServiceSession":true,"speakers":[],"roomId":2}],
"speakers":[{"id":"p1","firstName":"Jane","lastName":"Roe","bio":"Bio",
"tagLine":"Engineer, Example Ltd","isTopSpeaker":false,
"links":[{"title":"Site","url":"https://example.org","linkType":"Blog"}],"sessions":[1],
"fullName":"Jane Roe"}],
"questions":[{"id":5,"question":"Length?","questionType":"Short_Text","sort":1}],
"categories":[{"id":1,"title":"Track","items":[{"id":11,"name":"Main","sort":1},{"id":12,
"name":"Level 1","sort":2}],"sort":0,"type":"session"}],
"rooms":[{"id":1,"name":"Hall","sort":0},{"id":2,"name":"Annex","sort":1}]}"#;

const SESSIONIZE_GRID: &str = r#"[{"date":"2026-03-02T00:00:00","isDefault":true,
"rooms":[{"id":1,"name":"Hall","sessions":[{"id":"1","title":"One","description":"T",
"startsAt":"2026-03-02T09:00:00","endsAt":"2026-03-02T09:30:00","isServiceSession":false,
"isPlenumSession":true,"speakers":[{"id":"p1","name":"Jane Roe"}],
"categories":[{"id":1,"name":"Session format","categoryItems":[{"id":11,"name":"Workshop"}],
"sort":0}],"roomId":1,"room":"Hall"}],"hasOnlyPlenumSessions":false}],
"timeSlots":[{"slotStart":"09:00:00","rooms":[{"id":1,"name":"Hall","session":{"id":"1",
"title":"One"},"index":0}]}]}]"#;

const CFP_DEV_DAY: &str = r#"[{"id":9,"name":"E","timezone":"Europe/Brussels",
"fromDate":"2026-03-02T06:00:00Z","toDate":"2026-03-03T17:00:00Z","website":"https://example.org",
"description":"<p>All</p>","locationName":"Hall"},
[{"id":1,"fromDate":"2026-03-02T07:00:00Z","toDate":"2026-03-02T08:00:00Z","overflow":false,
"eventId":9,"eventName":"E","room":{"id":5,"name":"Room 5","weight":1.0,"capacity":300},
"sessionType":{"id":8,"name":"Keynote","duration":50,"isPause":false},
"proposal":{"id":31,"title":"One","description":"<p>Text</p>","summary":"Text",
"afterVideoURL":"https://example.org/v","podcastURL":"https://example.org/p",
"audienceLevel":"ALL","language":"EN","track":{"id":1,"name":"Main"},
"speakers":[{"id":81,"firstName":"Jane","lastName":"Roe","bio":"Bio","company":"Example Ltd"}],
"keywords":[{"name":"k"}],"timeSlots":[]},"timezone":"Europe/Brussels"},
{"id":2,"fromDate":"2026-03-02T07:00:00Z","toDate":"2026-03-02T08:00:00Z","overflow":true,
"room":{"id":6,"name":"Room 6"},"proposal":{"id":31,"title":"One"}},
{"id":3,"fromDate":"2026-03-02T10:00:00Z","toDate":"2026-03-02T11:00:00Z",
"room":{"id":6,"name":"Room 6"},"sessionType":{"id":7,"name":"Lunch","pause":true}}]]"#;

const CFP_DEV_TALKS: &str = r#"[{"id":31,"title":"One","trackName":"Main",
"sessionTypeName":"Conference","timeSlots":[{"id":1,"fromDate":"2026-03-02T07:00:00Z",
"toDate":"2026-03-02T08:00:00Z","roomName":"Room 5","timezone":"Europe/Brussels"}],
"tags":[{"name":"k"}],"speakers":[{"id":1,"fullName":"Jane Roe"}]},
{"id":32,"title":"Two","timeSlots":[]}]"#;

const WORDCAMP: &str = r#"[{"name":"WordCamp &amp; more","url":"https://example.org",
"timezone_string":"Europe/Rome","gmt_offset":"1"},
[{"id":101,"slug":"one","link":"https://example.org/one","title":{"rendered":"One &#8211; two"},
"content":{"rendered":"<p>Text<\/p>","protected":false},"session_track":[11],
"session_category":[21],"meta":{"_wcpt_session_time":1772438400,"_wcpt_session_duration":2400,
"_wcpt_session_type":"session","_wcpt_session_slides":"https://example.org/s",
"_wcpt_session_video":"https://wordpress.tv/1"},
"session_speakers":[{"id":"301","name":"Jane Roe","link":"https://example.org/jane"}],
"_embedded":{"speakers":[{"id":301,"title":{"rendered":"Jane Roe"},
"excerpt":{"rendered":"<p>Bio<\/p>"}}],
"wp:term":[[{"id":11,"name":"Hall","taxonomy":"wcb_track"}],
[{"id":21,"name":"Workshop","taxonomy":"wcb_session_category"}]]}}],
[{"id":102,"title":{"rendered":"Lunch"},"session_track":[11,12],"session_cats_rendered":"A, B",
"meta":{"_wcpt_session_time":0,"_wcpt_session_duration":3600,"_wcpt_session_type":"custom"}}]]"#;

const LINKED_EVENTS: &str = r##"{"@context":"https://schema.org","@graph":[
{"@type":"Place","@id":"#hall","name":"Hall"},
{"@type":"EventSeries","@id":"#e","name":"E","startDate":"2026-03-02","endDate":"2026-03-03",
"url":"https://example.org","description":"All","location":{"@type":"Place","name":"Campus"}},
{"@type":"Event","@id":"#1","name":"One &amp; two","startDate":"2026-03-02T09:00:00+01:00",
"endDate":"2026-03-02T09:30:00+01:00","location":{"@id":"#hall"},"superEvent":{"@id":"#e"},
"performer":[{"@type":"Person","name":"Jane Roe","jobTitle":"Engineer","description":"Bio",
"affiliation":{"@type":"Organization","name":"Example Ltd"}},"John Doe"],
"description":"Text<br>more","inLanguage":"en","keywords":"a, b","url":"https://example.org/1"},
{"@type":"EducationEvent","identifier":{"@type":"PropertyValue","value":"2"},"name":"Workshop",
"startDate":"2026-03-02T10:00","duration":"PT45M","superEvent":{"name":"E"},
"location":[{"@type":"VirtualLocation","url":"https://example.org/live"},"Annex"],
"eventStatus":"https://schema.org/EventCancelled"}]}"##;

const LINKED_PAGE: &str = r#"<!DOCTYPE html><html><head><title>E &amp; more</title>
<script type="application/ld+json">{"@type":"Event","name":"E","subEvent":[
{"@type":"Event","name":"One","startDate":"2026-03-02T09:00:00Z","performers":"Jane Roe"},
{"@type":"Event","name":"Two","startDate":"2026-03-02T10:00:00Z"}]}</script>
<script>var a = "<b>";</script></head><body><p>Text</body></html>
"#;
