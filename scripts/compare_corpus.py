"""Comparing a corpus on one machine, on Spark with one worker and with two, and on Sail: the same rows, and the seconds of each.

    python scripts/compare_corpus.py ../shared/corpus/bulk-ar.jsonl --articles 1000 --spark 1 2 --sail --minhash 64,1 32,2 16,4

Needs the wheel with PySpark and pyarrow (`make test-spark`), and pysail for --sail. Exits 1 if any row differs. With --minhash the
copies that MinHash finds are held against all of them: how many are missed, and from how many candidates.
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

import pyarrow as pa
import pyarrow.dataset as dataset

import musnad


def rows(table: pa.Table) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in table.to_pylist())


def parquet(folder: Path) -> pa.Table:
    return dataset.dataset(folder, format="parquet").to_table()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--articles", dest="count", type=int, help="only so many of them")
    parser.add_argument("--spark", type=int, nargs="*", default=[], help="numbers of workers")
    parser.add_argument("--sail", action="store_true")
    parser.add_argument("--minhash", nargs="*", default=[], metavar="BANDS,ROWS")
    options = parser.parse_args()
    known = ("id", "url", "publisher", "title", "published", "language", "text")
    lines = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").split("\n") if line.strip()]
    lines = lines[: options.count]
    articles = [{name: line.get(name) for name in known} for line in lines]
    work = Path(tempfile.mkdtemp(prefix="compare-corpus-"))
    source = work / "articles.jsonl"
    source.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles), encoding="utf-8")
    print(f"{len(articles)} articles, {source.stat().st_size / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f}", flush=True)

    began = time.monotonic()
    readings = [musnad.read(**one) for one in articles]
    read = time.monotonic()
    tables = musnad.compare(readings).to_arrow()
    print(f"one process: {read - began:.1f} s to read, {time.monotonic() - read:.1f} s to compare", flush=True)
    expected = {name: rows(table) for name, table in tables.items()}
    print("rows:", {name: len(of) for name, of in expected.items()}, flush=True)

    wrong = 0

    def job(name: str, *more: str) -> Path:
        nonlocal wrong
        out = work / name
        command = [sys.executable, "-m", "musnad.spark_compare", str(source), str(out), *more]
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
        began = time.monotonic()
        child = subprocess.run(command, env=environment, capture_output=True, text=True)
        seconds = time.monotonic() - began
        if child.returncode != 0:
            print(f"{name}: failed: {child.stderr[-2000:]}", flush=True)
            wrong += 1
            return out
        same = {table: rows(parquet(out / table)) == of for table, of in expected.items()}
        if "minhash" not in name:
            wrong += list(same.values()).count(False)
        print(f"{name}: {seconds:.1f} s, {'the same rows' if all(same.values()) else f'DIFFERENT: {same}'}", flush=True)
        return out

    for workers in options.spark:
        job(f"spark-{workers}", "--master", f"local-cluster[{workers},1,2048]", "--partitions", "8")
    if options.sail:
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer("127.0.0.1", 0)
        server.start(background=True)
        job("sail", "--remote", f"sc://127.0.0.1:{server.listening_address[1]}")
        server.stop()
    for bands in options.minhash:
        out = job(f"minhash-{bands}", "--master", "local[2]", "--partitions", "8", "--minhash", bands)
        copies = parquet(out / "copies").to_pylist()
        whole = [json.loads(one) for one in expected["copies"]]
        there = {(one["a"], one["b"]) for one in copies}
        for least in (0.0, 0.3, 0.5, 0.8):
            wanted = [(one["a"], one["b"]) for one in whole if one["share"] >= least]
            print(f"  share of {least:.1f} or more: {sum(pair in there for pair in wanted)} of {len(wanted)}", flush=True)
        print(f"  candidates: {parquet(out / '_compare/copy_pairs').num_rows}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
