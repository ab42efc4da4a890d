"""The same rows from the program, the wheel and Spark, over one file of articles.

    python scripts/same_rows.py --musnad target/release/musnad ../shared/corpus/bulk-ar.jsonl [--spark local-cluster[2,1,1024]]

Needs the wheel and pyarrow, DuckDB and polars in the environment (`make wheel`), and for --spark PySpark.
Prints what was compared and the seconds each took; exits 1 if any row differs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import polars
import pyarrow as pa
import pyarrow.dataset as dataset

import musnad


def sorted_rows(table: pa.Table) -> list[str]:
    """Rows as text in an order of their own: Spark keeps none."""
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in table.to_pylist())


def files(folder: Path) -> pa.Table:
    return dataset.dataset(folder, format="parquet").to_table()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--musnad", default="target/release/musnad")
    parser.add_argument("--spark", metavar="MASTER")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="same-rows-"))
    seconds: dict[str, float] = {}

    def timed(name: str, run) -> None:
        began = time.monotonic()
        run()
        seconds[name] = round(time.monotonic() - began, 2)

    program = work / "program"
    command = [options.musnad, "extract", "--format", "parquet", "-o", str(program), str(options.articles)]
    timed("program", lambda: subprocess.run(command, check=True))
    known = ("id", "url", "publisher", "title", "published", "language", "text")
    lines = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").split("\n") if line.strip()]
    columns = {name: pa.array([line.get(name) for line in lines], pa.string()) for name in known}
    wheel: dict[str, musnad.Table] = {}
    timed("wheel", lambda: wheel.update(musnad.to_arrow(pa.table(columns))))
    if options.spark:
        job = [sys.executable, "-m", "musnad.spark", str(options.articles), str(work / "spark"), "--master", options.spark]
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
        timed("spark", lambda: subprocess.run([*job, "--partitions", "16"], check=True, env=environment))

    wrong = 0
    for name, table in wheel.items():
        here = files(program / name)
        rows = sorted_rows(here)
        same = {"wheel": sorted_rows(table.to_pyarrow()) == rows}
        if options.spark:
            same["spark"] = sorted_rows(files(work / "spark" / name)) == rows
        pattern = f"{program / name}/*.parquet"
        same["duckdb"] = duckdb.sql(f"select count(*) from '{pattern}'").fetchall() == [(len(rows),)]
        same["polars"] = polars.read_parquet(pattern).height == len(rows)
        wrong += list(same.values()).count(False)
        print(f"{name:14}{len(rows):9} rows  " + "  ".join(f"{who}: {'same' if ok else 'DIFFERENT'}" for who, ok in same.items()))
    print("seconds:", json.dumps(seconds))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
