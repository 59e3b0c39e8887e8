"""The bundled load: a day of seconds and a year of minutes."""

import pytest

from battcore import datasets

DAY = 86_400.0
CASES = {"day at 1 s": (DAY, 1.0), "year at 60 s": (365 * DAY, 60.0)}


@pytest.mark.parametrize("case", CASES)
def test_ai_training(benchmark, case):
    benchmark.group = f"datasets.ai_training, {case}"
    benchmark(datasets.ai_training, *CASES[case])
