//! Tests of schedules, overlaps and shifts, over agendas of one line per session.

use super::*;
use crate::agenda::{Agenda, At, Clean, Draft, DraftSession, Level, Moment, SessionIx, When, Zone};
use chrono::{DateTime, Utc};
use proptest::prelude::*;

fn put<T>(value: T) -> Option<At<T>> {
    Some(At { value, at: 0..0 })
}

/// Reads an agenda, one session per line: `ID TITLE DD:HH:MM MINUTES x`. The day is in July 2016.
/// `-` in place of the time: not scheduled. `x`: cancelled.
fn read_agenda<S: AsRef<str>>(zone: Option<&str>, lines: &[S]) -> Agenda {
    let sessions = lines.iter().map(|line| draft_session(line.as_ref())).collect();
    let zone = zone.map(|name| Zone::by_name(name).unwrap());
    Draft { sessions, ..Draft::default() }.check(zone.as_ref()).0
}

fn draft_session(line: &str) -> DraftSession {
    let words: Vec<&str> = line.split(' ').collect();
    let start = match words[2] {
        "-" => When::Unscheduled,
        time => When::Wall(format!("2016-07-{}T{}:00", &time[..2], &time[3..]).parse().unwrap()),
    };
    DraftSession {
        id: put(words[0].into()),
        title: put(words[1].into()),
        start: put(start),
        minutes: words.get(3).and_then(|minutes| put(minutes.parse().unwrap())),
        cancelled: words.get(4).is_some(),
        ..DraftSession::default()
    }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_468_000_000, 0).unwrap()
}

/// Marks the sessions with these ids: `ID` to attend, `ID?` as maybe.
fn make_plan(agenda: &Agenda, ids: &str) -> Plan {
    let mut plan = Plan::default();
    for id in ids.split_whitespace() {
        let level = if id.ends_with('?') { Level::Maybe } else { Level::Attend };
        let session = &agenda.sessions[agenda.find_session(id.trim_end_matches('?')).unwrap()];
        plan.apply_changes(&[Change::set_level(agenda, session, Some(level), now())]);
    }
    plan
}

fn id_of(agenda: &Agenda, session: SessionIx) -> &str {
    &agenda.sessions[session].id
}

fn count_gone(schedule: &Schedule) -> usize {
    schedule.mark_matches().iter().filter(|found| found.session().is_none()).count()
}

const MONDAY: &[&str] = &[
    "a A 11:09:00 60",
    "b B 11:09:40 60",
    "c C 11:10:00 30",
    "d D 11:10:35 5 x",
    "e E 11:11:00 40",
    "f F 11:11:48 12",
    "g G 11:13:00",
    "h H 11:13:20 10",
    "i I 12:09:00 10",
    "j J -",
];

#[test]
fn attended_sessions_clash_if_they_overlap_but_not_if_they_touch() {
    let agenda = read_agenda(None, MONDAY);
    for (ids, clashes) in [
        ("a", ""),
        ("a b", "a-b 20"),
        ("a c", ""),
        ("a b c", "a-b 20, b-c 30"),
        ("a b? c", ""),
        ("b d", ""),
        ("g h", "g-h 10"),
        ("i j", ""),
    ] {
        let found = make_plan(&agenda, ids).schedule_for(&agenda).find_clashes(&agenda);
        let text: Vec<String> = found
            .iter()
            .map(|clash| {
                let [first, second] = [clash.first, clash.second].map(|ix| id_of(&agenda, ix));
                format!("{first}-{second} {}", clash.minutes)
            })
            .collect();
        assert_eq!(text.join(", "), clashes, "{ids}");
    }
}

#[test]
fn overlaps_of_a_session_are_the_attended_sessions_at_its_time() {
    let agenda = read_agenda(None, MONDAY);
    let schedule = make_plan(&agenda, "b e? g").schedule_for(&agenda);
    for (session, overlaps) in
        [("a", "b 20"), ("b", ""), ("c", "b 30"), ("d", ""), ("e", ""), ("h", "g 10")]
    {
        let found = schedule.find_overlaps(&agenda, agenda.find_session(session).unwrap());
        let text: Vec<String> = found
            .iter()
            .map(|overlap| format!("{} {}", id_of(&agenda, overlap.session), overlap.minutes))
            .collect();
        assert_eq!(text.join(", "), overlaps, "{session}");
    }
    assert!(schedule.find_overlaps(&agenda, 99).is_empty());
}

