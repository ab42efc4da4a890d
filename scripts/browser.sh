#!/bin/sh
# Opens a desk over the bundled story and lets Chromium at it: scripts/shots.mjs takes a screenshot of every page,
# scripts/desk.mjs does what a visitor does.
#
#   scripts/browser.sh STORY OUT shots.mjs|desk.mjs [NAME…]
#
# STORY is the built example `story` of musnad-desk, OUT a folder; NAMEs narrow the pages down. Needs node, Debian's
# chromium, a font with Arabic letters (fonts-noto-core), and playwright-core and axe-core, which are installed
# beside the shots if NODE_PATH does not have them.
set -eu

story=$1
out=$2
script=$3
shift 3
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$out"
modules=${NODE_PATH:-$out/node_modules}
[ -d "$modules/playwright-core" ] || npm install --no-save --silent --prefix "$out" playwright-core@1.65 axe-core@4.11

log=$(mktemp)
"$story" "$root/examples/story" 127.0.0.1:0 >"$log" &
desk=$!
trap 'kill $desk 2>/dev/null; rm -f "$log"' EXIT INT TERM
while ! grep -q '^http' "$log"; do
    kill -0 $desk
    sleep 0.2
done
MODULES=$modules node "$root/scripts/$script" "$(head -1 "$log")" "$out" "$@"
