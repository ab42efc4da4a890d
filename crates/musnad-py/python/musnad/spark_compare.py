"""Comparing on Apache Spark: ``python -m musnad.spark_compare INPUT OUTPUT``.

The result is that of ``musnad.compare``, row for row (``docs/comparing-tables.md``). Joins find what may belong together;
what they find is judged by the functions that ``musnad.compare`` uses. Nothing is judged in SQL.

1. Read and digest every article: fingerprints of its text; form and keys of its claims.
2. Articles that share a fingerprint are candidates for copies. Copies that hang together are explained together.
3. Claims of one form are judged alike, so forms are compared: those that share a key are judged.
4. Forms that hang together are a component. Its claims, readings and copies go to one task, which groups and traces.

Every step is written before the next one begins. So no step is done twice, a lost worker costs only its own
tasks, and no plan grows with the number of rounds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from musnad.spark import CODEC, KNOWN, ddl_of, given, program, session

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

# As in memory: so many of one key and period are met by those that come later. It bounds what a flood can cost.
WORN = 1_000
WORK = "_compare"
ERRORS = "`document` string, `document_id` string, `code` string, `message` string"
_Batches = Iterator["pyarrow.RecordBatch"]


class Steps:
    """The steps of one comparison, kept as Parquet below ``work``."""

    def __init__(self, articles: DataFrame, work: str, *, text_column: str = "text", minhash: tuple[int, int] | None = None):
        self.articles = articles
        self.spark = articles.sparkSession
        self.work = work.rstrip("/")
        self.text_column = text_column
        self.minhash = minhash

    def kept(self, name: str, rows: DataFrame) -> DataFrame:
        """Writes a step, and reads it back."""
        path = f"{self.work}/{name}"
        rows.write.mode("overwrite").options(**CODEC).parquet(path)
        return self.spark.read.schema(rows.schema).parquet(path)

    def run(self) -> dict[str, DataFrame]:
        """The tables ``groups``, ``members``, ``conflicts``, ``copies``, and ``errors``."""
        digests, errors = self.digest()
        copies = self.copies(digests)
        told = self.tell(digests, copies, self.components_of_forms(digests))
        tables = {name: told.selectExpr(f"inline({name})") for name in ("groups", "members", "conflicts")}
        return {**tables, "copies": self.explain(copies), "errors": errors}

    # 1

    def digest(self) -> tuple[DataFrame, DataFrame]:
        """What was read, one row an article; and what could not be."""
        from pyspark.sql import Window

        f = _functions()

        wanted = [name for name in (*KNOWN, self.text_column) if name in self.articles.columns]
        text_column = self.text_column

        def digested(batches: _Batches) -> _Batches:
            import pyarrow

            from musnad import _musnad

            for batch in batches:
                yield pyarrow.record_batch(_musnad.digest_batch(batch, text_column))

        all_rows = self.kept("digests", self.articles.select(*wanted).mapInArrow(digested, _digest_ddl()))
        read = all_rows.where("code is null")
        errors = all_rows.where("code is not null").selectExpr(
            "cast(null as string) as document", "article as document_id", "code", "message"
        )
        # One id, one text: of several the one with the smallest hash. The same article twice is no fault.
        twice = read.groupBy("article").agg(f.count("*").alias("rows"), f.min("sha256").alias("kept")).where("rows > 1")
        twice = self.kept("twice", twice)
        if twice.limit(1).count():
            others = read.select("article", "sha256").join(twice, "article").where("sha256 <> kept")
            taken = others.selectExpr(
                "cast(null as string) as document", "article as document_id", "'taken' as code",
                "'another text has this id' as message",
            )
            errors = errors.unionByName(taken)
            single = read.join(twice.select("article"), "article", "left_anti")
            same = read.join(twice.selectExpr("article", "kept as sha256"), ["article", "sha256"])
            # If they differ in what is known beside the text, always the same one.
            place = f.row_number().over(Window.partitionBy("article").orderBy("reading"))
            first = same.withColumn("place", place).where("place = 1")
            read = self.kept("unique", single.select(*read.columns).unionByName(first.select(*read.columns)))
        return read, errors

    # 2

    def copies(self, digests: DataFrame) -> DataFrame:
        """Pairs of articles that share text: ``a``, ``b``, ``copy`` as JSON."""
        keys = self.bands(digests) if self.minhash else digests.selectExpr("article", "explode(prints) as key")
        keys = keys.selectExpr("article", "key", "cast(null as int) as period")
        pairs = self.kept("copy_pairs", _pairs(keys, ["article"], "article"))
        texts = digests.select("article", "reading")

        def copied(batches: _Batches) -> _Batches:
            import pyarrow

            from musnad import _musnad

            for batch in batches:
                found = pyarrow.record_batch(_musnad.copied_batch(batch.select(["a", "b"])))
                columns = [batch.column("a_id"), batch.column("b_id"), found.column("copy")]
                rows = pyarrow.Table.from_arrays(columns, names=["a", "b", "copy"])
                yield from rows.filter(rows.column("copy").is_valid()).to_batches()

        whole = _with_both(pairs, texts, "article", "reading")
        return self.kept("copies", whole.mapInArrow(copied, "a string, b string, copy string"))

    def bands(self, digests: DataFrame) -> DataFrame:
        """MinHash over the fingerprints (Broder 1997), in bands: two articles are candidates if all rows of a band agree."""
        bands, rows = self.minhash or (0, 0)
        smallest = "array_min(transform(prints, one -> xxhash64(one, band, line)))"
        signature = f"transform(sequence(0, {rows - 1}), line -> {smallest})"
        key = f"transform(sequence(0, {bands - 1}), band -> xxhash64(band, {signature}))"
        return digests.where("size(prints) > 0").selectExpr("article", f"explode({key}) as key").distinct()

    def explain(self, copies: DataFrame) -> DataFrame:
        """The rows of the table ``copies``: those that hang together, looked at together."""
        from musnad import comparing_tables

        def explained(batches: _Batches) -> _Batches:
            from musnad import _musnad

            for batch in batches:
                for together in batch.column("copies").to_pylist():
                    rows = [comparing_tables.copy_row(json.loads(copy)) for copy in _musnad.explained(together)]
                    yield from comparing_tables.table("copies", rows).to_batches()

        of = self.components(copies.select("a", "b"), "copies")
        of_copies = copies.join(of.withColumnRenamed("node", "a"), "a").groupBy("component")
        together = of_copies.agg(_functions().collect_list("copy").alias("copies")).select("copies")
        return together.mapInArrow(explained, comparing_tables.ddl("copies"))

    # 3

    def components_of_forms(self, digests: DataFrame) -> DataFrame:
        """Every claim with its component: ``article``, ``claim`` as JSON, ``component``."""
        from pyspark.sql import Window

        f = _functions()
        claims = digests.selectExpr("article", "explode(claims) as one").select("article", "one.*")
        claims = self.kept("claims", claims)
        # The first claim of a form stands for it.
        order = Window.partitionBy("form").orderBy("article", "at")
        forms = claims.withColumn("place", f.row_number().over(order)).where("place = 1").drop("place")
        forms = self.kept("forms", forms)
        keys = forms.selectExpr("form", "article", "at", "explode(arrays_zip(keys, periods)) as one")
        keys = keys.selectExpr("form", "article", "at", "one.keys as key", "one.periods as period")
        pairs = self.kept("form_pairs", _pairs(keys, ["article", "at"], "form"))

        def judged(batches: _Batches) -> _Batches:
            import pyarrow

            from musnad import _musnad

            for batch in batches:
                linked = pyarrow.record_batch(_musnad.judged_batch(batch.select(["a", "b"]))).column("linked")
                rows = pyarrow.Table.from_arrays([batch.column("a_id"), batch.column("b_id")], names=["a", "b"])
                yield from rows.filter(linked).to_batches()

        whole = _with_both(pairs, forms.select("form", "claim"), "form", "claim")
        links = self.kept("links", whole.mapInArrow(judged, "a bigint, b bigint"))
        of = self.components(links, "forms").withColumnRenamed("node", "form")
        all_claims = claims.select("article", "form", "claim").join(of, "form", "left")
        # A form that hangs together with no other is a component of its own.
        all_claims = all_claims.selectExpr("article", "claim", "coalesce(component, form) as component")
        several = all_claims.groupBy("component").count().where("count > 1").select("component")
        return self.kept("components", all_claims.join(several, "component"))

    def components(self, edges: DataFrame, name: str) -> DataFrame:
        """``node`` and ``component``, the smallest node that hangs together with it.

        Alternating large-star and small-star (Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii, *Connected components
        in MapReduce and beyond*, SoCC 2014). No node holds more than its neighbours.
        """
        f = _functions()
        edges = self.kept(f"{name}_edges", edges.selectExpr("greatest(a, b) as a", "least(a, b) as b").distinct())
        # Every pair of rounds at least halves the longest way; 64 would do for any graph there is.
        for turn in range(64):
            both = edges.select("a", "b").unionByName(edges.selectExpr("b as a", "a as b"))
            least = both.groupBy("a").agg(f.min("b").alias("least")).selectExpr("a", "least(a, least) as least")
            large = both.join(least, "a").where("b > a").selectExpr("b as a", "least as b").where("a <> b").distinct()
            large = self.kept(f"{name}_large_{turn % 2}", large)
            least = large.groupBy("a").agg(f.min("b").alias("least"))
            below = large.join(least, "a").where("b <> least").selectExpr("b as a", "least as b")
            small = below.unionByName(least.selectExpr("a", "least as b")).where("a <> b").distinct()
            small = self.kept(f"{name}_small_{turn % 2}", small)
            done = not small.exceptAll(edges).limit(1).count() and not edges.exceptAll(small).limit(1).count()
            edges = small
            if done:
                break
        return edges.selectExpr("a as node", "b as component").unionByName(
            edges.selectExpr("b as node", "b as component").distinct()
        )

    # 4

    def tell(self, digests: DataFrame, copies: DataFrame, claims: DataFrame) -> DataFrame:
        """A row a component, with its rows of ``groups``, ``members`` and ``conflicts``."""
        from musnad import comparing_tables

        f = _functions()
        names = ("groups", "members", "conflicts")

        def told(batches: _Batches) -> _Batches:
            import pyarrow

            from musnad import _musnad

            kinds = [pyarrow.list_(pyarrow.struct(comparing_tables.schema(name))) for name in names]
            for batch in batches:
                for parts in batch.column("parts").to_pylist():
                    of = {kind: [part["json"] for part in parts if part["kind"] == kind] for kind in ("claim", "reading", "copy")}
                    stories = json.loads(_musnad.stories_json(of["claim"], of["reading"], of["copy"]))
                    rows: dict[str, list[Any]] = {name: [] for name in names}
                    for story in stories:
                        for name, row in comparing_tables.story_rows(story):
                            rows[name].append(row)
                    arrays = [pyarrow.array([rows[name]], kind) for name, kind in zip(names, kinds)]
                    yield pyarrow.RecordBatch.from_arrays(arrays, names=list(names))

        here = self.kept("here", claims.select("component", "article").distinct())
        readings = here.join(digests.select("article", "reading"), "article")
        of_a = here.withColumnRenamed("article", "a")
        of_b = here.withColumnRenamed("article", "b")
        shared = copies.join(of_a, "a").join(of_b, ["component", "b"])
        parts = (
            claims.selectExpr("component", "'claim' as kind", "claim as json")
            .unionByName(readings.selectExpr("component", "'reading' as kind", "reading as json"))
            .unionByName(shared.selectExpr("component", "'copy' as kind", "copy as json"))
        )
        together = parts.groupBy("component").agg(f.collect_list(f.struct("kind", "json")).alias("parts")).select("parts")
        kinds = ", ".join(f"{name} array<struct<{comparing_tables.ddl(name).replace('` ', '`: ')}>>" for name in names)
        return self.kept("told", together.mapInArrow(told, kinds))


def _functions() -> Any:
    import pyspark.sql.functions as functions

    return functions


def _digest_ddl() -> str:
    import pyarrow

    from musnad import _musnad

    return ddl_of(pyarrow.schema(_musnad.digest_schema()))


def _pairs(keys: DataFrame, order: list[str], node: str) -> DataFrame:
    """Pairs of nodes of which keys meet, each once, as ``a_id`` and ``b_id``.

    Keys meet that are equal and of neighbouring periods, or of which one has no period (``Key::periods`` of
    musnad-compare). Of one key and period the first `WORN` are met by those that come later.
    """
    from pyspark.sql import Window

    f = _functions()
    place = f.row_number().over(Window.partitionBy("key", "period").orderBy(*order))
    keys = keys.select("key", "period", place.alias("place"), f.struct(*order).alias("turn"), f.col(node).alias("node"))
    # Two dated keys are in one cell if their periods are the same or neighbours.
    cells = keys.selectExpr("*", "explode(array(period, period + 1)) as cell").where("period is not null")

    def met(first: DataFrame, second: DataFrame, on: list[str]) -> DataFrame:
        a = first.where(f"place <= {WORN}").selectExpr(*on, "turn as a_turn", "node as a")
        b = second.selectExpr(*on, "turn as b_turn", "node as b")
        pairs = a.join(b, on).where("a_turn < b_turn and a <> b")
        return pairs.selectExpr("least(a, b) as a_id", "greatest(a, b) as b_id")

    dateless, dated = keys.where("period is null"), keys.where("period is not null")
    pairs = met(cells, cells, ["key", "cell"])
    for first, second in [(dateless, dateless), (dateless, dated), (dated, dateless)]:
        pairs = pairs.unionByName(met(first, second, ["key"]))
    return pairs.distinct()


def _with_both(pairs: DataFrame, texts: DataFrame, node: str, text: str) -> DataFrame:
    """Pairs with the texts of both ends; pairs with one first end stand together, so that it is parsed once."""
    a = texts.withColumnRenamed(node, "a_id").withColumnRenamed(text, "a")
    b = texts.withColumnRenamed(node, "b_id").withColumnRenamed(text, "b")
    whole = pairs.join(b, "b_id").join(a, "a_id").select("a_id", "b_id", "a", "b")
    return whole.repartition("a_id").sortWithinPartitions("a_id")


def write(
    articles: DataFrame,
    output: str,
    *,
    text_column: str = "text",
    mode: str = "error",
    minhash: tuple[int, int] | None = None,
) -> None:
    """Compares all articles and writes every table as Parquet below ``output``."""
    output = output.rstrip("/")
    steps = Steps(articles, f"{output}/{WORK}", text_column=text_column, minhash=minhash)
    for name, rows in steps.run().items():
        rows.write.mode(mode).options(**CODEC).parquet(f"{output}/{name}")


def main(arguments: list[str] | None = None) -> int:
    """The program."""
    parser = program("musnad.spark_compare", __doc__)
    parser.add_argument("--minhash", metavar="BANDS,ROWS", help="find copies by MinHash: fewer candidates, and some are missed")
    options = parser.parse_args(arguments)
    spark = session(options, "musnad compare")
    if options.partitions:
        spark.conf.set("spark.sql.shuffle.partitions", str(options.partitions))
    articles = given(spark, options)
    minhash = None
    if options.minhash:
        bands, rows = (int(part) for part in options.minhash.split(","))
        minhash = (bands, rows)
    mode = "overwrite" if options.overwrite else "error"
    write(articles, options.output, text_column=options.text_column, mode=mode, minhash=minhash)
    for name in ("groups", "members", "conflicts", "copies", "errors"):
        print(f"{name}: {spark.read.parquet(f'{options.output}/{name}').count()} rows")
    spark.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
