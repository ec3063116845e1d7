//! Versions as files, in several formats and with several kinds of ids.

use super::programme::{Talk, Version};
use hallway::agenda::Agenda;
use std::collections::HashSet;

/// The format of the files, and the meaning of the ids in them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum World {
    /// Lasting ids, in hallway's TOML.
    GuidToml,
    /// Lasting ids, in frab XML.
    GuidXml,
    /// Lasting ids, in iCalendar.
    GuidCalendar,
    /// The position in the file, in hallway's TOML.
    Position,
    /// Room and start, in hallway's TOML.
    Slot,
    /// No ids, in hallway's TOML.
    NoIds,
}

impl World {
    pub(crate) fn has_lasting_ids(self) -> bool {
        matches!(self, World::GuidToml | World::GuidXml | World::GuidCalendar)
    }

    /// Reads the file of a version. The first result is the agenda, the second one the number of
    /// the talk of each session.
    pub(crate) fn read(self, version: &Version) -> (Agenda, Vec<usize>) {
        let file = self.write(version);
        let (mut agenda, _) = hallway::format::read(file.as_bytes()).unwrap().draft.check(None);
        assert_eq!(agenda.sessions.len(), version.talks.len(), "{self:?}:\n{file}");
        // The number travels as the address, and is taken away before any search.
        let urls = agenda.sessions.iter_mut().map(|session| session.url.take().unwrap());
        let numbers = urls.map(|url| number_of(&url)).collect();
        (agenda, numbers)
    }

    /// Returns the file of a version, with the number of each talk in its address.
    pub(crate) fn write(self, version: &Version) -> String {
        match self {
            World::GuidXml => write_xml(version),
            World::GuidCalendar => write_calendar(version),
            _ => self.write_toml(version),
        }
    }

    fn write_toml(self, version: &Version) -> String {
        let mut file = format!("[event]\nname = {:?}\ntimezone = 'Europe/Berlin'\n", version.event);
        let mut ids = HashSet::new();
        for (position, talk) in version.talks.iter().enumerate() {
            let mut id = match self {
                World::Position => (position + 1).to_string(),
                World::Slot => {
                    format!("{}-{}-{}", talk.slot.room, talk.slot.day, talk.slot.minute)
                }
                _ => talk.guid.clone(),
            };
            // Here an id must not stand twice.
            while !ids.insert(id.clone()) {
                id += "b";
            }
            file += "[[session]]\n";
            if self != World::NoIds {
                file += &format!("id = {id:?}\n");
            }
            file += &toml_facts(talk);
        }
        file
    }
}

/// Returns the number of the talk with this address.
pub(crate) fn number_of(url: &str) -> usize {
    url.rsplit('/').next().unwrap().parse().unwrap()
}

fn toml_facts(talk: &Talk) -> String {
    let Talk { number, title, people, slot, cancelled, .. } = talk;
    let minutes = talk.minutes.map(|minutes| format!("minutes = {minutes}\n"));
    format!(
        "title = {title:?}\nstart = {}\nroom = {:?}\nurl = 'https://example.org/{number}'\n\
         speakers = {people:?}\ncancelled = {cancelled}\n{}",
        local_time(talk),
        slot.room,
        minutes.unwrap_or_default()
    )
}

fn local_time(talk: &Talk) -> String {
    let (hour, minute) = (talk.slot.minute / 60, talk.slot.minute % 60);
    format!("2026-05-{:02}T{hour:02}:{minute:02}:00", talk.slot.day)
}

fn write_xml(version: &Version) -> String {
    let days = version.talks.chunk_by(|a, b| a.slot.day == b.slot.day);
    let days: String = days
        .map(|talks| {
            let events: String = talks.iter().map(xml_event).collect();
            format!("<day date='2026-05-{:02}'>{events}</day>\n", talks[0].slot.day)
        })
        .collect();
    format!(
        "<schedule><conference><title>{}</title><time_zone_name>Europe/Berlin</time_zone_name>\
         </conference>{days}</schedule>",
        version.event
    )
}

fn xml_event(talk: &Talk) -> String {
    let Talk { number, guid, title, slot, .. } = talk;
    let (title, room) = (title.replace('&', "&amp;"), &slot.room);
    let people: String =
        talk.people.iter().map(|name| format!("<person>{name}</person>")).collect();
    let length = talk.minutes.map_or_else(String::new, |minutes| {
        format!("<duration>{:02}:{:02}</duration>", minutes / 60, minutes % 60)
    });
    format!(
        "<room name='{room}'><event guid='{guid}'><date>{}+02:00</date>{length}\
         <room>{room}</room><title>{title}</title><persons>{people}</persons>\
         <url>https://example.org/{number}</url></event></room>\n",
        local_time(talk),
    )
}

fn write_calendar(version: &Version) -> String {
    let events: String = version.talks.iter().map(calendar_event).collect();
    format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\nX-WR-CALNAME:{}\n\
         X-WR-TIMEZONE:Europe/Berlin\n{events}END:VCALENDAR\n",
        version.event
    )
    .replace('\n', "\r\n")
}

fn calendar_event(talk: &Talk) -> String {
    let Talk { number, guid, slot, .. } = talk;
    let title = talk.title.replace(',', "\\,");
    let start = local_time(talk).replace(['-', ':'], "");
    let people = talk.people.iter().map(|name| format!("ATTENDEE;CN=\"{name}\":invalid:nomail\n"));
    let length = talk.minutes.map(|minutes| format!("DURATION:PT{minutes}M\n"));
    let status = talk.cancelled.then(|| "STATUS:CANCELLED\n".to_owned());
    let more: String = people.chain(length).chain(status).collect();
    format!(
        "BEGIN:VEVENT\nUID:{guid}\nDTSTART;TZID=Europe/Berlin:{start}\nSUMMARY:{title}\n\
         LOCATION:{}\nURL:https://example.org/{number}\n{more}END:VEVENT\n",
        slot.room
    )
}
