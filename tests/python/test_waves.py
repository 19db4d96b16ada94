"""Two waves side by side, against matrices and by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import commonweal as cw
import numpy as np
import polars as pl
import pytest
from oracles import messy
from test_degenerate import MAKERS, check


def waves_of(
    folder: Path, files: str, first: str, second: str, *, edges: str | None = None
) -> tuple[cw.Network, cw.Network]:
    networks = folder / "networks"
    ids = pl.read_csv(networks / f"{files}_nodes.csv", infer_schema=False)["id"].to_list()
    ties = pl.read_csv(networks / f"{edges or files}_edges.csv", infer_schema=False)

    def wave(name: str) -> cw.Network:
        rows = ties.filter(pl.col("wave") == name).select("source", "target").rows()
        return cw.Network.from_ties(rows, partners={"partner_id": ids})

    return wave(first), wave(second)


@pytest.mark.parametrize(("first", "second"), [("1", "2"), ("2", "3"), ("1", "3"), ("1", "1")])
def test_counts_are_those_of_the_matrices(outside: Path, first: str, second: str) -> None:
    before, after = waves_of(outside, "sampson", first, second)
    change = before.compare(after)
    x, y = before.to_numpy() > 0, after.to_numpy() > 0
    off = ~np.eye(len(x), dtype=bool)
    kept, gained, lost = (x & y).sum(), (~x & y).sum(), (x & ~y).sum()
    assert (change.kept, change.gained, change.lost, change.unknown) == (kept, gained, lost, 0)
    assert change.observed == off.sum()
    assert change.jaccard.value == pytest.approx(kept / (kept + gained + lost), abs=1e-15)
    assert change.churn.value == pytest.approx(1 - change.jaccard.value, abs=1e-12)
    assert change.persistence.value == pytest.approx(kept / (kept + lost), abs=1e-15)
    empty = (~x & ~y & off).sum()
    assert change.formation.value == pytest.approx(gained / (gained + empty), abs=1e-15)
    assert change.hamming.value == gained + lost
    r = np.corrcoef(x[off], y[off])[0, 1]
    assert change.correlation().value == pytest.approx(r, abs=1e-12)
    assert change.correlation(over="ties").value is None
    # Everything was observed, so there is nothing to bound.
    low, high, _ = change.jaccard.interval
    assert low == pytest.approx(high, abs=1e-15)
    partners = change.partners(mode="out")
    assert partners["kept"].to_list() == (x & y).sum(axis=1).tolist()
    assert change.partners(mode="in")["gained"].to_list() == (~x & y).sum(axis=0).tolist()
    everyone = change.partners()["lost"].to_list()
    assert everyone == ((x & ~y).sum(axis=1) + (x & ~y).sum(axis=0)).tolist()
    assert change.ties().height == (x | y).sum()
    assert (
        change.ties()["change"].value_counts().filter(pl.col("change") == "kept")["count"].sum()
        == kept
    )


def test_an_unknown_tie_is_not_lost(outside: Path) -> None:
    # The messy survey against one in which E too fell silent: E named D, F and H.
    before = messy(outside)
    after = before.without_answers(["E"])
    change = before.compare(after)
    assert (change.kept, change.gained, change.lost, change.unknown) == (10, 0, 0, 3)
    # 90 cells less the rows of H and E.
    assert change.observed == 72
    low, high, kind = change.jaccard.interval
    assert kind == "identification"
    assert change.jaccard.value == 1.0
    # 18 cells could all be changes, or all ties could be kept.
    assert low == pytest.approx(10 / (10 + 18), abs=1e-15)
    assert high == 1.0
    e = change.partners(mode="out").filter(pl.col("partner_id") == "E").row(0, named=True)
    assert (e["kept"], e["lost"], e["unknown"], e["observed"]) == (None, None, 3, 0)
    told = change.ties().filter(pl.col("change") == "unknown_after")
    assert told["target_id"].to_list() == ["D", "F", "H"]
    assert told["after"].null_count() == 3


def test_values_correlate_as_numpy_says(outside: Path) -> None:
    before = messy(outside)
    ties = before.ties().with_columns(pl.col("value").reverse())
    after = cw.Network.from_ties(
        ties.head(11),
        partners=before.partners().select("partner_id"),
        value="value",
        respondents=list("ABCDEFGIJ"),
    )
    change = before.compare(after)
    x, y = (net.to_numpy(unknown=float("nan")) for net in [before, after])
    known = ~np.isnan(x) & ~np.isnan(y) & ~np.eye(len(x), dtype=bool)
    r = np.corrcoef(x[known], y[known])[0, 1]
    assert change.correlation().value == pytest.approx(r, abs=1e-12)
    both = known & (x > 0) & (y > 0)
    r = np.corrcoef(x[both], y[both])[0, 1]
    assert change.correlation(over="ties").value == pytest.approx(r, abs=1e-12)
    with pytest.raises(cw.InputError, match="cells, ties"):
        change.correlation(over="pairs")


def test_joiners_and_leavers_bring_and_take_their_ties() -> None:
    before = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "x")], directed=False)
    after = cw.Network.from_ties([("y", "a"), ("c", "b"), ("a", "c")], directed=False)
    change = before.compare(after)
    assert (change.stayers, change.joiners, change.leavers) == (3, 1, 1)
    assert (change.kept, change.gained, change.lost) == (1, 1, 1)
    assert change.partner_jaccard.value == pytest.approx(3 / 5)
    status = dict(change.partners().select("partner_id", "status").iter_rows())
    assert status == {"a": "stayer", "b": "stayer", "c": "stayer", "x": "leaver", "y": "joiner"}
    assert change.partners().filter(pl.col("status") != "stayer")["kept"].null_count() == 2
    listed = {frozenset(row[:2]): row[2] for row in change.ties().iter_rows()}
    assert listed[frozenset("cx")] == "with_leaver"
    assert listed[frozenset("ay")] == "with_joiner"
    with pytest.raises(cw.InputError, match="directed"):
        before.compare(cw.Network.from_ties([("a", "b")]))


def test_partners_called_by_number_stay_numbers() -> None:
    wave = [
        cw.Network.from_arrays(4, np.array([0, 1]), np.array([1, target]), directed=True)
        for target in [2, 3]
    ]
    change = wave[0].compare(wave[1])
    assert change.partners()["partner_id"].to_list() == [0, 1, 2, 3]
    assert change.ties().rows() == [
        (0, 1, "kept", None, None),
        (1, 2, "lost", None, None),
        (1, 3, "gained", None, None),
    ]
    assert set(change.to_dict()) >= {"ties", "measures", "partners"}
    assert change.measures()["measure"].to_list().count("hamming") == 2


def test_trap_05_a_column_of_first_appearances_is_no_wave(outside: Path) -> None:
    # Kapferer's tailor shop has 158 and 223 ties in its two waves. A package keeps instead the wave
    # in which a tie was first seen, 278 rows; read as waves those lose every earlier tie.
    before, after = waves_of(outside, "tailorshop", "1", "2", edges="tailorshop_social")
    assert (before.n_ties, after.n_ties) == (158, 223)
    change = before.compare(after)
    assert (change.kept, change.gained, change.lost) == (103, 120, 55)
    assert change.ties().height == 278
    gained = change.ties().filter(pl.col("change") == "gained")
    first_seen = gained.select("source_id", "target_id")
    wrong = before.compare(cw.Network.from_ties(first_seen, partners=before.partners()))
    assert (wrong.kept, wrong.lost) == (0, 158)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(make: Callable[..., cw.Network], directed: bool) -> None:
    net = make(directed=directed)
    change = net.compare(net)
    assert (change.gained, change.lost, change.joiners) == (0, 0, 0)
    measures = [
        change.jaccard,
        change.churn,
        change.persistence,
        change.formation,
        change.hamming,
        change.partner_jaccard,
        change.correlation(),
        change.correlation(over="ties"),
    ]
    check(measures, net)
    check([change.partners(mode=mode) for mode in ["all", "in", "out"]], net)
    assert change.ties().height == net.n_ties
    assert str(change)
    assert repr(change)
