"""What each tool is asked for: the same kernel under the same name, by its quickest documented way.

A tool is a function from ties to its kernels. A kernel is what is timed; `finish` then turns its
answer into the numbers that are compared (one a partner, or one in all), outside the timing, so
that no tool pays for another's scale or order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from peer_networks import Ties

__all__ = ["PEERS", "QUALITY", "TOOLS", "Kernel", "commonweal"]


@dataclass(frozen=True)
class Kernel:
    """Timed work, and how its answer becomes numbers."""

    work: Callable[[], Any]
    finish: Callable[[Any], np.ndarray] = np.asarray


Kernels = dict[str, Kernel]

# Kernels whose answers are memberships: compared by modularity, not by equality.
QUALITY = {"leiden", "louvain", "label propagation"}


def unit(values: Any) -> np.ndarray:
    """Scale to length 1: tools differ in the scale of eigenvectors."""
    vector = np.asarray(values, dtype=float)
    return vector / np.linalg.norm(vector)


def filled(values: Any) -> np.ndarray:
    """Put zero where a tool has no number (the clustering of a partner with one tie)."""
    return np.nan_to_num(np.asarray(values, dtype=float))


def sizes(groups: Any) -> np.ndarray:
    """Number of groups and of memberships: enough to see that two lists of cliques are the same."""
    lengths = [len(group) for group in groups]
    return np.array([len(lengths), sum(lengths), max(lengths, default=0)])


def by_partner(scores: Any) -> np.ndarray:
    """Scores of a tool that answers with a mapping from partner to score."""
    return np.array([scores[i] for i in range(len(scores))], dtype=float)


def commonweal(ties: Ties) -> Kernels:
    """Ours."""
    import commonweal as cw

    net = cw.Network.from_arrays(ties.n, ties.source, ties.target, directed=ties.directed)

    def column(name: str) -> Callable[[Any], np.ndarray]:
        return lambda frame: filled(frame[name].to_numpy())

    def value(measure: Any) -> np.ndarray:
        return np.array([measure.value])

    def groups(method: str) -> Kernel:
        # One start, as everybody has here.
        return Kernel(
            lambda: net.communities(method=method, seed=1, starts=1, **quiet),
            lambda partition: partition.to_frame()["group"].to_numpy(),
        )

    quiet: dict[str, Any] = {"progress": False}
    if ties.directed:
        return {
            "strong components": Kernel(lambda: net.components(kind="strong"), value),
            "triad census": Kernel(net.triad_census, lambda f: np.sort(f["count"].to_numpy()[:16])),
            "pagerank": Kernel(net.pagerank, column("pagerank")),
        }
    return {
        "harmonic closeness": Kernel(
            lambda: net.closeness(normalized=False, **quiet), column("harmonic_closeness")
        ),
        "closeness": Kernel(
            lambda: net.closeness(variant="wasserman_faust", **quiet),
            column("wasserman_faust_closeness"),
        ),
        "reach in 2 steps": Kernel(lambda: net.reach(steps=2), column("reach")),
        "reach in 3 steps": Kernel(lambda: net.reach(steps=3), column("reach")),
        "reach in any steps": Kernel(lambda: net.reach(steps=None), column("reach")),
        "eccentricity": Kernel(net.eccentricity, column("eccentricity")),
        "mean distance": Kernel(net.mean_distance, value),
        "betweenness": Kernel(
            lambda: net.betweenness(normalized=False, **quiet), column("betweenness")
        ),
        "edge betweenness": Kernel(
            lambda: net.edge_betweenness(normalized=False, **quiet),
            lambda f: np.sort(f["edge_betweenness"].to_numpy()),
        ),
        "clustering": Kernel(net.clustering, column("clustering")),
        "transitivity": Kernel(net.transitivity, value),
        "constraint": Kernel(lambda: net.structural_holes(scope="whole"), column("constraint")),
        "cliques": Kernel(
            lambda: net.cliques(min_size=1).to_frame(),
            lambda f: np.array([f["group"].n_unique(), f.height, f["size"].max()]),
        ),
        "pagerank": Kernel(net.pagerank, column("pagerank")),
        "eigenvector": Kernel(net.eigenvector, lambda f: unit(column("eigenvector")(f))),
        "components": Kernel(net.components, value),
        "coreness": Kernel(net.coreness, column("coreness")),
        "cut points": Kernel(net.cut_points, lambda f: np.array([f["is_cut_point"].sum()])),
        "bridges": Kernel(net.bridges, lambda f: np.array([f.height])),
        "leiden": groups("leiden"),
        "louvain": groups("louvain"),
        "label propagation": groups("label_propagation"),
    }


def networkx(ties: Ties) -> Kernels:
    """Pure Python; the field's lingua franca."""
    import networkx as nx

    graph = nx.DiGraph() if ties.directed else nx.Graph()
    graph.add_nodes_from(range(ties.n))
    graph.add_edges_from(zip(ties.source.tolist(), ties.target.tolist(), strict=True))
    if ties.directed:
        return {
            "strong components": Kernel(
                lambda: nx.number_strongly_connected_components(graph), np.atleast_1d
            ),
            "triad census": Kernel(
                lambda: nx.triadic_census(graph), lambda c: np.sort(list(c.values()))
            ),
            "pagerank": Kernel(
                lambda: nx.pagerank(graph, tol=1e-12 / ties.n, max_iter=1000), by_partner
            ),
        }

    def ordered(scores: dict[Any, float]) -> np.ndarray:
        return np.sort(list(scores.values()))

    return {
        "harmonic closeness": Kernel(lambda: nx.harmonic_centrality(graph), by_partner),
        "closeness": Kernel(lambda: nx.closeness_centrality(graph), by_partner),
        "betweenness": Kernel(
            lambda: nx.betweenness_centrality(graph, normalized=False), by_partner
        ),
        "edge betweenness": Kernel(
            lambda: nx.edge_betweenness_centrality(graph, normalized=False), ordered
        ),
        "clustering": Kernel(lambda: nx.clustering(graph), by_partner),
        "transitivity": Kernel(lambda: nx.transitivity(graph), np.atleast_1d),
        "constraint": Kernel(
            lambda: nx.constraint(graph), lambda scores: filled(by_partner(scores))
        ),
        "cliques": Kernel(lambda: list(nx.find_cliques(graph)), sizes),
        "pagerank": Kernel(
            lambda: nx.pagerank(graph, tol=1e-12 / ties.n, max_iter=1000), by_partner
        ),
        "components": Kernel(lambda: nx.number_connected_components(graph), np.atleast_1d),
        "coreness": Kernel(lambda: nx.core_number(graph), by_partner),
        "cut points": Kernel(
            lambda: list(nx.articulation_points(graph)), lambda a: np.array([len(a)])
        ),
        "bridges": Kernel(lambda: list(nx.bridges(graph)), lambda b: np.array([len(b)])),
        "louvain": Kernel(
            lambda: nx.community.louvain_communities(graph, seed=1),
            lambda groups: membership(ties.n, groups),
        ),
    }


