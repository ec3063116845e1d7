//! Recordings: the opt-outs of a file and links to videos.

use crate::agenda::{At, Draft, DraftLink, DraftSession, Kind, LinkKind, Recorded};

/// The texts of links to a recording of the session, without a part in brackets.
const RECORDING_TITLES: &[&str] = &[
    "audio recording",
    "aufzeichnung",
    "enregistrement",
    "grabación",
    "mitschnitt",
    "recorded session",
    "recorded talk",
    "recording",
    "session recording",
    "talk recording",
    "video recording",
    "videoaufzeichnung",
    "videomitschnitt",
    "watch recording",
    "watch the recording",
];

/// The texts of links to a live stream.
const STREAM_TITLES: &[&str] = &[
    "live",
    "live stream",
    "live video",
    "livestream",
    "stream",
    "stream link",
    "stream url",
    "streaming",
    "streaming link",
    "streaming url",
    "video stream",
    "watch live",
    "watch the stream",
];

/// True for the first letters of the texts of both lists.
static FIRST_LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let lists = [RECORDING_TITLES, STREAM_TITLES];
    let mut list = 0;
    while list < lists.len() {
        let mut title = 0;
        while title < lists[list].len() {
            letters[lists[list][title].as_bytes()[0] as usize] = true;
            title += 1;
        }
        list += 1;
    }
    letters
};

/// The statement of one event about its recording.
pub(super) struct OptOut {
    /// True if nobody may record the session.
    pub(super) is_out: Option<At<bool>>,
    /// True if the event names a licence for the recording.
    pub(super) has_licence: bool,
    /// True if the room records every session that is not `is_out`.
    pub(super) room_records: bool,
}

/// The opt-outs of a file.
///
/// "Not opted out" is the default of frab and pretalx, and OSEM writes nothing else, with cameras
/// or without. It means "recorded" in a file that uses the field: an event is opted out, or one
/// that is not has a licence, or a room records by default.
#[derive(Debug, Default)]
pub(super) struct OptOuts {
    is_used: bool,
}

impl OptOuts {
    /// Sets `recorded` of a session. Breaks and social events that are not opted out stay unknown.
    pub(super) fn read(&mut self, session: &mut DraftSession, event: OptOut) {
        let is_band = session
            .kind
            .as_ref()
            .and_then(|kind| Kind::parse(&kind.value))
            .is_some_and(Kind::is_band);
        let recorded = match &event.is_out {
            Some(At { value: true, .. }) => Recorded::No,
            Some(_) if !is_band => Recorded::Yes,
            None if event.room_records && !is_band => Recorded::Yes,
            _ => return,
        };
        self.is_used |= recorded == Recorded::No || event.has_licence || event.room_records;
        let at = event.is_out.map_or_else(|| session.at.clone(), |is_out| is_out.at);
        session.recorded = Some(At { value: recorded.word().into(), at });
    }

    /// Takes every `recorded` back if the file does not use its opt-outs.
    pub(super) fn settle(&self, draft: &mut Draft) {
        if !self.is_used {
            draft.sessions.iter_mut().for_each(|session| session.recorded = None);
        }
    }
}

/// Sets the kind of the links without one, by their texts.
pub(super) fn find_videos(links: &mut [DraftLink]) {
    for link in links.iter_mut().filter(|link| link.kind.is_none()) {
        let title = link.title.as_ref().map_or("", |title| &title.value);
        if let Some(kind) = kind_of_link(title, &link.url.value) {
            link.kind = Some(At { value: kind.word().into(), at: link.url.at.clone() });
        }
    }
}

/// Returns the kind of a link, as of "Video recording (mp4)". The text "Video" alone means any
/// video, unless the host begins with `video.`, as that of FOSDEM.
fn kind_of_link(title: &str, url: &str) -> Option<LinkKind> {
    // Nearly every text begins with another letter, and this check is cheap.
    let first = title.as_bytes().first()?.to_ascii_lowercase();
    if first.is_ascii_alphanumeric() && !FIRST_LETTERS[usize::from(first)] {
        return None;
    }
    let (text, _) = title.split_once('(').unwrap_or((title, ""));
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '_'));
    let text = text.trim_end_matches(['.', ':']);
    let first = text.as_bytes().first()?.to_ascii_lowercase();
    if !FIRST_LETTERS[usize::from(first)] {
        return None;
    }
    let is_ascii = text.is_ascii();
    let is = |known: &&str| {
        known.as_bytes().first() == Some(&first)
            && (!is_ascii || known.len() == text.len())
            && equals_title(text, known)
    };
    let is_video_host = || {
        let (_, host) = url.split_once("://").unwrap_or(("", url));
        host.starts_with("video.")
    };
    if RECORDING_TITLES.iter().any(is) || (is(&"video") && is_video_host()) {
        return Some(LinkKind::Recording);
    }
    STREAM_TITLES.iter().any(is).then_some(LinkKind::Stream)
}

