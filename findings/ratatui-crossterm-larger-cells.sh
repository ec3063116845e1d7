#!/usr/bin/env bash
# ratatui 0.30.2: the feature `crossterm` makes every cell of every buffer 8 bytes larger, also without
# default features. Cells have 40 bytes without `crossterm`, and 48 with it. ratatui depends on
# ratatui-crossterm 0.1.2 with the default features of that crate; one of them, `underline-color`,
# turns on the feature of the same name of ratatui-core, and a cell gets a third colour. The features
# of ratatui itself have an `underline-color` of their own, which is off in both programs below.
# Expected: without default features and without `underline-color`, cells have no underline colour.
# A program that writes to the terminal itself and uses the buffer alone needs no `crossterm` feature:
# the cells of hallway take a sixth less memory, and two crates are gone: Cargo.toml.
#
# Needs cargo and the network. Exits 0 while the behaviour is as described, 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
size_with() {
  cargo init --quiet --vcs none --name "$1" "$1"
  cat >> "$1/Cargo.toml" <<TOML
ratatui = { version = "=0.30.2", default-features = false, features = [$2] }
ratatui-core = "=0.1.2"
$3
TOML
  cat > "$1/src/main.rs" <<'RUST'
fn main() {
    println!("{} bytes a cell", std::mem::size_of::<ratatui::buffer::Cell>());
}
RUST
  (cd "$1" && cargo run --quiet)
}
backend='ratatui-crossterm = { version = "=0.1.2", default-features = false }'
seen="without crossterm: $(size_with without '"std"' '')
with crossterm: $(size_with with '"std", "crossterm"' "$backend")"
expected='without crossterm: 40 bytes a cell
with crossterm: 48 bytes a cell'
printf '%s\n' "$seen"
if [ "$seen" = "$expected" ]; then
  echo "as described: the feature crossterm of ratatui 0.30.2 makes cells larger"
else
  echo "changed; expected was:"; printf '%s\n' "$expected"; exit 1
fi
