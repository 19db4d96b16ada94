"""Turning what users hold into something that speaks Arrow. Nothing here computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
import polars as pl

from commonweal._errors import InputError

__all__ = ["IntoFrame", "to_arrow"]

IntoFrame: TypeAlias = Any
"""Any frame of polars, pandas, pyarrow, DuckDB, Spark or Dask, lazy ones included; a mapping of
columns; or, for ties, a list of ``(source, target)`` or ``(source, target, value)`` rows."""

_TIE_COLUMNS = ("source_id", "target_id", "value")


def to_arrow(data: IntoFrame) -> Any:  # noqa: ANN401
    """Return `data` as an object with ``__arrow_c_stream__``.

    Lazy and remote frames are collected here, so whoever wants only counts of a large remote table
    groups it first.

    Raises
    ------
    InputError
        When `data` is not a table of any known kind.
    """
    if isinstance(data, Mapping):
        return pl.DataFrame(data)
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return _rows(data)
    try:
        frame = nw.from_native(data)
    except TypeError as error:
        message = (
            f"a {type(data).__name__} is not a table. Give a frame (polars, pandas, pyarrow, "
            "DuckDB, Spark, Dask), a dict of columns, or a list of (source, target) rows."
        )
        raise InputError(message) from error
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    native = frame.to_native()
    return native if hasattr(native, "__arrow_c_stream__") else frame.to_polars()


def _rows(rows: Sequence[Any]) -> pl.DataFrame:
    width = max((len(row) for row in rows), default=2)
    if any(len(row) != width for row in rows) or not 2 <= width <= len(_TIE_COLUMNS):
        message = (
            "a list of rows must hold (source, target) or (source, target, value) in every row. "
            "For other tables give a dict of columns."
        )
        raise InputError(message)
    columns = _TIE_COLUMNS[:width]
    if not rows:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.DataFrame(list(rows), schema=list(columns), orient="row")
