//! Keyboards without Latin letters: the Latin letter on the key of another letter.
//!
//! Source: the standard layouts of the X Keyboard Extension for these languages, beside its layout
//! `us`.

/// The keys of the layout `us`, row by row, without and with Shift.
const LATIN: [&str; 2] = ["qwertyuiop[]asdfghjkl;'zxcvbnm,.", "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"];

/// The letters on the same keys. A space stands for a key without a letter of its own.
const LAYOUTS: [[&str; 2]; 5] = [
    // Russian.
    ["йцукенгшщзхъфывапролджэячсмитьбю", "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"],
    // Ukrainian, and the letter of Belarusian.
    ["        ў  ї і        є         ", "        Ў  Ї І        Є         "],
    // Greek.
    [" ςερτυθιοπ  ασδφγηξκλ  ζχψωβνμ  ", "  ΕΡΤΥΘΙΟΠ  ΑΣΔΦΓΗΞΚΛ  ΖΧΨΩΒΝΜ  "],
    // Hebrew.
    ["  קראטוןםפ  שדגכעיחלך  זסבהנמצתץ", "                                "],
    // Arabic.
    ["ضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوز", "                                "],
];

/// Returns the Latin letter on the key of `letter`, or `None` for a letter that is on no key of the
/// known layouts.
pub(crate) fn latin_letter(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return None;
    }
    let rows = LAYOUTS.iter().flat_map(|layout| layout.iter().zip(LATIN));
    rows.into_iter().find_map(|(row, latin)| {
        let at = row.chars().position(|known| known == letter)?;
        latin.chars().nth(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_other_layouts_have_the_latin_letter_of_their_key() {
        let latin = |letters: &str| letters.chars().map(latin_letter).collect::<Option<String>>();
        for (letters, expected) in [
            ("ртозПЛйг", "hnjpGKqu"),
            ("хЪ", "[}"),
            ("їіє", "]s'"),
            ("ξκηλΓς", "jkhlGw"),
            ("חלי", "jkh"),
            ("تن", "jk"),
        ] {
            assert_eq!(latin(letters).as_deref(), Some(expected), "{letters}");
        }
        for letter in ['j', ' ', 'é', '你', '★'] {
            assert_eq!(latin_letter(letter), None, "{letter}");
        }
    }

    #[test]
    fn layouts_have_a_letter_or_a_space_for_every_key() {
        for layout in LAYOUTS {
            for (row, latin) in layout.iter().zip(LATIN) {
                assert_eq!(row.chars().count(), latin.chars().count(), "{row}");
            }
        }
    }
}
