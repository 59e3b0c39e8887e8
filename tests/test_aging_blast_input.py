"""What BLAST-Lite's driver refuses."""

import numpy as np
import pytest

import battcore as bc
from battcore.aging import blast
from blast_data import MODELS

HOUR = 3600.0
LFP = MODELS["Lfp_Gr_250AhPrismatic"]


def test_a_model_of_others_is_refused():
    card = LFP.card.partition("[blast]")[0]
    with pytest.raises(bc.InputError, match="BLAST-Lite has no such model"):
        blast.simulate(bc.aging.AgingModel(card), [0.0, HOUR], [0.5, 0.5], 25.0)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"time_second": [0.0]}, "time_second"),
        ({"time_second": []}, "time_second"),
        ({"time_second": [0.0, 0.0]}, "time_second"),
        ({"time_second": [HOUR, 0.0]}, "time_second"),
        ({"time_second": [0.0, np.nan]}, "time_second"),
        ({"time_second": [0.0, HOUR, 2 * HOUR]}, "soc"),
        ({"soc": [50.0, 60.0]}, "soc"),
        ({"soc": [0.5, np.nan]}, "soc"),
        ({"soc": [[0.5, 0.5]]}, "soc"),
        ({"temperature_celsius": 298.15}, "temperature_celsius"),
        ({"temperature_celsius": [25.0] * 3}, "temperature_celsius"),
        ({"threshold_time_years": np.inf}, "threshold_time_years"),
        ({"threshold_capacity": -0.1}, "threshold_capacity"),
        ({"threshold_efc": np.nan}, "threshold_efc"),
        ({"degradation_scalar": -1.0}, "degradation_scalar"),
        ({"breakpoints_max_second": 0.0}, "breakpoints_max_second"),
        ({"breakpoints_max_efc": 0.0}, "breakpoints_max_efc"),
        ({"state": [0.0]}, "state"),
        ({"state": [np.nan] * 4}, "state"),
    ],
)
def test_bad_input_is_refused(change, name):
    good = {"time_second": [0.0, HOUR], "soc": [0.5, 0.6], "temperature_celsius": 25.0}
    with pytest.raises(bc.InputError) as caught:
        blast.simulate(LFP, **{**good, **change})
    assert caught.value.name == name
