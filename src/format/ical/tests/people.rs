//! People by the rules of a file as a whole.

use super::{agenda_of, calendar};
use crate::agenda::Agenda;

/// Returns `NAME/ROLE/AFFILIATION + …` of each session, by the order of `events`.
fn people_of(head: &str, events: &[String]) -> Vec<String> {
    let events: Vec<String> = events
        .iter()
        .enumerate()
        .map(|(ix, event)| format!("DTSTART:20240310T{:02}{:02}00Z\n{event}", ix / 60, ix % 60))
        .collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let agenda = agenda_of(&calendar(head, &events));
    agenda.sessions.iter().map(|session| people_line(&agenda, session)).collect()
}

fn people_line(agenda: &Agenda, session: &crate::agenda::Session) -> String {
    let text = |text: &Option<crate::agenda::Clean>| text.as_deref().unwrap_or("").to_owned();
    let people: Vec<String> = agenda
        .people_of(session)
        .map(|(person, _)| {
            let job = format!("/{}/{}", text(&person.role), text(&person.affiliation));
            format!("{}{}", person.name, job.trim_end_matches('/'))
        })
        .collect();
    people.join(" + ")
}

const SCHED: &str = "PRODID:-//Sched.com Otters//EN\n";

/// Titles with people behind the dash, and the people.
const CREDITS: &[(&str, &str)] = &[
    ("Dams - Ada Berg, Otter Works", "Ada Berg//Otter Works"),
    ("Dens - Bo Lind, Chief Digger, Otter Works", "Bo Lind/Chief Digger/Otter Works"),
    ("Rafts - Cy Ek, Riverside & Di Alm, Lakeside", "Cy Ek//Riverside + Di Alm//Lakeside"),
    ("Reeds - Ed Ask & Flo Bok, Lakeside", "Ed Ask//Lakeside + Flo Bok//Lakeside"),
    (
        "Eels - Gus Dal, Hans Eng & Ida Fors, Riverside; Jo Gran, Otter Works",
        "Gus Dal//Riverside + Hans Eng//Riverside + Ida Fors//Riverside + Jo Gran//Otter Works",
    ),
    (
        "Mud - Kai Holm and Liv Hed, Fishers, Ltd.",
        "Kai Holm//Fishers, Ltd. + Liv Hed//Fishers, Ltd.",
    ),
    (
        "Ice - Mia Ivar, Head of Ice and Snow, Riverside & Nils Jung, CEO, Lakeside",
        "Mia Ivar/Head of Ice & Snow/Riverside + Nils Jung/CEO/Lakeside",
    ),
    ("Is it wet? - Per Kall, Maintainer", "Per Kall/Maintainer"),
    ("Swim!- Siv Lund, Lakeside", "Siv Lund//Lakeside"),
    ("A tale - of two rivers - Tor Moe, Lakeside", "Tor Moe//Lakeside"),
    ("Fur - Vera Nord and Wim Oman", "Vera Nord + Wim Oman"),
    // Dashes before prose.
    ("Lunch - Otters, Fish and More", ""),
    ("River Day - Half-Day Event | ALL ACCESS, PLEASE", ""),
    ("Swim - Eels and Ice", ""),
    ("Registration", ""),
];

fn credit_titles() -> Vec<String> {
    CREDITS.iter().map(|(title, _)| format!("SUMMARY:{}", title.replace(',', "\\,"))).collect()
}

#[test]
fn people_stand_behind_dashes_of_titles_if_they_do_in_the_whole_file() {
    for head in [SCHED, "PRODID:-//x//any//EN\n"] {
        for (people, (title, expected)) in people_of(head, &credit_titles()).iter().zip(CREDITS) {
            assert_eq!(people, expected, "{title}");
        }
    }
}

