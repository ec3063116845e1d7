//! Tests of the widths of columns.

use super::*;
use crate::timetable::{ColumnNeed, share_width};

/// The widths of columns whose words are short.
fn widths(needs: &[u16], width: u16) -> Vec<u16> {
    let needs: Vec<(u16, u16)> = needs.iter().map(|usual| (0, *usual)).collect();
    widths_with_words(&needs, width)
}

/// The widths of columns that need cells for their longest words, and for whole titles.
fn widths_with_words(needs: &[(u16, u16)], width: u16) -> Vec<u16> {
    let needs = needs.iter().map(|&(least, usual)| ColumnNeed { least, usual });
    let cells = share_width(&needs.collect::<Vec<_>>(), width);
    cells.into_iter().map(|cells| cells.end - cells.start).collect()
}

#[test]
fn column_with_a_long_word_takes_cells_from_the_others() {
    for (needs, width, expected) in [
        (&[(16, 40), (30, 40), (16, 40)][..], 78, &[24, 30, 24][..]),
        (&[(16, 20), (30, 40), (16, 40)], 78, &[20, 30, 28]),
        (&[(16, 20), (30, 40)], 70, &[30, 40]),
        (&[(20, 40), (30, 40)], 30, &[15, 15]),
        (&[(10, 40), (30, 40)], 30, &[10, 20]),
    ] {
        assert_eq!(widths_with_words(needs, width), expected, "{needs:?} in {width}");
    }
}

#[test]
fn columns_are_as_wide_as_they_need_and_else_equal() {
    for (needs, width, expected) in [
        (&[20, 20, 20][..], 90, &[30, 30, 30][..]),
        (&[20, 20, 44], 90, &[23, 23, 44]),
        (&[16, 30, 44], 90, &[16, 30, 44]),
        (&[16, 40, 44], 90, &[16, 37, 37]),
        (&[40, 40, 44], 91, &[31, 30, 30]),
        (&[], 91, &[]),
        (&[10], 0, &[0]),
    ] {
        assert_eq!(widths(needs, width), expected, "{needs:?} in {width}");
    }
}

proptest! {
    #[test]
    fn no_column_lacks_cells_while_another_has_more_than_it_needs(
        needs in prop::collection::vec((1..40_u16, 1..60_u16), 1..12),
        width in 0..300_u16,
    ) {
        let needs: Vec<(u16, u16)> =
            needs.into_iter().map(|(least, usual)| (least, usual.max(least))).collect();
        let widths = widths_with_words(&needs, width);
        // A word is broken only if the cells for all words do not fit.
        let breaks = widths.iter().zip(&needs).any(|(width, (least, _))| width < least);
        let least: u16 = needs.iter().map(|(least, _)| least).sum();
        prop_assert!(!breaks || least > width);
        let needs: Vec<u16> = needs.into_iter().map(|(_, usual)| usual).collect();
        let columns = || widths.iter().zip(&needs);
        let lacks = columns().any(|(width, need)| width < need);
        let has_spare = columns().any(|(width, need)| width > need);
        prop_assert!(!(lacks && has_spare), "{:?} for {:?}", widths, needs);
        prop_assert_eq!(widths.iter().sum::<u16>(), width);
    }
}
