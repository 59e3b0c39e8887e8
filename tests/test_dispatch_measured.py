"""Measured AI loads of 300 MW peak behind grid codes and a tight connection."""

import pytest

import battcore as bc
from battcore.gridcode import MeanRampLimit, RollingRangeLimit
from measured_loads import campaign, node, training

TEN_IN_5 = RollingRangeLimit(limit_watt=10e6, window_second=5.0)
FIVE_IN_15 = RollingRangeLimit(limit_watt=5e6, window_second=15.0)
RAMP = MeanRampLimit(limit_watt_per_minute=20e6, window_second=0.0)
NEEDS = [  # smallest power in MW, smallest energy in kWh
    (training, TEN_IN_5, 36.258017, 41.153),
    (training, FIVE_IN_15, 40.413704, 76.133),
    (training, RAMP, 41.658479, 81.186),
    (campaign, TEN_IN_5, 81.410988, 571.279),
    (campaign, FIVE_IN_15, 95.805787, 3123.249),
    (campaign, RAMP, 96.302919, 3185.452),
    (node, TEN_IN_5, 101.902877, 636.572),
    (node, FIVE_IN_15, 104.402877, 1165.544),
    (node, RAMP, 106.736210, 1166.441),
]
GROWTH = [  # by the battery's energy in seconds of the present peak
    (training, [1.03896528, 1.04073009, 1.04073009, 1.04073009, 1.04073009]),
    (campaign, [1.01780075, 1.04552850, 1.09869025, 1.33013063, 1.44177199]),
    (node, [1.02732566, 1.04024170, 1.07159353, 1.07190580, 1.07190580]),
]


@pytest.mark.parametrize(("load", "limit", "megawatt", "kwh"), NEEDS)
def test_smallest_power_and_energy(load, limit, megawatt, kwh):
    watt, step = load()
    power = bc.dispatch.minimum_power(watt, step, [limit])
    assert power.power_watt / 1e6 == pytest.approx(megawatt, abs=1e-6)
    assert bc.gridcode.check([limit], power.grid_watt, step).passes
    energy = bc.dispatch.minimum_energy(watt, step, [limit])
    assert energy.energy_wh / 1e3 == pytest.approx(kwh, abs=6e-4)


@pytest.mark.parametrize(("load", "scales"), GROWTH)
def test_largest_load(load, scales):
    watt, step = load()
    peak = watt.max()
    site = bc.Site(load_watt=watt, dt_second=step, import_limit_watt=peak)
    for second, scale in zip([1.0, 5.0, 15.0, 60.0, 300.0], scales, strict=True):
        battery = bc.Battery(
            energy_capacity_wh=peak * second / 3600.0,
            charge_power_watt=peak,
            discharge_power_watt=peak,
            charge_efficiency=0.95,
            discharge_efficiency=0.95,
        )
        grown = bc.dispatch.maximum_load(battery, site, soc_start=1.0, soc_end_min=1.0)
        assert grown.scale == pytest.approx(scale, abs=1e-8)
        assert 3 <= grown.passes <= 7
