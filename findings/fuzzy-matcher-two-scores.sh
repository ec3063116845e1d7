#!/usr/bin/env bash
# fuzzy-matcher 0.3.7: `fuzzy_match` and `fuzzy_indices` of SkimMatcherV2 give one text and one pattern
# two scores. In the first three pairs below, whose letters are far apart, `fuzzy_indices` is lower.
# Expected by the crate's documentation: both return the score of the match, one with the positions.
# A list that is ranked by one score and lit or cut by the other has an order without a reason.
# hallway takes score and letters from one call of `fuzzy_indices`: src/search/fuzzy.rs.
#
# Needs cargo and the network. Exits 0 while the behaviour is as described, 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --vcs none --name finding .
cat >> Cargo.toml <<'TOML'
fuzzy-matcher = "=0.3.7"
TOML
cat > src/main.rs <<'RUST'
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

fn main() {
    for (text, pattern) in [
        ("letters Music and river trees and Music a", "train"),
        ("City library and a bridge Night Winter", "the"),
        ("stone Music and maps Night of stone and", "open"),
        ("trains of the river", "train"),
    ] {
        let matcher = SkimMatcherV2::default();
        let score = matcher.fuzzy_match(text, pattern).unwrap();
        let (other, letters) = matcher.fuzzy_indices(text, pattern).unwrap();
        println!("{pattern}: fuzzy_match {score}, fuzzy_indices {other} {letters:?}");
    }
}
RUST
seen=$(cargo run --quiet)
expected='train: fuzzy_match 60, fuzzy_indices 51 [3, 5, 14, 19, 31]
the: fuzzy_match 15, fuzzy_indices 9 [2, 29, 36]
open: fuzzy_match 27, fuzzy_indices 22 [2, 18, 34, 37]
train: fuzzy_match 111, fuzzy_indices 111 [0, 1, 2, 3, 4]'
printf '%s\n' "$seen"
if [ "$seen" = "$expected" ]; then
  echo "as described: fuzzy-matcher 0.3.7 has two scores for three of four pairs"
else
  echo "changed; expected was:"; printf '%s\n' "$expected"; exit 1
fi
