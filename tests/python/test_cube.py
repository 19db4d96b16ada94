"""Every subset of the dimensions equals a plain group-by, whatever the columns are made of."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import commonweal as cw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

SGP = ["race", "gender", "school_number"]
COUNTS = ["n", "successes", "missing"]
RACES = {
    name: f"EthnicityFlag_{name}"
    for name in ["White", "Asian", "Black", "Hispanic", "EastAsian", "AANAPI", "TwoorMoreRaces"]
}


@pytest.fixture(scope="module")
def sgp(outside: Path) -> pl.DataFrame:
    return pl.read_parquet(outside / "sgp" / "grade3_reading.parquet")


@pytest.fixture(scope="module")
def students(outside: Path) -> pl.DataFrame:
    """One student a row, with 0/1 flags of ethnicities alone or in combination."""
    frame = pl.read_parquet(outside / "disimpact" / "student_equity.parquet")
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def counted(frame: pl.DataFrame, outcome: str, by: list[str]) -> pl.DataFrame:
    """Plain polars: keys as text, n, successes and missing, sorted by the keys."""
    keys = [pl.col(name).cast(pl.String).fill_null("(not recorded)").alias(name) for name in by]
    values = pl.col(outcome)
    aggregates = [
        values.count().cast(pl.UInt64).alias("n"),
        values.cast(pl.UInt64).sum().alias("successes"),
        values.null_count().cast(pl.UInt64).alias("missing"),
    ]
    chosen = frame.select(*keys, values)
    return (chosen.group_by(by).agg(aggregates).sort(by)) if by else chosen.select(aggregates)


def subset(cube: pl.DataFrame, dimensions: list[str], by: list[str]) -> pl.DataFrame:
    """The rows of one subset of the cube, in the order of `counted`."""
    own = set(by)
    wanted = [pl.col(d).is_not_null() if d in own else pl.col(d).is_null() for d in dimensions]
    keys = [*(["period"] if "period" in cube.columns else []), *by]
    rows = cube.filter(*wanted).select(*keys, *COUNTS)
    return rows.sort(keys) if keys else rows


def test_all_sixteen_subsets_equal_a_group_by(sgp: pl.DataFrame) -> None:
    by = ["year", *SGP]
    cube = cw.Outcomes.from_records(sgp, outcome="proficient", by=by).cube()
    rows = 0
    for size in range(5):
        for chosen in itertools.combinations(by, size):
            found, expected = (
                subset(cube, by, list(chosen)),
                counted(sgp, "proficient", list(chosen)),
            )
            assert_frame_equal(found, expected)
            rows += expected.height
    assert cube.height == rows
    assert cube["dimensions"].n_unique() == 16
    known = cube.filter(pl.col("n") > 0)
    assert known["rate"].to_list() == (known["successes"] / known["n"]).to_list()
    assert (
        cube.filter(pl.col("n") == 0)["rate"].null_count() == cube.filter(pl.col("n") == 0).height
    )


def test_a_period_is_in_every_subset(sgp: pl.DataFrame) -> None:
    cube = cw.Outcomes.from_records(sgp, outcome="proficient", by=SGP, period="year").cube()
    for size in range(4):
        for chosen in itertools.combinations(SGP, size):
            expected = counted(sgp, "proficient", ["year", *chosen]).rename({"year": "period"})
            assert_frame_equal(subset(cube, SGP, list(chosen)), expected)


def test_subsets_come_small_ones_first_up_to_the_depth(sgp: pl.DataFrame) -> None:
    outcomes = cw.Outcomes.from_records(sgp, outcome="proficient", by=SGP)
    names = outcomes.cube()["dimensions"].unique(maintain_order=True).to_list()
    expected = [
        "all children",
        *SGP,
        "race × gender",
        "race × school_number",
        "gender × school_number",
        "race × gender × school_number",
    ]
    assert names == expected
    shallow = outcomes.cube(depth=1)
    assert shallow["dimensions"].unique(maintain_order=True).to_list() == expected[:4]
    assert outcomes.cube(depth=0).height == 1
    assert_frame_equal(outcomes.cube(depth=9), outcomes.cube())
    with pytest.raises(cw.InputError, match="from 0 up"):
        outcomes.cube(depth=-1)


KINDS: dict[str, Any] = {
    "polars categories": lambda f: f.with_columns(pl.col("race", "gender").cast(pl.Categorical)),
    "polars enum": lambda f: f.with_columns(
        pl.col("race").cast(
            pl.Enum(["Nobody", *f["race"].drop_nulls().unique().sort(descending=True)])
        )
    ),
    "pandas": lambda f: f.to_pandas(),
    "pandas categories": lambda f: f.to_pandas().astype({"race": "category", "gender": "category"}),
    "pyarrow": lambda f: f.to_arrow(),
    "pyarrow dictionaries": lambda f: dictionaries(f, pa.int32()),
    "pyarrow dictionaries of bytes": lambda f: dictionaries(f, pa.int8()),
    "several chunks": lambda f: pl.concat([f[:7_000], f[7_000:7_001], f[7_001:]], rechunk=False),
    "chunks with dictionaries of their own": lambda f: pa.concat_tables(
        [dictionaries(f[:5_000], pa.int16()), dictionaries(f[5_000:], pa.int16())]
    ),
}


def dictionaries(frame: pl.DataFrame, index: pa.DataType) -> pa.Table:
    table = frame.to_arrow()
    for name in ["race", "gender"]:
        place = table.schema.get_field_index(name)
        column = table.column(name).cast(pa.string()).combine_chunks()
        encoded = column.dictionary_encode()
        keys = encoded.indices.cast(index)
        encoded = pa.DictionaryArray.from_arrays(keys, encoded.dictionary)
        table = table.set_column(place, name, encoded)
    return table


@pytest.mark.parametrize("kind", KINDS)
def test_texts_and_categories_of_any_library_count_alike(sgp: pl.DataFrame, kind: str) -> None:
    plain = sgp.with_columns(
        # Missing groups, and a level with a space, which is the same level.
        pl.when(pl.int_range(pl.len()) % 50 == 0)
        .then(None)
        .otherwise(pl.col("race"))
        .alias("race"),
        pl.when(pl.int_range(pl.len()) % 7 == 0)
        .then(pl.col("gender") + " ")
        .otherwise(pl.col("gender"))
        .alias("gender"),
    )
    options: dict[str, Any] = {"outcome": "proficient", "by": SGP, "period": "year"}
    expected = cw.Outcomes.from_records(plain, **options).cube()
    assert expected.filter(pl.col("race") == "(not recorded)").height > 0
    assert set(expected["gender"].drop_nulls()) == set(sgp["gender"].unique())
    assert_frame_equal(cw.Outcomes.from_records(KINDS[kind](plain), **options).cube(), expected)


def test_categories_without_children_do_not_appear() -> None:
    frame = pd.DataFrame({"race": pd.Categorical(["A", "C", "A"], ["C", "B", "A"]), "y": [1, 0, 1]})
    outcomes = cw.Outcomes.from_records(frame, outcome="y", by="race")
    assert outcomes.rates(by="race").select("race", "n").rows() == [("A", 2), ("C", 1)]
    # The first row's group alone: the frame is a slice of a larger one.
    few = pl.DataFrame(frame.to_dict("list")).with_columns(pl.col("race").cast(pl.Categorical))[:1]
    assert cw.Outcomes.from_records(few, outcome="y", by="race").cube()["race"].to_list() == [
        None,
        "A",
    ]


def test_integers_truths_dates_and_years_with_a_gap_are_their_texts() -> None:
    frame = pl.DataFrame(
        {
            "school": [10**12, 3, 10**12, None],
            "lunch": [True, None, False, True],
            "cohort": [2017.0, 2018.0, float("nan"), None],
            "score": [0.5, -0.5, 0.5, 1.0],
            "on": [None, "2024-03-01", "2024-03-01", "2024-03-02"],
            "y": [1, 0, 1, None],
        }
    ).with_columns(pl.col("on").str.to_date())
    by = ["school", "lunch", "cohort", "score", "on"]
    cube = cw.Outcomes.from_records(frame, outcome="y", by=by).cube(depth=1)
    found = {name: cube[name].drop_nulls().to_list() for name in by}
    assert found == {
        "school": ["(not recorded)", "1000000000000", "3"],
        "lunch": ["(not recorded)", "false", "true"],
        "cohort": ["(not recorded)", "2017", "2018"],
        "score": ["-0.5", "0.5", "1"],
        "on": ["(not recorded)", "2024-03-01", "2024-03-02"],
    }


def test_a_hundred_thousand_levels_equal_a_group_by() -> None:
    rng = np.random.default_rng(7)
    frame = pl.DataFrame(
        {
            "child": rng.integers(0, 100_000, 300_000) * 97,
            "race": rng.integers(0, 6, 300_000),
            "y": rng.integers(0, 2, 300_000).astype(bool),
        }
    )
    by = ["child", "race"]
    cube = cw.Outcomes.from_records(frame, outcome="y", by=by).cube()
    for chosen in ([], ["child"], ["race"], by):
        assert_frame_equal(subset(cube, by, chosen), counted(frame, "y", chosen))


def test_overlapping_groups_equal_sums_over_their_flags(students: pl.DataFrame) -> None:
    outcomes = cw.Outcomes.from_records(
        students, outcome="Transfer", by="Gender", overlapping={"race": RACES}
    )
    cube = outcomes.cube()
    for name, flag in RACES.items():
        own = students.filter(pl.col(flag) == 1)
        for by in ([], ["Gender"]):
            found = subset(cube.filter(pl.col("race") == name), ["Gender"], by)
            assert_frame_equal(found, counted(own, "Transfer", by))
    # Children in two groups are counted in both, and only there.
    groups = outcomes.rates(by="race")["n"].sum() + outcomes.rates(by="race")["missing"].sum()
    assert groups == sum(students[flag].sum() for flag in RACES.values()) > students.height
    assert outcomes.rates()["n"].sum() == students["Transfer"].count()
    assert outcomes.in_no_group == {
        "race": students.filter(pl.sum_horizontal(list(RACES.values())) == 0).height
    }


def test_overlapping_dimensions_are_never_crossed_with_each_other(students: pl.DataFrame) -> None:
    other = {"overlap": "EthnicityFlag_Asian"}
    outcomes = cw.Outcomes.from_records(
        students, outcome="Math", by=["Gender"], overlapping={"race": RACES, "other": other}
    )
    names = outcomes.cube()["dimensions"].unique(maintain_order=True).to_list()
    assert names == ["all children", "Gender", "race", "other", "Gender × race", "Gender × other"]
    with pytest.raises(cw.InputError, match=r"no counts by race and other together.*not summed"):
        outcomes.rates(by=["race", "other"])


def test_weights_equal_numpy(students: pl.DataFrame) -> None:
    rng = np.random.default_rng(3)
    weights = rng.gamma(2.0, 1.5, students.height)
    frame = students.with_columns(pl.Series("w", weights))
    outcomes = cw.Outcomes.from_records(
        frame, outcome="Math", by=["Gender", "Ethnicity"], weight="w"
    )
    cube = outcomes.cube()
    for row in cube.iter_rows(named=True):
        keep = np.ones(frame.height, dtype=bool)
        for name in ["Gender", "Ethnicity"]:
            if row[name] is not None:
                keep &= (frame[name].fill_null("(not recorded)") == row[name]).to_numpy()
        keep &= frame["Math"].is_not_null().to_numpy()
        y = frame["Math"].cast(pl.Float64).to_numpy()[keep]
        w = weights[keep]
        assert row["n"] == keep.sum()
        if not keep.any():
            assert row["weighted_rate"] is None
            continue
        assert row["weighted_n"] == pytest.approx(w.sum(), rel=1e-12)
        assert row["weighted_rate"] == pytest.approx(np.average(y, weights=w), rel=1e-12)
        assert row["effective_n"] == pytest.approx(w.sum() ** 2 / (w**2).sum(), rel=1e-12)


def test_the_weighted_interval_is_wilsons_at_the_effective_number() -> None:
    from statsmodels.stats.proportion import proportion_confint

    frame = {"y": [1, 0, 1, 1, 0, 1, None], "w": [1.0, 2.0, 0.5, 3.0, 1.0, 1.5, 9.0]}
    row = cw.Outcomes.from_records(frame, outcome="y", by=[], weight="w").rates().row(0, named=True)
    assert row["weighted_rate"] == pytest.approx(6 / 9)
    assert row["effective_n"] == pytest.approx(81 / 17.5)
    expected = proportion_confint(6 / 9 * 81 / 17.5, 81 / 17.5, method="wilson")
    assert (row["weighted_lower"], row["weighted_upper"]) == pytest.approx(expected, abs=1e-12)
    # Children are counted one by one all the same, and rate, lower and upper are theirs.
    assert (row["n"], row["successes"], row["missing"], row["rate"]) == (6, 4, 1, 4 / 6)
    expected = proportion_confint(4, 6, method="wilson")
    assert (row["lower"], row["upper"]) == pytest.approx(expected, abs=1e-12)
    outcomes = cw.Outcomes.from_records(frame, outcome="y", by=[], weight="w")
    with pytest.raises(cw.InputError, match="only Wilson's interval"):
        outcomes.rates(interval="jeffreys")


def test_several_outcomes_are_counted_as_one_by_one(students: pl.DataFrame) -> None:
    dated: dict[str, str | None] = {
        "Math": "Cohort_Math",
        "English": "Cohort_English",
        "Transfer": None,
    }
    found = cw.tabulate(students, outcomes=dated, by=["Gender", "Ethnicity"])
    assert list(found) == list(dated)
    for outcome, period in dated.items():
        alone = cw.Outcomes.from_records(
            students, outcome=outcome, by=["Gender", "Ethnicity"], period=period
        )
        assert_frame_equal(found[outcome].cube(), alone.cube())
        assert found[outcome].name == outcome
    same = cw.tabulate(students, outcomes=["Math", "Transfer"], by="Gender", period="Cohort")
    assert same["Math"].periods == same["Transfer"].periods
    # Cohort years arrive as 2017.0 where some are missing.
    assert "2017" in found["Math"].periods


def test_grouped_rows_are_the_records_they_stand_for(students: pl.DataFrame) -> None:
    flags = list(RACES.values())
    keys = ["Gender", "Cohort", *flags]
    y, w = pl.col("Transfer"), pl.lit(2.0)
    grouped = students.group_by(keys).agg(
        y.count().alias("n"),
        y.sum().alias("successes"),
        y.null_count().alias("missing"),
        (w * y.count()).alias("w"),
        (w * y.sum()).alias("wy"),
        (w * w * y.count()).alias("ww"),
    )
    options: dict[str, Any] = {
        "outcome": "Transfer",
        "by": "Gender",
        "period": "Cohort",
        "overlapping": {"race": RACES},
    }
    found = cw.Outcomes._from_grouped(grouped, **options, weights=("w", "wy", "ww"))
    records = students.with_columns(pl.lit(2.0).alias("w"))
    expected = cw.Outcomes.from_records(records, **options, weight="w")
    assert_frame_equal(found.cube(), expected.cube())
    assert found.in_no_group == expected.in_no_group


def test_published_outcomes_say_which_subsets_nobody_gave() -> None:
    cube = cw.Outcomes.from_counts(
        {"race": ["A", "B"], "k": ["3", "*"], "n": [10, 20]}, successes="k", total="n", by=["race"]
    ).cube()
    assert cube.select("race", "dimensions", "n", "successes", "status").rows() == [
        (None, "all children", 30, None, "range: the count is suppressed"),
        ("A", "race", 10, 3, "known"),
        ("B", "race", 20, None, "range: the count is suppressed"),
    ]
    example = cw.example().outcomes("early_reading")
    cube = example.cube()
    missing = cube.filter(pl.col("status") == "not given")
    assert missing["n"].null_count() == missing.height
    # What is given is what `rates` gives.
    period = example.periods[-1]
    rows = cube.filter(pl.col("period") == period, pl.col("dimensions") == "race_ethnicity")
    expected = example.rates(by="race_ethnicity", period=period)
    assert rows["n"].to_list() == expected["n"].to_list()
    assert set(cube["dimensions"]) >= {"all children", "race_ethnicity"}


def test_nobody_and_one_child() -> None:
    schema = {"race": pl.String, "year": pl.Int32, "y": pl.Boolean}
    empty = cw.Outcomes.from_records(
        pl.DataFrame(schema=schema), outcome="y", by="race", period="year"
    )
    assert empty.cube().height == 0
    assert empty.cube().columns[:2] == ["race", "dimensions"]
    assert empty.rates(by="race").height == 0
    one = cw.Outcomes.from_records({"race": ["A"], "y": [None]}, outcome="y", by="race")
    assert one.cube().select("race", *COUNTS, "rate", "status").rows() == [
        (None, 0, 0, 1, None, "no children"),
        ("A", 0, 0, 1, None, "no children"),
    ]
    none = cw.Outcomes.from_records({"y": [True, False]}, outcome="y", by=[]).cube()
    assert none.select("dimensions", *COUNTS, "rate").rows() == [("all children", 2, 1, 0, 0.5)]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weight": "bad"}, r"2 weights are negative, infinite or missing \(rows 3, 4\)"),
        ({"weight": "race"}, "str is not a column of weights"),
        ({"weight": "w"}, 'column "w" is missing'),
        ({"overlapping": {"o": {"A": "gap"}}}, r"1 flag is missing \(rows 3\)"),
        ({"overlapping": {"o": {"A": "race"}}}, "not a yes-or-no column"),
        ({"overlapping": {"o": {}}}, "has no groups"),
        ({"overlapping": {"race": {"A": "y"}}}, "named twice"),
        ({"overlapping": {"o": {"Total": "y"}}}, "names everyone"),
        ({"overlapping": {"n": {"A": "y"}}}, "results have a column of that name"),
        ({"overlapping": {"o": ["A"]}}, "expected a dict of dimensions"),
        ({"overlapping": [("o", "A")]}, "expected a dict of dimensions"),
        ({"by": "dimensions"}, "results have a column of that name"),
    ],
)
def test_faults_are_told_with_rows(options: dict[str, Any], message: str) -> None:
    frame = {"race": ["A", "B", "B"], "bad": [1.0, -1.0, None], "gap": [1, None, 0], "y": [1, 0, 1]}
    with pytest.raises(cw.InputError, match=message):
        cw.Outcomes.from_records(frame, **{"outcome": "y", "by": "race", **options})


def test_tabulate_tells_what_it_expects() -> None:
    frame = {"race": ["A"], "y": [1], "year": [2020]}
    with pytest.raises(cw.InputError, match=r'outcome "y" is named twice'):
        cw.tabulate(frame, outcomes=["y", "y"], by="race")
    with pytest.raises(cw.InputError, match="its own period already"):
        cw.tabulate(frame, outcomes={"y": "year"}, by="race", period="year")
    with pytest.raises(cw.InputError, match="the columns of their periods"):
        cw.tabulate(frame, outcomes={"y": 3}, by="race")  # type: ignore[dict-item]
    with pytest.raises(cw.InputError, match="which way is better"):
        cw.tabulate(frame, outcomes="y", by="race", direction="up")


def test_many_dimensions_need_a_depth() -> None:
    frame = {**{f"d{k}": [k % 2, 1] for k in range(20)}, "y": [1, 0]}
    outcomes = cw.Outcomes.from_records(frame, outcome="y", by=[f"d{k}" for k in range(20)])
    with pytest.raises(cw.InputError, match="a depth that gives at most 65,536 subsets"):
        outcomes.cube()
    assert outcomes.cube(depth=2)["dimensions"].n_unique() == 1 + 20 + 190
