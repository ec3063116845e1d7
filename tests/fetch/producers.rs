//! Pages of known producers, with the schedule of each in the producer's own shape.

use super::fixture::{Answer, Home};
use super::server::{Server, ok, status};

/// The page of an event, and the documents of its producer.
struct Site {
    /// The host and path of the page that a person gives.
    page: &'static str,
    html: &'static str,
    /// Hosts and paths with their documents.
    documents: &'static [(&'static str, &'static str)],
    /// The host and path that the agenda remembers.
    source: &'static str,
    sessions: usize,
    /// A part of the summary: the name of the event and its zone.
    event: &'static str,
    zone: &'static str,
    /// The number of requests of an update.
    parts: usize,
}

const FRAB_JSON: &str = r#"{"schedule":{"version":"1","conference":{"title":"Conf in JSON",
"time_zone_name":"Europe/Berlin","days":[{"index":1,"date":"2030-05-04","rooms":{"Hall":[
{"guid":"g1","title":"One","date":"2030-05-04T09:00:00+02:00","start":"09:00","duration":"00:30"},
{"guid":"g2","title":"Two","date":"2030-05-04T10:00:00+02:00","start":"10:00","duration":"00:30"}
]}}]}}}"#;

const FRAB_XML: &str = r#"<?xml version="1.0"?><schedule><conference><title>Conf in XML</title>
<time_zone_name>Europe/Brussels</time_zone_name></conference><day index="1" date="2030-05-04">
<room name="Hall"><event id="1"><start>09:00</start><duration>00:30</duration><title>One</title>
</event><event id="2"><start>10:00</start><duration>00:30</duration><title>Two</title></event>
</room></day></schedule>"#;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n\
X-WR-CALNAME:Conf as Calendar\r\nX-WR-TIMEZONE:Europe/Paris\r\n\
BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:One\r\nDTSTART:20300504T070000Z\r\nDTEND:20300504T073000Z\r\n\
END:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Two\r\nDTSTART:20300504T080000Z\r\nDTEND:20300504T083000Z\r\n\
END:VEVENT\r\nEND:VCALENDAR\r\n";

/// The calendar of an Indico event without contributions: the event alone.
const EVENT_ALONE: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//CERN//INDICO//EN\r\n\
BEGIN:VEVENT\r\nUID:indico-event-8@indico.example\r\nSUMMARY:Conf\r\nDTSTART:20300504T070000Z\r\n\
DTEND:20300504T180000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

const SESSIONIZE: &str = r#"{"sessions":[
{"id":"1","title":"One","startsAt":"2030-05-04T09:00:00","endsAt":"2030-05-04T09:30:00",
"isServiceSession":false,"speakers":[],"roomId":1},
{"id":"2","title":"Two","startsAt":"2030-05-04T10:00:00","endsAt":"2030-05-04T10:30:00",
"isServiceSession":false,"speakers":[],"roomId":1}],
"speakers":[],"questions":[],"categories":[],"rooms":[{"id":1,"name":"Hall"}]}"#;

const CFP_EVENT: &str = r#"{"id":9,"name":"Conf of CFP.dev","timezone":"Europe/Brussels",
"fromDate":"2030-05-06T06:00:00Z","toDate":"2030-05-08T16:00:00Z"}"#;
const CFP_MONDAY: &str = r#"[{"id":1,"fromDate":"2030-05-06T07:00:00Z",
"toDate":"2030-05-06T07:30:00Z","room":{"id":5,"name":"Room 5"},"eventName":"Conf",
"sessionType":{"id":8,"name":"Keynote","isPause":false},"timezone":"Europe/Brussels",
"proposal":{"id":31,"title":"One","speakers":[{"id":1,"fullName":"Ada"}],"timeSlots":[]}}]"#;
const CFP_TUESDAY: &str = r#"[{"id":2,"fromDate":"2030-05-07T10:00:00Z",
"toDate":"2030-05-07T11:00:00Z","room":{"id":5,"name":"Room 5"},
"sessionType":{"id":9,"name":"Lunch","isPause":true},"timezone":"Europe/Brussels"}]"#;

