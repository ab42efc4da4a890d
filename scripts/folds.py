#!/usr/bin/env python3
"""Score what `train --folds` read against the labels it held back.

    folds.py LABELS.jsonl... --texts TEXTS.jsonl --predicted FILE --score score.py

Labels without a `text` take it from TEXTS by id. Prints the scorer's table.
"""
import argparse
import json
import subprocess
import sys
import tempfile


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("labels", nargs="+")
    options.add_argument("--texts", required=True)
    options.add_argument("--predicted", required=True)
    options.add_argument("--score", required=True)
    options = options.parse_args()
    with open(options.texts, encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as gold:
        for name in options.labels:
            with open(name, encoding="utf-8") as lines:
                for row in map(json.loads, lines):
                    row.setdefault("text", texts.get(row["id"]))
                    gold.write(json.dumps(row, ensure_ascii=False) + "\n")
        gold.flush()
        return subprocess.run([sys.executable, options.score, gold.name, options.predicted]).returncode


if __name__ == "__main__":
    sys.exit(main())
