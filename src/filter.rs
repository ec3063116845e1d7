//! The filter: the sessions that a person wants to see.
//!
//! Two choices of one group widen each other: room A or room B. Groups narrow each other: room A
//! and English. Breaks and socials are for everybody: they pass every choice of rooms, tracks,
//! languages and recordings.

mod choice;
mod session_choices;

pub use choice::{Choice, Facts, Filter, Group, ListedChoice};
pub use session_choices::SessionChoices;

#[cfg(test)]
mod tests {
    use super::choice::choices_of;
    use super::*;
    use crate::agenda::{Agenda, Clean, Kind, Recorded, SessionLanguage};
    use proptest::prelude::*;

    const FILE: &str = "
        [event]
        name = 'Filters'
        timezone = 'Europe/Berlin'
        [[room]]
        name = 'B'
        [[room]]
        name = 'A'
        [[room]]
        name = 'AB'
        joins = ['A', 'B']
        [[track]]
        name = 'Rust'
        [[track]]
        name = 'Go'
        [[session]]
        title = 'One'
        start = 2025-03-01T09:00:00
        minutes = 60
        room = 'A'
        track = 'Rust'
        language = 'en'
        [[session]]
        title = 'Two'
        start = 2025-03-01T09:00:00
        minutes = 60
        room = 'B'
        track = 'Go'
        language = 'de'
        [[session]]
        title = 'Both'
        start = 2025-03-01T10:00:00
        minutes = 60
        room = 'AB'
        kind = 'keynote'
        [[session]]
        title = 'Lunch'
        start = 2025-03-01T11:00:00
        minutes = 60
        kind = 'break'
        [[session]]
        title = 'Some day'
        start = 'TBA'
        track = 'Rust'";

    const NOW: &str = "2025-03-01T10:00:00+01:00";

    fn agenda() -> Agenda {
        let (agenda, problems) = crate::format::read(FILE.as_bytes()).unwrap().draft.check(None);
        assert_eq!(problems, []);
        agenda
    }