#[test]
fn gaps_lie_between_attended_sessions_of_one_day() {
    let agenda = read_agenda(Some("Europe/Dublin"), MONDAY);
    for (ids, gaps) in [
        ("", ""),
        ("a", ""),
        ("a e", "10:00-11:00 c"),
        ("a c e", "10:30-11:00 "),
        ("a b e", "10:40-11:00 "),
        ("e f", ""),
        ("a e? g", "10:00-13:00 c e f"),
        ("a d f", "10:00-11:48 c e"),
        ("f i", ""),
    ] {
        let found = make_plan(&agenda, ids).schedule_for(&agenda).find_gaps(&agenda, 0);
        let text: Vec<String> = found
            .iter()
            .map(|gap| {
                let [start, end] = [gap.start, gap.end].map(|time| time.format("%H:%M"));
                let fitting = gap.fitting_sessions(&agenda);
                let ids: Vec<&str> = fitting.into_iter().map(|ix| id_of(&agenda, ix)).collect();
                format!("{start}-{end} {}", ids.join(" "))
            })
            .collect();
        assert_eq!(text.join(", "), gaps, "{ids}");
    }
}

#[test]
fn session_that_is_not_for_me_fits_no_free_time() {
    let agenda = read_agenda(Some("Europe/Dublin"), MONDAY);
    let mut plan = make_plan(&agenda, "a e? g");
    let gaps = plan.schedule_for(&agenda).find_gaps(&agenda, 0);
    let fitting = |plan: &Plan| -> Vec<String> {
        let found = plan.schedule_for(&agenda).rank_fitting(&agenda, &gaps[0]);
        found.iter().map(|ix| id_of(&agenda, *ix).to_owned()).collect()
    };
    assert!(fitting(&plan).contains(&"c".to_owned()), "{:?}", fitting(&plan));
    let schedule = plan.schedule_for(&agenda);
    let session = agenda.find_session("c").unwrap();
    let index = SessionIndex::default();
    plan.apply_changes(&schedule.set_skipped(&agenda, &index, session, true, DateTime::UNIX_EPOCH));
    assert!(!fitting(&plan).contains(&"c".to_owned()), "{:?}", fitting(&plan));
}

/// Returns the shifts as `ID>NEW-ID KIND`, or `ID Gone`.
fn describe_shifts(plan: &Plan, agenda: &Agenda) -> String {
    let shifts = plan.schedule_for(agenda).find_shifts(agenda);
    let texts: Vec<String> = shifts
        .iter()
        .map(|shift @ Shift { before, kind, .. }| match shift.session() {
            Some(ix) => format!("{}>{} {kind:?}", before.id, id_of(agenda, ix)),
            None => format!("{} {kind:?}", before.id),
        })
        .collect();
    texts.join(", ")
}

#[test]
fn a_changed_agenda_gives_the_shifts_of_each_mark() {
    let before = read_agenda(None, &["1 Keynote 11:09:00 40", "2 Tea 11:10:00", "3 Tea 11:15:00"]);
    let plan = make_plan(&before, "1 2?");
    for (after, shifts) in [
        (&["1 Keynote 11:09:00 40", "2 Tea 11:10:00", "3 Tea 11:15:00"][..], ""),
        (&["1 Keynote 11:09:30 40", "2 Tea 11:10:00"], "1>1 Moved"),
        (&["1 Keynote 11:09:30 40 x", "2 Tea 11:10:00"], "1>1 Cancelled, 1>1 Moved"),
        (&["1 Keynotes 11:09:00 40", "2 Tea 11:10:00"], "1>1 Retitled"),
        (&["1 Opening 11:09:00 40", "2 Tea 11:10:00"], "1 Gone"),
        (&["9 Keynote 11:09:00 40", "2 Tea 11:10:00"], "1>9 Renumbered"),
        (&["9 Keynote 12:09:00 40", "2 Tea 11:10:00"], "1>9 Moved, 1>9 Renumbered"),
        (&["9 Keynote - 40", "2 Tea 11:10:00"], "1>9 Moved, 1>9 Renumbered"),
        (&["8 Keynote 12:09:00", "9 Keynote 13:09:00", "2 Tea 11:10:00"], "1 Gone"),
        (&["8 Keynote 12:09:00", "9 Keynote 11:09:00 40", "2 Tea 11:10:00"], "1>9 Renumbered"),
        // The agenda had the other tea already when the first was marked.
        (&["1 Keynote 11:09:00 40", "3 Tea 11:15:00"], "2 Gone"),
        (&[], "1 Gone, 2 Gone"),
    ] {
        assert_eq!(describe_shifts(&plan, &read_agenda(None, after)), shifts, "{after:?}");
    }
}

