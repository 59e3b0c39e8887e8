"""Power through a converter, there and back, beside what a user would write in NumPy."""

import numpy as np
import pytest

import battcore as bc
from battcore import reference

RATED = 1e6
CONVERTER = bc.Converter(rated_power_watt=RATED, no_load_loss=0.0072, quadratic_loss=0.034)
AC = np.random.default_rng(1).uniform(-RATED, RATED, 1_000_000)
DC = CONVERTER.dc_power_watt(AC)
K0, K2 = CONVERTER.no_load_loss * RATED, CONVERTER.quadratic_loss / RATED


def python_dc(power):
    return [reference.converter.dc_power(CONVERTER, watt) for watt in power]


def numpy_dc(power):
    dc = power - np.where(power == 0.0, 0.0, K0 + K2 * power**2)
    return np.where(power > 0.0, np.maximum(dc, 0.0), dc)


def python_ac(power):
    return [reference.converter.ac_power(CONVERTER, watt) for watt in power]


def numpy_ac(power):
    into = (1.0 - np.sqrt(1.0 - 4.0 * K2 * (power + K0))) / (2.0 * K2)
    out = (1.0 - np.sqrt(1.0 + 4.0 * K2 * np.maximum(-power - K0, 0.0))) / (2.0 * K2)
    return np.where(power > 0.0, into, out)


GROUPS = {
    "AC to DC": (AC, {"python": python_dc, "numpy": numpy_dc, "native": CONVERTER.dc_power_watt}),
    "DC to AC": (DC, {"python": python_ac, "numpy": numpy_ac, "native": CONVERTER.ac_power_watt}),
}
CASES = [(group, case) for group, (_, cases) in GROUPS.items() for case in cases]


@pytest.mark.parametrize(("group", "case"), CASES)
def test_converter(benchmark, group, case):
    power, cases = GROUPS[group]
    power = power[:10_000] if case == "python" else power
    given = power.tolist() if case == "python" else power
    benchmark.group = f"{group}, {AC.size:,} powers"
    benchmark.extra_info["samples"] = power.size
    assert cases[case](given) == pytest.approx(cases["native"](power), rel=1e-6, abs=1e-3)
    benchmark(cases[case], given)
