#!/usr/bin/env python3
"""Turn the cases of a language into labels by offset, as the reader is trained on them.

    case_labels.py cases/ar > labels/cases.jsonl

A case gives words; its content, cue and source are taken where they stand in the text of
the case, cue and source nearest to the content. Words that are not found end the run.
"""
import hashlib
import json
import pathlib
import re
import sys


def block(section, name):
    return re.search(rf"```{name}\n(.*?)\n```", section, re.S).group(1)


def places(words, text):
    """Spans of words in text; white space in one stands for any in the other."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [[m.start(), m.end()] for m in re.finditer(pattern, text)]


def spans(words, text, near, slug):
    out = []
    for piece in words.split(" … "):
        found = places(piece, text)
        if not found:
            sys.exit(f"{slug}: not in the text: {piece}")
        out.append(min(found, key=lambda s: min(abs(s[0] - near[1]), abs(s[1] - near[0])) if near else s[0]))
    return out


def label(number, fields, text, used, slug):
    content = spans(fields["content"], text, None, slug)
    near = [content[0][0], content[-1][1]]
    cue = spans(fields["cue"], text, near, slug) if fields.get("cue") else []
    if cue and tuple(cue[0]) in used:
        others = [c for c in places(fields["cue"], text) if tuple(c) not in used]
        cue = others[:1] or cue
    used.update(map(tuple, cue))
    speaker = fields.get("speaker")
    return {
        "id": f"a{number}",
        "source": spans(fields["source"], text, (cue or [near])[0], slug) if fields.get("source") else [],
        "cue": cue,
        "content": content,
        "mode": fields.get("mode", "indirect"),
        "stance": fields.get("stance", "says"),
        "speaker": None if speaker in (None, "none") else speaker,
        "parent": f"a{fields['parent']}" if fields.get("parent") else None,
        "via": fields.get("via"),
        **({"optional": True} if "optional" in fields else {}),
    }


def main(folder):
    for path in sorted(pathlib.Path(folder).glob("*.md")):
        for section in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            slug = section.splitlines()[0].strip()
            text, used, labels = block(section, "text"), set(), []
            for part in block(section, "expect").split("\n---\n"):
                rows = [line.split(": ", 1) for line in part.splitlines() if ": " in line]
                fields = {key: value.strip() for key, value in rows if key != "open"}
                if fields.get("content"):
                    labels.append(label(len(labels) + 1, fields, text, used, slug))
            row = {
                "id": f"case-{slug}",
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "text": text,
                "attributions": labels,
            }
            print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
