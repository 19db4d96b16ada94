"""Tests of chance hold their level under their own null, and find what was planted.

The simulation is `benches/calibration.py`, here small and with the seed it records. A bound is the
value that a right test exceeds once in a thousand times (binomial, Kolmogorov and Smirnov).
"""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy.stats import binom

NETWORKS = 100
DRAWS = 99
SCRIPT = Path(__file__).parents[2] / "benches" / "calibration.py"


@pytest.fixture(scope="module")
def calibration() -> ModuleType:
    spec = importlib.util.spec_from_file_location("calibration", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def most(networks: int) -> float:
    """Return the share of rejections at .05 that chance exceeds once in a thousand times."""
    return float(binom.ppf(0.999, networks, 0.05)) / networks


@pytest.mark.parametrize("number", range(7))
def test_p_is_uniform_under_its_null(calibration: ModuleType, number: int) -> None:
    name, p_of = list(calibration.nulls(DRAWS).items())[number]
    streams = calibration.generators(NETWORKS, number + 1)
    p = np.array([p_of(chance, k) for k, chance in streams])
    assert (p <= 0.05 + 1e-12).mean() <= most(NETWORKS), name
    assert calibration.above_uniform(p, DRAWS) <= math.sqrt(math.log(1000) / (2 * NETWORKS)), name
    # Nor is it useless: half of all p are not far above .5 (equal counts push p up a little).
    assert np.median(p) < 0.75, name


def test_hubs_are_no_set_once_degrees_are_kept(calibration: ModuleType) -> None:
    assert calibration.hub_share(60, DRAWS) <= most(60)
    # The naive comparison takes them for one: the test above could have failed.
    assert calibration.hub_share(20, DRAWS, "ties") > 0.5


def test_a_planted_set_is_found_less_often_the_fewer_answer(calibration: ModuleType) -> None:
    all_answer, few_answer = (calibration.found_share(0.5, r, 30, DRAWS) for r in (1.0, 0.65))
    assert all_answer >= 0.9
    assert 0.4 <= few_answer <= all_answer
    # Without any surplus it is not found.
    assert calibration.found_share(0.0, 1.0, 60, DRAWS) <= most(60)
