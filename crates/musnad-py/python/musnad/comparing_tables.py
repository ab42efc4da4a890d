"""What comparing finds, as flat tables. One-machine runs and clusters lay their results out here.

Each column is a line: name, type, meaning. ``docs/comparing-tables.md`` is made from it, and held by a test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from musnad.comparing import claim_id

if TYPE_CHECKING:
    import pyarrow

Row = dict[str, Any]

POSITION = "struct<value: string, claims: array<string>, lower: int, upper: int>"
PASSAGE = "struct<a_start: int, a_end: int, b_start: int, b_end: int, words: int, own: int>"

TABLES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "groups": (
        ("group_id", "string", "names this set of claims: another article may change it"),
        ("story_id", "string", "groups of one story hang together"),
        ("claim", "string", "the words of the earliest version"),
        ("claims", "int", "rows in `members`"),
        ("articles", "int", "articles among them"),
        ("publishers", "int", "outlets among them, by name"),
        ("lower", "int", "independent lines that are shown, of those who say so"),
        ("upper", "int", "independent lines that there may be at most"),
        ("lower_against", "int", "the same of those who say not so"),
        ("upper_against", "int", ""),
        ("common_links", "array<string>", "sources through which every chain of those who say so passes"),
        ("single_root", "string", "the one source of several outlets that seem to confirm each other"),
        ("circles", "int", "circles of outlets that cite each other"),
        ("first_day", "string", "the earliest day of publication, ISO 8601"),
        ("first", "array<string>", "the articles that had it first, as far as that is known"),
        ("conflicts", "int", "rows in `conflicts`"),
        ("distortions", "int", "what changed on the way"),
        ("credibility", "int", "a suggestion on the scale of NATO STANAG 2511, 1 to 6"),
        ("trace", "string", "the whole trace, as JSON in the wire format `musnad-trace/1`"),
    ),
    "members": (
        ("group_id", "string", "the group: `groups.group_id`"),
        ("document_id", "string", "the article: `documents.document_id`"),
        ("attribution_id", "string", "the attribution; null for a sentence of the article's own"),
        ("part", "int", "which statement of the content, from 0; of narration, which sentence"),
        ("words", "string", "the words"),
        ("side", "string", "`for`, `against`, `open`"),
        ("stance", "string", "how the cue vouches; null for narration"),
        ("mode", "string", "`direct`, `indirect`, `mixed`; null for narration"),
        ("hedged", "boolean", "the words themselves keep a distance"),
        ("numbers", "array<string>", "its numbers with their units"),
        ("publisher", "string", "the outlet"),
        ("published", "string", "the day, ISO 8601"),
        ("because", "string", "why it is in the group"),
    ),
    "conflicts": (
        ("group_id", "string", "the group: `groups.group_id`. A conflict between two groups has a row in both"),
        ("kind", "string", "`denial`, `polarity`, `number`, `place`, `holder`"),
        ("positions", f"array<{POSITION}>", "the sides; claims as `document_id/attribution_id.part`"),
    ),
    "copies": (
        ("a", "string", "the article with the smaller id"),
        ("b", "string", "the other"),
        ("kind", "string", "`silent`, `credited`, `common_source`, `agencies`, `republished`"),
        ("first", "string", "the one that was published first; null if that cannot be told"),
        ("through", "string", "an earlier article from which both have what they share"),
        ("credits", "array<string>", "outlets that explain it"),
        ("agency", "string", "a third outlet that the text as a whole is credited to"),
        ("share", "float", "share of the shorter text that stands in the other, 0 to 1"),
        ("passages", f"array<{PASSAGE}>", "what they share, in code points of both texts"),
    ),
}


def story_rows(story: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """The rows of a story and its traces, each with the name of its table."""
    for group, trace in zip(story["groups"], story["traces"]):
        yield "groups", _group(story["id"], group, trace)
        told = {claim_id(one["claim"]): one for one in trace["claims"]}
        for member in group["members"]:
            yield "members", _member(group["id"], member, told[claim_id(member["claim"])])
        for conflict in trace["conflicts"]:
            yield "conflicts", _conflict(group["id"], conflict)


def copy_row(copy: Mapping[str, Any]) -> Row:
    """The row of a copy."""
    passages = [
        {
            "a_start": one["a"][0],
            "a_end": one["a"][1],
            "b_start": one["b"][0],
            "b_end": one["b"][1],
            "words": one["words"],
            "own": one["own"],
        }
        for one in copy["passages"]
    ]
    same = {name: copy[name] for name in ("a", "b", "kind", "through", "credits", "agency", "share")}
    return {**same, "first": copy["from"], "passages": passages}


def tables(compared: Mapping[str, Any]) -> dict[str, pyarrow.Table]:
    """All of a comparison."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for story in compared["stories"]:
        for name, row in story_rows(story):
            rows[name].append(row)
    rows["copies"] = [copy_row(copy) for copy in compared["copies"]]
    return {name: table(name, rows[name]) for name in TABLES}


