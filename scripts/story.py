#!/usr/bin/env python3
"""Write the demo story as JSONL, as `musnad add` takes it: story.py > examples/story/story.jsonl.

The articles are written as plain texts with a table of facts beside them; see examples/story/story.toml.
"""
import json
import pathlib
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "examples" / "story"
# The island's clock.
OFFSET = "+03:00"


def main():
    story = tomllib.loads((FOLDER / "story.toml").read_text(encoding="utf-8"))
    for article in story["article"]:
        row = {"id": article["id"], "language": story["language"]}
        for fact in ("url", "publisher", "title", "published"):
            if fact in article:
                row[fact] = str(article[fact])
        if "hour" in article:
            row["published"] += f"T{article['hour']}:00{OFFSET}"
        row["text"] = (FOLDER / article["file"]).read_text(encoding="utf-8")
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
