#!/usr/bin/env bash
# quick-xml 0.42.0, feature `escape-html`: `resolve_html5_entity` answers HTML's named characters from
# U+0100 to U+0FFF with another character: the last hexadecimal digit of the code point is missing.
# `&Scaron;` (U+0160) becomes U+0016, a control character; `&Alpha;` (U+0391) becomes `9` (U+0039).
# Names outside of that range, such as `&eacute;` and `&hellip;`, are right.
# Expected by HTML (WHATWG, named character references): U+0160 and U+0391.
# hallway keeps a table of its own for names in abstracts: src/format/text/entities.tsv.
#
# Needs cargo and the network. Exits 0 while the behaviour is as described, 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --vcs none --name finding .
cat >> Cargo.toml <<'TOML'
quick-xml = { version = "=0.42.0", features = ["escape-html"] }
TOML
cat > src/main.rs <<'RUST'
use quick_xml::escape::resolve_html5_entity;

fn main() {
    for name in ["Scaron", "Alpha", "eacute", "hellip"] {
        let text = resolve_html5_entity(name).unwrap_or("-");
        let points: Vec<String> = text.chars().map(|c| format!("U+{:04X}", c as u32)).collect();
        println!("{name} {}", points.join(" "));
    }
}
RUST
seen=$(cargo run --quiet)
expected='Scaron U+0016
Alpha U+0039
eacute U+00E9
hellip U+2026'
printf '%s\n' "$seen"
if [ "$seen" = "$expected" ]; then
  echo "as described: quick-xml 0.42.0 drops a digit of U+0100 to U+0FFF"
else
  echo "changed; expected was:"; printf '%s\n' "$expected"; exit 1
fi
