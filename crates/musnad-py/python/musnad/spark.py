"""Articles to tables on Apache Spark: ``python -m musnad.spark INPUT OUTPUT``.

One pass over the articles (``mapInArrow`` with ``musnad.read_batch``) writes what was read,
nested, to ``OUTPUT/_nested``; each table is then one column of it, taken apart. So no article is read twice,
and a lost worker costs only its own tasks. The tables are those of ``musnad extract
--format parquet`` (``docs/columns.md``), row for row.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

KNOWN = ("id", "url", "publisher", "title", "published", "language")
NESTED = "_nested"
# Smaller than snappy, whose Java library takes a machine that has musl beside glibc for the former, and fails.
CODEC = {"compression": "zstd"}


def spark_schema() -> StructType:
    """The schema of ``nested`` as Spark writes it."""
    import pyarrow
    from pyspark.sql.types import StructType

    import musnad

    return cast("StructType", StructType.fromDDL(ddl_of(pyarrow.schema(musnad.batch_schema()))))


def ddl_of(schema: pyarrow.Schema) -> str:
    """An Arrow schema as Spark writes it."""
    return ", ".join(f"`{field.name}` {_ddl(field.type)}" for field in schema)


def _ddl(kind: Any) -> str:
    import pyarrow.types as types

    if types.is_list(kind):
        return f"array<{_ddl(kind.value_type)}>"
    if types.is_struct(kind):
        fields = (kind.field(at) for at in range(kind.num_fields))
        return f"struct<{', '.join(f'`{field.name}`: {_ddl(field.type)}' for field in fields)}>"
    names = {"string": "string", "int32": "int", "int64": "bigint", "float": "float", "double": "double"}
    return {**names, "bool": "boolean", "date32[day]": "date"}[str(kind)]


def nested(articles: DataFrame, text_column: str = "text") -> DataFrame:
    """A row for each article and a column for each table, which holds that article's rows.

    ``df.selectExpr("inline(attributions)")`` gives the flat table.
    """
    wanted = [name for name in (*KNOWN, text_column) if name in articles.columns]

    def read(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import musnad

        for batch in batches:
            yield musnad.read_batch(batch, text_column=text_column)

    return articles.select(*wanted).mapInArrow(read, spark_schema())


def write(articles: DataFrame, output: str, *, text_column: str = "text", mode: str = "error") -> None:
    """Reads all articles and writes every table as Parquet below ``output``."""
    spark = articles.sparkSession
    whole = f"{output.rstrip('/')}/{NESTED}"
    nested(articles, text_column).write.mode(mode).options(**CODEC).parquet(whole)
    # The stored copy, so that the articles are read once and not for every table.
    stored = spark.read.schema(spark_schema()).parquet(whole)
    for name in stored.columns:
        rows = stored.selectExpr(f"inline({name})")
        rows.write.mode(mode).options(**CODEC).parquet(f"{output.rstrip('/')}/{name}")


def load(spark: SparkSession, path: str, *, kind: str | None = None, text_column: str = "text") -> DataFrame:
    """Articles from Parquet or from JSONL, which may be packed (``.gz``, ``.zst``).

    A line that is not a JSON object has no text, and becomes a row of ``errors``.
    """
    if kind is None:
        kind = "json" if any(part in path for part in (".json", ".ndjson")) else "parquet"
    if kind == "parquet":
        return spark.read.parquet(path)
    # As text, since not every engine behind Spark Connect goes on behind a bad line.
    fields = ", ".join(f"`{name}` string" for name in dict.fromkeys((*KNOWN, text_column)))
    lines = spark.read.text(path).where("trim(value) <> ''")
    return lines.selectExpr(f"from_json(value, '{fields}') as article").select("article.*")


def program(module: str, doc: str | None) -> argparse.ArgumentParser:
    """What every job takes on its command line."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=(doc or "").split("\n\n")[0])
    parser.add_argument("input", help="Parquet or JSONL, as Spark names paths: file, folder, s3a://…, with * and ?")
    parser.add_argument("output", help="where the tables go: a folder for each")
    parser.add_argument("--format", choices=["parquet", "json"], help="what the input is, if its name does not say")
    parser.add_argument("--text-column", default="text", help="the column that holds the texts")
    parser.add_argument("--master", help="the cluster, for running without spark-submit: local[4], spark://…")
    parser.add_argument("--remote", help="a Spark Connect server: sc://localhost:15002")
    parser.add_argument("--partitions", type=int, help="cut the input into so many tasks, if it comes in few files")
    parser.add_argument("--batch", type=int, default=256, help="rows in one Arrow batch")
    parser.add_argument("--overwrite", action="store_true", help="replace tables that are there already")
    return parser


def session(options: argparse.Namespace, name: str) -> SparkSession:
    """The session that the options of `program` name."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName(name)
    if options.remote:
        builder = builder.remote(options.remote)
    elif options.master:
        builder = builder.master(options.master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = builder.getOrCreate()
    # Texts and readings are long: batches of few rows keep a task's memory small.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(options.batch))
    return spark


def given(spark: SparkSession, options: argparse.Namespace) -> DataFrame:
    """The articles that the options of `program` name."""
    articles = load(spark, options.input, kind=options.format, text_column=options.text_column)
    return articles.repartition(options.partitions) if options.partitions else articles


def main(arguments: list[str] | None = None) -> int:
    """The program."""
    options = program("musnad.spark", __doc__).parse_args(arguments)
    spark = session(options, "musnad")
    articles = given(spark, options)
    mode = "overwrite" if options.overwrite else "error"
    write(articles, options.output, text_column=options.text_column, mode=mode)
    for name in ("documents", "attributions", "errors"):
        print(f"{name}: {spark.read.parquet(f'{options.output}/{name}').count()} rows")
    spark.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
