"""Long series, on any machine: the same bits, and the laws that short ones obey."""

import os
import subprocess
import sys

import numpy as np
import pytest

import battcore as bc

SAMPLES = 600_000  # more than two pieces

TELL = """
import hashlib
import numpy as np
import battcore as bc

random = np.random.default_rng(7)
walk = random.standard_normal(600_000).cumsum()
rests = walk.round()
for series in (walk, rests, np.sin(np.arange(600_000)), random.integers(0, 2, 600_000)):
    for residue in ("half", "repeat"):
        cycles = bc.cycles.rainflow(series, residue=residue, plateau="last")
        columns = (cycles.range, cycles.mean, cycles.count, cycles.start, cycles.end)
        print(hashlib.sha256(b"".join(column.tobytes() for column in columns)).hexdigest())
    print(bc.cycles.damage(series, exponent=1.5).hex())
"""


def told(**environment):
    run = subprocess.run(
        [sys.executable, "-c", TELL],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_neither_cores_nor_instructions_change_a_bit():
    expected = told(BATTCORE_NUM_THREADS="1")
    assert told(BATTCORE_NUM_THREADS="3") == expected
    for instructions in ("avx2", "portable", "what is this"):
        assert told(BATTCORE_INSTRUCTIONS=instructions) == expected


def signals():
    k, noise = np.arange(SAMPLES), np.random.default_rng(8).standard_normal(SAMPLES)
    return {
        "walk": noise.cumsum(),
        "noise": noise,
        "rests": noise.cumsum().round(),
        "sine": np.sin(k / 100.0),
        "fading": (SAMPLES - k) * (-1.0) ** k,
        "growing": k * (-1.0) ** k,
        "steady": (-1.0) ** k,
    }


@pytest.fixture(params=signals())
def series(request):
    return signals()[request.param]


def test_long_series_obey_the_laws(series):
    cycles = bc.cycles.rainflow(series)
    moved = np.abs(np.diff(series)).sum()
    assert 2.0 * cycles.count @ cycles.range == pytest.approx(moved, rel=1e-12)
    assert cycles.range.max() == np.ptp(series)
    assert np.array_equal(cycles.range, np.abs(series[cycles.start] - series[cycles.end]))
    for exponent in (0.0, 1.0, 1.5, 2.2):
        expected = (cycles.count * cycles.range**exponent).sum()
        found = bc.cycles.damage(series, exponent=exponent)
        assert found == pytest.approx(expected, rel=1e-11)


def test_long_parts_give_the_whole_bit_for_bit(series):
    counter = bc.cycles.CycleCounter()
    for part in np.split(series, [1, 2, 1985, 100_000, 100_001]):
        counter.extend(part)
    whole, closed = bc.cycles.rainflow(series), counter.cycles()
    known = len(closed.range)
    assert np.array_equal(closed.range, whole.range[:known])
    assert np.array_equal(closed.end, whole.end[:known])
    assert np.array_equal(counter.provisional().start, whole.start[known:])
    merged, later = bc.cycles.CycleCounter(), bc.cycles.CycleCounter()
    merged.extend(series[:200_001])
    later.extend(series[200_001:])
    merged.merge(later)
    assert np.array_equal(np.sort(merged.cycles().range), np.sort(closed.range))
    assert np.array_equal(merged.residue().index, counter.residue().index)


def test_a_bad_sample_far_behind_is_told_with_its_place():
    for bad in (np.nan, np.inf, 1e308):
        series = np.zeros(SAMPLES)
        series[555_555] = bad
        for call in (
            bc.cycles.rainflow,
            bc.cycles.turning_points,
            lambda xs: bc.cycles.damage(xs, exponent=1.0),
        ):
            with pytest.raises(bc.InputError) as caught:
                call(series)
            assert caught.value.index == 555_555
