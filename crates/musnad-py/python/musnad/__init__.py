"""Who said it, according to whom: reads Arabic news as reports with their chains.

    >>> import musnad
    >>> reading = musnad.read("وقال المتحدث باسم البلدية إن الجسر سيفتح غدا.", published="2020-06-11")
    >>> reading.attributions[0].content
    'الجسر سيفتح غدا'

``read`` is for one article, ``compare`` for many that were read. ``to_arrow`` reads a whole table of articles, on all cores,
and ``read_batch`` one Arrow batch, for Spark and its like. Nothing is downloaded, and
nothing is sent anywhere.
"""

from __future__ import annotations

from musnad._musnad import __version__, pack
from musnad.comparing import (
    Comparison,
    Conflict,
    Copy,
    Group,
    Lines,
    Passage,
    Position,
    Version,
    compare,
)
from musnad.reading import Attribution, Block, Entity, Place, Proposition, Quantity, Reading, Time, read
from musnad.tables import Table, batch_schema, read_batch, schemas, to_arrow

__all__ = [
    "Attribution",
    "Block",
    "Comparison",
    "Conflict",
    "Copy",
    "Entity",
    "Group",
    "Lines",
    "Passage",
    "Place",
    "Position",
    "Proposition",
    "Quantity",
    "Reading",
    "Table",
    "Time",
    "Version",
    "__version__",
    "batch_schema",
    "compare",
    "pack",
    "read",
    "read_batch",
    "schemas",
    "to_arrow",
]
