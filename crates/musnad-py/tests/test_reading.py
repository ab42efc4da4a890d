"""One article in Python and in a notebook."""

from __future__ import annotations

import datetime
import html.parser
import threading
import time

import pytest

import musnad

WORDS = (
    "نقلت صحيفة المرفأ عن مصدر في البلدية أن الجسر سيغلق غدا.\n"
    "وقال المتحدث باسم البلدية سامي النجار إن «العمل مستمر»، وأضاف أن الطريق مفتوح.\n"
)


@pytest.fixture(scope="module")
def reading() -> musnad.Reading:
    return musnad.read(WORDS, published="2020-06-11", publisher="صحيفة الصباح الجديد", id="x")


def test_words_are_slices_of_the_text(reading: musnad.Reading) -> None:
    assert reading.text == WORDS and len(reading.attributions) >= 2
    for one in reading.attributions:
        for words, spans in ((one.content, one.content_spans), (one.cue, one.cue_spans), (one.source, one.source_spans)):
            assert (words or "") == " … ".join(reading.words(span) for span in spans)
        assert one.chain[0] == "صحيفة الصباح الجديد" and one.chain[-1] == one.speaker
    assert any(one.content and "الطريق مفتوح" in one.content for one in reading.attributions)


def test_days_may_be_dates(reading: musnad.Reading) -> None:
    day = datetime.date(2020, 6, 11)
    for published in (day, datetime.datetime(2020, 6, 11, 23, 0), "2020-06-11"):
        again = musnad.read(WORDS, published=published, publisher="صحيفة الصباح الجديد", id="x")
        assert again == reading and again.published == day
    assert "2020-06-12" in {time.value for time in reading.times}
    with pytest.raises(ValueError, match="not a date"):
        musnad.read(WORDS, published="yesterday")


@pytest.mark.parametrize("text", ["", " ", "\x00", "قال", "قال " * 20_000, "«" * 3_000, "\u202e\U0001f600 قال إن"])
def test_any_text_is_read_and_shown(text: str) -> None:
    reading = musnad.read(text)
    assert reading.text == text and reading._repr_html_().startswith("<div")


class Sound(html.parser.HTMLParser):
    """Fails on a tag that does not close or is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "mark", "ul", "li", "b", "bdi", "span", "hr"}, tag
        assert {name for name, _ in attrs} <= {"class", "dir", "lang", "style", "title"}, attrs
        if tag != "hr":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def sound(page: str) -> str:
    parser = Sound()
    parser.feed(page)
    parser.close()
    assert not parser.open
    return parser.words


def test_a_notebook_shows_marks_and_chains(reading: musnad.Reading) -> None:
    page = reading._repr_html_()
    assert 'dir="rtl"' in page and page.count("<mark") >= 6 and "<ul" in page
    words = sound(page)
    assert words.startswith(WORDS) and "صحيفة الصباح الجديد" in words


def test_markup_in_an_article_stays_words() -> None:
    evil = "وقال <script>alert(1)</script> المتحدث \"باسم\" <b onclick='x'>البلدية</b> إن الجسر <img src=x> مفتوح & جديد."
    reading = musnad.read(evil, publisher="<script>p</script>", language='ar"><script>')
    page = reading._repr_html_()
    assert "<script" not in page and "<img" not in page
    assert sound(page).startswith(evil)


def test_other_threads_run_meanwhile() -> None:
    text = "وقال المتحدث إن الجسر مفتوح. " * 60_000
    ticks = []
    done = threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    ticking = threading.Thread(target=tick)
    ticking.start()
    from musnad import _musnad

    began = time.monotonic()
    _musnad.read_json(text)
    ended = time.monotonic()
    done.set()
    ticking.join()
    inside = [tick for tick in ticks if began < tick < ended]
    assert ended - began > 0.05 and len(inside) >= 3, (ended - began, len(inside))


def test_the_version_is_that_of_the_readings(reading: musnad.Reading) -> None:
    assert reading.wire["engine"] == {"version": musnad.__version__, "pack": musnad.pack()}
