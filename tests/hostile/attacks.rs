//! Files that mean harm, each made in code and the same every time. `tests/hostile/main.rs` reads
//! small ones on every run of the tests; `benches/hostile.rs` reads them in full and holds them to
//! a second and 300 MB.

use std::fmt::Write as _;

/// The size of a file that is large because of its bytes: nearly the largest that is read.
pub(crate) const FULL_BYTES: usize = hallway::format::SIZE_MAX - 10_000;

/// A file and what is to come of it.
pub(crate) struct Attack {
    pub(crate) name: String,
    /// Makes the file; the number is bytes or things, whichever the attack is made of.
    pub(crate) make: Box<dyn Fn(usize) -> Vec<u8>>,
    pub(crate) full: usize,
    pub(crate) outcome: Outcome,
}

/// What is to come of a file, whatever its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No agenda is made of it, and a sentence says why.
    Refused,
    /// What is sound in it is kept: a session before the harm, of the title [`KEPT`]. Something is
    /// told, with a place.
    Told,
    /// It is kept likewise; there is nothing to tell, or only of sessions.
    Kept,
    /// It may have any number of sessions, and anything may be told.
    Any,
}

/// The title of the sound session in most of the files.
pub(crate) const KEPT: &str = "Sound";

/// A kind of file, as the attacks write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Toml,
    Xml,
    Json,
    Widget,
    Ical,
    Csv,
    Sessionize,
}

pub(crate) const KINDS: [Kind; 7] =
    [Kind::Toml, Kind::Xml, Kind::Json, Kind::Widget, Kind::Ical, Kind::Csv, Kind::Sessionize];

/// What is written of a session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) text: &'a str,
    pub(crate) room: &'a str,
    pub(crate) track: &'a str,
    pub(crate) person: &'a str,
    /// Minutes after nine.
    pub(crate) at: usize,
}

pub(crate) const SOUND: Fields = Fields {
    id: "s1",
    title: KEPT,
    text: "Plain.",
    room: "Hall",
    track: "Main",
    person: "Jane Roe",
    at: 0,
};

impl Kind {
    /// What stands before the sessions.
    pub(crate) fn head(self) -> &'static str {
        match self {
            Kind::Toml => "[event]\nname = \"E\"\ntimezone = \"Europe/Berlin\"\n",
            Kind::Xml => {
                "<?xml version=\"1.0\"?>\n<schedule><conference><title>E</title>\
                 <time_zone_name>Europe/Berlin</time_zone_name></conference>\
                 <day index=\"1\" date=\"2026-03-02\" start=\"2026-03-02T05:00:00+01:00\" end=\"2026-03-03T04:00:00+01:00\">\
                 <room name=\"Hall\">\n"
            }
            Kind::Json => {
                "{\"schedule\":{\"version\":\"1\",\"conference\":{\"title\":\"E\",\"time_zone_name\":\"Europe/Berlin\",\
                 \"days\":[{\"index\":1,\"date\":\"2026-03-02\",\"rooms\":{\"Hall\":[\n"
            }
            Kind::Widget => {
                "{\"timezone\":\"Europe/Berlin\",\"event_name\":\"E\",\"rooms\":[{\"id\":1,\"name\":{\"en\":\"Hall\"}}],\
                 \"tracks\":[{\"id\":1,\"name\":\"Main\"}],\"speakers\":[{\"code\":\"JR\",\"name\":\"Jane Roe\"}],\"talks\":[\n"
            }
            Kind::Ical => {
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nX-WR-CALNAME:E\r\n"
            }
            Kind::Csv => {
                "id,event_key,name,event_start,event_end,event_type,description,speakers,venue\r\n"
            }
            Kind::Sessionize => {
                "{\"speakers\":[{\"id\":\"jr\",\"fullName\":\"Jane Roe\"}],\"rooms\":[{\"id\":1,\"name\":\"Hall\"}],\
                 \"questions\":[],\"categories\":[],\"sessions\":[\n"
            }
        }
    }

    pub(crate) fn between(self) -> &'static str {
        match self {
            Kind::Json | Kind::Widget | Kind::Sessionize => ",\n",
            _ => "",
        }
    }

    pub(crate) fn tail(self) -> &'static str {
        match self {
            Kind::Toml | Kind::Csv => "",
            Kind::Xml => "</room></day></schedule>\n",
            Kind::Json => "]}}]}}}\n",
            Kind::Widget | Kind::Sessionize => "]}\n",
            Kind::Ical => "END:VCALENDAR\r\n",
        }
    }

    /// One session. The fields are written as they are: see [`Kind::escaped`].
    pub(crate) fn session(self, out: &mut String, of: Fields<'_>) {
        let Fields { id, title, text, room, track, person, at } = of;
        let (hour, minute) = (9 + at / 60 % 14, at % 60);
        let start = format!("2026-03-02T{hour:02}:{minute:02}:00");
        let _ = match self {
            Kind::Toml => writeln!(
                out,
                "[[session]]\nid = \"{id}\"\ntitle = \"{title}\"\nstart = {start}\nminutes = 20\nroom = \"{room}\"\n\
                 track = \"{track}\"\nspeakers = [\"{person}\"]\nabstract = \"{text}\""
            ),
            Kind::Xml => writeln!(
                out,
                "<event id=\"{id}\"><date>{start}+01:00</date><start>{hour:02}:{minute:02}</start>\
                 <duration>00:20</duration><room>{room}</room><title>{title}</title><track>{track}</track>\
                 <persons><person id=\"1\">{person}</person></persons><description>{text}</description></event>"
            ),
            Kind::Json => write!(
                out,
                "{{\"guid\":\"{id}\",\"title\":\"{title}\",\"date\":\"{start}+01:00\",\"start\":\"{hour:02}:{minute:02}\",\
                 \"duration\":\"00:20\",\"room\":\"{room}\",\"track\":\"{track}\",\
                 \"persons\":[{{\"public_name\":\"{person}\"}}],\"description\":\"{text}\"}}"
            ),
            Kind::Widget => write!(
                out,
                "{{\"code\":\"{id}\",\"title\":\"{title}\",\"abstract\":\"{text}\",\"start\":\"{start}+01:00\",\"duration\":20,\
                 \"room\":\"{room}\",\"track\":\"{track}\",\"speakers\":[\"{person}\"]}}"
            ),
            Kind::Ical => write!(
                out,
                "BEGIN:VEVENT\r\nUID:{id}\r\nDTSTART:20260302T{hour:02}{minute:02}00Z\r\nDURATION:PT20M\r\nSUMMARY:{title}\r\n\
                 LOCATION:{room}\r\nCATEGORIES:{track}\r\nATTENDEE;CN={person}:invalid:nomail\r\nDESCRIPTION:{text}\r\nEND:VEVENT\r\n"
            ),
            Kind::Csv => write!(
                out,
                "{id},{id},\"{title}\",2026-03-02 {hour:02}:{minute:02},,\"{track}\",\"{text}\",\"{person}\",\"{room}\"\r\n"
            ),
            Kind::Sessionize => write!(
                out,
                "{{\"id\":\"{id}\",\"title\":\"{title}\",\"description\":\"{text}\",\"startsAt\":\"{start}\",\"endsAt\":null,\
                 \"room\":\"{room}\",\"speakers\":[{{\"id\":\"{person}\",\"name\":\"{person}\"}}],\
                 \"categories\":[{{\"name\":\"Track\",\"categoryItems\":[{{\"id\":1,\"name\":\"{track}\"}}]}}]}}"
            ),
        };
    }

    /// A text as this format writes it within a value.
    pub(crate) fn escaped(self, text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            match (self, c) {
                (Kind::Xml, '<') => out.push_str("&lt;"),
                (Kind::Xml, '&') => out.push_str("&amp;"),
                (Kind::Csv, '"') => out.push_str("\"\""),
                (Kind::Xml | Kind::Csv, c) => out.push(c),
                (Kind::Ical, '\\' | ',' | ';') => out.extend(['\\', c]),
                (_, '\n') => out.push_str("\\n"),
                (Kind::Ical, c) => out.push(c),
                (_, '"' | '\\') => out.extend(['\\', c]),
                (_, c) if c.is_control() => _ = write!(out, "\\u{:04x}", u32::from(c)),
                (_, c) => out.push(c),
            }
        }
        out
    }

    /// A sound session, one that is given, and another sound one.
    pub(crate) fn file(self, middle: Fields<'_>) -> String {
        let size = middle.title.len()
            + middle.text.len()
            + middle.room.len()
            + middle.track.len()
            + middle.person.len();
        let mut out = String::with_capacity(size + 4096);
        out.push_str(self.head());
        self.session(&mut out, SOUND);
        out.push_str(self.between());
        self.session(&mut out, middle);
        out.push_str(self.between());
        self.session(&mut out, Fields { id: "s3", title: "After", at: 60, ..SOUND });
        out.push_str(self.tail());
        out
    }

    /// A sound session, and then `harm` where the next one would stand; the file goes on after it.
    fn harmed(self, harm: &str) -> Vec<u8> {
        let mut out = String::with_capacity(harm.len() + 4096);
        out.push_str(self.head());
        self.session(&mut out, SOUND);
        out.push_str(self.between());
        out.push_str(harm);
        out.push_str(self.tail());
        out.into()
    }

    /// Many sessions; `each` says what is special about one.
    pub(crate) fn many(self, count: usize, each: &dyn Fn(usize) -> [String; 5]) -> Vec<u8> {
        let mut out = String::with_capacity(count * 400 + 1024);
        out.push_str(self.head());
        self.session(&mut out, SOUND);
        for ix in 0..count {
            let [id, title, room, track, person] = each(ix);
            out.push_str(self.between());
            let fields = Fields {
                id: &id,
                title: &title,
                room: &room,
                track: &track,
                person: &person,
                text: "",
                at: ix / 4,
            };
            self.session(&mut out, fields);
        }
        out.push_str(self.tail());
        out.into()
    }
}