#[test]
fn dash_of_a_title_is_no_person_in_a_file_with_other_titles() {
    let mut titles = credit_titles();
    titles.extend((0..30).map(|ix| format!("SUMMARY:Talk {ix} - the next part")));
    assert!(people_of(SCHED, &titles).iter().all(String::is_empty));
    assert!(people_of(SCHED, &credit_titles()[..5]).iter().all(String::is_empty));
    // Producers with places of their own for people.
    let pretalx = people_of("PRODID:-//CERN//INDICO//EN\n", &credit_titles());
    assert!(pretalx.iter().all(String::is_empty));
}

const FRAB: &str = "PRODID;X-RICAL-TZSOURCE=TZINFO:-//com.denhaven2.com/NONSGML ri_cal gem//EN\n";
const PRETALX: &str = "PRODID:-//pretalx//example.org//otters\n";
const ORGANIZER: &str = "ORGANIZER:otters16\n";

/// Files by producer, line of every event, titles, and the person behind the dash of each title.
const DASHES: &[(&str, &str, &[&str], &[&str])] = &[
    // The calendar of a single event of frab has an organizer and the title alone.
    (FRAB, ORGANIZER, &["Otters kill - body and soul"], &[""]),
    (
        FRAB,
        ORGANIZER,
        &["Otters - A B", "Eels - C D", "Rafts - ", "Mud - E F", "Ice - G H"],
        &[""; 5],
    ),
    // A schedule, with an organizer until 2016.
    (FRAB, "", &["Otters - A B"], &["A B"]),
    (FRAB, "", &["Otters - body - A B", "Rafts - "], &["A B", ""]),
    (
        FRAB,
        ORGANIZER,
        &["Otters - A B", "Eels - C D", "Rafts -", "Mud - E F", "Ice - G H", "Fur - I J"],
        &["A B", "C D", "", "E F", "G H", "I J"],
    ),
    // One title without a dash.
    (
        FRAB,
        "",
        &["Otters", "Eels - C D", "Rafts - A B", "Mud - E F", "Ice - G H", "Fur - I J"],
        &[""; 6],
    ),
    (
        FRAB,
        "",
        &["A - B", "C - D", "E - F", "G - H", "I - J", "K - L", "M - N", "O - P", "Q - R", "S"],
        &[""; 10],
    ),
    (PRETALX, "", &["Otters - A B"], &["A B"]),
    (PRETALX, "", &["Otters - body - A B", "Rafts - "], &["A B", ""]),
    (PRETALX, "", &["Otters", "Eels - body and soul"], &["", ""]),
];

#[test]
fn dash_names_speakers_if_every_title_of_a_schedule_has_one() {
    for (head, line, titles, people) in DASHES {
        let events: Vec<String> = titles
            .iter()
            .enumerate()
            .map(|(ix, title)| {
                let uid = format!("{ix:08x}-89ab-cdef-0123-456789abcdef@example.org");
                format!("UID:{uid}\n{line}SUMMARY:{title}")
            })
            .collect();
        assert_eq!(people_of(head, &events), *people, "{head}{line}{titles:?}");
    }
}

#[test]
fn one_organizer_is_enough_to_doubt_the_dash_of_frab() {
    let event = |ix: usize, line: &str| {
        format!("UID:{ix:08x}-89ab-cdef-0123-456789abcdef@example.org\n{line}SUMMARY:On - A B")
    };
    assert_eq!(people_of(FRAB, &[event(0, ""), event(1, ORGANIZER)]), ["", ""]);
}

