"""Many articles compared: the bundled story, and small ones of which every answer is known."""

from __future__ import annotations

import datetime
import json
import random
from pathlib import Path

import pytest
from test_reading import sound

import musnad
from musnad import comparing_tables

ROOT = Path(__file__).resolve().parents[3]
STORY = [json.loads(line) for line in (ROOT / "examples/story/story.jsonl").read_text(encoding="utf-8").splitlines()]
WIRE = (
    "قال المتحدث باسم بلدية وادي الزيتون سامي النجار إن جسر المطاحن سيغلق ثلاثة أسابيع لأعمال الصيانة بعد ظهور تشققات في أعمدته. "
    "وتجمع السائقون صباحا عند المدخل الشمالي للجسر القديم قبل أن تحولهم فرق المرور إلى طريق السد الطويل المحاذي للبساتين.\n"
)


def read(id: str, text: str, publisher: str | None = None, published: str | None = None) -> musnad.Reading:
    return musnad.read(text, id=id, publisher=publisher, published=published)


@pytest.fixture(scope="module")
def readings() -> list[musnad.Reading]:
    known = ("id", "url", "publisher", "title", "published", "language", "text")
    return [musnad.read(**{name: one[name] for name in known if one.get(name)}) for one in STORY]


@pytest.fixture(scope="module")
def found(readings: list[musnad.Reading]) -> musnad.Comparison:
    return musnad.compare(readings)


def test_versions_are_the_words_of_their_articles(readings: list[musnad.Reading], found: musnad.Comparison) -> None:
    by_id = {reading.id: reading for reading in readings}
    several = [group for group in found.groups if len(group.articles) > 1]
    assert len(several) >= 10 and found.conflicts and found.copies
    for group in found.groups:
        assert len(group.versions) >= 2 and 0 <= group.lines.lower <= group.lines.upper and 1 <= group.credibility <= 6
        for version in group.versions:
            reading = by_id[version.article]
            for part in version.words.split(" … "):
                assert part.strip() in reading.text
            assert (version.publisher, version.published) == (reading.publisher, reading.published)
            if version.attribution is not None:
                assert version.attribution in {one.id for one in reading.attributions}
            assert version.claim.startswith(f"{version.article}/{version.attribution or 'n'}.")
    for copy in found.copies:
        for passage in copy.passages:
            a, b = by_id[copy.a].words(passage.a), by_id[copy.b].words(passage.b)
            assert passage.words >= 5 and abs(len(a.split()) - len(b.split())) <= 5


def test_a_wire_text_without_a_name_is_a_silent_copy_and_no_second_line() -> None:
    found = musnad.compare(
        [
            read("1", WIRE, "صحيفة المرفأ", "2022-06-05"),
            read("2", WIRE, "موقع السهل", "2022-06-06"),
            read("3", "ونفى مدير المرفأ هاني السالم إغلاق الرصيف الشرقي أمس.", "صحيفة الصباح", "2022-06-06"),
        ]
    )
    [copy] = found.copies
    assert (copy.a, copy.b, copy.kind, copy.first) == ("1", "2", "silent", "1") and copy.share == 1.0
    [group] = [group for group in found.groups if len(group.articles) > 1]
    assert group.articles == ("1", "2") and group.lines == musnad.Lines(1, 1) and str(group.lines) == "1"
    assert group.first == ("1",) and "سامي النجار" in " ".join(group.common_links)


def test_a_denial_stands_against(readings: list[musnad.Reading]) -> None:
    found = musnad.compare(
        [
            read("1", "قال الوزير سامي النجار إن جسر المطاحن سيغلق ثلاثة أسابيع لأعمال الصيانة.", "صحيفة المرفأ", "2022-06-05"),
            read("2", "ونفى رئيس البلدية هاني السالم أن جسر المطاحن سيغلق ثلاثة أسابيع لأعمال الصيانة.", "موقع السهل", "2022-06-06"),
        ]
    )
    [group] = found.groups
    assert {version.article: version.side for version in group.versions} == {"1": "for", "2": "against"}
    [conflict] = found.conflicts
    assert conflict.kind == "denial" and conflict.group == group.id and len(conflict.positions) == 2
    assert group.lines_against.upper == 1


