"""Core and periphery: discrete, Lip, MINRES, several cores, and the test against chance.

Oracles: exhaustive search over all cores in numpy, the definitions written out, scipy's minimiser,
the published cores of the Florentine families.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import commonweal as cw
import networkx as nx
import numpy as np
import polars as pl
import pytest
from numpy.testing import assert_allclose
from oracles import classic, messy
from scipy.optimize import minimize
from test_degenerate import MAKERS

SMALL = ["florentine", "kite", "campnet", "sampson", "advice", "friendship", "reports_to"]
MARKS: list[float | tuple[float, float] | None] = [None, 1, 0, (0.7, 0.2)]


def business(folder: Path) -> cw.Network:
    networks = folder / "networks"
    ties = pl.read_csv(networks / "florentine_edges.csv").filter(pl.col("relation") == "business")
    return cw.Network.from_ties(
        ties.select("source", "target").rows(),
        partners={"partner_id": pl.read_csv(networks / "florentine_nodes.csv")["id"].to_list()},
        directed=False,
    )


def both(mark: float | tuple[float, float]) -> tuple[float, float]:
    return mark if isinstance(mark, tuple) else (mark, mark)


def by_definition(
    x: np.ndarray, core: Sequence[int], mark: float | tuple[float, float] | None
) -> float:
    """numpy's correlation of the known cells with the ideal picture; NaN without variation."""
    n = len(x)
    inside = np.isin(np.arange(n), core)
    ideal = np.full((n, n), np.nan)
    ideal[np.ix_(inside, inside)] = 1
    ideal[np.ix_(~inside, ~inside)] = 0
    if mark is not None:
        ideal[np.ix_(inside, ~inside)], ideal[np.ix_(~inside, inside)] = both(mark)
    used = ~np.eye(n, dtype=bool) & ~np.isnan(x) & ~np.isnan(ideal)
    cells, picture = x[used], ideal[used]
    if len(cells) == 0 or np.ptp(cells) == 0 or np.ptp(picture) == 0:
        return float("nan")
    return float(np.corrcoef(cells, picture)[0, 1])


