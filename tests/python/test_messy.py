"""Public tables as they are: every odd cell is a range, a known missing code or a coded problem."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import commonweal as cw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

THIRD_GRADE = "third_grade_proficient_csap_tcap.csv"
BY_RACE = "reading_by_race_ethnicity_csap_tcap.csv"

# Every distinct cell that is not a number: what it became, and in how many rows. Counted by
# `cut`, `sort` and `uniq` in the two files.
ODD: dict[str, dict[str | None, tuple[str, str | None, int]]] = {
    THIRD_GRADE: {
        "LNE": ("suppressed", None, 565),  # "low number event"
        "N/A": ("not_collected", None, 351),
        None: ("not_collected", None, 2),
        "#VALUE!": ("problem", "E108", 91),
        "81.6*": ("problem", "E108", 1),
    },
    BY_RACE: {
        "LNE": ("suppressed", None, 3012),
        "N/A": ("not_collected", None, 59),
    },
}
ROWS = {THIRD_GRADE: 3801, BY_RACE: 5792}


def colorado(outside: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(outside / "colorado" / name, infer_schema=False)


@pytest.mark.parametrize("name", ODD)
def test_every_odd_cell_of_colorado_is_read_or_told(outside: Path, name: str) -> None:
    frame = colorado(outside, name)
    cells = cw.read_published(frame, column="Data", kind="proportion")
    assert cells.height == frame.height == ROWS[name]
    assert cells["row"].to_list() == list(range(2, ROWS[name] + 2))
    odd = cells.filter(pl.col("status") != "known")
    found = Counter(odd.select("found", "status", "code").rows())
    assert found == {(text, status, code): rows for text, (status, code, rows) in ODD[name].items()}
    # Nothing is lost: the statuses add up to the rows, and numbers are what was printed.
    known = cells.filter(status="known")
    assert known.height == ROWS[name] - sum(rows for *_, rows in ODD[name].values())
    assert known["low"].to_list() == [float(text) for text in known["found"]]
    assert known["low"].equals(known["high"].alias("low"))


def test_withheld_is_anything_and_never_zero(outside: Path) -> None:
    cells = cw.read_published(colorado(outside, BY_RACE), column="Data", kind="proportion")
    withheld = cells.filter(status="suppressed").select("low", "high").unique().rows()
    assert withheld == [(0.0, 1.0)]
    absent = cells.filter(status="not_collected").select("low", "high").unique().rows()
    assert absent == [(None, None)]


def test_a_cure_says_what_to_write(outside: Path) -> None:
    frame = colorado(outside, THIRD_GRADE)
    cells = cw.read_published(frame, column="Data", kind="proportion")
    mark = cells.filter(found="81.6*").row(0, named=True)
    assert frame["Data"][mark["row"] - 2] == "81.6*"  # the row is the spreadsheet's
    assert "from 0 to 1" in mark["expected"]
    assert "write 81.6 alone" in mark["cure"]
    assert "write 0.816" in mark["cure"]  # the column holds proportions
    formula = cells.filter(found="#VALUE!").row(0, named=True)
    assert "formula failed" in formula["cure"]


@pytest.mark.parametrize(
    "read",
    [
        lambda path: pl.read_csv(path, infer_schema=False),
        lambda path: pd.read_csv(path, dtype=str, keep_default_na=False),
        lambda path: pa.table(pl.read_csv(path, infer_schema=False).to_dict(as_series=False)),
        lambda path: pl.scan_csv(path, infer_schema=False),
    ],
    ids=["polars", "pandas", "pyarrow", "polars lazy"],
)
def test_windows_line_ends_and_libraries_make_no_difference(outside: Path, read: Any) -> None:
    path = outside / "colorado" / THIRD_GRADE
    assert path.read_bytes().count(b"\r\n") == 3802
    cells = cw.read_published(read(path), column="Data", kind="proportion")
    expected = cw.read_published(colorado(outside, THIRD_GRADE), column="Data", kind="proportion")
    assert cells.equals(expected)


@pytest.mark.parametrize(
    "column",
    [
        ["61.4", "<5%", None],
        pl.Series("pct", ["61.4", "<5%", None]),
        pd.Series(["61.4", "<5%", None], name="pct"),
        pd.Series(["61.4", "<5%", None], dtype="category"),
        pa.chunked_array([["61.4"], ["<5%", None]]),
        {"pct": ["61.4", "<5%", None]},
    ],
    ids=["list", "polars", "pandas", "pandas category", "pyarrow", "dict"],
)
def test_one_column_of_any_library(column: Any) -> None:
    cells = cw.read_published(column)
    assert cells.select("low", "high", "status").rows() == [
        (61.4, 61.4, "known"),
        (0.0, 5.0, "bottom_coded"),
        (None, None, "not_collected"),
    ]


def test_numbers_may_be_numbers() -> None:
    cells = cw.read_published(pl.DataFrame({"pct": [61.4, float("nan"), None, 100.0]}))
    assert cells["status"].to_list() == ["known", "not_collected", "not_collected", "known"]
    counts = cw.read_published(pl.DataFrame({"k": [41, 2**53 + 1]}), kind="count")
    assert counts["low"].to_list() == [41, 2**53 + 1]  # whole numbers, not doubles
    assert counts["low"].dtype == pl.UInt64


@pytest.mark.parametrize("mark", ["N<10", "n<5", "N < 20", "n<=10", "N<10*"])
def test_a_number_of_children_is_no_rate(mark: str) -> None:
    # "N<10" says that the rate of fewer than ten children is withheld, not that it is below 10 %.
    cell = cw.read_published([mark]).row(0, named=True)
    assert (cell["low"], cell["high"], cell["status"]) == (0.0, 100.0, "suppressed")
    table = {"race": ["A", "B"], "pct": [mark, "<10"], "n": [40, 40]}
    o = cw.Outcomes.from_counts(table, rate="pct", total="n", by="race")
    ends = o.rates(by="race").select("lower", "upper").rows()
    assert ends[0] == (0.0, 1.0)
    assert ends[1] == pytest.approx((0.0, 3 / 40), abs=1e-12)  # below 10 % of 40 are at most 3
    count = cw.read_published(["N<10"], kind="count").row(0, named=True)
    assert (count["low"], count["high"]) == (0, 9)


def test_no_cells() -> None:
    cells = cw.read_published([])
    assert cells.height == 0
    assert cells.columns == [
        "row",
        "found",
        "low",
        "high",
        "status",
        "code",
        "expected",
        "cure",
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: cw.read_published(["1"], kind="rate"),
            "Expected one of percent, proportion, coun",
        ),
        (lambda: cw.read_published({"a": ["1"], "b": ["2"]}), r'2 columns \("a", "b"\)'),
        (lambda: cw.read_published(["1"], column="pct"), 'column "pct" is missing'),
        (
            lambda: cw.read_published({"a": [1], "f": ["x"]}, column="a", suppressed="f"),
            '"x" in ro',
        ),
        (lambda: cw.read_published(7), "is not a table"),
    ],
)
def test_wrong_options_are_told(call: Any, message: str) -> None:
    with pytest.raises(cw.InputError, match=message):
        call()


# Rates beside the number of children.


def test_a_printed_rate_is_every_count_that_rounds_to_it() -> None:
    # By search: all whole k of n whose percent lies within half a unit of the last printed digit.
    rows = [(f"{100 * k / n:.{d}f}", n, d, k) for n in (7, 38, 101, 380) for k in (0, 3, n // 2, n)
            for d in (0, 1, 2)]  # fmt: skip
    table = {
        "row": [str(i) for i in range(len(rows))],
        "pct": [text for text, *_ in rows],
        "n": [n for _, n, *_ in rows],
    }
    o = cw.Outcomes.from_counts(table, rate="pct", total="n", by="row")
    found = {row["row"]: row for row in o.rates(by="row").iter_rows(named=True)}
    for i, (text, n, decimals, k) in enumerate(rows):
        unit = 10**decimals
        printed = round(float(text) * unit)  # in whole units of the last place
        allowed = [j for j in range(n + 1) if abs(2 * 100 * unit * j - 2 * printed * n) <= n]
        assert k in allowed
        row = found[str(i)]
        if len(allowed) == 1:
            assert (row["successes"], row["status"]) == (k, "known")
        else:
            assert row["successes"] is None
            assert (row["lower"], row["upper"]) == pytest.approx(
                (allowed[0] / n, allowed[-1] / n), abs=1e-12
            )
            assert row["status"] == "range: the count is published only as a range"


def test_a_whole_percent_of_at_most_100_children_is_one_count() -> None:
    table = {
        "k": [str(k) for k in range(101)],
        "pct": [str((2 * 100 * k + 97) // (2 * 97)) for k in range(98)] + ["0"] * 3,
        "n": [97] * 101,
    }
    frame = pl.DataFrame(table)[:98]
    o = cw.Outcomes.from_counts(frame, rate="pct", total="n", by="k")
    rates = o.rates(by="k")
    assert rates["successes"].to_list() == [int(k) for k in rates["k"]]


def test_all_students_of_colorado_is_no_group(outside: Path) -> None:
    some = colorado(outside, BY_RACE).filter(Location="Colorado", TimeFrame="2011")
    some = some.with_columns(n=pl.lit(1_000_000))
    columns: dict[str, Any] = {"rate": "Data", "kind": "proportion", "total": "n"}
    with pytest.raises(cw.InputError, match='the group "All Students" of "Race Ethnicity" names'):
        cw.Outcomes.from_counts(some, by="Race Ethnicity", **columns)
    groups = some.filter(pl.col("Race Ethnicity") != "All Students")
    o = cw.Outcomes.from_counts(groups, by="Race Ethnicity", **columns)
    assert o.rates()["n"].to_list() == [7_000_000]  # seven groups, each once


@pytest.mark.parametrize("total", ["Everyone", "Statewide", "All races/ethnicities", "Grand Total"])
def test_a_total_under_another_name_is_refused(total: str) -> None:
    table = {"race": ["A", "B", total], "k": [1, 2, 3], "n": [10, 10, 20]}
    with pytest.raises(cw.InputError, match=r"would count all children twice\. Leave such rows"):
        cw.Outcomes.from_counts(table, successes="k", total="n", by="race")
    schools = {"school": ["All Saints School", "Total Learning Academy"], "k": [1, 2], "n": [9, 9]}
    o = cw.Outcomes.from_counts(schools, successes="k", total="n", by="school")
    assert o.rates()["n"].to_list() == [18]


def test_proportions_with_totals_of_colorado_stay_rates(outside: Path) -> None:
    frame = colorado(outside, BY_RACE)
    for total in (None, "n"):
        with pytest.raises(cw.InputError) as raised:
            cw.Outcomes.from_counts(
                frame, rate="Data", kind="proportion", total=total, by=["Location"]
            )
        assert ("cannot become children" if total is None else 'column "n" is missing') in str(
            raised.value
        )
    # With a number of children they do: a million everywhere, so that five decimals always fit one.
    some = frame.filter(pl.col("TimeFrame") == "2011", pl.col("Race Ethnicity") == "Hispanic")
    some = some.with_columns(n=pl.lit(1_000_000))
    o = cw.Outcomes.from_counts(some, rate="Data", kind="proportion", total="n", by="Location")
    rates = o.rates(by="Location")
    assert rates.height == some.height == 181
    row = rates.filter(Location="Colorado").row(0, named=True)
    # 0.4984 was rounded from anything between 0.49835 and 0.49845.
    assert row["successes"] is None
    assert (row["lower"], row["upper"]) == pytest.approx((0.49835, 0.49845), abs=1e-12)
    withheld = some.filter(Data="LNE").height
    assert rates.filter(pl.col("status").str.contains("suppressed")).height == withheld > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"total": "n"}, "give one of successes= "),
        ({"total": "n", "rate": "pct", "successes": "n"}, "give one of successes= "),
        ({"rate": "pct"}, "cannot become children"),
        ({"total": "n", "rate": "pct", "kind": "share"}, "Expected one of percent"),
        ({"total": "n", "rate": "pct", "kind": "count"}, "rates are percents or proportions"),
        ({"total": "n", "rate": "pct", "kind": "proportion"}, 'kind="percent"'),
        ({"total": "n", "rate": "bad"}, '"81.6\\*" in row 2'),
        ({"total": "few", "rate": "pct"}, '"61" of 7 in row 2: no whole number'),
    ],
)
def test_rates_that_cannot_be_read_are_told(options: dict[str, Any], message: str) -> None:
    table = {"race": ["A"], "pct": ["61"], "n": [38], "bad": ["81.6*"], "few": [7]}
    with pytest.raises(cw.InputError, match=message):
        cw.Outcomes.from_counts(table, by="race", **options)


# The California table: "None" is a category, and flags say why a cell is empty.


@pytest.fixture(scope="module")
def california(outside: Path) -> pl.DataFrame:
    return pl.read_parquet(outside / "disimpact" / "ssm_cohort.parquet")


def test_flags_tell_withheld_from_absent(california: pl.DataFrame) -> None:
    for column in ("value", "denom"):
        cells = cw.read_published(california, column=column, kind="count", suppressed="ferpaFlag")
        assert Counter(cells["status"]) == {
            "suppressed": 1109,
            "not_collected": 3824,
            "known": 827,
        }
        assert cells.filter(status="suppressed").select("low", "high").unique().rows() == [
            (0, None)
        ]
        assert cells["low"].sum() == california[column].sum()


@pytest.mark.parametrize(
    "engine",
    [
        lambda f: f,
        lambda f: f.to_pandas(),
        lambda f: f.to_pandas().astype({"subgroup2": "category"}),
        lambda f: f.to_arrow(),
        lambda f: f.lazy(),
    ],
    ids=["polars", "pandas", "pandas category", "pyarrow", "polars lazy"],
)
def test_none_is_a_category(california: pl.DataFrame, engine: Any) -> None:
    some = california.filter(disagg1="Ethnicity", categoryID=501)
    o = cw.Outcomes.from_counts(
        engine(some),
        successes="value",
        total="denom",
        by=["subgroup1", "subgroup2"],
        period="academicYear",
    )
    rates = o.rates(by=["subgroup1", "subgroup2"], period=2016)
    assert rates.height == 44  # 11 categories of race, 4 of gender; no row is lost
    assert Counter(rates["subgroup2"]) == dict.fromkeys(
        ["All Other Values", "Female", "Male", "None"], 11
    )
    assert "(not recorded)" not in rates["subgroup2"].to_list()
    # What is known equals the table, and what is withheld stays unknown.
    expected = {
        (row["subgroup1"], row["subgroup2"]): (row["denom"], row["value"])
        for row in some.filter(academicYear=2016).iter_rows(named=True)
    }
    for row in rates.iter_rows(named=True):
        found = (row["n"], row["successes"])
        assert found == expected[row["subgroup1"], row["subgroup2"]]


def test_none_is_a_category_of_records_too() -> None:
    records = pd.DataFrame(
        {"gender": ["None", None, "Male", "None"], "reads": [1, 0, 1, None]}, dtype=object
    )
    o = cw.Outcomes.from_records(records, outcome="reads", by="gender")
    assert o.rates(by="gender").select("gender", "n", "missing").rows() == [
        ("(not recorded)", 1, 0),
        ("Male", 1, 0),
        ("None", 1, 1),
    ]