const HARM: Fields = Fields { id: "s2", title: "Harm", at: 30, ..SOUND };

/// Texts that cost much where a reader looks back, looks ahead or calls itself.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("letters", "a"),
    ("<", "<"),
    ("&", "&"),
    ("[", "["),
    ("](", "]("),
    ("[a](", "[a]("),
    ("![", "!["),
    ("(", "("),
    ("*", "*"),
    ("_ a", "_ a"),
    ("** a", "** a"),
    ("`", "`"),
    ("backslashes", "\\"),
    ("quotes", "\""),
    ("newlines", "\n"),
    ("empty lines with a", "\n\na"),
    ("marks", "\u{301}"),
    ("letters and marks", "e\u{301}\u{302}\u{303}\u{304}\u{305}"),
    ("marks in no order", "\u{301}\u{323}"),
    ("joiners", "\u{200d}"),
    ("emoji and joiners", "👩\u{200d}"),
    ("bidi", "\u{202e}a"),
    ("Hangul", "\u{1100}\u{1161}"),
    ("ligatures", "\u{fdfa}"),
    ("escapes", "\u{1b}]"),
    ("escape after escape", "\u{1b}[31"),
    ("nul", "\0"),
    ("<b>", "<b>"),
    ("</b>", "</b>"),
    ("<ul>", "<ul>"),
    ("<ul><li>", "<ul><li>"),
    ("<p>", "<p>"),
    ("<div><p>a", "<div><p>a"),
    ("<pre>", "<pre>"),
    ("<table><tr><td>", "<table><tr><td>"),
    ("<a href=", "<a href="),
    ("<a href=\"http://example.org\">", "<a href=\"http://example.org\">"),
    ("<!--", "<!--"),
    ("<p <p", "<p <p"),
    ("<script>", "<script>"),
    ("&#", "&#"),
    ("&amp;", "&amp;"),
    ("&amp", "&amp"),
    ("&#x110000;", "&#x110000;"),
    ("> quotes", "> "),
    ("lists", "- "),
    ("lists in lines", "- a\n"),
    ("headings", "# a\n"),
    ("rules", "---\n"),
    ("fences", "```\n"),
    ("lines moved in", "\n          a"),
    ("addresses", "http://"),
    ("addresses in brackets", "[http://example.org]"),
    ("autolinks", "<http://example.org>"),
    ("names", "Jane Roe, "),
    ("and", " and "),
    ("colons", ":"),
    ("semicolons", ";"),
    ("slashes", "/"),
    ("plus", "+"),
    ("tabs", "\t"),
    ("carriage returns", "\r"),
    ("line separators", "\u{2028}"),
];

fn filled(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len().max(1))
}

/// All attacks.
pub(crate) fn attacks() -> Vec<Attack> {
    let mut attacks = Vec::new();
    for kind in KINDS {
        texts(kind, &mut attacks);
        sessions(kind, &mut attacks);
        damage(kind, &mut attacks);
        times(kind, &mut attacks);
    }
    for (name, full, outcome, make) in SPECIAL {
        attacks.push(Attack {
            name: (*name).to_owned(),
            full: *full,
            outcome: *outcome,
            make: Box::new(*make),
        });
    }
    attacks
}

