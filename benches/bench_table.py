"""Look-up in a table of measured points."""

import numpy as np
import pytest

import battcore
from battcore import reference

GRID = np.linspace(0.0, 1.0, 101)
VALUES = 3.0 + 0.4 * GRID**3
X = np.random.default_rng(1).random(100_000)

table = battcore.table.UniformTable(low=0.0, high=1.0, value=VALUES)


def one_by_one(values, x):
    return [reference.table.look_up(0.0, 1.0, values, "raise", at) for at in x]


CASES = {
    "python": (one_by_one, VALUES.tolist(), X.tolist()),
    "numpy": (np.interp, X, GRID, VALUES),
    "native": (table, X),
}


@pytest.mark.benchmark(group="linear look-up, 101 points, 100,000 places")
@pytest.mark.parametrize("case", CASES)
def test_look_up(benchmark, case):
    benchmark(*CASES[case])
