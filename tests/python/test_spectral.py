"""Positions from the whole matrix and from currents, against networkx, igraph and dense algebra."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import commonweal as cw
import networkx as nx
import numpy as np
import pytest
from numpy.testing import assert_allclose
from oracles import CLASSICS, Trio, classic, messy
from test_degenerate import MAKERS, check

DIRECTED = [name for name, (_, _, directed, _) in CLASSICS.items() if directed]
UNDIRECTED = [name for name in CLASSICS if name not in DIRECTED]
TIGHT = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


@pytest.fixture(params=DIRECTED)
def directed(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


@pytest.fixture(params=UNDIRECTED)
def undirected(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def column(frame: Any, at: int = 1) -> np.ndarray:
    """One score as floats, null as NaN."""
    return frame[:, at].to_numpy().astype(float)


def matrix(net: Trio, *, weighted: bool = False) -> np.ndarray:
    """Rows send, columns receive."""
    weight = "weight" if weighted else None
    return nx.to_numpy_array(net.nx, nodelist=net.ids, weight=weight)


@contextmanager
def igraph_may_warn() -> Iterator[None]:
    """igraph warns where a vector has zeros; a warning made an error is a SystemError there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def radius(a: np.ndarray) -> float:
    return float(np.abs(np.linalg.eigvals(a)).max())


def has_cycle(net: Trio) -> bool:
    return not net.ours.directed or not nx.is_directed_acyclic_graph(net.nx)


# Eigenvector


@pytest.mark.parametrize("mode", ["in", "out"])
def test_eigenvector_solves_its_equation_for_the_spectral_radius(net: Trio, mode: str) -> None:
    a = matrix(net) if mode == "out" else matrix(net).T
    x = column(net.ours.eigenvector(mode=mode))
    if not has_cycle(net):
        assert np.isnan(x).all()
        return
    assert_allclose(a @ x, radius(a) * x, rtol=1e-9, atol=1e-9)
    assert (x >= 0).all()
    assert (x**2).sum() == pytest.approx(1, abs=1e-12)


def test_eigenvector_equals_igraph_at_its_scale(net: Trio) -> None:
    if not has_cycle(net):
        pytest.skip("igraph gives zeros for a network without cycles, we say it is not defined")
    with igraph_may_warn():
        theirs = net.ig.eigenvector_centrality(scale=True)
    ours = column(net.ours.eigenvector(scale="max"))
    assert_allclose(ours, theirs, rtol=1e-7, atol=1e-7)  # what ARPACK and its start deliver


def test_eigenvector_equals_networkx_where_it_answers(undirected: Trio) -> None:
    if not nx.is_connected(undirected.nx):
        with pytest.raises(nx.AmbiguousSolution):
            nx.eigenvector_centrality_numpy(undirected.nx)
        return
    theirs = undirected.nx_values(nx.eigenvector_centrality_numpy(undirected.nx))
    assert_allclose(column(undirected.ours.eigenvector()), theirs, **TIGHT)


def test_weighted_eigenvector_of_karate(outside: Path) -> None:
    karate = classic(outside, "karate")
    theirs = karate.nx_values(nx.eigenvector_centrality_numpy(karate.nx, weight="weight"))
    assert_allclose(column(karate.ours.eigenvector(weighted=True)), theirs, **TIGHT)


def test_trap_20_never_negative_l2_and_an_isolate_does_not_kill_it(outside: Path) -> None:
    # sna's eigen() returned all-negative vectors; networkx refuses Pucci, who married nobody;
    # igraph scales to the largest.
    florentine = classic(outside, "florentine")
    ours = florentine.ours.eigenvector()
    scores = dict(ours.iter_rows())
    assert scores["Pucci"] == 0.0
    assert min(scores.values()) >= 0
    bare = florentine.nx.subgraph(set(florentine.ids) - {"Pucci"})
    theirs = nx.eigenvector_centrality_numpy(bare)
    assert all(scores[i] == pytest.approx(v, abs=1e-9) for i, v in theirs.items())
    assert any("1 partner" in caveat for caveat in ours.about[0]["caveats"])
    each = dict(florentine.ours.eigenvector(scope="component").iter_rows())
    assert each["Pucci"] is None
    assert each["Medici"] == pytest.approx(scores["Medici"], abs=1e-9)


