//! Made-up agendas in TOML: the same on every machine.

const WORDS: [&str; 24] = [
    "latency",
    "kernel",
    "of",
    "the",
    "storage",
    "and",
    "incident",
    "response",
    "with",
    "tracing",
    "queues",
    "for",
    "cache",
    "clusters",
    "a",
    "rollout",
    "databases",
    "in",
    "failure",
    "recovery",
    "from",
    "capacity",
    "planning",
    "privacy",
];
/// The sessions of a room on one day, one every 15 minutes from 8:00.
const SLOTS: usize = 40;
/// The fewest rooms.
const ROOMS: usize = 12;
/// The most days.
const DAYS: usize = 30;

/// Returns words that differ for each `seed`.
fn make_words(seed: usize, count: usize) -> String {
    let words = (0..count).map(|ix| WORDS[(seed * 7 + ix * 5 + seed * ix % 11) % WORDS.len()]);
    words.collect::<Vec<_>>().join(" ")
}

/// Returns an agenda in TOML with 1.3 kB a session. Days are full before the next one begins: 12
/// rooms up to 14,400 sessions, and more rooms on 30 days beyond. Every two sessions have a speaker
/// more, and abstracts have 900 bytes in lines.
pub(crate) fn make_toml(sessions: usize) -> String {
    let rooms = sessions.div_ceil(SLOTS * DAYS).max(ROOMS);
    let mut text = "[event]\nname = \"Made up\"\ntimezone = \"Europe/Dublin\"\n".to_owned();
    for room in 0..rooms {
        text += &format!("\n[[room]]\nname = \"Room {room}\"\n");
    }
    for speaker in 0..sessions / 2 {
        text += &format!("\n[[speaker]]\nname = \"Jane Roe {speaker}\"\naffiliation = \"Co\"\n");
    }
    for ix in 0..sessions {
        let (day, slot) = (1 + ix / (rooms * SLOTS), ix / rooms % SLOTS);
        let (hour, minute) = (8 + slot / 4, slot % 4 * 15);
        let abstract_lines: Vec<String> = (0..11).map(|line| make_words(ix + line, 12)).collect();
        text += &format!(
            "\n[[session]]\ntitle = \"{} {ix}\"\n\
             start = 2030-05-{day:02}T{hour:02}:{minute:02}:00\nminutes = 15\n\
             room = \"Room {}\"\nkind = \"talk\"\ntrack = \"Track {}\"\n\
             speakers = [\"Jane Roe {}\", \"Jane Roe {}\"]\nabstract = \"\"\"\n{}\"\"\"\n",
            make_words(ix, 7),
            ix % rooms,
            ix % 5,
            ix / 2,
            ix * 7 % (sessions / 2),
            abstract_lines.join("\n"),
        );
    }
    text
}
