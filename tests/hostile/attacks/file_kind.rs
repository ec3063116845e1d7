//! Files of every format as the attacks write them.

use std::fmt::Write as _;

/// The title of the sound session in most of the files.
pub(crate) const SOUND_TITLE: &str = "Sound";

/// A format, as the attacks write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Toml,
    Xml,
    Json,
    Widget,
    Ical,
    Csv,
    Sessionize,
    CfpDev,
    WordCamp,
    Linked,
    Page,
}

pub(crate) const FILE_KINDS: [FileKind; 11] = [
    FileKind::Toml,
    FileKind::Xml,
    FileKind::Json,
    FileKind::Widget,
    FileKind::Ical,
    FileKind::Csv,
    FileKind::Sessionize,
    FileKind::CfpDev,
    FileKind::WordCamp,
    FileKind::Linked,
    FileKind::Page,
];

/// The fields of a session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionFields<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) text: &'a str,
    pub(crate) room: &'a str,
    pub(crate) track: &'a str,
    pub(crate) person: &'a str,
    /// The start in minutes after 9:00.
    pub(crate) start: usize,
}

/// A session without any harm.
pub(crate) const SOUND: SessionFields = SessionFields {
    id: "s1",
    title: SOUND_TITLE,
    text: "Plain.",
    room: "Hall",
    track: "Main",
    person: "Jane Roe",
    start: 0,
};

/// The session that an attack changes.
pub(super) const HARM: SessionFields =
    SessionFields { id: "s2", title: "Harm", start: 30, ..SOUND };

