#!/usr/bin/env python3
"""Grow a collection for measuring: grow.py ARTICLES.jsonl COUNT [--copies SHARE] > /tmp/grown.jsonl

The first round has the texts as they are. In every later round the rarer words (names, places, things) have
their letters turned, the same word in the same way wherever it stands in the round, and digits are turned, so that
words, names and claims grow as in a real collection. Every article gets a day between 2023-01-01 and 2024-12-01 and,
of so many in a hundred, a print under another outlet's name a day later. The same arguments give the same bytes.

The output is for /tmp, never for the repository: the texts are not ours.
"""
import argparse
import collections
import datetime
import json
import re
import sys
import zlib

LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنه"
WORD = re.compile("[\u0621-\u064a]+")
DIGIT = re.compile("[0-9]")
OUTLETS = ["صدى الجزر", "الفنار", "دفاتر الصباح", "بوابة خور النورس", "جسور نت", "عاجل الجزر"]
DAYS = 700


def turned(word, by):
    return "".join(LETTERS[(LETTERS.index(c) + by) % len(LETTERS)] if c in LETTERS else c for c in word)


def varied(text, round_, common):
    """The text as it is in another round: what stands in brackets of the pattern keeps its length."""

    def word(match):
        found = match[0]
        if len(found) < 3 or found in common or zlib.crc32(f"{round_} {found}".encode()) % 3 == 0:
            return found
        # The article and a clitic before it stay, or no name would be read as one.
        cut = 2 if found.startswith("ال") else 0
        return found[:cut] + turned(found[cut:], 1 + (round_ - 1) % (len(LETTERS) - 1))

    text = WORD.sub(word, text)
    return DIGIT.sub(lambda match: str((int(match[0]) + round_) % 10), text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("count", type=int)
    parser.add_argument("--copies", type=float, default=0.1, help="share of articles that are prints of another one")
    options = parser.parse_args()
    with open(options.articles, encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    in_articles = collections.Counter(word for one in articles for word in set(WORD.findall(one["text"])))
    least = max(3, len(articles) // 70)
    common = {word for word, count in in_articles.items() if count >= least}
    every = round(1 / options.copies) if options.copies else 0
    first = datetime.date(2023, 1, 1)
    written = 0
    n = 0
    while written < options.count:
        one = articles[n % len(articles)]
        round_ = n // len(articles)
        day = first + datetime.timedelta(days=n * 13 % DAYS)
        row = {"id": f"grown-{n}", "language": "ar", "publisher": one.get("publisher") or OUTLETS[n % len(OUTLETS)],
               "published": day.isoformat(), "url": f"https://grown.example/{n}",
               "text": varied(one["text"], round_, common) if round_ else one["text"]}
        rows = [row]
        if every and n % every == every - 1:
            later = (day + datetime.timedelta(days=1)).isoformat()
            lead = f"متابعة {OUTLETS[n % len(OUTLETS)]}.\n"
            rows.append(row | {"id": f"print-{n}", "publisher": OUTLETS[(n + 1) % len(OUTLETS)], "published": later,
                               "url": f"https://print.example/{n}", "text": lead + row["text"]})
        for row in rows[: options.count - written]:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += 1
        n += 1


if __name__ == "__main__":
    main()
