#!/usr/bin/env python3
"""Turn labels written as words into labels by offset.

    compile_labels.py TEXTS LABELS.tsv... [--with-text] > labels.jsonl

TEXTS is a JSONL file with `id` and `text`, or a folder that holds ID.txt.
LABELS.tsv holds one attribution a line, ten columns parted by tabs; an article begins
with a line `# ID`:

    id  cue  source  content  stance  speaker  parent  via  flags  note

- `cue`, `source` and `content` are words of the text. `A [..] B` is the stretch from the
  first words A to the last words B. Several stretches are parted by ` [+] `.
- `-` is nothing: no cue, no source words, no speaker, no parent, no via.
- `flags`: `optional`, or `-`. `note` is for people, and may be missing.

The place of a content is that of its first words after the article's last content of the
same words; cue and source are taken nearest to it. Mode follows from the quotation marks.
Problems go to standard error and set exit status 1.
"""
import hashlib
import json
import pathlib
import sys

STANCES = set("says affirms alleges believes denies accuses urges warns commits judges".split())
OPEN, CLOSE, STRAIGHT = "“«„", "”»", '"'


def find_all(text, words):
    found, i = [], text.find(words)
    while i >= 0:
        found.append(i)
        i = text.find(words, i + 1)
    return found


class Article:
    def __init__(self, id_, text):
        self.id, self.text, self.rows, self.problems = id_, text, [], []

    def stretch(self, words, near, what):
        head, gap, tail = words.partition(" [..] ")
        places = find_all(self.text, head)
        if not head or not places:
            self.problems.append(f"{what}: not in the text: {head!r}")
            return None
        if near is None:
            if len(places) > 1:
                self.problems.append(f"{what}: stands {len(places)} times, write more of it: {head!r}")
            start = places[0]
        else:
            start = min(places, key=lambda p: (abs(p - near), p))
        if not gap:
            return [start, start + len(head)]
        ends = [p for p in find_all(self.text, tail) if p >= start]
        if not tail or not ends:
            self.problems.append(f"{what}: not after its beginning: {tail!r}")
            return None
        return [start, ends[0] + len(tail)]

    def spans(self, field, near, what):
        if field in ("", "-"):
            return []
        out = []
        for words in field.split(" [+] "):
            span = self.stretch(words, near, what)
            if span:
                out.append(span)
                near = span[1] if near is not None else None
        return out

    def mode(self, content):
        """direct if all of the content stands in marks, mixed if a part does."""
        inside, depth, marked, letters, quoted = [], 0, False, 0, 0
        line = self.text.rfind("\n", 0, content[0][0]) + 1
        end = self.text.find("\n", content[-1][1])
        for i in range(line, end if end >= 0 else len(self.text)):
            c = self.text[i]
            if c in OPEN:
                depth += 1
            elif c in CLOSE:
                depth = max(0, depth - 1)
            elif c == STRAIGHT:
                marked = not marked
            inside.append((i, depth > 0 or marked))
        inside = dict(inside)
        for start, stop in content:
            for i in range(start, stop):
                if self.text[i].isalnum():
                    letters += 1
                    quoted += bool(inside.get(i))
        return "direct" if letters and quoted >= 0.97 * letters else "indirect" if quoted < 0.1 * letters else "mixed"

    def compile(self):
        attributions, ids = [], {row[0] for row in self.rows}
        if len(ids) != len(self.rows):
            self.problems.append("ids are not unique")
        for row in self.rows:
            row += ["-"] * (10 - len(row))
            id_, cue, source, content, stance, speaker, parent, via, flags, _ = row[:10]
            spans = self.spans(content, None, f"{id_} content")
            if not spans:
                self.problems.append(f"{id_}: no content")
                continue
            # A cue stands before its content, or right after it.
            near = spans[0][0]
            cues = self.spans(cue, near, f"{id_} cue")
            if stance not in STANCES:
                self.problems.append(f"{id_}: stance {stance!r}")
            if parent != "-" and parent not in ids:
                self.problems.append(f"{id_}: no parent {parent}")
            if flags not in ("-", "", "optional"):
                self.problems.append(f"{id_}: flag {flags!r}")
            out = {"id": id_, "source": self.spans(source, cues[0][0] if cues else near, f"{id_} source"), "cue": cues,
                   "content": spans, "mode": self.mode(spans), "stance": stance,
                   "speaker": None if speaker in ("-", "") else speaker,
                   "parent": None if parent in ("-", "") else parent, "via": None if via in ("-", "") else via}
            if flags == "optional":
                out["optional"] = True
            attributions.append(out)
        return {"id": self.id, "sha256": hashlib.sha256(self.text.encode()).hexdigest(), "attributions": attributions}


def main():
    arguments = [a for a in sys.argv[1:] if a != "--with-text"]
    if len(arguments) < 2:
        sys.exit(__doc__)
    source = pathlib.Path(arguments[0])
    texts = None
    if source.is_file():
        with source.open(encoding="utf-8") as file:
            texts = {d["id"]: d["text"] for d in map(json.loads, file)}
    failed = False
    for name in arguments[1:]:
        articles = []
        for n, line in enumerate(pathlib.Path(name).read_text(encoding="utf-8").split("\n"), 1):
            if line.startswith("# "):
                id_ = line[2:].strip()
                text = texts.get(id_) if texts is not None else (source / f"{id_}.txt").read_text(encoding="utf-8")
                if text is None:
                    sys.exit(f"{name}:{n}: no text {id_}")
                articles.append(Article(id_, text))
            elif line.strip():
                row = [field.strip() for field in line.split("\t")]
                if not articles or len(row) < 8:
                    print(f"{name}:{n}: {len(row)} columns: {line[:80]}", file=sys.stderr)
                    failed = True
                else:
                    articles[-1].rows.append(row)
        for article in articles:
            document = article.compile()
            if "--with-text" in sys.argv:
                document["text"] = article.text
            for problem in article.problems:
                failed = True
                print(f"{name}: {article.id}: {problem}", file=sys.stderr)
            print(json.dumps(document, ensure_ascii=False))
    sys.exit(failed)


if __name__ == "__main__":
    main()
