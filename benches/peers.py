"""Our kernels beside networkx, rustworkx, igraph and networkit: same arrays, one run, answers compared.

    make peers                                      # 2,000 partners, every peer
    .venv/bin/python benches/peers.py --n 20000 --skip networkx

Building and computing are timed apart. A time is the best of ``--repeat`` runs, wall clock. The
ratio is a peer's time over ours: above 1 we are faster. A kernel whose answers differ by more than
1e-9 relative ends the run with an error, because a fast wrong answer is no answer.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np

Kernel = Callable[[], np.ndarray]


def best(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Shortest wall time of `repeat` runs, and the last answer."""
    shortest, answer = float("inf"), None
    for _ in range(repeat):
        start = time.perf_counter()
        answer = work()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest, answer


def ours(n: int, source: np.ndarray, target: np.ndarray) -> dict[str, Kernel]:
    import commonweal as cw

    net = cw.Network.from_arrays(n, source, target, directed=False)
    return {
        "betweenness": lambda: net.betweenness(progress=False)["betweenness"].to_numpy(),
        "harmonic closeness": lambda: net.closeness(normalized=False, progress=False)[
            "closeness"
        ].to_numpy(),
        "coreness": lambda: net.coreness()["coreness"].to_numpy(),
        "components": lambda: np.array([net.components().value]),
    }


def networkx(n: int, source: np.ndarray, target: np.ndarray) -> dict[str, Kernel]:
    import networkx as nx

    graph = nx.empty_graph(n)
    graph.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))

    def listed(scores: dict[int, float]) -> np.ndarray:
        return np.array([scores[i] for i in range(n)], dtype=float)

    return {
        "betweenness": lambda: listed(nx.betweenness_centrality(graph, normalized=False)),
        "harmonic closeness": lambda: listed(nx.harmonic_centrality(graph)),
        "coreness": lambda: listed(nx.core_number(graph)),
        "components": lambda: np.array([nx.number_connected_components(graph)]),
    }


def rustworkx(n: int, source: np.ndarray, target: np.ndarray) -> dict[str, Kernel]:
    import rustworkx as rx

    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(n))
    graph.add_edges_from_no_data(list(zip(source.tolist(), target.tolist(), strict=True)))

    def listed(scores: Any) -> np.ndarray:  # noqa: ANN401
        return np.array([scores[i] for i in range(n)], dtype=float)

    # rustworkx has no harmonic closeness.
    return {
        "betweenness": lambda: listed(rx.betweenness_centrality(graph, normalized=False)),
        "coreness": lambda: listed(rx.core_number(graph)),
        "components": lambda: np.array([rx.number_connected_components(graph)]),
    }


def igraph(n: int, source: np.ndarray, target: np.ndarray) -> dict[str, Kernel]:
    import igraph as ig

    graph = ig.Graph(n=n, edges=np.column_stack([source, target]).tolist())
    return {
        "betweenness": lambda: np.array(graph.betweenness()),
        # igraph divides by n - 1; undo it to compare the sums.
        "harmonic closeness": lambda: np.array(graph.harmonic_centrality()) * (n - 1),
        "coreness": lambda: np.array(graph.coreness(), dtype=float),
        "components": lambda: np.array([len(graph.connected_components())]),
    }


def networkit(n: int, source: np.ndarray, target: np.ndarray) -> dict[str, Kernel]:
    import networkit as nk
    from scipy.sparse import coo_array

    weights = np.ones(len(source))
    graph = nk.GraphFromCoo(coo_array((weights, (source, target)), shape=(n, n)), n=n)

    def run(algorithm: Any, factor: float = 1.0) -> np.ndarray:  # noqa: ANN401
        return np.array(algorithm.run().scores()) * factor

    def components() -> np.ndarray:
        found = nk.components.ConnectedComponents(graph)
        return np.array([found.run().numberOfComponents()])

    return {
        # networkit counts each undirected pair from both ends.
        "betweenness": lambda: run(nk.centrality.Betweenness(graph), 0.5),
        "harmonic closeness": lambda: run(
            nk.centrality.HarmonicCloseness(graph, normalized=False)
        ),
        "coreness": lambda: run(nk.centrality.CoreDecomposition(graph)),
        "components": components,
    }


PEERS = {"networkx": networkx, "rustworkx": rustworkx, "igraph": igraph, "networkit": networkit}


def main() -> None:
    """Generate one network, time every kernel of every tool on it, compare the answers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=2_000, help="partners (default 2,000)")
    parser.add_argument("--mean-degree", type=float, default=15.4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--skip", nargs="*", default=[], choices=PEERS)
    options = parser.parse_args()

    from commonweal._core import generate_partners

    source, target = generate_partners(options.n, options.mean_degree, options.seed)
    print(f"{options.n:,} partners, {len(source):,} ties, {os.cpu_count()} cores\n")

    tools = {"commonweal": ours} | {k: v for k, v in PEERS.items() if k not in options.skip}
    kernels: dict[str, dict[str, Kernel]] = {}
    print("| building | seconds | ratio |\n|---|---|---|")
    first = None
    for name, build in tools.items():
        seconds, kernels[name] = best(
            lambda build=build: build(options.n, source, target), options.repeat
        )
        first = first or seconds
        print(f"| {name} | {seconds:.4f} | {seconds / first:.1f} |", flush=True)

    for kernel in kernels["commonweal"]:
        print(f"\n| {kernel} | seconds | ratio | largest difference |\n|---|---|---|---|")
        own, answer = best(kernels["commonweal"][kernel], options.repeat)
        print(f"| commonweal | {own:.4f} | 1.0 | |", flush=True)
        for name in tools:
            if name == "commonweal" or kernel not in kernels[name]:
                continue
            seconds, other = best(kernels[name][kernel], options.repeat)
            scale = np.maximum(np.abs(other), 1.0)
            difference = float(np.max(np.abs(answer - other) / scale, initial=0.0))
            print(f"| {name} | {seconds:.4f} | {seconds / own:.1f} | {difference:.1e} |", flush=True)
            if difference > 1e-9:
                message = f"{kernel}: our answer and {name}'s differ by {difference:.1e}"
                raise SystemExit(message)


if __name__ == "__main__":
    main()
