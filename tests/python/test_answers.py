"""What every answer of one period says and protects, and what every call accepts."""

from __future__ import annotations

from collections.abc import Callable

import commonweal as cw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

FLAT = {"race": ["A", "B", "C"], "k": [30, 45, 20], "n": [60, 50, 40]}


def flat() -> cw.Outcomes:
    return cw.Outcomes.from_counts(FLAT, successes="k", total="n", by="race")


def dated() -> cw.Outcomes:
    frame = pl.concat(
        [pl.DataFrame(FLAT).with_columns(year=pl.lit(year)) for year in ("2023", "2024")]
    )
    return cw.Outcomes.from_counts(frame, successes="k", total="n", by="race", period="year")


FRAMES: dict[str, Callable[[cw.Outcomes], pl.DataFrame]] = {
    "gaps": lambda o: o.gaps(by="race"),
    "needed": lambda o: o.needed(by="race"),
    "inequality": lambda o: o.inequality(by="race", draws=0),
    "detectable_change": lambda o: o.detectable_change(by="race"),
    "participation": lambda o: o.participation(by="race"),
    "missing_bounds": lambda o: o.missing_bounds(by="race").to_frame(),
    "shrink": lambda o: o.shrink(by="race").to_frame(),
    "priors": lambda o: o.shrink(by="race").priors(),
    "concentration": lambda o: o.concentration(goal="80%", by="race").to_frame(),
    "curve": lambda o: o.concentration(goal="80%", by="race").curve(),
}


@pytest.mark.parametrize("of", FRAMES.values(), ids=list(FRAMES))
def test_frames_of_one_period_name_it(of: Callable[[cw.Outcomes], pl.DataFrame]) -> None:
    frame = of(dated())
    assert frame.columns[0] == "period"
    assert set(frame["period"]) == {"2024"}
    plain = of(flat())
    assert "period" not in plain.columns
    assert frame.drop("period").equals(plain)


def test_sentences_and_titles_of_one_period_name_it() -> None:
    o = dated()
    said = [
        *o.describe(by="race"),
        *o.missing_bounds(by="race").describe(),
        str(o.gap_if_equal(by="race", draws=99)),
        str(o.missing_bounds(by="race")),
        str(o.shrink(by="race")),
        str(o.concentration(goal="80%", by="race")),
    ]
    assert all(sentence.startswith(("2024: ", "2024, ")) for sentence in said)
    assert o.describe(by="race", period=2023)[0].startswith("2023, A: 50.0 % of 60")
    for figure in (o.plot(by="race"), o.concentration(goal="80%", by="race").plot()):
        assert ", 2024<" in figure.to_svg()


def test_one_value_needs_no_list() -> None:
    o = dated()
    assert o.scan(by="race", rules="ppg-2022").equals(o.scan(by="race", rules=["ppg-2022"]))
    cut = {"rule": "proportionality", "cut": "85%"}
    assert o.scan(by="race", rules=cut).equals(o.scan(by="race", rules=[cut]))
    one, several = (str(o.trend(by="race", breaks=b)) for b in ("2024", ["2024"]))
    assert one == several
    assert o.plot_over_time(by="race", breaks=2024).to_svg()
    for wrong in ("ppg", {"rule": "ppg"}, ["ppg"], 7):
        with pytest.raises(cw.InputError, match=r"rule"):
            o.scan(by="race", rules=wrong)


def test_whole_numbers_may_be_floats() -> None:
    # A pandas column with a gap holds 2000.0.
    whole, same = (
        cw.Target(baseline="60%", goal="80%", cohort=cohort, start=2025, years=2)
        for cohort in (2000, 2000.0)
    )
    assert whole.path().equals(same.path())
    assert whole.path(cohorts=[2000.0, 2100.0]).equals(whole.path(cohorts=[2000, 2100]))
    assert dated().gaps(by="race", period=2023.0).equals(dated().gaps(by="race", period="2023"))
    with pytest.raises(cw.InputError, match=r"2000\.5 cannot be used here"):
        cw.Target(baseline="60%", goal="80%", cohort=2000.5, start=2025, years=2)


def test_growth_without_a_percent_sign_is_refused() -> None:
    target = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2025, years=2)
    assert target.path(growth="2%")["cohort"].to_list() == [2000, 2040, 2081]
    with pytest.raises(cw.InputError, match=r"growth.*200"):
        target.path(growth="2")


TWICE = [["A", 1, 2, 2], ["B", 0, 3, 3]]
NAMES = ["race", "reads", "n", "n"]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(TWICE, columns=NAMES),
        pa.table([list(c) for c in zip(*TWICE, strict=True)], NAMES),
    ],
    ids=["pandas", "pyarrow"],
)
def test_columns_with_one_name_are_refused(frame: object) -> None:
    for call in (
        lambda: cw.Outcomes.from_records(frame, outcome="reads", by="race"),
        lambda: cw.Outcomes.from_counts(frame, successes="reads", total="n", by="race"),
        lambda: cw.tabulate(frame, outcomes="reads", by="race"),
        lambda: cw.read_published(frame),
    ):
        with pytest.raises(cw.InputError, match=r'several columns named "n".*Rename'):
            call()


def test_figures_hide_small_groups() -> None:
    # 3 of 7: the number and a rounded percent would say so.
    frame = {"race": ["A", "B", "Zuni"], "k": [30, 45, 3], "n": [60, 50, 7]}
    o = cw.Outcomes.from_counts(frame, successes="k", total="n", by="race")
    svg = o.plot(by="race").to_svg()
    assert "fewer than 10 children" in svg
    assert not any(said in svg for said in ("n = 7", "43 %", "43\u00a0%"))
    assert not any(
        said in o.plot(by="race", rule="ppg-2017").to_svg() for said in ("n = 7", "43\u00a0%")
    )
    # Who asks for them gets them.
    assert "43\u00a0%" in o.plot(by="race", min_n=1).to_svg()
    split = o.target(goal="80%", years=5, start=2025).allocate(o, by="race", method="shortfall")
    assert "Zuni" not in split.plot().to_svg()
    assert "together, for privacy" in split.plot().to_svg()


def test_overlapping_cells_are_not_shrunk() -> None:
    flags = {"asian": [1, 1, 0, 1], "white": [0, 1, 1, 1], "reads": [1, 0, 1, 1]}
    o = cw.Outcomes.from_records(
        flags, outcome="reads", by=[], overlapping={"race": {"Asian": "asian", "White": "white"}}
    )
    with pytest.raises(cw.InputError, match="shrink: the groups of race overlap"):
        o.shrink(by="race")
