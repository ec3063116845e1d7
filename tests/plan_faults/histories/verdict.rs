//! The truth beside an answer.

use super::programme::{Talk, Version};
use super::words::fold;

/// The judgement of one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// The mark is on its session.
    Right,
    /// The session is gone, and the mark says so.
    GoneRight,
    /// The files do not decide, and the answer is one of those that a person may give.
    Undecided,
    /// The session is gone, the file gave its id to another one, and the mark is on that one.
    ReusedId,
    /// The session is there, and the mark says that it is gone.
    FalseGone,
    /// The mark is on another session.
    Wrong,
    /// There is no answer.
    Lost,
}

/// A marked session, before and in the new version.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    /// The facts that the mark has.
    pub(crate) before: &'a Talk,
    /// The version that these facts come from.
    pub(crate) seen: &'a Version,
    /// The version before. `None`: only the plan is known.
    pub(crate) old: Option<&'a Version>,
    /// The new version.
    pub(crate) new: &'a Version,
    /// True if ids of these files last.
    pub(crate) has_lasting_ids: bool,
}

impl<'a> Case<'a> {
    /// Returns the session in the new version.
    pub(crate) fn truth(&self) -> Option<&'a Talk> {
        self.new.find(self.before.number)
    }

    /// Judges an answer: the found talk, or `None` for "gone".
    pub(crate) fn judge(&self, answer: Option<&Talk>) -> Verdict {
        match (answer, self.truth()) {
            (None, None) => Verdict::GoneRight,
            (None, Some(truth)) if self.is_decidable(truth) => Verdict::FalseGone,
            (None, Some(_)) => Verdict::Undecided,
            (Some(talk), Some(truth)) if talk.number == truth.number => Verdict::Right,
            (Some(talk), Some(truth)) if self.may_be_twin(talk, truth) => Verdict::Undecided,
            (Some(talk), None) if self.may_be_heir(talk) => Verdict::Undecided,
            (Some(talk), None) if self.has_lasting_ids && talk.guid == self.before.guid => {
                Verdict::ReusedId
            }
            _ => Verdict::Wrong,
        }
    }

    /// Returns true if a person finds the session in the new version by the facts before.
    fn is_decidable(&self, truth: &Talk) -> bool {
        self.has_unchanged_place(truth)
            || self.is_known_by_id(truth)
            || match self.count_twins(truth) {
                0 => self.count_differences(truth) <= 1,
                _ => self.is_last_of_twins(),
            }
    }

    /// Returns true if a person may take `talk` for the session, whose place in the new version is
    /// `truth`: one of them has the title of the mark, and nothing else decides.
    fn may_be_twin(&self, talk: &Talk, truth: &Talk) -> bool {
        (talk.has_title_of(self.before) || talk.has_title_of(truth))
            && !self.has_unchanged_place(truth)
            && !self.is_last_of_twins()
            && !self.is_known_by_id(truth)
    }

    /// Returns true if a person may take `talk` for the session, which is gone: `talk` has its
    /// title, or is new in its slot with one of its people.
    fn may_be_heir(&self, talk: &Talk) -> bool {
        let is_new = self.old.is_none_or(|old| old.find(talk.number).is_none());
        let has_people = talk.shares_person_with(self.before) || talk.people == self.before.people;
        talk.has_title_of(self.before) || is_new && has_people && talk.slot == self.before.slot
    }

    fn has_unchanged_place(&self, truth: &Talk) -> bool {
        truth.slot == self.before.slot && truth.has_title_of(self.before)
    }

    /// Returns the number of other sessions with the title of the mark or of `truth`, in all
    /// versions that are known.
    fn count_twins(&self, truth: &Talk) -> usize {
        let titles = [fold(&self.before.title), fold(&truth.title)];
        [Some(self.seen), self.old, Some(self.new)]
            .into_iter()
            .flatten()
            .flat_map(|version| &version.talks)
            .filter(|talk| talk.number != self.before.number && titles.contains(&fold(&talk.title)))
            .count()
    }

    /// Returns true if the mark was on its session in the version before, and every other session
    /// of the same title stayed in its slot since.
    fn is_last_of_twins(&self) -> bool {
        let Some(old) = self.old else { return false };
        let stays = |from: &Version, to: &Version| {
            let twins = from
                .talks
                .iter()
                .filter(|talk| talk.number != self.before.number && talk.has_title_of(self.before));
            twins
                .into_iter()
                .all(|talk| to.find(talk.number).is_some_and(|it| it.slot == talk.slot))
        };
        self.truth().is_some_and(|truth| truth.has_title_of(self.before))
            && old.find(self.before.number) == Some(self.before)
            && stays(old, self.new)
            && stays(self.new, old)
    }

    /// Returns true if the session has the same id, ids last, no id went to another session, and no
    /// twin has the place before.
    fn is_known_by_id(&self, truth: &Talk) -> bool {
        let Some(old) = self.old else { return false };
        let others = |talk: &Talk| talk.number != truth.number;
        self.has_lasting_ids
            && truth.guid == self.before.guid
            && self.count_differences(truth) <= 1
            && !self.new.talks.iter().any(|talk| others(talk) && self.has_unchanged_place(talk))
            && !self.new.talks.iter().any(|new| {
                let has_id = |known: &Talk| known.guid == new.guid && known.number != new.number;
                old.talks.iter().chain(&self.new.talks).any(has_id)
            })
    }

    /// Returns the number of differences that hide the identity: title, people, and place.
    fn count_differences(&self, truth: &Talk) -> usize {
        let before = self.before;
        let has_other_people = truth.people != before.people && !truth.shares_person_with(before);
        [!truth.has_title_of(before), has_other_people, truth.slot != before.slot]
            .into_iter()
            .filter(|differs| *differs)
            .count()
    }
}

/// Returns the changes from `before` to `talk` that are reported and untrue, or true and not
/// reported.
pub(crate) fn judge_changes(before: &Talk, talk: &Talk, reported: &[&str]) -> Vec<String> {
    let (new, old) = (&talk.slot, &before.slot);
    // The change, whether it has happened, and whether a report may leave it out.
    let truths = [
        ("retitled", talk.title != before.title, talk.has_title_of(before)),
        ("moved", !new.has_start_of(old), false),
        ("resized", talk.minutes != before.minutes, false),
        ("relocated", new.room != old.room, new.room.starts_with(&old.room)),
        ("cancelled", talk.cancelled && !before.cancelled, false),
        ("reinstated", !talk.cancelled && before.cancelled, false),
    ];
    let faults = truths.into_iter().filter_map(|(change, is_true, is_optional)| {
        match (reported.contains(&change), is_true) {
            (true, false) => Some(format!("alarm: {change}")),
            (false, true) if !is_optional => Some(format!("not reported: {change}")),
            _ => None,
        }
    });
    faults.collect()
}
