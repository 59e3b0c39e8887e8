"""Laws of damage by the range of a cycle."""

import copy
import pickle

import numpy as np
import pytest

import battcore as bc

POWER = bc.cycles.PowerLaw(exponent=1.5, scale=2.0)
LINEAR = bc.cycles.PiecewiseLinear(range=np.array([0.0, 0.5, 1.0]), damage=[0, 1, 3])


@pytest.mark.parametrize("law", [POWER, LINEAR], ids=["power", "linear"])
def test_a_law_is_a_value(law):
    for twin in (copy.deepcopy(law), pickle.loads(pickle.dumps(law))):  # noqa: S301
        assert twin == law
        assert hash(twin) == hash(law)
    assert eval(repr(law), vars(bc.cycles)) == law  # noqa: S307


@pytest.mark.parametrize(
    ("points", "name"),
    [
        ({"range": [0.0], "damage": [0.0]}, "range"),
        ({"range": [0.0, 1.0], "damage": [0.0]}, "damage"),
        ({"range": [[0.0, 1.0]], "damage": [0.0, 1.0]}, "range"),
        ({"range": [0.1, 1.0], "damage": [0.0, 1.0]}, "range"),
        ({"range": [0.0, 1.0, 1.0], "damage": [0.0, 1.0, 2.0]}, "range"),
        ({"range": [0.0, np.inf], "damage": [0.0, 1.0]}, "range"),
        ({"range": [0.0, 1.0], "damage": [0.1, 1.0]}, "damage"),
        ({"range": [0.0, 1.0, 2.0], "damage": [0.0, 1.0, 0.9]}, "damage"),
        ({"range": [0.0, 1e-300], "damage": [0.0, 1e300]}, "damage"),
    ],
)
def test_points_that_make_no_law_are_refused(points, name):
    with pytest.raises(bc.InputError) as caught:
        bc.cycles.PiecewiseLinear(**points)
    assert caught.value.name == name


@pytest.mark.parametrize("numbers", [{"exponent": -1.0}, {"exponent": 1.0, "scale": -1.0}])
def test_a_power_that_falls_is_refused(numbers):
    with pytest.raises(bc.InputError, match=r"= -1 lies outside \[0, "):
        bc.cycles.PowerLaw(**numbers)
