"""The examples of docs/python.md and of the wheel's own page run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = [ROOT / "docs" / "python.md", ROOT / "crates" / "musnad-py" / "README.md"]
EXAMPLES = [
    (page, example)
    for page in PAGES
    for example in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 7 and {page for page, _ in EXAMPLES} == set(PAGES)


@pytest.mark.parametrize(("page", "example"), EXAMPLES)
def test_an_example_runs(page: Path, example: str) -> None:
    if "import spacy" in example:
        pytest.importorskip("spacy")
    exec(compile(example, str(page), "exec"), {})
