//! Sound JSON files with random changes of their values. The files stay JSON: most changes of
//! bytes end at the first bracket without a partner.

use super::cases::{PrintedFile, check_in_both_zones, run_cases, samples_of};
use super::tokens::TOKENS;
use proptest::prelude::*;
use serde_json::Value;

/// The new value of a place in the tree.
#[derive(Debug, Clone)]
enum JsonChange {
    Token(usize),
    Number(i64),
    Null,
    True,
    /// A list that has the old value a number of times.
    ListOfOld(u8),
    /// An object with the old value under one of [`KEYS`].
    ObjectOfOld(usize),
    /// A copy of the value at another place, in parts of 65,536 of all values.
    CopyOf(u16),
    /// The first value of the old list or object.
    FirstOfOld,
}

const KEYS: &[&str] = &["name", "en", "id", "code", "guid", "title", "1", ""];

/// A change of the value at `at`, in parts of 65,536 of all values.
#[derive(Debug, Clone)]
struct PlacedChange {
    at: u16,
    change: JsonChange,
}

fn placed_change() -> impl Strategy<Value = PlacedChange> {
    let change = prop_oneof![
        4 => (0..TOKENS.len()).prop_map(JsonChange::Token),
        1 => (-2..100_i64).prop_map(JsonChange::Number),
        1 => any::<i64>().prop_map(JsonChange::Number),
        1 => Just(JsonChange::Null),
        1 => Just(JsonChange::True),
        1 => (0..3_u8).prop_map(JsonChange::ListOfOld),
        1 => (0..KEYS.len()).prop_map(JsonChange::ObjectOfOld),
        4 => any::<u16>().prop_map(JsonChange::CopyOf),
        1 => Just(JsonChange::FirstOfOld),
    ];
    (any::<u16>(), change).prop_map(|(at, change)| PlacedChange { at, change })
}

impl PlacedChange {
    fn apply(&self, tree: &mut Value) {
        let mut pointers = Vec::new();
        add_pointers(tree, "", &mut pointers);
        let copy = match self.change {
            JsonChange::CopyOf(at) => tree.pointer(pointer_at(&pointers, at)).cloned(),
            _ => None,
        };
        let value = tree.pointer_mut(pointer_at(&pointers, self.at)).unwrap();
        *value = match self.change {
            JsonChange::Token(token) => TOKENS[token].into(),
            JsonChange::Number(number) => number.into(),
            JsonChange::Null => Value::Null,
            JsonChange::True => true.into(),
            JsonChange::ListOfOld(times) => vec![value.take(); times.into()].into(),
            JsonChange::ObjectOfOld(key) => serde_json::json!({ KEYS[key]: value.take() }),
            JsonChange::CopyOf(_) => copy.unwrap_or_default(),
            JsonChange::FirstOfOld => match value.take() {
                Value::Array(list) => list.into_iter().next().unwrap_or_default(),
                Value::Object(map) => map.into_values().next().unwrap_or_default(),
                other => other,
            },
        };
    }
}

fn pointer_at(pointers: &[String], at: u16) -> &str {
    &pointers[usize::from(at) * pointers.len() / (usize::from(u16::MAX) + 1)]
}

/// Adds the JSON pointers of `value` and of all values within to `pointers`.
fn add_pointers(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
    pointers.push(pointer.to_owned());
    match value {
        Value::Array(list) => {
            for (ix, value) in list.iter().enumerate() {
                add_pointers(value, &format!("{pointer}/{ix}"), pointers);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                add_pointers(value, &format!("{pointer}/{key}"), pointers);
            }
        }
        _ => {}
    }
}

/// Checks the samples of a format after random changes of their values.
pub(crate) fn check_changed_json(format: &str) {
    let samples = samples_of(format);
    let changes = prop::collection::vec(placed_change(), 1..6);
    let files = (0..samples.len(), changes).prop_map(|(sample, changes)| {
        let mut tree: Value = serde_json::from_str(samples[sample]).unwrap();
        changes.iter().for_each(|change| change.apply(&mut tree));
        PrintedFile(tree.to_string().into())
    });
    run_cases(&files, |PrintedFile(file)| check_in_both_zones(&file));
}
