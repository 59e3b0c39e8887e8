"""Cards beside the numbers of SAM, the package that they come from."""

import json
from pathlib import Path

import numpy as np
import pytest

import battcore as bc

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")

MODELS = bc.aging.models()
GRID = json.loads((Path(__file__).parent / "data/sam/ageing_grid.json").read_text())
KEYS = {"LFPGraphite": "lfp_gr_sam", "LMOLTO": "lmo_lto_sam"}  # its NMC has the faults of its card
DAY = 86_400.0
SAME = 1e-4  # of the nominal capacity; a day costs up to 1e-4, and SAM counts it when it is over
USABLE = {25: 0.9666667 + 0.0433333 * 2 / 22, 35: 0.9666667 + 0.0433333 * 12 / 22}
"""What the temperature leaves of LFP, of which its state of charge is a share."""


def cases(kind, *configs):
    return [
        pytest.param(case, id=f"{case['config']}-{case['T_room_C']}-{case.get('dod', '')}{at}")
        for at, case in enumerate(GRID[kind])
        if case["config"] in configs
    ]


def day_by_day(model, celsius, duty, days):
    """Capacity by day where the charge is that of a new cell, so that its share rises."""
    health, state = [1.0], None
    for _ in range(days):
        points, dt = duty(health[-1])
        run = bc.aging.predict(model, points, celsius, dt, state=state)
        state = run.state
        health.append(float(run.soh_capacity[-1]))
    return health


def cycle_a_day(case):
    """The duty of a day for what is left of the capacity."""
    moving = case["quarter_hours"] * 900.0
    middle, reach = case["mean_soc"], case["dod"] / 2
    usable = USABLE[case["T_room_C"]] if case["config"] == "LFPGraphite" else 1.0
    low, high = (middle - reach) / usable, (middle + reach) / usable

    def duty(left):
        points = np.array([low, high, high, low, low]) / left
        return np.minimum(points, 1.0), [moving, 3600.0, moving, DAY - 2 * moving - 3600.0]

    return duty


@pytest.mark.parametrize("case", cases("calendar", *KEYS))
def test_two_years_at_rest_meet_sam(case):
    soc = case["soc_pct"] / 100
    health = day_by_day(
        MODELS[KEYS[case["config"]]],
        case["T_room_C"],
        lambda left: ([min(soc / left, 1.0)] * 2, DAY),
        days=731,
    )
    for day, percent in case["days_q"]:
        hour_more = health[day] + (health[day + 1] - health[day]) / 24  # of the step before
        assert hour_more == pytest.approx(percent / 100, abs=SAME)


@pytest.mark.parametrize("case", cases("cycle", "LFPGraphite"))
def test_a_year_of_daily_cycles_meets_sam(case):
    health = day_by_day(MODELS["lfp_gr_sam"], case["T_room_C"], cycle_a_day(case), days=366)
    for day, percent, counted, _ in case["points"]:
        assert health[day] == pytest.approx(percent / 100, abs=SAME), (day, counted)


@pytest.mark.parametrize("case", cases("cycle", "LMOLTO"))
def test_a_year_of_daily_cycles_meets_sam_where_time_is_told_apart(case):
    """Its state of charge of a day is the middle of the cycles, whatever the time at their ends."""
    model, celsius = MODELS["lmo_lto_sam"], case["T_room_C"]
    duty, health, states = cycle_a_day(case), [1.0], [None, None]
    for _ in range(366):
        points, dt = duty(health[-1])
        middle = [min(case["mean_soc"] / health[-1], 1.0)] * 2
        rest = bc.aging.predict(model, middle, celsius, DAY, state=states[0])
        cycled = bc.aging.predict(model, points, celsius, dt, state=states[1])
        states = [rest.state, cycled.state]
        health.append(1 - rest.losses["calendar"][-1] - cycled.losses["cycle"][-1])
    for day, percent, _, _ in case["points"]:
        assert health[day] == pytest.approx(percent / 100, abs=SAME), day
