"""The same rows from a cluster of two worker processes as from this process; also if one is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as dataset
import pytest

import musnad

pytest.importorskip("pyspark")
ARTICLES = [
    {"id": str(n), "publisher": "صحيفة المرفأ", "text": f"وقال المتحدث إن الجسر {n} مفتوح، ونفى أن يكون مغلقا أمس."}
    for n in range(2_000)
] + [{"id": "x", "text": None}, {"id": "y", "text": " "}]


def rows(table: pa.Table) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in table.to_pylist())


def job(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    command = [sys.executable, "-m", "musnad.spark", str(folder / "a.jsonl"), str(folder / "out"), *more]
    command += ["--master", "local-cluster[2,1,1024]", "--partitions", "8", "--overwrite"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def below(pid: int) -> list[int]:
    """The processes below one that run Spark's executors."""
    found, ask = [], [pid]
    while ask:
        parent = ask.pop()
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rsplit(")", 1)[1].split()
                command = (path.parent / "cmdline").read_text()
            except OSError:
                continue
            if int(fields[1]) == parent:
                ask.append(int(path.parent.name))
                if "CoarseGrainedExecutorBackend" in command:
                    found.append(int(path.parent.name))
    return found


@pytest.mark.parametrize("kill", [False, True], ids=["undisturbed", "a worker is killed"])
def test_the_cluster_gives_the_same_rows(tmp_path: Path, kill: bool) -> None:
    text = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in ARTICLES)
    (tmp_path / "a.jsonl").write_text(text + "no json\n", encoding="utf-8")
    running = job(tmp_path)
    killed: list[int] = []

    def executioner() -> None:
        while running.poll() is None and not killed:
            executors = below(running.pid)
            if len(executors) >= 2 and (tmp_path / "out").exists():
                os.kill(executors[0], signal.SIGKILL)
                killed.append(executors[0])
            time.sleep(0.05)

    if kill:
        threading.Thread(target=executioner, daemon=True).start()
    out, err = running.communicate(timeout=400)
    assert running.returncode == 0, err.decode()[-3000:]
    assert not kill or killed, "no worker was found to kill"
    assert b"documents: 2000 rows" in out
    tables: dict[str, Any] = musnad.to_arrow(pa.Table.from_pylist(ARTICLES))
    for name, table in tables.items():
        spark = dataset.dataset(tmp_path / "out" / name, format="parquet").to_table()
        if name == "errors":
            assert sorted(spark["code"].to_pylist()) == ["empty", "null_text", "null_text"]
        else:
            assert rows(spark) == rows(table.to_pyarrow()), name