#[test]
fn two_marks_never_match_the_same_session() {
    let before = read_agenda(None, &["1 Tea 11:10:00", "2 Tea 11:15:00"]);
    let plan = make_plan(&before, "1 2?");
    let after = read_agenda(None, &["2 Tea 11:15:00"]);
    assert_eq!(plan.schedule_for(&after).level_of(0), Some(Level::Maybe));
    assert_eq!(describe_shifts(&plan, &after), "1 Gone");
    let after = read_agenda(None, &["9 Tea 11:10:00"]);
    assert_eq!(describe_shifts(&plan, &after), "1>9 Renumbered, 2 Gone");
}

#[test]
fn an_agenda_that_gains_its_zone_gives_no_shifts() {
    let wall = read_agenda(None, &["1 Keynote 11:09:00"]);
    let dublin = read_agenda(Some("Europe/Dublin"), &["1 Keynote 11:09:00"]);
    let utc = read_agenda(None, &["1 Keynote 11:08:00"]);
    for (before, after, shifts) in
        [(&wall, &dublin, ""), (&utc, &dublin, ""), (&utc, &wall, "1>1 Moved")]
    {
        assert_eq!(describe_shifts(&make_plan(before, "1"), after), shifts);
    }
}

#[test]
fn setting_the_level_of_a_renumbered_session_removes_its_old_mark() {
    let before = read_agenda(None, &["1 Keynote 11:09:00"]);
    let after = read_agenda(None, &["9 Keynote 11:09:00"]);
    for level in [None, Some(Level::Attend), Some(Level::Maybe)] {
        let mut plan = make_plan(&before, "1");
        let schedule = plan.schedule_for(&after);
        assert_eq!(schedule.level_of(0), Some(Level::Attend));
        plan.apply_changes(&schedule.set_level(&after, 0, level, now()));
        assert_eq!((plan.level_by_id("1"), plan.schedule_for(&after).level_of(0)), (None, level));
        assert_eq!(describe_shifts(&plan, &after), "");
    }
}

#[test]
fn a_mark_matches_a_session_by_any_id_of_the_file() {
    let agenda = |ids: &str, title: &str, hour: u8| {
        let session =
            format!("[[session]]\ntitle = '{title}'\nstart = 2016-07-11T{hour}:00:00\n{ids}\n");
        crate::format::read(session.as_bytes()).unwrap().draft.check(None).0
    };
    let plan = make_plan(&agenda("id = '17'", "Old title", 10), "17");
    for (ids, level) in [
        ("id = 'g'\nids = { guid = 'g', id = '17' }", Some(Level::Attend)),
        ("id = 'g'\nids = { guid = 'g', id = '18' }", None),
        ("id = 'g'", None),
    ] {
        let after = agenda(ids, "Old title in new words", 12);
        assert_eq!(plan.schedule_for(&after).level_of(0), level, "{ids}");
    }
}

/// Ids by position, with one session inserted at the beginning.
const INSERTED: &[&str] =
    &["1 Opening 11:08:00", "2 Alpha 11:09:00", "3 Beta 11:10:00", "4 Gamma 11:11:00"];

