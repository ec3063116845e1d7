//! The rules beyond the typed words, each of which a measurement can leave out.

/// A rule of search beyond the words as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum SearchRule {
    /// Words may be missing: a missing word costs by its rarity.
    Weights = 1,
    /// Small words and phrases such as `the talk about` are dropped.
    Fillers = 1 << 1,
    /// Days and times narrow the hits.
    Moments = 1 << 2,
    /// Abbreviations and other names find what they stand for.
    Aliases = 1 << 3,
    /// Words find their other forms.
    Forms = 1 << 4,
    /// Unknown words find words of the same sound.
    Sounds = 1 << 5,
    /// Unknown Cyrillic and Greek words find their Latin spelling, and the other way round.
    Scripts = 1 << 6,
    /// Short words find whole words first.
    ShortWords = 1 << 7,
    /// Of equal hits, titles that begin with the words and sessions to come stand first.
    Ties = 1 << 8,
    /// Rooms, tracks, kinds and speakers narrow the hits.
    Places = 1 << 9,
}

impl SearchRule {
    /// Every rule, in the order of the documentation.
    pub const ALL: [SearchRule; 10] = [
        SearchRule::Weights,
        SearchRule::Fillers,
        SearchRule::Moments,
        SearchRule::Places,
        SearchRule::Aliases,
        SearchRule::Forms,
        SearchRule::Sounds,
        SearchRule::Scripts,
        SearchRule::ShortWords,
        SearchRule::Ties,
    ];
}

/// The rules of one search.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules(u16);

impl Rules {
    /// Every rule.
    pub const ALL: Rules = Rules(u16::MAX);
    /// The words as typed only.
    pub const NONE: Rules = Rules(0);

    /// Returns the rules without `rule`.
    #[must_use]
    pub fn without(self, rule: SearchRule) -> Rules {
        Rules(self.0 & !(rule as u16))
    }

    pub(super) fn has(self, rule: SearchRule) -> bool {
        self.0 & rule as u16 != 0
    }
}
