//! Tests of the widths of columns.

use super::*;
use crate::timetable::share_width;

fn widths(needs: &[u16], width: u16) -> Vec<u16> {
    share_width(needs, width).into_iter().map(|cells| cells.end - cells.start).collect()
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
        needs in prop::collection::vec(1..60_u16, 1..12),
        width in 0..300_u16,
    ) {
        let widths = widths(&needs, width);
        let columns = || widths.iter().zip(&needs);
        let lacks = columns().any(|(width, need)| width < need);
        let has_spare = columns().any(|(width, need)| width > need);
        prop_assert!(!(lacks && has_spare), "{:?} for {:?}", widths, needs);
        prop_assert_eq!(widths.iter().sum::<u16>(), width);
        let lacking = columns().filter(|(width, need)| width < need).map(|(width, _)| *width);
        let (least, most) = (lacking.clone().min(), lacking.max());
        prop_assert!(most.zip(least).is_none_or(|(most, least)| most - least <= 1));
    }
}
