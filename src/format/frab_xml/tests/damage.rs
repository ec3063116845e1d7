//! Odd, damaged and hostile files.

use super::*;

/// Elements of an event; room, title and people of the session; and the messages.
const ODD_EVENTS: &[(&str, &str, &[&str])] = &[
    ("<title>A &amp; B &#38; &#x43; &lt;</title>", "R A & B & C < []", &[]),
    ("<title><![CDATA[A & <B>]]></title>", "R A & <B> []", &[]),
    ("<title>A & B</title>", "R A & B []", &[]),
    ("<title>A &nbsp; B</title>", "R A &nbsp; B []", &["an entity that XML does not define"]),
    ("<title> A\r\n  B </title>", "R A B []", &[]),
    ("<title>A <b>B</b></title>", "R A B []", &[]),
    ("<title>A < B</title><subtitle/>", "R A < B []", &["a \"<\" that begins no tag"]),
    ("<title/><subtitle>Sub</subtitle>", "R Sub []", &["a session has a subtitle, but no title"]),
    ("<title>One</title><title>One</title>", "R One []", &[]),
    ("<title>One</title><title>Two</title>", "R One []", &["an event has this element twice"]),
    (
        "<title>CANCELLED One</title>",
        "R CANCELLED One []",
        &["a title says that the session is cancelled"],
    ),
    ("<title>Cancelling One</title>", "R Cancelling One []", &[]),
    ("<title>One</title><room>R</room>", "R One []", &[]),
    ("<title>One</title><room/>", "R One []", &[]),
    (
        "<title>One</title><room>S</room>",
        "R One []",
        &["a session names another room than the one it is in"],
    ),
    ("<title>One</title><person>A</person>", "R One [A]", &[]),
    (
        "<title>One</title><persons><person><name>A</name><bio>B</bio></person></persons>",
        "R One [A]",
        &[],
    ),
    ("<title>One</title><persons><person/></persons>", "R One []", &[]),
    ("<title>One</title><mood>good</mood>", "R One []", &["an element that schedules do not have"]),
    ("<title>One</title>stray", "R One []", &["a text that belongs to no element"]),
    ("<title>One</title></b>", "R One []", &["an end tag that ends nothing"]),
    (
        "<title>One<subtitle/></title>",
        "R One []",
        &[
            "an element begins within one that should have ended before",
            "an end tag that ends nothing",
        ],
    ),
    ("<x:title>One</x:title>", "R One []", &[]),
    (
        "<title>One</title><links><link>no address</link></links>",
        "R One []",
        &["a link without an address"],
    ),
];

#[test]
fn odd_events_become_sessions_with_messages() {
    for (event, row, wanted) in ODD_EVENTS {
        let text = around("", &format!("<event><start>10:00</start>{event}</event>"));
        let row = format!("07-01T10:00+00:00 ? {row}");
        assert_eq!(rows(&agenda(&text, Some("UTC"))), [row], "{event}");
        assert_eq!(messages(&draft(&text)), *wanted, "{event}");
    }
}

#[test]
fn tags_in_a_description_are_text() {
    let event = "<event><title>T</title><description><p>One <br>two</p> <link>&amp;\
                 </description><type>talk</type></event>";
    let draft = draft(&around("", event));
    assert_eq!(draft.sessions[0].summary.as_ref().unwrap().value.as_deref(), Some("One\ntwo\n\n&"));
    assert_eq!(draft.sessions[0].kind.as_ref().unwrap().value, "talk");
    assert_eq!(messages(&draft), [""; 0]);
}