impl FileKind {
    /// Returns the text before the sessions.
    pub(super) fn head(self) -> &'static str {
        match self {
            FileKind::Toml => "[event]\nname = \"E\"\ntimezone = \"Europe/Berlin\"\n",
            FileKind::Xml => {
                r#"<?xml version="1.0"?>
<schedule><conference><title>E</title><time_zone_name>Europe/Berlin</time_zone_name></conference>
<day index="1" date="2026-03-02" start="2026-03-02T05:00:00+01:00" end="2026-03-03T04:00:00+01:00">
<room name="Hall">
"#
            }
            FileKind::Json => {
                r#"{"schedule":{"version":"1",
"conference":{"title":"E","time_zone_name":"Europe/Berlin",
"days":[{"index":1,"date":"2026-03-02","rooms":{"Hall":[
"#
            }
            FileKind::Widget => {
                r#"{"timezone":"Europe/Berlin","event_name":"E",
"rooms":[{"id":1,"name":{"en":"Hall"}}],
"tracks":[{"id":1,"name":"Main"}],"speakers":[{"code":"JR","name":"Jane Roe"}],"talks":[
"#
            }
            FileKind::Ical => {
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nX-WR-CALNAME:E\r\n"
            }
            FileKind::Csv => {
                "id,event_key,name,event_start,event_end,event_type,description,speakers,venue\r\n"
            }
            FileKind::Sessionize => {
                r#"{"speakers":[{"id":"jr","fullName":"Jane Roe"}],"rooms":[{"id":1,"name":"Hall"}],
"questions":[],"categories":[],"sessions":[
"#
            }
            FileKind::CfpDev => {
                r#"[{"name":"E","fromDate":"2026-03-02T06:00:00Z","timezone":"Europe/Berlin"},[
"#
            }
            FileKind::WordCamp => {
                r#"[{"name":"E","timezone_string":"Europe/Berlin"},[
"#
            }
            FileKind::Linked => "{\"@type\":\"Event\",\"name\":\"E\",\"subEvent\":[\n",
            FileKind::Page => {
                r#"<!DOCTYPE html><html><head><title>E</title><script type="application/ld+json">
{"@type":"Event","name":"E","subEvent":[
"#
            }
        }
    }

    /// Returns the text between two sessions.
    pub(super) fn separator(self) -> &'static str {
        match self {
            FileKind::Toml | FileKind::Xml | FileKind::Ical | FileKind::Csv => "",
            _ => ",\n",
        }
    }

    /// Returns the text after the sessions.
    pub(super) fn tail(self) -> &'static str {
        match self {
            FileKind::Toml | FileKind::Csv => "",
            FileKind::Xml => "</room></day></schedule>\n",
            FileKind::Json => "]}}]}}}\n",
            FileKind::Widget | FileKind::Sessionize | FileKind::Linked => "]}\n",
            FileKind::CfpDev | FileKind::WordCamp => "]]\n",
            FileKind::Page => "]}</script></head><body></body></html>\n",
            FileKind::Ical => "END:VCALENDAR\r\n",
        }
    }

    /// Writes a session. The fields must be escaped: see [`FileKind::escape_text`].
    fn write_session(self, out: &mut String, fields: SessionFields<'_>) {
        let SessionFields { id, title, text, room, track, person, start } = fields;
        let (hour, minute) = (9 + start / 60 % 14, start % 60);
        let clock = format!("{hour:02}:{minute:02}");
        let start = format!("2026-03-02T{clock}:00");
        let _ = match self {
            FileKind::Toml => write!(
                out,
                r#"[[session]]
id = "{id}"
title = "{title}"
start = {start}
minutes = 20
room = "{room}"
track = "{track}"
speakers = ["{person}"]
abstract = "{text}"
"#
            ),
            FileKind::Xml => writeln!(
                out,
                r#"<event id="{id}"><date>{start}+01:00</date><start>{clock}</start>
<duration>00:20</duration><room>{room}</room><title>{title}</title><track>{track}</track>
<persons><person id="1">{person}</person></persons><description>{text}</description></event>"#
            ),
            FileKind::Json => write!(
                out,
                r#"{{"guid":"{id}","title":"{title}","date":"{start}+01:00","start":"{clock}",
"duration":"00:20","room":"{room}","track":"{track}",
"persons":[{{"public_name":"{person}"}}],"description":"{text}"}}"#
            ),
            FileKind::Widget => write!(
                out,
                r#"{{"code":"{id}","title":"{title}","abstract":"{text}","start":"{start}+01:00",
"duration":20,"room":"{room}","track":"{track}","speakers":["{person}"]}}"#
            ),
            FileKind::Ical => write!(
                out,
                "BEGIN:VEVENT\r\nUID:{id}\r\nDTSTART:20260302T{hour:02}{minute:02}00Z\r\n\
                 DURATION:PT20M\r\nSUMMARY:{title}\r\nLOCATION:{room}\r\nCATEGORIES:{track}\r\n\
                 ATTENDEE;CN={person}:invalid:nomail\r\nDESCRIPTION:{text}\r\nEND:VEVENT\r\n"
            ),
            FileKind::Csv => write!(
                out,
                "{id},{id},\"{title}\",2026-03-02 {clock},,\"{track}\",\"{text}\",\"{person}\",\
                 \"{room}\"\r\n"
            ),
            FileKind::Sessionize => write!(
                out,
                r#"{{"id":"{id}","title":"{title}","description":"{text}","startsAt":"{start}",
"endsAt":null,"room":"{room}","speakers":[{{"id":"{person}","name":"{person}"}}],
"categories":[{{"name":"Track","categoryItems":[{{"id":1,"name":"{track}"}}]}}]}}"#
            ),
            FileKind::CfpDev | FileKind::WordCamp | FileKind::Linked | FileKind::Page => {
                return self.write_page_session(out, fields);
            }
        };
    }

