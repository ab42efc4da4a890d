"""What comparing found as HTML for notebooks. As in ``html``, everything from an article is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from musnad.html import _BOX, _SMALL

if TYPE_CHECKING:
    from musnad.comparing import Comparison, Conflict, Group, Version

_MOST_GROUPS = 25
_MOST_VERSIONS = 40
_MOST_COPIES = 25
_LETTERS = 400
# One sign a side, and no colour: neither side is the good one.
_SIDES = {"for": "+", "against": "−", "open": "·"}


def page(comparison: Comparison) -> str:
    """The groups of several articles, those with most articles first; then the copies."""
    several = [group for group in comparison.groups if len(group.articles) > 1]
    several.sort(key=lambda group: (-len(group.articles), group.id))
    counts = f"{len(several)} claims in several articles, {len(comparison.conflicts)} conflicts, {len(comparison.copies)} copies"
    parts = [f'<div class="musnad" style="{_BOX}"><div style="{_SMALL}">{counts}</div>']
    parts += [_group(group) for group in several[:_MOST_GROUPS]]
    if len(several) > _MOST_GROUPS:
        parts.append(f'<div style="{_SMALL}">… {len(several) - _MOST_GROUPS} more</div>')
    if comparison.copies:
        parts.append(f'<hr style="opacity:.3"><div style="{_SMALL}">copies</div><ul style="margin:.2em 1.2em">')
        for copy in comparison.copies[:_MOST_COPIES]:
            first = f", first <bdi>{escape(copy.first)}</bdi>" if copy.first else ""
            ends = f"<bdi>{escape(copy.a)}</bdi> · <bdi>{escape(copy.b)}</bdi>"
            parts.append(f"<li>{ends}: {escape(copy.kind)}, {copy.share:.0%}{first}</li>")
        more = len(comparison.copies) - _MOST_COPIES
        parts.append(f"{f'<li>… {more} more</li>' if more > 0 else ''}</ul>")
    return "".join([*parts, "</div>"])


def page_of_group(group: Group) -> str:
    """One group."""
    return f'<div class="musnad" style="{_BOX}">{_group(group)}</div>'


def _group(group: Group) -> str:
    lines = f"independent lines {group.lines}"
    if group.lines_against.upper:
        lines += f", against {group.lines_against}"
    through = "".join(f" · through <bdi>{escape(name)}</bdi>" for name in group.common_links)
    circle = "".join(f" · circle {' → '.join(f'<bdi>{escape(o)}</bdi>' for o in outlets)}" for outlets in group.circles)
    versions = "".join(_version(version) for version in group.versions[:_MOST_VERSIONS])
    if len(group.versions) > _MOST_VERSIONS:
        versions += f"<li>… {len(group.versions) - _MOST_VERSIONS} more</li>"
    conflicts = "".join(_conflict(one) for one in group.conflicts)
    head = f'<b dir="auto">{escape(group.versions[0].words[:_LETTERS])}</b>'
    facts = f'<div style="{_SMALL}" dir="ltr">{lines}{through}{circle}</div>'
    return f'<div style="margin:.8em 0">{head}{facts}<ul style="margin:.2em 1.2em">{versions}</ul>{conflicts}</div>'


def _version(version: Version) -> str:
    outlet = f"<bdi>{escape(version.publisher)}</bdi>" if version.publisher else "؟"
    day = f" {version.published.isoformat()}" if version.published else ""
    stance = version.stance or "narration"
    facts = f"<span style='{_SMALL}'><bdi dir='ltr'>{_SIDES[version.side]} {escape(stance)}{day} {escape(version.claim)}</bdi></span>"
    return f'<li dir="auto">{outlet} {facts}: <bdi>{escape(version.words[:_LETTERS])}</bdi></li>'


def _conflict(conflict: Conflict) -> str:
    sides = []
    for position in conflict.positions:
        value = f"<bdi>{escape(position.value)}</bdi> " if position.value else ""
        lines = f", lines {position.lines}" if position.lines else ""
        sides.append(f"{value}({len(position.claims)} claims{lines})")
    return f'<div style="{_SMALL}" dir="ltr">conflict of {escape(conflict.kind)}: {" / ".join(sides)}</div>'
