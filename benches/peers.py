"""Our kernels beside networkx, rustworkx, igraph and networkit: same arrays, one run.

    make peers                                      # 2,000 partners, every peer
    .venv/bin/python benches/peers.py --n 20000 --skip networkx --repeat 1

Building and computing are timed apart. A time is the best of ``--repeat`` runs, wall clock;
importing a tool is not timed. The ratio is a peer's time over ours: above 1 we are faster. A kernel
whose answers differ by more than 1e-9 relative ends the run with an error, because a fast wrong
answer is no answer.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module, metadata
from typing import Any

import numpy as np

Kernel = Callable[[], np.ndarray]
TOLERANCE = 1e-9


def best(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Shortest wall time of `repeat` runs, and the last answer."""
    shortest, answer = float("inf"), None
    for _ in range(repeat):
        start = time.perf_counter()
        answer = work()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest, answer


# Each tool: from the arrays to the kernels, by the quickest way in that its documentation gives.


def commonweal(n: int, source: np.ndarray, target: np.ndarray) -> dict[str, Kernel]:
    import commonweal as cw

    net = cw.Network.from_arrays(n, source, target, directed=False)

    def closeness() -> np.ndarray:
        frame = net.closeness(normalized=False, progress=False)
        return frame["harmonic_closeness"].to_numpy()

    return {
        "betweenness": lambda: net.betweenness(normalized=False, progress=False)[
            "betweenness"
        ].to_numpy(),
        "harmonic closeness": closeness,
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

    graph = rx.PyGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from_no_data(list(zip(source.tolist(), target.tolist(), strict=True)))

    def listed(scores: Any) -> np.ndarray:
        return np.array([scores[i] for i in range(n)], dtype=float)

    # rustworkx has no harmonic closeness.
    return {
        "betweenness": lambda: listed(rx.betweenness_centrality(graph, normalized=False)),
        "coreness": lambda: listed(rx.core_number(graph)),
        "components": lambda: np.array([rx.number_connected_components(graph)]),
    }


def igraph(n: int, source: np.ndarray, target: np.ndarray) -> dict[str, Kernel]:
    import igraph as ig

    graph = ig.Graph(n=n, edges=list(zip(source.tolist(), target.tolist(), strict=True)))
    return {
        "betweenness": lambda: np.array(graph.betweenness()),
        # igraph divides by n - 1; undo it to compare the sums.
        "harmonic closeness": lambda: np.array(graph.harmonic_centrality()) * (n - 1),
        "coreness": lambda: np.array(graph.coreness(), dtype=float),
        "components": lambda: np.array([len(graph.connected_components())]),
    }


def networkit(n: int, source: np.ndarray, target: np.ndarray) -> dict[str, Kernel]:
    import networkit as nk

    graph = nk.GraphFromCoo((source.astype(np.uint64), target.astype(np.uint64)), n=n)

    def run(algorithm: Any, factor: float = 1.0) -> np.ndarray:
        return np.array(algorithm.run().scores()) * factor

    def components() -> np.ndarray:
        found = nk.components.ConnectedComponents(graph)
        return np.array([found.run().numberOfComponents()])

    return {
        # networkit counts each undirected pair from both ends.
        "betweenness": lambda: run(nk.centrality.Betweenness(graph), 0.5),
        "harmonic closeness": lambda: run(nk.centrality.HarmonicCloseness(graph, normalized=False)),
        "coreness": lambda: run(nk.centrality.CoreDecomposition(graph)),
        "components": components,
    }


PEERS = {"networkx": networkx, "rustworkx": rustworkx, "igraph": igraph, "networkit": networkit}


def compare(title: str, works: dict[str, Callable[[], Any]], repeat: int) -> dict[str, Any]:
    """Time the same work of each tool, ours first; print a row as soon as it is known."""
    print(f"\n| {title} | seconds | ratio |\n|---|--:|--:|")
    seconds: dict[str, float] = {}
    answers: dict[str, Any] = {}
    for name, work in works.items():
        seconds[name], answers[name] = best(work, repeat)
        ratio = seconds[name] / seconds["commonweal"]
        print(f"| {name} | {seconds[name]:.4g} | {ratio:.1f} |", flush=True)
    if peers := [name for name in works if name != "commonweal"]:
        fastest = min(peers, key=seconds.__getitem__)
        ratio = seconds[fastest] / seconds["commonweal"]
        print(f"\nFastest peer: {fastest}, {ratio:.1f} times our time.", flush=True)
    return answers


def main() -> None:
    """Generate one network, time every kernel of every tool on it, compare the answers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=2_000, help="partners (default 2,000)")
    parser.add_argument("--mean-degree", type=float, default=15.4, help="ties of a partner")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the best counts")
    parser.add_argument("--skip", nargs="*", default=[], choices=PEERS, help="peers to leave out")
    options = parser.parse_args()

    from commonweal._core import generate_partners

    tools = {"commonweal": commonweal} | {k: v for k, v in PEERS.items() if k not in options.skip}
    versions = []
    for name in tools:
        import_module(name)
        versions.append(f"{name} {metadata.version(name)}")

    source, target = generate_partners(options.n, options.mean_degree, options.seed)
    print(f"{options.n:,} partners, {len(source):,} ties, {os.cpu_count()} cores, ", end="")
    print(f"best of {options.repeat}. {', '.join(versions)}.", flush=True)

    builders = {k: partial(build, options.n, source, target) for k, build in tools.items()}
    kernels = compare("building", builders, options.repeat)
    for kernel in kernels["commonweal"]:
        works = {name: kernels[name][kernel] for name in tools if kernel in kernels[name]}
        answers = compare(kernel, works, options.repeat)
        ours = answers.pop("commonweal")
        for name, theirs in answers.items():
            apart = np.max(np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1.0), initial=0.0)
            # Not "above", so that NaN counts as a difference.
            if not apart <= TOLERANCE:
                message = f"{kernel}: our answer and {name}'s differ by {apart:.1e}"
                raise SystemExit(message)
        print(f"{len(answers)} answers agree with ours within {TOLERANCE:.0e}.", flush=True)


if __name__ == "__main__":
    main()
