//! The table `[walk]`: the minutes between rooms.

use super::value::{ValueError, quote, read_text, wrong_type};
use crate::agenda::{Clean, Problem, RoomWalk, Span, WALK_MINUTES_MAX, WalkTimes, nearest_word};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const WALK: &str = "a table such as { minutes = 5 }";
const BETWEEN: &str = "a list such as [{ rooms = [\"A\", \"B\"], minutes = 8 }]";
const ROOMS: &str = "a list of two rooms, such as [\"A\", \"B\"]";
const MINUTES: &str = "a whole number from 0 to 180";

/// Reads the value of `walk`. Mistakes are left out and reported.
pub(super) fn read_walk(value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> WalkTimes {
    let mut reader = WalkReader { problems };
    let mut walk = WalkTimes::default();
    let Some(table) = value.get_ref().as_table() else {
        reader.report_type(value, WALK);
        return walk;
    };
    reader.report_unknown_keys(table, &["minutes", "between"]);
    if let Some(minutes) = table.get("minutes") {
        walk.minutes = reader.read_minutes(minutes);
    }
    match table.get("between").map(|value| (value, value.get_ref().as_array())) {
        Some((_, Some(list))) => {
            walk.between = list.iter().filter_map(|pair| reader.read_pair(pair)).collect();
        }
        Some((value, None)) => reader.report_type(value, BETWEEN),
        None => {}
    }
    walk
}

/// Writes a value of `walk` in TOML.
pub(super) fn show_walk(walk: &WalkTimes) -> String {
    let pairs = walk.between.iter().map(|RoomWalk { rooms: [one, other], minutes }| {
        format!("{{ rooms = [{}, {}], minutes = {minutes} }}", quote(one), quote(other))
    });
    let pairs: Vec<String> = pairs.collect();
    let minutes = walk.minutes.map(|minutes| format!("minutes = {minutes}"));
    let between = (!pairs.is_empty()).then(|| format!("between = [{}]", pairs.join(", ")));
    let fields: Vec<String> = minutes.into_iter().chain(between).collect();
    if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
}

struct WalkReader<'p> {
    problems: &'p mut Vec<Problem>,
}

impl WalkReader<'_> {
    fn report(&mut self, at: Span, message: &str) {
        self.problems.push(Problem::error(Some(at), format!("walk: {message}")));
    }

    fn report_type(&mut self, value: &Spanned<DeValue<'_>>, expected: &'static str) {
        self.report(value.span(), &wrong_type(expected, value.get_ref()).to_string());
    }

    fn report_unknown_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&&**key.get_ref())) {
            let help = match nearest_word(key.get_ref(), known.iter().copied()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("it has {}", known.join(" and ")),
            };
            let message = format!("walk has no key {}", quote(key.get_ref()));
            self.problems.push(Problem::error(Some(key.span()), message).help(help));
        }
    }

    fn read_minutes(&mut self, value: &Spanned<DeValue<'_>>) -> Option<u32> {
        let Some(number) = value.get_ref().as_integer() else {
            self.report_type(value, MINUTES);
            return None;
        };
        let minutes = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let minutes = minutes.filter(|minutes| *minutes <= WALK_MINUTES_MAX);
        if minutes.is_none() {
            let message = format!("a walk takes 0 to {WALK_MINUTES_MAX} minutes");
            self.report(value.span(), &message);
        }
        minutes
    }

    /// Reads the walk between two rooms.
    fn read_pair(&mut self, value: &Spanned<DeValue<'_>>) -> Option<RoomWalk> {
        let Some(table) = value.get_ref().as_table() else {
            self.report_type(value, "a table such as { rooms = [\"A\", \"B\"], minutes = 8 }");
            return None;
        };
        self.report_unknown_keys(table, &["rooms", "minutes"]);
        let (Some(rooms), Some(minutes)) = (table.get("rooms"), table.get("minutes")) else {
            self.report(value.span(), "a walk has rooms and minutes");
            return None;
        };
        let minutes = self.read_minutes(minutes);
        let names: Option<Vec<Clean>> = rooms.get_ref().as_array().and_then(|list| {
            let names = list.iter().map(|name| read_text(name.get_ref()).map(Clean::line));
            names.collect::<Result<_, ValueError>>().ok()
        });
        let Some(Ok(rooms)) = names.map(<[Clean; 2]>::try_from) else {
            self.report(rooms.span(), &format!("the value must be {ROOMS}"));
            return None;
        };
        Some(RoomWalk { rooms, minutes: minutes? })
    }
}