def test_the_hour_tells_which_of_two_was_first() -> None:
    cairo = datetime.timezone(datetime.timedelta(hours=2))
    early, late = datetime.datetime(2022, 6, 5, 9, 0, tzinfo=cairo), "2022-06-05T09:30:00+02:00"
    one = musnad.read(WIRE, id="x", publisher="صحيفة المرفأ", published=late)
    other = musnad.read(WIRE, id="y", publisher="موقع السهل", published=early)
    assert one.wire["published_at"] == "2022-06-05T07:30:00Z" and one.published == datetime.date(2022, 6, 5)
    [copy] = musnad.compare([one, other]).copies
    assert copy.first == "y"
    assert "published_at" not in musnad.read(WIRE, published=datetime.datetime(2022, 6, 5, 9, 0)).wire
    with pytest.raises(ValueError, match="not a date"):
        musnad.read(WIRE, published="2022-06-05Tnoon")


def test_order_and_form_of_the_readings_change_nothing(readings: list[musnad.Reading], found: musnad.Comparison) -> None:
    shuffled = readings[:]
    random.Random(7).shuffle(shuffled)
    lines = (json.dumps(reading.wire, ensure_ascii=False) for reading in shuffled)
    for again in (musnad.compare(shuffled), musnad.compare(reading.wire for reading in readings), musnad.compare(lines)):
        assert again == found and again.wire == found.wire


def test_an_article_that_comes_twice_counts_once_whatever_the_order() -> None:
    one, again = read("1", WIRE, "صحيفة المرفأ"), read("1", WIRE, "موقع السهل")
    other = read("2", WIRE, "وكالة الضفة")
    found = musnad.compare([one, again, other])
    assert found.wire == musnad.compare([other, again, one]).wire and len(found.copies) == 1
    assert found.wire in (musnad.compare([one, other]).wire, musnad.compare([again, other]).wire)


def test_bad_input_is_refused_in_words() -> None:
    one, other = read("1", WIRE), read("1", WIRE + "وأضاف أن الطريق مفتوح.")
    assert musnad.compare([]).groups == () and musnad.compare([one, one]).copies == ()
    with pytest.raises(ValueError, match="belongs to another text"):
        musnad.compare([one, other])
    for wrong in ("{", "[]", {"text": "no reading"}):
        with pytest.raises(ValueError, match="wire format"):
            musnad.compare([wrong])


def test_a_notebook_shows_groups_lines_and_copies(found: musnad.Comparison) -> None:
    words = sound(found._repr_html_())
    first = max((group for group in found.groups), key=lambda group: len(group.articles))
    assert "independent lines" in words and "conflict of" in words and first.versions[0].words[:60] in words
    assert first.versions[0].words[:60] in sound(first._repr_html_())
    assert "groups" in repr(found) and first.id in repr(first)


def test_markup_in_articles_stays_words() -> None:
    evil = WIRE.replace("جسر المطاحن", "جسر <script>alert(1)</script><img src=x>")
    found = musnad.compare([read("<b>1", evil, "<i>one</i>", "2022-06-05"), read("2", evil, '"><script>', "2022-06-06")])
    page = found._repr_html_()
    sound(page)
    assert "<script" not in page and "<img" not in page and found.groups and found.copies


def test_the_tables_hold_what_the_objects_hold(found: musnad.Comparison) -> None:
    tables = found.to_arrow()
    assert list(tables) == ["groups", "members", "conflicts", "copies"]
    groups = {row["group_id"]: row for row in tables["groups"].to_pylist()}
    assert list(groups) == [group.id for group in found.groups]
    for group in found.groups:
        row = groups[group.id]
        assert (row["lower"], row["upper"], row["claims"]) == (group.lines.lower, group.lines.upper, len(group.versions))
        assert row["articles"] == len(group.articles) and tuple(row["common_links"]) == group.common_links
        assert json.loads(row["trace"]) == group.trace and row["claim"] == group.versions[0].words
    members = tables["members"].to_pylist()
    assert len(members) == sum(len(group.versions) for group in found.groups)
    assert {(row["document_id"], row["words"]) for row in members} == {
        (version.article, version.words) for group in found.groups for version in group.versions
    }
    assert tables["conflicts"].num_rows == sum(len(group.conflicts) for group in found.groups)
    copies = tables["copies"].to_pylist()
    assert [(row["a"], row["b"], row["first"], len(row["passages"])) for row in copies] == [
        (copy.a, copy.b, copy.first, len(copy.passages)) for copy in found.copies
    ]
    assert "uint" not in "".join(str(table.schema) for table in tables.values())


def test_the_page_lists_every_column() -> None:
    page = (ROOT / "docs/comparing-tables.md").read_text(encoding="utf-8")
    for name, columns in comparing_tables.TABLES.items():
        table = "".join(f"| `{column}` | {kind} | {what} |\n" for column, kind, what in columns)
        assert f"### `{name}`\n\n| column | type | what |\n|---|---|---|\n{table}" in page, table