/// A text that fills the file, in the description and in the title.
fn texts(kind: Kind, attacks: &mut Vec<Attack>) {
    for (name, unit) in TEXTS {
        let unit = kind.escaped(unit);
        // What is nothing but control characters is taken for no text at all.
        let outcome = if unit.contains(['\u{1b}', '\0']) { Outcome::Any } else { Outcome::Kept };
        attacks.push(Attack {
            name: format!("{kind:?} description of {name}"),
            make: Box::new(move |bytes| {
                kind.file(Fields { text: &filled(&unit, bytes), ..HARM }).into()
            }),
            full: FULL_BYTES,
            outcome,
        });
    }
    for (name, unit) in TEXTS.iter().filter(|(name, _)| {
        [
            "letters", "<", "&", "&amp;", "marks", "joiners", "escapes", "quotes", "newlines",
            "and", "names",
        ]
        .contains(name)
    }) {
        let unit = kind.escaped(unit);
        let outcome = if unit.contains('\u{1b}') { Outcome::Any } else { Outcome::Kept };
        attacks.push(Attack {
            name: format!("{kind:?} title, room, track and person of {name}"),
            make: Box::new(move |bytes| {
                let text = format!("A{}", filled(&unit, bytes / 4));
                kind.file(Fields { title: &text, room: &text, track: &text, person: &text, ..HARM })
                    .into()
            }),
            full: FULL_BYTES,
            outcome,
        });
    }
}

/// Very many sessions.
fn sessions(kind: Kind, attacks: &mut Vec<Attack>) {
    type Each = fn(usize) -> [String; 5];
    let own = |ix: usize| {
        [format!("id{ix}"), format!("Title {ix}"), "Hall".into(), "Main".into(), "Jane Roe".into()]
    };
    let same: Each =
        |_| ["same".into(), "Same".into(), "Hall".into(), "Main".into(), "Jane Roe".into()];
    let titles: Each =
        |_| [String::new(), "Same".into(), "Hall".into(), "Main".into(), "Jane Roe".into()];
    let rooms: Each = |ix| {
        [format!("i{ix}"), format!("T{ix}"), format!("Room {ix}"), "Main".into(), "Jane Roe".into()]
    };
    let tracks: Each = |ix| {
        [
            format!("i{ix}"),
            format!("T{ix}"),
            "Hall".into(),
            format!("Track {ix}"),
            "Jane Roe".into(),
        ]
    };
    let people: Each = |ix| {
        [format!("i{ix}"), format!("T{ix}"), "Hall".into(), "Main".into(), format!("Person {ix}")]
    };
    for (name, full, each) in [
        ("sessions", 100_000, own as Each),
        ("sessions of one id", 100_000, same),
        ("sessions of one title and no id", 100_000, titles),
        ("rooms", 100_000, rooms),
        ("tracks", 20_000, tracks),
        ("people", 100_000, people),
    ] {
        attacks.push(Attack {
            name: format!("{kind:?} {full} {name}"),
            make: Box::new(move |count| kind.many(count, &each)),
            full,
            outcome: Outcome::Any,
        });
    }
}

/// Files that are cut off, or in no encoding, or in another one.
#[expect(clippy::too_many_lines, reason = "a table")]
fn damage(kind: Kind, attacks: &mut Vec<Attack>) {
    let whole = move |bytes: usize| {
        let each = |ix: usize| {
            let own = |what: &str| format!("{what} {}", ix % 50);
            [format!("id{ix}"), format!("Title {ix}"), own("Room"), own("Track"), own("Person")]
        };
        kind.many(bytes / 300, &each)
    };
    let utf16 = |bytes: Vec<u8>, little: bool| -> Vec<u8> {
        let text = String::from_utf8(bytes).unwrap_or_default();
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    };
    let mut add = |name: &str, outcome, make: Box<dyn Fn(usize) -> Vec<u8>>| {
        attacks.push(Attack { name: format!("{kind:?} {name}"), full: 3_000_000, outcome, make });
    };
    add(
        "cut off in the middle",
        Outcome::Kept,
        Box::new(move |bytes| {
            let mut whole = whole(bytes);
            whole.truncate(whole.len() / 2);
            whole
        }),
    );
    add("UTF-16 little", Outcome::Refused, Box::new(move |bytes| utf16(whole(bytes), true)));
    add("UTF-16 big", Outcome::Refused, Box::new(move |bytes| utf16(whole(bytes), false)));
    add(
        "UTF-16 little with mark",
        Outcome::Refused,
        Box::new(move |bytes| [b"\xff\xfe".to_vec(), utf16(whole(bytes), true)].concat()),
    );
    add(
        "UTF-16 big with mark",
        Outcome::Refused,
        Box::new(move |bytes| [b"\xfe\xff".to_vec(), utf16(whole(bytes), false)].concat()),
    );
    add(
        "a broken letter in each session",
        Outcome::Told,
        Box::new(move |bytes| {
            let whole = String::from_utf8(whole(bytes)).unwrap_or_default();
            whole.split("Title").map(str::as_bytes).collect::<Vec<_>>().join(&b"Title \xe9"[..])
        }),
    );
    add(
        "a description of broken letters",
        Outcome::Told,
        Box::new(move |bytes| {
            let file = kind.file(Fields { text: "@@", ..HARM });
            let (before, after) = file.split_once("@@").unwrap_or_default();
            [before.as_bytes(), &vec![0xff; bytes], after.as_bytes()].concat()
        }),
    );
    add(
        "bytes of every value",
        Outcome::Any,
        Box::new(move |bytes| {
            let noise: Vec<u8> = (0..bytes).map(|ix| ((ix * 2_654_435_761) >> 7) as u8).collect();
            [kind.head().as_bytes(), &noise].concat()
        }),
    );
    for (name, unit) in [
        ("<", "<"),
        ("&", "&"),
        ("[", "["),
        ("{", "{"),
        ("}", "}"),
        ("quotes", "\""),
        ("single quotes", "'"),
        ("commas", ","),
        ("backslashes", "\\"),
        ("newlines", "\n"),
        ("lines of a letter", "a\n"),
        ("spaces", " "),
        ("lines of a quote", "\"\n"),
        ("lines that are folded", "\n a"),
        ("BEGIN:VEVENT", "BEGIN:VEVENT\n"),
        ("END:VEVENT", "END:VEVENT\n"),
        ("[[session]]", "[[session]]\n"),
        ("keys", "a = 1\n"),
        ("<event>", "<event>"),
        ("</event>", "</event>"),
        ("{\"title\":", "{\"title\":"),
        ("\"a\":", "\"a\":"),
        ("nul", "\0"),
    ] {
        attacks.push(Attack {
            name: format!("{kind:?} and then {name}"),
            make: Box::new(move |bytes| kind.harmed(&filled(unit, bytes))),
            full: FULL_BYTES,
            outcome: Outcome::Any,
        });
    }
}