#[test]
fn setting_a_level_keeps_another_sessions_mark_under_the_same_id() {
    let before = read_agenda(None, &["1 Alpha 11:09:00", "2 Beta 11:10:00", "3 Gamma 11:11:00"]);
    // The marked ids, the agenda after, the id to set, its level, and the titles with a level then.
    for (marked, after, id, level, expected) in [
        ("1 2", INSERTED, "2", Some(Level::Attend), "Alpha Beta"),
        ("1 2", INSERTED, "1", Some(Level::Attend), "Opening Alpha Beta"),
        ("1", INSERTED, "1", None, "Alpha"),
        ("1 2 3", INSERTED, "2", None, "Beta Gamma"),
        ("1 2 3", INSERTED, "3", Some(Level::Maybe), "Alpha Beta Gamma"),
        ("3", &["3 Delta 11:12:00 30"], "3", Some(Level::Attend), "Delta"),
    ] {
        let after = read_agenda(None, after);
        let mut plan = make_plan(&before, marked);
        let old = plan.schedule_for(&after);
        plan.apply_changes(&old.set_level(&after, after.find_session(id).unwrap(), level, now()));
        let new = plan.schedule_for(&after);
        let titles: Vec<&str> = (0..)
            .zip(&after.sessions)
            .filter(|(ix, _)| new.level_of(*ix).is_some())
            .map(|(_, session)| &*session.title)
            .collect();
        assert_eq!(titles.join(" "), expected, "{marked} then {id} {level:?}");
        assert_eq!(count_gone(&new), count_gone(&old), "marks of gone sessions stay");
    }
}

#[test]
fn replaced_mark_leaves_only_the_session_in_its_place_and_undo_brings_it_back() {
    let before = read_agenda(None, &["1 Alpha 11:09:00", "2 Beta 11:10:00"]);
    // The agenda after, and the session in place of the missing Alpha.
    for (after, id) in [
        (&["9 Omega 11:15:00", "2 Beta 11:10:00"], "9"),
        (&["1 Omega 11:15:00", "2 Beta 11:10:00"], "1"),
    ] {
        let after = read_agenda(None, after);
        let mut plan = make_plan(&before, "1? 2");
        let old = plan.schedule_for(&after);
        let missing = &old.mark_matches().iter().find(|known| known.session().is_none()).unwrap();
        let session = after.find_session(id).unwrap();
        let index = SessionIndex::default();
        let mark = &missing.mark;
        let changes = old.replace_mark(&after, &index, mark, session, Level::Attend, now());
        let undo = plan.undo_changes(&changes, now());
        plan.apply_changes(&changes);
        let new = plan.schedule_for(&after);
        assert_eq!((count_gone(&new), plan.active_marks().len()), (0, 2), "{id}");
        assert_eq!(new.level_of(session), Some(Level::Attend), "{id}");
        plan.apply_changes(&undo);
        assert_eq!(plan.schedule_for(&after), old, "{id}");
    }
}

fn any_level() -> impl Strategy<Value = Option<Level>> {
    prop_oneof![Just(None), Just(Some(Level::Attend)), Just(Some(Level::Maybe))]
}

fn talk_line(id: usize, talk: usize) -> String {
    format!("{id} Talk{talk}x{talk} 11:{:02}:00", 9 + talk)
}

#[test]
fn displaced_mark_with_the_longest_id_gets_an_id_of_its_own() {
    let id = "3".repeat(crate::agenda::clean::LINE_MAX);
    let alpha = format!("{id} Alpha 11:09:00");
    let before = read_agenda(None, &[&alpha, "2 Beta 11:10:00"]);
    let after = read_agenda(None, &[format!("{id} Beta 11:10:00")]);
    let mut plan = make_plan(&before, &format!("{id} 2"));
    let schedule = plan.schedule_for(&after);
    assert_eq!(count_gone(&schedule), 1);
    plan.apply_changes(&schedule.set_level(&after, 0, Some(Level::Attend), now()));
    let marks = plan.active_marks();
    let gone = marks.iter().filter(|mark| mark.id().ends_with("-gone-1"));
    assert_eq!((marks.len(), gone.count()), (2, 1));
}

