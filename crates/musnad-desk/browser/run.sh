#!/bin/sh
# Opens a desk over the bundled stories and lets Chromium at it.
#
#   run.sh STORY OUT SCRIPT [NAME…]
#
# STORY is the built example `story` of musnad-desk, OUT a folder for pictures, SCRIPT one of this folder: tests.mjs
# does what a visitor does, shots.mjs takes a picture of every page; NAMEs narrow the pages down. Needs Node 18,
# Debian's chromium, a font with Arabic letters (fonts-noto-core), and the packages of package.json, which are
# installed at their locked versions if they are not there. Whatever is missing is said in one line.
set -eu

missing() {
    echo "browser tests: $1; MUSNAD_NO_BROWSER=1 leaves them out" >&2
    exit 1
}

[ $# -ge 3 ] || { echo 'run.sh STORY OUT SCRIPT [NAME…]' >&2; exit 2; }
story=$1
out=$2
script=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"

command -v node >/dev/null || missing 'node is not installed (apt install nodejs npm)'
node -e 'process.exit(process.versions.node.split(".")[0] >= 18 ? 0 : 1)' || missing "node $(node --version) is older than 18"
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$CHROMIUM" ] || missing 'Chromium is not installed (apt install chromium)'
export CHROMIUM
locked() { node -e 'const want = require("./package-lock.json").packages;
    for (const at of Object.keys(want).filter(Boolean))
        if (require("./" + at + "/package.json").version !== want[at].version) process.exit(1)' 2>/dev/null; }
cd "$here"
locked || npm ci --silent --no-audit --no-fund || missing 'npm could not fetch the packages of package-lock.json'

log=$(mktemp)
examples=$here/../../../examples
"$story" 127.0.0.1:0 "$examples/story" "$examples/seed" >"$log" &
desk=$!
trap 'kill $desk 2>/dev/null; rm -f "$log"' EXIT INT TERM
while ! grep -q '^http' "$log"; do
    kill -0 $desk 2>/dev/null || missing 'the desk did not start'
    sleep 0.2
done
node --test-reporter=spec "$script" "$(head -1 "$log")" "$out" "$@"