def test_trap_20_direction_is_in_unless_asked(outside: Path) -> None:
    # In- and out-vectors of the managers' advice correlate at -0.34.
    advice = classic(outside, "advice")
    into, out = (column(advice.ours.eigenvector(mode=mode)) for mode in ["in", "out"])
    assert np.corrcoef(into, out)[0, 1] == pytest.approx(-0.34, abs=0.005)
    theirs = advice.nx_values(nx.eigenvector_centrality_numpy(advice.nx))
    assert_allclose(into, theirs, **TIGHT)
    assert "(in)" in advice.ours.eigenvector().about[0]["convention"]


def test_two_pieces_that_lead_alike_have_no_leading_vector() -> None:
    ties = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f"), ("g", "h")]
    net = cw.Network.from_ties(ties, directed=False)
    whole = net.eigenvector()
    assert whole["eigenvector"].null_count() == 8
    assert any("2 pieces share" in caveat for caveat in whole.about[0]["caveats"])
    each = dict(net.eigenvector(scope="component").iter_rows())
    assert each["a"] == each["d"] == pytest.approx(3**-0.5, abs=1e-12)
    assert each["g"] == pytest.approx(2**-0.5, abs=1e-12)


def test_a_network_without_cycles_has_no_eigenvector(outside: Path) -> None:
    # Who reports to whom is a tree: every eigenvalue is 0.
    frame = classic(outside, "reports_to").ours.eigenvector()
    assert frame["eigenvector"].null_count() == frame.height
    assert "cycle" in frame.about[0]["caveats"][0]


def test_eigenvector_centralization_divides_by_the_proved_maximum(undirected: Trio) -> None:
    with igraph_may_warn():
        x = np.array(undirected.ig.eigenvector_centrality(scale=True))
    expected = (1 - x).sum() / (len(x) - 2)
    found = undirected.ours.eigenvector_centralization()
    assert found.value == pytest.approx(expected, abs=1e-7)
    assert "n − 2" in found.convention


# Katz and Bonacich


@pytest.mark.parametrize("fraction", [0.0, 0.5, 0.95])
@pytest.mark.parametrize("mode", ["in", "out"])
def test_katz_solves_its_system(net: Trio, mode: str, fraction: float) -> None:
    a = matrix(net) if mode == "out" else matrix(net).T
    ours = column(net.ours.katz(mode=mode, alpha_fraction=fraction, normalized=False))
    if not has_cycle(net):
        # At 0 no walk counts and everyone has 1; another share of 1/0 means nothing.
        assert np.isnan(ours).all() if fraction else (ours == 1).all()
        return
    expected = np.linalg.solve(np.eye(len(a)) - fraction / radius(a) * a, np.ones(len(a)))
    assert_allclose(ours, expected, **TIGHT)


def test_katz_equals_networkx(net: Trio) -> None:
    # Same alpha on both sides: networkx takes it as a number, and normalises to length 1.
    a = matrix(net)
    alpha = 0.5 / radius(a) if has_cycle(net) else 0.3
    theirs = net.nx_values(nx.katz_centrality_numpy(net.nx, alpha=alpha))
    assert_allclose(column(net.ours.katz(alpha=alpha)), theirs, **TIGHT)


def test_trap_21_alpha_is_a_share_of_one_over_lambda(outside: Path) -> None:
    # networkx's fixed 0.1 is 83 % of 1/lambda = 0.121 on the managers' advice and past the limit
    # elsewhere; the share of the limit is what the convention prints.
    advice = classic(outside, "advice")
    limit = 1 / radius(matrix(advice))
    assert limit == pytest.approx(0.121, abs=5e-4)
    frame = advice.ours.katz(alpha=0.1)
    assert f"{0.1 / limit:.4f} of 1/λ" in frame.about[0]["convention"]
    half = advice.ours.katz().about[0]["convention"]
    assert f"α = {limit / 2:.6f}" in half
    for alpha in [0.13, -0.1, float("nan")]:
        with pytest.raises(cw.InputError, match="alpha"):
            advice.ours.katz(alpha=alpha)
    for fraction in [1.0, -0.2, float("nan")]:
        with pytest.raises(cw.InputError, match="alpha_fraction"):
            advice.ours.katz(alpha_fraction=fraction)


