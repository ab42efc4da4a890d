"""Many articles, compared: which claims are one, who has them from whom, what cannot all be so."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from musnad import _musnad
from musnad.reading import Reading, Span

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True)
class Lines:
    """How many independent lines of transmission there are: a range."""

    lower: int
    """Lines that are shown: from known, different origins, with nobody in common."""
    upper: int
    """Lines that there may be at most, if every unnamed source is somebody else."""

    def __str__(self) -> str:
        return str(self.lower) if self.lower == self.upper else f"{self.lower}–{self.upper}"


@dataclass(frozen=True, slots=True)
class Version:
    """One article's version of a claim."""

    claim: str
    """``article/attribution.part``; ``n`` in place of the attribution for a sentence of the article's own."""
    article: str
    attribution: str | None
    words: str
    spans: tuple[Span, ...]
    side: str
    """``for``, ``against``, or ``open`` ("did not confirm")."""
    stance: str | None
    mode: str | None
    hedged: bool
    publisher: str | None
    published: datetime.date | None
    because: str | None
    """Why it is in the group: what it has in common with its strongest match."""


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a conflict. Its lines are ``None`` if its claims belong to another group."""

    value: str | None
    claims: tuple[str, ...]
    lines: Lines | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Versions that cannot all be so. Without a verdict."""

    kind: str
    """``denial``, ``polarity``, ``number``, ``place`` or ``holder``."""
    group: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that two articles share, with its place in both texts."""

    a: Span
    b: Span
    words: int
    own: int
    """How many of the words are the writers' own in both: not quoted, nobody's speech."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Two articles of which one repeats the other, or both a third."""

    a: str
    b: str
    kind: str
    """``silent``, ``credited``, ``common_source``, ``agencies`` or ``republished``."""
    first: str | None
    """The article that was published first, where that can be told."""
    through: str | None
    """An earlier article from which both have what they share."""
    credits: tuple[str, ...]
    agency: str | None
    share: float
    """Share of the shorter text that stands in the other, 0 to 1."""
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """The same claim in several articles, with those that deny it."""

    id: str
    story: str
    """Groups of one story hang together."""
    versions: tuple[Version, ...]
    """By day and hour of publication; those without a day last."""
    lines: Lines
    """Independent lines of those who say so."""
    lines_against: Lines
    common_links: tuple[str, ...]
    """Sources through which every chain of those who say so passes, from the origin outwards."""
    single_root: str | None
    """The one source of several outlets that seem to confirm each other."""
    circles: tuple[tuple[str, ...], ...]
    """Outlets that cite each other in a circle."""
    first: tuple[str, ...]
    """The articles that had it first, as far as that is known."""
    conflicts: tuple[Conflict, ...]
    distortions: tuple[str, ...]
    """What changed on the way: ``hedge_dropped a/a1.0 → b/a2.0``."""
    credibility: int
    """A suggestion on the scale of NATO STANAG 2511, 1 to 6, from lines and conflicts alone."""
    trace: dict[str, Any] = field(compare=False)
    """The whole trace in the wire format ``musnad-trace/1``."""

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles, each once, in the order of the versions."""
        return tuple(dict.fromkeys(version.article for version in self.versions))

    def __repr__(self) -> str:
        return f"<musnad.Group {self.id}: {len(self.versions)} versions in {len(self.articles)} articles, lines {self.lines}>"

    def _repr_html_(self) -> str:
        from musnad.html_comparing import page_of_group

        return page_of_group(self)


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """All that comparing found. Shows itself in a notebook, what is told most first."""

    groups: tuple[Group, ...]
    copies: tuple[Copy, ...]
    wire: dict[str, Any] = field(compare=False)
    """Stories with their traces, and copies, as JSON has them."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts of all groups; one between two groups is in both and comes once."""
        seen: dict[tuple[str, frozenset[str]], Conflict] = {}
        for group in self.groups:
            for one in group.conflicts:
                claims = frozenset(claim for position in one.positions for claim in position.claims)
                seen.setdefault((one.kind, claims), one)
        return tuple(seen.values())

    def to_arrow(self) -> dict[str, pyarrow.Table]:
        """The tables ``groups``, ``members``, ``conflicts`` and ``copies`` of ``docs/comparing-tables.md``."""
        from musnad.comparing_tables import tables

        return tables(self.wire)

    def __repr__(self) -> str:
        return f"<musnad.Comparison: {len(self.groups)} groups, {len(self.conflicts)} conflicts, {len(self.copies)} copies>"

    def _repr_html_(self) -> str:
        from musnad.html_comparing import page

        return page(self)


