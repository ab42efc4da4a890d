"""The same groups, copies and lines from a Spark cluster as from one machine; also if a worker is killed, and on Sail."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as dataset
import pytest
from test_compare import STORY, WIRE
from test_spark import below

import musnad
from musnad import comparing_tables

pyspark = pytest.importorskip("pyspark")
TOLD = [
    "إن جسر المطاحن {place} سيغلق {count} أسابيع لأعمال الصيانة بعد ظهور تشققات في أعمدته",
    "إن حريق المخزن {place} أتى على {count} أطنان من القمح المستورد قبل وصول فرق الإطفاء من المدينة",
    "إن مهرجان النخيل {place} استقبل {count} آلاف زائر خلال يومه الأول رغم العاصفة الرملية",
    "إن قطار الضواحي {place} تعطل {count} ساعات بسبب سرقة كوابل النحاس من محطة التحويل",
    "إن بعثة الآثار {place} عثرت على {count} جرار فخارية تعود إلى العصر البرونزي تحت أرضية الحمام",
]
PLACES = ["الشرقي", "الغربي", "الشمالي", "الجنوبي", "القديم", "الجديد", "الكبير", "الصغير"]


def articles() -> list[dict[str, Any]]:
    """The bundled story, forty made-up events told by up to four outlets, and rows that cannot be read."""
    rows = [{**one, "published": one["published"][:10]} for one in STORY]
    chance = random.Random(11)
    for event in range(40):
        place = f"{chance.choice(PLACES)} في وادي {chance.choice(PLACES)} رقم {event}"
        told = TOLD[event % len(TOLD)].format(place=place, count=event % 7 + 3)
        for outlet in range(chance.randint(1, 4)):
            cue = chance.choice(["قال المتحدث سامي النجار", "قالت صحيفة المرفأ", "ونفى رئيس البلدية هاني السالم", "قال مصدر"])
            day = f"2022-06-{1 + (event + outlet) % 28:02}"
            text = f"{cue} {told}.\n" + (WIRE if event % 8 == 0 else "")
            rows.append({"id": f"e{event}-{outlet}", "text": text, "publisher": f"صحيفة {PLACES[outlet]}", "published": day})
    # One article twice is one, also under two outlets; of two texts with one id one is an error.
    rows += [rows[0], {**rows[3], "publisher": "موقع السهل"}, {"id": "null", "text": None}, {"id": rows[1]["id"], "text": "ظ" + WIRE}]
    return rows


def lines(rows: list[dict[str, Any]]) -> str:
    known = ("id", "url", "publisher", "title", "published", "language", "text")
    return "".join(json.dumps({name: row.get(name) for name in known}, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture(scope="module")
def expected() -> dict[str, list[str]]:
    rows = [row for row in articles() if row["text"] is not None]
    kept = {row["id"]: min(sha(other["text"]) for other in rows if other["id"] == row["id"]) for row in rows}
    known = ("id", "url", "publisher", "title", "published", "language", "text")
    rows = [row for row in rows if sha(row["text"]) == kept[row["id"]]]
    readings = [musnad.read(**{name: row.get(name) for name in known}) for row in rows]
    tables = musnad.compare(readings).to_arrow()
    assert all(table.num_rows >= 3 for table in tables.values())
    return {name: sorted_rows(table) for name, table in tables.items()}


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sorted_rows(table: pa.Table) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in table.to_pylist())


def found(folder: Path) -> dict[str, list[str]]:
    rows = {}
    for name in comparing_tables.TABLES:
        table = dataset.dataset(folder / name, format="parquet").to_table()
        rows[name] = sorted_rows(table)
    errors = dataset.dataset(folder / "errors", format="parquet").to_table()
    assert sorted(errors["code"].to_pylist()) == ["null_text", "taken"]
    return rows


def job(folder: Path, *more: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    (folder / "a.jsonl").write_text(lines(articles()), encoding="utf-8")
    command = [sys.executable, "-m", "musnad.spark_compare", str(folder / "a.jsonl"), str(folder / "out"), *more]
    surrounding = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, **(environment or {})}
    return subprocess.Popen(command, env=surrounding, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("kill", [False, True], ids=["undisturbed", "a worker is killed"])
def test_the_cluster_gives_the_same_rows(tmp_path: Path, expected: dict[str, list[str]], kill: bool) -> None:
    running = job(tmp_path, "--master", "local-cluster[2,1,1024]", "--partitions", "4")
    killed: list[int] = []

    def executioner() -> None:
        # In the middle of comparing: candidates are written, and what they come to is not.
        while running.poll() is None and not killed:
            if (tmp_path / "out/_compare/copy_pairs/_SUCCESS").exists():
                executors = below(running.pid)
                if executors:
                    os.kill(executors[0], signal.SIGKILL)
                    killed.append(executors[0])
            time.sleep(0.02)

    if kill:
        threading.Thread(target=executioner, daemon=True).start()
    out, err = running.communicate(timeout=900)
    assert running.returncode == 0, err.decode()[-3000:]
    assert not kill or killed, "no worker was found to kill"
    assert found(tmp_path / "out") == expected


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    pytest.importorskip("pysail")
    if tuple(int(part) for part in pyspark.__version__.split(".")[:2]) > (4, 1):
        pytest.skip("Sail speaks to PySpark up to 4.1: `make test-sail`")
    start = (
        "from pysail.spark import SparkConnectServer as Server; server = Server('127.0.0.1', 0); server.start(background=True);"
        "print(server.listening_address[1], flush=True); input()"
    )
    server = subprocess.Popen([sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    yield f"sc://127.0.0.1:{int(server.stdout.readline())}"
    server.kill()


def test_sail_gives_the_same_rows(tmp_path: Path, expected: dict[str, list[str]], sail: str) -> None:
    running = job(tmp_path, "--remote", sail)
    _, err = running.communicate(timeout=900)
    assert running.returncode == 0, err.decode()[-3000:]
    assert found(tmp_path / "out") == expected


def test_sail_reads_the_same_rows(tmp_path: Path, sail: str) -> None:
    rows = [row for row in articles() if row["id"].startswith("e")] + [{"id": "null", "text": None}]
    (tmp_path / "a.jsonl").write_text(lines(rows) + "no json\n", encoding="utf-8")
    command = [sys.executable, "-m", "musnad.spark", str(tmp_path / "a.jsonl"), str(tmp_path / "out"), "--remote", sail]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    known = ("id", "url", "publisher", "title", "published", "language", "text")
    tables = musnad.to_arrow(pa.Table.from_pylist([{name: row.get(name) for name in known} for row in rows]))
    for name, table in tables.items():
        folder = tmp_path / "out" / name
        # Sail makes no folder for a table without a row.
        found = sorted_rows(dataset.dataset(folder, format="parquet").to_table()) if folder.exists() else []
        if name == "errors":
            assert len(found) == 2 and all("null_text" in row for row in found)
        else:
            assert found == sorted_rows(table.to_pyarrow()), name


def test_any_graph_falls_into_its_components() -> None:
    from pyspark.sql import SparkSession

    from musnad.spark_compare import Steps

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", 2).getOrCreate()
    chance = random.Random(5)
    # A chain, which takes most rounds, a star, a circle, and a thicket; numbers as hashes are, of both signs.
    graph = [(n, n + 1) for n in range(-60, 60)] + [(1000, 1000 + n) for n in range(1, 30)]
    graph += [(2000 + n, 2000 + (n + 1) % 17) for n in range(17)]
    graph += [(3000 + chance.randrange(60), 3000 + chance.randrange(60)) for _ in range(50)]
    graph = [(a, b) for a, b in graph if a != b]
    chance.shuffle(graph)
    with tempfile.TemporaryDirectory() as folder:
        edges = spark.createDataFrame(graph, "a bigint, b bigint")
        rows = Steps(edges, folder).components(edges, "try").collect()
    spark.stop()
    of = {row.node: row.component for row in rows}
    assert len(rows) == len(of) == len({node for edge in graph for node in edge})
    least = {node: node for node in of}
    for _ in graph:
        for a, b in graph:
            least[a] = least[b] = min(least[a], least[b])
    assert of == least
