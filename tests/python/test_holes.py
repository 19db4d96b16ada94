"""Structural holes and brokerage: networkx, igraph, UCINET's published numbers, by hand."""

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
from oracles import CLASSICS, Trio, classic, messy, trio
from test_degenerate import MAKERS, check

TIGHT = {"rtol": 1e-9, "atol": 1e-9}
ROLES = ["coordinator", "itinerant", "gatekeeper", "representative", "liaison"]


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def strengths(net: cw.Network, weighted: bool) -> np.ndarray:
    """z_ij + z_ji as a matrix, from the table of ties."""
    n, number = len(net), {p: i for i, p in enumerate(net.partners()["partner_id"])}
    z = np.zeros((n, n))
    for source, target, *value in net.ties().iter_rows():
        z[number[source], number[target]] += value[0] if weighted else 1
    return z + z.T


def burt(s: np.ndarray, scope: str) -> np.ndarray:
    """The formulas of Burt (1992, ch. 2) in matrices: one row a partner."""
    rows = []
    for i in range(len(s)):
        contacts = np.flatnonzero(s[i])
        if len(contacts) == 0:
            rows.append([0, np.nan, np.nan, np.nan, np.nan])
            continue
        inside = np.zeros(len(s), dtype=bool)
        inside[[i, *contacts]] = True
        own = s * np.outer(inside, inside) if scope == "ego" else s
        total, largest = own.sum(1), own.max(1)
        p = np.divide(own, total[:, None], where=total[:, None] > 0, out=np.zeros_like(own))
        m = np.divide(own, largest[:, None], where=largest[:, None] > 0, out=np.zeros_like(own))
        redundancy = np.array([(p[i] * m[j]).sum() for j in contacts])
        dyadic = np.array([(p[i, j] + p[i] @ p[:, j]) ** 2 for j in contacts])
        size = len(contacts) - redundancy.sum()
        share = dyadic / dyadic.mean()
        hierarchy = 1.0
        if len(contacts) > 1:
            hierarchy = (share * np.log(share)).sum() / (len(contacts) * np.log(len(contacts)))
        rows.append([len(contacts), size, size / len(contacts), dyadic.sum(), hierarchy])
    return np.array(rows)


@pytest.mark.parametrize("scope", ["whole", "ego"])
def test_the_formulas_as_printed(net: Trio, scope: str) -> None:
    # A strength is asked for only where values are strengths (emon's frequencies are distances).
    for weighted in [False, True] if net.ours.valued else [False]:
        try:
            ours = net.ours.structural_holes(scope=scope, weighted=weighted)
        except cw.InputError as error:
            assert weighted
            assert "distances" in str(error)
            continue
        expected = burt(strengths(net.ours, weighted), scope)
        assert_allclose(ours.select(pl.selectors.float()).to_numpy(), expected, **TIGHT)


def test_whole_constraint_is_that_of_igraph_and_networkx(net: Trio) -> None:
    ours = net.ours.structural_holes()["constraint"].to_numpy()
    assert_allclose(ours, net.ig.constraint(), **TIGHT)
    assert_allclose(ours, net.nx_values(nx.constraint(net.nx)), **TIGHT)


def test_weighted_constraint_is_that_of_igraph_and_networkx(outside: Path) -> None:
    karate = classic(outside, "karate")
    ours = karate.ours.structural_holes(weighted=True)["constraint"]
    assert_allclose(ours, karate.ig.constraint(weights="weight"), **TIGHT)
    theirs = nx.constraint(karate.nx, weight="weight")
    assert_allclose(ours, karate.nx_values(theirs), **TIGHT)


def test_effective_size_is_that_of_networkx_where_it_is_right(net: Trio) -> None:
    # nodes= takes its path with row maxima; without it only undirected unweighted graphs are right.
    ours = net.ours.structural_holes()["effective_size"].to_numpy()
    theirs = net.nx_values(nx.effective_size(net.nx, nodes=list(net.nx)))
    # On directed ties it sums over successors only: right where all contacts are successors.
    right = [set(net.nx[i]) == set(nx.all_neighbors(net.nx, i)) for i in net.ids]
    assert sum(right) > 0
    assert_allclose(ours[right], theirs[right], **TIGHT)