@pytest.mark.parametrize("fraction", [-0.9, -0.5, 0.0, 0.5, 0.95])
@pytest.mark.parametrize("mode", ["out", "in"])
def test_trap_21_bonacich_squares_add_up_to_n(net: Trio, mode: str, fraction: float) -> None:
    # sna's bonpow and R igraph's power_centrality: solve(I - beta A, A 1), scaled to sum of squares
    # n by a positive number, so the sign with a negative beta is that of the series.
    a = matrix(net) if mode == "out" else matrix(net).T
    ours = column(net.ours.bonacich(beta_fraction=fraction, mode=mode))
    if not has_cycle(net):
        if fraction:
            assert np.isnan(ours).all()
            return
        beta = 0.0
    else:
        beta = fraction / radius(a)
    raw = np.linalg.solve(np.eye(len(a)) - beta * a, a.sum(axis=1))
    expected = raw * np.sqrt(len(a) / (raw**2).sum())
    assert_allclose(ours, expected, **TIGHT)
    assert (ours**2).sum() == pytest.approx(len(ours), abs=1e-9)


def test_bonacich_bargaining_by_hand() -> None:
    # Bonacich 1987: with a negative beta the partners of a path of five that have dependants gain.
    # With beta -0.2, a = 1 - 0.2 b, b = 2 - 0.2 (a + c) and c = 2 - 0.4 b, so that
    # b (1 - 0.04 - 0.08) = 1.4.
    path = cw.Network.from_ties(
        [(i, j) for i, j in zip("abcd", "bcde", strict=True)], directed=False
    )
    b = 1.4 / 0.88
    a, c = 1 - 0.2 * b, 2 - 0.4 * b
    raw = np.array([a, b, c, b, a])
    expected = raw * np.sqrt(5 / (raw**2).sum())
    assert_allclose(column(path.bonacich(beta=-0.2)), expected, **TIGHT)
    assert expected[1] > expected[2]  # the middle depends on partners that do not depend on it


# PageRank, hubs and authorities


@pytest.mark.parametrize("damping", [0.0, 0.5, 0.85, 0.99])
def test_pagerank_equals_networkx_and_igraph(net: Trio, damping: float) -> None:
    ours = column(net.ours.pagerank(damping=damping))
    assert_allclose(ours, net.ig.pagerank(damping=damping), **TIGHT)
    theirs = nx.pagerank(net.nx, alpha=damping, weight=None, tol=1e-15, max_iter=10_000)
    assert_allclose(ours, net.nx_values(theirs), **TIGHT)


def test_weighted_pagerank_of_karate(outside: Path) -> None:
    karate = classic(outside, "karate")
    ours = column(karate.ours.pagerank(weighted=True))
    assert_allclose(ours, karate.ig.pagerank(weights="weight"), **TIGHT)


@pytest.mark.parametrize("damping", [-0.1, 1.0, float("nan")])
def test_a_damping_outside_its_range_is_refused(damping: float) -> None:
    with pytest.raises(cw.InputError, match="damping"):
        cw.Network.from_ties([("a", "b")]).pagerank(damping=damping)


def test_hubs_and_authorities_equal_networkx_and_igraph(directed: Trio) -> None:
    frame = directed.ours.hits(scale="max")
    if frame["hub"].null_count():
        # Several stars of reports, the largest twice: neither tool's answer is determined.
        singular = np.linalg.svd(matrix(directed), compute_uv=False)
        assert singular[0] == pytest.approx(singular[1], rel=1e-9)
        return
    with igraph_may_warn():
        scores = [(1, directed.ig.hub_score()), (2, directed.ig.authority_score())]
    for at, theirs in scores:
        assert_allclose(column(frame, at), theirs, rtol=1e-7, atol=1e-7)
    hubs, authorities = nx.hits(directed.nx, tol=1e-14, max_iter=100_000)
    frame = directed.ours.hits(scale="sum")
    weighted = "weight" in next(iter(directed.nx.edges(data=True)))[2]
    if weighted:  # networkx always takes the weights
        return
    for at, theirs in [(1, hubs), (2, authorities)]:
        assert_allclose(column(frame, at), directed.nx_values(theirs), rtol=1e-7, atol=1e-7)


