"""One article, read."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

from musnad import _musnad

Span = tuple[int, int]
"""Start and end in ``Reading.text``, as Python counts: ``text[start:end]`` are the words."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the text."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """The writer presents ``content`` as somebody's words, belief or demand."""

    id: str
    speaker: str | None
    """Who said it, in the fullest name the article gives; ``None`` if it cannot be told."""
    source: str | None
    """The words that name the source."""
    cue: str | None
    """The words that signal it."""
    content: str | None
    """The words attributed. Stretches that lie apart are joined by `` … ``."""
    stance: str
    mode: str
    negated: bool
    via: str | None
    parent: str | None
    chain: tuple[str | None, ...]
    """The names it passed, from the publisher to the speaker; ``None`` where a link is not named."""
    speaker_entity: str | None
    source_spans: tuple[Span, ...]
    cue_spans: tuple[Span, ...]
    content_spans: tuple[Span, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something named in the article."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    roles: tuple[str, ...]
    key: str
    latin: str | None


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time; ``value`` is EDTF (ISO 8601-2), ``None`` if nothing anchors it."""

    span: Span
    value: str | None
    calendar: str
    rule: str


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a place; no coordinates if it cannot be told apart."""

    span: Span
    kind: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    geonames: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count or a measure."""

    span: Span
    low: float | None
    high: float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Proposition:
    """Something claimed, as a frame with roles."""

    attribution: str | None
    frame: str
    polarity: str
    roles: dict[str, tuple[Span, ...]]
    trigger: Span
    rule: str


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """All that was understood of one article. Shows itself in a notebook."""

    id: str
    text: str
    publisher: str | None
    published: datetime.date | None
    attributions: tuple[Attribution, ...]
    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    propositions: tuple[Proposition, ...]
    blocks: tuple[Block, ...]
    wire: dict[str, Any] = field(compare=False)
    """The whole reading in the wire format ``musnad/1``."""

    def words(self, span: Span) -> str:
        """The words of a span."""
        return self.text[span[0] : span[1]]

    def __repr__(self) -> str:
        return f"<musnad.Reading {self.id[:16]}: {len(self.attributions)} attributions>"

    def _repr_html_(self) -> str:
        from musnad.html import page

        return page(self)


def read(
    text: str,
    *,
    published: datetime.date | str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    id: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Reading:
    """Reads one article.

    ``published`` is the day to which "yesterday" refers: a date, or ISO 8601 text. A time of day with its zone
    (an aware ``datetime``, ``2020-06-11T09:30:00+03:00``) tells also which of two articles of one day was first.
    ``publisher`` is the outlet, the root of every chain. Other threads run meanwhile.
    """
    day, moment = _published(published)
    wire = json.loads(
        _musnad.read_json(
            text,
            id=id,
            url=url,
            publisher=publisher,
            title=title,
            published=day,
            published_at=moment,
            language=language,
        )
    )
    return _reading(wire)


def _published(given: datetime.date | str | None) -> tuple[str | None, str | None]:
    """Day and moment; the day is that of the zone that was given."""
    if isinstance(given, str) and "T" in given:
        try:
            given = datetime.datetime.fromisoformat(given.replace("Z", "+00:00"))
        except ValueError as error:
            raise ValueError(f"published is not a date: {given!r}") from error
    if isinstance(given, datetime.datetime):
        return given.date().isoformat(), given.isoformat() if given.tzinfo else None
    return (given.isoformat() if isinstance(given, datetime.date) else given), None


def _span(pair: list[int]) -> Span:
    return (pair[0], pair[1])


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(_span(pair) for pair in pairs)


def _placed(kind: Any, thing: dict[str, Any]) -> Any:
    known = {name: thing.get(name) for name in kind.__slots__ if name != "span"}
    return kind(span=_span(thing["span"]), **known)


def _chain(wire: dict[str, Any], by_id: dict[str, dict[str, Any]], one: dict[str, Any]) -> tuple[str | None, ...]:
    links: list[dict[str, Any]] = []
    seen: set[str] = set()
    at: dict[str, Any] | None = one
    while at is not None and at["id"] not in seen and len(links) < 64:
        seen.add(at["id"])
        links.append(at)
        at = by_id.get(at["parent"]) if at["parent"] else None
    names: list[str | None] = [wire["publisher"]]
    for link in reversed(links):
        if link["via"] is not None:
            names.append(link["via"])
        names.append(link["speaker"])
    return tuple(names)


def _reading(wire: dict[str, Any]) -> Reading:
    text = wire["text"]
    by_id = {one["id"]: one for one in wire["attributions"]}

    def joined(pairs: list[list[int]]) -> str | None:
        return " … ".join(text[start:end] for start, end in pairs) if pairs else None

    attributions = tuple(
        Attribution(
            id=one["id"],
            speaker=one["speaker"],
            source=joined(one["source"]),
            cue=joined(one["cue"]),
            content=joined(one["content"]),
            stance=one["stance"],
            mode=one["mode"],
            negated=one["negated"],
            via=one["via"],
            parent=one["parent"],
            chain=_chain(wire, by_id, one),
            speaker_entity=one["speaker_entity"],
            source_spans=_spans(one["source"]),
            cue_spans=_spans(one["cue"]),
            content_spans=_spans(one["content"]),
            rule=one["rule"],
            confidence=one["confidence"],
        )
        for one in wire["attributions"]
    )
    entities = tuple(
        Entity(
            id=one["id"],
            kind=one["kind"],
            name=one["name"],
            aliases=tuple(one["aliases"]),
            mentions=_spans(one["mentions"]),
            roles=tuple(one["roles"]),
            key=one["key"],
            latin=one["latin"],
        )
        for one in wire["entities"]
    )
    propositions = tuple(
        Proposition(
            attribution=one["attribution"],
            frame=one["frame"],
            polarity=one["polarity"],
            roles={role: _spans(spans) for role, spans in one["roles"].items()},
            trigger=_span(one["trigger"]),
            rule=one["rule"],
        )
        for one in wire["propositions"]
    )
    return Reading(
        id=wire["id"],
        text=text,
        publisher=wire["publisher"],
        published=datetime.date.fromisoformat(wire["published"]) if wire["published"] else None,
        attributions=attributions,
        entities=entities,
        times=tuple(_placed(Time, one) for one in wire["times"]),
        places=tuple(_placed(Place, one) for one in wire["places"]),
        quantities=tuple(_placed(Quantity, one) for one in wire["quantities"]),
        propositions=propositions,
        blocks=tuple(_placed(Block, one) for one in wire["blocks"]),
        wire=wire,
    )
