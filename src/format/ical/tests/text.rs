use super::{
    agenda_of, calendar, calendar_of, check_file, day_lines, problems_of, session_lines, titles_of,
};

/// Lines of an event, and the title of its session.
const TITLES: &[(&str, &str)] = &[
    (r"SUMMARY:A\, b\; c\\n \N d", r"A, b; c\n d"),
    ("SUMMARY;CHARSET=UTF-8;ENCODING=8BIT:A", "A"),
    (r#"SUMMARY;X="a:b;c":A"#, "A"),
    (r#"SUMMARY;X="open:A"#, "A"),
    ("summary:A", "A"),
    ("SUMMARY:A\r\r\n b", "Ab"),
    ("SUMMARY:A\r\n\r\n b\r\n \r\n c", "Abc"),
    ("SUMMARY:A\rb", "A b"),
    ("SUMMARY:A\u{2028}b\u{b}c", "A b c"),
    ("SUMMARY:A &amp; B &#x3D; &#39;&nope;", "A & B = '&nope;"),
    ("SUMMARY:A\nand more, raw", "A and more, raw"),
    ("BEGIN:VALARM\nSUMMARY:wrong\nEND:VALARM\nSUMMARY:A", "A"),
    (r"DESCRIPTION:First line\nsecond", "First line"),
    ("LOCATION:Hall", "(no title)"),
];

#[test]
fn summary_with_escapes_folds_and_entities_becomes_the_title() {
    for (lines, title) in TITLES {
        let agenda = agenda_of(&calendar_of(&format!("DTSTART:20240310T090000Z\n{lines}")));
        assert_eq!(titles_of(&agenda), [*title], "{lines:?}");
    }
}

#[test]
fn fold_within_a_letter_does_not_change_the_title() {
    const TITLE: &str = "aé€😀z";
    let text = calendar_of(&format!("SUMMARY:{TITLE}\nDTSTART:20240310T090000Z\nDURATION:PT1H"));
    let title_at = text.find(TITLE).unwrap();
    for at in title_at + 1..title_at + TITLE.len() {
        for fold in ["\r\n ", "\n\t"] {
            let bytes = [&text.as_bytes()[..at], fold.as_bytes(), &text.as_bytes()[at..]].concat();
            let reading = crate::format::read(bytes.as_slice()).unwrap();
            assert_eq!(reading.draft.problems, [], "{at}");
            assert_eq!(reading.draft.sessions[0].title.as_ref().unwrap().value, TITLE);
            assert_eq!(reading.text.lines().count(), text.lines().count() + 1);
        }
    }
}

#[test]
fn fold_within_a_broken_letter_stays_where_it_is() {
    let (agenda, problems) = check_file(
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\xc3\n b\nEND:VEVENT\nEND:VCALENDAR",
        None,
    );
    assert_eq!(&*agenda.sessions[0].title, "a\u{fffd}b");
    assert!(problems.iter().any(|problem| problem.message == "this is not UTF-8"));
}

#[test]
fn line_ends_html_comment_and_byte_order_mark_do_not_change_the_session() {
    let text = calendar_of("SUMMARY:A\nDTSTART:20240310T090000Z");
    for text in [
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.replace('\n', "\r\r\n"),
        text.replace('\n', "\n\n"),
        text.replacen('\n', "\r\n", 4),
        format!("<!--\n{text}-->\n"),
        format!("\u{feff}{text}"),
        text.replace("END:VEVENT\n", ""),
    ] {
        assert_eq!(session_lines(&text), ["2024-03-10T09:00:00+00:00 0 - | A"], "{text:?}");
    }
}

#[test]
fn stray_line_continues_a_text_and_is_left_out_behind_a_time() {
    let text = calendar_of(
        "\
SUMMARY:A
DTSTART:20240525T090000Z
Meet at the desk
DURATION:PT1H
DESCRIPTION:x
y",
    );
    assert_eq!(day_lines(&text), ["05-25 05-25T09:00 60 A"]);
    assert_eq!(agenda_of(&text).sessions[0].summary.as_deref(), Some("x\ny"));
    let problems = problems_of(&text);
    let help: Vec<&str> = problems.iter().map(|problem| problem.help.as_deref().unwrap()).collect();
    assert_eq!(
        help,
        [
            "it is left out, because the line before is not text",
            "it is taken as more of the line before"
        ]
    );
}

#[test]
fn lone_carriage_return_ends_a_line_of_begin_or_end_only() {
    let text = "BEGIN:VCALENDAR\nVERSION:2.0\r\nBEGIN:VEVENT\rUID:7\r\n\
        DTSTART:20240525T090000Z\nDURATION:PT1H\nSUMMARY:A\rb\r\nEND:VEVENT\rEND:VCALENDAR\n";
    assert_eq!(day_lines(text), ["05-25 05-25T09:00 60 A b"]);
    assert_eq!(&*agenda_of(text).sessions[0].id, "7");
    assert_eq!(problems_of(text), []);
}

#[test]
fn title_with_the_word_cancelled_marks_the_session() {
    const MESSAGE: &str = "a title says that the session is cancelled";
    for (lines, is_cancelled, messages) in [
        ("SUMMARY:CANCELLED: A\nSTATUS:CONFIRMED", true, vec![MESSAGE]),
        ("SUMMARY:Cancelled", true, vec![MESSAGE]),
        ("SUMMARY:[Canceled] A\nSTATUS:CANCELLED", true, vec![]),
        ("SUMMARY:Cancelled dreams", false, vec![]),
    ] {
        let text = calendar("", &[&format!("{lines}\nDTSTART:20240310T090000Z\nDURATION:PT1H")]);
        assert_eq!(agenda_of(&text).sessions[0].cancelled, is_cancelled, "{lines}");
        assert_eq!(super::messages_of(&text), messages, "{lines}");
    }
}
