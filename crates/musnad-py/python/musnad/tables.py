"""Many articles at once, as Arrow tables. ``docs/columns.md`` describes the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from musnad import _musnad

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Table:
    """One table. Whatever speaks the Arrow C data interface takes it as it is, without a copy."""

    __slots__ = ("_table", "name")

    def __init__(self, name: str, table: _musnad._Table) -> None:
        self.name = name
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._table.__arrow_c_schema__()

    def __len__(self) -> int:
        return self._table.num_rows

    def __repr__(self) -> str:
        return f"<musnad.Table {self.name}: {len(self)} rows>"

    def to_pyarrow(self) -> pyarrow.Table:
        """The same as a pyarrow table."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """A copy as a pandas frame. Needs pyarrow too."""
        return self.to_pyarrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """The same as a polars frame."""
        import polars

        return polars.DataFrame(self)


def to_arrow(data: Any, *, text_column: str = "text", threads: int = 0) -> dict[str, Table]:
    """Reads every row of ``data`` and gives the flat tables by their names.

    ``data`` is anything that speaks Arrow: a table, batch or reader of pyarrow, a frame of
    polars or pandas (2.2 or later), a relation of DuckDB. It has a column of texts, and may have ``id``,
    ``url``, ``publisher``, ``title``, ``published`` and ``language``. A row that cannot be read
    becomes a row of the table ``errors``; it never raises. All rows of the answer are held in memory.
    """
    tables = _musnad.tables(_arrow(data), text_column, threads)
    return {name: Table(name, tables[name]) for name, _ in _musnad.schemas()}


def read_batch(batch: Any, *, text_column: str = "text") -> Any:
    """Reads one Arrow batch, on one thread, for engines that map batches to batches.

    The answer has a row for each row of ``batch``, in order, and a column for each table, which
    holds that document's rows as a list of structures. It is a ``pyarrow.RecordBatch`` if a
    batch of pyarrow was given, else an object that speaks the Arrow C data interface.
    """
    answer = _musnad.read_batch(batch, text_column)
    if type(batch).__module__.partition(".")[0] == "pyarrow":
        import pyarrow

        return pyarrow.record_batch(answer)
    return answer


def schemas() -> dict[str, Any]:
    """The schemas of the flat tables; ``pyarrow.schema`` takes each."""
    return dict(_musnad.schemas())


def batch_schema() -> Any:
    """The schema of what ``read_batch`` gives; ``pyarrow.schema`` takes it."""
    return _musnad.batch_schema()


def _arrow(data: Any) -> Any:
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return data
    if hasattr(data, "fetch_arrow_table"):  # a DuckDB relation before it spoke the protocol
        return data.fetch_arrow_table()
    kind = type(data).__name__
    raise TypeError(f"{kind} does not speak Arrow; give a table of pyarrow, polars, pandas or DuckDB")
