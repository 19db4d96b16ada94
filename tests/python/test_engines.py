"""Any engine in front groups its records itself; only counts come back, and they are the same."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import commonweal as cw
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from commonweal import _engines
from polars.testing import assert_frame_equal

BY = ["race", "gender", "school_number"]


def dask(frame: pl.DataFrame, folder: Path) -> Any:
    if importlib.util.find_spec("dask") is None:
        pytest.skip("dask is not installed")
    import dask.dataframe as dd

    return dd.from_pandas(frame.to_pandas(), npartitions=3)


def parquet(frame: pl.DataFrame, folder: Path) -> Path:
    path = folder / "records.parquet"
    frame.write_parquet(path)
    return path


ENGINES: dict[str, Callable[[pl.DataFrame, Path], Any]] = {
    "polars lazy": lambda f, _: f.lazy(),
    "polars scan": lambda f, p: pl.scan_parquet(parquet(f, p)),
    "duckdb relation": lambda f, _: duckdb.connect().from_arrow(f.to_arrow()),
    "duckdb parquet": lambda f, p: duckdb.connect().read_parquet(str(parquet(f, p))),
    "pandas": lambda f, _: f.to_pandas(),
    "pyarrow table": lambda f, _: f.to_arrow(),
    "pyarrow batches": lambda f, _: f.to_arrow().to_reader(1000),
    "pyarrow data set": lambda f, p: ds.dataset(parquet(f, p)),
    "pyarrow scanner": lambda f, p: ds.dataset(parquet(f, p)).scanner(),
    "dask": dask,
}
LAZY = ["polars lazy", "polars scan", "duckdb relation", "duckdb parquet"]
ENGINE = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
LAZY_ENGINE = pytest.mark.parametrize("engine", [ENGINES[name] for name in LAZY], ids=LAZY)

# narwhals says that dask will be a package of its own.
pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")


def same(found: cw.Outcomes, expected: cw.Outcomes, by: list[str]) -> None:
    """Every subset of the dimensions has the same rates, to the last bit of the counts."""
    assert (found.name, found.periods, found.dimensions) == (
        expected.name,
        expected.periods,
        expected.dimensions,
    )
    for subset in [[], *([d] for d in by), by]:
        assert_frame_equal(found.rates(by=subset), expected.rates(by=subset), check_exact=True)


@pytest.fixture(scope="module")
def records(outside: Path) -> pl.DataFrame:
    return pl.read_parquet(outside / "sgp" / "grade3_reading.parquet")


@pytest.fixture(scope="module")
def students(outside: Path) -> pl.DataFrame:
    return pl.read_parquet(outside / "disimpact" / "student_equity.parquet")


@ENGINE
def test_21828_records_of_reading_count_the_same(
    engine: Callable[..., Any], records: pl.DataFrame, tmp_path: Path
) -> None:
    options: dict[str, Any] = {"outcome": "proficient", "by": BY, "period": "year"}
    expected = cw.Outcomes.from_records(records, **options)
    assert expected.rates()["n"].sum() == 21_828 - 67
    same(cw.Outcomes.from_records(engine(records, tmp_path), **options), expected, BY)


@ENGINE
def test_20000_students_count_the_same(
    engine: Callable[..., Any], students: pl.DataFrame, tmp_path: Path
) -> None:
    by = ["Ethnicity", "Gender", "Ed_Goal", "College_Status"]
    options: dict[str, Any] = {"outcome": "Math", "by": by, "period": "Cohort_Math"}
    expected = cw.Outcomes.from_records(students, **options)
    same(cw.Outcomes.from_records(engine(students, tmp_path), **options), expected, by)


ODD = pl.DataFrame(
    {
        "race": ["A", " A", "A ", None, "", "None", "NA", "B", "B", "B"],
        "school": [1.0, 1.0, None, float("nan"), 2.0, 2.0, 2.0, 1.0, 1.0, 1.0],
        "year": [2024, 2024, 2024, 2024, 2024, 2024, 2024, None, 2024, 2024],
        "n": [1.0, 0.0, float("nan"), None, 1.0, 0.0, 1.0, 1.0, None, 0.0],
        "whole": [1, 0, None, None, 1, 0, 1, 1, None, 0],
        "truth": [True, False, None, None, True, False, True, True, None, False],
        "none": pl.Series([None] * 10, dtype=pl.Boolean),
        "weight": [1.0, 2.0, 0.5, 4.0, 0.25, 1.0, 0.0, 8.0, 1.0, 2.0],
        "flag_a": [1, 1, 0, 0, 1, 0, 1, 1, 0, 0],
        "flag_b": [0, 1, 0, 1, 1, 0, 0, 1, 1, 0],
    }
)


@LAZY_ENGINE
@pytest.mark.parametrize("outcome", ["n", "whole", "truth", "none"])
@pytest.mark.parametrize("by", [["race"], ["race", "school"], []])
def test_spaces_missing_groups_and_missing_outcomes_count_the_same(
    engine: Callable[..., Any], outcome: str, by: list[str], tmp_path: Path
) -> None:
    # The column "n" is an outcome here: it is not mixed up with the number of children.
    options: dict[str, Any] = {"outcome": outcome, "by": by, "period": "year"}
    expected = cw.Outcomes.from_records(ODD, **options)
    same(cw.Outcomes.from_records(engine(ODD, tmp_path), **options), expected, by)


def test_the_string_none_is_a_category_and_spaces_are_not() -> None:
    o = cw.Outcomes.from_records(ODD.lazy(), outcome="whole", by="race")
    found = {row[0]: row[1:] for row in o.rates(by="race")["race", "n", "missing"].iter_rows()}
    assert found == {
        "A": (2, 1),
        "(not recorded)": (1, 1),
        "None": (1, 0),
        "NA": (1, 0),
        "B": (2, 1),
    }


@LAZY_ENGINE
def test_weights_are_summed_where_the_records_are(
    engine: Callable[..., Any], tmp_path: Path
) -> None:
    options: dict[str, Any] = {"outcome": "n", "by": "race", "weight": "weight"}
    expected = cw.Outcomes.from_records(ODD, **options)
    found = cw.Outcomes.from_records(engine(ODD, tmp_path), **options)
    # Sums of doubles depend on their order; these weights are sums of powers of two.
    assert_frame_equal(found.rates(by="race"), expected.rates(by="race"), check_exact=True)
    known = ODD.filter(pl.col("n").is_not_null() & pl.col("n").is_not_nan())
    w, y = known["weight"].to_numpy(), known["n"].to_numpy()
    row = found.rates().row(0, named=True)
    assert row["weighted_rate"] == pytest.approx(np.average(y, weights=w), abs=1e-15)
    assert row["effective_n"] == pytest.approx(w.sum() ** 2 / (w * w).sum(), abs=1e-12)


@LAZY_ENGINE
def test_overlapping_groups_come_from_flags_in_the_engine(
    engine: Callable[..., Any], tmp_path: Path
) -> None:
    options: dict[str, Any] = {
        "outcome": "whole",
        "by": ["school"],
        "overlapping": {"origin": {"A": "flag_a", "B": "flag_b"}},
    }
    expected = cw.Outcomes.from_records(ODD, **options)
    found = cw.Outcomes.from_records(engine(ODD, tmp_path), **options)
    assert_frame_equal(found.rates(by="origin"), expected.rates(by="origin"), check_exact=True)
    counts = ODD.filter(flag_a=1).select(pl.col("whole").count(), k=pl.col("whole").sum()).row(0)
    row = found.rates(by="origin").filter(origin="A").row(0, named=True)
    assert (row["n"], row["successes"]) == counts


@LAZY_ENGINE
@pytest.mark.parametrize("bad", [2, None])
def test_a_flag_that_says_nothing_is_told(
    engine: Callable[..., Any], bad: int | None, tmp_path: Path
) -> None:
    frame = pl.DataFrame({"reads": [1, 0, 1], "flag": [1, bad, bad]})
    with pytest.raises(cw.InputError, match='column "flag": 2 flags are neither 0 nor 1') as raised:
        cw.Outcomes.from_records(
            engine(frame, tmp_path), outcome="reads", by=[], overlapping={"race": {"A": "flag"}}
        )
    assert "does not number its rows" in str(raised.value)


@LAZY_ENGINE
def test_several_outcomes_come_from_one_query_a_period(
    engine: Callable[..., Any], students: pl.DataFrame, tmp_path: Path, asked: list[pl.DataFrame]
) -> None:
    options: dict[str, Any] = {
        "outcomes": {"Math": "Cohort_Math", "English": "Cohort_English", "Transfer": "Cohort"},
        "by": ["Ethnicity", "Gender"],
    }
    expected = cw.tabulate(students, **options)
    found = cw.tabulate(engine(students, tmp_path), **options)
    assert list(found) == list(expected) == ["Math", "English", "Transfer"]
    for name, outcomes in found.items():
        same(outcomes, expected[name], ["Ethnicity", "Gender"])
    assert len(asked) == 3  # three cohort variables
    asked.clear()
    cw.tabulate(engine(students, tmp_path), outcomes=["Math", "English"], by="Gender")
    assert len(asked) == 1


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[pl.DataFrame]:
    """What engines handed over: the only door through which rows come."""
    frames: list[pl.DataFrame] = []
    collected = _engines._collected

    def spy(frame: Any) -> pl.DataFrame:
        frames.append(collected(frame))
        return frames[-1]

    monkeypatch.setattr(_engines, "_collected", spy)
    # A frame that is pulled whole would pass here.
    monkeypatch.setattr(_engines, "to_arrow", lambda data: pytest.fail("the records were pulled"))
    return frames


@LAZY_ENGINE
def test_only_grouped_rows_are_fetched(
    engine: Callable[..., Any], records: pl.DataFrame, tmp_path: Path, asked: list[pl.DataFrame]
) -> None:
    cw.Outcomes.from_records(
        engine(records, tmp_path), outcome="proficient", by="race", period="year"
    )
    groups = records.select("race", "year").unique().height
    assert [frame.height for frame in asked] == [groups]
    assert groups == 25


def test_a_relation_of_twelve_million_rows_is_not_pulled(asked: list[pl.DataFrame]) -> None:
    # By hand: of the numbers with i % 4 = g, a third are multiples of 3 (3 and 4 share no factor).
    relation = duckdb.connect().sql(
        "select i % 4 as race, (i % 3 = 0) as reads, i as pupil from range(12_000_000) t(i)"
    )
    o = cw.Outcomes.from_records(relation, outcome="reads", by="race")
    rows = o.rates(by="race").select("race", "n", "successes").rows()
    assert rows == [(str(race), 3_000_000, 1_000_000) for race in range(4)]
    assert [frame.height for frame in asked] == [4]


@LAZY_ENGINE
def test_a_value_that_is_no_outcome_is_told_without_rows(
    engine: Callable[..., Any], tmp_path: Path
) -> None:
    frame = pl.DataFrame({"race": ["A", "B", "B"], "score": [3.5, 1.0, -2.0]})
    with pytest.raises(cw.InputError, match="2 values are neither 0 nor 1") as raised:
        cw.Outcomes.from_records(engine(frame, tmp_path), outcome="score", by="race")
    message = str(raised.value)
    assert 'column "score"' in message
    assert "from -2 to 3.5" in message
    assert "does not number its rows" in message
    # Beside a frame in memory, whose rows are known.
    with pytest.raises(cw.InputError, match="rows 2, 4"):
        cw.Outcomes.from_records(frame, outcome="score", by="race")


@LAZY_ENGINE
@pytest.mark.parametrize("weight", [[1.0, -1.0], [1.0, float("inf")], [None, 1.0]])
def test_a_weight_that_is_none_is_told(
    engine: Callable[..., Any], weight: list[Any], tmp_path: Path
) -> None:
    frame = pl.DataFrame({"race": ["A", "B"], "reads": [1, 0], "w": weight})
    with pytest.raises(cw.InputError, match='column "w": 1 weight is missing, negative or not fin'):
        cw.Outcomes.from_records(engine(frame, tmp_path), outcome="reads", by="race", weight="w")


@LAZY_ENGINE
@pytest.mark.parametrize(
    "options",
    [
        {"outcome": "read", "by": "race"},
        {"outcome": "reads", "by": "rase"},
        {"outcome": "race", "by": "reads"},
        {"outcome": "reads", "by": ["race", "race"]},
        {"outcome": "reads", "by": "race", "direction": "up"},
    ],
    ids=["no outcome", "no group", "text", "twice", "direction"],
)
def test_messages_are_those_of_a_frame_in_memory(
    engine: Callable[..., Any], options: dict[str, Any], tmp_path: Path
) -> None:
    frame = pl.DataFrame({"race": ["A", "B"], "reads": [1, 0]})
    with pytest.raises(cw.InputError) as expected:
        cw.Outcomes.from_records(frame, **options)
    with pytest.raises(cw.InputError) as found:
        cw.Outcomes.from_records(engine(frame, tmp_path), **options)
    assert str(found.value) == str(expected.value)


@LAZY_ENGINE
@pytest.mark.parametrize("by", [["race"], []])
def test_no_records_are_no_children(
    engine: Callable[..., Any], by: list[str], tmp_path: Path
) -> None:
    frame = pl.DataFrame({"race": ["A"], "reads": [1]}).clear()
    o = cw.Outcomes.from_records(engine(frame, tmp_path), outcome="reads", by=by)
    assert o.rates(by=by).height == 0


def test_unused_columns_of_pandas_are_left_alone() -> None:
    # A column that Arrow cannot take does not matter where it is not asked for.
    frame = pd.DataFrame({"race": ["A", "B"], "reads": [1, 0], "note": ["text", 3]})
    o = cw.Outcomes.from_records(frame, outcome="reads", by="race")
    assert o.rates(by="race")["successes"].to_list() == [1, 0]


def test_a_data_set_reads_only_the_columns_asked_for(tmp_path: Path) -> None:
    table = pa.table({"race": ["A", "B"], "reads": [1, 0], "list": [{"a": 1}, {"a": 2}]})
    ds.write_dataset(table, tmp_path, format="parquet")
    o = cw.Outcomes.from_records(ds.dataset(tmp_path), outcome="reads", by="race")
    assert o.rates(by="race")["successes"].to_list() == [1, 0]


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_real_spark_counts_the_same(
    records: pl.DataFrame, outside: Path, asked: list[pl.DataFrame]
) -> None:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    try:
        frame = spark.read.parquet(str(outside / "sgp" / "grade3_reading.parquet"))
        options: dict[str, Any] = {"outcome": "proficient", "by": BY, "period": "year"}
        found = cw.Outcomes.from_records(frame, **options)
        assert asked[0].height < 3000  # groups, not 21,828 records
        expected = cw.Outcomes.from_records(records.lazy(), **options)
        same(found, expected, BY)
        odd = ODD.select("race", "n", "weight").rows()
        frame = spark.createDataFrame(odd, "race string, n double, weight double")
        options = {"outcome": "n", "by": "race", "weight": "weight"}
        found = cw.Outcomes.from_records(frame, **options)
        expected = cw.Outcomes.from_records(ODD.lazy(), **options)
        assert_frame_equal(found.rates(by="race"), expected.rates(by="race"), check_exact=True)
        with pytest.raises(cw.InputError, match="neither 0 nor 1"):
            cw.Outcomes.from_records(frame, outcome="weight", by="race")
    finally:
        spark.stop()