def membership(n: int, groups: Any) -> np.ndarray:
    """Group of each partner from lists of members."""
    found = np.zeros(n, dtype=np.int64)
    for k, group in enumerate(groups):
        found[list(group)] = k
    return found


def rustworkx(ties: Ties) -> Kernels:
    """Rust on petgraph, several threads for the costly ones."""
    import rustworkx as rx

    graph = rx.PyDiGraph() if ties.directed else rx.PyGraph()
    graph.add_nodes_from(range(ties.n))
    graph.add_edges_from_no_data(list(zip(ties.source.tolist(), ties.target.tolist(), strict=True)))
    if ties.directed:
        return {
            "strong components": Kernel(
                lambda: rx.number_strongly_connected_components(graph), np.atleast_1d
            ),
            "pagerank": Kernel(
                lambda: rx.pagerank(graph, tol=1e-12 / ties.n, max_iter=1000), by_partner
            ),
        }
    return {
        "closeness": Kernel(lambda: rx.closeness_centrality(graph), by_partner),
        "betweenness": Kernel(
            lambda: rx.betweenness_centrality(graph, normalized=False), by_partner
        ),
        "edge betweenness": Kernel(
            lambda: rx.edge_betweenness_centrality(graph, normalized=False),
            lambda scores: np.sort(list(scores.values())),
        ),
        "transitivity": Kernel(lambda: rx.transitivity(graph), np.atleast_1d),
        "eigenvector": Kernel(
            lambda: rx.eigenvector_centrality(graph, max_iter=10_000, tol=1e-11),
            lambda scores: unit(by_partner(scores)),
        ),
        "components": Kernel(lambda: rx.number_connected_components(graph), np.atleast_1d),
        "coreness": Kernel(lambda: rx.core_number(graph), by_partner),
        "cut points": Kernel(lambda: rx.articulation_points(graph), lambda a: np.array([len(a)])),
        "bridges": Kernel(lambda: rx.bridges(graph), lambda b: np.array([len(b)])),
    }


