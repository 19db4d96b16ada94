"""Records where they are: lazy and remote engines group them, and only counts come back.

A narwhals query does the same on polars (its streaming engine), DuckDB, Spark, Dask and whatever
else narwhals calls lazy. What the counts mean, and what their groups are called, is decided by the
engine of commonweal as it is for a frame in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl

from commonweal._errors import InputError
from commonweal._frames import IntoFrame, refuse_repeated, to_arrow

if TYPE_CHECKING:
    from typing import TypeAlias

    from commonweal._core import Outcomes

__all__ = ["counted", "given"]

Asked: TypeAlias = "tuple[str, str | None]"
"""An outcome and the column of its period."""

Flags: TypeAlias = "Sequence[tuple[str, Sequence[tuple[str, str]]]]"
"""Dimensions whose groups overlap: the column of flags by level."""

# Beside columns of the user's, whatever those are called.
_MARK = "(commonweal) "
_COUNTS = ("n", "successes", "missing")
_WEIGHTS = ("w", "wy", "ww")


def given(
    data: IntoFrame, used: Sequence[str], keys: Sequence[str]
) -> tuple[Any, list[tuple[str, int]], pl.DataFrame | None, Any | None]:
    """Return a frame to read, texts of its codes, and a lazy frame where an engine is to count.

    `keys` are the columns of `used` that may be codes: of a polars frame they are the physical
    values of its categories. The texts of all of them are one column, with the name and the number
    of texts of each beside it. Of a lazy frame of narwhals the frame to read is its header: no
    rows, and columns of the same kind.
    """
    if isinstance(data, pl.DataFrame):
        return *_coded(data, used, keys), None
    refuse_repeated(data)
    lazy = _lazy(data)
    if lazy is None:
        return to_arrow(_narrowed(data, set(used))), [], None, None
    schema = cast("Mapping[str, Any]", lazy.collect_schema())
    kinds = {name: _kind(dtype) if name in used else pl.String() for name, dtype in schema.items()}
    return pl.DataFrame(schema=kinds), [], None, lazy


def _coded(
    frame: pl.DataFrame, used: Sequence[str], keys: Sequence[str]
) -> tuple[pl.DataFrame, list[tuple[str, int]], pl.DataFrame | None]:
    """Give categories as their codes, without a copy; polars would look at every row again."""
    # Otherwise the message about a missing column lists all there are.
    names = list(dict.fromkeys(used)) if set(used) <= set(frame.columns) else frame.columns
    columns = {name: frame.get_column(name) for name in names}
    kinds = {name: columns[name].dtype for name in names if name in keys}
    coded = [n for n, kind in kinds.items() if isinstance(kind, pl.Categorical | pl.Enum)]
    if not coded:
        return pl.DataFrame(list(columns.values())), [], None
    # One expression for all, because each starts polars' engine; by number, because it would read a
    # name such as "^g.*$" as a pattern.
    numbered = [columns[name].alias(str(number)) for number, name in enumerate(coded)]
    codes = pl.DataFrame(numbered).select(pl.all().to_physical())
    texts = []
    for name, column in zip(coded, codes, strict=True):
        columns[name] = column.alias(name)
        texts.append(_levels(kinds[name], column).alias("texts"))
    sizes = [(name, len(levels)) for name, levels in zip(coded, texts, strict=True)]
    return pl.DataFrame(list(columns.values())), sizes, pl.concat(texts).to_frame()


def _levels(kind: pl.DataType, codes: pl.Series) -> pl.Series:
    """Return the text of every code from 0 on."""
    if isinstance(kind, pl.Enum):
        return kind.categories
    most = cast("int | None", codes.max())
    every = pl.int_range(0 if most is None else most + 1, eager=True)
    return every.cast(codes.dtype).cat.to(kind).cast(pl.String)


def counted(
    frame: Any,  # noqa: ANN401
    outcomes: Sequence[Asked],
    by: Sequence[str],
    weight: str | None,
    overlapping: Flags,
    direction: str,
) -> list[Outcomes]:
    """Count outcomes where the records are.

    Outcomes with the same period come from one query, which asks for a row a group: the number of
    children with a recorded outcome, of those who reach it, and of those without one; with `weight`
    also the sums of the weight, of the weight of those who reach it, and of its square. An engine
    has no first row: periods without a year are in alphabetical order.

    Raises
    ------
    InputError
        For an outcome that is neither 0 nor 1, a weight that is negative or not finite, a flag that
        says nothing. An engine does not number its rows, so the message has values and no rows.
    """
    from commonweal._core import Outcomes

    options: dict[str, Any] = {"by": list(by), "direction": direction}
    options |= {name: f"{_MARK}{name}" for name in _COUNTS}
    if weight is not None:
        options["weights"] = [f"{_MARK}{name}" for name in _WEIGHTS]
    if overlapping:
        options["overlapping"] = {name: dict(levels) for name, levels in overlapping}
    flags = [flag for _, levels in overlapping for _, flag in levels]
    found: dict[Asked, Outcomes] = {}
    for period in dict.fromkeys(period for _, period in outcomes):
        names = [name for name, of in outcomes if of == period]
        keys = list(dict.fromkeys([*([period] if period else []), *by, *flags]))
        grouped = _grouped(frame, names, keys, flags, weight)
        for outcome, counts in zip(names, grouped, strict=True):
            found[outcome, period] = Outcomes._from_grouped(
                counts, outcome=outcome, period=period, **options
            )
    return [found[asked] for asked in outcomes]


def _lazy(data: IntoFrame) -> Any | None:  # noqa: ANN401
    """Return `data` as a lazy frame of narwhals, if its engine is one."""
    if isinstance(data, Mapping | Sequence):
        return None
    try:
        frame: Any = cast("Any", nw).from_native(data)
    except TypeError:
        return None
    return frame if isinstance(frame, nw.LazyFrame) else None


def _narrowed(data: IntoFrame, used: set[str]) -> Any:  # noqa: ANN401
    """Leave out columns that are not asked for, where carrying them over costs a copy."""
    if type(data).__module__ == "pyarrow._dataset" and hasattr(data, "scanner"):
        return data.scanner(columns=sorted(used)) if used <= set(data.schema.names) else data
    kind: Any = nw.dependencies
    if kind.is_pandas_dataframe(data) and used <= set(data.columns) and data.columns.is_unique:
        return data[[name for name in data.columns if name in used]]
    return data


def _kind(dtype: Any) -> Any:  # noqa: ANN401
    """Return a type of polars that is read as `dtype` is."""
    if dtype.is_numeric():
        return pl.Float64
    if dtype.is_nested():
        return pl.List(pl.Int64)
    for kind, same in ((nw.Boolean, pl.Boolean), (nw.Binary, pl.Binary), (nw.Unknown, pl.Null)):
        if dtype == kind:
            return same
    return pl.Date if dtype.is_temporal() else pl.String


def _grouped(
    frame: Any,  # noqa: ANN401
    outcomes: Sequence[str],
    keys: Sequence[str],
    flags: Sequence[str],
    weight: str | None,
) -> list[pl.DataFrame]:
    """One query: a row a group, and for each outcome its counts."""
    schema = frame.collect_schema()
    values: dict[str, Any] = {f"{_MARK}rows": nw.lit(1)}
    if weight is not None:
        w = _number(weight, schema)
        sound = (w >= 0) & (w < float("inf"))
        values[f"{_MARK}sound"] = _one(sound)
        # What an unsound weight is does not matter: the count of them is an error below.
        values[f"{_MARK}weight"] = nw.when(sound).then(w).otherwise(nw.lit(0.0))
    for at, outcome in enumerate(outcomes):
        values |= _states(outcome, schema, f"{_MARK}{at} ")
    if weight is not None:
        frame = frame.with_columns(**values)
        values = {}
        w = nw.col(f"{_MARK}weight")
        for at in range(len(outcomes)):
            name = f"{_MARK}{at} "
            values[f"{name}w"] = w * nw.col(f"{name}n")
            values[f"{name}wy"] = w * nw.col(f"{name}successes")
            values[f"{name}ww"] = w * w * nw.col(f"{name}n")
    frame = frame.with_columns(**values)
    sums, ends = [f"{_MARK}rows"], list[str]()
    if weight is not None:
        sums.append(f"{_MARK}sound")
    for at, outcome in enumerate(outcomes):
        names = (*_COUNTS, *(_WEIGHTS if weight is not None else ()))
        sums.extend(f"{_MARK}{at} {name}" for name in names)
        if schema[outcome].is_numeric():
            ends.append(f"{_MARK}{at} other")
    totals = [nw.col(name).sum() for name in sums]
    totals += [nw.col(name).min().alias(f"{name} min") for name in ends]
    totals += [nw.col(name).max().alias(f"{name} max") for name in ends]
    if keys:
        frame = frame.group_by(*keys, drop_null_keys=False).agg(*totals)
    else:
        frame = frame.select(*totals)
    found = _collected(frame).with_columns(pl.col(name).fill_null(0) for name in sums)
    # A table without rows has no groups; the sums over nothing would be one.
    found = found.filter(pl.col(f"{_MARK}rows") > 0)
    if keys:
        found = found.sort(keys)
    _refuse(found, outcomes, flags, weight)
    return [_of(found, at, keys, weighted=weight is not None) for at in range(len(outcomes))]


def _number(name: str, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401
    column: Any = nw.col(name)
    return column if schema[name].is_float() else column.cast(nw.Float64)


def _one(condition: Any) -> Any:  # noqa: ANN401
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def _states(outcome: str, schema: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """Whether a child has a recorded outcome, reaches it, or has none; and any other value."""
    column: Any = nw.col(outcome)
    dtype = schema[outcome]
    if not dtype.is_numeric():  # true and false, or a column of nulls
        if dtype != nw.Boolean:
            column = column.cast(nw.Boolean)
        reached, failed = _one(column), _one(~column)
        absent = _one(column.is_null())
        return {f"{mark}n": reached + failed, f"{mark}successes": reached, f"{mark}missing": absent}
    reached, failed = _one(column == 1), _one(column == 0)
    absent = _one(column.is_null())
    if dtype.is_float():  # pandas writes missing numbers as NaN
        absent = nw.when(column.is_null()).then(nw.lit(1)).otherwise(_one(column.is_nan()))
    other = nw.when(reached + failed + absent == 0).then(column)
    return {
        f"{mark}n": reached + failed,
        f"{mark}successes": reached,
        f"{mark}missing": absent,
        f"{mark}other": other,
    }


def _collected(frame: Any) -> pl.DataFrame:  # noqa: ANN401
    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        return native.collect(engine="streaming")
    if hasattr(native, "__arrow_c_stream__"):
        return pl.DataFrame(native)
    return cast("pl.DataFrame", frame.collect(backend="polars").to_native())


def _refuse(
    found: pl.DataFrame, outcomes: Sequence[str], flags: Sequence[str], weight: str | None
) -> None:
    """Raise what the engine found besides outcomes, weights and flags, in place of row numbers."""
    rows = int(found[f"{_MARK}rows"].sum())
    where = "The engine that grouped the records does not number its rows: filter for it there."
    for flag in flags:
        sound = found[flag].cast(pl.Float64).is_in([0.0, 1.0]).fill_null(value=False)
        if bad := int(found.filter(~sound)[f"{_MARK}rows"].sum()):
            raise InputError(
                f'column "{flag}": {bad} {"flag is" if bad == 1 else "flags are"} neither 0 nor 1. '
                f"Expected true/false or 1/0 for every child: the group is one of theirs. {where}"
            )
    for at, outcome in enumerate(outcomes):
        read = sum(int(found[f"{_MARK}{at} {name}"].sum()) for name in ("n", "missing"))
        if bad := rows - read:
            low: Any = found[f"{_MARK}{at} other min"].min()
            high: Any = found[f"{_MARK}{at} other max"].max()
            values = "value is" if bad == 1 else "values are"
            span = f"{low:g}" if low == high else f"from {low:g} to {high:g}"
            raise InputError(
                f'column "{outcome}": {bad} {values} neither 0 nor 1 ({span}). Expected true/false '
                f"or 1/0, with missing values where the outcome is not recorded. {where}"
            )
    if weight is not None and (bad := rows - int(found[f"{_MARK}sound"].sum())):
        raise InputError(
            f'column "{weight}": {bad} {"weight is" if bad == 1 else "weights are"} missing, '
            f"negative or not finite. Expected a number of 0 or more for every child. {where}"
        )


def _of(found: pl.DataFrame, at: int, keys: Sequence[str], *, weighted: bool) -> pl.DataFrame:
    def sums(names: Sequence[str], dtype: Any) -> list[pl.Expr]:  # noqa: ANN401
        return [pl.col(f"{_MARK}{at} {name}").cast(dtype).alias(f"{_MARK}{name}") for name in names]

    weights = sums(_WEIGHTS, pl.Float64) if weighted else []
    return found.select(*keys, *sums(_COUNTS, pl.Int64), *weights)
