"""Distances, closeness, reach, hierarchy and centralization against networkx, igraph and R."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import commonweal as cw
import igraph as ig
import networkx as nx
import numpy as np
import polars as pl
import pytest
from numpy.testing import assert_allclose
from oracles import CLASSICS, Trio, classic, messy, trio
from test_degenerate import MAKERS, check

DIRECTED = [name for name, (_, _, directed, _) in CLASSICS.items() if directed]
UNDIRECTED = [name for name in CLASSICS if name not in DIRECTED]
TIGHT = {"rtol": 1e-9, "atol": 1e-9}
VARIANTS = ["harmonic", "freeman", "wasserman_faust", "reachable", "ucinet", "valente_forman"]
VARIANTS += ["gil_schmidt"]


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


@pytest.fixture(params=DIRECTED)
def directed(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def chain() -> Trio:
    """0 -> 1 -> 2 and an isolate."""
    return trio(["0", "1", "2", "3"], [("0", "1"), ("1", "2")], directed=True)


def rows(net: Trio, mode: str = "out", weights: Any = None) -> np.ndarray:
    """igraph's distances, infinite without a path; nan on the diagonal."""
    distances = np.array(net.ig.distances(mode=mode, weights=weights), dtype=float)
    np.fill_diagonal(distances, np.nan)
    return distances


# Whole network.


def test_mean_distance_and_diameter_are_igraphs(net: Trio) -> None:
    mean = net.ig.average_path_length(unconn=True)
    assert net.ours.mean_distance().value == pytest.approx(mean, abs=1e-9)
    assert net.ours.diameter().value == net.ig.diameter(unconn=True)


