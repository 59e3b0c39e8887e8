"""Time BLAST-Lite on the duty of bench_aging.py, in an environment made for it.

Run it as a script. The package wants NumPy below 2 and some sixty packages more, so it gets a
virtual environment in the cache folder, made once.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

PEER = "blast-lite==1.1.1"
HOME = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "battcore/blast-lite-1.1.1"

SCRIPT = """
import time
import numpy as np
from blast import models

DAY, YEARS = 86_400.0, 10
NAMES = ("Lfp_Gr_250AhPrismatic", "Nmc111_Gr_Kokam75Ah_Battery", "Lfp_Gr_SonyMurata3Ah_Battery")


def duty(dt, days):
    day = np.arange(int(days * DAY / dt) + 1) * dt / DAY
    corners = np.array([0.0, 4.0, 10.0, 16.0, 22.0, 24.0]) / 24
    soc = np.interp(day % 1.0, corners, [0.1, 0.1, 0.9, 0.9, 0.1, 0.1])
    celsius = 20 + 10 * np.sin(2 * np.pi * day / 365) + 3 * np.sin(2 * np.pi * day)
    return {"Time_s": day * DAY, "SOC": soc, "Temperature_C": celsius}


def measure(name, case, duty, rounds, **options):
    seconds = []
    for _ in range(rounds):
        cell, start = getattr(models, name)(), time.thread_time()
        cell.simulate_battery_life(duty, **options)
        seconds.append(time.thread_time() - start)
    print(f"{name}, {case}: {min(seconds):.4f} s, q = {cell.outputs['q'][-1]:.9f}", flush=True)


for name in NAMES:
    measure(name, "hourly", duty(3600.0, 365 * YEARS), 3)
    constant = {"threshold_time": YEARS, "is_constant_input": True}
    measure(name, "one day repeated", duty(3600.0, 1), 3, **constant)
measure(NAMES[0], "minute", duty(60.0, 365 * YEARS), 1)
"""


def interpreter() -> Path:
    """Python with the peer installed."""
    python = HOME / "bin/python"
    if not (HOME / "made").exists():
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER], check=True)
        (HOME / "made").touch()
    return python


if __name__ == "__main__":
    sys.exit(subprocess.run([interpreter(), "-c", SCRIPT], check=False).returncode)
