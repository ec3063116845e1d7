//! Attacks on the readers of frab JSON, of the pretalx widget and of Sessionize.

use super::file_kind::{FileKind, HARM, fill};
use super::special::{SpecialAttack, file_of_references, special};
use super::{FULL_BYTES, Outcome};

/// Nesting, long lists, and long values that many sessions refer to.
pub(super) const JSON: &[SpecialAttack] = &[
    special("Json 1,000,000 lists nested", 1_000_000, Outcome::Reported, |count| {
        FileKind::Json.harmed_file(&"[".repeat(count))
    }),
    special("Json 1,000,000 objects nested", 1_000_000, Outcome::Reported, |count| {
        FileKind::Json.harmed_file(&"{\"a\":".repeat(count))
    }),
    special("Json 1,000,000 lists nested in a title", 1_000_000, Outcome::Reported, |count| {
        FileKind::Json.harmed_file(&format!(
            "{{\"title\":{}{}}}",
            "[".repeat(count),
            "]".repeat(count)
        ))
    }),
    special("Json 50,000 keys", 50_000, Outcome::Kept, |count| {
        let keys: String = (0..count).map(|ix| format!("\"k{ix}\":1,")).collect();
        FileKind::Json.harmed_file(&format!("{{{keys}\"title\":\"A\"}}"))
    }),
    special("Json 400,000 numbers", 400_000, Outcome::Any, |count| {
        FileKind::Json.harmed_file(&"1,".repeat(count))
    }),
    special("Json 900,000 numbers", 900_000, Outcome::Any, |count| {
        FileKind::Json.harmed_file(&"1,".repeat(count))
    }),
    special("Json 450,000 lists of a number", 450_000, Outcome::Any, |count| {
        FileKind::Json.harmed_file(&"[1],".repeat(count))
    }),
    special("Json 450,000 objects of a number", 450_000, Outcome::Any, |count| {
        FileKind::Json.harmed_file(&"{\"a\":1},".repeat(count))
    }),
    special("Json 450,000 sessions", 450_000, Outcome::Reported, |count| {
        FileKind::Json.harmed_file(&"{\"title\":\"A\"},".repeat(count))
    }),
    special("Widget 450,000 talks", 450_000, Outcome::Reported, |count| {
        FileKind::Widget.harmed_file(&"{\"title\":\"A\"},".repeat(count))
    }),
    special("Sessionize 450,000 sessions", 450_000, Outcome::Reported, |count| {
        FileKind::Sessionize.harmed_file(&"{\"title\":\"A\"},".repeat(count))
    }),
    special("CfpDev 450,000 slots", 450_000, Outcome::Reported, |count| {
        FileKind::CfpDev.harmed_file(&"{\"fromDate\":\"A\"},".repeat(count))
    }),
    special("WordCamp 450,000 sessions", 450_000, Outcome::Reported, |count| {
        FileKind::WordCamp.harmed_file(&"{\"meta\":{}},".repeat(count))
    }),
    special("Linked 300,000 events", 300_000, Outcome::Reported, |count| {
        FileKind::Linked.harmed_file(&"{\"@type\":\"Event\",\"name\":\"A\"},".repeat(count))
    }),
    special("Page 20 MB of scripts", FULL_BYTES, Outcome::Any, |bytes| {
        let script = "</script><script type=\"application/ld+json\">[1,1]";
        FileKind::Page.harmed_file(&fill(script, bytes))
    }),
    special("Json 5,000,000 numbers", 5_000_000, Outcome::Reported, |count| {
        FileKind::Json.harmed_file(&"1,".repeat(count))
    }),
    special("Json one number of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Json.harmed_file(&format!("{{\"title\":{}}}", fill("1", bytes)))
    }),
    special("Json one word of 20 MB", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Json.harmed_file(&format!("{{\"title\":{}}}", fill("n", bytes)))
    }),
    special("Json escapes", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Json.harmed_file(&format!("{{\"title\":\"{}\"}}", fill("\\u0000", bytes)))
    }),
    special("Json halves of letters", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Json.harmed_file(&format!("{{\"title\":\"{}\"}}", fill("\\ud800", bytes)))
    }),
    special("Json people of one session", 900_000, Outcome::Any, |count| {
        let people: String = (0..count).map(|ix| format!("\"P{ix}\",")).collect();
        FileKind::Json.harmed_file(&format!(
            "{{\"title\":\"A\",\"date\":\"2026-03-02T10:00:00+01:00\",\"persons\":[{people}\"Z\"]}}"
        ))
    }),
    special("Json tags of one session", 900_000, Outcome::Any, |count| {
        let tags: String = (0..count).map(|ix| format!("\"P{ix}\",")).collect();
        FileKind::Widget.harmed_file(&format!(
            "{{\"title\":\"A\",\"start\":\"2026-03-02T10:00:00+01:00\",\"tags\":[{tags}\"Z\"]}}"
        ))
    }),
    special("Sessionize 300,000 speakers that nobody names", 300_000, Outcome::Any, |count| {
        let people: String = (0..count)
            .map(|ix| format!("{{\"id\":\"{ix}\",\"fullName\":\"Jane Roe {ix}\"}},"))
            .collect();
        let file = FileKind::Sessionize.file_around(HARM);
        file.replacen("\"speakers\":[", &format!("\"speakers\":[{people}"), 1).into()
    }),
    special("Json a room of 10 MB and 20,000 events in it", 10_000_000, Outcome::Any, |bytes| {
        let list = |long: &str| {
            format!(
                r#"{{"schedule":{{"conference":{{"days":[{{"date":"2026-03-02",
"rooms":{{"{long}":["#
            )
        };
        file_of_references(FileKind::Json, bytes, &list, "{\"title\":\"A\",\"start\":\"09:00\"}")
    }),
    special("Json lists of 10 MB that 20,000 events point to", 3_300_000, Outcome::Any, |bytes| {
        let list = |long: &str| {
            let one = format!(
                r#"[{{"guid":"g","id":1,"code":"c","slug":"s","name":"Jane Roe",
"biography":"{long}"}}]"#
            );
            let named = format!("[{{\"guid\":\"g\",\"name\":\"{long}\"}}]");
            format!(
                r#"{{"conference":{{"persons":{one},"rooms":{named},"tracks":{named},
"days":[{{"rooms":{{"A":["#
            )
        };
        let points = r#"{"title":"A","room":{"guid":"g"},"track":{"guid":"g"},
"persons":[{"guid":"g"}]}"#;
        file_of_references(FileKind::Json, bytes * 2, &|_| list(&fill("Long name ", bytes)), points)
    }),
    special("Widget lists of 10 MB that 10,000 talks point to", 2_500_000, Outcome::Any, |bytes| {
        let list = |long: &str| {
            let named = format!("[{{\"id\":1,\"name\":\"{long}\"}}]");
            let one =
                format!("[{{\"code\":\"JR\",\"name\":\"Jane Roe\",\"biography\":\"{long}\"}}]");
            format!(
                r#"{{"rooms":{named},"tracks":{named},"submission_types":{named},
"speakers":{one},"talks":["#
            )
        };
        let points = r#"{"code":"A","title":"A","room":1,"track":1,"submission_type_id":1,
"speakers":["JR"]}"#;
        file_of_references(
            FileKind::Widget,
            bytes * 2,
            &|_| list(&fill("Long name ", bytes)),
            points,
        )
    }),
    special(
        "Sessionize lists of 10 MB that 10,000 sessions point to",
        2_500_000,
        Outcome::Any,
        |bytes| {
            let list = |long: &str| {
                format!(
                    r#"{{"rooms":[{{"id":1,"name":"{long}"}}],"questions":[{{"id":1,
"question":"{long}"}}],"categories":[{{"title":"{long}","items":[{{"id":1,"name":"A"}}]}}],
"speakers":[{{"id":"jr","fullName":"Jane Roe","bio":"{long}"}}],"sessions":["#
                )
            };
            let points = r#"{"title":"A","startsAt":null,"roomId":1,"categoryItems":[1],
"speakers":["jr"],"questionAnswers":[{"questionId":1,"answerValue":"B"}]}"#;
            file_of_references(
                FileKind::Sessionize,
                bytes * 2,
                &|_| list(&fill("Long name ", bytes)),
                points,
            )
        },
    ),
];
