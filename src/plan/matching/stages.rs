//! The stages of the search, the surest first.

use super::lookup::Candidates;
use super::pair::Pair;

/// The evidence by which a session was found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchEvidence {
    /// Id, title, start, room and people are the same.
    Everything,
    /// Title, start, room and people are the same.
    Content,
    /// The id, and a part of the content.
    Id,
    /// The title, and start, room or people.
    Title,
    /// People and start.
    Slot,
    /// A similar title, and start or people.
    SimilarTitle,
}

impl MatchEvidence {
    /// Returns the word for output, such as `title`.
    pub const fn as_word(self) -> &'static str {
        match self {
            MatchEvidence::Everything => "everything",
            MatchEvidence::Content => "content",
            MatchEvidence::Id => "id",
            MatchEvidence::Title => "title",
            MatchEvidence::Slot => "slot",
            MatchEvidence::SimilarTitle => "similar-title",
        }
    }

    /// Returns what a person should know about a session that was found by the plan alone, as in
    /// `found by its title`. `None`: the session is beyond doubt.
    pub const fn describe(self) -> Option<&'static str> {
        match self {
            MatchEvidence::Everything | MatchEvidence::Content => None,
            MatchEvidence::Id => Some("found by its id"),
            MatchEvidence::Title => Some("found by its title"),
            MatchEvidence::Slot => Some("found by its time and people"),
            MatchEvidence::SimilarTitle => Some("found by a similar title"),
        }
    }
}

/// One stage of the search: a session fits if it is a candidate and meets the condition.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    pub(super) evidence: MatchEvidence,
    pub(super) candidates: Candidates,
    pub(super) condition: fn(&Pair<'_>) -> bool,
    /// True if the stage says nothing about a session that has a twin. If the stage is the first
    /// that a twin meets, the search ends, and the fitting sessions are offered to the user.
    pub(super) stops_at_twins: bool,
    /// True if the stage finds a session again that a plan knows to be missing. A weaker stage
    /// would find what the search over all sessions has given to another session.
    pub(super) finds_missing: bool,
}

const fn stage(
    evidence: MatchEvidence,
    candidates: Candidates,
    condition: fn(&Pair<'_>) -> bool,
) -> Stage {
    Stage { evidence, candidates, condition, stops_at_twins: false, finds_missing: false }
}

/// A stage that finds missing sessions, too.
const fn sure_stage(
    evidence: MatchEvidence,
    candidates: Candidates,
    condition: fn(&Pair<'_>) -> bool,
) -> Stage {
    Stage { finds_missing: true, ..stage(evidence, candidates, condition) }
}

const fn stage_without_twins(
    evidence: MatchEvidence,
    candidates: Candidates,
    condition: fn(&Pair<'_>) -> bool,
) -> Stage {
    Stage { stops_at_twins: true, ..stage(evidence, candidates, condition) }
}

/// The sessions that have not changed. Afterwards one knows how far the ids can be trusted.
pub(super) const UNCHANGED: [Stage; 2] = [
    sure_stage(MatchEvidence::Everything, Candidates::Id, |pair| {
        pair.has_same_title() && pair.has_same_facts()
    }),
    // Some agendas number sessions by position, and the ids that hallway makes follow the order of
    // the file.
    sure_stage(MatchEvidence::Content, Candidates::Title, |pair| pair.has_same_facts()),
];

/// The stages for all other sessions.
pub(super) const CHANGED: [Stage; 12] = [
    // A plan written by hand may have an id alone.
    sure_stage(MatchEvidence::Id, Candidates::Id, |pair| {
        let is_twin = pair.before.ambiguous && (pair.has_other_people() || !pair.has_same_room());
        pair.before.title.text.is_empty() || pair.has_same_title() && !is_twin
    }),
    stage(MatchEvidence::Title, Candidates::Title, |pair| {
        pair.has_same_start()
            && (!pair.before.ambiguous || pair.has_same_room() || pair.shares_people())
    }),
    stage_without_twins(MatchEvidence::Title, Candidates::Title, |pair| {
        pair.shares_people() && pair.has_same_room()
    }),
    stage_without_twins(MatchEvidence::Title, Candidates::Title, |pair| pair.shares_people()),
    stage(MatchEvidence::Id, Candidates::Id, |pair| {
        pair.shares_people() && pair.has_same_start() && !pair.has_other_number()
    }),
    // 338 of 339 such sessions of real histories were the same, under whatever title.
    stage(MatchEvidence::Slot, Candidates::Start, |pair| {
        pair.has_own_slot()
            && (pair.has_same_people() || !pair.has_other_people() && pair.shares_words(2))
    }),
    stage_without_twins(MatchEvidence::Title, Candidates::Title, |pair| !pair.has_other_people()),
    stage_without_twins(MatchEvidence::SimilarTitle, Candidates::StartOrPerson, |pair| {
        !pair.has_other_people() && pair.has_similar_title()
    }),
    // Nobody speaks at two places at once.
    stage(MatchEvidence::Slot, Candidates::Start, |pair| {
        pair.has_same_people() && pair.has_same_room() && !pair.has_other_number()
    }),
    stage(MatchEvidence::Id, Candidates::Id, |pair| {
        pair.shares_people() && !pair.has_other_number()
    }),
    // Logins become full names: 80 of 80 such sessions of real histories were the same.
    stage_without_twins(MatchEvidence::Title, Candidates::Title, |pair| {
        pair.has_own_title()
            && (pair.has_same_start() || pair.shares_room() || pair.has_telling_title())
    }),
    stage(MatchEvidence::Id, Candidates::Id, |pair| {
        let is_in_place = pair.has_same_start() && pair.has_same_room() && !pair.has_other_people();
        !pair.before.ambiguous && (pair.has_similar_title() || is_in_place && pair.shares_words(1))
    }),
];