proptest! {
    #[test]
    fn setting_one_level_keeps_the_level_of_every_other_session(
        order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        kept in prop::collection::vec(any::<bool>(), 8),
        set in 0..8_usize,
        level in any_level(),
    ) {
        let lines: Vec<String> = (0..8).map(|talk| talk_line(talk, talk)).collect();
        let before = read_agenda(None, &lines);
        // The agenda after has other ids, and fewer sessions.
        let left = order.into_iter().filter(|talk| kept[*talk]).enumerate();
        let lines: Vec<String> = left.map(|(id, talk)| talk_line(id, talk)).collect();
        prop_assume!(!lines.is_empty());
        let after = read_agenda(None, &lines);
        let mut plan = make_plan(&before, "0 1 2 3 4 5 6 7");
        let old = plan.schedule_for(&after);
        let set = set % after.sessions.len();
        plan.apply_changes(&old.set_level(&after, set, level, now()));
        let new = plan.schedule_for(&after);
        for ix in 0..after.sessions.len() {
            let expected = if ix == set { level } else { old.level_of(ix) };
            prop_assert_eq!(new.level_of(ix), expected, "{}", after.sessions[ix].title);
        }
        prop_assert_eq!(count_gone(&new), count_gone(&old));
    }

    #[test]
    fn clashes_and_gaps_agree_with_a_count_per_minute(
        times in prop::collection::vec((0..60u32, 0..30u32), 0..9)
    ) {
        let lines: Vec<String> = times
            .iter()
            .enumerate()
            .map(|(n, (start, length))| format!("s{n} T{n} 11:09:{start:02} {length}"))
            .collect();
        let agenda = read_agenda(None, &lines);
        let ids: Vec<&str> = agenda.sessions.iter().map(|session| &*session.id).collect();
        let schedule = make_plan(&agenda, &ids.join(" ")).schedule_for(&agenda);
        let clashing: u32 = schedule.find_clashes(&agenda).iter().map(|clash| clash.minutes).sum();
        let overlaps = (0..ids.len()).flat_map(|ix| schedule.find_overlaps(&agenda, ix));
        prop_assert_eq!(clashing * 2, overlaps.map(|overlap| overlap.minutes).sum::<u32>());
        let pairs = |minute| {
            let running = count_running(&times, minute);
            running * running.saturating_sub(1) / 2
        };
        prop_assert_eq!(clashing, (0..90).map(pairs).sum::<u32>());
        for gap in schedule.find_gaps(&agenda, 0) {
            prop_assert!(gap.duration_minutes() >= GAP_MIN_MINUTES);
            let mut minutes = minute_of(gap.start)..minute_of(gap.end);
            prop_assert!(minutes.all(|minute| count_running(&times, minute) == 0));
        }
    }
}

/// Returns the number of sessions that run at a minute after 9:00. Each time is a start and a
/// length in minutes.
fn count_running(times: &[(u32, u32)], minute: u32) -> u32 {
    times.iter().filter(|(start, length)| (*start..start + length).contains(&minute)).count() as u32
}

/// Returns the minutes since 9:00.
fn minute_of(time: Moment) -> u32 {
    use chrono::Timelike;
    (time.hour() - 9) * 60 + time.minute()
}

#[test]
fn note_on_a_session_that_another_program_has_marked_keeps_the_mark() {
    let agenda = read_agenda(None, MONDAY);
    let a = agenda.find_session("a").unwrap();
    let schedule = Plan::default().schedule_for(&agenda);
    let index = SessionIndex::default();
    let note = schedule.set_note(&agenda, &index, a, &Clean::line("Cable"), now());
    for (theirs, level) in [("a", Some(Level::Attend)), ("a?", Some(Level::Maybe)), ("", None)] {
        let mut plan = make_plan(&agenda, theirs);
        assert!(plan.apply_changes(&note));
        let schedule = plan.schedule_for(&agenda);
        assert_eq!(schedule.level_of(a), level, "{theirs}");
        assert_eq!(schedule.note_of(a).map(|note| &**note), Some("Cable"), "{theirs}");
    }
}
