"""A reading as HTML for notebooks: the text with its words marked, and the tree of attributions.

Everything that comes from an article is escaped. There is no script, no link and no picture.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from musnad.reading import Attribution, Reading

# Styles stand at the elements: notebooks take style sheets away. The colours hold on light and dark
# ground, and no stance has a colour of its own.
_BOX = "border:1px solid #8886;border-radius:6px;padding:.8em 1em;line-height:1.9;max-width:60em"
_TEXT = "white-space:pre-wrap;unicode-bidi:plaintext"
_MARKS = {
    "content": "background:#f2c94c44;color:inherit",
    "source": "background:none;color:inherit;border-bottom:2px solid #2f80ed",
    "cue": "background:none;color:inherit;font-weight:bold",
}
_SMALL = "opacity:.75;font-size:85%"
_MOST = 20_000
_DEEPEST = 24


def page(reading: Reading) -> str:
    """The whole."""
    direction = "rtl" if reading.wire["language"] in {"ar", "fa", "ur", "he"} else "ltr"
    language = escape(reading.wire["language"], quote=True)
    parts = [f'<div class="musnad" dir="{direction}" lang="{language}" style="{_BOX}">']
    parts.append(f'<div style="{_TEXT}">{_marked(reading)}</div>')
    if reading.attributions:
        parts.append("<hr style='opacity:.3'>")
        if reading.publisher:
            parts.append(f"<div><bdi>{escape(reading.publisher)}</bdi></div>")
        parts.append(_tree(reading.attributions))
    parts.append("</div>")
    return "".join(parts)


def _marked(reading: Reading) -> str:
    text = reading.text[:_MOST]
    spans: list[tuple[int, int, str, str]] = []
    for one in reading.attributions:
        for kind, places in (("content", one.content_spans), ("source", one.source_spans), ("cue", one.cue_spans)):
            spans += [(start, min(end, len(text)), kind, one.id) for start, end in places if start < len(text)]
    # Marks are opened and closed at every border, so that spans may overlap.
    borders = sorted({0, len(text), *(span[0] for span in spans), *(span[1] for span in spans)})
    starts: dict[int, list[tuple[int, int, str, str]]] = {}
    for span in spans:
        starts.setdefault(span[0], []).append(span)
    open_spans: list[tuple[int, int, str, str]] = []
    out = []
    for start, end in zip(borders, borders[1:]):
        open_spans = [span for span in open_spans if span[1] > start] + starts.get(start, [])
        words = escape(text[start:end])
        for kind in ("cue", "source", "content"):
            ids = " ".join(span[3] for span in open_spans if span[2] == kind)
            if ids:
                words = f'<mark title="{kind} {escape(ids, quote=True)}" style="{_MARKS[kind]}">{words}</mark>'
        out.append(words)
    if len(reading.text) > len(text):
        out.append(" …")
    return "".join(out)


def _tree(attributions: tuple[Attribution, ...]) -> str:
    known = {one.id for one in attributions}
    children: dict[str | None, list[Attribution]] = {}
    for one in attributions:
        children.setdefault(one.parent if one.parent in known else None, []).append(one)
    shown: set[str] = set()

    def branch(ones: list[Attribution], depth: int) -> str:
        items = []
        for one in ones:
            if one.id in shown:
                continue
            shown.add(one.id)
            below = branch(children.get(one.id, []), depth + 1) if depth < _DEEPEST else ""
            items.append(f"<li>{_line(one)}{below}</li>")
        return f'<ul style="margin:.2em 1.2em">{"".join(items)}</ul>' if items else ""

    tree = branch(children.get(None, []), 0)
    # What hangs in a circle or too deep is shown all the same.
    return tree + branch([one for one in attributions if one.id not in shown], _DEEPEST)


def _line(one: Attribution) -> str:
    speaker = f"<b><bdi>{escape(one.speaker)}</bdi></b>" if one.speaker else "<b>؟</b>"
    via = f" <span style='{_SMALL}'>(<bdi>{escape(one.via)}</bdi>)</span>" if one.via else ""
    stance = f"not {one.stance}" if one.negated else one.stance
    facts = f"<span style='{_SMALL}'><bdi dir='ltr'>{escape(one.id)} {escape(stance)}</bdi></span>"
    content = escape((one.content or "")[:300])
    return f"{speaker}{via} {facts}: <bdi>{content}</bdi>"
