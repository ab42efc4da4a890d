"""Musnad as a component of a spaCy pipeline."""

from __future__ import annotations

import pytest

import musnad

spacy = pytest.importorskip("spacy")
TEXT = "وقال المتحدث باسم البلدية سامي النجار إن «الجسر مفتوح»، وأضاف أن الطريق سيغلق غدا."


def test_the_entry_point_makes_a_component_that_reads() -> None:
    nlp = spacy.blank("ar")
    nlp.add_pipe("musnad")
    doc = nlp(TEXT)
    reading = doc._.musnad
    assert reading == musnad.read(TEXT) and len(reading.attributions) == 2
    for part in ("source", "cue", "content"):
        wanted = [(one.id, one.stance, span) for one in reading.attributions for span in getattr(one, f"{part}_spans")]
        spans = list(doc.spans[f"musnad_{part}"])
        assert [(span.id_, span.label_) for span in spans] == [(id, stance) for id, stance, _ in wanted] and spans
        for span, (_, _, (start, end)) in zip(spans, wanted):
            assert span.start_char <= start and span.end_char >= end


def test_what_is_known_of_a_document_is_used_and_a_pipe_runs() -> None:
    nlp = spacy.blank("ar")
    nlp.add_pipe("musnad")
    doc = nlp.make_doc(TEXT)
    doc._.published, doc._.publisher = "2020-06-11", "صحيفة المرفأ"
    reading = nlp(doc)._.musnad
    assert reading.publisher == "صحيفة المرفأ" and "2020-06-12" in {time.value for time in reading.times}
    assert [doc._.musnad.text for doc in nlp.pipe([TEXT, "", "كلمة"])] == [TEXT, "", "كلمة"]