def test_undirected_hubs_are_the_eigenvector(undirected: Trio) -> None:
    frame = undirected.ours.hits()
    for at in [1, 2]:
        assert_allclose(column(frame, at), column(undirected.ours.eigenvector()), **TIGHT)


# Currents


def parts(graph: Any) -> list[Any]:
    return [graph.subgraph(part) for part in nx.connected_components(graph) if len(part) > 1]


@pytest.mark.parametrize("weighted", [False, True])
def test_trap_22_two_conventions_of_information(undirected: Trio, weighted: bool) -> None:
    # networkx's information centrality is current-flow closeness, 1 / sum of resistances;
    # Stephenson and Zelen's (sna, UCINET) is n times that, n the partners of the component.
    if weighted and not undirected.ours.valued:
        pytest.skip("no values")
    expected: dict[str, float] = {}
    sizes: dict[str, int] = {}
    for part in parts(undirected.nx):
        weight = "weight" if weighted else None
        expected |= nx.information_centrality(part, weight=weight)
        sizes |= dict.fromkeys(part, len(part))
    theirs = np.array([expected.get(i, np.nan) for i in undirected.ids])
    size = np.array([sizes.get(i, 1) for i in undirected.ids])
    ours = undirected.ours.information(weighted=weighted, convention="current_flow")
    assert_allclose(column(ours), theirs, **TIGHT)
    assert_allclose(
        column(undirected.ours.current_flow_closeness(weighted=weighted)), theirs, **TIGHT
    )
    ours = undirected.ours.information(weighted=weighted)
    assert_allclose(column(ours), theirs * size, **TIGHT)
    assert "Stephenson-Zelen" in ours.about[0]["convention"]


def test_information_by_stephenson_and_zelens_own_formula(outside: Path) -> None:
    # B = D - A + J, C its inverse, I_i = 1 / (C_ii + (T - 2 R) / n), T the trace, R a row sum of C.
    kite = classic(outside, "kite")
    a = matrix(kite)
    n = len(a)
    c = np.linalg.inv(np.diag(a.sum(axis=1)) - a + np.ones((n, n)))
    expected = 1 / (np.diag(c) + (np.trace(c) - 2 * c.sum(axis=1)) / n)
    assert_allclose(column(kite.ours.information()), expected, **TIGHT)


@pytest.mark.parametrize("normalized", [True, False])
@pytest.mark.parametrize("weighted", [False, True])
def test_current_flow_betweenness_equals_networkx(
    undirected: Trio, normalized: bool, weighted: bool
) -> None:
    if weighted and not undirected.ours.valued:
        pytest.skip("no values")
    # networkx refuses disconnected networks: part by part, divided by the pairs of the whole.
    expected = dict.fromkeys(undirected.ids, 0.0)
    for part in parts(undirected.nx):
        weight = "weight" if weighted else None
        expected |= nx.current_flow_betweenness_centrality(part, normalized=False, weight=weight)
    theirs = undirected.nx_values(expected)
    if normalized:
        n = len(theirs)
        theirs /= (n - 1) * (n - 2) / 2
    ours = undirected.ours.current_flow_betweenness(normalized=normalized, weighted=weighted)
    assert_allclose(column(ours), theirs, **TIGHT)


def test_newmans_own_betweenness_counts_the_ends(outside: Path) -> None:
    # Newman (2005): a source and a target carry the whole unit: n - 1 pairs more.
    kite = classic(outside, "kite")
    n = len(kite.ids)
    between = nx.current_flow_betweenness_centrality(kite.nx, normalized=False)
    expected = (kite.nx_values(between) + n - 1) / (n * (n - 1) / 2)
    assert_allclose(column(kite.ours.current_flow_betweenness(endpoints=True)), expected, **TIGHT)


