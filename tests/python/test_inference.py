"""QAP, MRQAP, logistic QAP, tests of partners: published values, scipy, statsmodels, all orders."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import commonweal as cw
import numpy as np
import polars as pl
import pytest
import scipy.stats
import statsmodels.api as sm
from oracles import classic, messy
from test_degenerate import MAKERS

Matrix = np.ndarray


def relation(outside: Path, file: str, name: str, *, directed: bool) -> cw.Network:
    folder = outside / "networks"
    ids = pl.read_csv(folder / f"{file}_nodes.csv", infer_schema=False)["id"]
    ties = pl.read_csv(folder / f"{file}_edges.csv", infer_schema=False)
    rows = ties.filter(pl.col("relation") == name).select("source", "target").rows()
    return cw.Network.from_ties(rows, partners={"partner_id": ids}, directed=directed)


def hightech(outside: Path) -> dict[str, cw.Network]:
    names = ["advice", "friendship", "reports_to"]
    return {name: relation(outside, "hightech", name, directed=True) for name in names}


def off(n: int) -> Matrix:
    return ~np.eye(n, dtype=bool)


def some(n: int, seed: int, levels: int) -> Matrix:
    return np.random.default_rng(seed).integers(0, levels, (n, n)).astype(float)


def row(fit: cw.PermutationRegression, term: str) -> dict[str, Any]:
    return fit.to_frame().filter(pl.col("term") == term).row(0, named=True)


# QAP


def test_florentine_marriage_and_business(outside: Path) -> None:
    marriage = relation(outside, "florentine", "marriage", directed=False)
    business = relation(outside, "florentine", "business", directed=False)
    found = cw.qap(marriage, business, names=("marriage", "business"), draws=20_000, seed=1)
    # The value every textbook prints, over 120 pairs.
    assert round(float(found), 3) == 0.372
    assert found.measure.n == 120
    test = found.test
    assert test is not None
    # Fewer than one order in a hundred; the mean over all is 0.
    assert test["p_high"] < 0.01
    assert abs(test["mean"]) < 4 * test["sd"] / np.sqrt(20_000)
    assert "marriage and business correlate 0.372" in str(found)


@pytest.mark.parametrize(
    ("a", "b", "r"),
    [
        ("advice", "friendship", 0.155),
        ("advice", "reports_to", 0.224),
        ("friendship", "reports_to", 0.186),
    ],
)
def test_krackhardts_managers_correlate_as_in_numpy(
    outside: Path, a: str, b: str, r: float
) -> None:
    nets = hightech(outside)
    found = cw.qap(nets[a], nets[b], draws=999)
    cells = off(21)
    x, y = nets[a].to_numpy()[cells], nets[b].to_numpy()[cells]
    assert float(found) == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-12)
    assert round(float(found), 3) == r
    assert found.measure.n == 420


def moved(b: Matrix, order: tuple[int, ...]) -> Matrix:
    return b[np.ix_(order, order)]


def correlation(a: Matrix, b: Matrix) -> float:
    known = off(len(a)) & ~np.isnan(a) & ~np.isnan(b)
    return float(np.corrcoef(a[known], b[known])[0, 1])


@pytest.mark.parametrize(("n", "unknown"), [(7, False), (7, True), (6, True)])
def test_qap_by_every_order(n: int, unknown: bool) -> None:
    a, b = some(n, n, 2), some(n, n + 1, 3)
    if unknown:
        a[2, :] = np.nan
        b[4, 1] = np.nan
    found = cw.qap(a, b, draws=9)
    assert found.exact
    everything = np.array([correlation(a, moved(b, o)) for o in permutations(range(n))])
    observed = correlation(a, b)
    assert float(found) == pytest.approx(observed, abs=1e-12)
    assert found.p_high == pytest.approx(np.mean(everything >= observed - 1e-10), abs=1e-12)
    assert found.p_low == pytest.approx(np.mean(everything <= observed + 1e-10), abs=1e-12)


def test_eight_partners_are_enumerated_and_nine_drawn() -> None:
    assert cw.qap(some(8, 1, 2), some(8, 2, 2), draws=99).to_frame()["draws"][0] == 40_319
    assert not cw.qap(some(9, 1, 2), some(9, 2, 2), draws=99).exact


def test_trap_40_both_tails_and_the_observed_order_in_them() -> None:
    # A relation that is the same in every order: everything is as high and as low.
    ring = np.ones((6, 6))
    np.fill_diagonal(ring, 0)
    other = some(6, 3, 2)
    found = cw.qap(ring, other)
    assert found.test is None  # it does not vary off the diagonal
    assert "does not vary" in str(found)
    for seed in range(5):
        test = cw.qap(some(12, seed, 2), some(12, seed + 9, 2), draws=199, seed=seed).test
        assert test is not None
        assert test["p_low"] + test["p_high"] >= 1 + 1 / 200 - 1e-12
        assert test["p"] == pytest.approx(min(1, 2 * min(test["p_low"], test["p_high"])))
        assert test["smallest"] == 1 / 200


def test_the_smallest_p_stands_before_the_result() -> None:
    few = str(cw.qap(some(3, 1, 5), some(3, 2, 5))).splitlines()
    assert few[0].startswith("Before the test: all 6 orders")
    assert "cannot reach .05" in few[0]
    assert "correlate" in few[1]
    about = cw.qap(some(12, 1, 5), some(12, 2, 5), draws=99).to_frame().about[0]
    assert "99 random orders" in about["caveats"][0]
    assert "0.01" in about["caveats"][0]


def test_networks_are_matched_by_name_and_unknown_ties_stay_unknown() -> None:
    a = cw.Network.from_ties(
        [("a", "b"), ("b", "c"), ("d", "a"), ("e", "b")],
        partners={"partner_id": list("abcde")},
        respondents=list("abde"),
    )
    b = cw.Network.from_ties(
        [("b", "c"), ("d", "e"), ("e", "b"), ("x", "a")],
        partners={"partner_id": list("xedcba")},
    )
    found = cw.qap(a, b)
    # Without x; c did not answer about a: 16 of 20 ordered pairs.
    order = [5, 4, 3, 2, 1]
    expected = correlation(a.to_numpy(), moved(b.to_numpy(), tuple(order)))
    assert float(found) == pytest.approx(expected, abs=1e-12)
    assert found.measure.n == 16
    assert found.measure.coverage == 0.8
    caveats = found.measure.caveats
    assert any("5 partners" in c for c in caveats)
    assert any(c.startswith("a: 4 of 20 ordered pairs are unknown") for c in caveats)
    assert "unknown cells with them" in found.measure.convention


def test_distances_are_refused() -> None:
    far = cw.Network.from_ties([("a", "b", 2.0)], value="value", value_means="distance")
    with pytest.raises(cw.InputError, match="distances"):
        cw.qap(far, far)


def test_the_same_seed_gives_the_same_p() -> None:
    a, b = some(30, 1, 2), some(30, 2, 2)
    one, two, three = (cw.qap(a, b, draws=500, seed=s).test for s in [4, 4, 5])
    assert one == two
    assert one != three


def test_qap_holds_its_level() -> None:
    # Under the null p-values are uniform: a recorded seed, KS and the rejection rate.
    chance = np.random.default_rng(20_261)
    p = []
    for k in range(300):
        # Values with sender effects in both: cells depend on each other, no two orders are equal.
        a, b = (chance.normal(size=(12, 12)) + chance.normal(size=(12, 1)) for _ in "ab")
        p.append(cw.qap(a, b, draws=199, seed=k).p_high)
    assert scipy.stats.kstest(p, "uniform").pvalue > 0.01
    rejected = np.mean(np.array(p) <= 0.05)
    assert abs(rejected - 0.05) < 3 * np.sqrt(0.05 * 0.95 / 300)


def test_qap_of_two_hundred_partners_is_quick() -> None:
    a, b = (np.random.default_rng(s).random((200, 200)) < 0.1 for s in (1, 2))
    nets = [cw.Network.from_numpy(m * off(200)) for m in (a, b)]
    cw.qap(*nets, draws=100)
    start = time.perf_counter()
    cw.qap(*nets, draws=10_000)
    # A second on two threads; other work may run beside the tests.
    assert time.perf_counter() - start < 5


# MRQAP


@pytest.mark.parametrize(
    ("errors", "friendship", "reports_to"),
    [("classical", 2.425, 4.182), ("hc0", 2.429, 7.685)],
)
def test_trap_41_krackhardts_managers(
    outside: Path, errors: str, friendship: float, reports_to: float
) -> None:
    # sna prints classical t (4.18), UCINET HC0 t (7.69), on identical coefficients.
    nets = hightech(outside)
    predictors = {name: nets[name] for name in ["friendship", "reports_to"]}
    fit = cw.mrqap(
        nets["advice"], predictors, standard_errors=errors, name="advice", draws=1999, seed=3
    )
    frame = fit.to_frame()
    assert frame["term"].to_list() == ["intercept", "friendship", "reports_to"]
    assert frame["estimate"].round(3).to_list() == [0.397, 0.136, 0.472]
    assert round(row(fit, "friendship")["t"], 3) == friendship
    assert round(row(fit, "reports_to")["t"], 3) == reports_to
    assert fit.r_squared == pytest.approx(0.0632, abs=5e-5)
    assert row(fit, "reports_to")["p_high"] <= 0.005
    assert 0.02 < row(fit, "friendship")["p_high"] < 0.2
    assert ("HC0" in fit.convention) == (errors == "hc0")
    assert row(fit, "intercept")["p"] is None


@pytest.mark.parametrize(("kind", "errors"), [("nonrobust", "classical"), ("HC0", "hc0")])
def test_the_fit_is_that_of_statsmodels(kind: str, errors: str) -> None:
    y, a, b, c = (some(15, s, levels) for s, levels in [(1, 9), (2, 2), (3, 4), (4, 30)])
    y[3, :] = np.nan
    c[:, 5] = np.nan
    known = off(15) & ~np.isnan(y) & ~np.isnan(c)
    design = sm.add_constant(np.column_stack([m[known] for m in (a, b, c)]))
    theirs = sm.OLS(y[known], design).fit(cov_type=kind)
    fit = cw.mrqap(y, [a, b, c], standard_errors=errors, draws=49)
    frame = fit.to_frame()
    np.testing.assert_allclose(frame["estimate"], theirs.params, rtol=1e-9)
    np.testing.assert_allclose(frame["standard_error"], theirs.bse, rtol=1e-9)
    np.testing.assert_allclose(frame["t"], theirs.tvalues, rtol=1e-9)
    assert fit.r_squared == pytest.approx(theirs.rsquared, abs=1e-12)
    assert fit.adjusted == pytest.approx(theirs.rsquared_adj, abs=1e-12)
    assert (fit.cells, fit.coverage) == (known.sum(), known.sum() / 210)
    spread = [m[known].std() for m in (a, b, c)]
    standardised = theirs.params[1:] * spread / y[known].std()
    np.testing.assert_allclose(frame["standardised"][1:], standardised, rtol=1e-9)


def t_of(y: Matrix, x: list[Matrix], cells: Matrix, errors: str) -> float:
    """The t of the last predictor, straight from the normal equations."""
    design = np.column_stack([np.ones(cells.sum()), *[m[cells] for m in x]])
    inverse = np.linalg.inv(design.T @ design)
    b = inverse @ design.T @ y[cells]
    u = y[cells] - design @ b
    if errors == "hc0":
        variance = inverse @ (design.T * u**2) @ design @ inverse
    else:
        variance = inverse * (u @ u) / (len(u) - design.shape[1])
    return float(b[-1] / np.sqrt(variance[-1, -1]))


@pytest.mark.parametrize("errors", ["classical", "hc0"])
@pytest.mark.parametrize("unknown", [False, True])
def test_mrqap_by_every_order_of_seven(unknown: bool, errors: str) -> None:
    n = 7
    y, a, b = some(n, 11, 6), some(n, 12, 2), some(n, 13, 5)
    if unknown:
        y[1, :] = np.nan
        b[3, 5] = np.nan
    everything = off(n)
    both = everything & ~np.isnan(b)
    # What b leaves of a, where both are known.
    design = np.column_stack([np.ones(both.sum()), b[both]])
    left = np.full((n, n), np.nan)
    left[both] = a[both] - design @ np.linalg.lstsq(design, a[both], rcond=None)[0]

    def statistic(order: tuple[int, ...]) -> float:
        e = moved(left, order)
        return t_of(y, [b, e], both & ~np.isnan(y) & ~np.isnan(e), errors)

    draws = np.array([statistic(order) for order in permutations(range(n))])
    observed = statistic(tuple(range(n)))
    fit = cw.mrqap(y, {"a": a, "b": b}, standard_errors=errors, draws=99)
    assert fit.exact
    found = row(fit, "a")
    assert found["t"] == pytest.approx(observed, abs=1e-9)
    assert found["p_high"] == pytest.approx(np.mean(draws >= observed - 1e-9), abs=1e-12)
    assert found["p_low"] == pytest.approx(np.mean(draws <= observed + 1e-9), abs=1e-12)


def test_all_predictors_together_by_every_order() -> None:
    n = 6
    y, a, b = some(n, 21, 6), some(n, 22, 3), some(n, 23, 5)
    cells = off(n)
    design = np.column_stack([np.ones(cells.sum()), a[cells], b[cells]])

    def r_squared(y: Matrix) -> float:
        return float(sm.OLS(y[cells], design).fit().rsquared)

    draws = np.array([r_squared(moved(y, order)) for order in permutations(range(n))])
    together = cw.mrqap(y, [a, b]).together
    assert together is not None
    assert together["observed"] == pytest.approx(r_squared(y), abs=1e-12)
    high = np.mean(draws >= r_squared(y) - 1e-10)
    assert together["p_high"] == pytest.approx(high, abs=1e-12)


def test_pairs_from_attributes(outside: Path) -> None:
    lawyers = classic(outside, "lawyers").ours
    people = pl.read_csv(outside / "networks" / "lazega_nodes.csv")
    gender, years = people["gender"].to_numpy(), people["seniority"].to_numpy().astype(float)
    n = len(gender)
    y = lawyers.to_numpy()
    made = {
        "same": cw.same(gender),
        "men": cw.same(gender, str(gender[0])),
        "sender": cw.sender(years),
        "receiver": cw.receiver(years),
    }
    plain = [
        np.equal.outer(gender, gender).astype(float),
        np.outer(gender == gender[0], gender == gender[0]).astype(float),
        np.repeat(years[:, None], n, axis=1),
        np.repeat(years[None, :], n, axis=0),
    ]
    fit = cw.mrqap(lawyers, made, draws=0)
    theirs = sm.OLS(y[off(n)], sm.add_constant(np.column_stack([m[off(n)] for m in plain]))).fit()
    np.testing.assert_allclose(fit.to_frame()["estimate"], theirs.params, rtol=1e-8)
    assert fit.together is None
    assert fit.to_frame()["p"].to_list() == [None] * 5
    difference = cw.qap(lawyers, cw.difference(years), draws=0)
    expected = np.abs(years[:, None] - years[None, :])
    assert float(difference) == pytest.approx(correlation(y, expected), abs=1e-12)


def test_attributes_by_name_and_their_refusals() -> None:
    partners = {
        "partner_id": list("abcdef"),
        "kind": ["x", "x", "x", "y", "y", None],
        "size": [3, 1, 4, 1, 5, 9],
    }
    net = cw.Network.from_ties(
        [("a", "b"), ("b", "c"), ("d", "e"), ("a", "d"), ("f", "a")], partners=partners
    )
    fit = cw.mrqap(net, [cw.same("kind"), cw.sender("size"), cw.receiver("kind", "x")])
    names = fit.to_frame()["term"].to_list()
    assert names == ["intercept", "same kind", "sender size", "receiver kind = x"]
    assert fit.cells == 20  # f is of unknown kind
    with pytest.raises(cw.InputError, match="sizes"):
        cw.mrqap(net, [cw.sender("sizes")])
    with pytest.raises(cw.InputError, match="level"):
        cw.mrqap(net, [cw.sender("kind")])
    with pytest.raises(cw.InputError, match="one of x, y"):
        cw.mrqap(net, [cw.same("kind", "z")])
    with pytest.raises(cw.InputError, match="outcome is a matrix"):
        cw.mrqap(net.to_numpy(), [cw.same("kind")])
    with pytest.raises(cw.InputError, match="combination"):
        cw.mrqap(net, [cw.sender("size"), cw.sender("size")])
    with pytest.raises(cw.InputError, match="a list of them, or a dict"):
        cw.mrqap(net, cw.same("kind"))
    with pytest.raises(cw.InputError, match="square"):
        cw.qap(np.zeros((2, 3)), np.zeros((2, 3)))
    with pytest.raises(cw.InputError, match="cannot be read"):
        cw.qap(net, "kind")


def test_double_semi_partialling_holds_its_level_when_predictors_go_together() -> None:
    # y depends on a; b goes with a and says nothing more. Moving raw b would reject too often.
    chance = np.random.default_rng(7_301)
    rejected = 0
    runs = 200
    for k in range(runs):
        row_effect = chance.normal(size=(14, 1))
        a = row_effect + chance.normal(size=(14, 14))
        b = a + chance.normal(size=(14, 14))
        y = a + chance.normal(size=(14, 1)) + chance.normal(size=(14, 14))
        fit = cw.mrqap(y, {"a": a, "b": b}, draws=199, seed=k)
        rejected += row(fit, "b")["p"] <= 0.05
        assert row(fit, "a")["p_high"] <= 0.05
    assert rejected / runs <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / runs)


# Logistic QAP


def test_logistic_estimates_are_those_of_statsmodels(outside: Path) -> None:
    nets = hightech(outside)
    fit = cw.logistic_qap(
        nets["advice"], {k: nets[k] for k in ["friendship", "reports_to"]}, draws=999, seed=2
    )
    cells = off(21)
    x = sm.add_constant(
        np.column_stack([nets[k].to_numpy()[cells] for k in ["friendship", "reports_to"]])
    )
    theirs = sm.Logit(nets["advice"].to_numpy()[cells], x).fit(disp=False)
    frame = fit.to_frame()
    np.testing.assert_allclose(frame["estimate"], theirs.params, rtol=1e-6)
    np.testing.assert_allclose(frame["standard_error"], theirs.bse, rtol=1e-5)
    np.testing.assert_allclose(frame["odds_ratio"], np.exp(theirs.params), rtol=1e-6)
    assert fit.r_squared == pytest.approx(theirs.prsquared, abs=1e-8)
    assert row(fit, "reports_to")["p_high"] <= 0.005


def test_logistic_score_by_every_order_of_six() -> None:
    n = 6
    y, a, b = some(n, 31, 2), some(n, 32, 4), some(n, 33, 3)
    cells = off(n)
    design = sm.add_constant(b[cells])
    left = np.zeros((n, n))
    left[cells] = sm.OLS(a[cells], design).fit().resid
    p = sm.Logit(y[cells], design).fit(disp=False).predict()
    w = p * (1 - p)

    def score(order: tuple[int, ...]) -> float:
        e = moved(left, order)[cells]
        cross = design.T @ (w * e)
        information = e @ (w * e) - cross @ np.linalg.solve(design.T * w @ design, cross)
        return float(e @ (y[cells] - p) / np.sqrt(information))

    draws = np.array([score(order) for order in permutations(range(n))])
    observed = score(tuple(range(n)))
    found = row(cw.logistic_qap(y, {"a": a, "b": b}), "a")
    assert found["score"] == pytest.approx(observed, abs=1e-7)
    assert found["p_high"] == pytest.approx(np.mean(draws >= observed - 1e-7), abs=1e-12)
    assert found["p_low"] == pytest.approx(np.mean(draws <= observed + 1e-7), abs=1e-12)


def test_an_effect_without_bound_is_found() -> None:
    # Wald's z falls back to 0 there (Hauck & Donner 1977), and R's sna with it.
    chance = np.random.default_rng(5)
    x = (chance.random((10, 10)) < 0.3).astype(float)
    y = x * (chance.random((10, 10)) < 0.8)
    fit = cw.logistic_qap(y, {"x": x}, draws=999)
    found = row(fit, "x")
    assert found["estimate"] is None
    assert found["p_high"] == 1 / 1000
    assert any("without bound" in c for c in fit.caveats)
    with pytest.raises(cw.InputError, match="other than 0 and 1"):
        cw.logistic_qap(some(6, 1, 5), [x[:6, :6]])


# What partners have


@pytest.fixture
def eight() -> cw.Network:
    return cw.Network.from_ties([("a", "b")], partners={"partner_id": list("abcdefgh")})


X = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0]
Y = [2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0, 8.0]


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_correlations_are_those_of_scipy(eight: cw.Network, method: str) -> None:
    x, y = X[:7], Y[:7]
    found = eight.permutation_correlation([*x, None], [*y, 1.0], method=method)
    of: Callable[..., Any] = getattr(scipy.stats, f"{method}r")
    assert float(found) == pytest.approx(of(x, y).statistic, abs=1e-12)
    assert found.exact
    assert found.measure.n == 7
    theirs = scipy.stats.permutation_test(
        (x,),
        lambda x: of(x, y).statistic,
        permutation_type="pairings",
        alternative="greater",
        n_resamples=np.inf,
    )
    assert found.p_high == pytest.approx(theirs.pvalue, abs=1e-12)


@pytest.mark.parametrize("statistic", ["welch", "difference"])
def test_a_t_test_is_that_of_scipy(eight: cw.Network, statistic: str) -> None:
    group = list("nyyynnyn")
    yes, no = ([v for v, g in zip(Y, group, strict=True) if g == k] for k in "yn")

    def of(a: Any, b: Any, axis: int) -> Any:
        if statistic == "welch":
            return scipy.stats.ttest_ind(a, b, axis=axis, equal_var=False).statistic
        return np.mean(a, axis=axis) - np.mean(b, axis=axis)

    found = eight.permutation_t_test(Y, group, statistic=statistic)
    assert float(found) == pytest.approx(np.mean(yes) - np.mean(no))
    theirs = scipy.stats.permutation_test(
        (yes, no), of, vectorized=True, alternative="greater", n_resamples=np.inf
    )
    test = found.test
    assert test is not None
    assert test["observed"] == pytest.approx(theirs.statistic)
    assert found.p_high == pytest.approx(theirs.pvalue, abs=1e-12)
    flipped = eight.permutation_t_test(Y, group, level="n", statistic=statistic)
    assert flipped.p_low == pytest.approx(found.p_high, abs=1e-12)
    with pytest.raises(cw.InputError, match="has 3 kinds"):
        eight.permutation_t_test(Y, list("abcabcab"))


def test_regression_of_partners(eight: cw.Network) -> None:
    z = [0, 1, 1, 0, 1, 0, 0, 1]
    fit = eight.permutation_regression(Y, {"x": X, "z": z})
    theirs = sm.OLS(Y, sm.add_constant(np.column_stack([X, z]))).fit()
    np.testing.assert_allclose(fit.to_frame()["estimate"], theirs.params, rtol=1e-10)
    np.testing.assert_allclose(fit.to_frame()["t"], theirs.tvalues, rtol=1e-10)
    left = sm.OLS(X, sm.add_constant(z)).fit().resid
    design = np.column_stack([np.ones(8), z])
    # t rises with the partial correlation, which is quicker over 40,320 orders.
    q, _ = np.linalg.qr(design)
    r = np.array(Y) - q @ (q.T @ Y)
    e = left[np.array(list(permutations(range(8))))]
    e_left = e - (e @ q) @ q.T
    partial = (e_left @ r) / np.linalg.norm(e_left, axis=1)
    high = np.mean(partial >= partial[0] - 1e-10)
    assert row(fit, "x")["p_high"] == pytest.approx(high, abs=1e-12)
    assert fit.exact


def test_within_strata_labels_stay_there(eight: cw.Network) -> None:
    strata = list("ssssllll")
    found = eight.permutation_correlation(X, Y, strata=strata)
    orders = [
        np.corrcoef(X, [*(Y[i] for i in first), *(Y[i] for i in second)])[0, 1]
        for first in permutations(range(4))
        for second in permutations(range(4, 8))
    ]
    observed = np.corrcoef(X, Y)[0, 1]
    assert found.p_high == pytest.approx(np.mean(np.array(orders) >= observed - 1e-10), abs=1e-12)
    assert "within strata" in found.plan
    # A partner of unknown stratum is left out.
    assert eight.permutation_correlation(X, Y, strata=[*strata[:7], None]).measure.n == 7


def test_jonckheere_of_two_groups_is_mann_whitney(eight: cw.Network) -> None:
    group = list("bababbaa")
    found = eight.jonckheere(Y, group, order=["a", "b"])
    a, b = ([v for v, g in zip(Y, group, strict=True) if g == k] for k in "ab")
    assert float(found) == scipy.stats.mannwhitneyu(b, a).statistic
    theirs = scipy.stats.permutation_test(
        (b, a),
        lambda b, a: scipy.stats.mannwhitneyu(b, a).statistic,
        vectorized=False,
        alternative="greater",
        n_resamples=np.inf,
    )
    assert found.p_high == pytest.approx(theirs.pvalue, abs=1e-12)
    with pytest.raises(cw.InputError, match="each group once"):
        eight.jonckheere(Y, group, order=["a", "z"])


def test_the_published_jonckheere() -> None:
    # Hollander & Wolfe (1999), table 6.6: J = 79; p by counting all 17,153,136 arrangements.
    pieces = [40, 35, 38, 43, 44, 41, 38, 40, 47, 44, 40, 42, 48, 40, 45, 43, 46, 44]
    ids = [f"w{i}" for i in range(18)]
    net = cw.Network.from_ties([("w0", "w1")], partners={"partner_id": ids})
    groups = ["none"] * 6 + ["rough"] * 6 + ["accurate"] * 6
    found = net.jonckheere(pieces, groups, order=["none", "rough", "accurate"], draws=50_000)
    assert float(found) == 79
    assert found.p_high == pytest.approx(0.0209665, abs=4 * np.sqrt(0.021 / 50_000))


# Everywhere


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(
    make: Callable[..., cw.Network], directed: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    net = make(directed=directed)
    n = len(net)
    numbers, kinds = list(range(n)), ["xy"[i % 2] for i in range(n)]
    calls: list[Callable[[], Any]] = [
        lambda: cw.qap(net, net),
        lambda: cw.qap(net, cw.same(kinds)),
        lambda: cw.mrqap(net, [cw.same(kinds), cw.sender(numbers)]),
        lambda: cw.logistic_qap(net, [cw.difference(numbers)]),
        lambda: net.permutation_correlation(numbers, numbers[::-1], method="spearman"),
        lambda: net.permutation_t_test(numbers, kinds, level="x"),
        lambda: net.permutation_regression(numbers, [numbers[::-1]]),
        lambda: net.jonckheere(numbers, kinds, order=["x", "y"]),
    ]
    for call in calls:
        try:
            found = call()
        except cw.InputError as error:
            assert "internal" not in str(error)
            continue
        assert str(found)
        assert repr(found)
        frame = found.to_frame()
        assert not any(c.is_nan().any() for c in frame.select(pl.selectors.float()).iter_columns())
        found.to_dict()
    assert "panicked" not in capfd.readouterr().err


def test_the_messy_survey(outside: Path) -> None:
    # H did not answer: its row is unknown in the relation and stays out of every fit.
    net = messy(outside)
    fit = cw.mrqap(net, [cw.same("sector")], draws=199)
    known = ~np.isnan(net.to_numpy()) & off(len(net))
    assert fit.cells <= known.sum()
    assert fit.coverage is not None
    assert fit.coverage < 1
    assert any("unknown" in c for c in fit.caveats)