def test_the_rules_for_pairs_without_a_path(net: Trio) -> None:
    distances = rows(net)
    off = distances[~np.isnan(distances)]
    n = len(net.ids)
    longest = off[np.isfinite(off)].max()
    for rule, missing in [("n", n), ("max_plus_one", longest + 1)]:
        wanted = np.where(np.isfinite(off), off, missing).mean()
        found = net.ours.mean_distance(unreachable=rule)
        assert found.value == pytest.approx(wanted, abs=1e-9)
        assert (found.kind, found.n) == (rule, len(off) // (1 if net.ours.directed else 2))


def test_radius_needs_someone_who_reaches_everyone(net: Trio) -> None:
    distances = rows(net)
    wanted = np.nanmax(distances, axis=1).min()
    found = net.ours.radius().value
    assert found == (wanted if np.isfinite(wanted) else None)


def test_compactness_is_global_efficiency(net: Trio) -> None:
    distances = rows(net)
    wanted = (1 / distances[~np.isnan(distances)]).mean()
    assert net.ours.compactness().value == pytest.approx(wanted, abs=1e-9)
    assert net.ours.breadth().value == pytest.approx(1 - wanted, abs=1e-9)
    assert net.ours.global_efficiency().value == net.ours.compactness().value
    if not net.ours.directed:  # networkx refuses directed networks
        theirs = nx.global_efficiency(net.nx)
        assert net.ours.global_efficiency().value == pytest.approx(theirs, abs=1e-9)


def test_distance_distribution(net: Trio) -> None:
    distances = rows(net)
    off = distances[~np.isnan(distances)]
    half = 1 if net.ours.directed else 2
    found = net.ours.distance_distribution()
    assert found["distance"].to_list() == [*range(1, int(off[np.isfinite(off)].max()) + 1), None]
    for distance, pairs in found.rows():
        wanted = np.isinf(off) if distance is None else off == distance
        assert pairs == wanted.sum() // half


def test_weighted_distances_of_strengths_and_of_distances(outside: Path) -> None:
    # Karate's weights are strengths (lengths 1/w), emon's frequencies are distances.
    for name in ["karate", "emon_texas"]:
        net = classic(outside, name)
        weights = net.ig.es["weight"]
        weights = [1 / w for w in weights] if name == "karate" else weights
        distances = rows(net, weights=weights)
        finite = distances[np.isfinite(distances)]
        assert net.ours.mean_distance(weighted=True).value == pytest.approx(finite.mean(), abs=1e-9)
        assert net.ours.diameter(weighted=True).value == pytest.approx(finite.max(), abs=1e-9)
        off = distances[~np.isnan(distances)]
        compact = net.ours.compactness(weighted=True)
        assert compact.value == pytest.approx((1 / off).mean(), abs=1e-9)
        with pytest.raises(cw.InputError, match="steps"):
            net.ours.mean_distance(weighted=True, unreachable="n")
        found = net.ours.eccentricity(weighted=True)["eccentricity"].drop_nulls().to_numpy()
        wanted = np.where(np.isfinite(distances), distances, -1).max(axis=1)
        assert_allclose(found, wanted[wanted > 0], **TIGHT)


# Per partner.


@pytest.mark.parametrize("mode", ["in", "out", "all"])
def test_eccentricity_is_igraphs_within_those_reached(net: Trio, mode: str) -> None:
    found = net.ours.eccentricity(mode=mode)
    distances = rows(net, mode)
    reached = np.isfinite(distances)
    counts = reached.sum(axis=1)
    assert found["unreachable"].to_list() == (len(net.ids) - 1 - counts).tolist()
    sums = np.where(reached, distances, 0).sum(axis=1)
    for k, (theirs, count) in enumerate(zip(net.ig.eccentricity(mode=mode), counts, strict=True)):
        # igraph gives 0 to a partner that reaches nobody; we say it has no distance.
        assert found["eccentricity"][k] == (theirs if count else None)
        assert found["average_distance"][k] == (
            pytest.approx(sums[k] / count, abs=1e-9) if count else None
        )


@pytest.mark.parametrize("mode", ["in", "out", "all"])
@pytest.mark.parametrize("steps", [1, 2, 3, None])
def test_reach_is_igraphs_neighbourhood(net: Trio, mode: str, steps: int | None) -> None:
    order = len(net.ids) if steps is None else steps
    theirs = np.array(net.ig.neighborhood_size(order=order, mode=mode)) - 1
    found = net.ours.reach(steps=steps, mode=mode)
    assert found["reach"].to_list() == theirs.tolist()
    assert_allclose(found["reach_share"], theirs / (len(net.ids) - 1), **TIGHT)


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_reach_of_a_large_sparse_network(steps: int) -> None:
    # Large enough that a search near each partner is chosen for few steps, the sweep for more.
    graph = nx.random_regular_graph(3, 2000, seed=1)
    source, target = np.array(list(graph.edges()), dtype=np.uint32).T
    ours = cw.Network.from_arrays(2000, source.copy(), target.copy()).reach(steps=steps)
    theirs = ig.Graph(n=2000, edges=list(graph.edges())).neighborhood_size(order=steps)
    assert ours["reach"].to_list() == [size - 1 for size in theirs]


def test_reach_of_no_steps_is_refused() -> None:
    with pytest.raises(cw.InputError, match="steps"):
        chain().ours.reach(steps=0)
    with pytest.raises(cw.InputError, match="steps"):
        chain().ours.reach(steps=-1)


@pytest.mark.parametrize("mode", ["in", "out", "all"])
def test_closeness_reachable_is_igraphs(net: Trio, mode: str) -> None:
    found = net.ours.closeness(mode=mode, variant="reachable")["reachable_closeness"]
    theirs = pl.Series(net.ig.closeness(mode=mode, normalized=True)).fill_nan(None)
    assert found.is_null().to_list() == theirs.is_null().to_list()
    assert_allclose(found.drop_nulls(), theirs.drop_nulls(), **TIGHT)


def test_closeness_wasserman_faust_is_networkx(net: Trio) -> None:
    found = net.ours.closeness(mode="in", variant="wasserman_faust")[:, 1]
    assert_allclose(found, net.nx_values(nx.closeness_centrality(net.nx)), **TIGHT)
    with pytest.raises(cw.InputError, match="one scale"):
        net.ours.closeness(variant="wasserman_faust", normalized=False)


@pytest.mark.parametrize("mode", ["in", "out"])
def test_closeness_from_the_distances(net: Trio, mode: str) -> None:
    # By definition from igraph's distances; the longest distance is that of the whole network.
    distances = rows(net, mode)
    n = len(net.ids)
    reached = np.isfinite(distances)
    counts = reached.sum(axis=1)
    longest = distances[reached].max()
    off = ~np.isnan(distances)
    inverse = np.where(off, 1 / distances, 0).sum(axis=1)

    def filled(missing: float) -> np.ndarray:
        return np.where(reached, distances, np.where(off, missing, 0)).sum(axis=1)

    reversed_ = np.where(reached, longest + 1 - distances, 0).sum(axis=1) / (n - 1)
    for options, wanted in [
        ({"variant": "ucinet"}, (n - 1) / filled(longest + 1)),
        ({"variant": "ucinet", "unreachable": "n"}, (n - 1) / filled(n)),
        ({"variant": "ucinet", "unreachable": "n", "normalized": False}, 1 / filled(n)),
        ({"variant": "valente_forman"}, reversed_ / longest),
        ({"variant": "valente_forman", "normalized": False}, reversed_),
        ({"variant": "gil_schmidt", "normalized": False}, inverse),
    ]:
        assert_allclose(net.ours.closeness(mode=mode, **options)[:, 1], wanted, **TIGHT)
    power = net.ours.closeness(mode=mode, variant="gil_schmidt")[:, 1]
    assert power.is_null().to_list() == (counts == 0).tolist()
    assert_allclose(power.drop_nulls(), (inverse / np.maximum(counts, 1))[counts > 0], **TIGHT)


@pytest.mark.parametrize("name", ["karate", "kite"])
def test_freeman_closeness_is_networkx_and_igraph_where_connected(outside: Path, name: str) -> None:
    net = classic(outside, name)
    found = net.ours.closeness(variant="freeman")["freeman_closeness"]
    assert_allclose(found, net.nx_values(nx.closeness_centrality(net.nx)), **TIGHT)
    assert_allclose(found, net.ig.closeness(), **TIGHT)
    if name == "karate":
        weights = [1 / w for w in net.ig.es["weight"]]
        found = net.ours.closeness(variant="freeman", weighted=True)[:, 1]
        assert_allclose(found, net.ig.closeness(weights=weights), **TIGHT)


# Hierarchy.


def test_hierarchy_and_efficiency_from_their_definitions(net: Trio) -> None:
    graph = net.nx if net.ours.directed else net.nx.to_directed()
    reach = {(a, b) for a in graph for b in nx.descendants(graph, a) if a != b}
    joined = {frozenset(pair) for pair in reach}
    mutual = sum((b, a) in reach for a, b in reach) / 2
    _, hierarchy, efficiency, _ = net.ours.krackhardt()
    assert hierarchy.value == pytest.approx(1 - mutual / len(joined), abs=1e-12)
    pairs = nx.Graph(net.nx)
    sizes = [len(part) for part in nx.connected_components(pairs)]
    needed = sum(size - 1 for size in sizes)
    most = sum(size * (size - 1) // 2 for size in sizes) - needed
    excess = pairs.number_of_edges() - needed
    assert efficiency.value == pytest.approx(1 - excess / most, abs=1e-12)


# Centralization.


def test_freeman_closeness_centralization_of_the_kite(outside: Path) -> None:
    net = classic(outside, "kite")
    values = np.array(net.ig.closeness())
    n = len(values)
    wanted = (values.max() - values).sum() * (2 * n - 3) / ((n - 1) * (n - 2))
    found = net.ours.closeness_centralization()
    assert found.value == pytest.approx(wanted, abs=1e-9)
    assert (found.kind, found.n) == ("freeman", n)


@pytest.mark.parametrize("mode", ["in", "out"])
def test_directed_closeness_centralization(directed: Trio, mode: str) -> None:
    distances = rows(directed, mode)
    n = len(directed.ids)
    filled = np.where(np.isinf(distances), n, distances)
    values = (n - 1) / np.nansum(filled, axis=1)
    wanted = (values.max() - values).sum() / ((n - 1) * (1 - 1 / n))
    found = directed.ours.closeness_centralization(mode=mode)
    assert found.value == pytest.approx(wanted, abs=1e-9)
    assert found.kind == f"freeman_{mode}"
    values = np.array(directed.ig.harmonic_centrality(mode=mode))
    wanted = (values.max() - values).sum() / (n - 1)
    found = directed.ours.closeness_centralization(mode=mode, variant="harmonic")
    assert found.value == pytest.approx(wanted, abs=1e-9)


def test_betweenness_centralization(net: Trio) -> None:
    values = np.array(net.ig.betweenness())
    n = len(values)
    most = (n - 1) ** 2 * (n - 2) / (1 if net.ours.directed else 2)
    wanted = (values.max() - values).sum() / most
    assert net.ours.betweenness_centralization().value == pytest.approx(wanted, abs=1e-9)


# The traps of the field: where tools disagree.


def test_trap_07_weighted_distances_of_karate(outside: Path) -> None:
    # Sums of 1/w are compared with igraph's, which is right where networkx miscounts equal paths.
    net = classic(outside, "karate")
    weights = [1 / w for w in net.ig.es["weight"]]
    found = net.ours.closeness(variant="reachable", weighted=True)[:, 1]
    assert_allclose(found, net.ig.closeness(weights=weights), **TIGHT)


def test_trap_10_connectedness_has_two_names(outside: Path) -> None:
    # UCINET's log: reachable 0.086 and 0.905; Krackhardt and sna: 1.0 for both.
    for name, reachable in [("reports_to", 0.086), ("friendship", 0.905)]:
        ours = classic(outside, name).ours
        assert ours.connectedness(kind="krackhardt").value == 1.0
        found = ours.connectedness(kind="reachable").value
        assert round(found, 3) == reachable
        assert ours.fragmentation().value == pytest.approx(1 - found, abs=1e-12)
        assert ours.fragmentation(kind="borgatti").value == 0.0
        undirected = ours.symmetrise("either").compactness().value
        weighted = ours.fragmentation(kind="distance_weighted").value
        assert weighted == pytest.approx(1 - undirected, abs=1e-12)


def test_trap_11_degree_centralization_says_whether_it_is_symmetrised(outside: Path) -> None:
    # UCINET's block symmetrises first whatever the setting; here the mode says so.
    net = classic(outside, "friendship")
    once = net.ours.degree_centralization(mode="all").value
    assert once == net.ours.symmetrise("either").degree_centralization().value
    assert once != net.ours.degree_centralization(mode="in").value


def test_trap_12_mean_distance_in_pieces() -> None:
    # Distances 1, 1, 2 of 12 ordered pairs: 4/3 where joined; networkx refuses; 1/d over all pairs.
    net = chain()
    with pytest.raises(nx.NetworkXError):
        nx.average_shortest_path_length(net.nx)
    assert net.ours.mean_distance().value == pytest.approx(4 / 3)
    assert net.ours.mean_distance(unreachable="n").value == pytest.approx((4 + 9 * 4) / 12)
    assert net.ours.compactness().value == pytest.approx(2.5 / 12)
    assert "9 of 12" in str(net.ours.mean_distance())


def test_trap_13_least_upper_boundedness(outside: Path) -> None:
    # Published: Krackhardt 1994 and UCINET 0.949 and 0.084, R's sna 0.618 and 0.063.
    def bounded(ours: cw.Network, convention: str) -> float:
        last = ours.krackhardt(convention=convention)[3]
        assert (last.name, last.kind) == ("least_upper_boundedness", convention)
        return last.value

    for name, krackhardt, sna in [("campnet", 0.949, 0.618), ("reports_to", 0.084, 0.063)]:
        ours = classic(outside, name).ours
        assert round(bounded(ours, "krackhardt"), 3) == krackhardt
        assert round(bounded(ours, "sna"), 3) == sna
    # Direction matters: "reports to" is an in-tree; turned round it is an out-tree.
    ties = classic(outside, "reports_to").ours.ties()
    turned = ties.select(source_id="target_id", target_id="source_id")
    for measure in cw.Network.from_ties(turned).krackhardt():
        assert measure.value == 1.0


def test_trap_14_efficiency_of_an_undirected_tree_is_one() -> None:
    path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    assert path.krackhardt()[2].value == 1.0
    assert path.krackhardt(convention="sna")[2].value == 0.5


def test_trap_15_a_star_is_one_by_every_denominator() -> None:
    out = [("hub", leaf) for leaf in "abcde"]
    into = [(leaf, hub) for hub, leaf in out]
    star = cw.Network.from_ties(out, directed=False)
    assert star.degree_centralization().value == 1.0
    assert star.betweenness_centralization().value == 1.0
    assert cw.Network.from_ties(out + into).betweenness_centralization().value == 1.0
    for variant in ["freeman", "harmonic"]:
        assert star.closeness_centralization(variant=variant).value == pytest.approx(1.0)
        for ties, mode in [(out, "out"), (into, "in")]:
            found = cw.Network.from_ties(ties).closeness_centralization(mode=mode, variant=variant)
            assert found.value == pytest.approx(1.0)
    with pytest.raises(cw.InputError, match="largest possible sum"):
        star.closeness_centralization(variant="reachable")
    pieces = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    assert pieces.closeness_centralization().value is None
    assert "harmonic" in str(pieces.closeness_centralization())


def test_trap_16_closeness_shows_both_directions() -> None:
    net = trio(["0", "1", "2"], [("0", "1"), ("1", "2")], directed=True)
    both = net.ours.closeness(normalized=False)
    assert both.columns == ["partner_id", "harmonic_closeness_out", "harmonic_closeness_in"]
    assert both["harmonic_closeness_out"].to_list() == net.ig.harmonic_centrality(
        mode="out", normalized=False
    )
    assert (
        both["harmonic_closeness_in"].to_list()
        == net.nx_values(nx.harmonic_centrality(net.nx)).tolist()
    )
    assert net.ours.symmetrise("either").closeness().columns == ["partner_id", "harmonic_closeness"]


def test_trap_17_freeman_is_refused_in_pieces_and_the_others_are_named() -> None:
    ours = chain().ours
    with pytest.raises(cw.InputError) as refused:
        ours.closeness(variant="freeman")
    for variant in set(VARIANTS) - {"freeman"}:
        assert variant in str(refused.value)
    # By hand, from the front: distances 1 and 2, one of three not reached, the longest is 2.
    wanted = {
        "harmonic": [0.5, 1 / 3, 0, 0],
        "wasserman_faust": [4 / 9, 1 / 3, 0, 0],
        "reachable": [2 / 3, 1, None, None],
        "ucinet": [3 / 6, 3 / 7, 3 / 9, 3 / 9],
        "valente_forman": [1 / 2, 1 / 3, 0, 0],
        "gil_schmidt": [3 / 4, 1, None, None],
    }
    for variant, values in wanted.items():
        found = ours.closeness(mode="out", variant=variant)[f"{variant}_closeness"].to_list()
        assert found == [None if v is None else pytest.approx(v) for v in values], variant
    old_igraph = ours.closeness(mode="out", variant="ucinet", unreachable="n")[:, 1]
    assert_allclose(old_igraph, [3 / 7, 3 / 9, 3 / 12, 3 / 12], **TIGHT)


def test_trap_18_harmonic_sum_and_mean(outside: Path) -> None:
    # networkx: incoming, sum; igraph: outgoing, over n - 1.
    net = classic(outside, "advice")
    total = net.ours.closeness(mode="in", normalized=False)[:, 1]
    assert_allclose(total, net.nx_values(nx.harmonic_centrality(net.nx)), **TIGHT)
    mean = net.ours.closeness(mode="out")[:, 1]
    assert_allclose(mean, net.ig.harmonic_centrality(mode="out"), **TIGHT)


# Unknown ties and networks with nothing to measure.


def test_the_messy_survey(outside: Path) -> None:
    ours = messy(outside)
    silent = [i for i, p in enumerate(ours.partners()["partner_id"]) if p == "H"]
    out = ours.closeness(mode="out")[:, 1]
    assert out.is_null().arg_true().to_list() == silent
    assert ours.reach(mode="out")["reach"].is_null().arg_true().to_list() == silent
    compact = ours.compactness()
    low, high, kind = compact.interval
    assert kind == "identification"
    assert low == compact.value < high <= 1
    assert any("unknown" in caveat for caveat in compact.caveats)
    assert compact.coverage == ours.density().coverage
    assert ours.mean_distance().interval is None
    for measure in [ours.mean_distance(), ours.diameter(), *ours.krackhardt()[1:]]:
        assert any("known ties" in caveat for caveat in measure.caveats)
    weighted = ours.closeness(weighted=True)
    assert weighted.columns[1:] == ["harmonic_closeness_out", "harmonic_closeness_in"]


CALLS: dict[str, Callable[[cw.Network], Any]] = {
    "mean_distance": lambda n: [
        n.mean_distance(unreachable=u) for u in ["left_out", "n", "max_plus_one"]
    ],
    "weighted mean_distance": lambda n: n.mean_distance(weighted=True),
    "diameter": lambda n: [n.diameter(), n.radius(), n.compactness(), n.global_efficiency()],
    "breadth": lambda n: n.breadth(),
    "distribution": lambda n: n.distance_distribution(),
    "fragmentation": lambda n: [
        n.fragmentation(kind=k) for k in ["reachable", "borgatti", "distance_weighted"]
    ],
    "eccentricity": lambda n: [n.eccentricity(mode=m) for m in ["in", "out", "all"]],
    "reach": lambda n: [
        n.reach(mode=m, steps=s) for m in ["in", "out", "all"] for s in [1, 2, None]
    ],
    "closeness": lambda n: n.closeness(),
    **{
        f"closeness {v}": lambda n, v=v: [
            n.closeness(mode=m, variant=v) for m in ["in", "out", "all"]
        ]
        for v in VARIANTS
    },
    "krackhardt": lambda n: n.krackhardt() + n.krackhardt(convention="sna"),
    "closeness_centralization": lambda n: [
        n.closeness_centralization(mode=m, variant=v)
        for m in ["in", "out", "all"]
        for v in ["freeman", "harmonic"]
    ],
    "betweenness_centralization": lambda n: n.betweenness_centralization(),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_an_answer_or_a_reason(
    make: Callable[..., cw.Network],
    call: Callable[[cw.Network], Any],
    directed: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    net = make(directed=directed)
    try:
        answer = call(net)
    except cw.InputError as error:
        assert "value" in str(error) or "Freeman" in str(error)
    else:
        check(answer, net)
    assert "panicked" not in capfd.readouterr().err
