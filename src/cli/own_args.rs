//! The arguments of `add` and `note`.

/// The entry of `add`.
#[derive(Debug, clap::Args)]
pub(crate) struct AddArgs {
    /// The title. In one pair of quotes with the rest, or alone.
    #[arg(value_name = "TITLE")]
    pub(crate) title: String,
    /// Day, time, length and place, such as tue 12:30 45m Foyer. Without a day: today or the first
    /// day. Without a length: 30 minutes.
    #[arg(value_name = "WHEN")]
    pub(crate) words: Vec<String>,
    /// Give the entry of this id these values instead. Time, length and place stay if they are
    /// not typed.
    #[arg(long, value_name = "ID")]
    pub(crate) edit: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The session and the text of `note`.
#[derive(Debug, clap::Args)]
pub(crate) struct NoteArgs {
    /// The id of a session or of an entry of your own. Without ID: print all notes.
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    /// The note, or - for standard input. "" removes the note. Without TEXT: print the note.
    #[arg(value_name = "TEXT")]
    pub(crate) text: Vec<String>,
    /// Edit the note in $VISUAL or $EDITOR. An empty text removes the note.
    #[arg(short, long, requires = "id", conflicts_with = "text")]
    pub(crate) edit: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The entries of `remove`.
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveArgs {
    /// Ids of your entries, as `hallway mine --ids` prints them, or words of their titles. -
    /// reads ids from standard input, one a line.
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