def test_dyadic_constraint_is_that_of_networkx(net: Trio) -> None:
    frame = net.ours.dyadic_constraint()
    for source, target, value in frame.iter_rows():
        assert value == pytest.approx(nx.local_constraint(net.nx, source, target), abs=1e-9)
    sums = frame.group_by("source_id").agg(pl.col("dyadic_constraint").sum())
    both = net.ours.structural_holes().join(sums, left_on="partner_id", right_on="source_id")
    assert_allclose(both["dyadic_constraint"], both["constraint"], **TIGHT)


def test_borgatti_1997_by_the_shortcut(outside: Path) -> None:
    # Borgatti 1997: undirected and unvalued, size n - 2t/n with t ties among n contacts.
    ties = pl.read_csv(outside / "networks" / "borgatti1997_edges.csv")
    net = cw.Network.from_ties(
        ties, source="source", target="target", value="value", directed=False
    )
    graph = nx.Graph(ties.select("source", "target").rows())
    for partner, _, size, *_ in net.structural_holes().iter_rows():
        contacts = list(graph[partner])
        among = graph.subgraph(contacts).number_of_edges()
        assert size == pytest.approx(len(contacts) - 2 * among / len(contacts), abs=1e-12)
    # The published example: G has 6 contacts and an effective size of 4.67.
    g = dict(net.structural_holes().select("partner_id", "effective_size").iter_rows())["G"]
    assert round(g, 2) == 4.67


def test_trap_02_self_ties_do_not_reach_constraint() -> None:
    # With the self-tie networkx says 1.162 of the reference survey; without it must not matter.
    ties = [("a", "b"), ("b", "a"), ("a", "c"), ("c", "d")]
    with_loop = cw.Network.from_ties([*ties, ("a", "a")], self_ties="drop")
    for scope in ["whole", "ego"]:
        ours = with_loop.structural_holes(scope=scope)
        assert ours.equals(cw.Network.from_ties(ties).structural_holes(scope=scope))
    looped = nx.DiGraph([*ties, ("a", "a")])
    assert nx.constraint(looped)["a"] != pytest.approx(ours["constraint"][0], abs=0.01)


def test_trap_25_two_scopes_of_constraint(outside: Path) -> None:
    # UCINET 6.849 on the camp: whole network 0.386 and 0.513, ego network 0.436 and 0.728.
    camp = classic(outside, "campnet").ours
    found = {
        scope: dict(camp.structural_holes(scope=scope).select("partner_id", "constraint").rows())
        for scope in ["whole", "ego"]
    }
    assert round(found["whole"]["HOLLY"], 3) == 0.386
    assert round(found["whole"]["JOHN"], 3) == 0.513
    assert round(found["ego"]["HOLLY"], 3) == 0.436
    assert round(found["ego"]["JOHN"], 3) == 0.728
    # It can exceed 1, so the degree stands beside it and a caveat says what not to compare.
    frame = camp.structural_holes(scope="ego")
    assert round(found["ego"]["BILL"], 3) == 1.080
    assert frame.columns[:2] == ["partner_id", "degree"]
    assert any("equal degree" in caveat for caveat in frame.about[3]["caveats"])
    assert "whole network" in camp.structural_holes().about[3]["convention"]


def test_trap_26_isolates_pendants_and_those_who_only_receive() -> None:
    net = trio(["a", "b", "c", "d"], [("a", "b"), ("a", "c"), ("b", "c")], directed=True)
    burts = net.ours.structural_holes()
    assert burts["constraint"][3] is None
    assert burts["effective_size"][3] is None
    ucinet = net.ours.structural_holes(convention="ucinet")
    assert (ucinet["constraint"][3], ucinet["effective_size"][3]) == (None, 0.0)
    # c only receives: a number here and in networkx' constraint(G); constraint(G, [c]) is NaN.
    assert burts["constraint"][2] == pytest.approx(nx.constraint(net.nx)["c"])
    assert np.isnan(nx.constraint(net.nx, nodes=["c"])["c"])
    pendant = cw.Network.from_ties([("a", "b")], directed=False)
    assert pendant.structural_holes()["constraint"].to_list() == [1, 1]
    assert pendant.structural_holes(convention="ucinet")["constraint"].to_list() == [None, None]


