"""What different ways of counting make of the same series."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

DAY = 1440
series_of = st.lists(st.integers(0, 16).map(lambda level: level / 16), max_size=60)


def rows(comparison):
    numbers = (
        comparison.cycles,
        comparison.equivalent_full_cycles,
        comparison.deepest,
        comparison.damage,
    )
    columns = (column.tolist() for column in (comparison.convention, *numbers))
    return list(zip(*columns, strict=True))


def month(noise):
    """A daily swing of 80 % in minutes, and white noise on it."""
    minute = np.arange(30 * DAY + 1)
    swing = 0.5 + 0.4 * np.cos(2.0 * np.pi * minute / DAY)
    return np.clip(swing + noise * np.random.default_rng(0).standard_normal(minute.size), 0.0, 1.0)


@given(series_of, st.sampled_from([3600.0, 21600.0, 40000.0]), st.booleans())
def test_counts_agree_with_the_reference(soc, step, uneven):
    steps = [step * (1 + k % 3 * uneven) for k in range(len(soc) - 1)]
    found = bc.cycles.compare(soc, exponent=1.5, dt_second=steps if uneven else step)
    expected = reference.cycles.compare(soc, lambda r: r**1.5, steps)
    for row, twin in zip(rows(found), expected, strict=True):
        assert row[0] == twin.convention
        assert row[1:] == pytest.approx(astuple(twin)[1:], rel=1e-12)


@given(series_of)
def test_without_a_clock_nothing_is_cut_by_the_day(soc):
    found = bc.cycles.compare(soc, exponent=2.0)
    expected = reference.cycles.compare(soc, lambda r: r**2)
    assert found.convention.tolist() == ["astm", "half_cycle", "sam", "window"]
    assert found.damage == pytest.approx([count.damage for count in expected], rel=1e-12)


@given(series_of)
def test_the_standard_is_the_standard(soc):
    found = bc.cycles.compare(soc, exponent=2.0, dt_second=3600.0)
    assert found.damage[0] == pytest.approx(bc.cycles.damage(soc, exponent=2.0), rel=1e-12)
    full = bc.cycles.equivalent_full_cycles(soc)
    every_move = np.isin(found.convention, ["astm", "window", "per_day"])
    assert found.equivalent_full_cycles[every_move] == pytest.approx([full] * 3)


@pytest.mark.parametrize(
    ("noise", "half_cycle", "astm"),
    [(0.0, 18.88, 19.2), (1e-4, 18.9, 19.2), (1e-3, 0.45, 19.4), (5e-3, 1.5, 21.2)],
)
def test_noise_cuts_up_what_is_not_nested(noise, half_cycle, astm):
    found = bc.cycles.compare(month(noise), exponent=2.0, dt_second=60.0)
    damage = dict(zip(found.convention.tolist(), found.damage.tolist(), strict=True))
    assert damage["half_cycle"] == pytest.approx(half_cycle, rel=0.05)
    assert damage["astm"] == pytest.approx(astm, rel=0.005)
    assert damage["per_day"] == pytest.approx(damage["astm"], rel=0.01)


@pytest.mark.parametrize(
    ("percent", "cycles", "mean"),
    [
        ([5, 95, 50, 85, 10, 50, 5, 95, 5], 4.0, 63.75),
        ([5, 95] * 250, 249.0, 90.0),
    ],
)
def test_sam_counts_as_its_own_tests_say(percent, cycles, mean):
    found = bc.cycles.compare(np.array([*percent, 50]) / 100.0, exponent=1.0)
    sam = found.convention.tolist().index("sam")
    assert found.cycles[sam] == cycles
    assert found.damage[sam] / cycles == pytest.approx(mean / 100.0)


def test_it_prints_as_a_table():
    lines = str(bc.cycles.compare([0.1, 0.9, 0.1], exponent=1.0)).splitlines()
    assert lines[0].split() == ["convention", "cycles", "full", "cycles", "deepest", "damage"]
    assert lines[1].split() == ["astm", "1.0", "0.800", "0.8000", "0.8"]
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"soc": [0.0, 50.0]}, "soc"),
        ({"soc": [[0.0, 0.5]]}, "soc"),
        ({"dt_second": 0.0}, "dt_second"),
        ({"dt_second": [1.0, 1.0]}, "dt_second"),
        ({"exponent": None}, "exponent"),
        ({"exponent": np.nan}, "exponent"),
    ],
)
def test_what_cannot_be_is_refused(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.cycles.compare(**{"soc": [0.0, 0.5], "exponent": 1.0, **change})
    assert caught.value.name == name
