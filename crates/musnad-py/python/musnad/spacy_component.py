"""Musnad in a spaCy pipeline: ``nlp.add_pipe("musnad")``. spaCy finds it by the wheel's entry point.

``doc._.musnad`` is the :class:`musnad.Reading`. ``doc.spans`` gets ``musnad_source``, ``musnad_cue`` and ``musnad_content``, each span
with the attribution's id as its id and the stance as its label, widened to whole tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from musnad.reading import Reading, read

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

PARTS = ("source", "cue", "content")


class Component:
    """Reads every document. What is known of one beside its text is asked of ``doc._.published`` and ``doc._.publisher``."""

    def __init__(self, name: str) -> None:
        self.name = name
        for extension in ("musnad", "published", "publisher"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        reading: Reading = read(doc.text, published=doc._.published, publisher=doc._.publisher)
        doc._.musnad = reading
        for part in PARTS:
            spans: list[Span] = []
            for one in reading.attributions:
                for start, end in getattr(one, f"{part}_spans"):
                    span: Any = doc.char_span(start, end, label=one.stance, span_id=one.id, alignment_mode="expand")
                    if span is not None:
                        spans.append(span)
            doc.spans[f"musnad_{part}"] = SpanGroup(doc, name=f"musnad_{part}", spans=spans)
        return doc


@Language.factory("musnad", assigns=["doc._.musnad", "doc.spans"])
def make(nlp: Pipeline, name: str) -> Component:
    """Makes the component."""
    return Component(name)
