#!/usr/bin/env bash
# Kill `musnad add` of 2,000 articles twenty times at random moments: kill.sh [MUSNAD] [SEED]
# COUNT=400 takes fewer articles. Nothing that was reported as added may be lost, every check must pass, and the run must go on to the end.
# The short version is crates/musnad/tests/program/ledger/killed.rs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
musnad=$(realpath "${1:-$here/../target/release/musnad}")
RANDOM=${2:-20241128}
count=${COUNT:-2000}
kills=20
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 "$here/grow.py" "$here/../examples/story/story.jsonl" $count --copies 0 > all.jsonl

# How long a whole run takes, so that the kills fall everywhere in it: while it adds and while it compares.
began=$(date +%s%N)
"$musnad" add --ledger whole.db all.jsonl > whole.out 2> whole.err
whole=$(( ($(date +%s%N) - began) / 1000000 ))
echo "a whole run: $whole ms, $(cat whole.err)"

: > reported
for ((n = 1; n <= kills; n++)); do
  "$musnad" add --ledger killed.db --json all.jsonl > out 2> err &
  pid=$!
  # The first five in the first moments, when the tables are made; the others anywhere in a share of the whole run.
  if ((n <= 5)); then wait_ms=$((RANDOM % 60)); else wait_ms=$((RANDOM % (whole / 3 + 1))); fi
  sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
  kill -9 $pid 2> /dev/null || true
  wait $pid 2> /dev/null || true
  # A line that was cut off was not reported.
  python3 - >> reported <<'PY'
import json
for line in open("out", encoding="utf-8"):
    try:
        print(json.loads(line)["article"])
    except ValueError:
        break
PY
  sort -u -o reported reported
  if [[ -e killed.db ]]; then
    "$musnad" verify --ledger killed.db > verified || { cat verified; echo "kill $n: the ledger does not verify"; exit 1; }
    "$musnad" articles --ledger killed.db --json --limit 1000000 > there
    python3 - <<'PY'
import json
there = {json.loads(line)["id"] for line in open("there", encoding="utf-8")}
reported = set(open("reported").read().split())
lost = reported - there
assert not lost, f"{len(lost)} reported and lost"
assert len(there) <= len(reported) + 20, (len(there), len(reported))
PY
    printf 'kill %2d after %5d ms: %4d reported, %s\n' $n $wait_ms "$(wc -l < reported)" "$(head -1 verified)"
  fi
done
"$musnad" add --ledger killed.db all.jsonl > out 2> err
tail -1 err
"$musnad" verify --ledger killed.db > verified || { cat verified; exit 1; }
# The killed ledger and the other one have the same groups and copies.
for ledger in whole killed; do
  "$musnad" copies --ledger $ledger.db --siblings --json --limit 1000 | sort > $ledger.copies
  "$musnad" claims --ledger $ledger.db --limit 1000 --json | python3 -c 'import json, sys
for line in sys.stdin: print(json.loads(line)["id"])' | sort > $ledger.claims
done
cmp whole.copies killed.copies
cmp whole.claims killed.claims
[[ $(wc -l < there) -le $count ]]
head -1 verified
echo "nothing was lost"
