#!/usr/bin/env bash
# Puts the licences of Musnad and of everything linked into the wheel where maturin takes them from.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=crates/musnad-py/licences
rm -rf "$out" && mkdir -p "$out"
cp LICENSE-APACHE LICENSE-MIT NOTICE lang/NOTICE.places "$out/"
host=$(rustc -vV | sed -n 's/^host: //p' | tr -d '\r')
"${PYTHON:-python3}" scripts/third_party.py musnad-py --target "$host" > "$out/THIRD-PARTY.txt"