#[test]
fn files_of_odd_shapes_are_read() {
    const EVENT: &str = "<event><start>10:00</start><title>One</title><room>Own</room></event>";
    let day = "<day date='2030-07-01'>";
    for (text, row) in [
        // No rooms, as FOSDEM did until 2007.
        (format!("<schedule>{day}{EVENT}</day></schedule>"), "07-01T10:00+00:00 ? Own One []"),
        (
            format!("<schedule>{day}<room name=''>{EVENT}</room></day></schedule>"),
            "07-01T10:00+00:00 ? Own One []",
        ),
        (
            format!("<schedule>{day}<room name=' A  B '>{EVENT}</room></day></schedule>"),
            "07-01T10:00+00:00 ? A B One []",
        ),
        // No date: the day's own start has it; or nothing has.
        (
            format!("<schedule><day start='2030-07-02T09:00:00+02:00'>{EVENT}</day></schedule>"),
            "07-02T10:00+00:00 ? Own One []",
        ),
        (format!("<schedule><day>{EVENT}</day></schedule>"), "TBA ? Own One []"),
        (format!("<schedule>{EVENT}</schedule>"), "TBA ? Own One []"),
        // Something in between.
        (
            format!("<schedule>{day}<block>{EVENT}</block></day></schedule>"),
            "07-01T10:00+00:00 ? Own One []",
        ),
    ] {
        assert_eq!(rows(&agenda(&text, Some("UTC"))), [row], "{text}");
    }
    assert_eq!(
        read("<calendar><schedules/></calendar>").unwrap_err().message,
        "this is XML, but not a schedule that hallway knows"
    );
    assert_eq!(
        messages(&draft("<schedule><what/></schedule>")).last(),
        Some(&"there is no session in this file")
    );
}

#[test]
fn damaged_tags_cost_no_other_session() {
    let good = |title: &str| format!("<event><start>10:00</start><title>{title}</title></event>");
    for (damage, sessions, told) in [
        (
            "<event><start>10:00</start><title>Open</title>",
            &["A", "B", "Open"][..],
            "an element begins within one that should have ended before",
        ),
        (
            "<event><start>10:00</start><title>Open",
            &["A", "B", "Open"],
            "an element begins within one that should have ended before",
        ),
        (
            "<event><title>Open</title><description>text",
            &["A", "B", "Open"],
            "an element begins within one that should have ended before",
        ),
        (
            "<event><start>9</start><title>Odd</title></event>",
            &["A", "B", "Odd"],
            "this is not a time of day",
        ),
        ("<event/>", &["A", "B"], "this session has no title"),
        (
            "<event><start>9:00</start></event>",
            &["(no title)", "A", "B"],
            "this session has no title",
        ),
        (
            "<event><title> </title><persons><person>P</person></persons></event>",
            &["(no title)", "A", "B"],
            "this session has no title",
        ),
        ("<foo><bar></foo>", &["A", "B"], "an element that schedules do not have"),
        ("</foo>", &["A", "B"], "an end tag that ends nothing"),
        (
            "<event><title>Open < it's</title></event>",
            &["A", "B", "Open < it's"],
            "a \"<\" that begins no tag",
        ),
        (
            "<event><title>Open <it is</title></event>",
            &["A", "B", "Open <it is"],
            "a \"<\" that begins no tag",
        ),
        ("< & ;", &["A", "B"], "a text that belongs to no element"),
    ] {
        let text = around("", &format!("{}{damage}{}", good("A"), good("B")));
        let (agenda, problems) = draft(&text).check(None);
        let mut titles: Vec<&str> = agenda.sessions.iter().map(|session| &*session.title).collect();
        titles.sort_unstable();
        assert_eq!(titles, sessions, "{damage}");
        assert!(problems.iter().any(|problem| problem.message == told), "{damage}: {problems:?}");
    }
}

#[test]
fn cut_off_file_keeps_complete_sessions() {
    let whole = agenda(FRAB, None);
    for end in (0..FRAB.len()).filter(|end| FRAB.is_char_boundary(*end)) {
        let Ok(cut) = read(&FRAB[..end]) else { continue };
        let told = cut
            .problems
            .iter()
            .find(|problem| problem.help.as_ref().is_some_and(|help| help.contains("what")));
        assert!(told.is_some() || end + 1 >= FRAB.len(), "{end}: nothing is told");
        assert!(
            cut.problems.iter().all(|problem| problem.at.as_ref().is_none_or(|at| at.end <= end)),
            "{end}"
        );
        let titled = FRAB[..end].contains("Night</title>");
        assert_eq!(cut.sessions.len(), usize::from(titled), "{end}");
        if titled {
            assert_eq!(rows(&cut.check(None).0)[0][..35], rows(&whole)[0][..35], "{end}");
        }
    }
}

