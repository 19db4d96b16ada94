"""Networks made from networks, and ego networks, against numpy, networkx and hand tables."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path
from typing import Any

import commonweal as cw
import networkx as nx
import numpy as np
import polars as pl
import pytest
from numpy.testing import assert_allclose
from oracles import CLASSICS, Trio, classic, messy
from test_degenerate import MAKERS, check

TIGHT = {"rtol": 1e-9, "atol": 1e-9}
DIRECTED = [name for name, (_, _, directed, _) in CLASSICS.items() if directed]
RULES = [
    "either",
    "both",
    "mean",
    "max",
    "min",
    "sum",
    "product",
    "difference",
    "relative_difference",
    "upper",
    "lower",
]


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


@pytest.fixture(params=DIRECTED)
def directed(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def matrix(trio: Trio, *, valued: bool = True) -> np.ndarray:
    """The matrix of networkx, 0 where there is no tie."""
    weight = "weight" if valued else None
    return nx.to_numpy_array(trio.nx, nodelist=trio.ids, weight=weight)


def combined(rule: str, x: np.ndarray, *, distance: bool) -> np.ndarray:
    """What UCINET's Symmetrize makes of a complete matrix (sna's weak, strong: the first two)."""
    y = x.T
    either, both = (x > 0) | (y > 0), (x > 0) & (y > 0)
    smallest = np.where(both, np.minimum(x, y), np.maximum(x, y))
    upper = np.triu(x) + np.triu(x).T
    lower = np.tril(x) + np.tril(x).T
    with np.errstate(invalid="ignore"):
        relative = np.where(either, np.abs(x - y) / (x + y), 0)
    tables = {
        "either": smallest if distance else np.maximum(x, y),
        "both": np.where(both, np.maximum(x, y) if distance else np.minimum(x, y), 0),
        "mean": np.where(both, (x + y) / 2, x + y) if distance else (x + y) / 2,
        "max": np.maximum(x, y),
        "min": np.minimum(x, y),
        "sum": x + y,
        "product": x * y,
        # A reported absence is no distance, so only pairs that both report can differ.
        "difference": np.where(both, np.abs(x - y), 0) if distance else np.abs(x - y),
        "relative_difference": np.where(both, relative, 0) if distance else relative,
        "upper": upper,
        "lower": lower,
    }
    return tables[rule]


@pytest.mark.parametrize("rule", RULES)
def test_symmetrise_by_every_rule(directed: Trio, rule: str) -> None:
    x = matrix(directed)
    distance = bool(directed.ours.valued)  # emon's values are the only ones, and distances
    expected = combined(rule, x, distance=distance)
    pairs = directed.ours.symmetrise(rule)
    assert not pairs.directed
    if not pairs.valued:
        expected = (expected > 0).astype(float)
    assert_allclose(pairs.to_numpy(), expected, **TIGHT)


def test_symmetrise_understands_the_words_of_other_tools(outside: Path) -> None:
    net = messy(outside)
    for word, rule in [
        ("weak", "either"),
        ("strong", "both"),
        ("average", "mean"),
        ("maximum", "max"),
        ("minimum", "min"),
    ]:
        assert net.symmetrise(word).ties().equals(net.symmetrise(rule).ties())
    with pytest.raises(cw.InputError, match='closest: "difference"'):
        net.symmetrise("diference")


@pytest.mark.parametrize("rule", RULES)
def test_symmetrise_says_what_becomes_of_unknown_reports(outside: Path, rule: str) -> None:
    # H did not answer; B names H 2, E names H 3, all others do not.
    net = messy(outside)
    x = net.to_numpy(unknown=float("nan"))
    h = net.partners()["partner_id"].to_list().index("H")
    found = net.symmetrise(rule).to_numpy(unknown=float("nan"))[h]
    told = x[:, h]  # what the others say of H
    yes = told > 0
    if rule in {"either", "max", "mean", "sum"}:
        expected = told
    elif rule in {"both", "min", "product"}:
        expected = np.where(yes, np.nan, 0.0)
    elif rule in {"difference", "relative_difference"}:
        expected = np.full(len(told), np.nan)
    else:  # the word of the one that stands first, or later
        before = np.arange(len(told)) < h
        expected = np.where(before if rule == "upper" else ~before, told, np.nan)
    expected[h] = 0
    np.testing.assert_array_equal(found, expected)


OPERATORS: dict[str, Callable[[np.ndarray, float], np.ndarray]] = {
    "at_least": np.greater_equal,
    "above": np.greater,
    "at_most": np.less_equal,
    "below": np.less,
    "equal": np.equal,
    "not_equal": np.not_equal,
}


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("name", ["karate", "emon_texas"])
def test_dichotomise_and_its_table(outside: Path, name: str, op: str) -> None:
    trio = classic(outside, name)
    x = matrix(trio)
    off = ~np.eye(len(x), dtype=bool)
    for row in trio.ours.cuts(op).iter_rows(named=True):
        expected = (x > 0) & OPERATORS[op](x, row["cut"])
        cut = trio.ours.dichotomise(op, row["cut"])
        np.testing.assert_array_equal(cut.to_numpy() > 0, expected)
        assert row["density"] == pytest.approx(expected[off].mean(), abs=1e-12)
        if 0 < expected[off].mean() < 1:
            r = np.corrcoef(expected[off], x[off])[0, 1]
            assert row["correlation"] == pytest.approx(r, abs=1e-9)
        else:
            assert row["correlation"] is None
    mean = x[x > 0].mean()
    by_mean = trio.ours.dichotomise(op, "mean").to_numpy() > 0
    np.testing.assert_array_equal(by_mean, (x > 0) & OPERATORS[op](x, mean))


def test_dichotomise_to_a_density(outside: Path) -> None:
    # karate's strengths: the most selective cut that still ties a tenth of the pairs.
    karate = classic(outside, "karate")
    cuts = karate.ours.cuts().filter(pl.col("density") >= 0.1)
    expected = cuts["cut"].max()
    found = karate.ours.dichotomise("at_least", density=0.1)
    assert found.ties().equals(karate.ours.dichotomise("at_least", expected).ties())
    assert any("chosen to reach a density of 0.1" in note for note in found.notes)
    with pytest.raises(cw.InputError, match="highest"):
        karate.ours.dichotomise("at_least", density=0.9)
    with pytest.raises(cw.InputError, match="one of two"):
        karate.ours.dichotomise("at_least", 2, density=0.1)
    with pytest.raises(cw.InputError, match="equal"):
        karate.ours.dichotomise("equal", density=0.1)


def test_reverse_and_reciprocated(directed: Trio) -> None:
    x = matrix(directed)
    assert_allclose(directed.ours.reverse().to_numpy(), x.T, rtol=0)
    assert_allclose(directed.ours.reciprocated().to_numpy(), np.where(x.T > 0, x, 0), rtol=0)
    back = directed.ours.reverse().degree(mode="in")["degree"]
    assert back.to_list() == directed.ours.degree(mode="out")["degree"].to_list()


def test_reverse_and_reciprocated_keep_unknown_cells_unknown(outside: Path) -> None:
    net = messy(outside)
    x = net.to_numpy(unknown=float("nan"))
    np.testing.assert_array_equal(net.reverse().to_numpy(unknown=float("nan")), x.T)
    # B and E name H, who did not answer: not returned, not unreturned.
    mutual = net.reciprocated()
    ids = net.partners()["partner_id"].to_list()
    y = mutual.to_numpy(unknown=float("nan"))
    assert np.isnan(y[ids.index("B"), ids.index("H")])
    assert np.isnan(y[ids.index("E"), ids.index("H")])
    assert mutual.density().n == net.density().n - 2
    # A-B, A-C, D-E, E-F are returned.
    assert mutual.n_ties == 8


@pytest.mark.parametrize("mode", ["all", "out", "in"])
@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_ego_is_that_of_networkx(net: Trio, mode: str, steps: int) -> None:
    graph = net.nx
    if net.ours.directed and mode != "out":
        graph = nx.Graph(graph) if mode == "all" else nx.reverse_view(graph)
    for partner in net.ids[:12]:
        theirs = nx.single_source_shortest_path_length(graph, partner, cutoff=steps)
        ego = net.ours.ego(partner, steps=steps, mode=mode)
        assert set(ego.partners()["partner_id"]) == set(theirs)
        assert ego.n_ties == net.nx.subgraph(theirs).number_of_edges()
        bare = net.ours.ego(partner, steps=steps, mode=mode, center=False)
        assert len(bare) == len(ego) - 1


def test_where_relabel_and_unknown_names(outside: Path) -> None:
    net = messy(outside)
    public = net.where("sector", ["Public"])
    assert public.partners()["partner_id"].to_list() == ["C", "D", "H"]
    assert public.ties().rows() == [("C", "D", 2.0)]
    renamed = net.relabel({"A": "Alpha", "B": "A"})
    assert renamed.partners()["partner_id"].to_list()[:2] == ["Alpha", "A"]
    assert_allclose(renamed.to_numpy(), net.to_numpy())
    with pytest.raises(cw.InputError, match="sector"):
        net.where("size", "big")
    with pytest.raises(cw.InputError, match="Nonprofit"):
        net.where("sector", "Nonprofits")
    with pytest.raises(cw.InputError, match="twice"):
        net.relabel({"A": "B"})
    with pytest.raises(cw.InputError, match="Z"):
        net.ego("Z")


def test_pseudonyms_are_those_of_the_standard_library(outside: Path) -> None:
    net = messy(outside)
    key = b"a secret of twenty b"
    hidden = net.pseudonymise(key)
    code = {
        i: "p-" + hmac.new(key, i.encode(), hashlib.sha256).hexdigest()[:16]
        for i in net.partners()["partner_id"]
    }
    assert hidden.partners()["partner_id"].to_list() == sorted(code.values())
    expected = sorted((code[s], code[t], v) for s, t, v in net.ties().rows())
    assert sorted(hidden.ties().rows()) == expected
    assert hidden.density().value == net.density().value
    sector = dict(net.partners().select("partner_id", "sector").iter_rows())
    for partner, own in hidden.partners().select("partner_id", "sector").iter_rows():
        assert own == sector[next(i for i, c in code.items() if c == partner)]
    # The silent partner stays silent under its code.
    silent = hidden.degree(mode="out").filter(pl.col("degree").is_null())["partner_id"].to_list()
    assert silent == [code["H"]]
    assert net.pseudonymise(key.decode()).ties().equals(hidden.ties())
    with pytest.raises(cw.InputError, match="16 bytes"):
        net.pseudonymise("short")


# ---- ego networks ----


@pytest.mark.parametrize("mode", ["all", "out", "in"])
def test_ego_networks_follow_their_definitions(net: Trio, mode: str) -> None:
    b = matrix(net, valued=False) > 0
    step = {"all": b | b.T, "out": b, "in": b.T}[mode]
    n = len(b)
    sides = 2 if net.ours.directed else 1
    frame = net.ours.ego_networks(mode=mode)
    for i, row in enumerate(frame.iter_rows(named=True)):
        alters = np.flatnonzero(step[i])
        k = len(alters)
        inner = b[np.ix_(alters, alters)]
        ties = inner.sum() * sides // 2
        pairs = k * (k - 1) * sides // 2
        graph = nx.from_numpy_array((inner | inner.T).astype(int))
        components = nx.number_connected_components(graph) if k else 0
        two = step[i].copy()
        for a in alters:
            two |= step[a]
        two[i] = False
        leads = sum(step[a].sum() - step[a][i] for a in alters) + k
        expected = {
            "size": k,
            "ties_among_alters": ties,
            "pairs_of_alters": pairs,
            "ego_density": ties / pairs if pairs else None,
            "alter_components": components,
            "component_ratio": (components - 1) / (k - 1) if k > 1 else None,
            "two_step_reach": two.sum(),
            "two_step_share": two.sum() / (n - 1),
            "reach_efficiency": two.sum() / leads if leads else None,
            "brokerage": (pairs - ties) / sides,
            "normalized_brokerage": (pairs - ties) / pairs if pairs else None,
        }
        for column, value in expected.items():
            assert row[column] == (None if value is None else pytest.approx(value, abs=1e-12)), (
                column
            )


def test_ties_among_alters_are_the_triangles_of_networkx(outside: Path) -> None:
    karate = classic(outside, "karate")
    frame = karate.ours.ego_networks()
    assert_allclose(frame["ties_among_alters"], karate.nx_values(nx.triangles(karate.nx)), rtol=0)
    # Where there are pairs of alters, ego density is the clustering coefficient.
    clustering = karate.nx_values(nx.clustering(karate.nx))
    assert_allclose(frame["ego_density"].fill_null(0), clustering, **TIGHT)


def test_composition_follows_its_definition(outside: Path) -> None:
    net = messy(outside)
    x = net.symmetrise("either").to_numpy() > 0
    sector = np.array(net.partners()["sector"].to_list())
    kinds = sorted(set(sector))
    for ignore in [False, True]:
        frame = net.composition("sector", ignore_own=ignore)
        for i, row in enumerate(frame.iter_rows(named=True)):
            others = sector[x[i]]
            counted = others[others != sector[i]] if ignore else others
            shares = [np.mean(counted == kind) if len(counted) else None for kind in kinds]
            assert row["alters"] == len(counted)
            same = np.mean(others == sector[i]) if len(others) else None
            assert row["same"] == pytest.approx(same) if len(others) else row["same"] is None
            for kind, share in zip(kinds, shares, strict=True):
                assert row[f"share_{kind}"] == (None if share is None else pytest.approx(share))
            if len(counted):
                blau = 1 - sum(share**2 for share in shares)
                assert row["heterogeneity"] == pytest.approx(blau, abs=1e-12)
                assert row["iqv"] == pytest.approx(blau / (1 - 1 / 3), abs=1e-12)
            else:
                assert row["heterogeneity"] is None
                assert row["iqv"] is None
    with pytest.raises(cw.InputError, match="sector"):
        net.composition("size")


def test_a_silent_partner_has_no_ego_network_of_its_own_reports(outside: Path) -> None:
    net = messy(outside)
    h = net.ego_networks(mode="out").filter(pl.col("partner_id") == "H").row(0)[1:]
    assert set(h) == {None}
    # B and E name H: its alters by their word. Neither B nor E names the other: both cells known.
    row = net.ego_networks(mode="in").filter(pl.col("partner_id") == "H").row(0, named=True)
    assert (row["size"], row["ego_density"], row["brokerage"]) == (2, 0, 1)


# ---- traps of the reference page ----


def test_trap_01_repeated_rows_are_refused_or_combined_by_name() -> None:
    # A names B 4 and then 1: networkx keeps 1, igraph two ties, UCINET's port the sum.
    rows = [("A", "B", 4), ("A", "B", 1), ("B", "C", 2)]
    with pytest.raises(cw.InputError, match=r"twice|duplicates"):
        cw.Network.from_ties(rows, value="value")
    kept = {"sum": 5, "max": 4, "min": 1, "mean": 2.5, "first": 4, "last": 1}
    for rule, value in kept.items():
        net = cw.Network.from_ties(rows, value="value", duplicates=rule)
        assert net.ties()["value"].to_list() == [value, 2]
        assert net.degree(mode="out")["degree"][0] == 1
        assert any(f'"{rule}"' in note for note in net.notes)
        assert any(f'"{rule}"' in caveat for caveat in net.density().caveats)


def test_trap_02_self_ties_are_refused_or_dropped_with_a_note() -> None:
    rows = [("A", "A"), ("A", "B"), ("B", "A")]
    with pytest.raises(cw.InputError, match="itself"):
        cw.Network.from_ties(rows)
    net = cw.Network.from_ties(rows, self_ties="drop")
    assert net.density().value == 1.0
    assert net.reciprocity().value == 1.0
    assert any("itself" in note for note in net.notes)


def test_trap_03_four_densities_of_one_survey_each_by_its_name(outside: Path) -> None:
    net = messy(outside)
    available = net.density()
    assert (available.value, available.n) == (13 / 81, 81)
    assert available.convention.startswith("available case")
    # Unknown as absent is the lower bound, and what a network without respondents says.
    assert available.interval is not None
    assert available.interval[0] == pytest.approx(13 / 90, abs=1e-15)
    respondents = net.without(["H"]).density()
    assert (respondents.value, respondents.n) == (11 / 72, 72)
    # B and E name H, so H would have named them; of the 9 cells of H all are described.
    reconstructed = net.reconstruct()
    assert (reconstructed.density().value, reconstructed.density().n) == (15 / 90, 90)
    assert any("reconstruction" in note for note in reconstructed.notes)
    everything = cw.Network.from_ties(
        net.ties(), partners=net.partners().select("partner_id"), value="value"
    )
    assert (everything.density().value, everything.density().n) == (13 / 90, 90)


def test_trap_04_the_order_of_partners_and_isolates_are_kept(outside: Path) -> None:
    # G and I and J name nobody and are named by nobody; an edge list alone would lose them.
    net = messy(outside)
    assert net.partners()["partner_id"].to_list() == list("ABCDEFGHIJ")
    for same in [net.reverse(), net.reciprocated(), net.symmetrise("both"), net.reconstruct()]:
        assert same.partners()["partner_id"].to_list() == list("ABCDEFGHIJ")
    edges_only = cw.Network.from_ties(net.ties(), value="value")
    assert len(edges_only) == 7


def test_trap_06_a_rule_knows_whether_higher_is_closer() -> None:
    # Reports 1 and 4 of one pair: "either" takes the closer one, "max" the larger one.
    rows = [("a", "b", 1), ("b", "a", 4)]
    values = {}
    for means in ["strength", "distance"]:
        net = cw.Network.from_ties(rows, value="value", value_means=means)
        values[means] = [
            net.symmetrise(rule).ties()["value"][0] for rule in ["either", "both", "max", "min"]
        ]
    assert values == {"strength": [4, 1, 4, 1], "distance": [1, 4, 4, 1]}


CHANGES: dict[str, Callable[[cw.Network], Any]] = {
    "symmetrise": lambda n: [n.symmetrise(rule).density() for rule in RULES],
    "reverse": lambda n: [n.reverse().density(), n.reverse().degree()],
    "reciprocated": lambda n: [n.reciprocated().density(), n.reciprocated().degree()],
    "reconstruct": lambda n: [n.reconstruct().density(), n.reconstruct().degree()],
    "without_answers": lambda n: n.without_answers(n.partners()["partner_id"]).density(),
    "ego_networks": lambda n: [n.ego_networks(mode=m) for m in ["all", "in", "out"]],
    "pseudonymise": lambda n: n.pseudonymise(b"0123456789abcdef").degree(),
    "relabel": lambda n: n.relabel({}).degree(),
    "ego": lambda n: [n.ego(i, steps=2).density() for i in n.partners()["partner_id"]],
}
VALUED: dict[str, Callable[[cw.Network], Any]] = {
    "cuts": lambda n: [n.cuts(op) for op in OPERATORS],
    "mean": lambda n: n.dichotomise("at_least", "mean").density(),
    "density": lambda n: n.dichotomise("at_least", density=0.5).density(),
    "composition": lambda n: n.composition("sector"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(
    make: Callable[..., cw.Network], change: Callable[[cw.Network], Any], directed: bool
) -> None:
    net = make(directed=directed)
    check(change(net), net)


@pytest.mark.parametrize("change", VALUED.values(), ids=VALUED)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_degenerate_or_refused(
    make: Callable[..., cw.Network], change: Callable[[cw.Network], Any]
) -> None:
    net = make()
    try:
        check(change(net), net)
    except cw.InputError as error:
        assert any(word in str(error) for word in ["value", "density", "attribute"])
