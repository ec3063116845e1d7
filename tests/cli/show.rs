//! `show`.

use crate::fixture::{Case, Home, case};

const CASES: &[Case] = &[
    case(
        "-a small.toml show open",
        0,
        "Opening\nSaturday 6 March 2027 09:00–09:30 CET (UTC+1) · 30 min\n",
        "",
    ),
    case(
        "-a small.toml show open --tz Asia/Tokyo",
        0,
        "Opening\nSaturday 6 March 2027 17:00–17:30 JST",
        "",
    ),
    case("-a small.toml show opn", 1, "", "no session has the id opn. Did you mean open?"),
    case("-a small.toml show open xyzzy q", 1, "", "no session has the id xyzzy"),
];

#[test]
fn show_prints_times_in_the_chosen_zone_and_names_unknown_ids() {
    Home::with_small_agenda().check_cases(CASES);
}