/// A time that fills the file.
fn times(kind: Kind, attacks: &mut Vec<Attack>) {
    for (name, unit) in [
        ("digits", "1"),
        ("spaces", " "),
        ("hyphens", "-"),
        ("colons", ":"),
        ("letters", "a"),
        ("times", "T09:30:00"),
    ] {
        attacks.push(Attack {
            name: format!("{kind:?} start of {name}"),
            make: Box::new(move |bytes| {
                let time = format!("2026-03-02{}", filled(unit, bytes));
                let file = kind.file(HARM);
                let forms = ["20260302T093000Z", "2026-03-02T09:30:00", "2026-03-02 09:30"];
                let form = forms.into_iter().find(|form| file.contains(form)).unwrap_or_default();
                file.replacen(form, &time, 1).into()
            }),
            full: FULL_BYTES,
            outcome: Outcome::Any,
        });
    }
}

/// What is written once, of so many bytes, and many sessions that point to it.
fn pointed_at(kind: Kind, bytes: usize, list: &dyn Fn(&str) -> String, session: &str) -> Vec<u8> {
    let session = format!("{session}{}", kind.between());
    let sessions = session.repeat(bytes / 500);
    let mut out = list(&filled("Long name ", bytes));
    out.push_str(sessions.trim_end().trim_end_matches(','));
    out.push_str(kind.tail());
    out.into()
}

