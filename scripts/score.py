#!/usr/bin/env python3
"""Measure the reader and rewrite the measured part of SCORES.md: `make score`.

Runs `musnad extract` over the dev set and the seed article, scores the readings
with the scorer of the evaluation folder, prints its tables and puts them between
the markers of SCORES.md. What people write outside the markers is kept.
"""
import argparse
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

SETS = [("ar-dev", "Arabic dev set"), ("seed", "Seed article")]
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HAND = "<!-- read by hand: below -->"
ROOT = pathlib.Path(__file__).resolve().parent.parent
NEW = f"""# Scores

What the reader gets right, measured. `make score` rewrites the part between the
first two markers; what stands below the last one is written by people.

{BEGIN}
{END}

## Read by hand

{HAND}

Nothing yet.
"""
WHAT = """Percentages. *joint* is the headline: the content is found and the source is
right. *found*: at least half of the letters of the content are shared. *exact*: at
least nine tenths. *cue*: found, and the cue too. The other rows are accuracies over
what was found. *times*: with the right value. *places*: within the distance. `score.py` of
the evaluation folder defines them all.

Both sets are looked at while the rules are written, so the figures flatter the
reader. The weights were not learned from them. Expect less on unseen articles:
`crates/musnad-reader/src/weights.md` has the figures of five folds over 18,000 labels.
"""


def count(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"


def table(results):
    """The figures of all sets, one column a figure."""
    names = [title for _, title, _ in results]
    lines = ["| | " + " | ".join(f"{n} P | R | F1" for n in names) + " |", "|---|" + "--:|--:|--:|" * len(names)]
    for key in ("found", "exact", "cue", "joint", "times", "places"):
        judged = [r.get(key) for _, _, r in results]
        if not any(judged):
            continue
        cells = ["" if not j else f"{100 * j[k]:.1f}" for j in judged for k in ("p", "r", "f1")]
        name = f"**{key}**" if key == "joint" else key
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "| accuracy of | " + " | ".join(names) + " |", "|---|" + "--:|" * len(names)]
    for key in ("speaker", "mode", "stance", "parent", "via"):
        cells = ["none to judge" if r[key] is None else f"{100 * r[key]:.1f}" for _, _, r in results]
        lines.append(f"| {key} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rewrite(page, measured):
    """The page with this between its markers; a page without them gets new ones at its head."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        before, after = NEW.split(BEGIN)[0], "\n" + page
    return f"{before}{BEGIN}\n{measured.strip()}\n{END}{after}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--musnad", default="target/release/musnad")
    arguments.add_argument("--shared", default="../shared", help="the folder with eval/")
    arguments.add_argument("--scores", default=ROOT / "SCORES.md", type=pathlib.Path)
    options = arguments.parse_args()
    folder = pathlib.Path(options.shared) / "eval"
    scorer = folder / "score.py"
    if not scorer.is_file():
        sys.exit(f"{scorer}: not there; the evaluation files are no part of the repository (make score SHARED=FOLDER)")
    results, engine = [], None
    with tempfile.TemporaryDirectory() as out:
        for name, title in SETS:
            gold, readings = folder / f"{name}.jsonl", pathlib.Path(out) / f"{name}.jsonl"
            subprocess.run([options.musnad, "extract", "-o", readings, gold], check=True)
            score = [sys.executable, scorer, gold, readings]
            print(f"{title} ({gold})", flush=True)
            subprocess.run(score, check=True)
            print(flush=True)
            result = json.loads(subprocess.run([*score, "--json"], check=True, capture_output=True).stdout)
            results.append((name, title, result))
            with readings.open(encoding="utf-8") as lines:
                engine = json.loads(next(lines))["engine"]
    sizes = "; ".join(f"{t}: {count(r['documents'], 'article')}, {r['gold']} attributions that count, {r['predicted']} given"
                      for _, t, r in results)
    day = datetime.datetime.now(datetime.timezone.utc).date()
    head = f"Measured {day} with engine {engine['version']} and pack `{engine['pack']}`.\n{sizes}.\n"
    page = options.scores.read_text(encoding="utf-8") if options.scores.is_file() else NEW
    options.scores.write_text(rewrite(page, f"{head}\n{table(results)}\n\n{WHAT}"), encoding="utf-8")
    print(f"{options.scores} is rewritten")


if __name__ == "__main__":
    main()
