//! Closed lists of words: the kinds of session, the parts of people, the free seats, the recordings
//! and the levels of a mark.

/// Declares an enum and the word of each of its values. Data files, `--json` and search use these
/// words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$value_doc:meta])* $value:ident = $word:literal),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            /// All values in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// Returns the word of the value.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }

            /// Returns the value of `word`.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}
words!(
    /// The kind of a session.
    Kind {
        /// A talk: the kind of every session without another.
        Talk = "talk",
        /// A talk for everybody.
        Keynote = "keynote",
        /// A discussion of several people.
        Panel = "panel",
        /// A workshop or tutorial.
        Workshop = "workshop",
        /// A short talk, or a series of short talks.
        Lightning = "lightning",
        /// A pause or a meal.
        Break = "break",
        /// A party, a reception or a walk.
        Social = "social",
        /// "Birds of a feather": a meeting of people with one interest.
        Bof = "bof",
        /// A session of another kind.
        Other = "other",
        /// An entry of a person's own schedule, such as a lunch. No file has the kind.
        Own = "own",
    }
);
words!(
    /// The free seats of a session.
    Seats {
        /// Few seats.
        Limited = "limited",
        /// No seats.
        Full = "full",
    }
);
words!(
    /// The plan to record a session, or the recording.
    Recorded {
        /// A recording exists or is planned.
        Yes = "yes",
        /// No camera: only those who attend see the session.
        No = "no",
        /// The file does not say.
        Unknown = "unknown",
    }
);
words!(
    /// The kind of a link to a video.
    LinkKind {
        /// A recording of the session.
        Recording = "recording",
        /// The pictures of the session while it runs.
        Stream = "stream",
    }
);
words!(
    /// The part of a person in a session.
    Part {
        /// Speaks.
        Speaker = "speaker",
        /// Moderates.
        Moderator = "moderator",
        /// Pays.
        Sponsor = "sponsor",
    }
);
words!(
    /// The level of a mark.
    Level {
        /// "I attend."
        Attend = "attend",
        /// "I may attend."
        Maybe = "maybe",
    }
);

impl Kind {
    /// Returns true for `Break` and `Social`. They are for everybody, so the timetable draws them
    /// as bands over all free columns.
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
