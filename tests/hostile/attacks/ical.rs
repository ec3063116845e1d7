//! Attacks on the reader of iCalendar.

use super::file_kind::{FileKind, fill};
use super::special::{SpecialAttack, special};
use super::{FULL_BYTES, Outcome};

/// Nesting, recurrence rules without an end, and time zones.
pub(super) const ICAL: &[SpecialAttack] = &[
    special("Ical 1,000,000 components nested", 1_000_000, Outcome::Reported, |count| {
        FileKind::Ical.harmed_file(&"BEGIN:A\r\n".repeat(count))
    }),
    special("Ical 1,000,000 ends of nothing", 1_000_000, Outcome::Reported, |count| {
        FileKind::Ical.harmed_file(&"END:A\r\n".repeat(count))
    }),
    special("Ical 50,000 parameters", 50_000, Outcome::Kept, |count| {
        let parameters: String = (0..count).map(|ix| format!(";P{ix}=1")).collect();
        event_with(&format!("SUMMARY{parameters}:A"))
    }),
    special("Ical quote in a parameter of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        event_with(&format!("SUMMARY;X=\"{}", fill("a;", bytes)))
    }),
    special("Ical line folded 5,000,000 times", 5_000_000, Outcome::Kept, |count| {
        event_with(&format!("SUMMARY:A{}", "\r\n a".repeat(count)))
    }),
    special("Ical every second", 1, Outcome::Reported, |_| event_with("RRULE:FREQ=SECONDLY")),
    special("Ical every second until 9999", 1, Outcome::Reported, |_| {
        event_with("RRULE:FREQ=SECONDLY;UNTIL=99991231T235959Z")
    }),
    special("Ical 1,000,000,000 days", 1, Outcome::Reported, |_| {
        event_with("RRULE:FREQ=DAILY;COUNT=1000000000")
    }),
    special("Ical days until 9999", 1, Outcome::Reported, |_| {
        event_with("RRULE:FREQ=DAILY;UNTIL=99991231T235959Z")
    }),
    special("Ical days without end", 1, Outcome::Reported, |_| event_with("RRULE:FREQ=DAILY")),
    special("Ical rule that never comes", 1, Outcome::Kept, |_| {
        event_with("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=SU")
    }),
    special("Ical 1,000 rules in an event", 1_000, Outcome::Reported, |count| {
        event_with(&"RRULE:FREQ=DAILY\r\n".repeat(count))
    }),
    special("Ical 20,000 events that repeat", 20_000, Outcome::Reported, |count| {
        let one = "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\n\
                   RRULE:FREQ=DAILY\r\nEND:VEVENT\r\n";
        FileKind::Ical.harmed_file(&one.repeat(count))
    }),
    special("Ical 20,000 events with a rule that never comes", 20_000, Outcome::Kept, |count| {
        let one = "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\n\
                   RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=SU\r\nEND:VEVENT\r\n";
        FileKind::Ical.harmed_file(&one.repeat(count))
    }),
    special("Ical 20 events of 1 MB that come again each day", 1_000_000, Outcome::Kept, |bytes| {
        let text = fill("Long text ", bytes);
        event_with(
            &format!(
                "DESCRIPTION:{text}\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
                 DTSTART:20260302T100000Z\r\n"
            )
            .repeat(20),
        )
    }),
    special("Ical a rule of 300,000 weekdays", 300_000, Outcome::Kept, |count| {
        event_with(&format!("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY={}SU", "SU,".repeat(count)))
    }),
    special(
        "Ical 20,000 events with a month that never comes",
        2_000_000,
        Outcome::Kept,
        |bytes| {
            let one = "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\n\
                   RRULE:FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1\r\nEND:VEVENT\r\n";
            FileKind::Ical.harmed_file(&one.repeat(bytes / 100))
        },
    ),
    special("Ical 20,000 events with a year that never comes", 2_000_000, Outcome::Kept, |bytes| {
        let one = "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\n\
                   RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=5MO;BYMONTHDAY=1\r\n\
                   END:VEVENT\r\n";
        FileKind::Ical.harmed_file(&one.repeat(bytes / 100))
    }),
    special("Ical 1,400 events of 500 rules each", 700_000, Outcome::Any, |rules| {
        let lines: String =
            (0..500).map(|ix| format!("RRULE:FREQ=DAILY;INTERVAL={}\r\n", ix % 9 + 1)).collect();
        let one = format!(
            "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nSUMMARY:A\r\n{lines}END:VEVENT\r\n"
        );
        FileKind::Ical.harmed_file(&one.repeat(rules / 500))
    }),
    special("Ical 500 zones of 100 rules each", 50_000, Outcome::Any, |rules| {
        let part = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n\
                    TZOFFSETTO:+0200\r\n\
                    RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12\r\nEND:STANDARD\r\n"
            .repeat(100);
        let one = |ix: usize| {
            format!(
                "BEGIN:VTIMEZONE\r\nTZID:Z{ix}\r\n{part}END:VTIMEZONE\r\n\
                 BEGIN:VEVENT\r\nDTSTART;TZID=Z{ix}:20260302T090000\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
            )
        };
        FileKind::Ical.harmed_file(&(0..rules / 100).map(one).collect::<String>())
    }),
    special("Ical 200,000 events in 500 zones", 200_000, Outcome::Any, |count| {
        let zone = |ix: usize| {
            format!(
                "BEGIN:VTIMEZONE\r\nTZID:Z{ix}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
                 TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
            )
        };
        let zones: String = (0..500).map(zone).collect();
        let event = |ix: usize| {
            let start = format!("DTSTART;TZID=Z{}:20260302T090000", ix % 500);
            format!("BEGIN:VEVENT\r\n{start}\r\nSUMMARY:A\r\nEND:VEVENT\r\n")
        };
        FileKind::Ical.harmed_file(&(zones + &(0..count).map(event).collect::<String>()))
    }),
    special("Ical a zone of 300,000 cities", 300_000, Outcome::Any, |count| {
        event_with(&format!("DTEND;TZID=\"{}\":20260302T110000", "Nowhere,".repeat(count)))
    }),
    special("Ical a zone of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        event_with(&format!("DTEND;TZID={}:20260302T110000", fill("a", bytes)))
    }),
    special("Ical 1,000,000 dates in a line", 1_000_000, Outcome::Any, |count| {
        event_with(&format!("RDATE:{}20260303T090000Z", "20260303T090000Z,".repeat(count)))
    }),
    special("Ical 1,000,000 exceptions", 1_000_000, Outcome::Any, |count| {
        event_with(&format!(
            "RRULE:FREQ=DAILY\r\nEXDATE:{}20260303T090000Z",
            "20260303T090000Z,".repeat(count)
        ))
    }),
    special("Ical 20,000 of one UID that are moved", 20_000, Outcome::Any, |count| {
        let moved = |ix: usize| {
            format!(
                "BEGIN:VEVENT\r\nUID:s1\r\nRECURRENCE-ID:202603{:02}T{:02}{:02}00Z\r\n\
                 DTSTART:20260302T090000Z\r\nSUMMARY:A\r\nEND:VEVENT\r\n",
                ix / 1440 % 28 + 1,
                ix / 60 % 24,
                ix % 60
            )
        };
        FileKind::Ical.harmed_file(&(0..count).map(moved).collect::<String>())
    }),
    special("Ical 20,000 zones", 20_000, Outcome::Any, |count| {
        let one = |ix: usize| {
            format!(
                "BEGIN:VTIMEZONE\r\nTZID:Z{ix}\r\nBEGIN:STANDARD\r\n\
                 DTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n\
                 END:STANDARD\r\nEND:VTIMEZONE\r\n"
            )
        };
        FileKind::Ical.harmed_file(&(0..count).map(one).collect::<String>())
    }),
    special("Ical 20,000 events in zones of no name", 20_000, Outcome::Any, |count| {
        let one = |ix: usize| {
            format!(
                "BEGIN:VEVENT\r\nDTSTART;TZID=Nowhere/{ix}:20260302T090000\r\nSUMMARY:A\r\n\
                 END:VEVENT\r\n"
            )
        };
        FileKind::Ical.harmed_file(&(0..count).map(one).collect::<String>())
    }),
];

/// Returns a calendar of a sound event and an event with `lines`.
fn event_with(lines: &str) -> Vec<u8> {
    FileKind::Ical.harmed_file(&format!(
        "BEGIN:VEVENT\r\nUID:s2\r\nDTSTART:20260302T100000Z\r\nSUMMARY:Harm\r\n{lines}\r\n\
         END:VEVENT\r\n"
    ))
}
