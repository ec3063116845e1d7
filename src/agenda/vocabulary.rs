//! Closed lists of words: the kinds of session, the parts of people, the seats that are left and
//! the levels of a mark.

/// Declares an enum whose values have one written form each, used by the data file, by `--json` and
/// by search.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($value),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The word for it in files and output.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }

            /// The value that `word` stands for.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}
words!(
    /// What sort of entry a session is.
    Kind {
        Talk = "talk", Keynote = "keynote", Panel = "panel", Workshop = "workshop", Lightning = "lightning",
        Break = "break", Social = "social", Bof = "bof", Other = "other",
    }
);
words!(
    /// How many places are left, where the file tells.
    Seats { Limited = "limited", Full = "full" }
);
words!(
    /// The part that a person has in a session.
    Part { Speaker = "speaker", Moderator = "moderator", Sponsor = "sponsor" }
);
words!(
    /// The decision about a marked session: `Attend` is certain, `Maybe` is not.
    Level { Attend = "attend", Maybe = "maybe" }
);

impl Kind {
    /// For everybody, and so drawn across the columns that are free at that time.
    pub fn is_band(self) -> bool {
        matches!(self, Kind::Break | Kind::Social)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_parses_its_own_words_only() {
        for &level in Level::ALL {
            assert_eq!(Level::parse(level.word()), Some(level));
        }
        assert_eq!(Level::parse("Attend"), None);
    }
}