/// Descriptions of all events of a file, and the people of each.
const DESCRIPTIONS: &[(&[&str], &[&str])] = &[
    // A label in the second line, behind the title or behind another label.
    (&["T\\nSpeaker: A B\\, C D\\nTrack: 4", "T\\nTrack: 4"], &["A B + C D", ""]),
    (
        &["Track: 4\\nSpeaker: A B", "Track: 5\\nSpeaker: C D", "Track: 5\\nSpeaker: E F"],
        &["A B", "C D", "E F"],
    ),
    (&["Words of a poem\\nBy: Night"], &[""]),
    (&["Speaker: A B\\nText", "Speaker: C D\\nText", "Text\\nSpeaker: E F"], &["A B", "C D", ""]),
    // Prose behind labels.
    (&["Sponsor: first name\\, last name\\, title\\, company"], &[""]),
    (
        &["Sponsor: Otter Demo: How to swim", "Sponsor: Fish Demo: Eels for all", "Sponsor: Acme"],
        &["", "", ""],
    ),
    (&["Speaker: tba", "Speaker: see below", "Speaker: A B"], &["", "", "A B"]),
    (&["Speaker: jane doe", "Speaker: fox", "Speaker: A B"], &["jane doe", "fox", "A B"]),
    // A company behind each name.
    (
        &[
            "Speakers: A Bee \\, Cern (Otter)\\n\\nText",
            "Speakers: C Dee\\, (Fish)",
            "Speakers: ",
            "Speakers: E Foe\\,  Lake Ltd (Eel)",
        ],
        &["A Bee/Otter/Cern", "C Dee/Fish", "", "E Foe/Eel/Lake Ltd"],
    ),
    (&["Speakers: A Bee\\, C Dee (Cern)"], &["A Bee + C Dee//Cern"]),
    (
        &["Speakers: A Bee\\, C Dee (Cern)", "Speakers: E F", "Speakers: G H"],
        &["A Bee + C Dee//Cern", "E F", "G H"],
    ),
    // Other separators.
    (&["Speaker: 胡渊鸣&张爱玲", "Speaker: 李枫"], &["胡渊鸣 + 张爱玲", "李枫"]),
    (
        &["Speaker: Ann Bee / Cy Dee / 李枫", "Speaker: E Foe"],
        &["Ann Bee + Cy Dee + 李枫", "E Foe"],
    ),
    (&["Speaker: Ann Bee & Cy Dee", "Speaker: E Foe"], &["Ann Bee + Cy Dee", "E Foe"]),
    (
        &["Speaker: Ann Bee & Cy Dee", "Speaker: E Foe\\, G Hue"],
        &["Ann Bee & Cy Dee", "E Foe + G Hue"],
    ),
    (
        &["Speaker: Salt & Pepper", "Speaker: Ann Bee & Cy Dee"],
        &["Salt & Pepper", "Ann Bee & Cy Dee"],
    ),
    (&["Speaker: A/Prof Ann Bee"], &["A/Prof Ann Bee"]),
];

#[test]
fn labels_of_descriptions_name_people_by_the_rule_of_the_file() {
    for (descriptions, people) in DESCRIPTIONS {
        let events: Vec<String> =
            descriptions.iter().map(|text| format!("SUMMARY:T\nDESCRIPTION:{text}")).collect();
        assert_eq!(people_of("", &events), *people, "{descriptions:?}");
    }
}

#[test]
fn second_line_of_people_leaves_the_rest_of_the_description() {
    let event = "DTSTART:20240310T090000Z\nSUMMARY:T\nDESCRIPTION:T\\nSpeaker: A B\\nText";
    let agenda = agenda_of(&calendar("", &[event]));
    assert_eq!(agenda.sessions[0].summary.as_deref(), Some("Text"));
}

#[test]
fn attendees_with_pages_are_speakers_if_all_attendees_have_pages() {
    let page = "SUMMARY:T\nATTENDEE;CUTYPE=INDIVIDUAL;CN=\"A B\":https://example.org/ab".to_owned();
    let guest = "SUMMARY:T\nATTENDEE;CN=C D:mailto:cd@example.org".to_owned();
    assert_eq!(people_of("", std::slice::from_ref(&page)), ["A B"]);
    assert_eq!(people_of("", &[page.clone(), guest]), ["", ""]);
    let agenda = agenda_of(&calendar("", &[&format!("DTSTART:20240310T090000Z\n{page}")]));
    assert_eq!(agenda.people[0].url.as_deref(), Some("https://example.org/ab"));
}
