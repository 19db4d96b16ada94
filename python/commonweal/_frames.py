"""Turning what users hold into something that speaks Arrow. Nothing here computes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import narwhals.stable.v2 as nw
import polars as pl

from commonweal._errors import InputError

__all__ = ["IntoFrame", "refuse_repeated", "to_arrow", "with_columns"]

IntoFrame: TypeAlias = Any
"""Any frame of polars, pandas, pyarrow, DuckDB, Spark or Dask, lazy ones included; a mapping of
columns; or, for ties, a list of ``(source, target)`` or ``(source, target, value)`` rows."""

_TIE_COLUMNS = ("source_id", "target_id", "value")


def to_arrow(data: IntoFrame) -> Any:  # noqa: ANN401
    """Return `data` as an object with ``__arrow_c_stream__``.

    Lazy and remote frames are collected here; records go through `commonweal._engines`, which asks
    their engine for counts. A data set or scanner of pyarrow is read batch by batch.

    Raises
    ------
    InputError
        When `data` is not a table of any known kind.
    """
    if isinstance(data, Mapping):
        return _columns(cast("Mapping[str, Any]", data))
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return _rows(data)
    refuse_repeated(data)
    if hasattr(data, "__arrow_c_stream__"):
        return data
    if type(data).__module__ == "pyarrow._dataset":
        scanner = cast("Any", data)
        return (scanner if hasattr(scanner, "to_reader") else scanner.scanner()).to_reader()
    try:
        frame: Any = cast("Any", nw).from_native(data)
    except TypeError as error:
        message = (
            f"{_a(data)} is not a table. Give a frame (polars, pandas, pyarrow, DuckDB, Spark, "
            "Dask), a dict of columns, or a list of (source, target) rows."
        )
        raise InputError(message) from error
    if isinstance(frame, nw.LazyFrame):
        frame = cast("Any", frame).collect()
    native: Any = frame.to_native()
    return native if hasattr(native, "__arrow_c_stream__") else frame.to_polars()


def refuse_repeated(data: IntoFrame) -> None:
    """Refuse a frame in which two columns have one name; pandas and pyarrow allow it.

    Raises
    ------
    InputError
        Names the columns.
    """
    names: Any = getattr(data, "column_names", None)
    if names is None and nw.dependencies.is_pandas_dataframe(data):
        names = data.columns
    if not isinstance(names, Iterable):
        return
    counts = Counter(str(name) for name in names)
    repeated = [f'"{name}"' for name, times in counts.items() if times > 1]
    if repeated:
        message = (
            f"the frame has several columns named {', '.join(repeated)}. Expected one column a "
            "name. Rename or leave out the others."
        )
        raise InputError(message)


def with_columns(data: IntoFrame) -> Any:  # noqa: ANN401
    """Return a frame of `data`, which may also be one column: a series or a list of cells."""
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        cells = [None if cell is None else str(cell) for cell in data]
        return pl.DataFrame({"value": pl.Series(cells, dtype=pl.String)})
    try:
        series: Any = cast("Any", nw).from_native(data, series_only=True)
    except TypeError:
        return to_arrow(data)
    return series.to_polars().alias(series.name or "value").to_frame()


def _columns(columns: Mapping[str, Any]) -> pl.DataFrame:
    try:
        return pl.DataFrame(columns, strict=True)
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        message = (
            f"the dict cannot be read as a table: {_first_line(error)}. Expected lists of equal "
            "length by the names of their columns, with one kind of value in each."
        )
        raise InputError(message) from error


def _rows(rows: Sequence[Any]) -> pl.DataFrame:
    plain = all(isinstance(row, Sequence) and not isinstance(row, str | bytes) for row in rows)
    widths = {len(row) for row in rows} if plain else set[int]()
    if rows and widths not in ({2}, {3}):
        message = (
            "a list of rows must hold (source, target) or (source, target, value) in every row. "
            "For other tables give a dict of columns."
        )
        raise InputError(message)
    columns = _TIE_COLUMNS[: max(widths, default=2)]
    if not rows:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    try:
        # Of all rows, because the first value may be whole and a later one not.
        return pl.DataFrame(
            list(rows), schema=list(columns), orient="row", infer_schema_length=None
        )
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        message = (
            f"the rows cannot be read as ties: {_first_line(error)}. Expected ids and numbers."
        )
        raise InputError(message) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")


def _a(thing: object) -> str:
    name = type(thing).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
