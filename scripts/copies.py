#!/usr/bin/env python3
"""Copies that musnad-compare finds, against shared five-word sequences counted without it.

    musnad extract articles.jsonl > readings.jsonl
    cargo run --release -p musnad-compare --example stories -- --json < readings.jsonl > found.jsonl
    scripts/copies.py articles.jsonl found.jsonl

Prints every pair that one of the two has: the share of the shorter text's sequences that stand in the other, and
whether it was found. A share is no verdict: who quotes a long statement shares it too. So a person looks at the
pairs that differ; docs/comparing.md says what was seen.
"""

import itertools
import json
import re
import sys
import unicodedata

LEAST = 0.5


def words(text):
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e]", "", text)
    text = re.sub("[أإآٱ]", "ا", text).replace("ى", "ي").replace("ة", "ه")
    return re.findall(r"\w+", text)


def sequences(text):
    all_words = words(text)
    return {tuple(all_words[i : i + 5]) for i in range(len(all_words) - 4)}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main(articles, found):
    texts = {article["id"]: sequences(article["text"]) for article in lines(articles)}
    copies = {(one["a"], one["b"]): one for one in lines(found) if "passages" in one}
    wanted = 0
    hit = 0
    for a, b in itertools.combinations(sorted(texts), 2):
        shorter = min(len(texts[a]), len(texts[b]))
        share = len(texts[a] & texts[b]) / shorter if shorter else 0.0
        copy = copies.get((a, b))
        wanted += share >= LEAST
        hit += share >= LEAST and copy is not None
        if share >= LEAST or copy:
            print(a, b, f"{share:.2f}", copy["kind"] if copy else "not found", sep="\t")
    print(f"share {LEAST} or more: {wanted} pairs, {hit} found; found in all: {len(copies)}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
