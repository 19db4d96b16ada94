"""The counts of every subset of six dimensions, by tool: each answer as one frame in one layout.

A tool gives three functions: `prepare` turns a Parquet file into what its users hold (not timed),
`count` is the whole call from frame to frame (timed), and `tidy` makes the common layout of the
answer (not timed): the dimensions as text, null where an answer is not split by them, then `n`,
`successes` and `missing`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

BY = ["race", "gender", "school", "year", "flag_a", "flag_b"]
COUNTS = ["n", "successes", "missing"]
Subsets = list[tuple[str, ...]]


def subsets(depth: int = len(BY)) -> Subsets:
    """Every subset of up to `depth` dimensions, in the order in which `BY` names them."""
    return [s for size in range(depth + 1) for s in itertools.combinations(BY, size)]


@dataclass(frozen=True)
class Tool:
    """One way to the answer."""

    prepare: Callable[[Path], Any]
    count: Callable[[Any], Any]
    tidy: Callable[[Any], pl.DataFrame]
    depth: int = len(BY)
    note: str = ""


def layout(frame: pl.DataFrame) -> pl.DataFrame:
    """Text and whole numbers, sorted, so that equal answers are equal frames."""
    columns = [
        pl.col(name).cast(pl.String).str.to_lowercase()
        if name in frame.columns
        else pl.lit(None, pl.String).alias(name)
        for name in BY
    ]
    counts = [pl.col(name).fill_null(0).cast(pl.Int64) for name in COUNTS]
    return frame.select(*columns, *counts)


def stacked(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([layout(frame) for frame in frames]).sort(BY, nulls_last=True)


AGGREGATES = [
    pl.col("reads").count().alias("n"),
    pl.col("reads").sum().alias("successes"),
    pl.col("reads").null_count().alias("missing"),
]


def polars_groups(frame: pl.DataFrame) -> list[pl.DataFrame]:
    return [frame.group_by(s).agg(AGGREGATES) if s else frame.select(AGGREGATES) for s in subsets()]


def polars_together(frame: pl.DataFrame) -> list[pl.DataFrame]:
    lazy = frame.lazy()
    return pl.collect_all(
        [lazy.group_by(s).agg(AGGREGATES) if s else lazy.select(AGGREGATES) for s in subsets()]
    )


def polars_rolled_up(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """What a careful user writes: one group-by of the records, the others of its answer."""
    base = frame.group_by(BY).agg(AGGREGATES)
    sums = [pl.col(name).sum() for name in COUNTS]
    return [base.group_by(s).agg(sums) if s else base.select(sums) for s in subsets()]


def duckdb_table(path: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    frame = pl.read_parquet(path).to_arrow()
    connection.register("given", frame)
    # Arrow dictionaries become DuckDB's own ENUM columns.
    connection.execute("create table records as select * from given")
    connection.unregister("given")
    return connection


def duckdb_arrow(path: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("records", pl.read_parquet(path).to_arrow())
    return connection


def duckdb_file(path: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"create view records as select * from read_parquet('{path}')")
    return connection


CUBE = f"""
    select {", ".join(f"{name}::varchar as {name}" for name in BY)},
        count(reads) as n,
        count(*) filter (where reads) as successes,
        count(*) - count(reads) as missing
    from records group by cube ({", ".join(BY)})
"""


def duckdb_cube(connection: Any) -> Any:
    return connection.sql(CUBE).to_arrow_table()


def pandas_groups(frame: Any) -> list[tuple[tuple[str, ...], Any]]:
    reads = frame["reads"]
    counted = frame[BY].assign(
        n=reads.notna().astype("int64"),
        successes=reads.fillna(False).astype("int64"),
        missing=reads.isna().astype("int64"),
    )
    answers = []
    for s in subsets():
        if s:
            grouped = counted.groupby(list(s), observed=True, sort=False)
            answers.append((s, grouped[COUNTS].sum().reset_index()))
        else:
            answers.append((s, counted[COUNTS].sum().to_frame().T))
    return answers


def pandas_frame(path: Path) -> Any:
    frame = pl.read_parquet(path).to_pandas()
    return frame.assign(reads=frame["reads"].astype("boolean"))


FAIRLEARN_DEPTH = 2


def fairlearn_frames(frame: Any) -> list[tuple[tuple[str, ...], Any]]:
    """One MetricFrame a subset; its metrics count missing outcomes, its empty groups are NaN."""
    import numpy as np
    from fairlearn.metrics import MetricFrame

    metrics = {
        "n": lambda known, _: np.count_nonzero(known),
        "successes": lambda _, reached: np.count_nonzero(reached),
        "missing": lambda known, _: np.count_nonzero(~known),
    }
    known = frame["reads"].notna().to_numpy(dtype=bool)
    reached = frame["reads"].fillna(False).to_numpy(dtype=bool)
    answers = []
    for s in subsets(FAIRLEARN_DEPTH):
        if not s:
            continue
        found = MetricFrame(
            metrics=metrics,
            y_true=known,
            y_pred=reached,
            sensitive_features=frame[list(s)].astype(str),
        )
        answers.append((s, found.by_group.dropna(how="all").reset_index()))
    return answers


def from_pandas(answers: list[tuple[tuple[str, ...], Any]]) -> pl.DataFrame:
    frames = []
    for s, answer in answers:
        text = answer.astype(dict.fromkeys(s, str) | dict.fromkeys(COUNTS, "int64"))
        frames.append(pl.from_pandas(text))
    return stacked(frames)


def ours(frame: Any) -> pl.DataFrame:
    import commonweal as cw

    return cw.Outcomes.from_records(frame, outcome="reads", by=BY).cube()


def duckdb_relation(path: Path) -> Any:
    import duckdb

    return duckdb.connect().read_parquet(str(path))


def scan(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path)


def tidy_arrow(answer: Any) -> pl.DataFrame:
    return stacked([pl.DataFrame(answer)])


def tidy_frame(answer: pl.DataFrame) -> pl.DataFrame:
    return stacked([answer])


TOOLS: dict[str, Tool] = {
    "commonweal": Tool(pl.read_parquet, ours, tidy_frame),
    "polars, 64 group-bys": Tool(pl.read_parquet, polars_groups, stacked),
    "polars, 64 in one query": Tool(pl.read_parquet, polars_together, stacked),
    "polars, rolled up by hand": Tool(pl.read_parquet, polars_rolled_up, stacked),
    "duckdb, CUBE of its table": Tool(duckdb_table, duckdb_cube, tidy_arrow),
    "duckdb, CUBE of Arrow": Tool(duckdb_arrow, duckdb_cube, tidy_arrow),
    "pandas, 64 groupbys": Tool(pandas_frame, pandas_groups, from_pandas),
    "fairlearn, 21 MetricFrames": Tool(
        pandas_frame,
        fairlearn_frames,
        from_pandas,
        depth=FAIRLEARN_DEPTH,
        note="subsets of one and two dimensions only",
    ),
}
# From a file that is not read into memory first.
FILE_TOOLS: dict[str, Tool] = {
    "commonweal, polars scan": Tool(scan, ours, tidy_frame),
    "commonweal, duckdb relation": Tool(duckdb_relation, ours, tidy_frame),
    "duckdb, CUBE of the file": Tool(duckdb_file, duckdb_cube, tidy_arrow),
}
