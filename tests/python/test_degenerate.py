"""Every measure on every degenerate network: a defined answer or an InputError, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import commonweal as cw
import polars as pl
import pytest


def build(n: int, ties: list[tuple[str, ...]], **options: Any) -> cw.Network:
    return cw.Network.from_ties(
        ties,
        partners={"partner_id": pl.Series([f"p{i}" for i in range(n)], dtype=pl.String)},
        **options,
    )


MAKERS: dict[str, Callable[..., cw.Network]] = {
    "nobody": lambda **o: build(0, [], **o),
    "one": lambda **o: build(1, [], **o),
    "two apart": lambda **o: build(2, [], **o),
    "two tied": lambda **o: build(2, [("p0", "p1")], **o),
    "isolates": lambda **o: build(5, [], **o),
    "self-tie dropped": lambda **o: build(2, [("p0", "p0")], self_ties="drop", **o),
    "duplicate": lambda **o: build(3, [("p0", "p1")] * 3, duplicates="first", **o),
    "nobody answered": lambda **o: build(4, [], respondents=[], **o),
    "one answered": lambda **o: build(4, [("p0", "p1")], respondents=["p0"], **o),
    "one alone, unanswered": lambda **o: build(1, [], respondents=[], **o),
    "weak ties": lambda **o: build(
        3, [("p0", "p1", 1e-300), ("p1", "p2", 1e300)], value="value", **o
    ),
    "backbone only": lambda **o: cw.Network.from_ties(
        [("a", "b")], partners={"partner_id": ["a", "b"], "is_backbone": [True, True]}, **o
    ),
}

MEASURES: dict[str, Callable[[cw.Network], Any]] = {
    "density": lambda n: n.density(),
    "mean_degree": lambda n: n.mean_degree(),
    "reciprocity": lambda n: [n.reciprocity(kind=k) for k in ["arc", "dyad", "agreement"]],
    "components": lambda n: [n.components(kind=k) for k in ["weak", "strong"]],
    "connectedness": lambda n: [n.connectedness(kind=k) for k in ["krackhardt", "reachable"]],
    "degree_centralization": lambda n: [
        n.degree_centralization(mode=m) for m in ["all", "in", "out"]
    ],
    "component_membership": lambda n: n.component_membership(kind="strong"),
    "cohesion": lambda n: n.cohesion(),
    "coverage": lambda n: n.coverage(),
    "degree": lambda n: [n.degree(mode=m) for m in ["all", "in", "out"]],
    "strength": lambda n: n.degree(weighted=True),
    "closeness": lambda n: [
        n.closeness(mode=m, normalized=s) for m in ["in", "out"] for s in [True, False]
    ],
    "weighted closeness": lambda n: n.closeness(weighted=True),
    "betweenness": lambda n: [n.betweenness(normalized=s) for s in [True, False]],
    "weighted betweenness": lambda n: n.betweenness(weighted=True),
    "coreness": lambda n: [
        n.coreness(mode=m, mutual=t) for m in ["all", "in", "out"] for t in ["once", "twice"]
    ],
    "partners": lambda n: n.partners(),
    "ties": lambda n: n.ties(),
    "without": lambda n: n.without(n.partners()["partner_id"]),
    "without_backbone": lambda n: n.without_backbone(),
    "largest_component": lambda n: n.largest_component(),
    "symmetrise": lambda n: [n.symmetrise(r) for r in ["either", "both", "max", "min", "mean"]],
    "dichotomise": lambda n: n.dichotomise("above", 1),
    "to_numpy": lambda n: n.to_numpy(),
    "to_networkx": lambda n: n.to_networkx(),
    "to_igraph": lambda n: n.to_igraph(),
    "plot": lambda n: [n.plot().to_svg(), n.plot(labels=False).to_png(scale=1)],
    "repr": lambda n: [repr(n), repr(n.coverage()), str(n.coverage()), n.notes],
}


def check(answer: Any, n: cw.Network) -> None:
    """A measure is None with a reason or a number in its bounds; a frame has a row a partner."""
    if isinstance(answer, list):
        for part in answer:
            check(part, n)
    elif isinstance(answer, cw.Measure):
        assert str(answer)
        answer.to_dict()
        answer._repr_html_()
        if answer.value is None:
            assert answer.caveats or "not defined" in str(answer)
        elif answer.interval is not None:
            low, high, _ = answer.interval
            assert low - 1e-12 <= answer.value <= high + 1e-12
        assert answer.coverage is None or 0 <= answer.coverage <= 1
    elif isinstance(answer, pl.DataFrame) and answer.columns[0] == "partner_id":
        assert answer.height == len(n)
        numbers = answer.select(pl.selectors.float())
        assert not any(column.is_nan().any() for column in numbers.iter_columns())


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_an_answer_or_an_error(
    make: Callable[..., cw.Network],
    measure: Callable[[cw.Network], Any],
    directed: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    net = make(directed=directed)
    try:
        answer = measure(net)
    except cw.InputError as error:
        told = str(error)
        assert any(word in told for word in ["value", "direction"])
    else:
        check(answer, net)
    assert "panicked" not in capfd.readouterr().err


def test_nobody_answered_is_unknown_and_not_zero() -> None:
    net = MAKERS["nobody answered"]()
    assert net.density().value is None
    assert net.degree(mode="out")["degree"].to_list() == [None] * 4
    assert net.density().coverage == 0
    assert net.coverage().pairs_none == 6
    assert str(net.coverage()).startswith("0 of 4")


def test_no_ties_among_those_who_answered_is_zero() -> None:
    net = MAKERS["isolates"]()
    assert net.density().value == 0.0
    assert net.degree(mode="out")["degree"].to_list() == [0.0] * 5
    assert net.components().value == 5


def test_self_ties_and_repeated_pairs_are_refused_unless_allowed() -> None:
    with pytest.raises(cw.InputError, match="self_ties"):
        build(2, [("p0", "p0")])
    with pytest.raises(cw.InputError, match="duplicates"):
        build(2, [("p0", "p1"), ("p0", "p1")])
    with pytest.raises(cw.InputError, match="duplicates"):
        build(2, [("p0", "p1"), ("p1", "p0")], directed=False)
    assert build(2, [("p0", "p1"), ("p1", "p0")]).n_ties == 2


OUTCOMES: dict[str, tuple[list[int | None], list[int | None]]] = {
    "empty": ([], []),
    "one group": ([3], [10]),
    "nobody": ([0], [0]),
    "a group of nobody": ([0, 5], [0, 20]),
    "all and none": ([0, 20], [20, 20]),
    "hidden": ([None, 5], [None, 20]),
}


@pytest.mark.parametrize(("successes", "total"), OUTCOMES.values(), ids=OUTCOMES)
def test_outcomes_of_few(successes: list[int | None], total: list[int | None]) -> None:
    frame = pl.DataFrame(
        {"g": [f"g{i}" for i in range(len(total))], "k": successes, "n": total},
        schema={"g": pl.String, "k": pl.Int64, "n": pl.Int64},
    )
    o = cw.Outcomes.from_counts(frame, successes="k", total="n", by="g")
    t = cw.Target(baseline="60%", goal="80%", cohort=20, start=2026, years=2)
    calls: list[Callable[[], Any]] = [
        o.rates,
        lambda: o.rates(by="g"),
        *[
            lambda r=reference: o.gaps(by="g", reference=r)
            for reference in ["rest", "overall", "best", 0.8, "g0"]
        ],
        lambda: o.needed(by="g"),
        lambda: o.describe(by="g"),
        lambda: o.concentration(goal="80%", by="g"),
        lambda: o.concentration(goal="80%", by="g").plot().to_svg(),
        lambda: o.plot(by="g").to_svg(),
        lambda: t.allocate(o, by="g").to_frame(),
        lambda: t.allocate(o, by="g", method="shortfall", total=3).to_frame(),
        lambda: t.plot(o).to_svg(),
        lambda: o.target(goal="80%", years=5, start=2025),
        lambda: repr(o),
    ]
    for call in calls:
        try:
            answer = call()
        except cw.InputError as error:
            assert "internal" not in str(error)
            continue
        if isinstance(answer, pl.DataFrame) and "rate" in answer.columns:
            rates = answer["rate"].drop_nulls()
            assert rates.is_between(0, 1).all()
            # A rate of nobody is not zero.
            assert answer.filter(pl.col("n") == 0)["rate"].is_null().all()
