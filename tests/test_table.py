import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import battcore as bc
from battcore import reference

OUTSIDE = ("raise", "hold", "extend")


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20),
    st.floats(0, 1),
    st.sampled_from(OUTSIDE),
)
def test_agrees_with_the_reference(values, share, outside):
    table = bc.table.UniformTable(low=-1.0, high=3.0, value=values, outside=outside)
    x = -1.0 + 4.0 * share
    assert table(x) == reference.table.look_up(-1.0, 3.0, values, outside, x)


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=9), st.floats(-100, 100))
def test_held_values_stay_within_the_measured_ones(values, x):
    found = float(bc.table.UniformTable(low=0.0, high=1.0, value=values, outside="hold")(x))
    assert min(values) - 1e-12 <= found <= max(values) + 1e-12


def test_meets_numpy():
    grid = np.linspace(0.0, 1.0, 11)
    values = np.cos(grid)
    x = np.linspace(0.0, 1.0, 1001).reshape(7, 143)
    found = bc.table.UniformTable(low=0.0, high=1.0, value=values)(x)
    assert found == pytest.approx(np.interp(x, grid, values), abs=1e-15)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -0.1, 1.1])
def test_off_the_grid_is_refused(bad):
    table = bc.table.UniformTable(low=0.0, high=1.0, value=[0.0, 1.0])
    with pytest.raises(bc.InputError) as caught:
        table([0.5, bad])
    assert (caught.value.name, caught.value.index) == ("x", 1)
    assert (caught.value.low, caught.value.high) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"value": [1.0]}, "value"),
        ({"value": [1.0, math.nan]}, "value"),
        ({"value": "text"}, "value"),
        ({"high": 0.0}, "high"),
        ({"low": math.nan}, "low"),
    ],
)
def test_a_table_is_checked_when_it_is_made(change, name):
    with pytest.raises(bc.InputError) as caught:
        bc.table.UniformTable(**{"low": 0.0, "high": 1.0, "value": [0.0, 1.0], **change})
    assert caught.value.name == name