const CAMP_PAGE: &str = r#"<link rel="https://api.w.org/"
href="http://town.wordcamp.org/2030/wp-json/"/>
<script src="/wp-content/plugins/wc-post-types/js/favorites.js"></script>"#;
const CAMP_SESSIONS_PATH: &str = "town.wordcamp.org/2030/wp-json/wp/v2/sessions\
?per_page=100&_embed=speakers,wp:term";
const CAMP_INDEX_PATH: &str = "town.wordcamp.org/2030/wp-json/\
?_fields=name,home,url,gmt_offset,timezone_string";
const CAMP_SESSIONS: &str = r#"[{"id":1,"slug":"one","title":{"rendered":"One &amp; only"},
"meta":{"_wcpt_session_time":1904194800,"_wcpt_session_duration":1800},"session_track":[3],
"session_speakers":[{"id":7,"name":"Ada"}],
"_embedded":{"wp:term":[[{"id":3,"name":"Hall","taxonomy":"wcb_track"}]]}},
{"id":2,"slug":"two","title":{"rendered":"Two"},
"meta":{"_wcpt_session_time":1904198400,"_wcpt_session_duration":1800}}]"#;
const CAMP_INDEX: &str =
    r#"{"name":"WordCamp Town","timezone_string":"Europe/Rome","gmt_offset":2}"#;

const SITES: &[Site] = &[
    Site {
        page: "pretalx.example/conf-2030/talk/ABC123/",
        html: r#"<meta name="generator" content="pretalx"><a href="/conf-2030/schedule/">"#,
        documents: &[("pretalx.example/conf-2030/schedule/export/schedule.json", FRAB_JSON)],
        source: "pretalx.example/conf-2030/schedule/export/schedule.json",
        sessions: 2,
        event: "Conf in JSON",
        zone: "Europe/Berlin",
        parts: 1,
    },
    Site {
        page: "conf30.sched.com/event/1abC/one",
        html: "",
        documents: &[("conf30.sched.com/all.ics", CALENDAR)],
        source: "conf30.sched.com/all.ics",
        sessions: 2,
        event: "Conf as Calendar",
        zone: "Europe/Paris",
        parts: 1,
    },
    Site {
        page: "frab.example/en/conf30/public/events",
        html: "<a href='/en/conf30/public/speakers'>",
        documents: &[("frab.example/en/conf30/public/schedule.xml", FRAB_XML)],
        source: "frab.example/en/conf30/public/schedule.xml",
        sessions: 2,
        event: "Conf in XML",
        zone: "Europe/Brussels",
        parts: 1,
    },
    Site {
        page: "fosdem.org/2030/",
        html: "<a href='/2030/schedule/'>Schedule</a>",
        documents: &[("fosdem.org/2030/schedule/xml", FRAB_XML)],
        source: "fosdem.org/2030/schedule/xml",
        sessions: 2,
        event: "Conf in XML",
        zone: "Europe/Brussels",
        parts: 1,
    },
    Site {
        page: "events.ccc.de/congress/2030/hub/en/fahrplan",
        html: "",
        documents: &[("api.events.ccc.de/congress/2030/schedule.json", FRAB_JSON)],
        source: "api.events.ccc.de/congress/2030/schedule.json",
        sessions: 2,
        event: "Conf in JSON",
        zone: "Europe/Berlin",
        parts: 1,
    },
    Site {
        page: "camp.example/2030/hub/de/",
        html: "<script>fetch('/2030/hub/api/c/camp30/me')</script>",
        documents: &[("camp.example/2030/hub/api/c/camp30/schedule.json", FRAB_JSON)],
        source: "camp.example/2030/hub/api/c/camp30/schedule.json",
        sessions: 2,
        event: "Conf in JSON",
        zone: "Europe/Berlin",
        parts: 1,
    },
    Site {
        page: "indico.example/event/7/timetable/",
        html: "",
        documents: &[("indico.example/event/7/event.ics?scope=contribution", CALENDAR)],
        source: "indico.example/event/7/event.ics?scope=contribution",
        sessions: 2,
        event: "Conf as Calendar",
        zone: "Europe/Paris",
        parts: 1,
    },
    Site {
        page: "indico.example/event/8/",
        html: "",
        documents: &[
            ("indico.example/event/8/event.ics?scope=contribution", EVENT_ALONE),
            ("indico.example/event/8/event.ics?scope=session", CALENDAR),
        ],
        source: "indico.example/event/8/event.ics?scope=session",
        sessions: 2,
        event: "Conf as Calendar",
        zone: "Europe/Paris",
        parts: 1,
    },
    Site {
        page: "conf30.sessionize.com/schedule",
        html: "<script src='http://sessionize.com/api/v2/abc12345/view/GridSmart'></script>",
        documents: &[("sessionize.com/api/v2/abc12345/view/All", SESSIONIZE)],
        source: "sessionize.com/api/v2/abc12345/view/All",
        sessions: 2,
        event: "conf30",
        zone: "",
        parts: 1,
    },
    Site {
        page: "conf30.cfp.dev/",
        html: "<div id=root>",
        documents: &[
            ("conf30.cfp.dev/api/public/event", CFP_EVENT),
            ("conf30.cfp.dev/api/public/schedules/monday", CFP_MONDAY),
            ("conf30.cfp.dev/api/public/schedules/tuesday", CFP_TUESDAY),
        ],
        source: "conf30.cfp.dev/api/public/event",
        sessions: 2,
        event: "Conf of CFP.dev",
        zone: "Europe/Brussels",
        // Nothing is scheduled on Wednesday.
        parts: 4,
    },
    Site {
        page: "town.wordcamp.org/2030/",
        html: CAMP_PAGE,
        documents: &[(CAMP_SESSIONS_PATH, CAMP_SESSIONS), (CAMP_INDEX_PATH, CAMP_INDEX)],
        source: CAMP_SESSIONS_PATH,
        sessions: 2,
        event: "WordCamp Town",
        zone: "Europe/Rome",
        parts: 2,
    },
];