def test_trap_27_effective_size_with_row_maxima() -> None:
    # 0<->1, 0->2, 1->2. By hand 7/6; networkx 3.6.1 gives 1.333 without nodes=.
    net = trio(["0", "1", "2"], [("0", "1"), ("1", "0"), ("0", "2"), ("1", "2")], directed=True)
    ours = net.ours.structural_holes()["effective_size"][0]
    assert ours == pytest.approx(7 / 6, abs=1e-12)
    assert nx.effective_size(net.nx, nodes=list(net.nx))["0"] == pytest.approx(7 / 6)


def test_trap_28_efficiency_and_hierarchy() -> None:
    # A pendant has hierarchy 1. a knows b and c, who know each other, and d.
    ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("d", "e")]
    frame = cw.Network.from_ties(ties, directed=False).structural_holes()
    assert_allclose(frame["efficiency"], frame["effective_size"] / frame["degree"], rtol=1e-12)
    assert frame.filter(pl.col("partner_id") == "e")["hierarchy"][0] == 1.0
    # By hand: p = 1/3 each; c_ab = c_ac = (1/3 + 1/3 * 1/2)^2 = 1/4, c_ad = 1/9; C = 11/18.
    r = np.array([1 / 4, 1 / 4, 1 / 9]) / (11 / 18 / 3)
    hand = (r * np.log(r)).sum() / (3 * np.log(3))
    assert frame["constraint"][0] == pytest.approx(11 / 18, abs=1e-12)
    assert frame["hierarchy"][0] == pytest.approx(hand, abs=1e-12)


def triple_loop(graph: nx.DiGraph, kind: dict[str, str]) -> dict[str, list[int]]:
    """Gould & Fernandez' definition, triple by triple."""
    counts = {b: [0] * 5 for b in graph}
    for a, b, c in permutations(graph, 3):
        if graph.has_edge(a, b) and graph.has_edge(b, c) and not graph.has_edge(a, c):
            x, y, z = kind[a], kind[b], kind[c]
            role = 0 if x == y == z else 1 if x == z else 2 if y == z else 3 if x == y else 4
            counts[b][role] += 1
    return counts


@pytest.mark.parametrize("name", ["campnet", "reports_to", "sampson", "florentine", "kite"])
def test_trap_29_brokerage_by_a_triple_loop(outside: Path, name: str) -> None:
    net = classic(outside, name)
    kinds = {partner: "xyz"[i * 7 % 3] for i, partner in enumerate(net.ids)}
    ours = net.ours.brokerage([kinds[i] for i in net.ids], draws=0)
    graph = net.nx if net.ours.directed else net.nx.to_directed()
    counts = triple_loop(graph, kinds)
    assert ours.select(ROLES).rows() == [tuple(map(float, counts[i])) for i in net.ids]
    assert ours["total"].to_list() == [sum(counts[i]) for i in net.ids]
    if not net.ours.directed:
        halved = net.ours.brokerage([kinds[i] for i in net.ids], halved=True, draws=0)
        assert_allclose(2 * halved.select(ROLES).to_numpy(), ours.select(ROLES).to_numpy())


def test_trap_29_names_and_the_direct_tie() -> None:
    # b_OI gatekeeper is A B B, b_IO representative A A B; the sna help once had them swapped.
    net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    assert net.brokerage(["A", "B", "B"], draws=0)["gatekeeper"].to_list() == [0, 1, 0]
    assert net.brokerage(["A", "A", "B"], draws=0)["representative"].to_list() == [0, 1, 0]
    closed = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "c")])
    assert closed.brokerage(["A", "B", "B"], draws=0)["total"].to_list() == [0, 0, 0]
    with pytest.raises(cw.InputError, match="halve"):
        net.brokerage(["A", "B", "B"], halved=True)


