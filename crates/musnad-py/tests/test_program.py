"""The program's files, opened by those who read them, and the wheel's rows beside them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import duckdb
import polars
import pyarrow as pa
import pyarrow.dataset as dataset
import pyarrow.ipc as ipc
import pytest

import musnad

PROGRAM = os.environ.get("MUSNAD")
ARTICLES = [
    {"id": str(n), "publisher": "صحيفة المرفأ", "text": f"وقال المتحدث إن الجسر {n} مفتوح، ونفى أن يكون مغلقا أمس."}
    for n in range(300)
] + [{"id": "x", "text": None}]

pytestmark = pytest.mark.skipif(not PROGRAM, reason="MUSNAD names no program; `make test-py` does")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("program")
    lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in ARTICLES)
    (folder / "a.jsonl").write_text(lines, encoding="utf-8")
    for form in ("parquet", "arrow"):
        command = [PROGRAM, "extract", "--format", form, "-o", folder / form, folder / "a.jsonl", "--part-documents", "100"]
        subprocess.run(command, check=True, capture_output=True)
    return folder


def test_all_three_open_every_table(folder: Path) -> None:
    for name, schema in musnad.schemas().items():
        pattern = f"{folder}/parquet/{name}/*.parquet"
        table = dataset.dataset(folder / "parquet" / name, format="parquet").to_table()
        assert table.schema.equals(pa.schema(schema)), name
        rows = table.to_pylist()
        assert polars.read_parquet(pattern).to_dicts() == rows, name
        names = [field.name for field in table.schema]
        found = duckdb.sql(f"select * from read_parquet('{pattern}')")
        assert found.columns == names and found.limit(1).fetchall() == [tuple(row.values()) for row in rows[:1]], name
        assert duckdb.sql(f"select count(*) from '{pattern}'").fetchall() == [(len(rows),)], name
        parts = [ipc.open_file(path).read_all() for path in sorted((folder / "arrow" / name).glob("*.arrow"))]
        assert pa.concat_tables(parts).to_pylist() == rows, name


def test_the_wheel_gives_the_programs_rows(folder: Path) -> None:
    tables = musnad.to_arrow(pa.Table.from_pylist(ARTICLES))
    for name, table in tables.items():
        if name == "errors":
            continue
        program = dataset.dataset(folder / "parquet" / name, format="parquet").to_table()
        assert program.to_pylist() == table.to_pyarrow().to_pylist(), name
    assert len(tables["attributions"]) >= 300 and len(tables["errors"]) == 1


def test_the_program_reads_what_the_wheel_read(folder: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(ARTICLES), folder / "articles.parquet")
    command = [PROGRAM, "extract", "--format", "parquet", "-o", folder / "again", folder / "articles.parquet"]
    subprocess.run(command, check=True, capture_output=True)
    for name in musnad.schemas():
        again = dataset.dataset(folder / "again" / name, format="parquet").to_table().to_pylist()
        first = dataset.dataset(folder / "parquet" / name, format="parquet").to_table().to_pylist()
        if name == "errors":
            assert [row["code"] for row in again] == ["null_text"] and len(first) == 1
        else:
            assert again == first, name


def test_packed_lines_and_web_archives_are_read(folder: Path) -> None:
    import gzip

    first = dataset.dataset(folder / "parquet" / "attributions", format="parquet").to_table().to_pylist()
    lines = (folder / "a.jsonl").read_bytes()
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines[:5_000]) + gzip.compress(lines[5_000:]))
    with pa.CompressedOutputStream(str(folder / "c.jsonl.zst"), "zstd") as packed:
        packed.write(lines)
    words = "<p>وقال المتحدث باسم البلدية إن الجسر سيفتح غدا أمام حركة السير بعد أعمال طويلة.</p>" * 3
    page = f"<html><body><article>{words}</article></body></html>".encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        "WARC-Date: 2020-06-11T10:00:00Z\r\nWARC-Target-URI: https://example.org/1\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    (folder / "d.warc.gz").write_bytes(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    names = ["b.jsonl.gz", "c.jsonl.zst", "d.warc.gz"]
    subprocess.run(
        [PROGRAM, "extract", "--format", "parquet", "-o", "packed", *names], check=True, capture_output=True, cwd=folder
    )
    packed_rows = dataset.dataset(folder / "packed" / "attributions", format="parquet").to_table().to_pylist()
    assert packed_rows[: len(first)] == first and packed_rows[len(first) : 2 * len(first)] == first
    urls = dataset.dataset(folder / "packed" / "documents", format="parquet").to_table(columns=["url"])["url"]
    assert urls.to_pylist()[-1] == "https://example.org/1" and len(packed_rows) > 2 * len(first)