def igraph(ties: Ties) -> Kernels:
    """C; one thread."""
    import igraph as ig

    graph = ig.Graph(
        n=ties.n,
        edges=list(zip(ties.source.tolist(), ties.target.tolist(), strict=True)),
        directed=ties.directed,
    )
    if ties.directed:
        return {
            "strong components": Kernel(
                lambda: len(graph.connected_components(mode="strong")), np.atleast_1d
            ),
            "triad census": Kernel(graph.triad_census, lambda c: np.sort(list(c))),
            "pagerank": Kernel(graph.pagerank),
        }

    def reach(steps: int) -> Kernel:
        return Kernel(lambda: graph.neighborhood_size(order=steps), lambda v: np.asarray(v) - 1)

    def closeness(values: list[float]) -> np.ndarray:
        # igraph divides by the partners reached, Wasserman and Faust also by their share.
        reached = np.array(graph.connected_components().sizes())[
            graph.connected_components().membership
        ]
        return filled(values) * (reached - 1) / (ties.n - 1)

    return {
        # igraph divides by n - 1; undo it to compare the sums.
        "harmonic closeness": Kernel(
            graph.harmonic_centrality, lambda v: np.asarray(v) * (ties.n - 1)
        ),
        "closeness": Kernel(graph.closeness, closeness),
        "reach in 2 steps": reach(2),
        "reach in 3 steps": reach(3),
        # igraph has no "any number": no path has more steps than there are partners.
        "reach in any steps": reach(ties.n),
        "eccentricity": Kernel(graph.eccentricity),
        "mean distance": Kernel(graph.average_path_length, np.atleast_1d),
        "betweenness": Kernel(graph.betweenness),
        "edge betweenness": Kernel(graph.edge_betweenness, np.sort),
        "clustering": Kernel(lambda: graph.transitivity_local_undirected(mode="zero")),
        "transitivity": Kernel(graph.transitivity_undirected, np.atleast_1d),
        "constraint": Kernel(graph.constraint, filled),
        "cliques": Kernel(graph.maximal_cliques, sizes),
        "pagerank": Kernel(graph.pagerank),
        "eigenvector": Kernel(graph.eigenvector_centrality, unit),
        "components": Kernel(lambda: len(graph.connected_components()), np.atleast_1d),
        "coreness": Kernel(graph.coreness),
        "cut points": Kernel(graph.articulation_points, lambda a: np.array([len(a)])),
        "bridges": Kernel(graph.bridges, lambda b: np.array([len(b)])),
        # Until nothing moves, as ours and networkit's; the default stops after two rounds.
        "leiden": Kernel(
            lambda: graph.community_leiden(objective_function="modularity", n_iterations=-1),
            lambda c: np.asarray(c.membership),
        ),
        "louvain": Kernel(graph.community_multilevel, lambda c: np.asarray(c.membership)),
        "label propagation": Kernel(
            graph.community_label_propagation, lambda c: np.asarray(c.membership)
        ),
    }


def networkit(ties: Ties) -> Kernels:
    """C++; OpenMP."""
    import networkit as nk

    arrays = (ties.source.astype(np.uint64), ties.target.astype(np.uint64))
    graph = nk.GraphFromCoo(arrays, n=ties.n, directed=ties.directed)

    def scores(make: Callable[[], Any], factor: float = 1.0) -> Kernel:
        return Kernel(lambda: make().run().scores(), lambda v: np.asarray(v) * factor)

    def found(make: Callable[[], Any]) -> Kernel:
        return Kernel(lambda: make().run().getPartition(), lambda p: np.asarray(p.getVector()))

    pagerank = scores(
        lambda: nk.centrality.PageRank(
            graph, tol=1e-12, distributeSinks=nk.centrality.SinkHandling.DistributeSinks
        )
    )
    if ties.directed:
        return {
            "strong components": Kernel(
                lambda: nk.components.StronglyConnectedComponents(graph).run().numberOfComponents(),
                np.atleast_1d,
            ),
            "pagerank": pagerank,
        }
    return {
        "harmonic closeness": scores(
            lambda: nk.centrality.HarmonicCloseness(graph, normalized=False)
        ),
        "closeness": scores(
            lambda: nk.centrality.Closeness(graph, True, nk.centrality.ClosenessVariant.Generalized)
        ),
        # networkit counts each undirected pair from both ends.
        "betweenness": scores(lambda: nk.centrality.Betweenness(graph), 0.5),
        "clustering": scores(lambda: nk.centrality.LocalClusteringCoefficient(graph)),
        "transitivity": Kernel(
            lambda: nk.globals.ClusteringCoefficient().exactGlobal(graph), np.atleast_1d
        ),
        "cliques": Kernel(lambda: nk.clique.MaximalCliques(graph).run().getCliques(), sizes),
        "pagerank": pagerank,
        "eigenvector": Kernel(
            lambda: nk.centrality.EigenvectorCentrality(graph, tol=1e-13).run().scores(), unit
        ),
        "components": Kernel(
            lambda: nk.components.ConnectedComponents(graph).run().numberOfComponents(),
            np.atleast_1d,
        ),
        "coreness": scores(lambda: nk.centrality.CoreDecomposition(graph)),
        "leiden": found(lambda: nk.community.ParallelLeiden(graph, 10)),
        "louvain": found(lambda: nk.community.PLM(graph, refine=True)),
        "label propagation": found(lambda: nk.community.PLP(graph)),
    }


PEERS: dict[str, Callable[[Ties], Kernels]] = {
    "networkx": networkx,
    "rustworkx": rustworkx,
    "igraph": igraph,
    "networkit": networkit,
}
TOOLS = {"commonweal": commonweal} | PEERS
