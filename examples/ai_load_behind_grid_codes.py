"""A training run behind grid codes: what breaks them, what battery mends that."""

import os
import warnings
from pathlib import Path

import numpy as np

import battcore as bc

warnings.simplefilter("ignore", bc.gridcode.DraftWarning)  # rules of 2026, see their cards

measured = Path(os.environ.get("BATTCORE_SHARED", "../shared"), "data/ai_power")
measured /= "h100x512_gpt3_train_run2_2s.csv.gz"
if measured.exists():  # 512 GPUs, MLPerf Training 4.0
    load_watt = np.genfromtxt(measured, delimiter=",", names=True, dtype=None)["cluster_kw"]
    print("measured: 512 GPUs that train a language model, 2 s")
else:
    load_watt = bc.datasets.ai_training(3410.0, 2.0, jobs=1, seed=7)
    print("generated: a campus that trains a language model, 2 s")
load_watt = load_watt * (300e6 / load_watt.max())  # all of it swings together: the worst case

for key in ("ercot_2026", "ieso_v3", "caiso_2026"):
    print("\n" + bc.gridcode.check(key, load_watt, 2.0).summary())

limits = {
    "10 MW in 5 s": bc.gridcode.RollingRangeLimit(limit_watt=10e6, window_second=5.0),
    "5 MW in 15 s": bc.gridcode.RollingRangeLimit(limit_watt=5e6, window_second=15.0),
    "20 MW/min": bc.gridcode.MeanRampLimit(limit_watt_per_minute=20e6, window_second=0.0),
}
print("\nlimit             battery, at least      forced by samples")
for name, limit in limits.items():
    need = bc.dispatch.minimum_power(load_watt, 2.0, [limit])
    print(f"{name:<14}{need.power_watt / 1e6:12.1f} MW      {need.pair}")

print("\nenergy of the peak     load behind the same connection")
site = bc.Site(load_watt=load_watt, dt_second=2.0, import_limit_watt=load_watt.max())
for second in (1, 5, 60):
    battery = bc.Battery(
        energy_capacity_wh=300e6 * second / 3600,
        charge_power_watt=300e6,
        discharge_power_watt=300e6,
        charge_efficiency=0.95,
        discharge_efficiency=0.95,
    )
    grown = bc.dispatch.maximum_load(battery, site, soc_start=1.0, soc_end_min=1.0)
    print(f"{second:>10} s {100 * (grown.scale - 1):+19.2f} %")