/// Returns a proxy with the pages and the documents of a site.
fn serve_site(site: &Site) -> Server {
    let proxy = Server::start_proxy();
    let html = format!("<!DOCTYPE html><html><head><title>Conf</title>{}", site.html);
    proxy.route(site.page, [ok(html)]);
    for (path, document) in site.documents {
        proxy.route(path, [ok(document)]);
    }
    proxy
}

fn run(home: &Home, proxy: &Server, args: &[&str]) -> Answer {
    let mut command = home.command(args);
    command.env("HTTP_PROXY", proxy.address(""));
    super::fixture::run_command(&mut command)
}

#[test]
fn schedule_of_each_producer_is_imported_and_updated() {
    for site in SITES {
        let (proxy, home) = (serve_site(site), Home::new());
        let page = format!("http://{}", site.page);
        let answer = run(&home, &proxy, &["import", &page, "--name", "conf"]);
        let report = format!("{page}: {}", answer.err);
        assert_eq!(answer.code, 0, "{report}");
        let source = format!("http://{}", site.source);
        assert!(answer.err.contains(&format!("is a web page, trying {source}\n")), "{report}");
        assert!(answer.err.contains(&format!("imported conf: {}", site.event)), "{report}");
        assert!(answer.err.contains(&format!("{} sessions", site.sessions)), "{report}");
        assert!(answer.err.contains(site.zone), "{report}");
        let stored = home.read("data/hallway/agendas/conf.toml");
        assert!(stored.contains(&format!("source = \"{source}\"")), "{report}");
        proxy.take_requests();
        let answer = run(&home, &proxy, &["update", "conf"]);
        answer.assert_code(0).assert_err("nothing has changed");
        let asked = proxy.take_requests();
        assert_eq!(asked.len(), site.parts, "{page}: {asked:?}");
        assert!(!asked.contains(&site.page.to_owned()), "{page}: {asked:?}");
    }
}

#[test]
fn schedule_of_a_producer_that_refuses_its_page_is_imported() {
    let site = SITES.iter().find(|site| site.page.contains("sched.com")).unwrap();
    let (proxy, home) = (serve_site(site), Home::new());
    proxy.route(site.page, [status("403 Forbidden", "")]);
    let page = format!("http://{}", site.page);
    run(&home, &proxy, &["import", &page]).assert_code(0).assert_err("2 sessions");
    proxy.route("conf.example/", [status("403 Forbidden", "")]);
    let answer = run(&home, &proxy, &["import", "http://conf.example/"]);
    answer.assert_code(69).assert_err("conf.example answers 403");
}