def compare(readings: Iterable[Reading | Mapping[str, Any] | str]) -> Comparison:
    """Compares readings: what ``read`` gives, or lines of ``musnad extract`` (as text or as JSON objects).

    Ids of articles must be unique. The order of the readings does not matter: the same readings always give the same
    result. Nothing is said of what is true. Other threads run meanwhile.
    """
    wire = json.loads(_musnad.compare_json([_wire(reading) for reading in readings]))
    groups = tuple(
        _group(story["id"], group, trace)
        for story in wire["stories"]
        for group, trace in zip(story["groups"], story["traces"])
    )
    return Comparison(groups=groups, copies=tuple(_copy(copy) for copy in wire["copies"]), wire=wire)


def claim_id(claim: Mapping[str, Any]) -> str:
    """A claim's id in one word."""
    return f"{claim['article']}/{claim['attribution'] or 'n'}.{claim['part']}"


def _wire(reading: Reading | Mapping[str, Any] | str) -> str:
    if isinstance(reading, str):
        return reading
    return json.dumps(reading.wire if isinstance(reading, Reading) else reading, ensure_ascii=False)


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)


def _lines(lines: Mapping[str, Any]) -> Lines:
    return Lines(lines["lower"], lines["upper"])


def _group(story: str, group: Mapping[str, Any], trace: dict[str, Any]) -> Group:
    names = {node["id"]: node["name"] for node in trace["nodes"]}
    hedged = {claim_id(member["claim"]): member["hedged"] for member in group["members"]}
    versions = tuple(
        Version(
            claim=claim_id(one["claim"]),
            article=one["claim"]["article"],
            attribution=one["claim"]["attribution"],
            words=one["text"],
            spans=_spans(one["spans"]),
            side=one["side"],
            stance=one["stance"],
            mode=one["mode"],
            hedged=hedged[claim_id(one["claim"])],
            publisher=one["publisher"],
            published=datetime.date.fromisoformat(one["published"]) if one["published"] else None,
            because=one["because"]["reason"] if one["because"] else None,
        )
        for one in trace["claims"]
    )
    links = [one for one in trace["links"] if one["dominates"] and one["side"] == "for"]
    return Group(
        id=group["id"],
        story=story,
        versions=versions,
        lines=_lines(trace["lines"]),
        lines_against=_lines(trace["lines_against"]),
        common_links=tuple(names[one["node"]] for one in links),
        single_root=names[trace["single_root"]["node"]] if trace["single_root"] else None,
        circles=tuple(tuple(circle["outlets"]) for circle in trace["circles"]),
        first=tuple(trace["first"]["articles"]),
        conflicts=tuple(_conflict(group["id"], one) for one in trace["conflicts"]),
        distortions=tuple(
            f"{one['kind']} {claim_id(one['from'])} → {claim_id(one['to'])}" for one in trace["distortions"]
        ),
        credibility=trace["credibility"]["rating"],
        trace=trace,
    )


def _conflict(group: str, conflict: Mapping[str, Any]) -> Conflict:
    positions = tuple(
        Position(
            value=one["value"],
            claims=tuple(claim_id(claim) for claim in one["claims"]),
            lines=_lines(one["lines"]) if one["lines"] else None,
        )
        for one in conflict["positions"]
    )
    return Conflict(kind=conflict["kind"], group=group, positions=positions)


def _copy(copy: Mapping[str, Any]) -> Copy:
    passages = tuple(
        Passage(a=(one["a"][0], one["a"][1]), b=(one["b"][0], one["b"][1]), words=one["words"], own=one["own"])
        for one in copy["passages"]
    )
    return Copy(
        a=copy["a"],
        b=copy["b"],
        kind=copy["kind"],
        first=copy["from"],
        through=copy["through"],
        credits=tuple(copy["credits"]),
        agency=copy["agency"],
        share=copy["share"],
        passages=passages,
    )
