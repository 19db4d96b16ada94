"""The networks on which tools are compared: real ones of networkx, generated ones of any size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Ties", "collaboration", "directed", "partners", "real"]


@dataclass(frozen=True)
class Ties:
    """A network as two arrays of partner numbers; an undirected tie stands once."""

    name: str
    n: int
    source: np.ndarray
    target: np.ndarray
    directed: bool = False

    def __str__(self) -> str:
        """Return name and size in words."""
        kind = "directed ties" if self.directed else "ties"
        return f"{self.name}: {self.n:,} partners, {len(self.source):,} {kind}"


def partners(n: int, mean_degree: float = 15.4, seed: int = 1) -> Ties:
    """Return a statewide network: work groups in partnerships, each with a backbone."""
    from commonweal._core import generate_partners

    source, target = generate_partners(n, mean_degree, seed)
    return Ties(f"partnerships-{n}", n, source, target)


def collaboration(n: int = 16_000, projects: int = 12_000, seed: int = 1) -> Ties:
    """Return who worked on a project with whom: every project ties all its members to one another.

    Made as collaboration networks of authors are: project sizes and partners' numbers of projects
    are both skewed, so there are many triangles, cliques of all sizes, isolates and small parts.
    """
    rng = np.random.default_rng(seed)
    sizes = np.minimum(2 + rng.geometric(0.35, projects), 25)
    activity = rng.pareto(2.2, n) + 0.2
    # A field is a stretch of 400 partners; nine members in ten come from the project's own.
    fields = max(n // 400, 1)
    order = rng.permutation(n)
    ties = set()
    for size in sizes:
        field = rng.integers(fields)
        own = order[field * n // fields : (field + 1) * n // fields]
        pool = np.where(rng.random(size) < 0.9, 0, 1)
        near = rng.choice(own, size, p=activity[own] / activity[own].sum())
        far = rng.integers(n, size=size)
        members = np.unique(np.where(pool == 0, near, far))
        ties.update((int(a), int(b)) for k, a in enumerate(members) for b in members[k + 1 :])
    pairs = np.array(sorted(ties), dtype=np.uint32)
    return Ties(f"collaboration-{n}", n, pairs[:, 0].copy(), pairs[:, 1].copy())


def directed(ties: Ties, seed: int = 1) -> Ties:
    """Return reports: each tie is reported by both sides, or by one of them."""
    rng = np.random.default_rng(seed)
    says = rng.integers(3, size=len(ties.source))
    forward, backward = says != 1, says != 0
    source = np.concatenate([ties.source[forward], ties.target[backward]])
    target = np.concatenate([ties.target[forward], ties.source[backward]])
    return Ties(f"{ties.name}-reports", ties.n, source, target, directed=True)


def real() -> list[Ties]:
    """Return the networks that networkx brings along."""
    import networkx as nx

    graphs = {
        "karate club": nx.karate_club_graph(),
        "les miserables": nx.les_miserables_graph(),
        "southern women": nx.davis_southern_women_graph(),
        "florentine families": nx.florentine_families_graph(),
    }
    found = []
    for name, graph in graphs.items():
        plain = nx.convert_node_labels_to_integers(graph)
        pairs = np.array(sorted(plain.edges), dtype=np.uint32)
        found.append(Ties(name, len(plain), pairs[:, 0].copy(), pairs[:, 1].copy()))
    return found
