"""The same table from any library gives the same answers; a bad one gives an error."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import commonweal as cw
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

TIES: dict[str, list[Any]] = {
    "source_id": ["a", "a", "b", "d"],
    "target_id": ["b", "c", "c", "a"],
    "value": [3, 1, 2, 2],
}
RECORDS: dict[str, list[Any]] = {
    "race": ["A", "A", "B", "B", "B", None],
    "school": [101, 102, 101, 101, 102, 101],
    "year": [2024, 2024, 2024, 2024, 2024, 2024],
    "reads": [1, 0, 1, None, 1, 0],
}

Columns = dict[str, list[Any]]


def from_duckdb(columns: Columns) -> Any:
    frame = pa.table(columns)
    return duckdb.connect().from_arrow(frame)


def chunked(columns: Columns) -> pa.Table:
    """A table of pyarrow in pieces of one row, one of them empty."""
    table = pa.table(columns)
    pieces = [table.slice(i, 1) for i in range(table.num_rows)]
    return pa.concat_tables([*pieces, table.slice(0, 0)])


KINDS: dict[str, Callable[[Columns], Any]] = {
    "dict of lists": dict,
    "polars": pl.DataFrame,
    "polars lazy": lambda c: pl.LazyFrame(c),
    "polars chunked": lambda c: pl.concat(
        [pl.DataFrame(c)[i : i + 1] for i in range(len(next(iter(c.values()))))], rechunk=False
    ),
    "polars categorical": lambda c: pl.DataFrame(c).cast({pl.String: pl.Categorical}),
    "polars enum": lambda c: pl.DataFrame(c).cast({pl.String: pl.Enum(list("abcdAB"))}),
    "polars small ints": lambda c: pl.DataFrame(c).cast({pl.Int64: pl.Int16}),
    "polars unsigned": lambda c: pl.DataFrame(c).cast({pl.Int64: pl.UInt32}),
    "polars float": lambda c: pl.DataFrame(c).cast({pl.Int64: pl.Float64}),
    "polars decimal": lambda c: pl.DataFrame(c).cast({pl.Int64: pl.Decimal(10, 2)}),
    "pandas": pd.DataFrame,
    "pandas object": lambda c: pd.DataFrame(c).astype(object),
    "pandas categorical": lambda c: pd.DataFrame(c).astype(
        {name: "category" for name in c if isinstance(c[name][0], str)}
    ),
    "pandas nullable": lambda c: pd.DataFrame(c).convert_dtypes(),
    "pandas pyarrow": lambda c: pd.DataFrame(c).convert_dtypes(dtype_backend="pyarrow"),
    "pandas odd index": lambda c: pd.DataFrame(
        c, index=[f"r{i}" for i in range(len(next(iter(c.values()))))]
    ),
    "pyarrow table": pa.table,
    "pyarrow chunked": chunked,
    "pyarrow reader": lambda c: chunked(c).to_reader(),
    "pyarrow batch": lambda c: pa.RecordBatch.from_pydict(c),
    "pyarrow dictionary": lambda c: pa.table(
        {n: pa.array(v).dictionary_encode() if isinstance(v[0], str) else v for n, v in c.items()}
    ),
    "pyarrow large and view strings": lambda c: pa.table(
        {
            n: pa.array(v, [pa.large_string(), pa.string_view()][i % 2])
            if isinstance(v[0], str)
            else v
            for i, (n, v) in enumerate(c.items())
        }
    ),
    "duckdb": from_duckdb,
}
KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@KIND
def test_the_same_network(kind: Callable[[Columns], Any]) -> None:
    net = cw.Network.from_ties(kind(TIES), value="value")
    assert net.ties().rows() == [("a", "b", 3.0), ("a", "c", 1.0), ("b", "c", 2.0), ("d", "a", 2.0)]
    assert net.partners()["partner_id"].to_list() == ["a", "b", "c", "d"]


@KIND
def test_the_same_partners(kind: Callable[[Columns], Any]) -> None:
    partners = kind({"partner_id": ["a", "b", "c", "d"], "sector": ["A", "B", "A", "B"]})
    net = cw.Network.from_ties([("a", "b")], partners=partners)
    assert net.partners()["sector"].to_list() == ["A", "B", "A", "B"]
    assert len(net) == 4


@KIND
def test_the_same_outcomes(kind: Callable[[Columns], Any]) -> None:
    o = cw.Outcomes.from_records(
        kind(RECORDS), outcome="reads", by=["race", "school"], period="year"
    )
    rates = o.rates(by=["race"])
    found = {
        row["race"]: (row["n"], row["successes"], row["missing"])
        for row in rates.iter_rows(named=True)
    }
    assert found == {"A": (2, 1, 0), "B": (2, 2, 1), "(not recorded)": (1, 0, 0)}


@KIND
def test_the_same_keys_of_numbers(kind: Callable[[Columns], Any]) -> None:
    # School 101 is "101" whether it came as an integer, a float or a decimal.
    o = cw.Outcomes.from_records(kind(RECORDS), outcome="reads", by="school", period="year")
    rates = o.rates(by="school")
    assert rates["school"].to_list() == ["101", "102"]
    assert o.periods == ["2024"]


COUNTS: Columns = {"race": ["A", "B"], "k": [30, 45], "n": [60, 50]}


@KIND
def test_the_same_counts(kind: Callable[[Columns], Any]) -> None:
    o = cw.Outcomes.from_counts(kind(COUNTS), successes="k", total="n", by="race")
    assert o.rates(by="race").select("race", "n", "successes").rows() == [
        ("A", 60, 30),
        ("B", 50, 45),
    ]


@KIND
def test_the_same_partnership(kind: Callable[[Columns], Any]) -> None:
    p = cw.read({"partners": kind({"partner_id": ["a", "b"], "sector": ["A", "B"]})})
    assert p.tables["partners"]["partner_id"].to_list() == ["a", "b"]


def test_rows_as_tuples() -> None:
    assert cw.Network.from_ties([("a", "b"), ("b", "c")]).n_ties == 2
    valued = cw.Network.from_ties([("a", "b", 2), ("b", "c", 1.5)], value="value")
    assert valued.ties()["value"].to_list() == [2.0, 1.5]
    assert len(cw.Network.from_ties([])) == 0


@pytest.mark.parametrize("truth", [[True, False, None], [1, 0, None], [1.0, 0.0, float("nan")]])
def test_outcomes_as_truth_numbers_and_nan(truth: list[Any]) -> None:
    for frame in [pl.DataFrame, pd.DataFrame]:
        data = frame({"g": ["x", "x", "x"], "reads": truth})
        o = cw.Outcomes.from_records(data, outcome="reads", by="g")
        assert o.rates().select("n", "successes", "missing").row(0) == (2, 1, 1)


def test_decimals_and_hugeints_of_duckdb() -> None:
    relation = duckdb.connect().sql(
        "select g, sum(k) as k, sum(k)::decimal(18, 0) + 30 as n from "
        "(values ('x', 20), ('x', 10), ('y', 5)) t(g, k) group by g order by g"
    )
    o = cw.Outcomes.from_counts(relation, successes="k", total="n", by="g")
    assert o.rates(by="g").select("g", "n", "successes").rows() == [("x", 60, 30), ("y", 35, 5)]


def test_frames_of_ties_are_not_changed() -> None:
    frame = pl.DataFrame(TIES)
    before = frame.clone()
    cw.Network.from_ties(frame, value="value")
    assert frame.equals(before)


def test_a_reader_is_read_once() -> None:
    reader = chunked(TIES).to_reader()
    assert cw.Network.from_ties(reader).n_ties == 4
    # The second time it is at its end: no ties, or an error of pyarrow, never a crash.
    assert cw.Network.from_ties(reader).n_ties == 0


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame(schema={"source_id": pl.String, "target_id": pl.String}),
        pl.DataFrame({"source_id": [], "target_id": []}),
        pd.DataFrame({"source_id": [], "target_id": []}),
        pa.table({"source_id": pa.array([], pa.string()), "target_id": pa.array([], pa.string())}),
        pa.table(
            {
                "source_id": pa.chunked_array([], pa.string()),
                "target_id": pa.chunked_array([], pa.string()),
            }
        ),
    ],
    ids=["polars", "polars null", "pandas", "pyarrow", "pyarrow without chunks"],
)
def test_no_rows(frame: Any) -> None:
    assert len(cw.Network.from_ties(frame)) == 0


def odd() -> dict[str, Any]:
    """Columns that no id, value or outcome can be read from, or only with care."""
    return {
        "lists": pl.Series([[1], [2]]),
        "structs": pl.Series([{"x": 1}, {"x": 2}]),
        "binary": pl.Series([b"a", b"b"]),
        "dates": pl.Series([dt.date(2024, 1, 1), dt.date(2024, 1, 2)]),
        "times": pl.Series([dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 2)]),
        "durations": pl.Series([dt.timedelta(1), dt.timedelta(2)]),
        "nulls": pl.Series([None, None]),
        "booleans": pl.Series([True, False]),
        "objects": pd.Series([{"x": 1}, {2}], dtype=object),
        "mixed": pd.Series([1, "a"], dtype=object),
        "complex": pd.Series([1j, 2j]),
        "intervals": pd.Series(pd.interval_range(0, 2)),
        "periods": pd.Series(pd.period_range("2024", periods=2)),
        "decimal256": pa.array([Decimal(1), Decimal(2)], pa.decimal256(60, 2)),
        "maps": pa.array([[("a", 1)], [("b", 2)]], pa.map_(pa.string(), pa.int64())),
        "unions": pa.UnionArray.from_dense(
            pa.array([0, 1], pa.int8()),
            pa.array([0, 0], pa.int32()),
            [pa.array([1]), pa.array(["a"])],
        ),
        "half": pa.array(np.array([1, 2], np.float16)),
        "run ends": pa.RunEndEncodedArray.from_arrays([1, 2], ["a", "b"]),
        "fixed binary": pa.array([b"ab", b"cd"], pa.binary(2)),
        "months": pa.array([(1, 2, 3), (1, 2, 4)], pa.month_day_nano_interval()),
        "list views": pa.array([[1], [2]], pa.list_view(pa.int64())),
        "empty struct": pa.array([{}, {}], pa.struct([])),
        "huge ints": pa.array([2**63 - 1, -(2**63)]),
        "unsigned 64": pa.array([2**64 - 1, 0], pa.uint64()),
    }


def table_of(column: Any, **others: Any) -> Any:
    if isinstance(column, pl.Series):
        return pl.DataFrame({"x": column, **others})
    if isinstance(column, pd.Series):
        return pd.DataFrame({"x": column, **others})
    return pa.table({"x": column, **others})


@pytest.mark.parametrize("name", odd())
def test_odd_columns_give_an_answer_or_a_message(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    column = odd()[name]
    calls: list[Callable[[], Any]] = [
        lambda: cw.Network.from_ties(table_of(column, t=["p", "q"]), source="x", target="t"),
        lambda: cw.Network.from_ties(
            table_of(column, s=["m", "n"], t=["p", "q"]), source="s", target="t", value="x"
        ),
        lambda: cw.Network.from_ties([], partners=table_of(column)),
        lambda: cw.Network.from_ties(
            [], partners=table_of(column, partner_id=["p", "q"])
        ).partners(),
        lambda: cw.Outcomes.from_records(
            table_of(column, g=["p", "q"]), outcome="x", by="g"
        ).rates(),
        lambda: cw.Outcomes.from_records(table_of(column, o=[0, 1]), outcome="o", by="x").rates(
            by="x"
        ),
        lambda: cw.Outcomes.from_counts(
            table_of(column, n=[5, 5]), successes="x", total="n", by="n"
        ).rates(),
        lambda: cw.read({"partners": table_of(column, partner_id=["p", "q"])}),
        lambda: (
            cw.read({"partners": table_of(column).rename({"x": "partner_id"})})
            if isinstance(column, pl.Series)
            else None
        ),
    ]
    for call in calls:
        # Anything else than an answer or an InputError fails the test.
        with contextlib.suppress(cw.InputError):
            call()
    assert "panicked" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "thing",
    [
        None,
        5,
        "ties.csv",
        b"x",
        object(),
        {"a": 1},
        [1, 2],
        [("a",)],
        [("a", "b"), ("c",)],
        {1, 2},
        np.zeros(3),
        iter([("a", "b")]),
    ],
)
def test_what_is_not_a_table_is_told(thing: Any) -> None:
    with pytest.raises(cw.InputError) as error:
        cw.Network.from_ties(thing)
    assert any(word in str(error.value) for word in ["table", "rows", "column"])


def test_columns_of_different_lengths_are_told() -> None:
    with pytest.raises(cw.InputError, match="length"):
        cw.Network.from_ties({"source_id": ["a"], "target_id": ["b", "c"]})


@pytest.mark.parametrize("kind", [pl.DataFrame, pd.DataFrame, pa.table])
def test_row_labels_of_pandas_are_not_attributes(kind: Callable[[Columns], Any]) -> None:
    frame = kind({"partner_id": ["a", "b"], "sector": ["s", "t"]})
    if isinstance(frame, pd.DataFrame):
        frame = frame.loc[[1, 0]].loc[[0, 1]]
    net = cw.Network.from_ties([("a", "b")], partners=frame)
    assert net.partners().columns == ["partner_id", "is_backbone", "sector"]
    by_label = pd.DataFrame({"sector": ["s", "t"]}, index=pd.Index(["a", "b"], name="partner_id"))
    assert cw.Network.from_ties([("a", "b")], partners=by_label).partners().equals(net.partners())


@pytest.mark.parametrize("words", [["yes", "no"], [True, False], ["TRUE", "false"], [1, 0]])
def test_the_backbone_is_marked_by_any_word_for_yes(words: list[Any]) -> None:
    partners = {"partner_id": ["a", "b"], "is_backbone": words}
    net = cw.Network.from_ties([("a", "b")], partners=partners)
    assert net.partners()["is_backbone"].to_list() == [True, False]
    assert len(net.without_backbone()) == 1


def test_respondents_from_a_column_or_a_set_of_any_ids() -> None:
    ties = {"source_id": [1, 2], "target_id": [2, 3]}
    expected = cw.Network.from_ties(ties, respondents=["1", "2"]).coverage().to_dict()
    for ids in [[1, 2], {1, 2}, pl.Series([1, 2]), pd.Series([1, 2]), np.array([1, 2]), (1, "2")]:
        found = cw.Network.from_ties(ties, respondents=ids).coverage().to_dict()
        assert found == expected
