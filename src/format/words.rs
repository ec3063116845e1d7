//! Words that many formats leave to their users, and what they mean here.

use crate::agenda::Kind;

/// The kind of a session by the type that its file gives, in whatever words, and by its title where that says nothing.
/// `None`: nothing is known, and it is a talk.
pub(super) fn kind(sort: &str, title: &str) -> Option<Kind> {
    const SORTS: &[(&str, Kind)] = &[
        ("keynote", Kind::Keynote),
        ("plenary", Kind::Keynote),
        ("panel", Kind::Panel),
        ("podium", Kind::Panel),
        ("workshop", Kind::Workshop),
        ("tutorial", Kind::Workshop),
        ("training", Kind::Workshop),
        ("hands-on", Kind::Workshop),
        ("lightning", Kind::Lightning),
        ("bof", Kind::Bof),
        ("birds of a feather", Kind::Bof),
        ("break", Kind::Break),
        ("lunch", Kind::Break),
        ("coffee", Kind::Break),
        ("meal", Kind::Break),
        ("registration", Kind::Break),
        ("reception", Kind::Social),
        ("party", Kind::Social),
        ("social", Kind::Social),
        ("talk", Kind::Talk),
        ("lecture", Kind::Talk),
        ("presentation", Kind::Talk),
        ("meeting", Kind::Other),
        ("other", Kind::Other),
    ];
    /// Titles that are nothing but this are what everybody does.
    const TITLES: &[(&str, Kind)] = &[
        ("break", Kind::Break),
        ("coffee", Kind::Break),
        ("coffee break", Kind::Break),
        ("tea break", Kind::Break),
        ("coffee & tea", Kind::Break),
        ("lunch", Kind::Break),
        ("lunch break", Kind::Break),
        ("mittagspause", Kind::Break),
        ("kaffeepause", Kind::Break),
        ("pause", Kind::Break),
        ("breakfast", Kind::Break),
        ("dinner", Kind::Break),
        ("registration", Kind::Break),
        ("morning tea", Kind::Break),
        ("afternoon tea", Kind::Break),
        ("social event", Kind::Social),
        ("reception", Kind::Social),
        ("party", Kind::Social),
    ];
    let (sort, title) = (sort.to_lowercase(), title.trim().to_lowercase());
    let by_sort = SORTS.iter().find(|(word, _)| sort.contains(word));
    by_sort.or_else(|| TITLES.iter().find(|(word, _)| title == *word)).map(|(_, kind)| *kind)
}