def over_cores(
    x: np.ndarray, sent: float = 1, received: float = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of all 2^n cores: sizes, sums inside, and sums over members of what they send and receive.

    Doubled partner by partner: the cores with partner i are those without, plus what i adds.
    """
    size, inside, alone = (np.zeros(1) for _ in range(3))
    for i in range(len(x)):
        adds = np.zeros(1)
        for j in range(i):
            adds = np.concatenate([adds, adds + x[i, j] + x[j, i]])
        size = np.concatenate([size, size + 1])
        inside = np.concatenate([inside, inside + adds])
        own = sent * x[i].sum() + received * x[:, i].sum()
        alone = np.concatenate([alone, alone + own])
    return size, inside, alone


def members(n: int, cores: np.ndarray) -> list[list[int]]:
    return sorted([i for i in range(n) if s >> i & 1] for s in cores.tolist())


def exhaustive(
    x: np.ndarray, mark: float | tuple[float, float] | None
) -> tuple[float, list[list[int]]]:
    """The best fit and all best cores of a complete matrix."""
    n = len(x)
    to_periphery, to_core = (1.0, 1.0) if mark is None else both(mark)
    size, inside, alone = over_cores(x, to_periphery, to_core)
    core = size * (size - 1)
    if mark is None:
        _, squares, alone_squares = over_cores(x**2)
        cells = core + (n - size) * (n - size - 1)
        sum_x = inside + x.sum() - alone + inside
        sum_xx = squares + (x**2).sum() - alone_squares + squares
        sum_xp, sum_p, sum_pp = inside, core, core
    else:
        cells, sum_x, sum_xx = n * (n - 1), x.sum(), (x**2).sum()
        sum_xp = (1 - to_periphery - to_core) * inside + alone
        between = size * (n - size)
        sum_p = core + (to_periphery + to_core) * between
        sum_pp = core + (to_periphery**2 + to_core**2) * between
    cells_vary, picture_varies = cells * sum_xx - sum_x**2, cells * sum_pp - sum_p**2
    defined = (cells_vary > 1e-9) & (picture_varies > 1e-9)
    spread = np.sqrt(np.where(defined, cells_vary * picture_varies, 1))
    fit = np.where(defined, (cells * sum_xp - sum_x * sum_p) / spread, -np.inf)
    return float(fit.max()), members(n, np.flatnonzero(fit > fit.max() - 1e-9))


def numbers(net: cw.Network, cores: list[list[Any]]) -> list[list[int]]:
    place = {p: i for i, p in enumerate(net.partners()["partner_id"])}
    return [[place[p] for p in core] for core in cores]


# Discrete -----------------------------------------------------------------------------------


def test_trap_30_three_objectives_three_cores(outside: Path) -> None:
    marriage = classic(outside, "florentine").ours
    cores = {
        None: (["Medici", "Ridolfi", "Tornabuoni"], 0.429),
        1: (["Guadagni", "Medici", "Strozzi"], 0.328),
        0: (["Bischeri", "Castellani", "Peruzzi", "Strozzi"], 0.410),
    }
    for mark, (members, fit) in cores.items():
        core = marriage.core_periphery(off_diagonal=mark)
        assert core.members == members
        assert float(core) == pytest.approx(fit, abs=5e-4)
        assert core.certified
        assert ("left out" in core.convention) == (mark is None)
        if mark is not None:
            assert f"held against {mark}" in core.convention


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("mark", MARKS, ids=str)
def test_trap_31_the_certified_optima_are_those_of_exhaustive_search(
    outside: Path, name: str, mark: float | tuple[float, float] | None
) -> None:
    net = classic(outside, name).ours
    if not net.directed and isinstance(mark, tuple):
        with pytest.raises(cw.InputError, match="undirected"):
            net.core_periphery(off_diagonal=mark)
        return
    x = net.to_numpy(unknown=0)
    top, cores = exhaustive(x, mark)
    found = net.core_periphery(off_diagonal=mark)
    assert float(found) == pytest.approx(top, abs=1e-10)
    assert numbers(net, found.optima) == cores
    assert (found.n_optima, found.certified) == (len(cores), True)
    assert float(found) == pytest.approx(by_definition(x, cores[0], mark), abs=1e-10)
    # The search alone reaches the same fit.
    sought = net.core_periphery(off_diagonal=mark, exact_up_to=0)
    assert float(sought) == pytest.approx(top, abs=1e-10)
    assert all(core in cores for core in numbers(net, sought.optima))
    assert not sought.certified


def test_optima_tie_and_all_are_told(outside: Path) -> None:
    # By equation 1 business ties and the kite have two best cores; a heuristic in use gives .316.
    core = business(outside).core_periphery(off_diagonal=1)
    assert float(core) == pytest.approx(0.367, abs=5e-4)
    assert core.optima == [
        ["Barbadori", "Bischeri", "Lamberteschi", "Medici"],
        ["Barbadori", "Lamberteschi", "Medici", "Peruzzi"],
    ]
    share = dict(core.to_frame().select("partner_id", "share_of_optima").rows())
    assert (share["Medici"], share["Peruzzi"], share["Pucci"]) == (1.0, 0.5, 0.0)
    assert any("2 cores fit equally well" in caveat for caveat in core.caveats)
    kite = classic(outside, "kite").ours.core_periphery(off_diagonal=1)
    assert kite.n_optima == 2
    # Far too many to be of use: reports_to has 123 best cores that keep to themselves.
    assert classic(outside, "reports_to").ours.core_periphery(off_diagonal=0).n_optima == 123


def test_values_and_unknown_cells_by_the_definition(outside: Path) -> None:
    # Ten partners, one of them silent: every core, with numpy's own correlation of the known cells.
    net = messy(outside)
    x = net.to_numpy(unknown=np.nan)
    for weighted, mark in itertools.product([True, False], MARKS):
        values = x if weighted else np.where(np.isnan(x), x, (x > 0).astype(float))
        fits = {}
        for size in range(1, 11):
            for core in itertools.combinations(range(10), size):
                fits[core] = by_definition(values, core, mark)
        top = max(f for f in fits.values() if not np.isnan(f))
        cores = sorted(list(core) for core, f in fits.items() if f > top - 1e-9)
        found = net.core_periphery(off_diagonal=mark, weighted=weighted)
        assert float(found) == pytest.approx(top, abs=1e-10)
        assert numbers(net, found.optima) == cores
        assert found.coverage == pytest.approx(81 / 90)
        assert any("unknown" in caveat for caveat in found.caveats)


def test_a_partner_who_did_not_answer_is_placed_by_what_others_say() -> None:
    net = cw.Network.from_ties(
        [("a", "b"), ("b", "a")],
        partners={"partner_id": ["a", "b", "c", "d", "e"]},
        respondents=["a", "b", "c", "d"],
    )
    core = net.core_periphery()
    assert core.optima == [["a", "b"]]
    assert core.fit == pytest.approx(1)
    # e's four cells are unknown: 4 of 6 are known in the periphery, 4 of 6 from it to the core.
    assert core.densities()["known_pairs"].to_list() == [2, 6, 4, 4]


def test_block_densities_are_those_of_the_partition(outside: Path) -> None:
    net = classic(outside, "advice").ours
    core = net.core_periphery()
    image = net.block_densities([str(c) for c in core.to_frame()["in_core"]])
    theirs = {
        (a == "True", b == "True"): density
        for a, b, density in image.select("from_group", "to_group", "density").rows()
    }
    ours = core.densities()
    assert {(a, b): d for a, b, _, _, d in ours.rows()} == pytest.approx(theirs)
    assert ours["ties"].sum() == net.n_ties


def test_many_partners_are_searched_and_it_is_said(outside: Path) -> None:
    karate = classic(outside, "karate").ours
    core = karate.core_periphery(off_diagonal=1, starts=50)
    assert not core.certified
    reached, starts = core.reached or (0, 0)
    assert 1 <= reached <= starts == 50
    assert any("starts reached this fit" in caveat for caveat in core.caveats)
    again = karate.core_periphery(off_diagonal=1, starts=50)
    assert again.to_dict() == core.to_dict()
    # No exchange of one partner, nor of two, is better.
    x = karate.to_numpy(unknown=0) > 0
    best = numbers(karate, [core.members])[0]
    for change in [*itertools.combinations(range(34), 1), *itertools.combinations(range(34), 2)]:
        other = sorted(set(best) ^ set(change))
        assert by_definition(x.astype(float), other, 1) <= float(core) + 1e-12


# Lip ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["florentine", "kite", "campnet", "sampson"])
def test_lip_is_its_brute_force(outside: Path, name: str) -> None:
    net = classic(outside, name).ours
    x = net.to_numpy(unknown=0)
    n = len(x)
    size, inside, alone = over_cores(x)
    errors = size * (size - 1) - inside + x.sum() - alone + inside
    fewest = errors.min()
    core = net.core_periphery(method="lip")
    assert numbers(net, core.optima) == members(n, np.flatnonzero(errors == fewest))
    assert core.n_optima == len(core.optima)
    assert core.fit == pytest.approx(1 - fewest / (n * (n - 1)), abs=1e-12)
    assert core.certified
    with pytest.raises(cw.InputError, match="weighted"):
        net.core_periphery(method="lip", weighted=True)


# MINRES -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["florentine", "kite", "karate", "campnet", "advice", "friendship"]
)
def test_trap_32_minres_reaches_one_optimum_from_a_hundred_starts(outside: Path, name: str) -> None:
    net = classic(outside, name).ours
    best = net.core_periphery(method="minres", starts=100)
    assert not any("come to rest" in caveat for caveat in best.caveats)
    columns = best.to_frame().columns[2:]
    scores = best.to_frame().select(columns).to_numpy()
    assert_allclose((scores**2).sum(axis=0), 1, atol=1e-12)
    # Other hundreds of starts, and few of them, give the same numbers.
    for seed, starts in [(1, 100), (2, 3), (3, 20)]:
        other = net.core_periphery(method="minres", starts=starts, seed=seed)
        assert_allclose(other.to_frame().select(columns).to_numpy(), scores, atol=1e-7)
    x = net.to_numpy(unknown=0) > 0
    off = ~np.eye(len(x), dtype=bool)

    def error(c: np.ndarray) -> float:
        u, v = (c, c) if not net.directed else np.split(c, 2)
        return float(((x - np.outer(u, v))[off] ** 2).sum())

    # scipy's minimiser from the same place finds nothing better, nor does it from elsewhere.
    spread = ((x - x[off].mean())[off] ** 2).sum()
    rng = np.random.default_rng(0)
    size = 2 * len(x) if net.directed else len(x)
    found = min(
        minimize(error, rng.uniform(0, 1, size), method="L-BFGS-B", bounds=[(0, None)] * size).fun
        for _ in range(5)
    )
    assert float(best) == pytest.approx(1 - found / spread, abs=1e-6)
    assert float(best) >= 1 - found / spread - 1e-9


def test_minres_members_are_the_best_cut_of_its_order(outside: Path) -> None:
    net = classic(outside, "florentine").ours
    core = net.core_periphery(method="minres", off_diagonal=1)
    x = net.to_numpy(unknown=0)
    order = np.argsort(-core.to_frame()["coreness"].to_numpy(), kind="stable")
    cuts = [by_definition(x, order[:k].tolist(), 1) for k in range(1, 15)]
    assert sorted(order[: 1 + int(np.argmax(cuts))].tolist()) == numbers(net, [core.members])[0]
    assert float(core) < 1
    assert not core.certified


# Several cores ------------------------------------------------------------------------------


@pytest.mark.parametrize("expected", ["configuration", "density"])
@pytest.mark.parametrize("name", ["florentine", "karate", "kite"])
def test_pairs_have_the_published_quality(outside: Path, name: str, expected: str) -> None:
    net = classic(outside, name)
    core = net.ours.core_periphery(method="multi", expected=expected)
    frame = core.to_frame()
    a = nx.to_numpy_array(net.nx, weight=None)
    degree, ties = a.sum(0), a.sum()
    n = len(a)
    chance = (
        np.outer(degree, degree) / ties
        if expected == "configuration"
        else ties / (n * (n - 1)) * ~np.eye(n, dtype=bool)
    )
    pair = frame["pair"].to_numpy()
    inside = frame["in_core"].to_numpy()
    quality = sum(
        a[i, j] - chance[i, j]
        for i in range(n)
        for j in range(n)
        if pair[i] == pair[j] and not np.isnan(pair[i]) and (inside[i] or inside[j])
    )
    assert float(core) == pytest.approx(quality / ties, abs=1e-12)
    pairs = frame["pair"].drop_nulls()
    assert set(pairs) == set(range(pairs.n_unique()))


# The test -----------------------------------------------------------------------------------


def planted(seed: int, n: int = 40, core: int = 8) -> cw.Network:
    """Sparse ties at random, and a group that is tied within."""
    rng = np.random.default_rng(seed)
    ties = [
        (i, j)
        for i, j in itertools.combinations(range(n), 2)
        if rng.random() < (0.9 if j < core else 0.1)
    ]
    return cw.Network.from_arrays(n, *np.array(ties).T)


def hub(seed: int, n: int = 40) -> cw.Network:
    """Sparse ties at random, and one partner tied to nearly all."""
    rng = np.random.default_rng(seed)
    ties = [
        (i, j)
        for i, j in itertools.combinations(range(n), 2)
        if rng.random() < (0.9 if i == 0 else 0.1)
    ]
    return cw.Network.from_arrays(n, *np.array(ties).T)


def p_high(test: cw.CoreTest) -> float:
    assert test.test is not None
    return float(test.test["p_high"])


def test_a_planted_group_is_found_and_is_more_than_its_degrees() -> None:
    core = planted(1).core_periphery()
    assert len(set(range(8)) & set(core.members)) >= 7
    assert len(core.members) <= 10
    test = core.test(draws=199, seed=1)
    assert p_high(test) == test.smallest == 1 / 200
    assert str(test).startswith("With 199 draws no p can be smaller than 0.0050.")
    assert len(test.drawn) == 199
    assert test.test == core.test(draws=199, seed=1).test
    assert test.drawn != core.test(draws=199, seed=2).drawn


@pytest.mark.parametrize("mark", [None, 1])
def test_a_hub_is_no_more_than_its_degrees(mark: float | None) -> None:
    # Any core at all: yes, by the number of ties. More than the degrees: at its level only.
    any_core, beyond = 0, 0
    for seed in range(40):
        core = hub(seed).core_periphery(off_diagonal=mark)
        any_core += p_high(core.test(null="ties", draws=39, seed=seed)) <= 0.05
        beyond += p_high(core.test(draws=39, seed=seed)) <= 0.05
    assert beyond <= 6  # P(X > 6) = .003 for 40 tests at .05
    if mark == 1:
        assert any_core >= 35


@pytest.mark.parametrize("method", ["discrete", "lip", "minres", "multi"])
def test_p_is_uniform_under_its_null(method: str) -> None:
    # Networks drawn from the null itself: 100 tests at 1/20, seed recorded.
    net = planted(7, n=16, core=5)
    rejected = 0
    for seed in range(100):
        drawn = net.rewire(seed=1000 + seed)
        test = drawn.core_periphery(method=method, starts=2).test(draws=19, seed=seed)
        rejected += p_high(test) <= 0.05
    assert rejected <= 13  # P(X > 13) = .0005


@pytest.mark.parametrize("null", ["degree", "dyad_census", "ties", "size"])
def test_each_null_is_named_and_keeps_unknown_cells(outside: Path, null: str) -> None:
    net = messy(outside)
    test = net.core_periphery().test(null=null, draws=19)
    assert test.null == null
    assert test.coverage == pytest.approx(81 / 90)
    assert any("unknown" in caveat for caveat in test.caveats)
    assert test.to_dict()["smallest"] == 1 / 20
    with pytest.raises(cw.InputError, match="values"):
        net.core_periphery(weighted=True).test(null=null)
    with pytest.raises(cw.InputError, match="draw"):
        net.core_periphery().test(draws=0)


def test_wrong_words_are_answered_with_the_right_ones() -> None:
    net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    with pytest.raises(cw.InputError, match="discrete, lip, minres, multi"):
        net.core_periphery(method="discret")
    with pytest.raises(cw.InputError, match="two densities"):
        net.core_periphery(off_diagonal="one")  # type: ignore[arg-type]
    with pytest.raises(cw.InputError, match="0 to 1"):
        net.core_periphery(off_diagonal=2)
    with pytest.raises(cw.InputError, match="30"):
        net.core_periphery(exact_up_to=31)
    with pytest.raises(cw.InputError, match="degree, dyad_census"):
        net.core_periphery().test(null="degrees")


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate_networks(make: Callable[..., cw.Network], directed: bool) -> None:
    net = make(directed=directed)
    for method, mark in itertools.product(["discrete", "lip", "minres", "multi"], [None, 1, 0]):
        core = net.core_periphery(method=method, off_diagonal=mark)
        assert str(core)
        assert repr(core)
        assert core.to_frame().height == len(net)
        assert core.densities().height in {0, 4}
        test = core.test(draws=9)
        if core.fit is None:
            assert core.caveats[0].startswith("Not defined")
            assert core.members == []
            assert test.test is None
        else:
            assert -1 <= core.fit <= 1
            assert core.members or method == "minres"
        core.to_dict()
        test.to_dict()
