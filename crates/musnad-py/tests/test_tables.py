"""Many articles: from and to pyarrow, pandas, polars and DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import musnad

TEXT = "وقال المتحدث باسم البلدية إن الجسر سيفتح غدا، وأضاف أن الطريق مفتوح."
ROWS = {
    "id": ["1", "2", "3", "4"],
    "text": [TEXT, None, "  ", "ونفى الوزير أن يكون الجسر مغلقا."],
    "published": ["2020-06-11", None, None, None],
}


def plain(table: Any) -> list[dict[str, Any]]:
    return pa.table(table).to_pylist()


@pytest.fixture(scope="module")
def tables() -> dict[str, musnad.Table]:
    return musnad.to_arrow(pa.table(ROWS))


def test_bad_rows_are_rows(tables: dict[str, musnad.Table]) -> None:
    assert [row["document_id"] for row in plain(tables["documents"])] == ["1", "4"]
    assert [(row["document_id"], row["code"]) for row in plain(tables["errors"])] == [("2", "null_text"), ("3", "empty")]
    assert len(tables["attributions"]) >= 3
    wrong = musnad.to_arrow(pa.table({"text": [1, 2]}))
    assert [row["code"] for row in plain(wrong["errors"])] == ["wrong_type"] * 2
    assert len(musnad.to_arrow(pa.table({"other": ["x"]}))["errors"]) == 1
    large = musnad.to_arrow(pa.table({"text": ["x" * 50_000_000, TEXT]}))
    assert [row["code"] for row in plain(large["errors"])] == ["too_large"] and len(large["documents"]) == 1


def test_every_library_may_ask_and_gets_the_same(tables: dict[str, musnad.Table]) -> None:
    source = pa.table(ROWS)
    large = source.cast(pa.schema([(name, pa.large_string()) for name in source.schema.names]))
    givers = {
        "reader": source.to_reader(1),
        "batch": source.to_batches()[0],
        "chunks": pa.concat_tables([source.slice(0, 1), source.slice(1)]),
        "large": large,
        "views": source.cast(pa.schema([(name, pa.string_view()) for name in source.schema.names])),
        "polars": polars.DataFrame(ROWS),
        "pandas": pandas.DataFrame(ROWS),
        "duckdb": duckdb.sql("select * from source"),
    }
    for giver, data in givers.items():
        again = musnad.to_arrow(data)
        assert {name: plain(table) for name, table in again.items()} == {
            name: plain(table) for name, table in tables.items()
        }, giver
    with pytest.raises(TypeError, match="does not speak Arrow"):
        musnad.to_arrow([TEXT])


def test_every_library_takes_the_tables(tables: dict[str, musnad.Table]) -> None:
    attributions = tables["attributions"]
    rows = plain(attributions)
    assert attributions.to_polars().to_dicts() == rows
    assert attributions.to_pandas()["content"].tolist() == [row["content"] for row in rows]
    arrow = attributions.to_pyarrow()
    assert duckdb.sql("select content from arrow").fetchall() == [(row["content"],) for row in rows]
    documents = {row["document_id"]: row["text"] for row in plain(tables["documents"])}
    for row in rows:
        words = [documents[row["document_id"]][span["start"] : span["end"]] for span in row["content_spans"]]
        assert " … ".join(words) == row["content"]


def test_threads_and_batches_change_nothing() -> None:
    many = pa.table({"id": [str(n) for n in range(500)], "text": [f"{n} {TEXT}" for n in range(500)]})
    one = musnad.to_arrow(many, threads=1)
    for data, threads in ((many, 3), (many.to_reader(7), 2)):
        again = musnad.to_arrow(data, threads=threads)
        assert all(again[name].to_pyarrow().combine_chunks() == table.to_pyarrow().combine_chunks() for name, table in one.items())


def test_a_batch_is_the_tables_nested(tables: dict[str, musnad.Table]) -> None:
    batch = musnad.read_batch(pa.table(ROWS).to_batches()[0])
    assert isinstance(batch, pa.RecordBatch) and batch.num_rows == 4
    assert batch.schema == pa.schema(musnad.batch_schema())
    for name, table in tables.items():
        flat = pa.Table.from_struct_array(batch.column(name).flatten())
        assert flat.to_pylist() == plain(table), name
    empty = musnad.read_batch(pa.record_batch({"text": pa.array([], pa.string())}))
    assert empty.num_rows == 0 and empty.schema == batch.schema


def test_texts_are_passed_without_a_copy() -> None:
    text = pa.array([TEXT] * 100)
    before = pa.total_allocated_bytes()
    table = musnad.to_arrow(pa.record_batch({"text": text}))["documents"].to_pyarrow()
    assert table.num_rows == 100 and pa.total_allocated_bytes() == before


def test_no_number_is_unsigned() -> None:
    for name, schema in musnad.schemas().items():
        assert "uint" not in str(pa.schema(schema)), name


def test_the_files_of_pyarrow_are_those_of_the_program(tables: dict[str, musnad.Table], tmp_path: Path) -> None:
    path = tmp_path / "attributions.parquet"
    pq.write_table(tables["attributions"].to_pyarrow(), path)
    assert polars.read_parquet(path).to_dicts() == plain(tables["attributions"])
    assert duckdb.sql(f"select count(*) from '{path}'").fetchall() == [(len(tables["attributions"]),)]
