"""Tests of chance beside what users build them from: cpnet and networkx, numpy, plain Python.

    make in-group-peers

* A discrete core and periphery of 100 partners, tested with 999 networks of the same degrees, each
  fitted anew. Beside it the same test from cpnet's Borgatti-Everett fit and networkx's edge swaps.
* QAP of two relations among 200 partners, 10,000 permutations, beside a loop over numpy.
* Curveball on 300 partners and 200 meetings, 1,000 tables, as the FDSM backbone uses it, beside the
  same trades in plain Python, which make the tables only.

A time is the best of `--repeat` whole calls, wall clock. Where a peer would take minutes it runs a
share of the draws and the time is scaled up; the table says so. Answers are compared: our fit is at
least the peer's, correlations are equal to 1e-9, margins are those
of the table.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import time
from collections.abc import Callable
from importlib import metadata
from typing import Any

import commonweal as cw
import networkx as nx
import numpy as np

DRAWS = 999
PERMUTATIONS = 10_000
TABLES = 1000


def best(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    shortest, answer = float("inf"), None
    for _ in range(repeat):
        start = time.perf_counter()
        answer = work()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest, answer


def all_pairs_fit(graph: nx.Graph, core: np.ndarray) -> float:
    """Return the correlation with what cpnet fits: a tie wherever either side is in the core."""
    ties = nx.to_numpy_array(graph, nodelist=sorted(graph))
    upper = np.triu_indices(len(core), 1)
    return float(np.corrcoef(ties[upper], np.add.outer(core, core)[upper] > 0)[0, 1])


def core_test(repeat: int, peer_draws: int) -> None:
    import cpnet

    graph = nx.gnm_random_graph(100, 600, seed=20_261_122)
    network = cw.Network.from_networkx(graph)

    def ours() -> Any:
        found = network.core_periphery(off_diagonal=1)
        return found, found.test(null="degree", draws=DRAWS, seed=1)

    seconds, (found, _) = best(ours, repeat)

    def peer_fit(of: nx.Graph) -> float:
        algorithm = cpnet.BE()
        algorithm.detect(of)
        coreness = algorithm.get_coreness()
        return all_pairs_fit(of, np.array([coreness[i] for i in sorted(of)]))

    peer_fit(graph)  # numba compiles at the first call

    def theirs() -> float:
        observed = peer_fit(graph)
        for draw in range(peer_draws):
            drawn = graph.copy()
            swaps = 10 * graph.number_of_edges()
            nx.double_edge_swap(drawn, nswap=swaps, max_tries=100 * swaps, seed=draw)
            peer_fit(drawn)
        return observed

    took, observed = best(theirs, 1)
    core = np.array([node in set(found.members) for node in sorted(graph)])
    if abs(found.fit - all_pairs_fit(graph, core)) > 1e-9:
        raise SystemExit("our fit is not the correlation of cpnet's picture")
    if found.fit < observed - 1e-9:
        raise SystemExit(f"cpnet fits better: {observed} against {found.fit}")
    took *= DRAWS / peer_draws
    scaled = f"{peer_draws} of {DRAWS} draws, scaled; fit {observed:.6f}, ours {found.fit:.6f}"
    show(f"core test, 100 partners, {DRAWS} draws", "commonweal", seconds, seconds)
    show("", "cpnet and networkx", took, seconds, scaled)


def qap(repeat: int) -> None:
    rng = np.random.default_rng(1)
    shared = rng.random((200, 200)) < 0.1

    def relation() -> np.ndarray:
        own = np.where(rng.random((200, 200)) < 0.3, shared, rng.random((200, 200)) < 0.1)
        return np.where(np.eye(200, dtype=bool), 0.0, own.astype(float))

    a, b = relation(), relation()
    seconds, ours = best(lambda: cw.qap(a, b, draws=PERMUTATIONS, seed=1), repeat)

    def theirs() -> tuple[float, float]:
        off = ~np.eye(200, dtype=bool)
        y = b[off] - b[off].mean()
        norm = np.sqrt((y @ y) * ((a[off] - a[off].mean()) ** 2).sum())
        observed = float(y @ (a[off] - a[off].mean()) / norm)
        chance = np.random.default_rng(2)
        above = 0
        for _ in range(PERMUTATIONS):
            order = chance.permutation(200)
            above += y @ (a[np.ix_(order, order)][off]) / norm >= observed
        return observed, (1 + above) / (1 + PERMUTATIONS)

    took, (r, _) = best(theirs, 1)
    if abs(float(ours) - r) > 1e-9:
        raise SystemExit(f"QAP correlations differ: {float(ours)} against {r}")
    show(f"QAP, 200 partners, {PERMUTATIONS:,} permutations", "commonweal", seconds, seconds)
    show("", "numpy", took, seconds, f"r = {r:.9f} in both")


def curveball(repeat: int, peer_tables: int) -> None:
    rng = np.random.default_rng(1)
    table = rng.random((300, 200)) < rng.uniform(0.05, 0.5, 300)[:, None]
    partners, meetings = np.nonzero(table)
    sheet = {"partner_id": [f"p{i}" for i in partners], "event_id": [f"m{x}" for x in meetings]}
    affiliation = cw.Affiliation.from_attendance(sheet)
    seconds, _ = best(lambda: affiliation.backbone(draws=TABLES, correction="none"), repeat)

    def theirs() -> None:
        chance = random.Random(1)
        rows = [set(np.flatnonzero(row)) for row in table]
        for _ in range(peer_tables):
            for _ in range(5 * len(rows)):
                i, j = chance.sample(range(len(rows)), 2)
                both = rows[i] & rows[j]
                loose = list(rows[i] ^ rows[j])
                chance.shuffle(loose)
                own = len(rows[i]) - len(both)
                rows[i], rows[j] = both | set(loose[:own]), both | set(loose[own:])
        if [len(row) for row in rows] != table.sum(axis=1).tolist():
            raise SystemExit("trades lost a margin")

    took, _ = best(theirs, 1)
    took *= TABLES / peer_tables
    note = f"{peer_tables} of {TABLES:,} tables, scaled; without the counts of pairs"
    show(f"FDSM backbone, 300 x 200, {TABLES:,} tables", "commonweal", seconds, seconds)
    show("", "trades in plain Python", took, seconds, note)


def show(what: str, tool: str, seconds: float, ours: float, note: str = "") -> None:
    print(f"| {what} | {tool} | {seconds:.3f} | {seconds / ours:.1f} | {note} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peer-draws", type=int, default=20)
    options = parser.parse_args()
    tools = ["commonweal", "cpnet", "networkx", "numpy"]
    versions = ", ".join(f"{tool} {metadata.version(tool)}" for tool in tools)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}; {versions}.")
    print("\n| test | tool | seconds | ratio | |\n|---|---|---:|---:|---|")
    core_test(options.repeat, options.peer_draws)
    qap(options.repeat)
    curveball(options.repeat, options.peer_draws)


if __name__ == "__main__":
    main()