    /// Writes a session of a format that pages lead to.
    fn write_page_session(self, out: &mut String, fields: SessionFields<'_>) {
        let SessionFields { id, title, text, room, track, person, start } = fields;
        let time = format!("2026-03-02T{:02}:{:02}:00", 9 + start / 60 % 14, start % 60);
        let _ = match self {
            FileKind::CfpDev => write!(
                out,
                r#"{{"id":"{id}","fromDate":"{time}+01:00","room":{{"id":1,"name":"{room}"}},
"proposal":{{"id":"{id}","title":"{title}","description":"{text}","track":{{"name":"{track}"}},
"speakers":[{{"id":"{person}","fullName":"{person}"}}]}}}}"#
            ),
            FileKind::WordCamp => write!(
                out,
                r#"{{"id":"{id}","title":{{"rendered":"{title}"}},"content":{{"rendered":"{text}"}},
"meta":{{"_wcpt_session_time":{},"_wcpt_session_duration":1200}},"session_track":["{room}"],
"session_cats_rendered":"{track}","session_speakers":[{{"id":"{person}","name":"{person}"}}]}}"#,
                1_772_409_600 + start * 60
            ),
            FileKind::Linked | FileKind::Page => write!(
                out,
                r#"{{"@type":"Event","identifier":"{id}","name":"{title}","description":"{text}",
"startDate":"{time}+01:00","duration":"PT20M","location":{{"@type":"Place","name":"{room}"}},
"keywords":["{track}"],"performer":{{"@type":"Person","name":"{person}"}}}}"#
            ),
            _ => Ok(()),
        };
    }

    /// Returns `text` as a value of this format.
    pub(crate) fn escape_text(self, text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            match (self, c) {
                (FileKind::Xml, '<') => out.push_str("&lt;"),
                (FileKind::Xml, '&') => out.push_str("&amp;"),
                (FileKind::Csv, '"') => out.push_str("\"\""),
                (FileKind::Xml | FileKind::Csv, c) => out.push(c),
                (FileKind::Ical, '\\' | ',' | ';') => out.extend(['\\', c]),
                (_, '\n') => out.push_str("\\n"),
                (FileKind::Ical, c) => out.push(c),
                // A script ends at `</script`.
                (FileKind::Page, '<') => out.push_str("\\u003c"),
                (_, '"' | '\\') => out.extend(['\\', c]),
                (_, c) if c.is_control() => _ = write!(out, "\\u{:04x}", u32::from(c)),
                (_, c) => out.push(c),
            }
        }
        out
    }

    /// Returns a file of a sound session, `middle` and another sound session.
    pub(crate) fn file_around(self, middle: SessionFields<'_>) -> String {
        let SessionFields { title, text, room, track, person, .. } = middle;
        let length: usize =
            [title, text, room, track, person].iter().map(|field| field.len()).sum();
        let mut out = String::with_capacity(length + 4096);
        out.push_str(self.head());
        self.write_session(&mut out, SOUND);
        out.push_str(self.separator());
        self.write_session(&mut out, middle);
        out.push_str(self.separator());
        self.write_session(
            &mut out,
            SessionFields { id: "s3", title: "After", start: 60, ..SOUND },
        );
        out.push_str(self.tail());
        out
    }

    /// Returns a file of a sound session and of `harm` in the place of the second session.
    pub(super) fn harmed_file(self, harm: &str) -> Vec<u8> {
        let mut out = String::with_capacity(harm.len() + 4096);
        out.push_str(self.head());
        self.write_session(&mut out, SOUND);
        out.push_str(self.separator());
        out.push_str(harm);
        out.push_str(self.tail());
        out.into()
    }

    /// Returns a file of a sound session and `count` more, each with the values of `names`.
    pub(super) fn file_of_many(self, count: usize, names: fn(usize) -> SessionNames) -> Vec<u8> {
        let mut out = String::with_capacity(count * 400 + 1024);
        out.push_str(self.head());
        self.write_session(&mut out, SOUND);
        for ix in 0..count {
            let SessionNames { id, title, room, track, person } = names(ix);
            out.push_str(self.separator());
            let fields = SessionFields {
                id: &id,
                title: &title,
                room: &room,
                track: &track,
                person: &person,
                text: "",
                start: ix / 4,
            };
            self.write_session(&mut out, fields);
        }
        out.push_str(self.tail());
        out.into()
    }
}

/// The names of one of many sessions.
pub(super) struct SessionNames {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) room: String,
    pub(super) track: String,
    pub(super) person: String,
}

impl SessionNames {
    /// Returns a session with an id and a title of its own, in the room and track of all others.
    pub(super) fn of_session(ix: usize) -> SessionNames {
        SessionNames {
            id: format!("id{ix}"),
            title: format!("Title {ix}"),
            room: SOUND.room.to_owned(),
            track: SOUND.track.to_owned(),
            person: SOUND.person.to_owned(),
        }
    }
}

/// Returns `unit` again and again, at most `bytes` bytes long.
pub(super) fn fill(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len().max(1))
}