/// Returns events, tags and texts that take time or memory, with their names.
fn hostile_texts() -> Vec<(&'static str, String)> {
    let deep = |name: &str| {
        format!("{}{}", format!("<{name}>").repeat(300_000), format!("</{name}>").repeat(300_000))
    };
    let title = |text: &str| around("", &format!("<event><title>{text}</title></event>"));
    let numbered = |count: usize, write: fn(usize) -> String| (0..count).map(write).collect();
    let attributes: String = numbered(50_000, |n| format!(" a{n}='b'"));
    let rooms: String = numbered(100_000, |n| format!("<room name='{n}'/>"));
    let tracks: String = numbered(100_000, |n| format!("<track name='{n}'/>"));
    let late = format!("{}>", "<".repeat(60_000)).repeat(4);
    vec![
        ("entities", format!("{}{}", entity_bomb(), title("&b8;"))),
        ("nested", around("", &deep("a"))),
        ("nested and never closed", around("", &"<a>".repeat(300_000))),
        ("nested events", around("", &deep("event"))),
        ("nested in a text", around("", &format!("<event><description>{}", deep("b")))),
        ("attributes", around("", &format!("<event{attributes}><title>T</title></event>"))),
        ("one attribute", around("", &format!("<event id='{}'/>", "a".repeat(3 << 20)))),
        ("a long line", title(&"a".repeat(3 << 20))),
        ("references", title(&"&x;".repeat(200_000))),
        ("rooms", around("", &rooms)),
        ("tracks", around(&tracks, "")),
        ("comment without an end", "<schedule><!--".repeat(100_000)),
        ("open brackets", format!("<schedule>{}", "<".repeat(300_000))),
        ("open brackets with an end", format!("<schedule>{}", "< >".repeat(100_000))),
        ("open brackets with a late end", format!("<schedule>{late}>")),
        ("long names", format!("<schedule>{}", format!("<{}>", "a".repeat(1000)).repeat(3000))),
        ("open quotes", format!("<schedule>{}", "<a b='".repeat(100_000))),
    ]
}

fn entity_bomb() -> String {
    let inner: String =
        (0..9).map(|n| format!("<!ENTITY b{n} \"{}\">", "&a;".repeat(10))).collect();
    format!("<!DOCTYPE schedule [<!ENTITY a \"{}\">{inner}]>", "a".repeat(1000))
}

/// The time limit is for a debug build. A release build is some ten times as fast.
#[test]
fn hostile_files_take_little_time_and_memory() {
    for (name, text) in hostile_texts() {
        let start = Instant::now();
        let draft = draft(&text);
        assert!(start.elapsed() < Duration::from_secs(60), "{name}: {:?}", start.elapsed());
        assert!(draft.problems.len() < PROBLEMS_MAX + 10, "{name}");
        for problem in &draft.problems {
            assert!(problem.help.as_ref().map_or(0, String::len) < 300, "{name}");
        }
        assert!(draft.sessions.len() <= Limit::Sessions.max(text.len()), "{name}");
        assert!(draft.rooms.len() <= Limit::Rooms.max(text.len()), "{name}");
        for title in draft.sessions.iter().filter_map(|session| session.title.as_ref()) {
            assert!(title.value.len() <= text.len(), "{name}");
        }
    }
}

#[test]
fn attributes_are_decoded_once() {
    for (raw, value) in [
        ("A &amp;amp; B", "A &amp; B"),
        ("&lt;&gt;&quot;&apos;", "<>\"'"),
        ("&#65;&#x42;", "AB"),
        ("&#0;&#x110000;&#;", "&#0;&#x110000;&#;"),
        ("a & b &; &c &d;", "a & b &; &c &d;"),
    ] {
        assert_eq!(tags::decode_known(raw), value);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn mutated_files_do_not_panic(
        which in 0..3_usize,
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..12_usize, 0..40_usize),
            0..8,
        ),
    ) {
        let mut text = [PENTABARF, FRAB, PRETALX][which].to_owned();
        const PIECES: [&str; 12] =
            ["<", ">", "</event>", "<event>", "&", ";", "\"", "'", "<day date='9999-12-31'>",
             "<![CDATA[", "é", ""];
        for (index, piece, length) in changes {
            let at = text.floor_char_boundary(index.index(text.len() + 1));
            let end = text.floor_char_boundary((at + length).min(text.len())).max(at);
            text.replace_range(at..end, PIECES[piece]);
        }
        if let Ok(draft) = read(&text) {
            for problem in &draft.problems {
                let at = problem.at.clone().unwrap_or_default();
                prop_assert!(text.get(at.clone()).is_some(), "{:?} is no place in the text", at);
                problem.report("file", &text);
            }
            let sessions = draft.sessions.len();
            prop_assert!(draft.check(None).0.sessions.len() <= sessions);
        }
    }
}
