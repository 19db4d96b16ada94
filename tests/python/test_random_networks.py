"""Every measure on small random networks of all kinds equals networkx (or its definition)."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from oracles import Trio, trio

TIGHT = {"rtol": 1e-9, "atol": 1e-9}


@st.composite
def networks(draw: st.DrawFn, *, valued: bool = False) -> Trio:
    """0 to 9 partners, any ties among them: isolates, pieces, complete and empty ones occur."""
    n = draw(st.integers(0, 9))
    directed = draw(st.booleans())
    pairs = [(i, j) for i in range(n) for j in range(n) if (i != j if directed else i < j)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    ties = [(f"p{i}", f"p{j}") for i, j in chosen]
    if valued:  # whole numbers as distances: path lengths are exact, ties in length are real
        ties = [(*tie, float(draw(st.integers(1, 3)))) for tie in ties]
    means = "distance" if valued else "strength"
    return trio([f"p{i}" for i in range(n)], ties, directed=directed, value_means=means)


@given(networks())
@settings(max_examples=150, deadline=None)
def test_positions(net: Trio) -> None:
    n = len(net.ids)
    ours = net.ours
    for mode in ["in", "out"] if ours.directed else ["all"]:
        peer = {"in": "in_degree", "out": "out_degree", "all": "degree"}[mode]
        theirs = net.nx_values(dict(getattr(net.nx, peer)()))
        assert_allclose(ours.degree(mode=mode)["degree"].to_numpy(), theirs, rtol=0)
    # networkx scales betweenness by 1 below three partners, where ours is not defined.
    raw = ours.betweenness(normalized=False)[:, 1].to_numpy()
    assert_allclose(
        raw, net.nx_values(nx.betweenness_centrality(net.nx, normalized=False)), **TIGHT
    )
    if n > 2:
        scaled = ours.betweenness()[:, 1].to_numpy()
        assert_allclose(scaled, net.nx_values(nx.betweenness_centrality(net.nx)), **TIGHT)
    incoming, outgoing = (
        ours.closeness(mode=mode, normalized=False)[:, 1].to_numpy() for mode in ["in", "out"]
    )
    if n == 1:  # nobody to be close to: not defined; networkx says 0
        assert np.isnan([*incoming, *outgoing]).all()
        incoming = outgoing = np.zeros(1)
    assert_allclose(incoming, net.nx_values(nx.harmonic_centrality(net.nx)), **TIGHT)
    reverse = net.nx.reverse() if ours.directed else net.nx
    assert_allclose(outgoing, net.nx_values(nx.harmonic_centrality(reverse)), **TIGHT)
    twice = ours.coreness(mutual="twice")[:, 1].to_numpy()
    assert_allclose(twice, net.nx_values(nx.core_number(net.nx)), rtol=0)
    once = ours.coreness(mutual="once")[:, 1].to_numpy()
    assert_allclose(once, net.nx_values(nx.core_number(nx.Graph(net.nx))), rtol=0)


@given(networks(valued=True))
@settings(max_examples=100, deadline=None)
def test_weighted_paths(net: Trio) -> None:
    if not net.ours.valued:  # no tie was drawn
        return
    ours = net.ours.betweenness(weighted=True, normalized=False)[:, 1].to_numpy()
    theirs = nx.betweenness_centrality(net.nx, normalized=False, weight="weight")
    assert_allclose(ours, net.nx_values(theirs), **TIGHT)
    ours = net.ours.closeness(mode="in", weighted=True, normalized=False)[:, 1].to_numpy()
    assert_allclose(ours, net.nx_values(nx.harmonic_centrality(net.nx, distance="weight")), **TIGHT)


@given(networks())
@settings(max_examples=150, deadline=None)
def test_whole_network(net: Trio) -> None:
    n = len(net.ids)
    ours = net.ours
    if n < 2:
        assert ours.density().value is None
    else:
        assert_allclose(float(ours.density()), nx.density(net.nx), **TIGHT)
    if ours.directed:
        weak, strong = nx.weakly_connected_components, nx.strongly_connected_components
        assert ours.components().value == len(list(weak(net.nx)))
        assert ours.components(kind="strong").value == len(list(strong(net.nx)))
        if ours.n_ties:
            arc = float(ours.reciprocity())
            assert_allclose(arc, nx.overall_reciprocity(net.nx), **TIGHT)
        else:
            assert ours.reciprocity().value is None  # a share of no ties
    else:
        assert ours.components().value == len(list(nx.connected_components(net.nx)))
        assert ours.components(kind="strong").value == ours.components().value
    if n > 2:
        modes = ["in", "out"] if ours.directed else ["all"]
        for mode in modes:
            degree = ours.degree(mode=mode)["degree"].to_numpy()
            most = (n - 1) ** 2 if ours.directed else (n - 1) * (n - 2)
            expected = (degree.max() - degree).sum() / most
            assert_allclose(float(ours.degree_centralization(mode=mode)), expected, **TIGHT)


@given(networks())
@settings(max_examples=80, deadline=None)
def test_conversions_keep_everything(net: Trio) -> None:
    n = len(net.ids)
    matrix = net.ours.to_numpy()
    assert matrix.shape == (n, n)
    expected = nx.to_numpy_array(net.nx, nodelist=net.ids) if n else np.zeros((0, 0))
    off_diagonal = ~np.eye(n, dtype=bool)
    assert_allclose(matrix[off_diagonal], expected[off_diagonal], rtol=0)
    back = net.ours.to_networkx()
    assert list(back) == net.ids
    assert set(net.ours.ties().iter_rows()) >= set(back.edges)
    assert back.number_of_edges() == net.nx.number_of_edges() == net.ours.n_ties
    igraph = net.ours.to_igraph()
    assert igraph.vs["name"] == net.ids if n else igraph.vcount() == 0
    assert math.isclose(igraph.density() if n > 1 else 0, nx.density(net.nx) if n > 1 else 0)
