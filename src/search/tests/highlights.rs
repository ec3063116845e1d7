use super::*;

/// A session for each title, and the marked parts of title and names of the hits, best
/// first.
#[test]
fn other_forms_of_words_are_found_and_highlighted() {
    let texts: &[(&str, &[&str])] = &[
        ("Q&A with R&D", &["Jörg Müller"]),
        ("A/B testing on NixOS", &["Karl Mueller"]),
        ("The D-Bus of e-mail", &["Bo Å Søby"]),
        ("PowerBI in 2020", &["Ann O'Neil"]),
        ("Drohnenflüge für alle", &["Kim"]),
        ("Piano 🎹 Concert", &["A. B."]),
        ("Storage in the house", &["C. D."]),
        ("OAuth2.0 and HTTP3", &["E. F."]),
    ];
    let agenda = agenda_of(texts);
    let index = Index::new(&agenda);
    for (query, expected) in [
        ("qa", "[Q&A] with R&D"),
        ("rd", "Q&A with [R&D]"),
        ("ab test", "[A/B] [test]ing on NixOS"),
        ("email", "The D-Bus of [e-mail]"),
        ("dbus", "The [D-Bus] of e-mail"),
        ("dbu", "The [D-Bu]s of e-mail"),
        ("oneil", "[O'Neil]"),
        ("mueller", "[Müller]; [Mueller]"),
        ("müller", "[Müller]; [Mueller]"),
        ("muell", "[Müll]er; [Muell]er"),
        ("muller", "[Müller]"),
        ("soeby", "[Søby]"),
        ("fuer", "Drohnenflüge [für] alle"),
        ("nix os", "A/B testing on [NixOS]"),
        ("os nix", "A/B testing on [NixOS]"),
        ("power bi", "[PowerBI] in 2020"),
        ("drohnen fluege", "[Drohnenflüge] für alle"),
        ("drohnen flu", "[Drohnenflü]ge für alle"),
        ("oauth 2.0", "[OAuth2.0] and HTTP3"),
        ("🎹", "Piano [🎹] Concert"),
        ("🎹 piano", "[Piano] [🎹] Concert"),
        ("🎻", ""),
        ("2021", ""),
        ("http2", ""),
        ("sinth", ""),
    ] {
        let found = index.search(&agenda, &Query::parse(query), &facts(None));
        let mut shown: Vec<String> = Vec::new();
        for hit in &found.hits {
            for Match { field, ranges } in found.highlighter.matched_fields(&agenda, hit.session) {
                let text = field.text(&agenda, &agenda.sessions[hit.session]).unwrap();
                let bit = marked_in(text, &ranges);
                shown.push(if let Field::Person(_) = field {
                    bit.split(' ').filter(|word| word.contains('[')).collect()
                } else {
                    bit
                });
            }
        }
        assert_eq!(shown.join("; "), expected, "{query}");
    }
}

#[test]
fn highlight_marks_letters_of_the_original_text() {
    let mut draft = Draft::default();
    draft.people.push(person("Björn Größe", Some("Łódź Labs")));
    draft.tracks.push(DraftTrack { name: at("Open Source".into()), color: None });
    draft.sessions.push(DraftSession {
        track: Some(at("Open Source".into())),
        tags: vec![at("first".into()), at("load".into())],
        summary: Some(at("On load, and balance.\nSharing the load; upload.".to_owned().into())),
        ..draft_session(
            "Load-Balancing for Kubernetes",
            "2016-07-11T09:00:00",
            "Großer Saal",
            &["Björn Größe"],
        )
    });
    let agenda = draft.check(None).0;
    for (query, expected) in [
        ("loadbal", vec!["title: [Load-Bal]ancing for Kubernetes"]),
        ("gros", vec!["speaker: Björn [Größ]e", "room: [Groß]er Saal"]),
        ("lodz BJORN", vec!["speaker: [Björn] Größe", "affiliation: [Łódź] Labs"]),
        ("kuberntes", vec!["title: Load-Balancing for [Kubern]e[tes]"]),
        ("kubernetse", vec!["title: Load-Balancing for [Kubernetes]"]),
        ("lobal", vec!["title: [Lo]ad-[Bal]ancing for Kubernetes"]),
        ("anc", vec!["title: Load-Bal[anc]ing for Kubernetes"]),
        ("\"open so", vec!["track: [Open So]urce"]),
        ("tag:load", vec!["tag: [load]"]),
        ("sharing", vec!["abstract: On load, and balance.\n[Sharing] the load; upload."]),
        (
            "load",
            vec![
                "title: [Load]-Balancing for Kubernetes",
                "tag: [load]",
                "abstract: On [load], and balance.\nSharing the [load]; upload.",
            ],
        ),
        ("-zebra", vec![]),
        ("zebra", vec![]),
        ("", vec![]),
    ] {
        let shown: Vec<String> = marked(&agenda, query);
        assert_eq!(shown, expected, "{query}");
    }
    assert_eq!(Highlighter::default().matched_fields(&agenda, 99), []);
}

#[test]
fn highlight_of_a_short_word_prefers_whole_words() {
    for (title, query, expected) in [
        ("RISC-V", "risc v", vec!["title: [RISC-V]"]),
        ("RISCV", "risc v", vec!["title: [RISCV]"]),
        ("RISC", "risc v", vec!["title: [RISC]", "speaker: [V]ictor [V]an Rijn"]),
        ("C++ or C", "c", vec!["title: [C]++ or [C]"]),
    ] {
        let agenda = agenda_of(&[(
            title,
            &["Victor Van Rijn", "Carla"][..if query == "c" { 2 } else { 1 }],
        )]);
        assert_eq!(marked(&agenda, query), expected, "{title}");
    }
}
