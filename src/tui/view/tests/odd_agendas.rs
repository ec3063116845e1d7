//! Agendas of shapes that break screens.

pub(super) const BERLIN: &str = "[event]\nname = 'Shapes'\ntimezone = 'Europe/Berlin'\n";

const ONE_WITHOUT_ROOM: &str = r#"
[[session]]
title = "Alone"
start = 2025-03-01T09:00:00
"#;

const OVERLAP_WITHOUT_ROOMS: &str = r#"
[[session]]
title = "A"
start = 2025-03-01T09:00:00
minutes = 30
[[session]]
title = "B"
start = 2025-03-01T09:10:00
minutes = 30
"#;

const TWO_DAYS_LONG: &str = r#"
[[session]]
title = "Hackcenter"
start = 2025-03-01T09:00:00
room = "A"
minutes = 2880
[[session]]
title = "Midnight"
start = 2025-03-01T23:30:00
room = "B"
minutes = 90
[[session]]
title = "Zero"
start = 2025-03-01T12:00:00
room = "B"
minutes = 0
"#;

pub(super) const WIDE_LETTERS: &str = r#"
[event]
name = "会議 🎉 Ünï"
[[session]]
title = "日本語のセッション 👩‍🚀 e\u0301"
start = 2025-03-01T09:00:00
room = "大広間"
speakers = ["山田"]
abstract = "☎️ 1️⃣ ⚠️ ❤️‍🔥 ℹ️ ☎︎"
[[session]]
title = "⚠️ שלום עולם 🏳️‍🌈"
start = 2025-03-01T09:00:00
room = "B"
cancelled = true
seats = "full"
"#;

pub(super) const JOINED_ROOMS_APART: &str = r#"
[[room]]
name = "A"
[[room]]
name = "B"
[[room]]
name = "C"
[[room]]
name = "AB"
joins = ["A", "B"]
[[room]]
name = "BC"
joins = ["B", "C"]
[[room]]
name = "AC"
joins = ["A", "C"]
[[session]]
title = "One"
start = 2025-03-01T09:00:00
room = "AC"
minutes = 30
[[session]]
title = "Two"
start = 2025-03-01T10:00:00
room = "BC"
minutes = 30
[[session]]
title = "Three"
start = 2025-03-01T11:00:00
room = "AB"
minutes = 30
"#;

pub(super) const UNSCHEDULED: &str = r#"
[[session]]
title = "Some day"
start = "TBA"
"#;

/// Returns 90 overlapping sessions in 30 rooms.
fn thirty_rooms() -> String {
    let sessions = (0..90).map(|n| {
        let (hour, quarter, minutes) = (9 + n % 12, n % 4 * 15, 15 + n % 7 * 20);
        format!(
            "[[session]]\ntitle = 'Talk number {n} of many'\n\
             start = 2025-03-01T{hour:02}:{quarter:02}:00\nroom = 'Room {}'\n\
             minutes = {minutes}\nspeakers = ['Speaker {n}']\n",
            n % 30
        )
    });
    sessions.collect()
}

/// Returns twelve sessions at one time in one room, and a session beside them.
fn twelve_at_once() -> String {
    let session = |title: &str, room: &str, minutes: u32| {
        format!(
            "[[session]]\ntitle = '{title}'\nstart = 2025-03-01T10:00:00\nroom = '{room}'\n\
             minutes = {minutes}\n"
        )
    };
    let posters: String = (0..12).map(|n| session(&format!("Poster {n}"), "Hall", 60)).collect();
    posters + &session("Beside", "Small", 15)
}

/// Returns the agendas as TOML.
pub(super) fn odd_agendas() -> Vec<String> {
    vec![
        BERLIN.to_owned(),
        format!("{BERLIN}{ONE_WITHOUT_ROOM}"),
        format!("{BERLIN}{OVERLAP_WITHOUT_ROOMS}"),
        format!("{BERLIN}{}", thirty_rooms()),
        format!("{BERLIN}{}", twelve_at_once()),
        format!("{BERLIN}{TWO_DAYS_LONG}"),
        WIDE_LETTERS.to_owned(),
        format!("{BERLIN}{JOINED_ROOMS_APART}"),
        format!("{BERLIN}{UNSCHEDULED}"),
    ]
}