def table(name: str, rows: list[Row]) -> pyarrow.Table:
    """Rows as a table of this name."""
    import pyarrow

    return pyarrow.Table.from_pylist(rows, schema=schema(name))


def schema(name: str) -> pyarrow.Schema:
    """The Arrow schema of a table."""
    import pyarrow

    return pyarrow.schema([(column, _arrow(kind)) for column, kind, _ in TABLES[name]])


def ddl(name: str) -> str:
    """The columns of a table, as Spark writes them."""
    return ", ".join(f"`{column}` {kind}" for column, kind, _ in TABLES[name])


def _arrow(kind: str) -> pyarrow.DataType:
    import pyarrow

    inner = kind[kind.find("<") + 1 : -1]
    if kind.startswith("array<"):
        return pyarrow.list_(_arrow(inner))
    if kind.startswith("struct<"):
        fields, depth, begun = [], 0, 0
        for at, sign in enumerate(f"{inner},"):
            depth += (sign == "<") - (sign == ">")
            if sign == "," and depth == 0:
                column, _, of = inner[begun:at].strip().partition(": ")
                fields.append((column, _arrow(of)))
                begun = at + 1
        return pyarrow.struct(fields)
    plain = {"string": pyarrow.string, "int": pyarrow.int32, "float": pyarrow.float32, "boolean": pyarrow.bool_}
    return plain[kind]()


def _group(story: str, group: Mapping[str, Any], trace: Mapping[str, Any]) -> Row:
    names = {node["id"]: node["name"] for node in trace["nodes"]}
    links = [one for one in trace["links"] if one["dominates"] and one["side"] == "for"]
    first = trace["first"]
    return {
        "group_id": group["id"],
        "story_id": story,
        "claim": trace["claims"][0]["text"],
        "claims": len(group["members"]),
        "articles": len({member["claim"]["article"] for member in group["members"]}),
        "publishers": len({one["publisher"] for one in trace["claims"] if one["publisher"]}),
        "lower": trace["lines"]["lower"],
        "upper": trace["lines"]["upper"],
        "lower_against": trace["lines_against"]["lower"],
        "upper_against": trace["lines_against"]["upper"],
        "common_links": [names[one["node"]] for one in links],
        "single_root": names[trace["single_root"]["node"]] if trace["single_root"] else None,
        "circles": len(trace["circles"]),
        "first_day": first["day"],
        "first": first["articles"],
        "conflicts": len(trace["conflicts"]),
        "distortions": len(trace["distortions"]),
        "credibility": trace["credibility"]["rating"],
        "trace": json.dumps(trace, ensure_ascii=False, separators=(",", ":")),
    }


def _member(group: str, member: Mapping[str, Any], told: Mapping[str, Any]) -> Row:
    return {
        "group_id": group,
        "document_id": member["claim"]["article"],
        "attribution_id": member["claim"]["attribution"],
        "part": member["claim"]["part"],
        "words": told["text"],
        "side": member["side"],
        "stance": member["stance"],
        "mode": member["mode"],
        "hedged": member["hedged"],
        "numbers": member["numbers"],
        "publisher": told["publisher"],
        "published": told["published"],
        "because": told["because"]["reason"] if told["because"] else None,
    }


def _conflict(group: str, conflict: Mapping[str, Any]) -> Row:
    positions = [
        {
            "value": one["value"],
            "claims": [claim_id(claim) for claim in one["claims"]],
            "lower": one["lines"]["lower"] if one["lines"] else None,
            "upper": one["lines"]["upper"] if one["lines"] else None,
        }
        for one in conflict["positions"]
    ]
    return {"group_id": group, "kind": conflict["kind"], "positions": positions}
