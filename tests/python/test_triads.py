"""Dyads, triads, clustering, transitivity, small worlds and rewiring, beside other tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import commonweal as cw
import igraph as ig
import networkx as nx
import numpy as np
import pytest
from numpy.testing import assert_allclose
from oracles import CLASSICS, Trio, classic, messy
from test_degenerate import MAKERS, check

DIRECTED = [name for name, (_, _, directed, _) in CLASSICS.items() if directed]
# Strengths; emon's values are distances and have no weighted clustering.
VALUED = ["karate"]
TIGHT = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


@pytest.fixture(params=DIRECTED)
def directed(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def column(frame: Any) -> np.ndarray:
    return frame[:, 1].cast(float).fill_null(np.nan).to_numpy()


def weighted_digraph(seed: int) -> Trio:
    """A directed, valued network with isolates, drawn once and given to all three libraries."""
    from oracles import trio

    rng = np.random.default_rng(seed)
    ids = [f"p{i}" for i in range(14)]
    cells = [(a, b) for a in ids[:12] for b in ids[:12] if a != b and rng.random() < 0.35]
    ties = [(a, b, float(rng.integers(1, 6))) for a, b in cells]
    return trio(ids, ties, directed=True)


def test_triangles_of_every_partner(net: Trio) -> None:
    underlying = nx.Graph(net.nx)
    ours = column(net.ours.triangles())
    assert_allclose(ours, net.nx_values(nx.triangles(underlying)), rtol=0)
    assert float(net.ours.triangle_count()) == ours.sum() / 3


def test_clustering_is_igraphs_and_networkxs(net: Trio) -> None:
    underlying = net.ig.as_undirected(mode="collapse", combine_edges=None)
    theirs = underlying.transitivity_local_undirected(mode="nan")
    assert_allclose(column(net.ours.clustering()), theirs, **TIGHT)
    zero = column(net.ours.clustering(convention="networkx"))
    assert_allclose(zero, net.nx_values(nx.clustering(nx.Graph(net.nx))), **TIGHT)


def test_average_clustering_has_two_conventions(net: Trio) -> None:
    underlying = net.ig.as_undirected(mode="collapse", combine_edges=None)
    for convention, mode in [("igraph", "nan"), ("networkx", "zero")]:
        ours = net.ours.average_clustering(convention=convention)
        theirs = underlying.transitivity_avglocal_undirected(mode=mode)
        assert float(ours) == pytest.approx(theirs, abs=1e-12)
        assert ours.kind == convention


def test_directed_clustering_is_networkxs(directed: Trio) -> None:
    ours = column(directed.ours.clustering(directed=True, convention="networkx"))
    assert_allclose(ours, directed.nx_values(nx.clustering(directed.nx)), **TIGHT)


@pytest.mark.parametrize("seed", range(5))
def test_weighted_clustering(seed: int, outside: Path) -> None:
    for net in [classic(outside, "karate"), weighted_digraph(seed)]:
        pairs = net.ours.symmetrise("max")
        rows = pairs.ties().rows()
        number = {partner: i for i, partner in enumerate(net.ids)}
        graph = ig.Graph(len(net.ids), [(number[a], number[b]) for a, b, _ in rows])
        theirs = graph.transitivity_local_undirected(weights=[v for *_, v in rows], mode="nan")
        assert_allclose(column(net.ours.clustering(variant="barrat")), theirs, **TIGHT)
        undirected = nx.Graph()
        undirected.add_nodes_from(net.ids)
        undirected.add_weighted_edges_from(rows)
        ours = column(net.ours.clustering(variant="onnela", convention="networkx"))
        theirs = net.nx_values(nx.clustering(undirected, weight="weight"))
        assert_allclose(ours, theirs, **TIGHT)
        if net.ours.directed:
            ours = net.ours.clustering(variant="onnela", directed=True, convention="networkx")
            theirs = net.nx_values(nx.clustering(net.nx, weight="weight"))
            assert_allclose(column(ours), theirs, **TIGHT)


def test_weighted_clustering_needs_strengths(outside: Path) -> None:
    with pytest.raises(cw.InputError, match="no values"):
        classic(outside, "kite").ours.clustering(variant="barrat")
    with pytest.raises(cw.InputError, match="distances"):
        classic(outside, "emon_texas").ours.clustering(variant="onnela")
    with pytest.raises(cw.InputError, match="no directed form"):
        weighted_digraph(0).ours.clustering(variant="barrat", directed=True)
    with pytest.raises(cw.InputError, match="one of binary, barrat, onnela"):
        weighted_digraph(0).ours.clustering(variant="zhang")


def test_undirected_transitivity_is_networkxs_and_igraphs(net: Trio) -> None:
    ours = float(net.ours.transitivity())
    assert ours == pytest.approx(nx.transitivity(nx.Graph(net.nx)), abs=1e-12)
    underlying = net.ig.as_undirected(mode="collapse", combine_edges=None)
    assert ours == pytest.approx(underlying.transitivity_undirected(), abs=1e-12)


def test_directed_transitivity_from_the_matrix(directed: Trio) -> None:
    # sna's formulas: of a -> b -> c those with a -> c; and the agreement over all ordered triples.
    x = nx.to_numpy_array(directed.nx, weight=None)
    n = len(x)
    two = x @ x
    np.fill_diagonal(two, 0)
    away = ~np.eye(n, dtype=bool)
    weak = (x * two).sum() / two.sum()
    strong = np.where(x > 0, two, n - 2 - two)[away].sum() / (n * (n - 1) * (n - 2))
    assert float(directed.ours.transitivity(kind="weak")) == pytest.approx(weak, abs=1e-12)
    assert float(directed.ours.transitivity(kind="strong")) == pytest.approx(strong, abs=1e-12)


def test_rank_transitivity_compares_strengths() -> None:
    # a -> b (3), b -> c (2), a -> c (2): as strong as the weaker, closed. With a -> c (1) not.
    for direct, expected in [(2, 1.0), (1, 0.0)]:
        ties = [("a", "b", 3), ("b", "c", 2), ("a", "c", direct)]
        net = cw.Network.from_ties(ties, value="value")
        assert float(net.transitivity(kind="rank")) == expected
        assert float(net.transitivity(kind="weak")) == 1.0


def test_trap_08_dyads_of_advice_and_the_reciprocities_they_give(outside: Path) -> None:
    ours = classic(outside, "advice").ours
    count = dict(ours.dyad_census().rows())
    m, a, n = count["mutual"], count["asymmetric"], count["null"]
    assert [round(x, 3) for x in (2 * m / (2 * m + a), m / (m + a), (m + n) / (m + a + n))] == [
        0.474,
        0.310,
        0.524,
    ]
    for kind, value in [("arc", 2 * m / (2 * m + a)), ("dyad", m / (m + a))]:
        assert float(ours.reciprocity(kind=kind)) == pytest.approx(value, abs=1e-12)
    assert count["unknown"] == 0


def test_trap_09_transitivity_and_clustering_by_their_names(outside: Path) -> None:
    advice = classic(outside, "advice").ours
    assert round(float(advice.transitivity(kind="weak")), 3) == 0.664  # UCINET, sna
    assert round(float(advice.transitivity(kind="undirected")), 3) == 0.735  # networkx, igraph
    # networkx ships the 15 families that married; the 16th, Pucci, is zero by its convention.
    florence = classic(outside, "florentine").ours
    married = florence.without(["Pucci"])
    assert round(float(married.average_clustering(convention="networkx")), 3) == 0.16
    assert round(float(florence.average_clustering(convention="networkx")), 3) == 0.15
    assert round(float(florence.average_clustering(convention="igraph")), 3) == 0.218


def test_dyad_census_is_igraphs(net: Trio) -> None:
    ours = dict(net.ours.dyad_census().rows())
    if net.ours.directed:
        assert (ours["mutual"], ours["asymmetric"], ours["null"]) == tuple(net.ig.dyad_census())
    else:
        assert ours["mutual"] == net.ours.n_ties
    assert sum(ours.values()) == len(net.ids) * (len(net.ids) - 1) // 2


def test_triad_census_is_networkxs_and_igraphs(net: Trio) -> None:
    ours = dict(net.ours.triad_census().rows())
    assert ours.pop("unknown") == 0
    theirs = nx.triadic_census(net.nx if net.ours.directed else net.nx.to_directed())
    assert ours == theirs
    arcs = net.ig if net.ours.directed else net.ig.as_directed(mode="mutual")
    # igraph's order of the types; it calls the rows by these names.
    names = [
        "003",
        "012",
        "102",
        "021D",
        "021U",
        "021C",
        "111D",
        "111U",
        "030T",
        "030C",
        "201",
        "120D",
        "120U",
        "120C",
        "210",
        "300",
    ]
    assert [ours[name] for name in names] == list(arcs.triad_census())


def test_the_messy_survey(outside: Path) -> None:
    # 10 partners, H silent: its 9 dyads and C(9, 2) = 36 triads are unknown, and no others.
    net = messy(outside)
    dyads, triads = (dict(f.rows()) for f in [net.dyad_census(), net.triad_census()])
    assert dyads["unknown"] == 9
    assert sum(dyads.values()) == 45
    assert triads["unknown"] == 36
    assert sum(triads.values()) == 120
    # Without H everything is known, so networkx counts the same.
    ids = [i for i in net.partners()["partner_id"].to_list() if i != "H"]
    theirs = nx.DiGraph()
    theirs.add_nodes_from(ids)
    theirs.add_edges_from((a, b) for a, b, _ in net.ties().rows() if "H" not in (a, b))
    expected = nx.triadic_census(theirs)
    assert {k: v for k, v in triads.items() if k != "unknown"} == expected
    # H's own ties are unreported, but others named it: pairs with H that both could be tied to are
    # known from the other side, so its clustering is that of the pairs anybody spoke about.
    scores = net.clustering()
    assert scores.about[0]["coverage"] == pytest.approx(81 / 90)
    assert any("unknown" in caveat for caveat in scores.about[0]["caveats"])
    weak = net.transitivity(kind="weak")
    assert 0 <= float(weak) <= 1
    assert weak.coverage == pytest.approx(81 / 90)
    assert net.transitivity(kind="strong").value is None


def test_unknown_pairs_are_left_out_and_not_counted_as_open() -> None:
    # a names b, c, d; c and d did not answer. Known pairs of the three: {b, c}, tied, and {b, d};
    # {c, d} is unknown.
    net = cw.Network.from_ties(
        [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c")], respondents=["a", "b"]
    )
    assert net.clustering()["clustering"][0] == 1 / 2
    assert cw.Network.from_ties([("a", "b"), ("a", "c"), ("a", "d"), ("b", "c")]).clustering()[
        "clustering"
    ][0] == pytest.approx(1 / 3)


@pytest.mark.parametrize("keep_mutual", [False, True])
def test_rewiring_keeps_every_degree(net: Trio, keep_mutual: bool) -> None:
    random = net.ours.rewire(seed=3, keep_mutual=keep_mutual)
    for mode in ["in", "out"]:
        assert random.degree(mode=mode).equals(net.ours.degree(mode=mode))
    assert random.partners().equals(net.ours.partners())
    assert random.n_ties == net.ours.n_ties
    assert not random.valued
    same = set(random.ties().rows()) & {row[:2] for row in net.ours.ties().rows()}
    assert len(same) < net.ours.n_ties
    if keep_mutual:
        assert random.dyad_census().equals(net.ours.dyad_census())
    assert "Rewired" in random.notes[-1]


def test_rewiring_repeats_with_its_seed(outside: Path) -> None:
    net = classic(outside, "lawyers").ours
    assert net.rewire(seed=1).ties().equals(net.rewire(seed=1).ties())
    assert not net.rewire(seed=1).ties().equals(net.rewire(seed=2).ties())
    assert not net.rewire(seed=1).ties().equals(net.rewire(seed=1, draw=1).ties())


def test_rewired_networks_are_equally_likely() -> None:
    # Six partners in a ring: 60 rings (5!/2) and 10 pairs of triangles (C(6, 3)/2) have these
    # degrees, so one draw in seven is a pair of triangles. 1,400 draws: 200, sd 13.
    ring = cw.Network.from_ties([(f"p{i}", f"p{(i + 1) % 6}") for i in range(6)], directed=False)
    drawn = Counter(
        float(ring.rewire(seed=1, draw=k, swaps_per_tie=20).triangle_count()) for k in range(1400)
    )
    assert set(drawn) == {0.0, 2.0}
    assert abs(drawn[2.0] - 200) < 4 * 13


def test_small_world_beside_networkx(outside: Path) -> None:
    net = classic(outside, "karate")
    sigma, clustering, distance, analytic = net.ours.small_world(draws=50, seed=2)
    assert [m.kind for m in (sigma, clustering, distance, analytic)] == [
        "sigma",
        "clustering",
        "distance",
        "analytic",
    ]
    c = nx.transitivity(net.nx)
    length = nx.average_shortest_path_length(net.nx)
    n, k = 34, 2 * 78 / 34
    expected = (c / (k / (n - 1))) / (length / (np.log(n) / np.log(k)))
    assert float(analytic) == pytest.approx(expected, abs=1e-12)
    # networkx's own rewiring, 20 networks: the means agree within chance.
    rewired = []
    for seed in range(20):
        graph = nx.Graph(net.nx)
        nx.double_edge_swap(graph, nswap=10 * 78, max_tries=10**5, seed=seed)
        rewired.append(
            (nx.transitivity(graph), ig.Graph.from_networkx(graph).average_path_length())
        )
    c_random, l_random = np.mean(rewired, axis=0)
    assert float(clustering) == pytest.approx(c / c_random, rel=0.1)
    assert float(distance) == pytest.approx(length / l_random, rel=0.03)
    assert float(sigma) == pytest.approx(float(clustering) / float(distance), abs=1e-9)
    low, high, kind = sigma.interval
    assert low <= float(sigma) <= high
    assert kind == "monte_carlo"
    assert "50 networks rewired" in sigma.reference


CALLS: dict[str, Callable[[cw.Network], Any]] = {
    "triangles": lambda n: [n.triangles(), n.triangle_count()],
    "clustering": lambda n: [
        n.clustering(directed=d, convention=c)
        for d in [False, True]
        for c in ["igraph", "networkx"]
    ],
    "average_clustering": lambda n: [
        n.average_clustering(convention=c) for c in ["igraph", "networkx"]
    ],
    "transitivity": lambda n: [
        n.transitivity(kind=k) for k in ["undirected", "weak", "strong", "rank"]
    ],
    "dyad_census": lambda n: n.dyad_census(),
    "triad_census": lambda n: n.triad_census(),
    "small_world": lambda n: n.small_world(draws=3),
    "rewire": lambda n: n.rewire(),
}


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_degenerate_networks_have_an_answer(
    call: Callable[[cw.Network], Any],
    make: Callable[..., cw.Network],
    directed: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    net = make(directed=directed)
    check(call(net), net)
    n = len(net)
    assert net.triad_census()["count"].sum() == n * (n - 1) * (n - 2) // 6
    assert net.dyad_census()["count"].sum() == n * (n - 1) // 2
    assert "panicked" not in capfd.readouterr().err
