"""What may come in, what may not, and where answers go."""

import math

import numpy as np
import pytest

import battcore as bc

POWER = np.linspace(-300.0, 400.0, 50)


def integrate(power=POWER, dt_second=60.0, **change):
    return bc.soc.integrate(power, dt_second, **{"energy_capacity_wh": 100.0, **change})


@pytest.mark.parametrize(
    "power",
    [
        POWER.tolist(),
        np.repeat(POWER, 2)[::2],
        POWER[::-1].copy()[::-1],
        np.frombuffer(POWER.tobytes()),
        POWER.astype(">f8"),
    ],
)
def test_any_array_of_numbers_will_do(power):
    assert integrate(power).soc.tolist() == integrate().soc.tolist()


def test_single_precision_is_widened():
    single = POWER.astype(np.float32)
    assert integrate(single).soc.tolist() == integrate(single.astype(float)).soc.tolist()


def test_leading_axes_broadcast():
    power = np.stack([POWER, 0.5 * POWER])[:, None, :]
    capacity = np.array([50.0, 100.0, 200.0])
    trace = integrate(power, energy_capacity_wh=capacity)
    assert trace.soc.shape == (2, 3, 50)
    assert trace.losses().charge_wh.shape == (2, 3, 50)
    one = integrate(0.5 * POWER, energy_capacity_wh=200.0)
    assert trace.soc[1, 2] == pytest.approx(one.soc, abs=1e-15)


def test_steps_may_differ():
    steps = np.tile([30.0, 90.0], 25)
    soc = 0.5
    for wish, dt, found in zip(POWER, steps, integrate(POWER, steps).soc, strict=True):
        soc, _ = bc.soc.step(soc, wish, dt, energy_capacity_wh=100.0)
        assert found == soc


def test_buffers_are_filled():
    first = integrate()
    soc, power = first.soc, first.power_watt
    again = integrate(2.0 * POWER, out=first)
    assert again.soc is soc
    assert again.power_watt is power
    assert soc.tolist() == integrate(2.0 * POWER).soc.tolist()
    alone = integrate(out=(soc, None))
    assert alone.power_watt is None
    assert soc.tolist() == integrate().soc.tolist()
    assert alone.losses().charge_wh.tolist() == integrate().losses().charge_wh.tolist()


def read_only(array):
    array.flags.writeable = False
    return array


@pytest.mark.parametrize(
    "out",
    [
        (POWER, None),
        (POWER[:], None),
        (np.empty(49), None),
        (np.empty(50, np.float32), None),
        (np.empty(100)[::2], None),
        (read_only(np.empty(50)), None),
        (np.empty(50), POWER),
        ([0.0] * 50, None),
    ],
)
def test_buffers_that_do_not_fit_are_refused(out):
    with pytest.raises(bc.InputError) as caught:
        integrate(out=out)
    assert caught.value.name == "out"


def test_one_buffer_is_not_two():
    both = np.empty(50)
    with pytest.raises(bc.InputError, match="overlap"):
        integrate(out=(both, both))


BAD = [
    ("power_watt", [], None),
    ("power_watt", 5.0, None),
    ("power_watt", "text", None),
    ("power_watt", [0.0, math.nan], 1),
    ("power_watt", [0.0, 0.0, math.inf], 2),
    ("power_watt", [[0.0, 0.0], [0.0, -math.inf]], 3),
    ("dt_second", 0.0, None),
    ("dt_second", -60.0, None),
    ("dt_second", math.nan, None),
    ("dt_second", math.inf, None),
    ("dt_second", [60.0] * 49, None),
    ("dt_second", [60.0] * 49 + [0.0], 49),
    ("dt_second", np.full((2, 50), 60.0), None),
    ("energy_capacity_wh", 0.0, None),
    ("energy_capacity_wh", -1.0, None),
    ("energy_capacity_wh", math.inf, None),
    ("energy_capacity_wh", [100.0, math.nan], 1),
    ("soc_start", 50.0, None),
    ("soc_start", math.nan, None),
    ("soc_start", [0.5, 0.5, 1.1], 2),
    ("soc_min", -0.1, None),
    ("soc_min", 20.0, None),
    ("soc_max", 90.0, None),
    ("charge_efficiency", 0.0, None),
    ("charge_efficiency", 95.0, None),
    ("discharge_efficiency", 1.01, None),
    ("discharge_efficiency", -0.9, None),
    ("self_discharge_per_day", 1.0, None),
    ("self_discharge_per_day", -0.01, None),
    ("charge_power_watt", -5.0, None),
    ("discharge_power_watt", math.nan, None),
]


@pytest.mark.parametrize(("name", "value", "index"), BAD)
def test_bad_input_is_named(name, value, index):
    with pytest.raises(bc.InputError) as caught:
        integrate(**{"power" if name == "power_watt" else name: value})
    assert (caught.value.name, caught.value.index) == (name, index)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"soc_min": 0.6, "soc_max": 0.4}, "soc_min"),
        ({"soc_min": 0.6}, "soc_start"),
        ({"soc_max": 0.4}, "soc_start"),
        ({"energy_capacity_wh": 1e-300, "dt_second": 1e300}, "dt_second"),
    ],
)
def test_limits_that_contradict_each_other(change, name):
    with pytest.raises(bc.InputError) as caught:
        integrate(**change)
    assert caught.value.name == name


def test_shapes_that_do_not_broadcast():
    with pytest.raises(bc.InputError) as caught:
        integrate(np.zeros((3, 50)), energy_capacity_wh=[1.0, 2.0])
    assert caught.value.name == "energy_capacity_wh"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"soc": 50.0}, "soc"),
        ({"power_watt": math.nan}, "power_watt"),
        ({"dt_second": 0.0}, "dt_second"),
        ({"energy_capacity_wh": -1.0}, "energy_capacity_wh"),
    ],
)
def test_a_step_is_checked_too(change, name):
    arguments = {"soc": 0.5, "power_watt": 1.0, "dt_second": 1.0, "energy_capacity_wh": 1.0}
    with pytest.raises(bc.InputError) as caught:
        bc.soc.step(**{**arguments, **change})
    assert caught.value.name == name


def test_beyond_its_limits_a_battery_only_moves_back():
    limits = {"energy_capacity_wh": 100.0, "soc_min": 0.2, "soc_max": 0.8}
    soc, power = bc.soc.step([0.9, 0.9, 0.1, 0.1], [60.0, -60.0, 60.0, -60.0], 60.0, **limits)
    assert soc == pytest.approx([0.9, 0.89, 0.11, 0.1])
    assert power == pytest.approx([0.0, -60.0, 60.0, 0.0])
