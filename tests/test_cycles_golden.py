"""Recorded answers, and the package that the field uses."""

import hashlib
import struct
from collections import Counter
from math import fsum

import numpy as np
import pytest

import battcore as bc
from battcore import reference
from rainflow_data import GENERATED, GOLDEN, generate

BY_ID = {"ids": lambda case: case["id"]}
SEEN = pytest.mark.parametrize("case", GOLDEN, **BY_ID)
GROWN = pytest.mark.parametrize("case", GENERATED, **BY_ID)


def rows(cycles):
    columns = (cycles.range, cycles.mean, cycles.count, cycles.start, cycles.end)
    return sorted(zip(*(c.tolist() for c in columns), strict=True), key=lambda row: row[3:])


@SEEN
def test_cycles_are_the_recorded_ones_to_the_last_bit(case):
    expected = [tuple(row) for row in case["astm"]]
    assert rows(bc.cycles.rainflow(case["series"])) == expected


@SEEN
def test_plateaus_may_stand_at_their_last_sample(case):
    first = bc.cycles.rainflow(case["series"])
    last = bc.cycles.rainflow(case["series"], plateau="last")
    order = np.lexsort((first.end, first.start))
    places = np.column_stack((last.start, last.end))[order].tolist()
    assert places == case["astm_last_plateau_index"]
    assert (last.range.tolist(), last.count.tolist()) == (
        first.range.tolist(),
        first.count.tolist(),
    )


@SEEN
def test_turning_points_are_the_recorded_ones(case):
    found = bc.cycles.turning_points(case["series"])
    assert found.index.tolist() == case["turning_points"]
    assert found.value.tolist() == [case["series"][i] for i in case["turning_points"]]


@SEEN
def test_a_repeating_series_closes_every_swing(case):
    series = case["series"]
    cycles = bc.cycles.rainflow(series, residue="repeat")
    assert set(cycles.count.tolist()) <= {1.0}
    found = totals(cycles.range, cycles.mean, cycles.count)
    outermost = max(cycles.range, default=0.0)
    assert outermost == (max(series, default=0.0) - min(series, default=0.0))
    inner = {key: count for key, count in found.items() if key[0] < outermost}
    assert inner == {(r, m): count for r, m, count in case["repeating"] if r < outermost}
    expected = reference.cycles.rainflow(series, "repeat")
    assert found == totals(*([getattr(c, n) for c in expected] for n in ("range", "mean", "count")))


@SEEN
def test_damage_is_the_recorded_sum(case):
    for name, expected in case["damage_sums_astm"].items():
        exponent = float(name.removeprefix("k="))
        found = bc.cycles.damage(case["series"], exponent=exponent)
        assert found == pytest.approx(expected, rel=1e-12, abs=0)


@SEEN
def test_the_usual_package_agrees_where_it_is_right(case):
    peer = pytest.importorskip("rainflow")
    if case["rainflow_differs"] or len(set(case["series"])) < 2:
        pytest.skip("a known fault of rainflow 3.2.0")
    expected = sorted(peer.extract_cycles(case["series"]), key=lambda row: row[3:])
    assert rows(bc.cycles.rainflow(case["series"], plateau="last")) == expected


@GROWN
def test_generated_series_give_the_recorded_cycles(case):
    series = generate(**case["generator"])
    assert (series[:5], series[-1], fsum(series)) == (case["first5"], case["last"], case["sum"])
    cycles = bc.cycles.rainflow(series)
    assert len(bc.cycles.turning_points(series).index) == case["turning_points"]
    packed = b"".join(struct.pack("<dddQQ", *row) for row in rows(cycles))
    assert hashlib.sha256(packed).hexdigest() == case["sha256_astm_cycles"]
    assert Counter(cycles.count.tolist()) == +Counter(
        {1.0: case["full_cycles"], 0.5: case["half_cycles"]}
    )
    assert max(cycles.range) == case["max_range"]


@GROWN
def test_generated_series_give_the_recorded_damage(case):
    series = np.array(generate(**case["generator"]))
    for name, expected in case["damage_sums_astm"].items():
        exponent = float(name.removeprefix("k="))
        assert bc.cycles.damage(series, exponent=exponent) == pytest.approx(expected, rel=1e-11)


def totals(ranges, means, counts):
    found = Counter()
    for key, count in zip(zip(ranges, means, strict=True), counts, strict=True):
        found[tuple(map(float, key))] += float(count)
    return dict(found)