#[test]
fn change_of_any_part_of_a_schedule_is_an_update() {
    let site = SITES.iter().find(|site| site.page.contains("cfp.dev")).unwrap();
    let (proxy, home) = (serve_site(site), Home::new());
    let page = format!("http://{}", site.page);
    run(&home, &proxy, &["import", &page, "--name", "conf"]).assert_code(0);
    let tuesday = "conf30.cfp.dev/api/public/schedules/tuesday";
    proxy.route(tuesday, [ok(CFP_TUESDAY.replace("10:00:00Z", "10:15:00Z"))]);
    let answer = run(&home, &proxy, &["update", "conf"]);
    assert!(answer.out.contains("moved"), "{} {}", answer.out, answer.err);
    answer.assert_err(&format!("fetching http://{tuesday} too\n"));
    // Half a schedule does not replace a whole one.
    proxy.route(tuesday, [status("500 Fault", "")]);
    let before = home.read("data/hallway/agendas/conf.toml");
    run(&home, &proxy, &["update", "conf"]).assert_code(69).assert_err("answers 500");
    proxy.route(tuesday, [ok("<html>Gateway</html>")]);
    run(&home, &proxy, &["update", "conf"]).assert_code(69).assert_err("with a web page");
    assert_eq!(home.read("data/hallway/agendas/conf.toml"), before);
}

#[test]
fn event_of_a_week_is_fetched_whole() {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let site = SITES.iter().find(|site| site.page.contains("cfp.dev")).unwrap();
    let (proxy, home) = (serve_site(site), Home::new());
    let week = CFP_EVENT.replace("2030-05-08", "2030-05-12");
    proxy.route("conf30.cfp.dev/api/public/event", [ok(week)]);
    for (number, day) in DAYS.iter().enumerate() {
        let slots = CFP_MONDAY.replace("2030-05-06", &format!("2030-05-{:02}", 6 + number));
        let slots = slots.replace("\"id\":31", &format!("\"id\":{number}"));
        proxy.route(&format!("conf30.cfp.dev/api/public/schedules/{day}"), [ok(slots)]);
    }
    let answer = run(&home, &proxy, &["import", &format!("http://{}", site.page)]);
    answer.assert_code(0).assert_err("7 sessions").assert_err("schedules/sunday too");
    assert_eq!(proxy.take_requests().len(), 2 + DAYS.len());
}

#[test]
fn pages_of_a_wordcamp_are_fetched_to_the_last_one() {
    let (proxy, home) = (Server::start_proxy(), Home::new());
    let sessions = CAMP_SESSIONS_PATH;
    let entries = |from: usize, count: usize| {
        let entries = (from..from + count).map(|id| {
            format!(
                r#"{{"id":{id},"title":{{"rendered":"Talk {id}"}},
"meta":{{"_wcpt_session_time":{},"_wcpt_session_duration":600}}}}"#,
                1_904_194_800 + id * 600
            )
        });
        ok(format!("[{}]", entries.collect::<Vec<_>>().join(",")))
    };
    proxy.route("town.wordcamp.org/2030/", [ok(format!("<html>{CAMP_PAGE}"))]);
    proxy.route(sessions, [entries(0, 100)]);
    proxy.route(&format!("{sessions}&page=2"), [entries(100, 100)]);
    proxy.route(&format!("{sessions}&page=3"), [status("400 Bad Request", "")]);
    let address = "http://town.wordcamp.org/2030/";
    let answer = run(&home, &proxy, &["import", address]);
    answer.assert_code(0).assert_err("200 sessions").assert_err("page=3 too");
    proxy.route(&format!("{sessions}&page=3"), [entries(200, 7)]);
    run(&home, &proxy, &["import", address]).assert_code(0).assert_err("207 sessions");
    assert_eq!(proxy.take_requests().len(), 5 + 5);
}
