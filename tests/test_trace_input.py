import math

import numpy as np
import pytest

import battcore as bc

RESAMPLINGS = {
    "resample": lambda values, dt: bc.trace.resample(values, dt, 2.0),
    "moments": lambda values, dt: bc.trace.moments(values, dt, 2.0),
}
MEAN = {"moving_mean": lambda values, dt: bc.trace.moving_mean(values, dt, 2.0)}
MEASURES = {
    name: getattr(bc.trace, name) for name in ("rolling_range", "ramp", "smoothing_need", "metrics")
}
EVERY = {**RESAMPLINGS, **MEAN, **MEASURES}


def caught(function, *args, **more):
    with pytest.raises(bc.InputError) as info:
        function(*args, **more)
    return info.value


@pytest.mark.parametrize("function", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e200])
def test_a_bad_sample_is_named(function, bad):
    error = caught(function, [1.0, 2.0, bad, 4.0], 1.0)
    assert error.name in {"values", "load_watt"}
    assert error.index == 2
    assert str(error.value) == str(bad)
    assert (error.low, error.high) == (-1e100, 1e100)


@pytest.mark.parametrize("function", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_a_bad_step_is_named(function, bad):
    assert caught(function, [1.0, 2.0, 3.0], bad).name == "dt_second"
    error = caught(function, [1.0, 2.0, 3.0], [1.0, bad, 1.0])
    assert (error.name, error.index) == ("dt_second", 1)
    assert error.low > 0.0


@pytest.mark.parametrize("function", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize(
    ("values", "step"),
    [
        ([], 1.0),
        (np.empty((3, 0)), 1.0),
        (np.empty((0, 3)), 1.0),
        (1.0, 1.0),
        ("text", 1.0),
        ([1.0, 2.0, 3.0], [1.0, 1.0]),
        ([1.0, 2.0, 3.0], []),
        ([1.0, 2.0, 3.0], [[1.0, 1.0, 1.0]]),
        ([1.0, 2.0, 3.0], "text"),
    ],
)
def test_a_bad_shape_is_refused(function, values, step):
    assert caught(function, values, step).name in {"values", "load_watt", "dt_second"}


@pytest.mark.parametrize("function", MEASURES.values(), ids=MEASURES)
def test_one_sample_does_not_change(function):
    assert caught(function, [1.0], 1.0).name in {"values", "load_watt"}


def test_metrics_are_of_one_load():
    assert caught(bc.trace.metrics, np.ones((2, 5)), 1.0).name == "load_watt"


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("bad", [0.0, -5.0, math.nan, math.inf])
def test_a_bad_window_is_named(name, bad):
    error = caught(MEASURES[name], [1.0, 2.0], 1.0, window_second=[5.0, bad])
    assert (error.name, error.index) == ("window_second", 1)
    assert caught(bc.trace.moving_mean, [1.0, 2.0], 1.0, bad).name == "window_second"


@pytest.mark.parametrize("bad", [-0.1, 1.1, 50.0, math.nan])
def test_a_bad_level_is_named(bad):
    error = caught(bc.trace.ramp, [1.0, 2.0], 1.0, quantile=[0.5, bad])
    assert (error.name, error.index) == ("quantile", 1)


@pytest.mark.parametrize("function", [bc.trace.resample, bc.trace.moments])
@pytest.mark.parametrize("bad", [0.0, -60.0, math.nan, math.inf, 1e-12])
def test_a_bad_new_step_is_named(function, bad):
    assert caught(function, np.ones(10), 1.0, bad).name == "new_dt_second"


def test_dropping_all_is_refused():
    error = caught(bc.trace.resample, np.ones(10), 1.0, 60.0, partial="drop")
    assert (error.name, error.value) == ("new_dt_second", 60.0)
    assert error.high == pytest.approx(10.0)


def test_an_unknown_choice_is_refused():
    with pytest.raises(ValueError, match='expected "keep" or "drop"'):
        bc.trace.resample([1.0], 1.0, 1.0, partial="other")


def test_windows_may_be_none_or_one():
    assert bc.trace.rolling_range(np.ones((2, 5)), 1.0, []).range.shape == (2, 0)
    assert bc.trace.rolling_range(np.ones((2, 5)), 1.0, 2.0).range.shape == (2,)
    assert bc.trace.ramp(np.ones((2, 5)), 1.0, 2.0, quantile=1.0).up.shape == (2,)


def test_the_largest_numbers_stay_finite():
    wild = np.array([1e100, -1e100] * 50)
    found = bc.trace.metrics(wild, 1e50, window_second=[1e-50, 1e50, 3e50 / 10])
    assert np.isfinite(found.ramp.either).all()
    assert np.isfinite(found.smoothing_need.energy_wh).all()
    assert np.isfinite(bc.trace.moments(wild, 1e50, 3e49).mean_square).all()


@pytest.mark.parametrize("step", [1e-50, 1.0, 1e50])
def test_a_strided_view_reads_as_its_copy(step):
    values = np.arange(20.0).reshape(10, 2).T
    found = bc.trace.moving_mean(values, step, step)
    assert found.tolist() == values.tolist()