def test_brokerage_beside_shuffled_kinds(outside: Path) -> None:
    camp = classic(outside, "campnet")
    gender = pl.read_csv(outside / "networks" / "campnet_nodes.csv")["gender"]
    frame = camp.ours.brokerage(gender, draws=2000, seed=1)
    assert frame.equals(camp.ours.brokerage(gender, draws=2000, seed=1))
    assert not frame.equals(camp.ours.brokerage(gender, draws=2000, seed=2))
    # Expected roles of a partner add up to what it brokers; two kinds have no liaison.
    expected = frame.select([f"{role}_expected" for role in ROLES]).sum_horizontal()
    assert_allclose(expected, frame["total"], **TIGHT)
    assert frame["liaison_expected"].abs().max() < 1e-12
    # Exact by hand: 8 of 18 are women, 10 men: P(AAA) = (8*7*6 + 10*9*8)/(18*17*16).
    share = (8 * 7 * 6 + 10 * 9 * 8) / (18 * 17 * 16)
    assert_allclose(frame["coordinator_expected"], frame["total"] * share, **TIGHT)
    for role in ROLES[:4]:
        low, high = frame[f"{role}_p_low"], frame[f"{role}_p_high"]
        assert low.min() >= 1 / 2001
        assert (low + high).min() > 1  # the observed arrangement is in both tails
        z = frame[f"{role}_z"]
        above = frame[role] - frame[f"{role}_expected"]
        clear = z.abs().fill_null(0) > 0.3
        assert (z.filter(clear).sign() == above.filter(clear).sign()).all()


def test_by_is_an_attribute_or_a_list() -> None:
    partners = {"partner_id": ["a", "b", "c"], "sector": ["x", "y", "y"]}
    net = cw.Network.from_ties([("a", "b"), ("b", "c")], partners=partners)
    named = net.brokerage("sector", draws=0)
    assert named.equals(net.brokerage(["x", "y", "y"], draws=0))
    assert named.equals(net.brokerage(pl.Series(["x", "y", "y"]), draws=0))
    with pytest.raises(cw.InputError, match="sector"):
        net.brokerage("sectr")
    with pytest.raises(cw.InputError, match="3 expected"):
        net.brokerage(["x", "y"])
    with pytest.raises(cw.InputError, match="list with one value"):
        net.brokerage({"a": "x"})
    with pytest.raises(cw.InputError, match="list with one value"):
        net.brokerage(3)
    assert net.brokerage(["x", None, float("nan")], draws=0)["total"].to_list() == [0, None, None]


CALLS: dict[str, Callable[[cw.Network], object]] = {
    "holes": lambda n: [
        n.structural_holes(scope=s, convention=c)
        for s in ["whole", "ego"]
        for c in ["burt", "ucinet"]
    ],
    "dyadic": lambda n: n.dyadic_constraint(scope="ego"),
    "brokerage": lambda n: n.brokerage(["x", "y", None, "x", "y"][: len(n)], draws=3),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(
    make: Callable[..., cw.Network], call: Callable[[cw.Network], object], directed: bool
) -> None:
    net = make(directed=directed)
    check(call(net), net)


def test_extreme_strengths_stay_numbers() -> None:
    net = MAKERS["weak ties"](directed=False)
    frame = net.structural_holes(weighted=True)
    assert_allclose(frame["constraint"].to_numpy(), [1, 1, 1], rtol=1e-9)
    assert frame["hierarchy"].to_list() == [1, 1, 1]


def test_the_messy_survey(outside: Path) -> None:
    net = messy(outside)
    frame = net.structural_holes()
    known = net.degree(mode="all")["degree"]
    # Contacts in either direction, wherever somebody has spoken; the survey covers 81 of 90 cells.
    assert frame["degree"].to_list() == known.to_list()
    assert frame.about[0]["coverage"] == pytest.approx(0.9)
    assert any("unknown" in caveat for caveat in frame.about[3]["caveats"])
    assert_allclose(
        frame["constraint"].fill_null(np.nan), burt(strengths(net, False), "whole")[:, 3], **TIGHT
    )
    # H did not answer: whom it passes things on to is unknown, so is its brokerage.
    roles = net.brokerage("sector", draws=9)
    silent = roles.filter(pl.col("partner_id") == "H")
    assert silent["total"][0] is None
    assert roles["total"].null_count() == 1