/// Returns true if a text has the letters of `known`, in any case, with dashes for spaces or not.
fn equals_title(text: &str, known: &str) -> bool {
    let letters = text.chars().map(|c| if matches!(c, '-' | '_') { ' ' } else { c });
    letters.flat_map(char::to_lowercase).eq(known.chars())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Agenda;

    fn read_agenda(text: &str) -> Agenda {
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    /// Returns `TITLE recorded` of every session, with the kinds of its links.
    fn recordings(text: &str) -> String {
        let agenda = read_agenda(text);
        let lines = agenda.sessions.iter().map(|session| {
            let kinds = session.links.iter().filter_map(|link| link.kind);
            let words = kinds.map(|kind| format!(" {}", kind.word())).collect::<String>();
            format!("{} {}{words}", session.title, session.recorded.word())
        });
        lines.collect::<Vec<_>>().join(", ")
    }

    fn frab_xml(events: &[&str]) -> String {
        let events: String = (b'a'..)
            .zip(events)
            .map(|(id, fields)| {
                let id = char::from(id);
                format!(
                    "<event id='{id}'><start>09:00</start><duration>00:30</duration>\
                     <title>{id}</title>{fields}</event>"
                )
            })
            .collect();
        format!(
            "<schedule><conference><title>T</title></conference>\
             <day index='1' date='2030-07-01'><room name='R'>{events}</room></day></schedule>"
        )
    }

    const OUT: &str = "<recording><license/><optout>true</optout></recording>";
    const NOT_OUT: &str = "<recording><license/><optout>false</optout></recording>";
    const LICENSED: &str = "<recording><license>CC BY</license><optout>false</optout></recording>";

    #[test]
    fn opt_outs_of_xml_count_in_a_file_that_uses_them() {
        let break_not_out = format!("<type>break</type>{NOT_OUT}");
        for (events, expected) in [
            (vec![OUT, NOT_OUT, ""], "a no, b yes, c unknown"),
            (vec![NOT_OUT, NOT_OUT], "a unknown, b unknown"),
            (vec![LICENSED, NOT_OUT], "a yes, b yes"),
            (vec![OUT, &break_not_out], "a no, b unknown"),
            (vec!["<do_not_record>true</do_not_record>"], "a no"),
            (vec!["<recording><optout>perhaps</optout></recording>"], "a unknown"),
            (
                vec!["<recording><optout>false</optout><url>https://v.example/1</url></recording>"],
                "a yes recording",
            ),
            (
                vec!["<video_download_url>https://v.example/1</video_download_url>"],
                "a yes recording",
            ),
            (
                vec![
                    "<links><link href='https://v.example/1'>Video recording (mp4)</link></links>",
                ],
                "a yes recording",
            ),
            (
                vec!["<links><link href='https://v.example/1'>Livestream</link></links>"],
                "a unknown stream",
            ),
        ] {
            assert_eq!(recordings(&frab_xml(&events)), expected, "{events:?}");
        }
    }

    fn frab_json(room: &str, events: &[&str]) -> String {
        let events: Vec<String> = (b'a'..)
            .zip(events)
            .map(|(id, fields)| {
                let id = char::from(id);
                format!(
                    r#"{{"id":"{id}","title":"{id}","date":"2030-07-01T09:00:00+02:00",
"duration":"00:30"{fields}}}"#
                )
            })
            .collect();
        let events = events.join(",");
        format!(
            r#"{{"schedule":{{"conference":{{"acronym":"t","title":"T",
"rooms":[{{"name":"R"{room}}}],
"days":[{{"date":"2030-07-01","rooms":{{"R":[{events}]}}}}]}}}}}}"#
        )
    }

    #[test]
    fn opt_outs_of_json_count_in_a_file_that_uses_them() {
        const OUT: &str = r#","do_not_record":true"#;
        const NOT_OUT: &str = r#","do_not_record":false,"recording_license":"""#;
        const LICENSED: &str = r#","do_not_record":false,"recording_license":"CC BY""#;
        const RECORDS: &str = r#","features":{"recording":"record_by_default"}"#;
        const LINKED: &str =
            r#","do_not_record":null,"links":[{"url":"https://v.example/1","title":"Recording"}]"#;
        const VIDEO: &str = r#","video_download_url":"https://v.example/1""#;
        for (room, events, expected) in [
            ("", vec![OUT, NOT_OUT, ""], "a no, b yes, c unknown"),
            ("", vec![r#","do_not_record":1"#, r#","do_not_record":"0""#], "a no, b yes"),
            ("", vec![NOT_OUT, NOT_OUT], "a unknown, b unknown"),
            ("", vec![LICENSED, NOT_OUT], "a yes, b yes"),
            (RECORDS, vec![OUT, "", r#","type":"break""#], "a no, b yes, c unknown"),
            (RECORDS, vec![NOT_OUT], "a yes"),
            ("", vec![LINKED, VIDEO], "a yes recording, b yes recording"),
        ] {
            assert_eq!(recordings(&frab_json(room, &events)), expected, "{room} {events:?}");
        }
    }

    #[test]
    fn widget_sessionize_and_calendars_name_recordings() {
        let widget = r#"{"version":"1","timezone":"UTC","tracks":[],"speakers":[],
"rooms":[{"id":4,"name":"Hall"}],"talks":[
{"code":"A","title":"a","start":"2030-07-01T09:00:00Z","end":"2030-07-01T10:00:00Z","room":4,
"do_not_record":true},
{"code":"B","title":"b","start":"2030-07-01T11:00:00Z","end":"2030-07-01T12:00:00Z","room":4,
"do_not_record":false},
{"title":"Break","start":"2030-07-01T13:00:00Z","end":"2030-07-01T14:00:00Z","room":4,
"do_not_record":false}]}"#;
        assert_eq!(recordings(widget), "a no, b yes, Break unknown");
        let sessionize = r#"{"rooms":[{"id":7,"name":"Hall"}],"questions":[],"categories":[],
"speakers":[],"sessions":[{"id":"1","title":"a","startsAt":"2030-07-01T09:00:00",
"endsAt":"2030-07-01T10:00:00","roomId":7,"liveUrl":"https://v.example/live",
"recordingUrl":"https://v.example/rec"},
{"id":"2","title":"b","startsAt":"2030-07-01T11:00:00","endsAt":"2030-07-01T12:00:00",
"roomId":7,"liveUrl":"https://v.example/live","recordingUrl":null}]}"#;
        assert_eq!(recordings(sessionize), "a yes stream recording, b unknown stream");
        let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n\
            SUMMARY:a\r\nDTSTART:20300701T090000Z\r\nDTEND:20300701T100000Z\r\n\
            CONFERENCE;VALUE=URI;FEATURE=\"AUDIO,VIDEO\":https://v.example/live\r\n\
            ATTACH;FILENAME=Recording:https://v.example/rec\r\n\
            END:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(recordings(calendar), "a yes recording stream");
    }

    #[test]
    fn only_texts_that_name_a_video_of_the_session_give_a_kind() {
        const FOSDEM: &str = "https://video.fosdem.org/2020/H.1301/talk.webm";
        const OTHER: &str = "https://videos.example/watch?v=1";
        for (title, url, kind) in [
            ("Video recording (WebM/VP9)", FOSDEM, Some(LinkKind::Recording)),
            ("Video recording (AV1/WebM) - 86.5 MB", FOSDEM, Some(LinkKind::Recording)),
            ("Recording", OTHER, Some(LinkKind::Recording)),
            ("Video (hq)", FOSDEM, Some(LinkKind::Recording)),
            ("Video", OTHER, None),
            ("Live-Stream", OTHER, Some(LinkKind::Stream)),
            ("Streaming URL:", OTHER, Some(LinkKind::Stream)),
            ("Recording of a previous iteration of the talk.", OTHER, None),
            ("Video from previous talk", OTHER, None),
            ("Live demo", OTHER, None),
            ("Slides", FOSDEM, None),
            ("", FOSDEM, None),
        ] {
            assert_eq!(kind_of_link(title, url), kind, "{title}");
        }
    }
}
