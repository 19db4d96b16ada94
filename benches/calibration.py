"""Do the tests of chance hold their level, and what would they find? A simulation of all of them.

    .venv/bin/python benches/calibration.py                 # 400 networks a line, some minutes
    .venv/bin/python benches/calibration.py --networks 2000

Under each null, networks are drawn from that null itself, so the observed network is one more draw
and p must be uniform: the share of p at or below .05 lies within Monte Carlo error of .05 (below it
where equal values are common, because equal counts against the finding), and the largest distance
of p's distribution above the uniform one (Kolmogorov and Smirnov, one-sided) is small. Then the
share of networks in which a planted set of 8 among 41 partners is found, by how much more its
members tie to one another and by how many answer, and the share in which hubs are taken for one.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

import commonweal as cw
import numpy as np

PARTNERS = 41
PLANTED = 8
DENSITY = 0.15
SEED = 20_261_122


def network(
    ties: np.ndarray, silent: np.ndarray | None = None, *, directed: bool = True
) -> cw.Network:
    """Return a network of a matrix; what the silent would have said is unknown."""
    ties = ties if directed else np.triu(ties | ties.T)
    source, target = np.nonzero(ties & ~np.eye(len(ties), dtype=bool))
    sheet = {"source_id": source.astype(str), "target_id": target.astype(str)}
    everyone = {"partner_id": np.arange(len(ties)).astype(str)}
    found = cw.Network.from_ties(sheet, partners=everyone, directed=directed)
    return found if silent is None else found.without_answers([str(i) for i in silent])


def at_random(chance: np.random.Generator, density: float = DENSITY) -> np.ndarray:
    return chance.random((PARTNERS, PARTNERS)) < density


def uneven(chance: np.random.Generator) -> np.ndarray:
    """Return ties of partners who differ in how many they make, a few several times the mean."""
    activity = chance.pareto(3.0, PARTNERS) + 0.5
    odds = DENSITY * np.outer(activity, activity) / activity.mean() ** 2
    return chance.random((PARTNERS, PARTNERS)) < np.minimum(odds, 0.9)


def with_set(chance: np.random.Generator, surplus: float) -> np.ndarray:
    """Return ties at random, in the first eight partners more likely by `surplus`."""
    odds = np.full((PARTNERS, PARTNERS), DENSITY)
    odds[:PLANTED, :PLANTED] += surplus
    return chance.random((PARTNERS, PARTNERS)) < odds


def with_hubs(chance: np.random.Generator, hubs: int = 3, share: float = 0.7) -> np.ndarray:
    """Return ties at random and hubs tied to most of the others, to one another as to anybody."""
    ties = at_random(chance)
    ties[:hubs] |= chance.random((hubs, PARTNERS)) < share
    ties[:, :hubs] |= chance.random((PARTNERS, hubs)) < share
    return ties


def generators(networks: int, purpose: int) -> Iterator[tuple[int, np.random.Generator]]:
    """Return a stream of chance a network: the same network whatever was run before it."""
    for number in range(networks):
        yield number, np.random.default_rng([SEED, purpose, number])


def p_of_core(found: cw.Network, null: str, draws: int, seed: int) -> float:
    """Return p of the core of `found`; 1 where there is none to test."""
    test = found.core_periphery(starts=5).test(null=null, draws=draws, seed=seed).test
    return 1.0 if test is None else test["p_high"]


def degree(chance: np.random.Generator, number: int, draws: int, *, directed: bool) -> float:
    """Return p of a network that was itself rewired at random."""
    given = network(uneven(np.random.default_rng([SEED, 0])), directed=directed)
    drawn = given.rewire(seed=int(chance.integers(2**32)), swaps_per_tie=20, keep_mutual=directed)
    return p_of_core(drawn, "degree", draws, number)


def qap(chance: np.random.Generator, number: int, draws: int) -> float:
    """Return p of two relations that have nothing to do with each other, hubs in both."""
    a, b = (network(uneven(chance)) for _ in range(2))
    return float(cw.qap(a, b, draws=draws, seed=number).p_high)


def cug(chance: np.random.Generator, number: int, draws: int) -> float:
    """Return p of the reciprocity of ties at random."""
    given = network(at_random(chance))
    return float(
        given.cug("reciprocity", condition="ties", draws=draws, seed=number).test["p_high"]
    )


def nulls(draws: int) -> dict[str, Callable[[np.random.Generator, int], float]]:
    """Return, by the name of a test, its p for one network drawn from its null."""
    return {
        "core, degrees kept": lambda c, k: degree(c, k, draws, directed=False),
        "core, degrees and mutual ties kept": lambda c, k: degree(c, k, draws, directed=True),
        "core, dyad census": lambda c, k: p_of_core(network(at_random(c)), "dyad_census", draws, k),
        "core, number of ties": lambda c, k: p_of_core(network(at_random(c)), "ties", draws, k),
        "core, partners alone": lambda c, k: p_of_core(
            network(at_random(c, 0.5)), "size", draws, k
        ),
        "QAP": lambda c, k: qap(c, k, draws),
        "CUG, reciprocity": lambda c, k: cug(c, k, draws),
    }


def above_uniform(p: np.ndarray, draws: int) -> float:
    """Return the largest excess of the share of p at or below k/(1 + draws) over it."""
    steps = np.arange(1, draws + 2) / (draws + 1)
    share = np.searchsorted(np.sort(p), steps + 1e-12, side="right") / len(p)
    return float((share - steps).max())


def hub_share(networks: int, draws: int, null: str = "degree") -> float:
    """Return the share of networks with hubs in which the test rejects at .05."""
    p = [
        p_of_core(network(with_hubs(c), directed=False), null, draws, k)
        for k, c in generators(networks, 90)
    ]
    return float(np.mean(np.array(p) <= 0.05))


def found_share(surplus: float, response: float, networks: int, draws: int) -> float:
    """Return the share of networks with a planted set in which the fit is beyond degrees."""
    rejected = 0
    for number, chance in generators(networks, 100):
        silent = np.flatnonzero(chance.random(PARTNERS) >= response)
        given = network(with_set(chance, surplus), silent)
        rejected += p_of_core(given, "degree", draws, number) <= 0.05
    return rejected / networks


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--networks", type=int, default=400)
    parser.add_argument("--draws", type=int, default=99)
    options = parser.parse_args()
    networks, draws = options.networks, options.draws
    error = 1.96 * (0.05 * 0.95 / networks) ** 0.5
    # The one-sided distance that a truly uniform p exceeds once in a hundred times.
    distance = (np.log(100) / (2 * networks)) ** 0.5
    print(f"{networks} networks a line, {draws} draws each, seed {SEED}.")
    print(f"\n| null | p <= .05 (.05 +/- {error:.3f}) | above uniform (1 in 100: {distance:.3f}) |")
    print("|---|---:|---:|")
    for purpose, (name, p_of) in enumerate(nulls(draws).items(), 1):
        p = np.array([p_of(c, k) for k, c in generators(networks, purpose)])
        excess = above_uniform(p, draws)
        print(f"| {name} | {(p <= 0.05 + 1e-12).mean():.3f} | {excess:.3f} |", flush=True)
    for null, kept in [("degree", "degrees kept"), ("ties", "number of ties kept")]:
        share = hub_share(networks, draws, null)
        print(f"| a core where 3 hubs are, {kept} | {share:.3f} | no null: what hubs give |")
    print(f"\nA set of {PLANTED} among {PARTNERS}, density {DENSITY}: share found at .05.\n")
    print("| tie surplus | all answer | 80 % answer | 65 % answer |\n|---:|---:|---:|---:|")
    for surplus in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
        shares = [found_share(surplus, r, networks, draws) for r in (1.0, 0.8, 0.65)]
        print(f"| {surplus:.1f} | " + " | ".join(f"{s:.2f}" for s in shares) + " |", flush=True)


if __name__ == "__main__":
    main()
