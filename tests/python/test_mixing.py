"""E-I, assortativity, segregation and mixing tables: networkx, igraph, by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import commonweal as cw
import networkx as nx
import numpy as np
import polars as pl
import pytest
from numpy.testing import assert_allclose
from oracles import CLASSICS, Trio, classic, messy
from test_degenerate import MAKERS, check

TIGHT = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def attribute(outside: Path, file: str, column: str) -> pl.Series:
    return pl.read_csv(outside / "networks" / f"{file}_nodes.csv")[column]


def some_kinds(net: Trio) -> list[str]:
    """Three kinds of unequal size, by position."""
    return ["xxyzzxy"[i * 5 % 7] for i in range(len(net.ids))]


def matrix(net: cw.Network) -> np.ndarray:
    return net.to_numpy()


def blocks(net: cw.Network, kinds: list[str]) -> tuple[list[str], np.ndarray]:
    """Ties between kinds as a matrix of ordered pairs."""
    names = sorted(set(kinds))
    member = np.array([[k == name for name in names] for k in kinds], dtype=float)
    return names, member.T @ (matrix(net) > 0) @ member


def test_nominal_assortativity_is_that_of_networkx_and_igraph(net: Trio) -> None:
    kinds = some_kinds(net)
    ours = net.ours.assortativity(kinds)
    nx.set_node_attributes(net.nx, dict(zip(net.ids, kinds, strict=True)), "kind")
    theirs = nx.attribute_assortativity_coefficient(net.nx, "kind")
    assert float(ours) == pytest.approx(theirs, abs=1e-9)
    codes = [sorted(set(kinds)).index(k) for k in kinds]
    assert float(ours) == pytest.approx(net.ig.assortativity_nominal(codes), abs=1e-9)
    assert ours.n == net.ours.n_ties


def test_numeric_assortativity_is_that_of_networkx_and_igraph(net: Trio) -> None:
    numbers = [(i * 7 % 11) - 4.5 for i in range(len(net.ids))]
    ours = float(net.ours.assortativity(numbers, kind="numeric"))
    nx.set_node_attributes(net.nx, dict(zip(net.ids, numbers, strict=True)), "x")
    assert ours == pytest.approx(nx.numeric_assortativity_coefficient(net.nx, "x"), abs=1e-9)
    assert ours == pytest.approx(net.ig.assortativity(numbers), abs=1e-9)


def test_numeric_assortativity_by_seniority(outside: Path) -> None:
    lawyers = classic(outside, "lawyers")
    years = attribute(outside, "lazega", "seniority")
    nx.set_node_attributes(lawyers.nx, dict(zip(lawyers.ids, years, strict=True)), "x")
    theirs = nx.numeric_assortativity_coefficient(lawyers.nx, "x")
    assert float(lawyers.ours.assortativity(years, kind="numeric")) == pytest.approx(theirs)
    with pytest.raises(cw.InputError, match=r"newman"):
        lawyers.ours.assortativity(attribute(outside, "lazega", "office"), kind="numeric")


@pytest.mark.parametrize(("source", "target"), [("out", "in"), ("in", "in"), ("in", "out")])
def test_degree_assortativity_is_that_of_networkx(net: Trio, source: str, target: str) -> None:
    ours = net.ours.degree_assortativity(source=source, target=target)
    x, y = (source, target) if net.ours.directed else ("out", "in")
    if ours.value is None:
        # Everybody in campnet names three, in reports_to one: networkx divides by zero.
        degrees = {"out": net.nx.out_degree, "in": net.nx.in_degree}
        ends = [(degrees[x](a), degrees[y](b)) for a, b in net.nx.edges()]
        assert min(len(set(side)) for side in zip(*ends, strict=True)) == 1
        return
    theirs = nx.degree_assortativity_coefficient(net.nx, x=x, y=y)
    assert float(ours) == pytest.approx(theirs, abs=1e-9, nan_ok=True)
    if (source, target) == ("out", "in"):
        assert float(ours) == pytest.approx(net.ig.assortativity_degree(), abs=1e-9)


def test_trap_36_separate_margins_and_not_symmetrised(outside: Path) -> None:
    # Reference values: Newman as in networkx, igraph and UCINET, and netseg's.
    advice = classic(outside, "advice").ours
    dept = attribute(outside, "hightech", "dept")
    lawyers = classic(outside, "lawyers").ours
    status = attribute(outside, "lazega", "status")
    for ours, by, newman, netseg in [
        (advice, dept, 0.0239, -0.0102),
        (lawyers, status, 0.3199, 0.2898),
    ]:
        assert round(float(ours.assortativity(by)), 4) == newman
        assert round(float(ours.assortativity(by, kind="symmetrised")), 4) == netseg
        assert ours.assortativity(by, kind="symmetrised").kind == "symmetrised"


def test_trap_37_e_i_beside_what_sizes_alone_give(outside: Path) -> None:
    lawyers = classic(outside, "lawyers").ours
    gender = attribute(outside, "lazega", "gender")
    ei = lawyers.ei_index(gender, draws=999, seed=1)
    assert round(float(ei), 3) == -0.406
    assert round(ei.expected, 3) == -0.232
    sizes = gender.value_counts()["count"].to_numpy()
    n = len(gender)
    assert ei.expected == pytest.approx(1 - 2 * (sizes * (sizes - 1)).sum() / (n * (n - 1)))
    # The shuffles have that mean, within their own error.
    test = ei.test
    assert test is not None
    assert abs(test["mean"] - ei.expected) < 4 * test["sd"] / np.sqrt(999)
    assert test["p_low"] < 0.02
    assert "-0.232" in str(ei)
    assert "0.00" in ei.whole.reference


def test_trap_40_both_tails_with_the_observed_arrangement_in_them() -> None:
    # All kinds alike: every shuffle equals what is observed, so both tails are 1, z undefined.
    net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    test = net.ei_index(["x", "x", "x"], draws=99).test
    assert test is not None
    assert (test["p_high"], test["p_low"], test["p"]) == (1, 1, 1)
    assert test["smallest"] == 1 / 100
    assert test["z"] is None


def test_e_i_p_value_by_every_arrangement() -> None:
    # 5 partners, 2 of kind y: the share of all 10 arrangements with an index as low.
    ties = [("a", "b"), ("b", "c"), ("a", "d"), ("d", "b"), ("e", "c")]
    net = cw.Network.from_ties(ties, directed=True)
    ids = net.partners()["partner_id"].to_list()

    def index(kinds: tuple[str, ...]) -> float:
        kind = dict(zip(ids, kinds, strict=True))
        external = sum(kind[s] != kind[t] for s, t in ties)
        return (2 * external - len(ties)) / len(ties)

    observed = index(tuple("xxyxy"))
    everything = [index(kinds) for kinds in set(permutations("xxxyy"))]
    assert len(everything) == 10
    ei = net.ei_index(list("xxyxy"), draws=20_000, seed=3)
    assert float(ei) == pytest.approx(observed)
    assert ei.expected == pytest.approx(np.mean(everything))
    assert ei.test is not None
    exact = np.mean([value <= observed for value in everything])
    assert ei.test["p_low"] == pytest.approx(exact, abs=0.015)
    assert ei.test["sd"] == pytest.approx(np.std(everything), abs=0.01)


def test_trap_43_the_standard_deviation_is_that_of_a_sample() -> None:
    # UCINET prints population deviations; the shuffles are a sample, so the divisor is draws - 1.
    # The index is 1 or -1, so the deviation follows from the mean.
    net = cw.Network.from_ties([("a", "b")], partners={"partner_id": ["a", "b", "c"]})
    test = net.ei_index(["x", "x", "y"], draws=50, seed=2).test
    assert test is not None
    share = (1 + test["mean"]) / 2
    population = 2 * np.sqrt(share * (1 - share))
    assert test["sd"] == pytest.approx(population * np.sqrt(50 / 49), abs=1e-12)


def test_e_i_of_kinds_and_partners(net: Trio) -> None:
    kinds = some_kinds(net)
    kind = dict(zip(net.ids, kinds, strict=True))
    ei = net.ours.ei_index(kinds, draws=0)
    assert ei.test is None
    ends = list(net.nx.edges())
    external = sum(kind[a] != kind[b] for a, b in ends)
    assert float(ei) == pytest.approx((2 * external - len(ends)) / len(ends), abs=1e-12)
    for name, partners, inside, outside_, index in ei.groups().iter_rows():
        assert partners == kinds.count(name)
        assert inside == sum(kind[a] == kind[b] == name for a, b in ends)
        assert outside_ == sum((kind[a] == name) != (kind[b] == name) for a, b in ends)
        assert index == pytest.approx((outside_ - inside) / (outside_ + inside), abs=1e-12)
    graph = nx.Graph(net.nx)
    for partner, index in ei.partners().iter_rows():
        contacts = list(graph[partner])
        if not contacts:
            assert index is None
            continue
        others = sum(kind[c] != kind[partner] for c in contacts)
        assert index == pytest.approx((2 * others - len(contacts)) / len(contacts), abs=1e-12)


def test_trap_37_weights_go_throughout() -> None:
    # UCINET's "treat as binary" changes its mixing table only; here it is one switch.
    ties = [("a", "b", 3.0), ("b", "c", 1.0), ("c", "a", 2.0)]
    net = cw.Network.from_ties(ties, value="value")
    by = ["x", "x", "y"]
    plain, valued = net.ei_index(by, draws=9), net.ei_index(by, draws=9, weighted=True)
    assert float(plain) == pytest.approx((2 - 1) / 3)
    assert float(valued) == pytest.approx((3 - 3) / 6)
    assert valued.groups()["internal"].to_list() == [3.0, 0.0]
    # a: b inside with 3, c outside with 2.
    assert valued.partners()["ei_index"][0] == pytest.approx((2 - 3) / 5)
    assert plain.partners()["ei_index"][0] == pytest.approx(0.0)
    assert "values" in valued.whole.convention
    with pytest.raises(cw.InputError, match="values"):
        cw.Network.from_ties([("a", "b")]).ei_index(["x", "y"], weighted=True)


def test_trap_38_coleman_and_yule(net: Trio) -> None:
    kinds = some_kinds(net)
    names, ties = blocks(net.ours, kinds)
    frame = net.ours.homophily(kinds)
    n = len(kinds)
    assert frame["kind"].to_list() == names
    for g, row in enumerate(frame.iter_rows(named=True)):
        size = kinds.count(row["kind"])
        share, p = ties[g, g] / ties[g].sum(), (size - 1) / (n - 1)
        expected = (share - p) / (1 - p) if share >= p else (share - p) / p
        assert row["coleman"] == pytest.approx(expected, abs=1e-12)
        a, c = ties[g, g], ties[g].sum() - ties[g, g]
        b, d = size * (size - 1) - a, size * (n - size) - c
        assert row["yules_q"] == pytest.approx((a * d - b * c) / (a * d + b * c), abs=1e-12)
    same = np.equal.outer(np.array(kinds), np.array(kinds)) & ~np.eye(n, dtype=bool)
    tied = matrix(net.ours) > 0
    off = ~np.eye(n, dtype=bool)
    a, b = (tied & same).sum(), (~tied & same).sum()
    c, d = (tied & ~same & off).sum(), (~tied & ~same & off).sum()
    q = float(net.ours.yules_q(kinds))
    assert q == pytest.approx((a * d - b * c) / (a * d + b * c), abs=1e-12)


def test_trap_38_a_kind_without_ties_is_null() -> None:
    net = cw.Network.from_ties([("a", "b"), ("a", "c")], partners={"partner_id": list("abcd")})
    frame = net.homophily(["x", "x", "y", "y"])  # y sends nothing
    assert frame["coleman"][1] is None
    # x sends 1 of 2 to itself where 1/3 is expected: (1/2 - 1/3)/(2/3).
    assert frame["coleman"][0] == pytest.approx(1 / 4)


def test_trap_39_three_models_expect_differently(outside: Path) -> None:
    lawyers = classic(outside, "lawyers").ours
    kinds = attribute(outside, "lazega", "gender").to_list()
    names, ties = blocks(lawyers, kinds)
    sizes = np.array([kinds.count(name) for name in names])
    n, m = len(kinds), ties.sum()
    cells = np.outer(sizes, sizes) - np.diag(sizes)
    expected = {
        "density": cells * m / (n * (n - 1)),
        "configuration": np.outer(ties.sum(1), ties.sum(0)) / m,
        "fixed_out": cells / sizes[:, None] * ties.sum(1)[:, None] / (n - 1),
    }
    over = set()
    for model, hand in expected.items():
        frame = lawyers.mixing(kinds, expected=model)
        assert frame.columns == [
            "from_kind", "to_kind", "ties", "possible", "unknown", "expected", "ratio"
        ]  # fmt: skip
        assert frame["from_kind"].to_list() == list(np.repeat(names, len(names)))
        assert_allclose(frame["ties"], ties.ravel())
        assert_allclose(frame["possible"], cells.ravel())
        assert_allclose(frame["expected"], hand.ravel(), **TIGHT)
        assert_allclose(frame["ratio"], (ties / hand).ravel(), **TIGHT)
        assert frame["expected"].sum() == pytest.approx(m)
        over.add(tuple(frame["ratio"] > 1))
    assert len(over) == 3  # every model marks other cells as over-represented


def test_mixing_of_pairs(outside: Path) -> None:
    karate = classic(outside, "karate")
    kinds = some_kinds(karate)
    names, ties = blocks(karate.ours, kinds)
    frame = karate.ours.mixing(kinds)
    hand = {
        (a, b): ties[g, h] / (2 if g == h else 1)
        for g, a in enumerate(names)
        for h, b in enumerate(names)
        if g <= h
    }
    assert {(a, b): t for a, b, t, *_ in frame.iter_rows()} == hand
    assert frame["possible"].sum() == 34 * 33 // 2
    assert frame["ties"].sum() == 78
    for model in ["density", "configuration"]:
        assert karate.ours.mixing(kinds, expected=model)["expected"].sum() == pytest.approx(78)
    with pytest.raises(cw.InputError, match="sender"):
        karate.ours.mixing(kinds, expected="fixed_out")
    with pytest.raises(cw.InputError, match=r"closest: \"density\""):
        karate.ours.mixing(kinds, expected="densty")


def test_an_unknown_kind_is_no_kind() -> None:
    net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a")])
    frame = net.mixing(["x", "x", None])
    assert frame.rows() == [("x", "x", 1, 2, 0, 1.0, 1.0)]
    assert any("1 partner of unknown kind" in c for c in frame.about[0]["caveats"])
    ei = net.ei_index(["x", "x", None], draws=5)
    assert float(ei) == -1.0
    assert ei.whole.n == 1
    assert ei.partners()["ei_index"].to_list() == [-1.0, -1.0, None]
    assert net.assortativity([1, 2, None], kind="numeric").value is None  # one tie does not vary


CALLS: dict[str, Callable[[cw.Network, list[str | None]], object]] = {
    "ei": lambda n, by: [n.ei_index(by, draws=3).whole, n.ei_index(by, draws=3).partners()],
    "ei groups": lambda n, by: n.ei_index(by, draws=3).groups(),
    "ei text": lambda n, by: [str(n.ei_index(by)), repr(n.ei_index(by, draws=0))],
    "newman": lambda n, by: n.assortativity(by),
    "symmetrised": lambda n, by: n.assortativity(by, kind="symmetrised"),
    "numeric": lambda n, by: n.assortativity(
        [None if b is None else ord(b) for b in by], kind="numeric"
    ),
    "degree": lambda n, by: n.degree_assortativity(),
    "mixing": lambda n, by: [n.mixing(by, expected=e) for e in ["density", "configuration"]],
    "homophily": lambda n, by: n.homophily(by),
    "yule": lambda n, by: n.yules_q(by),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(
    make: Callable[..., cw.Network],
    call: Callable[[cw.Network, list[str | None]], object],
    directed: bool,
) -> None:
    net = make(directed=directed)
    check(call(net, ["x", "y", None, "x", "y"][: len(net)]), net)
    if directed:
        frame = net.mixing(["x"] * len(net), expected="fixed_out")
        assert frame.height == min(len(net), 1)


def test_the_messy_survey(outside: Path) -> None:
    net = messy(outside)
    sector = net.partners()["sector"].to_list()
    ids = net.partners()["partner_id"].to_list()
    silent = ids.index("H")
    table = net.mixing("sector", expected="fixed_out")
    assert table["possible"].sum() == 90
    # H's row is unknown: one cell for every other partner, and H's sector sends fewer known cells.
    assert table["unknown"].sum() == 9
    assert set(table.filter(pl.col("unknown") > 0)["from_kind"]) == {sector[silent]}
    assert table["expected"].sum() == pytest.approx(table["ties"].sum())
    assert table.about[0]["coverage"] == pytest.approx(0.9)
    # Bounds of E-I: fill H's nine cells with ties to its own sector only, and to the others only.
    ei = net.ei_index("sector", draws=9)
    kind = dict(zip(ids, sector, strict=True))
    ends = net.ties().select("source_id", "target_id").rows()
    external = sum(kind[a] != kind[b] for a, b in ends)
    internal = len(ends) - external
    own = sector.count(sector[silent]) - 1
    low = (external - internal - own) / (external + internal + own)
    high = (external + 9 - own - internal) / (external + 9 - own + internal)
    assert ei.whole.interval is not None
    assert ei.whole.interval[:2] == pytest.approx((low, high), abs=1e-12)
    assert float(ei) == pytest.approx((external - internal) / (external + internal))
    # Coleman's p is the share of known cells: H's sector without H's own row.
    frame = net.homophily("sector")
    row = frame.filter(pl.col("kind") == sector[silent]).row(0, named=True)
    size = own + 1
    assert row["expected_share"] == pytest.approx((size - 1) ** 2 / ((size - 1) * 9))