@pytest.mark.parametrize(
    "name", ["information", "current_flow_closeness", "current_flow_betweenness"]
)
def test_currents_need_an_undirected_network(outside: Path, name: str) -> None:
    advice = classic(outside, "advice").ours
    with pytest.raises(cw.InputError, match="Symmetrise"):
        getattr(advice, name)()
    assert getattr(advice.symmetrise("either"), name)().height == len(advice)


# Survey and degenerate networks

CALLS: dict[str, Callable[[cw.Network], Any]] = {
    "eigenvector": lambda n: [
        n.eigenvector(mode=m, scale=c, scope=s)
        for m in ["in", "out", "all"]
        for c in ["l2", "max", "sum"]
        for s in ["network", "component"]
    ],
    "weighted eigenvector": lambda n: n.eigenvector(weighted=True),
    "eigenvector_centralization": lambda n: [
        n.eigenvector_centralization(mode=m) for m in ["in", "out", "all"]
    ],
    "katz": lambda n: [
        n.katz(mode=m, normalized=s) for m in ["in", "out", "all"] for s in [True, False]
    ],
    "weighted katz": lambda n: n.katz(weighted=True),
    "bonacich": lambda n: [
        n.bonacich(mode=m, beta_fraction=b) for m in ["in", "out", "all"] for b in [-0.5, 0, 0.5]
    ],
    "weighted bonacich": lambda n: n.bonacich(weighted=True),
    "pagerank": lambda n: n.pagerank(),
    "weighted pagerank": lambda n: n.pagerank(weighted=True),
    "hits": lambda n: [n.hits(scale=c) for c in ["l2", "max", "sum"]],
    "weighted hits": lambda n: n.hits(weighted=True),
    "information": lambda n: [
        n.information(convention=c) for c in ["stephenson_zelen", "current_flow"]
    ],
    "weighted information": lambda n: n.information(weighted=True),
    "current_flow_closeness": lambda n: n.current_flow_closeness(),
    "current_flow_betweenness": lambda n: [
        n.current_flow_betweenness(normalized=s, endpoints=e)
        for s in [True, False]
        for e in [True, False]
    ],
    "weighted current_flow_betweenness": lambda n: n.current_flow_betweenness(weighted=True),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_an_answer_or_an_error(
    make: Callable[..., cw.Network],
    call: Callable[[cw.Network], Any],
    directed: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    net = make(directed=directed)
    try:
        answer = call(net)
    except cw.InputError as error:
        assert any(word in str(error) for word in ["value", "direction"])
    else:
        check(answer, net)
        for frame in answer if isinstance(answer, list) else [answer]:
            # Null always has a reason.
            if isinstance(frame, cw.ScoreFrame) and frame[:, 1].null_count():
                assert any(
                    word in caveat
                    for caveat in frame.about[0]["caveats"]
                    for word in ["Not defined", "unknown", "no value"]
                )
    assert "panicked" not in capfd.readouterr().err


def test_the_messy_survey_says_what_it_does_not_know(outside: Path) -> None:
    # H did not answer: what it would have sent is unknown, what others said of it is known.
    net = messy(outside)
    for frame in [net.bonacich(), net.katz(mode="out"), net.eigenvector(mode="out"), net.hits()]:
        scores = dict(frame.select(frame.columns[:2]).iter_rows())
        assert scores["H"] is None
        assert frame.about[0]["coverage"] < 1
        assert any("unknown" in caveat for caveat in frame.about[0]["caveats"])
    assert dict(net.pagerank().iter_rows())["H"] is not None
    pairs = net.symmetrise("either")
    info = pairs.information(weighted=True)
    isolates = {i for i, d in pairs.degree().select("partner_id", "degree").iter_rows() if d == 0}
    unknown = {i for i, x in info.iter_rows() if x is None}
    assert isolates
    assert isolates <= unknown
