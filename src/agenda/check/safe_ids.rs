//! Unique ids, and ids that are safe in scripts. No id begins with a dash, so no command takes an
//! id for an option.

use crate::agenda::clean::Clean;
use crate::agenda::draft::{DraftId, DraftSession};
use crate::agenda::file_text::FileText;
use crate::agenda::position::At;
use foldhash::{HashMap, HashMapExt, HashSet};

/// The beginning of the id in place of one that begins with a dash.
const SAFE_START: &str = "id";

/// Ids that sessions have.
#[derive(Default)]
pub(super) struct TakenIds {
    ids: HashSet<Clean>,
    /// The number for the next session whose id is the key.
    next_number: HashMap<Clean, usize>,
}

impl TakenIds {
    /// Prepares memory for `count` more ids.
    pub(super) fn reserve(&mut self, count: usize) {
        self.ids.reserve(count);
    }

    /// Takes `id`. Returns false if another session has it.
    pub(super) fn take(&mut self, id: &Clean) -> bool {
        self.ids.insert(id.share())
    }

    /// Takes `base`, with a number from 2 on if another session has the id `base`.
    pub(super) fn take_numbered(&mut self, base: &str) -> Clean {
        let mut id = Clean::line_of(FileText::shared(base));
        if self.ids.insert(id.share()) {
            return id;
        }
        // A file may have very many sessions of one name: count on from the last number.
        let base = id.clone();
        let number = self.next_number.entry(base.clone()).or_insert(2);
        while !self.ids.insert(id.share()) {
            id = Clean::line_with_end(&base, &format!("-{number}"));
            *number += 1;
        }
        id
    }
}

/// Makes the ids of a file safe in scripts: a dash replaces white space, and [`SAFE_START`] stands
/// before a dash at the beginning. A changed id gets a number if another session has this id. The
/// id of the file stays among the `ids` of its session.
pub(super) fn make_ids_safe(sessions: &mut [DraftSession]) {
    // The ids of nearly all files are safe.
    if sessions.iter().all(|session| safe_form(session).is_none()) {
        return;
    }
    let changed: Vec<Option<String>> = sessions.iter().map(safe_form).collect();
    let mut taken = TakenIds::default();
    for (session, changed) in sessions.iter().zip(&changed) {
        if let (Some(id), None) = (&session.id, changed) {
            taken.take(&Clean::line(&*id.value));
        }
    }
    let mut safe_ids: HashMap<String, Clean> = HashMap::new();
    for (session, changed) in sessions.iter_mut().zip(changed) {
        if let (Some(id), Some(base)) = (&session.id, changed) {
            let safe = safe_ids.entry(id.value.to_string());
            let safe = safe.or_insert_with(|| taken.take_numbered(&base)).to_string();
            let safe = At { value: safe.into(), at: id.at.clone() };
            replace_id(session, safe);
        }
    }
}

/// Returns the safe form of a session's id, or `None` for an id that is safe.
fn safe_form(session: &DraftSession) -> Option<String> {
    let id = session.id.as_ref()?.value.trim();
    if !id.starts_with('-') && id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let joined = Clean::line(id.replace(char::is_whitespace, "-"));
    if joined.starts_with('-') {
        return Some(format!("{SAFE_START}{joined}"));
    }
    id.contains(char::is_whitespace).then(|| joined.to_string())
}

/// Replaces the id of a session, and keeps the old one under the name `id`, or `id-2` and so on if
/// another id has this name.
fn replace_id(session: &mut DraftSession, safe: At<FileText>) {
    let Some(old) = session.id.replace(safe) else { return };
    let has_old = |named: &DraftId| named.value.value.trim() == old.value.trim();
    if session.ids.iter().any(has_old) {
        return;
    }
    let mut name = "id".to_owned();
    let mut number = 2;
    while session.ids.iter().any(|named| named.name.trim() == name) {
        name = format!("id-{number}");
        number += 1;
    }
    session.ids.insert(0, DraftId { name: name.into(), value: old });
}