type Special = (&'static str, usize, Outcome, fn(usize) -> Vec<u8>);

/// What only one format can be hurt by, or none is.
const SPECIAL: &[Special] = &[
    ("empty file", 0, Outcome::Refused, |_| Vec::new()),
    ("only a byte order mark", 0, Outcome::Refused, |_| b"\xef\xbb\xbf".to_vec()),
    ("many spaces", FULL_BYTES, Outcome::Refused, |bytes| filled(" ", bytes).into()),
    ("many nul", FULL_BYTES, Outcome::Refused, |bytes| vec![0; bytes]),
    ("many newlines", FULL_BYTES, Outcome::Refused, |bytes| filled("\n", bytes).into()),
    ("many letters", FULL_BYTES, Outcome::Refused, |bytes| filled("a", bytes).into()),
    ("many <", FULL_BYTES, Outcome::Refused, |bytes| filled("<", bytes).into()),
    ("many &", FULL_BYTES, Outcome::Refused, |bytes| filled("&", bytes).into()),
    ("many [", FULL_BYTES, Outcome::Refused, |bytes| filled("[", bytes).into()),
    ("many {", FULL_BYTES, Outcome::Refused, |bytes| filled("{", bytes).into()),
    ("many quotes", FULL_BYTES, Outcome::Refused, |bytes| filled("\"", bytes).into()),
    ("many \"talks\":", FULL_BYTES, Outcome::Refused, |bytes| {
        format!("{{{}", filled("\"talks\":", bytes)).into()
    }),
    ("many BEGIN:VCALENDAR", FULL_BYTES, Outcome::Any, |bytes| {
        filled("BEGIN:VCALENDAR\r\n", bytes).into()
    }),
    ("many <schedule>", FULL_BYTES, Outcome::Any, |bytes| filled("<schedule>", bytes).into()),
    ("many event_key,", FULL_BYTES, Outcome::Refused, |bytes| filled("event_key,", bytes).into()),
    ("a file that is too large", hallway::format::SIZE_MAX, Outcome::Any, |bytes| {
        Kind::Toml.harmed(&filled("\n", bytes))
    }),
    ("gzip", 100_000, Outcome::Refused, |bytes| {
        noise(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", bytes)
    }),
    ("zip", 100_000, Outcome::Refused, |bytes| noise(b"PK\x03\x04\x14\x00\x08\x08\x08\x00", bytes)),
    ("PDF", 100_000, Outcome::Refused, |bytes| {
        noise(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type /Catalog>>\n", bytes)
    }),
    ("PNG", 100_000, Outcome::Refused, |bytes| {
        noise(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes)
    }),
    ("Xml billion laughs", 30, Outcome::Told, |depth| {
        let mut dtd =
            String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE schedule [\n<!ENTITY l0 \"lol\">\n");
        for ix in 1..=depth {
            let _ = writeln!(dtd, "<!ENTITY l{ix} \"{}\">", format!("&l{};", ix - 1).repeat(10));
        }
        let file = Kind::Xml.file(Fields {
            text: &format!("&l{depth};"),
            title: &format!("&l{depth};"),
            ..HARM
        });
        file.replace("<?xml version=\"1.0\"?>\n", &format!("{dtd}]>\n")).into()
    }),
    ("Xml one entity of 10 MB, used often", 10_000_000, Outcome::Told, |bytes| {
        let dtd = format!("<!DOCTYPE schedule [<!ENTITY a \"{}\">]>\n", filled("a", bytes));
        let file = Kind::Xml.file(Fields { text: &filled("&a;", bytes / 10), ..HARM });
        file.replacen("<?xml version=\"1.0\"?>\n", &dtd, 1).into()
    }),
    ("Xml entity of a file", 0, Outcome::Told, |_| {
        let dtd = "<!DOCTYPE schedule [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n";
        let file = Kind::Xml.file(Fields { text: "&a;", ..HARM });
        file.replacen("<?xml version=\"1.0\"?>\n", dtd, 1).into()
    }),
    ("Xml 1,000,000 elements nested", 1_000_000, Outcome::Told, |count| {
        Kind::Xml.harmed(&format!("{}{}", "<a>".repeat(count), "</a>".repeat(count)))
    }),
    ("Xml 1,000,000 elements nested and not closed", 1_000_000, Outcome::Told, |count| {
        Kind::Xml.harmed(&"<a>".repeat(count))
    }),
    ("Xml 1,000,000 elements nested in a description", 1_000_000, Outcome::Kept, |count| {
        Kind::Xml
            .file(Fields {
                text: &format!("{}{}", "<b>".repeat(count), "</b>".repeat(count)),
                ..HARM
            })
            .into()
    }),
    ("Xml 1,000,000 rooms within rooms", 1_000_000, Outcome::Told, |count| {
        Kind::Xml.harmed(&"<room name=\"a\">".repeat(count))
    }),
    ("Xml 1,000,000 days within days", 1_000_000, Outcome::Told, |count| {
        Kind::Xml.harmed(&"<day>".repeat(count))
    }),
    ("Xml 1,000,000 empty events", 1_000_000, Outcome::Told, |count| {
        Kind::Xml.harmed(&"<event/>".repeat(count))
    }),
    ("Xml 50,000 attributes of an event", 50_000, Outcome::Kept, |count| {
        Kind::Xml.harmed(&format!("<event {}id=\"s2\"></event>", attributes(count)))
    }),
    ("Xml 50,000 attributes of a room", 50_000, Outcome::Kept, |count| {
        Kind::Xml.harmed(&format!("</room><room {}name=\"B\"></room>", attributes(count)))
    }),
    ("Xml 50,000 attributes of one name", 50_000, Outcome::Kept, |count| {
        Kind::Xml.harmed(&format!("<event {}></event>", "id=\"a\" ".repeat(count)))
    }),
    ("Xml attribute of 20 MB", FULL_BYTES, Outcome::Kept, |bytes| attribute("a", bytes)),
    ("Xml attribute of &", FULL_BYTES, Outcome::Kept, |bytes| attribute("&", bytes)),
    ("Xml attribute of &#", FULL_BYTES, Outcome::Kept, |bytes| attribute("&#", bytes)),
    ("Xml attribute of &amp;", FULL_BYTES, Outcome::Kept, |bytes| attribute("&amp;", bytes)),
    ("Xml attribute of <", FULL_BYTES, Outcome::Any, |bytes| attribute("<", bytes)),
    ("Xml attributes without end", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Xml.harmed(&format!("<event {}", filled("a=\"", bytes)))
    }),
    ("Xml tag of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Xml.harmed(&format!("<{}>", filled("a", bytes)))
    }),
    ("Xml tags within a title", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Xml.harmed(&format!("<event><title>{}", filled("<b>", bytes)))
    }),
    ("Xml comments", FULL_BYTES, Outcome::Any, |bytes| Kind::Xml.harmed(&filled("<!---->", bytes))),
    ("Xml comments without end", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Xml.harmed(&filled("<!--", bytes))
    }),
    ("Xml sections", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Xml.harmed(&filled("<![CDATA[]]>", bytes))
    }),
    ("Xml sections without end", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Xml.harmed(&filled("<![CDATA[", bytes))
    }),
    ("Xml instructions without end", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Xml.harmed(&filled("<?a ", bytes))
    }),
    ("Xml stray < before much text", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Xml.harmed(&format!("{}{}", "< ".repeat(20_000), filled("a", bytes)))
    }),
    ("Xml people of one session", 200_000, Outcome::Any, |count| {
        let people: String = (0..count).map(|ix| format!("<person>P{ix}</person>")).collect();
        Kind::Xml.harmed(&format!("<event><title>A</title><persons>{people}</persons></event>"))
    }),
    ("Xml links of one session", 200_000, Outcome::Any, |count| {
        let links: String = (0..count)
            .map(|ix| format!("<link href=\"https://example.org/{ix}\">L</link>"))
            .collect();
        Kind::Xml.harmed(&format!("<event><title>A</title><links>{links}</links></event>"))
    }),
    ("Json 1,000,000 lists nested", 1_000_000, Outcome::Told, |count| {
        Kind::Json.harmed(&"[".repeat(count))
    }),
    ("Json 1,000,000 objects nested", 1_000_000, Outcome::Told, |count| {
        Kind::Json.harmed(&"{\"a\":".repeat(count))
    }),
    ("Json 1,000,000 lists nested in a title", 1_000_000, Outcome::Told, |count| {
        Kind::Json.harmed(&format!("{{\"title\":{}{}}}", "[".repeat(count), "]".repeat(count)))
    }),
    ("Json 50,000 keys", 50_000, Outcome::Kept, |count| {
        let keys: String = (0..count).map(|ix| format!("\"k{ix}\":1,")).collect();
        Kind::Json.harmed(&format!("{{{keys}\"title\":\"A\"}}"))
    }),
    ("Json 400,000 numbers", 400_000, Outcome::Any, |count| Kind::Json.harmed(&"1,".repeat(count))),
    ("Json 900,000 numbers", 900_000, Outcome::Any, |count| Kind::Json.harmed(&"1,".repeat(count))),
    ("Json 450,000 lists of a number", 450_000, Outcome::Any, |count| {
        Kind::Json.harmed(&"[1],".repeat(count))
    }),
    ("Json 450,000 objects of a number", 450_000, Outcome::Any, |count| {
        Kind::Json.harmed(&"{\"a\":1},".repeat(count))
    }),
    ("Json 450,000 sessions", 450_000, Outcome::Told, |count| {
        Kind::Json.harmed(&"{\"title\":\"A\"},".repeat(count))
    }),
    ("Widget 450,000 talks", 450_000, Outcome::Told, |count| {
        Kind::Widget.harmed(&"{\"title\":\"A\"},".repeat(count))
    }),
    ("Sessionize 450,000 sessions", 450_000, Outcome::Told, |count| {
        Kind::Sessionize.harmed(&"{\"title\":\"A\"},".repeat(count))
    }),
    ("Json 5,000,000 numbers", 5_000_000, Outcome::Told, |count| {
        Kind::Json.harmed(&"1,".repeat(count))
    }),
    ("Json one number of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Json.harmed(&format!("{{\"title\":{}}}", filled("1", bytes)))
    }),
    ("Json one word of 20 MB", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Json.harmed(&format!("{{\"title\":{}}}", filled("n", bytes)))
    }),
    ("Json escapes", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Json.harmed(&format!("{{\"title\":\"{}\"}}", filled("\\u0000", bytes)))
    }),
    ("Json halves of letters", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Json.harmed(&format!("{{\"title\":\"{}\"}}", filled("\\ud800", bytes)))
    }),
    ("Json people of one session", 900_000, Outcome::Any, |count| {
        let people: String = (0..count).map(|ix| format!("\"P{ix}\",")).collect();
        Kind::Json.harmed(&format!(
            "{{\"title\":\"A\",\"date\":\"2026-03-02T10:00:00+01:00\",\"persons\":[{people}\"Z\"]}}"
        ))
    }),
    ("Json tags of one session", 900_000, Outcome::Any, |count| {
        let tags: String = (0..count).map(|ix| format!("\"P{ix}\",")).collect();
        Kind::Widget.harmed(&format!(
            "{{\"title\":\"A\",\"start\":\"2026-03-02T10:00:00+01:00\",\"tags\":[{tags}\"Z\"]}}"
        ))
    }),
    ("Sessionize 300,000 speakers that nobody names", 300_000, Outcome::Any, |count| {
        let people: String = (0..count)
            .map(|ix| format!("{{\"id\":\"{ix}\",\"fullName\":\"Jane Roe {ix}\"}},"))
            .collect();
        let file = Kind::Sessionize.file(HARM);
        file.replacen("\"speakers\":[", &format!("\"speakers\":[{people}"), 1).into()
    }),
    ("Xml a room of 10 MB and 20,000 events in it", 10_000_000, Outcome::Any, |bytes| {
        let list =
            |long: &str| format!("<schedule><day date=\"2026-03-02\"><room name=\"{long}\">");
        pointed_at(Kind::Xml, bytes, &list, "<event><title>A</title><start>09:00</start></event>")
    }),
    ("Json a room of 10 MB and 20,000 events in it", 10_000_000, Outcome::Any, |bytes| {
        let list = |long: &str| {
            format!(
                "{{\"schedule\":{{\"conference\":{{\"days\":[{{\"date\":\"2026-03-02\",\"rooms\":{{\"{long}\":["
            )
        };
        pointed_at(Kind::Json, bytes, &list, "{\"title\":\"A\",\"start\":\"09:00\"}")
    }),
    ("Json lists of 10 MB that 20,000 events point to", 3_300_000, Outcome::Any, |bytes| {
        let list = |long: &str| {
            let one = format!(
                "[{{\"guid\":\"g\",\"id\":1,\"code\":\"c\",\"slug\":\"s\",\"name\":\"Jane Roe\",\"biography\":\"{long}\"}}]"
            );
            let named = format!("[{{\"guid\":\"g\",\"name\":\"{long}\"}}]");
            format!(
                "{{\"conference\":{{\"persons\":{one},\"rooms\":{named},\"tracks\":{named},\"days\":[{{\"rooms\":{{\"A\":["
            )
        };
        let points = "{\"title\":\"A\",\"room\":{\"guid\":\"g\"},\"track\":{\"guid\":\"g\"},\"persons\":[{\"guid\":\"g\"}]}";
        pointed_at(Kind::Json, bytes * 2, &|_| list(&filled("Long name ", bytes)), points)
    }),
    ("Widget lists of 10 MB that 10,000 talks point to", 2_500_000, Outcome::Any, |bytes| {
        let list = |long: &str| {
            let named = format!("[{{\"id\":1,\"name\":\"{long}\"}}]");
            let one =
                format!("[{{\"code\":\"JR\",\"name\":\"Jane Roe\",\"biography\":\"{long}\"}}]");
            format!(
                "{{\"rooms\":{named},\"tracks\":{named},\"submission_types\":{named},\"speakers\":{one},\"talks\":["
            )
        };
        let points = "{\"code\":\"A\",\"title\":\"A\",\"room\":1,\"track\":1,\"submission_type_id\":1,\"speakers\":[\"JR\"]}";
        pointed_at(Kind::Widget, bytes * 2, &|_| list(&filled("Long name ", bytes)), points)
    }),
    ("Sessionize lists of 10 MB that 10,000 sessions point to", 2_500_000, Outcome::Any, |bytes| {
        let list = |long: &str| {
            format!(
                "{{\"rooms\":[{{\"id\":1,\"name\":\"{long}\"}}],\"questions\":[{{\"id\":1,\"question\":\"{long}\"}}],\
                 \"categories\":[{{\"title\":\"{long}\",\"items\":[{{\"id\":1,\"name\":\"A\"}}]}}],\
                 \"speakers\":[{{\"id\":\"jr\",\"fullName\":\"Jane Roe\",\"bio\":\"{long}\"}}],\"sessions\":["
            )
        };
        let points = "{\"title\":\"A\",\"startsAt\":null,\"roomId\":1,\"categoryItems\":[1],\"speakers\":[\"jr\"],\
                      \"questionAnswers\":[{\"questionId\":1,\"answerValue\":\"B\"}]}";
        pointed_at(Kind::Sessionize, bytes * 2, &|_| list(&filled("Long name ", bytes)), points)
    }),
    ("Toml a key of 20 MB", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Toml.harmed(&format!("[[session]]\n{} = 1\n", filled("a", bytes)))
    }),
    ("Toml a kind of 20 MB", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Toml
            .harmed(&format!("[[session]]\ntitle = \"A\"\nkind = \"{}\"\n", filled("a", bytes)))
    }),
    ("Toml a zone of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        format!("[event]\ntimezone = \"{}\"\n[[session]]\ntitle = \"A\"\n", filled("a", bytes))
            .into()
    }),
    ("Toml 1,000,000 lists nested", 1_000_000, Outcome::Told, |count| {
        Kind::Toml.harmed(&format!("[[session]]\ntitle = {}", "[".repeat(count)))
    }),
    ("Toml 1,000,000 tables nested", 1_000_000, Outcome::Told, |count| {
        Kind::Toml.harmed(&format!("[[session]]\ntitle = {}", "{a=".repeat(count)))
    }),
    ("Toml 1,000,000 dots in a key", 1_000_000, Outcome::Told, |count| {
        Kind::Toml.harmed(&format!("[[session]]\na{} = 1", ".a".repeat(count)))
    }),
    ("Toml 1,000,000 dots in a header", 1_000_000, Outcome::Told, |count| {
        Kind::Toml.harmed(&format!("[a{}]\nb = 1", ".a".repeat(count)))
    }),
    ("Toml 50,000 keys", 50_000, Outcome::Told, |count| {
        let keys: String = (0..count).map(|ix| format!("k{ix} = 1\n")).collect();
        Kind::Toml.harmed(&format!("[[session]]\n{keys}"))
    }),
    ("Toml 50,000 keys and a fault", 50_000, Outcome::Told, |count| {
        let keys: String = (0..count).map(|ix| format!("k{ix} = 1\n")).collect();
        Kind::Toml.harmed(&format!("[[session]]\n{keys}oops\n"))
    }),
    ("Toml 100,000 sessions and a fault in each", 100_000, Outcome::Told, |count| {
        let each = "[[session]]\ntitle = \"A\nstart = 2026-03-02T09:00:00\n";
        Kind::Toml.harmed(&each.repeat(count))
    }),
    ("Toml text that is never closed", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Toml.harmed(&format!(
            "[[session]]\ntitle = \"\"\"{}",
            filled("a = 1\n[[session]]\n", bytes)
        ))
    }),
    ("Toml lines of faults", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Toml.harmed(&format!("[[session]]\n{}", filled("= 1\n", bytes)))
    }),
    ("Toml lists that are never closed", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Toml.harmed(&format!("[[session]]\n{}", filled("a = [\n", bytes)))
    }),
    ("Toml 20,000 rooms that join each other", 20_000, Outcome::Told, |count| {
        let rooms: String = (0..count)
            .map(|ix| format!("[[room]]\nname = \"R{ix}\"\njoins = [\"R{}\"]\n", ix + 1))
            .collect();
        Kind::Toml.harmed(&rooms)
    }),
    ("Toml a room that joins 20,000, in many sessions", 20_000, Outcome::Any, |count| {
        let rooms: String = (0..count).map(|ix| format!("[[room]]\nname = \"R{ix}\"\n")).collect();
        let names: String = (0..count).map(|ix| format!("\"R{ix}\",")).collect();
        let one = "[[session]]\ntitle = \"A\"\nstart = 2026-03-02T09:00:00\nroom = \"All\"\n";
        Kind::Toml.harmed(&format!(
            "{rooms}[[room]]\nname = \"All\"\njoins = [{names}]\n{}",
            one.repeat(count / 20)
        ))
    }),
    ("Toml 20,000 rooms joined that are not there", 20_000, Outcome::Told, |count| {
        let rooms: String = (0..count).map(|ix| format!("[[room]]\nname = \"R{ix}\"\n")).collect();
        let names: String = (0..count).map(|ix| format!("\"Q{ix}\",")).collect();
        Kind::Toml.harmed(&format!("{rooms}[[room]]\nname = \"All\"\njoins = [{names}]\n"))
    }),
    ("Toml 100,000 tracks listed", 100_000, Outcome::Any, |count| {
        Kind::Toml.harmed(
            &(0..count).map(|ix| format!("[[track]]\nname = \"T{ix}\"\n")).collect::<String>(),
        )
    }),
    ("Toml 100,000 speakers that nobody names", 100_000, Outcome::Told, |count| {
        Kind::Toml.harmed(
            &(0..count)
                .map(|ix| format!("[[speaker]]\nname = \"Jane Roe {ix}\"\n"))
                .collect::<String>(),
        )
    }),
    ("Toml 100,000 speakers of one session", 100_000, Outcome::Any, |count| {
        let names: String = (0..count).map(|ix| format!("\"P{ix}\",")).collect();
        Kind::Toml.harmed(&format!(
            "[[session]]\ntitle = \"A\"\nstart = 2026-03-02T09:00:00\nspeakers = [{names}]\n"
        ))
    }),
    ("Toml 100,000 words that are none", 100_000, Outcome::Told, |count| {
        Kind::Toml.harmed(
            &"[[session]]\ntitle = \"A\"\nstart = 2026-03-02T09:00:00\nkind = \"tolk\"\n"
                .repeat(count),
        )
    }),
    (
        "Toml a line of 20 MB and 1,000 sorts of problem",
        FULL_BYTES - 10_000,
        Outcome::Told,
        |bytes| {
            let keys: String = (0..1000).map(|ix| format!(", z{ix} = 1")).collect();
            Kind::Toml
                .harmed(&format!("session = [{{title = \"{}\"{keys}}}]\n", filled("a", bytes)))
        },
    ),
    ("Ical 1,000,000 components nested", 1_000_000, Outcome::Told, |count| {
        Kind::Ical.harmed(&"BEGIN:A\r\n".repeat(count))
    }),
    ("Ical 1,000,000 ends of nothing", 1_000_000, Outcome::Told, |count| {
        Kind::Ical.harmed(&"END:A\r\n".repeat(count))
    }),
    ("Ical 50,000 parameters", 50_000, Outcome::Kept, |count| {
        let parameters: String = (0..count).map(|ix| format!(";P{ix}=1")).collect();
        event(&format!("SUMMARY{parameters}:A"))
    }),
    ("Ical quote in a parameter of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        event(&format!("SUMMARY;X=\"{}", filled("a;", bytes)))
    }),
    ("Ical line folded 5,000,000 times", 5_000_000, Outcome::Kept, |count| {
        event(&format!("SUMMARY:A{}", "\r\n a".repeat(count)))
    }),
    ("Ical every second", 1, Outcome::Told, |_| event("RRULE:FREQ=SECONDLY")),
    ("Ical every second until 9999", 1, Outcome::Told, |_| {
        event("RRULE:FREQ=SECONDLY;UNTIL=99991231T235959Z")
    }),
    ("Ical 1,000,000,000 days", 1, Outcome::Told, |_| event("RRULE:FREQ=DAILY;COUNT=1000000000")),
    ("Ical days until 9999", 1, Outcome::Told, |_| {
        event("RRULE:FREQ=DAILY;UNTIL=99991231T235959Z")
    }),
    ("Ical days without end", 1, Outcome::Told, |_| event("RRULE:FREQ=DAILY")),
    ("Ical rule that never comes", 1, Outcome::Kept, |_| {
        event("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=SU")
    }),
    ("Ical 1,000 rules in an event", 1_000, Outcome::Told, |count| {
        event(&"RRULE:FREQ=DAILY\r\n".repeat(count))
    }),
    ("Ical 20,000 events that repeat", 20_000, Outcome::Told, |count| {
        let one = "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n";
        Kind::Ical.harmed(&one.repeat(count))
    }),
    ("Ical 20,000 events with a rule that never comes", 20_000, Outcome::Kept, |count| {
        let one = "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\nRRULE:FREQ=DAILY;INTERVAL=7;BYDAY=SU\r\nEND:VEVENT\r\n";
        Kind::Ical.harmed(&one.repeat(count))
    }),
    ("Ical 20 events of 1 MB that come again each day", 1_000_000, Outcome::Kept, |bytes| {
        let text = filled("Long text ", bytes);
        event(
            &format!(
                "DESCRIPTION:{text}\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20260302T100000Z\r\n"
            )
            .repeat(20),
        )
    }),
    ("Ical a rule of 300,000 weekdays", 300_000, Outcome::Kept, |count| {
        event(&format!("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY={}SU", "SU,".repeat(count)))
    }),
    ("Ical 20,000 events with a month that never comes", 2_000_000, Outcome::Kept, |bytes| {
        let one = "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\n\
                   RRULE:FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1\r\nEND:VEVENT\r\n";
        Kind::Ical.harmed(&one.repeat(bytes / 100))
    }),
    ("Ical 20,000 events with a year that never comes", 2_000_000, Outcome::Kept, |bytes| {
        let one = "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\n\
                   RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=5MO;BYMONTHDAY=1\r\nEND:VEVENT\r\n";
        Kind::Ical.harmed(&one.repeat(bytes / 100))
    }),
    ("Ical 1,400 events of 500 rules each", 700_000, Outcome::Any, |rules| {
        let lines: String =
            (0..500).map(|ix| format!("RRULE:FREQ=DAILY;INTERVAL={}\r\n", ix % 9 + 1)).collect();
        let one = format!(
            "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\n{lines}END:VEVENT\r\n"
        );
        Kind::Ical.harmed(&one.repeat(rules / 500))
    }),
    ("Ical 500 zones of 100 rules each", 50_000, Outcome::Any, |rules| {
        let part = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n\
                    RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12\r\nEND:STANDARD\r\n"
            .repeat(100);
        let one = |ix: usize| {
            format!(
                "BEGIN:VTIMEZONE\r\nTZID:Z{ix}\r\n{part}END:VTIMEZONE\r\n\
                 BEGIN:VEVENT\r\nDTSTART;TZID=Z{ix}:20260302T090000\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
            )
        };
        Kind::Ical.harmed(&(0..rules / 100).map(one).collect::<String>())
    }),
    ("Ical a zone of 300,000 cities", 300_000, Outcome::Any, |count| {
        event(&format!("DTEND;TZID=\"{}\":20260302T110000", "Nowhere,".repeat(count)))
    }),
    ("Ical a zone of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        event(&format!("DTEND;TZID={}:20260302T110000", filled("a", bytes)))
    }),
    ("Xml a zone of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Xml.file(HARM).replacen("Europe/Berlin", &filled("a", bytes), 1).into()
    }),
    ("Ical 1,000,000 dates in a line", 1_000_000, Outcome::Any, |count| {
        event(&format!("RDATE:{}20260303T090000Z", "20260303T090000Z,".repeat(count)))
    }),
    ("Ical 1,000,000 exceptions", 1_000_000, Outcome::Any, |count| {
        event(&format!(
            "RRULE:FREQ=DAILY\r\nEXDATE:{}20260303T090000Z",
            "20260303T090000Z,".repeat(count)
        ))
    }),
    ("Ical 20,000 of one UID that are moved", 20_000, Outcome::Any, |count| {
        let moved = |ix: usize| {
            format!(
                "BEGIN:VEVENT\r\nUID:s1\r\nRECURRENCE-ID:202603{:02}T{:02}{:02}00Z\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\nEND:VEVENT\r\n",
                ix / 1440 % 28 + 1,
                ix / 60 % 24,
                ix % 60
            )
        };
        Kind::Ical.harmed(&(0..count).map(moved).collect::<String>())
    }),
    ("Ical 20,000 zones", 20_000, Outcome::Any, |count| {
        let one = |ix: usize| {
            format!(
                "BEGIN:VTIMEZONE\r\nTZID:Z{ix}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
            )
        };
        Kind::Ical.harmed(&(0..count).map(one).collect::<String>())
    }),
    ("Ical 20,000 events in zones of no name", 20_000, Outcome::Any, |count| {
        let one = |ix: usize| {
            format!(
                "BEGIN:VEVENT\r\nDTSTART;TZID=Nowhere/{ix}:20260302T090000\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
            )
        };
        Kind::Ical.harmed(&(0..count).map(one).collect::<String>())
    }),
    ("Csv 50,000 columns", 50_000, Outcome::Kept, |count| {
        let columns: String = (0..count).map(|ix| format!(",c{ix}")).collect();
        let mut file = format!("event_key,name,event_start{columns}\n");
        for title in [KEPT, "After"] {
            let _ = writeln!(file, "a,{title},2026-03-02 09:00{}", ",1".repeat(count));
        }
        file.into()
    }),
    ("Csv 50,000 columns of one name", 50_000, Outcome::Told, |count| {
        let cells = |cell: &str| format!(",{cell}").repeat(count);
        format!(
            "event_key,name,event_start{}\na,{KEPT},2026-03-02 09:00{}\n",
            cells("name"),
            cells("1")
        )
        .into()
    }),
    ("Csv 5,000 columns and 2,000 rows", 2_000, Outcome::Any, |rows| {
        let columns: String = (0..5_000).map(|ix| format!(",c{ix}")).collect();
        let row = format!("a,{KEPT},2026-03-02 09:00{}\n", ",".repeat(5_000));
        format!("event_key,name,event_start{columns}\n{}", row.repeat(rows)).into()
    }),
    ("Csv quotes that are never closed", FULL_BYTES, Outcome::Any, |bytes| {
        Kind::Csv.harmed(&filled("\"a,b\n", bytes))
    }),
    ("Csv rows of one cell", FULL_BYTES, Outcome::Told, |bytes| {
        Kind::Csv.harmed(&filled("a\n", bytes))
    }),
];

/// The beginning of a file of another kind, and bytes of no meaning after it.
fn noise(head: &[u8], bytes: usize) -> Vec<u8> {
    let noise =
        (0..bytes as u64).map(|ix| (ix.wrapping_mul(6_364_136_223_846_793_005) >> 56) as u8);
    head.iter().copied().chain(noise).collect()
}

fn attributes(count: usize) -> String {
    (0..count).map(|ix| format!("a{ix}=\"1\" ")).collect()
}

fn attribute(unit: &str, bytes: usize) -> Vec<u8> {
    Kind::Xml.harmed(&format!("<event id=\"{}\"><title>A</title></event>", filled(unit, bytes)))
}

/// A calendar with a sound event and one that has some more lines.
fn event(lines: &str) -> Vec<u8> {
    Kind::Ical.harmed(&format!(
        "BEGIN:VEVENT\r\nUID:s2\r\nDTSTART:20260302T100000Z\r\nSUMMARY:Harm\r\n{lines}\r\nEND:VEVENT\r\n"
    ))
}