    /// The first session is marked.
    fn facts() -> Facts<'static> {
        Facts { mine: &|ix| ix == 0, skipped: &[], now: NOW.parse().ok() }
    }

    fn name(text: &str) -> Option<Clean> {
        Some(Clean::line(text))
    }

    fn language(text: &str) -> Option<SessionLanguage> {
        SessionLanguage::parse_list(text).pop()
    }

    fn filter_with(choices: &[Choice]) -> Filter {
        Filter { chosen: choices.iter().cloned().collect() }
    }

    fn admitted_titles(filter: &Filter) -> Vec<String> {
        let agenda = agenda();
        (0..agenda.sessions.len())
            .filter(|ix| filter.admits_session(&agenda, *ix, facts()))
            .map(|ix| agenda.sessions[ix].title.to_string())
            .collect()
    }

    /// The listed choices as `name count`, with a plus before chosen ones.
    fn listed(filter: &Filter) -> Vec<String> {
        filter
            .list_choices(&agenda(), facts())
            .iter()
            .map(|listed| {
                let sign = if listed.chosen { "+" } else { "" };
                format!("{sign}{} {}", listed.choice.name(), listed.count)
            })
            .collect()
    }

    #[test]
    fn choices_of_a_group_widen_and_groups_narrow() {
        let (a, b) = (Choice::Room(name("A")), Choice::Room(name("B")));
        let (rust, go) = (Choice::Track(name("Rust")), Choice::Track(name("Go")));
        for (choices, expected) in [
            (vec![], &["Two", "One", "Both", "Lunch", "Some day"][..]),
            (vec![a.clone()], &["One", "Both", "Lunch"]),
            (vec![a.clone(), b], &["Two", "One", "Both", "Lunch"]),
            (vec![rust.clone()], &["One", "Lunch", "Some day"]),
            (vec![rust, go, a], &["One", "Lunch"]),
            (vec![Choice::Track(None)], &["Both", "Lunch"]),
            (vec![Choice::Room(None)], &["Lunch", "Some day"]),
            (vec![Choice::Kind(Kind::Keynote)], &["Both"]),
            (vec![Choice::Mine], &["Two"]),
            (vec![Choice::NotOver], &["Both", "Lunch", "Some day"]),
            (vec![Choice::NotOver, Choice::Language(language("German"))], &["Lunch"]),
            (vec![Choice::Room(name("gone"))], &["Lunch"]),
        ] {
            assert_eq!(admitted_titles(&filter_with(&choices)), expected, "{choices:?}");
        }
    }

    #[test]
    fn empty_filter_lists_all_choices_in_the_order_of_the_agenda() {
        let expected = "only mine 1, hide past 3, talk 3, keynote 1, break 1, Rust 2, Go 1, \
                        no track 2, de 1, en 1, no language 3, B 2, A 2, no room 2";
        assert_eq!(listed(&Filter::default()).join(", "), expected);
    }

    #[test]
    fn session_in_two_languages_has_a_choice_for_each() {
        let session = |title: &str, language: &str| {
            format!("[[session]]\ntitle='{title}'\nstart='TBA'\nlanguage='{language}'\n")
        };
        let file = [session("Both", "Deutsch, en"), session("One", "English"), session("None", "")];
        let agenda = crate::format::read(file.concat().as_bytes()).unwrap().draft.check(None).0;
        let choices = Filter::default().list_choices(&agenda, Facts { now: None, ..facts() });
        let languages = choices.iter().filter(|listed| listed.choice.group() == Group::Language);
        let languages: Vec<String> =
            languages.map(|listed| format!("{} {}", listed.choice.name(), listed.count)).collect();
        assert_eq!(languages, ["Deutsch 1", "en 2", "no language 1"]);
        let german = filter_with(&[Choice::Language(language("German"))]);
        let admitted = (0..3).filter(|ix| german.admits_session(&agenda, *ix, facts()));
        assert_eq!(admitted.map(|ix| &*agenda.sessions[ix].title).collect::<Vec<_>>(), ["Both"]);
    }

    #[test]
    fn recordings_are_choices_if_the_agenda_knows_of_any() {
        let file = |words: &[&str]| -> String {
            let session = |word: &&str| {
                format!("[[session]]\ntitle='{word}'\nstart='TBA'\nrecorded='{word}'\n")
            };
            let lunch = "[[session]]\ntitle='Lunch'\nstart='TBA'\nkind='break'\n";
            words.iter().map(session).chain([lunch.to_owned()]).collect()
        };
        for (words, choices, not_recorded) in [
            (&["yes", "no", "unknown"][..], "yes 1, no 1, unknown 1", "no, Lunch"),
            (&["yes", "no"], "yes 1, no 1", "no, Lunch"),
            (&["unknown"], "", "Lunch"),
        ] {
            let agenda = crate::format::read(file(words).as_bytes()).unwrap().draft.check(None).0;
            let listed = Filter::default().list_choices(&agenda, Facts { now: None, ..facts() });
            let listed = listed.iter().filter(|listed| listed.choice.group() == Group::Recorded);
            let listed: Vec<String> =
                listed.map(|listed| format!("{} {}", listed.choice.name(), listed.count)).collect();
            assert_eq!(listed.join(", "), choices);
            let filter = filter_with(&[Choice::Recorded(Recorded::No)]);
            assert_eq!(filter.describe_choices(), ["recorded no"]);
            let admitted = agenda.sessions.iter().enumerate();
            let admitted = admitted.filter(|(ix, _)| filter.admits_session(&agenda, *ix, facts()));
            let mut titles: Vec<&str> = admitted.map(|(_, session)| &*session.title).collect();
            titles.sort_by_key(|title| *title == "Lunch");
            assert_eq!(titles.join(", "), not_recorded);
        }
    }

    #[test]
    fn chosen_track_narrows_other_groups_and_a_missing_one_is_listed() {
        let chosen = [Choice::Track(name("Rust")), Choice::Track(name("gone"))];
        let expected = "+Rust 2, Go 1, no track 2, +gone 0, de 0, en 1, no language 2, B 0, A 1";
        assert_eq!(listed(&filter_with(&chosen))[5..14].join(", "), expected);
    }

    #[test]
    fn description_has_one_text_for_each_group() {
        let chosen = [
            Choice::Room(name("B")),
            Choice::Room(name("A")),
            Choice::Mine,
            Choice::NotOver,
            Choice::Kind(Kind::Talk),
            Choice::Track(None),
        ];
        assert_eq!(
            filter_with(&chosen).describe_choices(),
            ["only mine", "hide past", "kind talk", "no track", "room A, B"]
        );
    }

    /// A filter of some of the 14 listed choices, and one more choice.
    fn filters() -> impl Strategy<Value = (Filter, Choice)> {
        (prop::collection::vec(0..14_usize, 0..6), 0..14_usize).prop_map(|(picks, pick)| {
            let all = Filter::default().list_choices(&agenda(), facts());
            let mut filter = Filter::default();
            picks.iter().for_each(|pick| filter.toggle_choice(all[*pick].choice.clone()));
            (filter, all[pick].choice.clone())
        })
    }

    /// The filter without the group of `choice`.
    fn without_group(filter: &Filter, choice: &Choice) -> Filter {
        let others = filter.chosen.iter().filter(|chosen| chosen.group() != choice.group());
        Filter { chosen: others.cloned().collect() }
    }

    proptest! {
        #[test]
        fn count_is_the_number_of_sessions_that_the_choice_admits((filter, choice) in filters()) {
            let agenda = agenda();
            let listed = filter.list_choices(&agenda, facts());
            let count = listed.iter().find(|listed| listed.choice == choice).unwrap().count;
            let mut only = without_group(&filter, &choice);
            only.toggle_choice(choice.clone());
            let admitted = (0..agenda.sessions.len())
                .filter(|ix| only.admits_session(&agenda, *ix, facts()))
                .filter(|ix| choices_of(&agenda, *ix, facts()).contains(&choice));
            prop_assert_eq!(count, admitted.count());
        }

        #[test]
        fn numbered_choices_admit_the_same_sessions((filter, _) in filters()) {
            let agenda = agenda();
            let admitted = SessionChoices::new(&agenda).admitted(&filter, &agenda, facts());
            let sessions = 0..agenda.sessions.len();
            let plain: Vec<bool> =
                sessions.map(|ix| filter.admits_session(&agenda, ix, facts())).collect();
            prop_assert_eq!(admitted, plain);
        }

        #[test]
        fn choice_of_a_new_group_narrows_and_of_a_chosen_group_widens(
            (mut filter, choice) in filters(),
        ) {
            let mut only = without_group(&filter, &choice);
            let others = admitted_titles(&only).len();
            only.toggle_choice(choice.clone());
            prop_assert!(admitted_titles(&only).len() <= others);
            let before = admitted_titles(&filter);
            let has_group = filter.chosen.iter().any(|chosen| chosen.group() == choice.group());
            if has_group && !filter.chosen.contains(&choice) {
                filter.toggle_choice(choice);
                let after = admitted_titles(&filter);
                prop_assert!(before.iter().all(|title| after.contains(title)));
            }
        }
    }
}
