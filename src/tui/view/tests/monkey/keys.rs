//! The keys of the monkey. `benches/keys.rs` presses the same keys.

/// The names of keys, those of frequent use more than once.
pub(super) const KEYS: &str = "\
    h j k l Left Right Up Down PageUp PageDown { } C-u C-d g G t w W 1 2 3 9 H L [ ] Space s \
    m u p e M d D ( ) / n N Enter Enter Tab Esc Esc v + - 0 T f F R x < > A r c o y ? F1 C-l q C-c \
    Home End Backspace Delete C-x C-t C-o A-Up A-Down : ! J K \
    C-b C-f A-b A-f C-a C-e C-w A-d C-k C-y C-n C-p Space j j \
    l";
/// Letters of queries.
pub(super) const LETTERS: &str = "a e i o s t 1 日 é ж ש \u{301} 👩‍🚀 \" - #";
